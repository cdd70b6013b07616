//! Reading the paths on the command line into one submission.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use ignore::WalkBuilder;
use sono_score::submission::{Limits, SubmittedFile};
use sono_score::{Error, ErrorKind, Problem, Result};

use super::console::{io_error, note};
use super::decode::{Decoded, decode};

/// Folders of generated files and of other people's code.
const VENDORED: [&str; 8] =
    ["node_modules", "target", "dist", "build", ".venv", "venv", "__pycache__", "vendor"];
/// The most names listed in a note.
const LISTED: usize = 5;

/// Everything read from the paths on the command line.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    /// The text of standard input, if it was named.
    pub(crate) code: Option<String>,
    /// Files with unique names, in the order of the paths and sorted within each folder.
    pub(crate) files: Vec<SubmittedFile>,
    /// Files that were not UTF-8: name and encoding.
    pub(crate) decoded: Vec<(String, &'static str)>,
    /// Whether a folder was named.
    pub(crate) has_folder: bool,
    not_text: Vec<String>,
    too_large: Vec<Problem>,
    bytes: usize,
    names: BTreeMap<String, PathBuf>,
}

/// Whether a path stands for standard input.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Reads everything below the paths.
pub(crate) fn gather(paths: &[PathBuf]) -> Result<Gathered> {
    let mut gathered = Gathered::default();
    for path in paths {
        if is_stdin(path) {
            gathered.stdin()?;
        } else if path.is_dir() {
            gathered.has_folder = true;
            // A single folder is the root of the submission; of several folders, each keeps its name.
            let prefix = if paths.len() == 1 { String::new() } else { name_of(path) };
            gathered.folder(path, &prefix)?;
        } else {
            let bytes = read(path).map_err(|error| io_error("read", path, &error))?;
            gathered.file(path, name_of(path), bytes, true)?;
        }
    }
    if !gathered.too_large.is_empty() {
        let problems = std::mem::take(&mut gathered.too_large);
        return Err(Error::with_problems(ErrorKind::LimitExceeded, "the submission is too large", problems));
    }
    Ok(gathered)
}

/// Reads at most one byte more than the limit of a text.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    read_from(File::open(path)?)
}

fn read_from(input: impl Read) -> io::Result<Vec<u8>> {
    let limit = Limits::DEFAULT.max_file_bytes.saturating_add(1);
    let mut bytes = Vec::new();
    input.take(u64::try_from(limit).unwrap_or(u64::MAX)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The name of a file or folder in the submission: the path as given if it stays below the current folder, else its
/// last part. Locations on this machine are not part of a submission.
fn name_of(path: &Path) -> String {
    let mut parts = Vec::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::Normal(part) => parts.push(part.to_string_lossy()),
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => {
                return path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            }
        }
    }
    parts.join("/")
}

impl Gathered {
    fn stdin(&mut self) -> Result<()> {
        if self.code.is_some() {
            return Err(Error::new(ErrorKind::Io, "standard input (-) is named twice"));
        }
        let name = "standard input";
        let bytes =
            read_from(io::stdin().lock()).map_err(|error| io_error("read", Path::new(name), &error))?;
        self.code = self.text(name, bytes, true)?;
        Ok(())
    }

    fn folder(&mut self, root: &Path, prefix: &str) -> Result<()> {
        let mut walk = WalkBuilder::new(root);
        // Only the contents of the folder count: with ignore files from above it or the user's own git settings, the
        // same folder would be another submission on another machine.
        walk.standard_filters(false)
            .hidden(true)
            .git_ignore(true)
            .ignore(true)
            .require_git(false)
            .follow_links(false)
            .filter_entry(|entry| {
                let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
                let vendored = VENDORED.iter().any(|name| entry.file_name() == *name);
                entry.depth() == 0 || !(is_folder && vendored)
            });
        let mut found = Vec::new();
        for entry in walk.build() {
            let entry = entry.map_err(|error| Error::new(ErrorKind::Io, format!("cannot read {error}")))?;
            if entry.file_type().is_some_and(|kind| kind.is_file()) {
                let inside = entry.path().strip_prefix(root).unwrap_or(entry.path());
                let name = name_of(inside);
                let name = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
                found.push((name, entry.into_path()));
            }
        }
        found.sort();
        for (name, path) in found {
            let bytes = read(&path).map_err(|error| io_error("read", &path, &error))?;
            self.file(&path, name, bytes, false)?;
        }
        Ok(())
    }

    fn file(&mut self, path: &Path, name: String, bytes: Vec<u8>, named: bool) -> Result<()> {
        if let Some(other) = self.names.insert(name.clone(), path.to_owned()) {
            let message = format!("{} and {} would both be named {name}", other.display(), path.display());
            return Err(Error::new(ErrorKind::InvalidSubmission, message));
        }
        if let Some(text) = self.text(&name, bytes, named)? {
            self.files.push(SubmittedFile { path: name, text, language: None });
        }
        if self.files.len() > Limits::DEFAULT.max_files {
            let limit = Limits::DEFAULT.max_files;
            return Err(Error::new(
                ErrorKind::LimitExceeded,
                format!("expected at most {limit} files, got more"),
            ));
        }
        Ok(())
    }

    /// Decodes bytes. Other data than text is an error if it was `named` on the command line, and left out otherwise.
    fn text(&mut self, name: &str, bytes: Vec<u8>, named: bool) -> Result<Option<String>> {
        let limits = Limits::DEFAULT;
        if bytes.len() > limits.max_file_bytes {
            let message = format!("expected at most {} bytes, got more", limits.max_file_bytes);
            let problem =
                Problem { pointer: None, file: Some(name.to_owned()), line: None, key: None, message };
            self.too_large.push(problem);
            return Ok(None);
        }
        match decode(bytes) {
            Decoded::Binary if named => Err(Error::new(ErrorKind::Io, format!("{name} is not text"))),
            Decoded::Binary => {
                self.not_text.push(name.to_owned());
                Ok(None)
            }
            Decoded::Text { text, encoding } => {
                self.decoded.extend(encoding.map(|encoding| (name.to_owned(), encoding)));
                self.bytes = self.bytes.saturating_add(text.len());
                if self.bytes > limits.max_text_bytes {
                    let message = format!(
                        "expected at most {} bytes of text in total, got more",
                        limits.max_text_bytes
                    );
                    return Err(Error::new(ErrorKind::LimitExceeded, message));
                }
                Ok(Some(text))
            }
        }
    }

    /// Prints notes about files that were decoded or left out.
    pub(crate) fn print_notes(&self) {
        for (name, encoding) in &self.decoded {
            note(&format!("{name} is not UTF-8; read as {encoding}"));
        }
        if !self.not_text.is_empty() {
            let names: Vec<&str> = self.not_text.iter().take(LISTED).map(String::as_str).collect();
            let more = match self.not_text.len().saturating_sub(LISTED) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            note(&format!("left out, because they are not text: {}{more}", names.join(", ")));
        }
        if self.has_folder && self.files.is_empty() {
            note("no text files were found");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_do_not_tell_where_a_file_lies() {
        for (path, name) in [
            ("a.py", "a.py"),
            ("./src/a.py", "src/a.py"),
            ("../a.py", "a.py"),
            ("/srv/me/a.py", "a.py"),
            ("src/../a.py", "a.py"),
        ] {
            assert_eq!(name_of(Path::new(path)), name);
        }
    }
}
