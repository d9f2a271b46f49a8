// Orders to the service, and the notice where one is refused.

import * as api from './api.js';
import { html, useEffect, useState } from '/vendor/preact-htm.js';
import { Icon } from './icons.js';
import { unitName } from './words.js';

const shownFor = 12_000;
let show = () => {};

export function notice(text) {
  show(text);
}

async function order(what, act) {
  try {
    await act();
    return true;
  } catch (problem) {
    notice(`${what}: ${problem.message}`);
    return false;
  }
}

export const startRun = (target) => order(`Not started (${target.uutId ?? target.bibId})`, () => api.start(target));
export const startUnit = ({ bibId, uutId, boardId }) => startRun({ bibId, uutId: unitName(uutId), boardId });
export const abortRun = (run) => order(`Not aborted (${run.uutId})`, () => api.abort(run.executionId));
export const acknowledge = (alert) => order('Not acknowledged', () => api.acknowledge(alert.id));
export const answerRun = ({ executionId, uutId, step }, answer) =>
  order(`Not answered (${uutId})`, () => api.answer(executionId, { step, ...answer }));

export function Notices() {
  const [text, set] = useState('');
  show = set;
  useEffect(() => {
    if (!text) return undefined;
    const timer = setTimeout(() => set(''), shownFor);
    return () => clearTimeout(timer);
  }, [text]);
  return html`<div class="notices" role="alert">
    ${text && html`<p class="notice"><${Icon} name="warn" /><span>${text}</span>
      <button class="quiet" onClick=${() => set('')} aria-label="Dismiss"><${Icon} name="cross" /></button></p>`}
  </div>`;
}

/** A button that waits for its own order. */
export function OrderButton({ act, icon, label, busyLabel, name, kind = '', disabled = false }) {
  const [busy, setBusy] = useState(false);
  const press = async () => {
    setBusy(true);
    await act();
    setBusy(false);
  };
  return html`<button class=${kind} onClick=${press} disabled=${disabled || busy} aria-label=${name}>
    <${Icon} name=${icon} /><span>${busy ? busyLabel : label}</span></button>`;
}
