// Times as the station gives them (RFC 3339 with its offset), and durations in milliseconds, as people read them.

const two = (number) => String(Math.floor(number)).padStart(2, '0');

export const instant = (time) => Date.parse(time);
/** Milliseconds by the station's clock, which may differ from the browser's. */
export const stationNow = (state) => Date.now() + state.clockOffset;
/** `14:30:05` by the station's clock. */
export const clock = (time) => time.slice(11, 19);
/** `14:30:05.123`. */
export const fineClock = (time) => time.slice(11, 23);
/** `2026-09-01 14:30:05`. */
export const dateAndClock = (time) => `${time.slice(0, 10)} ${clock(time)}`;

/** Minutes east of UTC that a time was written with. */
export function offsetOf(time) {
  const match = /([+-])(\d\d):(\d\d)$/.exec(time);
  return match ? Number(`${match[1]}1`) * (Number(match[2]) * 60 + Number(match[3])) : 0;
}

/** An instant as the station would write it. */
export function written(milliseconds, offset) {
  const sign = offset < 0 ? '-' : '+';
  const zone = `${sign}${two(Math.abs(offset) / 60)}:${two(Math.abs(offset) % 60)}`;
  return new Date(milliseconds + offset * 60_000).toISOString().slice(0, 23) + zone;
}

/** `840 ms`, `3.2 s`, `2 m 05 s`, `1 h 02 m`. */
export function duration(milliseconds) {
  const seconds = milliseconds / 1_000;
  if (milliseconds < 1_000) return `${Math.max(0, Math.round(milliseconds))} ms`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} m ${two(seconds % 60)} s`;
  return `${Math.floor(seconds / 3_600)} h ${two((seconds / 60) % 60)} m`;
}

/** The same in whole seconds, for what ticks. */
export const ticking = (milliseconds) =>
  milliseconds < 60_000 ? `${Math.max(0, Math.floor(milliseconds / 1_000))} s` : duration(milliseconds);

export function ago(milliseconds) {
  const seconds = milliseconds / 1_000;
  if (seconds < 5) return 'just now';
  if (seconds < 60) return `${Math.floor(seconds)} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}

/** `1d 2h 3m`, `2h 3m`, `3m 20s`, `20s`. */
export function uptime(seconds) {
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3_600) % 24, Math.floor(seconds / 60) % 60];
  if (days > 0) return `${days}d ${hours}h ${minutes}m`;
  if (hours > 0) return `${hours}h ${minutes}m`;
  return minutes > 0 ? `${minutes}m ${Math.floor(seconds % 60)}s` : `${Math.floor(seconds)}s`;
}
