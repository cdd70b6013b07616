// One implementation behind both ways of loading it: an error from here is an instance of the class from there.
import sono from './index.js'

export const { Engine, SonoEvalError, canonicalJson, requestJson } = sono
