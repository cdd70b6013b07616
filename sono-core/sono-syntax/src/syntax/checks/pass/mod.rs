//! The pass over test code: routines, variables, control flow, and the assertions among them.

mod branch;
mod check;
mod finish;
mod leaf;
mod name;
mod routine;
mod variable;

use std::collections::BTreeSet;

use crate::language::Library;
use crate::language::nuance::Nuance;
use crate::language::role::{Role, Slot};
use crate::syntax::flat::NodeIndex;
use crate::syntax::outline::{Function, Outline};
use crate::syntax::tokens::hash_text;
use crate::syntax::view::View;
use crate::text::{Span, TextMap, TextSet};

use super::graph::{Graph, NONE};
use super::truth::{self, Leaf, Truth};
use super::{Check, Checks, Fault, Routine, Strength};

/// The number of tokens of an assertion that are looked at, and of the definition of a variable.
const LEAVES: usize = 256;

/// The number of statements without a result that a test keeps.
const EFFECTS: usize = 48;

/// An open node that gathers what its tokens depend on.
#[derive(Debug, Clone, Copy)]
struct Holder {
    after: NodeIndex,
    atom: u32,
    kind: Kind,
    routine: u32,
    /// Where its targets begin in the list of targets.
    targets: usize,
    /// The number of checks before it.
    checks: usize,
    /// Whether it is never reached.
    dead: bool,
    /// Whether it calls or builds something.
    active: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Routine,
    Closure,
    Body,
    /// A condition, with its place and whether it never holds.
    If {
        never: Option<Fault>,
    },
    Loop {
        empty: bool,
    },
    /// `with`: what its body is asked, and whether it suppresses failures.
    With {
        check: u32,
        suppresses: bool,
    },
    Try {
        handled: u32,
    },
    Catch {
        catches: bool,
        acts: u32,
    },
    Statement {
        ends: bool,
    },
    Bind {
        left: NodeIndex,
        declares: bool,
    },
    Check,
}

impl Kind {
    /// Whether it decides about the bodies inside it, or guards them.
    fn is_head(self) -> bool {
        matches!(
            self,
            Self::If { .. } | Self::Loop { .. } | Self::With { .. } | Self::Try { .. } | Self::Catch { .. }
        )
    }
}

#[derive(Debug, Clone, Copy)]
struct Binding {
    atom: u32,
    scope: usize,
    control: u32,
    /// The number of statements with an effect before it.
    effects: u32,
}

#[derive(Debug, Clone, Copy, Default)]
struct Scope {
    undo: usize,
    control: u32,
}

/// A routine, with what only the pass needs.
#[derive(Debug, Default)]
struct Open {
    routine: Routine,
    atom: u32,
    effects: Vec<u32>,
    fails: bool,
    titled: bool,
}

/// A check, with what only the pass needs.
#[derive(Debug, Clone, Copy)]
struct Draft {
    check: Check,
    atom: u32,
    unwraps: bool,
}

/// The marks that decorators put on the next definition.
#[derive(Debug, Clone, Copy, Default)]
struct Marks {
    test: bool,
    skipped: bool,
    fails: bool,
    fixture: bool,
}

pub(super) struct Pass<'a> {
    pub(super) view: View<'a>,
    outline: &'a Outline,
    whole: bool,
    graph: Graph<'a>,
    holders: Vec<Holder>,
    routines: Vec<Open>,
    drafts: Vec<Draft>,
    /// Calls that may be those of helpers: name, expression, routine, whether the result is not looked at.
    helpers: Vec<(Span, u32, u32, bool)>,
    env: TextMap<&'a str, Binding>,
    undo: Vec<(&'a str, Option<Binding>)>,
    scopes: Vec<Scope>,
    fields: TextMap<&'a str, u32>,
    imported: TextSet<&'a str>,
    targets: Vec<(Span, bool)>,
    brackets: Vec<Option<&'a str>>,
    marks: Marks,
    next_function: usize,
    /// The start of the chain of calls that was looked at last.
    chain: u32,
    /// Names that belong to assertions rather than to what they are about.
    words: BTreeSet<NodeIndex>,
    /// The name of the helper that the last check calls.
    helper: Span,
    skipped: NodeIndex,
    dead: NodeIndex,
    /// The number of raised errors and calls so far.
    acts: u32,
    /// The number of statements so far that are there for their effect.
    effects: u32,
    last: &'a str,
    before: &'a str,
}

