//! Java.

use tree_sitter::FlatNode as Node;

use super::detect::End::{Any, Is};
use super::detect::Evidence;
use super::detect::Place::{Anywhere, Start};
use super::nuance::Nuance;
use super::role::{Bind, Binding, Role, Slot, Token, marks};
use super::signs::Sign;
use super::vocabulary::modules::is_below;
use super::vocabulary::test_path::TestPaths;
use super::vocabulary::tests::{Library, Runner};
use super::{
    Access, Contracts, Deeds, Dialect, Failures, FrameLabel, Frames, Gap, Grammar, Import, Language, Lexis,
    Modules, Naming, Runs, Step, Tests, Types, Unmarked,
};
use crate::text::Span;

/// Java up to 25.
pub(super) static JAVA: Language = Language {
    id: "java",
    name: "Java",
    extensions: &["java"],
    interpreters: &["java"],
    lexis: Lexis { contextual: &["when"], ..Lexis::C },
    contracts: CONTRACTS,
    modules: MODULES,
    runs: RUNS,
    naming: Naming { short: &["cs", "o", "sb", "t"], ..Naming::CAMEL },
    types: Types::Required,
    failures: Failures { broad_exceptions: &["Exception", "Throwable"], ..Failures::EXCEPTIONS },
    access: Access { unmarked: Unmarked::PrivateMembers, ..Access::OPEN },
    tests: Tests {
        paths: TestPaths {
            extensions: &["java"],
            files: &[],
            prefixes: &["Test"],
            suffixes: &["Test", "Tests", "TestCase", "IT", "ITCase"],
            folders: &["test", "tests"],
            source_sets: &[
                ("src", "test"),
                ("src", "androidTest"),
                ("src", "integrationTest"),
                ("src", "testFixtures"),
            ],
        },
        is_type: is_test_type,
        runner: RUNNER,
        library: LIBRARY,
        is_assertion,
        ..Tests::NONE
    },
    deeds: DEEDS,
    dialect: Dialect {
        receivers: &["this"],
        implicit_receiver: true,
        receiver_is_keyword: true,
        type_before_name: true,
        decorator,
        imports,
        ..Dialect::PLAIN
    },
    gaps: &[GAPS],
    frames: FRAMES,
    unread: "No file of four libraries has a parse error (616 files).",
    roles: &[ROLES],
    nuances: &[NUANCES],
    tokens: &[TOKENS],
    signs: &[SIGNS],
    bindings: &[BINDINGS],
    evidence: &[EVIDENCE],
    line_evidence,
    ..Language::with(Grammar {
        package: "tree-sitter-java",
        version: "0.23.5",
        load: || tree_sitter_java::LANGUAGE.into(),
    })
};

const CONTRACTS: Contracts = Contracts {
    protocols: &["compareTo", "compare", "iterator", "hasNext", "close", "spliterator"],
    is_stated: true,
    // `get` is a method of collections as well.
    functional: &["accept", "apply", "call", "compare", "run", "test"],
    ..Contracts::NONE
};

const MODULES: Modules =
    Modules { types: TYPES, package, stated: own_package, below: Some('.'), ..Modules::PLAIN };

/// Types of `java.lang` of one word.
#[rustfmt::skip]
const TYPES: &[&str] = &[
    "Boolean", "Byte", "Character", "Class", "Double", "Enum", "Error", "Exception", "Float", "Integer",
    "Iterable", "Long", "Math", "Module", "Number", "Object", "Override", "Package", "Process", "Record",
    "Runnable", "Runtime", "Short", "String", "System", "Thread", "Throwable", "Void",
];

/// A script engine runs other languages.
const RUNS: Runs = Runs { calls: &["eval"], ..Runs::NONE };

