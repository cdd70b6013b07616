//! A folder that is handed in is read, not obeyed: nothing in it decides what is graded.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::cli::{Ran, folder, run, run_with};

/// A poor piece of work: one long function without names, documentation or care for failures.
fn poor() -> String {
    let mut code = String::from("def f(a,b,c,d,e,g,h):\n");
    for index in 0..12 {
        code.push_str(&format!(
            "    if a>{index}:\n        if b>{index}:\n            for i in c:\n                if i==d:\n                    \
             try:\n                        e[i]=g/h\n                    except:\n                        pass\n"
        ));
    }
    code.push_str("    return e\n");
    code
}

/// Files that are handed in beside the work to look good.
const DECOR: [(&str, &str); 3] = [
    (
        "wrapper.py",
        "\"\"\"Arithmetic on lists of numbers.\"\"\"\n\n\ndef mean(values: list[float]) -> float:\n    \"\"\"The arithmetic \
         mean; raises ValueError for an empty list.\"\"\"\n    if not values:\n        raise ValueError(\"no values\")\n    \
         return sum(values) / len(values)\n",
    ),
    (
        "tests/test_wrapper.py",
        "\"\"\"Tests of the wrapper.\"\"\"\n\nimport pytest\n\nfrom wrapper import mean\n\n\ndef test_mean():\n    assert \
         mean([1, 2, 3]) == 2\n\n\ndef test_empty():\n    with pytest.raises(ValueError):\n        mean([])\n",
    ),
    (
        "README.md",
        "# Wrapper\n\nComputes means of numbers.\n\n## Usage\n\nCall `mean([1, 2])`; run `pytest` to test it.\n",
    ),
];

/// A notebook of one cell.
fn notebook(code: &str) -> String {
    serde_json::json!({
        "nbformat": 4,
        "metadata": {"language_info": {"name": "python"}},
        "cells": [{"cell_type": "code", "source": code, "outputs": []}]
    })
    .to_string()
}

/// A notebook with cells where version 4 keeps them, and others where version 3 did.
fn two_notebooks(code: &str) -> String {
    let cell = |source: &str| serde_json::json!({"cell_type": "code", "source": source, "outputs": []});
    let sheet = serde_json::json!({"cells": [cell(code)]});
    serde_json::json!({"nbformat": 4, "metadata": {}, "cells": [cell("x = 1")], "worksheets": [sheet]})
        .to_string()
}

/// A patch that adds a file.
fn patch(code: &str) -> String {
    let added: String = code.lines().map(|line| format!("+{line}\n")).collect();
    let lines = code.lines().count();
    format!("diff --git a/poor.py b/poor.py\n--- /dev/null\n+++ b/poor.py\n@@ -0,0 +1,{lines} @@\n{added}")
}

/// A page with a script.
const PAGE: &str =
    "<html>\n<script>\nfunction f(a) {\n  if (a) { return 1; }\n  return 2;\n}\n</script>\n</html>\n";

/// A file among the records of git.
fn in_git(path: &'static str, text: Vec<u8>) -> Files {
    let head = b"ref: refs/heads/main\n".to_vec();
    vec![(path, text), (".git/HEAD", head), (".git/objects/a", vec![]), (".git/refs/a", vec![])]
}

/// A file in a folder that says it is a cache.
fn in_cache(path: &'static str, text: Vec<u8>) -> Files {
    let tag = b"Signature: 8a477f597d28d172789f06886806bc55\n".to_vec();
    vec![(path, text), ("app/CACHEDIR.TAG", tag)]
}

