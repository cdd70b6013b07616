//! Invisible characters, and characters that change the order in which text is displayed.
//!
//! Sources: Boucher and Anderson, "Trojan Source: invisible vulnerabilities", arXiv 2111.00169 (CVE-2021-42574);
//! Unicode Technical Standard #55, "Unicode source code handling"; Unicode Standard, chapter 23.

use super::{Sign, counted};
use crate::submission::{Source, SourceKind};
use sono_syntax::finding::Severity;
use sono_syntax::text::Span;

/// Groups of invisible characters, mildest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Hidden {
    /// Soft hyphens, private use: often pasted along with text.
    Stray,
    /// Control characters of terminals, such as backspace, escape and delete.
    Control,
    /// Zero-width and other format characters.
    ZeroWidth,
    /// Variation selectors and tag characters that select nothing: they can carry whole hidden texts.
    Carrier,
}

/// Finds invisible characters.
pub(super) fn characters(source: &Source<'_>) -> Option<Sign> {
    let text = source.whole();
    if !has_candidates(text.as_bytes()) {
        return None;
    }
    let rtl = text.chars().any(is_right_to_left);
    let mut counts = [0_usize; 4];
    let mut first: Option<(Span, char)> = None;
    let mut worst = Hidden::Stray;
    let mut seen = Seen::default();
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        let hidden = hidden(character).filter(|_| !is_in_place(character, &seen, next, rtl)).or_else(|| {
            // JavaScript ends a line there, and with it a comment; hardly an editor does. Prose is pasted with them.
            let ends_line = matches!(character, '\u{2028}' | '\u{2029}');
            (ends_line && source.kind == SourceKind::Code).then_some(Hidden::Stray)
        });
        seen.push(character);
        let Some(hidden) = hidden else { continue };
        if let Some(count) = counts.get_mut(hidden as usize) {
            *count = count.saturating_add(1);
        }
        worst = worst.max(hidden);
        first.get_or_insert((Span::new(at, at.saturating_add(character.len_utf8())), character));
    }
    let (span, character) = first?;
    let total = counts.iter().fold(0_usize, |sum, count| sum.saturating_add(*count));
    let (severity, what) = match worst {
        Hidden::Carrier => (Severity::High, "that can carry a hidden text"),
        Hidden::ZeroWidth | Hidden::Control => (Severity::Medium, "that readers do not see"),
        Hidden::Stray => (Severity::Low, "that readers may not see"),
    };
    let message = format!("{} {what}, first U+{:04X}", counted(total, "character"), u32::from(character));
    Some(Sign { severity, first: span, count: total, message })
}

/// Whether a text needs a closer look: most are ASCII without control characters.
fn has_candidates(bytes: &[u8]) -> bool {
    // Whole pieces at a time, which a compiler makes a few instructions of.
    let is_odd = |byte: &u8| !byte.is_ascii() | is_odd_control(*byte);
    bytes.chunks(64).any(|piece| piece.iter().fold(false, |odd, byte| odd | is_odd(byte)))
}

/// Whether a byte is a control character other than tab, line feed, form feed (a page break in older sources) and
/// carriage return.
fn is_odd_control(byte: u8) -> bool {
    byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | 0x0c | b'\r')
}

fn hidden(character: char) -> Option<Hidden> {
    match u32::from(character) {
        byte @ 0..=0x7f if is_odd_control(u8::try_from(byte).unwrap_or(0)) => Some(Hidden::Control),
        0x80..=0x84 | 0x86..=0x9f => Some(Hidden::Control),
        0xad => Some(Hidden::Stray),
        0x34f | 0x61c | 0x115f..=0x1160 | 0x17b4..=0x17b5 | 0x180b..=0x180f => Some(Hidden::ZeroWidth),
        0x200b..=0x200f | 0x2060..=0x2065 | 0x206a..=0x206f | 0x3164 | 0xfeff | 0xffa0 => {
            Some(Hidden::ZeroWidth)
        }
        0xfff9..=0xfffb | 0x1bca0..=0x1bca3 | 0x1d173..=0x1d17a => Some(Hidden::ZeroWidth),
        0xfe00..=0xfe0f | 0xe0000..=0xe0fff => Some(Hidden::Carrier),
        0xe000..=0xf8ff | 0xf0000..=0x10_fffd => Some(Hidden::Stray),
        _ => None,
    }
}

/// The relevant parts of the text before the current character.
#[derive(Debug, Default)]
struct Seen {
    before: Option<char>,
    /// Inside a region flag: after a black flag, with only tag characters since.
    in_flag: bool,
}

impl Seen {
    fn push(&mut self, character: char) {
        self.in_flag =
            character == '\u{1f3f4}' || (self.in_flag && is_tag(character) && character != '\u{e007f}');
        self.before = Some(character);
    }
}

