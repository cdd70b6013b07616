//! Any text has an outline: no panic, no overflow of the stack, work in proportion to the size.

use proptest::prelude::*;
use sono_syntax::language::{self, Language};
use sono_syntax::syntax::{Outline, ParseBudget, Parser};
use sono_syntax::text::Span;

fn outline(text: &str, language: &'static Language) -> Outline {
    Parser::new().outline(text, language, false, &ParseBudget::default())
}

/// The properties of every outline of every text.
fn check(text: &str, outline: &Outline) {
    let inside = |span: Span| {
        assert!(span.start <= span.end && span.end as usize <= text.len(), "{span:?} in {}", text.len());
        assert!(text.is_char_boundary(span.start as usize) && text.is_char_boundary(span.end as usize));
    };
    let ordered = |spans: Vec<Span>| {
        spans.iter().for_each(|span| inside(*span));
        assert!(spans.windows(2).all(|pair| pair[0].start <= pair[1].start), "{spans:?}");
    };
    ordered(outline.functions.iter().map(|function| function.span).collect());
    ordered(outline.types.iter().map(|definition| definition.span).collect());
    ordered(outline.comments.iter().map(|comment| comment.span).collect());
    ordered(outline.imports.iter().map(|import| import.span).collect());
    ordered(outline.handlers.iter().map(|handler| handler.span).collect());
    ordered(outline.errors.iter().map(|error| error.span).collect());
    outline.names.iter().for_each(|name| inside(name.span));
    outline.increments.iter().for_each(|increment| inside(increment.span));
    assert!(outline.error_bytes <= outline.token_bytes && outline.token_bytes as usize <= text.len());
    let lines = outline.lines;
    assert_eq!(lines.total, lines.code + lines.comment + lines.blank);
    let all = text.split_inclusive('\n').count();
    assert!(if outline.truncated { lines.total as usize <= all } else { lines.total as usize == all });
    let functions = outline.functions.len();
    for (index, function) in outline.functions.iter().chain([&outline.module]).enumerate() {
        inside(function.name_span);
        inside(function.body);
        function.parameters.iter().for_each(|parameter| inside(parameter.name));
        assert!(function.parent.is_none_or(|parent| (parent as usize) < index));
        assert!(function.owner.is_none_or(|owner| (owner as usize) < outline.types.len()));
        assert!(function.doc.is_none_or(|doc| (doc as usize) < outline.comments.len()));
        let (start, end) = function.increments;
        assert!(start <= end && end as usize <= outline.increments.len());
        let points =
            outline.increments[start as usize..end as usize].iter().map(|increment| increment.points);
        assert_eq!(points.sum::<u32>(), function.cognitive);
        assert!(function.cyclomatic >= 1);
        assert!(index == functions || function.sloc <= lines.code);
    }
    let own = outline.functions.iter().chain([&outline.module]).map(|function| function.statements);
    assert_eq!(own.sum::<u32>(), outline.statements);
}

#[test]
fn nesting_has_no_limit() {
    for (open, close) in [("(", ")"), ("[", "]"), ("{", "}"), ("((", ""), ("", "]]")] {
        let text = format!("x = {}{}\n", open.repeat(5_000), close.repeat(5_000));
        for language in language::all() {
            check(&text, &outline(&text, language));
        }
    }
    let text = format!("x = {}{}\n", "[".repeat(200_000), "]".repeat(200_000));
    for language in language::all() {
        outline(&text, language);
    }
}

#[test]
fn nested_statements_have_no_limit() {
    let javascript = language::by_name("javascript").unwrap();
    let module = outline(&("if (a) ".repeat(50_000) + "b();"), javascript).module;
    assert_eq!((module.cyclomatic, module.cognitive, module.nesting), (50_001, 1_250_025_000, 50_000));
    let module = outline(&"if (a) {".repeat(50_000), javascript).module;
    assert_eq!(module.cyclomatic, 50_001);
    let text = "function f() {".repeat(30_000);
    check(&text, &outline(&text, javascript));
    let python = language::by_name("python").unwrap();
    let text: String = (0..1_000).map(|depth| format!("{}if a:\n", " ".repeat(depth))).collect();
    outline(&(text + &" ".repeat(1_000) + "b()\n"), python);
    let chain = format!("x = {}", "a.b(c)".to_owned() + &".d(e)[0]".repeat(10_000));
    for language in language::all() {
        check(&chain, &outline(&chain, language));
    }
}

