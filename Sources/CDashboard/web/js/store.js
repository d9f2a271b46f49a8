// Holds the state and the log, takes what the connection brings, and tells the views once a frame.

import * as api from './api.js';
import { applyEvent, touchesInventory, unnumbered } from './events.js';
import { connect } from './link.js';
import { LogBuffer } from './logbuffer.js';
import { advance, emptyState, isKnownLine, setInventory, takeSnapshot } from './state.js';
import { useEffect, useState } from '/vendor/preact-htm.js';

/** Changes of boards come in handfuls: one question for all of them. */
const inventoryDelay = 300;

export const state = emptyState();
export const logs = new LogBuffer();
const listeners = new Set();
const runListeners = new Set();
/** Events that came while a snapshot was on its way; null while none is. */
let pending = null;
let frame = 0;
let inventoryTimer = 0;

function changed() {
  frame ||= requestAnimationFrame(() => {
    frame = 0;
    for (const listener of listeners) listener();
  });
}

function takeEvent({ name, id, data: text }) {
  if (name === 'LogMessage') return takeLines(id, text);
  if (!unnumbered.has(name) && !advance(state, id)) return;
  const data = JSON.parse(text);
  if (name === 'gap') logs.markGap(`${data.dropped} messages were not received: this browser was too slow for them`);
  if (touchesInventory(state, name, data)) askInventory();
  applyEvent(state, name, data);
  if (data.executionId) for (const listener of runListeners) listener(name, data);
}

/** Lines come in batches and may carry an older position than the events around them. */
function takeLines(id, text) {
  if (!isKnownLine(state, id)) logs.append(JSON.parse(text).lines);
}

function askInventory() {
  clearTimeout(inventoryTimer);
  inventoryTimer = setTimeout(async () => {
    try {
      setInventory(state, await api.bibs());
      changed();
    } catch {
      // The connection says that the service is away, and brings the next snapshot.
    }
  }, inventoryDelay);
}

function receive(message) {
  if (message.type === 'link') state.link = message;
  if (message.type === 'resync') pending = [];
  if (message.type === 'event') {
    pending?.push(message);
    if (state.ready) takeEvent(message);
  }
  if (message.type === 'snapshot') receiveSnapshot(message);
  changed();
}

/** The events that came while it was read are done (again) on top of it; lines and gaps were taken when they came. */
function receiveSnapshot({ data, continuous }) {
  const held = pending ?? [];
  const first = !state.ready;
  pending = null;
  takeSnapshot(state, data);
  if (!continuous) {
    state.linesPosition = state.position;
    logs.merge(data.logTail);
  }
  for (const event of held) if (first || (event.name !== 'LogMessage' && event.name !== 'gap')) takeEvent(event);
}

/** Starts the connection; the answer changes its pace (0 is live, else seconds). */
export const start = () => connect(receive);

/** The state, and a fresh drawing whenever it changes. */
export function useStation() {
  const [, redraw] = useState(0);
  useEffect(() => {
    const listener = () => redraw((turn) => turn + 1);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, []);
  return state;
}

/** Calls `listener(name, data)` for each event of a run. */
export function onRunEvent(listener) {
  runListeners.add(listener);
  return () => runListeners.delete(listener);
}

/** A fresh drawing every so many milliseconds, for what ticks. */
export function useTick(period) {
  const [, redraw] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => document.hidden || redraw((turn) => turn + 1), period);
    return () => clearInterval(timer);
  }, [period]);
}
