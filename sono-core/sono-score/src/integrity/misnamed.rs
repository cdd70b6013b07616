//! Code in a file whose name says that it is something else, so that it is not measured.
//!
//! The extension decides whether a file is measured: nobody wants a page of documentation scored as broken code. So a
//! file of code that is called `solution.txt`, `solution.bak` or `solution.rb` leaves the score as if it had not been
//! handed in. What it holds is judged by its content, in the way in which texts without a name are.

use super::Sign;
use crate::submission::{Source, SourceKind};
use sono_syntax::finding::Severity;
use sono_syntax::language::{self, Language};
use sono_syntax::syntax::{Outline, ParseBudget, Parser};
use sono_syntax::text::Span;

/// The number of places at which a text is looked at.
const WINDOWS: usize = 4;
/// The bytes looked at in each place.
const WINDOW: usize = 16 << 10;
/// The largest text that is parsed as a whole; of larger ones, the places.
const WHOLE: usize = 256 << 10;
/// The number of lines with text below which a place says too little: snippets in settings and notes are no program.
const FEWEST_LINES: usize = 8;
/// Words at the start of a line of code. Data and prose have few such lines, so that they need no parse.
const HEADS: [&str; 24] = [
    "async ",
    "class ",
    "const ",
    "def ",
    "else",
    "export ",
    "fn ",
    "for ",
    "from ",
    "func ",
    "function",
    "if ",
    "impl ",
    "import ",
    "let ",
    "private ",
    "protected ",
    "pub ",
    "public ",
    "raise ",
    "return",
    "static ",
    "try",
    "while ",
];
/// The number of lines with such a word that a place must have.
const FEWEST_HEADS: usize = 3;

/// What stands in a source that is not measured.
pub(super) enum Misnamed {
    /// No code.
    No,
    /// Code among other things.
    Partly(Sign),
    /// A program from the first line to the last.
    Program(Sign, Box<Outline>),
}

/// The end of a sign's message.
pub(super) const NOT_MEASURED: &str = "it is not measured";

/// Looks for code in a source that is not measured.
pub(super) fn inspect<E>(
    source: &Source<'_>,
    parser: &mut Parser,
    interrupt: &dyn Fn() -> Result<(), E>,
) -> Result<Misnamed, E> {
    let unmeasured = matches!(source.kind, SourceKind::Data | SourceKind::Document | SourceKind::Code);
    // What is set aside as code is told elsewhere.
    let is_told =
        source.aside.as_ref().is_some_and(|aside| aside.language.is_some() || aside.folder.is_some());
    if !unmeasured || is_told || source.language.is_some() || source.base.is_some() || is_of_tools(source) {
        return Ok(Misnamed::No);
    }
    let text: &str = &source.text;
    // `solution.py.orig` says itself what it was.
    let inner = source.name.rsplit_once('.').and_then(|(inner, _)| language::detect(None, Some(inner), ""));
    // The languages in which the whole text is no program.
    let mut refuted = Vec::new();
    for (start, window) in windows(text) {
        interrupt()?;
        // A first line that names an interpreter decides nothing here: it would hide what follows.
        let body =
            window.strip_prefix("#!").and_then(|rest| rest.split_once('\n')).map_or(window, |(_, rest)| rest);
        let (start, window) = (start.saturating_add(window.len().saturating_sub(body.len())), body);
        if !may_be_code(window) {
            continue;
        }
        let Some(language) = inner.or_else(|| language::detect(None, None, window)) else { continue };
        let mut read = |text: &str| parser.outline_until(text, language, false, &budget(text), interrupt);
        let sign = || {
            let first = window.lines().next().unwrap_or_default();
            let first = Span::new(start, start.saturating_add(first.len()));
            Sign { severity: Severity::Medium, first, count: 1, message: message(language) }
        };
        // Prose around code breaks the whole, and the end of a window what it cuts.
        if text.len() <= WHOLE && !refuted.contains(&language.id) {
            let whole = read(text)?;
            if is_program(&whole) {
                return Ok(Misnamed::Program(sign(), Box::new(whole)));
            }
        }
        if window.len() < text.len() && is_program(&read(window)?) {
            return Ok(Misnamed::Partly(sign()));
        }
        refuted.push(language.id);
    }
    Ok(Misnamed::No)
}

