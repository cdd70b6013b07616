//! The printers for HTML: a page of its own, and a part of somebody else's page.
//!
//! Both are one element with its own style and without scripts, links or anything to load. Text of the submission never
//! becomes markup: only [`Page::text`] writes it, and that escapes it.

use crate::block::{Bar, Block, Callout, Fact, Headline, Item, List, Marker, Passage, Section, Table, Tone};
use crate::format::{Format, Printer};
use crate::frame::{Frame, FrameRow};
use crate::printable::Printable;
use crate::{Report, words};

pub(super) const PAGE: Format = Format {
    name: "html",
    extensions: &["html", "htm"],
    media_type: "text/html",
    description: "A web page of its own, which loads nothing.",
    printer: Printer::Text(|report, _| page(report)),
};

pub(super) const FRAGMENT: Format = Format {
    name: "html-fragment",
    extensions: &[],
    media_type: "text/html",
    description: "One element with its style, for notebooks and other web pages.",
    printer: Printer::Text(|report, _| fragment(report)),
};

/// Colours derive from the surroundings, so that both are readable on dark and on light; tones lie between the two.
const STYLE: &str = include_str!("html/style.css");
/// The start of a page around the element. The page may load nothing, whatever text it shows.
const HEAD: &str = concat!(
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n",
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
    "<meta name=\"color-scheme\" content=\"light dark\">\n",
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n",
);

fn page(report: &Report) -> String {
    let mut page = Page { out: HEAD.to_owned() };
    page.element("title", |page| page.text(report.title().as_str()));
    page.raw("\n</head>\n<body>\n");
    page.report(report, 1);
    page.raw("</body>\n</html>\n");
    page.out
}

fn fragment(report: &Report) -> String {
    let mut page = Page { out: String::new() };
    page.report(report, 3);
    page.out
}

/// The HTML written so far.
struct Page {
    out: String,
}

