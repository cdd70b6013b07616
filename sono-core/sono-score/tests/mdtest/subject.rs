//! The subject of a document, and how the program answers its cases.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use sono_score::assessment::Assessment;
use sono_score::engine::Engine;
use sono_score::rubric::{Rubric, SignalRegistry};
use sono_score::submission::{Submission, SubmissionType, SubmittedFile, source_texts};
use sono_syntax::finding::IntegrityKind;

use super::document::{Block, Case, Place, Value};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::builder().build().unwrap());

/// A rubric that reads one signal.
const TEXT_RUBRIC: &str = r#"
format = 1
id = "text"
version = "1.0.0"
name = "Text"

[[path]]
id = "technical"

[[path.metric]]
id = "text"
name = "Text"
category = "text"
weight = 1

[[path.metric.part]]
signal = "SIGNAL"
weight = 1
curve = [[0, 100]]
"#;

/// The subject of a document.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Subject {
    /// The value of a signal.
    Signal(&'static str),
    /// The value of a plain text signal, which only rubrics read.
    Text(&'static str),
    /// The severity of a sign of manipulation.
    Integrity(IntegrityKind),
    /// The overall score by the document's rubric.
    Score,
}

/// The program's answer to a case.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) value: Value,
    pub(crate) places: Vec<Place>,
}

impl Subject {
    /// Asks the program.
    pub(crate) fn answer(self, case: &Case) -> Result<Answer, String> {
        let submission = submission(&case.blocks)?;
        let words = |error: sono_score::Error| error.to_string();
        match self {
            Self::Signal(id) => {
                let measurement = ENGINE.measure(&submission).map_err(words)?;
                let Some(measured) = measurement.signals.get(id) else {
                    return Ok(Answer { value: Value::Absent, places: Vec::new() });
                };
                let place = |finding: &sono_syntax::finding::Finding| {
                    let source = &measurement.sources[finding.source as usize].name;
                    let text = text_of(&submission, source);
                    Place {
                        line: text[..finding.span.start as usize].matches('\n').count() + 1,
                        source: Some(source.clone()),
                        name: finding.name.as_ref().map(|name| name.replace('`', "")),
                    }
                };
                Ok(Answer {
                    value: Value::Number(measured.value),
                    places: measured.findings.iter().map(place).collect(),
                })
            }
            Self::Text(id) => {
                let assessment = assess(&TEXT_RUBRIC.replace("SIGNAL", id), &submission).map_err(words)?;
                let contributions = assessment
                    .path_scores
                    .iter()
                    .flat_map(|path| &path.metrics)
                    .flat_map(|metric| &metric.contributions);
                let value = contributions.into_iter().find_map(|contribution| contribution.value);
                Ok(Answer { value: value.map_or(Value::Absent, Value::Number), places: Vec::new() })
            }
            Self::Integrity(kind) => {
                let assessment = ENGINE.assess(&submission).map_err(words)?;
                let flags: Vec<_> = assessment.integrity.iter().filter(|flag| flag.kind == kind).collect();
                let place = |location: &sono_score::assessment::Location| Place {
                    line: location.start.line,
                    source: Some(location.file.clone()),
                    name: None,
                };
                Ok(Answer {
                    value: match flags.iter().map(|flag| flag.severity).max() {
                        Some(severity) => Value::Word(severity.as_str().to_owned()),
                        None => Value::Absent,
                    },
                    places: flags.iter().filter_map(|flag| flag.location.as_ref()).map(place).collect(),
                })
            }
            Self::Score => {
                let source = case.rubric.as_deref().ok_or("no rubric is stated")?;
                let assessment = assess(source, &submission).map_err(words)?;
                let value = assessment.overall_score.map_or(Value::Absent, Value::Number);
                Ok(Answer { value, places: Vec::new() })
            }
        }
    }
}

/// Assesses a submission by a rubric.
fn assess(rubric: &str, submission: &Submission) -> sono_score::Result<Assessment> {
    let rubric = Rubric::parse(rubric, "rubric.toml", |_| Ok(None), &SignalRegistry::standard())?;
    Engine::builder().rubric(Arc::new(rubric)).build()?.assess(submission)
}

/// The submission that the blocks of a case make up.
fn submission(blocks: &[Block]) -> Result<Submission, String> {
    let mut submission = Submission::default();
    for block in blocks {
        let text = block.text.clone();
        let content = &mut submission.content;
        match (block.language.as_str(), block.name.as_str()) {
            ("toml", "submission") => {
                let table: toml::Table = text.parse().map_err(|error| format!("{error}"))?;
                for (key, value) in table {
                    if key == "set_aside" {
                        content.set_aside = value.try_into().map_err(|error| format!("{error}"))?;
                        continue;
                    }
                    if key == "expects" {
                        submission.expects =
                            Some(value.try_into().map_err(|error| format!("`{key}`: {error}"))?);
                        continue;
                    }
                    if key == "task" {
                        submission.task = value.as_str().map(str::to_owned);
                        continue;
                    }
                    let kind = value.as_str().filter(|_| key == "type").and_then(SubmissionType::parse);
                    submission.submission_type =
                        kind.ok_or(format!("`{key} = {value}` says nothing of a submission"))?;
                }
            }
            (_, "explanation") => content.explanation.push(text),
            (_, "reasoning") => content.reasoning.push(text),
            (_, "approach") => content.approach.push(text),
            (_, "thinking") => content.thinking.push(text),
            (_, "answers") => content.answers.push(text),
            (language, name) => {
                let usual = match language {
                    "python" => "main.py",
                    "javascript" => "main.js",
                    "typescript" => "main.ts",
                    "tsx" => "main.tsx",
                    "java" => "Main.java",
                    "markdown" => "README.md",
                    _ if name.is_empty() => return Err(format!("a block in `{language}` needs a file name")),
                    _ => "",
                };
                let path = if name.is_empty() { usual } else { name };
                content.files.push(SubmittedFile { path: path.to_owned(), text, language: None });
            }
        }
    }
    Ok(submission)
}

fn text_of<'s>(submission: &'s Submission, source: &str) -> Cow<'s, str> {
    source_texts(submission).remove(source).unwrap_or_default()
}
