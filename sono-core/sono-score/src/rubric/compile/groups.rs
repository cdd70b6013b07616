//! Compiles groups, and checks that they charge for what the rubric's own rules find.

use super::compiler::Compiler;
use super::reader::Reader;
use crate::patterns::WrittenRule;
use crate::rubric::format::GroupSource;
use crate::rubric::model::{Amount, Group, ParameterValue};
use sono_syntax::finding::Severity;

impl Compiler<'_> {
    pub(super) fn group(&mut self, reader: &Reader<'_>) -> Option<Group> {
        let points = reader.inner("points")?;
        if points.table.is_empty() {
            let expected = "expected points for low, medium or high";
            self.problem(reader, "points", format!("came without a severity, and takes nothing; {expected}"));
        }
        if reader.text("source") == Some(GroupSource::Patterns.as_str()) && !self.has_patterns {
            self.problem(
                reader,
                "source",
                "came \"patterns\", and the rubric has none; expected a table `pattern`, or \"violations\"",
            );
        }
        let cost = |severity: Severity| self.cost(&points, severity.as_str()).unwrap_or(Amount::Fixed(0.0));
        Some(Group {
            patterns_only: GroupSource::parse(reader.text("source")?)? == GroupSource::Patterns,
            points: Severity::ALL.map(cost),
            once: reader.bool("once").unwrap_or(false),
            max: self.cost(reader, "max"),
            improve: self.item_templates(reader, "improve"),
            expected: reader.owned("expected").unwrap_or_else(|| "no violations".to_owned()),
            when: self.condition(reader, "when"),
        })
    }

    /// Points that are taken: never fewer than none, whatever the parameter that they come from.
    fn cost(&self, reader: &Reader<'_>, key: &str) -> Option<Amount> {
        let amount = self.amount(reader, key)?;
        if let Amount::Parameter(index) = amount
            && let Some(parameter) = self.parameters.get(index)
            && let ParameterValue::Number(points) = parameter.default
            && points < 0.0
        {
            let name = &parameter.name;
            let message =
                format!("parameter {name:?} is {points}; a group takes points, expected at least 0");
            self.problem(reader, key, message);
        }
        Some(amount)
    }

    /// Refuses rules over the syntax that would be broken without anybody noticing: no group names their severity, not
    /// even with 0 points.
    pub(super) fn refuse_unpriced(&self, top: &Reader<'_>, rules: &[WrittenRule]) {
        let Some(section) = top.inner("syntax_rules") else { return };
        let metrics = top.tables("path").into_iter().flat_map(|path| path.tables("metric"));
        let groups: Vec<Reader<'_>> = metrics.flat_map(|metric| metric.tables("group")).collect();
        let counts = |group: &&Reader<'_>| group.text("source") == Some(GroupSource::Violations.as_str());
        let named = |severity: Severity| {
            let mut points = groups.iter().filter(counts).filter_map(|group| group.inner("points"));
            points.any(|points| points.get(severity.as_str()).is_some())
        };
        for rule in rules.iter().filter(|rule| !named(rule.severity)) {
            let severity = rule.severity.as_str();
            let message = format!(
                "rule `{}` is of {severity} severity, which costs nothing in any group of \"violations\"; expected \
                 points for `{severity}` in one of them (0 if it is to be told and to cost nothing), or another severity",
                rule.id
            );
            self.problem(&section, "yaml", message);
        }
    }
}
