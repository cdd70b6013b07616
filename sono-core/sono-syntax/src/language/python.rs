//! Python.

use tree_sitter::FlatNode as Node;

use super::detect::End::{Any, Is, IsNot};
use super::detect::Evidence;
use super::detect::Place::{Anywhere, Start};
use super::nuance::Nuance;
use super::role::{Bind, Binding, Role, Slot, Token, marks};
use super::signs::Sign;
use super::vocabulary::modules::{Manifest, names_in_toml};
use super::vocabulary::stubs::{Stubs, runs_before_colon};
use super::vocabulary::test_path::TestPaths;
use super::vocabulary::tests::{DocExamples, Library, Runner};
use super::{
    Access, Contracts, Deeds, Dialect, DocComments, Failures, Frames, Gap, Grammar, Import, Language, Lexis,
    Modules, Naming, Runs, Step, StringForm, Tests,
};
use crate::text::Span;

/// Python 3, with the statements of Python 2 that the grammar still reads.
pub(super) static PYTHON: Language = Language {
    id: "python",
    name: "Python",
    extensions: &["py", "pyi", "pyw"],
    file_names: &["SConstruct", "SConscript", "wscript"],
    interpreters: &["python", "python2", "python3", "pypy", "pypy3"],
    aliases: &["py", "python3", "py3"],
    lexis: Lexis {
        line_comments: &["#"],
        block_comments: &[],
        quotes: &[
            StringForm::raw("\"\"\"", "\"\"\""),
            StringForm::raw("'''", "'''"),
            StringForm::line("\""),
            StringForm::line("'"),
        ],
        ..Lexis::C
    },
    contracts: CONTRACTS,
    modules: MODULES,
    runs: RUNS,
    stubs: Stubs { endings: &[".pyi"], runs: runs_before_colon },
    naming: Naming {
        short: &["ax", "df", "f", "fp", "np", "pd", "tb"],
        outer: Some("global"),
        ..Naming::SNAKE
    },
    doc_comments: DocComments {
        before: &[],
        docstrings: Some(&['f', 'F', 'b', 'B', 't', 'T']),
        ..DocComments::JAVADOC
    },
    failures: Failures {
        forms: "`except` clauses are handlers, and `suppress(Exception)` is one that does nothing. `raise` fails, and in a handler raises again.",
        untyped_handler_is_broad: true,
        broad_exceptions: &["Exception", "BaseException"],
        ..Failures::EXCEPTIONS
    },
    access: Access { is_private: |name| name.starts_with('_') && !is_special(name), ..Access::OPEN },
    tests: Tests {
        paths: TestPaths {
            extensions: &["py", "pyi"],
            files: &["conftest", "test", "tests"],
            prefixes: &["test_"],
            suffixes: &["_test", "_tests"],
            folders: &["test", "tests"],
            source_sets: &[],
        },
        is_function: |name, _| name.starts_with("test_"),
        is_type: is_test_type,
        is_assertion,
        runner: RUNNER,
        library: LIBRARY,
        ..Tests::NONE
    },
    deeds: DEEDS,
    dialect: Dialect {
        receivers: &["self", "cls", "mcs"],
        constructors: &["__init__"],
        abstract_bases: &["ABC", "ABCMeta", "Protocol"],
        line_ends_statement: true,
        root_types: &["object"],
        wrapper_functions: true,
        typed_by_choice: true,
        redefines: true,
        plain_bases: is_plain_base,
        decorator,
        inherits_contract: is_special,
        imports,
        ..Dialect::PLAIN
    },
    gaps: &[GAPS],
    frames: Frames::INDENTS,
    unread: "No right file of the standard library has a parse error (11,780 files, with packages; 3 are wrong on purpose).",
    roles: &[ROLES],
    nuances: &[NUANCES],
    tokens: &[TOKENS],
    signs: &[SIGNS],
    bindings: &[BINDINGS],
    evidence: &[EVIDENCE],
    ..Language::with(Grammar {
        package: "tree-sitter-python",
        version: "0.25.0",
        load: || tree_sitter_python::LANGUAGE.into(),
    })
};

