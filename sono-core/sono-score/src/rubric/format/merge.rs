//! Merges a child rubric into its parent.

use std::collections::BTreeMap;

use super::node::{Node, Table, Value};
use super::shape::{Field, Kind, Shape};

/// Merges a child into its parent: keys override, sections and maps merge key by key, tables with ids merge by id.
pub(in crate::rubric) fn merge(shape: &'static Shape, parent: Table, child: Table) -> Table {
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
