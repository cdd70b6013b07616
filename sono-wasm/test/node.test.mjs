import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';

import { canonical } from './cases.mjs';
import { packageFolder, samples, workbench } from './package.mjs';

/** The memory of the latest instance of each module. */
const memories = new Map();
WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(target, [module, imports]) {
    const instance = new target(module, imports);
    memories.set(module, instance.exports.memory);
    return instance;
  },
});

const require = createRequire(`${packageFolder}/`);
const sono = await import(`${packageFolder}/all/node.mjs`);
const { SonoEvalError, assess } = sono;
const [module] = memories.keys();

const CODE = 'def double(x):\n    return 2 * x\n';
const submission = { content: { code: CODE } };

test('import and require give the same functions and errors', () => {
  const { default: init, ...named } = sono;
  const { default: alias, ...required } = require('sono-eval-wasm');
  assert.deepEqual({ ...named }, required);
  assert.equal(init, alias);
});

test('the web entry offers what the Node entry offers', async () => {
  const web = await import(`${packageFolder}/all/web.js`);
  assert.deepEqual(Object.keys(web).sort(), Object.keys(sono).sort());
  assert.throws(() => web.assess(submission), { code: 'invalid_call', message: /await init\(\)/ });
  await assert.rejects(web.init(new Response('x', { status: 404 })), { code: 'io' });
  await assert.rejects(web.init(new Uint8Array([1, 2, 3])), { code: 'io' });
  await web.init(readFileSync(`${packageFolder}/all/sono_eval.wasm`));
  assert.deepEqual(web.assess(submission), assess(submission));
});

test('the slim variant parses Python and JavaScript, and answers alike', () => {
  const slim = require('sono-eval-wasm/slim');
  assert.deepEqual(slim.about().languages.map(({ id }) => id), ['javascript', 'python']);
  assert.deepEqual(slim.assess(submission), assess(submission));
  assert.notEqual(slim.SonoEvalError, SonoEvalError);
});

test('every call has a function', () => {
  const assessment = assess(submission, { assessment_id: 'a-1', rubric: 'hiring' });
  assert.equal(assessment.assessment_id, 'a-1');
  assert.equal(assessment.metadata.provenance.rubric.id, 'hiring');
  assert.equal(sono.verify(assess(submission), submission).result, 'equal');
  assert.equal(sono.metrics(submission).files[0].functions[0].name, 'double');
  assert.equal(sono.report({ submission, format: 'markdown' }).media_type, 'text/markdown');
  const { report } = sono.report({ submission, format: 'every-byte' });
  assert.deepEqual(report, Uint8Array.from({ length: 256 }, (_, byte) => byte));
  const ids = sono.rubrics().map(({ id }) => id);
  assert.deepEqual(ids, sono.about().rubrics);
  const source = sono.rubric('growth');
  assert.equal(sono.checkRubric(source).valid, true);
  const [problem] = sono.checkRubric({ source: 'format = 2', file: 'mine.toml' }).problems;
  assert.equal(problem.file, 'mine.toml');
  assert.ok(sono.signals().some(({ id }) => id === 'complexity.cognitive.p90'));
  assert.equal(sono.schema('assessment').title, 'Assessment');
  const { items } = sono.batch(new Set([submission, { content: { cod: '' } }]));
  assert.deepEqual(items.map(({ status }) => status), ['completed', 'failed']);
});

test('positions count UTF-16 units unless an option says otherwise', () => {
  const code = 's = "🦀🦀"; from os import *\n';
  const at = (options) => {
    const { path_scores } = assess({ content: { code } }, options);
    const evidence = path_scores.flatMap(({ metrics }) => metrics).flatMap((metric) => metric.evidence);
    return evidence.find(({ signal }) => signal === 'structure.imports.wildcard').location.start;
  };
  const start = at();
  assert.equal(code.slice(start.offset, start.offset + 4), 'from');
  assert.equal(start.column, start.offset + 1);
  assert.equal(at({ position_encoding: 'code-point' }).offset, start.offset - 2);
  assert.equal(at({ position_encoding: 'utf-8' }).offset, start.offset + 4);
});

