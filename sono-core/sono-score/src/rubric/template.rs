//! Sentences with placeholders, checked when the rubric is loaded.

use std::borrow::Cow;

use super::shape::{Field, Kind, Need, Shape};

/// A placeholder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    Value,
    Expected,
    Points,
    Count,
    Signal,
    Unit,
    Metric,
    Path,
    WorstName,
    WorstPlace,
    WorstValue,
    WorstMessage,
    WorstFix,
    Name,
    Score,
    Label,
    Band,
    Low,
    High,
    Level,
    Strongest,
    StrongestScore,
    Weakest,
    WeakestScore,
    Next,
    Reason,
}

use Slot::{
    Band, Count, Expected, High, Label, Level, Low, Metric, Name, Next, Path, Points, Reason, Score, Signal,
    Strongest, StrongestScore, Unit, Value, Weakest, WeakestScore, WorstFix, WorstMessage, WorstName,
    WorstPlace, WorstValue,
};

impl Slot {
    const ALL: [Self; 26] = [
        Value,
        Expected,
        Points,
        Count,
        Signal,
        Unit,
        Metric,
        Path,
        WorstName,
        WorstPlace,
        WorstValue,
        WorstMessage,
        WorstFix,
        Name,
        Score,
        Label,
        Band,
        Low,
        High,
        Level,
        Strongest,
        StrongestScore,
        Weakest,
        WeakestScore,
        Next,
        Reason,
    ];

    const fn name(self) -> &'static str {
        match self {
            Value => "value",
            Expected => "expected",
            Points => "points",
            Count => "count",
            Signal => "signal",
            Unit => "unit",
            Metric => "metric",
            Path => "path",
            WorstName => "worst.name",
            WorstPlace => "worst.place",
            WorstValue => "worst.value",
            WorstMessage => "worst.message",
            WorstFix => "worst.fix",
            Name => "name",
            Score => "score",
            Label => "label",
            Band => "band",
            Low => "low",
            High => "high",
            Level => "level",
            Strongest => "strongest",
            StrongestScore => "strongest.score",
            Weakest => "weakest",
            WeakestScore => "weakest.score",
            Next => "next",
            Reason => "reason",
        }
    }
}

/// What templates of parts, rules and groups may use.
pub(super) const ITEM_SLOTS: &[Slot] = &[
    Value,
    Expected,
    Points,
    Count,
    Signal,
    Unit,
    Metric,
    Path,
    WorstName,
    WorstPlace,
    WorstValue,
    WorstMessage,
    WorstFix,
];

/// A parsed template.
#[derive(Debug, Clone, Default)]
pub(super) struct Template {
    segments: Vec<Segment>,
}

#[derive(Debug, Clone)]
enum Segment {
    Text(String),
    Slot(Slot),
}

