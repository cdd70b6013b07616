//! Numbers, curves and conditions of a rubric in words.

use crate::rubric::format::Template;
use crate::rubric::model::{Amount, Condition, Curve, Model, Parameters, Switch};
use crate::submission::Expectation;
use sono_syntax::text::{format_number, join_names, tidy};

/// A share of a whole: "37.5 %".
pub(super) fn share(part: f64, whole: f64) -> String {
    format!("{} %", format_number(tidy(part / whole * 100.0)))
}

/// A number of points: `1 point`, `2.5 points`.
pub(super) fn points(number: f64) -> String {
    let number = tidy(number).to_string();
    let noun = if number == "1" || number == "-1" { "point" } else { "points" };
    format!("{number} {noun}")
}

/// A curve by its points: "100 points at 0, 85 at 15, 0 from 80 on". Points that change nothing are left out, so that
/// curves which give the same read the same.
pub(super) fn curve(curve: &Curve, unit: &str) -> String {
    let points = essential(curve.points());
    let last = points.len().saturating_sub(1);
    let told = points.iter().enumerate().map(|(index, (x, y))| {
        let (number, value) = (tidy(*y), exact(*x, unit));
        match index {
            0 if last == 0 => format!("{} for any value", self::points(*y)),
            0 if *x > 0.0 => format!("{} up to {value}", self::points(*y)),
            0 => format!("{} at {value}", self::points(*y)),
            _ if index == last => format!("{number} from {value} on"),
            _ => format!("{number} at {value}"),
        }
    });
    told.collect::<Vec<_>>().join(", ")
}

/// A value with all the digits that the rubric states, with its unit.
fn exact(value: f64, unit: &str) -> String {
    if unit == "ratio" { format!("{} %", tidy(value * 100.0)) } else { tidy(value).to_string() }
}

/// The points of a curve without those that lie on a straight line between their neighbours, or outside of what changes.
fn essential(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut kept: Vec<(f64, f64)> = Vec::new();
    for (index, point) in points.iter().enumerate() {
        let after = points.get(index.saturating_add(1));
        let needless = match (kept.last(), after) {
            (Some(before), Some(after)) => {
                let at = before.1 + (after.1 - before.1) * ((point.0 - before.0) / (after.0 - before.0));
                (at - point.1).abs() < 1e-9
            }
            // Flat outside: where the curve begins or ends flat, the inner point says it all.
            (None, Some(after)) => point.1.total_cmp(&after.1).is_eq(),
            (Some(before), None) => point.1.total_cmp(&before.1).is_eq(),
            (None, None) => false,
        };
        if !needless {
            kept.push(*point);
        }
    }
    if kept.is_empty() { points.last().copied().into_iter().collect() } else { kept }
}

/// The alternatives of a template, as the rubric states them.
pub(super) fn templates(templates: &[Template]) -> Option<String> {
    let told: Vec<String> = templates.iter().map(|template| format!("\u{201c}{template}\u{201d}")).collect();
    (!told.is_empty()).then(|| told.join(", else "))
}

/// When something takes part that waits for what was asked for.
pub(super) fn asked(expects: Option<Expectation>) -> Option<String> {
    expects.map(|expectation| format!("only if {} {} asked for", expectation.describe(), is(expectation)))
}

/// The verb for an expectation.
pub(super) fn is(expectation: Expectation) -> &'static str {
    match expectation {
        Expectation::Readme | Expectation::Documentation => "is",
        _ => "are",
    }
}

/// Names in a sentence: "tests, documentation and a README"; "nothing" if there are none.
pub(super) fn names<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    if names.is_empty() { "nothing".to_owned() } else { join_names(&names, "and") }
}

impl Model {
    /// A number of points: "4", "6 (parameter penalty_high)".
    pub(super) fn amount(&self, amount: Amount) -> String {
        match amount {
            Amount::Fixed(points) => format_number(points),
            Amount::Parameter(index) => {
                let parameter = self.parameters.get(index);
                let (name, default) = parameter
                    .map_or_else(Default::default, |known| (known.name.as_str(), known.default.describe()));
                format!("{default} (parameter {name})")
            }
        }
    }

    /// Points that a rule adds or takes: "adds 20 points", "takes 1 point".
    pub(super) fn bonus(&self, amount: Amount) -> String {
        let points = amount.value(&Parameters::defaults(&self.parameters));
        let verb = if points < 0.0 { "takes" } else { "adds" };
        let noun = if points.abs() == 1.0 { "point" } else { "points" };
        let parameter = match amount {
            Amount::Fixed(_) => String::new(),
            Amount::Parameter(index) => {
                let name = self.parameters.get(index).map_or("", |parameter| parameter.name.as_str());
                format!(" (parameter {name})")
            }
        };
        format!("{verb} {} {noun}{parameter}", format_number(points.abs()))
    }

    /// A switch: "yes", "no", "no (parameter show_motives)".
    pub(super) fn switch(&self, switch: Switch) -> String {
        let word = |on: bool| if on { "yes" } else { "no" };
        match switch {
            Switch::Fixed(on) => word(on).to_owned(),
            Switch::Parameter(index) => {
                let on = Parameters::defaults(&self.parameters).is_true(index);
                let name = self.parameters.get(index).map_or("", |parameter| parameter.name.as_str());
                format!("{} (parameter {name})", word(on))
            }
        }
    }

    /// A condition in words.
    pub(super) fn condition(&self, condition: &Condition) -> String {
        condition.describe(&self.signals, &self.keywords, &self.parameters)
    }
}
