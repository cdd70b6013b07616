//! Notebooks of Jupyter (<https://nbformat.readthedocs.io>), versions 3 and 4.

use serde::Deserialize;
use serde_json::Value;

use super::unified;

/// The start of a cell in a text that joins cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// The number of the cell in the notebook, counted from 1 over cells of all kinds.
    pub number: usize,
    /// The offset of its first byte in the text.
    pub start: u32,
}

/// The cells of which a text is made; none if it is no notebook.
pub type Cells = Vec<Cell>;

/// A notebook, taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Notebook {
    /// The code cells, in their order, each ending with a line feed.
    pub code: String,
    /// Where each code cell starts.
    pub code_cells: Cells,
    /// The cells with prose, each followed by a blank line.
    pub prose: String,
    /// Where each cell with prose starts.
    pub prose_cells: Cells,
    /// Texts among the outputs and attachments that are long enough to be code.
    pub shown: Vec<String>,
    /// The language of the kernel, if the notebook names one.
    pub language: Option<String>,
}

#[derive(Deserialize)]
struct RawNotebook {
    cells: Option<Vec<RawCell>>,
    worksheets: Option<Vec<Worksheet>>,
    #[serde(default)]
    metadata: Metadata,
}

#[derive(Deserialize)]
struct Worksheet {
    #[serde(default)]
    cells: Vec<RawCell>,
}

#[derive(Deserialize)]
struct RawCell {
    cell_type: String,
    source: Option<Lines>,
    /// The source of a code cell, in version 3.
    input: Option<Lines>,
    /// The language of a code cell, in version 3.
    language: Option<String>,
    /// Of a code cell. What is in it is nobody's business but that of who looks for text in it.
    outputs: Option<Value>,
    /// Of a cell with prose.
    attachments: Option<Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Lines {
    One(String),
    Many(Vec<String>),
}

#[derive(Deserialize, Default)]
struct Metadata {
    kernelspec: Option<KernelSpec>,
    language_info: Option<LanguageInfo>,
}

#[derive(Deserialize)]
struct KernelSpec {
    language: Option<String>,
}

#[derive(Deserialize)]
struct LanguageInfo {
    name: Option<String>,
}

/// Whether a text without a name is a notebook: an object that states the version of its format and has cells.
pub fn looks_like_notebook(text: &str) -> bool {
    text.trim_start().starts_with('{')
        && memchr::memmem::find(text.as_bytes(), b"\"nbformat\"").is_some()
        && memchr::memmem::find(text.as_bytes(), b"\"cell_type\"").is_some()
}

/// The fewest lines of a text among outputs that is kept.
const FEWEST_LINES: usize = 8;
/// The most of these texts, and the most bytes of each.
const MAX_SHOWN: usize = 64;
const MAX_BYTES: usize = 64 << 10;
/// The most values among the outputs of a cell that are looked at.
const MAX_VALUES: usize = 10_000;

/// Takes a notebook apart. Outputs and attachments are no cells: texts in them are kept apart. Cells that are neither code
/// nor Markdown are read as prose, so that code in them is found as it is in a document.
///
/// # Errors
/// The reason why a text is no notebook.
pub fn notebook(text: &str) -> Result<Notebook, String> {
    let raw: RawNotebook = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if raw.cells.is_none() && raw.worksheets.is_none() {
        return Err("it has no list \"cells\"".to_owned());
    }
    let sheets = raw.worksheets.into_iter().flatten().flat_map(|sheet| sheet.cells);
    let cells = raw.cells.into_iter().flatten().chain(sheets);
    let mut notebook = Notebook::default();
    let mut cell_language = None;
    for (number, cell) in (1..).zip(cells) {
        let (joined, starts) = match cell.cell_type.as_str() {
            "code" => (&mut notebook.code, &mut notebook.code_cells),
            _ => (&mut notebook.prose, &mut notebook.prose_cells),
        };
        for beside in cell.outputs.iter().chain(&cell.attachments) {
            keep_texts(beside, &mut notebook.shown);
        }
        let source = match (cell.source, cell.input) {
            (Some(source), Some(input)) => format!("{}\n{}", source.text(), input.text()),
            (Some(lines), None) | (None, Some(lines)) => lines.text(),
            (None, None) => continue,
        };
        if source.trim().is_empty() {
            continue;
        }
        starts.push(Cell { number, start: u32::try_from(joined.len()).unwrap_or(u32::MAX) });
        joined.push_str(&unified(&source));
        if !source.ends_with(['\n', '\r']) {
            joined.push('\n');
        }
        if cell.cell_type != "code" {
            joined.push('\n');
        }
        cell_language = cell_language.or(cell.language);
    }
    let kernel = raw.metadata.kernelspec.and_then(|kernel| kernel.language);
    let info = raw.metadata.language_info.and_then(|info| info.name);
    notebook.language = kernel.or(info).or(cell_language).filter(|name| !name.trim().is_empty());
    Ok(notebook)
}

impl Lines {
    fn text(self) -> String {
        match self {
            Self::One(text) => text,
            Self::Many(lines) => lines.concat(),
        }
    }
}

/// Keeps the texts in outputs or attachments that are long enough. They are strings, or lists of lines.
fn keep_texts(value: &Value, shown: &mut Vec<String>) {
    let mut waiting = vec![value];
    for _ in 0..MAX_VALUES {
        let Some(value) = waiting.pop() else { break };
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Array(lines) if lines.first().is_some_and(Value::is_string) => {
                lines.iter().filter_map(Value::as_str).collect()
            }
            Value::Array(values) => {
                waiting.extend(values.iter().rev());
                continue;
            }
            Value::Object(values) => {
                waiting.extend(values.values());
                continue;
            }
            _ => continue,
        };
        if shown.len() < MAX_SHOWN && text.lines().take(FEWEST_LINES).count() == FEWEST_LINES {
            let end = text.floor_char_boundary(MAX_BYTES);
            shown.push(text.get(..end).unwrap_or_default().to_owned());
        }
    }
}