#[test]
fn width_has_no_limit() {
    let cases = [
        ("python", "def f(): pass\n"),
        ("python", "total = price * 2\n"),
        ("python", "import a, b\n"),
        ("javascript", "function f() {}\n"),
        ("typescript", "const f = (a: number) => { if (a) { return a && 1; } };\n"),
        ("java", "class A { int f() { return 1; } }\n"),
        ("go", "func (a *A) f(b, c int) error { if err := g(); err != nil { return err }; _ = g() }\n"),
    ];
    for (language, line) in cases {
        let text = line.repeat(20_000);
        let outline = outline(&text, language::by_name(language).unwrap());
        assert!(!outline.truncated && outline.errors.is_empty());
        assert!(outline.statements >= 20_000);
    }
}

/// Rows of one-digit numbers without blanks: of all code without a fault, what takes the most steps for its size.
fn digits(language: &str, rows: usize) -> String {
    let table = format!("{},\n", ["1"; 60].join(",")).repeat(rows);
    match language {
        "python" => format!("def first():\n    return 1\n\nMAZE = [\n{table}]\n"),
        "java" => format!("class Maze {{ int first() {{ return 1; }} int[] maze = {{\n{table}}}; }}\n"),
        "go" => format!("package maze\n\nfunc first() int {{ return 1 }}\n\nvar maze = []int{{\n{table}}}\n"),
        "rust" => format!("fn first() -> u32 {{ 1 }}\nconst MAZE: &[u32] = &[\n{table}];\n"),
        _ => format!("function first() {{ return 1; }}\nconst maze = [\n{table}];\n"),
    }
}

/// The outline of a text with half of the steps that it may take.
fn cut_outline(text: &str, language: &'static Language) -> Outline {
    let steps = Some(ParseBudget::steps_for(text.len()) / 2);
    Parser::new().outline(text, language, false, &ParseBudget { steps, ..ParseBudget::default() })
}

#[test]
fn tables_of_digits_are_read_and_a_cut_is_no_mistake() {
    for language in language::all() {
        let whole = outline(&digits(language.id, 100), language);
        assert!(!whole.truncated && whole.errors.is_empty(), "{}: {:?}", language.id, whole.errors);
        let cut = cut_outline(&digits(language.id, 1_000), language);
        assert!(cut.truncated && cut.errors.is_empty(), "{}: {:?}", language.id, cut.errors);
        assert_eq!((cut.error_bytes, cut.functions.len()), (0, 1), "{}", language.id);
    }
}

/// To finish the tree of what was read takes little beside the reading, so that nothing of it is given up.
#[test]
fn dense_text_is_read_up_to_its_cut() {
    let outline = outline(&"_\n".repeat(50_000), language::by_name("javascript").unwrap());
    assert!(outline.truncated && outline.errors.is_empty());
    assert!(outline.lines.code > 40_000, "{:?}", outline.lines);
}

#[test]
fn mistakes_before_a_cut_are_mistakes() {
    let python = language::by_name("python").unwrap();
    let outline = cut_outline(&format!("x = )\n{}", digits("python", 1_000)), python);
    assert!(outline.truncated);
    assert!(matches!(&outline.errors[..], [error] if error.span.start < 5), "{:?}", outline.errors);
}

#[test]
fn one_long_line() {
    for language in language::all() {
        let text = "x = a + 1; ".repeat(20_000);
        check(&text, &outline(&text, language));
    }
    let text = "é".repeat(500_000);
    check(&text, &outline(&text, language::by_name("python").unwrap()));
}

