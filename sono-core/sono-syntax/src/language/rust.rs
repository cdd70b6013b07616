//! Rust.

use tree_sitter::FlatNode as Node;

use super::detect::End::{Any, Is};
use super::detect::Evidence;
use super::detect::Place::{Anywhere, Start};
use super::nuance::Nuance;
use super::role::{Bind, Binding, Role, Slot, Token, marks};
use super::signs::Sign;
use super::vocabulary::modules::{Manifest, names_in_toml};
use super::vocabulary::test_path::TestPaths;
use super::vocabulary::tests::{DocExamples, Library, Runner};
use super::{
    Access, Contracts, Deeds, Dialect, DocComments, Failure, Failures, Frames, Gap, Grammar, Import,
    Language, Lexis, Modules, Naming, Platforms, Step, StringForm, Tests, Types, Unmarked,
};
use crate::text::Span;

/// Rust up to the edition of 2024.
pub(super) static RUST: Language = Language {
    id: "rust",
    name: "Rust",
    extensions: &["rs"],
    interpreters: &["rust-script"],
    aliases: &["rs"],
    lexis: Lexis {
        nested_comments: true,
        quotes: &[
            StringForm::raw("br##\"", "\"##"),
            StringForm::raw("br#\"", "\"#"),
            StringForm::raw("br\"", "\""),
            StringForm::raw("r###\"", "\"###"),
            StringForm::raw("r##\"", "\"##"),
            StringForm::raw("r#\"", "\"#"),
            StringForm::raw("r\"", "\""),
            StringForm::lines("\""),
            StringForm::character("'"),
        ],
        assignments: &[" = "],
        block_words: &["fn", "for", "if", "impl", "loop", "match", "pub", "return", "while"],
        ..Lexis::C
    },
    contracts: CONTRACTS,
    modules: MODULES,
    naming: Naming {
        short: &[
            "a", "b", "c", "cx", "d", "e", "f", "fs", "g", "h", "it", "l", "m", "op", "p", "r", "rx", "s",
            "t", "tx", "ty", "v", "w",
        ],
        ..Naming::SNAKE
    },
    types: Types::Required,
    doc_comments: DocComments { before: &["///", "/**"], inside: &["//!", "/*!"], ..DocComments::JAVADOC },
    failures: Failures {
        forms: "An arm of `match` for `Err(...)`, `if let Err(...)` and `if ....is_err()` are handlers; `?` passes on. \
                `let _ = f();`, `_ = f();` and `f().ok();` throw an error away, \
                and so do `.unwrap_or_default()` and `.unwrap_or(...)` of a literal behind `parse`, `open` and others that are known to fail, unless the standard library's `f` \
                gives none, or one that only hands back what nobody took, as `send` does. `Err(...)` as a value, `panic!`, `todo!`, `unimplemented!`, `unreachable!`, `bail!` and \
                `.expect(\"...\")` fail, and in a handler pass on. `.unwrap()` ends the program whatever the error, where the function gives a `Result`, or behind `parse`, `open` and others that are known to fail, \
                except behind `.lock()`, `.read()`, `.write()` and `.join()`, where the error is a panic elsewhere, and behind \
                `.as_ref()`, `.as_mut()`, `.take()`, `.into_inner()` and `.checked_...()`, where it is a defect of the program, behind what the code itself states (`env!`, a literal), and where a condition \
                made sure.",
        is_raising_call: |_, name| {
            matches!(name, "Err" | "panic" | "todo" | "unimplemented" | "unreachable" | "bail")
        },
        results: &["Result"],
        discards: &["_", "let _"],
        judged: &[
            "match_arm",
            "if_expression",
            "try_expression",
            "call_expression",
            "let_declaration",
            "assignment_expression",
            "expression_statement",
        ],
        judge,
        ..Failures::EXCEPTIONS
    },
    access: Access { unmarked: Unmarked::Private, ..Access::OPEN },
    tests: Tests {
        paths: TestPaths {
            extensions: &["rs"],
            files: &["test", "tests"],
            suffixes: &["_test", "_tests"],
            folders: &["tests", "benches"],
            ..TestPaths::NONE
        },
        is_assertion,
        runner: RUNNER,
        library: LIBRARY,
        ..Tests::NONE
    },
    deeds: DEEDS,
    platforms: Platforms { conditions: &["#![cfg("], build_files: &["build.rs"], ..Platforms::NONE },
    dialect: Dialect {
        receivers: &["self", "Self"],
        constructors: &["new"],
        receiver_is_keyword: true,
        block_values: true,
        conditions: &["#[cfg("],
        decorator,
        imports,
        ..Dialect::PLAIN
    },
    gaps: &[GAPS],
    frames: FRAMES,
    unread: "Still counted as parse errors: attributes between the items of some lists, raw strings next to brackets in a \
             macro, and what only nightly compilers read (0.7 % of 9,654 files of published crates).",
    roles: &[ROLES],
    nuances: &[NUANCES],
    tokens: &[TOKENS],
    signs: &[SIGNS],
    bindings: &[BINDINGS],
    evidence: &[EVIDENCE],
    line_evidence,
    ..Language::with(Grammar {
        package: "tree-sitter-rust",
        version: "0.24.2",
        load: || tree_sitter_rust::LANGUAGE.into(),
    })
};