const CONTRACTS: Contracts = Contracts {
    protocols: &[
        "__add__",
        "__aenter__",
        "__aiter__",
        "__and__",
        "__anext__",
        "__await__",
        "__call__",
        "__contains__",
        "__delitem__",
        "__enter__",
        "__floordiv__",
        "__ge__",
        "__get__",
        "__getattr__",
        "__getitem__",
        "__gt__",
        "__iadd__",
        "__invert__",
        "__iter__",
        "__le__",
        "__len__",
        "__lt__",
        "__matmul__",
        "__missing__",
        "__mod__",
        "__mul__",
        "__neg__",
        "__next__",
        "__or__",
        "__pow__",
        "__radd__",
        "__reversed__",
        "__rmul__",
        "__set__",
        "__set_name__",
        "__setitem__",
        "__sub__",
        "__truediv__",
        "__xor__",
    ],
    ..Contracts::NONE
};

const MODULES: Modules = Modules {
    package_file: Some("__init__.py"),
    module_first: Some(("from", " import")),
    package,
    standard: STANDARD,
    manifests: &[Manifest { file: "pyproject.toml", names: names_in_toml }],
    ..Modules::PLAIN
};

const RUNS: Runs = Runs {
    calls: &["exec", "eval", "execfile", "compile", "runsource", "runcode"],
    own: true,
    owners: &["builtins", "__builtins__"],
    interpreters: &["python"],
    ..Runs::NONE
};

const DEEDS: Deeds = Deeds {
    unwritten: &["NotImplementedError", "NotImplemented("],
    constants: &["NotImplemented", "Ellipsis"],
    nothing: &["None", "..."],
    odd: &["Ellipsis", "...", "NotImplemented"],
    is_folder,
    declines: &["return NotImplemented"],
    hands_on: &[".exception", "exc_info", "format_exc", "print_exc", "print_exception", "showtraceback"],
    hands_on_by: &["exc_info=True"],
    empty: &["list", "dict", "set", "tuple", "str", "int", "float", "bool", "bytes", "frozenset", "object"],
    recasts: &[
        "repr",
        "ascii",
        "id",
        "hash",
        "type",
        "iter",
        "bytearray",
        "copy.copy",
        "copy.deepcopy",
        "deepcopy",
        ".copy",
        ".__str__",
        ".__repr__",
    ],
    reports: &[
        "print",
        "logging.info",
        "logging.debug",
        "logging.warning",
        "logger.info",
        "logger.debug",
        "logger.warning",
    ],
    exits: &["sys.exit", "exit", "quit", "os._exit"],
    always: &[("isinstance", "object"), ("issubclass", "object")],
    unfailing: &[
        "__bool__",
        "__contains__",
        "__del__",
        "__enter__",
        "__eq__",
        "__exit__",
        "__format__",
        "__ge__",
        "__gt__",
        "__hash__",
        "__iter__",
        "__le__",
        "__len__",
        "__lt__",
        "__ne__",
        "__repr__",
        "__str__",
    ],
    destructors: &["__del__"],
    plain_decorators: &[
        "staticmethod",
        "classmethod",
        "property",
        "cached_property",
        "cache",
        "lru_cache",
        "wraps",
        "dataclass",
        "total_ordering",
        "setter",
    ],
    usual_errors: &[
        "AttributeError",
        "BlockingIOError",
        "CancelledError",
        "EOFError",
        "Empty",
        "FileExistsError",
        "FileNotFoundError",
        "Full",
        "GeneratorExit",
        "ImportError",
        "IndexError",
        "InterruptedError",
        "KeyError",
        "LookupError",
        "ModuleNotFoundError",
        "ProcessLookupError",
        "StopAsyncIteration",
        "StopIteration",
    ],
    form_errors: &["OverflowError", "TypeError", "UnicodeError", "ValueError"],
    suppressors: &["suppress"],
    reflection: &["locals", "vars", "eval", "exec"],
    ..Deeds::NONE
};

const GAPS: &[Gap] = &[Gap {
    what: "a default of a type parameter (3.13)",
    steps: &[Step::Keep(&["class", "def", "type"]), Step::Word, Step::Keep(&["["]), Step::Defaults],
}];

