//! The C interface of sono-eval.
