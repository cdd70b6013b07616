import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';

import jsonSchema from 'ajv/dist/2020.js';

import { launch, serve } from './page.mjs';
import { packageFolder, root, samples } from './package.mjs';

const IMPORTS = {
  'sono-eval-wasm': '/package/all/web.js',
  'sono-eval-wasm/slim': '/package/slim/web.js',
  'sono-eval-wasm/worker': '/package/all/worker.js',
};

let browser;
let site;

before(async () => {
  browser = await launch();
  site = await serve({ '': `${root}/sono-wasm/test`, package: packageFolder });
});

after(async () => {
  await browser.close();
  site.server.closeAllConnections();
  site.server.close();
});

/** Runs a function in a new page that can import the package. */
async function inPage(work, argument) {
  const page = await browser.newPage();
  try {
    await page.goto(`${site.origin}/blank.html`);
    const imports = JSON.stringify({ imports: IMPORTS });
    await page.evaluate((text) => {
      const map = Object.assign(document.createElement('script'), { type: 'importmap', textContent: text });
      document.head.append(map);
    }, imports);
    return await page.evaluate(work, argument);
  } finally {
    await page.close();
  }
}

test('a page loads the module and assesses', async () => {
  const [all, slim] = await inPage(async () => {
    const submission = { content: { code: 'def double(x):\n    return 2 * x\n' } };
    const modules = [await import('sono-eval-wasm'), await import('sono-eval-wasm/slim')];
    await Promise.all(modules.map(({ init }) => Promise.all([init(), init()])));
    return modules.map(({ assess }) => assess(submission));
  });
  assert.ok(all.overall_score > 0);
  assert.deepEqual(slim, all);
});

test('a page goes on after a defect', async () => {
  const told = await inPage(async () => {
    const { about, call, init } = await import('sono-eval-wasm');
    const outcome = (work) => {
      try {
        return work().engine_version ? 'done' : 'nothing';
      } catch (error) {
        return error.code;
      }
    };
    await init();
    const defects = [];
    for (let round = 0; round < 3; round += 1) {
      defects.push(outcome(() => call({ call: 'panic' })));
      // Chromium exchanges no large module at once.
      outcome(about);
      await init();
      defects.push(outcome(about));
    }
    return defects;
  });
  for (const [index, outcome] of told.entries()) {
    if (index % 2) assert.equal(outcome, 'done');
    else assert.match(outcome, /internal|invalid_call/);
  }
});

for (const [name, code] of samples('js')) {
  test(`the sample of the README runs in a page: ${name}`, async () => {
    const lines = await inPage(async (code) => {
      const lines = [];
      console.log = (...words) => lines.push(words.join(' '));
      await import(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
      return lines;
    }, code);
    assert.ok(lines.length > 0);
  });
}

test('a worker tells its progress in the shape of the schema', async () => {
  const { events, items } = await inPage(async () => {
    const { createWorker } = await import('sono-eval-wasm/worker');
    const worker = createWorker();
    const events = [];
    async function* submissions() {
      yield { content: { code: 'x = 1\n' } };
      yield { content: { cod: '' } };
      yield { content: { code: 'def double(x):\n    return 2 * x\n' } };
    }
    const { items } = await worker.assessBatch(submissions(), { onProgress: (event) => events.push(event) });
    await worker.assessBatch([], { rubric: 'hiring', onProgress: (event) => events.push(event) });
    worker.terminate();
    return { events, items };
  });
  const schema = JSON.parse(readFileSync(`${root}/docs/schema/progress.schema.json`, 'utf8'));
  const validate = new jsonSchema.default({ strict: false, validateFormats: false }).compile(schema);
  for (const event of events) assert.ok(validate(event), JSON.stringify([event, validate.errors]));
  const run = ['batch_started', 'item_completed', 'progress', 'item_failed', 'progress', 'item_completed', 'progress', 'batch_completed'];
  assert.deepEqual(events.map(({ type }) => type), [...run, 'batch_started', 'batch_completed']);
  assert.deepEqual(events.map(({ sequence }) => sequence), [0, 1, 2, 3, 4, 5, 6, 7, 0, 1]);
  assert.equal(events.at(-2).state.rubric.id, 'hiring');
  assert.deepEqual(items.map(({ index, status }) => [index, status]), [[0, 'completed'], [1, 'failed'], [2, 'completed']]);
  assert.equal(items[1].error.kind, 'invalid_submission');
});

test('a signal stops what is under way, and the worker goes on', async () => {
  const told = await inPage(async () => {
    const { createWorker } = await import('sono-eval-wasm/worker');
    const worker = createWorker();
    const small = { content: { code: 'x = 1\n' } };
    await worker.assess(small);
    const large = { content: { files: Array.from({ length: 40 }, (_, index) => ({ path: `f${index}.py`, text: `if a${index}:\n  b = 1\n`.repeat(20_000) })) } };
    const code = (promise) => promise.then(() => 'done', (error) => error.code);
    const limits = { max_file_bytes: 1e8 };
    const control = new AbortController();
    const events = [];
    const batch = code(worker.assessBatch([small, large, small], { limits, signal: control.signal, onProgress: (event) => {
      events.push(event);
      if (event.type === 'progress') setTimeout(() => control.abort(), 50);
    } }));
    const queued = worker.assess(small, { signal: AbortSignal.timeout(60_000) });
    const result = {
      batch: await batch,
      late: await code(worker.assess(large, { limits, signal: AbortSignal.timeout(50) })),
      aborted: await code(worker.assess(small, { signal: AbortSignal.abort() })),
      queued: (await queued).overall_score,
      last: events.at(-1),
      panic: await code(worker.call({ call: 'panic' })),
      after: (await worker.assess(small)).schema_version,
    };
    const pending = code(worker.assess(large, { limits }));
    worker.terminate();
    return { ...result, pending: await pending, ended: await code(worker.assess(small)) };
  });
  assert.equal(told.batch, 'cancelled');
  assert.equal(told.last.type, 'batch_cancelled');
  assert.deepEqual([told.last.reason, told.last.items, told.last.completed], ['cancelled', [1], 1]);
  assert.equal(told.late, 'deadline_exceeded');
  assert.equal(told.aborted, 'cancelled');
  assert.match(told.panic, /internal|invalid_call/);
  assert.ok(told.after);
  assert.deepEqual([told.pending, told.ended], ['cancelled', 'cancelled']);
});

test('what keeps the worker from starting is said', async () => {
  const codes = await inPage(async () => {
    const { createWorker } = await import('sono-eval-wasm/worker');
    const code = (options) => createWorker(options).call({ call: 'about' }).catch((error) => error.code);
    return [await code({ module: '/missing.wasm' }), await code({ worker: () => new Worker('/missing.js') })];
  });
  assert.deepEqual(codes, ['io', 'internal']);
});
