//! Standard output, standard error and exit codes.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::panic::Location;
use std::path::Path;

use anstream::{AutoStream, ColorChoice};
use sono_report::{Detail, Format, Printable, Printed, Report, ReportOptions};
use sono_score::{Error, ErrorKind};

use super::args::{Color, OutputArgs};
use super::interrupt;
use super::output::{Replacement, Target, open_stream, replace};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Done,
    Misuse,
    /// Some items failed, an assessment does not hold, or a log has faults.
    SomeFailed,
    /// An assessment cannot be replayed.
    NotReplayable,
    /// The reader of the output has stopped reading.
    Closed,
    /// A signal asked to stop.
    Interrupted(u8),
}

impl Outcome {
    /// The exit code.
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Misuse => 1,
            Self::SomeFailed => 2,
            Self::NotReplayable => 3,
            // As if SIGPIPE had ended it.
            Self::Closed => interrupt::code(13),
            Self::Interrupted(signal) => interrupt::code(signal),
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
            Self::Closed => Outcome::Closed,
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
    write(Printed::Text(report.to_text(&options(args, Detail::default()))), args)
}

/// The format that is wanted, or that the name of the output asks for.
pub(crate) fn format(wanted: Option<Format>, args: &OutputArgs) -> Format {
    let ending = || args.output.as_deref()?.extension()?.to_str();
    wanted.or_else(|| Format::of_extension(ending()?)).unwrap_or_default()
}

/// How to print for where the output goes.
pub(crate) fn options(args: &OutputArgs, detail: Detail) -> ReportOptions {
    let to_terminal = args.output.is_none() && io::stdout().is_terminal();
    ReportOptions {
        detail,
        width: to_terminal.then(textwrap::termwidth),
        color: color_choice(args) != ColorChoice::Never,
        ..ReportOptions::default()
    }
}

/// Writes what a printer gave: text with a line break at its end, anything else as it is.
pub(crate) fn write(printed: Printed, args: &OutputArgs) -> Result<(), Failure> {
    match (printed, &args.output) {
        (Printed::Text(mut text), output) => {
            if !text.ends_with('\n') {
                text.push('\n');
            }
            match output {
                // This turns escape sequences into console calls on older Windows consoles.
                None if text.contains('\u{1b}') => {
                    finish(AutoStream::new(io::stdout().lock(), color_choice(args)), text.as_bytes())
                }
                _ => print(&text, args),
            }
        }
        (Printed::Bytes(_), None) if io::stdout().is_terminal() => {
            let message = "the report is no text, and would garble the terminal; name a file with --output";
            Err(Error::new(ErrorKind::InvalidOptions, message).into())
        }
        (Printed::Bytes(bytes), Some(path)) => write_file(path, &bytes),
        (Printed::Bytes(bytes), None) => finish(io::stdout().lock(), &bytes),
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
        Some(path) => write_file(path, text.as_bytes()),
        None => finish(io::stdout().lock(), text.as_bytes()),
    }
}

fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failed = |error| io_error("write", path, &error);
    match Target::of(path).map_err(failed)? {
        Target::File(file) => Ok(replace(&file, bytes).map_err(failed)?),
        Target::Stream(stream) => finish(open_stream(&stream).map_err(failed)?, bytes),
    }
}

/// Writes text bit by bit, as much as there is. A file is replaced when all of it is written.
pub(crate) fn print_bits(
    args: &OutputArgs,
    write: impl FnOnce(&mut dyn Write) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let Some(path) = &args.output else {
        let mut out = BufWriter::new(io::stdout().lock());
        write(&mut out)?;
        return out.flush().map_err(write_failure);
    };
    let failed = |error| io_error("write", path, &error);
    match Target::of(path).map_err(failed)? {
        Target::File(file) => {
            let mut new = Replacement::new(&file).map_err(failed)?;
            interrupt::remove_when_stopped(new.file.path()).map_err(failed)?;
            let mut out = BufWriter::new(&mut new.file);
            write(&mut out)?;
            out.flush().map_err(failed)?;
            drop(out);
            Ok(new.finish().map_err(failed)?)
        }
        Target::Stream(stream) => {
            let mut out = BufWriter::new(open_stream(&stream).map_err(failed)?);
            write(&mut out)?;
            out.flush().map_err(write_failure)
        }
    }
}

fn finish(mut out: impl Write, bytes: &[u8]) -> Result<(), Failure> {
    out.write_all(bytes).and_then(|()| out.flush()).map_err(write_failure)
}

/// The failure of a write to standard output.
pub(crate) fn write_failure(error: io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Failure::Closed,
        _ => Failure::Error(Error::new(ErrorKind::Io, format!("cannot write the output: {error}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to_file(name: &str, printed: Printed) -> Vec<u8> {
        let path = std::env::temp_dir().join(format!("sono-eval-{}-{name}", std::process::id()));
        let args = OutputArgs { output: Some(path.clone()), color: Color::Auto };
        write(printed, &args).unwrap();
        let written = std::fs::read(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        written
    }

    #[test]
    fn bytes_are_written_as_they_are_and_text_with_a_line_break() {
        let bytes: Vec<u8> = (0..=u8::MAX).collect();
        assert_eq!(to_file("bytes", Printed::Bytes(bytes.clone())), bytes);
        assert_eq!(to_file("text", Printed::Text("a".to_owned())), b"a\n");
        assert_eq!(to_file("line", Printed::Text("a\n".to_owned())), b"a\n");
    }

    #[test]
    fn the_name_of_the_output_says_the_format_when_nobody_else_does() {
        let args = |name: &str| OutputArgs { output: Some(name.into()), color: Color::Auto };
        assert_eq!(format(None, &args("a.MD")).name, "markdown");
        assert_eq!(format(None, &args("a.report")), Format::default());
        assert_eq!(format(Some(Format::default()), &args("a.md")).name, "text");
    }
}
