//! Places that do not parse, reported so that people can find them.
//!
//! The parser recovers from a mistake wherever that is cheapest, and the node it then marks can be half a file.
//! Brackets are therefore matched again here over all tokens, and one token of each marked node is reported: a bracket
//! that is never closed, else the first token that the parser could not place.

use crate::language::nuance::Nuance;
use crate::language::role::{Role, Token};
use crate::language::tables::Kind;
use crate::text::Span;

use super::frame::Frame;
use super::outline::ParseError;
use super::walk::Walk;

/// The index of `{` and `}` among the brackets.
const BRACE: u8 = 2;

/// An open bracket.
#[derive(Debug, Clone, Copy)]
struct Bracket {
    shape: u8,
    span: Span,
    /// The column where the code of its line starts, and the line.
    indent: u32,
    row: usize,
}

/// A node that does not parse and is not inside another.
#[derive(Debug, Clone, Copy, Default)]
struct Region {
    span: Span,
    /// The first token inside that the parser could not place.
    token: Option<Span>,
    /// Whether the next such token replaces it, because the code before did parse.
    renew: bool,
    /// The bytes of tokens before it that do not parse.
    error_bytes: u32,
}

/// A missing token.
#[derive(Debug, Clone, Copy)]
struct Missing {
    kind: u16,
    at: u32,
    /// The bracket that it would close, if that is on an earlier line.
    opener: Option<Span>,
    brace: bool,
}

/// The errors found so far in a text.
#[derive(Debug, Default)]
pub(super) struct Trouble {
    brackets: Vec<Bracket>,
    /// Brackets that nothing closes, in the order in which they were found.
    unclosed: Vec<Span>,
    /// Braces closed by one further left, which more likely belongs to an outer brace. In the order in which they were
    /// closed.
    doubtful: Vec<Span>,
    regions: Vec<Region>,
    missing: Vec<Missing>,
    /// Tokens after which a statement should have ended with its line.
    unfinished: Vec<Span>,
    /// The last token.
    last: Span,
    /// The number of open nodes that do not parse.
    open: u32,
    /// The line of the last token, and the column where its code starts.
    line: Option<(usize, u32)>,
}

