//! Signals and reviewers of a host behind callbacks that speak JSON, as those of other languages do.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use sono_score::review::{ReviewRequest, Reviewer, ReviewerDefinition};
use sono_score::signals::{
    CustomDefinition, CustomScorer, CustomSignal, Material, Measured, Scored, SignalSet,
};
use sono_score::submission::{Source, SourceKind, SubmissionType};
use sono_syntax::finding::Finding;
use sono_syntax::text::{PositionEncoding, Span};

/// The callback: material as JSON in, the measured value as JSON out; `None` when there is nothing to measure.
type Callback = dyn Fn(&str) -> Result<Option<String>, String> + Send + Sync;

/// The callback of a reviewer: a request as JSON in, an answer as JSON out.
type Question = dyn Fn(&str) -> Result<String, String> + Send + Sync;

/// A [`CustomSignal`] behind a callback.
///
/// The callback receives a [`MaterialView`] and returns a [`MeasuredView`], both as JSON text; offsets count in the
/// host's unit. Any thread may call it.
pub struct HostSignal {
    definition: CustomDefinition,
    encoding: PositionEncoding,
    callback: Box<Callback>,
}

/// A [`CustomScorer`] behind a callback, as a [`HostSignal`] is. It also receives the measured signals, and returns a
/// [`MeasuredView`] whose `value` is the score.
#[derive(Debug)]
pub struct HostScorer(HostSignal);

impl fmt::Debug for HostSignal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HostSignal").field("id", &self.definition.id).finish_non_exhaustive()
    }
}

/// The submitted material, as a callback receives it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MaterialView<'a> {
    /// The type of the submission.
    pub submission_type: SubmissionType,
    /// The texts; findings name them by their position in this list.
    pub sources: Vec<SourceView<'a>>,
    /// The measured signals, by id: for scorers alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signals: Option<BTreeMap<&'a str, f64>>,
}

/// One text.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SourceView<'a> {
    /// Path of the file, or the content key.
    pub name: &'a str,
    /// `code`, `answer`, `document`, `commit` or `data`.
    pub kind: &'static str,
    /// Id of the language; `null` for what is not parsed.
    pub language: Option<&'static str>,
    /// Whether its name or place says that it holds tests.
    pub is_test: bool,
    /// The text, without a leading byte order mark.
    pub text: &'a str,
}

/// A measured value, as a callback returns it.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasuredView {
    /// The value, in the unit and range of the definition.
    pub value: f64,
    /// How many units it was measured on, such as functions: more units, less uncertainty. 1 when absent.
    #[serde(default = "one")]
    pub units: u32,
    /// The most telling places; five are kept.
    #[serde(default)]
    pub findings: Vec<FindingView>,
}

/// A place, and what was found there.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FindingView {
    /// Position of the source in the list of sources, counted from 0.
    pub source: u32,
    /// Offset of the first character, counted from 0 in the host's unit.
    pub start: usize,
    /// Offset just after the last one.
    pub end: usize,
    /// The finding, as one sentence.
    pub message: String,
    /// The name of the thing.
    #[serde(default)]
    pub name: Option<String>,
    /// The value measured there.
    #[serde(default)]
    pub value: Option<f64>,
}

const fn one() -> u32 {
    1
}

impl HostSignal {
    /// A signal with its definition, the host's unit of offsets, and the callback that measures it. An error that the
    /// callback returns ends the assessment with that message.
    pub fn new(
        definition: CustomDefinition,
        encoding: PositionEncoding,
        callback: impl Fn(&str) -> Result<Option<String>, String> + Send + Sync + 'static,
    ) -> Self {
        Self { definition, encoding, callback: Box::new(callback) }
    }

