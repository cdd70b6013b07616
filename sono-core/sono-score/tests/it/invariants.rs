//! The promises of the growth rubric, on the examples and on arbitrary input.

use std::sync::LazyLock;

use proptest::prelude::*;
use sono_score::assessment::{Assessment, Metric, canonical_json};
use sono_score::engine::Engine;
use sono_score::submission::{Expectation, Submission, SubmissionType, SubmittedFile};
use sono_syntax::language;
use sono_syntax::syntax::{CommentKind, ParseBudget, Parser};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::builder().build().unwrap());

const BUZZWORDS: &str = "algorithm complexity optimize efficient loop recursion approach strategy method solution \
     test assert mock coverage error exception validate check interface abstract pattern design separation modular \
     consider trade off alternative scalable performance concurrent parallel readme documentation analyze logic \
     debug fix issue fast simple clean readable";

fn assess(submission: &Submission) -> Assessment {
    ENGINE.assess(submission).unwrap()
}

fn overall(submission: &Submission) -> f64 {
    assess(submission).overall_score.unwrap_or(0.0)
}

/// The places that do not parse.
fn errors(submission: &Submission) -> f64 {
    ENGINE.measure(submission).unwrap().signals.value("syntax.errors").unwrap_or(0.0)
}

fn code(name: &str, text: &str) -> Submission {
    let mut submission = Submission::default();
    submission.content.files =
        vec![SubmittedFile { path: name.to_owned(), text: text.to_owned(), language: None }];
    submission
}

/// Applies a change to every text that holds code.
fn map_code(submission: &Submission, mut change: impl FnMut(&str, &str) -> String) -> Submission {
    let mut out = submission.clone();
    for file in &mut out.content.files {
        if language::detect(file.language.as_deref(), Some(&file.path), &file.text).is_some() {
            file.text = change(&file.path, &file.text);
        }
    }
    for texts in [&mut out.content.code, &mut out.content.solution, &mut out.content.text] {
        for text in texts {
            *text = change("", text);
        }
    }
    out
}

fn comment(name: &str, text: &str) -> String {
    let language = language::detect(None, (!name.is_empty()).then_some(name), text);
    let marker = language.map_or("#", |language| language.lexis.line_comments[0]);
    format!("{marker} {BUZZWORDS}\n")
}

#[test]
fn a_comment_of_buzzwords_alone_is_not_assessable_on_any_path() {
    for (name, text) in [
        ("a.py", format!("# {BUZZWORDS}\n")),
        ("a.py", format!("\"\"\"{BUZZWORDS}\"\"\"\n")),
        ("A.java", format!("/* {BUZZWORDS} */")),
        ("a.ts", format!("// {BUZZWORDS}")),
    ] {
        let assessment = assess(&code(name, &text));
        assert_eq!(assessment.overall_score, None, "{name}");
        assert_eq!(assessment.path_scores.len(), 5);
        for path in &assessment.path_scores {
            assert!(!path.assessed && path.overall_score.is_none(), "{name}: {:?}", path.path);
            assert!(path.reason.as_deref().is_some_and(|reason| !reason.is_empty()));
        }
        assert!(!assessment.integrity.is_empty(), "{name}");
    }
    let bare = Submission::from_json(&format!("{{\"content\": {{\"code\": \"# {BUZZWORDS}\"}}}}")).unwrap();
    assert_eq!(assess(&bare).overall_score, None);
}

#[test]
fn buzzwords_added_to_an_example_earn_nothing_and_are_flagged() {
    for (name, submission) in crate::common::all() {
        let before = overall(&submission);
        for place in ["start", "end"] {
            let stuffed = map_code(&submission, |name, text| match place {
                "start" => comment(name, text) + text,
                _ => format!("{text}\n{}", comment(name, text)),
            });
            if stuffed == submission {
                continue;
            }
            let after = assess(&stuffed);
            assert!(
                after.overall_score.unwrap_or(0.0) <= before + 0.5,
                "{name}: {before} -> {:?}",
                after.overall_score
            );
            assert!(!after.integrity.is_empty(), "{name} is not flagged");
        }
    }
}

