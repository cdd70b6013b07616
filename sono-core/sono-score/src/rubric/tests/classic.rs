//! Small cases of the classic rubric, one line of its rules each.

use super::*;

fn evaluate(case: &Case) -> Evaluation {
    let rubric = Rubric::builtin("classic").unwrap();
    let evaluation = case.evaluate(&rubric, &mut SignalSet::new());
    assert_adds_up(&evaluation);
    evaluation
}

fn score(evaluation: &Evaluation, name: &str) -> f64 {
    let metrics = evaluation.path_scores.iter().flat_map(|path| &path.metrics);
    metrics.filter(|metric| metric.name == name).find_map(|metric| metric.score).unwrap()
}

fn violations(code: &str) -> Vec<(String, usize)> {
    let checks = evaluate(&Case::code(code)).pattern_checks;
    checks.violations.into_iter().map(|violation| (violation.rule, violation.location.start.line)).collect()
}

#[test]
fn the_empty_text_has_its_bases() {
    let evaluation = evaluate(&Case::code(""));
    for (name, base) in
        [("Code Quality", 50.0), ("Testing", 30.0), ("Error Handling", 40.0), ("Scalability", 30.0)]
    {
        assert_eq!(score(&evaluation, name), base, "{name}");
    }
    assert_eq!(evaluation.confidence, 0.0);
    assert_eq!(evaluation.score_interval, None);
    let communication = evaluation.path_scores.last().unwrap();
    assert_eq!(communication.overall_score, None);
    assert_eq!(communication.reason.as_deref(), Some("The rubric has no metric for this path."));
}

#[test]
fn words_earn_points_wherever_they_stand() {
    let evaluation = evaluate(&Case::code("# latest foo(bar)\nx = 1"));
    assert_eq!(score(&evaluation, "Testing"), 50.0, "`latest` holds `test`");
    assert_eq!(score(&evaluation, "Optimization"), 55.0, "`foo(` holds `o(`");
    assert!(evaluation.summary.contains("can be talked up"), "{}", evaluation.summary);
}

#[test]
fn case_matters_only_where_it_is_said() {
    assert_eq!(score(&evaluate(&Case::code("CLASS X\nTRY:")), "Error Handling"), 40.0);
    assert_eq!(score(&evaluate(&Case::code("ERROR")), "Error Handling"), 55.0);
    assert_eq!(score(&evaluate(&Case::code("\u{212a} TE\u{17f}T")), "Testing"), 30.0, "a long s stays one");
    assert_eq!(score(&evaluate(&Case::code("MOC\u{212a}")), "Testing"), 40.0, "the Kelvin sign is a k");
}

#[test]
fn lines_count_as_split_at_line_feeds() {
    let lines = |count: usize| score(&evaluate(&Case::code(&"x\n".repeat(count))), "Complexity Handling");
    assert_eq!((lines(49), lines(50)), (50.0, 60.0), "the last, empty line counts");
    // Two of three lines are filled, which is more than half. A separator control is white space.
    assert_eq!(score(&evaluate(&Case::code("a\nb\n\u{1c}")), "Code Quality"), 55.0);
    assert_eq!(
        score(&evaluate(&Case::code("a\rb\rc")), "Code Quality"),
        58.0,
        "a carriage return ends no line"
    );
}

#[test]
fn marks_of_comments_are_counted_independently() {
    // 50 characters; `//*` holds two marks, and 2 > 1.
    let text = |mark: &str| format!("{mark}{}", "x".repeat(50 - mark.len()));
    assert_eq!(score(&evaluate(&Case::code(&text("//*"))), "Documentation"), 60.0);
    assert_eq!(score(&evaluate(&Case::code(&text("#"))), "Documentation"), 40.0);
}

#[test]
fn explanations_count_with_their_spaces() {
    let communication = |lengths: [usize; 2]| {
        let mut case = Case::code("x");
        case.content.explanation = vec!["e".repeat(lengths[0])];
        case.content.thinking = vec!["é".repeat(lengths[1])];
        score(&evaluate(&case), "Communication")
    };
    assert_eq!(communication([24, 24]), 50.0, "48 and two spaces are 50");
    assert_eq!(communication([24, 25]), 70.0);
    assert_eq!(communication([100, 99]), 85.0);
}

#[test]
fn patterns_find_their_lines() {
    let found = |code| violations(code).into_iter().map(|(rule, _)| rule).collect::<Vec<_>>();
    assert_eq!(found("json.dumps(np.array(1))"), ["numpy_json_serialization"]);
    assert_eq!(found("json.dumps(f(1), np.x)"), [""; 0], "the bracket closes before");
    assert_eq!(found("y = x[0]"), ["bounds_checking"]);
    assert_eq!(found("y = x[0]  if x else 1"), [""; 0]);
    assert_eq!(found("y = x[0]\u{a0}if\u{1f}x"), [""; 0], "white space of any kind");
    assert_eq!(found("y = ²[0]"), ["bounds_checking"], "a superscript digit is a word character");
    assert_eq!(found("y = [0]\ne\u{301}[0]"), [""; 0], "a combining mark is none");
    assert_eq!(found("except\u{1d}:"), ["specific_exceptions"]);
    assert_eq!(found("pprint (x)\nsprint(x)"), [""; 0]);
    assert_eq!(found("print (x)"), ["structured_logging"]);
    assert_eq!(
        violations("\nprint(tempfile.mktemp())\nx[0]"),
        [
            ("structured_logging".to_owned(), 2),
            ("temp_file_handling".to_owned(), 2),
            ("bounds_checking".to_owned(), 3),
        ]
    );
}

#[test]
fn the_penalty_counts_each_rule_once_and_is_capped() {
    let rubric = Rubric::builtin("classic").unwrap();
    let code = "x[0]\nx[0]\nprint(1)\ntempfile.mktemp()\njson.dumps(np.a)\nexcept:";
    let run = |overrides: &[(&str, serde_json::Value)]| {
        let overrides = overrides.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        let parameters = rubric.with_parameters(&overrides).unwrap();
        Case::code(code).evaluate_with(&rubric, &mut SignalSet::new(), &parameters)
    };
    let checks = run(&[]).pattern_checks;
    assert_eq!((checks.violation_count, checks.penalty_points, checks.enabled), (6, 15.0, true));
    assert_eq!(run(&[("penalty_max", 100.into())]).pattern_checks.penalty_points, 19.0);
    let off = run(&[("pattern_checks", false.into())]);
    assert_eq!(off.pattern_checks, Default::default());
    assert_eq!(score(&off, "Code Quality") - score(&run(&[]), "Code Quality"), 15.0);
    let mut interview = Case::code(code);
    interview.submission_type = SubmissionType::Interview;
    assert_eq!(evaluate(&interview).pattern_checks, Default::default(), "code alone is checked");
}

#[test]
fn motives_can_be_switched_off() {
    let rubric = Rubric::builtin("classic").unwrap();
    let case = Case::code("a clean algorithm with a design and a test");
    let on = case.evaluate(&rubric, &mut SignalSet::new());
    let found: Vec<_> = on.micro_motives.iter().map(|m| (m.motive_type.as_str(), m.strength)).collect();
    assert_eq!(found, [("mastery", 0.85), ("quality", 0.75)]);
    let off = rubric.with_parameters(&[("motives".to_owned(), false.into())].into()).unwrap();
    assert_eq!(case.evaluate_with(&rubric, &mut SignalSet::new(), &off).micro_motives, []);
}
