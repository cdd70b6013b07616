//! Rules over the syntax tree, in the YAML of ast-grep.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ast_grep_core::AstGrep;

use sono_syntax::finding::Severity;
use sono_syntax::language::Language;
use sono_syntax::syntax::Parsed;
use sono_syntax::text::Span;

use crate::error::Result;

use super::bounds;
use super::compiled::Compiled;
use super::document::{Document, Interrupt};
use super::documents::{self, Read, Written};
use super::grammar::RuleGrammar;
use super::message;
use super::price::{Price, Pricing};
use super::problems::{Problems, quoted};
use super::written::WrittenRule;

/// The maximum number of matches kept for one text.
const MAX_MATCHES: usize = 1_000;

/// The maximum number of characters of an id, and of a message or a note: each is told of every place that is found.
const MAX_ID: usize = 200;
const MAX_TEXT: usize = 1_000;

/// The number of steps that the rules of a language may take on a text of any size, and per node of it. Each rule has
/// an equal part of both, so that no code can spend what the others need.
const MIN_STEPS: u64 = 1_000_000;
const STEPS_PER_NODE: u64 = 256;

/// The bytes of a text for which at most one node counts. Code that people write has three or four to a node.
const BYTES_PER_NODE: usize = 3;

/// How many times as many steps there are where only the first places of each rule are looked for: those are sets of many
/// rules, most of which never match.
const FIRST: u64 = 4;

/// A place that matches a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxMatch {
    /// The id of the rule.
    pub rule: String,
    /// The severity.
    pub severity: Severity,
    /// The problem, as a sentence.
    pub message: String,
    /// A suggested fix.
    pub fix: Option<Arc<str>>,
    /// The matched part of the text.
    pub span: Span,
}

/// The matches in one text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SyntaxMatches {
    /// The matches, in text order.
    pub found: Vec<SyntaxMatch>,
    /// Whether the rest of the text was not checked, because there were too many matches or the rules needed too many
    /// steps.
    pub cut: bool,
}

/// A set of rules over the syntax tree. Immutable; share it between threads.
#[derive(Debug, Default)]
pub struct SyntaxRules {
    sets: BTreeMap<&'static str, RulesOfLanguage>,
}

/// The rules of one language.
#[derive(Default)]
struct RulesOfLanguage {
    rules: Vec<Compiled>,
    /// For each node kind, the rules that can match it.
    by_kind: Vec<Vec<usize>>,
}

impl SyntaxRules {
    /// Parses rules: YAML documents in the format of ast-grep, separated by `---`, each with `id`, `language`,
    /// `severity` (`error` is high, `warning` medium, `info` and `hint` low, `off` leaves the rule out), `message`,
    /// `note` (a suggested fix) and `rule`, and optionally `utils` and `constraints`.
    ///
    /// Keys that only serve to find or edit files are refused: `files`, `ignores`, `fix`, `transform` and `rewriters`.
    /// So are the matcher `range`, which names lines, and rules that could match nodes of any kind.
    ///
    /// # Errors
    /// The faults of the documents, each with the rule that it is about.
    pub fn from_yaml(yaml: &str) -> Result<Self, Vec<String>> {
        Self::read(yaml, "")
    }

    /// Parses rules, and adds others that come with the library.
    pub(crate) fn read(yaml: &str, own: &str) -> Result<Self, Vec<String>> {
        let mut documents = Vec::new();
        for (text, is_own) in [(yaml, false), (own, true)] {
            if !text.trim().is_empty() {
                let read = if is_own { documents::read_own(text) } else { documents::read(text) };
                documents.extend(read.into_iter().map(|document| (document, is_own)));
            }
        }
        let (mut sets, mut problems) = (BTreeMap::<_, RulesOfLanguage>::new(), Vec::new());
        let mut all = All::default();
        for (index, (document, is_own)) in documents.into_iter().enumerate() {
            let (id, wrong, rule) = match document {
                Read::Unreadable(said) => {
                    problems.push(said);
                    continue;
                }
                Read::Rule { id, wrong, rule } => (id, wrong, rule),
            };
            let name = match id.filter(|id| !id.trim().is_empty()) {
                None => format!("rule {}", index.saturating_add(1)),
                Some(id) => format!("rule {}", quoted(&id)),
            };
            let mut found = Problems::default();
            wrong.into_iter().for_each(|problem| found.add(problem));
            if let Some(rule) = rule {
                let language = rule.language.0.id;
                if let Some(rule) = all.compile(*rule, is_own, &mut found)
                    && let Err(problem) = sets.entry(language).or_default().add(rule)
                {
                    found.add(problem);
                }
            }
            problems.extend(found.into_found().into_iter().map(|problem| format!("{name}: {problem}")));
        }
        if problems.is_empty() { Ok(Self { sets }) } else { Err(problems) }
    }

