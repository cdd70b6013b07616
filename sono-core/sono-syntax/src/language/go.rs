//! Go.

use tree_sitter::FlatNode as Node;

use super::detect::End::{Any, Is, IsNot};
use super::detect::Evidence;
use super::detect::Place::{Anywhere, Start};
use super::nuance::Nuance;
use super::role::{Bind, Binding, Role, Slot, Token};
use super::signs::Sign;
use super::vocabulary::modules::Manifest;
use super::vocabulary::test_path::TestPaths;
use super::vocabulary::tests::{Library, Runner};
use super::{
    Access, Case, Contracts, Deeds, Dialect, DocComments, Failure, Failures, FrameLabel, Frames, Grammar,
    Import, Language, Lexis, Modules, Naming, Platforms, StringForm, Tests, Types,
};
use crate::text::Span;

/// Go with type parameters (1.18 and later).
pub(super) static GO: Language = Language {
    id: "go",
    name: "Go",
    extensions: &["go"],
    aliases: &["golang"],
    lexis: Lexis {
        quotes: &[StringForm::line("\""), StringForm::line("'"), StringForm::raw("`", "`")],
        assignments: &[" := ", " = "],
        block_words: &["if", "for", "switch", "func", "return"],
        ..Lexis::C
    },
    contracts: CONTRACTS,
    modules: MODULES,
    naming: Naming {
        types: Case::Camel,
        upper_constants: false,
        short: &[
            "a", "b", "c", "ch", "d", "f", "fd", "g", "h", "l", "mu", "p", "q", "r", "rd", "rw", "s", "sb",
            "t", "tc", "tt", "tx", "v", "vs", "w", "wg", "wr",
        ],
        linked_by: &["//go:linkname", "//export"],
        ..Naming::CAMEL
    },
    types: Types::Required,
    doc_comments: DocComments { before: &[], above: true, ..DocComments::JAVADOC },
    failures: Failures {
        forms: "An `if` is a handler if its condition is `err != nil`, `errors.Is(...)` or `errors.As(...)`, alone or \
                at either end of a chain of `&&` and `||`. `err` is any name that says error: `err`, `errRead`, \
                `ErrNotFound`, `readErr`, `ParseError`. `_ = f()` and `x, _ := f()` throw an error away, unless \
                the standard library's `f` gives none in that place. `return` fails, and in a handler passes on, \
                if its last value is such a name, a call or literal of one, `fmt.Errorf(...)` or a call of the \
                package `errors`; `panic` and `log.Fatal` fail.",
        is_raising_call: |receiver, name| match receiver {
            "" => name == "panic",
            "log" => matches!(name, "Fatal" | "Fatalf" | "Fatalln" | "Panic" | "Panicf" | "Panicln"),
            _ => false,
        },
        results: &["error"],
        may_fail,
        passes_on,
        judged: &["if_statement", "return_statement", "assignment_statement", "short_var_declaration"],
        judge,
        ..Failures::EXCEPTIONS
    },
    access: Access { is_private: |name| !name.starts_with(char::is_uppercase), ..Access::OPEN },
    tests: Tests {
        paths: TestPaths { extensions: &["go"], suffixes: &["_test"], ..TestPaths::NONE },
        is_function: is_test_function,
        is_call: |receiver, name| receiver.is_empty() && GINKGO.contains(&name),
        is_assertion,
        runner: RUNNER,
        library: LIBRARY,
        ..Tests::NONE
    },
    deeds: DEEDS,
    platforms: PLATFORMS,
    dialect: Dialect {
        variables: &["var "],
        inherits_contract: |name| STANDARD_METHODS.contains(&name),
        imports,
        ..Dialect::PLAIN
    },
    frames: FRAMES,
    unread: "12 right files of the standard library have parse errors (0.16 % of 7,711), 10 of them inputs for tests of the \
             compiler.",
    roles: &[ROLES],
    nuances: &[NUANCES],
    tokens: &[TOKENS],
    signs: &[SIGNS],
    bindings: &[BINDINGS],
    evidence: &[EVIDENCE],
    line_evidence,
    ..Language::with(Grammar {
        package: "tree-sitter-go",
        version: "0.25.0",
        load: || tree_sitter_go::LANGUAGE.into(),
    })
};

