//! Problems with a rule, in our words: ast-grep names its own types, and its readers of YAML and of regular expressions
//! draw the place.

use std::error::Error;

use super::grammar::SIGIL;

/// The most characters of a message of ast-grep that are passed on.
const MAX_CAUSE: usize = 300;

/// The parts of a rule that have errors of their own.
const PARTS: [&str; 3] = ["utils", "constraints", "transform"];

/// The problem with a YAML document of rules that has so many lines before it. Lines count from the beginning of the YAML,
/// not of the file that it stands in.
pub(super) fn of_yaml(error: &dyn Error, lines_before: usize) -> String {
    let (said, _) = cause(error);
    let (place, said) = match said.split_once(": ") {
        Some((place, said)) if place.starts_with("line ") => (Some(place), said),
        _ => (None, said.as_str()),
    };
    let said = match said.split_once(" at line ") {
        Some((said, _)) if place.is_some() => said,
        _ => said,
    };
    let said = in_our_words(said).unwrap_or_else(|| said.to_owned());
    let place = place.map(|place| format!(", at {}", moved(place, lines_before))).unwrap_or_default();
    format!("expected rules in the YAML of ast-grep{place}: {said}")
}

/// A place such as `line 2 column 1` in a document, counted from the beginning of all.
fn moved(place: &str, lines: usize) -> String {
    let mut words: Vec<String> = place.split(' ').map(str::to_owned).collect();
    if let Some(line) = words.get_mut(1)
        && let Ok(number) = line.parse::<usize>()
    {
        *line = number.saturating_add(lines).to_string();
    }
    words.join(" ")
}

/// The names that readers of data give to values, and ours.
const NAMES: [(&str, &str); 7] = [
    ("struct SerializableRuleConfig", "a rule"),
    ("struct SerializableRule", "a rule"),
    ("struct Relation", "a rule"),
    ("struct LabelConfig", "a label"),
    ("unit value", "nothing"),
    ("a map", "a table"),
    ("a sequence", "a list"),
];

fn plain(name: &str) -> &str {
    NAMES.iter().find(|(name_of_theirs, _)| *name_of_theirs == name).map_or(name, |(_, meaning)| meaning)
}

/// The limit of a reader of YAML that was exceeded, from a message such as `budget breached: Depth { depth: 65 }`.
fn limit(said: &str) -> Option<String> {
    let limit = said.strip_prefix("budget breached: ")?;
    let what = match limit.split(' ').next()? {
        "Depth" | "InclusionDepth" => "levels",
        "Events" | "Nodes" => "keys and values",
        "Aliases" | "Anchors" => "anchors and aliases",
        "ScalarBytes" | "CommentBytes" => "bytes of text",
        "MergeKeys" => "merged keys",
        _ => return Some("expected shorter YAML, got too much".to_owned()),
    };
    let got = limit.chars().filter(char::is_ascii_digit).collect::<String>();
    Some(format!("expected fewer {what}, got {got}"))
}

/// The same of the readers of data, which say what they expected in several ways.
fn in_our_words(said: &str) -> Option<String> {
    for (unknown, of) in [("unknown field", "one of the keys"), ("unknown variant", "one of the words")] {
        if let Some((got, known)) = said.strip_prefix(unknown).and_then(|rest| rest.split_once(", expected "))
        {
            let known = known.strip_prefix("one of ").unwrap_or(known);
            return Some(format!("expected {of} {known}, got {}", got.trim()));
        }
    }
    if let Some((got, expected)) =
        said.strip_prefix("invalid type: ").and_then(|rest| rest.split_once(", expected "))
    {
        return Some(format!("expected {}, got {}", plain(expected), plain(got)));
    }
    if let Some(rest) = said.strip_prefix("duplicate mapping key") {
        let key =
            rest.split(", set DuplicateKeyPolicy").next().unwrap_or_default().trim_start_matches(':').trim();
        return Some(format!("expected each key once, got `{key}` twice"));
    }
    if said.starts_with("data did not match any variant") {
        return Some("expected another kind of value".to_owned());
    }
    if let Some(said) = limit(said) {
        return Some(said);
    }
    let missing = said.strip_prefix("missing field ")?;
    Some(format!("expected the key {missing}, got none"))
}

/// The problem with a rule for a language, and the part of the rule that has it.
pub(super) fn of_rule(error: &dyn Error, language: &str) -> String {
    let (said, part) = cause(error);
    let quoted = said.split('`').nth(1).unwrap_or_default();
    // The beginning of a message of ast-grep, and what it means.
    let meanings = [
        ("Kind `", format!("expected a kind of node of {language}, got `{quoted}`")),
        ("Rule `", format!("expected `matches` to name a utility, got `{quoted}`")),
        (
            "Rule must specify",
            "expected a rule that names kinds of nodes; add `kind` or `pattern`".to_owned(),
        ),
        (
            "Rule must have one positive",
            "expected a rule that says what matches, such as `kind` or `pattern`".to_owned(),
        ),
        ("field is only", "expected `field` in `has` or `inside`, got it elsewhere".to_owned()),
        (
            "Relational rule contains invalid field",
            format!("expected a field of {language}, got `{}`", last_word(&said)),
        ),
        ("Fails to parse the pattern", format!("expected a pattern that is code in {language}")),
        ("No AST root", format!("expected a pattern that is code in {language}, got `{quoted}`")),
        ("Multiple AST nodes", format!("expected a pattern of one piece of code, got `{quoted}`")),
        ("Standalone multi", format!("expected `{quoted}` within other code, got it alone")),
        ("Fails to create Contextual", "expected a `selector` for a node of the `context`".to_owned()),
        ("Undefined meta var", format!("expected `${quoted}` to stand for something in `rule`")),
        ("Illegal character", format!("expected a position or the kinds of a selector, got {said}")),
    ];
    let found = meanings.into_iter().find(|(start, _)| said.starts_with(start)).map(|(_, meaning)| meaning);
    let said = match found.or_else(|| in_our_words(&said)) {
        Some(meaning) => meaning,
        None => format!("expected a rule of ast-grep: {said}"),
    };
    match part {
        Some(part) => format!("in `{part}`: {said}"),
        None => said,
    }
}

fn last_word(said: &str) -> &str {
    said.trim_end_matches('.').rsplit(' ').next().unwrap_or_default()
}

/// The message of the root cause of an error, and the part of the rule that it is in.
fn cause(error: &dyn Error) -> (String, Option<&'static str>) {
    let (mut last, mut part) = (error, None);
    while let Some(cause) = last.source() {
        let said = last.to_string();
        part = part.or_else(|| PARTS.into_iter().find(|part| said.starts_with(&format!("`{part}` is not"))));
        last = cause;
    }
    let text = last.to_string();
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next().unwrap_or_default();
    let said = if first.ends_with("parse error:") { lines.next_back().unwrap_or_default() } else { first };
    let said = with_dollars(said.strip_prefix("error: ").unwrap_or(said));
    let said = match said.char_indices().nth(MAX_CAUSE) {
        Some((end, _)) => format!("{}…", said.get(..end).unwrap_or_default()),
        None => said,
    };
    (said, part)
}

/// A message with the dollars of meta variables as they were written.
fn with_dollars(said: &str) -> String {
    let is_name = |c: char| c.is_ascii_uppercase() || c == '_' || c == SIGIL || c == '`';
    let next = said.chars().skip(1).map(Some).chain([None]);
    let dollar =
        |(c, next): (char, Option<char>)| if c == SIGIL && next.is_some_and(is_name) { '$' } else { c };
    said.chars().zip(next).map(dollar).collect()
}
