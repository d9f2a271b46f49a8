// The figures at the top of the bench.

import { html } from '/vendor/preact-htm.js';
import { portCounts } from '../state.js';
import { useTick } from '../store.js';
import { duration, uptime } from '../time.js';
import { count, serviceNow } from '../words.js';

const Card = ({ id, title, value, unit, tone = '', children }) => html`
  <article class="card ${tone && `tone-${tone}`}" data-card=${id}>
    <h2>${title}</h2>
    <p class="figure"><span data-test="value">${value}</span>${unit && html` <small>${unit}</small>`}</p>
    <p class="note">${children}</p>
  </article>`;

function ServiceCard({ station }) {
  useTick(1_000);
  const { status, statusAt, metrics } = station;
  const look = serviceNow(station);
  const up = uptime(status.uptimeSeconds + (Date.now() - statusAt) / 1_000);
  return html`<${Card} id="service" title="Service" value=${look.label} tone=${look.tone}>
    Up ${up} · ${Math.round(metrics.cpuUsage)} % CPU · ${Math.round(metrics.memoryUsageMB)} MB<//>`;
}

function PortsCard({ station }) {
  const counts = portCounts(station);
  const rest = [['available', 'free'], ['reserved', 'reserved'], ['error', 'in error'], ['offline', 'offline'], ['quarantined', 'quarantined']]
    .filter(([key]) => counts[key] > 0 || key === 'available')
    .map(([key, label]) => `${counts[key]} ${label}`);
  return html`<${Card} id="ports" title="Ports in use" value=${counts.inUse} unit=${`of ${counts.total}`}>${rest.join(' · ')}<//>`;
}

function RunsCard({ station }) {
  const bibs = new Set([...station.active.values()].map((run) => run.bibId));
  return html`<${Card} id="active" title="Active BIBs" value=${bibs.size}>
    ${count(station.active.size, 'run')} · ${station.queued.size} in the queue<//>`;
}

const percent = (rate) => (rate === null || rate === undefined ? '—' : (rate * 100).toFixed(1));

function RateCard({ metrics }) {
  const { successRate, n, window } = metrics;
  const known = successRate !== null && successRate !== undefined;
  return html`<${Card} id="rate" title="Success rate" value=${percent(successRate)} unit=${known && '%'}>
    ${known ? `n = ${n} in the last ${window}` : `no run was judged in the last ${window} (n = ${n})`}<//>`;
}

function DurationCard({ metrics }) {
  const { averageExecutionMs, executionsPerHour, errorsPerHour } = metrics;
  const known = averageExecutionMs !== null && averageExecutionMs !== undefined;
  return html`<${Card} id="duration" title="Average duration" value=${known ? duration(averageExecutionMs) : '—'}>
    ${Math.round(executionsPerHour)} runs/h · ${Math.round(errorsPerHour)} errors/h<//>`;
}

export const Cards = ({ station }) => html`
  <section class="cards" aria-label="Figures">
    <${ServiceCard} station=${station} />
    <${PortsCard} station=${station} />
    <${RunsCard} station=${station} />
    <${RateCard} metrics=${station.metrics} />
    <${DurationCard} metrics=${station.metrics} />
  </section>`;
