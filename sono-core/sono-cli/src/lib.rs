//! The command line: it reads arguments, calls the library and prints reports.
//!
//! It is a library so that packages for other languages can offer the same command.
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
mod interrupt;
mod lines;
mod metrics;
mod norms;
mod output;
mod rubric;
mod schema;
mod signals;
mod tag;
mod verify;

use std::ffi::OsString;
use std::io::Write as _;
use std::panic::catch_unwind;
use std::path::Path;

use clap::Parser;

use sono_score::submission::Submission;

use self::args::{Cli, Command};
use self::console::{Failure, Outcome};

/// Runs the program `sono-eval`. The first argument is its own name. Returns the exit code: 0 for success, 1 for an
/// error, 2 if items failed or an assessment does not hold, 3 if an assessment cannot be replayed, 141 if the reader of
/// the output stopped reading.
///
/// It is the whole program: it sets the panic hook and signal handlers of the process, reads standard input, and writes
/// to standard output and standard error. A batch that SIGINT or SIGTERM stops ends the process by that signal.
pub fn main(args: impl IntoIterator<Item = OsString>) -> u8 {
    // A defect is reported like any other error. It fails one item of a batch, or the whole of any other command.
    std::panic::set_hook(Box::new(|panic| console::defect(panic.location())));
    interrupt::survive_full_files();
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        // Help and version go to standard output and are not errors.
        Err(error) if !error.use_stderr() => {
            let printed = error.print().and_then(|()| std::io::stdout().flush());
            let failed = |error| console::write_failure(error).report();
            return printed.map_or_else(failed, |()| Outcome::Done).code();
        }
        Err(error) => {
            // If the message itself cannot be written, there is nobody to tell.
            let _ = error.print();
            return Outcome::Misuse.code();
        }
    };
    let outcome = match catch_unwind(|| run(cli.command)) {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(failure)) => failure.report(),
        Err(_) => Outcome::Misuse,
    };
    if let Outcome::Interrupted(signal) = outcome {
        interrupt::end_by(signal);
    }
    outcome.code()
}

/// Reads a file or folder as a submission, in the way of `sono-eval assess PATH`: a folder is a project of all its text
/// files, sorted by name, and what is not read is listed in `content.set_aside`. Other encodings than UTF-8 are decoded.
///
/// # Errors
/// [`ErrorKind::Io`](sono_score::ErrorKind::Io) if it cannot be read, and
/// [`ErrorKind::LimitExceeded`](sono_score::ErrorKind::LimitExceeded) if it is a file that is too large.
pub fn read_path(path: &Path) -> sono_score::Result<Submission> {
    // No path means standard input here.
    let path = if gather::is_stdin(path) { Path::new(".").join(path) } else { path.to_owned() };
    Ok(assess::submission_of(gather::gather(&[path], &gather::Filter::none())?, 1))
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
        Command::Tag(args) => tag::run(&args),
        Command::Schema(args) => schema::run(&args),
    }
}
