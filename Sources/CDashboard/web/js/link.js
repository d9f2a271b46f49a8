// The page's end of the connection: through the browser's one SharedWorker, or an own one where there is none.

import { Connection } from './connection.js';

const key = 'portpool.pace';
/** How long a worker that was asked to join may stay silent before the page goes on without it. */
const workerLimit = 3_000;

/** 0 is live; else seconds between two readings. */
export const savedPace = () => Number(localStorage.getItem(key)) || 0;

function ownConnection(receive) {
  const connection = new Connection(receive);
  connection.start(savedPace());
  addEventListener('online', () => connection.retryNow());
  addEventListener('pagehide', () => connection.stop());
  addEventListener('pageshow', (event) => event.persisted && connection.start(savedPace()));
  return (seconds) => connection.start(seconds);
}

function sharedConnection(receive, onFailure) {
  const worker = new SharedWorker('/js/worker.js', { type: 'module', name: 'portpool' });
  const join = () => worker.port.postMessage({ type: 'join', seconds: savedPace() });
  const leave = () => worker.port.postMessage({ type: 'leave' });
  let failed = false;
  const fail = () => {
    if (failed) return;
    failed = true;
    leave();
    worker.port.onmessage = null;
    removeEventListener('pageshow', join);
    onFailure();
  };
  const giveUp = setTimeout(fail, workerLimit);
  worker.onerror = fail;
  worker.port.onmessage = ({ data }) => {
    clearTimeout(giveUp);
    receive(data);
  };
  addEventListener('pagehide', leave);
  addEventListener('pageshow', join);
  join();
  return (seconds) => worker.port.postMessage({ type: 'pace', seconds });
}

/** Starts to receive; the answer changes the pace. */
export function connect(receive) {
  let change;
  const alone = () => (change = ownConnection(receive));
  if (typeof SharedWorker === 'function') change = sharedConnection(receive, alone);
  else alone();
  return (seconds) => {
    localStorage.setItem(key, String(seconds));
    change(seconds);
  };
}
