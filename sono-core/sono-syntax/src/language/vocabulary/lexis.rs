//! The lexical elements of a language, usable without a grammar: comments, strings, words, operators.

/// The lexis of a language, as data. `Lexis::C` holds the common defaults.
#[derive(Debug, Clone, Copy)]
pub struct Lexis {
    /// Openings of comments that end with the line.
    pub line_comments: &'static [&'static str],
    /// Opening and closing delimiters of block comments.
    pub block_comments: &'static [(&'static str, &'static str)],
    /// Whether block comments can be nested.
    pub nested_comments: bool,
    /// Strings and characters. If one opening is a prefix of another, the longer one comes first.
    pub quotes: &'static [StringForm],
    /// Words that are keywords in some places and names in others.
    pub contextual: &'static [&'static str],
    /// The forms of an assignment in a line of code.
    pub assignments: &'static [&'static str],
    /// First words of lines that open a block or return.
    pub block_words: &'static [&'static str],
}

/// A kind of string literal: its delimiters and its permitted contents.
#[derive(Debug, Clone, Copy)]
pub struct StringForm {
    /// The opening delimiter, including a prefix.
    pub open: &'static str,
    /// The closing delimiter.
    pub close: &'static str,
    /// The permitted contents.
    pub body: StringBody,
}

/// The permitted contents of a string literal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StringBody {
    /// One line, with escapes.
    Line,
    /// Any number of lines, with escapes.
    Lines,
    /// Any number of lines, in which a backslash has no special meaning.
    Raw,
    /// A single character or escape; otherwise the delimiter opens nothing, as in `&'a str`.
    Character,
}

impl StringForm {
    const fn new(open: &'static str, close: &'static str, body: StringBody) -> Self {
        Self { open, close, body }
    }

    /// A string that ends on its line.
    pub(crate) const fn line(quote: &'static str) -> Self {
        Self::new(quote, quote, StringBody::Line)
    }

    /// A string that may span lines.
    pub(crate) const fn lines(quote: &'static str) -> Self {
        Self::new(quote, quote, StringBody::Lines)
    }

    /// A string that may span lines and has no escapes.
    pub(crate) const fn raw(open: &'static str, close: &'static str) -> Self {
        Self::new(open, close, StringBody::Raw)
    }

    /// A character whose delimiter has other uses too.
    pub(crate) const fn character(quote: &'static str) -> Self {
        Self::new(quote, quote, StringBody::Character)
    }
}

impl Lexis {
    /// Comments, strings and operators as in C.
    pub(crate) const C: Self = Self {
        line_comments: &["//"],
        block_comments: &[("/*", "*/")],
        nested_comments: false,
        quotes: &[StringForm::line("\""), StringForm::line("'")],
        contextual: &[],
        assignments: &[" = "],
        block_words: &["if", "for", "while", "def", "class", "elif", "else:", "return", "try:"],
    };

    /// Whether a mark alone opens a string.
    pub fn opens_string(&self, mark: &str) -> bool {
        self.quotes.iter().any(|quote| quote.open == mark)
    }

    /// The length of the comment that a text opens with, its line break not included.
    pub(crate) fn comment_length(&self, text: &str) -> Option<usize> {
        if self.line_comments.iter().any(|marker| text.starts_with(marker)) {
            return Some(memchr::memchr(b'\n', text.as_bytes()).unwrap_or(text.len()));
        }
        let (open, close) = self.block_comments.iter().find(|(open, _)| text.starts_with(open))?;
        let inside = text.get(open.len()..)?;
        let end = memchr::memmem::find(inside.as_bytes(), close.as_bytes());
        Some(end.map_or(text.len(), |end| open.len().saturating_add(end).saturating_add(close.len())))
    }

    /// The length of the string or character that a text opens with. One that does not end takes the rest of its line,
    /// or of the text if it may span lines.
    pub(crate) fn string_length(&self, text: &str) -> Option<usize> {
        let quote = self.quotes.iter().find(|quote| text.starts_with(quote.open))?;
        let bytes = text.as_bytes();
        let mut at = quote.open.len();
        loop {
            let next = *bytes.get(at)?;
            let rest = bytes.get(at..)?;
            let is_end = rest.starts_with(quote.close.as_bytes());
            match quote.body {
                _ if is_end => return Some(at.saturating_add(quote.close.len())),
                StringBody::Character if at > quote.open.len().saturating_add(12) => return None,
                StringBody::Line if next == b'\n' => return Some(at),
                StringBody::Character if next == b'\n' => return None,
                StringBody::Line | StringBody::Lines | StringBody::Character if next == b'\\' => {
                    at = at.saturating_add(2)
                }
                _ => at = at.saturating_add(1),
            }
            if at >= bytes.len() {
                return (quote.body != StringBody::Character).then_some(bytes.len());
            }
        }
    }

    /// The text of a line comment without its marker.
    pub fn comment_text<'t>(&self, comment: &'t str) -> &'t str {
        let is_marker = |c: char| c == '!' || self.line_comments.iter().any(|marker| marker.contains(c));
        comment.trim_start_matches(is_marker).trim()
    }
}
