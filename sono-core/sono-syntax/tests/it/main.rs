//! What parsing and the outline say of whole texts.

mod complexity;
mod fragments;
mod gaps;
mod hostile_text;
mod members;
mod outline;
mod parse_errors;
mod work;
