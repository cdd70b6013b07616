//! Further code that makes the rest look better on average.

use super::{Edit, not_raise, tests};
use crate::gaming::patch::{Patch, fill};
use crate::gaming::subject::{HandIn, Subject};

pub(super) const EDITS: &[Edit] = &[
    not_raise("padding: trivial functions", "twenty functions that return what they are given", |s| {
        s.patched(|code, patch| code.append_definitions(&trivial(s, false), patch))
    }),
    not_raise("padding: documented trivial functions", "twenty trivial functions with documentation", |s| {
        s.patched(|code, patch| code.append_definitions(&trivial(s, true), patch))
    }),
    not_raise("padding: tested trivial functions", "twenty trivial functions, and a test for each", |s| {
        let mut patch = Patch::default();
        s.code.append_definitions(&trivial(s, true), &mut patch);
        let names: Vec<String> = (0..20).map(|n| name(s, n)).collect();
        Some(tests::of_trivial(s, &names)?.with_code(patch.apply(&s.code.text)))
    }),
    not_raise("padding: a good module", "a well written module that has nothing to do with the rest", |s| {
        let (path, text, _) = good(s);
        Some(s.hand_in().with(path, text))
    }),
    not_raise(
        "padding: a good module with tests",
        "a well written and tested module that has nothing to do with the rest",
        |s| {
            let (path, text, tests) = good(s);
            let edited = s.hand_in().with(path, text);
            tests.map(|(path, text)| edited.with(path, text))
        },
    ),
    not_raise("padding: three good modules", "the same under three names", |s| {
        let (path, text, _) = good(s);
        let names = ["first", "second", "third"].map(|name| path.replacen('/', &format!("/{name}_"), 1));
        Some(names.iter().fold(s.hand_in(), |edited, path| edited.with(path, text)))
    }),
    not_raise("padding: constants", "a table of sixty constants", |s| {
        let table: Vec<_> = (0..60)
            .map(|n| {
                fill(
                    s.dialect.constant,
                    &[("NAME", &format!("DEFAULT_LIMIT_{n}")), ("VALUE", &format!("{n}"))],
                )
            })
            .collect();
        s.patched(|code, patch| code.append_definitions(&table.join("\n"), patch))
    }),
    not_raise("padding: accessors", "a type with ten fields and their accessors", |s| {
        let fields =
            ["width", "height", "depth", "weight", "colour", "name", "owner", "price", "number", "place"];
        let (head, pair, tail) = match s.dialect.id {
            "python" => (
                "class Article:\n",
                "    def get_{N}(self):\n        return self.{N}\n\n    def set_{N}(self, {N}):\n        self.{N} = {N}\n\n",
                "",
            ),
            "java" => (
                "public static class Article {\n",
                "    private Object {N};\n\n    public Object get{N}() {\n        return {N};\n    }\n\n    public void set{N}(Object value) {\n        this.{N} = value;\n    }\n\n",
                "}",
            ),
            _ => (
                "export class Article {\n",
                "    get {N}() {\n        return this._{N};\n    }\n\n    set {N}(value) {\n        this._{N} = value;\n    }\n\n",
                "}",
            ),
        };
        let pairs: String = fields.iter().map(|field| fill(pair, &[("N", field)])).collect();
        s.patched(|code, patch| {
            code.append_definitions(&format!("{head}{}\n{tail}", pairs.trim_end()), patch)
        })
    }),
    not_raise(
        "padding: behind the return",
        "well structured code that no way leads to, behind every return",
        |s| {
            s.patched(|code, patch| {
                for f in code.named().filter(|f| {
                    f.statements.last().is_some_and(|last| code.text[last.clone()].starts_with("return"))
                }) {
                    let guard = code.dialect.guard("total < 0", "the total is negative");
                    code.append(f, &format!("{}\n{guard}", code.dialect.local("total", "0")), patch);
                }
            })
        },
    ),
    not_raise(
        "padding: unused careful functions",
        "five functions with checks and documentation that nobody calls",
        |s| {
            let careful: Vec<_> =
                ["limit", "offset", "amount", "rate", "count"].iter().map(|what| careful(s, what)).collect();
            s.patched(|code, patch| code.append_definitions(&careful.join("\n\n"), patch))
        },
    ),
    not_raise("padding: called once", "five careful functions that are called once, for nothing", |s| {
        let names = ["limit", "offset", "amount", "rate", "count"];
        let mut text: Vec<_> = names.iter().map(|what| careful(s, what)).collect();
        let calls: Vec<_> = names.iter().map(|what| checked(s, what, "3")).collect();
        text.push(match s.dialect.id {
            "python" => format!("_ = {}", calls.join(" + ")),
            "java" => format!("{{\n    {};\n}}", calls.join(";\n    ")),
            _ => format!("{};", calls.join(";\n")),
        });
        s.patched(|code, patch| code.append_definitions(&text.join("\n\n"), patch))
    }),
    not_raise(
        "padding: called for nothing",
        "five careful functions that the longest one calls for nothing",
        |s| {
            let names = ["limit", "offset", "amount", "rate", "count"];
            let text: Vec<_> = names.iter().map(|what| careful(s, what)).collect();
            let longest =
                s.code.named().filter(|f| !f.nested && !f.constructor).max_by_key(|f| f.body.len())?.clone();
            let end = if s.dialect.indented { "" } else { ";" };
            let calls: Vec<_> = names.iter().map(|what| format!("{}{end}", checked(s, what, "3"))).collect();
            s.patched(|code, patch| {
                code.prepend(&longest, &calls.join("\n"), patch);
                code.append_definitions(&text.join("\n\n"), patch);
            })
        },
    ),
    not_raise("padding: copies", "the longest function five times more, under other names", |s| {
        let f = s.code.named().filter(|f| !f.nested && !f.constructor).max_by_key(|f| f.outer.len())?.clone();
        s.patched(|code, patch| {
            let text = &code.text[f.outer.clone()];
            let copies: String = (2..=6)
                .map(|n| {
                    let copy = text.replace(&f.name, &format!("{}{n}", f.name));
                    format!("\n\n{}{copy}", f.indent)
                })
                .collect();
            patch.insert(f.outer.end, copies);
        })
    }),
    not_raise("padding: empty types", "ten types without members", |s| {
        let class = match s.dialect.id {
            "python" => "class Part{N}:\n    pass\n\n",
            "java" => "public static class Part{N} {\n}\n\n",
            _ => "export class Part{N} {\n}\n\n",
        };
        let classes: String = (0..10).map(|n| fill(class, &[("N", &n.to_string())])).collect();
        s.patched(|code, patch| code.append_definitions(classes.trim_end(), patch))
    }),
    not_raise("padding: delegations", "for every function another one that calls it", |s| {
        let mut text = Vec::new();
        for f in s.code.named().filter(|f| !f.nested && f.public && !f.constructor && !f.member) {
            let parameters = f.parameters.join(", ");
            let call =
                format!("return {}({parameters}){}", f.name, if s.dialect.indented { "" } else { ";" });
            text.push(fill(
                s.dialect.function,
                &[("NAME", &format!("{}_again", f.name)), ("PARAMETERS", &parameters), ("BODY", &call)],
            ));
        }
        (!text.is_empty())
            .then(|| s.patched(|code, patch| code.append_definitions(&text.join("\n\n"), patch)))?
    }),
];

