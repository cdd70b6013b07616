//! Prepares a compiled WebAssembly module, as the program `wasm-bindgen` does. As a library it stands in `Cargo.lock`
//! beside the crate `wasm-bindgen`, whose version it has to match.

use std::path::PathBuf;

use clap::Args;
use wasm_bindgen_cli_support::Bindgen;

use crate::Outcome;

/// The module to prepare, and where to write it.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The module, as the compiler wrote it.
    module: PathBuf,
    /// Name of the files to write, without ending.
    name: String,
    /// Folder to write to.
    folder: PathBuf,
}

/// Writes `NAME_bg.wasm` and `NAME.js`.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    Bindgen::new()
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        // A trap leaves an instance in an undefined state; this function exchanges it for a new one.
        .reset_state_function(true)
        .input_path(&arguments.module)
        .out_name(&arguments.name)
        .generate(&arguments.folder)?;
    Ok(())
}
