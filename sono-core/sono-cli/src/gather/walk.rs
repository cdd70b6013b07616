//! Walking the folders of a hand-in: what is there, and what of it can be read.
//!
//! Every folder is looked at in the order of names, so that a limit cuts at the same place on every machine. Nothing is
//! held but names: those of the folders still to come, and those of the files that will be read.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::ffi::{OsStr, OsString};
use std::fs::{self, DirEntry, File};
use std::path::{Path, PathBuf};

use sono_score::submission::{FolderCounts, Limits, SetAsideReason, Tally};

use super::super::decode::{Decoded, decode};
use super::filter::{Filter, IgnoreFiles};
use super::markers::{self, Marked};
use super::names::{ROOM, is_open, language_of, language_within, name_of, shortened};
use super::read_from;

/// The most entries of folders that are looked at to be read; after that, no further folder is entered.
const MAX_ENTRIES: u64 = 1_000_000;
/// The most entries that are looked at to count what is set aside.
const MAX_COUNTED: u64 = 1_000_000;
/// The most files whose names leave open whether they are code of which the start is read to count what is set aside.
const MAX_LOOKS: u32 = 10_000;
/// The most bytes of such a start.
const MAX_START: usize = 8_000;
/// The most folders of a hand-in.
const MAX_FOLDERS: usize = 100_000;

/// A file that may be read. The first are read first, where there is not room for all: code before what may be code,
/// that before prose and data, and of these the small before the large.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    rank: u8,
    pub(super) bytes: u64,
    /// The index of the path on the command line below which it was found.
    pub(super) root: usize,
    pub(super) path: PathBuf,
}

/// The files found so far, and what was set aside.
pub(super) struct Walk<'f> {
    filter: &'f Filter,
    roots: &'f [Root<'f>],
    pub(super) ignore_files: IgnoreFiles,
    /// The best files, as many as a submission may hold.
    pub(super) found: BTreeSet<Found>,
    pub(super) tally: Tally,
    room: usize,
    entries_left: u64,
    counted_left: u64,
    folders_left: usize,
    looks_left: u32,
}

/// A folder that was handed in.
pub(super) struct Root<'p> {
    pub(super) index: usize,
    pub(super) path: &'p Path,
    /// The name of the folder in the submission; empty if it is the submission.
    pub(super) prefix: String,
}

impl Root<'_> {
    /// The name in the submission.
    pub(super) fn name(&self, path: &Path) -> String {
        let inside = name_of(self.relative(path));
        let parts = [self.prefix.as_str(), &inside].into_iter().filter(|part| !part.is_empty());
        let name = parts.collect::<Vec<_>>().join("/");
        if name.is_empty() { ".".to_owned() } else { name }
    }

    /// The name for the list of what was set aside, which numbers files of one name.
    pub(super) fn listed(&self, path: &Path) -> String {
        shortened(&self.name(path), Limits::DEFAULT.max_path_bytes.saturating_sub(ROOM))
    }

    pub(super) fn relative<'a>(&self, path: &'a Path) -> &'a Path {
        path.strip_prefix(self.path).unwrap_or(path)
    }
}

/// A folder that was entered, and the folders in it that are still to come.
struct Frame {
    path: PathBuf,
    folders: std::vec::IntoIter<OsString>,
    /// The folder `node_modules` that it belongs to: itself, or that around a scope such as `@types`.
    packages: Option<PathBuf>,
}

