//! Reading the paths on the command line into one submission.
//!
//! What is handed in is read, not obeyed: no name, no ignore file and no attribute of a file decides what is left out.
//! What is not read is listed with its reason.

mod filter;
mod markers;
mod names;
mod tally;
#[cfg(test)]
mod tests;
mod walk;

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sono_score::submission::{Limits, SetAside, SetAsideReason, SubmittedFile};
use sono_score::{Error, ErrorKind, Problem, Result};
use sono_syntax::text::format_bytes;

pub(crate) use self::filter::Filter;
use self::names::{Names, is_as_given, name_of};
use self::tally::language_of;
use self::walk::{Found, Root, Walk};
use super::console::{io_error, note};
use super::decode::{Decoded, PROBE, decode, what_is};

/// The most names listed in a note.
const LISTED: usize = 5;
/// The name of standard input.
const STDIN: &str = "standard input";

/// Everything read from the paths on the command line.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    /// The text of standard input, if it was named.
    pub(crate) code: Option<String>,
    /// Files with unique names, in the order of the paths and sorted within each folder.
    pub(crate) files: Vec<SubmittedFile>,
    /// Files that were not UTF-8: name and encoding.
    pub(crate) decoded: Vec<(String, &'static str)>,
    /// Files whose names were changed to be text, short and unique.
    pub(crate) renamed: Vec<String>,
    /// What was not read.
    pub(crate) set_aside: Vec<SetAside>,
    /// Whether a folder was named.
    pub(crate) has_folder: bool,
    notes: Vec<String>,
    bytes: usize,
}

/// Whether a path stands for standard input.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// A file that was read: the index of the path on the command line, its name, its text.
type Text = (usize, SubmittedFile);

/// Reads everything below the paths.
///
/// What is named itself is read or refused; what lies in a folder is read or set aside.
pub(crate) fn gather(paths: &[PathBuf], filter: &Filter) -> Result<Gathered> {
    let mut gathered = Gathered::default();
    let mut names = Names::default();
    let mut texts: Vec<Text> = Vec::new();
    let mut roots: Vec<Root<'_>> = Vec::new();
    if paths.iter().any(|path| is_stdin(path)) {
        names.take("code", usize::MAX);
    }
    let mut too_large = Vec::new();
    for (index, path) in paths.iter().enumerate() {
        if is_stdin(path) {
            gathered.stdin(&mut too_large)?;
        } else if path.is_dir() {
            // A single folder is the root of the submission; of several folders, each keeps its name.
            let prefix = if paths.len() == 1 { String::new() } else { name_of(path) };
            roots.push(Root { index, path, prefix });
        } else {
            refuse_twice(paths.get(..index).unwrap_or_default(), path)?;
            let bytes = read(path).map_err(|error| io_error("read", path, &error))?;
            let name = names.take(&name_of(path), Limits::DEFAULT.max_path_bytes);
            if !is_as_given(Path::new(path.file_name().unwrap_or_default()), &name) {
                gathered.renamed.push(name.clone());
            }
            if let Some(text) = gathered.named(&name, bytes, &mut too_large)? {
                texts.push((index, SubmittedFile { path: name, text, language: None }));
            }
        }
    }
    if !too_large.is_empty() {
        return Err(Error::with_problems(ErrorKind::LimitExceeded, "the submission is too large", too_large));
    }
    let limits = Limits::DEFAULT;
    let Some(room) = limits.max_files.checked_sub(texts.len()) else {
        let message = format!("expected at most {} files, got {}", limits.max_files, texts.len());
        return Err(Error::new(ErrorKind::LimitExceeded, message));
    };
    gathered.has_folder = !roots.is_empty();
    let mut walk = Walk::new(filter, &roots, room);
    walk.folders();
    gathered.read_found(&roots, walk, &mut names, &mut texts);
    texts.sort_by(|(left, one), (right, other)| left.cmp(right).then(one.path.cmp(&other.path)));
    gathered.files = texts.into_iter().map(|(_, file)| file).collect();
    gathered.decoded.sort();
    gathered.renamed.sort();
    Ok(gathered)
}

/// Naming one file twice is a slip.
fn refuse_twice(before: &[PathBuf], path: &Path) -> Result<()> {
    let same = |other: &&PathBuf| {
        name_of(other) == name_of(path) && fs::canonicalize(other).ok() == fs::canonicalize(path).ok()
    };
    match before.iter().filter(|other| !is_stdin(other)).find(same) {
        Some(other) => {
            let (name, other) = (name_of(path), other.display());
            let message = format!("{other} and {} would both be named {name}", path.display());
            Err(Error::new(ErrorKind::InvalidSubmission, message))
        }
        None => Ok(()),
    }
}

/// Reads at most one byte more than the limit of a text.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    read_from(File::open(path)?, Limits::DEFAULT.max_file_bytes.saturating_add(1))
}

