//! Advice is true: where a target is met, none is given, and the curve gives enough points.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::assessment::ContributionKind;
use crate::rubric::model::{RuleAmount, Target};

const HEAD: &str = "format = 1\nid = \"x\"\nversion = \"1\"\nname = \"X\"\n[[path]]\nid = \"technical\"\n\
    [[path.metric]]\nid = \"m\"\nname = \"Metric\"\ncategory = \"code\"\nweight = 1\n";

fn with(body: &str) -> Result<Rubric> {
    parse(&format!("{HEAD}{body}"))
}

fn evaluate(rubric: &Rubric, value: f64) -> Evaluation {
    let mut set = SignalSet::new();
    set.put_value("complexity.cognitive.p90", value);
    Case::code("x").evaluate(rubric, &mut set)
}

const PART: &str = "[[path.metric.part]]\nsignal = \"complexity.cognitive.p90\"\nweight = 1\n\
    curve = [[5, 100], [15, 85], [25, 0]]\ntarget = { at_most = 15 }\nstrength = \"Easy to follow.\"\n\
    improve = \"Split it: {value} is not {expected}.\"\n";

#[test]
fn a_target_that_is_met_leaves_points_and_no_advice() {
    let rubric = with(PART).unwrap();
    let met = evaluate(&rubric, 12.0);
    let metric = &met.path_scores[0].metrics[0];
    let part = &metric.contributions[0];
    assert_eq!((part.points, part.max_points, part.target_met), (89.5, Some(100.0), Some(true)));
    assert_eq!(part.expected.as_deref(), Some("at most 15"));
    assert!(met.recommendations.is_empty() && met.path_scores[0].areas_for_improvement.is_empty());
    assert_eq!(met.path_scores[0].strengths, ["Easy to follow."]);
    let findings: Vec<&str> = met.key_findings.iter().map(|finding| finding.text.as_str()).collect();
    assert_eq!(findings, ["Easy to follow."]);
    insta::assert_snapshot!(metric.explanation, @"Metric: excellent, 89.5 of 100. Strongest: cognitive complexity at 12 (expected at most 15).");

    let missed = evaluate(&rubric, 22.0);
    let metric = &missed.path_scores[0].metrics[0];
    assert_eq!(metric.contributions[0].target_met, Some(false));
    assert_eq!(missed.path_scores[0].areas_for_improvement, ["Split it: 22 is not at most 15."]);
    insta::assert_snapshot!(metric.explanation, @"Metric: weak, 25.5 of 100. Weakest: cognitive complexity at 22; expected at most 15; this costs 59.5 points.");
    insta::assert_snapshot!(missed.key_findings[0].text, @"Metric: cognitive complexity at 22; expected at most 15; this costs 59.5 points of the overall score.");
}

/// Below 0, what is mended first fills up what was taken from nothing.
#[test]
fn advice_promises_no_more_than_a_metric_can_gain() {
    let rule = "[[path.metric.rule]]\nwhen = { signal = \"errors.swallowed\", gt = 0 }\nadd = -60\n\
        expected = \"no handler that hides a failure\"\nimprove = \"Handle it.\"\n";
    let rubric = with(&format!("{PART}{rule}")).unwrap();
    let gains = |complexity: f64, swallowed: f64| {
        let mut set = SignalSet::new();
        set.put_value("complexity.cognitive.p90", complexity);
        set.put_value("errors.swallowed", swallowed);
        let evaluation = Case::code("x").evaluate(&rubric, &mut set);
        let gains: f64 = evaluation.recommendations.iter().map(|advice| advice.points).sum();
        (evaluation.overall_score.unwrap(), gains)
    };
    // 0 and -60: 85 more and 60 more are 85 in all.
    let (before, promised) = gains(25.0, 1.0);
    let (after, _) = gains(15.0, 0.0);
    assert_eq!((before, after), (0.0, 85.0));
    assert!((promised - 85.0).abs() < 0.2, "{promised}");
}

#[test]
fn nothing_found_is_said_so() {
    let source = format!(
        "{HEAD}[[path.metric.part]]\nsignal = \"text.nonblank_lines\"\nweight = 1\ncurve = [[0, 0], [10, 100]]\n\
         target = {{ at_least = 10 }}\nimprove = \"Write {{worst.name}}.\"\n"
    );
    let rubric = parse(&source.replace("category = \"code\"", "category = \"text\"")).unwrap();
    let evaluation = Case::code("").evaluate(&rubric, &mut SignalSet::new());
    insta::assert_snapshot!(evaluation.recommendations[0].text, @"No lines count so far; expected at least 10.");
    insta::assert_snapshot!(evaluation.key_findings[0].text, @"Metric: no lines that count; expected at least 10; this costs 100.0 points of the overall score.");
}

