//! Files of tests that the code uses.

use std::collections::{BTreeSet, HashMap};

use super::places::{Places, bound};
use crate::submission::Source;
use sono_syntax::syntax::Outline;
use sono_syntax::text::file_name;

/// The shortest part of a file's name by which it is known, in bytes.
const SHORTEST_PART: usize = 4;

/// The most files of tests among which a name means one of them. A name that more define says nothing.
const MOST_SHARED: usize = 32;

/// The files of tests that code outside of tests imports, or of which it calls what only they define: functions that
/// assert nothing, and types. What code defines as well is theirs where the call says so, by an object that means the
/// file and nothing else. In order.
pub(crate) fn used_tests(sources: &[Source<'_>], outlines: &[Option<Outline>]) -> Vec<u32> {
    let files = || {
        (0_u32..)
            .zip(sources.iter().zip(outlines))
            .filter_map(|(index, (source, outline))| outline.as_ref().map(|outline| (index, source, outline)))
    };
    let is_test = |index: u32| sources.get(index as usize).is_some_and(|source| source.is_test);
    if files().all(|(_, source, _)| source.is_test) || !files().any(|(_, source, _)| source.is_test) {
        return Vec::new();
    }
    let places = Places::new(sources, files().map(|(index, ..)| index));
    // What a single file of tests defines; none if code or another file does, too.
    let mut defined: HashMap<&str, Option<(u32, &str)>> = HashMap::new();
    // What files of tests define, where another file does, too.
    let mut shared: HashMap<&str, Vec<(u32, &str)>> = HashMap::new();
    for (index, _, outline) in files() {
        let asserts = |assertions: u32| is_test(index) && assertions > 0;
        let functions = outline.functions.iter().filter(|function| {
            function.parent.is_none() && !function.name.is_empty() && !asserts(function.assertions)
        });
        let functions = functions.map(|function| {
            let owner = function.owner.and_then(|owner| outline.types.get(owner as usize));
            (function.name.as_str(), owner.map_or("", |owner| owner.name.as_str()))
        });
        let types = outline.types.iter().map(|definition| (definition.name.as_str(), ""));
        for (name, owner) in functions.chain(types) {
            let known = defined.entry(name).or_insert(is_test(index).then_some((index, owner)));
            if known.is_some_and(|(file, _)| file != index) {
                *known = None;
            }
            if is_test(index) {
                shared.entry(name).or_default().push((index, owner));
            }
        }
    }
    shared.retain(|name, _| defined.get(name).is_some_and(Option::is_none));
    let mut used = Vec::new();
    let may_use = |(_, source, outline): &(u32, &Source<'_>, &Outline)| {
        !source.is_test && !outline.language.compiles_tests_apart()
    };
    for (index, source, outline) in files().filter(may_use) {
        let text: &str = &source.text;
        let modules = &outline.language.modules;
        for import in &outline.imports {
            let found = places.resolve(import, &bound(import.span.of(text), modules), index);
            // A name that code and tests share means the code.
            if found.iter().all(|file| is_test(*file)) {
                used.extend(found);
            }
        }
        let mut own: Option<BTreeSet<&str>> = None;
        for call in &outline.calls {
            let name = call.of(text);
            let only = defined.get(name).copied().flatten();
            let others = shared.get(name).map_or(&[][..], Vec::as_slice);
            if only.is_none() && (others.is_empty() || others.len() > MOST_SHARED) {
                continue;
            }
            // What is imported or given a value here is something else.
            let own = own.get_or_insert_with(|| {
                let bound = outline.imports.iter().flat_map(|import| bound(import.span.of(text), modules));
                bound.chain(outline.names.iter().map(|name| name.span.of(text))).collect()
            });
            let before = text.get(..call.start as usize).unwrap_or("");
            if let Some(object) = before.strip_suffix('.') {
                let is_name = |c: char| c.is_alphanumeric() || c == '_';
                let object = object.get(object.trim_end_matches(is_name).len()..).unwrap_or("");
                if let Some((file, owner)) = only {
                    if is_called(sources, file, owner, object) {
                        used.push(file);
                    }
                } else if !own.contains(object) {
                    let is_known = |name: &str| defined.get(name).is_some_and(Option::is_none);
                    let meant = others.iter().filter(|(file, owner)| {
                        !is_known(object) && !is_known(owner) && is_called(sources, *file, owner, object)
                    });
                    used.extend(meant.map(|(file, _)| *file));
                }
                continue;
            }
            let Some((file, owner)) = only else { continue };
            if owner.is_empty() && !own.contains(name) && !modules.functions.contains(&name) {
                used.push(file);
            }
        }
    }
    used.sort_unstable();
    used.dedup();
    used
}

/// Whether an object is what a file defines: its type or, of a function outside types, the file itself, of whose name
/// the object's is a part.
fn is_called(sources: &[Source<'_>], file: u32, owner: &str, object: &str) -> bool {
    if !owner.is_empty() {
        return owner.eq_ignore_ascii_case(object);
    }
    let name = sources.get(file as usize).map_or("", |source| file_name(&source.name));
    object.len() >= SHORTEST_PART && name.to_ascii_lowercase().contains(&object.to_ascii_lowercase())
}
