//! Fenced code in Markdown (<https://spec.commonmark.org/0.31.2/#fenced-code-blocks>).

use super::blank;
use crate::language::{self, Language};
use crate::text::Span;

/// A fenced block.
#[derive(Debug, Clone, Copy)]
pub struct Fence {
    /// The line that opens it.
    pub head: Span,
    /// Its content.
    pub body: Span,
    /// The language that its first line states.
    pub language: Option<&'static Language>,
}

/// The fenced blocks of a text. One that is not closed goes on to the end.
pub fn fences(text: &str) -> impl Iterator<Item = Fence> {
    let mut lines = text.split_inclusive('\n').scan(0_usize, |at, line| {
        let start = *at;
        *at = at.saturating_add(line.len());
        Some((start, line))
    });
    std::iter::from_fn(move || {
        let (start, line, mark) = lines.by_ref().find_map(|(start, line)| {
            let content = line.trim_start();
            let mark = content.chars().next().filter(|c| matches!(c, '`' | '~'))?;
            let length = content.len().saturating_sub(content.trim_start_matches(mark).len());
            (length >= 3).then(|| (start, line, content.get(..length).unwrap_or_default()))
        })?;
        let info = line.trim().trim_start_matches(mark).trim_start_matches(['`', '~', '{', '.', ' ']);
        let name = info.split([' ', ',', '}', ':']).next().unwrap_or_default();
        let first = start.saturating_add(line.len());
        let end = lines.by_ref().find(|(_, line)| {
            let content = line.trim();
            content.starts_with(mark) && content.trim_start_matches(['`', '~']).is_empty()
        });
        let end = end.map_or(text.len(), |(end, _)| end);
        Some(Fence {
            head: Span::new(start, start.saturating_add(line.trim_end().len())),
            body: Span::new(first, end),
            language: language::by_name(name),
        })
    })
}

/// The code of a text that is prose around fenced code, as people paste answers: with blanks for all but the blocks in the
/// language of the first that states one.
///
/// Code may hold such blocks in comments and strings, but not outside of them.
pub fn fenced(text: &str) -> Option<(String, &'static Language)> {
    memchr::memmem::find(text.as_bytes(), b"```")
        .or_else(|| memchr::memmem::find(text.as_bytes(), b"~~~"))?;
    let first = fences(text).find(|fence| fence.language.is_some())?;
    let language = first.language?;
    let before = text.get(..first.head.start as usize)?;
    if ["\"\"\"", "'''", "/*"].iter().any(|mark| before.contains(mark)) {
        return None;
    }
    let mut bytes = text.as_bytes().to_vec();
    blank(&mut bytes);
    for fence in fences(text).filter(|fence| fence.language.is_some_and(|other| other.id == language.id)) {
        let body = fence.body.start as usize..fence.body.end as usize;
        bytes.get_mut(body.clone())?.copy_from_slice(text.as_bytes().get(body)?);
    }
    Some((String::from_utf8(bytes).ok()?, language))
}

#[cfg(all(test, feature = "lang-javascript", feature = "lang-python"))]
mod tests {
    use super::*;

    #[test]
    fn fences_end_with_their_mark() {
        let text = "a\n```py\nb\n~~~\nc\n```\n~~~~ {.js}\nd\n```\n~~~~\n```\ne";
        let found: Vec<_> = fences(text)
            .map(|fence| (fence.body.of(text), fence.language.map(|language| language.id)))
            .collect();
        assert_eq!(found, [("b\n~~~\nc\n", Some("python")), ("d\n```\n", Some("javascript")), ("e", None)]);
    }

    #[test]
    fn prose_around_code_is_blanked() {
        let text = "So größer:\n\n```python\nx = 1\n```\nand\n```js\ny\n```\nor\n```py\nz = 2\n```\n";
        let (code, language) = fenced(text).unwrap();
        assert_eq!((code.len(), language.id), (text.len(), "python"));
        assert_eq!(code.split_whitespace().collect::<Vec<_>>(), ["x", "=", "1", "z", "=", "2"]);
        assert_eq!(code.find("x = 1"), text.find("x = 1"));
        for text in [
            "x = 1\n",
            "a\n```\nx = 1\n```\n",
            "\"\"\"Usage:\n\n```python\nx\n```\n\"\"\"\n",
            "/**\n```js\nx\n```\n*/",
        ] {
            assert!(fenced(text).is_none(), "{text}");
        }
    }
}
