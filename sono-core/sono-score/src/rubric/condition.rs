//! Conditions of rules, groups and motives.

use super::curve::precise;
use super::keywords::{Keywords, Scan};
use super::material::View;
use super::parameters::{ParameterDefinition, ParameterValue, Parameters};
use super::registry::SignalInfo;
use crate::signals::Measured;
use crate::submission::SubmissionType;

/// A compiled condition. Nesting is bounded where it is compiled, so recursion over it is bounded as well.
#[derive(Debug, Clone)]
pub(super) enum Condition {
    Any(Vec<Condition>),
    All(Vec<Condition>),
    Not(Box<Condition>),
    Signal { signal: usize, tests: Vec<Test> },
    Words { view: View, needles: Vec<usize>, all: bool },
    SubmissionType(Vec<SubmissionType>),
    Parameter { parameter: usize, tests: Vec<ParameterTest> },
}

/// A comparison of a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Test {
    pub(super) relation: Relation,
    pub(super) to: f64,
}

/// How two numbers compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    Gt,
    Ge,
    Lt,
    Le,
    Eq,
    Ne,
}

/// A comparison of a parameter.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum ParameterTest {
    True,
    Number(Test),
    Is(ParameterValue),
    IsNot(ParameterValue),
}

impl Relation {
    pub(super) const ALL: [(&'static str, Self); 6] = [
        ("gt", Self::Gt),
        ("ge", Self::Ge),
        ("lt", Self::Lt),
        ("le", Self::Le),
        ("eq", Self::Eq),
        ("ne", Self::Ne),
    ];

    const fn words(self) -> &'static str {
        match self {
            Self::Gt => "more than",
            Self::Ge => "at least",
            Self::Lt => "less than",
            Self::Le => "at most",
            Self::Eq => "exactly",
            Self::Ne => "other than",
        }
    }
}

impl Test {
    #[expect(clippy::float_cmp, reason = "`eq` and `ne` ask for exactly this number")]
    pub(super) fn holds(self, value: f64) -> bool {
        match self.relation {
            Relation::Gt => value > self.to,
            Relation::Ge => value >= self.to,
            Relation::Lt => value < self.to,
            Relation::Le => value <= self.to,
            Relation::Eq => value == self.to,
            Relation::Ne => value != self.to,
        }
    }

    fn words(self, unit: &str) -> String {
        format!("{} {}", self.relation.words(), precise(self.to, unit))
    }
}

/// What conditions ask about.
#[derive(Debug)]
pub(super) struct Facts<'a> {
    /// By index of the rubric's signals.
    pub(super) values: Vec<Option<&'a Measured>>,
    /// By view.
    pub(super) scans: [Scan; 3],
    pub(super) submission_type: SubmissionType,
    pub(super) parameters: &'a Parameters,
}

impl<'a> Facts<'a> {
    pub(super) fn measured(&self, signal: usize) -> Option<&'a Measured> {
        self.values.get(signal).copied().flatten()
    }

    pub(super) fn scan(&self, view: View) -> Option<&Scan> {
        self.scans.get(view.index())
    }
}

impl Condition {
    pub(super) fn holds(&self, facts: &Facts<'_>) -> bool {
        match self {
            Self::Any(conditions) => conditions.iter().any(|condition| condition.holds(facts)),
            Self::All(conditions) => conditions.iter().all(|condition| condition.holds(facts)),
            Self::Not(condition) => !condition.holds(facts),
            Self::Signal { signal, tests } => facts
                .measured(*signal)
                .is_some_and(|measured| tests.iter().all(|test| test.holds(measured.value))),
            Self::Words { view, needles, all } => facts.scan(*view).is_some_and(|scan| {
                let found = |needle: &usize| scan.found(*needle);
                if *all { needles.iter().all(found) } else { needles.iter().any(found) }
            }),
            Self::SubmissionType(types) => types.contains(&facts.submission_type),
            Self::Parameter { parameter, tests } => facts
                .parameters
                .get(*parameter)
                .is_some_and(|value| tests.iter().all(|test| test.holds(value))),
        }
    }

    /// The questions it asks, from the first to the last.
    pub(super) fn leaves(&self) -> Vec<&Condition> {
        let mut out = Vec::new();
        let mut open = vec![self];
        while let Some(condition) = open.pop() {
            match condition {
                Self::Any(conditions) | Self::All(conditions) => open.extend(conditions.iter().rev()),
                Self::Not(condition) => open.push(condition),
                leaf => out.push(leaf),
            }
        }
        out
    }

    /// The signal it compares, when that is all it asks.
    pub(super) fn single_signal(&self) -> Option<usize> {
        match self {
            Self::Signal { signal, .. } => Some(*signal),
            _ => None,
        }
    }

    /// The condition in words.
    pub(super) fn words(
        &self,
        signals: &[SignalInfo],
        keywords: &[Keywords; 3],
        parameters: &[ParameterDefinition],
    ) -> String {
        let inner = |condition: &Condition| condition.words(signals, keywords, parameters);
        let join = |conditions: &[Condition], word: &str| {
            conditions.iter().map(inner).collect::<Vec<_>>().join(word)
        };
        match self {
            Self::Any(conditions) => join(conditions, " or "),
            Self::All(conditions) => join(conditions, " and "),
            Self::Not(condition) => format!("not: {}", inner(condition)),
            Self::Signal { signal, tests } => {
                let name = signals.get(*signal).map_or("", |signal| signal.name.as_ref());
                let unit = signals.get(*signal).map_or("", |signal| signal.unit.as_ref());
                let tests: Vec<String> = tests.iter().map(|test| test.words(unit)).collect();
                format!("{name} {}", tests.join(" and "))
            }
            Self::Words { view, needles, all } => {
                let words = needles.iter().map(|needle| {
                    keywords
                        .get(view.index())
                        .map_or(String::new(), |keywords| format!("{:?}", keywords.needle(*needle)))
                });
                let words: Vec<String> = words.collect();
                format!("{} contains {}", view.words(), words.join(if *all { " and " } else { " or " }))
            }
            Self::SubmissionType(types) => {
                let types: Vec<&str> = types.iter().map(|kind| kind.as_str()).collect();
                format!("the submission is of type {}", types.join(" or "))
            }
            Self::Parameter { parameter, tests } => {
                let name = parameters.get(*parameter).map_or("", |parameter| parameter.name.as_str());
                let tests: Vec<String> = tests.iter().map(ParameterTest::words).collect();
                format!("parameter {name} is {}", tests.join(" and "))
            }
        }
    }
}

impl ParameterTest {
    fn holds(&self, value: &ParameterValue) -> bool {
        match self {
            Self::True => *value == ParameterValue::Bool(true),
            Self::Number(test) => matches!(value, ParameterValue::Number(number) if test.holds(*number)),
            Self::Is(other) => value == other,
            Self::IsNot(other) => value != other,
        }
    }

    fn words(&self) -> String {
        match self {
            Self::True => "true".to_owned(),
            Self::Number(test) => test.words(""),
            Self::Is(value) => value.words(),
            Self::IsNot(value) => format!("not {}", value.words()),
        }
    }
}
