//! Finds everything that a rubric searches for in one text, in one pass.

use aho_corasick::AhoCorasick;

use crate::rubric::model::Keywords;
use sono_syntax::text::Span;

/// The number of places of a string or of a set of lines that are kept as evidence.
const PLACES: usize = 3;

/// The results of one pass over a text.
#[derive(Debug, Default)]
pub(in crate::rubric) struct Scan {
    needles: Vec<Hits>,
    filters: Vec<Hits>,
}

/// The number of occurrences, and the first few of them.
#[derive(Debug, Clone, Default)]
pub(in crate::rubric) struct Hits {
    pub(in crate::rubric) count: u64,
    pub(in crate::rubric) first: Vec<(usize, Span)>,
}

impl Hits {
    fn add(&mut self, needle: usize, span: Span) {
        self.count = self.count.saturating_add(1);
        if self.first.len() < PLACES {
            self.first.push((needle, span));
        }
    }
}

impl Scan {
    pub(in crate::rubric) fn needle(&self, needle: usize) -> Option<&Hits> {
        self.needles.get(needle)
    }

    pub(in crate::rubric) fn filter(&self, filter: usize) -> Option<&Hits> {
        self.filters.get(filter)
    }

    pub(in crate::rubric) fn found(&self, needle: usize) -> bool {
        self.needle(needle).is_some_and(|hits| hits.count > 0)
    }

    /// The first places of several needles together, in text order.
    pub(in crate::rubric) fn first_of(&self, needles: &[usize]) -> Vec<(usize, Span)> {
        let mut places: Vec<(usize, Span)> = needles
            .iter()
            .filter_map(|needle| self.needle(*needle))
            .flat_map(|hits| hits.first.clone())
            .collect();
        places.sort_by_key(|(needle, span)| (span.start, *needle));
        places.truncate(PLACES);
        places
    }
}

impl Keywords {
    /// Counts everything in one pass. Occurrences of one string do not overlap; different strings are counted
    /// independently.
    pub(in crate::rubric) fn scan(&self, text: &str) -> Scan {
        let mut scan = Scan {
            needles: vec![Hits::default(); self.needles.len()],
            filters: vec![Hits::default(); self.filters.len()],
        };
        if let Some(automaton) = &self.automaton {
            self.scan_needles(automaton, text, &mut scan);
        }
        let plain: Vec<usize> =
            (0..).zip(&self.filters).filter(|(_, f)| f.contains.is_empty()).map(|(i, _)| i).collect();
        if !plain.is_empty() {
            self.scan_lines(&plain, text, &mut scan);
        }
        scan
    }

    fn scan_needles(&self, automaton: &AhoCorasick, text: &str, scan: &mut Scan) {
        let mut free_from = vec![0_usize; self.needles.len()];
        let mut last_line = vec![usize::MAX; self.filters.len()];
        let mut cursor = LineCursor::new(text);
        for found in automaton.find_overlapping_iter(text) {
            let needle = found.pattern().as_usize();
            let span = Span::new(found.start(), found.end());
            if let (Some(free), Some(hits)) = (free_from.get_mut(needle), scan.needles.get_mut(needle))
                && found.start() >= *free
            {
                *free = found.end();
                hits.add(needle, span);
            }
            for filter in self.asked_by.get(needle).into_iter().flatten() {
                let (number, line) = cursor.advance(found.end());
                let seen =
                    last_line.get_mut(*filter).is_none_or(|last| std::mem::replace(last, number) == number);
                if seen || !self.filters.get(*filter).is_some_and(|filter| filter.accepts(line)) {
                    continue;
                }
                if let Some(hits) = scan.filters.get_mut(*filter) {
                    hits.add(needle, span);
                }
            }
        }
    }

    fn scan_lines(&self, plain: &[usize], text: &str, scan: &mut Scan) {
        for (offset, line) in lines(text) {
            for index in plain {
                if let (Some(filter), Some(hits)) = (self.filters.get(*index), scan.filters.get_mut(*index))
                    && filter.accepts(line)
                {
                    hits.add(usize::MAX, Span::new(offset, offset.saturating_add(line.len())));
                }
            }
        }
    }
}

/// The lines of a text with their offsets, split only at `\n`; a final line break starts another line.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0_usize;
    text.split('\n').map(move |line| {
        let offset = start;
        start = start.saturating_add(line.len()).saturating_add(1);
        (offset, line)
    })
}

/// Walks through the lines of a text as matches advance.
struct LineCursor<'a> {
    text: &'a str,
    number: usize,
    start: usize,
    end: usize,
}

impl<'a> LineCursor<'a> {
    fn new(text: &'a str) -> Self {
        let mut cursor = Self { text, number: 0, start: 0, end: 0 };
        cursor.end = cursor.line_end();
        cursor
    }

    fn line_end(&self) -> usize {
        let rest = self.text.get(self.start..).unwrap_or("");
        memchr::memchr(b'\n', rest.as_bytes()).map_or(self.text.len(), |at| self.start.saturating_add(at))
    }

    /// The line that contains the end of a match. Matches must come in ascending order.
    fn advance(&mut self, match_end: usize) -> (usize, &'a str) {
        while self.end < match_end {
            self.start = self.end.saturating_add(1);
            self.end = self.line_end();
            self.number = self.number.saturating_add(1);
        }
        (self.number, self.text.get(self.start..self.end).unwrap_or(""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rubric::model::LineFilter;

    fn scan(keywords: &mut Keywords, text: &str) -> Scan {
        keywords.compile().unwrap();
        keywords.scan(text)
    }

    #[test]
    fn strings_count_independently_and_without_overlap() {
        let mut keywords = Keywords::default();
        let slashes = keywords.intern("//");
        let block = keywords.intern("/*");
        let doubled = keywords.intern("aa");
        let scan = scan(&mut keywords, "//* //// aaaaa");
        assert_eq!(scan.needle(slashes).unwrap().count, 3);
        assert_eq!(scan.needle(block).unwrap().count, 1);
        assert_eq!(scan.needle(doubled).unwrap().count, 2);
        assert_eq!(scan.first_of(&[slashes, block]).len(), 3);
        assert_eq!(scan.first_of(&[block])[0].1, Span { start: 1, end: 3 });
    }

    #[test]
    fn a_line_counts_once() {
        let mut keywords = Keywords::default();
        let contains = vec![keywords.intern("data"), keywords.intern("item")];
        let any = keywords.add_filter(LineFilter { contains: contains.clone(), ..LineFilter::default() });
        let code = keywords.add_filter(LineFilter {
            contains,
            not_prefix: vec!["#".to_owned()],
            ..LineFilter::default()
        });
        let filled = keywords.add_filter(LineFilter { nonblank: true, ..LineFilter::default() });
        let scan = scan(&mut keywords, "data item data\n\n  # item\nx = item\n \r\n");
        assert_eq!(scan.filter(any).unwrap().count, 3);
        assert_eq!(scan.filter(code).unwrap().count, 2);
        assert_eq!(scan.filter(filled).unwrap().count, 3);
    }
}
