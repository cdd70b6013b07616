#![no_main]
use std::sync::LazyLock;

use arbitrary::Unstructured;
use libfuzzer_sys::{Corpus, fuzz_target};
use serde_json::Value;
use sono_core::assessment::Assessment;
use sono_core::report::{Detail, Format, Report, ReportOptions, to_json};
use sono_core::submission::{Submission, source_texts};

static SUBMISSION: LazyLock<Submission> =
    LazyLock::new(|| Submission::builder().file("log_report.py", sono_fuzz::SAMPLE).build().unwrap());
static ORIGINAL: LazyLock<Value> = LazyLock::new(|| {
    serde_json::to_value(sono_fuzz::ENGINES[0].assess(&SUBMISSION).unwrap()).unwrap()
});

/// Replaces texts and numbers and removes and repeats items in a few places. Results that are no longer assessments are
/// not printed.
fn mutate(input: &mut Unstructured<'_>) -> arbitrary::Result<Option<Assessment>> {
    let mut value = ORIGINAL.clone();
    let mut pending = vec![&mut value];
    while let Some(value) = pending.pop() {
        let change = !input.is_empty() && input.ratio(1_u8, 8_u8)?;
        match value {
            Value::String(text) if change => *text = input.arbitrary()?,
            Value::Number(number) if change => {
                if number.is_u64() {
                    *number = input.arbitrary::<u32>()?.into();
                } else if let Some(other) = serde_json::Number::from_f64(input.arbitrary()?) {
                    *number = other;
                }
            }
            Value::Array(items) => {
                if change && !items.is_empty() {
                    let at = input.choose_index(items.len())?;
                    if input.arbitrary()? {
                        items.remove(at);
                    } else {
                        let item = items[at].clone();
                        items.push(item);
                    }
                }
                pending.extend(items);
            }
            Value::Object(members) => pending.extend(members.values_mut()),
            _ => {}
        }
    }
    Ok(serde_json::from_value(value).ok())
}

fn run(input: &mut Unstructured<'_>) -> arbitrary::Result<()> {
    let (width, ascii) = (input.int_in_range(0..=200)?, input.arbitrary()?);
    let Some(assessment) = mutate(input)? else { return Ok(()) };
    let sources = source_texts(&SUBMISSION);
    for detail in [Detail::Brief, Detail::Normal, Detail::Full] {
        let report = Report::with_detail(&assessment, Some(&sources), detail);
        let text = report.to_text(&ReportOptions { width: Some(width), ascii, ..ReportOptions::default() });
        assert_eq!(text.find(|character: char| character.is_control() && character != '\n'), None, "{text}");
        report.to_text(&ReportOptions { width: Some(width), color: true, ascii, ..ReportOptions::default() });
        for format in Format::all() {
            format.print_blocks(&report, &ReportOptions::default()).unwrap();
        }
    }
    to_json(&assessment, true).unwrap();
    Ok(())
}

fuzz_target!(|bytes: &[u8]| -> Corpus {
    match run(&mut Unstructured::new(bytes)) {
        Ok(()) => Corpus::Keep,
        Err(_) => Corpus::Reject,
    }
});