const ROLES: &[(&str, Role)] = &[
    ("module", Role::Root),
    ("comment", Role::Comment),
    ("string_content", Role::Opaque),
    ("line_continuation", Role::Punctuation),
    ("keyword_separator", Role::Punctuation),
    ("positional_separator", Role::Punctuation),
    ("identifier", Role::Identifier),
    ("string", Role::Str),
    ("concatenated_string", Role::Str),
    ("function_definition", Role::Function),
    ("lambda", Role::Closure),
    ("parameters", Role::Parameters),
    ("lambda_parameters", Role::Parameters),
    ("class_definition", Role::Class),
    ("type_alias_statement", Role::TypeAlias),
    ("block", Role::Block),
    ("decorated_definition", Role::Decorated),
    ("decorator", Role::Decorator),
    ("import_statement", Role::Import),
    ("import_from_statement", Role::Import),
    ("future_import_statement", Role::Import),
    ("if_statement", Role::If),
    ("elif_clause", Role::Elif),
    ("else_clause", Role::Else),
    ("for_statement", Role::Loop),
    ("while_statement", Role::Loop),
    ("match_statement", Role::Switch),
    ("case_clause", Role::Case),
    ("case_pattern", Role::CasePattern),
    ("try_statement", Role::Statement),
    ("except_clause", Role::Catch),
    ("with_statement", Role::Statement),
    ("conditional_expression", Role::Ternary),
    ("for_in_clause", Role::Clause),
    ("if_clause", Role::Clause),
    ("break_statement", Role::Statement),
    ("continue_statement", Role::Statement),
    ("delete_statement", Role::Statement),
    ("exec_statement", Role::Statement),
    ("global_statement", Role::Statement),
    ("nonlocal_statement", Role::Statement),
    ("print_statement", Role::Statement),
    ("pass_statement", Role::Nothing),
    ("expression_statement", Role::ExpressionStatement),
    ("return_statement", Role::Return),
    ("raise_statement", Role::Raise),
    ("assert_statement", Role::Assert),
    ("assignment", Role::Assignment),
    ("augmented_assignment", Role::Effect),
    ("named_expression", Role::Effect),
    ("await", Role::Effect),
    ("yield", Role::Effect),
    ("boolean_operator", Role::Boolean),
    ("parenthesized_expression", Role::Parenthesized),
    ("call", Role::Call),
    ("argument_list", Role::Arguments),
    ("attribute", Role::Member),
    ("subscript", Role::Element),
];

const NUANCES: &[(&str, Nuance)] = &[
    ("dictionary", Nuance::Holder),
    ("dictionary_splat", Nuance::Holder),
    ("list", Nuance::Holder),
    ("list_splat", Nuance::Holder),
    ("set", Nuance::Holder),
    ("string_start", Nuance::Holder),
    ("string_end", Nuance::Holder),
    ("expression_list", Nuance::Tuple),
    ("tuple", Nuance::Tuple),
    ("pair", Nuance::Pair),
    ("keyword_argument", Nuance::Keyword),
    ("interpolation", Nuance::Hole),
    ("unary_operator", Nuance::Unary),
    ("binary_operator", Nuance::Arithmetic),
    ("comparison_operator", Nuance::Comparison),
    ("delete_statement", Nuance::Acting),
    ("exec_statement", Nuance::Acting),
    ("global_statement", Nuance::Acting),
    ("nonlocal_statement", Nuance::Acting),
    ("print_statement", Nuance::Acting),
    ("with_statement", Nuance::Acting),
    ("break_statement", Nuance::Jump),
    ("continue_statement", Nuance::Jump),
    ("yield", Nuance::Yield),
    ("await", Nuance::Await),
];

const TOKENS: &[(&str, Token)] = &[
    ("if", Token::If),
    ("elif", Token::Elif),
    ("else", Token::Else),
    ("for", Token::For),
    ("while", Token::While),
    ("match", Token::Switch),
    ("case", Token::Case),
    ("except", Token::Catch),
    ("and", Token::And),
    ("or", Token::Or),
    ("_", Token::Underscore),
];

const SIGNS: &[(&str, Sign)] = &[
    ("string_start", Sign::Aside),
    ("string_end", Sign::Aside),
    ("list", Sign::Lines),
    ("set", Sign::Lines),
    ("tuple", Sign::Lines),
];

