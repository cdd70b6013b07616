//! The parts of a hand-in that the host did not read: the submission holds no text of them.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::rules;
use crate::json::problems::{Pointer, Problems};
use crate::json::read::{choice, items, object, refuse_rest, required, string, take};
use sono_syntax::language;

/// The reason why a part of a hand-in was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SetAsideReason {
    /// The host chose to leave it out.
    Excluded,
    /// Packages that others wrote: `node_modules`, a Python environment, a `vendor` folder.
    Dependencies,
    /// Output of tools: compiled code, a build folder, a cache.
    BuildOutput,
    /// The records of a version control system.
    VersionControl,
    /// Images, sound, video, fonts.
    Media,
    /// Archives, which are not opened.
    Archive,
    /// Other data that is not text.
    Binary,
    /// A text larger than the limit.
    TooLarge,
    /// Beyond the number or the total size of what is read.
    TooMany,
    /// It could not be read: the system refused, or reading failed.
    Unreadable,
    /// A symbolic link, which is not followed.
    Link,
    /// Neither file, folder nor link: a pipe, a socket, a device. It is not opened.
    Special,
    /// Code that a tool generated, as its head says.
    Generated,
    /// Code that a tool made as short as possible.
    Minified,
    /// Steps that change a database, as tools write them.
    Migration,
    /// Declarations of types without code: a stub.
    Declarations,
    /// The list of versions of a package manager.
    LockFile,
}

impl SetAsideReason {
    /// All reasons, in the order in which reports name them.
    pub const ALL: [Self; 17] = [
        Self::Excluded,
        Self::Dependencies,
        Self::BuildOutput,
        Self::VersionControl,
        Self::Media,
        Self::Archive,
        Self::Binary,
        Self::TooLarge,
        Self::TooMany,
        Self::Unreadable,
        Self::Link,
        Self::Special,
        Self::Generated,
        Self::Minified,
        Self::Migration,
        Self::Declarations,
        Self::LockFile,
    ];

    /// The name used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Excluded => "excluded",
            Self::Dependencies => "dependencies",
            Self::BuildOutput => "build_output",
            Self::VersionControl => "version_control",
            Self::Media => "media",
            Self::Archive => "archive",
            Self::Binary => "binary",
            Self::TooLarge => "too_large",
            Self::TooMany => "too_many",
            Self::Unreadable => "unreadable",
            Self::Link => "link",
            Self::Special => "special",
            Self::Generated => "generated",
            Self::Minified => "minified",
            Self::Migration => "migration",
            Self::Declarations => "declarations",
            Self::LockFile => "lock_file",
        }
    }

    /// The reason in the words of a report.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Excluded => "excluded by the caller",
            Self::Dependencies => "dependencies",
            Self::BuildOutput => "build output or cache",
            Self::VersionControl => "version control",
            Self::Media => "images and other media",
            Self::Archive => "archive",
            Self::Binary => "not text",
            Self::TooLarge => "larger than the limit",
            Self::TooMany => "beyond the limit of files or bytes",
            Self::Unreadable => "cannot be read",
            Self::Link => "link, not followed",
            Self::Special => "no regular file",
            Self::Generated => "generated code",
            Self::Minified => "minified code",
            Self::Migration => "database migration",
            Self::Declarations => "declarations without code",
            Self::LockFile => "lock file",
        }
    }

    /// The reason of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == name)
    }
}

/// A file that was not read, or several below one folder that were not read for the same reason.
///
/// A host that turns a folder into a submission lists here what it leaves out, so that nothing is dropped in silence: the
/// list is part of the input hash, is returned in the assessment, and stands in every report. Where code is among it that
/// the host did not exclude itself, the assessment bears the integrity flag `code_set_aside`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetAside {
    /// Path of the file, or of the folder that holds the files, relative to the root of the submission; `.` is the root.
    pub path: String,
    /// Why it was not read.
    pub reason: SetAsideReason,
    /// Bytes, of all files together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    /// The language, for a single file of code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The number of files, if the entry stands for a folder: those in it, at any depth, that were not read for this
    /// reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub files: Option<u64>,
    /// The number of these files that are code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code_files: Option<u64>,
    /// Bytes of these files of code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code_bytes: Option<u64>,
    /// Whether the numbers are lower bounds, because not all of the folder was looked at.
    #[serde(default, skip_serializing_if = "is_false")]
    pub at_least: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// Fields of an entry of `set_aside`.
pub(crate) const FIELDS: [&str; 8] =
    ["path", "reason", "bytes", "language", "files", "code_files", "code_bytes", "at_least"];
/// The largest number that every reader of JSON reads exactly.
pub(crate) const LARGEST: u64 = (1 << 53) - 1;

impl SetAside {
    /// An entry for one file.
    pub fn file(path: impl Into<String>, reason: SetAsideReason, bytes: impl Into<Option<u64>>) -> Self {
        Self {
            path: path.into(),
            reason,
            bytes: bytes.into(),
            language: None,
            files: None,
            code_files: None,
            code_bytes: None,
            at_least: false,
        }
    }

