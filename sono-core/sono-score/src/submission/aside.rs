//! Setting aside the files that no person wrote as code of this work.

use std::collections::BTreeSet;
use std::ops::Range;

use super::set_aside::{SetAside, SetAsideReason};
use super::source::{Aside, Remark, Source, SourceKind};
use super::tally::{FolderCounts, Tally};
use super::types::SubmittedFile;
use sono_syntax::intake::{OriginKind, Packages, origin};

/// The most entries for what is set aside here.
const MAX_ENTRIES: usize = 1_000;

/// Sets aside the sources that others or tools made, unless nothing else is left to be measured. Only those of files, which
/// are at the given indices, can be of that kind. The bare word of a file that a tool generated it is not taken where
/// other code names it: then it is a part of the work, and its code counts.
pub(super) fn set_aside_unwritten(
    sources: &mut [Source<'_>],
    of_files: Range<usize>,
    files: &[SubmittedFile],
) {
    if of_files.is_empty() {
        return;
    }
    let packages = Packages::find(files.iter().map(|file| (file.path.as_str(), file.text.as_str())));
    let decide = |(index, source)| if of_files.contains(&index) { aside(source, &packages) } else { None };
    let mut asides: Vec<Option<Aside>> = sources.iter().enumerate().map(decide).collect();
    take_back_claims(sources, &mut asides);
    let holds_code = |source: &Source<'_>| source.language.is_some() && !source.text.trim().is_empty();
    let is_left = sources.iter().zip(&asides).any(|(source, aside)| aside.is_none() && holds_code(source));
    for (source, aside) in sources.iter_mut().zip(asides) {
        let Some(aside) = aside else { continue };
        if is_left || source.language.is_none() || aside.reason == SetAsideReason::Declarations {
            source.kind = SourceKind::Data;
            source.language = None;
            source.is_test = false;
            source.aside = Some(aside);
        }
    }
}

/// Drops the claims of files that a tool generated them which nothing but their word supports, where code names the files,
/// or where files whose claims were dropped do.
fn take_back_claims(sources: &mut [Source<'_>], asides: &mut [Option<Aside>]) {
    let is_claim = |aside: &Option<Aside>| {
        aside.as_ref().is_some_and(|aside| aside.reason == SetAsideReason::Generated && !aside.is_certain)
    };
    if !asides.iter().any(is_claim) {
        return;
    }
    let written = sources.iter().zip(asides.iter()).filter(|(_, aside)| aside.is_none());
    let mut named = words_of(written.map(|(source, _)| source));
    loop {
        let mut used = Vec::new();
        for (source, aside) in sources.iter_mut().zip(asides.iter_mut()) {
            if is_claim(aside) && named.contains(stem(&source.name)) {
                *aside = None;
                source.remark.get_or_insert(Remark::SaidGenerated);
                used.push(&*source);
            }
        }
        if used.is_empty() {
            return;
        }
        named.extend(words_of(used.into_iter()));
    }
}

/// The words of code, which are the names of all that it uses.
fn words_of<'s>(sources: impl Iterator<Item = &'s Source<'s>>) -> BTreeSet<String> {
    let is_sign = |c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '$'));
    let code = sources.filter(|source| source.language.is_some());
    code.flat_map(|source| source.text.split(is_sign)).map(str::to_owned).collect()
}

/// The name by which code knows a file: that of the file without endings or, where it stands for its folder, the folder's.
pub(crate) fn stem(path: &str) -> &str {
    let mut parts = path.rsplit('/');
    let file = parts.next().unwrap_or(path);
    let stem = file.split_once('.').map_or(file, |(stem, _)| stem);
    match stem {
        "__init__" | "index" | "mod" => parts.next().unwrap_or(stem),
        _ => stem,
    }
}

fn aside(source: &Source<'_>, packages: &Packages) -> Option<Aside> {
    let language = source.language.map(|language| language.id);
    let path = source.name.strip_suffix("#markdown").unwrap_or(&source.name);
    if let Some((folder, is_output)) = packages.folder_of(path) {
        let reason = if is_output { SetAsideReason::BuildOutput } else { SetAsideReason::Dependencies };
        return Some(Aside { reason, language, folder: Some(folder.to_owned()), is_certain: true });
    }
    // Cells are what people write.
    if !source.cells.is_empty() {
        return None;
    }
    let origin = origin(path, source.whole(), source.language)?;
    let reason = match origin.kind {
        OriginKind::Generated => SetAsideReason::Generated,
        OriginKind::Built => SetAsideReason::BuildOutput,
        OriginKind::Minified => SetAsideReason::Minified,
        OriginKind::Library => SetAsideReason::Dependencies,
        OriginKind::Migration => SetAsideReason::Migration,
        OriginKind::Declarations => SetAsideReason::Declarations,
        OriginKind::LockFile => SetAsideReason::LockFile,
    };
    Some(Aside { reason, language, folder: None, is_certain: origin.is_certain })
}

