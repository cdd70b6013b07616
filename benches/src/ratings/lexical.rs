//! The surface features of code, which need no parsing: those with which published models of readability are
//! built (Buse & Weimer 2010, Posnett et al. 2011, Scalabrino et al. 2018). Ours have to be better than these.

use std::collections::{BTreeMap, BTreeSet};

/// The number of features that the regression reads.
pub const FEATURES: usize = 20;
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Comment,
    Word,
    Number,
    Text,
    Operator,
    Bracket,
    Comma,
    Period,
    Other,
}

struct Token<'t> {
    kind: Kind,
    text: &'t str,
    line: usize,
}

const KEYWORDS: &[&str] = &[
    "abstract",
    "and",
    "as",
    "assert",
    "async",
    "await",
    "boolean",
    "break",
    "byte",
    "case",
    "catch",
    "char",
    "class",
    "const",
    "continue",
    "def",
    "default",
    "del",
    "do",
    "double",
    "elif",
    "else",
    "enum",
    "except",
    "export",
    "extends",
    "final",
    "finally",
    "float",
    "fn",
    "for",
    "from",
    "func",
    "function",
    "global",
    "goto",
    "if",
    "impl",
    "implements",
    "import",
    "in",
    "instanceof",
    "int",
    "interface",
    "is",
    "lambda",
    "let",
    "long",
    "match",
    "mut",
    "native",
    "new",
    "nonlocal",
    "not",
    "or",
    "package",
    "pass",
    "private",
    "protected",
    "pub",
    "public",
    "raise",
    "range",
    "return",
    "select",
    "short",
    "static",
    "struct",
    "super",
    "switch",
    "synchronized",
    "this",
    "throw",
    "throws",
    "trait",
    "transient",
    "try",
    "type",
    "typeof",
    "var",
    "void",
    "volatile",
    "while",
    "with",
    "yield",
];
const BRANCHES: &[&str] =
    &["case", "catch", "elif", "except", "for", "if", "match", "select", "switch", "while"];
const OPERATORS: &[&str] = &[
    ">>>=", "<<=", ">>=", "**=", "//=", ">>>", "===", "!==", "->", "=>", "::", "++", "--", "&&", "||", "??",
    ":=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "==", "!=", "<=", ">=", "**", "<<", ">>",
];
const ASSIGNMENTS: &[&str] = &[
    "=", ":=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=", ">>>=", "**=", "//=", "++", "--",
];

/// The surface features of one text. Densities are per line of code.
#[derive(Debug, Clone, Default)]
pub struct Surface {
    /// Lines that are not blank.
    pub lines: f64,
    /// Different tokens and all tokens outside comments: Halstead's vocabulary and length.
    pub halstead: (f64, f64),
    length_mean: f64,
    length_max: f64,
    indent_mean: f64,
    indent_max: f64,
    blank: f64,
    comment: f64,
    words: f64,
    word_length: f64,
    word_length_max: f64,
    keywords: f64,
    operators: f64,
    assignments: f64,
    branches: f64,
    brackets: f64,
    commas: f64,
    periods: f64,
    numbers: f64,
    volume: f64,
    entropy: f64,
}

