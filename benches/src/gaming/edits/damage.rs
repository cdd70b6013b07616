//! Harm: work that is taken out, or broken.

use super::{Edit, empty, lower, not_raise};
use crate::gaming::code::{Code, Func};
use crate::gaming::patch::fill;
use crate::gaming::subject::{HandIn, Subject};

pub(super) const EDITS: &[Edit] = &[
    empty("emptied: nothing", "every body becomes empty", |s| hollow(s, |s, _| s.dialect.nothing.to_owned())),
    empty("emptied: a constant returned", "every body returns nothing, 0 or false", |s| {
        hollow(s, |s, f| match (s.dialect.indented, f.returns.as_deref()) {
            (true, _) => "return None".to_owned(),
            (false, Some("void")) => String::new(),
            (false, Some("boolean")) => "return false;".to_owned(),
            (false, Some("int" | "long" | "short" | "byte" | "char" | "double" | "float" | "number")) => {
                "return 0;".to_owned()
            }
            (false, _) => "return null;".to_owned(),
        })
    }),
    empty("emptied: the parameter returned", "every body returns its first parameter, or nothing", |s| {
        hollow(s, |s, f| {
            let value = f.parameters.first().map_or(s.dialect.null, String::as_str);
            format!("return {value}{}", if s.dialect.indented { "" } else { ";" })
        })
    }),
    empty("emptied: not implemented", "every body raises that it is not implemented", |s| {
        hollow(s, |s, _| s.dialect.unimplemented.to_owned())
    }),
    empty("emptied: TODO printed", "every body prints a promise", |s| {
        hollow(s, |s, _| s.dialect.print("TODO"))
    }),
    empty("emptied: TODO in a comment", "every body is a comment with a promise", |s| {
        hollow(s, |s, _| format!("{}\n{}", s.dialect.comment("TODO: implement"), s.dialect.nothing))
    }),
    empty("emptied: a constant kept", "every body sets a local constant and returns it", |s| {
        hollow(s, |s, _| {
            format!(
                "{}\nreturn result{}",
                s.dialect.local("result", s.dialect.null),
                if s.dialect.indented { "" } else { ";" }
            )
        })
    }),
    empty("emptied: the parameter as a text", "every body returns its first parameter as a text", |s| {
        recast(s, "repr({NAME})", "String.valueOf({NAME})", "String({NAME})")
    }),
    empty("emptied: the parameter in a list", "every body returns a list of its first parameter", |s| {
        recast(s, "[{NAME}]", "java.util.List.of({NAME})", "[{NAME}]")
    }),
    empty(
        "emptied: the parameter in a table",
        "every body returns its first parameter under its name",
        |s| recast(s, "{\"{NAME}\": {NAME}}", "java.util.Map.of(\"{NAME}\", {NAME})", "{ {NAME}: {NAME} }"),
    ),
    empty("emptied: nothing added", "every body adds nothing to its first parameter and returns that", |s| {
        hollow(s, |s, f| {
            let end = if s.dialect.indented { "" } else { ";" };
            match f.parameters.first() {
                Some(name) => {
                    format!("{}\nreturn result{end}", s.dialect.local("result", &format!("{name} + 0")))
                }
                None => format!("return {}{end}", s.dialect.null),
            }
        })
    }),
    lower(
        "emptied: half of the bodies",
        "every second body that decides something raises that it is not implemented",
        |s| half(s, |n| n % 2 == 0),
    ),
    lower("emptied: the longest body", "the longest body raises that it is not implemented", |s| {
        let longest = s.code.outermost().filter(|f| !f.constructor).max_by_key(|f| f.body.len())?.clone();
        if longest.body.len() * 5 < s.code.text.len() {
            return None;
        }
        s.patched(|code, patch| code.replace_body(&longest, code.dialect.unimplemented, patch))
    }),
    lower("broken: a bracket lost", "one closing bracket in the middle is lost", |s| {
        let code = &s.code;
        let f =
            code.outermost().filter(|f| f.named()).nth(code.outermost().filter(|f| f.named()).count() / 2)?;
        let at = f.body.start + code.text[f.body.clone()].find(')')?;
        s.patched(|_, patch| patch.delete(at..at + 1))
    })
    .breaking(),
    lower("broken: every function", "an operator without an operand in every body", |s| {
        s.patched(|code, patch| {
            for f in code.outermost().filter(|f| f.named()) {
                let end = if code.dialect.indented { "" } else { ";" };
                code.prepend(f, &format!("x = = 1 +{end}"), patch);
            }
        })
    })
    .breaking(),
    lower("broken: cut off", "the second half of the file is missing, in the middle of a line", |s| {
        let middle = s.code.text.len() / 2;
        let mut at = s.code.line_start(middle) + 6;
        while !s.code.text.is_char_boundary(at) {
            at += 1;
        }
        // A cut between two functions leaves less code, and nothing broken.
        let text = &s.code.text[..at];
        (!Code::parses(text, s.dialect)).then(|| s.hand_in().with_code(text))
    })
    .breaking(),
    not_raise("broken: keywords misspelt", "the keyword of every third function is misspelt", |s| {
        let (keyword, misspelt) = match s.dialect.id {
            "python" => ("def ", "dfe "),
            "java" => ("public ", "pubilc "),
            _ => ("function ", "fucntion "),
        };
        let parts: Vec<&str> = s.code.text.split(keyword).collect();
        if parts.len() < 4 {
            return None;
        }
        let mut text = parts[0].to_owned();
        for (n, part) in parts[1..].iter().enumerate() {
            text.push_str(if n % 3 == 0 { misspelt } else { keyword });
            text.push_str(part);
        }
        Some(s.hand_in().with_code(text))
    })
    .breaking(),
    lower("noise: debug printing", "a line printed before every statement", |s| {
        s.patched(|code, patch| {
            for statement in code.outermost().filter(|f| f.statements.len() >= 3).flat_map(|f| &f.statements)
            {
                let print = fill(code.dialect.print, &[("TEXT", "here")]);
                patch.insert(statement.start, format!("{print}\n{}", code.indent_at(statement.start)));
            }
        })
    }),
    lower("noise: very long lines", "a hundred and fifty characters more on every statement's line", |s| {
        let tail = format!("  {} {}", s.dialect.comment, "x".repeat(150));
        s.patched(|code, patch| {
            for statement in code.outermost().flat_map(|f| &f.statements) {
                let end = code.line_end(statement.end.saturating_sub(1)).saturating_sub(1);
                let rest = &code.text[statement.end..end.max(statement.end)];
                if rest.trim().is_empty() && !code.text[statement.clone()].contains('\n') {
                    patch.insert(statement.end, tail.clone());
                }
            }
        })
    }),
];