const DEEDS: Deeds = Deeds {
    unwritten: &["UnsupportedOperationException", "NotImplementedException"],
    absent: &["Optional.empty"],
    form_errors: &["NumberFormatException", "DateTimeException"],
    maps: &["Map.of"],
    equals: &["equals"],
    asks_object: &["Object.class.isInstance("],
    any: &["Object"],
    empty: &[
        "Optional.empty",
        "Collections.emptyList",
        "Collections.emptyMap",
        "Collections.emptySet",
        "List.of",
        "Map.of",
        "Set.of",
        "new ArrayList",
        "new LinkedList",
        "new HashMap",
        "new HashSet",
        "new TreeMap",
        "new TreeSet",
        "new ArrayDeque",
        "new Object",
        "new StringBuilder",
        "new String",
        "Stream.empty",
    ],
    recasts: &[
        "String.valueOf",
        "Integer.valueOf",
        "Long.valueOf",
        "Double.valueOf",
        "Boolean.valueOf",
        "Objects.toString",
        "Objects.hashCode",
        "Optional.of",
        "Optional.ofNullable",
        "List.copyOf",
        "Set.copyOf",
        "Map.copyOf",
        "Arrays.asList",
        "Collections.singletonList",
        "Collections.singleton",
        "Stream.of",
        ".toString",
        ".clone",
        ".hashCode",
    ],
    reports: &[
        "System.out.println",
        "System.out.print",
        "System.out.printf",
        "System.err.println",
        "log.info",
        "log.debug",
        "logger.info",
    ],
    exits: &["System.exit"],
    checks: &[
        "requireNonNull",
        "checkArgument",
        "checkNotNull",
        "checkState",
        "checkIndex",
        "notNull",
        "isTrue",
    ],
    unfailing: &["close", "compare", "compareTo", "equals", "finalize", "hashCode", "toString"],
    destructors: &["finalize"],
    plain_decorators: &[
        "Override",
        "SuppressWarnings",
        "Deprecated",
        "SafeVarargs",
        "Nullable",
        "NonNull",
        "NotNull",
        "Nonnull",
        "Contract",
    ],
    usual_errors: &["CloneNotSupportedException"],
    ..Deeds::NONE
};

const FRAMES: Frames = Frames {
    closure: "()->{",
    anonymous: "new z(){",
    members: &[("class z{", "members of a class")],
    modifiers: &["public", "private", "protected", "static", "throws"],
    before: &[("else", "if(z){"), ("catch", "try{"), ("finally", "try{")],
    continued: &[("throws", "void z() "), ("extends", "class z "), ("implements", "class z ")],
    parameters: "void z(",
    condition: "if(",
    labels: &[
        FrameLabel { word: "case", next: "", opener: "switch(z){", first: "default:" },
        FrameLabel { word: "default", next: ":", opener: "switch(z){", first: "default:" },
    ],
    after: &[("try", "finally{}"), ("do", "while(z);")],
    annotated: "class z{}",
    ..Frames::BRACES
};

const GAPS: &[Gap] = &[
    Gap {
        what: "`import module` (25)",
        steps: &[Step::Keep(&["import"]), Step::Blank("module"), Step::Word, Step::Keep(&[".", ";"])],
    },
    Gap {
        what: "a statement before `super(...)` (25)",
        steps: &[Step::Keep(&[";", "}"]), Step::Name("super"), Step::Keep(&["("])],
    },
    Gap {
        what: "a statement before `this(...)` (25)",
        steps: &[Step::Keep(&[";", "}"]), Step::Name("this"), Step::Keep(&["("])],
    },
];

