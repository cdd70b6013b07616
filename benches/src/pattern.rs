//! Texts that may be expensive to parse: short sequences of tokens, or statements, repeated and nested.
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

/// Whole statements, which tokens drawn one by one seldom make.
#[rustfmt::skip]
pub const STATEMENTS: &[&str] = &[
    "x[0]; ", "x = f(x); ", "a.b.c(d)(e); ", "f(1); ", "a, b = b, a\n", "x = [i for i in y if i]\n", "if a: b()\n",
    "for i in x: y[i] = i\n", "raise E(\"x\")\n", "import a\n", "from a import b\n", "# why so\n", "# TODO: x\n",
    "assert f(1) == 2\n", "@d\ndef f(a):\n  return a\n", "def f(a): return a + 1\n",
    "def test_a():\n  assert f(1) == 2\n", "class A:\n  def m(self): self.x = 1\n",
    "try:\n  f()\nexcept E:\n  pass\n", "with a as b: c()\n", "s = \"def f(a): return a\"\n",
    "match x:\n  case 1: y\n", "function f(a) { return a + 1; } ", "f(a => a + 1); ",
    "const a = require(\"./b\"); ", "import a from \"b\"; ", "export default f; ",
    "class A { m() { this.x = 1; } } ", "try { f(); } catch (e) { } ",
    "it(\"does\", () => { expect(f(1)).toBe(2); }); ", "// why so\n", "/** Doc of it. */ ", "if (a) b(); else ",
    "for (const i of x) { y[i] = i; } ", "throw new Error(\"x\"); ", "`${a} ${b}`; ", "x = a ? b : c; ",
    "a && b || c; ", "p.then(a).catch(() => {}); ", "({a: 1, b: 2}); ", "let {a, b} = c; ",
    "switch (a) { case 1: return 2; } ", "interface A { a: string; } ", "type A<T> = T extends B ? C : D; ",
    "let x: A<B<C>> = 1; ", "a as B as C; ", "<a b={c}>d</a> ", "int f(int a) { return a; } ",
    "@Test void t() { assertEquals(1, f(1)); } ", "new A() { void m() { } }; ", "public int getX() { return x; } ",
    "for (int i = 0; i < n; i++) { } ", "enum A { B, C } ", "func f(a int) int { return a }\n",
    "if err != nil { return err }\n", "x, err := f()\n",
    "func TestA(t *testing.T) { if f(1) != 2 { t.Error(\"x\") } }\n", "go func() { }()\n",
    "type A struct { a int }\n", "select { case <-a: }\n", "fn f(a: u8) -> u8 { a }\n", "let x = f(x)?;\n",
    "match a { B => c, _ => d }\n", "impl A { fn m(&self) {} }\n", "#[test] fn t() { assert_eq!(f(1), 2); }\n",
    "macro_rules! a { ($a:expr) => { $a } }\n", "m! { fn f(a: u8) -> u8 { a + 1 } }\n", "x.unwrap();\n",
    "vec![1, 2, 3];\n", "use a::b::{c, d};\n",
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
        let open = match choose(8) {
            0 => (0..1 + choose(2)).map(|_| STATEMENTS[choose(STATEMENTS.len())]).collect(),
            _ => words(1 + choose(5), &mut choose),
        };
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
