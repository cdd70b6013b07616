//! Meta variables in messages.

use ast_grep_core::meta_var::MetaVarEnv;

use super::document::Document;

/// The maximum number of characters of code that a message quotes for one variable.
const MAX_QUOTED: usize = 60;
/// The maximum number of characters of a message with the code in it.
const MAX_FILLED: usize = 2_000;

/// A meta variable in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Variable<'t> {
    /// The text before it, from the variable before.
    before: &'t str,
    /// The number of dollars.
    pub(super) dollars: usize,
    /// The name; not empty, but perhaps a number.
    pub(super) name: &'t str,
}

/// The meta variables of a text, in its order.
pub(super) fn variables(text: &str) -> Variables<'_> {
    Variables { rest: text }
}

/// Walks over meta variables; in the end, `rest` is the text after the last.
pub(super) struct Variables<'t> {
    rest: &'t str,
}

impl<'t> Iterator for Variables<'t> {
    type Item = Variable<'t>;

    fn next(&mut self) -> Option<Variable<'t>> {
        let mut from = 0_usize;
        loop {
            let start = from.saturating_add(self.rest.get(from..)?.find('$')?);
            let after = self.rest.get(start..)?.trim_start_matches('$');
            let dollars = self.rest.len().saturating_sub(start).saturating_sub(after.len());
            let end = after.find(|c: char| !(c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_'));
            let (name, rest) = after.split_at_checked(end.unwrap_or(after.len()))?;
            if name.is_empty() {
                from = start.saturating_add(dollars);
                continue;
            }
            let before = self.rest.get(..start)?;
            self.rest = rest;
            return Some(Variable { before, dollars, name });
        }
    }
}

/// Fills a message with the code that its meta variables stand for. Those that stand for nothing stay as they are.
pub(super) fn fill(message: &str, found: &MetaVarEnv<'_, Document>) -> String {
    let mut out = Filled { text: String::with_capacity(message.len()), left: MAX_FILLED };
    let mut all = variables(message);
    for Variable { before, dollars, name } in all.by_ref() {
        out.add(before, usize::MAX);
        let (used, code) = code_of(dollars, name, found);
        out.add(&"$".repeat(dollars.saturating_sub(used)), usize::MAX);
        match code {
            Some(code) => out.add(code, MAX_QUOTED),
            None => out.add(name, usize::MAX),
        }
    }
    out.add(all.rest, usize::MAX);
    out.text
}

/// The code that a variable stands for, and the number of dollars that belong to it.
fn code_of<'t>(dollars: usize, name: &str, found: &MetaVarEnv<'t, Document>) -> (usize, Option<&'t str>) {
    if let Some(nodes) = found.get_labels(name).filter(|_| dollars >= 3) {
        let code = nodes.first().zip(nodes.last()).map(|(first, last)| {
            let document: &'t Document = first.get_doc();
            document.part(first.range().start..last.range().end)
        });
        return (3, Some(code.unwrap_or_default()));
    }
    match found.get_match(name) {
        Some(node) => (1, Some(node.get_doc().part(node.range()))),
        None => (0, None),
    }
}

/// A message with a bound.
struct Filled {
    text: String,
    /// The characters that may still be added.
    left: usize,
}

impl Filled {
    /// Adds a text, or the beginning of it.
    fn add(&mut self, text: &str, most: usize) {
        if self.left == 0 {
            return;
        }
        let most = most.min(self.left);
        let end = text.char_indices().nth(most).map(|(end, _)| end);
        self.text.push_str(text.get(..end.unwrap_or(text.len())).unwrap_or_default());
        if end.is_some() {
            self.text.push('…');
        }
        self.left = self.left.saturating_sub(text.chars().take(most).count());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_found_with_their_dollars() {
        let found: Vec<_> =
            variables("a $A, $$B1$$$C $ $a $").map(|one| (one.before, one.dollars, one.name)).collect();
        assert_eq!(found, [("a ", 1, "A"), (", ", 2, "B1"), ("", 3, "C")]);
    }

    #[test]
    fn messages_have_a_bound() {
        let mut out = Filled { text: String::new(), left: 5 };
        for text in ["ééé", "éé", "x", "y"] {
            out.add(text, 2);
        }
        assert_eq!(out.text, "éé…ééx");
        let mut out = Filled { text: String::new(), left: 5 };
        for text in ["abcd", "efgh", "i"] {
            out.add(text, usize::MAX);
        }
        assert_eq!(out.text, "abcde…");
    }
}
