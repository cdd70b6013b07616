//! The rules for single values of the input, shared by JSON input and Rust builders.

use std::borrow::Cow;

use serde_json::Value;

use crate::json::numbers::portable_value;
use crate::json::problems::{describe, quote};

/// Longest candidate id, in characters.
pub(crate) const LONGEST_CANDIDATE_ID: usize = 100;
/// Longest name of a language, in bytes.
pub(crate) const LONGEST_LANGUAGE: usize = 100;

/// Checks a candidate id: the whole string must match, so a trailing newline is refused.
pub(crate) fn candidate_id(id: &str) -> Result<(), String> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if !id.is_empty() && id.len() <= LONGEST_CANDIDATE_ID && id.bytes().all(allowed) {
        return Ok(());
    }
    let length = match id.chars().count() {
        count if count > LONGEST_CANDIDATE_ID => format!(" ({count} characters)"),
        _ => String::new(),
    };
    Err(format!(
        "expected 1 to {LONGEST_CANDIDATE_ID} characters out of A-Z, a-z, 0-9, \"_\" and \"-\", got {}{length}",
        quote(id)
    ))
}

/// Checks the path of a file and writes it with `/` between its parts.
///
/// Paths come from every system, so `\` separates parts as well, and parts that are `.` are dropped: `.\src\main.py` is
/// `src/main.py`. Paths that could lead out of the submission are refused.
pub(crate) fn file_path(path: &str) -> Result<Cow<'_, str>, String> {
    relative_path(path, "the submission")
        .map_err(|why| format!("expected a relative path of a file, got {}: {why}", quote(path)))
}

/// As [`file_path`], for a path within anything; the error says why it is none.
pub(crate) fn relative_path<'p>(path: &'p str, within: &str) -> Result<Cow<'p, str>, String> {
    let refuse = |why: &str| Err(why.to_owned());
    let mut letters = path.bytes();
    let drive = letters.next().is_some_and(|byte| byte.is_ascii_alphabetic()) && letters.next() == Some(b':');
    if path.is_empty() {
        return refuse("it is empty");
    }
    if path.starts_with(['/', '\\']) || drive {
        return refuse("it is absolute");
    }
    if path.chars().any(char::is_control) {
        return refuse("it contains a control character");
    }
    let is_separator = |c: char| c == '/' || c == '\\';
    let mut plain = !path.contains('\\');
    let mut last = "";
    for part in path.split(is_separator) {
        match part {
            "" => return refuse("a part of it is empty"),
            ".." => return Err(format!("\"..\" leads out of {within}")),
            "." => plain = false,
            _ => {}
        }
        last = part;
    }
    if last == "." {
        return refuse("it names a folder");
    }
    if plain {
        return Ok(Cow::Borrowed(path));
    }
    let parts: Vec<&str> = path.split(is_separator).filter(|part| *part != ".").collect();
    Ok(Cow::Owned(parts.join("/")))
}

/// Checks the name of a language. A language that this build does not know is valid.
pub(crate) fn language(name: &str) -> Result<(), String> {
    if name.is_empty() || name.len() > LONGEST_LANGUAGE || name.chars().any(char::is_control) {
        return Err(format!(
            "expected the name of a language, such as \"python\", in 1 to {LONGEST_LANGUAGE} bytes, got {}",
            quote(name)
        ));
    }
    Ok(())
}

/// Checks the name of an attribute or parameter.
pub(crate) fn key(name: &str) -> Result<(), String> {
    if name.is_empty() { Err("expected a name, got an empty string".to_owned()) } else { Ok(()) }
}

/// Checks the value of an attribute: a plain value that every binding holds, or null for an unknown one.
pub(crate) fn attribute(value: &Value) -> Result<(), String> {
    match value {
        Value::Array(_) | Value::Object(_) => {
            Err(format!("expected a string, a number, true, false or null, got {}", describe(value)))
        }
        _ => portable_value(value),
    }
}

/// Checks the value of a rubric parameter. The rubric itself checks whether it has such a parameter.
pub(crate) fn parameter(value: &Value) -> Result<(), String> {
    match value {
        Value::Array(_) | Value::Object(_) | Value::Null => {
            Err(format!("expected a string, a number, true or false, got {}", describe(value)))
        }
        _ => portable_value(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn candidate_ids_match_as_a_whole() {
        for id in ["a", "Jane_Doe-7", &"x".repeat(100)] {
            assert_eq!(candidate_id(id), Ok(()));
        }
        for id in ["", "a b", "jane\n", "\njane", "jané", "a/b", &"x".repeat(101)] {
            assert!(candidate_id(id).is_err(), "{id:?}");
        }
        insta::assert_snapshot!(candidate_id("jane\n").unwrap_err(), @r#"expected 1 to 100 characters out of A-Z, a-z, 0-9, "_" and "-", got "jane\n""#);
        insta::assert_snapshot!(candidate_id(&"x".repeat(200)).unwrap_err(), @r#"expected 1 to 100 characters out of A-Z, a-z, 0-9, "_" and "-", got "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…" (200 characters)"#);
    }

    #[test]
    fn paths_of_every_system_become_one() {
        for (given, kept) in [
            ("a.py", "a.py"),
            ("src/a.py", "src/a.py"),
            ("./src/./a.py", "src/a.py"),
            (r".\src\a.py", "src/a.py"),
            (r"src\a/b.py", "src/a/b.py"),
            ("..a/b..", "..a/b.."),
            ("a b/ü.py", "a b/ü.py"),
        ] {
            assert_eq!(file_path(given).as_deref(), Ok(kept), "{given:?}");
        }
    }

    #[test]
    fn paths_that_lead_elsewhere_are_refused() {
        let why = |path: &str| file_path(path).unwrap_err();
        insta::assert_snapshot!(why(""), @r#"expected a relative path of a file, got "": it is empty"#);
        insta::assert_snapshot!(why("/etc/passwd"), @r#"expected a relative path of a file, got "/etc/passwd": it is absolute"#);
        insta::assert_snapshot!(why(r"\\server\share\a"), @r#"expected a relative path of a file, got "\\\\server\\share\\a": it is absolute"#);
        insta::assert_snapshot!(why(r"C:\a.py"), @r#"expected a relative path of a file, got "C:\\a.py": it is absolute"#);
        insta::assert_snapshot!(why(r"a\..\..\b"), @r#"expected a relative path of a file, got "a\\..\\..\\b": ".." leads out of the submission"#);
        insta::assert_snapshot!(why("a//b"), @r#"expected a relative path of a file, got "a//b": a part of it is empty"#);
        insta::assert_snapshot!(why("a/"), @r#"expected a relative path of a file, got "a/": a part of it is empty"#);
        insta::assert_snapshot!(why("a/."), @r#"expected a relative path of a file, got "a/.": it names a folder"#);
        insta::assert_snapshot!(why("a\0b"), @r#"expected a relative path of a file, got "a\0b": it contains a control character"#);
    }
}
