//! Reading the paths on the command line into one submission.
//!
//! A hand-in is read, not obeyed: no name, no ignore file and no attribute of a file decides what is left out.
//! Files that are not read are listed with their reasons.

mod filter;
mod markers;
mod names;
#[cfg(test)]
mod tests;
mod walk;

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sono_score::submission::{Limits, SetAside, SetAsideReason, SubmittedFile, Tally};
use sono_score::{Error, ErrorKind, Problem, Result};
use sono_syntax::text::format_bytes;

pub(crate) use self::filter::Filter;
use self::names::{Names, is_as_given, language_of, name_of};
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
    /// The files and folders that were not read.
    pub(crate) set_aside: Vec<SetAside>,
    /// Whether a folder was named.
    pub(crate) has_folder: bool,
    notes: Vec<String>,
    bytes: usize,
    /// The number of files that were handed on in parts.
    count: usize,
    /// Whether standard input was read.
    has_stdin: bool,
}

/// Why a file was not read, and the language of the code that it is, if it is any.
#[derive(Debug, PartialEq, Eq)]
struct NotRead {
    reason: SetAsideReason,
    language: Option<&'static str>,
}

/// Whether a path stands for standard input.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// A file that was read: the index of the path on the command line, its name, its text.
type Text = (usize, SubmittedFile);

/// The most files of a hand-in that is read in parts.
const MAX_FILES: usize = 1_000_000;

/// Reads everything below the paths.
///
/// A path that is named itself is read or refused; a file inside a folder is read or set aside.
pub(crate) fn gather(paths: &[PathBuf], filter: &Filter) -> Result<Gathered> {
    let mut gathered = Gathered::default();
    let mut names = Names::default();
    let (mut texts, roots) = gathered.read_named(paths, filter, &mut names)?;
    let limits = Limits::DEFAULT;
    let Some(room) = limits.max_files.checked_sub(texts.len()) else {
        let message = format!("expected at most {} files, got {}", limits.max_files, texts.len());
        return Err(Error::new(ErrorKind::LimitExceeded, message));
    };
    let mut walk = Walk::new(filter, &roots, room);
    walk.folders();
    gathered.read_found(&roots, walk, &mut names, &mut texts);
    gathered.take_texts(&mut texts);
    Ok(gathered)
}

