//! Reading a submission from JSON. All problems are found at once, in the order of the input model.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::expectation::Expectation;
use super::limits::Limits;
use super::rules;
use super::set_aside;
use super::types::{Commit, Content, Options, Path, Submission, SubmissionType, SubmittedFile};
use crate::error::{ErrorKind, Result};
use crate::json;
use crate::json::problems::{Pointer, Problems, list, quote};
use crate::json::read::{choice, items, object, refuse_rest, required, string, take};
use sono_syntax::text::PositionEncoding;

/// Fields of a submission.
pub(crate) const SUBMISSION_FIELDS: [&str; 8] = [
    "candidate_id",
    "submission_type",
    "task",
    "content",
    "expects",
    "paths_to_evaluate",
    "options",
    "attributes",
];
/// Fields of `content`.
pub(crate) const CONTENT_FIELDS: [&str; 14] = [
    "code",
    "text",
    "content",
    "solution",
    "submission",
    "explanation",
    "reasoning",
    "approach",
    "thinking",
    "answers",
    "files",
    "commits",
    "base_files",
    "set_aside",
];
/// Fields of a piece of code that is no mere string.
pub(crate) const PIECE_FIELDS: [&str; 3] = ["text", "language", "path"];
/// Fields of `options`.
pub(crate) const OPTION_FIELDS: [&str; 3] = ["rubric_parameters", "tags", "position_encoding"];

const INVALID: &str = "the submission is not valid";

impl Submission {
    /// Reads a submission from JSON text.
    ///
    /// The whole input must follow the input model (see [`json_schema`](crate::submission::json_schema)): unknown
    /// fields are refused by name, and so are repeated ones. `null` means that an optional field is absent. A byte
    /// order mark at the start is skipped. [`Submission::check`] is what checks sizes.
    ///
    /// ```
    /// # use sono_score as sono_core;
    /// use sono_core::submission::Submission;
    ///
    /// let error = Submission::from_json(r#"{"content": {"cdoe": "x = 1"}, "candidate_id": ""}"#).unwrap_err();
    /// assert_eq!(error.problems().len(), 2);
    /// assert_eq!(
    ///     error.problems()[1].to_string(),
    ///     r#"/content/cdoe: unknown field "cdoe"; did you mean "code"?"#
    /// );
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::InvalidJson`] when the text is not JSON, is nested deeper than 128 levels, or holds a number
    /// beyond the range of 64-bit floats; [`ErrorKind::InvalidSubmission`] with every problem otherwise.
    pub fn from_json(text: &str) -> Result<Self> {
        Self::from_json_in(text, PositionEncoding::default())
    }

    /// Reads a submission from JSON text for a host that counts positions in a unit of its own: `encoding` applies
    /// unless the submission names another one.
    ///
    /// # Errors
    /// As [`Submission::from_json`].
    pub fn from_json_in(text: &str, encoding: PositionEncoding) -> Result<Self> {
        let mut problems = Problems::new(Limits::DEFAULT.max_problems);
        let value = json::parse(text, &mut problems)?;
        let submission = Self::read(value, &Pointer::Root(""), encoding, &mut problems);
        problems.into_result(ErrorKind::InvalidSubmission, INVALID)?;
        Ok(submission)
    }

    /// Reads a submission from the bytes of a JSON text.
    ///
    /// # Errors
    /// As [`Submission::from_json`]; bytes that are not UTF-8 are [`ErrorKind::InvalidJson`] with their offset.
    pub fn from_json_slice(bytes: &[u8]) -> Result<Self> {
        Self::from_json(json::utf8(bytes)?)
    }

    /// Reads a submission from a JSON value, which no longer shows repeated fields.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidSubmission`] with every problem.
    pub fn from_value(value: Value) -> Result<Self> {
        Self::from_value_at(value, "")
    }

    /// Reads a submission that is part of a larger document. The pointers of all problems begin with `pointer`.
    ///
    /// # Errors
    /// As [`Submission::from_value`].
    pub fn from_value_at(value: Value, pointer: &str) -> Result<Self> {
        Self::from_value_in(value, pointer, PositionEncoding::default())
    }

    /// As [`Submission::from_value_at`]; `encoding` applies unless the submission names another one.
    pub fn from_value_in(value: Value, pointer: &str, encoding: PositionEncoding) -> Result<Self> {
        let mut problems = Problems::new(Limits::DEFAULT.max_problems);
        let submission = Self::read(value, &Pointer::Root(pointer), encoding, &mut problems);
        problems.into_result(ErrorKind::InvalidSubmission, INVALID)?;
        Ok(submission)
    }

    /// Reads as much of a submission as is valid, and reports every problem.
    pub fn read(value: Value, at: &Pointer<'_>, encoding: PositionEncoding, problems: &mut Problems) -> Self {
        let mut submission = Self::default();
        submission.options.position_encoding = encoding;
        read_submission(value, at, &mut submission, problems);
        submission
    }
}

