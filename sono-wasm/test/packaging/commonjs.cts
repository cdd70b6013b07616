// Compiled, not run: the types where modules are CommonJS.

import type { Assessment } from 'sono-eval-wasm';
import sono = require('sono-eval-wasm');

const assessment: Assessment = sono.assess({ content: { code: 'x = 1\n' } });
console.log(assessment.overall_score, sono.rubrics()[0]?.id);
