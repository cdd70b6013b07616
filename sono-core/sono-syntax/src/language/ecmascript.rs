//! The parts that JavaScript and TypeScript share.

use tree_sitter::FlatNode as Node;

use super::detect::End::{Any, Is};
use super::detect::Evidence;
use super::detect::Place::{Anywhere, Start};
use super::nuance::Nuance;
use super::role::{Bind, Binding, Role, Slot, Token};
use super::signs::Sign;
use super::vocabulary::modules::Manifest;
use super::vocabulary::test_path::TestPaths;
use super::vocabulary::tests::{Library, Runner};
use super::{
    Access, Contracts, Deeds, Dialect, Failures, FrameLabel, Frames, Gap, Grammar, Import, Language, Lexis,
    Modules, Runs, Step, StringForm, Tests,
};
use crate::text::Span;

/// A language of the family, without its id, names, tables and evidence.
pub(super) const fn with(grammar: Grammar, tests: TestPaths) -> Language {
    Language {
        lexis: Lexis { line_comments: &["//", "#!"], quotes: QUOTES, ..Lexis::C },
        contracts: CONTRACTS,
        modules: MODULES,
        runs: RUNS,
        access: Access {
            exports: true,
            export_objects: &["exports", "module.exports"],
            is_private: |name| name.starts_with(['_', '#']),
            ..Access::OPEN
        },
        tests: Tests {
            paths: tests,
            is_call: is_test_call,
            is_assertion,
            runner: RUNNER,
            library: LIBRARY,
            ..Tests::NONE
        },
        failures: Failures {
            forms: "`catch` clauses are handlers, and so is `.catch(...)` of a promise if its callback does nothing. \
                    `throw` fails, and in a handler raises again.",
            handlers_name_types: false,
            ..Failures::EXCEPTIONS
        },
        deeds: DEEDS,
        dialect: Dialect {
            receivers: &["this"],
            constructors: &["constructor"],
            receiver_is_keyword: true,
            redefines: true,
            variables: &["var ", "let "],
            // Of TypeScript.
            field_modifiers: &["private ", "public ", "protected ", "readonly "],
            literals_state_types: true,
            declarative_outer: true,
            is_bundled: true,
            import_calls: &["require", "import"],
            imports,
            ..Dialect::PLAIN
        },
        gaps: &[GAPS],
        frames: FRAMES,
        signs: &[SIGNS],
        family: "ecmascript",
        ..Language::with(grammar)
    }
}

const CONTRACTS: Contracts = Contracts {
    protocols: &["[Symbol.asyncIterator]", "[Symbol.dispose]", "[Symbol.iterator]", "[Symbol.toPrimitive]"],
    ..Contracts::NONE
};

const MODULES: Modules = Modules {
    types: TYPES,
    separators: &["/", "."],
    starts: &["@", "~", "crate", "self", "super"],
    // Node writes `#colors` for what a package maps itself, bundlers `@/colors` and `~/colors`.
    mapped: &['#', '~'],
    endings: &["js", "mjs", "cjs", "jsx", "ts", "tsx", "mts"],
    in_pages: true,
    package,
    standard: STANDARD,
    manifests: &[Manifest { file: "package.json", names: names_in_json }],
    ..Modules::PLAIN
};

/// Types of one word that engines and browsers know.
#[rustfmt::skip]
const TYPES: &[&str] = &[
    "Array", "Blob", "Boolean", "Comment", "Date", "Document", "Element", "Error", "Event", "File",
    "Function", "Image", "Intl", "Location", "Map", "Math", "Node", "Number", "Object", "Omit", "Option",
    "Partial", "Pick", "Promise", "Proxy", "Range", "Record", "Reflect", "Request", "Required",
    "Response", "Selection", "Set", "Storage", "String", "Symbol", "Text", "Window", "Worker",
];

