//! How each language writes what edits put into code, as data: templates with places such as `{BODY}`.

use tree_sitter::Language;

use super::patch::fill;

/// A language as edits see it.
#[derive(Debug)]
pub struct Dialect {
    /// Its id.
    pub id: &'static str,
    /// The extension of its files.
    pub extension: &'static str,
    /// The grammar.
    pub grammar: fn() -> Language,
    /// The kinds of nodes that are blocks of statements.
    pub blocks: &'static [&'static str],
    /// The kinds of nodes whose children are statements or definitions.
    pub holders: &'static [&'static str],
    /// Whether blocks are made by indentation.
    pub indented: bool,
    /// Whether all code is in types.
    pub in_types: bool,
    /// Whether documentation is the first statement of a body.
    pub doc_inside: bool,
    /// The start of a comment.
    pub comment: &'static str,
    /// A guard clause.
    pub guard: &'static str,
    /// A guard clause that returns.
    pub guard_return: &'static str,
    /// A condition with a body.
    pub if_: &'static str,
    /// A loop that runs once.
    pub once: &'static str,
    /// An attempt with a handler that does something with the error.
    pub try_: &'static str,
    /// An attempt whose handler names what it catches.
    pub try_precise: &'static str,
    /// An attempt whose handler raises again what it caught.
    pub try_again: &'static str,
    /// A local constant.
    pub local: &'static str,
    /// A constant of the file or type.
    pub constant: &'static str,
    /// A call of a local function without a name.
    pub at_once: &'static str,
    /// A definition of a function without parameters.
    pub function: &'static str,
    /// A statement that prints.
    pub print: &'static str,
    /// Nothing, as a statement.
    pub nothing: &'static str,
    /// The absent value.
    pub null: &'static str,
    /// The values of truth, true first.
    pub truth: [&'static str; 2],
    /// The test that a value is absent.
    pub is_null: &'static str,
    /// Raises an error about something not implemented.
    pub unimplemented: &'static str,
    /// Runs code that is given as text.
    pub eval: &'static str,
    /// A type that says nothing.
    pub any_type: Option<&'static str>,
    /// A comment for a tool that generates code.
    pub generated: &'static str,
    /// Tests.
    pub tests: TestStyle,
}

/// How a language writes tests.
#[derive(Debug)]
pub struct TestStyle {
    /// The path of the test of a module.
    pub path: &'static str,
    /// The file: `{CASES}` and the module's name.
    pub file: &'static str,
    /// A case: `{NAME}` and `{BODY}`.
    pub case: &'static str,
    /// A call of a function of the module: `{NAME}`, `{ARGUMENTS}`.
    pub call: &'static str,
    /// A call of a method: `{TYPE}`, `{NAME}`, `{ARGUMENTS}`.
    pub method: &'static str,
    /// Asserts a condition.
    pub assert: &'static str,
    /// Asserts that two values are equal.
    pub assert_equal: &'static str,
    /// An attempt that ignores what it catches.
    pub ignoring: &'static str,
}

impl Dialect {
    /// The language of a file extension.
    pub fn of(extension: &str) -> Option<&'static Self> {
        DIALECTS.iter().find(|dialect| dialect.extension == extension)
    }

    /// A comment of documentation.
    pub fn doc(&self, lines: &[&str]) -> String {
        match (self.doc_inside, lines) {
            (true, [line]) => format!("\"\"\"{line}\"\"\""),
            (true, lines) => format!("\"\"\"{}\n\"\"\"", lines.join("\n")),
            (false, lines) => format!("/**\n * {}\n */", lines.join("\n * ")),
        }
    }

    /// A guard clause.
    pub fn guard(&self, condition: &str, message: &str) -> String {
        fill(self.guard, &[("COND", condition), ("MESSAGE", message)])
    }

    /// A condition with a body.
    pub fn if_(&self, condition: &str, body: &str) -> String {
        fill(self.if_, &[("COND", condition), ("BODY", body)])
    }

    /// A comment on a line.
    pub fn comment(&self, text: &str) -> String {
        format!("{} {text}", self.comment)
    }

    /// A statement that does nothing but print.
    pub fn print(&self, text: &str) -> String {
        fill(self.print, &[("TEXT", text)])
    }

    /// A local constant.
    pub fn local(&self, name: &str, value: &str) -> String {
        fill(self.local, &[("NAME", name), ("VALUE", value)])
    }
}

