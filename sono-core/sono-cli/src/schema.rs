//! `sono-eval schema`: the JSON Schemas.

use sono_score::{Error, ErrorKind, Result};

use super::args::{Color, OutputArgs, SchemaArgs};
use super::console::{Failure, Outcome, print};

pub(crate) fn run(args: &SchemaArgs) -> Result<Outcome, Failure> {
    let (_, schema) = sono_boundary::schema::ALL
        .into_iter()
        .find(|(name, _)| *name == args.of)
        .ok_or_else(|| Error::new(ErrorKind::Internal, format!("no schema `{}`", args.of)))?;
    let text = serde_json::to_string_pretty(&schema())
        .map_err(|error| Error::new(ErrorKind::Internal, error.to_string()))?;
    print(&(text + "\n"), &OutputArgs { output: None, color: Color::Never })?;
    Ok(Outcome::Done)
}
