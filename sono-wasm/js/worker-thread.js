// What runs in the worker: first comes the compiled module, then requests and options, one at a time.

import { callJson, load, setupJson } from './instance.js';

self.onmessage = ({ data }) => {
  if (data instanceof WebAssembly.Module) load(data);
  else self.postMessage(data.setup ? setupJson(data.setup) : callJson(data.request));
};