impl<'a> Pass<'a> {
    pub(super) fn new(view: View<'a>, outline: &'a Outline, whole: bool) -> Self {
        Self {
            view,
            outline,
            whole,
            graph: Graph::new(view.text),
            holders: Vec::new(),
            routines: Vec::new(),
            drafts: Vec::new(),
            helpers: Vec::new(),
            env: TextMap::default(),
            undo: Vec::new(),
            scopes: vec![Scope::default()],
            fields: TextMap::default(),
            imported: TextSet::default(),
            targets: Vec::new(),
            brackets: Vec::new(),
            marks: Marks::default(),
            next_function: 0,
            chain: NONE,
            words: BTreeSet::new(),
            helper: Span::default(),
            skipped: 0,
            dead: 0,
            acts: 0,
            effects: 0,
            last: "",
            before: "",
        }
    }

    pub(super) fn run(mut self) -> Checks {
        let end = self.view.tree.root().after();
        let mut index = 0;
        while index < end {
            while self.holders.last().is_some_and(|holder| holder.after <= index) {
                self.close();
            }
            index = self.visit(index).max(index.saturating_add(1));
        }
        while !self.holders.is_empty() {
            self.close();
        }
        self.finish()
    }

    /// Visits a node. Returns the next one to visit.
    fn visit(&mut self, index: NodeIndex) -> NodeIndex {
        let Some(node) = self.view.node(index) else { return index.saturating_add(1) };
        let after = node.after();
        let inside = index.saturating_add(1);
        match self.view.role(index) {
            Role::Comment => {
                self.comment(node.span);
                return after;
            }
            Role::Text | Role::Opaque => {
                self.literal(node.span);
                return after;
            }
            Role::Import => {
                self.import(index);
                return after;
            }
            Role::Decorator => {
                self.decorator(index);
                return after;
            }
            Role::Function | Role::Constructor | Role::Closure => return self.function(index, node),
            Role::Class | Role::AbstractClass | Role::Interface | Role::Namespace | Role::Extension => {
                let marks = std::mem::take(&mut self.marks);
                if marks.skipped {
                    self.skipped = self.skipped.max(after);
                }
            }
            Role::If | Role::Elif | Role::Switch => {
                let never = self.condition(index);
                self.open(after, Kind::If { never });
            }
            Role::Loop | Role::DoLoop => {
                let over =
                    self.view.child(index, Slot::Right).or_else(|| self.view.child(index, Slot::Value));
                let words = over.map_or("", |over| self.view.words(over));
                let empty =
                    matches!(words, "[]" | "()" | "{}" | "range(0)") || self.condition(index).is_some();
                self.open(after, Kind::Loop { empty });
            }
            Role::Block | Role::Case | Role::Default => self.body(index, after),
            Role::Catch => self.catch(index, after),
            Role::Statement if self.view.nuance(index) == Nuance::Macro => {
                let name = self.view.child(index, Slot::Name).map(|name| self.view.span(name));
                let routine =
                    Routine { name: name.unwrap_or_default(), span: node.span, ..Routine::default() };
                self.open_routine(after, routine, false);
            }
            Role::Statement => {
                let is_try = self.view.children(index).any(|child| self.view.role(child) == Role::Catch);
                let kind = if is_try {
                    Kind::Try { handled: NONE }
                } else {
                    Kind::With { check: NONE, suppresses: false }
                };
                self.open(after, kind);
            }
            Role::ExpressionStatement => self.open(after, Kind::Statement { ends: false }),
            Role::Return | Role::Jump | Role::ValueJump => self.open(after, Kind::Statement { ends: true }),
            Role::Raise => self.raise(node.span, after),
            Role::Assert => self.assert(index, after),
            Role::Assignment
            | Role::AssignmentStatement
            | Role::Declaration
            | Role::Declarator
            | Role::Field
            | Role::LoopHead => self.binding(index, node),
            Role::Call | Role::Member => self.chain(index, node),
            _ => {}
        }
        if node.children == 0 {
            self.leaf(index, node);
        }
        inside
    }

    fn is_in_routine(&self) -> bool {
        self.routine() != NONE
    }

    fn routine(&self) -> u32 {
        self.holders.last().map_or(NONE, |holder| holder.routine)
    }

