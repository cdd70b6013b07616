//! Names: what is declared, assigned and read, and what depends on what a function is given.

use crate::language::nuance::Nuance;
use crate::language::role::{Bind, Role, Slot};
use crate::syntax::flat::{FlatNode, NodeIndex};

use super::pass::{Frame, FrameKind, Pass};
use super::truth::Truth;

/// The steps that are looked up from a name to what declares it.
const NEAR: usize = 8;

impl Pass<'_, '_> {
    /// Opens a node that names a value.
    pub(super) fn open_flow(&mut self, index: NodeIndex, end: NodeIndex) {
        let view = self.view;
        let (mut names, mut value, mut alternative, mut updates) = (None, None, None, false);
        for child in view.children(index) {
            if child >= end {
                break;
            }
            match view.slot(child) {
                Slot::Left | Slot::Name | Slot::Pattern if names.is_none() => names = Some(child),
                Slot::Property if names.is_none() && view.role(index) == Role::Field => names = Some(child),
                Slot::Right | Slot::Value => value = Some(child),
                Slot::Alternative => alternative = Some(child),
                _ if names.is_some()
                    && value.is_none()
                    && view.node(child).is_some_and(|node| !node.is_named()) =>
                {
                    let words = view.words(child);
                    updates |= words.len() > 1 && words.ends_with('=') && words != ":=";
                }
                _ => {}
            }
        }
        let Some(names) = names else { return };
        let stop = view.node(names).map_or(index, FlatNode::after);
        if value.is_none() && !matches!(view.role(index), Role::Loop | Role::Declaration | Role::Declarator) {
            return;
        }
        // `let Some(name) = value else { ... }`
        if let (Some(value), Some(_)) = (value, alternative)
            && view.role(index) == Role::Declaration
        {
            let end = view.node(value).map_or(index, FlatNode::after);
            let after = view.node(index).map_or(index, FlatNode::after);
            self.begin_branch(index, after, Truth::Open, (value, end));
            self.use_condition();
            let (from, direct) = (self.targets.len(), self.is_direct(index));
            self.frame(index, end, FrameKind::Flow { names: stop, from, direct, updates });
            self.frame(value, end, FrameKind::Condition);
            return;
        }
        let (from, direct) = (self.targets.len(), self.is_direct(index));
        self.frame(index, end, FrameKind::Flow { names: stop, from, direct, updates });
    }

    /// Whether a node is a statement of the function's body itself, so that it is always carried out.
    pub(super) fn is_direct(&self, index: NodeIndex) -> bool {
        let view = self.view;
        let Some(open) = self.open.last() else { return false };
        let mut node = index;
        for _ in 0..NEAR {
            let Some(parent) = view.parent(node) else { return false };
            if parent == open.body {
                return true;
            }
            match view.role(parent) {
                Role::ExpressionStatement
                | Role::Declaration
                | Role::Declarator
                | Role::List
                | Role::Statements => {
                    node = parent;
                }
                _ => return false,
            }
        }
        false
    }

    pub(super) fn close_flow(
        &mut self,
        frame: &Frame,
        names: NodeIndex,
        from: usize,
        direct: bool,
        updates: bool,
    ) {
        let derived = self.last.derived >= names
            || (names == frame.end && !updates && self.last.derived >= frame.start);
        // What a case takes from its subject is as fixed as that.
        let is_taken = names == frame.end && self.view.role(frame.start) == Role::Case;
        let constant = self.last.deed < names && !is_taken;
        let function = self.open.last().map_or(0, |open| open.start);
        let place = frame.end.saturating_sub(1);
        self.keep(frame.start, names);
        self.rename(frame.start);
        let changes = self.open.last().copied().is_some_and(|open| {
            let targets = self.targets.get(from..).unwrap_or_default();
            targets.iter().any(|(number, is_whole)| !is_whole && !self.is_own(&open, *number))
        });
        if changes {
            self.act();
        }
        for (number, is_whole) in self.targets.drain(from.min(self.targets.len())..) {
            self.symbols.change(number, |symbol| {
                if derived {
                    symbol.derived = place;
                } else if direct && is_whole && !updates {
                    symbol.derived = 0;
                }
                if !is_whole {
                    symbol.varying = function;
                } else if !constant {
                    symbol.varying = function;
                    symbol.constant = 0;
                } else if symbol.varying != function {
                    symbol.constant = function;
                }
            });
        }
    }