/// What is worth a look takes no more than code that people write.
fn budget(text: &str) -> ParseBudget {
    ParseBudget {
        steps: Some((text.len() as u64).saturating_mul(60).saturating_add(100_000)),
        ..Default::default()
    }
}

fn message(language: &Language) -> String {
    format!("text that reads as {} in a file whose name says otherwise; {NOT_MEASURED}", language.name)
}

/// Whether a text has enough lines that look like code to be worth a parse.
fn may_be_code(text: &str) -> bool {
    let lines = text.lines().filter(|line| !line.trim().is_empty()).take(FEWEST_LINES).count();
    let is_head = |line: &&str| HEADS.iter().any(|head| line.trim_start().starts_with(head));
    lines == FEWEST_LINES && text.lines().filter(is_head).take(FEWEST_HEADS).count() == FEWEST_HEADS
}

/// Whether what was parsed is a program: it parses nearly throughout, and defines functions or decides something. What the
/// budget cut off may be anything; a page with snippets costs more than code does, and is cut.
fn is_program(outline: &Outline) -> bool {
    let broken = outline.error_bytes.saturating_mul(5) > outline.token_bytes
        || outline.errors.len() > outline.statements as usize / 4;
    let named = outline.functions.iter().filter(|function| !function.name.is_empty());
    let defines = named.filter(|function| function.statements >= 2).count() > 0;
    !broken
        && !outline.truncated
        && outline.statements as usize >= FEWEST_LINES / 2
        && (defines || outline.module.cyclomatic >= 3)
}

/// Formats that quote or generate code for tools.
fn is_of_tools(source: &Source<'_>) -> bool {
    let name = source.name.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending {
        // Maps hold code as JSON; patches hold both sides of a change.
        "map" => source.text.trim_start().starts_with('{') && source.text.contains("\"mappings\""),
        "diff" | "patch" => {
            let starts = ["diff ", "--- ", "Index: ", "From ", "commit ", "Only in ", "@@ "];
            let first = source.text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
            let is_patch = starts.iter().any(|start| first.starts_with(start));
            is_patch && source.text.lines().any(|line| line.starts_with("@@ "))
        }
        "snap" => {
            source.text.starts_with("// Jest Snapshot") || source.text.starts_with("// Vitest Snapshot")
        }
        _ => false,
    }
}

