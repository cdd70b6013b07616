//! From a checked TOML tree to a compiled rubric: names become indices, and what no shape can say is checked.

mod condition;
mod path;

use std::collections::BTreeMap;

use super::keywords::{Keywords, LineFilter};
use super::material::View;
use super::model::{Amount, Band, Measure, MeasureSource, Model, PatternRule, Switch};
use super::node::{Node, Table, Value};
use super::panel::{DEFAULT_SHARE, DEFAULT_UNCERTAINTY, Weighing};
use super::parameters::{ParameterDefinition, ParameterValue};
use super::problems::{At, Problems, hint};
use super::registry::{SignalInfo, SignalRegistry};
use super::template::{ITEM_SLOTS, SENTENCES, Slot, Template};
use super::text_signals::TextSignal;
use super::uncertainty::deviations;
use crate::patterns::{LinePattern, LinePatterns};
use crate::signals::Family;
use crate::submission::SubmissionType;
use sono_syntax::finding::Severity;

/// A table with its dotted key. Getters answer `None` for what is absent or was refused by the check.
#[derive(Debug, Clone)]
struct Reader<'n> {
    table: &'n Table,
    at: At,
    key: String,
}

impl<'n> Reader<'n> {
    fn get(&self, key: &str) -> Option<&'n Node> {
        self.table.get(key)
    }

    fn text(&self, key: &str) -> Option<&'n str> {
        self.get(key)?.text()
    }

    fn owned(&self, key: &str) -> Option<String> {
        self.text(key).map(str::to_owned)
    }

    fn number(&self, key: &str) -> Option<f64> {
        self.get(key)?.number()
    }

    fn bool(&self, key: &str) -> Option<bool> {
        self.get(key)?.bool()
    }

    /// The strings of a list.
    fn texts(&self, key: &str) -> Option<Vec<&'n str>> {
        Some(self.get(key)?.list()?.iter().filter_map(Node::text).collect())
    }

    fn submission_types(&self, key: &str) -> Option<Vec<SubmissionType>> {
        Some(self.texts(key)?.into_iter().filter_map(SubmissionType::parse).collect())
    }

    fn key(&self, name: &str) -> String {
        if self.key.is_empty() { name.to_owned() } else { format!("{}.{name}", self.key) }
    }

    fn at(&self, key: &str) -> At {
        self.get(key).map_or(self.at, |node| node.at)
    }

    fn inner(&self, key: &str) -> Option<Reader<'n>> {
        let node = self.get(key)?;
        Some(Reader { table: node.table()?, at: node.at, key: self.key(key) })
    }

    fn tables(&self, key: &str) -> Vec<Reader<'n>> {
        let items = self.get(key).and_then(Node::list).unwrap_or_default();
        let reader = |(index, node): (usize, &'n Node)| {
            let table = node.table()?;
            let id = table.get("id").and_then(Node::text).map_or_else(|| index.to_string(), str::to_owned);
            Some(Reader { table, at: node.at, key: format!("{}[{id}]", self.key(key)) })
        };
        items.iter().enumerate().filter_map(reader).collect()
    }
}

/// What compiling gathers.
struct Compiler<'c> {
    problems: &'c Problems,
    registry: &'c SignalRegistry,
    /// Whether words may earn points for code.
    heuristic: bool,
    parameters: Vec<ParameterDefinition>,
    /// Signals that the rubric defines.
    defined: BTreeMap<String, SignalInfo>,
    signals: Vec<SignalInfo>,
    by_id: BTreeMap<String, usize>,
    keywords: [Keywords; 3],
}

