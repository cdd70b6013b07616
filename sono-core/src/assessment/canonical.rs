//! Canonical JSON after RFC 8785: the bytes that hashes, caches and conformance compare.

use serde::Serialize;

use crate::error::{Error, ErrorKind, Result};

/// Serialises a value as canonical JSON (RFC 8785, JSON Canonicalization Scheme).
///
/// # Errors
/// [`ErrorKind::Internal`] when the value holds a number that JSON cannot say; published types never do.
pub fn canonical_json<T: Serialize>(value: &T) -> Result<String> {
    serde_json_canonicalizer::to_string(value)
        .map_err(|error| Error::new(ErrorKind::Internal, format!("cannot write canonical JSON: {error}")))
}
