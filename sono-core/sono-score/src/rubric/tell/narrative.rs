//! Summary, key findings and recommendations.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::path::{ToldItem, ToldPath};
use super::sentence::{Narrator, describe_path};
use crate::assessment::{KeyFinding, Metric, PathScore, Recommendation};
use crate::rubric::format::{SentenceId, Slot};
use crate::rubric::model::Model;
use crate::rubric::score::{Estimate, ItemKind, Subject};
use crate::signals::Family;
use crate::submission::Path;
use sono_syntax::text::{format_number, format_tenths, join_names, tidy};

const MAX_RECOMMENDATIONS: usize = 8;
const MAX_KEY_FINDINGS: usize = 6;
/// The maximum number of losses among the key findings while there are strengths to name.
const MAX_LOSSES: usize = 4;
/// The smallest loss, in points of the overall score, that is a key finding.
const NOTABLE: f64 = 0.5;

/// The smallest gain, in points of the overall score, that advice is worth.
const WORTHWHILE: f64 = 0.1;

/// The input of the narrative.
#[derive(Debug, Clone, Copy)]
pub(super) struct Narrative<'n> {
    pub(super) model: &'n Model,
    pub(super) subject: &'n Subject<'n>,
    pub(super) paths: &'n [ToldPath<'n>],
    pub(super) overall: Option<Estimate>,
}

/// An item with its effect on the overall score.
struct Weighed<'n> {
    told: &'n ToldItem<'n>,
    narrator: Narrator<'n>,
    metric: &'n Metric,
    /// Points of the overall score per point of the metric.
    share: f64,
}

impl Weighed<'_> {
    fn lost(&self) -> f64 {
        self.told.item.lost * self.share
    }

    /// The points of the overall score that the metric can still gain.
    fn missing(&self) -> f64 {
        (100.0 - self.metric.score.unwrap_or(0.0)) * self.share
    }

    /// The work that puts the loss right, if it is the same as for other losses.
    fn work(&self) -> Option<Work> {
        let item = self.told.item;
        let place = || {
            let place = self.narrator.location(item)?;
            Some((place.file, place.start.line))
        };
        match (self.narrator.family(item), item.kind) {
            (_, ItemKind::Part) if self.narrator.is_of_one_piece(item) => place().map(Work::Shape),
            (Some(Family::Errors), _) | (_, ItemKind::Violations) => place().map(Work::Place),
            (Some(Family::Testing), _) => Some(Work::Tests),
            _ => None,
        }
    }
}

/// The work of whoever follows a piece of advice, as far as it puts several losses right.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Work {
    /// Taking the function apart that begins on a line of a file: it gets shorter, flatter and simpler.
    Shape((String, usize)),
    /// Mending the line, such as a handler that catches too much and does nothing.
    Place((String, usize)),
    /// Writing tests: there are more of them, and they reach more.
    Tests,
}

/// A loss that several metrics may pay.
struct Loss<'w, 'n> {
    first: &'w Weighed<'n>,
    /// The metrics that pay, each with its path, in the order of what they pay.
    metrics: Vec<(Path, &'n str)>,
    /// The points of the overall score that it costs in all of them.
    points: f64,
}

impl<'w, 'n> Loss<'w, 'n> {
    fn of(weighed: &'w Weighed<'n>) -> Self {
        let metric = (weighed.narrator.path, weighed.metric.name.as_str());
        Self { first: weighed, metrics: vec![metric], points: weighed.lost() }
    }

