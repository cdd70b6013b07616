//! The command line: arguments in, library calls, reports out.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod args;
mod assess;
mod audit;
mod batch;
mod console;
mod decode;
mod gather;
mod lines;
mod metrics;
mod norms;
mod rubric;
mod schema;
mod signals;
mod verify;

use std::panic::catch_unwind;
use std::process::ExitCode;

use clap::Parser;

use crate::args::{Cli, Command};
use crate::console::{Failure, Outcome};

fn main() -> ExitCode {
    // A defect is told like any other error; it costs one item of a batch, and any other command its result.
    std::panic::set_hook(Box::new(|panic| console::defect(panic.location())));
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
    match catch_unwind(|| run(cli.command)) {
        Ok(Ok(outcome)) => outcome.into(),
        Ok(Err(failure)) => failure.report().into(),
        Err(_) => Outcome::Misuse.into(),
    }
}

fn run(command: Command) -> Result<Outcome, Failure> {
    match command {
        Command::Assess(args) => assess::run(&args),
        Command::Batch(args) => batch::run(&args),
        Command::Metrics(args) => metrics::run(&args),
        Command::Norms(args) => norms::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Audit(args) => audit::run(&args),
        Command::Rubric(args) => rubric::run(&args),
        Command::Signals(args) => signals::run(&args),
        Command::Schema(args) => schema::run(&args),
    }
}