impl Walk<'_> {
    pub(super) fn open_error(&mut self, span: Span) {
        let error_bytes = self.out.error_bytes;
        let Some(trouble) = &mut self.trouble else { return };
        if trouble.open == 0 {
            trouble.regions.push(Region { span, error_bytes, ..Region::default() });
        }
        trouble.open = trouble.open.saturating_add(1);
    }

    pub(super) fn close_error(&mut self) {
        if let Some(trouble) = &mut self.trouble {
            trouble.open = trouble.open.saturating_sub(1);
        }
    }

    /// Records a token directly under an error node, or one that is an error by itself.
    pub(super) fn stray_token(&mut self, kind: Kind, span: Span, alone: bool) {
        let token = match kind.token {
            Token::Other => self.keyword(span),
            token => token,
        };
        if !alone {
            self.stray(token, span);
        }
        let error_bytes = self.out.error_bytes.saturating_sub(span.end.saturating_sub(span.start));
        let Some(trouble) = &mut self.trouble else { return };
        if trouble.open == 0 {
            trouble.regions.push(Region { span, token: Some(span), renew: false, error_bytes });
        } else if let Some(region) = trouble.regions.last_mut()
            && (region.token.is_none() || region.renew)
        {
            region.token = Some(span);
            region.renew = false;
        }
    }

    /// Records a keyword that was parsed as a name: around mistakes the parser reads keywords as names.
    pub(super) fn misread_keyword(&mut self, kind: Kind, span: Span) {
        let token = self.keyword(span);
        let opens = matches!(token, Token::If | Token::Elif | Token::For | Token::While | Token::Catch);
        let certain = !self.language.lexis.contextual.contains(&span.of(self.text));
        if opens && certain && kind.nuance != Nuance::MemberName {
            self.stray(token, span);
        }
    }

    /// The token of a plain name, because keywords in unparsed code can appear as names.
    fn keyword(&self, span: Span) -> Token {
        let text = span.of(self.text);
        if matches!(text, "&" | "|") {
            // One half of an operator that was read as two.
            let before = self.text.get(..span.start as usize).unwrap_or("");
            return match text {
                "&" if before.ends_with('&') => Token::And,
                "|" if before.ends_with('|') => Token::Or,
                _ => Token::Other,
            };
        }
        if text.len() < 2 || text.len() > 6 || !text.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return Token::Other;
        }
        let mut tokens = self.out.language.tokens.iter().flat_map(|part| part.iter());
        tokens.find(|(name, _)| *name == text).map_or(Token::Other, |(_, token)| *token)
    }

    /// Closes a node. If its parent is an error but the node itself parsed, the trouble starts after it.
    pub(super) fn settle_error(&mut self, frame: &Frame) {
        let Some(trouble) = &mut self.trouble else { return };
        if trouble.open == 0 || !self.frames.last().is_some_and(|parent| parent.role == Role::Error) {
            return;
        }
        let whole = matches!(
            frame.role,
            Role::Function
                | Role::Constructor
                | Role::Class
                | Role::Interface
                | Role::If
                | Role::Loop
                | Role::Statement
                | Role::ExpressionStatement
                | Role::Declaration
                | Role::Return
                | Role::Import
                | Role::Field
        );
        if whole && let Some(region) = trouble.regions.last_mut() {
            region.renew = true;
        }
    }

    /// Tracks lines and matches brackets in a text that does not parse.
    pub(super) fn bracket(&mut self, token: Token, span: Span) {
        let row = self.lines.row(span.start);
        let column = span.start.saturating_sub(self.lines.start(row));
        let Some(trouble) = &mut self.trouble else { return };
        let (first, indent) = match trouble.line {
            Some((line, indent)) if line == row => (false, indent),
            _ => (true, column),
        };
        trouble.line = Some((row, indent));
        let last = std::mem::replace(&mut trouble.last, span);
        if first {
            self.cognitive.start_line(column);
            let ended = trouble.brackets.is_empty() && self.language.dialect.line_ends_statement;
            if ended && runs_on(self.text, last, span, &self.frames) {
                trouble.unfinished.push(last);
            }
        }
        match token {
            Token::Open(shape) => trouble.brackets.push(Bracket { shape, span, indent, row }),
            Token::Close(shape) => {
                // Brackets still open inside the one closed here are never closed, unless this one closes nothing.
                let Some(depth) = trouble.brackets.iter().rev().take(16).position(|open| open.shape == shape)
                else {
                    return;
                };
                for _ in 0..depth {
                    if let Some(open) = trouble.brackets.pop() {
                        trouble.unclosed.push(open.span);
                    }
                }
                if let Some(open) = trouble.brackets.pop()
                    && first
                    && open.row != row
                    && indent < open.indent
                {
                    trouble.doubtful.push(open.span);
                }
            }
            _ => {}
        }
    }

    /// Records a token that the parser inserted because it was missing.
    pub(super) fn missing(&mut self, kind: u16, token: Token, span: Span) {
        let at = self.token_end.min(span.start);
        let row = self.lines.row(at);
        let Some(trouble) = &mut self.trouble else { return };
        let mut opener = None;
        if let Token::Close(shape) = token
            && trouble.brackets.last().is_some_and(|open| open.shape == shape)
        {
            opener = trouble.brackets.pop().filter(|open| open.row != row).map(|open| open.span);
        }
        trouble.missing.push(Missing { kind, at, opener, brace: token == Token::Close(BRACE) });
    }

    /// Turns the recorded errors into places for people.
    pub(super) fn finish_errors(&mut self) {
        let Some(mut trouble) = self.trouble.take() else { return };
        let mut left_open = trouble.brackets.iter().any(|open| open.shape == BRACE);
        if self.is_cut {
            // What the end of the text leaves open is open because the budget ended there.
            let end = trouble.last.end;
            if let Some(last) = trouble.regions.pop_if(|region| region.span.end >= end) {
                self.out.error_bytes = last.error_bytes;
            }
            trouble.missing.retain(|missing| missing.at < end);
            trouble.brackets.clear();
            left_open = false;
        }
        // If a brace is still open at the end, and one was closed by a brace further left, the latter is the unclosed
        // one.
        trouble.unclosed.extend(trouble.brackets.iter().map(|open| open.span));
        trouble.unclosed.sort_unstable();
        let first_in = |spans: &[Span], within: Span| {
            let from = spans.partition_point(|span| span.start < within.start);
            spans.get(from).copied().filter(|span| within.contains(*span))
        };
        let errors = &mut self.out.errors;
        if left_open && let Some(span) = trouble.doubtful.first() {
            errors.push(ParseError { span: *span, missing: None });
        }
        for region in &trouble.regions {
            let start = Span { start: region.span.start, end: region.span.start };
            let span = first_in(&trouble.unclosed, region.span).or(region.token).unwrap_or(start);
            errors.push(ParseError { span, missing: None });
        }
        errors.extend(trouble.unfinished.iter().map(|span| ParseError { span: *span, missing: None }));
        for missing in &trouble.missing {
            let at = Span { start: missing.at, end: missing.at };
            let span = missing.opener.map_or(at, |opener| {
                let within = Span { start: opener.start, end: missing.at };
                let mut doubtful = trouble.doubtful.iter().take(64).copied();
                let doubtful = doubtful.find(|brace| missing.brace && within.contains(*brace));
                doubtful.unwrap_or(opener)
            });
            errors.push(ParseError { span, missing: self.tables.name(missing.kind) });
        }
        errors.sort_by_key(|error| error.span);
        errors.dedup_by_key(|error| error.span);
    }
}

/// Whether the parser continued a statement past the end of its line although it cannot go on there.
fn runs_on(text: &str, last: Span, next: Span, frames: &[Frame]) -> bool {
    let between = text.get(last.end as usize..next.start as usize).unwrap_or("");
    let mut around = frames.iter().rev().take(64);
    between.contains('\n')
        && !between.contains('\\')
        && around.any(|frame| {
            frame.span.start < next.start
                && matches!(
                    frame.role,
                    Role::ExpressionStatement | Role::Import | Role::Return | Role::Raise | Role::Assert
                )
        })
}
