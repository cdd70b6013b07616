//! Agreement with human raters: the rank correlation of the growth rubric with published ratings, beside that of the
//! line count, and with the line count held constant.
//!
//! The rating sets are not part of this repository. Run with
//! `SONO_RATINGS=FOLDER cargo run --release -p sono-benches --bin validity [-- --signals]`.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use sono_benches::rank::{bootstrap, partial_spearman, spearman};
use sono_core::engine::Engine;
use sono_core::submission::{Submission, SubmittedFile};

const SETS: &[&str] = &[
    "readability_scalabrino",
    "readability_buse_weimer",
    "readability_dorn_java",
    "readability_byu_python",
    "maintainability_schnappinger",
    "smells_mlcq",
];

struct Row {
    label: f64,
    lines: f64,
    submission: Submission,
}

fn read(path: &Path) -> Result<Vec<Row>, String> {
    let file = std::fs::File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut rows = Vec::new();
    for line in BufReader::new(flate2::read::GzDecoder::new(file)).lines() {
        let line = line.map_err(|error| error.to_string())?;
        let value: serde_json::Value = serde_json::from_str(&line).map_err(|error| error.to_string())?;
        let text = value["code"].as_str().unwrap_or_default().to_owned();
        let label = value["label"].as_f64().ok_or("a row has no label")?;
        let lines = text.lines().filter(|line| !line.trim().is_empty()).count() as f64;
        let language = value["language"].as_str().map(str::to_owned);
        let mut submission = Submission::default();
        submission.content.files = vec![SubmittedFile { path: "code".to_owned(), text, language }];
        rows.push(Row { label, lines, submission });
    }
    Ok(rows)
}

fn print(name: &str, scores: &[Option<f64>], rows: &[Row]) {
    let kept: Vec<(f64, f64, f64)> = scores
        .iter()
        .zip(rows)
        .filter_map(|(score, row)| score.map(|score| (score, row.label, row.lines)))
        .collect();
    let column = |index: usize, sample: &[usize]| -> Vec<f64> {
        sample
            .iter()
            .map(|row| match index {
                0 => kept[*row].0,
                1 => kept[*row].1,
                _ => kept[*row].2,
            })
            .collect()
    };
    let all: Vec<usize> = (0..kept.len()).collect();
    if kept.len() < 20 {
        println!("  {name:<34} absent on most rows");
        return;
    }
    let rho = spearman(&column(0, &all), &column(1, &all));
    let (low, high) = bootstrap(kept.len(), 1_000, |sample| spearman(&column(0, sample), &column(1, sample)));
    let partial = partial_spearman(&column(0, &all), &column(1, &all), &column(2, &all));
    println!("  {name:<34} {rho:>6.2} [{low:>5.2}, {high:>5.2}]   {partial:>6.2}   {:>5}", kept.len());
}

fn main() -> ExitCode {
    let folder = std::env::var_os("SONO_RATINGS").map(PathBuf::from);
    let Some(folder) = folder.filter(|folder| folder.is_dir()) else {
        eprintln!("set SONO_RATINGS to the folder of rating sets (*.jsonl.gz)");
        return ExitCode::FAILURE;
    };
    let signals = std::env::args().any(|argument| argument == "--signals");
    let engine = Engine::builder().build().expect("the embedded rubric is valid");
    println!("Spearman's rank correlation with the mean rating [95 % bootstrap interval], the same with the");
    println!("line count held constant, and the number of rows.\n");
    for set in SETS {
        let rows = match read(&folder.join(format!("{set}.jsonl.gz"))) {
            Ok(rows) => rows,
            Err(error) => {
                eprintln!("{error}");
                return ExitCode::FAILURE;
            }
        };
        println!("{set}");
        print("line count", &rows.iter().map(|row| Some(row.lines)).collect::<Vec<_>>(), &rows);
        let assessments: Vec<_> = rows.iter().map(|row| engine.assess(&row.submission).ok()).collect();
        let overall: Vec<_> = assessments.iter().map(|a| a.as_ref().and_then(|a| a.overall_score)).collect();
        print("overall", &overall, &rows);
        for index in 0..5 {
            let scores: Vec<_> = assessments
                .iter()
                .map(|a| {
                    a.as_ref().and_then(|a| a.path_scores.get(index)).and_then(|path| path.overall_score)
                })
                .collect();
            let name = assessments
                .iter()
                .flatten()
                .next()
                .and_then(|a| a.path_scores.get(index))
                .map_or("", |path| path.path.as_str());
            print(name, &scores, &rows);
        }
        if signals {
            let measured: Vec<_> = rows.iter().map(|row| engine.measure(&row.submission).ok()).collect();
            for definition in sono_core::signals::definitions() {
                let values: Vec<_> = measured
                    .iter()
                    .map(|m| m.as_ref().and_then(|m| m.signals.value(definition.id)))
                    .collect();
                print(definition.id, &values, &rows);
            }
        }
        println!();
    }
    ExitCode::SUCCESS
}
