//! `sono-eval schema`: the JSON Schemas.

use sono_core::{Error, ErrorKind, Result};

use crate::args::{Color, OutputArgs, SchemaArgs, SchemaOf};
use crate::console::{Failure, Outcome, print};

pub(crate) fn run(args: &SchemaArgs) -> Result<Outcome, Failure> {
    let schema = match args.of {
        SchemaOf::Submission => sono_core::schema::submission(),
        SchemaOf::Assessment => sono_core::schema::assessment(),
        SchemaOf::Norms => sono_core::schema::norms(),
        SchemaOf::Standing => sono_core::schema::standing(),
        SchemaOf::Rubric => sono_core::schema::rubric(),
    };
    let text = serde_json::to_string_pretty(&schema)
        .map_err(|error| Error::new(ErrorKind::Internal, error.to_string()))?;
    print(&(text + "\n"), &OutputArgs { output: None, color: Color::Never })?;
    Ok(Outcome::Done)
}
