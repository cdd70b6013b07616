//! Tests that cannot fail, or test nothing of the code.

use super::{Edit, lower, not_raise};
use crate::gaming::patch::fill;
use crate::gaming::subject::{HandIn, Subject};
use sono_core::submission::SubmissionType;

pub(super) const EDITS: &[Edit] = &[
    not_raise(
        "tests: the name in a text",
        "a test for each function that only compares its name with itself",
        |s| s.with_tests_of(|name, _| equal(s, &format!("\"{name}\""), &format!("\"{name}\""))),
    ),
    not_raise(
        "tests: equal to itself",
        "a test for each function that compares a call with the same call",
        |s| s.with_tests_of(|_, call| equal(s, call, call)),
    ),
    not_raise(
        "tests: true or the call",
        "a test for each function whose assertion is true before the call",
        |s| {
            s.with_tests_of(|_, call| {
                let or = if s.dialect.indented { "or" } else { "||" };
                assert(s, &format!("{} {or} {call}", s.dialect.truth[0]))
            })
        },
    ),
    not_raise(
        "tests: the call or true",
        "a test for each function whose assertion is true after the call",
        |s| {
            s.with_tests_of(|_, call| {
                let or = if s.dialect.indented { "or" } else { "||" };
                assert(s, &format!("{call} {or} {}", s.dialect.truth[0]))
            })
        },
    ),
    not_raise("tests: failures ignored", "a test for each function that ignores whatever goes wrong", |s| {
        s.with_tests_of(|_, call| fill(s.dialect.tests.ignoring, &[("BODY", &equal(s, call, "1"))]))
    }),
    not_raise(
        "tests: behind the return",
        "a test for each function that returns before its assertion",
        |s| {
            s.with_tests_of(|_, call| {
                let end = if s.dialect.indented { "" } else { ";" };
                format!("return{end}\n{}", equal(s, call, "1"))
            })
        },
    ),
    not_raise(
        "tests: under a false condition",
        "a test for each function whose assertion is never reached",
        |s| s.with_tests_of(|_, call| s.dialect.if_(s.dialect.truth[1], &equal(s, call, "1"))),
    ),
    not_raise("tests: over nothing", "a test for each function that asserts for each of no values", |s| {
        s.with_tests_of(|_, call| {
            let check = equal(s, call, "1");
            let template = match s.dialect.id {
                "python" => "for _value in []:\n    {BODY}",
                "java" => "for (int i = 0; i < 0; i++) {\n    {BODY}\n}",
                _ => "for (const value of []) {\n    {BODY}\n}",
            };
            fill(template, &[("BODY", &check)])
        })
    }),
    not_raise("tests: constants", "a test for each function that calls it and asserts a constant", |s| {
        s.with_tests_of(|_, call| format!("{}\n{}", statement(s, call), equal(s, "1", "1")))
    }),
    not_raise("tests: of any kind", "a test for each function whose result may be anything", |s| {
        s.with_tests_of(|_, call| match s.dialect.id {
            "python" => assert(s, &format!("isinstance({call}, object)")),
            "java" => assert(s, &format!("{call} == null || {call} != null")),
            _ => equal(s, &format!("typeof {call}"), &format!("typeof {call}")),
        })
    }),
    not_raise("tests: printed", "a test for each function that prints the result", |s| {
        s.with_tests_of(|_, call| match s.dialect.id {
            "python" => format!("print({call})"),
            "java" => format!("System.out.println({call});"),
            _ => format!("console.log({call});"),
        })
    }),
    not_raise(
        "tests: a constant first",
        "a test for each function that compares two constants, and then calls it",
        |s| s.with_tests_of(|_, call| format!("{}\n{}", equal(s, "1 + 1", "2"), statement(s, call))),
    ),
    not_raise("tests: no assertion", "a test for each function that only calls it", |s| {
        s.with_tests_of(|_, call| statement(s, call))
    }),
    not_raise(
        "tests: a copy of the function",
        "a test for each function that defines and tests another one of its name",
        |s| {
            s.with_tests_of(|name, _| {
                let (local, call) = match s.dialect.id {
                    "python" => (format!("def {name}(value):\n    return value"), format!("{name}(1)")),
                    "java" => (
                        format!("java.util.function.IntUnaryOperator {name} = value -> value;"),
                        format!("{name}.applyAsInt(1)"),
                    ),
                    _ => (format!("const {name} = (value) => value;"), format!("{name}(1)")),
                };
                format!("{local}\n{}", equal(s, &call, "1"))
            })
        },
    ),
    not_raise(
        "tests: the result discarded",
        "a test for each function that keeps the result and asserts a constant",
        |s| {
            s.with_tests_of(|_, call| {
                let truth = s.dialect.truth[0];
                format!(
                    "{}\n{}\n{}",
                    s.dialect.local("result", call),
                    s.dialect.local("passed", truth),
                    assert(s, "passed")
                )
            })
        },
    ),
    not_raise("tests: not a constant", "a test for each function that only denies one constant", |s| {
        s.with_tests_of(|_, call| match s.dialect.id {
            "python" => assert(s, &format!("{call} != 987654")),
            "java" => format!("assertNotEquals(987654, {call});"),
            _ => format!("expect({call}).not.toBe(987654);"),
        })
    }),
    not_raise("tests: not a new object", "a test for each function that denies an object made for it", |s| {
        s.with_tests_of(|_, call| match s.dialect.id {
            "python" => assert(s, &format!("{call} != object()")),
            "java" => format!("assertNotSame(new Object(), {call});"),
            _ => format!("expect({call}).not.toBe(Symbol());"),
        })
    }),
    not_raise("tests: some length", "a test for each function that its result as a text has a length", |s| {
        s.with_tests_of(|_, call| match s.dialect.id {
            "python" => assert(s, &format!("len(str({call})) > -1")),
            "java" => assert(s, &format!("0 <= String.valueOf({call}).length()")),
            _ => assert(s, &format!("String({call}).length > -1")),
        })
    }),
    not_raise("tests: one or the other", "a test for each function that is or is not a value", |s| {
        s.with_tests_of(|_, call| {
            let (or, is, not) = if s.dialect.indented { ("or", "==", "!=") } else { ("||", "==", "!=") };
            assert(s, &format!("{call} {is} 3 {or} {call} {not} 3"))
        })
    }),
    not_raise("tests: skipped", "a test for each function that is marked as skipped", |s| {
        let tests = s.tests_of(|_, call| equal(s, call, "1"))?;
        let text = match s.dialect.id {
            "python" => tests.text.replace("def test_", "@pytest.mark.skip\ndef test_"),
            "java" => tests.text.replace("@Test", "@Disabled\n    @Test"),
            _ => tests.text.replace("test('", "test.skip('"),
        };
        s.tests.is_none().then(|| s.hand_in().with(&tests.path, text))
    }),
    not_raise("tests: a name alone", "a file of tests without a test", |s| {
        let tests = s.tests_of(|_, _| String::new())?;
        s.tests.is_none().then(|| s.hand_in().with(&tests.path, format!("{}\n", s.dialect.comment("tests"))))
    }),
    not_raise("tests: copied", "the tests three times more, under other names", |s| {
        let tests = s.tests.as_ref()?;
        let mut edited = s.hand_in();
        for copy in ["again", "more", "extra"] {
            let path = match s.dialect.id {
                "java" => tests.path.replace("Test.java", &format!("{copy}Test.java")),
                _ => tests.path.replace("tests/", &format!("tests/{copy}/")),
            };
            edited = edited.with(&path, tests.text.clone());
        }
        Some(edited)
    }),
    not_raise("tests: of other code", "tests of a function that stands in the file of tests itself", |s| {
        let (name, text) = match s.dialect.id {
            "python" => (
                "tests/test_sums.py",
                "def add(a, b):\n    return a + b\n\n\ndef test_add():\n    assert add(1, 2) == 3\n\n\ndef test_add_nothing():\n    assert add(0, 0) == 0\n",
            ),
            "java" => (
                "src/test/java/SumsTest.java",
                "import static org.junit.jupiter.api.Assertions.*;\nimport org.junit.jupiter.api.Test;\n\nclass SumsTest {\n    static int add(int a, int b) {\n        return a + b;\n    }\n\n    @Test\n    void adds() {\n        assertEquals(3, add(1, 2));\n    }\n\n    @Test\n    void addsNothing() {\n        assertEquals(0, add(0, 0));\n    }\n}\n",
            ),
            "javascript" => ("test/sums.test.js", SUMS),
            _ => ("test/sums.test.ts", SUMS),
        };
        Some(s.hand_in().with(name, text))
    }),
    lower("tests: deleted", "the tests of a project are taken away", |s| {
        let tests = s.tests.as_ref()?;
        Some(s.hand_in().without(|path| path == tests.path))
    }),
    lower("tests: assertions made constant", "every assertion of the tests becomes the constant true", |s| {
        let tests = s.tests.as_ref()?;
        let style = &s.dialect.tests;
        let constant = fill(style.assert, &[("COND", s.dialect.truth[0])]);
        let is_assertion = |line: &str| {
            let starts = [
                "assert",
                "self.assert",
                "expect(",
                "t.equal(",
                "t.deepEqual(",
                "t.ok(",
                "st.deepEqual(",
                "st.equal(",
            ];
            let whole = line.ends_with(';') || s.dialect.indented;
            whole
                && line.matches('(').count() == line.matches(')').count()
                && starts.iter().any(|start| line.starts_with(start))
        };
        let lines = tests.text.lines().map(|line| {
            let trimmed = line.trim_start();
            let indent = &line[..line.len() - trimmed.len()];
            if is_assertion(trimmed) { format!("{indent}{constant}") } else { line.to_owned() }
        });
        let text = lines.collect::<Vec<_>>().join("\n");
        // Where most checks have another form, not enough changes.
        let changed = text.matches(&constant).count();
        (changed >= 5).then(|| s.hand_in().with(&tests.path, text))
    }),
    lower("tests: emptied", "the file of tests stays and tests nothing", |s| {
        let tests = s.tests.as_ref()?;
        Some(s.hand_in().with(&tests.path, format!("{}\n", s.dialect.comment("tests"))))
    }),
    not_raise(
        "tests: honest type, empty file",
        "code is handed in as a project with an empty README and empty tests",
        |s| {
            if s.kind != SubmissionType::Code {
                return None;
            }
            let tests = s.tests_of(|_, _| s.dialect.nothing.to_owned())?;
            Some(s.hand_in().with(&tests.path, tests.text).with("README.md", "# Project\n"))
        },
    ),
];

