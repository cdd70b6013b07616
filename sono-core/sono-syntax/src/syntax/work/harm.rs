//! Harm: where a function that is given what it cannot work with goes on, and fails far from the cause or gives nonsense.
//!
//! Most functions need no guard: any value will do, or what they call refuses a wrong one at once. So only places count
//! where the language itself does harm: a division by what may be zero, the first element of what may be empty, a number
//! read from what may be no number, a cast of what may be something else. What stands in a condition before was thought
//! of, and is left alone.

use crate::language::nuance::Nuance;
use crate::language::role::{Role, Slot, Token};
use crate::syntax::flat::{FlatNode, NodeIndex};
use crate::syntax::view::View;
use crate::text::Span;

use super::{Harm, HarmKind, narrow};

/// The longest declaration of a parameter that is searched for its type.
const LONGEST: usize = 200;
/// The parameters of one function that are looked at, and the places and variables that are kept.
const MAX_KEPT: usize = 64;

/// A parameter.
#[derive(Debug, Clone, Copy)]
pub(super) struct Given<'a> {
    /// Its name.
    pub(super) name: &'a str,
    pub(super) span: Span,
    /// Its declaration, with its type where it states one.
    pub(super) declaration: &'a str,
}

impl Given<'_> {
    fn is_one_of(&self, types: &[&str]) -> bool {
        if self.declaration.len() > LONGEST {
            return true;
        }
        let words = self.declaration.split(|c: char| !c.is_alphanumeric() && c != '_');
        words.filter(|word| *word != self.name).any(|word| types.contains(&word))
    }
}

/// The first place in a body that does harm if one of the parameters is not as it should be.
pub(super) fn first<'a>(view: View<'a>, body: NodeIndex, given: &[Given<'a>]) -> Option<Harm> {
    if given.is_empty() {
        return None;
    }
    let given = given.get(..MAX_KEPT).unwrap_or(given);
    let mut search =
        Search { view, given, amounts: Vec::new(), checked: Vec::new(), found: Vec::new(), conditions: body };
    for index in view.within(body) {
        search.visit(index);
    }
    search.found.first().map(|found| found.harm)
}

struct Found<'a> {
    harm: Harm,
    /// The variable that holds the result.
    result: Option<&'a str>,
}

struct Search<'a, 'g> {
    view: View<'a>,
    given: &'g [Given<'a>],
    /// Variables that hold the number of elements of a parameter.
    amounts: Vec<(&'a str, &'a str)>,
    /// Names that stand in a condition, or have another value by now.
    checked: Vec<&'a str>,
    found: Vec<Found<'a>>,
    /// The end of the last condition.
    conditions: NodeIndex,
}

