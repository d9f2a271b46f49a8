// The activity feed: what happened on the bench, newest first.

import { duration, instant, stationNow, written } from './time.js';
import { count, portLook, serviceLook, tty, verdictLook } from './words.js';

const limit = 200;
/** Ports of one board that change within this time are one entry. */
const together = 3_000;

function add(feed, entry) {
  const index = feed.findIndex((other) => other.at <= entry.at);
  feed.splice(index < 0 ? feed.length : index, 0, entry);
  if (feed.length > limit) feed.length = limit;
}

export function noteRun(feed, run) {
  const key = `run-${run.executionId}`;
  if (feed.some((entry) => entry.key === key)) return;
  const look = verdictLook(run.verdict);
  const took = run.startTime ? ` in ${duration(run.durationMs)}` : ' before it got its ports';
  add(feed, {
    key, at: instant(run.endTime), time: run.endTime, ...look, href: `#/runs/${run.executionId}`,
    title: `${run.uutId}: ${run.verdict}${took}`, detail: run.verdict === 'PASS' ? '' : run.explanation,
  });
}

export const mergeRuns = (feed, runs) => runs.forEach((run) => noteRun(feed, run));

function entryNow(state, key, look, title, detail = '') {
  const at = stationNow(state);
  return { key: `${key}-${at}`, at, time: written(at, state.zone), tone: look.tone, icon: look.icon, title, detail };
}

export function noteService(state, before, { status, reasons }) {
  if (before?.status === status) return;
  const look = serviceLook(status);
  add(state.feed, entryNow(state, 'service', look, `Service: ${look.label.toLowerCase()}`, reasons.join('; ')));
}

export function notePlan(state, { bibId, valid, errors, removed }) {
  if (removed) {
    add(state.feed, { ...entryNow(state, 'plan', { tone: 'idle', icon: 'dot' }, `Plan ${bibId} removed`), href: '#/bibs' });
    return;
  }
  const look = valid ? { tone: 'good', icon: 'check' } : { tone: 'bad', icon: 'warn' };
  const title = valid ? `Plan ${bibId} loaded` : `Plan ${bibId} has ${count(errors.length, 'error')}`;
  add(state.feed, { ...entryNow(state, 'plan', look, title, errors[0]), href: `#/bibs/${bibId}` });
}

function boardChange(before, after) {
  if (after.forgotten) return null;
  const was = before?.status ?? 'offline';
  if (was === after.status) return null;
  if (after.status === 'offline') return { verb: 'unplugged', look: portLook('offline') };
  if (was === 'offline') return { verb: 'plugged in', look: { tone: 'good', icon: 'plug' } };
  if (after.status === 'error') return { verb: 'in error', look: portLook('error') };
  if (after.status === 'quarantined') return { verb: 'quarantined', look: portLook('quarantined') };
  return null;
}

/** Plugs, unplugs and errors; the ports of a board come one by one and are told as one. */
export function noteBoard(state, before, after) {
  const change = boardChange(before, after);
  if (!change) return;
  const group = `board-${after.boardId}-${change.verb}`;
  const now = stationNow(state);
  const earlier = state.feed.find((entry) => entry.group === group && now - entry.at < together);
  const ports = [...(earlier?.ports ?? []), after];
  const names = ports.map((port) => tty(port.portName)).join(', ');
  const title = `${after.product || 'Board'} ${after.boardId} ${change.verb}`;
  const detail = after.status === 'error' && after.lastError ? after.lastError : `${count(ports.length, 'port')}: ${names}`;
  if (earlier) Object.assign(earlier, { title, detail, ports });
  else add(state.feed, { ...entryNow(state, group, change.look, title, detail), group, ports });
}
