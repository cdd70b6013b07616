//! Code in a source that is measured, or is prose, where it is not measured: in documents and answers, in cells for
//! another language, in what a notebook shows.
//!
//! Much of it is honest. An example in a README and a cell that draws a figure are no sign of anything; so prose is only
//! told where the code in it is heavier than all that is measured, and notebooks as a note.

use super::misnamed::{look, may_be_code};
use super::{Sign, counted};
use crate::submission::{Source, SourceKind};
use sono_syntax::finding::Severity;
use sono_syntax::intake::{fences, scripts};
use sono_syntax::language::Language;
use sono_syntax::syntax::{Function, Outline, Parser};
use sono_syntax::text::Span;

/// The most bytes of one source that are parsed to tell whether they are code. What has too few lines that look like it
/// takes none of them, so that a mass of snippets hides nothing behind it.
const MAX_BYTES: usize = 256 << 10;
/// The least weight of examples that are told.
const LEAST_WEIGHT: u32 = 20;

/// The code found in one source.
#[derive(Default)]
pub(super) struct Beside {
    first: Option<(Span, &'static Language)>,
    count: usize,
    bytes: usize,
    weight: u32,
    /// The bytes that were looked at, code or not.
    looked: usize,
}

impl Beside {
    /// Looks at a text that stands at a place, which says that it is in this language.
    fn add<E>(
        &mut self,
        text: &str,
        at: Span,
        stated: Option<&'static Language>,
        parser: &mut Parser,
        interrupt: &dyn Fn() -> Result<(), E>,
    ) -> Result<(), E> {
        if self.looked >= MAX_BYTES || !may_be_code(text) {
            return Ok(());
        }
        // Of a longer text, a few places are parsed.
        self.looked = self.looked.saturating_add(text.len());
        // What it is said to be decides nothing where it is something else.
        let found = match (look(text, None, parser, interrupt)?, stated) {
            (None, Some(_)) => look(text, stated, parser, interrupt)?,
            (found, _) => found,
        };
        if let Some(found) = found {
            self.first.get_or_insert((at, found.language));
            self.count = self.count.saturating_add(1);
            self.bytes = self.bytes.saturating_add(text.len());
            let weight = found.program.map_or(0, |outline| weight_of(&outline));
            self.weight = self.weight.saturating_add(weight);
        }
        Ok(())
    }

