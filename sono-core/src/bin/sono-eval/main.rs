//! The command line: arguments in, library calls, reports out.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod args;
mod assess;
mod batch;
mod console;
mod decode;
mod gather;
mod lines;
mod metrics;
mod rubric;
mod schema;
mod signals;

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Cli, Command};
use crate::console::Outcome;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        // Help and version go to standard output and are no misuse.
        Err(error) => {
            let code = if error.use_stderr() { Outcome::Misuse } else { Outcome::Done };
            // Nobody is left to tell when the message itself cannot be written.
            let _ = error.print();
            return code.into();
        }
    };
    let result = match cli.command {
        Command::Assess(args) => assess::run(&args),
        Command::Batch(args) => batch::run(&args),
        Command::Metrics(args) => metrics::run(&args),
        Command::Rubric(args) => rubric::run(&args),
        Command::Signals(args) => signals::run(&args),
        Command::Schema(args) => schema::run(&args),
    };
    match result {
        Ok(outcome) => outcome.into(),
        Err(failure) => failure.report().into(),
    }
}
