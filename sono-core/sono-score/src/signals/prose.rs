//! Written answers: their amount, their concreteness, and the reasons they give.
//!
//! Heaps of keywords are removed before anything is measured, and a repeated sentence counts once.

use std::collections::BTreeSet;

use crate::submission::SourceKind;
use sono_syntax::text::{is_stuffed_prose, prose};

use super::statistics::share;
use super::{Direction, Family, Material, SignalDefinition, SignalSet};

pub(super) const DEFINITIONS: &[SignalDefinition] = &[
    SignalDefinition {
        id: "prose.words",
        family: Family::Prose,
        name: "Words of the answers",
        unit: "words",
        min: 0.0,
        max: None,
        definition: "Words of the written answers (explanation, reasoning, approach, thinking, answers), repeated sentences and heaps of keywords left out; 0 without answers.",
        source: "word boundaries after Unicode Standard Annex 29",
        direction: Direction::Higher,
    },
    SignalDefinition {
        id: "prose.sentence_length.mean",
        family: Family::Prose,
        name: "Mean sentence length",
        unit: "words",
        min: 0.0,
        max: None,
        definition: "Words per sentence of the written answers. Absent without answers.",
        source: "sentence boundaries after Unicode Standard Annex 29; Flesch 1948, A new readability yardstick",
        direction: Direction::Neutral,
    },
    SignalDefinition {
        id: "prose.variety",
        family: Family::Prose,
        name: "Variety of words",
        unit: "ratio",
        min: 0.0,
        max: Some(1.0),
        definition: "Moving-average type-token ratio of the written answers over windows of 50 words, or of all words when there are fewer. Absent below 10 words.",
        source: "Covington & McFall 2010, Cutting the Gordian knot: the moving-average type-token ratio (MATTR)",
        direction: Direction::Higher,
    },
    SignalDefinition {
        id: "prose.reasons",
        family: Family::Prose,
        name: "Sentences with reasons",
        unit: "sentences",
        min: 0.0,
        max: None,
        definition: "Different sentences of the written answers of at least 8 words with a connective of cause, condition, contrast or purpose (because, so that, unless, instead of, ...); 0 without answers.",
        source: "connectives after the Penn Discourse Treebank 2.0 (Prasad et al. 2008), contingency and comparison classes",
        direction: Direction::Higher,
    },
    SignalDefinition {
        id: "prose.specifics",
        family: Family::Prose,
        name: "Concrete sentences",
        unit: "sentences",
        min: 0.0,
        max: None,
        definition: "Different sentences of the written answers of at least 5 words that hold a number, a piece of code (backticks, a call, snake_case, camelCase) or a name defined in the submitted code; 0 without answers.",
        source: "concreteness as specificity: Li & Nenkova 2015, Fast and accurate prediction of sentence specificity",
        direction: Direction::Higher,
    },
    SignalDefinition {
        id: "prose.grounding",
        family: Family::Prose,
        name: "Parts of the code explained",
        unit: "names",
        min: 0.0,
        max: None,
        definition: "Distinct names of functions, types and parameters of the submitted code, of at least 3 characters, that sentences of at least 5 words in the written answers mention; 0 without answers. Absent without such names.",
        source: "traceability by identifiers: Antoniol et al. 2002, Recovering traceability links between code and documentation, IEEE TSE 28(10)",
        direction: Direction::Higher,
    },
];

/// The minimum number of words in a sentence about the code.
const WHOLE_SENTENCE: usize = 5;
/// The minimum number of words in a sentence that gives a statement and its reason.
const ARGUMENT: usize = 8;

