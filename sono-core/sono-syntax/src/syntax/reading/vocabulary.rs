//! The different tokens of each page, and the steps between which its variables live.

use crate::text::TextMap;

use super::Page;

/// The tokens seen so far, page by page.
#[derive(Debug, Default)]
pub(super) struct Vocabulary<'a> {
    /// For each page, a bit for each kind of token without a text of its own.
    kinds: Vec<u64>,
    /// The number of words of 64 bits for each page.
    width: usize,
    numbers: TextMap<(u32, &'a str), u32>,
    words: Vec<Word>,
}

/// A name or literal of a page.
#[derive(Debug, Clone, Copy)]
struct Word {
    page: u32,
    /// The first and the last step that name it as a variable.
    steps: Option<(u32, u32)>,
}

impl<'a> Vocabulary<'a> {
    /// A vocabulary for a number of pages, and of kinds of tokens.
    pub(super) fn new(pages: usize, kinds: usize) -> Self {
        let width = kinds.div_ceil(64).max(1);
        Self { kinds: vec![0; pages.saturating_mul(width)], width, ..Self::default() }
    }

    /// Adds a token that is its kind: a keyword, an operator.
    pub(super) fn kind(&mut self, page: u32, kind: u16) {
        let (word, bit) = (usize::from(kind) / 64, u32::from(kind) % 64);
        let place =
            (page as usize).saturating_mul(self.width).saturating_add(word.min(self.width.saturating_sub(1)));
        if let Some(bits) = self.kinds.get_mut(place) {
            *bits |= 1_u64.wrapping_shl(bit);
        }
    }

    /// Adds a name or literal; `step` is that of a variable.
    pub(super) fn word(&mut self, page: u32, text: &'a str, step: Option<u32>) {
        let next = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry((page, text)).or_insert(next);
        if number == next {
            self.words.push(Word { page, steps: None });
        }
        if let Some(step) = step
            && let Some(word) = self.words.get_mut(number as usize)
        {
            let first = word.steps.map_or(step, |(first, _)| first);
            word.steps = Some((first, step));
        }
    }

    /// Writes what was seen into the pages.
    pub(super) fn finish(self, pages: &mut [Page]) {
        for (page, bits) in pages.iter_mut().zip(self.kinds.chunks(self.width)) {
            page.vocabulary = bits.iter().map(|bits| bits.count_ones()).fold(0, u32::saturating_add);
        }
        for word in self.words {
            let Some(page) = pages.get_mut(word.page as usize) else { continue };
            page.vocabulary = page.vocabulary.saturating_add(1);
            if let Some((first, last)) = word.steps {
                let length = u64::from(last.saturating_sub(first)).saturating_add(1);
                page.live = page.live.saturating_add(length);
            }
        }
    }
}
