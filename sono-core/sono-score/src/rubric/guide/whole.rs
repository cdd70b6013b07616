//! The sections on a whole rubric, in words.

use std::collections::BTreeSet;

use super::entry::{Entry, EntryKind, Guide, Section};
use super::metric::number_keys;
use super::words;
use crate::patterns::{self, WrittenRule};
use crate::rubric::format::{SENTENCES, Template};
use crate::rubric::model::{
    Band, Caution, LineFilter, Measure, MeasureSource, ParameterDefinition, PatternRule,
};
use crate::submission::SubmissionType;
use sono_syntax::text::{format_number, join_names};

impl Guide<'_> {
    /// The sections on the whole rubric: what it is, what is asked for, what finds violations, shared rules and words.
    pub(super) fn whole(self) -> Vec<Section> {
        let section = |key: &str, title: &str, mut entries: Vec<Entry>| {
            number_keys(&mut entries);
            Section { key: key.to_owned(), title: title.to_owned(), entries }
        };
        vec![
            section("rubric", "Rubric", vec![self.about_rubric()]),
            section("expects", "Asked for by default", vec![self.expectations()]),
            section("parameters", "Parameters", self.parameters()),
            section("measures", "Measures", self.measures()),
            section("checks", "Checks", self.checks()),
            section("rules", "Shared rules", self.shared_rules()),
            section("cautions", "Cautions", self.cautions()),
            section("words", "Words", self.wording()),
        ]
    }

    fn about_rubric(self) -> Entry {
        let model = self.model;
        let description = (!model.description.is_empty()).then(|| model.description.clone());
        let level = (!model.heuristic).then(|| words::share(model.interval.level, 1.0));
        let opinions = format!(
            "{} of each metric, one opinion with an uncertainty of {}",
            words::share(model.weighing.share, 1.0),
            words::points(model.weighing.uncertainty)
        );
        let basis = if model.heuristic {
            "keywords: words score, and scores have no interval"
        } else {
            "measurements: words do not score code"
        };
        Entry::new(EntryKind::About, "", &model.name)
            .fact("name", model.name.clone())
            .fact("description", description)
            .fact("basis", basis.to_owned())
            .fact("motives", model.switch(model.motives))
            .fact("checks for violations", model.switch(model.pattern_checks))
            .fact("score interval", level)
            .fact("opinions from outside", opinions)
    }

    fn expectations(self) -> Entry {
        let entry = Entry::new(EntryKind::About, "", "Asked for");
        let Some(expects) = &self.model.expects else { return entry };
        SubmissionType::ALL.into_iter().fold(entry, |entry, kind| {
            let asked = expects.get(&kind).into_iter().flatten();
            entry.fact(kind.as_str(), words::names(asked.map(|expectation| expectation.describe())))
        })
    }

    fn parameters(self) -> Vec<Entry> {
        let entry = |parameter: &ParameterDefinition| {
            Entry::new(EntryKind::Parameter, parameter.name.as_str(), parameter.name.as_str())
                .fact("type", parameter.default.type_name().to_owned())
                .fact("default", parameter.default.describe())
        };
        self.model.parameters.iter().map(entry).collect()
    }

    fn measures(self) -> Vec<Entry> {
        self.model.measures.iter().map(|measure| self.measure(measure)).collect()
    }

    fn measure(self, measure: &Measure) -> Entry {
        let keywords = self.model.keywords.get(measure.text.index());
        let quoted = |needles: &[usize]| {
            let needle = |needle: &usize| keywords.map_or("", |keywords| keywords.needle(*needle));
            let quoted = needles.iter().map(|index| format!("{:?}", needle(index)));
            quoted.collect::<Vec<_>>()
        };
        let lines = |filter: &LineFilter| {
            let contains = quoted(&filter.contains);
            let prefixes: Vec<String> =
                filter.not_prefix.iter().map(|prefix| format!("{prefix:?}")).collect();
            let told = [
                filter.nonblank.then(|| "are not blank".to_owned()),
                (!contains.is_empty()).then(|| format!("contain {}", join_names(&contains, "or"))),
                (!prefixes.is_empty()).then(|| format!("do not begin with {}", join_names(&prefixes, "or"))),
            ];
            join_names(&told.into_iter().flatten().collect::<Vec<_>>(), "and")
        };
        let counts = match &measure.source {
            MeasureSource::Count(needles) => {
                format!("occurrences of {}", join_names(&quoted(needles), "and"))
            }
            MeasureSource::Lines(index) => {
                let filter = keywords.and_then(|keywords| keywords.filters.get(*index));
                format!("lines that {}", filter.map(lines).unwrap_or_default())
            }
        };
        Entry::new(EntryKind::Measure, measure.id.as_str(), measure.id.as_str())
            .fact("counts", counts)
            .fact("in", measure.text.describe().to_owned())
            .fact("divided by", measure.per.clone())
    }

    fn checks(self) -> Vec<Entry> {
        let mut entries: Vec<Entry> = self.model.pattern_rules.iter().map(pattern).collect();
        entries.extend(self.standard_rules());
        entries.extend(self.model.own_rules.iter().map(own_rule));
        entries
    }

    /// Which of the standard rules apply.
    fn standard_rules(self) -> Option<Entry> {
        let rules = self.model.syntax_rules.as_ref()?;
        let own: BTreeSet<_> =
            self.model.own_rules.iter().map(|rule| (rule.language, rule.id.as_str())).collect();
        let standard = patterns::standard();
        let on: BTreeSet<_> = rules.ids().filter(|id| !own.contains(id)).collect();
        let off: BTreeSet<&str> = standard.ids().filter(|id| !on.contains(id)).map(|(_, id)| id).collect();
        let told = match (on.is_empty(), off.is_empty()) {
            (true, _) => "no".to_owned(),
            (false, true) => "yes".to_owned(),
            (false, false) => format!("yes, without {}", words::names(off)),
        };
        Some(
            Entry::new(EntryKind::SyntaxRules, "", "Rules over the syntax tree").fact("standard rules", told),
        )
    }

    fn shared_rules(self) -> Vec<Entry> {
        let rules = self.model.shared_rules.iter();
        let rules = rules.map(|(categories, rule)| {
            let categories = words::names(categories.iter().map(|category| category.as_str()));
            self.rule(rule).fact("metrics", format!("those that read {categories}"))
        });
        rules.collect()
    }

    fn cautions(self) -> Vec<Entry> {
        let entry = |caution: &Caution| {
            let when = caution.confidence_below;
            let when = when.map(|limit| format!("where the confidence is below {}", format_number(limit)));
            Entry::new(EntryKind::Caution, caution.id.as_str(), caution.id.as_str())
                .fact("text", caution.text.clone())
                .fact("told", when.unwrap_or_else(|| "always".to_owned()))
        };
        self.model.cautions.iter().map(entry).collect()
    }

    fn wording(self) -> Vec<Entry> {
        let band = |band: &Band| {
            let text = band.text.as_ref().map_or_else(String::new, |text| format!(" ({text})"));
            format!("{} from {}{text}", band.label, format_number(band.min))
        };
        let bands: Vec<String> = self.model.bands.iter().map(band).collect();
        let bands = Entry::new(EntryKind::Bands, "", "Ranges of scores").fact("words", bands.join(", "));
        let sentences = SENTENCES.iter().zip(&self.model.sentences).map(|(sentence, alternatives)| {
            // What the rubric says itself; the defaults stand last.
            let own = alternatives.len().saturating_sub(sentence.defaults.len());
            let told: &[Template] =
                alternatives.get(..own).filter(|own| !own.is_empty()).unwrap_or(alternatives);
            Entry::new(EntryKind::Sentence, sentence.key, sentence.key).fact("text", words::templates(told))
        });
        std::iter::once(bands).chain(sentences).collect()
    }
}

/// A rule over the syntax tree that the rubric brings itself.
fn own_rule(rule: &WrittenRule) -> Entry {
    let key = format!("{} {}", rule.language, rule.id);
    let title = format!("Syntax rule \u{201c}{}\u{201d} ({})", rule.id, rule.language);
    Entry::new(EntryKind::SyntaxRules, key, title)
        .fact("severity", rule.severity.as_str().to_owned())
        .fact("message", rule.message.clone())
        .fact("fix", rule.note.clone())
        .fact("finds", rule.finds.clone())
}

fn pattern(pattern: &PatternRule) -> Entry {
    let types = pattern.submission_types.iter().map(|kind| kind.as_str());
    Entry::new(EntryKind::Pattern, pattern.id.as_str(), pattern.id.as_str())
        .fact("severity", pattern.severity.as_str().to_owned())
        .fact("finds", pattern.regex.clone())
        .fact("unless followed by", pattern.excuse.clone())
        .fact("message", pattern.message.clone())
        .fact("fix", pattern.fix.clone())
        .fact("in submissions of type", join_names(&types.collect::<Vec<_>>(), "or"))
}
