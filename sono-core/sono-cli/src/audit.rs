//! `sono-eval audit`: checks whether a log is intact.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;

use sono_report::Printable;
use sono_score::audit::{LogCheck, check_log};
use sono_score::{Error, ErrorKind, Result};

use super::args::{AuditArgs, AuditCommand, Color, OutputArgs, PlainFormat};
use super::console::{Failure, Outcome, io_error, print};
use super::gather::is_stdin;

pub(crate) fn run(args: &AuditArgs) -> Result<Outcome, Failure> {
    let AuditCommand::Check { log, head, format } = &args.command;
    let head = head.as_deref().map(str::trim);
    let check = if is_stdin(log) {
        check_log(io::stdin().lock(), head)
    } else {
        let file = File::open(log).map_err(|error| io_error("read", log, &error))?;
        check_log(BufReader::new(file), head)
            .map_err(|error| Error::new(error.kind(), format!("{}: {}", log.display(), error.message())))
    }?;
    let text = match format {
        PlainFormat::Text => describe(log, &check),
        PlainFormat::Json => as_json(&check)?,
    };
    print(&text, &OutputArgs { output: None, color: Color::Never })?;
    Ok(if check.is_intact() { Outcome::Done } else { Outcome::SomeFailed })
}

fn describe(log: &Path, check: &LogCheck) -> String {
    let log = log.display();
    if check.is_intact() {
        let plural = if check.records == 1 { "" } else { "s" };
        return format!("{log}: intact, {} record{plural}, head {}\n", check.records, check.head);
    }
    let mut text = String::new();
    for fault in &check.faults {
        let line = format!("{log}:{}: {}: {}", fault.line, fault.kind.as_str(), fault.message);
        text.push_str(Printable::exact(&line).as_str());
        text.push('\n');
    }
    if check.further_faults > 0 {
        text.push_str(&format!("{log}: {} more faults\n", check.further_faults));
    }
    text
}

fn as_json(check: &LogCheck) -> Result<String> {
    let text =
        serde_json::to_string(check).map_err(|error| Error::new(ErrorKind::Internal, error.to_string()))?;
    Ok(text + "\n")
}
