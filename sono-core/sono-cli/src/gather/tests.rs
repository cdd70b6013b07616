//! The limits of a walk, set low.

use std::fs;
use std::path::Path;

use super::walk::{Root, Walk};
use super::*;

fn folder(names: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in names {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "x = 1\n").unwrap();
    }
    folder
}

fn root(path: &Path) -> [Root<'_>; 1] {
    [Root { index: 0, path, prefix: String::new() }]
}

/// The files that a walk with these limits finds, and those that it sets aside.
fn walked(path: &Path, room: usize, limits: (u64, u64, usize)) -> (Vec<String>, Vec<String>) {
    let (filter, roots) = (Filter::none(), root(path));
    let mut walk = Walk::new(&filter, &roots, room).limited(limits);
    walk.folders();
    let found = walk.found.iter().map(|file| roots[0].name(&file.path)).collect();
    let entry = |entry: SetAside| match entry.files {
        Some(files) => {
            format!(
                "{}/ {} {}{files}",
                entry.path,
                entry.reason.as_str(),
                if entry.at_least { ">=" } else { "" }
            )
        }
        None => format!("{} {}", entry.path, entry.reason.as_str()),
    };
    (found, walk.tally.entries(1_000).into_iter().map(entry).collect())
}

const FILES: [&str; 7] =
    ["a/1.py", "a/2.csv", "b/1.py", "b/c/1.md", "d/1.py", "node_modules/x/package.json", "z.py"];

#[test]
fn without_limits_everything_is_found_once_and_code_first() {
    let folder = folder(&FILES);
    let (found, aside) = walked(folder.path(), 10, (100, 100, 100));
    assert_eq!(
        found,
        ["a/1.py", "b/1.py", "d/1.py", "z.py", "b/c/1.md", "a/2.csv", "node_modules/x/package.json"]
    );
    assert_eq!(aside, [""; 0]);
}

#[test]
fn files_beyond_the_number_are_set_aside_from_the_end() {
    let folder = folder(&FILES);
    let (found, aside) = walked(folder.path(), 2, (100, 100, 100));
    assert_eq!(found, ["a/1.py", "b/1.py"]);
    assert_eq!(
        aside,
        [
            "a/2.csv too_many",
            "b/c/1.md too_many",
            "d/1.py too_many",
            "node_modules/x/package.json too_many",
            "z.py too_many",
        ]
    );
}

#[test]
fn folders_beyond_the_limits_are_named_and_not_entered() {
    let folder = folder(&FILES);
    // The root has five entries, `a` two: nothing is left for `b`.
    let (found, aside) = walked(folder.path(), 10, (7, 100, 100));
    assert_eq!(found, ["a/1.py", "z.py", "a/2.csv"]);
    assert_eq!(aside, ["b/ too_many >=0", "d/ too_many >=0", "node_modules/ too_many >=0"]);
    let (found, aside) = walked(folder.path(), 10, (100, 100, 2));
    assert_eq!(found, ["a/1.py", "b/1.py", "z.py", "a/2.csv"]);
    assert_eq!(aside, ["./ too_many >=0", "b/ too_many >=0"]);
}

#[test]
fn counting_ends_at_its_limit_and_says_so() {
    let names: Vec<String> = (0..20).map(|index| format!("target/{}/{index}.rs", index / 4)).collect();
    let folder = folder(&names.iter().map(String::as_str).collect::<Vec<_>>());
    fs::write(folder.path().join("target/CACHEDIR.TAG"), "Signature: 8a477f597d28d172789f06886806bc55\n")
        .unwrap();
    assert_eq!(walked(folder.path(), 10, (100, 100, 100)).1, ["target/ build_output 21"]);
    assert_eq!(walked(folder.path(), 10, (100, 10, 100)).1, ["target/ build_output >=5"]);
}

#[test]
fn names_beyond_the_limit_are_read_under_a_shorter_one() {
    let deep = ["d"; 30].map(|name| name.repeat(50)).join("/");
    let files = [format!("{deep}/a.py"), format!("{deep}/b.py")];
    let folder = folder(&[&files[0], &files[1]]);
    let gathered = gather(&[folder.path().to_owned()], &Filter::none()).unwrap();
    assert_eq!(gathered.files.len(), 2);
    assert_eq!(gathered.renamed.len(), 2);
    let submission = super::super::assess::submission_of(gathered, 1);
    assert_eq!(submission.validate(), Ok(()));
    assert_eq!(submission.check(&Limits::DEFAULT), Ok(()));
}

/// On Linux, names are bytes. What is no text is spelled as some other file may spell its name in fact.
#[cfg(target_os = "linux")]
#[test]
fn every_file_has_a_name_of_its_own_whether_read_or_set_aside() {
    use std::os::unix::ffi::OsStrExt;
    let folder = folder(&["a%E9.py", "b%E9.png", "c.py"]);
    let at = |name: &[u8]| folder.path().join(std::ffi::OsStr::from_bytes(name));
    fs::write(at(b"a\xE9.py"), [0; 64]).unwrap();
    fs::write(at(b"b\xE9.png"), [0; 64]).unwrap();
    fs::write(at(b"b%E9.png"), [0; 32]).unwrap();
    let gathered = gather(&[folder.path().to_owned()], &Filter::none()).unwrap();
    let read = gathered.files.iter().map(|file| file.path.as_str());
    let aside = gathered.set_aside.iter().map(|entry| entry.path.as_str());
    let mut names: Vec<&str> = read.chain(aside).collect();
    names.sort_unstable();
    assert_eq!(names, ["a%E9.py", "a%E9~2.py", "b%E9.png", "b%E9~2.png", "c.py"]);
}