/// Compiles a merged rubric. Problems are reported; the result is complete only if there are none.
pub(super) fn compile(root: &Table, registry: &SignalRegistry, problems: &Problems) -> Option<Model> {
    let top = Reader { table: root, at: At { file: 0, line: 1 }, key: String::new() };
    let mut compiler = Compiler {
        problems,
        registry,
        heuristic: top.bool("heuristic").unwrap_or(false),
        parameters: parameters(&top),
        defined: BTreeMap::new(),
        signals: Vec::new(),
        by_id: BTreeMap::new(),
        keywords: Default::default(),
    };
    let measures = compiler.measures(&top);
    let motives = compiler.switch(&top, "motives");
    let pattern_checks = compiler.switch(&top, "pattern_checks");
    let (patterns, pattern_rules) = compiler.patterns(&top);
    let bands = compiler.bands(&top);
    let sentences = compiler.sentences(&top);
    let paths = compiler.paths(&top);
    let measures = compiler.read_measures(measures);
    for keywords in &mut compiler.keywords {
        if let Err(message) = keywords.compile() {
            problems.push(top.at, "", format!("the rubric's strings cannot be searched for: {message}"));
        }
    }
    let text_signals = compiler.by_id.keys().filter_map(|id| TextSignal::parse(id));
    let divisors = measures.iter().filter_map(|measure| TextSignal::parse(measure.per.as_deref()?));
    let mut text_signals: Vec<TextSignal> = text_signals.chain(divisors).collect();
    text_signals.sort();
    text_signals.dedup();
    let level = top.inner("interval").and_then(|interval| interval.number("level")).unwrap_or(0.8);
    let review = top.inner("review");
    let review = |key: &str| review.as_ref().and_then(|review| review.number(key));
    Some(Model {
        id: top.owned("id")?,
        version: top.owned("version")?,
        name: top.owned("name")?,
        description: top.owned("description").unwrap_or_default(),
        heuristic: compiler.heuristic,
        level,
        deviations: deviations(level),
        weighing: Weighing {
            share: review("share").unwrap_or(DEFAULT_SHARE),
            uncertainty: review("uncertainty").unwrap_or(DEFAULT_UNCERTAINTY),
        },
        motives,
        pattern_checks,
        parameters: compiler.parameters,
        dialects: compiler
            .signals
            .iter()
            .map(|signal| (signal.id.to_string(), signal.definition.to_string()))
            .collect(),
        signals: compiler.signals,
        text_signals,
        measures,
        keywords: compiler.keywords,
        patterns: patterns?,
        pattern_rules,
        bands,
        sentences,
        paths,
    })
}

fn parameters(top: &Reader<'_>) -> Vec<ParameterDefinition> {
    let table = top.get("parameters").and_then(Node::table);
    let definition = |(name, node): (&String, &Node)| {
        let default = value(node)?;
        Some(ParameterDefinition { name: name.clone(), default })
    };
    table.into_iter().flatten().filter_map(definition).collect()
}

fn value(node: &Node) -> Option<ParameterValue> {
    match &node.value {
        Value::Bool(value) => Some(ParameterValue::Bool(*value)),
        Value::Number(value) => Some(ParameterValue::Number(*value)),
        Value::Text(value) => Some(ParameterValue::Text(value.clone())),
        Value::List(_) | Value::Table(_) | Value::Date => None,
    }
}

/// A measure before it is known whether anything reads it.
struct Draft<'n> {
    id: &'n str,
    view: View,
    count: Option<Vec<&'n str>>,
    lines: Option<Reader<'n>>,
    per: Option<&'n str>,
}

