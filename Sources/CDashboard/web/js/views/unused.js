// Boards that are plugged in and that no unit can be run on, each with what to do about it.

import { html, useRef, useState } from '/vendor/preact-htm.js';
import { Icon } from '../icons.js';

/** The clipboard of browsers is for secure addresses only; a selection serves everywhere. */
async function copy(text, element) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text).then(() => true, () => select(element));
  return select(element);
}
function select(element) {
  const range = document.createRange();
  range.selectNodeContents(element);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  return document.execCommand('copy');
}

function Stanza({ board }) {
  const text = useRef(null);
  const [answer, setAnswer] = useState('Copy');
  const press = async () => {
    setAnswer((await copy(board.stanza, text.current)) ? 'Copied' : 'Selected: press Ctrl+C');
    setTimeout(() => setAnswer('Copy'), 2_500);
  };
  return html`<details class="stanza">
    <summary>Plan for it, ready to be saved</summary>
    <p class="sub">Save it in the folder of plans under the name that its first line says; it is read at once, and the board can be used.</p>
    <button onClick=${press} aria-label=${`Copy the plan for ${board.boardId}`}><${Icon} name="copy" /><span aria-live="polite">${answer}</span></button>
    <pre tabindex="0" ref=${text} aria-label=${`Plan for ${board.boardId}`}>${board.stanza}</pre>
  </details>`;
}

export function UnusedBoards({ station }) {
  const boards = station.unusedBoards;
  if (boards.length === 0) return null;
  return html`
    <section class="panel" aria-labelledby="unused-title">
      <h2 id="unused-title">Boards without a plan</h2>
      ${boards.map((board) => html`
        <div class="unused" key=${board.boardId}>
          <h3>${board.product || 'Board'} <span class="tag">${board.matching}</span></h3>
          <p class="sub">${[board.chip, board.serial, `${board.ports.length} ports`].filter(Boolean).join(' · ')}</p>
          ${board.reason && html`<p class="sub">${board.reason}</p>`}
          ${board.stanza && html`<${Stanza} board=${board} />`}
        </div>`)}
    </section>`;
}
