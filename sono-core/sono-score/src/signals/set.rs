//! The set that measurements are written to.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use sono_syntax::finding::{Finding, Severity};

/// A violation of a rule at a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Violation {
    /// The id of the rule.
    pub rule: String,
    /// The severity.
    pub severity: Severity,
    /// The place and the problem.
    pub finding: Finding,
    /// A suggested fix.
    pub fix: Option<Arc<str>>,
}

/// A measured value.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Measured {
    /// The value, in the unit of its definition. Never NaN or infinite.
    pub value: f64,
    /// The number of units (functions, names, sentences) that it was measured on; at least 1.
    pub units: u32,
    /// The places that determine the value, the most telling first. The measurement limits their number.
    pub findings: Vec<Finding>,
}

/// The most places that show a value at its best.
const MAX_EXAMPLES: usize = 2;

/// All values measured on one submission, ordered by id. A missing value is absent, which is not zero.
#[derive(Debug, Clone, Default)]
pub struct SignalSet {
    values: BTreeMap<Cow<'static, str>, Measured>,
    examples: BTreeMap<Cow<'static, str>, Vec<Finding>>,
    violations: Vec<Violation>,
}

impl SignalSet {
    /// An empty set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a value measured on `units` units, with its evidence. A value that is not finite is dropped: absent is
    /// honest, NaN is not.
    pub fn put(
        &mut self,
        id: impl Into<Cow<'static, str>>,
        value: f64,
        units: usize,
        findings: Vec<Finding>,
    ) {
        let units = u32::try_from(units).unwrap_or(u32::MAX);
        self.put_measured(id, Measured { value, units, findings });
    }

    /// Adds a complete measured value.
    pub(crate) fn put_measured(&mut self, id: impl Into<Cow<'static, str>>, measured: Measured) {
        if measured.value.is_finite() {
            self.values.insert(id.into(), Measured { units: measured.units.max(1), ..measured });
        }
    }

    /// Removes a value.
    pub(crate) fn remove(&mut self, id: &str) {
        self.values.remove(id);
        self.examples.remove(id);
    }

    /// Adds a place that shows a value at its best, where the findings of the signal show it at its worst. Praise points
    /// there; the first two are kept.
    pub fn exemplify(&mut self, id: impl Into<Cow<'static, str>>, example: Finding) {
        let examples = self.examples.entry(id.into()).or_default();
        if examples.len() < MAX_EXAMPLES {
            examples.push(example);
        }
    }

    /// The places that show a value at its best.
    pub fn examples(&self, id: &str) -> &[Finding] {
        self.examples.get(id).map_or(&[], Vec::as_slice)
    }

    /// Adds a plain value.
    pub fn put_value(&mut self, id: impl Into<Cow<'static, str>>, value: f64) {
        self.put(id, value, 1, Vec::new());
    }

    /// The measured value with that id, if there is one.
    pub fn get(&self, id: &str) -> Option<&Measured> {
        self.values.get(id)
    }

    /// The value with that id, without its units and findings.
    pub fn value(&self, id: &str) -> Option<f64> {
        self.get(id).map(|measured| measured.value)
    }

    /// All values, ordered by id.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Measured)> {
        self.values.iter().map(|(id, measured)| (id.as_ref(), measured))
    }

    /// Adds a violation.
    pub fn violate(&mut self, violation: Violation) {
        self.violations.push(violation);
    }

    /// The violations, in the order in which they were added.
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }
}
