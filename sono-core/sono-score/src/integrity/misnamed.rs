//! Code in a file whose name says that it is something else, so that it is not measured.
//!
//! The extension decides whether a file is measured: nobody wants a page of documentation scored as broken code. So a
//! file of code that is called `solution.txt`, `solution.bak` or `solution.rb` leaves the score as if it had not been
//! handed in. What it holds is judged by its content, in the way in which texts without a name are.

use std::borrow::Cow;
use std::convert::Infallible;

use serde::Deserialize;

use super::{Sign, budget};
use crate::submission::{FileKind, Source, SourceKind, of_path};
use sono_syntax::finding::Severity;
use sono_syntax::intake::{looks_like_notebook, notebook};
use sono_syntax::language::{self, Language};
use sono_syntax::syntax::{Outline, Parser};
use sono_syntax::text::{Span, file_name};

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

/// How the lines between the hunks of a patch begin, as git, diff, Mercurial and Subversion write them.
const HEADS_OF_PATCH: [&str; 20] = [
    "--- ",
    "+++ ",
    "Author: ",
    "Binary ",
    "Date: ",
    "From ",
    "From: ",
    "Index: ",
    "Only in ",
    "Subject: ",
    "commit ",
    "copy ",
    "deleted ",
    "diff ",
    "index ",
    "new ",
    "old ",
    "rename ",
    "similarity ",
    "====",
];

/// The code in a source that is not measured.
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
    if !unmeasured || is_told || source.language.is_some() || source.base.is_some() {
        return Ok(Misnamed::No);
    }
    // `solution.py.orig` says itself what it was.
    let inner = source.name.rsplit_once('.').and_then(|(inner, _)| language::detect(None, Some(inner), ""));
    let text = plain_text(source);
    let found = look(&text, inner, parser, interrupt)?;
    let Some(Look { language, at, program, .. }) = found else { return Ok(Misnamed::No) };
    // A text that is not the one handed in has other places.
    let first = if matches!(text, Cow::Borrowed(_)) { at } else { Span::new(0, 0) };
    let sign = Sign { severity: Severity::Medium, first, count: 1, message: message(language, source) };
    Ok(match program {
        Some(program) if matches!(text, Cow::Borrowed(_)) => Misnamed::Program(sign, program),
        _ => Misnamed::Partly(sign),
    })
}

/// Code in a text.
pub(super) struct Look {
    /// Its language.
    pub(super) language: &'static Language,
    /// The first line of the place in which it was found.
    pub(super) at: Span,
    /// Its outline, if it is the whole text.
    pub(super) program: Option<Box<Outline>>,
}

/// The language of the program that a text is, or holds among other things, if it is or holds one.
///
/// For callers that have a text which is not part of a submission, such as what is left of data without its control
/// characters.
pub fn program_in(text: &str) -> Option<&'static Language> {
    let found = look(text, None, &mut Parser::new(), &|| Ok::<(), Infallible>(()));
    found.map_or_else(|never| match never {}, |found| found.map(|found| found.language))
}

/// Looks for code in a text, in this language if it says so itself.
pub(super) fn look<E>(
    text: &str,
    inner: Option<&'static Language>,
    parser: &mut Parser,
    interrupt: &dyn Fn() -> Result<(), E>,
) -> Result<Option<Look>, E> {
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
        let first = window.lines().next().unwrap_or_default();
        let at = Span::new(start, start.saturating_add(first.len()));
        // Prose around code breaks the whole, and the end of a window what it cuts.
        if text.len() <= WHOLE && !refuted.contains(&language.id) {
            let whole = read(text)?;
            if is_program(&whole) {
                return Ok(Some(Look { language, at, program: Some(Box::new(whole)) }));
            }
        }
        if window.len() < text.len() && is_program(&read(window)?) {
            return Ok(Some(Look { language, at, program: None }));
        }
        refuted.push(language.id);
    }
    Ok(None)
}

fn message(language: &Language, source: &Source<'_>) -> String {
    let by_name = |hint: &&str| matches!(of_path(&source.name), FileKind::Code(name) if name == *hint);
    let place = match source.hint.as_deref().filter(|hint| !by_name(hint)) {
        Some(stated) => format!("a file that is said to be {stated:?}"),
        None => "a file whose name says otherwise".to_owned(),
    };
    format!("text that reads as {} in {place}; {NOT_MEASURED}", language.name)
}

/// Whether a text has enough lines that look like code to be worth a parse.
pub(super) fn may_be_code(text: &str) -> bool {
    let lines = text.lines().filter(|line| !line.trim().is_empty()).take(FEWEST_LINES).count();
    let is_head = |line: &&str| HEADS.iter().any(|head| line.trim_start().starts_with(head));
    lines == FEWEST_LINES && text.lines().filter(is_head).take(FEWEST_HEADS).count() == FEWEST_HEADS
}

/// Whether what was parsed is a program: it parses nearly throughout, and defines functions or decides something. What the
/// budget cut off may be anything; a page with snippets costs more than code does, and is cut.
fn is_program(outline: &Outline) -> bool {
    let broken = outline.error_bytes.saturating_mul(5) > outline.token_bytes
        || outline.errors.len() > outline.statements as usize / 4;
    !broken
        && !outline.truncated
        && outline.statements as usize >= FEWEST_LINES / 2
        && (defines(outline) || outline.module.cyclomatic >= 3)
}

/// Whether there is a function among it that does something.
pub(super) fn defines(outline: &Outline) -> bool {
    outline.functions.iter().any(|function| !function.name.is_empty() && function.statements >= 2)
}

