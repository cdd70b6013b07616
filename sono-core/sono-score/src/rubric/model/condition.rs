//! Conditions of rules, groups and motives; `score` evaluates them.

use super::curve::precise;
use super::keywords::Keywords;
use super::parameters::{ParameterDefinition, ParameterValue};
use super::registry::SignalInfo;
use super::search_text::SearchText;
use crate::rubric::format::Relation;
use crate::submission::SubmissionType;

/// A compiled condition. The compiler bounds its nesting, and so recursion over it.
#[derive(Debug, Clone)]
pub(in crate::rubric) enum Condition {
    Any(Vec<Condition>),
    All(Vec<Condition>),
    Not(Box<Condition>),
    Signal { signal: usize, tests: Vec<Test> },
    Words { text: SearchText, needles: Vec<usize>, all: bool },
    SubmissionType(Vec<SubmissionType>),
    Parameter { parameter: usize, tests: Vec<ParameterTest> },
}

/// A comparison of a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::rubric) struct Test {
    pub(in crate::rubric) relation: Relation,
    pub(in crate::rubric) to: f64,
}

/// A comparison of a parameter.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::rubric) enum ParameterTest {
    True,
    Number(Test),
    Is(ParameterValue),
    IsNot(ParameterValue),
}

impl Test {
    fn describe(self, unit: &str) -> String {
        format!("{} {}", self.relation.describe(), precise(self.to, unit))
    }
}

impl Condition {
    /// The simple conditions it consists of, in order.
    pub(in crate::rubric) fn leaves(&self) -> Vec<&Condition> {
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

    /// The signal that it compares, if the condition is nothing else.
    pub(in crate::rubric) fn single_signal(&self) -> Option<usize> {
        match self {
            Self::Signal { signal, .. } => Some(*signal),
            _ => None,
        }
    }

    /// A description of the condition for people.
    pub(in crate::rubric) fn describe(
        &self,
        signals: &[SignalInfo],
        keywords: &[Keywords; SearchText::ALL.len()],
        parameters: &[ParameterDefinition],
    ) -> String {
        let inner = |condition: &Condition| condition.describe(signals, keywords, parameters);
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
                let tests: Vec<String> = tests.iter().map(|test| test.describe(unit)).collect();
                format!("{name} {}", tests.join(" and "))
            }
            Self::Words { text, needles, all } => {
                let words = needles.iter().map(|needle| {
                    keywords
                        .get(text.index())
                        .map_or(String::new(), |keywords| format!("{:?}", keywords.needle(*needle)))
                });
                let words: Vec<String> = words.collect();
                format!("{} contains {}", text.describe(), words.join(if *all { " and " } else { " or " }))
            }
            Self::SubmissionType(types) => {
                let types: Vec<&str> = types.iter().map(|kind| kind.as_str()).collect();
                format!("the submission is of type {}", types.join(" or "))
            }
            Self::Parameter { parameter, tests } => {
                let name = parameters.get(*parameter).map_or("", |parameter| parameter.name.as_str());
                let tests: Vec<String> = tests.iter().map(ParameterTest::describe).collect();
                format!("parameter {name} is {}", tests.join(" and "))
            }
        }
    }
}

impl ParameterTest {
    fn describe(&self) -> String {
        match self {
            Self::True => "true".to_owned(),
            Self::Number(test) => test.describe(""),
            Self::Is(value) => value.describe(),
            Self::IsNot(value) => format!("not {}", value.describe()),
        }
    }
}
