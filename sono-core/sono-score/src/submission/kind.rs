//! The kind of a file, from its name or from the language that the host gave it.

use sono_syntax::text::file_name;

/// The kind of a file, as its name tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileKind {
    /// A programming language, by its usual name.
    Code(&'static str),
    /// Prose.
    Document,
    /// Data, settings, generated lists.
    Data,
    /// Unknown.
    Unknown,
}

/// File name extensions of programming languages, with the language. Whether this build can parse it is
/// another question; a file that it cannot parse is named, never passed over in silence.
const CODE: &[(&str, &str)] = &[
    ("ada", "ada"),
    ("adb", "ada"),
    ("asm", "assembly"),
    ("astro", "astro"),
    ("bash", "bash"),
    ("bas", "basic"),
    ("bat", "batch"),
    ("c", "c"),
    ("cc", "cpp"),
    ("cjs", "javascript"),
    ("clj", "clojure"),
    ("cljs", "clojure"),
    ("cob", "cobol"),
    ("coffee", "coffeescript"),
    ("cpp", "cpp"),
    ("cr", "crystal"),
    ("cs", "csharp"),
    ("css", "css"),
    ("cts", "typescript"),
    ("cu", "cuda"),
    ("cxx", "cpp"),
    ("d", "d"),
    ("dart", "dart"),
    ("el", "elisp"),
    ("elm", "elm"),
    ("erl", "erlang"),
    ("ex", "elixir"),
    ("exs", "elixir"),
    ("f90", "fortran"),
    ("f95", "fortran"),
    ("fs", "fsharp"),
    ("fsx", "fsharp"),
    ("go", "go"),
    ("gradle", "groovy"),
    ("groovy", "groovy"),
    ("h", "c"),
    ("hh", "cpp"),
    ("hpp", "cpp"),
    ("hs", "haskell"),
    ("htm", "html"),
    ("html", "html"),
    ("hxx", "cpp"),
    ("java", "java"),
    ("jl", "julia"),
    ("js", "javascript"),
    ("jsx", "javascript"),
    ("kt", "kotlin"),
    ("kts", "kotlin"),
    ("less", "less"),
    ("lisp", "lisp"),
    ("lua", "lua"),
    ("m", "matlab"),
    ("mjs", "javascript"),
    ("ml", "ocaml"),
    ("mli", "ocaml"),
    ("mm", "objective-c"),
    ("mts", "typescript"),
    ("nim", "nim"),
    ("pas", "pascal"),
    ("php", "php"),
    ("pl", "perl"),
    ("pm", "perl"),
    ("ps1", "powershell"),
    ("py", "python"),
    ("pyi", "python"),
    ("pyw", "python"),
    ("pyx", "cython"),
    ("r", "r"),
    ("rb", "ruby"),
    ("rs", "rust"),
    ("s", "assembly"),
    ("sass", "sass"),
    ("scala", "scala"),
    ("scm", "scheme"),
    ("scss", "scss"),
    ("sh", "bash"),
    ("sol", "solidity"),
    ("sql", "sql"),
    ("sv", "systemverilog"),
    ("svelte", "svelte"),
    ("swift", "swift"),
    ("tcl", "tcl"),
    ("tf", "terraform"),
    ("ts", "typescript"),
    ("tsx", "tsx"),
    ("v", "verilog"),
    ("vb", "visual-basic"),
    ("vhd", "vhdl"),
    ("vhdl", "vhdl"),
    ("vue", "vue"),
    ("zig", "zig"),
    ("zsh", "zsh"),
];

/// Extensions of prose.
const DOCUMENT: &[&str] = &["adoc", "asciidoc", "markdown", "md", "mdx", "org", "rst", "tex", "text", "txt"];

/// Extensions of data.
const DATA: &[&str] = &[
    "avsc",
    "bib",
    "cfg",
    "cnf",
    "conf",
    "csv",
    "diff",
    "editorconfig",
    "env",
    "feather",
    "geojson",
    "graphql",
    "ics",
    "in",
    "ini",
    "ipynb",
    "json",
    "json5",
    "jsonc",
    "jsonl",
    "lock",
    "log",
    "map",
    "ndjson",
    "patch",
    "pem",
    "plist",
    "po",
    "properties",
    "proto",
    "snap",
    "srt",
    "sum",
    "svg",
    "toml",
    "tsv",
    "xml",
    "xsd",
    "yaml",
    "yml",
];

