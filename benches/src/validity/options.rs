//! The options of the command line.

use std::path::PathBuf;

/// The options of a validity report.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The file of the rubric; `growth` if there is none.
    pub rubric: Option<PathBuf>,
    /// A part of the names of the sets to print; all are read, so that what is fitted is fitted on the others.
    pub set: Option<String>,
    /// Print every signal instead.
    pub signals: bool,
    /// Print every path and metric instead.
    pub metrics: bool,
    /// Print tables in Markdown.
    pub markdown: bool,
}

impl Options {
    /// Reads the arguments.
    ///
    /// # Errors
    /// An unknown option, or one without its value.
    pub fn parse(arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self::default();
        let mut arguments = arguments;
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
            match argument.as_str() {
                "--rubric" => options.rubric = Some(PathBuf::from(value()?)),
                "--set" => options.set = Some(value()?),
                "--signals" => options.signals = true,
                "--metrics" => options.metrics = true,
                "--markdown" => options.markdown = true,
                _ => return Err(format!("unknown option {argument}")),
            }
        }
        Ok(options)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_and_others_refused() {
        let parse = |line: &str| Options::parse(line.split_whitespace().map(str::to_owned));
        let options = parse("--rubric a.toml --signals").unwrap();
        assert_eq!(
            (options.rubric, options.signals, options.metrics),
            (Some(PathBuf::from("a.toml")), true, false)
        );
        assert_eq!(parse("--set").unwrap_err(), "--set needs a value");
        assert_eq!(parse("--all").unwrap_err(), "unknown option --all");
    }
}
