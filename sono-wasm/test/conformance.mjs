// Runs the conformance cases: node conformance.mjs PACKAGE FOLDER [--browser]

import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { failures } from './cases.mjs';
import { withPage } from './page.mjs';

const [packageFolder, folder, where] = process.argv.slice(2);
const inPage = where === '--browser';

const read = (kind, name) => readFileSync(join(folder, kind, name), 'utf8');
const names = readdirSync(join(folder, 'cases'), { recursive: true }).filter((name) => name.endsWith('.json')).sort();
const cases = names.map((name) => [name, read('cases', name), read('answers', name)]);

async function inNode() {
  const api = await import(pathToFileURL(resolve(packageFolder, 'all/node.mjs')));
  return cases.map(([, request, expected]) => failures(api, request, expected));
}

function inBrowser() {
  return withPage({ package: packageFolder, test: import.meta.dirname }, '/test/blank.html', (page) =>
    page.evaluate(async (cases) => {
      const [api, { failures }] = await Promise.all([import('/package/all/web.js'), import('/test/cases.mjs')]);
      await api.init();
      return cases.map(([, request, expected]) => failures(api, request, expected));
    }, cases),
  );
}

const results = inPage ? await inBrowser() : await inNode();
let failed = 0;
for (const [index, wrong] of results.entries()) {
  if (wrong.length > 0) failed += 1;
  for (const line of wrong) console.log(`FAILED ${names[index]}: ${line}`);
}
const binding = `WASM in ${inPage ? 'Chromium' : 'Node'}`;
console.log(`conformance: ${binding}: ${results.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 || results.length === 0 ? 1 : 0;
