//! Limits on the size of a submission.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::types::Submission;
use crate::error::{ErrorKind, Result};
use crate::json::problems::{Problems, push_field, push_item};

/// Limits on the size of one submission. Sizes are UTF-8 bytes of the texts themselves, not of their JSON.
///
/// ```
/// # use sono_score as sono_core;
/// use sono_core::submission::{Limits, Submission};
///
/// let limits = Limits { max_file_bytes: 4, ..Limits::default() };
/// assert!(Submission::code("x=1").check(&limits).is_ok());
/// let error = Submission::code("x = 1").check(&limits).unwrap_err();
/// assert_eq!(error.problems()[0].to_string(), "/content/code: expected at most 4 bytes of text, got 5");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Bytes of all texts together: content, files, commits, template files, the task. Default 32 MiB.
    pub max_text_bytes: usize,
    /// Bytes of any single text. Default 16 MiB.
    pub max_file_bytes: usize,
    /// Files, template files included. Default 10,000.
    pub max_files: usize,
    /// Texts in the fields of `content` that take a list of strings. Default 10,000.
    pub max_texts: usize,
    /// Commits. Default 10,000.
    pub max_commits: usize,
    /// Entries of what was set aside. Default 1,000.
    pub max_set_aside: usize,
    /// Bytes of a file's path. Default 1,024.
    pub max_path_bytes: usize,
    /// Attributes. Default 100.
    pub max_attributes: usize,
    /// Bytes of one attribute: its name, and its value as JSON. Default 1,024.
    pub max_attribute_bytes: usize,
    /// Rubric parameters. Default 1,000.
    pub max_parameters: usize,
    /// Bytes of one rubric parameter: its name, and its value as JSON. Default 65,536.
    pub max_parameter_bytes: usize,
    /// Problems that one error lists; it always counts all. Default 100. Reading JSON uses the default.
    pub max_problems: usize,
}

impl Limits {
    /// The defaults.
    pub const DEFAULT: Self = Self {
        max_text_bytes: 32 << 20,
        max_file_bytes: 16 << 20,
        max_files: 10_000,
        max_texts: 10_000,
        max_commits: 10_000,
        max_set_aside: 1_000,
        max_path_bytes: 1_024,
        max_attributes: 100,
        max_attribute_bytes: 1_024,
        max_parameters: 1_000,
        max_parameter_bytes: 1 << 16,
        max_problems: 100,
    };
}

