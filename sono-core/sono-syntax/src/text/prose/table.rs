//! A map with short words as keys, for lists that are looked up once for each word of a text.

/// The longest word that a table holds, in bytes.
const LONGEST: usize = 16;

/// A map from ASCII words of at most 16 letters, in any case, to small values.
///
/// Its keys are fixed when it is built, so nobody who writes a text can make it slow.
#[derive(Debug)]
pub(in crate::text) struct Table<V> {
    /// Twice as many slots as keys or more, so that most searches end at the first.
    slots: Vec<Option<(u128, V)>>,
}

impl<V: Copy> Table<V> {
    /// A table of these words. Of two entries for one word the first one holds; what is no such word is left out.
    pub(in crate::text) fn new<'w>(entries: impl IntoIterator<Item = (&'w str, V)>) -> Self {
        let entries: Vec<(u128, V)> =
            entries.into_iter().filter_map(|(word, value)| Some((key(word)?, value))).collect();
        let mut slots = vec![None; entries.len().saturating_mul(2).next_power_of_two().max(2)];
        for (key, value) in entries {
            if let Some(slot) = free(&slots, key)
                && let Some(slot) = slots.get_mut(slot)
            {
                *slot = Some((key, value));
            }
        }
        Self { slots }
    }

    /// The value of a word, in any case.
    pub(in crate::text) fn get(&self, word: &str) -> Option<V> {
        let key = key(word)?;
        for slot in places(key, self.slots.len()) {
            match self.slots.get(slot)? {
                Some((known, value)) if *known == key => return Some(*value),
                Some(_) => {}
                None => return None,
            }
        }
        None
    }
}

/// The slot for a new key; none if the key is there.
fn free<V>(slots: &[Option<(u128, V)>], key: u128) -> Option<usize> {
    for place in places(key, slots.len()) {
        match slots.get(place)? {
            Some((known, _)) if *known == key => return None,
            Some(_) => {}
            None => return Some(place),
        }
    }
    None
}

/// The slots in which a key is looked for, of a power of two.
fn places(key: u128, slots: usize) -> impl Iterator<Item = usize> {
    let mixed = (key as u64 ^ ((key >> 64) as u64).rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let first = (mixed >> 32) as usize;
    (0..slots).map(move |step| first.wrapping_add(step) & slots.saturating_sub(1))
}

/// A word as a number: its bytes, as small letters.
fn key(word: &str) -> Option<u128> {
    let mut bytes = [0_u8; LONGEST];
    let lower = bytes.get_mut(..word.len()).filter(|lower| !lower.is_empty())?;
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    Some(u128::from_le_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_case() {
        let words = ["a", "the", "abcdefghijklmnop", "a", "zz"];
        let table = Table::new(words.into_iter().zip(0..));
        assert_eq!(
            ["A", "The", "ABCDEFGHIJKLMNOP", "zz"].map(|word| table.get(word)),
            [Some(0), Some(1), Some(2), Some(4)]
        );
        for word in ["", "b", "thee", "abcdefghijklmnopq", "é"] {
            assert_eq!(table.get(word), None, "{word}");
        }
        assert_eq!(Table::<u8>::new([]).get("a"), None);
    }

    #[test]
    fn full_tables_hold_every_word() {
        let words: Vec<String> = (0..1_000).map(|number| format!("w{number}")).collect();
        let table = Table::new(words.iter().map(String::as_str).zip(0..));
        for (word, number) in words.iter().zip(0..) {
            assert_eq!(table.get(word), Some(number));
        }
    }
}
