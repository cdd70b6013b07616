//! Which functions are one member, whose members they are, what they are called and what states their types.

use sono_syntax::language;
use sono_syntax::syntax::{Function, Outline, ParseBudget, Parser, Visibility};
use sono_syntax::text::LineIndex;

fn outline(language: &str, text: &str) -> Outline {
    Parser::new().outline(text, language::by_name(language).unwrap(), false, &ParseBudget::default())
}

fn function<'o>(outline: &'o Outline, name: &str) -> &'o Function {
    outline.functions.iter().find(|function| function.name == name).unwrap_or_else(|| panic!("no {name}"))
}

fn methods(language: &str, text: &str) -> Vec<(String, u32)> {
    let outline = outline(language, text);
    outline.types.into_iter().map(|definition| (definition.name, definition.methods)).collect()
}

fn is_typed(language: &str, text: &str, name: &str) -> bool {
    let outline = outline(language, text);
    let function = function(&outline, name);
    function.typed_return && function.parameters.iter().all(|parameter| parameter.typed)
}

#[test]
fn a_function_calls_itself_by_each_of_its_names() {
    for (text, points) in [
        ("const count = function down(n) {\n  return n ? down(n - 1) : 0;\n};\n", 2),
        ("const count = function down(n) {\n  return n ? count(n - 1) : 0;\n};\n", 2),
        ("const count = function down(n) {\n  return n ? other.down(n - 1) : 0;\n};\n", 1),
        ("class Steps {\n  walk(n) {\n    const walk = () => walk();\n    return walk(n);\n  }\n}\n", 1),
    ] {
        let outline = outline("javascript", text);
        assert_eq!(outline.functions.iter().map(|function| function.cognitive).max(), Some(points), "{text}");
    }
}

#[test]
fn only_the_first_parameter_is_the_receiver() {
    for (language, text, expected) in [
        (
            "python",
            "class Desk:\n    def seat(self, cls, guest=None):\n        pass\n",
            &["cls", "guest"][..],
        ),
        ("python", "class Desk:\n    @classmethod\n    def seat(cls, self):\n        pass\n", &["self"]),
        (
            "python",
            "class Desk:\n    @staticmethod\n    def seat(cls, guest):\n        pass\n",
            &["cls", "guest"],
        ),
        ("python", "def seat(self, guest):\n    pass\n", &["self", "guest"]),
        ("python", "def seat(first, \\\n         last):\n    pass\n", &["first", "last"]),
        ("typescript", "function seat(this: Desk, guest: string): void {}\n", &["guest"]),
        ("rust", "impl Desk { fn seat(&self, guest: u8) {} }\n", &["guest"]),
        ("java", "class Desk { void seat(Desk this, int guest) {} }\n", &["guest"]),
    ] {
        let outline = outline(language, text);
        let names: Vec<&str> =
            function(&outline, "seat").parameters.iter().map(|parameter| parameter.name.of(text)).collect();
        assert_eq!(names, expected, "{text}");
    }
}

#[test]
fn a_definition_starts_after_its_decorators() {
    for (language, text, line) in [
        ("javascript", "class Door {\n  @logged\n  @bound\n  open() {\n    return 1;\n  }\n}\n", 4),
        ("typescript", "class Door {\n  @logged\n  open(): number {\n    return 1;\n  }\n}\n", 3),
        ("python", "class Door:\n    @logged\n    def open(self):\n        return 1\n", 3),
        (
            "java",
            "class Door {\n  @Logged\n  int open(\n      @Nonnull String key) {\n    return 1;\n  }\n}\n",
            3,
        ),
        (
            "java",
            "class Door {\n  int open() {\n    @SuppressWarnings(\"unchecked\")\n    var key = find();\n    return 1;\n  }\n}\n",
            2,
        ),
        ("rust", "#[inline]\n#[must_use]\npub fn open() -> u8 {\n    1\n}\n", 3),
    ] {
        let outline = outline(language, text);
        let start = function(&outline, "open").span.start;
        assert_eq!(LineIndex::new(text).line(start), line, "{text}");
    }
}

