//! Languages: one file each, a table of node kinds to roles plus small hook functions.
//!
//! A language is data. Its table gives the role of each node kind, the children that name something, and the tokens
//! that count as decisions; its hooks answer questions that need the text of a name. A language is added with one file
//! of such tables; the walk that reads them is the same for all.

mod conventions;
#[cfg_attr(not(feature = "lang-all"), allow(dead_code, reason = "no single language needs every word"))]
mod detect;
#[cfg(any(feature = "lang-javascript", feature = "lang-typescript"))]
mod ecmascript;
mod foreign;
mod import;
pub(crate) mod tables;
mod vocabulary;

use std::fmt;
use std::sync::OnceLock;

pub use detect::{Detection, detect, detect_assignments, detect_with_rival};
pub use import::Import;
use tables::Tables;
pub(crate) use vocabulary::access::{Access, Unmarked};
pub(crate) use vocabulary::assertions;
pub use vocabulary::contracts::Contracts;
pub(crate) use vocabulary::deeds;
use vocabulary::deeds::Deeds;
use vocabulary::dialect::Dialect;
use vocabulary::doc_comments::DocComments;
pub(crate) use vocabulary::failures::{Failure, Failures};
pub(crate) use vocabulary::frames::{FrameLabel, Frames};
pub(crate) use vocabulary::gaps::{Gap, Step};
pub use vocabulary::lexis::{Lexis, StringBody, StringForm};
pub use vocabulary::modules::{Manifest, Modules};
pub use vocabulary::naming::{Case, Naming};
pub(crate) use vocabulary::nuance;
use vocabulary::nuance::Nuance;
pub(crate) use vocabulary::platforms::Platforms;
pub(crate) use vocabulary::role;
use vocabulary::role::{Binding, Role, Token};
pub use vocabulary::runs::Runs;
pub(crate) use vocabulary::signs;
use vocabulary::signs::Sign;
use vocabulary::stubs::Stubs;
pub(crate) use vocabulary::tests::{DocExamples, Library, Tests};
pub(crate) use vocabulary::values::Values;

/// Declares the module of each language, and lists the languages in it.
macro_rules! languages {
    ($($feature:literal $module:ident: $($language:ident)+;)+) => {
        $(
            #[cfg(feature = $feature)]
            mod $module;
        )+

        const ALL: &[&Language] = &[$($(
            #[cfg(feature = $feature)]
            &$module::$language,
        )+)+];
    };
}

// Sorted by id.
languages! {
    "lang-go" go: GO;
    "lang-java" java: JAVA;
    "lang-javascript" javascript: JAVASCRIPT;
    "lang-python" python: PYTHON;
    "lang-rust" rust: RUST;
    "lang-typescript" typescript: TSX TYPESCRIPT;
}

/// The id of the language that IPython extends, and that notebooks are in unless they name another. A build may lack it.
pub const OF_NOTEBOOKS: &str = "python";

