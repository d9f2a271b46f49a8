// Finished runs, newest first, a page at a time.

import * as api from '../api.js';
import { html, useEffect, useState } from '/vendor/preact-htm.js';
import { Mark } from '../icons.js';
import { saveQuery } from '../router.js';
import { onRunEvent } from '../store.js';
import { dateAndClock, duration } from '../time.js';
import { verdictLook, verdictNames } from '../words.js';

/** The list grows by itself up to here, and beyond only by what is asked for. */
const limit = 200;

function useRuns(filter) {
  const [page, setPage] = useState({ runs: null, nextCursor: null, problem: null });
  const failed = (problem) => setPage((known) => ({ ...known, problem }));
  useEffect(() => {
    let current = true;
    const read = () => api.executions(filter).then(
      ({ recent, nextCursor }) => current && setPage({ runs: recent, nextCursor, problem: null }), (error) => current && failed(error));
    read();
    const fits = (run) => (!filter.bib || run.bibId === filter.bib) && (!filter.verdict || run.verdict === filter.verdict);
    const stop = onRunEvent((name, run) => {
      if (name !== 'ExecutionCompleted' || !fits(run)) return;
      setPage((known) => known.runs ? { ...known, runs: [run, ...known.runs.filter((other) => other.executionId !== run.executionId)].slice(0, Math.max(limit, known.runs.length)) } : known);
    });
    return () => { current = false; stop(); };
  }, [filter.bib, filter.verdict]);
  const more = () => api.executions({ ...filter, cursor: page.nextCursor }).then(
    ({ recent, nextCursor }) => setPage((known) => ({ runs: [...known.runs, ...recent], nextCursor, problem: null })), failed);
  return { ...page, more };
}

const Row = ({ run }) => html`
  <tr>
    <td><${Mark} look=${verdictLook(run.verdict)}>${run.verdict}<//></td>
    <td><a href="#/runs/${run.executionId}">${run.uutId}</a><small>${run.bibId}</small></td>
    <td class="number">${dateAndClock(run.endTime)}</td>
    <td class="number">${run.startTime ? duration(run.durationMs) : '—'}</td>
    <td class="wide">${run.explanation}</td>
  </tr>`;

const Pick = ({ label, value, options, onChange }) => html`
  <label><span class="unseen">${label}</span><select value=${value} onChange=${(event) => onChange(event.target.value)}>
    <option value="">${label}: all</option>${options.map((option) => html`<option value=${option} selected=${option === value}>${option}</option>`)}</select></label>`;

export function Runs({ station, query }) {
  const [filter, setFilter] = useState({ bib: query.get('bib') ?? '', verdict: query.get('verdict') ?? '' });
  const { runs, nextCursor, problem, more } = useRuns(filter);
  const set = (change) => {
    setFilter({ ...filter, ...change });
    saveQuery({ ...filter, ...change });
  };
  return html`
    <section class="panel runs">
      <header><h1>Runs</h1><div class="log-tools">
        <${Pick} label="BIB" value=${filter.bib} options=${station.bibs.map((bib) => bib.bibId)} onChange=${(bib) => set({ bib })} />
        <${Pick} label="Verdict" value=${filter.verdict} options=${verdictNames} onChange=${(verdict) => set({ verdict })} /></div></header>
      ${problem && html`<p class="empty" role="alert">${problem.message}</p>`}
      ${runs?.length === 0 && html`<p class="empty">No finished run fits.</p>`}
      ${runs?.length > 0 && html`<table><thead><tr><th>Verdict</th><th>Unit</th><th>Ended</th><th>Took</th><th class="wide">Why</th></tr></thead>
        <tbody>${runs.map((run) => html`<${Row} run=${run} key=${run.executionId} />`)}</tbody></table>`}
      ${nextCursor && html`<button onClick=${more}>Show older runs</button>`}
    </section>`;
}
