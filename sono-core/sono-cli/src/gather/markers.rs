//! Folders of other people's work and of tools, recognised by how they are built. A name alone says nothing: a folder
//! called `vendor` or `build` may hold anything.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use serde_json::Value;
use sono_score::submission::SetAsideReason;

use super::read_from;

/// The most bytes of a file that marks a folder.
const MAX_MARKER_BYTES: usize = 4 << 20;
/// The most packages of one list that are told apart from what lies beside them.
const MAX_PARTS: usize = 10_000;
/// The most entries of a Python environment's own folder.
const MAX_ENVIRONMENT: usize = 32;
/// The first line of the file that marks a cache (<https://bford.info/cachedir/>).
const CACHE_SIGNATURE: &[u8] = b"Signature: 8a477f597d28d172789f06886806bc55";

/// The findings about a folder, by its markers.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Marked {
    /// Nothing known.
    No,
    /// All of it is of one kind.
    Whole(SetAsideReason),
    /// These parts of it are, by paths from the folder on.
    Parts(SetAsideReason, Vec<PathBuf>),
    /// Packages of Node, each to be looked at.
    NodeModules,
}

/// Looks at a folder. The root of a hand-in is never set aside as a whole.
pub(super) fn look(folder: &Path, is_root: bool) -> Marked {
    let name = folder.file_name().unwrap_or_default();
    if name == "node_modules" {
        return Marked::NodeModules;
    }
    if is_git(folder, name) {
        return whole(SetAsideReason::VersionControl, is_root);
    }
    if let Some(marked) = python_environment(folder, is_root) {
        return marked;
    }
    if is_file(&folder.join("conda-meta/history")) {
        return whole(SetAsideReason::Dependencies, is_root);
    }
    if name == "vendor" {
        let parts = [go_modules(folder), composer_packages(folder)].concat();
        if !parts.is_empty() {
            return Marked::Parts(SetAsideReason::Dependencies, parts);
        }
    }
    if name == ".yarn" && folder.parent().is_some_and(|parent| is_file(&parent.join(".yarnrc.yml"))) {
        let parts = ["cache", "plugins", "releases", "sdks", "unplugged"].map(PathBuf::from);
        return Marked::Parts(SetAsideReason::Dependencies, parts.into());
    }
    if is_build_output(folder) {
        return whole(SetAsideReason::BuildOutput, is_root);
    }
    Marked::No
}

fn whole(reason: SetAsideReason, is_root: bool) -> Marked {
    if is_root { Marked::No } else { Marked::Whole(reason) }
}

fn is_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|data| data.is_file())
}

fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|data| data.is_dir())
}

/// The start of a regular file; nothing if it is none.
fn start_of(path: &Path, limit: usize) -> Vec<u8> {
    let read = || is_file(path).then(|| File::open(path).and_then(|file| read_from(file, limit)));
    read().and_then(Result::ok).unwrap_or_default()
}

/// The text of a file that is not too large.
fn text_of(path: &Path) -> Option<String> {
    let bytes = start_of(path, MAX_MARKER_BYTES.saturating_add(1));
    if bytes.len() > MAX_MARKER_BYTES { None } else { String::from_utf8(bytes).ok() }
}

fn json_of(path: &Path) -> Option<Value> {
    serde_json::from_str(&text_of(path)?).ok()
}

/// The records of version control systems.
fn is_git(folder: &Path, name: &OsStr) -> bool {
    match name.to_str() {
        Some(".git") => {
            let has = |part: &str| is_folder(&folder.join(part));
            is_file(&folder.join("HEAD")) && has("objects") && has("refs")
        }
        Some(".hg") => is_file(&folder.join("requires")) && is_folder(&folder.join("store")),
        Some(".svn") => is_file(&folder.join("wc.db")),
        _ => false,
    }
}

/// Whether a folder is a package of Node: it says its name and version.
pub(super) fn is_node_package(folder: &Path) -> bool {
    json_of(&folder.join("package.json")).is_some_and(|package| {
        ["name", "version"].iter().all(|key| package.get(key).is_some_and(Value::is_string))
    })
}

/// Whether a package manager left its records in a folder `node_modules`.
pub(super) fn is_managed(node_modules: &Path) -> bool {
    [".package-lock.json", ".yarn-integrity", ".yarn-state.yml", ".modules.yaml"]
        .iter()
        .any(|name| is_file(&node_modules.join(name)))
}

