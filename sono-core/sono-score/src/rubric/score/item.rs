//! The result of scoring: plain records of what each line of the rubric did, without any wording.

use super::panel::{Panel, Vote};
use super::violations::Placed;
use crate::assessment::{Motive, PatternChecks, ScoreInterval};
use crate::rubric::format::Template;
use crate::rubric::model::{Group, MetricModel, Part, PathModel, Rule};
use crate::signals::Measured;
use crate::submission::{Expectation, Path};
use sono_syntax::finding::Finding;
use sono_syntax::text::Span;

/// A scored submission.
#[derive(Debug)]
pub(in crate::rubric) struct Scored<'a> {
    /// The requested paths in path order.
    pub(in crate::rubric) paths: Vec<ScoredPath<'a>>,
    /// `None` if no path is assessed.
    pub(in crate::rubric) overall: Option<Estimate>,
    pub(in crate::rubric) pattern_checks: PatternChecks,
}

/// A score and its certainty.
#[derive(Debug, Clone, Copy)]
pub(in crate::rubric) struct Estimate {
    pub(in crate::rubric) score: f64,
    /// Its standard deviation.
    pub(in crate::rubric) deviation: f64,
    pub(in crate::rubric) confidence: f64,
    /// `None` in heuristic rubrics.
    pub(in crate::rubric) interval: Option<ScoreInterval>,
}

/// A scored path.
#[derive(Debug)]
pub(in crate::rubric) struct ScoredPath<'a> {
    pub(in crate::rubric) path: Path,
    /// `None` if the rubric does not cover the path.
    pub(in crate::rubric) model: Option<&'a PathModel>,
    /// `None` if no metric is assessed.
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
    /// The estimate, if the metric is assessed.
    pub(in crate::rubric) fn estimate(&self) -> Option<Estimate> {
        self.outcome.as_ref().ok().map(|score| score.estimate)
    }
}

/// Why a metric is not assessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::rubric) enum NotAssessed {
    /// It does not apply to this type of submission.
    OtherType,
    /// It depends on something that was not asked for.
    NotAsked(Expectation),
    /// All that was handed in is blank.
    Empty,
    /// It scores code, but there is none.
    NoCode,
    /// It scores code, but no statement was found in it.
    NoStatements,
    /// Nothing that it reads was found.
    NothingToMeasure,
}

/// The score of a metric, with everything that adds up to it.
#[derive(Debug)]
pub(in crate::rubric) struct MetricScore<'a> {
    pub(in crate::rubric) estimate: Estimate,
    /// Parts, rules and groups, in the order in which they count.
    pub(in crate::rubric) items: Vec<Item<'a>>,
    pub(in crate::rubric) clamp: Option<Clamp>,
    pub(in crate::rubric) heard: Option<Heard<'a>>,
}

/// A sum outside the scale.
#[derive(Debug, Clone, Copy)]
pub(in crate::rubric) struct Clamp {
    pub(in crate::rubric) sum: f64,
    /// The points that bring it back onto the scale.
    pub(in crate::rubric) points: f64,
}

/// The effect of outside opinions on a metric.
#[derive(Debug)]
pub(in crate::rubric) struct Heard<'a> {
    pub(in crate::rubric) panel: Panel,
    /// The score before them.
    pub(in crate::rubric) measured: f64,
    pub(in crate::rubric) points: f64,
    /// Whether they would have added points but may not.
    pub(in crate::rubric) held: bool,
    pub(in crate::rubric) quotes: Vec<(&'a Vote, &'a Finding)>,
    /// The share of the metric that each quote stands for.
    pub(in crate::rubric) weight: f64,
}

/// The kind of an item, as far as sentences differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::rubric) enum ItemKind {
    /// A part with a value.
    Part,
    /// A part whose signal is absent.
    AbsentPart,
    /// A rule that added points.
    Gain,
    /// A rule that would have added points but does not hold.
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
    /// A description of the expectation.
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
    /// The index of the signal.
    pub(in crate::rubric) signal: Option<usize>,
    pub(in crate::rubric) value: Option<f64>,
    /// Whether it counts towards the score; a rule that does not hold does not.
    pub(in crate::rubric) counts: bool,
    /// The points of the metric that it added.
    pub(in crate::rubric) points: f64,
    /// The most points that a part could have added.
    pub(in crate::rubric) max_points: Option<f64>,
    /// The share of its possible points that it earned, 0 to 1.
    pub(in crate::rubric) fraction: f64,
    /// Whether its target is met; `None` if it has none.
    pub(in crate::rubric) target_met: Option<bool>,
    /// The points of the metric that it lost by missing its target: those that just meeting it would bring. Points still
    /// to gain beyond a target are no loss, whether or not it is met.
    pub(in crate::rubric) lost: f64,
    /// The number of things that were measured for it.
    pub(in crate::rubric) units: u32,
    pub(in crate::rubric) worst: Option<Worst<'a>>,
    /// Number of places found.
    pub(in crate::rubric) count: usize,
    /// The places that are shown.
    pub(in crate::rubric) shown: Vec<Shown<'a>>,
    /// The share of the metric that each of them stands for, 0 to 1.
    pub(in crate::rubric) weight: f64,
}

impl Item<'_> {
    /// Whether it lost points by missing an expectation.
    pub(in crate::rubric) fn is_failure(&self) -> bool {
        self.lost > 0.0 && self.target_met != Some(true)
    }

    /// Whether it counts and comes from a measurement or a finding.
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

/// Evidence for points.
#[derive(Debug)]
pub(in crate::rubric) enum Shown<'a> {
    /// The value of a signal, by index, and one of its findings if it has any.
    Signal { signal: usize, measured: &'a Measured, finding: Option<&'a Finding> },
    /// A string that occurs in the text; `source` is `None` if the text is not one of the sources.
    Word { word: &'a str, source: Option<u32>, span: Span },
    /// A violation, and the points that it took, if it took them alone.
    Violation { placed: Placed<'a>, points: Option<f64> },
}
