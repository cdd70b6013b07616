// What an assessment says, from the score down to the places in the code.

import { CodeView } from './code.js';
import { h, prose } from './dom.js';
import { percent, points, score, title, value } from './format.js';

/** Shows an assessment beside the code it is of. `signals` are definitions by id; `save` offers files. */
export function resultView({ assessment, files, signals, save }) {
  const findings = collect(assessment);
  const code = new CodeView(files, [...new Set(findings.values())]);
  const show = (owner) => findings.has(owner) && (() => code.show(findings.get(owner)));
  return h('div', { class: 'result' },
    h('div', { class: 'details' },
      overview(assessment),
      integrity(assessment, show),
      paths(assessment, signals, show),
      recommendations(assessment, show),
      provenance(assessment, save),
    ),
    code.element,
  );
}

/** The findings that have a place, by what bears them: evidence, recommendations, integrity flags. */
function collect({ path_scores, recommendations, integrity }) {
  const findings = new Map();
  for (const metric of path_scores.flatMap(({ metrics }) => metrics)) {
    metric.evidence.forEach((evidence, index) => {
      if (!evidence.location) return;
      const lost = lostBy(metric, index);
      const detail = [metric.name, evidence.expected && `expected ${evidence.expected}`, lost > 0 && `${points(lost)} points lost in all`];
      findings.set(evidence, {
        location: evidence.location,
        text: evidence.description,
        detail: detail.filter(Boolean).join(' · '),
        tone: lost > 0 ? 'lost' : 'kept',
      });
    });
  }
  for (const flag of integrity.filter(({ location }) => location)) {
    findings.set(flag, { location: flag.location, text: flag.description, detail: title(flag.type), tone: 'lost' });
  }
  // A recommendation points at evidence of its metric, if that has the same place.
  for (const advice of recommendations.filter(({ location }) => location)) {
    const { metrics } = path_scores.find(({ path }) => path === advice.path);
    const { evidence } = metrics.find(({ id }) => id === advice.metric);
    const same = evidence.find(({ location }) => location && samePlace(location, advice.location));
    findings.set(advice, findings.get(same) ?? { location: advice.location, text: advice.text, tone: 'lost' });
  }
  return findings;
}

/** Points lost by falling short; what is left beyond a target that is met is none of them. */
function lostBy(metric, index) {
  const contribution = metric.contributions.find(({ evidence }) => evidence.includes(index));
  if (!contribution || contribution.target_met) return 0;
  return (contribution.max_points ?? 0) - contribution.points;
}

const samePlace = (a, b) => a.file === b.file && a.start.offset === b.start.offset;

function overview({ overall_score, score_interval, confidence, summary, submission_type, metadata }) {
  const { rubric } = metadata.provenance;
  const facts = [
    `${title(submission_type)} submission`,
    metadata.languages.join(', '),
    `rubric ${rubric.id} ${rubric.version}`,
    `confidence ${confidence.toFixed(2)}`,
  ];
  return h('section', { class: 'card overview', 'aria-labelledby': 'overall-title' },
    h('h2', { id: 'overall-title' }, 'Overall'),
    overall_score === null
      ? h('p', { class: 'overall' }, h('strong', {}, 'Not assessable'))
      : h('p', { class: 'overall' }, h('strong', { id: 'overall' }, score(overall_score)), h('span', {}, 'of 100')),
    overall_score !== null && scale(overall_score, score_interval),
    h('p', { class: 'summary' }, prose(summary)),
    metadata.assessment_mode === 'heuristic' &&
      h('p', { class: 'warning' }, 'This rubric counts keywords: its scores can be talked up, and have no interval.'),
    h('p', { class: 'soft' }, facts.filter(Boolean).join(' · ')),
  );
}

/** A score on the line from 0 to 100, with what it may be. */
function scale(overall, interval) {
  const words = interval ? `${percent(interval.level)} interval ${score(interval.low)} to ${score(interval.high)}` : '';
  return h('div', { class: 'scale' },
    h('div', { class: 'track' },
      interval && h('span', { class: 'interval', style: { left: `${interval.low}%`, width: `${interval.high - interval.low}%` } }),
      h('span', { class: 'marker', style: { left: `${overall}%` } }),
    ),
    h('p', { class: 'soft ends' }, h('span', {}, '0'), h('span', {}, words), h('span', {}, '100')),
  );
}

function bar(number, interval) {
  return h('span', { class: 'bar', 'aria-hidden': 'true' },
    h('span', { class: 'fill', style: { width: `${number}%` } }),
    interval && h('span', { class: 'whisker', style: { left: `${interval.low}%`, width: `${interval.high - interval.low}%` } }),
  );
}

function integrity({ integrity: flags }, show) {
  if (flags.length === 0) return undefined;
  return h('section', { class: 'card flags', 'aria-labelledby': 'flags-title' },
    h('h2', { id: 'flags-title' }, 'Integrity'),
    h('p', { class: 'soft' }, 'Something for a person to look at, not a verdict.'),
    h('ul', { class: 'plain' }, flags.map((flag) =>
      h('li', {},
        h('span', { class: `chip ${flag.severity}` }, flag.severity),
        h('p', {}, h('strong', {}, title(flag.type)), ' ', prose(flag.description)),
        place(flag.location, show(flag)),
      ))),
  );
}

