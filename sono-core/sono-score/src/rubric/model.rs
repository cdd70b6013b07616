//! A compiled rubric: everything by index, nothing left to look up by name while scoring.

use std::collections::BTreeMap;

use super::condition::Condition;
use super::curve::Curve;
use super::keywords::Keywords;
use super::material::View;
use super::panel::Weighing;
use super::parameters::{ParameterDefinition, Parameters};
use super::registry::SignalInfo;
use super::template::Template;
use super::text_signals::TextSignal;
use crate::assessment::Category;
use crate::patterns::LinePatterns;
use crate::submission::{Path, SubmissionType};
use sono_syntax::finding::Severity;

/// The compiled content of a rubric.
#[derive(Debug)]
pub(super) struct Model {
    pub(super) id: String,
    pub(super) version: String,
    pub(super) name: String,
    pub(super) description: String,
    pub(super) heuristic: bool,
    /// Level of the score interval, and its half width in standard deviations.
    pub(super) level: f64,
    pub(super) deviations: f64,
    pub(super) weighing: Weighing,
    pub(super) motives: Switch,
    pub(super) pattern_checks: Switch,
    pub(super) parameters: Vec<ParameterDefinition>,
    /// Every signal that something reads.
    pub(super) signals: Vec<SignalInfo>,
    /// The definition of each of them, by id.
    pub(super) dialects: BTreeMap<String, String>,
    pub(super) text_signals: Vec<TextSignal>,
    pub(super) measures: Vec<Measure>,
    /// By view.
    pub(super) keywords: [Keywords; 3],
    pub(super) patterns: LinePatterns,
    pub(super) pattern_rules: Vec<PatternRule>,
    /// From the highest to the lowest.
    pub(super) bands: Vec<Band>,
    /// By [`SentenceId`](super::template::SentenceId): alternatives, the default last.
    pub(super) sentences: Vec<Vec<Template>>,
    /// In path order.
    pub(super) paths: Vec<PathModel>,
}

/// A switch that is fixed or a parameter.
#[derive(Debug, Clone, Copy)]
pub(super) enum Switch {
    Fixed(bool),
    Parameter(usize),
}

impl Switch {
    pub(super) fn is_on(self, parameters: &Parameters) -> bool {
        match self {
            Self::Fixed(on) => on,
            Self::Parameter(index) => parameters.is_true(index),
        }
    }
}

/// A number that is fixed or a parameter.
#[derive(Debug, Clone, Copy)]
pub(super) enum Amount {
    Fixed(f64),
    Parameter(usize),
}

impl Amount {
    pub(super) fn value(self, parameters: &Parameters) -> f64 {
        match self {
            Self::Fixed(value) => value,
            // What the format refuses in a rubric is cut where it comes from a host.
            Self::Parameter(index) => parameters.number(index).clamp(-1e3, 1e3),
        }
    }
}

/// A signal defined from text.
#[derive(Debug)]
pub(super) struct Measure {
    pub(super) id: String,
    pub(super) view: View,
    pub(super) source: MeasureSource,
    pub(super) per: Option<String>,
}

#[derive(Debug)]
pub(super) enum MeasureSource {
    /// Sum over needles.
    Count(Vec<usize>),
    /// Lines that a filter accepts.
    Lines(usize),
}

/// What a pattern's violations say.
#[derive(Debug)]
pub(super) struct PatternRule {
    pub(super) id: String,
    pub(super) severity: Severity,
    pub(super) message: String,
    pub(super) fix: Option<String>,
    pub(super) submission_types: Vec<SubmissionType>,
}

#[derive(Debug)]
pub(super) struct Band {
    pub(super) min: f64,
    pub(super) label: String,
    pub(super) text: Option<String>,
}

#[derive(Debug)]
pub(super) struct PathModel {
    pub(super) path: Path,
    pub(super) weight: f64,
    pub(super) metrics: Vec<MetricModel>,
    pub(super) motives: Vec<MotiveModel>,
}

#[derive(Debug)]
pub(super) struct MetricModel {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) category: Category,
    pub(super) weight: f64,
    pub(super) base: f64,
    pub(super) submission_types: Vec<SubmissionType>,
    pub(super) parts: Vec<Part>,
    /// The metric's own rules, then the shared ones.
    pub(super) rules: Vec<Rule>,
    /// How many of `rules` are the metric's own.
    pub(super) own_rules: usize,
    pub(super) groups: Vec<Group>,
}

#[derive(Debug)]
pub(super) struct Part {
    pub(super) signal: usize,
    pub(super) weight: f64,
    pub(super) curve: Curve,
    pub(super) uncertainty: f64,
    /// Points when the signal is absent; skipped without.
    pub(super) absent: Option<f64>,
    pub(super) expected: String,
    pub(super) strength: Vec<Template>,
    pub(super) improve: Vec<Template>,
}

#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub(super) when: Option<Condition>,
    pub(super) add: RuleAmount,
    pub(super) expected: String,
    pub(super) strength: Vec<Template>,
    pub(super) improve: Vec<Template>,
}

#[derive(Debug, Clone)]
pub(super) enum RuleAmount {
    Plain(Amount),
    Curve { signal: usize, curve: Curve },
}

#[derive(Debug)]
pub(super) struct Group {
    /// Only violations of the rubric's own patterns.
    pub(super) patterns_only: bool,
    /// By severity, mildest first.
    pub(super) points: [Amount; 3],
    pub(super) once: bool,
    pub(super) max: Option<Amount>,
    pub(super) when: Option<Condition>,
    pub(super) expected: String,
    pub(super) improve: Vec<Template>,
}

#[derive(Debug)]
pub(super) struct MotiveModel {
    pub(super) id: String,
    pub(super) strength: MotiveStrength,
    pub(super) max: f64,
    pub(super) indicators: Vec<Indicator>,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum MotiveStrength {
    Start(f64),
    Flat(f64),
}

#[derive(Debug)]
pub(super) struct Indicator {
    pub(super) when: Condition,
    pub(super) add: f64,
    pub(super) text: String,
}
