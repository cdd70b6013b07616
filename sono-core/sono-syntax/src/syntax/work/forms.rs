//! Bodies that give back what they are given in another form: as a text, in a list, with nothing added to it.

use crate::language::nuance::Nuance;
use crate::language::role::{Bind, Role, Slot};
use crate::syntax::flat::{FlatNode, NodeIndex};

use super::pass::{Open, Pass};

/// The most nodes of a body that is looked at. A longer one is taken to do more.
const LONGEST: usize = 96;

/// The form of values that a body gives, if that is all that it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// It gives back so many of its parameters.
    Parameters(usize),
    /// It gives a fixed value.
    Fixed,
}

/// The parts of a body seen so far.
#[derive(Debug, Default)]
struct Seen<'a> {
    locals: Vec<&'a str>,
    parameters: Vec<&'a str>,
    /// Whether there is a value that is not given and does not leave what it stands beside as it was.
    constants: bool,
}

impl<'a> Pass<'a, '_> {
    /// The form that a body gives to its parameters, if that is all that it does.
    pub(super) fn form(&self, open: &Open) -> Option<Form> {
        let view = self.view;
        let function = self.outline.functions.get(open.function)?;
        let range = view.within(open.body);
        if range.len() > LONGEST || function.is_constructor || open.draft.sets_fields {
            return None;
        }
        let gives =
            function.returns > 0 || view.role(open.body) != Role::Block || view.language.dialect.block_values;
        let mut seen = Seen::default();
        let mut index = range.start;
        while index < range.end {
            let node = view.node(index)?;
            index = self.form_at(open, index, node, &mut seen)?.max(index.saturating_add(1));
        }
        seen.parameters.sort_unstable();
        seen.parameters.dedup();
        match seen.parameters.len() {
            0 => (gives && seen.constants).then_some(Form::Fixed),
            count => (gives && !seen.constants).then_some(Form::Parameters(count)),
        }
    }

    /// Looks at a node of a body. Returns the next one to look at, or `None` if this one does more than to give a value
    /// another form.
    fn form_at(
        &self,
        open: &Open,
        index: NodeIndex,
        node: &FlatNode,
        seen: &mut Seen<'a>,
    ) -> Option<NodeIndex> {
        let view = self.view;
        let (after, next) = (node.after(), index.saturating_add(1));
        if node.is_extra() || matches!(view.slot(index), Slot::Type | Slot::ReturnType) {
            return Some(after);
        }
        if !node.is_named() {
            return Some(next);
        }
        let words = view.words(index);
        if self.deeds.nothing.contains(&words) {
            return Some(after);
        }
        match view.role(index) {
            Role::ExpressionStatement
                if self.first_named(index).is_some_and(|inner| view.role(inner) == Role::Str) =>
            {
                Some(after)
            }
            Role::Block
            | Role::Statements
            | Role::Return
            | Role::ExpressionStatement
            | Role::Declaration
            | Role::Declarator
            | Role::Assignment
            | Role::AssignmentStatement
            | Role::Parenthesized
            | Role::List
            | Role::Object
            | Role::Arguments
            | Role::Ascription
            | Role::Tokens
            | Role::Nothing
            | Role::Generic => Some(next),
            Role::Modifiers => Some(after),
            Role::Identifier => self.form_of_name(open, index, words, seen),
            Role::Call => self.form_of_call(open, index, node, seen),
            Role::New => {
                let name = words.get(..words.find(['(', '<', '[']).unwrap_or(words.len()))?.trim_end();
                let arguments = view.children(index).find(|child| view.role(*child) == Role::Arguments);
                self.is_recast(name).then(|| arguments.unwrap_or(after))
            }
            Role::Text | Role::Str if !self.has_holes(index) => {
                self.form_of_constant(index, words, seen);
                Some(after)
            }
            Role::Str => Some(next),
            Role::Opaque => words.trim().is_empty().then_some(after),
            Role::Binary | Role::Boolean => self.neutral(index).map(|_| next),
            Role::Other if view.nuance(index) == Nuance::Arithmetic => self.neutral(index).map(|_| next),
            Role::Other if node.children == 0 => {
                let is_part = view.nuance(index).holds_values();
                if !is_part {
                    self.form_of_constant(index, words, seen);
                }
                (is_part || is_literal(words)).then_some(after)
            }
            Role::Other if view.nuance(index) == Nuance::Unary => {
                words.starts_with(['+', '&', '*']).then_some(next)
            }
            // What it holds is looked at.
            Role::Other if view.nuance(index).holds_values() => {
                if node.children <= 2 && matches!(words, "[]" | "{}" | "()") {
                    self.form_of_constant(index, words, seen);
                }
                Some(next)
            }
            _ => None,
        }
    }

    fn form_of_name(
        &self,
        open: &Open,
        index: NodeIndex,
        words: &'a str,
        seen: &mut Seen<'a>,
    ) -> Option<NodeIndex> {
        let view = self.view;
        let next = index.saturating_add(1);
        let parent = view.parent(index)?;
        let (slot, role) = (view.slot(index), view.role(parent));
        let is_keyword = view.nuance(parent) == Nuance::Keyword && slot == Slot::Name;
        // The key of a composite literal is its first element.
        let is_first = view.parent(parent).is_some_and(|pair| {
            view.nuance(pair) == Nuance::KeyedElement && self.first_named(pair) == Some(parent)
        });
        if slot == Slot::Key || is_keyword || is_first {
            return Some(next);
        }
        let binds = matches!(
            (role, slot),
            (Role::Declarator | Role::Declaration, Slot::Name | Slot::Pattern | Slot::Left)
                | (Role::Assignment | Role::AssignmentStatement, Slot::Left)
        ) || (role == Role::List && matches!(view.slot(parent), Slot::Left));
        // What is assigned and not declared may be kept by others, as a field is.
        if binds && self.binding(index).0 == Bind::Variable {
            seen.locals.push(words);
            return Some(next);
        }
        if seen.locals.contains(&words) {
            return Some(next);
        }
        self.take(open, words, seen).then_some(next)
    }

    /// Records the reading of a parameter. False if it is none.
    fn take(&self, open: &Open, words: &'a str, seen: &mut Seen<'a>) -> bool {
        let parameters = self.parameters.get(open.parameters..).unwrap_or_default();
        let is_parameter = parameters.iter().any(|(_, place, _)| self.view.words(*place) == words);
        if is_parameter {
            seen.parameters.push(words);
        }
        is_parameter
    }

    fn form_of_call(
        &self,
        open: &Open,
        index: NodeIndex,
        node: &FlatNode,
        seen: &mut Seen<'a>,
    ) -> Option<NodeIndex> {
        let view = self.view;
        let is_list = |child: &NodeIndex| matches!(view.role(*child), Role::Arguments | Role::Tokens);
        let arguments = view.children(index).find(is_list)?;
        let start = node.span.start;
        let callee = view.text.get(start as usize..view.span(arguments).start as usize)?.trim_end();
        if self.is_recast(callee) {
            return Some(arguments);
        }
        // A method of a parameter that gives it again: `name.toString()`.
        let (object, name) = callee.rsplit_once('.')?;
        let is_method = self.deeds.recasts.iter().any(|known| known.strip_prefix('.') == Some(name));
        let is_bare = self.first_named(arguments).is_none();
        let is_known =
            is_method && is_bare && (seen.locals.contains(&object) || self.take(open, object, seen));
        is_known.then(|| node.after())
    }

    /// Whether a call only gives what it is given another form. What stands before the name of a type is its package.
    fn is_recast(&self, callee: &str) -> bool {
        let deeds = self.deeds;
        let is_it = |known: &&str| {
            let before = callee.strip_suffix(*known);
            let is_qualified = before.is_some_and(|before| before.ends_with(['.', ':']));
            before == Some("") || (is_qualified && !known.starts_with('.') && known.contains(['.', ':']))
        };
        [deeds.recasts, deeds.wrappers, deeds.empty].iter().any(|known| known.iter().any(&is_it))
    }

    /// A value that is not given. It does not count where it changes nothing, where it only says how a text is written, and
    /// as a key.
    fn form_of_constant(&self, index: NodeIndex, words: &str, seen: &mut Seen<'_>) {
        let view = self.view;
        let parent = view.parent(index);
        let call =
            parent.filter(|parent| view.role(*parent) == Role::Arguments).and_then(|list| view.parent(list));
        let makes_map = call.is_some_and(|call| {
            let callee = view.words(call).split('(').next().unwrap_or("");
            self.deeds.maps.iter().any(|known| callee.ends_with(known))
        });
        let is_key = view.slot(index) == Slot::Key || makes_map;
        let is_neutral = parent.is_some_and(|parent| self.neutral(parent) == Some(index));
        seen.constants |= !(is_key || is_neutral || is_format(words));
    }

    /// The operand that leaves the other one as it is.
    fn neutral(&self, index: NodeIndex) -> Option<NodeIndex> {
        let view = self.view;
        let (left, operator, right) = view.operation(index).binary()?;
        if operator == "%" && is_format(view.words(left)) {
            return Some(left);
        }
        let (_, values, commutes) =
            view.language.values.neutral.iter().find(|(known, ..)| *known == operator)?;
        let changes_nothing = |side: NodeIndex| values.contains(&view.words(side));
        if changes_nothing(right) {
            Some(right)
        } else {
            (*commutes && changes_nothing(left)).then_some(left)
        }
    }

    /// Whether a string has parts that are computed.
    fn has_holes(&self, index: NodeIndex) -> bool {
        self.view.children(index).any(|child| self.view.nuance(child) == Nuance::Hole)
    }
}

/// Whether a word is a value that a text states.
fn is_literal(words: &str) -> bool {
    words.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '"' | '\'' | '`'))
        || matches!(words, "true" | "false" | "True" | "False")
}

/// Whether a text consists of nothing but places for values: `"{}"`, `"%s"`.
fn is_format(words: &str) -> bool {
    let Some(inner) =
        ['"', '\'', '`'].iter().find_map(|quote| words.strip_prefix(*quote)?.strip_suffix(*quote))
    else {
        return false;
    };
    let mut rest = inner;
    while !rest.is_empty() {
        let hole = if let Some(inside) = rest.strip_prefix('{') {
            inside.split_once('}').map(|(_, after)| after)
        } else {
            let verb = rest.strip_prefix('%').map(|verb| verb.trim_start_matches(['+', '#']));
            verb.and_then(|verb| verb.strip_prefix(['v', 's', 'd', 'r', 'q']))
        };
        let Some(after) = hole else { return false };
        rest = after;
    }
    !inner.is_empty()
}