/// Reads everything below the paths, however much it is, in parts that each fit into a submission, and hands these on in
/// the order of names. Gives the rest of what was gathered: notes, and what was set aside.
pub(crate) fn gather_parts<E: From<Error>>(
    paths: &[PathBuf],
    filter: &Filter,
    each: &mut dyn FnMut(Gathered) -> Result<(), E>,
) -> Result<Gathered, E> {
    let mut part = Gathered::default();
    let mut names = Names::default();
    let (mut texts, roots) = part.read_named(paths, filter, &mut names)?;
    let mut walk = Walk::new(filter, &roots, MAX_FILES);
    walk.folders();
    let (found, mut tally) = part.name_found(&roots, walk, &mut names);
    let mut rest = Gathered { has_folder: part.has_folder, ..Gathered::default() };
    let mut flush = |part: &mut Gathered, texts: &mut Vec<Text>| {
        let next = Gathered { has_folder: part.has_folder, ..Gathered::default() };
        let mut full = std::mem::replace(part, next);
        full.take_texts(texts);
        rest.count = rest.count.saturating_add(full.files.len());
        rest.notes.append(&mut full.notes);
        rest.decoded.extend(full.decoded.iter().cloned());
        rest.renamed.extend(full.renamed.iter().cloned());
        each(full)
    };
    let limits = Limits::DEFAULT;
    for (file, root, name) in found {
        let bytes = (part.bytes as u64).saturating_add(file.bytes.min(limits.max_file_bytes as u64));
        if texts.len() >= limits.max_files || bytes > limits.max_text_bytes as u64 {
            flush(&mut part, &mut texts)?;
        }
        let mut read = part.found(&file, &name);
        // A text may be longer than its file.
        if read.as_ref().is_err_and(|why| why.reason == SetAsideReason::TooMany) && !texts.is_empty() {
            flush(&mut part, &mut texts)?;
            read = part.found(&file, &name);
        }
        part.take_found(read, &file, root, name, &mut texts, &mut tally);
    }
    flush(&mut part, &mut texts)?;
    rest.set_aside = tally.entries(limits.max_set_aside);
    Ok(rest)
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
    /// Reads what is named itself: the texts of files, and the folders that are still to be walked.
    fn read_named<'p>(
        &mut self,
        paths: &'p [PathBuf],
        filter: &Filter,
        names: &mut Names,
    ) -> Result<(Vec<Text>, Vec<Root<'p>>)> {
        let (mut texts, mut roots) = (Vec::new(), Vec::new());
        if paths.iter().any(|path| is_stdin(path)) {
            names.take("code", usize::MAX);
        }
        let mut too_large = Vec::new();
        for (index, path) in paths.iter().enumerate() {
            if is_stdin(path) {
                self.stdin(&mut too_large)?;
                if let Some(name) = &filter.stdin_name
                    && let Some(text) = self.code.take()
                {
                    let path = names.take(name, Limits::DEFAULT.max_path_bytes);
                    texts.push((index, SubmittedFile { path, text, language: None }));
                }
            } else if path.is_dir() {
                // A single folder is the root of the submission; of several folders, each keeps its name.
                let prefix = if paths.len() == 1 { String::new() } else { name_of(path) };
                roots.push(Root { index, path, prefix });
            } else {
                refuse_twice(paths.get(..index).unwrap_or_default(), path)?;
                let bytes = read(path).map_err(|error| io_error("read", path, &error))?;
                let name = names.take(&name_of(path), Limits::DEFAULT.max_path_bytes);
                if !is_as_given(Path::new(path.file_name().unwrap_or_default()), &name) {
                    self.renamed.push(name.clone());
                }
                if let Some(text) = self.named(&name, bytes, &mut too_large)? {
                    texts.push((index, SubmittedFile { path: name, text, language: None }));
                }
            }
        }
        if !too_large.is_empty() {
            return Err(Error::with_problems(
                ErrorKind::LimitExceeded,
                "the submission is too large",
                too_large,
            ));
        }
        self.has_folder = !roots.is_empty();
        Ok((texts, roots))
    }

    /// Takes the texts that were read, in their order.
    fn take_texts(&mut self, texts: &mut Vec<Text>) {
        texts.sort_by(|(left, one), (right, other)| left.cmp(right).then(one.path.cmp(&other.path)));
        self.files = texts.drain(..).map(|(_, file)| file).collect();
        self.decoded.sort();
        self.renamed.sort();
    }

    fn stdin(&mut self, too_large: &mut Vec<Problem>) -> Result<()> {
        if self.has_stdin {
            return Err(Error::new(ErrorKind::Io, "standard input (-) is named twice"));
        }
        self.has_stdin = true;
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
            Decoded::Binary(..) => Err(Error::new(ErrorKind::Io, format!("{name} is not text"))),
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
        let (mut found, mut tally) = self.name_found(roots, walk, names);
        found.sort_by(|(left, ..), (right, ..)| left.cmp(right));
        for (file, root, name) in found {
            let read = self.found(&file, &name);
            self.take_found(read, &file, root, name, texts, &mut tally);
        }
        self.set_aside = tally.entries(Limits::DEFAULT.max_set_aside);
    }

    /// The files that a walk found, with their names, in the order of paths; and what it set aside.
    fn name_found<'r, 'p>(
        &mut self,
        roots: &'r [Root<'p>],
        walk: Walk<'_>,
        names: &mut Names,
    ) -> (Vec<(Found, &'r Root<'p>, String)>, Tally) {
        let Walk { found, tally, ignore_files, .. } = walk;
        self.notes.extend(ignore_files.notes);
        let root_of = |file: &Found| roots.iter().find(|root| root.index == file.root);
        let mut found: Vec<(Found, &Root<'_>)> =
            found.into_iter().filter_map(|file| root_of(&file).map(|root| (file, root))).collect();
        found.sort_by(|(left, one), (right, other)| {
            one.index.cmp(&other.index).then(left.path.cmp(&right.path))
        });
        let name = |(file, root): (Found, &'r Root<'p>)| {
            let name = names.take(&root.name(&file.path), Limits::DEFAULT.max_path_bytes);
            (file, root, name)
        };
        (found.into_iter().map(name).collect(), tally)
    }

    /// Notes a file that was read, or why it was not.
    fn take_found(
        &mut self,
        read: Result<String, NotRead>,
        file: &Found,
        root: &Root<'_>,
        name: String,
        texts: &mut Vec<Text>,
        tally: &mut Tally,
    ) {
        match read {
            Ok(text) => {
                if !is_as_given(root.relative(&file.path), &name) {
                    self.renamed.push(name.clone());
                }
                texts.push((root.index, SubmittedFile { path: name, text, language: None }));
            }
            // Its own name, which no file that is read has.
            Err(NotRead { reason, language }) => {
                tally.file_in(name, reason, Some(file.bytes), language);
            }
        }
    }

    /// The text of a file, or why it is set aside.
    fn found(&mut self, found: &Found, name: &str) -> Result<String, NotRead> {
        let limits = Limits::DEFAULT;
        let named = language_of(name);
        let not_read = |reason| NotRead { reason, language: named };
        let open = || {
            let file = File::open(&found.path)?;
            // What was a file a moment ago may be a pipe by now.
            if file.metadata()?.is_file() { Ok(file) } else { Err(io::ErrorKind::InvalidInput.into()) }
        };
        let file: io::Result<File> = open();
        let file = file.map_err(|_| not_read(SetAsideReason::Unreadable))?;
        let too_large = found.bytes > limits.max_file_bytes as u64;
        let limit = if too_large { PROBE } else { limits.max_file_bytes.saturating_add(1) };
        let bytes = read_from(file, limit).map_err(|_| not_read(SetAsideReason::Unreadable))?;
        if too_large || bytes.len() > limits.max_file_bytes {
            let (reason, code) = what_is(&bytes, named.is_some())
                .unwrap_or_else(|| (SetAsideReason::TooLarge, names::language_within(name, &bytes)));
            return Err(NotRead { reason, language: named.or(code) });
        }
        match decode(bytes, named.is_some()) {
            Decoded::Binary(reason, code) => Err(NotRead { reason, language: named.or(code) }),
            Decoded::Text { text, .. } if text.len() > limits.max_file_bytes => {
                Err(not_read(SetAsideReason::TooLarge))
            }
            Decoded::Text { text, encoding } => {
                let total = self.bytes.saturating_add(text.len());
                if total > limits.max_text_bytes {
                    return Err(not_read(SetAsideReason::TooMany));
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
        if self.has_folder && self.files.is_empty() && self.count == 0 {
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
