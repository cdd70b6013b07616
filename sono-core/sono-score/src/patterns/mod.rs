//! Rules that find violations: over the syntax tree ([`SyntaxRules`]), or line by line ([`LinePatterns`]) in plain
//! text.

mod bounds;
mod compiled;
mod document;
mod documents;
mod files;
mod grammar;
#[cfg(test)]
mod hostile;
mod kinds;
mod line;
mod message;
mod price;
mod problems;
mod rules;
mod said;
mod shape;
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
