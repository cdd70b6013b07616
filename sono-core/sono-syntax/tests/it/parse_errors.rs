//! A place that does not parse is shown on the line a person would point at.

use sono_syntax::language;
use sono_syntax::syntax::{Outline, ParseBudget, Parser};
use sono_syntax::text::LineIndex;

fn outline(language: &str, text: &str) -> Outline {
    Parser::new().outline(text, language::by_name(language).unwrap(), false, &ParseBudget::default())
}

/// Line and text of the first error; the missing token where there is no text.
fn first(language: &str, text: &str) -> (usize, String) {
    let outline = outline(language, text);
    let error = outline.errors.first().unwrap_or_else(|| panic!("no error in {text}"));
    assert!(error.span.len() < 20, "wide: {:?}", error.span.of(text));
    assert!(outline.error_bytes > 0 || error.missing.is_some());
    let place = error.span.of(text);
    let shown = if place.is_empty() { error.missing.unwrap_or("") } else { place };
    (LineIndex::new(text).line(error.span.start), shown.to_owned())
}

fn check(language: &str, cases: &[(&str, usize, &str)]) {
    for (text, line, shown) in cases {
        assert_eq!(first(language, text), (*line, (*shown).to_owned()), "{text}");
    }
}

#[test]
fn python() {
    check(
        "python",
        &[
            ("def f(a, b:\n    x = 1\n    return x\n\ndef g():\n    pass\n", 1, "("),
            ("def f(a)\n    return a\n\ndef g():\n    pass\n", 1, "def"),
            ("a = 1\nx = (1, 2\ny = 3\nz = 4\n", 2, "("),
            ("a = 1\nif x == 3\n    print(x)\ny = 2\n", 2, "if"),
            ("for i in range(3):\n    while x:\n        y = = 3\n", 3, "="),
            ("x = 1\nfoo(a, b\ndef g(c):\n    if c and d:\n        return 5\n    return 4\n", 2, "("),
            ("x = 1\nx = \"abc\ny = 2\n", 2, "\""),
            ("def f():\n    x = [1, 2, 3\n    for y in x:\n        if y: return 1\n    return 2\n", 2, "["),
            ("def f():\n    return 1)\n", 2, ")"),
            ("x = 1\ny = x +\nz = 3\n", 2, "+"),
            ("def f():\n    pass\n\nclass 3:\n    pass\n", 4, "class"),
            ("import os\nimport\nx = 1\n", 2, "import"),
            ("try:\n    go()\nexcept ValueError as:\n    pass\n", 3, "identifier"),
        ],
    );
}

#[test]
fn javascript() {
    check(
        "javascript",
        &[
            ("class A {\n  ok() { return 1; }\n  bad() { return 1 + ; }\n}\n", 3, "identifier"),
            (
                "function f(a) {\n  if (a) {\n    return 1;\n\n  return 2;\n}\nfunction g() { return 3 }\n",
                2,
                "{",
            ),
            ("const y = 3;\nconst x = {a: 1, b: 2;\nconst z = 3;\n", 2, "}"),
            ("function f() {\n  for (let i = 0; i < 3; i++ {\n    log(i)\n  }\n  return 1\n}\n", 2, "("),
            ("function f() { return 1 }\n}\nlet z = 2;\n", 2, "}"),
            ("let a = foo(1, 2;\nlet b = 3;\n", 1, ")"),
            ("let q = 1;\nlet s = 'abc;\nlet t = 1;\n", 2, "'"),
            ("if (a) { b() }\nelse if { c() }\n", 2, "if"),
            ("const a = 1;\nconst = 2;\n", 2, "const"),
        ],
    );
}

#[test]
fn typescript_and_java() {
    check("typescript", &[("const a: number = 1;\nfunction f(a: , b: string) {}\n", 2, ":")]);
    check(
        "java",
        &[
            ("class A {\n  int ok() { return 1; }\n  int bad() { return 1 }\n}\n", 3, ";"),
            ("class A {\n  void f() {\n    int x = 1\n    int y = 2;\n  }\n}\n", 3, ";"),
            ("class A {\n  void f() {\n    if (x {\n      go();\n    }\n  }\n}\n", 3, ")"),
            ("class A {\n  void f() {\n    while (x) {\n      go();\n  }\n  void g() { }\n}\n", 3, "{"),
        ],
    );
}

#[test]
fn go() {
    check(
        "go",
        &[
            ("package a\n\nfunc f(a int {\n\treturn\n}\n", 3, ")"),
            ("package a\n\nfunc f() {\n\tx := (1\n\ty := 2\n}\n", 4, "("),
            ("package a\n\nfunc f() {\n\tx := = 1\n}\n", 4, "="),
            ("package a\n\nfunc f() {\n\tif a {\n\t\tg()\n\n\treturn\n}\n", 4, "{"),
            ("package a\n\nfunc f() {\n}\n}\n", 5, "}"),
        ],
    );
}

#[test]
fn one_place_for_each_mistake() {
    let text = "x = = 1\ny = 2\nz = (3\n";
    let errors = outline("python", text).errors;
    let lines: Vec<usize> = errors.iter().map(|error| LineIndex::new(text).line(error.span.start)).collect();
    assert_eq!(lines, [1, 3]);
}

#[test]
fn shares_of_broken_and_whole_code() {
    let whole = outline("python", "x = 1\n");
    assert_eq!((whole.error_bytes, whole.token_bytes), (0, 3));
    let prose = outline("python", "Dear reader, this is an essay about nothing at all.\n");
    assert!(prose.error_bytes * 2 > prose.token_bytes);
    assert_eq!(prose.statements, 0);
}
