//! The texts of a submission that a rubric can search, and the mapping from their spans back to sources.

use std::cell::OnceCell;

use crate::assessment::Location;
use crate::rubric::model::{SearchText, strip};
use crate::submission::{Content, Source};
use sono_syntax::text::{LineIndex, PositionEncoding, Span};

/// The texts of one submission, each built on first use.
#[derive(Debug)]
pub(in crate::rubric) struct SearchTexts<'a> {
    content: &'a Content,
    sources: &'a [Source<'a>],
    text: OnceCell<String>,
    lower: OnceCell<String>,
    answers: OnceCell<String>,
    code_points: OnceCell<usize>,
    segments: OnceCell<[Vec<Segment<'a>>; 2]>,
}

/// The place of a submitted text in a joined view.
#[derive(Debug, Clone)]
struct Segment<'a> {
    start: usize,
    name: String,
    text: &'a str,
    /// The source with this text, and the number of bytes cut from its start.
    source: Option<(u32, usize)>,
}

impl<'a> SearchTexts<'a> {
    pub(in crate::rubric) fn new(content: &'a Content, sources: &'a [Source<'a>]) -> Self {
        Self {
            content,
            sources,
            text: OnceCell::new(),
            lower: OnceCell::new(),
            answers: OnceCell::new(),
            code_points: OnceCell::new(),
            segments: OnceCell::new(),
        }
    }

    /// The texts of a joined view with their names: content keys, then files.
    fn pieces(&self, which: SearchText) -> impl Iterator<Item = (String, &'a str)> {
        let content = self.content;
        let (fields, files) = match which {
            SearchText::Answers => (content.answer_texts(), &[][..]),
            SearchText::Original | SearchText::Lower => (content.texts(), content.files.as_slice()),
        };
        let fields = fields.into_iter().flat_map(|(key, texts)| {
            texts.iter().enumerate().map(move |(index, text)| {
                let name = if index == 0 { key.to_owned() } else { format!("{key}/{index}") };
                (name, text.as_str())
            })
        });
        fields.chain(files.iter().map(|file| (file.path.clone(), file.text.as_str())))
    }

    /// The submitted text.
    pub(in crate::rubric) fn text(&self) -> &str {
        self.text.get_or_init(|| {
            let content = self.content;
            let texts = content.texts().into_iter().flat_map(|(_, texts)| texts).map(String::as_str);
            let files = content.files.iter().map(|file| file.text.as_str());
            let mut out = String::new();
            for (index, text) in texts.chain(files).enumerate() {
                if index > 0 {
                    out.push('\n');
                }
                out.push_str(text);
            }
            out
        })
    }

    /// The submitted text in lower case.
    pub(in crate::rubric) fn lower(&self) -> &str {
        self.lower.get_or_init(|| self.text().to_lowercase())
    }

    /// The written answers, each followed by a space.
    pub(in crate::rubric) fn answers(&self) -> &str {
        self.answers.get_or_init(|| {
            let mut out = String::new();
            for text in self.content.answer_texts().into_iter().flat_map(|(_, texts)| texts) {
                out.push_str(text);
                out.push(' ');
            }
            out
        })
    }

    pub(in crate::rubric) fn get(&self, which: SearchText) -> &str {
        match which {
            SearchText::Original => self.text(),
            SearchText::Lower => self.lower(),
            SearchText::Answers => self.answers(),
        }
    }

    pub(in crate::rubric) fn code_points(&self) -> usize {
        *self.code_points.get_or_init(|| self.text().chars().count())
    }

    /// The number of lines in the text; a final line break starts another one.
    pub(in crate::rubric) fn line_count(&self) -> usize {
        memchr::memchr_iter(b'\n', self.text().as_bytes()).count().saturating_add(1)
    }

    pub(in crate::rubric) fn nonblank_lines(&self) -> usize {
        self.text().split('\n').filter(|line| !strip(line).is_empty()).count()
    }

    /// Maps spans of a view to sources: the index of the source (`None` if the text is not a source) and the span in
    /// it. `spans` are in ascending order.
    pub(in crate::rubric) fn places(&self, which: SearchText, spans: &[Span]) -> Vec<(Option<u32>, Span)> {
        let back = match which {
            SearchText::Lower if !self.text().is_ascii() => self.unlowered(spans),
            _ => spans.to_vec(),
        };
        back.into_iter().map(|span| self.place(which, span)).collect()
    }

    fn place(&self, which: SearchText, span: Span) -> (Option<u32>, Span) {
        let Some(segment) = self.segment(which, span.start as usize) else { return (None, span) };
        let shift = |offset: u32, cut: usize| {
            let inside = (offset as usize).saturating_sub(segment.start).min(segment.text.len());
            inside.saturating_sub(cut)
        };
        match segment.source {
            Some((source, cut)) => (Some(source), Span::new(shift(span.start, cut), shift(span.end, cut))),
            None => (None, Span::new(shift(span.start, 0), shift(span.end, 0))),
        }
    }

    /// The location of a span of the text view, whether or not the text is one of the sources.
    pub(in crate::rubric) fn location(&self, span: Span, encoding: PositionEncoding) -> Location {
        let (source, inside) = self.place(SearchText::Original, span);
        if let Some(source) = source.and_then(|source| self.sources.get(source as usize)) {
            return Location::of(source, inside, encoding);
        }
        let segment = self.segment(SearchText::Original, span.start as usize);
        let (name, text) = segment.map_or(("", ""), |segment| (segment.name.as_str(), segment.text));
        let lines = LineIndex::new(text);
        Location {
            file: name.to_owned(),
            cell: None,
            start: lines.position(inside.start, text, encoding),
            end: lines.position(inside.end, text, encoding),
        }
    }

    fn segment(&self, which: SearchText, offset: usize) -> Option<&Segment<'a>> {
        let [text, answers] = self
            .segments
            .get_or_init(|| [self.segments(SearchText::Original), self.segments(SearchText::Answers)]);
        let segments = if which == SearchText::Answers { answers } else { text };
        let after = segments.partition_point(|segment| segment.start <= offset);
        segments.get(after.checked_sub(1)?)
    }

