// Keeps one browser up to date: a snapshot, then the events after it; says at all times how good the link is.

import { eventsURL, snapshot } from './api.js';

export const eventNames = [
  'ServiceStatusChanged', 'PortStatusChanged', 'PlanChanged', 'ExecutionQueued', 'ExecutionStarted', 'PhaseStarted', 'OperatorAsked',
  'StepCompleted', 'ExecutionCompleted', 'AlertChanged', 'LogMessage', 'MetricsUpdated', 'heartbeat',
];
/** Two heartbeats of 15 s were missed. */
const silence = 35_000;
/** A browser queues a seventh stream to the same host and never says so. */
const openingLimit = 10_000;
/** So many failures in a row, and each further attempt reads the snapshot first: polling, by another name. */
const patience = 3;
const gapDelay = 500;

/**
 * Emits `{type: 'link', state, seconds}`, `{type: 'resync'}` before each snapshot is read, `{type: 'snapshot', data,
 * continuous}` and `{type: 'event', name, id, data}` with `data` as the text that came.
 * `state` is connecting, live, reconnecting, stale or polling.
 */
export class Connection {
  #emit;
  #source = null;
  #position = null;
  #seconds = 0;
  #failures = 0;
  #seen = 0;
  #turn = 0;
  #timer = 0;
  #watchdog = 0;
  #catchUp = 0;

  constructor(emit) {
    this.#emit = emit;
  }

  /** `seconds` 0 follows the events; any other number reads the snapshot that often instead. */
  start(seconds) {
    this.#seconds = seconds;
    this.#failures = 0;
    this.#position = null;
    clearInterval(this.#watchdog);
    this.#watchdog = setInterval(() => this.#watch(), 5_000);
    this.#link('connecting');
    this.#attempt();
  }

  stop() {
    clearInterval(this.#watchdog);
    this.#close();
  }

  /** For when the network is said to be back. */
  retryNow() {
    if (!this.#source) this.#attempt();
  }

  /** Reads the snapshot for one listener; the others keep what they have. */
  async snapshotFor(emit) {
    emit({ type: 'resync' });
    try {
      emit({ type: 'snapshot', data: await snapshot() });
    } catch {
      // The link's own attempts say how it is; this listener still lacks a beginning.
      setTimeout(() => this.snapshotFor(emit), 2_000);
    }
  }

  async #attempt() {
    this.#close();
    const turn = this.#turn;
    if (this.#position === null || this.#failures >= patience || this.#seconds > 0) {
      const answered = await this.#refresh();
      if (turn !== this.#turn) return;
      if (!answered) return this.#lost('reconnecting');
      if (this.#seconds > 0 || this.#failures >= patience) this.#link('polling');
    }
    if (this.#seconds > 0) this.#timer = setTimeout(() => this.#attempt(), this.#seconds * 1_000);
    else this.#open();
  }

  /** `continuous` where the stream goes on meanwhile, and its lines with it. */
  async #refresh(continuous = false) {
    this.#emit({ type: 'resync' });
    try {
      const data = await snapshot();
      if (!continuous) this.#position = data.position;
      this.#emit({ type: 'snapshot', data, continuous });
      return true;
    } catch {
      return false;
    }
  }

  /** One reading for a row of gaps: a browser that is behind must not be given more to do with each. */
  #refreshSoon() {
    this.#catchUp ||= setTimeout(() => {
      this.#catchUp = 0;
      if (this.#source) this.#refresh(true);
    }, gapDelay);
  }

  #open() {
    const source = new EventSource(eventsURL(this.#position));
    this.#source = source;
    const giveUp = setTimeout(() => source === this.#source && this.#lost(), openingLimit);
    source.onopen = () => {
      clearTimeout(giveUp);
      this.#failures = 0;
      this.#seen = Date.now();
      this.#link('live');
    };
    source.onerror = () => {
      clearTimeout(giveUp);
      if (source === this.#source) this.#lost();
    };
    for (const name of eventNames) source.addEventListener(name, (event) => this.#received(name, event));
    source.addEventListener('gap', (event) => {
      this.#received('gap', event);
      this.#refreshSoon();
    });
    source.addEventListener('reset', () => {
      this.#position = null;
      this.#attempt();
    });
    source.addEventListener('bye', () => this.#lost());
  }

  #received(name, { lastEventId, data }) {
    this.#seen = Date.now();
    if (lastEventId) this.#position = lastEventId;
    this.#emit({ type: 'event', name, id: lastEventId, data });
  }

  /** Tries again soon: at once at first, then every 5 s, not all browsers in the same instant. */
  #lost(state = this.#failures >= patience ? 'polling' : 'reconnecting') {
    this.#close();
    this.#failures += 1;
    this.#link(state);
    const delay = Math.min(5_000, 250 * 2 ** this.#failures) * (0.8 + 0.4 * Math.random());
    this.#timer = setTimeout(() => this.#attempt(), delay);
  }

  #watch() {
    if (this.#source?.readyState === EventSource.OPEN && Date.now() - this.#seen > silence) this.#lost('stale');
  }

  #close() {
    this.#turn += 1;
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }

  #link(state) {
    this.#emit({ type: 'link', state, seconds: this.#seconds });
  }
}
