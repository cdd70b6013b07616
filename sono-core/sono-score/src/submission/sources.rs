//! Laying a submission out as a list of sources.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::aside::set_aside_unwritten;
use super::form::{prose_name, read_code, read_file, read_notebook};
use super::source::{Source, SourceKind, cell_name, without_mark};
use super::types::{Submission, SubmittedFile};
use sono_syntax::intake::{Notebook, looks_like_notebook, notebook, unified};

/// The texts of a submission in a fixed order: code by content key (`code`, `text`, `content`, `solution`,
/// `submission`), files in the order given, answers by content key (`explanation`, `reasoning`, `approach`,
/// `thinking`, `answers`), commits.
///
/// A source is named after its file's path or its content key. If a key holds several texts, their index follows
/// (`code/0`, `code/1`); commits always have an index (`commits/0`). The prose of a notebook is a source of its own, named
/// `PATH#markdown`.
///
/// Template material (`base_files`) is set aside: a text equal to a template file is not a source, even if it was
/// moved; line ends and trailing white space make no difference. A changed file stays whole, with the template's text
/// in [`Source::base`]. Indices in names are those of the submission, whether or not earlier texts were dropped.
///
/// Files that no person wrote as code of this work stay in the list as data, with the reason in [`Source::aside`]. Where
/// all code is of that kind, it is measured all the same, unless it holds nothing to measure.
pub fn sources<'s>(submission: &'s Submission) -> Vec<Source<'s>> {
    let files = &submission.content.base_files;
    let bases: HashMap<&'s str, &'s str> =
        files.iter().map(|file| (file.path.as_str(), without_mark(&file.text))).collect();
    let mut sources = Vec::new();
    // Files follow one another.
    let mut from_files = 0..0;
    for named in named(submission) {
        match named.origin {
            Origin::Code => sources.extend(read_code(named.name, named.text)),
            Origin::File(file) => {
                let first = sources.len();
                sources.extend(read_file(file));
                from_files = if from_files.is_empty() { first } else { from_files.start }..sources.len();
                let base = bases.get(file.path.as_str()).copied();
                sources.iter_mut().skip(first).for_each(|source| source.base = base);
            }
            Origin::Answer => sources.push(Source::new(named.name, SourceKind::Answer, named.text)),
            Origin::Commit => sources.push(Source::new(named.name, SourceKind::Commit, named.text)),
        }
    }
    set_aside_unwritten(&mut sources, from_files, &submission.content.files);
    sources
}

/// The texts of the [sources] by name, for callers that do not need to know their kind; and those of the cells of
/// notebooks, by the names of [`cell_name`].
pub fn source_texts(submission: &Submission) -> BTreeMap<String, Cow<'_, str>> {
    let mut texts = BTreeMap::new();
    for Named { name, text, origin } in named(submission) {
        let path = match origin {
            Origin::Code => None,
            Origin::File(file) => Some(file.path.as_str()),
            Origin::Answer | Origin::Commit => {
                texts.entry(name).or_insert_with(|| unified(without_mark(text)));
                continue;
            }
        };
        if let Some(Ok(notebook)) = read_notebook(path, text) {
            for (joined, cells) in
                [(&notebook.code, &notebook.code_cells), (&notebook.prose, &notebook.prose_cells)]
            {
                let is_code = std::ptr::eq(joined, &notebook.code);
                let name = if is_code { name.clone() } else { prose_name(&name) };
                for (index, cell) in cells.iter().enumerate() {
                    let text = Notebook::cell_text(joined, cells, index).to_owned();
                    texts.entry(cell_name(&name, cell.number)).or_insert(Cow::Owned(text));
                }
            }
            let prose = (!notebook.prose.is_empty()).then(|| (prose_name(&name), notebook.prose));
            for (name, text) in std::iter::once((name, notebook.code)).chain(prose) {
                texts.entry(name).or_insert(Cow::Owned(text));
            }
        } else {
            texts.entry(name).or_insert_with(|| unified(without_mark(text)));
        }
    }
    texts
}