/// Modules of Node (`module.builtinModules`).
#[rustfmt::skip]
const STANDARD: &[&str] = &[
    "assert", "async_hooks", "buffer", "child_process", "cluster", "console", "constants", "crypto",
    "dgram", "diagnostics_channel", "dns", "domain", "events", "fs", "http", "http2", "https",
    "inspector", "module", "net", "os", "path", "perf_hooks", "process", "punycode", "querystring",
    "readline", "repl", "sea", "sqlite", "stream", "string_decoder", "sys", "test", "timers", "tls",
    "trace_events", "tty", "url", "util", "v8", "vm", "wasi", "worker_threads", "zlib",
];

pub(super) const FRAMES: Frames = Frames {
    method: "z(){",
    closure: "()=>{",
    members: &[("class z{", "members of a class"), ("z={", "members of an object")],
    modifiers: &["public", "private", "protected", "static", "constructor"],
    before: &[("else", "if(z){"), ("catch", "try{"), ("finally", "try{")],
    continued: &[("extends", "class z ")],
    condition: "if(",
    labels: &[
        FrameLabel { word: "case", next: "", opener: "switch(z){", first: "default:" },
        FrameLabel { word: "default", next: ":", opener: "switch(z){", first: "default:" },
    ],
    after: &[("try", "finally{}"), ("do", "while(z);")],
    annotated: "class z{}",
    ..Frames::BRACES
};

const RUNS: Runs = Runs {
    calls: &[
        "eval",
        "Function",
        "runInThisContext",
        "runInNewContext",
        "runInContext",
        "setTimeout",
        "setInterval",
        "Script",
    ],
    own: true,
    owners: &["window", "globalThis", "global", "self", "vm"],
    interpreters: &["node", "deno", "bun"],
    ..Runs::NONE
};

const DEEDS: Deeds = Deeds {
    unwritten: &["NotImplementedError", "NotImplemented"],
    constants: &["undefined", "NaN", "Infinity"],
    nothing: &["null", "undefined", "void 0"],
    // Of Immutable.js, whose values are compared by a method.
    maps: &["Map.of"],
    equals: &["equals"],
    type_names: (
        "typeof",
        &["bigint", "boolean", "function", "number", "object", "string", "symbol", "undefined", "unknown"],
    ),
    rejected: &["null", "undefined", "[]", "({})", "\"\"", "''", "0", "false"],
    empty: &["new Map", "new Set", "new Object", "new Array", "Promise.resolve"],
    wrappers: &["Promise.resolve", "Object.freeze"],
    recasts: &[
        "String",
        "Number",
        "Boolean",
        "Object",
        "Symbol",
        "Array.from",
        "Array.of",
        "Object.freeze",
        "Object.assign",
        "JSON.stringify",
        "structuredClone",
        "new String",
        "new Number",
        ".toString",
        ".valueOf",
        ".slice",
        ".concat",
    ],
    reports: &[
        "console.assert",
        "console.log",
        "console.warn",
        "console.info",
        "console.debug",
        "console.error",
    ],
    exits: &["process.exit"],
    checks: &["invariant"],
    parses: &["parseInt", "parseFloat", "Number.parseInt", "Number.parseFloat"],
    unfailing: &["toString", "toJSON", "valueOf"],
    rejections: &["catch"],
    reflection: &["eval", "arguments"],
    ..Deeds::NONE
};

/// Proposals that engines or compilers already read.
pub(super) const GAPS: &[Gap] = &[
    Gap { what: "an `accessor` field", steps: &[Step::Blank("accessor"), Step::Word] },
    Gap {
        what: "`import defer`",
        steps: &[Step::Keep(&["import"]), Step::Blank("defer"), Step::Keep(&["*"])],
    },
    Gap {
        what: "`import source`",
        steps: &[Step::Keep(&["import"]), Step::Blank("source"), Step::Word, Step::Keep(&["from"])],
    },
];

const QUOTES: &[StringForm] = &[StringForm::line("\""), StringForm::line("'"), StringForm::lines("`")];