impl Notebook {
    /// The text of one cell out of a text that joins them, by the index of its start.
    pub fn cell_text<'t>(text: &'t str, cells: &[Cell], index: usize) -> &'t str {
        let start = cells.get(index).map_or(text.len(), |cell| cell.start as usize);
        let end = cells.get(index.saturating_add(1)).map_or(text.len(), |cell| cell.start as usize);
        text.get(start..end).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_joined_in_their_order() {
        let text = r##"{"nbformat": 4, "cells": [
            {"cell_type": "markdown", "source": ["# Wells\n", "Depths in metres."]},
            {"cell_type": "code", "source": "import csv", "outputs": [{"text": ["x"]}]},
            {"cell_type": "raw", "source": "raw"},
            {"cell_type": "code", "source": []},
            {"cell_type": "code", "source": ["depths = [3]\r", "print(depths)\n"]}],
            "metadata": {"kernelspec": {"language": "python"}, "language_info": {"name": "julia"}}}"##;
        assert!(looks_like_notebook(text));
        let read = notebook(text).unwrap();
        assert_eq!(read.code, "import csv\ndepths = [3]\nprint(depths)\n");
        assert_eq!(read.code_cells, [Cell { number: 2, start: 0 }, Cell { number: 5, start: 11 }]);
        assert_eq!(read.prose, "# Wells\nDepths in metres.\n\nraw\n\n");
        assert_eq!(read.prose_cells, [Cell { number: 1, start: 0 }, Cell { number: 3, start: 27 }]);
        assert_eq!(read.language.as_deref(), Some("python"));
        assert_eq!(Notebook::cell_text(&read.code, &read.code_cells, 0), "import csv\n");
        assert_eq!(Notebook::cell_text(&read.code, &read.code_cells, 1), "depths = [3]\nprint(depths)\n");
    }

    #[test]
    fn older_notebooks_keep_cells_in_sheets() {
        let text = r#"{"nbformat": 3, "worksheets": [{"cells": [
            {"cell_type": "code", "language": "python", "input": ["x = 1\n"]},
            {"cell_type": "heading", "level": 1, "source": "Wells"}]}], "metadata": {"name": ""}}"#;
        let read = notebook(text).unwrap();
        assert_eq!((read.code.as_str(), read.prose.as_str()), ("x = 1\n", "Wells\n\n"));
        assert_eq!(read.language.as_deref(), Some("python"));
    }

    #[test]
    fn what_is_no_notebook_is_told() {
        for text in ["", "[]", "{\"cells\": [{}]}", "{\"nbformat\": 4}", "{\"cells\": [}"] {
            assert!(notebook(text).is_err(), "{text}");
        }
        assert!(!looks_like_notebook("x = {\"nbformat\": 4, \"cell_type\": 1}"));
    }
}