/// Removes spans from a text, keeping line breaks so that nothing else moves.
fn without(text: &str, mut spans: Vec<std::ops::Range<usize>>) -> String {
    spans.sort_by_key(|span| span.start);
    let mut out = String::new();
    let mut reached = 0;
    for span in spans {
        if span.start >= reached {
            out.push_str(&text[reached..span.start]);
            reached = span.end;
        }
    }
    out.push_str(&text[reached..]);
    out
}

/// Spans of documentation, or of test functions.
fn spans(name: &str, text: &str, tests: bool) -> Vec<std::ops::Range<usize>> {
    let Some(language) = language::detect(None, (!name.is_empty()).then_some(name), text) else {
        return Vec::new();
    };
    let outline = Parser::new().outline(text, language, language.is_test_path(name), &ParseBudget::default());
    let range = |span: sono_syntax::text::Span| span.start as usize..span.end as usize;
    if tests {
        outline.functions.iter().filter(|f| f.is_test && f.parent.is_none()).map(|f| range(f.span)).collect()
    } else {
        // Of other comments, some are better left out: code that was commented out, for one.
        let documents = outline.comments.iter().filter(|comment| comment.kind == CommentKind::Doc);
        documents.map(|comment| range(comment.span)).collect()
    }
}

/// A part of a submission that may be asked for, and left out.
#[derive(Debug, Clone, Copy)]
enum Piece {
    TestFiles,
    TestFunctions,
    Documentation,
    Readme,
    Answers,
    Commits,
}

impl Piece {
    const ALL: [Self; 6] = [
        Self::TestFiles,
        Self::TestFunctions,
        Self::Documentation,
        Self::Readme,
        Self::Answers,
        Self::Commits,
    ];

    /// The submission without it.
    fn left_out(self, submission: &Submission) -> Submission {
        let mut fewer = submission.clone();
        let content = &mut fewer.content;
        match self {
            Self::TestFiles => content.files.retain(|file| {
                language::detect(None, Some(&file.path), &file.text)
                    .is_none_or(|language| !language.is_test_path(&file.path))
            }),
            Self::TestFunctions => return map_code(submission, |n, t| without(t, spans(n, t, true))),
            Self::Documentation => return map_code(submission, |n, t| without(t, spans(n, t, false))),
            Self::Readme => content.files.retain(|file| !file.path.ends_with(".md")),
            Self::Answers => {
                for texts in [
                    &mut content.explanation,
                    &mut content.reasoning,
                    &mut content.approach,
                    &mut content.thinking,
                    &mut content.answers,
                ] {
                    texts.clear();
                }
            }
            Self::Commits => content.commits.clear(),
        }
        fewer
    }
}

#[test]
fn deleting_tests_documentation_or_explanations_never_pays() {
    for (name, submission) in crate::common::all() {
        let before = overall(&submission);
        for piece in Piece::ALL {
            let after = overall(&piece.left_out(&submission));
            assert!(after <= before + 1.0, "{name} without its {piece:?}: {before} -> {after}");
        }
    }
}

/// The submission with its code as pieces, which no name calls whole files.
fn in_pieces(submission: &Submission) -> Submission {
    let mut out = submission.clone();
    for file in &mut out.content.files {
        if let Some(language) = language::detect(None, Some(&file.path), &file.text) {
            file.language = Some(language.id.to_owned());
            file.path = file.path.replace('.', "-");
        }
    }
    out
}

/// Tokens without which code does not parse, as a rule.
const BREAKING: [&str; 10] = ["(", ")", "{", "}", ":", "\"", "'", "=", "\"\"\"", "*/"];

/// A submission whose code lacks one of its tokens of a kind; `pick`, 0 to 1, says which.
fn without_token(submission: &Submission, token: &str, pick: f64) -> Submission {
    map_code(submission, |_, text| {
        let hits: Vec<_> = text.match_indices(token).map(|(at, _)| at).collect();
        match hits.get((hits.len() as f64 * pick) as usize) {
            Some(at) => format!("{}{}", &text[..*at], &text[at + token.len()..]),
            None => text.to_owned(),
        }
    })
}