const CONTRACTS: Contracts = Contracts {
    protocols: &[
        "add",
        "add_assign",
        "bitand",
        "bitor",
        "call",
        "cmp",
        "deref",
        "deref_mut",
        "div",
        "drop",
        "extend",
        "from_iter",
        "index",
        "index_mut",
        "into_iter",
        "mul",
        "neg",
        "next",
        "next_back",
        "not",
        "partial_cmp",
        "poll",
        "rem",
        "sub",
        "sub_assign",
    ],
    is_stated: true,
    is_structural: true,
    ..Contracts::NONE
};

const MODULES: Modules = Modules {
    types: &[
        "Box", "Clone", "Copy", "Debug", "Default", "Drop", "Err", "Eq", "Fn", "From", "Into", "Iterator",
        "None", "Ok", "Option", "Ord", "Result", "Self", "Send", "Some", "String", "Sync", "Vec",
    ],
    separators: &["::"],
    declares: Some("mod"),
    path_sign: Some("::"),
    around: Some("super"),
    package,
    standard: &["alloc", "core", "crate", "proc_macro", "self", "std", "super", "test"],
    manifests: &[Manifest { file: "Cargo.toml", names: names_in_toml }],
    stated: declared_modules,
    ..Modules::PLAIN
};

const DEEDS: Deeds = Deeds {
    destructors: &["drop"],
    unwritten: &["todo!", "unimplemented!"],
    constants: &["None"],
    nothing: &["()", "None"],
    empty: &[
        "Vec::new",
        "String::new",
        "HashMap::new",
        "HashSet::new",
        "BTreeMap::new",
        "BTreeSet::new",
        "VecDeque::new",
        "Default::default",
        "String::default",
        "Vec::default",
        "vec!",
        "PathBuf::new",
        "Self::default",
    ],
    wrappers: &["Ok", "Some", "Box::new", "Rc::new", "Arc::new", "String::from", "vec!"],
    recasts: &[
        "Err",
        "Cow::from",
        "Cow::Borrowed",
        "format!",
        ".to_string",
        ".to_owned",
        ".clone",
        ".into",
        ".as_ref",
        ".to_vec",
        ".into_iter",
        ".iter",
    ],
    reports: &[
        "println!",
        "print!",
        "eprintln!",
        "eprint!",
        "dbg!",
        "info!",
        "debug!",
        "warn!",
        "log::info!",
        "log::debug!",
        "log::warn!",
    ],
    exits: &["std::process::exit", "process::exit", "exit", "bail!", "anyhow::bail!"],
    checks: &["ensure"],
    unfailing: &["clone", "cmp", "default", "drop", "eq", "fmt", "hash", "ne", "partial_cmp"],
    ..Deeds::NONE
};

const FRAMES: Frames = Frames {
    members: &[("struct z{", "fields of a type"), ("match z{", "arms of a `match`")],
    ..Frames::BRACES
};

const GAPS: &[Gap] = &[Gap {
    what: "a `safe` item of an `unsafe extern` block (1.82)",
    steps: &[Step::Blank("safe"), Step::Keep(&["fn", "static"])],
}];

