//! Batches that are stopped, killed and resumed.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::cli::{command, folder, line, run, run_with, signal};

const BATCH: [&str; 4] = ["batch", "in.jsonl", "--output", "out.jsonl"];
const RESUME: [&str; 5] = ["batch", "in.jsonl", "--output", "out.jsonl", "--resume"];

/// Numbers that look random and are the same in every run of the tests.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        // Constants of Knuth's MMIX generator; the high bits are the good ones.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// Files whose repetition of a text has ended processes, or kept them busy for minutes.
const HOSTILE: [(&str, &str); 12] = [
    ("A.java", "([{"),
    ("A.java", "{("),
    ("A.java", "a{:"),
    ("a.ts", "a["),
    ("a.ts", "(<a"),
    ("a.ts", "=>{["),
    ("a.tsx", "<{=>"),
    ("a.js", "=><=>"),
    ("a.js", "a:a "),
    ("a.py", "\\\n"),
    ("a.go", "([{"),
    ("a.rs", "([{"),
];

/// Lines of submissions, one in ten of which is poison; each of the hostile files is one of them.
fn poisoned(count: u64, random: &mut Random) -> Vec<u8> {
    let each = count / HOSTILE.len() as u64;
    let mut hostile =
        (0..).zip(HOSTILE).map(|(nth, file)| (nth * each + random.below(each), file)).collect::<Vec<_>>();
    hostile.reverse();
    let mut input = Vec::new();
    for index in 0..count {
        if let Some((_, (path, unit))) = hostile.pop_if(|(place, _)| *place == index) {
            let file = json!({"path": path, "text": unit.repeat((64 << 10) / unit.len())});
            input.extend(format!("{}\n", json!({"content": {"files": [file]}})).into_bytes());
            continue;
        }
        let poison: Vec<u8> = match random.below(80) {
            0 => "[".repeat(20_000).into(),
            1 => br#"{"content": {"code": "x = 1"}"#.to_vec(),
            2 => b"{\"content\": {\"code\": \"\xff\xfe\"}}".to_vec(),
            3 => br#"{"content": {"cdoe": "x = 1"}, "candidate_id": "a b"}"#.to_vec(),
            4 => Vec::new(),
            5 => b"\0\0\0\r".to_vec(),
            6 => line(&format!("x = {}1{}\n", "(".repeat(2_000), ")".repeat(2_000))).into(),
            7 => line(&"if x:\n".repeat(50)).into(),
            _ => {
                let code = format!("def f{index}(a):\n    return a + {}\n", random.below(1_000));
                json!({"candidate_id": format!("c{index}"), "content": {"code": code}}).to_string().into()
            }
        };
        input.extend(poison);
        input.push(b'\n');
    }
    input
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn journal(folder: &Path) -> Vec<Value> {
    read(folder, "out.jsonl.journal").lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Starts a batch, and lets it go on until so many bytes were added to its partial results.
fn start_until(folder: &Path, args: &[&str], bytes: u64) -> Child {
    let partial = folder.join("out.jsonl.partial");
    let length = |path: &PathBuf| fs::metadata(path).map_or(0, |found| found.len());
    let before = length(&partial);
    let mut child = command(folder).args(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let started = Instant::now();
    while length(&partial) < before + bytes && child.try_wait().unwrap().is_none() {
        assert!(started.elapsed() < Duration::from_secs(300), "the batch does not go on");
        std::thread::sleep(Duration::from_micros(200));
    }
    child
}

/// Kills a batch again and again at random places, resumes it each time, and compares the result with one that nobody
/// disturbed.
fn killed_again_and_again(count: u64, kills: u64, seed: u64) {
    let mut random = Random(seed);
    let input = poisoned(count, &mut random);
    let folder = folder(&[("in.jsonl", &input), ("out.jsonl", b"an older output\n")]);
    let path = folder.path();
    let started = Instant::now();
    let whole = run(path, &["batch", "in.jsonl", "--output", "whole.jsonl"]);
    assert_eq!(whole.code, 2, "{}", whole.err);
    // Results come in heaps; a wait lets a kill fall between them, and all waits leave something to do.
    let longest_wait = (started.elapsed().as_millis() as u64 / (4 * kills)).min(150);
    let whole = read(path, "whole.jsonl");
    let each = whole.len() as u64 / (kills + 2);

    let mut killed = 0;
    for life in 0..kills {
        let jobs = (random.below(3) + 1).to_string();
        let args = [&RESUME[..], &["--jobs", &jobs]].concat();
        let mut child = start_until(path, &args, random.below(each) + 1);
        std::thread::sleep(Duration::from_millis(random.below(longest_wait + 1)));
        if child.try_wait().unwrap().is_none() {
            child.kill().unwrap();
        }
        let status = child.wait().unwrap();
        killed += u64::from(status.signal() == Some(9));
        assert_eq!(read(path, "out.jsonl"), "an older output\n", "life {life}: {status}");
        // Worse than what a kill leaves: what a power cut may leave at the end of either file.
        match random.below(4) {
            0 => append(path, "out.jsonl.partial", b"{\"index\":"),
            1 => append(path, "out.jsonl.journal", b"{\"type\":\"item_comp"),
            2 => cut(path, "out.jsonl.partial", random.below(3_000)),
            _ => append(path, "out.jsonl.partial", &[0; 100]),
        }
    }
    assert_eq!(killed, kills, "the batch ended before it was killed");
    let partial = run(path, &BATCH);
    assert!(partial.code == 1 && partial.err.contains("--resume"), "{}", partial.err);
    let last = run(path, &RESUME);
    assert_eq!(last.code, 2, "{}", last.err);
    assert!(last.err.contains(" of them by earlier runs"), "{}", last.err);
    assert!(read(path, "out.jsonl") == whole, "not the results of a batch that nobody disturbed");
    assert!(!path.join("out.jsonl.partial").exists());

    // Nothing was done twice, save what a cut has taken away again.
    let events = journal(path);
    assert_eq!(events.last().unwrap()["type"], "batch_completed");
    let ended = events.iter().filter_map(|event| {
        event["type"]
            .as_str()
            .filter(|kind| kind.starts_with("item_"))
            .map(|_| event["index"].as_u64().unwrap())
    });
    let all: Vec<u64> = ended.collect();
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len() as u64, count);
    assert!((all.len() as u64) < count + kills * 20, "{} results of {count} items", all.len());
}

fn append(folder: &Path, name: &str, bytes: &[u8]) {
    OpenOptions::new().append(true).open(folder.join(name)).unwrap().write_all(bytes).unwrap();
}

fn cut(folder: &Path, name: &str, bytes: u64) {
    let file = OpenOptions::new().write(true).open(folder.join(name)).unwrap();
    file.set_len(file.metadata().unwrap().len().saturating_sub(bytes)).unwrap();
}

#[test]
fn a_batch_killed_anywhere_ends_with_the_identical_results() {
    // A few seconds' work: results are handed on every tenth of a second, and each kill must come before the end.
    killed_again_and_again(4_000, 4, 20_261_128);
}

/// Takes minutes: `cargo test --release -p sono-core --all-features --test it -- --ignored twenty_thousand`
#[test]
#[ignore = "takes minutes"]
fn twenty_thousand_items_killed_ten_times_end_with_the_identical_results() {
    killed_again_and_again(20_000, 10, 1);
}

/// Items that failed for lack of time are done again, whenever the batch is killed, and the output is the same in the end.
#[test]
fn what_failed_by_a_deadline_is_done_again_however_often_the_batch_is_killed() {
    let mut random = Random(3);
    let mut lines: Vec<String> = (0..600).map(|index| line(&format!("x = {index}\n"))).collect();
    // One that takes far longer than the deadline, here and there; and some that fail whenever they are done.
    let long = line(&"def f(a):\n    return [a, a + 1]\n\n\n".repeat(800));
    (50..600).step_by(100).for_each(|index| lines[index].clone_from(&long));
    (70..600).step_by(100).for_each(|index| lines[index].push_str("poison"));
    let folder = folder(&[("in.jsonl", (lines.join("\n") + "\n").as_bytes())]);
    let path = folder.path();
    assert_eq!(run(path, &["batch", "in.jsonl", "-o", "whole.jsonl"]).code, 2);
    let whole = read(path, "whole.jsonl");

    let hurried = [&RESUME[..], &["--deadline", "0.002"]].concat();
    let mut late = 0;
    for life in 0..5 {
        let args = if life % 2 == 0 { &hurried[..] } else { &RESUME[..] };
        let mut child = start_until(path, args, random.below(whole.len() as u64 / 8) + 1);
        // It may have ended.
        let _ = child.kill();
        child.wait().unwrap();
        let found = ["out.jsonl.partial", "out.jsonl"].map(|name| fs::read_to_string(path.join(name)));
        late += found.iter().flatten().map(|text| text.matches("deadline_exceeded").count()).sum::<usize>();
    }
    assert!(late > 0, "no item was late");
    // A complete output with items that were late is no end either, and grows.
    let ran = run(path, &hurried);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(read(path, "out.jsonl").contains("deadline_exceeded"));
    let index = |line: &str| serde_json::from_str::<Value>(line).unwrap()["index"].as_u64().unwrap();
    assert!(read(path, "out.jsonl").lines().map(index).eq(0..600), "the order of the input");

    let last = run(path, &RESUME);
    assert!(last.code == 2 && last.err.contains("594 completed, 6 failed"), "{}", last.err);
    assert!(read(path, "out.jsonl") == whole, "not the results of a batch that was not hurried");
    assert!(!path.join("out.jsonl.partial").exists());

    // Now nothing is left to do: what is wrong with the input is wrong again.
    let (before, again) = (read(path, "out.jsonl.journal"), run(path, &RESUME));
    assert!(again.err.contains("600 of them by earlier runs"), "{}", again.err);
    assert_eq!((read(path, "out.jsonl"), read(path, "out.jsonl.journal")), (whole, before));
}

#[test]
fn a_complete_output_takes_in_what_was_late_and_what_was_added() {
    let lines: Vec<String> = (0..6).map(|index| line(&format!("x = {index}\n")) + "\n").collect();
    let folder = folder(&[("in.jsonl", lines[..2].concat().as_bytes())]);
    let path = folder.path();
    let hurried = [&RESUME[..], &["--deadline", "0.000001"]].concat();
    let whole = |count: usize| run_with(path, &["batch", "-"], lines[..count].concat().as_bytes()).out;
    let input = |count: usize| fs::write(path.join("in.jsonl"), lines[..count].concat()).unwrap();
    assert_eq!(run(path, &RESUME).code, 0);
    input(3);
    assert_eq!(run(path, &hurried).code, 2);
    input(4);
    let late = run(path, &hurried);
    assert!(late.code == 2 && late.err.contains("2 completed, 2 failed, 2 of them by"), "{}", late.err);
    let found = read(path, "out.jsonl");
    assert!(found.starts_with(&whole(2)) && found.matches("deadline_exceeded").count() == 2, "{found}");
    input(5);
    assert_eq!(run(path, &RESUME).code, 0);
    assert_eq!(read(path, "out.jsonl"), whole(5));
    input(6);
    let grown = run(path, &RESUME);
    assert!(grown.code == 0 && grown.err.contains("6 completed, 0 failed, 5 of them by"), "{}", grown.err);
    assert_eq!(read(path, "out.jsonl"), whole(6));
}

/// A folder in which a batch over this number of items was stopped after some of them.
fn stopped(count: usize) -> tempfile::TempDir {
    let lines: Vec<String> = (0..count).map(|index| line(&format!("x = {index}\n"))).collect();
    let mut input = lines.clone();
    input[count / 2] = "poison".to_owned();
    let folder = folder(&[("in.jsonl", input.join("\n").as_bytes())]);
    let ran = run(folder.path(), &[&BATCH[..], &["--fail-fast"]].concat());
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.starts_with("note: stopped after "), "{}", ran.err);
    assert!(ran.err.contains("out.jsonl.partial holds the results, --resume goes on"), "{}", ran.err);
    folder
}

#[test]
fn a_batch_that_failed_fast_goes_on() {
    let folder = stopped(10);
    let path = folder.path();
    assert!(!path.join("out.jsonl").exists());
    assert_eq!(read(path, "out.jsonl.partial").lines().count(), 6);
    let again = run(path, &RESUME);
    assert_eq!(again.code, 2, "{}", again.err);
    assert!(again.err.contains("9 completed, 1 failed, 5 of them by earlier runs"), "{}", again.err);
    assert_eq!(read(path, "out.jsonl"), run(path, &["batch", "in.jsonl"]).out);
}

#[test]
fn what_has_changed_since_is_refused_and_nothing_is_mixed() {
    let folder = stopped(20);
    let path = folder.path();
    let (input, partial) = (read(path, "in.jsonl"), read(path, "out.jsonl.partial"));
    let refused = |args: &[&str], why: &str| {
        let ran = run(path, args);
        assert!(ran.code == 1 && ran.err.contains(why), "{args:?}: {} {}", ran.code, ran.err);
        assert!(!path.join("out.jsonl").exists(), "{args:?}");
        // The line that ended the batch is not done.
        assert_eq!(
            read(path, "out.jsonl.partial").lines().take(10).collect::<Vec<_>>(),
            partial.lines().take(10).collect::<Vec<_>>()
        );
    };
    let lines: Vec<&str> = input.lines().collect();
    let reversed: Vec<&str> = lines.iter().rev().copied().collect();
    let mut swapped = lines.clone();
    swapped.swap(3, 4);
    let one = input.replacen("x = 9", "x = 8", 1);
    for changed in [reversed.join("\n"), swapped.join("\n"), one, lines[..5].join("\n")] {
        fs::write(path.join("in.jsonl"), changed).unwrap();
        refused(&RESUME, "expected ");
    }
    fs::write(path.join("in.jsonl"), &input).unwrap();
    refused(&[&RESUME[..], &["--rubric", "hiring"]].concat(), "/rubric/hash");
    refused(&BATCH, "out.jsonl.partial holds the results of a batch that did not end");
    let journal = fs::read(path.join("out.jsonl.journal")).unwrap();
    fs::write(path.join("out.jsonl.journal"), "").unwrap();
    refused(&RESUME, "its journal does not say of which batch");
    fs::write(path.join("out.jsonl.journal"), journal).unwrap();

    // What is not done may change.
    let later = input.replacen("poison", &line("y = 1"), 1);
    fs::write(path.join("in.jsonl"), &later).unwrap();
    assert_eq!(run(path, &RESUME).code, 0);
    assert_eq!(read(path, "out.jsonl"), run(path, &["batch", "in.jsonl"]).out);
}

#[test]
fn a_restart_discards_what_was_done_and_keeps_the_old_output_until_the_end() {
    let folder = stopped(10);
    let path = folder.path();
    fs::write(path.join("out.jsonl"), "old").unwrap();
    let ran = run(path, &[&BATCH[..], &["--restart", "--rubric", "hiring"]].concat());
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert_eq!(read(path, "out.jsonl"), run(path, &["batch", "in.jsonl", "--rubric", "hiring"]).out);
    for args in [["batch", "in.jsonl", "--resume"], ["batch", "in.jsonl", "--restart"]] {
        assert!(run(path, &args).err.contains("--output"), "there is nothing to go on from in a pipe");
    }
}

#[test]
fn what_is_complete_stays_and_grows_with_its_input() {
    let lines: Vec<String> = (0..30).map(|index| line(&format!("x = {index}\n")) + "\n").collect();
    let folder = folder(&[("in.jsonl", lines[..20].concat().as_bytes())]);
    let path = folder.path();
    // With nothing to go on from, it begins.
    assert_eq!(run(path, &RESUME).code, 0);
    let (out, journal) = (read(path, "out.jsonl"), read(path, "out.jsonl.journal"));
    let again = run(path, &RESUME);
    assert!(again.code == 0 && again.err.contains("20 of them by earlier runs"), "{}", again.err);
    assert_eq!((read(path, "out.jsonl"), read(path, "out.jsonl.journal")), (out, journal));

    fs::write(path.join("in.jsonl"), lines.concat()).unwrap();
    let grown = run(path, &RESUME);
    assert!(grown.code == 0 && grown.err.contains("30 completed, 0 failed, 20 of them"), "{}", grown.err);
    let whole = run_with(path, &["batch", "-"], lines.concat().as_bytes()).out;
    assert_eq!(read(path, "out.jsonl"), whole);

    // Results that somebody has changed are not built upon.
    fs::write(path.join("out.jsonl"), &whole[..whole.len() / 2]).unwrap();
    let mended = run(path, &RESUME);
    assert!(mended.code == 0 && mended.err.contains("not what its journal tells of"), "{}", mended.err);
    assert_eq!(read(path, "out.jsonl"), whole);
}

/// A batch that waits for its input.
struct Waiting {
    child: Child,
    input: std::process::ChildStdin,
}

impl Waiting {
    fn start(folder: &Path) -> Self {
        Self::start_to(folder, "out.jsonl")
    }

    fn start_to(folder: &Path, output: &str) -> Self {
        let args = ["batch", "-", "--output", output];
        let mut child = command(folder)
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        Self { child, input }
    }

    /// Puts in the first line, and waits until its result is in the partial output.
    fn put(&mut self, folder: &Path, text: &str) {
        self.input.write_all(text.as_bytes()).unwrap();
        let started = Instant::now();
        while fs::read(folder.join("out.jsonl.partial")).map_or(true, |text| !text.ends_with(b"\n")) {
            assert!(started.elapsed() < Duration::from_secs(60), "no result");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

#[test]
fn two_batches_do_not_write_one_output() {
    let folder = folder(&[("in.jsonl", line("y = 1").as_bytes())]);
    let path = folder.path();
    std::os::unix::fs::symlink("out.jsonl", path.join("alias.jsonl")).unwrap();
    let text = line("x = 1") + "\n";
    let mut first = Waiting::start(path);
    first.put(path, &text);
    for args in [
        &BATCH[..],
        &RESUME[..],
        &[&BATCH[..], &["--restart"]].concat(),
        &["batch", "in.jsonl", "-o", "alias.jsonl"],
    ] {
        let second = run(path, args);
        assert!(second.code == 1 && second.err.contains("another batch is writing it"), "{}", second.err);
    }
    drop(first.input);
    let ended = first.child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(0), "{}", String::from_utf8_lossy(&ended.stderr));
    assert_eq!(read(path, "out.jsonl"), run_with(path, &["batch", "-"], text.as_bytes()).out);
}

/// A lock is one on a file; whoever removes or exchanges the file under its name must not let another batch in.
#[test]
fn two_batches_do_not_write_one_output_whoever_removes_the_lock() {
    for exchange in [false, true] {
        let folder = folder(&[("in.jsonl", line("y = 1").as_bytes())]);
        let path = folder.path();
        let text = line("x = 1") + "\n";
        let mut first = Waiting::start(path);
        first.put(path, &text);
        let journal = fs::read(path.join("out.jsonl.journal")).unwrap();
        fs::remove_file(path.join("out.jsonl.journal")).unwrap();
        if exchange {
            fs::write(path.join("out.jsonl.journal"), journal).unwrap();
        }
        let before = read(path, "out.jsonl.partial");
        for args in [&BATCH[..], &RESUME[..], &[&BATCH[..], &["--restart"]].concat()] {
            let second = run(path, args);
            assert!(second.code == 1 && second.err.starts_with("error[io]: "), "{args:?}: {}", second.err);
            assert_eq!(read(path, "out.jsonl.partial"), before, "{args:?}");
        }
        drop(first.input);
        let ended = first.child.wait_with_output().unwrap();
        let err = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(ended.status.code(), Some(0), "{err}");
        assert!(err.contains("out.jsonl.journal is no longer the journal that was written"), "{err}");
        assert_eq!(read(path, "out.jsonl"), run_with(path, &["batch", "-"], text.as_bytes()).out);
    }
}

#[test]
fn signals_stop_a_batch_that_waits_or_works_and_it_goes_on() {
    for (name, number) in [("TERM", 15), ("INT", 2)] {
        let folder = folder(&[]);
        let path = folder.path();
        let text = line("x = 1") + "\n";
        let mut waiting = Waiting::start(path);
        waiting.put(path, &text);
        signal(&waiting.child, name);
        let ended = waiting.child.wait_with_output().unwrap();
        let err = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(ended.status.signal(), Some(number), "{err}");
        assert!(err.contains("1 completed, 0 failed; out.jsonl.partial holds the results"), "{err}");
        drop(waiting.input);

        let lines: String = (1..2_000).map(|index| line(&format!("x = {index}\n")) + "\n").collect();
        fs::write(path.join("in.jsonl"), text + &lines).unwrap();
        let child = start_until(path, &RESUME, 20_000);
        signal(&child, name);
        assert_eq!(child.wait_with_output().unwrap().status.signal(), Some(number));
        let events = journal(path);
        assert_eq!(events.last().unwrap()["type"], "batch_cancelled");
        let whole = read(path, "out.jsonl.partial");
        assert!(
            whole.ends_with('\n') && whole.lines().all(|line| serde_json::from_str::<Value>(line).is_ok())
        );
        assert!(!path.join("out.jsonl").exists());
        let rest = run(path, &RESUME);
        assert!(rest.code == 0 && rest.err.contains("2000 completed, 0 failed"), "{}", rest.err);
        assert_eq!(read(path, "out.jsonl").lines().count(), 2_000);
    }
    // The code that shells know.
    let folder = folder(&[]);
    let script = "\"$0\" batch - <&3 & sleep 0.5; kill -TERM $!; wait $!; echo $?";
    let mut shell = Command::new("sh");
    let (reader, _writer) = std::io::pipe().unwrap();
    shell.args(["-c", &format!("exec 3<&0; {script}"), env!("CARGO_BIN_EXE_sono-eval")]);
    let out = shell.current_dir(folder.path()).stdin(reader).output().unwrap().stdout;
    assert_eq!(String::from_utf8(out).unwrap(), "143\n");
}

#[test]
fn files_of_others_beside_the_output_are_left_alone() {
    let folder = folder(&[("in.jsonl", line("x = 1").as_bytes()), ("notes", b"mine")]);
    let path = folder.path();
    for (name, is_link) in
        [("out.jsonl.journal", false), ("out.jsonl.journal", true), ("out.jsonl.partial", true)]
    {
        let beside = path.join(name);
        if is_link {
            std::os::unix::fs::symlink("notes", &beside).unwrap();
        } else {
            fs::write(&beside, "mine").unwrap();
        }
        for args in [&BATCH[..], &RESUME[..], &[&BATCH[..], &["--restart"]].concat()] {
            let ran = run(path, args);
            assert!(ran.code == 1 && ran.err.starts_with("error[io]: "), "{name} {args:?}: {}", ran.err);
        }
        assert_eq!((read(path, name), read(path, "notes")), ("mine".to_owned(), "mine".to_owned()));
        fs::remove_file(&beside).unwrap();
        let _ = fs::remove_file(path.join("out.jsonl.journal"));
    }
}

#[test]
fn an_output_that_vanishes_is_no_success() {
    let folder = folder(&[]);
    let path = folder.path();
    let mut first = Waiting::start(path);
    first.put(path, &(line("x = 1") + "\n"));
    fs::remove_file(path.join("out.jsonl.partial")).unwrap();
    drop(first.input);
    let ended = first.child.wait_with_output().unwrap();
    let err = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(1), "{err}");
    assert!(err.contains("error[io]: cannot write out.jsonl: "), "{err}");
}

#[test]
fn an_old_output_stays_when_its_folder_vanishes() {
    let folder = folder(&[("results/out.jsonl", b"an older output\n")]);
    let (there, elsewhere) = (folder.path().join("results"), folder.path().join("elsewhere"));
    let mut first = Waiting::start_to(folder.path(), "results/out.jsonl");
    first.put(&there, &(line("x = 1") + "\n"));
    fs::rename(&there, &elsewhere).unwrap();
    drop(first.input);
    let ended = first.child.wait_with_output().unwrap();
    let err = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(1), "{err}");
    assert!(err.contains("error[io]: cannot write results/out.jsonl: "), "{err}");
    assert_eq!(read(&elsewhere, "out.jsonl"), "an older output\n");
    // With the folder back in its place, it goes on.
    fs::rename(&elsewhere, &there).unwrap();
    fs::write(there.join("in.jsonl"), line("x = 1")).unwrap();
    let resumed = run(&there, &RESUME);
    assert!(resumed.code == 0 && resumed.err.contains("1 of them by earlier runs"), "{}", resumed.err);
}

#[test]
fn a_reader_that_wants_no_more_is_no_success() {
    let lines: String = (0..3_000).map(|index| line(&format!("x = {index}\n")) + "\n").collect();
    let folder = folder(&[("in.jsonl", lines.as_bytes())]);
    let mut child = command(folder.path())
        .args(["batch", "in.jsonl"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert!(first.starts_with("{\"index\":0,"));
    assert_eq!(child.wait().unwrap().code(), Some(141));
}