    /// The sign for a notebook with this code: a note, unless there is more of it than of the code.
    fn in_notebook(&self, place: &str, code: &str) -> Option<Sign> {
        let (first, language) = self.first?;
        let measured: usize = code.split_whitespace().map(str::len).sum();
        let severity = if self.bytes > measured { Severity::Medium } else { Severity::Low };
        let message = format!("text that reads as {} in {place}; it is not measured", language.name);
        Some(Sign { severity, first, count: self.count, message })
    }
}

/// The weight of all code of an outline.
pub(super) fn weight_of(outline: &Outline) -> u32 {
    let functions = outline.functions.iter().chain([&outline.module]).filter(|function| !function.is_test);
    functions.map(Function::weight).fold(0, u32::saturating_add)
}

/// Looks at the cells of a notebook, or of a script for IPython, that are for another language, and at its outputs and
/// attachments.
pub(super) fn in_cells<E>(
    source: &Source<'_>,
    parser: &mut Parser,
    interrupt: &dyn Fn() -> Result<(), E>,
) -> Result<Vec<Sign>, E> {
    let mut signs = Vec::new();
    if source.has_blanks() && source.language.is_some_and(Language::is_of_notebooks) {
        let mut found = Beside::default();
        for (at, text) in blanked(source) {
            found.add(&text, at, None, parser, interrupt)?;
        }
        signs.extend(found.in_notebook("cells and lines for another language", &source.text));
    }
    if !source.shown.is_empty() {
        let mut found = Beside::default();
        let first = Span::new(0, source.text.lines().next().map_or(0, str::len));
        for text in &source.shown {
            found.add(text, first, None, parser, interrupt)?;
        }
        signs.extend(found.in_notebook("outputs or attachments of the notebook", &source.text));
    }
    Ok(signs)
}

/// The blanked part of a source, one text for lines that follow one another in a cell: without the magic that heads it,
/// the marks with which a line of the shell goes on, and, of a page, all but its scripts.
fn blanked(source: &Source<'_>) -> Vec<(Span, String)> {
    let mut found: Vec<(Span, String)> = Vec::new();
    let mut starts = source.cells.iter().map(|cell| cell.start as usize).peekable();
    let mut at = 0_usize;
    let mut is_open = false;
    for (whole, kept) in source.whole().split_inclusive('\n').zip(source.text.split_inclusive('\n')) {
        let start = at;
        at = at.saturating_add(whole.len());
        while starts.next_if(|cell| *cell <= start).is_some() {
            is_open = false;
        }
        let is_blank = matches!(kept.trim(), "" | "0" | "pass" | "\"\"");
        if whole == kept || !(is_blank || kept.trim_end().ends_with("= \"\"")) {
            is_open &= whole.trim().is_empty();
            if !is_open {
                continue;
            }
        }
        if !is_open {
            found.push((Span::new(start, start.saturating_add(whole.trim_end().len())), String::new()));
            is_open = true;
        }
        let Some((_, text)) = found.last_mut() else { continue };
        if text.is_empty() && whole.trim_start().starts_with("%%") {
            continue;
        }
        let line = whole.trim_end().strip_suffix('\\').unwrap_or_else(|| whole.trim_end());
        text.push_str(&program_of(line));
        text.push('\n');
    }
    for (_, text) in &mut found {
        if let Some(scripts) = scripts(None, text) {
            *text = scripts.text;
        }
    }
    found
}

/// A line of the shell, or the program that it hands to an interpreter: `!python -c "..."`.
fn program_of(line: &str) -> String {
    let after = [" -c ", " -e ", " --eval "].iter().find_map(|option| line.split_once(option));
    let Some((_, program)) = after else { return line.to_owned() };
    let program = program.trim().trim_start_matches('$').trim_matches(['"', '\'']);
    program.replace("\\n", "\n").replace("\\t", "\t")
}

/// Looks at the code in prose: what is fenced in a document or an answer, and an answer that is nothing but code.
pub(super) fn in_prose<E>(
    source: &Source<'_>,
    parser: &mut Parser,
    interrupt: &dyn Fn() -> Result<(), E>,
) -> Result<Beside, E> {
    let mut found = Beside::default();
    if matches!(source.kind, SourceKind::Document | SourceKind::Answer) {
        for fence in fences(&source.text) {
            found.add(fence.body.of(&source.text), fence.head, fence.language, parser, interrupt)?;
        }
    }
    // Documents that are code are told by their names.
    if source.kind == SourceKind::Answer && found.first.is_none() {
        let first = Span::new(0, source.text.lines().next().map_or(0, str::len));
        found.add(&source.text, first, None, parser, interrupt)?;
    }
    Ok(found)
}

/// The signs for the code in prose: of each notebook by itself, of other documents and of answers where all of it together
/// weighs more than what is measured.
pub(super) fn told(found: Vec<(usize, Beside)>, sources: &[Source<'_>], measured: u32) -> Vec<(usize, Sign)> {
    let mut signs = Vec::new();
    let mut documents = Beside::default();
    let mut first: Option<usize> = None;
    for (index, beside) in found {
        let Some(source) = sources.get(index).filter(|_| beside.first.is_some()) else { continue };
        if source.cells.is_empty() {
            first.get_or_insert(index);
            documents.first = documents.first.or(beside.first);
            documents.count = documents.count.saturating_add(beside.count);
            documents.weight = documents.weight.saturating_add(beside.weight);
            continue;
        }
        let code = source.name.strip_suffix("#markdown").unwrap_or(&source.name);
        let code = sources.iter().find(|other| other.name == code).map_or("", |other| &other.text);
        signs.extend(beside.in_notebook("fenced code of Markdown cells", code).map(|sign| (index, sign)));
    }
    if let (Some(index), Some((at, language))) = (first, documents.first)
        && documents.weight >= LEAST_WEIGHT
        && documents.weight > measured
    {
        let message = format!(
            "{} as {} and {} more than all code that is measured; code in prose is not measured",
            if documents.count == 1 {
                "1 text in prose reads".to_owned()
            } else {
                format!("{} in prose read", counted(documents.count, "text"))
            },
            language.name,
            if documents.count == 1 { "weighs" } else { "weigh" },
        );
        signs.push((index, Sign { severity: Severity::Medium, first: at, count: documents.count, message }));
    }
    signs
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;
    use crate::submission::{Submission, sources};

    const CODE: &str = "def mean(values):\n    total = 0\n    for value in values:\n        total += value\n    \
                        return total / len(values)\n\n\ndef spread(values):\n    low = min(values)\n    \
                        high = max(values)\n    return high - low\n";
    const SCRIPT: &str = "function mean(values) {\n  let total = 0;\n  for (const value of values) {\n    total += value;\n  \
                          }\n  return total / values.length;\n}\nfunction low(a) {\n  const b = a[0];\n  return b;\n}\n";

    /// The signs for the cells of a notebook.
    fn told_of(cells: &[serde_json::Value]) -> Vec<String> {
        let text = serde_json::json!({"nbformat": 4, "metadata": {}, "cells": cells}).to_string();
        let submission = Submission::builder().file("a.ipynb", text).build().unwrap();
        let sources = sources(&submission);
        let never = &|| Ok::<(), Infallible>(());
        let mut parser = Parser::new();
        let mut signs = in_cells(&sources[0], &mut parser, never).unwrap();
        let found = sources.iter().map(|source| in_prose(source, &mut parser, never).unwrap()).enumerate();
        signs.extend(told(found.collect(), &sources, 0).into_iter().map(|(_, sign)| sign));
        signs.iter().map(|sign| format!("{} {}", sign.severity.as_str(), sign.message)).collect()
    }

    fn cell(kind: &str, source: &str) -> serde_json::Value {
        serde_json::json!({"cell_type": kind, "source": source, "outputs": []})
    }

    #[test]
    fn code_in_prose_is_told_where_it_is_more_than_what_is_measured() {
        let text = format!("# Means\n\n```python\n{}```\n", CODE.repeat(8));
        let submission = Submission::builder().file("README.md", text).build().unwrap();
        let sources = sources(&submission);
        let never = &|| Ok::<(), Infallible>(());
        let found = || in_prose(&sources[0], &mut Parser::new(), never).unwrap();
        let weight = found().weight;
        assert!(weight > LEAST_WEIGHT);
        let count = |measured| told(vec![(0, found())], &sources, measured).len();
        assert_eq!([weight - 1, weight].map(count), [1, 0]);
    }

    #[test]
    fn code_in_cells_that_nobody_measures_is_told() {
        let own = cell("code", &CODE.repeat(4));
        let html = format!("%%html\n<html>\n<script>\n{SCRIPT}</script>\n</html>\n");
        for (name, hidden) in [
            ("fenced", cell("markdown", &format!("# Means\n\n```python\n{CODE}```\n"))),
            ("a fence that says otherwise", cell("markdown", &format!("~~~text\n{CODE}~~~\n"))),
            ("JavaScript", cell("code", &format!("%%javascript\n{SCRIPT}"))),
            ("a file", cell("code", &format!("%%writefile a.js\n{SCRIPT}"))),
            ("a script", cell("code", &format!("%%script node\n{SCRIPT}"))),
            ("a page", cell("code", &html)),
            (
                "a program for an interpreter",
                cell("code", &format!("!python -c \"{}\"\n", CODE.replace('\n', "\\n"))),
            ),
            ("lines that go on", cell("code", &format!("!python -c \"{}\"\n", CODE.replace('\n', "\\\n")))),
            (
                "an output",
                serde_json::json!({"cell_type": "code", "source": "1", "outputs": [{"output_type": "stream", "text": CODE}]}),
            ),
            (
                "an attachment",
                serde_json::json!({"cell_type": "markdown", "source": "x", "attachments": {"a": {"text/plain": CODE}}}),
            ),
        ] {
            let signs = told_of(&[own.clone(), hidden]);
            assert_eq!(signs.len(), 1, "{name}: {signs:?}");
            assert!(signs[0].starts_with("low text that reads as "), "{name}: {signs:?}");
        }
        let more = told_of(&[cell("code", "x = 1\n"), cell("code", &format!("%%js\n{SCRIPT}"))]);
        insta::assert_snapshot!(more.join("\n"), @"medium text that reads as JavaScript in cells and lines for another language; it is not measured");
    }

    #[test]
    fn what_notebooks_hold_besides_is_no_sign() {
        for hidden in [
            cell("code", "!pip install pandas\n!ls \\\n  -l\n%matplotlib inline\n"),
            cell(
                "code",
                "%%bash\nfor i in 1 2 3; do\n  echo $i\ndone\nls\npwd\ncd ..\nls -l\nif a; then b; fi\n",
            ),
            cell("code", "%%javascript\nIPython.notebook.kernel.restart();\n"),
            cell("markdown", "Run this:\n\n```python\nimport a\na.run()\n```\n\nIt returns the mean.\n"),
            serde_json::json!({"cell_type": "code", "source": "1", "outputs": [{"output_type": "stream", "text": "epoch 1\n".repeat(40)}]}),
        ] {
            assert_eq!(told_of(&[cell("code", CODE), hidden.clone()]), [""; 0], "{hidden}");
        }
    }

    #[test]
    fn examples_in_documents_are_told_where_they_outweigh_the_code() {
        let text = format!("# Means\n\n```python\n{}```\n", CODE.repeat(8));
        let submission = Submission::builder().file("README.md", text).build().unwrap();
        let sources = sources(&submission);
        let never = &|| Ok::<(), Infallible>(());
        let found = || in_prose(&sources[0], &mut Parser::new(), never).unwrap();
        assert_eq!(told(vec![(0, found())], &sources, 1_000), []);
        let signs = told(vec![(0, found())], &sources, 3);
        let [(0, sign)] = signs.as_slice() else { panic!("{signs:?}") };
        assert_eq!(sign.severity, Severity::Medium);
        assert_eq!(sign.first.of(&sources[0].text), "```python");
    }

    #[test]
    fn answers_that_are_code_are_told_as_documents_are() {
        let never = &|| Ok::<(), Infallible>(());
        for text in [CODE.repeat(4), format!("I did this:\n\n```\n{}```\n", CODE.repeat(4))] {
            let submission = Submission::builder().answer("explanation", text).build().unwrap();
            let sources = sources(&submission);
            let found = in_prose(&sources[0], &mut Parser::new(), never).unwrap();
            let signs = told(vec![(0, found)], &sources, 3);
            insta::allow_duplicates! {
                insta::assert_snapshot!(signs[0].1.message, @"1 text in prose reads as Python and weighs more than all code that is measured; code in prose is not measured");
            }
        }
    }

    #[test]
    fn snippets_hide_nothing_behind_them() {
        let text = format!("{}```\n{CODE}```\n", "```\nx\n```\n".repeat(100_000));
        let submission = Submission::builder().file("README.md", text).build().unwrap();
        let sources = sources(&submission);
        let found = in_prose(&sources[0], &mut Parser::new(), &|| Ok::<(), Infallible>(())).unwrap();
        assert_eq!(found.count, 1);
    }
}
