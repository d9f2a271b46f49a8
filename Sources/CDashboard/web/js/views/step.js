// One step of a run: verdict, measurements against their limits, and every attempt with its bytes.

import { html, useState } from '/vendor/preact-htm.js';
import { Icon, Mark } from '../icons.js';
import { duration, fineClock } from '../time.js';
import { count, verdictLook } from '../words.js';
import { Measurement } from './measurement.js';

/** `0d0a` as `0d 0a`. */
const spaced = (hex) => hex.replace(/..(?=.)/g, '$& ');

function Bytes({ label, text, hex, asHex }) {
  if (!text) return null;
  return html`<div class="bytes"><dt>${label}</dt><dd><code>${asHex && hex ? spaced(hex) : text}</code></dd></div>`;
}

function Attempt({ attempt, asHex, only, said }) {
  return html`
    <li class="attempt">
      <p class="attempt-head"><${Mark} look=${verdictLook(attempt.outcome)}>${attempt.outcome}<//>
        <span class="sub">${!only && `attempt ${attempt.number} · `}${fineClock(attempt.startTime)} · ${duration(attempt.durationMs)}</span></p>
      ${attempt.explanation && attempt.explanation !== said && html`<p class="attempt-why">${attempt.explanation}</p>`}
      <dl>
        <${Bytes} label="Sent" text=${attempt.sent} hex=${attempt.sentHex} asHex=${asHex} />
        <${Bytes} label="Received" text=${attempt.received} hex=${attempt.receivedHex} asHex=${asHex} />
        <${Bytes} label="Discarded before" text=${attempt.discarded} />
        <${Bytes} label="Left over" text=${attempt.leftOver} />
      </dl>
    </li>`;
}

/** What the step caught, save what is shown as a measurement. */
const Captures = ({ step }) => {
  const measured = new Set(step.measurements.map(({ name }) => name));
  const entries = Object.entries(step.captures).filter(([name]) => !measured.has(name));
  return entries.length > 0 && html`<dl class="captures">${entries.map(([name, value]) => html`<div><dt>${name}</dt><dd><code>${value}</code></dd></div>`)}</dl>`;
};

function Body({ step }) {
  const [asHex, setHex] = useState(false);
  return html`
    <div class="step-body">
      ${step.explanation && html`<p class="why whole">${step.explanation}</p>`}
      ${step.measurements.map((measurement) => html`<${Measurement} measurement=${measurement} key=${measurement.name} />`)}
      <${Captures} step=${step} />
      <ol class="attempts">${step.attempts.map((attempt) => html`<${Attempt} attempt=${attempt} asHex=${asHex} only=${step.attempts.length === 1} said=${step.explanation} key=${attempt.number} />`)}</ol>
      <button class="quiet" onClick=${() => setHex(!asHex)} aria-pressed=${asHex}>${asHex ? 'Show as text' : 'Show as hex'}</button>
    </div>`;
}

const brief = ({ value, text, unit }) => `${value ?? text} ${unit}`.trim();

export function Step({ step, open: openFirst }) {
  const [open, setOpen] = useState(openFirst);
  const look = verdictLook(step.verdict);
  return html`
    <details class="step tone-${look.tone}" open=${open} onToggle=${(event) => setOpen(event.target.open)} data-step=${step.step}>
      <summary>
        <${Icon} name="chevron" /><${Mark} look=${look}>${step.verdict}<//>
        <span class="step-name">${step.step}${step.iteration > 1 && html` <small>pass ${step.iteration}</small>`}</span>
        <span class="step-brief">${step.measurements.map(brief).join(', ')}</span>
        ${step.retried && html`<span class="tag">retried</span>`}
        <span class="sub step-facts">${step.attempts.length > 1 && `${count(step.attempts.length, 'attempt')} · `}${step.port} · ${duration(step.durationMs)}</span>
      </summary>
      ${open && html`<${Body} step=${step} />`}
    </details>`;
}
