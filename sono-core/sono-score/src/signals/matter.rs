//! The subject matter of a submission: the names and values of its code, and the terms of its task. Written words are
//! weighed by how they speak of it.

use std::collections::HashSet;

use sono_syntax::syntax::Outline;
use sono_syntax::text::Span;
use sono_syntax::text::prose::{self, Sense, Stem};

use crate::submission::{Source, SourceKind};

/// The shortest name that is told from other words.
const SHORTEST_NAME: usize = 3;
/// Words in the sequences by which copied text is found.
const SEQUENCE: usize = 3;
/// The longest string, in bytes, that is a value rather than a text.
const LONGEST_VALUE: usize = 24;

/// The subject matter of a submission.
#[derive(Debug, Default)]
pub(super) struct Matter<'a> {
    /// The words of the code: names of all kinds, and keywords.
    names: HashSet<&'a str>,
    /// Stems of the parts of those names, and of short strings: terms of the field, and words that say something.
    code: HashSet<Stem>,
    /// Numbers of two and more digits in the code.
    numbers: HashSet<&'a str>,
    /// Stems of the words of the task.
    task: HashSet<Stem>,
    /// Whether the task is about programming.
    technical: bool,
    /// Sequences of words in code.
    code_sequences: HashSet<Stem>,
    /// Sequences of words in the task.
    task_sequences: HashSet<Stem>,
}

impl<'a> Matter<'a> {
    /// The names of the code alone, for documents that come with it. `lines` holds the lines of code of each source.
    pub(super) fn of_code(
        sources: &'a [Source<'a>],
        outlines: &[Option<&'a Outline>],
        lines: &[Vec<Span>],
    ) -> Self {
        let mut matter = Self::default();
        for ((source, outline), lines) in sources.iter().zip(outlines).zip(lines) {
            match outline {
                _ if source.kind != SourceKind::Code => {}
                Some(outline) => {
                    matter.add_outline(source, outline);
                    lines.iter().for_each(|line| matter.add_line(line.of(&source.text)));
                }
                // In a language that this build does not know, or beside the part that is looked at, no line is known to
                // be a comment.
                None => source.text.lines().for_each(|line| matter.add_line(line)),
            }
        }
        matter
    }

    /// All that answers can be about.
    pub(super) fn of_all(
        sources: &'a [Source<'a>],
        outlines: &[Option<&'a Outline>],
        lines: &[Vec<Span>],
        task: Option<&str>,
    ) -> Self {
        let mut matter = Self::of_code(sources, outlines, lines);
        for source in sources.iter().filter(|source| source.kind == SourceKind::Code) {
            matter.code_sequences.extend(sequences(&source.text));
        }
        let task = task.unwrap_or_default();
        let mut field = HashSet::new();
        for term in prose::terms(task).filter(|term| says(term.sense)) {
            matter.task.insert(term.stem);
            if term.sense == Sense::Field {
                field.insert(term.stem);
            }
        }
        matter.technical = field.len() >= 2;
        matter.task_sequences.extend(sequences(task));
        matter
    }

    fn add_outline(&mut self, source: &'a Source<'a>, outline: &'a Outline) {
        let text: &'a str = &source.text;
        let spans = outline.names.iter().map(|name| name.span).chain(outline.calls.iter().copied());
        spans.for_each(|span| self.add_name(span.of(text)));
        outline.functions.iter().for_each(|function| self.add_name(&function.name));
        outline.types.iter().for_each(|definition| self.add_name(&definition.name));
        let parameters = outline.functions.iter().flat_map(|function| &function.parameters);
        parameters.for_each(|parameter| self.add_name(parameter.name.of(text)));
    }

    fn add_name(&mut self, name: &'a str) {
        let name = name.trim_matches(['`', '#', '@']);
        if name.len() >= SHORTEST_NAME && self.names.insert(name) {
            self.code.extend(prose::terms(name).filter(|term| says(term.sense)).map(|term| term.stem));
        }
    }

    /// The words and numbers of a line of code, and its short strings. What stands between quotes is found without a
    /// grammar; a longer text there is none of the code's own words.
    fn add_line(&mut self, line: &'a str) {
        for (index, part) in line.split(['"', '\'']).enumerate() {
            if index % 2 == 0 {
                for word in code_words(part) {
                    self.add_name(word.word);
                }
                let digits = part.split(|c: char| !c.is_ascii_digit());
                self.numbers.extend(digits.filter(|digits| digits.len() >= 2));
            } else if part.len() <= LONGEST_VALUE && part.split(' ').count() <= 2 {
                self.code.extend(prose::terms(part).filter(|term| says(term.sense)).map(|term| term.stem));
            }
        }
    }

    /// Whether there is code to speak of.
    pub(super) fn has_code(&self) -> bool {
        !self.names.is_empty()
    }

    /// Whether there is anything to compare written words with.
    pub(super) fn is_known(&self) -> bool {
        self.has_code() || !self.task.is_empty()
    }

    /// Whether a word is a number of the code.
    pub(super) fn has_number(&self, word: &str) -> bool {
        self.numbers.contains(word)
    }

