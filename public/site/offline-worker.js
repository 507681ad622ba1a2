/* Keeps the pages of a hall (door, headcount) usable without a network. Plain script: it runs as it
   is, outside the build. It keeps pages and hashed files only; no answer of a command, no list. */

const CACHE = 'diem-cau-site';
const PAGES = ['/site/check-in', '/site/headcount'];
/** A weak network must not hold up the door: after this the kept page is shown. */
const PAGE_PATIENCE_MS = 3000;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('message', (event) => {
  if (event.data?.kind !== 'keep') return;
  const answer = (isKept) => event.ports[0]?.postMessage(isKept ? 'kept' : 'not-kept');
  event.waitUntil(keep(event.data).then(answer, () => answer(false)));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith('/_next/static/')) return event.respondWith(fromCacheFirst(request));
  if (request.mode === 'navigate' && PAGES.includes(url.pathname)) {
    event.respondWith(fromNetworkFirst(event));
  }
});

/**
 * Keeps a page with every file it needs; files of earlier builds that no kept page uses are dropped.
 * Answers whether the machine can open the page without a network now.
 */
async function keep({ page, files }) {
  if (!PAGES.includes(page)) return false;
  const cache = await caches.open(CACHE);
  const response = await fetch(page, { credentials: 'same-origin' });
  if (!response.ok || response.redirected) return false;
  const own = filesOf(await response.clone().text());
  // The server was upgraded since the asking page came: its list belongs to another page. One that is
  // kept whole, with the reader, is worth more than a new one without; the next load brings the rest.
  const isOfList = own.every((file) => files.includes(file));
  if (!isOfList && (await cache.match(page))) return true;
  const needed = isOfList ? files : own;
  const missing = [];
  for (const file of needed) if (!(await cache.match(file))) missing.push(file);
  const added = await Promise.allSettled(missing.map((file) => cache.add(file)));
  // A page without all of its files would not start: then the page kept before stays.
  if (added.some((one) => one.status === 'rejected')) return false;
  await cache.put(page, response);
  await cache.put(listKey(page), new Response(JSON.stringify(needed)));
  await dropUnused(cache);
  return true;
}

/** The built files that a page names for its start. */
function filesOf(html) {
  const files = new Set();
  for (const [tag] of html.matchAll(/<(?:script|link)\b[^>]*>/g)) {
    const isPart = tag.startsWith('<script') || /rel="stylesheet"/.test(tag);
    const [, path] = /(?:src|href)="(\/_next\/static\/[^"]+)"/.exec(tag) ?? [];
    if (isPart && path) {
      files.add(new URL(path.replaceAll('&amp;', '&'), self.location.origin).href);
    }
  }
  return [...files];
}

function listKey(page) {
  return `${page}?files`;
}

async function dropUnused(cache) {
  const used = new Set();
  for (const page of PAGES) {
    const list = await cache.match(listKey(page));
    if (list) for (const file of await list.json()) used.add(file);
  }
  for (const request of await cache.keys()) {
    const isFile = new URL(request.url).pathname.startsWith('/_next/static/');
    if (isFile && !used.has(request.url)) await cache.delete(request);
  }
}

async function fromCacheFirst(request) {
  // The name of a file changes with its content: what is kept is what is meant.
  return (await caches.match(request.url)) ?? fetch(request);
}

async function fromNetworkFirst(event) {
  const kept = await caches.match(new URL(event.request.url).pathname);
  if (!kept) return fetch(event.request);
  const patience = new Promise((resolve) => setTimeout(resolve, PAGE_PATIENCE_MS));
  const fresh = fetch(event.request).catch(() => undefined);
  const response = await Promise.race([fresh, patience]);
  // A refusal or a restarting server must not hide what the machine still holds.
  return response?.ok ? response : kept;
}
