//! Language detection.

use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use tree_sitter::{Node, Parser};

use super::Language;
use super::foreign::foreign;

/// The required position of evidence on its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// At the start, after blanks only.
    Start,
    /// Anywhere.
    Anywhere,
}

/// The required end of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// Anything.
    Any,
    /// This character.
    Is(u8),
    /// Anything but this character.
    IsNot(u8),
}

/// A piece of text that is evidence for a language: its position, the text, the end of its line, and its score.
pub(crate) type Evidence = (Place, &'static str, End, u32);

/// The lead, in stray bytes per thousand, by which a rival must read a text better.
const LEAD: u32 = 50;
/// The number of bytes searched for evidence.
const PREFIX: usize = 4096;
/// The number of bytes that a trial parse reads.
const TRIAL: usize = 2048;
/// The maximum number of times that one piece of evidence counts, unless it is strong evidence for another language or
/// for prose.
const REPEATS: u8 = 4;
/// The highest score of evidence that may be a name in code too, such as `a`, `it`, `to`.
const WEAK: u32 = 2;
/// The lowest score that needs no trial parse if no rival has half as much.
const OBVIOUS: u32 = 6;
/// The lowest score that outweighs code that does not parse.
const STRONG: u32 = 3;

/// Detects the language of a text: from the hint, else the file name, else the `#!` line, else the content.
///
/// A hint or an extension that names a language unknown to this build ends the search: the text is in another language.
/// Content is judged by words and signs outside comments and strings, and if these leave doubt, by which grammar leaves
/// the least text unparsed. Prose has no language.
///
/// ```
/// # use sono_syntax as sono_core;
/// # #[cfg(feature = "lang-all")] {
/// use sono_core::language::detect;
/// let id = |text| detect(None, None, text).map(|language| language.id);
/// assert_eq!(id("def half(x):\n    return x / 2\n"), Some("python"));
/// assert_eq!(id("const half = (x) => x / 2;\n"), Some("javascript"));
/// assert_eq!(id("const half = (x: number) => x / 2;\n"), Some("typescript"));
/// assert_eq!(id("If you know the sum, take half of it."), None);
/// # }
/// ```
pub fn detect(hint: Option<&str>, file_name: Option<&str>, text: &str) -> Option<&'static Language> {
    if let Some(hint) = hint.map(str::trim).filter(|hint| !hint.is_empty()) {
        return super::by_name(hint);
    }
    match file_name.and_then(by_file_name) {
        Some(known) => known,
        None => match by_interpreter(text) {
            Some(known) => known,
            None => by_content(text),
        },
    }
}

/// The language according to a file name: `None` if it gives no indication, `Some(None)` if it indicates an unknown
/// language.
fn by_file_name(path: &str) -> Option<Option<&'static Language>> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    if let Some(language) = super::all().iter().find(|language| language.file_names.contains(&name)) {
        return Some(Some(language));
    }
    let (stem, extension) = name.rsplit_once('.')?;
    if stem.is_empty() || extension.is_empty() || extension.eq_ignore_ascii_case("txt") {
        return None;
    }
    let known = |language: &&&'static Language| {
        language.extensions.iter().any(|known| known.eq_ignore_ascii_case(extension))
    };
    Some(super::all().iter().find(known).copied())
}

/// The language according to a `#!` line, in the same way.
fn by_interpreter(text: &str) -> Option<Option<&'static Language>> {
    // `#![...]` is an attribute.
    let line = text.strip_prefix("#!").filter(|rest| !rest.starts_with('['))?.lines().next()?;
    let mut words = line.split_whitespace().map(|word| word.rsplit('/').next().unwrap_or(word));
    let mut program = words.next()?;
    if program == "env" {
        program = words.find(|word| !word.starts_with('-') && !word.contains('='))?;
    }
    let plain = program.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let known = |language: &&&'static Language| {
        language.interpreters.contains(&program) || language.interpreters.contains(&plain)
    };
    Some(super::all().iter().find(known).copied())
}

/// A language and the evidence for it.
#[derive(Clone, Copy)]
struct Candidate {
    language: &'static Language,
    score: u32,
}

