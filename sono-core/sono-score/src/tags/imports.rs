//! Tags of libraries, by the imports of the code. What is the submission's own is told apart by its files.

use std::collections::BTreeSet;

use super::Tags;
use crate::submission::Source;
use sono_syntax::language::{self, Language};
use sono_syntax::syntax::Outline;
use sono_syntax::text::file_name;

/// The names by which a submission's own code can be imported.
#[derive(Default)]
pub(super) struct Own<'s> {
    /// Names of its files, without the ending, of its folders, and of modules that its code states.
    names: BTreeSet<&'s str>,
    /// Names that its manifests state, such as that of a crate.
    stated: BTreeSet<String>,
    /// Starts of the names of its modules, by the family of their language.
    roots: BTreeSet<(&'static str, String)>,
}

impl<'s> Own<'s> {
    pub(super) fn of(sources: &'s [Source<'_>], outlines: &[Option<Outline>]) -> Self {
        let mut own = Self::default();
        for (source, outline) in sources.iter().zip(outlines) {
            let path = source.name.as_str();
            let file = file_name(path);
            let manifest = language::all().iter().find_map(|language| {
                let manifest = language.modules.manifests.iter().find(|manifest| manifest.file == file)?;
                Some((language, (manifest.names)(source.whole())))
            });
            match (manifest, outline) {
                (Some((language, names)), _) if language.modules.below.is_some() => {
                    own.roots.extend(names.into_iter().map(|name| (language.family(), name)));
                }
                (Some((_, names)), _) => own.stated.extend(names),
                (None, Some(outline)) => own.code(path, source, outline.language),
                (None, None) => {}
            }
        }
        own
    }

    fn code(&mut self, path: &'s str, source: &'s Source<'_>, language: &Language) {
        let mut parts = path.split('/');
        if let Some(file) = parts.next_back() {
            self.names.extend(file.split('.').next());
        }
        self.names.extend(parts);
        let stated = (language.modules.stated)(&source.text);
        if language.modules.below.is_some() {
            self.roots.extend(stated.into_iter().map(|root| (language.family(), root.to_owned())));
        } else {
            self.names.extend(stated);
        }
    }

    /// Whether an import may be of the submission's own code.
    fn has(&self, language: &Language, module: &str, package: &str) -> bool {
        let modules = &language.modules;
        let Some(separator) = modules.below else {
            return self.names.contains(package) || self.stated.contains(package);
        };
        let last = module.rsplit(separator).next().unwrap_or(module);
        let is_root =
            |(family, root): &(&str, String)| *family == language.family() && modules.is_within(module, root);
        self.roots.iter().any(is_root) || (modules.package_is_folder && self.names.contains(last))
    }
}

/// Adds a tag for each package that a source imports.
pub(super) fn add(tags: &mut Tags, index: usize, outline: &Outline, own: &Own<'_>) {
    let language = outline.language;
    // Where code names modules by paths, what a file has imported can begin the path of another import.
    let imports = outline.imports.iter();
    let last = imports.filter_map(|import| Some(import.module.rsplit_once(language.modules.path_sign?)?.1));
    let imported: BTreeSet<&str> = last.collect();
    let mut seen = BTreeSet::new();
    for import in outline.imports.iter().filter(|import| !import.relative) {
        let Some(package) = language.modules.package_of(&import.module) else { continue };
        if own.has(language, &import.module, &package) || imported.contains(package.as_str()) {
            continue;
        }
        if seen.insert(package.clone()) {
            tags.library(&package, index, import.span);
        }
    }
}
