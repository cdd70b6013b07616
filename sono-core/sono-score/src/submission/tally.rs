//! Counting what is set aside, in a list that stays short however much there is.

use std::collections::{BTreeMap, BTreeSet};

use super::set_aside::{SetAside, SetAsideReason};
use sono_syntax::language;

/// The most files of one folder that are listed one by one for the same reason.
const MAX_LISTED: usize = 10;
/// The deepest folders that are told apart where the list would be too long otherwise.
const MAX_LEVELS: usize = 8;

/// The language of a file of code, by its name.
fn language_of(name: &str) -> Option<&'static str> {
    language::detect(None, Some(name), "").map(|language| language.id)
}

/// The numbers of a folder.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FolderCounts {
    /// Files.
    pub files: u64,
    /// Bytes of these files.
    pub bytes: u64,
    /// The number of files that are code.
    pub code_files: u64,
    /// Bytes of these.
    pub code_bytes: u64,
    /// Whether the numbers are lower bounds.
    pub at_least: bool,
}

impl FolderCounts {
    /// Counts a file by its name.
    pub fn file(&mut self, name: &str, bytes: u64) {
        self.add_file(bytes, language_of(name).is_some());
    }

    /// Counts a file.
    pub fn add_file(&mut self, bytes: u64, code: bool) {
        self.add(Self {
            files: 1,
            bytes,
            code_files: u64::from(code),
            code_bytes: if code { bytes } else { 0 },
            at_least: false,
        });
    }

    fn add(&mut self, other: Self) {
        self.files = self.files.saturating_add(other.files);
        self.bytes = self.bytes.saturating_add(other.bytes);
        self.code_files = self.code_files.saturating_add(other.code_files);
        self.code_bytes = self.code_bytes.saturating_add(other.code_bytes);
        self.at_least |= other.at_least;
    }

    fn of(entry: &SetAside) -> Self {
        let (code_files, code_bytes) = entry.code();
        Self {
            files: entry.file_count(),
            bytes: entry.bytes.unwrap_or(0),
            code_files,
            code_bytes,
            at_least: entry.at_least,
        }
    }

    fn entry(self, path: String, reason: SetAsideReason) -> SetAside {
        SetAside {
            bytes: Some(self.bytes),
            files: Some(self.files),
            code_files: (self.code_files > 0).then_some(self.code_files),
            code_bytes: (self.code_files > 0).then_some(self.code_bytes),
            at_least: self.at_least,
            ..SetAside::file(path, reason, None)
        }
    }
}

/// The files of one folder that are set aside for one reason.
#[derive(Debug, Default)]
struct Group {
    counts: FolderCounts,
    /// The entries of single files, as long as they are few.
    files: Vec<SetAside>,
    /// Whether the folder as a whole is set aside.
    whole: bool,
}

impl Group {
    fn push(&mut self, entry: SetAside) {
        self.counts.add(FolderCounts::of(&entry));
        if self.files.len() <= MAX_LISTED {
            self.files.push(entry);
        }
    }
}

/// All that is set aside.
#[derive(Debug, Default)]
pub struct Tally {
    groups: BTreeMap<(String, SetAsideReason), Group>,
}

impl Tally {
    /// Sets aside a file; whether it is code, its name tells.
    pub fn file(&mut self, name: String, reason: SetAsideReason, bytes: Option<u64>, is_code: bool) {
        let language = if is_code { language_of(&name) } else { None };
        self.file_in(name, reason, bytes, language);
    }

    /// Sets aside a file in a language that is known.
    pub fn file_in(
        &mut self,
        name: String,
        reason: SetAsideReason,
        bytes: Option<u64>,
        language: Option<&'static str>,
    ) {
        let language = language.map(str::to_owned);
        let folder = name.rsplit_once('/').map_or(".", |(folder, _)| folder).to_owned();
        let entry = SetAside { language, ..SetAside::file(name, reason, bytes) };
        self.groups.entry((folder, reason)).or_default().push(entry);
    }

    /// Sets aside a folder, or more of it.
    pub fn folder(&mut self, name: String, reason: SetAsideReason, counts: FolderCounts) {
        let group = self.groups.entry((name, reason)).or_default();
        group.counts.add(counts);
        group.whole = true;
    }

    /// The entries, sorted by path, at most `limit`.
    pub fn entries(self, limit: usize) -> Vec<SetAside> {
        let mut entries: Vec<SetAside> = Vec::new();
        for ((folder, reason), group) in self.groups {
            if group.whole || group.files.len() > MAX_LISTED {
                entries.push(group.counts.entry(folder, reason));
            } else {
                entries.extend(group.files);
            }
        }
        for levels in (0..=MAX_LEVELS).rev() {
            if entries.len() <= limit {
                break;
            }
            let mut merged: BTreeMap<(String, SetAsideReason), FolderCounts> = BTreeMap::new();
            for entry in entries {
                let counts = FolderCounts::of(&entry);
                merged.entry((ancestor(&entry, levels), entry.reason)).or_default().add(counts);
            }
            let entry = |((path, reason), counts): (_, FolderCounts)| counts.entry(path, reason);
            entries = merged.into_iter().map(entry).collect();
        }
        entries.sort();
        tell_apart(&mut entries);
        entries.sort();
        entries
    }
}