#[test]
fn breaking_the_syntax_never_pays() {
    let all = crate::common::all().into_iter();
    for (name, submission) in all.flat_map(|(name, whole)| {
        let pieces = (format!("{name}, unnamed"), in_pieces(&whole));
        [(name, whole), pieces]
    }) {
        let whole = assess(&submission);
        let before = whole.overall_score.unwrap_or(0.0);
        for pick in [0.1, 0.3, 0.5, 0.7, 0.9] {
            for broken in BREAKING {
                let changed = without_token(&submission, broken, pick);
                let after = overall(&changed);
                assert!(
                    after <= before + 1.0,
                    "{name} without one `{broken}` at {pick}: {before} -> {after}"
                );
            }
            for cut in ["\n", ";"] {
                let changed = map_code(&submission, |_, text| {
                    let hits: Vec<_> = text.match_indices(cut).map(|(at, _)| at).collect();
                    match hits.get((hits.len() as f64 * pick) as usize) {
                        Some(at) => format!("{} ((( {}", &text[..*at], &text[*at..]),
                        None => text.to_owned(),
                    }
                });
                let after = overall(&changed);
                assert!(after <= before + 1.0, "{name} with `(((` at {pick}: {before} -> {after}");
            }
        }
    }
}

#[test]
fn a_broken_file_is_less_certain_and_never_better_than_its_fixed_twin() {
    let broken = assess(&crate::common::load(&crate::common::examples().join("broken.py")));
    let fixed = assess(&crate::common::load(&crate::common::examples().join("fixed.py")));
    assert!(broken.overall_score < fixed.overall_score);
    assert!(broken.confidence < fixed.confidence);
    let width = |assessment: &Assessment| {
        let interval = assessment.score_interval.unwrap();
        interval.high - interval.low
    };
    assert!(width(&broken) > width(&fixed));
    let different = std::fs::read_to_string(crate::common::examples().join("broken.py"))
        .unwrap()
        .lines()
        .zip(std::fs::read_to_string(crate::common::examples().join("fixed.py")).unwrap().lines())
        .position(|(a, b)| a != b)
        .unwrap()
        + 1;
    let places: Vec<_> = broken
        .path_scores
        .iter()
        .flat_map(|path| &path.metrics)
        .flat_map(|metric| &metric.evidence)
        .filter(|evidence| evidence.signal.as_deref() == Some("syntax.broken.share"))
        .filter_map(|evidence| evidence.location.as_ref())
        .map(|location| location.start.line)
        .collect();
    assert!(places.contains(&different), "expected line {different}, found {places:?}");
}

#[test]
fn little_code_is_never_more_certain_and_the_score_lies_in_its_interval() {
    // Statements that score alike, so that nothing but their number changes.
    let code = |count: usize| (0..count).map(|at| format!("total_{at} = price + {at}\n")).collect::<String>();
    let mut last: Option<Assessment> = None;
    for count in [1, 2, 3, 5, 8, 13, 40] {
        let assessment = assess(&Submission::code(code(count)));
        let (score, interval) = (assessment.overall_score.unwrap(), assessment.score_interval.unwrap());
        assert!(0.0 <= interval.low && interval.low <= score);
        assert!(score <= interval.high && interval.high <= 100.0);
        if let Some(last) = last.filter(|last| last.overall_score.unwrap() <= score) {
            assert!(
                last.confidence <= assessment.confidence,
                "{count}: {} {}",
                last.confidence,
                assessment.confidence
            );
        }
        last = Some(assessment);
    }
    let (one, many) = (assess(&Submission::code(code(1))), assess(&Submission::code(code(13))));
    assert!(one.confidence < many.confidence - 0.02, "{} {}", one.confidence, many.confidence);
}

