//! Reading signals depend on what is there to read, not on how it is typed.

use std::sync::LazyLock;

use sono_score::engine::Engine;
use sono_score::signals::{Family, SignalSet, definitions};
use sono_score::submission::{Submission, SubmittedFile};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::builder().build().unwrap());

fn measure(path: &str, text: &str) -> SignalSet {
    let mut submission = Submission::default();
    submission.content.files =
        vec![SubmittedFile { path: path.to_owned(), text: text.to_owned(), language: None }];
    ENGINE.measure(&submission).unwrap().signals
}

fn ids() -> impl Iterator<Item = &'static str> {
    definitions().filter(|definition| definition.family == Family::Reading).map(|definition| definition.id)
}

#[track_caller]
fn assert_same(path: &str, one: &str, two: &str, except: &[&str]) {
    let (left, right) = (measure(path, one), measure(path, two));
    for id in ids().filter(|id| !except.contains(id)) {
        match (left.value(id), right.value(id)) {
            (Some(a), Some(b)) => assert!((a - b).abs() < 1e-9, "{path}: {id}: {a} and {b}\n{two}"),
            other => panic!("{path}: {id}: {other:?}\n{two}"),
        }
    }
}

/// The same in each language, with two functions, indented by four blanks.
const SAMPLES: &[(&str, &str)] = &[
    (
        "main.py",
        "def first(rows, limit):\n    # Rows beyond the limit are of an older format.\n    for row in rows[:limit]:\n        if row.size > 1 and row.name:\n            return row\n\n    size = len(rows)\n    return make(size, 'none')\n\n\ndef second(rows):\n    total = sum(rows)\n    count = len(rows)\n    return total / count\n",
    ),
    (
        "Main.java",
        "class Main {\n    int first(int[] rows, int limit) {\n        for (int row : rows) {\n            if (row > limit && row > 1) {\n                return row;\n            }\n        }\n\n        int size = rows.length;\n        return make(size, \"none\");\n    }\n\n    int second(int[] rows) {\n        int total = sum(rows);\n        int count = size(rows);\n        return total / count;\n    }\n}\n",
    ),
    (
        "main.js",
        "function first(rows, limit) {\n    for (const row of rows) {\n        if (row.size > limit && row.name) {\n            return row;\n        }\n    }\n\n    const size = rows.length;\n    return make(size, 'none');\n}\n\nfunction second(rows) {\n    const total = sum(rows);\n    const count = size(rows);\n    return total / count;\n}\n",
    ),
    (
        "main.ts",
        "function first(rows: Row[], limit: number): Row {\n    for (const row of rows) {\n        if (row.size > limit && row.name) {\n            return row;\n        }\n    }\n\n    const size = rows.length;\n    return make(size, 'none');\n}\n\nfunction second(rows: number[]): number {\n    const total = sum(rows);\n    const count = size(rows);\n    return total / count;\n}\n",
    ),
    (
        "main.go",
        "package main\n\nfunc first(rows []Row, limit int) Row {\n    for _, row := range rows {\n        if row.Size > limit && row.Big {\n            return row\n        }\n    }\n\n    size := len(rows)\n    return create(size, \"none\")\n}\n\nfunc second(rows []int) int {\n    total := sum(rows)\n    count := len(rows)\n    return total / count\n}\n",
    ),
    (
        "main.rs",
        "fn first(rows: &[Row], limit: usize) -> Row {\n    for row in rows {\n        if row.size > limit && row.big {\n            return row.clone();\n        }\n    }\n\n    let size = rows.len();\n    create(size, \"none\")\n}\n\nfn second(rows: &[usize]) -> usize {\n    let total = sum(rows);\n    let count = rows.len();\n    total / count\n}\n",
    ),
];

#[test]
fn every_language_is_read() {
    for (path, text) in SAMPLES {
        let set = measure(path, text);
        for id in ids().filter(|id| *id != "reading.comments.share") {
            assert!(set.value(id).is_some(), "{path}: {id}");
        }
        for id in ["reading.depth.mean", "reading.branches.mean", "reading.calls.mean", "reading.live.mean"] {
            assert!(set.value(id).is_some_and(|value| value > 0.1), "{path}: {id}: {:?}", set.value(id));
        }
        assert_eq!(set.value("reading.wrapped.share"), Some(0.0), "{path}");
        assert_eq!(set.value("reading.short_names.share"), Some(0.0), "{path}");
    }
}

#[test]
fn indentation_and_line_ends_make_no_difference() {
    for (path, text) in SAMPLES {
        assert_same(path, text, &text.replace("    ", "\t"), &[]);
        assert_same(path, text, &text.replace("    ", "  "), &[]);
        assert_same(path, text, &text.replace('\n', "\r\n"), &[]);
        assert_same(path, text, &text.replace('\n', "  \n"), &[]);
        assert_same(path, text, &text.replace("\n\n", "\n\n\n\n"), &[]);
    }
}

#[test]
fn blanks_in_a_line_make_no_difference_but_to_its_length() {
    for (path, text) in SAMPLES {
        let dense = text.replace(" = ", "=").replace(" > ", ">").replace(", ", ",").replace(" / ", "/");
        assert_same(path, text, &dense, &["reading.length.longest"]);
    }
}

#[test]
fn the_order_of_functions_makes_no_difference() {
    let (path, text) = SAMPLES[0];
    let (first, second) = text.split_once("\n\n\n").unwrap();
    assert_same(path, text, &format!("{second}\n\n{first}\n"), &["reading.paragraphs.share"]);
}

#[test]
fn line_breaks_in_a_statement_change_only_what_is_about_lines() {
    let one = "def first(rows, limit):\n    size = len(rows)\n    count = size + limit\n    return make(size, count)\n";
    let two = "def first(\n    rows,\n    limit\n):\n    size = len(\n        rows)\n    count = size + limit\n    return make(\n        size,\n        count)\n";
    assert_same("main.py", one, two, &["reading.wrapped.share", "reading.length.longest"]);
}

#[test]
fn statements_joined_on_one_line_are_harder_to_read() {
    let apart = "def first(rows):\n    total = sum(rows)\n    count = len(rows)\n    show(total, count)\n    return count\n";
    let joined =
        "def first(rows):\n    total = sum(rows); count = len(rows)\n    show(total, count); return count\n";
    let (apart, joined) = (measure("main.py", apart), measure("main.py", joined));
    for id in ["assignments.mean", "calls.mean", "volume.mean", "length.longest", "commas.mean", "live.mean"]
    {
        let id = format!("reading.{id}");
        assert!(joined.value(&id) > apart.value(&id), "{id}");
    }
    for id in ids() {
        assert!(joined.value(id) >= apart.value(id), "{id}");
    }
}

#[test]
fn noise_and_code_in_comments_say_nothing() {
    let text = SAMPLES[0].1;
    let value = |text: &str| measure("main.py", text).value("reading.comments.share").unwrap();
    for noise in [
        "# ------------------------------------",
        "# TODO: document this",
        "# size = len(rows)",
        "# Rows beyond the limit are of an older format.",
        "# My grandmother bakes plum cakes on Sundays.",
    ] {
        let noisy = text.replace("    size = ", &format!("    {noise}\n    size = "));
        assert_eq!(value(&noisy), value(text), "{noise}");
    }
    let said = text
        .replace("    size = ", "    # Older clients ignore all rows behind an empty header.\n    size = ");
    assert!(value(&said) > value(text));
}
