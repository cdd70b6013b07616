//! Scores metrics and paths: contributions that add up, and their evidence.

use serde_json::json;

use super::condition::{Condition, Facts};
use super::evaluate::{Certainty, Subject, weighted};
use super::item::{Home, Item, ItemKind, Worst, score_words};
use super::material::{Material, locate};
use super::model::{Group, MetricModel, Model, Part, PathModel, Rule, RuleAmount};
use super::template::{SentenceId, Slot};
use super::uncertainty::{part_deviation, widened};
use super::violations::{Placed, Violations, rank};
use crate::assessment::{
    Category, Contribution, ContributionKind, Evidence, EvidenceKind, Metric, PathScore,
};
use crate::finding::Finding;
use crate::signals::{Family, Measured, Severity};
use crate::submission::Path;
use crate::text::{format_number, tidy};

/// Places shown for one contribution.
const MAX_EVIDENCE: usize = 3;

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
    /// Points that violations took.
    pub(super) penalty: f64,
    /// The items of each assessed metric, by index of the metric in the score.
    pub(super) items: Vec<(usize, Vec<Item<'a>>)>,
}

/// A metric while its contributions are gathered.
struct Draft<'a> {
    contributions: Vec<Contribution>,
    evidence: Vec<Evidence>,
    items: Vec<Item<'a>>,
    deviation: f64,
    penalty: f64,
}

impl<'a> Scorer<'a> {
    pub(super) fn path(&self, path: Path, model: Option<&'a PathModel>) -> ScoredPath<'a> {
        let mut metrics = Vec::new();
        let mut items = Vec::new();
        let mut deviations = Vec::new();
        let mut penalty = 0.0;
        for metric in model.iter().flat_map(|model| &model.metrics) {
            match self.draft(metric) {
                Ok(draft) => {
                    deviations.push((metric.weight, draft.deviation));
                    penalty += draft.penalty;
                    let index = metrics.len();
                    let (scored, metric_items) = self.finish(path, metric, draft);
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
            reason: if score.is_some() { None } else { Some(path_reason(&metrics)) },
            weight: model.map_or(0.0, |model| model.weight),
            confidence,
            score_interval,
            metrics,
            motives: Vec::new(),
            strengths,
            areas_for_improvement: areas,
        };
        ScoredPath { score, model, deviation, penalty, items }
    }

    fn strengths_and_areas(
        &self,
        path: Path,
        metrics: &[Metric],
        items: &[(usize, Vec<Item<'a>>)],
    ) -> (Vec<String>, Vec<String>) {
        let (mut strengths, mut areas): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        let add = |list: &mut Vec<String>, text: Option<String>| {
            list.extend(text.filter(|text| !list.contains(text)));
        };
        for (index, items) in items {
            let metric = metrics.get(*index).map_or("", |metric| metric.name.as_str());
            let home = Home { model: self.model, path, metric };
            for item in items {
                add(&mut strengths, home.strength(item));
                if Home::is_area(item) {
                    add(&mut areas, home.improvement(item));
                }
            }
        }
        (strengths, areas)
    }

    /// The contributions of a metric, or why it is not assessed.
    fn draft(&self, metric: &'a MetricModel) -> Result<Draft<'a>, String> {
        let subject = self.subject;
        if !metric.submission_types.contains(&subject.submission_type) {
            let kind = subject.submission_type.as_str();
            return Err(format!("This metric is not asked for in submissions of type {kind}."));
        }
        if metric.category == Category::Code && subject.statements == 0 && !self.model.heuristic {
            return Err("This metric scores code, and no statement of code could be parsed.".to_owned());
        }
        let present = |part: &&Part| part.absent.is_some() || self.facts.measured(part.signal).is_some();
        let measured: Vec<&'a Part> = metric.parts.iter().filter(present).collect();
        let own_rule_holds =
            || metric.rules.iter().take(metric.own_rules).any(|rule| self.amount(rule).is_some());
        if measured.is_empty() && !metric.parts.is_empty() && metric.base == 0.0 && !own_rule_holds() {
            return Err("The submission holds nothing that this metric measures.".to_owned());
        }
        let mut draft = Draft {
            contributions: Vec::new(),
            evidence: Vec::new(),
            items: Vec::new(),
            deviation: 0.0,
            penalty: 0.0,
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
        self.parts(&measured, &mut draft);
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
            let evidence = self.signal_evidence(part.signal, measured, &part.expected, share, draft);
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
                worst: self.worst(measured),
                count: measured.map_or(0, |measured| measured.findings.len()),
            });
        }
        draft.deviation = widened(draft.deviation, self.subject.unparsed_share.clamp(0.0, 1.0));
    }

    fn worst(&self, measured: Option<&Measured>) -> Option<Worst> {
        let finding = measured?.findings.first()?;
        Some(Worst {
            name: finding.name.clone(),
            value: finding.value,
            message: finding.message.clone(),
            fix: None,
            location: self.location(finding),
        })
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
            worst: self.worst(measured),
            count: measured.map_or(0, |measured| measured.findings.len()),
        });
    }

    fn group(&self, group: &'a Group, draft: &mut Draft<'a>) {
        if group.when.as_ref().is_some_and(|when| !when.holds(self.facts)) {
            return;
        }
        let parameters = self.facts.parameters;
        let cost = |severity: Severity| {
            group.points.get(rank(severity)).map_or(0.0, |points| points.value(parameters).max(0.0))
        };
        let violations = self.violations.of(group.patterns_only);
        let mut counted: Vec<&str> = Vec::new();
        let mut sum = 0.0;
        for placed in &violations {
            let rule = placed.violation.rule.as_str();
            if group.once && counted.contains(&rule) {
                continue;
            }
            counted.push(rule);
            sum += cost(placed.violation.severity);
        }
        let max = group.max.map_or(f64::INFINITY, |max| max.value(parameters).max(0.0));
        let taken = tidy(sum.min(max));
        if taken <= 0.0 {
            return;
        }
        draft.penalty += taken;
        let mut worst: Vec<&Placed<'_>> = violations.clone();
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
            worst: worst.first().map(|placed| Worst {
                name: Some(placed.violation.rule.clone()),
                value: placed.violation.finding.value,
                message: placed.violation.finding.message.clone(),
                fix: placed.violation.fix.clone(),
                location: placed.location.clone(),
            }),
            count: violations.len(),
        });
    }

