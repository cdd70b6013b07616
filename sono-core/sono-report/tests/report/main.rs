//! Reports as readers see them, and what no submission can do to them.

mod fixture;
mod hostile;

use sono_report::{Detail, Format, Printed, Report, ReportOptions, to_json};
use sono_score::assessment::{Assessment, IntegrityFlag, IntegrityKind, Motive, MotivePlace};
use sono_score::submission::{Expectation, Path, SetAside, SetAsideReason};
use sono_syntax::finding::Severity;

fn text(detail: Detail, options: ReportOptions) -> String {
    Report::with_detail(&fixture::assessment(), Some(&fixture::sources()), detail).to_text(&options)
}

#[test]
fn text_of_80_columns() {
    insta::assert_snapshot!(text(Detail::Normal, ReportOptions::default()));
}

#[test]
fn text_of_120_columns() {
    insta::assert_snapshot!(text(
        Detail::Normal,
        ReportOptions { width: Some(120), ..ReportOptions::default() }
    ));
}

#[test]
fn text_in_colour() {
    let shown = text(Detail::Normal, ReportOptions { color: true, ..ReportOptions::default() });
    insta::assert_snapshot!(shown.replace('\u{1b}', "␛"));
}

#[test]
fn text_in_ascii_at_60_columns() {
    insta::assert_snapshot!(text(
        Detail::Normal,
        ReportOptions { width: Some(60), ascii: true, ..ReportOptions::default() }
    ));
}

#[test]
fn text_in_brief() {
    insta::assert_snapshot!(text(Detail::Brief, ReportOptions::default()));
}

#[test]
fn text_in_full() {
    insta::assert_snapshot!(text(Detail::Full, ReportOptions::default()));
}

#[test]
fn markdown() {
    insta::assert_snapshot!(Report::new(&fixture::assessment(), Some(&fixture::sources())).to_markdown());
}

fn html(format: &str, detail: Detail) -> String {
    let options = ReportOptions { detail, ..ReportOptions::default() };
    let format = Format::find(format).unwrap();
    match format.print(&fixture::assessment(), Some(&fixture::sources()), &options).unwrap() {
        Printed::Text(text) => text,
        Printed::Bytes(_) => panic!("HTML is text"),
    }
}

#[test]
fn html_page() {
    insta::assert_snapshot!(html("html", Detail::Normal));
}

#[test]
fn an_html_fragment_is_one_element_of_the_page() {
    let fragment = html("html-fragment", Detail::Full);
    assert!(
        fragment.starts_with("<article class=\"sono-eval\"><style>") && fragment.ends_with("</article>\n")
    );
    // Its headings stand lower.
    let page = html("html", Detail::Full);
    let article = &page[page.find("<article").unwrap()..page.find("</body>").unwrap()];
    let lower = (1..=3).rev().fold(article.to_owned(), |html, level| {
        let (high, low) = (format!("h{level}>"), format!("h{}>", level + 2));
        html.replace(&high, &low)
    });
    assert_eq!(lower, fragment);
}

#[test]
fn json() {
    insta::assert_snapshot!(to_json(&fixture::assessment(), true).unwrap());
}

#[test]
fn colour_adds_nothing_but_colour() {
    let coloured = text(Detail::Full, ReportOptions { color: true, ..ReportOptions::default() });
    let mut plain = String::new();
    let mut rest = coloured.as_str();
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        rest = after.split_once('m').unwrap().1;
    }
    plain.push_str(rest);
    assert_eq!(plain, text(Detail::Full, ReportOptions::default()));
}

#[test]
fn ascii_draws_with_ascii_alone() {
    let shown = text(Detail::Full, ReportOptions { ascii: true, ..ReportOptions::default() });
    assert!(shown.is_ascii(), "{shown}");
}

#[test]
fn compact_json_is_canonical_and_pretty_json_holds_the_same() {
    let assessment = fixture::assessment();
    let compact = to_json(&assessment, false).unwrap();
    assert_eq!(compact, sono_score::assessment::canonical_json(&assessment).unwrap());
    let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    assert_eq!(value(&compact), value(&to_json(&assessment, true).unwrap()));
}

#[test]
fn without_sources_places_are_named() {
    let shown = Report::new(&fixture::assessment(), None).to_text(&ReportOptions::default());
    assert!(shown.contains("--> billing/invoice.py:22:5"), "{shown}");
    assert!(!shown.contains("^^^"), "{shown}");
}