function recommendations({ recommendations: all }, show) {
  if (all.length === 0) return undefined;
  const item = (advice) =>
    h('li', {},
      h('span', { class: 'gain', title: 'Points of the overall score' }, `+${points(advice.points)}`),
      h('div', {}, h('p', {}, prose(advice.text)), place(advice.location, show(advice), title(advice.path))),
    );
  const [first, rest] = [all.slice(0, 3), all.slice(3)];
  return h('section', { class: 'card', 'aria-labelledby': 'advice-title' },
    h('h2', { id: 'advice-title' }, 'What to do first'),
    h('ol', { class: 'plain advice' }, first.map(item)),
    rest.length > 0 &&
      h('details', { class: 'more' }, h('summary', {}, `${rest.length} more`), h('ol', { class: 'plain advice' }, rest.map(item))),
  );
}

function place(location, go, note = undefined) {
  if (!location) return note && h('p', { class: 'soft' }, note);
  const words = `${location.file}:${location.start.line}`;
  return h('p', { class: 'soft' }, note && `${note} · `, h('button', { type: 'button', class: 'link', onclick: go }, words));
}

function paths({ path_scores }, signals, show) {
  return h('section', { class: 'card', 'aria-labelledby': 'paths-title' },
    h('h2', { id: 'paths-title' }, 'Paths'),
    path_scores.map((path) =>
      h('details', { class: 'path' },
        h('summary', {},
          h('span', { class: 'name' }, title(path.path)),
          path.assessed ? bar(path.overall_score, path.score_interval) : h('span', { class: 'soft' }, 'not assessed'),
          h('span', { class: 'score' }, score(path.overall_score)),
        ),
        path.reason && h('p', { class: 'soft' }, path.reason),
        path.metrics.filter(({ assessed }) => assessed).map((one) => metric(one, signals, show)),
        notAssessed(path.metrics),
      )),
  );
}

function notAssessed(metrics) {
  const left = metrics.filter(({ assessed }) => !assessed);
  return left.map(({ name, reason }) => h('p', { class: 'soft absent' }, `${name}: ${reason}`));
}

function metric(one, signals, show) {
  return h('details', { class: 'metric' },
    h('summary', {},
      h('span', { class: 'name' }, one.name),
      bar(one.score),
      h('span', { class: 'score' }, score(one.score)),
    ),
    h('p', {}, prose(one.explanation)),
    h('div', { class: 'wide' }, contributions(one, signals)),
    h('ul', { class: 'plain evidence' }, one.evidence.map((evidence, index) => evidenceItem(one, evidence, index, show))),
  );
}

function contributions({ contributions: all, score: total }, signals) {
  const row = ({ kind, signal, value: measured, unit, expected, points: got, max_points }) => {
    const definition = signals.get(signal);
    return h('tr', {},
      h('th', { scope: 'row', title: definition?.definition }, definition?.name ?? signal ?? title(kind)),
      h('td', {}, measured === undefined || kind === 'clamp' ? '' : value(measured, unit)),
      h('td', {}, expected ?? ''),
      h('td', { class: 'number' }, points(got)),
      h('td', { class: 'number soft' }, max_points === undefined ? '' : `of ${points(max_points)}`),
    );
  };
  return h('table', {},
    h('thead', {}, h('tr', {}, ['Signal', 'Value', 'Expected'].map((name) => h('th', { scope: 'col' }, name)),
      h('th', { scope: 'colgroup', colspan: '2', class: 'number' }, 'Points'))),
    h('tbody', {}, all.map(row)),
    h('tfoot', {}, h('tr', {}, h('th', { scope: 'row', colspan: '3' }, 'Score'),
      h('td', { class: 'number' }, score(total)), h('td', {}))),
  );
}

function evidenceItem(metric, evidence, index, show) {
  const tone = lostBy(metric, index) > 0 ? 'lost' : 'kept';
  const go = show(evidence);
  const words = [h('span', { class: `dot ${tone}`, 'aria-hidden': 'true' }), h('span', {}, prose(evidence.description))];
  if (!go) return h('li', { class: 'item' }, words);
  const { file, start } = evidence.location;
  return h('li', {},
    h('button', { type: 'button', class: 'item', onclick: go }, words, h('span', { class: 'soft' }, `${file.split('/').at(-1)}:${start.line}`)),
  );
}

function provenance({ metadata, engine_version }, save) {
  const { rubric, input_hash, grammars } = metadata.provenance;
  const facts = [
    ['Engine', engine_version],
    ['Rubric', `${rubric.id} ${rubric.version}`],
    ['Rubric hash', rubric.hash],
    ['Input hash', input_hash],
    ['Grammars', grammars.map(({ language, version }) => `${language} ${version}`).join(', ') || 'none'],
  ];
  return h('section', { class: 'card', 'aria-labelledby': 'provenance-title' },
    h('h2', { id: 'provenance-title' }, 'Provenance'),
    h('p', { class: 'soft' }, 'The same input, rubric and engine give the same assessment, byte for byte, on every machine.'),
    h('dl', {}, facts.map(([name, text]) => [h('dt', {}, name), h('dd', {}, text)])),
    h('p', { class: 'drop-actions' }, save.map(({ label, run }) => h('button', { type: 'button', class: 'button', onclick: run }, label))),
  );
}
