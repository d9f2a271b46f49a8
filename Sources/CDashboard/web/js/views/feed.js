import { html } from '/vendor/preact-htm.js';
import { Icon } from '../icons.js';
import { useTick } from '../store.js';
import { ago, clock, dateAndClock, stationNow } from '../time.js';

const shown = 60;

export function Feed({ station }) {
  useTick(5_000);
  const now = stationNow(station);
  return html`
    <section class="panel feed-panel" aria-labelledby="feed-title">
      <h2 id="feed-title">Activity</h2>
      ${station.feed.length === 0 && html`<p class="empty">Nothing has happened yet.</p>`}
      <ol class="feed" tabindex="0" aria-labelledby="feed-title">${station.feed.slice(0, shown).map((entry) => html`
        <li key=${entry.key} class="tone-${entry.tone}">
          <${Icon} name=${entry.icon} />
          <span class="feed-text">
            ${entry.href ? html`<a href=${entry.href}>${entry.title}</a>` : html`<span>${entry.title}</span>`}
            ${entry.detail && html`<small>${entry.detail}</small>`}
          </span>
          <time datetime=${entry.time} title=${`${dateAndClock(entry.time)}, ${ago(now - entry.at)}`}>${clock(entry.time)}</time>
        </li>`)}</ol>
    </section>`;
}
