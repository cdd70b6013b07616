//! The command line: arguments in, library calls, reports out.
//!
//! It is part of the library so that packages of other languages offer the same command.
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::arithmetic_side_effects
)]
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::arithmetic_side_effects
    )
)]

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

use std::ffi::OsString;
use std::panic::catch_unwind;
use std::path::Path;

use clap::Parser;

use sono_score::submission::Submission;

use self::args::{Cli, Command};
use self::console::{Failure, Outcome};

/// Runs the program `sono-eval` with its arguments, of which the first is its own name, and returns its exit code:
/// 0 done, 1 not done, 2 some items failed or an assessment does not hold, 3 an assessment cannot be replayed.
///
/// It is the whole program: it sets the panic hook of the process, reads standard input, and writes to standard output
/// and standard error.
pub fn main(args: impl IntoIterator<Item = OsString>) -> u8 {
    // A defect is told like any other error; it costs one item of a batch, and any other command its result.
    std::panic::set_hook(Box::new(|panic| console::defect(panic.location())));
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        // Help and version go to standard output and are no misuse.
        Err(error) => {
            let outcome = if error.use_stderr() { Outcome::Misuse } else { Outcome::Done };
            // Nobody is left to tell when the message itself cannot be written.
            let _ = error.print();
            return outcome.code();
        }
    };
    let outcome = match catch_unwind(|| run(cli.command)) {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(failure)) => failure.report(),
        Err(_) => Outcome::Misuse,
    };
    outcome.code()
}

/// The submission that a file or folder makes up, as `sono-eval assess PATH` reads it: a folder is a project of its
/// text files, sorted by name, without hidden, ignored and vendored ones; what is not UTF-8 is decoded.
///
/// # Errors
/// [`ErrorKind::Io`](sono_score::ErrorKind::Io) when it cannot be read, and
/// [`ErrorKind::LimitExceeded`](sono_score::ErrorKind::LimitExceeded) when it is too large.
pub fn read_path(path: &Path) -> sono_score::Result<Submission> {
    // Nothing here means standard input.
    let path = if gather::is_stdin(path) { Path::new(".").join(path) } else { path.to_owned() };
    Ok(assess::submission_of(gather::gather(&[path])?, 1))
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