#[test]
fn odd_characters() {
    let texts = [
        "",
        "\n",
        "\0",
        "x = 1\0\ny = 2\n",
        "def f():\r\n    \"\"\"d\r\n    e\"\"\"\r\n    return 1\r\n",
        "\u{feff}x = 1",
        "x = \"\u{1F600}\"",
        "'",
        "\"\"\"",
        "/*",
        "/**",
        "`${",
        "#",
        "\\",
        "é = ü",
        "\u{2028}\u{2029}\u{85}",
    ];
    for text in texts {
        for language in language::all() {
            check(text, &outline(text, language));
        }
    }
}

#[test]
fn a_budget_cuts_at_the_same_place() {
    let python = language::by_name("python").unwrap();
    let text = "def f(a):\n    return a\n".repeat(1000);
    let mut parser = Parser::new();
    let mut cut = |budget: ParseBudget| {
        let outline = parser.outline(&text, python, false, &budget);
        check_cut(&outline);
        (outline.functions.len(), outline.truncated)
    };
    let nodes = ParseBudget { nodes: Some(500), ..ParseBudget::default() };
    let steps = ParseBudget { steps: Some(100_000), ..ParseBudget::default() };
    let memory = ParseBudget { memory: Some(100_000), ..ParseBudget::default() };
    let none = ParseBudget { steps: Some(0), memory: Some(0), nodes: Some(0) };
    for budget in [nodes, steps, memory] {
        let (functions, truncated) = cut(budget);
        assert!(truncated && functions > 0 && functions < 1000, "{functions}");
        assert_eq!(cut(budget), (functions, truncated));
    }
    assert_eq!(cut(none), (0, true));
    assert_eq!(cut(ParseBudget::default()), (1000, false));
}

fn check_cut(outline: &Outline) {
    assert!(outline.functions.iter().all(|function| function.span.start <= function.span.end));
}

/// Without a budget, each of these takes seconds, gigabytes or the whole stack at this length or a multiple of it.
const EXPENSIVE: [(&str, &str); 48] = [
    ("python", "~%"),
    ("python", "-;"),
    ("python", "a=;"),
    ("python", "lambda:;"),
    ("python", "+from "),
    ("python", "in is not or and "),
    ("python", "\\\n"),
    ("python", "f\"{"),
    ("python", "a("),
    ("javascript", "!*"),
    ("javascript", "{a:}"),
    ("javascript", "{a:{a:"),
    ("javascript", "a?a:}"),
    ("javascript", "a=>}"),
    ("javascript", "new }"),
    ("javascript", "if(a)}"),
    ("javascript", ";+*"),
    ("javascript", "** a *"),
    ("javascript", "->"),
    ("javascript", "[&None"),
    ("javascript", "[:~"),
    ("javascript", "[,1"),
    ("javascript", "a:a "),
    ("javascript", "a?a:"),
    ("javascript", "`${"),
    ("typescript", "case 1:"),
    ("typescript", "and typeof }"),
    ("typescript", "a{:"),
    ("tsx", "<-publicunsafetype"),
    ("go", "!*"),
    ("go", "a := -;"),
    ("go", "a("),
    ("go", "a[b]("),
    ("go", "def /* "),
    ("go", "(..>...:="),
    ("go", "type (a % while"),
    ("java", "+-*/%"),
    ("java", "(;"),
    ("java", "a=>"),
    ("java", "a<"),
    ("java", "??-"),
    ("java", "!~/*"),
    ("java", ")...\n ~"),
    ("java", "a{:"),
    ("rust", "a::<"),
    ("rust", "|a|"),
    ("rust", "r#\""),
    ("rust", "!*"),
];

/// Those of one language have siblings in the others.
const EXPENSIVE_ANYWHERE: [&str; 7] = ["([{", "{(", "a[", "(<a", "=>{[", "<{=>", "=><=>"];

/// Languages and units whose repetition is expensive.
fn expensive() -> impl Iterator<Item = (&'static str, &'static str)> {
    let anywhere = |language: &&Language| EXPENSIVE_ANYWHERE.map(|unit| (language.id, unit));
    EXPENSIVE.into_iter().chain(language::all().iter().flat_map(anywhere))
}