/// A language that this build can parse.
pub struct Language {
    /// Stable id, such as `python`.
    pub id: &'static str,
    /// The display name.
    pub name: &'static str,
    /// File extensions without the dot, in lower case.
    pub extensions: &'static [&'static str],
    /// File names that identify the language without an extension.
    pub file_names: &'static [&'static str],
    /// Interpreters named in a `#!` line.
    pub interpreters: &'static [&'static str],
    /// Other names that hosts may use for it, in lower case.
    pub aliases: &'static [&'static str],
    /// The grammar.
    pub grammar: Grammar,
    /// Comments, strings, words, operators.
    pub lexis: Lexis,
    /// The case of its names.
    pub naming: Naming,
    /// Whether parameters and results declare their types.
    pub types: Types,
    /// The protocols and abstractions that its types can take part in.
    pub contracts: Contracts,
    /// Its modules, and those of others.
    pub modules: Modules,
    /// The ways to run a text as a program.
    pub runs: Runs,
    /// Files that declare types and run nothing.
    pub(crate) stubs: Stubs,
    /// Files that are for some platforms only.
    pub(crate) platforms: Platforms,
    /// The comments that document a definition.
    pub(crate) doc_comments: DocComments,
    /// The handling of failures.
    pub(crate) failures: Failures,
    /// The visibility of definitions.
    pub(crate) access: Access,
    /// The recognition of tests.
    pub(crate) tests: Tests,
    /// The words by which code that works is told from code that does not.
    pub(crate) deeds: Deeds,
    /// How values are written, and what types and calls say of them.
    pub(crate) values: Values,
    /// Other peculiarities.
    pub(crate) dialect: Dialect,
    /// Constructs that are right but do not parse, because the grammar lacks them.
    pub(crate) gaps: &'static [&'static [Gap]],
    /// The frames that may stand around a piece of code.
    pub(crate) frames: Frames,
    /// Code that is right and still counts as a parse error, for people, with how often that was seen.
    pub(crate) unread: &'static str,
    /// The role of each node kind.
    pub(crate) roles: &'static [&'static [(&'static str, Role)]],
    /// The nuances of node kinds, where they are not those that their names have in most languages.
    pub(crate) nuances: &'static [&'static [(&'static str, Nuance)]],
    /// The tokens that matter.
    pub(crate) tokens: &'static [&'static [(&'static str, Token)]],
    /// The meaning of tokens and nodes to a reader, where it is not that of most languages.
    pub(crate) signs: &'static [&'static [(&'static str, Sign)]],
    /// The children that name something.
    pub(crate) bindings: &'static [&'static [Binding]],
    /// The family that dialects of one language share; empty if there are none.
    pub(crate) family: &'static str,
    /// The evidence for it; a plain dialect has fewer parts than one that extends it.
    pub(crate) evidence: &'static [&'static [detect::Evidence]],
    /// The score of one whole line as evidence for it.
    pub(crate) line_evidence: fn(&str) -> u32,
}

/// A grammar and its origin.
#[derive(Debug, Clone, Copy)]
pub struct Grammar {
    /// The crate that provides it.
    pub package: &'static str,
    /// Its version.
    pub version: &'static str,
    /// Loads the grammar.
    pub load: fn() -> tree_sitter::Language,
}

/// Whether signatures declare types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Types {
    /// They cannot.
    Absent,
    /// They may.
    Optional,
    /// Every named function must.
    Required,
}

impl Language {
    /// The text before and after statements, where the grammar reads some of them otherwise without: in Go, a call outside
    /// a function is a conversion of types.
    pub fn around_statements(&self) -> Option<(&'static str, &'static str)> {
        self.frames.statement
    }

    /// A language with a grammar and the defaults that most languages share.
    #[cfg_attr(not(feature = "lang-all"), allow(dead_code, reason = "a build may have no language"))]
    pub(crate) const fn with(grammar: Grammar) -> Self {
        Self {
            id: "",
            name: "",
            extensions: &[],
            file_names: &[],
            interpreters: &[],
            aliases: &[],
            grammar,
            lexis: Lexis::C,
            naming: Naming::CAMEL,
            types: Types::Optional,
            contracts: Contracts::NONE,
            modules: Modules::PLAIN,
            runs: Runs::NONE,
            stubs: Stubs::NONE,
            platforms: Platforms::NONE,
            doc_comments: DocComments::JAVADOC,
            failures: Failures::EXCEPTIONS,
            access: Access::OPEN,
            tests: Tests::NONE,
            deeds: Deeds::NONE,
            values: Values::SHARED,
            dialect: Dialect::PLAIN,
            gaps: &[],
            frames: Frames::BRACES,
            unread: "",
            roles: &[],
            nuances: &[],
            tokens: &[],
            signs: &[],
            bindings: &[],
            family: "",
            evidence: &[],
            line_evidence: |_| 0,
        }
    }

    /// Whether a path is that of a test file by the language's conventions.
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
        self.tests.paths.matches(path)
    }

    /// Whether a handler of failures can name the type of what it catches; where it cannot, it catches all.
    pub fn handlers_name_types(&self) -> bool {
        self.failures.handlers_name_types
    }

    /// Whether a file is for some platforms or purposes only, by its name or its first lines: other files hold for others
    /// what this one holds.
    ///
    /// ```
    /// # use sono_syntax as sono_core;
    /// # #[cfg(feature = "lang-go")] {
    /// let go = sono_core::language::by_name("go").unwrap();
    /// assert!(go.is_for_platform("lock_windows.go", "package lock"));
    /// assert!(go.is_for_platform("lock.go", "//go:build !race\n\npackage lock"));
    /// assert!(!go.is_for_platform("lock_rows.go", "package lock"));
    /// # }
    /// ```
    pub fn is_for_platform(&self, path: &str, text: &str) -> bool {
        self.platforms.holds(path, text)
    }

    /// Whether a file runs while a package is built, so that the failure that ends it is told to whoever builds.
    pub fn is_build_file(&self, path: &str) -> bool {
        self.platforms.builds(path)
    }

    /// Whether code speaks of a library for tests, as all does that sets tests up.
    pub fn serves_tests(&self, text: &str) -> bool {
        let is_sign = |c: char| !(c.is_alphanumeric() || c == '_');
        text.split(is_sign).any(|word| self.tests.runner.setup.contains(&word))
    }

    /// The words with which tests assert or fail, by whatever library or helper.
    pub fn asserting_words(&self) -> &'static [&'static str] {
        self.tests.library.words
    }

    /// Whether tests are compiled apart from the code, so that code outside of tests cannot use what they define.
    pub fn compiles_tests_apart(&self) -> bool {
        self.tests.runner.compiled_apart
    }

    /// Whether tests reach running code through an object or call of that name: an HTTP client, a page, a process.
    pub fn reaches_from_outside(&self, name: &str) -> bool {
        is_listed(name, self.tests.library.outside)
    }

    /// Whether a function of that name is the language's, and gives only what follows from its arguments.
    pub fn is_pure(&self, name: &str) -> bool {
        is_listed(name, self.tests.library.pure)
    }

    /// Whether a base type from elsewhere leaves the names of all methods to the author, as an exception does.
    pub fn is_plain_base(&self, name: &str) -> bool {
        (self.dialect.plain_bases)(name)
    }

    /// The words by which a method names its object, if one that names it nowhere needs none. Empty where every method
    /// belongs to its type.
    pub fn receivers(&self) -> &'static [&'static str] {
        self.dialect.receivers
    }

    /// Whether an author who states types does more than the language or its users ask for.
    pub fn is_typed_by_choice(&self) -> bool {
        self.dialect.typed_by_choice
    }

    /// Whether it is the language that IPython extends, and that notebooks are in unless they name another.
    pub fn is_of_notebooks(&self) -> bool {
        self.id == OF_NOTEBOOKS
    }

    /// The name that it shares with its dialects, whose files can import each other.
    pub fn family(&self) -> &'static str {
        if self.family.is_empty() { self.id } else { self.family }
    }

    /// Whether the other is this language or a dialect of it.
    pub(crate) fn is_dialect_of(&self, other: &Self) -> bool {
        self.family() == other.family()
    }

    /// The compiled tables.
    pub(crate) fn tables(&self) -> &'static Tables {
        static NONE: Tables = Tables::EMPTY;
        static COMPILED: [OnceLock<Tables>; ALL.len()] = [const { OnceLock::new() }; ALL.len()];
        let place = ALL.iter().position(|language| *language == self);
        let compiled = place.and_then(|place| COMPILED.get(place));
        compiled.map_or(&NONE, |compiled| compiled.get_or_init(|| Tables::compile(self)))
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Language")
            .field("id", &self.id)
            .field("grammar", &self.grammar.version)
            .finish_non_exhaustive()
    }
}

