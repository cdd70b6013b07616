//! Sentences about the items of a metric.

use std::borrow::Cow;

use crate::assessment::Location;
use crate::rubric::format::{SentenceId, Slot, Template};
use crate::rubric::model::Model;
use crate::rubric::score::{Item, ItemKind, MAX_SHOWN, Subject, Worst};
use crate::signals::{Family, MAX_FINDINGS};
use crate::submission::Path;
use sono_syntax::finding::Finding;
use sono_syntax::text::{format_number, format_tenths, format_value};

/// The fewest functions whose shape is praised.
const PRAISED: u32 = 3;
/// Curve values, as fractions: from `STRONG` on an item can be a strength; below `CLEAR` a part that misses its target is
/// worth advice; below `WEAK` it is an area for improvement.
const STRONG: f64 = 0.8;
const CLEAR: f64 = 0.7;
const WEAK: f64 = 0.6;
/// Below it a part that says how code reads is told of. These are means over all steps, and well-kept code lies anywhere
/// above.
const HARD: f64 = 0.55;
/// Below it such a part is told of whether or not a place can be shown.
const EXTREME: f64 = 0.1;
/// The fewest steps that show how code reads.
const STEPS: u32 = 20;

impl<'a> Worst<'a> {
    fn finding(&self) -> &'a Finding {
        match self {
            Self::Finding(finding) => finding,
            Self::Violation(placed) => &placed.violation.finding,
        }
    }

    fn name(&self) -> Option<&'a str> {
        match self {
            Self::Finding(finding) => finding.name.as_deref(),
            Self::Violation(placed) => Some(&placed.violation.rule),
        }
    }

    fn fix(&self) -> Option<&'a str> {
        match self {
            Self::Finding(_) => None,
            Self::Violation(placed) => placed.violation.fix.as_deref(),
        }
    }
}

/// Writes the sentences about the items of one metric.
#[derive(Debug, Clone, Copy)]
pub(super) struct Narrator<'t> {
    pub(super) model: &'t Model,
    pub(super) subject: &'t Subject<'t>,
    pub(super) path: Path,
    /// The name of the metric.
    pub(super) metric: &'t str,
}

impl<'t> Narrator<'t> {
    /// Renders the first alternative of a sentence whose placeholders all have values.
    fn sentence(&self, id: SentenceId, item: &Item<'_>, points: f64) -> Option<String> {
        self.first(self.model.sentence(id), item, points)
    }

    /// Appends a sentence to a text, after a space.
    pub(super) fn append(&self, out: &mut String, id: SentenceId, item: &Item<'_>, points: f64) {
        let before = out.len();
        out.push(' ');
        let fill = |slot| self.fill(item, slot, points);
        if !self.model.sentence(id).iter().any(|template| template.render_into(out, &fill)) {
            out.truncate(before);
        }
    }

    fn first(&self, templates: &[Template], item: &Item<'_>, points: f64) -> Option<String> {
        templates.iter().find_map(|template| template.render(&|slot| self.fill(item, slot, points)))
    }

