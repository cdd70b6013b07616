//! Names in a sentence, and names of files.

/// The last part of a path.
///
/// ```
/// # use sono_syntax as sono_core;
/// use sono_core::text::file_name;
///
/// assert_eq!(file_name("src/app.py"), "app.py");
/// assert_eq!(file_name("app.py"), "app.py");
/// ```
pub fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// The last part of a path as any system writes it, with slashes or backslashes.
///
/// ```
/// # use sono_syntax as sono_core;
/// use sono_core::text::any_file_name;
///
/// assert_eq!(any_file_name("src\\app.py"), "app.py");
/// assert_eq!(any_file_name("src/app.py"), "app.py");
/// ```
pub fn any_file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

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