const ROLES: &[(&str, Role)] = &[
    ("source_file", Role::Root),
    ("line_comment", Role::Comment),
    ("block_comment", Role::Comment),
    ("string_literal", Role::Text),
    ("raw_string_literal", Role::Text),
    ("char_literal", Role::Text),
    ("identifier", Role::Identifier),
    ("field_identifier", Role::Identifier),
    ("shorthand_field_identifier", Role::Identifier),
    ("self", Role::Identifier),
    ("function_item", Role::Function),
    ("function_signature_item", Role::Signature),
    ("closure_expression", Role::Closure),
    ("parameters", Role::Parameters),
    ("closure_parameters", Role::Parameters),
    ("self_parameter", Role::Punctuation),
    ("struct_item", Role::Class),
    ("union_item", Role::Class),
    ("enum_item", Role::Class),
    ("trait_item", Role::Interface),
    ("type_item", Role::TypeAlias),
    ("associated_type", Role::Statement),
    ("impl_item", Role::Extension),
    ("mod_item", Role::Namespace),
    ("foreign_mod_item", Role::Statement),
    ("macro_definition", Role::Statement),
    ("field_declaration", Role::Field),
    ("const_item", Role::Declaration),
    ("static_item", Role::Declaration),
    ("let_declaration", Role::Declaration),
    ("visibility_modifier", Role::Modifier),
    ("attribute_item", Role::Decorator),
    ("inner_attribute_item", Role::Decorator),
    ("use_declaration", Role::Import),
    ("extern_crate_declaration", Role::Import),
    ("block", Role::Block),
    ("if_expression", Role::If),
    ("else_clause", Role::Else),
    ("while_expression", Role::Loop),
    ("loop_expression", Role::Loop),
    ("for_expression", Role::Loop),
    ("match_expression", Role::Switch),
    ("match_arm", Role::Case),
    ("match_pattern", Role::CasePattern),
    ("break_expression", Role::ValueJump),
    ("continue_expression", Role::Jump),
    ("label", Role::Label),
    ("return_expression", Role::Return),
    ("expression_statement", Role::ExpressionStatement),
    ("empty_statement", Role::Nothing),
    ("unit_expression", Role::Nothing),
    ("assignment_expression", Role::Assignment),
    ("compound_assignment_expr", Role::Assignment),
    ("await_expression", Role::Effect),
    ("try_expression", Role::Effect),
    ("yield_expression", Role::Effect),
    ("binary_expression", Role::Binary),
    ("let_chain", Role::Boolean),
    ("parenthesized_expression", Role::Parenthesized),
    ("call_expression", Role::Call),
    ("macro_invocation", Role::Call),
    ("generic_function", Role::Generic),
    ("token_tree", Role::Tokens),
    ("arguments", Role::Arguments),
    ("field_expression", Role::Member),
    ("index_expression", Role::Element),
    ("scoped_identifier", Role::Member),
];

const NUANCES: &[(&str, Nuance)] = &[
    ("array_expression", Nuance::Holder),
    ("mutable_specifier", Nuance::Holder),
    ("reference_expression", Nuance::Holder),
    ("type_arguments", Nuance::Holder),
    ("tuple_expression", Nuance::Tuple),
    ("type_cast_expression", Nuance::Conversion),
    ("unary_expression", Nuance::Unary),
    ("type_identifier", Nuance::TypeName),
    ("field_identifier", Nuance::MemberName),
    ("shorthand_field_identifier", Nuance::MemberName),
    ("macro_definition", Nuance::Macro),
    ("yield_expression", Nuance::Yield),
    ("await_expression", Nuance::Await),
];

const TOKENS: &[(&str, Token)] = &[
    ("if", Token::If),
    ("else", Token::Else),
    ("for", Token::For),
    ("while", Token::While),
    ("loop", Token::While),
    ("match", Token::Switch),
    ("=>", Token::Case),
    ("_", Token::Underscore),
    ("&&", Token::And),
    ("||", Token::Or),
    ("pub", Token::Public),
];

/// Names in the patterns of `match` and `if let` are not among them: nothing tells `None` from a new name there.
const SIGNS: &[(&str, Sign)] = &[("lifetime", Sign::Aside), ("array_expression", Sign::Lines)];

const BINDINGS: &[Binding] = &[
    ("function_item", Slot::Name, Bind::Function),
    ("function_signature_item", Slot::Name, Bind::Function),
    ("struct_item", Slot::Name, Bind::Type),
    ("union_item", Slot::Name, Bind::Type),
    ("enum_item", Slot::Name, Bind::Type),
    ("trait_item", Slot::Name, Bind::Type),
    ("type_item", Slot::Name, Bind::Type),
    ("field_declaration", Slot::Name, Bind::Variable),
    ("const_item", Slot::Name, Bind::Variable),
    ("static_item", Slot::Name, Bind::Variable),
    ("let_declaration", Slot::Pattern, Bind::Variable),
    ("for_expression", Slot::Pattern, Bind::Loop),
    ("parameters", Slot::None, Bind::Parameter),
    ("closure_parameters", Slot::None, Bind::Parameter),
    ("parameter", Slot::Pattern, Bind::Inherit),
    // Parts of patterns.
    ("tuple_pattern", Slot::None, Bind::Inherit),
    ("slice_pattern", Slot::None, Bind::Inherit),
    ("tuple_struct_pattern", Slot::None, Bind::Inherit),
    ("struct_pattern", Slot::None, Bind::Inherit),
    ("field_pattern", Slot::Pattern, Bind::Inherit),
    ("mut_pattern", Slot::None, Bind::Inherit),
    ("ref_pattern", Slot::None, Bind::Inherit),
    ("reference_pattern", Slot::None, Bind::Inherit),
    ("captured_pattern", Slot::None, Bind::Inherit),
];