    /// The same in others, as one with the largest first; they come in the order of points.
    fn merge(losses: Vec<Self>, key: impl Fn(&Weighed<'n>) -> Option<String>) -> Vec<Self> {
        let mut merged: Vec<Self> = Vec::new();
        let mut known = BTreeMap::new();
        for loss in losses {
            let index = key(loss.first).map(|key| *known.entry(key).or_insert(merged.len()));
            match index.and_then(|index| merged.get_mut(index)) {
                Some(same) => same.take(loss),
                None => merged.push(loss),
            }
        }
        merged
    }

    fn take(&mut self, other: Self) {
        self.points += other.points;
        for metric in other.metrics {
            if !self.metrics.contains(&metric) {
                self.metrics.push(metric);
            }
        }
    }

    /// The metrics that pay, as far as one wants to hear of them: "Structure and 8 other metrics".
    fn payers(&self) -> String {
        let names: Vec<&str> = self.metrics.iter().map(|(_, name)| *name).collect();
        match names.as_slice() {
            [first, _, _, ..] => format!("{first} and {} other metrics", names.len().saturating_sub(1)),
            _ => join_names(&names, "and"),
        }
    }
}

/// A piece of advice, and all that whoever follows it puts right.
struct Advice<'w, 'n> {
    first: &'w Weighed<'n>,
    text: &'w str,
    /// The points of the overall score that may be gained in each metric, and the most that it can gain.
    gains: BTreeMap<(Path, &'n str), (f64, f64)>,
}

impl<'n> Advice<'_, 'n> {
    fn add(&mut self, weighed: &Weighed<'n>) {
        let metric = (weighed.narrator.path, weighed.metric.id.as_str());
        let (gain, _) = self.gains.entry(metric).or_insert((0.0, weighed.missing()));
        *gain += weighed.lost();
    }

    fn take(&mut self, other: Self) {
        for (metric, (more, most)) in other.gains {
            let (gain, _) = self.gains.entry(metric).or_insert((0.0, most));
            *gain += more;
        }
    }

    /// The most points of the overall score that meeting these targets can bring.
    fn points(&self) -> f64 {
        self.gains.values().map(|(gain, most)| gain.min(*most)).sum()
    }
}

impl<'n> Narrative<'n> {
    /// The summary, the key findings and the recommendations.
    pub(super) fn tell(&self) -> (String, Vec<KeyFinding>, Vec<Recommendation>) {
        let items = self.weighed();
        let recommendations = self.recommendations(&items);
        let mut summary = self.summary(recommendations.first());
        for caution in self.cautions() {
            if !summary.is_empty() {
                summary.push(' ');
            }
            summary.push_str(caution);
        }
        (summary, self.key_findings(&items), recommendations)
    }

    /// The points that each loss costs in the overall score, and those that all items which are told of lost.
    #[cfg(test)]
    pub(super) fn told_and_lost(&self) -> (Vec<f64>, f64) {
        let items = self.weighed();
        let told = Self::losses(&items).iter().map(|loss| loss.points).collect();
        let lost = items.iter().filter(|item| item.narrator.is_told(item.told.item)).map(Weighed::lost);
        (told, lost.sum())
    }

    fn weighed(&self) -> Vec<Weighed<'n>> {
        let assessed = |path: &&ToldPath<'n>| path.score.assessed;
        let all: f64 = self.paths.iter().filter(assessed).map(|path| path.score.weight).sum();
        let mut out = Vec::new();
        for path in self.paths.iter().filter(assessed) {
            let metrics = &path.score.metrics;
            let total: f64 =
                metrics.iter().filter(|metric| metric.assessed).map(|metric| metric.weight).sum();
            for (metric, items) in metrics.iter().zip(&path.items) {
                let share = metric.weight / total * (path.score.weight / all);
                let narrator = Narrator {
                    model: self.model,
                    subject: self.subject,
                    path: path.score.path,
                    metric: &metric.name,
                };
                out.extend(items.iter().map(|told| Weighed { told, narrator, metric, share }));
            }
        }
        out
    }

