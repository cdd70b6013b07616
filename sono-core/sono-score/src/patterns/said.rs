//! Problems with a rule, in our words: ast-grep names its own types, and its readers of YAML and of regular expressions
//! draw the place.

use std::error::Error;

/// The most characters of a message of ast-grep that are passed on.
const MAX_CAUSE: usize = 300;

/// The parts of a rule that have errors of their own.
const PARTS: [&str; 3] = ["utils", "constraints", "transform"];

/// The problem with the YAML of rules. Lines count from the beginning of the YAML, not of the file that it stands in.
pub(super) fn of_yaml(error: &dyn Error) -> String {
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
    let place = place.map(|place| format!(", at {place}")).unwrap_or_default();
    format!("expected rules in the YAML of ast-grep{place}: {said}")
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
        return Some(format!("expected {expected}, got {got}"));
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
    let said = said.strip_prefix("error: ").unwrap_or(said);
    let said = match said.char_indices().nth(MAX_CAUSE) {
        Some((end, _)) => format!("{}…", said.get(..end).unwrap_or_default()),
        None => said.to_owned(),
    };
    (said, part)
}
