//! Rubrics that extend others.

use super::*;

fn child(source: &str, parent: &str) -> Result<Rubric> {
    let resolve = |name: &str| Ok((name == "small").then(|| parent.to_owned()));
    Rubric::parse(source, "child.toml", resolve, &registry())
}

const HEAD: &str = "format = 1\nid = \"child\"\nversion = \"2\"\nextends = \"small\"\n";

#[test]
fn children_override_by_id() {
    let source = format!(
        "{HEAD}[parameters]\npenalty = 9\n[[path]]\nid = \"technical\"\n[[path.metric]]\nid = \"tests\"\nweight = 5\n\
         [[path.metric.part]]\nsignal = \"testing.tests\"\nweight = 1\ncurve = [[0, 40]]\n\
         [[path.metric]]\nid = \"extra\"\nname = \"Extra\"\ncategory = \"text\"\nweight = 1\nbase = 10\n"
    );
    let child = child(&source, SMALL).unwrap();
    assert_eq!((child.id(), child.version(), child.name()), ("child", "2", "Small"));
    let defaults: Vec<_> = child.parameters().iter().map(|p| (p.name.as_str(), p.default.clone())).collect();
    assert_eq!(defaults, [("checks", ParameterValue::Bool(true)), ("penalty", ParameterValue::Number(9.0))]);
    let mut set = SignalSet::new();
    set.put_value("testing.tests", 3.0);
    set.put_value("naming.length.mean", 8.0);
    let evaluation = Case::code("x").evaluate(&child, &mut set);
    let technical = &evaluation.path_scores[0];
    let metrics: Vec<_> = technical.metrics.iter().map(|m| (m.id.as_str(), m.weight, m.score)).collect();
    assert_eq!(
        metrics,
        [("quality", 2.0, Some(100.0)), ("tests", 5.0, Some(40.0)), ("extra", 1.0, Some(10.0))]
    );
    assert_adds_up(&evaluation);
}

#[test]
fn a_child_chooses_another_way_to_measure() {
    let parent = "format = 1\nid = \"small\"\nversion = \"1\"\nname = \"S\"\nheuristic = true\n\
        [[measure]]\nid = \"kw.a\"\ncount = [\"a\"]\n[[path]]\nid = \"design\"\n[[path.metric]]\nid = \"m\"\n\
        name = \"M\"\ncategory = \"text\"\nweight = 1\n[[path.metric.part]]\nsignal = \"kw.a\"\nweight = 1\n\
        curve = [[0, 0], [10, 100]]\n";
    let source = format!("{HEAD}[[measure]]\nid = \"kw.a\"\nlines = {{ contains = [\"a\"] }}\n");
    let child = child(&source, parent).unwrap();
    let evaluation = Case::code("aaa\naaa").evaluate(&child, &mut SignalSet::new());
    assert_eq!(evaluation.overall_score, Some(20.0));
}

