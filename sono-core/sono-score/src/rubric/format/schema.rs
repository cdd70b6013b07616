//! The JSON Schema of the rubric format, generated from the shapes that check it.

use serde_json::{Map, Value, json};

use super::shape::{Bounds, FORMAT, Field, Kind, Need, SKIP, Shape};
use super::tables::ROOT;

/// The JSON Schema (2020-12) of a rubric file, for editors that complete and check TOML.
///
/// It describes a single file. Checks of the whole rubric (that signals and parameters exist, that a child and its
/// parent together are complete) run when the rubric is loaded.
pub fn json_schema() -> Value {
    let mut definitions = Map::new();
    let mut open: Vec<&'static Shape> = vec![&ROOT];
    while let Some(shape) = open.pop() {
        if definitions.contains_key(shape.name) {
            continue;
        }
        definitions.insert(shape.name.to_owned(), object(shape));
        for field in shape.fields() {
            match field.kind {
                Kind::Table(inner) | Kind::Section(inner) | Kind::Tables(inner) | Kind::ById(inner) => {
                    open.push(inner)
                }
                _ => {}
            }
        }
    }
    let mut root = definitions.remove(ROOT.name).unwrap_or_default();
    if let Some(root) = root.as_object_mut() {
        root.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
        root.insert("title".to_owned(), json!("sono-eval rubric"));
        root.insert("$defs".to_owned(), Value::Object(definitions));
    }
    root
}

fn object(shape: &'static Shape) -> Value {
    let properties: Map<String, Value> =
        shape.fields().map(|field| (field.key.to_owned(), property(field))).collect();
    let required: Vec<&str> =
        shape.fields().filter(|field| field.need == Need::Always).map(|field| field.key).collect();
    let mut out = json!({
        "type": "object",
        "description": shape.doc,
        "properties": properties,
        "additionalProperties": false,
    });
    if let Some(out) = out.as_object_mut() {
        if !required.is_empty() {
            out.insert("required".to_owned(), json!(required));
        }
        // A child may leave the choice to its parent, so a single file may have none of them.
        let choices = shape.one_of();
        if !choices.is_empty() {
            let pairs = choices.iter().enumerate().flat_map(|(index, left)| {
                choices
                    .iter()
                    .skip(index.saturating_add(1))
                    .map(move |right| json!({ "required": [left, right] }))
            });
            out.insert("not".to_owned(), json!({ "anyOf": pairs.collect::<Vec<_>>() }));
        }
    }
    out
}

fn property(field: &Field) -> Value {
    let mut out = schema(field.kind);
    if let Some(out) = out.as_object_mut() {
        out.insert("description".to_owned(), json!(field.doc));
    }
    out
}

fn schema(kind: Kind) -> Value {
    let reference = |shape: &Shape| json!({ "$ref": format!("#/$defs/{}", shape.name) });
    let list = |items: Value| json!({ "type": "array", "minItems": 1, "items": items });
    let text = || json!({ "type": "string", "minLength": 1 });
    let parameter = || json!({ "type": "string", "pattern": "^\\$." });
    match kind {
        Kind::Format => json!({ "const": FORMAT }),
        Kind::Text => text(),
        Kind::Id => json!({ "type": "string", "pattern": "^[a-z0-9_-]+$" }),
        Kind::SignalId => json!({ "type": "string", "pattern": "^[a-z0-9_-]+(\\.[a-z0-9_-]+)*$" }),
        Kind::Template => json!({ "anyOf": [text(), list(text())] }),
        Kind::Number(bounds) => number(bounds),
        Kind::Bool => json!({ "type": "boolean" }),
        Kind::Switch => json!({ "anyOf": [{ "type": "boolean" }, parameter()] }),
        Kind::NumberOrParameter(bounds) => json!({ "anyOf": [number(bounds), parameter()] }),
        Kind::Scalar => json!({ "type": ["number", "boolean", "string"] }),
        Kind::Choice(words) => json!({ "enum": words }),
        Kind::Choices(words) => list(json!({ "enum": words })),
        Kind::Subset(words) => json!({ "type": "array", "uniqueItems": true, "items": { "enum": words } }),
        Kind::Texts => list(text()),
        Kind::Curve(bounds) => list(json!({
            "type": "array",
            "prefixItems": [number(Bounds::ABSCISSA), number(bounds)],
            "items": false,
            "minItems": 2,
        })),
        Kind::Absent => {
            json!({ "anyOf": [{ "type": "number", "minimum": 0, "maximum": 100 }, { "const": SKIP }] })
        }
        Kind::Table(shape) | Kind::Section(shape) => reference(shape),
        Kind::Tables(shape) | Kind::ById(shape) => list(reference(shape)),
        Kind::Map => json!({ "type": "object", "additionalProperties": schema(Kind::Scalar) }),
    }
}

fn number(bounds: Bounds) -> Value {
    let mut out = Map::new();
    out.insert("type".to_owned(), json!("number"));
    let limits = [("minimum", bounds.min), ("maximum", bounds.max), ("exclusiveMinimum", bounds.above)];
    for (key, limit) in limits {
        if let Some(limit) = limit {
            out.insert(key.to_owned(), json!(limit));
        }
    }
    Value::Object(out)
}
