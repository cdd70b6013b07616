//! Texts that may be expensive to parse: short sequences of tokens, repeated and nested.
//!
//! The search `hostile` draws them at random; the fuzz target `patterns` lets the fuzzer choose.

/// The building blocks of texts: tokens of all supported languages that begin, end, join or nest something.
#[rustfmt::skip]
pub const TOKENS: &[&str] = &[
    "a", "b", "A", "1", "'s'", "\"", "'", "`", "\"\"\"", "f\"", "r#\"", "${", "\\", "\n", "\\\n", " ", "\t", "    ",
    "(", ")", "[", "]", "{", "}", "<", ">", "()", "[]", "{}", "<>", "(a", "(a)", "[a", "{a", "<a", "<a>", "</a>",
    "({", "([{", "{(", "=>{[", "<{", "/>",
    ".", ",", ";", ":", "?", "!", "::", "->", "=>", "<-", "..", "...", "?.", "?:", ":=", "=", "==", "+=", "++", "--",
    "+", "-", "*", "/", "%", "**", "//", "/*", "*/", "#", "#[", "@", "@a", "&", "&&", "|", "||", "^", "~", "<<", ">>",
    "??", "$", "_", "'a",
    "if", "if a", "if(a)", "else", "else:", "elif a:", "for", "for a in", "for(;;)", "while", "while(a)", "do",
    "switch", "case", "case 1:", "default:", "match", "match a", "try", "try:", "catch", "except", "finally",
    "return", "break", "continue", "yield", "await", "async", "throw", "raise", "go", "defer", "select",
    "def", "def f():", "lambda", "lambda:", "class", "class A", "function", "function f()", "func", "func f()", "fn",
    "fn f()", "impl", "trait", "struct", "enum", "interface", "type", "type A=", "let", "const", "var", "new", "typeof",
    "delete", "in", "of", "is", "not", "and", "or", "as", "import", "from", "export", "package", "extends",
    "implements", "throws", "instanceof", "static", "public", "abstract", "unsafe", "where", "dyn", "mut", "ref",
    "with", "global", "assert", "pass", "a:", "a:a", "a=a", "a?a:", "a=>", "a,", "a;", "é", "\u{2028}",
];

/// A shape of text, independent of its length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// The text that comes once, at the beginning.
    pub head: String,
    /// The text that is repeated.
    pub open: String,
    /// The text that is repeated after that, as often; may be empty.
    pub close: String,
}

impl Pattern {
    /// The pattern that a sequence of choices stands for; the same choices give the same pattern.
    pub fn draw(mut choose: impl FnMut(usize) -> usize) -> Self {
        let head = match choose(4) {
            0 => words(1 + choose(3), &mut choose),
            _ => String::new(),
        };
        let open = words(1 + choose(5), &mut choose);
        let close = match choose(4) {
            0 => words(1 + choose(2), &mut choose),
            _ => String::new(),
        };
        Self { head, open, close }
    }

    /// A text of about this many bytes.
    pub fn text(&self, bytes: usize) -> String {
        let times = bytes.saturating_sub(self.head.len()) / (self.open.len() + self.close.len()).max(1);
        [self.head.as_str(), &self.open.repeat(times), &self.close.repeat(times)].concat()
    }
}

fn words(number: usize, choose: &mut impl FnMut(usize) -> usize) -> String {
    let mut text = String::new();
    for _ in 0..number {
        text.push_str(TOKENS[choose(TOKENS.len())]);
        if choose(3) == 0 {
            text.push(' ');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_has_any_length() {
        let mut choices = [0, 1, 20, 1, 3, 2, 18, 1, 22, 1, 4, 1, 0].into_iter();
        let pattern = Pattern::draw(|options| choices.next().unwrap_or(0) % options);
        assert_eq!(
            pattern,
            Pattern::draw({
                let mut choices = [0, 1, 20, 1, 3, 2, 18, 1, 22, 1, 4, 1, 0].into_iter();
                move |options| choices.next().unwrap_or(0) % options
            })
        );
        for bytes in [0, 100, 10_000] {
            let length = pattern.text(bytes).len();
            assert!(length <= bytes.max(pattern.head.len()) && bytes.saturating_sub(length) < 100);
        }
    }
}
