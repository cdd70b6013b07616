//! A small hash for texts and lists that are compared only within one submission.

/// A 64-bit FNV-1a hash: the same on every platform, not resistant to attacks, so that equal hashes need a second look
/// where it matters.
///
/// Source: Fowler, Noll, Vo, "The FNV Non-Cryptographic Hash Algorithm" (RFC 9923).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fnv(pub u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    /// The hash of a text.
    pub fn of(text: &str) -> u64 {
        text.bytes().fold(Self::default(), Self::with).0
    }

    /// With another byte.
    #[must_use]
    pub fn with(self, byte: u8) -> Self {
        self.with_number(u64::from(byte))
    }

    /// With another number, as if it were a byte.
    #[must_use]
    pub const fn with_number(self, number: u64) -> Self {
        Self((self.0 ^ number).wrapping_mul(0x0000_0100_0000_01b3))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_values() {
        // From the test vectors of RFC 9923.
        assert_eq!(Fnv::of(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(Fnv::of("a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(Fnv::of("foobar"), 0x8594_4171_f739_67e8);
    }
}
