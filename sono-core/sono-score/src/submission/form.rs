//! Reading one text of a submission in the form that it has: plain, a notebook, a page with scripts.

use std::borrow::Cow;

use super::kind::{FileKind, of_language, of_path};
use super::source::{Remark, Source, SourceKind, without_mark};
use super::types::SubmittedFile;
use sono_syntax::intake::{
    Cells, Notebook, fenced, has_scripts, looks_like_notebook, notebook, scripts, without_magics,
};
use sono_syntax::language::{self, Language};
use sono_syntax::text::any_file_name;

/// The notebook that a text is, by its path or, without one, by its content; what is wrong with it if only the path says
/// so; `None` if nothing does.
pub(super) fn read_notebook(path: Option<&str>, text: &str) -> Option<Result<Notebook, String>> {
    let text = without_mark(text);
    let is_notebook = match path {
        Some(path) => path.to_ascii_lowercase().ends_with(".ipynb"),
        None => looks_like_notebook(text),
    };
    is_notebook.then(|| notebook(text))
}

/// The name of the prose of a notebook.
pub(super) fn prose_name(name: &str) -> String {
    format!("{name}#markdown")
}

/// The sources of a text under a content key for code.
pub(super) fn read_code(name: String, text: &str) -> Vec<Source<'_>> {
    if let Some(Ok(notebook)) = read_notebook(None, text) {
        return from_notebook(&name, notebook, None);
    }
    let mut source = Source::new(name, SourceKind::Code, text);
    source.is_piece = true;
    if has_scripts(None, &source.text) {
        keep_scripts(&mut source, None);
    } else if let Some((code, language)) = fenced(&source.text) {
        source.language = Some(language);
        source.blank(code);
    }
    if source.language.is_none() {
        detect(&mut source, None);
    }
    if source.language.is_none()
        && let Some(found) = language::detect_assignments(&source.text)
    {
        source.language = Some(found.language);
        source.rival = found.rival;
    }
    if source.language.is_none() && looks_like_path(&source.text) {
        source.remark = Some(Remark::LooksLikePath);
    }
    drop_magics(&mut source);
    vec![source]
}

/// The sources of a file.
///
/// The host's statement takes precedence over the file's name, and the name over the text.
pub(super) fn read_file(file: &SubmittedFile) -> Vec<Source<'_>> {
    let broken = match read_notebook(Some(&file.path), &file.text) {
        Some(Ok(notebook)) => {
            let mut sources = from_notebook(&file.path, notebook, file.language.as_deref());
            sources.iter_mut().for_each(|source| note_test(source, &file.path));
            return sources;
        }
        Some(Err(why)) => Some(Remark::BrokenNotebook(why)),
        None => None,
    };
    let mut source = Source::new(file.path.clone(), SourceKind::Data, &file.text);
    source.is_piece = matches!(of_path(&file.path), FileKind::Unknown);
    source.remark = broken;
    source.hint = file.language.as_deref().map(Cow::Borrowed);
    match &file.language {
        Some(hint) => {
            source.language = language::detect(Some(hint), None, "");
            source.kind = match of_language(hint) {
                _ if source.language.is_some() => SourceKind::Code,
                FileKind::Document => SourceKind::Document,
                FileKind::Data => SourceKind::Data,
                FileKind::Code(_) | FileKind::Unknown => SourceKind::Code,
            };
        }
        None => match of_path(&file.path) {
            FileKind::Document => source.kind = SourceKind::Document,
            FileKind::Data => {}
            FileKind::Code(name) => {
                source.kind = SourceKind::Code;
                source.hint = Some(Cow::Borrowed(name));
                if has_scripts(Some(&file.path), "") {
                    keep_scripts(&mut source, Some(&file.path));
                } else {
                    source.language = language::by_name(name);
                }
            }
            FileKind::Unknown => {
                detect(&mut source, Some(&file.path));
                if source.language.is_some() {
                    source.kind = SourceKind::Code;
                }
            }
        },
    }
    drop_magics(&mut source);
    note_test(&mut source, &file.path);
    vec![source]
}

fn note_test(source: &mut Source<'_>, path: &str) {
    source.is_test = source.language.is_some_and(|language| language.is_test_path(path));
}

/// The code of a notebook, and its prose if it has any.
fn from_notebook<'s>(name: &str, notebook: Notebook, stated: Option<&'s str>) -> Vec<Source<'s>> {
    let hint: Cow<'s, str> = match stated {
        Some(stated) => Cow::Borrowed(stated),
        None => notebook.language.map_or(Cow::Borrowed(language::OF_NOTEBOOKS), Cow::Owned),
    };
    let mut code = joined(name.to_owned(), SourceKind::Code, notebook.code, notebook.code_cells);
    code.language = language::detect(Some(&hint), None, "");
    code.hint = Some(hint);
    code.shown = notebook.shown;
    drop_magics(&mut code);
    let mut sources = vec![code];
    if !notebook.prose.is_empty() {
        sources.push(joined(prose_name(name), SourceKind::Document, notebook.prose, notebook.prose_cells));
    }
    sources
}

