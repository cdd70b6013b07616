//! The whole house, through the crate that hosts use.

#[cfg(all(feature = "cli", feature = "lang-all"))]
mod cli;
#[cfg(all(feature = "cli", feature = "lang-all"))]
mod cli_gather;
#[cfg(all(feature = "cli", feature = "lang-all"))]
mod cli_norms;
#[cfg(all(feature = "cli", feature = "lang-all", unix))]
mod cli_output;
#[cfg(all(feature = "cli", feature = "lang-all", unix))]
mod cli_resume;
#[cfg(feature = "lang-all")]
#[path = "../../sono-score/tests/it/common.rs"]
mod common;
#[cfg(feature = "lang-all")]
mod conformance;
mod limits;
#[cfg(feature = "lang-all")]
mod review;
#[cfg(feature = "lang-all")]
mod tampering;
