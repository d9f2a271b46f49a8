import { html, render, useEffect, useRef } from '/vendor/preact-htm.js';
import { Notices } from './orders.js';
import { adoptPath, useRoute } from './router.js';
import { start, useStation } from './store.js';
import { Alerts } from './views/alerts.js';
import { Bench } from './views/bench.js';
import { Bibs } from './views/bibs.js';
import { Header } from './views/header.js';
import { Run } from './views/run.js';
import { Runs } from './views/runs.js';

const views = { '': Bench, bibs: Bibs, runs: Runs };
const titles = { '': 'Bench', bibs: 'BIBs', runs: 'Runs' };

function App({ setPace }) {
  const station = useStation();
  const route = useRoute();
  const main = useRef(null);
  const [place = '', id] = route.path;
  const View = place === 'runs' && id ? Run : views[place] ?? Bench;
  const title = [id, titles[place], station.status?.stationId].filter(Boolean).join(' · ');
  useEffect(() => { document.title = title || 'SerialPortPool'; }, [title]);
  useEffect(() => { scrollTo(0, 0); }, [place, id]);
  const skip = (event) => { event.preventDefault(); main.current.focus(); };
  return html`
    <a class="skip" href="#/" onClick=${skip}>Skip to the content</a>
    <${Header} station=${station} place=${place} setPace=${setPace} />
    <${Alerts} station=${station} />
    <main ref=${main} tabindex="-1">
      ${station.ready ? html`<${View} station=${station} id=${id} query=${route.query} key=${place + (id ?? '')} />`
    : html`<p class="boot">${station.link.state === 'connecting' ? 'Reading the bench …' : 'The service does not answer; trying again …'}</p>`}
    </main>
    <footer><a href="/api/v1/status">API</a><a href="/vendor/THIRD-PARTY.txt">Licences</a>
      ${station.status && html`<span>SerialPortPool ${station.status.version}</span>`}</footer>
    <${Notices} />`;
}

adoptPath();
const host = document.getElementById('app');
host.replaceChildren();
render(html`<${App} setPace=${start()} />`, host);
