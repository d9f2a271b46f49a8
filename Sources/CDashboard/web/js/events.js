// Carries the state on by one event of the stream.

import { enterPhase, finishStep, fromStart } from './active.js';
import { noteBoard, notePlan, noteRun, noteService } from './feed.js';
import { instanceKey, setClock, setStatus } from './state.js';

const handlers = {
  ServiceStatusChanged(state, status) {
    noteService(state, state.status, status);
    setStatus(state, status);
  },

  PortStatusChanged(state, port) {
    const before = state.ports.get(port.id);
    noteBoard(state, before, port);
    if (port.forgotten) state.ports.delete(port.id);
    else state.ports.set(port.id, port);
  },

  PlanChanged(state, bib) {
    const index = state.bibs.findIndex((other) => other.bibId === bib.bibId);
    if (bib.removed) state.bibs = state.bibs.filter((other) => other.bibId !== bib.bibId);
    else state.bibs = index < 0 ? [...state.bibs, bib] : state.bibs.with(index, bib);
    notePlan(state, bib);
  },

  ExecutionQueued(state, run) {
    state.queued.set(run.executionId, run);
  },

  ExecutionStarted(state, started) {
    state.queued.delete(started.executionId);
    state.active.set(started.executionId, fromStart(started, state.last.get(instanceKey(started))));
  },

  PhaseStarted(state, start) {
    const run = state.active.get(start.executionId);
    if (run) enterPhase(run, start);
  },

  StepCompleted(state, step) {
    const run = state.active.get(step.executionId);
    if (run) finishStep(run, step);
  },

  OperatorAsked(state, question) {
    const run = state.active.get(question.executionId);
    if (run) run.question = question.open ? question : null;
  },

  ExecutionCompleted(state, run) {
    state.active.delete(run.executionId);
    state.queued.delete(run.executionId);
    state.last.set(instanceKey(run), run);
    noteRun(state.feed, run);
  },

  AlertChanged(state, alert) {
    if (alert.state === 'resolved') state.alerts.delete(alert.id);
    else state.alerts.set(alert.id, alert);
  },

  MetricsUpdated(state, metrics) {
    state.metrics = metrics;
  },

  heartbeat(state, { time, uptimeSeconds }) {
    setClock(state, time);
    if (state.status) setStatus(state, { ...state.status, uptimeSeconds });
  },
};

/** Events that say how things are now and have no place in the order of the station. */
export const unnumbered = new Set(['MetricsUpdated', 'heartbeat', 'gap']);

export function applyEvent(state, name, data) {
  handlers[name]?.(state, data);
}

/** Whether the boards that no plan fits, or the plans, may have changed: the events do not carry them. */
export function touchesInventory(state, name, data) {
  if (name === 'PlanChanged') return true;
  if (name !== 'PortStatusChanged') return false;
  const before = state.ports.get(data.id);
  const there = (port) => port && !port.forgotten && port.status !== 'offline';
  return Boolean(there(before)) !== Boolean(there(data)) || before?.matching !== data.matching;
}
