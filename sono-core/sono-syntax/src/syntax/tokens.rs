//! Totals over all tokens: lines, bytes, the hash of bodies.

use crate::text::Span;

use super::outline::LineCounts;

const CODE: u8 = 1;
const COMMENT: u8 = 2;

/// The lines and their contents, fed in text order.
#[derive(Debug, Default)]
pub(super) struct Lines {
    starts: Vec<u32>,
    marks: Vec<u8>,
    /// The line of the last requested offset, counted from 0.
    current: usize,
    /// The number of lines with code so far.
    pub(super) code: u32,
    /// The line after the last one with code.
    after_code: usize,
}

impl Lines {
    /// Starts a text.
    pub(super) fn reset(&mut self, text: &str) {
        self.starts.clear();
        self.starts.push(0);
        let next = |offset: usize| u32::try_from(offset.saturating_add(1)).unwrap_or(u32::MAX);
        self.starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(next));
        self.marks.clear();
        self.marks.resize(self.starts.len(), 0);
        self.current = 0;
        self.code = 0;
        self.after_code = 0;
    }

    /// The line of an offset, counted from 0. Fast if offsets rarely decrease.
    #[inline]
    pub(super) fn row(&mut self, offset: u32) -> usize {
        let start = |row: usize| self.starts.get(row).copied();
        if start(self.current).is_some_and(|start| start > offset) {
            self.current = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
            return self.current;
        }
        let mut row = self.current;
        while start(row.saturating_add(1)).is_some_and(|next| next <= offset) {
            row = row.saturating_add(1);
        }
        self.current = row;
        row
    }

    /// The offset at which a line starts.
    pub(super) fn start(&self, row: usize) -> u32 {
        self.starts.get(row).copied().unwrap_or(0)
    }

    /// Whether the line of the next token already has code.
    pub(super) fn shares_line(&mut self, offset: u32) -> bool {
        self.row(offset) < self.after_code
    }

    /// Marks the lines of a token.
    #[inline]
    pub(super) fn mark_code(&mut self, span: Span) {
        let first = self.row(span.start);
        // Most tokens are on the same line as the one before.
        let next_line = self.starts.get(self.after_code).copied().unwrap_or(u32::MAX);
        if first < self.after_code && span.end <= next_line {
            return;
        }
        let last = self.row(span.end.saturating_sub(1).max(span.start));
        let fresh = first.max(self.after_code);
        for mark in self.marks.get_mut(fresh..=last).into_iter().flatten() {
            *mark |= CODE;
            self.code = self.code.saturating_add(1);
        }
        self.after_code = self.after_code.max(last.saturating_add(1));
    }

    /// Marks the lines of a comment.
    pub(super) fn mark_comment(&mut self, span: Span) {
        let first = self.row(span.start);
        let last = self.row(span.end.saturating_sub(1).max(span.start));
        for mark in self.marks.get_mut(first..=last).into_iter().flatten() {
            *mark |= COMMENT;
        }
    }

    /// Counts the lines by content.
    pub(super) fn count(&self, text: &str) -> LineCounts {
        let mut counts = LineCounts::default();
        let mut ends = self.starts.iter().copied().skip(1).chain([u32::MAX]);
        for (start, mark) in self.starts.iter().zip(&self.marks) {
            let end = ends.next().unwrap_or(u32::MAX) as usize;
            let start = *start as usize;
            if start >= text.len() {
                // A final newline does not start another line.
                break;
            }
            let kind = match *mark {
                mark if mark & CODE != 0 => &mut counts.code,
                COMMENT => &mut counts.comment,
                _ => match text.get(start..end.min(text.len())) {
                    Some(line) if line.trim().is_empty() => &mut counts.blank,
                    _ => &mut counts.code,
                },
            };
            *kind = kind.saturating_add(1);
            counts.total = counts.total.saturating_add(1);
        }
        counts
    }
}

/// A polynomial hash of a stream of tokens, from which the hash of any stretch can be derived: hashing a function's
/// body costs the same whether or not it contains other functions.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct TokenHash {
    value: u64,
    tokens: u64,
}

impl TokenHash {
    const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

    /// Adds a token.
    #[inline]
    pub(super) fn push(&mut self, kind: u16, text: Option<&str>) {
        let token = scatter(text.map_or(0, hash_text) ^ (u64::from(kind) << 48));
        self.value = self.value.wrapping_mul(Self::BASE).wrapping_add(token);
        self.tokens = self.tokens.wrapping_add(1);
    }

    /// The hash of the tokens after an earlier state; 0 if there are none.
    pub(super) fn since(self, earlier: Self) -> u64 {
        let count = self.tokens.wrapping_sub(earlier.tokens);
        if count == 0 {
            return 0;
        }
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let tail = self.value.wrapping_sub(earlier.value.wrapping_mul(Self::BASE.wrapping_pow(count)));
        scatter(tail ^ u64::from(count))
    }
}

/// A 64-bit hash of a text: fast, the same on every platform, not resistant to attacks.
#[inline]
pub(super) fn hash_text(text: &str) -> u64 {
    let step = |hash: u64, word: u64| (hash.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    let mut chunks = text.as_bytes().chunks_exact(8);
    let mut hash = text.len() as u64;
    for chunk in &mut chunks {
        hash = step(hash, chunk.try_into().map_or(0, u64::from_le_bytes));
    }
    let mut rest = 0;
    for byte in chunks.remainder() {
        rest = (rest << 8) | u64::from(*byte);
    }
    step(hash, rest)
}

/// Spreads a hash over all bits.
#[inline]
fn scatter(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ (hash >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_has_its_own_hash() {
        let feed =
            |hash: &mut TokenHash, words: &[&str]| words.iter().for_each(|word| hash.push(1, Some(word)));
        let (mut one, mut two) = (TokenHash::default(), TokenHash::default());
        feed(&mut one, &["a", "b"]);
        let (start_one, start_two) = (one, two);
        feed(&mut one, &["x", "long identifier", "y"]);
        feed(&mut two, &["x", "long identifier", "y"]);
        assert_eq!(one.since(start_one), two.since(start_two));
        feed(&mut two, &["z"]);
        assert_ne!(one.since(start_one), two.since(start_two));
        assert_eq!(one.since(one), 0);
    }

    #[test]
    fn the_order_of_tokens_matters() {
        let hash = |words: &[&str]| {
            let mut hash = TokenHash::default();
            words.iter().for_each(|word| hash.push(1, Some(word)));
            hash.since(TokenHash::default())
        };
        assert_ne!(hash(&["a", "b"]), hash(&["b", "a"]));
        assert_ne!(hash(&["ab"]), hash(&["a", "b"]));
    }

    #[test]
    fn lines_by_kind() {
        let text = "a\n\n# c\nb # d\r\n  \n'''x\n\ny'''";
        let mut lines = Lines::default();
        lines.reset(text);
        lines.mark_code(Span::new(0, 1));
        lines.mark_comment(Span::new(3, 6));
        lines.mark_code(Span::new(7, 8));
        lines.mark_comment(Span::new(9, 12));
        lines.mark_code(Span::new(17, text.len()));
        assert_eq!(lines.code, 5);
        assert_eq!(lines.count(text), LineCounts { total: 8, code: 5, comment: 1, blank: 2 });
    }
}
