//! Detects code so broken that parsing it would take far too long.
//!
//! At a mistake, tree-sitter tries to finish every open construct: work and memory grow with the number of mistakes
//! times the number of open constructs. Four kilobytes of `!*!*!*` take seconds, sixteen of `{a:}{a:}` take gigabytes,
//! and the parser reports no progress until it is done. Broken code that people write has few mistakes at once, or few
//! open constructs, so the tokens alone tell one from the other. This needs no grammar: it counts what is open
//! (brackets, operators without an operand, keywords that cannot end an expression) and the tokens that cannot follow.

use memchr::{memchr, memmem};

use crate::language::{Body, Lexis, Quote};

/// The product of mistakes and open constructs that every text may have: enough for two hundred mistakes inside one
/// another, or five thousand in code of usual depth.
const FLAT: u64 = 1 << 15;
/// The additional product per byte: broken code of any length then costs a small multiple of sound code.
const PER_BYTE: u64 = 2;
/// The number of open brackets searched for the partner of a closing one.
const NEAR: usize = 32;

/// The number of brackets around an operand that cost nothing.
const USUAL_DEPTH: usize = 64;
/// The maximum length of a regular expression, in bytes.
const LONGEST_REGEX: usize = 1_000;
/// The maximum length of a keyword, in bytes.
const LONGEST: usize = 10;
/// The number of kinds of string literals for which unclosed stretches are remembered.
const QUOTES: usize = 12;
/// The maximum length of an escape in a character literal, in bytes.
const LONGEST_ESCAPE: usize = 12;

/// The length of the text that can be parsed in time: all of it, for any code that people write.
pub(super) fn reach(text: &str, lexis: &'static Lexis) -> usize {
    let budget = FLAT.saturating_add((text.len() as u64).saturating_mul(PER_BYTE));
    let mut scan = Scan::new(text, lexis);
    while scan.work <= budget {
        if !scan.token() {
            return text.len();
        }
    }
    scan.at
}

/// The state after the last token.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing is open at this level.
    Fresh,
    /// A complete expression or statement.
    Complete,
    /// An incomplete one.
    Wanting,
}

struct Level {
    close: u8,
    /// Operators and keywords that may still be open at this level.
    pending: u64,
}

struct Scan<'t> {
    bytes: &'t [u8],
    lexis: &'static Lexis,
    at: usize,
    state: State,
    levels: Vec<Level>,
    /// The pending ones outside all brackets.
    outside: u64,
    /// The last operator was `<`.
    angle: bool,
    /// The number of open constructs: brackets, and pending ones at each level.
    open: u64,
    /// The sum over all mistakes of the number of open constructs.
    work: u64,
    /// Whether no block comment closes from here on.
    comments_open: bool,
    /// For each kind of quote, the offset up to which no string closes.
    unclosed: [usize; QUOTES],
}

impl<'t> Scan<'t> {
    fn new(text: &'t str, lexis: &'static Lexis) -> Self {
        Self {
            bytes: text.as_bytes(),
            lexis,
            at: 0,
            state: State::Fresh,
            levels: Vec::new(),
            outside: 0,
            angle: false,
            open: 0,
            work: 0,
            comments_open: false,
            unclosed: [0; QUOTES],
        }
    }

