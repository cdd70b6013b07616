//! Measurements of each row of a set.

use std::sync::Arc;

use rayon::prelude::*;
use sono_core::assessment::Assessment;
use sono_core::engine::{Engine, Measurement};
use sono_core::rubric::Rubric;
use sono_core::signals::SignalSet;
use sono_core::submission::Submission;
use sono_core::syntax::{Function, Outline};

use super::{RatingSet, Surface};

/// The rubrics that are compared.
#[derive(Debug)]
pub struct Engines {
    ours: Engine,
    classic: Engine,
}

impl Engines {
    /// A rubric, and the one of keywords beside it.
    ///
    /// # Errors
    /// If a rubric that comes with the library is invalid.
    pub fn new(ours: Arc<Rubric>) -> sono_core::Result<Self> {
        let classic = Rubric::builtin("classic")?;
        Ok(Self {
            ours: Engine::builder().rubric(ours).build()?,
            classic: Engine::builder().rubric(classic).build()?,
        })
    }

    /// Measures every row of every set.
    ///
    /// # Errors
    /// The first row that the engine refuses.
    pub fn measure(&self, sets: &[RatingSet]) -> Result<Vec<Vec<Measured>>, String> {
        each(sets, |submission| self.measured(submission))
    }

    fn measured(&self, submission: &Submission) -> sono_core::Result<Measured> {
        let measurement = self.ours.measure(submission)?;
        let content = &submission.content;
        let files = content.files.iter().map(|file| file.text.as_str());
        let texts: Vec<&str> = content.code.iter().map(String::as_str).chain(files).collect();
        let hash_comments = measurement.sources.iter().any(|source| source.language == Some("python"));
        let surface = Surface::new(&texts.join("\n"), hash_comments);
        Ok(Measured {
            assessment: self.ours.assess(submission)?,
            classic: self.classic.assess(submission)?.overall_score,
            complexity: Complexity::new(&measurement, &texts, hash_comments),
            signals: measurement.signals,
            surface,
        })
    }
}

/// Assesses every row of every set.
///
/// # Errors
/// The first row that the engine refuses.
pub fn assess(engine: &Engine, sets: &[RatingSet]) -> Result<Vec<Vec<Assessment>>, String> {
    each(sets, |submission| engine.assess(submission))
}

fn each<T: Send>(
    sets: &[RatingSet],
    work: impl Fn(&Submission) -> sono_core::Result<T> + Sync,
) -> Result<Vec<Vec<T>>, String> {
    let of_set = |set: &RatingSet| -> Result<Vec<T>, String> {
        let rows = set.rows.par_iter().enumerate();
        rows.map(|(index, row)| {
            work(&row.submission).map_err(|error| format!("{}, row {}: {error}", set.name(), index + 1))
        })
        .collect()
    };
    sets.iter().map(of_set).collect()
}

/// The measurements of one row.
#[derive(Debug)]
pub struct Measured {
    /// The assessment by the rubric in question.
    pub assessment: Assessment,
    /// The overall score by the rubric of keywords.
    pub classic: Option<f64>,
    /// All signals.
    pub signals: SignalSet,
    /// The complexity of its functions; `None` where nothing was parsed.
    pub complexity: Option<Complexity>,
    /// The surface features, which need no parsing.
    pub surface: Surface,
}

/// Means over functions outside tests, or those of the code outside functions where there are none.
#[derive(Debug, Clone, Copy)]
pub struct Complexity {
    /// Mean cyclomatic complexity.
    pub cyclomatic: f64,
    /// Mean cognitive complexity.
    pub cognitive: f64,
    /// The maintainability index: 171 - 5.2 ln V - 0.23 G - 16.2 ln L, with the mean volume, cyclomatic complexity and
    /// lines of code of a function (Coleman, Ash, Lowther & Oman 1994).
    pub maintainability: f64,
}

impl Complexity {
    fn new(measurement: &Measurement, texts: &[&str], hash_comments: bool) -> Option<Self> {
        let outlines: Vec<&Outline> =
            measurement.sources.iter().filter_map(|source| source.outline.as_ref()).collect();
        let mut functions: Vec<(&Function, f64)> = Vec::new();
        // One source a text; where a text holds several, as a notebook does, volumes are those of the whole.
        for (index, outline) in outlines.iter().enumerate() {
            let text = texts.get(index).copied().unwrap_or_default();
            let volume = |function: &Function| {
                let span = function.span;
                let part = text.get(span.start as usize..span.end as usize).unwrap_or(text);
                Surface::new(part, hash_comments).volume()
            };
            let own = outline.functions.iter().filter(|function| !function.is_test);
            functions.extend(own.map(|function| (function, volume(function))));
        }
        if functions.is_empty() {
            let whole = |text: &&str| Surface::new(text, hash_comments).volume();
            functions = outlines
                .iter()
                .zip(texts.iter().map(whole))
                .map(|(outline, volume)| (&outline.module, volume))
                .collect();
        }
        if functions.is_empty() {
            return None;
        }
        let mean = |value: &dyn Fn(&(&Function, f64)) -> f64| {
            functions.iter().map(value).sum::<f64>() / functions.len() as f64
        };
        let cyclomatic = mean(&|(function, _)| f64::from(function.cyclomatic));
        let volume = mean(&|(_, volume)| *volume).max(1.0);
        let lines = mean(&|(function, _)| f64::from(function.sloc)).max(1.0);
        Some(Self {
            cyclomatic,
            cognitive: mean(&|(function, _)| f64::from(function.cognitive)),
            maintainability: 171.0 - 5.2 * volume.ln() - 0.23 * cyclomatic - 16.2 * lines.ln(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_all_figures() {
        let engines = Engines::new(Rubric::builtin("growth").unwrap()).unwrap();
        let code =
            "def f(a, b):\n    if a > b:\n        return a\n    return b\n\n\ndef g(a):\n    return a\n";
        let measured = engines.measured(&Submission::code(code)).unwrap();
        let complexity = measured.complexity.unwrap();
        assert_eq!((complexity.cyclomatic, complexity.cognitive), (1.5, 0.5));
        assert!(complexity.maintainability > 100.0 && complexity.maintainability < 171.0);
        assert!(measured.assessment.overall_score.is_some() && measured.classic.is_some());
        assert_eq!(measured.surface.lines, 6.0);
    }
}
