// For browsers and what resembles them: the module is loaded by `init`.

import { compile } from './compile.js';
import { isLoaded, load } from './instance.js';

export * from './api.js';

let loading;

/** Loads the module; once that is done, further calls do nothing. A failed attempt can be repeated. */
export function init(source) {
  if (isLoaded()) return Promise.resolve();
  loading ??= compile(source).then(load).finally(() => {
    loading = undefined;
  });
  return loading;
}

export default init;
