//! The sentences of an assessment that a rubric may reword, with their defaults.

use super::shape::{Field, Kind, Need, Shape};
use super::template::Slot::{
    self, Band, Count, Expectation, Expected, High, Label, Level, Low, Metric, Name, Next, Nothing, Path,
    Points, Reason, Score, Signal, Strongest, StrongestScore, Unit, Value, Weakest, WeakestScore,
    WorstMessage,
};

/// A sentence of an assessment that a rubric may reword.
pub(in crate::rubric) struct Sentence {
    pub(in crate::rubric) key: &'static str,
    /// The alternatives; the first whose placeholders all have values is used.
    pub(in crate::rubric) defaults: &'static [&'static str],
    pub(in crate::rubric) slots: &'static [Slot],
}

macro_rules! sentences {
    ($($variant:ident $key:literal [$($default:literal),+] [$($slot:ident),*] $doc:literal;)*) => {
        /// The sentences, by name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(in crate::rubric) enum SentenceId { $($variant),* }

        /// The sentences in the order of [`SentenceId`].
        pub(in crate::rubric) const SENTENCES: &[Sentence] =
            &[$(Sentence { key: $key, defaults: &[$($default),+], slots: &[$($slot),*] }),*];

        pub(in crate::rubric) static TEMPLATES: Shape = Shape {
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
    Metric "metric" ["{name}: {label}, {score} of 100."] [Name, Score, Label, Band]
        "Opens the explanation of an assessed metric.";
    Strongest "strongest" ["Strongest: {signal} at {value} (expected {expected})."]
        [Signal, Value, Nothing, Unit, Expected, Points, Count]
        "Names the part of a metric that brought the largest share of its points.";
    Weakest "weakest" [
        "Weakest: no {none} that count; expected {expected}; this costs {points} points.",
        "Weakest: {signal} at {value}; expected {expected}; this costs {points} points."
    ] [Signal, Value, Nothing, Unit, Expected, Points, Count]
        "Names the part of a metric that lost most points by missing its target.";
    Absent "absent" ["Weakest: nothing found for {signal}; expected {expected}; missing it costs {points} points."]
        [Signal, Unit, Expected, Points]
        "As `weakest`, where the signal is absent.";
    Gained "gained" ["Adds most: {expected} (+{points})."] [Expected, Points]
        "Names the rule that added most, in a metric without parts.";
    Missed "missed" ["Missing: {expected}; this would add {points} points."] [Expected, Points]
        "Names the rule that was missed most, in a metric without parts.";
    Taken "taken" ["Costs most: {points} points; expected {expected}."] [Expected, Points]
        "Names the rule that took most, in a metric without parts.";
    Strength "strength" ["{metric}: {signal} at {value} (expected {expected})."]
        [Metric, Path, Signal, Value, Nothing, Unit, Expected, Points, Count]
        "A strength whose own template cannot be filled.";
    Improve "improve" [
        "No {none} count so far; expected {expected}.",
        "{signal} at {value}; expected {expected}."
    ] [Metric, Path, Signal, Value, Nothing, Unit, Expected, Points, Count]
        "An improvement whose own template cannot be filled.";
    Missing "missing" ["{signal}: nothing to count; expected {expected}."]
        [Metric, Path, Signal, Unit, Expected, Points]
        "As `improve`, where the signal is absent.";
    Lacking "lacking" ["{metric}: expected {expected}."] [Metric, Path, Expected, Points]
        "As `improve`, for a rule or group.";
    Base "base" ["Nothing here calls for {expected}: the score starts at {points} points, and nothing else adds to them."]
        [Expected, Points]
        "Told of a metric with a base, where there is nothing that the rule which may add to it measures.";
    LossAt "loss_at" ["{metric}: {worst.message}; expected {expected}; this costs {points} points of the overall score."]
        [Metric, Path, Signal, Value, Unit, Expected, Points, Count, WorstMessage]
        "As `loss`, where the place that is named has a value of its own in its message.";
    Loss "loss" [
        "{metric}: no {none} that count; expected {expected}; this costs {points} points of the overall score.",
        "{metric}: {worst.message} ({signal}: {value}, expected {expected}); this costs {points} points of the overall score.",
        "{metric}: {signal} at {value}; expected {expected}; this costs {points} points of the overall score."
    ] [Metric, Path, Signal, Value, Nothing, Unit, Expected, Points, Count, WorstMessage]
        "A key finding about a measured part that missed its target.";
    LossAbsent "loss_absent" ["{metric}: nothing found for {signal}; expected {expected}; missing it costs {points} points of the overall score."]
        [Metric, Path, Signal, Unit, Expected, Points]
        "A key finding about a part whose signal is absent.";
    LossMissed "loss_missed" ["{metric}: expected {expected}; missing it costs {points} points of the overall score."]
        [Metric, Path, Expected, Points]
        "A key finding about a rule that did not hold.";
    LossTaken "loss_taken" [
        "{metric}: {worst.message}; expected {expected}; this costs {points} points of the overall score.",
        "{metric}: expected {expected}; this costs {points} points of the overall score."
    ] [Metric, Path, Expected, Points, WorstMessage]
        "A key finding about a rule that took points.";
    LossViolations "loss_violations" [
        "{metric}: {worst.message} Violations in all: {count}, for {points} points of the overall score.",
        "{metric}: {count} violations, for {points} points of the overall score."
    ] [Metric, Path, Count, Expected, Points, WorstMessage]
        "A key finding about violations.";
    Summary "summary" ["Overall {score} of 100: {label}."] [Score, Label, Band]
        "Opens the summary.";
    Interval "interval" ["With {level} % probability the score lies between {low} and {high}."] [Level, Low, High, Score]
        "The score interval in the summary.";
    Paths "paths" ["The strongest path is {strongest} ({strongest.score}), the weakest {weakest} ({weakest.score})."]
        [Strongest, StrongestScore, Weakest, WeakestScore]
        "Compares the paths in the summary, where two or more are assessed.";
    Next "next" ["First thing to do: {next}"] [Next]
        "The first recommendation in the summary.";
    Heuristic "heuristic" ["The score comes from keywords: it can be talked up and says little about how good the work is."]
        [Score, Label]
        "Added to the summary of heuristic rubrics.";
    NotAsked "not_asked" ["Not asked for: {expectation}."] [Expectation]
        "The reason why a metric is not assessed that `expects` something that was not asked for.";
    Unassessed "unassessed" ["Nothing could be assessed. {reason}"] [Reason]
        "The summary where no path is assessed.";
}

impl SentenceId {
    /// The index of the sentence in [`SENTENCES`].
    pub(in crate::rubric) const fn index(self) -> usize {
        self as usize
    }
}

#[cfg(test)]
mod tests {
    use super::super::template::Template;
    use super::*;

    #[test]
    fn default_sentences_parse_and_end() {
        for sentence in SENTENCES {
            for default in sentence.defaults {
                assert!(Template::parse(default, sentence.slots).is_ok(), "{default}");
            }
        }
    }
}
