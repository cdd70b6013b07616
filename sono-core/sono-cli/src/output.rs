//! Files that are written: as a whole or not at all, and never over what is read.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use same_file::Handle;
use sono_score::rubric::Rubric;
use sono_score::{Error, Result};
use tempfile::NamedTempFile;

use super::gather::is_stdin;

/// The most symbolic links that lead to an output.
const MAX_LINKS: usize = 40;

/// Where output goes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A regular file, or one that does not exist yet, where symbolic links lead to. It is replaced as a whole.
    File(PathBuf),
    /// A target that cannot be replaced: a pipe, a device, or the name of an open file. It is written straight.
    Stream(PathBuf),
}

impl Target {
    pub(crate) fn of(path: &Path) -> io::Result<Self> {
        let mut path = path.to_owned();
        for _ in 0..MAX_LINKS {
            if is_descriptor(&path) {
                return Ok(Self::Stream(path));
            }
            match fs::symlink_metadata(&path) {
                Ok(found) if found.is_symlink() => {
                    let link = fs::read_link(&path)?;
                    path = path.parent().unwrap_or(Path::new("")).join(link);
                }
                Ok(found) if found.is_file() => return Ok(Self::File(path)),
                Ok(found) if found.is_dir() => return Err(ErrorKind::IsADirectory.into()),
                Ok(_) => return Ok(Self::Stream(path)),
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::File(path)),
                Err(error) => return Err(error),
            }
        }
        Err(io::Error::other("too many symbolic links"))
    }
}

/// Whether a path names a file that is open already, as `/dev/stdout` does. Behind it may be a regular file, but that
/// is another one as soon as it is replaced.
fn is_descriptor(path: &Path) -> bool {
    let files = ["/dev/stdout", "/dev/stderr"];
    // `/proc/self/fd/1`, `/proc/7/fd/1`, `/proc/7/task/7/fd/1`. What else is below `/proc` leads to files by their names.
    let is_of_process =
        path.starts_with("/proc") && path.parent().is_some_and(|folder| folder.ends_with("fd"));
    path.starts_with("/dev/fd") || is_of_process || files.iter().any(|file| path == Path::new(file))
}

/// Opens a stream. What it holds already stays.
pub(crate) fn open_stream(path: &Path) -> io::Result<File> {
    OpenOptions::new().append(true).open(path)
}

/// Replaces a file, which keeps its permissions. If anything fails, the old file is still there and whole.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut new = Replacement::new(path)?;
    new.file.write_all(bytes)?;
    new.finish()
}

/// A temporary file that will replace another once it is complete.
pub(crate) struct Replacement {
    pub(crate) file: NamedTempFile,
    path: PathBuf,
}

impl Replacement {
    pub(crate) fn new(path: &Path) -> io::Result<Self> {
        let old = writable(path)?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(".sono-eval-");
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let file: NamedTempFile = builder.tempfile_in(folder_of(path))?;
        if let Some(old) = &old {
            keep_permissions(file.as_file(), old)?;
        }
        Ok(Self { file, path: path.to_owned() })
    }

    pub(crate) fn finish(self) -> io::Result<()> {
        sync(self.file.as_file())?;
        self.file.persist(&self.path).map_err(|error| error.error)?;
        sync_folder(&self.path);
        Ok(())
    }
}

/// Metadata of a file that is going to be replaced; `None` if there is none. An error if it may not be written,
/// which replacing it would not notice.
pub(crate) fn writable(path: &Path) -> io::Result<Option<Metadata>> {
    match OpenOptions::new().write(true).open(path) {
        Ok(file) => file.metadata().map(Some),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Gives a new file the permissions of the one it will replace and, where that is allowed, its owner.
pub(crate) fn keep_permissions(new: &File, old: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        let own = new.metadata()?;
        if (own.uid(), own.gid()) != (old.uid(), old.gid()) {
            // Few may give a file away; the others get one of their own.
            let _ = fchown(new, Some(old.uid()), Some(old.gid()));
        }
    }
    new.set_permissions(old.permissions())
}

/// Has a file reach the disk, where the file system knows how.
pub(crate) fn sync(file: &File) -> io::Result<()> {
    match file.sync_all() {
        Err(error) if matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::InvalidInput) => Ok(()),
        other => other,
    }
}

