//! The parser: turns texts into trees, and trees into outlines, within a budget.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::num::NonZeroU64;
use std::ops::ControlFlow;

use tree_sitter::{ParseOptions, Tree};

use crate::language::Language;

use super::checks;
use super::flat::FlatTree;
use super::fragment;
use super::gaps;
use super::outline::{Fragment, GrammarGap, Outline};
use super::parsed::Parsed;
use super::reading;
use super::view::View;
use super::walk::{Scratch, Walk, blank};
use super::work;

/// The work and the memory that one text may cost. Both are counted, and nothing is timed, so that a text is cut at the
/// same place on every platform. The part before the cut is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ParseBudget {
    /// The maximum number of steps of the parser; a million take about six milliseconds. `None`: depends on the size
    /// of the text ([`ParseBudget::steps_for`]).
    pub steps: Option<u64>,
    /// The maximum size of the syntax tree and of the parse stack together, in bytes. `None`: depends on the size of
    /// the text ([`ParseBudget::memory_for`]).
    pub memory: Option<u64>,
    /// The maximum number of nodes that the walk visits, tokens included. `None`: depends on the size of the text
    /// ([`ParseBudget::nodes_for`]).
    pub nodes: Option<u64>,
}

impl ParseBudget {
    /// The steps allowed for a text of this size: 350,000, and 60 per byte. Code that people write takes ten to
    /// thirty per byte, Go up to 55, and a table of one-digit numbers 76.
    pub fn steps_for(bytes: usize) -> u64 {
        (bytes as u64).saturating_mul(60).saturating_add(350_000)
    }

    /// The memory allowed for a text of this size: 4 MiB, and 176 bytes per byte. Code that people write takes ten to
    /// sixty per byte.
    pub fn memory_for(bytes: usize) -> u64 {
        (bytes as u64).saturating_mul(176).saturating_add(4 << 20)
    }

    /// The nodes allowed for a text of this size: more than a tree can have.
    pub fn nodes_for(bytes: usize) -> u64 {
        (bytes as u64).saturating_mul(16).saturating_add(10_000)
    }
}

/// How a text is read.
#[derive(Clone, Copy)]
struct Reading {
    /// Whether all of it is test code.
    is_test: bool,
    /// Whether it may be a piece of something larger.
    is_piece: bool,
}

/// The effort that the parses of one text may take.
struct Effort {
    /// The steps that are left for all of them together.
    steps: u64,
    /// The memory for each.
    memory: u64,
}

/// The treatment of a fault.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Faults {
    /// The parser mends it and goes on.
    Mended,
    /// A tree with one is of no use, so that the parse ends.
    Refused,
}

/// The tree of a piece, in which the frame around it takes no room.
struct Inside {
    tree: Tree,
    /// The number of nodes of the frame that begin before the piece.
    framed: u32,
    /// Whether the piece begins in the middle of a comment.
    in_comment: bool,
    what: Fragment,
}

/// How often parsing is tried, each time with half of the text and of the steps.
const ATTEMPTS: usize = 3;

/// Inspects a parsed text. An error ends the work on it.
pub type Visitor<'v, E> = dyn FnMut(Parsed<'_>) -> Result<(), E> + 'v;

/// Parses texts into outlines. Keep one per thread and reuse it: it holds the parsers and the buffers.
#[derive(Default)]
pub struct Parser {
    parsers: BTreeMap<&'static str, tree_sitter::Parser>,
    scratch: Scratch,
}

impl std::fmt::Debug for Parser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Parser").finish_non_exhaustive()
    }
}

impl Parser {
    /// A parser for all languages of this build. Costs nothing until first used.
    pub fn new() -> Self {
        Self::default()
    }

    /// The outline of a text.
    ///
    /// `is_test` says that the whole text is test code, judging by its name or location. Any text has an outline:
    /// [`Outline::errors`] lists what does not parse, and if the budget runs short, [`Outline::truncated`] is set and
    /// the outline covers the part before.
    ///
    /// ```
    /// # use sono_syntax as sono_core;
    /// # #[cfg(feature = "lang-python")] {
    /// use sono_core::language;
    /// use sono_core::syntax::{ParseBudget, Parser};
    ///
    /// let python = language::by_name("python").unwrap();
    /// let text = "def sign(x):\n    return -1 if x < 0 else 1\n";
    /// let outline = Parser::new().outline(text, python, false, &ParseBudget::default());
    /// assert_eq!(outline.functions[0].name, "sign");
    /// assert_eq!(outline.functions[0].cognitive, 1);
    /// # }
    /// ```
    pub fn outline(
        &mut self,
        text: &str,
        language: &'static Language,
        is_test: bool,
        budget: &ParseBudget,
    ) -> Outline {
        match self.outline_until(text, language, is_test, budget, &|| Ok::<(), Infallible>(())) {
            Ok(outline) => outline,
            Err(never) => match never {},
        }
    }

