// Who and how: the station, the way between the views, the state of the service and of the link to it.

import { html } from '/vendor/preact-htm.js';
import { Mark } from '../icons.js';
import { useTick } from '../store.js';
import { clock, stationNow, written } from '../time.js';
import { links, serviceLook, serviceNow } from '../words.js';

const places = [['', 'Bench'], ['runs', 'Runs'], ['bibs', 'BIBs']];
/** Seconds between two readings; 0 follows the events. */
const paces = [0, 1, 2, 5, 10, 30, 60];

function Clock({ station }) {
  useTick(1_000);
  const now = written(stationNow(station), station.zone);
  return html`<time class="clock" datetime=${now} title="Time at the station, UTC${now.slice(23)}">${clock(now)}</time>`;
}

function Pace({ link, setPace }) {
  return html`<label class="pace"><span class="unseen">Updates</span>
    <select value=${String(link.seconds)} onChange=${(event) => setPace(Number(event.target.value))}>
      ${paces.map((seconds) => html`<option value=${String(seconds)} selected=${seconds === link.seconds}>${seconds === 0 ? 'Updates: live' : `Updates: ${seconds} s`}</option>`)}
    </select></label>`;
}

/** What is shown may be old: said where everyone looks. */
function Banner({ station }) {
  const { link, status, alerts, ready } = station;
  if (ready && (link.state === 'reconnecting' || link.state === 'stale')) {
    return html`<p class="banner tone-warn" role="status">The link to the service is cut. What you see is what was last known; trying again …</p>`;
  }
  if (ready && link.state === 'polling' && link.seconds === 0) {
    return html`<p class="banner tone-busy" role="status">No live events come through. The page is read anew every few seconds instead.</p>`;
  }
  // What an alert tells of is told once.
  const told = new Set([...alerts.values()].map((alert) => alert.summary));
  const untold = status?.reasons.filter((reason) => !told.has(reason)) ?? [];
  if (untold.length > 0) {
    return html`<p class="banner tone-${serviceLook(status.status).tone}" role="status">${untold.join(' · ')}</p>`;
  }
  return null;
}

export function Header({ station, place, setPace }) {
  const { status, link } = station;
  return html`
    <header class="top">
      <a class="brand" href="#/"><img src="/favicon.svg" alt="" width="28" height="28" />
        <span><strong>SerialPortPool</strong>${status && html`<small>${status.stationId}</small>`}</span></a>
      <nav aria-label="Views">
        ${places.map(([path, label]) => html`<a href="#/${path}" aria-current=${path === place ? 'page' : undefined}>${label}</a>`)}
      </nav>
      <div class="state">
        ${status && html`<span class="pill" data-test="service"><${Mark} look=${serviceNow(station)} /></span>`}
        <span class="pill" data-test="link" data-state=${link.state}><${Mark} look=${links[link.state]} /></span>
        <${Pace} link=${link} setPace=${setPace} />
        ${station.ready && html`<${Clock} station=${station} />`}
      </div>
    </header>
    <${Banner} station=${station} />`;
}
