//! Submissions built in Rust.

use serde_json::Value;

use super::expectation::Expectation;
use super::limits::Limits;
use super::rules;
use super::set_aside::{SetAside, path_rule};
use super::types::{Commit, Content, Path, Submission, SubmissionType, SubmittedFile, report_order};
use crate::error::{ErrorKind, Result};
use crate::json::problems::{Pointer, Problems, unknown};
use sono_syntax::text::PositionEncoding;

impl Submission {
    /// A submission of one piece of code.
    pub fn code(text: impl Into<String>) -> Self {
        Self { content: Content { code: vec![text.into()], ..Content::default() }, ..Self::default() }
    }

    /// Starts an empty submission.
    ///
    /// ```
    /// # use sono_score as sono_core;
    /// use sono_core::submission::{Path, Submission, SubmissionType};
    ///
    /// let submission = Submission::builder()
    ///     .candidate_id("jane-doe")
    ///     .submission_type(SubmissionType::Project)
    ///     .file("src/add.py", "def add(a, b):\n    return a + b\n")
    ///     .answer("reasoning", "Addition needs no loop.")
    ///     .paths([Path::Communication, Path::Technical])
    ///     .attribute("cohort", "2025")
    ///     .build()?;
    /// assert_eq!(submission.paths(), [Path::Technical, Path::Communication]);
    /// assert!(Submission::builder().candidate_id("jane doe").build().is_err());
    /// # Ok::<(), sono_core::Error>(())
    /// ```
    pub fn builder() -> SubmissionBuilder {
        SubmissionBuilder::default()
    }
}

/// Builds a [`Submission`]; see [`Submission::builder`]. Nothing is checked before [`build`](Self::build).
#[derive(Debug, Clone, Default)]
#[must_use = "a builder does nothing until it is built"]
pub struct SubmissionBuilder {
    submission: Submission,
    unknown_answers: Vec<String>,
}

impl SubmissionBuilder {
    /// The host's name for the candidate.
    pub fn candidate_id(mut self, id: impl Into<String>) -> Self {
        self.submission.candidate_id = Some(id.into());
        self
    }

    /// The type of the submission; [`SubmissionType::Code`] if never called.
    pub fn submission_type(mut self, kind: SubmissionType) -> Self {
        self.submission.submission_type = kind;
        self
    }

    /// The question or assignment that the submission answers.
    pub fn task(mut self, text: impl Into<String>) -> Self {
        self.submission.task = Some(text.into());
        self
    }

    /// Adds a piece of code under the key `code`.
    pub fn code(mut self, text: impl Into<String>) -> Self {
        self.submission.content.code.push(text.into());
        self
    }

    /// Adds a piece of code in a language that the caller knows, such as `python`. It is a file called `code`, or `code/1`
    /// and so on if there is more.
    pub fn code_in(mut self, language: impl Into<String>, text: impl Into<String>) -> Self {
        let content = &mut self.submission.content;
        let is_taken = |path: &str| content.files.iter().any(|file| file.path == path);
        let number = content.code.len();
        let path = if number == 0 && !is_taken("code") {
            "code".to_owned()
        } else {
            let mut names = (number.max(1)..).map(|number| format!("code/{number}"));
            names.find(|path| !is_taken(path)).unwrap_or_default()
        };
        content.files.push(file(path, text, Some(language.into())));
        self
    }

    /// Adds a file, whose language is found from its path and text.
    pub fn file(mut self, path: impl Into<String>, text: impl Into<String>) -> Self {
        self.submission.content.files.push(file(path, text, None));
        self
    }

    /// Adds a file in a language that the caller knows, such as `python`.
    pub fn file_in(
        mut self,
        language: impl Into<String>,
        path: impl Into<String>,
        text: impl Into<String>,
    ) -> Self {
        self.submission.content.files.push(file(path, text, Some(language.into())));
        self
    }

    /// Adds template material that every candidate was given.
    pub fn base_file(mut self, path: impl Into<String>, text: impl Into<String>) -> Self {
        self.submission.content.base_files.push(file(path, text, None));
        self
    }

    /// Adds a text under one of the keys `explanation`, `reasoning`, `approach`, `thinking`, `answers`, or under
    /// one of the keys for code.
    pub fn answer(mut self, key: impl Into<String>, text: impl Into<String>) -> Self {
        let key = key.into();
        match self.submission.content.texts_mut().into_iter().find(|(known, _)| *known == key) {
            Some((_, texts)) => texts.push(text.into()),
            None => self.unknown_answers.push(key),
        }
        self
    }

    /// Adds a commit; the oldest comes first.
    pub fn commit(mut self, message: impl Into<String>) -> Self {
        self.submission.content.commits.push(Commit { message: message.into() });
        self
    }