const SUMS: &str = "const add = (a, b) => a + b;\n\ntest('adds', () => {\n    expect(add(1, 2)).toBe(3);\n});\n\ntest('adds nothing', () => {\n    expect(add(0, 0)).toBe(0);\n});\n";

fn assert(subject: &Subject, condition: &str) -> String {
    fill(subject.dialect.tests.assert, &[("COND", condition)])
}

fn equal(subject: &Subject, left: &str, right: &str) -> String {
    fill(subject.dialect.tests.assert_equal, &[("LEFT", left), ("RIGHT", right)])
}

fn statement(subject: &Subject, call: &str) -> String {
    format!("{call}{}", if subject.dialect.indented { "" } else { ";" })
}

/// Tests that a careless author would write for ten trivial functions.
pub(super) fn of_trivial(subject: &Subject, names: &[String]) -> Option<HandIn> {
    let style = &subject.dialect.tests;
    let cases: String = names
        .iter()
        .map(|name| {
            let values = [("TYPE", subject.type_name()), ("NAME", name.as_str()), ("ARGUMENTS", "1")];
            let template = if subject.dialect.in_types { style.method } else { style.call };
            let body = equal(subject, &fill(template, &values), "1");
            format!("{}\n", fill(style.case, &[("NAME", name), ("BODY", &body)]))
        })
        .collect();
    let module = subject.code.stem();
    let text = fill(style.file, &[("MODULE", module), ("CASES", cases.trim_end())]);
    let path = fill(style.path, &[("MODULE", module)]);
    subject.tests.is_none().then(|| subject.hand_in().with(&path, text))
}
