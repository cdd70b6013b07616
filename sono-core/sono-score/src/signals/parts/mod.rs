//! The parts of a submission that have nothing to do with each other.
//!
//! Good code beside bad must not hide it. Files that nothing connects are parts, and the rubric looks at each of the
//! heavy ones alone as well.

mod islands;
mod links;
mod places;
mod used;
mod words;

use std::collections::BTreeMap;

pub(crate) use self::islands::{Islands, islands};
use self::links::Links;
pub(crate) use self::used::used_tests;
use crate::submission::Source;
use sono_syntax::syntax::Outline;

/// The share of the submission's weight, in percent, that a part must have, and leave to the others, to be looked at
/// alone. So there are six at most.
const SHARE: u64 = 15;
/// The lightest part that is looked at alone, in points of [`Function::weight`](sono_syntax::syntax::Function::weight).
const LIGHTEST: u64 = 6;

/// Files of code that nothing connects with the rest of the submission.
#[derive(Debug)]
pub(crate) struct Part {
    /// Its code, the heaviest first.
    pub(crate) files: Vec<u32>,
    /// The code beside it that decides something, the heaviest first.
    pub(crate) rest: Vec<u32>,
    /// For each source, whether it is looked at with the part: its code, and the tests that reach it or nothing at all.
    members: Vec<bool>,
}

impl Part {
    /// Whether a source is looked at with the part.
    pub(crate) fn has(&self, source: usize) -> bool {
        self.members.get(source).copied().unwrap_or(false)
    }
}

/// The parts that are to be looked at alone, in the order of the sources; none if all that weighs is connected.
pub(crate) fn parts(sources: &[Source<'_>], outlines: &[Option<Outline>]) -> Vec<Part> {
    let is_code: Vec<bool> =
        sources.iter().zip(outlines).map(|(source, outline)| outline.is_some() && !source.is_test).collect();
    let weights: Vec<u64> = is_code
        .iter()
        .zip(outlines)
        .map(|(is_code, outline)| outline.as_ref().filter(|_| *is_code).map_or(0, weight))
        .collect();
    let sum = |weights: &[u64]| weights.iter().copied().fold(0, u64::saturating_add);
    let total = sum(&weights);
    let least = total.saturating_mul(SHARE).div_ceil(100).max(LIGHTEST);
    let heaviest = weights.iter().copied().max().unwrap_or(0);
    if total.saturating_sub(heaviest) < least {
        return Vec::new();
    }

    let mut links = Links::find(sources, outlines, &is_code);
    let mut files: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for (index, _) in (0_u32..).zip(&is_code).filter(|(_, is_code)| **is_code) {
        files.entry(links.root(index)).or_default().push(index);
    }
    let weight_of = |file: u32| weights.get(file as usize).copied().unwrap_or(0);
    let weighed = |files: &[u32]| files.iter().map(|file| weight_of(*file)).fold(0, u64::saturating_add);
    let decides = |weight: u64| weight >= least && total.saturating_sub(weight) >= least;
    if !files.values().any(|files| decides(weighed(files))) {
        return Vec::new();
    }

    let mut reaches: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (test, file) in std::mem::take(&mut links.reached) {
        reaches.entry(test).or_default().push(links.root(file));
    }
    let heaviest_first = |mut files: Vec<u32>| {
        files.sort_by_key(|file| (std::cmp::Reverse(weight_of(*file)), *file));
        files
    };
    let part = |root: usize, own: &Vec<u32>| {
        let is_member = |index: usize, is_code: bool| {
            let file = u32::try_from(index).unwrap_or(u32::MAX);
            if is_code {
                own.binary_search(&file).is_ok()
            } else {
                reaches.get(&file).is_none_or(|roots| roots.contains(&root))
            }
        };
        let others = files.values().filter(|files| !std::ptr::eq(*files, own)).flatten().copied();
        Part {
            rest: heaviest_first(others.filter(|file| weight_of(*file) > 0).collect()),
            members: is_code.iter().enumerate().map(|(index, is_code)| is_member(index, *is_code)).collect(),
            files: heaviest_first(own.clone()),
        }
    };
    files
        .iter()
        .filter(|(_, files)| decides(weighed(files)))
        .map(|(root, files)| part(*root, files))
        .collect()
}

/// The weight of a file: that of its functions, and of what its module decides and calls. Definitions, imports and
/// tables weigh nothing.
fn weight(outline: &Outline) -> u64 {
    let functions = outline.functions.iter().filter(|function| !function.is_test);
    let functions = functions.map(|function| u64::from(function.weight())).fold(0, u64::saturating_add);
    let module = &outline.module;
    let decisions = module.cyclomatic.saturating_sub(1).saturating_sub(module.lost.decisions);
    let statements = module.statements.saturating_sub(module.lost.statements);
    let calls = module.calls.min(statements.saturating_sub(2));
    functions.saturating_add(u64::from(decisions.saturating_mul(2).saturating_add(calls)))
}

#[cfg(test)]
mod tests;