/// `#[test]` and what other crates call so; `#[cfg(test)]`; `#[doc(hidden)]`.
fn decorator(name: &str, arguments: &str) -> u32 {
    match name.rsplit(':').next().unwrap_or(name) {
        "cfg" if holds_for_tests(arguments) => marks::TEST,
        "doc" if arguments.starts_with("(hidden)") => marks::PRIVATE,
        // What is called from outside has the name that it is called by there.
        "no_mangle" | "export_name" => marks::PRESCRIBED,
        "unsafe" if arguments.starts_with("(no_mangle") || arguments.starts_with("(export_name") => {
            marks::PRESCRIBED
        }
        // What has the layout of C has its names as well.
        "repr" if arguments.starts_with("(C)") || arguments.starts_with("(C,") => marks::PRESCRIBED,
        "allow" | "expect"
            if arguments.contains("non_snake_case") || arguments.contains("non_camel_case") =>
        {
            marks::PRESCRIBED
        }
        "test" | "bench" | "rstest" | "test_case" | "quickcheck" | "wasm_bindgen_test" => marks::TEST,
        _ => 0,
    }
}

/// `(test)` or `(all(test, unix))`, but not `(not(test))` or `(any(test, unix))`.
fn holds_for_tests(arguments: &str) -> bool {
    let inner = arguments.strip_prefix('(').unwrap_or(arguments);
    let all = inner.strip_prefix("all(").unwrap_or(inner);
    all.split([',', ')']).any(|word| word.trim() == "test")
}

/// `assert_eq!(...)`, `prop_assert!(...)`, `insta::assert_snapshot!(...)`, `command.assert()`.
fn is_assertion(_: &str, name: &str) -> bool {
    let plain = name.strip_prefix("debug_").or_else(|| name.strip_prefix("prop_")).unwrap_or(name);
    plain.strip_prefix("assert").is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
        || matches!(name, "expect_that" | "verify_that")
}

/// The built-in runner and what attributes of other crates make of it.
const RUNNER: Runner = Runner {
    marks: &[
        "test",
        "rstest",
        "test_case",
        "quickcheck",
        "wasm_bindgen_test",
        "proptest",
        "parameterized",
        "case",
    ],
    fixtures: &["fixture"],
    macros: &["proptest", "quickcheck"],
    skips: &["ignore"],
    setup: &[
        "assert_cmd",
        "bench",
        "criterion",
        "divan",
        "libtest_mimic",
        "mockall",
        "proptest",
        "quickcheck",
        "trybuild",
    ],
    failing: &[("should_panic", "")],
    compiled_apart: true,
    doc_examples: DocExamples::Fenced {
        fence: "```",
        assertion: "assert",
        not_run: &["text", "ignore", "no_run", "toml", "json", "sh", "console"],
    },
    ..Runner::NONE
};

const LIBRARY: Library = Library {
    subjects: &["assert_that", "expect_that", "verify_that"],
    matchers: &["assert", "success", "failure", "stdout", "stderr"],
    fails: &["panic", "unreachable"],
    raises: &["assert_panics", "catch_unwind"],
    unwraps: &["unwrap", "unwrap_err", "expect", "expect_err"],
    unwrap_signs: &["?"],
    outside: &["Command", "cargo_bin", "reqwest", "TestServer"],
    looks: &["type_name", "type_name_of_val", "println", "dbg", "size_of"],
    pure: &[
        "vec",
        "format",
        "len",
        "to_string",
        "to_owned",
        "into",
        "clone",
        "Some",
        "Ok",
        "Err",
        "iter",
        "collect",
        "String",
        "Vec",
        "from",
        "unwrap",
        "as_str",
        "is_some",
        "is_none",
        "is_ok",
        "is_err",
    ],
    ..Library::NONE
};

fn imports(node: Node<'_>, text: &str, out: &mut Vec<Import>) {
    let of = |field| node.child_by_field_name(field).and_then(|child| text.get(child.byte_range()));
    let path = of("argument").or_else(|| of("name")).unwrap_or("");
    let is_end = |c: char| c.is_whitespace() || matches!(c, '{' | '*');
    let module = path.split(is_end).next().unwrap_or("").trim_end_matches("::");
    let first = module.split("::").next().unwrap_or("");
    let hands_on = node.child(0).is_some_and(|first| first.kind() == "visibility_modifier");
    out.push(Import {
        span: Span::new(node.start_byte(), node.end_byte()),
        // `pub use` hands on what others import.
        wildcard: takes_all(path, module) && !hands_on,
        relative: matches!(first, "crate" | "self" | "super"),
        is_test: false,
        module: if module.is_empty() { path } else { module }.to_owned(),
    });
}