/// Reads at most so many bytes.
fn read_from(input: impl Read, limit: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(limit as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

impl Gathered {
    fn stdin(&mut self, too_large: &mut Vec<Problem>) -> Result<()> {
        if self.code.is_some() {
            return Err(Error::new(ErrorKind::Io, "standard input (-) is named twice"));
        }
        let limit = Limits::DEFAULT.max_file_bytes.saturating_add(1);
        let bytes = read_from(io::stdin().lock(), limit);
        let bytes = bytes.map_err(|error| io_error("read", Path::new(STDIN), &error))?;
        self.code = self.named(STDIN, bytes, too_large)?;
        Ok(())
    }

    /// The text of what was named itself; an error if it is none.
    fn named(&mut self, name: &str, bytes: Vec<u8>, too_large: &mut Vec<Problem>) -> Result<Option<String>> {
        let limit = Limits::DEFAULT.max_file_bytes;
        let problem = |limit| {
            let message = format!("expected at most {limit} bytes, got more");
            Problem { pointer: None, file: Some(name.to_owned()), line: None, key: None, message }
        };
        if bytes.len() > limit {
            too_large.push(problem(limit));
            return Ok(None);
        }
        match decode(bytes, language_of(name).is_some()) {
            Decoded::Binary(_) => Err(Error::new(ErrorKind::Io, format!("{name} is not text"))),
            Decoded::Text { text, encoding } => {
                self.bytes = self.bytes.saturating_add(text.len());
                let total = Limits::DEFAULT.max_text_bytes;
                if self.bytes > total {
                    let message = format!("expected at most {total} bytes of text in total, got more");
                    return Err(Error::new(ErrorKind::LimitExceeded, message));
                }
                self.decoded.extend(encoding.map(|encoding| (name.to_owned(), encoding)));
                Ok(Some(text))
            }
        }
    }

    /// Reads the files that a walk found, the most telling first.
    fn read_found(&mut self, roots: &[Root<'_>], walk: Walk<'_>, names: &mut Names, texts: &mut Vec<Text>) {
        let Walk { found, mut tally, ignore_files, .. } = walk;
        self.notes.extend(ignore_files.notes);
        let mut found: Vec<(Found, &Root<'_>)> = found
            .into_iter()
            .filter_map(|file| roots.iter().find(|root| root.index == file.root).map(|root| (file, root)))
            .collect();
        // Names are given in the order of paths, whatever is read first.
        let mut order: Vec<usize> = (0..found.len()).collect();
        order.sort_by_key(|index| found.get(*index).map(|(file, root)| (root.index, file.path.as_path())));
        let mut given = vec![String::new(); found.len()];
        for index in order {
            if let (Some((file, root)), Some(name)) = (found.get(index), given.get_mut(index)) {
                *name = names.take(&root.name(&file.path), Limits::DEFAULT.max_path_bytes);
            }
        }
        for ((file, root), name) in found.drain(..).zip(given) {
            match self.found(&file, &name) {
                Ok(text) => {
                    if !is_as_given(root.relative(&file.path), &name) {
                        self.renamed.push(name.clone());
                    }
                    texts.push((root.index, SubmittedFile { path: name, text, language: None }));
                }
                Err(reason) => tally.file(root.listed(&file.path), reason, Some(file.bytes), true),
            }
        }
        self.set_aside = tally.entries(Limits::DEFAULT.max_set_aside);
    }

    /// The text of a file, or why it is set aside.
    fn found(&mut self, found: &Found, name: &str) -> Result<String, SetAsideReason> {
        let limits = Limits::DEFAULT;
        let open = || {
            let file = File::open(&found.path)?;
            // What was a file a moment ago may be a pipe by now.
            if file.metadata()?.is_file() { Ok(file) } else { Err(io::ErrorKind::InvalidInput.into()) }
        };
        let file: io::Result<File> = open();
        let file = file.map_err(|_| SetAsideReason::Unreadable)?;
        let too_large = found.bytes > limits.max_file_bytes as u64;
        let limit = if too_large { PROBE } else { limits.max_file_bytes.saturating_add(1) };
        let bytes = read_from(file, limit).map_err(|_| SetAsideReason::Unreadable)?;
        if too_large || bytes.len() > limits.max_file_bytes {
            return Err(what_is(&bytes, language_of(name).is_some()).unwrap_or(SetAsideReason::TooLarge));
        }
        match decode(bytes, language_of(name).is_some()) {
            Decoded::Binary(reason) => Err(reason),
            Decoded::Text { text, .. } if text.len() > limits.max_file_bytes => Err(SetAsideReason::TooLarge),
            Decoded::Text { text, encoding } => {
                let total = self.bytes.saturating_add(text.len());
                if total > limits.max_text_bytes {
                    return Err(SetAsideReason::TooMany);
                }
                self.bytes = total;
                self.decoded.extend(encoding.map(|encoding| (name.to_owned(), encoding)));
                Ok(text)
            }
        }
    }

    /// Prints notes about files that were read in another form than they have.
    pub(crate) fn print_notes(&self) {
        for (name, encoding) in &self.decoded {
            note(&format!("{name} is not UTF-8; read as {encoding}"));
        }
        if !self.renamed.is_empty() {
            let names: Vec<&str> = self.renamed.iter().map(String::as_str).collect();
            note(&format!("names that are no plain text, too long or taken were changed: {}", first(&names)));
        }
        self.notes.iter().for_each(|text| note(text));
        if self.has_folder && self.files.is_empty() {
            note("no text files were found");
        }
    }

    /// Prints a note about what was set aside, for output that does not list it.
    pub(crate) fn print_set_aside(&self) {
        if self.set_aside.is_empty() {
            return;
        }
        let files = self.set_aside.iter().map(SetAside::file_count).fold(0, u64::saturating_add);
        let bytes = self.set_aside.iter().filter_map(|entry| entry.bytes).fold(0, u64::saturating_add);
        let names: Vec<&str> = self.set_aside.iter().map(|entry| entry.path.as_str()).collect();
        let noun = if files == 1 { "file" } else { "files" };
        note(&format!("set aside: {files} {noun} ({}): {}", format_bytes(bytes), first(&names)));
    }
}

/// The first names, and how many more there are.
fn first(names: &[&str]) -> String {
    let shown = names.get(..LISTED).unwrap_or(names).join(", ");
    match names.len().saturating_sub(LISTED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
