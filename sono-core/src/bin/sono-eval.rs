//! The program `sono-eval`.

use std::process::ExitCode;

fn main() -> ExitCode {
    sono_core::cli::main(std::env::args_os()).into()
}
