//! One submission in, one assessment out.

use std::collections::{BTreeMap, BTreeSet};

use crate::assessment::{
    Assessment, AssessmentMode, Category, GrammarVersion, IntegrityFlag, IntegrityKind, KeyFinding, Location,
    Metadata, PathScore, Provenance, RubricProvenance, SCHEMA_VERSION,
};
use crate::error::Result;
use crate::integrity;
use crate::patterns::SyntaxMatches;
use crate::rubric::{Subject, Vote, Votes};
use crate::signals::{self, Material, SignalSet, Violation};
use crate::submission::{
    Expectation, Remark, Source, SourceKind, Submission, input_hash, set_aside_entries, sources,
};
use crate::tags;
use crate::trace;
use sono_syntax::finding::Finding;
use sono_syntax::language;
use sono_syntax::syntax::{Fragment, Outline};
use sono_syntax::text::{PositionEncoding, Span, join_names};

use super::measure::Readings;
use super::terms::Terms;
use super::weakest::Judged;
use super::{Control, ENGINE_VERSION, Engine};

/// The most unparsable sources that key findings name.
const MAX_UNPARSED: usize = 3;
/// The most sources that are named because their language is in doubt.
const MAX_DOUBTS: usize = 3;
/// The most remarks on the form of sources.
const MAX_REMARKS: usize = 5;

impl Engine {
    /// Assesses a submission. The same submission always gives the same assessment, on every platform, with or without
    /// a cache.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidSubmission`](crate::ErrorKind::InvalidSubmission) and
    /// [`ErrorKind::LimitExceeded`](crate::ErrorKind::LimitExceeded) for a submission that breaks the input model or
    /// the limits; [`ErrorKind::InvalidParameter`](crate::ErrorKind::InvalidParameter) for parameters that the rubric
    /// does not have; [`ErrorKind::SignalFailed`](crate::ErrorKind::SignalFailed) if a custom signal fails. Code that
    /// does not parse is a finding, not an error.
    pub fn assess(&self, submission: &Submission) -> Result<Assessment> {
        self.assess_with(submission, &Control::default())
    }

    /// Assesses a submission, unless the host stops it. If it is not stopped, the result is that of [`Engine::assess`].
    ///
    /// The control is checked between phases and, every few microseconds, during parsing.
    ///
    /// # Errors
    /// As [`Engine::assess`]; and [`ErrorKind::Cancelled`](crate::ErrorKind::Cancelled) or
    /// [`ErrorKind::DeadlineExceeded`](crate::ErrorKind::DeadlineExceeded) when the control says so.
    pub fn assess_with(&self, submission: &Submission, control: &Control) -> Result<Assessment> {
        trace::span!(DEBUG, "assess", rubric = self.rubric.id(), kind = submission.submission_type.as_str());
        control.check()?;
        let terms = self.admit(submission)?;
        #[cfg(feature = "cache")]
        if let Some(cache) = &self.cache {
            let key = self.key_with(submission, &terms);
            let candidate = submission.candidate_id.as_deref();
            let compute = || self.compute(submission, &sources(submission), &terms, control, &[]);
            return Ok(echo(cache.assess(key, candidate, compute)?, submission));
        }
        Ok(echo(self.compute(submission, &sources(submission), &terms, control, &[])?, submission))
    }

    /// Assesses a submission without reading or writing the cache, to see what the engine computes now.
    ///
    /// # Errors
    /// As [`Engine::assess`].
    pub fn assess_uncached(&self, submission: &Submission) -> Result<Assessment> {
        self.assess_replayed(submission, self.expects.as_ref())
    }

    /// As [`Engine::assess_uncached`], with what to ask for where the submission does not say it.
    pub(crate) fn assess_replayed(
        &self,
        submission: &Submission,
        expects: Option<&BTreeSet<Expectation>>,
    ) -> Result<Assessment> {
        trace::span!(DEBUG, "assess", rubric = self.rubric.id(), kind = submission.submission_type.as_str());
        let terms = self.admit_after(submission, expects)?;
        let sources = sources(submission);
        Ok(echo(self.compute(submission, &sources, &terms, &Control::default(), &[])?, submission))
    }

    /// Checks a submission, and resolves the terms on which it is scored.
    pub(super) fn admit(&self, submission: &Submission) -> Result<Terms> {
        self.admit_after(submission, self.expects.as_ref())
    }