impl Candidate {
    /// Whether both are dialects of one language, which do not compete.
    fn is_dialect_of(self, other: Candidate) -> bool {
        self.language.is_dialect_of(other.language)
    }
}

fn by_content(text: &str) -> Option<&'static Language> {
    let masked = mask(prefix(text, PREFIX));
    let (mut candidates, foreign) = weigh(&masked);
    // Equal dialects are ordered from the plainest; a richer one must score two points more.
    candidates.sort_by_key(|other| (std::cmp::Reverse(other.score), other.language.evidence.len()));
    let mut top = *candidates.first().filter(|top| top.score > foreign)?;
    let plainest = candidates.iter().copied().filter(|other| other.is_dialect_of(top));
    if let Some(plain) = plainest.min_by_key(|other| other.language.evidence.len())
        && plain.score.saturating_add(2) > top.score
    {
        top = plain;
    }
    let rival = candidates.iter().find(|other| !other.is_dialect_of(top)).map_or(0, |rival| rival.score);
    let obvious = top.score >= OBVIOUS && top.score / 2 >= rival;
    let richer = candidates
        .iter()
        .any(|other| other.is_dialect_of(top) && other.language.evidence.len() > top.language.evidence.len());
    if obvious && !(richer && may_annotate(&masked)) {
        return Some(top.language);
    }
    let least = top.score.saturating_mul(2) / 3;
    let mut rivals: Vec<Candidate> = candidates
        .iter()
        .copied()
        .filter(|other| other.score > least || other.is_dialect_of(top))
        .filter(|other| !obvious || other.is_dialect_of(top))
        .collect();
    rivals.sort_by_key(|other| (other.language.id != top.language.id, other.language.evidence.len()));
    let sample = prefix(text, TRIAL);
    let mut best: Option<(u32, Candidate)> = None;
    for candidate in rivals {
        let errors = trial(candidate.language, sample);
        // A rival with less evidence must parse the text clearly better; for a dialect, any improvement is enough.
        let lead = if candidate.is_dialect_of(top) { 0 } else { LEAD };
        if best.is_none_or(|(least, _)| errors.saturating_add(lead) < least) {
            best = Some((errors, candidate));
        }
        if errors == 0 {
            break;
        }
    }
    let (errors, best) = best?;
    (best.score >= STRONG || errors <= 100).then_some(best.language)
}

/// Whether there may be a type annotation, or another sign of a typed dialect.
fn may_annotate(masked: &str) -> bool {
    let bytes = masked.as_bytes();
    memchr::memchr_iter(b':', bytes).any(|at| {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at)).copied().unwrap_or(b' ');
        let after = bytes.get(at.saturating_add(1)..).unwrap_or_default();
        let next = after.iter().find(|byte| **byte != b' ').copied().unwrap_or(b' ');
        (before.is_ascii_alphanumeric() || b")?}]".contains(&before)) && (next.is_ascii_alphabetic())
    }) || masked.contains("<T")
}

/// The start of a text, cut at the end of a line if possible.
fn prefix(text: &str, limit: usize) -> &str {
    if text.len() <= limit {
        return text;
    }
    let end = (0..=limit).rev().find(|end| text.is_char_boundary(*end));
    let head = end.and_then(|end| text.get(..end)).unwrap_or("");
    head.rfind('\n').and_then(|end| head.get(..=end)).unwrap_or(head)
}

/// The text without comments and with empty strings, by rules that hold for all these languages.
fn mask(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let mut kept = 0;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or_default();
        let line_end = || memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let skipped = match byte {
            b'#' if scales().after_hash.iter().any(|text| rest.starts_with(text.as_bytes())) => None,
            b'#' => Some(line_end()),
            b'/' if rest.starts_with(b"//") => Some(line_end()),
            b'/' if rest.starts_with(b"/*") => {
                let end = memchr::memmem::find(rest, b"*/").map(|end| end.saturating_add(2));
                Some(end.unwrap_or(rest.len()))
            }
            b'"' | b'\'' | b'`' => string(rest, line_end()),
            _ => None,
        };
        match skipped {
            Some(length) => {
                out.push_str(text.get(kept..at).unwrap_or(""));
                match byte {
                    b'"' | b'\'' => out.push_str("\"\""),
                    b'`' => out.push_str("``"),
                    _ => {}
                }
                at = at.saturating_add(length.max(1));
                kept = at;
            }
            None => at = at.saturating_add(1),
        }
    }
    out.push_str(text.get(kept..).unwrap_or(""));
    out
}

