//! Compiles paths, their metrics and their motives.

use super::compiler::Compiler;
use super::reader::Reader;
use crate::assessment::Category;
use crate::rubric::format::{Bounds, Kind, Node};
use crate::rubric::model::{
    Amount, Condition, Curve, Group, Indicator, MetricModel, MotiveModel, MotiveStrength, Part, PathModel,
    Rule, RuleAmount, Target,
};
use crate::submission::{Path, SubmissionType};
use sono_syntax::text::tidy;

impl Compiler<'_> {
    /// The rules for every metric of some categories.
    pub(super) fn shared_rules(&mut self, top: &Reader<'_>) -> Vec<(Vec<Category>, Rule)> {
        let shared = top.tables("rule");
        let shared = shared.iter().filter_map(|reader| {
            let categories = reader.texts("categories")?.into_iter().filter_map(Category::parse).collect();
            Some((categories, self.rule(reader)?))
        });
        shared.collect()
    }

    /// The paths in path order.
    pub(super) fn paths(&mut self, top: &Reader<'_>, shared: &[(Vec<Category>, Rule)]) -> Vec<PathModel> {
        let mut paths: Vec<PathModel> =
            top.tables("path").iter().filter_map(|reader| self.path(reader, shared)).collect();
        paths.sort_by_key(|path| path.path);
        paths
    }

    fn path(&mut self, reader: &Reader<'_>, shared: &[(Vec<Category>, Rule)]) -> Option<PathModel> {
        let path = Path::parse(reader.text("id")?)?;
        let metrics =
            reader.tables("metric").iter().filter_map(|metric| self.metric(metric, shared)).collect();
        let motives = reader.tables("motive").iter().filter_map(|motive| self.motive(motive)).collect();
        Some(PathModel { path, weight: reader.number("weight").unwrap_or(1.0), metrics, motives })
    }

    fn metric(&mut self, reader: &Reader<'_>, shared: &[(Vec<Category>, Rule)]) -> Option<MetricModel> {
        let parts: Vec<Part> = reader.tables("part").iter().filter_map(|part| self.part(part)).collect();
        let mut rules: Vec<Rule> = reader.tables("rule").iter().filter_map(|rule| self.rule(rule)).collect();
        let groups: Vec<Group> =
            reader.tables("group").iter().filter_map(|group| self.group(group)).collect();
        // Of a metric without a category it is known that something is missing.
        let scores = ["part", "rule", "base"].iter().any(|key| reader.get(key).is_some());
        if !scores && reader.get("category").is_some() {
            self.problems.push(
                reader.at,
                reader.key.as_str(),
                "scores nothing; expected a part, a rule or a base",
            );
        }
        self.refuse_repeated_signals(reader, &parts);
        let own_rules = rules.len();
        let category = Category::parse(reader.text("category")?)?;
        rules.extend(
            shared
                .iter()
                .filter(|(categories, _)| categories.contains(&category))
                .map(|(_, rule)| rule.clone()),
        );
        if category == Category::Code && !self.heuristic {
            self.refuse_words(reader, &parts, &rules);
        }
        Some(MetricModel {
            id: reader.owned("id")?,
            name: reader.owned("name")?,
            description: reader.owned("description"),
            category,
            weight: reader.number("weight")?,
            base: reader.number("base").unwrap_or(0.0),
            submission_types: reader
                .submission_types("submission_types")
                .unwrap_or(SubmissionType::ALL.to_vec()),
            expects: self.expects(reader),
            parts,
            rules,
            own_rules,
            groups,
        })
    }

    /// Refuses a second part that reads the signal of another: what it measures would count twice, and one curve says it.
    fn refuse_repeated_signals(&self, reader: &Reader<'_>, parts: &[Part]) {
        let readers = reader.tables("part");
        // A part that was refused has no counterpart.
        if readers.len() != parts.len() {
            return;
        }
        for (index, (part, reader)) in parts.iter().zip(&readers).enumerate() {
            let same = |other: &Part| other.signal == part.signal;
            let earlier = parts.iter().take(index).position(same);
            if let (Some(first), Some(id)) = (earlier, reader.text("signal")) {
                let message =
                    format!("came {id:?} again, which part[{first}] reads; expected one part per signal");
                self.problem(reader, "signal", message);
            }
        }
    }

    /// Refuses keywords that score code: unless the rubric is heuristic, a signal taken from plain text may take points
    /// from a code metric but never add any.
    fn refuse_words(&self, reader: &Reader<'_>, parts: &[Part], rules: &[Rule]) {
        let from_words = |signal: usize| {
            self.signals.get(signal).is_some_and(|signal| self.defined.contains_key(signal.id.as_ref()))
        };
        let earns = |rule: &Rule| match &rule.add {
            RuleAmount::Plain(Amount::Fixed(points)) => *points > 0.0 && self.asks_for_words(rule),
            RuleAmount::Plain(Amount::Parameter(_)) => self.asks_for_words(rule),
            RuleAmount::Curve { signal, curve, .. } => {
                curve.max() > 0.0 && (from_words(*signal) || self.asks_for_words(rule))
            }
        };
        let rising = parts.iter().any(|part| from_words(part.signal) && part.curve.rises());
        if rising || rules.iter().any(earns) {
            self.problems.push(
                reader.at,
                reader.key.as_str(),
                "words would bring points to a metric of category code; expected signals of the code, \
                 points that words take, or heuristic = true",
            );
        }
    }

    fn asks_for_words(&self, rule: &Rule) -> bool {
        let leaves = rule.when.as_ref().map(Condition::leaves).unwrap_or_default();
        leaves.into_iter().any(|leaf| match leaf {
            Condition::Words { .. } => true,
            Condition::Signal { signal, .. } => {
                self.signals.get(*signal).is_some_and(|signal| self.defined.contains_key(signal.id.as_ref()))
            }
            _ => false,
        })
    }

    fn part(&mut self, reader: &Reader<'_>) -> Option<Part> {
        let strength = self.item_templates(reader, "strength");
        let improve = self.item_templates(reader, "improve");
        let signal = self.signal(reader, "signal");
        let curve = curve(reader)?;
        let signal = signal?;
        let unit = self.signals.get(signal).map_or("", |signal| signal.unit.as_ref());
        self.refuse_beyond_shares(reader, signal, &curve);
        let target = self.target(reader, &curve, Target::GOOD, unit);
        Some(Part {
            signal,
            expects: self.expects(reader),
            weight: reader.number("weight")?,
            uncertainty: reader.number("uncertainty").unwrap_or(0.0),
            absent: reader.number("absent"),
            expected: reader.owned("expected").unwrap_or_else(|| target.describe(unit)),
            curve,
            target,
            strength,
            improve,
        })
    }

    fn rule(&mut self, reader: &Reader<'_>) -> Option<Rule> {
        let when = self.condition(reader, "when");
        let strength = self.item_templates(reader, "strength");
        let improve = self.item_templates(reader, "improve");
        let add = if reader.get("signal").is_some() {
            if reader.get("curve").is_none() {
                let kind = Kind::Curve(Bounds::POINTS).describe();
                self.problem(reader, "curve", format!("missing beside `signal`; expected {kind}"));
            }
            let signal = self.signal(reader, "signal");
            let curve = curve(reader)?;
            let signal = signal?;
            let unit = self.signals.get(signal).map_or("", |signal| signal.unit.as_ref());
            self.refuse_beyond_shares(reader, signal, &curve);
            let best = curve.max();
            let goal = if best > 0.0 { best * Target::GOOD / 100.0 } else { best };
            let target = self.target(reader, &curve, goal, unit);
            RuleAmount::Curve { curve, signal, target }
        } else {
            for key in ["curve", "target"] {
                if reader.get(key).is_some() {
                    self.problem(reader, key, format!("a {key} needs a signal beside it"));
                }
            }
            RuleAmount::Plain(self.amount(reader, "add")?)
        };
        let expected = reader.owned("expected").unwrap_or_else(|| match (&when, &add) {
            (Some(when), RuleAmount::Plain(amount)) => {
                let condition = when.describe(&self.signals, &self.keywords, &self.parameters);
                // A rule that takes points describes a fault, not an expectation.
                let takes = matches!(amount, Amount::Fixed(points) if *points < 0.0);
                if takes { format!("not: {condition}") } else { condition }
            }
            (_, RuleAmount::Curve { signal, target, .. }) => {
                let signal = self.signals.get(*signal);
                let (name, unit) =
                    signal.map_or(("", ""), |signal| (signal.name.as_ref(), signal.unit.as_ref()));
                format!("{name} {}", target.describe(unit))
            }
            (None, RuleAmount::Plain(_)) => "always".to_owned(),
        });
        Some(Rule { expects: self.expects(reader), when, add, expected, strength, improve })
    }

    /// The target of a curve, stated or implied. Wherever the target is met, the curve must give at least `goal`.
    fn target(&self, reader: &Reader<'_>, curve: &Curve, goal: f64, unit: &str) -> Target {
        let Some(stated) = reader.inner("target") else { return Target::of(curve, goal, unit) };
        let (at_least, at_most) = (stated.number("at_least"), stated.number("at_most"));
        let target = Target::new(at_least, at_most);
        match (at_least, at_most) {
            (None, None) => {
                self.problem(reader, "target", "came without a limit; expected at_least, at_most or both")
            }
            (Some(low), Some(high)) if low > high => {
                self.problem(
                    reader,
                    "target",
                    format!(
                        "no value is at least {low} and at most {high}; expected limits that some value meets"
                    ),
                );
            }
            _ => {
                let (value, points) = target.least(curve);
                if points < goal {
                    let message = format!(
                        "the curve gives {} at {value}, where the target is met; expected at least {}",
                        tidy(points),
                        tidy(goal)
                    );
                    self.problem(reader, "target", message);
                } else if let Some((first, last)) = target.beyond(curve) {
                    let message = format!(
                        "has a limit where the curve no longer changes; expected one from {} to {}",
                        tidy(first),
                        tidy(last)
                    );
                    self.problem(reader, "target", message);
                } else if let Some([near, far]) = target.turn(curve) {
                    let message = format!(
                        "gives {} at {} and {} at {}, farther from the target; expected no more there",
                        tidy(near.1),
                        tidy(near.0),
                        tidy(far.1),
                        tidy(far.0)
                    );
                    self.problem(reader, "curve", message);
                }
            }
        }
        target
    }

    fn motive(&mut self, reader: &Reader<'_>) -> Option<MotiveModel> {
        let mut indicators = Vec::new();
        for indicator in reader.tables("indicator") {
            let Some(when) = self.condition(&indicator, "when") else { continue };
            let text = indicator
                .owned("text")
                .unwrap_or_else(|| when.describe(&self.signals, &self.keywords, &self.parameters));
            indicators.push(Indicator { when, add: indicator.number("add").unwrap_or(0.0), text });
        }
        let strength = match (reader.number("start"), reader.number("flat")) {
            (Some(start), _) => MotiveStrength::Start(start),
            (None, flat) => MotiveStrength::Flat(flat?),
        };
        let max = reader.number("max").unwrap_or(1.0);
        Some(MotiveModel { id: reader.owned("id")?, strength, max, indicators })
    }
}

/// The curve of a table.
pub(super) fn curve(reader: &Reader<'_>) -> Option<Curve> {
    let point = |node: &Node| match node.list()? {
        [x, y] => Some((x.number()?, y.number()?)),
        _ => None,
    };
    Curve::new(reader.get("curve")?.list()?.iter().filter_map(point).collect())
}
