//! A rubric as its author wrote it: the numbers of its parts, and where they stand in the text.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The smallest weight that is written. A part is never taken out, only proposed for it.
const LEAST_WEIGHT: f64 = 0.01;

/// A rubric's text and the metrics in it.
#[derive(Debug)]
pub struct Document {
    source: String,
    /// The metrics, in the order of the text.
    pub metrics: Vec<Metric>,
}

/// A metric.
#[derive(Debug)]
pub struct Metric {
    /// The id of its path.
    pub path: String,
    /// Its id.
    pub id: String,
    /// Whether it reads code.
    pub is_code: bool,
    /// Its parts, in the order of the text.
    pub parts: Vec<Part>,
}

/// A part of a metric.
#[derive(Debug)]
pub struct Part {
    /// The id of its signal.
    pub signal: String,
    /// Its weight.
    pub weight: f64,
    /// Its curve.
    pub curve: Vec<(f64, f64)>,
    /// The points that it gives without a value, if it is not skipped then.
    pub absent: Option<f64>,
    /// Its standard deviation in points.
    pub uncertainty: f64,
    /// The least and the greatest value that are expected, as far as the author states them.
    pub target: (Option<f64>, Option<f64>),
    places: Places,
}

/// Where the numbers of a part stand.
#[derive(Debug)]
struct Places {
    weight: Range<usize>,
    curve: Range<usize>,
    uncertainty: Option<Range<usize>>,
}

/// New numbers for a part.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A weight.
    Weight {
        /// The index of the metric.
        metric: usize,
        /// The index of the part in it.
        part: usize,
        /// The weight; what rounds to nothing is written as the smallest one.
        value: f64,
    },
    /// A curve.
    Curve {
        /// The index of the metric.
        metric: usize,
        /// The index of the part in it.
        part: usize,
        /// The points of the curve.
        points: Vec<(f64, f64)>,
    },
    /// An uncertainty; a part that states none keeps none.
    Uncertainty {
        /// The index of the metric.
        metric: usize,
        /// The index of the part in it.
        part: usize,
        /// The standard deviation in points.
        value: f64,
    },
}

impl Document {
    /// Finds the numbers in a rubric, which is otherwise taken to be valid.
    ///
    /// # Errors
    /// If it is no TOML, or has no metric of code with parts of its own.
    pub fn parse(source: &str) -> Result<Self, String> {
        let table = DeTable::parse(source).map_err(|error| error.to_string())?;
        let mut metrics = Vec::new();
        for path in tables(table.get_ref(), "path") {
            for metric in tables(path, "metric") {
                let parts: Vec<Part> = tables(metric, "part").filter_map(part).collect();
                let is_code = text(metric, "category") == Some("code");
                let (Some(path), Some(id)) = (text(path, "id"), text(metric, "id")) else { continue };
                metrics.push(Metric { path: path.to_owned(), id: id.to_owned(), is_code, parts });
            }
        }
        if !metrics.iter().any(|metric| metric.is_code && !metric.parts.is_empty()) {
            return Err(
                "expected a rubric with metrics of code; one that extends another is calibrated there"
                    .to_owned(),
            );
        }
        Ok(Self { source: source.to_owned(), metrics })
    }

    /// The indices of the parts of a metric, each with that of the metric.
    pub fn parts_of(&self, metric: usize) -> impl Iterator<Item = (usize, usize)> + use<> {
        (0..self.metrics[metric].parts.len()).map(move |part| (metric, part))
    }

    /// The text with new numbers; all else stays as it is, comments included.
    pub fn with(&self, changes: &[Change]) -> String {
        let mut edits: Vec<(Range<usize>, String)> =
            changes.iter().filter_map(|change| self.edit(change)).collect();
        edits.sort_by_key(|(place, _)| std::cmp::Reverse(place.start));
        let mut text = self.source.clone();
        for (place, new) in edits {
            text.replace_range(place, &new);
        }
        text
    }

    fn edit(&self, change: &Change) -> Option<(Range<usize>, String)> {
        let places = |metric: usize, part: usize| &self.metrics[metric].parts[part].places;
        Some(match change {
            Change::Weight { metric, part, value } => {
                (places(*metric, *part).weight.clone(), format!("{:.2}", value.max(LEAST_WEIGHT)))
            }
            Change::Curve { metric, part, points } => {
                (places(*metric, *part).curve.clone(), show_curve(points))
            }
            Change::Uncertainty { metric, part, value } => {
                (places(*metric, *part).uncertainty.clone()?, format!("{value}"))
            }
        })
    }
}