impl Compiler<'_> {
    fn problem(&self, reader: &Reader<'_>, key: &str, message: impl Into<String>) {
        self.problems.push(reader.at(key), reader.key(key), message);
    }

    /// The index of a signal, which must exist.
    fn signal(&mut self, reader: &Reader<'_>, key: &str) -> Option<usize> {
        let id = reader.text(key)?;
        if let Some(index) = self.by_id.get(id) {
            return Some(*index);
        }
        let Some(info) = self.defined.get(id).or_else(|| self.registry.get(id)).cloned() else {
            self.unknown_signal(reader, key, id);
            return None;
        };
        let index = self.signals.len();
        self.signals.push(info);
        self.by_id.insert(id.to_owned(), index);
        Some(index)
    }

    fn unknown_signal(&self, reader: &Reader<'_>, key: &str, id: &str) {
        let known = self.registry.ids().chain(self.defined.keys().map(String::as_str));
        self.problem(reader, key, format!("no signal is called {id:?}{}", hint(id, known)));
    }

    /// The index of a parameter of a certain type.
    fn parameter(&self, reader: &Reader<'_>, key: &str, name: &str, type_name: &str) -> Option<usize> {
        let Some(index) = self.parameters.iter().position(|parameter| parameter.name == name) else {
            let names = self.parameters.iter().map(|parameter| parameter.name.as_str());
            let hint = if self.parameters.is_empty() {
                "; the rubric has none".to_owned()
            } else {
                hint(name, names)
            };
            self.problem(reader, key, format!("no parameter is called {name:?}{hint}"));
            return None;
        };
        let found = self.parameters.get(index).map_or("", |parameter| parameter.default.type_name());
        if !type_name.is_empty() && found != type_name {
            self.problem(reader, key, format!("parameter {name:?} is a {found}; expected a {type_name}"));
            return None;
        }
        Some(index)
    }

    fn switch(&self, reader: &Reader<'_>, key: &str) -> Switch {
        match reader.get(key).map(|node| &node.value) {
            Some(Value::Bool(on)) => Switch::Fixed(*on),
            Some(Value::Text(name)) => {
                let index =
                    name.strip_prefix('$').and_then(|name| self.parameter(reader, key, name, "boolean"));
                index.map_or(Switch::Fixed(false), Switch::Parameter)
            }
            _ => Switch::Fixed(true),
        }
    }

    fn amount(&self, reader: &Reader<'_>, key: &str) -> Option<Amount> {
        match &reader.get(key)?.value {
            Value::Number(number) => Some(Amount::Fixed(*number)),
            Value::Text(name) => {
                self.parameter(reader, key, name.strip_prefix('$')?, "number").map(Amount::Parameter)
            }
            _ => None,
        }
    }

    /// A template or its alternatives.
    fn templates(&self, reader: &Reader<'_>, key: &str, slots: &[Slot]) -> Vec<Template> {
        let Some(node) = reader.get(key) else { return Vec::new() };
        let single = std::slice::from_ref(node);
        let parse = |node: &Node| match Template::parse(node.text()?, slots) {
            Ok(template) => Some(template),
            Err(message) => {
                self.problems.push(node.at, reader.key(key), message);
                None
            }
        };
        node.list().unwrap_or(single).iter().filter_map(parse).collect()
    }

    fn item_templates(&self, reader: &Reader<'_>, key: &str) -> Vec<Template> {
        self.templates(reader, key, ITEM_SLOTS)
    }

    fn sentences(&self, top: &Reader<'_>) -> Vec<Vec<Template>> {
        let section = top.inner("templates");
        let one = |sentence: &super::template::Sentence| {
            let mut alternatives = section
                .as_ref()
                .map_or_else(Vec::new, |section| self.templates(section, sentence.key, sentence.slots));
            alternatives.extend(Template::parse(sentence.default, sentence.slots));
            alternatives
        };
        SENTENCES.iter().map(one).collect()
    }

    fn bands(&self, top: &Reader<'_>) -> Vec<Band> {
        let readers = top.tables("band");
        if readers.is_empty() {
            let band = |min, label: &str| Band { min, label: label.to_owned(), text: None };
            return vec![band(85.0, "excellent"), band(70.0, "good"), band(50.0, "fair"), band(0.0, "weak")];
        }
        let mut bands: Vec<Band> = Vec::new();
        for reader in &readers {
            let (Some(min), Some(label)) = (reader.number("min"), reader.owned("label")) else { continue };
            if bands.iter().any(|band| band.min.total_cmp(&min).is_eq()) {
                self.problem(reader, "min", format!("{min} already starts another band"));
            }
            bands.push(Band { min, label, text: reader.owned("text") });
        }
        bands.sort_by(|left, right| right.min.total_cmp(&left.min));
        if let Some(lowest) = bands.last().filter(|band| band.min > 0.0) {
            let message = format!("no band covers scores below {}; expected one with min = 0", lowest.min);
            self.problem(top, "band", message);
        }
        bands
    }

    fn patterns(&self, top: &Reader<'_>) -> (Option<LinePatterns>, Vec<PatternRule>) {
        let (mut patterns, mut rules) = (Vec::new(), Vec::new());
        for reader in top.tables("pattern") {
            for key in ["regex", "unless_followed_by"] {
                if let Some(Err(error)) = reader.text(key).map(|source| LinePattern::new(source, None)) {
                    self.problem(
                        &reader,
                        key,
                        format!("not a valid regular expression: {}", one_line(&error)),
                    );
                }
            }
            let Some(Ok(pattern)) = reader
                .text("regex")
                .map(|source| LinePattern::new(source, reader.text("unless_followed_by")))
            else {
                continue;
            };
            let severity = reader.text("severity");
            let severity = Severity::ALL.into_iter().find(|known| Some(known.as_str()) == severity);
            let (Some(id), Some(severity), Some(message)) =
                (reader.owned("id"), severity, reader.owned("message"))
            else {
                continue;
            };
            patterns.push(pattern);
            rules.push(PatternRule {
                id,
                severity,
                message,
                fix: reader.owned("fix"),
                submission_types: reader
                    .submission_types("submission_types")
                    .unwrap_or(SubmissionType::ALL.to_vec()),
            });
        }
        match LinePatterns::new(patterns) {
            Ok(patterns) => (Some(patterns), rules),
            Err(error) => {
                self.problem(
                    top,
                    "pattern",
                    format!("the patterns together are too large: {}", one_line(&error)),
                );
                (None, rules)
            }
        }
    }

    /// Checks every measure and makes its signal known.
    fn measures<'n>(&mut self, top: &Reader<'n>) -> Vec<Draft<'n>> {
        let mut drafts = Vec::new();
        for reader in top.tables("measure") {
            let Some(id) = reader.text("id") else { continue };
            if self.registry.contains(id) {
                self.problem(&reader, "id", format!("{id:?} is the id of a signal that exists already"));
            }
            let per = reader.text("per");
            if let Some(per) =
                per.filter(|per| !self.registry.contains(per) && !self.defined.contains_key(*per))
            {
                if top.tables("measure").iter().any(|other| other.text("id") == Some(per)) {
                    self.problem(&reader, "per", format!("measure {per:?} must be defined above"));
                } else {
                    self.unknown_signal(&reader, "per", per);
                }
            }
            let (count, lines) = (reader.texts("count"), reader.inner("lines"));
            let view = reader.text("in").unwrap_or(if lines.is_some() { "line" } else { "text" });
            if lines.is_none() && matches!(view, "line" | "lower_line") {
                self.problem(&reader, "in", "`count` reads text, lower or answers; `lines` reads lines");
            }
            if let Some(filter) = &lines {
                self.check_lines(filter);
            }
            let info = SignalInfo {
                id: id.to_owned().into(),
                name: reader.text("name").unwrap_or(id).to_owned().into(),
                unit: reader.text("unit").unwrap_or("").to_owned().into(),
                definition: reader.owned("definition").unwrap_or_else(|| definition(&reader, view)).into(),
                family: Family::Measure,
                reads: Vec::new(),
            };
            self.defined.insert(id.to_owned(), info);
            drafts.push(Draft { id, view: View::parse(view), count, lines, per });
        }
        drafts
    }

    fn check_lines(&self, filter: &Reader<'_>) {
        if filter.table.is_empty() {
            self.problems.push(filter.at, filter.key.as_str(), "expected contains, nonblank or not_prefix");
        }
        let needles = filter.texts("contains").unwrap_or_default();
        if needles.iter().any(|needle| needle.contains('\n')) {
            self.problem(filter, "contains", "a line holds no line break, so this string never occurs");
        }
    }

    /// Keeps the measures that something reads, directly or as a divisor.
    fn read_measures(&mut self, drafts: Vec<Draft<'_>>) -> Vec<Measure> {
        let mut read: Vec<String> = self.by_id.keys().cloned().collect();
        let mut kept = Vec::new();
        // A divisor is defined above the measure that needs it, so one pass from the end finds them all.
        for draft in drafts.into_iter().rev() {
            if !read.iter().any(|id| id == draft.id) {
                continue;
            }
            read.extend(draft.per.map(str::to_owned));
            let Some(keywords) = self.keywords.get_mut(draft.view.index()) else { continue };
            let intern = |keywords: &mut Keywords, needles: Vec<&str>| -> Vec<usize> {
                needles.into_iter().map(|needle| keywords.intern(needle)).collect()
            };
            let source = match (draft.count, draft.lines) {
                (Some(needles), _) => MeasureSource::Count(intern(keywords, needles)),
                (None, Some(lines)) => {
                    let contains = intern(keywords, lines.texts("contains").unwrap_or_default());
                    MeasureSource::Lines(
                        keywords.add_filter(LineFilter {
                            contains,
                            nonblank: lines.bool("nonblank").unwrap_or(false),
                            not_prefix: lines
                                .texts("not_prefix")
                                .unwrap_or_default()
                                .into_iter()
                                .map(str::to_owned)
                                .collect(),
                        }),
                    )
                }
                (None, None) => continue,
            };
            kept.push(Measure {
                id: draft.id.to_owned(),
                view: draft.view,
                source,
                per: draft.per.map(str::to_owned),
            });
        }
        kept.reverse();
        kept
    }
}