    /// Whether there are rules for a language.
    pub fn reads(&self, language: &Language) -> bool {
        self.sets.contains_key(language.id)
    }

    /// The ids of all rules, with their language.
    pub fn ids(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let of = |(language, set): (&&'static str, _)| (*language, set);
        self.sets.iter().map(of).flat_map(|(language, set): (&'static str, &RulesOfLanguage)| {
            set.rules.iter().map(move |rule| (language, rule.document.id.as_str()))
        })
    }

    /// The rules as they are written.
    pub(crate) fn written(&self) -> impl Iterator<Item = WrittenRule> {
        let of = |(language, set): (&&'static str, _)| (*language, set);
        self.sets.iter().map(of).flat_map(|(language, set): (&'static str, &RulesOfLanguage)| {
            set.rules.iter().map(move |rule| WrittenRule::of(&rule.document, language, rule.severity))
        })
    }

    /// The price of reading texts, for each rule.
    #[cfg(test)]
    pub(crate) fn prices(&self) -> Vec<String> {
        let of = |set: &RulesOfLanguage| {
            let prices = set.rules.iter();
            prices.map(|rule| format!("{}: {:?}", rule.document.id, rule.price)).collect::<Vec<_>>()
        };
        self.sets.values().flat_map(of).collect()
    }

    /// The places in a text that match rules of its language. No comment in the text can turn a rule off.
    ///
    /// Work is counted, and bounded by the number of nodes, so that a cut falls at the same place on every platform.
    pub fn find(&self, parsed: Parsed<'_>) -> SyntaxMatches {
        // Nothing stops it.
        self.search(parsed, STEPS_PER_NODE, usize::MAX, None).unwrap_or_default()
    }

    /// The same, until it is to stop, which is asked every so many steps.
    ///
    /// # Errors
    /// Those of `interrupt`.
    pub(crate) fn find_until(&self, parsed: Parsed<'_>, interrupt: &Interrupt) -> Result<SyntaxMatches> {
        self.search(parsed, STEPS_PER_NODE, usize::MAX, Some(interrupt))
    }

    /// The first places that match each rule, at most so many. The rest of the text is then not checked against it, which
    /// is no cut.
    ///
    /// # Errors
    /// Those of `interrupt`.
    pub(crate) fn find_first_until(
        &self,
        parsed: Parsed<'_>,
        most: usize,
        interrupt: &Interrupt,
    ) -> Result<SyntaxMatches> {
        self.search(parsed, STEPS_PER_NODE.saturating_mul(FIRST), most, Some(interrupt))
    }

    fn search(
        &self,
        parsed: Parsed<'_>,
        steps_per_node: u64,
        most: usize,
        interrupt: Option<&Interrupt>,
    ) -> Result<SyntaxMatches> {
        let language = parsed.language();
        let Some(rules) = self.sets.get(language.id) else { return Ok(SyntaxMatches::default()) };
        let nodes = parsed.tree.nodes().len().min(parsed.text.len() / BYTES_PER_NODE) as u64;
        let steps = nodes.saturating_mul(steps_per_node).saturating_add(MIN_STEPS);
        let document = Document::new(parsed.text, parsed.tree, RuleGrammar(language));
        rules.find(&AstGrep::doc(document.stopped_by(interrupt.cloned())), steps, most)
    }
}

impl std::fmt::Debug for RulesOfLanguage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.rules.iter().map(|rule| &rule.document.id)).finish()
    }
}

impl RulesOfLanguage {
    fn add(&mut self, rule: Compiled) -> Result<(), String> {
        let kinds = rule.kinds()?;
        let index = self.rules.len();
        if index >= bounds::MAX_RULES {
            return Err(format!("expected at most {} rules of one language, got more", bounds::MAX_RULES));
        }
        for kind in kinds {
            if self.by_kind.len() <= kind {
                self.by_kind.resize_with(kind.saturating_add(1), Vec::new);
            }
            if let Some(rules) = self.by_kind.get_mut(kind) {
                rules.push(index);
            }
        }
        self.rules.push(rule);
        Ok(())
    }

