// What the page knows: taken from a snapshot, carried on by events. Plain values, no I/O.

import { fromSnapshot as activeFromSnapshot } from './active.js';
import { mergeRuns } from './feed.js';
import { instant, offsetOf, stationNow } from './time.js';

export function emptyState() {
  return {
    /** False until the first snapshot. */
    ready: false,
    link: { state: 'connecting', seconds: 0 },
    /** Log lines up to here came with a snapshot. */
    linesPosition: null,
    /** Of the newest event that the state holds, be it in the snapshot or after it. */
    position: null,
    /** The station's clock less the browser's, in milliseconds. */
    clockOffset: 0,
    /** Minutes east of UTC at the station. */
    zone: 0,
    status: null,
    /** By the browser's clock, when `status` was read. */
    statusAt: 0,
    metrics: null,
    ports: new Map(),
    bibs: [],
    unusedBoards: [],
    active: new Map(),
    queued: new Map(),
    /** That are open, by id. */
    alerts: new Map(),
    /** The last finished run of each unit instance, by `instanceKey`. */
    last: new Map(),
    feed: [],
  };
}

export const instanceKey = ({ bibId, uutId }) => `${bibId}/${uutId}`;

export function setClock(state, time) {
  state.clockOffset = instant(time) - Date.now();
  state.zone = offsetOf(time);
}

export function setStatus(state, status) {
  state.status = status;
  state.statusAt = Date.now();
}

export function setInventory(state, { bibs, unusedBoards }) {
  state.bibs = bibs;
  state.unusedBoards = unusedBoards;
}

export function takeSnapshot(state, snapshot) {
  const before = state.active;
  state.position = parsePosition(snapshot.position);
  setClock(state, snapshot.time);
  setStatus(state, snapshot.status);
  setInventory(state, snapshot.bibs);
  state.metrics = snapshot.metrics;
  state.ports = new Map(snapshot.ports.ports.map((port) => [port.id, port]));
  state.queued = new Map(snapshot.executions.queued.map((run) => [run.executionId, run]));
  state.alerts = new Map(snapshot.alerts.map((alert) => [alert.id, alert]));
  state.last = new Map(snapshot.lastVerdicts.map((run) => [instanceKey(run), run]));
  const going = (run) => activeFromSnapshot(run, before.get(run.executionId), state.last.get(instanceKey(run)), stationNow(state));
  state.active = new Map(snapshot.executions.active.map((run) => [run.executionId, going(run)]));
  mergeRuns(state.feed, [...snapshot.executions.recent, ...snapshot.lastVerdicts]);
  state.ready = true;
}

function parsePosition(text) {
  const dash = text.lastIndexOf('-');
  return { epoch: text.slice(0, dash), sequence: Number(text.slice(dash + 1)) };
}

/** Whether an event is not newer than what is held; one without a position always is. */
const isKnown = (held, position) => held !== null && position.epoch === held.epoch && position.sequence <= held.sequence;

export const isKnownLine = (state, id) => id !== '' && isKnown(state.linesPosition, parsePosition(id));

/** Moves the state's position to that of an event; false where the event is in the state already. */
export function advance(state, id) {
  if (id === '') return true;
  const position = parsePosition(id);
  if (isKnown(state.position, position)) return false;
  state.position = position;
  return true;
}

/** Ports by state, as GET ports counts them. */
export function portCounts(state) {
  const counts = { total: state.ports.size, inUse: 0, available: 0, error: 0, reserved: 0, offline: 0, quarantined: 0 };
  for (const port of state.ports.values()) counts[port.status] += 1;
  return counts;
}
