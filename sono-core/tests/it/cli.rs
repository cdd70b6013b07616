//! The command line as a user meets it: processes, pipes, files and exit codes.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use sono_core::submission::Submission;

pub(crate) const CODE: &str =
    "def add(a: int, b: int) -> int:\n    \"\"\"Add two numbers.\"\"\"\n    return a + b\n";

pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {} {}", self.out, self.err))
    }
}

pub(crate) fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sono-eval"));
    // The surroundings of a test run must not colour its output.
    command.current_dir(folder).env_remove("CLICOLOR_FORCE").env_remove("COLUMNS").env("NO_COLOR", "1");
    command
}

/// The program as somebody whom permissions hold back, which root is not. A folder gets a copy of it for that, and is
/// opened to all. There is none where root may not become somebody else.
#[cfg(unix)]
pub(crate) fn held_back(folder: &Path) -> Option<Command> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;

    if fs::metadata(folder).unwrap().uid() != 0 {
        return Some(command(folder));
    }
    const NOBODY: u32 = 65_534;
    let program = folder.join("sono-eval");
    if !program.exists() {
        fs::copy(env!("CARGO_BIN_EXE_sono-eval"), &program).unwrap();
        fs::set_permissions(folder, fs::Permissions::from_mode(0o777)).unwrap();
    }
    let as_nobody = || {
        let mut command = Command::new(&program);
        command.current_dir(folder).env("NO_COLOR", "1").uid(NOBODY).gid(NOBODY);
        command
    };
    as_nobody().arg("--version").output().ok().filter(|ran| ran.status.success()).map(|_| as_nobody())
}

pub(crate) fn run_with(folder: &Path, args: &[&str], input: &[u8]) -> Ran {
    run_command(command(folder), args, input)
}

pub(crate) fn run_command(mut command: Command, args: &[&str], input: &[u8]) -> Ran {
    let mut child = command
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || {
        // A process that fails early does not read its input.
        let _ = stdin.write_all(&input);
    });
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Ran {
        code: status.code().unwrap(),
        out: String::from_utf8(stdout).unwrap(),
        err: String::from_utf8(stderr).unwrap(),
    }
}

pub(crate) fn run(folder: &Path, args: &[&str]) -> Ran {
    run_with(folder, args, b"")
}

#[cfg(unix)]
pub(crate) fn signal(child: &std::process::Child, name: &str) {
    let status = Command::new("kill").args([&format!("-{name}"), &child.id().to_string()]).status();
    assert!(status.unwrap().success());
}

pub(crate) fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

/// The input hash of an assessment: shows which material was read.
fn input_hash(assessment: &Value) -> &str {
    assessment["metadata"]["provenance"]["input_hash"].as_str().unwrap()
}

fn hash_of(json: Value) -> String {
    sono_core::submission::input_hash(&Submission::from_value(json).unwrap())
}

