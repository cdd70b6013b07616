//! From bytes to text.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use sono_score::integrity::program_in;
use sono_score::submission::SetAsideReason;

/// The number of bytes that are examined to tell text from other data, as in git.
pub(crate) const PROBE: usize = 8_000;
/// The most control characters among a hundred bytes of a text.
const CONTROLS_OF_TEXT: usize = 5;
/// The same for files of code: a language may allow them in comments, and data is called `.py` or `.java` by nobody
/// who does not want it to pass for code.
const CONTROLS_OF_CODE: usize = 30;
/// The least share of NUL bytes, among a hundred, on one side of the pairs of bytes of UTF-16.
const WIDE: usize = 40;

/// The result of decoding.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Decoded {
    /// Text, without a byte order mark.
    Text {
        text: String,
        /// The encoding, if it was not UTF-8.
        encoding: Option<&'static str>,
    },
    /// Not text, but this; and the language of the code that it is all the same, as far as people can read it.
    Binary(SetAsideReason, Option<&'static str>),
}

/// The least share of letters, digits, signs and blanks, among a hundred bytes that are no control characters, of data
/// that may be code. Of compressed data it is forty, of compiled code seldom more than sixty.
const READABLE: usize = 90;

/// Why a file is not text, by its start, and the language of the code in it; `None` if it is text.
pub(crate) fn what_is(start: &[u8], is_code: bool) -> Option<(SetAsideReason, Option<&'static str>)> {
    // The end may cut a character.
    let start = start.get(..PROBE).unwrap_or(start);
    let valid = start.utf8_chunks().next().map_or(&[][..], |chunk| chunk.valid().as_bytes());
    let start = if start.len().saturating_sub(valid.len()) < 4 { valid } else { start };
    match decode(start.to_vec(), is_code) {
        Decoded::Text { .. } => None,
        Decoded::Binary(reason, language) => Some((reason, language)),
    }
}

/// Decodes bytes: by their byte order mark, else as UTF-8 if they are valid, else by detection. A few control characters
/// do not make other data of a text, and of a file of code none but a mass of them does.
pub(crate) fn decode(bytes: Vec<u8>, is_code: bool) -> Decoded {
    if let Some((text, encoding)) = utf_32(&bytes) {
        return Decoded::Text { text, encoding: Some(encoding) };
    }
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        let rest = bytes.get(mark..).unwrap_or_default();
        let (text, malformed) = encoding.decode_without_bom_handling(rest);
        if !malformed {
            let encoding = (encoding != UTF_8).then(|| encoding.name());
            return Decoded::Text { text: text.into_owned(), encoding };
        }
    }
    if let Some(encoding) = wide(&bytes) {
        let (text, malformed) = encoding.decode_without_bom_handling(&bytes);
        if !malformed {
            return Decoded::Text { text: text.into_owned(), encoding: Some(encoding.name()) };
        }
    }
    // Legacy text holds no other control characters than these; compressed data does within a few bytes.
    let odd = |byte: &&u8| byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B);
    let controls = bytes.iter().filter(odd).count();
    let length = bytes.len();
    let within = |share: usize| controls.saturating_mul(100) <= length.saturating_mul(share);
    let is_text = within(if is_code { CONTROLS_OF_CODE } else { CONTROLS_OF_TEXT });
    let bytes = match String::from_utf8(bytes) {
        Ok(text) if is_text => return Decoded::Text { text, encoding: None },
        Ok(text) => return other_data(text.as_bytes(), is_code),
        Err(error) => error.into_bytes(),
    };
    let is_text =
        if is_code { within(CONTROLS_OF_TEXT) } else { !bytes.iter().take(PROBE).any(|byte| odd(&byte)) };
    if !is_text {
        return other_data(&bytes, is_code);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(&bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let text: Cow<'_, str> = encoding.decode_without_bom_handling(&bytes).0;
    Decoded::Text { text: text.into_owned(), encoding: Some(encoding.name()) }
}

/// UTF-32, with a byte order mark or without: all of it must be characters, of which few are NUL.
fn utf_32(bytes: &[u8]) -> Option<(String, &'static str)> {
    let first = bytes.first_chunk::<4>()?;
    let (encoding, read): (_, fn([u8; 4]) -> u32) = match first {
        [1..=255, _, 0, 0] => ("UTF-32LE", u32::from_le_bytes),
        [0, 0, _, 1..=255] => ("UTF-32BE", u32::from_be_bytes),
        _ => return None,
    };
    let (units, rest) = bytes.as_chunks::<4>();
    if !rest.is_empty() {
        return None;
    }
    let text: Option<String> = units.iter().map(|unit| char::from_u32(read(*unit))).collect();
    let text = text.filter(|text| !text.contains('\0'))?;
    Some((text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text), encoding))
}