impl<'a> Search<'a, '_> {
    fn visit(&mut self, index: NodeIndex) {
        let view = self.view;
        let Some(node) = view.node(index) else { return };
        if !node.is_named() {
            match view.spelling(index) {
                "/" | "//" | "%" | "/=" | "//=" | "%=" => self.division(index),
                _ => {}
            }
            return;
        }
        match view.role(index) {
            Role::If
            | Role::Elif
            | Role::Loop
            | Role::DoLoop
            | Role::Switch
            | Role::Case
            | Role::LoopHead => self.head(index),
            Role::Assert | Role::Ternary | Role::Boolean | Role::Clause => self.condition(index, node),
            Role::Binary if self.is_short_circuit(index) => self.condition(index, node),
            Role::Assignment | Role::AssignmentStatement | Role::Declarator | Role::Declaration => {
                self.assignment(index)
            }
            Role::Call => self.call(index, node),
            Role::Element => self.first_element(index),
            _ if matches!(view.nuance(index), Nuance::Cast | Nuance::TypeAssertion) => self.cast(index),
            _ => {}
        }
    }

    fn is_short_circuit(&self, index: NodeIndex) -> bool {
        let view = self.view;
        view.children(index)
            .any(|child| matches!(view.token(child), Token::And | Token::Or | Token::Coalesce))
    }

    /// Notes the names in the head of a statement with a body.
    fn head(&mut self, index: NodeIndex) {
        let view = self.view;
        for child in view.children(index) {
            let is_body = matches!(view.slot(child), Slot::Body | Slot::Consequence | Slot::Alternative)
                || matches!(
                    view.role(child),
                    Role::Block | Role::Statements | Role::Case | Role::Else | Role::Elif
                );
            if is_body {
                // The condition of `do` stands behind its body.
                if view.role(index) == Role::DoLoop {
                    continue;
                }
                break;
            }
            // To ask for one odd value is not to look at what is given.
            let is_choice = matches!(view.role(index), Role::If | Role::Elif);
            if let Some(node) = view.node(child).filter(|_| !(is_choice && narrow::asks_for_one(view, child)))
            {
                self.condition(child, node);
            }
        }
    }

    /// Notes the names in a condition, each node once.
    fn condition(&mut self, index: NodeIndex, node: &FlatNode) {
        for name in self.conditions.max(index)..node.after() {
            if self.view.role(name) == Role::Identifier || self.is_word(name) {
                self.check(self.view.words(name));
            }
        }
        self.conditions = self.conditions.max(node.after());
    }

    fn is_word(&self, index: NodeIndex) -> bool {
        self.view.node(index).is_some_and(|node| node.is_named() && node.children == 0)
    }

    fn check(&mut self, name: &'a str) {
        self.found.retain(|found| found.result != Some(name));
        let is_known = self.given.iter().any(|given| given.name == name)
            || self.amounts.iter().any(|(amount, _)| *amount == name);
        if is_known && !self.checked.contains(&name) {
            self.checked.push(name);
        }
    }

    /// Notes what an assignment does to the names.
    fn assignment(&mut self, index: NodeIndex) {
        let view = self.view;
        let mut named = view
            .children(index)
            .filter(|child| view.node(*child).is_some_and(|node| node.is_named() && !node.is_extra()));
        let (Some(target), Some(value)) = (named.next(), named.last()) else { return };
        let name = view.words(target);
        match self.amount(value) {
            Some(given) if name != given && self.amounts.len() < MAX_KEPT => self.amounts.push((name, given)),
            _ => self.check(name),
        }
    }

    /// The parameter of whose elements an expression is the number.
    fn amount(&self, value: NodeIndex) -> Option<&'a str> {
        let view = self.view;
        let words = view.words(value);
        if words.len() > LONGEST {
            return None;
        }
        let words = words.trim_end_matches("()");
        let inside = |word: &str| {
            let (before, rest) = words.split_once(word)?;
            match (before, rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'))) {
                ("", Some(inner)) => Some(inner),
                (before, None) if rest.is_empty() => before.strip_suffix('.'),
                _ => None,
            }
        };
        let name = view.language.values.sizes.iter().find_map(|word| inside(word))?;
        let given = self.given.iter().find(|given| given.name == name)?;
        Some(given.name)
    }

    /// The parameter whose absence makes an expression zero: the parameter itself, or that of whose elements it is the
    /// number.
    fn zero(&self, value: NodeIndex) -> Option<&'a str> {
        let value = self.unwrapped(value);
        let words = self.view.words(value);
        if self.checked.contains(&words) {
            return None;
        }
        let given = self
            .given
            .iter()
            .find(|given| given.name == words && !given.is_one_of(self.view.language.values.floats))
            .map(|given| given.name);
        let amount = self.amounts.iter().find(|(amount, _)| *amount == words).map(|(_, given)| *given);
        let name = given.or(amount).or_else(|| self.amount(value))?;
        (!self.checked.contains(&name)).then_some(name)
    }

    /// An expression without its parentheses and conversions.
    fn unwrapped(&self, value: NodeIndex) -> NodeIndex {
        let mut value = value;
        while let Some(inner) = self.converted(value) {
            value = inner;
        }
        value
    }

    fn converted(&self, value: NodeIndex) -> Option<NodeIndex> {
        let view = self.view;
        let only = |holder: NodeIndex| {
            let mut named =
                view.children(holder).filter(|child| view.node(*child).is_some_and(FlatNode::is_named));
            named.next().filter(|_| named.next().is_none())
        };
        match view.role(value) {
            Role::Parenthesized => only(value),
            Role::Call => {
                let callee = view.children(value).next()?;
                let is_number = view.language.values.conversions.contains(&view.words(callee));
                let arguments = view.children(value).find(|child| view.role(*child) == Role::Arguments);
                arguments.filter(|_| is_number).and_then(only)
            }
            _ if matches!(view.nuance(value), Nuance::Cast | Nuance::Conversion) => {
                view.child(value, Slot::Value)
            }
            _ => None,
        }
    }

    fn division(&mut self, operator: NodeIndex) {
        let view = self.view;
        let Some(parent) = view.parent(operator) else { return };
        let operands: Vec<NodeIndex> = view
            .children(parent)
            .filter(|child| view.node(*child).is_some_and(|node| node.is_named() && !node.is_extra()))
            .collect();
        let [left, right] = operands.as_slice() else { return };
        if *left > operator || *right < operator || view.role(parent) == Role::Opaque {
            return;
        }
        // `"%s" % value` is no division, and neither is `/` behind a folder.
        let is_plain = view.nuance(parent) == Nuance::Arithmetic;
        let is_remainder = view.words(operator).starts_with('%');
        if is_plain && is_remainder
            || matches!(view.role(*left), Role::Str | Role::Text)
            || is_plain && self.is_folder(*left)
        {
            return;
        }
        if let Some(name) = self.zero(*right) {
            let kind =
                if name == view.words(self.unwrapped(*right)) { HarmKind::Zero } else { HarmKind::Empty };
            self.push(*right, kind, name, parent);
        }
    }

    /// Whether a value is a folder, by its name or by what is joined to it.
    fn is_folder(&self, value: NodeIndex) -> bool {
        let view = self.view;
        let is_text = |index: NodeIndex| matches!(view.role(index), Role::Str | Role::Text);
        (view.language.deeds.is_folder)(view.words(value)) || view.within(value).take(MAX_KEPT).any(is_text)
    }

    /// `rows[0]`, of which nothing else is read by number.
    fn first_element(&mut self, index: NodeIndex) {
        let view = self.view;
        let Some(object) = view.children(index).next() else { return };
        let name = view.words(object);
        let Some(given) = self.given.iter().find(|given| given.name == name) else { return };
        let words = view.words(index);
        let place = words.get(name.len()..).unwrap_or("").trim();
        let is_first = matches!(place, "[0]" | "[-1]");
        let is_target = matches!(view.slot(index), Slot::Left)
            || view.parent(index).is_some_and(|parent| matches!(view.role(parent), Role::List));
        if place.len() == 3 && place.as_bytes().get(1).is_some_and(u8::is_ascii_digit) && !is_first {
            // A record: the others are there as well.
            let text = view.text;
            self.found.retain(|found| found.harm.kind != HarmKind::First || found.harm.name.of(text) != name);
            self.check(name);
            return;
        }
        if is_first
            && !is_target
            && !given.is_one_of(view.language.values.records)
            && !self.checked.contains(&name)
        {
            self.push(index, HarmKind::First, name, index);
        }
    }

    /// A number read from a text that may be none, where the language gives what is no number instead of failing.
    fn call(&mut self, index: NodeIndex, node: &FlatNode) {
        let view = self.view;
        let Some(callee) = view.children(index).next() else { return };
        let callee = view.words(callee);
        let Some(arguments) = view.children(index).find(|child| view.role(*child) == Role::Arguments) else {
            return;
        };
        let first = view.children(arguments).find(|child| view.node(*child).is_some_and(FlatNode::is_named));
        if self.view.language.deeds.parses.contains(&callee) {
            let given =
                first.and_then(|first| self.given.iter().find(|given| given.name == view.words(first)));
            if let Some(given) = given.filter(|given| !self.checked.contains(&given.name)) {
                self.push(index, HarmKind::Parse, given.name, index);
            }
            return;
        }
        // A call that is a statement, and is given a parameter, may check it.
        let is_statement =
            view.parent(index).is_some_and(|parent| view.role(parent) == Role::ExpressionStatement);
        let checks = view.language.values.number_checks;
        if is_statement || checks.iter().any(|check| callee.ends_with(check)) {
            for name in index..node.after() {
                if view.role(name) == Role::Identifier {
                    self.check(view.words(name));
                }
            }
        }
    }

    /// A cast of a parameter that may be anything.
    fn cast(&mut self, index: NodeIndex) {
        let view = self.view;
        let named = |child: &NodeIndex| view.node(*child).is_some_and(FlatNode::is_named);
        let is_assertion = view.nuance(index) == Nuance::TypeAssertion;
        let value =
            if is_assertion { view.children(index).find(named) } else { view.child(index, Slot::Value) };
        let Some(value) = value else { return };
        let Some(given) = self.given.iter().find(|given| given.name == view.words(value)) else { return };
        let target = view.child(index, Slot::Type).map_or("", |target| view.words(target));
        // `(T) value`: what stands for any type is not looked at.
        let is_open = target.len() <= 1 || target.contains('<') && target.contains(['?', 'T']);
        let takes_all = given.is_one_of(view.language.deeds.any);
        // `text, ok := value.(string)` asks.
        let around = view.parent(index).and_then(|list| view.parent(list));
        let asks = is_assertion
            && around.is_some_and(|around| {
                let left = view.child(around, Slot::Left);
                left.is_some_and(|left| view.words(left).contains(','))
            });
        if takes_all && !asks && (is_assertion || !is_open) && !self.checked.contains(&given.name) {
            self.push(index, HarmKind::Cast, given.name, index);
        }
    }

    fn push(&mut self, index: NodeIndex, kind: HarmKind, name: &'a str, holder: NodeIndex) {
        let view = self.view;
        let Some(given) = self.given.iter().find(|given| given.name == name) else { return };
        let result = view.parent(holder).filter(|parent| {
            matches!(
                view.role(*parent),
                Role::Assignment | Role::AssignmentStatement | Role::Declarator | Role::Declaration
            )
        });
        let result = result.and_then(|parent| {
            view.children(parent).find(|child| view.node(*child).is_some_and(FlatNode::is_named))
        });
        let result = result.map(|target| view.words(target));
        if self.found.len() >= MAX_KEPT {
            return;
        }
        self.found.push(Found { harm: Harm { span: view.span(index), name: given.span, kind }, result });
    }
}
