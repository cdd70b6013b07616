//! Rules that would take too much, mean different things in different runs, or mean nothing.

use std::time::{Duration, Instant};

use sono_syntax::language;

use super::tests::{find, find_in, places, rules};
use super::{FILES, SyntaxRules, rules_of};

/// The problems of a rule, all on one line.
fn said(rest: &str) -> String {
    let yaml = format!("id: it\nlanguage: python\nmessage: It.\n{rest}\n");
    match SyntaxRules::from_yaml(&yaml) {
        Ok(_) => String::new(),
        Err(problems) => problems.join("\n").replace("rule `it`: ", ""),
    }
}

/// Each element of the list would copy the whole list.
#[test]
fn what_variables_stand_for_is_paid_for_when_it_is_copied() {
    let rules = rules("{all: [{pattern: '[$$$A]'}, {has: {pattern: $B, regex: '^zzz$'}}]}");
    let text = format!("x = [\n{}]\n", "  12,\n".repeat(100_000));
    let start = Instant::now();
    let matches = find(&rules, &text);
    assert!(matches.cut && matches.found.is_empty());
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    // A list of usual size is nothing.
    assert_eq!(places(&rules, "x = [1, zzz, 3]\ny = [1]\n"), ["[1, zzz, 3]"]);
}

/// ast-grep takes constraints in an order that changes with each table of variables.
#[test]
fn constraints_hold_in_the_same_order_in_every_run() {
    let constraints =
        "constraints:\n  A: {has: {pattern: $C}}\n  B: {has: {pattern: $C}}\n  D: {has: {pattern: $C}}\n";
    let yaml = format!(
        "id: it\nlanguage: python\nmessage: It is $C.\nrule: {{pattern: 'f($A, $B, $D)'}}\n{constraints}"
    );
    let rules = SyntaxRules::from_yaml(&yaml).unwrap();
    for _ in 0..50 {
        let found = find(&rules, "f([a, b, c], [b, a, c], [a, c, b])\nf([a], [b], [a])\n").found;
        let messages: Vec<_> = found.iter().map(|found| found.message.as_str()).collect();
        assert_eq!(messages, ["It is a."]);
    }
    let rules = SyntaxRules::from_yaml(
        "id: it\nlanguage: python\nmessage: It.\nrule: {pattern: 'f($A)'}\nconstraints: {A: {regex: '^x'}}\n",
    );
    assert_eq!(places(&rules.unwrap(), "f(x)\nf(y)\nf(xy)\nf(x, x)\n"), ["f(x)", "f(xy)"]);
}

