// The code of a submission, with findings marked at their places. Positions count UTF-16 units, as strings here do.

import { h, prose } from './dom.js';

/** More lines than this make a page slow. */
const MAX_LINES = 20_000;

/** Shows files; `findings` have a location, words and a tone. */
export class CodeView {
  #files;
  #findings;
  #tabs;
  #body = h('div', { class: 'code-body', tabindex: '0', role: 'region', 'aria-label': 'Code' });
  #shown;
  /** What was found in the open file, by the line where it starts. */
  #byLine = new Map();
  element;

  constructor(files, findings) {
    this.#files = files;
    this.#findings = findings;
    this.#tabs = files.map(({ path }) => this.#tab(path));
    this.element = h('section', { class: 'card code', 'aria-label': 'Code with evidence' },
      h('div', { class: 'tabs' }, this.#tabs),
      this.#body,
    );
    const first = findings[0]?.location.file;
    this.#open(files.some(({ path }) => path === first) ? first : files[0]?.path);
  }

  /** Scrolls to a finding, opens its words, and moves the focus there; from there is a way back. */
  show(finding) {
    const origin = document.activeElement;
    const { file, start } = finding.location;
    this.#open(file);
    const line = this.#body.querySelector(`[data-line="${start.line}"]`);
    if (!line) return;
    this.#body.querySelectorAll('.selected').forEach((one) => one.classList.remove('selected'));
    line.classList.add('selected');
    const words = note(finding);
    words.classList.add('selected');
    const others = this.#at(start.line).filter((other) => other !== finding);
    const back = h('button', { type: 'button', class: 'link', onclick: () => origin.focus() }, 'Back');
    const more = () => this.#setNotes(line, [words, h('li', { class: 'rest' }, back), ...others.map(note)]);
    const rest = others.length > 0 && h('button', { type: 'button', class: 'link', onclick: more }, `${others.length} more on this line`);
    this.#setNotes(line, [words, h('li', { class: 'rest' }, back, rest)]);
    const behavior = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';
    this.element.scrollIntoView({ block: 'nearest', behavior });
    this.#body.scrollTo({ top: line.offsetTop - this.#body.clientHeight / 3, behavior });
    words.focus({ preventScroll: true });
  }

  #tab(path) {
    const count = this.#of(path).length;
    return h('button', { type: 'button', 'data-path': path, onclick: () => this.#open(path) },
      path,
      count > 0 && h('span', { class: 'count', 'aria-label': `${count} findings` }, String(count)),
    );
  }

  #of(path) {
    return this.#findings.filter(({ location }) => location.file === path);
  }

  #open(path) {
    if (path === this.#shown) return;
    this.#shown = path;
    this.#tabs.forEach((tab) => tab.setAttribute('aria-pressed', String(tab.dataset.path === path)));
    const { text = '' } = this.#files.find((file) => file.path === path) ?? {};
    this.#byLine = grouped(this.#of(path), ({ location }) => location.start.line);
    const all = lines(text);
    const left = all.length - MAX_LINES;
    this.#body.replaceChildren(
      ...all.slice(0, MAX_LINES).map((line, index) => this.#line(line, index + 1)),
      left > 0 ? h('p', { class: 'soft' }, `${left} more lines are not shown.`) : '',
    );
    this.#body.scrollTo({ top: 0 });
  }

  /** What was found on a line of the open file. */
  #at(number) {
    return this.#byLine.get(number) ?? [];
  }

  #line({ start, text }, number) {
    const here = this.#at(number);
    const line = h('div', { class: 'line', 'data-line': String(number) },
      h('span', { class: 'number', 'aria-hidden': 'true' }, String(number)),
      here.length === 0
        ? h('span', { class: 'gutter' })
        : h('button', {
            type: 'button',
            class: `gutter ${tone(here)}`,
            'aria-expanded': 'false',
            'aria-label': `Line ${number}: ${here.length} ${here.length === 1 ? 'finding' : 'findings'}`,
            onclick: () => this.#setNotes(line, notesOf(line) ? [] : here.map(note)),
          }, String(here.length)),
      h('code', {}, marked(text, start, here)),
    );
    return line;
  }

  /** Shows notes below a line, in place of those that are there. */
  #setNotes(line, notes) {
    notesOf(line)?.remove();
    if (notes.length > 0) line.after(h('ul', { class: 'notes' }, notes));
    line.querySelector('button').setAttribute('aria-expanded', String(notes.length > 0));
  }
}

function notesOf(line) {
  return line.nextElementSibling?.matches('.notes') ? line.nextElementSibling : undefined;
}

function note(finding) {
  return h('li', { tabindex: '-1', class: finding.tone },
    h('p', {}, prose(finding.text)),
    finding.detail && h('p', { class: 'soft' }, finding.detail),
  );
}

function grouped(items, keyOf) {
  const groups = new Map();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}

function tone(findings) {
  return findings.some((finding) => finding.tone === 'lost') ? 'lost' : 'kept';
}

/** The lines of a text, with the offset of each. */
function lines(text) {
  const all = [];
  let start = 0;
  for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) {
    all.push({ start, text: text.slice(start, index) });
    start = index + end.length;
  }
  if (start < text.length || all.length === 0) all.push({ start, text: text.slice(start) });
  return all;
}

/** A line with its places marked. Places that overlap are one. */
function marked(text, start, findings) {
  const spans = findings
    .map(({ location, tone }) => ({
      from: location.start.offset - start,
      to: Math.min(Math.max(location.end.offset, location.start.offset + 1) - start, text.length),
      tone,
    }))
    .filter(({ from, to }) => from < to)
    .sort((a, b) => a.from - b.from || b.to - a.to);
  const parts = [];
  let at = 0;
  for (const { from, to, tone } of spans) {
    if (from < at) continue;
    parts.push(text.slice(at, from), h('mark', { class: tone }, text.slice(from, to)));
    at = to;
  }
  return [...parts, text.slice(at)];
}
