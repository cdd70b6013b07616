//! Code that was handed in and is not among the texts that were read.
//!
//! Whoever sets files aside cannot know why they are there: a folder of packages is honest nearly always, and the one
//! place where nobody looks. So such folders are told as a fact of low severity, in words that accuse nobody; code that
//! was left out for another reason, which hardly happens by itself, is told as a sign. What the host itself excluded is
//! its own decision, and no sign at all.

use super::uncover::is_material;
use crate::submission::{
    FileKind, SetAside, SetAsideReason, Source, SourceKind, of_path, set_aside_entries_of,
};
use sono_syntax::finding::Severity;
use sono_syntax::text::{file_name, format_bytes, format_number};

/// The most places that a description names.
const MAX_PLACES: usize = 5;

/// The entries that one flag sums up.
#[derive(Default)]
struct Sum<'e> {
    files: u64,
    bytes: u64,
    at_least: bool,
    places: Vec<&'e SetAside>,
}

impl<'e> Sum<'e> {
    fn add(&mut self, entry: &'e SetAside) {
        let (files, bytes) = entry.code();
        self.files = self.files.saturating_add(files);
        self.bytes = self.bytes.saturating_add(bytes);
        self.at_least |= entry.at_least;
        self.places.push(entry);
    }

    fn has_any(&self) -> bool {
        !self.places.is_empty()
    }

    /// `2 files of code (1.5 kB) were not read`.
    fn amount(&self) -> String {
        let least = if self.at_least { "at least " } else { "" };
        let (noun, verb) = if self.files == 1 { ("file", "was") } else { ("files", "were") };
        let count = format_number(self.files as f64);
        format!("{least}{count} {noun} of code ({}) {verb} not read", format_bytes(self.bytes))
    }

    /// The first places, those with the most code first.
    fn named(mut self, name: impl Fn(&SetAside) -> String) -> String {
        self.places.sort_by(|left, right| right.code().1.cmp(&left.code().1).then(left.cmp(right)));
        let shown: Vec<String> = self.places.iter().take(MAX_PLACES).map(|entry| name(entry)).collect();
        let more = match self.places.len().saturating_sub(MAX_PLACES) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        format!("{}{more}", shown.join(", "))
    }
}

