//! Links of two files: an import of which something is used, a function or type that only the other defines, a
//! path; between languages, which cannot import each other, names and routes that both know.

use std::collections::{BTreeSet, HashMap};

use super::places::{Places, bound};
use super::words::{Word, WordKind, for_each_word};
use crate::submission::{Source, SourceKind};
use sono_syntax::language::{self, Language};
use sono_syntax::syntax::{NameKind, Outline};
use sono_syntax::text::{Fnv, Span};

/// The shortest name or route that connects two languages, in bytes, after all but letters and digits are left out.
const SHORTEST_SHARED: usize = 6;
/// How many names two languages must share to belong together. A route counts as many.
const SHARED: u32 = 3;
/// How far before a call that imports, in bytes, the names stand to which its result is bound.
const LONGEST_BINDING: usize = 200;
/// The most parts in which a shared name may occur and still say something.
const MAX_SHARING: usize = 8;

/// The connections of a submission's files, as indices of sources.
#[derive(Debug, Default)]
pub(super) struct Links {
    parents: Vec<usize>,
    /// Files of tests, and files that they reach.
    pub(super) reached: BTreeSet<(u32, u32)>,
}

/// The name of languages that can import each other.
type Family = &'static str;

/// The definition of a name.
#[derive(Debug, Clone, Copy)]
struct Definition {
    /// The file; none if several do.
    file: Option<u32>,
    /// Whether any use of the word means it: it has several parts, as in `total_price`. Of one word only a call, or, of
    /// a type, a use outside strings does.
    distinct: bool,
    is_type: bool,
}

/// Names and routes that occur in several languages: the points that they give, and the files, with whether they
/// define them.
type Shared = HashMap<u64, (u32, Vec<(u32, Family, bool)>)>;

