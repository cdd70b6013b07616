//! The work of functions, in texts of any shape.

use sono_syntax::language;
use sono_syntax::syntax::{Asked, Body, Outline, ParseBudget, Parser};

fn outline(name: &str, text: &str) -> Outline {
    Parser::new().outline(text, language::by_name(name).unwrap(), false, &ParseBudget::default())
}

const SHOPS: &[(&str, &str)] = &[
    ("python", "def a(x):\n    if x < 0:\n        raise E\n    return x * 2\ndef b(x):\n    pass\n"),
    (
        "java",
        "class S { int a(int x) { if (x < 0) { throw new E(); } return x * 2; }\n void b(int x) { } }\n",
    ),
    ("javascript", "function a(x) { if (x < 0) { throw new E(); } return x * 2; }\nconst b = (x) => null;\n"),
    (
        "typescript",
        "function a(x: number) { if (x < 0) { throw new E(); } return x * 2; }\nfunction b(x: T) {}\n",
    ),
    ("tsx", "const a = (x: N) => { if (x < 0) { throw new E(); } return x * 2; };\nfunction b(x: N) {}\n"),
    ("go", "package s\nfunc a(x int) int { if x < 0 { panic(\"x\") }; return x * 2 }\nfunc b(x int) {}\n"),
    ("rust", "fn a(x: i32) -> i32 { if x < 0 { panic!(\"x\"); } x * 2 }\nfn b(x: i32) {}\n"),
];

#[test]
fn every_language_tells_work_from_none() {
    for (name, text) in SHOPS {
        let outline = outline(name, text);
        let deeds = &outline.work.functions;
        assert_eq!(deeds.len(), 2, "{name}");
        assert_eq!((deeds[0].body, deeds[0].guards), (Body::Works, 1), "{name}");
        assert_eq!((deeds[1].body, deeds[1].asked), (Body::Empty, Asked::Yes), "{name}");
        assert!(outline.work.idle.is_empty(), "{name}: {:?}", outline.work.idle);
    }
}

#[test]
fn what_has_no_effect_weighs_nothing() {
    for (name, never, empty, real) in [
        (
            "python",
            "def a(x):\n    if False:\n        raise E\n    return b(x)\n",
            "def a(x):\n    if x < 0 and x > -9:\n        pass\n    return b(x)\n",
            "def a(x):\n    if x < 0:\n        raise E\n    return b(x)\n",
        ),
        (
            "java",
            "class S { int a(int x) { if (1 > 2) { throw new E(); } return b(x); } }\n",
            "class S { int a(int x) { if (x < 0 && x > -9) { } return b(x); } }\n",
            "class S { int a(int x) { if (x < 0) { throw new E(); } return b(x); } }\n",
        ),
        (
            "javascript",
            "function a(x) { if (false) { throw new E(); } return b(x); }\n",
            "function a(x) { if (x < 0 && x > -9) { x = x; } return b(x); }\n",
            "function a(x) { if (x < 0) throw new E(); return b(x); }\n",
        ),
        (
            "go",
            "package s\nfunc a(x int) int { if 1 > 2 { panic(\"x\") }; return b(x) }\n",
            "package s\nfunc a(x int) int { if x < 0 && x > -9 { }; return b(x) }\n",
            "package s\nfunc a(x int) int { if x < 0 { panic(\"x\") }; return b(x) }\n",
        ),
        (
            "rust",
            "fn a(x: i32) -> i32 { if false { panic!(\"x\"); } b(x) }\n",
            "fn a(x: i32) -> i32 { if x < 0 && x > -9 { } b(x) }\n",
            "fn a(x: i32) -> i32 { if x < 0 { panic!(\"x\"); } b(x) }\n",
        ),
    ] {
        let weight = |text: &str| outline(name, text).functions[0].weight();
        assert_eq!((weight(never), weight(empty), weight(real)), (0, 0, 3), "{name}");
    }
}

#[test]
fn what_is_given_is_used_or_only_checked_in_vain() {
    for (text, takes) in [
        ("def a(x):\n    return b(x)\n", true),
        ("def a(x):\n    if x is None:\n        raise E\n    return b(1)\n", false),
        ("def a(x):\n    if x is None:\n        raise E\n    return b(x)\n", true),
        ("def a(x):\n    return b(1)\n", false),
    ] {
        assert_eq!(outline("python", text).work.functions[0].takes, takes, "{text}");
    }
}

#[test]
fn each_function_is_judged_in_any_part_of_a_text() {
    for (name, text) in SHOPS {
        for end in 0..=text.len() {
            let part = outline(name, &text[..end]);
            assert_eq!(part.functions.len(), part.work.functions.len(), "{name} up to {end}");
        }
    }
}

#[test]
fn what_is_too_deep_to_be_looked_at_is_taken_to_work() {
    let deep = format!(
        "{}pass\n",
        (0..400).map(|level| format!("{}if x:\n", " ".repeat(level + 1))).collect::<String>()
            + &" ".repeat(402)
    );
    let text = format!("def a(x):\n{deep}def b(x):\n    pass\n");
    let outline = outline("python", &text);
    let bodies: Vec<Body> = outline.work.functions.iter().map(|deed| deed.body).collect();
    assert_eq!(bodies.last(), Some(&Body::Empty));
}

#[test]
fn handlers_stay_in_the_order_of_the_text() {
    let text = "try { a(); } catch (e) { b(e); }\nc().catch(() => {});\ntry { d(); } catch (e) { f(e); }\n";
    let outline = outline("javascript", text);
    assert_eq!(outline.handlers.len(), 3);
    assert!(outline.handlers.is_sorted_by_key(|handler| handler.span.start));
}

#[test]
fn a_name_that_begins_like_a_keyword_is_none() {
    let text = "package s\nfunc a(lines []string) int {\n\tbreaks := 0\n\tfor range lines {\n\t\tbreaks++\n\t\tprintln(breaks)\n\t}\n\treturn breaks\n}\n";
    let idle = outline("go", text).work.idle;
    assert!(idle.is_empty(), "{idle:?}");
}
