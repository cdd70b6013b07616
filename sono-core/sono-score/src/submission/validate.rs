//! The rules of the input model, for submissions that are built in Rust.

use std::collections::HashMap;

use super::limits::Limits;
use super::rules;
use super::types::{Content, Submission, SubmittedFile};
use crate::error::{ErrorKind, Result};
use crate::json::problems::{Pointer, Problems, quote};

impl Submission {
    /// Checks that the submission follows the input model. A submission from [`Submission::from_json`] always does.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidSubmission`] with every problem and its JSON pointer.
    pub fn validate(&self) -> Result<()> {
        let mut problems = Problems::new(Limits::DEFAULT.max_problems);
        self.validate_into(&mut problems);
        problems.into_result(ErrorKind::InvalidSubmission, "the submission is not valid")
    }

    /// Reports everything in the submission that breaks a rule.
    pub(crate) fn validate_into(&self, problems: &mut Problems) {
        let root = Pointer::Root("");
        let mut check = |rule: Result<(), String>, at: &Pointer<'_>| {
            if let Err(message) = rule {
                problems.push(at, message);
            }
        };
        if let Some(id) = &self.candidate_id {
            check(rules::candidate_id(id), &Pointer::Field(&root, "candidate_id"));
        }
        let options = Pointer::Field(&root, "options");
        let parameters = Pointer::Field(&options, "rubric_parameters");
        for (name, value) in &self.options.rubric_parameters {
            check(rules::key(name), &Pointer::Field(&parameters, name));
            check(rules::parameter(value), &Pointer::Field(&parameters, name));
        }
        let attributes = Pointer::Field(&root, "attributes");
        for (name, value) in &self.attributes {
            check(rules::key(name), &Pointer::Field(&attributes, name));
            check(rules::attribute(value), &Pointer::Field(&attributes, name));
        }
        let content = Pointer::Field(&root, "content");
        check_files(&self.content.files, &Pointer::Field(&content, "files"), problems);
        check_files(&self.content.base_files, &Pointer::Field(&content, "base_files"), problems);
        for (index, file) in self.content.base_files.iter().enumerate() {
            if file.language.is_some() {
                let files = Pointer::Field(&content, "base_files");
                let at = Pointer::Item(&files, index);
                problems.push(&Pointer::Field(&at, "language"), "a template file cannot have a language");
            }
        }
        self.content.check_names(&content, problems);
        let set_aside = Pointer::Field(&content, "set_aside");
        for (index, entry) in self.content.set_aside.iter().enumerate() {
            entry.check(&Pointer::Item(&set_aside, index), problems);
        }
    }
}

fn check_files(files: &[SubmittedFile], at: &Pointer<'_>, problems: &mut Problems) {
    let mut seen = HashMap::new();
    for (index, file) in files.iter().enumerate() {
        let at = &Pointer::Item(at, index);
        let path = &Pointer::Field(at, "path");
        match rules::file_path(&file.path) {
            Ok(plain) if plain == file.path => {}
            Ok(plain) => {
                let (plain, given) = (quote(&plain), quote(&file.path));
                problems.push(path, format!("expected the path in its plain form {plain}, got {given}"));
            }
            Err(message) => problems.push(path, message),
        }
        if let Some(first) = seen.insert(file.path.as_str(), index) {
            problems.push(path, format!("{} is also the path of file {first}", quote(&file.path)));
        }
        if let Some(Err(message)) = file.language.as_deref().map(rules::language) {
            problems.push(&Pointer::Field(at, "language"), message);
        }
    }
}

impl Content {
    /// Refuses files whose path is also the name of another text, which would make locations ambiguous. `at` is the
    /// place of the content.
    pub(crate) fn check_names(&self, at: &Pointer<'_>, problems: &mut Problems) {
        let files = Pointer::Field(at, "files");
        for (index, file) in self.files.iter().enumerate() {
            if let Some(key) = self.owner_of(&file.path) {
                let message = format!("{} is already the name of a text in \"{key}\"", quote(&file.path));
                problems.push(&Pointer::Field(&Pointer::Item(&files, index), "path"), message);
            }
        }
    }

    /// The field other than `files` that has a text of this name.
    fn owner_of(&self, name: &str) -> Option<&'static str> {
        let (key, index) = match name.split_once('/') {
            Some((key, index)) => (key, Some(index)),
            None => (name, None),
        };
        let lists = self.texts().into_iter().chain(self.answer_texts());
        let mut counts = lists.map(|(key, list)| (key, list.len(), list.len() > 1));
        let commits = ("commits", self.commits.len(), true);
        let (key, count, numbered) =
            counts.find(|(known, ..)| *known == key).or((key == commits.0).then_some(commits))?;
        let taken = match index {
            None => !numbered && count > 0,
            // Only the exact spelling is taken: `code/01` is free.
            Some(index) => {
                numbered
                    && index.parse().is_ok_and(|number: usize| number < count && number.to_string() == index)
            }
        };
        taken.then_some(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::submission::Commit;

    #[test]
    fn structs_are_held_to_the_same_rules() {
        let mut submission = Submission::code("x = 1");
        submission.candidate_id = Some("a b".into());
        submission.options.rubric_parameters.insert(String::new(), serde_json::json!(null));
        submission.attributes.insert("team".into(), serde_json::json!({}));
        let file = |path: &str| SubmittedFile {
            path: path.into(),
            text: String::new(),
            language: Some(String::new()),
        };
        submission.content.files = vec![file("code"), file(r"a\b"), file("../x"), file("code")];
        submission.content.base_files = vec![file("x")];
        insta::assert_snapshot!(submission.validate().unwrap_err(), @r#"
        the submission is not valid: 15 problems
          /candidate_id: expected 1 to 100 characters out of A-Z, a-z, 0-9, "_" and "-", got "a b"
          /options/rubric_parameters/: expected a name, got an empty string
          /options/rubric_parameters/: expected a string, a number, true or false, got null
          /attributes/team: expected a string, a number, true, false or null, got an object
          /content/files/0/language: expected the name of a language, such as "python", in 1 to 100 bytes, got ""
          /content/files/1/path: expected the path in its plain form "a/b", got "a\\b"
          /content/files/1/language: expected the name of a language, such as "python", in 1 to 100 bytes, got ""
          /content/files/2/path: expected a relative path of a file, got "../x": ".." leads out of the submission
          /content/files/2/language: expected the name of a language, such as "python", in 1 to 100 bytes, got ""
          /content/files/3/path: "code" is also the path of file 0
          /content/files/3/language: expected the name of a language, such as "python", in 1 to 100 bytes, got ""
          /content/base_files/0/language: expected the name of a language, such as "python", in 1 to 100 bytes, got ""
          /content/base_files/0/language: a template file cannot have a language
          /content/files/0/path: "code" is already the name of a text in "code"
          /content/files/3/path: "code" is already the name of a text in "code"
        "#);
    }

    #[test]
    fn files_may_not_take_the_name_of_a_field_that_is_there() {
        let mut content =
            Content { code: vec!["a".into()], text: vec!["a".into(), "b".into()], ..Content::default() };
        content.commits = vec![Commit { message: String::new() }];
        let owners = |name: &str| content.owner_of(name);
        assert_eq!(owners("code"), Some("code"));
        assert_eq!(owners("text/1"), Some("text"));
        assert_eq!(owners("commits/0"), Some("commits"));
        for free in
            ["code/0", "text", "text/2", "text/01", "text/+1", "commits", "commits/1", "solution", "code/a"]
        {
            assert_eq!(owners(free), None, "{free}");
        }
    }
}
