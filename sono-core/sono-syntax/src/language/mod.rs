//! Languages: one file each, a table of node kinds to roles plus small hook functions.
//!
//! A language is data. Its table says what role each node kind plays, which children name something, and which
//! tokens decide; the hooks answer questions that need the text of a name. A language is added by one file of such
//! tables; the walk that reads them is the same for all.

#[cfg_attr(not(feature = "lang-all"), allow(dead_code, reason = "no single language needs every word"))]
mod detect;
#[cfg(any(feature = "lang-javascript", feature = "lang-typescript"))]
mod ecmascript;
mod foreign;
mod import;
#[cfg(feature = "lang-java")]
mod java;
#[cfg(feature = "lang-javascript")]
mod javascript;
#[cfg(feature = "lang-python")]
mod python;
#[cfg_attr(not(feature = "lang-all"), allow(dead_code, reason = "no single language needs every word"))]
pub(crate) mod role;
pub(crate) mod tables;
mod test_path;
#[cfg(feature = "lang-typescript")]
mod typescript;

use std::fmt;
use std::sync::OnceLock;

pub use detect::detect;
pub use import::Import;
use role::{Binding, Role, Token};
use tables::Tables;

/// A language this build can parse.
pub struct Language {
    /// Stable id, such as `python`.
    pub id: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// Version of the grammar's crate.
    pub grammar_version: &'static str,
    /// File extensions without the dot, in lower case.
    pub extensions: &'static [&'static str],
    /// File names that tell the language without an extension.
    pub file_names: &'static [&'static str],
    /// Interpreters named in a `#!` line.
    pub interpreters: &'static [&'static str],
    /// Further names by which hosts may call it, in lower case.
    pub aliases: &'static [&'static str],
    /// The grammar.
    pub grammar: fn() -> tree_sitter::Language,
    pub(crate) roles: &'static [&'static [(&'static str, Role)]],
    pub(crate) tokens: &'static [&'static [(&'static str, Token)]],
    pub(crate) bindings: &'static [&'static [Binding]],
    pub(crate) dialect: Dialect,
    pub(crate) test_paths: test_path::TestPaths,
    /// Dialects of one language share a family.
    pub(crate) family: &'static str,
    /// What speaks for it: a plain dialect has fewer parts than one that extends it.
    pub(crate) evidence: &'static [&'static [detect::Evidence]],
    /// What one line says for it as a whole.
    pub(crate) line_evidence: fn(&str) -> u32,
    pub(crate) tables: OnceLock<Tables>,
}

/// Questions a language answers that a table of kinds cannot.
pub(crate) struct Dialect {
    /// Names of the object a method is called on.
    pub(crate) receivers: &'static [&'static str],
    /// Methods can be called without naming their object, and told apart by their number of parameters.
    pub(crate) implicit_receiver: bool,
    /// Names that make a method a constructor.
    pub(crate) constructors: &'static [&'static str],
    /// A handler without a type catches everything, and says so by leaving it out.
    pub(crate) untyped_handler_is_broad: bool,
    /// Types whose handlers catch everything.
    pub(crate) broad_exceptions: &'static [&'static str],
    /// Bases that make a type abstract.
    pub(crate) abstract_bases: &'static [&'static str],
    /// A string that opens a body documents it, and a string alone is a comment.
    pub(crate) docstrings: bool,
    /// Comments begin with `#`; else they are those of C.
    pub(crate) hash_comments: bool,
    /// Regular expressions stand between slashes; and functions can be written with `=>`.
    pub(crate) regex_literals: bool,
    /// A statement ends with its line, outside brackets.
    pub(crate) line_ends_statement: bool,
    /// Once a module exports something, the rest is internal.
    pub(crate) exports: bool,
    /// What bears no modifier is internal, except in interfaces.
    pub(crate) private_by_default: bool,
    /// The type stands before the name, so that a method's `type` is its return type.
    pub(crate) type_before_name: bool,
    /// Outermost functions without control flow of their own are declarative: they neither raise the nesting
    /// of what they contain nor answer for it (Campbell 2018, appendix A, JavaScript).
    pub(crate) declarative_outer: bool,
    /// A function that holds one function and returns it does not raise the nesting (Campbell 2018, appendix A,
    /// Python decorators).
    pub(crate) wrapper_functions: bool,
    /// Calls that import a module.
    pub(crate) import_calls: &'static [&'static str],
    /// What a decorator or annotation says of a definition, as [`role::marks`]. Text without `@` and arguments.
    pub(crate) decorator: fn(&str) -> u32,
    /// Whether a function of that name is a test.
    pub(crate) is_test_function: fn(&str) -> bool,
    /// Whether a type, by its name or a base of that name, holds tests.
    pub(crate) is_test_type: fn(&str) -> bool,
    /// Whether the callback of a call (receiver, name) is test code.
    pub(crate) is_test_call: fn(&str, &str) -> bool,
    /// Whether a call (receiver, name) is an assertion.
    pub(crate) is_assertion: fn(&str, &str) -> bool,
    /// Whether a name is internal by convention.
    pub(crate) is_private: fn(&str) -> bool,
    /// Whether a method of that name has its contract from the language.
    pub(crate) inherits_contract: fn(&str) -> bool,
    /// Adds the imports of an import statement.
    pub(crate) imports: fn(tree_sitter::Node<'_>, &str, &mut Vec<Import>),
}

