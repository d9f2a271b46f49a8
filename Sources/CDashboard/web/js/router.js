// Every view has an address that restores it: `#/runs/01J…`, `#/?level=WARN&q=boot`.

import { useEffect, useState } from '/vendor/preact-htm.js';

function read() {
  const [path, query] = location.hash.replace(/^#/, '').split('?', 2);
  return { path: (path || '/').split('/').filter(Boolean).map(decodeURIComponent), query: new URLSearchParams(query) };
}

/** `{path: ['runs', id], query}`, fresh with each change. */
export function useRoute() {
  const [route, set] = useState(read);
  useEffect(() => {
    const changed = () => set(read());
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return route;
}

/** Keeps a view's choices in the address, without a step in the history for each letter typed. */
export function saveQuery(values) {
  const [path] = (location.hash.replace(/^#/, '') || '/').split('?', 1);
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value));
  const text = query.toString();
  history.replaceState(null, '', `#${path}${text && `?${text}`}`);
}

/** Addresses as paths (`/runs/01J…`) lead here too. */
export function adoptPath() {
  if (location.pathname !== '/' && !location.pathname.endsWith('.html')) history.replaceState(null, '', `/#${location.pathname}`);
}
