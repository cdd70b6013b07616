//! The subject of a report: the name of a file, or of the folder that holds all of them.

use std::collections::BTreeSet;

use super::words;
use sono_score::submission::Content;

/// The file or folder that was handed in; `None` if no text has the name of a file.
pub(super) fn name(texts: BTreeSet<&str>) -> Option<String> {
    // The cells and the prose of a notebook are texts of their own, named after its file.
    let is_part = |name: &str| name.split_once('#').is_some_and(|(file, _)| texts.contains(file));
    let files: Vec<&str> = texts.iter().copied().filter(|name| !is_field(name) && !is_part(name)).collect();
    match files.as_slice() {
        [] => None,
        [file] => Some((*file).to_owned()),
        several => {
            let count = words::count(several.len(), "file");
            Some(match common_folder(several) {
                Some(folder) => format!("{folder}/ ({count})"),
                None => count,
            })
        }
    }
}

/// Whether a text is named after the field that holds it: `code`, `answers/1`.
fn is_field(name: &str) -> bool {
    let (field, number) = name.split_once('/').unwrap_or((name, "0"));
    let content = Content::default();
    let (code, answers) = (content.texts(), content.answer_texts());
    let mut fields = code.iter().chain(&answers).map(|(field, _)| *field).chain(["commits"]);
    number.bytes().all(|byte| byte.is_ascii_digit()) && fields.any(|known| known == field)
}

/// The innermost folder that holds all of these files.
fn common_folder<'n>(files: &[&'n str]) -> Option<&'n str> {
    let (first, others) = files.split_first()?;
    let mut folder = first.rsplit_once('/')?.0;
    loop {
        let holds = |file: &&str| file.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        if others.iter().all(holds) {
            return Some(folder);
        }
        folder = folder.rsplit_once('/')?.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(names: &[&str]) -> Option<String> {
        name(names.iter().copied().collect())
    }

    #[test]
    fn a_file_or_the_folder_of_all_is_named() {
        assert_eq!(named(&["src/a.py"]).as_deref(), Some("src/a.py"));
        assert_eq!(named(&["shop/src/a.py", "shop/src/b/c.py"]).as_deref(), Some("shop/src/ (2 files)"));
        assert_eq!(named(&["shop/a.py", "shop/b.py", "shop2/c.py"]).as_deref(), Some("3 files"));
        assert_eq!(named(&["shop/a.py", "b.py"]).as_deref(), Some("2 files"));
    }

    #[test]
    fn texts_that_are_no_files_have_no_name() {
        assert_eq!(named(&["code", "answers/0", "commits/12"]), None);
        assert_eq!(named(&["code", "main.go"]).as_deref(), Some("main.go"));
        assert_eq!(named(&["code/a.py"]).as_deref(), Some("code/a.py"));
        let notebook = ["a.ipynb", "a.ipynb#cell-1", "a.ipynb#markdown", "a.ipynb#markdown#cell-2"];
        assert_eq!(named(&notebook).as_deref(), Some("a.ipynb"));
        assert_eq!(named(&["c#.py"]).as_deref(), Some("c#.py"));
    }
}
