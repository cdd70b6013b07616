//! Line patterns: a regular expression, and an optional one that excuses a match if it follows.

use regex::{Regex, RegexSet};

use sono_syntax::text::Span;

/// The maximum number of matches of one pattern checked in one line before the line counts as clean. This bounds the
/// work on lines full of excused matches, so that it stays linear in the text.
const MATCHES_PER_LINE: usize = 1_000;

/// A regular expression that no line may match, unless an excuse follows the match.
#[derive(Debug, Clone)]
pub struct LinePattern {
    regex: Regex,
    excuse: Option<Regex>,
}

impl LinePattern {
    /// Compiles a pattern. `unless_followed_by` is matched directly after the end of a match, only against the rest of
    /// the line.
    ///
    /// # Errors
    /// The message of the regex compiler for the first expression that it refuses.
    pub fn new(regex: &str, unless_followed_by: Option<&str>) -> Result<Self, regex::Error> {
        let regex = Regex::new(regex)?;
        let excuse = unless_followed_by.map(|excuse| Regex::new(&format!(r"\A(?:{excuse})"))).transpose()?;
        Ok(Self { regex, excuse })
    }

    /// The first unexcused match in a line, as byte offsets into the line.
    fn find(&self, line: &str) -> Option<Span> {
        let found = match &self.excuse {
            None => self.regex.find(line),
            Some(excuse) => self
                .regex
                .find_iter(line)
                .take(MATCHES_PER_LINE)
                .find(|found| !excuse.is_match(line.get(found.end()..).unwrap_or(""))),
        };
        found.map(|found| Span::new(found.start(), found.end()))
    }
}

/// A line that matches a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineMatch {
    /// The index of the pattern.
    pub pattern: usize,
    /// The match, as byte offsets into the whole text.
    pub span: Span,
}

/// Several line patterns, searched together.
#[derive(Debug, Clone)]
pub struct LinePatterns {
    patterns: Vec<LinePattern>,
    /// Most lines match nothing; one automaton over all patterns tells in one pass.
    any: RegexSet,
}

impl LinePatterns {
    /// Combines patterns for a common search.
    ///
    /// # Errors
    /// If the patterns together exceed the compiler's size limit.
    pub fn new(patterns: Vec<LinePattern>) -> Result<Self, regex::Error> {
        let any = RegexSet::new(patterns.iter().map(|pattern| pattern.regex.as_str()))?;
        Ok(Self { patterns, any })
    }

    /// The number of patterns.
    pub fn len(&self) -> usize {
        self.patterns.len()
    }

    /// Whether there are no patterns.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// The matches of the patterns for which `wanted` returns true: at most one per line and pattern, ordered by line
    /// and then by pattern. Lines end only at `\n`.
    pub fn find(&self, text: &str, wanted: impl Fn(usize) -> bool) -> Vec<LineMatch> {
        let mut out = Vec::new();
        let mut start = 0_usize;
        for line in text.split('\n') {
            if self.any.is_match(line) {
                for (pattern, rule) in self.patterns.iter().enumerate().filter(|(index, _)| wanted(*index)) {
                    if let Some(found) = rule.find(line) {
                        let shift = |offset: u32| start.saturating_add(offset as usize);
                        out.push(LineMatch {
                            pattern,
                            span: Span::new(shift(found.start), shift(found.end)),
                        });
                    }
                }
            }
            start = start.saturating_add(line.len()).saturating_add(1);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(patterns: &[(&str, Option<&str>)], text: &str) -> Vec<(usize, String)> {
        let patterns =
            patterns.iter().map(|(regex, excuse)| LinePattern::new(regex, *excuse).unwrap()).collect();
        let patterns = LinePatterns::new(patterns).unwrap();
        patterns.find(text, |_| true).iter().map(|m| (m.pattern, m.span.of(text).to_owned())).collect()
    }

    #[test]
    fn one_match_per_line_and_pattern() {
        let patterns = [("b+", None), ("a", None)];
        let found = spans(&patterns, "ab abb\nx\nbb a");
        let expected =
            [(0, "b"), (1, "a"), (0, "bb"), (1, "a")].map(|(index, text)| (index, text.to_owned()));
        assert_eq!(found, expected);
    }

    #[test]
    fn an_excuse_frees_one_match_only() {
        let patterns = [(r"\w\[0\]", Some(r"\s+if\s+\w"))];
        assert_eq!(spans(&patterns, "x = a[0] if a else b"), []);
        assert_eq!(spans(&patterns, "x = a[0] if b[0] else c"), [(0, "b[0]".to_owned())]);
        assert_eq!(spans(&patterns, "x = a[0]\n if y"), [(0, "a[0]".to_owned())], "the line ends");
    }

    #[test]
    fn long_lines_stay_linear() {
        let line = "a[0] if x ".repeat(20_000);
        assert_eq!(spans(&[(r"\w\[0\]", Some(r"\s+if\s+\w"))], &line), []);
        let calls = "json.dumps(".repeat(20_000);
        assert_eq!(spans(&[(r"json\.dumps\([^)]*np\.", None)], &calls), []);
    }
}