/// Files by name.
type Files = Vec<(&'static str, Vec<u8>)>;

fn project(files: &[(&str, Vec<u8>)]) -> tempfile::TempDir {
    project_of(&DECOR, files)
}

fn project_of(decor: &[(&str, &str)], files: &[(&str, Vec<u8>)]) -> tempfile::TempDir {
    let decor = decor.iter().map(|(name, text)| (format!("p/{name}"), text.as_bytes().to_vec()));
    let all: Vec<(String, Vec<u8>)> =
        decor.chain(files.iter().map(|(name, text)| (format!("p/{name}"), text.clone()))).collect();
    let all: Vec<(&str, &[u8])> = all.iter().map(|(name, text)| (name.as_str(), text.as_slice())).collect();
    folder(&all)
}

fn assess(folder: &Path, more: &[&str]) -> Value {
    let ran = run(folder, &[["assess", "p", "--format", "json"].as_slice(), more].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran.json()
}

fn score(assessment: &Value) -> f64 {
    assessment["overall_score"].as_f64().unwrap()
}

/// The severities of the flags for code that was set aside, or stood where nobody looks and was read all the same.
fn flags(assessment: &Value) -> Vec<&str> {
    let all = assessment["integrity"].as_array().unwrap().iter();
    all.filter(|flag| flag["type"] == "code_set_aside" || flag["type"] == "hidden_code")
        .map(|flag| flag["severity"].as_str().unwrap())
        .collect()
}

/// The entries that were set aside: path, reason, number of files.
fn set_aside(assessment: &Value) -> Vec<String> {
    let entries = assessment["set_aside"].as_array().cloned().unwrap_or_default();
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    let one = |entry: &Value| match entry["files"].as_u64() {
        Some(files) => format!("{}/ {} {files}", word(&entry["path"]), word(&entry["reason"])),
        None => format!("{} {}", word(&entry["path"]), word(&entry["reason"])),
    };
    entries.iter().map(one).collect()
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Every way of hiding a poor file: it is read all the same, or the assessment says that code was set aside.
#[test]
fn hiding_a_poor_file_does_not_raise_the_score_in_silence() {
    let poor = poor();
    let code = || poor.clone().into_bytes();
    let text = |text: &str| text.as_bytes().to_vec();
    let shown = assess(project(&[("app/poor.py", code())]).path(), &[]);
    let without = assess(project(&[]).path(), &[]);
    assert!(score(&without) > score(&shown) + 20.0, "{} {}", score(&without), score(&shown));
    assert_eq!((flags(&shown), set_aside(&shown)), (vec![], vec![]));

    let head = || text("ref: refs/heads/main\n");
    let tag = || text("Signature: 8a477f597d28d172789f06886806bc55\n");
    let package = || text(r#"{"name": "app", "version": "1.0.0"}"#);
    let padded = || [code(), b"\n# \n".repeat(6 << 20)].concat();
    let read: Vec<(&str, Files)> = vec![
        (".gitignore", vec![("app/poor.py", code()), (".gitignore", text("app/\n"))]),
        (".ignore", vec![("app/poor.py", code()), (".ignore", text("*.py\n!wrapper.py\n"))]),
        ("nested ignore file", vec![("app/poor.py", code()), ("app/.gitignore", text("*\n"))]),
        (".git/info/exclude", vec![("app/poor.py", code()), (".git/info/exclude", text("app\n"))]),
        ("vendor", vec![("vendor/poor.py", code())]),
        ("build", vec![("build/poor.py", code())]),
        ("dist", vec![("dist/poor.py", code())]),
        ("target", vec![("target/debug/poor.py", code())]),
        ("node_modules", vec![("node_modules/app/poor.py", code())]),
        (
            "node_modules without a package",
            vec![("node_modules/app/poor.py", code()), ("node_modules/app/package.json", text("{}"))],
        ),
        (".venv", vec![(".venv/poor.py", code()), (".venv/pyvenv.cfg", text("nothing\n"))]),
        (
            "in the folder of an environment",
            vec![("env/poor.py", code()), ("env/pyvenv.cfg", text("home = /usr\n"))],
        ),
        ("__pycache__", vec![("__pycache__/poor.py", code())]),
        (".git", vec![(".git/poor.py", code()), (".git/HEAD", head())]),
        (
            "vendor of Go, not listed",
            vec![
                ("vendor/app/poor.py", code()),
                ("vendor/modules.txt", text("# github.com/pkg/errors v0.9.1\n")),
            ],
        ),
        (
            "an unfinished cache tag",
            vec![("app/poor.py", code()), ("app/CACHEDIR.TAG", text("Signature: 0\n"))],
        ),
        ("a cache tag at the root", vec![("app/poor.py", code()), ("CACHEDIR.TAG", tag())]),
        ("hidden folder", vec![(".app/poor.py", code())]),
        ("hidden file", vec![(".poor.py", code())]),
        ("an empty ending", vec![("app/poor.", code())]),
        ("upper case", vec![("app/POOR.PY", code())]),
        ("NUL in a comment", vec![("app/poor.py", [text("# \0\n"), code()].concat())]),
        ("NUL and Latin-1", vec![("app/poor.py", [b"# gr\xF6\xDFe \0\n".to_vec(), code()].concat())]),
        ("UTF-16 without a mark", vec![("app/poor.py", wide(&poor))]),
        ("UTF-32", vec![("app/poor.py", poor.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect())]),
        ("lone carriage returns", vec![("app/poor.py", text(&poor.replace('\n', "\r")))]),
        ("called a stub", vec![("app/poor.pyi", code())]),
        ("called minified", vec![("app/poor.min.py", code())]),
        (
            "called a migration",
            vec![(
                "app/migrations/poor.py",
                [text("class Migration(migrations.Migration): ...\n"), code()].concat(),
            )],
        ),
        (
            "generated by a model",
            vec![("app/poor.py", [text("# Generated by an AI. Do not edit.\n"), code()].concat())],
        ),
        ("a cell in another language", vec![("app/poor.py", [text("%%bash\n"), code()].concat())]),
        ("a notebook", vec![("app/poor.ipynb", text(&notebook(&poor)))]),
        ("a fixture file of pytest", vec![("conftest.py", code())]),
        ("a name like tests", vec![("app/test_poor.py", code())]),
        ("the folder of tests", vec![("tests/poor.py", code())]),
        ("called a stub of another language", vec![("app/poor.d.ts", code())]),
        ("a notebook of an old form beside a new one", vec![("app/poor.ipynb", text(&two_notebooks(&poor)))]),
        ("control characters in the name", vec![("app/po\nor\x1b.py", code())]),
        ("a backslash in the name", vec![("app\\poor.py", code())]),
        ("a drive in the name", vec![("C:poor.py", code())]),
    ];
    for (way, files) in read {
        if cfg!(windows) && files.iter().any(|(name, _)| name.contains(['\n', '\\', ':'])) {
            continue;
        }
        let hidden = assess(project(&files).path(), &[]);
        assert!(score(&hidden) <= score(&shown) + 1.0, "{way}: {} above {}", score(&hidden), score(&shown));
        assert_eq!(flags(&hidden), [""; 0], "{way}: {:?}", set_aside(&hidden));
    }
    let flagged: Vec<(&str, &str, Files)> = vec![
        (
            "node_modules",
            "low",
            vec![("node_modules/app/poor.py", code()), ("node_modules/app/package.json", package())],
        ),
        (
            "a scope of node_modules",
            "low",
            vec![("node_modules/@me/app/poor.py", code()), ("node_modules/@me/app/package.json", package())],
        ),
        (
            "the cache of node_modules",
            "low",
            vec![("node_modules/.cache/poor.py", code()), ("node_modules/.package-lock.json", text("{}"))],
        ),
        ("a cache tag", "low", vec![("app/poor.py", code()), ("app/CACHEDIR.TAG", tag())]),
        (
            "a target folder",
            "low",
            vec![("app/poor.py", code()), ("app/.rustc_info.json", text(r#"{"rustc_fingerprint": 1}"#))],
        ),
        (
            "an environment",
            "low",
            vec![
                ("app/lib/python3.12/site-packages/poor.py", code()),
                ("app/pyvenv.cfg", text("home = /usr/bin\n")),
            ],
        ),
        (
            "an environment at the root",
            "low",
            vec![("lib/python3.12/site-packages/poor.py", code()), ("pyvenv.cfg", text("home = /usr/bin\n"))],
        ),
        (
            "vendor of Go, listed",
            "low",
            vec![
                ("vendor/app/poor.py", code()),
                ("vendor/modules.txt", text("# app v1.0.0\n## explicit\napp\n")),
            ],
        ),
        (
            "vendor of Composer",
            "low",
            vec![
                ("vendor/me/app/poor.py", code()),
                ("vendor/composer/installed.json", text(r#"{"packages": [{"name": "me/app"}]}"#)),
            ],
        ),
        (
            ".git",
            "high",
            vec![
                (".git/poor.py", code()),
                (".git/HEAD", head()),
                (".git/objects/a", vec![]),
                (".git/refs/a", vec![]),
            ],
        ),
        ("too large", "high", vec![("app/poor.py", padded())]),
        ("data called code", "high", vec![("app/poor.py", [code(), vec![0; 1 << 16]].concat())]),
        (
            "a program called code",
            "high",
            vec![("app/poor.py", [b"MZ".to_vec(), code(), vec![0; 1 << 16]].concat())],
        ),
        (
            "called generated",
            "high",
            vec![("app/poor.py", [text("# Code generated by x. DO NOT EDIT.\n"), code()].concat())],
        ),
        (
            "a script among packages",
            "low",
            vec![
                ("node_modules/app/poor", [text("#!/usr/bin/env python3\n"), code()].concat()),
                ("node_modules/app/package.json", package()),
            ],
        ),
        ("no ending, in .git", "high", in_git(".git/poor", code())),
        ("prose, in .git", "high", in_git(".git/poor.txt", code())),
        ("a notebook in a cache", "low", in_cache("app/poor.ipynb", text(&notebook(&poor)))),
        ("a page in a cache", "low", in_cache("app/poor.html", text(PAGE))),
        ("no ending, in a cache", "low", in_cache("app/poor", code())),
        ("NUL bytes in front", "high", vec![("app/poor", [vec![0; 4_000], code()].concat())]),
        (
            "the start of an image",
            "high",
            vec![("app/poor.png", [b"\x89PNG\r\n\x1a\n\0\0\0\r".to_vec(), code()].concat())],
        ),
        ("a zip file", "low", vec![("app/poor.zip", b"PK\x03\x04\x14\0\0\0\x08\0".to_vec())]),
        ("a wheel", "low", vec![("app/poor.whl", b"PK\x03\x04\x14\0\0\0\x08\0".to_vec())]),
        ("compressed code", "low", vec![("app/poor.py.gz", b"\x1F\x8B\x08\0\xFF\xFE".to_vec())]),
        (
            "with a test that tests nothing",
            "medium",
            vec![("test_poor.py", [code(), text("\n\ndef test_f():\n    assert True\n")].concat())],
        ),
        ("a test by its name", "medium", vec![("app/poor.py", text(&poor.replace("def f(", "def test_f(")))]),
        (
            "a class of tests",
            "medium",
            vec![("app/poor.py", text(&format!("class TestPoor:\n    {}", poor.replace('\n', "\n    "))))],
        ),
        (
            "a file that only tests name",
            "medium",
            vec![
                ("tests/poor.py", code()),
                ("tests/test_poor.py", text("import poor\n\n\ndef test_it():\n    assert poor.f\n")),
            ],
        ),
        ("a patch of a new file", "medium", vec![("app/poor.patch", text(&patch(&poor)))]),
        (
            "the first line of a patch",
            "medium",
            vec![("app/poor.patch", [text("diff --git a b\n@@ -1 +1 @@\n"), code()].concat())],
        ),
        (
            "the first line of a map",
            "medium",
            vec![("app/poor.map", [text("{\"mappings\": 1}\n"), code()].concat())],
        ),
        (
            "the first line of snapshots",
            "medium",
            vec![("app/poor.snap", [text("// Jest Snapshot v1\n"), code()].concat())],
        ),
        ("a notebook called data", "medium", vec![("app/poor.json", text(&notebook(&poor)))]),
        ("a fence in prose", "medium", vec![("app/poor.md", text(&format!("# Notes\n\n```\n{poor}```\n")))]),
        ("called a patch", "medium", vec![("app/poor.patch", [code(), text("@@ -1 +1 @@\n")].concat())]),
        (".txt", "medium", vec![("app/poor.txt", code())]),
        (".bak", "medium", vec![("app/poor.py.bak", code())]),
        (".json", "medium", vec![("app/poor.json", code())]),
        ("another language", "medium", vec![("app/poor.rb", code())]),
    ];
    for (way, severity, files) in flagged {
        let hidden = assess(project(&files).path(), &[]);
        assert_eq!(flags(&hidden), [severity], "{way}: {:?} {}", set_aside(&hidden), score(&hidden));
    }
}

/// Poor work in a language, and what is handed in beside it to look good.
struct Work {
    name: &'static str,
    /// The start of the function, a step of it, in which 1 stands for the number of the step, and the end.
    poor: [&'static str; 3],
    decor: [(&'static str, &'static str); 2],
}

impl Work {
    /// The same as [`poor`].
    fn poor(&self) -> String {
        let [start, step, end] = self.poor;
        let steps: String = (0..12).map(|index| step.replace('1', &index.to_string())).collect();
        [start, &steps, end].concat()
    }
}

const JAVASCRIPT_STEP: &str =
    "if(a>1){\nif(b>1){\nfor(const i of c){\nif(i==d){\ntry{e[i]=g/h}catch(x){}\n}\n}\n}\n}\n";

const WORKS: [Work; 6] = [
    Work {
        name: "poor.js",
        poor: ["function f(a,b,c,d,e,g,h){\n", JAVASCRIPT_STEP, "return e\n}\n"],
        decor: [
            (
                "wrapper.js",
                "/** The arithmetic mean of numbers; throws a RangeError for none. */\nexport function mean(values) {\n  if \
                 (values.length === 0) {\n    throw new RangeError(\"no values\");\n  }\n  return values.reduce((sum, value) \
                 => sum + value, 0) / values.length;\n}\n",
            ),
            (
                "wrapper.test.js",
                "import { mean } from \"./wrapper.js\";\n\ntest(\"the mean of three\", () => {\n  expect(mean([1, 2, \
                 3])).toBe(2);\n});\n\ntest(\"no values\", () => {\n  expect(() => mean([])).toThrow(RangeError);\n});\n",
            ),
        ],
    },
    Work {
        name: "poor.ts",
        poor: ["function f(a:any,b:any,c:any,d:any,e:any,g:any,h:any){\n", JAVASCRIPT_STEP, "return e\n}\n"],
        decor: TYPESCRIPT_DECOR,
    },
    Work {
        name: "poor.tsx",
        poor: [
            "function F(a:any,b:any,c:any,d:any,e:any,g:any,h:any){\n",
            JAVASCRIPT_STEP,
            "return <b>{e}</b>\n}\n",
        ],
        decor: TYPESCRIPT_DECOR,
    },
    Work {
        name: "Poor.java",
        poor: [
            "class P{\nObject f(int a,int b,int[] c,int d,int[] e,int g,int h){\n",
            "if(a>1){\nif(b>1){\nfor(int i:c){\nif(i==d){\ntry{e[i]=g/h;}catch(Exception x){}\n}\n}\n}\n}\n",
            "return e;\n}\n}\n",
        ],
        decor: [
            (
                "Wrapper.java",
                "/** Arithmetic on numbers. */\npublic final class Wrapper {\n    private Wrapper() {}\n\n    /** The \
                 arithmetic mean; throws an IllegalArgumentException for no values. */\n    public static double \
                 mean(double[] values) {\n        if (values.length == 0) {\n            throw new \
                 IllegalArgumentException(\"no values\");\n        }\n        double sum = 0;\n        for (double value : \
                 values) {\n            sum += value;\n        }\n        return sum / values.length;\n    }\n}\n",
            ),
            (
                "WrapperTest.java",
                "import static org.junit.jupiter.api.Assertions.assertEquals;\n\nimport org.junit.jupiter.api.Test;\n\n\
                 class WrapperTest {\n    @Test\n    void meanOfThree() {\n        assertEquals(2, Wrapper.mean(new \
                 double[] {1, 2, 3}));\n    }\n}\n",
            ),
        ],
    },
    Work {
        name: "poor.go",
        poor: [
            "package app\n\nfunc f(a,b int,c []int,d int,e []int,g,h int) interface{} {\n",
            "if a>1 {\nif b>1 {\nfor _,i:=range c {\nif i==d {\nif err:=q(); err!=nil {\n}\ne[i],_=g(h)\n}\n}\n}\n}\n",
            "return e\n}\n",
        ],
        decor: [
            (
                "wrapper.go",
                "// Package app holds arithmetic on numbers.\npackage app\n\nimport \"errors\"\n\n// Mean returns the \
                 arithmetic mean, or an error for no values.\nfunc Mean(values []float64) (float64, error) {\n\tif \
                 len(values) == 0 {\n\t\treturn 0, errors.New(\"no values\")\n\t}\n\tsum := 0.0\n\tfor _, value := range \
                 values {\n\t\tsum += value\n\t}\n\treturn sum / float64(len(values)), nil\n}\n",
            ),
            (
                "wrapper_test.go",
                "package app\n\nimport \"testing\"\n\nfunc TestMean(t *testing.T) {\n\tmean, err := Mean([]float64{1, 2, \
                 3})\n\tif err != nil || mean != 2 {\n\t\tt.Errorf(\"got %v, %v\", mean, err)\n\t}\n}\n",
            ),
        ],
    },
    Work {
        name: "poor.rs",
        poor: [
            "pub fn f(a:u8,b:u8,c:&[usize],d:usize,e:&mut Vec<u8>,g:u8,h:u8)->&mut Vec<u8>{\n",
            "if a>1{\nif b>1{\nfor i in c{\nif *i==d{\nlet _=q(g);\ne[*i]=p(h).unwrap();\n}\n}\n}\n}\n",
            "return e;\n}\n",
        ],
        decor: [
            (
                "wrapper.rs",
                "//! Arithmetic on numbers.\n\n/// The arithmetic mean, if there are values.\npub fn mean(values: &[f64]) \
                 -> Option<f64> {\n    if values.is_empty() {\n        return None;\n    }\n    \
                 Some(values.iter().sum::<f64>() / values.len() as f64)\n}\n",
            ),
            (
                "tests/wrapper.rs",
                "use app::mean;\n\n#[test]\nfn the_mean_of_three() {\n    assert_eq!(mean(&[1.0, 2.0, 3.0]), \
                 Some(2.0));\n}\n\n#[test]\nfn no_values() {\n    assert_eq!(mean(&[]), None);\n}\n",
            ),
        ],
    },
];

const TYPESCRIPT_DECOR: [(&str, &str); 2] = [
    (
        "wrapper.ts",
        "/** The arithmetic mean of numbers; throws a RangeError for none. */\nexport function mean(values: readonly \
         number[]): number {\n  if (values.length === 0) {\n    throw new RangeError(\"no values\");\n  }\n  return \
         values.reduce((sum, value) => sum + value, 0) / values.length;\n}\n",
    ),
    (
        "wrapper.test.ts",
        "import { mean } from \"./wrapper\";\n\ntest(\"the mean of three\", () => {\n  expect(mean([1, 2, \
         3])).toBe(2);\n});\n\ntest(\"no values\", () => {\n  expect(() => mean([])).toThrow(RangeError);\n});\n",
    ),
];

/// The ways that need no language, in all of them.
#[test]
fn hiding_a_poor_file_of_any_language_does_not_raise_the_score_in_silence() {
    for work in &WORKS {
        let name = work.name;
        let code = || work.poor().into_bytes();
        let assess = |files: &[(&str, Vec<u8>)]| assess(project_of(&work.decor, files).path(), &[]);
        let at = |folder: &str| format!("{folder}{name}");
        let text = |text: &str| text.as_bytes().to_vec();
        let shown = assess(&[(&at("app/"), code())]);
        let without = assess(&[]);
        assert!(score(&without) > score(&shown) + 10.0, "{name}: {} {}", score(&without), score(&shown));
        assert_eq!((flags(&shown), set_aside(&shown)), (vec![], vec![]), "{name}");

        let (ending, nul) = (name.rsplit_once('.').unwrap().1, [text("// \0\n"), code()].concat());
        let all_of_it = format!("*.{ending}\n!wrapper*\n");
        for (way, files) in [
            (".gitignore", vec![(at("app/"), code()), (".gitignore".to_owned(), text("app/\n"))]),
            (".ignore", vec![(at("app/"), code()), (".ignore".to_owned(), text(&all_of_it))]),
            ("nested ignore file", vec![(at("app/"), code()), ("app/.gitignore".to_owned(), text("*\n"))]),
            (
                ".git/info/exclude",
                vec![(at("app/"), code()), (".git/info/exclude".to_owned(), text("app\n"))],
            ),
            ("vendor", vec![(at("vendor/"), code())]),
            ("build", vec![(at("build/"), code())]),
            ("hidden folder", vec![(at(".app/"), code())]),
            ("hidden file", vec![(at("."), code())]),
            ("NUL in a comment", vec![(at("app/"), nul)]),
        ] {
            let files: Vec<(&str, Vec<u8>)> =
                files.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
            let hidden = assess(&files);
            let (found, most) = (score(&hidden), score(&shown) + 1.0);
            assert!(found <= most, "{name}, {way}: {found} above {most}");
            assert_eq!(flags(&hidden), [""; 0], "{name}, {way}: {:?}", set_aside(&hidden));
            let is_told =
                way != "NUL in a comment" || hidden["integrity"].to_string().contains("hidden_characters");
            assert!(is_told, "{name}, {way}: {}", hidden["integrity"]);
        }
        let hidden = assess(&[(&(at("app/") + ".txt"), code())]);
        assert_eq!(flags(&hidden), ["medium"], "{name}.txt: {}", score(&hidden));
    }
}

#[test]
fn what_is_set_aside_is_listed_with_its_reason() {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    let code = || b"x = 1\n".to_vec();
    let mut files: Vec<(String, Vec<u8>)> = [
        ("node_modules/left-pad/package.json", br#"{"name": "left-pad", "version": "1.3.0"}"#.to_vec()),
        ("node_modules/left-pad/index.js", b"module.exports = 1;\n".to_vec()),
        ("node_modules/.bin/left-pad", b"#!/bin/sh\n".to_vec()),
        ("node_modules/mine.js", b"f();\n".to_vec()),
        (".venv/pyvenv.cfg", b"home = /usr/bin\nversion = 3.12\n".to_vec()),
        (".venv/lib/python3.12/site-packages/six.py", code()),
        (".venv/bin/activate", b"deactivate\n".to_vec()),
        (".git/HEAD", b"ref: refs/heads/main\n".to_vec()),
        (".git/objects/ab/cd", b"x\x9c".to_vec()),
        (".git/refs/heads/main", b"0\n".to_vec()),
        ("target/CACHEDIR.TAG", b"Signature: 8a477f597d28d172789f06886806bc55\n".to_vec()),
        ("target/debug/out.rs", b"fn f() {}\n".to_vec()),
        ("src/__pycache__/a.cpython-312.pyc", b"\xCB\x0D\x0D\x0A\0\0\0\0\xE3".to_vec()),
        ("logo.png", png.clone()),
        ("data.zip", b"PK\x03\x04\x14\0\0\0\0\0".to_vec()),
        ("weights.bin", vec![0; 100]),
        (".github/workflows/ci.yml", b"on: push\n".to_vec()),
    ]
    .map(|(name, text)| (name.to_owned(), text))
    .into();
    files.extend((0..20).map(|index| (format!("images/{index}.png"), png.clone())));
    let files: Vec<(&str, Vec<u8>)> =
        files.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    let folder = project(&files);
    let assessment = assess(folder.path(), &[]);
    assert_eq!(
        set_aside(&assessment),
        [
            ".git/ version_control 3",
            ".venv/ dependencies 3",
            "data.zip archive",
            "images/ media 20",
            "logo.png media",
            "node_modules/ dependencies 3",
            "src/__pycache__/a.cpython-312.pyc build_output",
            "target/ build_output 2",
            "weights.bin binary",
        ]
    );
    assert_eq!(flags(&assessment), ["low", "low"], "packages and build output, and an archive");
    let entry = &assessment["set_aside"][5];
    assert_eq!((entry["code_files"].as_u64(), entry["code_bytes"].as_u64()), (Some(1), Some(20)));
    // The same folder gives the same assessment, and can be replayed.
    let out = folder.path().join("result.json");
    let args = ["assess", "p", "--format", "json", "--output", "result.json"];
    assert_eq!(run(folder.path(), &args).code, 0);
    assert_eq!(serde_json::from_str::<Value>(&fs::read_to_string(out).unwrap()).unwrap(), assessment);
    assert_eq!(run(folder.path(), &["verify", "result.json", "p"]).code, 0);
    fs::write(folder.path().join("p/data.zip"), b"PK\x03\x04, and something else").unwrap();
    assert_eq!(
        run(folder.path(), &["verify", "result.json", "p"]).code,
        3,
        "what is set aside is part of the input"
    );
    // Reports and notes name it.
    let Ran { out, .. } = run(folder.path(), &["assess", "p", "--detail", "brief"]);
    assert!(out.contains("note: code set aside") && !out.contains("integrity:"), "{out}");
    let metrics = run(folder.path(), &["metrics", "p"]);
    assert!(metrics.err.contains("note: set aside: 35 files ("), "{}", metrics.err);
}

#[test]
fn only_the_caller_leaves_code_out() {
    let code = || b"x = 1\n".to_vec();
    let files = [
        ("app/a.py", code()),
        ("app/b.py", code()),
        ("app/deep/a.py", code()),
        ("docs/x.md", b"# X\n".to_vec()),
        (".gitignore", b"# of the tool\napp/*\n!app/deep\n[\n".to_vec()),
        ("app/deep/.ignore", b"/a.py\n".to_vec()),
    ];
    let folder = project(&files);
    let named = ["--exclude", "docs/", "--exclude", "a.py"];
    let excluded = assess(folder.path(), &named);
    assert_eq!(set_aside(&excluded), ["app/a.py excluded", "app/deep/a.py excluded", "docs/ excluded 1"]);
    assert_eq!(flags(&excluded), [""; 0]);
    let ignored = assess(folder.path(), &["--respect-ignore-files"]);
    assert_eq!(set_aside(&ignored), ["app/a.py excluded", "app/b.py excluded", "app/deep/a.py excluded"]);
    assert_eq!(flags(&ignored), [""; 0]);
    let args = [["assess", "p", "--format", "json", "--output", "r.json"].as_slice(), &named].concat();
    assert_eq!(run(folder.path(), &args).code, 0);
    assert_eq!(run(folder.path(), &[["verify", "r.json", "p"].as_slice(), &named].concat()).code, 0);
    assert_eq!(run(folder.path(), &["verify", "r.json", "p"]).code, 3);
    let wrong = run(folder.path(), &["assess", "p", "--exclude", "a{b"]);
    assert_eq!(wrong.code, 1);
    assert!(
        wrong.err.starts_with("error[invalid_options]: expected a glob for --exclude, got \"a{b\""),
        "{}",
        wrong.err
    );
}

/// An ignore file of eight megabytes once took gigabytes of memory.
#[test]
fn a_huge_ignore_file_costs_nothing_and_hides_nothing() {
    let huge = b"app/**/x\n".repeat(1 << 20);
    let many: Vec<u8> = (0..2_001).flat_map(|index| format!("b{index}\n").into_bytes()).collect();
    let folder =
        project(&[("app/a.py", b"x = 1\n".to_vec()), (".gitignore", huge), ("docs/.gitignore", many)]);
    let plain = assess(folder.path(), &[]);
    let ran = run(folder.path(), &["assess", "p", "--format", "json", "--respect-ignore-files"]);
    assert_eq!(ran.json(), plain);
    assert_eq!(
        ran.err,
        "note: .gitignore leaves nothing out: expected at most 65536 bytes, got more\n\
         note: docs/.gitignore leaves nothing out: expected at most 2000 patterns in all, got more\n"
    );
}

#[test]
fn beyond_the_limits_the_rest_is_read_and_code_comes_first() {
    let folder = project(&[("z/last.py", b"x = 1\n".to_vec())]);
    let data = folder.path().join("p/data");
    fs::create_dir(&data).unwrap();
    for index in 0..10_000 {
        fs::write(data.join(format!("{index}.csv")), "1\n").unwrap();
    }
    let assessment = assess(folder.path(), &[]);
    // Of the 10,004 files, four are code or prose.
    assert_eq!(set_aside(&assessment).len(), 4, "{:?}", set_aside(&assessment));
    assert!(set_aside(&assessment).iter().all(|entry| entry.ends_with(".csv too_many")));
    assert_eq!(flags(&assessment), [""; 0]);
    let large = folder.path().join("p/large.csv");
    fs::File::create(large).unwrap().set_len(1 << 30).unwrap();
    let assessment = assess(folder.path(), &["--exclude", "data"]);
    assert_eq!(set_aside(&assessment), ["data/ excluded 10000", "large.csv binary"]);
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::process::Command;

    use super::super::cli::{held_back, run_command};
    use super::*;

    #[test]
    fn links_are_not_followed_and_pipes_not_opened() {
        let folder = project(&[("a.py", b"x = 1\n".to_vec())]);
        let root = folder.path().join("p");
        fs::write(folder.path().join("outside.py"), poor()).unwrap();
        fs::create_dir(folder.path().join("elsewhere")).unwrap();
        symlink("a.py", root.join("inside.py")).unwrap();
        symlink(".", root.join("loop")).unwrap();
        symlink("../elsewhere", root.join("out")).unwrap();
        assert!(Command::new("mkfifo").arg(root.join("pipe.sock")).status().unwrap().success());
        let assessment = assess(folder.path(), &[]);
        assert_eq!(
            set_aside(&assessment),
            ["inside.py link", "loop link", "out/ link 0", "pipe.sock special"]
        );
        assert_eq!(flags(&assessment), ["medium"], "nobody knows what is in a folder outside");
        fs::remove_file(root.join("out")).unwrap();
        symlink("../outside.py", root.join("outside.py")).unwrap();
        symlink("../outside.py", root.join("outside")).unwrap();
        symlink("../LICENSE", root.join("LICENSE")).unwrap();
        symlink("nowhere.py", root.join("broken.py")).unwrap();
        assert!(Command::new("mkfifo").arg(root.join("pipe.py")).status().unwrap().success());
        let assessment = assess(folder.path(), &[]);
        assert_eq!(flags(&assessment), ["medium"]);
        let told = assessment["integrity"][0]["description"].as_str().unwrap();
        assert!(told.starts_with("4 files of code (0 bytes) were not read"), "{told}");
    }

    #[test]
    fn names_that_are_no_text_or_collide_refuse_nothing() {
        let folder = project(&[]);
        let root = folder.path().join("p");
        for name in [b"caf\xE9.py".as_slice(), b"caf%E9.py", b"a\\b.py", b"a%5Cb.py"] {
            fs::write(root.join(OsStr::from_bytes(name)), "x = 1\n").unwrap();
        }
        let deep = ["d"; 20].map(|name| name.repeat(60)).join("/");
        fs::create_dir_all(root.join(&deep)).unwrap();
        fs::write(root.join(&deep).join("a.py"), poor()).unwrap();
        fs::write(root.join(&deep).join("b.py"), poor()).unwrap();
        let ran = run(folder.path(), &["metrics", "p"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let files = ran.json()["files"].clone();
        let names: Vec<&str> =
            files.as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap()).collect();
        for name in ["caf%E9.py", "caf%E9~2.py", "a%5Cb.py", "a%5Cb~2.py"] {
            assert!(names.contains(&name), "{name} in {names:?}");
        }
        let long: Vec<&&str> = names.iter().filter(|name| name.starts_with("ddd")).collect();
        assert_eq!(long.len(), 2);
        assert!(long.iter().all(|name| name.len() <= 1_024 && name.ends_with(".py")), "{long:?}");
        let assessment = assess(folder.path(), &[]);
        assert!(assessment["attributes"]["renamed_files"].as_str().unwrap().contains("caf%E9~2.py"));
    }

    #[test]
    fn an_unreadable_file_is_listed_and_refuses_nothing() {
        let folder = project(&[("a.py", b"x = 1\n".to_vec()), ("shut/b.py", b"x = 1\n".to_vec())]);
        let root = folder.path().join("p");
        let close = |name: &str, mode| {
            fs::set_permissions(root.join(name), fs::Permissions::from_mode(mode)).unwrap();
        };
        close("a.py", 0);
        close("shut", 0);
        if let Some(program) = held_back(folder.path()) {
            let ran = run_command(program, &["assess", "p", "--format", "json"], b"");
            assert_eq!(ran.code, 0, "{}", ran.err);
            let assessment = ran.json();
            assert_eq!(set_aside(&assessment), ["a.py unreadable", "shut/ unreadable 0"]);
            assert_eq!(flags(&assessment), ["medium", "medium"]);
        }
        close("shut", 0o755);
    }
}

#[test]
fn metrics_read_a_folder_that_is_larger_than_a_submission() {
    let prose = "These are notes on the wells of the village.\n".repeat(300_000);
    let code = "def depth(top, bottom):\n    return top - bottom\n";
    let notes: Vec<String> = (0..3).map(|index| format!("p/{index}.txt")).collect();
    let mut files: Vec<(&str, &[u8])> = notes.iter().map(|name| (name.as_str(), prose.as_bytes())).collect();
    files.extend([("p/a.py", code.as_bytes()), ("p/z.py", code.as_bytes())]);
    let folder = folder(&files);
    let ran = run(folder.path(), &["metrics", "p"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("note: it is more than one submission may hold"), "{}", ran.err);
    let measured = ran.json();
    let paths: Vec<&str> =
        measured["files"].as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["0.txt", "1.txt", "2.txt", "a.py", "z.py"]);
    assert_eq!(measured["files"][4]["functions"][0]["name"], "depth");
    assert_eq!(measured["signals"], serde_json::json!({}));
    let text = run(folder.path(), &["metrics", "p", "--format", "text", "--output", "out.txt"]);
    assert_eq!((text.code, text.out.as_str()), (0, ""));
    assert!(fs::read_to_string(folder.path().join("out.txt")).unwrap().contains("depth"));
}

/// Both read a file with a NUL byte, and a folder, in the same way.
#[test]
fn metrics_agree_with_the_assessment() {
    let code = "# \0\ndef depth(top, bottom):\n    if top:\n        return top - bottom\n";
    let folder = folder(&[("p/a.py", code.as_bytes()), ("p/README.md", b"# Wells\n\nHow deep wells are.\n")]);
    for input in ["p", "p/a.py"] {
        let assessment = run(folder.path(), &["assess", input, "--format", "json"]).json();
        let metrics = run(folder.path(), &["metrics", input]).json();
        let mut compared = 0;
        for path in assessment["path_scores"].as_array().unwrap() {
            let metrics_of = path["metrics"].as_array().unwrap().iter();
            for part in metrics_of.flat_map(|metric| metric["contributions"].as_array().unwrap()) {
                let (Some(signal), Some(value)) = (part["signal"].as_str(), part["value"].as_f64()) else {
                    continue;
                };
                let Some(measured) = metrics["signals"][signal].as_f64() else { continue };
                assert!((measured - value).abs() < 1e-6, "{input} {signal}: {measured}, {value}");
                compared += 1;
            }
        }
        assert!(compared > 5, "{compared}");
    }
}

#[test]
fn standard_input_may_have_a_name() {
    let folder = folder(&[]);
    let ran = run_with(folder.path(), &["metrics", "-", "--stdin-name", "src/half.ts"], b"half = x\n");
    let file = &ran.json()["files"][0];
    assert_eq!((file["path"].as_str(), file["language"].as_str()), (Some("src/half.ts"), Some("typescript")));
    let ran = run_with(folder.path(), &["metrics", "-", "--stdin-name", ""], b"half = x\n");
    assert!(
        ran.code != 0 && ran.out.is_empty() && ran.err.contains("--stdin-name"),
        "{} {}",
        ran.code,
        ran.err
    );
}
