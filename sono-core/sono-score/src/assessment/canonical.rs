//! Canonical JSON after RFC 8785: the bytes that hashes, caches and conformance compare.

mod writer;

use serde::Serialize;
use serde_json::ser::Serializer;

use crate::error::{Error, ErrorKind, Result};
use writer::{Nowhere, Writer};

/// Serialises a value as canonical JSON (RFC 8785, JSON Canonicalization Scheme).
///
/// As in serde_json, a number that is not finite becomes `null`. Published types hold no such number.
///
/// # Errors
/// [`ErrorKind::Internal`] when a map has keys that JSON cannot express, or a duplicate key; published types have
/// neither.
pub fn canonical_json<T: Serialize>(value: &T) -> Result<String> {
    let mut writer = Writer::default();
    value
        .serialize(&mut Serializer::with_formatter(Nowhere, &mut writer))
        .map_err(|error| Error::new(ErrorKind::Internal, format!("cannot write canonical JSON: {error}")))?;
    writer.into_string()
}

#[cfg(test)]
mod tests;