    fn fill<'i>(&'i self, item: &'i Item<'_>, slot: Slot, points: f64) -> Option<Cow<'i, str>> {
        let signal = item.signal.and_then(|signal| self.model.signals.get(signal));
        let worst = item.worst.as_ref();
        let owned = |text: String| Some(Cow::Owned(text));
        match slot {
            Slot::Value => owned(format_value(item.value?, signal.map_or("", |signal| signal.unit.as_ref()))),
            Slot::Expected => Some(item.line.expected().into()),
            Slot::Points => owned(format_tenths(points)),
            Slot::Nothing => {
                let unit = signal?.unit.as_ref();
                let none = item.value == Some(0.0) && !unit.is_empty() && unit != "ratio";
                none.then(|| unit.into())
            }
            Slot::Count => (item.count > 0).then(|| item.count.to_string().into()),
            Slot::Places => owned(self.places(item)?),
            Slot::Signal => Some(signal?.name.as_ref().into()),
            Slot::Unit => Some(signal?.unit.as_ref().into()),
            Slot::Metric => Some(self.metric.into()),
            Slot::Path => Some(describe_path(self.path).into()),
            Slot::WorstName => worst?.name().filter(|name| !name.is_empty()).map(Cow::from),
            Slot::WorstPlace => owned(describe_place(&self.location(item)?)),
            Slot::WorstValue => owned(format_number(worst?.finding().value?)),
            Slot::WorstMessage => Some(worst?.finding().message.as_str().into()),
            Slot::WorstFix => worst?.fix().map(Cow::from),
            _ => None,
        }
    }

    /// The number of places to work at, where there are several: `3 places`. Of findings with values of their own, such as
    /// the lengths of functions, those count that are shown; the others are all there are.
    fn places(&self, item: &Item<'_>) -> Option<String> {
        let unit = item.signal.map_or("", |signal| self.model.unit(signal));
        let valued = item.worst.as_ref()?.finding().value.is_some();
        let (count, most) = if valued { (item.shown.len(), MAX_SHOWN) } else { (item.count, MAX_FINDINGS) };
        let all = item.value.filter(|_| !valued && unit != "ratio").map(format_number);
        match (count, all) {
            (0 | 1, _) => None,
            (count, _) if item.signal.is_none() || count < most => Some(format!("{count} places")),
            (_, Some(all)) => Some(format!("{all} places")),
            (count, None) => Some(format!("{count} or more places")),
        }
    }

    /// The message of an item's most telling finding.
    pub(super) fn worst_message<'i>(&self, item: &'i Item<'_>) -> Option<&'i str> {
        Some(item.worst.as_ref()?.finding().message.as_str())
    }

    /// The location of an item's most telling finding.
    pub(super) fn location(&self, item: &Item<'_>) -> Option<Location> {
        match item.worst.as_ref()? {
            Worst::Finding(finding) => self.subject.place(finding),
            Worst::Violation(placed) => placed.location.clone(),
        }
    }

    /// Praise for an item, if it is a strength and the rubric has a sentence for it.
    pub(super) fn strength(&self, item: &Item<'_>) -> Option<String> {
        let strong = match item.kind {
            ItemKind::Part | ItemKind::Gain => item.fraction >= STRONG && item.target_met != Some(false),
            ItemKind::AbsentPart | ItemKind::Missed | ItemKind::Taken | ItemKind::Violations => false,
        };
        let templates = item.line.strength();
        // One or two functions are no way of working.
        let is_shown = !self.is_shape(item) || item.units >= PRAISED;
        if !strong || !is_shown || templates.is_empty() {
            return None;
        }
        self.first(templates, item, item.points)
            .or_else(|| self.sentence(SentenceId::Strength, item, item.points))
    }

    /// Whether an item is an area for improvement.
    pub(super) fn is_area(item: &Item<'_>) -> bool {
        item.fraction < WEAK && item.is_failure()
    }

    /// Whether an item fell short by so much that a reviewer would speak of it. A part that misses its target by a little,
    /// or was measured on a few lines, is no work for anybody; nor is a bonus that was not earned, of which the rubric
    /// says nothing.
    pub(super) fn is_told(&self, item: &Item<'_>) -> bool {
        let family = self.family(item);
        let reads = family == Some(Family::Reading);
        // Where no place is bad enough to be shown, the mean of all is nothing to speak of, unless it could not be worse.
        let shows =
            matches!(family, Some(Family::Reading | Family::Structure | Family::Complexity | Family::Naming));
        let is_vague = shows && item.count == 0 && !(reads && item.fraction < EXTREME);
        let is_short = reads && item.units < STEPS;
        let clear = if reads { HARD } else { CLEAR };
        item.is_failure()
            && match item.kind {
                ItemKind::Part => item.fraction < clear && !is_short && !is_vague,
                ItemKind::Missed => !item.line.improve().is_empty(),
                // What could not be counted in answers is missing because there is too little of them.
                ItemKind::AbsentPart => family != Some(Family::Prose),
                ItemKind::Gain | ItemKind::Taken | ItemKind::Violations => true,
            }
    }

    /// The family of the signal that an item reads.
    pub(super) fn family(&self, item: &Item<'_>) -> Option<Family> {
        Some(self.model.signals.get(item.signal?)?.family)
    }

    /// Whether an item is about the shape of code, of which whoever takes a function apart changes all.
    pub(super) fn is_shape(&self, item: &Item<'_>) -> bool {
        matches!(self.family(item), Some(Family::Structure | Family::Complexity | Family::Reading))
    }

    /// Whether an item gets better by itself where the function at its place is taken apart. Its interface, copies of it, and
    /// what is said about it and how it is laid out do not.
    pub(super) fn is_of_one_piece(&self, item: &Item<'_>) -> bool {
        const OTHERWISE: &[&str] = &[
            "structure.parameters.p90",
            "structure.methods.max",
            "structure.duplication.share",
            "structure.imports.wildcard",
            "reading.comments.share",
            "reading.paragraphs.share",
            "reading.short_names.share",
        ];
        let signal = item.signal.and_then(|signal| self.model.signals.get(signal));
        self.is_shape(item) && !signal.is_some_and(|signal| OTHERWISE.contains(&signal.id.as_ref()))
    }

    /// Advice on an item that clearly fell short, if the rubric has a sentence for it. A template with a placeholder that has
    /// no value gives way to the next one, and finally to the rubric's general sentence.
    pub(super) fn advice(&self, item: &Item<'_>) -> Option<String> {
        let templates = item.line.improve();
        if templates.is_empty() || !self.is_told(item) {
            return None;
        }
        let general = match item.kind {
            ItemKind::Part => SentenceId::Improve,
            ItemKind::AbsentPart => SentenceId::Missing,
            _ => SentenceId::Lacking,
        };
        self.first(templates, item, item.lost).or_else(|| self.sentence(general, item, item.lost))
    }

    /// The loss as a key finding; `points` are points of the overall score.
    pub(super) fn loss(&self, item: &Item<'_>, points: f64) -> Option<String> {
        let id = match item.kind {
            ItemKind::Part if self.says_value(item) => SentenceId::LossAt,
            ItemKind::Part => SentenceId::Loss,
            ItemKind::AbsentPart => SentenceId::LossAbsent,
            ItemKind::Missed => SentenceId::LossMissed,
            ItemKind::Taken | ItemKind::Gain => SentenceId::LossTaken,
            ItemKind::Violations => SentenceId::LossViolations,
        };
        self.sentence(id, item, points)
    }
}

impl Narrator<'_> {
    /// Whether the message of the most telling finding holds a value in the unit of the item's signal.
    fn says_value(&self, item: &Item<'_>) -> bool {
        let unit = item.signal.map_or("", |signal| self.model.unit(signal));
        let Some(finding) = item.worst.as_ref().map(Worst::finding).filter(|_| unit != "ratio") else {
            return false;
        };
        finding.value.is_some_and(|value| {
            let mut numbers = finding.message.split(' ');
            numbers.any(|word| word == format_number(value) || word == format_tenths(value))
        })
    }
}

/// A path as people read it.
pub(in crate::rubric) fn describe_path(path: Path) -> &'static str {
    match path {
        Path::Technical => "technical",
        Path::Design => "design",
        Path::Collaboration => "collaboration",
        Path::ProblemSolving => "problem solving",
        Path::Communication => "communication",
    }
}

/// A location as people read it: `file:line`.
fn describe_place(location: &Location) -> String {
    location.place()
}
