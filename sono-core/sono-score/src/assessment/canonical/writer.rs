//! A serde_json formatter that writes canonical JSON: object members in order, numbers as in ECMAScript.
//!
//! Everything is written once, into one buffer. When an object ends, its members lie side by side in that buffer at
//! known places, and one copy puts them in order. Nested objects are then already sorted.

use std::cmp::Ordering;
use std::io::{self, Write};
use std::ops::Range;

use serde_json::ser::{CharEscape, CompactFormatter, Formatter};

use crate::error::{Error, ErrorKind, Result};

/// Integers up to this magnitude are exact in double precision, and quicker to write as integers.
const MAX_SAFE_INTEGER: u64 = 1 << 53;

/// A formatter that keeps its output, because members can only be sorted when all of them are known.
#[derive(Debug, Default)]
pub(super) struct Writer {
    out: Vec<u8>,
    /// The objects that are open, outermost first.
    objects: Vec<Object>,
    /// Members of the open objects.
    members: Vec<Member>,
    /// Their keys without quotes and escapes, in the form in which they are compared.
    keys: Vec<u8>,
    in_key: bool,
    spare: Vec<u8>,
}

#[derive(Debug, Clone, Copy)]
struct Object {
    /// Where its members begin, in each list.
    out: usize,
    members: usize,
    keys: usize,
}

/// A key with its value.
#[derive(Debug)]
struct Member {
    key: Range<usize>,
    /// In the output, from the key's quote to the value's end.
    out: Range<usize>,
}

impl Writer {
    pub(super) fn into_string(self) -> Result<String> {
        String::from_utf8(self.out).map_err(|error| Error::new(ErrorKind::Internal, error.to_string()))
    }

    /// Writes a separator.
    fn mark(&mut self, mark: &str) {
        self.out.extend_from_slice(mark.as_bytes());
    }

    /// Writes a value, or a piece of one, that needs no escapes.
    fn text(&mut self, text: &str) {
        if self.in_key {
            self.keys.extend_from_slice(text.as_bytes());
        }
        self.out.extend_from_slice(text.as_bytes());
    }

    fn integer(&mut self, value: i64) -> io::Result<()> {
        if self.in_key {
            CompactFormatter.write_i64(&mut self.keys, value)?;
        }
        CompactFormatter.write_i64(&mut self.out, value)
    }

    /// Sorts the members of an object and refuses a duplicate key.
    fn sort(&mut self, object: Object) -> io::Result<()> {
        let members = self.members.get_mut(object.members..).unwrap_or_default();
        let order =
            |a: &Member, b: &Member| utf16_order(slice(&self.keys, &a.key), slice(&self.keys, &b.key));
        if members.is_sorted_by(|a, b| order(a, b) == Ordering::Less) {
            return Ok(());
        }
        members.sort_unstable_by(order);
        if !members.is_sorted_by(|a, b| order(a, b) == Ordering::Less) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "an object has a duplicate key"));
        }
        self.spare.clear();
        for (index, member) in members.iter().enumerate() {
            if index > 0 {
                self.spare.push(b',');
            }
            self.spare.extend_from_slice(slice(&self.out, &member.out));
        }
        self.out.truncate(object.out);
        self.out.append(&mut self.spare);
        Ok(())
    }
}

fn slice<'b>(bytes: &'b [u8], range: &Range<usize>) -> &'b [u8] {
    bytes.get(range.clone()).unwrap_or_default()
}

/// Compares two UTF-8 texts by their UTF-16 code units, as RFC 8785 requires.
///
/// Both encodings sort alike, except for characters beyond the basic plane (lead bytes from F0): UTF-16 writes them as
/// surrogates, which sort before U+E000 to U+FFFF (lead bytes EE and EF).
fn utf16_order(a: &[u8], b: &[u8]) -> Ordering {
    fn rank(byte: &u8) -> u8 {
        if matches!(byte, 0xEE | 0xEF) { byte | 0x10 } else { *byte }
    }
    a.iter().map(rank).cmp(b.iter().map(rank))
}

macro_rules! integers {
    ($($method:ident: $type:ty),* $(,)?) => {$(
        #[inline]
        fn $method<W: ?Sized + Write>(&mut self, writer: &mut W, value: $type) -> io::Result<()> {
            match i64::try_from(value) {
                Ok(value) if value.unsigned_abs() <= MAX_SAFE_INTEGER => self.integer(value),
                _ => self.write_f64(writer, value as f64),
            }
        }
    )*};
}

