//! Mistakes of authors of rubrics, one at a time. Each message names the place, what came and what was
//! expected.

use super::*;

/// A mistake in words, and the change of [`SMALL`] that makes it.
type Mistake = (&'static str, &'static str, &'static str);

const MISTAKES: &[Mistake] = &[
    ("a version of the format that does not exist yet", "format = 1", "format = 2"),
    ("no version of the rubric", "version = \"1.0.0\"\n", ""),
    ("a text without its end", "name = \"Small\"", "name = \"Small"),
    ("a key twice", "penalty = 4", "penalty = 4\npenalty = 5"),
    ("a key that is misspelt", "uncertainty = 8", "uncertanty = 8"),
    (
        "a key that stands elsewhere",
        "category = \"code\"\nweight = 2",
        "category = \"code\"\nweight = 2\ntarget = 5",
    ),
    ("an id with a capital letter", "id = \"quality\"", "id = \"Quality\""),
    ("a number as a text", "category = \"code\"\nweight = 2", "category = \"code\"\nweight = \"2\""),
    ("a weight below 0", "category = \"code\"\nweight = 2", "category = \"code\"\nweight = -2"),
    ("weights that sum to 0", "id = \"technical\"\nweight = 3", "id = \"technical\"\nweight = 0"),
    ("an uncertainty beyond the scale", "uncertainty = 8", "uncertainty = 800"),
    ("a path that does not exist", "id = \"technical\"", "id = \"techncal\""),
    ("a category that does not exist", "category = \"answers\"", "category = \"prose\""),
    ("a type of submission that does not exist", "[\"interview\", \"test\"]", "[\"interview\", \"exam\"]"),
    ("a severity that does not exist", "{ low = 1,", "{ minor = 1,"),
    ("two metrics of one id", "id = \"tests\"", "id = \"quality\""),
    (
        "two parts that read one signal",
        "signal = \"naming.length.mean\"",
        "signal = \"complexity.cognitive.p90\"",
    ),
    ("a signal that is misspelt", "signal = \"naming.length.mean\"", "signal = \"naming.lenght.mean\""),
    ("a signal that nobody measures", "signal = \"naming.length.mean\"", "signal = \"style.beauty\""),
    ("a curve whose values go back", "[[2, 0], [8, 100]]", "[[8, 0], [2, 100]]"),
    ("a curve beyond the scale", "[[2, 0], [8, 100]]", "[[2, 0], [8, 120]]"),
    ("a curve of single numbers", "[[2, 0], [8, 100]]", "[2, 8]"),
    ("a target that the curve does not reward", "target = { at_least = 10 }", "target = { at_least = 5 }"),
    ("a target where the curve has ended", "target = { at_least = 10 }", "target = { at_least = 50 }"),
    ("a target that no value meets", "target = { at_least = 10 }", "target = { at_least = 10, at_most = 5 }"),
    ("a target without limits", "target = { at_least = 10 }", "target = {}"),
    (
        "a curve that rises on the way from its target",
        "curve = [[0, 0], [10, 100]]",
        "curve = [[0, 70], [4, 20], [10, 100]]",
    ),
    ("points for an absent signal in a word", "absent = 0", "absent = \"none\""),
    ("a placeholder that is misspelt", "{worst.name} ({worst.place})", "{worst.name} ({worst.plase})"),
    ("a placeholder of another sentence", "they have {value} characters", "they have {score} characters"),
    ("a single brace", "they have {value} characters", "they have {value characters"),
    ("a parameter that does not exist", "high = \"$penalty\"", "high = \"$penality\""),
    ("a parameter of another type", "high = \"$penalty\"", "high = \"$checks\""),
    (
        "a condition that compares nothing",
        "{ signal = \"testing.tests\", gt = 100 }",
        "{ signal = \"testing.tests\" }",
    ),
    ("a condition of two", "gt = 100 }", "gt = 100, contains = [\"test\"] }"),
    (
        "words that score code",
        "when = { signal = \"testing.tests\", gt = 100 }\nadd = -1",
        "when = { contains = [\"clean\"] }\nadd = 1",
    ),
    ("violations of patterns that are not there", "source = \"violations\"", "source = \"patterns\""),
    (
        "something asked for that nobody can ask for",
        "[parameters]",
        "[expects]\nproject = [\"test\"]\n[parameters]",
    ),
    (
        "a metric that waits for what is never asked for",
        "id = \"tests\"",
        "expects = \"tests\"\nid = \"tests\"",
    ),
    (
        "ranges of scores that leave some out",
        "[parameters]",
        "[[band]]\nmin = 50\nlabel = \"fine\"\n[parameters]",
    ),
    ("a level of certainty", "[parameters]", "[interval]\nlevel = 80\n[parameters]"),
    (
        "a confidence in percent",
        "[parameters]",
        "[[caution]]\nid = \"a\"\ntext = \"Look.\"\nconfidence_below = 50\n[parameters]",
    ),
    (
        "a regular expression without its end",
        "[parameters]",
        "[[pattern]]\nid = \"p\"\nseverity = \"low\"\nregex = \"print(\"\nmessage = \"Prints.\"\n[parameters]",
    ),
    ("syntax rules that are no YAML", "[parameters]", "[syntax_rules]\nyaml = \"id: [eval\"\n[parameters]"),
    (
        "a syntax rule for a kind of node that does not exist",
        "[parameters]",
        "[syntax_rules]\nyaml = '''\nid: eval\nlanguage: python\nseverity: error\nmessage: No eval.\nrule: { kind: cal }\n'''\n[parameters]",
    ),
    (
        "a share in percent",
        "signal = \"testing.tests\"\nweight = 1\ncurve = [[0, 0], [10, 100]]\ntarget = { at_least = 10 }",
        "signal = \"testing.reach.share\"\nweight = 1\ncurve = [[0, 0], [80, 100]]\ntarget = { at_least = 80 }",
    ),
    (
        "a share in percent, in a condition",
        "{ signal = \"testing.tests\", gt = 100 }",
        "{ signal = \"testing.reach.share\", gt = 80 }",
    ),
    ("a number as a text, in a condition", "gt = 100 }", "gt = \"100\" }"),
    ("a limit below 0", "max = 10", "max = -3"),
    ("a parameter below 0 for points that are taken", "penalty = 4", "penalty = -4"),
    ("a group without points", "points = { low = 1, medium = 2, high = \"$penalty\" }", "points = {}"),
    (
        "two parts that read one signal, one of them only if asked for",
        "signal = \"naming.length.mean\"",
        "expects = \"tests\"\nsignal = \"complexity.cognitive.p90\"",
    ),
    (
        "a syntax rule that costs nothing",
        "points = { low = 1, medium = 2, high = \"$penalty\" }\nmax = 10\nimprove = \"{worst.fix} ({worst.place})\"",
        "points = { medium = 2 }\nmax = 10\n[syntax_rules]\nyaml = \"{id: eval, language: python, severity: info, message: No eval., rule: {pattern: eval($C)}}\"\n[[path]]\nid = \"design\"\n[[path.metric]]\nid = \"m\"\nname = \"M\"\ncategory = \"text\"\nweight = 1\nbase = 1",
    ),
    (
        "a standard rule switched off that does not exist",
        "[parameters]",
        "[syntax_rules]\nstandard = true\noff = [\"specific_exception\"]\n[parameters]",
    ),
    (
        "a rule switched off where there are none",
        "[parameters]",
        "[syntax_rules]\noff = [\"specific_exceptions\"]\n[parameters]",
    ),
    ("a signal without its middle", "signal = \"naming.length.mean\"", "signal = \"complexity.p90\""),
    ("the key of the parent misspelt", "id = \"small\"", "id = \"small\"\nextend = \"growth\""),
    ("a parent that is not there", "id = \"small\"", "id = \"small\"\nextends = \"grwth\""),
    ("itself as its parent", "id = \"small\"", "id = \"small\"\nextends = \"small\""),
];

#[test]
fn each_mistake_is_told() {
    let mut told = String::new();
    for (mistake, from, to) in MISTAKES {
        assert!(SMALL.contains(from), "{mistake}: {from}");
        let error = parse(&SMALL.replacen(from, to, 1)).expect_err(mistake);
        told.push_str(&format!("{mistake}\n"));
        for problem in error.problems() {
            told.push_str(&format!("  {problem}\n"));
        }
    }
    insta::assert_snapshot!(told);
}
