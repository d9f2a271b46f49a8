// All steps of a run on one line of time, each as wide as it took.

import { html } from '/vendor/preact-htm.js';
import { duration, instant } from '../time.js';
import { verdictLook } from '../words.js';

export function Timeline({ run }) {
  const began = instant(run.startTime ?? run.steps[0].startTime);
  const end = Math.max(...run.steps.map((step) => instant(step.startTime) + step.durationMs));
  const total = Math.max(1, end - began);
  const at = (milliseconds) => `${(100 * milliseconds) / total}%`;
  return html`
    <section class="panel" aria-labelledby="timeline-title">
      <h2 id="timeline-title">Timeline</h2>
      <ol class="timeline">${run.steps.map((step) => {
    const look = verdictLook(step.verdict);
    const label = `${step.phase} ${step.step}: ${step.verdict}, ${duration(step.durationMs)}`;
    return html`<li class="tone-${look.tone}" key=${step.ordinal} style=${{ left: at(instant(step.startTime) - began), width: at(step.durationMs) }} title=${label}><span class="unseen">${label}</span></li>`;
  })}</ol>
      <p class="timeline-scale" aria-hidden="true"><span>0 s</span><span>${duration(total / 2)}</span><span>${duration(total)}</span></p>
    </section>`;
}
