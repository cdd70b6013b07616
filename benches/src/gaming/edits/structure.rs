//! Other structure without better structure.

use std::ops::Range;

use super::{Edit, lower, not_raise};
use crate::gaming::code::{Code, Func, dedent};
use crate::gaming::patch::{Patch, fill};
use crate::gaming::subject::{HandIn, Subject};

pub(super) const EDITS: &[Edit] = &[
    not_raise("structure: cut into parts", "long functions cut in the middle into chains of parts", |s| {
        s.patched(|code, patch| {
            let long = code.named().filter(|f| !f.nested && !f.constructor && f.statements.len() >= 6);
            long.for_each(|f| cut(s, f, patch));
        })
    }),
    not_raise(
        "structure: statements in lambdas",
        "every statement without a result in a function that is called at once",
        |s| {
            s.patched(|code, patch| {
                for range in code.outermost().flat_map(|f| &f.statements) {
                    let text = &code.text[range.clone()];
                    let inner = if code.dialect.indented {
                        text.to_owned()
                    } else {
                        dedent(text, &code.indent_at(range.start))
                    };
                    if is_plain_call(code, range) {
                        let wrapped = fill(code.dialect.at_once, &[("BODY", &inner)]);
                        patch.replace(
                            range.clone(),
                            crate::gaming::patch::hang(&wrapped, &code.indent_at(range.start)),
                        );
                    }
                }
            })
        },
    ),
    not_raise("structure: choices from lists", "the simplest branches become choices from a list", |s| {
        s.patched(|code, patch| {
            for node in code.nodes(&["if_statement"]) {
                if let Some(text) = choice(code, node) {
                    patch.replace(node.byte_range(), text);
                }
            }
        })
    }),
    not_raise("structure: one line", "statements of a block on one line", |s| s.patched(one_line)),
    not_raise(
        "structure: any types",
        "parameters and results without a type get one that says nothing",
        |s| {
            let any = s.dialect.any_type?;
            s.patched(|code, patch| {
                for f in code.named() {
                    for parameter in untyped(code, f) {
                        patch.insert(parameter, format!(": {any}"));
                    }
                    if let (true, None, Some(end)) = (code.dialect.indented, &f.returns, f.parameters_end)
                        && let Some(close) = code.text[end..f.body.start].find("):")
                    {
                        patch.insert(end + close + 1, format!(" -> {any}"));
                    }
                }
            })
        },
    ),
    not_raise("structure: redundant else", "the rest of a function in the else of its guard", |s| {
        s.patched(|code, patch| {
            for node in code.nodes(&["if_statement"]) {
                if node.child_by_field_name("alternative").is_none() {
                    let text = if code.dialect.indented {
                        format!("\n{}else:\n{0}    pass", code.indent_at(node.start_byte()))
                    } else {
                        " else {\n}".to_owned()
                    };
                    patch.insert(node.end_byte(), text);
                }
            }
        })
    }),
    not_raise("structure: double negation", "every condition negated twice", |s| {
        s.patched(|code, patch| {
            for node in code.nodes(&["if_statement"]) {
                let Some(condition) = node.child_by_field_name("condition") else { continue };
                let text = code.of(condition);
                let negated = if code.dialect.indented {
                    format!("not (not ({text}))")
                } else {
                    format!("(!(!{text}))")
                };
                patch.replace(condition.byte_range(), negated);
            }
        })
    }),
    not_raise("structure: code in a type", "the functions of the module in a type that has no state", |s| {
        if s.dialect.id != "python" || s.code.free().count() < 3 {
            return None;
        }
        s.patched(|code, patch| {
            for f in code.free() {
                let text = code.text[f.outer.clone()].replace('\n', "\n    ");
                let class = format!("class Holder{}:\n    @staticmethod\n    {text}", f.outer.start);
                patch.replace(f.outer.clone(), class);
            }
        })
    }),
    lower("structure: nested without need", "every body in three conditions that always hold", |s| {
        nest(s, |d| d.if_(d.truth[0], &d.if_(d.truth[0], &d.if_(d.truth[0], "{BODY}"))))
    }),
    lower("structure: loops that run once", "every body in three loops that run once", |s| {
        nest(s, |d| {
            let inner = fill(d.once, &[("BODY", d.once)]);
            fill(d.once, &[("BODY", &inner)])
        })
    }),
    lower("structure: all in one", "the statements of all functions in one", |s| {
        let functions: Vec<&Func> = s.code.outermost().filter(|f| f.named()).collect();
        let first = (*functions.first()?).clone();
        if functions.len() < 3 {
            return None;
        }
        s.patched(|code, patch| {
            for f in &functions[1..] {
                let end = if code.dialect.indented {
                    f.outer.end
                } else {
                    code.line_end(f.outer.end.saturating_sub(1))
                };
                let from = f
                    .doc
                    .as_ref()
                    .filter(|doc| doc.end <= f.outer.start)
                    .map_or(f.outer.start, |doc| doc.start);
                patch.replace(from..end.max(f.outer.end), "");
            }
            let all: Vec<String> =
                functions.iter().map(|f| dedent(&code.text[f.body.clone()], &f.body_indent)).collect();
            code.replace_body(&first, &all.join("\n"), patch);
        })
        // What is left of types without members need not parse; then another fault is measured.
        .filter(|edited| Code::read(&s.code.path, &edited.files[0].text, s.dialect).is_some())
    }),
    lower("structure: pasted twice", "the statements of every longer function stand there twice", |s| {
        s.patched(|code, patch| {
            for f in code.outermost().filter(|f| f.statements.len() >= 4) {
                let body = dedent(&code.text[f.body.clone()], &f.body_indent);
                code.append(f, &body, patch);
            }
        })
    }),
];

