//! Rules over the syntax tree: their matches, their bounds, and the refusal of wrong ones.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use sono_syntax::language::{self, Language};
use sono_syntax::syntax::{ParseBudget, Parsed, Parser};

use crate::error::{Error, ErrorKind};

use super::{Interrupt, SyntaxMatches, SyntaxRules, standard};

pub(super) fn rules(rule: &str) -> SyntaxRules {
    let yaml =
        format!("id: it\nlanguage: python\nseverity: warning\nmessage: Found $A here.\nrule: {rule}\n");
    SyntaxRules::from_yaml(&yaml).unwrap()
}

pub(super) fn find(rules: &SyntaxRules, text: &str) -> SyntaxMatches {
    find_in(rules, text, language::by_name("python").unwrap())
}

pub(super) fn find_in(rules: &SyntaxRules, text: &str, language: &'static Language) -> SyntaxMatches {
    let mut matches = SyntaxMatches::default();
    Parser::new()
        .visit(text, language, false, &ParseBudget::default(), &|| Ok::<(), ()>(()), &mut |parsed: Parsed<
            '_,
        >| {
            matches = rules.find(parsed);
            Ok(())
        })
        .unwrap();
    matches
}

pub(super) fn places<'t>(rules: &SyntaxRules, text: &'t str) -> Vec<&'t str> {
    find(rules, text).found.iter().map(|found| found.span.of(text)).collect()
}

/// The languages of each file of snippets.
const SNIPPETS: &[(&str, &[&str])] = &[
    (include_str!("../../tests/rules/go.txt"), &["go"]),
    (include_str!("../../tests/rules/java.txt"), &["java"]),
    (include_str!("../../tests/rules/javascript.txt"), &["javascript"]),
    (include_str!("../../tests/rules/python.txt"), &["python"]),
    (include_str!("../../tests/rules/rust.txt"), &["rust"]),
    (include_str!("../../tests/rules/typescript.txt"), &["typescript", "tsx"]),
];

/// The snippets of a file: the rule each is about, whether it breaks that rule, and the code.
///
/// `=== rule` names the rule of the snippets that follow, `=== bad` begins code with one violation (or the number in a
/// comment: `2 hits`), and `=== ok` code without any.
fn snippets(file: &str) -> Vec<(&str, bool, String)> {
    let mut out: Vec<(&str, bool, String)> = Vec::new();
    let mut rule = "";
    for line in file.lines() {
        match line.strip_prefix("=== ").map(|head| head.split_once(' ').unwrap_or((head, ""))) {
            Some(("rule", name)) => rule = name,
            Some((head, _)) => out.push((rule, head == "bad", String::new())),
            None => {
                if let Some((_, _, code)) = out.last_mut() {
                    code.push_str(line);
                    code.push('\n');
                }
            }
        }
    }
    out
}

