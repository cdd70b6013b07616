//! Scripts in pages and components: HTML, Vue, Svelte, Astro.

use super::{blank, ends_with};

/// The scripts of a page or component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scripts {
    /// The text with all but its scripts blanked, of the same length and with the same lines.
    pub text: String,
    /// Id of the language that reads all of them.
    pub language: &'static str,
    /// The number of scripts.
    pub blocks: usize,
}

/// Endings of files with scripts in them.
const ENDINGS: [&str; 6] = [".html", ".htm", ".xhtml", ".vue", ".svelte", ".astro"];
/// Elements whose content is no markup.
const RAW_TEXT: [&str; 4] = ["script", "style", "textarea", "title"];

/// Whether a file of this name, or a text without one, is markup that may hold scripts.
pub fn has_scripts(path: Option<&str>, text: &str) -> bool {
    match path {
        Some(path) => ENDINGS.iter().any(|ending| ends_with(path, ending)),
        None => {
            let start = text.trim_start();
            ["<!doctype html", "<html", "<script", "<template>"]
                .iter()
                .any(|mark| starts_with(start.as_bytes(), mark))
        }
    }
}

/// The scripts of a page or component; `None` if it has none.
///
/// Code that is loaded from elsewhere (`src`), data (`type="application/json"`) and attributes such as `onclick` are no
/// scripts.
pub fn scripts(path: Option<&str>, text: &str) -> Option<Scripts> {
    let mut found = Found { out: text.as_bytes().to_vec(), kept: 0, language: None, blocks: 0 };
    blank(&mut found.out);
    let bytes = text.as_bytes();
    let mut at = 0_usize;
    let last_close = memchr::memmem::rfind(bytes, b"-->");
    if path.is_some_and(|path| ends_with(path, ".astro")) {
        at = frontmatter(text).map_or(0, |(start, end)| {
            found.keep(bytes, start, end, TYPESCRIPT);
            end
        });
    }
    while let Some(open) = memchr::memchr(b'<', bytes.get(at..).unwrap_or_default()) {
        at = at.saturating_add(open);
        let rest = bytes.get(at..).unwrap_or_default();
        if rest.starts_with(b"<!--") {
            // Without an end, the comment is no comment: nothing hides what follows.
            let end = last_close.filter(|last| *last >= at).and_then(|_| memchr::memmem::find(rest, b"-->"));
            at = at.saturating_add(end.map_or(4, |end| end.saturating_add(3)));
            continue;
        }
        let element = RAW_TEXT.iter().find(|name| is_tag(rest.get(1..).unwrap_or_default(), name));
        let Some(element) = element else {
            at = at.saturating_add(1);
            continue;
        };
        let tag = Tag::read(rest, element.len().saturating_add(1));
        let start = at.saturating_add(tag.length);
        if tag.closes_itself {
            at = start;
            continue;
        }
        let end = end_of(bytes, start, element);
        if *element == "script"
            && let Some(language) = tag.language()
        {
            found.keep(bytes, start, end, language);
        }
        at = end;
    }
    let language = found.language?;
    Some(Scripts { text: String::from_utf8(found.out).ok()?, language, blocks: found.blocks })
}

const JAVASCRIPT: &str = "javascript";
const TYPESCRIPT: &str = "typescript";
const TSX: &str = "tsx";

struct Found {
    out: Vec<u8>,
    kept: usize,
    language: Option<&'static str>,
    blocks: usize,
}

impl Found {
    fn keep(&mut self, bytes: &[u8], start: usize, end: usize, language: &'static str) {
        if let (Some(out), Some(script)) = (self.out.get_mut(start..end), bytes.get(start..end)) {
            if script.trim_ascii().is_empty() {
                return;
            }
            out.copy_from_slice(script);
            // Two scripts on one line are two statements.
            if start > self.kept
                && self.blocks > 0
                && !bytes.get(self.kept..start).unwrap_or_default().contains(&b'\n')
            {
                put_semicolon(self.out.get_mut(self.kept..start));
            }
            self.kept = end;
        }
        self.blocks = self.blocks.saturating_add(1);
        let rank = |language: &str| [JAVASCRIPT, TYPESCRIPT, TSX].iter().position(|known| *known == language);
        self.language = self.language.filter(|other| rank(other) >= rank(language)).or(Some(language));
    }
}

