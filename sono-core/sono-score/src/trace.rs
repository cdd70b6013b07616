//! Spans and events for hosts that collect them, behind the feature `tracing`.
//!
//! Everything goes to the target `sono_eval`. Fields are counts, sizes, rubric ids and outcomes. Submitted texts, names
//! of files, candidates and attributes, their hashes, scores and error messages are never fields. The library has no
//! subscriber: without one in the host, nothing is recorded.
//!
//! Without the feature the macros expand to nothing that runs, and the fields are not evaluated.

/// Opens a span that lasts to the end of the enclosing block.
macro_rules! span {
    ($level:ident, $name:literal $(, $field:ident = $value:expr)* $(,)?) => {
        #[cfg(feature = "tracing")]
        let _span = tracing::span!(target: "sono_eval", tracing::Level::$level, $name $(, $field = $value)*).entered();
        #[cfg(not(feature = "tracing"))]
        if false {
            $(let _ = &$value;)*
        }
    };
}

/// Records an event in the current span.
macro_rules! event {
    ($level:ident, $name:literal $(, $field:ident = $value:expr)* $(,)?) => {{
        #[cfg(feature = "tracing")]
        tracing::event!(name: $name, target: "sono_eval", tracing::Level::$level, { $($field = $value),* }, $name);
        #[cfg(not(feature = "tracing"))]
        if false {
            $(let _ = &$value;)*
        }
    }};
}

pub(crate) use {event, span};
