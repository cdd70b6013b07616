//! That the documents can fail.

use std::collections::BTreeSet;

use super::check::{self, Problem};
use super::subject::Subject;

/// Lines and messages of what is wrong in a document about lines of code.
fn problems(text: &str) -> Vec<(usize, String)> {
    let subject = |title: &str| (title == "size.lines.code").then_some(Subject::Signal("size.lines.code"));
    let problems = check::document("a.md", &format!("# `size.lines.code`\n\n{text}"), subject);
    problems.into_iter().map(|problem| (problem.line, problem.message)).collect()
}

const TWO_LINES: &str = "```python\nx = 1\ny = 2\n```\n\n";

#[test]
fn a_right_value_passes_and_a_wrong_one_is_told() {
    assert_eq!(problems(&format!("{TWO_LINES}**Expected: 2** lines.\n")), []);
    assert_eq!(problems(&format!("{TWO_LINES}**Expected: 4/2**\n")), []);
    assert_eq!(
        problems(&format!("## Two\n\n{TWO_LINES}So **Expected: 3**\n")),
        [(10, "expected 3, got 2".to_owned())]
    );
    assert_eq!(
        problems(&format!("{TWO_LINES}**Expected: absent**\n")),
        [(8, "expected absent, got 2".to_owned())]
    );
    assert_eq!(
        problems("```json data.json\n{}\n```\n\n**Expected: 0**\n"),
        [(7, "expected 0, got absent".to_owned())]
    );
}

#[test]
fn all_cases_of_a_document_are_run() {
    let text =
        format!("{TWO_LINES}**Expected: 1**\n\n{TWO_LINES}**Expected: 2**\n\n{TWO_LINES}**Expected: 3**\n");
    let lines: Vec<usize> = problems(&text).into_iter().map(|(line, _)| line).collect();
    assert_eq!(lines, [8, 22]);
}

#[test]
fn a_problem_names_document_heading_line_and_message() {
    let problem = Problem {
        document: "signals/a.md".to_owned(),
        heading: "Two lines".to_owned(),
        line: 7,
        message: "expected 1, got 2".to_owned(),
    };
    assert_eq!(problem.to_string(), "tests/documents/signals/a.md:7 (Two lines)\n    expected 1, got 2");
}

#[test]
fn a_known_gap_fails_once_it_closes() {
    assert_eq!(problems(&format!("{TWO_LINES}**Known gap: 3**\n")), []);
    assert_eq!(
        problems(&format!("{TWO_LINES}**Known gap: 2**\n")),
        [(8, "the gap is closed: it is 2 now, so write Expected".to_owned())]
    );
}

#[test]
fn findings_are_compared_where_they_are_stated() {
    let wildcard = |places: &str| {
        let text = format!(
            "# `structure.imports.wildcard`\n\n```python\nimport re\nfrom os import *\n```\n\n\
             **Expected: 1**\n\n{places}"
        );
        let subject = |_: &str| Some(Subject::Signal("structure.imports.wildcard"));
        check::document("a.md", &text, subject).into_iter().map(|problem| problem.message).collect::<Vec<_>>()
    };
    assert_eq!(wildcard("Prose.\n\n- a list that states nothing\n"), Vec::<String>::new());
    assert_eq!(wildcard("- line 2\n"), Vec::<String>::new());
    assert_eq!(wildcard("- line 2 of `main.py`: `os`, as said\n"), Vec::<String>::new());
    let found = "line 2 of main.py: os";
    for (places, expected) in [
        ("- line 1", "line 1"),
        ("- line 2: `re`", "line 2: re"),
        ("- line 2 of `a.py`", "line 2 of a.py"),
        ("- line 2\n- line 3", "line 2; line 3"),
        ("- nowhere", "no place"),
    ] {
        assert_eq!(wildcard(places), [format!("expected findings at {expected}, got {found}")]);
    }
    assert_eq!(
        wildcard("- on the second line"),
        ["`on the second line` is no place: write `line 3`, `line 3 of a.py: name`, or `nowhere`"]
    );
}

#[test]
fn a_document_that_states_nothing_is_refused() {
    for (text, message) in [
        ("Prose.\n", "a document without a case"),
        ("```python\nx = 1\n```\n\n**Expect: 1**\n", "source without an expectation"),
        ("```python\nx = 1\n```\n\n## Next\n", "source without an expectation"),
        ("**Expected: 1**\n", "an expectation without source"),
        ("```\nx = 1\n```\n", "a block needs a language"),
        ("```python\n```\n```python\n```\n", "two blocks are `python`; one needs a name of its own"),
        (
            "```python\n```\n**Expected: many**\n",
            "`many` is no value: write a number, a fraction, a severity, or absent",
        ),
        ("```python\n‹tab›x\n```\n", "unknown escape ‹tab›"),
    ] {
        assert!(problems(text).iter().any(|(_, told)| told == message), "{text}: {:?}", problems(text));
    }
    let run = |text: &str| problems(&format!("{text}\n**Expected: 1**\n"));
    assert_eq!(run("```cobol\n```\n")[0].1, "the case cannot be run: a block in `cobol` needs a file name");
    assert_eq!(
        run("```toml submission\nkind = \"project\"\n```\n")[0].1,
        "the case cannot be run: `kind = \"project\"` says nothing of a submission"
    );
    let unknown =
        check::document("a.md", &format!("# `size.pages`\n\n{TWO_LINES}**Expected: 1**\n"), |_| None);
    assert_eq!(unknown[0].message, "the program knows no `size.pages`");
}

#[test]
fn escapes_write_characters_out() {
    assert_eq!(problems("```python\nx = 1‹U+000A*3›y = 2\n```\n\n**Expected: 2**\n"), []);
    assert_eq!(problems("```python\nif x:\n‹U+0009›y = 2\n```\n\n**Expected: 2**\n"), []);
}

#[test]
fn names_and_documents_are_matched() {
    let names = BTreeSet::from(["a", "b"]);
    assert_eq!(check::difference(&names, &names), Vec::<String>::new());
    let difference = check::difference(&names, &BTreeSet::from(["b", "c"]));
    assert_eq!(difference, ["`a` has no document", "the program knows no `c`"]);
}