#[test]
fn the_standard_rules_find_what_they_are_about_and_nothing_else() {
    let rules = standard();
    let mut wrong = Vec::new();
    for (file, languages) in SNIPPETS {
        let known = languages.iter().filter_map(|name| language::by_name(name));
        for language in known {
            let snippets = snippets(file);
            let about: std::collections::BTreeSet<_> = snippets.iter().map(|(rule, ..)| *rule).collect();
            let ids: std::collections::BTreeSet<_> =
                rules.ids().filter(|(of, _)| *of == language.id).map(|(_, id)| id).collect();
            assert_eq!(about, ids, "{}: every rule has its snippets", language.id);
            for (rule, breaks, code) in snippets {
                let said = || code.split_once(" hits")?.0.rsplit(' ').next()?.parse().ok();
                let expected = if breaks { said().unwrap_or(1) } else { 0 };
                let found = find_in(&rules, &code, language).found;
                let found = found.iter().filter(|found| found.rule == rule).count();
                if found != expected {
                    wrong.push(format!("{} {rule}: expected {expected}, got {found}\n{code}", language.id));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_pattern_matches_code_and_nothing_else() {
    let rules = rules("{pattern: 'open($A)'}");
    let text = "open(path)\n# open(comment)\ns = 'open(string)'\nopen(\n    other\n)\nopen(a, b)\n";
    assert_eq!(places(&rules, text), ["open(path)", "open(\n    other\n)"]);
    assert_eq!(find(&rules, text).found[0].message, "Found path here.");
}

#[test]
fn a_meta_variable_stands_for_one_code() {
    let rules = rules("{pattern: '$A == $A'}");
    assert_eq!(places(&rules, "x == x\nx == y\nf(x) == f(x)\nf( x ) == f(x)\n"), ["x == x", "f(x) == f(x)"]);
}

#[test]
fn dollars_that_name_nothing_stay_in_a_message() {
    let yaml =
        "id: it\nlanguage: python\nmessage: It costs $5, not $B or $a$\nrule: {kind: pass_statement}\n";
    let rules = SyntaxRules::from_yaml(yaml).unwrap();
    assert_eq!(find(&rules, "pass\n").found[0].message, "It costs $5, not $B or $a$");
}

#[test]
fn relatives_are_found_in_every_direction() {
    let text = "def f():\n    a()\n    b()\n    c()\n";
    for (rule, expected) in [
        ("{pattern: 'b()', inside: {kind: function_definition, stopBy: end}}", vec!["b()"]),
        ("{kind: function_definition, has: {pattern: 'c()', stopBy: end}}", vec![text.trim_end()]),
        (
            "{kind: expression_statement, follows: {has: {pattern: 'a()'}, kind: expression_statement}}",
            vec!["b()"],
        ),
        (
            "{kind: expression_statement, precedes: {has: {pattern: 'c()'}, kind: expression_statement}}",
            vec!["b()"],
        ),
        ("{kind: expression_statement, nthChild: 3}", vec!["c()"]),
        ("{kind: identifier, field: name}", vec!["f"]),
        ("{kind: identifier, regex: '^[bc]$'}", vec!["b", "c"]),
        ("{kind: call, not: {any: [{regex: a}, {regex: b}]}}", vec!["c()"]),
    ] {
        // `field` alone is not a rule of ast-grep: it belongs to `has` and `inside`.
        let yaml = format!("id: it\nlanguage: python\nmessage: It.\nrule: {rule}\n");
        match SyntaxRules::from_yaml(&yaml) {
            Ok(rules) => assert_eq!(places(&rules, text), expected, "{rule}"),
            Err(_) => assert!(rule.contains("field: name")),
        }
    }
}

#[test]
fn no_comment_turns_a_rule_off() {
    let rules = rules("{pattern: 'open($A)'}");
    for comment in ["# ast-grep-ignore", "# ast-grep-ignore: it", "# noqa"] {
        assert_eq!(places(&rules, &format!("{comment}\n\nopen(x)  {comment}\n")), ["open(x)"], "{comment}");
    }
}

#[test]
fn wrong_rules_are_refused_with_their_name() {
    let said = |yaml: &str| SyntaxRules::from_yaml(yaml).unwrap_err().join("\n");
    let of = |rest: &str| format!("id: it\nlanguage: python\nmessage: It.\n{rest}\n");
    let mut all = String::new();
    for yaml in [
        of("rule: {kind: no_such_kind}"),
        of("rule: {pattern: 'x'}\nfix: y"),
        of("rule: {pattern: 'x'}\nfiles: ['*.py']"),
        of("rule: {regex: x}"),
        of("rule: {kind: call, has: {matches: nothing}}"),
        of("rule: {pattern: 'x'}\nrules: 1"),
        of("rule: {kind: call, regex: '('}"),
        of("rule: {pattern: 'f(def)'}"),
        of("rule: {kind: call, range: {start: {line: 1, column: 1}, end: {line: 2, column: 1}}}"),
        of(
            "utils: {a: {kind: list, has: {matches: b}}, b: {kind: list, has: {matches: a}}}\nrule: {kind: list, matches: a}",
        ),
        "id: it\nlanguage: klingon\nmessage: It.\nrule: {pattern: x}\n".to_owned(),
        "language: python\nmessage: It.\nrule: {pattern: x}\n".to_owned(),
        "id: it\nlanguage: python\nrule: {pattern: x}\n".to_owned(),
        format!("{}---\n{}", of("rule: {pattern: x}"), of("rule: {pattern: y}")),
        "rule: [".to_owned(),
    ] {
        all.push_str(&said(&yaml));
        all.push_str("\n\n");
    }
    let languages: Vec<&str> = language::all().iter().map(|language| language.id).collect();
    insta::assert_snapshot!(all.replace(&languages.join(", "), "(all languages)"));
}

/// Each of these would take minutes or gigabytes to load or to apply, end in a panic, or use up the stack.
#[test]
fn rules_that_cost_too_much_are_refused() {
    let utilities = |number: usize, one: &dyn Fn(usize) -> String| {
        (0..number).map(|index| format!("  u{index}: {}\n", one(index))).collect::<String>()
    };
    let doubled = |index| format!("{{any: [{{matches: u{0}}}, {{matches: u{0}}}]}}", index + 1);
    let next = |index| format!("{{all: [{{matches: u{}}}]}}", index + 1);
    let regexes = vec!["{kind: call, regex: x}"; 1_001].join(", ");
    for (rest, expected) in [
        (
            format!(
                "utils:\n{}  u15: {{kind: call}}\nrule: {{kind: call, matches: u0}}",
                utilities(15, &doubled)
            ),
            "expected at most 4000 keys and values, utilities written out, got ",
        ),
        (
            format!(
                "utils:\n{}  u40: {{kind: call}}\nrule: {{kind: call, matches: u0}}",
                utilities(40, &next)
            ),
            "expected at most 64 levels, utilities written out, got more",
        ),
        (
            format!("utils:\n{}rule: {{kind: call}}", utilities(101, &|_| "{kind: call}".to_owned())),
            "expected at most 100 utilities, got 101",
        ),
        (
            "rule: {kind: call, regex: '\\w{90}'}".to_owned(),
            "expected a regular expression of at most 131072 bytes when compiled, got a larger one",
        ),
        (
            format!("rule: {{any: [{regexes}]}}"),
            "expected at most 1000 regular expressions in all rules, got more",
        ),
        (
            "rule: {kind: call, nthChild: '2147483648'}".to_owned(),
            "expected a position of at most 6 digits, got 10",
        ),
        (
            "rule: {kind: call, nthChild: {position: '-3000000000n+1'}}".to_owned(),
            "expected a position of at most 6 digits, got 10",
        ),
    ] {
        let yaml = format!("id: it\nlanguage: python\nmessage: It.\n{rest}\n");
        let said = SyntaxRules::from_yaml(&yaml).unwrap_err().join("\n");
        assert!(said.starts_with(&format!("rule `it`: {expected}")), "{said}");
    }
    let one = |index: usize| format!("id: r{index}\nlanguage: python\nmessage: It.\nrule: {{kind: call}}\n");
    let many = (0..1_001).map(one).collect::<Vec<_>>().join("---\n");
    assert_eq!(
        SyntaxRules::from_yaml(&many).unwrap_err(),
        ["rule `r1000`: expected at most 1000 rules of one language, got more"]
    );
    let one = |index: usize| {
        let regexes = vec!["{regex: x}"; 101].join(", ");
        format!("id: r{index}\nlanguage: python\nmessage: It.\nrule: {{kind: call, all: [{regexes}]}}\n")
    };
    let many = (0..10).map(one).collect::<Vec<_>>().join("---\n");
    assert_eq!(
        SyntaxRules::from_yaml(&many).unwrap_err(),
        ["rule `r9`: expected at most 1000 regular expressions in all rules, got more"]
    );
}

#[test]
fn a_rule_that_takes_long_does_not_hide_the_others() {
    let rules = SyntaxRules::from_yaml(
        "id: slow\nlanguage: python\nmessage: It.\nrule: {kind: identifier, follows: {kind: string, stopBy: end}}\n\
         ---\nid: quick\nlanguage: python\nmessage: It.\nrule: {kind: call}\n",
    )
    .unwrap();
    let matches = find(&rules, &format!("x = [{}]\nf()\n", "number, ".repeat(20_000)));
    assert!(matches.cut);
    assert_eq!(matches.found.iter().map(|found| found.rule.as_str()).collect::<Vec<_>>(), ["quick"]);
}

#[test]
fn a_rule_that_is_off_finds_nothing() {
    let rules =
        SyntaxRules::from_yaml("id: it\nlanguage: python\nseverity: off\nmessage: It.\nrule: {kind: call}\n")
            .unwrap();
    assert!(!rules.reads(language::by_name("python").unwrap()));
    assert_eq!(find(&rules, "f()\n"), SyntaxMatches::default());
}

/// Rules that search as far as possible, on texts where that is far.
#[test]
fn work_is_bounded_whatever_the_text() {
    let deep = |open: &str, close: &str, n: usize| format!("x = {}1{}\n", open.repeat(n), close.repeat(n));
    let texts = [
        deep("(", ")", 20_000),
        deep("f(", ")", 20_000),
        format!("x = a{}\n", " + a".repeat(20_000)),
        format!("x = [{}]\n", "a,".repeat(50_000)),
        "f(a)\n".repeat(30_000),
        "if a:\n    pass\n".repeat(20_000),
        format!(
            "{} == {}\n",
            "(".repeat(5_000) + "1" + &")".repeat(5_000),
            "(".repeat(5_000) + "1" + &")".repeat(5_000)
        ),
        "def ((( [ \" ".repeat(5_000),
    ];
    for rule in [
        "{kind: list, has: {kind: string, stopBy: end}}",
        "{kind: parenthesized_expression, has: {kind: string, stopBy: end}}",
        "{kind: identifier, inside: {kind: class_definition, stopBy: end}}",
        "{kind: identifier, follows: {kind: string, stopBy: end}}",
        "{kind: expression_statement, precedes: {kind: if_statement, stopBy: end}}",
        "{kind: identifier, nthChild: {position: 3, reverse: true}}",
        "{pattern: '$A == $A'}",
        "{pattern: 'f($$$A, q, $$$B)'}",
        "{any: [{kind: list}, {kind: parenthesized_expression}, {kind: call}], regex: 'q$'}",
    ] {
        let rules = rules(rule);
        for text in &texts {
            let start = Instant::now();
            find(&rules, text);
            // Far longer than it takes; without a bound it would take minutes.
            assert!(start.elapsed() < Duration::from_secs(30), "{rule} on {:.30}", text);
        }
    }
    let all = standard();
    for text in &texts {
        find(&all, text);
    }
}

/// Regular expressions of which each byte of a text takes microseconds, as often as a rule may name them, on a text that is
/// one string: without a price by their size, this would take hours.
#[test]
fn slow_expressions_are_paid_for_by_the_byte() {
    let slow = |index: usize| format!("{{regex: '[ab]*a[ab]{{{}}}c'}}", 1_000 + index);
    let many = (0..400).map(slow).collect::<Vec<_>>().join(", ");
    let rules = rules(&format!("{{kind: string, any: [{many}]}}"));
    let text = format!("x = '{}'\n", "abba".repeat(1 << 18));
    let start = Instant::now();
    let matches = find(&rules, &text);
    assert!(matches.cut && matches.found.is_empty());
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    // On texts that such rules are made for, they find what they look for.
    let rules = self::rules("{kind: string, regex: '[ab]*a[ab]{21}c'}");
    let (few, some) = (format!("'{}c'", "ab".repeat(2)), format!("'{}c'", "ab".repeat(12)));
    assert_eq!(places(&rules, &format!("x = [{few}, {some}]\n")), [some.as_str()]);
}

#[test]
fn rules_stop_when_they_are_told_to() {
    let rules = rules("{kind: identifier, follows: {kind: string, stopBy: end}}");
    let text = format!("x = [{}]\n", "a,".repeat(60_000));
    let asked = Rc::new(Cell::new(0_u64));
    let until = |stop: u64| {
        asked.set(0);
        let asked = Rc::clone(&asked);
        let interrupt: Interrupt = Rc::new(move || {
            asked.set(asked.get() + 1);
            if asked.get() >= stop { Err(Error::new(ErrorKind::Cancelled, "enough")) } else { Ok(()) }
        });
        let mut found = Ok(SyntaxMatches::default());
        let mut visitor = |parsed: Parsed<'_>| {
            found = rules.find_until(parsed, &interrupt);
            Ok::<(), ()>(())
        };
        let python = language::by_name("python").unwrap();
        Parser::new().visit(&text, python, false, &ParseBudget::default(), &|| Ok(()), &mut visitor).unwrap();
        found
    };
    // Being asked changes nothing.
    assert_eq!(until(u64::MAX).unwrap(), find(&rules, &text));
    let all = asked.get();
    assert!(all > 50, "{all}");
    for stop in [1, 2, all / 2, all] {
        assert_eq!(until(stop).unwrap_err().kind(), ErrorKind::Cancelled);
        assert_eq!(asked.get(), stop, "the work went on");
    }
}

#[test]
fn a_cut_is_said_and_falls_at_the_same_place() {
    let rules = rules("{kind: identifier, follows: {kind: string, stopBy: end}}");
    let text = format!("x = [{}]\n", "a,".repeat(50_000));
    let first = find(&rules, &text);
    assert!(first.cut);
    assert_eq!(find(&rules, &text), first);
    assert!(!find(&rules, "x = [a, b]\n").cut);
}

#[test]
fn odd_texts_are_no_trouble() {
    let all = standard();
    for text in [
        "",
        "\n",
        "\0",
        "é\u{feff}x[0]\r\nprint(\u{2028})\n",
        "x[0",
        "def",
        "print(",
        "except:",
        "try:\n  x\nexcept:",
    ] {
        find(&all, text);
    }
}