#[test]
fn a_narrow_miss_is_neither_recommended_nor_an_area() {
    let advised = |value| evaluate(&with(PART).unwrap(), value).recommendations.len();
    assert_eq!(
        (advised(16.0), advised(16.7), advised(16.8)),
        (0, 0, 1),
        "85 points at 15, 70 at 16.76, 0 at 25"
    );
    let missed = evaluate(&with(PART).unwrap(), 16.8);
    assert!(
        missed.path_scores[0].areas_for_improvement.is_empty() && missed.path_scores[0].strengths.is_empty()
    );
}

#[test]
fn places_within_the_target_do_not_show_why_it_is_missed() {
    let place = |start: u32, value: f64| {
        Finding::new(0, Span { start, end: start + 1 }, format!("a complexity of {value}")).valued(value)
    };
    let shown = |value: f64, unit_of: &str, values: &[f64]| {
        let mut part = PART.replace("complexity.cognitive.p90", unit_of);
        if unit_of.ends_with(".share") {
            part = part.replace("15", "0.15").replace("[5,", "[0.05,").replace("[25,", "[0.25,");
        }
        let rubric = with(&part).unwrap();
        let mut set = SignalSet::new();
        let places = (0..).zip(values).map(|(start, value)| place(start, *value)).collect();
        set.put(unit_of.to_owned(), value, 9, places);
        let evaluation = Case::code("abcdef").evaluate(&rubric, &mut set);
        evaluation.path_scores[0].metrics[0].evidence.iter().map(|item| item.value).collect::<Vec<_>>()
    };
    let complexity = "complexity.cognitive.p90";
    assert_eq!(shown(22.0, complexity, &[24.0, 22.0, 4.0]), [Some(24.0), Some(22.0)]);
    assert_eq!(shown(22.0, complexity, &[9.0, 8.0]), [Some(9.0)], "something is shown");
    assert_eq!(shown(12.0, complexity, &[12.0, 11.0]), [Some(12.0)], "one place where it is met");
    assert_eq!(
        shown(0.16, "layout.long_lines.share", &[14.0, 13.0]),
        [Some(14.0), Some(13.0)],
        "places of a share have another unit"
    );
}

#[test]
fn one_signal_is_one_key_finding() {
    let metric = |id: &str| {
        format!("[[path.metric]]\nid = \"{id}\"\nname = \"{id}\"\ncategory = \"code\"\nweight = 1\n{PART}")
    };
    let rubric = with(&format!("{PART}{}{}", metric("n"), metric("o"))).unwrap();
    let texts = |value| -> Vec<String> {
        evaluate(&rubric, value).key_findings.into_iter().map(|finding| finding.text).collect()
    };
    assert_eq!(texts(12.0), ["Easy to follow."]);
    assert_eq!(texts(22.0).len(), 1, "{:?}", texts(22.0));
}

#[test]
fn what_gains_next_to_nothing_is_not_recommended() {
    let rule = "base = 50\n[[path.metric.rule]]\nsignal = \"complexity.cognitive.p90\"\n\
        curve = [[0, 20], [10, 20], [20, 10]]\ntarget = { at_most = 10 }\nimprove = \"Split it.\"\n";
    let rubric = with(rule).unwrap();
    assert_eq!(evaluate(&rubric, 10.05).recommendations, []);
    assert_eq!(evaluate(&rubric, 10.2).recommendations.len(), 1);
}

#[test]
fn a_rule_with_a_curve_has_a_target_too() {
    let rule = "base = 50\n[[path.metric.rule]]\nsignal = \"complexity.cognitive.p90\"\n\
        curve = [[0, 20], [10, 18], [20, -10]]\ntarget = { at_most = 10 }\nimprove = \"Split it.\"\n";
    let rubric = with(rule).unwrap();
    let met = evaluate(&rubric, 8.0);
    let rule = &met.path_scores[0].metrics[0].contributions[1];
    assert_eq!((rule.kind, rule.target_met), (ContributionKind::Rule, Some(true)));
    assert!(met.recommendations.is_empty() && met.key_findings.is_empty(), "{:?}", met.key_findings);
    let missed = evaluate(&rubric, 15.0);
    assert_eq!(missed.recommendations[0].text, "Split it.");
}