impl Limits {
    /// Every limit with its name in JSON.
    pub fn by_name_mut(&mut self) -> [(&'static str, &mut usize); 12] {
        [
            ("max_text_bytes", &mut self.max_text_bytes),
            ("max_file_bytes", &mut self.max_file_bytes),
            ("max_files", &mut self.max_files),
            ("max_texts", &mut self.max_texts),
            ("max_commits", &mut self.max_commits),
            ("max_set_aside", &mut self.max_set_aside),
            ("max_path_bytes", &mut self.max_path_bytes),
            ("max_attributes", &mut self.max_attributes),
            ("max_attribute_bytes", &mut self.max_attribute_bytes),
            ("max_parameters", &mut self.max_parameters),
            ("max_parameter_bytes", &mut self.max_parameter_bytes),
            ("max_problems", &mut self.max_problems),
        ]
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl Submission {
    /// Checks the submission's size.
    ///
    /// # Errors
    /// [`ErrorKind::LimitExceeded`] with the place of everything that is too large.
    pub fn check(&self, limits: &Limits) -> Result<()> {
        let mut check = Check { problems: Problems::new(limits.max_problems), total: 0, limits };
        let content = &self.content;
        let mut texts: usize = 0;
        for (key, list) in content.texts().into_iter().chain(content.answer_texts()) {
            texts = texts.saturating_add(list.len());
            for (index, text) in list.iter().enumerate() {
                check.text(text, || pointer(&["content", key], (list.len() > 1).then_some(index), &[]));
            }
        }
        check.count(texts, limits.max_texts, "texts", "/content");
        for (key, files) in [("files", &content.files), ("base_files", &content.base_files)] {
            for (index, file) in files.iter().enumerate() {
                check.bytes(file.path.len(), limits.max_path_bytes, "in a path", || {
                    pointer(&["content", key], Some(index), &["path"])
                });
                check.text(&file.text, || pointer(&["content", key], Some(index), &["text"]));
            }
        }
        let files = content.files.len().saturating_add(content.base_files.len());
        check.count(files, limits.max_files, "files", "/content/files");
        for (index, commit) in content.commits.iter().enumerate() {
            check.text(&commit.message, || pointer(&["content", "commits"], Some(index), &["message"]));
        }
        check.count(content.commits.len(), limits.max_commits, "commits", "/content/commits");
        for (index, entry) in content.set_aside.iter().enumerate() {
            check.bytes(entry.path.len(), limits.max_path_bytes, "in a path", || {
                pointer(&["content", "set_aside"], Some(index), &["path"])
            });
        }
        check.count(content.set_aside.len(), limits.max_set_aside, "entries", "/content/set_aside");
        if let Some(task) = &self.task {
            check.text(task, || "/task".to_owned());
        }
        check.bytes(check.total, limits.max_text_bytes, "of text in total", || "/content".to_owned());

        let parameters = &self.options.rubric_parameters;
        check.count(parameters.len(), limits.max_parameters, "parameters", "/options/rubric_parameters");
        for (name, value) in parameters {
            check.bytes(size(name, value), limits.max_parameter_bytes, "in a parameter", || {
                pointer(&["options", "rubric_parameters", name], None, &[])
            });
        }
        check.count(self.attributes.len(), limits.max_attributes, "attributes", "/attributes");
        for (name, value) in &self.attributes {
            check.bytes(size(name, value), limits.max_attribute_bytes, "in an attribute", || {
                pointer(&["attributes", name], None, &[])
            });
        }
        check.problems.into_result(ErrorKind::LimitExceeded, "the submission is too large")
    }
}

/// Collects problems, and the total size of the texts.
struct Check<'l> {
    problems: Problems,
    total: usize,
    limits: &'l Limits,
}

impl Check<'_> {
    fn text(&mut self, text: &str, pointer: impl FnOnce() -> String) {
        self.total = self.total.saturating_add(text.len());
        self.bytes(text.len(), self.limits.max_file_bytes, "of text", pointer);
    }

    fn bytes(&mut self, bytes: usize, limit: usize, what: &str, pointer: impl FnOnce() -> String) {
        if bytes > limit {
            self.problems.push_at(pointer, format!("expected at most {limit} bytes {what}, got {bytes}"));
        }
    }

    fn count(&mut self, count: usize, limit: usize, what: &str, pointer: &str) {
        if count > limit {
            self.problems
                .push_at(|| pointer.to_owned(), format!("expected at most {limit} {what}, got {count}"));
        }
    }
}

/// Bytes of a named plain value: the name, and the value as JSON without escapes.
fn size(name: &str, value: &serde_json::Value) -> usize {
    let value = match value {
        serde_json::Value::String(text) => text.len().saturating_add(2),
        serde_json::Value::Number(number) => number.to_string().len(),
        // true, false, null; the input model refuses everything else.
        _ => 5,
    };
    name.len().saturating_add(value)
}

fn pointer(before: &[&str], index: Option<usize>, after: &[&str]) -> String {
    let mut out = String::new();
    before.iter().for_each(|name| push_field(&mut out, name));
    if let Some(index) = index {
        push_item(&mut out, index);
    }
    after.iter().for_each(|name| push_field(&mut out, name));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::submission::{SetAside, SetAsideReason};

    #[test]
    fn everything_too_large_is_named() {
        let submission = Submission::builder()
            .code("12345")
            .code("x")
            .answer("reasoning", "é")
            .file("src/long_name.py", "123456")
            .base_file("b", "")
            .commit("1234567")
            .task("12345")
            .attribute("role/a", "engineer")
            .parameter("p", 123_456)
            .set_aside(SetAside::file("images/b.png", SetAsideReason::Media, 5))
            .build()
            .unwrap();
        assert!(submission.check(&Limits::default()).is_ok());
        let limits = Limits {
            max_text_bytes: 20,
            max_file_bytes: 4,
            max_files: 1,
            max_texts: 2,
            max_commits: 0,
            max_set_aside: 0,
            max_path_bytes: 10,
            max_attributes: 0,
            max_attribute_bytes: 5,
            max_parameters: 0,
            max_parameter_bytes: 6,
            max_problems: 100,
        };
        let error = submission.check(&limits).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::LimitExceeded);
        insta::assert_snapshot!(error, @"
        the submission is too large: 15 problems
          /content/code/0: expected at most 4 bytes of text, got 5
          /content: expected at most 2 texts, got 3
          /content/files/0/path: expected at most 10 bytes in a path, got 16
          /content/files/0/text: expected at most 4 bytes of text, got 6
          /content/files: expected at most 1 files, got 2
          /content/commits/0/message: expected at most 4 bytes of text, got 7
          /content/commits: expected at most 0 commits, got 1
          /content/set_aside/0/path: expected at most 10 bytes in a path, got 12
          /content/set_aside: expected at most 0 entries, got 1
          /task: expected at most 4 bytes of text, got 5
          /content: expected at most 20 bytes of text in total, got 26
          /options/rubric_parameters: expected at most 0 parameters, got 1
          /options/rubric_parameters/p: expected at most 6 bytes in a parameter, got 7
          /attributes: expected at most 0 attributes, got 1
          /attributes/role~1a: expected at most 5 bytes in an attribute, got 16
        ");
    }

    #[test]
    fn limits_are_read_with_defaults_and_without_surprises() {
        let limits: Limits = serde_json::from_str(r#"{"max_files": 3}"#).unwrap();
        assert_eq!(limits, Limits { max_files: 3, ..Limits::DEFAULT });
        assert!(serde_json::from_str::<Limits>(r#"{"max_file": 3}"#).is_err());
    }
}
