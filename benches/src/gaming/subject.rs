//! A submission of real code, and the hand-in that an edit makes of it.

use std::collections::BTreeSet;

use sono_core::submission::{Commit, Content, Expectation, Submission, SubmissionType, SubmittedFile};

use super::code::Code;
use super::dialect::Dialect;
use super::patch::{Patch, fill};

/// A submission of real code.
#[derive(Debug)]
pub struct Subject {
    /// Where the code is from: package and path.
    pub origin: String,
    /// The type of the submission.
    pub kind: SubmissionType,
    /// The language.
    pub dialect: &'static Dialect,
    /// The code.
    pub code: Code,
    /// Its tests.
    pub tests: Option<SubmittedFile>,
    /// Its README.
    pub readme: Option<String>,
    /// An honest explanation.
    pub explanation: Option<String>,
}

/// A hand-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandIn {
    /// The type of the submission.
    pub kind: SubmissionType,
    /// The file with the code, first, and others.
    pub files: Vec<SubmittedFile>,
    /// The explanation.
    pub explanation: Option<String>,
    /// Messages of commits.
    pub commits: Vec<String>,
}

impl HandIn {
    /// Puts a further file in.
    #[must_use]
    pub fn with(mut self, path: &str, text: impl Into<String>) -> Self {
        self.files.retain(|file| file.path != path);
        self.files.push(file(path, text.into()));
        self
    }

    /// Changes the file with the code.
    #[must_use]
    pub fn with_code(mut self, text: impl Into<String>) -> Self {
        if let Some(file) = self.files.first_mut() {
            file.text = text.into();
        }
        self
    }

    /// Gives another explanation.
    #[must_use]
    pub fn with_explanation(mut self, text: impl Into<String>) -> Self {
        self.explanation = Some(text.into());
        self
    }

    /// Takes files away.
    #[must_use]
    pub fn without(mut self, is_removed: impl Fn(&str) -> bool) -> Self {
        self.files.retain(|file| !is_removed(&file.path));
        self
    }

    /// The submission. It is asked for all that its type can have, so that every metric is at stake.
    pub fn submission(self) -> Submission {
        let mut expects =
            BTreeSet::from([Expectation::Tests, Expectation::Documentation, Expectation::Types]);
        expects.extend(match self.kind {
            SubmissionType::Project => Some(Expectation::Readme),
            SubmissionType::Interview => Some(Expectation::Answers),
            _ => None,
        });
        let content = Content {
            files: self.files,
            explanation: self.explanation.into_iter().collect(),
            commits: self.commits.into_iter().map(|message| Commit { message }).collect(),
            ..Content::default()
        };
        Submission { submission_type: self.kind, expects: Some(expects), content, ..Submission::default() }
    }
}

/// A file of a submission.
pub fn file(path: &str, text: String) -> SubmittedFile {
    SubmittedFile { path: path.to_owned(), text, language: None }
}

impl Subject {
    /// The hand-in without any edit.
    pub fn hand_in(&self) -> HandIn {
        let mut files = vec![file(&self.code.path, self.code.text.clone())];
        files.extend(self.tests.clone());
        files.extend(self.readme.clone().map(|text| file("README.md", text)));
        HandIn { kind: self.kind, files, explanation: self.explanation.clone(), commits: Vec::new() }
    }

    /// The hand-in with edited code; `None` if nothing is edited.
    pub fn patched(&self, edit: impl FnOnce(&Code, &mut Patch)) -> Option<HandIn> {
        let mut patch = Patch::default();
        edit(&self.code, &mut patch);
        let text = patch.apply(&self.code.text);
        (text != self.code.text).then(|| self.hand_in().with_code(text))
    }

    /// The name of a type of the code that tests can create, else that of the module.
    pub fn type_name(&self) -> &str {
        self.code.outline.types.first().map_or(self.code.stem(), |definition| definition.name.as_str())
    }

    /// A file of tests with one case for each public function, whose body is made from a call of it; `None` without
    /// public functions.
    pub fn tests_of(&self, body: impl Fn(&str, &str) -> String) -> Option<SubmittedFile> {
        let style = &self.dialect.tests;
        let functions: Vec<_> = self
            .code
            .named()
            .filter(|function| !function.nested && function.public && !function.constructor)
            .collect();
        if functions.is_empty() {
            return None;
        }
        let mut cases = String::new();
        for function in functions {
            let arguments: Vec<String> = (1..=function.parameters.len()).map(|n| n.to_string()).collect();
            let template = if function.member { style.method } else { style.call };
            let owner = self.type_name();
            let values =
                [("TYPE", owner), ("NAME", function.name.as_str()), ("ARGUMENTS", &arguments.join(", "))];
            let body = body(&function.name, &fill(template, &values));
            cases.push_str(&fill(style.case, &[("NAME", &function.name), ("BODY", &body)]));
            cases.push('\n');
        }
        let module = self.code.stem();
        let text = fill(style.file, &[("MODULE", module), ("CASES", cases.trim_end())]);
        Some(file(&fill(style.path, &[("MODULE", module)]), format!("{}\n", text.trim_end())))
    }

    /// The hand-in with tests beside those that there are.
    pub fn with_tests_of(&self, body: impl Fn(&str, &str) -> String) -> Option<HandIn> {
        let tests = self.tests_of(body)?;
        let path = tests.path.replacen("est", "est_more", 1);
        let taken = self.tests.as_ref().is_some_and(|own| own.path == tests.path);
        Some(self.hand_in().with(if taken { &path } else { &tests.path }, tests.text))
    }
}
