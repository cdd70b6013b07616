//! Names of files in a submission: text, plain, and different from one another, whatever the file system holds.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Component, MAIN_SEPARATOR, Path};

use sono_syntax::intake::{has_scripts, scripts};
use sono_syntax::language;

/// The longest ending that a shortened name keeps, so that it still says the language.
const LONGEST_ENDING: usize = 16;
/// Room for a number that tells names apart.
pub(super) const ROOM: usize = 12;

/// The language of a file of code, by its name.
pub(super) fn language_of(name: &str) -> Option<&'static str> {
    language::detect(None, Some(name), "").map(|language| language.id)
}

/// The language of a file of code: by its name or, where the name says nothing, by how it starts. Pages are code if they
/// hold scripts, notebooks and components by their names.
pub(super) fn language_within(name: &str, start: &[u8]) -> Option<&'static str> {
    let lower = name.to_ascii_lowercase();
    if lower.ends_with(".ipynb") {
        return language::by_name(language::OF_NOTEBOOKS).map(|language| language.id);
    }
    let start = String::from_utf8_lossy(start);
    if has_scripts(Some(name), "") {
        return scripts(Some(name), &start).map(|found| found.language);
    }
    language::detect(None, Some(name), &start).map(|language| language.id)
}

/// Whether the name of a file leaves open whether it is code, so that [`language_within`] has to look.
pub(super) fn is_open(name: &str) -> bool {
    let ending = name.trim_start_matches('.').rsplit_once('.').map_or("", |(_, ending)| ending);
    ending.is_empty()
        || ending.eq_ignore_ascii_case("txt")
        || ending.eq_ignore_ascii_case("ipynb")
        || has_scripts(Some(name), "")
}

/// The name of a file or folder in the submission: the path as given if it stays below the current folder, else its
/// last part. Locations on this machine are not part of a submission.
pub(super) fn name_of(path: &Path) -> String {
    let mut parts = Vec::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::Normal(part) => parts.push(plain(part.as_encoded_bytes())),
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => {
                return path.file_name().map(|name| plain(name.as_encoded_bytes())).unwrap_or_default();
            }
        }
    }
    parts.join("/")
}

/// Whether a name is that of a path below a folder, unchanged.
pub(super) fn is_as_given(path: &Path, name: &str) -> bool {
    path.to_str().is_some_and(|path| name.ends_with(&path.replace(MAIN_SEPARATOR, "/")))
}

/// One part of a path as text. Bytes that are not UTF-8, control characters, those that end a line or change the order in
/// which a name is shown, and what separates parts or names a drive on other systems, become `%` with two hexadecimal digits.
fn plain(part: &[u8]) -> String {
    let mut out = String::with_capacity(part.len());
    for chunk in part.utf8_chunks() {
        for character in chunk.valid().chars() {
            let drive =
                character == ':' && out.len() == 1 && out.starts_with(|c: char| c.is_ascii_alphabetic());
            let misleads = matches!(character, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            if character.is_control() || misleads || character == '\\' || drive {
                let mut bytes = [0; 4];
                character.encode_utf8(&mut bytes).bytes().for_each(|byte| escape(&mut out, byte));
            } else {
                out.push(character);
            }
        }
        chunk.invalid().iter().for_each(|byte| escape(&mut out, *byte));
    }
    out
}

fn escape(out: &mut String, byte: u8) {
    // Writing to a string cannot fail.
    let _ = write!(out, "%{byte:02X}");
}

/// A name cut to a number of bytes, before its ending.
pub(super) fn shortened(name: &str, limit: usize) -> String {
    if name.len() <= limit {
        return name.to_owned();
    }
    let (stem, ending) = split(name);
    let room = limit.saturating_sub(ending.len()).saturating_sub('…'.len_utf8());
    let stem = stem.get(..stem.floor_char_boundary(room)).unwrap_or_default();
    format!("{}…{ending}", stem.trim_end_matches('/'))
}

/// A name before and from its ending on.
fn split(name: &str) -> (&str, &str) {
    let start = name.rfind('/').map_or(0, |slash| slash.saturating_add(1));
    let last = name.get(start..).unwrap_or_default();
    let at = last.rfind('.').filter(|dot| *dot > 0 && last.len().saturating_sub(*dot) <= LONGEST_ENDING);
    let at = at.map_or(name.len(), |dot| start.saturating_add(dot));
    name.split_at_checked(at).unwrap_or((name, ""))
}

/// The names that are taken.
#[derive(Debug, Default)]
pub(super) struct Names {
    taken: BTreeSet<String>,
    /// The last number given to a name that was wanted again.
    numbers: BTreeMap<String, usize>,
}

impl Names {
    /// Takes a name: itself, or if it is too long or taken, one that is like it.
    pub(super) fn take(&mut self, wanted: &str, limit: usize) -> String {
        let name = if wanted.len() <= limit {
            wanted.to_owned()
        } else {
            shortened(wanted, limit.saturating_sub(ROOM))
        };
        if self.taken.insert(name.clone()) {
            return name;
        }
        let (stem, ending) = split(&name);
        let number = self.numbers.entry(name.clone()).or_insert(1);
        loop {
            *number = number.saturating_add(1);
            let numbered = format!("{stem}~{number}{ending}");
            if self.taken.insert(numbered.clone()) {
                return numbered;
            }
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

    #[test]
    fn every_name_becomes_text_that_a_submission_accepts() {
        for (part, name) in [
            (b"caf\xE9.py".as_slice(), "caf%E9.py"),
            (b"a\nb\x1b.py", "a%0Ab%1B.py"),
            ("a\u{85}.py".as_bytes(), "a%C2%85.py"),
            ("a\u{202e}yp.b.py".as_bytes(), "a%E2%80%AEyp.b.py"),
            ("a\u{2028}b.py".as_bytes(), "a%E2%80%A8b.py"),
            ("می\u{200c}خواهم.py".as_bytes(), "می\u{200c}خواهم.py"),
            (br"a\b.py", "a%5Cb.py"),
            (b"C:x.py", "C%3Ax.py"),
            (b"ab:x.py", "ab:x.py"),
            ("größe 100%.py".as_bytes(), "größe 100%.py"),
        ] {
            assert_eq!(plain(part), name);
        }
    }

    #[test]
    fn names_that_are_taken_are_numbered_before_their_ending() {
        let mut names = Names::default();
        let taken: Vec<String> = ["a/b.py", "a/b.py", "a/b~2.py", "a/b.py", "a/.x", "a/.x", "x", "x"]
            .map(|name| names.take(name, 100))
            .into();
        assert_eq!(taken, ["a/b.py", "a/b~2.py", "a/b~2~2.py", "a/b~3.py", "a/.x", "a/.x~2", "x", "x~2"]);
    }

    #[test]
    fn long_names_are_cut_and_keep_their_ending() {
        let mut names = Names::default();
        let long = format!("{}/ä.py", "ä".repeat(600));
        let first = names.take(&long, 1_024);
        let second = names.take(&format!("{long}.py"), 1_024);
        assert!(first.len() <= 1_024 && first.ends_with("….py"), "{first}");
        assert!(second.len() <= 1_024 && second.ends_with("~2.py"), "{second}");
    }
}