fn read_submission(value: Value, at: &Pointer<'_>, submission: &mut Submission, problems: &mut Problems) {
    let Some(mut fields) = object(value, at, "an object with the field \"content\"", problems) else {
        return;
    };
    if let Some((id, at)) = take(&mut fields, at, "candidate_id")
        && let Some(id) = string(id, &at, problems)
    {
        keep_if(rules::candidate_id(&id), &at, problems);
        submission.candidate_id = Some(id);
    }
    if let Some((name, at)) = take(&mut fields, at, "submission_type")
        && let Some(kind) = choice(
            name,
            &at,
            "submission type",
            SubmissionType::parse,
            &SubmissionType::ALL.map(SubmissionType::as_str),
            problems,
        )
    {
        submission.submission_type = kind;
    }
    if let Some((task, at)) = take(&mut fields, at, "task") {
        submission.task = string(task, &at, problems);
    }
    if let Some(content) = required(&mut fields, at, "content", problems) {
        submission.content = read_content(content, &Pointer::Field(at, "content"), problems);
    }
    if let Some((expects, at)) = take(&mut fields, at, "expects") {
        submission.expects = Some(Expectation::read_list(expects, &at, problems));
    }
    if let Some((paths, at)) = take(&mut fields, at, "paths_to_evaluate") {
        submission.paths_to_evaluate = read_paths(paths, &at, problems);
    }
    if let Some((options, at)) = take(&mut fields, at, "options") {
        read_options(options, &at, &mut submission.options, problems);
    }
    if let Some((attributes, at)) = take(&mut fields, at, "attributes") {
        submission.attributes = read_map(attributes, &at, "attributes", rules::attribute, problems);
    }
    refuse_rest(&fields, at, &SUBMISSION_FIELDS, problems);
}

fn read_content(value: Value, at: &Pointer<'_>, problems: &mut Problems) -> Content {
    let mut content = Content::default();
    let Some(mut fields) = object(value, at, "an object with fields such as \"code\" or \"files\"", problems)
    else {
        return content;
    };
    let mut stated = Vec::new();
    for (key, texts) in content.texts_mut() {
        if let Some((value, at)) = take(&mut fields, at, key) {
            *texts = if key == "code" {
                read_code(value, &at, &mut stated, problems)
            } else {
                read_texts(value, &at, problems)
            };
        }
    }
    if let Some((files, at)) = take(&mut fields, at, "files") {
        content.files = read_files(files, &at, true, problems);
    }
    let mut paths: HashMap<String, usize> =
        content.files.iter().zip(0..).map(|(file, index)| (file.path.clone(), index)).collect();
    for (file, pointer) in stated {
        if let Some(first) = paths.insert(file.path.clone(), content.files.len()) {
            problems.push(
                &Pointer::Root(&pointer),
                format!("{} is also the path of file {first}", quote(&file.path)),
            );
        }
        content.files.push(file);
    }
    if let Some((commits, at)) = take(&mut fields, at, "commits") {
        content.commits = read_commits(commits, &at, problems);
    }
    content.check_names(at, problems);
    if let Some((files, at)) = take(&mut fields, at, "base_files") {
        content.base_files = read_files(files, &at, false, problems);
    }
    if let Some((entries, at)) = take(&mut fields, at, "set_aside") {
        content.set_aside = set_aside::read(entries, &at, problems);
    }
    refuse_rest(&fields, at, &CONTENT_FIELDS, problems);
    content
}

