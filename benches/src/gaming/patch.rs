//! Several edits of one text, by offsets into the text as it was.

use std::ops::Range;

/// Replacements of ranges, applied together.
#[derive(Debug, Default)]
pub struct Patch {
    edits: Vec<(Range<usize>, String)>,
}

impl Patch {
    /// Puts text before an offset; texts at the same offset keep the order in which they came.
    pub fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.edits.push((at..at, text.into()));
    }

    /// Replaces a range.
    pub fn replace(&mut self, range: Range<usize>, text: impl Into<String>) {
        self.edits.push((range, text.into()));
    }

    /// Removes a range.
    pub fn delete(&mut self, range: Range<usize>) {
        self.replace(range, "");
    }

    /// The text with all edits. An edit inside a range that an earlier one replaced is dropped.
    pub fn apply(mut self, text: &str) -> String {
        self.edits.sort_by_key(|(range, _)| (range.start, range.end));
        let (mut out, mut done) = (String::with_capacity(text.len()), 0);
        for (range, with) in self.edits {
            if range.start >= done {
                out.push_str(&text[done..range.start]);
                out.push_str(&with);
                done = range.end;
            }
        }
        out.push_str(&text[done..]);
        out
    }
}

/// The lines of a text with `indent` before all but blank ones and the first.
pub fn hang(text: &str, indent: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            out.push('\n');
            if !line.is_empty() {
                out.push_str(indent);
            }
        }
        out.push_str(line);
    }
    out
}

/// Fills a template: `{NAME}` becomes the value of that name, whose further lines are indented as the first. What is
/// filled in is not looked at again.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let (mut out, mut rest) = (String::new(), template);
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let value = values
            .iter()
            .find(|(name, _)| rest[1..].strip_prefix(name).is_some_and(|tail| tail.starts_with('}')));
        match value {
            Some((name, value)) => {
                let line = out.rfind('\n').map_or(0, |end| end + 1);
                let indent: String = out[line..].chars().take_while(|c| *c == ' ').collect();
                out.push_str(&hang(value, &indent));
                rest = &rest[name.len() + 2..];
            }
            None => {
                out.push('{');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_refer_to_the_text_as_it_was() {
        let mut patch = Patch::default();
        patch.insert(4, "C");
        patch.replace(0..2, "A");
        patch.delete(1..3);
        patch.insert(4, "D");
        assert_eq!(patch.apply("012345"), "A23CD45");
    }

    #[test]
    fn what_is_filled_in_takes_the_indentation_of_its_place() {
        assert_eq!(
            fill("if {COND}:\n    {BODY}\n", &[("COND", "x"), ("BODY", "a\n\nb")]),
            "if x:\n    a\n\n    b\n"
        );
        assert_eq!(fill("f() {{A}}", &[("A", "{A}")]), "f() {{A}}");
    }
}
