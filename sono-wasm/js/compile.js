// Finds and compiles the module where there is `fetch`.

import { SonoEvalError } from './error.js';

/** Compiles the module that lies beside this file, or that an address, a response or bytes hold. */
export async function compile(source = moduleUrl()) {
  try {
    const given = await source;
    if (given instanceof WebAssembly.Module) return given;
    if (given instanceof ArrayBuffer || ArrayBuffer.isView(given)) return await WebAssembly.compile(given);
    const response = given instanceof Response ? given : await fetch(given);
    if (!response.ok) throw new Error(`${response.url}: ${response.status} ${response.statusText}`);
    // The streaming form refuses a response without the right media type.
    const typed = response.headers.get('Content-Type')?.startsWith('application/wasm');
    return await (typed ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer()));
  } catch (cause) {
    const message = `the WebAssembly module cannot be loaded: ${cause.message}`;
    throw new SonoEvalError({ kind: 'io', message }, { cause });
  }
}

function moduleUrl() {
  // Bundlers know this form, and copy the module.
  return new URL('./sono_eval.wasm', import.meta.url);
}
