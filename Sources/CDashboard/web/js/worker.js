// One for all tabs of a browser: a browser allows six streams to a host, and a seventh tab would wait for ever.

import { Connection } from './connection.js';

const tabs = new Set();
let link = null;
const connection = new Connection((message) => {
  if (message.type === 'link') link = message;
  for (const tab of tabs) tab.postMessage(message);
});

function join(tab, seconds) {
  if (tabs.has(tab)) return;
  tabs.add(tab);
  if (tabs.size === 1) return connection.start(seconds);
  tab.postMessage(link);
  connection.snapshotFor((message) => tab.postMessage(message));
}

function leave(tab) {
  if (tabs.delete(tab) && tabs.size === 0) connection.stop();
}

self.addEventListener('online', () => tabs.size > 0 && connection.retryNow());
self.addEventListener('connect', ({ ports: [tab] }) => {
  tab.onmessage = ({ data }) => {
    if (data.type === 'join') join(tab, data.seconds);
    if (data.type === 'leave') leave(tab);
    if (data.type === 'pace') connection.start(data.seconds);
  };
});
