//! Summary, key findings and recommendations.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::path::{ToldItem, ToldPath};
use super::sentence::{Narrator, describe_path, describe_score};
use crate::assessment::{KeyFinding, Metric, PathScore, Recommendation};
use crate::rubric::format::{SentenceId, Slot};
use crate::rubric::model::Model;
use crate::rubric::score::{Estimate, ItemKind, Subject};
use sono_syntax::text::{format_number, tidy};

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

    /// The most rewarding ones first; the same advice from several metrics is given once, with all its points. What
    /// gains next to nothing is left out: a limit that is missed by a hair is no work for anybody.
    fn recommendations(&self, items: &[Weighed<'n>]) -> Vec<Recommendation> {
        let mut order: Vec<(&Weighed<'n>, &str)> =
            items.iter().filter_map(|weighed| Some((weighed, weighed.told.advice.as_deref()?))).collect();
        order.sort_by(|left, right| right.0.lost().total_cmp(&left.0.lost()));
        let mut merged: Vec<(&Weighed<'n>, &str, f64)> = Vec::new();
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        for (weighed, text) in order {
            let known = places.get(text).and_then(|index| merged.get_mut(*index));
            if let Some((_, _, points)) = known {
                *points += weighed.lost();
            } else {
                places.insert(text, merged.len());
                merged.push((weighed, text, weighed.lost()));
            }
        }
        merged.retain(|(_, _, points)| *points >= WORTHWHILE);
        merged.sort_by(|left, right| right.2.total_cmp(&left.2));
        // Whoever takes a function apart makes it shorter, flatter and simpler: one advice for one place.
        let mut known = BTreeSet::new();
        merged.retain(|(weighed, ..)| {
            let item = weighed.told.item;
            let is_shape = item.kind == ItemKind::Part && weighed.narrator.is_shape(item);
            let place = weighed.narrator.location(item).filter(|_| is_shape);
            place.is_none_or(|place| known.insert((place.file, place.start.offset)))
        });
        let recommendation = |(weighed, text, points): (&Weighed<'n>, &str, f64)| Recommendation {
            text: text.to_owned(),
            path: weighed.narrator.path,
            metric: weighed.metric.id.clone(),
            points: tidy(points),
            location: weighed.narrator.location(weighed.told.item),
        };
        merged.into_iter().take(MAX_RECOMMENDATIONS).map(recommendation).collect()
    }

    fn key_findings(&self, items: &[Weighed<'n>]) -> Vec<KeyFinding> {
        let mut losses: Vec<&Weighed<'n>> = items
            .iter()
            .filter(|item| item.narrator.is_told(item.told.item) && item.lost() >= NOTABLE)
            .collect();
        losses.sort_by(|left, right| right.lost().total_cmp(&left.lost()));
        // What several metrics read is one thing to know.
        let mut known = BTreeSet::new();
        losses.retain(|loss| loss.told.item.signal.is_none_or(|signal| known.insert(signal)));
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
            let (narrator, item) = (loss.narrator, loss.told.item);
            Some(KeyFinding { text: narrator.loss(item, loss.lost())?, location: narrator.location(item) })
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
            Slot::Score => Some(describe_score(score).into()),
            Slot::Label => band.map(|band| band.label.as_str().into()),
            Slot::Band => band.and_then(|band| band.text.as_deref()).map(Cow::from),
            _ => None,
        };
        sentences.push(self.sentence(SentenceId::Summary, &scored));
        if let Some(interval) = interval {
            sentences.push(self.sentence(SentenceId::Interval, &|slot| match slot {
                Slot::Level => Some(format_number(interval.level * 100.0).into()),
                Slot::Low => Some(describe_score(interval.low).into()),
                Slot::High => Some(describe_score(interval.high).into()),
                Slot::Score => Some(describe_score(score).into()),
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

    /// What readers have to know. A submission that could not be assessed has no confidence.
    fn cautions(&self) -> impl Iterator<Item = &'n str> {
        let confidence = self.overall.map_or(0.0, |overall| overall.confidence);
        let due = self.model.cautions.iter().filter(move |caution| caution.is_due(confidence));
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
            Slot::StrongestScore => Some(describe_score(strongest.1).into()),
            Slot::Weakest => Some(describe_path(weakest.0.path).into()),
            Slot::WeakestScore => Some(describe_score(weakest.1).into()),
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