    /// Reads a token. Returns false at the end.
    fn token(&mut self) -> bool {
        let Some(byte) = self.bytes.get(self.at).copied() else { return false };
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let mut length = 1;
        match byte {
            b'\n' => {
                if self.state == State::Complete {
                    self.end();
                }
            }
            b' ' | b'\t' | b'\r' | b'\x0c' => {}
            b'\\' => length = 2,
            _ if self.lexis.line_comments.iter().any(|open| rest.starts_with(open.as_bytes())) => {
                length = memchr(b'\n', rest).unwrap_or(rest.len());
            }
            _ if let Some((open, close)) = self.block_comment(rest) => {
                match self.comment(rest, open.as_bytes(), close.as_bytes()) {
                    Some(end) => length = end,
                    None => self.more(),
                }
            }
            b'/' if self.lexis.regex_literals
                && self.state != State::Complete
                && let Some(end) = regex(rest) =>
            {
                length = end;
                self.state = State::Complete;
            }
            _ if let Some((index, quote)) = self.quote(rest) => {
                length = self.string(index, quote, rest);
                self.state = State::Complete;
            }
            b'(' => self.push(b')'),
            b'[' => self.push(b']'),
            b'{' => self.push(b'}'),
            b')' | b']' | b'}' => self.close(byte),
            b';' | b',' => {
                let suspicious = match byte {
                    // The head of a loop, or a forgotten bracket.
                    b';' => self.levels.last().is_some_and(|level| level.close != b'}'),
                    // An omitted element, in what may be a list or a pattern.
                    _ => self.state == State::Fresh,
                };
                if suspicious {
                    self.work = self.work.saturating_add(self.open);
                }
                match self.state {
                    State::Wanting => self.mistake(),
                    _ => self.end(),
                }
            }
            _ if is_word(byte) => {
                // `1.` is a number.
                let number = byte.is_ascii_digit();
                let belongs = |byte: &&u8| is_word(**byte) || (number && **byte == b'.');
                length = rest.iter().take_while(belongs).count();
                self.word(rest.get(..length).unwrap_or_default());
            }
            _ => {
                length = operator(rest, self.lexis.joined);
                self.operator(rest.get(..length).unwrap_or_default());
            }
        }
        self.at = self.at.saturating_add(length);
        true
    }

    /// The byte before this token.
    fn last(&self) -> Option<u8> {
        self.bytes.get(self.at.checked_sub(1)?).copied()
    }

    /// Whether a word comes before this token.
    fn follows(&self, word: &[u8]) -> bool {
        self.bytes.get(..self.at).unwrap_or_default().trim_ascii_end().ends_with(word)
    }

    fn pending(&mut self) -> &mut u64 {
        self.levels.last_mut().map_or(&mut self.outside, |level| &mut level.pending)
    }

    /// Opens something incomplete.
    fn want(&mut self) {
        let pending = self.pending();
        *pending = pending.saturating_add(1);
        self.open = self.open.saturating_add(1);
        self.state = State::Wanting;
    }

    /// Opens something incomplete, which is a mistake if it follows something else that is.
    fn more(&mut self) {
        match self.state {
            State::Wanting => self.mistake(),
            _ => self.want(),
        }
    }

    /// Counts a token that cannot follow, so that nothing open can be finished.
    fn mistake(&mut self) {
        self.work = self.work.saturating_add(self.open);
        self.want();
    }

    /// Ends everything pending at this level.
    fn end(&mut self) {
        let pending = std::mem::take(self.pending());
        self.open = self.open.saturating_sub(pending);
        self.state = State::Fresh;
    }

    fn push(&mut self, close: u8) {
        if self.state == State::Wanting && close != b')' && self.levels.len() > USUAL_DEPTH {
            // The meaning of `{a:{a:` is undecided until the last bracket closes. Heads of statements do not have this
            // problem.
            self.work = self.work.saturating_add(self.open);
        }
        self.levels.push(Level { close, pending: 0 });
        self.open = self.open.saturating_add(1);
        self.state = State::Fresh;
    }

    fn close(&mut self, close: u8) {
        let Some(depth) = self.levels.iter().rev().take(NEAR).position(|level| level.close == close) else {
            return self.mistake();
        };
        // A parameter list may end with `/`.
        let wanting = self.state == State::Wanting && !(close == b')' && self.last() == Some(b'/'));
        if wanting || depth > 0 {
            self.work = self.work.saturating_add(self.open);
        }
        let mut closed = 0_u64;
        for _ in 0..=depth {
            let pending = self.levels.pop().map_or(0, |level| level.pending);
            closed = closed.saturating_add(pending).saturating_add(1);
        }
        if wanting {
            // For the parser, this closes nothing until something complete follows.
            let pending = self.pending();
            *pending = pending.saturating_add(closed);
            return;
        }
        self.open = self.open.saturating_sub(closed);
        if close == b'}' {
            self.end();
        }
        self.state = State::Complete;
    }

