import { html } from '/vendor/preact-htm.js';
import { Cards } from './cards.js';
import { Feed } from './feed.js';
import { LogPane } from './logpane.js';
import { Ports } from './ports.js';
import { Units } from './units.js';
import { UnusedBoards } from './unused.js';

export const Bench = ({ station, query }) => html`
  <h1 class="unseen">Bench</h1>
  <${Cards} station=${station} />
  <div class="bench">
    <${Units} station=${station} />
    <div class="side">
      <${Ports} station=${station} />
      <${UnusedBoards} station=${station} />
      <${Feed} station=${station} />
    </div>
    <${LogPane} station=${station} query=${query} />
  </div>`;
