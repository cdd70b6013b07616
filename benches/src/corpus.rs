//! Files for benchmarks, their bare parse, and their assessment.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use ignore::WalkBuilder;
use sono_core::engine::Engine;
use sono_core::submission::{Content, Submission, SubmittedFile};
use tree_sitter::{Language, Parser};

/// A file in a language that both sides of a comparison can parse.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Its path, as submitted.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Name of the language.
    pub language: &'static str,
    /// The submission that consists of this file alone.
    pub submission: Submission,
    grammar: Language,
}

impl SourceFile {
    /// A file, if its extension is that of a known language.
    pub fn new(path: &Path, text: String) -> Option<Self> {
        let (language, grammar) = match path.extension()?.to_str()? {
            "java" => ("java", tree_sitter_java::LANGUAGE),
            "js" => ("javascript", tree_sitter_javascript::LANGUAGE),
            "py" => ("python", tree_sitter_python::LANGUAGE),
            "ts" => ("typescript", tree_sitter_typescript::LANGUAGE_TYPESCRIPT),
            _ => return None,
        };
        let name = path.to_str()?.to_owned();
        let file = SubmittedFile { path: name.clone(), text: text.clone(), language: None };
        let content = Content { files: vec![file], ..Content::default() };
        let submission = Submission { content, ..Submission::default() };
        Some(Self { path: name, text, language, submission, grammar: grammar.into() })
    }
}

/// The minimum that every assessment needs: one parser per language, and nothing done with the trees.
#[derive(Default)]
pub struct BareParse {
    parsers: Vec<(&'static str, Parser)>,
}

impl BareParse {
    /// Parses a file and drops the tree. Returns the number of bytes that the tree covers.
    ///
    /// # Panics
    /// If the grammar does not fit the parser's version.
    pub fn parse(&mut self, file: &SourceFile) -> usize {
        let known = self.parsers.iter().position(|(language, _)| *language == file.language);
        let index = known.unwrap_or_else(|| {
            let mut parser = Parser::new();
            parser.set_language(&file.grammar).expect("the grammar fits the parser");
            self.parsers.push((file.language, parser));
            self.parsers.len() - 1
        });
        self.parsers[index].1.parse(&file.text, None).map_or(0, |tree| tree.root_node().end_byte())
    }
}

/// Assesses a file and returns the number of paths in the result; `None` if the engine refuses the file, for example
/// because it exceeds the limits.
pub fn assess(engine: &Engine, file: &SourceFile) -> Option<usize> {
    engine.assess(&file.submission).ok().map(|assessment| assessment.path_scores.len())
}

/// The example submissions of this repository, in order of path.
pub fn examples() -> Vec<SourceFile> {
    files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/submissions"))
}

/// Submissions of thirty lines, one per language.
pub fn thirty_lines() -> Vec<SourceFile> {
    files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data"))
}

/// The standard library of the Python that `python3` (or the program that the variable `PYTHON` names) runs,
/// installed packages excluded; `None` without Python.
pub fn python_library() -> Option<Vec<SourceFile>> {
    let program = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let question = "import sysconfig; print(sysconfig.get_path('stdlib'))";
    let answer =
        Command::new(program).args(["-c", question]).output().ok().filter(|out| out.status.success())?;
    let folder = String::from_utf8(answer.stdout).ok()?;
    let files = files_below(&PathBuf::from(folder.trim()));
    (!files.is_empty()).then_some(files)
}

/// All files below a folder that are UTF-8 and in a known language, with paths relative to it, in order of path.
fn files_below(folder: &Path) -> Vec<SourceFile> {
    let mut walk = WalkBuilder::new(folder);
    walk.standard_filters(false)
        .filter_entry(|entry| entry.file_name() != "site-packages" && entry.file_name() != "dist-packages")
        .sort_by_file_path(Path::cmp);
    let entries = walk.build().filter_map(Result::ok).filter(|entry| entry.path().is_file());
    entries
        .filter_map(|entry| {
            let text = fs::read_to_string(entry.path()).ok()?;
            SourceFile::new(entry.path().strip_prefix(folder).ok()?, text)
        })
        .collect()
}