const BINDINGS: &[Binding] = &[
    ("function_definition", Slot::Name, Bind::Function),
    ("class_definition", Slot::Name, Bind::Type),
    ("type_alias_statement", Slot::Left, Bind::Type),
    ("type", Slot::None, Bind::Inherit),
    ("generic_type", Slot::None, Bind::Inherit),
    ("assignment", Slot::Left, Bind::Variable),
    ("named_expression", Slot::Name, Bind::Variable),
    ("as_pattern_target", Slot::None, Bind::Variable),
    ("for_statement", Slot::Left, Bind::Loop),
    ("for_in_clause", Slot::Left, Bind::Loop),
    ("pattern_list", Slot::None, Bind::Inherit),
    ("tuple_pattern", Slot::None, Bind::Inherit),
    ("list_pattern", Slot::None, Bind::Inherit),
    ("list_splat_pattern", Slot::None, Bind::Inherit),
    ("dictionary_splat_pattern", Slot::None, Bind::Inherit),
    ("parameters", Slot::None, Bind::Parameter),
    ("lambda_parameters", Slot::None, Bind::Parameter),
    ("default_parameter", Slot::Name, Bind::Inherit),
    ("typed_parameter", Slot::None, Bind::Inherit),
    ("typed_default_parameter", Slot::Name, Bind::Inherit),
];

/// Methods by names that the language or its library gives: `__len__`, and those of imports, files and handlers of logs,
/// which need no base.
fn is_special(name: &str) -> bool {
    const PROTOCOLS: &[&str] = &[
        "create_module",
        "exec_module",
        "find_module",
        "find_spec",
        "fileno",
        "flush",
        "get_code",
        "get_source",
        "is_package",
        "isatty",
        "load_module",
        "readable",
        "seekable",
        "writable",
    ];
    PROTOCOLS.contains(&name) || name.len() > 4 && name.starts_with("__") && name.ends_with("__")
}

/// Bases that call no method of the types derived from them by a name of their own.
fn is_plain_base(name: &str) -> bool {
    matches!(
        name,
        "object"
            | "Generic"
            | "Protocol"
            | "ABC"
            | "Enum"
            | "IntEnum"
            | "StrEnum"
            | "Flag"
            | "IntFlag"
            | "NamedTuple"
            | "TypedDict"
            | "BaseException"
            | "Exception"
    ) || name.ends_with("Error")
}

/// Values to which `/` joins a path, by their names.
fn is_folder(value: &str) -> bool {
    const ENDS: &[&str] = &[
        "path",
        "Path",
        "dir",
        "Dir",
        "directory",
        "folder",
        "Folder",
        "root",
        "base",
        "parent",
        "home",
        "cwd",
        "target",
        "prefix",
        "dest",
        "location",
    ];
    let words = value.trim_end_matches("()");
    let last = words.rsplit(['.', '_', ' ']).next().unwrap_or(words);
    ENDS.iter().any(|end| last.ends_with(end)) || words.starts_with("Path(")
}

fn decorator(name: &str, _: &str) -> u32 {
    let last = name.rsplit('.').next().unwrap_or(name);
    match last {
        "property" | "cached_property" | "getter" => marks::ACCESSOR,
        // A property has the documentation of its getter.
        "setter" | "deleter" => marks::ACCESSOR | marks::OVERRIDE,
        "override" => marks::OVERRIDE,
        "overload" => marks::OVERLOAD,
        "staticmethod" => marks::STATIC,
        "abstractmethod" | "abstractproperty" => marks::ABSTRACT,
        "fixture" | "parametrize" => marks::TEST,
        _ => 0,
    }
}

fn is_test_type(name: &str) -> bool {
    let rest = name.strip_prefix("Test");
    name.ends_with("TestCase")
        || rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_lowercase()))
        || name.ends_with("Tests")
}

fn is_assertion(receiver: &str, name: &str) -> bool {
    match receiver {
        "self" | "cls" => name.starts_with("assert") || name == "fail",
        "pytest" => matches!(name, "raises" | "warns" | "fail" | "deprecated_call"),
        _ => name.starts_with("assert_"),
    }
}

/// pytest, unittest, hypothesis.
const RUNNER: Runner = Runner {
    prefixes: &["test", "runTest"],
    fixtures: &["fixture", "composite", "register_fixture"],
    skips: &["skip"],
    failing: &[("raises", "")],
    setup: &[
        "behave",
        "doctest",
        "hypothesis",
        "locust",
        "mock",
        "monkeypatch",
        "nose",
        "pytest",
        "pytestmark",
        "setUp",
        "tearDown",
        "unittest",
    ],
    doc_examples: DocExamples::Session { prompt: ">>> ", continued: "... ", end: "\"\"\"" },
    ..Runner::NONE
};