/// UTF-16 without a byte order mark: in text of mostly Latin letters, every second byte is NUL.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let probe = bytes.get(..PROBE).unwrap_or(bytes);
    let (mut even, mut odd) = (0_usize, 0_usize);
    for pair in probe.chunks_exact(2) {
        even = even.saturating_add(usize::from(pair.first() == Some(&0)));
        odd = odd.saturating_add(usize::from(pair.last() == Some(&0)));
    }
    let share = |count: usize| count.saturating_mul(200).checked_div(probe.len()).unwrap_or(0);
    match (share(even), share(odd)) {
        (0..=1, WIDE..) => Some(UTF_16LE),
        (WIDE.., 0..=1) => Some(UTF_16BE),
        _ => None,
    }
}

fn other_data(bytes: &[u8], is_code: bool) -> Decoded {
    Decoded::Binary(kind_of(bytes, is_code), code_in(bytes))
}

/// The language of the code that data is but for control characters and what stands around it.
fn code_in(bytes: &[u8]) -> Option<&'static str> {
    let is_blank = |byte: u8| matches!(byte, b'\t' | b'\n' | b'\r');
    let is_shown = |byte: u8| !byte.is_ascii_control() || is_blank(byte);
    let shown = bytes.iter().filter(|byte| is_shown(**byte)).count();
    let readable =
        bytes.iter().filter(|byte| byte.is_ascii_graphic() || **byte == b' ' || is_blank(**byte)).count();
    if readable.saturating_mul(100) < shown.saturating_mul(READABLE) {
        return None;
    }
    let shown: Vec<u8> = bytes.iter().copied().filter(|byte| is_shown(*byte)).collect();
    program_in(&String::from_utf8_lossy(&shown)).map(|language| language.id)
}

