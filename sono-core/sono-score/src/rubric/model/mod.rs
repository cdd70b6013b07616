//! A compiled rubric: everything has an index, so that scoring looks nothing up by name.

mod condition;
mod curve;
mod interval;
mod keywords;
mod parameters;
mod registry;
mod search_text;
mod target;
mod text_signal;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use parameters::{ParameterDefinition, ParameterValue, Parameters};
pub use registry::SignalRegistry;
pub use text_signal::text_signal_definitions;

pub(in crate::rubric) use condition::{Condition, ParameterTest, Test};
pub(in crate::rubric) use curve::Curve;
pub(in crate::rubric) use interval::{Factor, Interval, SAMPLING};
pub(in crate::rubric) use keywords::{Keywords, LineFilter, strip};
pub(in crate::rubric) use registry::SignalInfo;
pub(in crate::rubric) use search_text::SearchText;
pub(in crate::rubric) use target::Target;
pub(in crate::rubric) use text_signal::TextSignal;

use crate::assessment::Category;
use crate::patterns::{LinePatterns, SyntaxRules, WrittenRule};
use crate::rubric::format::{SentenceId, Template};
use crate::signals::Family;
use crate::submission::{Expectation, Path, SubmissionType};
use sono_syntax::finding::Severity;

/// The compiled content of a rubric.
#[derive(Debug)]
pub(in crate::rubric) struct Model {
    pub(in crate::rubric) id: String,
    pub(in crate::rubric) version: String,
    pub(in crate::rubric) name: String,
    pub(in crate::rubric) description: String,
    pub(in crate::rubric) heuristic: bool,
    /// The default expectations of each type of submission; `None` if the rubric knows no expectations.
    pub(in crate::rubric) expects: Option<BTreeMap<SubmissionType, BTreeSet<Expectation>>>,
    pub(in crate::rubric) interval: Interval,
    pub(in crate::rubric) weighing: Weighing,
    pub(in crate::rubric) motives: Switch,
    pub(in crate::rubric) pattern_checks: Switch,
    pub(in crate::rubric) parameters: Vec<ParameterDefinition>,
    /// Every signal that something reads.
    pub(in crate::rubric) signals: Vec<SignalInfo>,
    /// The definitions of these signals, by id.
    pub(in crate::rubric) dialects: BTreeMap<String, String>,
    pub(in crate::rubric) text_signals: Vec<TextSignal>,
    pub(in crate::rubric) measures: Vec<Measure>,
    /// By searched text.
    pub(in crate::rubric) keywords: [Keywords; SearchText::ALL.len()],
    pub(in crate::rubric) patterns: LinePatterns,
    pub(in crate::rubric) pattern_rules: Vec<PatternRule>,
    pub(in crate::rubric) syntax_rules: Option<Arc<SyntaxRules>>,
    /// Of these rules, those that the rubric brings itself.
    pub(in crate::rubric) own_rules: Vec<WrittenRule>,
    /// Rules for every metric of some categories; the metrics hold copies of them.
    pub(in crate::rubric) shared_rules: Vec<(Vec<Category>, Rule)>,
    /// From the highest to the lowest.
    pub(in crate::rubric) bands: Vec<Band>,
    pub(in crate::rubric) cautions: Vec<Caution>,
    /// By [`SentenceId`]: alternatives, the default last.
    pub(in crate::rubric) sentences: Vec<Vec<Template>>,
    /// In path order.
    pub(in crate::rubric) paths: Vec<PathModel>,
}

impl Model {
    /// The unit of a signal, by index; empty if it has none.
    pub(in crate::rubric) fn unit(&self, signal: usize) -> &str {
        self.signals.get(signal).map_or("", |signal| signal.unit.as_ref())
    }

    /// The alternatives of a sentence, the default last.
    pub(in crate::rubric) fn sentence(&self, id: SentenceId) -> &[Template] {
        self.sentences.get(id.index()).map_or(&[], Vec::as_slice)
    }

    /// The band of a score.
    pub(in crate::rubric) fn band(&self, score: f64) -> Option<&Band> {
        self.bands.iter().find(|band| score >= band.min)
    }

