//! What parsing and the outline say of whole texts.

mod complexity;
mod hostile_text;
mod outline;
mod parse_errors;
mod work;
