// Compiled, never run: the same package for CommonJS.

import sono = require('sono-eval')

const engine: sono.Engine = new sono.Engine()
const score: number | null = engine.assessSync('x = 1\n').overall_score
console.log(score, sono.SonoEvalError.name)
