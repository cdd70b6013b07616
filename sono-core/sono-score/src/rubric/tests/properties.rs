//! The numbers add up for any measurements.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;

const SIGNALS: [&str; 5] = [
    "complexity.cognitive.p90",
    "naming.length.mean",
    "testing.tests",
    "documentation.coverage",
    "prose.words",
];

#[derive(Debug, Clone)]
struct RandomPart {
    weight: f64,
    curve: Vec<(f64, f64)>,
    uncertainty: f64,
    absent: Option<f64>,
}

fn part() -> impl Strategy<Value = RandomPart> {
    let curve = prop::collection::btree_map(-1000_i32..1000, 0.0..=100.0_f64, 1..6)
        .prop_map(|points| points.into_iter().map(|(x, y)| (f64::from(x), y)).collect());
    (0.01..10.0_f64, curve, 0.0..30.0_f64, prop::option::of(0.0..=100.0_f64))
        .prop_map(|(weight, curve, uncertainty, absent)| RandomPart { weight, curve, uncertainty, absent })
}

/// A rubric with one metric of random parts and rules in each of two paths.
fn source(parts: &[Vec<RandomPart>], bases: &[f64], adds: &[f64]) -> String {
    let mut out = "format = 1\nid = \"random\"\nversion = \"1\"\nname = \"Random\"\n".to_owned();
    for (path, (parts, base)) in ["technical", "design"].iter().zip(parts.iter().zip(bases)) {
        write!(
            out,
            "[[path]]\nid = \"{path}\"\nweight = {}\n[[path.metric]]\nid = \"m\"\nname = \"M\"\n\
             category = \"code\"\nweight = 1\nbase = {base}\n",
            base + 1.0
        )
        .unwrap();
        for (part, signal) in parts.iter().zip(SIGNALS) {
            let curve: Vec<String> = part.curve.iter().map(|(x, y)| format!("[{x}, {y}]")).collect();
            let absent = part.absent.map_or_else(String::new, |points| format!("absent = {points}\n"));
            write!(
                out,
                "[[path.metric.part]]\nsignal = \"{signal}\"\nweight = {}\ncurve = [{}]\nuncertainty = {}\n\
                 {absent}strength = \"good {{value}}\"\nimprove = \"do {{worst.name}} {{points}}\"\n",
                part.weight,
                curve.join(", "),
                part.uncertainty
            )
            .unwrap();
        }
        for (add, signal) in adds.iter().zip(SIGNALS) {
            write!(out, "[[path.metric.rule]]\nwhen = {{ signal = \"{signal}\", gt = 0 }}\nadd = {add}\n")
                .unwrap();
        }
    }
    out
}

fn fill(values: &[Option<f64>], units: u32) -> SignalSet {
    let mut set = SignalSet::new();
    for (signal, value) in SIGNALS.iter().zip(values) {
        if let Some(value) = value {
            let finding = Finding::new(0, Span::new(0, 1), "here").named("thing").valued(*value);
            set.put(*signal, *value, units as usize, vec![finding]);
        }
    }
    set
}

