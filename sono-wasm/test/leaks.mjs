// Calls many times, and fails when the memory of the module grows after the first tenth: leaks.mjs PACKAGE CALLS

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

let memory;
WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(target, parts) {
    const instance = new target(...parts);
    ({ memory } = instance.exports);
    return instance;
  },
});

const [packageFolder, calls] = process.argv.slice(2);
const { assess, callJson } = await import(pathToFileURL(resolve(packageFolder, 'all/node.mjs')));

const submission = { content: { code: 'def double(x):\n    return 2 * x\n' } };
const warm = Math.ceil(Number(calls) / 10);
let before;
for (let call = 0; call < Number(calls); call += 1) {
  if (call === warm) before = memory.buffer.byteLength;
  // Failed calls must free their memory as well.
  if (call % 2 === 0) assess(submission);
  else callJson('{"call": "assess", "submission": {"content": {"cod": "x"}}}');
}
const after = memory.buffer.byteLength;
console.log(`leaks: wasm: ${calls} calls, ${before} bytes after a tenth of them, ${after} at the end`);
process.exitCode = after > before ? 1 : 0;