    fn finding(&self, view: FindingView, material: &Material<'_>) -> Result<Finding, String> {
        let source =
            material.outlined().find(|(index, ..)| *index == view.source).map(|(_, source, _)| source);
        let Some(source) = source else {
            return Err(format!("it found something in source {}, which does not exist", view.source));
        };
        let start = self.encoding.byte_offset(&source.text, view.start);
        let end = self.encoding.byte_offset(&source.text, view.end);
        let (Some(start), Some(end)) = (start, end) else {
            return Err(format!(
                "it found something at {} to {} of {}, which are no places of the text",
                view.start, view.end, source.name
            ));
        };
        let mut finding = Finding::new(view.source, Span::new(start, end), view.message);
        finding.name = view.name;
        finding.value = view.value;
        Ok(finding)
    }
}

impl CustomSignal for HostSignal {
    fn definition(&self) -> CustomDefinition {
        self.definition.clone()
    }

    fn measure(&self, material: &Material<'_>) -> Result<Option<Measured>, String> {
        self.call(material, None)
    }
}

impl HostScorer {
    /// As [`HostSignal::new`]; the definition is that of a scorer.
    pub fn new(
        definition: CustomDefinition,
        encoding: PositionEncoding,
        callback: impl Fn(&str) -> Result<Option<String>, String> + Send + Sync + 'static,
    ) -> Self {
        Self(HostSignal::new(definition, encoding, callback))
    }
}

impl CustomScorer for HostScorer {
    fn definition(&self) -> CustomDefinition {
        self.0.definition.clone()
    }

    fn score(&self, material: &Material<'_>, signals: &SignalSet) -> Result<Option<Scored>, String> {
        let signals = signals.iter().map(|(id, measured)| (id, measured.value)).collect();
        let measured = self.0.call(material, Some(signals))?;
        Ok(measured.map(|Measured { value, units, findings }| Scored { score: value, units, findings }))
    }
}

impl HostSignal {
    fn call(
        &self,
        material: &Material<'_>,
        signals: Option<BTreeMap<&str, f64>>,
    ) -> Result<Option<Measured>, String> {
        let view = MaterialView {
            submission_type: material.submission_type(),
            sources: material.outlined().map(|(_, source, _)| SourceView::of(source)).collect(),
            signals,
        };
        let json = serde_json::to_string(&view).map_err(|error| error.to_string())?;
        let Some(answer) = (self.callback)(&json)? else { return Ok(None) };
        let measured: MeasuredView = serde_json::from_str(&answer)
            .map_err(|error| format!("it returned what is no measured value: {error}"))?;
        let findings = measured.findings.into_iter().map(|view| self.finding(view, material));
        Ok(Some(Measured {
            value: measured.value,
            units: measured.units,
            findings: findings.collect::<Result<_, _>>()?,
        }))
    }
}

/// A [`Reviewer`] behind a callback: a request for opinions as JSON in, the answer as JSON text out.
pub struct HostReviewer {
    definition: ReviewerDefinition,
    callback: Box<Question>,
}

impl fmt::Debug for HostReviewer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HostReviewer").field("id", &self.definition.id).finish_non_exhaustive()
    }
}

impl HostReviewer {
    /// A reviewer with its definition and the callback that asks it. The assessment records an error that the callback
    /// returns, so it should contain no secrets.
    pub fn new(
        definition: ReviewerDefinition,
        callback: impl Fn(&str) -> Result<String, String> + Send + Sync + 'static,
    ) -> Self {
        Self { definition, callback: Box::new(callback) }
    }
}

impl Reviewer for HostReviewer {
    fn definition(&self) -> ReviewerDefinition {
        self.definition.clone()
    }

    fn review(&self, request: &ReviewRequest) -> Result<String, String> {
        let json = serde_json::to_string(request).map_err(|error| error.to_string())?;
        (self.callback)(&json)
    }
}

impl<'a> SourceView<'a> {
    fn of(source: &'a Source<'a>) -> Self {
        Self {
            name: &source.name,
            kind: match source.kind {
                SourceKind::Code => "code",
                SourceKind::Answer => "answer",
                SourceKind::Document => "document",
                SourceKind::Commit => "commit",
                SourceKind::Data => "data",
            },
            language: source.language.map(|language| language.id),
            is_test: source.is_test,
            text: &source.text,
        }
    }
}