pub(super) const ROLES: &[(&str, Role)] = &[
    ("program", Role::Root),
    ("comment", Role::Comment),
    ("html_comment", Role::Comment),
    ("hash_bang_line", Role::Comment),
    ("regex", Role::Opaque),
    ("string", Role::Text),
    ("identifier", Role::Identifier),
    ("property_identifier", Role::Identifier),
    ("private_property_identifier", Role::Identifier),
    ("shorthand_property_identifier", Role::Identifier),
    ("this", Role::Identifier),
    ("super", Role::Identifier),
    ("function_declaration", Role::Function),
    ("generator_function_declaration", Role::Function),
    ("method_definition", Role::Function),
    ("function_expression", Role::Closure),
    ("generator_function", Role::Closure),
    ("arrow_function", Role::Closure),
    ("formal_parameters", Role::Parameters),
    ("class_declaration", Role::Class),
    ("class", Role::Class),
    ("class_heritage", Role::Heritage),
    ("statement_block", Role::Block),
    ("decorator", Role::Decorator),
    ("import_statement", Role::Import),
    ("export_statement", Role::Export),
    ("export_specifier", Role::ExportSpecifier),
    ("if_statement", Role::If),
    ("else_clause", Role::Else),
    ("for_statement", Role::Loop),
    ("for_in_statement", Role::Loop),
    ("while_statement", Role::Loop),
    ("do_statement", Role::DoLoop),
    ("switch_statement", Role::Switch),
    ("switch_case", Role::Case),
    ("try_statement", Role::Statement),
    ("catch_clause", Role::Catch),
    ("ternary_expression", Role::Ternary),
    ("break_statement", Role::Jump),
    ("continue_statement", Role::Jump),
    ("debugger_statement", Role::Statement),
    ("with_statement", Role::Statement),
    ("empty_statement", Role::Nothing),
    ("expression_statement", Role::ExpressionStatement),
    ("return_statement", Role::Return),
    ("throw_statement", Role::Raise),
    ("lexical_declaration", Role::Declaration),
    ("variable_declaration", Role::Declaration),
    ("variable_declarator", Role::Declarator),
    ("pair", Role::Declarator),
    ("assignment_expression", Role::Assignment),
    ("augmented_assignment_expression", Role::Effect),
    ("await_expression", Role::Effect),
    ("yield_expression", Role::Effect),
    ("update_expression", Role::Effect),
    ("binary_expression", Role::Binary),
    ("parenthesized_expression", Role::Parenthesized),
    ("call_expression", Role::Call),
    ("arguments", Role::Arguments),
    ("new_expression", Role::New),
    ("member_expression", Role::Member),
    ("subscript_expression", Role::Element),
    ("object", Role::Object),
];

/// The roles of JSX elements, for grammars that have them.
pub(super) const SIGNS: &[(&str, Sign)] =
    &[("template_string", Sign::Parts), ("array", Sign::Lines), ("optional_chain", Sign::Member)];

pub(super) const JSX_SIGNS: &[(&str, Sign)] = &[("jsx_element", Sign::Lines)];

pub(super) const JSX_ROLES: &[(&str, Role)] =
    &[("jsx_element", Role::Effect), ("jsx_self_closing_element", Role::Effect)];

pub(super) const NUANCES: &[(&str, Nuance)] = &[
    ("array", Nuance::Holder),
    ("spread_element", Nuance::Holder),
    ("template_string", Nuance::Holder),
    ("template_substitution", Nuance::Hole),
    ("unary_expression", Nuance::Unary),
    ("property_identifier", Nuance::MemberName),
    ("private_property_identifier", Nuance::MemberName),
    ("shorthand_property_identifier", Nuance::MemberName),
    ("with_statement", Nuance::Acting),
    ("labeled_statement", Nuance::Labeled),
    ("yield_expression", Nuance::Yield),
    ("await_expression", Nuance::Await),
];