    fn word(&mut self, word: &[u8]) {
        let text = std::str::from_utf8(word).unwrap_or_default();
        let words = self.lexis.keywords;
        let is_member = self.last() == Some(b'.');
        if !is_member && text.len() <= LONGEST && words.binary_search(&text).is_ok() {
            self.more();
        } else {
            self.state = State::Complete;
        }
    }

    fn operator(&mut self, operator: &[u8]) {
        let angle = operator == b"<";
        if angle && self.angle {
            // Nested types, or comparisons: undecided until they end.
            self.work = self.work.saturating_add(self.open);
        }
        self.angle = angle || (self.angle && matches!(operator, b"." | b"?"));
        let whole = match operator {
            _ if self.lexis.suffixes.iter().any(|suffix| suffix.as_bytes() == operator) => {
                self.state == State::Complete
            }
            _ if self.lexis.operands.iter().any(|operand| operand.as_bytes() == operator) => true,
            b"*" => self.last() == Some(b'.') || self.follows(b"import"),
            // The bounds of a slice are optional.
            b":" => self.lexis.slices && self.levels.last().is_some_and(|level| level.close == b']'),
            // The end of a type or tag.
            b">" | b">>" | b">>>" => {
                self.state == State::Complete
                    || matches!(self.last(), Some(b'?' | b'<'))
                    || (self.lexis.markup && self.last() == Some(b'/'))
            }
            _ => false,
        };
        if whole {
            self.state = State::Complete;
            return;
        }
        let first = operator.first().copied().unwrap_or_default();
        if self.state == State::Fresh && self.lexis.infix.contains(&first) {
            self.state = State::Wanting;
        }
        self.more();
    }

    /// The kind of string literal that opens here, and its index.
    fn quote(&self, rest: &[u8]) -> Option<(usize, &'static Quote)> {
        self.lexis.quotes.iter().enumerate().find(|(_, quote)| rest.starts_with(quote.open.as_bytes()))
    }

    /// The length of a string, from its quote. For a string that does not end, the length of the quote alone.
    fn string(&mut self, index: usize, quote: &Quote, rest: &[u8]) -> usize {
        let open = quote.open.len();
        let body = rest.get(open..).unwrap_or_default();
        let close = quote.close.as_bytes();
        let Some(known) = self.unclosed.get_mut(index).filter(|known| **known <= self.at) else {
            return open;
        };
        let found = match quote.body {
            Body::Character => return character(body, close).map_or(open, |end| open.saturating_add(end)),
            Body::Raw => memmem::find(body, close).ok_or(body.len()),
            lines => escaped(body, close, lines == Body::Lines),
        };
        match found {
            Ok(end) => open.saturating_add(end).saturating_add(close.len()),
            Err(searched) => {
                *known = self.at.saturating_add(open).saturating_add(searched);
                open
            }
        }
    }

    /// The delimiters of the block comment that starts here.
    fn block_comment(&self, rest: &[u8]) -> Option<(&'static str, &'static str)> {
        self.lexis.block_comments.iter().copied().find(|(open, _)| rest.starts_with(open.as_bytes()))
    }

    /// The length of a block comment. A closing delimiter that was not found once is not searched for again, so that a
    /// text full of openings costs no more than any other.
    fn comment(&mut self, rest: &[u8], open: &[u8], close: &[u8]) -> Option<usize> {
        if self.comments_open {
            return None;
        }
        let mut end = open.len();
        let mut depth = 1_usize;
        while depth > 0 {
            let body = rest.get(end..).unwrap_or_default();
            let Some(found) = memmem::find(body, close) else {
                self.comments_open = true;
                return None;
            };
            if self.lexis.nested_comments {
                let inner = body.get(..found).unwrap_or_default();
                depth = depth.saturating_add(memmem::find_iter(inner, open).count());
            }
            depth = depth.saturating_sub(1);
            end = end.saturating_add(found).saturating_add(close.len());
        }
        Some(end)
    }
}

