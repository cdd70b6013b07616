//! Prepares a compiled WebAssembly module, as the program `wasm-bindgen` does. As a library it stands in `Cargo.lock`
//! beside the crate `wasm-bindgen`, whose version it has to match.

use std::fs;
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

/// The function of the loader that exchanges the instance, and what it does that some threads may not do at once.
const EXCHANGE: &str = "export function __wbg_reset_state ()";
const AT_ONCE: &str = "new WebAssembly.Instance(wasmModule, ";
const LATER: &str = "await WebAssembly.instantiate(wasmModule, ";

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
    let loader = arguments.folder.join(&arguments.name).with_extension("js");
    let text = fs::read_to_string(&loader)?;
    fs::write(loader, with_later_exchange(&text).ok_or("wasm-bindgen writes another loader than expected")?)?;
    Ok(())
}

/// The loader with the function `renewLater`, which exchanges the instance as `__wbg_reset_state` does, and waits for it:
/// on the main thread of a page, Chromium instantiates no module above 8 MB at once.
fn with_later_exchange(loader: &str) -> Option<String> {
    let (_, rest) = loader.split_once(EXCHANGE)?;
    let (body, _) = rest.split_once("\n}\n")?;
    let (before, after) = body.split_once(AT_ONCE)?;
    Some(format!("{loader}\nexport async function renewLater(){before}{LATER}{after}\n}}\n"))
}

#[cfg(test)]
mod tests {
    use super::with_later_exchange;

    #[test]
    fn the_later_exchange_does_what_the_other_does() {
        let loader = "export function __wbg_reset_state () {\n    id++;\n    it = new WebAssembly.Instance(wasmModule, \
                      imports());\n    start();\n}\n\nexport { it };\n";
        let later = "\nexport async function renewLater() {\n    id++;\n    it = await WebAssembly.instantiate(\
                     wasmModule, imports());\n    start();\n}\n";
        assert_eq!(with_later_exchange(loader), Some(format!("{loader}{later}")));
        assert_eq!(with_later_exchange("export { it };\n"), None);
    }
}
