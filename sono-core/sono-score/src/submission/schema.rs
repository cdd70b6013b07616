//! The JSON Schema of the input model.

use serde_json::{Value, json};

use super::expectation::Expectation;
use super::rules::{LONGEST_CANDIDATE_ID, LONGEST_LANGUAGE};
use super::set_aside::{LARGEST, SetAsideReason};
use super::types::{Path, SubmissionType};
use crate::json::numbers::MAX_SAFE_INTEGER;
use sono_syntax::text::PositionEncoding;

/// Relative, without empty or `..` parts, without a drive, without control characters, not ending in `.` or `..`
/// as a part. `\` separates parts as `/` does.
const FILE_PATH: &str = r"^(?![A-Za-z]:)(?!(.*[/\\])?\.\.([/\\]|$))(?!(.*[/\\])?\.$)[^/\\\u0000-\u001f\u007f-\u009f]+([/\\][^/\\\u0000-\u001f\u007f-\u009f]+)*$";

/// The JSON Schema (draft 2020-12) of the JSON that [`Submission::from_json`] reads.
///
/// It expresses the whole input model, with six exceptions: file paths must differ from one another and from the names
/// of other texts, fields must not be repeated, sizes depend on [`Limits`], the length of a language's name is limited
/// in bytes where a schema counts characters, what an entry of `set_aside` says must not contradict itself, and -0 and
/// digits that a 64-bit float loses are refused.
///
/// [`Submission::from_json`]: crate::submission::Submission::from_json
/// [`Limits`]: crate::submission::Limits
pub fn json_schema() -> Value {
    let largest = i64::try_from(MAX_SAFE_INTEGER).unwrap_or(i64::MAX);
    let smallest = largest.saturating_neg();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Submission",
        "description": "Everything that a candidate hands in at one time. An optional field that is null counts as absent.",
        "type": "object",
        "additionalProperties": false,
        "required": ["content"],
        "properties": {
            "candidate_id": {
                "description": "The host's name for the candidate. Returned unchanged, never used by scoring.",
                "type": ["string", "null"],
                "pattern": format!("^[A-Za-z0-9_-]{{1,{LONGEST_CANDIDATE_ID}}}$")
            },
            "submission_type": {
                "description": "The type of the submission. Where nobody says what it was asked for, the rubric decides it by the type.",
                "enum": with_null(&SubmissionType::ALL.map(SubmissionType::as_str)),
                "default": SubmissionType::default().as_str()
            },
            "task": {
                "description": "The question or assignment that the submission answers, as the candidate was given it. Answers are compared with it.",
                "type": ["string", "null"]
            },
            "content": content(),
            "expects": {
                "description": "What was asked for beyond the code: what is missing then costs points, and what was not asked for is not assessed. An empty list asks for nothing; where the field is absent, the engine's default applies, else the rubric's for the type of the submission.",
                "type": ["array", "null"],
                "uniqueItems": true,
                "items": {"enum": Expectation::ALL.map(Expectation::as_str)}
            },
            "paths_to_evaluate": {
                "description": "The paths to evaluate; all if absent. Order and repetition make no difference.",
                "type": ["array", "null"],
                "minItems": 1,
                "items": {"enum": Path::ALL.map(Path::as_str)}
            },
            "options": {
                "description": "Options of this submission.",
                "type": ["object", "null"],
                "additionalProperties": false,
                "properties": {
                    "rubric_parameters": {
                        "description": "Values that replace the rubric's parameters.",
                        "type": ["object", "null"],
                        "propertyNames": {"minLength": 1},
                        "additionalProperties": {
                            "type": ["string", "number", "boolean"],
                            "minimum": smallest,
                            "maximum": largest
                        }
                    },
                    "tags": {
                        "description": "Whether to add semantic tags.",
                        "type": ["boolean", "null"],
                        "default": false
                    },
                    "position_encoding": {
                        "description": "The unit in which columns and offsets are reported.",
                        "enum": with_null(&PositionEncoding::ALL.map(PositionEncoding::as_str)),
                        "default": PositionEncoding::default().as_str()
                    }
                }
            },
            "attributes": {
                "description": "Attributes such as role or cohort. Returned unchanged, used by analytics, never by scoring.",
                "type": ["object", "null"],
                "propertyNames": {"minLength": 1},
                "additionalProperties": {
                    "type": ["string", "number", "boolean", "null"],
                    "minimum": smallest,
                    "maximum": largest
                }
            }
        },
        "$defs": {
            "texts": {
                "type": ["string", "array", "null"],
                "items": {"type": "string"}
            },
            "piece": {
                "type": "object",
                "additionalProperties": false,
                "required": ["text"],
                "properties": {
                    "text": {"description": "The text.", "type": "string"},
                    "language": language(),
                    "path": {"anyOf": [{"$ref": "#/$defs/path"}, {"type": "null"}]}
                }
            },
            "path": {
                "description": "Path of a file, relative to the root of the submission.",
                "type": "string",
                "pattern": FILE_PATH
            }
        }
    })
}