    /// The kind of name that a word is, by what declares it, and whether nothing is between them.
    pub(super) fn binding(&self, index: NodeIndex) -> (Bind, bool) {
        let view = self.view;
        let mut node = index;
        let mut plain = true;
        for _ in 0..NEAR {
            let Some(parent) = view.node(node).and_then(FlatNode::parent) else { return (Bind::None, false) };
            let Some(kind) = view.node(parent).map(|parent| parent.kind) else { return (Bind::None, false) };
            match view.tables.bind(kind, view.slot(node)) {
                Bind::Inherit => {
                    plain &= view.nuance(parent) != Nuance::Pattern;
                    node = parent;
                }
                bind => return (bind, plain),
            }
        }
        (Bind::None, false)
    }

    pub(super) fn identifier(&mut self, index: NodeIndex) {
        let view = self.view;
        let Some(parent) = view.parent(index) else { return };
        let (role, slot) = (view.role(parent), view.slot(index));
        match (role, slot) {
            (Role::Member, Slot::Property | Slot::Name)
            | (Role::Call, Slot::Name)
            | (Role::Jump | Role::Label, _) => return,
            (Role::Other, Slot::Name) if view.nuance(parent) == Nuance::Keyword => return,
            _ => {}
        }
        let number = self.symbols.number(view.words(index));
        match self.binding(index) {
            (Bind::Function | Bind::Type, _) => self.symbols.change(number, |symbol| symbol.bound = index),
            (Bind::Parameter, plain) => self.parameter(index, number, plain),
            (Bind::Variable | Bind::Loop, plain) => self.assigned(index, number, parent, plain),
            (Bind::None | Bind::Field | Bind::Inherit, _) => {
                if let Some(Frame { kind: FrameKind::Flow { names, updates, .. }, start, .. }) =
                    self.frames.last().copied()
                    && index < names
                {
                    // A default in a pattern is read.
                    let is_default = matches!(slot, Slot::Right | Slot::Value);
                    let is_target = parent == start
                        || matches!(role, Role::List | Role::CasePattern)
                        || (view.nuance(parent) == Nuance::Pattern && !is_default);
                    self.targets.push((number, is_target));
                    // A variable around the function is assigned.
                    let open = self.open.last().copied();
                    if is_target && open.is_some_and(|open| self.symbols.get(number).bound < open.start) {
                        self.act();
                        self.changes_outer(number);
                    }
                    if is_target {
                        self.symbols.change(number, |symbol| symbol.bound = index);
                        // `cache ??= load()` as a value: what it names is read.
                        let is_value = updates
                            && view
                                .parent(start)
                                .is_some_and(|around| view.role(around) != Role::ExpressionStatement);
                        if is_value {
                            self.read(index, number, role, slot);
                        }
                        return;
                    }
                }
                self.read(index, number, role, slot);
            }
        }
    }

    /// Records that the function gives a variable around it a value, where a plain assignment declares none.
    fn changes_outer(&mut self, number: u32) {
        let dialect = &self.view.language.dialect;
        let is_plain = dialect.implicit_receiver || !dialect.variables.is_empty();
        let outer = self.open.first().map_or(0, |open| open.start);
        let bound = self.symbols.get(number).bound;
        if is_plain
            && bound != 0
            && bound < outer
            && let Some(open) = self.open.last_mut()
        {
            open.draft.sets_fields = true;
        }
    }

    pub(super) fn parameter(&mut self, index: NodeIndex, number: u32, plain: bool) {
        let view = self.view;
        let open = self.open.last().filter(|open| index < open.body).copied();
        let Some(open) = open else {
            self.symbols.change(number, |symbol| symbol.bound = index);
            return;
        };
        let name = view.words(index);
        let mut receives = view.language.dialect.receivers.contains(&name);
        let mut node = index;
        for _ in 0..NEAR {
            let Some(parent) = view.parent(node).filter(|parent| *parent > open.start) else { break };
            receives |= view.slot(parent) == Slot::Receiver;
            node = parent;
        }
        // A parameter with a modifier is a field as well.
        let outer = view.parent(index).map_or("", |parent| view.words(parent));
        let is_field = view.language.dialect.field_modifiers.iter().any(|word| outer.starts_with(word));
        self.symbols.change(number, |symbol| {
            symbol.bound = index;
            symbol.derived = index;
            symbol.varying = open.start;
            symbol.parameter = if receives { 0 } else { open.start };
        });
        if is_field && let Some(open) = self.open.last_mut() {
            open.draft.sets_fields = true;
        }
        if !receives {
            self.parameters.push((number, index, plain && !is_field));
        }
    }

