//! Files that use each other in a circle.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::modules::{Modules, Use};

/// Files each of which uses every other, directly or through others.
pub(super) struct Circle {
    files: BTreeSet<String>,
    uses: Vec<Use>,
}

/// The rooms of a crate.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Rooms {
    /// Its top-level modules.
    Modules,
    /// The crate is one room.
    One,
}

impl fmt::Display for Circle {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} files form a circle", self.files.len())?;
        for Use { file, uses, line } in &self.uses {
            write!(out, "\n  {file}:{line} uses {uses}")?;
        }
        Ok(())
    }
}

/// The circles between files of one room, by their first file.
pub(super) fn circles(modules: &Modules, rooms: Rooms) -> Vec<Circle> {
    let mut uses = modules.uses();
    uses.retain(|one| {
        let room = modules.room_of(&one.file);
        rooms == Rooms::One || (room.is_some() && room == modules.room_of(&one.uses))
    });
    let used_by: BTreeMap<&str, BTreeSet<&str>> =
        uses.iter().map(|one| (one.file.as_str(), all_used(&one.file, &uses))).collect();
    let uses_each_other = |a: &str, b: &str| used_by.get(a).is_some_and(|used| used.contains(b));

    let mut circles: Vec<Circle> = Vec::new();
    for &file in used_by.keys().filter(|&&file| uses_each_other(file, file)) {
        if circles.iter().any(|circle| circle.files.contains(file)) {
            continue;
        }
        let members =
            used_by.keys().filter(|&&other| uses_each_other(file, other) && uses_each_other(other, file));
        let files: BTreeSet<String> = members.map(|&member| member.to_owned()).collect();
        let inside = uses.iter().filter(|one| files.contains(&one.file) && files.contains(&one.uses));
        circles.push(Circle { uses: inside.cloned().collect(), files });
    }
    circles
}

/// Everything that a file uses, directly or through others.
fn all_used<'u>(file: &str, uses: &'u BTreeSet<Use>) -> BTreeSet<&'u str> {
    let mut found = BTreeSet::new();
    let mut open = vec![file];
    while let Some(next) = open.pop() {
        for one in uses.iter().filter(|one| one.file == next) {
            if found.insert(one.uses.as_str()) {
                open.push(&one.uses);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_that_lead_back_to_themselves_are_told() {
        let sources = [
            ("lib.rs", ""),
            ("a/mod.rs", "mod one;\nmod two;\nmod three;\n"),
            ("a/one.rs", "use super::two::Two;\n"),
            ("a/two.rs", "\nuse super::three::Three;\nuse crate::b::B;\n"),
            ("a/three.rs", "use super::one::One;\n"),
            ("a/four.rs", "use super::one::One;\n"),
            ("b.rs", "use crate::a::one::One;\n"),
        ];
        let sources = sources.iter().map(|&(name, text)| (name.to_owned(), text.to_owned())).collect();
        let modules = Modules::read(&sources).unwrap();
        let told = |rooms| circles(&modules, rooms).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(
            told(Rooms::Modules),
            [
                "3 files form a circle\n  a/one.rs:1 uses a/two.rs\n  a/three.rs:1 uses a/one.rs\n  a/two.rs:2 uses a/three.rs"
            ]
        );
        assert!(told(Rooms::One)[0].starts_with("4 files form a circle"), "{:?}", told(Rooms::One));
    }
}
