//! Signals against values counted by hand.

use std::sync::LazyLock;

use sono_score::engine::Engine;
use sono_score::signals::{SignalSet, definitions};
use sono_score::submission::{Submission, SubmissionType, SubmittedFile};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::builder().build().unwrap());

fn submission(files: &[(&str, &str)]) -> Submission {
    let mut submission = Submission::default();
    submission.content.files = files
        .iter()
        .map(|(path, text)| SubmittedFile {
            path: (*path).to_owned(),
            text: (*text).to_owned(),
            language: None,
        })
        .collect();
    submission
}

fn measure(submission: &Submission) -> SignalSet {
    ENGINE.measure(submission).unwrap().signals
}

fn files(files: &[(&str, &str)]) -> SignalSet {
    measure(&submission(files))
}

#[track_caller]
fn assert_values(set: &SignalSet, expected: &[(&str, Option<f64>)]) {
    for (id, value) in expected {
        assert!(definitions().any(|definition| definition.id == *id), "{id} is no signal");
        match (set.value(id), value) {
            (Some(found), Some(value)) => assert!((found - value).abs() < 1e-9, "{id}: {found}, not {value}"),
            (found, value) => assert_eq!(found, *value, "{id}"),
        }
    }
}

#[test]
fn sizes_count_lines_and_statements() {
    let set =
        files(&[("a.py", "# one\nx = 1\n\n\ndef double(n):\n    \"\"\"Twice n.\"\"\"\n    return 2 * n\n")]);
    assert_values(
        &set,
        &[
            ("size.lines.code", Some(3.0)),
            ("size.lines.comment", Some(2.0)),
            ("size.functions", Some(1.0)),
            ("size.types", Some(0.0)),
        ],
    );
}

#[test]
fn material_without_code_has_no_code_signals() {
    let set = files(&[("README.md", "# Title\n"), ("data.json", "{}")]);
    assert_values(
        &set,
        &[
            ("size.lines.code", None),
            ("complexity.cognitive.p90", None),
            ("testing.tests", None),
            ("documentation.coverage", None),
            ("prose.words", Some(0.0)),
        ],
    );
}

#[test]
fn percentiles_weigh_functions_by_their_lines() {
    // Forty short functions cannot hide one long one that holds most of the lines.
    let mut text = String::new();
    for n in 0..40 {
        text.push_str(&format!("def short_{n}(value):\n    return value\n\n"));
    }
    text.push_str("def long(values):\n    for value in values:\n        if value:\n");
    for n in 0..200 {
        text.push_str(&format!("            print(value, {n})\n"));
    }
    assert_values(
        &files(&[("a.py", &text)]),
        &[
            ("complexity.cognitive.p90", Some(3.0)),
            ("complexity.cyclomatic.p90", Some(3.0)),
            ("complexity.nesting.p90", Some(2.0)),
            ("complexity.cognitive.max", Some(3.0)),
            ("structure.function_length.p90", Some(203.0)),
        ],
    );
}

#[test]
fn code_outside_functions_is_judged_when_it_branches() {
    let script = "import sys\nfor name in sys.argv:\n    if name:\n        print(name)\n";
    assert_values(&files(&[("a.py", script)]), &[("complexity.cognitive.p90", Some(3.0))]);
    let flat = "import sys\nprint(sys.argv)\n";
    assert_values(&files(&[("a.py", flat)]), &[("complexity.cognitive.p90", Some(0.0))]);
}

#[test]
fn names_are_descriptive_or_not() {
    let set =
        files(&[("a.py", "def load(path, q):\n    tmp = path\n    result = q\n    return tmp, result\n")]);
    // load, path, q, tmp, result: q and tmp say little.
    assert_values(&set, &[("naming.descriptive.share", Some(0.6)), ("naming.convention.share", Some(1.0))]);
    let set = files(&[("a.js", "function load_all(fileName) {\n  return fileName;\n}\n")]);
    assert_values(&set, &[("naming.convention.share", Some(0.5))]);
}

