//! JavaScript, with JSX.

use std::sync::OnceLock;

use super::Language;
use super::ecmascript;
use super::role::{Bind, Binding, Role, Slot};
use super::test_path::TestPaths;

/// ECMAScript and JSX.
pub(super) static JAVASCRIPT: Language = Language {
    id: "javascript",
    name: "JavaScript",
    grammar_version: "0.25.0",
    extensions: &["js", "jsx", "mjs", "cjs"],
    file_names: &["Jakefile"],
    interpreters: &["node", "nodejs", "bun"],
    aliases: &["js", "jsx", "node", "nodejs", "ecmascript", "mjs", "javascriptreact"],
    grammar: || tree_sitter_javascript::LANGUAGE.into(),
    roles: &[ecmascript::ROLES, ecmascript::JSX_ROLES, ROLES],
    tokens: &[ecmascript::TOKENS],
    bindings: &[ecmascript::BINDINGS, BINDINGS],
    dialect: ecmascript::DIALECT,
    test_paths: TestPaths {
        extensions: &["js", "jsx", "mjs", "cjs"],
        files: &["test", "tests"],
        prefixes: &["test-", "test_"],
        suffixes: &[".test", ".spec", ".cy", "-test", "_test", "-spec", "_spec", ".e2e"],
        folders: &["__tests__", "__mocks__", "test", "tests", "spec", "e2e", "cypress"],
        source_sets: &[],
    },
    family: "ecmascript",
    evidence: &[ecmascript::EVIDENCE, ecmascript::JSX_EVIDENCE],
    line_evidence: |_| 0,
    tables: OnceLock::new(),
};

const ROLES: &[(&str, Role)] = &[("field_definition", Role::Field), ("using_declaration", Role::Declaration)];

const BINDINGS: &[Binding] = &[("field_definition", Slot::Property, Bind::Variable)];
