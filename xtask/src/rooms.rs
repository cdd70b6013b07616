//! Checks that the code keeps to the drawing of crates and rooms in `docs/architecture.md`.
//!
//! A room is a top-level module of a crate. The rules:
//!
//! - A crate depends only on crates above it in the drawing, and on those inside its own folder. The
//!   dependencies of its tests (`[dev-dependencies]`) are free.
//! - A room uses only rooms above it in its crate. Code for tests alone (`#[cfg(test)]`) is free.
//! - `lib.rs` stands below all rooms: it may use each, and no room uses its definitions. An item of a room
//!   that `lib.rs` re-exports counts as part of that room.
//! - No code names a language, outside of that language's file and of the few places that must.
//! - Every crate is in the drawing, with either all of its rooms or none, if the crate is one room; nothing else is.
//!
//! Since the order has no way back, rooms can't form a circle. Files of one room can; `--circles` lists them.

mod circles;
mod drawing;
mod ids;
mod modules;
mod scan;

use std::fs;
use std::path::Path;

use clap::Args;
use serde::Deserialize;

use self::circles::{Rooms, circles};
use self::drawing::{Drawing, PAGE, Package};
use self::modules::{Modules, Sources};
use crate::{Outcome, output_of};

/// The options of the check.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Also list the files inside one room that use each other in a circle.
    #[arg(long)]
    circles: bool,
}

/// Fails with one line per place where the code departs from the drawing.
pub(crate) fn run(root: &Path, arguments: &Arguments) -> Outcome {
    let packages = packages(root)?;
    let drawing = Drawing::read(&fs::read_to_string(root.join(PAGE))?, &packages)?;
    let mut problems = drawing.order_of_crates(&packages);
    let mut rooms = 0;
    let ids = ids::ids(&sources(&root.join(ids::LANGUAGES))?);
    for package in &packages {
        let drawn = drawing.rooms_of(package);
        rooms += drawn.len();
        let source = root.join(&package.folder).join("src");
        let modules =
            Modules::read(&sources(&source)?).map_err(|error| format!("{}/src/{error}", package.folder))?;
        if !drawn.is_empty() {
            problems.extend(modules.problems(&package.folder, drawn));
        }
        // Benchmarks and tasks may name the languages that they take.
        if package.folder.starts_with("sono-") {
            problems.extend(ids::problems(&package.folder, &modules, &ids));
        }
        if arguments.circles {
            let kind = if drawn.is_empty() { Rooms::One } else { Rooms::Modules };
            for circle in circles(&modules, kind) {
                println!("{}: {circle}", package.name);
            }
        }
    }
    if !problems.is_empty() {
        return Err(format!("the code departs from {PAGE}:\n  {}", problems.join("\n  ")).into());
    }
    println!("{} crates and {rooms} rooms stand as {PAGE} draws them", packages.len());
    Ok(())
}

fn packages(root: &Path) -> Outcome<Vec<Package>> {
    #[derive(Deserialize)]
    struct Metadata {
        packages: Vec<Listed>,
        workspace_root: String,
    }
    #[derive(Deserialize)]
    struct Listed {
        name: String,
        manifest_path: String,
        dependencies: Vec<Dependency>,
    }
    #[derive(Deserialize)]
    struct Dependency {
        name: String,
        kind: Option<String>,
    }

    let text = output_of("cargo", &["metadata", "--no-deps", "--format-version", "1", "--locked"], root)?;
    let Metadata { packages, workspace_root } = serde_json::from_str(&text)?;
    let package = |listed: Listed| {
        let folder = Path::new(&listed.manifest_path).parent()?.strip_prefix(&workspace_root).ok()?;
        let needed = listed.dependencies.into_iter().filter(|one| one.kind.as_deref() != Some("dev"));
        Some(Package {
            name: listed.name,
            folder: folder.to_str()?.replace('\\', "/"),
            dependencies: needed.map(|one| one.name).collect(),
        })
    };
    Ok(packages.into_iter().filter_map(package).collect())
}

/// All Rust files below a folder, except programs.
fn sources(folder: &Path) -> Outcome<Sources> {
    let mut sources = Sources::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(current) = folders.pop() {
        for entry in fs::read_dir(&current)? {
            let path = entry?.path();
            let Some(name) = path.strip_prefix(folder)?.to_str().map(|name| name.replace('\\', "/")) else {
                continue;
            };
            if path.is_dir() {
                if name != "bin" {
                    folders.push(path);
                }
            } else if name.ends_with(".rs") && name != "main.rs" {
                sources.insert(name, fs::read_to_string(&path)?);
            }
        }
    }
    Ok(sources)
}
