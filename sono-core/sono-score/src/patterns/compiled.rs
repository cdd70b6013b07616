//! A rule that is ready to be matched.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use ast_grep_config::{DeserializeEnv, Rule, SerializableRule};
use ast_grep_core::meta_var::MetaVarEnv;
use ast_grep_core::{Matcher, Node};
use serde_json::Value;

use sono_syntax::finding::Severity;

use super::document::Document;
use super::documents::Written;
use super::grammar::RuleGrammar;
use super::message;
use super::price::Price;
use super::problems::{Problems, quoted};
use super::said::of_rule;

/// A rule.
pub(super) struct Compiled {
    pub(super) document: Written,
    pub(super) severity: Severity,
    /// The price of reading texts.
    pub(super) price: Price,
    pub(super) note: Option<Arc<str>>,
    rule: Rule,
    /// The rules for the code that meta variables stand for, in the order of their names. ast-grep would take them in
    /// an order that changes from run to run, and with it the code that variables in them stand for.
    constraints: Vec<(String, Rule)>,
    /// Holds the utilities that rules refer to.
    _utilities: DeserializeEnv<RuleGrammar>,
}

impl Compiled {
    /// Compiles a rule whose bounds are checked. Adds what is wrong with it.
    pub(super) fn new(
        document: Written,
        severity: Severity,
        price: Price,
        problems: &mut Problems,
    ) -> Option<Self> {
        let core = &document.core;
        let utilities = utilities(&document, problems);
        let rule = compile(&core.rule, &utilities, &document, problems);
        let mut given: Vec<_> = core.constraints.iter().flatten().collect();
        given.sort_unstable_by_key(|(name, _)| *name);
        let mut constraints = Vec::new();
        for (name, constraint) in given {
            let compile = |problems: &mut Problems| compile(constraint, &utilities, &document, problems);
            constraints
                .extend(problems.within("constraints", name, compile).map(|rule| (name.clone(), rule)));
        }
        let rule = rule?;
        check_variables(&document, &rule, &utilities, problems);
        let note = document.note.as_deref().map(Arc::from);
        Some(Self { document, severity, price, note, rule, constraints, _utilities: utilities })
    }

    /// The kinds of nodes that it can match.
    ///
    /// # Errors
    /// If it says nothing of them, or excludes all.
    pub(super) fn kinds(&self) -> Result<Vec<usize>, String> {
        let Some(kinds) = self.rule.potential_kinds() else {
            let got = if self.document.core.rule.pattern.is_present() {
                ", got a pattern that code of any kind matches; add `kind`"
            } else {
                "; add `kind` or `pattern`"
            };
            return Err(format!("expected a rule that names kinds of nodes{got}"));
        };
        let kinds: Vec<usize> = kinds.iter().collect();
        if kinds.is_empty() {
            return Err(
                "expected a rule that some code can match, got kinds that exclude each other".to_owned()
            );
        }
        Ok(kinds)
    }

    /// The node that it finds, and the code that its meta variables stand for.
    pub(super) fn find<'t>(
        &self,
        node: Node<'t, Document>,
    ) -> Option<(Node<'t, Document>, MetaVarEnv<'t, Document>)> {
        let mut variables = Cow::Owned(MetaVarEnv::new());
        let node = self.rule.match_node_with_env(node, &mut variables)?;
        let codes: Vec<_> =
            self.constraints.iter().map(|(name, _)| variables.get_match(name).cloned()).collect();
        for (code, (_, rule)) in codes.into_iter().zip(&self.constraints) {
            if let Some(code) = code {
                rule.match_node_with_env(code, &mut variables)?;
            }
        }
        Some((node, variables.into_owned()))
    }
}

/// The utilities of a rule; none if one of them is wrong.
fn utilities(document: &Written, problems: &mut Problems) -> DeserializeEnv<RuleGrammar> {
    let none = DeserializeEnv::new(document.language);
    let Some(utilities) = &document.core.utils else { return none };
    let error = match none.clone().with_utils(utilities) {
        Ok(all) => return all,
        Err(error) => error,
    };
    // It told one fault, which one changes from run to run. Without each other, all can be told.
    let before = problems.count();
    for (name, utility) in utilities.iter().collect::<BTreeMap<_, _>>() {
        problems.within("utils", name, |problems| compile(utility, &none, document, problems));
    }
    if problems.count() == before {
        problems.add(format!("in `utils`: {}", of_rule(&error, document.language.0.name)));
    }
    // What was entered before the fault stays out.
    DeserializeEnv::new(document.language)
}

fn compile(
    rule: &SerializableRule,
    utilities: &DeserializeEnv<RuleGrammar>,
    document: &Written,
    problems: &mut Problems,
) -> Option<Rule> {
    let rule = utilities.deserialize_rule(rule.clone());
    rule.map_err(|error| problems.add(of_rule(&error, document.language.0.name))).ok()
}

/// Finds constraints and labels that are about nothing: of a variable that no pattern has, or that stands for several
/// codes, which ast-grep does not look at.
fn check_variables(
    document: &Written,
    rule: &Rule,
    utilities: &DeserializeEnv<RuleGrammar>,
    problems: &mut Problems,
) {
    let core = &document.core;
    let named = |rules: Option<&HashMap<String, SerializableRule>>| {
        let rules = rules.into_iter().flat_map(HashMap::values);
        let compiled = rules.filter_map(|rule| utilities.deserialize_rule(rule.clone()).ok());
        compiled.flat_map(|rule| owned(&rule)).collect::<BTreeSet<_>>()
    };
    let constraints: BTreeSet<_> = core.constraints.iter().flat_map(HashMap::keys).collect();
    let labels: BTreeSet<_> = document.labels.iter().flat_map(HashMap::keys).collect();
    if constraints.is_empty() && labels.is_empty() {
        return;
    }
    let mut known = owned(rule);
    known.extend(named(core.utils.as_ref()));
    let (mut single, mut multiple) = (BTreeSet::new(), BTreeSet::new());
    for rule in std::iter::once(&core.rule).chain(core.utils.iter().flat_map(HashMap::values)) {
        collect(rule, &mut single, &mut multiple);
    }
    for name in constraints {
        if !known.contains(name) {
            problems
                .add(format!("expected {} to stand for something in `rule`", quoted(&format!("${name}"))));
        } else if multiple.contains(name) && !single.contains(name) {
            let (got, place) = (quoted(&format!("$$${name}")), quoted(&format!("constraints.{name}")));
            problems.add(format!("in {place}: expected a variable that stands for one code, got {got}"));
        }
    }
    known.extend(named(core.constraints.as_ref()));
    for name in labels {
        if !known.contains(name) {
            let got = quoted(&format!("${name}"));
            problems.add(format!(
                "in `labels`: expected {got} to stand for something in `rule` or `constraints`"
            ));
        }
    }
}

fn owned(rule: &Rule) -> BTreeSet<String> {
    rule.defined_vars().into_iter().map(str::to_owned).collect()
}

/// Collects the names that the patterns of a rule have behind one or two dollars, and behind three.
fn collect(rule: &SerializableRule, single: &mut BTreeSet<String>, multiple: &mut BTreeSet<String>) {
    let rule = serde_json::to_value(rule).unwrap_or_default();
    let mut open = vec![&rule];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(keys) => {
                for (key, value) in keys {
                    match (key.as_str(), value) {
                        ("pattern" | "context", Value::String(code)) => {
                            for variable in message::variables(code) {
                                let into = if variable.dollars < 3 { &mut *single } else { &mut *multiple };
                                into.insert(variable.name.to_owned());
                            }
                        }
                        _ => open.push(value),
                    }
                }
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
}
