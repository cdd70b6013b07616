//! The native module of the npm package `sono-eval`.
//!
//! Everything crosses as JSON text: V8 writes and reads it faster than objects can be built from here. The files in
//! `lib/` turn it into objects, promises that can be aborted, an async iterator, and errors.

pub mod batch;
pub mod door;
mod error;
pub mod stop;
mod task;
