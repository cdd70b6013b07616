//! The arguments.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use clap::builder::styling::{AnsiColor, Styles};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use serde_json::Value;
use sono_report::{Detail, Format};
use sono_score::ErrorKind;
use sono_score::json::{self, problems::Problems};
use sono_score::submission::{Expectation, Path, SubmissionType};
use sono_syntax::text::PositionEncoding;

/// Expectations of submissions beyond their code.
pub(crate) type Expectations = BTreeSet<Expectation>;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

const EXAMPLES: &str = "\
Examples:
  sono-eval assess solution.py                     score one file
  sono-eval assess project/ --detail full          score a folder and show every point
  sono-eval assess --submission work.json --format json --pretty
  sono-eval batch submissions.jsonl --output results.jsonl
  sono-eval metrics src/ --format text             complexity of each function
  sono-eval tag src/                               what the code uses
  sono-eval norms build results.jsonl --output norms.json
  sono-eval rubric check my-rubric.toml
  sono-eval rubric explain structure               what a metric measures and expects
  sono-eval rubric diff growth my-rubric.toml
  sono-eval verify assessment.json solution.py     does the assessment still hold?

Exit codes:
  0  success
  1  error: wrong arguments, unreadable input, an invalid rubric or submission
  2  some items of a batch failed, an assessment does not hold, a log has faults, or rubrics differ
  3  an assessment cannot be replayed here
  130, 141, 143  stopped: by Ctrl-C, by a reader of the output that wants no more, by SIGTERM";

/// Scores what developers submit and explains every point with evidence.
#[derive(Debug, Parser)]
#[command(name = "sono-eval", version, about, after_help = EXAMPLES, styles = STYLES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Score one submission.
    Assess(AssessArgs),
    /// Score many submissions, one JSON object per line.
    Batch(BatchArgs),
    /// Measure functions and files, without scoring them.
    Metrics(MetricsArgs),
    /// Say what code uses: features, patterns, libraries, algorithms. Tags never score.
    Tag(TagArgs),
    /// Count the scores of a cohort, and rank an assessment in it.
    Norms(NormsArgs),
    /// Replay an assessment from its submission and check whether it still holds.
    Verify(VerifyArgs),
    /// Check audit logs.
    Audit(AuditArgs),
    /// List, show, check, explain and compare rubrics.
    Rubric(RubricArgs),
    /// List the signals, with the definition of each number.
    Signals(SignalsArgs),
    /// Print a JSON Schema.
    Schema(SchemaArgs),
}

const ASSESS_EXAMPLES: &str = "\
What is read:
  All PATHs together are one submission. A folder is read whole, hidden files and folders included: no name and no
  ignore file in it hides anything. Set aside are packages of others and what tools made, where a folder is built like
  one (node_modules, Python environments, target, vendor); .git; images, archives and other data; links; and what
  exceeds the limits. The result lists it with reason and size, and flags code among it. Files that are not UTF-8 are
  decoded by their byte order mark or by detection; a note says so, and so does the attribute `decoded_files`.

Examples:
  sono-eval assess solution.py --candidate-id jane-doe
  sono-eval assess src/ tests/ README.md --type project --paths technical,design
  cat solution.py | sono-eval assess -
  sono-eval assess --submission work.json --rubric hiring --format markdown --output report.md
  sono-eval assess solution.py --expects tests,documentation     these were asked for, and cost points if missing
  sono-eval assess solution.py --rubric ./team.toml --param penalty_high=4";

