//! Documentation in the code.
//!
//! A doc comment counts by what it says beyond the signature that it documents, a comment in a function if it gives a
//! reason. Other comments earn nothing, however many there are.

mod coverage;
pub(super) mod novelty;
mod readme;
mod reasons;

use sono_syntax::finding::Finding;
use sono_syntax::language::{Lexis, Types};
use sono_syntax::syntax::{Comment, CommentKind, Visibility};
use sono_syntax::text::{Span, counted};

use super::commented_code::{self, Reading};
use super::material::Unit;
use super::statistics::share;
use super::{Direction, Family, MAX_FINDINGS, Material, SignalDefinition, SignalSet};

pub(super) const DEFINITIONS: &[SignalDefinition] = &[
    SignalDefinition {
        id: "documentation.coverage",
        family: Family::Documentation,
        name: "Documented interfaces",
        unit: "ratio",
        min: 0.0,
        max: Some(1.0),
        definition: "How much the documentation of public functions and types outside test code says, each from 0 to 1, averaged by weight (a function: two for each decision, one for each statement from the third on; a type: its methods and fields, at most 4; what has no weight counts only where nothing has any). Trivial functions and functions inside functions are left out. What is said are the different words that are not in the signature, in the name of the type around it, of grammar, praise, or said of all code (function, returns, value, handles), divided by the number needed: one, and one more for each 8 of weight, at most 6. Sentences of templates, generators and licences, repetitions of the body, lines of code, heaps of keywords and English texts that share no word with the code of what they document, its signature and the comments in it say nothing; words that scorers look for count beside as many others; of several definitions, one text documents the first, and the same new words at most two. Without a public function or type, the source itself is the unit, documented by comments at its top.",
        source: "interrogate and Checkstyle (MissingJavadocMethod) for what is counted; Steidl, Hummel & Juergens 2013, Quality analysis of source code comments (coherence of comment and method name), for what says something",
        direction: Direction::Higher,
    },
    SignalDefinition {
        id: "documentation.reasons",
        family: Family::Documentation,
        name: "Comments with reasons",
        unit: "comments",
        min: 0.0,
        max: None,
        definition: "Different comments in the bodies of functions outside test code, documentation left out, that give a reason: at least 5 words, a connective of cause, condition, contrast or example, at least two words with a meaning of their own that are not on the next line of code, and a term of programming or a word of the code. Adjoining line comments are one. Heaps of keywords, code in comments (see documentation.commented_code), a mere question and what is put off (TODO, FIXME, XXX, HACK) do not count. Absent without functions.",
        source: "Steidl, Hummel & Juergens 2013, Quality analysis of source code comments; Ousterhout 2018, A Philosophy of Software Design, chapter 13 (comments say what the code can't)",
        direction: Direction::Higher,
    },
    SignalDefinition {
        id: "documentation.typed.share",
        family: Family::Documentation,
        name: "Stated types",
        unit: "ratio",
        min: 0.0,
        max: Some(1.0),
        definition: "Parameters and results with a stated type, divided by all parameters and results of named public functions outside test code, results of constructors left out. A type may also be stated by what holds the function (`const f: F = ...`, `as`, `satisfies`, the type of the object around it), by the signatures of an overload, in TypeScript by a literal as default; a setter has no result to state. Absent for languages that have no types to state, such as JavaScript, and without such functions.",
        source: "Gao, Bird & Barr 2017, To type or not to type, ICSE",
        direction: Direction::Higher,
    },
    SignalDefinition {
        id: "documentation.commented_code",
        family: Family::Documentation,
        name: "Commented-out code",
        unit: "lines",
        min: 0.0,
        max: None,
        definition: "Lines outside test files that hold a statement, in line comments, and in comments in which another one begins, so that their end is lost: an assignment, a call and nothing else, an import, `return` with an expression, the head of a block, or a declaration. What could be prose as well (`else:`, `}`, `return early`) counts next to such a line. Not counted: lines with two words side by side that code would part, a word with a colon before the rest (`Note: ...`), formulas, links and code in backticks.",
        source: "Steidl, Hummel & Juergens 2013 (code comments)",
        direction: Direction::Lower,
    },
    SignalDefinition {
        id: "documentation.commented_code.share",
        family: Family::Documentation,
        name: "Share of commented-out code",
        unit: "ratio",
        min: 0.0,
        max: Some(1.0),
        definition: "Lines of blocks of commented-out code, divided by these and the lines of code, both outside test files. A block is lines of comments as in documentation.commented_code, one below the other, with no code before them, of which at least 5, and at least half, hold a statement; up to 15 lines that a sentence introduces are an example, unless they define something or all examples have more than a quarter of the lines of code. Absent without such blocks.",
        source: "Steidl, Hummel & Juergens 2013 (code comments)",
        direction: Direction::Lower,
    },
    SignalDefinition {
        id: "documentation.readme",
        family: Family::Documentation,
        name: "README",
        unit: "words",
        min: 0.0,
        max: None,
        definition: "Words of the README nearest to the root, or of the Markdown cells of a notebook where there is none, in paragraphs about the project, heaps of keywords left out; 0 for projects and portfolios without either, which are expected to have one. A paragraph is about the project if it names a part of a name of the code or two terms of programming, and at least one in eight of its words with a meaning of their own is one of these; without code, each is. Absent for other work without either.",
        source: "Prana et al. 2019, Categorizing the content of GitHub README files",
        direction: Direction::Higher,
    },
];

