//! Tags of libraries, by the imports of the code. What is the submission's own is told apart by its files.

use std::collections::BTreeSet;

use super::Tags;
use super::libraries::{go, is_below, java, node, python, rust};
use crate::submission::Source;
use sono_syntax::syntax::Outline;

/// The names by which a submission's own code can be imported.
#[derive(Default)]
pub(super) struct Own<'s> {
    /// Names of its files, without the ending, and of its folders.
    names: BTreeSet<&'s str>,
    /// Names that its manifests state, such as that of a crate, with `_` for `-`.
    stated: BTreeSet<String>,
    /// Modules of Go.
    modules: BTreeSet<&'s str>,
    /// Starts of Java packages.
    packages: BTreeSet<&'s str>,
}

impl<'s> Own<'s> {
    pub(super) fn of(sources: &'s [Source<'_>], outlines: &[Option<Outline>]) -> Self {
        let mut own = Self::default();
        for (source, outline) in sources.iter().zip(outlines) {
            let path = source.name.as_str();
            let file = path.rsplit('/').next().unwrap_or(path);
            let lines = || source.whole().lines().map(str::trim);
            match (file, outline) {
                ("go.mod", _) => {
                    own.modules
                        .extend(lines().filter_map(|line| line.strip_prefix("module ")).map(str::trim));
                }
                ("Cargo.toml" | "pyproject.toml", _) => {
                    let names =
                        lines().filter_map(|line| line.strip_prefix("name")?.trim().strip_prefix('='));
                    own.stated
                        .extend(names.map(|name| name.trim().trim_matches(['"', '\'']).replace('-', "_")));
                }
                ("package.json", _) => {
                    let json = serde_json::from_str::<serde_json::Value>(source.whole()).unwrap_or_default();
                    own.stated.extend(json.get("name").and_then(|name| name.as_str()).map(str::to_owned));
                }
                (_, Some(outline)) => own.code(path, source, outline),
                _ => {}
            }
        }
        own
    }

    fn code(&mut self, path: &'s str, source: &'s Source<'_>, outline: &Outline) {
        let mut parts = path.split('/');
        if let Some(file) = parts.next_back() {
            self.names.extend(file.split('.').next());
        }
        self.names.extend(parts);
        match outline.language.id {
            "java" => {
                let mut lines = source.text.lines().map(str::trim);
                let package = lines.find_map(|line| line.strip_prefix("package ")?.split(';').next());
                self.packages.extend(package.map(|package| start(package.trim())));
            }
            "rust" => {
                // A module in the file itself, or in one that was not handed in.
                let lines = source.text.lines().map(str::trim);
                let modules = lines.filter_map(|line| {
                    let line = line
                        .strip_prefix("pub")
                        .map_or(line, |rest| rest.split_once(' ').map_or("", |(_, rest)| rest));
                    line.strip_prefix("mod ")?.split([' ', ';', '{']).next()
                });
                self.names.extend(modules);
            }
            _ => {}
        }
    }

    /// Whether an import may be of the submission's own code.
    fn has(&self, language: &str, module: &str, package: &str) -> bool {
        match language {
            "go" => {
                let folder = module.rsplit('/').next().unwrap_or(module);
                self.modules.iter().any(|own| is_below(module, own, '/')) || self.names.contains(folder)
            }
            "java" => self.packages.iter().any(|own| is_below(module, own, '.')),
            _ => self.names.contains(package) || self.stated.contains(package),
        }
    }
}

/// The start of a Java package that says whose it is: three names, or all but the last if there are fewer.
fn start(package: &str) -> &str {
    let end = package.match_indices('.').map(|(at, _)| at).nth(2);
    end.and_then(|end| package.get(..end)).unwrap_or(package)
}

/// Adds a tag for each package that a source imports.
pub(super) fn add(tags: &mut Tags, index: usize, outline: &Outline, own: &Own<'_>) {
    let language = outline.language.id;
    let package = match language {
        "python" => python,
        "javascript" | "typescript" | "tsx" => node,
        "java" => java,
        "go" => go,
        "rust" => rust,
        _ => return,
    };
    // In Rust, what a file has imported can begin the path of another import.
    let last = |module: &str| module.rsplit("::").next().unwrap_or("").to_owned();
    let imported: BTreeSet<String> = if language == "rust" {
        let paths = outline.imports.iter().filter(|import| import.module.contains("::"));
        paths.map(|import| last(&import.module)).collect()
    } else {
        BTreeSet::new()
    };
    let mut seen = BTreeSet::new();
    for import in outline.imports.iter().filter(|import| !import.relative) {
        let Some(package) = package(&import.module) else { continue };
        if own.has(language, &import.module, &package) || imported.contains(&package) {
            continue;
        }
        if seen.insert(package.clone()) {
            tags.library(&package, index, import.span);
        }
    }
}
