//! Names that the author chose: whether they are meaningful, and whether they follow the language's conventions.

use std::collections::BTreeSet;

use sono_syntax::finding::Finding;
use sono_syntax::language::{Case, Naming};
use sono_syntax::syntax::{Name, NameKind};

use super::statistics::share;
use super::{Direction, Family, MAX_FINDINGS, Material, SignalDefinition, SignalSet};

pub(super) const DEFINITIONS: &[SignalDefinition] = &[
    SignalDefinition {
        id: "naming.descriptive.share",
        family: Family::Naming,
        name: "Descriptive names",
        unit: "ratio",
        min: 0.0,
        max: Some(1.0),
        definition: "Names of functions, parameters, variables and types outside test code that are neither of one or two characters (usual ones such as i, x, id and db, and those that the language is used to, excepted) nor a placeholder such as foo, tmp or data2, divided by all such names. Loop variables are not counted. Absent without names.",
        source: "Lawrie et al. 2006, What's in a name? A study of identifiers; Hofmeister, Siegmund & Holt 2017, Shorter identifier names take longer to comprehend",
        direction: Direction::Higher,
    },
    SignalDefinition {
        id: "naming.convention.share",
        family: Family::Naming,
        name: "Conventional names",
        unit: "ratio",
        min: 0.0,
        max: Some(1.0),
        definition: "Names of functions, parameters, variables and types outside test code in the case that the language's community uses (docs/languages.md has it for each language), divided by all such names. Absent without names.",
        source: "PEP 8; Google Java Style Guide 5; Google TypeScript Style Guide 6; Effective Go; Butler et al. 2010, Exploring the influence of identifier names on code quality",
        direction: Direction::Higher,
    },
];

/// Short names that every reader understands.
const USUAL: &[&str] = &[
    "_", "i", "j", "k", "n", "m", "x", "y", "z", "e", "id", "db", "ok", "io", "ip", "os", "ui", "fs", "fn",
    "on", "to", "up", "by", "dx", "dy", "dt", "pi", "lo", "hi", "op", "tz", "ex", "el", "ms", "at", "is",
    "of", "it",
];

/// Placeholders used instead of meaningful names.
const PLACEHOLDERS: &[&str] = &[
    "foo",
    "bar",
    "baz",
    "qux",
    "asdf",
    "qwerty",
    "tmp",
    "temp",
    "stuff",
    "thing",
    "things",
    "blah",
    "xxx",
    "yyy",
    "aaa",
    "bbb",
    "abc",
    "dostuff",
    "dothing",
    "doit",
    "myfunc",
    "myfunction",
    "func",
    "function",
    "method",
    "myclass",
    "myvar",
    "var",
    "variable",
    "flag",
    "obj",
    "dummy",
    "misc",
    "helper",
    "manager2",
    "data2",
];

/// Words that are placeholders if a number follows.
const NUMBERED: &[&str] = &[
    "data", "value", "val", "res", "result", "list", "arr", "array", "str", "string", "num", "number",
    "item", "var", "test", "temp", "tmp", "obj", "map", "dict", "count", "flag", "func", "function",
    "method", "class", "process", "handle", "check", "step", "new", "a", "b", "c", "d", "p", "q", "s", "t",
];

pub(super) fn measure(material: &Material<'_>, set: &mut SignalSet) {
    let (mut all, mut vague, mut odd) = (0_usize, Vec::new(), Vec::new());
    for unit in material.code_units() {
        let text: &str = &unit.source.text;
        let naming = &unit.outline.language.naming;
        for name in unit.names().filter(|name| name.kind != NameKind::Loop) {
            let word = name.span.of(text);
            all = all.saturating_add(1);
            if is_vague(word, name.kind, naming.short) {
                vague.push((unit.index, *name, word));
            }
            if !naming.fits(word, case(name.kind, naming)) {
                odd.push((unit.index, *name, word));
            }
        }
    }
    put_share(set, "naming.descriptive.share", all, &vague, |word| format!("the name `{word}` says little"));
    put_share(set, "naming.convention.share", all, &odd, |word| {
        format!("`{word}` is not in the case that the language uses for such names")
    });
}

/// Stores the share of names that are not in the list, with those of the widest scope among them as findings.
fn put_share(
    set: &mut SignalSet,
    id: &'static str,
    all: usize,
    failing: &[(u32, Name, &str)],
    message: impl Fn(&str) -> String,
) {
    let Some(failed) = share(failing.len(), all) else { return };
    let mut told = BTreeSet::new();
    let mut order: Vec<_> = failing.iter().collect();
    order.sort_by_key(|(_, name, _)| match name.kind {
        NameKind::Type => 0,
        NameKind::Function => 1,
        NameKind::Parameter => 2,
        NameKind::Variable | NameKind::Loop => 3,
    });
    order.retain(|(_, _, word)| told.insert(*word));
    let findings = order
        .into_iter()
        .take(MAX_FINDINGS)
        .map(|(source, name, word)| {
            Finding::new(*source, name.span, message(word)).named(format!("`{word}`"))
        })
        .collect();
    set.put(id, 1.0 - failed, all, findings);
}

/// The conventional case for names of a kind.
fn case(kind: NameKind, naming: &Naming) -> Case {
    match kind {
        NameKind::Type => naming.types,
        NameKind::Function => naming.functions,
        NameKind::Parameter | NameKind::Variable | NameKind::Loop => naming.values,
    }
}

fn is_vague(word: &str, kind: NameKind, usual: &[&str]) -> bool {
    let core = word.trim_matches(|c: char| c == '_' || c == '$' || c == '#');
    let stem = core.trim_end_matches(|c: char| c.is_ascii_digit());
    let numbered = stem.len() < core.len();
    let plain: String = stem.chars().filter(|c| *c != '_').flat_map(char::to_lowercase).collect();
    if PLACEHOLDERS.contains(&plain.as_str()) || (numbered && NUMBERED.contains(&plain.as_str())) {
        return true;
    }
    // By convention, a type parameter is a single letter.
    let short = core.chars().count() <= 2 && kind != NameKind::Type;
    short && !core.is_empty() && !USUAL.contains(&plain.as_str()) && !usual.contains(&plain.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_and_short_names_are_vague() {
        for word in ["q", "foo", "data2", "tmp1", "_tmp", "do_stuff", "a1"] {
            assert!(is_vague(word, NameKind::Variable, &[]), "{word}");
        }
        for word in ["i", "id", "data", "total", "_", "x2", "sha256", "größe", "utf8", "T"] {
            let kind = if word == "T" { NameKind::Type } else { NameKind::Variable };
            assert!(!is_vague(word, kind, &[]), "{word}");
        }
    }
}
