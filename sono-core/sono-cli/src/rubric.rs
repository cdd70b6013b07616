//! `sono-eval rubric`, and loading the rubric that an option names.

mod told;

use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sono_report::{Block, Column, Printable, Report, Table};
use sono_score::assessment::RubricProvenance;
use sono_score::engine::Engine;
use sono_score::rubric::{MAX_SOURCE_BYTES, Rubric, SignalRegistry};
use sono_score::{Error, ErrorKind, Result};

use super::args::{Color, Expectations, OutputArgs, RubricArgs, RubricCommand};
use super::console::{Failure, Outcome, print, print_report};

pub(crate) fn run(args: &RubricArgs) -> Result<Outcome, Failure> {
    let plain = OutputArgs { output: None, color: Color::Auto };
    let text = match &args.command {
        RubricCommand::List => {
            print_report(&list()?, &plain)?;
            return Ok(Outcome::Done);
        }
        RubricCommand::Show { name } => Rubric::builtin_source(name)?.to_owned(),
        RubricCommand::Check { file } => {
            let rubric = load(&file.to_string_lossy())?;
            format!("{}: rubric {} {} is valid\n", file.display(), rubric.id(), rubric.version())
        }
        RubricCommand::Explain(args) => return told::explain(args),
        RubricCommand::Diff(args) => return told::diff(args),
    };
    print(&text, &plain)?;
    Ok(Outcome::Done)
}

fn list() -> Result<Report> {
    let mut rows = Vec::new();
    for name in Rubric::builtin_names() {
        let rubric = Rubric::builtin(name)?;
        rows.push([name, rubric.version(), rubric.description()].map(Printable::prose).to_vec());
    }
    let columns = ["Name", "Version", "Purpose"].map(|title| Column { title, numeric: false });
    let table = Table { columns: columns.to_vec(), rows, total: None };
    Ok(Report::from_blocks(Printable::exact("Built-in rubrics"), Vec::new(), vec![Block::Table(table)]))
}

/// An engine with the rubric of that name, or from that file, and with what to ask for where submissions do not say it.
pub(crate) fn engine(rubric: &str, expects: Option<&Expectations>) -> Result<Engine> {
    let builder = Engine::builder().rubric(load(rubric)?);
    match expects {
        Some(expects) => builder.expects(expects.iter().copied()),
        None => builder,
    }
    .build()
}

/// An engine with the rubric that an assessment names. Only built-in ones are taken: who can edit the assessment should
/// not choose which file is read.
pub(crate) fn engine_of(provenance: &RubricProvenance) -> Result<Engine> {
    let id = &provenance.id;
    if !Rubric::builtin_names().any(|builtin| builtin == id) {
        let message = format!(
            "the assessment was made with rubric {id:?}, which is not built in; name its file with --rubric"
        );
        return Err(Error::new(ErrorKind::UnknownRubric, message));
    }
    Engine::builder().rubric(Rubric::builtin(id)?).build()
}

/// The name of a built-in rubric takes precedence; `./growth` is a file.
fn load(name: &str) -> Result<Arc<Rubric>> {
    let path = Path::new(name);
    if Rubric::builtin_names().any(|builtin| builtin == name) {
        return Rubric::builtin(name);
    }
    if path.exists() || path.extension().is_some() || path.components().nth(1).is_some() {
        return from_file(path);
    }
    let names = Rubric::builtin_names().collect::<Vec<_>>().join(", ");
    let message = format!("there is no rubric or file named {name}; the built-in rubrics are {names}");
    Err(Error::new(ErrorKind::UnknownRubric, message))
}

fn from_file(path: &Path) -> Result<Arc<Rubric>> {
    let source = read_source(path).map_err(|why| {
        Error::new(ErrorKind::Io, format!("cannot read the rubric {}: {why}", path.display()))
    })?;
    let folder = Folder::of(path);
    let name = path.display().to_string();
    Rubric::parse(&source, &name, |parent| folder.source(parent), &SignalRegistry::standard()).map(Arc::new)
}

/// Reads a rubric file. What is not a regular file is not opened: a pipe waits for ever, a device never ends. The size is
/// checked while reading, because it can grow, and because files such as those below `/proc` have none.
fn read_source(path: &Path) -> Result<String, String> {
    let told = |error: io::Error| error.to_string();
    let regular = |metadata: &Metadata| {
        let kind = if metadata.is_dir() { "a folder" } else { "neither a file nor a folder" };
        if metadata.is_file() { Ok(()) } else { Err(format!("expected a regular file, got {kind}")) }
    };
    regular(&fs::metadata(path).map_err(told)?)?;
    let file = File::open(path).map_err(told)?;
    // Another file may stand there by now.
    regular(&file.metadata().map_err(told)?)?;
    let mut bytes = Vec::new();
    let limit = u64::try_from(MAX_SOURCE_BYTES).unwrap_or(u64::MAX);
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(told)?;
    if bytes.len() > MAX_SOURCE_BYTES {
        return Err(format!("expected at most {MAX_SOURCE_BYTES} bytes, got more"));
    }
    String::from_utf8(bytes).map_err(|error| {
        format!("expected UTF-8 text, got another byte at offset {}", error.utf8_error().valid_up_to())
    })
}

/// The folder of a rubric: what is in it, and below it, the rubric may extend.
struct Folder {
    /// Its path without links; `None` if it has none, and then there is nothing in it.
    root: Option<PathBuf>,
}

