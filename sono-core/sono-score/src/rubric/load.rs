//! Loads a rubric: reads the file and its parents, merges them, checks and compiles the whole.

use std::collections::BTreeMap;

use super::Rubric;
use super::builtin;
use super::check::{self, Stage};
use super::compile::compile;
use super::model::Model;
use super::node::{self, Node, Table, Value};
use super::problems::{At, Problems, hint};
use super::registry::SignalRegistry;
use super::shape::ROOT;
use crate::assessment::canonical_json;
use crate::error::Result;
use crate::signals::Family;

/// How many rubrics may extend one another.
const MAX_CHAIN: usize = 16;

/// Longest source of a rubric in bytes; the largest that is shipped has a tenth of it.
const MAX_BYTES: usize = 1 << 20;

pub(super) fn load(
    source: &str,
    file_name: &str,
    resolve: &dyn Fn(&str) -> Option<String>,
    registry: &SignalRegistry,
) -> Result<Rubric> {
    let problems = Problems::default();
    let Some(chain) = read_chain(source, file_name, resolve, &problems) else {
        return Err(problems.into_error(file_name));
    };
    let mut heuristic_parent = false;
    let mut merged = Table::new();
    for table in chain.into_iter().rev() {
        if let Some(node) =
            table.get("heuristic").filter(|node| heuristic_parent && node.bool() == Some(false))
        {
            problems.push(node.at, "heuristic", "a rubric that extends a heuristic one stays heuristic");
        }
        heuristic_parent |= table.get("heuristic").and_then(Node::bool) == Some(true);
        merged = check::merge(&ROOT, merged, table);
    }
    merged.remove("extends");
    check::table(&ROOT, &merged, At { file: 0, line: 1 }, Stage::Merged, &mut String::new(), &problems);
    let model = compile(&merged, registry, &problems);
    if !problems.is_empty() {
        return Err(problems.into_error(file_name));
    }
    let content = Node { at: At::default(), value: Value::Table(merged) }.to_json();
    let mut content = blake3::hash(canonical_json(&content)?.as_bytes());
    match model {
        Some(mut model) => {
            let custom = custom_signals(&model, registry);
            if !custom.is_empty() {
                // Under another definition of a signal the same rubric is another one.
                let definitions = blake3::hash(canonical_json(&custom)?.as_bytes());
                let both = [*content.as_bytes(), *definitions.as_bytes()];
                content = blake3::hash(both.as_flattened());
            }
            model.dialects.extend(custom.clone());
            Ok(Rubric { model, content, custom })
        }
        None => {
            problems.push(At { file: 0, line: 1 }, "", "could not be compiled");
            Err(problems.into_error(file_name))
        }
    }
}

/// The definitions of what the host measures and the rubric reads, by itself or through a scorer.
fn custom_signals(model: &Model, registry: &SignalRegistry) -> BTreeMap<String, String> {
    let scored = model.signals.iter().map(|signal| signal.id.as_ref());
    let divisors = model.measures.iter().filter_map(|measure| measure.per.as_deref());
    scored
        .chain(divisors)
        .filter_map(|id| registry.get(id))
        .flat_map(|signal| {
            std::iter::once(signal).chain(signal.reads.iter().filter_map(|id| registry.get(id)))
        })
        .filter(|signal| signal.family == Family::Custom)
        .map(|signal| (signal.id.to_string(), signal.definition.to_string()))
        .collect()
}

/// The rubric and its parents, the child first, each checked on its own; nothing when one of them cannot be
/// read, for then nothing can be said about the whole.
fn read_chain(
    source: &str,
    file_name: &str,
    resolve: &dyn Fn(&str) -> Option<String>,
    problems: &Problems,
) -> Option<Vec<Table>> {
    let mut chain = Vec::new();
    let mut files: Vec<String> = Vec::new();
    let mut ids: Vec<String> = Vec::new();
    let mut next = Some((file_name.to_owned(), source.to_owned()));
    while let Some((name, source)) = next.take() {
        let file = problems.file(&name);
        files.push(name);
        let start = At { file, line: 1 };
        if source.len() > MAX_BYTES {
            problems.push(start, "", format!("has {} bytes; at most {MAX_BYTES} are read", source.len()));
            return None;
        }
        let table = node::read(&source, file, problems)?;
        check::table(&ROOT, &table, start, Stage::File, &mut String::new(), problems);
        ids.extend(table.get("id").and_then(Node::text).map(str::to_owned));
        if let Some(node) = table.get("extends") {
            let parent = node.text()?;
            if ids.iter().any(|id| id == parent) || files.iter().any(|file| file == parent) {
                let chain = files.join(" extends ");
                problems.push(node.at, "extends", format!("{chain} extends {parent}: a circle"));
                return None;
            }
            if files.len() >= MAX_CHAIN {
                problems.push(
                    node.at,
                    "extends",
                    format!("more than {MAX_CHAIN} rubrics extend one another"),
                );
                return None;
            }
            next = Some(find_parent(parent, node.at, resolve, problems)?);
        }
        chain.push(table);
    }
    Some(chain)
}

fn find_parent(
    parent: &str,
    at: At,
    resolve: &dyn Fn(&str) -> Option<String>,
    problems: &Problems,
) -> Option<(String, String)> {
    if let Some(source) = builtin::source(parent) {
        return Some((format!("{parent}.toml"), source.to_owned()));
    }
    let source = resolve(parent);
    if source.is_none() {
        let hint = hint(parent, builtin::names());
        problems.push(at, "extends", format!("there is no rubric {parent:?}{hint}"));
    }
    Some((parent.to_owned(), source?))
}
