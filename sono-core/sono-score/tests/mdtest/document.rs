//! Reading a document: headings, blocks of source, expectations.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::check::Problem;

/// A document, read.
#[derive(Debug, Default)]
pub(crate) struct Document {
    /// The text of the first heading, without backticks.
    pub(crate) title: String,
    /// The cases, in the order of the text.
    pub(crate) cases: Vec<Case>,
}

/// Blocks of source, and what is expected of them.
#[derive(Debug)]
pub(crate) struct Case {
    /// The nearest heading.
    pub(crate) heading: String,
    /// The line of the expectation.
    pub(crate) line: usize,
    /// The blocks that are handed in.
    pub(crate) blocks: Vec<Block>,
    /// The rubric in force: the last one the document stated.
    pub(crate) rubric: Option<String>,
    /// The value.
    pub(crate) expected: Value,
    /// The program does not give this value yet.
    pub(crate) is_gap: bool,
    /// The places, where the document states them.
    pub(crate) places: Option<Vec<Place>>,
}

/// A fenced block with its info string in parts.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Block {
    pub(crate) language: String,
    /// A path, the key of an answer, or another word with a meaning; empty if there is none.
    pub(crate) name: String,
    pub(crate) text: String,
}

/// A value that a document expects, or that the program answers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// Nothing was measured, or nothing found.
    Absent,
    Number(f64),
    /// A severity.
    Word(String),
}

/// A place that a finding points at.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Place {
    pub(crate) line: usize,
    /// The file; stated where a case has several.
    pub(crate) source: Option<String>,
    /// The name of the thing at that place.
    pub(crate) name: Option<String>,
}

/// The marks with which a paragraph states an expectation.
const EXPECTED: &str = "Expected:";
const GAP: &str = "Known gap:";

/// Reads a document; says everything that is wrong with it.
pub(crate) fn read(path: &str, text: &str) -> Result<Document, Vec<Problem>> {
    let mut reader = Reader { path, ..Reader::default() };
    let mut events = Parser::new_ext(text, Options::empty()).into_offset_iter().peekable();
    while let Some((event, range)) = events.next() {
        let line = text[..range.start].matches('\n').count() + 1;
        let mut inside = |end: TagEnd| {
            let mut inner = String::new();
            for (event, range) in events.by_ref() {
                match event {
                    Event::End(tag) if tag == end => break,
                    Event::Text(part) => inner.push_str(&part),
                    Event::Code(_) => inner.push_str(&text[range]),
                    Event::SoftBreak | Event::HardBreak => inner.push(' '),
                    _ => {}
                }
            }
            inner
        };
        match event {
            Event::Start(Tag::Heading { level, .. }) => reader.heading(inside(TagEnd::Heading(level)), line),
            Event::Start(Tag::CodeBlock(kind)) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                reader.block(&info, inside(TagEnd::CodeBlock), line);
            }
            Event::Start(Tag::Strong) => reader.strong(&inside(TagEnd::Strong), line),
            Event::Start(Tag::Item) if reader.after_expectation => reader.item(&inside(TagEnd::Item), line),
            Event::Start(Tag::Paragraph) | Event::End(TagEnd::List(_)) => reader.after_expectation = false,
            _ => {}
        }
    }
    reader.finish()
}