/// What a measure counts, in words, for provenance.
fn definition(reader: &Reader<'_>, view: &str) -> String {
    let quoted =
        |words: Vec<&str>| words.iter().map(|word| format!("{word:?}")).collect::<Vec<_>>().join(", ");
    let mut out = match (reader.texts("count"), reader.inner("lines")) {
        (Some(words), _) => format!("Occurrences of {} in {view}", quoted(words)),
        (None, Some(lines)) => {
            let mut conditions = Vec::new();
            if let Some(words) = lines.texts("contains") {
                conditions.push(format!("contain one of {}", quoted(words)));
            }
            if lines.bool("nonblank") == Some(true) {
                conditions.push("are not blank".to_owned());
            }
            if let Some(words) = lines.texts("not_prefix") {
                conditions.push(format!("do not start with {}", quoted(words)));
            }
            format!("Lines ({view}) that {}", conditions.join(" and "))
        }
        (None, None) => String::new(),
    };
    if let Some(per) = reader.text("per") {
        out.push_str(&format!(", divided by {per}"));
    }
    out
}

/// A regex error without its drawing, which does not fit a one-line problem.
fn one_line(error: &regex::Error) -> String {
    let text = error.to_string();
    let last = text.lines().last().unwrap_or("").trim();
    last.strip_prefix("error: ").unwrap_or(last).to_owned()
}
