//! Rules that find violations by regular expressions, line by line.

mod line;

pub use line::{LineMatch, LinePattern, LinePatterns};