    /// The most rewarding ones first. The same advice from several metrics is given once, with all its points; so is
    /// advice that asks for the same [`Work`]. What gains next to nothing is left out: a limit that is missed by a hair is no
    /// work for anybody.
    fn recommendations(&self, items: &[Weighed<'n>]) -> Vec<Recommendation> {
        let mut order: Vec<(&Weighed<'n>, &str)> =
            items.iter().filter_map(|weighed| Some((weighed, weighed.told.advice.as_deref()?))).collect();
        order.sort_by(|left, right| right.0.lost().total_cmp(&left.0.lost()));
        let mut advice: Vec<Advice<'_, 'n>> = Vec::new();
        let mut texts: BTreeMap<&str, usize> = BTreeMap::new();
        for (weighed, text) in order {
            let index = *texts.entry(text).or_insert(advice.len());
            if index == advice.len() {
                advice.push(Advice { first: weighed, text, gains: BTreeMap::new() });
            }
            if let Some(known) = advice.get_mut(index) {
                known.add(weighed);
            }
        }
        advice.retain(|advice| advice.points() >= WORTHWHILE);
        advice.sort_by(|left, right| right.points().total_cmp(&left.points()));
        let mut merged: Vec<Advice<'_, 'n>> = Vec::new();
        let mut works: BTreeMap<Work, usize> = BTreeMap::new();
        for advice in advice {
            let work = advice.first.work();
            match work.as_ref().and_then(|work| merged.get_mut(*works.get(work)?)) {
                Some(known) => known.take(advice),
                None => {
                    works.extend(work.map(|work| (work, merged.len())));
                    merged.push(advice);
                }
            }
        }
        merged.sort_by(|left, right| right.points().total_cmp(&left.points()));
        let recommendation = |advice: Advice<'_, 'n>| Recommendation {
            text: advice.text.to_owned(),
            path: advice.first.narrator.path,
            metric: advice.first.metric.id.clone(),
            points: tidy(advice.points()),
            location: advice.first.narrator.location(advice.first.told.item),
        };
        merged.into_iter().take(MAX_RECOMMENDATIONS).map(recommendation).collect()
    }

    /// The losses that are told of, the largest first. What several metrics read is one thing to know, with the points of
    /// all; so is what the same words say of several signals, such as that a function is long.
    fn losses<'w>(items: &'w [Weighed<'n>]) -> Vec<Loss<'w, 'n>> {
        let told = items.iter().filter(|item| item.narrator.is_told(item.told.item));
        let mut losses: Vec<Loss<'w, 'n>> = told.map(Loss::of).collect();
        losses.sort_by(|left, right| right.points.total_cmp(&left.points));
        let by_signal = |weighed: &Weighed<'n>| Some(weighed.told.item.signal?.to_string());
        let mut losses = Loss::merge(losses, by_signal);
        losses.sort_by(|left, right| right.points.total_cmp(&left.points));
        let by_words =
            |weighed: &Weighed<'n>| Some(weighed.narrator.worst_message(weighed.told.item)?.to_owned());
        let mut losses = Loss::merge(losses, by_words);
        losses.sort_by(|left, right| right.points.total_cmp(&left.points));
        losses
    }

    fn key_findings(&self, items: &[Weighed<'n>]) -> Vec<KeyFinding> {
        let mut losses = Self::losses(items);
        losses.retain(|loss| loss.points >= NOTABLE);
        let mut gains: Vec<&Weighed<'n>> = items.iter().collect();
        gains.sort_by(|left, right| {
            (right.told.item.points * right.share).total_cmp(&(left.told.item.points * left.share))
        });
        // The findings of a signal show where it is worst, so none of them fits praise.
        let mut praised = BTreeSet::new();
        let strength = |gain: &&Weighed<'n>| {
            let text = gain.told.strength.clone()?;
            let is_new = gain.told.item.signal.is_none_or(|signal| praised.insert(signal));
            is_new.then_some(KeyFinding { text, location: None })
        };
        let strengths: Vec<KeyFinding> = distinct(
            gains.iter().filter_map(strength),
            MAX_KEY_FINDINGS.saturating_sub(MAX_LOSSES.min(losses.len())),
        );
        let losses = losses.iter().filter_map(|loss| {
            let (payers, item) = (loss.payers(), loss.first.told.item);
            let narrator = Narrator { metric: &payers, ..loss.first.narrator };
            Some(KeyFinding { text: narrator.loss(item, loss.points)?, location: narrator.location(item) })
        });
        let mut out = distinct(losses, MAX_KEY_FINDINGS.saturating_sub(strengths.len()));
        out.extend(strengths);
        out
    }

    fn summary(&self, first: Option<&Recommendation>) -> String {
        let model = self.model;
        let Some(Estimate { score, interval, .. }) = self.overall else {
            let reason = self.paths.iter().find_map(|path| path.score.reason.clone()).unwrap_or_default();
            return self
                .sentence(SentenceId::Unassessed, &|slot| {
                    (slot == Slot::Reason).then(|| reason.as_str().into())
                })
                .unwrap_or_default();
        };
        let band = model.band(score);
        let mut sentences: Vec<Option<String>> = Vec::new();
        let scored = |slot| match slot {
            Slot::Score => Some(format_tenths(score).into()),
            Slot::Label => band.map(|band| band.label.as_str().into()),
            Slot::Band => band.and_then(|band| band.text.as_deref()).map(Cow::from),
            _ => None,
        };
        sentences.push(self.sentence(SentenceId::Summary, &scored));
        if let Some(interval) = interval {
            sentences.push(self.sentence(SentenceId::Interval, &|slot| match slot {
                Slot::Level => Some(format_number(interval.level * 100.0).into()),
                Slot::Low => Some(format_tenths(interval.low).into()),
                Slot::High => Some(format_tenths(interval.high).into()),
                Slot::Score => Some(format_tenths(score).into()),
                _ => None,
            }));
        }
        if model.heuristic {
            sentences.push(self.sentence(SentenceId::Heuristic, &scored));
        }
        sentences.push(self.compare_paths());
        if let Some(first) = first {
            sentences.push(self.sentence(SentenceId::Next, &|slot| {
                (slot == Slot::Next).then(|| first.text.as_str().into())
            }));
        }
        sentences.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// The cautions for readers. A submission that could not be assessed has no confidence, and no score that one might
    /// take for more than it is.
    fn cautions(&self) -> impl Iterator<Item = &'n str> {
        let (confidence, has_score) =
            (self.overall.map_or(0.0, |overall| overall.confidence), self.overall.is_some());
        let cautions =
            self.model.cautions.iter().filter(move |caution| has_score || caution.is_conditional());
        let due = cautions.filter(move |caution| caution.is_due(confidence));
        due.map(|caution| caution.text.as_str())
    }

    fn compare_paths(&self) -> Option<String> {
        let scored: Vec<(&PathScore, f64)> =
            self.paths.iter().filter_map(|path| Some((&path.score, path.score.overall_score?))).collect();
        let (mut strongest, mut weakest) = (*scored.first()?, *scored.first()?);
        for entry in &scored {
            if entry.1 > strongest.1 {
                strongest = *entry;
            }
            if entry.1 < weakest.1 {
                weakest = *entry;
            }
        }
        if strongest.0.path == weakest.0.path {
            return None;
        }
        self.sentence(SentenceId::Paths, &|slot| match slot {
            Slot::Strongest => Some(describe_path(strongest.0.path).into()),
            Slot::StrongestScore => Some(format_tenths(strongest.1).into()),
            Slot::Weakest => Some(describe_path(weakest.0.path).into()),
            Slot::WeakestScore => Some(format_tenths(weakest.1).into()),
            _ => None,
        })
    }

    fn sentence<'f>(&self, id: SentenceId, fill: &dyn Fn(Slot) -> Option<Cow<'f, str>>) -> Option<String> {
        self.model.sentence(id).iter().find_map(|template| template.render(fill))
    }
}

/// The first few findings with different texts.
fn distinct(findings: impl Iterator<Item = KeyFinding>, limit: usize) -> Vec<KeyFinding> {
    let mut out: Vec<KeyFinding> = Vec::new();
    for finding in findings {
        if out.len() >= limit {
            break;
        }
        if out.iter().all(|known| known.text != finding.text) {
            out.push(finding);
        }
    }
    out
}
