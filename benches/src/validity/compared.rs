//! The scores that are held against people's, ours and simple ones.

use sono_core::signals::{Direction, definitions};

use crate::ratings::{FEATURES, Measured, RatingSet, Stands};
use crate::statistics::{Training, deviation, mean, ridge};

/// How the ids of the signals begin that are densities of what readers react to.
const READING: &str = "reading.";

/// A score for each row of each set.
#[derive(Debug)]
pub struct Compared {
    /// The name.
    pub name: &'static str,
    /// The labels that it is compared with; all if `None`.
    pub only: Option<Stands>,
    /// By set and row; `None` where there is none.
    pub values: Vec<Vec<Option<f64>>>,
}

/// All scores, in the order in which they are printed. What is fitted is fitted with each set left out in turn; the
/// sign of the rest is fixed, so that higher is meant to be better, or for size, longer.
pub fn compared(sets: &[RatingSet], measured: &[Vec<Measured>]) -> Vec<Compared> {
    let each = |value: &dyn Fn(&Measured) -> Option<f64>| -> Vec<Vec<Option<f64>>> {
        measured.iter().map(|rows| rows.iter().map(value).collect()).collect()
    };
    let complexity =
        |value: fn(&crate::ratings::Complexity) -> f64| each(&|row| row.complexity.as_ref().map(value));
    let all = |name, values| Compared { name, only: None, values };
    vec![
        Compared {
            name: "metric readability",
            only: Some(Stands::Readability),
            values: each(&|row| Stands::Readability.score(&row.assessment)),
        },
        all("overall", each(&|row| row.assessment.overall_score)),
        all("classic keywords", each(&|row| row.classic)),
        all("line count", each(&|row| Some(row.surface.lines))),
        all("cyclomatic, low", complexity(|row| -row.cyclomatic)),
        all("cognitive, low", complexity(|row| -row.cognitive)),
        all("maintainability index", complexity(|row| row.maintainability)),
        all("ridge, set left out", regression(sets, measured)),
        all("sum of reading signals", sum(&densities(measured))),
    ]
}

/// The regression of people's labels on surface features, fitted without the set that it scores.
fn regression(sets: &[RatingSet], measured: &[Vec<Measured>]) -> Vec<Vec<Option<f64>>> {
    let training: Vec<Training<FEATURES>> = sets
        .iter()
        .zip(measured)
        .map(|(set, rows)| Training {
            features: rows.iter().map(|row| row.surface.features()).collect(),
            labels: set.labels().to_vec(),
        })
        .collect();
    let score = |out: usize| -> Vec<Option<f64>> {
        let others: Vec<_> =
            training.iter().enumerate().filter(|(index, _)| *index != out).map(|(_, set)| set).collect();
        let coefficients = ridge(&others);
        let rows = training[out].features.iter();
        rows.map(|row| Some(row.iter().zip(coefficients.as_ref()?).map(|(x, weight)| x * weight).sum()))
            .collect()
    };
    (0..sets.len()).map(score).collect()
}

/// The signals of reading that have a direction, each with its sign.
fn densities(measured: &[Vec<Measured>]) -> Vec<Vec<Vec<Option<f64>>>> {
    let signed =
        definitions().filter(|definition| definition.id.starts_with(READING)).filter_map(|definition| {
            match definition.direction {
                Direction::Higher => Some((definition.id, 1.0)),
                Direction::Lower => Some((definition.id, -1.0)),
                Direction::Neutral => None,
            }
        });
    let column = |(id, sign): (&str, f64)| {
        let of_set =
            |rows: &Vec<Measured>| rows.iter().map(|row| Some(sign * row.signals.value(id)?)).collect();
        measured.iter().map(of_set).collect()
    };
    signed.map(column).collect()
}

/// The farthest that one density moves the sum, in standard deviations: a few extreme rows are not to rule it.
const CLIP: f64 = 2.0;

/// The sum of columns, each standardised over all rows, in which each set weighs the same. What is absent counts as the
/// mean; no label is read.
fn sum(columns: &[Vec<Vec<Option<f64>>>]) -> Vec<Vec<Option<f64>>> {
    let shape = columns.first().cloned().unwrap_or_default();
    let mut sums: Vec<Vec<Option<f64>>> =
        shape.into_iter().map(|rows| rows.into_iter().map(|_| Some(0.0)).collect()).collect();
    for column in columns {
        let present: Vec<Vec<f64>> =
            column.iter().map(|rows| rows.iter().copied().flatten().collect()).collect();
        let present: Vec<Vec<f64>> = present.into_iter().filter(|rows| !rows.is_empty()).collect();
        let means: Vec<f64> = present.iter().map(|rows| mean(rows)).collect();
        let centre = mean(&means);
        let spread: Vec<f64> = present
            .iter()
            .zip(&means)
            .map(|(rows, mean)| deviation(rows).powi(2) + (mean - centre).powi(2))
            .collect();
        let scale = mean(&spread).sqrt();
        if scale.is_nan() || scale <= 0.0 {
            continue;
        }
        for (sum, value) in sums.iter_mut().flatten().zip(column.iter().flatten()) {
            if let (Some(sum), Some(value)) = (sum, value) {
                *sum += ((value - centre) / scale).clamp(-CLIP, CLIP);
            }
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_weigh_the_same_whatever_their_scale() {
        let one = vec![vec![Some(0.0), Some(1.0), Some(0.0)]];
        let other = vec![vec![Some(0.0), Some(1000.0), None]];
        let sums = sum(&[one.clone(), other]);
        let [first, second, third] = sums[0].as_slice() else { panic!("three rows") };
        assert!(second > third && third > first);
        assert_eq!(sum(&[one.clone(), vec![vec![Some(5.0); 3]]]), sum(&[one]));
    }
}
