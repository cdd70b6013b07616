//! The edits do to small samples what they say.

use std::collections::BTreeSet;

use sono_core::submission::SubmissionType;

use super::{Claim, all};
use crate::gaming::code::Code;
use crate::gaming::dialect::Dialect;
use crate::gaming::subject::{Subject, file};
use crate::gaming::table::EDITS;

const PYTHON: &str = "import os\n\n\ndef read_lines(path, limit):\n    if limit < 0:\n        raise ValueError(\"limit\")\n    \
lines = []\n    for line in open(path):\n        lines.append(line)\n    return lines\n\n\ndef count_words(text):\n    \
words = text.split()\n    if not words:\n        return 0\n    return len(words)\n";

const JAVA: &str = "class Reader {\n    int countWords(String text) {\n        if (text == null) {\n            \
throw new IllegalArgumentException(\"text\");\n        }\n        String[] words = text.split(\" \");\n        \
return words.length;\n    }\n\n    boolean isEmpty(String text) {\n        String rest = text.trim();\n        \
return rest.isEmpty();\n    }\n}\n";

const TYPESCRIPT: &str = "export function countWords(text: string): number {\n  if (text === '') {\n    return 0;\n  }\n  \
const words = text.split(' ');\n  return words.length;\n}\n\nexport function isEmpty(text: string): boolean {\n  \
const rest = text.trim();\n  return rest === '';\n}\n";

fn subject(extension: &str, text: &str) -> Subject {
    let dialect = Dialect::of(extension).expect("the language is known");
    let name = format!("reader.{extension}");
    Subject {
        origin: name.clone(),
        kind: SubmissionType::Project,
        dialect,
        code: Code::read(&name, text, dialect).expect("the sample parses"),
        tests: Some(file("tests/test_reader", "assert count_words(\"a b\") == 2\n".to_owned())),
        readme: Some("Reads lines and counts words.".to_owned()),
        explanation: None,
    }
}

fn samples() -> [Subject; 4] {
    [
        subject("py", PYTHON),
        subject("java", JAVA),
        subject("ts", TYPESCRIPT),
        subject("js", &plain(TYPESCRIPT)),
    ]
}

fn plain(typescript: &str) -> String {
    typescript.replace(": string", "").replace(": number", "").replace(": boolean", "")
}

fn edited(subject: &Subject, name: &str) -> String {
    let edit = all().find(|edit| edit.name == name).expect("there is such an edit");
    (edit.apply)(subject).expect("it applies").files[0].text.clone()
}

#[test]
fn there_are_enough_edits_and_each_has_its_name() {
    let names: BTreeSet<_> = all().map(|edit| edit.name).collect();
    assert_eq!(names.len(), all().count());
    assert!(names.len() >= EDITS);
    assert!(all().filter(|edit| edit.claim == Claim::NotRaise).count() >= 45);
    assert!(all().all(|edit| edit.name.contains(": ") && edit.name.len() <= 44), "tables have room for 44");
}

#[test]
fn edited_samples_parse_and_are_the_same_each_time() {
    for subject in samples() {
        for edit in all() {
            let Some(edited) = (edit.apply)(&subject) else { continue };
            assert_eq!((edit.apply)(&subject).as_ref(), Some(&edited), "{}", edit.name);
            let text = &edited.files[0].text;
            assert!(
                edit.breaks || Code::parses(text, subject.dialect),
                "{} on {}:\n{text}",
                edit.name,
                subject.origin
            );
        }
    }
}

#[test]
fn documentation_goes_where_the_language_wants_it() {
    let [python, java, typescript, _] = samples();
    let name = "docs: three words";
    assert!(edited(&python, name).contains("(path, limit):\n    \"\"\"Does the thing.\"\"\"\n    if limit"));
    assert!(edited(&java, name).contains("    /**\n     * Does the thing.\n     */\n    int countWords"));
    assert!(
        edited(&typescript, name).starts_with("/**\n * Does the thing.\n */\nexport function countWords")
    );
}

#[test]
fn bodies_are_replaced_and_wrapped() {
    let [python, java, typescript, _] = samples();
    assert!(
        edited(&python, "emptied: a constant returned").contains("def count_words(text):\n    return None\n")
    );
    let java = edited(&java, "emptied: a constant returned");
    assert!(java.contains("{\n        return 0;\n    }") && java.contains("{\n        return false;\n    }"));
    let nested = edited(&typescript, "errors: raised again");
    assert!(nested.contains("{\n  try {\n    if (text === '') {\n      return 0;\n    }\n"), "{nested}");
}

#[test]
fn tests_call_every_public_function() {
    let [python, ..] = samples();
    let edit = all().find(|edit| edit.name == "tests: equal to itself").expect("there is such an edit");
    let files = (edit.apply)(&python).expect("it applies").files;
    let tests =
        files.iter().find(|file| file.path == "tests/test_reader.py").expect("there is a file of tests");
    assert!(tests.text.contains("def test_read_lines():\n    assert read_lines(1, 2) == read_lines(1, 2)\n"));
}
