// What runs in the worker: first comes the compiled module, then requests, one at a time.

import { callJson, load } from './instance.js';

self.onmessage = ({ data }) => {
  if (typeof data === 'string') self.postMessage(callJson(data));
  else load(data);
};
