//! Where imports lead: from the name of a module to files of the submission.

use std::collections::HashMap;

use crate::submission::Source;
use sono_syntax::language::{Import, Modules};
use sono_syntax::text::file_name;

/// The most files of one name that are told apart.
const MAX_NAMESAKES: usize = 16;

/// The files of a submission by their names.
pub(super) struct Places<'a> {
    sources: &'a [Source<'a>],
    /// Files by path without ending; what stands for its folder also by the folder's path.
    paths: HashMap<&'a str, u32>,
    /// Files by name without ending; what stands for its folder by the folder's name.
    stems: HashMap<&'a str, Vec<u32>>,
    /// The first file directly in a folder of this name.
    folders: HashMap<&'a str, u32>,
}

/// The parts of a path: folder, the folder's own name, and the file's name without its ending.
struct Path<'a> {
    folder: &'a str,
    parent: &'a str,
    stem: &'a str,
    /// Whether the file stands for its folder.
    is_index: bool,
}

impl<'a> Path<'a> {
    fn of(name: &'a str, modules: &Modules) -> Self {
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        Path { folder, parent: file_name(folder), stem, is_index: modules.indexes.contains(&stem) }
    }
}

impl<'a> Places<'a> {
    /// The places of the sources with these indices.
    pub(super) fn new(sources: &'a [Source<'a>], files: impl Iterator<Item = u32>) -> Self {
        let (mut paths, mut folders) = (HashMap::new(), HashMap::new());
        let mut stems: HashMap<&str, Vec<u32>> = HashMap::new();
        for index in files {
            let Some(source) = sources.get(index as usize) else { continue };
            let name: &str = &source.name;
            let path = Path::of(name, modules(source));
            let without_ending = name.len().saturating_sub(file_name(name).len());
            let end = without_ending.saturating_add(path.stem.len());
            paths.entry(name.get(..end).unwrap_or(name)).or_insert(index);
            if path.is_index {
                paths.entry(path.folder).or_insert(index);
            }
            let stem = if path.is_index && !path.parent.is_empty() { path.parent } else { path.stem };
            let namesakes = stems.entry(stem).or_default();
            if namesakes.len() < MAX_NAMESAKES {
                namesakes.push(index);
            }
            folders.entry(path.parent).or_insert(index);
        }
        Self { sources, paths, stems, folders }
    }

    fn path(&self, file: u32) -> Path<'a> {
        let source = self.sources.get(file as usize);
        source.map_or_else(|| Path::of("", &Modules::PLAIN), |source| Path::of(&source.name, modules(source)))
    }

    /// Whether a file stands for its folder, and so hands on what it imports.
    pub(super) fn is_index(&self, file: u32) -> bool {
        self.path(file).is_index
    }

    /// Whether all is one package, whose name is not known.
    pub(super) fn is_package(&self) -> bool {
        let root = self.paths.get("").and_then(|file| self.sources.get(*file as usize));
        root.is_some_and(|source| Some(source.name.as_str()) == modules(source).package_file)
    }

    pub(super) fn is_stem(&self, word: &str) -> bool {
        self.stems.contains_key(word)
    }

    /// The files of a name that a file can mean: those in a folder of the name `parent`, else those beside it, else the
    /// only one.
    pub(super) fn named(&self, parent: &str, stem: &str, from: u32) -> Vec<u32> {
        let near = self.near(parent, stem, from);
        match self.stems.get(stem) {
            Some(found) if near.is_empty() && found.len() == 1 => found.clone(),
            _ => near,
        }
    }

    /// The files of a name in a folder of the name `parent`, else those beside a file.
    fn near(&self, parent: &str, stem: &str, from: u32) -> Vec<u32> {
        let Some(found) = self.stems.get(stem) else { return Vec::new() };
        let of = |wanted: &dyn Fn(&Path<'a>) -> bool| -> Vec<u32> {
            found.iter().copied().filter(|file| wanted(&self.path(*file))).collect()
        };
        let inside = of(&|path| {
            let parent_of_index = || path.folder.rsplit('/').nth(1).unwrap_or("");
            !parent.is_empty() && (path.parent == parent || (path.is_index && parent_of_index() == parent))
        });
        if !inside.is_empty() {
            return inside;
        }
        let here = self.path(from);
        of(&|path| {
            let stands_here = path.is_index
                && path
                    .folder
                    .strip_suffix(path.parent)
                    .is_some_and(|above| above.trim_end_matches('/') == here.folder);
            // `shop.rs` has its parts in `shop/`.
            let is_below = path.parent == here.stem
                && path
                    .folder
                    .strip_suffix(path.parent)
                    .is_some_and(|above| above.trim_end_matches('/') == here.folder);
            path.folder == here.folder || stands_here || is_below
        })
    }

    /// The file with that whole name, ending included.
    pub(super) fn called(&self, name: &str, from: u32) -> Vec<u32> {
        let stem = Path::of(name, &Modules::PLAIN).stem;
        let is_it = |file: &u32| {
            self.sources.get(*file as usize).is_some_and(|source| file_name(&source.name) == name)
        };
        self.named("", stem, from).into_iter().filter(is_it).collect()
    }

    /// The files that an import leads to. `names` are the names that its statement binds.
    pub(super) fn resolve(&self, import: &Import, names: &[&str], from: u32) -> Vec<u32> {
        let module = import.module.as_str();
        if import.relative {
            let found = self.relative(module, names, from);
            if !found.is_empty() {
                return found;
            }
        }
        let modules = self.sources.get(from as usize).map_or(&Modules::PLAIN, modules);
        let parts = parts(module, modules);
        if parts.first().is_some_and(|first| modules.standard_roots.contains(first)) {
            return Vec::new();
        }
        let last = parts.last().copied().unwrap_or("");
        let bound = names.iter().flat_map(|name| {
            if last.is_empty() || !self.is_stem(name) { Vec::new() } else { self.near(last, name, from) }
        });
        let mut found: Vec<u32> = bound.collect();
        let mut at = parts.len();
        while let Some(stem) = at.checked_sub(1).and_then(|index| parts.get(index)) {
            let parent = at.checked_sub(2).and_then(|index| parts.get(index)).copied().unwrap_or("");
            let named = self.named(parent, stem, from);
            if !named.is_empty() {
                found.extend(named);
                break;
            }
            at = at.saturating_sub(1);
            if parts.len().saturating_sub(at) > 2 {
                break;
            }
        }
        found
    }

    /// The first file of a package that is a whole folder.
    pub(super) fn package(&self, module: &str) -> Option<u32> {
        self.folders.get(file_name(module)).copied()
    }

    /// The files that a relative module leads to: `./cart`, `..models`, `crate::cart`.
    fn relative(&self, module: &str, names: &[&str], from: u32) -> Vec<u32> {
        let mut folder: Vec<&str> =
            self.path(from).folder.split('/').filter(|part| !part.is_empty()).collect();
        let rest = if module.contains('/') || !module.starts_with('.') {
            module
        } else {
            let rest = module.trim_start_matches('.');
            let up = module.len().saturating_sub(rest.len()).saturating_sub(1);
            folder.truncate(folder.len().saturating_sub(up));
            rest
        };
        if rest.contains("::") {
            return Vec::new();
        }
        let separator = if rest.contains('/') || module.starts_with("./") { '/' } else { '.' };
        for part in rest.split(separator) {
            match part {
                "" | "." => {}
                ".." => drop(folder.pop()),
                part => folder.push(part),
            }
        }
        let path = folder.join("/");
        let without_ending = path.rsplit_once('.').map(|(path, _)| path);
        let mut found: Vec<u32> = [Some(path.as_str()), without_ending]
            .into_iter()
            .flatten()
            .filter_map(|path| self.paths.get(path).copied())
            .collect();
        if separator == '.' {
            let below = |name: &&str| {
                let path = if path.is_empty() { (*name).to_owned() } else { format!("{path}/{name}") };
                self.paths.get(path.as_str()).copied()
            };
            found.extend(names.iter().filter(|name| self.is_stem(name)).filter_map(below));
        }
        found
    }
}

