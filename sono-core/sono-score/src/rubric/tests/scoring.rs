//! The sources of scores, intervals, evidence and sentences.

use super::*;
use crate::assessment::{ContributionKind, EvidenceKind};
use crate::signals::Violation;
use sono_syntax::finding::Severity;

const CODE: &str = "def é(): pass\ndef tangled(): pass\n";

/// Tangled functions with short names, and no tests.
fn tangled() -> SignalSet {
    let mut set = SignalSet::new();
    let start = CODE.find("tangled").unwrap();
    let worst = Finding::new(0, Span::new(start, start + 7), "tangled has a cognitive complexity of 20")
        .named("tangled")
        .valued(20.0);
    set.put("complexity.cognitive.p90", 20.0, 3, vec![worst.clone(), worst.clone(), worst.clone(), worst]);
    set.put_value("naming.length.mean", 5.0);
    set
}

fn violation(severity: Severity) -> Violation {
    Violation {
        rule: "bare_except".to_owned(),
        severity,
        finding: Finding::new(0, Span::new(0, 3), "catches everything"),
        fix: Some("Name the exception".into()),
    }
}

#[test]
fn parts_share_the_score() {
    let evaluation = Case::code(CODE).evaluate(&small(), &mut tangled());
    assert_adds_up(&evaluation);
    let quality = &evaluation.path_scores[0].metrics[0];
    // (30 + 50) / 2
    assert_eq!(quality.score, Some(40.0));
    let points: Vec<_> = quality.contributions.iter().map(|c| (c.points, c.max_points)).collect();
    assert_eq!(points, [(15.0, Some(50.0)), (25.0, Some(50.0))]);
    assert_eq!(quality.contributions[0].expected.as_deref(), Some("at most 8.75"));
    assert_eq!(quality.contributions[0].evidence, [0, 1, 2], "at most three places");
    let evidence = &quality.evidence[0];
    assert_eq!(evidence.kind, EvidenceKind::Measurement, "signals of hosts are measurements too");
    assert_eq!(evidence.description, "tangled has a cognitive complexity of 20");
    assert_eq!(evidence.location.as_ref().map(|place| (place.start.line, place.start.column)), Some((2, 5)));
    insta::assert_snapshot!(quality.explanation, @"Quality: weak, 40.0 of 100. Weakest: cognitive complexity at 20; expected at most 8.75; this costs 27.5 points.");
}

#[test]
fn thirds_make_a_whole() {
    let signals = ["prose.words", "testing.tests", "naming.length.mean"];
    let part =
        |signal| format!("[[path.metric.part]]\nsignal = \"{signal}\"\nweight = 1\ncurve = [[0, 100]]\n");
    let source = format!(
        "format = 1\nid = \"x\"\nversion = \"1\"\nname = \"X\"\n[[path]]\nid = \"design\"\n[[path.metric]]\nid = \"m\"\n\
         name = \"M\"\ncategory = \"text\"\nweight = 1\n{}",
        signals.map(part).concat()
    );
    let mut set = SignalSet::new();
    signals.iter().for_each(|signal| set.put_value(*signal, 1.0));
    assert_eq!(Case::code("x").evaluate(&parse(&source).unwrap(), &mut set).overall_score, Some(100.0));
}

#[test]
fn missing_material_is_measured_where_it_is_asked_for() {
    let rubric = small();
    let evaluation = Case::code(CODE).evaluate(&rubric, &mut tangled());
    let tests = &evaluation.path_scores[0].metrics[1];
    assert_eq!((tests.assessed, tests.score), (true, Some(0.0)), "no tests are zero tests");
    let advice = evaluation.recommendations.iter().find(|advice| advice.metric == "tests").unwrap();
    insta::assert_snapshot!(advice.text, @"number of tests: nothing to count; expected at least 10.");
    let communication = evaluation.path_scores.last().unwrap();
    assert_eq!((communication.assessed, communication.overall_score), (false, None));
    insta::assert_snapshot!(communication.reason.as_deref().unwrap(), @"Not asked for in submissions of type code.");

    let mut interview = Case::code(CODE);
    interview.submission_type = SubmissionType::Interview;
    let communication = interview.evaluate(&rubric, &mut tangled()).path_scores.pop().unwrap();
    assert_eq!(communication.overall_score, Some(0.0), "asked for and left out");
    assert_eq!(communication.areas_for_improvement, ["Explain the work."]);
}

#[test]
fn signals_that_are_absent_leave_the_mean() {
    let mut set = SignalSet::new();
    set.put_value("naming.length.mean", 5.0);
    let evaluation = Case::code(CODE).evaluate(&small(), &mut set);
    let quality = &evaluation.path_scores[0].metrics[0];
    assert_eq!(quality.score, Some(50.0));
    assert_eq!(quality.contributions.len(), 1);

    let nothing = Case::code(CODE).evaluate(&small(), &mut SignalSet::new());
    let quality = &nothing.path_scores[0].metrics[0];
    assert_eq!(quality.reason.as_deref(), Some("The submission holds nothing to measure here."));
}

