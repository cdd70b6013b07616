//! Paths and metrics in words.

use std::collections::BTreeMap;

use super::entry::{Entry, EntryKind, Guide, Section, SignalGuide};
use super::words;
use crate::assessment::Category;
use crate::rubric::model::{
    Condition, Group, Indicator, MetricModel, MotiveModel, MotiveStrength, Part, PathModel, Rule, RuleAmount,
};
use crate::rubric::tell::describe_path;
use crate::submission::{Expectation, SubmissionType};
use sono_syntax::finding::Severity;
use sono_syntax::text::{format_number, join_names};

impl Guide<'_> {
    /// The section of a path: its weight and its motives.
    pub(super) fn path(self, path: &PathModel) -> Section {
        let name = describe_path(path.path);
        let all: f64 = self.model.paths.iter().map(|path| path.weight).sum();
        let weight =
            format!("{} of the overall score if all paths are assessed", words::share(path.weight, all));
        let about = Entry::new(EntryKind::About, "", name).fact("weight", weight);
        let mut entries = vec![Entry { weight: Some(path.weight), ..about }];
        for motive in &path.motives {
            entries.extend(self.motive(motive));
        }
        Section { key: path.path.as_str().to_owned(), title: format!("Path {name}"), entries }
    }

    /// A metric: what it is about, then its parts, rules and groups. Shared rules stand elsewhere.
    pub(super) fn metric(self, path: &PathModel, metric: &MetricModel) -> Section {
        let mut entries = vec![self.about(path, metric)];
        let whole: f64 = metric.parts.iter().map(|part| part.weight).sum();
        entries.extend(metric.parts.iter().map(|part| self.part(part, whole)));
        entries.extend(metric.rules.iter().take(metric.own_rules).map(|rule| self.rule(rule)));
        entries.extend(metric.groups.iter().map(|group| self.group(group)));
        number_keys(&mut entries);
        let key = format!("{}.{}", path.path.as_str(), metric.id);
        Section { title: format!("{} ({key})", metric.name), key, entries }
    }

    fn about(self, path: &PathModel, metric: &MetricModel) -> Entry {
        let all: f64 = path.metrics.iter().map(|metric| metric.weight).sum();
        let path_name = describe_path(path.path);
        let weight = format!(
            "{} of the path {path_name} if all its metrics are assessed",
            words::share(metric.weight, all)
        );
        let category = match metric.category {
            Category::Code => "code, of which at least one statement must parse",
            Category::Answers => "written answers",
            Category::Text => "any text",
        };
        let base = (metric.base != 0.0)
            .then(|| format!("{} before anything is measured", words::points(metric.base)));
        let about = Entry::new(EntryKind::About, "", &metric.name)
            .fact("description", metric.description.clone())
            .fact("weight", weight)
            .fact("reads", category.to_owned())
            .fact("base", base)
            .fact("assessed", assessed(metric));
        Entry { weight: Some(metric.weight), ..about }
    }

    fn signal(self, index: usize) -> Option<SignalGuide> {
        let signal = self.model.signals.get(index)?;
        Some(SignalGuide {
            id: signal.id.to_string(),
            name: signal.name.to_string(),
            unit: signal.unit.to_string(),
            definition: signal.definition.to_string(),
        })
    }

    /// A part; `whole` is the sum of the weights of all parts of its metric.
    fn part(self, part: &Part, whole: f64) -> Entry {
        let signal = self.signal(part.signal);
        let (id, name) =
            signal.as_ref().map_or(("", ""), |signal| (signal.id.as_str(), signal.name.as_str()));
        let unit = self.model.unit(part.signal);
        let share = words::share(part.weight, whole);
        let most = share.trim_end_matches(" %");
        let absent = match part.absent {
            None => "it leaves the mean".to_owned(),
            Some(points) => words::points(points),
        };
        let uncertainty = (part.uncertainty != 0.0)
            .then(|| format!("{} where one unit is measured", words::points(part.uncertainty)));
        let entry = Entry::new(EntryKind::Part, id, name)
            .fact("weight", format!("{share} of the parts: up to {most} points"))
            .fact("expected", part.expected.clone())
            .fact("target", part.target.describe(unit))
            .fact("curve", words::curve(&part.curve, unit))
            .fact("counts", words::asked(part.expects))
            .fact("where absent", absent)
            .fact("uncertainty", uncertainty)
            .fact("praise", words::templates(&part.strength))
            .fact("advice", words::templates(&part.improve));
        Entry { signal, weight: Some(part.weight), ..entry }
    }

    pub(super) fn rule(self, rule: &Rule) -> Entry {
        let when = rule.when.as_ref().map(|when| self.model.condition(when));
        let compared = rule.when.as_ref().and_then(Condition::single_signal);
        let (signal, points) = match &rule.add {
            RuleAmount::Plain(amount) => (compared, self.model.bonus(*amount)),
            RuleAmount::Curve { signal, curve, .. } => {
                let unit = self.model.unit(*signal);
                (Some(*signal), words::curve(curve, unit))
            }
        };
        let target = match &rule.add {
            RuleAmount::Plain(_) => None,
            RuleAmount::Curve { signal, target, .. } => Some(target.describe(self.model.unit(*signal))),
        };
        let guide = signal.and_then(|signal| self.signal(signal));
        let by_curve = matches!(rule.add, RuleAmount::Curve { .. });
        let key = match &guide {
            Some(signal) if by_curve => signal.id.clone(),
            _ => when.clone().unwrap_or_else(|| rule.expected.clone()),
        };
        let title = match &guide {
            Some(signal) if by_curve => signal.name.clone(),
            _ => rule.expected.clone(),
        };
        let entry = Entry::new(EntryKind::Rule, key, title)
            .fact("when", when)
            .fact("points", points)
            .fact("expected", rule.expected.clone())
            .fact("target", target)
            .fact("counts", words::asked(rule.expects))
            .fact("praise", words::templates(&rule.strength))
            .fact("advice", words::templates(&rule.improve));
        Entry { signal: guide, ..entry }
    }

    fn group(self, group: &Group) -> Entry {
        let (key, title) = if group.patterns_only {
            ("patterns", "Violations of the rubric's own patterns")
        } else {
            ("violations", "Violations")
        };
        let costs = Severity::ALL.into_iter().zip(group.points);
        let costs =
            costs.map(|(severity, cost)| format!("{} {}", severity.as_str(), self.model.amount(cost)));
        let costs = costs.collect::<Vec<_>>().join(", ");
        let counted = if group.once { "each rule once" } else { "each place" };
        Entry::new(EntryKind::Group, key, title)
            .fact("when", group.when.as_ref().map(|when| self.model.condition(when)))
            .fact("takes", format!("by severity: {costs}; {counted}"))
            .fact("at most", group.max.map(|max| format!("{} points", self.model.amount(max))))
            .fact("expected", group.expected.clone())
            .fact("advice", words::templates(&group.improve))
    }

    fn motive(self, motive: &MotiveModel) -> Vec<Entry> {
        let strength = match motive.strength {
            MotiveStrength::Start(start) => {
                format!("{} and what its indicators add", format_number(start))
            }
            MotiveStrength::Flat(flat) => format!("{} if any indicator holds", format_number(flat)),
        };
        let about = Entry::new(EntryKind::Motive, motive.id.as_str(), motive.id.as_str())
            .fact("strength", format!("{strength}, at most {}", format_number(motive.max)));
        let indicator = |indicator: &Indicator| {
            let when = self.model.condition(&indicator.when);
            let title = format!("{}: {when}", motive.id);
            Entry::new(EntryKind::Motive, title.as_str(), title.as_str())
                .fact("adds", format_number(indicator.add))
                .fact("words", indicator.text.clone())
        };
        std::iter::once(about).chain(motive.indicators.iter().map(indicator)).collect()
    }
}

/// When a metric is assessed; `None` if always.
fn assessed(metric: &MetricModel) -> Option<String> {
    let types = (metric.submission_types.len() < SubmissionType::ALL.len()).then(|| {
        let types = metric.submission_types.iter().map(|kind| kind.as_str());
        format!("in submissions of type {}", join_names(&types.collect::<Vec<_>>(), "or"))
    });
    let asked = metric.expects.map(|expectation: Expectation| {
        format!("if {} {} asked for", expectation.describe(), words::is(expectation))
    });
    let told: Vec<String> = types.into_iter().chain(asked).collect();
    (!told.is_empty()).then(|| format!("only {}", told.join(", and ")))
}

/// Tells entries of one kind and key apart by their number.
pub(super) fn number_keys(entries: &mut [Entry]) {
    let mut seen = BTreeMap::<(EntryKind, String), usize>::new();
    for entry in entries {
        let count = seen.entry((entry.kind, entry.key.clone())).or_default();
        *count = count.saturating_add(1);
        if *count > 1 {
            entry.key = format!("{} {count}", entry.key);
        }
    }
}
