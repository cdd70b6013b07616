//! Checks the licences of all dependencies against the allow-list in `deny.toml`.
//!
//! `cargo deny` reads the same list and checks more, but takes minutes to install; this check is part of every
//! CI run.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use spdx::{Expression, LicenseReq, ParseMode};

use crate::Outcome;
use crate::packages::{Package, packages};

#[derive(Deserialize)]
struct DenyFile {
    licenses: Allowed,
}

#[derive(Deserialize)]
struct Allowed {
    allow: Vec<String>,
    #[serde(default)]
    exceptions: Vec<Exception>,
}

/// Further licences that are fine for one crate.
#[derive(Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: Vec<String>,
}

/// Fails with one line per dependency whose licence is not allowed.
pub(crate) fn run(root: &Path) -> Outcome {
    let allowed = toml::from_str::<DenyFile>(&fs::read_to_string(root.join("deny.toml"))?)?.licenses;
    let packages = packages(root)?;

    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut problems = Vec::new();
    for package in packages.iter().filter(|package| package.source.is_some()) {
        match check(package, &allowed) {
            Ok(licence) => *counts.entry(licence).or_default() += 1,
            Err(problem) => problems.push(problem),
        }
    }
    if !problems.is_empty() {
        return Err(format!("licences that deny.toml does not allow:\n  {}", problems.join("\n  ")).into());
    }
    println!("{} dependencies, all under licences that deny.toml allows:", counts.values().sum::<usize>());
    for (licence, count) in counts {
        println!("{count:>5}  {licence}");
    }
    Ok(())
}

/// The licence expression of a package, if the allowed licences satisfy it.
fn check<'p>(package: &'p Package, allowed: &Allowed) -> Result<&'p str, String> {
    let Package { name, version, .. } = package;
    let licence = package.license.as_deref().ok_or(format!("{name} {version} states no licence"))?;
    // Old manifests write `MIT/Apache-2.0` where SPDX wants `OR`.
    let expression = Expression::parse_mode(licence, ParseMode::LAX)
        .map_err(|error| format!("{name} {version}: `{licence}` is no SPDX expression: {}", error.reason))?;
    let exceptions = allowed.exceptions.iter().filter(|exception| exception.name == *name);
    let list: Vec<&String> = allowed.allow.iter().chain(exceptions.flat_map(|one| &one.allow)).collect();
    if expression.evaluate(|required| list.iter().any(|one| is_same(required, one))) {
        Ok(licence)
    } else {
        Err(format!("{name} {version}: {licence}"))
    }
}

fn is_same(required: &LicenseReq, allowed: &str) -> bool {
    required.to_string() == allowed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(licence: Option<&str>) -> Package {
        Package {
            name: "example".into(),
            version: "1.0.0".into(),
            license: licence.map(Into::into),
            source: None,
            manifest_path: "Cargo.toml".into(),
        }
    }

    fn passes(licence: &str) -> bool {
        let allow = vec!["MIT".into(), "Apache-2.0".into()];
        let exceptions = vec![Exception { name: "other".into(), allow: vec!["MPL-2.0".into()] }];
        check(&package(Some(licence)), &Allowed { allow, exceptions }).is_ok()
    }

    #[test]
    fn one_allowed_alternative_is_enough() {
        assert!(passes("MIT"));
        assert!(passes("GPL-3.0-only OR MIT"));
        assert!(passes("MIT/Apache-2.0"));
    }

    #[test]
    fn every_part_of_a_conjunction_counts() {
        assert!(passes("MIT AND Apache-2.0"));
        assert!(!passes("MIT AND GPL-3.0-only"));
    }

    #[test]
    fn what_is_not_listed_is_refused() {
        assert!(!passes("GPL-3.0-only"));
        assert!(!passes("Apache-2.0 WITH LLVM-exception"));
        assert!(!passes("see the file"));
        let allowed = Allowed { allow: vec!["MIT".into()], exceptions: Vec::new() };
        assert!(check(&package(None), &allowed).is_err());
    }

    #[test]
    fn an_exception_holds_for_its_crate_alone() {
        let exceptions = vec![Exception { name: "example".into(), allow: vec!["MPL-2.0".into()] }];
        let allowed = Allowed { allow: Vec::new(), exceptions };
        assert!(check(&package(Some("MPL-2.0")), &allowed).is_ok());
        assert!(!passes("MPL-2.0"));
    }
}