/// Places spread over a text, each from the start of a line on.
fn windows(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let step = (text.len() / WINDOWS).max(WINDOW);
    (0..WINDOWS).map(move |index| index.saturating_mul(step)).take_while(|start| *start < text.len()).map(
        move |start| {
            let start = text.ceil_char_boundary(start);
            let rest = text.get(start..).unwrap_or_default();
            let line =
                if start == 0 { 0 } else { rest.find('\n').map_or(rest.len(), |end| end.saturating_add(1)) };
            let start = start.saturating_add(line);
            let end = text.floor_char_boundary(start.saturating_add(WINDOW));
            let window = text.get(start..end).unwrap_or_default();
            // A blank line seldom lies inside a statement.
            let whole =
                if end < text.len() { window.rfind("\n\n").unwrap_or(window.len()) } else { window.len() };
            (start, window.get(..whole).unwrap_or_default())
        },
    )
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    const CODE: &str = "def mean(values):\n    total = 0\n    for value in values:\n        total += value\n    \
                        return total / len(values)\n\n\ndef spread(values):\n    low = min(values)\n    \
                        high = max(values)\n    return high - low\n";

    fn sign(name: &str, text: &str) -> Option<Sign> {
        let submission = crate::submission::Submission::builder().file(name, text).build().unwrap();
        let never = &|| Ok::<(), Infallible>(());
        match inspect(&crate::submission::sources(&submission)[0], &mut Parser::new(), never).unwrap() {
            Misnamed::No => None,
            Misnamed::Partly(sign) | Misnamed::Program(sign, _) => Some(sign),
        }
    }

    #[test]
    fn code_under_another_name_is_seen() {
        for name in ["a.txt", "a.bak", "a.json", "a.rb", "a.md", "data/a.csv", "LICENSE", "a.py.orig"] {
            let sign = sign(name, CODE).unwrap_or_else(|| panic!("{name}"));
            assert!(sign.message.contains("Python"), "{name}: {}", sign.message);
        }
        assert_eq!(sign("a.py", CODE), None);
        assert!(sign("a.txt", &format!("#!/bin/sh\n{CODE}")).unwrap().message.contains("Python"));
    }

    #[test]
    fn an_inner_ending_names_the_language() {
        assert!(sign("a.py.orig", CODE).unwrap().message.contains("Python"));
        assert_eq!(sign("a.rs.data", CODE), None, "it is no Rust");
    }

    #[test]
    fn prose_in_front_of_code_does_not_hide_it() {
        let prose = "These are the notes that I took while I worked on the tasks of this week.\n".repeat(300);
        let text = format!("{prose}{}{prose}", CODE.repeat(120));
        let sign = sign("notes.txt", &text).unwrap();
        assert!(sign.first.start as usize >= prose.len(), "{:?}", sign.first);
        assert_eq!(super::tests::sign("notes.txt", &prose), None);
    }

    #[test]
    fn data_and_prose_with_a_little_code_are_not() {
        let toml = "[package]\nname = \"a\"\nversion = \"1\"\n[dependencies]\nb = 1\nc = [1, 2]\nd = \"x\"\ne = 2\nf = 3\n";
        let markdown =
            format!("# Means\n\nThis is how to compute them.\nReturn the mean.\n\n```python\n{CODE}```\n");
        let workflow = "on: push\njobs:\n  test:\n    runs-on: x\n    steps:\n      - run: |\n          if a; then\n            \
                        for b in c; do\n              import d\n            done\n          fi\n";
        let c = "#include <a.h>\nstatic int half(int *x) {\n    if (*x == 0)\n        return -1;\n    *x /= 2;\n    \
                 return 0;\n}\nstruct point { int x, y; };\n";
        for (name, text) in [
            ("a.toml", toml),
            ("README.md", markdown.as_str()),
            ("ci.yml", workflow),
            ("a.c", c),
            ("a.txt", "x\n"),
        ] {
            assert_eq!(sign(name, text), None, "{name}");
        }
    }

    #[test]
    fn what_was_read_in_part_is_no_program() {
        let text = CODE.repeat(40);
        let python = language::by_name("python").unwrap();
        let read = |steps: u64| {
            let budget = ParseBudget { steps: Some(steps), ..Default::default() };
            let never = &|| Ok::<(), Infallible>(());
            Parser::new().outline_until(&text, python, false, &budget, never).unwrap()
        };
        let cut = (8..24)
            .map(|power| read(1 << power))
            .find(|outline| outline.truncated && outline.statements > 40)
            .unwrap();
        assert!(!is_program(&cut));
        assert!(is_program(&read(1 << 30)));
    }

    #[test]
    fn windows_start_at_lines_and_cover_the_whole_text() {
        let text = "äö line\n".repeat(10_000);
        let all: Vec<_> = windows(&text).collect();
        assert_eq!(all.len(), WINDOWS);
        assert!(all.iter().all(|(_, window)| window.starts_with("äö") && window.len() > WINDOW - 20));
        assert_eq!(windows("a\nb").collect::<Vec<_>>(), [(0, "a\nb")]);
        assert_eq!(windows("").count(), 0);
        assert!(windows(&"é".repeat(20_000)).count() > 0);
    }
}
