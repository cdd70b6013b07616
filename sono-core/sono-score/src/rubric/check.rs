//! Holds a TOML tree against the shapes of the format, and merges a child rubric into its parent.

use std::collections::BTreeMap;

use super::node::{Node, Table, Value};
use super::problems::{At, Problems, hint};
use super::shape::{Bounds, FORMAT, Field, Kind, Need, Shape};

/// Which required keys are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// One file, before merging: unknown keys, types, keys that every file needs.
    File,
    /// The merged rubric: keys that only the whole needs.
    Merged,
}

/// Checks a table. `key` is the dotted key of the table; it is restored on return.
///
/// Recursion follows the nesting of TOML, which the parser bounds.
pub(super) fn table(
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
            problems.push(at, key.as_str(), format!("missing; expected {}", words(field.kind)));
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
        _ if leaf_holds(kind, node) => {}
        _ => wrong(kind, node, stage, key, problems),
    }
}

/// Whether a value without parts of its own is what the kind asks for.
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
        Kind::NumberOrParameter => number_holds(Bounds::AMOUNT) || reference(),
        Kind::Scalar => node.bool().is_some() || node.text().is_some() || finite(),
        Kind::Choice(words) => text_holds(&|text| words.contains(&text)),
        Kind::Texts => texts_hold(&|text| !text.is_empty()),
        Kind::Absent => {
            text_holds(&|text| text == "skip")
                || node.number().is_some_and(|number| (0.0..=100.0).contains(&number))
        }
        Kind::Curve(_)
        | Kind::Choices(_)
        | Kind::Table(_)
        | Kind::Section(_)
        | Kind::Map
        | Kind::Tables(_)
        | Kind::ById(_) => false,
    }
}

/// A list of words, each of which is reported on its own when it is not known.
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
    let mut message = format!("came {}; expected {}", node.show(), words(kind));
    if let (Kind::Choice(known), Some(text)) = (kind, node.text())
        && let Some(close) = super::problems::closest(text, known.iter().copied())
    {
        message.push_str(&format!("; did you mean {close:?}?"));
    }
    problems.push(node.at, key, message);
}

fn curve(bounds: Bounds, node: &Node, key: &str, problems: &Problems) {
    let report = |at: At, message: String| problems.push(at, key, message);
    let Some(items) = node.list().filter(|items| !items.is_empty()) else {
        return report(node.at, format!("came {}; expected {}", node.show(), words(Kind::Curve(bounds))));
    };
    let mut last = f64::NEG_INFINITY;
    for item in items {
        let pair: Vec<Option<f64>> = item.list().unwrap_or_default().iter().map(Node::number).collect();
        let [Some(x), Some(y)] = pair.as_slice() else {
            report(item.at, format!("came {} as a point; expected [x, y] with two numbers", item.show()));
            continue;
        };
        if !Bounds::ABSCISSA.holds(*x) {
            report(item.at, format!("x is {x}; expected {}", Bounds::ABSCISSA.words()));
        } else if *x <= last {
            report(item.at, format!("x goes from {last} to {x}; expected strictly increasing x"));
        }
        if !bounds.holds(*y) {
            report(item.at, format!("y is {y}; expected {}", bounds.words()));
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

/// What a kind expects, in words.
pub(super) fn words(kind: Kind) -> String {
    let list = |words: &[&str]| words.join(", ");
    match kind {
        Kind::Format => "1, the only version of the format so far".to_owned(),
        Kind::Text => "a string that is not empty".to_owned(),
        Kind::Id => "an id of lower-case letters, digits, `_` and `-`".to_owned(),
        Kind::SignalId => "the id of a signal, such as \"complexity.cognitive.p90\"".to_owned(),
        Kind::Template => "a template, or a list of templates".to_owned(),
        Kind::Number(bounds) => bounds.words(),
        Kind::Bool => "true or false".to_owned(),
        Kind::Switch => "true, false or the name of a parameter, such as \"$motives\"".to_owned(),
        Kind::NumberOrParameter => {
            format!("{} or the name of a parameter, such as \"$penalty\"", Bounds::AMOUNT.words())
        }
        Kind::Scalar => "a finite number, a boolean or a string".to_owned(),
        Kind::Choice(words) => format!("one of {}", list(words)),
        Kind::Choices(words) => format!("a list with one or more of {}", list(words)),
        Kind::Texts => "a list of strings that are not empty".to_owned(),
        Kind::Curve(_) => "a list of points [x, y]".to_owned(),
        Kind::Absent => "points from 0 to 100, or \"skip\"".to_owned(),
        Kind::Table(_) | Kind::Section(_) | Kind::Map => "a table".to_owned(),
        Kind::Tables(_) | Kind::ById(_) => "one or more tables".to_owned(),
    }
}

fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-'))
}

fn is_signal_id(text: &str) -> bool {
    text.split('.').all(is_id)
}

/// Appends a name to a dotted key.
fn extend(key: &mut String, name: &str) {
    if !key.is_empty() {
        key.push('.');
    }
    key.push_str(name);
}

/// Lays a child over its parent: keys override, sections and maps merge key by key, tables with ids by id.
pub(super) fn merge(shape: &'static Shape, parent: Table, child: Table) -> Table {
    let mut merged = parent;
    // The child's choice among alternatives replaces the parent's.
    if child.keys().any(|key| shape.one_of().contains(&key.as_str())) {
        merged.retain(|key, _| !shape.one_of().contains(&key.as_str()));
    }
    for (key, node) in child {
        let entry = match (shape.field(&key), merged.remove(&key)) {
            (Some(field), Some(below)) => merge_value(field, below, node),
            _ => node,
        };
        merged.insert(key, entry);
    }
    merged
}

fn merge_value(field: &Field, parent: Node, child: Node) -> Node {
    let value = match (field.kind, parent.value, child.value) {
        (Kind::Section(shape), Value::Table(parent), Value::Table(child)) => {
            Value::Table(merge(shape, parent, child))
        }
        (Kind::Map, Value::Table(mut parent), Value::Table(child)) => {
            parent.extend(child);
            Value::Table(parent)
        }
        (Kind::ById(shape), Value::List(parent), Value::List(child)) => {
            Value::List(merge_by_id(shape, parent, child))
        }
        (_, _, child) => child,
    };
    Node { at: child.at, value }
}

fn merge_by_id(shape: &'static Shape, parent: Vec<Node>, child: Vec<Node>) -> Vec<Node> {
    let id =
        |node: &Node| node.table().and_then(|table| table.get("id")).and_then(Node::text).map(str::to_owned);
    let mut merged = parent;
    let mut places: BTreeMap<String, usize> =
        merged.iter().enumerate().filter_map(|(index, node)| Some((id(node)?, index))).collect();
    for node in child {
        let name = id(&node);
        let place = name.as_ref().and_then(|name| places.get(name)).copied();
        if let Some(below) = place.and_then(|index| merged.get_mut(index)) {
            if let (Value::Table(over), Value::Table(under)) = (node.value, &mut below.value) {
                *under = merge(shape, std::mem::take(under), over);
            }
            below.at = node.at;
        } else {
            places.extend(name.map(|name| (name, merged.len())));
            merged.push(node);
        }
    }
    merged
}
