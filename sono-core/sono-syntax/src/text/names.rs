//! Names in a sentence.

/// Joins names for a sentence, with a word before the last one.
///
/// ```
/// # use sono_syntax as sono_core;
/// use sono_core::text::join_names;
///
/// assert_eq!(join_names(&["gt", "ge", "lt"], "or"), "gt, ge or lt");
/// assert_eq!(join_names(&["gt"], "or"), "gt");
/// ```
pub fn join_names<S: AsRef<str>>(names: &[S], word: &str) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match names.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} {word} {last}", before.join(", ")),
        _ => names.concat(),
    }
}
