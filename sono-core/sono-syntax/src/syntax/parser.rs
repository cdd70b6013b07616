//! The parser: turns texts into trees, and trees into outlines, within a budget.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::ops::ControlFlow;

use tree_sitter::{ParseOptions, Tree};

use crate::language::Language;

use super::flat::Layout;
use super::outline::Outline;
use super::parsed::Parsed;
use super::tangle;
use super::walk::{Scratch, Walk, blank};

/// The work that one text may cost. Work is counted, never timed, so that a cut falls at the same place on every
/// platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ParseBudget {
    /// The maximum number of progress reports by the parser, which sends one per hundred steps. `None`: depends on the
    /// size of the text ([`ParseBudget::callbacks_for`]).
    pub parser_callbacks: Option<u64>,
    /// The maximum number of nodes that the walk visits, tokens included. `None`: depends on the size of the text
    /// ([`ParseBudget::nodes_for`]).
    pub nodes: Option<u64>,
}

impl ParseBudget {
    /// The progress reports allowed for a text of this size: one per eight bytes. The densest code needs one per forty.
    pub fn callbacks_for(bytes: usize) -> u64 {
        (bytes as u64 / 8).saturating_add(1_000)
    }

    /// The nodes allowed for a text of this size: more than a tree can have.
    pub fn nodes_for(bytes: usize) -> u64 {
        (bytes as u64).saturating_mul(16).saturating_add(10_000)
    }
}

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
    /// [`Outline::errors`] lists what does not parse, and if the budget runs out, or would because the code is too
    /// tangled, [`Outline::truncated`] is set and the outline covers the part before.
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
        self.read(text, language, is_test, budget, interrupt, None)
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
        self.read(text, language, is_test, budget, interrupt, Some(visitor))
    }

    fn read<E>(
        &mut self,
        text: &str,
        language: &'static Language,
        is_test: bool,
        budget: &ParseBudget,
        interrupt: &dyn Fn() -> Result<(), E>,
        visitor: Option<&mut Visitor<'_, E>>,
    ) -> Result<Outline, E> {
        let nodes = budget.nodes.unwrap_or_else(|| ParseBudget::nodes_for(text.len()));
        // For tangled code, the parser's own progress reports come too late.
        let mut covered = match tangle::reach(text, &language.lexis) {
            reach if reach >= text.len() => text,
            reach => lines_before(text, reach),
        };
        // If parsing is too much work, half of the covered part is tried with the same budget.
        for attempt in 0..4 {
            match self.parse(covered, language, budget, interrupt)? {
                Ok(tree) => {
                    let has_error = tree.root_node().has_error();
                    let mut walk = Walk::new(covered, language, is_test, has_error, &mut self.scratch);
                    let count = || tree.root_node().descendant_count();
                    let mut layout = visitor.is_some().then(|| Layout::with_capacity(count()));
                    walk.run(&tree, nodes, &mut layout, interrupt)?;
                    drop(tree);
                    let mut outline = walk.finish(&mut self.scratch);
                    outline.truncated |= attempt > 0 || covered.len() < text.len();
                    if let (Some(visitor), Some(layout)) = (visitor, layout) {
                        visitor(Parsed { text: covered, tree: layout.finish(), outline: &outline })?;
                    }
                    return Ok(outline);
                }
                Err(reached) => covered = lines_before(covered, reached / 2),
            }
        }
        let mut outline = blank(language);
        outline.truncated = true;
        Ok(outline)
    }

    /// Parses a text, or returns how far the budget reached.
    fn parse<E>(
        &mut self,
        text: &str,
        language: &'static Language,
        budget: &ParseBudget,
        interrupt: &dyn Fn() -> Result<(), E>,
    ) -> Result<Result<Tree, usize>, E> {
        let parser = self.parsers.entry(language.id).or_insert_with(|| {
            let mut parser = tree_sitter::Parser::new();
            // A grammar with another ABI leaves the parser without a language; then nothing parses.
            parser.set_language(&(language.grammar.load)()).ok();
            parser
        });
        let mut left = budget.parser_callbacks.unwrap_or_else(|| ParseBudget::callbacks_for(text.len()));
        let mut reached = 0;
        let mut interrupted = None;
        let mut progress = |state: &tree_sitter::ParseState| {
            reached = state.current_byte_offset();
            if let Err(error) = interrupt() {
                interrupted = Some(error);
                return ControlFlow::Break(());
            }
            match left.checked_sub(1) {
                Some(rest) => {
                    left = rest;
                    ControlFlow::Continue(())
                }
                None => ControlFlow::Break(()),
            }
        };
        let bytes = text.as_bytes();
        let tree = parser.parse_with_options(
            &mut |offset, _| bytes.get(offset..).unwrap_or_default(),
            None,
            Some(ParseOptions::new().progress_callback(&mut progress)),
        );
        parser.reset();
        match interrupted {
            Some(error) => Err(error),
            None => Ok(tree.ok_or(reached)),
        }
    }
}

/// The complete lines of a text that end before an offset.
fn lines_before(text: &str, offset: usize) -> &str {
    let end = memchr::memrchr(b'\n', text.as_bytes().get(..offset).unwrap_or_default());
    text.get(..end.map_or(0, |end| end.saturating_add(1))).unwrap_or("")
}
