//! The printer for terminals and plain text files.

mod screen;
mod table;

use unicode_width::UnicodeWidthStr;

use screen::{Screen, Style};

use crate::block::{Bar, Block, Callout, Fact, Headline, Item, List, Marker, Passage, Section, Tone};
use crate::format::{Format, Printer as Kind};
use crate::frame::{Drawn, Frame, cut_end};
use crate::printable::Printable;
use crate::{Report, ReportOptions, words};

/// Lines longer than this are hard to read, however wide the window is.
const WIDEST_PROSE: usize = 120;
/// Nothing can be laid out sensibly in fewer columns.
const NARROWEST: usize = 40;
/// The most cells of a bar.
const BAR: usize = 25;
/// The most columns that labels of bars and names of facts take.
const LABEL: usize = 24;

/// Columns where the options name no width.
const WIDTH: usize = 80;

/// Everything is readable without colour: colour repeats what words, signs and numbers say.
pub(super) const FORMAT: Format = Format {
    name: "text",
    extensions: &["txt"],
    media_type: "text/plain",
    description: "For a terminal or a plain text file.",
    printer: Kind::Text(print),
};

/// The signs that a printer draws with.
struct Signs {
    full: &'static str,
    empty: &'static str,
    rule: &'static str,
    side: &'static str,
    bullet: &'static str,
    cross: &'static str,
    metric: &'static str,
    separator: &'static str,
    ellipsis: &'static str,
}

const UNICODE: Signs = Signs {
    full: "█",
    empty: "░",
    rule: "─",
    side: "┃ ",
    bullet: "• ",
    cross: "✗ ",
    metric: "▸ ",
    separator: " · ",
    ellipsis: "…",
};

const ASCII: Signs = Signs {
    full: "#",
    empty: ".",
    rule: "-",
    side: "| ",
    bullet: "* ",
    cross: "x ",
    metric: "> ",
    separator: ", ",
    ellipsis: "...",
};

/// Only the name of a file may run beyond the width.
pub(super) fn print(report: &Report, options: &ReportOptions) -> String {
    let width = options.width.unwrap_or(WIDTH).clamp(NARROWEST, WIDEST_PROSE);
    let mut printer = Printer {
        screen: Screen::new(width, options.color),
        signs: if options.ascii { &ASCII } else { &UNICODE },
    };
    printer.screen.wrapped((Style::Plain, ""), Style::Bold, report.title().as_str());
    if !report.subtitle().is_empty() {
        let subtitle = printer.joined(report.subtitle());
        printer.screen.wrapped((Style::Plain, ""), Style::Muted, &subtitle);
    }
    printer.blocks(report.blocks(), 0, false);
    printer.screen.into_text()
}

struct Printer {
    screen: Screen,
    signs: &'static Signs,
}

impl Printer {
    /// Prints blocks; with `tight`, the first follows the line above without a blank line. Sections call it again, no
    /// deeper than the builder nests them.
    fn blocks(&mut self, blocks: &[Block], level: usize, tight: bool) {
        for (index, block) in blocks.iter().enumerate() {
            if index > 0 || !tight {
                self.screen.gap();
            }
            match block {
                Block::Headline(headline) => self.headline(headline),
                Block::Section(section) => self.section(section, level),
                Block::Paragraph(paragraph) => {
                    self.screen.wrapped((Style::Plain, ""), paragraph.tone.into(), paragraph.text.as_str());
                }
                Block::List(list) => self.list(list),
                Block::Bars(bars) => self.bars(bars),
                Block::Table(table) => table::print(&mut self.screen, table, self.signs.rule),
                Block::Passage(passage) => self.passage(passage),
                Block::Callout(callout) => self.callout(callout),
                Block::Facts(facts) => self.facts(facts),
            }
        }
    }

