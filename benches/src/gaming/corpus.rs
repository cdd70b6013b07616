//! Real code from what is installed: no file of it is part of this repository.
//!
//! Files are taken in the order of a hash of their path, so that the choice is the same wherever the same packages are
//! installed, and only a few from each package.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use ignore::WalkBuilder;
use sono_core::submission::SubmissionType;

use super::code::Code;
use super::dialect::{DIALECTS, Dialect};
use super::patch::Patch;
use super::subject::{Subject, file};

/// Submissions per language and type.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// Pieces of code.
    pub code: usize,
    /// Projects, with tests and a README.
    pub projects: usize,
    /// Interviews, half of them with an explanation.
    pub interviews: usize,
}

/// The number of lines that a file has.
const LINES: std::ops::RangeInclusive<usize> = 30..=400;
/// The number of functions in it that decide something.
const DECIDING: usize = 3;
/// Files taken from one package, at most.
const PER_PACKAGE: usize = 18;
/// The lines of a file of tests, at most.
const TEST_LINES: usize = 900;
/// The words of a text that explains something, at least.
const EXPLAINS: usize = 60;

/// Folders of what is built, or of other people's code for which there is a package of its own.
const SKIPPED: &[&str] = &[
    "dist",
    "build",
    "umd",
    "min",
    "es6",
    "esm",
    "cjs",
    "lib2to3",
    "idlelib",
    "turtledemo",
    "__pycache__",
    "benchmarks",
    "fixtures",
];
const TEST_FOLDERS: &[&str] = &["test", "tests", "__tests__", "testing"];

/// A file that may be used.
struct Found {
    path: PathBuf,
    /// The path below the root of its package store.
    below: String,
    is_test: bool,
}

impl Found {
    fn package(&self) -> &str {
        let mut parts = self.below.split('/');
        let first = parts.next().unwrap_or_default();
        if first.starts_with('@') {
            let second = parts.next().map_or(0, |second| second.len() + 1);
            return &self.below[..first.len() + second];
        }
        first
    }

    /// The part of the name that tests and code share.
    fn stem(&self) -> String {
        let name = self.below.rsplit('/').next().unwrap_or_default();
        let name = name.split('.').next().unwrap_or_default();
        let name = name.strip_prefix("test_").unwrap_or(name);
        name.strip_suffix("Test").unwrap_or(name).to_owned()
    }
}

/// The submissions of all languages, in order.
pub fn subjects(wanted: Wanted) -> Vec<Subject> {
    DIALECTS.iter().flat_map(|dialect| of_language(dialect, wanted)).collect()
}

fn of_language(dialect: &'static Dialect, wanted: Wanted) -> Vec<Subject> {
    let found = files(dialect);
    let mut tests: BTreeMap<(String, String), &Found> = BTreeMap::new();
    for test in found.iter().filter(|found| found.is_test) {
        tests.entry((test.package().to_owned(), test.stem())).or_insert(test);
    }
    let mut subjects = Vec::new();
    let (mut seen, mut per_package) = (BTreeSet::new(), BTreeMap::<&str, usize>::new());
    let (mut code, mut projects, mut explained, mut silent) = (0, 0, 0, 0);
    let silent_wanted = wanted.interviews / 2;
    for item in found.iter().filter(|found| !found.is_test) {
        let full = code >= wanted.code
            && projects >= wanted.projects
            && explained >= wanted.interviews - silent_wanted
            && silent >= silent_wanted;
        let taken = per_package.entry(item.package()).or_default();
        if full || *taken >= PER_PACKAGE {
            continue;
        }
        let Some(read) = usable(&item.path, dialect) else { continue };
        if !seen.insert(hash(&read.text)) {
            continue;
        }
        // Python's library keeps all its tests in one package.
        let homes = [item.package(), "test"].map(|home| tests.get(&(home.to_owned(), item.stem())));
        let test = homes.into_iter().flatten().next();
        let test = test.filter(|_| projects < wanted.projects).and_then(|test| {
            let text = fs::read_to_string(&test.path).ok()?;
            let name = test.path.file_name()?.to_str()?;
            let fits = text.lines().count() <= TEST_LINES && is_about(&text, &read);
            fits.then(|| file(&format!("tests/{name}"), text))
        });
        let mut subject = Subject {
            origin: format!("{}: {}", dialect.id, item.below),
            kind: SubmissionType::Code,
            dialect,
            readme: None,
            explanation: None,
            tests: None,
            code: read,
        };
        let about = explains(&subject.code);
        if let Some(test) = test {
            projects += 1;
            subject.kind = SubmissionType::Project;
            subject.tests = Some(test);
            subject.readme = readme(&item.path);
            if let (None, Some((text, rest))) = (&subject.readme, about) {
                subject.readme = Some(text);
                subject.code = rest;
            }
        } else if let Some((text, rest)) = about.filter(|_| explained < wanted.interviews - silent_wanted) {
            explained += 1;
            subject.kind = SubmissionType::Interview;
            subject.explanation = Some(text);
            subject.code = rest;
        } else if code < wanted.code {
            code += 1;
        } else if silent < silent_wanted {
            silent += 1;
            subject.kind = SubmissionType::Interview;
        } else {
            continue;
        }
        *taken += 1;
        subjects.push(subject);
    }
    subjects
}

