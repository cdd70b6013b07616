//! Trial parses: how much of a text a grammar cannot place.

use std::num::NonZeroU64;

use tree_sitter::{Node, Parser};

use super::super::Language;
use super::code::strip;

/// The number of bytes of code that a trial parse reads.
const TRIAL: usize = 4096;

/// The steps and the bytes of memory that it may take: the densest code needs two thirds of the steps.
const STEPS: u64 = 1_000_000;
const MEMORY: u64 = 4 << 20;

/// The share of the code at the start of a text that a grammar cannot place: bytes of stray tokens per thousand bytes.
pub(super) fn trial(language: &Language, text: &str) -> u32 {
    let text = strip(text, &language.lexis, TRIAL);
    let mut parser = Parser::new();
    if parser.set_language(&(language.grammar.load)()).is_err() {
        return 1000;
    }
    parser.set_budget(NonZeroU64::new(STEPS), NonZeroU64::new(MEMORY));
    let Some(tree) = parser.parse(&text, None).filter(|_| !parser.ran_short()) else { return 1000 };
    let root = tree.root_node();
    if !root.has_error() {
        return 0;
    }
    let stray = stray_bytes(root);
    let share = stray.saturating_mul(1000).checked_div(text.trim().len());
    share.and_then(|share| u32::try_from(share).ok()).unwrap_or(1000).max(1)
}

/// The number of bytes of tokens directly under error nodes.
fn stray_bytes(root: Node<'_>) -> usize {
    let mut cursor = root.walk();
    let mut stray = 0_usize;
    let mut inside = vec![false];
    loop {
        let node = cursor.node();
        let is_error = node.is_error();
        if node.child_count() == 0 && (is_error || inside.last() == Some(&true)) {
            stray = stray.saturating_add(node.end_byte().saturating_sub(node.start_byte()));
        }
        // Only nodes that contain errors matter.
        if (node.has_error() || is_error) && cursor.goto_first_child() {
            inside.push(is_error);
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return stray;
            }
            inside.pop();
        }
    }
}
