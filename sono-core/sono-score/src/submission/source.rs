//! A source: one of the texts that make up a submission.

use std::borrow::Cow;

use super::set_aside::SetAsideReason;
use crate::json::BYTE_ORDER_MARK;
use sono_syntax::intake::{Cells, unified};
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
#[derive(Debug, Clone)]
pub struct Source<'a> {
    /// The name by which locations refer to it.
    pub name: String,
    /// Its kind.
    pub kind: SourceKind,
    /// The text that is measured: without a leading byte order mark, with `\n` for a carriage return that stands alone,
    /// and with blanks for what is no code, such as the markup around scripts. Of a notebook, its cells.
    pub text: Cow<'a, str>,
    /// The text with all that `text` has blanks for; see [`Source::whole`].
    pub(super) whole: Option<Cow<'a, str>>,
    /// The cells of which the text is made, if it comes from a notebook.
    pub cells: Cells,
    /// The texts that a notebook shows beside its cells: outputs, attachments. Nobody measures them.
    pub shown: Vec<String>,
    /// The language, for code in a language that this build knows.
    pub language: Option<&'static Language>,
    /// The language that the code could as well be in, if its language was detected from the content with doubt.
    pub rival: Option<&'static Language>,
    /// The name of the language, from the host or from the file's name. Code with a hint but without `language` is in a
    /// language for which this build has no grammar.
    pub hint: Option<Cow<'a, str>>,
    /// The text of the template file of the same path, without a leading byte order mark: the part of this source that
    /// every candidate was given.
    pub base: Option<&'a str>,
    /// Whether it may be a piece of something larger, because no name says that it is a whole file.
    pub is_piece: bool,
    /// Whether the file's name or folder marks it as tests.
    pub is_test: bool,
    /// Whether it is a program that stands in a string of another source.
    pub hidden: bool,
    /// Why it is not measured, if it was handed in as code and somebody or something else made it.
    pub aside: Option<Aside>,
    /// A remark for readers on how it was read.
    pub remark: Option<Remark>,
    /// Lines of the text.
    pub lines: LineIndex,
}

/// Why a source is not measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// The reason.
    pub reason: SetAsideReason,
    /// Id of the language in which it would be measured.
    pub language: Option<&'static str>,
    /// The folder under which it is listed, if it belongs to one that is set aside.
    pub folder: Option<String>,
    /// Whether more than its own word shows it.
    pub is_certain: bool,
}

/// A remark for readers on how a source was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// Some lines are no Python, but for IPython.
    Magics {
        /// The number of these lines.
        lines: usize,
        /// Offset of the first.
        first: u32,
    },
    /// It is called a notebook and is none, for this reason.
    BrokenNotebook(String),
    /// It holds the path of a file where the text of the file is expected.
    LooksLikePath,
    /// Its head says that a tool generated it, nothing else does, and other code uses it.
    SaidGenerated,
    /// Its name or place makes it one of tests, it tests nothing, and nothing uses it.
    TestsNothing,
}

impl<'a> Source<'a> {
    /// A source in no known language. A leading byte order mark is dropped from the text.
    pub fn new(name: impl Into<String>, kind: SourceKind, text: &'a str) -> Self {
        Self::of(name.into(), kind, unified(without_mark(text)))
    }

    /// A source whose text was made for it.
    pub(super) fn owned(name: String, kind: SourceKind, text: String) -> Self {
        Self::of(name, kind, Cow::Owned(text))
    }

    fn of(name: String, kind: SourceKind, text: Cow<'a, str>) -> Self {
        let lines = LineIndex::new(&text);
        Self {
            name,
            kind,
            text,
            whole: None,
            cells: Cells::new(),
            shown: Vec::new(),
            language: None,
            rival: None,
            hint: None,
            base: None,
            is_piece: false,
            is_test: false,
            hidden: false,
            aside: None,
            remark: None,
            lines,
        }
    }

    /// The text as it was handed in, with the same places as the text that is measured.
    pub fn whole(&self) -> &str {
        self.whole.as_deref().unwrap_or(&self.text)
    }

    /// Whether the text that is measured has blanks for parts of what was handed in.
    pub(crate) fn has_blanks(&self) -> bool {
        self.whole.is_some()
    }

    /// A program that stands in a string of another source.
    pub(crate) fn made(name: String, text: String) -> Self {
        Self { hidden: true, ..Self::owned(name, SourceKind::Code, text) }
    }

    /// Replaces the text that is measured by one with blanks in it, of the same length and with the same lines.
    pub(crate) fn blank(&mut self, text: String) {
        let whole = std::mem::replace(&mut self.text, Cow::Owned(text));
        self.whole.get_or_insert(whole);
    }
}

/// The name of a cell of a notebook, among the texts of a submission.
pub fn cell_name(file: &str, number: usize) -> String {
    format!("{file}#cell-{number}")
}

/// A text without a leading byte order mark.
pub(crate) fn without_mark(text: &str) -> &str {
    text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text)
}