    /// Adds the evidence of a signal: its findings, or the value alone.
    fn signal_evidence(
        &self,
        signal: usize,
        measured: Option<&Measured>,
        expected: &str,
        share: f64,
        draft: &mut Draft<'a>,
    ) -> Vec<usize> {
        let (Some(measured), Some(info)) = (measured, self.model.signals.get(signal)) else {
            return Vec::new();
        };
        let kind = match info.family {
            Family::Syntax => EvidenceKind::Syntax,
            Family::Text | Family::Measure => EvidenceKind::Text,
            _ => EvidenceKind::Measurement,
        };
        let shown = measured.findings.len().min(MAX_EVIDENCE);
        let evidence = |weight: f64, finding: Option<&Finding>| Evidence {
            kind,
            description: finding.map_or_else(
                || format!("{} is {}", info.name, format_number(measured.value)),
                |finding| finding.message.clone(),
            ),
            source: "engine".to_owned(),
            weight,
            signal: Some(info.id.to_string()),
            value: finding.map_or(Some(measured.value), |finding| finding.value).map(tidy),
            expected: Some(expected.to_owned()),
            points: None,
            location: finding.and_then(|finding| self.location(finding)),
            metadata: Default::default(),
        };
        if shown == 0 {
            return vec![draft.show(evidence(tidy(share), None))];
        }
        let weight = share_of(share * 100.0, shown);
        measured
            .findings
            .iter()
            .take(shown)
            .map(|finding| draft.show(evidence(weight, Some(finding))))
            .collect()
    }

    /// Adds the evidence of a rule that holds: the places of words, the findings of signals.
    fn rule_evidence(
        &self,
        rule: &Rule,
        signal: Option<usize>,
        points: f64,
        draft: &mut Draft<'a>,
    ) -> Vec<usize> {
        let share = (points.abs() / 100.0).min(1.0);
        let leaves = rule.when.as_ref().map(Condition::leaves).unwrap_or_default();
        let compared = leaves.iter().find_map(|leaf| leaf.single_signal());
        if let Some(signal) = signal.or(compared) {
            let measured = self.facts.measured(signal);
            return self.signal_evidence(signal, measured, &rule.expected, share, draft);
        }
        let mut found = Vec::new();
        for leaf in leaves {
            let Condition::Words { view, needles, .. } = leaf else { continue };
            let (Some(scan), Some(keywords)) =
                (self.facts.scan(*view), self.model.keywords.get(view.index()))
            else {
                continue;
            };
            let first = scan.first_of(needles);
            let spans: Vec<_> = first.iter().map(|(_, span)| *span).collect();
            let places = self.material.places(*view, &spans);
            found.extend(
                first.iter().zip(places).map(|((needle, _), place)| (keywords.needle(*needle), place)),
            );
        }
        found.truncate(MAX_EVIDENCE);
        let weight = share_of(points, found.len());
        let show = |(needle, (source, span)): (&str, (Option<u32>, crate::text::Span))| {
            let location =
                source.and_then(|source| locate(self.subject.sources, source, span, self.subject.encoding));
            draft.show(Evidence {
                kind: EvidenceKind::Text,
                description: format!("{needle:?} occurs here"),
                source: "rubric".to_owned(),
                weight,
                signal: None,
                value: None,
                expected: Some(rule.expected.clone()),
                points: None,
                location,
                metadata: Default::default(),
            })
        };
        found.into_iter().map(show).collect()
    }

