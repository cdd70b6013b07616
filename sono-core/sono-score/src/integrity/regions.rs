//! Comments and strings of code in any language, found only by their markers.
//!
//! A grammar is more exact; this serves languages without one, and strings, which outlines do not keep. It need not
//! always be right, because its results are only searched for keyword stuffing.

use sono_syntax::text::Span;

/// The comments and strings of a text, in order, delimiters included.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Regions {
    pub(super) comments: Vec<Span>,
    pub(super) strings: Vec<Span>,
}

/// Finds comments and strings in one pass. If `backticks` is true, a backtick opens a string that may span lines, as in
/// JavaScript and Go.
pub(super) fn regions(text: &str, backticks: bool) -> Regions {
    let mut scanner = Scanner {
        bytes: text.as_bytes(),
        at: 0,
        blank_before: true,
        open: [0; 3],
        found: Regions::default(),
    };
    scanner.run(backticks);
    scanner.found
}

struct Scanner<'t> {
    bytes: &'t [u8],
    at: usize,
    /// Whether the line so far is blank.
    blank_before: bool,
    /// For `"`, `'` and backtick: the offset up to which one is known to stay open. Searching again would take
    /// quadratic time.
    open: [usize; 3],
    found: Regions,
}

impl Scanner<'_> {
    fn run(&mut self, backticks: bool) {
        let mut after_blank = true;
        while let Some(byte) = self.bytes.get(self.at).copied() {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            if !self.blank_before {
                let length = rest.iter().position(|byte| may_begin(*byte)).unwrap_or(rest.len());
                if let Some(last) = rest.get(..length).and_then(<[u8]>::last) {
                    self.at = self.at.saturating_add(length);
                    after_blank = last.is_ascii_whitespace();
                    continue;
                }
            }
            let end = match byte {
                b'"' | b'\'' if rest.starts_with(&[byte; 3]) => Some((false, self.until(&[byte; 3], 3))),
                b'"' | b'\'' => self.quoted(byte, false).map(|end| (false, end)),
                b'`' if backticks => self.quoted(byte, true).map(|end| (false, end)),
                b'/' if rest.starts_with(b"/*") => Some((true, self.until(b"*/", 2))),
                b'<' if rest.starts_with(b"<!--") => Some((true, self.until(b"-->", 4))),
                b'{' if rest.starts_with(b"{- ") => Some((true, self.until(b"-}", 3))),
                b'(' if rest.starts_with(b"(* ") => Some((true, self.until(b"*)", 3))),
                b'-' if rest.starts_with(b"--[[") => Some((true, self.until(b"]]", 4))),
                b'/' if rest.starts_with(b"//") && self.previous() != Some(b':') => {
                    Some((true, self.line_end()))
                }
                b'#' if after_blank => Some((true, self.line_end())),
                b'-' if after_blank && rest.starts_with(b"--") && !rest.starts_with(b"--[") => {
                    let marker = rest.iter().take(3).any(|byte| byte.is_ascii_whitespace())
                        || rest.starts_with(b"---");
                    marker.then(|| (true, self.line_end()))
                }
                b';' | b'%' | b'!' if self.blank_before => Some((true, self.line_end())),
                b'R' | b'r'
                    if self.blank_before
                        && rest.get(..4).is_some_and(|word| word.eq_ignore_ascii_case(b"rem ")) =>
                {
                    Some((true, self.line_end()))
                }
                _ => None,
            };
            match end {
                Some((is_comment, end)) => {
                    let span = Span::new(self.at, end);
                    if is_comment {
                        self.found.comments.push(span)
                    } else {
                        self.found.strings.push(span)
                    }
                    self.at = end.max(self.at.saturating_add(1));
                    (self.blank_before, after_blank) = (false, false);
                }
                None => {
                    after_blank = byte.is_ascii_whitespace();
                    self.blank_before = byte == b'\n' || (self.blank_before && after_blank);
                    self.at = self.at.saturating_add(1);
                }
            }
        }
    }

    fn previous(&self) -> Option<u8> {
        self.bytes.get(self.at.checked_sub(1)?).copied()
    }

    fn line_end(&self) -> usize {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        memchr::memchr(b'\n', rest).map_or(self.bytes.len(), |length| self.at.saturating_add(length))
    }

    /// The end of a region that closes with `close`; without one, the end of the text.
    fn until(&self, close: &[u8], open: usize) -> usize {
        let start = self.at.saturating_add(open);
        let rest = self.bytes.get(start..).unwrap_or_default();
        memchr::memmem::find(rest, close)
            .map_or(self.bytes.len(), |length| start.saturating_add(length).saturating_add(close.len()))
    }

    /// The end of a quoted string; `None` if it is not closed where it must be.
    fn quoted(&mut self, quote: u8, lines: bool) -> Option<usize> {
        let open = match quote {
            b'"' => self.open.get_mut(0),
            b'\'' => self.open.get_mut(1),
            _ => self.open.get_mut(2),
        }?;
        if self.at < *open {
            return None;
        }
        let start = self.at.saturating_add(1);
        let mut escaped = false;
        for (index, byte) in self.bytes.get(start..)?.iter().enumerate() {
            match byte {
                b'\n' if !lines => {
                    *open = start.saturating_add(index);
                    return None;
                }
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                byte if *byte == quote => return Some(start.saturating_add(index).saturating_add(1)),
                _ => {}
            }
        }
        *open = self.bytes.len();
        None
    }
}

