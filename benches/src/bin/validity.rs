//! Agreement with human raters: how scores order what people rated, beside simple measures: see `docs/validity.md`.
//!
//! `SONO_RATINGS=FOLDER validity [--rubric FILE] [--set NAME] [--metrics] [--signals] [--markdown]`
//!
//! The rating sets are not part of this repository; without them there is nothing to do.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use sono_benches::ratings::{self, Engines};
use sono_benches::validity::{self, Options};

fn main() -> ExitCode {
    let folder = std::env::var_os("SONO_RATINGS").filter(|folder| !folder.is_empty());
    let Some(folder) = folder.map(PathBuf::from) else {
        println!("validity: no ratings; SONO_RATINGS names the folder that holds them (docs/validity.md)");
        return ExitCode::SUCCESS;
    };
    match run(&folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("validity: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn run(folder: &Path) -> Result<(), String> {
    let options = Options::parse(std::env::args().skip(1))?;
    let rubric = ratings::rubric(options.rubric.as_deref())?;
    let sets = ratings::read(folder)?;
    if sets.is_empty() {
        println!("validity: no ratings in {}", folder.display());
        return Ok(());
    }
    let engines = Engines::new(rubric).map_err(|error| error.to_string())?;
    let measured = engines.measure(&sets)?;
    validity::print(&options, &sets, &measured)
}
