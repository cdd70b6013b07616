//! Laying a submission out as a list of sources.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::kind::{FileKind, of_language, of_path};
use super::source::{Source, SourceKind, without_mark};
use super::types::{Submission, SubmittedFile};
use sono_syntax::language;

/// The texts of a submission in a fixed order: code by content key (`code`, `text`, `content`, `solution`,
/// `submission`), files in the order given, answers by content key (`explanation`, `reasoning`, `approach`,
/// `thinking`, `answers`), commits.
///
/// A source is named after its file's path or its content key. If a key holds several texts, their index follows
/// (`code/0`, `code/1`); commits always have an index (`commits/0`).
///
/// Template material (`base_files`) is set aside: a text equal to a template file is not a source, even if it was
/// moved; line ends and trailing white space make no difference. A changed file stays whole, with the template's text
/// in [`Source::base`]. Indices in names are those of the submission, whether or not earlier texts were dropped.
pub fn sources<'s>(submission: &'s Submission) -> Vec<Source<'s>> {
    let files = &submission.content.base_files;
    let bases: HashMap<&'s str, &'s str> =
        files.iter().map(|file| (file.path.as_str(), without_mark(&file.text))).collect();
    let source = |named: Named<'s>| match named.origin {
        Origin::Code => {
            let mut source = Source::new(named.name, SourceKind::Code, named.text);
            detect(&mut source, None);
            source
        }
        Origin::File(file) => {
            let mut source = from_file(file);
            source.base = bases.get(file.path.as_str()).copied();
            source
        }
        Origin::Answer => Source::new(named.name, SourceKind::Answer, named.text),
        Origin::Commit => Source::new(named.name, SourceKind::Commit, named.text),
    };
    named(submission).into_iter().map(source).collect()
}

/// The texts of the [sources] by name, for callers that do not need to know their kind.
pub fn source_texts(submission: &Submission) -> BTreeMap<String, &str> {
    let mut texts = BTreeMap::new();
    for Named { name, text, .. } in named(submission) {
        texts.entry(name).or_insert(without_mark(text));
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

/// The host's statement takes precedence over the file's name, and the name over the text.
fn from_file(file: &SubmittedFile) -> Source<'_> {
    let mut source = Source::new(file.path.clone(), SourceKind::Data, &file.text);
    source.hint = file.language.as_deref();
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
                source.hint = Some(name);
                detect(&mut source, Some(&file.path));
            }
            FileKind::Unknown => {
                detect(&mut source, Some(&file.path));
                if source.language.is_some() {
                    source.kind = SourceKind::Code;
                }
            }
        },
    }
    source.is_test = source.language.is_some_and(|language| language.is_test_path(&file.path));
    source
}

/// Detects the language of a source for which the host states none.
fn detect(source: &mut Source<'_>, path: Option<&str>) {
    if let Some(found) = language::detect_with_rival(None, path, &source.text) {
        source.language = Some(found.language);
        source.rival = found.rival;
    }
}

/// A hash that ignores line ends, a byte order mark and trailing white space.
fn fingerprint(text: &str) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    for (index, part) in without_mark(text).trim_end().split("\r\n").enumerate() {
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
        let hints: Vec<_> = sources.iter().map(|source| (source.hint, source.kind)).collect();
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
        let by_name: BTreeMap<String, &str> =
            sources.iter().map(|source| (source.name.clone(), source.text.as_ref())).collect();
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
