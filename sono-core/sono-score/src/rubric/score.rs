//! Scores metrics and paths: contributions that add up, and their evidence.

use std::collections::BTreeSet;

use super::condition::{Condition, Facts};
use super::evaluate::{Certainty, Subject, weighted};
use super::evidence::{MAX_EVIDENCE, share_of, violation_evidence};
use super::explain::explain;
use super::external::Heard;
use super::item::{Home, Item, ItemKind, Worst};
use super::material::Material;
use super::model::{Group, MetricModel, Model, Part, PathModel, Rule, RuleAmount};
use super::uncertainty::{part_deviation, widened};
use super::violations::{Placed, Violations, rank};
use crate::assessment::{Category, Contribution, ContributionKind, Evidence, Metric, PathScore};
use crate::signals::Measured;
use crate::submission::Path;
use sono_syntax::text::tidy;

/// Everything that scoring reads.
#[derive(Clone, Copy)]
pub(super) struct Scorer<'a> {
    pub(super) model: &'a Model,
    pub(super) subject: &'a Subject<'a>,
    pub(super) material: &'a Material<'a>,
    pub(super) facts: &'a Facts<'a>,
    pub(super) violations: &'a Violations<'a>,
    pub(super) certainty: Certainty,
}

/// A path with what the narrative needs.
pub(super) struct ScoredPath<'a> {
    pub(super) score: PathScore,
    pub(super) model: Option<&'a PathModel>,
    pub(super) deviation: f64,
    /// The items of each assessed metric, by index of the metric in the score.
    pub(super) items: Vec<(usize, Vec<Item<'a>>)>,
}

/// A metric while its contributions are gathered.
pub(super) struct Draft<'a> {
    pub(super) contributions: Vec<Contribution>,
    pub(super) evidence: Vec<Evidence>,
    items: Vec<Item<'a>>,
    pub(super) deviation: f64,
}

impl Draft<'_> {
    /// Whether any contribution comes from something that was measured or found.
    pub(super) fn is_measured(&self) -> bool {
        let read = |contribution: &Contribution| match contribution.kind {
            ContributionKind::Part | ContributionKind::Rule | ContributionKind::Group => {
                contribution.value.is_some() || !contribution.evidence.is_empty()
            }
            ContributionKind::Base | ContributionKind::Clamp | ContributionKind::External => false,
        };
        self.contributions.iter().any(read)
    }
}

