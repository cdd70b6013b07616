//! Expectations decide what takes part; the content of a submission does not.

use super::*;

const RUBRIC: &str = r#"
format = 1
id = "asking"
version = "1"
name = "Asking"

[expects]
project = ["tests"]

[[path]]
id = "technical"

[[path.metric]]
id = "quality"
name = "Quality"
category = "code"
weight = 1

[[path.metric.part]]
signal = "complexity.cognitive.p90"
weight = 1
curve = [[0, 80]]

[[path.metric.part]]
signal = "documentation.coverage"
expects = "documentation"
weight = 1
absent = 20
curve = [[0, 20], [1, 100]]
improve = "Document what others call."

[[path.metric.rule]]
expects = "types"
when = { signal = "testing.tests", gt = 0 }
add = 20
improve = "State the types."

[[path.metric]]
id = "tests"
name = "Tests"
category = "code"
expects = "tests"
weight = 1

[[path.metric.part]]
signal = "testing.tests"
weight = 1
absent = 0
curve = [[0, 0], [10, 100]]
improve = "Write tests."

[[path]]
id = "communication"

[[path.metric]]
id = "answers"
name = "Answers"
category = "answers"
weight = 1

[[path.metric.part]]
signal = "prose.words"
expects = "answers"
weight = 1
absent = 0
curve = [[0, 0], [100, 100]]
"#;

/// The evaluation of a submission with these expectations, on quality, tests and answers.
fn evaluate(expects: &[Expectation], signals: &[(&'static str, f64)]) -> Evaluation {
    let mut set = SignalSet::new();
    set.put_value("complexity.cognitive.p90", 1.0);
    signals.iter().for_each(|(id, value)| set.put_value(*id, *value));
    let mut case = Case::code("x");
    case.expects = expects.iter().copied().collect();
    case.paths = vec![Path::Technical, Path::Communication];
    let evaluation = case.evaluate(&parse(RUBRIC).unwrap(), &mut set);
    assert_adds_up(&evaluation);
    evaluation
}

fn scores(evaluation: &Evaluation) -> Vec<Option<f64>> {
    evaluation.path_scores.iter().flat_map(|path| &path.metrics).map(|metric| metric.score).collect()
}

#[test]
fn asked_and_missing_is_measured_and_not_asked_is_absent() {
    use Expectation::{Answers, Documentation, Tests, Types};
    let there = [("documentation.coverage", 1.0), ("testing.tests", 10.0), ("prose.words", 100.0)];
    for (expects, missing, given) in [
        (&[][..], [Some(80.0), None, None], [Some(80.0), None, None]),
        (&[Tests], [Some(80.0), Some(0.0), None], [Some(80.0), Some(100.0), None]),
        (&[Documentation], [Some(50.0), None, None], [Some(90.0), None, None]),
        (&[Answers], [Some(80.0), None, Some(0.0)], [Some(80.0), None, Some(100.0)]),
        (&[Types], [Some(80.0), None, None], [Some(100.0), None, None]),
    ] {
        assert_eq!(scores(&evaluate(expects, &[])), missing, "{expects:?}");
        assert_eq!(scores(&evaluate(expects, &there)), given, "{expects:?}");
    }
}

#[test]
fn what_was_not_asked_for_is_named_and_not_advised() {
    let nothing = evaluate(&[], &[]);
    let [technical, communication] = nothing.path_scores.as_slice() else { panic!("{nothing:?}") };
    assert_eq!(technical.metrics[1].reason.as_deref(), Some("Not asked for: tests."));
    assert_eq!(communication.metrics[0].reason.as_deref(), Some("Not asked for: written answers."));
    assert_eq!(communication.reason.as_deref(), Some("Not asked for: written answers."));
    assert_eq!((nothing.recommendations.as_slice(), nothing.key_findings.as_slice()), (&[][..], &[][..]));
    let contributions: Vec<_> = technical.metrics[0].contributions.iter().map(|part| part.points).collect();
    assert_eq!(contributions, [80.0]);

    let asked = evaluate(&Expectation::ALL, &[]);
    let advice: Vec<&str> = asked.recommendations.iter().map(|advice| advice.text.as_str()).collect();
    assert_eq!(advice, ["Write tests.", "Document what others call.", "State the types."]);
}

#[test]
fn the_rubric_may_reword_the_reason() {
    let source =
        RUBRIC.replace("[expects]", "templates.not_asked = \"Nobody asked for {expectation}.\"\n[expects]");
    let rubric = parse(&source).unwrap();
    let evaluation = Case::code("x").evaluate(&rubric, &mut SignalSet::new());
    let reason = evaluation.path_scores[0].metrics[1].reason.as_deref();
    assert_eq!(reason, Some("Nobody asked for tests."));
}

#[test]
fn the_default_is_that_of_the_type() {
    let rubric = parse(RUBRIC).unwrap();
    assert_eq!(rubric.expects(SubmissionType::Project), Some(&[Expectation::Tests].into()));
    assert_eq!(rubric.expects(SubmissionType::Code), Some(&[].into()));
    assert_eq!(small().expects(SubmissionType::Project), None, "it knows no expectations");
    let child =
        "format = 1\nid = \"child\"\nversion = \"1\"\nextends = \"base\"\n[expects]\ncode = [\"types\"]\n";
    let resolve = |_: &str| Ok(Some(RUBRIC.to_owned()));
    let child = Rubric::parse(child, "child.toml", resolve, &registry()).unwrap();
    assert_eq!(child.expects(SubmissionType::Project), Some(&[Expectation::Tests].into()));
    assert_eq!(child.expects(SubmissionType::Code), Some(&[Expectation::Types].into()));
}

#[test]
fn reviewers_are_asked_only_about_what_was_asked_for() {
    let rubric = parse(RUBRIC).unwrap();
    let criteria = |expects: &[Expectation]| {
        let expects = expects.iter().copied().collect();
        rubric.criteria(SubmissionType::Code, &expects, &[Path::Technical])
    };
    let names = |criteria: &[Criterion]| {
        criteria.iter().map(|one| (one.metric.clone(), one.expectations.len())).collect::<Vec<_>>()
    };
    assert_eq!(names(&criteria(&[])), [("quality".to_owned(), 1)]);
    assert_eq!(names(&criteria(&Expectation::ALL)), [("quality".to_owned(), 3), ("tests".to_owned(), 1)]);
}
