// Shows the answer of the package, in each of its forms, in the title of the page.

import { assess, init } from 'sono-eval-wasm';
import * as slim from 'sono-eval-wasm/slim';
import { createWorker } from 'sono-eval-wasm/worker';

const submission = { content: { code: 'def double(x):\n    return 2 * x\n' } };

try {
  await Promise.all([init(), slim.init()]);
  const worker = createWorker();
  const assessments = [assess(submission), slim.assess(submission), await worker.assess(submission)];
  document.title = assessments.map(({ overall_score }) => overall_score).join(' ');
} catch (error) {
  document.title = `failed: ${error.message}`;
}