/// Whether an invisible character stands where a script or emoji needs it.
fn is_in_place(character: char, seen: &Seen, next: Option<char>, rtl: bool) -> bool {
    let before = seen.before.unwrap_or(' ');
    let next = next.unwrap_or(' ');
    match character {
        // Joiners between letters of joining scripts, and between parts of emoji.
        '\u{200c}' | '\u{200d}' => {
            let part_before = is_pictograph(before) || before == '\u{fe0f}';
            joins(before) || (character == '\u{200d}' && part_before && is_pictograph(next))
        }
        // Line break controls in scripts without spaces between words.
        '\u{200b}' | '\u{2060}' => has_no_blanks(before),
        // Direction marks in right-to-left text.
        '\u{200e}' | '\u{200f}' | '\u{61c}' => rtl,
        // One selector after a character that has two renderings.
        '\u{fe00}'..='\u{fe0f}' => is_pictograph(before) || is_keycap(before) || has_variants(before),
        '\u{e0100}'..='\u{e01ef}' => is_ideograph(before),
        '\u{180b}'..='\u{180f}' => matches!(u32::from(before), 0x1800..=0x18af),
        '\u{17b4}' | '\u{17b5}' => has_no_blanks(before),
        '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' => {
            matches!(u32::from(before), 0x1100..=0x11ff | 0x3130..=0x318f | 0xac00..=0xd7ff)
        }
        // A combining grapheme joiner after a mark.
        '\u{34f}' => joins(before) || is_right_to_left(before),
        tag if is_tag(tag) => seen.in_flag,
        // Vendors' private emoji get no exception: private use characters mean nothing to readers.
        _ => false,
    }
}

fn is_tag(character: char) -> bool {
    matches!(character, '\u{e0020}'..='\u{e007f}')
}

/// Whether a character is a letter of Hebrew, Arabic or another right-to-left script.
fn is_right_to_left(character: char) -> bool {
    matches!(u32::from(character), 0x5be..=0x8ff | 0xfb1d..=0xfdff | 0xfe70..=0xfefc | 0x1_0800..=0x1_0fff | 0x1_e800..=0x1_efff)
}

/// Whether a character is a letter of a script that uses joiners: right-to-left scripts, the Indic ones, and their
/// neighbours.
fn joins(character: char) -> bool {
    is_right_to_left(character)
        || has_no_blanks(character)
        || matches!(u32::from(character), 0x900..=0xdff | 0x1800..=0x18af | 0xa800..=0xabff | 0x1_1000..=0x1_1fff)
}

/// Whether a character is an ideograph, a kana, or a letter of Thai, Lao, Tibetan, Myanmar or Khmer.
fn has_no_blanks(character: char) -> bool {
    matches!(u32::from(character), 0xe00..=0x109f | 0x1780..=0x17ff | 0x3040..=0x30ff)
        || is_ideograph(character)
}

fn is_ideograph(character: char) -> bool {
    matches!(u32::from(character), 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff)
}

/// Whether a character is part of emoji, including skin tones.
fn is_pictograph(character: char) -> bool {
    matches!(
        u32::from(character),
        0xa9 | 0xae | 0x203c | 0x2049 | 0x2100..=0x2bff | 0x3030 | 0x303d | 0x3297 | 0x3299 | 0x1_f000..=0x1_faff
    )
}

/// Whether a character can be shown on a keycap.
fn is_keycap(character: char) -> bool {
    matches!(character, '#' | '*' | '0'..='9')
}

/// Whether a character has standardised variants: mathematical operators, CJK punctuation and Myanmar letters.
fn has_variants(character: char) -> bool {
    matches!(u32::from(character), 0x2190..=0x22ff | 0x3000..=0x303f | 0xff00..=0xffef | 0x1000..=0x109f | 0xa840..=0xa87f)
        || is_ideograph(character)
}