impl<'f> Walk<'f> {
    /// A walk through folders that finds at most so many files.
    pub(super) fn new(filter: &'f Filter, roots: &'f [Root<'f>], room: usize) -> Self {
        Self {
            filter,
            roots,
            ignore_files: IgnoreFiles::default(),
            found: BTreeSet::new(),
            tally: Tally::default(),
            room,
            entries_left: MAX_ENTRIES,
            counted_left: MAX_COUNTED,
            folders_left: MAX_FOLDERS,
            looks_left: MAX_LOOKS,
        }
    }

    /// The same with other limits: entries to read, entries to count, folders.
    #[cfg(test)]
    pub(super) fn limited(self, (entries_left, counted_left, folders_left): (u64, u64, usize)) -> Self {
        Self { entries_left, counted_left, folders_left, ..self }
    }

    /// Looks through the folders that were handed in.
    pub(super) fn folders(&mut self) {
        self.roots.iter().for_each(|root| self.folder(root));
    }

    fn folder(&mut self, root: &Root<'_>) {
        let home = fs::canonicalize(root.path).unwrap_or_else(|_| root.path.to_owned());
        // Parts of folders that are set aside, with the folder under which they are listed.
        let mut parts: BTreeMap<PathBuf, (PathBuf, SetAsideReason)> = BTreeMap::new();
        let mut frames: Vec<Frame> = Vec::new();
        frames.extend(self.enter(root, &home, root.path.to_owned(), None, &mut parts));
        while let Some(frame) = frames.last_mut() {
            let Some(name) = frame.folders.next() else {
                frames.pop();
                self.ignore_files.leave();
                continue;
            };
            let path = frame.path.join(&name);
            let scope = frame.packages.clone().filter(|_| name.as_encoded_bytes().starts_with(b"@"));
            let next = self.enter(root, &home, path, scope, &mut parts);
            frames.extend(next);
        }
    }

    /// Enters a folder: notes its files, and gives the folders in it; nothing if it is set aside as a whole.
    fn enter(
        &mut self,
        root: &Root<'_>,
        home: &Path,
        path: PathBuf,
        scope: Option<PathBuf>,
        parts: &mut BTreeMap<PathBuf, (PathBuf, SetAsideReason)>,
    ) -> Option<Frame> {
        let mut packages = scope;
        match markers::look(&path, path == root.path) {
            Marked::No => {}
            Marked::NodeModules => packages = Some(path.clone()),
            Marked::Parts(reason, listed) => {
                parts.extend(listed.into_iter().map(|part| (path.join(part), (path.clone(), reason))));
            }
            Marked::Whole(reason) => {
                let counts = self.count(&path);
                self.tally.folder(root.listed(&path), reason, counts);
                return None;
            }
        }
        let unknown = FolderCounts { at_least: true, ..FolderCounts::default() };
        if self.entries_left == 0 {
            self.tally.folder(root.listed(&path), SetAsideReason::TooMany, unknown);
            return None;
        }
        let Ok(entries) = fs::read_dir(&path) else {
            self.tally.folder(root.listed(&path), SetAsideReason::Unreadable, unknown);
            return None;
        };
        self.ignore_files.enter(self.filter, &path, &root.listed(&path));
        let mut folders = Smallest::new(self.folders_left);
        for entry in entries {
            self.entries_left = self.entries_left.saturating_sub(1);
            match entry {
                Ok(entry) => self.entry(root, home, &entry, parts, &mut folders),
                Err(_) => self.tally.folder(root.listed(&path), SetAsideReason::Unreadable, unknown),
            }
        }
        if folders.dropped {
            self.tally.folder(root.listed(&path), SetAsideReason::TooMany, unknown);
        }
        let mut folders = folders.names.into_sorted_vec();
        if let Some(node_modules) = &packages {
            folders = self.without_packages(root, &path, node_modules, folders);
        }
        self.folders_left = self.folders_left.saturating_sub(folders.len());
        Some(Frame { path, folders: folders.into_iter(), packages })
    }

    /// Notes one entry of a folder.
    fn entry(
        &mut self,
        root: &Root<'_>,
        home: &Path,
        entry: &DirEntry,
        parts: &mut BTreeMap<PathBuf, (PathBuf, SetAsideReason)>,
        folders: &mut Smallest,
    ) {
        let path = entry.path();
        let Ok(kind) = entry.file_type() else {
            return self.aside(root, &path, SetAsideReason::Unreadable, None, true);
        };
        let data = if kind.is_file() { entry.metadata().ok() } else { None };
        let bytes = data.as_ref().map(fs::Metadata::len);
        let excluded = self.filter.excludes(root.relative(&path), kind.is_dir())
            || self.ignore_files.ignore(&path, kind.is_dir());
        let part = if excluded { None } else { parts.remove(&path) };
        if excluded || part.is_some() {
            let (under, reason) = part.unwrap_or_else(|| (path.clone(), SetAsideReason::Excluded));
            if kind.is_dir() {
                let counts = self.count(&path);
                self.tally.folder(root.listed(&under), reason, counts);
            } else if under == path {
                self.aside(root, &path, reason, bytes, kind.is_file());
            } else {
                let mut counts = FolderCounts::default();
                counts.file(&entry.file_name().to_string_lossy(), bytes.unwrap_or(0));
                self.tally.folder(root.listed(&under), reason, counts);
            }
        } else if kind.is_dir() {
            folders.push(entry.file_name());
        } else if kind.is_symlink() {
            // What a link inside the hand-in leads to is read where it lies.
            let target = fs::canonicalize(&path);
            let leads_out = !target.as_ref().is_ok_and(|target| target.starts_with(home));
            if leads_out && target.is_ok_and(|target| target.is_dir()) {
                let unknown = FolderCounts { at_least: true, ..FolderCounts::default() };
                self.tally.folder(root.listed(&path), SetAsideReason::Link, unknown);
            } else {
                // The name of the link may hide what the name of the file says.
                let target = fs::read_link(&path).ok().filter(|_| leads_out);
                let names = [Some(path.as_path()), target.as_deref()];
                let mut names = names.into_iter().flatten().filter_map(Path::file_name);
                let language = names.find_map(|name| language_of(&name.to_string_lossy()));
                self.tally.file_in(
                    root.listed(&path),
                    SetAsideReason::Link,
                    None,
                    language.filter(|_| leads_out),
                );
            }
        } else if !kind.is_file() {
            self.aside(root, &path, SetAsideReason::Special, None, true);
        } else if let Some(bytes) = bytes {
            let rank = rank(&entry.file_name());
            self.found.insert(Found { rank, bytes, root: root.index, path });
            if self.found.len() > self.room
                && let Some(last) = self.found.pop_last()
            {
                // It may have been found in an earlier one of the folders that were handed in.
                let home = self.roots.iter().find(|root| root.index == last.root).unwrap_or(root);
                self.aside(home, &last.path, SetAsideReason::TooMany, Some(last.bytes), true);
            }
        } else {
            self.aside(root, &path, SetAsideReason::Unreadable, None, true);
        }
    }

    fn aside(
        &mut self,
        root: &Root<'_>,
        path: &Path,
        reason: SetAsideReason,
        bytes: Option<u64>,
        is_code: bool,
    ) {
        self.tally.file(root.listed(path), reason, bytes, is_code);
    }

    /// The folders among those of `node_modules`, or of a scope in it, that are no packages.
    fn without_packages(
        &mut self,
        root: &Root<'_>,
        path: &Path,
        node_modules: &Path,
        folders: Vec<OsString>,
    ) -> Vec<OsString> {
        let (packages, rest): (Vec<_>, Vec<_>) =
            folders.into_iter().partition(|name| markers::is_node_package(&path.join(name)));
        // What the package manager keeps for itself: `.bin`, `.cache`, `.pnpm`.
        let managed = !packages.is_empty() || markers::is_managed(path);
        let is_own = |name: &OsString| managed && name.as_encoded_bytes().starts_with(b".");
        let (own, rest): (Vec<_>, Vec<_>) = rest.into_iter().partition(is_own);
        for name in packages.into_iter().chain(own) {
            let counts = self.count(&path.join(name));
            self.tally.folder(root.listed(node_modules), SetAsideReason::Dependencies, counts);
        }
        rest
    }

    /// Whether a file whose name leaves it open is code in a language that is measured, by how it starts.
    fn is_code_inside(&mut self, name: &str, path: &Path) -> bool {
        let Some(left) = self.looks_left.checked_sub(1) else { return false };
        self.looks_left = left;
        let start = File::open(path).and_then(|file| read_from(file, MAX_START)).unwrap_or_default();
        match decode(start, false) {
            Decoded::Text { text, .. } => language_within(name, text.as_bytes()).is_some(),
            Decoded::Binary(..) => false,
        }
    }

    /// Counts the files below a folder, without following a link. Of those whose names leave open what they are, the start
    /// is read.
    fn count(&mut self, folder: &Path) -> FolderCounts {
        let mut counts = FolderCounts::default();
        let mut waiting = vec![folder.to_owned()];
        while let Some(folder) = waiting.pop() {
            let entries = if self.counted_left == 0 { None } else { fs::read_dir(&folder).ok() };
            let Some(entries) = entries else {
                counts.at_least = true;
                continue;
            };
            let mut folders = Smallest::new(MAX_FOLDERS.saturating_sub(waiting.len()));
            for entry in entries {
                self.counted_left = self.counted_left.saturating_sub(1);
                let known = entry.and_then(|entry| Ok((entry.file_type()?, entry)));
                let Ok((kind, entry)) = known else {
                    counts.at_least = true;
                    continue;
                };
                if kind.is_dir() {
                    folders.push(entry.file_name());
                } else if kind.is_file() {
                    let bytes = entry.metadata().map_or(0, |data| data.len());
                    let name = entry.file_name();
                    let name = name.to_string_lossy();
                    let is_code = language_of(&name).is_some()
                        || (is_open(&name) && self.is_code_inside(&name, &entry.path()));
                    counts.add_file(bytes, is_code);
                }
            }
            counts.at_least |= folders.dropped;
            // The last is looked at next.
            waiting.extend(folders.names.into_sorted_vec().iter().rev().map(|name| folder.join(name)));
        }
        counts
    }
}

/// The first names in their order, at most so many.
struct Smallest {
    names: BinaryHeap<OsString>,
    room: usize,
    /// Whether there were more.
    dropped: bool,
}

impl Smallest {
    fn new(room: usize) -> Self {
        Self { names: BinaryHeap::new(), room, dropped: false }
    }

    fn push(&mut self, name: OsString) {
        self.names.push(name);
        if self.names.len() > self.room {
            self.names.pop();
            self.dropped = true;
        }
    }
}

/// The place of a file in the order of reading, by its name.
fn rank(name: &OsStr) -> u8 {
    /// Prose and data that projects have in masses.
    const LAST: [&str; 23] = [
        "csv", "gif", "gz", "ico", "jpeg", "jpg", "json", "jsonl", "lock", "log", "map", "mp3", "mp4",
        "parquet", "pdf", "png", "svg", "tsv", "txt", "wav", "webp", "xml", "zip",
    ];
    let ending = Path::new(name).extension().and_then(OsStr::to_str).unwrap_or_default().to_ascii_lowercase();
    match () {
        () if language_of(&name.to_string_lossy()).is_some() => 0,
        () if LAST.contains(&ending.as_str()) => 2,
        () => 1,
    }
}
