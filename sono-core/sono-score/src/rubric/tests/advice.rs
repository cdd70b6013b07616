//! Advice of the built-in rubrics.

use super::*;
use crate::signals::{Direction, Family, definitions};

/// A snippet often reads badly without a single place that is to blame: no statement is long, but most are longer than
/// they should be.
#[test]
fn advice_on_reading_needs_no_place() {
    let growth = Rubric::builtin("growth").unwrap();
    let mut set = SignalSet::new();
    for signal in definitions().filter(|signal| signal.family == Family::Reading) {
        let worst = if signal.direction == Direction::Higher { 0.0 } else { signal.max.unwrap_or(1e4) };
        set.put(signal.id, worst, 100, Vec::new());
    }
    let evaluation = Case::code("x").evaluate(&growth, &mut set);
    let path = evaluation.path_scores.iter().find(|path| path.path == Path::Collaboration).unwrap();
    insta::assert_snapshot!(path.areas_for_improvement.join("\n"), @"
    Put less into one statement: give the results in between a name, so that each line does one thing.
    Move the code outside functions into functions with one purpose each: there is more of it than a reader keeps in mind.
    Shorten the longest statement of each function, often by giving a part of it a name: its length is 10,000 characters on average; expected at most 100 characters.
    Shorten the distance between the first use of a name and its last: on average, a reader keeps 10,000 names in mind; expected at most 3 names at once.
    Untangle brackets within brackets: compute the innermost part on a line of its own, and give it a name. On average, a statement nests 10,000 brackets in others; expected at most 0.15.
    Name results before you pass them on: on average, a statement makes 10,000 calls; expected at most 0.55.
    Reach less far in one statement: keep what you need of an object in a variable, or let the object do the work. On average, a statement reaches for 10,000 members; expected at most 0.55.
    Pass or list less at once: make one value of what belongs together. On average, a statement has 10,000 commas; expected at most 0.6.
    Decide less at once: give conditions a name, or move a decision with all it needs into a function. On average, a statement makes 10,000 decisions; expected at most 0.27.
    Keep the code out of blocks within blocks: return early, and move inner blocks into functions. On average, it is 10,000 blocks deep; expected at most 1.5.
    Let a statement end on the line where it begins: 100 % of the statements go on over several lines; expected at most 4 %. Pass less at once, or name a part first.
    Spell names of one or two characters out: 100 % of the uses are of such names; expected at most 12 %.
    ");
}

/// Whether a sentence puts a plural to the number 1.
fn is_slip(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.windows(2).any(|pair| match pair {
        ["1", next] => {
            let word = next.trim_end_matches(|c: char| c.is_ascii_punctuation());
            let is_plural =
                word.ends_with('s') && !word.ends_with("ss") && !["is", "has", "was"].contains(&word);
            is_plural || ["are", "have", "were", "go", "stand", "do", "say"].contains(&word)
        }
        ["are" | "were", "1"] => true,
        _ => false,
    })
}

#[test]
fn slips_are_found() {
    for slip in ["There are 1 test", "it has 1 lines.", "1 of them, and 1 are left", "costs 1 points"] {
        assert!(is_slip(slip), "{slip}");
    }
    for fine in ["it has 1 line", "1 is enough", "are 2 tests", "costs 1 point", "1 less"] {
        assert!(!is_slip(fine), "{fine}");
    }
}

/// Every sentence of every built-in rubric, with 0, 1 and 2 of whatever it counts.
#[test]
fn sentences_count_as_people_do() {
    use crate::rubric::format::{SENTENCES, Slot, Template};
    let mut told = 0;
    let mut check = |template: &Template, unit: &str| {
        for number in ["0", "1", "2"] {
            let text = template.render(&|slot| match slot {
                Slot::Value if unit == "ratio" => Some(format!("{number} %").into()),
                Slot::Value | Slot::WorstValue | Slot::Count | Slot::Points => Some(number.into()),
                Slot::Nothing => (number == "0").then(|| unit.into()),
                _ => Some("this".into()),
            });
            let Some(text) = text else { continue };
            assert!(!is_slip(&text), "{text}");
            told += 1;
        }
    };
    for name in Rubric::builtin_names() {
        let rubric = Rubric::builtin(name).unwrap();
        let model = &rubric.model;
        for metric in model.paths.iter().flat_map(|path| &path.metrics) {
            for part in &metric.parts {
                let unit = model.unit(part.signal);
                part.strength.iter().chain(&part.improve).for_each(|template| check(template, unit));
            }
            for rule in &metric.rules {
                let signal = match &rule.add {
                    crate::rubric::model::RuleAmount::Curve { signal, .. } => model.unit(*signal),
                    crate::rubric::model::RuleAmount::Plain(_) => "",
                };
                rule.strength.iter().chain(&rule.improve).for_each(|template| check(template, signal));
            }
            metric.groups.iter().flat_map(|group| &group.improve).for_each(|template| check(template, ""));
        }
    }
    for sentence in SENTENCES {
        for default in sentence.defaults {
            let template = Template::parse(default, sentence.slots).unwrap();
            check(&template, "tests");
        }
    }
    assert!(told > 200, "{told}");
}

/// The words of `growth` on the metric of this id.
fn explained(id: &str, set: &mut SignalSet) -> String {
    let growth = Rubric::builtin("growth").unwrap();
    let evaluation = Case::code("x = 1").evaluate(&growth, set);
    let mut metrics = evaluation.path_scores.iter().flat_map(|path| &path.metrics);
    metrics.find(|metric| metric.id == id).unwrap().explanation.clone()
}

#[test]
fn what_was_not_there_to_guard_is_said() {
    let mut set = SignalSet::new();
    insta::assert_snapshot!(explained("error_handling", &mut set), @"Good, with a few things to improve. Nothing here calls for public functions that check their input or handle what can fail: the score starts at 70.0 points, and nothing else adds to them.");
    let mut set = SignalSet::new();
    set.put_value("errors.guarded.share", 0.1);
    assert!(!explained("error_handling", &mut set).contains("Nothing here"));
}

#[test]
fn nobody_has_little_to_improve_whose_loss_is_told() {
    let mut set = SignalSet::new();
    set.put_value("errors.guarded.share", 1.0);
    set.put_value("syntax.broken.share", 0.1);
    let told = explained("error_handling", &mut set);
    assert!(told.starts_with("Excellent. Adds most:"), "{told}");
    assert!(told.ends_with("Costs most: 15.0 points; expected code that parses."), "{told}");
    let mut set = SignalSet::new();
    set.put_value("errors.guarded.share", 1.0);
    let told = explained("error_handling", &mut set);
    assert!(told.starts_with("Excellent: there is little to improve."), "{told}");
}

/// The advice of `growth` where a signal has a value and findings with these values.
fn advised(signal: &'static str, value: f64, findings: &[Option<f64>]) -> String {
    let growth = Rubric::builtin("growth").unwrap();
    let mut set = SignalSet::new();
    let finding = |value: &Option<f64>| {
        let finding = Finding::new(0, Span::new(0, 1), "so it is").named("`f`");
        value.map_or_else(|| finding.clone(), |value| finding.clone().valued(value))
    };
    set.put(signal, value, findings.len(), findings.iter().map(finding).collect());
    let evaluation = Case::code("x = 1").evaluate(&growth, &mut set);
    evaluation.recommendations[0].text.clone()
}

#[test]
fn advice_says_at_how_many_places() {
    let swallowed = |value: f64, places: usize| advised("errors.swallowed", value, &vec![None; places]);
    insta::assert_snapshot!(swallowed(1.0, 1), @"Handle or report the failure at code:1, or nobody will know of it: so it is.");
    insta::assert_snapshot!(swallowed(3.0, 3), @"Handle or report the failures at 3 places, first code:1, or nobody will know of them: so it is.");
    insta::assert_snapshot!(swallowed(12.0, 5), @"Handle or report the failures at 12 places, first code:1, or nobody will know of them: so it is.");
    let long = |lengths: &[f64]| {
        let lengths: Vec<Option<f64>> = lengths.iter().copied().map(Some).collect();
        advised("structure.function_length.p90", 90.0, &lengths)
    };
    insta::assert_snapshot!(long(&[90.0, 12.0, 9.0]), @"Split `f` (code:1): it has 90 lines of code. Aim at functions of at most 30 lines.");
    insta::assert_snapshot!(long(&[90.0, 60.0, 9.0]), @"Split the functions at 2 places, first `f` (code:1): it has 90 lines of code. Aim at functions of at most 30 lines.");
    insta::assert_snapshot!(long(&[90.0, 60.0, 50.0, 40.0]), @"Split the functions at 3 or more places, first `f` (code:1): it has 90 lines of code. Aim at functions of at most 30 lines.");
}

/// A loss that several metrics pay has the points of all, and says so.
#[test]
fn a_key_finding_costs_what_all_metrics_pay() {
    let growth = Rubric::builtin("growth").unwrap();
    let mut set = SignalSet::new();
    let finding = Finding::new(0, Span::new(0, 1), "this does not parse");
    set.put("syntax.broken.share", 0.1, 1, vec![finding]);
    set.put_value("errors.guarded.share", 1.0);
    set.put_value("complexity.cognitive.p90", 0.0);
    let evaluation = Case::code("x = 1").evaluate(&growth, &mut set);
    insta::assert_snapshot!(evaluation.key_findings[0].text, @"Structure and Error handling: this does not parse; expected code that parses; this costs 15.0 points of the overall score.");
    assert_eq!(evaluation.recommendations[0].points, 15.0);
}
