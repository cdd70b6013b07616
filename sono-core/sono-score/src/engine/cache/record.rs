//! The format of results in a store.
//!
//! A line of text, followed by the assessment as JSON:
//!
//! ```text
//! sono-eval 1 <checksum> <cost> <expires>
//! ```
//!
//! The cost is in nanoseconds; the expiry time is in milliseconds since 1970, or `-`. The checksum is the BLAKE3 hash
//! of the key and of everything after the checksum, so that bytes that are truncated, changed or under the wrong key
//! are noticed. It guards against accidents, not against anyone who can write to the store.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::assessment::Assessment;
use crate::error::{Error, ErrorKind, Result};
use crate::hash::FieldHasher;

use super::entry::Entry;

const FORM: &str = "sono-eval 1";

/// Why bytes from a store cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unusable {
    /// They are not the bytes that were put under this key.
    Corrupt,
    /// They have expired.
    Expired,
}

/// Milliseconds since 1970.
pub(super) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, millis)
}

pub(super) fn encode(key: &str, entry: &Entry, time_to_live: Option<Duration>, now: u64) -> Result<Vec<u8>> {
    let expires = match entry.time_left.or(time_to_live) {
        Some(left) => now.saturating_add(millis(left)).to_string(),
        None => "-".to_owned(),
    };
    let mut rest = format!("{} {expires}\n", entry.cost).into_bytes();
    // Not canonical JSON, which takes twice as long: these bytes are never compared.
    serde_json::to_writer(&mut rest, &entry.assessment)
        .map_err(|error| Error::new(ErrorKind::Internal, format!("cannot write the result: {error}")))?;
    let mut bytes = format!("{FORM} {} ", checksum(key, &rest)).into_bytes();
    bytes.append(&mut rest);
    Ok(bytes)
}

pub(super) fn decode(key: &str, bytes: &[u8], now: u64) -> Result<Entry, Unusable> {
    let (cost, expires, json) = parts(key, bytes).ok_or(Unusable::Corrupt)?;
    let time_left = match expires {
        Some(expires) if expires <= now => return Err(Unusable::Expired),
        Some(expires) => Some(Duration::from_millis(expires.saturating_sub(now))),
        None => None,
    };
    // The checksum is right but there is no assessment: a build of the same version with other types wrote it.
    let assessment: Assessment = serde_json::from_slice(json).map_err(|_| Unusable::Corrupt)?;
    Ok(Entry::new(&assessment, cost, time_left))
}

/// Cost, expiry time and JSON, if the checksum is right.
fn parts<'b>(key: &str, bytes: &'b [u8]) -> Option<(u64, Option<u64>, &'b [u8])> {
    let rest = bytes.strip_prefix(FORM.as_bytes())?.strip_prefix(b" ")?;
    let (sum, rest) = rest.split_at_checked(64)?;
    let rest = rest.strip_prefix(b" ")?;
    if checksum(key, rest).as_bytes() != sum {
        return None;
    }
    let end = memchr::memchr(b'\n', rest)?;
    let (line, json) = rest.split_at_checked(end)?;
    let (cost, expires) = std::str::from_utf8(line).ok()?.split_once(' ')?;
    let expires = if expires == "-" { None } else { Some(expires.parse().ok()?) };
    Some((cost.parse().ok()?, expires, json))
}

fn checksum(key: &str, rest: &[u8]) -> String {
    let mut hasher = FieldHasher::default();
    hasher.text(key);
    hasher.bare(rest);
    hasher.hex()
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::engine::Engine;
    use crate::submission::Submission;

    const HOUR: Duration = Duration::from_secs(3_600);

    fn entry() -> Entry {
        let engine = Engine::builder().build().unwrap();
        Entry::new(&engine.assess(&Submission::code("def f(x):\n    return x\n")).unwrap(), 1_234, None)
    }

    #[test]
    fn what_was_written_is_read() {
        let entry = entry();
        let bytes = encode("key", &entry, None, 5).unwrap();
        let read = decode("key", &bytes, u64::MAX).unwrap();
        assert_eq!(read.assessment, entry.assessment);
        assert_eq!((read.cost, read.time_left), (1_234, None));
        assert_eq!(decode("kez", &bytes, 5).unwrap_err(), Unusable::Corrupt);
        assert_eq!(decode("key", b"", 5).unwrap_err(), Unusable::Corrupt);
    }

    #[test]
    fn the_time_to_live_goes_on_in_the_store() {
        let bytes = encode("key", &entry(), Some(HOUR), 1_000).unwrap();
        let read = decode("key", &bytes, 1_600_000).unwrap();
        assert_eq!(read.time_left, Some(HOUR - Duration::from_millis(1_599_000)));
        assert!(decode("key", &bytes, 3_600_999).is_ok());
        assert_eq!(decode("key", &bytes, 3_601_000).unwrap_err(), Unusable::Expired);
        // Handed on from one store to another, it does not start again.
        let again = encode("key", &read, Some(HOUR), 1_600_000).unwrap();
        assert_eq!(decode("key", &again, 3_601_000).unwrap_err(), Unusable::Expired);
    }

    proptest! {
        #[test]
        fn every_change_of_a_byte_and_every_cut_is_noticed(at: prop::sample::Index, flip in 1..=255_u8) {
            static BYTES: std::sync::LazyLock<Vec<u8>> =
                std::sync::LazyLock::new(|| encode("key", &entry(), Some(HOUR), 0).unwrap());
            prop_assert!(decode("key", &BYTES, 0).is_ok());
            let at = at.index(BYTES.len());
            let mut changed = BYTES.clone();
            changed[at] ^= flip;
            prop_assert_eq!(decode("key", &changed, 0).unwrap_err(), Unusable::Corrupt);
            prop_assert_eq!(decode("key", &BYTES[..at], 0).unwrap_err(), Unusable::Corrupt);
        }
    }
}
