//! Measured values, as plain data.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use sono_score::engine::{MeasuredSource, Measurement};
use sono_score::signals::SignalSet;
use sono_score::submission::SetAsideReason;
use sono_syntax::syntax::Function;

/// Numbers about a submission, without scores.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Metrics {
    /// Its sources, in their order.
    pub files: Vec<FileMetrics>,
    /// Signals of the submission as a whole, by id.
    pub signals: BTreeMap<String, f64>,
}

/// Numbers about one source.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FileMetrics {
    /// Path of the file, or the content key.
    pub path: String,
    /// Id of the language; `null` for what is not parsed.
    pub language: Option<String>,
    /// Why it is not measured, if nobody wrote it as code of this work: it is generated, minified, a stub and so on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_aside: Option<SetAsideReason>,
    /// The functions, in the order of the text.
    pub functions: Vec<FunctionMetrics>,
    /// Signals of this source alone, by id.
    pub signals: BTreeMap<String, f64>,
}

/// Numbers about one function.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FunctionMetrics {
    /// Its name with the types that it stands in; empty for an anonymous one.
    pub name: String,
    /// First line, counted from 1.
    pub start_line: usize,
    /// Last line.
    pub end_line: usize,
    /// Cyclomatic complexity.
    pub cyclomatic: u32,
    /// Cognitive complexity.
    pub cognitive: u32,
    /// Deepest nesting of control flow.
    pub nesting: u32,
    /// Number of parameters.
    pub parameters: usize,
    /// Lines of code, without blank lines and comments.
    pub sloc: u32,
}

impl From<&Measurement> for Metrics {
    fn from(measurement: &Measurement) -> Self {
        Self {
            files: measurement.sources.iter().map(FileMetrics::from).collect(),
            signals: values(&measurement.signals),
        }
    }
}

impl From<&MeasuredSource> for FileMetrics {
    fn from(source: &MeasuredSource) -> Self {
        let functions = source.outline.iter().flat_map(|outline| &outline.functions);
        Self {
            path: source.name.clone(),
            language: source.language.map(str::to_owned),
            set_aside: source.aside,
            functions: functions
                .zip(&source.function_lines)
                .map(|(function, lines)| FunctionMetrics::of(function, *lines))
                .collect(),
            signals: values(&source.signals),
        }
    }
}

impl FunctionMetrics {
    fn of(function: &Function, (start_line, end_line): (usize, usize)) -> Self {
        Self {
            name: function.name.clone(),
            start_line,
            end_line,
            cyclomatic: function.cyclomatic,
            cognitive: function.cognitive,
            nesting: function.nesting,
            parameters: function.parameters.len(),
            sloc: function.sloc,
        }
    }
}

fn values(signals: &SignalSet) -> BTreeMap<String, f64> {
    signals.iter().map(|(id, measured)| (id.to_owned(), measured.value)).collect()
}