#[test]
fn comments_alone_are_not_assessed() {
    let mut case = Case::code("# robust, scalable, tested");
    case.statements = 0;
    let evaluation = case.evaluate(&small(), &mut SignalSet::new());
    assert_eq!((evaluation.overall_score, evaluation.confidence), (None, 0.0));
    assert_eq!((evaluation.score_interval, evaluation.dominant_path), (None, None));
    insta::assert_snapshot!(evaluation.summary, @"Nothing could be assessed. Code is scored by its statements, and none was found.");
}

#[test]
fn intervals_come_from_declared_uncertainties() {
    let rubric = small();
    let evaluation = Case::code(CODE).evaluate(&rubric, &mut tangled());
    // Half of the metric has a deviation of 8 x sqrt((1 + 3/3) / 4); the metric is two thirds of the path.
    let deviation = 0.5 * 8.0 * 0.5_f64.sqrt() * 2.0 / 3.0;
    let half = 1.281_551_565_545 * deviation;
    let interval = evaluation.score_interval.unwrap();
    let score = evaluation.overall_score.unwrap();
    assert!((interval.low - (score - half)).abs() < 1e-8 && (interval.high - (score + half)).abs() < 1e-8);
    assert_eq!(interval.level, 0.8);
    assert!((evaluation.confidence - (1.0 - half / 50.0)).abs() < 1e-8);

    let mut broken = Case::code(CODE);
    broken.unparsed_share = 0.5;
    let wider = broken.evaluate(&rubric, &mut tangled());
    let width = |evaluation: &Evaluation| evaluation.score_interval.map(|i| i.high - i.low).unwrap();
    assert!((width(&wider) - 2.0 * width(&evaluation)).abs() < 1e-8);
    assert!(wider.confidence < evaluation.confidence / 2.0);
}

/// The width of the interval of a case by the small rubric with this section.
fn width_with(section: &str, statements: f64) -> f64 {
    let rubric = parse(&SMALL.replacen("[parameters]", &format!("{section}\n[parameters]"), 1)).unwrap();
    let mut set = tangled();
    set.put_value("size.statements", statements);
    let interval = Case::code(CODE).evaluate(&rubric, &mut set).score_interval.unwrap();
    interval.high - interval.low
}

#[test]
fn factors_widen_what_there_is_little_of() {
    let amount = "[[interval.factor]]\nsignal = \"size.statements\"\ncurve = [[1, 1.5], [11, 1]]\n";
    let plain = width_with("", 1.0);
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-8, "{a} {b}");
    near(width_with(amount, 1.0), 1.5 * plain);
    near(width_with(amount, 6.0), 1.25 * plain);
    near(width_with(amount, 400.0), plain);
    // There are no answers to be uncertain about.
    near(width_with(&format!("{amount}categories = [\"answers\"]\n"), 1.0), plain);
    // The metric with the uncertain part scores 40.
    near(width_with("[[interval.factor]]\ncurve = [[0, 2], [100, 1]]\n", 1.0), 1.6 * plain);
    // Three functions are as uncertain as one, where a rubric says so.
    near(width_with("[interval]\nsampling = 0\n", 1.0), plain * std::f64::consts::SQRT_2);
}

#[test]
fn the_factor_of_a_signal_that_is_absent_is_that_of_the_least() {
    let section = "[[interval.factor]]\nsignal = \"prose.words\"\ncurve = [[10, 2], [11, 1]]\n";
    assert!((width_with(section, 1.0) - 2.0 * width_with("", 1.0)).abs() < 1e-8);
}

#[test]
fn violations_take_points_up_to_a_cap() {
    let rubric = small();
    let run = |severities: &[Severity]| {
        let mut set = tangled();
        severities.iter().for_each(|severity| set.violate(violation(*severity)));
        Case::code(CODE).evaluate(&rubric, &mut set)
    };
    let evaluation = run(&[Severity::Low, Severity::High]);
    assert_adds_up(&evaluation);
    let quality = &evaluation.path_scores[0].metrics[0];
    assert_eq!(quality.score, Some(35.0));
    let group = quality.contributions.last().unwrap();
    assert_eq!((group.kind, group.points, group.value), (ContributionKind::Group, -5.0, Some(2.0)));
    assert_eq!(quality.evidence[group.evidence[0]].metadata["severity"], "high", "the gravest first");
    assert_eq!(evaluation.pattern_checks.penalty_points, 5.0);
    assert!(evaluation.recommendations.iter().any(|advice| advice.text == "Name the exception (code:1)"));
    let prices = |evaluation: &Evaluation| {
        let shown = evaluation.path_scores[0].metrics[0].evidence.iter();
        shown
            .filter(|shown| shown.kind == EvidenceKind::Violation)
            .map(|shown| shown.points)
            .collect::<Vec<_>>()
    };
    assert_eq!(prices(&evaluation), [Some(-4.0), Some(-1.0)], "each has its price");
    let capped = run(&[Severity::High; 9]);
    assert_eq!(capped.pattern_checks.penalty_points, 10.0);
    assert_eq!(prices(&capped), [None; 3], "together they cost less than each alone");
}

