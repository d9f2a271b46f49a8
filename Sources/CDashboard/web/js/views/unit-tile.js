// One unit: its last verdict in big letters, or the run that goes on.

import { html } from '/vendor/preact-htm.js';
import { progress } from '../active.js';
import { Icon, Mark } from '../icons.js';
import { OrderButton, abortRun, startUnit } from '../orders.js';
import { useTick } from '../store.js';
import { ago, duration, instant, stationNow, ticking } from '../time.js';
import { tty, unitName, verdictLook } from '../words.js';
import { Question } from './question.js';

const phases = ['START', 'TEST', 'STOP'];

function Phases({ current }) {
  const at = phases.indexOf(current);
  return html`<ol class="phases" aria-label="Phases">
    ${phases.map((phase, index) => html`<li class=${index < at ? 'done' : index === at ? 'now' : ''}
      aria-current=${index === at ? 'step' : undefined}>${phase}</li>`)}</ol>`;
}

export function ProgressBar({ run, now, label }) {
  const percent = Math.round(progress(run, now) * 1_000) / 10;
  return html`<div class="bar" role="progressbar" aria-label=${label} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${Math.round(percent)}>
    <span style=${{ transform: `scaleX(${percent / 100})` }}></span></div>`;
}

/** `about 3 s left`; nothing where it is not known or was wrong. */
export const remaining = (run, now) => {
  if (run.endsAt === null) return '';
  const left = run.endsAt - now;
  return left > 500 ? `about ${Math.ceil(left / 1_000)} s left` : 'almost done';
};

function Running({ run, last, queued, station }) {
  useTick(500);
  const now = stationNow(station);
  return html`
    <${Phases} current=${run.currentPhase} />
    ${run.question && html`<${Question} question=${run.question} station=${station} key=${`${run.question.step} ${run.question.askedAt}`} />`}
    <p class="step-now"><strong>Step ${run.stepIndex} of ${run.stepCount}</strong> <span>${run.step ?? ''}</span></p>
    <${ProgressBar} run=${run} now=${now} label=${`Progress of ${run.uutId}`} />
    <p class="facts"><span>${ticking(now - instant(run.startTime))} on ${tty(run.portName)}</span><span>${remaining(run, now)}</span></p>
    <p class="facts"><span>So far <${Mark} look=${verdictLook(run.validationLevel)}>${run.validationLevel}<//></span>
      <span>${queued ? 'another is queued' : last && `last ${last.verdict}`}</span></p>`;
}

function Verdict({ last, station }) {
  useTick(1_000);
  if (!last) return html`<p class="verdict tone-idle"><span>–</span></p><p class="why">Not run yet.</p>`;
  const look = verdictLook(last.verdict);
  return html`
    <p class="verdict tone-${look.tone}" data-test="verdict"><${Icon} name=${look.icon} /><span>${last.verdict}</span></p>
    <p class="why" title=${last.explanation}>${last.explanation}</p>
    <p class="facts"><a href="#/runs/${last.executionId}">${last.startTime ? duration(last.durationMs) : 'never began'}, ${ago(stationNow(station) - instant(last.endTime))}</a>
      ${last.unitSerial && html`<span>SN ${last.unitSerial}</span>`}</p>`;
}

const Queued = ({ run }) => html`
  <p class="verdict tone-idle"><${Icon} name="clock" /><span>QUEUED</span></p>
  <p class="why">${run.waitingFor.length > 0 ? `Waits for ${run.waitingFor.join(', ')}.` : 'Starts in a moment.'}</p>`;

function toneOf({ active, queued, last }) {
  if (active) return active.question ? 'warn' : 'busy';
  return queued || !last ? 'idle' : verdictLook(last.verdict).tone;
}

function Buttons({ unit, startable }) {
  const run = unit.active ?? unit.queued;
  if (run) {
    return html`<${OrderButton} act=${() => abortRun(run)} icon="stop" label="Abort" busyLabel="Aborting" kind="danger" name=${`Abort ${unit.uutId}`} />`;
  }
  return html`<${OrderButton} act=${() => startUnit(unit)} icon="play" label="Start" busyLabel="Starting" kind="main" name=${`Start ${unit.uutId}`} disabled=${!unit.present || !startable} />`;
}

export function UnitTile({ station, unit, startable }) {
  const { active, queued, last, uutId, boardId } = unit;
  const where = unit.present || active ? boardId : `${boardId} · not plugged in`;
  const state = active ? 'running' : queued ? 'queued' : last ? 'done' : 'new';
  return html`
    <article class="tile tone-${toneOf(unit)}" data-uut=${uutId} data-bib=${unit.bibId} data-state=${state} data-asks=${active?.question?.step} data-verdict=${last?.verdict} data-run=${(active ?? queued ?? last)?.executionId} aria-label=${uutId}>
      <header><h4>${unitName(uutId)}<small>${where}</small></h4><${Buttons} unit=${unit} startable=${startable} /></header>
      <div class="tile-body">
        ${active ? html`<${Running} run=${active} last=${last} queued=${queued} station=${station} />`
    : queued ? html`<${Queued} run=${queued} />` : html`<${Verdict} last=${last} station=${station} />`}
      </div>
    </article>`;
}