const ROLES: &[(&str, Role)] = &[
    ("program", Role::Root),
    ("line_comment", Role::Comment),
    ("block_comment", Role::Comment),
    ("string_literal", Role::Text),
    ("identifier", Role::Identifier),
    ("this", Role::Identifier),
    ("super", Role::Identifier),
    ("method_declaration", Role::Function),
    ("constructor_declaration", Role::Constructor),
    ("compact_constructor_declaration", Role::Constructor),
    ("lambda_expression", Role::Closure),
    ("formal_parameters", Role::Parameters),
    ("inferred_parameters", Role::Parameters),
    ("receiver_parameter", Role::Punctuation),
    ("class_declaration", Role::Class),
    ("enum_declaration", Role::Class),
    ("record_declaration", Role::Class),
    ("interface_declaration", Role::Interface),
    ("annotation_type_declaration", Role::Interface),
    ("class_body", Role::TypeBody),
    ("superclass", Role::Heritage),
    ("super_interfaces", Role::Heritage),
    ("extends_interfaces", Role::Heritage),
    ("block", Role::Block),
    ("constructor_body", Role::Block),
    ("modifiers", Role::Modifiers),
    ("annotation", Role::Decorator),
    ("marker_annotation", Role::Decorator),
    ("import_declaration", Role::Import),
    ("package_declaration", Role::Statement),
    ("if_statement", Role::If),
    ("for_statement", Role::Loop),
    ("enhanced_for_statement", Role::Loop),
    ("while_statement", Role::Loop),
    ("do_statement", Role::DoLoop),
    ("switch_expression", Role::Switch),
    ("switch_label", Role::Case),
    ("guard", Role::Clause),
    ("try_statement", Role::Statement),
    ("try_with_resources_statement", Role::Statement),
    ("catch_clause", Role::Catch),
    ("catch_type", Role::CatchType),
    ("ternary_expression", Role::Ternary),
    ("break_statement", Role::Jump),
    ("continue_statement", Role::Jump),
    ("yield_statement", Role::Statement),
    ("synchronized_statement", Role::Statement),
    ("explicit_constructor_invocation", Role::Statement),
    ("expression_statement", Role::ExpressionStatement),
    ("return_statement", Role::Return),
    ("throw_statement", Role::Raise),
    ("assert_statement", Role::Assert),
    ("local_variable_declaration", Role::Declaration),
    ("field_declaration", Role::Declaration),
    ("constant_declaration", Role::Declaration),
    ("variable_declarator", Role::Declarator),
    ("enum_constant", Role::Declarator),
    ("assignment_expression", Role::Assignment),
    ("update_expression", Role::Effect),
    ("binary_expression", Role::Binary),
    ("parenthesized_expression", Role::Parenthesized),
    ("method_invocation", Role::Call),
    ("argument_list", Role::Arguments),
    ("object_creation_expression", Role::New),
    ("field_access", Role::Member),
    ("array_access", Role::Element),
];

const NUANCES: &[(&str, Nuance)] = &[
    ("array_creation_expression", Nuance::Holder),
    ("array_initializer", Nuance::Holder),
    ("dimensions", Nuance::Holder),
    ("type_arguments", Nuance::Holder),
    ("cast_expression", Nuance::Cast),
    ("unary_expression", Nuance::Unary),
    ("spread_parameter", Nuance::Pattern),
    ("type_identifier", Nuance::TypeName),
    ("field_declaration", Nuance::Constant),
    ("explicit_constructor_invocation", Nuance::Acting),
    ("synchronized_statement", Nuance::Acting),
    ("yield_statement", Nuance::Acting),
    ("labeled_statement", Nuance::Labeled),
    ("switch_rule", Nuance::CaseValue),
];

const TOKENS: &[(&str, Token)] = &[
    ("if", Token::If),
    ("when", Token::If),
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
    ("private", Token::Private),
    ("protected", Token::Private),
    ("public", Token::Public),
    ("abstract", Token::Abstract),
];

const SIGNS: &[(&str, Sign)] =
    &[("package_declaration", Sign::Aside), ("switch_block_statement_group", Sign::Lines)];

const BINDINGS: &[Binding] = &[
    ("method_declaration", Slot::Name, Bind::Function),
    ("constructor_declaration", Slot::Name, Bind::Function),
    ("compact_constructor_declaration", Slot::Name, Bind::Function),
    ("class_declaration", Slot::Name, Bind::Type),
    ("enum_declaration", Slot::Name, Bind::Type),
    ("record_declaration", Slot::Name, Bind::Type),
    ("interface_declaration", Slot::Name, Bind::Type),
    ("annotation_type_declaration", Slot::Name, Bind::Type),
    ("variable_declarator", Slot::Name, Bind::Variable),
    ("enum_constant", Slot::Name, Bind::Variable),
    ("resource", Slot::Name, Bind::Variable),
    ("instanceof_expression", Slot::Name, Bind::Variable),
    ("type_pattern", Slot::None, Bind::Variable),
    ("record_pattern_component", Slot::None, Bind::Variable),
    ("enhanced_for_statement", Slot::Name, Bind::Loop),
    ("catch_formal_parameter", Slot::Name, Bind::Loop),
    ("formal_parameters", Slot::None, Bind::Parameter),
    ("inferred_parameters", Slot::None, Bind::Parameter),
    ("lambda_expression", Slot::Parameters, Bind::Parameter),
    ("formal_parameter", Slot::Name, Bind::Inherit),
    ("spread_parameter", Slot::None, Bind::Inherit),
];