#[derive(Debug, Args)]
#[command(after_help = ASSESS_EXAMPLES)]
pub(crate) struct AssessArgs {
    /// Files and folders; `-` is standard input, read as code.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) gather: GatherArgs,
    /// Read the one PATH as a submission object in JSON; other options then replace its fields.
    #[arg(long)]
    pub(crate) submission: bool,
    /// Your id for the candidate: 1 to 100 characters A-Z a-z 0-9 _ -
    #[arg(long, value_name = "ID")]
    pub(crate) candidate_id: Option<String>,
    /// The type of the submission [default: project for a folder or several files, else code].
    #[arg(long = "type", value_name = "TYPE", value_parser = submission_type)]
    pub(crate) submission_type: Option<SubmissionType>,
    /// Expectations beyond the code, separated by commas: tests, documentation, readme, types, answers, commits;
    /// an empty value is nothing [default: what the rubric asks for, by the type].
    #[arg(long, value_name = "LIST", value_parser = expectations)]
    pub(crate) expects: Option<Expectations>,
    /// The paths to evaluate, separated by commas [default: all].
    #[arg(long, value_name = "PATHS", value_delimiter = ',', value_parser = path)]
    pub(crate) paths: Vec<Path>,
    /// A built-in rubric, or a rubric file.
    #[arg(long, value_name = "NAME|FILE", default_value = "growth")]
    pub(crate) rubric: String,
    /// A value for a parameter of the rubric; may be repeated.
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = parameter)]
    pub(crate) parameters: Vec<(String, Value)>,
    /// Add tags that say what the submission uses: features, patterns, libraries, algorithms. They never score.
    #[arg(long)]
    pub(crate) tags: bool,
    /// Give up with an error after this time; a score never depends on it.
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) deadline: Option<Duration>,
    /// The unit of columns and offsets: utf-8, utf-16, code-point.
    #[arg(long, value_name = "ENCODING", value_parser = position_encoding)]
    pub(crate) position_encoding: Option<PositionEncoding>,
    /// How to print the result [default: what the ending of --output says, else text].
    #[arg(long, value_name = "FORMAT", value_parser = format(|_| true))]
    pub(crate) format: Option<Format>,
    /// How much to print; JSON always holds everything.
    #[arg(long, value_parser = detail(), default_value = Detail::default().as_str())]
    pub(crate) detail: Detail,
    /// Indent JSON; without it, JSON is canonical (RFC 8785).
    #[arg(long)]
    pub(crate) pretty: bool,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// How to read files and folders.
#[derive(Debug, Args)]
pub(crate) struct GatherArgs {
    /// The name of the file that standard input holds; its ending says the language.
    #[arg(long, value_name = "NAME")]
    pub(crate) stdin_name: Option<String>,
    /// Leave out what matches, written as a line of .gitignore; may be repeated.
    #[arg(long, value_name = "GLOB")]
    pub(crate) exclude: Vec<String>,
    /// Leave out what .gitignore and .ignore in the folders name; for your own work, never for that of others.
    #[arg(long)]
    pub(crate) respect_ignore_files: bool,
}

/// Where to write, and whether in colour.
#[derive(Debug, Args)]
pub(crate) struct OutputArgs {
    /// Write to this file instead of standard output.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// When to use colour; `auto` looks at the terminal and at NO_COLOR.
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    pub(crate) color: Color,
}

