//! The modules of a language: how one file names another, what comes with the language, and whose a package is.

/// The modules of a language, as data. `Modules::PLAIN` holds the common defaults.
///
/// The files of one submission may be in several languages. Defaults that list words hold those of all of them, so that a
/// word means the same wherever it is read.
#[derive(Debug, Clone, Copy)]
pub struct Modules {
    /// Types of one word that are there without an import.
    pub types: &'static [&'static str],
    /// Functions of one word that are there without an import.
    pub functions: &'static [&'static str],
    /// Functions of several words that come with the language and its libraries, as those of containers and texts do.
    pub members: &'static [&'static str],
    /// Separators of the parts of a module's name. The first that occurs in a name counts.
    pub separators: &'static [&'static str],
    /// First parts of names of modules that come with the language, and so lead to no file of the submission.
    pub standard_roots: &'static [&'static str],
    /// Parts of a name that only say where to begin.
    pub starts: &'static [&'static str],
    /// Signs before names that a project maps to its files itself.
    pub mapped: &'static [char],
    /// Endings of files that a path to a module may bear.
    pub endings: &'static [&'static str],
    /// Names of files, without their ending, that stand for their folder.
    pub indexes: &'static [&'static str],
    /// The file that makes a folder a package, and hands on what it imports.
    pub package_file: Option<&'static str>,
    /// Whether a package is a whole folder, so that importing it reaches all files in there.
    pub package_is_folder: bool,
    /// Words of import statements that name nothing.
    pub keywords: &'static [&'static str],
    /// The beginning of an import statement that names the module first, and what comes before the names it takes from
    /// there.
    pub module_first: Option<(&'static str, &'static str)>,
    /// The word by which a file declares another one as its part.
    pub declares: Option<&'static str>,
    /// The sign behind the name of a module, or of something imported, by which any code can reach what is in it; `None`
    /// if only imports name modules.
    pub path_sign: Option<&'static str>,
    /// The module around a file, of which it may take every name.
    pub around: Option<&'static str>,
    /// Whether pages load its files.
    pub in_pages: bool,
    /// The package that the name of an imported module begins with, such as that of npm; `None` for what can be no
    /// package of others.
    pub package: fn(&str) -> Option<String>,
    /// Packages that come with the language, sorted by their bytes.
    pub standard: &'static [&'static str],
    /// The files in which a project states how its own modules are called.
    pub manifests: &'static [Manifest],
    /// The names of modules of its own that code states.
    pub stated: fn(&str) -> Vec<&str>,
    /// The separator after the stated name in the names of the project's other modules, if names are stated for all that is
    /// below them.
    pub below: Option<char>,
}

/// A file in which a project states how its own modules are called.
#[derive(Debug, Clone, Copy)]
pub struct Manifest {
    /// The name of the file.
    pub file: &'static str,
    /// The names in its text.
    pub names: fn(&str) -> Vec<String>,
}

impl Modules {
    /// A language whose modules have dots in their names.
    pub const PLAIN: Self = Self {
        types: &[],
        functions: &[
            "abs", "alert", "all", "any", "append", "cap", "chr", "close", "compile", "complex", "confirm",
            "copy", "delete", "dict", "dir", "divmod", "drop", "eval", "exec", "exit", "fetch", "filter",
            "float", "format", "hash", "help", "hex", "id", "input", "int", "iter", "len", "list", "main",
            "make", "map", "max", "min", "new", "next", "open", "ord", "panic", "pow", "print", "println",
            "prompt", "quit", "range", "recover", "repr", "require", "reversed", "round", "set", "slice",
            "sorted", "str", "sum", "super", "tuple", "type", "vars", "zip",
        ],
        members: &[
            "addEventListener",
            "compareTo",
            "forEach",
            "from_str",
            "getItem",
            "hashCode",
            "isEmpty",
            "is_empty",
            "readFile",
            "read_file",
            "setItem",
            "setUp",
            "tearDown",
            "toJSON",
            "toString",
            "to_string",
            "valueOf",
            "writeFile",
            "write_file",
        ],
        separators: &["."],
        standard_roots: &["std", "core", "alloc", "java", "javax"],
        starts: &["crate", "self", "super"],
        mapped: &[],
        endings: &[],
        indexes: &["__init__", "__main__", "index", "mod", "lib"],
        package_file: None,
        package_is_folder: false,
        keywords: &[
            "as", "async", "await", "const", "crate", "export", "extern", "from", "import", "let", "mod",
            "pub", "require", "self", "static", "super", "type", "typeof", "use", "var",
        ],
        module_first: None,
        declares: None,
        path_sign: None,
        around: None,
        in_pages: false,
        package: |_| None,
        standard: &[],
        manifests: &[],
        stated: |_| Vec::new(),
        below: None,
    };

    /// Whether a module is the one of a name that was stated, or below it.
    pub fn is_within(&self, module: &str, stated: &str) -> bool {
        self.below.is_some_and(|separator| is_below(module, stated, separator))
    }

    /// The package of others that an imported module belongs to. `None` for what comes with the language.
    ///
    /// ```
    /// # use sono_syntax as sono_core;
    /// # #[cfg(feature = "lang-python")] {
    /// let python = sono_core::language::by_name("python").unwrap();
    /// assert_eq!(python.modules.package_of("numpy.linalg").as_deref(), Some("numpy"));
    /// assert_eq!(python.modules.package_of("os.path"), None);
    /// # }
    /// ```
    pub fn package_of(&self, module: &str) -> Option<String> {
        (self.package)(module).filter(|package| self.standard.binary_search(&package.as_str()).is_err())
    }
}

/// Whether a path is `root`, or below it.
pub(crate) fn is_below(path: &str, root: &str, separator: char) -> bool {
    path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with(separator))
}

/// The names that a manifest in TOML states, with `_` for `-`.
pub(crate) fn names_in_toml(text: &str) -> Vec<String> {
    let names = text.lines().filter_map(|line| line.trim().strip_prefix("name")?.trim().strip_prefix('='));
    names.map(|name| name.trim().trim_matches(['"', '\'']).replace('-', "_")).collect()
}
