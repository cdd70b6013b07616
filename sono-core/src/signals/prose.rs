//! Written answers: how much they say, how concretely, and with what reasons.
//!
//! Heaps of keywords are left out before anything is measured, and a sentence that comes twice counts once.

use std::collections::BTreeSet;

use crate::submission::SourceKind;
use crate::text::prose;

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
        id: "prose.reasoning.share",
        family: Family::Prose,
        name: "Sentences with reasons",
        unit: "ratio",
        min: 0.0,
        max: Some(1.0),
        definition: "Sentences of the written answers of at least 5 words with a connective of cause, condition, contrast or purpose (because, so that, unless, instead of, ...), divided by all their sentences. Absent without answers.",
        source: "connectives after the Penn Discourse Treebank 2.0 (Prasad et al. 2008), contingency and comparison classes",
        direction: Direction::Higher,
    },
    SignalDefinition {
        id: "prose.concrete.share",
        family: Family::Prose,
        name: "Concrete sentences",
        unit: "ratio",
        min: 0.0,
        max: Some(1.0),
        definition: "Sentences of the written answers that hold a number, a piece of code (backticks, a call, snake_case, camelCase) or a name defined in the submitted code, divided by all their sentences. Absent without answers.",
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

pub(super) fn measure(material: &Material<'_>, set: &mut SignalSet) {
    let answers: Vec<_> = material.sources().filter(|(_, source)| source.kind == SourceKind::Answer).collect();
    let names = code_names(material);
    let mut seen = BTreeSet::new();
    let mut words: Vec<&str> = Vec::new();
    let (mut sentences, mut reasoned, mut concrete) = (0_usize, 0_usize, 0_usize);
    let mut grounded = BTreeSet::new();
    for (_, source) in &answers {
        for paragraph in prose::paragraphs(&source.text) {
            if prose::is_stuffed(paragraph) {
                continue;
            }
            for sentence in prose::sentences(paragraph) {
                let said: Vec<&str> = prose::words(sentence).collect();
                if said.is_empty() || !seen.insert(sentence.trim().to_lowercase()) {
                    continue;
                }
                sentences = sentences.saturating_add(1);
                let whole = said.len() >= 5;
                let mentioned: Vec<_> = prose::identifiers(sentence).filter(|word| names.contains(word)).collect();
                if whole && prose::has_reasoning(sentence) {
                    reasoned = reasoned.saturating_add(1);
                }
                if !mentioned.is_empty() || prose::is_concrete(sentence) {
                    concrete = concrete.saturating_add(1);
                }
                if whole {
                    grounded.extend(mentioned);
                }
                words.extend(said);
            }
        }
    }
    set.put("prose.words", words.len() as f64, sentences, Vec::new());
    if !names.is_empty() {
        set.put("prose.grounding", grounded.len() as f64, sentences, Vec::new());
    }
    if let Some(mean) = share(words.len(), sentences) {
        set.put("prose.sentence_length.mean", mean, sentences, Vec::new());
    }
    if let Some(value) = share(reasoned, sentences) {
        set.put("prose.reasoning.share", value, sentences, Vec::new());
    }
    if let Some(value) = share(concrete, sentences) {
        set.put("prose.concrete.share", value, sentences, Vec::new());
    }
    if words.len() >= 10 {
        set.put("prose.variety", prose::variety(&words), words.len().div_euclid(10), Vec::new());
    }
}

/// Names that an explanation of the code can be about.
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