const PLATFORMS: Platforms =
    Platforms { endings: SYSTEMS, conditions: &["//go:build ", "// +build "], ..Platforms::NONE };

/// The operating systems and architectures by which the toolchain selects files.
#[rustfmt::skip]
const SYSTEMS: &[&str] = &[
    "aix", "android", "darwin", "dragonfly", "freebsd", "illumos", "ios", "js", "linux", "netbsd", "openbsd", "plan9",
    "solaris", "wasip1", "windows",
    "386", "amd64", "arm", "arm64", "loong64", "mips", "mips64", "mips64le", "mipsle", "ppc64", "ppc64le", "riscv64",
    "s390x", "wasm",
];

const FRAMES: Frames = Frames {
    // Outside, a call is read as a conversion.
    statement: Some(("func z(){\n", "\n}")),
    closure: "func(){",
    members: &[("type z struct{", "fields of a struct")],
    parameters: "func z(",
    labels: &[
        FrameLabel { word: "case", next: "", opener: "switch {", first: "default:" },
        FrameLabel { word: "default", next: ":", opener: "switch {", first: "default:" },
    ],
    ..Frames::BRACES
};

const CONTRACTS: Contracts = Contracts {
    protocols: &[
        "Less",
        "MarshalJSON",
        "MarshalText",
        "Read",
        "ServeHTTP",
        "Swap",
        "UnmarshalJSON",
        "UnmarshalText",
        "Unwrap",
        "Write",
    ],
    is_structural: true,
    ..Contracts::NONE
};

const MODULES: Modules = Modules {
    separators: &["/"],
    package_is_folder: true,
    package,
    manifests: &[Manifest { file: "go.mod", names: own_modules }],
    below: Some('/'),
    ..Modules::PLAIN
};

const DEEDS: Deeds = Deeds {
    unwritten: &["ErrUnsupported"],
    nothing: &["nil"],
    // What is called `Object` is an interface, as in `go/types`.
    any: &["any", "interface", "Object"],
    wrappers: &["make", "new", "string", "int", "float64", "int64", "error"],
    recasts: &[
        "fmt.Sprint",
        "fmt.Sprintf",
        "strconv.Itoa",
        "[]byte",
        "[]rune",
        "int32",
        "uint",
        "uint64",
        "float32",
        "bool",
        "any",
    ],
    reports: &["fmt.Println", "fmt.Printf", "fmt.Print", "log.Println", "log.Printf", "log.Print", "println"],
    exits: &["os.Exit"],
    unfailing: &["Error", "Len", "Less", "String", "Swap"],
    silent_contracts: true,
    ..Deeds::NONE
};

