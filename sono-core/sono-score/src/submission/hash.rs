//! The hash of everything that a score depends on.

use serde_json::{Number, Value};

use super::set_aside::SetAside;
use super::types::{Submission, SubmittedFile};
use crate::hash::FieldHasher;

/// Names the format of the hashed bytes. A changed format needs a new name.
const FORM: &str = "sono-eval submission 1";

/// The BLAKE3 hash, in hexadecimal, of everything in a submission that its score may depend on: type, texts,
/// files with their paths and languages, commits, template files, paths to evaluate, rubric parameters, whether tags
/// are asked for, the task, what was asked for, and what was set aside.
///
/// The candidate, the attributes and the position encoding are left out: they change how a result is filed and shown.
/// Every text is preceded by its length, and every list by the number of its items, so that no two different
/// submissions give the same bytes. Requesting all paths is the same as requesting none, and `1` is the same number as
/// `1.0`. What the engine or the rubric asks for, where the submission does not say, is no part of the submission: the
/// provenance of an assessment records it.
pub fn input_hash(submission: &Submission) -> String {
    let mut input = FieldHasher::default();
    let content = &submission.content;
    input.text(FORM);
    input.text(submission.submission_type.as_str());
    for (key, texts) in content.texts().into_iter().chain(content.answer_texts()) {
        input.text(key);
        input.count(texts.len());
        texts.iter().for_each(|text| input.text(text));
    }
    add_files(&mut input, "files", &content.files);
    input.text("commits");
    input.count(content.commits.len());
    content.commits.iter().for_each(|commit| input.text(&commit.message));
    add_files(&mut input, "base_files", &content.base_files);
    let paths = submission.paths();
    input.text("paths_to_evaluate");
    input.count(paths.len());
    paths.iter().for_each(|path| input.text(path.as_str()));
    input.text("rubric_parameters");
    input.count(submission.options.rubric_parameters.len());
    for (name, value) in &submission.options.rubric_parameters {
        input.text(name);
        add_value(&mut input, value);
    }
    input.text(if submission.options.tags { "tags" } else { "no tags" });
    // Without a task, a submission hashes to what it did before one could be stated.
    if let Some(task) = &submission.task {
        input.text("task");
        input.text(task);
    }
    // A submission that leaves it to others what was asked for hashes to what it did before it could say so.
    if let Some(expects) = &submission.expects {
        input.text("expects");
        input.count(expects.len());
        expects.iter().for_each(|expectation| input.text(expectation.as_str()));
    }
    // Most submissions set nothing aside, and hash to what they did before this could be stated.
    if !content.set_aside.is_empty() {
        input.text("set_aside");
        input.count(content.set_aside.len());
        content.set_aside.iter().for_each(|entry| add_set_aside(&mut input, entry));
    }
    input.hex()
}

fn add_files(input: &mut FieldHasher, key: &str, files: &[SubmittedFile]) {
    input.text(key);
    input.count(files.len());
    for file in files {
        input.text(&file.path);
        input.text(&file.text);
        input.count(usize::from(file.language.is_some()));
        input.text(file.language.as_deref().unwrap_or_default());
    }
}

fn add_set_aside(input: &mut FieldHasher, entry: &SetAside) {
    let SetAside { path, reason, bytes, language, files, code_files, code_bytes, at_least } = entry;
    input.text(path);
    input.text(reason.as_str());
    for number in [bytes, files, code_files, code_bytes] {
        input.text(&number.map(|number| number.to_string()).unwrap_or_default());
    }
    input.text(language.as_deref().unwrap_or_default());
    input.text(if *at_least { "at least" } else { "exactly" });
}

/// Adds a plain value: its type, then its text.
fn add_value(input: &mut FieldHasher, value: &Value) {
    let (kind, text) = match value {
        Value::String(text) => ("string", text.clone()),
        Value::Number(number) => ("number", number_text(number)),
        Value::Bool(flag) => ("bool", flag.to_string()),
        // The input model refuses the rest; a host that goes around it still gets distinct bytes.
        other => ("json", other.to_string()),
    };
    input.text(kind);
    input.text(&text);
}

/// One text per number, whether it came as an integer or as a float.
fn number_text(number: &Number) -> String {
    /// Up to this magnitude, integers and whole floats are the same numbers.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match number.as_f64() {
        Some(value) if !number.is_f64() || value.fract() != 0.0 || value.abs() >= EXACT => {
            if number.is_f64() { format!("{:016x}", value.to_bits()) } else { number.to_string() }
        }
        // Adding zero turns -0.0 into 0.0.
        Some(value) => format!("{:.0}", value + 0.0),
        None => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::submission::{Expectation, Path, SubmissionType};
    use sono_syntax::text::PositionEncoding;

    #[test]
    fn the_form_is_pinned() {
        insta::assert_snapshot!(input_hash(&Submission::code("x = 1\n")), @"ca82d6a3c5517e230631317a6c1b7ac295eb209ab019da8ad02f5a3bab8b007e");
    }

    #[test]
    fn what_the_score_may_depend_on_changes_it() {
        let base = || Submission::builder().code("a").file("f.py", "b").answer("reasoning", "c");
        let hashes: std::collections::BTreeSet<String> = [
            base(),
            base().submission_type(SubmissionType::Project),
            base().code(""),
            base().answer("approach", ""),
            base().answer("reasoning", ""),
            base().commit(""),
            base().file("g.py", ""),
            base().file_in("python", "g.py", ""),
            base().base_file("g.py", ""),
            base().paths([Path::Technical]),
            base().parameter("p", 1),
            base().parameter("p", "1"),
            base().parameter("p", true),
            base().parameter("p", 1.5),
            base().tags(true),
            base().task(""),
            base().task("Count the rows."),
            base().expects([]),
            base().expects([Expectation::Tests]),
            base().expects([Expectation::Types]),
        ]
        .map(|builder| input_hash(&builder.build().unwrap()))
        .into();
        assert_eq!(hashes.len(), 20);
    }

    #[test]
    fn what_it_cannot_depend_on_does_not() {
        let hash = |json: &str| input_hash(&Submission::from_json(json).unwrap());
        let plain = hash(r#"{"content": {"code": "a"}}"#);
        for same in [
            r#"{"content": {"code": ["a"]}, "submission_type": "code", "candidate_id": "x"}"#,
            r#"{"content": {"code": "a"}, "attributes": {"role": "engineer"}}"#,
            r#"{"content": {"code": "a"}, "options": {"position_encoding": "utf-16"}}"#,
            r#"{"content": {"code": "a"},
                "paths_to_evaluate": ["communication", "problem_solving", "collaboration", "design", "technical"]}"#,
            r#"{"content": {"code": "a"}, "expects": null}"#,
        ] {
            assert_eq!(hash(same), plain, "{same}");
        }
        // The input model refuses some of these; a host that goes around it still gets distinct bytes.
        let number = |n: &str| {
            let mut submission = Submission::default();
            submission.options.rubric_parameters.insert("p".to_owned(), serde_json::from_str(n).unwrap());
            input_hash(&submission)
        };
        assert_eq!(number("1"), number("1.0"));
        assert_eq!(number("0"), number("-0.0"));
        assert_ne!(number("9007199254740993"), number("9007199254740992"));
        assert_ne!(number("1.5"), number("1.25"));
        let mut encoded = Submission::code("a");
        encoded.options.position_encoding = PositionEncoding::CodePoint;
        assert_eq!(input_hash(&encoded), plain);
    }
}
