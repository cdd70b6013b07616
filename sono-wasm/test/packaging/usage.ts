// Compiled, not run: uses that the types of the package allow.

import init, { type Assessment, SonoEvalError, assess, report, rubrics, verify } from 'sono-eval-wasm';
import * as slim from 'sono-eval-wasm/slim';
import { createWorker } from 'sono-eval-wasm/worker';

await init();
const submission = { content: { code: 'x = 1\n' } };
const assessment: Assessment = assess(submission, { rubric: 'hiring', assessment_id: 'a-1' });
const score: number | null = slim.assess(submission).overall_score;
const line: number | undefined = assessment.recommendations[0]?.location?.start.line;
const ids: string[] = rubrics().map(({ id }) => id);
const text: string = report({ assessment, submission, format: 'markdown', detail: 'brief' }).report;
const outcome: 'equal' | 'differs' | 'not_replayable' = verify(assessment, submission).result;

const worker = createWorker({ module: '/sono_eval.wasm' });
const { items } = await worker.assessBatch([submission], {
  signal: AbortSignal.timeout(1000),
  onProgress: (event) => event.type === 'item_failed' && console.log(event.error.kind),
});
for (const item of items) console.log(item.status === 'completed' ? item.assessment.overall_score : item.error.message);

try {
  // @ts-expect-error: no such format
  report({ assessment, format: 'punched-cards' });
  // @ts-expect-error: options are checked by name
  assess(submission, { rubrik: 'growth' });
} catch (error) {
  if (error instanceof SonoEvalError && error.code === 'invalid_call') console.log(error.problems[0]?.pointer);
}
console.log(score, line, ids, text, outcome);
