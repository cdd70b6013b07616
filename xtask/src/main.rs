//! Development tasks of the workspace: `cargo xtask <task>`.

#[cfg(feature = "wasm")]
mod bindgen;
mod doc_lines;
#[cfg(feature = "generate")]
mod generate;
mod licences;
mod lines;
mod packages;
#[cfg(feature = "generate")]
mod python_types;
#[cfg(feature = "generate")]
mod readme;
mod rooms;
mod runtime;
#[cfg(feature = "generate")]
mod tags_page;
#[cfg(feature = "generate")]
mod typescript;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use clap::{Parser, Subcommand};

/// The result of a task: nothing, or a message for people.
type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// Development tasks of the workspace.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Prepare a compiled WebAssembly module, and write the JavaScript that loads it.
    #[cfg(feature = "wasm")]
    Bindgen(bindgen::Arguments),
    /// Check that no line of documentation begins with "What".
    DocLines,
    /// Write the files that are generated from the code: schemas, declarations, headers and docs/signals.md.
    Generate,
    /// Check the licences of all dependencies against the allow-list in deny.toml.
    Licences,
    /// Count the hand-written lines of Rust per crate.
    Lines,
    /// Check that the code keeps to the drawing of crates and rooms in docs/architecture.md.
    Rooms(rooms::Arguments),
    /// Check that the parser's runtime is the published one with the changes in its patch.
    Runtime(runtime::Arguments),
}

fn main() -> ExitCode {
    let root = workspace_root();
    let outcome = match Arguments::parse().task {
        #[cfg(feature = "wasm")]
        Task::Bindgen(arguments) => bindgen::run(&arguments),
        Task::DocLines => doc_lines::run(&root),
        #[cfg(feature = "generate")]
        Task::Generate => generate::run(&root),
        #[cfg(not(feature = "generate"))]
        Task::Generate => with_feature("generate", &root),
        Task::Licences => licences::run(&root),
        Task::Lines => lines::run(&root),
        Task::Rooms(arguments) => rooms::run(&root, &arguments),
        Task::Runtime(arguments) => runtime::run(&root, &arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn workspace_root() -> PathBuf {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    crate_folder.parent().unwrap_or(crate_folder).to_owned()
}

/// Builds this program with all features, and runs a task that needs one.
#[cfg(not(feature = "generate"))]
fn with_feature(task: &str, root: &Path) -> Outcome {
    let program = std::env::current_exe()?;
    // The selection of `make build`, for which the core is compiled already.
    let selection = ["--workspace", "--exclude", "sono-uniffi-bindgen", "--all-features", "--bin", "xtask"];
    let build = ["build", "--locked", "--profile", "ci"];
    let built = Command::new("cargo").args(build).args(selection).current_dir(root).status()?;
    if built.success() && Command::new(program).arg(task).current_dir(root).status()?.success() {
        return Ok(());
    }
    Err(format!("the task {task} failed").into())
}

/// Runs a program in a folder and returns its output.
fn output_of(program: &str, arguments: &[&str], folder: &Path) -> Outcome<String> {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .output()
        .map_err(|error| format!("cannot run {program}: {error}"))?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{program} {}: {}", arguments.join(" "), message.trim()).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}