const ROLES: &[(&str, Role)] = &[
    ("source_file", Role::Root),
    ("comment", Role::Comment),
    ("interpreted_string_literal", Role::Text),
    ("raw_string_literal", Role::Text),
    ("identifier", Role::Identifier),
    ("field_identifier", Role::Identifier),
    ("import_spec", Role::Import),
    ("function_declaration", Role::Function),
    ("method_declaration", Role::Function),
    ("method_elem", Role::Signature),
    ("func_literal", Role::Closure),
    ("parameter_list", Role::Parameters),
    ("parameter_declaration", Role::ParameterGroup),
    ("variadic_parameter_declaration", Role::ParameterGroup),
    ("type_declaration", Role::Group),
    ("const_declaration", Role::Group),
    ("var_declaration", Role::Group),
    ("type_spec", Role::TypeSpec),
    ("type_alias", Role::TypeAlias),
    ("struct_type", Role::StructType),
    ("interface_type", Role::InterfaceType),
    ("field_declaration", Role::Field),
    ("const_spec", Role::Declaration),
    ("var_spec", Role::Declaration),
    ("short_var_declaration", Role::Declaration),
    ("assignment_statement", Role::AssignmentStatement),
    ("expression_list", Role::List),
    ("block", Role::Block),
    ("statement_list", Role::Statements),
    ("if_statement", Role::If),
    ("for_statement", Role::Loop),
    ("for_clause", Role::LoopHead),
    ("range_clause", Role::LoopHead),
    ("expression_switch_statement", Role::Switch),
    ("type_switch_statement", Role::Switch),
    ("select_statement", Role::Switch),
    ("expression_case", Role::Case),
    ("type_case", Role::Case),
    ("communication_case", Role::Case),
    ("default_case", Role::Default),
    ("break_statement", Role::Jump),
    ("continue_statement", Role::Jump),
    ("goto_statement", Role::Jump),
    ("label_name", Role::Label),
    ("fallthrough_statement", Role::Statement),
    ("go_statement", Role::Statement),
    ("defer_statement", Role::Statement),
    ("send_statement", Role::Statement),
    ("inc_statement", Role::Statement),
    ("dec_statement", Role::Statement),
    ("empty_statement", Role::Nothing),
    ("expression_statement", Role::ExpressionStatement),
    ("return_statement", Role::Return),
    ("binary_expression", Role::Binary),
    ("parenthesized_expression", Role::Parenthesized),
    ("call_expression", Role::Call),
    ("argument_list", Role::Arguments),
    ("selector_expression", Role::Member),
    ("index_expression", Role::Element),
];

const NUANCES: &[(&str, Nuance)] = &[
    ("composite_literal", Nuance::Holder),
    ("literal_element", Nuance::Holder),
    ("literal_value", Nuance::Holder),
    ("type_arguments", Nuance::Holder),
    ("type_conversion_expression", Nuance::Holder),
    ("keyed_element", Nuance::KeyedElement),
    ("type_assertion_expression", Nuance::TypeAssertion),
    ("unary_expression", Nuance::Unary),
    ("type_identifier", Nuance::TypeName),
    ("field_identifier", Nuance::MemberName),
    ("const_spec", Nuance::Constant),
    ("defer_statement", Nuance::Acting),
    ("go_statement", Nuance::Acting),
    ("send_statement", Nuance::Acting),
    ("labeled_statement", Nuance::Labeled),
];

const TOKENS: &[(&str, Token)] = &[
    ("if", Token::If),
    ("else", Token::Else),
    ("for", Token::For),
    ("switch", Token::Switch),
    ("select", Token::Switch),
    ("case", Token::Case),
    ("&&", Token::And),
    ("||", Token::Or),
];

const SIGNS: &[(&str, Sign)] =
    &[("package_clause", Sign::Aside), ("import_declaration", Sign::Aside), ("var_spec_list", Sign::Lines)];

const BINDINGS: &[Binding] = &[
    ("function_declaration", Slot::Name, Bind::Function),
    ("method_declaration", Slot::Name, Bind::Function),
    ("method_elem", Slot::Name, Bind::Function),
    ("type_spec", Slot::Name, Bind::Type),
    ("type_alias", Slot::Name, Bind::Type),
    ("field_declaration", Slot::Name, Bind::Variable),
    ("const_spec", Slot::Name, Bind::Variable),
    ("var_spec", Slot::Name, Bind::Variable),
    ("short_var_declaration", Slot::Left, Bind::Variable),
    ("receive_statement", Slot::Left, Bind::Loop),
    ("range_clause", Slot::Left, Bind::Loop),
    ("expression_list", Slot::None, Bind::Inherit),
    ("parameter_declaration", Slot::Name, Bind::Parameter),
    ("variadic_parameter_declaration", Slot::Name, Bind::Parameter),
];

/// Methods that implement interfaces of the standard library.
const STANDARD_METHODS: &[&str] = &[
    "Close",
    "Error",
    "Len",
    "Less",
    "MarshalJSON",
    "Read",
    "ServeHTTP",
    "String",
    "Swap",
    "UnmarshalJSON",
    "Unwrap",
    "Write",
];