/// Whether a path takes all names of a module that was not made for it. A prelude was, and so were the module around
/// tests, the variants of an enum and what only one processor knows.
fn takes_all(path: &str, module: &str) -> bool {
    path.match_indices('*').any(|(star, _)| {
        let before = path.get(..star).unwrap_or("").trim_end_matches("::");
        let segment = before.rsplit([':', '{', ',', ' ']).next().filter(|segment| !segment.is_empty());
        let segment = segment.or_else(|| module.rsplit("::").next()).unwrap_or("");
        segment != "super"
            && !segment.ends_with("prelude")
            && !segment.starts_with(char::is_uppercase)
            && !module.contains("::arch::")
    })
}

/// The crate of a path. `None` for paths that begin with a type.
fn package(module: &str) -> Option<String> {
    let first = module.trim_start_matches("::").split([':', ' ']).next().unwrap_or("");
    let is_crate = first.starts_with(|c: char| c.is_ascii_lowercase())
        && first.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    is_crate.then(|| first.to_owned())
}

/// The modules that a file declares, in itself or in files that may be missing.
fn declared_modules(text: &str) -> Vec<&str> {
    let lines = text.lines().map(str::trim);
    let modules = lines.filter_map(|line| {
        let line =
            line.strip_prefix("pub").map_or(line, |rest| rest.split_once(' ').map_or("", |(_, rest)| rest));
        line.strip_prefix("mod ")?.split([' ', ';', '{']).next()
    });
    modules.collect()
}

/// Functions of the standard library that give no error, or one that only hands back what nobody took.
const NO_ERROR: &[&str] = &[
    "and_modify",
    "catch_unwind",
    "compare_exchange",
    "compare_exchange_weak",
    "drain",
    "fetch_add",
    "fetch_sub",
    "fetch_update",
    "from_raw",
    "get_or_init",
    "get_or_insert_with",
    "expect",
    "insert",
    "into_inner",
    "into_raw",
    "pop",
    "pop_back",
    "pop_front",
    "remove",
    "replace",
    "send",
    "set",
    "spawn",
    "split_off",
    "swap",
    "swap_remove",
    "take",
    "unwrap",
];

/// Calls that give an error only where another thread panicked.
const POISONED: &[&str] = &["join", "lock", "read", "write"];

/// Calls that give nothing only where the program itself went wrong: a part that was put there before, a number that
/// outgrows its type.
const OWN: &[&str] = &["as_deref", "as_deref_mut", "as_mut", "as_ref", "into_inner", "take"];

fn judge(node: Node<'_>, text: &str) -> Failure {
    let field = |name| node.child_by_field_name(name);
    match node.kind() {
        "match_arm"
            if field("pattern").and_then(|pattern| pattern.named_child(0)).is_some_and(is_err(text)) =>
        {
            Failure::Checked
        }
        "if_expression" if field("condition").is_some_and(|condition| tests_for_error(condition, text)) => {
            Failure::Checked
        }
        "try_expression" => Failure::PassedOn,
        "call_expression" => judge_call(node, text),
        "let_declaration" if field("pattern").is_some_and(is_wildcard(text)) => {
            discarded(field("value"), text)
        }
        "assignment_expression" if field("left").is_some_and(is_wildcard(text)) => {
            discarded(field("right"), text)
        }
        "expression_statement" => {
            let ok =
                node.named_child(0).and_then(|value| method(value, text)).filter(|call| call.name == "ok");
            let inner = ok.as_ref().and_then(|call| method(call.object, text));
            let is_none = inner.is_some_and(|inner| NO_ERROR.contains(&inner.name));
            if ok.is_some() && !is_none { Failure::Discarded } else { Failure::None }
        }
        _ => Failure::None,
    }
}

fn is_wildcard(text: &str) -> impl Fn(Node<'_>) -> bool {
    move |node| text.get(node.byte_range()) == Some("_")
}

/// Whether a pattern is `Err(...)`.
fn is_err(text: &str) -> impl Fn(Node<'_>) -> bool {
    move |pattern| {
        let variant = pattern.child_by_field_name("type").and_then(|variant| text.get(variant.byte_range()));
        pattern.kind() == "tuple_struct_pattern"
            && variant.is_some_and(|variant| variant.rsplit(':').next() == Some("Err"))
    }
}

