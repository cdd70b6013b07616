//! Cyclomatic and cognitive complexity, fed token by token. [`syntax`](super) describes the dialects.

use crate::language::role::{Role, Token};
use crate::text::Span;

use super::frame::{Frame, NONE, flags};
use super::outline::Increment;
use super::walk::Walk;

/// An increment before the exceptions to nesting are applied.
#[derive(Debug, Clone, Copy)]
struct Raw {
    span: Span,
    nesting: u32,
    structural: bool,
    /// The function that contains it; nested functions are distinguished.
    function: u32,
}

/// Cognitive complexity during the walk.
#[derive(Debug, Default)]
pub(super) struct Cognitive {
    functions: Vec<Raw>,
    module: Vec<Raw>,
    /// Ranges of increments whose nesting is one less than recorded.
    relieved: Vec<(usize, usize)>,
    /// The last operator of each open sequence of short-circuit operators.
    sequences: Vec<Token>,
    /// The keywords that enclose this line by layout; tracked if the text does not parse.
    layout: Layout,
}

/// The nodes that are looked up from a label to its `switch`.
const LABELS: usize = 8;

/// The keywords that enclose a line: their columns, and whether the parser could not place them.
#[derive(Debug, Default)]
struct Layout {
    open: Vec<(u32, bool)>,
    strays: u32,
    /// The column where the code of the line starts.
    column: u32,
}

/// The number of keywords open by layout: all of them, and those that the parser could not place.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Enclosing {
    all: u32,
    strays: u32,
}

impl Layout {
    fn start_line(&mut self, column: u32) {
        self.column = column;
        while let Some((open, stray)) = self.open.last().copied()
            && open >= column
        {
            self.open.pop();
            self.strays = self.strays.saturating_sub(u32::from(stray));
        }
    }

    /// Opens a keyword; at most one per line.
    fn push(&mut self, stray: bool) {
        if self.open.last().is_none_or(|(open, _)| *open < self.column) {
            self.open.push((self.column, stray));
            self.strays = self.strays.saturating_add(u32::from(stray));
        }
    }

    /// The keywords open around this line, not counting one on it.
    fn enclosing(&self) -> Enclosing {
        let own = self.open.last().filter(|(open, _)| *open >= self.column);
        let count = u32::try_from(self.open.len()).unwrap_or(u32::MAX);
        Enclosing {
            all: count.saturating_sub(u32::from(own.is_some())),
            strays: self.strays.saturating_sub(own.map_or(0, |(_, stray)| u32::from(*stray))),
        }
    }
}

impl Cognitive {
    /// The index of the next increment, as a mark for a function that opens here.
    pub(super) fn mark(&self) -> usize {
        self.functions.len()
    }

    /// The number of increments outside functions so far.
    pub(super) fn loose(&self) -> usize {
        self.module.len()
    }

    /// Takes back the increments outside functions since there were that many.
    pub(super) fn take_back(&mut self, count: usize) {
        self.module.truncate(count);
    }

    /// Starts a line of code in a text that does not parse.
    pub(super) fn start_line(&mut self, column: u32) {
        self.layout.start_line(column);
    }

    /// The keywords open by layout.
    pub(super) fn enclosing(&self) -> Enclosing {
        self.layout.enclosing()
    }

    /// Removes one level of nesting, at the end, from all increments since a mark.
    pub(super) fn relieve(&mut self, mark: usize) {
        self.relieved.push((mark, self.functions.len()));
    }

    /// Partitions the increments since a mark so that those of `function` itself come first, and returns where they
    /// end. All others lose one level of nesting.
    pub(super) fn part(&mut self, mark: usize, function: u32) -> usize {
        let Some(range) = self.functions.get_mut(mark..) else { return mark };
        let (own, mut nested): (Vec<Raw>, Vec<Raw>) = range.iter().partition(|raw| raw.function == function);
        for raw in nested.iter_mut().filter(|raw| raw.structural) {
            raw.nesting = raw.nesting.saturating_sub(1);
        }
        for (place, raw) in range.iter_mut().zip(own.iter().chain(&nested)) {
            *place = *raw;
        }
        mark.saturating_add(own.len())
    }

    fn push(&mut self, span: Span, nesting: u32, structural: bool, function: u32) {
        let list = if function == NONE { &mut self.module } else { &mut self.functions };
        list.push(Raw { span, nesting: if structural { nesting } else { 0 }, structural, function });
    }

