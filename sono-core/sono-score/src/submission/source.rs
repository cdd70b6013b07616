//! A source: one of the texts that make up a submission.

use std::borrow::Cow;

use crate::json::BYTE_ORDER_MARK;
use sono_syntax::language::Language;
use sono_syntax::text::LineIndex;

/// The kind of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SourceKind {
    /// Code, in a language we may or may not know.
    Code,
    /// A written answer: explanation, reasoning, approach, thinking, answers.
    Answer,
    /// Documentation in prose, such as a README.
    Document,
    /// A commit message.
    Commit,
    /// Data, settings, lock files, licences and files of unknown kind. They are never scored.
    Data,
}

/// One text of a submission.
///
/// Locations refer to it by its name: the path of a file, or the content key (`code`, `code/1`).
#[derive(Debug)]
pub struct Source<'a> {
    /// The name by which locations refer to it.
    pub name: String,
    /// Its kind.
    pub kind: SourceKind,
    /// The text, without a leading byte order mark.
    pub text: Cow<'a, str>,
    /// The language, for code in a language that this build knows.
    pub language: Option<&'static Language>,
    /// The language that the code could as well be in, if its language was detected from the content with doubt.
    pub rival: Option<&'static Language>,
    /// The name of the language, from the host or from the file's name. Code with a hint but without `language` is in a
    /// language for which this build has no grammar.
    pub hint: Option<&'a str>,
    /// The text of the template file of the same path, without a leading byte order mark: the part of this source that
    /// every candidate was given.
    pub base: Option<&'a str>,
    /// Whether the file's name or folder marks it as tests.
    pub is_test: bool,
    /// Lines of the text.
    pub lines: LineIndex,
}

impl<'a> Source<'a> {
    /// A source in no known language. A leading byte order mark is dropped from the text.
    pub fn new(name: impl Into<String>, kind: SourceKind, text: &'a str) -> Self {
        let text = without_mark(text);
        Self {
            name: name.into(),
            kind,
            text: Cow::Borrowed(text),
            language: None,
            rival: None,
            hint: None,
            base: None,
            is_test: false,
            lines: LineIndex::new(text),
        }
    }
}

/// A text without a leading byte order mark.
pub(crate) fn without_mark(text: &str) -> &str {
    text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text)
}
