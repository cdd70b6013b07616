//! What scoring gives: plain records of what each line of the rubric did, without a word about it.

use super::panel::{Panel, Vote};
use super::violations::Placed;
use crate::assessment::{Motive, PatternChecks, ScoreInterval};
use crate::rubric::format::Template;
use crate::rubric::model::{Group, MetricModel, Part, PathModel, Rule};
use crate::signals::Measured;
use crate::submission::Path;
use sono_syntax::finding::Finding;
use sono_syntax::text::Span;

/// A scored submission.
#[derive(Debug)]
pub(in crate::rubric) struct Scored<'a> {
    /// The requested paths in path order.
    pub(in crate::rubric) paths: Vec<ScoredPath<'a>>,
    /// Nothing when no path is assessed.
    pub(in crate::rubric) overall: Option<Estimate>,
    pub(in crate::rubric) pattern_checks: PatternChecks,
}

/// A score and how sure it is.
#[derive(Debug, Clone, Copy)]
pub(in crate::rubric) struct Estimate {
    pub(in crate::rubric) score: f64,
    /// Its standard deviation.
    pub(in crate::rubric) deviation: f64,
    pub(in crate::rubric) confidence: f64,
    /// None in heuristic rubrics.
    pub(in crate::rubric) interval: Option<ScoreInterval>,
}

/// A scored path.
#[derive(Debug)]
pub(in crate::rubric) struct ScoredPath<'a> {
    pub(in crate::rubric) path: Path,
    /// Nothing when the rubric leaves the path out.
    pub(in crate::rubric) model: Option<&'a PathModel>,
    /// Nothing when no metric is assessed.
    pub(in crate::rubric) estimate: Option<Estimate>,
    pub(in crate::rubric) metrics: Vec<ScoredMetric<'a>>,
    pub(in crate::rubric) motives: Vec<Motive>,
}

impl ScoredPath<'_> {
    /// Its weight in the overall score.
    pub(in crate::rubric) fn weight(&self) -> f64 {
        self.model.map_or(0.0, |model| model.weight)
    }
}

/// A metric, scored or not.
#[derive(Debug)]
pub(in crate::rubric) struct ScoredMetric<'a> {
    pub(in crate::rubric) model: &'a MetricModel,
    pub(in crate::rubric) outcome: Result<MetricScore<'a>, NotAssessed>,
}

impl ScoredMetric<'_> {
    /// Its estimate, where it is assessed.
    pub(in crate::rubric) fn estimate(&self) -> Option<Estimate> {
        self.outcome.as_ref().ok().map(|score| score.estimate)
    }
}

/// Why a metric is not assessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::rubric) enum NotAssessed {
    /// It does not apply to this type of submission.
    NotAskedFor,
    /// It scores code, and no statement could be parsed.
    NoStatements,
    /// Nothing that it reads was found.
    NothingToMeasure,
}

/// The score of a metric, and all that it is the sum of.
#[derive(Debug)]
pub(in crate::rubric) struct MetricScore<'a> {
    pub(in crate::rubric) estimate: Estimate,
    /// Parts, rules and groups, in the order in which they count.
    pub(in crate::rubric) items: Vec<Item<'a>>,
    pub(in crate::rubric) clamp: Option<Clamp>,
    pub(in crate::rubric) heard: Option<Heard<'a>>,
}

/// A sum that left the scale.
#[derive(Debug, Clone, Copy)]
pub(in crate::rubric) struct Clamp {
    pub(in crate::rubric) sum: f64,
    /// What brings it back.
    pub(in crate::rubric) points: f64,
}

/// What opinions from outside did to a metric.
#[derive(Debug)]
pub(in crate::rubric) struct Heard<'a> {
    pub(in crate::rubric) panel: Panel,
    /// The score without them.
    pub(in crate::rubric) measured: f64,
    pub(in crate::rubric) points: f64,
    /// Whether they would have brought points and may not.
    pub(in crate::rubric) held: bool,
    pub(in crate::rubric) quotes: Vec<(&'a Vote, &'a Finding)>,
    /// Share of the metric that each quote stands for.
    pub(in crate::rubric) weight: f64,
}