/// The offset at which a string with escapes closes, or else how far the search went.
fn escaped(body: &[u8], close: &[u8], lines: bool) -> Result<usize, usize> {
    let mut escaped = false;
    for (index, byte) in body.iter().enumerate() {
        match byte {
            b'\n' if !lines => return Err(index),
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            _ if body.get(index..).is_some_and(|rest| rest.starts_with(close)) => return Ok(index),
            _ => {}
        }
    }
    Err(body.len())
}

/// The length of a character and its closing delimiter, if they follow.
fn character(body: &[u8], close: &[u8]) -> Option<usize> {
    let length = match body.first()? {
        b'\\' => {
            let escape = body.get(2..body.len().min(LONGEST_ESCAPE))?;
            memmem::find(escape, close)?.saturating_add(2)
        }
        ..0x80 => 1,
        ..0xe0 => 2,
        ..0xf0 => 3,
        _ => 4,
    };
    let closes = body.get(length..)?.starts_with(close);
    closes.then(|| length.saturating_add(close.len()))
}

/// The length of the regular expression at the start of a text, if it ends on its line and soon enough.
fn regex(text: &[u8]) -> Option<usize> {
    let (mut escaped, mut class) = (false, false);
    for (index, byte) in text.iter().enumerate().take(LONGEST_REGEX).skip(1) {
        match byte {
            b'\n' => return None,
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'[' => class = true,
            b']' => class = false,
            b'/' if !class => return Some(index.saturating_add(1)),
            _ => {}
        }
    }
    None
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | 0x80..)
}

/// The length of the operator at the start of a text. Pairs in `joined` belong to one operator too.
fn operator(text: &[u8], joined: &[[u8; 2]]) -> usize {
    if text.starts_with(b"...") {
        return 3;
    }
    let mut pairs = text.windows(2).take(3);
    let mut length = 1_usize;
    while let Some([first, second]) = pairs.next() {
        let joins = match second {
            b'=' => !matches!(first, b'~' | b'@' | b'.' | b',' | b':' | b'?' | b'#'),
            b'>' => *first == b'>',
            b'.' => *first == b'?',
            b'*' | b'&' | b'|' | b'?' | b'<' | b'/' | b':' | b'+' | b'-' => first == second && length == 1,
            _ => false,
        };
        if !joins && !joined.contains(&[*first, *second]) {
            break;
        }
        length = length.saturating_add(1);
    }
    length
}

#[cfg(all(test, feature = "lang-all"))]
mod language_tests {
    use super::*;
    use crate::language::by_name;
    use crate::syntax::{Outline, ParseBudget, Parser};

    fn outline(language: &str, text: &str) -> Outline {
        Parser::new().outline(text, by_name(language).unwrap(), false, &ParseBudget::default())
    }

    #[test]
    fn keywords_are_short_and_quotes_few() {
        for language in crate::language::all() {
            let lexis = &language.lexis;
            assert!(lexis.keywords.iter().all(|word| word.len() <= LONGEST), "{}", language.id);
            assert!(lexis.quotes.len() <= QUOTES, "{}", language.id);
        }
    }

