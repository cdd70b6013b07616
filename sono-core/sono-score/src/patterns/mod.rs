//! Rules that find violations: over the syntax tree ([`SyntaxRules`]), or line by line ([`LinePatterns`]) in plain
//! text.

mod bounds;
mod document;
mod files;
mod grammar;
mod line;
mod price;
mod rules;
mod said;
mod standard;
#[cfg(test)]
mod tests;
mod written;

pub(crate) use document::Interrupt;
pub(crate) use files::{FILES, rules_of};
pub use line::{LineMatch, LinePattern, LinePatterns};
pub use rules::{SyntaxMatch, SyntaxMatches, SyntaxRules};
pub use standard::{standard, with_standard};
pub(crate) use written::WrittenRule;
