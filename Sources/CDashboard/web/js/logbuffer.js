// The newest log lines of all runs, and a filtered view of them that can stand still while more come.

const capacity = 20_000;
const severities = ['DEBUG', 'INFO', 'WARN', 'ERROR'];

const sameLine = (one, other) =>
  one.executionId === other.executionId && one.elapsedMs === other.elapsedMs && one.time === other.time
  && one.direction === other.direction && one.text === other.text;

/** `filter` is `{bib, uut, level, text}`; an empty string lets everything through. */
export function matcher({ bib, uut, level, text }) {
  const least = severities.indexOf(level);
  const words = text.toLowerCase();
  return (line) =>
    line.gap || ((!bib || line.bibId === bib) && (!uut || line.uutId === uut) && severities.indexOf(line.level) >= least
      && (!words || line.text.toLowerCase().includes(words) || (line.step ?? '').toLowerCase().includes(words)));
}

export class LogBuffer {
  #lines = [];
  #view = [];
  #next = 0;
  #accepts = matcher({ bib: '', uut: '', level: '', text: '' });
  #paused = false;
  /** Lines that came since the view stands still, and fit. */
  waiting = 0;
  /** Rises with each change; what is drawn is compared with it. */
  version = 0;

  get view() { return this.#view; }
  get size() { return this.#lines.length; }
  get paused() { return this.#paused; }

  append(lines) {
    for (const line of lines) {
      line.number = this.#next++;
      this.#lines.push(line);
      if (!this.#accepts(line)) continue;
      if (this.#paused) this.waiting += 1;
      else this.#view.push(line);
    }
    // In one cut for many lines: moving 20,000 entries for each line would cost more than drawing them.
    if (this.#lines.length > capacity * 1.1) this.#lines.splice(0, this.#lines.length - capacity);
    if (!this.#paused) this.#trimView();
    this.version += 1;
  }

  /** A snapshot's last lines: only those that came after the newest known one, and a mark where some may lack. */
  merge(tail) {
    const newest = this.#lines.findLast((line) => !line.gap);
    const known = newest ? tail.findLastIndex((line) => sameLine(line, newest)) : -1;
    if (newest && known < 0 && tail.length > 0) this.markGap('lines before this were not received; the log files have them');
    this.append(tail.slice(known + 1));
  }

  markGap(text) {
    this.append([{ gap: true, text }]);
  }

  filter(filter) {
    this.#accepts = matcher(filter);
    this.#rebuild();
  }

  pause(paused) {
    this.#paused = paused;
    if (!paused) this.#rebuild();
    this.version += 1;
  }

  clear() {
    this.#lines = [];
    this.#rebuild();
  }

  #rebuild() {
    this.#view = this.#lines.filter(this.#accepts);
    this.waiting = 0;
    this.version += 1;
  }

  #trimView() {
    const first = this.#lines[0]?.number ?? this.#next;
    if (this.#view.length > 0 && this.#view[0].number < first) {
      const keep = this.#view.findIndex((line) => line.number >= first);
      this.#view.splice(0, keep < 0 ? this.#view.length : keep);
    }
  }
}
