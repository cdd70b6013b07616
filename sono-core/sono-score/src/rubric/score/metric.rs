//! Scores metrics: sums base, parts, rules and groups, clamps the sum, and applies outside opinions.

use std::collections::BTreeSet;

use super::item::{Clamp, Heard, Item, ItemKind, Line, MetricScore, NotAssessed, Shown, Worst};
use super::scorer::Scorer;
use super::shown::{MAX_SHOWN, share_of};
use super::uncertainty::{part_deviation, widened};
use super::violations::Placed;
use crate::assessment::Category;
use crate::rubric::model::{Condition, Group, MetricModel, Part, Rule, RuleAmount, Target};
use crate::submission::Path;
use sono_syntax::text::tidy;

/// By how much the deviation of a metric grows that reads answers which could be compared with nothing.
const UNCOMPARED: f64 = 2.0;

impl<'a> Scorer<'_, 'a> {
    /// The score of a metric, or why it is not assessed.
    pub(super) fn metric(&self, path: Path, model: &'a MetricModel) -> Result<MetricScore<'a>, NotAssessed> {
        let parts = self.applies(model)?;
        let size = parts.len().saturating_add(model.rules.len()).saturating_add(model.groups.len());
        let mut items = Vec::with_capacity(size);
        let mut deviation = self.parts(&parts, &mut items);
        let asked = |rule: &&Rule| self.subject.missing(rule.expects).is_none();
        items.extend(model.rules.iter().filter(asked).map(|rule| self.rule(rule)));
        items.extend(model.groups.iter().filter_map(|group| self.group(group)));

        let points = items.iter().filter(|item| item.counts).map(|item| item.points);
        let sum = points.fold(tidy(model.base), |sum, points| sum + points);
        let measured = tidy(tidy(sum).clamp(0.0, 100.0));
        let clamped = tidy(measured - sum);
        let clamp = (clamped != 0.0).then(|| Clamp { sum: tidy(sum), points: clamped });

        deviation *= self.factor(model.category, measured);
        if model.category == Category::Answers && !self.subject.compared {
            deviation *= UNCOMPARED;
        }

        let heard = self.hear(path, &model.id, measured, &items);
        let weighing = self.model.weighing;
        if let Some(heard) = &heard {
            // Outside opinions never make a score more certain.
            deviation += weighing.share * heard.panel.deviation(weighing.uncertainty);
        }
        // Nothing can bring more points than are missing, and outside opinions hold their share of each point.
        let missing = 100.0 - measured;
        let worth = if heard.as_ref().is_some_and(|heard| !heard.held) { 1.0 - weighing.share } else { 1.0 };
        // Where more was taken than there was, a part of what is mended only fills that up.
        let lost: f64 = items.iter().map(|item| item.lost).sum();
        let share = if sum < 0.0 && lost > 0.0 { (sum + lost).max(0.0) / lost } else { 1.0 };
        for item in &mut items {
            item.lost = (item.lost * share).min(missing) * worth;
        }
        let score = heard.as_ref().map_or(measured, Heard::score);
        Ok(MetricScore { estimate: self.certainty.of(score, deviation), items, clamp, heard })
    }

    /// The parts of a metric that count, or why it is not assessed.
    fn applies(&self, metric: &'a MetricModel) -> Result<Vec<&'a Part>, NotAssessed> {
        let subject = self.subject;
        if !metric.submission_types.contains(&subject.submission_type) {
            return Err(NotAssessed::OtherType);
        }
        if let Some(expectation) = subject.missing(metric.expects) {
            return Err(NotAssessed::NotAsked(expectation));
        }
        if metric.category == Category::Code && subject.statements == 0 && !self.model.heuristic {
            return Err(subject.without_statements());
        }
        let asked = |part: &&Part| subject.missing(part.expects).is_none();
        let present = |part: &&Part| part.absent.is_some() || self.facts.measured(part.signal).is_some();
        let parts: Vec<&'a Part> = metric.parts.iter().filter(asked).filter(present).collect();
        let own_rule_holds =
            || metric.rules.iter().take(metric.own_rules).any(|rule| self.amount(rule).is_some());
        if parts.is_empty() && !metric.parts.is_empty() && metric.base == 0.0 && !own_rule_holds() {
            let first = metric.parts.first().and_then(|part| subject.missing(part.expects));
            return Err(match first.filter(|_| !metric.parts.iter().any(|part| asked(&part))) {
                Some(expectation) => NotAssessed::NotAsked(expectation),
                None => NotAssessed::NothingToMeasure,
            });
        }
        Ok(parts)
    }

    /// The factor on the deviation of a metric with this score. What there is nothing of counts as the least of it.
    fn factor(&self, category: Category, score: f64) -> f64 {
        let factors = self.model.interval.factors.iter();
        let applies = factors.filter(|factor| factor.categories.contains(&category));
        applies
            .map(|factor| {
                let value = factor.signal.map(|signal| self.facts.measured(signal));
                factor.curve.at(match value {
                    None => score,
                    Some(measured) => measured.map_or(f64::NEG_INFINITY, |measured| measured.value),
                })
            })
            .product()
    }

    /// The points that violations cost in all paths of the rubric, requested or not.
    pub(super) fn penalty(&self) -> f64 {
        let metrics = self.model.paths.iter().flat_map(|path| &path.metrics);
        let groups = metrics.filter(|metric| self.applies(metric).is_ok()).flat_map(|metric| &metric.groups);
        tidy(groups.map(|group| self.cost(group)).sum())
    }

    /// Adds the parts that count and returns their standard deviation.
    fn parts(&self, parts: &[&'a Part], items: &mut Vec<Item<'a>>) -> f64 {
        let total: f64 = parts.iter().map(|part| part.weight).sum();
        let mut deviation = 0.0;
        // Differences of tidied running sums, so that parts of a third each still add up to 100.
        let (mut sum, mut max_sum) = (0.0, 0.0);
        for part in parts {
            let share = part.weight / total;
            let measured = self.facts.measured(part.signal);
            let value = measured.map(|measured| measured.value);
            let curve_value = match measured {
                Some(measured) => part.curve.at(measured.value),
                None => part.absent.unwrap_or(0.0),
            };
            let points = tidy(tidy(sum + share * curve_value) - tidy(sum));
            let max_points = tidy(tidy(max_sum + share * 100.0) - tidy(max_sum));
            sum += share * curve_value;
            max_sum += share * 100.0;
            let units = measured.map_or(1, |measured| measured.units);
            deviation += share * part_deviation(part.uncertainty, units, self.model.interval.sampling);
            let target_met = match measured {
                Some(measured) => part.target.is_met(measured.value, self.model.unit(part.signal)),
                None => curve_value >= Target::GOOD,
            };
            let falls_short = curve_value < 100.0 && !target_met;
            let (shown, weight) = self.part_places(part, measured, share, falls_short);
            items.push(Item {
                kind: if measured.is_some() { ItemKind::Part } else { ItemKind::AbsentPart },
                line: Line::Part(part),
                signal: Some(part.signal),
                value,
                counts: true,
                points,
                max_points: Some(max_points),
                fraction: curve_value / 100.0,
                target_met: Some(target_met),
                lost: share * (part.target.goal(&part.curve, value) - curve_value).max(0.0),
                units,
                worst: Worst::of(measured),
                count: measured.map_or(0, |measured| measured.findings.len()),
                shown,
                weight,
            });
        }
        widened(deviation, self.subject.unparsed_share.clamp(0.0, 1.0))
    }

    /// The points of a rule that holds.
    fn amount(&self, rule: &Rule) -> Option<f64> {
        if self.subject.missing(rule.expects).is_some() {
            return None;
        }
        if rule.when.as_ref().is_some_and(|when| !when.holds(self.facts)) {
            return None;
        }
        match &rule.add {
            RuleAmount::Plain(amount) => Some(amount.value(self.facts.parameters)),
            RuleAmount::Curve { signal, curve, .. } => Some(curve.at(self.facts.measured(*signal)?.value)),
        }
    }

    fn rule(&self, rule: &'a Rule) -> Item<'a> {
        let held = self.amount(rule).map(tidy);
        let signal = match &rule.add {
            RuleAmount::Curve { signal, .. } => Some(*signal),
            RuleAmount::Plain(_) => rule.when.as_ref().and_then(Condition::single_signal),
        };
        let measured = signal.and_then(|signal| self.facts.measured(signal));
        let (shown, weight) = match held {
            Some(points) => self.rule_places(rule, signal, points),
            None => (Vec::new(), 0.0),
        };
        let best = match &rule.add {
            RuleAmount::Plain(amount) => amount.value(self.facts.parameters).max(0.0),
            // Where there is nothing to measure, nothing is missed.
            RuleAmount::Curve { .. } if measured.is_none() => 0.0,
            RuleAmount::Curve { curve, .. } => curve.max().max(0.0),
        };
        let points = held.unwrap_or(0.0);
        let goal = match (&rule.add, measured) {
            (RuleAmount::Curve { curve, target, .. }, Some(measured)) => {
                target.goal(curve, Some(measured.value)).max(0.0)
            }
            _ => best,
        };
        let target_met = match (&rule.add, measured) {
            (RuleAmount::Curve { signal, target, .. }, Some(measured)) => {
                Some(target.is_met(measured.value, self.model.unit(*signal)))
            }
            _ => None,
        };
        let kind = match held {
            Some(points) if points < 0.0 => ItemKind::Taken,
            Some(points) if points > 0.0 => ItemKind::Gain,
            _ => ItemKind::Missed,
        };
        Item {
            kind,
            line: Line::Rule(rule),
            signal,
            value: measured.map(|measured| measured.value),
            counts: held.is_some(),
            points,
            max_points: None,
            fraction: if best > 0.0 {
                (points / best).clamp(0.0, 1.0)
            } else if points < 0.0 {
                0.0
            } else {
                1.0
            },
            target_met,
            lost: (goal - points).max(0.0),
            units: measured.map_or(0, |measured| measured.units),
            worst: Worst::of(measured),
            count: measured.map_or(0, |measured| measured.findings.len()),
            shown,
            weight,
        }
    }

    /// The points that a group takes.
    fn cost(&self, group: &Group) -> f64 {
        let most = group.max.map_or(f64::INFINITY, |max| max.value(self.facts.parameters).max(0.0));
        tidy(self.charged(group).iter().map(|(_, points)| points).sum::<f64>().min(most))
    }

    /// The violations of severities that a group charges for, with what each takes before they are capped together.
    /// Where each rule counts once, its first place takes all of it.
    fn charged(&self, group: &Group) -> Vec<(&Placed<'a>, f64)> {
        if group.when.as_ref().is_some_and(|when| !when.holds(self.facts)) {
            return Vec::new();
        }
        let mut counted = BTreeSet::new();
        let price = |placed: &Placed<'a>| {
            let points = group.points.get(placed.violation.severity as usize)?;
            Some(points.value(self.facts.parameters)).filter(|points| *points > 0.0)
        };
        let charged = self.violations.of(group.patterns_only).filter_map(|placed| {
            let first = counted.insert(placed.violation.rule.as_str());
            let price = price(placed)?;
            Some((placed, if first || !group.once { price } else { 0.0 }))
        });
        charged.collect()
    }

    /// A group that takes points.
    fn group(&self, group: &'a Group) -> Option<Item<'a>> {
        let taken = self.cost(group);
        if taken <= 0.0 {
            return None;
        }
        let mut gravest = self.charged(group);
        gravest.sort_by_key(|(placed, _)| std::cmp::Reverse(placed.violation.severity));
        // Where they are capped together, none has a price of its own.
        let capped = tidy(gravest.iter().map(|(_, points)| points).sum()) > taken;
        let price = |points: f64| (!capped).then(|| tidy(-points));
        let shown = gravest.iter().take(MAX_SHOWN);
        let shown: Vec<Shown<'a>> = shown
            .map(|(placed, points)| Shown::Violation { placed: (*placed).clone(), points: price(*points) })
            .collect();
        #[expect(clippy::cast_precision_loss, reason = "violations are far fewer than 2^53")]
        let value = gravest.len() as f64;
        Some(Item {
            kind: ItemKind::Violations,
            line: Line::Group(group),
            signal: None,
            value: Some(value),
            counts: true,
            points: tidy(-taken),
            max_points: None,
            fraction: 0.0,
            target_met: None,
            lost: taken,
            units: u32::try_from(gravest.len()).unwrap_or(u32::MAX),
            worst: gravest.first().map(|(placed, _)| Worst::Violation((*placed).clone())),
            count: gravest.len(),
            weight: share_of(taken, shown.len()),
            shown,
        })
    }
}
