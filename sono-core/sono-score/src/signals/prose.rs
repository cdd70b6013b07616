//! Written answers: their amount, their concreteness, and the reasons they give.
//!
//! Where there is code or a task, only sentences count that speak of it and say something new about it. So text about
//! something else earns nothing on any measure, however well it is written. Heaps of keywords are removed before anything
//! is measured, and a repeated sentence counts once.

mod order;
mod weigh;

use std::collections::BTreeSet;

use crate::submission::SourceKind;
use sono_syntax::finding::Finding;
use sono_syntax::text::{Span, is_stuffed_prose, prose};

use self::weigh::{Scale, Sentence};
use super::matter::Matter;
use super::statistics::share;
use super::{Direction, Family, MAX_FINDINGS, Material, SignalDefinition, SignalSet};

pub(super) const DEFINITIONS: &[SignalDefinition] = &[
    SignalDefinition {
        id: "prose.words",
        family: Family::Prose,
        name: "Words of the answers",
        unit: "words",
        min: 0.0,
        max: None,
        definition: "Words of the sentences that count in the written answers (explanation, reasoning, approach, thinking, answers); 0 without answers. A sentence that was said before and a heap of keywords never count. Without code and without a task, all others do. Else a sentence of at least 5 words counts that (1) is not mostly (half of its sequences of three words) copied from the code or the task; (2) names the matter: a name or a number of the code, or two different parts of such names or terms of the task (where there is no code, one term of the task or two terms of programming), or goes on about it: it holds two of these or of the terms of programming, and follows such a sentence in its paragraph, as the first or second, or is part of answers that hold three different names, parts of names or terms of the task; where answers of 60 words and more hold none that is no term of programming, such terms count as names only in the form of code (backticks, a call, snake_case, camelCase, beside a word such as function); (3) is about it: names, parts of names, terms of the task and of programming are at least 34 % of its different words with a meaning of their own (25 % in other languages than English, where there is code), and 36 % of those in its paragraph (28 %), words that scorers look for left out; (4) is a sentence, with one other word for three names: in English, with a verb, and one word of grammar in seven, in other languages with a known word of grammar or a letter outside ASCII, and in no English answer in which, of the articles, possessives and prepositions, one in five and at least two precede what never follows them (the of, from is) or a word of grammar comes twice running; (5) says something: three different words with a meaning of their own, or two with a connective, a quantity or a verb of decision; in English one, or above 8 words two, that are neither names nor generalities (approach, edge cases, requirements), where a quantity and each name from the second on count as one; two of them related as in (3), or one and a quantity; one of them not of the task; (6) says something new: at least two of these words, and a third of them, are in no earlier sentence that counts, and no such sentence differs from it in names alone. Where there is no code, and the task holds fewer than two terms of programming, (2) and (3) ask instead that the answer as a whole names two and a third of the task's terms. Praise and words of any text have no meaning of their own.",
        source: "word boundaries after Unicode Standard Annex 29",
        direction: Direction::Higher,
    },
    SignalDefinition {
        id: "prose.related.share",
        family: Family::Prose,
        name: "Share about the matter",
        unit: "ratio",
        min: 0.0,
        max: Some(1.0),
        definition: "Words of the sentences that count (see prose.words), divided by the words of all different sentences of the written answers, heaps of keywords left out. Absent without answers, and where there is neither code nor a task to compare them with.",
        source: "traceability by identifiers: Antoniol et al. 2002, Recovering traceability links between code and documentation, IEEE TSE 28(10)",
        direction: Direction::Higher,
    },
    SignalDefinition {
        id: "prose.sentence_length.mean",
        family: Family::Prose,
        name: "Mean sentence length",
        unit: "words",
        min: 0.0,
        max: None,
        definition: "Words per sentence, over the sentences that count (see prose.words). Absent below 30 words, which show no way of writing.",
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
        definition: "Moving-average type-token ratio of the sentences that count (see prose.words) over windows of 50 words, or of all words when there are fewer. Absent below 30 words.",
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
        definition: "Sentences that count (see prose.words) of at least 8 words with a connective of cause, condition, contrast or purpose (because, so that, unless, instead of, ...; weil, parce que, porque, 因为, ...); 0 without answers.",
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
        definition: "Sentences that count (see prose.words) of at least 5 words that hold a number, a piece of code (backticks, a call, snake_case, camelCase) or a name defined in the submitted code; 0 without answers.",
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
        definition: "Distinct names of functions, types and parameters of the submitted code, of at least 3 characters, that sentences which count (see prose.words) of at least 5 words mention; 0 without answers. Absent without such names.",
        source: "traceability by identifiers: Antoniol et al. 2002, Recovering traceability links between code and documentation, IEEE TSE 28(10)",
        direction: Direction::Higher,
    },
];

/// The minimum number of words that show a way of writing.
const STYLE: usize = 30;
/// The minimum number of words in a concrete sentence.
const WHOLE_SENTENCE: usize = 5;
/// The minimum number of words in a sentence that gives a statement and its reason.
const ARGUMENT: usize = 8;

/// The number of sentences that show a value at its best.
const EXAMPLES: usize = 2;

