// Assembles the npm package from the compiled modules: node package.mjs MODULES PACKAGE
//
// MODULES holds a folder per variant with `sono_eval_bg.wasm` and the JavaScript that loads it.

import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const [modules, target] = process.argv.slice(2);
const here = fileURLToPath(new URL('.', import.meta.url));
const source = (name) => join(here, 'js', name);

rmSync(target, { recursive: true, force: true });
for (const variant of readdirSync(modules)) {
  const [from, to] = [join(modules, variant), join(target, variant)];
  mkdirSync(to, { recursive: true });
  copyFileSync(join(from, 'sono_eval_bg.wasm'), join(to, 'sono_eval.wasm'));
  copyFileSync(source('node.mjs'), join(to, 'node.mjs'));
  const shared = {
    outdir: to,
    bundle: true,
    logLevel: 'warning',
    alias: { '#glue': resolve(from, 'sono_eval.js') },
  };
  await build({
    ...shared,
    entryPoints: ['web.js', 'worker.js', 'worker-thread.js'].map(source),
    format: 'esm',
    target: 'es2022',
  });
  await build({
    ...shared,
    entryPoints: [source('node.cjs')],
    format: 'cjs',
    platform: 'node',
    target: 'node18',
    outExtension: { '.js': '.cjs' },
  });
}

for (const name of ['index.d.ts', 'worker.d.ts']) copyFileSync(source(name), join(target, name));
// Both packages for JavaScript have the same input and output; its types are generated once.
const types = join(here, '..', 'sono-node', 'types.d.ts');
copyFileSync(types, join(target, 'types.d.ts'));
// TypeScript lets a CommonJS module import the types of another only.
const declarations = readFileSync(source('index.d.ts'), 'utf8').replaceAll('./types.js', './types.cjs');
writeFileSync(join(target, 'index.d.cts'), declarations);
copyFileSync(types, join(target, 'types.d.cts'));
copyFileSync(join(here, 'README.md'), join(target, 'README.md'));
for (const licence of ['LICENSE-APACHE', 'LICENSE-MIT']) {
  copyFileSync(join(here, '..', licence), join(target, licence));
}

const workspace = readFileSync(join(here, '..', 'Cargo.toml'), 'utf8');
const [, version] = workspace.match(/\[workspace\.package\]\s+version = "(.+)"/);
const manifest = { ...JSON.parse(readFileSync(source('package.json'), 'utf8')), version };
writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