/// Has the new name of a file reach the disk. Not every system can open a folder for that.
pub(crate) fn sync_folder(path: &Path) {
    let _ = File::open(folder_of(path)).and_then(|folder| folder.sync_all());
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Refuses an output that is also read, under whatever name: by a link, as standard input, in a folder. `None` is
/// standard output.
pub(crate) fn refuse_inputs<'a>(
    output: Option<&Path>,
    inputs: impl IntoIterator<Item = &'a Path>,
) -> Result<()> {
    let name = output.map_or_else(|| "standard output".into(), Path::to_string_lossy);
    let refused =
        |why: String| Err(Error::new(sono_score::ErrorKind::Io, format!("cannot write {name}: {why}")));
    let Some(written) = output.map_or_else(|| Handle::stdout().ok(), handle).filter(is_regular) else {
        return Ok(());
    };
    for input in inputs {
        // What cannot be opened is told of where it is read.
        let read = if is_stdin(input) { Handle::stdin().ok() } else { handle(input) };
        let Some(read) = read else { continue };
        let input = if is_stdin(input) { "standard input".into() } else { input.to_string_lossy() };
        if read == written {
            return refused(format!("it is the same file as the input {input}"));
        }
        let lies_in = |output: &Path| {
            let folders = output.canonicalize().unwrap_or_else(|_| output.to_owned());
            folders.ancestors().skip(1).any(|folder| handle(folder).is_some_and(|folder| folder == read))
        };
        if !is_regular(&read) && output.is_some_and(lies_in) {
            return refused(format!(
                "it is part of the input {input}; name a file elsewhere, or remove it first"
            ));
        }
    }
    Ok(())
}

/// The identity of a regular file or a folder. Others are not opened: a pipe would wait.
fn handle(path: &Path) -> Option<Handle> {
    let found = fs::metadata(path).ok()?;
    (found.is_file() || found.is_dir()).then(|| Handle::from_path(path).ok())?
}

fn is_regular(handle: &Handle) -> bool {
    handle.as_file().metadata().is_ok_and(|found| found.is_file())
}

/// The file of the rubric, if it is none of the built-in ones.
pub(crate) fn rubric_file(name: &str) -> Option<&Path> {
    (!Rubric::builtin_names().any(|builtin| builtin == name)).then_some(Path::new(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_open_files_and_devices_are_written_straight() {
        for name in ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "/dev/null"] {
            #[cfg(target_os = "linux")]
            assert_eq!(Target::of(Path::new(name)).unwrap(), Target::Stream(name.into()));
        }
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("out");
        assert_eq!(Target::of(&file).unwrap(), Target::File(file));
        assert_eq!(Target::of(folder.path()).unwrap_err().kind(), ErrorKind::IsADirectory);
    }

    #[cfg(unix)]
    #[test]
    fn links_lead_to_what_is_replaced() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        symlink("b", at("a")).unwrap();
        symlink(at("c"), at("b")).unwrap();
        symlink("loop", at("loop")).unwrap();
        let Target::File(target) = Target::of(&at("a")).unwrap() else { panic!("a stream") };
        replace(&target, b"new").unwrap();
        fs::set_permissions(at("c"), fs::Permissions::from_mode(0o640)).unwrap();
        replace(&target, b"newer").unwrap();
        assert_eq!(fs::read(at("a")).unwrap(), b"newer");
        assert!(fs::symlink_metadata(at("a")).unwrap().is_symlink());
        assert_eq!(fs::metadata(at("c")).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(Target::of(&at("loop")).is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4, "no temporary file is left");
    }
}