    fn segments(&self, which: SearchText) -> Vec<Segment<'a>> {
        let by_name: std::collections::BTreeMap<&str, u32> =
            (0..).zip(self.sources).map(|(index, source)| (source.name.as_str(), index)).collect();
        let mut start = 0_usize;
        let mut out = Vec::new();
        for (name, text) in self.pieces(which) {
            // The first of several texts under one key may be named with or without its index.
            let known = by_name.get(name.as_str()).or_else(|| by_name.get(format!("{name}/0").as_str()));
            let source = known.and_then(|index| {
                // The text of a notebook is another one.
                let source = self.sources.get(*index as usize).filter(|source| source.cells.is_empty())?;
                Some((*index, text.len().saturating_sub(source.text.len())))
            });
            out.push(Segment { start, name, text, source });
            start = start.saturating_add(text.len()).saturating_add(1);
        }
        out
    }

    /// Maps ascending spans of the lower-case text to the original text in one walk over the characters, whose lower
    /// case may be longer or shorter.
    fn unlowered(&self, spans: &[Span]) -> Vec<Span> {
        let mut bounds: Vec<u32> = spans.iter().flat_map(|span| [span.start, span.end]).collect();
        bounds.sort_unstable();
        let mut found = std::collections::BTreeMap::new();
        let mut wanted = bounds.iter().copied().peekable();
        let mut lower = 0_usize;
        for (offset, c) in self.text().char_indices() {
            while let Some(bound) = wanted.next_if(|bound| *bound as usize <= lower) {
                found.insert(bound, offset);
            }
            if wanted.peek().is_none() {
                break;
            }
            lower = lower.saturating_add(c.to_lowercase().map(char::len_utf8).sum());
        }
        let end = self.text().len();
        let back = |bound: u32| found.get(&bound).copied().unwrap_or(end);
        spans.iter().map(|span| Span::new(back(span.start), back(span.end))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content() -> Content {
        Content {
            code: vec!["aÉİ x\n".to_owned(), "two".to_owned()],
            solution: vec!["three".to_owned()],
            reasoning: vec!["why".to_owned(), String::new()],
            ..Content::default()
        }
    }

    #[test]
    fn views_join_what_was_submitted() {
        let content = content();
        let texts = SearchTexts::new(&content, &[]);
        assert_eq!(texts.text(), "aÉİ x\n\ntwo\nthree");
        assert_eq!(texts.lower(), "aéi\u{307} x\n\ntwo\nthree");
        assert_eq!(texts.answers(), "why  ");
        assert_eq!((texts.line_count(), texts.nonblank_lines()), (4, 3));
        assert_eq!(texts.code_points(), 16);
    }

    #[test]
    fn places_lead_back_through_lower_case() {
        let content = content();
        let texts = SearchTexts::new(&content, &[]);
        let at = u32::try_from(texts.lower().find('x').unwrap()).unwrap();
        let two = u32::try_from(texts.lower().find("two").unwrap()).unwrap();
        let spans = [Span { start: at, end: at + 1 }, Span { start: two, end: two + 3 }];
        let places = texts.places(SearchText::Lower, &spans);
        assert_eq!(places[0].1.of(&content.code[0]), "x");
        assert_eq!(places[1].1.of(&content.code[1]), "two");
        let start = u32::try_from(texts.text().find("two").unwrap()).unwrap();
        let location = texts.location(Span { start, end: start + 3 }, PositionEncoding::Utf8);
        assert_eq!((location.file.as_str(), location.start.line, location.start.column), ("code/1", 1, 1));
    }
}
