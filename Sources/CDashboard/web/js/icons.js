// Line icons of 24 by 24, drawn in the colour of the text beside them, which says the same.

import { html } from '/vendor/preact-htm.js';

const shapes = {
  check: 'M4.5 12.5l5 5 10-11',
  cross: 'M6 6l12 12M18 6L6 18',
  warn: 'M12 3.5L22 20H2zM12 10v4.5M12 17.2v.3',
  octagon: 'M8 2.5h8L21.5 8v8L16 21.5H8L2.5 16V8zM12 7.5v5.5M12 16.2v.3',
  clock: 'M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 7.5V12l3 2',
  bolt: 'M13.5 2.5L5 13.5h6l-1 8 8.5-11h-6z',
  stop: 'M6 6h12v12H6z',
  broken: 'M4 12h5l2-4M13 16l2-4h5',
  dot: 'M12 11a1 1 0 1 0 0 2a1 1 0 1 0 0-2',
  pulse: 'M2.5 12H7l3-7.5 4 15 3-7.5h4.5',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  plug: 'M9 3v5M15 3v5M6.5 8h11v3.5a5.5 5.5 0 0 1-11 0zM12 17v4',
  unplug: 'M9 3v3M15 3v3M17.5 9.5V12a5.5 5.5 0 0 1-8 4.9M6.8 13.5a6 6 0 0 1-.3-2V9.5M12 17.5V21M3.5 3.5l17 17',
  shield: 'M12 3l8 3v5.5c0 4.5-3.2 8-8 9.5-4.8-1.5-8-5-8-9.5V6z',
  play: 'M8 5.5l10.5 6.5L8 18.5z',
  pause: 'M8 5v14M16 5v14',
  down: 'M12 4v14M6 12.5l6 6 6-6',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  save: 'M12 4v11M7 10.5l5 5 5-5M4 20h16',
  chevron: 'M9 5l7 7-7 7',
  retry: 'M20 12a8 8 0 1 1-2.5-5.8M20 3v5h-5',
};

export const Icon = ({ name }) => html`
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=${shapes[name] ?? shapes.dot} /></svg>`;

/** An icon and a word in the colour of their tone. */
export const Mark = ({ look, children }) => html`
  <span class="mark tone-${look.tone}"><${Icon} name=${look.icon} /><span>${children ?? look.label}</span></span>`;
