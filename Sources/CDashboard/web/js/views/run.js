// One run: its phases and steps with all that was sent and received, and why the verdict is what it is.

import * as api from '../api.js';
import { html, useEffect, useState } from '/vendor/preact-htm.js';
import { Icon } from '../icons.js';
import { OrderButton, abortRun, startUnit } from '../orders.js';
import { onRunEvent, useTick } from '../store.js';
import { dateAndClock, duration, instant, stationNow, ticking } from '../time.js';
import { count, verdictLook } from '../words.js';
import { Question } from './question.js';
import { Step } from './step.js';
import { Timeline } from './timeline.js';
import { ProgressBar, remaining } from './unit-tile.js';

/** The run as the API has it, carried on by its events; `problem` where it cannot be had. */
function useRun(id, epoch) {
  const [run, setRun] = useState(null);
  const [problem, setProblem] = useState(null);
  useEffect(() => {
    let current = true;
    const read = () => api.execution(id).then(
      (found) => { if (current) { setRun(found); setProblem(null); } },
      (error) => current && setProblem(error));
    read();
    const stop = onRunEvent((name, data) => {
      if (data.executionId !== id) return;
      if (name === 'StepCompleted') setRun((known) => known && withStep(known, data));
      else if (name === 'ExecutionStarted' || name === 'ExecutionCompleted') read();
    });
    return () => { current = false; stop(); };
  }, [id, epoch]);
  return { run, problem };
}

function withStep(run, step) {
  const others = run.steps.filter((other) => other.ordinal !== step.ordinal);
  return { ...run, steps: [...others, step].sort((one, other) => one.ordinal - other.ordinal) };
}

function Live({ station, active }) {
  useTick(500);
  const now = stationNow(station);
  return html`
    <p class="verdict tone-busy"><${Icon} name="pulse" /><span>${active.currentPhase ?? 'STARTING'}</span></p>
    ${active.question && html`<${Question} question=${active.question} station=${station} key=${`${active.question.step} ${active.question.askedAt}`} />`}
    <p class="why">Step ${active.stepIndex} of ${active.stepCount} ${active.step ?? ''}</p>
    <${ProgressBar} run=${active} now=${now} label="Progress" />
    <p class="facts"><span>${ticking(now - instant(active.startTime))}</span><span>${remaining(active, now)}</span></p>`;
}

function Ended({ result }) {
  const look = verdictLook(result.verdict);
  return html`
    <p class="verdict tone-${look.tone}" data-test="verdict"><${Icon} name=${look.icon} /><span>${result.verdict}</span></p>
    <p class="why whole">${result.explanation}</p>`;
}

const Facts = ({ run }) => html`
  <dl class="facts-list">
    ${[
    ['BIB', html`<a href="#/bibs/${run.bibId}">${run.bibId}</a>`],
    ['Board', run.boardId],
    ['Started', run.startTime ? dateAndClock(run.startTime) : 'not yet'],
    ['Took', run.result?.startTime ? duration(run.result.durationMs) : '—'],
    ['Steps', run.result ? `${run.result.stepsDone} of ${run.result.stepCount}` : count(run.steps.length, 'step')],
    ['Unit serial', run.result?.unitSerial ?? '—'],
    ['Ports', (run.result?.ports ?? [...new Set(run.steps.map((step) => step.port))]).join(', ') || '—'],
    ['Asked by', run.result?.origin ?? '—'],
    ['Plan', html`<code title=${run.planHash}>${run.planHash.slice(0, 12)}</code>`],
  ].map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
  </dl>`;

function Actions({ run, active }) {
  return html`<div class="actions">
    ${run.result ? html`<${OrderButton} act=${() => startUnit(run)} icon="retry" label="Run again" busyLabel="Starting" name=${`Run ${run.uutId} again`} />`
    : html`<${OrderButton} act=${() => abortRun(active ?? run)} icon="stop" label="Abort" busyLabel="Aborting" kind="danger" name=${`Abort ${run.uutId}`} />`}
    ${run.log && html`<a class="button" href=${run.log}>Open log</a>
      <a class="button" href=${run.log} download=${`${run.uutId}_${run.executionId}.log`}><${Icon} name="save" /><span>Download log</span></a>`}
    <a class="button" href=${api.executionURL(run.executionId)} download=${`${run.executionId}.json`}><${Icon} name="save" /><span>Download JSON</span></a>
  </div>`;
}

const Phase = ({ phase, steps, deciding }) => html`
  <section class="phase" aria-label=${`Phase ${phase}`}>
    <h2>${phase} <small>${count(steps.length, 'step')} · ${duration(steps.reduce((sum, step) => sum + step.durationMs, 0))}</small></h2>
    ${steps.map((step) => html`<${Step} step=${step} open=${step.step === deciding} key=${step.ordinal} />`)}
  </section>`;

export function Run({ station, id }) {
  const { run, problem } = useRun(id, station.status.epoch);
  if (problem) return html`<div class="panel"><h1>Run ${id}</h1><p class="empty">${problem.message}</p></div>`;
  if (!run) return html`<p class="boot">Reading the run …</p>`;
  const active = station.active.get(id);
  const phases = ['START', 'TEST', 'STOP'].map((phase) => [phase, run.steps.filter((step) => step.phase === phase)]).filter(([, steps]) => steps.length > 0);
  return html`
    <article class="run">
      <header class="panel run-head">
        <div class="run-title"><h1>${run.uutId}</h1><p class="sub">Run <code>${run.executionId}</code></p><${Actions} run=${run} active=${active} /></div>
        <div class="run-verdict">${active ? html`<${Live} station=${station} active=${active} />`
    : run.result ? html`<${Ended} result=${run.result} />` : html`<p class="verdict tone-idle"><span>QUEUED</span></p>`}</div>
        <${Facts} run=${run} />
      </header>
      ${run.steps.length > 0 && html`<${Timeline} run=${run} />`}
      ${run.steps.length === 0 && html`<p class="empty panel">No step is done yet.</p>`}
      ${phases.map(([phase, steps]) => html`<${Phase} phase=${phase} steps=${steps} deciding=${run.result?.decidingStep} key=${phase} />`)}
    </article>`;
}
