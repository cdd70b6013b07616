//! The facts that conditions test, and the evaluation of conditions.

use super::scan::Scan;
use crate::rubric::format::Relation;
use crate::rubric::model::{Condition, ParameterTest, ParameterValue, Parameters, SearchText, Test};
use crate::signals::Measured;
use crate::submission::SubmissionType;
use sono_syntax::finding::Finding;

/// The facts that conditions test.
#[derive(Debug)]
pub(in crate::rubric) struct Facts<'a> {
    /// By the rubric's signal index.
    pub(in crate::rubric) values: Vec<Option<&'a Measured>>,
    /// Places that show values at their best, by the rubric's signal index.
    pub(in crate::rubric) examples: Vec<&'a [Finding]>,
    /// By searched text.
    pub(in crate::rubric) scans: [Scan; SearchText::ALL.len()],
    pub(in crate::rubric) submission_type: SubmissionType,
    pub(in crate::rubric) parameters: &'a Parameters,
}

impl<'a> Facts<'a> {
    pub(in crate::rubric) fn measured(&self, signal: usize) -> Option<&'a Measured> {
        self.values.get(signal).copied().flatten()
    }

    pub(in crate::rubric) fn scan(&self, text: SearchText) -> Option<&Scan> {
        self.scans.get(text.index())
    }
}

impl Condition {
    pub(in crate::rubric) fn holds(&self, facts: &Facts<'_>) -> bool {
        match self {
            Self::Any(conditions) => conditions.iter().any(|condition| condition.holds(facts)),
            Self::All(conditions) => conditions.iter().all(|condition| condition.holds(facts)),
            Self::Not(condition) => !condition.holds(facts),
            Self::Signal { signal, tests } => facts
                .measured(*signal)
                .is_some_and(|measured| tests.iter().all(|test| test.holds(measured.value))),
            Self::Words { text, needles, all } => facts.scan(*text).is_some_and(|scan| {
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
}

impl Test {
    #[expect(clippy::float_cmp, reason = "`eq` and `ne` ask for exactly this number")]
    fn holds(self, value: f64) -> bool {
        match self.relation {
            Relation::Gt => value > self.to,
            Relation::Ge => value >= self.to,
            Relation::Lt => value < self.to,
            Relation::Le => value <= self.to,
            Relation::Eq => value == self.to,
            Relation::Ne => value != self.to,
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
}
