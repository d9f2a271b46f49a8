// What a run asks of a person, and where it is answered. A scanner types into it and ends with Enter.

import { html, useEffect, useRef, useState } from '/vendor/preact-htm.js';
import { Icon } from '../icons.js';
import { answerRun } from '../orders.js';
import { useTick } from '../store.js';
import { instant, stationNow } from '../time.js';

/** What is typed goes to the question, unless somebody is typing elsewhere. */
const isFree = () => !document.activeElement || !document.activeElement.matches('input, select, textarea');

/** The next one, once a question is gone: several units may ask at a time. */
const focusNext = () => requestAnimationFrame(() => { if (isFree()) document.querySelector('.question input')?.focus(); });

function Left({ question, station }) {
  useTick(1_000);
  const seconds = Math.max(0, Math.ceil((instant(question.deadline) - stationNow(station)) / 1_000));
  return html`<span>${seconds > 90 ? `${Math.round(seconds / 60)} min` : `${seconds} s`} left</span>`;
}

function Scan({ question, send, busy }) {
  const input = useRef(null);
  useEffect(() => {
    if (isFree()) input.current.focus({ preventScroll: true });
    return focusNext;
  }, []);
  const submit = async (event) => {
    event.preventDefault();
    const text = input.current.value;
    if (text === '' || busy) return;
    if (!(await send({ text }))) input.current?.select();
  };
  return html`<form class="answer" onSubmit=${submit}>
    <input ref=${input} type="text" autocomplete="off" autocapitalize="off" autocorrect="off" spellcheck=${false} enterkeyhint="send"
      maxlength="4096" placeholder="Scan or type" aria-label=${`${question.text}, for ${question.uutId}`} />
    <button class="main" type="submit" disabled=${busy}><${Icon} name="check" /><span>Enter</span></button>
  </form>`;
}

// Neither has the focus by itself: the Enter of a scanner must not confirm anything.
const Confirm = ({ question, send, busy }) => html`
  <div class="answer confirm" role="group" aria-label=${`${question.text}, for ${question.uutId}`}>
    <button class="main" onClick=${() => send({ confirmed: true })} disabled=${busy}><${Icon} name="check" /><span>Yes</span></button>
    <button onClick=${() => send({ confirmed: false })} disabled=${busy}><${Icon} name="cross" /><span>No</span></button>
  </div>`;

export function Question({ question, station }) {
  const [busy, setBusy] = useState(false);
  const send = async (answer) => {
    setBusy(true);
    const isTaken = await answerRun(question, answer);
    setBusy(false);
    return isTaken;
  };
  const Answer = question.kind === 'confirm' ? Confirm : Scan;
  return html`
    <section class="question tone-warn" data-test="question" data-step=${question.step} aria-label=${`${question.uutId} asks`}>
      <p class="ask" role="status">${question.text}</p>
      <${Answer} question=${question} send=${send} busy=${busy} />
      <p class="facts"><${Left} question=${question} station=${station} /></p>
    </section>`;
}
