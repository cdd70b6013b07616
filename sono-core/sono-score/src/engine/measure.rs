//! Measuring without scoring.

use std::rc::Rc;

use crate::assessment::Tag;
use crate::error::{Error, Result};
use crate::integrity;
use crate::patterns::{Interrupt, SyntaxMatches, SyntaxRules};
use crate::signals::{self, Material, SignalSet};
use crate::submission::{SetAsideReason, Source, Submission, sources};
use crate::tags;
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
        let mut outlines = self.read(&sources, None, false, &Control::default())?.outlines;
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

    /// The semantic tags of a submission, without a rubric and whether or not it asks for them: by kind, the most certain
    /// first, then by id.
    ///
    /// # Errors
    /// As [`Engine::assess`].
    pub fn tags(&self, submission: &Submission) -> Result<Vec<Tag>> {
        submission.check(&self.limits)?;
        let sources = sources(submission);
        let read = self.read(&sources, None, true, &Control::default())?;
        Ok(tags::tags(&sources, &read.outlines, &read.tagged, submission.options.position_encoding))
    }

    /// Parses all sources that have a language, and looks for the places that rules match while their trees are there.
    pub(super) fn read(
        &self,
        sources: &[Source<'_>],
        rules: Option<&SyntaxRules>,
        with_tags: bool,
        control: &Control,
    ) -> Result<Readings> {
        let interrupt = || control.check();
        let control_of_rules = control.clone();
        let of_rules: Interrupt = Rc::new(move || control_of_rules.check());
        self.with_parser(|parser| {
            let mut readings = Readings::default();
            for source in sources {
                let (mut matches, mut tagged) = (SyntaxMatches::default(), SyntaxMatches::default());
                let mut outline = None;
                if let Some(language) = source.language {
                    let (text, is_test, budget) = (&source.text, source.is_test, &self.budget);
                    let rules = rules.filter(|rules| !is_test && rules.reads(language));
                    let mut visitor = |parsed: Parsed<'_>| {
                        if with_tags {
                            let parsed = Parsed { tree: parsed.tree.clone(), ..parsed };
                            tagged = tags::rules().find_first_until(
                                parsed,
                                tags::MAX_MATCHES_OF_RULE,
                                &of_rules,
                            )?;
                        }
                        if let Some(rules) = rules {
                            matches = rules.find_until(parsed, &of_rules)?;
                        }
                        control.check()
                    };
                    let visitor = &mut visitor;
                    outline = Some(if source.is_piece {
                        parser.visit_piece(text, language, is_test, budget, &interrupt, visitor)?
                    } else {
                        parser.visit(text, language, is_test, budget, &interrupt, visitor)?
                    });
                }
                readings.outlines.push(outline);
                readings.matches.push(matches);
                readings.tagged.push(tagged);
            }
            Ok(readings)
        })
    }
}

/// The readings of each source.
#[derive(Default)]
pub(super) struct Readings {
    /// The outline, if there is a language.
    pub(super) outlines: Vec<Option<Outline>>,
    /// The places that the rules of the rubric match.
    pub(super) matches: Vec<SyntaxMatches>,
    /// The places that rules for tags match, if tags were asked for.
    pub(super) tagged: Vec<SyntaxMatches>,
}