    fn headline(&mut self, headline: &Headline) {
        let style = Style::from(Tone::of_score(headline.score));
        let notes = self.joined(&headline.notes);
        match headline.score {
            None => self.screen.line(&[(Style::Bold, "not assessed")]),
            Some(score) => {
                let number = words::one_decimal(score);
                let label = format!("{number} of 100");
                let cells = self.screen.room().saturating_sub(label.len()).saturating_sub(2).min(2 * BAR);
                let (full, empty) = self.bar(score, cells);
                self.screen.line(&[
                    (Style::Bold, &number),
                    (Style::Muted, " of 100  "),
                    (style, &full),
                    (Style::Muted, &empty),
                ]);
            }
        }
        if !notes.is_empty() {
            self.screen.wrapped((Style::Plain, ""), Style::Plain, &notes);
        }
    }

    /// The two parts of a bar of `cells` cells.
    fn bar(&self, score: f64, cells: usize) -> (String, String) {
        // `cells` is far below 2^53, and a score lies in 0..100.
        let full = ((score.clamp(0.0, 100.0) / 100.0) * cells as f64).round() as usize;
        (self.signs.full.repeat(full), self.signs.empty.repeat(cells.saturating_sub(full)))
    }

    fn section(&mut self, section: &Section, level: usize) {
        let score = section.score.map(|score| format!("  {}", words::one_decimal(score))).unwrap_or_default();
        let tone = Style::from(Tone::of_score(section.score));
        if level == 0 {
            let title = section.title.as_str();
            let taken = title.width().saturating_add(score.len()).saturating_add(1);
            let rule = self.signs.rule.repeat(self.screen.room().saturating_sub(taken));
            self.screen.line(&[
                (Style::Bold, title),
                (tone, &score),
                (Style::Plain, " "),
                (Style::Muted, &rule),
            ]);
        } else {
            let room = self.screen.room().saturating_sub(score.len()).saturating_sub(2);
            let title = cut_end(section.title.as_str(), room, self.signs.ellipsis);
            self.screen.line(&[(Style::Muted, self.signs.metric), (Style::Bold, &title), (tone, &score)]);
        }
        self.screen.indent(Style::Plain, "  ");
        if !section.notes.is_empty() {
            let notes = self.joined(&section.notes);
            self.screen.wrapped((Style::Plain, ""), Style::Muted, &notes);
        }
        // A title without notes stands right above its blocks.
        self.blocks(&section.blocks, level.saturating_add(1), section.notes.is_empty());
        self.screen.outdent();
    }

    fn joined(&self, notes: &[Printable]) -> String {
        notes.iter().map(Printable::as_str).collect::<Vec<_>>().join(self.signs.separator)
    }

    fn list(&mut self, list: &List) {
        for (index, item) in list.items.iter().enumerate() {
            let marker = match list.marker {
                Marker::Number(first) => format!("{:>2}. ", index.saturating_add(first)),
                Marker::Plus => "+ ".to_owned(),
                Marker::Minus => "- ".to_owned(),
                Marker::Bullet => self.signs.bullet.to_owned(),
            };
            let style = match list.marker {
                Marker::Plus => Style::Good,
                Marker::Minus => Style::Fair,
                Marker::Number(_) | Marker::Bullet => Style::Muted,
            };
            self.item(item, (style, &marker));
        }
    }

    fn item(&mut self, item: &Item, marker: (Style, &str)) {
        self.screen.wrapped(marker, Style::Plain, item.text.as_str());
        let hanging = " ".repeat(marker.1.width());
        if let Some(place) = &item.place {
            self.screen.line(&[
                (Style::Plain, &hanging),
                (Style::Plain, "--> "),
                (Style::Place, place.as_str()),
            ]);
        }
        if !item.notes.is_empty() {
            let notes = self.joined(&item.notes);
            self.screen.wrapped((Style::Plain, &hanging), Style::Muted, &notes);
        }
    }