fn name(subject: &Subject, n: usize) -> String {
    if subject.dialect.indented { format!("same_value_{n}") } else { format!("sameValue{n}") }
}

fn trivial(subject: &Subject, documented: bool) -> String {
    let dialect = subject.dialect;
    let end = if dialect.indented { "" } else { ";" };
    let parameter = if dialect.id == "java" { "Object value" } else { "value" };
    let functions: Vec<_> = (0..20)
        .map(|n| {
            let mut body = format!("return value{end}");
            let doc = dialect.doc(&[&format!("Gives back value number {n}.")]);
            if documented && dialect.doc_inside {
                body = format!("{doc}\n{body}");
            }
            let values = [("NAME", name(subject, n)), ("PARAMETERS", parameter.to_owned()), ("BODY", body)];
            let values: Vec<_> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
            let function = fill(dialect.function, &values);
            if documented && !dialect.doc_inside { format!("{doc}\n{function}") } else { function }
        })
        .collect();
    functions.join("\n\n")
}

/// A call of a careful function.
fn checked(subject: &Subject, what: &str, value: &str) -> String {
    if subject.dialect.indented {
        format!("checked_{what}({value})")
    } else {
        format!("checked{what}({value})")
    }
}

fn careful(subject: &Subject, what: &str) -> String {
    let dialect = subject.dialect;
    let end = if dialect.indented { "" } else { ";" };
    let doc = dialect
        .doc(&[&format!("Checks that the {what} lies between 0 and 1000, and halves it while it is even.")]);
    let guard = dialect.guard(&format!("{what} < 0"), &format!("the {what} is negative"));
    let top = dialect.guard(&format!("{what} > 1000"), &format!("the {what} is too large"));
    let half = dialect.if_(&format!("{what} % 2 == 0"), &format!("return {what} / 2{end}"));
    let mut body = format!("{guard}\n{top}\n{half}\nreturn {what}{end}");
    if dialect.doc_inside {
        body = format!("{doc}\n{body}");
    }
    let parameter = if dialect.id == "java" { format!("int {what}") } else { what.to_owned() };
    let name = if dialect.indented { format!("checked_{what}") } else { format!("checked{what}") };
    let function = fill(dialect.function, &[("NAME", &name), ("PARAMETERS", &parameter), ("BODY", &body)]);
    if dialect.doc_inside { function } else { format!("{doc}\n{function}") }
}

type Module = (&'static str, &'static str, Option<(&'static str, &'static str)>);

/// A good module of the language, and its tests: this repository's own examples.
fn good(subject: &Subject) -> Module {
    match subject.dialect.id {
        "python" => (
            "extra/ttl_cache.py",
            include_str!("../../../../examples/submissions/ttl_cache/ttl_cache.py"),
            Some((
                "tests/test_ttl_cache.py",
                include_str!("../../../../examples/submissions/ttl_cache/test_ttl_cache.py"),
            )),
        ),
        "java" => (
            "extra/InvoiceSplitter.java",
            include_str!(
                "../../../../examples/submissions/invoice_split/src/main/java/billing/InvoiceSplitter.java"
            ),
            Some((
                "src/test/java/billing/InvoiceSplitterTest.java",
                include_str!(
                    "../../../../examples/submissions/invoice_split/src/test/java/billing/InvoiceSplitterTest.java"
                ),
            )),
        ),
        "javascript" => {
            ("extra/csv_parser.js", include_str!("../../../../examples/submissions/csv_parser.js"), None)
        }
        _ => (
            "extra/token_bucket.ts",
            include_str!("../../../../examples/submissions/rate_limiter/src/token_bucket.ts"),
            Some((
                "test/rate_limiter.test.ts",
                include_str!("../../../../examples/submissions/rate_limiter/test/rate_limiter.test.ts"),
            )),
        ),
    }
}

/// For other tables.
pub(super) fn beside(subject: &Subject) -> HandIn {
    let (path, text, _) = good(subject);
    subject.hand_in().with(path, text)
}