    /// The outline of a text, as [`outline`](Self::outline) gives it, unless `interrupt` stops the work. It is called
    /// with every progress report of the parser, and every few thousand nodes of the walk.
    ///
    /// # Errors
    /// The error that `interrupt` returns.
    pub fn outline_until<E>(
        &mut self,
        text: &str,
        language: &'static Language,
        is_test: bool,
        budget: &ParseBudget,
        interrupt: &dyn Fn() -> Result<(), E>,
    ) -> Result<Outline, E> {
        self.read(text, language, Reading { is_test, is_piece: false }, budget, interrupt, None)
    }

    /// The outline of a text, as [`outline_until`](Self::outline_until) gives it, after `visitor` has seen text, tree
    /// and outline together. If no budget allows the text to be parsed, there is no tree and `visitor` is not called.
    ///
    /// # Errors
    /// The error that `interrupt` or `visitor` returns.
    pub fn visit<E>(
        &mut self,
        text: &str,
        language: &'static Language,
        is_test: bool,
        budget: &ParseBudget,
        interrupt: &dyn Fn() -> Result<(), E>,
        visitor: &mut Visitor<'_, E>,
    ) -> Result<Outline, E> {
        self.read(text, language, Reading { is_test, is_piece: false }, budget, interrupt, Some(visitor))
    }

    /// The outline of a text that is no file, as [`visit`](Self::visit) gives it. It may begin and end in the middle of
    /// something: where it does not parse by itself, but is right as a part of something larger, it is read as that, and
    /// [`Outline::fragment`] says so.
    ///
    /// ```
    /// # use sono_syntax as sono_core;
    /// # #[cfg(feature = "lang-java")] {
    /// use sono_core::language;
    /// use sono_core::syntax::{ParseBudget, Parser};
    ///
    /// let java = language::by_name("java").unwrap();
    /// let text = "    return count;\n  }\n\n  void reset() {\n    count = 0;\n";
    /// let budget = ParseBudget::default();
    /// let outline = Parser::new().visit_piece(text, java, false, &budget, &|| Ok::<(), ()>(()), &mut |_| Ok(()))?;
    /// assert!(outline.errors.is_empty());
    /// assert_eq!(outline.fragment.unwrap().ends_inside, 1);
    /// # }
    /// # Ok::<(), ()>(())
    /// ```
    ///
    /// # Errors
    /// The error that `interrupt` or `visitor` returns.
    pub fn visit_piece<E>(
        &mut self,
        text: &str,
        language: &'static Language,
        is_test: bool,
        budget: &ParseBudget,
        interrupt: &dyn Fn() -> Result<(), E>,
        visitor: &mut Visitor<'_, E>,
    ) -> Result<Outline, E> {
        self.read(text, language, Reading { is_test, is_piece: true }, budget, interrupt, Some(visitor))
    }

    fn read<E>(
        &mut self,
        text: &str,
        language: &'static Language,
        reading: Reading,
        budget: &ParseBudget,
        interrupt: &dyn Fn() -> Result<(), E>,
        visitor: Option<&mut Visitor<'_, E>>,
    ) -> Result<Outline, E> {
        let nodes = budget.nodes.unwrap_or_else(|| ParseBudget::nodes_for(text.len()));
        let steps = budget.steps.unwrap_or_else(|| ParseBudget::steps_for(text.len()));
        let memory = budget.memory.unwrap_or_else(|| ParseBudget::memory_for(text.len()));
        let mut covered = text;
        for attempt in 0..ATTEMPTS {
            let mut effort = Effort { steps: steps >> attempt, memory };
            let parsed = self.parse(covered, language, &mut effort, Faults::Mended, interrupt)?;
            let Some((tree, ran_short)) = parsed else {
                covered = lines_before(covered, covered.len() / 2);
                continue;
            };
            if ran_short {
                covered = covered.get(..tree.root_node().end_byte()).unwrap_or_default();
            }
            let (mut tree, mut gaps) = self.read_around(covered, tree, language, &mut effort, interrupt)?;
            let (mut fragment, mut framed, mut in_comment) = (None, 0, false);
            if reading.is_piece
                && tree.root_node().has_error()
                && !ran_short
                && covered.len() == text.len()
                && let Some(inside) = self.read_inside(covered, language, &mut effort, interrupt)?
            {
                (tree, framed, fragment) = (inside.tree, inside.framed, Some(inside.what));
                in_comment = inside.in_comment;
                gaps.clear();
            }
            let has_error = tree.root_node().has_error();
            let nodes = tree.flatten(nodes);
            // It takes several times the memory of its nodes.
            drop(tree);
            let mut walk = Walk::new(covered, language, reading.is_test, has_error, &mut self.scratch);
            walk.in_comment = in_comment;
            walk.is_cut = ran_short || covered.len() < text.len();
            walk.run(&nodes, framed, interrupt)?;
            let mut outline = walk.finish(&mut self.scratch);
            outline.gaps = gaps;
            outline.fragment = fragment;
            outline.truncated |= ran_short || covered.len() < text.len();
            let tree = FlatTree::of(&nodes, framed, covered);
            drop(nodes);
            let view = View::new(covered, &tree, language);
            work::examine(view, &mut outline);
            checks::examine(view, &mut outline);
            reading::examine(view, &mut outline);
            interrupt()?;
            if let Some(visitor) = visitor {
                visitor(Parsed { text: covered, tree, outline: &outline })?;
            }
            return Ok(outline);
        }
        let mut outline = blank(language);
        outline.truncated = true;
        Ok(outline)
    }