/// The entries for what the sources say is set aside, sorted by path.
pub(crate) fn entries(sources: &[Source<'_>]) -> Vec<SetAside> {
    entries_of(sources, |_| true)
}

/// The entries for a part of that.
pub(crate) fn entries_of(sources: &[Source<'_>], is_part: impl Fn(&Aside) -> bool) -> Vec<SetAside> {
    let mut tally = Tally::default();
    for source in sources {
        let Some(aside) = source.aside.as_ref().filter(|aside| is_part(aside)) else { continue };
        let bytes = source.text.len() as u64;
        match &aside.folder {
            Some(folder) => {
                let mut counts = FolderCounts::default();
                counts.add_file(bytes, aside.language.is_some());
                tally.folder(folder.clone(), aside.reason, counts);
            }
            None => tally.file_in(source.name.clone(), aside.reason, Some(bytes), aside.language),
        }
    }
    tally.entries(MAX_ENTRIES)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::submission::{Submission, sources};

    const MINE: &str = "def depth(well):\n    return well.top - well.bottom\n";
    const CLAIMED: &str = "# Code generated by wells. DO NOT EDIT.\ndef depth(well):\n    return 3\n";

    fn told(files: &[(&str, &str)]) -> Vec<String> {
        let build = files.iter().fold(Submission::builder(), |built, (path, text)| built.file(*path, *text));
        let submission = build.build().unwrap();
        let entry = |entry: &SetAside| format!("{} {} {:?}", entry.path, entry.reason.as_str(), entry.code());
        entries(&sources(&submission)).iter().map(entry).collect()
    }

    #[test]
    fn the_work_of_tools_is_listed_and_not_measured() {
        assert_eq!(
            told(&[
                ("wells.py", MINE),
                ("wells_pb2.py", CLAIMED),
                ("uv.lock", "version = 1\n"),
                ("wells.pyi", "def depth(well: object) -> float: ...\n"),
                ("env/pyvenv.cfg", "home = /usr\n"),
                ("env/lib/python3.12/site-packages/a.py", MINE),
                ("env/lib/python3.12/site-packages/README.md", "# A\n"),
            ]),
            [
                "env dependencies (1, 51)",
                "uv.lock lock_file (0, 0)",
                "wells.pyi declarations (1, 38)",
                "wells_pb2.py generated (1, 70)",
            ]
        );
    }

    #[test]
    fn the_word_of_a_file_is_not_taken_where_code_uses_it() {
        let uses = "import pumps\n\ndef lift(well):\n    return pumps.depth(well)\n";
        assert_eq!(told(&[("wells.py", uses), ("pumps.py", CLAIMED)]), [""; 0]);
        assert_eq!(told(&[("wells.py", uses), ("pumps/__init__.py", CLAIMED)]), [""; 0]);
        let through = format!("{CLAIMED}\nimport tanks\n");
        assert_eq!(told(&[("tanks.py", CLAIMED), ("wells.py", uses), ("pumps.py", &through)]), [""; 0]);
        assert_eq!(told(&[("wells.py", uses), ("tanks.py", CLAIMED)]), ["tanks.py generated (1, 70)"]);
        let proven =
            "# Generated by the protocol buffer compiler.  DO NOT EDIT!\nfrom google.protobuf import x\n";
        assert_eq!(told(&[("wells.py", uses), ("pumps.py", proven)]).len(), 1);
        let submission =
            Submission::builder().file("wells.py", uses).file("pumps.py", CLAIMED).build().unwrap();
        let sources = sources(&submission);
        assert_eq!(sources[1].remark, Some(Remark::SaidGenerated));
        assert!(sources[1].language.is_some() && sources[1].kind == SourceKind::Code);
    }

    #[test]
    fn what_is_all_there_is_gets_measured() {
        assert_eq!(told(&[("wells_pb2.py", CLAIMED), ("README.md", "# Wells\n")]), [""; 0]);
        assert_eq!(told(&[("wells.pyi", "x: int\n")]), ["wells.pyi declarations (1, 7)"]);
        let submission = Submission::builder().code("x = 1").file("a.py", CLAIMED).build().unwrap();
        assert_eq!(entries(&sources(&submission)).len(), 1);
    }
}
