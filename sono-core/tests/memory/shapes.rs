//! Inputs that are made to take much memory.

use sono_core::submission::{Commit, Submission, SubmittedFile};

/// The languages, by a file of each.
const FILES: [&str; 7] = ["a.py", "a.js", "a.ts", "a.tsx", "A.java", "a.go", "a.rs"];
/// Bytes of a text that repeats a unit.
const BYTES: usize = 400_000;

/// Units whose repetition is valid or broken code of few bytes per node, found by trying many.
const UNITS: [(&str, &str); 23] = [
    ("open parentheses", "("),
    ("open braces", "{"),
    ("closing braces", "}"),
    ("calls in calls", "a("),
    ("subscripts in subscripts", "a["),
    ("conditionals in conditionals", "a?a:"),
    ("objects in objects", "{a:"),
    ("a chain of members", "a."),
    ("a sum", "a+"),
    ("operators only", "+-*/%"),
    ("statements of one character", "a;"),
    ("lines of one character", "a\n"),
    ("assignments", "a=1;"),
    ("conditions", "if(a)"),
    ("strings only", "\"\";"),
    ("line comments only", "#\n//\n"),
    ("block comments only", "/**/"),
    ("blank lines", "\n"),
    ("imports", "import a;"),
    ("brackets of all kinds", "([{"),
    ("parentheses in braces", "{("),
    ("blocks with labels", "a{:"),
    ("tags with functions", "<{=>"),
];

/// An input by name.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) make: Box<dyn Fn() -> Submission + Send>,
}

pub(crate) fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    let mut add = |name: String, make: Box<dyn Fn() -> Submission + Send>| cases.push(Case { name, make });
    for file in FILES {
        for (name, unit) in UNITS {
            add(format!("{file}: {name}"), Box::new(move || one(file, unit.repeat(BYTES / unit.len()))));
        }
        add(
            format!("{file}: a line of 10 MB"),
            Box::new(move || one(file, "abcdefghi ".repeat(1 << 20) + "\n")),
        );
        add(
            format!("{file}: deep nesting that closes"),
            Box::new(move || {
                one(file, format!("x = {}1{};\n", "[".repeat(BYTES / 2), "]".repeat(BYTES / 2)))
            }),
        );
        add(format!("{file}: 100,000 functions"), Box::new(move || one(file, functions(file, 100_000))));
        add(
            format!("{file}: 50 files of 2,000 functions"),
            Box::new(move || files((0..50).map(|n| (format!("{n}/{file}"), functions(file, 2_000))))),
        );
        add(
            format!("{file}: 10,000 tiny files"),
            Box::new(move || files((0..10_000).map(|n| (format!("{n}/{file}"), "x=1;\n".to_owned())))),
        );
    }
    add("an answer of 4 MB".to_owned(), Box::new(|| answers(vec!["A word. ".repeat(500_000)])));
    add("an answer of commas".to_owned(), Box::new(|| answers(vec!["a,".repeat(BYTES / 2)])));
    add("9,000 answers".to_owned(), Box::new(|| answers(vec!["Because it works.".to_owned(); 9_000])));
    add(
        "10,000 commits".to_owned(),
        Box::new(|| {
            let mut submission = Submission::code("x = 1\n");
            let message = |n: usize| format!("Fix {n}");
            submission.content.commits = (0..10_000).map(|n| Commit { message: message(n) }).collect();
            submission
        }),
    );
    add(
        "hidden characters".to_owned(),
        Box::new(|| one("a.py", "x = '\u{202e}\u{200b}'\n".repeat(BYTES / 13))),
    );
    add(
        "strings that are run".to_owned(),
        Box::new(|| one("a.py", format!("x = \"python\"\ny = ({})\n", "\"-c\" ".repeat(BYTES / 5)))),
    );
    add(
        "a long string that is run again and again".to_owned(),
        Box::new(|| one("a.py", format!("x = \"{}\"\nexec({})\n", "a".repeat(BYTES), "x,".repeat(30_000)))),
    );
    add(
        "nested functions with calls, and a test".to_owned(),
        Box::new(|| {
            let (open, close) = ("function f() {".repeat(20_000), "}".repeat(20_000));
            one("a.js", format!("{open}{}{close}\ntest(\"a\", () => a());\n", "a();".repeat(50_000)))
        }),
    );
    cases
}

fn one(path: &str, text: String) -> Submission {
    files([(path.to_owned(), text)])
}

fn files(files: impl IntoIterator<Item = (String, String)>) -> Submission {
    let mut submission = Submission::default();
    let file = |(path, text)| SubmittedFile { path, text, language: None };
    submission.content.files = files.into_iter().map(file).collect();
    submission
}

fn answers(texts: Vec<String>) -> Submission {
    let mut submission = Submission::code("x = 1\n");
    submission.content.explanation = texts;
    submission
}

fn functions(file: &str, number: usize) -> String {
    let function = |n: usize| match file {
        "a.py" => format!("def f{n}(): pass\n"),
        "A.java" => format!("int f{n}() {{}}\n"),
        "a.go" => format!("func f{n}() {{}}\n"),
        "a.rs" => format!("fn f{n}() {{}}\n"),
        _ => format!("function f{n}() {{}}\n"),
    };
    (0..number).map(function).collect()
}