fn decorator(name: &str, _: &str) -> u32 {
    match name.rsplit('.').next().unwrap_or(name) {
        "Test" | "ParameterizedTest" | "RepeatedTest" | "TestFactory" | "TestTemplate" | "Property"
        | "BeforeEach" | "AfterEach" | "BeforeAll" | "AfterAll" | "Before" | "After" | "BeforeClass"
        | "AfterClass" => marks::TEST,
        "Override" => marks::OVERRIDE,
        _ => 0,
    }
}

fn is_test_type(name: &str) -> bool {
    let integration = name.strip_suffix("IT").or_else(|| name.strip_suffix("ITCase"));
    name.ends_with("Test")
        || name.ends_with("Tests")
        || name.ends_with("TestCase")
        || integration.is_some_and(|rest| rest.ends_with(|c: char| c.is_lowercase()))
}

fn is_assertion(receiver: &str, name: &str) -> bool {
    match receiver {
        "" | "this" | "Assertions" | "Assert" | "Assume" => {
            name.starts_with("assert") || matches!(name, "fail" | "verify")
        }
        "Mockito" => name.starts_with("verify"),
        "Truth" => name == "assertThat",
        // `given().get("/").then().assertThat()`
        _ if receiver.ends_with(')') => name.starts_with("assert"),
        _ => false,
    }
}

/// JUnit 3 to 6, TestNG, jqwik.
const RUNNER: Runner = Runner {
    prefixes: &["test"],
    marks: &[
        "Test",
        "ParameterizedTest",
        "RepeatedTest",
        "TestFactory",
        "TestTemplate",
        "Property",
        "Example",
        "Theory",
        "ArchTest",
    ],
    skips: &["Disabled", "Ignore"],
    setup: &["archunit", "assertj", "hamcrest", "junit", "mockito", "spock", "testcontainers", "testng"],
    failing: &[("Test", "expected")],
    ..Runner::NONE
};

const LIBRARY: Library = Library {
    objects: &["Assertions", "Assert", "Truth", "BDDAssertions", "JSONAssert"],
    silent: &["catchThrowable"],
    subjects: &[
        "assertThat",
        "assertWithMessage",
        "expectThat",
        "then",
        "verify",
        "assertThatThrownBy",
        "assertThatCode",
        "assertThatExceptionOfType",
        "assertThatIllegalArgumentException",
        "assertThatNoException",
        "assertThatNullPointerException",
        "assertThatObject",
        "thenThrownBy",
    ],
    matchers: &[
        "andExpect",
        "andExpectAll",
        "verifyComplete",
        "verifyError",
        "verifyErrorMessage",
        "expectStatus",
        "expectBody",
        "statusCode",
        "body",
        "assertValue",
        "assertComplete",
        "assertError",
        "assertNoErrors",
        "verifyThenAssertThat",
        "isEqualTo",
        "hasSize",
        "verify",
    ],
    fails: &["fail"],
    raises: &[
        "assertThrows",
        "assertThrowsExactly",
        "assertThatThrownBy",
        "assertDoesNotThrow",
        "isThrownBy",
        "expectThrows",
        "assertThatCode",
        "thenThrownBy",
    ],
    caught: &["Throwable", "Error", "AssertionError", "AssertionFailedError"],
    outside: &[
        "mockMvc",
        "mvc",
        "webTestClient",
        "webClient",
        "restTemplate",
        "testRestTemplate",
        "given",
        "when",
        "driver",
        "page",
        "client",
        "get",
        "httpClient",
    ],
    looks: &["getClass", "println"],
    pure: &[
        "of", "asList", "valueOf", "List", "Map", "Set", "Arrays", "String", "Integer", "Objects", "equals",
        "size", "length", "get", "toString", "is", "equalTo", "hasSize",
    ],
    ..Library::NONE
};