pub(super) const JSX_NUANCES: &[(&str, Nuance)] = &[
    ("jsx_element", Nuance::Markup),
    ("jsx_opening_element", Nuance::Markup),
    ("jsx_self_closing_element", Nuance::Markup),
    ("jsx_namespace_name", Nuance::Markup),
];

pub(super) const TOKENS: &[(&str, Token)] = &[
    ("if", Token::If),
    ("else", Token::Else),
    ("for", Token::For),
    ("while", Token::While),
    ("do", Token::Do),
    ("switch", Token::Switch),
    ("case", Token::Case),
    ("catch", Token::Catch),
    ("?", Token::Question),
    ("&&", Token::And),
    ("||", Token::Or),
    ("??", Token::Coalesce),
    ("&&=", Token::LogicalAssign),
    ("||=", Token::LogicalAssign),
    ("??=", Token::LogicalAssign),
    ("delete", Token::Delete),
    ("set", Token::Setter),
    ("${", Token::Open(2)),
];

pub(super) const BINDINGS: &[Binding] = &[
    ("function_declaration", Slot::Name, Bind::Function),
    ("generator_function_declaration", Slot::Name, Bind::Function),
    ("method_definition", Slot::Name, Bind::Function),
    ("function_expression", Slot::Name, Bind::Function),
    ("generator_function", Slot::Name, Bind::Function),
    ("class_declaration", Slot::Name, Bind::Type),
    ("class", Slot::Name, Bind::Type),
    ("variable_declarator", Slot::Name, Bind::Variable),
    ("assignment_expression", Slot::Left, Bind::Field),
    ("for_in_statement", Slot::Left, Bind::Loop),
    ("catch_clause", Slot::Parameters, Bind::Loop),
    ("formal_parameters", Slot::None, Bind::Parameter),
    ("arrow_function", Slot::Parameters, Bind::Parameter),
    ("object_pattern", Slot::None, Bind::Inherit),
    ("array_pattern", Slot::None, Bind::Inherit),
    ("rest_pattern", Slot::None, Bind::Inherit),
    ("assignment_pattern", Slot::Left, Bind::Inherit),
    ("pair_pattern", Slot::Value, Bind::Inherit),
];

const TEST_CALLS: &[&str] = &[
    "it",
    "test",
    "describe",
    "context",
    "specify",
    "suite",
    "before",
    "after",
    "beforeEach",
    "afterEach",
    "beforeAll",
    "afterAll",
    "fit",
    "xit",
    "xtest",
    "fdescribe",
    "xdescribe",
];

fn is_test_call(receiver: &str, name: &str) -> bool {
    match receiver {
        "" => TEST_CALLS.contains(&name),
        "it" | "test" | "describe" | "suite" | "context" => matches!(
            name,
            "only"
                | "skip"
                | "each"
                | "todo"
                | "concurrent"
                | "failing"
                | "fails"
                | "skipIf"
                | "runIf"
                | "describe"
                | "step"
                | "beforeEach"
                | "afterEach"
                | "beforeAll"
                | "afterAll"
        ),
        _ => false,
    }
}

fn is_assertion(receiver: &str, name: &str) -> bool {
    match receiver {
        "" | "chai" | "jest" => matches!(name, "expect" | "assert" | "expectTypeOf" | "assertType"),
        "assert" => true,
        // `request(app).get("/").expect(200)`
        _ if receiver.ends_with(')') => name == "expect",
        _ => receiver.len() < 32 && receiver.ends_with(".assert"),
    }
}

/// Jest, Vitest, Mocha, node:test, AVA, tap, Playwright, Cypress.
const RUNNER: Runner = Runner {
    calls: &["it", "test", "specify", "fit", "serial", "xit", "xtest"],
    skips: &["xit", "xtest", "xdescribe", "xcontext", "xspecify", "skip", "todo", "fixme"],
    skipped_groups: &["xdescribe", "xcontext"],
    setup: &[
        "Cypress",
        "QUnit",
        "afterAll",
        "afterEach",
        "ava",
        "beforeAll",
        "beforeEach",
        "chai",
        "cy",
        "describe",
        "enzyme",
        "expect",
        "jasmine",
        "jest",
        "mocha",
        "msw",
        "playwright",
        "sinon",
        "tap",
        "tape",
        "vi",
        "vitest",
    ],
    ..Runner::NONE
};

