//! Fits a rubric to ratings by people, and checks its intervals against them: see `docs/validity.md`.
//!
//! Nothing is fitted and judged on the same set: each set is left out in turn, and what is told of it comes from the
//! others. What is fitted stays near what the rubric's author wrote, from which only agreement in several sets moves it.

mod document;
mod fit;
mod inputs;
mod intervals;
mod knots;
mod options;
mod report;

pub use document::{Change, Document, Part};
pub use options::Options;

use sono_core::assessment::Assessment;
use sono_core::rubric::{Rubric, SignalRegistry};

use crate::ratings::{RatingSet, Stands};
use fit::{Fitted, Rated};
use inputs::{Inputs, Model};

/// Prints what fits better, and how far intervals hold; gives the text of the rubric with the new numbers.
///
/// # Errors
/// If the rubric has nothing to fit, or is invalid with the new numbers.
pub fn calibrate(
    source: &str,
    file_name: &str,
    sets: &[RatingSet],
    assessments: &[Vec<Assessment>],
) -> Result<String, String> {
    let document = Document::parse(source)?;
    let prior = Model::of(&document);
    let mut changes = Vec::new();
    for stands in Stands::ALL {
        let rated = rated(&document, stands, sets, assessments)?;
        if rated.is_empty() {
            println!("\n{}: no set whose labels it stands for\n", stands.as_str());
            continue;
        }
        let free = free(&document, stands);
        let fitted = Fitted::new(&document, &prior, &free, &rated);
        report::fit(&document, &prior, stands, &rated, &free, &fitted);
        let gains = fitted.as_ref().filter(|fitted| fitted.is_worth_it());
        if let Some(fitted) = gains {
            changes.extend(fitted.changes(&document, &free));
        }
        let now: Vec<Vec<f64>> = rated.iter().map(|set| set.scores(&prior)).collect();
        let scores = gains.map_or(&now, |fitted| &fitted.left_out);
        let certainty: Vec<_> = rated.iter().map(|set| set.certainty.as_slice()).collect();
        let labels: Vec<_> = rated.iter().map(|set| set.labels.as_slice()).collect();
        let names: Vec<_> = rated.iter().map(|set| set.name).collect();
        let edges = intervals::edges(&certainty);
        report::intervals("as it is", &names, &intervals::check(&now, &labels, &certainty), &edges);
        if gains.is_some() {
            let fitted = intervals::check(scores, &labels, &certainty);
            report::intervals("as fitted, set left out", &names, &fitted, &edges);
        }
        if let Some(factor) = intervals::factor(scores, &labels, &certainty) {
            report::factor(factor);
            for (metric, part) in free.iter().flat_map(|metric| document.parts_of(*metric)) {
                let was = document.metrics[metric].parts[part].uncertainty;
                changes.push(Change::Uncertainty {
                    metric,
                    part,
                    value: (was * factor * 10.0).round().clamp(10.0, 1000.0) / 10.0,
                });
            }
        }
    }
    let text = document.with(&changes);
    Rubric::parse(&text, file_name, |_| Ok(None), &SignalRegistry::standard())
        .map_err(|error| format!("with the new numbers: {error}"))?;
    Ok(text)
}

/// The metrics that are fitted to the labels which a score stands for: `readability` to those of readability, and all
/// other metrics of code to those of the overall score.
fn free(document: &Document, stands: Stands) -> Vec<usize> {
    let is_free = |index: &usize| {
        let metric = &document.metrics[*index];
        metric.is_code && (metric.id == "readability") == (stands == Stands::Readability)
    };
    (0..document.metrics.len()).filter(is_free).collect()
}

/// The sets whose labels a score stands for, with the rows that have the score.
fn rated<'s>(
    document: &Document,
    stands: Stands,
    sets: &'s [RatingSet],
    assessments: &[Vec<Assessment>],
) -> Result<Vec<Rated<'s>>, String> {
    let prior = Model::of(document);
    let mut all = Vec::new();
    for (set, rows) in sets.iter().zip(assessments) {
        for labelling in set.labellings.iter().filter(|labelling| labelling.stands == stands) {
            let mut rated = Rated::new(&labelling.name);
            for (assessment, label) in rows.iter().zip(&labelling.labels) {
                let (Some(score), Some(certainty)) = (stands.score(assessment), stands.certainty(assessment))
                else {
                    continue;
                };
                let inputs = Inputs::new(document, stands, assessment).filter(|inputs| {
                    // Whatever a rubric may do that is not known here must not be fitted around.
                    (inputs.score(&prior) - score).abs() < 0.01
                });
                let unknown = || {
                    format!("{}: scores do not follow from the parts of this rubric alone", labelling.name)
                };
                rated.push(inputs.ok_or_else(unknown)?, *label, certainty);
            }
            if rated.labels.len() >= crate::validity::MIN_ROWS {
                all.push(rated);
            }
        }
    }
    Ok(all)
}
