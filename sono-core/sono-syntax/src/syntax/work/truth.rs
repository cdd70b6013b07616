//! The truth of a condition, as far as its text tells: whether it always holds, or never does.

use crate::language::role::{Role, Token};
use crate::syntax::flat::NodeIndex;
use crate::syntax::view::{Operation, View, mirrored};
use crate::text::Span;

/// The truth of a condition, as far as its text tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Truth {
    /// It depends.
    #[default]
    Open,
    /// It always holds.
    Always,
    /// It never holds.
    Never,
    /// It holds for all but what differs from itself: what is no number.
    Equal,
    /// It holds only for what differs from itself.
    Unequal,
}

impl Truth {
    const fn of(holds: bool) -> Self {
        if holds { Self::Always } else { Self::Never }
    }

    const fn not(self) -> Self {
        match self {
            Self::Open => Self::Open,
            Self::Always => Self::Never,
            Self::Never => Self::Always,
            Self::Equal => Self::Unequal,
            Self::Unequal => Self::Equal,
        }
    }

    /// The truth of `one or other`.
    const fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Always, _) | (_, Self::Always) => Self::Always,
            (Self::Never, rest) | (rest, Self::Never) => rest,
            (Self::Equal, _) | (_, Self::Equal) => Self::Equal,
            (Self::Unequal, rest) | (rest, Self::Unequal) => rest,
            _ => Self::Open,
        }
    }
}

/// The value of an expression, as far as it is known.
#[derive(Debug, Clone, Copy, Default)]
struct Value {
    truth: Truth,
    number: Option<f64>,
    /// Whether it is a length or another amount, which is never below zero.
    amount: bool,
    /// Whether it calls something, so that two of the same text may differ.
    calls: bool,
}

/// Judges conditions. Keep one per text and reuse it.
#[derive(Debug, Default)]
pub(super) struct Judge {
    values: Vec<Value>,
}

/// The most conditions of one chain of `and` that are compared with each other.
const CHAIN: usize = 8;

impl Judge {
    /// The truth of an expression. Nodes are judged from last to first, so that operands come before operators.
    pub(super) fn truth(&mut self, view: View<'_>, condition: NodeIndex) -> Truth {
        let range = view.within(condition);
        self.values.clear();
        self.values.resize(range.len(), Value::default());
        for index in range.rev() {
            let value = self.value(view, condition, index);
            if let Some(cell) = self.values.get_mut(index.saturating_sub(condition) as usize) {
                *cell = value;
            }
        }
        self.at(condition, condition).truth
    }

    fn at(&self, start: NodeIndex, index: NodeIndex) -> Value {
        self.values.get(index.saturating_sub(start) as usize).copied().unwrap_or_default()
    }

    fn value(&self, view: View<'_>, start: NodeIndex, index: NodeIndex) -> Value {
        let Some(node) = view.node(index).filter(|node| node.is_named()) else { return Value::default() };
        let role = view.role(index);
        if node.children == 0 {
            return leaf(role, view.words(index));
        }
        match role {
            Role::Str | Role::Text => {
                return Value { truth: Truth::of(node.span.len() > 2), ..Value::default() };
            }
            Role::Call => return call(view, index),
            Role::Member => {
                let name = view.words(index).rsplit(['.', ':']).next().unwrap_or("");
                let calls = view.children(index).any(|child| self.at(start, child).calls);
                return Value { amount: name == "length", calls, ..Value::default() };
            }
            Role::Closure | Role::New | Role::Effect | Role::Assignment => {
                return Value { calls: true, ..Value::default() };
            }
            _ => {}
        }
        let Operation { operator, token, operands, count } = view.operation(index);
        let calls = operands.iter().flatten().any(|operand| self.at(start, *operand).calls);
        match (count, operands) {
            (1, [Some(only), _]) => {
                let inner = self.at(start, only);
                match operator {
                    "" => inner,
                    "!" | "not" => Value { truth: inner.truth.not(), calls, ..Value::default() },
                    "-" => {
                        let number = inner.number.map(|number| -number);
                        Value { number, truth: inner.truth, calls, ..Value::default() }
                    }
                    _ => Value { calls, ..Value::default() },
                }
            }
            (2, [Some(left), Some(right)]) => {
                let truth = match token {
                    Token::And => self.and(view, start, index, left, right),
                    Token::Or => self.at(start, left).truth.or(self.at(start, right).truth),
                    _ => self.compare(view, start, left, operator, right),
                };
                Value { truth, calls, ..Value::default() }
            }
            _ => Value { calls: true, ..Value::default() },
        }
    }