/// The length of the string literal that a text starts with, if it is one.
fn string(rest: &[u8], line_end: usize) -> Option<usize> {
    let quote = *rest.first()?;
    for triple in [b"\"\"\"", b"'''"] {
        if rest.starts_with(triple) {
            let body = rest.get(3..).unwrap_or_default();
            let end = memchr::memmem::find(body, triple).map(|end| end.saturating_add(6));
            return Some(end.unwrap_or(rest.len()));
        }
    }
    let limit = if quote == b'`' { rest.len() } else { line_end };
    let mut escaped = false;
    for (index, byte) in rest.iter().enumerate().take(limit).skip(1) {
        match *byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            byte if byte == quote => return Some(index.saturating_add(1)),
            _ => {}
        }
    }
    // Not a string, but an apostrophe.
    None
}

/// An automaton over all evidence.
struct Scales {
    automaton: Option<AhoCorasick>,
    /// For each pattern, the index of its language, or `None` for other languages and prose.
    owners: Vec<(Option<usize>, Evidence)>,
    /// Evidence that starts with `#`, which opens a comment in other languages.
    after_hash: Vec<&'static str>,
}

fn scales() -> &'static Scales {
    static SCALES: OnceLock<Scales> = OnceLock::new();
    SCALES.get_or_init(|| {
        let own = super::all().iter().enumerate().flat_map(|(index, language)| {
            let evidence = language.evidence.iter().flat_map(|part| part.iter());
            evidence.map(move |evidence| (Some(index), *evidence))
        });
        let owners: Vec<_> = own.chain(foreign(super::all()).map(|evidence| (None, evidence))).collect();
        let automaton = AhoCorasick::new(owners.iter().map(|(_, (_, text, ..))| *text)).ok();
        let texts = owners.iter().map(|(_, (_, text, ..))| *text);
        let after_hash = texts.filter(|text| text.starts_with('#')).collect();
        Scales { automaton, owners, after_hash }
    })
}

/// Scores the evidence for each language, and for anything else.
fn weigh(masked: &str) -> (Vec<Candidate>, u32) {
    let scales = scales();
    let bytes = masked.as_bytes();
    let mut scores: Vec<Candidate> =
        super::all().iter().map(|language| Candidate { language, score: 0 }).collect();
    let mut foreign = 0_u32;
    let mut seen = vec![0_u8; scales.owners.len()];
    let is_word = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    for found in scales.automaton.iter().flat_map(|automaton| automaton.find_overlapping_iter(masked)) {
        let pattern = found.pattern().as_usize();
        let Some((owner, (place, text, end, score))) = scales.owners.get(pattern).copied() else { continue };
        let before = found.start().checked_sub(1).and_then(|at| bytes.get(at));
        let text = text.as_bytes();
        if (is_word(text.first()) && is_word(before))
            || (is_word(text.last()) && is_word(bytes.get(found.end())))
        {
            continue;
        }
        if place == Place::Start {
            let line = bytes.get(..found.start()).unwrap_or_default();
            let blank = line.iter().rev().take_while(|byte| **byte != b'\n').take(200);
            if !blank.into_iter().all(|byte| matches!(byte, b' ' | b'\t')) {
                continue;
            }
        }
        if end != End::Any && !ends_with(bytes.get(found.start()..).unwrap_or_default(), end) {
            continue;
        }
        // Foreign evidence may count many times: three lines with `end` mean more than one. Weak words may not: many an
        // `a` in a formula means nothing.
        if owner.is_some() || score <= WEAK {
            let Some(count) = seen.get_mut(pattern).filter(|count| **count < REPEATS) else { continue };
            *count = count.saturating_add(1);
        }
        let total = owner.and_then(|owner| scores.get_mut(owner)).map_or(&mut foreign, |own| &mut own.score);
        *total = total.saturating_add(score);
    }
    for candidate in &mut scores {
        let lines = masked.lines().map(|line| (candidate.language.line_evidence)(line.trim_start()));
        let strongest = lines.filter(|score| *score > 0).take(usize::from(REPEATS));
        candidate.score = strongest.fold(candidate.score, u32::saturating_add);
    }
    (scores, foreign)
}