impl Links {
    /// Finds the connections. `is_code` says which sources are the author's code, not tests.
    pub(super) fn find(sources: &[Source<'_>], outlines: &[Option<Outline>], is_code: &[bool]) -> Self {
        let mut links = Self { parents: (0..sources.len()).collect(), reached: BTreeSet::new() };
        let files = || {
            (0_u32..).zip(sources.iter().zip(outlines)).filter_map(|(index, (source, outline))| {
                outline.as_ref().map(|outline| (index, source, outline))
            })
        };
        let code = |index: u32| is_code.get(index as usize).copied().unwrap_or(false);
        let places = Places::new(sources, files().map(|(index, ..)| index).filter(|index| code(*index)));
        let mut defined: HashMap<Family, HashMap<&str, Definition>> = HashMap::new();
        for (index, _, outline) in files().filter(|(index, ..)| code(*index)) {
            define(defined.entry(outline.language.family()).or_default(), index, outline);
        }
        let mut shared = (defined.len() > 1).then(Shared::new);
        let nothing = HashMap::new();
        for (index, source, outline) in files() {
            let family = outline.language.family();
            let reader = Reader {
                index,
                is_code: code(index),
                family,
                text: &source.text,
                language: Some(outline.language),
                places: &places,
                defined: defined.get(&family).unwrap_or(&nothing),
            };
            reader.read(Some(outline), &mut links, shared.as_mut().filter(|_| code(index)));
        }
        // Pages name the scripts that they load, and call what is in them.
        let in_pages = language::all().iter().find(|language| language.modules.in_pages);
        let scripts = in_pages.map_or("", |language| language.family());
        for (index, source) in (0_u32..).zip(sources).filter(|(_, source)| is_page(source)) {
            let reader = Reader {
                index,
                is_code: true,
                family: scripts,
                text: source.whole(),
                language: None,
                places: &places,
                defined: defined.get(scripts).unwrap_or(&nothing),
            };
            reader.read(None, &mut links, shared.as_mut());
        }
        if let Some(shared) = shared {
            links.join_languages(&shared);
        }
        links
    }

    /// The part to which a file belongs, by the index of one of its files.
    pub(super) fn root(&mut self, file: u32) -> usize {
        let mut at = file as usize;
        while let Some(parent) = self.parents.get(at).copied().filter(|parent| *parent != at) {
            // Halving the way keeps later ways short.
            let above = self.parents.get(parent).copied().unwrap_or(parent);
            if let Some(slot) = self.parents.get_mut(at) {
                *slot = above;
            }
            at = above;
        }
        at
    }

    fn join(&mut self, left: u32, right: u32) {
        let (left, right) = (self.root(left), self.root(right));
        if let Some(slot) = self.parents.get_mut(left.max(right)) {
            *slot = left.min(right);
        }
    }

    /// Joins parts in different languages that share names which one of them defines, or routes.
    fn join_languages(&mut self, shared: &Shared) {
        let mut points: HashMap<(usize, usize), u32> = HashMap::new();
        for (worth, files) in shared.values() {
            let mut parts: Vec<(usize, Family, bool)> =
                files.iter().map(|(file, family, defines)| (self.root(*file), *family, *defines)).collect();
            parts.sort_unstable_by_key(|(root, family, defines)| (*root, *family, !*defines));
            parts.dedup_by_key(|(root, family, _)| (*root, *family));
            if parts.len() > MAX_SHARING {
                continue;
            }
            for (at, (left, family, defines)) in parts.iter().enumerate() {
                for (right, other, also) in parts.iter().skip(at.saturating_add(1)) {
                    if family != other && left != right && (*defines || *also) {
                        let sum = points.entry((*left, *right)).or_default();
                        *sum = sum.saturating_add(*worth);
                    }
                }
            }
        }
        for ((left, right), points) in points {
            if points >= SHARED
                && let (Ok(left), Ok(right)) = (u32::try_from(left), u32::try_from(right))
            {
                self.join(left, right);
            }
        }
    }
}

/// Notes the functions and types that a file defines for others.
fn define<'o>(defined: &mut HashMap<&'o str, Definition>, file: u32, outline: &'o Outline) {
    let modules = &outline.language.modules;
    let functions = outline
        .functions
        .iter()
        .filter(|function| function.parent.is_none() && function.owner.is_none() && !function.is_test)
        .map(|function| (function.name.as_str(), false));
    let types = outline
        .types
        .iter()
        .filter(|definition| !definition.is_test)
        .map(|definition| (definition.name.as_str(), true));
    for (name, is_type) in functions.chain(types) {
        let usual = if is_type { modules.types } else { modules.functions };
        if name.is_empty() || usual.contains(&name) || modules.members.contains(&name) {
            continue;
        }
        let known = defined.entry(name).or_insert(Definition {
            file: Some(file),
            distinct: has_several_words(name),
            is_type,
        });
        if known.file != Some(file) {
            known.file = None;
        }
    }
}

/// Whether a name consists of several words, as in `total_price` and `totalPrice`.
fn has_several_words(name: &str) -> bool {
    let name = name.trim_matches(|c| c == '_' || c == '$');
    let hump = |pair: &[u8]| matches!(pair, [left, right] if left.is_ascii_lowercase() && right.is_ascii_uppercase());
    name.contains('_') || name.as_bytes().windows(2).any(hump)
}

/// Whether a source is a page that can load scripts, beside those that it holds itself.
fn is_page(source: &Source<'_>) -> bool {
    let ending = source.name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_text = matches!(source.kind, SourceKind::Code | SourceKind::Data | SourceKind::Document);
    is_text && matches!(ending, "html" | "htm" | "xhtml" | "vue" | "svelte" | "astro" | "jsp" | "erb")
}

/// Reads one text for what it names of others.
struct Reader<'r, 'a> {
    index: u32,
    is_code: bool,
    family: Family,
    text: &'r str,
    language: Option<&'static Language>,
    places: &'r Places<'a>,
    defined: &'r HashMap<&'r str, Definition>,
}

