//! A binary format with each byte once, with which the bindings test that they pass bytes on unchanged. Never part of a
//! release.

use super::super::format::{Format, Printer};

pub(super) const FORMAT: Format = Format {
    name: "every-byte",
    extensions: &[],
    media_type: "application/octet-stream",
    description: "The bytes 0 to 255.",
    printer: Printer::Bytes(|_, _| Ok((0..=u8::MAX).collect())),
};