/// Finds characters that change the order in which text is displayed.
///
/// Any of them in code is flagged. Prose may use embeddings and isolates around right-to-left words if they are closed
/// on the same line; overrides are flagged everywhere.
pub(super) fn bidirectional(source: &Source<'_>) -> Option<Sign> {
    let text = source.whole();
    // In UTF-8 all of them start with E2 80 or E2 81.
    memchr::memchr(0xe2, text.as_bytes())?;
    let allowed = source.kind != SourceKind::Code && text.chars().any(is_right_to_left);
    let mut count: usize = 0;
    let mut first: Option<(Span, char)> = None;
    let mut open: Vec<(Span, char)> = Vec::new();
    let mut flag = |span: Span, character: char| {
        count = count.saturating_add(1);
        if first.is_none_or(|(known, _)| span.start < known.start) {
            first = Some((span, character));
        }
    };
    for (at, character) in text.char_indices() {
        let span = Span::new(at, at.saturating_add(character.len_utf8()));
        match character {
            '\u{202d}' | '\u{202e}' => flag(span, character),
            '\u{202a}' | '\u{202b}' | '\u{2066}'..='\u{2068}' if allowed => open.push((span, character)),
            '\u{202c}' | '\u{2069}' if allowed => drop(open.pop()),
            '\u{202a}'..='\u{202c}' | '\u{2066}'..='\u{2069}' => flag(span, character),
            '\n' => open.drain(..).for_each(|(span, character)| flag(span, character)),
            _ => {}
        }
    }
    open.drain(..).for_each(|(span, character)| flag(span, character));
    let (span, character) = first?;
    let message = format!(
        "{} that change the order in which text is shown, first U+{:04X}",
        counted(count, "control character"),
        u32::from(character)
    );
    Some(Sign { severity: Severity::High, first: span, count, message })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sign(text: &str) -> Option<Sign> {
        characters(&Source::new("a", SourceKind::Code, text))
    }

    fn bidi(kind: SourceKind, text: &str) -> Option<Sign> {
        bidirectional(&Source::new("a", kind, text))
    }

    #[test]
    fn hidden_characters_are_found() {
        for (text, severity) in [
            ("is\u{200b}Admin", Severity::Medium),
            ("a\u{feff}b", Severity::Medium),
            ("a\u{200d}b", Severity::Medium),
            ("a\u{2063}b", Severity::Medium),
            ("1\u{200d}2", Severity::Medium),
            ("❤\u{fe0f}\u{fe0f}", Severity::High),
            ("\u{3164} = 1", Severity::Medium),
            ("a \u{200e} b", Severity::Medium),
            ("print('x')\u{8}\u{8}", Severity::Medium),
            ("\u{1b}[2K", Severity::Medium),
            ("soft\u{ad}hyphen", Severity::Low),
            ("// a\u{2028}b()", Severity::Low),
            ("private \u{e0b0}", Severity::Low),
            ("a\u{fe01}\u{fe02}", Severity::High),
            ("😀\u{fe0f}\u{fe01}\u{fe02}", Severity::High),
            ("b\u{e0100}\u{e0101}", Severity::High),
            ("x\u{e0041}\u{e0042}", Severity::High),
        ] {
            let found = sign(text).unwrap_or_else(|| panic!("{text:?}"));
            assert_eq!(found.severity, severity, "{text:?}");
        }
        assert_eq!(characters(&Source::new("a", SourceKind::Document, "pasted\u{2028}text")), None);
        let found = sign("ab\u{200b}c\u{200b}").unwrap();
        assert_eq!((found.count, found.first), (2, Span::new(2, 5)));
        insta::assert_snapshot!(found.message, @"2 characters that readers do not see, first U+200B");
    }

    #[test]
    fn what_scripts_and_emoji_need_is_let_through() {
        for text in [
            "",
            "plain\ttext\r\n\u{c}page",
            "père, naïve, größe, 日本語, “quotes” – dash…\u{a0}!",
            "family 👨\u{200d}👩\u{200d}👧\u{200d}👦 and 🏳\u{fe0f}\u{200d}🌈 and ❤\u{fe0f} and 1\u{fe0f}\u{20e3} and ✌🏽",
            "flags 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} 🇫🇷",
            "می\u{200c}خواهم", // Persian
            "क्\u{200d}ष",      // Devanagari
            "שלום\u{200f} (abc)\u{200e}",
            "ภาษา\u{200b}ไทย",
            "葛\u{e0100}城",
            "≨\u{fe00}",
        ] {
            assert_eq!(sign(text), None, "{text:?}");
        }
        // The byte order mark at the start is not part of the text.
        assert_eq!(sign("\u{feff}x = 1"), None);
    }

    #[test]
    fn trojan_source_is_found() {
        let code = "if access != \"user\u{202e} \u{2066}// admins only\u{2069} \u{2066}\" {";
        let found = bidi(SourceKind::Code, code).unwrap();
        assert_eq!((found.severity, found.count, found.first), (Severity::High, 4, Span::new(18, 21)));
        insta::assert_snapshot!(found.message, @"4 control characters that change the order in which text is shown, first U+202E");
        assert!(bidi(SourceKind::Code, "# שלום \u{2067}abc\u{2069}").is_some());
        assert!(bidi(SourceKind::Answer, "abc\u{202e}def\u{202c}").is_some());
        assert!(bidi(SourceKind::Answer, "plain \u{2067}text\u{2069}").is_some());
        assert!(bidi(SourceKind::Answer, "שלום \u{2067}never closed\nשלום").is_some());
        // An unclosed opening comes first, although it is known only at the end of the line.
        let both = bidi(SourceKind::Answer, "שלום \u{2067}a\u{202e}b").unwrap();
        assert_eq!((both.count, both.first), (2, Span::new(9, 12)));
    }

    #[test]
    fn prose_from_right_to_left_is_let_through() {
        assert_eq!(bidi(SourceKind::Answer, "שלום \u{2066}x = 1\u{2069} עולם"), None);
        assert_eq!(bidi(SourceKind::Code, "“quoted” – text"), None);
        assert_eq!(bidi(SourceKind::Code, "plain"), None);
    }
}