/// The smallest stack that a usual platform gives a thread (musl).
const SMALL_STACK: usize = 128 << 10;

#[test]
fn expensive_text_ends_on_a_small_stack() {
    let check_all = || {
        for (name, unit) in expensive() {
            let language = language::by_name(name).unwrap();
            let text = format!("x = 1;\n{}", unit.repeat(30_000 / unit.len()));
            check(&text, &outline(&text, language));
            let text = format!("{}{}", unit.repeat(10_000 / unit.len()), ")]}>\n".repeat(100));
            check(&text, &outline(&text, language));
        }
    };
    std::thread::Builder::new().stack_size(SMALL_STACK).spawn(check_all).unwrap().join().unwrap();
}

#[test]
fn what_comes_before_expensive_text_is_measured() {
    for (name, line) in [
        ("python", "def f(a):\n    return a\n"),
        ("javascript", "function f(a) { return a; }\n"),
        ("typescript", "function f(a: number) { return a; }\n"),
        ("tsx", "const f = (a: number) => <b>{a}</b>;\n"),
        ("java", "class A { int f(int a) { return a; } }\n"),
        ("go", "func f(a int) int { return a }\n"),
        ("rust", "fn f(a: u8) -> u8 { a }\n"),
    ] {
        let language = language::by_name(name).unwrap();
        for (_, unit) in expensive().filter(|(of, _)| *of == name) {
            let text = line.repeat(100) + &unit.repeat(30_000 / unit.len());
            let functions = outline(&text, language).functions;
            let read = functions.iter().filter(|function| function.name == "f").count();
            assert!(read >= 100, "{name} {unit:?}: {read} of 100 functions");
        }
    }
}

/// Pieces that make texts look like code, whole and broken.
fn piece() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "def f(a, b=1):\n",
        "class A(B):\n",
        "    ",
        "  ",
        "\n",
        "\r\n",
        "if x:\n",
        "elif y:",
        "else:",
        "for i in x:",
        "while",
        "try:",
        "except E as e:",
        "finally:",
        "return",
        "raise",
        "pass",
        "...",
        "match x:",
        "case _:",
        "lambda x: x",
        "and",
        "or",
        "not",
        "async ",
        "await ",
        "with a as b:",
        "import a.b",
        "from . import *",
        "@dec",
        "\"\"\"doc\"\"\"",
        "'s'",
        "f\"{x}\"",
        "# c\n",
        "function f(a) {",
        "=> {",
        "class {",
        "const x = ",
        "let [a, {b: c}] = ",
        "if (a) {",
        "} else if (b) {",
        "} else {",
        "switch (a) { case 1:",
        "default:",
        "catch (e) {",
        "do {",
        "} while (x);",
        "?",
        ":",
        "&&",
        "||",
        "??",
        "/** d */",
        "// c\n",
        "/* c",
        "`a${",
        "export default ",
        "import x from 'y';",
        "<div>",
        "</div>",
        "interface I {",
        "type T = ",
        ": number",
        "public ",
        "private ",
        "static ",
        "@Override ",
        "void m() {",
        "int x = ",
        "new A() {",
        "->",
        "throws E {",
        "break a;",
        "continue",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ";",
        ",",
        ".",
        "=",
        "==",
        "+",
        "-",
        "*",
        "x",
        "self.y",
        "this.z",
        "1",
        "é",
        "\u{1F600}",
        "\0",
        "\"",
        "'",
        "`",
        "\\",
    ]);
    prop_oneof![8 => words.prop_map(str::to_owned), 1 => ".{0,8}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn any_text_has_a_sound_outline(pieces in prop::collection::vec(piece(), 0..60), test: bool) {
        let text: String = pieces.concat();
        let mut parser = Parser::new();
        for language in language::all() {
            let outline = parser.outline(&text, language, test, &ParseBudget::default());
            check(&text, &outline);
            prop_assert!(!test || outline.functions.iter().all(|function| function.is_test));
        }
        language::detect(None, None, &text);
    }
}
