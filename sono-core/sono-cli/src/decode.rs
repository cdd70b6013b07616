//! From bytes to text.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

/// The number of bytes that are examined to tell text from other data, as in git.
const PROBE: usize = 8_000;

/// The result of decoding.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Decoded {
    /// Text, without a byte order mark.
    Text {
        text: String,
        /// The encoding, if it was not UTF-8.
        encoding: Option<&'static str>,
    },
    /// Not text.
    Binary,
}

/// Decodes bytes: as UTF-8 if they are valid, else by their byte order mark, else by detection.
pub(crate) fn decode(bytes: Vec<u8>) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        let rest = bytes.get(mark..).unwrap_or_default();
        let (text, malformed) = encoding.decode_without_bom_handling(rest);
        if !malformed {
            let encoding = (encoding != UTF_8).then(|| encoding.name());
            return Decoded::Text { text: text.into_owned(), encoding };
        }
    }
    if bytes.iter().take(PROBE).any(|byte| *byte == 0) {
        return Decoded::Binary;
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Decoded::Text { text, encoding: None },
        Err(error) => error.into_bytes(),
    };
    // Legacy text holds no other control characters than these; compressed data does within a few bytes.
    let text_control = |byte: u8| matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B);
    if bytes.iter().take(PROBE).any(|byte| byte.is_ascii_control() && !text_control(*byte)) {
        return Decoded::Binary;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(&bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let text: Cow<'_, str> = encoding.decode_without_bom_handling(&bytes).0;
    Decoded::Text { text: text.into_owned(), encoding: Some(encoding.name()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str, encoding: Option<&'static str>) -> Decoded {
        Decoded::Text { text: text.to_owned(), encoding }
    }

    #[test]
    fn utf8_is_taken_as_it_is() {
        assert_eq!(decode("naïve".into()), text("naïve", None));
        assert_eq!(decode(Vec::new()), text("", None));
        assert_eq!(decode(b"\xEF\xBB\xBFx = 1".to_vec()), text("x = 1", None));
    }

    #[test]
    fn other_encodings_are_detected_and_named() {
        let latin = "# Größe der Übung, gemäß Prüfung\n".chars().map(|c| c as u8).collect();
        assert_eq!(decode(latin), text("# Größe der Übung, gemäß Prüfung\n", Some("windows-1252")));
        let wide = [0xFF, 0xFE].into_iter().chain("x = 1".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(decode(wide.collect()), text("x = 1", Some("UTF-16LE")));
        let (bytes, encoding, _) =
            encoding_rs::SHIFT_JIS.encode("# 日本語のコメントです。これは文字コードの検出を試す。");
        let japanese = decode(bytes.into_owned());
        assert_eq!(
            japanese,
            text("# 日本語のコメントです。これは文字コードの検出を試す。", Some(encoding.name()))
        );
    }

    #[test]
    fn other_data_is_no_text() {
        assert_eq!(decode(b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR".to_vec()), Decoded::Binary);
        assert_eq!(decode(b"\x1F\x8B\x08\x01\xFF\xFE".to_vec()), Decoded::Binary);
    }
}