    /// Clamps, sums up and explains.
    fn finish(&self, path: Path, model: &'a MetricModel, mut draft: Draft<'a>) -> (Metric, Vec<Item<'a>>) {
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
        // No rule can bring more than what is missing.
        for item in &mut draft.items {
            item.lost = item.lost.min(100.0 - score);
        }
        let home = Home { model: self.model, path, metric: &model.name };
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
        (metric, draft.items)
    }
}

impl Draft<'_> {
    /// Adds evidence and returns its index.
    fn show(&mut self, evidence: Evidence) -> usize {
        self.evidence.push(evidence);
        self.evidence.len().saturating_sub(1)
    }
}

/// The share of the metric, 0 to 1, of each of several pieces of evidence for some points.
fn share_of(points: f64, pieces: usize) -> f64 {
    let pieces = u32::try_from(pieces.max(1)).unwrap_or(u32::MAX);
    tidy((points.abs() / 100.0).min(1.0) / f64::from(pieces))
}

fn violation_evidence(placed: &Placed<'_>, weight: f64) -> Evidence {
    let violation = placed.violation;
    let mut metadata = std::collections::BTreeMap::from([("severity".to_owned(), json!(violation.severity))]);
    if let Some(fix) = &violation.fix {
        metadata.insert("fix".to_owned(), json!(fix));
    }
    Evidence {
        kind: EvidenceKind::Violation,
        description: violation.finding.message.clone(),
        source: violation.rule.clone(),
        weight,
        signal: None,
        value: violation.finding.value.map(tidy),
        expected: None,
        points: None,
        location: placed.location.clone(),
        metadata,
    }
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

fn path_reason(metrics: &[Metric]) -> String {
    let mut reasons: Vec<&str> = metrics.iter().filter_map(|metric| metric.reason.as_deref()).collect();
    reasons.dedup();
    match reasons.as_slice() {
        [] => "The rubric has no metric for this path.".to_owned(),
        [reason] => format!("None of its metrics applies. {reason}"),
        several => format!("None of its metrics applies. {}", several.join(" ")),
    }
}

/// One or two sentences: the band, the strongest and the weakest item.
fn explain(home: &Home<'_>, score: f64, items: &[Item<'_>]) -> String {
    let model = home.model;
    let band = model.bands.iter().find(|band| score >= band.min);
    let opening = model.sentences.get(SentenceId::Metric.index()).and_then(|templates| {
        templates.iter().find_map(|template| {
            template.render(&|slot| match slot {
                Slot::Name => Some(home.metric.to_owned()),
                Slot::Score => Some(score_words(score)),
                Slot::Label => band.map(|band| band.label.clone()),
                Slot::Band => band.and_then(|band| band.text.clone()),
                _ => None,
            })
        })
    });
    let mut sentences: Vec<String> = opening.into_iter().collect();
    let parts: Vec<&Item<'_>> =
        items.iter().filter(|item| matches!(item.kind, ItemKind::Part | ItemKind::AbsentPart)).collect();
    let pool: Vec<&Item<'_>> = if parts.is_empty() { items.iter().collect() } else { parts };
    let best =
        first_max(&pool, |item| if item.value.is_some() || item.points > 0.0 { item.points } else { 0.0 });
    let worst = first_max(&pool, |item| item.lost);
    if let Some(best) = best.filter(|best| worst.is_none_or(|worst| !std::ptr::eq(*best, worst))) {
        let id = if best.kind == ItemKind::Part { SentenceId::Strongest } else { SentenceId::Gained };
        sentences.extend(home.sentence(id, best, best.points));
    }
    if let Some(worst) = worst {
        let id = match worst.kind {
            ItemKind::Part => SentenceId::Weakest,
            ItemKind::AbsentPart => SentenceId::Absent,
            ItemKind::Missed => SentenceId::Missed,
            ItemKind::Gain | ItemKind::Taken | ItemKind::Violations => SentenceId::Taken,
        };
        sentences.extend(home.sentence(id, worst, worst.lost));
    }
    sentences.join(" ")
}

/// The first item with the largest amount, where any is worth a word.
fn first_max<'i, 'm>(items: &[&'i Item<'m>], amount: impl Fn(&Item<'m>) -> f64) -> Option<&'i Item<'m>> {
    const WORTH_A_WORD: f64 = 0.05;
    let mut best: Option<(&Item<'_>, f64)> = None;
    let mut found = None;
    for item in items {
        let value = amount(item);
        if value >= WORTH_A_WORD && best.is_none_or(|(_, top)| value > top) {
            best = Some((item, value));
            found = Some(*item);
        }
    }
    found
}
