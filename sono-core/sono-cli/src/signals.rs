//! `sono-eval signals`: lists the signals and their definitions.

use std::collections::BTreeMap;

use sono_report::{Block, Detail, Item, List, Marker, Printable, Printed, Report, Section};
use sono_score::rubric::text_signal_definitions;
use sono_score::signals::{Direction, Family, SignalDefinition, definitions};
use sono_score::{Error, ErrorKind, Result};
use sono_syntax::text::format_number;

use super::args::SignalsArgs;
use super::console::{Failure, Outcome, format, options, write};

pub(crate) fn run(args: &SignalsArgs) -> Result<Outcome, Failure> {
    let format = format(args.format, &args.output);
    let options = options(&args.output, Detail::default());
    let printed = match format.print_blocks(&report()?, &options)? {
        Some(printed) => printed,
        None if format.name == "json" => {
            Printed::Text(serde_json::to_string_pretty(&all().collect::<Vec<_>>()).map_err(internal)?)
        }
        None => {
            let message =
                format!("the format {} prints assessments only, and cannot list signals", format.name);
            return Err(Error::new(ErrorKind::InvalidOptions, message).into());
        }
    };
    write(printed, &args.output)?;
    Ok(Outcome::Done)
}

/// All signals: those of the families, and those that rubrics read from text.
fn all() -> impl Iterator<Item = &'static SignalDefinition> {
    definitions().chain(text_signal_definitions())
}

fn internal(error: serde_json::Error) -> Error {
    Error::new(ErrorKind::Internal, error.to_string())
}

fn report() -> Result<Report> {
    let mut families: BTreeMap<Family, Vec<Item>> = BTreeMap::new();
    for definition in all() {
        families.entry(definition.family).or_default().push(item(definition));
    }
    let mut blocks = Vec::new();
    for (family, items) in families {
        let name = serde_json::to_value(family).map_err(internal)?;
        let mut name = name.as_str().unwrap_or_default().to_owned();
        if let Some(first) = name.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        let blocks_inside = vec![Block::List(List { marker: Marker::Bullet, items })];
        let title = Printable::exact(&name);
        blocks.push(Block::Section(Section { title, score: None, notes: Vec::new(), blocks: blocks_inside }));
    }
    let subtitle = "The values that a rubric can read. A value that cannot be measured is absent, not zero.";
    Ok(Report::from_blocks(Printable::exact("Signals"), vec![Printable::exact(subtitle)], blocks))
}

fn item(signal: &SignalDefinition) -> Item {
    let range = match signal.max {
        Some(max) => format!("{} to {}", format_number(signal.min), format_number(max)),
        None => format!("{} and up", format_number(signal.min)),
    };
    let direction = match signal.direction {
        Direction::Lower => Some("lower is better"),
        Direction::Higher => Some("higher is better"),
        Direction::Neutral => None,
    };
    let mut notes = vec![format!("{}, {range}", signal.unit)];
    notes.extend(direction.map(str::to_owned));
    notes.push(format!("source: {}", signal.source));
    Item {
        text: Printable::prose(&format!("`{}`: {}. {}", signal.id, signal.name, signal.definition)),
        place: None,
        notes: notes.iter().map(|note| Printable::prose(note)).collect(),
    }
}
