// The units of the bench, in their BIBs.

import { html } from '/vendor/preact-htm.js';
import { OrderButton, startRun, startUnit } from '../orders.js';
import { bibsWithoutBoard, unitGroups } from '../units.js';
import { count } from '../words.js';
import { UnitTile } from './unit-tile.js';

function Group({ station, bib, boards, units }) {
  const idle = units.filter((unit) => unit.present && !unit.active && !unit.queued);
  const present = units.filter((unit) => unit.present);
  // One order for all of them; where some run already, one for each that does not.
  const startAll = () => (idle.length === present.length ? startRun({ bibId: bib.bibId }) : Promise.all(idle.map(startUnit)));
  const canStart = idle.length > 0 && bib.planHash;
  return html`
    <section class="bib" aria-label=${bib.bibId}>
      <header>
        <h3><a href="#/bibs/${bib.bibId}">${bib.bibId}</a></h3>
        <p class="sub">${bib.description}${bib.description && ' · '}${boards.length === 0 ? 'not plugged in' : count(boards.length, 'board')}
          ${!bib.valid && html` · <a class="tone-bad" href="#/bibs/${bib.bibId}">${count(bib.errors.length, 'error')} in its plan</a>`}</p>
        ${units.length > 1 && html`<${OrderButton} act=${startAll} icon="play" label="Start all" busyLabel="Starting" disabled=${!canStart}
          name=${`Start all units of ${bib.bibId}`} />`}
      </header>
      <div class="tiles">${units.map((unit) => html`<${UnitTile} station=${station} unit=${unit} startable=${Boolean(bib.planHash)} key=${unit.uutId} />`)}</div>
    </section>`;
}

export function Units({ station }) {
  const groups = unitGroups(station);
  const waiting = bibsWithoutBoard(station);
  return html`
    <section class="units" aria-labelledby="units-title">
      <h2 id="units-title" class="unseen">Units</h2>
      ${groups.length === 0 && html`<p class="empty panel">No unit is on the bench. Plug a board in that a plan fits.</p>`}
      ${groups.map((group) => html`<${Group} station=${station} ...${group} key=${group.bib.bibId} />`)}
      ${waiting.length > 0 && html`<p class="sub waiting">Without a board: ${waiting.map((bib, index) => html`
        ${index > 0 && ', '}<a class=${bib.valid ? '' : 'tone-bad'} href="#/bibs/${bib.bibId}">${bib.bibId}${!bib.valid && ' (errors)'}</a>`)}</p>`}
    </section>`;
}