fn imports(node: Node<'_>, text: &str, out: &mut Vec<Import>) {
    let mut import = Import {
        span: Span::new(node.start_byte(), node.end_byte()),
        module: String::new(),
        wildcard: false,
        relative: false,
        is_test: false,
    };
    for child in node.children() {
        match child.kind() {
            "identifier" | "scoped_identifier" => {
                text.get(child.byte_range()).unwrap_or("").clone_into(&mut import.module);
            }
            "asterisk" => import.wildcard = true,
            _ => {}
        }
    }
    out.push(import);
}

/// Roots of packages that are turned around from domains. Any other root is the name of a project.
const DOMAINS: &[&str] = &[
    "ai", "app", "at", "be", "biz", "br", "cc", "ch", "cn", "co", "com", "cz", "de", "dev", "edu", "es",
    "eu", "fi", "fr", "gov", "in", "info", "io", "it", "jp", "kr", "me", "net", "nl", "no", "org", "pl",
    "ru", "se", "tech", "tv", "uk", "us", "xyz",
];

/// Domains below which many projects live.
const HOSTS: &[&str] = &[
    "com.amazonaws",
    "com.github",
    "com.gitlab",
    "com.google",
    "com.microsoft",
    "dev.langchain4j",
    "io.github",
    "org.apache",
    "org.eclipse",
    "org.jetbrains",
];

/// Roots of Java's own packages.
const STANDARD_ROOTS: &[&str] =
    &["java", "jdk", "sun", "com.sun", "org.w3c.dom", "org.xml.sax", "org.ietf.jgss"];

/// Those of `javax` that never came with it, or no longer do.
const EXTENSIONS: &[&str] = &[
    "javax.annotation",
    "javax.ejb",
    "javax.enterprise",
    "javax.inject",
    "javax.jms",
    "javax.mail",
    "javax.persistence",
    "javax.servlet",
    "javax.transaction",
    "javax.validation",
    "javax.ws",
    "javax.faces",
    "javax.batch",
];

/// The project of a Java import, by the start of its package. `None` for what comes with Java.
fn package(module: &str) -> Option<String> {
    if STANDARD_ROOTS.iter().any(|root| is_below(module, root, '.')) {
        return None;
    }
    if let Some(rest) = module.strip_prefix("javax.") {
        let name = rest.split('.').next().unwrap_or("");
        let root = format!("javax.{name}");
        if is_below(rest, "annotation.processing", '.') {
            return None;
        }
        return EXTENSIONS.contains(&root.as_str()).then_some(root);
    }
    let parts: Vec<&str> = module.split('.').collect();
    let packages = parts.iter().take_while(|part| part.starts_with(|c: char| c.is_lowercase())).count();
    let root = parts.first()?;
    let two = parts.get(..2).map(|parts| parts.join("."));
    let length = if *root == "jakarta" {
        2
    } else if !DOMAINS.contains(root) {
        1
    } else if two.is_some_and(|two| HOSTS.contains(&two.as_str())) {
        3
    } else {
        2
    };
    // What has a shorter package, or none, is no project that can be named.
    (packages >= length && parts.len() > length).then(|| parts.get(..length).unwrap_or_default().join("."))
}

/// The start of the package that a file states.
fn own_package(text: &str) -> Vec<&str> {
    let mut lines = text.lines().map(str::trim);
    let package = lines.find_map(|line| line.strip_prefix("package ")?.split(';').next());
    package.map(|package| start(package.trim())).into_iter().collect()
}

/// The start of a package that says whose it is: three names, or all but the last if there are fewer.
fn start(package: &str) -> &str {
    let end = package.match_indices('.').map(|(at, _)| at).nth(2);
    end.and_then(|end| package.get(..end)).unwrap_or(package)
}

/// A declaration with its type first, as in `Type name =`, is strong evidence.
fn line_evidence(line: &str) -> u32 {
    let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '<' | '>' | '[' | ']' | '?' | ',');
    let line = line.strip_prefix("final ").unwrap_or(line);
    let Some((kind, rest)) = line.split_once(' ') else { return 0 };
    let rest = rest.trim_start();
    let name = rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
    let after = name.trim_start();
    let declares = kind.starts_with(|c: char| c.is_ascii_uppercase())
        && kind.chars().all(word)
        && !kind.ends_with(',')
        && name.len() < rest.len()
        && rest.starts_with(|c: char| c.is_alphabetic())
        && (after.starts_with(';')
            || (after.starts_with('=') && !after.starts_with("=="))
            || name.starts_with('('));
    if declares { 4 } else { 0 }
}

