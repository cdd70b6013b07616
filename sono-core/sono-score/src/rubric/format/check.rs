//! Checks a TOML tree against the shapes of the format.

use std::collections::{BTreeMap, BTreeSet};

use super::node::{Node, Table};
use super::problems::{At, Problems, closest, hint};
use super::shape::{Bounds, FORMAT, Kind, Need, SKIP, Shape};

/// The required keys to check for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::rubric) enum Stage {
    /// One file, before merging: checks for unknown keys, types and keys that every file needs.
    File,
    /// The merged rubric: checks for keys that only the whole needs.
    Merged,
}

/// Checks a table. `key` is the dotted key of the table; it is restored on return.
///
/// Recursion follows the nesting of TOML, which the parser bounds.
pub(in crate::rubric) fn table(
    shape: &'static Shape,
    table: &Table,
    at: At,
    stage: Stage,
    key: &mut String,
    problems: &Problems,
) {
    for (name, node) in table {
        let parent = key.len();
        extend(key, name);
        match shape.field(name) {
            Some(field) => value(field.kind, node, stage, key, problems),
            None if stage == Stage::File => {
                let names = shape.fields().map(|field| field.key);
                problems.push(node.at, key.as_str(), format!("unknown key{}", hint(name, names)));
            }
            None => {}
        }
        key.truncate(parent);
    }
    for field in shape.fields() {
        let due = match field.need {
            Need::Optional => false,
            Need::Always => stage == Stage::File,
            Need::Merged => stage == Stage::Merged,
        };
        if due && !table.contains_key(field.key) {
            let parent = key.len();
            extend(key, field.key);
            problems.push(at, key.as_str(), format!("missing; expected {}", field.kind.describe()));
            key.truncate(parent);
        }
    }
    if stage == Stage::Merged && !shape.one_of().is_empty() {
        exactly_one(shape.one_of(), table, at, key, problems);
    }
}

fn exactly_one(names: &[&str], table: &Table, at: At, key: &str, problems: &Problems) {
    let given: Vec<&str> = names.iter().copied().filter(|name| table.contains_key(*name)).collect();
    match given.as_slice() {
        [_] => {}
        [] => problems.push(at, key, format!("expected one of {}", names.join(", "))),
        several => problems.push(
            at,
            key,
            format!("came with {}; exactly one of {} is expected", several.join(" and "), names.join(", ")),
        ),
    }
}

fn value(kind: Kind, node: &Node, stage: Stage, key: &mut String, problems: &Problems) {
    match kind {
        Kind::Table(shape) | Kind::Section(shape) => match node.table() {
            Some(inner) => table(shape, inner, node.at, stage, key, problems),
            None => wrong(kind, node, stage, key, problems),
        },
        Kind::Tables(shape) | Kind::ById(shape) => {
            let Some(items) = node.list().filter(|items| !items.is_empty()) else {
                return wrong(kind, node, stage, key, problems);
            };
            for (index, item) in items.iter().enumerate() {
                let parent = key.len();
                let id = item.table().and_then(|table| table.get("id")).and_then(Node::text);
                let label = id.map_or_else(|| index.to_string(), str::to_owned);
                key.push_str(&format!("[{label}]"));
                match item.table() {
                    Some(inner) if stage == Stage::Merged && is_misspelt(shape, item, items) => {
                        let hint = id.map(|id| hint(id, elsewhere(item, items)));
                        let missing = missing(shape, inner).join("`, `");
                        let message = format!(
                            "no other rubric defines it, and a new one needs `{missing}`{}",
                            hint.unwrap_or_default()
                        );
                        problems.push(item.at, format!("{key}.id"), message);
                    }
                    Some(inner) => table(shape, inner, item.at, stage, key, problems),
                    None => wrong(kind, item, stage, key, problems),
                }
                key.truncate(parent);
            }
            if stage == Stage::File && matches!(kind, Kind::ById(_)) {
                duplicates(items, key, problems);
            }
        }
        _ if stage == Stage::Merged => {}
        Kind::Map => match node.table() {
            Some(inner) => {
                for (name, item) in inner {
                    let parent = key.len();
                    extend(key, name);
                    value(Kind::Scalar, item, stage, key, problems);
                    key.truncate(parent);
                }
            }
            None => wrong(kind, node, stage, key, problems),
        },
        Kind::Curve(bounds) => curve(bounds, node, key, problems),
        Kind::Choices(known) => choices(known, node, key, problems),
        Kind::Subset(known) => subset(known, node, key, problems),
        _ if leaf_holds(kind, node) => {}
        _ => wrong(kind, node, stage, key, problems),
    }
}

/// Whether a value is of a kind that is checked as a whole; false for kinds that are checked part by part.
fn leaf_holds(kind: Kind, node: &Node) -> bool {
    let text_holds = |test: &dyn Fn(&str) -> bool| node.text().is_some_and(test);
    let texts_hold = |test: &dyn Fn(&str) -> bool| {
        node.list()
            .is_some_and(|items| !items.is_empty() && items.iter().all(|item| item.text().is_some_and(test)))
    };
    let number_holds = |bounds: Bounds| node.number().is_some_and(|number| bounds.holds(number));
    let finite = || node.number().is_some_and(f64::is_finite);
    let reference = || text_holds(&|text| text.len() > 1 && text.starts_with('$'));
    match kind {
        Kind::Format => node.number() == Some(FORMAT),
        Kind::Text => text_holds(&|text| !text.trim().is_empty()),
        Kind::Id => text_holds(&is_id),
        Kind::SignalId => text_holds(&is_signal_id),
        Kind::Template => {
            text_holds(&|text| !text.trim().is_empty()) || texts_hold(&|text| !text.trim().is_empty())
        }
        Kind::Number(bounds) => number_holds(bounds),
        Kind::Bool => node.bool().is_some(),
        Kind::Switch => node.bool().is_some() || reference(),
        Kind::NumberOrParameter(bounds) => number_holds(bounds) || reference(),
        Kind::Scalar => node.bool().is_some() || node.text().is_some() || finite(),
        Kind::Choice(words) => text_holds(&|text| words.contains(&text)),
        Kind::Texts => texts_hold(&|text| !text.is_empty()),
        Kind::Absent => text_holds(&|text| text == SKIP) || number_holds(Bounds::SCORE),
        Kind::Curve(_)
        | Kind::Choices(_)
        | Kind::Subset(_)
        | Kind::Table(_)
        | Kind::Section(_)
        | Kind::Map
        | Kind::Tables(_)
        | Kind::ById(_) => false,
    }
}

