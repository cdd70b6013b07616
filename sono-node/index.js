'use strict'

const { Engine, canonicalJson, requestJson } = require('./lib/engine.js')
const { SonoEvalError } = require('./lib/error.js')

module.exports = { Engine, SonoEvalError, canonicalJson, requestJson }