    /// All increments, those of functions first, and the index of the first one of the module.
    pub(super) fn finish(mut self) -> (Vec<Increment>, usize) {
        // The starts and ends of relieved ranges, as differences over the list.
        let mut changes = vec![0_i64; self.functions.len().saturating_add(1)];
        for (start, end) in self.relieved {
            for (place, change) in [(start, 1), (end, -1)] {
                if let Some(cell) = changes.get_mut(place) {
                    *cell = cell.saturating_add(change);
                }
            }
        }
        let mut relief = 0_i64;
        for (raw, change) in self.functions.iter_mut().zip(changes) {
            relief = relief.saturating_add(change);
            if raw.structural {
                raw.nesting = raw.nesting.saturating_sub(u32::try_from(relief).unwrap_or(0));
            }
        }
        let module = self.functions.len();
        let increment = |raw: Raw| Increment {
            span: raw.span,
            points: raw.nesting.saturating_add(1),
            nesting: raw.nesting,
        };
        (self.functions.into_iter().chain(self.module).map(increment).collect(), module)
    }
}

/// Whether a child raises the nesting, and whether it deepens control flow.
pub(super) fn raises(parent: &Frame, role: Role, slot: crate::language::role::Slot) -> (bool, bool) {
    use crate::language::role::Slot;
    let flow = match parent.role {
        Role::If => {
            slot == Slot::Consequence
                || (slot == Slot::Alternative && !matches!(role, Role::If | Role::Elif | Role::Else))
        }
        Role::Elif | Role::Loop | Role::DoLoop | Role::Switch | Role::Catch => {
            matches!(slot, Slot::Body | Slot::Consequence)
                || matches!(role, Role::Block | Role::Case | Role::Default)
        }
        Role::Else => role != Role::If,
        // What is done where a pattern does not fit.
        Role::Declaration => slot == Slot::Alternative,
        Role::Ternary => return (true, false),
        _ => false,
    };
    (flow, flow)
}

/// The longest choice from a list that is looked at, in bytes.
const LONGEST_CHOICE: usize = 400;

/// Whether an element is taken from several that are written there, by an index that is not: `[one, other][index]`, or
/// `new int[] { one, other }[index]`.
fn is_choice(words: &str) -> bool {
    if words.len() > LONGEST_CHOICE || !(words.starts_with(['[', '{', '(']) || words.starts_with("new ")) {
        return false;
    }
    let (mut depth, mut commas) = (0_u32, 0_u32);
    // What stands between the last brackets outside others.
    let (mut opened, mut index) = (0_usize, "");
    for (at, byte) in words.bytes().enumerate() {
        match byte {
            b'[' | b'(' | b'{' => {
                if depth == 0 {
                    opened = at;
                }
                depth = depth.saturating_add(1);
            }
            b']' | b')' | b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    index = words.get(opened.saturating_add(1)..at).unwrap_or("").trim_start();
                }
            }
            b',' if depth == 1 => commas = commas.saturating_add(1),
            _ => {}
        }
    }
    let is_fixed =
        index.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '"' | '\'' | '`' | '-' | ':'));
    opened > 0
        && commas > 0
        && !index.is_empty()
        && !index.contains(',')
        && !is_fixed
        && !words.contains(" for ")
}

/// Whether a token opens a structure that encloses others.
fn is_keyword(token: Token) -> bool {
    matches!(
        token,
        Token::If
            | Token::Elif
            | Token::For
            | Token::While
            | Token::Do
            | Token::Switch
            | Token::Case
            | Token::Catch
    )
}