/// An assessment of a project with packages, images, a file too large, and names that are markup.
fn of_a_project() -> Assessment {
    use SetAsideReason::{Dependencies, Link, Media, TooLarge, VersionControl};
    let folder = |path: &str, reason, files, bytes| SetAside {
        files: Some(files),
        ..SetAside::file(path, reason, bytes)
    };
    let mut assessment = fixture::assessment();
    let flag = |severity, description: &str| IntegrityFlag {
        kind: IntegrityKind::CodeSetAside,
        severity,
        description: description.to_owned(),
        location: None,
    };
    assessment.integrity = vec![
        flag(Severity::Low, "900 files of code were not read: they lie in `node_modules`."),
        flag(Severity::High, "1 file of code was not read: `app/big.py`."),
    ];
    assessment.set_aside = vec![
        folder(".git", VersionControl, 412, 1_800_000),
        SetAside { language: Some("python".into()), ..SetAside::file("app/big.py", TooLarge, 20_000_000) },
        SetAside::file("app/<b>*x*</b>\u{202e}.py", Link, None),
        SetAside { at_least: true, ..folder("node_modules", Dependencies, 100_000, 640_000_000) },
        folder(".", Media, 14, 2_000),
        SetAside::file("a.png", Media, 1),
        SetAside::file("b.png", Media, 1),
        SetAside::file("c.png", Media, 1),
    ];
    assessment
}

#[test]
fn what_was_set_aside_is_listed_by_reason() {
    let assessment = of_a_project();
    let report = Report::new(&assessment, None);
    let text = report.to_text(&ReportOptions::default());
    let between = |text: &str, start: &str, end: &str| {
        let rest = &text[text.find(start).unwrap_or_else(|| panic!("{text}"))..];
        rest[..rest.find(end).unwrap_or_else(|| panic!("{rest}"))].to_owned()
    };
    let markdown = report.to_markdown();
    let html = match Format::find("html").unwrap().print(&assessment, None, &ReportOptions::default()) {
        Ok(Printed::Text(html)) => html,
        other => panic!("{other:?}"),
    };
    let shown = [
        between(&text, "note:", "The invoice"),
        between(&text, "Set aside", "\nTechnical"),
        between(&markdown, "## Set aside", "\n## Technical"),
        between(&html, "<h2>Set aside", "</section>"),
    ];
    insta::assert_snapshot!(shown.join("\n----\n"));
}

#[test]
fn every_report_says_how_much_was_set_aside() {
    let assessment = of_a_project();
    for detail in Detail::ALL {
        for format in Format::all() {
            let options = ReportOptions { detail, ..ReportOptions::default() };
            let Printed::Text(shown) = format.print(&assessment, None, &options).unwrap() else { continue };
            for word in ["node_modules", "big.py"] {
                assert!(shown.contains(word), "{} {}: {word}", format.name, detail.as_str());
            }
        }
    }
    let nothing = Report::new(&fixture::assessment(), None).to_text(&ReportOptions::default());
    assert!(!nothing.contains("Set aside"), "{nothing}");
}

/// The first screen of a terminal.
#[test]
fn a_report_begins_with_what_was_assessed_and_what_to_do() {
    let mut assessment = fixture::assessment();
    assessment.candidate_id = None;
    assessment.integrity.clear();
    assessment.summary.push_str(&format!(" Begin here: {} And so on.", assessment.recommendations[0].text));
    let sources = fixture::sources();
    for detail in Detail::ALL {
        let shown =
            Report::with_detail(&assessment, Some(&sources), detail).to_text(&ReportOptions::default());
        assert!(shown.starts_with("Assessment of billing/invoice.py\n"), "{shown}");
        let first: String = shown.lines().take(24).collect::<Vec<_>>().join("\n");
        assert!(first.contains("56.2 of 100") && first.contains("interval 50.8 to 61.6"), "{first}");
        for advice in assessment.recommendations.iter().take(3) {
            assert_eq!(first.matches(&advice.text[..30]).count(), 1, "said once, and at once: {first}");
        }
        assert!(first.contains("nothing is tested. And so on."), "{first}");
    }
    let named = Report::new(&fixture::assessment(), Some(&sources)).to_text(&ReportOptions::default());
    assert!(named.starts_with("Assessment of candidate-17\nbilling/invoice.py · code submission"), "{named}");
}

/// No table, bar or sentence of a web page breaks a line between a number and its `%`.
#[test]
fn percentages_stay_on_one_line() {
    let page = html("html", Detail::Full);
    assert!(page.contains("47.1&nbsp;%"), "{page}");
    let breaks = |at: usize| page[..at].ends_with(|c: char| c.is_ascii_digit());
    assert!(!page.match_indices(" %").any(|(at, _)| breaks(at)), "{page}");
}

#[test]
fn every_report_says_what_was_asked_for() {
    let some = "Asked for: tests, documentation.";
    let nothing = "Nothing asked for beyond the code.";
    let mut assessment = fixture::assessment();
    for (expects, said) in [
        (None, None),
        (Some([].into()), Some(nothing)),
        (Some([Expectation::Tests, Expectation::Documentation].into()), Some(some)),
    ] {
        assessment.metadata.provenance.expects = expects;
        for detail in Detail::ALL {
            let shown = Report::with_detail(&assessment, None, detail).to_text(&ReportOptions::default());
            for line in [some, nothing] {
                assert_eq!(shown.contains(line), said == Some(line), "{shown}");
            }
        }
    }
}