pub(super) fn measure(material: &Material<'_>, set: &mut SignalSet) {
    readme::measure(material, set);
    if material.units().next().is_none() {
        return;
    }
    coverage::measure(material, set);
    let read: Vec<_> = material.code_units().map(readings).collect();
    reasons::measure(material, &read, set);
    typed(material, set);
    commented_code(material, read, set);
}

fn typed(material: &Material<'_>, set: &mut SignalSet) {
    let (mut all, mut typed) = (0_usize, 0_usize);
    let (mut bare, mut whole) = (Vec::new(), None);
    for unit in material.code_units().filter(|unit| unit.outline.language.types != Types::Absent) {
        for function in unit.functions() {
            if function.visibility != Visibility::Public || function.name.is_empty() {
                continue;
            }
            let constructor = function.is_constructor;
            let result = usize::from(!constructor);
            let stated = function.parameters.iter().filter(|parameter| parameter.typed).count();
            let stated = stated.saturating_add(usize::from(function.typed_return && !constructor));
            let expected = function.parameters.len().saturating_add(result);
            all = all.saturating_add(expected);
            typed = typed.saturating_add(stated);
            if stated < expected {
                bare.push((unit, function, expected.saturating_sub(stated)));
            } else if stated > whole.map_or(0, |(most, _, _)| most) {
                whole = Some((stated, unit, function));
            }
        }
    }
    let Some(value) = share(typed, all) else { return };
    if let Some((_, unit, function)) = whole {
        let message = format!("{} states all its types", unit.function_name(function));
        set.exemplify("documentation.typed.share", Finding::new(unit.index, unit.show(function), message));
    }
    bare.sort_by_key(|(_, _, missing)| std::cmp::Reverse(*missing));
    let findings = bare
        .into_iter()
        .take(MAX_FINDINGS)
        .map(|(unit, function, missing)| {
            let name = unit.function_name(function);
            let message = format!("{name} leaves {missing} of its types unstated");
            Finding::new(unit.index, unit.show(function), message).named(name)
        })
        .collect();
    set.put("documentation.typed.share", value, all, findings);
}

fn commented_code(material: &Material<'_>, read: Vec<Vec<Line>>, set: &mut SignalSet) {
    let mut count = 0_usize;
    let mut findings = Vec::new();
    let (mut retired, mut shown, mut code_lines) = (0_usize, 0_usize, 0_usize);
    let mut blocks = Vec::new();
    for (unit, mut lines) in material.code_units().zip(read) {
        code_lines = code_lines.saturating_add(unit.lines.len());
        let text: &str = &unit.source.text;
        let lexis = &unit.outline.language.lexis;
        let code = lines.iter().filter(|(_, _, reading)| *reading == Reading::Code);
        for (span, _, _) in code {
            count = count.saturating_add(1);
            if findings.len() < MAX_FINDINGS {
                findings.push(Finding::new(unit.index, *span, "this comment holds code"));
            }
        }
        lines.retain(|(span, row, _)| {
            let line = unit.source.lines.line_span(*row, text);
            text.get(line.start as usize..span.start as usize).is_some_and(|before| before.trim().is_empty())
        });
        for block in lines.chunk_by(|(_, row, _), (_, next, _)| next.abs_diff(*row) <= 1) {
            let code = block.iter().filter(|(_, _, reading)| *reading == Reading::Code).count();
            let Some((span, ..)) = block.first().filter(|_| is_retired(code, block.len())) else { continue };
            let defines =
                block.iter().any(|(at, ..)| commented_code::defines(lexis.comment_text(at.of(text))));
            let is_shown = block.len() <= SHOWN
                && !defines
                && block.iter().find(|(.., reading)| *reading == Reading::Code).is_some_and(|(at, ..)| {
                    let told = Span { start: span.start, end: at.start.max(span.start) };
                    introduces(told.of(text), lexis)
                });
            let lines = if is_shown { &mut shown } else { &mut retired };
            *lines = lines.saturating_add(block.len());
            let message = format!("{} of commented-out code", counted(block.len(), "line"));
            blocks.push((is_shown, block.len(), Finding::new(unit.index, *span, message)));
        }
    }
    // Examples are few beside the code that they explain.
    if shown > code_lines / SHOWN_PART {
        retired = retired.saturating_add(shown);
    } else {
        blocks.retain(|(is_shown, ..)| !is_shown);
    }
    set.put("documentation.commented_code", count as f64, count, findings);
    if let Some(value) = share(retired, retired.saturating_add(code_lines)).filter(|_| retired > 0) {
        let found = blocks.len();
        blocks.sort_by_key(|(_, lines, _)| std::cmp::Reverse(*lines));
        let longest = blocks.into_iter().take(MAX_FINDINGS).map(|(.., finding)| finding).collect();
        set.put("documentation.commented_code.share", value, found, longest);
    }
}

