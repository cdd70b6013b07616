//! The strings and line conditions that a rubric searches for in one text.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};

/// The strings and line conditions of one text.
#[derive(Debug, Default)]
pub(in crate::rubric) struct Keywords {
    pub(in crate::rubric) needles: Vec<String>,
    index: BTreeMap<String, usize>,
    pub(in crate::rubric) filters: Vec<LineFilter>,
    /// For each needle, the line filters that use it.
    pub(in crate::rubric) asked_by: Vec<Vec<usize>>,
    pub(in crate::rubric) automaton: Option<AhoCorasick>,
}

/// Conditions on a line; a line counts if it meets all of them.
#[derive(Debug, Clone, Default)]
pub(in crate::rubric) struct LineFilter {
    /// Needles of which at least one must occur; if empty, the line may hold anything.
    pub(in crate::rubric) contains: Vec<usize>,
    pub(in crate::rubric) nonblank: bool,
    pub(in crate::rubric) not_prefix: Vec<String>,
}

impl LineFilter {
    /// Whether a line meets the conditions other than `contains`.
    pub(in crate::rubric) fn accepts(&self, line: &str) -> bool {
        let stripped = strip(line);
        if self.nonblank && stripped.is_empty() {
            return false;
        }
        !self.not_prefix.iter().any(|prefix| stripped.starts_with(prefix.as_str()))
    }
}

impl Keywords {
    /// The index of a string, which is added if it is new.
    pub(in crate::rubric) fn intern(&mut self, needle: &str) -> usize {
        if let Some(index) = self.index.get(needle) {
            return *index;
        }
        let index = self.needles.len();
        self.needles.push(needle.to_owned());
        self.asked_by.push(Vec::new());
        self.index.insert(needle.to_owned(), index);
        index
    }

    /// Adds a line filter and returns its index.
    pub(in crate::rubric) fn add_filter(&mut self, filter: LineFilter) -> usize {
        let index = self.filters.len();
        for needle in &filter.contains {
            if let Some(asked_by) = self.asked_by.get_mut(*needle) {
                asked_by.push(index);
            }
        }
        self.filters.push(filter);
        index
    }

    pub(in crate::rubric) fn needle(&self, index: usize) -> &str {
        self.needles.get(index).map_or("", String::as_str)
    }

    /// Whether there is nothing to search for.
    pub(in crate::rubric) fn is_empty(&self) -> bool {
        self.needles.is_empty() && self.filters.is_empty()
    }

    /// Builds the automaton, once all strings are known.
    pub(in crate::rubric) fn compile(&mut self) -> Result<(), String> {
        if !self.needles.is_empty() {
            let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&self.needles);
            self.automaton = Some(automaton.map_err(|error| error.to_string())?);
        }
        Ok(())
    }
}

/// Strips white space from both ends: Unicode's, and the four separator controls U+001C to U+001F that
/// Python counts as white space as well.
pub(in crate::rubric) fn strip(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stripping_follows_python() {
        assert_eq!(strip("\u{1c}\u{a0}\u{2003} a \u{85}\r\n"), "a");
        assert_eq!(strip("\u{200b}"), "\u{200b}", "a zero width space is no white space");
    }
}
