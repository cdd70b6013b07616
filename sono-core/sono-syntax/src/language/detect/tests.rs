//! Detection.

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
fn files_are_code_by_their_content_only_if_all_of_it_is() {
    let by = |text: &str| detect(None, Some("layout"), text).map(|language| language.id);
    assert_eq!(by("def half(x):\n    return x / 2\n"), Some("python"));
    let settings = "default partial keys\nsymbols \"basic\" {\n    include \"latin\"\n    key <AD01> { [ q, Q ] };\n    \
                    // none\n    const = none;\n};\n";
    assert_eq!(by(settings), None);
    assert_eq!(by("const half = (x) => x / 2;\n} }\n"), None);
    assert_eq!(id("const half = (x) => x / 2;\n} }\n"), Some("javascript"));
}

#[test]
fn mere_assignments_are_code_if_code_is_expected() {
    let found = |text: &str| {
        detect_assignments(text).map(|found| (found.language.id, found.rival.map(|rival| rival.id)))
    };
    assert_eq!(found("x=1"), Some(("python", Some("javascript"))));
    assert_eq!(found("x=1;y=2;"), Some(("javascript", None)));
    assert_eq!(found("a.b[0] += 2\n\nc = d if e else f\n"), Some(("python", None)));
    for text in ["", "x", "x == 1", "x => 1", "PORT=80 80", "key: value", "a = b = ", "the sum = of all"] {
        assert_eq!(found(text), None, "{text}");
    }
    assert_eq!(id("x=1"), None, "a file of settings looks like that");
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
        ("class A extends B {\n  constructor() { super(); }\n  go() { return this.x; }\n}\n", "javascript"),
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
    let words =
        "def f(a, b):\n    return a if b else a * 2\n\n\ndef g(it, to):\n    return it in to and a <= it\n";
    let ends = "def span(xs):\n    end = 0\n    for x in xs:\n        end = max(end, x)\n    return end\n";
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
    let noise = "    s = \"public static void main(String[] args) { System.out.println(1); }\"\n".repeat(9);
    assert_eq!(id(&format!("def f():\n{noise}    return s\n")), Some("python"));
}

#[test]
fn hostile_texts_are_cheap() {
    for text in ["(".repeat(300_000), "\0".repeat(9000), "é'".repeat(90_000), "/*".repeat(90_000)] {
        id(&text);
    }
}