    fn open(&mut self, after: NodeIndex, kind: Kind) {
        let atom = self.graph.atom();
        self.open_with(after, kind, atom);
    }

    fn open_with(&mut self, after: NodeIndex, kind: Kind, atom: u32) {
        let parent = self.holders.last().copied();
        let is_inner = matches!(kind, Kind::Body | Kind::Statement { .. });
        // What a condition decides about is no part of the condition.
        let owner = if is_inner {
            self.holders.iter().rev().find(|holder| !holder.kind.is_head())
        } else {
            self.holders.last()
        };
        if let Some(owner) = owner.filter(|_| kind != Kind::Routine) {
            let owner = owner.atom;
            self.graph.link(owner, atom);
        }
        if kind.is_head()
            && let Some(scope) = self.scopes.last_mut()
        {
            scope.control = scope.control.saturating_add(1);
        }
        self.holders.push(Holder {
            after,
            atom,
            kind,
            routine: parent.map_or(NONE, |parent| parent.routine),
            targets: self.targets.len(),
            checks: self.drafts.len(),
            dead: kind != Kind::Routine && (parent.is_some_and(|parent| parent.dead) || after <= self.dead),
            active: false,
        });
    }

    fn close(&mut self) {
        let Some(holder) = self.holders.pop() else { return };
        match holder.kind {
            Kind::Routine => self.close_routine(&holder),
            Kind::Closure => self.leave(),
            Kind::Bind { left, declares } => self.bind(&holder, left, declares),
            Kind::Statement { ends } => {
                let parent = self.holders.last_mut();
                if ends && let Some(parent) = parent.filter(|parent| parent.kind == Kind::Body) {
                    parent.dead = true;
                }
                if !ends && holder.active && holder.checks == self.drafts.len() {
                    self.effects = self.effects.saturating_add(1);
                    let open = self.routines.get_mut(holder.routine as usize);
                    if let Some(open) = open.filter(|open| open.effects.len() < EFFECTS) {
                        open.effects.push(holder.atom);
                    }
                }
            }
            Kind::Catch { catches, acts } => self.close_catch(&holder, catches, acts),
            Kind::With { suppresses: true, .. } => self.swallow(holder.checks, self.drafts.len()),
            Kind::Check => {
                if let Some(parent) = self.holders.last_mut() {
                    parent.active |= holder.active;
                }
            }
            _ => {}
        }
        if holder.kind.is_head()
            && let Some(scope) = self.scopes.last_mut()
        {
            scope.control = scope.control.saturating_sub(1);
        }
        self.targets.truncate(holder.targets);
    }

    fn leave(&mut self) {
        let Some(scope) = self.scopes.pop() else { return };
        while self.undo.len() > scope.undo {
            match self.undo.pop() {
                Some((name, Some(binding))) => drop(self.env.insert(name, binding)),
                Some((name, None)) => drop(self.env.remove(name)),
                None => {}
            }
        }
    }
}

/// The fault and the strength of a condition that must hold.
pub(super) fn judge(condition: &[Leaf<'_>]) -> (Option<Fault>, Strength) {
    let fault = match truth::truth(condition) {
        // That two calls differ is something to ask.
        Truth::Open | Truth::Never(Fault::Itself(_)) => None,
        Truth::Always(fault) | Truth::Never(fault) => Some(fault),
    };
    if fault.is_none()
        && let Some(judged) = truth::denies(condition)
    {
        return judged;
    }
    let strength = if truth::is_presence(condition) { Strength::Presence } else { Strength::Value };
    let parts = truth::split(condition, |text| matches!(text, "==" | "===" | "is"));
    if let [one, other] = parts.as_slice()
        && fault.is_none()
        && truth::compare(one, other, true).is_err()
    {
        return (None, Strength::Identity);
    }
    (fault, strength)
}

/// Whether a function outside test code asserts for tests, by its name.
fn is_helper(function: &Function, library: &Library) -> bool {
    let mut prefixes = library.helpers.iter().chain(&["assert"]);
    function.assertions > 0 && prefixes.any(|prefix| function.name.starts_with(prefix))
}

fn mix(hash: &mut u64, words: &str) {
    *hash = (hash.rotate_left(5) ^ hash_text(words)).wrapping_mul(0x517c_c1b7_2722_0a95);
}