/// Other bodies for all functions that do something.
fn hollow(subject: &Subject, body: impl Fn(&Subject, &Func) -> String) -> Option<HandIn> {
    subject.patched(|code, patch| {
        for f in code.outermost() {
            code.replace_body(f, &body(subject, f), patch);
        }
    })
}

/// Bodies that return their first parameter in another form, or nothing: as Python, Java and the others write it.
fn recast(subject: &Subject, python: &str, java: &str, script: &str) -> Option<HandIn> {
    let form = match subject.dialect.id {
        "python" => python,
        "java" => java,
        _ => script,
    };
    hollow(subject, |s, f| {
        let value = f.parameters.first().map(|name| fill(form, &[("NAME", name)]));
        let end = if s.dialect.indented { "" } else { ";" };
        format!("return {}{end}", value.as_deref().unwrap_or(s.dialect.null))
    })
}

fn half(subject: &Subject, is_meant: impl Fn(usize) -> bool) -> Option<HandIn> {
    subject.patched(|code, patch| {
        let deciding = code.outermost().filter(|f| f.cyclomatic > 1 && !f.constructor).enumerate();
        for (_, f) in deciding.filter(|(n, _)| is_meant(*n)) {
            code.replace_body(f, code.dialect.unimplemented, patch);
        }
    })
}