/// All languages, in the order of their ids.
pub static DIALECTS: [Dialect; 4] = [
    Dialect {
        id: "java",
        extension: "java",
        grammar: || tree_sitter_java::LANGUAGE.into(),
        blocks: &["block", "constructor_body"],
        holders: &["program", "class_body", "interface_body", "enum_body_declarations", "block"],
        indented: false,
        in_types: true,
        doc_inside: false,
        comment: "//",
        guard: "if ({COND}) {\n    throw new IllegalArgumentException(\"{MESSAGE}\");\n}",
        guard_return: "if ({COND}) {\n    return;\n}",
        if_: "if ({COND}) {\n    {BODY}\n}",
        once: "for (int round = 0; round < 1; round++) {\n    {BODY}\n}",
        try_: "try {\n    {BODY}\n} catch (Exception error) {\n    {HANDLER}\n}",
        try_precise: "try {\n    {BODY}\n} catch (IllegalStateException error) {\n    {HANDLER}\n}",
        try_again: "try {\n    {BODY}\n} catch (IllegalStateException error) {\n    throw error;\n}",
        local: "final Object {NAME} = {VALUE};",
        constant: "public static final Object {NAME} = {VALUE};",
        at_once: "((Runnable) () -> {\n    {BODY}\n}).run();",
        function: "public Object {NAME}({PARAMETERS}) {\n    {BODY}\n}",
        print: "System.out.println(\"{TEXT}\");",
        nothing: "",
        null: "null",
        truth: ["true", "false"],
        is_null: "{NAME} == null",
        unimplemented: "throw new UnsupportedOperationException(\"not implemented\");",
        eval: "new javax.script.ScriptEngineManager().getEngineByName(\"java\").eval({TEXT});",
        any_type: None,
        generated: "// Code generated by a tool. DO NOT EDIT.\n",
        tests: TestStyle {
            path: "src/test/java/{MODULE}Test.java",
            file: "import static org.junit.jupiter.api.Assertions.*;\n\nimport org.junit.jupiter.api.Test;\n\nclass {MODULE}Test {\n    {CASES}\n}\n",
            case: "@Test\nvoid {NAME}() {\n    {BODY}\n}\n",
            call: "{TYPE}.{NAME}({ARGUMENTS})",
            method: "new {TYPE}().{NAME}({ARGUMENTS})",
            assert: "assertTrue({COND});",
            assert_equal: "assertEquals({LEFT}, {RIGHT});",
            ignoring: "try {\n    {BODY}\n} catch (Exception ignored) {\n}",
        },
    },
    Dialect {
        id: "javascript",
        extension: "js",
        grammar: || tree_sitter_javascript::LANGUAGE.into(),
        blocks: &["statement_block"],
        holders: &["program", "class_body", "statement_block", "object"],
        tests: TestStyle {
            path: "test/{MODULE}.test.js",
            file: "const subject = require('../{MODULE}');\n\n{CASES}",
            case: "test('{NAME}', () => {\n    {BODY}\n});\n",
            ..JAVASCRIPT_TESTS
        },
        any_type: None,
        ..SCRIPT
    },
    Dialect {
        id: "python",
        extension: "py",
        grammar: || tree_sitter_python::LANGUAGE.into(),
        blocks: &["block"],
        holders: &["module", "block"],
        indented: true,
        in_types: false,
        doc_inside: true,
        comment: "#",
        guard: "if {COND}:\n    raise ValueError(\"{MESSAGE}\")",
        guard_return: "if {COND}:\n    return None",
        if_: "if {COND}:\n    {BODY}",
        once: "for _round in range(1):\n    {BODY}",
        try_: "try:\n    {BODY}\nexcept Exception as error:\n    {HANDLER}",
        try_precise: "try:\n    {BODY}\nexcept ValueError as error:\n    {HANDLER}",
        try_again: "try:\n    {BODY}\nexcept ValueError:\n    raise",
        local: "{NAME} = {VALUE}",
        constant: "{NAME} = {VALUE}",
        at_once: "(lambda: {BODY})()",
        function: "def {NAME}({PARAMETERS}):\n    {BODY}",
        print: "print(\"{TEXT}\")",
        nothing: "pass",
        null: "None",
        truth: ["True", "False"],
        is_null: "{NAME} is None",
        unimplemented: "raise NotImplementedError",
        eval: "exec({TEXT})",
        any_type: Some("Any"),
        generated: "# Generated by a tool. DO NOT EDIT.\n",
        tests: TestStyle {
            path: "tests/test_{MODULE}.py",
            file: "from {MODULE} import *\n\n\n{CASES}",
            case: "def test_{NAME}():\n    {BODY}\n\n",
            call: "{NAME}({ARGUMENTS})",
            method: "{TYPE}().{NAME}({ARGUMENTS})",
            assert: "assert {COND}",
            assert_equal: "assert {LEFT} == {RIGHT}",
            ignoring: "try:\n    {BODY}\nexcept Exception:\n    pass",
        },
    },
    Dialect {
        id: "typescript",
        extension: "ts",
        grammar: || tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(),
        blocks: &["statement_block"],
        holders: &["program", "class_body", "statement_block", "object", "interface_body", "internal_module"],
        any_type: Some("any"),
        tests: TestStyle {
            path: "test/{MODULE}.test.ts",
            file: "import * as subject from '../{MODULE}';\n\n{CASES}",
            case: "test('{NAME}', () => {\n    {BODY}\n});\n",
            ..JAVASCRIPT_TESTS
        },
        ..SCRIPT
    },
];