/// A file of the right size whose code decides something.
fn usable(path: &Path, dialect: &'static Dialect) -> Option<Code> {
    let text = fs::read_to_string(path).ok()?;
    // What a tool wrote or packed is no work of a person.
    let head: String = text.lines().take(10).collect::<Vec<_>>().join(" ").to_lowercase();
    let is_built = ["generated", "__importdefault"].iter().any(|mark| head.contains(mark));
    if is_built
        || text.contains("sourceMappingURL")
        || text.contains("__esModule")
        || text.lines().any(|line| line.len() > 300)
        || text.contains('\r')
    {
        return None;
    }
    if !LINES.contains(&text.lines().count()) {
        return None;
    }
    let code = Code::read(path.file_name()?.to_str()?, &text, dialect)?;
    let deciding = code.functions.iter().filter(|function| function.cyclomatic >= 2).count();
    (deciding >= DECIDING).then_some(code)
}

/// The file's own words about itself, if they are many, and the code without them: an explanation that is honest, and
/// is not copied from what is handed in beside it.
fn explains(code: &Code) -> Option<(String, Code)> {
    let words = |text: &str| {
        let lines = text.lines().map(|line| line.trim().trim_matches(['/', '*', '"', '#', ' ']).trim());
        lines.collect::<Vec<_>>().join("\n").trim().to_owned()
    };
    let is_explanation = |text: &str| {
        let lower = text.to_lowercase();
        let is_licence = ["license", "licence", "copyright"].iter().any(|word| lower.contains(word));
        !is_licence && text.split_whitespace().count() >= EXPLAINS
    };
    let comments = code.outline.comments.iter().take(8).map(|comment| comment.span);
    let (span, text) =
        comments.map(|span| (span, words(span.of(&code.text)))).find(|(_, text)| is_explanation(text))?;
    let mut patch = Patch::default();
    patch.delete(span.start as usize..span.end as usize);
    Some((text, Code::read(&code.path, &patch.apply(&code.text), code.dialect)?))
}

/// Whether a text calls functions of the code, or creates its types.
fn is_about(text: &str, code: &Code) -> bool {
    let functions = code.named().filter(|f| f.public && !f.nested).map(|f| f.name.as_str());
    let types = code.outline.types.iter().map(|definition| definition.name.as_str());
    // In JavaScript a module is often one function without a name.
    let names = functions.chain(types).chain([code.stem()]).filter(|name| name.len() > 2);
    names.into_iter().any(|name| text.contains(&format!("{name}(")))
}

/// The README of the package that a file is from.
fn readme(path: &Path) -> Option<String> {
    let folder = path.ancestors().skip(1).take(6).find(|folder| folder.join("package.json").is_file())?;
    ["README.md", "readme.md", "Readme.md"].iter().find_map(|name| fs::read_to_string(folder.join(name)).ok())
}

/// All files of a language, in the order of their hashes.
fn files(dialect: &Dialect) -> Vec<Found> {
    let mut found = Vec::new();
    for root in roots(dialect) {
        let mut walk = WalkBuilder::new(&root);
        walk.standard_filters(false).sort_by_file_path(Path::cmp).filter_entry(|entry| {
            let name = entry.file_name().to_str().unwrap_or_default();
            entry.depth() == 0
                || !(SKIPPED.contains(&name) || name == "site-packages" || name.ends_with(".dist-info"))
        });
        for entry in walk.build().filter_map(Result::ok) {
            let path = entry.path();
            let name = entry.file_name().to_str().unwrap_or_default();
            let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
            if !is_file || path.extension().and_then(|e| e.to_str()) != Some(dialect.extension) {
                continue;
            }
            if name.ends_with(".d.ts") || name.contains(".min.") {
                continue;
            }
            let Ok(below) = path.strip_prefix(&root) else { continue };
            let below = below.to_string_lossy().replace('\\', "/");
            let in_tests = below.split('/').any(|part| TEST_FOLDERS.contains(&part));
            let is_test =
                in_tests || name.contains(".test.") || name.contains("Test.") || name.starts_with("test_");
            found.push(Found { path: path.to_owned(), below, is_test });
        }
    }
    found.sort_by_key(|found| hash(&found.below));
    found
}

/// The folders whose entries are packages.
fn roots(dialect: &Dialect) -> Vec<PathBuf> {
    let build = Path::new(env!("CARGO_MANIFEST_DIR")).join("../build");
    let mut roots = vec![build.join("gaming").join(dialect.id)];
    match dialect.id {
        "python" => {
            let program = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
            let question =
                "import sysconfig; print(sysconfig.get_path('stdlib')); print(sysconfig.get_path('purelib'))";
            let answer = Command::new(program).args(["-c", question]).output().ok();
            let answer =
                answer.map(|out| String::from_utf8_lossy(&out.stdout).into_owned()).unwrap_or_default();
            roots.extend(answer.lines().map(PathBuf::from));
        }
        "javascript" | "typescript" => {
            let installed =
                ["/usr/lib/node_modules", "/usr/lib/node_modules/npm/node_modules", "/usr/share/nodejs"];
            roots.extend(installed.map(PathBuf::from));
        }
        _ => {}
    }
    roots.extend(std::env::var_os("SONO_GAMING_CORPUS").map(PathBuf::from));
    roots.retain(|root| root.is_dir());
    roots
}

/// FNV-1a, for an order that is the same everywhere.
fn hash(text: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    // The low bits of FNV are the better ones; the product of a last step spreads them.
    text.bytes().fold(0xcbf2_9ce4_8422_2325, step).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(32)
}