/// Counts over the sentences that count.
#[derive(Default)]
struct Counts<'m> {
    words: usize,
    sentences: usize,
    reasoned: usize,
    concrete: usize,
    grounded: BTreeSet<&'m str>,
    text: String,
    /// Words of all sentences, whether they count or not.
    all: usize,
    idle: Vec<Finding>,
    /// Sentences that give a reason, and concrete ones, by their signal.
    shown: Vec<(&'static str, Finding)>,
}

pub(super) fn measure(material: &Material<'_>, set: &mut SignalSet) {
    let answers = || material.sources().filter(|(_, source)| source.kind == SourceKind::Answer);
    let names = code_names(material);
    // Without answers, there is nothing to compare with the matter.
    let matter = if answers().next().is_some() { material.matter() } else { Matter::default() };
    let mut scale =
        matter.is_known().then(|| Scale::new(&matter, answers().map(|(_, source)| source.text.as_ref())));
    let mut seen = BTreeSet::new();
    let mut counts = Counts::default();
    for (index, source) in answers() {
        let text = prose::mask_code(&source.text);
        if let Some(scale) = &mut scale {
            scale.begin(&text);
        }
        for paragraph in prose::paragraphs(&text) {
            let start = paragraph.start as usize;
            let paragraph = paragraph.of(&text);
            if is_stuffed_prose(paragraph) {
                continue;
            }
            let mut sentences: Vec<Sentence<'_>> = prose::sentences(paragraph)
                .into_iter()
                .map(|span| {
                    let at = |offset: u32| start.saturating_add(offset as usize);
                    Sentence::new(Span::new(at(span.start), at(span.end)), span.of(paragraph))
                })
                .collect();
            sentences.retain(|sentence| sentence.words > 0 && seen.insert(unwrapped(sentence.text)));
            let weighed = match &mut scale {
                Some(scale) => scale.weigh(&sentences),
                None => vec![Ok(()); sentences.len()],
            };
            for (sentence, weighed) in sentences.into_iter().zip(weighed) {
                counts.all = counts.all.saturating_add(sentence.words);
                match weighed {
                    Ok(()) => counts.add(index, sentence, &names),
                    Err(idle) => counts.idle.push(
                        Finding::new(index, sentence.span, idle.message()).valued(sentence.words as f64),
                    ),
                }
            }
        }
    }
    counts.put(scale.is_some(), !names.is_empty(), set);
}

impl<'m> Counts<'m> {
    fn add(&mut self, source: u32, sentence: Sentence<'_>, names: &BTreeSet<&'m str>) {
        let Sentence { span, text, words, connectives } = sentence;
        self.sentences = self.sentences.saturating_add(1);
        self.words = self.words.saturating_add(words);
        let reasons = connectives.reason > 0 || connectives.condition > 0 || connectives.contrast > 0;
        let mentioned: Vec<_> = prose::words(text).filter_map(|word| names.get(word).copied()).collect();
        if reasons && words >= ARGUMENT {
            self.reasoned = self.reasoned.saturating_add(1);
            self.show(
                "prose.reasons",
                self.reasoned,
                source,
                span,
                "this sentence says why, or under which condition",
            );
        }
        if words >= WHOLE_SENTENCE {
            if !mentioned.is_empty() || is_concrete(text) {
                self.concrete = self.concrete.saturating_add(1);
                self.show("prose.specifics", self.concrete, source, span, "this sentence is concrete");
            }
            self.grounded.extend(mentioned);
        }
        self.text.push_str(text);
        self.text.push('\n');
    }

    /// Notes one of the first sentences of its kind.
    fn show(&mut self, id: &'static str, number: usize, source: u32, span: Span, message: &str) {
        if number <= EXAMPLES {
            self.shown.push((id, Finding::new(source, span, message)));
        }
    }

    fn put(mut self, compared: bool, has_names: bool, set: &mut SignalSet) {
        let Self { words, sentences, .. } = self;
        for (id, sentence) in self.shown {
            set.exemplify(id, sentence);
        }
        // The longest of the sentences that do not count come first.
        self.idle.sort_by(|left, right| right.value.unwrap_or(0.0).total_cmp(&left.value.unwrap_or(0.0)));
        self.idle.truncate(MAX_FINDINGS);
        if compared && let Some(related) = share(words, self.all) {
            set.put("prose.related.share", related, self.sentences, self.idle.clone());
        }
        set.put("prose.words", words as f64, sentences, self.idle);
        if has_names {
            set.put("prose.grounding", self.grounded.len() as f64, sentences, Vec::new());
        }
        let has_style = words >= STYLE;
        if let Some(mean) = share(words, sentences).filter(|_| has_style) {
            set.put("prose.sentence_length.mean", mean, sentences, Vec::new());
        }
        set.put("prose.reasons", self.reasoned as f64, sentences, Vec::new());
        set.put("prose.specifics", self.concrete as f64, sentences, Vec::new());
        if let Some(variety) = prose::Prose::measure(&self.text).mattr.filter(|_| has_style) {
            set.put("prose.variety", variety, words.div_euclid(10), Vec::new());
        }
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
