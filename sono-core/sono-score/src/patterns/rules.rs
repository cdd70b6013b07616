//! Rules over the syntax tree, in the YAML of ast-grep.

use std::collections::{BTreeMap, BTreeSet};

use ast_grep_config::{GlobalRules, RuleConfig, SerializableRuleConfig, from_multiple};
use ast_grep_core::matcher::MatcherExt;
use ast_grep_core::{AstGrep, Matcher, NodeMatch};

use sono_syntax::finding::Severity;
use sono_syntax::language::Language;
use sono_syntax::syntax::Parsed;
use sono_syntax::text::Span;

use crate::error::Result;

use super::bounds;
use super::document::{Document, Interrupt};
use super::grammar::RuleGrammar;
use super::price::{Price, Pricing};
use super::said::{of_rule, of_yaml};
use super::written::WrittenRule;

/// The maximum number of matches kept for one text.
const MAX_MATCHES: usize = 1_000;

/// The maximum number of characters of code that a message quotes.
const MAX_QUOTED: usize = 60;

/// The number of steps that the rules of a language may take on a text of any size, and per node of it. Each rule has
/// an equal part of both, so that no code can spend what the others need.
const MIN_STEPS: u64 = 1_000_000;
const STEPS_PER_NODE: u64 = 256;

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
    pub fix: Option<String>,
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
    rules: Vec<RuleConfig<RuleGrammar>>,
    /// The price of reading texts, for each of them.
    prices: Vec<Price>,
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
    /// One message for each document that is not such a rule.
    pub fn from_yaml(yaml: &str) -> Result<Self, Vec<String>> {
        Self::read(yaml, "")
    }

    /// Parses rules, and adds others that come with the library.
    pub(crate) fn read(yaml: &str, own: &str) -> Result<Self, Vec<String>> {
        let mut documents = Vec::new();
        for (text, is_own) in [(yaml, false), (own, true)] {
            if text.trim().is_empty() && (is_own || !own.is_empty()) {
                continue;
            }
            let read = from_multiple::<SerializableRuleConfig<RuleGrammar>>(text)
                .map_err(|error| vec![of_yaml(&error)])?;
            documents.extend(read.into_iter().map(|document| (document, is_own)));
        }
        let (mut sets, mut problems) = (BTreeMap::<_, RulesOfLanguage>::new(), Vec::new());
        let (mut ids, mut regexes) = (BTreeSet::new(), 0_usize);
        let mut pricing = Pricing::default();
        for (index, (document, is_own)) in documents.into_iter().enumerate() {
            let name = if document.id.is_empty() {
                format!("rule {}", index.saturating_add(1))
            } else {
                format!("rule `{}`", document.id)
            };
            let language = document.language.0;
            let rule = check(&document).and_then(|own| {
                regexes = regexes.saturating_add(own.len());
                if regexes > bounds::MAX_REGEXES {
                    let most = bounds::MAX_REGEXES;
                    return Err(format!(
                        "expected at most {most} regular expressions in all rules, got more"
                    ));
                }
                if !ids.insert((language.id, document.id.clone())) {
                    return Err(format!(
                        "expected an id of its own, got that of another rule for {}",
                        language.name
                    ));
                }
                let price = pricing.of(own.iter().map(String::as_str), is_own);
                let rule = RuleConfig::try_from(document, &GlobalRules::default());
                Ok((rule.map_err(|error| of_rule(&error, language.name))?, price))
            });
            let added = rule.and_then(|(rule, price)| match severity(&rule.severity) {
                Some(_) => sets.entry(language.id).or_default().add(rule, price),
                None => Ok(()),
            });
            if let Err(problem) = added {
                problems.push(format!("{name}: {problem}"));
            }
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
            set.rules.iter().map(move |rule| (language, rule.id.as_str()))
        })
    }

    /// The rules as they are written.
    pub(crate) fn written(&self) -> impl Iterator<Item = WrittenRule> {
        let of = |(language, set): (&&'static str, _)| (*language, set);
        self.sets.iter().map(of).flat_map(|(language, set): (&'static str, &RulesOfLanguage)| {
            let written = move |rule: &RuleConfig<RuleGrammar>| {
                Some(WrittenRule::of(rule, language, severity(&rule.severity)?))
            };
            set.rules.iter().filter_map(written)
        })
    }

    /// The price of reading texts, for each rule.
    #[cfg(test)]
    pub(crate) fn prices(&self) -> Vec<String> {
        let of = |set: &RulesOfLanguage| {
            let prices = set.rules.iter().zip(&set.prices);
            prices.map(|(rule, price)| format!("{}: {price:?}", rule.id)).collect::<Vec<_>>()
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
        let nodes = parsed.tree.nodes().len() as u64;
        let steps = nodes.saturating_mul(steps_per_node).saturating_add(MIN_STEPS);
        let document = Document::new(parsed.text, parsed.tree, RuleGrammar(language));
        rules.find(&AstGrep::doc(document.stopped_by(interrupt.cloned())), steps, most)
    }
}

impl std::fmt::Debug for RulesOfLanguage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.rules.iter().map(|rule| &rule.id)).finish()
    }
}

