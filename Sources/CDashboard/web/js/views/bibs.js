// The plans as loaded, with every error, and the text of one.

import * as api from '../api.js';
import { html, useEffect, useState } from '/vendor/preact-htm.js';
import { Mark } from '../icons.js';
import { count } from '../words.js';
import { UnusedBoards } from './unused.js';

function usePlanText(bib) {
  const [text, setText] = useState(null);
  useEffect(() => {
    let current = true;
    setText(null);
    api.planText(bib.bibId).then((plan) => current && setText(plan), (problem) => current && setText(`# ${problem.message}`));
    return () => { current = false; };
  }, [bib.bibId, bib.planHash, bib.errors.join()]);
  return text;
}

function PlanText({ bib }) {
  const text = usePlanText(bib);
  if (text === null) return html`<p class="empty">Reading the plan …</p>`;
  const wrong = new Set(bib.errors.map((error) => Number(/:(\d+):\d+: /.exec(error)?.[1])));
  return html`<pre class="plan" tabindex="0" aria-label=${`Plan of ${bib.bibId}`}><ol>${text.replace(/\n$/, '').split('\n').map((line, index) =>
    html`<li class=${wrong.has(index + 1) ? 'wrong' : ''}>${line || ' '}</li>`)}</ol></pre>`;
}

function Plan({ station, bib, open }) {
  const boards = new Set([...station.ports.values()].filter((port) => port.bibId === bib.bibId && port.status !== 'offline').map((port) => port.boardId));
  const look = bib.valid ? { tone: 'good', icon: 'check', label: 'Valid' } : { tone: 'bad', icon: 'cross', label: count(bib.errors.length, 'error') };
  const [shown, setShown] = useState(open);
  useEffect(() => { if (open) setShown(true); }, [open]);
  return html`
    <article class="panel bib-card" data-bib=${bib.bibId}>
      <header><h2><a href="#/bibs/${bib.bibId}">${bib.bibId}</a></h2><${Mark} look=${look} /></header>
      <p>${bib.description}</p>
      <p class="sub">${bib.file} · ${bib.uuts.join(', ')} · ${boards.size === 0 ? 'no board plugged in' : `on ${[...boards].join(', ')}`}</p>
      ${bib.errors.length > 0 && html`<ul class="errors">${bib.errors.map((error) => html`<li><code>${error}</code></li>`)}</ul>`}
      ${!bib.valid && html`<p class="sub">${bib.planHash ? 'The last version without errors stays in use.' : 'No version without errors was ever loaded: its units cannot be run.'}</p>`}
      <details open=${shown} onToggle=${(event) => setShown(event.target.open)}><summary>Plan${bib.planHash && html` <code class="sub">${bib.planHash.slice(0, 12)}</code>`}</summary>
        ${shown && html`<${PlanText} bib=${bib} />`}</details>
    </article>`;
}

export function Bibs({ station, id }) {
  const bibs = [...station.bibs].sort((one, other) => one.bibId.localeCompare(other.bibId)).filter((bib) => !id || bib.bibId === id);
  return html`
    <h1>${id ? html`<a href="#/bibs">BIBs</a> / ${id}` : 'BIBs'}</h1>
    ${bibs.length === 0 && html`<p class="empty panel">${id ? `No plan is called ${id}.` : 'No plan is loaded. Put one in the folder of plans; it is read at once.'}</p>`}
    ${bibs.map((bib) => html`<${Plan} station=${station} bib=${bib} open=${bib.bibId === id} key=${bib.bibId} />`)}
    ${!id && html`<${UnusedBoards} station=${station} />`}`;
}