fn language() -> Value {
    json!({
        "description": "Name of the language, such as python; detected from path and text if absent.",
        "type": ["string", "null"],
        "minLength": 1,
        "maxLength": LONGEST_LANGUAGE,
        "pattern": r"^[^\u0000-\u001f\u007f-\u009f]*$"
    })
}

fn content() -> Value {
    let texts = |description: &str| json!({"description": description, "$ref": "#/$defs/texts"});
    json!({
        "description": "The material. Empty texts are valid.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "code": {
                "description": "Code: a string, an object that also states a language or a path, or a list of these.",
                "anyOf": [
                    {"type": ["string", "null"]},
                    {"$ref": "#/$defs/piece"},
                    {"type": "array", "items": {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/piece"}]}}
                ]
            },
            "text": texts("Text, usually code."),
            "content": texts("Content, usually code."),
            "solution": texts("The solution."),
            "submission": texts("The submission itself."),
            "explanation": texts("The author's explanation of the work."),
            "reasoning": texts("The author's reasoning."),
            "approach": texts("The approach taken."),
            "thinking": texts("Thinking aloud."),
            "answers": texts("Answers to questions."),
            "files": {
                "description": "Files. Their paths must differ.",
                "type": ["array", "null"],
                "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["path", "text"],
                    "properties": {
                        "path": {"$ref": "#/$defs/path"},
                        "text": {"description": "The text of the file.", "type": "string"},
                        "language": language()
                    }
                }
            },
            "commits": {
                "description": "Commits, oldest first.",
                "type": ["array", "null"],
                "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["message"],
                    "properties": {"message": {"description": "The commit message.", "type": "string"}}
                }
            },
            "base_files": {
                "description": "Template material given to every candidate; set aside before scoring.",
                "type": ["array", "null"],
                "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["path", "text"],
                    "properties": {
                        "path": {"$ref": "#/$defs/path"},
                        "text": {"description": "The text of the file.", "type": "string"}
                    }
                }
            },
            "set_aside": {
                "description": "What was handed in and not read, with the reason.",
                "type": ["array", "null"],
                "items": set_aside()
            }
        }
    })
}

fn set_aside() -> Value {
    let number = |description: &str| json!({"description": description, "type": ["integer", "null"], "minimum": 0, "maximum": LARGEST});
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["path", "reason"],
        "properties": {
            "path": {
                "description": "Path of the file, or of the folder that holds the files; `.` is the root.",
                "anyOf": [{"$ref": "#/$defs/path"}, {"const": "."}]
            },
            "reason": {
                "description": "Why it was not read.",
                "enum": SetAsideReason::ALL.map(SetAsideReason::as_str)
            },
            "bytes": number("Bytes, of all files together."),
            "language": {
                "description": "The language, for a single file of code.",
                "type": ["string", "null"],
                "minLength": 1,
                "maxLength": LONGEST_LANGUAGE,
                "pattern": r"^[^\u0000-\u001f\u007f-\u009f]*$"
            },
            "files": number("The number of files, if the entry stands for a folder."),
            "code_files": number("The number of these files that are code."),
            "code_bytes": number("Bytes of these files of code."),
            "at_least": {
                "description": "Whether the numbers are lower bounds, because not all of the folder was looked at.",
                "type": ["boolean", "null"],
                "default": false
            }
        }
    })
}

fn with_null(names: &[&str]) -> Value {
    names.iter().map(|name| json!(name)).chain([Value::Null]).collect()
}
