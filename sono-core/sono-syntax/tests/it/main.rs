//! Parsing and the outlines of whole texts, in every language.

#![cfg(feature = "lang-all")]

mod complexity;
mod fragments;
mod gaps;
mod hostile_text;
mod members;
mod outline;
mod packages;
mod parse_errors;
mod work;
