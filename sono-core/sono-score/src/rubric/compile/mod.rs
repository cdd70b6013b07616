//! Compiles a checked TOML tree into a rubric: names become indices, and constraints that no shape can express are
//! checked.

mod compiler;
mod conditions;
mod expects;
mod groups;
mod interval;
mod measures;
mod metrics;
mod patterns;
mod reader;
mod shares;
mod wording;

use std::collections::BTreeMap;

use self::compiler::{Compiler, parameters};
use self::reader::Reader;
use self::wording::cautions;
use super::format::{At, Problems, Table};
use crate::rubric::model::{Model, SignalRegistry, Switch, TextSignal, Weighing};

/// Compiles a merged rubric. Problems are reported; the result is complete only if there are none.
pub(in crate::rubric) fn compile(
    root: &Table,
    registry: &SignalRegistry,
    problems: &Problems,
) -> Option<Model> {
    let top = Reader { table: root, at: At { file: 0, line: 1 }, key: String::new() };
    let mut compiler = Compiler {
        problems,
        registry,
        heuristic: top.bool("heuristic").unwrap_or(false),
        parameters: parameters(&top),
        defined: BTreeMap::new(),
        signals: Vec::new(),
        by_id: BTreeMap::new(),
        expects: top.get("expects").is_some(),
        has_patterns: top.get("pattern").is_some(),
        keywords: Default::default(),
    };
    let expects = expects::defaults(&top);
    let measures = compiler.measures(&top);
    let motives = compiler.switch(&top, "motives");
    let pattern_checks = compiler.switch(&top, "pattern_checks");
    let (patterns, pattern_rules) = compiler.patterns(&top);
    let (syntax_rules, own_rules) = compiler.syntax_rules(&top);
    if !matches!(pattern_checks, Switch::Fixed(false)) {
        compiler.refuse_unpriced(&top, &own_rules);
    }
    let bands = compiler.bands(&top);
    let cautions = cautions(&top);
    let sentences = compiler.sentences(&top);
    let shared_rules = compiler.shared_rules(&top);
    let paths = compiler.paths(&top, &shared_rules);
    let interval = compiler.interval(&top);
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
    Some(Model {
        id: top.owned("id")?,
        version: top.owned("version")?,
        name: top.owned("name")?,
        description: top.owned("description").unwrap_or_default(),
        heuristic: compiler.heuristic,
        expects,
        interval,
        weighing: weighing(&top),
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
        syntax_rules,
        own_rules,
        shared_rules,
        bands,
        cautions,
        sentences,
        paths,
    })
}

/// The weight of outside opinions.
fn weighing(top: &Reader<'_>) -> Weighing {
    let review = top.inner("review");
    let number = |key: &str| review.as_ref().and_then(|review| review.number(key));
    let default = Weighing::default();
    Weighing {
        share: number("share").unwrap_or(default.share),
        uncertainty: number("uncertainty").unwrap_or(default.uncertainty),
    }
}