impl Template {
    /// Parses a template. `{{` and `}}` stand for braces.
    pub(super) fn parse(source: &str, allowed: &[Slot]) -> Result<Self, String> {
        let mut segments = Vec::new();
        let mut text = String::new();
        let mut rest = source;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(at);
            text.push_str(before);
            if let Some(after) = from.strip_prefix("{{").or_else(|| from.strip_prefix("}}")) {
                text.push_str(from.get(..1).unwrap_or(""));
                rest = after;
                continue;
            }
            let inner = from.strip_prefix('{').and_then(|inner| inner.split_once('}'));
            let Some((name, after)) = inner else {
                return Err("a single brace; write `{{` or `}}` for a brace in the text".to_owned());
            };
            let Some(slot) = allowed.iter().copied().find(|slot| slot.name() == name) else {
                return Err(Self::unknown(name, allowed));
            };
            if !text.is_empty() {
                segments.push(Segment::Text(std::mem::take(&mut text)));
            }
            segments.push(Segment::Slot(slot));
            rest = after;
        }
        text.push_str(rest);
        if !text.is_empty() {
            segments.push(Segment::Text(text));
        }
        Ok(Self { segments })
    }

    fn unknown(name: &str, allowed: &[Slot]) -> String {
        let names: Vec<&str> = allowed.iter().map(|slot| slot.name()).collect();
        let elsewhere = Slot::ALL.iter().any(|slot| slot.name() == name);
        let close = super::problems::closest(name, names.iter().copied());
        match close {
            Some(close) if !elsewhere => format!("unknown placeholder {{{name}}}; did you mean {{{close}}}?"),
            _ => {
                let known: Vec<String> = names.iter().map(|name| format!("{{{name}}}")).collect();
                format!("unknown placeholder {{{name}}} here; known: {}", known.join(", "))
            }
        }
    }

    /// The text with all placeholders filled; nothing when one of them has no value.
    pub(super) fn render<'v>(&self, fill: &dyn Fn(Slot) -> Option<Cow<'v, str>>) -> Option<String> {
        const TYPICAL: usize = 120;
        let mut out = String::with_capacity(TYPICAL);
        self.render_into(&mut out, fill).then_some(out)
    }

    /// Appends the filled template; leaves the text as it was and answers false when a placeholder has no value.
    pub(super) fn render_into<'v>(
        &self,
        out: &mut String,
        fill: &dyn Fn(Slot) -> Option<Cow<'v, str>>,
    ) -> bool {
        let before = out.len();
        for segment in &self.segments {
            match segment {
                Segment::Text(text) => out.push_str(text),
                Segment::Slot(slot) => match fill(*slot) {
                    Some(value) => out.push_str(&value),
                    None => {
                        out.truncate(before);
                        return false;
                    }
                },
            }
        }
        true
    }
}

/// A sentence of the result that a rubric may reword.
pub(super) struct Sentence {
    pub(super) key: &'static str,
    pub(super) default: &'static str,
    pub(super) slots: &'static [Slot],
}

macro_rules! sentences {
    ($($variant:ident $key:literal $default:literal [$($slot:ident),*] $doc:literal;)*) => {
        /// The sentences, by name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum SentenceId { $($variant),* }

        /// The sentences in the order of [`SentenceId`].
        pub(super) const SENTENCES: &[Sentence] =
            &[$(Sentence { key: $key, default: $default, slots: &[$($slot),*] }),*];

        pub(super) static TEMPLATES: Shape = Shape {
            name: "templates",
            doc: "Sentences of the result; each has a default.",
            fields: &[$(Field {
                key: $key, kind: Kind::Template, need: Need::Optional, doc: $doc,
            }),*],
            base: None,
            one_of: &[],
        };
    };
}

