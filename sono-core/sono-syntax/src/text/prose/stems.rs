//! Stems: one key for the forms of a word.

use std::hash::Hasher;

use crate::text::Fnv;

/// Endings that make another form of the same word, the longer before those that they end in, by their last letter.
///
/// Applied again and again, so that `parsers`, `parsing` and `parsed` meet. That is coarser than Porter's rules: stems
/// are compared and never shown, and to take two related words for one is the harmless mistake.
fn endings(last: u8) -> &'static [&'static [u8]] {
    match last {
        b's' => &[b"ings", b"ness", b"ions", b"izes", b"ises", b"ies", b"ers", b"ors", b"es", b"s"],
        b't' => &[b"ment"],
        b'e' => &[b"able", b"ible", b"ize", b"ise", b"e"],
        b'd' => &[b"ized", b"ised", b"ied", b"ed"],
        b'g' => &[b"ing"],
        b'n' => &[b"ion"],
        b'r' => &[b"er", b"or"],
        b'y' => &[b"ly", b"y"],
        _ => &[],
    }
}

/// Longest word whose endings are looked at, in bytes.
const LONGEST: usize = 32;

/// The stem of a word, whatever its case. Two words with the same stem are forms of one word; that two words share a
/// stem by chance of the hash is as good as impossible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stem(u64);

impl Stem {
    /// The stem of a word.
    ///
    /// ```
    /// # use sono_syntax as sono_core;
    /// use sono_core::text::prose::Stem;
    /// assert_eq!(Stem::of("Parser"), Stem::of("parses"));
    /// assert_ne!(Stem::of("parser"), Stem::of("purser"));
    /// ```
    pub fn of(word: &str) -> Self {
        let mut buffer = [0_u8; LONGEST];
        let Some(lower) = buffer.get_mut(..word.len()).filter(|_| word.is_ascii()) else {
            let letters = word.chars().flat_map(char::to_lowercase);
            let hash = letters.fold(Fnv::default(), |hash, letter| {
                let mut bytes = [0_u8; 4];
                letter.encode_utf8(&mut bytes).bytes().fold(hash, Fnv::with)
            });
            return Self(hash.0);
        };
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        Self(without_endings(lower).iter().copied().fold(Fnv::default(), Fnv::with).0)
    }

    /// One key for several stems in this order.
    pub fn joined(stems: impl IntoIterator<Item = Self>) -> Self {
        let bytes = stems.into_iter().flat_map(|stem| stem.0.to_le_bytes());
        Self(bytes.fold(Fnv::default(), Fnv::with).0)
    }
}

/// A stem is its own hash. For maps whose keys are fixed: in others, a text could choose words that collide.
#[derive(Debug, Default)]
pub(super) struct StemHasher(u64);

impl Hasher for StemHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().copied().fold(Fnv(self.0), Fnv::with).0;
    }

    fn write_u64(&mut self, stem: u64) {
        self.0 = stem;
    }
}

fn without_endings(word: &[u8]) -> &[u8] {
    let mut stem = word;
    while let Some(last) = stem.last()
        && let Some(shorter) = endings(*last).iter().find_map(|ending| shortened(stem, ending))
    {
        stem = shorter;
    }
    // What `validation` and `validate` leave.
    if let Some(rest) = stem.strip_suffix(b"at")
        && rest.len() >= 4
    {
        return rest;
    }
    stem
}

/// A word without an ending and without the consonant that was doubled before it; `None` if too little remains.
fn shortened<'w>(word: &'w [u8], ending: &[u8]) -> Option<&'w [u8]> {
    const SHORTEST: usize = 3;
    let rest = word.strip_suffix(ending).filter(|rest| rest.len() >= SHORTEST)?;
    match rest {
        [before @ .., one, two] if one == two && before.len() >= 2 => rest.split_last().map(|(_, rest)| rest),
        _ => Some(rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_meet() {
        for forms in [
            "parse parses parsed parsing parser parsers PARSE",
            "order orders ordered ordering",
            "validate validates validation validated",
            "entry entries",
            "copy copies copied",
            "stop stops stopped stopping",
            "add adds added adding",
            "create creates creation created",
            "normalize normalizes normalized",
            "byte bytes",
        ] {
            let stems: Vec<Stem> = forms.split(' ').map(Stem::of).collect();
            assert!(stems.windows(2).all(|pair| pair[0] == pair[1]), "{forms}");
        }
    }

    #[test]
    fn other_words_stay_apart() {
        let words = "row column line count sum table key node user index größe 表格 日本 set get is";
        let stems: std::collections::BTreeSet<Stem> = words.split(' ').map(Stem::of).collect();
        assert_eq!(stems.len(), words.split(' ').count());
        assert_eq!(Stem::of("GRÖSSE"), Stem::of("grösse"));
        assert_ne!(Stem::joined([Stem(1), Stem(2)]), Stem::joined([Stem(2), Stem(1)]));
    }
}
