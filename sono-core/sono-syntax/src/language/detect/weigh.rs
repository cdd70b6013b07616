//! Evidence: words and signs that are usual in a language.

use std::sync::OnceLock;

use aho_corasick::AhoCorasick;

use super::super::Language;
use super::super::foreign::foreign;
use super::code::{line_length, mask};
use super::{End, Evidence, Place};

/// The number of bytes of code that are searched for evidence.
const PREFIX: usize = 4096;
/// The maximum number of times that one piece of evidence counts, unless it is strong evidence for another language or
/// for prose.
const REPEATS: u8 = 4;
/// The highest score of evidence that may be a name in code too, such as `a`, `it`, `to`.
const WEAK: u32 = 2;

/// A language and the evidence for it.
#[derive(Clone, Copy)]
pub(super) struct Candidate {
    pub(super) language: &'static Language,
    pub(super) score: u32,
}

/// The languages for which there is more evidence than for something else.
///
/// Whether `#` opens a comment depends on the language: `#[test]` is an attribute in Rust, and says nothing in Python. If
/// the text without such lines is most of all in a language where they are comments, they carry no weight.
pub(super) fn candidates(text: &str) -> Vec<Candidate> {
    let is_directive = |rest: &[u8]| scales().directives.iter().any(|text| rest.starts_with(text.as_bytes()));
    let masked = mask(text, PREFIX, |_| false);
    let plain = weigh(&masked);
    let best = plain.iter().rev().max_by_key(|candidate| candidate.score);
    if best.is_some_and(|best| has_hash_comments(best.language)) {
        return plain;
    }
    let with_directives = mask(text, PREFIX, is_directive);
    if with_directives == masked {
        return plain;
    }
    let own = plain.into_iter().filter(|candidate| has_hash_comments(candidate.language));
    let others = weigh(&with_directives).into_iter();
    own.chain(others.filter(|candidate| !has_hash_comments(candidate.language))).collect()
}

fn has_hash_comments(language: &Language) -> bool {
    language.lexis.line_comments.contains(&"#")
}

/// An automaton over all evidence.
struct Scales {
    automaton: Option<AhoCorasick>,
    /// For each pattern, the index of its language, or `None` for other languages and prose.
    owners: Vec<(Option<usize>, Evidence)>,
    /// Evidence that starts with `#`, which opens a comment in other languages.
    directives: Vec<&'static str>,
}

fn scales() -> &'static Scales {
    static SCALES: OnceLock<Scales> = OnceLock::new();
    SCALES.get_or_init(|| {
        let own = super::super::all().iter().enumerate().flat_map(|(index, language)| {
            let evidence = language.evidence.iter().flat_map(|part| part.iter());
            evidence.map(move |evidence| (Some(index), *evidence))
        });
        let owners: Vec<_> =
            own.chain(foreign(super::super::all()).map(|evidence| (None, evidence))).collect();
        let automaton = AhoCorasick::new(owners.iter().map(|(_, (_, text, ..))| *text)).ok();
        let texts = owners.iter().map(|(_, (_, text, ..))| *text);
        let directives = texts.filter(|text| text.starts_with('#')).collect();
        Scales { automaton, owners, directives }
    })
}

/// The languages for which there is evidence, and more than for anything else, with their scores.
fn weigh(masked: &str) -> Vec<Candidate> {
    let scales = scales();
    let bytes = masked.as_bytes();
    let mut scores: Vec<Candidate> =
        super::super::all().iter().map(|language| Candidate { language, score: 0 }).collect();
    let mut foreign = 0_u32;
    let mut seen = vec![0_u8; scales.owners.len()];
    let is_word = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    for found in scales.automaton.iter().flat_map(|automaton| automaton.find_overlapping_iter(masked)) {
        let pattern = found.pattern().as_usize();
        let Some((owner, (place, text, end, score))) = scales.owners.get(pattern).copied() else { continue };
        let before = found.start().checked_sub(1).and_then(|at| bytes.get(at));
        let text = text.as_bytes();
        if (is_word(text.first()) && is_word(before))
            || (is_word(text.last()) && is_word(bytes.get(found.end())))
        {
            continue;
        }
        if place == Place::Start {
            let line = bytes.get(..found.start()).unwrap_or_default();
            let blank = line.iter().rev().take_while(|byte| **byte != b'\n').take(200);
            if !blank.into_iter().all(|byte| matches!(byte, b' ' | b'\t')) {
                continue;
            }
        }
        if end != End::Any && !ends_with(bytes.get(found.start()..).unwrap_or_default(), end) {
            continue;
        }
        // Foreign evidence may count many times: three lines with `end` mean more than one. Weak words may not: many an
        // `a` in a formula means nothing.
        if owner.is_some() || score <= WEAK {
            // What may be a comment that is written without a blank, such as `#[test]`, says little.
            let repeats = if text.starts_with(b"#") { 1 } else { REPEATS };
            let Some(count) = seen.get_mut(pattern).filter(|count| **count < repeats) else { continue };
            *count = count.saturating_add(1);
        }
        let total = owner.and_then(|owner| scores.get_mut(owner)).map_or(&mut foreign, |own| &mut own.score);
        *total = total.saturating_add(score);
    }
    for candidate in &mut scores {
        let lines = masked.lines().map(|line| (candidate.language.line_evidence)(line.trim_start()));
        let strongest = lines.filter(|score| *score > 0).take(usize::from(REPEATS));
        candidate.score = strongest.fold(candidate.score, u32::saturating_add);
    }
    scores.retain(|candidate| candidate.score > foreign);
    scores
}

/// Whether the line in which a text starts has the required end.
fn ends_with(rest: &[u8], end: End) -> bool {
    let line = rest.get(..line_length(rest)).unwrap_or_default();
    let last = line.iter().rev().find(|byte| !byte.is_ascii_whitespace()).copied();
    match end {
        End::Any => true,
        End::Is(byte) => last == Some(byte),
        End::IsNot(byte) => last != Some(byte),
    }
}