    /// The tree of a text without the constructs that its grammar lacks, and these, if that tree has fewer faults; else
    /// the given tree. Costs nothing where the text parses.
    fn read_around<E>(
        &mut self,
        text: &str,
        tree: Tree,
        language: &'static Language,
        effort: &mut Effort,
        interrupt: &dyn Fn() -> Result<(), E>,
    ) -> Result<(Tree, Vec<GrammarGap>), E> {
        let masked = tree.root_node().has_error().then(|| gaps::mask(text, language)).flatten();
        let Some(masked) = masked else { return Ok((tree, Vec::new())) };
        Ok(match self.parse(&masked.text, language, effort, Faults::Mended, interrupt)? {
            Some((other, false)) if gaps::faults(&other) < gaps::faults(&tree) => (other, masked.gaps),
            _ => (tree, Vec::new()),
        })
    }

    /// The tree of a text as a piece of something larger, if it has no fault in that.
    fn read_inside<E>(
        &mut self,
        text: &str,
        language: &'static Language,
        effort: &mut Effort,
        interrupt: &dyn Fn() -> Result<(), E>,
    ) -> Result<Option<Inside>, E> {
        // What parses in its frame is far from the limit.
        effort.steps /= 2;
        for frame in fragment::frames(text, language) {
            let whole = frame.around(text);
            if let Some((mut tree, false)) =
                self.parse(&whole, language, effort, Faults::Refused, interrupt)?
                && let Some(framed) = frame.cut(text, &mut tree)
            {
                let in_comment = frame.begins_in_comment();
                return Ok(Some(Inside { tree, framed, in_comment, what: frame.what }));
            }
        }
        Ok(None)
    }

    /// The tree of a text, and whether the budget ran short, so that the tree covers only a part. `None` if the budget
    /// did not even suffice to finish that part.
    fn parse<E>(
        &mut self,
        text: &str,
        language: &'static Language,
        effort: &mut Effort,
        faults: Faults,
        interrupt: &dyn Fn() -> Result<(), E>,
    ) -> Result<Option<(Tree, bool)>, E> {
        let parser = self.parsers.entry(language.id).or_insert_with(|| {
            let mut parser = tree_sitter::Parser::new();
            // A grammar with another ABI leaves the parser without a language; then nothing parses.
            parser.set_language(&(language.grammar.load)()).ok();
            parser
        });
        let at_least_one = |limit: u64| NonZeroU64::new(limit).or(Some(NonZeroU64::MIN));
        parser.set_budget(at_least_one(effort.steps), at_least_one(effort.memory));
        parser.set_stops_at_fault(faults == Faults::Refused);
        let mut interrupted = None;
        let mut progress = |_: &tree_sitter::ParseState| match interrupt() {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                interrupted = Some(error);
                ControlFlow::Break(())
            }
        };
        let bytes = text.as_bytes();
        let tree = parser.parse_with_options(
            &mut |offset, _| bytes.get(offset..).unwrap_or_default(),
            None,
            Some(ParseOptions::new().progress_callback(&mut progress)),
        );
        let ran_short = parser.ran_short();
        effort.steps = effort.steps.saturating_sub(parser.steps());
        parser.reset();
        match interrupted {
            Some(error) => Err(error),
            None => Ok(tree.map(|tree| (tree, ran_short))),
        }
    }
}

/// The complete lines of a text that end before an offset.
fn lines_before(text: &str, offset: usize) -> &str {
    let end = memchr::memrchr(b'\n', text.as_bytes().get(..offset).unwrap_or_default());
    text.get(..end.map_or(0, |end| end.saturating_add(1))).unwrap_or("")
}
