//! Fits a rubric to ratings by people, and checks whether its intervals hold: see `docs/validity.md`.
//!
//! `calibrate [--ratings FOLDER] [--rubric ID|FILE] [--write]`
//!
//! Prints what it would change, and what sets gain from what was fitted on the others. Only `--write` changes the file: the
//! numbers in it, in their places.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use sono_benches::calibrate::{Options, calibrate};
use sono_benches::ratings;
use sono_core::engine::Engine;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("calibrate: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let options = Options::parse(std::env::args().skip(1))?;
    let named = std::env::var_os("SONO_RATINGS").filter(|folder| !folder.is_empty()).map(PathBuf::from);
    let Some(folder) = options.ratings.or(named) else {
        println!("calibrate: no ratings; --ratings names the folder that holds them (docs/validity.md)");
        return Ok(());
    };
    let rubric = ratings::rubric(Some(&options.rubric))?;
    let source = fs::read_to_string(&options.rubric).map_err(|error| error.to_string())?;
    let engine = Engine::builder().rubric(rubric).build().map_err(|error| error.to_string())?;
    let sets = ratings::read(&folder)?;
    let assessments = ratings::assess(&engine, &sets)?;
    let name = options.rubric.display().to_string();
    let text = calibrate(&source, &name, &sets, &assessments)?;
    if !options.write {
        println!("\nnothing is written without --write");
    } else if text != source {
        fs::write(&options.rubric, text).map_err(|error| format!("{name}: {error}"))?;
        println!("\nwritten: {name}; raise its version, and read the diff");
    }
    Ok(())
}
