//! TypeScript, and TypeScript with JSX.

use super::detect::End::{Any, Is, IsNot};
use super::detect::Evidence;
use super::detect::Place::{Anywhere, Start};
use super::ecmascript;
use super::nuance::Nuance;
use super::role::{Bind, Binding, Role, Slot, Token};
use super::vocabulary::stubs::{Stubs, runs_before_colon};
use super::vocabulary::test_path::TestPaths;
use super::{Gap, Grammar, Language, Step};

/// TypeScript without JSX: angle brackets before an expression are a type assertion.
pub(super) static TYPESCRIPT: Language = Language {
    id: "typescript",
    name: "TypeScript",
    extensions: &["ts", "mts", "cts"],
    interpreters: &["ts-node", "tsx", "deno"],
    aliases: &["ts", "mts", "cts"],
    stubs: STUBS,
    gaps: &[ecmascript::GAPS, GAPS],
    frames: ecmascript::FRAMES,
    unread: UNREAD,
    roles: &[ecmascript::ROLES, ROLES],
    nuances: &[ecmascript::NUANCES, NUANCES],
    tokens: &[ecmascript::TOKENS, TOKENS],
    bindings: &[ecmascript::BINDINGS, BINDINGS],
    evidence: &[ecmascript::EVIDENCE, EVIDENCE],
    ..ecmascript::with(grammar(|| tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into()), TEST_PATHS)
};

/// TypeScript with JSX.
pub(super) static TSX: Language = Language {
    id: "tsx",
    name: "TSX",
    extensions: &["tsx"],
    aliases: &["typescriptreact"],
    gaps: &[ecmascript::GAPS, GAPS],
    frames: ecmascript::FRAMES,
    unread: UNREAD,
    roles: &[ecmascript::ROLES, ecmascript::JSX_ROLES, ROLES],
    nuances: &[ecmascript::NUANCES, ecmascript::JSX_NUANCES, NUANCES],
    tokens: &[ecmascript::TOKENS, TOKENS],
    signs: &[ecmascript::SIGNS, ecmascript::JSX_SIGNS],
    bindings: &[ecmascript::BINDINGS, BINDINGS],
    evidence: &[ecmascript::EVIDENCE, EVIDENCE, ecmascript::JSX_EVIDENCE],
    ..ecmascript::with(grammar(|| tree_sitter_typescript::LANGUAGE_TSX.into()), TEST_PATHS)
};

/// A grammar; both come from one package.
const fn grammar(load: fn() -> tree_sitter::Language) -> Grammar {
    Grammar { package: "tree-sitter-typescript", version: "0.23.2", load }
}

const STUBS: Stubs = Stubs {
    endings: &[".d.ts", ".d.mts", ".d.cts"],
    // Code of another language is no declaration either.
    runs: |line| runs(line) || runs_before_colon(line),
};

fn runs(line: &str) -> bool {
    const WORDS: [&str; 8] = ["return ", "return;", "throw ", "for (", "for(", "while (", "while(", "if ("];
    WORDS.iter().any(|word| line.starts_with(word)) && line.ends_with([';', '{', ')', ','])
}

const TEST_PATHS: TestPaths = TestPaths {
    extensions: &["ts", "tsx", "mts", "cts"],
    files: &["test", "tests"],
    prefixes: &["test-", "test_"],
    suffixes: &[".test", ".spec", ".cy", "-test", "_test", "-spec", "_spec", ".e2e", ".test-d"],
    folders: &["__tests__", "__mocks__", "test", "tests", "spec", "e2e", "cypress"],
    source_sets: &[],
};

const UNREAD: &str = "Still counted as parse errors: an escaped backtick in the type of a template literal, and a variable named \
                      `as` (4 of 1,888 files of two large libraries).";

const GAPS: &[Gap] = &[
    Gap {
        what: "`export type *` (5.0)",
        steps: &[Step::Keep(&["export"]), Step::Blank("type"), Step::Keep(&["*"])],
    },
    Gap {
        what: "the variance of a type parameter (4.7)",
        steps: &[Step::Keep(LISTED), Step::Blank("in"), Step::Blank("out"), Step::Word, Step::Keep(BOUNDED)],
    },
    Gap {
        what: "the variance of a type parameter (4.7)",
        steps: &[Step::Keep(LISTED), Step::Blank("in"), Step::Word, Step::Keep(BOUNDED)],
    },
    Gap {
        what: "the variance of a type parameter (4.7)",
        steps: &[Step::Keep(LISTED), Step::Blank("out"), Step::Word, Step::Keep(BOUNDED)],
    },
    Gap { what: "type arguments of an imported type", steps: IMPORTED_TYPE },
    Gap { what: "type arguments of an imported type", steps: IMPORTED_MEMBER },
    // Object types whose members end with their lines.
    Gap { what: "a call signature on a line of its own", steps: &[Step::End, Step::Starts("<"), Step::Word] },
    Gap {
        what: "a property named `in` on a line of its own",
        steps: &[Step::End, Step::Starts("in"), Step::Keep(&[":", "?"])],
    },
    Gap {
        what: "type arguments of a tagged template",
        steps: &[Step::Word, Step::BlankTypes, Step::Template],
    },
    Gap {
        what: "an abstract class that is exported by default",
        steps: &[Step::Keep(&["default"]), Step::Blank("abstract"), Step::Keep(&["class"])],
    },
    Gap {
        what: "attributes of an export",
        steps: &[
            Step::Keep(&["from"]),
            Step::Text,
            Step::Blank("with"),
            Step::Blank("{"),
            Step::Blank("type"),
            Step::Blank(":"),
            Step::BlankText,
            Step::Blank("}"),
        ],
    },
];

