//! `sono-eval schema`: the JSON Schemas.

use crate::{Error, ErrorKind, Result};

use super::args::{Color, OutputArgs, SchemaArgs, SchemaOf};
use super::console::{Failure, Outcome, print};

pub(crate) fn run(args: &SchemaArgs) -> Result<Outcome, Failure> {
    let schema = match args.of {
        SchemaOf::Submission => crate::schema::submission(),
        SchemaOf::Assessment => crate::schema::assessment(),
        SchemaOf::Norms => crate::schema::norms(),
        SchemaOf::Standing => crate::schema::standing(),
        SchemaOf::Rubric => crate::schema::rubric(),
    };
    let text = serde_json::to_string_pretty(&schema)
        .map_err(|error| Error::new(ErrorKind::Internal, error.to_string()))?;
    print(&(text + "\n"), &OutputArgs { output: None, color: Color::Never })?;
    Ok(Outcome::Done)
}