impl Folder {
    fn of(rubric: &Path) -> Self {
        let folder = rubric.parent().filter(|folder| !folder.as_os_str().is_empty());
        Self { root: folder.unwrap_or(Path::new(".")).canonicalize().ok() }
    }

    /// The source of a rubric in this folder: `None` if there is none, else the reason why it is not read.
    fn source(&self, name: &str) -> Result<Option<String>, String> {
        let Some(root) = &self.root else { return Ok(None) };
        let found = match root.join(name).canonicalize() {
            Ok(found) => found,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.to_string()),
        };
        if !found.starts_with(root) {
            return Err("a link leads out of the rubric's folder".to_owned());
        }
        read_source(&found).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The base of a rubric, and rubrics that extend what a name stands for.
    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let base = "format = 1\nid = \"base\"\nversion = \"1\"\nextends = \"growth\"\n";
        fs::create_dir_all(folder.path().join("ours/shared")).unwrap();
        fs::write(folder.path().join("ours/base.toml"), base).unwrap();
        fs::write(folder.path().join("ours/shared/base.toml"), base).unwrap();
        fs::write(folder.path().join("secret.toml"), "token = \"s3cret\"\n").unwrap();
        fs::write(folder.path().join("outside.toml"), base).unwrap();
        folder
    }

    fn extend(folder: &tempfile::TempDir, parent: &str) -> Result<Arc<Rubric>> {
        let rubric = folder.path().join("ours/rubric.toml");
        let source = format!("format = 1\nid = \"ours\"\nversion = \"1\"\nextends = {parent:?}\n");
        fs::write(&rubric, source).unwrap();
        from_file(&rubric)
    }

    fn refusal(folder: &tempfile::TempDir, parent: &str) -> String {
        let error = extend(folder, parent).unwrap_err();
        assert_eq!(error.problems().len(), 1, "{error}");
        error.problems()[0].message.clone()
    }

    #[test]
    fn a_rubric_extends_what_is_in_its_folder() {
        let folder = folder();
        for parent in ["growth", "base.toml", "./base.toml", "shared/base.toml"] {
            assert_eq!(extend(&folder, parent).unwrap().id(), "ours", "{parent}");
        }
        assert!(refusal(&folder, "bsae.toml").contains("there is no rubric"));
    }

    #[test]
    fn nothing_else_is_read() {
        let folder = folder();
        let absolute = folder.path().join("outside.toml").display().to_string();
        for parent in
            [absolute.as_str(), "../outside.toml", "shared/../../outside.toml", "/dev/zero", "/etc/passwd"]
        {
            let message = refusal(&folder, parent);
            assert!(message.starts_with("expected the id of a built-in rubric, or the path"), "{message}");
        }
        let message = refusal(&folder, "shared");
        assert!(message.ends_with("expected a regular file, got a folder"), "{message}");
    }

    #[test]
    fn what_is_no_rubric_is_not_quoted() {
        let folder = folder();
        fs::copy(folder.path().join("secret.toml"), folder.path().join("ours/secret.toml")).unwrap();
        let error = extend(&folder, "secret.toml").unwrap_err().to_string();
        assert!(error.contains("secret.toml:1: expected a rubric") && !error.contains("s3cret"), "{error}");
        fs::write(folder.path().join("ours/latin.toml"), b"x = \"s\xe9cret\"\n").unwrap();
        let error = refusal(&folder, "latin.toml");
        assert!(error.ends_with("expected UTF-8 text, got another byte at offset 6"), "{error}");
    }

    #[test]
    fn a_large_file_is_not_read_to_its_end() {
        let folder = folder();
        let large = File::create(folder.path().join("ours/large.toml")).unwrap();
        large.set_len(1 << 40).unwrap();
        assert!(refusal(&folder, "large.toml").ends_with("expected at most 1048576 bytes, got more"));
        let error = from_file(&folder.path().join("ours/large.toml")).unwrap_err().to_string();
        assert!(error.ends_with("expected at most 1048576 bytes, got more"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn links_devices_and_pipes() {
        use std::os::unix::fs::symlink;
        let folder = folder();
        let ours = folder.path().join("ours");
        symlink("base.toml", ours.join("inner.toml")).unwrap();
        assert!(extend(&folder, "inner.toml").is_ok(), "a link within the folder is as good as the file");
        symlink("../outside.toml", ours.join("outer.toml")).unwrap();
        symlink("..", ours.join("up")).unwrap();
        symlink("/dev/zero", ours.join("zero.toml")).unwrap();
        for parent in ["outer.toml", "up/outside.toml", "zero.toml"] {
            assert!(
                refusal(&folder, parent).ends_with("a link leads out of the rubric's folder"),
                "{parent}"
            );
        }
        symlink("round.toml", ours.join("round.toml")).unwrap();
        refusal(&folder, "round.toml");
        assert!(std::process::Command::new("mkfifo").arg(ours.join("pipe.toml")).status().unwrap().success());
        let expected = "expected a regular file, got neither a file nor a folder";
        assert!(refusal(&folder, "pipe.toml").ends_with(expected));
        for named in [ours.join("pipe.toml"), "/dev/zero".into()] {
            assert!(from_file(&named).unwrap_err().to_string().ends_with(expected));
        }
    }

    #[test]
    fn the_folder_is_that_of_the_named_file() {
        // A bare name has the current folder.
        assert_eq!(Folder::of(Path::new("x.toml")).root, Path::new(".").canonicalize().ok());
    }
}
