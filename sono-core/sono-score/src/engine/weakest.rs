//! Which part of a submission decides: good code beside bad does not hide it.

use crate::assessment::KeyFinding;
use crate::rubric::Evaluation;
use crate::signals::Part;
use crate::submission::Source;
use sono_syntax::text::join_names;

/// The most files that are named of a part, and of what is beside it.
const NAMED: usize = 3;

/// Of the whole and of its parts alone, the one with the lowest overall score, and what to say about the parts. The
/// whole stays if none is below it.
pub(super) fn weakest(
    whole: Evaluation,
    alone: Vec<Evaluation>,
    parts: &[Part],
    sources: &[Source<'_>],
) -> (Evaluation, Option<KeyFinding>) {
    let Some(first) = parts.first() else { return (whole, None) };
    let mut lowest: Option<(Evaluation, &Part)> = None;
    for (evaluation, part) in alone.into_iter().zip(parts) {
        let known = lowest.as_ref().map_or(&whole, |(lowest, _)| lowest);
        if evaluation
            .overall_score
            .is_some_and(|score| known.overall_score.is_some_and(|known| score < known))
        {
            lowest = Some((evaluation, part));
        }
    }
    let text = |part: &Part, decides: bool| {
        let (own, rest) = (names(&part.files, sources), names(&part.rest, sources));
        if decides {
            format!(
                "Nothing connects {own} with {rest}. The scores are those of {own} alone, the weakest part: better code \
                 beside it does not raise them."
            )
        } else {
            format!("Nothing connects {own} with {rest}. No part alone scores less than the whole.")
        }
    };
    let finding = |text| Some(KeyFinding { text, location: None });
    match lowest {
        Some((evaluation, part)) => (evaluation, finding(text(part, true))),
        None => (whole, finding(text(first, false))),
    }
}

/// The first files of a list: "`a.py`, `b.py` and 3 more".
fn names(files: &[u32], sources: &[Source<'_>]) -> String {
    let name = |file: &u32| sources.get(*file as usize).map(|source| format!("`{}`", source.name));
    let shown: Vec<String> = files.iter().filter_map(name).take(NAMED).collect();
    match files.len().saturating_sub(shown.len()) {
        0 => join_names(&shown, "and"),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
