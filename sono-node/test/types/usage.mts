// Compiled, never run: uses that the declarations allow, and uses that they refuse.

import {
  Engine,
  SonoEvalError,
  canonicalJson,
  requestJson,
  type Answers,
  type Assessment,
  type BatchState,
  type Call,
  type ErrorKind,
  type Path,
  type ProgressEvent,
  type Submission,
} from 'sono-eval'

const engine = new Engine({ rubric: 'hiring', limits: { max_file_bytes: 1000 }, position_encoding: 'utf-16' })
const submission: Submission = { content: { files: [{ path: 'a.py', text: 'x = 1\n' }] }, candidate_id: null }

const assessment: Assessment = await engine.assess(submission, {
  signal: AbortSignal.timeout(1000),
  timeout: 500,
  assessmentId: 'a-1',
  timestamp: '2026-01-02T03:04:05Z',
})
const score: number | null = assessment.overall_score
const path: Path | undefined = assessment.path_scores[0]?.path
const line: number | undefined = assessment.recommendations[0]?.location?.start.line

let state: BatchState | undefined
const batch = engine.assessBatch([submission, 'x = 1\n', { id: 'k', submission: 'y = 2\n' }], {
  order: 'completion',
  onProgress: (event: ProgressEvent) => {
    if (event.type === 'batch_started') state = event.state
    if (event.type === 'progress') console.log(event.completed)
  },
})
for await (const item of batch) {
  if (item.status === 'completed') console.log(item.assessment.summary, item.input_hash)
  else console.log(new SonoEvalError(item.error).code)
}
state = batch.state

const verification = await engine.verify(assessment, submission)
if (verification.result === 'differs') console.log(verification.differences[0]?.pointer)
const report: string = (await engine.report({ assessment, format: 'markdown' })).report
const rubrics = engine.callSync({ call: 'rubrics' }).rubrics.map((rubric) => rubric.id)
const check = engine.checkRubric('format = 1\n').problems.map((problem) => problem.line)
const text: string = canonicalJson(JSON.parse(await requestJson('{"call": "about"}')))

try {
  await engine.call({ call: 'metrics', submission })
} catch (error) {
  if (error instanceof SonoEvalError) {
    const kind: ErrorKind = error.code
    console.log(kind, error.problems[0]?.pointer, error.toJSON().error.message)
  }
}
console.log(score, path, line, state, report, rubrics, check, text)

// Every call has its answer in the table.
const complete: [Exclude<Call['call'], keyof Answers>, Exclude<keyof Answers, Call['call']>] extends [never, never]
  ? true
  : false = true
console.log(complete)

// @ts-expect-error: no such option
new Engine({ rubrik: 'growth' })
// @ts-expect-error: a submission needs content
engine.assessSync({})
// @ts-expect-error: no such path
const wrong: Path = 'testing'
// @ts-expect-error: a thread that waits cannot be told to stop
engine.assessSync(submission, { signal: AbortSignal.timeout(1) })
// @ts-expect-error: no such call
await engine.call({ call: 'asess', submission })
