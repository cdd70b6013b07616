//! Edits that make no difference to a reader.

use super::{Edit, unchanged};
use crate::gaming::code::Func;
use crate::gaming::subject::Subject;

pub(super) const EDITS: &[Edit] = &[
    unchanged("layout: CRLF", "lines end in two characters", |s| {
        Some(s.hand_in().with_code(s.code.text.replace('\n', "\r\n")))
    }),
    unchanged("layout: CR", "lines end as on old machines", |s| {
        Some(s.hand_in().with_code(s.code.text.replace('\n', "\r")))
    })
    .breaking(),
    unchanged("layout: another indentation", "two columns for four, or four for two", |s| {
        let is_four = s.code.unit == 4;
        let lines = s.code.text.lines();
        let line = |line: &str| {
            let own = line.len() - line.trim_start_matches(' ').len();
            format!("{}{}", " ".repeat(if is_four { own / 2 } else { own * 2 }), &line[own..])
        };
        let text: Vec<_> = lines.map(line).collect();
        Some(s.hand_in().with_code(format!("{}\n", text.join("\n"))))
    }),
    unchanged("layout: tabs", "tabs for indentation by spaces", |s| {
        let unit = s.code.unit;
        let lines = s.code.text.lines().map(|line| {
            let rest = line.trim_start_matches(' ');
            let width = line.len() - rest.len();
            format!("{}{}{rest}", "\t".repeat(width / unit), " ".repeat(width % unit))
        });
        let text: Vec<_> = lines.collect();
        Some(s.hand_in().with_code(format!("{}\n", text.join("\n"))))
    }),
    unchanged("layout: more blank lines", "every blank line twice", |s| {
        s.patched(|code, patch| {
            // Within a text a line means something.
            let texts: Vec<_> = code.nodes(TEXTS).into_iter().map(|node| node.byte_range()).collect();
            for (at, _) in code.text.match_indices("\n\n") {
                if !texts.iter().any(|text| text.contains(&at)) {
                    patch.insert(at + 1, "\n");
                }
            }
        })
    }),
    unchanged("layout: no line end at the end", "the last line does not end", |s| {
        Some(s.hand_in().with_code(s.code.text.trim_end()))
    }),
    unchanged("layout: blank lines at the end", "ten more line ends", |s| {
        Some(s.hand_in().with_code(format!("{}{}", s.code.text, "\n".repeat(10))))
    }),
    unchanged("layout: white space at line ends", "two spaces at the end of every line of code", |s| {
        s.patched(|code, patch| {
            let texts: Vec<_> = code.nodes(TEXTS).into_iter().map(|node| node.byte_range()).collect();
            for (at, _) in code.text.match_indices('\n') {
                // Behind a backslash they would mean something.
                let is_free =
                    !texts.iter().any(|text| text.contains(&at)) && !code.text[..at].ends_with('\\');
                if is_free {
                    patch.insert(at, "  ");
                }
            }
        })
    }),
    unchanged("layout: byte order mark", "a byte order mark at the start", |s| {
        Some(s.hand_in().with_code(format!("\u{feff}{}", s.code.text)))
    }),
    unchanged(
        "order: functions the other way round",
        "functions of the module, or methods, in the opposite order",
        |s| {
            let pieces = independent(s);
            if pieces.len() < 3 {
                return None;
            }
            s.patched(|code, patch| {
                for (place, other) in pieces.iter().zip(pieces.iter().rev()) {
                    patch.replace(place.clone(), code.text[other.clone()].to_owned());
                }
            })
        },
    ),
    unchanged("files: another name", "the file is called otherwise", |s| {
        let mut edited = s.hand_in();
        let file = edited.files.first_mut()?;
        // In Java the public type gives the file its name, and tests name what they import.
        if s.tests.is_some() {
            return None;
        }
        file.path = format!("component.{}", s.dialect.extension);
        Some(edited)
    }),
    unchanged("files: in a folder", "the file stands in a folder", |s| {
        let mut edited = s.hand_in();
        let file = edited.files.first_mut()?;
        file.path = format!("src/main/{}", file.path);
        Some(edited)
    }),
    unchanged("files: two for one", "half of the module's functions in a second file", |s| {
        // Where a list says what is exported, the list would have to be cut as well.
        let lists = ["__all__", "module.exports", "exports.", "export {"];
        if s.dialect.in_types || s.tests.is_some() || lists.iter().any(|list| s.code.text.contains(list)) {
            return None;
        }
        let functions: Vec<Func> = s.code.free().cloned().collect();
        if functions.len() < 4 {
            return None;
        }
        let half = functions.len() / 2;
        let mut text = String::new();
        for f in &functions[half..] {
            let from =
                f.doc.as_ref().filter(|doc| doc.end <= f.outer.start).map_or(f.outer.start, |doc| doc.start);
            text.push_str(&s.code.text[from..f.outer.end]);
            text.push_str("\n\n\n");
        }
        let edited = s.patched(|_, patch| {
            for f in &functions[half..] {
                let from = f
                    .doc
                    .as_ref()
                    .filter(|doc| doc.end <= f.outer.start)
                    .map_or(f.outer.start, |doc| doc.start);
                patch.delete(from..f.outer.end);
            }
        })?;
        Some(edited.with(&format!("second.{}", s.dialect.extension), format!("{}\n", text.trim_end())))
    }),
    unchanged("files: handed in as text", "the code without a file name", |s| {
        let mut edited = s.hand_in();
        let file = edited.files.first_mut()?;
        file.path = "submission".to_owned();
        file.language = Some(s.dialect.id.to_owned());
        s.tests.is_none().then_some(edited)
    }),
];

/// Nodes in which white space is part of a text.
const TEXTS: &[&str] = &["string", "template_string", "string_literal", "comment", "block_comment"];

/// Definitions whose order means nothing: methods of one type, or functions of the module, with their documentation.
fn independent(subject: &Subject) -> Vec<std::ops::Range<usize>> {
    let code = &subject.code;
    let is_meant = |f: &&Func| !f.nested && f.member == subject.dialect.in_types && f.public;
    let owner = code.named().find(is_meant).and_then(|f| f.owner);
    code.named()
        .filter(is_meant)
        .filter(|f| f.owner == owner)
        .map(|f| {
            let from =
                f.doc.as_ref().filter(|doc| doc.end <= f.outer.start).map_or(f.outer.start, |doc| doc.start);
            from..f.outer.end
        })
        .collect()
}
