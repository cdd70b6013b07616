//! Stubs: declarations of types that stand beside code, or for code in another language.

/// Endings of stubs.
const PYTHON: &str = ".pyi";
const TYPESCRIPT: [&str; 3] = [".d.ts", ".d.mts", ".d.cts"];

/// Whether a file, by its name in lower case, is a stub, and holds nothing that runs: code is code under any name.
pub(super) fn is_stub(name: &str, text: &str) -> bool {
    if name.ends_with(PYTHON) {
        !text.lines().any(|line| python_runs(line.trim()))
    } else if TYPESCRIPT.iter().any(|ending| name.ends_with(ending)) {
        // Code of another language is no declaration either.
        !text.lines().map(str::trim).any(|line| typescript_runs(line) || python_runs(line))
    } else {
        false
    }
}

fn python_runs(line: &str) -> bool {
    let opens = ["for ", "while ", "with ", "try:", "match "];
    line.starts_with("return ")
        || line.starts_with("raise ")
        || line.starts_with("yield ")
        || line.contains("lambda ")
        || (line.ends_with(':') && opens.iter().any(|word| line.starts_with(word)))
}

fn typescript_runs(line: &str) -> bool {
    const WORDS: [&str; 8] = ["return ", "return;", "throw ", "for (", "for(", "while (", "while(", "if ("];
    WORDS.iter().any(|word| line.starts_with(word)) && line.ends_with([';', '{', ')', ','])
}