/// Numbers files of one name, as they may be where names are changed to be plain and short.
fn tell_apart(entries: &mut [SetAside]) {
    let mut taken: BTreeSet<String> = entries.iter().map(|entry| entry.path.clone()).collect();
    let mut last: Option<(String, usize)> = None;
    for entry in entries.iter_mut().filter(|entry| entry.files.is_none()) {
        match &mut last {
            Some((path, number)) if *path == entry.path => {
                let dot =
                    entry.path.rfind('.').filter(|dot| !entry.path.get(*dot..).unwrap_or("/").contains('/'));
                let (stem, ending) =
                    entry.path.split_at_checked(dot.unwrap_or(entry.path.len())).unwrap_or(("", ""));
                let numbered = loop {
                    *number = number.saturating_add(1);
                    let numbered = format!("{stem}~{number}{ending}");
                    if taken.insert(numbered.clone()) {
                        break numbered;
                    }
                };
                entry.path = numbered;
            }
            _ => last = Some((entry.path.clone(), 1)),
        }
    }
}

/// The folder of an entry, at most so many levels deep.
fn ancestor(entry: &SetAside, levels: usize) -> String {
    let folder = match entry.files {
        Some(_) => entry.path.as_str(),
        None => entry.path.rsplit_once('/').map_or(".", |(folder, _)| folder),
    };
    let parts: Vec<&str> = folder.split('/').take(levels).collect();
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(entries: &[SetAside]) -> Vec<String> {
        let one = |entry: &SetAside| match entry.files {
            Some(files) => format!("{}/ {} {files} {:?}", entry.path, entry.reason.as_str(), entry.code()),
            None => format!("{} {} {:?}", entry.path, entry.reason.as_str(), entry.language),
        };
        entries.iter().map(one).collect()
    }

    #[test]
    fn few_files_are_listed_and_many_are_summed_up() {
        let mut tally = Tally::default();
        for index in 0..11 {
            tally.file(format!("images/{index}.png"), SetAsideReason::Media, Some(3), true);
        }
        tally.file("b.png".to_owned(), SetAsideReason::Media, Some(3), true);
        tally.file("a/big.py".to_owned(), SetAsideReason::TooLarge, Some(5), true);
        tally.file("a/link.py".to_owned(), SetAsideReason::Link, None, false);
        let mut counts = FolderCounts::default();
        counts.file("x/index.js", 7);
        counts.file("x/README", 9);
        tally.folder("node_modules".to_owned(), SetAsideReason::Dependencies, counts);
        tally.folder("node_modules".to_owned(), SetAsideReason::Dependencies, counts);
        assert_eq!(
            told(&tally.entries(1_000)),
            [
                "a/big.py too_large Some(\"python\")",
                "a/link.py link None",
                "b.png media None",
                "images/ media 11 (0, 0)",
                "node_modules/ dependencies 4 (2, 14)",
            ]
        );
    }

    #[test]
    fn files_of_one_name_are_told_apart() {
        let mut tally = Tally::default();
        for (name, reason, bytes) in [
            ("a/b.png", SetAsideReason::Media, 5),
            ("a/b.png", SetAsideReason::Media, 3),
            ("a/b~2.png", SetAsideReason::Media, 1),
            ("a/b.png", SetAsideReason::Binary, 7),
            ("a.d/x", SetAsideReason::Media, 1),
            ("a.d/x", SetAsideReason::Media, 1),
        ] {
            tally.file(name.to_owned(), reason, Some(bytes), false);
        }
        let paths: Vec<String> = tally.entries(1_000).into_iter().map(|entry| entry.path).collect();
        assert_eq!(paths, ["a.d/x", "a.d/x~2", "a/b.png", "a/b~2.png", "a/b~3.png", "a/b~4.png"]);
    }

    #[test]
    fn a_long_list_is_summed_up_by_folders_and_loses_no_file() {
        let mut tally = Tally::default();
        for index in 0..3_000 {
            let name = format!("a{}/b{}/c/d/e/f/g/h/i/{index}.py", index % 3, index % 700);
            tally.file(name, SetAsideReason::TooMany, Some(2), true);
        }
        let entries = tally.entries(100);
        assert_eq!(told(&entries), [0, 1, 2].map(|a| format!("a{a}/ too_many 1000 (1000, 2000)")));
    }
}
