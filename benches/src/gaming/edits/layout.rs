//! What makes no difference to a reader.

use super::{Edit, unchanged};
use crate::gaming::code::Func;
use crate::gaming::subject::Subject;

pub(super) const EDITS: &[Edit] = &[
    unchanged("layout: CRLF", "lines end in two characters", |s| {
        Some(s.hand_in().with_code(s.code.text.replace('\n', "\r\n")))
    }),
    unchanged("layout: CR", "lines end as on old machines", |s| {
        Some(s.hand_in().with_code(s.code.text.replace('\n', "\r")))
    }),
    unchanged("layout: another indentation", "two columns for four, or four for two", |s| {
        let lines = s.code.text.lines();
        let width = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let four = lines.clone().map(width).filter(|width| *width > 0 && width % 2 == 0);
        let is_four = four.filter(|width| width % 4 != 0).count() * 10 < lines.clone().count();
        let line = |line: &str| {
            let own = width(line);
            format!("{}{}", " ".repeat(if is_four { own / 2 } else { own * 2 }), &line[own..])
        };
        let text: Vec<_> = lines.map(line).collect();
        Some(s.hand_in().with_code(format!("{}\n", text.join("\n"))))
    }),
    unchanged("layout: tabs", "tabs for indentation by spaces", |s| {
        let lines = s.code.text.lines().map(|line| {
            let rest = line.trim_start_matches(' ');
            let width = line.len() - rest.len();
            let unit =
                if s.code.functions.first().is_some_and(|f| f.body_indent.len() % 4 == 0) { 4 } else { 2 };
            format!("{}{}{rest}", "\t".repeat(width / unit), " ".repeat(width % unit))
        });
        let text: Vec<_> = lines.collect();
        Some(s.hand_in().with_code(format!("{}\n", text.join("\n"))))
    }),
    unchanged("layout: more blank lines", "every blank line twice", |s| {
        Some(s.hand_in().with_code(s.code.text.replace("\n\n", "\n\n\n")))
    }),
    unchanged("layout: no line end at the end", "the last line does not end", |s| {
        Some(s.hand_in().with_code(s.code.text.trim_end()))
    }),
    unchanged("layout: blank lines at the end", "ten more line ends", |s| {
        Some(s.hand_in().with_code(format!("{}{}", s.code.text, "\n".repeat(10))))
    }),
    unchanged("layout: white space at line ends", "two spaces at the end of every line of code", |s| {
        let ends: String = s.code.text.split_inclusive('\n').map(|line| line.replace('\n', "  \n")).collect();
        // In the middle of a text or behind a backslash they would mean something.
        (!s.code.text.contains("\\\n") && !s.code.text.contains('`') && !s.code.text.contains("\"\"\""))
            .then(|| s.hand_in().with_code(ends))
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
        if s.dialect.in_types || s.tests.is_some() {
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

/// Definitions whose order means nothing: methods of one type, or functions of the module, with their documentation.
fn independent(subject: &Subject) -> Vec<std::ops::Range<usize>> {
    let code = &subject.code;
    let is_meant = |f: &&Func| !f.nested && f.member == subject.dialect.in_types && f.named() && f.public;
    code.named()
        .filter(is_meant)
        .map(|f| {
            let from =
                f.doc.as_ref().filter(|doc| doc.end <= f.outer.start).map_or(f.outer.start, |doc| doc.start);
            from..f.outer.end
        })
        .collect()
}