/// A curve as it is written in a rubric.
pub(super) fn show_curve(points: &[(f64, f64)]) -> String {
    let points: Vec<String> = points.iter().map(|(x, y)| format!("[{x}, {y}]")).collect();
    format!("[{}]", points.join(", "))
}

fn tables<'d, 't>(table: &'d DeTable<'t>, key: &str) -> impl Iterator<Item = &'d DeTable<'t>> + use<'d, 't> {
    let list = table.get(key).and_then(|value| value.get_ref().as_array());
    list.into_iter().flat_map(|list| list.iter()).filter_map(|value| value.get_ref().as_table())
}

fn text<'d>(table: &'d DeTable<'_>, key: &str) -> Option<&'d str> {
    table.get(key)?.get_ref().as_str()
}

fn number(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Integer(integer) => integer.as_str().replace('_', "").parse().ok(),
        DeValue::Float(float) => float.as_str().replace('_', "").parse().ok(),
        _ => None,
    }
}

fn part(table: &DeTable<'_>) -> Option<Part> {
    let found = |key: &str| -> Option<(f64, Range<usize>)> {
        let value: &Spanned<DeValue<'_>> = table.get(key)?;
        Some((number(value.get_ref())?, value.span()))
    };
    let curve = table.get("curve")?;
    let point = |point: &Spanned<DeValue<'_>>| {
        let pair = point.get_ref().as_array()?;
        Some((number(pair.first()?.get_ref())?, number(pair.get(1)?.get_ref())?))
    };
    let points: Option<Vec<(f64, f64)>> = curve.get_ref().as_array()?.iter().map(point).collect();
    let target = table.get("target").and_then(|target| target.get_ref().as_table());
    let limit = |key: &str| number(target?.get(key)?.get_ref());
    let (weight, weight_place) = found("weight")?;
    let uncertainty = found("uncertainty");
    Some(Part {
        signal: text(table, "signal")?.to_owned(),
        weight,
        curve: points?,
        absent: found("absent").map(|(points, _)| points),
        uncertainty: uncertainty.as_ref().map_or(0.0, |(value, _)| *value),
        target: (limit("at_least"), limit("at_most")),
        places: Places {
            weight: weight_place,
            curve: curve.span(),
            uncertainty: uncertainty.map(|(_, place)| place),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_change_in_their_places_and_nothing_else_does() {
        let source = "# why\n[[path]]\nid = \"design\"\n[[path.metric]]\nid = \"m\"\ncategory = \"code\"\nweight = 0.5\n\n  \
                      [[path.metric.part]]\n  signal = \"a\" # weight = 0.1\n  weight = 0.35 # a third\n  curve = [\n    [0, \
                      100],\n    [15.5, 0], # steep\n  ]\n  target = { at_most = 3 }\n  uncertainty = 8\n";
        let document = Document::parse(source).unwrap();
        let part = &document.metrics[0].parts[0];
        assert_eq!((part.weight, part.uncertainty, part.target), (0.35, 8.0, (None, Some(3.0))));
        assert_eq!(part.curve, [(0.0, 100.0), (15.5, 0.0)]);
        let changes = [
            Change::Weight { metric: 0, part: 0, value: 0.0 },
            Change::Curve { metric: 0, part: 0, points: vec![(0.0, 100.0), (2.5, 40.0)] },
            Change::Uncertainty { metric: 0, part: 0, value: 12.0 },
        ];
        assert_eq!(
            document.with(&changes),
            "# why\n[[path]]\nid = \"design\"\n[[path.metric]]\nid = \"m\"\ncategory = \"code\"\nweight = 0.5\n\n  \
             [[path.metric.part]]\n  signal = \"a\" # weight = 0.1\n  weight = 0.01 # a third\n  curve = [[0, 100], [2.5, \
             40]]\n  target = { at_most = 3 }\n  uncertainty = 12\n"
        );
        assert_eq!(document.with(&[]), source);
    }

    #[test]
    fn every_part_of_the_default_is_found() {
        let source = sono_core::rubric::Rubric::builtin_source("growth").unwrap();
        let document = Document::parse(source).unwrap();
        let parts: usize = document.metrics.iter().map(|metric| metric.parts.len()).sum();
        assert_eq!(parts, source.matches("[[path.metric.part]]").count());
    }
}
