// For browsers and the like: `init` loads the module.

import { compile } from './compile.js';
import { loadLater, whenLoaded } from './instance.js';

export * from './api.js';

let loading;

/** Loads the module; once that is done, further calls do nothing. A failed attempt can be repeated. */
export function init(source) {
  loading ??= whenLoaded() ?? compile(source).then(loadLater);
  return loading.finally(() => {
    loading = undefined;
  });
}

export default init;
