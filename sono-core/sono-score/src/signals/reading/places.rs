//! The places that are hard to read.

use std::cmp::Reverse;

use sono_syntax::finding::Finding;
use sono_syntax::syntax::{Function, Step};
use sono_syntax::text::{Span, join_names};

use super::super::MAX_FINDINGS;
use super::super::material::Unit;
use super::super::naming::is_usual;
use super::comments::has_comment;
use super::sheets::Sheet;

/// The most steps that are easy to read without a blank line or a comment between them.
const BLOCK: usize = 40;
/// The fewest steps of a function whose mean says something.
const MEANS: usize = 15;
/// The volume of a function, in bits, that is easy to read: that of some forty lines.
const VOLUME: f64 = 2_000.0;
/// The longest step that is easy to read, in characters, and how much of it may be code: on one line, and on several.
const LONG: (u32, u32) = (160, 120);
const LONG_IN_ALL: (u32, u32) = (450, 340);
/// The short names with a meaning of their own that are easy to tell apart in one step.
const TERSE: usize = 4;

/// The steps that hold more than is easy, the fullest first. Heads of functions, what only declares, and the text that a
/// macro works on are left out: whoever writes these has no choice, or writes what reads like a table.
pub(super) fn crowded(
    sheets: &[Sheet<'_>],
    easy: u32,
    of: impl Fn(&Sheet<'_>, &Step) -> u32,
    message: fn(u32) -> String,
) -> Vec<Finding> {
    let mut found = Vec::new();
    for sheet in sheets {
        let steps = sheet.steps.iter().map(|step| (of(sheet, step), sheet.unit, *step));
        found.extend(steps.filter(|(held, _, step)| *held > easy && is_work(sheet, step)));
    }
    found.sort_by_key(|(held, unit, step)| (Reverse(*held), unit.index, step.span.start));
    let found = found.into_iter().take(MAX_FINDINGS);
    found
        .map(|(held, unit, step)| {
            Finding::new(unit.index, first_line(unit, step), message(held)).valued(f64::from(held))
        })
        .collect()
}

/// The deepest step of each function, if it stands in more blocks than is easy. The steps around it stand there as well.
pub(super) fn deepest(sheets: &[Sheet<'_>], easy: u32) -> Vec<Finding> {
    let mut found = Vec::new();
    for sheet in sheets {
        let steps = sheet.steps.iter().filter(|step| step.depth > easy && is_work(sheet, step));
        let steps = steps.map(|step| (step.depth, sheet.unit, **step));
        if sheet.function.is_some() {
            // The first of those that stand equally deep.
            found.extend(steps.reduce(|deepest, next| if next.0 > deepest.0 { next } else { deepest }));
        } else {
            found.extend(steps);
        }
    }
    found.sort_by_key(|(depth, unit, step)| (Reverse(*depth), unit.index, step.span.start));
    let found = found.into_iter().take(MAX_FINDINGS);
    found
        .map(|(depth, unit, step)| {
            let message = format!("this is nested {depth} blocks deep");
            Finding::new(unit.index, first_line(unit, &step), message).valued(f64::from(depth))
        })
        .collect()
}

/// The part of a step that is on its first line.
fn first_line(unit: Unit<'_>, step: &Step) -> Span {
    let line = unit.source.lines.line_span(unit.line(step.span), &unit.source.text);
    Span { start: step.span.start, end: step.span.end.min(line.end.max(step.span.start)) }
}

/// Whether a step does something in a function, or in a script.
fn is_work(sheet: &Sheet<'_>, step: &Step) -> bool {
    if step.quoted {
        return false;
    }
    let outline = sheet.unit.outline;
    if sheet.function.is_none() {
        let next = outline.types.partition_point(|known| known.span.start <= step.span.start);
        let around = outline.types.get(..next).unwrap_or_default().last();
        if outline.acting == 0 || around.is_some_and(|around| step.span.start < around.span.end) {
            return false;
        }
    }
    // The last function that begins before the step, and the first one in it.
    let next = outline.functions.partition_point(|function| function.span.start <= step.span.start);
    let before = next.checked_sub(1).and_then(|before| outline.functions.get(before));
    let inside = outline.functions.get(next);
    before.is_none_or(|function| step.span.start >= function.body.start)
        && inside.is_none_or(|function| function.span.start >= step.span.end)
}

/// The characters of a step, if it is too long for its lines because of the code in it: a text is as long as it is.
pub(super) fn long(sheet: &Sheet<'_>, step: &Step) -> u32 {
    let (limit, code_limit) = if step.lines > 1 { LONG_IN_ALL } else { LONG };
    if step.characters <= limit {
        return 0;
    }
    let mut quote = None;
    let mut code = 0_u32;
    for c in step.span.of(&sheet.unit.source.text).chars().filter(|c| !c.is_whitespace()) {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'' | '`') => quote = Some(c),
            None => code = code.saturating_add(1),
        }
    }
    if code > code_limit { step.characters } else { 0 }
}

/// The steps with several different short names that are neither usual nor types, the most first.
pub(super) fn terse(sheets: &[Sheet<'_>]) -> Vec<Finding> {
    let mut found = Vec::new();
    for sheet in sheets {
        let usual = sheet.unit.outline.language.naming.short;
        let has_enough = |step: &Step| step.counts.short as usize > TERSE;
        for step in sheet.steps.iter().filter(|step| has_enough(step) && is_work(sheet, step)) {
            let mut names: Vec<&str> = Vec::new();
            let text = step.span.of(&sheet.unit.source.text);
            // What stands in quotes names nothing.
            let code = text.split(['"', '\'', '`']).step_by(2);
            if code.clone().any(is_formula) {
                continue;
            }
            // What stands behind a dot was named elsewhere.
            let words = code.flat_map(|part| {
                part.split(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.'))
                    .map(|path| path.split('.').next().unwrap_or(path))
            });
            for word in words {
                let is_short = word.chars().count() <= 2 && word.starts_with(char::is_lowercase);
                if is_short && !is_usual(word, usual) && !WORDS.contains(&word) && !names.contains(&word) {
                    names.push(word);
                }
            }
            if names.len() > TERSE {
                found.push((names, sheet.unit, *step));
            }
        }
    }
    found.sort_by_key(|(names, unit, step)| (Reverse(names.len()), unit.index, step.span.start));
    let found = found.into_iter().take(MAX_FINDINGS);
    found
        .map(|(names, unit, step)| {
            let listed: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            let message = format!("{} say little where they are used together", join_names(&listed, "and"));
            Finding::new(unit.index, first_line(unit, step), message).valued(names.len() as f64)
        })
        .collect()
}

/// Whether code has a formula with short names on both sides of a sign: mathematics has no longer ones.
fn is_formula(code: &str) -> bool {
    let is_short = |word: &str| {
        let count = word.chars().count();
        (1..=2).contains(&count) && word.starts_with(char::is_alphabetic)
    };
    code.match_indices(['*', '+', '-', '/', '%', '^', '<', '>']).any(|(at, sign)| {
        let before = code.get(..at).unwrap_or("").trim_end_matches(['<', '>', ' ', ')']);
        let after = code
            .get(at.saturating_add(sign.len())..)
            .unwrap_or("")
            .trim_start_matches(['<', '>', ' ', '(', '-']);
        let left = before.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
        let right = after.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
        is_short(left) && is_short(right)
    })
}

/// Keywords of two letters.
const WORDS: &[&str] = &["as", "do", "go", "if"];

/// The functions of some length whose steps hold more than is easy on average, where there is most to gain first.
pub(super) fn dense(
    sheets: &[Sheet<'_>],
    easy: f64,
    of: impl Fn(&Sheet<'_>) -> f64,
    message: impl Fn(&str, f64) -> String,
) -> Vec<Finding> {
    let sheets = sheets.iter().filter(|sheet| sheet.steps.len() >= MEANS);
    let mut found: Vec<_> = sheets
        .filter_map(|sheet| sheet.function.map(|function| (of(sheet), sheet, function)))
        .filter(|(held, ..)| *held > easy)
        .collect();
    let excess = |held: f64, sheet: &Sheet<'_>| (held - easy) * sheet.count();
    found.sort_by(|a, b| excess(b.0, b.1).total_cmp(&excess(a.0, a.1)));
    let found = found.into_iter().take(MAX_FINDINGS);
    found
        .map(|(held, sheet, function)| finding(sheet.unit, function, |name| message(name, held), held))
        .collect()
}

/// The functions with many steps and neither a blank line nor a comment between any of them, the longest first.
pub(super) fn long_blocks(sheets: &[Sheet<'_>]) -> Vec<Finding> {
    let blocks = sheets.iter().filter(|sheet| {
        let inside = |function: &Function| {
            // Where documentation is the first thing in a body, what follows it counts.
            let doc = function.doc.and_then(|doc| sheet.unit.outline.comments.get(doc as usize));
            let start = doc.map_or(function.body.start, |doc| doc.span.end.max(function.body.start));
            Span { start, end: function.body.end.max(start) }
        };
        let holds_comment = |function: &Function| has_comment(sheet.unit, inside(function));
        !sheet.steps.iter().skip(1).any(|step| step.parted) && !sheet.function.is_some_and(holds_comment)
    });
    let mut found: Vec<_> = blocks
        .filter_map(|sheet| sheet.function.map(|function| (sheet.steps.len(), sheet.unit, function)))
        .filter(|(steps, ..)| *steps > BLOCK)
        .collect();
    found.sort_by_key(|(steps, unit, function)| (Reverse(*steps), unit.index, function.span.start));
    let found = found.into_iter().take(MAX_FINDINGS);
    found
        .map(|(steps, unit, function)| {
            let message = |name: &str| format!("{name} takes {steps} steps without a blank line");
            finding(unit, function, message, steps as f64)
        })
        .collect()
}

/// The functions with the greatest volume, if it is more than is easy.
pub(super) fn voluminous(sheets: &[Sheet<'_>]) -> Vec<Finding> {
    let mut found: Vec<_> = sheets
        .iter()
        .filter_map(|sheet| sheet.function.map(|function| (sheet.volume(), sheet.unit, function)))
        .filter(|(volume, ..)| *volume > VOLUME)
        .collect();
    found.sort_by(|(a, ..), (b, ..)| b.total_cmp(a));
    let found = found.into_iter().take(MAX_FINDINGS);
    found
        .map(|(volume, unit, function)| {
            finding(unit, function, |name| format!("{name} is much to take in at once"), volume)
        })
        .collect()
}

fn finding(unit: Unit<'_>, function: &Function, message: impl Fn(&str) -> String, value: f64) -> Finding {
    let name = unit.function_name(function);
    Finding::new(unit.index, unit.show(function), message(&name)).named(name).valued(value)
}