const BATCH_EXAMPLES: &str = "\
One line in, one line out, in the same order:
  {\"index\":0,\"status\":\"completed\",\"assessment\":{...}}
  {\"index\":1,\"status\":\"failed\",\"error\":{\"kind\":\"...\",\"message\":\"...\",\"problems\":[...]}}
`index` counts lines from 0. A line that is blank, too long (64 MiB), not UTF-8, not JSON or not a valid submission
is a failed item; the others continue. Lines are read as they are needed, so that memory does not grow with the file.

A file as output:
  Until all items are done, the results are in FILE.partial, and FILE stays what it was. FILE.journal records each item;
  its last line has the type batch_completed when FILE is complete. If the batch is stopped or killed, the same command
  with --resume goes on from there: with the same rubric and engine, and the same lines as far as they are done.

Examples:
  sono-eval batch submissions.jsonl --output results.jsonl --deadline 60
  sono-eval batch submissions.jsonl --output results.jsonl --resume

Exit codes:
  0    all items completed
  1    error: wrong arguments, unreadable input, an output that cannot be written, an invalid rubric
  2    some items failed
  130, 143  stopped by Ctrl-C or SIGTERM, with all results kept
  141  stopped, because the reader of the output wants no more";

#[derive(Debug, Args)]
#[command(after_help = BATCH_EXAMPLES)]
pub(crate) struct BatchArgs {
    /// A file of submission objects in JSON, one per line; `-` is standard input.
    #[arg(value_name = "INPUT")]
    pub(crate) input: PathBuf,
    /// Write to this file instead of standard output.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// The number of submissions to score at the same time [default: one per processor].
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,
    /// A built-in rubric, or a rubric file.
    #[arg(long, value_name = "NAME|FILE", default_value = "growth")]
    pub(crate) rubric: String,
    /// Expectations beyond the code, for submissions that do not state them, as for `assess`.
    #[arg(long, value_name = "LIST", value_parser = expectations)]
    pub(crate) expects: Option<Expectations>,
    /// Have an item fail that takes longer than this; a score never depends on it.
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) deadline: Option<Duration>,
    /// Stop after the first item that fails.
    #[arg(long)]
    pub(crate) fail_fast: bool,
    /// Go on where an earlier batch with this output stopped, if there was one.
    #[arg(long, requires = "output")]
    pub(crate) resume: bool,
    /// Discard the results of an earlier batch with this output that stopped.
    #[arg(long, requires = "output", conflicts_with = "resume")]
    pub(crate) restart: bool,
}

#[derive(Debug, Args)]
pub(crate) struct MetricsArgs {
    /// Files and folders, read as by `assess`; `-` is standard input.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) gather: GatherArgs,
    /// How to print the numbers.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: MetricsFormat,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

#[derive(Debug, Args)]
pub(crate) struct TagArgs {
    /// Files and folders, read as by `assess`; `-` is standard input.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) gather: GatherArgs,
    /// How to print the tags.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: PlainFormat,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

#[derive(Debug, Args)]
pub(crate) struct NormsArgs {
    #[command(subcommand)]
    pub(crate) command: NormsCommand,
}

const NORMS_BUILD_EXAMPLES: &str = "\
Each line is an item as `batch` writes it, or an assessment in JSON. Failed items are left out. All assessments must
be comparable: one rubric, engine, type of submission and set of paths, with the same asked for. If any line is not, all
problems are listed and nothing is written. The norms hold only counts, and no ids.

Examples:
  sono-eval norms build results.jsonl --output norms.json
  sono-eval norms build spring.jsonl autumn.jsonl --by role --output norms.json";

const NORMS_RANK_EXAMPLES: &str = "\
A rank requires at least 30 scores.

Examples:
  sono-eval norms rank norms.json assessment.json
  sono-eval norms rank norms.json assessment.json --format json";

#[derive(Debug, Subcommand)]
pub(crate) enum NormsCommand {
    /// Count the scores of assessments, one per line.
    #[command(after_help = NORMS_BUILD_EXAMPLES)]
    Build {
        /// Files of results, one per line; `-` is standard input.
        #[arg(required = true, value_name = "RESULTS.jsonl")]
        inputs: Vec<PathBuf>,
        /// Also count by the value of this attribute, such as `role`.
        #[arg(long, value_name = "ATTRIBUTE")]
        by: Option<String>,
        /// Write to this file instead of standard output.
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Rank an assessment.
    #[command(after_help = NORMS_RANK_EXAMPLES)]
    Rank {
        /// The norms.
        #[arg(value_name = "NORMS.json")]
        norms: PathBuf,
        /// The assessment in JSON.
        #[arg(value_name = "ASSESSMENT.json")]
        assessment: PathBuf,
        /// How to print the result.
        #[arg(long, value_enum, default_value_t)]
        format: PlainFormat,
        #[command(flatten)]
        output: OutputArgs,
    },
}

const VERIFY_EXAMPLES: &str = "\
The PATHs are read as by `assess`. Type, paths, candidate, attributes and position encoding are taken from the
assessment unless they are given here. It does not contain rubric parameters, which must be given again.
What a replay cannot vouch for, such as a candidate that only the assessment names, is listed as not covered.

Examples:
  sono-eval verify assessment.json solution.py
  sono-eval verify assessment.json --submission work.json --hash 1f0c...
  sono-eval verify assessment.json src/ --rubric ./team.toml --param penalty_high=4

Exit codes:
  0  the replay gives the same assessment
  1  error: wrong arguments, unreadable input
  2  the replay gives a different assessment, or the assessment does not have the given hash
  3  it cannot be replayed here: another submission, rubric, engine or grammar";

#[derive(Debug, Args)]
#[command(after_help = VERIFY_EXAMPLES)]
pub(crate) struct VerifyArgs {
    /// The assessment in JSON.
    #[arg(value_name = "ASSESSMENT.json")]
    pub(crate) assessment: PathBuf,
    /// The submission: files and folders; `-` is standard input, read as code.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) gather: GatherArgs,
    /// Read the one PATH as a submission object in JSON.
    #[arg(long)]
    pub(crate) submission: bool,
    /// The rubric that was used [default: the built-in one that the assessment names].
    #[arg(long, value_name = "NAME|FILE")]
    pub(crate) rubric: Option<String>,
    /// A value for a parameter of the rubric; may be repeated.
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = parameter)]
    pub(crate) parameters: Vec<(String, Value)>,
    /// Whose work it is; without it, files say nothing about the candidate that the assessment names.
    #[arg(long, value_name = "ID", conflicts_with = "submission")]
    pub(crate) candidate_id: Option<String>,
    /// The id of the assessment, if you gave it one.
    #[arg(long, value_name = "ID")]
    pub(crate) assessment_id: Option<String>,
    /// The time of the assessment, as you gave it.
    #[arg(long, value_name = "TIME")]
    pub(crate) timestamp: Option<String>,
    /// The hash recorded for the assessment in the audit log. If it is right, nothing was edited.
    #[arg(long, value_name = "HASH")]
    pub(crate) hash: Option<String>,
    /// How to print the result.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: PlainFormat,
}

#[derive(Debug, Args)]
pub(crate) struct AuditArgs {
    #[command(subcommand)]
    pub(crate) command: AuditCommand,
}

const AUDIT_EXAMPLES: &str = "\
Exit codes:
  0  the log is intact
  1  error: wrong arguments, unreadable input
  2  the log has faults: lines were edited, removed, added or moved";

#[derive(Debug, Subcommand)]
pub(crate) enum AuditCommand {
    /// Check that no line of a log was edited, removed, added or moved.
    #[command(after_help = AUDIT_EXAMPLES)]
    Check {
        /// The log; `-` is standard input.
        #[arg(value_name = "LOG")]
        log: PathBuf,
        /// Hash of the record that must be the last; without it, missing lines at the end are not noticed.
        #[arg(long, value_name = "HASH")]
        head: Option<String>,
        /// How to print the result.
        #[arg(long, value_enum, default_value_t)]
        format: PlainFormat,
    },
}

#[derive(Debug, Args)]
pub(crate) struct RubricArgs {
    #[command(subcommand)]
    pub(crate) command: RubricCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RubricCommand {
    /// List the built-in rubrics.
    List,
    /// Print the source of a built-in rubric, to read or to start from.
    Show {
        /// Its name.
        name: String,
    },
    /// Check a rubric and list all problems.
    Check {
        /// The file, or the name of a built-in rubric.
        file: PathBuf,
    },
    /// Explain a metric in plain words: what it measures, what is expected, what it gives and takes.
    Explain(ExplainArgs),
    /// Compare two rubrics by what they mean: weights, curves, targets, rules, what is asked for.
    Diff(DiffArgs),
}

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  sono-eval rubric explain structure
  sono-eval rubric explain technical.testing --rubric ./team.toml --format markdown";

#[derive(Debug, Args)]
#[command(after_help = EXPLAIN_EXAMPLES)]
pub(crate) struct ExplainArgs {
    /// The id of a metric, alone or behind its path: `structure`, `technical.structure`.
    pub(crate) metric: String,
    /// A built-in rubric, or a rubric file.
    #[arg(long, value_name = "NAME|FILE", default_value = "growth")]
    pub(crate) rubric: String,
    /// How to print it [default: what the ending of --output says, else text].
    #[arg(long, value_name = "FORMAT", value_parser = format(has_own_json))]
    pub(crate) format: Option<Format>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

const DIFF_EXAMPLES: &str = "\
Parents that rubrics extend are resolved. How a rubric is written, its id and its version make no difference.

Examples:
  sono-eval rubric diff growth ./team.toml
  sono-eval rubric diff old.toml new.toml --format json

Exit codes:
  0  the rubrics mean the same
  1  error: wrong arguments, or an invalid rubric
  2  something differs";

#[derive(Debug, Args)]
#[command(after_help = DIFF_EXAMPLES)]
pub(crate) struct DiffArgs {
    /// The first rubric: a built-in one, or a file.
    #[arg(value_name = "BEFORE")]
    pub(crate) before: String,
    /// The second rubric: a built-in one, or a file.
    #[arg(value_name = "AFTER")]
    pub(crate) after: String,
    /// How to print it [default: what the ending of --output says, else text].
    #[arg(long, value_name = "FORMAT", value_parser = format(has_own_json))]
    pub(crate) format: Option<Format>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

#[derive(Debug, Args)]
pub(crate) struct SignalsArgs {
    /// How to print the definitions [default: what the ending of --output says, else text].
    #[arg(long, value_name = "FORMAT", value_parser = format(has_own_json))]
    pub(crate) format: Option<Format>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

#[derive(Debug, Args)]
pub(crate) struct SchemaArgs {
    /// The name of the schema.
    #[arg(value_parser = PossibleValuesParser::new(sono_boundary::schema::ALL.map(|(name, _)| name)))]
    pub(crate) of: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum MetricsFormat {
    /// For programs.
    #[default]
    Json,
    /// For a terminal.
    Text,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum PlainFormat {
    /// For a terminal.
    #[default]
    Text,
    /// For programs.
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

fn choices<const N: usize>(names: [&str; N]) -> String {
    format!("expected one of {}", names.join(", "))
}

/// The formats of reports of which `offered` holds, by name, or by an ending of files that means them.
fn format(offered: impl Fn(Format) -> bool) -> impl TypedValueParser<Value = Format> {
    let named = |format: Format| {
        let endings = format.extensions.iter().copied();
        let own = endings.filter(move |ending| {
            Format::find(ending).is_none() && Format::of_extension(ending) == Some(format)
        });
        PossibleValue::new(format.name).aliases(own).help(format.description)
    };
    let formats = Format::all().iter().copied().filter(|format| offered(*format));
    PossibleValuesParser::new(formats.map(named)).try_map(|name| {
        // By an alias, clap gives the alias.
        Format::find(&name).or_else(|| Format::of_extension(&name)).ok_or("unknown format")
    })
}

fn detail() -> impl TypedValueParser<Value = Detail> {
    let level = |detail: Detail| PossibleValue::new(detail.as_str()).help(detail.description());
    PossibleValuesParser::new(Detail::ALL.map(level))
        .try_map(|name| Detail::find(&name).ok_or("unknown level of detail"))
}

/// Definitions of signals, and rubrics in words, are blocks of a report and have a JSON form of their own.
fn has_own_json(format: Format) -> bool {
    format.prints_blocks() || format.name == "json"
}

fn submission_type(name: &str) -> Result<SubmissionType, String> {
    SubmissionType::parse(name).ok_or_else(|| choices(SubmissionType::ALL.map(SubmissionType::as_str)))
}

/// Words separated by commas, each once; no words in an empty text.
fn expectations(text: &str) -> Result<Expectations, String> {
    let mut expectations = Expectations::new();
    for name in text.split(',').map(str::trim).filter(|_| !text.trim().is_empty()) {
        let expectation =
            Expectation::parse(name).ok_or_else(|| choices(Expectation::ALL.map(Expectation::as_str)))?;
        if !expectations.insert(expectation) {
            return Err(format!("expected each word once, got {name} again"));
        }
    }
    Ok(expectations)
}

fn path(name: &str) -> Result<Path, String> {
    Path::parse(name).ok_or_else(|| choices(Path::ALL.map(Path::as_str)))
}

fn position_encoding(name: &str) -> Result<PositionEncoding, String> {
    let found = PositionEncoding::ALL.into_iter().find(|encoding| encoding.as_str() == name);
    found.ok_or_else(|| choices(PositionEncoding::ALL.map(PositionEncoding::as_str)))
}

/// A time above 0 in seconds, which may have a fraction.
fn seconds(text: &str) -> Result<Duration, String> {
    let number = text.parse::<f64>().ok().filter(|seconds| *seconds > 0.0);
    let time = number.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    time.filter(|time| !time.is_zero()).ok_or_else(|| "expected a number of seconds above 0".to_owned())
}

/// `true`, `false` and numbers are what they look like; everything else is a string.
fn parameter(text: &str) -> Result<(String, Value), String> {
    let (name, value) = text.split_once('=').ok_or("expected NAME=VALUE")?;
    if name.is_empty() {
        return Err("expected NAME=VALUE, with a name".to_owned());
    }
    let mut problems = Problems::new(1);
    let parsed = json::parse(value, &mut problems).ok();
    let plain = parsed.filter(|value| value.is_number() || value.is_boolean());
    if plain.is_some() {
        problems.into_result(ErrorKind::InvalidParameter, "the number is not valid").map_err(|error| {
            error.problems().first().map_or_else(|| error.to_string(), |problem| problem.message.clone())
        })?;
    }
    Ok((name.to_owned(), plain.unwrap_or_else(|| Value::String(value.to_owned()))))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_are_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_format_can_be_chosen_by_name_or_ending() {
        let chosen = |format: &str| {
            let cli = Cli::try_parse_from(["sono-eval", "assess", "a.py", "--format", format]).unwrap();
            let Command::Assess(args) = cli.command else { panic!("another command") };
            args.format.map(|format| format.name)
        };
        for format in Format::all() {
            assert_eq!(chosen(format.name), Some(format.name));
        }
        assert_eq!(chosen("md"), Some("markdown"));
        assert!(Cli::try_parse_from(["sono-eval", "assess", "a.py", "--format", "docx"]).is_err());
    }

    #[test]
    fn a_deadline_is_a_time_above_0() {
        assert_eq!(seconds("1.5"), Ok(Duration::from_millis(1_500)));
        for wrong in ["0", "-1", "nan", "inf", "1e300", "1e-30", "1s", ""] {
            assert!(seconds(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn expectations_are_words_each_once_or_none() {
        let both = Expectations::from([Expectation::Tests, Expectation::Readme]);
        assert_eq!(expectations("readme, tests"), Ok(both));
        assert_eq!(expectations(""), Ok(Expectations::new()));
        assert_eq!(expectations("tests,tests"), Err("expected each word once, got tests again".to_owned()));
        for wrong in ["test", "tests,", ","] {
            assert!(
                expectations(wrong).unwrap_err().starts_with("expected one of tests, documentation"),
                "{wrong}"
            );
        }
    }

    #[test]
    fn parameters_have_the_type_they_look_like() {
        assert_eq!(parameter("a=1.5"), Ok(("a".into(), 1.5.into())));
        assert_eq!(parameter("a=true"), Ok(("a".into(), true.into())));
        assert_eq!(parameter("a=x=y"), Ok(("a".into(), "x=y".into())));
        assert_eq!(parameter("a="), Ok(("a".into(), "".into())));
        assert_eq!(parameter("a=[1]"), Ok(("a".into(), "[1]".into())));
        assert_eq!(parameter("a=1.5 kg"), Ok(("a".into(), "1.5 kg".into())));
        let message = parameter("a=0.12345678901234567890").unwrap_err();
        assert!(message.ends_with("or a string, got 0.12345678901234567890"), "{message}");
        assert!(parameter("a").is_err());
        assert!(parameter("=1").is_err());
    }
}
