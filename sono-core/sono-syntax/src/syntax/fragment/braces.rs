//! Frames where blocks are told by their brackets.

use crate::language::{FrameLabel, Frames, Language};
use crate::syntax::lex::{Lexed, Sort, Token};
use crate::syntax::outline::Fragment;

use super::{Frame, MAX_DEPTH, Margins};

/// The columns that a tab is taken for, beside spaces.
const TAB: u32 = 4;

/// The statement or member that is being read.
#[derive(Debug, Clone, Copy)]
struct Segment {
    /// Its first token.
    first: usize,
    /// Whether it holds a name with parentheses after it.
    has_call: bool,
    /// Whether it holds an equals sign.
    assigns: bool,
}

/// A bracket that is open.
#[derive(Debug, Clone, Copy)]
struct Open<'t> {
    sign: &'t str,
    /// The first word of its statement.
    word: &'t str,
    /// Whether what it encloses is a value, so that the statement goes on after it.
    is_value: bool,
    /// Whether it encloses elements, and no statements.
    is_list: bool,
    /// Whether it encloses definitions, and no statements.
    is_container: bool,
    /// The column of its statement.
    column: u32,
}

/// The content at the top between two brackets that close what the text does not open.
#[derive(Debug, Clone, Copy, Default)]
struct Level<'t> {
    /// Whether it holds members of a type.
    has_members: bool,
    /// Whether it holds statements, which no type can.
    has_statements: bool,
    /// The first label in it, which tells what opens the block.
    label: Option<FrameLabel>,
    /// Whether that is the first thing in it.
    label_leads: bool,
    /// Its first token.
    first: usize,
    /// Whether a statement ends in it.
    has_ended: bool,
    /// The bracket that ends it, and the token after that.
    close: &'t str,
    next: &'t str,
}

struct Scan<'t, 'l> {
    text: &'t str,
    margins: Margins<'t>,
    tokens: &'l [Token],
    frames: &'l Frames,
    levels: Vec<Level<'t>>,
    level: Level<'t>,
    open: Vec<Open<'t>>,
    /// One for the level, and one for each open bracket.
    segments: Vec<Segment>,
    /// The smallest column of the lines so far.
    left: u32,
    /// The token that begins the line, and whether all behind it closes something.
    line: Option<usize>,
    leads: bool,
    /// The first word of the statement whose block ended last.
    ended: &'t str,
    /// Whether a line is not where it should be in its block, so that a bracket may be lost further up.
    is_askew: bool,
    /// The last token that tells a block of definitions.
    container: Option<usize>,
    /// The column beyond which no statement may stand, after the end of one that the text goes on with.
    outer: Option<u32>,
}

pub(super) fn frames(text: &str, lexed: &Lexed, comment: &'static str, language: &Language) -> Vec<Frame> {
    let mut scan = Scan {
        text,
        margins: Margins::of(text, TAB),
        tokens: &lexed.tokens,
        frames: &language.frames,
        levels: Vec::new(),
        level: Level::default(),
        open: Vec::new(),
        segments: vec![Segment::at(0)],
        left: u32::MAX,
        line: None,
        leads: true,
        ended: "",
        is_askew: false,
        container: None,
        outer: None,
    };
    let read = (0..lexed.tokens.len()).try_for_each(|index| scan.token(index));
    if read.is_none() || lexed.tokens.is_empty() || scan.open.len() > MAX_DEPTH {
        return Vec::new();
    }
    scan.levels.push(scan.level);
    scan.found(lexed.unclosed.map(|(close, _)| close), comment)
}

impl Segment {
    const fn at(first: usize) -> Self {
        Self { first, has_call: false, assigns: false }
    }
}

impl Level<'_> {
    /// Opens the block in which its labels stand.
    fn open_label(&self, before: &mut String) {
        if let Some(label) = self.label {
            before.push_str(label.opener);
            before.push_str(if self.label_leads { "" } else { label.first });
        }
    }
}

