//! Where the results of a batch go.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use sono_score::assessment::canonical_json;
use sono_score::engine::{BatchItem, BatchState, ProgressEvent};
use sono_score::{Error, ErrorKind};

use super::super::args::BatchArgs;
use super::super::console::{Failure, io_error, write_failure};
use super::super::output::{Target, open_stream, refuse_inputs, rubric_file};
use super::journal::{Begin, Journal, Paths};

/// The results of a batch on their way out.
pub(super) enum Results {
    /// To standard output, a pipe or a device.
    Stream(Box<dyn Write>),
    /// To a file.
    File(Box<Journal>),
}

impl Results {
    /// Opens the output, and returns the state to resume from.
    pub(super) fn open(args: &BatchArgs) -> Result<(Self, Option<BatchState>), Failure> {
        let refuse = |output: Option<&Path>| {
            refuse_inputs(output, std::iter::once(args.input.as_path()).chain(rubric_file(&args.rubric)))
        };
        let Some(output) = &args.output else {
            refuse(None)?;
            return Ok((Self::Stream(Box::new(BufWriter::new(io::stdout()))), None));
        };
        let failed = |error| io_error("write", output, &error);
        match Target::of(output).map_err(failed)? {
            Target::Stream(_) if args.resume || args.restart => {
                let message =
                    format!("only a file can be resumed or restarted, and {} is none", output.display());
                Err(Error::new(ErrorKind::InvalidOptions, message).into())
            }
            Target::Stream(path) => {
                refuse(Some(&path))?;
                let stream = open_stream(&path).map_err(failed)?;
                Ok((Self::Stream(Box::new(BufWriter::new(stream))), None))
            }
            Target::File(path) => {
                let paths = Paths::of(path);
                for path in [&paths.output, &paths.partial, &paths.journal] {
                    refuse(Some(path))?;
                }
                let begin = match (args.resume, args.restart) {
                    (true, _) => Begin::Resume,
                    (false, true) => Begin::Restart,
                    (false, false) => Begin::Anew,
                };
                let (journal, state) = Journal::open(paths, begin)?;
                Ok((Self::File(Box::new(journal)), state))
            }
        }
    }

    /// Writes the line of an item. Its assessment is already canonical JSON.
    pub(super) fn write(&mut self, item: BatchItem<String>) -> Result<(), Failure> {
        let index = item.index;
        let line = match item.outcome {
            Ok(assessment) => {
                format!("{{\"index\":{index},\"status\":\"completed\",\"assessment\":{assessment}}}\n")
            }
            Err(error) => {
                let error = canonical_json(&error)?;
                format!("{{\"index\":{index},\"status\":\"failed\",\"error\":{error}}}\n")
            }
        };
        match self {
            Self::Stream(stream) => stream.write_all(line.as_bytes()).map_err(write_failure),
            Self::File(journal) => Ok(journal.write(index, line.as_bytes())?),
        }
    }

    /// Takes note of an event.
    pub(super) fn tell(&mut self, event: &ProgressEvent) -> Result<(), Failure> {
        match self {
            Self::Stream(_) => Ok(()),
            Self::File(journal) => Ok(journal.tell(event)?),
        }
    }

    /// Hands on what waits in memory.
    pub(super) fn flush(&mut self) -> Result<(), Failure> {
        match self {
            Self::Stream(stream) => stream.flush().map_err(write_failure),
            Self::File(journal) => Ok(journal.flush()?),
        }
    }

    /// Ends the output. Returns the file that holds partial results, if the batch is to go on later, and whether all could
    /// be written.
    pub(super) fn end(mut self, is_complete: bool) -> (Option<PathBuf>, Result<(), Failure>) {
        match self {
            Self::Stream(_) => (None, self.flush()),
            Self::File(journal) if is_complete => (None, journal.complete().map_err(Failure::from)),
            Self::File(journal) => {
                let (partial, written) = journal.leave();
                (partial, written.map_err(Failure::from))
            }
        }
    }
}