    /// Whether any group takes points for violations that other checks found.
    fn reads_foreign_violations(&self) -> bool {
        let mut metrics = self.paths.iter().flat_map(|path| &path.metrics);
        metrics.any(|metric| metric.groups.iter().any(|group| !group.patterns_only))
    }

    /// Whether the rubric needs violations that it does not find itself.
    pub(in crate::rubric) fn wants_violations(&self) -> bool {
        self.patterns.is_empty() || self.reads_foreign_violations()
    }

    /// The definitions of the custom signals that the rubric reads, directly or through a scorer.
    pub(in crate::rubric) fn custom_signals(&self, registry: &SignalRegistry) -> BTreeMap<String, String> {
        let scored = self.signals.iter().map(|signal| signal.id.as_ref());
        let divisors = self.measures.iter().filter_map(|measure| measure.per.as_deref());
        scored
            .chain(divisors)
            .filter_map(|id| registry.get(id))
            .flat_map(|signal| {
                std::iter::once(signal).chain(signal.reads.iter().filter_map(|id| registry.get(id)))
            })
            .filter(|signal| signal.family == Family::Custom)
            .map(|signal| (signal.id.to_string(), signal.definition.to_string()))
            .collect()
    }
}

/// The weight of outside opinions.
#[derive(Debug, Clone, Copy)]
pub(in crate::rubric) struct Weighing {
    /// Share of a metric, 0 to [`MAX_EXTERNAL_SHARE`](crate::rubric::MAX_EXTERNAL_SHARE).
    pub(in crate::rubric) share: f64,
    /// Standard deviation of one opinion, in points.
    pub(in crate::rubric) uncertainty: f64,
}

/// The defaults for a rubric that states no weights.
impl Default for Weighing {
    fn default() -> Self {
        Self { share: 0.1, uncertainty: 20.0 }
    }
}

/// A switch: a fixed value or a parameter.
#[derive(Debug, Clone, Copy)]
pub(in crate::rubric) enum Switch {
    Fixed(bool),
    Parameter(usize),
}

impl Switch {
    pub(in crate::rubric) fn is_on(self, parameters: &Parameters) -> bool {
        match self {
            Self::Fixed(on) => on,
            Self::Parameter(index) => parameters.is_true(index),
        }
    }
}

/// A number: a fixed value or a parameter.
#[derive(Debug, Clone, Copy)]
pub(in crate::rubric) enum Amount {
    Fixed(f64),
    Parameter(usize),
}

impl Amount {
    pub(in crate::rubric) fn value(self, parameters: &Parameters) -> f64 {
        match self {
            Self::Fixed(value) => value,
            // The format refuses larger numbers in a rubric; those from a host are clamped.
            Self::Parameter(index) => parameters.number(index).clamp(-1e3, 1e3),
        }
    }
}

/// A signal defined from text.
#[derive(Debug)]
pub(in crate::rubric) struct Measure {
    pub(in crate::rubric) id: String,
    pub(in crate::rubric) text: SearchText,
    pub(in crate::rubric) source: MeasureSource,
    pub(in crate::rubric) per: Option<String>,
}

#[derive(Debug)]
pub(in crate::rubric) enum MeasureSource {
    /// Sum over needles.
    Count(Vec<usize>),
    /// Lines that a filter accepts.
    Lines(usize),
}

/// The text of a pattern's violations.
#[derive(Debug)]
pub(in crate::rubric) struct PatternRule {
    pub(in crate::rubric) id: String,
    pub(in crate::rubric) severity: Severity,
    pub(in crate::rubric) regex: String,
    /// The regular expression that excuses a match right before it.
    pub(in crate::rubric) excuse: Option<String>,
    pub(in crate::rubric) message: String,
    pub(in crate::rubric) fix: Option<String>,
    pub(in crate::rubric) submission_types: Vec<SubmissionType>,
}

#[derive(Debug)]
pub(in crate::rubric) struct Band {
    pub(in crate::rubric) min: f64,
    pub(in crate::rubric) label: String,
    pub(in crate::rubric) text: Option<String>,
}

/// A caution for readers of results.
#[derive(Debug)]
pub(in crate::rubric) struct Caution {
    pub(in crate::rubric) id: String,
    pub(in crate::rubric) text: String,
    /// The confidence below which it is told; `None` if it always is.
    pub(in crate::rubric) confidence_below: Option<f64>,
}