/// `let Err(...) = ...` or `....is_err()`, alone or first in a chain.
fn tests_for_error(condition: Node<'_>, text: &str) -> bool {
    let first = match condition.kind() {
        "let_chain" => condition.named_child(0),
        "binary_expression" => condition.child_by_field_name("left"),
        _ => Some(condition),
    };
    first.is_some_and(|test| match test.kind() {
        "let_condition" => test.child_by_field_name("pattern").is_some_and(is_err(text)),
        _ => method(test, text).is_some_and(|call| call.name == "is_err"),
    })
}

/// A call of a method.
struct Method<'t> {
    name: &'t str,
    object: Node<'t>,
    arguments: Node<'t>,
}

fn method<'t>(node: Node<'t>, text: &'t str) -> Option<Method<'t>> {
    let function = node.child_by_field_name("function").filter(|_| node.kind() == "call_expression")?;
    let name = function.child_by_field_name("field").filter(|_| function.kind() == "field_expression")?;
    Some(Method {
        name: text.get(name.byte_range())?,
        object: function.child_by_field_name("value")?,
        arguments: node.child_by_field_name("arguments")?,
    })
}

/// `.unwrap()` and `.expect("...")`.
fn judge_call(node: Node<'_>, text: &str) -> Failure {
    let Some(call) = method(node, text) else { return Failure::None };
    match (call.name, call.arguments.named_child(0)) {
        ("unwrap", None) => {
            let is_own = method(call.object, text).is_some_and(|inner| {
                let is_plain = inner.arguments.named_child(0).is_none();
                inner.name.starts_with("checked_")
                    || is_plain && (POISONED.contains(&inner.name) || OWN.contains(&inner.name))
            });
            let fails =
                may_fail(call.object, text) && !converts(call.object, text) || may_pass_on(node, text);
            if fails && !is_own && !is_fixed(call.object, text) && !is_known(node, call.object, text) {
                Failure::Unchecked
            } else {
                Failure::None
            }
        }
        ("unwrap_or_default", None) if may_fail(call.object, text) => Failure::Discarded,
        ("unwrap_or", Some(value)) if value.kind().ends_with("_literal") && may_fail(call.object, text) => {
            Failure::Discarded
        }
        ("expect", Some(reason)) if reason.kind() == "string_literal" => Failure::Raised,
        _ => Failure::None,
    }
}

/// Whether a value is read from what the code itself states, so that it fails for everybody or nobody:
/// `env!("...").parse()`, `Regex::new("...")`.
fn is_fixed(value: Node<'_>, text: &str) -> bool {
    const READS: &[&str] = &["from_str", "from_utf8", "new", "parse", "parse_str", "try_from"];
    let stated = |node: Node<'_>| {
        let name = node.child_by_field_name("macro").and_then(|name| text.get(name.byte_range()));
        node.kind().ends_with("_literal")
            || name.is_some_and(|name| matches!(name, "concat" | "env" | "stringify"))
    };
    let Some(function) = value.child_by_field_name("function").filter(|_| value.kind() == "call_expression")
    else {
        return false;
    };
    let function = function.child_by_field_name("function").unwrap_or(function);
    let name = function.child_by_field_name("field").or_else(|| function.child_by_field_name("name"));
    let name = name.and_then(|name| text.get(name.byte_range())).unwrap_or("");
    let object = function.child_by_field_name("value").filter(|_| function.kind() == "field_expression");
    let only = value.child_by_field_name("arguments").filter(|arguments| arguments.named_child_count() == 1);
    let given = object.or_else(|| only.and_then(|arguments| arguments.named_child(0)));
    READS.contains(&name) && given.is_some_and(stated)
}