/// Cuts a function behind every fourth statement; each part calls the next.
fn cut(subject: &Subject, f: &Func, patch: &mut Patch) {
    let code = &subject.code;
    let dialect = code.dialect;
    let parts: Vec<&[Range<usize>]> = f.statements.chunks(4).collect();
    let end = if dialect.indented { "" } else { ";" };
    let name = |n: usize| format!("{}_part{}", f.name, n + 1);
    let this = match (f.member, dialect.indented) {
        (true, true) => "self.",
        (true, false) => "this.",
        _ => "",
    };
    let arguments = f.parameters.join(", ");
    let call = |n: usize| format!("return {this}{}({arguments}){end}", name(n));
    let text = |part: &[Range<usize>]| {
        let range = part.first().map_or(0, |first| first.start)..part.last().map_or(0, |last| last.end);
        dedent(&code.text[range], &f.body_indent)
    };
    let mut out = String::new();
    for (n, part) in parts.iter().enumerate().skip(1) {
        let mut body = text(part);
        if n + 1 < parts.len() {
            body = format!("{body}\n{}", call(n + 1));
        }
        let parameters = match dialect.id {
            "java" => f.parameters.iter().map(|name| format!("Object {name}")).collect::<Vec<_>>().join(", "),
            "python" if f.member => ["self"]
                .into_iter()
                .chain(f.parameters.iter().map(String::as_str))
                .collect::<Vec<_>>()
                .join(", "),
            _ => arguments.clone(),
        };
        let template = match (dialect.id, f.member) {
            ("python" | "java", _) => dialect.function,
            (_, true) => "{NAME}({PARAMETERS}) {\n    {BODY}\n}",
            _ => "function {NAME}({PARAMETERS}) {\n    {BODY}\n}",
        };
        let part =
            fill(&code.fit(template), &[("NAME", &name(n)), ("PARAMETERS", &parameters), ("BODY", &body)]);
        out.push_str(&format!("\n\n{}{}", f.indent, crate::gaming::patch::hang(&part, &f.indent)));
    }
    let Some(first) = parts.first() else { return };
    code.replace_body(f, &format!("{}\n{}", text(first), call(1)), patch);
    patch.insert(f.outer.end, out);
}

/// Whether a statement is a call and nothing else.
fn is_plain_call(code: &Code, range: &Range<usize>) -> bool {
    let text = &code.text[range.clone()];
    let calls = ["call", "call_expression", "method_invocation"];
    code.nodes(&["expression_statement"]).into_iter().any(|node| {
        node.byte_range() == *range
            && !text.contains('\n')
            && code.children(node).first().is_some_and(|inner| calls.contains(&inner.kind()))
    })
}

/// Joins what can stand on one line.
fn one_line(code: &Code, patch: &mut Patch) {
    for f in code.outermost().filter(|f| f.statements.len() >= 2) {
        if code.dialect.indented {
            // Only simple statements can share a line in Python.
            for pair in f.statements.windows(2) {
                let between = &code.text[pair[0].end..pair[1].start];
                let simple = |range: &Range<usize>| {
                    let text = &code.text[range.clone()];
                    let heads = [
                        "if", "for", "while", "try", "with", "def", "class", "@", "async", "match", "return",
                        "raise",
                    ];
                    !text.contains('\n') && !heads.iter().any(|head| text.starts_with(head))
                };
                if simple(&pair[0]) && simple(&pair[1]) && between.trim().is_empty() {
                    patch.replace(pair[0].end..pair[1].start, "; ");
                }
            }
        } else {
            let body = &code.text[f.body.clone()];
            if !body.contains("//") && !body.contains('`') && !body.contains("\"\"\"") {
                patch.replace(f.body.clone(), body.split_whitespace().collect::<Vec<_>>().join(" "));
            }
        }
    }
}

/// Where the types of a function's parameters would stand, for those that have none.
fn untyped(code: &Code, f: &Func) -> Vec<usize> {
    let functions = code.outline.functions.iter();
    let own = functions.filter(|function| function.name_span.start as usize == f.name_span.start);
    own.flat_map(|function| &function.parameters)
        .filter(|parameter| !parameter.typed)
        .map(|parameter| parameter.name.end as usize)
        // Optional and destructured parameters take their type elsewhere.
        .filter(|end| code.text[*end..].trim_start().starts_with([',', ')', '=']))
        .collect()
}

fn nest(subject: &Subject, template: impl Fn(&crate::gaming::dialect::Dialect) -> String) -> Option<HandIn> {
    subject.patched(|code, patch| {
        let template = template(code.dialect);
        for f in code.outermost().filter(|f| !f.constructor) {
            code.wrap(f, &template, patch);
        }
    })
}

/// A branch without an alternative that only assigns a name that it does not make, as a choice from a list.
fn choice(code: &Code, node: tree_sitter::Node<'_>) -> Option<String> {
    if node.child_by_field_name("alternative").is_some() {
        return None;
    }
    let condition = code.of(node.child_by_field_name("condition")?);
    let consequence = node.child_by_field_name("consequence")?;
    let only = code.children(consequence);
    let [statement] = only.as_slice() else { return None };
    let text = code.of(*statement).trim_end_matches(';');
    let (name, value) = text.split_once(" = ")?;
    let is_name = name.chars().all(|c| c.is_alphanumeric() || c == '_');
    if !is_name || text.contains('\n') {
        return None;
    }
    Some(match code.dialect.id {
        "python" => format!("{name} = [{name}, {value}][bool({condition})]"),
        "java" => return None,
        _ => format!("{name} = [{name}, {value}][Number(Boolean({condition}))];"),
    })
}