    /// A name that gets a value here.
    pub(super) fn assigned(&mut self, index: NodeIndex, number: u32, parent: NodeIndex, plain: bool) {
        let view = self.view;
        let Some(Frame { kind: FrameKind::Flow { names, updates, .. }, start, .. }) =
            self.frames.last().copied()
        else {
            return self.named(index, number, parent);
        };
        if index >= names {
            return self.named(index, number, parent);
        }
        self.targets.push((number, true));
        if updates {
            let role = view.role(parent);
            return self.read(index, number, role, Slot::Left);
        }
        self.symbols.change(number, |symbol| symbol.bound = index);
        // A field that a type names is no variable, and the values of an enumeration stand for themselves.
        let is_constant = |index| view.nuance(index) == Nuance::Constant;
        let is_variable = plain
            && parent == start
            && !is_constant(start)
            && !view.parent(start).is_some_and(is_constant)
            && matches!(view.role(start), Role::Assignment | Role::Declarator | Role::Declaration);
        let in_function = self
            .frames
            .iter()
            .rev()
            .find(|frame| matches!(frame.kind, FrameKind::Function | FrameKind::Type));
        if is_variable && in_function.is_some_and(|frame| matches!(frame.kind, FrameKind::Function)) {
            self.locals.push((number, index));
        }
    }

    /// A name for something that stands before it, as behind `as`.
    pub(super) fn named(&mut self, index: NodeIndex, number: u32, parent: NodeIndex) {
        let around = self.view.parent(parent).unwrap_or(parent);
        let derived = self.last.derived >= around;
        let function = self.open.last().map_or(0, |open| open.start);
        self.symbols.change(number, |symbol| {
            symbol.bound = index;
            symbol.varying = function;
            symbol.derived = if derived { index } else { 0 };
        });
    }

    pub(super) fn read(&mut self, index: NodeIndex, number: u32, role: Role, slot: Slot) {
        let view = self.view;
        let name = view.words(index);
        let exports =
            self.open.is_empty() && matches!(role, Role::Object | Role::Export | Role::ExportSpecifier);
        let is_callee = role == Role::Call && slot == Slot::Callee;
        let is_value = !exports && !is_callee;
        self.symbols.change(number, |symbol| {
            symbol.earlier = symbol.read;
            symbol.read = index;
            symbol.is_value |= is_value;
        });
        let symbol = self.symbols.get(number);
        let (Some(open), Some(outer)) = (self.open.last().copied(), self.open.first()) else {
            self.deed(index);
            return;
        };
        let dialect = &view.language.dialect;
        let is_field = dialect.implicit_receiver
            && symbol.bound < open.start
            && name.starts_with(|c: char| c.is_lowercase())
            && self.in_method();
        let given = symbol.derived != 0 && symbol.derived >= outer.start;
        if given || is_field || dialect.receivers.contains(&name) {
            self.last.derived = index;
            if given && symbol.parameter == open.start {
                self.reads.push((number, index));
            } else {
                self.last.local = index;
            }
        }
        if self.deeds.reflection.contains(&name) {
            self.open.iter_mut().for_each(|open| open.reflects = true);
        }
        let is_constant = symbol.constant == open.start || self.deeds.constants.contains(&name);
        if index >= open.body && !is_constant {
            self.deed(index);
        }
    }

    /// Marks the variables that a format string in a macro captures.
    pub(super) fn captures(&mut self, index: NodeIndex) {
        let view = self.view;
        if view.parent(index).is_none_or(|parent| view.role(parent) != Role::Tokens) {
            return;
        }
        let words = view.words(index);
        let is_name = |name: &&str| !name.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit());
        for part in words.split('{').skip(1) {
            let inside = part.split('}').next().unwrap_or(part);
            let mut names = inside.split(|c: char| !c.is_alphanumeric() && c != '_');
            let value = names.next().filter(is_name);
            // `{:width$.precision$}`
            let sizes = inside.split_once(':').map_or("", |(_, format)| format);
            let sizes = sizes.split_inclusive('$').filter_map(|size| size.strip_suffix('$'));
            let sizes =
                sizes.filter_map(|size| size.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next());
            // `{:0width$}` fills with zeros.
            let sizes = sizes.map(|size| size.trim_start_matches('0'));
            for name in value.into_iter().chain(sizes.filter(is_name)) {
                let number = self.symbols.number(name);
                self.read_captured(index, number);
            }
        }
    }

    pub(super) fn read_captured(&mut self, index: NodeIndex, number: u32) {
        self.symbols.change(number, |symbol| symbol.read = index);
        let function = self.open.last().map_or(0, |open| open.start);
        if self.symbols.get(number).constant != function {
            self.deed(index);
        }
    }
}
