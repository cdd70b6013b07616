//! Documentation in the code.
//!
//! A doc comment counts if it is informative: at least three words, one of which is not in the name it documents, and
//! no heap of keywords. Comments elsewhere earn nothing, however many there are.

use crate::submission::{Source, SourceKind, SubmissionType};
use sono_syntax::finding::Finding;
use sono_syntax::language::{Lexis, Types};
use sono_syntax::syntax::{CommentKind, Visibility};
use sono_syntax::text::{Span, is_stuffed, is_stuffed_prose, prose};

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
        definition: "Public functions and types outside test code with documentation that says something, divided by all such functions and types; trivial functions and functions inside functions are left out. Without any, the source itself is the unit, documented by a comment at its top. Documentation says something with at least three words, one of them not in the name, and no heap of keywords.",
        source: "interrogate and Checkstyle (MissingJavadocMethod) for what is counted; Steidl, Hummel & Juergens 2013, Quality analysis of source code comments, for what says something",
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
        definition: "Words of the README nearest to the root, heaps of keywords left out; 0 when there is none. Only for projects and portfolios, where one is expected.",
        source: "Prana et al. 2019, Categorizing the content of GitHub README files",
        direction: Direction::Higher,
    },
];

/// The minimum number of words in an informative comment.
const MIN_WORDS: usize = 3;

pub(super) fn measure(material: &Material<'_>, set: &mut SignalSet) {
    readme(material, set);
    if material.units().next().is_none() {
        return;
    }
    coverage(material, set);
    typed(material, set);
    commented_code(material, set);
}

fn coverage(material: &Material<'_>, set: &mut SignalSet) {
    let (mut all, mut documented) = (0_usize, 0_usize);
    let mut bare = Vec::new();
    for unit in material.code_units() {
        let functions = unit
            .functions()
            .filter(|f| {
                f.visibility == Visibility::Public
                    && !f.name.is_empty()
                    && !f.is_trivial
                    && f.parent.is_none()
            })
            .map(|f| (f.name.as_str(), f.doc, f.name_span, f.sloc, unit.function_name(f)));
        let types = unit
            .types()
            .filter(|t| t.visibility == Visibility::Public)
            .map(|t| (t.name.as_str(), t.doc, t.name_span, u32::MAX, format!("`{}`", t.name)));
        for (name, doc, span, weight, shown) in functions.chain(types) {
            all = all.saturating_add(1);
            if doc.is_some_and(|doc| says_something(unit, doc, name)) {
                documented = documented.saturating_add(1);
            } else {
                bare.push((unit, span, weight, shown));
            }
        }
    }
    if all == 0 {
        for unit in material.code_units().filter(|unit| unit.outline.statements > 0) {
            all = all.saturating_add(1);
            if opens_with_comment(unit) {
                documented = documented.saturating_add(1);
            } else {
                bare.push((
                    unit,
                    unit.lines.first().copied().unwrap_or_default(),
                    0,
                    "the script".to_owned(),
                ));
            }
        }
    }
    let Some(value) = share(documented, all) else { return };
    bare.sort_by_key(|(_, _, weight, _)| std::cmp::Reverse(*weight));
    let findings = bare
        .into_iter()
        .take(MAX_FINDINGS)
        .map(|(unit, span, _, shown)| {
            Finding::new(unit.index, span, format!("{shown} has no documentation")).named(shown)
        })
        .collect();
    set.put("documentation.coverage", value, all, findings);
}

/// Whether a comment tells the reader more than the name does.
fn says_something(unit: Unit<'_>, comment: u32, name: &str) -> bool {
    let Some(comment) = unit.outline.comments.get(comment as usize) else { return false };
    // Letters before the delimiter are the prefix of a string, such as a raw one.
    let text = comment.span.of(&unit.source.text).trim_start_matches(|c: char| c.is_ascii_alphabetic());
    text_says_something(text, name)
}

fn text_says_something(text: &str, name: &str) -> bool {
    let known: Vec<String> = prose::subwords(name).map(str::to_lowercase).collect();
    let mut words = 0_usize;
    let mut new = false;
    for word in prose::subwords(text) {
        words = words.saturating_add(1);
        new = new || !known.contains(&word.to_lowercase());
        if words >= MIN_WORDS && new {
            return !is_stuffed(text);
        }
    }
    false
}

/// Whether a source starts with an informative comment; a `#!` line does not count.
fn opens_with_comment(unit: Unit<'_>) -> bool {
    let first_code = unit.lines.first().map_or(u32::MAX, |span| span.start);
    let mut text = String::new();
    for comment in unit.outline.comments.iter().take_while(|comment| comment.span.start < first_code) {
        let comment = comment.span.of(&unit.source.text);
        if !comment.starts_with("#!") {
            text.push_str(comment);
            text.push('\n');
        }
    }
    text_says_something(&text, "")
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

fn readme(material: &Material<'_>, set: &mut SignalSet) {
    if !matches!(material.submission_type(), SubmissionType::Project | SubmissionType::Portfolio) {
        return;
    }
    let depth = |source: &Source<'_>| source.name.matches('/').count();
    let nearest = material
        .sources()
        .filter(|(_, source)| source.kind == SourceKind::Document && is_readme(&source.name))
        .min_by_key(|(_, source)| depth(source));
    let words = nearest.map_or(0, |(_, source)| {
        prose::paragraphs(&source.text)
            .into_iter()
            .map(|span| span.of(&source.text))
            .filter(|paragraph| !is_stuffed_prose(paragraph))
            .map(|paragraph| prose::words(paragraph).count())
            .fold(0, usize::saturating_add)
    });
    let findings = nearest
        .map(|(index, source)| {
            let line = source.lines.line_span(1, &source.text);
            let span = Span { start: line.start, end: line.end };
            Finding::new(index, span, format!("the README has {words} words")).valued(words as f64)
        })
        .into_iter()
        .collect();
    set.put("documentation.readme", words as f64, 1, findings);
}

fn is_readme(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("readme"))
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

    #[test]
    fn documentation_must_say_more_than_the_name() {
        assert!(text_says_something("/** Loads the file into memory. */", "load"));
        assert!(!text_says_something("/** Load file. */", "loadFile"));
        assert!(!text_says_something("# load the file", "load_the_file"));
        assert!(!text_says_something("/** x */", "load"));
    }
}
