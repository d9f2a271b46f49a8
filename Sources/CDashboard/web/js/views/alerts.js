// What a person should see to, on top of every view: until somebody has seen it, or it is over.

import { html } from '/vendor/preact-htm.js';
import { Icon } from '../icons.js';
import { acknowledge, OrderButton } from '../orders.js';
import { useTick } from '../store.js';
import { ago, dateAndClock, instant, stationNow } from '../time.js';
import { alertLook, count } from '../words.js';

/** More than this many push the bench off the screen; the rest is one press away. */
const shown = 3;

/** Worst first, and of those the latest. */
const byUrgency = (one, other) =>
  (one.severity === 'critical' ? 0 : 1) - (other.severity === 'critical' ? 0 : 1) || (one.id < other.id ? 1 : -1);

function Facts({ alert, station }) {
  useTick(10_000);
  const facts = [
    html`<time datetime=${alert.firedAt} title=${dateAndClock(alert.firedAt)}>${ago(stationNow(station) - instant(alert.firedAt))}</time>`,
    alert.count > 1 && `${count(alert.count, 'time')}, last ${dateAndClock(alert.lastAt)}`,
    alert.executionId && html`<a href=${`#/runs/${alert.executionId}`}>See the run</a>`,
    alert.acknowledgedBy && `seen by ${alert.acknowledgedBy}`,
  ].filter(Boolean);
  return html`<p class="alert-facts">${facts.map((fact) => html`<span>${fact}</span>`)}</p>`;
}

function AlertRow({ alert, station }) {
  const look = alertLook(alert);
  const open = alert.state === 'firing';
  return html`<li class="alert tone-${look.tone}" data-test="alert" data-rule=${alert.rule} data-state=${alert.state}>
    <${Icon} name=${look.icon} />
    <div><p class="alert-text"><span class="unseen">${look.label}: </span>${alert.summary}</p>
      <${Facts} alert=${alert} station=${station} /></div>
    ${open && html`<${OrderButton} act=${() => acknowledge(alert)} icon="check" label="Acknowledge" busyLabel="Acknowledging …"
      name=${`Acknowledge: ${alert.subject}`} />`}
  </li>`;
}

const Rows = ({ alerts, station }) => html`<ul>
  ${alerts.map((alert) => html`<${AlertRow} key=${alert.id} alert=${alert} station=${station} />`)}</ul>`;

const More = ({ alerts, label, station }) => alerts.length > 0 && html`
  <details class="more-alerts"><summary>${label}</summary><${Rows} alerts=${alerts} station=${station} /></details>`;

export function Alerts({ station }) {
  const all = [...station.alerts.values()].sort(byUrgency);
  if (all.length === 0) return null;
  const firing = all.filter((alert) => alert.state === 'firing');
  const seen = all.filter((alert) => alert.state === 'acknowledged');
  const rest = firing.slice(shown);
  return html`<section class="alerts" aria-label="Alerts" role="status" data-test="alerts">
    <${Rows} alerts=${firing.slice(0, shown)} station=${station} />
    <${More} alerts=${rest} label=${count(rest.length, 'more alert')} station=${station} />
    <${More} alerts=${seen} label=${`${count(seen.length, 'alert')} acknowledged, not over yet`} station=${station} />
  </section>`;
}
