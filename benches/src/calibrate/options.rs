//! The options of the command line.

use std::path::{Path, PathBuf};

/// The options of a calibration.
#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    /// The folder of the ratings.
    pub ratings: Option<PathBuf>,
    /// The file of the rubric.
    pub rubric: PathBuf,
    /// Whether to write the rubric.
    pub write: bool,
}

impl Options {
    /// Reads the arguments. A rubric is named by its file, or a built-in one by its id.
    ///
    /// # Errors
    /// An unknown option, or one without its value.
    pub fn parse(arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self { ratings: None, rubric: built_in("growth"), write: false };
        let mut arguments = arguments;
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
            match argument.as_str() {
                "--ratings" => options.ratings = Some(PathBuf::from(value()?)),
                "--rubric" => {
                    let name = value()?;
                    options.rubric =
                        if name.ends_with(".toml") { PathBuf::from(name) } else { built_in(&name) };
                }
                "--write" => options.write = true,
                _ => return Err(format!("unknown option {argument}")),
            }
        }
        Ok(options)
    }
}

/// The file of a built-in rubric.
fn built_in(id: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../sono-core/sono-score/rubrics").join(format!("{id}.toml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_and_others_refused() {
        let parse = |line: &str| Options::parse(line.split_whitespace().map(str::to_owned));
        let options = parse("--rubric ours.toml --write").unwrap();
        assert_eq!((options.rubric, options.write), (PathBuf::from("ours.toml"), true));
        assert!(parse("").unwrap().rubric.is_file());
        assert_eq!(parse("--rubric").unwrap_err(), "--rubric needs a value");
        assert_eq!(parse("write").unwrap_err(), "unknown option write");
    }
}