impl Surface {
    /// Looks at a text; `hash_comments` says that `#` begins a comment and `//` does not.
    pub fn new(text: &str, hash_comments: bool) -> Self {
        let lines: Vec<&str> = text.lines().collect();
        let tokens = tokens(text, hash_comments);
        let filled = lines.iter().filter(|line| !line.trim().is_empty()).count();
        let code: Vec<&Token<'_>> = tokens.iter().filter(|token| token.kind != Kind::Comment).collect();
        let code_lines: BTreeSet<usize> = code.iter().map(|token| token.line).collect();
        let rows = code_lines.len().max(1) as f64;
        let count =
            |holds: &dyn Fn(&Token<'_>) -> bool| code.iter().filter(|token| holds(token)).count() as f64;
        let is_keyword = |token: &Token<'_>| KEYWORDS.binary_search(&token.text).is_ok();
        let words: Vec<&Token<'_>> =
            code.iter().copied().filter(|token| token.kind == Kind::Word && !is_keyword(token)).collect();
        let indents: Vec<f64> =
            code_lines.iter().filter_map(|line| lines.get(*line)).map(|line| indent(line)).collect();
        // A snippet may be cut from anywhere: what all lines are indented by says nothing about it.
        let base = indents.iter().copied().reduce(f64::min).unwrap_or(0.0);
        let inner = |line: &&str| indent(line) + line.trim().chars().count() as f64 - base;
        let lengths: Vec<f64> = code_lines.iter().filter_map(|line| lines.get(*line)).map(inner).collect();
        let indents: Vec<f64> = indents.into_iter().map(|indent| indent - base).collect();
        let blank = lines.len().saturating_sub(filled) as f64;
        let comment_lines = filled.saturating_sub(code_lines.len()) as f64;
        let word_lengths: Vec<f64> = words.iter().map(|word| word.text.chars().count() as f64).collect();

        let mut frequencies = BTreeMap::<&str, f64>::new();
        for token in &code {
            *frequencies.entry(token.text).or_default() += 1.0;
        }
        let (vocabulary, length) = (frequencies.len() as f64, code.len() as f64);
        let entropy =
            frequencies.values().map(|n| n / length.max(1.0)).map(|share| -share * share.log2()).sum::<f64>();
        Self {
            lines: filled as f64,
            halstead: (vocabulary, length),
            length_mean: average(&lengths),
            length_max: lengths.iter().copied().fold(0.0, f64::max),
            indent_mean: average(&indents),
            indent_max: indents.iter().copied().fold(0.0, f64::max),
            blank: blank / lines.len().max(1) as f64,
            comment: comment_lines / filled.max(1) as f64,
            words: words.len() as f64 / rows,
            word_length: average(&word_lengths),
            word_length_max: word_lengths.iter().copied().fold(0.0, f64::max),
            keywords: count(&|token| token.kind == Kind::Word && is_keyword(token)) / rows,
            operators: count(&|token| token.kind == Kind::Operator) / rows,
            assignments: count(&|token| token.kind == Kind::Operator && ASSIGNMENTS.contains(&token.text))
                / rows,
            branches: count(&|token| token.kind == Kind::Word && BRANCHES.contains(&token.text)) / rows,
            brackets: count(&|token| token.kind == Kind::Bracket) / rows,
            commas: count(&|token| token.kind == Kind::Comma) / rows,
            periods: count(&|token| token.kind == Kind::Period) / rows,
            numbers: count(&|token| token.kind == Kind::Number) / rows,
            volume: length * vocabulary.max(1.0).log2() / rows,
            entropy,
        }
    }

    /// Halstead's volume.
    pub fn volume(&self) -> f64 {
        self.halstead.1 * self.halstead.0.max(1.0).log2()
    }

    /// The features that the regression reads.
    pub fn features(&self) -> [f64; FEATURES] {
        [
            self.lines.ln_1p(),
            self.length_mean,
            self.length_max.ln_1p(),
            self.indent_mean,
            self.indent_max,
            self.blank,
            self.comment,
            self.words,
            self.word_length,
            self.word_length_max,
            self.keywords,
            self.operators,
            self.assignments,
            self.brackets,
            self.commas,
            self.periods,
            self.numbers,
            self.branches,
            self.volume,
            self.entropy,
        ]
    }
}

fn average(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// The columns before the first character; a tab is four.
fn indent(line: &str) -> f64 {
    let blanks = line.chars().take_while(|character| character.is_whitespace());
    blanks.map(|character| if character == '\t' { 4.0 } else { 1.0 }).sum()
}

/// Splits a text into tokens; whatever is not closed ends with its line or with the text.
fn tokens(text: &str, hash_comments: bool) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let (mut rest, mut line, mut fresh) = (text, 0, true);
    while let Some(first) = rest.chars().next() {
        let (kind, length) = token(rest, first, hash_comments, fresh);
        let (token, after) = rest.split_at(length);
        if let Some(kind) = kind {
            // A block counts for each of its lines.
            if kind == Kind::Comment || kind == Kind::Text {
                tokens.extend(token.lines().enumerate().map(|(index, text)| Token {
                    kind,
                    text,
                    line: line + index,
                }));
            } else {
                tokens.push(Token { kind, text: token, line });
            }
            fresh = false;
        }
        fresh |= token.contains('\n');
        line += token.matches('\n').count();
        rest = after;
    }
    tokens
}

/// The kind (none for white space) and the length of the token at the start of a text; `fresh` says that nothing stands
/// before it on its line.
fn token(rest: &str, first: char, hash_comments: bool, fresh: bool) -> (Option<Kind>, usize) {
    let while_all =
        |holds: &dyn Fn(char) -> bool| rest.find(|character| !holds(character)).unwrap_or(rest.len());
    let until = |mark: &str, from: usize| {
        rest.get(from..).and_then(|rest| rest.find(mark)).map_or(rest.len(), |at| from + at + mark.len())
    };
    let to_line_end = rest.find('\n').unwrap_or(rest.len());
    if first.is_whitespace() {
        return (None, while_all(&char::is_whitespace));
    }
    if (hash_comments && first == '#') || (!hash_comments && rest.starts_with("//")) {
        return (Some(Kind::Comment), to_line_end);
    }
    if !hash_comments && rest.starts_with("/*") {
        return (Some(Kind::Comment), until("*/", 2));
    }
    for mark in ["\"\"\"", "'''"] {
        if hash_comments && rest.starts_with(mark) {
            return (Some(if fresh { Kind::Comment } else { Kind::Text }), until(mark, 3));
        }
    }
    if matches!(first, '"' | '\'' | '`') {
        return (Some(Kind::Text), text_end(rest, first));
    }
    if first.is_alphabetic() || first == '_' || first == '$' {
        return (Some(Kind::Word), while_all(&|next| next.is_alphanumeric() || next == '_' || next == '$'));
    }
    if first.is_ascii_digit() {
        return (Some(Kind::Number), while_all(&|next| next.is_alphanumeric() || next == '.' || next == '_'));
    }
    if let Some(operator) = OPERATORS.iter().find(|operator| rest.starts_with(**operator)) {
        return (Some(Kind::Operator), operator.len());
    }
    let kind = match first {
        '(' | '[' => Kind::Bracket,
        ',' => Kind::Comma,
        '.' => Kind::Period,
        '+' | '-' | '*' | '/' | '%' | '&' | '|' | '^' | '=' | '!' | '<' | '>' | '~' | '?' => Kind::Operator,
        _ => Kind::Other,
    };
    (Some(kind), first.len_utf8())
}

/// The length of a string on one line, or over many for a template.
fn text_end(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, character) in rest.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '\n' if quote != '`' => return at,
            _ if character == quote => return at + character.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_sorted() {
        assert!(KEYWORDS.is_sorted());
    }

