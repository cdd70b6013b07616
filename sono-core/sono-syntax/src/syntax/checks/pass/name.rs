//! Names: what their use says about variables and calls.

use crate::language::nuance::Nuance;
use crate::language::role::{Bind, Role, Slot};
use crate::language::signs::Sign;
use crate::syntax::checks::chain::{Asked, Chain};
use crate::syntax::checks::graph::NONE;
use crate::syntax::checks::{Fault, Strength, Use, UseKind};
use crate::syntax::flat::{FlatNode, NodeIndex};
use crate::text::Span;

use super::{Holder, Kind, Pass, mix};

impl<'a> Pass<'a> {
    pub(super) fn literal(&mut self, span: Span) {
        let Some(open) =
            self.routines.get_mut(self.holders.last().map_or(NONE, |holder| holder.routine) as usize)
        else {
            return;
        };
        // The title of a test is a name.
        if open.routine.name.is_empty() && !std::mem::replace(&mut open.titled, true) {
            return;
        }
        mix(&mut open.routine.hash, span.of(self.view.text));
        (self.before, self.last) = (self.last, "\"");
    }

    pub(super) fn leaf(&mut self, index: NodeIndex, node: &FlatNode) {
        let words = node.span.of(self.view.text);
        let routine = self.routine();
        if let Some(open) = self.routines.get_mut(routine as usize)
            && node.span != open.routine.name
        {
            mix(&mut open.routine.hash, words);
        }
        if self.is_name(index) {
            self.name(index, node, words);
        } else {
            match words {
                "(" => {
                    let callee = Some(self.last).filter(|last| {
                        last.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '!' | '>'))
                    });
                    let callee = if self.last == "!" { Some(self.before) } else { callee };
                    self.brackets.push(callee);
                }
                "[" | "{" => {
                    let around = self.brackets.last().copied().flatten();
                    self.brackets.push(around);
                    if let Some(holder) = self.holders.last_mut() {
                        holder.active = true;
                    }
                }
                ")" | "]" | "}" => drop(self.brackets.pop()),
                sign if self.view.language.tests.library.unwrap_signs.contains(&sign) => {
                    self.unwrap(node.span);
                }
                _ => {}
            }
        }
        (self.before, self.last) = (self.last, words);
    }

    pub(super) fn is_name(&self, index: NodeIndex) -> bool {
        let Some(node) = self.view.node(index) else { return false };
        // `{ name }` in a pattern is a part of it.
        node.is_named()
            && node.children == 0
            && self.view.sign(index) == Sign::Name
            && self.view.nuance(index) != Nuance::Pattern
    }

    /// The kind of new name that a name is.
    pub(super) fn bound(&self, index: NodeIndex) -> Bind {
        let mut at = index;
        for _ in 0..8 {
            let Some(parent) = self.view.parent(at) else { return Bind::None };
            let Some(node) = self.view.node(parent) else { return Bind::None };
            let bind = self.view.tables.bind(node.kind, self.view.slot(at));
            if bind != Bind::Inherit {
                return bind;
            }
            at = parent;
        }
        Bind::None
    }

    pub(super) fn name(&mut self, index: NodeIndex, node: &FlatNode, words: &'a str) {
        let slot = self.view.slot(index);
        let parent = self.view.parent(index);
        let is_member = matches!(self.last, "." | "?." | "::" | "->");
        let around = parent.map_or(Nuance::None, |parent| self.view.nuance(parent));
        let is_key = slot == Slot::Key
            || (slot == Slot::Name && around == Nuance::Keyword)
            || (slot == Slot::Property && !is_member);
        if is_key || (words == "_" && !is_member) {
            return;
        }
        match self.bound(index) {
            Bind::Function | Bind::Type | Bind::Parameter => return,
            Bind::Variable | Bind::Loop => {
                self.targets.push((node.span, false));
                return;
            }
            _ => {}
        }
        if !is_member && words.starts_with(|c: char| c.is_lowercase() || c == '_') && self.in_pattern(index) {
            self.captured(words);
            return;
        }
        let receivers = self.view.language.dialect.receivers;
        let on_itself = is_member && receivers.contains(&self.before);
        if self.assigned(index, node, words, parent, is_member, on_itself) {
            return;
        }
        let called = self.is_called(node.span, parent);
        let Some(holder) = self.holders.last().copied() else { return };
        if called {
            self.called(index, node.span, words, &holder);
        }
        if self.words.contains(&index) {
            return;
        }
        let kind = if called { UseKind::Called } else { self.mention(index) };
        if is_member {
            if on_itself && !called {
                let field = self.field(words);
                self.graph.link(holder.atom, field);
                if matches!(holder.kind, Kind::Statement { .. }) {
                    self.graph.link(field, holder.atom);
                }
                return;
            }
            let kind = if called { UseKind::Called } else { UseKind::Member };
            self.graph.add(holder.atom, Use { span: node.span, kind });
            return;
        }
        if receivers.contains(&words) {
            return;
        }
        let Some(binding) = self.env.get(words).copied() else {
            self.graph.add(holder.atom, Use { span: node.span, kind });
            if self.imported.contains(words) && kind != UseKind::Mentioned {
                self.graph.add(holder.atom, Use { span: node.span, kind: UseKind::Imported });
            }
            return;
        };
        let Some(atom) = self.graph.get(binding.atom) else { return };
        if let Some(original) = atom.alias {
            self.graph.add(holder.atom, Use { span: original, kind });
            return;
        }
        self.graph.link(holder.atom, binding.atom);
        if called {
            self.graph.add(holder.atom, Use { span: node.span, kind });
        }
        if !atom.mutable {
            return;
        }
        if let Some(holder) = self.holders.last_mut() {
            holder.active = true;
        }
        let is_object = self.is_object(index, parent);
        let in_call = is_object || self.brackets.last().is_some_and(Option::is_some);
        let is_bind = matches!(holder.kind, Kind::Bind { .. });
        if matches!(holder.kind, Kind::Statement { .. }) || (is_bind && in_call) {
            self.graph.link(binding.atom, holder.atom);
        }
        if holder.kind != Kind::Check {
            // The same question put again has the same answer, but what is asked for the next element has not.
            let asks_again = is_bind && is_object && !self.is_bare_call(index);
            if let Some(atom) = self.graph.get_mut(binding.atom) {
                atom.constant = false;
                if !asks_again {
                    atom.version = atom.version.saturating_add(1);
                }
            }
        }
    }

    /// Whether a name is part of a pattern that takes a value apart.
    pub(super) fn in_pattern(&self, index: NodeIndex) -> bool {
        let mut at = index;
        for _ in 0..6 {
            let Some(parent) = self.view.parent(at) else { return false };
            match self.view.role(parent) {
                Role::CasePattern => return true,
                Role::Call | Role::Block | Role::Arguments | Role::Tokens | Role::Clause => return false,
                _ if self.view.slot(at) == Slot::Pattern => return true,
                _ => at = parent,
            }
        }
        false
    }

    /// Binds a name in a pattern to what is taken apart.
    pub(super) fn captured(&mut self, name: &'a str) {
        let atom = self.graph.atom();
        if let Some(atom) = self.graph.get_mut(atom) {
            atom.mutable = true;
        }
        let heads = self.holders.iter().rev();
        let heads = heads.take_while(|holder| !matches!(holder.kind, Kind::Routine | Kind::Closure));
        let head =
            heads.copied().find(|holder| holder.kind.is_head() || matches!(holder.kind, Kind::Bind { .. }));
        if let Some(head) = head {
            self.graph.link(atom, head.atom);
        }
        self.set(name, atom);
    }

    /// Whether a name is the object of a call without arguments.
    pub(super) fn is_bare_call(&self, index: NodeIndex) -> bool {
        let mut at = index;
        for _ in 0..4 {
            let Some(parent) = self.view.parent(at) else { return false };
            if self.view.role(parent) == Role::Call {
                return self.view.words(parent).ends_with("()");
            }
            at = parent;
        }
        false
    }

    /// Whether a name is the object of a call or member.
    pub(super) fn is_object(&self, index: NodeIndex, parent: Option<NodeIndex>) -> bool {
        parent.is_some_and(|parent| matches!(self.view.role(parent), Role::Member | Role::Call))
            && self.view.slot(index) != Slot::Property
    }

    /// A call of a name.
    pub(super) fn called(&mut self, index: NodeIndex, span: Span, words: &'a str, holder: &Holder) {
        let library = &self.view.language.tests.library;
        if !matches!(
            words,
            "log"
                | "error"
                | "warn"
                | "print"
                | "println"
                | "printStackTrace"
                | "print_exc"
                | "debug"
                | "info"
        ) {
            self.acts = self.acts.saturating_add(1);
        }
        if let Some(holder) = self.holders.last_mut().filter(|_| !library.looks.contains(&words)) {
            holder.active = true;
        }
        if library.unwraps.contains(&words) {
            self.unwrap(span);
        }
        if self.in_macro(index) && self.token_check(index, words) {
            return;
        }
        if holder.routine != NONE && span != self.helper {
            let is_statement = matches!(holder.kind, Kind::Statement { .. } | Kind::Body | Kind::Closure);
            self.helpers.push((span, holder.atom, holder.routine, is_statement));
        }
    }

    /// A value of which it is asked that it is no error.
    pub(super) fn unwrap(&mut self, span: Span) {
        let Some(holder) = self.holders.last().copied().filter(|holder| holder.routine != NONE) else {
            return;
        };
        let fault = holder.dead.then_some(Fault::Unreachable);
        let number = self.draft(span, holder.atom, holder.routine, fault, Strength::Presence);
        if let Some(draft) = self.drafts.get_mut(number as usize) {
            draft.unwraps = true;
        }
    }

    pub(super) fn in_macro(&self, index: NodeIndex) -> bool {
        self.view.parent(index).is_some_and(|parent| self.view.role(parent) == Role::Tokens)
    }

    /// An assertion among the tokens of a macro.
    pub(super) fn token_check(&mut self, index: NodeIndex, words: &'a str) -> bool {
        let sign = self.view.tree.next(index).filter(|next| self.view.words(*next) == "!");
        let tokens = sign.and_then(|sign| self.view.tree.next(sign));
        let Some(tokens) = tokens.filter(|_| words.trim_start_matches("prop_").starts_with("assert")) else {
            return false;
        };
        let span = Span { start: self.view.span(index).start, end: self.view.span(tokens).end };
        let chain = Chain::of_tokens(words, index, tokens);
        let (fault, strength) = chain.judge(Asked::Named, |range| self.leaves(range));
        self.words.insert(index);
        let atom = self.graph.atom();
        self.check(span, self.view.within(tokens).end, atom, fault, strength);
        true
    }

    /// How a name is used that is not called.
    pub(super) fn mention(&self, index: NodeIndex) -> UseKind {
        let Some(Some(callee)) = self.brackets.last().copied() else { return UseKind::Mentioned };
        let library = &self.view.language.tests.library;
        let is_object =
            self.view.tree.next(index).is_some_and(|next| matches!(self.view.words(next), "." | "?." | "::"));
        let asserts = callee.to_ascii_lowercase().starts_with("assert")
            || library.subjects.contains(&callee)
            || matches!(
                callee,
                "if" | "while" | "for" | "switch" | "match" | "return" | "and" | "or" | "not" | "in" | "is"
            );
        let raises = library.raises.contains(&callee) || callee.contains("aises") || callee.contains("hrows");
        if library.looks.contains(&callee) || self.asks_type() || is_object || (asserts && !raises) {
            UseKind::Mentioned
        } else {
            UseKind::Passed
        }
    }

    fn is_called(&self, span: Span, parent: Option<NodeIndex>) -> bool {
        if self.last == "<" && parent.is_some_and(|parent| self.view.nuance(parent) == Nuance::Markup) {
            return true;
        }
        let calls = &self.outline.calls;
        let place = calls.partition_point(|call| call.start < span.start);
        if calls.get(place).is_some_and(|call| *call == span) {
            return true;
        }
        // A macro, or a call among the tokens of one.
        parent.is_some_and(|parent| self.view.role(parent) == Role::Tokens)
            && self.view.text.get(span.end as usize..).is_some_and(|rest| rest.starts_with("!("))
    }

    /// Whether the last word asks for the name of a type.
    fn asks_type(&self) -> bool {
        let (word, types) = self.view.language.deeds.type_names;
        !types.is_empty() && self.last == word
    }

    /// Whether a name is on the left of an assignment.
    pub(super) fn assigned(
        &mut self,
        index: NodeIndex,
        node: &FlatNode,
        words: &'a str,
        parent: Option<NodeIndex>,
        is_member: bool,
        on_itself: bool,
    ) -> bool {
        let Some(holder) = self.holders.last().copied() else { return false };
        let Kind::Bind { left, .. } = holder.kind else { return false };
        if index >= left {
            return false;
        }
        if on_itself {
            self.targets.push((node.span, true));
            return true;
        }
        let part =
            parent.is_some_and(|parent| matches!(self.view.role(parent), Role::Member | Role::Element));
        if is_member {
            return true;
        }
        if !part {
            self.targets.push((node.span, false));
            return true;
        }
        if let Some(binding) = self.env.get(words).copied() {
            self.graph.link(binding.atom, holder.atom);
            if let Some(atom) = self.graph.get_mut(binding.atom) {
                (atom.version, atom.constant) = (atom.version.saturating_add(1), false);
            }
        }
        true
    }
}