#[test]
fn what_is_not_assessed_says_why() {
    let mut assessment = fixture::assessment();
    assessment.overall_score = None;
    assessment.score_interval = None;
    assessment.confidence = 0.0;
    for path in &mut assessment.path_scores {
        path.assessed = false;
        path.overall_score = None;
        path.reason = Some("the submission holds no code".to_owned());
    }
    let shown = Report::new(&assessment, None).to_text(&ReportOptions::default());
    assert!(shown.starts_with("Assessment of candidate-17\n"), "{shown}");
    assert!(shown.contains("\nnot assessed\n\n"), "{shown}");
    assert_eq!(shown.matches("not assessed: the submission holds no code").count(), 1, "said once");
    assert!(!shown.contains("Paths ─"), "{shown}");
    assessment.path_scores[1].reason = Some("it was not asked for".to_owned());
    let shown = Report::new(&assessment, None).to_text(&ReportOptions::default());
    assert!(shown.contains("\nnot assessed\nno path could be assessed\n"), "{shown}");
    assert_eq!(shown.matches("not assessed: the submission holds no code").count(), 3, "{shown}");
}

/// The points of each account in a report, and its total.
#[test]
fn accounts_add_up_to_the_last_digit() {
    for detail in [Detail::Normal, Detail::Full] {
        let shown = text(detail, ReportOptions::default());
        let mut sum = 0;
        let mut accounts = 0;
        let mut after_rule = false;
        for line in shown.lines() {
            let first = line.split_whitespace().next().unwrap_or("");
            if first == "Points" {
                sum = 0;
            } else if first.starts_with('─') && first.chars().all(|sign| sign == '─') {
                after_rule = true;
            } else if let Ok(points) = first.parse::<f64>() {
                let tenths = (points * 10.0).round() as i64;
                if std::mem::take(&mut after_rule) {
                    assert_eq!(sum, tenths, "{shown}");
                    accounts += 1;
                } else {
                    sum += tenths;
                }
            }
        }
        assert!(accounts >= 4, "{accounts} accounts in\n{shown}");
    }
}

/// Every printer says that there is no advice, where there is a score; where there is none, there is nothing to say.
#[test]
fn no_advice_is_said_so() {
    const NONE: &str = "No next step stands out";
    let mut assessment = fixture::assessment();
    assessment.recommendations.clear();
    let printed = |assessment: &Assessment, detail: Detail| {
        ["text", "markdown", "html", "html-fragment"].map(|format| {
            let options = ReportOptions { detail, ..ReportOptions::default() };
            match Format::find(format).unwrap().print(assessment, None, &options).unwrap() {
                Printed::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
                other => panic!("{other:?}"),
            }
        })
    };
    for detail in [Detail::Brief, Detail::Normal, Detail::Full] {
        for text in printed(&assessment, detail) {
            assert_eq!((text.matches("Next steps").count(), text.matches(NONE).count()), (1, 1), "{text}");
        }
    }
    assessment.overall_score = None;
    assert!(printed(&assessment, Detail::Full).iter().all(|text| !text.contains("Next steps")));
    let with_advice = printed(&fixture::assessment(), Detail::Normal);
    assert!(with_advice.iter().all(|text| !text.contains(NONE)));
}

#[test]
fn a_motive_names_no_place_twice() {
    let mut assessment = fixture::assessment();
    let place = |indicator, line: usize, description: &str| MotivePlace {
        indicator,
        description: description.to_owned(),
        location: {
            let mut location = fixture::place("total(");
            location.start.line = line;
            location
        },
    };
    assessment.path_scores[0].motives = vec![Motive {
        motive_type: "quality".to_owned(),
        strength: 0.5,
        indicators: vec!["writes tests".to_owned(), "tries several cases".to_owned()],
        path: Path::Technical,
        places: vec![
            place(0, 3, "this is concrete"),
            place(0, 3, "this is concrete"),
            place(0, 7, "this is concrete"),
            place(0, 9, "this test checks 3 things"),
            place(1, 9, "this test checks 3 things"),
        ],
    }];
    let text = Report::new(&assessment, None)
        .to_text(&ReportOptions { width: Some(400), ..ReportOptions::default() });
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let told = text.split_once("quality, strength 0.5 ").unwrap().1;
    insta::assert_snapshot!(told.split(" Design ").next().unwrap(), @"writes tests (billing/invoice.py:3 and billing/invoice.py:7, this is concrete; billing/invoice.py:9, this test checks 3 things) · tries several cases");
}