pub(super) fn measure(material: &Material<'_>, set: &mut SignalSet) {
    let names = code_names(material);
    let mut seen = BTreeSet::new();
    let mut kept = String::new();
    let (mut words, mut sentences, mut reasoned, mut concrete) = (0_usize, 0_usize, 0_usize, 0_usize);
    let mut grounded = BTreeSet::new();
    for (_, source) in material.sources().filter(|(_, source)| source.kind == SourceKind::Answer) {
        let text = prose::mask_code(&source.text);
        let paragraphs = prose::paragraphs(&text).into_iter().map(|span| span.of(&text));
        for paragraph in paragraphs.filter(|paragraph| !is_stuffed_prose(paragraph)) {
            for sentence in prose::sentences(paragraph).into_iter().map(|span| span.of(paragraph)) {
                let length = prose::words(sentence).count();
                if length == 0 || !seen.insert(unwrapped(sentence)) {
                    continue;
                }
                sentences = sentences.saturating_add(1);
                words = words.saturating_add(length);
                let connectives = prose::connectives(sentence);
                let reasons = connectives.reason > 0 || connectives.condition > 0 || connectives.contrast > 0;
                let mentioned: Vec<_> =
                    prose::words(sentence).filter_map(|word| names.get(word).copied()).collect();
                reasoned = reasoned.saturating_add(usize::from(reasons && length >= ARGUMENT));
                if length >= WHOLE_SENTENCE {
                    let specific = !mentioned.is_empty() || is_concrete(sentence);
                    concrete = concrete.saturating_add(usize::from(specific));
                    grounded.extend(mentioned);
                }
                kept.push_str(sentence);
                kept.push('\n');
            }
        }
    }
    set.put("prose.words", words as f64, sentences, Vec::new());
    if !names.is_empty() {
        set.put("prose.grounding", grounded.len() as f64, sentences, Vec::new());
    }
    if let Some(mean) = share(words, sentences) {
        set.put("prose.sentence_length.mean", mean, sentences, Vec::new());
    }
    set.put("prose.reasons", reasoned as f64, sentences, Vec::new());
    set.put("prose.specifics", concrete as f64, sentences, Vec::new());
    if let Some(variety) = prose::Prose::measure(&kept).mattr.filter(|_| words >= 10) {
        set.put("prose.variety", variety, words.div_euclid(10), Vec::new());
    }
}

/// A sentence normalised for comparison: wrapping and case do not matter.
fn unwrapped(sentence: &str) -> String {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// Whether a sentence names a quantity or a piece of code.
fn is_concrete(sentence: &str) -> bool {
    sentence.contains(['`', '=']) || sentence.contains("()") || prose::words(sentence).any(is_specific)
}

/// Whether a word is a number or an identifier in snake_case or camelCase.
fn is_specific(word: &str) -> bool {
    let inner_capital = || {
        word.starts_with(char::is_lowercase) && word.contains(char::is_uppercase)
            || word.chars().zip(word.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase())
    };
    word.contains(|c: char| c.is_ascii_digit()) || word.trim_matches('_').contains('_') || inner_capital()
}

/// The names of the code that an explanation can refer to.
fn code_names<'a>(material: &'a Material<'_>) -> BTreeSet<&'a str> {
    let mut names = BTreeSet::new();
    for unit in material.code_units() {
        names.extend(unit.functions().map(|function| function.name.as_str()));
        names.extend(unit.types().map(|definition| definition.name.as_str()));
        let parameters = unit.functions().flat_map(|function| &function.parameters);
        names.extend(parameters.map(|parameter| parameter.name.of(&unit.source.text)));
    }
    names.retain(|name| name.chars().count() >= 3);
    names
}

#[cfg(test)]
mod tests {
    use super::is_concrete;

    #[test]
    fn quantities_and_code_are_concrete() {
        for sentence in
            ["It takes 3 passes.", "Then `merge` runs", "call sort_all first", "see parseTree", "run main()"]
        {
            assert!(is_concrete(sentence), "{sentence}");
        }
        for sentence in ["It works well.", "I used a clean approach.", "JSON is fine"] {
            assert!(!is_concrete(sentence), "{sentence}");
        }
    }
}