const LIBRARY: Library = Library {
    subjects: &["expect", "assert_that"],
    matchers: &["to_be_visible", "to_have_text", "to_have_url", "to_have_title"],
    fails: &["fail"],
    raises: &["raises", "warns", "deprecated_call", "does_not_raise"],
    caught: &["Exception", "BaseException", "AssertionError"],
    suppress: &["suppress"],
    outside: &[
        "client",
        "test_client",
        "api_client",
        "page",
        "browser",
        "driver",
        "runner",
        "subprocess",
        "requests",
        "httpx",
        "script_runner",
        "testdir",
        "pytester",
    ],
    looks: &["callable", "isinstance", "issubclass", "hasattr", "type", "id", "repr", "print", "signature"],
    pure: &[
        "len",
        "str",
        "int",
        "float",
        "bool",
        "list",
        "dict",
        "set",
        "tuple",
        "sum",
        "sorted",
        "abs",
        "min",
        "max",
        "range",
        "repr",
        "type",
        "isinstance",
        "issubclass",
        "callable",
        "hasattr",
        "round",
        "print",
        "enumerate",
        "zip",
        "reversed",
        "all",
        "any",
        "approx",
        "id",
        "bytes",
        "object",
        "frozenset",
        "format",
        "join",
        "upper",
        "lower",
        "strip",
        "split",
    ],
    ..Library::NONE
};

fn imports(node: Node<'_>, text: &str, out: &mut Vec<Import>) {
    let span = Span::new(node.start_byte(), node.end_byte());
    let of = |node: Node<'_>| text.get(node.byte_range()).unwrap_or("").to_owned();
    let import =
        |module: String, relative| Import { span, module, wildcard: false, relative, is_test: false };
    let from = node.child(0).is_some_and(|first| first.kind() == "from");
    for child in node.children() {
        match (child.field_name(), child.kind()) {
            (Some("module_name"), kind) => out.push(import(of(child), kind == "relative_import")),
            (_, "__future__") => out.push(import(of(child), false)),
            // `from _heapq import *`: the fast half of the module itself.
            (_, "wildcard_import") => {
                let last = out.iter_mut().last().into_iter();
                last.for_each(|last| last.wildcard = !last.module.starts_with('_'));
            }
            (Some("name"), "aliased_import") if !from => {
                out.push(import(child.child_by_field_name("name").map_or_else(String::new, of), false));
            }
            (Some("name"), _) if !from => out.push(import(of(child), false)),
            _ => {}
        }
    }
}

/// The package of a module.
fn package(module: &str) -> Option<String> {
    let first = module.split('.').next().unwrap_or("").trim();
    // What begins with `_` is a part of Python, or another package's own.
    let is_name = first.starts_with(|c: char| c.is_alphabetic())
        && first.chars().all(|c| c.is_alphanumeric() || c == '_');
    is_name.then(|| first.to_owned())
}

