//! The caller's exclusions: globs, and ignore files where the caller says that they count.

use std::fs;
use std::path::Path;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use sono_score::{Error, ErrorKind, Result};

use super::super::args::GatherArgs;
use super::names::name_of;
use super::read_from;

/// The largest ignore file that is obeyed, in bytes.
const MAX_IGNORE_BYTES: usize = 64 << 10;
/// The most patterns that all ignore files together may have: each takes memory and time for every name.
const MAX_IGNORE_PATTERNS: usize = 2_000;
/// Names of ignore files; the later counts more.
const IGNORE_FILES: [&str; 2] = [".gitignore", ".ignore"];

/// The caller's exclusions, and the name of standard input.
pub(crate) struct Filter {
    excluded: Gitignore,
    respects_ignore_files: bool,
    pub(super) stdin_name: Option<String>,
}

impl Filter {
    /// Nothing is left out.
    pub(crate) fn none() -> Self {
        Self { excluded: Gitignore::empty(), respects_ignore_files: false, stdin_name: None }
    }

    /// The filter that the options describe.
    pub(crate) fn new(args: &GatherArgs) -> Result<Self> {
        let mut builder = GitignoreBuilder::new("");
        let refuse = |glob: &str, error: &dyn std::fmt::Display| {
            let message = format!("expected a glob for --exclude, got {glob:?}: {error}");
            Error::new(ErrorKind::InvalidOptions, message)
        };
        for glob in &args.exclude {
            builder.add_line(None, glob).map_err(|error| refuse(glob, &error))?;
        }
        let excluded = builder.build().map_err(|error| refuse(&args.exclude.join(" "), &error))?;
        let stdin_name = args.stdin_name.as_ref().map(|name| name_of(Path::new(name)));
        if stdin_name.as_deref().is_some_and(str::is_empty) {
            let message = "expected the name of a file for --stdin-name, got none";
            return Err(Error::new(ErrorKind::InvalidOptions, message));
        }
        Ok(Self { excluded, respects_ignore_files: args.respect_ignore_files, stdin_name })
    }

    /// Whether a glob leaves out a path, relative to the folder that was handed in.
    pub(super) fn excludes(&self, relative: &Path, is_folder: bool) -> bool {
        self.excluded.matched(relative, is_folder).is_ignore()
    }
}

/// The ignore files on the way from the root to a folder.
#[derive(Default)]
pub(super) struct IgnoreFiles {
    /// The ignore files of each folder on the way.
    levels: Vec<Option<Gitignore>>,
    patterns: usize,
    /// Ignore files that are not obeyed, and why.
    pub(super) notes: Vec<String>,
}

impl IgnoreFiles {
    /// Enters a folder, of which this is the name for people.
    pub(super) fn enter(&mut self, filter: &Filter, folder: &Path, name: &str) {
        let level = if filter.respects_ignore_files { self.read(folder, name) } else { None };
        self.levels.push(level);
    }

    /// Leaves the folder entered last.
    pub(super) fn leave(&mut self) {
        self.levels.pop();
    }

    /// Whether they leave out a path; the file nearest to it decides.
    pub(super) fn ignore(&self, path: &Path, is_folder: bool) -> bool {
        for level in self.levels.iter().rev().flatten() {
            match level.matched(path, is_folder) {
                Match::Ignore(_) => return true,
                Match::Whitelist(_) => return false,
                Match::None => {}
            }
        }
        false
    }

    fn read(&mut self, folder: &Path, name: &str) -> Option<Gitignore> {
        let mut builder = GitignoreBuilder::new(folder);
        let mut any = false;
        for file in IGNORE_FILES {
            let path = folder.join(file);
            if !fs::symlink_metadata(&path).is_ok_and(|data| data.is_file()) {
                continue;
            }
            match self.patterns_of(&path) {
                Ok(text) => {
                    for line in text.lines() {
                        // A line that is no pattern leaves nothing out, as in git.
                        let _ = builder.add_line(None, line);
                        any = true;
                    }
                }
                Err(why) => {
                    let name = if name == "." { file.to_owned() } else { format!("{name}/{file}") };
                    self.notes.push(format!("{name} leaves nothing out: {why}"));
                }
            }
        }
        if any { builder.build().ok() } else { None }
    }

    /// The text of an ignore file, or why it is not obeyed.
    fn patterns_of(&mut self, path: &Path) -> Result<String, String> {
        let read = fs::File::open(path).and_then(|file| read_from(file, MAX_IGNORE_BYTES.saturating_add(1)));
        let bytes = read.map_err(|error| format!("it cannot be read: {error}"))?;
        if bytes.len() > MAX_IGNORE_BYTES {
            return Err(format!("expected at most {MAX_IGNORE_BYTES} bytes, got more"));
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let is_pattern = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
        let patterns = self.patterns.saturating_add(text.lines().filter(is_pattern).count());
        if patterns > MAX_IGNORE_PATTERNS {
            return Err(format!("expected at most {MAX_IGNORE_PATTERNS} patterns in all, got more"));
        }
        self.patterns = patterns;
        Ok(text)
    }
}
