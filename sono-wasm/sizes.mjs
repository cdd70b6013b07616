// Measures the modules of a package: node sizes.mjs PACKAGE writes SIZES.md, and fails where one is too large.

import { readFileSync, readdirSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const MEBIBYTE = 1 << 20;
/** The largest size of a variant, compressed with brotli. Optimised for size alone, modules are a tenth smaller and take half
as long again. */
const LARGEST = { all: 3.5 * MEBIBYTE, slim: 1.75 * MEBIBYTE };

const folder = process.argv[2];
const variants = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'sono_eval.wasm')));

function measure(variant) {
  const module = readFileSync(join(folder, variant, 'sono_eval.wasm'));
  const brotli = { params: { [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: module.length } };
  const sections = sectionSizes(module);
  return {
    variant,
    raw: module.length,
    gzip: gzipSync(module, { level: 9 }).length,
    brotli: brotliCompressSync(module, brotli).length,
    code: sections.get(10),
    data: sections.get(11),
  };
}

/** Bytes of each section, by its id. */
function sectionSizes(module) {
  const sizes = new Map();
  let at = 8;
  while (at < module.length) {
    const id = module[at];
    let [size, shift] = [0, 0];
    do {
      at += 1;
      size += (module[at] & 0x7f) * 2 ** shift;
      shift += 7;
    } while (module[at] & 0x80);
    at += 1 + size;
    sizes.set(id, (sizes.get(id) ?? 0) + size);
  }
  return sizes;
}

const kib = (bytes) => `${Math.round(bytes / 1024).toLocaleString('en')} KiB`;
const measured = variants.map(measure);
const rows = measured.map(
  ({ variant, raw, gzip, brotli, code, data }) =>
    `| ${variant} | ${kib(raw)} | ${kib(gzip)} | ${kib(brotli)} | ${kib(code)} | ${kib(data)} |`,
);
const page = `<!-- Written by \`scripts/wasm.sh wasm-release\`. Do not edit. -->

# Sizes

Of the modules that the package holds; servers send them compressed. \`all\` parses every language, \`slim\` Python and
JavaScript. Code and data are what the raw module consists of: nearly all data are the tables of the grammars, which
compress well.

| variant | raw | gzip | brotli | code | data |
|---|---:|---:|---:|---:|---:|
${rows.join('\n')}
`;
writeFileSync(join(import.meta.dirname, 'SIZES.md'), page);
console.log(rows.join('\n'));

for (const { variant, brotli } of measured) {
  if (brotli <= LARGEST[variant]) continue;
  console.error(`sizes: ${variant} is too large`);
  process.exitCode = 1;
}