impl Caution {
    /// Whether it is told only where there is little confidence.
    pub(in crate::rubric) fn is_conditional(&self) -> bool {
        self.confidence_below.is_some()
    }

    /// Whether it is told with a result of this confidence.
    pub(in crate::rubric) fn is_due(&self, confidence: f64) -> bool {
        self.confidence_below.is_none_or(|limit| confidence < limit)
    }
}

#[derive(Debug)]
pub(in crate::rubric) struct PathModel {
    pub(in crate::rubric) path: Path,
    pub(in crate::rubric) weight: f64,
    pub(in crate::rubric) metrics: Vec<MetricModel>,
    pub(in crate::rubric) motives: Vec<MotiveModel>,
}

#[derive(Debug)]
pub(in crate::rubric) struct MetricModel {
    pub(in crate::rubric) id: String,
    pub(in crate::rubric) name: String,
    pub(in crate::rubric) description: Option<String>,
    pub(in crate::rubric) category: Category,
    pub(in crate::rubric) weight: f64,
    pub(in crate::rubric) base: f64,
    pub(in crate::rubric) submission_types: Vec<SubmissionType>,
    /// The expectation that it depends on; `None` if it is always assessed.
    pub(in crate::rubric) expects: Option<Expectation>,
    pub(in crate::rubric) parts: Vec<Part>,
    /// The metric's own rules, then the shared ones.
    pub(in crate::rubric) rules: Vec<Rule>,
    /// The number of `rules` that are the metric's own.
    pub(in crate::rubric) own_rules: usize,
    pub(in crate::rubric) groups: Vec<Group>,
}

#[derive(Debug)]
pub(in crate::rubric) struct Part {
    pub(in crate::rubric) signal: usize,
    /// The expectation that it depends on; `None` if it always takes part.
    pub(in crate::rubric) expects: Option<Expectation>,
    pub(in crate::rubric) weight: f64,
    pub(in crate::rubric) curve: Curve,
    pub(in crate::rubric) target: Target,
    pub(in crate::rubric) uncertainty: f64,
    /// The points if the signal is absent; without them, the part is skipped.
    pub(in crate::rubric) absent: Option<f64>,
    pub(in crate::rubric) expected: String,
    pub(in crate::rubric) strength: Vec<Template>,
    pub(in crate::rubric) improve: Vec<Template>,
}

#[derive(Debug, Clone)]
pub(in crate::rubric) struct Rule {
    /// The expectation that it depends on; `None` if it always takes part.
    pub(in crate::rubric) expects: Option<Expectation>,
    pub(in crate::rubric) when: Option<Condition>,
    pub(in crate::rubric) add: RuleAmount,
    pub(in crate::rubric) expected: String,
    pub(in crate::rubric) strength: Vec<Template>,
    pub(in crate::rubric) improve: Vec<Template>,
}

#[derive(Debug, Clone)]
pub(in crate::rubric) enum RuleAmount {
    Plain(Amount),
    Curve { signal: usize, curve: Curve, target: Target },
}

#[derive(Debug)]
pub(in crate::rubric) struct Group {
    /// Whether only violations of the rubric's own patterns count.
    pub(in crate::rubric) patterns_only: bool,
    /// By severity, mildest first.
    pub(in crate::rubric) points: [Amount; Severity::ALL.len()],
    pub(in crate::rubric) once: bool,
    pub(in crate::rubric) max: Option<Amount>,
    pub(in crate::rubric) when: Option<Condition>,
    pub(in crate::rubric) expected: String,
    pub(in crate::rubric) improve: Vec<Template>,
}

#[derive(Debug)]
pub(in crate::rubric) struct MotiveModel {
    pub(in crate::rubric) id: String,
    pub(in crate::rubric) strength: MotiveStrength,
    pub(in crate::rubric) max: f64,
    pub(in crate::rubric) indicators: Vec<Indicator>,
}

#[derive(Debug, Clone, Copy)]
pub(in crate::rubric) enum MotiveStrength {
    Start(f64),
    Flat(f64),
}

#[derive(Debug)]
pub(in crate::rubric) struct Indicator {
    pub(in crate::rubric) when: Condition,
    pub(in crate::rubric) add: f64,
    pub(in crate::rubric) text: String,
}