fn adds_up(assessment: &Assessment) {
    let near = |a: f64, b: f64| (a - b).abs() < 1e-6;
    let check = |metric: &Metric| {
        let sum: f64 = metric.contributions.iter().map(|contribution| contribution.points).sum();
        match metric.score {
            Some(score) => {
                assert!(metric.assessed && (0.0..=100.0).contains(&score));
                assert!(near(score, sum), "{}: {score} is not {sum}", metric.id);
            }
            None => assert!(!metric.assessed && metric.reason.is_some()),
        }
        for contribution in &metric.contributions {
            for index in &contribution.evidence {
                assert!(*index < metric.evidence.len());
            }
        }
        assert!((0.0..=1.0).contains(&metric.confidence));
    };
    let mean = |values: Vec<(f64, f64)>| {
        let weight: f64 = values.iter().map(|(_, weight)| weight).sum();
        (weight > 0.0).then(|| values.iter().map(|(score, weight)| score * weight).sum::<f64>() / weight)
    };
    for path in &assessment.path_scores {
        path.metrics.iter().for_each(check);
        let expected = mean(path.metrics.iter().filter_map(|m| m.score.map(|s| (s, m.weight))).collect());
        match (path.overall_score, expected) {
            (Some(score), Some(expected)) => assert!(near(score, expected)),
            (None, None) => assert!(!path.assessed && path.reason.is_some()),
            other => panic!("{:?}: {other:?}", path.path),
        }
    }
    let expected =
        mean(assessment.path_scores.iter().filter_map(|p| p.overall_score.map(|s| (s, p.weight))).collect());
    match (assessment.overall_score, expected) {
        (Some(score), Some(expected)) => assert!(near(score, expected)),
        (None, None) => {}
        other => panic!("overall: {other:?}"),
    }
}

#[test]
fn the_numbers_of_every_example_add_up() {
    for (_, submission) in crate::common::all() {
        adds_up(&assess(&submission));
    }
}

#[test]
fn the_assessment_follows_its_schema_and_reads_back() {
    let schema = sono_score::schema::assessment();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    for (name, submission) in crate::common::all() {
        let assessment = assess(&submission);
        let value = serde_json::to_value(&assessment).unwrap();
        let errors: Vec<_> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
        let back: Assessment = serde_json::from_str(&canonical_json(&assessment).unwrap()).unwrap();
        let canonical = canonical_json(&assessment).unwrap();
        assert_eq!(canonical_json(&back).unwrap(), canonical);
        assert_eq!(serde_json_canonicalizer::to_string(&assessment).unwrap(), canonical);
    }
}

#[test]
fn the_candidate_and_attributes_change_nothing_else() {
    for (_, submission) in crate::common::all() {
        let mut other = submission.clone();
        other.candidate_id = Some("someone-else".to_owned());
        other.attributes.insert("cohort".to_owned(), "2026".into());
        let (a, mut b) = (assess(&submission), assess(&other));
        assert_eq!(b.candidate_id.as_deref(), Some("someone-else"));
        b.candidate_id = a.candidate_id.clone();
        b.attributes = a.attributes.clone();
        assert_eq!(canonical_json(&a).unwrap(), canonical_json(&b).unwrap());
    }
}

/// A test that uses helpers of so many names, each of which uses so many functions.
fn wide_helpers(helpers: usize, functions: usize) -> String {
    let list = |name: &str, count: usize| {
        (0..count).map(|number| format!("{name}{number}")).collect::<Vec<_>>().join(",")
    };
    let mut text: String =
        (0..functions).map(|number| format!("def f{number}():\n if a: return 1\n")).collect();
    for helper in 0..helpers {
        let wide = format!("def check{helper}():\n assert p({})\n", list("f", functions));
        text += &wide.repeat(4);
        text += &format!("def check{helper}():\n assert 1\n");
    }
    let all = list("check", helpers);
    text + &format!("def test_a({all}):\n x=[{all}]\n{}", " q(x)\n".repeat(40))
}

