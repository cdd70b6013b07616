//! One submission in, one assessment out.

use std::collections::{BTreeMap, BTreeSet};

use crate::assessment::{
    Assessment, AssessmentMode, GrammarVersion, IntegrityFlag, IntegrityKind, KeyFinding, Location, Metadata,
    Provenance, RubricProvenance, SCHEMA_VERSION,
};
use crate::error::Result;
use crate::integrity;
use crate::rubric::{Parameters, Subject, Vote, Votes};
use crate::signals::{self, Material, SignalSet};
use crate::submission::{Source, SourceKind, Submission, input_hash, sources};
use crate::trace;
use sono_syntax::syntax::Outline;
use sono_syntax::text::PositionEncoding;

use super::{Control, ENGINE_VERSION, Engine};

/// Most sources that do not parse which key findings name.
const MAX_UNPARSED: usize = 3;

impl Engine {
    /// Assesses a submission. The same submission always gives the same assessment, on every platform, whether it
    /// comes from a cache that the engine was given or not.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidSubmission`](crate::ErrorKind::InvalidSubmission) and
    /// [`ErrorKind::LimitExceeded`](crate::ErrorKind::LimitExceeded) for a submission that breaks the input model or
    /// the limits; [`ErrorKind::InvalidParameter`](crate::ErrorKind::InvalidParameter) for parameters that the rubric
    /// does not have; [`ErrorKind::SignalFailed`](crate::ErrorKind::SignalFailed) when a signal of the host fails.
    /// Code that does not parse is no error but a finding.
    pub fn assess(&self, submission: &Submission) -> Result<Assessment> {
        self.assess_with(submission, &Control::default())
    }

    /// Assesses a submission, unless the host stops it. What is not stopped is the same as [`Engine::assess`] gives.
    ///
    /// The control is looked at between phases and, every few microseconds, while texts are parsed.
    ///
    /// # Errors
    /// As [`Engine::assess`]; and [`ErrorKind::Cancelled`](crate::ErrorKind::Cancelled) or
    /// [`ErrorKind::DeadlineExceeded`](crate::ErrorKind::DeadlineExceeded) when the control says so.
    pub fn assess_with(&self, submission: &Submission, control: &Control) -> Result<Assessment> {
        trace::span!(DEBUG, "assess", rubric = self.rubric.id(), kind = submission.submission_type.as_str());
        control.check()?;
        let parameters = self.admit(submission)?;
        #[cfg(feature = "cache")]
        if let Some(cache) = &self.cache {
            let key = self.key_with(submission, &parameters);
            let candidate = submission.candidate_id.as_deref();
            let compute = || self.compute(submission, &sources(submission), &parameters, control, &[]);
            return Ok(echo(cache.assess(key, candidate, compute)?, submission));
        }
        Ok(echo(self.compute(submission, &sources(submission), &parameters, control, &[])?, submission))
    }

    /// Assesses a submission without looking into a cache, and without leaving anything there: for those who want
    /// to know what the engine gives, and not what it gave.
    ///
    /// # Errors
    /// As [`Engine::assess`].
    pub fn assess_uncached(&self, submission: &Submission) -> Result<Assessment> {
        trace::span!(DEBUG, "assess", rubric = self.rubric.id(), kind = submission.submission_type.as_str());
        let parameters = self.admit(submission)?;
        let sources = sources(submission);
        Ok(echo(self.compute(submission, &sources, &parameters, &Control::default(), &[])?, submission))
    }

    /// Checks a submission, and resolves its parameters.
    pub(super) fn admit(&self, submission: &Submission) -> Result<Parameters> {
        let parameters = submission
            .validate()
            .and_then(|()| submission.check(&self.limits))
            .and_then(|()| self.parameters(submission));
        parameters.inspect_err(|error| trace::event!(DEBUG, "refused", error = error.kind().as_str()))
    }

    /// The parameters that a submission asks for.
    pub(super) fn parameters(&self, submission: &Submission) -> Result<Parameters> {
        let parameters = self.rubric.with_parameters(&submission.options.rubric_parameters);
        parameters.map_err(|error| error.inside("/options/rubric_parameters"))
    }

