//! What a language looks like before any grammar reads it: comments, strings, words, operators.

/// The lexis of a language, as data. [`Lexis::C`] is what most languages share.
#[derive(Debug, Clone, Copy)]
pub struct Lexis {
    /// What opens a comment that ends with its line.
    pub line_comments: &'static [&'static str],
    /// What opens and closes a comment between delimiters.
    pub block_comments: &'static [(&'static str, &'static str)],
    /// Block comments can stand in each other.
    pub nested_comments: bool,
    /// Strings and characters. Of two that open alike, the longer one comes first.
    pub quotes: &'static [Quote],
    /// Regular expressions stand between slashes.
    pub regex_literals: bool,
    /// Words after which something must come, sorted; any other word can end an expression.
    pub keywords: &'static [&'static str],
    /// Words that are keywords in some places and names elsewhere.
    pub contextual: &'static [&'static str],
    /// Pairs of characters that belong to one operator, beyond those of every language (`==`, `&&`, `<<`, `+=`).
    pub joined: &'static [[u8; 2]],
    /// Operators that can stand alone where an operand is due.
    pub operands: &'static [&'static str],
    /// Operators that end an operand.
    pub suffixes: &'static [&'static str],
    /// Characters with which no expression begins, if an operator begins with them.
    pub infix: &'static [u8],
    /// Subscripts are slices, whose bounds can be left out: `a[1:]`.
    pub slices: bool,
    /// Tags can stand among expressions, and end with `/>`.
    pub markup: bool,
    /// How an assignment looks in a line of code.
    pub assignments: &'static [&'static str],
    /// First words of a line of code that opens a block or returns.
    pub block_words: &'static [&'static str],
}

/// A kind of string literal: what opens it, what closes it, and what can stand between.
#[derive(Debug, Clone, Copy)]
pub struct Quote {
    /// The opening delimiter, prefix included.
    pub open: &'static str,
    /// The closing delimiter.
    pub close: &'static str,
    /// What stands between.
    pub body: Body,
}

/// What can stand in a string literal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// One line, with escapes.
    Line,
    /// Any number of lines, with escapes.
    Lines,
    /// Any number of lines, in which a backslash is a backslash.
    Raw,
    /// One character or escape; without it the delimiter opens nothing, as in `&'a str`.
    Character,
}

impl Quote {
    const fn new(open: &'static str, close: &'static str, body: Body) -> Self {
        Self { open, close, body }
    }

    /// A string that ends in its line.
    pub(crate) const fn line(quote: &'static str) -> Self {
        Self::new(quote, quote, Body::Line)
    }

    /// A string that may span lines.
    pub(crate) const fn lines(quote: &'static str) -> Self {
        Self::new(quote, quote, Body::Lines)
    }

    /// A string that may span lines and knows no escapes.
    pub(crate) const fn raw(open: &'static str, close: &'static str) -> Self {
        Self::new(open, close, Body::Raw)
    }

    /// A character, where the same delimiter has other uses.
    pub(crate) const fn character(quote: &'static str) -> Self {
        Self::new(quote, quote, Body::Character)
    }
}

impl Lexis {
    /// Comments, strings and operators as C has them.
    pub(crate) const C: Self = Self {
        line_comments: &["//"],
        block_comments: &[("/*", "*/")],
        nested_comments: false,
        quotes: &[Quote::line("\""), Quote::line("'")],
        regex_literals: false,
        keywords: KEYWORDS,
        contextual: &[],
        joined: &[*b"->"],
        operands: &[],
        suffixes: &["++", "--"],
        infix: b"%&^|=?",
        slices: false,
        markup: false,
        assignments: &[" = "],
        block_words: &["if", "for", "while", "def", "class", "elif", "else:", "return", "try:"],
    };

    /// Whether a mark opens a string by itself.
    pub fn opens_string(&self, mark: &str) -> bool {
        self.quotes.iter().any(|quote| quote.open == mark)
    }

    /// The text of a line comment without its marker.
    pub fn comment_text<'t>(&self, comment: &'t str) -> &'t str {
        let is_marker = |c: char| c == '!' || self.line_comments.iter().any(|marker| marker.contains(c));
        comment.trim_start_matches(is_marker).trim()
    }
}

/// Keywords that want more, of Java and of what ECMAScript is written in.
#[rustfmt::skip]
const KEYWORDS: &[&str] = &[
    "as", "async", "await", "case", "catch", "class", "const", "default", "delete", "do", "else",
    "export", "extends", "finally", "for", "from", "function", "if", "implements", "import", "in",
    "instanceof", "let", "new", "package", "return", "switch", "throw", "throws", "try", "typeof", "var",
    "void", "while", "with", "yield",
];
