//! Cautions for readers of a result.

use super::*;

const CAUTIONS: &str = "\n[[caution]]\nid = \"always\"\ntext = \"Decide nothing by this alone.\"\n\
    [[caution]]\nid = \"review\"\ntext = \"Have a person look.\"\nconfidence_below = 0.5\n";

/// The summary of code of which so much does not parse, and the confidence in its score.
fn summary(rubric: &Rubric, unparsed_share: f64) -> (String, f64) {
    let mut set = SignalSet::new();
    set.put_value("complexity.cognitive.p90", 5.0);
    let evaluation = Case { unparsed_share, ..Case::code("x") }.evaluate(rubric, &mut set);
    (evaluation.summary, evaluation.confidence)
}

#[test]
fn cautions_end_the_summary() {
    let rubric = parse(&format!("{SMALL}{CAUTIONS}")).unwrap();
    let (sure, confidence) = summary(&rubric, 0.0);
    assert!(confidence > 0.5 && sure.ends_with(" Decide nothing by this alone."), "{confidence} {sure}");
    let (unsure, confidence) = summary(&rubric, 0.9);
    let both = " Decide nothing by this alone. Have a person look.";
    assert!(confidence < 0.5 && unsure.ends_with(both), "{confidence} {unsure}");
    let (plain, _) = summary(&small(), 0.9);
    assert_eq!(unsure, format!("{plain}{both}"), "nothing else changes");
}

#[test]
fn what_could_not_be_assessed_is_for_people() {
    let rubric = parse(&format!("{SMALL}{CAUTIONS}")).unwrap();
    let evaluation = Case { statements: 0, ..Case::code("") }.evaluate(&rubric, &mut SignalSet::new());
    assert_eq!(evaluation.overall_score, None);
    assert!(evaluation.summary.starts_with("Nothing could be assessed."), "{}", evaluation.summary);
    assert!(evaluation.summary.ends_with("Have a person look."), "{}", evaluation.summary);
}

#[test]
fn children_keep_cautions_and_may_reword_them() {
    let parent = format!("{SMALL}{CAUTIONS}");
    let source = "format = 1\nid = \"child\"\nversion = \"1\"\nextends = \"small\"\n\
        [[caution]]\nid = \"review\"\ntext = \"Ask a colleague.\"\n";
    let resolve = |name: &str| Ok((name == "small").then(|| parent.clone()));
    let child = Rubric::parse(source, "child.toml", resolve, &registry()).unwrap();
    let (unsure, _) = summary(&child, 0.9);
    assert!(unsure.ends_with(" Decide nothing by this alone. Ask a colleague."), "{unsure}");
}

#[test]
fn hiring_says_what_its_scores_are_not_for() {
    let hiring = Rubric::builtin("hiring").unwrap();
    let (unsure, confidence) = summary(&hiring, 0.9);
    assert!(confidence < 0.5);
    let told = unsure.find("This score").and_then(|at| unsure.get(at..)).unwrap();
    insta::assert_snapshot!(told, @"This score must not be the only ground for a decision about a person. It does not distinguish candidates whose score intervals overlap. Candidates may ask for the reasons behind it; the evidence of each metric states them. The confidence is low: have a person review the work before you draw conclusions.");
}
