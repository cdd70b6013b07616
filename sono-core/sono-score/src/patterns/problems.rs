//! The problems of one rule.

use crate::json::problems::closest;

/// The most problems of a rule that are told.
const MAX_PROBLEMS: usize = 20;
/// The most characters of a wrong text that a message quotes.
const MAX_QUOTED: usize = 60;

/// Problems, in the order in which they were found, each once.
#[derive(Debug, Default)]
pub(super) struct Problems {
    found: Vec<String>,
}

impl Problems {
    pub(super) fn add(&mut self, problem: String) {
        if self.found.len() < MAX_PROBLEMS && !self.found.contains(&problem) {
            self.found.push(problem);
        }
    }

    pub(super) fn count(&self) -> usize {
        self.found.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    pub(super) fn into_found(self) -> Vec<String> {
        self.found
    }

    /// Says of the problems that are found within an entry of a table where they are.
    pub(super) fn within<T>(&mut self, table: &str, entry: &str, find: impl FnOnce(&mut Self) -> T) -> T {
        let mut inner = Self::default();
        let result = find(&mut inner);
        let place = quoted(&format!("{table}.{entry}"));
        for problem in inner.found {
            self.add(format!("in {place}: {problem}"));
        }
        result
    }
}

/// "; did you mean `x`?", if a known name is near. All names of a letter or two are.
pub(super) fn hint<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> String {
    if name.chars().nth(2).is_none() {
        return String::new();
    }
    closest(name, known).map(|close| format!("; did you mean `{close}`?")).unwrap_or_default()
}

/// A text in a message, cut if it is long.
pub(super) fn quoted(text: &str) -> String {
    let mut shown: String = text.chars().take(MAX_QUOTED).flat_map(char::escape_debug).collect();
    if text.chars().nth(MAX_QUOTED).is_some() {
        shown.push('…');
    }
    format!("`{shown}`")
}