    /// As `admit`, with what to ask for where the submission does not say it.
    pub(super) fn admit_after(
        &self,
        submission: &Submission,
        expects: Option<&BTreeSet<Expectation>>,
    ) -> Result<Terms> {
        let terms = submission
            .validate()
            .and_then(|()| submission.check(&self.limits))
            .and_then(|()| self.terms(submission, expects));
        terms.inspect_err(|error| trace::event!(DEBUG, "refused", error = error.kind().as_str()))
    }

    /// The assessment of an admitted submission, of which these are the sources, without the fields that only echo the
    /// host's.
    pub(super) fn compute(
        &self,
        submission: &Submission,
        sources: &[Source<'_>],
        terms: &Terms,
        control: &Control,
        votes: &[Vote],
    ) -> Result<Assessment> {
        let rubric = &*self.rubric;
        let parameters = &terms.parameters;
        let with_tags = submission.options.tags;
        let Readings { mut outlines, mut matches, tagged } = {
            trace::span!(TRACE, "parse", sources = sources.len(), bytes = bytes(sources));
            self.read(sources, rubric.syntax_rules(), with_tags, control)?
        };
        let given = sources.len();
        // Before programs in strings are uncovered: they have no places of their own, and tags need none of them.
        let tags =
            with_tags.then(|| tags::tags(sources, &outlines, &tagged, submission.options.position_encoding));
        let uncovered = integrity::uncover(sources, &mut outlines, &self.budget, &|| control.check())?;
        matches.resize_with(outlines.len(), SyntaxMatches::default);
        let sources = uncovered.sources.as_deref().unwrap_or(sources);

        let material = Material::new(sources, &outlines, submission.submission_type)
            .with_task(submission.task.as_deref());
        let mut signals = SignalSet::new();
        {
            trace::span!(TRACE, "measure");
            signals::measure(&material, &mut signals);
            let is_read = |id: &str| rubric.custom_signals().any(|(read, _)| read == id);
            self.custom.measure(&material, &mut signals, is_read)?;
            violate(&outlines, &matches, &mut signals, |_| true);
        }
        let compared = is_compared(&signals);
        control.check()?;
        let encoding = submission.options.position_encoding;
        let mut inspected = {
            trace::span!(TRACE, "inspect");
            integrity::inspect(sources.get(..given).unwrap_or(sources), &outlines, &|| control.check())?
        };
        inspected.extend(uncovered.signs);
        inspected.sort_by_key(|flag| (flag.finding.source, flag.kind));
        let mut integrity: Vec<IntegrityFlag> = inspected
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
        let unread = integrity::unread(&submission.content.set_aside, sources);
        integrity.extend(unread.into_iter().map(|(severity, description)| IntegrityFlag {
            kind: IntegrityKind::CodeSetAside,
            severity,
            description,
            location: None,
        }));

        control.check()?;
        trace::span!(TRACE, "evaluate", statements = statements(outlines.iter().flatten()));
        let subject = Subject {
            submission_type: submission.submission_type,
            expects: terms.asked(),
            paths: &submission.paths_to_evaluate,
            content: &submission.content,
            sources,
            statements: statements(outlines.iter().flatten()),
            unparsed_share: unparsed_share(outlines.iter().flatten()),
            compared,
            encoding,
            votes: Votes {
                votes,
                may_raise: integrity.iter().all(|flag| flag.kind != IntegrityKind::ReaderInstructions),
            },
        };
        let whole = rubric.evaluate(&subject, &mut signals, parameters);
        let judged =
            Judged { material: &material, outlines: &outlines, matches: &matches, signals: &signals };
        let (evaluation, split) = self.weakest(whole, judged, &subject, parameters);
        let lowers = rubric.signals().any(|id| id.starts_with("syntax."));
        let mut key_findings = unparsed(sources, &outlines, lowers, encoding);
        key_findings.extend(split);
        key_findings.extend(doubts(sources));
        key_findings.extend(remarks(sources, encoding));
        key_findings.extend(uncompared(compared, &evaluation.path_scores));
        key_findings.extend(evaluation.key_findings);
        key_findings.extend(gaps(sources, &outlines, &matches, encoding));

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
            set_aside: [submission.content.set_aside.clone(), set_aside_entries(sources)].concat(),
            tags,
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
                    expects: terms.expects.clone(),
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

/// Adds the candidate and attributes to an assessment.
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

pub(super) fn statements<'o>(outlines: impl Iterator<Item = &'o Outline>) -> u32 {
    outlines.map(|outline| outline.statements).fold(0, u32::saturating_add)
}

/// Whether there is code or a task that written answers can be compared with, as far as there are answers.
fn is_compared(signals: &SignalSet) -> bool {
    signals.value("prose.words").is_none_or(|words| words == 0.0)
        || signals.value("prose.related.share").is_some()
}

/// Says that answers were scored and not compared with anything.
fn uncompared(compared: bool, paths: &[PathScore]) -> Option<KeyFinding> {
    let mut metrics = paths.iter().flat_map(|path| &path.metrics);
    let scored = !compared && metrics.any(|metric| metric.assessed && metric.category == Category::Answers);
    scored.then(|| KeyFinding {
        text: "No task and no code were given, so the answers could not be compared with anything: their scores say how \
               they are written, and little about what they say."
            .to_owned(),
        location: None,
    })
}

/// The share of the code that no signal could read: bytes outside parsed constructs or, if a missing token leaves no
/// such byte, broken places among statements, with what the grammar lacks. Code beyond a budget counts as unread. What is
/// around a piece of code does not: people's judgement lies no further from the scores of pieces than from others.
pub(super) fn unparsed_share<'o>(outlines: impl Iterator<Item = &'o Outline>) -> f64 {
    let (mut bytes, mut tokens, mut errors, mut places) = (0.0, 0.0, 0.0, 0.0);
    for outline in outlines {
        bytes += f64::from(outline.error_bytes);
        tokens += f64::from(outline.token_bytes);
        let unread = outline.errors.len().saturating_add(outline.gaps.len()) as f64;
        errors += unread;
        places += unread + f64::from(outline.statements);
    }
    let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
    share(bytes, tokens).max(share(errors, places)).min(1.0)
}

/// Notes the violations that rules found in the sources with the indices that `is_asked` names, but for those in test
/// code.
pub(super) fn violate(
    outlines: &[Option<Outline>],
    matches: &[SyntaxMatches],
    signals: &mut SignalSet,
    is_asked: impl Fn(usize) -> bool,
) {
    let asked = outlines.iter().zip(matches).enumerate().filter(|(index, _)| is_asked(*index));
    for (index, (outline, matches)) in asked {
        let functions = outline.iter().flat_map(|outline| &outline.functions);
        // Both come in the order of the text, and what lies in a test ends before it does.
        let mut tests = functions.filter(|function| function.is_test).map(|test| test.span).peekable();
        for found in &matches.found {
            while tests.next_if(|test| test.end <= found.span.start).is_some() {}
            if tests.peek().is_some_and(|test| test.contains(found.span)) {
                continue;
            }
            let finding =
                Finding::new(u32::try_from(index).unwrap_or(u32::MAX), found.span, found.message.clone())
                    .named(found.rule.clone());
            signals.violate(Violation {
                rule: found.rule.clone(),
                severity: found.severity,
                finding,
                fix: found.fix.clone(),
            });
        }
    }
}

/// Findings about code that does not parse, source by source, and whether that `lowers` scores.
fn unparsed(
    sources: &[Source<'_>],
    outlines: &[Option<Outline>],
    lowers: bool,
    encoding: PositionEncoding,
) -> Vec<KeyFinding> {
    let broken = sources.iter().zip(outlines).filter_map(|(source, outline)| {
        let errors = &outline.as_ref()?.errors;
        let places =
            if errors.len() == 1 { "one place".to_owned() } else { format!("{} places", errors.len()) };
        let lowers = if lowers { "; that lowers every metric of its code" } else { "" };
        Some(KeyFinding {
            text: format!("`{}` does not parse in {places}{lowers}.", source.name),
            location: Some(Location::of(source, errors.first()?.span, encoding)),
        })
    });
    broken.take(MAX_UNPARSED).collect()
}

/// Findings about sources whose language was detected with doubt, because another one might have other scores.
fn doubts<'s>(sources: &'s [Source<'_>]) -> impl Iterator<Item = KeyFinding> + use<'s> {
    let doubtful = sources.iter().filter_map(|source| Some((source, source.language?, source.rival?)));
    doubtful.take(MAX_DOUBTS).map(|(source, language, rival)| KeyFinding {
        text: format!(
            "`{}` was read as {}, but could be {}: a stated language or a file name would make it certain.",
            source.name, language.name, rival.name
        ),
        location: None,
    })
}

/// The names of the languages that this build measures.
fn supported() -> String {
    let names: Vec<&str> = language::all().iter().map(|language| language.name).collect();
    if names.is_empty() { "none".to_owned() } else { join_names(&names, "and") }
}

/// Findings about the form in which sources were handed in.
fn remarks(sources: &[Source<'_>], encoding: PositionEncoding) -> impl Iterator<Item = KeyFinding> {
    let remarked = sources.iter().filter_map(|source| Some((source, source.remark.as_ref()?)));
    remarked.take(MAX_REMARKS).map(move |(source, remark)| {
        let name = &source.name;
        let (text, location) = match remark {
            Remark::Magics { lines, first } => {
                let lines = if *lines == 1 { "1 line is".to_owned() } else { format!("{lines} lines are") };
                let place = Location::of(source, Span { start: *first, end: *first }, encoding);
                let text = format!("`{name}` needs IPython: {lines} no Python, and set aside.");
                (text, Some(place))
            }
            Remark::BrokenNotebook(why) => {
                (format!("`{name}` cannot be read as a notebook, so that nothing of it is measured: {why}."), None)
            }
            Remark::LooksLikePath => {
                let path = source.text.trim();
                (format!("`{name}` holds the path `{path}` where code is expected: hand over the text of the file."), None)
            }
            Remark::SaidGenerated => {
                (format!("`{name}` says that a tool generated it, which nothing in it shows. Other code uses it, so that it counts."), None)
            }
            Remark::TestsNothing => {
                (format!("`{name}` is named like tests, tests nothing, and no test uses it. It counts as code."), None)
            }
        };
        KeyFinding { text, location }
    })
}

/// Says that a source was read as a piece of something larger, and what tells.
fn piece(name: &str, fragment: Fragment) -> String {
    let holds = fragment.holds.map(|holds| format!("holds {holds}"));
    let mut what: Vec<&str> = holds.as_deref().into_iter().collect();
    what.extend((fragment.starts_inside > 0).then_some("begins in the middle"));
    what.extend((fragment.ends_inside > 0).then_some("breaks off before its end"));
    format!(
        "`{name}` is a piece of something larger, and was read as one: it {}. That costs no points, but makes the score \
         less certain.",
        join_names(&what, "and")
    )
}

/// Findings about sources that were not read or checked in full, so that nothing is dropped silently.
fn gaps(
    sources: &[Source<'_>],
    outlines: &[Option<Outline>],
    matches: &[SyntaxMatches],
    encoding: PositionEncoding,
) -> Vec<KeyFinding> {
    let mut unknown: BTreeSet<String> = BTreeSet::new();
    let mut out = Vec::new();
    for ((source, outline), matches) in sources.iter().zip(outlines).zip(matches) {
        if matches.cut {
            out.push(KeyFinding {
                text: format!(
                    "`{}` was checked against the rules only in part: it exceeds their budget.",
                    source.name
                ),
                location: None,
            });
        }
        if let Some(outline) = outline
            && let Some(gap) = outline.gaps.first()
        {
            let more = outline.gaps.len().saturating_sub(1);
            let more = if more > 0 { format!(", and {more} more") } else { String::new() };
            out.push(KeyFinding {
                text: format!(
                    "`{}` has what the grammar of {} does not know yet ({}{more}). It was read around and costs no \
                     points, but makes the score less certain.",
                    source.name, outline.language.name, gap.what
                ),
                location: Some(Location::of(source, gap.span, encoding)),
            });
        }
        if let Some(fragment) = outline.as_ref().and_then(|outline| outline.fragment) {
            out.push(KeyFinding { text: piece(&source.name, fragment), location: None });
        }
        let is_path = source.remark == Some(Remark::LooksLikePath);
        if source.kind == SourceKind::Code
            && source.language.is_none()
            && !is_path
            && !source.text.trim().is_empty()
        {
            unknown.insert(source.name.clone());
        }
        if outline.as_ref().is_some_and(|outline| outline.truncated) {
            out.push(KeyFinding {
                text: format!(
                    "`{}` was only read in part, because it exceeds the parsing budget.",
                    source.name
                ),
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
                "Not measured, because this build does not know the language: {}{more}. It measures {}.",
                shown.join(", "),
                supported(),
            ),
            location: None,
        });
    }
    out
}
