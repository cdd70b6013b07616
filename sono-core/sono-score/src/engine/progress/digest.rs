//! The digest of items of a batch, which fits into its state.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind};
#[cfg(all(feature = "batch", not(target_family = "wasm")))]
use crate::hash::FieldHasher;

/// The digest of one item, or of a run of them: the sum, modulo 2^128, of a hash for each, which covers its index, its
/// key and its content. Of two runs at the same place, equal digests mean equal items in the same order.
///
/// In JSON, 32 hexadecimal digits. A sum can be added to in any order, so that a batch needs no more than this to know
/// its items again, whatever order they end in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct ItemDigest(u128);

impl ItemDigest {
    /// That of one item.
    #[cfg(all(feature = "batch", not(target_family = "wasm")))]
    pub(in crate::engine) fn of(index: u64, id: Option<&str>, content: &str) -> Self {
        let mut hasher = FieldHasher::default();
        hasher.text("sono-eval item 1");
        hasher.bytes(&index.to_le_bytes());
        hasher.count(usize::from(id.is_some()));
        hasher.text(id.unwrap_or_default());
        hasher.text(content);
        Self(
            hasher
                .finish()
                .as_bytes()
                .first_chunk()
                .map(|bytes| u128::from_be_bytes(*bytes))
                .unwrap_or_default(),
        )
    }

    /// That of the items of both.
    #[must_use]
    pub(in crate::engine) fn with(self, other: Self) -> Self {
        Self(self.0.wrapping_add(other.0))
    }
}

impl From<ItemDigest> for String {
    fn from(digest: ItemDigest) -> Self {
        format!("{:032x}", digest.0)
    }
}

impl TryFrom<String> for ItemDigest {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        let is_hex = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = is_hex.then(|| u128::from_str_radix(&text, 16).ok()).flatten();
        number.map(Self).ok_or_else(|| {
            Error::new(ErrorKind::InvalidJson, "expected a digest of 32 hexadecimal digits, got another text")
        })
    }
}

#[cfg(all(test, feature = "batch"))]
mod tests {
    use super::*;

    #[test]
    fn place_key_and_content_all_count() {
        let all = [
            ItemDigest::of(0, None, "a"),
            ItemDigest::of(1, None, "a"),
            ItemDigest::of(0, Some(""), "a"),
            ItemDigest::of(0, Some("a"), ""),
            ItemDigest::of(0, None, "b"),
        ];
        for (at, digest) in all.iter().enumerate() {
            assert!(!all[..at].contains(digest), "{at}");
        }
        let pair = |one: &str, other: &str| ItemDigest::of(0, None, one).with(ItemDigest::of(1, None, other));
        assert_ne!(pair("a", "b"), pair("b", "a"));
    }

    #[test]
    fn the_stored_form_is_pinned_and_nothing_else_is_read() {
        let digest = ItemDigest::of(7, Some("key"), "content");
        let json = serde_json::to_string(&digest).unwrap();
        assert_eq!(json, "\"7e1dbcca0a143767d22bb4aac46e7a1b\"");
        assert_eq!(serde_json::from_str::<ItemDigest>(&json).unwrap(), digest);
        for wrong in ["\"\"", "\"+0000000000000000000000000000000\"", "\"0\"", "7", "\"x\""] {
            assert!(serde_json::from_str::<ItemDigest>(wrong).is_err(), "{wrong}");
        }
    }
}
