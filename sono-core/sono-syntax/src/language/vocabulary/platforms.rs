//! Files that are compiled for some platforms or purposes only: they hold what others hold for other platforms.

use crate::text::any_file_name;

/// How a language marks such files. `Platforms::NONE` says that it does not.
#[derive(Clone, Copy)]
pub(crate) struct Platforms {
    /// The names of platforms that end the stem of a file, behind an underscore.
    pub(crate) endings: &'static [&'static str],
    /// How lines begin, before the code, that state a condition for the whole file.
    pub(crate) conditions: &'static [&'static str],
    /// The names of files that run while a package is built: what fails there ends the build, and is told to whoever builds.
    pub(crate) build_files: &'static [&'static str],
}

/// The lines at the start of a file in which a condition stands.
const FIRST_LINES: usize = 40;

impl Platforms {
    /// Files are for all platforms.
    pub(crate) const NONE: Self = Self { endings: &[], conditions: &[], build_files: &[] };

    /// Whether a file is for some platforms only, by its name or its first lines.
    pub(crate) fn holds(&self, path: &str, text: &str) -> bool {
        let file = any_file_name(path);
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let is_named = stem.rsplit_once('_').is_some_and(|(_, last)| self.endings.contains(&last));
        let states = |line: &str| {
            self.conditions.iter().any(|condition| line.starts_with(condition) && !line.ends_with("ignore"))
        };
        is_named || (!self.conditions.is_empty() && text.lines().take(FIRST_LINES).any(states))
    }

    /// Whether a file runs while a package is built.
    pub(crate) fn builds(&self, path: &str) -> bool {
        self.build_files.contains(&any_file_name(path))
    }
}