impl RulesOfLanguage {
    fn add(&mut self, rule: RuleConfig<RuleGrammar>, price: Price) -> Result<(), String> {
        let kinds = rule.matcher.potential_kinds().ok_or("expected a rule that names kinds of nodes")?;
        let index = self.rules.len();
        if index >= bounds::MAX_RULES {
            return Err(format!("expected at most {} rules of one language, got more", bounds::MAX_RULES));
        }
        for kind in &kinds {
            if self.by_kind.len() <= kind {
                self.by_kind.resize_with(kind.saturating_add(1), Vec::new);
            }
            if let Some(rules) = self.by_kind.get_mut(kind) {
                rules.push(index);
            }
        }
        self.rules.push(rule);
        self.prices.push(price);
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
                let (Some(rule), Some(price), Some(left), Some(times)) = (
                    self.rules.get(*index),
                    self.prices.get(*index),
                    left.get_mut(*index),
                    times.get_mut(*index),
                ) else {
                    continue;
                };
                if *left == 0 || *times >= most {
                    continue;
                }
                document.allow(*left, *price);
                let found = rule.matcher.match_node(node.clone());
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
                if let (Some(found), Some(severity)) = (found, severity(&rule.severity)) {
                    if matches.found.len() >= MAX_MATCHES {
                        return Ok(SyntaxMatches { cut: true, ..matches });
                    }
                    *times = times.saturating_add(1);
                    let range = found.range();
                    matches.found.push(SyntaxMatch {
                        rule: rule.id.clone(),
                        severity,
                        message: fill(&rule.message, &found),
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

/// Checks that a rule has what it needs, and nothing that is refused. Returns its regular expressions.
fn check(document: &SerializableRuleConfig<RuleGrammar>) -> Result<Vec<String>, String> {
    if document.id.trim().is_empty() {
        return Err("expected an `id`, got none".to_owned());
    }
    if document.message.trim().is_empty() {
        return Err("expected a `message`, got none".to_owned());
    }
    let unsupported = [
        ("files", document.files.is_some()),
        ("ignores", document.ignores.is_some()),
        ("fix", document.fix.is_some()),
        ("transform", document.transform.is_some()),
        ("rewriters", document.rewriters.is_some()),
    ];
    if let Some((key, _)) = unsupported.iter().find(|(_, given)| *given) {
        return Err(format!("expected a rule that only finds places, got `{key}`"));
    }
    bounds::check(document)
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

/// Fills a message with the code that its meta variables stand for.
fn fill(message: &str, found: &NodeMatch<'_, Document>) -> String {
    let mut out = String::with_capacity(message.len());
    let mut rest = message;
    while let Some((before, after)) = rest.split_once('$') {
        let end = after
            .find(|c: char| !(c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_'))
            .unwrap_or(after.len());
        let (name, tail) = after.split_at_checked(end).unwrap_or((after, ""));
        out.push_str(before);
        match found.get_env().get_match(name).filter(|_| !name.is_empty()) {
            Some(node) => {
                let text = node.text();
                out.extend(text.chars().take(MAX_QUOTED));
                if text.chars().nth(MAX_QUOTED).is_some() {
                    out.push('…');
                }
            }
            None => {
                out.push('$');
                out.push_str(name);
            }
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}