/// Modules of the standard library of Python 3.4 to 3.14, and those of Python 2 that had other names
/// (<https://docs.python.org/3/py-modindex.html>).
#[rustfmt::skip]
const STANDARD: &[&str] = &[
    "BaseHTTPServer", "ConfigParser", "Cookie", "Queue", "SocketServer", "StringIO", "Tkinter",
    "UserDict", "__builtin__", "__future__", "__main__", "_thread", "_typeshed", "abc", "aifc",
    "annotationlib", "antigravity", "argparse", "array", "ast", "asynchat", "asyncio", "asyncore",
    "atexit", "audioop", "base64", "bdb", "binascii", "bisect", "builtins", "bz2", "cPickle", "cProfile",
    "cStringIO", "calendar", "cgi", "cgitb", "chunk", "cmath", "cmd", "code", "codecs", "codeop",
    "collections", "colorsys", "commands", "compileall", "compression", "concurrent", "configparser",
    "contextlib", "contextvars", "cookielib", "copy", "copyreg", "crypt", "csv", "ctypes", "curses",
    "dataclasses", "datetime", "dbm", "decimal", "difflib", "dis", "distutils", "doctest", "email",
    "encodings", "ensurepip", "enum", "errno", "exceptions", "faulthandler", "fcntl", "filecmp",
    "fileinput", "fnmatch", "fractions", "ftplib", "functools", "gc", "genericpath", "getopt", "getpass",
    "gettext", "glob", "graphlib", "grp", "gzip", "hashlib", "heapq", "hmac", "html", "htmlentitydefs",
    "http", "httplib", "idlelib", "imaplib", "imghdr", "imp", "importlib", "inspect", "io", "ipaddress",
    "itertools", "json", "keyword", "lib2to3", "linecache", "locale", "logging", "lzma", "mailbox",
    "mailcap", "marshal", "math", "md5", "mimetypes", "mmap", "modulefinder", "msilib", "msvcrt",
    "multiprocessing", "netrc", "nis", "nntplib", "nt", "ntpath", "nturl2path", "numbers", "opcode",
    "operator", "optparse", "os", "ossaudiodev", "pathlib", "pdb", "pickle", "pickletools", "pipes",
    "pkgutil", "platform", "plistlib", "poplib", "posix", "posixpath", "pprint", "profile", "pstats",
    "pty", "pwd", "py_compile", "pyclbr", "pydoc", "pydoc_data", "pyexpat", "queue", "quopri", "random",
    "re", "readline", "reprlib", "resource", "rlcompleter", "runpy", "sched", "secrets", "select",
    "selectors", "sets", "sha", "shelve", "shlex", "shutil", "signal", "site", "smtpd", "smtplib",
    "sndhdr", "socket", "socketserver", "spwd", "sqlite3", "sre_compile", "sre_constants", "sre_parse",
    "ssl", "stat", "statistics", "string", "stringprep", "struct", "subprocess", "sunau", "symtable",
    "sys", "sysconfig", "syslog", "tabnanny", "tarfile", "telnetlib", "tempfile", "termios", "test",
    "textwrap", "this", "thread", "threading", "time", "timeit", "tkinter", "token", "tokenize",
    "tomllib", "trace", "traceback", "tracemalloc", "tty", "turtle", "turtledemo", "types", "typing",
    "unicodedata", "unittest", "urllib", "urllib2", "urlparse", "uu", "uuid", "venv", "warnings", "wave",
    "weakref", "webbrowser", "winreg", "winsound", "wsgiref", "xdrlib", "xml", "xmlrpc", "xmlrpclib",
    "zipapp", "zipfile", "zipimport", "zlib", "zoneinfo",
];

const EVIDENCE: &[Evidence] = &[
    (Start, "def ", Is(b':'), 4),
    (Start, "def ", Any, 1),
    (Start, "async def ", Any, 3),
    (Start, "class ", Is(b':'), 4),
    (Start, "if ", Is(b':'), 2),
    (Start, "elif ", Is(b':'), 3),
    (Start, "else:", Any, 3),
    (Start, "for ", Is(b':'), 2),
    (Start, "while ", Is(b':'), 2),
    (Start, "try:", Any, 3),
    (Start, "except", Is(b':'), 3),
    (Start, "finally:", Any, 3),
    (Start, "with ", Is(b':'), 3),
    (Start, "match ", Is(b':'), 1),
    (Start, "case ", Is(b':'), 1),
    (Start, "import ", IsNot(b';'), 2),
    (Anywhere, " import ", Any, 3),
    (Start, "from ", IsNot(b';'), 1),
    (Start, "return ", IsNot(b';'), 1),
    (Start, "return", IsNot(b';'), 1),
    (Start, "raise ", Any, 2),
    (Start, "assert ", IsNot(b';'), 1),
    (Start, "yield ", IsNot(b';'), 1),
    (Start, "pass", Any, 2),
    (Start, "print(", IsNot(b';'), 2),
    (Start, "@", IsNot(b';'), 1),
    (Anywhere, "self.", Any, 2),
    (Anywhere, "self", Any, 1),
    (Anywhere, "None", Any, 2),
    (Anywhere, "True", Any, 2),
    (Anywhere, "False", Any, 2),
    (Anywhere, " in range(", Any, 4),
    (Anywhere, " not in ", Any, 2),
    (Anywhere, " is None", Any, 3),
    (Anywhere, " is not None", Any, 3),
    (Anywhere, "lambda ", Any, 2),
    (Anywhere, "len(", Any, 1),
    (Anywhere, "__init__", Any, 4),
    (Anywhere, "__name__", Any, 4),
    (Anywhere, " = ", IsNot(b';'), 1),
    (Anywhere, " for ", Is(b']'), 1),
    (Anywhere, "str(", Any, 1),
    (Anywhere, "isinstance(", Any, 3),
    (Anywhere, "**kwargs", Any, 3),
    (Anywhere, "elif ", Is(b':'), 2),
];
