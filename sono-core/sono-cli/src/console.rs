//! Standard output, standard error and exit codes.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::panic::Location;
use std::path::Path;

use anstream::{AutoStream, ColorChoice};
use sono_report::{Printable, Report, TextOptions};
use sono_score::{Error, ErrorKind};

use super::args::{Color, OutputArgs};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Done,
    Misuse,
    /// Some items failed, an assessment does not hold, or a log has faults.
    SomeFailed,
    /// An assessment cannot be replayed.
    NotReplayable,
}

impl Outcome {
    /// The exit code.
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Misuse => 1,
            Self::SomeFailed => 2,
            Self::NotReplayable => 3,
        }
    }
}

/// Why a command failed.
#[derive(Debug)]
pub(crate) enum Failure {
    Error(Error),
    /// The reader of the output has stopped reading.
    Closed,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl Failure {
    /// Reports the failure to the user, and returns how the command ended.
    pub(crate) fn report(&self) -> Outcome {
        match self {
            Self::Closed => Outcome::Done,
            Self::Error(error) => {
                report_error(error);
                Outcome::Misuse
            }
        }
    }
}

/// An error about a file, with the message of the operating system.
pub(crate) fn io_error(action: &str, path: &Path, error: &io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("cannot {action} {}: {error}", path.display()))
}

fn report_error(error: &Error) {
    let head = format!("[{}]: {}", error.kind(), error.message());
    let problems: Vec<String> = error.problems().iter().map(|problem| format!("  {problem}")).collect();
    tell("31", "error", &head, &problems);
}

/// Reports a defect in this program, in place of the standard panic message.
pub(crate) fn defect(place: Option<&Location<'_>>) {
    let place = place.map(|place| format!(" ({place})")).unwrap_or_default();
    let message = format!("a defect in sono-eval; please report it{place}");
    report_error(&Error::new(ErrorKind::Internal, message));
}

/// Prints a note on standard error.
pub(crate) fn note(text: &str) {
    tell("36", "note", &format!(": {text}"), &[]);
}

fn tell(color: &str, word: &str, text: &str, more: &[String]) {
    let mut lines = format!("\u{1b}[1;{color}m{word}\u{1b}[0m{}\n", Printable::exact(text));
    for line in more {
        lines.push_str(Printable::exact(line).as_str());
        lines.push('\n');
    }
    // If standard error is closed, there is nobody to tell.
    let _ = anstream::stderr().lock().write_all(lines.as_bytes());
}

/// Writes a report as text, in the width and colours of its destination.
pub(crate) fn print_report(report: &Report, args: &OutputArgs) -> Result<(), Failure> {
    let to_terminal = args.output.is_none() && io::stdout().is_terminal();
    let choice = color_choice(args);
    let options = TextOptions {
        width: if to_terminal { textwrap::termwidth() } else { TextOptions::default().width },
        color: choice != ColorChoice::Never,
        ascii: false,
    };
    let text = report.to_text(&options);
    match &args.output {
        Some(_) => print(&text, args),
        // This turns escape sequences into console calls on older Windows consoles.
        None => finish(AutoStream::new(io::stdout().lock(), choice), &text),
    }
}

fn color_choice(args: &OutputArgs) -> ColorChoice {
    match args.color {
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
        Color::Auto if args.output.is_some() => ColorChoice::Never,
        Color::Auto => AutoStream::choice(&io::stdout()),
    }
}

/// Writes finished text.
pub(crate) fn print(text: &str, args: &OutputArgs) -> Result<(), Failure> {
    match &args.output {
        Some(path) => std::fs::write(path, text).map_err(|error| io_error("write", path, &error).into()),
        None => finish(io::stdout().lock(), text),
    }
}

fn finish(mut out: impl Write, text: &str) -> Result<(), Failure> {
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(write_failure)
}

/// The failure of a write to standard output.
pub(crate) fn write_failure(error: io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Failure::Closed,
        _ => Failure::Error(Error::new(ErrorKind::Io, format!("cannot write the output: {error}"))),
    }
}

/// Opens a file for writing, or standard output.
pub(crate) fn writer(path: Option<&Path>) -> Result<Box<dyn Write + Send>, Failure> {
    match path {
        None => Ok(Box::new(BufWriter::new(io::stdout()))),
        Some(path) => {
            let file = File::create(path).map_err(|error| io_error("write", path, &error))?;
            Ok(Box::new(BufWriter::new(file)))
        }
    }
}
