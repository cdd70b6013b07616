// The script of the worker: it receives the compiled module first, then requests, one at a time.

import { callJson, load } from './instance.js';

self.onmessage = ({ data }) => {
  if (data instanceof WebAssembly.Module) load(data);
  else self.postMessage(callJson(data));
};