    #[test]
    fn a_text_is_counted() {
        let surface = Surface::new(
            "/* The user\n   name */\nint a = f(userName, 1);\n\nif (a >= 2) { go(); }\n",
            false,
        );
        assert_eq!(surface.lines, 4.0);
        assert_eq!(surface.comment, 0.5);
        assert_eq!(surface.blank, 0.2);
        assert_eq!((surface.operators, surface.assignments, surface.branches), (1.0, 0.5, 0.5));
        assert_eq!((surface.brackets, surface.commas, surface.numbers), (1.5, 0.5, 1.0));
        // `a`, `f`, `userName`, `a`, `go`, on two lines.
        assert_eq!(surface.words, 2.5);
    }

    #[test]
    fn what_all_lines_are_indented_by_says_nothing() {
        let plain = Surface::new("if (a) {\n    b();\n}\n", false);
        let cut = Surface::new("\t\tif (a) {\n\t\t    b();\n\t\t}\n", false);
        assert_eq!(plain.features(), cut.features());
        assert_eq!((plain.indent_mean, plain.length_max), (4.0 / 3.0, 8.0));
    }

    #[test]
    fn docstrings_are_comments_and_other_strings_are_not() {
        let surface =
            Surface::new("def f():\n    \"\"\"Say\n    more.\"\"\"\n    x = '''a\nb'''  # end\n", true);
        assert_eq!((surface.lines, surface.comment), (5.0, 0.4));
    }

    #[test]
    fn what_is_not_closed_ends() {
        for text in ["\"abc", "'", "/* a", "`x\ny", "é\\", ""] {
            assert!(Surface::new(text, false).volume().is_finite());
        }
    }
}
