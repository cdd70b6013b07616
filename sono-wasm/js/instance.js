// The instance of the WebAssembly module: loaded once, and exchanged for a new one after a trap.

import initAsync, { __wbg_reset_state as renew, initSync, lastPanic, renewLater, request } from '#glue';

import { SonoEvalError } from './error.js';

let loaded = false;
let broken = false;
/** The exchange that is under way where it cannot be made at once. */
let renewing;

/** A promise of the module; undefined where nobody has loaded it. */
export function whenLoaded() {
  return renewing ?? (loaded ? Promise.resolve() : undefined);
}

/** Starts with a compiled module. */
export function load(module) {
  if (loaded) return;
  initSync({ module });
  loaded = true;
}

/** The same for the main thread of a page, where Chromium instantiates no module above 8 MB at once. */
export async function loadLater(module) {
  await initAsync({ module_or_path: module });
  loaded = true;
}

/**
 * Answers a request in JSON text with JSON text: the answer, or an object with the field `error`.
 *
 * A trap (a defect, or the end of memory or stack) leaves the instance in an undefined state, so that the next call
 * gets a new one: at once, or after `await init()` on the main thread of a page.
 */
export function callJson(text) {
  if (typeof text !== 'string') {
    const kind = text === null ? 'null' : typeof text;
    throw invalid(`expected a request as JSON text, got ${kind}`);
  }
  if (!loaded) {
    throw invalid('the module is not loaded: `await init()` comes before the first call');
  }
  if (broken && !exchange()) {
    return failure('the module is being loaded anew after a defect: `await init()` comes before the next call');
  }
  try {
    return request(text);
  } catch (trap) {
    broken = true;
    return failure(describe(trap));
  }
}

/** Exchanges the instance; false where that takes time, and goes on. */
function exchange() {
  if (renewing) return false;
  try {
    renew();
    broken = false;
  } catch {
    renewing = renewLater().then(() => {
      broken = false;
    }).finally(() => {
      renewing = undefined;
    });
    // Who waits for it is told.
    renewing.catch(() => {});
  }
  return !broken;
}

function failure(message) {
  return JSON.stringify({ error: { kind: 'internal', message } });
}

function describe(trap) {
  const cause = panicWords() || `${trap?.name ?? 'Error'}: ${trap?.message ?? trap}`;
  return `a defect in this library, please report it: ${cause}`;
}

function panicWords() {
  try {
    return lastPanic();
  } catch {
    // Even this call can fail after a trap.
    return '';
  }
}

function invalid(message) {
  return new SonoEvalError({ kind: 'invalid_call', message });
}
