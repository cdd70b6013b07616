//! Checks that cannot fire.

use super::{Edit, lower, not_raise};
use crate::gaming::code::Func;
use crate::gaming::patch::fill;
use crate::gaming::subject::{HandIn, Subject};

pub(super) const EDITS: &[Edit] = &[
    not_raise("guards: if false", "a guard whose condition is the constant false", |s| {
        guards(s, |s, _| Some(s.dialect.guard(s.dialect.truth[1], "wrong input")))
    }),
    not_raise("guards: fresh constant", "a guard on a constant set right before", |s| {
        guards(s, |s, _| {
            Some(format!(
                "{}\n{}",
                s.dialect.local("limit", "100"),
                s.dialect.guard("limit < 0", "limit is negative")
            ))
        })
    }),
    not_raise("guards: two constants", "a guard that compares two constants", |s| {
        guards(s, |s, _| Some(s.dialect.guard("1 > 2", "one is greater than two")))
    }),
    not_raise("guards: texts", "a guard that compares two texts", |s| {
        guards(s, |s, _| Some(s.dialect.guard("\"valid\" == \"invalid\"", "invalid")))
    }),
    not_raise("guards: new parameter", "a guard on a new parameter that nobody uses", |s| {
        s.patched(|code, patch| {
            for f in code.named().filter(|f| f.cyclomatic > 1) {
                let Some(end) = f.parameters_end else { continue };
                let name = match code.dialect.id {
                    "java" => "Object strictness",
                    "python" => "strictness=0",
                    _ => "strictness = 0",
                };
                let comma =
                    if f.parameters.is_empty() && !code.text[..end].ends_with("self") { "" } else { ", " };
                patch.insert(end, format!("{comma}{name}"));
                let condition = fill(code.dialect.is_null, &[("NAME", "strictness")]);
                code.prepend(f, &code.dialect.guard(&condition, "strictness is missing"), patch);
            }
        })
    }),
    not_raise("guards: not itself", "a guard that asks whether a parameter differs from itself", |s| {
        guards(s, |s, f| {
            let name = f.parameters.first()?;
            Some(s.dialect.guard(&format!("{name} != {name}"), &format!("{name} is wrong")))
        })
    }),
    not_raise("guards: there and not there", "a guard whose condition contradicts itself", |s| {
        guards(s, |s, f| {
            let name = f.parameters.first()?;
            let condition = match s.dialect.id {
                "python" => format!("{name} is None and {name} is not None"),
                _ => format!("{name} == null && {name} != null"),
            };
            Some(s.dialect.guard(&condition, &format!("{name} is wrong")))
        })
    }),
    not_raise("guards: negative length", "a guard against a negative length", |s| {
        guards(s, |s, f| {
            let name = f.parameters.first()?;
            let condition = match s.dialect.id {
                "python" => format!("len({name}) < 0"),
                "java" => format!("{name}.length() < 0"),
                _ => format!("{name}.length < 0"),
            };
            Some(s.dialect.guard(&condition, &format!("{name} is too short")))
        })
    }),
    not_raise("guards: any object", "a guard against what is no object at all", |s| {
        guards(s, |s, f| {
            let name = f.parameters.first()?;
            let condition = match s.dialect.id {
                "python" => format!("not isinstance({name}, object)"),
                "java" => format!("{name} != null && !(Object.class.isInstance({name}))"),
                _ => format!("typeof {name} === \"nothing\""),
            };
            Some(s.dialect.guard(&condition, &format!("{name} is wrong")))
        })
    }),
    not_raise("guards: what never comes", "a guard against a value that nobody would give", |s| {
        guards(s, |s, f| {
            let name = f.parameters.first()?;
            let condition = match s.dialect.id {
                "python" => format!("{name} is Ellipsis"),
                "java" => format!("\"\\0impossible\".equals({name})"),
                _ => format!("{name} === \"\\0impossible\""),
            };
            Some(s.dialect.guard(&condition, &format!("{name} is wrong")))
        })
    }),
    not_raise("guards: an odd number", "a guard against one number that means nothing", |s| {
        guards(s, |s, f| {
            let name = f.parameters.first()?;
            let equals = if s.dialect.indented || s.dialect.in_types { "==" } else { "===" };
            Some(s.dialect.guard(&format!("{name} {equals} 918273"), &format!("{name} is wrong")))
        })
    }),
    not_raise("guards: that do nothing", "a check of the first parameter with an empty body", |s| {
        guards(s, |s, f| {
            let condition = fill(s.dialect.is_null, &[("NAME", f.parameters.first()?)]);
            Some(s.dialect.if_(&condition, s.dialect.nothing))
        })
    }),
    not_raise(
        "guards: that assign nothing",
        "a check of the first parameter that assigns it to itself",
        |s| {
            guards(s, |s, f| {
                let name = f.parameters.first()?;
                let end = if s.dialect.indented { "" } else { ";" };
                Some(
                    s.dialect
                        .if_(&fill(s.dialect.is_null, &[("NAME", name)]), &format!("{name} = {name}{end}")),
                )
            })
        },
    ),
    not_raise("guards: behind the end", "a guard that no way leads to, behind the last statement", |s| {
        s.patched(|code, patch| {
            let returning = code.named().filter(|f| !f.parameters.is_empty()).filter(|f| {
                f.statements.last().is_some_and(|last| code.text[last.clone()].starts_with("return"))
            });
            for f in returning {
                let condition = fill(code.dialect.is_null, &[("NAME", &f.parameters[0])]);
                code.append(f, &code.dialect.guard(&condition, "missing"), patch);
            }
        })
    }),
    not_raise("guards: in a lambda", "a guard in a local function that nobody calls", |s| {
        guards(s, |s, f| {
            let condition = fill(s.dialect.is_null, &[("NAME", f.parameters.first()?)]);
            let guard = s.dialect.guard(&condition, "missing");
            Some(match s.dialect.id {
                "python" => fill("def check():\n    {BODY}", &[("BODY", &guard)]),
                "java" => fill("Runnable check = () -> {\n    {BODY}\n};", &[("BODY", &guard)]),
                _ => fill("const check = () => {\n    {BODY}\n};", &[("BODY", &guard)]),
            })
        })
    }),
    not_raise("guards: constant assertion", "an assertion of the constant true", |s| {
        guards(s, |s, _| {
            Some(match s.dialect.id {
                "python" => "assert True, \"input is valid\"".to_owned(),
                "java" => "assert true : \"input is valid\";".to_owned(),
                _ => "console.assert(true, \"input is valid\");".to_owned(),
            })
        })
    }),
    lower("guards: removed", "the guards at the start of functions are removed", |s| {
        let guards = raising(s);
        if guards.len() < 2 {
            return None;
        }
        s.patched(|_, patch| guards.into_iter().for_each(|guard| patch.delete(guard)))
    }),
];

