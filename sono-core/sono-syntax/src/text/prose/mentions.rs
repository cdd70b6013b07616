//! Names from the code that a text mentions.

use std::collections::{HashMap, HashSet};

use super::words::is_stop_word;
use crate::text::Span;

/// The first mention of each identifier as a whole word in a text, in the order of the identifiers.
///
/// Case matters. Letters, digits, `_` and `$` belong to a name, so `sort` is not found in `sort_list`.
/// A name of one or two characters, or one that is an English stop word (`is`, `to`, `all`), counts only where
/// it is written as code: between backticks, or before an opening parenthesis.
///
/// ```
/// # use sono_syntax as sono_core;
/// use sono_core::text::prose::mentions;
/// let found = mentions("`merge` calls merge_sort, which is stable.", &["merge_sort", "sort", "is"]);
/// assert!(found[0].is_some());
/// assert_eq!((found[1], found[2]), (None, None));
/// ```
pub fn mentions(text: &str, identifiers: &[&str]) -> Vec<Option<Span>> {
    let wanted: HashSet<&str> = identifiers.iter().copied().collect();
    let mut found: HashMap<&str, Span> = HashMap::new();
    let part_of_name = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    let mut at: usize = 0;
    while let Some(rest) = text.get(at..) {
        let Some(blank) = rest.find(part_of_name) else { break };
        let start = at.saturating_add(blank);
        let word = text.get(start..).unwrap_or("");
        let word = word.get(..word.find(|c| !part_of_name(c)).unwrap_or(word.len())).unwrap_or("");
        let end = start.saturating_add(word.len());
        if wanted.contains(word) && !found.contains_key(word) {
            let ordinary = word.len() <= 2 || is_stop_word(word);
            let before = text.get(..start).and_then(|before| before.chars().next_back());
            let after = text.get(end..).and_then(|after| after.chars().next());
            if !ordinary || before == Some('`') || after == Some('(') {
                found.insert(word, Span::new(start, end));
            }
        }
        at = end;
    }
    identifiers.iter().map(|name| found.get(name).copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_as_whole_words() {
        let text =
            "We call parseLine, then `to` and is(); $el and größe come last. parseLine again, to be sure.";
        let names = ["parseLine", "parse", "to", "is", "$el", "größe", "be", "parseLine", "", "a b"];
        let found = mentions(text, &names);
        let found: Vec<&str> = found.iter().map(|span| span.map_or("-", |span| span.of(text))).collect();
        assert_eq!(found, ["parseLine", "-", "to", "is", "$el", "größe", "-", "parseLine", "-", "-"]);
        assert_eq!(mentions("", &["a"]), [None]);
        assert!(mentions("text", &[]).is_empty());
    }
}
