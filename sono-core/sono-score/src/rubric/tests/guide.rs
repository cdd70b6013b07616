//! Rubrics in words: metrics explained, and rubrics compared.

use super::*;

/// A metric as a reader sees it.
fn told(guide: &MetricGuide) -> String {
    let mut out = format!("{} ({}.{})\n", guide.name, guide.path.as_str(), guide.metric);
    out.extend(guide.description.iter().map(|text| format!("{text}\n")));
    let mut tell = |facts: &[Fact]| {
        out.extend(facts.iter().map(|fact| format!("  {}: {}\n", fact.name, fact.text)));
        std::mem::take(&mut out)
    };
    let mut told = tell(&guide.facts);
    for entry in &guide.entries {
        told.push_str(&format!("\n{}: {}\n", entry.kind.name(), entry.title));
        if let Some(signal) = &entry.signal {
            told.push_str(&format!("  {} [{}]: {}\n", signal.id, signal.unit, signal.definition));
        }
        told.push_str(&tell(&entry.facts));
    }
    told
}

fn explain(rubric: &str, metric: &str) -> String {
    let guides = Rubric::builtin(rubric).unwrap().explain(metric).unwrap();
    guides.iter().map(told).collect::<Vec<_>>().join("\n")
}

/// The differences as a reader sees them.
fn changes(before: &Rubric, after: &Rubric) -> String {
    let changes = before.changes(after);
    let mut out = String::new();
    for section in &changes.sections {
        out.push_str(&format!("{}\n", section.title));
        out.extend(section.changes.iter().map(|change| format!("- {}\n", change.describe())));
    }
    out
}

fn compare(before: &str, after: &str) -> String {
    changes(&Rubric::builtin(before).unwrap(), &Rubric::builtin(after).unwrap())
}

#[test]
fn metrics_are_explained() {
    insta::assert_snapshot!("explain_growth_interfaces", explain("growth", "interfaces"));
    insta::assert_snapshot!("explain_coursework_testing", explain("coursework", "technical.testing"));
    insta::assert_snapshot!("explain_classic_testing", explain("classic", "testing"));
}

#[test]
fn every_metric_can_be_explained() {
    for name in Rubric::builtin_names() {
        let rubric = Rubric::builtin(name).unwrap();
        for path in &rubric.model.paths {
            for metric in &path.metrics {
                let full = format!("{}.{}", path.path.as_str(), metric.id);
                let [guide] = rubric.explain(&full).unwrap().try_into().unwrap();
                assert_eq!((guide.path, &guide.metric), (path.path, &metric.id));
                let lines = metric.parts.len() + metric.rules.len() + metric.groups.len();
                assert_eq!(guide.entries.len(), lines, "{full}");
                assert!(rubric.explain(&metric.id).unwrap().contains(&guide), "{full}");
            }
        }
    }
}