const EVIDENCE: &[Evidence] = &[
    (Start, "public class ", Any, 5),
    (Start, "public static ", Any, 4),
    (Start, "public interface ", Any, 5),
    (Start, "public ", Any, 2),
    (Start, "private ", Any, 2),
    (Start, "protected ", Any, 2),
    (Anywhere, "System.out.", Any, 6),
    (Anywhere, "String[] args", Any, 5),
    (Start, "import java", Any, 6),
    (Start, "import ", Is(b';'), 1),
    (Start, "import static ", Any, 5),
    (Start, "package ", Is(b';'), 4),
    (Start, "@Override", Any, 4),
    (Start, "@Test", Any, 3),
    (Anywhere, " throws ", Any, 2),
    (Start, "final ", Any, 2),
    (Start, "int ", Any, 3),
    (Start, "int ", Is(b'{'), 2),
    (Start, "String ", Any, 4),
    (Start, "double ", Any, 3),
    (Start, "boolean ", Any, 4),
    (Start, "void ", Any, 2),
    (Start, "long ", Any, 3),
    (Start, "char ", Any, 3),
    (Start, "float ", Any, 2),
    (Start, "List<", Any, 4),
    (Start, "Map<", Any, 4),
    (Start, "Set<", Any, 4),
    (Anywhere, "ArrayList<", Any, 3),
    (Anywhere, "HashMap<", Any, 3),
    (Anywhere, "HashSet<", Any, 3),
    (Anywhere, "<>(", Any, 2),
    (Anywhere, "new ", Any, 1),
    (Anywhere, ".equals(", Any, 3),
    (Anywhere, ".length()", Any, 2),
    (Anywhere, ".size()", Any, 1),
    (Anywhere, " extends ", Is(b'{'), 1),
    (Anywhere, " implements ", Is(b'{'), 2),
    (Start, "class ", Is(b'{'), 1),
    (Start, "interface ", Is(b'{'), 2),
    (Start, "abstract class ", Any, 2),
    (Start, "enum ", Is(b'{'), 1),
    (Start, "record ", Any, 2),
    (Anywhere, "for (int ", Any, 5),
    (Anywhere, "(int ", Any, 3),
    (Anywhere, "(String ", Any, 4),
    (Anywhere, ", int ", Any, 3),
    (Anywhere, ", String ", Any, 3),
    (Anywhere, "int[]", Any, 4),
    (Anywhere, "Integer", Any, 2),
    (Anywhere, "static ", Any, 1),
    (Start, "static ", Any, 1),
    (Anywhere, "Math.", Any, 1),
    (Anywhere, "this.", Any, 1),
    (Anywhere, "} else {", Any, 1),
    (Start, "} else if (", Any, 1),
    (Start, "if (", Is(b'{'), 1),
    (Anywhere, " = ", Is(b';'), 1),
    (Start, "return ", Is(b';'), 1),
    (Start, "while (", Is(b'{'), 1),
    (Start, "switch (", Is(b'{'), 1),
    (Anywhere, "catch (", Any, 1),
    (Anywhere, "super(", Any, 1),
    (Anywhere, "throw new ", Any, 1),
    (Anywhere, ");", Is(b';'), 1),
    (Anywhere, "private static final ", Any, 5),
    (Anywhere, "public final ", Any, 3),
    (Anywhere, "static class ", Any, 4),
    (Start, "private void ", Any, 4),
    (Start, "public void ", Any, 4),
    (Start, "protected void ", Any, 4),
    (Start, "private int ", Any, 4),
    (Start, "private long ", Any, 4),
    (Start, "private boolean ", Any, 4),
    (Start, "private String ", Any, 4),
    (Start, "public String ", Any, 4),
    (Start, "public int ", Any, 4),
    (Start, "public boolean ", Any, 4),
    (Anywhere, "(Exception e)", Any, 4),
    (Anywhere, " = null;", Any, 1),
    (Anywhere, "private final ", Any, 4),
    (Anywhere, " -> ", Any, 1),
    (Anywhere, "Optional", Any, 2),
];