const LIBRARY: Library = Library {
    objects: &["assert", "t", "tap", "should", "expect", "QUnit", "chai"],
    silent: &[
        "test",
        "plan",
        "end",
        "teardown",
        "context",
        "log",
        "comment",
        "diagnostic",
        "skip",
        "todo",
        "before",
        "after",
        "beforeEach",
        "afterEach",
        "timeout",
        "mock",
        "runOnly",
        "run",
        "timeoutAfter",
        "setTimeout",
        "assertions",
        "hasAssertions",
        "extend",
        "objectContaining",
        "arrayContaining",
        "stringContaining",
        "stringMatching",
        "any",
        "anything",
        "expect",
        "addSnapshotSerializer",
        "use",
        "passing",
        "match",
    ],
    subjects: &["expect", "expectTypeOf", "should", "assertThat", "expectObservable", "expectType"],
    matchers: &["expect", "should", "expectStatus", "expectJson", "assert", "expectBody", "expectHeader"],
    fails: &["fail", "unreachable"],
    raises: &[
        "throws",
        "throwsAsync",
        "rejects",
        "toThrow",
        "toThrowError",
        "notThrows",
        "doesNotThrow",
        "throw",
        "rejected",
        "toThrowErrorMatchingSnapshot",
        "toThrowErrorMatchingInlineSnapshot",
        "doesNotReject",
        "notThrowsAsync",
    ],
    caught: &["*"],
    outside: &[
        "request",
        "supertest",
        "page",
        "cy",
        "browser",
        "screen",
        "agent",
        "fetch",
        "axios",
        "driver",
        "wrapper",
        "execa",
        "spawnSync",
        "execSync",
        "execFileSync",
        "inject",
    ],
    looks: &["typeof", "isFunction", "log"],
    pure: &[
        "String",
        "Number",
        "Boolean",
        "Array",
        "Object",
        "Math",
        "JSON",
        "parseInt",
        "parseFloat",
        "Symbol",
        "Date",
        "Set",
        "Map",
        "Error",
        "TypeError",
        "RangeError",
        "RegExp",
        "keys",
        "values",
        "entries",
        "stringify",
        "parse",
        "from",
        "of",
        "isArray",
        "max",
        "min",
        "round",
        "abs",
        "isNaN",
        "join",
        "split",
        "map",
        "filter",
        "concat",
        "BigInt",
    ],
    ..Library::NONE
};

fn imports(node: Node<'_>, text: &str, out: &mut Vec<Import>) {
    let required = node.children().find(|child| child.kind() == "import_require_clause");
    let clause = required.unwrap_or(node);
    let Some(source) = clause.child_by_field_name("source") else { return };
    let quoted = text.get(source.byte_range()).unwrap_or("");
    let module = quoted.trim_matches(['"', '\'']).to_owned();
    let relative = module.starts_with('.');
    let span = Span::new(node.start_byte(), node.end_byte());
    // `export *` hands on what others import, and `import * as` gives all names one to stand behind.
    out.push(Import { span, module, wildcard: false, relative, is_test: false });
}

/// The package of a module. `None` for addresses, and for names that a project's settings give to its own folders.
fn package(module: &str) -> Option<String> {
    let module = module.strip_prefix("npm:").unwrap_or(module);
    if module.contains([':', '\\', '?', '!', '$', '`', ' ']) || module.starts_with(['.', '/', '#', '~']) {
        return None;
    }
    let mut parts = module.split('/');
    let first = parts.next().unwrap_or("");
    if let Some(scope) = first.strip_prefix('@') {
        let name = parts.next().unwrap_or("");
        return (is_npm(scope) && is_npm(name)).then(|| format!("{first}/{name}"));
    }
    is_npm(first).then(|| first.to_owned())
}

