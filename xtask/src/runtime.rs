//! Checks that the runtime in `sono-core/sono-tree-sitter` is the published one with the changes in its
//! `upstream.patch`, and nothing else.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;

use crate::Outcome;
use crate::packages::packages;

/// The folder of the changed runtime.
const FOLDER: &str = "sono-core/sono-tree-sitter";
/// The published crate. `benches` measures against it, so that its source is at hand.
const UPSTREAM: &str = "tree-sitter";
/// The files and folders that both have in common. The manifest, the description and the patch itself are our own.
const COMMON: [&str; 4] = ["LICENSE", "binding_rust", "include", "src"];
const PATCH: &str = "upstream.patch";
/// The description of the published bindings.
const LEFT_OUT: &str = "binding_rust/README.md";

#[derive(Args)]
pub(crate) struct Arguments {
    /// Write the patch anew, from the folder as it is.
    #[arg(long)]
    write: bool,
}

pub(crate) fn run(root: &Path, arguments: &Arguments) -> Outcome {
    let packages = packages(root)?;
    let package = packages.iter().find(|package| package.name == UPSTREAM && package.source.is_some());
    let upstream = package.and_then(|package| package.manifest_path.parent());
    let upstream = upstream.ok_or("the published crate is not among the dependencies")?;

    let work = root.join("build/runtime");
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    let (a, b) = (work.join("a"), work.join("b"));
    copy(upstream, &a)?;
    copy(&root.join(FOLDER), &b)?;
    if arguments.write {
        fs::write(root.join(FOLDER).join(PATCH), difference(&work)?)?;
        return Ok(());
    }
    let patch = root.join(FOLDER).join(PATCH);
    let status = Command::new("git")
        .arg("apply")
        .arg(&patch)
        .current_dir(&a)
        .env("GIT_CEILING_DIRECTORIES", &work)
        .status()?;
    if !status.success() {
        return Err(format!("{PATCH} does not apply to {}", upstream.display()).into());
    }
    let rest = difference(&work)?;
    if !rest.is_empty() {
        return Err(format!(
            "{FOLDER} is not the published crate with {PATCH}; run `cargo xtask runtime --write` if the change is meant:\n{rest}"
        )
        .into());
    }
    Ok(())
}

/// The difference between `a` and `b` in this folder.
fn difference(work: &Path) -> Outcome<String> {
    let arguments = ["diff", "--no-index", "--no-color", "--no-renames", "--no-prefix", "a", "b"];
    let output = Command::new("git").args(arguments).current_dir(work).output()?;
    match output.status.code() {
        Some(0 | 1) => Ok(String::from_utf8(output.stdout)?),
        _ => Err(String::from_utf8_lossy(&output.stderr).into()),
    }
}

fn copy(from: &Path, to: &Path) -> Outcome {
    let mut folders: BTreeSet<PathBuf> = COMMON.iter().map(PathBuf::from).collect();
    while let Some(path) = folders.pop_first() {
        if path == Path::new(LEFT_OUT) {
            continue;
        }
        let source = from.join(&path);
        if source.is_dir() {
            for entry in fs::read_dir(&source)? {
                folders.insert(path.join(entry?.file_name()));
            }
        } else {
            let target = to.join(&path);
            fs::create_dir_all(target.parent().unwrap_or(to))?;
            fs::write(target, fs::read(source)?)?;
        }
    }
    Ok(())
}