/// The tokens before and after a type parameter.
const LISTED: &[&str] = &["<", ","];
const BOUNDED: &[&str] = &[",", ">", "=", "extends"];

/// `import("./table").Row<`
const IMPORTED_TYPE: &[Step] = &[
    Step::Name("import"),
    Step::Name("("),
    Step::NameText,
    Step::Name(")"),
    Step::Keep(&["."]),
    Step::Word,
    Step::Keep(&["<"]),
];

/// `import("./table").default.Row<`
const IMPORTED_MEMBER: &[Step] = &[
    Step::Name("import"),
    Step::Name("("),
    Step::NameText,
    Step::Name(")"),
    Step::Keep(&["."]),
    Step::Word,
    Step::Keep(&["."]),
    Step::Word,
    Step::Keep(&["<"]),
];

const ROLES: &[(&str, Role)] = &[
    ("public_field_definition", Role::Field),
    ("abstract_class_declaration", Role::AbstractClass),
    ("interface_declaration", Role::Interface),
    ("enum_declaration", Role::Class),
    ("enum_assignment", Role::Declarator),
    ("type_alias_declaration", Role::TypeAlias),
    ("extends_type_clause", Role::Heritage),
    ("function_signature", Role::Signature),
    ("method_signature", Role::Signature),
    ("abstract_method_signature", Role::Signature),
    ("property_signature", Role::Declarator),
    ("accessibility_modifier", Role::Modifier),
    ("override_modifier", Role::Modifier),
    ("as_expression", Role::Ascription),
    ("satisfies_expression", Role::Ascription),
    ("import_alias", Role::Import),
    ("internal_module", Role::Namespace),
    ("module", Role::Namespace),
];

const NUANCES: &[(&str, Nuance)] = &[
    ("non_null_expression", Nuance::Holder),
    ("type_arguments", Nuance::Holder),
    ("type_identifier", Nuance::TypeName),
    ("property_signature", Nuance::Constant),
];

const TOKENS: &[(&str, Token)] = &[
    ("private", Token::Private),
    ("protected", Token::Private),
    ("public", Token::Public),
    ("override", Token::Override),
];

const BINDINGS: &[Binding] = &[
    ("abstract_class_declaration", Slot::Name, Bind::Type),
    ("interface_declaration", Slot::Name, Bind::Type),
    ("enum_declaration", Slot::Name, Bind::Type),
    ("type_alias_declaration", Slot::Name, Bind::Type),
    ("function_signature", Slot::Name, Bind::Function),
    ("method_signature", Slot::Name, Bind::Function),
    ("abstract_method_signature", Slot::Name, Bind::Function),
    ("public_field_definition", Slot::Name, Bind::Variable),
    ("property_signature", Slot::Name, Bind::Variable),
    ("enum_body", Slot::Name, Bind::Variable),
    ("enum_assignment", Slot::Name, Bind::Variable),
    ("required_parameter", Slot::Pattern, Bind::Inherit),
    ("required_parameter", Slot::Name, Bind::Inherit),
    ("optional_parameter", Slot::Pattern, Bind::Inherit),
    ("optional_parameter", Slot::Name, Bind::Inherit),
];

const EVIDENCE: &[Evidence] = &[
    (Anywhere, ": string", Any, 3),
    (Anywhere, ": number", Any, 3),
    (Anywhere, ": boolean", Any, 3),
    (Anywhere, ": void", Any, 3),
    (Anywhere, ": any", Any, 2),
    (Anywhere, ": unknown", Any, 3),
    (Anywhere, ": never", Any, 3),
    (Anywhere, ": Promise<", Any, 3),
    (Anywhere, "): ", Is(b'{'), 3),
    (Start, "interface ", Is(b'{'), 2),
    (Start, "export interface ", Any, 4),
    (Start, "export type ", Any, 4),
    (Start, "type ", IsNot(b':'), 3),
    (Start, "readonly ", Any, 2),
    (Anywhere, "readonly ", Any, 2),
    (Anywhere, " as const", Any, 3),
    (Anywhere, "keyof ", Any, 3),
    (Start, "enum ", Is(b'{'), 1),
    (Start, "export enum ", Any, 3),
    (Start, "private ", Any, 1),
    (Start, "public ", Any, 1),
    (Start, "declare ", Any, 3),
    (Start, "import type ", Any, 4),
    (Anywhere, "Array<", Any, 2),
    (Anywhere, "Record<", Any, 3),
    (Anywhere, "Partial<", Any, 3),
    (Anywhere, "implements ", Any, 1),
    (Start, "abstract class ", Any, 1),
    (Start, "export abstract ", Any, 3),
    (Anywhere, "| undefined", Any, 3),
    (Anywhere, "| null", Any, 2),
];