/// Snippets of every language: short and long, plain and odd. Every line may be preceded by a comment.
const SNIPPETS: &[(&str, &str)] = &[
    ("python", "def add(a, b):\n    return a + b\n"),
    ("python", "x = 5\ny = x // 2\nprint(y)\n"),
    (
        "python",
        "import re\n\nPATTERN = re.compile('#(.*)//')\n\n\ndef find(text):\n    for line in text.splitlines():\n        if PATTERN.match(line):\n            yield line\n",
    ),
    (
        "python",
        "from dataclasses import dataclass\n\n@dataclass\nclass Point:\n    x: float = 0\n    y: float = 0\n\n    def norm(self) -> float:\n        return (self.x ** 2 + self.y ** 2) ** 0.5\n",
    ),
    (
        "python",
        "async def main():\n    async with session() as s:\n        result = await s.get('http://example.org')\n    return {k: v for k, v in result.items() if v is not None}\n",
    ),
    (
        "python",
        "try:\n    value = int(input())\nexcept ValueError:\n    value = None\nelse:\n    print(f'{value!r}')\n",
    ),
    ("python", "def broken(x)\n    return x\n"),
    ("javascript", "function add(a, b) {\n  return a + b;\n}\n"),
    ("javascript", "const half = (x) => x / 2;\nconsole.log(half(3));\n"),
    (
        "javascript",
        "class Counter {\n  #count = 0;\n  up() {\n    this.#count += 1;\n    return this.#count;\n  }\n}\nmodule.exports = Counter;\n",
    ),
    (
        "javascript",
        "import fs from 'fs';\n\nexport async function load(path) {\n  const text = await fs.promises.readFile(path, 'utf8');\n  return JSON.parse(text);\n}\n",
    ),
    ("javascript", "var items = [];\nfor (var i = 0; i < 10; i++) {\n  if (i % 2 === 0) items.push(i);\n}\n"),
    ("javascript", "export default function App({ name }) {\n  return <p className=\"x\">{name}</p>;\n}\n"),
    ("typescript", "function add(a: number, b: number): number {\n  return a + b;\n}\n"),
    (
        "typescript",
        "interface User {\n  id: number;\n  name?: string;\n}\n\nexport const find = (users: User[], id: number): User | undefined =>\n  users.find((u) => u.id === id);\n",
    ),
    (
        "typescript",
        "type Handler = (event: string) => void;\nconst handlers: Handler[] = [];\nexport function on(handler: Handler) {\n  handlers.push(handler);\n}\n",
    ),
    (
        "typescript",
        "export abstract class Store<T> {\n  private readonly items = new Map<string, T>();\n  abstract key(item: T): string;\n  add(item: T): this {\n    this.items.set(this.key(item), item);\n    return this;\n  }\n}\n",
    ),
    (
        "typescript",
        "export enum Level {\n  Low = 1,\n  High,\n}\n\nexport function isHigh(level: Level) {\n  return level === Level.High;\n}\n",
    ),
    ("tsx", "type Props = { name: string };\nexport const Greeting = ({ name }: Props) => <b>{name}</b>;\n"),
    (
        "tsx",
        "import React from 'react';\n\ninterface Props {\n  items: string[];\n}\n\nexport function List({ items }: Props) {\n  return (\n    <ul>\n      {items.map((item) => <li key={item}>{item}</li>)}\n    </ul>\n  );\n}\n",
    ),
    (
        "java",
        "public class Main {\n    public static void main(String[] args) {\n        System.out.println(\"hi\");\n    }\n}\n",
    ),
    ("java", "int add(int a, int b) {\n    return a + b;\n}\n"),
    (
        "java",
        "package org.example;\n\nimport java.util.List;\n\npublic record Order(String id, List<Integer> items) {\n    public int total() {\n        return items.stream().mapToInt(Integer::intValue).sum();\n    }\n}\n",
    ),
    (
        "java",
        "class Queue<T> implements Iterable<T> {\n    private final Deque<T> items = new ArrayDeque<>();\n    @Override\n    public Iterator<T> iterator() {\n        return items.iterator();\n    }\n}\n",
    ),
    ("go", "package main\n\nimport \"fmt\"\n\nfunc main() {\n\tfmt.Println(\"hi\")\n}\n"),
    (
        "go",
        "func Read(path string) ([]byte, error) {\n\tdata, err := os.ReadFile(path)\n\tif err != nil {\n\t\treturn nil, err\n\t}\n\treturn data, nil\n}\n",
    ),
    (
        "go",
        "type Stack struct {\n\titems []int\n}\n\nfunc (s *Stack) Push(x int) {\n\ts.items = append(s.items, x)\n}\n",
    ),
    ("rust", "fn add(a: i32, b: i32) -> i32 {\n    a + b\n}\n"),
    (
        "rust",
        "use std::collections::HashMap;\n\npub fn count<'a>(words: &[&'a str]) -> HashMap<&'a str, usize> {\n    let mut counts = HashMap::new();\n    for word in words {\n        *counts.entry(*word).or_insert(0) += 1;\n    }\n    counts\n}\n",
    ),
    (
        "rust",
        "#[derive(Debug, Clone)]\npub enum Shape {\n    Circle { r: f64 },\n    Square(f64),\n}\n\nimpl Shape {\n    pub fn area(&self) -> f64 {\n        match self {\n            Self::Circle { r } => r * r * 3.14,\n            Self::Square(a) => a * a,\n        }\n    }\n}\n",
    ),
];

/// Texts of comments: nothing, prose, and code of every other language.
const NOTES: &[&str] = &[
    "",
    "x",
    "it's the caller's `job",
    "a \"quote",
    "the sum of the first half, and of the rest",
    "def f(self): print('x')",
    "import os",
    "const x = (a) => a === 1;",
    "function f() { return x; }",
    "interface A { a: string; }",
    "let mut x: i32 = 1;",
    "package main",
    "func main() {}",
    "public static void main(String[] args) {}",
    "#include <stdio.h>",
    "define x 1",
    "[derive(Debug)]",
    "include <iostream>",
    "SELECT a FROM b",
    "end",
    "=> {",
    "if err != nil {",
    "<html>",
    "<?php echo $x;",
    "TODO: fix this",
    "@param a the first number",
    "std::cout << x;",
    "(((",
    "}}}",
    "fn main() { println!(); }",
    "type A = string",
];

/// The comments of a language that may stand on a line of their own.
fn comment(language: &str, style: usize, note: &str, indent: &str) -> String {
    let note = note.replace("*/", "");
    match (language, style % 4) {
        ("python", 0 | 1) => format!("{indent}# {note}\n"),
        ("python", _) => format!("{indent}#{note}\n"),
        (_, 0) => format!("{indent}// {note}\n"),
        (_, 1) => format!("{indent}//{note}\n"),
        (_, 2) => format!("{indent}/* {note} */\n"),
        _ => format!("{indent}/**\n{indent} * {note}\n{indent} */\n"),
    }
}

/// The snippet with comments and blank lines before its lines.
fn commented(language: &str, code: &str, inserts: &[(usize, usize, usize, usize)]) -> String {
    let lines: Vec<&str> = code.split_inclusive('\n').collect();
    let mut before = vec![String::new(); lines.len() + 1];
    for (at, style, note, times) in inserts {
        let at = at % (lines.len() + 1);
        let line = lines.get(at).copied().unwrap_or("");
        let indent = &line[..line.len() - line.trim_start().len()];
        let text = match style % 5 {
            4 => "\n".to_owned(),
            style => comment(language, style, NOTES[note % NOTES.len()], indent.trim_end_matches('\n')),
        };
        before[at].push_str(&text.repeat(*times));
    }
    let lines = lines.into_iter().chain([""]);
    before.into_iter().zip(lines).map(|(comments, line)| comments + line).collect()
}