fn put_semicolon(gap: Option<&mut [u8]>) {
    if let Some(byte) = gap.and_then(<[u8]>::first_mut) {
        *byte = b';';
    }
}

/// The code between the first two lines `---` of an Astro component.
fn frontmatter(text: &str) -> Option<(usize, usize)> {
    let lead = text.len().saturating_sub(text.trim_start().len());
    let rest = text.get(lead..)?.strip_prefix("---")?;
    let start = lead.saturating_add(3);
    let end = memchr::memmem::find(rest.as_bytes(), b"\n---")?;
    Some((start, start.saturating_add(end)))
}

fn starts_with(text: &[u8], start: &str) -> bool {
    text.get(..start.len()).is_some_and(|text| text.eq_ignore_ascii_case(start.as_bytes()))
}

/// Whether the name of a tag is this one, and not a longer one.
fn is_tag(text: &[u8], name: &str) -> bool {
    starts_with(text, name)
        && text.get(name.len()).is_none_or(|next| next.is_ascii_whitespace() || matches!(next, b'>' | b'/'))
}

/// Where the content of an element ends: at its closing tag, or with the text.
fn end_of(bytes: &[u8], start: usize, element: &str) -> usize {
    let mut at = start;
    while let Some(found) = memchr::memmem::find(bytes.get(at..).unwrap_or_default(), b"</") {
        at = at.saturating_add(found);
        if is_tag(bytes.get(at.saturating_add(2)..).unwrap_or_default(), element) {
            return at;
        }
        at = at.saturating_add(2);
    }
    bytes.len()
}

/// An opening tag.
#[derive(Default)]
struct Tag {
    length: usize,
    closes_itself: bool,
    has_source: bool,
    kind: Option<String>,
    lang: Option<String>,
}

impl Tag {
    /// Reads the attributes of a tag, from behind its name to its `>`.
    fn read(text: &[u8], from: usize) -> Self {
        let mut tag = Self::default();
        let mut at = from;
        while let Some(byte) = text.get(at).copied() {
            match byte {
                b'>' => {
                    at = at.saturating_add(1);
                    break;
                }
                b'/' => {
                    tag.closes_itself = text.get(at.saturating_add(1)) == Some(&b'>');
                    at = at.saturating_add(1);
                }
                _ if byte.is_ascii_whitespace() => at = at.saturating_add(1),
                _ => at = tag.attribute(text, at),
            }
        }
        tag.length = at;
        tag
    }