test('errors name their kind and every problem', () => {
  assert.throws(() => assess({ content: { cod: 'x' }, kind: 1 }), (error) => {
    assert.ok(error instanceof SonoEvalError && error instanceof Error);
    assert.equal(error.code, 'invalid_submission');
    assert.deepEqual(error.problems.map(({ pointer }) => pointer), ['/submission/content/cod', '/submission/kind']);
    assert.match(error.message, /did you mean "code"\?/);
    assert.deepEqual(error.toJSON(), JSON.parse(sono.callJson(JSON.stringify({ call: 'assess', submission: { content: { cod: 'x' }, kind: 1 } }))));
    return true;
  });
  assert.throws(() => assess(submission, { rubrik: 'x' }), { code: 'invalid_call', message: /options\/rubrik/ });
  assert.throws(() => assess(submission, { rubric: 'x' }), { code: 'unknown_rubric' });
});

test('what is no JSON is refused in words', () => {
  const cycle = {};
  cycle.content = cycle;
  assert.throws(() => assess(cycle), { code: 'invalid_call', message: /cannot be written as JSON/ });
  for (const wrong of [2n ** 53n, NaN, -Infinity, -0]) {
    const message = /cannot be written as JSON: expected .* in "a", got/;
    assert.throws(() => assess({ content: { code: 'x = 1\n' }, attributes: { a: wrong } }), { code: 'invalid_call', message });
  }
  const unsafe = { content: { code: 'x = 1\n' }, attributes: { a: 2 ** 53 } };
  assert.throws(() => assess(unsafe), { code: 'invalid_submission', message: /between -\(2\^53-1\) and 2\^53-1/ });
  assert.deepEqual(assess({ content: { code: 'x = 1\n' }, attributes: { a: 7n } }).attributes, { a: 7 });
  for (const wrong of [undefined, null, 1, 'x', [], () => {}, Symbol('s')]) {
    assert.throws(() => sono.call(wrong), { code: 'invalid_call' });
    assert.throws(() => assess(wrong), SonoEvalError);
  }
  assert.throws(() => sono.callJson({ call: 'about' }), { code: 'invalid_call', message: /got object/ });
  assert.throws(() => assess({ content: { code: '\ud800' } }), { code: 'invalid_json' });
});

test('callJson answers with canonical JSON, errors included', () => {
  const text = sono.callJson(JSON.stringify({ call: 'assess', submission }));
  assert.equal(text, canonical(JSON.parse(text)));
  assert.equal(text, canonical(assess(submission, { position_encoding: 'utf-8' })));
  const { error } = JSON.parse(sono.callJson('{'));
  assert.equal(error.kind, 'invalid_json');
});

test('after a panic the next call works', { skip: releasedPackage() }, () => {
  const before = assess(submission);
  for (let round = 0; round < 3; round += 1) {
    assert.throws(() => sono.call({ call: 'panic' }), {
      code: 'internal',
      message: /please report it: panicked at .*a panic that a test asked for/s,
    });
    assert.deepEqual(assess(submission), before);
  }
});

test('after memory has run out the next call works', () => {
  const before = assess(submission);
  const exhausted = memories.get(module);
  // Pages are there when they are touched, so that the whole address space costs nothing.
  exhausted.grow(65536 - exhausted.buffer.byteLength / 65536);
  const large = `# ${'x'.repeat(900_000)}\n`;
  assert.throws(() => sono.batch(Array(100).fill({ content: { code: large } })), { code: 'internal' });
  assert.deepEqual(assess(submission), before);
  assert.notEqual(memories.get(module), exhausted);
});

test('after the stack has run out the next call works', () => {
  const before = assess(submission);
  let attempts = 0;
  const dive = () => {
    try {
      dive();
    } catch {
      // Now hardly anything is left of the stack, and with each return a little more.
    }
    attempts += 1;
    if (attempts > 200) return;
    const answer = sono.callJson('{"call": "about"}');
    if (attempts === 200) assert.match(answer, /"engine_version"|"internal"/);
  };
  dive();
  assert.deepEqual(assess(submission), before);
});

for (const [name, code] of samples('js')) {
  test(`the sample of the README runs: ${name}`, { skip: code.includes('/worker') && 'it needs a browser' }, async () => {
    const lines = [];
    const log = console.log;
    console.log = (...words) => lines.push(words.join(' '));
    try {
      await import(workbench(name, code));
    } finally {
      console.log = log;
    }
    assert.ok(lines.length > 0);
    for (const [, printed] of code.matchAll(/console\.log\(.*\); \/\/ (.*)/g)) assert.ok(lines.includes(printed), lines.join());
  });
}

function releasedPackage() {
  return process.env.PACKAGE === undefined ? false : 'a released package has no call that panics';
}