/// What kind of item it is, as far as sentences differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::rubric) enum ItemKind {
    /// A part with a value.
    Part,
    /// A part whose signal is absent.
    AbsentPart,
    /// A rule that added points.
    Gain,
    /// A rule that would have added points.
    Missed,
    /// A rule that took points.
    Taken,
    /// Violations that took points.
    Violations,
}

/// The line of the rubric that an item comes from.
#[derive(Debug, Clone, Copy)]
pub(in crate::rubric) enum Line<'a> {
    Part(&'a Part),
    Rule(&'a Rule),
    Group(&'a Group),
}

impl<'a> Line<'a> {
    /// What is expected, in words.
    pub(in crate::rubric) fn expected(self) -> &'a str {
        match self {
            Self::Part(part) => &part.expected,
            Self::Rule(rule) => &rule.expected,
            Self::Group(group) => &group.expected,
        }
    }

    pub(in crate::rubric) fn strength(self) -> &'a [Template] {
        match self {
            Self::Part(part) => &part.strength,
            Self::Rule(rule) => &rule.strength,
            Self::Group(_) => &[],
        }
    }

    pub(in crate::rubric) fn improve(self) -> &'a [Template] {
        match self {
            Self::Part(part) => &part.improve,
            Self::Rule(rule) => &rule.improve,
            Self::Group(group) => &group.improve,
        }
    }
}

/// A part, rule or group after scoring.
#[derive(Debug)]
pub(in crate::rubric) struct Item<'a> {
    pub(in crate::rubric) kind: ItemKind,
    pub(in crate::rubric) line: Line<'a>,
    /// Index of the signal.
    pub(in crate::rubric) signal: Option<usize>,
    pub(in crate::rubric) value: Option<f64>,
    /// Whether it counts towards the score; a rule that does not hold does not.
    pub(in crate::rubric) counts: bool,
    /// Points of the metric that it brought.
    pub(in crate::rubric) points: f64,
    /// The most that it could have brought, for a part.
    pub(in crate::rubric) max_points: Option<f64>,
    /// 0 to 1: how much of what it could bring it brought.
    pub(in crate::rubric) fraction: f64,
    /// Points of the metric that are lost here.
    pub(in crate::rubric) lost: f64,
    pub(in crate::rubric) worst: Option<Worst<'a>>,
    /// Number of places found.
    pub(in crate::rubric) count: usize,
    /// The places that are shown.
    pub(in crate::rubric) shown: Vec<Shown<'a>>,
    /// Share of the metric, 0 to 1, that each of them stands for.
    pub(in crate::rubric) weight: f64,
}

impl Item<'_> {
    /// Whether it counts and comes from something that was measured or found.
    pub(in crate::rubric) fn is_measured(&self) -> bool {
        self.counts && (self.value.is_some() || !self.shown.is_empty())
    }
}

/// The most telling finding of an item.
#[derive(Debug, Clone)]
pub(in crate::rubric) enum Worst<'a> {
    Finding(&'a Finding),
    Violation(Placed<'a>),
}

impl<'a> Worst<'a> {
    /// The most telling finding of a signal.
    pub(in crate::rubric) fn of(measured: Option<&'a Measured>) -> Option<Self> {
        measured?.findings.first().map(Self::Finding)
    }
}

/// Something that shows where points come from.
#[derive(Debug)]
pub(in crate::rubric) enum Shown<'a> {
    /// The value of a signal, by index, and a place behind it where there is one.
    Signal { signal: usize, measured: &'a Measured, finding: Option<&'a Finding> },
    /// A string that occurs in the text; the source is nothing where the text is none of the sources.
    Word { word: &'a str, source: Option<u32>, span: Span },
    /// A violation.
    Violation(Placed<'a>),
}
