//! Any text in an assessment gives a report of the same shape, without control characters.

use std::collections::BTreeMap;

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};
use sono_report::{Detail, Format, Report, ReportOptions};
use sono_score::assessment::Assessment;
use unicode_width::UnicodeWidthStr;

use crate::fixture;

/// Names whose values are numbers, enumerations or lists of choices, and so not free text.
const CLOSED: [&str; 9] = [
    "submission_type",
    "path",
    "category",
    "kind",
    "type",
    "severity",
    "assessment_mode",
    "dominant_path",
    "position_encoding",
];

/// Replaces every free text of an assessment, and the code as well.
fn poisoned(text: &str) -> (Assessment, BTreeMap<String, String>) {
    let mut value = serde_json::to_value(fixture::assessment()).unwrap();
    let mut pending = vec![&mut value];
    while let Some(value) = pending.pop() {
        match value {
            serde_json::Value::Object(members) => {
                for (name, value) in members {
                    match value {
                        serde_json::Value::String(old) if !CLOSED.contains(&name.as_str()) => {
                            *old = text.to_owned()
                        }
                        other => pending.push(other),
                    }
                }
            }
            serde_json::Value::Array(values) => {
                for value in values {
                    match value {
                        serde_json::Value::String(old) => *old = text.to_owned(),
                        other => pending.push(other),
                    }
                }
            }
            _ => {}
        }
    }
    let code = fixture::SOURCE.lines().map(|line| format!("{line} {text}\n")).collect::<String>();
    (serde_json::from_value(value).unwrap(), BTreeMap::from([(text.to_owned(), code)]))
}

/// The blocks of a Markdown text, without the words in them.
fn shape(markdown: &str) -> Vec<String> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut shape = Vec::new();
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => shape.push("code".to_owned()),
            Event::Start(tag) => shape.push(format!("{tag:?}")),
            Event::Text(_) | Event::End(_) | Event::Code(_) => {}
            other => shape.push(format!("{other:?}")),
        }
    }
    shape
}

fn html(assessment: &Assessment, sources: &BTreeMap<String, String>, detail: Detail) -> String {
    let options = ReportOptions { detail, ..ReportOptions::default() };
    let page = Format::find("html").unwrap().print(assessment, Some(sources), &options).unwrap();
    String::from_utf8(page.into_bytes()).unwrap()
}

/// The tags of a page, without the `code` that backticks ask for. All of them end at the first `>`.
fn elements(page: &str) -> Vec<&str> {
    let tags = page.split('<').skip(1).map(|tag| tag.split_once('>').unwrap().0);
    tags.filter(|tag| !matches!(*tag, "code" | "/code") && !tag.starts_with("/code")).collect()
}

/// The words of a Markdown text as a reader sees them.
fn words(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let texts = Parser::new_ext(markdown, options).filter_map(|event| match event {
        Event::Text(text) | Event::Code(text) => Some(text.into_string()),
        _ => None,
    });
    texts.collect()
}

/// Text that markup, terminals and layouts stumble over, among any other.
fn nasty() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "\u{1b}[31m",
        "\u{1b}]0;title\u{7}",
        "\u{9b}2J",
        "\r",
        "\n",
        "\n\n",
        "\t",
        "\u{8}",
        "\0",
        "\u{202e}",
        "\u{2066}",
        "\u{200b}",
        "\u{feff}",
        "\u{2028}",
        "`",
        "```",
        "~~~",
        "# ",
        "- ",
        "+ ",
        "1. ",
        "> ",
        "|",
        "\\",
        "\\|",
        "*",
        "**",
        "_",
        "<b>",
        "</p>",
        "<!--",
        "&amp;",
        "[a](b)",
        "![a](b)",
        "[^1]",
        "$x$",
        "===",
        "---",
        ": ",
        "    ",
        "https://a.b",
        "日本語",
        "e\u{301}",
        "👩\u{200d}💻",
        "a",
        "word",
        " ",
    ]);
    let mixed = prop::collection::vec(pieces, 1..12).prop_map(|pieces| pieces.concat());
    // Blank text is shown as other words or left out, which is another shape.
    prop_oneof![mixed, any::<String>()]
        .prop_filter("blank", |text| text.chars().any(|character| !character.is_whitespace()))
}

