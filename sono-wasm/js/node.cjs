// For Node: the module is loaded from its file, at once.

const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const api = require('./api.js');
const { load } = require('./instance.js');

load(new WebAssembly.Module(readFileSync(join(__dirname, 'sono_eval.wasm'))));

/** Does nothing, as the module is loaded already; for code that runs in browsers too. */
async function init() {}

module.exports = { ...api, init, default: init };
