// The live log: only the lines in sight are in the page, and they are drawn ten times a second at most.

import { html, useEffect, useLayoutEffect, useRef, useState } from '/vendor/preact-htm.js';
import { saveQuery } from '../router.js';
import { logs } from '../store.js';
import { fineClock } from '../time.js';
import { count } from '../words.js';
import { Icon } from '../icons.js';

/** As `.log-row` in logs.css. */
const rowHeight = 20;
const margin = 10;
const period = 100;
/** A longer line is cut here; its whole is in the log file. */
const longest = 2_000;

function Row({ line }) {
  if (line.gap) return html`<div class="log-row log-gap">${line.text}</div>`;
  const text = line.text.length > longest ? `${line.text.slice(0, longest)} …` : line.text;
  return html`
    <div class="log-row level-${line.level}">
      <time>${fineClock(line.time)}</time><span class="log-level">${line.level}</span>
      <a class="log-uut" href="#/runs/${line.executionId}" tabindex="-1" title=${`${line.bibId} · ${line.uutId}`}>${line.uutId}</a>
      <span class="log-step">${line.step ?? line.phase ?? ''}</span>
      <span class="log-direction" title=${line.port ?? ''}>${line.direction}</span><span class="log-text">${text}</span>
    </div>`;
}

/** Draws anew when the buffer has changed, at most every `period`. */
function useLogVersion() {
  const [, set] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => document.hidden || set(logs.version), period);
    return () => clearInterval(timer);
  }, []);
}

function Lines({ follow, setFollow }) {
  useLogVersion();
  const pane = useRef(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(400);
  const view = logs.view;
  const bottom = view.length * rowHeight - height;
  useLayoutEffect(() => {
    const watch = new ResizeObserver(([entry]) => setHeight(entry.contentRect.height));
    watch.observe(pane.current);
    return () => watch.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (follow) pane.current.scrollTop = pane.current.scrollHeight;
  });
  const scrolled = ({ target }) => {
    const atEnd = target.scrollHeight - target.scrollTop - target.clientHeight < rowHeight * 1.5;
    if (atEnd !== follow) setFollow(atEnd);
    setTop(target.scrollTop);
  };
  const from = follow ? Math.max(0, bottom) : top;
  const first = Math.max(0, Math.floor(from / rowHeight) - margin);
  const rows = view.slice(first, first + Math.ceil(height / rowHeight) + 2 * margin);
  return html`
    <div class="log-lines" ref=${pane} onScroll=${scrolled} tabindex="0" role="region" aria-label="Log lines">
      <div class="log-all" style=${{ height: `${view.length * rowHeight}px` }}>
        <div class="log-window" style=${{ transform: `translateY(${first * rowHeight}px)` }}>
          ${rows.map((line) => html`<${Row} line=${line} key=${line.number} />`)}
        </div>
      </div>
      ${view.length === 0 && html`<p class="empty">No lines${logs.size > 0 ? ' fit the filter' : ' yet; they appear while a unit runs'}.</p>`}
    </div>`;
}

const Choice = ({ label, value, options, onChange }) => html`
  <label><span class="unseen">${label}</span>
    <select value=${value} onChange=${(event) => onChange(event.target.value)}>
      <option value="">${label}: all</option>
      ${options.map((option) => html`<option value=${option} selected=${option === value}>${option}</option>`)}
    </select></label>`;

function Filter({ station, filter, set }) {
  const ports = [...station.ports.values()];
  const runs = [...station.last.values(), ...station.active.values(), ...station.queued.values()];
  const bibs = [...new Set([...station.bibs.map((bib) => bib.bibId), ...ports.map((port) => port.bibId)].filter(Boolean))].sort();
  const uuts = [...new Set(runs.filter((run) => !filter.bib || run.bibId === filter.bib).map((run) => run.uutId).concat(filter.uut || []))].sort();
  return html`
    <${Choice} label="BIB" value=${filter.bib} options=${bibs} onChange=${(bib) => set({ bib, uut: '' })} />
    <${Choice} label="UUT" value=${filter.uut} options=${uuts} onChange=${(uut) => set({ uut })} />
    <label><span class="unseen">Level</span>
      <select value=${filter.level} onChange=${(event) => set({ level: event.target.value })}>
        ${['', 'INFO', 'WARN', 'ERROR'].map((level) => html`<option value=${level} selected=${level === filter.level}>${level ? `${level} and worse` : 'Level: all'}</option>`)}
      </select></label>
    <label class="search"><span class="unseen">Text</span>
      <input type="search" placeholder="Find in lines" value=${filter.text} onInput=${(event) => set({ text: event.target.value })} /></label>`;
}

function State() {
  useLogVersion();
  const shown = logs.view.length;
  return html`<p class="sub log-state" role="status" aria-live="off">${shown === logs.size ? count(shown, 'line') : `${shown} of ${count(logs.size, 'line')}`}
    ${logs.paused && html` · <strong data-test="waiting">${logs.waiting} new</strong>`}</p>`;
}

export function LogPane({ station, query }) {
  const saved = { bib: query.get('bib') ?? '', uut: query.get('uut') ?? '', level: query.get('level') ?? '', text: query.get('q') ?? '' };
  const [filter, setFilter] = useState(saved);
  const [follow, setFollow] = useState(true);
  const [, redraw] = useState(0);
  useEffect(() => {
    logs.filter(filter);
    saveQuery({ bib: filter.bib, uut: filter.uut, level: filter.level, q: filter.text });
  }, [filter]);
  const pause = () => {
    logs.pause(!logs.paused);
    redraw((turn) => turn + 1);
  };
  return html`
    <section class="panel log" aria-labelledby="log-title">
      <header>
        <h2 id="log-title">Live log</h2>
        <${State} />
        <div class="log-tools">
          <${Filter} station=${station} filter=${filter} set=${(change) => setFilter({ ...filter, ...change })} />
          <button onClick=${pause} aria-pressed=${logs.paused ? 'true' : 'false'}><${Icon} name=${logs.paused ? 'play' : 'pause'} /><span>${logs.paused ? 'Resume' : 'Pause'}</span></button>
          <button onClick=${() => setFollow(true)} disabled=${follow} aria-label="Follow the newest line"><${Icon} name="down" /><span>Follow</span></button>
          <button onClick=${() => logs.clear()}><${Icon} name="cross" /><span>Clear</span></button>
        </div>
      </header>
      <${Lines} follow=${follow} setFollow=${setFollow} />
    </section>`;
}
