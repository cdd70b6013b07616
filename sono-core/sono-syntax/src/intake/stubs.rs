//! Stubs: declarations of types that stand beside code, or for code in another language.

use crate::language;

/// Whether a file, by its name in lower case, is a stub, and holds nothing that runs: code is code under any name.
pub(super) fn is_stub(name: &str, text: &str) -> bool {
    let all = language::all().iter().map(|language| language.stubs);
    let mut stubs = all.filter(|stubs| stubs.endings.iter().any(|ending| name.ends_with(ending)));
    stubs.next().is_some_and(|stubs| !text.lines().any(|line| (stubs.runs)(line.trim())))
}
