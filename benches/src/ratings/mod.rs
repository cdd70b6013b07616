//! Work that people rated: sets of rows, and what is measured on each.
//!
//! The sets are not part of this repository; `docs/validity.md` says what they are and how a host adds its own.

mod certainty;
mod lexical;
mod measured;
mod read;

pub use certainty::Certainty;
pub use lexical::{FEATURES, Surface};
pub use measured::{Complexity, Engines, Measured, assess};
pub use read::read;

use std::path::Path;
use std::sync::Arc;

use sono_core::assessment::{Assessment, Metric, PathScore};
use sono_core::rubric::{Rubric, SignalRegistry};
use sono_core::submission::Submission;

/// The rubric in a file, which may extend built-in ones; the default without a file.
///
/// # Errors
/// If it cannot be read or is invalid.
pub fn rubric(file: Option<&Path>) -> Result<Arc<Rubric>, String> {
    let Some(file) = file else { return Rubric::builtin("growth").map_err(|error| error.to_string()) };
    let source = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let name = file.display().to_string();
    let rubric = Rubric::parse(&source, &name, |_| Ok(None), &SignalRegistry::standard());
    rubric.map(Arc::new).map_err(|error| error.to_string())
}

/// A file of ratings.
#[derive(Debug)]
pub struct RatingSet {
    /// The rows, in the order of the file.
    pub rows: Vec<Row>,
    /// The questions asked: the first is for the set's own label, the others are shown beside it and not in any mean.
    pub labellings: Vec<Labelling>,
}

impl RatingSet {
    /// The name: that of the file without its endings.
    pub fn name(&self) -> &str {
        &self.labellings[0].name
    }

    /// The set's own labels.
    pub fn labels(&self) -> &[f64] {
        &self.labellings[0].labels
    }

    /// The group of each row.
    pub fn groups(&self) -> Vec<Option<&str>> {
        self.rows.iter().map(|row| row.group.as_deref()).collect()
    }
}

/// One question that people answered about each row.
#[derive(Debug)]
pub struct Labelling {
    /// The name: that of the set, with that of the question behind it where it is not the set's own.
    pub name: String,
    /// The score that stands for it.
    pub stands: Stands,
    /// The label of each row; higher is better.
    pub labels: Vec<f64>,
}

/// One piece of rated work.
#[derive(Debug)]
pub struct Row {
    /// The work.
    pub submission: Submission,
    /// The group that it belongs to: a project, an assignment.
    pub group: Option<String>,
}

/// The score that stands for a label. It is fixed by what people were asked, before anything is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stands {
    /// The metric `readability`, for people's judgement of how code reads.
    Readability,
    /// The overall score, for judgements of maintainability and of smells, and for grades.
    Overall,
}

impl Stands {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Readability, Self::Overall];

    /// The score that stands for the labels of a set of that name.
    pub fn of(name: &str) -> Self {
        if name.starts_with("readability") { Self::Readability } else { Self::Overall }
    }

    /// The name of the score.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Readability => "readability",
            Self::Overall => "overall",
        }
    }

    /// The score in an assessment.
    pub fn score(self, assessment: &Assessment) -> Option<f64> {
        match self {
            Self::Readability => readability(assessment)?.1.score,
            Self::Overall => assessment.overall_score,
        }
    }
}

/// The metric `readability` of an assessment, and its path.
pub fn readability(assessment: &Assessment) -> Option<(&PathScore, &Metric)> {
    let mut metrics =
        assessment.path_scores.iter().flat_map(|path| path.metrics.iter().map(move |metric| (path, metric)));
    metrics.find(|(_, metric)| metric.id == "readability")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_set_says_which_score_stands_for_it() {
        assert_eq!(Stands::of("readability_of_ours"), Stands::Readability);
        assert_eq!(Stands::of("course_2026"), Stands::Overall);
    }
}
