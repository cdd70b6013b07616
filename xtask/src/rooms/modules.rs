//! The modules of one crate, and their uses of each other.

use std::collections::{BTreeMap, BTreeSet};

use super::drawing::{PAGE, Room};
use super::scan::Scan;

/// Texts of the files of one crate by their name below `src/`.
pub(super) type Sources = BTreeMap<String, String>;

/// Names of modules from the root of the crate; the root itself is empty.
type ModulePath = Vec<String>;

/// The number of re-exports to follow from an import to its definition.
const DEEPEST_IMPORT: usize = 16;

/// All modules of a crate except those for tests alone.
pub(super) struct Modules {
    files: BTreeMap<String, File>,
    /// The file of each module.
    file_of: BTreeMap<ModulePath, String>,
    /// The origin of each name that a module imports.
    imported: BTreeMap<(ModulePath, String), (ModulePath, Vec<String>)>,
}

struct File {
    module: ModulePath,
    scan: Scan,
}

/// The fact that a file uses a definition of another.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Use {
    /// Name below `src/`.
    pub(super) file: String,
    pub(super) uses: String,
    /// Line of the first such use.
    pub(super) line: usize,
}

impl Modules {
    /// Reads the files of a crate.
    pub(super) fn read(sources: &Sources) -> Result<Self, String> {
        let mut files = BTreeMap::new();
        for (name, text) in sources {
            let scan = Scan::of(text).map_err(|error| format!("{name}: {error}"))?;
            files.insert(name.clone(), File { module: module_of(name), scan });
        }
        let for_tests: Vec<ModulePath> = files
            .values()
            .flat_map(|file| file.scan.test_modules.iter().map(|inside| joined(&file.module, inside)))
            .collect();
        files.retain(|_, file| !for_tests.iter().any(|test| file.module.starts_with(test)));

        let mut file_of = BTreeMap::new();
        let mut imported = BTreeMap::new();
        for (name, File { module, scan }) in &files {
            file_of.insert(module.clone(), name.clone());
            for inside in &scan.inline_modules {
                file_of.insert(joined(module, inside), name.clone());
            }
            for path in &scan.paths {
                if let Some(known_as) = path.import.as_ref().and_then(|import| import.name.as_ref()) {
                    let place = joined(module, &path.inside);
                    imported.insert((place.clone(), known_as.clone()), (place, path.segments.clone()));
                }
            }
        }
        Ok(Self { files, file_of, imported })
    }

    /// The places where the code departs from the drawn order of the rooms.
    pub(super) fn problems(&self, folder: &str, drawn: &[Room]) -> Vec<String> {
        let place = |name: &str| drawn.iter().position(|room| room.name == name);
        let present: BTreeSet<&String> = self.files.values().filter_map(|file| file.module.first()).collect();
        let missing = drawn.iter().filter(|room| !present.contains(&room.name));
        let mut problems: Vec<String> = missing
            .map(|room| format!("{PAGE}:{}: room {} is drawn, but not in {folder}", room.line, room.name))
            .collect();
        for room in present.iter().filter(|room| place(room).is_none()) {
            problems.push(format!("{folder}/src: room {room} is not in the drawing"));
        }
        for (name, File { module, scan }) in &self.files {
            let Some(room) = module.first() else { continue };
            for path in &scan.paths {
                let from = joined(module, &path.inside);
                let place_of = format!("{folder}/src/{name}:{}: room {room} uses", path.line);
                match self.room(&from, &path.segments) {
                    Some(Used::Room(used)) if used != *room && place(&used) >= place(room) => {
                        problems.push(format!("{place_of} {used}, which stands below it"));
                    }
                    Some(Used::Root) => {
                        let item = path.segments.join("::");
                        problems.push(format!("{place_of} {item} of lib.rs, which stands below all rooms"));
                    }
                    _ => {}
                }
            }
        }
        // Several names of one line come from one room.
        problems.dedup();
        problems
    }

    /// The strings outside of tests, with the file and the line of each.
    pub(super) fn strings(&self) -> impl Iterator<Item = (&str, usize, &str)> {
        let files = self.files.iter();
        files.flat_map(|(name, file)| {
            file.scan.strings.iter().map(|(line, text)| (name.as_str(), *line, text.as_str()))
        })
    }

    /// The files that use each other, except those that only re-export a name.
    pub(super) fn uses(&self) -> BTreeSet<Use> {
        let mut uses = BTreeMap::new();
        for (name, File { module, scan }) in &self.files {
            let counted = scan
                .paths
                .iter()
                .filter(|path| !path.import.as_ref().is_some_and(|import| import.only_passes_on));
            for path in counted {
                let definition = self.definition(&joined(module, &path.inside), &path.segments, 0);
                let Some(file) = definition.and_then(|module| self.file_of.get(&module)) else { continue };
                if file != name {
                    uses.entry((name.clone(), file.clone())).or_insert(path.line);
                }
            }
        }
        uses.into_iter().map(|((file, uses), line)| Use { file, uses, line }).collect()
    }

    /// The room that a file belongs to; none for `lib.rs`.
    pub(super) fn room_of(&self, file: &str) -> Option<&str> {
        self.files.get(file)?.module.first().map(String::as_str)
    }

    /// The room that a path leads to; `None` for another crate.
    fn room(&self, from: &[String], segments: &[String]) -> Option<Used> {
        let (module, _) = self.walk(from, segments)?;
        // A re-export of the root counts as the room it comes from.
        let module = if module.is_empty() { self.definition(from, segments, 0)? } else { module };
        Some(module.into_iter().next().map_or(Used::Root, Used::Room))
    }

