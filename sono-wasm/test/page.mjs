// A page in headless Chromium, and the server that it loads from.

import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

import { chromium } from 'playwright-core';

const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.mjs': 'text/javascript',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** Serves folders, each below its name; the one named '' at the root. */
export function serve(folders) {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
    const [, first, ...rest] = path.split('/');
    const file = first in folders ? join(folders[first], ...rest) : join(folders[''] ?? '/nowhere', path);
    const name = existsSync(file) && statSync(file).isDirectory() ? join(file, 'index.html') : file;
    if (!existsSync(name)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'Content-Type': TYPES[extname(name)] ?? 'text/plain; charset=utf-8' });
    createReadStream(name).pipe(response);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve({ server, origin: `http://localhost:${server.address().port}` }));
  });
}

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Opens a page of a server of these folders, and passes it to `use`. An error in the page is an error here. */
export async function withPage(folders, path, use, options = {}) {
  const { server, origin } = await serve(folders);
  const browser = await launch();
  try {
    const page = await browser.newPage(options);
    const errors = [];
    page.on('pageerror', (error) => errors.push(error));
    page.on('console', (message) => message.type() === 'error' && errors.push(new Error(message.text())));
    await page.goto(origin + path);
    const result = await use(page, { origin, errors });
    if (errors.length > 0) throw new AggregateError(errors, errors.map(String).join('\n'));
    return result;
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
}