    /// Before the limit, each of these took seconds or gigabytes at a fraction of this length.
    #[test]
    fn tangles_end() {
        for (language, unit) in [
            ("python", "~%"),
            ("python", "-;"),
            ("python", "a=;"),
            ("python", "lambda:;"),
            ("python", "+from "),
            ("python", "in is not or and "),
            ("javascript", "!*"),
            ("javascript", "{a:}"),
            ("javascript", "{a:{a:"),
            ("javascript", "a?a:}"),
            ("javascript", "a=>}"),
            ("javascript", "new }"),
            ("javascript", "if(a)}"),
            ("javascript", ";+*"),
            ("javascript", "** a *"),
            ("javascript", "->"),
            ("javascript", "[&None"),
            ("javascript", "[:~"),
            ("javascript", "[,1"),
            ("javascript", "if a:\nelse "),
            ("typescript", "case 1:"),
            ("typescript", "and typeof }"),
            ("go", "!*"),
            ("go", "a := -;"),
            ("java", "+-*/%"),
            ("java", "(;"),
            ("java", "a=>"),
            ("java", "a<"),
            ("java", "??-"),
            ("java", "!~/*"),
            ("java", ")...\n ~"),
        ] {
            let line = "x = 1;\n";
            let outline = outline(language, &(line.to_owned() + &unit.repeat(200_000 / unit.len())));
            assert!(outline.truncated, "{language} {unit:?}");
            assert!(outline.statements > 0, "{language} {unit:?}");
        }
    }

    /// Code that looks tangled but is not: each text would be cut if one of its forms were taken for a mistake.
    #[test]
    fn sound_code_is_read_to_its_end() {
        for (language, unit) in [
            ("python", "from .a import *\nx = a[1:] + b[:, 0] + [1., 2.,] + [-1, +1]\n"),
            ("python", "def f(a, /, *b, **c): return lambda: (a, *b)  # don't\n"),
            ("python", "if not a is None:\n    pass\nelse:\n    return\n\"\"\"it's\n\"\"\"\n"),
            (
                "python",
                "def g(var, new):\n    return isarray(var) and not var.delete(new) \\\n        or default\n",
            ),
            (
                "javascript",
                "for (;;) { i++; --j; if (!!a) b = -1; else if (c) d = /[/'\"]{2}(/g.test(e); }\n",
            ),
            ("javascript", "const f = (a) => ({ in: 1, default: a?.b ?? `it's ${c}` })\n"),
            ("javascript", "switch (a) { case 1: case 2: default: }\nexport * from 'a'\n"),
            ("typescript", "type A<T> = Map<string, Array<T>>; let a!: A<B<C>>, b: (x?: T) => void;\n"),
            ("typescript", "const a = b!;\nfunction f(this: void, ...a: T[]): asserts a is B {}\n"),
            (
                "java",
                "import a.*; @A class B<T extends C<?>> { int f(int... a) { return a++ > 0 ? -1 : ~1; } }\n",
            ),
            ("java", "List<Map<A, List<B>>> a = new ArrayList<>(); b.forEach(c -> { d.add(c::e); });\n"),
            ("go", "func (a *A[T]) f(b ...int) (err error) { x := &B{c: `d'\n`, e: 'f'}; return g(b...) }\n"),
            (
                "go",
                "for { select { case x, ok := <-c: h[1:](x, ok, map[string]struct{}{}) } }\nvar i, j = 1, ^2\n",
            ),
            ("javascript", &("if (a) {".repeat(1_000) + &"}".repeat(1_000) + "\n")),
            // A closing bracket is missing.
            ("javascript", "function f(a) { return g(a; }\n"),
        ] {
            let outline = outline(language, &unit.repeat(200_000 / unit.len()));
            assert!(!outline.truncated, "{language} {unit:?}");
        }
    }

    /// On megabytes, quadratic work would take far too long.
    #[test]
    fn the_look_at_the_tokens_is_linear() {
        for unit in
            ["`", "/*", "\"\"\"", "'''", "(", "'", "/", "*", "import *", ")", "\\", "/[", "'\\", "`\\"]
        {
            for language in ["python", "javascript"] {
                let text = unit.repeat(4_000_000 / unit.len());
                assert!(reach(&text, &by_name(language).unwrap().lexis) <= text.len());
            }
        }
    }
}
