// The place of the package under test, and of the manuals and examples that show it.

import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');
/** `scripts/wasm.sh ci` puts it there. */
export const packageFolder = resolve(process.env.PACKAGE ?? `${root}/build/wasm/ci/package`);

/** The samples of the README, and the example that the README of the repository shows, by name. */
export function samples(language) {
  const text = readFileSync(`${root}/sono-wasm/README.md`, 'utf8');
  const blocks = [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))];
  const found = blocks.map(([, code], index) => [`sample-${index + 1}`, code]);
  return [['example', readFileSync(`${root}/examples/readme/wasm.mjs`, 'utf8')], ...found];
}

/** Writes a module to a folder that has the package installed. */
export function workbench(name, code) {
  const folder = `${packageFolder}/../workbench`;
  const installed = join(folder, 'node_modules/sono-eval-wasm');
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  if (!existsSync(installed)) symlinkSync(packageFolder, installed);
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, code);
  return file;
}