/// The text of a source without what a format for tools puts around code, or quotes of it: of a patch what it adds as
/// new files, of a snapshot what is no snapshot, of a notebook under another name its cells.
///
/// The format is known by all of its text: what only begins like it hides what follows.
fn plain_text<'s>(source: &'s Source<'_>) -> Cow<'s, str> {
    let text: &str = &source.text;
    let name = file_name(&source.name).to_ascii_lowercase();
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        // Maps hold the code of what they map as JSON.
        "map" if is_map(text) => Cow::Borrowed(""),
        "diff" | "patch" => Cow::Owned(without_changes(text)),
        "snap" => Cow::Owned(without_snapshots(text)),
        _ if looks_like_notebook(text) => match notebook(text) {
            Ok(notebook) => Cow::Owned(notebook.code),
            Err(_) => Cow::Borrowed(text),
        },
        _ => Cow::Borrowed(text),
    }
}

/// Whether a text is a source map throughout (<https://tc39.es/ecma426/>).
fn is_map(text: &str) -> bool {
    #[derive(Deserialize)]
    struct Map {
        version: u32,
        mappings: String,
    }
    serde_json::from_str::<Map>(text).is_ok_and(|map| map.version > 0 && !map.mappings.is_empty())
}

/// A patch without its changes to files that there are: they show both sides, and neither is whole. The lines of a new
/// file stay, and so does what belongs to no hunk.
fn without_changes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // The lines of both sides that the hunk still has, and whether its file is new.
    let (mut old, mut new, mut is_new) = (0_usize, 0_usize, false);
    for line in text.lines() {
        let mut kept = "";
        if old == 0 && new == 0 {
            match hunk(line) {
                Some((before, after)) => (old, new, is_new) = (before, after, before == 0),
                None if HEADS_OF_PATCH.iter().any(|head| line.starts_with(head)) => {}
                None => kept = line,
            }
        } else {
            match line.as_bytes().first() {
                Some(b'+') => {
                    new = new.saturating_sub(1);
                    kept = line.get(1..).filter(|_| is_new).unwrap_or_default();
                }
                Some(b'-') => old = old.saturating_sub(1),
                Some(b'\\') => {}
                Some(b' ') | None => (old, new) = (old.saturating_sub(1), new.saturating_sub(1)),
                // No line of a hunk: the hunk says that it is longer than it is.
                Some(_) => (old, new, kept) = (0, 0, line),
            }
        }
        out.push_str(kept);
        out.push('\n');
    }
    out
}

/// The numbers of lines of both sides, from the head of a hunk: `@@ -1,3 +1,4 @@`.
fn hunk(line: &str) -> Option<(usize, usize)> {
    let (old, rest) = line.strip_prefix("@@ -")?.split_once(" +")?;
    let (new, _) = rest.split_once(" @@")?;
    let count = |range: &str| range.split_once(',').map_or(Ok(1), |(_, count)| count.parse()).ok();
    Some((count(old)?, count(new)?))
}

/// A file of snapshots of Jest or Vitest with blank lines in their place.
fn without_snapshots(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_inside = false;
    for line in text.split_inclusive('\n') {
        let ends = line.trim_end().ends_with("`;");
        if !is_inside && line.starts_with("exports[`") {
            is_inside = true;
        }
        out.push_str(if is_inside { "\n" } else { line });
        is_inside &= !ends;
    }
    out
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
    use sono_syntax::syntax::ParseBudget;

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
    fn a_language_that_is_only_stated_hides_nothing() {
        for stated in ["text", "markdown", "csv", "cobol", "html"] {
            let submission =
                crate::submission::Submission::builder().file_in(stated, "a.py", CODE).build().unwrap();
            let never = &|| Ok::<(), Infallible>(());
            let source = &crate::submission::sources(&submission)[0];
            let Misnamed::Program(sign, _) = inspect(source, &mut Parser::new(), never).unwrap() else {
                panic!("{stated}")
            };
            let said = format!("text that reads as Python in a file that is said to be \"{stated}\"");
            assert!(sign.message.starts_with(&said), "{}", sign.message);
        }
    }

    #[test]
    fn formats_for_tools_are_known_by_all_of_their_text() {
        let added: String = CODE.lines().map(|line| format!("+{line}\n")).collect();
        let count = CODE.lines().count();
        let new =
            format!("diff --git a/a.py b/a.py\n--- /dev/null\n+++ b/a.py\n@@ -0,0 +1,{count} @@\n{added}");
        let notebook = serde_json::json!({"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "code", "source": CODE}]});
        for (name, text) in [
            ("a.patch", new.clone()),
            ("a.diff", format!("--- a\n+++ b\n@@ -1 +1 @@\n-x\n+y\n{CODE}")),
            ("a.map", format!("{{\"version\": 3, \"mappings\": \"\"}}\n{CODE}")),
            (
                "a.snap",
                format!("// Jest Snapshot v1, https://goo.gl/fbAQLP\n\nexports[`a 1`] = `b`;\n{CODE}"),
            ),
            ("a.json", notebook.to_string()),
        ] {
            assert!(sign(name, &text).is_some(), "{name}");
        }
        let change = format!("--- a.py\n+++ a.py\n@@ -1,1 +1,{} @@\n x = 1\n{added}", count + 1);
        let map = serde_json::json!({"version": 3, "mappings": "AAAA", "sourcesContent": [CODE]});
        for (name, text) in [
            ("a.patch", change),
            ("a.map", map.to_string()),
            ("a.snap", format!("// Jest Snapshot v1\n\nexports[`a 1`] = `\n{CODE}\n`;\n")),
        ] {
            assert_eq!(sign(name, &text), None, "{name}");
        }
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
