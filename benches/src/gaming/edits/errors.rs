//! Handling of errors that handles nothing.

use super::{Edit, lower, not_raise};
use crate::gaming::patch::fill;
use crate::gaming::subject::{HandIn, Subject};

pub(super) const EDITS: &[Edit] = &[
    not_raise("errors: raised again", "every body in an attempt that raises again what it caught", |s| {
        wrap(s, s.dialect.try_again)
    }),
    not_raise("errors: finally nothing", "every body in an attempt with an empty last clause", |s| {
        wrap(
            s,
            if s.dialect.indented {
                "try:\n    {BODY}\nfinally:\n    pass"
            } else {
                "try {\n    {BODY}\n} finally {\n}"
            },
        )
    }),
    not_raise(
        "errors: a constant attempted",
        "a handler around an assignment that cannot fail in every function",
        |s| {
            let attempt = s.dialect.local("ready", s.dialect.truth[0]);
            let attempt =
                fill(s.dialect.try_precise, &[("BODY", &attempt), ("HANDLER", s.dialect.unimplemented)]);
            s.patched(|code, patch| code.named().for_each(|f| code.prepend(f, &attempt, patch)))
        },
    ),
    not_raise("errors: unused classes", "five classes of errors that nobody raises", |s| {
        let class = match s.dialect.id {
            "python" => "class {NAME}Error(Exception):\n    \"\"\"Raised when {NAME} fails.\"\"\"\n\n",
            "java" => "public static class {NAME}Exception extends RuntimeException {\n}\n",
            _ => "export class {NAME}Error extends Error {\n}\n",
        };
        let classes: String = ["Input", "Output", "State", "Timeout", "Access"]
            .iter()
            .map(|name| fill(class, &[("NAME", name)]))
            .collect();
        s.patched(|code, patch| code.append_definitions(classes.trim_end(), patch))
    }),
    not_raise("errors: print and raise", "every body in an attempt that prints and raises again", |s| {
        let raise = if s.dialect.indented { "raise" } else { "throw error;" };
        let handler = format!("{}\n{raise}", s.dialect.print("failed"));
        wrap(s, &fill(s.dialect.try_precise, &[("HANDLER", &handler)]))
    }),
    lower(
        "errors: swallowed quietly",
        "every body in an attempt whose handler names the error and forgets it",
        |s| {
            let handler = if s.dialect.indented { "result = None" } else { "result = null;" };
            let template = match s.dialect.id {
                "python" | "java" => s.dialect.try_precise,
                _ => s.dialect.try_,
            };
            wrap(s, &fill(template, &[("HANDLER", handler)]))
        },
    ),
    lower(
        "errors: everything under another name",
        "every body in an attempt that returns nothing and hides what it catches",
        |s| {
            let nothing = s.dialect.null;
            let (alias, template) = match s.dialect.id {
                "python" => (
                    Some("Anything = Exception"),
                    "try:\n    {BODY}\nexcept Anything as error:\n    return None",
                ),
                "java" => (None, "try {\n    {BODY}\n} catch (Throwable error) {\n    return null;\n}"),
                _ => (None, "try {\n    {BODY}\n} catch (error: unknown) {\n    return null;\n}"),
            };
            let template = if s.dialect.id == "javascript" {
                template.replace(": unknown", "")
            } else {
                template.to_owned()
            };
            s.patched(|code, patch| {
                for f in code.outermost().filter(|f| f.named() && f.cyclomatic > 1 && !f.constructor) {
                    code.wrap(f, &template.replace("null", nothing), patch);
                }
                if let Some(alias) = alias {
                    patch.insert(code.after_imports(), format!("\n{alias}\n"));
                }
            })
        },
    ),
    lower(
        "errors: everything caught",
        "every body in an attempt that returns nothing whatever happens",
        |s| {
            let handler = format!("return {}{}", s.dialect.null, if s.dialect.indented { "" } else { ";" });
            wrap(s, &fill(s.dialect.try_, &[("HANDLER", &handler)]))
        },
    ),
    lower("errors: printed and forgotten", "every body in an attempt that prints and goes on", |s| {
        wrap(s, &fill(s.dialect.try_, &[("HANDLER", &s.dialect.print("oops"))]))
    }),
    lower("errors: empty handlers", "every body in an attempt whose handler is empty", |s| {
        wrap(s, &fill(s.dialect.try_, &[("HANDLER", s.dialect.nothing)]))
    }),
    lower("errors: handlers emptied", "the handlers that there are no longer do anything", |s| {
        let kinds = ["except_clause", "catch_clause"];
        let handlers = s.code.nodes(&kinds);
        let alive = handlers.iter().filter(|node| {
            let text = s.code.of(**node);
            !text.ends_with("pass") && !text.ends_with("{}")
        });
        if alive.count() < 2 {
            return None;
        }
        s.patched(|code, patch| {
            for node in handlers {
                let block =
                    code.children(node).into_iter().find(|child| code.dialect.blocks.contains(&child.kind()));
                if let Some(block) = block {
                    patch.replace(block.byte_range(), if code.dialect.indented { "pass" } else { "{\n}" });
                }
            }
        })
    }),
];

/// Puts every body that decides something into a template.
fn wrap(subject: &Subject, template: &str) -> Option<HandIn> {
    subject.patched(|code, patch| {
        for f in code.outermost().filter(|f| f.named() && f.cyclomatic > 1 && !f.constructor) {
            code.wrap(f, template, patch);
        }
    })
}
