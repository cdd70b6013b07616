//! The details that come with a score, beside its number, worked out by hand.

use std::sync::Arc;

use sono_score::assessment::Assessment;
use sono_score::engine::Engine;
use sono_score::rubric::{Rubric, SignalRegistry};
use sono_score::submission::{Path, Submission};

/// Two paths whose scores are ten points for each statement, and for each function.
const PATHS: &str = r#"
format = 1
id = "paths"
version = "1.0.0"
name = "Paths"

[[path]]
id = "technical"

[[path.metric]]
id = "statements"
name = "Statements"
category = "code"
weight = 1

[[path.metric.part]]
signal = "size.statements"
weight = 1
curve = [[0, 0], [10, 100]]

[[path]]
id = "design"

[[path.metric]]
id = "functions"
name = "Functions"
category = "code"
weight = 1

[[path.metric.part]]
signal = "size.functions"
weight = 1
curve = [[0, 0], [2, 40], [4, 80]]
"#;

/// One metric with rules that give, that take, and that follow a curve.
const RULES: &str = r#"
format = 1
id = "rules"
version = "1.0.0"
name = "Rules"

[[path]]
id = "technical"

[[path.metric]]
id = "code"
name = "Code"
category = "code"
weight = 1
base = 40

[[path.metric.rule]]
when = { signal = "size.functions", ge = 2 }
add = 20
strength = "There are functions."
improve = "Write functions."

[[path.metric.rule]]
when = { signal = "size.types", gt = 0 }
add = -10
improve = "Drop the types."

[[path.metric.rule]]
signal = "size.statements"
curve = [[1, 0], [6, 25]]
strength = "There are statements."
improve = "Write statements."
"#;

fn assess(rubric: &str, code: &str) -> Assessment {
    let rubric = Rubric::parse(rubric, "rubric.toml", |_| Ok(None), &SignalRegistry::standard()).unwrap();
    let engine = Engine::builder().rubric(Arc::new(rubric)).build().unwrap();
    engine.assess(&Submission::builder().file("main.py", code).build().unwrap()).unwrap()
}

#[test]
fn the_dominant_path_is_the_highest_and_the_first_of_equals() {
    let dominant = |code: &str| assess(PATHS, code).dominant_path;
    // 2 functions are 2 statements and 2 more inside them: 40 and 40.
    let equal = "def one():\n    print(1)\n\ndef two():\n    print(2)\n";
    assert_eq!(dominant(equal), Some(Path::Technical));
    // A third statement outside makes it 50 and 40.
    assert_eq!(dominant(&format!("{equal}print(3)\n")), Some(Path::Technical));
    // Two functions that do nothing are 20 and 40.
    assert_eq!(dominant("def one(): pass\n\ndef two(): pass\n"), Some(Path::Design));
}

/// The recommendations, with the points that each would bring.
fn advice(assessment: &Assessment) -> Vec<(&str, f64)> {
    assessment.recommendations.iter().map(|advice| (advice.text.as_str(), advice.points)).collect()
}

#[test]
fn a_rule_is_advised_for_what_it_would_bring() {
    // One function, one statement: 20 are missed, and 21.25 of the curve, whose target is where it gives 85 %.
    let one = assess(RULES, "def one(): pass\n");
    assert_eq!(advice(&one), [("Write statements.", 21.25), ("Write functions.", 20.0)]);
    assert!(one.path_scores[0].strengths.is_empty());
    // Two types are two statements: 10 are taken, and one of five steps of the curve brings 5.
    let types = assess(RULES, "class One: pass\n\nclass Two: pass\n");
    assert_eq!(
        advice(&types),
        [("Write functions.", 20.0), ("Write statements.", 16.25), ("Drop the types.", 10.0)]
    );
}

#[test]
fn nothing_brings_more_than_is_missing() {
    // 90 of 100 without any rule.
    let assessment = assess(&RULES.replace("base = 40", "base = 90"), "def one(): pass\n");
    assert_eq!(advice(&assessment), [("Write functions.", 10.0), ("Write statements.", 10.0)]);
}

#[test]
fn a_rule_that_brought_most_is_praised_and_not_advised() {
    // Two functions and four more statements: 20, and all 5 steps of the curve.
    let all = "def one(): pass\n\ndef two(): pass\n\nprint(1)\nprint(2)\nprint(3)\nprint(4)\n";
    let most = assess(RULES, all);
    assert_eq!(advice(&most), []);
    assert_eq!(most.path_scores[0].strengths, ["There are functions.", "There are statements."]);
    // One statement less: 4 of 5 steps are 80 %, and the target is where 85 % are.
    let most = assess(RULES, &all.replace("print(4)\n", ""));
    assert_eq!(advice(&most), [("Write statements.", 1.25)]);
    assert_eq!(most.path_scores[0].strengths, ["There are functions."]);
    // Two less: 3 of 5 steps are 60 %, which is advised and no area for improvement; 6.25 points are left to the target.
    let less = assess(RULES, "def one(): pass\n\ndef two(): pass\n\nprint(1)\nprint(2)\n");
    assert_eq!(advice(&less), [("Write statements.", 6.25)]);
    assert_eq!(less.path_scores[0].strengths, ["There are functions."]);
    assert!(less.path_scores[0].areas_for_improvement.is_empty());
    // Two statements less: 2 of 5 steps.
    let few = assess(RULES, "def one(): pass\n\ndef two(): pass\n\nprint(1)\n");
    assert_eq!(few.path_scores[0].areas_for_improvement, ["Write statements."]);
}