const JAVASCRIPT_TESTS: TestStyle = TestStyle {
    path: "",
    file: "",
    case: "",
    call: "subject.{NAME}({ARGUMENTS})",
    method: "new subject.{TYPE}().{NAME}({ARGUMENTS})",
    assert: "expect({COND}).toBe(true);",
    assert_equal: "expect({LEFT}).toEqual({RIGHT});",
    ignoring: "try {\n    {BODY}\n} catch (ignored) {\n}",
};

/// The parts that JavaScript and TypeScript share.
const SCRIPT: Dialect = Dialect {
    id: "",
    extension: "",
    grammar: || tree_sitter_javascript::LANGUAGE.into(),
    blocks: &[],
    holders: &[],
    indented: false,
    in_types: false,
    doc_inside: false,
    comment: "//",
    guard: "if ({COND}) {\n    throw new TypeError(\"{MESSAGE}\");\n}",
    guard_return: "if ({COND}) {\n    return undefined;\n}",
    if_: "if ({COND}) {\n    {BODY}\n}",
    once: "for (let round = 0; round < 1; round += 1) {\n    {BODY}\n}",
    try_: "try {\n    {BODY}\n} catch (error) {\n    {HANDLER}\n}",
    try_precise: "try {\n    {BODY}\n} catch (error) {\n    if (!(error instanceof RangeError)) {\n        throw error;\n    }\n    {HANDLER}\n}",
    try_again: "try {\n    {BODY}\n} catch (error) {\n    throw error;\n}",
    local: "const {NAME} = {VALUE};",
    constant: "export const {NAME} = {VALUE};",
    at_once: "(() => {\n    {BODY}\n})();",
    function: "export function {NAME}({PARAMETERS}) {\n    {BODY}\n}",
    print: "console.log(\"{TEXT}\");",
    nothing: "",
    null: "null",
    truth: ["true", "false"],
    is_null: "{NAME} === undefined",
    unimplemented: "throw new Error(\"not implemented\");",
    eval: "eval({TEXT});",
    any_type: None,
    generated: "// @generated by a tool. DO NOT EDIT.\n",
    tests: JAVASCRIPT_TESTS,
};
