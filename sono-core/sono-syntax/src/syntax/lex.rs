//! The tokens of a text that does not parse, cut out without a grammar.

use crate::language::{Language, StringBody};
use crate::text::Span;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Word,
    Text,
    Sign,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) span: Span,
    pub(super) sort: Sort,
    pub(super) starts_line: bool,
}

/// The tokens of a text.
#[derive(Debug, Default)]
pub(super) struct Lexed {
    /// Words, strings, and signs of one character. Comments and white space are left out.
    pub(super) tokens: Vec<Token>,
    /// The end that the comment or string lacks in which the text ends, and where that begins.
    pub(super) unclosed: Option<(&'static str, usize)>,
}

/// The tokens of a text from an offset on.
pub(super) fn lex(text: &str, from: usize, language: &Language) -> Lexed {
    let lexis = &language.lexis;
    let mut lexed = Lexed::default();
    let mut at = from;
    let mut starts_line = true;
    while let Some(first) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        if first.is_whitespace() {
            starts_line |= first == '\n';
            at = at.saturating_add(first.len_utf8());
            continue;
        }
        if let Some(length) = lexis.comment_length(rest) {
            lexed.unclosed = lexis
                .block_comments
                .iter()
                .find(|(open, _)| rest.starts_with(open))
                .filter(|(open, close)| is_unclosed(rest, length, open, close))
                .map(|(_, close)| (*close, at));
            at = at.saturating_add(length);
            continue;
        }
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
        let (sort, length) = if let Some(length) = lexis.string_length(rest) {
            lexed.unclosed = lexis
                .quotes
                .iter()
                .find(|quote| rest.starts_with(quote.open))
                .filter(|quote| matches!(quote.body, StringBody::Lines | StringBody::Raw))
                .filter(|quote| is_unclosed(rest, length, quote.open, quote.close))
                .map(|quote| (quote.close, at));
            (Sort::Text, length)
        } else if is_word(first) {
            (Sort::Word, rest.find(|c: char| !is_word(c)).unwrap_or(rest.len()))
        } else {
            // An arrow closes nothing.
            (Sort::Sign, if rest.starts_with("=>") { 2 } else { first.len_utf8() })
        };
        let end = at.saturating_add(length.max(1));
        lexed.tokens.push(Token { span: Span::new(at, end), sort, starts_line });
        starts_line = false;
        at = end;
    }
    lexed
}

/// Whether a comment or string that takes the rest of a text lacks its end.
fn is_unclosed(rest: &str, length: usize, open: &str, close: &str) -> bool {
    length == rest.len() && !rest.get(open.len()..).is_some_and(|inside| inside.ends_with(close))
}