/// A question, whether it is denied, and what may be taken where it holds.
type Asked = (&'static str, bool, &'static [&'static str]);

/// The ways to take an element of what is not empty.
const ELEMENTS: &[&str] =
    &[".first", ".last", ".get", ".iter", ".into_iter", ".chars", ".min", ".max", ".pop", ".next", ".split_"];
/// The questions after which something is there.
const HOLDS: &[Asked] = &[
    (".is_some()", false, &["", ".as_", ".clone", ".take"]),
    (".is_ok()", false, &["", ".as_", ".clone"]),
    (".contains_key(", false, &[".get", ".remove"]),
    (".is_empty()", true, ELEMENTS),
    (".len()", false, ELEMENTS),
];
/// The questions after which it is not.
const LACKS: &[Asked] = &[
    (".is_none()", false, &["", ".as_", ".clone", ".take"]),
    (".is_err()", false, &["", ".as_", ".clone"]),
    (".contains_key(", true, &[".get", ".remove"]),
    (".is_empty()", false, ELEMENTS),
    (".len()", false, ELEMENTS),
];

/// Whether a condition around a place, or the statement before it, made sure of what is unwrapped there:
/// `if rows.contains_key(&id) { rows.get(&id).unwrap() }`.
fn is_known(node: Node<'_>, value: Node<'_>, text: &str) -> bool {
    const NEAR: usize = 16;
    const LONGEST: usize = 200;
    let words = |node: Node<'_>| text.get(node.byte_range()).filter(|words| words.len() < LONGEST);
    let Some(value) = words(value) else { return false };
    let assures = |condition: &str, asked: &[Asked]| {
        asked.iter().any(|(ask, is_denied, takes)| {
            condition.match_indices(ask).any(|(at, _)| {
                let before = condition.get(..at).unwrap_or("");
                let start = before.rfind(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.')));
                let object = before.get(start.map_or(0, |at| at.saturating_add(1))..).unwrap_or("");
                let denies = before.strip_suffix(object).is_some_and(|before| before.ends_with('!'));
                let rest = value.strip_prefix(object).filter(|_| !object.is_empty());
                denies == *is_denied
                    && rest.is_some_and(|rest| {
                        takes.iter().any(|take| {
                            if take.is_empty() { rest.is_empty() } else { rest.starts_with(take) }
                        })
                    })
            })
        })
    };
    let mut inner = node;
    for outer in std::iter::successors(node.parent(), |outer| outer.parent()).take(NEAR) {
        match outer.kind() {
            "if_expression" | "while_expression" => {
                let condition = outer.child_by_field_name("condition");
                if condition.and_then(words).is_some_and(|condition| assures(condition, HOLDS)) {
                    return true;
                }
            }
            "block" => {
                // `if rows.is_empty() { return None; }`
                let before = inner.previous().and_then(|before| match before.kind() {
                    "expression_statement" => before.named_child(0),
                    _ => Some(before),
                });
                let before = before.filter(|before| before.kind() == "if_expression");
                let leaves = before
                    .and_then(words)
                    .is_some_and(|words| words.contains("return") || words.contains("continue"));
                let condition = before.and_then(|before| before.child_by_field_name("condition"));
                if leaves && condition.and_then(words).is_some_and(|condition| assures(condition, LACKS)) {
                    return true;
                }
            }
            "function_item" | "closure_expression" => return false,
            _ => {}
        }
        inner = outer;
    }
    false
}

/// Functions of the standard library, and of what most programs use beside it, that give a `Result`; and `ok`, which makes
/// an `Option` of one.
const FALLIBLE: &[&str] = &[
    "canonicalize",
    "connect",
    "create",
    "from_reader",
    "from_slice",
    "from_str",
    "from_utf8",
    "metadata",
    "ok",
    "open",
    "parse",
    "read_dir",
    "read_line",
    "read_to_end",
    "read_to_string",
    "recv",
    "try_from",
    "try_into",
    "var",
];

/// Whether a value is that of a conversion, which fails only where its author counted wrong.
fn converts(value: Node<'_>, text: &str) -> bool {
    method(value, text).is_some_and(|call| matches!(call.name, "try_from" | "try_into"))
}

/// Whether the function around a place gives a `Result`, so that `?` would do.
fn may_pass_on(node: Node<'_>, text: &str) -> bool {
    const NEAR: usize = 32;
    let around = std::iter::successors(node.parent(), |outer| outer.parent()).take(NEAR);
    for outer in around {
        match outer.kind() {
            "closure_expression" => return false,
            "function_item" => {
                let result = outer.child_by_field_name("return_type");
                let result = result.and_then(|result| text.get(result.byte_range())).unwrap_or("");
                return result.contains("Result");
            }
            _ => {}
        }
    }
    false
}

/// Whether a value is that of a function known to give errors.
fn may_fail(value: Node<'_>, text: &str) -> bool {
    let function = value.child_by_field_name("function").filter(|_| value.kind() == "call_expression");
    let Some(function) = function else { return false };
    let plain = function.child_by_field_name("function").filter(|_| function.kind() == "generic_function");
    let function = plain.unwrap_or(function);
    let name = function.child_by_field_name("field").or_else(|| function.child_by_field_name("name"));
    FALLIBLE.contains(&text.get(name.unwrap_or(function).byte_range()).unwrap_or(""))
}

/// The judgement on a value given to `_`: calls may give errors.
fn discarded(value: Option<Node<'_>>, text: &str) -> Failure {
    let awaited = value.filter(|value| value.kind() == "await_expression");
    let value = awaited.and_then(|value| value.named_child(0)).or(value);
    let called = value.filter(|value| value.kind() == "call_expression");
    let Some(function) = called.and_then(|call| call.child_by_field_name("function")) else {
        return Failure::None;
    };
    let name = function.child_by_field_name("field").or_else(|| function.child_by_field_name("name"));
    let name = text.get(name.unwrap_or(function).byte_range()).unwrap_or("");
    if NO_ERROR.contains(&name) { Failure::None } else { Failure::Discarded }
}

/// `if`, `for`, `while` and `match` without parentheses, arms, and names with their type behind a colon.
fn line_evidence(line: &str) -> u32 {
    let end = line.trim_end();
    let heads = ["if ", "for ", "while ", "match ", "} else if "];
    let is_head = heads.iter().any(|head| line.strip_prefix(head).is_some_and(|rest| !rest.starts_with('(')));
    let is_loop = line.starts_with("for ") && line.contains(" in ");
    match () {
        () if end.ends_with('{')
            && (line.starts_with("match ") || is_loop || line.starts_with("if let ")) =>
        {
            4
        }
        () if end.ends_with('{') && is_head => 2,
        () if line.starts_with("let ") && end.ends_with(".collect();") => 4,
        () if line.contains(" => ") && (end.ends_with(',') || end.ends_with('{')) && line.contains("::") => 4,
        () => 0,
    }
}

/// Common words say little here, lest another language be taken for Rust.
const EVIDENCE: &[Evidence] = &[
    (Start, "fn ", Any, 4),
    (Start, "fn ", Is(b'{'), 4),
    (Start, "pub fn ", Any, 6),
    (Start, "pub struct ", Any, 6),
    (Start, "pub enum ", Any, 6),
    (Start, "pub trait ", Any, 6),
    (Start, "pub mod ", Any, 6),
    (Start, "pub use ", Any, 6),
    (Start, "pub(crate) ", Any, 6),
    (Start, "async fn ", Any, 6),
    (Start, "unsafe ", Any, 3),
    (Start, "impl ", Any, 4),
    (Start, "impl ", Is(b'{'), 3),
    (Start, "impl<", Any, 6),
    (Start, "trait ", Is(b'{'), 3),
    (Start, "struct ", Any, 1),
    (Start, "enum ", Is(b'{'), 1),
    (Start, "mod ", Any, 3),
    (Start, "use ", Is(b';'), 2),
    (Start, "use std::", Any, 6),
    (Start, "use crate::", Any, 6),
    (Start, "use super::", Any, 6),
    (Anywhere, "std::", Any, 1),
    (Start, "#[derive(", Any, 6),
    (Start, "#[test]", Any, 5),
    (Start, "#[cfg(", Any, 6),
    (Start, "#![", Any, 4),
    (Anywhere, "let mut ", Any, 6),
    (Start, "let ", Is(b';'), 1),
    (Start, "let Some(", Any, 6),
    (Start, "if let ", Any, 4),
    (Start, "loop {", Any, 4),
    (Start, "match ", Is(b'{'), 3),
    (Anywhere, "println!", Any, 5),
    (Anywhere, "format!", Any, 4),
    (Anywhere, "vec!", Any, 4),
    (Anywhere, "assert_eq!", Any, 5),
    (Anywhere, "assert!", Any, 4),
    (Anywhere, "panic!", Any, 5),
    (Anywhere, "&mut ", Any, 4),
    (Anywhere, "&self", Any, 5),
    (Anywhere, "&str", Any, 4),
    (Anywhere, "&'", Any, 2),
    (Anywhere, ": String", Any, 1),
    (Anywhere, "-> String", Any, 2),
    (Anywhere, "-> Self", Any, 4),
    (Anywhere, "-> Result<", Any, 5),
    (Anywhere, "-> Option<", Any, 5),
    (Anywhere, "-> &", Any, 3),
    (Anywhere, "Some(", Any, 2),
    (Anywhere, "Ok(", Any, 2),
    (Anywhere, "Err(", Any, 2),
    (Anywhere, "None =>", Any, 4),
    (Anywhere, "_ =>", Any, 3),
    (Anywhere, "Vec<", Any, 3),
    (Anywhere, "Vec::new()", Any, 5),
    (Anywhere, "String::", Any, 3),
    (Anywhere, "Self::", Any, 3),
    (Anywhere, "::new(", Any, 2),
    (Anywhere, ".unwrap()", Any, 4),
    (Anywhere, ".iter()", Any, 3),
    (Anywhere, ".collect()", Any, 2),
    (Anywhere, ".collect::<", Any, 5),
    (Anywhere, ".to_string()", Any, 3),
    (Anywhere, ".clone()", Any, 1),
    (Anywhere, "usize", Any, 4),
    (Anywhere, "u8", Any, 2),
    (Anywhere, "u32", Any, 3),
    (Anywhere, "u64", Any, 3),
    (Anywhere, "i32", Any, 3),
    (Anywhere, "i64", Any, 3),
    (Anywhere, "f64", Any, 3),
    (Anywhere, ")?;", Any, 3),
];
