//! The packages that the workspace is made of, its own and those of others.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::{Outcome, output_of};

#[derive(Deserialize)]
struct Graph {
    packages: Vec<Package>,
}

/// A package, with all its features.
#[derive(Deserialize)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) license: Option<String>,
    /// Absent for the workspace's own crates.
    pub(crate) source: Option<String>,
    pub(crate) manifest_path: PathBuf,
}

pub(crate) fn packages(root: &Path) -> Outcome<Vec<Package>> {
    let metadata = ["metadata", "--format-version", "1", "--all-features", "--locked"];
    Ok(serde_json::from_str::<Graph>(&output_of("cargo", &metadata, root)?)?.packages)
}
