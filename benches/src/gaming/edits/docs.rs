//! Documentation that says nothing.

use super::{Edit, lower, not_raise};
use crate::gaming::code::Func;
use crate::gaming::subject::{HandIn, Subject};

pub(super) const EDITS: &[Edit] = &[
    not_raise("docs: three words", "every function without documentation gets the same three words", |s| {
        missing(s, |_, _| lines(&["Does the thing."]))
    }),
    not_raise(
        "docs: three words instead",
        "all documentation of functions becomes the same three words",
        |s| all(s, |_, _| lines(&["Does the thing."])),
    ),
    not_raise("docs: the signature", "every function without documentation gets its signature again", |s| {
        missing(s, |_, f| vec![format!("{}({})", f.name, f.parameters.join(", "))])
    }),
    not_raise(
        "docs: the name in words",
        "every function without documentation gets the words of its name",
        |s| missing(s, |_, f| vec![format!("{}.", words(&f.name))]),
    ),
    not_raise(
        "docs: the name in a sentence",
        "every function without documentation gets a sentence made of its name",
        |s| {
            missing(s, |_, f| {
                vec![format!("This function is used to {} and returns the result.", words(&f.name))]
            })
        },
    ),
    not_raise("docs: one text on all", "every function without documentation gets the same long text", |s| {
        missing(s, |_, _| {
            lines(&[
                "Performs the operation that is required by the caller of this function.",
                "",
                "The function takes the input, processes it in the appropriate way, and gives back the",
                "output to the caller, as it is described in the specification of the system.",
            ])
        })
    }),
    not_raise("docs: TODO", "every function without documentation gets a promise", |s| {
        missing(s, |_, _| lines(&["TODO: document this function."]))
    }),
    not_raise(
        "docs: @param x the x",
        "every function without documentation gets tags that repeat the names",
        |s| {
            missing(s, |s, f| {
                let python = s.dialect.doc_inside;
                let mut lines = vec![format!("{}.", words(&f.name)), String::new()];
                let tag = |name: &String| {
                    if python {
                        format!(":param {name}: the {name}")
                    } else {
                        format!("@param {name} the {name}")
                    }
                };
                lines.extend(f.parameters.iter().map(tag));
                lines.push(if python {
                    ":returns: the result".to_owned()
                } else {
                    "@return the result".to_owned()
                });
                lines
            })
        },
    ),
    not_raise("docs: lorem ipsum", "every function without documentation gets filler text", |s| {
        missing(s, |_, _| {
            lines(&[
                "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt.",
            ])
        })
    }),
    not_raise(
        "docs: of another library",
        "every function without documentation gets the text of some other function",
        |s| missing(s, |_, f| vec![FOREIGN[f.outer.start % FOREIGN.len()].to_owned()]),
    ),
    not_raise(
        "docs: of the neighbour",
        "every function without documentation gets the words of the next function's name",
        |s| {
            let names: Vec<_> = s.code.named().map(|f| f.name.clone()).collect();
            missing(s, |_, f| {
                let next =
                    names.iter().position(|name| *name == f.name).map_or(0, |at| (at + 1) % names.len());
                vec![format!("Lets the caller {} without further steps.", words(&names[next]).to_lowercase())]
            })
        },
    ),
    lower("docs: removed", "the documentation of all functions is removed", |s| {
        let documented = s.code.named().filter(|f| f.public && f.doc.is_some() && f.cyclomatic > 1);
        if documented.count() < 3 {
            return None;
        }
        s.patched(|code, patch| {
            for f in &code.functions {
                if let Some(doc) = f.doc.clone() {
                    patch.delete(code.line_start(doc.start)..code.line_end(doc.end.saturating_sub(1)));
                }
            }
        })
    }),
];

/// Sentences of functions that are not here.
const FOREIGN: &[&str] = &[
    "Computes the tide table of a harbour from its harmonic constituents, in metres above chart datum.",
    "Rotates the image by the angle given, in degrees, and fills the corners with the background.",
    "Parses a recipe and returns its ingredients by name, with quantities scaled to the servings asked for.",
    "Opens the valve gradually, so that the pressure in the boiler stays below the limit of the gasket.",
    "Merges two sorted playlists; songs that occur in both are kept once, at their earlier place.",
    "Reserves the seats for ten minutes and raises if one of them has been sold in the meantime.",
];

/// The words of a name: `readAllLines` and `read_all_lines` are "Read all lines".
fn words(name: &str) -> String {
    let mut out = String::new();
    for c in name.trim_matches('_').chars() {
        if c == '_' || (c.is_uppercase() && !out.is_empty()) {
            out.push(' ');
        }
        if c != '_' {
            out.extend(c.to_lowercase());
        }
    }
    let mut letters = out.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn lines(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|&line| line.to_owned()).collect()
}

fn missing(subject: &Subject, text: impl Fn(&Subject, &Func) -> Vec<String>) -> Option<HandIn> {
    document(subject, |f| f.doc.is_none(), text)
}

fn all(subject: &Subject, text: impl Fn(&Subject, &Func) -> Vec<String>) -> Option<HandIn> {
    document(subject, |_| true, text)
}

fn document(
    subject: &Subject,
    is_meant: impl Fn(&Func) -> bool,
    text: impl Fn(&Subject, &Func) -> Vec<String>,
) -> Option<HandIn> {
    subject.patched(|code, patch| {
        for f in code.named().filter(|f| !f.nested && is_meant(f)) {
            let lines = text(subject, f);
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            code.document(f, &lines, patch);
        }
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_have_words() {
        assert_eq!(super::words("readAllLines"), "Read all lines");
        assert_eq!(super::words("_read_all"), "Read all");
    }
}
