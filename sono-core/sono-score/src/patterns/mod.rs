//! Rules that find violations: over the syntax tree ([`SyntaxRules`]), and line by line ([`LinePatterns`]) where text is
//! all there is.

mod document;
mod grammar;
mod line;
mod references;
mod rules;
mod standard;
#[cfg(test)]
mod tests;

pub use line::{LineMatch, LinePattern, LinePatterns};
pub use rules::{SyntaxMatch, SyntaxMatches, SyntaxRules};
pub use standard::{standard, with_standard};