/// Ginkgo functions whose callbacks are tests.
const GINKGO: &[&str] =
    &["AfterEach", "BeforeEach", "Context", "Describe", "DescribeTable", "It", "Specify", "When"];

/// Whether a function is a test, such as `TestMoney(t *testing.T)`, or a benchmark, fuzz test or example.
fn is_test_function(name: &str, after: &str) -> bool {
    let parameters = after.split([')', '\n']).next().unwrap_or("");
    let kinds = ["Test", "Benchmark", "Fuzz", "Example"];
    let rest = kinds.iter().find_map(|kind| name.strip_prefix(kind));
    let is_word = rest.is_some_and(|rest| !rest.starts_with(char::is_lowercase));
    is_word && (parameters.contains("*testing.") || (name.starts_with("Example") && parameters == "("))
}

fn is_assertion(receiver: &str, name: &str) -> bool {
    match receiver {
        "t" | "b" | "f" | "tb" => {
            matches!(name, "Error" | "Errorf" | "Fail" | "FailNow" | "Fatal" | "Fatalf")
        }
        "assert" | "require" => name != "New",
        "" => name == "Expect",
        _ => receiver.len() < 32 && receiver.ends_with(".Require()"),
    }
}

/// The standard library's testing, Ginkgo.
const RUNNER: Runner = Runner {
    prefixes: &["Test", "Fuzz"],
    others: &["TestMain"],
    examples: &["Example"],
    example_prints: "output:",
    calls: &["It", "Specify", "DescribeTable", "FIt"],
    skips: &["PIt", "XIt", "PDescribe", "XDescribe", "Skip", "SkipNow", "Skipf"],
    skipped_groups: &["PDescribe", "XDescribe"],
    setup: &["ginkgo", "gomega", "testify", "testing"],
    compiled_apart: true,
    ..Runner::NONE
};

const LIBRARY: Library = Library {
    objects: &["assert", "require", "is", "qt", "suite", "td"],
    silent: &["New", "Run", "T", "SetT", "Helper"],
    subjects: &["Expect", "Ω", "Eventually", "Consistently"],
    fails: &["Error", "Errorf", "Fail", "FailNow", "Fatal", "Fatalf", "panic"],
    fails_with: &["Error", "Errorf", "Fatal", "Fatalf"],
    raises: &["Panics", "PanicsWithValue", "PanicsWithError", "NotPanics", "PanicMatches"],
    outside: &["httptest", "http", "exec", "client", "Command"],
    looks: &["TypeOf", "Println", "Printf", "Log", "Logf"],
    pure: &["len", "cap", "string", "int", "float64", "append", "make", "Sprintf", "DeepEqual", "errors"],
    ..Library::NONE
};

fn imports(node: Node<'_>, text: &str, out: &mut Vec<Import>) {
    let of = |field| node.child_by_field_name(field).and_then(|child| text.get(child.byte_range()));
    let module = of("path").unwrap_or("").trim_matches(['"', '`']).to_owned();
    // A single import includes its keyword.
    let before = text.get(..node.start_byte()).unwrap_or("").trim_end_matches([' ', '\t']);
    let start = before.strip_suffix("import").map_or(node.start_byte(), str::len);
    out.push(Import {
        span: Span::new(start, node.end_byte()),
        relative: module.starts_with('.'),
        wildcard: of("name") == Some("."),
        module,
        is_test: false,
    });
}

/// The module of a Go package. `None` for the standard library.
fn package(module: &str) -> Option<String> {
    let host = module.split('/').next().unwrap_or("");
    if !host.contains('.') || module.starts_with('.') {
        return None;
    }
    let length = match host {
        "gopkg.in" | "k8s.io" | "go.uber.org" | "google.golang.org" | "sigs.k8s.io" | "gorm.io"
        | "modernc.org" => 2,
        _ => 3,
    };
    let parts: Vec<&str> = module.split('/').take(length).collect();
    (parts.len() > 1).then(|| parts.join("/"))
}

