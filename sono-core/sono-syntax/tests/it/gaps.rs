//! Code that is right but not in the grammar is read around, and stays what it was.

use sono_syntax::language;
use sono_syntax::syntax::{NameKind, Outline, ParseBudget, Parser};

fn outline(language: &str, text: &str) -> Outline {
    Parser::new().outline(text, language::by_name(language).unwrap(), false, &ParseBudget::default())
}

#[track_caller]
fn is_read(language: &str, text: &str, gaps: usize) -> Outline {
    let outline = outline(language, text);
    assert!(outline.errors.is_empty() && outline.error_bytes == 0, "{text}: {:?}", outline.errors);
    assert_eq!(outline.gaps.len(), gaps, "{text}: {:?}", outline.gaps);
    outline
}

#[test]
fn typescript() {
    for text in [
        "export type * from './shapes';\n",
        "export type * as shapes from './shapes';\n",
        "interface Sink<in T> { put(item: T): void }\n",
        "class Cell<in out T = string> { }\n",
        "type Query<out Found extends object, Missing = never> = () => Found;\n",
        "type Line = import(\"./page\").Line<number>;\n",
        "let line: import('./page').default.Line<number, string>;\n",
        "export default abstract class { abstract draw(): void }\n",
        "class Knob { static accessor level = 1 }\n",
        "import defer * as heavy from './heavy';\n",
        "export { draw } from './draw' with { type: 'json' };\n",
        "interface Place {\n  name: string\n  in: string\n}\n",
        "const rows = sql<{ id: number }>`select id from shops where id = ${id}`;\n",
        "declare const make: {\n  (size: number): Box\n  <T>(size: T): Box\n};\n",
    ] {
        is_read("typescript", text, 1);
        is_read("tsx", text, 1);
    }
    let outline = is_read("typescript", "export interface Source<out Item> {\n  take(): Item;\n}\n", 1);
    assert_eq!((outline.types[0].name.as_str(), outline.types[0].methods), ("Source", 1));
}

#[test]
fn python() {
    for text in [
        "class Shelf[Item = str]:\n    pass\n",
        "def pick[Item: (int, str) = int, *Rest = *tuple[int, ...]](items: list[Item]) -> Item: ...\n",
        "type Rows[Item = dict[str, int]] = list[Item]\n",
    ] {
        is_read("python", text, 1);
    }
    // An argument by name is no default of a type parameter.
    let broken = outline("python", "items = pick(rows, first=1]\n");
    assert!(!broken.errors.is_empty() && broken.gaps.is_empty());
}

#[test]
fn java() {
    let outline = is_read("java", "import module java.sql;\n\nclass Till { }\n", 1);
    assert_eq!(outline.imports[0].module, "java.sql");
    let text = "class Till extends Box {\n  Till(int size) {\n    check(size);\n    super(size);\n  }\n}\n";
    let outline = is_read("java", text, 1);
    assert_eq!(outline.functions[0].statements, 2);
}

#[test]
fn rust() {
    is_read(
        "rust",
        "unsafe extern \"C\" {\n    pub safe fn size() -> usize;\n    safe static LIMIT: u8;\n}\n",
        2,
    );
}

#[test]
fn faults_beside_a_gap_stay_faults() {
    let text = "export type * from './shapes';\nexport function area(side: number { return side; }\n";
    let outline = outline("typescript", text);
    assert!(!outline.errors.is_empty());
    assert_eq!(outline.gaps.len(), 1);
}

#[test]
fn names_that_look_like_a_gap_are_left_alone() {
    let text = "const accessor = 1;\nfunction show(out: number, module: string) { return f(1, out as any) }\nlet = = 2\n";
    let outline = outline("typescript", text);
    assert!(outline.gaps.is_empty() && !outline.errors.is_empty());
    let names = outline.names.iter().filter(|name| name.kind == NameKind::Parameter);
    assert_eq!(names.map(|name| name.span.of(text)).collect::<Vec<_>>(), ["out", "module"]);
}
