//! Documentation in the code.
//!
//! A doc comment counts by what it says beyond the signature that it documents, a comment in a function if it gives a
//! reason. Other comments earn nothing, however many there are.

mod coverage;
mod novelty;
mod readme;
mod reasons;

use sono_syntax::finding::Finding;
use sono_syntax::language::{Lexis, Types};
use sono_syntax::syntax::{CommentKind, Visibility};

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
        definition: "How much the documentation of public functions and types outside test code says, each from 0 to 1, averaged by weight (a function: two for each decision, one for each statement from the third on; a type: its methods and fields, at most 4; what has no weight counts only where nothing has any). Trivial functions and functions inside functions are left out. What is said are the different words that are not in the signature, in the name of the type around it, of grammar, praise, or said of all code (function, returns, value, handles), divided by the number needed: one, and one more for each 8 of weight, at most 6. Sentences of templates, generators and licences, repetitions of the body, lines of code, heaps of keywords and English texts that name neither a term of programming nor a word of the code or of a comment in it say nothing; words that scorers look for count beside as many others; of several definitions, one text documents the first, and the same new words at most two. Without a public function or type, the source itself is the unit, documented by comments at its top.",
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
        definition: "Different comments in the bodies of functions outside test code, documentation left out, that give a reason: at least 5 words, a connective of cause, condition, contrast or example, at least two words with a meaning of their own that are not on the next line of code, and a term of programming or a word of the code. Adjoining line comments are one; heaps of keywords do not count. Absent without functions.",
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
        definition: "Parameters and results with a stated type, divided by all parameters and results of named public functions outside test code, constructors' results left out. Absent for languages that have no types to state, such as JavaScript, and without such functions.",
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
        definition: "Lines of line comments outside test files that end like a statement of the language (`;`, `{`, `}`, `):`) or assign or call.",
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
        definition: "Words of the README nearest to the root in paragraphs about the project, heaps of keywords left out; 0 when there is none. A paragraph is about the project if it names a part of a name of the code or two terms of programming, and at least one in eight of its words with a meaning of their own is one of these; without code, each is. Only for projects and portfolios, where one is expected.",
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
    reasons::measure(material, set);
    typed(material, set);
    commented_code(material, set);
}

fn typed(material: &Material<'_>, set: &mut SignalSet) {
    let (mut all, mut typed) = (0_usize, 0_usize);
    let mut bare = Vec::new();
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
            }
        }
    }
    let Some(value) = share(typed, all) else { return };
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

fn commented_code(material: &Material<'_>, set: &mut SignalSet) {
    let mut count = 0_usize;
    let mut findings = Vec::new();
    for unit in material.code_units() {
        let text: &str = &unit.source.text;
        let lexis = &unit.outline.language.lexis;
        for comment in unit.outline.comments.iter().filter(|comment| comment.kind == CommentKind::Line) {
            if looks_like_code(lexis.comment_text(comment.span.of(text)), lexis) {
                count = count.saturating_add(1);
                if findings.len() < MAX_FINDINGS {
                    findings.push(Finding::new(unit.index, comment.span, "this comment holds code"));
                }
            }
        }
    }
    set.put("documentation.commented_code", count as f64, count, findings);
}

fn looks_like_code(line: &str, lexis: &Lexis) -> bool {
    let (Some(first), Some(last)) = (line.split_whitespace().next(), line.chars().next_back()) else {
        return false;
    };
    let few_words = line.split_whitespace().count() <= 8;
    let mut sides = lexis.assignments.iter().filter_map(|sign| line.split_once(sign));
    let assigns = sides.any(|(left, right)| {
        !left.is_empty() && !right.is_empty() && !left.contains(' ') && !right.ends_with('.')
    });
    let opens_block = lexis.block_words.contains(&first)
        && (last == ':' || first == "return")
        && few_words
        && line.contains(['(', '=', '.', '[']);
    let ends_like_code = (last == ';' && line.contains(['(', '=']))
        || line == "}"
        || (last == '{' && line.contains('('))
        || line.ends_with("):");
    let calls =
        last == ')' && few_words && !first.starts_with('(') && first.contains('(') && !line.contains(". ");
    assigns || opens_block || ends_like_code || calls
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexis() -> &'static Lexis {
        &sono_syntax::language::by_name("python").unwrap().lexis
    }

    #[test]
    fn comments_that_hold_code_are_told_from_prose() {
        for line in [
            "x = compute(y)",
            "foo(bar, baz)",
            "if (a > b) {",
            "return self.value;",
            "for x in items.all():",
            "}",
        ] {
            assert!(looks_like_code(line, lexis()), "{line}");
        }
        for line in [
            "the caller holds the lock",
            "see RFC 8785 (canonical JSON)",
            "for more, read the manual:",
            "a = b means that both are equal.",
            "TODO(anna): remove",
            "",
        ] {
            assert!(!looks_like_code(line, lexis()), "{line}");
        }
    }
}
