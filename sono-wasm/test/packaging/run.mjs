// Installs the packed package, and uses it with Node, TypeScript, Vite and webpack: run.mjs TARBALL FOLDER

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import * as vite from 'vite';
import webpack from 'webpack';

import { launch, serve } from '../page.mjs';

const [tarball, target] = process.argv.slice(2).map((path) => resolve(path));
const here = import.meta.dirname;
const HTML = '<!doctype html><html lang="en"><link rel="icon" href="data:,"><script type="module" src="SCRIPT"></script></html>\n';

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
writeFileSync(join(target, 'package.json'), '{ "private": true, "type": "module" }\n');
execFileSync('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error', tarball], { cwd: target });
copyFileSync(join(here, 'main.js'), join(target, 'main.js'));

const run = (name, text) => {
  writeFileSync(join(target, name), text);
  return execFileSync(process.execPath, [name], { cwd: target, encoding: 'utf8' }).trim();
};
const use = "console.log(assess({ content: { code: 'def double(x):\\n    return 2 * x\\n' } }).overall_score);\n";
const expected = run('esm.mjs', `import { assess } from 'sono-eval-wasm';\n${use}`);
assert.ok(Number(expected) > 0);
for (const [name, text] of [
  ['commonjs.cjs', "const { assess } = require('sono-eval-wasm');"],
  ['slim.mjs', "import { assess } from 'sono-eval-wasm/slim';"],
  ['slim.cjs', "const { assess } = require('sono-eval-wasm/slim');"],
  ['raw.mjs', `import { readFileSync } from 'node:fs';
    import init, { assess } from './node_modules/sono-eval-wasm/all/web.js';
    await init(readFileSync(new URL(import.meta.resolve('sono-eval-wasm/sono_eval.wasm'))));`],
]) {
  assert.equal(run(name, `${text}\n${use}`), expected, name);
  console.log(`packaging: Node: ${name}`);
}

const tsc = join(here, '../../node_modules/.bin/tsc');
for (const [name, module, resolution] of [
  ['usage.ts', 'preserve', 'bundler'],
  ['usage.mts', 'node20', 'node16'],
  ['commonjs.cts', 'node20', 'node16'],
]) {
  copyFileSync(join(here, name.replace('.mts', '.ts')), join(target, name));
  const options = ['--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2022,dom,dom.iterable', '--module', module];
  execFileSync(tsc, [...options, '--moduleResolution', resolution, name], { cwd: target, stdio: 'inherit' });
  console.log(`packaging: TypeScript: ${name}, module resolution ${resolution}`);
}

const browser = await launch();
try {
  const page = join(target, 'index.html');
  writeFileSync(page, HTML.replace('SCRIPT', './main.js'));
  await vite.build({ root: target, logLevel: 'warn', build: { outDir: 'vite', target: 'esnext' } });
  await check('Vite', { '': join(target, 'vite') });

  const server = await vite.createServer({ root: target, logLevel: 'warn' });
  await server.listen();
  await visit('Vite, while developing', server.resolvedUrls.local[0]);
  await server.close();

  await bundle();
  writeFileSync(join(target, 'webpack/index.html'), HTML.replace('SCRIPT', './main.js'));
  await check('webpack', { '': join(target, 'webpack') });

  writeFileSync(page, HTML.replace('<script', `<script type="importmap">${importMap()}</script><script`).replace('SCRIPT', './main.js'));
  await check('no bundler', { '': target });
} finally {
  await browser.close();
}

function bundle() {
  const output = { path: join(target, 'webpack'), filename: 'main.js', module: true };
  const config = { context: target, entry: './main.js', mode: 'production', experiments: { outputModule: true }, output, performance: false };
  return new Promise((resolve, reject) => {
    webpack(config, (error, stats) => {
      if (error || stats.hasErrors()) reject(error ?? new Error(stats.toString('errors-only')));
      else resolve();
    });
  });
}

function importMap() {
  const file = (name) => `./node_modules/sono-eval-wasm/${name}`;
  return JSON.stringify({
    imports: {
      'sono-eval-wasm': file('all/web.js'),
      'sono-eval-wasm/slim': file('slim/web.js'),
      'sono-eval-wasm/worker': file('all/worker.js'),
    },
  });
}

async function check(name, folders) {
  const { server, origin } = await serve(folders);
  try {
    await visit(name, origin);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function visit(name, address) {
  const page = await browser.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(address);
  await page.waitForFunction(() => document.title !== '', undefined, { timeout: 60_000 }).catch(() => undefined);
  const title = await page.title();
  assert.deepEqual([title, errors], [`${expected} ${expected} ${expected}`, []], name);
  console.log(`packaging: ${name}`);
  await page.close();
}
