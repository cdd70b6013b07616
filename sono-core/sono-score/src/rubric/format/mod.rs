//! The format of rubrics: its tables and keys, the values that each key may have, and how a file and its parents are
//! merged into one checked table.

pub(super) mod builtin;
mod check;
mod load;
mod merge;
mod node;
mod problems;
mod schema;
mod sentences;
mod shape;
mod tables;
mod template;
mod vocabulary;

pub use schema::json_schema;
pub use shape::MAX_EXTERNAL_SHARE;

pub use load::MAX_SOURCE_BYTES;
pub(super) use load::load;
pub(super) use node::{Node, Table, Value};
pub(super) use problems::{At, Problems, hint};
pub(super) use sentences::{SENTENCES, Sentence, SentenceId};
pub(super) use shape::{Bounds, Kind};
pub(super) use template::{ITEM_SLOTS, Slot, Template};
pub(super) use vocabulary::{GroupSource, Relation, View, one_of};