    /// The number of files it stands for.
    pub fn file_count(&self) -> u64 {
        self.files.unwrap_or(1)
    }

    /// The number of files of code among them, and their bytes. A single file is code if this build measures its
    /// language: what could not be measured cannot change a score by being left out.
    pub fn code(&self) -> (u64, u64) {
        match self.files {
            Some(_) => (self.code_files.unwrap_or(0), self.code_bytes.unwrap_or(0)),
            None if self.language.as_deref().and_then(language::by_name).is_some() => {
                (1, self.bytes.unwrap_or(0))
            }
            None => (0, 0),
        }
    }

    /// Reports every value that breaks a rule.
    pub(crate) fn check(&self, at: &Pointer<'_>, problems: &mut Problems) {
        match path_rule(&self.path) {
            Ok(plain) if plain == self.path => {}
            Ok(plain) => {
                let message = format!("expected the path in its plain form {plain:?}, got {:?}", self.path);
                problems.push(&Pointer::Field(at, "path"), message);
            }
            Err(message) => problems.push(&Pointer::Field(at, "path"), message),
        }
        if let Some(Err(message)) = self.language.as_deref().map(rules::language) {
            problems.push(&Pointer::Field(at, "language"), message);
        }
        self.check_numbers(at, problems);
    }

    fn check_numbers(&self, at: &Pointer<'_>, problems: &mut Problems) {
        let numbers = [
            ("bytes", self.bytes),
            ("files", self.files),
            ("code_files", self.code_files),
            ("code_bytes", self.code_bytes),
        ];
        for (name, number) in numbers {
            if let Some(number) = number.filter(|number| *number > LARGEST) {
                let message = format!("expected a whole number from 0 to {LARGEST}, got {number}");
                problems.push(&Pointer::Field(at, name), message);
            }
        }
        if self.files.is_none() {
            for (name, _) in numbers.into_iter().skip(2).filter(|(_, number)| number.is_some()) {
                let message = "expected the field \"files\" beside it, which says that the entry is a folder";
                problems.push(&Pointer::Field(at, name), message);
            }
        } else if self.language.is_some() {
            let message = "expected no language beside \"files\": an entry for a folder has \"code_files\"";
            problems.push(&Pointer::Field(at, "language"), message);
        }
        for (part, name, whole, of) in [
            (self.code_files, "code_files", self.files, "files"),
            (self.code_bytes, "code_bytes", self.bytes, "bytes"),
        ] {
            if let (Some(part), Some(whole)) = (part, whole)
                && part > whole
            {
                let message = format!("expected at most {whole}, as \"{of}\" says, got {part}");
                problems.push(&Pointer::Field(at, name), message);
            }
        }
    }
}

/// A path of a file, or `.` for the root.
pub(crate) fn path_rule(path: &str) -> Result<Cow<'_, str>, String> {
    if path == "." { Ok(Cow::Borrowed(path)) } else { rules::file_path(path) }
}