    /// Whether a stem is part of a name of the code, or of a value in it.
    pub(super) fn in_code(&self, stem: Stem) -> bool {
        self.code.contains(&stem)
    }

    /// Whether a stem is a term of the task.
    pub(super) fn in_task(&self, stem: Stem) -> bool {
        self.task.contains(&stem)
    }

    /// Whether a word is a name of the code and meant as one. Words that any text has are names only in the form of code:
    /// between backticks, before a parenthesis, or beside a word such as "function".
    pub(super) fn is_name(&self, word: CodeWord<'_>) -> bool {
        self.names.contains(word.word)
            && (is_marked(word) || prose::terms(word.word).any(|term| says(term.sense)))
    }

    /// Whether a word is a name of the code that other code hardly has: one in the form of code, or one that is no term of
    /// programming.
    pub(super) fn is_own_name(&self, word: CodeWord<'_>) -> bool {
        self.names.contains(word.word)
            && (is_marked(word) || prose::terms(word.word).any(|term| term.sense == Sense::Plain))
    }

    /// Whether the task is about programming: it names two terms of the field.
    pub(super) fn is_technical(&self) -> bool {
        self.technical
    }

    /// Whether a text names enough of the task's terms to be an answer to it: a third of them, and at least two.
    pub(super) fn covers_task(&self, text: &str) -> bool {
        const TERMS: usize = 2;
        let named: HashSet<Stem> =
            prose::terms(text).map(|term| term.stem).filter(|stem| self.task.contains(stem)).collect();
        named.len() >= self.task.len().div_ceil(3).max(TERMS)
    }

    /// Whether most of a text is copied from the code.
    pub(super) fn is_code(&self, text: &str) -> bool {
        mostly_in(text, &self.code_sequences)
    }

    /// Whether most of a text is copied from the task.
    pub(super) fn is_task(&self, text: &str) -> bool {
        mostly_in(text, &self.task_sequences)
    }
}

/// Whether a word has the form of code.
fn is_marked(word: CodeWord<'_>) -> bool {
    word.before == Some('`') || word.after == Some('(') || word.is_announced || has_seam(word.word)
}

/// Whether a word has a seam, as names in `snake_case` and `camelCase` have.
fn has_seam(word: &str) -> bool {
    word.trim_matches('_').contains('_')
        || word.chars().zip(word.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase())
}

/// Whether words of this sense tell one matter from another.
pub(super) fn says(sense: Sense) -> bool {
    matches!(sense, Sense::Field | Sense::Plain)
}

/// A word of a text as code has it, with what is around it.
#[derive(Debug, Clone, Copy)]
pub(super) struct CodeWord<'t> {
    pub(super) word: &'t str,
    before: Option<char>,
    pub(super) after: Option<char>,
    /// Whether a word beside it says that it is a name, as in "the function now".
    is_announced: bool,
}

/// The words of a text as code has them.
pub(super) fn code_words(text: &str) -> Vec<CodeWord<'_>> {
    const ANNOUNCING: [&str; 18] = [
        "function",
        "method",
        "class",
        "parameter",
        "argument",
        "variable",
        "field",
        "constant",
        "type",
        "called",
        "named",
        "Funktion",
        "Methode",
        "Klasse",
        "Parameter",
        "fonction",
        "función",
        "функция",
    ];
    let in_name = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    let mut at = 0_usize;
    let mut words: Vec<CodeWord<'_>> = Vec::new();
    while let Some(rest) = text.get(at..)
        && let Some(blank) = rest.find(in_name)
    {
        let start = at.saturating_add(blank);
        let word = text.get(start..).unwrap_or_default();
        let word = word.get(..word.find(|c| !in_name(c)).unwrap_or(word.len())).unwrap_or_default();
        at = start.saturating_add(word.len());
        let announces = ANNOUNCING.contains(&word);
        let is_announced = words.last().is_some_and(|last| ANNOUNCING.contains(&last.word));
        if let Some(last) = words.last_mut() {
            last.is_announced = last.is_announced || announces;
        }
        words.push(CodeWord {
            word,
            before: text.get(..start).and_then(|before| before.chars().next_back()),
            after: text.get(at..).and_then(|after| after.chars().next()),
            is_announced,
        });
    }
    words
}

/// The sequences of words in a text.
fn sequences(text: &str) -> impl Iterator<Item = Stem> {
    let mut last = [None; SEQUENCE];
    prose::words(text).filter_map(move |word| {
        last.rotate_left(1);
        if let Some(newest) = last.last_mut() {
            *newest = Some(Stem::of(word));
        }
        last.iter().all(Option::is_some).then(|| Stem::joined(last.into_iter().flatten()))
    })
}

fn mostly_in(text: &str, known: &HashSet<Stem>) -> bool {
    if known.is_empty() {
        return false;
    }
    let (mut all, mut copied) = (0_usize, 0_usize);
    for sequence in sequences(text) {
        all = all.saturating_add(1);
        copied = copied.saturating_add(usize::from(known.contains(&sequence)));
    }
    all > 0 && copied.saturating_mul(2) >= all
}
