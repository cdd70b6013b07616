//! Loads a rubric: reads and checks the file and its parents, merges them and checks the result.

use super::builtin;
use super::check::{self, Stage};
use super::merge::merge;
use super::node::{self, Node, Table};
use super::problems::{At, Problems, closest, hint};
use super::shape::FORMAT;
use super::tables::ROOT;
use crate::json::problems::quote;
use crate::submission::relative_path;

/// The maximum number of rubrics in a chain of `extends`.
const MAX_CHAIN: usize = 16;

/// The maximum size of a rubric's source in bytes; the largest built-in one is a tenth of it. Hosts that read files need
/// read no more than one byte beyond.
pub const MAX_SOURCE_BYTES: usize = 1 << 20;

/// Gives the source of the rubric that `extends` names, `None` if there is none, or the reason why it is not read.
pub(in crate::rubric) type Resolve<'r> = dyn Fn(&str) -> Result<Option<String>, String> + 'r;

/// Reads a rubric and its parents and merges them; `None` if one of them cannot be read. The result is valid only if no
/// problem was reported.
pub(in crate::rubric) fn load(
    source: &str,
    file_name: &str,
    resolve: &Resolve<'_>,
    problems: &Problems,
) -> Option<Table> {
    let chain = read_chain(source, file_name, resolve, problems)?;
    // Without the parent that was meant, all that it brings would be missing.
    let orphan = chain
        .last()
        .is_some_and(|last| !last.contains_key("extends") && last.keys().any(|key| names_parent(key)));
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
    if !orphan {
        check::table(&ROOT, &merged, At { file: 0, line: 1 }, Stage::Merged, &mut String::new(), problems);
    }
    Some(merged)
}

/// Whether an unknown key is `extends`, misspelt.
fn names_parent(key: &str) -> bool {
    let names = ROOT.fields().map(|field| field.key);
    ROOT.field(key).is_none() && closest(key, names) == Some("extends")
}

/// The rubric and its parents, the child first, each checked separately; `None` if one of them cannot be read, because
/// then nothing can be said about the whole.
fn read_chain(
    source: &str,
    file_name: &str,
    resolve: &Resolve<'_>,
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
        if source.len() > MAX_SOURCE_BYTES {
            problems.push(
                start,
                "",
                format!("has {} bytes; at most {MAX_SOURCE_BYTES} are read", source.len()),
            );
            return None;
        }
        let (table, errors) = node::read(&source, file);
        if !chain.is_empty() && !declares_itself(&table) {
            problems.push(
                start,
                "",
                "expected a rubric, with `format`, `id` and `version`, got another file",
            );
            return None;
        }
        if !errors.is_empty() {
            // The table has gaps, which would be reported as further mistakes.
            errors.into_iter().for_each(|(at, message)| problems.push(at, "", message));
            return None;
        }
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

/// Whether a file says that it is a rubric. Of a parent that does not, no message quotes anything: what the author of a
/// rubric makes a host read should not be what he gets to read.
fn declares_itself(table: &Table) -> bool {
    let is_text = |key: &str| table.get(key).and_then(Node::text).is_some();
    table.get("format").and_then(Node::number) == Some(FORMAT) && is_text("id") && is_text("version")
}

fn find_parent(parent: &str, at: At, resolve: &Resolve<'_>, problems: &Problems) -> Option<(String, String)> {
    if let Some(source) = builtin::source(parent) {
        return Some((format!("{parent}.toml"), source.to_owned()));
    }
    let refuse = |why: &str| {
        let expected = "expected the id of a built-in rubric, or the path of a file in the rubric's folder";
        problems.push(at, "extends", format!("{expected}, got {}: {why}", quote(parent)));
        None
    };
    if let Err(why) = relative_path(parent, "the rubric's folder") {
        return refuse(&why);
    }
    match resolve(parent) {
        Ok(Some(source)) => Some((parent.to_owned(), source)),
        Ok(None) => {
            let hint = hint(parent, builtin::names());
            problems.push(at, "extends", format!("there is no rubric {}{hint}", quote(parent)));
            None
        }
        Err(why) => refuse(&why),
    }
}