/// A text of a submission with its name.
struct Named<'s> {
    name: String,
    text: &'s str,
    origin: Origin<'s>,
}

/// The place in a submission where a text stands.
enum Origin<'s> {
    Code,
    File(&'s SubmittedFile),
    Answer,
    Commit,
}

/// The texts that become sources, in their order.
fn named(submission: &Submission) -> Vec<Named<'_>> {
    let content = &submission.content;
    let templates: HashSet<blake3::Hash> =
        content.base_files.iter().map(|file| fingerprint(&file.text)).collect();
    let is_template = |text: &str| !templates.is_empty() && templates.contains(&fingerprint(text));

    let mut found = Vec::new();
    for (key, texts) in content.texts() {
        for (index, text) in texts.iter().enumerate().filter(|(_, text)| !is_template(text)) {
            found.push(Named { name: numbered(key, index, texts.len()), text, origin: Origin::Code });
        }
    }
    for file in content.files.iter().filter(|file| !is_template(&file.text)) {
        found.push(Named { name: file.path.clone(), text: &file.text, origin: Origin::File(file) });
    }
    for (key, texts) in content.answer_texts() {
        for (index, text) in texts.iter().enumerate().filter(|(_, text)| !is_template(text)) {
            found.push(Named { name: numbered(key, index, texts.len()), text, origin: Origin::Answer });
        }
    }
    for (index, commit) in content.commits.iter().enumerate() {
        let name = format!("commits/{index}");
        found.push(Named { name, text: &commit.message, origin: Origin::Commit });
    }
    found
}

fn numbered(key: &str, index: usize, count: usize) -> String {
    if count > 1 { format!("{key}/{index}") } else { key.to_owned() }
}