#[test]
fn an_unknown_metric_is_refused() {
    let error = |metric: &str| small().explain(metric).unwrap_err().to_string();
    insta::assert_snapshot!(error("qualty"), @r#"the rubric small has no metric "qualty"; did you mean `quality`?"#);
    insta::assert_snapshot!(error("design.quality"), @r#"the rubric small has no metric "design.quality"; known: technical.quality, technical.tests, communication.explanation"#);
}

#[test]
fn built_in_rubrics_are_compared() {
    insta::assert_snapshot!("changes_growth_hiring", compare("growth", "hiring"));
    insta::assert_snapshot!("changes_growth_coursework", compare("growth", "coursework"));
}

/// Hardly anything is the same; what both have is compared, the rest is new or gone.
#[test]
fn rubrics_of_different_kinds_are_compared() {
    let told = compare("growth", "classic");
    let titles: Vec<&str> = told.lines().filter(|line| !line.starts_with("- ")).collect();
    insta::assert_snapshot!("changes_growth_classic", titles.join("\n"));
    for line in [
        "- basis: keywords: words score, and scores have no interval; it was: measurements: words do not score code",
        "- reads: any text; it was: code, of which at least one statement must parse",
        "- Rule \u{201c}exception handlers\u{201d}: new; when: the text contains \"try:\" or \"except\"; points: adds 25 points; \
         expected: exception handlers",
        "- Parameter \u{201c}penalty_high\u{201d}: new; type: number; default: 6",
    ] {
        assert!(told.lines().any(|told| told == line), "{line}\n{told}");
    }
}

#[test]
fn a_rubric_means_what_it_means_however_it_is_written() {
    for name in Rubric::builtin_names() {
        let rubric = Rubric::builtin(name).unwrap();
        assert_eq!(changes(&rubric, &rubric), "", "{name}");
        let child = format!("format = 1\nid = \"other\"\nversion = \"9\"\nextends = {name:?}\n");
        let registry = SignalRegistry::standard();
        let child = Rubric::parse(&child, "child.toml", |_| Ok(None), &registry).unwrap();
        assert_eq!(changes(&rubric, &child), "", "{name}");
    }
    // Weights are shares, a point on a straight line changes no curve, and what is the default need not be said.
    let same = SMALL
        .replace("weight = 3", "weight = 3.0")
        .replace("weight = 1\ncurve = [[2, 0]", "weight = 7\ncurve = [[2, 0]")
        .replace(
            "weight = 1\ncurve = [[5, 100], [15, 60]",
            "weight = 7\ncurve = [[3, 100], [5, 100], [10, 80], [15, 60]",
        )
        .replace("uncertainty = 8", "uncertainty = 8\nabsent = \"skip\"");
    assert_ne!(same, SMALL);
    assert_eq!(changes(&small(), &parse(&same).unwrap()), "");
}

#[test]
fn every_kind_of_change_is_told() {
    let edits = [
        ("penalty = 4", "penalty = 5\nbonus = 2"),
        ("checks = true\n", ""),
        (
            "when = { signal = \"testing.tests\", gt = 100 }\nadd = -1",
            "when = { signal = \"testing.tests\", gt = 100 }\nadd = -3",
        ),
        ("id = \"technical\"\nweight = 3", "id = \"technical\"\nweight = 1"),
        ("category = \"code\"\nweight = 2", "category = \"code\"\nweight = 1\nbase = 5"),
        ("[15, 60]", "[15, 85]"),
        ("uncertainty = 8", "uncertainty = 9\ntarget = { at_most = 15 }\nabsent = 10"),
        ("Functions are easy to follow.", "Functions are short."),
        ("signal = \"naming.length.mean\"", "signal = \"documentation.coverage\""),
        ("medium = 2", "medium = 3"),
        ("max = 10", "max = 12"),
        ("id = \"tests\"\nname = \"Tests\"", "id = \"tests\"\nname = \"Tests\"\nexpects = \"tests\""),
        (
            "[parameters]",
            "[expects]\nproject = [\"tests\", \"readme\"]\n[templates]\nnext = \"Begin with this: {next}\"\n[parameters]",
        ),
        ("submission_types = [\"interview\", \"test\"]", "submission_types = [\"interview\"]"),
        ("id = \"explanation\"", "id = \"account\""),
    ];
    let mut other = SMALL.to_owned();
    for (from, to) in edits {
        assert!(other.contains(from), "{from}");
        other = other.replacen(from, to, 1);
    }
    other.push_str("\n[[path.motive]]\nid = \"care\"\nstart = 0.5\n[[path.motive.indicator]]\nwhen = { signal = \"prose.words\", ge = 9 }\nadd = 0.1\n");
    insta::assert_snapshot!("every_kind_of_change", changes(&small(), &parse(&other).unwrap()));
    insta::assert_snapshot!("every_kind_of_change_back", changes(&parse(&other).unwrap(), &small()));
}

/// The changes from one rubric that extends growth to another that does.
fn compare_children(before: &str, after: &str) -> String {
    let registry = SignalRegistry::standard();
    let child = |more: &str| {
        let source = format!("format = 1\nid = \"team\"\nversion = \"1\"\nextends = \"growth\"\n{more}");
        Rubric::parse(&source, "team.toml", |_| Ok(None), &registry).unwrap()
    };
    changes(&child(before), &child(after))
}

#[test]
fn rules_over_the_syntax_are_compared_one_by_one() {
    let rules = |eval: &str, other: &str, off: &str| {
        format!(
            "[syntax_rules]\noff = [{off}]\nyaml = \"\"\"\nid: no-eval\nlanguage: python\n{eval}\n---\nid: {other}\n\
             language: go\nseverity: warning\nmessage: No panics.\nrule: {{pattern: panic($C)}}\n\"\"\"\n"
        )
    };
    let before = rules(
        "severity: error\nmessage: No eval.\nrule: {pattern: eval($C)}",
        "no-panic",
        "\"structured_logging\"",
    );
    let after = rules(
        "severity: warning\nmessage: No eval.\nnote: Parse it.\nrule: {pattern: eval($$$C)}",
        "calm",
        "\"specific_exceptions\"",
    );
    insta::assert_snapshot!("changes_of_syntax_rules", compare_children(&before, &after));
    assert_eq!(compare_children(&before, &before), "");
}

#[test]
fn a_target_that_changes_is_told_with_what_it_was() {
    let with = |target: &str| {
        SMALL.replace("uncertainty = 8", &format!("{target}\nexpected = \"at most 15 or so\""))
    };
    let (before, after) = (with("target = { at_most = 6 }"), with("target = { at_most = 7 }"));
    let told = changes(&parse(&before).unwrap(), &parse(&after).unwrap());
    assert!(told.contains(": target: at most 7; it was: at most 6"), "{told}");
    let after = before.replace("at_most = 6", "at_most = 7").replace("at most 15 or so", "at most 7");
    let told = changes(&parse(&before).unwrap(), &parse(&after).unwrap());
    assert!(told.contains(": target: at most 7; it was: at most 6"), "said by one of them alone: {told}");
}

#[test]
fn weights_that_follow_from_another_are_not_told() {
    let part = "signal = \"complexity.cognitive.p90\"\nweight = 1\ncurve = [[5, 100], [15, 60], [25, 0]]";
    let third = "[[path.metric.part]]\nsignal = \"documentation.coverage\"\nweight = 1\ncurve = [[0, 0], [1, 100]]\n\n[[path.metric.group]]";
    let before = SMALL.replace("[[path.metric.group]]", third);
    let after = before.replace(part, &part.replace("weight = 1", "weight = 2"));
    assert_ne!(before, after);
    let told = changes(&parse(&before).unwrap(), &parse(&after).unwrap());
    assert_eq!(told.lines().filter(|line| line.contains("weight")).count(), 1, "{told}");
    assert!(told.contains("50 % of the parts: up to 50 points; it was: 33.33 %"), "{told}");
    // A new part says all.
    let told = changes(&small(), &parse(&before).unwrap());
    assert_eq!(told.lines().filter(|line| line.contains("; it was: ")).count(), 0, "{told}");
}