#[test]
fn types_are_stated_in_many_places() {
    for text in [
        "export const half = (n: number): number => n / 2;\n",
        "export const half = function (n: number): number { return n / 2; };\n",
        "export const half: (n: number) => number = (n) => n / 2;\n",
        "export const half = ((n) => n / 2) as Halver;\n",
        "export const half = ((n) => n / 2) satisfies Halver;\n",
        "export const table: Table = { half: (n) => n / 2 };\n",
        "export const table: Table = { half(n) { return n / 2; } };\n",
        "export const table = { half: (n) => n / 2 } satisfies Table;\n",
        "export class Maths { half: Halver = (n) => n / 2; }\n",
        "export const half = (n: number) => (m: number): number => n / m;\n",
        "export function half(n = 1, name = 'half'): number { return n / 2; }\n",
        "export class Maths { set half(n: number) { this.n = n; } }\n",
    ] {
        assert!(is_typed("typescript", text, "half"), "{text}");
    }
    for text in [
        "export const half = (n) => n / 2;\n",
        "export const half = (n: number) => n / 2;\n",
        "export const table: Table = make({ half: (n) => n / 2 });\n",
        "export function half(n = other): number { return n / 2; }\n",
    ] {
        assert!(!is_typed("typescript", text, "half"), "{text}");
    }
    assert!(is_typed("python", "half: Callable[[int], int] = lambda n: n / 2\n", "half"));
    let overloaded = "@overload\ndef half(n: int) -> int: ...\n@overload\ndef half(n: str) -> str: ...\ndef half(n):\n    return n / 2\n";
    assert!(is_typed("python", overloaded, "half"));
    assert!(is_typed("java", "class Maths { static final IntUnaryOperator half = n -> n / 2; }\n", "half"));
}

#[test]
fn what_has_one_name_is_one_member() {
    let overloads = "class Pipe {\n  /** Joins. */\n  join(): Pipe;\n  join(a: number): Pipe;\n  join(...a: number[]): Pipe {\n    return this;\n  }\n}\n";
    assert_eq!(methods("typescript", overloads), [("Pipe".to_owned(), 1)]);
    let outline_of = outline("typescript", overloads);
    assert!(function(&outline_of, "join").doc.is_some());
    let pair = "class Lamp {\n  /** How bright it is. */\n  get level() { return 1; }\n  set level(to) { check(to); this.to = to; }\n}\n";
    assert_eq!(methods("javascript", pair), [("Lamp".to_owned(), 1)]);
    let both = outline("javascript", pair);
    assert!(both.functions.iter().all(|function| function.doc == Some(0)));
    let property = "class Lamp:\n    @property\n    def level(self):\n        \"\"\"How bright it is.\"\"\"\n        return 1\n\n    @level.setter\n    def level(self, to):\n        check(to)\n        self.to = to\n";
    assert_eq!(methods("python", property), [("Lamp".to_owned(), 1)]);
    assert!(outline("python", property).functions.iter().all(|function| function.is_trivial));
    // In Java, each is a method of its own.
    assert_eq!(
        methods("java", "class Pipe { void join() {} void join(int a) {} }\n"),
        [("Pipe".to_owned(), 2)]
    );
}

#[test]
fn methods_belong_to_the_class_around_them_only() {
    let text = "class Shop {\n  static final Reader READER = new Reader() {\n    public int read() { return 1; }\n    public void close() {}\n  };\n  enum Size { SMALL { int bytes() { return 1; } }; abstract int bytes(); }\n  void sell() { run(new Task() { public void run() {} }); }\n}\n";
    let expected = [("Shop", 1), ("", 2), ("Size", 1), ("", 1), ("", 1)];
    assert_eq!(methods("java", text), expected.map(|(name, methods)| (name.to_owned(), methods)));
    let outline_of = outline("java", text);
    assert_eq!(function(&outline_of, "read").visibility, Visibility::Private);
    let object = "class Shop {\n  handlers = { open() { a(); }, close: () => { b(); } };\n  sizes = list.map((size) => { return size; });\n  sell() {}\n}\n";
    assert_eq!(methods("javascript", object), [("Shop".to_owned(), 1)]);
    assert_eq!(methods("javascript", "const Shop = class { sell() {} };\n"), [("Shop".to_owned(), 1)]);
}

#[test]
fn an_alias_has_a_name() {
    let outline = outline("python", "type Pair[T] = tuple[T, T]\ntype Label = str\n");
    let names: Vec<&str> = outline.types.iter().map(|definition| definition.name.as_str()).collect();
    assert_eq!(names, ["Pair", "Label"]);
    assert!(outline.types.iter().all(|definition| !definition.takes_documentation));
}

