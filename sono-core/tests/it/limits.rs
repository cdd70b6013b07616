//! `docs/limits.md` says what the code says: each number on the page is that of its constant, and each constant that
//! is a limit is on the page.

use std::fs;
use std::path::Path;

use sono_core::review::ReviewLimits;
use sono_core::submission::Limits;

/// Largest values of numbers, and no limits on what comes in.
const NO_LIMITS: [&str; 5] =
    ["MAX_SAFE_INTEGER", "MAX_INTEGER", "MAX_COUNT", "MAX_SCORE", "MAX_EXTERNAL_SHARE"];

struct Row {
    number: String,
    place: String,
    name: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rows() -> Vec<Row> {
    let page = fs::read_to_string(root().join("../docs/limits.md")).unwrap();
    let row = |line: &str| {
        let [_, _, number, code, _] = line.split('|').map(str::trim).collect::<Vec<_>>().try_into().ok()?;
        let [_, place, _, name, _] = code.split('`').collect::<Vec<_>>().try_into().ok()?;
        Some(Row { number: number.to_owned(), place: place.to_owned(), name: name.to_owned() })
    };
    page.lines().filter_map(row).collect()
}

/// The value of a constant in a source, which is a number, or one shifted by another.
fn constant(source: &str, name: &str) -> Option<u64> {
    let line = source.lines().find(|line| line.contains(&format!("const {name}: ")))?;
    let number = |text: &str| text.trim().replace('_', "").parse::<u64>().ok();
    let value = line.split_once('=')?.1.trim().strip_suffix(';')?;
    match value.split_once("<<") {
        Some((base, shift)) => Some(number(base)? << number(shift)?),
        None => number(value),
    }
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[test]
fn numbers_on_the_page_are_those_of_the_code() {
    let limits = serde_json::to_value(Limits::default()).unwrap();
    let review = serde_json::to_value(ReviewLimits::default()).unwrap();
    let rows = rows();
    assert!(rows.len() > 60, "{}", rows.len());
    for Row { number, place, name } in &rows {
        let value = match place.as_str() {
            "Limits" => limits[name].as_u64(),
            "ReviewLimits" => review[name].as_u64(),
            path => constant(&fs::read_to_string(root().join(path)).unwrap(), name),
        };
        assert_eq!(value.map(grouped).as_ref(), Some(number), "{place} {name}");
    }
    for (place, fields) in [("Limits", limits), ("ReviewLimits", review)] {
        for name in fields.as_object().unwrap().keys() {
            assert!(rows.iter().any(|row| row.place == place && row.name == *name), "{place} {name}");
        }
    }
}

#[test]
fn every_limit_is_on_the_page() {
    let rows = rows();
    let mut missing = Vec::new();
    for entry in ignore::Walk::new(root()).map(Result::unwrap) {
        let path = entry.path().strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
        if !path.ends_with(".rs") || path.contains("tests") {
            continue;
        }
        for line in fs::read_to_string(entry.path()).unwrap().lines() {
            let name = line.split_once("const MAX_").and_then(|(_, rest)| rest.split_once(':'));
            let Some(name) = name.map(|(name, _)| format!("MAX_{name}")) else { continue };
            let known = rows.iter().any(|row| row.place == path && row.name == name);
            if !known && !NO_LIMITS.contains(&name.as_str()) {
                missing.push(format!("{path}: {name}"));
            }
        }
    }
    assert!(missing.is_empty(), "not in docs/limits.md: {missing:?}");
}

#[test]
fn budgets_of_the_parser_are_those_on_the_page() {
    use sono_core::syntax::ParseBudget;
    assert_eq!((ParseBudget::steps_for(0), ParseBudget::steps_for(1_000)), (350_000, 410_000));
    assert_eq!((ParseBudget::memory_for(0), ParseBudget::memory_for(1_000)), (4 << 20, (4 << 20) + 176_000));
    assert_eq!((ParseBudget::nodes_for(0), ParseBudget::nodes_for(1_000)), (10_000, 26_000));
}