#[test]
fn hostile_code_is_shown_and_not_obeyed() {
    let (assessment, sources) = poisoned("x\u{1b}[2J\u{202e}\r\n```\n# owned\n|<script>");
    let report = Report::with_detail(&assessment, Some(&sources), Detail::Full);
    let text = report.to_text(&ReportOptions::default());
    assert!(text.contains("\\u{1b}[2J\\u{202e}"), "{text}");
    assert_eq!(text.find(|character: char| character.is_control() && character != '\n'), None);
    let markdown = report.to_markdown();
    assert!(!shape(&markdown).iter().any(|block| block.contains("Html")), "{markdown}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_text_reaches_the_terminal_raw(text in nasty(), width in 0_usize..200, ascii: bool) {
        let (assessment, sources) = poisoned(&text);
        for detail in [Detail::Brief, Detail::Normal, Detail::Full] {
            let report = Report::with_detail(&assessment, Some(&sources), detail);
            let shown = report.to_text(&ReportOptions { width: Some(width), ascii, ..ReportOptions::default() });
            for character in shown.chars().filter(|character| *character != '\n') {
                prop_assert!(!character.is_control(), "{character:?} in {shown:?}");
                let hidden = matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
                prop_assert!(!hidden, "{character:?} in {shown:?}");
            }
        }
    }

    #[test]
    fn no_line_runs_beyond_the_width(width in 40_usize..=120, ascii: bool) {
        let (assessment, sources) = (fixture::assessment(), fixture::sources());
        for detail in [Detail::Brief, Detail::Normal, Detail::Full] {
            let report = Report::with_detail(&assessment, Some(&sources), detail);
            let shown = report.to_text(&ReportOptions { width: Some(width), ascii, ..ReportOptions::default() });
            // Only the name of a file may.
            for line in shown.lines().filter(|line| !line.contains("--> ")) {
                prop_assert!(line.width() <= width, "{} columns of {width}: {line:?}", line.width());
            }
        }
    }

    #[test]
    fn no_text_changes_the_shape_of_markdown(text in nasty()) {
        let (plain, plain_sources) = poisoned("plain");
        let (assessment, sources) = poisoned(&text);
        for detail in [Detail::Brief, Detail::Normal, Detail::Full] {
            let expected = Report::with_detail(&plain, Some(&plain_sources), detail).to_markdown();
            let markdown = Report::with_detail(&assessment, Some(&sources), detail).to_markdown();
            prop_assert_eq!(shape(&markdown), shape(&expected), "{}", markdown);
        }
    }

    #[test]
    fn no_text_changes_the_elements_of_a_page(text in nasty()) {
        let (plain, plain_sources) = poisoned("plain");
        let (assessment, sources) = poisoned(&text);
        for detail in [Detail::Brief, Detail::Normal, Detail::Full] {
            let page = html(&assessment, &sources, detail);
            let expected = html(&plain, &plain_sources, detail);
            prop_assert_eq!(elements(&page), elements(&expected), "{}", page);
        }
    }

    #[test]
    fn markdown_says_what_the_text_says(text in nasty()) {
        let mut assessment = fixture::assessment();
        assessment.summary = text.clone();
        let markdown = Report::new(&assessment, None).to_markdown();
        // Backticks around a word become the code span that they ask for.
        let bare = |text: &str| text.replace(['`', ' '], "");
        let said = sono_report::Printable::prose(&text);
        prop_assert!(bare(&words(&markdown)).contains(&bare(said.as_str())), "{said:?} is not in {markdown}");
    }
}