    fn attribute(&mut self, text: &[u8], from: usize) -> usize {
        let until = |at: usize, stops: fn(&u8) -> bool| {
            let rest = text.get(at..).unwrap_or_default();
            at.saturating_add(rest.iter().position(stops).unwrap_or(rest.len()))
        };
        let name_end = until(from, |byte| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'>' | b'/'))
            .max(from.saturating_add(1));
        let equals = until(name_end, |byte| !byte.is_ascii_whitespace());
        let (mut value, mut end) = (&b""[..], name_end);
        if text.get(equals) == Some(&b'=') {
            let start = until(equals.saturating_add(1), |byte| !byte.is_ascii_whitespace());
            (value, end) = match text.get(start) {
                Some(quote @ (b'"' | b'\'')) => {
                    let inside = text.get(start.saturating_add(1)..).unwrap_or_default();
                    let length = memchr::memchr(*quote, inside).unwrap_or(inside.len());
                    (inside.get(..length).unwrap_or_default(), start.saturating_add(length).saturating_add(2))
                }
                _ => {
                    let end = until(start, |byte| byte.is_ascii_whitespace() || *byte == b'>');
                    (text.get(start..end).unwrap_or_default(), end.max(start))
                }
            };
        }
        let name = text.get(from..name_end).unwrap_or_default();
        let value = || String::from_utf8_lossy(value).trim().to_ascii_lowercase();
        match name.to_ascii_lowercase().as_slice() {
            b"src" => self.has_source = true,
            b"type" => self.kind = self.kind.take().or_else(|| Some(value())),
            b"lang" => self.lang = self.lang.take().or_else(|| Some(value())),
            _ => {}
        }
        end.min(text.len())
    }

    /// The language of a script; `None` if it is none, or in a language that no grammar of pages reads.
    fn language(&self) -> Option<&'static str> {
        if self.has_source {
            return None;
        }
        let by_type = match self.kind.as_deref().unwrap_or_default() {
            "text/typescript" | "application/typescript" | "text/ts" | "ts" => TYPESCRIPT,
            "text/tsx" | "tsx" => TSX,
            "" | "module" | "text/babel" | "text/jsx" => JAVASCRIPT,
            kind if kind.ends_with("javascript") || kind.ends_with("ecmascript") => JAVASCRIPT,
            _ => return None,
        };
        match self.lang.as_deref().unwrap_or_default() {
            "" => Some(by_type),
            "js" | "javascript" | "jsx" => Some(JAVASCRIPT),
            "ts" | "typescript" => Some(TYPESCRIPT),
            "tsx" => Some(TSX),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(path: &str, text: &str) -> Option<(&'static str, String)> {
        let found = scripts(Some(path), text)?;
        assert_eq!(found.text.len(), text.len());
        assert_eq!(found.text.matches('\n').count(), text.matches('\n').count());
        let code = found.text.split_whitespace().collect::<Vec<_>>().join(" ");
        Some((found.language, code))
    }

    #[test]
    fn scripts_keep_their_places() {
        let page =
            "<!doctype html>\n<p title='<script>'>größer</p>\n<SCRIPT type=module>\n  rise(2)\n</SCRIPT >\n";
        let found = scripts(None, page).unwrap();
        assert_eq!(found.text.find("rise"), page.find("rise"));
        assert_eq!((found.language, found.blocks), ("javascript", 1));
        assert_eq!(
            code("a.html", "<script>a()</script><script>b()</script>"),
            Some(("javascript", "a(); b()".into()))
        );
    }

    #[test]
    fn the_attributes_say_what_a_script_is() {
        for (tag, language) in [
            ("<script>", Some("javascript")),
            ("<script defer type='text/javascript'>", Some("javascript")),
            ("<script setup lang=\"ts\" generic=\"T extends A>B\">", Some("typescript")),
            ("<script lang=tsx>", Some("tsx")),
            ("<script context=\"module\" lang='TS'>", Some("typescript")),
            ("<script type=\"application/json\">", None),
            ("<script type='importmap'>", None),
            ("<script src=\"a.js\">", None),
            ("<script lang=coffee>", None),
        ] {
            let text = format!("{tag}a(1)</script>");
            assert_eq!(code("a.vue", &text).map(|(language, _)| language), language, "{tag}");
        }
    }

    #[test]
    fn markup_comments_and_styles_are_no_scripts() {
        for text in [
            "<p onclick='a()'>b</p>",
            "<!-- <script>a()</script> -->",
            "<style>/* <script> */</style>",
            "<scripts>a()</scripts>",
            "<script/>",
            "<script> </script>",
            "<",
            "<script",
        ] {
            assert_eq!(code("a.html", text), None, "{text}");
        }
        assert_eq!(code("a.html", "<!-- <script>a()</script>").unwrap().1, "a()");
        assert_eq!(code("a.html", "<script>a()").unwrap().1, "a()");
    }

    #[test]
    fn components_of_several_kinds_are_read() {
        assert_eq!(
            code(
                "a.svelte",
                "<script context='module'>a()</script>\n<script lang='ts'>b()</script>\n<p>{c}</p>"
            ),
            Some(("typescript", "a() b()".into()))
        );
        assert_eq!(
            code("a.astro", "---\nconst a = b();\n---\n<p>{a}</p>\n<script>c()</script>"),
            Some(("typescript", "const a = b(); c()".into()))
        );
    }
}