/// Whether npm would take this for the name of a package.
fn is_npm(name: &str) -> bool {
    !name.is_empty()
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.".contains(c))
}

/// The name that a manifest of npm states.
fn names_in_json(text: &str) -> Vec<String> {
    let json = serde_json::from_str::<serde_json::Value>(text).unwrap_or_default();
    json.get("name").and_then(|name| name.as_str()).map(str::to_owned).into_iter().collect()
}

pub(super) const EVIDENCE: &[Evidence] = &[
    (Start, "const ", Any, 3),
    (Start, "let ", Any, 2),
    (Start, "var ", Any, 2),
    (Start, "function ", Is(b'{'), 3),
    (Start, "function ", Any, 2),
    (Start, "async function ", Any, 3),
    (Anywhere, "function(", Any, 3),
    (Anywhere, "function (", Any, 3),
    (Anywhere, "function* ", Any, 3),
    (Anywhere, "=> {", Any, 2),
    (Anywhere, "=>", Any, 2),
    (Anywhere, "===", Any, 3),
    (Anywhere, "!==", Any, 3),
    (Anywhere, "console.", Any, 3),
    (Anywhere, "console.log(", Any, 2),
    (Anywhere, "require(", Any, 2),
    (Anywhere, "module.exports", Any, 4),
    (Start, "export ", Any, 2),
    (Start, "export default ", Any, 2),
    (Anywhere, " from \"\"", Any, 4),
    (Start, "import \"\"", Any, 3),
    (Start, "import {", Any, 4),
    (Start, "import * as ", Any, 4),
    (Anywhere, "async ", Any, 1),
    (Anywhere, "await ", Any, 1),
    (Anywhere, "document.", Any, 2),
    (Anywhere, "window.", Any, 2),
    (Anywhere, "process.", Any, 1),
    (Anywhere, "typeof ", Any, 2),
    (Anywhere, "undefined", Any, 2),
    (Anywhere, "JSON.", Any, 2),
    (Anywhere, ".forEach(", Any, 1),
    (Anywhere, ".map(", Any, 1),
    (Anywhere, ".push(", Any, 2),
    (Anywhere, "new Promise", Any, 3),
    (Anywhere, "for (const ", Any, 4),
    (Anywhere, "for (let ", Any, 4),
    (Anywhere, "for (var ", Any, 4),
    (Anywhere, "``", Any, 2),
    (Anywhere, "Math.", Any, 1),
    (Anywhere, "this.", Any, 1),
    (Anywhere, "} else {", Any, 1),
    (Start, "} else if (", Any, 1),
    (Start, "if (", Is(b'{'), 1),
    (Start, "return ", Is(b';'), 1),
    (Anywhere, " = ", Is(b';'), 1),
    (Start, "constructor(", Any, 4),
    (Start, "}", Any, 1),
    (Start, "})", Any, 2),
    (Start, "},", Any, 1),
    (Start, "...", Any, 1),
    (Start, "exports.", Any, 3),
    (Anywhere, "extends ", Is(b'{'), 1),
    (Start, "class ", Is(b'{'), 1),
    (Start, "while (", Is(b'{'), 1),
    (Start, "switch (", Is(b'{'), 1),
    (Anywhere, "catch (", Any, 1),
    (Anywhere, "async (", Any, 2),
    (Anywhere, "super(", Any, 1),
    (Anywhere, "throw new ", Any, 1),
    (Anywhere, ");", Is(b';'), 1),
];

/// Evidence for JSX elements.
pub(super) const JSX_EVIDENCE: &[Evidence] =
    &[(Anywhere, "</", Any, 2), (Anywhere, "/>", Any, 2), (Anywhere, "className=", Any, 3)];