/// The module that a `go.mod` states.
fn own_modules(text: &str) -> Vec<String> {
    let lines = text.lines().filter_map(|line| line.trim().strip_prefix("module "));
    lines.map(|module| module.trim().to_owned()).collect()
}

/// Standard library functions whose last result is not an error, or an error that is ignored by custom.
const NO_ERROR: &[&str] = &[
    "Caller",
    "Cut",
    "CutPrefix",
    "CutSuffix",
    "Deadline",
    "DecodeLastRune",
    "DecodeLastRuneInString",
    "DecodeRune",
    "DecodeRuneInString",
    "FieldByName",
    "Fprint",
    "Fprintf",
    "Fprintln",
    "Frexp",
    "Get",
    "Lgamma",
    "Load",
    "LoadAndDelete",
    "LoadOrStore",
    "Lookup",
    "LookupEnv",
    "MethodByName",
    "Modf",
    "Next",
    "Sincos",
    "Swap",
];

/// Packages of the standard library of which the last result of a function is an error, unless it is in `NO_ERROR`.
const FALLIBLE_PACKAGES: &[&str] = &[
    "csv", "exec", "gzip", "hex", "http", "io", "ioutil", "json", "net", "os", "regexp", "sql", "strconv",
    "tls", "url", "x509", "xml", "zip", "zlib",
];

/// Functions and methods of the standard library that are called so for an error.
const FALLIBLE: &[&str] = &[
    "Abs",
    "CombinedOutput",
    "Decode",
    "DecodeString",
    "Do",
    "EvalSymlinks",
    "Exec",
    "Glob",
    "LastInsertId",
    "LoadLocation",
    "Marshal",
    "Output",
    "Parse",
    "ParseDuration",
    "Query",
    "Read",
    "ReadAll",
    "ReadAt",
    "ReadByte",
    "ReadDir",
    "ReadFile",
    "ReadFull",
    "ReadLine",
    "ReadRune",
    "ReadString",
    "Rel",
    "RowsAffected",
    "Scan",
    "Scanf",
    "Scanln",
    "Seek",
    "Sscan",
    "Sscanf",
    "Stat",
    "Unmarshal",
    "Write",
    "WriteString",
];

/// Whether the part of the results that is thrown away is an error: without types, only the standard library says so.
fn may_fail(path: &str) -> bool {
    let (package, name) = path.rsplit_once('.').unwrap_or(("", path));
    let is_known = FALLIBLE.contains(&name) && !package.is_empty();
    is_known || (FALLIBLE_PACKAGES.contains(&package) && name.starts_with(char::is_uppercase))
}

/// Whether a `return` that names no error hands one over, because the results of the function have names, or a result
/// beside the others says that there are none: `return 0, false`.
fn passes_on(statement: &str, result: &str) -> bool {
    if statement == "return" {
        return result.starts_with('(') && result.contains(" error");
    }
    let is_no =
        statement.starts_with("return ") && !statement.contains('\n') && statement.ends_with(", false");
    is_no && result.trim_end_matches(')').ends_with(" bool")
}

fn judge(node: Node<'_>, text: &str) -> Failure {
    match node.kind() {
        "if_statement" if keeps_error(node) => Failure::None,
        "if_statement" if tests_for_error(node, text) => Failure::Checked,
        "return_statement" => {
            let list = child_of_kind(node, "expression_list");
            let is_error = list.and_then(last).is_some_and(|value| is_error(value, text));
            if is_error { Failure::Raised } else { Failure::None }
        }
        "assignment_statement" | "short_var_declaration" if discards_error(node, text) => Failure::Discarded,
        _ => Failure::None,
    }
}

fn child_of_kind<'t>(node: Node<'t>, kind: &str) -> Option<Node<'t>> {
    node.children().find(|child| child.kind() == kind)
}

