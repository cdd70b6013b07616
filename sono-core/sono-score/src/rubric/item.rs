//! What a part, rule or group did, and the sentences about it.

use std::borrow::Cow;

use super::evaluate::place_words;
use super::score::Scorer;
use super::template::{SentenceId, Slot, Template};
use super::violations::Placed;
use crate::assessment::Location;
use crate::submission::Path;
use sono_syntax::finding::Finding;
use sono_syntax::text::{format_number, format_value};

/// What kind of item it is, as far as sentences differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ItemKind {
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

/// A part, rule or group after scoring.
pub(super) struct Item<'m> {
    pub(super) kind: ItemKind,
    /// Index of the signal.
    pub(super) signal: Option<usize>,
    pub(super) value: Option<f64>,
    pub(super) expected: &'m str,
    /// 0 to 1: how much of what it could bring it brought.
    pub(super) fraction: f64,
    /// Points of the metric that it brought.
    pub(super) points: f64,
    /// Points of the metric that are lost here.
    pub(super) lost: f64,
    pub(super) strength: &'m [Template],
    pub(super) improve: &'m [Template],
    pub(super) worst: Option<Worst<'m>>,
    pub(super) count: usize,
    /// What to do, once that has been put into words.
    pub(super) advice: Option<String>,
}

/// The most telling finding of an item.
#[derive(Clone, Copy)]
pub(super) enum Worst<'m> {
    Finding(&'m Finding),
    Violation(&'m Placed<'m>),
}

impl<'m> Worst<'m> {
    fn finding(self) -> &'m Finding {
        match self {
            Self::Finding(finding) => finding,
            Self::Violation(placed) => &placed.violation.finding,
        }
    }

    fn name(self) -> Option<&'m str> {
        match self {
            Self::Finding(finding) => finding.name.as_deref(),
            Self::Violation(placed) => Some(&placed.violation.rule),
        }
    }

    fn fix(self) -> Option<&'m str> {
        match self {
            Self::Finding(_) => None,
            Self::Violation(placed) => placed.violation.fix.as_deref(),
        }
    }
}

/// Curve values (as fractions) from which something is a strength, and below which it is an area for
/// improvement. What lies between is recommended, but not called an area.
pub(super) const STRONG: f64 = 0.8;
const WEAK: f64 = 0.6;

/// The metric that an item belongs to.
#[derive(Clone, Copy)]
pub(super) struct Home<'h, 'a> {
    pub(super) scorer: &'h Scorer<'a>,
    pub(super) path: Path,
    pub(super) metric: &'h str,
}

impl Home<'_, '_> {
    /// Renders the first alternative of a sentence that can be filled.
    pub(super) fn sentence(&self, id: SentenceId, item: &Item<'_>, points: f64) -> Option<String> {
        let templates = self.scorer.model.sentences.get(id.index())?;
        self.first(templates, item, points)
    }

    /// Appends a sentence to a text, after a space.
    pub(super) fn append(&self, out: &mut String, id: SentenceId, item: &Item<'_>, points: f64) {
        let before = out.len();
        out.push(' ');
        let templates = self.scorer.model.sentences.get(id.index()).into_iter().flatten();
        let fill = |slot| self.fill(item, slot, points);
        if !templates.into_iter().any(|template| template.render_into(out, &fill)) {
            out.truncate(before);
        }
    }

    fn first(&self, templates: &[Template], item: &Item<'_>, points: f64) -> Option<String> {
        templates.iter().find_map(|template| template.render(&|slot| self.fill(item, slot, points)))
    }

    fn fill<'i>(&'i self, item: &'i Item<'_>, slot: Slot, points: f64) -> Option<Cow<'i, str>> {
        let signal = item.signal.and_then(|signal| self.scorer.model.signals.get(signal));
        let worst = item.worst;
        let owned = |text: String| Some(Cow::Owned(text));
        match slot {
            Slot::Value => owned(format_value(item.value?, signal.map_or("", |signal| signal.unit.as_ref()))),
            Slot::Expected => Some(item.expected.into()),
            Slot::Points => owned(score_words(points)),
            Slot::Count => (item.count > 0).then(|| item.count.to_string().into()),
            Slot::Signal => Some(signal?.name.as_ref().into()),
            Slot::Unit => Some(signal?.unit.as_ref().into()),
            Slot::Metric => Some(self.metric.into()),
            Slot::Path => Some(path_words(self.path).into()),
            Slot::WorstName => worst?.name().filter(|name| !name.is_empty()).map(Cow::from),
            Slot::WorstPlace => owned(place_words(&self.location(item)?)),
            Slot::WorstValue => owned(format_number(worst?.finding().value?)),
            Slot::WorstMessage => Some(worst?.finding().message.as_str().into()),
            Slot::WorstFix => worst?.fix().map(Cow::from),
            _ => None,
        }
    }

    /// The place of an item's most telling finding.
    pub(super) fn location(&self, item: &Item<'_>) -> Option<Location> {
        match item.worst? {
            Worst::Finding(finding) => self.scorer.location(finding),
            Worst::Violation(placed) => placed.location.clone(),
        }
    }

    /// What is good about an item, when it is a strength and the rubric has words for it.
    pub(super) fn strength(&self, item: &Item<'_>) -> Option<String> {
        let strong = match item.kind {
            ItemKind::Part | ItemKind::Gain => item.fraction >= STRONG,
            ItemKind::AbsentPart | ItemKind::Missed | ItemKind::Taken | ItemKind::Violations => false,
        };
        if !strong || item.strength.is_empty() {
            return None;
        }
        self.first(item.strength, item, item.points)
            .or_else(|| self.sentence(SentenceId::Strength, item, item.points))
    }

    /// Whether an item is an area for improvement.
    pub(super) fn is_area(item: &Item<'_>) -> bool {
        item.fraction < WEAK && item.lost > 0.0
    }

    /// What to do about an item that lost points, when the rubric has words for it. A template whose
    /// placeholders have no value gives way to the next one, and at last to the rubric's general sentence.
    pub(super) fn improvement(&self, item: &Item<'_>) -> Option<String> {
        if item.improve.is_empty() || item.fraction >= STRONG || item.lost <= 0.0 {
            return None;
        }
        let general = match item.kind {
            ItemKind::Part => SentenceId::Improve,
            ItemKind::AbsentPart => SentenceId::Missing,
            _ => SentenceId::Lacking,
        };
        self.first(item.improve, item, item.lost).or_else(|| self.sentence(general, item, item.lost))
    }

    /// The loss as a key finding; `points` are points of the overall score.
    pub(super) fn loss(&self, item: &Item<'_>, points: f64) -> Option<String> {
        let id = match item.kind {
            ItemKind::Part => SentenceId::Loss,
            ItemKind::AbsentPart => SentenceId::LossAbsent,
            ItemKind::Missed => SentenceId::LossMissed,
            ItemKind::Taken | ItemKind::Gain => SentenceId::LossTaken,
            ItemKind::Violations => SentenceId::LossViolations,
        };
        self.sentence(id, item, points)
    }
}

/// A score or a number of points for people: one decimal at most.
pub(super) fn score_words(score: f64) -> String {
    format_number((score * 10.0).round() / 10.0)
}

/// A path as people read it.
pub(super) fn path_words(path: Path) -> &'static str {
    match path {
        Path::Technical => "technical",
        Path::Design => "design",
        Path::Collaboration => "collaboration",
        Path::ProblemSolving => "problem solving",
        Path::Communication => "communication",
    }
}
