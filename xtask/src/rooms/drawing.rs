//! The drawing: a fenced block that lists crates and their rooms in order.

use crate::Outcome;

/// The page with the drawing.
pub(super) const PAGE: &str = "docs/architecture.md";

/// The heading that the block follows.
const HEADING: &str = "## The rooms";

/// A crate of the workspace.
pub(super) struct Package {
    pub(super) name: String,
    /// Relative to the root of the workspace, with `/`.
    pub(super) folder: String,
    /// The names of its build dependencies, other crates of the workspace among them.
    pub(super) dependencies: Vec<String>,
}

/// Crates and rooms in the order of the page.
pub(super) struct Drawing {
    crates: Vec<Crate>,
}

struct Crate {
    folder: String,
    rooms: Vec<Room>,
}

/// A room as it is drawn.
pub(super) struct Room {
    pub(super) name: String,
    /// Line of the page, from 1.
    pub(super) line: usize,
}

impl Drawing {
    /// Reads the block. An entry is a name that ends in `/` or `.rs`, indented by two columns more than its folder;
    /// several may share a line. The text after the names is for people.
    pub(super) fn read(page: &str, packages: &[Package]) -> Outcome<Self> {
        let lines = page.lines().zip(1..).skip_while(|(line, _)| *line != HEADING);
        let block = lines.skip_while(|(line, _)| !line.starts_with("```")).skip(1);
        let block = block.take_while(|(line, _)| !line.starts_with("```"));

        let mut crates: Vec<Crate> = Vec::new();
        // The folders that the current line lies in, each with its indentation.
        let mut around: Vec<(usize, String)> = Vec::new();
        for (text, line) in block {
            let indentation = text.len() - text.trim_start().len();
            let names: Vec<&str> = text.split_whitespace().take_while(|word| is_entry(word)).collect();
            if names.is_empty() {
                continue;
            }
            around.retain(|(column, _)| *column < indentation);
            for name in &names {
                let name = name.trim_end_matches('/');
                let folder =
                    around.last().map_or_else(|| name.to_owned(), |(_, outer)| format!("{outer}/{name}"));
                if packages.iter().any(|package| package.folder == folder) {
                    crates.push(Crate { folder: folder.clone(), rooms: Vec::new() });
                    if names.len() == 1 {
                        around.push((indentation, folder));
                    }
                } else {
                    let outer = around
                        .last()
                        .and_then(|(_, outer)| crates.iter_mut().find(|one| one.folder == *outer));
                    let outer =
                        outer.ok_or_else(|| format!("{PAGE}:{line}: {name} is no crate of the workspace"))?;
                    outer.rooms.push(Room { name: name.trim_end_matches(".rs").to_owned(), line });
                }
            }
        }
        if crates.is_empty() {
            return Err(format!("{PAGE}: no drawing follows the heading \"{HEADING}\"").into());
        }
        Ok(Self { crates })
    }

    /// The rooms of a crate; none if it is drawn as one room.
    pub(super) fn rooms_of(&self, package: &Package) -> &[Room] {
        self.crates.iter().find(|one| one.folder == package.folder).map_or(&[], |drawn| &drawn.rooms)
    }

    /// The dependencies of the crates that break the order.
    pub(super) fn order_of_crates(&self, packages: &[Package]) -> Vec<String> {
        let mut problems = Vec::new();
        for package in packages {
            let Package { name, folder, .. } = package;
            let Some(place) = self.place(package) else {
                problems.push(format!("{folder}: crate {name} is not in the drawing"));
                continue;
            };
            for needed in packages.iter().filter(|other| package.dependencies.contains(&other.name)) {
                let is_below = self.place(needed).is_some_and(|other| other > place);
                if lies_in(folder, &needed.folder) || (is_below && !lies_in(&needed.folder, folder)) {
                    let needed = &needed.name;
                    problems.push(format!("{folder}/Cargo.toml: crate {name} depends on {needed}, which stands on it or below it"));
                }
            }
        }
        problems
    }

    fn place(&self, package: &Package) -> Option<usize> {
        self.crates.iter().position(|one| one.folder == package.folder)
    }
}

fn is_entry(word: &str) -> bool {
    word.ends_with('/') || word.ends_with(".rs")
}

/// Whether a folder lies inside another.
fn lies_in(inner: &str, outer: &str) -> bool {
    inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWN: &str = "# Page\n\n```\nnot/ this\n```\n\n## The rooms\n\n```\n\
        core/                what hosts use\n  \
          core/syntax/\n  \
          low/               grammars,\n                     and/or more\n    \
            text/ finding/   both\n    \
            error.rs         misuse\n  \
          high/              scores\n    \
            engine/\n\
        py/ node/            bindings\n```\n";

    fn package(folder: &str, dependencies: &[&str]) -> Package {
        let name = folder.rsplit('/').next().unwrap_or(folder).to_owned();
        let dependencies = dependencies.iter().map(|&name| name.to_owned()).collect();
        Package { name, folder: folder.to_owned(), dependencies }
    }

    fn workspace(low: &[&str], high: &[&str]) -> Vec<Package> {
        let core = package("core", &["low", "high", "serde"]);
        vec![
            core,
            package("core/low", low),
            package("core/high", high),
            package("py", &["core"]),
            package("node", &[]),
        ]
    }

    #[test]
    fn rooms_are_read_in_the_order_of_the_page() {
        let page = DRAWN.replace("  core/syntax/\n", "");
        let packages = workspace(&[], &["low"]);
        let drawing = Drawing::read(&page, &packages).unwrap();
        let names =
            |package| drawing.rooms_of(package).iter().map(|room| room.name.as_str()).collect::<Vec<_>>();
        let rooms: Vec<_> = packages.iter().map(names).collect();
        assert_eq!(rooms, [vec![], vec!["text", "finding", "error"], vec!["engine"], vec![], vec![]]);
        assert!(drawing.order_of_crates(&packages).is_empty());
    }

    #[test]
    fn a_crate_that_looks_down_or_at_what_it_lies_in_is_told() {
        let page = DRAWN.replace("  core/syntax/\n", "");
        let packages = workspace(&["high"], &["core"]);
        let problems = Drawing::read(&page, &packages).unwrap().order_of_crates(&packages);
        assert_eq!(
            problems,
            [
                "core/low/Cargo.toml: crate low depends on high, which stands on it or below it",
                "core/high/Cargo.toml: crate high depends on core, which stands on it or below it",
            ]
        );
    }

    #[test]
    fn what_is_drawn_exists_and_what_exists_is_drawn() {
        let mut packages = workspace(&[], &[]);
        packages.push(package("extra", &[]));
        let page = DRAWN.replace("  core/syntax/\n", "");
        let problems = Drawing::read(&page, &packages).unwrap().order_of_crates(&packages);
        assert_eq!(problems, ["extra: crate extra is not in the drawing"]);
        let unknown = page.replace("py/ node/", "py/ other/");
        let error = Drawing::read(&unknown, &packages).err().unwrap().to_string();
        assert_eq!(error, "docs/architecture.md:17: other is no crate of the workspace");
        assert!(Drawing::read("# Page\n", &packages).is_err());
    }
}
