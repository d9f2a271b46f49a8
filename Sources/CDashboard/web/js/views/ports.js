// A tile for each port, in the boards they belong to.

import { html } from '/vendor/preact-htm.js';
import { useTick } from '../store.js';
import { instant, stationNow, ticking } from '../time.js';
import { portLook, tty, unitName } from '../words.js';
import { Mark } from '../icons.js';

function PortTile({ port, now }) {
  const look = portLook(port.status);
  const uses = port.status === 'inUse' || port.status === 'reserved';
  const what = uses && port.currentUut ? unitName(port.currentUut) : null;
  const since = uses && port.executionStartTime ? ticking(now - instant(port.executionStartTime)) : '';
  const trouble = port.status !== 'available' && !uses ? port.lastError : null;
  const name = `Port ${port.id}, ${tty(port.portName)}: ${look.label}${what ? `, ${port.currentUut}` : ''}`;
  return html`
    <li class="port tone-${look.tone} is-${port.status}" data-port=${port.id} data-status=${port.status} aria-label=${name} title=${trouble ? `${name}. ${trouble}` : name}>
      <span class="channel" aria-hidden="true">${port.channel}</span>
      <span class="port-name">${tty(port.portName)}</span>
      <span class="port-state"><${Mark} look=${look} />
        <span class="port-use">${what ? html`<a href="#/runs/${port.executionId}">${what}</a> ${since}` : trouble ?? ''}</span></span>
    </li>`;
}

/** No break within `USB 1-2.4`. */
const kind = (port) => [port.chip, port.serial ?? 'no serial number', `USB\u00a0${port.usbPath.replaceAll('-', '\u2011')}`].filter(Boolean).join(' · ');

function Board({ ports, now }) {
  const [first] = ports;
  return html`
    <div class="board ${ports.length === 1 && 'single'}">
      <h3>${first.bibId ?? (first.product || first.boardId)}${!first.bibId && html` <span class="tag">${first.matching}</span>`}</h3>
      <p class="sub">${kind(first)}</p>
      ${first.degraded && html`<p class="sub tone-warn">${first.degraded}</p>`}
      <ul class="port-row">${ports.map((port) => html`<${PortTile} port=${port} now=${now} key=${port.id} />`)}</ul>
    </div>`;
}

/** Ports by board: boards with a plan first, then by name. */
function byBoard(ports) {
  const boards = new Map();
  for (const port of ports) boards.set(port.boardId, [...(boards.get(port.boardId) ?? []), port]);
  const rank = ([{ bibId, product, boardId }]) => `${bibId ? 0 : 1}${bibId ?? product}/${boardId}`;
  const sorted = [...boards.values()].map((list) => list.sort((one, other) => one.channel.localeCompare(other.channel)));
  return sorted.sort((one, other) => rank(one).localeCompare(rank(other)));
}

export function Ports({ station }) {
  useTick(1_000);
  const now = stationNow(station);
  const boards = byBoard(station.ports.values());
  return html`
    <section class="panel" aria-labelledby="ports-title">
      <h2 id="ports-title">Ports</h2>
      ${boards.length === 0 && html`<p class="empty">No FTDI board is plugged in. Plug one in; it shows up by itself.</p>`}
      <div class="boards">${boards.map((ports) => html`<${Board} ports=${ports} now=${now} key=${ports[0].boardId} />`)}</div>
    </section>`;
}
