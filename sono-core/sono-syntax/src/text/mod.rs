//! Text and places in it: spans, the line index, position encodings and prose measures.

mod fnv;
mod map;
mod names;
mod number;
mod position;
pub mod prose;
#[doc(hidden)]
pub mod stuffing;
mod visible;

#[doc(hidden)]
pub use fnv::Fnv;
#[doc(hidden)]
pub use map::{TextMap, TextSet};
pub use names::{any_file_name, file_name, join_names};
pub use number::{counted, format_bytes, format_number, format_tenths, format_value, tidy};
pub use position::{LineIndex, Position, PositionEncoding, Span, SpanSet};
pub use stuffing::{is_keyword, is_stuffed, is_stuffed_prose};
#[doc(hidden)]
pub use visible::{push_visible, visible_len};