/// Puts statements before every function that decides something.
fn guards(subject: &Subject, guard: impl Fn(&Subject, &Func) -> Option<String>) -> Option<HandIn> {
    subject.patched(|code, patch| {
        for f in code.named().filter(|f| !f.constructor) {
            if let Some(guard) = guard(subject, f) {
                code.prepend(f, &guard, patch);
            }
        }
    })
}

/// The conditions without an alternative with which functions begin, and whose only statement raises.
fn raising(subject: &Subject) -> Vec<std::ops::Range<usize>> {
    let code = &subject.code;
    let conditions: Vec<_> =
        code.nodes(&["if_statement"]).into_iter().filter(|node| raises(subject, *node)).collect();
    let mut guards = Vec::new();
    for f in code.named() {
        // A body needs a statement that stays.
        for statement in f.statements.iter().take(f.statements.len().saturating_sub(1)) {
            if !conditions.iter().any(|node| node.byte_range() == *statement) {
                break;
            }
            guards.push(statement.clone());
        }
    }
    guards
}

fn raises(subject: &Subject, condition: tree_sitter::Node<'_>) -> bool {
    let code = &subject.code;
    let body = condition.child_by_field_name("consequence");
    let only = body.map(|body| if body.kind().contains("block") { code.children(body) } else { vec![body] });
    let raises = |only: Vec<tree_sitter::Node<'_>>| {
        only.len() == 1 && ["raise_statement", "throw_statement"].contains(&only[0].kind())
    };
    condition.child_by_field_name("alternative").is_none() && only.is_some_and(raises)
}
