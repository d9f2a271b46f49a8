// A run that goes on: where it is, how far, and how long still. Plain values, no I/O.

import { instant } from './time.js';
import { worse } from './words.js';

/** `before` is what was known of the same run; it knows the phase's steps, which a snapshot does not tell. */
export function fromSnapshot(run, before, last, now) {
  const samePhase = before?.currentPhase === run.currentPhase;
  return {
    ...run,
    done: Math.max(Math.round((run.progressPercentage / 100) * run.stepCount), 0),
    phaseSteps: samePhase ? before.phaseSteps : null,
    endsAt: run.etaMs === null || run.etaMs === undefined ? expectedEnd(run, last) : now + run.etaMs,
  };
}

/** A good run of the same unit tells how long the next one may take; null where there is none. */
function expectedEnd({ startTime }, last) {
  return last?.verdict === 'PASS' || last?.verdict === 'WARN' ? instant(startTime) + last.durationMs : null;
}

/** `last` is the unit's last finished run. */
export function fromStart(started, last) {
  return {
    ...started,
    currentPhase: null,
    step: null,
    stepIndex: 0,
    done: 0,
    validationLevel: 'PASS',
    phaseSteps: null,
    endsAt: expectedEnd(started, last),
  };
}

export function enterPhase(run, { phase, steps }) {
  // A failed TEST leaves steps out, so STOP is counted from the end.
  if (phase === 'STOP') run.done = Math.max(run.done, run.stepCount - steps.length);
  run.currentPhase = phase;
  run.phaseSteps = steps;
  run.step = steps[0] ?? null;
  run.stepIndex = Math.min(run.done + 1, run.stepCount);
}

export function finishStep(run, { phase, index, verdict }) {
  run.done = Math.min(run.done + 1, run.stepCount);
  run.currentPhase = phase;
  run.step = run.phaseSteps?.[index + 1] ?? null;
  run.stepIndex = Math.min(run.done + 1, run.stepCount);
  run.validationLevel = worse(run.validationLevel, verdict);
}

/** 0 to 1: the steps that are done, and within the current one what the clock says, if it may be believed. */
export function progress(run, now) {
  if (run.stepCount === 0) return 0;
  const floor = run.done / run.stepCount;
  const began = instant(run.startTime);
  if (run.endsAt === null || run.endsAt <= began) return floor;
  const byClock = (now - began) / (run.endsAt - began);
  return Math.min(Math.max(byClock, floor), (Math.min(run.done, run.stepCount - 1) + 0.9) / run.stepCount);
}