/// Whether the line in which a text starts has the required end.
fn ends_with(rest: &[u8], end: End) -> bool {
    let line = rest.get(..memchr::memchr(b'\n', rest).unwrap_or(rest.len())).unwrap_or_default();
    let last = line.iter().rev().find(|byte| !byte.is_ascii_whitespace()).copied();
    match end {
        End::Any => true,
        End::Is(byte) => last == Some(byte),
        End::IsNot(byte) => last != Some(byte),
    }
}

/// The share of a text that a grammar cannot place: bytes of stray tokens per thousand bytes.
fn trial(language: &Language, text: &str) -> u32 {
    let mut parser = Parser::new();
    if parser.set_language(&(language.grammar.load)()).is_err() {
        return 1000;
    }
    let mut steps = 0_usize;
    // The densest code needs one progress report per forty bytes.
    let limit = (text.len() / 16).saturating_add(50);
    let mut progress = |_: &tree_sitter::ParseState| {
        steps = steps.saturating_add(1);
        if steps > limit { std::ops::ControlFlow::Break(()) } else { std::ops::ControlFlow::Continue(()) }
    };
    let options = tree_sitter::ParseOptions::new().progress_callback(&mut progress);
    let read = &mut |offset, _| text.as_bytes().get(offset..).unwrap_or_default();
    let Some(tree) = parser.parse_with_options(read, None, Some(options)) else { return 1000 };
    let root = tree.root_node();
    if !root.has_error() {
        return 0;
    }
    let stray = stray_bytes(root);
    let share = stray.saturating_mul(1000).checked_div(text.trim().len());
    share.and_then(|share| u32::try_from(share).ok()).unwrap_or(1000).max(1)
}

/// The number of bytes of tokens directly under error nodes.
fn stray_bytes(root: Node<'_>) -> usize {
    let mut cursor = root.walk();
    let mut stray = 0_usize;
    let mut inside = vec![false];
    loop {
        let node = cursor.node();
        let is_error = node.is_error();
        if node.child_count() == 0 && (is_error || inside.last() == Some(&true)) {
            stray = stray.saturating_add(node.end_byte().saturating_sub(node.start_byte()));
        }
        // Only nodes that contain errors matter.
        if (node.has_error() || is_error) && cursor.goto_first_child() {
            inside.push(is_error);
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return stray;
            }
            inside.pop();
        }
    }
}

#[cfg(all(test, feature = "lang-all"))]
mod tests {
    use super::*;

