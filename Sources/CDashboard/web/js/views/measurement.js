// A measured value on the scale of its limits.

import { html } from '/vendor/preact-htm.js';
import { Mark } from '../icons.js';
import { verdictLook } from '../words.js';

/** Room beside the limits, as a share of what lies between them. */
const room = 0.25;

function scale({ value, min, max }) {
  const low = min ?? Math.min(value, max) - Math.abs(max || 1) * 0.5;
  const high = max ?? Math.max(value, min) + Math.abs(min || 1) * 0.5;
  const width = high - low || 1;
  const place = (number) => Math.min(100, Math.max(0, (100 * ((number - low) / width + room)) / (1 + 2 * room)));
  return { from: place(low), to: place(high), at: place(value) };
}

function limits({ min, max, unit }) {
  const [low, high] = [min ?? null, max ?? null];
  if (low !== null && high !== null) return `${low} to ${high} ${unit}`;
  if (low !== null) return `at least ${low} ${unit}`;
  return high !== null ? `at most ${high} ${unit}` : 'no limits';
}

export function Measurement({ measurement }) {
  const { name, value, text, unit, level } = measurement;
  const measured = value !== null && value !== undefined;
  const limited = (measurement.min ?? measurement.max ?? null) !== null;
  const drawn = measured && limited && scale(measurement);
  return html`
    <div class="measurement tone-${verdictLook(level).tone}">
      <span class="measure-name">${name}</span>
      <strong>${measured ? `${value} ${unit}` : text}</strong>
      <${Mark} look=${verdictLook(level)}>${level}<//>
      <span class="scale" role="img" aria-label=${`${name}: ${measured ? `${value} ${unit}` : text}, limits ${limits(measurement)}`}>
        ${drawn && html`<span class="good-range" style=${{ left: `${drawn.from}%`, right: `${100 - drawn.to}%` }}></span>
          <span class="needle" style=${{ left: `${drawn.at}%` }}></span>`}</span>
      <span class="sub">${limits(measurement)}</span>
    </div>`;
}
