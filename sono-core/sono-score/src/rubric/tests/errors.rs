//! Every mistake is reported with its line, its key, the value given and the value expected.

use super::*;

/// The rendered error of a rubric with a valid head and the given body.
fn error(body: &str) -> String {
    let head = "format = 1\nid = \"x\"\nversion = \"1\"\nname = \"X\"\n";
    parse(&format!("{head}{body}")).unwrap_err().to_string()
}

/// The same within a valid path, metric and part.
fn in_metric(body: &str) -> String {
    error(&format!(
        "[parameters]\ncap = 3\nstrict = true\n[[path]]\nid = \"design\"\n[[path.metric]]\nid = \"m\"\n\
         name = \"M\"\ncategory = \"code\"\nweight = 1\n{body}"
    ))
}

#[test]
fn syntax() {
    insta::assert_snapshot!(parse("format = \nid = \"x\" y\n").unwrap_err(), @"
    small.toml is not a valid rubric: 2 problems
      small.toml:1: not valid TOML: string values must be quoted, expected literal string
      small.toml:2: not valid TOML: unexpected key or value, expected newline, `#`
    ");
}

#[test]
fn nothing() {
    insta::assert_snapshot!(parse("").unwrap_err(), @"
    small.toml is not a valid rubric: 5 problems
      small.toml:1: `format`: missing; expected 1, the only version of the format so far
      small.toml:1: `id`: missing; expected an id of lower-case letters, digits, `_` and `-`
      small.toml:1: `name`: missing; expected a string that is not empty
      small.toml:1: `path`: missing; expected one or more tables
      small.toml:1: `version`: missing; expected a string that is not empty
    ");
}

#[test]
fn factors_of_uncertainty() {
    insta::assert_snapshot!(error(r#"
[interval]
sampling = 2
[[interval.factor]]
signal = "size.statement"
curve = [[1, 1], [9, 1.5]]
[[interval.factor]]
categories = ["prose"]
curve = [[0, 0]]
[[path]]
id = "design"
"#), @r#"
small.toml is not a valid rubric: 6 problems
  small.toml:7: `interval.sampling`: came 2; expected a number from 0 to 1
  small.toml:9: `interval.factor[0].signal`: no signal is called "size.statement"; did you mean `size.statements`?
  small.toml:10: `interval.factor[0].curve`: the factor rises, and would make more material less certain; expected one that never rises
  small.toml:12: `interval.factor[1].categories`: came "prose"; expected one of code, answers, text
  small.toml:13: `interval.factor[1].curve`: y is 0; expected a number above 0, at most 10
  small.toml:14: `path[design].metric`: missing; expected one or more tables
"#);
}

#[test]
fn keys_and_types() {
    insta::assert_snapshot!(error(r#"
heuristc = true
description = 5
motives = "maybe"
made = 2024-01-01
[interval]
level = 2
[[path]]
id = "technicl"
weight = -1
[[path.metric]]
id = "Not An Id"
weight = nan
category = "prose"
submission_types = ["code", "essay"]
part = 3
"#), @r#"
small.toml is not a valid rubric: 13 problems
  small.toml:6: `heuristc`: unknown key; did you mean `heuristic`?
  small.toml:7: `description`: came 5; expected a string that is not empty
  small.toml:8: `motives`: came "maybe"; expected true, false or the name of a parameter, such as "$motives"
  small.toml:9: `made`: unknown key; known: format, id, version, name, description, heuristic, extends, motives, pattern_checks, expects, interval, review, parameters, measure, pattern, syntax_rules, rule, band, caution, templates, path
  small.toml:11: `interval.level`: came 2; expected a number from 0.5 to 0.999
  small.toml:13: `path[technicl].id`: came "technicl"; expected one of technical, design, collaboration, problem_solving, communication; did you mean "technical"?
  small.toml:14: `path[technicl].weight`: came -1; expected a number above 0, at most 1000000
  small.toml:15: `path[technicl].metric[Not An Id].name`: missing; expected a string that is not empty
  small.toml:16: `path[technicl].metric[Not An Id].id`: came "Not An Id"; expected an id of lower-case letters, digits, `_` and `-`
  small.toml:17: `path[technicl].metric[Not An Id].weight`: came NaN; expected a number above 0, at most 1000000
  small.toml:18: `path[technicl].metric[Not An Id].category`: came "prose"; expected one of code, answers, text
  small.toml:19: `path[technicl].metric[Not An Id].submission_types`: came "essay"; expected one of code, project, interview, portfolio, test, mobile_interactive
  small.toml:20: `path[technicl].metric[Not An Id].part`: came 3; expected one or more tables
"#);
}

#[test]
fn expectations() {
    insta::assert_snapshot!(error(r#"
[expects]
code = "tests"
project = ["tests", "docs", "tests", 3]
hackathon = []
[[path]]
id = "technical"
[[path.metric]]
id = "m"
name = "M"
category = "code"
weight = 1
expects = ["tests"]
part = [{ signal = "testing.tests", weight = 1, curve = [[0, 0]], expects = "testing" }]
"#), @r#"
    small.toml is not a valid rubric: 7 problems
      small.toml:7: `expects.code`: came "tests"; expected a list, empty or with some of tests, documentation, readme, types, answers, commits, each once
      small.toml:8: `expects.project`: came "docs"; expected one of tests, documentation, readme, types, answers, commits
      small.toml:8: `expects.project`: came "tests" again; expected each word once
      small.toml:8: `expects.project`: came 3; expected one of tests, documentation, readme, types, answers, commits
      small.toml:9: `expects.hackathon`: unknown key; known: code, project, interview, portfolio, test, mobile_interactive
      small.toml:17: `path[technical].metric[m].expects`: came a list; expected one of tests, documentation, readme, types, answers, commits
      small.toml:18: `path[technical].metric[m].part[0].expects`: came "testing"; expected one of tests, documentation, readme, types, answers, commits
    "#);
    insta::assert_snapshot!(in_metric(r#"
expects = "tests"
[[path.metric.part]]
signal = "testing.tests"
expects = "types"
weight = 1
curve = [[0, 0]]
[[path.metric.rule]]
expects = "commits"
add = 1
"#), @r#"
    small.toml is not a valid rubric: 3 problems
      small.toml:16: `path[design].metric[m].expects`: nothing says what is asked for by default; expected a table `expects` at the top, such as expects.project = ["tests"]
      small.toml:19: `path[design].metric[m].part[0].expects`: nothing says what is asked for by default; expected a table `expects` at the top, such as expects.project = ["tests"]
      small.toml:23: `path[design].metric[m].rule[0].expects`: nothing says what is asked for by default; expected a table `expects` at the top, such as expects.project = ["tests"]
    "#);
}

#[test]
fn missing_keys() {
    insta::assert_snapshot!(error("[[path]]\nid = \"design\"\n[[path.metric]]\nid = \"m\"\n[[path.metric.part]]\nsignal = \"testing.tests\"\n"), @"
    small.toml is not a valid rubric: 5 problems
      small.toml:7: `path[design].metric[m].category`: missing; expected one of code, answers, text
      small.toml:7: `path[design].metric[m].name`: missing; expected a string that is not empty
      small.toml:7: `path[design].metric[m].weight`: missing; expected a number above 0, at most 1000000
      small.toml:9: `path[design].metric[m].part[0].curve`: missing; expected a list of points [x, y]
      small.toml:9: `path[design].metric[m].part[0].weight`: missing; expected a number above 0, at most 1000000
    ");
    insta::assert_snapshot!(error("[[path]]\nid = \"design\"\n"), @"
    small.toml is not a valid rubric: 1 problem
      small.toml:5: `path[design].metric`: missing; expected one or more tables
    ");
    insta::assert_snapshot!(in_metric(""), @"
    small.toml is not a valid rubric: 1 problem
      small.toml:10: `path[design].metric[m]`: scores nothing; expected a part, a rule or a base
    ");
}

#[test]
fn curves() {
    insta::assert_snapshot!(in_metric(r#"
[[path.metric.part]]
signal = "testing.tests"
weight = 0
curve = [[0, 0], [2, 120], [2, 50], [1, 50], [inf, 3], [4]]
uncertainty = -1
absent = "never"
"#), @r#"
small.toml is not a valid rubric: 8 problems
  small.toml:18: `path[design].metric[m].part[0].weight`: came 0; expected a number above 0, at most 1000000
  small.toml:19: `path[design].metric[m].part[0].curve`: came a list as a point; expected [x, y] with two numbers
  small.toml:19: `path[design].metric[m].part[0].curve`: x goes from 2 to 1; expected strictly increasing x
  small.toml:19: `path[design].metric[m].part[0].curve`: x goes from 2 to 2; expected strictly increasing x
  small.toml:19: `path[design].metric[m].part[0].curve`: x is inf; expected a number from -1000000000000000 to 1000000000000000
  small.toml:19: `path[design].metric[m].part[0].curve`: y is 120; expected a number from 0 to 100
  small.toml:20: `path[design].metric[m].part[0].uncertainty`: came -1; expected a number from 0 to 100
  small.toml:21: `path[design].metric[m].part[0].absent`: came "never"; expected points from 0 to 100, or "skip"
"#);
}

#[test]
fn signals() {
    insta::assert_snapshot!(in_metric(r#"
[[path.metric.part]]
signal = "complexity.cognitive.p99"
weight = 1
curve = [[0, 0]]
[[path.metric.rule]]
when = { signal = "prose.words" }
add = 1
[[path.metric.rule]]
signal = "testing.tests"
"#), @r#"
small.toml is not a valid rubric: 3 problems
  small.toml:17: `path[design].metric[m].part[0].signal`: no signal is called "complexity.cognitive.p99"; did you mean `complexity.cognitive.p90`?
  small.toml:21: `path[design].metric[m].rule[0].when.signal`: expected a comparison: gt, ge, lt, le, eq or ne
  small.toml:23: `path[design].metric[m].rule[1].curve`: missing beside `signal`; expected a list of points [x, y]
"#);
}

#[test]
fn templates() {
    insta::assert_snapshot!(in_metric(r#"
[[path.metric.part]]
signal = "testing.tests"
weight = 1
curve = [[0, 0]]
strength = "{vaule}"
improve = ["{worst.line}", "fine"]
[templates]
metric = "{name} {value}"
sumary = "x"
"#), @"
small.toml is not a valid rubric: 4 problems
  small.toml:20: `path[design].metric[m].part[0].strength`: unknown placeholder {vaule}; did you mean {value}?
  small.toml:21: `path[design].metric[m].part[0].improve`: unknown placeholder {worst.line} here; known: {value}, {expected}, {none}, {points}, {count}, {places}, {signal}, {unit}, {metric}, {path}, {worst.name}, {worst.place}, {worst.value}, {worst.message}, {worst.fix}
  small.toml:23: `templates.metric`: unknown placeholder {value} here; known: {name}, {score}, {label}, {band}
  small.toml:24: `templates.sumary`: unknown key; did you mean `summary`?
");
}

#[test]
fn parameters() {
    insta::assert_snapshot!(in_metric(r#"
[[path.metric.rule]]
add = "$cup"
[[path.metric.rule]]
add = "$strict"
[[path.metric.rule]]
when = { parameter = "cap" }
add = -1
[[path.metric.rule]]
when = { parameter = "strict", gt = 1 }
add = -1
"#), @r#"
small.toml is not a valid rubric: 4 problems
  small.toml:17: `path[design].metric[m].rule[0].add`: no parameter is called "cup"; did you mean `cap`?
  small.toml:19: `path[design].metric[m].rule[1].add`: parameter "strict" is a boolean; expected a number
  small.toml:21: `path[design].metric[m].rule[2].when.parameter`: parameter "cap" is a number; expected a boolean
  small.toml:24: `path[design].metric[m].rule[3].when.gt`: came 1; parameter "strict" is a boolean
"#);
}

#[test]
fn conditions() {
    insta::assert_snapshot!(in_metric(r#"
[[path.metric.rule]]
when = { signal = "testing.tests", gt = 1, contains = ["a"] }
add = -1
[[path.metric.rule]]
when = { gt = 1 }
add = -1
[[path.metric.rule]]
when = { all = [] }
add = -1
[[path.metric.rule]]
when = { contains = ["Try"], in = "lower" }
add = -1
[[path.metric.rule]]
when = { contains_all = ["a", "b"], in = "lower_line" }
add = -1
[[path.metric.rule]]
when = { submission_type = ["exam"] }
add = -1
[[path.metric.rule]]
when = { signal = "testing.tests", eq = "many" }
add = -1
[[path.metric.rule]]
when = { any = [{ signal = "testing.tests", gt = 1, in = "text" }] }
add = -1
"#), @r#"
small.toml is not a valid rubric: 9 problems
  small.toml:17: `path[design].metric[m].rule[0].when`: came with signal and contains; exactly one of any, all, not, signal, contains, contains_all, submission_type, parameter is expected
  small.toml:20: `path[design].metric[m].rule[1].when`: expected one of any, all, not, signal, contains, contains_all, submission_type, parameter
  small.toml:20: `path[design].metric[m].rule[1].when.gt`: a comparison needs a signal or a parameter beside it
  small.toml:23: `path[design].metric[m].rule[2].when.all`: came an empty list; expected one or more tables
  small.toml:26: `path[design].metric[m].rule[3].when.contains`: "Try" has upper case and never occurs in lower-case text
  small.toml:29: `path[design].metric[m].rule[4].when.in`: `contains_all` searches text, lower or answers as a whole
  small.toml:32: `path[design].metric[m].rule[5].when.submission_type`: came "exam"; expected one of code, project, interview, portfolio, test, mobile_interactive
  small.toml:35: `path[design].metric[m].rule[6].when.eq`: came "many"; a signal compares to a number
  small.toml:38: `path[design].metric[m].rule[7].when.any[0].in`: `in` needs contains or contains_all beside it
"#);
}

#[test]
fn conditions_nest_to_a_limit() {
    let deep = format!("{}{{ contains = [\"a\"] }}{}", "{ not = ".repeat(20), " }".repeat(20));
    insta::assert_snapshot!(in_metric(&format!("[[path.metric.rule]]\nadd = -1\nwhen = {deep}\n")), @"
    small.toml is not a valid rubric: 1 problem
      small.toml:17: `path[design].metric[m].rule[0].when.not.not.not.not.not.not.not.not.not.not.not.not.not.not.not.not.not`: conditions nest at most 16 deep
    ");
}

#[test]
fn measures() {
    insta::assert_snapshot!(error(r#"
[[measure]]
id = "testing.tests"
count = ["a"]
[[measure]]
id = "a"
count = ["a"]
lines = { nonblank = true }
[[measure]]
id = "b"
count = ["a"]
in = "line"
per = "c"
[[measure]]
id = "c"
lines = {}
per = "nothing.known"
[[measure]]
id = "d"
lines = { contains = ["a\nb"] }
[[measure]]
id = "d"
[[path]]
id = "design"
metric = [{ id = "m", name = "M", category = "text", weight = 1, base = 50 }]
"#), @r#"
small.toml is not a valid rubric: 9 problems
  small.toml:7: `measure[testing.tests].id`: "testing.tests" is the id of a signal that exists already
  small.toml:9: `measure[a]`: came with count and lines; exactly one of count, lines is expected
  small.toml:16: `measure[b].in`: `count` reads text, lower or answers; `lines` reads lines
  small.toml:17: `measure[b].per`: measure "c" must be defined above
  small.toml:20: `measure[c].lines`: expected contains, nonblank or not_prefix
  small.toml:21: `measure[c].per`: no signal is called "nothing.known"; `sono-eval signals` lists all
  small.toml:24: `measure[d].lines.contains`: a line holds no line break, so this string never occurs
  small.toml:25: `measure[d]`: expected one of count, lines
  small.toml:26: `measure[d].id`: "d" is already defined in line 23; ids are unique
"#);
}

#[test]
fn patterns_and_bands() {
    insta::assert_snapshot!(error(r#"
[[pattern]]
id = "p"
severity = "grave"
regex = '(a'
unless_followed_by = '(?=b)'
message = "x"
[[band]]
min = 50
label = "fine"
[[band]]
min = 50
label = "fine too"
[[path]]
id = "design"
metric = [{ id = "m", name = "M", category = "text", weight = 1, base = 50 }]
"#), @r#"
small.toml is not a valid rubric: 5 problems
  small.toml:8: `pattern[p].severity`: came "grave"; expected one of low, medium, high
  small.toml:9: `pattern[p].regex`: not a valid regular expression: unclosed group
  small.toml:10: `pattern[p].unless_followed_by`: not a valid regular expression: look-around, including look-ahead and look-behind, is not supported
  small.toml:12: `band`: no band covers scores below 50; expected one with min = 0
  small.toml:16: `band[1].min`: 50 already starts another band
"#);
}

#[test]
fn duplicates() {
    insta::assert_snapshot!(error(r#"
[[path]]
id = "design"
[[path.metric]]
id = "m"
name = "M"
category = "text"
weight = 1
base = 50
[[path.metric]]
id = "m"
name = "M again"
category = "text"
weight = 1
base = 50
[[path]]
id = "design"
"#), @r#"
small.toml is not a valid rubric: 3 problems
  small.toml:15: `path[design].metric[m].id`: "m" is already defined in line 9; ids are unique
  small.toml:20: `path[design].metric`: missing; expected one or more tables
  small.toml:21: `path[design].id`: "design" is already defined in line 7; ids are unique
"#);
}

#[test]
fn words_do_not_score_code() {
    insta::assert_snapshot!(in_metric(r#"
[[path.metric.rule]]
when = { contains = ["robust"], in = "lower" }
add = 5
"#), @"
small.toml is not a valid rubric: 1 problem
  small.toml:10: `path[design].metric[m]`: words would bring points to a metric of category code; expected signals of the code, points that words take, or heuristic = true
");
    let takes = "[[path.metric.rule]]\nwhen = { contains = [\"todo\"], in = \"lower\" }\nadd = -5\n";
    assert!(parse(&format!("{SMALL}{takes}")).is_ok(), "words may cost points");
}

#[test]
fn sizes() {
    let long = format!("# {}", "x".repeat(1 << 20));
    insta::assert_snapshot!(parse(&long).unwrap_err(), @"
    small.toml is not a valid rubric: 1 problem
      small.toml:1: has 1048578 bytes; at most 1048576 are read
    ");
    let deep = format!("a = {}{}", "[".repeat(10_000), "]".repeat(10_000));
    assert!(parse(&deep).is_err());
    let dotted = format!("[{}]\n", "a.".repeat(10_000) + "a");
    assert!(parse(&dotted).is_err());
}

#[test]
fn unknown_builtin() {
    insta::assert_snapshot!(Rubric::builtin("clasic").unwrap_err(), @r#"no built-in rubric is called "clasic"; did you mean `classic`?"#);
}
