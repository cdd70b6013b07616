//! Measures of written language. Filled in by the signals room's needs.