#[test]
fn a_curve_that_does_not_honour_its_target_is_refused() {
    let part = PART.replace("[15, 85]", "[15, 65]");
    insta::assert_snapshot!(with(&part).unwrap_err(), @"
    small.toml is not a valid rubric: 1 problem
      small.toml:16: `path[technical].metric[m].part[0].target`: the curve gives 65 at 15, where the target is met; expected at least 85
    ");
    let part = PART.replace("[[5, 100]", "[[0, 40], [5, 100]");
    insta::assert_snapshot!(with(&part).unwrap_err(), @"
    small.toml is not a valid rubric: 1 problem
      small.toml:16: `path[technical].metric[m].part[0].target`: the curve gives 40 at 0, where the target is met; expected at least 85
    ");
    insta::assert_snapshot!(with(r#"
[[path.metric.rule]]
signal = "testing.tests"
curve = [[0, 0], [4, -20]]
target = { at_most = 2 }
[[path.metric.rule]]
signal = "testing.tests"
curve = [[0, 0], [4, 20]]
target = { at_least = 3, at_most = 2 }
[[path.metric.rule]]
signal = "testing.tests"
curve = [[0, 0], [4, 20]]
target = {}
[[path.metric.rule]]
add = 3
target = { at_leest = "3" }
"#).unwrap_err(), @"
    small.toml is not a valid rubric: 5 problems
      small.toml:16: `path[technical].metric[m].rule[0].target`: the curve gives -10 at 2, where the target is met; expected at least 0
      small.toml:20: `path[technical].metric[m].rule[1].target`: no value is at least 3 and at most 2; expected limits that some value meets
      small.toml:24: `path[technical].metric[m].rule[2].target`: came without a limit; expected at_least, at_most or both
      small.toml:27: `path[technical].metric[m].rule[3].target`: a target needs a signal beside it
      small.toml:27: `path[technical].metric[m].rule[3].target.at_leest`: unknown key; did you mean `at_least`?
    ");
}

/// Every target of a rubric with its curve, its expectation in words, the points the curve must give, and the unit.
fn targets(rubric: &Rubric) -> Vec<(Target, &model::Curve, &str, f64, &str)> {
    let model = &rubric.model;
    let mut out = Vec::new();
    for metric in model.paths.iter().flat_map(|path| &path.metrics) {
        for part in &metric.parts {
            let goal = Target::GOOD.min(part.curve.max());
            out.push((part.target, &part.curve, part.expected.as_str(), goal, model.unit(part.signal)));
        }
        for rule in &metric.rules {
            if let RuleAmount::Curve { signal, curve, target } = &rule.add {
                let goal = curve.max() * if curve.max() > 0.0 { 0.85 } else { 1.0 };
                out.push((*target, curve, rule.expected.as_str(), goal, model.unit(*signal)));
            }
        }
    }
    out
}

#[test]
fn built_in_curves_honour_their_targets() {
    for name in Rubric::builtin_names() {
        let rubric = Rubric::builtin(name).unwrap();
        for (target, curve, expected, goal, unit) in targets(&rubric) {
            let (value, points) = target.least(curve);
            assert!(points >= goal - 1e-9, "{name}: {expected}: {points} at {value}");
            if !rubric.is_heuristic() {
                assert!(goal >= 85.0 || curve.max() < 85.0 || curve.max() <= 20.0, "{name}: {expected}");
            }
            // Sentences in the rubric's own words name the limits that are checked.
            let limits = target.describe(unit);
            let numbers = limits.split(' ').filter(|word| word.starts_with(|c: char| c.is_ascii_digit()));
            if expected.chars().any(|c| c.is_ascii_digit()) {
                for number in numbers {
                    assert!(expected.contains(number), "{name}: {expected:?} is not {limits:?}");
                }
            }
        }
    }
}

#[test]
fn contributions_carry_the_unit_of_whatever_was_measured() {
    let source = "format = 1\nid = \"x\"\nversion = \"1\"\nname = \"X\"\nheuristic = true\n\
        [[measure]]\nid = \"own.share\"\nunit = \"ratio\"\ncount = [\"a\"]\nper = \"text.code_points\"\n\
        [[path]]\nid = \"technical\"\n[[path.metric]]\nid = \"m\"\nname = \"M\"\ncategory = \"text\"\nweight = 1\nbase = 1\n\
        [[path.metric.part]]\nsignal = \"own.share\"\nweight = 1\ncurve = [[0, 0], [1, 100]]\n\
        [[path.metric.part]]\nsignal = \"text.lines\"\nweight = 1\ncurve = [[0, 100]]\n\
        [[path.metric.part]]\nsignal = \"prose.words\"\nweight = 1\ncurve = [[0, 100]]\nabsent = 0\n";
    let evaluation = Case::code("aabb").evaluate(&parse(source).unwrap(), &mut SignalSet::new());
    let contributions = &evaluation.path_scores[0].metrics[0].contributions;
    let units: Vec<Option<&str>> = contributions.iter().map(|found| found.unit.as_deref()).collect();
    assert_eq!(units[..4], [None, Some("ratio"), Some("lines"), None], "a base has none, nor a bare signal");
    assert_eq!(contributions[1].expected.as_deref(), Some("at least 85 %"));
}

/// A target and a curve that satisfies it: points from the target outwards, on both sides.
#[derive(Debug, Clone)]
struct RandomPart {
    limit: i32,
    at_most: bool,
    inside: Vec<f64>,
    outside: Vec<f64>,
    stated: bool,
}

impl RandomPart {
    fn is_met(&self, value: f64) -> bool {
        let limit = f64::from(self.limit);
        if self.at_most { value <= limit } else { value >= limit }
    }

    fn toml(&self, index: usize, signal: &str) -> String {
        let direction = if self.at_most { 1.0 } else { -1.0 };
        let place = |steps: usize| f64::from(self.limit) + direction * 10.0 * steps as f64;
        let inside =
            self.inside.iter().enumerate().map(|(steps, y)| (2.0 * f64::from(self.limit) - place(steps), *y));
        // The farther from a stated target, the fewer points.
        let mut outside = self.outside.clone();
        if self.stated {
            outside.sort_by(|left, right| right.total_cmp(left));
            let most = self.inside.first().copied().unwrap_or_default();
            outside.iter_mut().for_each(|points| *points = points.min(most));
        }
        let outside = outside.iter().enumerate().map(|(steps, y)| (place(steps + 1), *y));
        let mut points: Vec<(f64, f64)> = inside.chain(outside).collect();
        points.sort_by(|left, right| left.0.total_cmp(&right.0));
        let curve: Vec<String> = points.iter().map(|(x, y)| format!("[{x}, {y}]")).collect();
        let mut out = format!(
            "[[path.metric.part]]\nsignal = \"{signal}\"\nweight = 1\ncurve = [{}]\nimprove = \"advice {index}.\"\n",
            curve.join(", ")
        );
        if self.stated {
            let key = if self.at_most { "at_most" } else { "at_least" };
            writeln!(out, "target = {{ {key} = {} }}", self.limit).unwrap();
        }
        out
    }
}

fn random_part() -> impl Strategy<Value = RandomPart> {
    let good = prop::collection::vec(85.0..=100.0_f64, 1..4);
    let rest = prop::collection::vec(0.0..=100.0_f64, 0..4);
    (-50_i32..50, any::<bool>(), good, rest, any::<bool>()).prop_map(
        |(limit, at_most, inside, outside, stated)| RandomPart { limit, at_most, inside, outside, stated },
    )
}

const SIGNALS: [&str; 4] =
    ["complexity.cognitive.p90", "naming.length.mean", "testing.tests", "documentation.coverage"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_advised_where_the_target_is_met(
        parts in prop::collection::vec(random_part(), SIGNALS.len()),
        values in prop::collection::vec(-90.0..90.0_f64, SIGNALS.len()),
    ) {
        let body: String =
            parts.iter().zip(SIGNALS).enumerate().map(|(index, (part, signal))| part.toml(index, signal)).collect();
        let rubric = with(&body).unwrap();
        for (target, curve, _, goal, _) in targets(&rubric) {
            prop_assert!(target.least(curve).1 >= goal);
        }
        let mut set = SignalSet::new();
        for (signal, value) in SIGNALS.iter().zip(&values) {
            set.put_value(*signal, *value);
        }
        let evaluation = Case::code("x").evaluate(&rubric, &mut set);
        assert_adds_up(&evaluation);
        let path = &evaluation.path_scores[0];
        let metric = &path.metrics[0];
        let mut told: Vec<&str> = path.areas_for_improvement.iter().map(String::as_str).collect();
        told.extend(evaluation.recommendations.iter().map(|advice| advice.text.as_str()));
        told.extend(evaluation.key_findings.iter().map(|finding| finding.text.as_str()));
        let weakest = metric.explanation.split_once("Weakest: ").map_or("", |(_, weakest)| weakest);
        let names = ["cognitive complexity", "mean length of names", "number of tests", "documented share"];
        for (index, (part, value)) in parts.iter().zip(&values).enumerate() {
            let met = metric.contributions[index].target_met.unwrap();
            if part.stated && part.is_met(*value) {
                prop_assert!(met);
            }
            if met {
                let advice = format!("advice {index}.");
                prop_assert!(!told.iter().any(|text| *text == advice || text.contains(names[index])), "{told:?}");
                prop_assert!(!weakest.starts_with(names[index]), "{}", metric.explanation);
            } else if metric.contributions[index].points < 0.699 * metric.contributions[index].max_points.unwrap() {
                let advice = format!("advice {index}.");
                prop_assert!(evaluation.recommendations.iter().any(|found| found.text == advice));
            }
        }
    }
}