#[derive(Default)]
struct Reader<'p> {
    path: &'p str,
    document: Document,
    heading: String,
    blocks: Vec<Block>,
    rubric: Option<String>,
    /// A list that follows states the places of the last case.
    after_expectation: bool,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn problem(&mut self, line: usize, message: impl Into<String>) {
        self.problems.push(Problem {
            document: self.path.to_owned(),
            heading: self.heading.clone(),
            line,
            message: message.into(),
        });
    }

    fn heading(&mut self, text: String, line: usize) {
        self.leave_section(line);
        if self.document.title.is_empty() {
            self.document.title = text.trim_matches('`').to_owned();
        }
        self.heading = text;
    }

    fn leave_section(&mut self, line: usize) {
        self.after_expectation = false;
        if !self.blocks.is_empty() {
            self.problem(line, "source without an expectation");
            self.blocks.clear();
        }
    }

    fn block(&mut self, info: &str, text: String, line: usize) {
        self.after_expectation = false;
        let (language, name) = info.split_once(' ').unwrap_or((info, ""));
        let text = match unescape(&text) {
            Ok(text) => text,
            Err(escape) => return self.problem(line, format!("unknown escape ‹{escape}›")),
        };
        match (language, name) {
            ("", _) => self.problem(line, "a block needs a language"),
            // For people alone.
            ("text", "") => {}
            ("toml", "rubric") => self.rubric = Some(text),
            _ if self
                .blocks
                .iter()
                .any(|block| (block.language.as_str(), block.name.as_str()) == (language, name)) =>
            {
                self.problem(line, format!("two blocks are `{info}`; one needs a name of its own"));
            }
            _ => self.blocks.push(Block { language: language.to_owned(), name: name.to_owned(), text }),
        }
    }

    fn strong(&mut self, text: &str, line: usize) {
        let (is_gap, value) = match (text.strip_prefix(EXPECTED), text.strip_prefix(GAP)) {
            (Some(value), _) => (false, value.trim()),
            (None, Some(value)) => (true, value.trim()),
            (None, None) => return,
        };
        let Some(expected) = Value::parse(value) else {
            return self.problem(
                line,
                format!("`{value}` is no value: write a number, a fraction, a severity, or absent"),
            );
        };
        if self.blocks.is_empty() {
            return self.problem(line, "an expectation without source");
        }
        self.document.cases.push(Case {
            heading: self.heading.clone(),
            line,
            blocks: std::mem::take(&mut self.blocks),
            rubric: self.rubric.clone(),
            expected,
            is_gap,
            places: None,
        });
        self.after_expectation = true;
    }

    fn item(&mut self, text: &str, line: usize) {
        let place = Place::parse(text);
        let places = self.document.cases.last_mut().map(|case| case.places.get_or_insert_default());
        match (place, places) {
            (Ok(place), Some(places)) => places.extend(place),
            _ => self.problem(
                line,
                format!("`{text}` is no place: write `line 3`, `line 3 of a.py: name`, or `nowhere`"),
            ),
        }
    }

    fn finish(mut self) -> Result<Document, Vec<Problem>> {
        self.leave_section(0);
        if self.document.cases.is_empty() {
            self.problem(0, "a document without a case");
        }
        if self.problems.is_empty() { Ok(self.document) } else { Err(self.problems) }
    }
}

impl Value {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "absent" | "nothing" => Some(Self::Absent),
            "low" | "medium" | "high" => Some(Self::Word(text.to_owned())),
            _ => {
                let (above, below) = text.split_once('/').unwrap_or((text, "1"));
                let number = |part: &str| part.trim().parse::<f64>().ok();
                Some(Self::Number(number(above)? / number(below).filter(|below| *below != 0.0)?))
            }
        }
    }

    /// Whether two values are the same, but for the last digits of a fraction.
    pub(crate) fn matches(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => (a - b).abs() < 1e-9,
            (a, b) => a == b,
        }
    }
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Absent => f.write_str("absent"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Word(word) => f.write_str(word),
        }
    }
}

impl Place {
    /// Reads `line 3`, `line 3 of a.py`, `line 3: name`; what follows a comma is for people. `nowhere` says that
    /// there is no place.
    fn parse(item: &str) -> Result<Option<Self>, ()> {
        let item = item.split(", ").next().unwrap_or(item).replace('`', "");
        if item == "nowhere" {
            return Ok(None);
        }
        let (place, name) = match item.split_once(": ") {
            Some((place, name)) => (place, Some(name.to_owned())),
            None => (item.as_str(), None),
        };
        let (line, source) = match place.split_once(" of ") {
            Some((line, source)) => (line, Some(source.to_owned())),
            None => (place, None),
        };
        let line = line.strip_prefix("line ").and_then(|line| line.parse().ok()).ok_or(())?;
        Ok(Some(Self { line, source, name }))
    }

    /// Whether a finding lies where the document says, as far as it says.
    pub(crate) fn matches(&self, found: &Self) -> bool {
        self.line == found.line
            && (self.source.is_none() || self.source == found.source)
            && (self.name.is_none() || self.name == found.name)
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}", self.line)?;
        if let Some(source) = &self.source {
            write!(f, " of {source}")?;
        }
        if let Some(name) = &self.name {
            write!(f, ": {name}")?;
        }
        Ok(())
    }
}

/// Writes out characters that a reader of the document would not see or not count: `‹U+0009›` is a tab,
/// `‹U+0020*400›` are 400 blanks.
fn unescape(text: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('‹') {
        let (escape, after) = after.split_once('›').ok_or_else(|| after.to_owned())?;
        let (code, count) = escape.split_once('*').unwrap_or((escape, "1"));
        let code = code.strip_prefix("U+").and_then(|code| u32::from_str_radix(code, 16).ok());
        let character = code.and_then(char::from_u32);
        let (Some(character), Ok(count)) = (character, count.parse()) else { return Err(escape.to_owned()) };
        out.push_str(before);
        out.extend(std::iter::repeat_n(character, count));
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}