impl Language {
    /// Whether a path says, by the language's conventions, that the file holds tests.
    ///
    /// ```
    /// # use sono_syntax as sono_core;
    /// # #[cfg(feature = "lang-python")] {
    /// let python = sono_core::language::by_name("py").unwrap();
    /// assert!(python.is_test_path("tests/helpers.py"));
    /// assert!(!python.is_test_path("src/latest.py"));
    /// # }
    /// ```
    pub fn is_test_path(&self, path: &str) -> bool {
        self.test_paths.matches(path)
    }

    /// The compiled tables.
    pub(crate) fn tables(&self) -> &Tables {
        self.tables.get_or_init(|| Tables::compile(self))
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Language")
            .field("id", &self.id)
            .field("grammar_version", &self.grammar_version)
            .finish_non_exhaustive()
    }
}

impl PartialEq for Language {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Language {}

static ALL: &[&Language] = &[
    #[cfg(feature = "lang-java")]
    &java::JAVA,
    #[cfg(feature = "lang-javascript")]
    &javascript::JAVASCRIPT,
    #[cfg(feature = "lang-python")]
    &python::PYTHON,
    #[cfg(feature = "lang-typescript")]
    &typescript::TSX,
    #[cfg(feature = "lang-typescript")]
    &typescript::TYPESCRIPT,
];

/// The languages compiled in, sorted by id.
pub fn all() -> &'static [&'static Language] {
    ALL
}

/// The language of that id, name or alias, whatever its case.
///
/// ```
/// # use sono_syntax as sono_core;
/// # #[cfg(feature = "lang-typescript")] {
/// use sono_core::language::by_name;
/// assert_eq!(by_name("TS").unwrap().id, "typescript");
/// # }
/// assert!(sono_core::language::by_name("klingon").is_none());
/// ```
pub fn by_name(name: &str) -> Option<&'static Language> {
    let name = name.trim();
    ALL.iter().copied().find(|language| {
        let mut names = [language.id, language.name].into_iter().chain(language.aliases.iter().copied());
        names.any(|known| known.eq_ignore_ascii_case(name))
    })
}

#[cfg(test)]
mod tests {
    use super::role::Slot;
    use super::*;

    #[test]
    fn every_kind_named_in_a_table_exists() {
        for language in all() {
            let grammar = (language.grammar)();
            let exists = |name: &str, named: bool| {
                (0..u16::try_from(grammar.node_kind_count()).unwrap()).any(|id| {
                    grammar.node_kind_for_id(id) == Some(name)
                        && grammar.node_kind_is_named(id) == named
                        && grammar.node_kind_is_visible(id)
                })
            };
            let mut seen = Vec::new();
            for (kind, _) in language.roles.iter().flat_map(|part| part.iter()) {
                assert!(exists(kind, true), "{}: no node {kind}", language.id);
                assert!(!seen.contains(kind), "{}: node {kind} has two roles", language.id);
                seen.push(kind);
            }
            for (kind, _) in language.tokens.iter().flat_map(|part| part.iter()) {
                assert!(exists(kind, false), "{}: no token {kind}", language.id);
            }
            for (parent, slot, _) in language.bindings.iter().flat_map(|part| part.iter()) {
                assert!(exists(parent, true), "{}: no node {parent}", language.id);
                let mut names = Slot::NAMES.iter().filter(|(_, known)| known == slot);
                assert!(
                    *slot == Slot::None || names.any(|(name, _)| grammar.field_id_for_name(name).is_some()),
                    "{}: no field for {slot:?} of {parent}",
                    language.id
                );
            }
        }
    }

    #[test]
    fn slots_are_counted() {
        assert!(Slot::NAMES.iter().all(|(_, slot)| (*slot as usize) < Slot::COUNT));
    }

    #[test]
    fn grammar_versions_are_those_of_the_lock_file() {
        let lock = include_str!("../../../../Cargo.lock");
        for language in all() {
            let grammar = if language.id == "tsx" { "typescript" } else { language.id };
            let entry =
                format!("name = \"tree-sitter-{grammar}\"\nversion = \"{}\"\n", language.grammar_version);
            assert!(lock.contains(&entry), "{} is not at {}", language.id, language.grammar_version);
        }
    }

    #[test]
    fn names_and_aliases_are_unique() {
        let mut names = Vec::new();
        for language in all() {
            assert_eq!(by_name(language.id).unwrap().id, language.id);
            names.push(language.id);
            names.extend(language.aliases);
        }
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