impl Page {
    /// Markup that this file wrote.
    fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// Text without markup. Quotes are escaped as well, so that it may stand anywhere.
    fn text(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '&' => self.raw("&amp;"),
                '<' => self.raw("&lt;"),
                '>' => self.raw("&gt;"),
                '"' => self.raw("&quot;"),
                '\'' => self.raw("&#39;"),
                other => self.out.push(other),
            }
        }
    }

    /// Prose, in which words between backticks are code.
    fn prose(&mut self, text: &Printable) {
        let parts: Vec<&str> = text.as_str().trim().split('`').collect();
        let is_code = |index: usize| index % 2 == 1;
        let balanced = !is_code(parts.len().saturating_sub(1));
        let mut codes = parts.iter().enumerate().filter(|(index, _)| is_code(*index));
        if !balanced || codes.any(|(_, code)| code.trim().is_empty()) {
            return self.words(text.as_str().trim());
        }
        for (index, part) in parts.into_iter().enumerate() {
            if is_code(index) {
                self.element("code", |page| page.text(part));
            } else {
                self.words(part);
            }
        }
    }

    /// Text in which no line ends between a number and its `%`.
    fn words(&mut self, text: &str) {
        for (index, part) in words::unbreakable(text).into_iter().enumerate() {
            if index > 0 {
                self.raw("&nbsp;");
            }
            self.text(part);
        }
    }

    /// An element without attributes.
    fn element(&mut self, name: &str, inside: impl FnOnce(&mut Self)) {
        self.open(name, "");
        inside(self);
        self.close(name);
    }

    /// An element of a class.
    fn classed(&mut self, name: &str, class: &str, inside: impl FnOnce(&mut Self)) {
        self.open(name, class);
        inside(self);
        self.close(name);
    }

    fn open(&mut self, name: &str, class: &str) {
        self.raw("<");
        self.raw(name);
        if !class.is_empty() {
            for part in [" class=\"", class, "\""] {
                self.raw(part);
            }
        }
        self.raw(">");
    }

    fn close(&mut self, name: &str) {
        for part in ["</", name, ">"] {
            self.raw(part);
        }
    }

    /// A report whose title is a heading of this level.
    fn report(&mut self, report: &Report, level: usize) {
        self.open("article", "sono-eval");
        self.element("style", |page| page.raw(STYLE));
        self.heading(level, |page| page.prose(report.title()));
        self.notes(report.subtitle());
        self.blocks(report.blocks(), level.saturating_add(1));
        self.close("article");
        self.raw("\n");
    }

    /// A heading; those below the sixth level are headings of the sixth.
    fn heading(&mut self, level: usize, inside: impl FnOnce(&mut Self)) {
        let name = ["h1", "h2", "h3", "h4", "h5"].get(level.saturating_sub(1)).copied().unwrap_or("h6");
        self.element(name, inside);
        self.raw("\n");
    }

    /// Prints blocks; sections call it again, no deeper than the builder nests them.
    fn blocks(&mut self, blocks: &[Block], level: usize) {
        for block in blocks {
            match block {
                Block::Headline(headline) => self.headline(headline),
                Block::Section(section) => self.section(section, level),
                Block::Paragraph(paragraph) => {
                    self.classed("p", tone(paragraph.tone), |page| page.prose(&paragraph.text));
                }
                Block::List(list) => self.list(list),
                Block::Bars(bars) => self.bars(bars),
                Block::Table(table) => self.table(table),
                Block::Passage(passage) => self.passage(passage),
                Block::Callout(callout) => self.callout(callout),
                Block::Facts(facts) => self.facts(facts),
            }
            self.raw("\n");
        }
    }

    /// Notes in a line of their own.
    fn notes(&mut self, notes: &[Printable]) {
        if !notes.is_empty() {
            self.classed("p", "muted", |page| page.joined(notes));
            self.raw("\n");
        }
    }

    fn joined(&mut self, notes: &[Printable]) {
        for (index, note) in notes.iter().enumerate() {
            if index > 0 {
                self.raw(" · ");
            }
            self.prose(note);
        }
    }

    fn headline(&mut self, headline: &Headline) {
        self.classed("p", "score", |page| match headline.score {
            None => page.element("strong", |page| page.raw("not assessed")),
            Some(score) => {
                page.element("strong", |page| page.raw(&words::one_decimal(score)));
                page.raw(" of 100 ");
                page.bar(score);
            }
        });
        self.notes(&headline.notes);
    }

    /// A bar. It repeats a number that stands beside it.
    fn bar(&mut self, score: f64) {
        self.raw("<span class=\"bar ");
        self.raw(tone(Tone::of_score(Some(score))));
        self.raw("\" aria-hidden=\"true\"><span style=\"width:");
        self.raw(&words::one_decimal(score.clamp(0.0, 100.0)));
        self.raw("%\"></span></span>");
    }

    fn section(&mut self, section: &Section, level: usize) {
        self.open("section", "");
        self.heading(level, |page| {
            page.prose(&section.title);
            if let Some(score) = section.score {
                page.raw(" ");
                page.classed("small", tone(Tone::of_score(Some(score))), |page| {
                    page.raw(&words::one_decimal(score));
                });
            }
        });
        self.notes(&section.notes);
        self.blocks(&section.blocks, level.saturating_add(1));
        self.close("section");
    }

    fn list(&mut self, list: &List) {
        let (name, class) = match list.marker {
            Marker::Number(_) => ("ol", ""),
            Marker::Plus => ("ul", "plus"),
            Marker::Minus => ("ul", "minus"),
            Marker::Bullet => ("ul", ""),
        };
        match list.marker {
            Marker::Number(first) if first != 1 => self.raw(&format!("<ol start=\"{first}\">")),
            _ => self.open(name, class),
        }
        list.items.iter().for_each(|item| self.item(item));
        self.close(name);
    }

    fn item(&mut self, item: &Item) {
        self.open("li", "");
        self.prose(&item.text);
        if let Some(place) = &item.place {
            self.raw(" ");
            self.classed("code", "place", |page| page.text(place.as_str()));
        }
        if !item.notes.is_empty() {
            self.raw("<br>");
            self.classed("small", "muted", |page| page.joined(&item.notes));
        }
        self.close("li");
    }

    fn bars(&mut self, bars: &[Bar]) {
        self.classed("table", "bars", |page| {
            for bar in bars {
                page.element("tr", |page| {
                    page.raw("<th scope=\"row\">");
                    page.prose(&bar.label);
                    page.raw("</th>");
                    page.classed("td", "number", |page| match bar.score {
                        None => page.raw("–"),
                        Some(score) => page.raw(&words::one_decimal(score)),
                    });
                    page.element("td", |page| bar.score.into_iter().for_each(|score| page.bar(score)));
                    page.classed("td", "muted", |page| page.joined(&bar.notes));
                });
            }
        });
    }

    fn table(&mut self, table: &Table) {
        let class = |index: usize| {
            let numeric = table.columns.get(index).is_some_and(|column| column.numeric);
            if numeric { "number" } else { "" }
        };
        let row = |page: &mut Self, cells: &[Printable]| {
            page.element("tr", |page| {
                for (index, cell) in cells.iter().enumerate() {
                    page.classed("td", class(index), |page| page.prose(cell));
                }
            });
        };
        self.raw("<div class=\"wide\">");
        self.element("table", |page| {
            page.raw("<thead><tr>");
            for (index, column) in table.columns.iter().enumerate() {
                page.classed("th", class(index), |page| page.text(column.title));
            }
            page.raw("</tr></thead>");
            page.element("tbody", |page| table.rows.iter().for_each(|cells| row(page, cells)));
            if let Some(total) = &table.total {
                page.element("tfoot", |page| row(page, total));
            }
        });
        self.raw("</div>");
    }

    fn passage(&mut self, passage: &Passage) {
        self.open("div", "passage");
        self.open("p", tone(passage.tone));
        self.element("strong", |page| page.prose(&passage.message));
        self.close("p");
        if let Some(frame) = &passage.frame {
            self.frame(frame);
        }
        if !passage.notes.is_empty() {
            self.element("ul", |page| {
                passage.notes.iter().for_each(|note| page.element("li", |page| page.prose(note)));
            });
        }
        self.close("div");
    }

    fn callout(&mut self, callout: &Callout) {
        self.raw("<aside class=\"callout ");
        self.raw(tone(callout.tone));
        self.raw("\">");
        self.element("p", |page| page.element("strong", |page| page.prose(&callout.title)));
        self.element("p", |page| page.prose(&callout.text));
        if let Some(frame) = &callout.frame {
            self.frame(frame);
        }
        self.close("aside");
    }

    /// The lines of a place; the place itself is marked.
    fn frame(&mut self, frame: &Frame) {
        self.classed("code", "place", |page| page.text(frame.place.as_str()));
        if frame.rows.is_empty() {
            return;
        }
        self.element("pre", |page| {
            for row in &frame.rows {
                match row {
                    FrameRow::Gap { lines } => {
                        page.text(&format!("     … ({})\n", words::count(*lines, "line")))
                    }
                    FrameRow::Line { number, before, marked, after } => {
                        page.classed("span", "muted", |page| page.raw(&format!("{number:>4}  ")));
                        page.text(before.as_str());
                        page.element("mark", |page| page.text(marked.as_str()));
                        page.text(after.as_str());
                        page.raw("\n");
                    }
                }
            }
        });
    }

    fn facts(&mut self, facts: &[Fact]) {
        self.element("dl", |page| {
            for fact in facts {
                page.element("dt", |page| page.prose(&fact.name));
                page.element("dd", |page| page.prose(&fact.value));
            }
        });
    }
}

/// The class of a tone.
const fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Neutral => "",
        Tone::Good => "good",
        Tone::Fair => "fair",
        Tone::Poor => "poor",
        Tone::Alert => "alert",
        Tone::Muted => "muted",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prose(text: &str) -> String {
        let mut page = Page { out: String::new() };
        page.prose(&Printable::prose(text));
        page.out
    }

    #[test]
    fn text_never_becomes_markup() {
        assert_eq!(
            prose("<b title='x'>\"&amp;\"</b>"),
            "&lt;b title=&#39;x&#39;&gt;&quot;&amp;amp;&quot;&lt;/b&gt;"
        );
        assert_eq!(prose("a\u{202e}\u{0}b"), "a\\u{202e}\\u{0}b");
    }

    #[test]
    fn words_between_backticks_are_code() {
        assert_eq!(prose("Split `a<b` now."), "Split <code>a&lt;b</code> now.");
        assert_eq!(prose("`a` and `"), "`a` and `");
        assert_eq!(prose("`` a"), "`` a");
    }
}
