// The code of a submission, with findings marked at their places. Positions count UTF-16 units, as strings here do.

import { h, prose } from './dom.js';

/** Shows files; `findings` have a location, words and a tone. */
export class CodeView {
  #files;
  #findings;
  #tabs;
  #body = h('div', { class: 'code-body', tabindex: '0', role: 'region', 'aria-label': 'Code' });
  #shown;
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

  /** Scrolls to a finding, opens its words, and moves the focus there. */
  show(finding) {
    const { file, start } = finding.location;
    this.#open(file);
    const line = this.#body.querySelector(`[data-line="${start.line}"]`);
    if (!line) return;
    this.#body.querySelectorAll('.selected').forEach((one) => one.classList.remove('selected'));
    line.classList.add('selected');
    const notes = this.#toggle(line, start.line, true);
    const note = [...notes.children].find((one) => one.finding === finding) ?? notes.firstElementChild;
    note?.classList.add('selected');
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.element.scrollIntoView({ block: 'nearest', behavior: still ? 'auto' : 'smooth' });
    this.#body.scrollTo({ top: line.offsetTop - this.#body.clientHeight / 3, behavior: still ? 'auto' : 'smooth' });
    note?.focus({ preventScroll: true });
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
    this.#body.replaceChildren(...lines(text).map((line, index) => this.#line(line, index + 1)));
    this.#body.scrollTo({ top: 0 });
  }

  #line({ start, text }, number) {
    const here = this.#of(this.#shown).filter(({ location }) => location.start.line === number);
    const gutter =
      here.length === 0
        ? h('span', { class: 'gutter' })
        : h('button', {
            type: 'button',
            class: `gutter ${tone(here)}`,
            'aria-expanded': 'false',
            'aria-label': `Line ${number}: ${here.length} ${here.length === 1 ? 'finding' : 'findings'}`,
            onclick: () => this.#toggle(line, number),
          }, String(here.length));
    const line = h('div', { class: 'line', 'data-line': String(number) },
      h('span', { class: 'number', 'aria-hidden': 'true' }, String(number)),
      gutter,
      h('code', {}, marked(text, start, here)),
    );
    return line;
  }

  /** Opens or closes the words on a line. */
  #toggle(line, number, open = undefined) {
    const present = line.nextElementSibling?.matches('.notes') ? line.nextElementSibling : undefined;
    if (present && open) return present;
    const button = line.querySelector('button');
    button?.setAttribute('aria-expanded', String(!present));
    if (present) {
      present.remove();
      return undefined;
    }
    const here = this.#of(this.#shown).filter(({ location }) => location.start.line === number);
    const notes = h('ul', { class: 'notes' }, here.map(note));
    line.after(notes);
    return notes;
  }
}

function note(finding) {
  const item = h('li', { tabindex: '-1', class: finding.tone },
    h('p', {}, prose(finding.text)),
    finding.detail && h('p', { class: 'soft' }, finding.detail),
  );
  item.finding = finding;
  return item;
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