#[test]
fn documentation_counts_when_it_says_something() {
    let text = "\
def load(path):
    \"\"\"Reads the table that the path names.\"\"\"
    with open(path) as file:
        text = file.read()
    return text.split()

def save(path, rows):
    \"\"\"Save rows.\"\"\"
    with open(path) as file:
        file.write(str(rows))
        file.flush()

def _internal(path, rows):
    with open(path) as file:
        file.write(str(rows))
        file.flush()
";
    assert_values(
        &files(&[("a.py", text)]),
        &[("documentation.coverage", Some(0.5)), ("documentation.typed.share", Some(0.0))],
    );
    let script = "# Prints what the first argument names.\nimport sys\nprint(sys.argv[1])\n";
    assert_values(&files(&[("a.py", script)]), &[("documentation.coverage", Some(1.0))]);
    let stuffed =
        format!("# {}\nprint(1)\n", "test assert mock coverage algorithm complexity optimize design");
    assert_values(&files(&[("a.py", &stuffed)]), &[("documentation.coverage", Some(0.0))]);
}

#[test]
fn stated_types_are_counted_where_a_language_has_them() {
    let python = "def area(width: float, height) -> float:\n    return width * height\n";
    assert_values(&files(&[("a.py", python)]), &[("documentation.typed.share", Some(2.0 / 3.0))]);
    let script = "function area(width, height) {\n  return width * height;\n}\n";
    assert_values(&files(&[("a.js", script)]), &[("documentation.typed.share", None)]);
}

#[test]
fn handlers_are_precise_broad_or_swallow() {
    let text = "\
def read(path):
    try:
        return open(path).read()
    except FileNotFoundError:
        return \"\"

def run(task):
    try:
        task()
    except Exception as error:
        print(error)
    try:
        task()
    except:
        pass
";
    let set = files(&[("a.py", text)]);
    assert_values(
        &set,
        &[
            ("errors.swallowed", Some(1.0)),
            ("errors.broad", Some(1.0)),
            ("errors.precise.share", Some(1.0 / 3.0)),
            ("errors.guarded.share", Some(1.0)),
        ],
    );
    assert_eq!(set.get("errors.swallowed").unwrap().findings.len(), 1);
}

