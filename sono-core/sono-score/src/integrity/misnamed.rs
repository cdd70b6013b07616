//! Code in a file whose name says that it is something else, so that it is not measured.
//!
//! The extension decides whether a file is measured: nobody wants a page of documentation scored as broken code. So a
//! file of code that is called `solution.txt`, `solution.bak` or `solution.rb` leaves the score as if it had not been
//! handed in. What it holds is judged by its content, in the way in which texts without a name are.

use super::Sign;
use crate::submission::{Source, SourceKind};
use sono_syntax::finding::Severity;
use sono_syntax::language::{self, Language};
use sono_syntax::text::Span;

/// The number of places at which a text is looked at.
const WINDOWS: usize = 4;
/// The bytes looked at in each place, as many as language detection reads.
const WINDOW: usize = 4096;
/// The number of lines with text below which a place says too little: snippets in settings and notes are no program.
const FEWEST_LINES: usize = 8;

/// Looks for code in a source that is not measured.
pub(super) fn inspect(source: &Source<'_>) -> Option<Sign> {
    let unmeasured = matches!(source.kind, SourceKind::Data | SourceKind::Document | SourceKind::Code);
    if !unmeasured || source.language.is_some() || source.base.is_some() || is_of_tools(source) {
        return None;
    }
    let (start, language) = windows(&source.text).find_map(|(start, window)| {
        let lines = window.lines().filter(|line| !line.trim().is_empty()).count();
        let language = if lines >= FEWEST_LINES { language::detect(None, None, window) } else { None };
        language.map(|language| (start, language))
    })?;
    let first = source.text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    Some(Sign {
        severity: Severity::Low,
        first: Span::new(start, start.saturating_add(first.len())),
        count: 1,
        message: message(language),
    })
}

fn message(language: &Language) -> String {
    format!("text that reads as {} in a file whose name says otherwise; it is not measured", language.name)
}

/// Formats that quote or generate code for tools.
fn is_of_tools(source: &Source<'_>) -> bool {
    let name = source.name.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending {
        // Notebooks and maps hold code as JSON; patches hold both sides of a change.
        "ipynb" | "map" => source.text.trim_start().starts_with('{'),
        "diff" | "patch" => source.text.lines().any(|line| line.starts_with("@@ ")),
        "snap" => source.text.starts_with("// Jest Snapshot") || source.text.starts_with("// Vitest Snapshot"),
        _ => false,
    }
}

/// Places spread over a text, each from the start of a line on.
fn windows(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let step = (text.len() / WINDOWS).max(WINDOW);
    (0..WINDOWS).map(move |index| index.saturating_mul(step)).take_while(|start| *start < text.len()).map(
        move |start| {
            let start = text.ceil_char_boundary(start);
            let rest = text.get(start..).unwrap_or_default();
            let line = if start == 0 { 0 } else { rest.find('\n').map_or(rest.len(), |end| end.saturating_add(1)) };
            let start = start.saturating_add(line);
            let end = text.floor_char_boundary(start.saturating_add(WINDOW));
            (start, text.get(start..end).unwrap_or_default())
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str = "def mean(values):\n    total = 0\n    for value in values:\n        total += value\n    \
                        return total / len(values)\n\n\ndef spread(values):\n    low = min(values)\n    \
                        high = max(values)\n    return high - low\n";

    fn sign(name: &str, text: &str) -> Option<Sign> {
        let submission = crate::submission::Submission::builder().file(name, text).build().unwrap();
        inspect(&crate::submission::sources(&submission)[0])
    }

    #[test]
    fn code_under_another_name_is_seen() {
        for name in ["a.txt", "a.bak", "a.json", "a.rb", "a.md", "data/a.csv", "LICENSE", "a.py.orig"] {
            let sign = sign(name, CODE).unwrap_or_else(|| panic!("{name}"));
            assert!(sign.message.contains("Python"), "{name}: {}", sign.message);
        }
        assert_eq!(sign("a.py", CODE), None);
    }

    #[test]
    fn prose_in_front_of_code_does_not_hide_it() {
        let prose = "These are the notes that I took while I worked on the tasks of this week.\n".repeat(200);
        let text = format!("{prose}{}{prose}", CODE.repeat(60));
        let sign = sign("notes.txt", &text).unwrap();
        assert!(sign.first.start as usize >= prose.len(), "{:?}", sign.first);
        assert_eq!(super::tests::sign("notes.txt", &prose), None);
    }

    #[test]
    fn windows_start_at_lines_and_cover_the_whole_text() {
        let text = "äö line\n".repeat(10_000);
        let all: Vec<_> = windows(&text).collect();
        assert_eq!(all.len(), WINDOWS);
        assert!(all.iter().all(|(_, window)| window.starts_with("äö") && window.len() > WINDOW - 10));
        assert_eq!(windows("a\nb").collect::<Vec<_>>(), [(0, "a\nb")]);
        assert_eq!(windows("").count(), 0);
        assert!(windows(&"é".repeat(20_000)).count() > 0);
    }
}