/// The kind of data that is not text, by its first bytes. A file named like code never counts as build output.
fn kind_of(bytes: &[u8], is_code: bool) -> SetAsideReason {
    const MEDIA: [&[u8]; 16] = [
        b"\x89PNG",
        b"\xFF\xD8\xFF",
        b"GIF8",
        b"RIFF",
        b"BM",
        b"\0\0\x01\0",
        b"II*\0",
        b"MM\0*",
        b"OggS",
        b"ID3",
        b"fLaC",
        b"\x1A\x45\xDF\xA3",
        b"wOFF",
        b"wOF2",
        b"OTTO",
        b"\0\x01\0\0",
    ];
    const ARCHIVES: [&[u8]; 8] = [
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"\x1F\x8B",
        b"BZh",
        b"\xFD7zXZ\0",
        b"7z\xBC\xAF",
        b"Rar!",
        b"\x28\xB5\x2F\xFD",
    ];
    const COMPILED: [&[u8]; 8] = [
        b"\x7FELF",
        b"MZ",
        b"\xCA\xFE\xBA\xBE",
        b"\xFE\xED\xFA",
        b"\xCE\xFA\xED\xFE",
        b"\xCF\xFA\xED\xFE",
        b"\0asm",
        b"!<arch>",
    ];
    // An archive of Python that runs by itself begins with a line for the shell.
    let packed =
        bytes.strip_prefix(b"#!").and_then(|rest| rest.get(memchr::memchr(b'\n', rest)?.saturating_add(1)..));
    let starts_packed = packed.is_some_and(|rest| ARCHIVES.iter().any(|mark| rest.starts_with(mark)));
    let starts = |marks: &[&[u8]]| marks.iter().any(|mark| bytes.starts_with(mark));
    let at = |start: usize, mark: &[u8]| bytes.get(start..).is_some_and(|rest| rest.starts_with(mark));
    // Compiled Python begins with its version, a carriage return and a line feed.
    let is_python = at(2, b"\r\n") && bytes.get(1).is_some_and(|byte| (0x0A..0x10).contains(byte));
    match () {
        () if starts(&MEDIA) || at(4, b"ftyp") => SetAsideReason::Media,
        () if starts(&ARCHIVES) || starts_packed || at(257, b"ustar") => SetAsideReason::Archive,
        () if !is_code && (starts(&COMPILED) || is_python) => SetAsideReason::BuildOutput,
        () => SetAsideReason::Binary,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str, encoding: Option<&'static str>) -> Decoded {
        Decoded::Text { text: text.to_owned(), encoding }
    }

    #[test]
    fn utf8_is_taken_as_it_is() {
        assert_eq!(decode("naïve".into(), false), text("naïve", None));
        assert_eq!(decode(Vec::new(), false), text("", None));
        assert_eq!(decode(b"\xEF\xBB\xBFx = 1".to_vec(), false), text("x = 1", None));
    }

    #[test]
    fn other_encodings_are_detected_and_named() {
        let latin = "# Größe der Übung, gemäß Prüfung\n".chars().map(|c| c as u8).collect();
        assert_eq!(decode(latin, false), text("# Größe der Übung, gemäß Prüfung\n", Some("windows-1252")));
        let wide = [0xFF, 0xFE].into_iter().chain("x = 1".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(decode(wide.collect(), false), text("x = 1", Some("UTF-16LE")));
        let (bytes, encoding, _) =
            encoding_rs::SHIFT_JIS.encode("# 日本語のコメントです。これは文字コードの検出を試す。");
        let japanese = decode(bytes.into_owned(), false);
        assert_eq!(
            japanese,
            text("# 日本語のコメントです。これは文字コードの検出を試す。", Some(encoding.name()))
        );
    }

    #[test]
    fn other_data_is_no_text() {
        for (bytes, reason) in [
            (b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR".as_slice(), SetAsideReason::Media),
            (b"\x1F\x8B\x08\x01\xFF\xFE", SetAsideReason::Archive),
            (b"PK\x03\x04\x14\0\0\0\x08\0", SetAsideReason::Archive),
            (b"#!/usr/bin/env python3\nPK\x03\x04\x14\0\0\0\x08\0\xFF", SetAsideReason::Archive),
            (b"\x7FELF\x02\x01\x01\0\0\0\0\0", SetAsideReason::BuildOutput),
            (b"\xCB\x0D\x0D\x0A\0\0\0\0", SetAsideReason::BuildOutput),
            (b"\xFE\0\x01\x02\x03", SetAsideReason::Binary),
        ] {
            assert_eq!(decode(bytes.to_vec(), false), Decoded::Binary(reason, None), "{bytes:?}");
            assert_eq!(what_is(bytes, false), Some((reason, None)), "{bytes:?}");
        }
        assert_eq!(what_is(b"MZ\0\0\0\0", true), Some((SetAsideReason::Binary, None)));
        assert_eq!(what_is("ä".repeat(5_000).as_bytes(), false), None);
        assert_eq!(what_is(&"xä".repeat(5_000).as_bytes()[..7_999], false), None);
    }

    /// A comment with a NUL byte once made a file vanish.
    #[test]
    fn control_characters_do_not_make_code_vanish() {
        let code = b"x = 1  # \0\0\0 a comment\n";
        assert_eq!(decode(code.to_vec(), true), text("x = 1  # \0\0\0 a comment\n", None));
        assert!(matches!(
            decode(b"# gr\xF6\xDFe \0 of the thing, in Latin-1\n".to_vec(), true),
            Decoded::Text { .. }
        ));
        // Called something else, it is text while they are few.
        assert!(matches!(decode(code.repeat(2), false), Decoded::Binary(SetAsideReason::Binary, None)));
        assert_eq!(
            decode(b"notes that hold one \0 byte".to_vec(), false),
            text("notes that hold one \0 byte", None)
        );
        // A mass of them is no code; that it was called so, others say.
        assert_eq!(decode(vec![0; 100], true), Decoded::Binary(SetAsideReason::Binary, None));
    }

    /// The first bytes of an image, or a mass of NUL bytes, made code vanish under a name that says nothing.
    #[test]
    fn code_in_other_data_is_told() {
        let code = b"def mean(values):\n    total = 0\n    for value in values:\n        total += value\n    \
                     return total / len(values)\n\n\ndef half(value):\n    if value < 0:\n        return 0\n    \
                     half = value / 2\n    return half\n";
        for (start, reason) in [
            (b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR".to_vec(), SetAsideReason::Media),
            (vec![0; 4_000], SetAsideReason::Binary),
            (b"PK\x03\x04\x14\0\0\0\x08\0\xFF\x5C".to_vec(), SetAsideReason::Archive),
        ] {
            let bytes = [start.as_slice(), b"\n", code].concat();
            assert_eq!(decode(bytes, false), Decoded::Binary(reason, Some("python")), "{start:?}");
        }
        // Without a byte that is none of UTF-8, it is a text with a few control characters, and read as that.
        let bytes = [b"PK\x03\x04\x14\0\0\0\x08\0\n".as_slice(), code].concat();
        assert!(matches!(decode(bytes, false), Decoded::Text { encoding: None, .. }));
    }

    #[test]
    fn utf_32_is_read() {
        let wide = |text: &str| text.chars().map(u32::from).collect::<Vec<u32>>();
        let le: Vec<u8> = wide("\u{feff}x = 'größe'\n").into_iter().flat_map(u32::to_le_bytes).collect();
        assert_eq!(decode(le, true), text("x = 'größe'\n", Some("UTF-32LE")));
        let be: Vec<u8> = wide("x = 1\n").into_iter().flat_map(u32::to_be_bytes).collect();
        assert_eq!(decode(be, false), text("x = 1\n", Some("UTF-32BE")));
        assert!(matches!(decode(b"MZ\0\0\xFF\xFF\xFF\xFF".to_vec(), false), Decoded::Binary(..)));
    }

    #[test]
    fn utf_16_without_a_mark_is_read() {
        let le: Vec<u8> = "x = 'größe'\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(le, true), text("x = 'größe'\n", Some("UTF-16LE")));
        let be: Vec<u8> = "x = 1\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(be, false), text("x = 1\n", Some("UTF-16BE")));
    }
}