#[test]
fn parents_must_exist_and_end() {
    let missing = Rubric::parse(HEAD, "child.toml", |_| Ok(None), &registry()).unwrap_err();
    insta::assert_snapshot!(missing, @r#"
    child.toml is not a valid rubric: 1 problem
      child.toml:4: `extends`: there is no rubric "small"; known: growth, hiring, coursework, classic
    "#);
    let cycle = "format = 1\nid = \"small\"\nversion = \"1\"\nextends = \"child.toml\"\n";
    insta::assert_snapshot!(child(HEAD, cycle).unwrap_err(), @"
    child.toml is not a valid rubric: 1 problem
      small:4: `extends`: child.toml extends small extends child.toml: a circle
    ");
    let endless = |name: &str| {
        let next = name.trim_start_matches('r').parse::<usize>().unwrap_or(0) + 1;
        Ok(Some(format!("format = 1\nid = \"i{next}\"\nversion = \"1\"\nextends = \"r{next}\"\n")))
    };
    let error = Rubric::parse(HEAD, "child.toml", endless, &registry()).unwrap_err();
    assert!(error.to_string().contains("more than 16 rubrics"), "{error}");
}

#[test]
fn parents_are_named_within_the_folder() {
    let asked = std::cell::RefCell::new(Vec::new());
    let said = |name: &str| {
        let resolve = |name: &str| {
            asked.borrow_mut().push(name.to_owned());
            Ok(None)
        };
        let source = HEAD.replace("small", name);
        Rubric::parse(&source, "child.toml", resolve, &registry()).unwrap_err().problems()[0].message.clone()
    };
    let outside = [
        "/etc/passwd",
        "../x.toml",
        "a/../../x.toml",
        "..",
        r"..\\x",
        "C:/x.toml",
        "C:x",
        r"\\\\server\\x",
        "a//b",
        "",
        "x/",
        "a\\u0000b",
    ];
    insta::assert_snapshot!(outside.map(said).join("\n"), @r#"
    expected the id of a built-in rubric, or the path of a file in the rubric's folder, got "/etc/passwd": it is absolute
    expected the id of a built-in rubric, or the path of a file in the rubric's folder, got "../x.toml": ".." leads out of the rubric's folder
    expected the id of a built-in rubric, or the path of a file in the rubric's folder, got "a/../../x.toml": ".." leads out of the rubric's folder
    expected the id of a built-in rubric, or the path of a file in the rubric's folder, got "..": ".." leads out of the rubric's folder
    expected the id of a built-in rubric, or the path of a file in the rubric's folder, got "..\\x": ".." leads out of the rubric's folder
    expected the id of a built-in rubric, or the path of a file in the rubric's folder, got "C:/x.toml": it is absolute
    expected the id of a built-in rubric, or the path of a file in the rubric's folder, got "C:x": it is absolute
    expected the id of a built-in rubric, or the path of a file in the rubric's folder, got "\\\\server\\x": it is absolute
    expected the id of a built-in rubric, or the path of a file in the rubric's folder, got "a//b": a part of it is empty
    came ""; expected a string that is not empty
    expected the id of a built-in rubric, or the path of a file in the rubric's folder, got "x/": a part of it is empty
    expected the id of a built-in rubric, or the path of a file in the rubric's folder, got "a\0b": it contains a control character
    "#);
    assert_eq!(*asked.borrow(), [""; 0], "no resolver is asked for these");
    for inside in ["base.toml", "./base.toml", "shared/base", "base@2", "..base"] {
        said(inside);
        assert_eq!(asked.borrow_mut().pop().as_deref(), Some(inside));
    }
    let refused = Rubric::parse(HEAD, "child.toml", |_| Err("it is secret".to_owned()), &registry());
    insta::assert_snapshot!(refused.unwrap_err(), @r#"
    child.toml is not a valid rubric: 1 problem
      child.toml:4: `extends`: expected the id of a built-in rubric, or the path of a file in the rubric's folder, got "small": it is secret
    "#);
}

#[test]
fn a_parent_that_is_no_rubric_is_not_quoted() {
    let secrets = [
        "root:x:0:0:root:/root:/bin/bash\n",
        "token = \"s3cret\"\n[s3cret]\nkey = 's3cret'\n",
        "format = 1\ntoken = \"s3cret\"\n",
        "format = \"s3cret\"\nid = \"s3cret\"\nversion = \"1\"\n",
        "id = \"s3cret\"\nversion = \"s3cret\n",
        "\u{0}s3cret",
        "",
    ];
    for secret in secrets {
        let error = child(HEAD, secret).unwrap_err().to_string();
        assert!(
            error.contains("small:1: expected a rubric, with `format`, `id` and `version`, got another file"),
            "{error}"
        );
        assert!(!error.contains("s3cret") && !error.contains("root"), "{error}");
    }
    let broken = "format = 1\nid = \"small\"\nversion = \"1\"\nname = \"half\n";
    insta::assert_snapshot!(child(HEAD, broken).unwrap_err(), @r#"
    child.toml is not a valid rubric: 1 problem
      small:4: not valid TOML: invalid basic string, expected `"`
    "#);
}

#[test]
fn problems_of_parents_name_their_file() {
    let parent = "format = 1\nid = \"small\"\nversion = \"1\"\nname = 5\n";
    insta::assert_snapshot!(child(&format!("{HEAD}nam = \"x\"\n"), parent).unwrap_err(), @"
    child.toml is not a valid rubric: 3 problems
      child.toml:1: `path`: missing; expected one or more tables
      child.toml:5: `nam`: unknown key; did you mean `name`?
      small:4: `name`: came 5; expected a string that is not empty
    ");
}

#[test]
fn heuristics_cannot_be_laundered() {
    let source = "format = 1\nid = \"honest\"\nversion = \"1\"\nextends = \"classic\"\nheuristic = false\n";
    insta::assert_snapshot!(parse(source).unwrap_err(), @"
    small.toml is not a valid rubric: 1 problem
      small.toml:5: `heuristic`: a rubric that extends a heuristic one stays heuristic
    ");
    let source = source.replace("heuristic = false\n", "");
    assert!(parse(&source).unwrap().is_heuristic());
}

#[test]
fn hashes_follow_content_and_parameters() {
    let rubric = small();
    let hash = rubric.hash(&rubric.default_parameters());
    assert_eq!(hash.len(), 64);
    let spaced =
        parse(&SMALL.replace(" = ", "    =   ").replace("[[path]]", "# a comment\n[[path]]")).unwrap();
    assert_eq!(hash, spaced.hash(&spaced.default_parameters()), "formatting does not matter");
    let other = parse(&SMALL.replace("[15, 60]", "[15, 61]")).unwrap();
    assert_ne!(hash, other.hash(&other.default_parameters()));
    let set = rubric.with_parameters(&[("penalty".to_owned(), 5.into())].into()).unwrap();
    assert_ne!(hash, rubric.hash(&set));
    let same = rubric.with_parameters(&[("penalty".to_owned(), 4.0.into())].into()).unwrap();
    assert_eq!(hash, rubric.hash(&same));
}

#[test]
fn a_metric_of_the_parent_that_is_misspelt_is_one_problem() {
    let source = "format = 1\nid = \"team\"\nversion = \"1\"\nextends = \"growth\"\n\
                  [[path]]\nid = \"technical\"\n[[path.metric]]\nid = \"strucure\"\nweight = 2\n";
    let error = Rubric::parse(source, "team.toml", |_| Ok(None), &SignalRegistry::standard()).unwrap_err();
    let told: Vec<String> = error.problems().iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(told.join("\n"), @"team.toml:7: `path[technical].metric[strucure].id`: no other rubric defines it, and a new one needs `name`, `category`; did you mean `structure`?");
}

/// A standard rule that is off makes room for one of the same id.
#[test]
fn a_standard_rule_can_be_replaced() {
    let source = |off: &str| {
        format!(
            "format = 1\nid = \"team\"\nversion = \"1\"\nextends = \"growth\"\n[syntax_rules]\n{off}\n\
             yaml = \"{{id: specific_exceptions, language: python, severity: error, message: M., rule: {{kind: except_clause}}}}\"\n"
        )
    };
    let parse =
        |off: &str| Rubric::parse(&source(off), "team.toml", |_| Ok(None), &SignalRegistry::standard());
    let rules = parse("off = [\"specific_exceptions\"]").unwrap().model.syntax_rules.clone().unwrap();
    let count = |wanted: (&str, &str)| rules.ids().filter(|id| *id == wanted).count();
    assert_eq!(count(("python", "specific_exceptions")), 1);
    assert_eq!(count(("python", "structured_logging")), 1, "the others stay");
    let problem = parse("").unwrap_err().to_string();
    assert!(problem.contains("expected an id of its own, got that of another rule for Python"), "{problem}");
}