/// Implemented for a reference, so that the output is accessible afterwards: serde_json returns the writer, not the
/// formatter.
impl Formatter for &mut Writer {
    integers! {
        write_i8: i8, write_i16: i16, write_i32: i32, write_i64: i64, write_i128: i128,
        write_u8: u8, write_u16: u16, write_u32: u32, write_u64: u64, write_u128: u128,
    }

    fn write_null<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.text("null");
        Ok(())
    }

    fn write_bool<W: ?Sized + Write>(&mut self, _: &mut W, value: bool) -> io::Result<()> {
        self.text(if value { "true" } else { "false" });
        Ok(())
    }

    fn write_f32<W: ?Sized + Write>(&mut self, writer: &mut W, value: f32) -> io::Result<()> {
        self.write_f64(writer, value.into())
    }

    fn write_f64<W: ?Sized + Write>(&mut self, _: &mut W, value: f64) -> io::Result<()> {
        // serde_json calls `write_null` for a number that is not finite.
        self.text(ryu_js::Buffer::new().format(value));
        Ok(())
    }

    /// Only called if another crate in the build enables serde_json's `arbitrary_precision`.
    fn write_number_str<W: ?Sized + Write>(&mut self, writer: &mut W, value: &str) -> io::Result<()> {
        match value.parse::<f64>() {
            Ok(number) if number.is_finite() => self.write_f64(writer, number),
            _ => Err(invalid(format!("{value} is not a double-precision number"))),
        }
    }

    fn begin_string<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.mark("\"");
        Ok(())
    }

    fn end_string<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.mark("\"");
        Ok(())
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, _: &mut W, fragment: &str) -> io::Result<()> {
        self.text(fragment);
        Ok(())
    }

    fn write_char_escape<W: ?Sized + Write>(&mut self, _: &mut W, escape: CharEscape) -> io::Result<()> {
        if self.in_key {
            self.keys.push(match escape {
                CharEscape::Quote => b'"',
                CharEscape::ReverseSolidus => b'\\',
                CharEscape::Solidus => b'/',
                CharEscape::Backspace => 0x08,
                CharEscape::FormFeed => 0x0C,
                CharEscape::LineFeed => b'\n',
                CharEscape::CarriageReturn => b'\r',
                CharEscape::Tab => b'\t',
                CharEscape::AsciiControl(byte) => byte,
            });
        }
        CompactFormatter.write_char_escape(&mut self.out, escape)
    }

    fn begin_array<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.mark("[");
        Ok(())
    }

    fn end_array<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.mark("]");
        Ok(())
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, _: &mut W, first: bool) -> io::Result<()> {
        self.mark(if first { "" } else { "," });
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.mark("{");
        let object = Object { out: self.out.len(), members: self.members.len(), keys: self.keys.len() };
        self.objects.push(object);
        Ok(())
    }

    fn end_object<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        let object = self.objects.pop().ok_or_else(|| invalid("an object ended that was never opened"))?;
        self.sort(object)?;
        self.members.truncate(object.members);
        self.keys.truncate(object.keys);
        self.mark("}");
        Ok(())
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, _: &mut W, first: bool) -> io::Result<()> {
        self.mark(if first { "" } else { "," });
        self.in_key = true;
        let (key, out) = (self.keys.len(), self.out.len());
        self.members.push(Member { key: key..key, out: out..out });
        Ok(())
    }

    fn end_object_key<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.in_key = false;
        let end = self.keys.len();
        if let Some(member) = self.members.last_mut() {
            member.key.end = end;
        }
        Ok(())
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.mark(":");
        Ok(())
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        let end = self.out.len();
        if let Some(member) = self.members.last_mut() {
            member.out.end = end;
        }
        Ok(())
    }

    /// Only called if another crate in the build enables serde_json's `raw_value`.
    fn write_raw_fragment<W: ?Sized + Write>(&mut self, _: &mut W, _: &str) -> io::Result<()> {
        Err(invalid("raw JSON may not be canonical"))
    }
}

fn invalid(message: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message.into())
}

/// The writer that serde_json is given. It refuses all bytes, so that none bypass the formatter unnoticed.
#[derive(Debug)]
pub(super) struct Nowhere;

impl Write for Nowhere {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