#[test]
fn hostile_sizes_are_bounded() {
    let nested = "[".repeat(5_000) + &"]".repeat(5_000);
    let long_line = "x = 1; ".repeat(10 * 1024 * 1024 / 7);
    let functions: String = (0..100_000).map(|n| format!("def f{n}(): pass\n")).collect();
    for (name, text) in [
        ("nested.py", format!("x = {nested}\n")),
        ("nested.ts", format!("const x = {nested};\n")),
        ("Nested.java", format!("class A {{ int[] x = {}; }}", nested.replace('[', "{").replace(']', "}"))),
        ("open.py", "(".repeat(5_000)),
        ("long.py", long_line.clone()),
        ("long.js", "a".repeat(10 * 1024 * 1024)),
        ("many.py", functions),
        // All of these are one line, which each function, creation or comment in it once went through anew.
        ("functions.py", format!("if a {}", "def f():\"  ".repeat(100_000))),
        ("creations.js", "new ".repeat(90_000) + &"extends".repeat(90_000)),
        ("comments.go", "*/".repeat(100_000) + &"switch ".repeat(100_000)),
        // Each assertion depends on all helpers, and each helper, of which there are several of a name, on all functions.
        ("helpers.py", wide_helpers(40, 90) + &" assert x\n".repeat(3_000)),
        ("ifs.py", (0..1_500).map(|depth| format!("{}if x:\n", " ".repeat(depth))).collect()),
    ] {
        adds_up(&assess(&code(name, &text)));
    }
}

static EXAMPLES: LazyLock<Vec<(String, Submission)>> = LazyLock::new(crate::common::all);

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_asked_for_leaving_out_or_breaking_never_pays(
        example in 0..EXAMPLES.len(),
        kind in prop::sample::select(SubmissionType::ALL.to_vec()),
        expects in prop::sample::subsequence(Expectation::ALL.to_vec(), 0..=Expectation::ALL.len()),
        piece in prop::sample::select(Piece::ALL.to_vec()),
        broken in prop::sample::select(BREAKING[..9].to_vec()),
        pick in 0.0..1.0,
    ) {
        let (name, mut submission) = EXAMPLES[example].clone();
        submission.submission_type = kind;
        submission.expects = Some(expects.into_iter().collect());
        let before = overall(&submission);
        let after = overall(&piece.left_out(&submission));
        prop_assert!(after <= before + 1.0, "{name} without its {piece:?}: {before} -> {after}");
        let changed = without_token(&submission, broken, pick);
        // One of the examples is broken; what it has too much of is no loss.
        prop_assume!(errors(&changed) >= errors(&submission));
        let after = overall(&changed);
        prop_assert!(after <= before + 1.0, "{name} without one `{broken}` at {pick}: {before} -> {after}");
    }

    #[test]
    fn arbitrary_text_never_panics_and_adds_up(
        text in "\\PC{0,200}|[a-z(){}:;=\\n\\t\"'#/ ]{0,300}|(def |class |if |\\(|\\)|:|\\n|    |x|try|except|\\u{202e}|\u{0}|\r\n){0,60}",
        file in prop::sample::select(vec!["a.py", "a.ts", "a.tsx", "a.js", "A.java", "README.md", "a.go", ""]),
        kind in prop::sample::select(SubmissionType::ALL.to_vec()),
        answer in prop::option::of("\\PC{0,200}"),
    ) {
        let mut submission = Submission { submission_type: kind, ..Submission::default() };
        if file.is_empty() {
            submission.content.code = vec![text];
        } else {
            submission.content.files = vec![SubmittedFile { path: file.to_owned(), text, language: None }];
        }
        submission.content.explanation = answer.into_iter().collect();
        let assessment = assess(&submission);
        adds_up(&assessment);
        let again = assess(&submission);
        prop_assert_eq!(canonical_json(&assessment).unwrap(), canonical_json(&again).unwrap());
    }

    #[test]
    fn arbitrary_bytes_as_text_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let mut submission = Submission::default();
        submission.content.code = vec![text];
        adds_up(&assess(&submission));
    }
}
