import { createWorker } from './sono-eval-wasm/all/worker.js';

import { h } from './dom.js';
import { fromDrop, fromList } from './files.js';
import { score } from './format.js';
import { resultView } from './results.js';

/** What a page can show; the library takes more. */
const LIMITS = { max_file_bytes: 1 << 20 };

const worker = createWorker();
const element = (id) => document.getElementById(id);
const signals = new Map();

/** What was handed in last, so that it can be assessed again in another way. */
let handedIn = [];
let running;

async function handIn(files) {
  if (files.length === 0) {
    showProblem('There is no text among these files.');
    return;
  }
  handedIn = files;
  await assess();
}

async function assess() {
  running?.abort();
  const control = new AbortController();
  running = control;
  const submissions = grouped(handedIn);
  const onProgress = (event) => control === running && showProgress(event);
  const options = { rubric: element('rubric').value, limits: LIMITS, signal: control.signal, onProgress };
  showRunning(submissions.length);
  try {
    const { items } = await worker.assessBatch(submissions, options);
    showItems(items, submissions);
  } catch (error) {
    if (control === running) showProblem(error.code === 'cancelled' ? 'Cancelled.' : error.message);
  } finally {
    if (control === running) {
      running = undefined;
      element('running').hidden = true;
    }
  }
}

/** Files as one project, or one submission each. */
function grouped(files) {
  const content = (files) => ({ files: files.map(({ path, text }) => ({ path, text })) });
  if (files.length > 1 && element('grouping').value === 'project') {
    return [{ submission_type: 'project', content: { ...content(files), set_aside: files.setAside ?? [] } }];
  }
  return files.map((file) => ({ submission_type: 'code', content: content([file]) }));
}

function showItems(items, submissions) {
  if (items.length === 1) {
    element('results').replaceChildren(itemView(items[0], submissions[0]));
    element('results').focus({ preventScroll: true });
    return;
  }
  const detail = h('div', {});
  const buttons = items.map((item, index) => {
    const { path } = submissions[index].content.files[0];
    return h('button', { type: 'button', onclick: () => open(index) },
      h('span', { class: 'name' }, path),
      item.status === 'completed' ? meter(item.assessment.overall_score) : h('span', { class: 'soft' }, 'not valid'),
      h('span', { class: 'score' }, item.status === 'completed' ? score(item.assessment.overall_score) : '–'),
    );
  });
  const open = (index) => {
    buttons.forEach((button, at) => button.setAttribute('aria-pressed', String(at === index)));
    detail.replaceChildren(itemView(items[index], submissions[index]));
  };
  open(0);
  element('results').replaceChildren(
    h('section', { class: 'card items', 'aria-labelledby': 'items-title' },
      h('h2', { id: 'items-title' }, `${items.length} submissions`), buttons),
    detail,
  );
  element('results').focus({ preventScroll: true });
}

function meter(number) {
  return h('span', { class: 'bar', 'aria-hidden': 'true' }, h('span', { class: 'fill', style: { width: `${number ?? 0}%` } }));
}

function itemView(item, submission) {
  if (item.status === 'failed') {
    const { message, problems = [] } = item.error;
    return h('div', { class: 'problem' }, h('p', {}, message), h('ul', {}, problems.map((one) => h('li', {}, one.message))));
  }
  const { assessment } = item;
  const report = async () => (await worker.call({ call: 'report', assessment, submission, format: 'markdown' })).report;
  const save = [
    { label: 'Save the report', run: async () => download('assessment.md', 'text/markdown', await report()) },
    { label: 'Save as JSON', run: () => download('assessment.json', 'application/json', JSON.stringify(assessment, null, 2)) },
  ];
  return resultView({ assessment, files: submission.content.files, signals, save });
}

function download(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  h('a', { href: url, download: name }).click();
  URL.revokeObjectURL(url);
}

function showRunning(count) {
  element('problem').hidden = true;
  element('running').hidden = false;
  element('progress').removeAttribute('value');
  element('progress-text').textContent = count === 1 ? 'Assessing …' : `Assessing ${count} submissions …`;
}

function showProgress({ type, completed, failed, total }) {
  if (type !== 'progress' || !(total > 1)) return;
  element('progress').max = total;
  element('progress').value = completed + failed;
  element('progress-text').textContent = `${completed + failed} of ${total} assessed`;
}

function showProblem(text) {
  element('problem').textContent = text;
  element('problem').hidden = false;
}

function showNetwork() {
  element('network').textContent = navigator.onLine ? 'Works offline' : 'Offline';
}

async function start() {
  const { rubrics } = await worker.call({ call: 'rubrics' });
  element('rubric').append(...rubrics.map(({ id, name }) => h('option', { value: id }, name || id)));
  const { signals: definitions } = await worker.call({ call: 'signals' });
  definitions.forEach((definition) => signals.set(definition.id, definition));
  const samples = await (await fetch('samples/index.json')).json();
  element('sample').append(...samples.map((name) => h('option', { value: name }, name)));
}

function listen() {
  const drop = element('drop');
  const hover = (on) => () => drop.classList.toggle('over', on);
  // The whole page takes files, so that none is opened instead by being dropped beside the field.
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('dragenter', hover(true));
  document.addEventListener('dragleave', (event) => event.relatedTarget === null && hover(false)());
  document.addEventListener('drop', async (event) => {
    event.preventDefault();
    hover(false)();
    await handIn(await fromDrop(event.dataTransfer));
  });
  for (const id of ['files', 'folder']) {
    element(id).addEventListener('change', async ({ target }) => {
      await handIn(await fromList(target.files));
      target.value = '';
    });
  }
  const dialog = element('paste-dialog');
  element('paste').addEventListener('click', () => dialog.showModal());
  dialog.addEventListener('close', () => {
    if (dialog.returnValue !== 'assess') return;
    handIn([{ path: element('paste-name').value, text: element('paste-text').value }]);
  });
  element('sample').addEventListener('change', async ({ target }) => {
    if (target.value === '') return;
    const response = await fetch(`samples/${target.value}`);
    if (response.ok) await handIn([{ path: target.value, text: await response.text() }]);
    else showProblem(`The sample ${target.value} is missing here.`);
  });
  for (const id of ['rubric', 'grouping']) {
    element(id).addEventListener('change', () => handedIn.length > 0 && assess());
  }
  element('cancel').addEventListener('click', () => running?.abort());
  addEventListener('online', showNetwork);
  addEventListener('offline', showNetwork);
}

listen();
showNetwork();
navigator.serviceWorker?.register('offline.js').catch(() => {
  // Without one, the page still works for as long as it is open.
});
start().catch((error) => showProblem(error.message));
