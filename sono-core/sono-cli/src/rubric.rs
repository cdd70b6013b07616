//! `sono-eval rubric`, and loading the rubric that an option names.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use sono_report::{Block, Column, Printable, Report, Table};
use sono_score::engine::Engine;
use sono_score::rubric::{Rubric, SignalRegistry};
use sono_score::{Error, ErrorKind, Result};

use super::args::{Color, OutputArgs, RubricArgs, RubricCommand};
use super::console::{Failure, Outcome, io_error, print, print_report};

/// The largest rubric file in bytes, far beyond any that people write.
const MAX_BYTES: u64 = 16 << 20;

pub(crate) fn run(args: &RubricArgs) -> Result<Outcome, Failure> {
    let plain = OutputArgs { output: None, color: Color::Auto };
    let text = match &args.command {
        RubricCommand::List => {
            print_report(&list()?, &plain)?;
            return Ok(Outcome::Done);
        }
        RubricCommand::Show { name } => Rubric::builtin_source(name)?.to_owned(),
        RubricCommand::Check { file } => {
            let rubric = from_file(file)?;
            format!("{}: rubric {} {} is valid\n", file.display(), rubric.id(), rubric.version())
        }
    };
    print(&text, &plain)?;
    Ok(Outcome::Done)
}

fn list() -> Result<Report> {
    let mut rows = Vec::new();
    for name in Rubric::builtin_names() {
        let rubric = Rubric::builtin(name)?;
        rows.push([name, rubric.version(), rubric.description()].map(Printable::prose).to_vec());
    }
    let columns = ["Name", "Version", "Purpose"].map(|title| Column { title, numeric: false });
    let table = Table { columns: columns.to_vec(), rows, total: None };
    Ok(Report::from_blocks(Printable::exact("Built-in rubrics"), Vec::new(), vec![Block::Table(table)]))
}

/// An engine with the rubric of that name, or from that file.
pub(crate) fn engine(rubric: &str) -> Result<Engine> {
    Engine::builder().rubric(load(rubric)?).build()
}

/// The name of a built-in rubric takes precedence; `./growth` is a file.
fn load(name: &str) -> Result<Arc<Rubric>> {
    let path = Path::new(name);
    if Rubric::builtin_names().any(|builtin| builtin == name) {
        return Rubric::builtin(name);
    }
    if path.exists() || path.extension().is_some() || path.components().nth(1).is_some() {
        return from_file(path);
    }
    let names = Rubric::builtin_names().collect::<Vec<_>>().join(", ");
    let message = format!("there is no rubric or file named {name}; the built-in rubrics are {names}");
    Err(Error::new(ErrorKind::UnknownRubric, message))
}

fn from_file(path: &Path) -> Result<Arc<Rubric>> {
    let failed = |error| io_error("read", path, &error);
    let size = fs::metadata(path).map_err(failed)?.len();
    if size > MAX_BYTES {
        let message = format!("expected at most {MAX_BYTES} bytes in {}, got {size}", path.display());
        return Err(Error::new(ErrorKind::LimitExceeded, message));
    }
    let source = fs::read_to_string(path).map_err(failed)?;
    let beside = |parent: &str| fs::read_to_string(path.with_file_name(parent)).ok();
    Rubric::parse(&source, &path.display().to_string(), beside, &SignalRegistry::standard()).map(Arc::new)
}
