//! JavaScript, with JSX.

use super::ecmascript;
use super::role::{Bind, Binding, Role, Slot};
use super::vocabulary::test_path::TestPaths;
use super::{Grammar, Language, Types};

/// ECMAScript and JSX.
pub(super) static JAVASCRIPT: Language = Language {
    id: "javascript",
    name: "JavaScript",
    extensions: &["js", "jsx", "mjs", "cjs"],
    file_names: &["Jakefile"],
    interpreters: &["node", "nodejs", "bun"],
    aliases: &["js", "jsx", "node", "nodejs", "ecmascript", "mjs", "javascriptreact"],
    types: Types::Absent,
    roles: &[ecmascript::ROLES, ecmascript::JSX_ROLES, ROLES],
    nuances: &[ecmascript::NUANCES, ecmascript::JSX_NUANCES],
    tokens: &[ecmascript::TOKENS],
    signs: &[ecmascript::SIGNS, ecmascript::JSX_SIGNS],
    bindings: &[ecmascript::BINDINGS, BINDINGS],
    evidence: &[ecmascript::EVIDENCE, ecmascript::JSX_EVIDENCE],
    ..ecmascript::with(GRAMMAR, TEST_PATHS)
};

const GRAMMAR: Grammar = Grammar {
    package: "tree-sitter-javascript",
    version: "0.25.0",
    load: || tree_sitter_javascript::LANGUAGE.into(),
};

const TEST_PATHS: TestPaths = TestPaths {
    extensions: &["js", "jsx", "mjs", "cjs"],
    files: &["test", "tests"],
    prefixes: &["test-", "test_"],
    suffixes: &[".test", ".spec", ".cy", "-test", "_test", "-spec", "_spec", ".e2e"],
    folders: &["__tests__", "__mocks__", "test", "tests", "spec", "e2e", "cypress"],
    source_sets: &[],
};

const ROLES: &[(&str, Role)] = &[("field_definition", Role::Field), ("using_declaration", Role::Declaration)];

const BINDINGS: &[Binding] = &[("field_definition", Slot::Property, Bind::Variable)];