/// The last expression of a list.
fn last(list: Node<'_>) -> Option<Node<'_>> {
    let count = u32::try_from(list.named_child_count()).ok()?;
    list.named_child(count.checked_sub(1)?)
}

/// Whether a condition is `err != nil`, `errors.Is(err, ...)` or `errors.As(err, ...)`, alone or at either end of a
/// chain of `&&` and `||`.
fn tests_for_error(node: Node<'_>, text: &str) -> bool {
    let mut condition = node.child_by_field_name("condition");
    for _ in 0..8 {
        let Some(node) = condition else { return false };
        let field = |name| node.child_by_field_name(name);
        let operator = field("operator").map(|operator| operator.kind());
        match (node.kind(), operator) {
            ("binary_expression", Some("&&" | "||")) => {
                if field("right").is_some_and(|right| is_error_test(right, text)) {
                    return true;
                }
                condition = field("left");
            }
            ("parenthesized_expression", _) => condition = node.named_child(0),
            _ => return is_error_test(node, text),
        }
    }
    false
}

/// Whether an `if` does no more than to leave a function where a field holds an error, as writers do that keep their first
/// error for whoever asks at the end: `if w.err != nil { return }`.
fn keeps_error(node: Node<'_>) -> bool {
    let condition = node.child_by_field_name("condition");
    let tested = condition.and_then(|condition| condition.child_by_field_name("left"));
    let body = node.child_by_field_name("consequence");
    let inner = body.and_then(|body| child_of_kind(body, "statement_list"));
    let only = inner.filter(|inner| inner.named_child_count() == 1).and_then(|inner| inner.named_child(0));
    tested.is_some_and(|tested| tested.kind() == "selector_expression")
        && only.is_some_and(|only| only.kind() == "return_statement" && only.named_child_count() == 0)
}

fn is_error_test(node: Node<'_>, text: &str) -> bool {
    let field = |name| node.child_by_field_name(name);
    match node.kind() {
        "binary_expression" => {
            // `err != nil`, or the other way round.
            let compares = |value, nothing| {
                field(nothing).is_some_and(|nothing| nothing.kind() == "nil")
                    && field(value).is_some_and(|value| is_error(value, text))
            };
            field("operator").is_some_and(|operator| operator.kind() == "!=")
                && (compares("left", "right") || compares("right", "left"))
        }
        "call_expression" => {
            let function = field("function").and_then(|function| text.get(function.byte_range()));
            matches!(function, Some("errors.Is" | "errors.As"))
        }
        _ => false,
    }
}

/// Whether a value is an error, by its name or by the name of the function or type that makes it.
fn is_error(value: Node<'_>, text: &str) -> bool {
    let mut value = value;
    // Unwraps the operand of an address, the type of a literal and the function of a call.
    for _ in 0..3 {
        let inner = match value.kind() {
            "unary_expression" => "operand",
            "composite_literal" => "type",
            "call_expression" => "function",
            _ => break,
        };
        let Some(node) = value.child_by_field_name(inner) else { return false };
        value = node;
    }
    let path = text.get(value.byte_range()).unwrap_or("");
    let (package, name) = path.rsplit_once('.').unwrap_or(("", path));
    names_error(name) || name == "Errorf" || package == "errors" || ERROR_NUMBERS.contains(&name)
}

/// Errors of the operating system that are returned by their names, and the end of a file.
const ERROR_NUMBERS: &[&str] = &[
    "E2BIG",
    "EACCES",
    "EAGAIN",
    "EBADF",
    "EBUSY",
    "ECHILD",
    "EEXIST",
    "EFAULT",
    "EINTR",
    "EINVAL",
    "EIO",
    "EISDIR",
    "ELOOP",
    "EMFILE",
    "ENAMETOOLONG",
    "ENODEV",
    "ENOENT",
    "ENOMEM",
    "ENOSPC",
    "ENOSYS",
    "ENOTDIR",
    "ENOTEMPTY",
    "ENOTSUP",
    "EOF",
    "EOPNOTSUPP",
    "EPERM",
    "EPIPE",
    "ERANGE",
    "EROFS",
    "ETIMEDOUT",
    "EXDEV",
];

/// Whether a name is that of an error: `err`, `errRead`, `ErrNotFound`, `readErr`, `ParseError`, but not `isError`.
fn names_error(name: &str) -> bool {
    let is_word = |rest: &str| !rest.starts_with(char::is_lowercase);
    let rest = name.strip_prefix("err").or_else(|| name.strip_prefix("Err"));
    let asks = name.starts_with("is") || name.starts_with("has");
    rest.is_some_and(is_word) || (!asks && (name.ends_with("Err") || name.ends_with("Error")))
}

/// Whether a statement discards an error: `_ = f()` and `x, _ := f()`.
fn discards_error(node: Node<'_>, text: &str) -> bool {
    let side = |name| node.child_by_field_name(name).filter(|side| side.kind() == "expression_list");
    let (Some(left), Some(right)) = (side("left"), side("right")) else { return false };
    let of = |node: Node<'_>| text.get(node.byte_range()).unwrap_or("");
    if last(left).is_none_or(|name| of(name) != "_") || right.named_child_count() != 1 {
        return false;
    }
    let call = last(right).filter(|value| value.kind() == "call_expression");
    let Some(function) = call.and_then(|call| call.child_by_field_name("function")) else { return false };
    let path = of(function);
    !NO_ERROR.contains(&path.rsplit('.').next().unwrap_or(path)) || path == "http.Get"
}

/// Scores `if`, `for` and `switch` without parentheses, and `type` declarations of structs and interfaces.
fn line_evidence(line: &str) -> u32 {
    let heads = ["if ", "for ", "switch ", "} else if "];
    let is_head = heads.iter().any(|head| line.strip_prefix(head).is_some_and(|rest| !rest.starts_with('(')));
    let is_type = line.starts_with("type ") && (line.contains(" struct {") || line.contains(" interface {"));
    match line.trim_end().ends_with('{') {
        true if is_type => 4,
        true if is_head => 2,
        _ => 0,
    }
}

/// Nothing here is as common in another language; otherwise that language would be taken for Go wherever this evidence
/// stands alone.
const EVIDENCE: &[Evidence] = &[
    (Start, "package ", IsNot(b';'), 4),
    (Start, "package main", Any, 6),
    (Start, "import (", Any, 3),
    (Start, "import \"\"", IsNot(b';'), 2),
    (Start, "func ", Any, 5),
    (Start, "func ", Is(b'{'), 3),
    (Start, "func (", Is(b'{'), 4),
    (Anywhere, " func(", Is(b'{'), 3),
    (Anywhere, " := ", Any, 3),
    (Anywhere, " := range ", Any, 4),
    (Anywhere, "err != nil", Any, 5),
    (Anywhere, "nil", Any, 1),
    (Anywhere, "fmt.", Any, 4),
    (Anywhere, "fmt.Println(", Any, 3),
    (Anywhere, "fmt.Errorf(", Any, 4),
    (Anywhere, "errors.New(", Any, 4),
    (Anywhere, "make([]", Any, 4),
    (Anywhere, "make(map[", Any, 4),
    (Anywhere, "make(chan ", Any, 4),
    (Anywhere, "map[string]", Any, 4),
    (Anywhere, "[]string", Any, 3),
    (Anywhere, "[]int", Any, 3),
    (Anywhere, "[]byte", Any, 3),
    (Anywhere, "interface{}", Any, 4),
    (Start, "defer ", Any, 4),
    (Start, "go func(", Any, 4),
    (Anywhere, "chan ", Any, 3),
    (Anywhere, " <- ", Any, 2),
    (Anywhere, "<-", Any, 2),
    (Start, "select {", Any, 3),
    (Start, "const (", Any, 3),
    (Start, "var (", Any, 3),
    (Start, "return nil", Any, 2),
    (Anywhere, " error {", Is(b'{'), 4),
    (Anywhere, ", error) {", Is(b'{'), 5),
    (Anywhere, "strconv.", Any, 4),
    (Anywhere, "sync.Mutex", Any, 4),
    (Anywhere, "sync.WaitGroup", Any, 4),
    (Anywhere, "context.Context", Any, 5),
    (Anywhere, "*testing.T", Any, 6),
];