    /// The module that defines the target of a path; `None` for another crate.
    fn definition(&self, from: &[String], segments: &[String], imports: usize) -> Option<ModulePath> {
        if imports > DEEPEST_IMPORT {
            return None;
        }
        let (module, rest) = self.walk(from, segments).unwrap_or((from.to_vec(), segments));
        let Some((name, behind)) = rest.split_first() else { return Some(module) };
        match self.imported.get(&(module.clone(), name.clone())) {
            Some((place, path)) if (place, path.as_slice()) != (&from.to_vec(), segments) => {
                self.definition(place, &joined(path, behind), imports + 1)
            }
            // Neither a module nor imported: another crate, or an item of the module that a path led to.
            _ => (rest.len() < segments.len()).then_some(module),
        }
    }

    /// The module that a path leads to, and the rest of the path; `None` if it starts at no module of the crate.
    fn walk<'s>(&self, from: &[String], segments: &'s [String]) -> Option<(ModulePath, &'s [String])> {
        let mut module = from.to_vec();
        let mut rest = segments;
        while let Some((name, behind)) = rest.split_first() {
            match name.as_str() {
                "crate" => module.clear(),
                "self" => {}
                "super" => {
                    module.pop()?;
                }
                name => {
                    module.push(name.to_owned());
                    if !self.file_of.contains_key(&module) {
                        module.pop();
                        break;
                    }
                }
            }
            rest = behind;
        }
        (rest.len() < segments.len()).then_some((module, rest))
    }
}

/// The target of a path.
enum Used {
    Room(String),
    /// A definition of `lib.rs` itself.
    Root,
}

/// The module that a file holds: `a/b.rs` and `a/b/mod.rs` are both `a::b`.
fn module_of(name: &str) -> ModulePath {
    let name = name.trim_end_matches(".rs");
    let name = name.strip_suffix("/mod").unwrap_or(name);
    if name == "lib" { Vec::new() } else { name.split('/').map(ToOwned::to_owned).collect() }
}

fn joined(before: &[String], behind: &[String]) -> Vec<String> {
    [before, behind].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn modules(files: &[(&str, &str)]) -> Modules {
        let sources = files.iter().map(|&(name, text)| (name.to_owned(), text.to_owned())).collect();
        Modules::read(&sources).unwrap()
    }

    fn problems(drawn: &[&str], files: &[(&str, &str)]) -> Vec<String> {
        let room = |(&name, line): (&&str, usize)| Room { name: name.to_owned(), line };
        let rooms: Vec<Room> = drawn.iter().zip(7..).map(room).collect();
        modules(files).problems("core/a", &rooms)
    }

    #[test]
    fn a_room_uses_rooms_above_it() {
        let root = "mod text;\nmod signals;\nmod rubric;\n#[cfg(test)]\nmod fixture;\npub use rubric::{Rubric, load};\n";
        let files = [
            ("lib.rs", root),
            ("text.rs", "pub struct Span;\n"),
            ("signals/mod.rs", "mod naming;\nuse crate::text::Span;\n#[cfg(test)]\nmod tests;\n"),
            ("signals/naming.rs", "use super::Set;\nfn f() { other::g(crate::text::Span) }\n"),
            ("signals/tests.rs", "use crate::rubric::Rubric;\n"),
            ("rubric.rs", "use crate::{signals::Set, text};\n"),
            ("fixture.rs", "use crate::rubric::Rubric;\n"),
        ];
        assert_eq!(problems(&["text", "signals", "rubric"], &files), [""; 0]);
    }

    #[test]
    fn what_stands_below_is_told_with_its_place() {
        let root = "mod text;\nmod signals;\nmod rubric;\npub use rubric::Rubric;\npub struct Own;\n";
        let files = [
            ("lib.rs", root),
            ("text.rs", "use crate::Rubric;\nuse serde::de;\nmacro_rules! m { () => { $crate::Own } }\n"),
            ("signals/mod.rs", "mod naming;\n"),
            (
                "signals/naming.rs",
                "mod inner {\n    use super::super::super::rubric;\n}\nuse crate::{text, rubric::X};\n",
            ),
            ("rubric.rs", ""),
        ];
        assert_eq!(
            problems(&["text", "signals", "rubric"], &files),
            [
                "core/a/src/signals/naming.rs:2: room signals uses rubric, which stands below it",
                "core/a/src/signals/naming.rs:4: room signals uses rubric, which stands below it",
                "core/a/src/text.rs:1: room text uses rubric, which stands below it",
                "core/a/src/text.rs:3: room text uses crate::Own of lib.rs, which stands below all rooms",
            ]
        );
    }

    #[test]
    fn rooms_on_disk_and_on_the_page_are_the_same() {
        let files = [("lib.rs", "mod text;\nmod extra;\n"), ("text/mod.rs", ""), ("extra.rs", "")];
        assert_eq!(
            problems(&["text", "lost"], &files),
            [
                "docs/architecture.md:8: room lost is drawn, but not in core/a",
                "core/a/src: room extra is not in the drawing",
            ]
        );
    }

    #[test]
    fn a_use_leads_to_the_file_that_defines() {
        let modules = modules(&[
            ("lib.rs", "mod a;\npub use a::Set;\n"),
            ("a/mod.rs", "mod set;\nmod fill;\npub use set::Set;\npub use fill::fill;\nfn f() { fill() }\n"),
            ("a/set.rs", "pub struct Set;\n"),
            ("a/fill.rs", "use super::Set;\nuse crate::a::Kept;\n"),
        ]);
        let uses: Vec<String> =
            modules.uses().iter().map(|Use { file, uses, line }| format!("{file}:{line} {uses}")).collect();
        // `a` only re-exports `Set`, but calls `fill` itself.
        assert_eq!(uses, ["a/fill.rs:2 a/mod.rs", "a/fill.rs:1 a/set.rs", "a/mod.rs:4 a/fill.rs"]);
    }
}