/// The modules of the language of a source.
fn modules(source: &Source<'_>) -> &'static Modules {
    source.language.map_or(&Modules::PLAIN, |language| &language.modules)
}

/// The parts of a module's name, without endings and what only says where to begin.
fn parts<'m>(module: &'m str, modules: &Modules) -> Vec<&'m str> {
    let separator = modules.separators.iter().find(|separator| module.contains(**separator));
    let is_part = |part: &&str| !matches!(*part, "" | "." | "..") && !modules.starts.contains(part);
    let module = module.trim_start_matches(modules.mapped);
    let Some(separator) = separator else { return Some(module).into_iter().filter(is_part).collect() };
    let mut parts: Vec<&str> = module.split(*separator).filter(is_part).collect();
    if *separator == "/"
        && let Some(last) = parts.last_mut()
        && let Some((stem, ending)) = last.rsplit_once('.')
        && modules.endings.contains(&ending)
    {
        *last = stem;
    }
    parts
}

/// The names that an import statement binds: its last names, without keywords and what is in quotes.
pub(super) fn bound<'t>(statement: &'t str, modules: &Modules) -> Vec<&'t str> {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
    // `from shop.cart import Cart`
    let names_module = modules.module_first.filter(|(first, _)| statement.starts_with(first));
    let start = names_module.and_then(|(_, then)| statement.find(then)).unwrap_or(0);
    let mut names = Vec::new();
    let mut rest = statement.get(start..).unwrap_or("");
    while let Some(first) = rest.chars().next() {
        if matches!(first, '"' | '\'' | '`') {
            let inside = rest.get(1..).unwrap_or("");
            let end = inside.find(first).map_or(inside.len(), |end| end.saturating_add(1));
            rest = inside.get(end..).unwrap_or("");
        } else if is_name(first) {
            let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
            let (name, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            if !modules.keywords.contains(&name) && !after.starts_with('.') && !after.starts_with("::") {
                names.push(name);
            }
            rest = after;
        } else {
            rest = rest.get(first.len_utf8()..).unwrap_or("");
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::submission::{Submission, sources};
    use sono_syntax::language;

    #[test]
    fn names_that_statements_bind() {
        for (language, statement, names) in [
            ("python", "import geometry", "geometry"),
            ("python", "import shop.cart as basket, json", "cart basket json"),
            ("python", "from shop.cart import (Cart, total as sum)", "Cart total sum"),
            ("python", "from . import models", "models"),
            ("typescript", "import { area, type Point as P } from './geometry'", "area Point P"),
            ("javascript", "import './polyfill'", ""),
            ("javascript", "const { area } = require('./geometry')", "area"),
            ("java", "import static com.acme.Shop.total;", "total"),
            ("rust", "use crate::geometry::{self, area, shapes::Circle as Round};", "area Circle Round"),
        ] {
            let modules = &language::by_name(language).unwrap().modules;
            assert_eq!(bound(statement, modules).join(" "), names, "{statement}");
        }
    }

    #[test]
    fn modules_lead_to_files() {
        let paths = [
            "app/shop/__init__.py",
            "app/shop/cart.py",
            "app/main.py",
            "web/src/lib/dates.ts",
            "web/src/view/index.tsx",
            "web/src/view/list.tsx",
            "src/main/java/com/acme/Cart.java",
            "src/store/mod.rs",
            "src/store/disk.rs",
        ];
        let mut builder = Submission::builder();
        for path in paths {
            builder = builder.file(path, "x");
        }
        let submission = builder.build().unwrap();
        let sources = sources(&submission);
        let places = Places::new(&sources, 0..u32::try_from(sources.len()).unwrap());
        let resolved = |from: &str, module: &str, relative: bool, statement: &str| {
            let from = sources.iter().position(|source| source.name == from).unwrap();
            let modules = modules(&sources[from]);
            let import = Import {
                span: sono_syntax::text::Span::new(0, 0),
                module: module.to_owned(),
                wildcard: false,
                relative,
                is_test: false,
            };
            let mut found: Vec<_> = places
                .resolve(&import, &bound(statement, modules), from as u32)
                .into_iter()
                .map(|index| sources[index as usize].name.clone())
                .collect();
            found.sort();
            found.dedup();
            found.join(" ")
        };
        let main = "app/main.py";
        assert_eq!(resolved(main, "shop.cart", false, "from shop.cart import Cart"), paths[1]);
        assert_eq!(resolved(main, "app.shop.cart", false, "import app.shop.cart"), paths[1]);
        assert_eq!(
            resolved(main, "shop", false, "from shop import cart"),
            "app/shop/__init__.py app/shop/cart.py"
        );
        assert_eq!(
            resolved(main, ".shop", true, "from .shop import cart"),
            "app/shop/__init__.py app/shop/cart.py"
        );
        assert_eq!(resolved(paths[1], "..main", true, "from ..main import x"), main);
        assert_eq!(resolved(main, "json", false, "import json"), "");
        let list = "web/src/view/list.tsx";
        assert_eq!(resolved(list, "../lib/dates", true, "import {a} from '../lib/dates'"), paths[3]);
        assert_eq!(resolved(list, "../lib/dates.js", true, "import {a} from '../lib/dates.js'"), paths[3]);
        assert_eq!(resolved(list, "@/lib/dates", false, "import {a} from '@/lib/dates'"), paths[3]);
        assert_eq!(resolved(list, "#dates", false, "import {a} from '#dates'"), paths[3]);
        assert_eq!(resolved(paths[3], "../view", true, "import V from '../view'"), paths[4]);
        assert_eq!(resolved(main, "com.acme.Cart", false, "import com.acme.Cart;"), paths[6]);
        assert_eq!(resolved(main, "java.util.Cart", false, "import java.util.Cart;"), "");
        assert_eq!(resolved(paths[7], "crate::store::disk", true, "use crate::store::disk::Disk;"), paths[8]);
        assert_eq!(resolved(paths[8], "crate::store", true, "use crate::store::Store;"), paths[7]);
    }
}