    fn compare(
        &self,
        view: View<'_>,
        start: NodeIndex,
        left: NodeIndex,
        operator: &str,
        right: NodeIndex,
    ) -> Truth {
        let (a, b) = (self.at(start, left), self.at(start, right));
        if let (Some(a), Some(b)) = (a.number, b.number) {
            return holds(operator, a.total_cmp(&b)).map_or(Truth::Open, Truth::of);
        }
        match (a.amount, b.number, b.amount, a.number) {
            (true, Some(number), ..) => amount(operator, number),
            (_, _, true, Some(number)) => amount(mirrored(operator), number),
            _ if is_no_type(view, view.words(left), view.words(right))
                || is_no_type(view, view.words(right), view.words(left)) =>
            {
                match operator {
                    "==" | "===" => Truth::Never,
                    "!=" | "!==" => Truth::Always,
                    _ => Truth::Open,
                }
            }
            _ if !a.calls && !b.calls && view.words(left) == view.words(right) => match operator {
                // Unequal to itself is how a value that is no number is found.
                "!=" | "!==" => Truth::Unequal,
                "==" | "===" => Truth::Equal,
                _ => holds(operator, std::cmp::Ordering::Equal).map_or(Truth::Open, Truth::of),
            },
            _ => Truth::Open,
        }
    }

    /// The truth of a chain of `and`: no member may be false, and no two may exclude each other.
    fn and(
        &self,
        view: View<'_>,
        start: NodeIndex,
        index: NodeIndex,
        left: NodeIndex,
        right: NodeIndex,
    ) -> Truth {
        // Neither of both fails: `not (not one or not other)`.
        let both = self.at(start, left).truth.not().or(self.at(start, right).truth.not()).not();
        if both != Truth::Open || [left, right].iter().any(|side| self.at(start, *side).truth != Truth::Open)
        {
            return both;
        }
        let mut members = [Claim::default(); CHAIN];
        let mut count = 0_usize;
        let mut rest = Some(index);
        while let Some(node) = rest.take() {
            let chained = chain(view, node);
            let member = chained.map_or(node, |(_, right)| right);
            if let Some(cell) = members.get_mut(count) {
                *cell = Claim::new(view, member);
                count = count.saturating_add(1);
                rest = chained.map(|(left, _)| left);
            }
        }
        let members = members.get(..count).unwrap_or_default();
        let excluded = members.iter().enumerate().any(|(at, claim)| {
            members
                .iter()
                .skip(at.saturating_add(1))
                .any(|other| claim.excludes(other, view.language.values.opposites))
        });
        if excluded { Truth::Never } else { Truth::Open }
    }
}

/// The operands of `and`, behind parentheses.
fn chain(view: View<'_>, node: NodeIndex) -> Option<(NodeIndex, NodeIndex)> {
    let node = bare(view, node);
    let and = view.children(node).find(|child| view.token(*child) == Token::And)?;
    let named = |child: &NodeIndex| view.node(*child).is_some_and(|node| node.is_named() && !node.is_extra());
    let left = view.children(node).find(named)?;
    let right = view.children(node).filter(|child| *child > and).find(named)?;
    Some((left, right))
}

/// The expression inside parentheses.
fn bare(view: View<'_>, node: NodeIndex) -> NodeIndex {
    let mut node = node;
    for _ in 0..CHAIN {
        if view.role(node) != Role::Parenthesized {
            break;
        }
        let inner = view.children(node).find(|child| view.node(*child).is_some_and(|node| node.is_named()));
        let Some(inner) = inner else { break };
        node = inner;
    }
    node
}

/// One member of a chain: a comparison, or a question with its answer.
#[derive(Debug, Clone, Copy, Default)]
struct Claim<'a> {
    left: &'a str,
    operator: &'a str,
    right: &'a str,
}

impl<'a> Claim<'a> {
    fn new(view: View<'a>, node: NodeIndex) -> Self {
        let node = bare(view, node);
        let Operation { count, operands: named, operator, .. } = view.operation(node);
        match (count, named, operator) {
            (1, [Some(only), _], "not" | "!") => {
                let words = view.words(bare(view, only));
                // Whatever is there is an object.
                let mut questions = view.language.deeds.asks_object.iter();
                let object = questions.find_map(|question| words.strip_prefix(question)?.strip_suffix(')'));
                match object {
                    Some(left) => Self { left, operator: "==", right: "null" },
                    None => Self { left: words, operator: "not", right: "" },
                }
            }
            (2, [Some(left), Some(right)], _) if holds(operator, std::cmp::Ordering::Equal).is_some() => {
                let operator = match operator {
                    "===" | "is" => "==",
                    "!==" | "is not" => "!=",
                    operator => operator,
                };
                Self { left: view.words(left), operator, right: view.words(right) }
            }
            _ => Self { left: view.words(node), operator: "", right: "" },
        }
    }