impl<'t> Scan<'t, '_> {
    fn word(&self, index: usize) -> &'t str {
        self.tokens.get(index).map_or("", |token| token.span.of(self.text))
    }

    /// Reads a token; `None` if the text is no piece of anything.
    fn token(&mut self, index: usize) -> Option<()> {
        let token = *self.tokens.get(index)?;
        let word = self.word(index);
        if token.starts_line {
            (self.line, self.leads) = (Some(index), true);
            self.start_line(&token, index)?;
        }
        if self.frames.containers.contains(&word) {
            self.container = Some(index);
        }
        let at_top = self.open.is_empty();
        match word {
            _ if token.sort == Sort::Text => {}
            "(" | "[" | "{" => self.open(word, index),
            ")" | "]" | "}" => self.close(word, index)?,
            ";" if self.open.last().is_none_or(|open| open.sign == "{") => {
                self.level.has_ended |= at_top;
                self.end_segment(index);
            }
            "," if at_top || self.open.last().is_some_and(|open| open.is_list) => self.end_segment(index),
            ":" if self
                .segments
                .last()
                .is_some_and(|segment| matches!(self.word(segment.first), "case" | "default")) =>
            {
                self.end_segment(index);
            }
            "=" => self.segments.last_mut()?.assigns = true,
            _ if at_top && token.sort == Sort::Word => {
                let leads = self.segments.last()?.first == index;
                self.level.has_members |= self.frames.modifiers.contains(&word);
                self.level.has_statements |= leads && self.frames.statements.contains(&word);
                let next = self.word(index.saturating_add(1));
                let mut labels = self.frames.labels.iter();
                let label =
                    labels.find(|label| label.word == word && (label.next.is_empty() || label.next == next));
                if self.level.label.is_none() && leads && label.is_some() {
                    self.level.label = label.copied();
                    self.level.label_leads = self.level.first == index;
                }
            }
            _ => {}
        }
        self.leads &= is_closing(word);
        Some(())
    }

    /// Compares a new line with the block that is open: what is inside is further right.
    fn start_line(&mut self, token: &Token, index: usize) -> Option<()> {
        let column = self.margins.column(token.span.start);
        let word = self.word(index);
        let is_label = self.frames.labels.iter().any(|label| label.word == word);
        if let Some(open) = self.open.last().filter(|open| open.sign == "{") {
            let fits = if word == "}" { column >= open.column } else { is_label || column > open.column };
            self.is_askew |= !fits && !matches!(word, ")" | "]");
        }
        if !(is_closing(word) && self.open.is_empty()) {
            // Labels may stand where their block ends.
            self.left = self.left.min(column.saturating_add(u32::from(is_label)));
        }
        if self.open.is_empty()
            && let Some(outer) = self.outer.take()
            && (column > outer || column == 0 && outer == 0)
        {
            return None;
        }
        Some(())
    }

    fn end_segment(&mut self, index: usize) {
        if let Some(segment) = self.segments.last_mut() {
            *segment = Segment::at(index.saturating_add(1));
        }
    }

    fn open(&mut self, sign: &'t str, index: usize) {
        let before = index.checked_sub(1).map_or("", |before| self.word(before));
        let segment = self.segments.last().copied().unwrap_or(Segment::at(index));
        let word = self.word(segment.first);
        // Where the statement begins outside of the text, its column is not known.
        let is_begun = segment.first == self.level.first
            && self.open.is_empty()
            && (self.levels.last().is_some_and(|level| level.close != "}")
                || self.frames.continued.iter().any(|(head, _)| *head == word));
        let start = self.tokens.get(segment.first).map_or(0, |token| token.span.start);
        let column = if is_begun { 0 } else { self.margins.column(start) };
        let is_list = sign == "{" && matches!(before, "=" | "," | ":" | "(" | "[" | "]" | "return" | "?");
        let is_value = is_list || segment.assigns || matches!(word, "return" | "throw");
        if sign == "{"
            && self.open.is_empty()
            && segment.has_call
            && !segment.assigns
            && !self.frames.statements.contains(&word)
            && !self.frames.definitions.contains(&word)
        {
            self.level.has_members = true;
        }
        let is_container = sign == "{" && self.container.is_some_and(|container| container >= segment.first);
        self.open.push(Open { sign, word, is_value, is_list, is_container, column });
        self.segments.push(Segment::at(index.saturating_add(1)));
    }

    fn close(&mut self, sign: &'t str, index: usize) -> Option<()> {
        if let Some(open) = self.open.pop() {
            self.segments.pop();
            let fits = matches!((open.sign, sign), ("(", ")") | ("[", "]") | ("{", "}"));
            let segment = self.segments.last_mut()?;
            match sign {
                ")" => segment.has_call = true,
                "}" if !open.is_value => {
                    *segment = Segment::at(index.saturating_add(1));
                    self.level.has_ended |= self.open.is_empty();
                }
                _ => {}
            }
            self.ended = if sign == "}" { open.word } else { "" };
            return fits.then_some(());
        }
        // What a block holds is further right than its end.
        let column = self.margins.column(self.tokens.get(self.line?)?.span.start);
        if !self.leads || self.left <= column {
            // Not the end of a block, but of arguments that began before the text.
            if sign == "}" || self.level.has_ended {
                return None;
            }
            self.outer = Some(self.left);
        }
        self.left = self.left.min(column.saturating_add(1));
        let next = self.word(index.saturating_add(1));
        self.levels.push(Level { close: sign, next, ..self.level });
        self.level = Level { first: index.saturating_add(1), ..Level::default() };
        self.ended = "";
        self.segments = vec![Segment::at(index.saturating_add(1))];
        (self.levels.len() <= MAX_DEPTH).then_some(())
    }

    /// The frames that fit what was read.
    fn found(&self, unclosed: Option<&'static str>, comment: &'static str) -> Vec<Frame> {
        let first = self.tokens.first().map_or(0, |token| self.margins.column(token.span.start));
        // One brace that nothing closes may be lost; where there are two, the end is missing, and so it is where whole
        // members stand in a type.
        let mut braces = self.open.iter().filter(|open| open.sign == "{");
        let is_cut = first > 0
            || self.levels.len() > 1
            || !comment.is_empty()
            || braces.next().is_some_and(|open| open.is_container || braces.next().is_some());
        let mut ends = Vec::new();
        if self.open.is_empty() && unclosed.is_none() {
            ends.push((String::new(), 0));
        }
        if is_cut && !self.is_askew {
            ends.extend(self.ends(unclosed));
        }
        let mut found = Vec::new();
        for flipped in [false, true] {
            for (members, holds) in
                self.frames.members.iter().chain(self.frames.members.is_empty().then_some(&("", "")))
            {
                let (before, close, what) = self.before(members, holds, flipped);
                for (end, ends_inside) in &ends {
                    let starts_inside = what.starts_inside.saturating_add(u32::from(!comment.is_empty()));
                    let what = Fragment { starts_inside, ends_inside: *ends_inside, ..what };
                    let frame =
                        Frame { before: before.clone(), comment, after: format!("{end}{close}"), what };
                    let adds = [&frame.before, comment, &frame.after].iter().any(|part| !part.is_empty());
                    if adds && !found.contains(&frame) {
                        found.push(frame);
                    }
                }
            }
        }
        found
    }

    /// The openings of the blocks in which the text begins, and the end of the outermost, if the text leaves that open.
    fn before(
        &self,
        members: &'static str,
        holds: &'static str,
        flipped: bool,
    ) -> (String, &'static str, Fragment) {
        let mut what = Fragment { starts_inside: 0, ends_inside: 0, holds: None };
        let (mut before, mut close) = (String::new(), "");
        let mut around = Level::default();
        for (index, level) in self.levels.iter().rev().enumerate() {
            let mut level = *level;
            if index > 0 {
                self.open_inside(&level, &around, members, &mut before);
                what.starts_inside = what.starts_inside.saturating_add(1);
            } else {
                level.has_members ^= flipped && !members.is_empty() && !level.has_statements;
                if level.has_members {
                    before.push_str(members);
                    what.holds = (!holds.is_empty()).then_some(holds);
                    close = "}\n";
                } else if level.label.is_some() {
                    level.open_label(&mut before);
                    what.starts_inside = 1;
                    close = "}\n";
                }
            }
            around = level;
        }
        // What the first word goes on from.
        let first = self.word(0);
        let has = |(word, _): &&(&str, &str)| *word == first;
        if let Some((_, opener)) = self.frames.before.iter().find(has) {
            before.push_str(opener);
            before.push('}');
            what.starts_inside = what.starts_inside.saturating_add(1);
        } else if let Some((_, head)) = self.frames.continued.iter().find(has) {
            before.push_str(head);
            what.starts_inside = what.starts_inside.saturating_add(1);
        }
        (before, close, what)
    }

    /// Opens a block in the one around it.
    fn open_inside(&self, level: &Level<'_>, around: &Level<'_>, members: &'static str, before: &mut String) {
        let frames = self.frames;
        let in_brackets = matches!(around.close, ")" | "]");
        let known = frames.before.iter().find(|(word, _)| *word == level.next);
        before.push_str(match level.close {
            ")" if around.has_members => frames.parameters,
            ")" if level.next == "{" => frames.condition,
            ")" => "z(",
            "]" => "z[",
            _ if level.has_members && in_brackets => frames.anonymous,
            _ if level.has_members && !members.is_empty() => members,
            _ if in_brackets => frames.closure,
            _ if around.has_members => frames.method,
            _ if known.is_some() => known.map_or("", |(_, opener)| *opener),
            _ if level.label.is_some() => return level.open_label(before),
            _ => frames.block,
        });
    }

    /// The ends of a text that breaks off, each with the number of things that it leaves open.
    fn ends(&self, unclosed: Option<&'static str>) -> Vec<(String, u32)> {
        let rest =
            self.segments.last().and_then(|segment| self.tokens.get(segment.first..)).unwrap_or_default();
        let is_open = !self.open.is_empty() || unclosed.is_some() || !rest.is_empty();
        let follow = self.follow(self.ended);
        if !is_open && follow.is_empty() {
            return Vec::new();
        }
        let is_bare = self.open.is_empty() && (!rest.is_empty() || !follow.is_empty());
        let count = u32::try_from(self.open.len()).unwrap_or(u32::MAX);
        let count = count.saturating_add(u32::from(unclosed.is_some() || is_bare));
        let mut ends = ["", ";"].map(|end| self.end(unclosed, rest, end));
        ends.reverse();
        let mut ends: Vec<(String, u32)> = ends.into_iter().map(|end| (end, count)).collect();
        ends.dedup();
        ends
    }

    /// The text that must follow the block of a statement.
    fn follow(&self, word: &str) -> &'static str {
        self.frames.after.iter().find(|(head, _)| *head == word).map_or("", |(_, follow)| *follow)
    }

    /// The end of the text after its last statement, of which there is the rest, with a sign that ends statements.
    fn end(&self, unclosed: Option<&'static str>, rest: &[Token], sign: &str) -> String {
        let mut end = format!("{}\n", unclosed.unwrap_or(""));
        let in_block = self.open.last().is_none_or(|open| open.sign == "{" && !open.is_list);
        let word = |token: Option<&Token>| token.map_or("", |token| token.span.of(self.text));
        let last = self.tokens.last();
        let is_sign = last.is_some_and(|token| token.sort == Sort::Sign);
        let mut goes_on = !(in_block && rest.is_empty());
        if in_block && rest.is_empty() {
            end.push_str(self.follow(self.ended));
        } else if in_block && word(rest.first()) == "@" && rest.len() == 2 {
            end.push_str(self.frames.annotated);
            goes_on = false;
        } else if in_block
            && (matches!(word(last), "else" | "finally") || !self.follow(word(last)).is_empty())
        {
            end.push_str("{}");
            end.push_str(self.follow(word(last)));
            goes_on = false;
        } else if is_sign && "=+-*/%&|^<?!.~:,".contains(word(last)) && !self.ends_whole() {
            end.push('z');
        }
        for open in self.open.iter().rev() {
            if open.sign != "{" {
                end.push(if open.sign == "(" { ')' } else { ']' });
                goes_on = true;
                continue;
            }
            if goes_on && !open.is_list {
                end.push_str(sign);
            }
            end.push('}');
            end.push_str(self.follow(open.word));
            goes_on = open.is_value;
        }
        if goes_on {
            end.push_str(sign);
        }
        end
    }

    /// Whether the last sign needs nothing after it: a comma of a list, `i++`.
    fn ends_whole(&self) -> bool {
        let count = self.tokens.len();
        let last = self.word(count.saturating_sub(1));
        let twice = last == self.word(count.saturating_sub(2)) && matches!(last, "+" | "-");
        twice || last == "," && self.open.last().is_some_and(|open| open.is_list || open.sign == "[")
    }
}

fn is_closing(word: &str) -> bool {
    matches!(word, ")" | "]" | "}")
}