#[test]
fn every_snippet_is_read_as_what_it_is() {
    let wrong: Vec<_> = SNIPPETS.iter().filter(|(language, code)| id(code) != Some(language)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(1500))]

    /// Comments and blank lines, however many, wherever they stand and whatever they say, never move the language.
    #[test]
    fn no_comment_moves_the_language(
        snippet in 0..SNIPPETS.len(),
        inserts in proptest::collection::vec((0..40_usize, 0..5_usize, 0..NOTES.len(), 1..60_usize), 1..8),
    ) {
        let (language, code) = SNIPPETS[snippet];
        let text = commented(language, code, &inserts);
        proptest::prop_assert_eq!(id(&text), Some(language), "{}", text);
    }
}

#[test]
fn one_comment_moves_nothing() {
    for (language, code) in SNIPPETS {
        for (note, text) in NOTES.iter().enumerate() {
            for style in 0..4 {
                let many = commented(language, code, &[(0, style, note, 100)]);
                assert_eq!(id(&many), Some(*language), "{text:?} before\n{code}");
            }
        }
    }
}

#[test]
fn documentation_in_strings_moves_nothing() {
    for (language, code) in SNIPPETS.iter().filter(|(language, _)| *language == "python") {
        for note in NOTES {
            for times in [1, 30, 300] {
                let document = format!("\"\"\"{note}\n\n{}\"\"\"\n", format!("{note}\n").repeat(times));
                assert_eq!(id(&format!("{document}{code}")), Some(*language), "{document}{code}");
                // Within a function, as the first statement.
                let Some((head, body)) = code.split_once(":\n    ") else { continue };
                let inner = document.replace('\n', "\n    ");
                assert_eq!(id(&format!("{head}:\n    {inner}{body}")), Some(*language), "{note}: {code}");
            }
        }
    }
}

#[test]
fn a_type_beyond_the_comments_makes_it_typescript() {
    let code = "export function half(x: number): number {\n  return x / 2;\n}\n";
    assert_eq!(id(&format!("{}{code}", "// x\n".repeat(100))), Some("typescript"));
    let documented = "/**\n * Says what this does, in a sentence of some length, so that the comment takes its room.\n */\nfunction f() {}\n";
    assert_eq!(id(&format!("{}{code}", documented.repeat(6))), Some("typescript"));
    // Plain functions are JavaScript; one type makes them TypeScript.
    let plain = "function f(x) {\n  return x + 1;\n}\n".repeat(50);
    assert_eq!(id(&plain), Some("javascript"));
    assert_eq!(id(&format!("{plain}{code}")), Some("typescript"));
}

#[test]
fn doubt_is_told() {
    let rival = |text: &str| {
        detect_with_rival(None, None, text).and_then(|found| Some((found.language.id, found.rival?.id)))
    };
    for (_, code) in SNIPPETS.iter().filter(|(language, _)| *language != "java") {
        assert_eq!(rival(code), None, "{code}");
    }
    // Both read it, and `Point p = ...` and the like are missing.
    assert_eq!(rival("while (x < 3) {\n  x = f(x);\n}\n"), Some(("javascript", "java")));
    assert_eq!(detect_with_rival(Some("js"), None, "x = 1").map(|found| found.rival), Some(None));
}

#[test]
fn quotes_that_close_nothing_are_cheap() {
    for unit in
        ["\"\\", "`\\", "'\\", "/*'", "\"\"\"'", "#[", "\\`", "(\"", "\r\"", "r#\"\"\"", "//\n\"\"\"\"\"\"\n"]
    {
        let text = unit.repeat(2_000_000 / unit.len());
        let start = std::time::Instant::now();
        id(&text);
        assert!(start.elapsed().as_secs() < 10, "{unit:?}: {:?}", start.elapsed());
    }
}

/// Four kilobytes of this took seconds and hundreds of megabytes when trial parses were bounded by the parser's own
/// progress reports.
#[test]
fn a_trial_of_broken_code_ends() {
    for unit in ["{a:}{a:} ", "{a:<}{a:}", "a:a ", "<a", "([{"] {
        let text = format!("const c = 1;\n{}", unit.repeat(4_000 / unit.len()));
        let start = std::time::Instant::now();
        for _ in 0..5 {
            detect(None, None, &text);
        }
        // Far longer than it takes; without a bound it would take minutes.
        assert!(start.elapsed() < std::time::Duration::from_secs(30), "{unit}");
    }
}

#[test]
fn a_quote_that_is_lost_hides_no_language() {
    let text = "import random\n\n\nclass Retry:\n    \"\"Try the job again.\"\"\"\n\n    def again(self, at):\n        return self.start + at\n\n\nclass Drop:\n    \"\"\"Drop the job.\"\"\"\n";
    assert_eq!(id(text), Some("python"));
    assert_eq!(id("She said \"\"\"this\"\"\" and left, for good.\n"), None);
}