/// Code: a text, an object with a text and its language or path, or a list of these. What states more than a text is a
/// file, with a path to its name; `stated` gets it with its pointer.
fn read_code(
    value: Value,
    at: &Pointer<'_>,
    stated: &mut Vec<(SubmittedFile, String)>,
    problems: &mut Problems,
) -> Vec<String> {
    let items = match value {
        Value::Array(items) => items,
        item @ (Value::String(_) | Value::Object(_)) => {
            let mut texts = Vec::new();
            read_piece(item, at, &mut texts, stated, problems);
            name_stated(texts.len(), stated);
            return texts;
        }
        other => {
            problems.wrong_type(
                at,
                "a string, an object with the field \"text\", or a list of these",
                &other,
            );
            return Vec::new();
        }
    };
    let mut texts = Vec::new();
    for (index, item) in items.into_iter().enumerate() {
        read_piece(item, &Pointer::Item(at, index), &mut texts, stated, problems);
    }
    name_stated(texts.len(), stated);
    texts
}

/// One piece of code.
fn read_piece(
    value: Value,
    at: &Pointer<'_>,
    texts: &mut Vec<String>,
    stated: &mut Vec<(SubmittedFile, String)>,
    problems: &mut Problems,
) {
    let mut fields = match value {
        Value::String(text) => return texts.push(text),
        Value::Object(fields) => fields,
        other => return problems.wrong_type(at, "a string, or an object with the field \"text\"", &other),
    };
    let mut file = SubmittedFile { path: String::new(), text: String::new(), language: None };
    if let Some(text) = required(&mut fields, at, "text", problems)
        && let Some(text) = string(text, &Pointer::Field(at, "text"), problems)
    {
        file.text = text;
    }
    if let Some((name, at)) = take(&mut fields, at, "language")
        && let Some(name) = string(name, &at, problems)
    {
        keep_if(rules::language(&name), &at, problems);
        file.language = Some(name);
    }
    if let Some((path, at)) = take(&mut fields, at, "path")
        && let Some(path) = string(path, &at, problems)
    {
        match rules::file_path(&path) {
            Ok(path) => file.path = path.into_owned(),
            Err(message) => problems.push(&at, message),
        }
    }
    refuse_rest(&fields, at, &PIECE_FIELDS, problems);
    if file.path.is_empty() && file.language.is_none() {
        texts.push(file.text);
    } else {
        stated.push((file, at.render()));
    }
}

/// Gives what has no path the names that follow those of the texts under the same key.
fn name_stated(texts: usize, stated: &mut [(SubmittedFile, String)]) {
    let is_alone = texts == 0 && stated.len() == 1;
    let nameless = stated.iter_mut().filter(|(file, _)| file.path.is_empty());
    for (index, (file, _)) in nameless.enumerate() {
        file.path =
            if is_alone { "code".to_owned() } else { format!("code/{}", texts.saturating_add(index)) };
    }
}

/// A string, or a list of strings.
fn read_texts(value: Value, at: &Pointer<'_>, problems: &mut Problems) -> Vec<String> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items
            .into_iter()
            .enumerate()
            .filter_map(|(index, item)| string(item, &Pointer::Item(at, index), problems))
            .collect(),
        other => {
            problems.wrong_type(at, "a string or a list of strings", &other);
            Vec::new()
        }
    }
}

