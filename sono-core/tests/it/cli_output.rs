//! The output of the command line: written as a whole or not at all, and never over what it reads.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Output, Stdio};
use std::time::Duration;

use super::cli::{CODE, command, folder, held_back, line, run, run_command, signal};

/// All files of a folder with their contents.
fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_file())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .collect();
    files.sort();
    files
}

/// Such names lead around the names of files: to the current folder, or to what is open already.
#[cfg(target_os = "linux")]
#[test]
fn an_output_under_a_name_of_the_system_is_still_an_input() {
    let submission = line(CODE);
    let folder = folder(&[("x.py", CODE.as_bytes()), ("in.jsonl", submission.as_bytes())]);
    let path = folder.path();
    symlink("/proc/self/cwd/in.jsonl", path.join("link")).unwrap();
    let before = contents(path);
    for args in [
        ["assess", "x.py", "-o", "/proc/self/cwd/x.py"],
        ["batch", "in.jsonl", "-o", "/proc/self/cwd/in.jsonl"],
        ["batch", "in.jsonl", "-o", "link"],
        ["batch", "in.jsonl", "-o", "/dev/stdout"],
        ["batch", "in.jsonl", "-o", "/proc/self/fd/1"],
    ] {
        let open = OpenOptions::new().append(true).open(path.join("in.jsonl")).unwrap();
        let ran = command(path).args(args).stdout(open).output().unwrap();
        assert_eq!(ran.status.code(), Some(1), "{args:?}");
        assert_eq!(contents(path), before, "{args:?}");
    }
    // It is replaced as a whole, as under its own name.
    fs::write(path.join("report.json"), "{\"old\": true}\n").unwrap();
    let ran = run(path, &["assess", "x.py", "--format", "json", "-o", "/proc/self/cwd/report.json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    serde_json::from_slice::<serde_json::Value>(&fs::read(path.join("report.json")).unwrap()).unwrap();
}

#[test]
fn an_output_that_is_also_read_is_refused_and_nothing_is_touched() {
    let submission = line(CODE);
    let rubric = run(Path::new("."), &["rubric", "show", "growth"]).out;
    let files: [(&str, &[u8]); 6] = [
        ("x.py", CODE.as_bytes()),
        ("s.json", submission.as_bytes()),
        ("in.jsonl", submission.as_bytes()),
        ("in.jsonl.partial", submission.as_bytes()),
        ("team.toml", rubric.as_bytes()),
        ("p/a.py", CODE.as_bytes()),
    ];
    let folder = folder(&files);
    let path = folder.path();
    assert_eq!(run(path, &["batch", "in.jsonl", "-o", "results.jsonl"]).code, 0);
    assert_eq!(run(path, &["assess", "x.py", "--format", "json", "-o", "assessment.json"]).code, 0);
    assert_eq!(run(path, &["norms", "build", "results.jsonl", "-o", "norms.json"]).code, 0);
    for name in ["x.py", "s.json", "in.jsonl", "results.jsonl"] {
        fs::hard_link(path.join(name), path.join(format!("hard-{name}"))).unwrap();
        symlink(name, path.join(format!("soft-{name}"))).unwrap();
    }
    let before = contents(path);
    let (inside, deep) = (contents(&path.join("p")), path.join("p/../x.py"));
    for args in [
        &["assess", "x.py", "-o", "x.py"] as &[&str],
        &["assess", "./x.py", "-o", deep.to_str().unwrap()],
        &["assess", "s.json", "x.py", "-o", "hard-x.py"],
        &["assess", "soft-x.py", "-o", "x.py"],
        &["assess", "x.py", "-o", "soft-x.py"],
        &["assess", "p", "-o", "p/a.py"],
        &["assess", ".", "-o", "p/a.py"],
        &["assess", "--submission", "s.json", "-o", "hard-s.json"],
        &["assess", "x.py", "--rubric", "team.toml", "-o", "team.toml"],
        &["metrics", "x.py", "-o", "hard-x.py"],
        &["tag", "x.py", "-o", "x.py"],
        &["tag", "soft-x.py", "-o", "hard-x.py"],
        &["batch", "in.jsonl", "-o", "in.jsonl"],
        &["batch", "in.jsonl", "-o", "hard-in.jsonl"],
        &["batch", "in.jsonl", "-o", "soft-in.jsonl"],
        &["batch", "soft-in.jsonl", "-o", "in.jsonl", "--restart"],
        &["batch", "in.jsonl.partial", "-o", "in.jsonl", "--restart"],
        &["batch", "in.jsonl", "--rubric", "team.toml", "-o", "team.toml"],
        &["norms", "build", "results.jsonl", "-o", "hard-results.jsonl"],
        &["norms", "rank", "norms.json", "assessment.json", "-o", "assessment.json"],
        &["norms", "rank", "norms.json", "assessment.json", "-o", "norms.json"],
    ] {
        let ran = run(path, args);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{args:?}");
        assert!(ran.err.starts_with("error[io]: cannot write "), "{args:?}: {}", ran.err);
        assert!(ran.err.contains("input"), "{args:?}: {}", ran.err);
        assert_eq!(contents(path), before, "{args:?}");
    }
    // What goes to standard output or comes from standard input may be the same file as well.
    for (args, name) in
        [(["assess", "-", "-o", "hard-x.py"], "x.py"), (["batch", "-", "-o", "in.jsonl"], "in.jsonl")]
    {
        let ran = command(path).args(args).stdin(File::open(path.join(name)).unwrap()).output().unwrap();
        assert_eq!(ran.status.code(), Some(1), "{args:?}");
    }
    let growing = OpenOptions::new().append(true).open(path.join("in.jsonl")).unwrap();
    let ran = command(path).args(["batch", "in.jsonl"]).stdout(growing).output().unwrap();
    assert_eq!(ran.status.code(), Some(1));
    assert_eq!((contents(path), contents(&path.join("p"))), (before, inside));

    // A new file in a folder that is read overwrites nothing.
    assert_eq!(run(path, &["assess", "p", "-o", "p/report.md"]).code, 0);
    let again = run(path, &["assess", "p", "-o", "p/report.md"]);
    assert!(again.code == 1 && again.err.contains("part of the input p"), "{}", again.err);
}

#[test]
fn a_file_that_is_replaced_keeps_its_permissions_and_links() {
    let folder =
        folder(&[("a.py", CODE.as_bytes()), ("old.md", b"old"), ("in.jsonl", line(CODE).as_bytes())]);
    let path = folder.path();
    let mode = |name: &str| fs::metadata(path.join(name)).unwrap().permissions().mode() & 0o777;
    fs::set_permissions(path.join("old.md"), Permissions::from_mode(0o600)).unwrap();
    fs::hard_link(path.join("old.md"), path.join("other.md")).unwrap();
    symlink("old.md", path.join("link.md")).unwrap();
    symlink("new.jsonl", path.join("link.jsonl")).unwrap();
    assert_eq!(run(path, &["assess", "a.py", "-o", "link.md"]).code, 0);
    assert!(fs::read_to_string(path.join("old.md")).unwrap().starts_with("# Assessment of a.py\n"));
    assert_eq!((mode("old.md"), fs::read(path.join("other.md")).unwrap()), (0o600, b"old".to_vec()));
    assert!(fs::symlink_metadata(path.join("link.md")).unwrap().is_symlink());

    // A link to nothing yet says where the file is to be.
    assert_eq!(run(path, &["batch", "in.jsonl", "-o", "link.jsonl"]).code, 0);
    assert!(fs::symlink_metadata(path.join("link.jsonl")).unwrap().is_symlink());
    assert!(path.join("new.jsonl.journal").exists() && !path.join("new.jsonl.partial").exists());
    fs::set_permissions(path.join("new.jsonl"), Permissions::from_mode(0o640)).unwrap();
    assert_eq!(run(path, &["batch", "in.jsonl", "-o", "new.jsonl"]).code, 0);
    assert_eq!(mode("new.jsonl"), 0o640);
}

#[test]
fn what_cannot_be_replaced_is_written_straight() {
    let folder =
        folder(&[("a.py", CODE.as_bytes()), ("in.jsonl", line(CODE).as_bytes()), ("log", b"first\n")]);
    let path = folder.path();
    for (assess, plain) in
        [(vec!["assess", "a.py"], "Assessment of a.py\n"), (vec!["batch", "in.jsonl"], "{\"index\":0,")]
    {
        let to = |output: &'static str| [assess.clone(), vec!["-o", output]].concat();
        let ran = run(path, &to("/dev/stdout"));
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.out.starts_with(plain), "{}", ran.out);
        assert_eq!(run(path, &to("/dev/null")).code, 0);
        let full = run(path, &to("/dev/full"));
        assert!(full.code == 1 && full.err.contains("No space left on device"), "{}", full.err);
        // Standard output is a file that others have written to.
        let log = OpenOptions::new().append(true).open(path.join("log")).unwrap();
        assert!(command(path).args(to("/dev/stdout")).stdout(log).status().unwrap().success());
    }
    let log = fs::read_to_string(path.join("log")).unwrap();
    assert!(log.starts_with("first\nAssessment of a.py\n") && log.contains("\n{\"index\":0,"), "{log}");
    let resumed = run(path, &["batch", "in.jsonl", "-o", "/dev/null", "--resume"]);
    assert!(resumed.code == 1 && resumed.err.contains("only a file can be resumed"), "{}", resumed.err);
    assert_eq!(run(path, &["assess", "a.py", "-o", "."]).code, 1);
    assert_eq!(contents(path).len(), 3, "no temporary file is left");
}

/// Runs the program where no file may grow beyond so many blocks of 512 bytes: what a full disk is like.
fn run_limited(folder: &Path, blocks: u32, args: &str) -> Output {
    let script = format!("ulimit -f {blocks}; exec \"$0\" {args}");
    let program = env!("CARGO_BIN_EXE_sono-eval");
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", &script, program]).current_dir(folder).stdin(Stdio::null());
    shell.output().unwrap()
}

#[test]
fn a_write_that_fails_leaves_the_old_file_whole() {
    let lines: String = (0..100).map(|index| line(&format!("x = {index}\n")) + "\n").collect();
    let folder = folder(&[("a.py", CODE.as_bytes()), ("in.jsonl", lines.as_bytes()), ("old", b"old")]);
    let path = folder.path();
    let ran = run_limited(path, 2, "assess a.py --format json --output old");
    let err = String::from_utf8(ran.stderr).unwrap();
    assert_eq!(ran.status.code(), Some(1), "{err}");
    assert!(err.starts_with("error[io]: cannot write old: File too large"), "{err}");
    assert_eq!((fs::read(path.join("old")).unwrap(), contents(path).len()), (b"old".to_vec(), 3));

    // A batch keeps what could be written, and goes on when there is room.
    let ran = run_limited(path, 200, "batch in.jsonl --output old");
    let err = String::from_utf8(ran.stderr).unwrap();
    assert_eq!(ran.status.code(), Some(1), "{err}");
    assert!(err.contains("note: what could be written is in old.partial, --resume goes on"), "{err}");
    assert!(err.contains("error[io]: cannot write old.partial: File too large"), "{err}");
    assert_eq!(fs::read(path.join("old")).unwrap(), b"old");
    let resumed = run(path, &["batch", "in.jsonl", "--output", "old", "--resume"]);
    assert!(resumed.code == 0 && resumed.err.contains("100 completed, 0 failed, "), "{}", resumed.err);
    let whole = run(path, &["batch", "in.jsonl"]).out;
    assert!(fs::read_to_string(path.join("old")).unwrap() == whole);
}

#[test]
fn what_may_not_be_written_is_told_and_stays() {
    let folder =
        folder(&[("a.py", CODE.as_bytes()), ("in.jsonl", line(CODE).as_bytes()), ("locked/old", b"old")]);
    let path = folder.path();
    for args in [["assess", "a.py", "-o", "gone/out"], ["batch", "in.jsonl", "-o", "gone/out"]] {
        let ran = run(path, &args);
        assert!(ran.code == 1 && ran.err.starts_with("error[io]: cannot write gone/out"), "{}", ran.err);
    }
    fs::set_permissions(path.join("locked/old"), Permissions::from_mode(0o444)).unwrap();
    fs::set_permissions(path.join("locked"), Permissions::from_mode(0o555)).unwrap();
    for output in ["locked/old", "locked/new"] {
        for args in [["assess", "a.py", "-o", output], ["batch", "in.jsonl", "-o", output]] {
            let Some(program) = held_back(path) else { continue };
            let ran = run_command(program, &args, b"");
            assert!(ran.code == 1 && ran.err.starts_with("error[io]: cannot write locked/"), "{}", ran.err);
        }
    }
    assert_eq!(contents(&path.join("locked")), [("old".to_owned(), b"old".to_vec())]);
    fs::set_permissions(path.join("locked"), Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_signal_ends_what_waits_or_works_and_the_old_file_stays_whole() {
    let code = "if x:\n    y = 1\n".repeat(200_000);
    let folder = folder(&[("a.py", code.as_bytes()), ("old", b"old")]);
    let path = folder.path();
    for (name, format) in [("assess", "text"), ("metrics", "text"), ("metrics", "json")] {
        for input in ["-", "a.py"] {
            let mut child = command(path)
                .args([name, input, "-o", "old", "--format", format])
                .stdin(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            let mut stdin = child.stdin.take().unwrap();
            if input == "-" {
                // More than a pipe holds: it is being read, and there is no end.
                stdin.write_all(&code.as_bytes()[..200_000]).unwrap();
            } else {
                std::thread::sleep(Duration::from_millis(100));
            }
            signal(&child, "TERM");
            let ended = child.wait_with_output().unwrap();
            assert_eq!(ended.status.signal(), Some(15), "{name} {input}");
            let left = contents(path);
            let names: Vec<&str> = left.iter().map(|(file, _)| file.as_str()).collect();
            assert_eq!(names, ["a.py", "old"], "{name} {format} {input}");
            assert!(left.iter().all(|(file, bytes)| file == "a.py" || bytes == b"old"));
        }
    }
}

#[test]
fn no_command_writes_to_a_reader_that_wants_no_more_and_calls_it_success() {
    let folder = folder(&[("a.py", CODE.as_bytes()), ("in.jsonl", line(CODE).as_bytes())]);
    for args in [
        &["assess", "a.py"] as &[&str],
        &["assess", "a.py", "--format", "json"],
        &["metrics", "a.py"],
        &["tag", "a.py"],
        &["batch", "in.jsonl"],
        &["signals"],
        &["rubric", "show", "growth"],
        &["schema", "assessment"],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let ended = command(folder.path()).args(args).stdout(writer).output().unwrap();
        assert_eq!(ended.status.code(), Some(141), "{args:?}: {}", String::from_utf8_lossy(&ended.stderr));
    }
}

#[test]
fn a_deadline_ends_an_assessment_with_an_error() {
    let code = "if x:\n    y = 1\n".repeat(20_000);
    // So long that it is not done in time, and the other in any case.
    let input = format!("{}\n{}\n", line(&code.repeat(10)), line("x = 1"));
    let folder = folder(&[("a.py", code.as_bytes()), ("in.jsonl", input.as_bytes())]);
    let path = folder.path();
    let ran = run(path, &["assess", "a.py", "--deadline", "0.001"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.starts_with("error[deadline_exceeded]: "), "{}", ran.err);
    let batch = run(path, &["batch", "in.jsonl", "--deadline", "1", "--jobs", "1"]);
    assert_eq!(batch.code, 2, "{}", batch.err);
    assert!(
        batch.out.contains(r#"{"index":0,"status":"failed","error":{"kind":"deadline_exceeded""#),
        "{}",
        batch.out
    );
    assert!(batch.out.contains(r#"{"index":1,"status":"completed""#), "{}", batch.out);
    assert_eq!(run(path, &["assess", "a.py", "--deadline", "600"]).code, 0);
    assert_eq!(run(path, &["assess", "a.py", "--deadline", "0"]).code, 1);
}

#[cfg(target_os = "linux")]
#[test]
fn help_that_cannot_be_written_is_no_success() {
    let folder = folder(&[]);
    for args in [["--help"], ["--version"]] {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let ran = command(folder.path()).args(args).stdout(full).output().unwrap();
        let err = String::from_utf8(ran.stderr).unwrap();
        assert!(ran.status.code() == Some(1) && err.contains("cannot write the output"), "{args:?}: {err}");
    }
}

#[test]
fn a_closed_standard_error_does_not_stop_what_is_written() {
    let folder = folder(&[("a.py", CODE.as_bytes()), ("in.jsonl", line(CODE).as_bytes())]);
    for args in ["assess a.py --format json", "batch in.jsonl", "metrics a.py"] {
        let quiet = |redirect: &str| {
            let mut shell = std::process::Command::new("sh");
            shell.args(["-c", &format!("\"$0\" {args} {redirect}"), env!("CARGO_BIN_EXE_sono-eval")]);
            shell.current_dir(folder.path()).output().unwrap()
        };
        let (open, closed) = (quiet(""), quiet("2>&-"));
        assert!(closed.status.success() && !closed.stdout.is_empty(), "{args}");
        assert_eq!(closed.stdout, open.stdout, "{args}");
    }
}