/// Names without an ending that say what a file is. What is in it is not asked: prose about code looks like code.
const NAMES: &[(&str, FileKind)] = &[
    ("authors", FileKind::Document),
    ("brewfile", FileKind::Data),
    ("bugs", FileKind::Document),
    ("build", FileKind::Data),
    ("changelog", FileKind::Document),
    ("changes", FileKind::Document),
    ("codeowners", FileKind::Data),
    ("containerfile", FileKind::Data),
    ("contributing", FileKind::Document),
    ("contributors", FileKind::Document),
    ("credits", FileKind::Document),
    ("dockerfile", FileKind::Data),
    ("faq", FileKind::Document),
    ("gemfile", FileKind::Data),
    ("gnumakefile", FileKind::Data),
    ("hacking", FileKind::Document),
    ("history", FileKind::Document),
    ("install", FileKind::Document),
    ("jenkinsfile", FileKind::Code("groovy")),
    ("justfile", FileKind::Data),
    ("maintainers", FileKind::Document),
    ("makefile", FileKind::Data),
    ("manifest", FileKind::Data),
    ("news", FileKind::Document),
    ("notes", FileKind::Document),
    ("podfile", FileKind::Code("ruby")),
    ("procfile", FileKind::Data),
    ("rakefile", FileKind::Code("ruby")),
    ("readme", FileKind::Document),
    ("release", FileKind::Document),
    ("releases", FileKind::Document),
    ("sconscript", FileKind::Code("python")),
    ("sconstruct", FileKind::Code("python")),
    ("security", FileKind::Document),
    ("thanks", FileKind::Document),
    ("todo", FileKind::Document),
    ("vagrantfile", FileKind::Code("ruby")),
    ("version", FileKind::Data),
    ("workspace", FileKind::Data),
    ("wscript", FileKind::Code("python")),
];

/// Stems of names of legal texts: prose, but not the author's.
const LEGAL: &[&str] = &["copying", "copyright", "licence", "license", "notice", "patents", "unlicense"];

/// Names that hosts give to prose.
const DOCUMENT_LANGUAGES: &[&str] = &[
    "asciidoc",
    "latex",
    "markdown",
    "md",
    "plain",
    "plain text",
    "plaintext",
    "prose",
    "restructuredtext",
    "rst",
    "tex",
    "text",
    "txt",
];

/// The kind of a file, from the last part of its path.
pub(crate) fn of_path(path: &str) -> FileKind {
    let name = file_name(path).to_ascii_lowercase();
    let (stem, extension) = match name.rsplit_once('.') {
        // The whole of `.gitignore` is an extension.
        Some(("", rest)) => ("", rest),
        Some((stem, extension)) => (stem, extension),
        None => (name.as_str(), ""),
    };
    let code = CODE.iter().find(|(known, _)| *known == extension);
    if let Some((_, language)) = code {
        return FileKind::Code(language);
    }
    if LEGAL.contains(&stem.split(['.', '-', '_']).next().unwrap_or(stem)) {
        return FileKind::Data;
    }
    // Lists for tools, whose extension is that of prose.
    let lists = stem.starts_with("requirements") || stem.starts_with("constraints");
    if extension == "txt" && (lists || stem == "cmakelists" || stem == "robots" || stem == "manifest") {
        return FileKind::Data;
    }
    if DOCUMENT.contains(&extension) {
        return FileKind::Document;
    }
    if extension.is_empty()
        && let Some((_, kind)) = NAMES.iter().find(|(known, _)| *known == stem)
    {
        return *kind;
    }
    if DATA.contains(&extension) || stem.is_empty() { FileKind::Data } else { FileKind::Unknown }
}

/// The kind of a file, from the host's name of its language; `Unknown` stands for some programming language.
pub(crate) fn of_language(name: &str) -> FileKind {
    let name = name.to_ascii_lowercase();
    if DOCUMENT_LANGUAGES.contains(&name.as_str()) {
        FileKind::Document
    } else if DATA.contains(&name.as_str()) {
        FileKind::Data
    } else {
        FileKind::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_of_this_build_have_the_same_endings_here() {
        for language in sono_syntax::language::all() {
            for ending in language.extensions {
                assert_eq!(of_path(&format!("a.{ending}")), FileKind::Code(language.id), "{ending}");
            }
        }
    }

    #[test]
    fn names_tell_what_files_are_for() {
        for (path, kind) in [
            ("src/main.PY", FileKind::Code("python")),
            ("a.b.go", FileKind::Code("go")),
            ("README", FileKind::Document),
            ("docs/index.md", FileKind::Document),
            ("notes.txt", FileKind::Document),
            ("requirements-dev.txt", FileKind::Data),
            ("CMakeLists.txt", FileKind::Data),
            ("LICENSE.md", FileKind::Data),
            ("LICENSE-MIT", FileKind::Data),
            ("package-lock.json", FileKind::Data),
            ("Cargo.lock", FileKind::Data),
            (".gitignore", FileKind::Data),
            (".eslintrc.yml", FileKind::Data),
            ("Makefile", FileKind::Data),
            ("AUTHORS", FileKind::Document),
            ("docs/TODO", FileKind::Document),
            ("SConstruct", FileKind::Code("python")),
            ("solve", FileKind::Unknown),
            ("license_checker.py", FileKind::Code("python")),
        ] {
            assert_eq!(of_path(path), kind, "{path}");
        }
    }

    #[test]
    fn hosts_name_prose_and_data_too() {
        assert_eq!(of_language("Markdown"), FileKind::Document);
        assert_eq!(of_language("JSON"), FileKind::Data);
        assert_eq!(of_language("cobol"), FileKind::Unknown);
    }

    #[test]
    fn no_extension_is_in_two_lists() {
        for (extension, _) in CODE {
            assert!(!DOCUMENT.contains(extension) && !DATA.contains(extension), "{extension}");
        }
        let mut extensions: Vec<_> = CODE.iter().map(|(extension, _)| extension).collect();
        extensions.sort_unstable();
        extensions.dedup();
        assert_eq!(extensions.len(), CODE.len());
    }
}