    fn bars(&mut self, bars: &[Bar]) {
        let label = bars.iter().map(|bar| bar.label.as_str().width()).max().unwrap_or(0).min(LABEL);
        for bar in bars {
            let text = cut_end(bar.label.as_str(), label, self.signs.ellipsis);
            let padding = " ".repeat(label.saturating_sub(text.width()));
            let name = format!("{text}{padding}");
            let note = self.joined(&bar.notes);
            match bar.score {
                None => {
                    let lead = format!("{name}      -  ");
                    self.screen.wrapped((Style::Plain, &lead), Style::Muted, &note);
                }
                Some(score) => {
                    let number = format!("  {:>5}  ", words::one_decimal(score));
                    let tone = Style::from(Tone::of_score(bar.score));
                    let before = name.width().saturating_add(number.len());
                    let cells = self.screen.room().saturating_sub(before).min(BAR);
                    let (full, empty) = self.bar(score, cells);
                    let taken = before.saturating_add(cells);
                    let fits = taken.saturating_add(note.width()).saturating_add(2) <= self.screen.room();
                    let note = format!("  {note}");
                    let mut pieces = vec![
                        (Style::Plain, name.as_str()),
                        (Style::Bold, &number),
                        (tone, &full),
                        (Style::Muted, &empty),
                    ];
                    if fits {
                        pieces.push((Style::Muted, &note));
                    }
                    self.screen.line(&pieces);
                    if !fits {
                        let lead = " ".repeat(label.saturating_add(number.len()));
                        self.screen.wrapped((Style::Plain, &lead), Style::Muted, note.trim_start());
                    }
                }
            }
        }
    }

    fn passage(&mut self, passage: &Passage) {
        let marker = match passage.tone {
            Tone::Alert => "! ",
            Tone::Poor => self.signs.cross,
            Tone::Good => "+ ",
            Tone::Fair | Tone::Neutral | Tone::Muted => self.signs.bullet,
        };
        self.screen.wrapped((passage.tone.into(), marker), Style::Bold, passage.message.as_str());
        self.screen.indent(Style::Plain, "  ");
        let gutter = passage.frame.as_ref().map_or(0, |frame| self.frame(frame, passage.tone));
        for note in &passage.notes {
            let lead = format!("{}= ", " ".repeat(gutter));
            self.screen.wrapped((Style::Place, &lead), Style::Plain, note.as_str());
        }
        self.screen.outdent();
    }

    /// Prints a frame, and returns the column of its bar.
    fn frame(&mut self, frame: &Frame, tone: Tone) -> usize {
        let mut bar = 0;
        for drawn in frame.draw(self.screen.room(), self.signs.ellipsis) {
            match drawn {
                Drawn::Place { arrow, place } => {
                    bar = arrow.trim_end().len().saturating_sub(2);
                    self.screen.line(&[(Style::Place, &arrow), (Style::Plain, &place)]);
                }
                Drawn::Code { gutter, text } => {
                    self.screen.line(&[(Style::Place, &gutter), (Style::Plain, &text)]);
                }
                Drawn::Carets { gutter, indent, carets } => {
                    let style = if tone == Tone::Neutral { Style::Place } else { tone.into() };
                    self.screen.line(&[(Style::Place, &gutter), (Style::Plain, &indent), (style, &carets)]);
                }
            }
        }
        bar
    }

    fn callout(&mut self, callout: &Callout) {
        self.screen.indent(callout.tone.into(), self.signs.side);
        let title = format!("! {}", callout.title);
        self.screen.wrapped((Style::Plain, ""), callout.tone.into(), &title);
        self.screen.wrapped((Style::Plain, ""), Style::Plain, callout.text.as_str());
        if let Some(frame) = &callout.frame {
            self.frame(frame, callout.tone);
        }
        self.screen.outdent();
    }

    fn facts(&mut self, facts: &[Fact]) {
        let width = facts.iter().map(|fact| fact.name.as_str().width()).max().unwrap_or(0).min(LABEL);
        for fact in facts {
            let name = fact.name.as_str();
            let padding = " ".repeat(width.saturating_sub(name.width()).saturating_add(2));
            let lead = format!("{}{padding}", cut_end(name, width, self.signs.ellipsis));
            self.screen.wrapped((Style::Muted, &lead), Style::Plain, fact.value.as_str());
        }
    }
}