#[test]
fn violations_that_cost_nothing_are_no_evidence() {
    let rubric = parse(&SMALL.replace("low = 1, medium = 2,", "low = 0, medium = 2,")).unwrap();
    let mut set = tangled();
    [Severity::Low, Severity::Medium, Severity::Low]
        .iter()
        .for_each(|severity| set.violate(violation(*severity)));
    let evaluation = Case::code(CODE).evaluate(&rubric, &mut set);
    let quality = &evaluation.path_scores[0].metrics[0];
    let group = quality.contributions.last().unwrap();
    assert_eq!((group.points, group.value, group.evidence.len()), (-2.0, Some(1.0), 1));
    assert_eq!(evaluation.pattern_checks.violation_count, 3, "all of them are reported");
}

#[test]
fn a_sum_beyond_the_scale_is_clamped_in_the_open() {
    let source = SMALL.replace("[[2, 0], [8, 100]]", "[[2, 0], [8, 4]]").replace("max = 10", "max = 90");
    let mut set = SignalSet::new();
    set.put_value("naming.length.mean", 8.0);
    (0..5).for_each(|_| set.violate(violation(Severity::High)));
    let evaluation = Case::code(CODE).evaluate(&parse(&source).unwrap(), &mut set);
    assert_adds_up(&evaluation);
    let quality = &evaluation.path_scores[0].metrics[0];
    let clamp = quality.contributions.last().unwrap();
    assert_eq!((quality.score, clamp.kind, clamp.points), (Some(0.0), ContributionKind::Clamp, 16.0));
}

#[test]
fn the_most_rewarding_advice_comes_first() {
    let evaluation = Case::code(CODE).evaluate(&small(), &mut tangled());
    let advice: Vec<String> = evaluation
        .recommendations
        .iter()
        .map(|advice| format!("{:.2} {}", advice.points, advice.text))
        .collect();
    insta::assert_snapshot!(advice.join("\n"), @"
    33.33 number of tests: nothing to count; expected at least 10.
    18.33 Split tangled (code:2): its complexity is 20.
    11.67 Choose longer names; they have 5 characters now, at least 7.1.
    ");
    let findings: Vec<&str> = evaluation.key_findings.iter().map(|finding| finding.text.as_str()).collect();
    insta::assert_snapshot!(findings.join("\n"), @"
    Tests: nothing found for number of tests; expected at least 10; missing it costs 33.3 points of the overall score.
    Quality: tangled has a cognitive complexity of 20; expected at most 8.75; this costs 18.3 points of the overall score.
    Quality: mean length of names at 5; expected at least 7.1; this costs 11.7 points of the overall score.
    ");
    assert_eq!(evaluation.key_findings[1].location.as_ref().map(|place| place.start.line), Some(2));
    insta::assert_snapshot!(evaluation.summary, @"Overall 26.7 of 100: weak. With 80 % probability the score lies between 24.3 and 29.1. First thing to do: number of tests: nothing to count; expected at least 10.");
    insta::assert_snapshot!(evaluation.path_scores[0].areas_for_improvement.join("\n"), @"
    Split tangled (code:2): its complexity is 20.
    Choose longer names; they have 5 characters now, at least 7.1.
    number of tests: nothing to count; expected at least 10.
    ");
}

#[test]
fn strengths_are_said_too() {
    let mut set = SignalSet::new();
    set.put_value("complexity.cognitive.p90", 3.0);
    let evaluation = Case::code(CODE).evaluate(&small(), &mut set);
    assert_eq!(evaluation.path_scores[0].strengths, ["Functions are easy to follow."]);
    assert!(evaluation.key_findings.iter().any(|finding| finding.text == "Functions are easy to follow."));
}

#[test]
fn only_requested_paths_are_reported() {
    let mut case = Case::code(CODE);
    case.paths = vec![Path::Communication, Path::Technical];
    let evaluation = case.evaluate(&small(), &mut tangled());
    let paths: Vec<Path> = evaluation.path_scores.iter().map(|path| path.path).collect();
    assert_eq!(paths, [Path::Technical, Path::Communication], "in path order");
    assert_eq!(evaluation.dominant_path, Some(Path::Technical));
}

#[test]
fn columns_follow_the_encoding() {
    let columns = PositionEncoding::ALL.map(|encoding| {
        let mut case = Case::code("é = x[0]");
        case.encoding = encoding;
        let rubric = Rubric::builtin("classic").unwrap();
        let checks = case.evaluate(&rubric, &mut SignalSet::new()).pattern_checks;
        checks.violations[0].location.start.column
    });
    assert_eq!(columns, [6, 5, 5]);
}

#[test]
fn every_signal_says_its_definition() {
    let evaluation = Case::code(CODE).evaluate(&small(), &mut tangled());
    assert_eq!(evaluation.dialects["testing.tests"], "Number of tests.");
    let classic = Rubric::builtin("classic").unwrap();
    let evaluation = Case::code(CODE).evaluate(&classic, &mut SignalSet::new());
    insta::assert_snapshot!(evaluation.dialects["kw.density"], @r##"Lines (line) that are not blank and do not start with "#", divided by text.lines"##);
}