    /// The assessment of an admitted submission, of which these are the sources, without what is only echoed.
    pub(super) fn compute(
        &self,
        submission: &Submission,
        sources: &[Source<'_>],
        parameters: &Parameters,
        control: &Control,
        votes: &[Vote],
    ) -> Result<Assessment> {
        let rubric = &*self.rubric;
        let outlines = {
            trace::span!(TRACE, "parse", sources = sources.len(), bytes = bytes(sources));
            self.outlines(sources, control)?
        };

        let mut signals = SignalSet::new();
        {
            trace::span!(TRACE, "measure");
            let material = Material::new(sources, &outlines, submission.submission_type);
            signals::measure(&material, &mut signals);
            let is_read = |id: &str| rubric.custom_signals().any(|(read, _)| read == id);
            self.custom.measure(&material, &mut signals, is_read)?;
        }
        control.check()?;
        let encoding = submission.options.position_encoding;
        let inspected = {
            trace::span!(TRACE, "inspect");
            integrity::inspect(sources, &outlines)
        };
        let integrity: Vec<IntegrityFlag> = inspected
            .into_iter()
            .map(|flag| IntegrityFlag {
                kind: flag.kind,
                severity: flag.severity,
                location: sources
                    .get(flag.finding.source as usize)
                    .map(|source| Location::of(source, flag.finding.span, encoding)),
                description: flag.finding.message,
            })
            .collect();

        control.check()?;
        trace::span!(TRACE, "evaluate", statements = statements(&outlines));
        let evaluation = rubric.evaluate(
            &Subject {
                submission_type: submission.submission_type,
                paths: &submission.paths_to_evaluate,
                content: &submission.content,
                sources,
                statements: statements(&outlines),
                unparsed_share: unparsed_share(&outlines),
                encoding,
                votes: Votes {
                    votes,
                    may_raise: integrity.iter().all(|flag| flag.kind != IntegrityKind::ReaderInstructions),
                },
            },
            &mut signals,
            parameters,
        );
        let mut key_findings = unparsed(sources, &outlines, encoding);
        key_findings.extend(evaluation.key_findings);
        key_findings.extend(gaps(sources, &outlines));

        Ok(Assessment {
            schema_version: SCHEMA_VERSION.to_owned(),
            assessment_id: None,
            candidate_id: None,
            submission_type: submission.submission_type,
            attributes: BTreeMap::new(),
            timestamp: None,
            overall_score: evaluation.overall_score,
            confidence: evaluation.confidence,
            score_interval: evaluation.score_interval,
            path_scores: evaluation.path_scores,
            micro_motives: evaluation.micro_motives,
            dominant_path: evaluation.dominant_path,
            summary: evaluation.summary,
            key_findings,
            recommendations: evaluation.recommendations,
            integrity,
            review: None,
            engine_version: ENGINE_VERSION.to_owned(),
            processing_time_ms: None,
            metadata: Metadata {
                assessment_mode: if rubric.is_heuristic() {
                    AssessmentMode::Heuristic
                } else {
                    AssessmentMode::Measured
                },
                languages: languages(sources).keys().map(|id| (*id).to_owned()).collect(),
                pattern_checks: evaluation.pattern_checks,
                position_encoding: (encoding != PositionEncoding::Utf8).then_some(encoding),
                provenance: Provenance {
                    engine_version: ENGINE_VERSION.to_owned(),
                    rubric: RubricProvenance {
                        id: rubric.id().to_owned(),
                        version: rubric.version().to_owned(),
                        hash: rubric.hash(parameters),
                    },
                    model: None,
                    reviewers: Vec::new(),
                    input_hash: input_hash(submission),
                    grammars: languages(sources)
                        .into_iter()
                        .map(|(id, version)| GrammarVersion {
                            language: id.to_owned(),
                            version: version.to_owned(),
                        })
                        .collect(),
                    dialects: evaluation.dialects,
                },
            },
        })
    }
}

/// Puts what belongs to the candidate into an assessment.
pub(super) fn echo(mut assessment: Assessment, submission: &Submission) -> Assessment {
    assessment.candidate_id.clone_from(&submission.candidate_id);
    assessment.attributes.clone_from(&submission.attributes);
    assessment
}

/// Languages of the parsed sources with the versions of their grammars.
fn languages(sources: &[Source<'_>]) -> BTreeMap<&'static str, &'static str> {
    sources
        .iter()
        .filter_map(|source| source.language)
        .map(|language| (language.id, language.grammar.version))
        .collect()
}

fn bytes(sources: &[Source<'_>]) -> usize {
    sources.iter().map(|source| source.text.len()).sum()
}

fn statements(outlines: &[Option<Outline>]) -> u32 {
    outlines.iter().flatten().map(|outline| outline.statements).fold(0, u32::saturating_add)
}

/// The share of the code that no signal could read: bytes outside parsed constructs or, when a missing token
/// leaves no such byte, broken places among statements. What a budget cut off counts as well.
fn unparsed_share(outlines: &[Option<Outline>]) -> f64 {
    let (mut bytes, mut tokens, mut errors, mut places) = (0.0, 0.0, 0.0, 0.0);
    for outline in outlines.iter().flatten() {
        bytes += f64::from(outline.error_bytes);
        tokens += f64::from(outline.token_bytes);
        errors += outline.errors.len() as f64;
        places += outline.errors.len() as f64 + f64::from(outline.statements);
    }
    let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
    share(bytes, tokens).max(share(errors, places)).min(1.0)
}

/// Code that does not parse, source by source: it comes before everything else, for it weighs on every metric.
fn unparsed(
    sources: &[Source<'_>],
    outlines: &[Option<Outline>],
    encoding: PositionEncoding,
) -> Vec<KeyFinding> {
    let broken = sources.iter().zip(outlines).filter_map(|(source, outline)| {
        let errors = &outline.as_ref()?.errors;
        let places =
            if errors.len() == 1 { "one place".to_owned() } else { format!("{} places", errors.len()) };
        Some(KeyFinding {
            text: format!(
                "`{}` does not parse in {places}; every metric of its code pays for that.",
                source.name
            ),
            location: Some(Location::of(source, errors.first()?.span, encoding)),
        })
    });
    broken.take(MAX_UNPARSED).collect()
}

/// What could not be read, so that nothing is dropped in silence.
fn gaps(sources: &[Source<'_>], outlines: &[Option<Outline>]) -> Vec<KeyFinding> {
    let mut unknown: BTreeSet<String> = BTreeSet::new();
    let mut out = Vec::new();
    for (source, outline) in sources.iter().zip(outlines) {
        if source.kind == SourceKind::Code && source.language.is_none() && !source.text.trim().is_empty() {
            unknown.insert(source.name.clone());
        }
        if outline.as_ref().is_some_and(|outline| outline.truncated) {
            out.push(KeyFinding {
                text: format!("`{}` was read only in part: it exceeds the budget for parsing.", source.name),
                location: None,
            });
        }
    }
    if !unknown.is_empty() {
        let shown: Vec<_> = unknown.iter().take(5).map(|name| format!("`{name}`")).collect();
        let more = unknown.len().saturating_sub(shown.len());
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        out.push(KeyFinding {
            text: format!(
                "Not measured, because no language that this build knows was recognised: {}{more}.",
                shown.join(", ")
            ),
            location: None,
        });
    }
    out
}