#[test]
fn go_is_measured_by_its_own_conventions() {
    let cart = "package shop

import (
\t\"errors\"
\t\"fmt\"
)

// ErrEmpty says that a cart holds nothing.
var ErrEmpty = errors.New(\"empty cart\")

// Cart holds what a customer picked.
type Cart struct {
\tprices []int
}

// Total is the sum of all prices.
func (c *Cart) Total() (int, error) {
\tif len(c.prices) == 0 {
\t\treturn 0, ErrEmpty
\t}
\tsum := 0
\tfor _, price := range c.prices {
\t\tsum += price
\t}
\treturn sum, nil
}

func Print(c *Cart, max_width int) error {
\ttotal, err := c.Total()
\tif err != nil {
\t\treturn fmt.Errorf(\"no total: %w\", err)
\t}
\t_ = save(total)
\t// total := old(c)
\treturn nil
}

func save(total int) error { return nil }
";
    let test = "package shop

import \"testing\"

func TestTotal(t *testing.T) {
\tcart := Cart{[]int{1, 2}}
\tif got, err := cart.Total(); err != nil || got != 3 {
\t\tt.Errorf(\"%d, %v\", got, err)
\t}
}
";
    let set = files(&[("cart.go", cart), ("cart_test.go", test)]);
    assert_values(
        &set,
        &[
            ("size.functions", Some(3.0)),
            ("size.types", Some(1.0)),
            ("structure.methods.max", Some(1.0)),
            // `Total` and `Print` are public, with weights of 8 and 5, and tests check `Total`.
            ("testing.tests", Some(1.0)),
            ("testing.assertions.mean", Some(1.0)),
            ("testing.reach.share", Some(8.0 / 13.0)),
            // `Print` has no comment.
            ("documentation.coverage", Some(2.0 / 3.0)),
            ("documentation.typed.share", Some(1.0)),
            ("documentation.commented_code", Some(1.0)),
            // One test for an error, one error thrown away.
            ("errors.swallowed", Some(1.0)),
            ("errors.broad", Some(0.0)),
            ("errors.precise.share", Some(0.5)),
            ("errors.guarded.share", Some(1.0)),
            // `Total` weighs 8, all of its names fit; `Print` weighs 5, 4 of 5 do; the rest, `ErrEmpty`, `Cart`, `prices`,
            // `save` and `total`, counts a quarter of that.
            ("naming.convention.share", Some(15.0 / 16.0)),
            ("naming.descriptive.share", Some(1.0)),
        ],
    );
    let finding = &set.get("errors.swallowed").unwrap().findings[0];
    assert_eq!(finding.message, "this throws the error away");
}

#[test]
fn a_function_is_guarded_by_what_it_calls() {
    let text = "\
def check(value):
    if value < 0:
        raise ValueError(\"negative\")

def root(value):
    check(value)
    for step in range(9):
        value = value - step
    return value
";
    assert_values(&files(&[("a.py", text)]), &[("errors.guarded.share", Some(1.0))]);
}

#[test]
fn tests_count_when_they_assert_and_reach_what_they_call() {
    let code = "\
def add(left, right):
    total = left + right
    return total

def sub(left, right):
    total = left - right
    return total
";
    let tests = "\
from code import add

def test_add():
    assert add(1, 2) == 3
    assert add(0, 0) == 0

def test_nothing():
    # sub(1, 2) is only mentioned here
    add(1, 2)
";
    assert_values(
        &files(&[("code.py", code), ("test_code.py", tests)]),
        &[
            ("testing.tests", Some(1.0)),
            ("testing.assertions.mean", Some(2.0)),
            ("testing.reach.share", Some(0.5)),
            ("size.functions", Some(2.0)),
        ],
    );
    assert_values(
        &files(&[("code.py", code)]),
        &[
            ("testing.tests", Some(0.0)),
            ("testing.reach.share", Some(0.0)),
            ("testing.assertions.mean", None),
        ],
    );
}

#[test]
fn repeated_blocks_are_found_once_they_are_long_enough() {
    let block = |name: &str| {
        format!(
            "def {name}(order):\n    price = order.price\n    price = price * 1.2\n    price = round(price, 2)\n    \
             order.total = price\n    order.history.append(price)\n    order.save()\n    return order\n\n"
        )
    };
    let set = files(&[("a.py", &(block("first") + &block("second")))]);
    // Seven of the eight lines of each function are the same.
    assert_values(&set, &[("structure.duplication.share", Some(14.0 / 16.0))]);
    assert_eq!(set.get("structure.duplication.share").unwrap().findings.len(), 1);
    assert_values(&files(&[("a.py", &block("first"))]), &[("structure.duplication.share", Some(0.0))]);
}

#[test]
fn structure_counts_parameters_methods_and_wildcards() {
    let text = "\
from os import *

class Store:
    def get(self, key):
        return key

    def put(self, key, value, ttl, owner):
        return value
";
    assert_values(
        &files(&[("a.py", text)]),
        &[
            ("structure.parameters.p90", Some(4.0)),
            ("structure.methods.max", Some(2.0)),
            ("structure.imports.wildcard", Some(1.0)),
        ],
    );
}

#[test]
fn decomposition_asks_where_the_statements_stand() {
    let flat = "print(1)\n".repeat(20);
    assert_values(&files(&[("a.py", &flat)]), &[("structure.decomposition.share", Some(0.0))]);
    let few = "print(1)\n".repeat(5);
    assert_values(&files(&[("a.py", &few)]), &[("structure.decomposition.share", None)]);
    let function = format!("import os\n\ndef run(task):\n{}", "    task()\n".repeat(20));
    assert_values(&files(&[("a.py", &function)]), &[("structure.decomposition.share", Some(1.0))]);
}

#[test]
fn layout_measures_lines_of_code_alone() {
    let long = format!("value = \"{}\"\n", "x".repeat(120));
    let text = format!("# {}\nimport os\nab = 1\ncd = 22\n{long}", "comment ".repeat(40));
    let set = files(&[("a.py", &text)]);
    // Lines of 6, 7 and 130 characters.
    assert_values(
        &set,
        &[
            ("layout.line_length.mean", Some(143.0 / 3.0)),
            ("layout.long_lines.share", Some(1.0 / 3.0)),
            ("layout.indentation.share", None),
        ],
    );
    let mixed = "def f(x):\n    a = 1\n    b = 2\n    c = 3\n\td = 4\n    return x\n";
    assert_values(&files(&[("a.py", mixed)]), &[("layout.indentation.share", Some(0.8))]);
}

#[test]
fn readmes_are_missed_in_projects() {
    let work =
        submission(&[("main.py", "print(sum(numbers))\n"), ("README.md", "# Sums\n\nAdds two numbers.\n")]);
    let values = |kind, with: f64, without| {
        let mut work = work.clone();
        work.submission_type = kind;
        assert_values(&measure(&work), &[("documentation.readme", Some(with))]);
        work.content.files.pop();
        assert_values(&measure(&work), &[("documentation.readme", without)]);
    };
    values(SubmissionType::Project, 4.0, Some(0.0));
    values(SubmissionType::Code, 4.0, None);
}

#[test]
fn answers_are_measured_by_what_they_say() {
    let mut submission = submission(&[("a.py", "def merge(left, right):\n    return left + right\n")]);
    submission.content.explanation = vec![
        "I call `merge` on both halves because each of them is already sorted. It is fine. It is fine. \
         The left half has 3 items in this case."
            .to_owned(),
    ];
    // Only the first sentence, of 13 words, says something about the code.
    assert_values(
        &measure(&submission),
        &[
            ("prose.words", Some(13.0)),
            ("prose.related.share", Some(13.0 / 25.0)),
            ("prose.sentence_length.mean", None),
            ("prose.reasons", Some(1.0)),
            ("prose.specifics", Some(1.0)),
            ("prose.grounding", Some(1.0)),
        ],
    );
    submission.content.explanation =
        vec!["test assert mock coverage algorithm complexity optimize efficient".to_owned()];
    assert_values(&measure(&submission), &[("prose.words", Some(0.0)), ("prose.grounding", Some(0.0))]);
}

#[test]
fn broken_code_is_counted_where_it_breaks() {
    let set = files(&[("a.py", "def load(path:\n    return path\n")]);
    assert!(set.value("syntax.errors").unwrap() >= 1.0);
    assert_eq!(files(&[("a.py", "x = 1\n")]).value("syntax.errors"), Some(0.0));
}

#[test]
fn a_submission_of_tests_alone_is_measured_on_its_tests() {
    let tests = "def test_add():\n    total = 1 + 2\n    assert total == 3\n";
    assert_values(
        &files(&[("test_code.py", tests)]),
        &[("size.functions", Some(1.0)), ("testing.tests", Some(1.0))],
    );
}

#[test]
fn every_definition_is_complete_and_unique() {
    let mut ids = std::collections::BTreeSet::new();
    for definition in definitions() {
        assert!(ids.insert(definition.id), "{} is defined twice", definition.id);
        for text in [definition.name, definition.unit, definition.definition, definition.source] {
            assert!(!text.is_empty(), "{}", definition.id);
        }
        assert!(definition.max.is_none_or(|max| max > definition.min), "{}", definition.id);
    }
}