fn joined<'s>(name: String, kind: SourceKind, text: String, cells: Cells) -> Source<'s> {
    let mut source = Source::owned(name, kind, text);
    source.cells = cells;
    source
}

/// Leaves the scripts of a page or component, in the language in which all of them can be read.
fn keep_scripts(source: &mut Source<'_>, path: Option<&str>) {
    if let Some(found) = scripts(path, &source.text) {
        source.is_piece = false;
        source.language = language::detect(Some(found.language), None, "");
        source.blank(found.text);
    }
}

/// Leaves the Python of a source that is for IPython.
fn drop_magics(source: &mut Source<'_>) {
    if !source.language.is_some_and(Language::is_of_notebooks) {
        return;
    }
    if let Some(magics) = without_magics(&source.text, &source.cells) {
        source.blank(magics.text);
        let first = u32::try_from(magics.first).unwrap_or(u32::MAX);
        source.remark = Some(Remark::Magics { lines: magics.lines, first });
    }
}

/// Detects the language of a source for which the host states none.
fn detect(source: &mut Source<'_>, path: Option<&str>) {
    if let Some(found) = language::detect_with_rival(None, path, &source.text) {
        source.language = Some(found.language);
        source.rival = found.rival;
    }
}

/// Whether a text is the path of a file of code: one word that ends like one.
fn looks_like_path(text: &str) -> bool {
    let text = text.trim();
    let is_word = !text.is_empty()
        && text.len() <= 500
        && !text.contains(|c: char| c.is_whitespace() || "()[]{}<>=\"';,".contains(c));
    let name = any_file_name(text);
    let ends = name.rsplit_once('.').is_some_and(|(stem, _)| !stem.is_empty());
    is_word
        && ends
        && (matches!(of_path(name), FileKind::Code(_)) || name.to_ascii_lowercase().ends_with(".ipynb"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> SubmittedFile {
        SubmittedFile { path: path.into(), text: text.into(), language: None }
    }

    fn id(source: &Source<'_>) -> Option<&'static str> {
        source.language.map(|language| language.id)
    }

    /// The marks of a fence are template strings of JavaScript, and what is in them no code.
    #[test]
    fn code_with_prose_around_it_is_what_is_fenced() {
        let sources = read_code("code".into(), "I did it so:\n\n```python\nx = 1\n```\n");
        assert_eq!((id(&sources[0]), sources[0].text.trim()), (Some("python"), "x = 1"));
        assert!(sources[0].whole().starts_with("I did"));
    }

    #[test]
    fn notebooks_are_code_and_prose() {
        let text = r##"{"nbformat": 4, "metadata": {}, "cells": [
            {"cell_type": "markdown", "source": "# Tides"},
            {"cell_type": "code", "source": "%pip install x\nheight = 3\n"}]}"##;
        let tides = file("tides.ipynb", text);
        for sources in [read_file(&tides), read_code("tides.ipynb".into(), text)] {
            let [code, prose] = sources.as_slice() else { panic!("{sources:?}") };
            assert_eq!(
                (code.kind, id(code), &*code.text),
                (SourceKind::Code, Some("python"), "              \nheight = 3\n")
            );
            assert_eq!(code.whole(), "%pip install x\nheight = 3\n");
            assert_eq!(code.remark, Some(Remark::Magics { lines: 1, first: 0 }));
            assert_eq!((prose.name.as_str(), prose.kind), ("tides.ipynb#markdown", SourceKind::Document));
        }
        let other =
            text.replace("\"metadata\": {}", "\"metadata\": {\"language_info\": {\"name\": \"julia\"}}");
        let other = file("tides.ipynb", &other);
        let sources = read_file(&other);
        assert_eq!((id(&sources[0]), sources[0].hint.as_deref()), (None, Some("julia")));
        let broken = file("tides.ipynb", "{\"cells\": ");
        assert!(matches!(read_file(&broken)[0].remark, Some(Remark::BrokenNotebook(_))));
    }

    #[test]
    fn scripts_of_pages_are_code() {
        let page = "<p>Tides</p>\n<script lang=\"ts\">\nlet height: number = 3;\n</script>\n";
        let component = file("Tides.vue", page);
        for source in [&read_file(&component)[0], &read_code("code".into(), &format!("<html>{page}"))[0]] {
            assert_eq!((source.kind, id(source)), (SourceKind::Code, Some("typescript")));
            assert_eq!(source.text.trim(), "let height: number = 3;");
            assert!(source.whole().contains("<p>Tides</p>"));
        }
        let plain = file("a.html", "<p>Tides</p>");
        assert_eq!((id(&read_file(&plain)[0]), read_file(&plain)[0].hint.as_deref()), (None, Some("html")));
    }

    #[test]
    fn paths_are_told_from_code() {
        for (text, expected) in [
            ("src/main.py", true),
            ("C:\\work\\Main.java", true),
            ("./a.ipynb", true),
            ("x = 1", false),
            ("console.log", false),
            ("import a.py", false),
            (".py", false),
        ] {
            assert_eq!(looks_like_path(text), expected, "{text}");
        }
    }
}