#[test]
fn names_given_from_elsewhere_are_known() {
    for (language, text, given) in [
        (
            "python",
            "class Sum:\n    def __eq__(self, other): ...\n    def total(self): ...\n",
            &["__eq__"][..],
        ),
        (
            "java",
            "class Sum { @Override public int hash_it() { return 1; } int total() { return 1; } }\n",
            &["hash_it"],
        ),
        ("typescript", "class Sum extends Base { override do_it(): void {} total(): void {} }\n", &["do_it"]),
        ("rust", "impl Shape for Sum { fn area(&self) {} }\nimpl Sum { fn total(&self) {} }\n", &["area"]),
        ("rust", "#[unsafe(no_mangle)]\npub extern \"C\" fn DllMain() {}\nfn total() {}\n", &["DllMain"]),
        (
            "go",
            "package sum\n\nfunc (s Sum) String() string { return s.total() }\nfunc (s Sum) total() string { return \"\" }\n",
            &["String"],
        ),
    ] {
        let outline = outline(language, text);
        let names = outline.names.iter().filter(|name| name.prescribed);
        assert_eq!(names.map(|name| name.span.of(text)).collect::<Vec<_>>(), given, "{text}");
    }
}

#[test]
fn bases_are_named() {
    for (language, text, expected) in [
        (
            "python",
            "class Page(http.server.Handler, Mixin[int], metaclass=Meta):\n    pass\n",
            &["Handler", "Mixin"][..],
        ),
        ("java", "class Page extends Base<A, B> implements C, d.E {}\n", &["Base", "C", "E"]),
        ("typescript", "class Page extends lib.Base<A> implements C, D<E> {}\n", &["Base", "C", "D"]),
        ("javascript", "class Page extends Base {}\n", &["Base"]),
        ("python", "class Page:\n    pass\n", &[]),
    ] {
        let outline = outline(language, text);
        assert_eq!(outline.types[0].bases(text).collect::<Vec<_>>(), expected, "{text}");
    }
}

#[test]
fn only_what_acts_counts_outside_functions() {
    for (language, text, expected) in [
        // Lines, statements, complexity.
        ("python", "try:\n    import fast\nexcept ImportError:\n    fast = None\n", (0, 0, 0)),
        ("python", "if version > 3:\n    import fast\nelse:\n    import slow as fast\n", (0, 0, 0)),
        ("python", "ROWS = [\n    1,\n    2,\n]\nNAME = 'x'\n", (0, 0, 0)),
        ("python", "if windows:\n    SIGN = '\\\\'\nelse:\n    SIGN = '/'\n", (4, 3, 2)),
        ("python", "if __name__ == '__main__':\n    main()\n", (2, 2, 1)),
        ("python", "PATTERN = compile(\n    'a',\n    'b',\n)\n", (1, 1, 0)),
        ("python", "total = 1\ntotal += 2\n", (1, 1, 0)),
        (
            "javascript",
            "const fs = require('fs');\nlet fast;\ntry {\n  fast = require('fast');\n} catch (error) {\n  fast = null;\n}\n",
            (0, 0, 0),
        ),
        ("javascript", "export const routes = [\n  1,\n  2,\n];\napp.listen(1);\n", (1, 1, 0)),
        (
            "java",
            "class Sizes {\n  static final int SMALL = 1;\n  static final int[] ALL = {\n    1,\n    2,\n  };\n  static { load(); }\n}\n",
            (1, 1, 0),
        ),
        (
            "typescript",
            "namespace Shop {\n  export function sell() {\n    return 1;\n  }\n  open();\n}\n",
            (1, 1, 0),
        ),
        ("go", "package shop\n\nvar sizes = []int{\n\t1,\n\t2,\n}\nvar rows = load()\n", (1, 1, 0)),
        (
            "rust",
            "const SIZES: [u8; 2] = [\n    1,\n    2,\n];\nstatic ROWS: Rows = Rows::new();\n",
            (1, 1, 0),
        ),
    ] {
        let outline = outline(language, text);
        assert_eq!((outline.module.sloc, outline.acting, outline.module.cognitive), expected, "{text}");
    }
}

#[test]
fn the_first_that_acts_is_known() {
    for (language, text, first) in [
        ("python", "__version__ = '1'\nimport os\nROWS = [1, 2]\nload(ROWS)\nrun()\n", Some("load(ROWS)")),
        ("python", "try:\n    import fast\nexcept ImportError:\n    fast = None\nNAME = 'x'\n", None),
        (
            "rust",
            "#![doc(html_root_url = \"u\")]\nconst SIZE: u8 = 2;\nstatic ROWS: Rows = Rows::new();\n",
            Some("static ROWS: Rows = Rows::new();"),
        ),
        (
            "javascript",
            "'use strict';\nconst limit = 3;\nif (limit > 2) {\n  limit.run();\n}\n",
            Some("if (limit > 2) {\n  limit.run();\n}"),
        ),
    ] {
        let outline = outline(language, text);
        assert_eq!(outline.first_acting.map(|span| span.of(text)), first, "{text}");
        assert_eq!(outline.first_acting.is_some(), outline.acting > 0, "{text}");
    }
}
