//! The nature of a file: pure functions of a path and a text, which no later room has to ask again.
//!
//! A notebook becomes the text of its cells ([`notebook`]), a page or component the text of its scripts
//! ([`scripts`]), Python for notebooks plain Python ([`without_magics`]), and a lone carriage return the end of a line
//! ([`unified`]). Where a part of a text is blanked, the rest keeps its bytes and its line, so that every place stays
//! true. What is nobody's handwriting is recognised by what is in it: [`origin`] for single files, [`Packages`] for
//! folders.

mod dense;
mod fences;
mod generated;
mod library;
mod line_ends;
mod magics;
mod migrations;
mod notebook;
mod origin;
mod packages;
mod scripts;
mod stubs;

pub use fences::{Fence, fenced, fences};
pub use line_ends::unified;
pub use magics::{Magics, without_magics};
pub use notebook::{Cell, Cells, Notebook, looks_like_notebook, notebook};
pub use origin::{Origin, OriginKind, origin};
pub use packages::Packages;
pub use scripts::{Scripts, has_scripts, scripts};

/// Whether a path ends so, whatever the case of its letters.
fn ends_with(path: &str, ending: &str) -> bool {
    let start = path.len().checked_sub(ending.len());
    start.and_then(|start| path.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(ending))
}

/// Replaces all but line ends by spaces, byte for byte.
pub fn blank(bytes: &mut [u8]) {
    for byte in bytes.iter_mut().filter(|byte| **byte != b'\n') {
        *byte = b' ';
    }
}