fn read_files(
    value: Value,
    at: &Pointer<'_>,
    with_language: bool,
    problems: &mut Problems,
) -> Vec<SubmittedFile> {
    let known: &[&str] = if with_language { &["path", "text", "language"] } else { &["path", "text"] };
    let mut files: Vec<SubmittedFile> = Vec::new();
    let mut seen = HashMap::new();
    for (index, item) in items(value, at, "a list of files", problems).into_iter().enumerate() {
        let at = &Pointer::Item(at, index);
        let Some(mut fields) = object(item, at, "an object with the fields \"path\" and \"text\"", problems)
        else {
            continue;
        };
        let mut file = SubmittedFile { path: String::new(), text: String::new(), language: None };
        if let Some(path) = required(&mut fields, at, "path", problems) {
            let at = Pointer::Field(at, "path");
            if let Some(path) = string(path, &at, problems) {
                match rules::file_path(&path) {
                    Ok(path) => file.path = path.into_owned(),
                    Err(message) => problems.push(&at, message),
                }
            }
            if !file.path.is_empty()
                && let Some(first) = seen.insert(file.path.clone(), index)
            {
                problems.push(&at, format!("{} is also the path of file {first}", quote(&file.path)));
            }
        }
        if let Some(text) = required(&mut fields, at, "text", problems)
            && let Some(text) = string(text, &Pointer::Field(at, "text"), problems)
        {
            file.text = text;
        }
        if with_language
            && let Some((name, at)) = take(&mut fields, at, "language")
            && let Some(name) = string(name, &at, problems)
        {
            keep_if(rules::language(&name), &at, problems);
            file.language = Some(name);
        }
        refuse_rest(&fields, at, known, problems);
        files.push(file);
    }
    files
}

fn read_commits(value: Value, at: &Pointer<'_>, problems: &mut Problems) -> Vec<Commit> {
    let mut commits = Vec::new();
    for (index, item) in items(value, at, "a list of commits", problems).into_iter().enumerate() {
        let at = &Pointer::Item(at, index);
        let Some(mut fields) = object(item, at, "an object with the field \"message\"", problems) else {
            continue;
        };
        if let Some(message) = required(&mut fields, at, "message", problems)
            && let Some(message) = string(message, &Pointer::Field(at, "message"), problems)
        {
            commits.push(Commit { message });
        }
        refuse_rest(&fields, at, &["message"], problems);
    }
    commits
}

fn read_paths(value: Value, at: &Pointer<'_>, problems: &mut Problems) -> Vec<Path> {
    let names = Path::ALL.map(Path::as_str);
    if matches!(&value, Value::Array(items) if items.is_empty()) {
        problems.push(
            at,
            format!(
                "expected at least one of {}, got an empty list; leave the field out for all",
                list(&names)
            ),
        );
        return Vec::new();
    }
    let paths = items(value, at, "a list of paths", problems)
        .into_iter()
        .enumerate()
        .filter_map(|(index, item)| {
            choice(item, &Pointer::Item(at, index), "path", Path::parse, &names, problems)
        })
        .collect();
    super::types::report_order(paths)
}

fn read_options(value: Value, at: &Pointer<'_>, options: &mut Options, problems: &mut Problems) {
    let Some(mut fields) = object(value, at, "an object", problems) else { return };
    if let Some((parameters, at)) = take(&mut fields, at, "rubric_parameters") {
        options.rubric_parameters = read_map(parameters, &at, "parameters", rules::parameter, problems);
    }
    if let Some((tags, at)) = take(&mut fields, at, "tags") {
        match tags {
            Value::Bool(tags) => options.tags = tags,
            other => problems.wrong_type(&at, "true or false", &other),
        }
    }
    if let Some((name, at)) = take(&mut fields, at, "position_encoding") {
        let parse = |name: &str| PositionEncoding::ALL.into_iter().find(|encoding| encoding.as_str() == name);
        let names = PositionEncoding::ALL.map(PositionEncoding::as_str);
        if let Some(encoding) = choice(name, &at, "position encoding", parse, &names, problems) {
            options.position_encoding = encoding;
        }
    }
    refuse_rest(&fields, at, &OPTION_FIELDS, problems);
}

/// A flat map from names to plain values.
fn read_map(
    value: Value,
    at: &Pointer<'_>,
    what: &str,
    rule: fn(&Value) -> Result<(), String>,
    problems: &mut Problems,
) -> BTreeMap<String, Value> {
    let Some(fields) = object(value, at, &format!("an object of {what}"), problems) else {
        return BTreeMap::new();
    };
    let map: BTreeMap<String, Value> = fields.into_iter().collect();
    for (name, value) in &map {
        let at = Pointer::Field(at, name);
        keep_if(rules::key(name), &at, problems);
        keep_if(rule(value), &at, problems);
    }
    map
}

fn keep_if(rule: Result<(), String>, at: &Pointer<'_>, problems: &mut Problems) {
    if let Err(message) = rule {
        problems.push(at, message);
    }
}