impl<'a> Scorer<'a> {
    pub(super) fn path(&self, path: Path, model: Option<&'a PathModel>) -> ScoredPath<'a> {
        let mut metrics = Vec::new();
        let mut items = Vec::new();
        let mut deviations = Vec::new();
        for metric in model.iter().flat_map(|model| &model.metrics) {
            match self.draft(metric) {
                Ok(draft) => {
                    let index = metrics.len();
                    let (scored, deviation, metric_items) = self.finish(path, metric, draft);
                    deviations.push((metric.weight, deviation));
                    metrics.push(scored);
                    items.push((index, metric_items));
                }
                Err(reason) => metrics.push(unassessed(metric, reason)),
            }
        }
        let score =
            weighted(metrics.iter().filter_map(|metric| Some((metric.weight, metric.score?)))).map(tidy);
        let deviation = weighted(deviations.into_iter()).unwrap_or(0.0);
        let (confidence, score_interval) =
            score.map_or((0.0, None), |score| self.certainty.of(score, deviation));
        let (strengths, areas) = self.strengths_and_areas(path, &metrics, &items);
        let score = PathScore {
            path,
            assessed: score.is_some(),
            overall_score: score,
            reason: if score.is_some() { None } else { Some(self.path_reason(model, &metrics)) },
            weight: model.map_or(0.0, |model| model.weight),
            confidence,
            score_interval,
            metrics,
            motives: Vec::new(),
            strengths,
            areas_for_improvement: areas,
        };
        ScoredPath { score, model, deviation, items }
    }

    /// Why no metric of a path could be assessed. That some were not asked for is worth a word only if none was.
    fn path_reason(&self, model: Option<&PathModel>, metrics: &[Metric]) -> String {
        let asked = |metric: &MetricModel| metric.submission_types.contains(&self.subject.submission_type);
        let pairs = || model.iter().flat_map(|model| &model.metrics).zip(metrics);
        let any_asked = pairs().any(|(model, _)| asked(model));
        let mut reasons: Vec<&str> = Vec::new();
        for (_, metric) in pairs().filter(|(model, _)| !any_asked || asked(model)) {
            let reason = metric.reason.as_deref().unwrap_or_default();
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        if reasons.is_empty() {
            "The rubric has no metric for this path.".to_owned()
        } else {
            reasons.join(" ")
        }
    }

    fn strengths_and_areas(
        &self,
        path: Path,
        metrics: &[Metric],
        items: &[(usize, Vec<Item<'a>>)],
    ) -> (Vec<String>, Vec<String>) {
        let (mut strengths, mut areas): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        for (index, items) in items {
            let metric = metrics.get(*index).map_or("", |metric| metric.name.as_str());
            let home = Home { scorer: self, path, metric };
            for item in items {
                let strength = home.strength(item).filter(|text| !strengths.contains(text));
                strengths.extend(strength);
                let area = item.advice.as_ref().filter(|text| Home::is_area(item) && !areas.contains(text));
                areas.extend(area.cloned());
            }
        }
        (strengths, areas)
    }

    /// The parts of a metric that count, or why it is not assessed.
    fn applies(&self, metric: &'a MetricModel) -> Result<Vec<&'a Part>, String> {
        let subject = self.subject;
        if !metric.submission_types.contains(&subject.submission_type) {
            let kind = subject.submission_type.as_str();
            return Err(format!("Not asked for in submissions of type {kind}."));
        }
        if metric.category == Category::Code && subject.statements == 0 && !self.model.heuristic {
            return Err("Code is scored by its statements, and none could be parsed.".to_owned());
        }
        let present = |part: &&Part| part.absent.is_some() || self.facts.measured(part.signal).is_some();
        let parts: Vec<&'a Part> = metric.parts.iter().filter(present).collect();
        let own_rule_holds =
            || metric.rules.iter().take(metric.own_rules).any(|rule| self.amount(rule).is_some());
        if parts.is_empty() && !metric.parts.is_empty() && metric.base == 0.0 && !own_rule_holds() {
            return Err("The submission holds nothing to measure here.".to_owned());
        }
        Ok(parts)
    }

    /// The points that violations cost in all paths of the rubric, requested or not.
    pub(super) fn penalty(&self) -> f64 {
        let metrics = self.model.paths.iter().flat_map(|path| &path.metrics);
        let groups = metrics.filter(|metric| self.applies(metric).is_ok()).flat_map(|metric| &metric.groups);
        tidy(groups.map(|group| self.cost(group)).sum())
    }

    /// The contributions of a metric, or why it is not assessed.
    fn draft(&self, metric: &'a MetricModel) -> Result<Draft<'a>, String> {
        let parts = self.applies(metric)?;
        let items = parts.len().saturating_add(metric.rules.len()).saturating_add(metric.groups.len());
        let mut draft = Draft {
            contributions: Vec::with_capacity(items.saturating_add(2)),
            evidence: Vec::with_capacity(items.saturating_mul(MAX_EVIDENCE)),
            items: Vec::with_capacity(items),
            deviation: 0.0,
        };
        if metric.base != 0.0 {
            draft.contributions.push(Contribution {
                kind: ContributionKind::Base,
                signal: None,
                value: None,
                expected: None,
                points: tidy(metric.base),
                max_points: None,
                evidence: Vec::new(),
            });
        }
        self.parts(&parts, &mut draft);
        for rule in &metric.rules {
            self.rule(rule, &mut draft);
        }
        for group in &metric.groups {
            self.group(group, &mut draft);
        }
        Ok(draft)
    }

    fn parts(&self, parts: &[&'a Part], draft: &mut Draft<'a>) {
        let total: f64 = parts.iter().map(|part| part.weight).sum();
        // Differences of tidied running sums, so that parts of a third each still add up to 100.
        let (mut sum, mut max_sum) = (0.0, 0.0);
        for part in parts {
            let share = part.weight / total;
            let measured = self.facts.measured(part.signal);
            let curve_value = match measured {
                Some(measured) => part.curve.at(measured.value),
                None => part.absent.unwrap_or(0.0),
            };
            let points = tidy(tidy(sum + share * curve_value) - tidy(sum));
            let max_points = tidy(tidy(max_sum + share * 100.0) - tidy(max_sum));
            sum += share * curve_value;
            max_sum += share * 100.0;
            let units = measured.map_or(1, |measured| measured.units);
            draft.deviation += share * part_deviation(part.uncertainty, units);
            // Where nothing is lost, one place shows what was measured.
            let places = if curve_value >= 100.0 { 1 } else { MAX_EVIDENCE };
            let evidence = self.signal_evidence(part.signal, measured, &part.expected, share, places, draft);
            draft.contributions.push(Contribution {
                kind: ContributionKind::Part,
                signal: self.model.signals.get(part.signal).map(|signal| signal.id.to_string()),
                value: measured.map(|measured| tidy(measured.value)),
                expected: Some(part.expected.clone()),
                points,
                max_points: Some(max_points),
                evidence,
            });
            draft.items.push(Item {
                kind: if measured.is_some() { ItemKind::Part } else { ItemKind::AbsentPart },
                signal: Some(part.signal),
                value: measured.map(|measured| measured.value),
                expected: &part.expected,
                fraction: curve_value / 100.0,
                points,
                lost: share * (100.0 - curve_value),
                strength: &part.strength,
                improve: &part.improve,
                worst: worst(measured),
                count: measured.map_or(0, |measured| measured.findings.len()),
                advice: None,
            });
        }
        draft.deviation = widened(draft.deviation, self.subject.unparsed_share.clamp(0.0, 1.0));
    }

    /// The points of a rule that holds.
    fn amount(&self, rule: &Rule) -> Option<f64> {
        if rule.when.as_ref().is_some_and(|when| !when.holds(self.facts)) {
            return None;
        }
        match &rule.add {
            RuleAmount::Plain(amount) => Some(amount.value(self.facts.parameters)),
            RuleAmount::Curve { signal, curve } => Some(curve.at(self.facts.measured(*signal)?.value)),
        }
    }

    fn rule(&self, rule: &'a Rule, draft: &mut Draft<'a>) {
        let held = self.amount(rule).map(tidy);
        let signal = match &rule.add {
            RuleAmount::Curve { signal, .. } => Some(*signal),
            RuleAmount::Plain(_) => rule.when.as_ref().and_then(Condition::single_signal),
        };
        let measured = signal.and_then(|signal| self.facts.measured(signal));
        if let Some(points) = held {
            let evidence = self.rule_evidence(rule, signal, points, draft);
            draft.contributions.push(Contribution {
                kind: ContributionKind::Rule,
                signal: signal.and_then(|signal| Some(self.model.signals.get(signal)?.id.to_string())),
                value: measured.map(|measured| tidy(measured.value)),
                expected: Some(rule.expected.clone()),
                points,
                max_points: None,
                evidence,
            });
        }
        let best = match &rule.add {
            RuleAmount::Plain(amount) => amount.value(self.facts.parameters).max(0.0),
            RuleAmount::Curve { curve, .. } => curve.max().max(0.0),
        };
        let points = held.unwrap_or(0.0);
        let kind = match held {
            Some(points) if points < 0.0 => ItemKind::Taken,
            Some(points) if points > 0.0 => ItemKind::Gain,
            _ => ItemKind::Missed,
        };
        draft.items.push(Item {
            kind,
            signal,
            value: measured.map(|measured| measured.value),
            expected: &rule.expected,
            fraction: if best > 0.0 {
                (points / best).clamp(0.0, 1.0)
            } else if points < 0.0 {
                0.0
            } else {
                1.0
            },
            points,
            lost: (best - points).max(0.0),
            strength: &rule.strength,
            improve: &rule.improve,
            worst: worst(measured),
            count: measured.map_or(0, |measured| measured.findings.len()),
            advice: None,
        });
    }

    /// The points that a group takes.
    fn cost(&self, group: &Group) -> f64 {
        if group.when.as_ref().is_some_and(|when| !when.holds(self.facts)) {
            return 0.0;
        }
        let parameters = self.facts.parameters;
        let mut counted = BTreeSet::new();
        let mut sum = 0.0;
        for placed in self.violations.of(group.patterns_only) {
            if counted.insert(placed.violation.rule.as_str()) || !group.once {
                let points = group.points.get(rank(placed.violation.severity));
                sum += points.map_or(0.0, |points| points.value(parameters).max(0.0));
            }
        }
        let max = group.max.map_or(f64::INFINITY, |max| max.value(parameters).max(0.0));
        tidy(sum.min(max))
    }

    fn group(&self, group: &'a Group, draft: &mut Draft<'a>) {
        let taken = self.cost(group);
        if taken <= 0.0 {
            return;
        }
        let violations: Vec<&'a Placed<'a>> = self.violations.of(group.patterns_only).collect();
        let mut worst: Vec<&'a Placed<'a>> = violations.clone();
        worst.sort_by_key(|placed| std::cmp::Reverse(placed.violation.severity));
        let shown = worst.iter().take(MAX_EVIDENCE);
        let weight = share_of(taken, worst.len().min(MAX_EVIDENCE));
        let evidence = shown.map(|placed| draft.show(violation_evidence(placed, weight))).collect();
        #[expect(clippy::cast_precision_loss, reason = "violations are far fewer than 2^53")]
        let value = violations.len() as f64;
        draft.contributions.push(Contribution {
            kind: ContributionKind::Group,
            signal: None,
            value: Some(value),
            expected: Some(group.expected.clone()),
            points: tidy(-taken),
            max_points: None,
            evidence,
        });
        draft.items.push(Item {
            kind: ItemKind::Violations,
            signal: None,
            value: Some(value),
            expected: &group.expected,
            fraction: 0.0,
            points: -taken,
            lost: taken,
            strength: &[],
            improve: &group.improve,
            worst: worst.first().map(|placed| Worst::Violation(placed)),
            count: violations.len(),
            advice: None,
        });
    }

    /// Sums up, clamps, hears opinions from outside, and explains: the metric, its standard deviation and its items.
    fn finish(
        &self,
        path: Path,
        model: &'a MetricModel,
        mut draft: Draft<'a>,
    ) -> (Metric, f64, Vec<Item<'a>>) {
        let sum: f64 = draft.contributions.iter().map(|contribution| contribution.points).sum();
        let score = tidy(tidy(sum).clamp(0.0, 100.0));
        let clamped = tidy(score - sum);
        if clamped != 0.0 {
            draft.contributions.push(Contribution {
                kind: ContributionKind::Clamp,
                signal: None,
                value: Some(tidy(sum)),
                expected: Some("a score from 0 to 100".to_owned()),
                points: clamped,
                max_points: None,
                evidence: Vec::new(),
            });
        }
        let missing = 100.0 - score;
        let Heard { score, worth } = self.hear(path, &model.id, score, &mut draft);
        // No rule can bring more than what is missing, and opinions from outside have their share in each point.
        for item in &mut draft.items {
            item.lost = item.lost.min(missing) * worth;
        }
        let home = Home { scorer: self, path, metric: &model.name };
        for item in &mut draft.items {
            item.advice = home.improvement(item);
        }
        let explanation = explain(&home, score, &draft.items);
        let metric = Metric {
            id: model.id.clone(),
            name: model.name.clone(),
            category: model.category,
            assessed: true,
            reason: None,
            score: Some(score),
            weight: model.weight,
            confidence: self.certainty.of(score, draft.deviation).0,
            explanation,
            contributions: draft.contributions,
            evidence: draft.evidence,
        };
        (metric, draft.deviation, draft.items)
    }
}

/// The most telling finding of a signal.
fn worst(measured: Option<&Measured>) -> Option<Worst<'_>> {
    measured?.findings.first().map(Worst::Finding)
}

fn unassessed(metric: &MetricModel, reason: String) -> Metric {
    Metric {
        id: metric.id.clone(),
        name: metric.name.clone(),
        category: metric.category,
        assessed: false,
        explanation: reason.clone(),
        reason: Some(reason),
        score: None,
        weight: metric.weight,
        confidence: 0.0,
        contributions: Vec::new(),
        evidence: Vec::new(),
    }
}
