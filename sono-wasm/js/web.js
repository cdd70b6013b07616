// For browsers and the like: `init` loads the module.

import { compile } from './compile.js';
import { loadLater, whenLoaded } from './instance.js';

export * from './api.js';

let loading;

/** Loads the module; once that is done, further calls do nothing. A failed attempt can be repeated. */
export function init(source) {
  const loaded = whenLoaded();
  if (loaded) return loaded;
  loading ??= compile(source).then(loadLater).finally(() => {
    loading = undefined;
  });
  return loading;
}

export default init;