/// Whether a comment, a string or a line may begin with a byte, behind something in a line.
fn may_begin(byte: u8) -> bool {
    matches!(byte, b'\n' | b'"' | b'\'' | b'`' | b'/' | b'<' | b'{' | b'(' | b'-' | b'#')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> (Vec<&str>, Vec<&str>) {
        let regions = regions(text, true);
        let texts = |spans: Vec<Span>| spans.into_iter().map(|span| span.of(text)).collect();
        (texts(regions.comments), texts(regions.strings))
    }

    #[test]
    fn comments_of_many_languages_are_found() {
        let comments = |text: &'static str| found(text).0;
        assert_eq!(comments("x = 1  # one\n# two\n"), ["# one", "# two"]);
        assert_eq!(
            comments("f(); // one\n/* two\n */ g(); /** three */"),
            ["// one", "/* two\n */", "/** three */"]
        );
        assert_eq!(
            comments("SELECT 1 -- one\nlocal x --[[ two\n]] y\n--three\n---- four"),
            ["-- one", "--[[ two\n]]", "---- four"]
        );
        assert_eq!(
            comments("; one\nmov a, b ; not at the start\n  % two\n! three\nREM four"),
            ["; one", "% two", "! three", "REM four"]
        );
        assert_eq!(
            comments("<p><!-- one --></p> (* two *) {- three -}"),
            ["<!-- one -->", "(* two *)", "{- three -}"]
        );
        assert_eq!(comments("see https://example.org and #tag x#y i--\n"), ["#tag x#y i--"]);
        assert_eq!(comments("open /* to the end"), ["/* to the end"]);
    }

    #[test]
    fn strings_are_found_and_hide_comment_markers() {
        let strings = |text: &'static str| found(text).1;
        assert_eq!(strings(r#"a = "x # y" + 'it\'s' + `b\nc`"#), [r#""x # y""#, r"'it\'s'", "`b\\nc`"]);
        assert_eq!(strings("s = \"\"\"a\nb\"\"\" 'c'"), ["\"\"\"a\nb\"\"\"", "'c'"]);
        assert_eq!(found("don't // it's\n\"x\""), (vec![], vec!["'t // it'", "\"x\""]));
        assert_eq!(found("an open ' quote // c\n"), (vec!["// c"], vec![]));
        assert!(regions("`a`", false).strings.is_empty());
        assert_eq!(strings("x = `a\nb`"), ["`a\nb`"]);
        assert!(strings("it's\nwhat we don't have").is_empty(), "a quote closes on its line");
    }

    #[test]
    fn markers_inside_code_are_none() {
        assert_eq!(found("return a#b - c, d-- e {-f}\n"), (vec![], vec![]));
    }

    /// On megabytes, quadratic work would take far too long.
    #[test]
    fn megabytes_of_open_quotes_end() {
        for unit in ["\\'", "'\"`", "/*", "\"\"\"'", "(* ", "\\\"`"] {
            let text = unit.repeat(500_000);
            let found = regions(&text, true);
            assert!(found.comments.iter().chain(&found.strings).all(|span| span.end as usize <= text.len()));
        }
    }
}