sentences! {
    Metric "metric" "{name}: {label}, {score} of 100." [Name, Score, Label, Band]
        "Opens the explanation of an assessed metric.";
    Strongest "strongest" "Strongest: {signal} at {value} ({expected})." [Signal, Value, Unit, Expected, Points, Count]
        "Names the part of a metric that brought the largest share of its points.";
    Weakest "weakest" "Weakest: {signal} at {value} ({expected}), which costs {points} points." [Signal, Value, Unit, Expected, Points, Count]
        "Names the part of a metric that lost most points.";
    Absent "absent" "Weakest: {signal} found nothing to measure ({expected}), which costs {points} points." [Signal, Unit, Expected, Points]
        "As `weakest`, where the signal is absent.";
    Gained "gained" "Adds most: {expected} (+{points})." [Expected, Points]
        "Names the rule that added most, in a metric without parts.";
    Missed "missed" "Would add most: {expected} (+{points})." [Expected, Points]
        "Names the rule that was missed most, in a metric without parts.";
    Taken "taken" "Costs most: {expected} (-{points})." [Expected, Points]
        "Names the rule that took most, in a metric without parts.";
    Strength "strength" "{metric}: {signal} is {value} ({expected})." [Metric, Path, Signal, Value, Unit, Expected, Points, Count]
        "A strength whose own template cannot be filled.";
    Improve "improve" "Improve {signal}: it is {value}, expected is {expected}." [Metric, Path, Signal, Value, Unit, Expected, Points, Count]
        "An improvement whose own template cannot be filled.";
    Missing "missing" "There is nothing yet that counts as {signal}; expected is {expected}." [Metric, Path, Signal, Unit, Expected, Points]
        "As `improve`, where the signal is absent.";
    Lacking "lacking" "{metric}: look at {expected}." [Metric, Path, Expected, Points]
        "As `improve`, for a rule or group.";
    Loss "loss" "{metric}: {signal} at {value} ({expected}) costs {points} points of the overall score." [Metric, Path, Signal, Value, Unit, Expected, Points, Count]
        "A key finding about a measured part that lost points.";
    LossAbsent "loss_absent" "{metric}: {signal} found nothing to measure ({expected}), which costs {points} points of the overall score." [Metric, Path, Signal, Unit, Expected, Points]
        "A key finding about a part whose signal is absent.";
    LossMissed "loss_missed" "{metric}: {expected} would add {points} points of the overall score." [Metric, Path, Expected, Points]
        "A key finding about a rule that did not hold.";
    LossTaken "loss_taken" "{metric}: {expected} costs {points} points of the overall score." [Metric, Path, Expected, Points]
        "A key finding about a rule that took points.";
    LossViolations "loss_violations" "{metric}: {count} violations cost {points} points of the overall score." [Metric, Path, Count, Expected, Points]
        "A key finding about violations.";
    Summary "summary" "Overall {score} of 100: {label}." [Score, Label, Band]
        "Opens the summary.";
    Interval "interval" "With {level} % probability the score lies between {low} and {high}." [Level, Low, High, Score]
        "The score interval in the summary.";
    Paths "paths" "The strongest path is {strongest} ({strongest.score}), the weakest {weakest} ({weakest.score})." [Strongest, StrongestScore, Weakest, WeakestScore]
        "Compares the paths in the summary, where two or more are assessed.";
    Next "next" "First thing to do: {next}" [Next]
        "The first recommendation in the summary.";
    Heuristic "heuristic" "The score comes from keywords: it can be talked up and says little about how good the work is." [Score, Label]
        "Added to the summary of heuristic rubrics.";
    Unassessed "unassessed" "Nothing could be assessed. {reason}" [Reason]
        "The summary where no path is assessed.";
}

impl SentenceId {
    /// The sentence's place in [`SENTENCES`].
    pub(super) const fn index(self) -> usize {
        self as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_fill_or_say_nothing() {
        let template = Template::parse("{{{value}}} at {worst.place}", ITEM_SLOTS).unwrap();
        let all = |slot| Some(Cow::from(if slot == Slot::Value { "12" } else { "a.py:3" }));
        assert_eq!(template.render(&all).unwrap(), "{12} at a.py:3");
        assert_eq!(template.render(&|slot| (slot == Slot::Value).then(Cow::default)), None);
    }

    #[test]
    fn unknown_placeholders_are_refused() {
        let error = |text| Template::parse(text, ITEM_SLOTS).unwrap_err();
        insta::assert_snapshot!(error("{valu}"), @"unknown placeholder {valu}; did you mean {value}?");
        insta::assert_snapshot!(error("{low}"), @"unknown placeholder {low} here; known: {value}, {expected}, {points}, {count}, {signal}, {unit}, {metric}, {path}, {worst.name}, {worst.place}, {worst.value}, {worst.message}, {worst.fix}");
        insta::assert_snapshot!(error("50 }"), @"a single brace; write `{{` or `}}` for a brace in the text");
    }

    #[test]
    fn default_sentences_parse_and_end() {
        for sentence in SENTENCES {
            assert!(Template::parse(sentence.default, sentence.slots).is_ok(), "{}", sentence.key);
        }
    }
}