impl PartialEq for Language {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Language {}

/// The languages compiled in, sorted by id.
pub fn all() -> &'static [&'static Language] {
    ALL
}

/// The language with that id, name or alias; case does not matter.
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

/// Whether a name is in a list. Most names differ from all others in length or first byte.
fn is_listed(name: &str, list: &[&str]) -> bool {
    let alike =
        |known: &&str| known.len() == name.len() && known.as_bytes().first() == name.as_bytes().first();
    list.iter().filter(|known| alike(known)).any(|known| *known == name)
}

#[cfg(test)]
mod registry_tests {
    use super::role::Slot;
    use super::*;

    #[test]
    fn every_kind_named_in_a_table_exists() {
        for language in all() {
            let grammar = (language.grammar.load)();
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
            let mut seen = Vec::new();
            for (kind, _) in language.nuances.iter().flat_map(|part| part.iter()) {
                assert!(exists(kind, true), "{}: no node {kind}", language.id);
                assert!(!seen.contains(kind), "{}: node {kind} has two nuances", language.id);
                seen.push(kind);
            }
            for (kind, _) in language.tokens.iter().flat_map(|part| part.iter()) {
                assert!(exists(kind, false), "{}: no token {kind}", language.id);
            }
            for (kind, _) in language.signs.iter().flat_map(|part| part.iter()) {
                assert!(exists(kind, true) || exists(kind, false), "{}: no kind {kind}", language.id);
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
    fn grammar_versions_are_those_of_the_lock_file() {
        let lock = include_str!("../../../../Cargo.lock");
        for language in all() {
            let Grammar { package, version, .. } = language.grammar;
            let entry = format!("name = \"{package}\"\nversion = \"{version}\"\n");
            assert!(lock.contains(&entry), "{package} is not at {version}");
        }
    }

    #[test]
    fn languages_are_sorted() {
        assert!(all().is_sorted_by_key(|language| language.id));
    }

    #[test]
    fn standard_packages_are_sorted() {
        assert!(all().iter().all(|language| language.modules.standard.is_sorted()));
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