impl<'r> Reader<'r, '_> {
    fn read(&self, outline: Option<&'r Outline>, links: &mut Links, mut shared: Option<&mut Shared>) {
        let mut skip: Vec<Span> = Vec::new();
        // Names that imports bind, and the files that a use of them connects.
        let mut waiting: HashMap<&str, Vec<u32>> = HashMap::new();
        // Names that the text chose itself, or takes from elsewhere: they mean other things.
        let mut own: Option<BTreeSet<&str>> = None;
        let mut foreign: Vec<&str> = Vec::new();
        if let Some(outline) = outline {
            skip.extend(outline.comments.iter().map(|comment| comment.span));
            foreign = self.imports(outline, links, &mut waiting, &mut skip);
            skip.sort_unstable();
        }
        let mut said: BTreeSet<(u64, bool)> = BTreeSet::new();
        let mut share = |shared: &mut Option<&mut Shared>, text: &str, worth: u32, defines: bool| {
            let (Some(shared), Some(key)) = (shared.as_mut(), key(text)) else { return };
            if said.insert((key, defines)) {
                let (_, files) = shared.entry(key).or_insert((worth, Vec::new()));
                files.push((self.index, self.family, defines));
            }
        };
        if let Some(outline) = outline.filter(|_| shared.is_some()) {
            let names = outline.names.iter().filter(|name| name.kind != NameKind::Loop && !name.is_test);
            for name in names.map(|name| name.span.of(self.text)).filter(|name| has_several_words(name)) {
                share(&mut shared, name, 1, true);
            }
        }
        for_each_word(self.text, &skip, self.language.map(|language| &language.lexis), |word| {
            let text = word.span.of(self.text);
            if word.kind == WordKind::Route {
                share(&mut shared, text, SHARED, true);
                return;
            }
            if !waiting.is_empty()
                && let Some(files) = waiting.remove(text)
            {
                files.into_iter().for_each(|file| self.link(file, links));
            }
            if let Some(file) = self.defines(word, text)
                && !own.get_or_insert_with(|| self.own_names(outline, &foreign)).contains(text)
            {
                self.link(file, links);
            }
            if self.places.is_stem(text) {
                self.path(word, text).into_iter().for_each(|file| self.link(file, links));
            }
            if shared.is_some() && has_several_words(text) {
                share(&mut shared, text, 1, false);
            }
        });
    }

    /// Follows the imports: at once, where nothing is bound by name or the file hands it on; else once it is used.
    /// Returns the names that imports bind which lead nowhere in the submission.
    fn imports(
        &self,
        outline: &Outline,
        links: &mut Links,
        waiting: &mut HashMap<&'r str, Vec<u32>>,
        skip: &mut Vec<Span>,
    ) -> Vec<&'r str> {
        let mut foreign = Vec::new();
        let hands_on = self.hands_on();
        let modules = &outline.language.modules;
        for import in &outline.imports {
            let mut span = import.span;
            let mut names = bound(span.of(self.text), modules);
            if names.is_empty() {
                // `const cart = require("./cart")`: the names stand before the call.
                let end = span.start as usize;
                let first = self.text.floor_char_boundary(end.saturating_sub(LONGEST_BINDING));
                let before = self.text.get(first..end).unwrap_or("");
                let line = before.rfind('\n').map_or(0, |end| end.saturating_add(1));
                span = Span::new(first.saturating_add(line), span.end as usize);
                names = bound(span.of(self.text), modules);
            }
            // What a file hands on, it names in its imports.
            if !hands_on {
                skip.push(span);
            }
            let is_package = modules.package_is_folder;
            let found = if is_package {
                self.places.package(&import.module).into_iter().collect()
            } else {
                self.places.resolve(import, &names, self.index)
            };
            if found.is_empty() {
                // A package that is handed in without the folder that names it imports from itself by that name.
                let own = names.iter().filter_map(|name| self.defined.get(name)?.file);
                let own: Vec<u32> = own.filter(|_| self.places.is_package()).collect();
                if own.is_empty() {
                    foreign.extend(&names);
                }
                own.into_iter().for_each(|file| self.link(file, links));
            }
            for file in found {
                if names.is_empty() || hands_on || is_package {
                    self.link(file, links);
                } else if !import.wildcard {
                    names.iter().for_each(|name| waiting.entry(name).or_default().push(file));
                }
            }
        }
        foreign
    }

    /// Whether the file stands for its folder, so that others use through it what it imports.
    fn hands_on(&self) -> bool {
        self.places.is_index(self.index)
    }

    fn link(&self, file: u32, links: &mut Links) {
        if file == self.index {
        } else if self.is_code {
            links.join(self.index, file);
        } else {
            links.reached.insert((self.index, file));
        }
    }

    /// The file that alone defines what a word means.
    fn defines(&self, word: Word, text: &str) -> Option<u32> {
        let definition = self.defined.get(text)?;
        let file = definition.file.filter(|file| *file != self.index)?;
        let before = self.text.get(..word.span.start as usize).unwrap_or("");
        let means = definition.distinct
            || if definition.is_type {
                word.kind == WordKind::Code
            } else {
                let called = self.after(word).starts_with('(');
                called && !before.ends_with(['.', ':'])
            };
        means.then_some(file)
    }

    /// Whether what stands between two texts is the name of a module that code reaches into or declares.
    fn names_module(&self, before: &str, after: &str) -> bool {
        let Some(modules) = self.language.map(|language| &language.modules) else { return false };
        let is_reached = |sign| after.starts_with(sign) && !before.ends_with(sign);
        let is_declared =
            |word| self.hands_on() && after.starts_with(';') && before.trim_end().ends_with(word);
        modules.path_sign.is_some_and(is_reached) || modules.declares.is_some_and(is_declared)
    }

    /// The files that a word names as part of a path: `cart.py`, `"./cart"`, `cart::total`.
    fn path(&self, word: Word, text: &str) -> Vec<u32> {
        let (before, after) = (self.text.get(..word.span.start as usize).unwrap_or(""), self.after(word));
        if word.kind == WordKind::Code && self.names_module(before, after) {
            return self.places.named("", text, self.index);
        }
        let in_text = word.kind == WordKind::Text || self.language.is_none();
        if !in_text {
            return Vec::new();
        }
        if let Some(rest) = after.strip_prefix('.') {
            let length = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
            let end = (word.span.end as usize).saturating_add(1).saturating_add(length);
            return self
                .text
                .get(word.span.start as usize..end)
                .map_or_else(Vec::new, |name| self.places.called(name, self.index));
        }
        let closes = after.starts_with(['"', '\'', '`']);
        // `"./cart"`, `"lib/cart"`; `"/cart"` is a place on a server.
        let is_inside = |folder: &&str| folder.ends_with(|c: char| c == '.' || c.is_alphanumeric());
        match before.strip_suffix('/').filter(|_| closes).filter(is_inside) {
            Some(folder) => {
                let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
                let start = folder.trim_end_matches(is_name).len();
                self.places.named(folder.get(start..).unwrap_or(""), text, self.index)
            }
            None => Vec::new(),
        }
    }

    fn after(&self, word: Word) -> &'r str {
        self.text.get(word.span.end as usize..).unwrap_or("")
    }

    /// The names that a text chose itself, and those that it takes from elsewhere.
    fn own_names(&self, outline: Option<&'r Outline>, foreign: &[&'r str]) -> BTreeSet<&'r str> {
        let names = outline.map_or(&[][..], |outline| &outline.names);
        names.iter().map(|name| name.span.of(self.text)).chain(foreign.iter().copied()).collect()
    }
}

/// One number for all ways to write a name: `due_date`, `dueDate`; none if it is too short to say something.
fn key(text: &str) -> Option<u64> {
    let mut hash = Fnv::default();
    let mut length = 0_usize;
    for byte in text.bytes().filter(|byte| *byte == b'/' || byte.is_ascii_alphanumeric() || !byte.is_ascii())
    {
        length = length.saturating_add(1);
        hash = hash.with(byte.to_ascii_lowercase());
    }
    (length >= SHORTEST_SHARED).then_some(hash.0)
}
