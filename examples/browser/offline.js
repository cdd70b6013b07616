// Keeps the page for the time without a network: what is there is asked first, so that nothing old is shown.

const CACHE = 'sono-eval';
const PAGE = [
  './',
  'app.js',
  'code.js',
  'dom.js',
  'files.js',
  'format.js',
  'icon.svg',
  'results.js',
  'style.css',
  'sono-eval-wasm/all/worker.js',
  'sono-eval-wasm/all/worker-thread.js',
  'sono-eval-wasm/all/sono_eval.wasm',
  'samples/index.json',
];

self.addEventListener('install', (event) => event.waitUntil(keep()));

async function keep() {
  const cache = await caches.open(CACHE);
  await cache.addAll(PAGE);
  const samples = await (await cache.match('samples/index.json')).json();
  await cache.addAll(samples.map((name) => `samples/${name}`));
  await self.skipWaiting();
}

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  if (event.request.method === 'GET') event.respondWith(answer(event.request));
});

async function answer(request) {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(request, response.clone());
    return response;
  } catch (error) {
    const kept = await cache.match(request, { ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}
