//! Which part of a submission decides: good code beside bad does not hide it, and code that nothing uses does not make
//! the rest look better.

use crate::assessment::KeyFinding;
use crate::patterns::SyntaxMatches;
use crate::rubric::{Evaluation, Parameters, Subject};
use crate::signals::{self, Islands, Material, Part, SignalSet};
use crate::submission::{Source, SubmissionType};
use sono_syntax::syntax::Outline;
use sono_syntax::text::{format_tenths, join_names};

use super::Engine;
use super::assess::{statements, unparsed_share, violate};

/// The most files, or functions, that are named of a part, and of what is beside it.
const NAMED: usize = 3;

/// The points by which the rest must be below the whole for functions that nothing uses to count for nothing: less is
/// within what measuring them can tell.
const DECIDES: f64 = 1.0;

/// The measurements of a submission as a whole.
#[derive(Clone, Copy)]
pub(super) struct Judged<'j> {
    pub(super) material: &'j Material<'j>,
    pub(super) outlines: &'j [Option<Outline>],
    pub(super) matches: &'j [SyntaxMatches],
    pub(super) signals: &'j SignalSet,
}

/// The part of a submission that is looked at alone.
#[derive(Clone, Copy)]
enum Alone<'p> {
    /// Files that nothing connects with the others.
    Part(&'p Part),
    /// All but the functions that nothing uses.
    Reached(&'p Islands),
}

impl Engine {
    /// Of the whole, of its parts alone, and of the code without what nothing uses, the one with the lowest overall
    /// score, and what to say about it. The whole stays if none is below it.
    pub(super) fn weakest(
        &self,
        whole: Evaluation,
        judged: Judged<'_>,
        subject: &Subject<'_>,
        parameters: &Parameters,
    ) -> (Evaluation, Option<KeyFinding>) {
        if self.rubric.is_heuristic() || subject.submission_type == SubmissionType::Portfolio {
            return (whole, None);
        }
        let sources = subject.sources;
        let parts = signals::parts(sources, judged.outlines);
        let islands = signals::islands(sources, judged.outlines);
        let whole_score = whole.overall_score;
        let mut lowest: Option<(Evaluation, Alone<'_>)> = None;
        for alone in parts.iter().map(Alone::Part).chain(islands.as_ref().map(Alone::Reached)) {
            let evaluation = match alone {
                Alone::Part(part) => {
                    let has = |source: usize| part.has(source);
                    self.evaluate(&judged.material.part(part), judged, subject, parameters, has)
                }
                Alone::Reached(islands) => {
                    let material = judged.material.with_outlines(&islands.outlines);
                    let judged = Judged { outlines: &islands.outlines, ..judged };
                    self.evaluate(&material, judged, subject, parameters, |_| true)
                }
            };
            let known = match (&lowest, alone) {
                (Some((lowest, _)), _) => lowest.overall_score,
                // Files that nothing connects may be two works; functions that nothing uses are usual in a library.
                (None, Alone::Part(_)) => whole_score,
                (None, Alone::Reached(_)) => whole_score.map(|score| score - DECIDES),
            };
            if evaluation.overall_score.is_some_and(|score| known.is_some_and(|known| score < known)) {
                lowest = Some((evaluation, alone));
            }
        }
        let (evaluation, text) = match (lowest, parts.first()) {
            (Some((evaluation, Alone::Part(part))), _) => (evaluation, Some(separate(part, true, sources))),
            (Some((mut evaluation, Alone::Reached(islands))), _) => {
                let text = unused(islands, whole_score, evaluation.overall_score);
                evaluation.key_findings.push(KeyFinding { text, location: None });
                (evaluation, None)
            }
            (None, Some(first)) => (whole, Some(separate(first, false, sources))),
            (None, None) => (whole, None),
        };
        (evaluation, text.map(|text| KeyFinding { text, location: None }))
    }

    /// Evaluates material that consists of the sources with the indices that `has` names.
    fn evaluate(
        &self,
        material: &Material<'_>,
        judged: Judged<'_>,
        subject: &Subject<'_>,
        parameters: &Parameters,
        has: impl Fn(usize) -> bool,
    ) -> Evaluation {
        let mut alone = SignalSet::new();
        signals::measure(material, &mut alone);
        self.custom.copy(judged.signals, &mut alone);
        violate(judged.outlines, judged.matches, &mut alone, &has);
        let own = || judged.outlines.iter().enumerate().filter(|(index, _)| has(*index));
        let outlines = || own().filter_map(|(_, outline)| outline.as_ref());
        let subject = Subject {
            statements: statements(outlines()),
            unparsed_share: unparsed_share(outlines()),
            ..*subject
        };
        self.rubric.evaluate(&subject, &mut alone, parameters)
    }
}

/// Says that a part has nothing to do with the rest, and whether it decides.
fn separate(part: &Part, decides: bool, sources: &[Source<'_>]) -> String {
    let (own, rest) = (names(&part.files, sources), names(&part.rest, sources));
    if decides {
        format!(
            "Nothing connects {own} with {rest}. The scores are those of {own} alone, the weakest part: better code \
             beside it does not raise them."
        )
    } else {
        format!("Nothing connects {own} with {rest}. No part alone scores less than the whole.")
    }
}

/// Says that functions are used by nothing, and what difference it makes. A library may have them for others, so it is
/// no reproach.
fn unused(islands: &Islands, with: Option<f64>, without: Option<f64>) -> String {
    let shown: Vec<String> = islands.names.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
    let names = listed(&shown, islands.names.len());
    let score = |score: Option<f64>| format_tenths(score.unwrap_or(0.0));
    let (it, was) = if islands.names.len() == 1 { ("it", "was") } else { ("they", "were") };
    format!(
        "Nothing here uses {names}, so {it} {was} left out of the score ({}; {} with {}).",
        score(without),
        score(with),
        if it == "it" { "it" } else { "them" },
    )
}

/// The first files of a list: "`a.py`, `b.py` and 3 more".
fn names(files: &[u32], sources: &[Source<'_>]) -> String {
    let name = |file: &u32| sources.get(*file as usize).map(|source| format!("`{}`", source.name));
    let shown: Vec<String> = files.iter().filter_map(name).take(NAMED).collect();
    listed(&shown, files.len())
}

/// The first of so many names in a sentence.
fn listed(shown: &[String], all: usize) -> String {
    match all.saturating_sub(shown.len()) {
        0 => join_names(shown, "and"),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