    fn find(&self, root: &AstGrep<Document>, steps: u64, most: usize) -> Result<SyntaxMatches> {
        let document = root.root().get_doc();
        let mut matches = SyntaxMatches { found: Vec::new(), cut: document.is_cut() };
        let mut left = vec![steps.div_euclid((self.rules.len() as u64).max(1)); self.rules.len()];
        let mut times = vec![0_usize; self.rules.len()];
        for node in root.root().dfs() {
            let Some(rules) = self.by_kind.get(usize::from(node.kind_id())) else { continue };
            for index in rules {
                let (Some(rule), Some(left), Some(times)) =
                    (self.rules.get(*index), left.get_mut(*index), times.get_mut(*index))
                else {
                    continue;
                };
                if *left == 0 || *times >= most {
                    continue;
                }
                document.allow(*left, rule.price);
                let found = rule.find(node.clone());
                *left = document.left();
                // Walking on is not a rule's work.
                document.allow(u64::MAX, Price::LEAST);
                if let Some(error) = document.stopped() {
                    return Err(error.clone());
                }
                // Once the budget is spent, the absence of a match means nothing.
                if *left == 0 {
                    matches.cut = true;
                    continue;
                }
                if let Some((found, variables)) = found {
                    if matches.found.len() >= MAX_MATCHES {
                        return Ok(SyntaxMatches { cut: true, ..matches });
                    }
                    *times = times.saturating_add(1);
                    let range = found.range();
                    matches.found.push(SyntaxMatch {
                        rule: rule.document.id.clone(),
                        severity: rule.severity,
                        message: message::fill(&rule.document.message, &variables),
                        fix: rule.note.clone(),
                        span: Span::new(range.start, range.end),
                    });
                }
            }
        }
        // It may have been stopped while it walked on.
        document.stopped().map_or(Ok(matches), |error| Err(error.clone()))
    }
}

/// The counts over all rules.
#[derive(Default)]
struct All {
    ids: BTreeSet<(&'static str, String)>,
    regexes: usize,
    pricing: Pricing,
}

impl All {
    /// Compiles a rule, unless it is turned off. Adds what is wrong with it.
    fn compile(&mut self, document: Written, is_own: bool, problems: &mut Problems) -> Option<Compiled> {
        let language = document.language.0;
        check_texts(&document, problems);
        let regexes = bounds::check(&document, is_own, problems);
        self.regexes = self.regexes.saturating_add(regexes.len());
        if self.regexes > bounds::MAX_REGEXES {
            let most = bounds::MAX_REGEXES;
            problems.add(format!("expected at most {most} regular expressions in all rules, got more"));
        }
        if !document.id.is_empty() && !self.ids.insert((language.id, document.id.clone())) {
            problems
                .add(format!("expected an id of its own, got that of another rule for {}", language.name));
        }
        if !problems.is_empty() {
            return None;
        }
        let price = self.pricing.of(regexes.iter().map(String::as_str), is_own);
        let severity = severity(&document.severity);
        // A rule that is turned off must be right as well.
        let rule = Compiled::new(document, severity.unwrap_or(Severity::Low), price, problems)?;
        if !problems.is_empty() {
            return None;
        }
        if severity.is_none() {
            if let Err(problem) = rule.kinds() {
                problems.add(problem);
            }
            return None;
        }
        Some(rule)
    }
}

/// Checks the texts of a rule.
fn check_texts(document: &Written, problems: &mut Problems) {
    let note = document.note.as_deref().unwrap_or_default();
    for (key, text, most) in [
        ("id", document.id.as_str(), MAX_ID),
        ("message", &document.message, MAX_TEXT),
        ("note", note, MAX_TEXT),
    ] {
        if text.trim().is_empty() && key != "note" {
            let a = if key == "id" { "an" } else { "a" };
            problems.add(format!("expected {a} `{key}`, got none"));
        }
        let length = text.chars().count();
        if length > most {
            problems.add(format!("expected `{key}` of at most {most} characters, got {length}"));
        }
    }
}

/// Converts ast-grep's severity; `None` for a rule that is turned off.
const fn severity(severity: &ast_grep_config::Severity) -> Option<Severity> {
    match severity {
        ast_grep_config::Severity::Error => Some(Severity::High),
        ast_grep_config::Severity::Warning => Some(Severity::Medium),
        ast_grep_config::Severity::Info | ast_grep_config::Severity::Hint => Some(Severity::Low),
        ast_grep_config::Severity::Off => None,
    }
}