/// A line of a comment that may hold code, its row, and how it reads.
type Line = (Span, usize, Reading);

/// The lines of a file's comments that may hold code.
fn readings(unit: Unit<'_>) -> Vec<Line> {
    let text: &str = &unit.source.text;
    let lexis = &unit.outline.language.lexis;
    let lines = unit.outline.comments.iter().flat_map(|comment| comment_lines(comment, text, lexis));
    let mut lines: Vec<_> = lines
        .map(|span| {
            let reading = commented_code::read(lexis.comment_text(span.of(text)));
            (span, unit.line(span), reading)
        })
        .collect();
    // What could be either is code next to code, below it and above it.
    for _ in 0..2 {
        let mut above: Option<(usize, Reading)> = None;
        for (_, line, reading) in &mut lines {
            let joins = above.is_some_and(|(row, above)| row.abs_diff(*line) == 1 && above == Reading::Code);
            if *reading == Reading::Maybe && joins {
                *reading = Reading::Code;
            }
            above = Some((*line, *reading));
        }
        lines.reverse();
    }
    lines
}

/// The lines of a comment that may hold code: a comment that ends with its line. What stands between delimiters may be
/// an example, unless another comment begins in it: then its end is lost, and it has taken in what stood before the
/// next. Lines that begin with an asterisk are left out.
fn comment_lines(comment: &Comment, text: &str, lexis: &Lexis) -> Vec<Span> {
    if comment.kind == CommentKind::Line {
        return vec![comment.span];
    }
    let whole = comment.span.of(text);
    let Some((open, close)) = lexis.block_comments.iter().find(|(open, _)| whole.starts_with(open)) else {
        return Vec::new();
    };
    let begins = |line: &str| line.trim_start().starts_with(open);
    if lexis.nested_comments || !whole.lines().skip(1).any(begins) {
        return Vec::new();
    }
    let mut lines = Vec::new();
    let mut start = comment.span.start as usize;
    for line in whole.split_inclusive('\n') {
        let inside = line.trim().trim_start_matches(open).trim_end_matches(close).trim();
        if !inside.is_empty() && !inside.starts_with('*') && !begins(line) {
            let margin = line.find(inside).unwrap_or(0);
            let from = start.saturating_add(margin);
            lines.push(Span::new(from, from.saturating_add(inside.len())));
        }
        start = start.saturating_add(line.len());
    }
    lines
}

/// The fewest lines with a statement that make a block of comments code that was taken out. A reason that is told in
/// formulas, or an example, has fewer.
const SHORTEST_BLOCK: usize = 5;

/// The longest block of code that a sentence introduces, in lines.
const SHOWN: usize = 15;
/// The part of the lines of code that such blocks may have: a quarter.
const SHOWN_PART: usize = 4;

/// Whether the lines of a comment above its first line of code say what the code is there for, as in `This is a faster
/// version of:`, or in a sentence with an empty line below it. A word or two, such as `Old code:`, say nothing of the kind.
fn introduces(told: &str, lexis: &Lexis) -> bool {
    const WORDS: usize = 5;
    let mut said = 0_usize;
    for line in told.lines() {
        let line = lexis.comment_text(line.trim()).trim();
        said = said.saturating_add(line.split_whitespace().count());
        if said >= WORDS && (line.is_empty() || line.ends_with(':')) {
            return true;
        }
    }
    false
}

/// Whether a block of comments is code that was taken out, by how many of its lines hold a statement.
fn is_retired(code: usize, lines: usize) -> bool {
    code >= SHORTEST_BLOCK && code.saturating_mul(2) >= lines
}