/// Signals of no family that is advised on together.
const APART: [&str; 2] = ["documentation.coverage", "prose.words"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn contributions_add_up(
        parts in prop::collection::vec(prop::collection::vec(part(), 1..5), 2),
        bases in prop::collection::vec(prop_oneof![Just(0.0), 0.0..=100.0_f64], 2),
        adds in prop::collection::vec(-60.0..60.0_f64, 0..5),
        values in prop::collection::vec(prop::option::of(-2000.0..2000.0_f64), SIGNALS.len()),
        units in 0_u32..1000,
        unparsed_share in 0.0..=1.0_f64,
    ) {
        let rubric = parse(&source(&parts, &bases, &adds)).unwrap();
        let mut case = Case::code("x = 1");
        case.unparsed_share = unparsed_share;
        let first = case.evaluate(&rubric, &mut fill(&values, units));
        assert_adds_up(&first);
        prop_assert_eq!(&first, &case.evaluate(&rubric, &mut fill(&values, units)));

        // A signal that nothing reads has no effect.
        let mut more = fill(&values, units);
        more.put_value("unread.signal", 7.0);
        prop_assert_eq!(&first, &case.evaluate(&rubric, &mut more));
    }

    /// A loss that several metrics have by one signal is told once, with the points of all.
    #[test]
    fn key_findings_tell_all_that_is_lost(
        parts in prop::collection::vec(prop::collection::vec(part(), 1..5), 2),
        bases in prop::collection::vec(0.0..=100.0_f64, 2),
        adds in prop::collection::vec(-60.0..60.0_f64, 0..5),
        values in prop::collection::vec(prop::option::of(-2000.0..2000.0_f64), SIGNALS.len()),
    ) {
        let rubric = parse(&source(&parts, &bases, &adds)).unwrap();
        let (told, lost) = Case::code("x = 1").told_and_lost(&rubric, &mut fill(&values, 100));
        prop_assert!((told.iter().sum::<f64>() - lost).abs() < 1e-9, "{told:?} is not {lost}");
        prop_assert!(told.is_sorted_by(|left, right| left >= right));
    }

    #[test]
    fn any_text_is_scored(text in "(?s).{0,200}", answer in "(?s).{0,60}") {
        let rubric = Rubric::builtin("classic").unwrap();
        let mut case = Case::code(&text);
        case.content.reasoning = vec![answer];
        for encoding in PositionEncoding::ALL {
            case.encoding = encoding;
            assert_adds_up(&case.evaluate(&rubric, &mut SignalSet::new()));
        }
    }

    #[test]
    fn any_rubric_is_answered(text in "(?s).{0,80}", at in 0..SMALL.len()) {
        let mut broken = SMALL.to_owned();
        broken.insert_str(at, &text);
        if let Err(error) = parse(&broken) {
            prop_assert!(!error.problems().is_empty());
        }
    }

    /// The points of a recommendation are what the overall score gains where its part gets its target's points, or more
    /// than that where a metric lies below its scale.
    #[test]
    fn advice_keeps_what_it_promises(
        parts in prop::collection::vec(part(), 2),
        other in prop::collection::vec(part(), 2),
        bases in prop::collection::vec(prop_oneof![Just(0.0), 0.0..=40.0_f64], 2),
        taken in prop_oneof![Just(0.0), -60.0..0.0_f64],
        values in prop::collection::vec(prop::option::of(-1200.0..1200.0_f64), APART.len()),
        limits in prop::collection::vec(-900_i32..900, APART.len()),
    ) {
        let mut out = "format = 1\nid = \"random\"\nversion = \"1\"\nname = \"Random\"\n".to_owned();
        for (path, (parts, base)) in ["technical", "design"].iter().zip([parts, other].iter().zip(&bases)) {
            write!(
                out,
                "[[path]]\nid = \"{path}\"\nweight = {}\n[[path.metric]]\nid = \"m\"\nname = \"M\"\n\
                 category = \"code\"\nweight = 1\nbase = {base}\n",
                base + 1.0
            )
            .unwrap();
            for (index, ((part, signal), limit)) in parts.iter().zip(APART).zip(&limits).enumerate() {
                // It rises to the target and beyond, so that a target is met by more than what is just enough.
                write!(
                    out,
                    "[[path.metric.part]]\nsignal = \"{signal}\"\nweight = {}\nabsent = 0\n\
                     curve = [[-1000, 0], [{limit}, 90], [1000, 100]]\ntarget = {{ at_least = {limit} }}\n\
                     improve = \"{index}\"\n",
                    part.weight
                )
                .unwrap();
            }
            if taken < 0.0 {
                write!(out, "[[path.metric.rule]]\nadd = {taken}\nexpected = \"less\"\n").unwrap();
            }
        }
        let rubric = parse(&out).unwrap();
        let measure = |values: &[Option<f64>]| {
            let mut set = SignalSet::new();
            for (signal, value) in APART.iter().zip(values) {
                if let Some(value) = value {
                    set.put(*signal, *value, 100, vec![Finding::new(0, Span::new(0, 1), "here")]);
                }
            }
            Case::code("x = 1").evaluate(&rubric, &mut set)
        };
        let before = measure(&values);
        let is_clamped = |evaluation: &Evaluation| {
            let metrics = evaluation.path_scores.iter().flat_map(|path| &path.metrics);
            let mut lines = metrics.flat_map(|metric| &metric.contributions);
            lines.any(|line| line.kind == crate::assessment::ContributionKind::Clamp)
        };
        for advice in &before.recommendations {
            let index: usize = advice.text.parse().unwrap();
            let mut better = values.clone();
            better[index] = Some(f64::from(limits[index]));
            let after = measure(&better);
            let gain = after.overall_score.unwrap() - before.overall_score.unwrap();
            prop_assert!(gain <= advice.points + 1e-6, "{gain} is more than {} for {}", advice.points, advice.text);
            if !is_clamped(&before) && !is_clamped(&after) {
                prop_assert!((gain - advice.points).abs() < 1e-6, "{gain} is not {}", advice.points);
            }
        }
    }
}