    /// Whether both cannot hold.
    fn excludes(&self, other: &Self, opposites: &[(&str, &str)]) -> bool {
        if self.operator.is_empty() && other.operator.is_empty() {
            let asks = |claim: &Self, name: &str| {
                claim.left.strip_suffix("()").and_then(|it| it.strip_suffix(name)).map(str::len)
            };
            return opposites.iter().any(|(one, two)| {
                let same = |a: Option<usize>, b: Option<usize>| a.is_some() && a == b;
                let either =
                    same(asks(self, one), asks(other, two)) || same(asks(self, two), asks(other, one));
                either && self.left.split('.').next() == other.left.split('.').next()
            });
        }
        if self.left != other.left {
            return false;
        }
        let number = |claim: &Self| claim.right.parse::<f64>().ok();
        match (self.operator, other.operator) {
            ("", "not") | ("not", "") => true,
            (one, two) if self.right == other.right => {
                EXCLUSIVE.iter().any(|pair| *pair == (one, two) || *pair == (two, one))
            }
            (one, two) => match (number(self), number(other)) {
                (Some(a), Some(b)) => apart(one, a, two, b) || apart(two, b, one, a),
                // Equal to two constants at once.
                _ => one == "==" && two == "==" && is_constant(self.right) && is_constant(other.right),
            },
        }
    }
}

const EXCLUSIVE: &[(&str, &str)] =
    &[("==", "!="), ("<", ">="), (">", "<="), ("<", ">"), ("==", "<"), ("==", ">"), ("in", "not in")];

/// Whether a value below the first number cannot be above the second.
fn apart(one: &str, a: f64, two: &str, b: f64) -> bool {
    match (one, two) {
        ("<", ">" | ">=" | "==") => a <= b,
        ("<=", ">" | ">=" | "==") => a < b,
        ("==", ">") => a <= b,
        ("==", ">=") => a < b,
        _ => false,
    }
}

fn is_constant(words: &str) -> bool {
    matches!(words, "None" | "null" | "nil" | "undefined" | "True" | "False" | "true" | "false")
        || words.starts_with(['"', '\'', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
}

fn leaf(role: Role, words: &str) -> Value {
    let plain = Value::default();
    match words {
        "True" | "true" => Value { truth: Truth::Always, ..plain },
        "False" | "false" | "None" | "null" | "nil" | "undefined" => Value { truth: Truth::Never, ..plain },
        _ if matches!(role, Role::Str | Role::Text) => Value { truth: Truth::of(words.len() > 2), ..plain },
        _ if words.starts_with(|c: char| c.is_ascii_digit()) => {
            let number = words.parse::<f64>().ok();
            let truth = number.map_or(Truth::Open, |number| Truth::of(number != 0.0));
            Value { truth, number, ..plain }
        }
        _ => plain,
    }
}

/// A call that gives an amount, or one that holds for anything.
fn call(view: View<'_>, index: NodeIndex) -> Value {
    let arguments = view.children(index).find(|child| view.role(*child) == Role::Arguments);
    let span = view.span(index);
    let split = arguments.map_or(span.end, |arguments| view.span(arguments).start);
    let callee = Span { end: split, ..span }.of(view.text);
    let name = callee.rsplit(['.', ':']).next().unwrap_or(callee);
    let arguments = arguments.map_or("", |arguments| view.words(arguments));
    let last = arguments.trim_end_matches(')').rsplit([',', '(']).next().unwrap_or("").trim();
    let always = view.language.deeds.always.contains(&(callee, last));
    Value {
        truth: if always { Truth::Always } else { Truth::Open },
        amount: view.language.values.amounts.contains(&name),
        calls: true,
        number: None,
    }
}

/// Whether the name of a type (`typeof x`) is compared with a text that names none.
fn is_no_type(view: View<'_>, asked: &str, answer: &str) -> bool {
    let (word, types) = view.language.deeds.type_names;
    if types.is_empty() {
        return false;
    }
    let quoted = ['"', '\''].iter().find_map(|quote| answer.strip_prefix(*quote)?.strip_suffix(*quote));
    let asks = asked.strip_prefix(word).is_some_and(|rest| rest.starts_with([' ', '(']));
    asks && quoted.is_some_and(|name| !types.contains(&name))
}

/// Whether a comparison holds between values in this order; `None` if the operator does not compare.
fn holds(operator: &str, order: std::cmp::Ordering) -> Option<bool> {
    Some(match operator {
        "<" => order.is_lt(),
        "<=" => order.is_le(),
        ">" => order.is_gt(),
        ">=" => order.is_ge(),
        "==" | "===" | "is" => order.is_eq(),
        "!=" | "!==" | "is not" => order.is_ne(),
        _ => return None,
    })
}

/// The comparison of an amount with a number.
fn amount(operator: &str, number: f64) -> Truth {
    match operator {
        "<" if number <= 0.0 => Truth::Never,
        "<=" if number < 0.0 => Truth::Never,
        ">=" if number <= 0.0 => Truth::Always,
        ">" if number < 0.0 => Truth::Always,
        "==" | "===" | "is" if number < 0.0 => Truth::Never,
        "!=" | "!==" | "is not" if number < 0.0 => Truth::Always,
        _ => Truth::Open,
    }
}