    fn id(text: &str) -> Option<&'static str> {
        detect(None, None, text).map(|language| language.id)
    }

    #[test]
    fn hints_names_and_interpreters_come_first() {
        let by = |hint, name, text| detect(hint, name, text).map(|language| language.id);
        let python = "def f():\n    pass\n";
        assert_eq!(by(Some("JS"), Some("a.py"), python), Some("javascript"));
        assert_eq!(by(Some("haskell"), None, python), None);
        assert_eq!(by(Some(" "), None, python), Some("python"));
        assert_eq!(by(None, Some("src/A.TSX"), python), Some("tsx"));
        assert_eq!(by(None, Some("Main.hs"), python), None);
        assert_eq!(by(None, Some("solution"), python), Some("python"));
        assert_eq!(by(None, Some("solution.txt"), python), Some("python"));
        assert_eq!(by(None, None, "#!/usr/bin/env -S python3.12 -u\nx\n"), Some("python"));
        assert_eq!(by(None, None, "#!/usr/bin/node\nx\n"), Some("javascript"));
        assert_eq!(by(None, None, "#!/bin/sh\ndef f():\n    pass\n"), None);
    }

    #[test]
    fn short_snippets() {
        let cases = [
            ("print('hello')", "python"),
            ("x = 5\ny = x + 1\nprint(y)\n", "python"),
            ("for i in range(3):\n    print(i)\n", "python"),
            ("class A:\n    pass\n", "python"),
            ("import os\nprint(os.getcwd())\n", "python"),
            ("from a import b\nb()\n", "python"),
            ("def add(a, b):\n    # const let var function => {\n    return a + b\n", "python"),
            (
                "def add(a: int, b: int) -> int:\n    \"\"\"function add() { return a; }\"\"\"\n    return a + b\n",
                "python",
            ),
            ("def f(x)\n    return x\n", "python"),
            ("result = [n * n for n in numbers if n % 2 == 0]\n", "python"),
            ("with open(p) as f:\n    data = f.read()\n", "python"),
            ("@app.route('/')\ndef index():\n    return render()\n", "python"),
            ("console.log('hi');", "javascript"),
            ("function add(a, b) {\n  return a + b;\n}\n", "javascript"),
            ("function add(a, b) {\n  // def add(a, b): return None\n  return a + b;\n}\n", "javascript"),
            ("let x = 5;\nif (x > 3) {\n  x += 1;\n}\n", "javascript"),
            ("const f = async (x) => await g(x);\n", "javascript"),
            (
                "class A extends B {\n  constructor() { super(); }\n  go() { return this.x; }\n}\n",
                "javascript",
            ),
            ("import { a } from './a';\nexport default a;\n", "javascript"),
            ("const App = () => <div className=\"x\">{name}</div>;\n", "javascript"),
            ("arr.forEach(function (x) { sum += x; });\n", "javascript"),
            ("var s = 0\nfor (var i = 0; i < n; i++) s += i\n", "javascript"),
            ("const o = { type: name, size: count };\nconst p = o.type === name;\n", "javascript"),
            ("function add(a: number, b: number): number {\n  return a + b;\n}\n", "typescript"),
            ("interface User {\n  id: number;\n  name?: string;\n}\n", "typescript"),
            ("type Id = string | number;\n", "typescript"),
            (
                "const find = (users: User[], id: Id): User | undefined => users.find((u) => u.id === id);\n",
                "typescript",
            ),
            (
                "export class Store<T> {\n  private items: T[] = [];\n  add(item: T): void { this.items.push(item); }\n}\n",
                "typescript",
            ),
            ("const m: Map<Key, Value> = new Map();\n", "typescript"),
            ("const App = ({ name }: Props) => <div>{name}</div>;\n", "tsx"),
            (
                "public class Main {\n    public static void main(String[] args) {\n        System.out.println(\"hi\");\n    }\n}\n",
                "java",
            ),
            ("package main\n\nimport \"fmt\"\n\nfunc main() {\n\tx := 1\n\tfmt.Println(x)\n}\n", "go"),
            ("func add(a, b int) int {\n\treturn a + b\n}\n", "go"),
            ("type Stack struct {\n\titems []int\n}\n", "go"),
            ("for i, x := range xs {\n\tsum += x\n}\n", "go"),
            ("if err != nil {\n\treturn nil, err\n}\n", "go"),
            ("fn main() {\n    println!(\"hi\");\n}\n", "rust"),
            ("fn add(a: i32, b: i32) -> i32 {\n    a + b\n}\n", "rust"),
            ("let mut sum = 0;\nfor x in &xs {\n    sum += x;\n}\n", "rust"),
            ("impl Stack {\n    fn len(&self) -> usize {\n        self.items.len()\n    }\n}\n", "rust"),
            ("match x {\n    Some(y) => y,\n    None => 0,\n}\n", "rust"),
            ("#![allow(dead_code)]\n#[derive(Debug)]\nstruct Point { x: f64, y: f64 }\n", "rust"),
            ("use std::fs;\nlet text = fs::read_to_string(path)?;\n", "rust"),
            ("int add(int a, int b) {\n    return a + b;\n}\n", "java"),
            ("for (int i = 0; i < 10; i++) {\n    sum += i;\n}\n", "java"),
            ("List<String> names = new ArrayList<>();\nnames.add(\"a\");\n", "java"),
            (
                "class Dog extends Animal {\n    private String name;\n    Dog(String name) { this.name = name; }\n}\n",
                "java",
            ),
            ("interface Shape {\n    double area();\n}\n", "java"),
            ("String s = \"function\";\nif (s.equals(\"x\")) {\n    return s.length();\n}\n", "java"),
            (
                "public int max(int[] xs) {\n  int m = xs[0];\n  for (int x : xs) if (x > m) m = x;\n  return m;\n}\n",
                "java",
            ),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .map(|(text, expected)| (text, *expected, id(text)))
            .filter(|case| Some(case.1) != case.2)
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn prose_and_other_languages_have_none() {
        let cases = [
            "",
            "   \n\n",
            "hello",
            "Hello world.",
            "I would use a hash map, because lookups are constant time.",
            "First we sort the list.\nThen, for each item, we check if it is in the set.\nIf so, return it.\n",
            "for example: if the list is empty, return None.\nwhile this works, it is slow:\nclass of problem:\n",
            "We import the module and define a function that returns the sum of all values.",
            "The complexity is O(n log n); the const factor is small.\nLet me explain: let x be the input.",
            "# Title\n\nSome *markdown* text with `def f(): pass` in it.\n\n- a list\n- of items\n",
            "\"\"\"def f():\n    return 1\n\"\"\"\n",
            "// const x = 1;\n// function f() {}\n",
            "# import os\n# def f(): pass\n",
            "{\"a\": 1, \"b\": [true, null]}",
            "#include <iostream>\nint main() {\n  std::cout << \"hi\";\n  return 0;\n}\n",
            "import Foundation\n\nfunc add(a: Int, b: Int) -> Int {\n    return a + b\n}\n",
            "package com.acme\n\nfun add(a: Int, b: Int): Int {\n    val sum = a + b\n    return sum\n}\n",
            "SELECT name FROM users WHERE id = 1;",
            "<html>\n<body>\n<p>Hi</p>\n</body>\n</html>\n",
            "<?php\necho $x;\nfunction f($a) { return $a; }\n",
            "def add(a, b)\n  a + b\nend\n\nputs add(1, 2)\n",
            "using System;\nclass P {\n  static void Main(string[] args) {\n    Console.WriteLine(\"x\");\n  }\n}\n",
            "aaaa bbbb cccc dddd\n1 2 3 4\n",
        ];
        let wrong: Vec<_> = cases.iter().filter_map(|text| id(text).map(|found| (text, found))).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn names_that_are_words_as_well_do_not_steer() {
        let words = "def f(a, b):\n    return a if b else a * 2\n\n\ndef g(it, to):\n    return it in to and a <= it\n";
        let ends =
            "def span(xs):\n    end = 0\n    for x in xs:\n        end = max(end, x)\n    return end\n";
        for text in [words, ends] {
            assert_eq!([1, 50, 500].map(|times| id(&text.repeat(times))), [Some("python"); 3], "{text}");
        }
        let ruby = "def span(xs)\n  xs.each do |x|\n    total += x\n  end\nend\n";
        assert_eq!([1, 50, 500].map(|times| id(&ruby.repeat(times))), [None; 3]);
    }

    #[test]
    fn strings_and_comments_do_not_steer() {
        let noise = "# function f() { const x = 1; let y = 2; console.log(x === y); }\n".repeat(20);
        assert_eq!(id(&format!("{noise}def f(x):\n    return x\n")), Some("python"));
        let noise = "// def f(x):\n//     import os\n//     print(self.x)\n".repeat(20);
        assert_eq!(id(&format!("{noise}function f(x) {{\n  return x;\n}}\n")), Some("javascript"));
        let noise =
            "    s = \"public static void main(String[] args) { System.out.println(1); }\"\n".repeat(9);
        assert_eq!(id(&format!("def f():\n{noise}    return s\n")), Some("python"));
    }

    #[test]
    fn hostile_texts_are_cheap() {
        for text in ["(".repeat(300_000), "\0".repeat(9000), "é'".repeat(90_000), "/*".repeat(90_000)] {
            id(&text);
        }
    }
}