/// The ids of tables that another file brings.
fn elsewhere<'n>(item: &Node, items: &'n [Node]) -> impl Iterator<Item = &'n str> + Clone {
    let file = item.at.file;
    items
        .iter()
        .filter(move |other| other.at.file != file)
        .filter_map(|other| other.table()?.get("id")?.text())
}

/// The keys that the whole needs and a table lacks.
fn missing(shape: &'static Shape, table: &Table) -> Vec<&'static str> {
    let due = shape.fields().filter(|field| field.need == Need::Merged && !table.contains_key(field.key));
    due.map(|field| field.key).collect()
}

/// Whether a table was most likely meant to change one of another file whose id is nearly the same: it lacks what a new one
/// needs.
fn is_misspelt(shape: &'static Shape, item: &Node, items: &[Node]) -> bool {
    let Some(table) = item.table() else { return false };
    let Some(id) = table.get("id").and_then(Node::text) else { return false };
    !missing(shape, table).is_empty() && closest(id, elsewhere(item, items)).is_some()
}

fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-'))
}

fn is_signal_id(text: &str) -> bool {
    text.split('.').all(is_id)
}

/// Checks a list of different words, which may be empty, and reports each unknown or repeated one separately.
fn subset(known: &'static [&'static str], node: &Node, key: &str, problems: &Problems) {
    let Some(items) = node.list() else {
        return wrong(Kind::Subset(known), node, Stage::File, key, problems);
    };
    let mut seen = BTreeSet::new();
    for item in items {
        if !leaf_holds(Kind::Choice(known), item) {
            wrong(Kind::Choice(known), item, Stage::File, key, problems);
        } else if !seen.insert(item.text()) {
            problems.push(item.at, key, format!("came {} again; expected each word once", item.show()));
        }
    }
}

/// Checks a list of words and reports each unknown one separately.
fn choices(known: &'static [&'static str], node: &Node, key: &str, problems: &Problems) {
    let items = node.list().unwrap_or_default();
    if items.is_empty() {
        wrong(Kind::Choices(known), node, Stage::File, key, problems);
    }
    for item in items {
        if !leaf_holds(Kind::Choice(known), item) {
            wrong(Kind::Choice(known), item, Stage::File, key, problems);
        }
    }
}

fn wrong(kind: Kind, node: &Node, stage: Stage, key: &str, problems: &Problems) {
    if stage == Stage::Merged {
        return;
    }
    let mut message = format!("came {}; expected {}", node.show(), kind.describe());
    if let (Kind::Choice(known), Some(text)) = (kind, node.text())
        && let Some(close) = closest(text, known.iter().copied())
    {
        message.push_str(&format!("; did you mean {close:?}?"));
    }
    problems.push(node.at, key, message);
}

fn curve(bounds: Bounds, node: &Node, key: &str, problems: &Problems) {
    let report = |at: At, message: String| problems.push(at, key, message);
    let Some(items) = node.list().filter(|items| !items.is_empty()) else {
        return report(node.at, format!("came {}; expected {}", node.show(), Kind::Curve(bounds).describe()));
    };
    let mut last = f64::NEG_INFINITY;
    for item in items {
        let pair: Vec<Option<f64>> = item.list().unwrap_or_default().iter().map(Node::number).collect();
        let [Some(x), Some(y)] = pair.as_slice() else {
            report(item.at, format!("came {} as a point; expected [x, y] with two numbers", item.show()));
            continue;
        };
        if !Bounds::ABSCISSA.holds(*x) {
            report(item.at, format!("x is {x}; expected {}", Bounds::ABSCISSA.describe()));
        } else if *x <= last {
            report(item.at, format!("x goes from {last} to {x}; expected strictly increasing x"));
        }
        if !bounds.holds(*y) {
            report(item.at, format!("y is {y}; expected {}", bounds.describe()));
        }
        last = last.max(*x);
    }
}

fn duplicates(items: &[Node], key: &str, problems: &Problems) {
    let id = |item: &Node| {
        item.table().and_then(|table| table.get("id")).and_then(|id| Some((id.text()?.to_owned(), id.at)))
    };
    let mut seen: BTreeMap<String, At> = BTreeMap::new();
    for (name, at) in items.iter().filter_map(id) {
        match seen.get(&name) {
            Some(first) => problems.push(
                at,
                format!("{key}[{name}].id"),
                format!("{name:?} is already defined in line {}; ids are unique", first.line),
            ),
            None => {
                seen.insert(name, at);
            }
        }
    }
}

/// Appends a name to a dotted key.
fn extend(key: &mut String, name: &str) {
    if !key.is_empty() {
        key.push('.');
    }
    key.push_str(name);
}