/// A hash that ignores line ends, a byte order mark and trailing white space; and, of a notebook, all but its cells, so
/// that one that was only run is still the same.
fn fingerprint(text: &str) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    if looks_like_notebook(without_mark(text))
        && let Ok(notebook) = notebook(without_mark(text))
    {
        hasher.update(b"notebook\n").update(notebook.code.as_bytes());
        hasher.update(b"\nmarkdown\n").update(notebook.prose.as_bytes());
        return hasher.finalize();
    }
    for (index, part) in unified(without_mark(text)).trim_end().split("\r\n").enumerate() {
        if index > 0 {
            hasher.update(b"\n");
        }
        hasher.update(part.as_bytes());
    }
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(submission: &Submission) -> Vec<(String, SourceKind)> {
        sources(submission).into_iter().map(|source| (source.name, source.kind)).collect()
    }

    #[test]
    fn sources_come_in_a_fixed_order_and_bear_names() {
        let submission = Submission::builder()
            .commit("Start")
            .answer("thinking", "t")
            .answer("explanation", "e0")
            .answer("explanation", "e1")
            .file("b.txt", "b")
            .file("a.go", "a")
            .file("a.json", "{}")
            .answer("solution", "s")
            .code("c0")
            .code("c1")
            .build()
            .unwrap();
        let expected = [
            ("code/0", SourceKind::Code),
            ("code/1", SourceKind::Code),
            ("solution", SourceKind::Code),
            ("b.txt", SourceKind::Document),
            ("a.go", SourceKind::Code),
            ("a.json", SourceKind::Data),
            ("explanation/0", SourceKind::Answer),
            ("explanation/1", SourceKind::Answer),
            ("thinking", SourceKind::Answer),
            ("commits/0", SourceKind::Commit),
        ];
        assert_eq!(layout(&submission), expected.map(|(name, kind)| (name.to_owned(), kind)));
    }

    #[test]
    fn unknown_languages_are_named() {
        let submission = Submission::builder()
            .file("Main.hs", "main = pure ()")
            .file_in("COBOL-85", "x", "DISPLAY 'x'.")
            .file_in("markdown", "notes.hs", "# Notes")
            .build()
            .unwrap();
        let sources = sources(&submission);
        let hints: Vec<_> = sources.iter().map(|source| (source.hint.as_deref(), source.kind)).collect();
        assert_eq!(
            hints,
            [
                (Some("haskell"), SourceKind::Code),
                (Some("COBOL-85"), SourceKind::Code),
                (Some("markdown"), SourceKind::Document)
            ]
        );
        assert!(sources.iter().all(|source| source.language.is_none()));
    }

    #[test]
    fn template_material_is_set_aside() {
        let submission = Submission::builder()
            .code("def f():\r\n    pass\r\n")
            .code("mine")
            .file("given.txt", "\u{feff}A\nB\n")
            .file("changed.txt", "A\nB\nC\n")
            .file("moved.txt", "A\r\nB")
            .base_file("given.txt", "A\nB\n")
            .base_file("changed.txt", "\u{feff}A\nB")
            .base_file("f.py", "def f():\n    pass\n")
            .build()
            .unwrap();
        let sources = sources(&submission);
        let kept: Vec<_> = sources.iter().map(|source| (source.name.as_str(), source.base)).collect();
        assert_eq!(kept, [("code/1", None), ("changed.txt", Some("A\nB"))]);
    }

    #[test]
    fn a_notebook_that_was_only_run_is_the_template() {
        let notebook = |count: u32, code: &str| {
            let cell = serde_json::json!({"cell_type": "code", "execution_count": count, "source": code, "outputs": []});
            serde_json::json!({"nbformat": 4, "metadata": {}, "cells": [cell]}).to_string()
        };
        let names = |mine: &str| {
            let given = notebook(0, "x = 1");
            let submission =
                Submission::builder().file("a.ipynb", mine).base_file("a.ipynb", given).build().unwrap();
            sources(&submission).len()
        };
        assert_eq!((names(&notebook(7, "x = 1\n")), names(&notebook(7, "x = 2\n"))), (0, 1));
    }

    #[test]
    fn cells_are_texts_of_their_own() {
        let text = r##"{"nbformat": 4, "metadata": {}, "cells": [
            {"cell_type": "markdown", "source": "# A"}, {"cell_type": "code", "source": "b = 1\nc = 2"}]}"##;
        let submission = Submission::builder().file("a.ipynb", text).build().unwrap();
        let texts = source_texts(&submission);
        let told: Vec<_> = texts.iter().map(|(name, text)| (name.as_str(), text.as_ref())).collect();
        assert_eq!(
            told,
            [
                ("a.ipynb", "b = 1\nc = 2\n"),
                ("a.ipynb#cell-2", "b = 1\nc = 2\n"),
                ("a.ipynb#markdown", "# A\n\n"),
                ("a.ipynb#markdown#cell-1", "# A\n\n"),
            ]
        );
    }

    #[test]
    fn texts_are_found_by_the_names_of_their_sources() {
        let submission = Submission::builder()
            .code("\u{feff}c0")
            .code("c1")
            .file("a.py", "a")
            .file("given.py", "given")
            .base_file("given.py", "given")
            .answer("thinking", "t")
            .commit("Start")
            .build()
            .unwrap();
        let sources = sources(&submission);
        let by_name: BTreeMap<String, Cow<'_, str>> =
            sources.iter().map(|source| (source.name.clone(), source.text.clone())).collect();
        assert_eq!(source_texts(&submission), by_name);
        assert_eq!(by_name.len(), 5);
    }

    #[test]
    fn byte_order_marks_are_no_part_of_the_text() {
        let submission = Submission::code("\u{feff}x = 1\u{feff}");
        assert_eq!(sources(&submission)[0].text, "x = 1\u{feff}");
        assert_eq!(sources(&Submission::code(""))[0].text, "");
    }
}