#[test]
fn help_names_commands_examples_and_exit_codes() {
    let folder = folder(&[]);
    let help = run(folder.path(), &["--help"]);
    assert_eq!(help.code, 0);
    let commands = ["assess", "batch", "metrics", "norms", "verify", "audit", "rubric", "signals", "schema"];
    for word in commands.into_iter().chain(["Examples:", "Exit codes:"]) {
        assert!(help.out.contains(word), "{word} is missing in {}", help.out);
    }
    assert_eq!(
        run(folder.path(), &["--version"]).out.trim(),
        concat!("sono-eval ", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn misuse_exits_with_1() {
    let folder = folder(&[("a.py", CODE.as_bytes())]);
    for args in [
        &[] as &[&str],
        &["assess"],
        &["assess", "a.py", "--paths", "style"],
        &["assess", "a.py", "--type", "exam"],
        &["assess", "a.py", "--param", "x"],
        &["batch", "a.py", "--jobs", "0"],
        &["frobnicate"],
    ] {
        let ran = run(folder.path(), args);
        assert_eq!(ran.code, 1, "{args:?}: {}", ran.err);
        assert!(!ran.err.is_empty() && ran.out.is_empty(), "{args:?}");
    }
}

#[test]
fn errors_name_the_file_the_kind_and_every_problem() {
    let folder =
        folder(&[("a.py", CODE.as_bytes()), ("s.json", br#"{"content":{"cdoe":""},"candidate_id":"a b"}"#)]);
    let missing = run(folder.path(), &["assess", "nowhere/a.py"]);
    assert_eq!(missing.code, 1);
    assert!(missing.err.starts_with("error[io]: cannot read nowhere/a.py: "), "{}", missing.err);
    let id = run(folder.path(), &["assess", "a.py", "--candidate-id", "a b"]);
    assert!(
        id.err.starts_with("error[invalid_submission]: ") && id.err.contains("/candidate_id"),
        "{}",
        id.err
    );
    let unknown = run(folder.path(), &["assess", "--submission", "s.json"]);
    assert!(unknown.err.starts_with("error[invalid_submission]: s.json: "), "{}", unknown.err);
    assert!(
        unknown.err.contains("/content/cdoe") && unknown.err.contains("/candidate_id"),
        "{}",
        unknown.err
    );
    let rubric = run(folder.path(), &["assess", "a.py", "--rubric", "grwth"]);
    assert!(
        rubric.err.starts_with("error[unknown_rubric]: ") && rubric.err.contains("growth"),
        "{}",
        rubric.err
    );
    let parameter = run(folder.path(), &["assess", "a.py", "--param", "no_such=1"]);
    assert!(parameter.err.starts_with("error[invalid_parameter]: "), "{}", parameter.err);
    assert!(parameter.err.contains("no_such"), "{}", parameter.err);
}

#[test]
fn a_file_is_assessed_in_every_format() {
    let folder = folder(&[("a.py", CODE.as_bytes())]);
    let path = folder.path();
    let json = run(path, &["assess", "a.py", "--format", "json", "--candidate-id", "jane"]);
    assert_eq!((json.code, json.err.as_str()), (0, ""));
    let assessment = json.json();
    assert_eq!(assessment["candidate_id"], "jane");
    assert_eq!(assessment["submission_type"], "code");
    let canonical = serde_json_canonicalizer::to_string(&assessment).unwrap();
    assert_eq!(json.out, canonical + "\n");

    let pretty = run(path, &["assess", "a.py", "--format", "json", "--candidate-id", "jane", "--pretty"]);
    assert!(pretty.out.starts_with("{\n  \""));
    assert_eq!(pretty.json(), assessment);

    let text = run(path, &["assess", "a.py"]);
    assert!(
        text.out.starts_with("Assessment of a.py\n") && text.out.contains("\nProvenance "),
        "{}",
        text.out
    );
    assert!(!text.out.contains('\u{1b}'));
    let colour = run(path, &["assess", "a.py", "--color", "always"]);
    assert!(colour.out.contains("\u{1b}[1m"), "{}", colour.out);
    let markdown = run(path, &["assess", "a.py", "--format", "markdown"]);
    assert!(markdown.out.starts_with("# Assessment of a.py\n"), "{}", markdown.out);
}

#[test]
fn a_report_names_the_folder_that_was_handed_in() {
    let folder = folder(&[("shop/a.py", CODE.as_bytes()), ("shop/b/c.py", b"import a\n")]);
    let inside = folder.path().join("shop");
    for (place, input) in [(folder.path(), "shop"), (folder.path(), "./shop/"), (inside.as_path(), ".")] {
        let ran = run(place, &["assess", input]);
        assert!(ran.out.starts_with("Assessment of shop/ (2 files)\n"), "{}", ran.out);
    }
    let both = run(folder.path(), &["assess", "shop/a.py", "shop/b/c.py"]);
    assert!(both.out.starts_with("Assessment of shop/ (2 files)\n"), "{}", both.out);
}

#[test]
fn output_goes_to_a_file() {
    let folder = folder(&[("a.py", CODE.as_bytes())]);
    let ran = run(folder.path(), &["assess", "a.py", "--format", "markdown", "--output", "report.md"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert!(
        fs::read_to_string(folder.path().join("report.md")).unwrap().starts_with("# Assessment of a.py\n")
    );
    let failed = run(folder.path(), &["assess", "a.py", "--output", "no/such/folder/report.md"]);
    assert_eq!(failed.code, 1);
    assert!(failed.err.starts_with("error[io]: cannot write no/such/folder/report.md: "), "{}", failed.err);
}

#[test]
fn standard_input_is_code() {
    let folder = folder(&[]);
    let ran = run_with(folder.path(), &["assess", "-", "--format", "json"], CODE.as_bytes());
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(input_hash(&ran.json()), hash_of(serde_json::json!({"content": {"code": CODE}})));
}

#[test]
fn a_submission_object_is_read_when_asked_for() {
    let object =
        serde_json::json!({"candidate_id": "x", "content": {"code": CODE}, "submission_type": "test"});
    let folder = folder(&[("s.json", object.to_string().as_bytes())]);
    let args = ["assess", "--submission", "s.json", "--format", "json", "--candidate-id", "y"];
    let ran = run(folder.path(), &args);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let assessment = ran.json();
    assert_eq!(assessment["candidate_id"], "y");
    assert_eq!(assessment["submission_type"], "test");
    assert_eq!(input_hash(&assessment), hash_of(object));
    let plain = run(folder.path(), &["assess", "s.json", "--format", "json"]);
    assert_eq!(plain.code, 0);
    assert!(plain.err.contains("--submission"), "{}", plain.err);
}

#[test]
fn what_was_asked_for_is_said_on_the_command_line() {
    let stated = serde_json::json!({"expects": ["types"], "content": {"code": CODE}});
    let silent = serde_json::json!({"content": {"code": CODE}});
    let lines = format!("{stated}\n{silent}\n");
    let folder = folder(&[
        ("a.py", CODE.as_bytes()),
        ("s.json", stated.to_string().as_bytes()),
        ("b.jsonl", lines.as_bytes()),
    ]);
    let asked = |value: &Value| value["metadata"]["provenance"]["expects"].clone();
    for (expects, expected) in [
        (&[][..], serde_json::json!([])),
        (&["--expects", "readme,tests"], serde_json::json!(["tests", "readme"])),
        (&["--expects", ""], serde_json::json!([])),
    ] {
        let ran = run(folder.path(), &[&["assess", "a.py", "--format", "json"], expects].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert_eq!(asked(&ran.json()), expected);
    }
    // It is no part of what files say, so that files still verify.
    let out = ["assess", "a.py", "--expects", "tests", "--format", "json", "--output", "a.json"];
    assert_eq!(run(folder.path(), &out).code, 0);
    let verified = run(folder.path(), &["verify", "a.json", "a.py"]);
    assert_eq!(verified.code, 0, "{}", verified.out);

    let object = ["assess", "--submission", "s.json", "--format", "json"];
    assert_eq!(asked(&run(folder.path(), &object).json()), serde_json::json!(["types"]));
    let replaced = run(folder.path(), &[&object[..], &["--expects", "tests"]].concat());
    assert_eq!(asked(&replaced.json()), serde_json::json!(["tests"]));

    let batch = run(folder.path(), &["batch", "b.jsonl", "--expects", "tests"]);
    let items: Vec<Value> = batch.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(asked(&items[0]["assessment"]), serde_json::json!(["types"]));
    assert_eq!(asked(&items[1]["assessment"]), serde_json::json!(["tests"]));

    let wrong = run(folder.path(), &["assess", "a.py", "--expects", "tests,docs"]);
    assert_eq!(wrong.code, 1);
    assert!(wrong.err.contains("expected one of tests, documentation, readme"), "{}", wrong.err);
}

#[test]
fn a_folder_is_a_project_of_its_text_files() {
    let folder = folder(&[
        ("p/src/b.py", CODE.as_bytes()),
        ("p/src/a.py", b"x = 1\n"),
        ("p/README.md", b"# P\n"),
        ("p/.gitignore", b"ignored/\n*.log\n"),
        ("p/ignored/x.py", b"x"),
        ("p/run.log", b"x"),
        ("p/.hidden.py", b"x"),
        ("p/deep/target/x.py", b"x"),
        ("p/logo.png", b"\x89PNG\r\n\x1a\n\0\0"),
        (".gitignore", b"*\n"),
    ]);
    #[cfg(unix)]
    std::os::unix::fs::symlink("src/a.py", folder.path().join("p/link.py")).unwrap();
    let ran = run(folder.path(), &["assess", "p", "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.err, "");
    let mut set_aside = vec![serde_json::json!({"path": "logo.png", "reason": "media", "bytes": 10})];
    if cfg!(unix) {
        set_aside.insert(0, serde_json::json!({"path": "link.py", "reason": "link"}));
    }
    let expected = serde_json::json!({"submission_type": "project", "content": {"files": [
        {"path": ".gitignore", "text": "ignored/\n*.log\n"},
        {"path": ".hidden.py", "text": "x"},
        {"path": "README.md", "text": "# P\n"},
        {"path": "deep/target/x.py", "text": "x"},
        {"path": "ignored/x.py", "text": "x"},
        {"path": "run.log", "text": "x"},
        {"path": "src/a.py", "text": "x = 1\n"},
        {"path": "src/b.py", "text": CODE},
    ], "set_aside": set_aside}});
    assert_eq!(input_hash(&ran.json()), hash_of(expected));
}

#[test]
fn several_paths_are_one_submission() {
    let folder = folder(&[("p/a.py", CODE.as_bytes()), ("q/a.py", b"x = 1\n"), ("c.py", b"y = 2\n")]);
    let ran = run(folder.path(), &["assess", "p", "./q/", "c.py", "--format", "json", "--type", "portfolio"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let expected = serde_json::json!({"submission_type": "portfolio", "content": {"files": [
        {"path": "p/a.py", "text": CODE},
        {"path": "q/a.py", "text": "x = 1\n"},
        {"path": "c.py", "text": "y = 2\n"},
    ]}});
    assert_eq!(input_hash(&ran.json()), hash_of(expected));
    let twice = run(folder.path(), &["assess", "c.py", "./c.py"]);
    assert_eq!(twice.code, 1);
    assert!(twice.err.contains("would both be named c.py"), "{}", twice.err);
}

#[test]
fn other_encodings_are_read_and_noted() {
    let latin: Vec<u8> = "# Größe und Übung, gemäß Prüfung\nx = 1\n".chars().map(|c| c as u8).collect();
    let folder = folder(&[("l.py", &latin), ("u.py", b"\xEF\xBB\xBFx = 1\n"), ("b.bin", b"\0\x01\x02")]);
    let ran = run(folder.path(), &["assess", "l.py", "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.err, "note: l.py is not UTF-8; read as windows-1252\n");
    assert_eq!(ran.json()["attributes"]["decoded_files"], "l.py (windows-1252)");
    let marked = run(folder.path(), &["assess", "u.py", "--format", "json"]);
    let expected = serde_json::json!({"content": {"files": [{"path": "u.py", "text": "x = 1\n"}]}});
    assert_eq!(input_hash(&marked.json()), hash_of(expected));
    let binary = run(folder.path(), &["assess", "b.bin"]);
    assert_eq!((binary.code, binary.err.as_str()), (1, "error[io]: b.bin is not text\n"));
}

#[test]
fn too_large_files_are_refused_by_name() {
    let large = vec![b'x'; (16 << 20) + 1];
    let folder = folder(&[("large.py", &large)]);
    let ran = run(folder.path(), &["assess", "large.py"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.starts_with("error[limit_exceeded]: ") && ran.err.contains("large.py"), "{}", ran.err);
}

#[test]
fn hostile_names_reach_no_terminal_raw() {
    let folder = folder(&[]);
    let ran = run(folder.path(), &["assess", "x\u{1b}[31m.py"]);
    assert_eq!(ran.code, 1);
    assert!(!ran.err.contains('\u{1b}') && ran.err.contains("\\u{1b}[31m"), "{}", ran.err);
}

pub(crate) fn line(code: &str) -> String {
    serde_json::json!({"content": {"code": code}}).to_string()
}

#[test]
fn batch_gives_one_line_per_line_in_order() {
    let mut input = Vec::new();
    for index in 0..200 {
        input.extend_from_slice(line(&format!("x = {index}\n")).as_bytes());
        input.push(b'\n');
    }
    // Lines 200 to 204; the last has no line break.
    input.extend_from_slice(b"\nnot json\n{\"content\":{\"code\":\"\xff\"}}\n{\"content\":{\"cdoe\":1}}\r\n");
    input.extend_from_slice(line("y = 1").as_bytes());
    let folder = folder(&[("in.jsonl", &input)]);

    let ran = run(folder.path(), &["batch", "in.jsonl", "--jobs", "4"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    let items: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(items.len(), 205);
    for (index, item) in items.iter().enumerate() {
        assert_eq!(item["index"], index);
        let failed = (200..204).contains(&index);
        assert_eq!(item["status"], if failed { "failed" } else { "completed" }, "{item}");
        if index < 200 {
            let expected = serde_json::json!({"content": {"code": format!("x = {index}\n")}});
            assert_eq!(input_hash(&item["assessment"]), hash_of(expected));
        }
    }
    let kinds: Vec<&str> =
        items[200..204].iter().map(|item| item["error"]["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["invalid_json", "invalid_json", "invalid_json", "invalid_submission"]);
    assert_eq!(items[200]["error"]["message"], "expected a submission, got a blank line");
    assert_eq!(items[203]["error"]["problems"][0]["pointer"], "/content/cdoe");

    let single = run(folder.path(), &["batch", "in.jsonl", "--jobs", "1", "--output", "out.jsonl"]);
    assert_eq!((single.code, single.out.as_str()), (2, ""));
    assert_eq!(fs::read_to_string(folder.path().join("out.jsonl")).unwrap(), ran.out);
    assert_eq!(run_with(folder.path(), &["batch", "-"], &input).out, ran.out);
}

#[test]
fn batch_results_are_those_of_assess() {
    let folder = folder(&[("in.jsonl", line(CODE).as_bytes()), ("a.json", line(CODE).as_bytes())]);
    let batch = run(folder.path(), &["batch", "in.jsonl", "--rubric", "hiring"]);
    assert_eq!(batch.code, 0, "{}", batch.err);
    let args = ["assess", "--submission", "a.json", "--format", "json", "--rubric", "hiring"];
    assert_eq!(batch.json()["assessment"], run(folder.path(), &args).json());
}

#[test]
fn batch_stops_at_the_first_failure_when_asked() {
    let input = format!("{}\nbad\n{}\n", line("x = 1"), line("x = 2"));
    let folder = folder(&[("in.jsonl", input.as_bytes())]);
    let ran = run(folder.path(), &["batch", "in.jsonl", "--fail-fast"]);
    assert_eq!((ran.code, ran.out.lines().count()), (2, 2), "{}", ran.out);
}

#[test]
fn batch_of_nothing_is_done() {
    let folder = folder(&[("in.jsonl", b"")]);
    let ran = run(folder.path(), &["batch", "in.jsonl"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert!(
        ran.err.starts_with("note: done in ") && ran.err.ends_with(" s: 0 completed, 0 failed\n"),
        "{}",
        ran.err
    );
}

#[test]
fn batch_makes_no_output_without_an_input() {
    let folder = folder(&[]);
    let missing = run(folder.path(), &["batch", "none.jsonl", "--output", "out.jsonl"]);
    assert!(missing.err.starts_with("error[io]: cannot read none.jsonl: "), "{}", missing.err);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn batch_streams_and_ends_quietly_but_not_well_when_nobody_reads() {
    let folder = folder(&[]);
    let mut child = command(folder.path())
        .args(["batch", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let text = line("x = 1") + "\n";
    stdin.write_all(text.as_bytes()).unwrap();
    // The first result comes while the input is still open.
    let mut first = String::new();
    lines.read_line(&mut first).unwrap();
    assert!(first.starts_with("{\"index\":0,"), "{first}");
    drop(lines);
    for _ in 0..10_000 {
        if stdin.write_all(text.as_bytes()).is_err() {
            break;
        }
    }
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    // Whoever counts on all results must not take it for success.
    assert_eq!(output.status.code(), Some(141));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn batch_results_are_seen_before_the_next_line_comes() {
    let folder = folder(&[]);
    let mut child = command(folder.path())
        .args(["batch", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    for index in 0..3 {
        // So short that it waits in a buffer unless somebody empties it.
        stdin.write_all(b"bad\n").unwrap();
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        assert!(line.starts_with(&format!("{{\"index\":{index},")), "{line}");
    }
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(2));
}

#[test]
fn metrics_are_listed_by_function() {
    let folder =
        folder(&[("a.py", b"def f(a, b):\n    if a:\n        return b\n    return a\n"), ("n.txt", b"hi\n")]);
    let ran = run(folder.path(), &["metrics", "a.py", "n.txt"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let files = ran.json()["files"].clone();
    assert_eq!(files[0]["path"], "a.py");
    assert_eq!(files[0]["language"], "python");
    let expected = serde_json::json!([{
        "name": "f", "start_line": 1, "end_line": 4, "cyclomatic": 2, "cognitive": 1, "nesting": 1,
        "parameters": 2, "sloc": 4,
    }]);
    assert_eq!(files[0]["functions"], expected);
    assert!(files[0]["signals"].as_object().is_some_and(|signals| !signals.is_empty()));
    assert_eq!(files[1]["language"], Value::Null);
    let text = run(folder.path(), &["metrics", "a.py", "--format", "text"]);
    assert!(text.out.contains("Cyclomatic") && text.out.contains("python"), "{}", text.out);
}

#[test]
fn rubrics_are_listed_shown_and_checked() {
    let folder = folder(&[("bad.toml", b"id = 'x'\nsurprise = 1\n")]);
    let list = run(folder.path(), &["rubric", "list"]);
    assert!(list.out.contains("growth") && list.out.contains("classic"), "{}", list.out);
    let show = run(folder.path(), &["rubric", "show", "growth"]);
    assert_eq!(show.code, 0);
    fs::write(folder.path().join("copy.toml"), &show.out).unwrap();
    let copy = run(folder.path(), &["rubric", "check", "copy.toml"]);
    assert_eq!(copy.code, 0, "{}", copy.err);
    assert!(copy.out.starts_with("copy.toml: rubric growth "), "{}", copy.out);
    let builtin = run(folder.path(), &["rubric", "check", "growth"]);
    assert_eq!(builtin.code, 0, "{}", builtin.err);
    assert!(builtin.out.starts_with("growth: rubric growth "), "{}", builtin.out);
    let bad = run(folder.path(), &["rubric", "check", "bad.toml"]);
    assert_eq!(bad.code, 1);
    assert!(
        bad.err.starts_with("error[invalid_rubric]: ") && bad.err.contains("bad.toml:2: `surprise`"),
        "{}",
        bad.err
    );
    assert_eq!(run(folder.path(), &["rubric", "show", "none"]).code, 1);
}

#[test]
fn metrics_are_explained_in_words() {
    let folder = folder(&[]);
    let text = run(folder.path(), &["rubric", "explain", "technical.structure"]);
    assert_eq!(text.code, 0, "{}", text.err);
    for word in ["Structure (technical.structure)", "Cognitive complexity, 90th percentile", "at most 15"] {
        assert!(text.out.contains(word), "{word} is missing in {}", text.out);
    }
    let json =
        run(folder.path(), &["rubric", "explain", "testing", "--rubric", "coursework", "--format", "json"]);
    let json = json.json();
    assert_eq!((&json[0]["rubric"], &json[0]["path"]), (&"coursework".into(), &"technical".into()));
    assert_eq!(json[0]["entries"][0]["signal"]["id"], "testing.reach.share");
    let unknown = run(folder.path(), &["rubric", "explain", "structur"]);
    assert_eq!(unknown.code, 1);
    assert!(unknown.err.contains("did you mean `structure`?"), "{}", unknown.err);
}

#[test]
fn rubrics_are_compared_by_what_they_mean() {
    let head = "format = 1\nid = \"ours\"\nversion = \"1\"\nextends = \"growth\"\n";
    let folder = folder(&[
        ("same.toml", head.as_bytes()),
        ("other.toml", format!("{head}[interval]\nlevel = 0.9\n").as_bytes()),
    ]);
    let path = folder.path();
    let same = run(path, &["rubric", "diff", "growth", "same.toml"]);
    assert_eq!(same.code, 0, "{}", same.err);
    assert!(same.out.contains("They mean the same."), "{}", same.out);
    let other = run(path, &["rubric", "diff", "same.toml", "other.toml", "--format", "markdown"]);
    assert_eq!(other.code, 2, "{}", other.err);
    assert!(other.out.contains("score interval: 90 %; it was: 80 %"), "{}", other.out);
    let json = run(path, &["rubric", "diff", "growth", "other.toml", "--format", "json"]).json();
    assert_eq!(json["after"]["id"], "ours");
    assert_eq!(json["sections"][0]["changes"][0]["about"], "score interval");
    assert_eq!(run(path, &["rubric", "diff", "growth", "none"]).code, 1);
}

#[test]
fn signals_and_schemas_are_printed() {
    let folder = folder(&[]);
    let signals = run(folder.path(), &["signals", "--format", "json"]).json();
    assert!(signals.as_array().is_some_and(|all| all.iter().all(|one| one["id"].is_string())));
    assert!(run(folder.path(), &["signals"]).out.contains("complexity."));
    assert!(run(folder.path(), &["signals", "--format", "markdown"]).out.starts_with("# Signals\n"));
    for (name, schema) in sono_core::schema::ALL {
        let printed = run(folder.path(), &["schema", name]).json();
        assert!(jsonschema::meta::is_valid(&printed), "{name}");
        assert_eq!(printed, schema(), "{name}");
    }
    assert!(run(folder.path(), &["schema", "rubrics"]).err.contains("tip: a similar value exists: 'rubric'"));
}

#[test]
fn an_assessment_is_verified_from_its_submission() {
    let folder = folder(&[("a.py", CODE.as_bytes()), ("b.py", b"x = 1\n")]);
    let path = folder.path();
    let options = ["--candidate-id", "jane", "--paths", "technical", "--position-encoding", "utf-16"];
    let out = ["--type", "test", "--format", "json", "--output", "result.json"];
    assert_eq!(run(path, &[["assess", "a.py"].as_slice(), &options, &out].concat()).code, 0);

    let equal = run(path, &["verify", "result.json", "a.py"]);
    assert_eq!(equal.code, 0);
    insta::assert_snapshot!(equal.out, @"
    Equal: the replay gives the same assessment.
    Not covered; the hash in an audit log (--hash) covers these as well:
      /assessment_id: the host added it
      /timestamp: the host added it
      /processing_time_ms: the host measured it
      /candidate_id: files do not say whose they are; name the candidate with --candidate-id
      /attributes: files have none
      /metadata/position_encoding: the replay shows places in the same unit
    ");
    let named = ["verify", "result.json", "a.py", "--candidate-id"];
    let known = run(path, &[named.as_slice(), &["jane"]].concat());
    assert!(known.code == 0 && !known.out.contains("/candidate_id"), "{}", known.out);
    let other = run(path, &[named.as_slice(), &["john"]].concat());
    assert!(
        other.code == 2 && other.out.contains("/candidate_id: is \"jane\", replayed \"john\""),
        "{}",
        other.out
    );
    for (option, field) in [("--assessment-id", "assessment_id"), ("--timestamp", "timestamp")] {
        let other = run(path, &["verify", "result.json", "a.py", option, "x"]);
        assert!(
            other.code == 2 && other.out.contains(&format!("/{field}: is nothing, replayed \"x\"")),
            "{}",
            other.out
        );
    }
    let json = run(path, &["verify", "result.json", "a.py", "--format", "json"]).json();
    assert_eq!(json["result"], "equal");
    let hash = json["assessment_hash"].as_str().unwrap();
    let whole = run(path, &["verify", "result.json", "a.py", "--hash", hash]);
    assert_eq!((whole.code, whole.out.as_str()), (0, "Equal: the replay gives the same assessment.\n"));
    let wrong = run(path, &["verify", "result.json", "a.py", "--hash", &"0".repeat(64)]);
    assert_eq!(wrong.code, 2);
    assert!(
        wrong.out.starts_with("Not the recorded assessment: expected hash 000")
            && wrong.out.contains(&format!("got {hash}")),
        "{}",
        wrong.out
    );

    let other = run(path, &["verify", "result.json", "b.py"]);
    assert_eq!(other.code, 3);
    assert!(other.out.contains("the submission is not the one that was assessed"), "{}", other.out);
    let rubric = run(path, &["verify", "result.json", "a.py", "--rubric", "classic"]);
    assert_eq!(rubric.code, 3);

    let text = fs::read_to_string(path.join("result.json")).unwrap();
    let edited = text.replacen("\"candidate_id\":\"jane\"", "\"candidate_id\":\"\\u001b[2J\"", 1);
    fs::write(path.join("edited.json"), edited).unwrap();
    let refused = run(path, &["verify", "edited.json", "a.py"]);
    assert_eq!(refused.code, 1, "no such candidate id is valid");
    fs::write(path.join("edited.json"), text.replacen("\"confidence\":0.", "\"confidence\":0.1", 1)).unwrap();
    let differs = run(path, &["verify", "edited.json", "a.py"]);
    assert_eq!(differs.code, 2);
    assert!(differs.out.contains("\n  /confidence: is 0.1"), "{}", differs.out);
    // A value that hides behind another of the same name.
    let twice = text.replacen("\"candidate_id\":", "\"attributes\":{\"a\":1,\"a\":2},\"candidate_id\":", 1);
    fs::write(path.join("edited.json"), twice).unwrap();
    let twice = run(path, &["verify", "edited.json", "a.py"]);
    assert!(
        twice.code == 1 && twice.err.contains("/attributes/a: the field is given more than once"),
        "{}",
        twice.err
    );
    // The assessment does not choose which file is opened.
    for file in ["/dev/zero", "./a.py", "a.py"] {
        let edited = text.replacen("\"id\":\"growth\"", &format!("\"id\":{file:?}"), 1);
        assert_ne!(edited, text);
        fs::write(path.join("edited.json"), edited).unwrap();
        let refused = run(path, &["verify", "edited.json", "a.py"]);
        assert!(refused.code == 1 && refused.err.contains("name its file with --rubric"), "{}", refused.err);
    }
    let none = run(path, &["verify", "a.py", "a.py"]);
    assert!(none.code == 1 && none.err.contains("a.py is not an assessment: "), "{}", none.err);
}

#[test]
fn a_submission_object_is_verified_with_its_parameters() {
    let object = r#"{"content": {"code": "except:"}, "options": {"rubric_parameters": {"penalty_high": 2}},
        "attributes": {"years": 5.0}, "candidate_id": "x"}"#;
    let folder = folder(&[("s.json", object.as_bytes()), ("a.py", b"try:\n    f()\nexcept:\n    pass\n")]);
    let path = folder.path();
    let assess = ["--rubric", "classic", "--format", "json", "--output", "result.json"];
    assert_eq!(run(path, &[["assess", "--submission", "s.json"].as_slice(), &assess].concat()).code, 0);
    let ran = run(path, &["verify", "result.json", "--submission", "s.json"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);

    let assess = [["assess", "a.py", "--param", "penalty_high=2"].as_slice(), &assess].concat();
    assert_eq!(run(path, &assess).code, 0);
    assert_eq!(run(path, &["verify", "result.json", "a.py"]).code, 3, "the parameter is missing");
    let ran = run(path, &["verify", "result.json", "a.py", "--param", "penalty_high=2"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
}

#[test]
fn a_log_is_checked() {
    use sono_core::audit::{Assessed, AuditLog, Event};
    let engine = sono_core::engine::Engine::builder().build().unwrap();
    let event = Event::Assessed(Assessed::of(&engine.assess(&Submission::code(CODE)).unwrap()).unwrap());
    let mut log = AuditLog::new();
    let mut line = || log.append(event.clone(), None).unwrap().to_line().unwrap() + "\n";
    let text = line() + &line();
    let edited = text.replacen("\"overall_score\":", "\"overall_score\":1", 1);
    let files = [("log.jsonl", text.as_bytes()), ("edited.jsonl", edited.as_bytes()), ("none.jsonl", b"")];
    let folder = folder(&files);
    let path = folder.path();

    let intact = run(path, &["audit", "check", "log.jsonl", "--head", log.head()]);
    let expected = format!("log.jsonl: intact, 2 records, head {}\n", log.head());
    assert_eq!((intact.code, intact.out), (0, expected));
    assert_eq!(run_with(path, &["audit", "check", "-"], text.as_bytes()).code, 0);
    let broken = run(path, &["audit", "check", "edited.jsonl"]);
    assert_eq!(broken.code, 2);
    assert!(broken.out.starts_with("edited.jsonl:1: edited: the content does not match"), "{}", broken.out);
    let json = run(path, &["audit", "check", "none.jsonl", "--head", log.head(), "--format", "json"]);
    assert_eq!((json.code, &json.json()["faults"][0]["kind"]), (2, &Value::from("truncated")));
    assert_eq!(run(path, &["audit", "check", "missing.jsonl"]).code, 1);
}
