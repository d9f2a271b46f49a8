// The service's API: every call answers JSON or throws a Problem that says what to do.

const root = '/api/v1';
const limit = 10_000;

export class Problem extends Error {
  constructor(title, detail, status = 0) {
    super(detail || title);
    this.title = title;
    this.status = status;
  }
}

async function call(path, options = {}) {
  let response;
  try {
    response = await fetch(root + path, { cache: 'no-cache', signal: AbortSignal.timeout(limit), ...options });
  } catch {
    throw new Problem('No answer', 'The service does not answer; is it running?');
  }
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  throw new Problem(problem.title ?? 'Refused', problem.detail ?? `the service answered ${response.status}`, response.status);
}

const part = encodeURIComponent;
export const eventsURL = (position) => `${root}/events?after=${part(position)}`;
export const snapshot = async () => (await call('/snapshot')).json();
export const execution = async (id) => (await call(`/executions/${part(id)}`)).json();
export const executionURL = (id) => `${root}/executions/${part(id)}`;
export const bibs = async () => (await call('/bibs')).json();
export const planText = async (bib) => (await call(`/bibs/${part(bib)}/plan`)).text();

/** Finished runs, newest first; hand `nextCursor` back as `cursor` for the next page. */
export async function executions({ cursor, ...filter }) {
  const query = new URLSearchParams({ limit: '50' });
  for (const [key, value] of Object.entries({ ...filter, cursor })) if (value) query.set(key, value);
  return (await call(`/executions?${query}`)).json();
}

/** Queues a run of one unit, or of every unit of the BIB where `uutId` is left out. */
export async function start({ bibId, uutId, boardId }) {
  const body = JSON.stringify({ bibId, uutId, boardId });
  return (await call('/executions', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })).json();
}

/** Answers the question of a run: `{step, text}` or `{step, confirmed}`. */
export const answer = (id, body) =>
  call(`/executions/${part(id)}/answer`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

/** Says that somebody has seen it. */
export const acknowledge = (id) => call(`/alerts/${part(id)}/ack`, { method: 'POST' });

/** Asks a run to stop; its STOP phase still runs. */
export const abort = (id) => call(`/executions/${part(id)}`, { method: 'DELETE' });