#[test]
fn constraints_may_use_utilities_and_are_paid_for() {
    let rules = SyntaxRules::from_yaml(
        "id: it\nlanguage: python\nmessage: It.\nutils: {deep: {has: {kind: string, stopBy: end}}}\n\
         rule: {pattern: 'f($A)'}\nconstraints: {A: {matches: deep}}\n",
    )
    .unwrap();
    assert_eq!(places(&rules, "f([1, ['x']])\nf([1])\n"), ["f([1, ['x']])"]);
    let nested = format!("{}1{}\n", "f([1, ".repeat(3_000), "])".repeat(3_000));
    let start = Instant::now();
    find(&rules, &nested);
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

#[test]
fn selectors_of_kinds_have_bounds() {
    let deep = "expected at most 64 levels, utilities written out, got more";
    assert_eq!(said(&format!("rule: {{kind: '{}'}}", "call ".repeat(8_000))), deep);
    let not = format!("{}call{}", "call:not(".repeat(5_000), ")".repeat(5_000));
    assert_eq!(said(&format!("rule: {{kind: '{not}'}}")), deep);
    let within = format!("{}{{kind: '{}call'}}{}", "{has: ".repeat(20), "call ".repeat(50), "}".repeat(20));
    assert_eq!(said(&format!("rule: {{kind: call, has: {within}}}")), deep);
    assert_eq!(
        said("rule: {kind: 'call:nth-child(2147483648)'}"),
        "expected a position of at most 6 digits, got 10"
    );
    assert_eq!(places(&rules("{kind: 'call > identifier'}"), "f(a)\n"), ["f"]);
}

#[test]
fn messages_have_bounds() {
    let long = "x".repeat(1_001);
    let yaml = format!("id: {long}\nlanguage: python\nmessage: {long}\nnote: {long}\nrule: {{kind: call}}\n");
    let name = "x".repeat(60);
    assert_eq!(
        SyntaxRules::from_yaml(&yaml).unwrap_err(),
        [
            format!("rule `{name}…`: expected `id` of at most 200 characters, got 1001"),
            format!("rule `{name}…`: expected `message` of at most 1000 characters, got 1001"),
            format!("rule `{name}…`: expected `note` of at most 1000 characters, got 1001"),
        ]
    );
    let yaml =
        format!("id: it\nlanguage: python\nmessage: '{}'\nrule: {{pattern: 'f($A)'}}\n", "$A".repeat(500));
    let rules = SyntaxRules::from_yaml(&yaml).unwrap();
    let message = &find(&rules, &format!("f({})\n", "x".repeat(100))).found[0].message;
    assert!(message.chars().count() < 2_100, "{}", message.chars().count());
    assert!(message.starts_with(&format!("{}…", "x".repeat(60))));
}

#[test]
fn notes_are_shared() {
    let yaml = "id: it\nlanguage: python\nmessage: It.\nnote: Mend it.\nrule: {kind: call}\n";
    let found = find(&SyntaxRules::from_yaml(yaml).unwrap(), "f()\ng()\n").found;
    let [one, other] = [&found[0], &found[1]].map(|found| found.fix.clone().unwrap());
    assert!(std::sync::Arc::ptr_eq(&one, &other));
}

#[test]
fn several_codes_stand_in_a_message() {
    let yaml = "id: it\nlanguage: python\nmessage: Called with $$$ARGS, not $$$NONE.\nrule: {pattern: 'f($$$ARGS)'}\n";
    let rules = SyntaxRules::from_yaml(yaml).unwrap();
    let found = find(&rules, "f()\nf(a, b + 1)\n").found;
    let messages: Vec<_> = found.iter().map(|found| found.message.as_str()).collect();
    assert_eq!(messages, ["Called with , not $$$NONE.", "Called with a, b + 1, not $$$NONE."]);
}

#[test]
fn keys_that_nobody_knows_are_refused() {
    for (rest, expected) in [
        (
            "rule: {kind: call, has: {kind: list, stopby: end}}",
            "in `rule.has`: expected a known key, got `stopby`; did you mean `stopBy`?",
        ),
        (
            "rule: {kind: call, inside: {kind: list, foo: 1}}",
            "in `rule.inside`: expected one of the keys pattern, kind, regex, nthChild, range, inside, has, precedes, follows, all, any, not, matches, stopBy, field, got `foo`",
        ),
        (
            "rule: {kind: call, all: [{follows: {kind: list, stopBy: {kinds: list}}}]}",
            "in `rule.all[0].follows.stopBy`: expected a known key, got `kinds`; did you mean `kind`?",
        ),
        (
            "rule: {kind: call, nthChild: {position: 1, ofrule: {kind: call}}}",
            "in `rule.nthChild`: expected a known key, got `ofrule`; did you mean `ofRule`?",
        ),
        (
            "rule: {pattern: {context: f(), selectr: call}}",
            "in `rule.pattern`: expected a known key, got `selectr`; did you mean `selector`?",
        ),
        (
            "rule: {kind: call, field: x}",
            "in `rule`: expected `field` in `has` or `inside`, got it elsewhere",
        ),
        (
            "utils: {u: {kind: call, precedes: {kind: list, stop: end}}}\nrule: {kind: call}",
            "in `utils.u.precedes`: expected one of the keys pattern, kind, regex, nthChild, range, inside, has, precedes, follows, all, any, not, matches, stopBy, field, got `stop`",
        ),
    ] {
        assert_eq!(said(rest), expected, "{rest}");
    }
}

#[test]
fn rules_that_never_match_are_refused() {
    for (rest, expected) in [
        ("rule: {kind: ''}", "expected a kind of node of Python, got an empty text"),
        ("rule: {any: []}", "expected rules in `any`, got an empty list"),
        ("rule: {kind: call, nthChild: 0}", "expected a position from 1 on, got `0`"),
        ("rule: {kind: call, nthChild: {position: -n}}", "expected a position from 1 on, got `-n`"),
        (
            "rule: {kind: call, pattern: null}",
            "in `rule.pattern`: expected code as a text in quotes, got nothing",
        ),
        ("rule: null", "expected `rule`, got none"),
        (
            "rule: {kind: call, all: [{kind: list}]}",
            "expected a rule that some code can match, got kinds that exclude each other",
        ),
    ] {
        assert_eq!(said(rest), expected, "{rest}");
    }
    for kind in ["expression", "statement"] {
        let said = said(&format!("rule: {{kind: {kind}}}"));
        assert!(said.starts_with("expected a kind of node of Python, got `"), "{said}");
    }
    for yaml in ["null", "~", "# x\n---\nnull\n"] {
        assert_eq!(SyntaxRules::from_yaml(yaml).unwrap_err(), ["rule 1: expected a rule, got nothing"]);
    }
    assert!(SyntaxRules::from_yaml("---\n# nothing\n---\n").is_ok());
}

#[test]
fn a_call_in_a_pattern_is_a_call_in_every_language() {
    for (name, pattern, text, expected) in [
        (
            "go",
            "fmt.Println($A)",
            "package a\nfunc f() {\n\tfmt.Println(x)\n\ty := fmt.Println(z)\n}\n",
            vec!["fmt.Println(x)", "fmt.Println(z)"],
        ),
        (
            "go",
            "len($A)",
            "package a\nfunc f() {\n\tx := len(y)\n}\nvar n = len(z)\n",
            vec!["len(y)", "len(z)"],
        ),
        ("go", "[]byte($A)", "package a\nfunc f() {\n\tx := []byte(y)\n}\n", vec!["[]byte(y)"]),
        ("go", "$A := $B", "package a\nfunc f() {\n\tx := 1\n}\n", vec!["x := 1"]),
        ("go", "func $F() { $$$ }", "package a\nfunc f() {\n\tx := 1\n}\n", vec!["func f() {\n\tx := 1\n}"]),
        ("go", "import \"fmt\"", "package a\nimport \"fmt\"\n", vec!["import \"fmt\""]),
        ("java", "f($A)", "class A { void g() { f(x); } }\n", vec!["f(x)"]),
        ("rust", "f($A)", "fn g() { f(x); }\n", vec!["f(x)"]),
        ("javascript", "f($A)", "function g() { f(x); }\n", vec!["f(x)"]),
    ] {
        let Some(language) = language::by_name(name) else { continue };
        let yaml = format!("id: it\nlanguage: {name}\nmessage: It.\nrule: {{pattern: '{pattern}'}}\n");
        let rules = SyntaxRules::from_yaml(&yaml).unwrap();
        let found = find_in(&rules, text, language).found;
        let found: Vec<_> = found.iter().map(|found| found.span.of(text)).collect();
        assert_eq!(found, expected, "{name}: {pattern}");
    }
}

#[test]
fn constraints_are_about_one_code() {
    for (rest, expected) in [
        (
            "rule: {pattern: 'f($$$A)'}\nconstraints: {A: {regex: x}}",
            "in `constraints.A`: expected a variable that stands for one code, got `$$$A`",
        ),
        (
            "rule: {pattern: 'f($A)'}\nconstraints: {B: {regex: x}, C: {regex: x}}",
            "expected `$B` to stand for something in `rule`\nexpected `$C` to stand for something in `rule`",
        ),
        (
            "rule: {pattern: 'f($A)'}\nlabels: {X: {style: primary}}",
            "in `labels`: expected `$X` to stand for something in `rule` or `constraints`",
        ),
    ] {
        assert_eq!(said(rest), expected, "{rest}");
    }
}

#[test]
fn messages_are_in_our_words() {
    let deep = format!("rule: {}{{kind: call}}{}", "{not: ".repeat(70), "}".repeat(70));
    for (rest, expected) in [
        ("rule: {pattern: 5}", "in `rule.pattern`: expected code as a text in quotes, got 5"),
        (
            "rule: {pattern: [x]}",
            "in `rule.pattern`: expected code as a text in quotes, got a list of 1 item",
        ),
        (
            "rule: {kind: call, nthChild: [1]}",
            "in `rule.nthChild`: expected a position such as 2 or `2n+1`, got a list of 1 item",
        ),
        (
            "rule: {kind: call, nthChild: -1}",
            "in `rule.nthChild`: expected a position such as 2 or `2n+1`, got -1",
        ),
        ("rule: {kind: call, has: null}", "in `rule.has`: expected a rule, got nothing"),
        ("rule: {kind: call, all: [null]}", "in `rule.all[0]`: expected a rule, got nothing"),
        ("rule: {kind: null}", "in `rule.kind`: expected a text, got nothing"),
        ("rule: {kind: é}", "expected a kind of node of Python, or a selector of kinds, got `é`"),
        (
            "rule: {pattern: $X}",
            "expected a rule that names kinds of nodes, got a pattern that code of any kind matches; add `kind`",
        ),
        (
            "rule: {pattern: 'except $E as $N: pass'}",
            "expected a pattern of one piece of code, got `except $E as $N: pass`",
        ),
        (
            "rule: {kind: call, kind: list}",
            "expected rules in the YAML of ast-grep, at line 4 column 20: expected each key once, got `kind` twice",
        ),
        (
            &deep,
            "expected rules in the YAML of ast-grep, at line 4 column 391: expected fewer levels, got 65",
        ),
    ] {
        let said = said(rest);
        // The reader of YAML knows best where it stopped.
        let place = |text: &str| {
            text.split_once(" column ").map(|(start, rest)| {
                (start.to_owned(), rest.trim_start_matches(|c: char| c.is_ascii_digit()).to_owned())
            })
        };
        assert!(
            said == expected || place(&said).is_some() && place(&said) == place(expected),
            "{rest}: {said}"
        );
    }
}

#[test]
fn all_problems_are_told_in_the_same_order_in_every_run() {
    let yaml = "id: one\nlanguage: python\nmessage: It.\nrule: {kind: nope, has: {foo: 1}}\n---\n\
                id: two\nlanguage: klingon\nmessage: It.\nrule: {kind: call}\n---\n\
                rule: [\n---\n\
                id: four\nlanguage: python\nmessage: It.\n\
                utils: {a: {kind: a_}, b: {kind: b_}, c: {pattern: 'f(def)'}, d: {kind: call, matches: e}}\n\
                constraints: {A: {kind: c_}, B: {regex: '('}}\n\
                rule: {pattern: 'f($A, $B)'}\n---\n\
                id: five\nlanguage: python\nmessage: It.\nfix: x\nrule: {kind: call}\n";
    let first = SyntaxRules::from_yaml(yaml).unwrap_err();
    for _ in 0..10 {
        assert_eq!(SyntaxRules::from_yaml(yaml).unwrap_err(), first);
    }
    let languages: Vec<&str> = language::all().iter().map(|language| language.id).collect();
    insta::assert_snapshot!(first.join("\n").replace(&languages.join(", "), "(all languages)"));
}

#[test]
fn our_own_rules_are_as_right_as_those_of_others() {
    for rules in [rules_of(FILES, |file| file.standard), rules_of(FILES, |file| file.tags)] {
        assert_eq!(SyntaxRules::from_yaml(&rules).err(), None);
    }
}

/// Several utilities that are code of no kind: all are told, though ast-grep tells one of them by chance.
#[test]
fn all_wrong_utilities_are_told() {
    let said = said(
        "utils: {a: {pattern: 'f(def)'}, b: {pattern: ''}, c: {kind: call}}\nrule: {kind: call, matches: c}",
    );
    let lines: Vec<_> = said.lines().collect();
    assert_eq!(lines.len(), 2, "{said}");
    assert!(lines[0].starts_with("in `utils.a`: ") && lines[1].starts_with("in `utils.b`: "), "{said}");
}