/// Reads the list `set_aside`.
pub(super) fn read(value: Value, at: &Pointer<'_>, problems: &mut Problems) -> Vec<SetAside> {
    let expected = "a list of what was set aside";
    let mut all = Vec::new();
    for (index, item) in items(value, at, expected, problems).into_iter().enumerate() {
        let at = &Pointer::Item(at, index);
        let Some(mut fields) =
            object(item, at, "an object with the fields \"path\" and \"reason\"", problems)
        else {
            continue;
        };
        let path = required(&mut fields, at, "path", problems)
            .and_then(|path| string(path, &Pointer::Field(at, "path"), problems));
        let reason = required(&mut fields, at, "reason", problems).and_then(|reason| {
            let at = Pointer::Field(at, "reason");
            let names = SetAsideReason::ALL.map(SetAsideReason::as_str);
            choice(reason, &at, "reason", SetAsideReason::parse, &names, problems)
        });
        let mut number = |name| {
            let (value, at) = take(&mut fields, at, name)?;
            let number = value.as_u64();
            if number.is_none() {
                problems.wrong_type(&at, &format!("a whole number from 0 to {LARGEST}"), &value);
            }
            number
        };
        let bytes = number("bytes");
        let (files, code_files, code_bytes) = (number("files"), number("code_files"), number("code_bytes"));
        let language = take(&mut fields, at, "language").and_then(|(name, at)| string(name, &at, problems));
        let at_least = take(&mut fields, at, "at_least").is_some_and(|(value, at)| {
            if !value.is_boolean() {
                problems.wrong_type(&at, "true or false", &value);
            }
            value == true
        });
        refuse_rest(&fields, at, &FIELDS, problems);
        // What is missing was told above, and must not keep the rest from being checked.
        let (path, reason) =
            (path.unwrap_or_else(|| ".".to_owned()), reason.unwrap_or(SetAsideReason::Excluded));
        let path = path_rule(&path).map(Cow::into_owned).unwrap_or(path);
        let entry = SetAside { path, reason, bytes, language, files, code_files, code_bytes, at_least };
        entry.check(at, problems);
        all.push(entry);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::submission::{Submission, input_hash};

    fn content(set_aside: &str) -> String {
        format!(r#"{{"content": {{"code": "x = 1", "set_aside": {set_aside}}}}}"#)
    }

    #[test]
    fn names_of_reasons_are_those_of_json() {
        for reason in SetAsideReason::ALL {
            assert_eq!(serde_json::to_value(reason).unwrap(), reason.as_str());
            assert_eq!(SetAsideReason::parse(reason.as_str()), Some(reason));
        }
    }

    #[test]
    fn entries_are_read_and_written_in_the_same_form() {
        let json = content(
            r#"[{"path": ".\\node_modules", "reason": "dependencies", "files": 3, "bytes": 90, "code_files": 2,
                 "code_bytes": 80, "at_least": true},
                {"path": "big.py", "reason": "too_large", "bytes": 7, "language": "python", "at_least": false},
                {"path": ".", "reason": "excluded", "bytes": null}]"#,
        );
        let submission = Submission::from_json(&json).unwrap();
        let entries = &submission.content.set_aside;
        assert_eq!(entries[0].path, "node_modules");
        assert_eq!(entries.iter().map(SetAside::code).collect::<Vec<_>>(), [(2, 80), (1, 7), (0, 0)]);
        assert_eq!(submission.validate(), Ok(()));
        assert_eq!(Submission::from_json(&submission.to_json().unwrap()).as_ref(), Ok(&submission));
    }

    #[test]
    fn entries_that_contradict_themselves_are_refused() {
        let error = Submission::from_json(&content(
            r#"[{"path": "../a", "reason": "hidden"}, {"reason": "link", "bytes": -1, "size": 3},
                {"path": "a", "reason": "link", "code_files": 1}, 5,
                {"path": "/b", "reason": "link", "files": 2, "code_files": 3, "bytes": 1, "code_bytes": 9007199254740992,
                 "language": "python", "at_least": "no"}]"#,
        ))
        .unwrap_err();
        insta::assert_snapshot!(error, @r#"
        the submission is not valid: 13 problems
          /content/set_aside/0/reason: unknown reason "hidden"; expected one of "excluded", "dependencies", "build_output", "version_control", "media", "archive", "binary", "too_large", "too_many", "unreadable", "link", "special", "generated", "minified", "migration", "declarations", "lock_file"
          /content/set_aside/0/path: expected a relative path of a file, got "../a": ".." leads out of the submission
          /content/set_aside/1: the field "path" is missing
          /content/set_aside/1/bytes: expected a whole number from 0 to 9007199254740991, got -1
          /content/set_aside/1/size: unknown field "size"; expected one of "path", "reason", "bytes", "language", "files", "code_files", "code_bytes", "at_least"
          /content/set_aside/2/code_files: expected the field "files" beside it, which says that the entry is a folder
          /content/set_aside/3: expected an object with the fields "path" and "reason", got 5
          /content/set_aside/4/at_least: expected true or false, got "no"
          /content/set_aside/4/path: expected a relative path of a file, got "/b": it is absolute
          /content/set_aside/4/code_bytes: expected a whole number from 0 to 9007199254740991, got 9007199254740992
          /content/set_aside/4/language: expected no language beside "files": an entry for a folder has "code_files"
          /content/set_aside/4/code_files: expected at most 2, as "files" says, got 3
          /content/set_aside/4/code_bytes: expected at most 1, as "bytes" says, got 9007199254740992
        "#);
    }

    #[test]
    fn what_was_set_aside_is_part_of_the_input() {
        let hash = |entries: &str| input_hash(&Submission::from_json(&content(entries)).unwrap());
        let plain = hash("[]");
        assert_eq!(plain, input_hash(&Submission::code("x = 1")));
        let entries = [
            r#"[{"path": "a", "reason": "binary"}]"#,
            r#"[{"path": "b", "reason": "binary"}]"#,
            r#"[{"path": "a", "reason": "media"}]"#,
            r#"[{"path": "a", "reason": "binary", "bytes": 0}]"#,
            r#"[{"path": "a", "reason": "binary", "language": "python"}]"#,
            r#"[{"path": "a", "reason": "binary", "files": 0}]"#,
            r#"[{"path": "a", "reason": "binary", "files": 0, "code_files": 0}]"#,
            r#"[{"path": "a", "reason": "binary", "files": 0, "code_bytes": 0}]"#,
            r#"[{"path": "a", "reason": "binary", "at_least": true}]"#,
            r#"[{"path": "a", "reason": "binary"}, {"path": "a", "reason": "binary"}]"#,
        ];
        let hashes: std::collections::BTreeSet<String> =
            entries.iter().map(|entries| hash(entries)).chain([plain]).collect();
        assert_eq!(hashes.len(), entries.len() + 1);
    }
}