    /// Lists something that was handed in and is not part of the submission.
    pub fn set_aside(mut self, entry: SetAside) -> Self {
        self.submission.content.set_aside.push(entry);
        self
    }

    /// Expectations beyond the code, as [`Submission::expects`]; calls add up, and one without items asks for
    /// nothing.
    pub fn expects(mut self, expectations: impl IntoIterator<Item = Expectation>) -> Self {
        self.submission.expects.get_or_insert_default().extend(expectations);
        self
    }

    /// The paths to evaluate; all if never called.
    pub fn paths(mut self, paths: impl IntoIterator<Item = Path>) -> Self {
        self.submission.paths_to_evaluate.extend(paths);
        self
    }

    /// Replaces a parameter of the rubric.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.submission.options.rubric_parameters.insert(name.into(), value.into());
        self
    }

    /// Asks for semantic tags.
    pub fn tags(mut self, tags: bool) -> Self {
        self.submission.options.tags = tags;
        self
    }

    /// The unit in which places are reported.
    pub fn position_encoding(mut self, encoding: PositionEncoding) -> Self {
        self.submission.options.position_encoding = encoding;
        self
    }

    /// Sets an attribute.
    pub fn attribute(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.submission.attributes.insert(name.into(), value.into());
        self
    }

    /// Checks the submission and returns it. Paths of files are written with `/`, as in JSON input.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidSubmission`] with every problem.
    pub fn build(mut self) -> Result<Submission> {
        let content = &mut self.submission.content;
        for file in content.files.iter_mut().chain(&mut content.base_files) {
            if let Ok(plain) = rules::file_path(&file.path) {
                file.path = plain.into_owned();
            }
        }
        for entry in &mut content.set_aside {
            if let Ok(plain) = path_rule(&entry.path) {
                entry.path = plain.into_owned();
            }
        }
        self.submission.paths_to_evaluate = report_order(self.submission.paths_to_evaluate);

        let mut problems = Problems::new(Limits::DEFAULT.max_problems);
        let known = self.submission.content.texts_mut().map(|(key, _)| key);
        for key in &self.unknown_answers {
            let content = Pointer::Field(&Pointer::Root(""), "content");
            problems.push(&Pointer::Field(&content, key), unknown("field", key, &known));
        }
        self.submission.validate_into(&mut problems);
        problems.into_result(ErrorKind::InvalidSubmission, "the submission is not valid")?;
        Ok(self.submission)
    }
}

fn file(path: impl Into<String>, text: impl Into<String>, language: Option<String>) -> SubmittedFile {
    SubmittedFile { path: path.into(), text: text.into(), language }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn builders_follow_the_rules_of_json_input() {
        let built = Submission::builder()
            .file(r".\src\a.py", "x = 1")
            .file_in("python", "b", "y = 2")
            .paths([Path::Design, Path::Technical, Path::Design])
            .tags(true)
            .task("Count.")
            .expects([Expectation::Readme, Expectation::Tests])
            .build()
            .unwrap();
        let read = Submission::from_json(
            r#"{"content": {"files": [{"path": "src/a.py", "text": "x = 1"},
                                      {"path": "b", "text": "y = 2", "language": "python"}]},
                "paths_to_evaluate": ["technical", "design"], "options": {"tags": true}, "task": "Count.",
                "expects": ["tests", "readme"]}"#,
        );
        assert_eq!(Ok(built), read);
    }

    #[test]
    fn code_may_state_its_language() {
        let built = Submission::builder().code_in("go", "x").build().unwrap();
        let read = |json: &str| Submission::from_json(json).unwrap();
        assert_eq!(built, read(r#"{"content": {"code": {"text": "x", "language": "go"}}}"#));
        let built = Submission::builder().code("x").code_in("go", "y").file("a.py", "z").build().unwrap();
        let json =
            r#"{"content": {"code": ["x", {"text": "y", "language": "go"}, {"text": "z", "path": "a.py"}]}}"#;
        assert_eq!(built, read(json));
        assert_eq!(read(r#"{"content": {"code": [{"text": "x"}]}}"#), Submission::code("x"));
    }

    #[test]
    fn builders_refuse_what_json_input_refuses() {
        let error = Submission::builder().answer("reasonning", "why").build().unwrap_err();
        insta::assert_snapshot!(error, @r#"
        the submission is not valid: 1 problem
          /content/reasonning: unknown field "reasonning"; did you mean "reasoning"?
        "#);
        let error = Submission::builder().file("a.py", "").file("./a.py", "").build().unwrap_err();
        insta::assert_snapshot!(error, @r#"
        the submission is not valid: 1 problem
          /content/files/1/path: "a.py" is also the path of file 0
        "#);
    }
}
