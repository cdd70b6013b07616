//! Compiles paths, their metrics and their motives.

use super::compiler::Compiler;
use super::reader::Reader;
use crate::assessment::Category;
use crate::rubric::format::{Bounds, GroupSource, Kind, Node};
use crate::rubric::model::{
    Amount, Condition, Curve, Group, Indicator, MetricModel, MotiveModel, MotiveStrength, Part, PathModel,
    Rule, RuleAmount,
};
use crate::submission::{Path, SubmissionType};
use sono_syntax::finding::Severity;

impl Compiler<'_> {
    /// The paths in path order.
    pub(super) fn paths(&mut self, top: &Reader<'_>) -> Vec<PathModel> {
        let shared: Vec<(Vec<Category>, Rule)> = top
            .tables("rule")
            .iter()
            .filter_map(|reader| {
                let categories =
                    reader.texts("categories")?.into_iter().filter_map(Category::parse).collect();
                Some((categories, self.rule(reader)?))
            })
            .collect();
        let mut paths: Vec<PathModel> =
            top.tables("path").iter().filter_map(|reader| self.path(reader, &shared)).collect();
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
        if reader.get("part").is_none() && reader.get("rule").is_none() && reader.get("base").is_none() {
            self.problems.push(
                reader.at,
                reader.key.as_str(),
                "scores nothing; expected a part, a rule or a base",
            );
        }
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
            parts,
            rules,
            own_rules,
            groups,
        })
    }

    /// Words do not score code: unless the rubric is heuristic, what it reads from text itself may cost points
    /// of a code metric, but never bring any.
    fn refuse_words(&self, reader: &Reader<'_>, parts: &[Part], rules: &[Rule]) {
        let from_words = |signal: usize| {
            self.signals.get(signal).is_some_and(|signal| self.defined.contains_key(signal.id.as_ref()))
        };
        let earns = |rule: &Rule| match &rule.add {
            RuleAmount::Plain(Amount::Fixed(points)) => *points > 0.0 && self.asks_for_words(rule),
            RuleAmount::Plain(Amount::Parameter(_)) => self.asks_for_words(rule),
            RuleAmount::Curve { signal, curve } => {
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
        Some(Part {
            signal,
            weight: reader.number("weight")?,
            uncertainty: reader.number("uncertainty").unwrap_or(0.0),
            absent: reader.number("absent"),
            expected: reader.owned("expected").unwrap_or_else(|| curve.expected(unit)),
            curve,
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
            RuleAmount::Curve { curve: curve(reader)?, signal: signal? }
        } else {
            if reader.get("curve").is_some() {
                self.problem(reader, "curve", "a curve needs a signal beside it");
            }
            RuleAmount::Plain(self.amount(reader, "add")?)
        };
        let expected = reader.owned("expected").unwrap_or_else(|| match (&when, &add) {
            (Some(when), RuleAmount::Plain(_)) => {
                when.describe(&self.signals, &self.keywords, &self.parameters)
            }
            (_, RuleAmount::Curve { curve, signal }) => {
                let signal = self.signals.get(*signal);
                let (name, unit) =
                    signal.map_or(("", ""), |signal| (signal.name.as_ref(), signal.unit.as_ref()));
                format!("{name} {}", curve.expected(unit))
            }
            (None, RuleAmount::Plain(_)) => "always".to_owned(),
        });
        Some(Rule { when, add, expected, strength, improve })
    }

    fn group(&mut self, reader: &Reader<'_>) -> Option<Group> {
        let points = reader.inner("points")?;
        let cost = |severity: Severity| self.amount(&points, severity.as_str()).unwrap_or(Amount::Fixed(0.0));
        Some(Group {
            patterns_only: GroupSource::parse(reader.text("source")?)? == GroupSource::Patterns,
            points: Severity::ALL.map(cost),
            once: reader.bool("once").unwrap_or(false),
            max: self.amount(reader, "max"),
            improve: self.item_templates(reader, "improve"),
            expected: reader.owned("expected").unwrap_or_else(|| "no violations".to_owned()),
            when: self.condition(reader, "when"),
        })
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

fn curve(reader: &Reader<'_>) -> Option<Curve> {
    let point = |node: &Node| match node.list()? {
        [x, y] => Some((x.number()?, y.number()?)),
        _ => None,
    };
    Curve::new(reader.get("curve")?.list()?.iter().filter_map(point).collect())
}