impl Walk<'_> {
    fn decide(&mut self) {
        self.counts.cyclomatic = self.counts.cyclomatic.saturating_add(1);
    }

    /// Notes whether a `switch` looks at a value: `switch {` and `switch (true)` do not.
    fn open_switch(&mut self, keyword: Span) {
        let rest = self.text.get(keyword.end as usize..).unwrap_or("").trim_start();
        let rest = rest.strip_prefix('(').unwrap_or(rest).trim_start();
        let has_value = !rest.starts_with('{')
            && !rest.get(..4).is_some_and(|word| {
                word.eq_ignore_ascii_case("true")
                    && rest.get(4..).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
            });
        self.counts.switches = self.counts.switches.saturating_add(u32::from(has_value));
        if let Some(frame) = self.frames.last_mut().filter(|_| !has_value) {
            frame.flags |= flags::CONDITIONS;
        }
    }

    /// Whether the innermost `switch` looks at a value.
    fn is_over_value(&self) -> bool {
        let mut around = self.frames.iter().rev().take(LABELS);
        around.find(|frame| frame.role == Role::Switch).is_some_and(|frame| !frame.has(flags::CONDITIONS))
    }

    fn structural(&mut self, span: Span, nesting: u32) {
        self.counts.structural = true;
        let strays = self.enclosing().strays;
        self.cognitive.push(span, nesting.saturating_add(strays), true, self.function());
    }

    /// The keywords open by layout inside the current function.
    fn enclosing(&self) -> Enclosing {
        let (here, outside) = (self.cognitive.enclosing(), self.scope_layout());
        Enclosing {
            all: here.all.saturating_sub(outside.all),
            strays: here.strays.saturating_sub(outside.strays),
        }
    }

    /// Adds one point, regardless of nesting.
    pub(super) fn fundamental(&mut self, span: Span) {
        self.cognitive.push(span, 0, false, self.function());
    }

    /// Counts a token that may be a decision, depending on the node that contains it.
    pub(super) fn decision(&mut self, token: Token, span: Span) {
        let Some(parent) = self.frames.last() else { return };
        let (nesting, parent_role) = (parent.nesting, parent.role);
        match (token, parent.role) {
            (Token::If, Role::If) if parent.has(flags::ELSE_IF) => self.decide(),
            (Token::If, Role::If | Role::Ternary)
            | (Token::Question, Role::Ternary)
            | (Token::For | Token::While, Role::Loop)
            | (Token::Do, Role::DoLoop)
            | (Token::Catch, Role::Catch) => {
                self.decide();
                self.structural(span, nesting);
            }
            (Token::Elif, Role::Elif) => {
                self.decide();
                self.fundamental(span);
            }
            (Token::Else, Role::If | Role::Else) => self.fundamental(span),
            // The branch taken if a pattern does not match.
            (Token::Else, Role::Declaration) => {
                self.decide();
                self.structural(span, nesting);
            }
            (Token::Switch, Role::Switch) => {
                self.open_switch(span);
                self.structural(span, nesting);
            }
            (Token::Case, Role::Case) => {
                self.decide();
                self.counts.cases = self.counts.cases.saturating_add(u32::from(self.is_over_value()));
            }
            (Token::If | Token::For, Role::Clause) | (Token::If, Role::CasePattern) => self.decide(),
            (Token::Underscore, Role::CasePattern) => {
                let label = self.frames.len().checked_sub(2).and_then(|index| self.frames.get(index));
                if label.is_some_and(|frame| frame.role == Role::Case) {
                    self.counts.cyclomatic = self.counts.cyclomatic.saturating_sub(1);
                    self.counts.cases = self.counts.cases.saturating_sub(u32::from(self.is_over_value()));
                }
            }
            (Token::And | Token::Or, Role::Boolean | Role::Binary) => {
                self.decide();
                if let Some(last) = self.cognitive.sequences.last_mut()
                    && *last != token
                {
                    *last = token;
                    self.fundamental(span);
                }
            }
            (Token::Coalesce, Role::Boolean | Role::Binary) | (Token::LogicalAssign, _) => self.decide(),
            _ => {}
        }
        if self.trouble.is_some() && is_keyword(token) && parent_role != Role::Clause {
            self.cognitive.layout.push(false);
        }
    }

    /// Counts a token that the parser could not place.
    pub(super) fn stray(&mut self, token: Token, span: Span) {
        let keyword = is_keyword(token);
        let operator = matches!(token, Token::And | Token::Or);
        let Some(parent) = self.frames.last().filter(|_| operator || keyword) else { return };
        let nesting = parent.nesting;
        if token != Token::Switch {
            self.decide();
        }
        // Layout shows what the tree lost, and the tree what layout does not show.
        let enclosing = self.enclosing();
        let by_layout = enclosing.all.saturating_sub(enclosing.strays);
        self.structural(span, nesting.max(by_layout));
        if keyword {
            self.cognitive.layout.push(true);
        }
    }

    /// Counts a choice from a list that is written for it, `[one, other][condition]`, as the conditional expression that it
    /// stands for.
    pub(super) fn open_choice(&mut self, span: Span) {
        if is_choice(span.of(self.text)) {
            let nesting = self.frames.last().map_or(0, |parent| parent.nesting);
            self.decide();
            self.structural(span, nesting);
        }
    }

    /// Opens a short-circuit expression: it continues the enclosing sequence or starts a new one.
    pub(super) fn open_sequence(&mut self, frame: &mut Frame) {
        let continues = self.frames.last().is_some_and(|parent| parent.has(flags::LOGICAL));
        frame.flags |= flags::LOGICAL;
        if !continues {
            frame.flags |= flags::SEQUENCE;
            self.cognitive.sequences.push(Token::Other);
        }
    }

    /// Ends the sequence that a node opened.
    pub(super) fn close_sequence(&mut self) {
        self.cognitive.sequences.pop();
    }
}
