//! The one way in which fields become a hash.

use blake3::{Hash, Hasher};

/// A BLAKE3 hash of several fields. Each goes in after its length, so that no two lists of fields share their bytes.
#[derive(Default)]
pub struct FieldHasher(Hasher);

impl FieldHasher {
    /// The hash of a list of texts, in hexadecimal.
    pub fn hex_of<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> String {
        let mut hasher = Self::default();
        texts.into_iter().for_each(|text| hasher.text(text.as_ref()));
        hasher.hex()
    }

    /// Adds a text.
    pub fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    /// Adds bytes.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.count(bytes.len());
        self.bare(bytes);
    }

    /// Adds a number, such as that of the items of a list that follows.
    pub fn count(&mut self, count: usize) {
        self.bare(&(count as u64).to_le_bytes());
    }

    /// Adds bytes without their length, which has to be known: another hash, or what comes last.
    pub fn bare(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The hash of all that was added.
    pub fn finish(&self) -> Hash {
        self.0.finalize()
    }

    /// The same in hexadecimal.
    pub fn hex(&self) -> String {
        self.finish().to_hex().to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_field_ends_matters() {
        let hashes =
            [vec!["ab", "c"], vec!["a", "bc"], vec!["abc"], vec!["abc", ""]].map(FieldHasher::hex_of);
        for (at, hash) in hashes.iter().enumerate() {
            assert!(!hashes[..at].contains(hash), "{at}");
        }
    }

    #[test]
    fn the_form_is_a_length_in_eight_bytes_and_the_field() {
        let mut hasher = FieldHasher::default();
        hasher.text("ab");
        hasher.bare(b"c");
        assert_eq!(hasher.finish(), blake3::hash(b"\x02\0\0\0\0\0\0\0abc"));
    }
}