/// Flags for code among what was set aside, by the host or because of what it is: severity and description.
pub fn unread(entries: &[SetAside], sources: &[Source<'_>]) -> Vec<(Severity, String)> {
    let certain = set_aside_entries_of(sources, |aside| aside.is_certain);
    let uncertain = set_aside_entries_of(sources, |aside| !aside.is_certain);
    let (mut recognised, mut lost, mut closed) = (Sum::default(), Sum::default(), Sum::default());
    let (mut made, mut claimed, mut sealed) = (Sum::default(), Sum::default(), Sum::default());
    let certain = entries.iter().chain(&certain).map(|entry| (entry, true));
    for (entry, is_certain) in certain.chain(uncertain.iter().map(|entry| (entry, false))) {
        let has_code = entry.code().0 > 0;
        match entry.reason {
            SetAsideReason::Excluded | SetAsideReason::Declarations | SetAsideReason::LockFile => {}
            SetAsideReason::Dependencies | SetAsideReason::BuildOutput if has_code => recognised.add(entry),
            SetAsideReason::Generated | SetAsideReason::Minified | SetAsideReason::Migration if has_code => {
                if is_certain {
                    made.add(entry)
                } else {
                    claimed.add(entry)
                }
            }
            _ if has_code => lost.add(entry),
            // Nobody knows what is in a folder that could not be opened, or that was too much to be listed.
            SetAsideReason::Unreadable | SetAsideReason::TooMany | SetAsideReason::Link if entry.at_least => {
                closed.add(entry);
            }
            // Tests of what reads archives come with many.
            SetAsideReason::Archive if may_hold_code(&entry.path) && !is_material(&entry.path) => {
                sealed.add(entry);
            }
            _ => {}
        }
    }
    let read: usize = sources
        .iter()
        .filter(|source| source.kind == SourceKind::Code && source.language.is_some())
        .map(|source| source.text.len())
        .sum();
    let grave = |sum: &Sum<'_>| if sum.bytes > read as u64 { Severity::High } else { Severity::Medium };
    let mut flags = Vec::new();
    if recognised.has_any() {
        let amount = recognised.amount();
        let places = recognised.named(|entry| format!("`{}`", entry.path));
        flags.push((
            Severity::Low,
            format!(
                "{amount}: part of packages or of build output, {places}. Such parts are recognised by how they are \
                 built; what is in them was not compared with what its makers published."
            ),
        ));
    }
    if made.has_any() {
        let amount = made.amount();
        let places = made.named(|entry| format!("`{}` ({})", entry.path, entry.reason.words()));
        flags.push((Severity::Low, format!("{amount}: the work of tools, as the form shows, {places}.")));
    }
    if claimed.has_any() {
        let severity = grave(&claimed);
        let amount = claimed.amount();
        let places = claimed.named(|entry| format!("`{}`", entry.path));
        flags.push((
            severity,
            format!(
                "{amount}: generated by a tool, says the head of the file, and nothing else does, {places}. A person \
                 should look at it."
            ),
        ));
    }
    if lost.has_any() {
        let severity = grave(&lost);
        let amount = lost.amount();
        let places = lost.named(|entry| format!("`{}` ({})", entry.path, entry.reason.words()));
        flags.push((severity, format!("{amount}; the score says nothing about it: {places}.")));
    }
    if closed.has_any() {
        let count = match closed.places.len() {
            1 => "1 folder was not looked into; nobody knows whether it holds code".to_owned(),
            count => format!("{count} folders were not looked into; nobody knows whether they hold code"),
        };
        let places = closed.named(|entry| format!("`{}` ({})", entry.path, entry.reason.words()));
        flags.push((Severity::Medium, format!("{count}: {places}.")));
    }
    if sealed.has_any() {
        let files = sealed.places.iter().map(|entry| entry.file_count()).fold(0, u64::saturating_add);
        let count = match files {
            1 => "1 archive was not opened; nobody knows whether it holds code".to_owned(),
            files => format!(
                "{} archives were not opened; nobody knows whether they hold code",
                format_number(files as f64)
            ),
        };
        let places = sealed.named(|entry| format!("`{}`", entry.path));
        flags.push((Severity::Low, format!("{count}: {places}.")));
    }
    flags
}

/// Whether an archive may hold code. Documents and arrays are archives as well, and so is one file that was compressed,
/// of which the rest of the name says what it is.
fn may_hold_code(path: &str) -> bool {
    const DOCUMENTS: [&str; 12] =
        ["docx", "epub", "idml", "npz", "odg", "odp", "ods", "odt", "pptx", "sketch", "xlsm", "xlsx"];
    const COMPRESSED: [&str; 6] = ["br", "bz2", "gz", "lzma", "xz", "zst"];
    let name = file_name(path).to_ascii_lowercase();
    let Some((stem, ending)) = name.rsplit_once('.') else { return true };
    let is_data = || matches!(of_path(stem), FileKind::Data | FileKind::Document);
    !(DOCUMENTS.contains(&ending) || (COMPRESSED.contains(&ending) && is_data()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::submission::{Submission, sources};

    fn folder(path: &str, reason: SetAsideReason, files: u64, code: u64) -> SetAside {
        SetAside {
            files: Some(files),
            code_files: Some(code),
            code_bytes: Some(code * 1_500),
            ..SetAside::file(path, reason, files * 2_000)
        }
    }

    #[test]
    fn nothing_is_said_where_no_code_is_lost() {
        let entries = [
            folder("images", SetAsideReason::Media, 3, 0),
            folder(".git", SetAsideReason::VersionControl, 30, 0),
            folder("mine", SetAsideReason::Excluded, 3, 3),
            SetAside::file("a.csv.gz", SetAsideReason::Archive, 3),
            SetAside::file("a.docx", SetAsideReason::Archive, 3),
            SetAside::file("tests/rows/a.zip", SetAsideReason::Archive, 3),
            SetAside {
                language: Some("cobol".into()),
                ..SetAside::file("a.cob", SetAsideReason::TooLarge, 3)
            },
        ];
        assert_eq!(unread(&entries, &[]), []);
    }

    #[test]
    fn folders_of_others_are_a_fact_and_lost_code_is_a_sign() {
        let python = |path: &str, reason, bytes| SetAside {
            language: Some("python".into()),
            ..SetAside::file(path, reason, bytes)
        };
        let submission = Submission::builder().file("a.py", "x = 1\n".repeat(100)).build().unwrap();
        let sources = sources(&submission);
        let mut entries = vec![
            folder("node_modules", SetAsideReason::Dependencies, 1_204, 900),
            folder("target", SetAsideReason::BuildOutput, 9, 1),
            python("b.py", SetAsideReason::Unreadable, 300),
            SetAside { at_least: true, ..folder("shut", SetAsideReason::Unreadable, 0, 0) },
        ];
        let told: Vec<String> = unread(&entries, &sources)
            .into_iter()
            .map(|(severity, text)| format!("{}: {text}", severity.as_str()))
            .collect();
        insta::assert_snapshot!(told.join("\n"), @r"
        low: 901 files of code (1.4 MB) were not read: part of packages or of build output, `node_modules`, `target`. Such parts are recognised by how they are built; what is in them was not compared with what its makers published.
        medium: 1 file of code (300 bytes) was not read; the score says nothing about it: `b.py` (cannot be read).
        medium: 1 folder was not looked into; nobody knows whether it holds code: `shut` (cannot be read).
        ");
        entries.push(python("big.py", SetAsideReason::TooLarge, 601));
        let flags = unread(&entries, &sources);
        assert_eq!(flags[1].0, Severity::High, "more code was left out than read");
        assert!(flags[1].1.starts_with("2 files of code (901 bytes) were not read"), "{}", flags[1].1);
    }

    #[test]
    fn what_is_in_archives_nobody_knows() {
        let entries = [
            SetAside::file("a.zip", SetAsideReason::Archive, 3),
            SetAside::file("lib/a.py.gz", SetAsideReason::Archive, 3),
            SetAside { files: Some(12), ..SetAside::file("wheels", SetAsideReason::Archive, 90) },
        ];
        assert_eq!(
            unread(&entries, &[]),
            [(
                Severity::Low,
                "14 archives were not opened; nobody knows whether they hold code: `a.zip`, `lib/a.py.gz`, `wheels`."
                    .to_owned()
            )]
        );
    }

    #[test]
    fn many_places_are_cut() {
        let entries: Vec<SetAside> =
            (0..20).map(|index| folder(&format!("v{index}"), SetAsideReason::TooMany, 2, 1)).collect();
        let [(severity, text)] = unread(&entries, &[]).try_into().unwrap();
        assert_eq!(severity, Severity::High);
        assert!(text.ends_with(" and 15 more."), "{text}");
    }
}