/// A Python environment (PEP 405). It may lie in a folder with other files, which are not part of it.
fn python_environment(folder: &Path, is_root: bool) -> Option<Marked> {
    const OWN: [&str; 12] = [
        ".gitignore",
        ".lock",
        "bin",
        "cachedir.tag",
        "include",
        "lib",
        "lib64",
        "pip-selfcheck.json",
        "pyvenv.cfg",
        "scripts",
        "share",
        "tcl",
    ];
    let settings = text_of(&folder.join("pyvenv.cfg"))?;
    if !settings.lines().any(|line| line.split('=').next().is_some_and(|key| key.trim() == "home")) {
        return None;
    }
    let names: Vec<String> = fs::read_dir(folder)
        .ok()?
        .take(MAX_ENVIRONMENT)
        .map(|entry| {
            entry.map_or_else(|_| String::new(), |it| it.file_name().to_string_lossy().to_lowercase())
        })
        .collect();
    if !is_root && names.len() < MAX_ENVIRONMENT && names.iter().all(|name| OWN.contains(&name.as_str())) {
        return Some(Marked::Whole(SetAsideReason::Dependencies));
    }
    let mut parts =
        vec![PathBuf::from("Lib/site-packages"), PathBuf::from("include"), PathBuf::from("share")];
    for scripts in ["bin", "Scripts"] {
        if is_file(&folder.join(scripts).join("activate")) {
            parts.push(scripts.into());
        }
    }
    for lib in ["lib", "lib64"] {
        let versions = fs::read_dir(folder.join(lib)).into_iter().flatten().flatten().take(MAX_ENVIRONMENT);
        for name in versions.map(|entry| entry.file_name()) {
            let is_python =
                name.to_str().is_some_and(|name| name.starts_with("python") || name.starts_with("pypy"));
            if is_python && is_folder(&folder.join(lib).join(&name).join("site-packages")) {
                parts.push(Path::new(lib).join(name));
            }
        }
    }
    Some(Marked::Parts(SetAsideReason::Dependencies, parts))
}

/// The modules that Go put into `vendor`: those that `modules.txt` lists.
fn go_modules(vendor: &Path) -> Vec<PathBuf> {
    let list = vendor.join("modules.txt");
    let text = text_of(&list).unwrap_or_default();
    let modules = text.lines().filter_map(|line| line.strip_prefix("# ")?.split_whitespace().next());
    let mut parts: Vec<PathBuf> = modules.filter_map(inside).take(MAX_PARTS).collect();
    if !parts.is_empty() {
        parts.push("modules.txt".into());
    }
    parts
}

/// The packages that Composer put into `vendor`: those that `composer/installed.json` lists.
fn composer_packages(vendor: &Path) -> Vec<PathBuf> {
    let installed = json_of(&vendor.join("composer/installed.json")).unwrap_or_default();
    let packages = installed.get("packages").unwrap_or(&installed).as_array();
    let names = packages.into_iter().flatten().filter_map(|package| package.get("name")?.as_str());
    let mut parts: Vec<PathBuf> =
        names.filter(|name| name.contains('/')).filter_map(inside).take(MAX_PARTS).collect();
    if !parts.is_empty() {
        parts.extend(["autoload.php", "bin", "composer"].map(PathBuf::from));
    }
    parts
}

/// A listed path, if it leads to somewhere below the folder.
fn inside(path: &str) -> Option<PathBuf> {
    let plain = |part: &str| !matches!(part, "" | "." | "..") && !part.contains('\\');
    path.split('/').all(plain).then(|| path.split('/').collect())
}

/// Whether a build or a tool left a folder: a cache that says so, a target folder of Cargo, a build of Next.js.
fn is_build_output(folder: &Path) -> bool {
    start_of(&folder.join("CACHEDIR.TAG"), CACHE_SIGNATURE.len()) == CACHE_SIGNATURE
        || json_of(&folder.join(".rustc_info.json"))
            .is_some_and(|info| info.get("rustc_fingerprint").is_some())
        || (is_file(&folder.join("BUILD_ID"))
            && json_of(&folder.join("build-manifest.json")).is_some_and(|manifest| manifest.is_object()))
}
