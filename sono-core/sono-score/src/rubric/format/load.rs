//! Loads a rubric: reads and checks the file and its parents, merges them and checks the result.

use super::builtin;
use super::check::{self, Stage};
use super::merge::merge;
use super::node::{self, Node, Table};
use super::problems::{At, Problems, hint};
use super::tables::ROOT;

/// The maximum number of rubrics in a chain of `extends`.
const MAX_CHAIN: usize = 16;

/// The maximum size of a rubric's source in bytes; the largest built-in one is a tenth of it.
const MAX_BYTES: usize = 1 << 20;

/// Reads a rubric and its parents and merges them; `None` if one of them cannot be read. The result is valid only if no
/// problem was reported.
pub(in crate::rubric) fn load(
    source: &str,
    file_name: &str,
    resolve: &dyn Fn(&str) -> Option<String>,
    problems: &Problems,
) -> Option<Table> {
    let chain = read_chain(source, file_name, resolve, problems)?;
    let mut heuristic_parent = false;
    let mut merged = Table::new();
    for table in chain.into_iter().rev() {
        if let Some(node) =
            table.get("heuristic").filter(|node| heuristic_parent && node.bool() == Some(false))
        {
            problems.push(node.at, "heuristic", "a rubric that extends a heuristic one stays heuristic");
        }
        heuristic_parent |= table.get("heuristic").and_then(Node::bool) == Some(true);
        merged = merge(&ROOT, merged, table);
    }
    merged.remove("extends");
    check::table(&ROOT, &merged, At { file: 0, line: 1 }, Stage::Merged, &mut String::new(), problems);
    Some(merged)
}

/// The rubric and its parents, the child first, each checked separately; `None` if one of them cannot be read, because
/// then nothing can be said about the whole.
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
