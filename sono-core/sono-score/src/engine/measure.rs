//! Measuring without scoring.

use crate::error::{Error, Result};
use crate::integrity;
use crate::patterns::{SyntaxMatches, SyntaxRules};
use crate::signals::{self, Material, SignalSet};
use crate::submission::{SetAsideReason, Source, Submission, sources};
use sono_syntax::syntax::{Outline, Parsed};

use super::{Control, Engine};

/// The measurements of a submission, as a whole and source by source.
#[derive(Debug)]
pub struct Measurement {
    /// Signals of the submission as a whole.
    pub signals: SignalSet,
    /// The sources, in order.
    pub sources: Vec<MeasuredSource>,
}

/// The measurements of one source.
#[derive(Debug)]
pub struct MeasuredSource {
    /// Path of the file, or the content key.
    pub name: String,
    /// Id of the language; absent for prose, data and code that this build does not know.
    pub language: Option<&'static str>,
    /// Why it is not measured, if nobody wrote it as code of this work.
    pub aside: Option<SetAsideReason>,
    /// The outline, if there is a language.
    pub outline: Option<Outline>,
    /// First and last line of each function, counted from 1; the outline only has byte offsets.
    pub function_lines: Vec<(usize, usize)>,
    /// Signals of this source alone.
    pub signals: SignalSet,
}

impl Engine {
    /// Measures a submission without a rubric: outlines and signals, including custom ones.
    ///
    /// # Errors
    /// As [`Engine::assess`].
    pub fn measure(&self, submission: &Submission) -> Result<Measurement> {
        submission.check(&self.limits)?;
        let mut sources = sources(submission);
        let (mut outlines, _) = self.read(&sources, None, &Control::default())?;
        let uncovered = integrity::uncover(&sources, &mut outlines, &self.budget, &|| Ok::<(), Error>(()))?;
        sources = uncovered.sources.unwrap_or(sources);
        let mut signals = SignalSet::new();
        let material = Material::new(&sources, &outlines, submission.submission_type)
            .with_task(submission.task.as_deref());
        signals::measure(&material, &mut signals);
        self.custom.measure(&material, &mut signals, |_| true)?;
        let mut measured = Vec::with_capacity(sources.len());
        for (source, outline) in sources.iter().zip(outlines) {
            let mut set = SignalSet::new();
            let one = [outline];
            let material = Material::new(std::slice::from_ref(source), &one, submission.submission_type)
                .with_task(submission.task.as_deref());
            signals::measure(&material, &mut set);
            self.custom.measure(&material, &mut set, |_| true)?;
            let [outline] = one;
            let lines = outline.iter().flat_map(|outline| &outline.functions).map(|function| {
                let last = function.span.end.saturating_sub(1).max(function.span.start);
                (source.lines.line(function.span.start), source.lines.line(last))
            });
            measured.push(MeasuredSource {
                name: source.name.clone(),
                language: source.language.map(|language| language.id),
                aside: source.aside.as_ref().map(|aside| aside.reason),
                function_lines: lines.collect(),
                outline,
                signals: set,
            });
        }
        Ok(Measurement { signals, sources: measured })
    }

    /// Parses all sources that have a language, and looks for the places that rules match while their trees are
    /// there: the outlines, and what was found in each source.
    pub(super) fn read(
        &self,
        sources: &[Source<'_>],
        rules: Option<&SyntaxRules>,
        control: &Control,
    ) -> Result<(Vec<Option<Outline>>, Vec<SyntaxMatches>)> {
        let interrupt = || control.check();
        self.with_parser(|parser| {
            let read = |source: &Source<'_>| {
                let mut matches = SyntaxMatches::default();
                let Some(language) = source.language else { return Ok((None, matches)) };
                let (text, is_test, budget) = (&source.text, source.is_test, &self.budget);
                let rules = rules.filter(|rules| !is_test && rules.reads(language));
                let mut visitor = |parsed: Parsed<'_>| {
                    if let Some(rules) = rules {
                        matches = rules.find(parsed);
                    }
                    control.check()
                };
                let visitor = &mut visitor;
                let outline = if source.is_piece {
                    parser.visit_piece(text, language, is_test, budget, &interrupt, visitor)?
                } else {
                    parser.visit(text, language, is_test, budget, &interrupt, visitor)?
                };
                Ok((Some(outline), matches))
            };
            sources.iter().map(read).collect()
        })
    }
}
