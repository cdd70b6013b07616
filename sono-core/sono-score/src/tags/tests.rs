//! Each tag in each language, by small texts: `cases/*.md` hold one that has the tag, and false friends.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::{MAX_PLACES, definition, rules};
use crate::assessment::{Tag, TagKind};
use crate::engine::Engine;
use crate::submission::{Submission, SubmittedFile};

/// The documents of cases, each with its languages and the endings of their files.
const CASES: &[(&[(&str, &str)], &str)] = &[
    (&[("python", "py")], "python"),
    (&[("javascript", "js"), ("typescript", "ts"), ("tsx", "tsx")], "ecmascript"),
    (&[("javascript", "js")], "javascript"),
    (&[("javascript", "jsx"), ("tsx", "tsx")], "jsx"),
    (&[("typescript", "ts"), ("tsx", "tsx")], "typescript"),
    (&[("java", "java")], "java"),
    (&[("go", "go")], "go"),
    (&[("rust", "rs")], "rust"),
];

/// The cases of a document: the id, whether the text has the tag, and the text.
fn cases(document: &str) -> Vec<(String, bool, String)> {
    let path = format!("{}/src/tags/cases/{document}.md", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("a document");
    let case = |case: &str| {
        let (title, rest) = case.split_once("\n```\n").expect("a title and a block");
        let code = rest.split_once("\n```").expect("the end of the block").0;
        (title.trim_start_matches("not ").to_owned(), !title.starts_with("not "), code.to_owned())
    };
    text.split("## ").skip(1).map(case).collect()
}

fn tags(files: &[(&str, &str)]) -> Vec<Tag> {
    let mut submission = Submission::default();
    submission.content.files = files
        .iter()
        .map(|(path, text)| SubmittedFile { path: (*path).into(), text: (*text).into(), language: None })
        .collect();
    Engine::builder().build().unwrap().tags(&submission).unwrap()
}

fn ids(files: &[(&str, &str)]) -> BTreeSet<String> {
    tags(files).into_iter().map(|tag| tag.id).collect()
}

#[test]
fn every_case_holds() {
    let mut wrong = String::new();
    for (languages, document) in CASES {
        for (id, has, code) in cases(document) {
            for (language, ending) in *languages {
                let found = ids(&[(&format!("work.{ending}"), &code)]);
                if found.contains(&id) != has {
                    writeln!(wrong, "{language}: expected {id} {has}, got {found:?} in\n{code}\n").unwrap();
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_rule_has_a_case() {
    let mut known = BTreeSet::new();
    for (languages, document) in CASES {
        for (id, has, _) in cases(document) {
            assert!(definition(&id).is_some(), "{id}");
            known.extend(languages.iter().filter(|_| has).map(|(language, _)| format!("{language}: {id}")));
        }
    }
    let rules = rules().ids().map(|(language, id)| format!("{language}: {id}"));
    let missing: Vec<String> = rules.filter(|rule| !known.contains(rule)).collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn words_make_no_tags() {
    // All that is found in the cases is put into a comment and into a string.
    for (languages, document) in CASES {
        for (_, ending) in *languages {
            let mut text = String::new();
            for (_, _, code) in cases(document) {
                for line in code.lines() {
                    let quoted = line.replace(['"', '\'', '\\', '`', '{', '}', '$'], " ");
                    match *ending {
                        "py" => writeln!(text, "# {quoted}\nname = \"{quoted}\"").unwrap(),
                        "js" | "ts" | "tsx" | "jsx" => {
                            writeln!(text, "// {quoted}\nname = \"{quoted}\";").unwrap()
                        }
                        _ => writeln!(text, "// {quoted}").unwrap(),
                    }
                }
            }
            assert_eq!(ids(&[(&format!("work.{ending}"), &text)]), BTreeSet::new(), "{ending}");
        }
    }
}

#[test]
fn what_is_only_named_so_is_no_tag() {
    let code = "\
def generator(): return 1
def recursion(): return 2
class Singleton: pass
class VisitorFactory: pass
def binary_search(sorting): return sorting
def memoisation(dynamic_programming): return dynamic_programming
";
    assert_eq!(ids(&[("work.py", code)]), BTreeSet::new());
}

#[test]
fn libraries_are_told_from_what_is_the_submissions_own() {
    let main =
        "import os\nimport numpy as np\nimport helpers\nfrom app.models import User\nfrom . import x\n";
    let libraries = |files: &[(&str, &str)]| -> Vec<String> {
        let all = tags(files).into_iter().filter(|tag| tag.kind == TagKind::Library);
        all.map(|tag| tag.name).collect()
    };
    assert_eq!(
        libraries(&[("main.py", main), ("helpers.py", "x = 1\n"), ("app/models.py", "y = 1\n")]),
        ["numpy"]
    );
    let go = "package main\nimport (\n\t\"fmt\"\n\t\"example.com/shop/cart\"\n\t\"github.com/spf13/cobra\"\n)\nfunc main() { fmt.Println(cart.New(), cobra.Command{}) }\n";
    assert_eq!(
        libraries(&[("main.go", go), ("go.mod", "module example.com/shop\n\ngo 1.22\n")]),
        ["github.com/spf13/cobra"]
    );
    let java = "package com.acme.shop.cart;\nimport com.acme.shop.Item;\nimport org.junit.jupiter.api.Test;\nclass A { Item item; }\n";
    assert_eq!(libraries(&[("A.java", java)]), ["org.junit"]);
    let rust =
        "use std::fmt;\nuse fmt::Write;\nuse serde::Serialize;\nuse model::User;\nmod model;\nfn main() {}\n";
    assert_eq!(libraries(&[("main.rs", rust)]), ["serde"]);
    let node = "import fs from 'fs';\nimport { z } from 'zod';\nimport x from './x';\nconst y = require('@scope/y/z');\n";
    assert_eq!(libraries(&[("main.js", node)]), ["@scope/y", "zod"]);
}

#[test]
fn tests_and_habits_are_told_from_the_outline() {
    let test = "from work import double\ndef test_double():\n    assert double(2) == 4\n";
    let mut code = String::new();
    for index in 0..5 {
        writeln!(code, "def f{index}(x: int) -> int:\n    \"\"\"Says {index}.\"\"\"\n    y = x\n    y += 1\n    return y\n").unwrap();
    }
    let found = ids(&[("work.py", &code), ("tests/test_work.py", test)]);
    assert!(found.contains("quality.tests") && found.contains("quality.typed"), "{found:?}");
    assert!(found.contains("quality.documented"), "{found:?}");
    assert_eq!(ids(&[("work.py", "def f(x: int) -> int:\n    return x\n")]), BTreeSet::new());
}

#[test]
fn what_a_test_does_is_no_part_of_the_work() {
    let test = "import threading\n\ndef test_it():\n    assert [threading.Thread(target=x) for x in y]\n";
    let found = ids(&[("work.py", "x = 1\n"), ("tests/test_work.py", test)]);
    assert_eq!(found.into_iter().collect::<Vec<_>>(), ["quality.tests"]);
}

#[test]
fn tags_come_in_order_with_few_places_in_first_lines() {
    let mut code = String::from("class Dog(Animal):\n    legs = 4\n");
    for index in 0..9 {
        writeln!(code, "x{index} = [y for y in z]").unwrap();
    }
    code.push_str("names = sorted(x1)\n");
    let tags = tags(&[("work.py", &code)]);
    let seen: Vec<&str> = tags.iter().map(|tag| tag.id.as_str()).collect();
    assert_eq!(seen, ["feature.comprehension", "feature.inheritance", "algorithm.sorting"]);
    assert_eq!(tags[0].places.len(), MAX_PLACES);
    let place = &tags[1].places[0];
    assert_eq!((place.start.line, place.end.line), (1, 1));
}

#[test]
fn the_assessment_has_tags_only_if_asked() {
    let engine = Engine::builder().build().unwrap();
    let mut submission = Submission::code("names = sorted([x for x in y])\n");
    let without = engine.assess(&submission).unwrap();
    assert_eq!(without.tags, None);
    submission.options.tags = true;
    let with = engine.assess(&submission).unwrap();
    assert_eq!(with.tags.as_deref(), Some(engine.tags(&submission).unwrap().as_slice()));
    assert_eq!((with.overall_score, &with.path_scores), (without.overall_score, &without.path_scores));
}
