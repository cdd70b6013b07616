//! Whether an expression can be true and can be false, by its tokens.

use crate::syntax::view::mirrored;
use crate::text::Span;

use super::{Fault, Strength};

/// A token, or a literal as a whole.
#[derive(Debug, Clone, Copy)]
pub(super) struct Leaf<'a> {
    pub(super) span: Span,
    pub(super) text: &'a str,
    pub(super) kind: LeafKind,
    /// The hash of what it stands for.
    pub(super) shape: u64,
    /// Whether the variable holds a literal.
    pub(super) constant: bool,
    /// Whether it is a variable that holds a new object, or a type that creates one.
    pub(super) created: bool,
    /// Whether it is a parameter.
    pub(super) given: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LeafKind {
    Name,
    Literal,
    Mark,
}

/// The truth of an expression, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Truth {
    Open,
    Always(Fault),
    Never(Fault),
}

/// The number of nested expressions that are looked at.
const DEPTH: u32 = 12;

const COMPARISONS: &[(&str, bool)] = &[
    ("==", true),
    ("===", true),
    ("is", true),
    ("<=", true),
    (">=", true),
    ("!=", false),
    ("!==", false),
    ("is not", false),
    ("<", false),
    (">", false),
    ("in", true),
    ("not in", false),
];

/// The places of a token outside brackets.
fn outside<'l, 'a>(
    leaves: &'l [Leaf<'a>],
    is: impl Fn(&str) -> bool + 'l,
) -> impl Iterator<Item = usize> + 'l {
    let mut depth = 0_i32;
    leaves.iter().enumerate().filter_map(move |(at, leaf)| {
        if leaf.kind != LeafKind::Mark {
            return None;
        }
        match leaf.text {
            "(" | "[" | "{" | "${" => depth = depth.saturating_add(1),
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            text if depth == 0 && is(text) => return Some(at),
            _ => {}
        }
        None
    })
}

/// The parts of a list of tokens between separators outside brackets.
pub(super) fn split<'l, 'a>(leaves: &'l [Leaf<'a>], is: impl Fn(&str) -> bool) -> Vec<&'l [Leaf<'a>]> {
    let mut parts = Vec::new();
    let mut start = 0;
    for at in outside(leaves, is) {
        parts.push(leaves.get(start..at).unwrap_or_default());
        start = at.saturating_add(1);
    }
    parts.push(leaves.get(start..).unwrap_or_default());
    parts
}

/// The content of the brackets, if they enclose everything.
pub(super) fn inside<'l, 'a>(leaves: &'l [Leaf<'a>]) -> Option<&'l [Leaf<'a>]> {
    let (first, last) = (leaves.first()?, leaves.last()?);
    if leaves.len() < 2 || first.text != "(" || last.text != ")" {
        return None;
    }
    let inner = leaves.get(1..leaves.len().saturating_sub(1))?;
    let mut depth = 0_i32;
    for leaf in inner.iter().filter(|leaf| leaf.kind == LeafKind::Mark) {
        match leaf.text {
            "(" | "[" | "{" | "${" => depth = depth.saturating_add(1),
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth < 0 {
            return None;
        }
    }
    Some(inner)
}

/// The hash of what tokens stand for. Marks that change no value do not count.
pub(super) fn shape(leaves: &[Leaf<'_>]) -> u64 {
    let leaves = inside(leaves).unwrap_or(leaves);
    if let [leaf] = leaves {
        return leaf.shape;
    }
    let relevant = leaves.iter().filter(|leaf| !matches!(leaf.text, "await" | "&" | "new" | ";"));
    relevant.fold(7, |hash: u64, leaf| (hash.rotate_left(5) ^ leaf.shape).wrapping_mul(0x517c_c1b7_2722_0a95))
}

/// Whether tokens are a literal, or a variable that holds one.
pub(super) fn is_constant(leaves: &[Leaf<'_>]) -> bool {
    leaves.iter().all(|leaf| match leaf.kind {
        LeafKind::Literal => true,
        LeafKind::Name => leaf.constant,
        LeafKind::Mark => {
            matches!(
                leaf.text,
                "(" | ")"
                    | "["
                    | "]"
                    | "{"
                    | "}"
                    | ","
                    | "`"
                    | "\""
                    | "'"
                    | ":"
                    | "=>"
                    | "->"
                    | "|"
                    | "&"
                    | "-"
                    | ";"
            )
        }
    })
}

/// Whether tokens create an object, or hold one that was created.
fn is_created(leaves: &[Leaf<'_>]) -> bool {
    match leaves {
        [leaf] => leaf.created && !leaf.text.starts_with(char::is_uppercase),
        [first, ..] if first.text == "new" => true,
        [first, next, ..] => {
            first.kind == LeafKind::Name && first.text.starts_with(char::is_uppercase) && next.text == "{"
                || first.created && matches!(next.text, "(" | "::")
        }
        [] => false,
    }
}

/// The fault of a comparison of two expressions. `Err` if it asks only whether something equals itself.
pub(super) fn compare(one: &[Leaf<'_>], other: &[Leaf<'_>], same: bool) -> Result<Option<Fault>, ()> {
    if one.is_empty() || other.is_empty() {
        return Ok(None);
    }
    let is_same = shape(one) == shape(other);
    if is_constant(one) && is_constant(other) {
        return Ok(Some(Fault::Constant));
    }
    if !is_same {
        return Ok(None);
    }
    let is_given = matches!(one, [leaf] if leaf.given) || (is_created(one) && is_created(other));
    if is_given {
        return Err(());
    }
    let calls = one.iter().any(|leaf| leaf.text == "(");
    if same || !calls {
        let start = one.first().map_or(0, |leaf| leaf.span.start);
        let end = one.last().map_or(0, |leaf| leaf.span.end);
        return Ok(Some(Fault::Itself(Span { start, end })));
    }
    Ok(None)
}

/// The truth of an expression, as far as it is known.
pub(super) fn truth(leaves: &[Leaf<'_>]) -> Truth {
    judge(leaves, DEPTH)
}

fn judge(leaves: &[Leaf<'_>], depth: u32) -> Truth {
    let Some(depth) = depth.checked_sub(1) else { return Truth::Open };
    if let Some(inner) = inside(leaves) {
        return judge(inner, depth);
    }
    let alternatives = split(leaves, |text| matches!(text, "or" | "||"));
    if alternatives.len() > 1 {
        if are_exhaustive(&alternatives) {
            return Truth::Always(Fault::Always);
        }
        let judged = alternatives.iter().map(|part| judge(part, depth));
        return any(judged, |truth| matches!(truth, Truth::Always(_)));
    }
    let parts = split(leaves, |text| matches!(text, "and" | "&&"));
    if parts.len() > 1 {
        let judged = parts.iter().map(|part| judge(part, depth));
        return any(judged, |truth| matches!(truth, Truth::Never(_)));
    }
    if let [first, rest @ ..] = leaves
        && matches!(first.text, "not" | "!")
        && first.kind == LeafKind::Mark
    {
        let whole =
            outside(rest, |text| COMPARISONS.iter().any(|(known, _)| *known == text)).next().is_none();
        if whole || first.text == "not" {
            return match judge(rest, depth) {
                Truth::Always(fault) => Truth::Never(fault),
                Truth::Never(fault) => Truth::Always(fault),
                Truth::Open => Truth::Open,
            };
        }
    }
    if let [leaf] = leaves {
        return literal(leaf);
    }
    comparison(leaves).or_else(|| of_call(leaves)).unwrap_or_else(|| {
        if !leaves.is_empty() && is_constant(leaves) { Truth::Always(Fault::Constant) } else { Truth::Open }
    })
}

/// The first part that decides; otherwise the parts leave it open, unless all of them agree.
fn any(parts: impl Iterator<Item = Truth>, decides: impl Fn(Truth) -> bool) -> Truth {
    let mut all = None;
    let mut open = false;
    for part in parts {
        if decides(part) {
            return match part {
                Truth::Always(Fault::Constant) => Truth::Always(Fault::Always),
                part => part,
            };
        }
        open |= part == Truth::Open;
        all = Some(part);
    }
    all.filter(|_| !open).unwrap_or(Truth::Open)
}

fn literal(leaf: &Leaf<'_>) -> Truth {
    let is_false =
        matches!(leaf.text, "False" | "false" | "None" | "null" | "nil" | "undefined" | "0" | "\"\"" | "''");
    match leaf.kind {
        LeafKind::Mark => Truth::Open,
        LeafKind::Name if !leaf.constant => Truth::Open,
        LeafKind::Literal if is_false => Truth::Never(Fault::Constant),
        _ => Truth::Always(Fault::Constant),
    }
}

fn comparison(leaves: &[Leaf<'_>]) -> Option<Truth> {
    let is = |text: &str| COMPARISONS.iter().any(|(known, _)| *known == text);
    let mut places = outside(leaves, is);
    let at = places.next()?;
    if places.next().is_some() {
        return None;
    }
    let operator = leaves.get(at)?.text;
    let same = COMPARISONS.iter().any(|(known, same)| *known == operator && *same);
    let (left, right) = (leaves.get(..at)?, leaves.get(at.saturating_add(1)..)?);
    let of_size = match (size(left), number(right), size(right), number(left)) {
        (Some(least), Some(number), ..) => sized(operator, least, number),
        (_, _, Some(least), Some(number)) => sized(mirrored(operator), least, number),
        _ => None,
    };
    if let Some(holds) = of_size {
        let fault = Fault::Always;
        return Some(if holds { Truth::Always(fault) } else { Truth::Never(fault) });
    }
    if is_new(left, operator) || is_new(right, operator) {
        return match operator {
            "!=" | "!==" | "is not" => Some(Truth::Always(Fault::Always)),
            "==" | "===" | "is" => Some(Truth::Never(Fault::Always)),
            _ => Some(Truth::Open),
        };
    }
    let right = match right {
        [open, inner @ .., close] if operator.ends_with("in") && open.text == "[" && close.text == "]" => {
            inner
        }
        _ => right,
    };
    match compare(left, right, true) {
        Ok(Some(fault)) if same => Some(Truth::Always(fault)),
        Ok(Some(fault)) => Some(Truth::Never(fault)),
        _ => Some(Truth::Open),
    }
}

/// The least that the size of something can be, if tokens give a size: that of a value as code is one.
fn size(leaves: &[Leaf<'_>]) -> Option<f64> {
    let is_text =
        |of: &[Leaf<'_>]| matches!(of, [name, rest @ ..] if name.text == "repr" && inside(rest).is_some());
    match leaves {
        [first, rest @ ..]
            if matches!(first.text, "len" | "abs") && rest.first().is_some_and(|open| open.text == "(") =>
        {
            Some(if inside(rest).is_some_and(is_text) { 1.0 } else { 0.0 })
        }
        [.., last] if last.text == "length" => Some(0.0),
        [.., name, _, _] if matches!(name.text, "size" | "length" | "count" | "len") => Some(0.0),
        _ => None,
    }
}

/// The number that tokens state.
fn number(leaves: &[Leaf<'_>]) -> Option<f64> {
    match leaves {
        [number] if number.kind == LeafKind::Literal => number.text.parse().ok(),
        [minus, number] if minus.text == "-" => number.text.parse::<f64>().ok().map(|number| -number),
        _ => None,
    }
}

/// Whether a size of at least so much compares like this with a number, if that is certain.
fn sized(operator: &str, least: f64, number: f64) -> Option<bool> {
    match operator {
        ">=" if number <= least => Some(true),
        ">" | "!=" | "!==" | "is not" if number < least => Some(true),
        "<" if number <= least => Some(false),
        "<=" | "==" | "===" | "is" if number < least => Some(false),
        _ => None,
    }
}

/// Whether one of two alternatives always holds: a comparison and its opposite, or anything and its denial.
fn are_exhaustive(alternatives: &[&[Leaf<'_>]]) -> bool {
    let [one, other] = alternatives else { return false };
    let denies = |denial: &[Leaf<'_>], what: &[Leaf<'_>]| matches!(denial, [not, rest @ ..] if matches!(not.text, "not" | "!") && shape(rest) == shape(what));
    if denies(one, other) || denies(other, one) {
        return true;
    }
    let (Some(one), Some(other)) = (sides(one), sides(other)) else { return false };
    let is_opposite = OPPOSITES.iter().any(|pair| *pair == (one.1, other.1) || *pair == (other.1, one.1));
    is_opposite && shape(one.0) == shape(other.0) && shape(one.2) == shape(other.2)
}

const OPPOSITES: &[(&str, &str)] =
    &[("==", "!="), ("===", "!=="), ("is", "is not"), ("in", "not in"), ("<", ">="), (">", "<=")];

/// A comparison: its sides, and the operator between them.
fn sides<'l, 'a>(leaves: &'l [Leaf<'a>]) -> Option<(&'l [Leaf<'a>], &'a str, &'l [Leaf<'a>])> {
    let leaves = inside(leaves).unwrap_or(leaves);
    let mut places = outside(leaves, |text| COMPARISONS.iter().any(|(known, _)| *known == text));
    let at = places.next()?;
    if places.next().is_some() {
        return None;
    }
    Some((leaves.get(..at)?, leaves.get(at)?.text, leaves.get(at.saturating_add(1)..)?))
}

/// Whether tokens make an object that nothing else can be: equal to none, or the same as none.
fn is_new(leaves: &[Leaf<'_>], operator: &str) -> bool {
    let by_identity = matches!(operator, "is" | "is not" | "===" | "!==");
    match leaves {
        [name, open, ..] if open.text == "(" && matches!(name.text, "object" | "Symbol") => true,
        [new, name, ..] if new.text == "new" => by_identity || name.text == "Object",
        [open, .., close] => by_identity && matches!((open.text, close.text), ("[", "]") | ("{", "}")),
        _ => false,
    }
}

/// The fault in denying that two expressions are equal, and how much it asks: of an object that is new it always
/// holds, of a single value that the test states it nearly always does, and of an empty one it asks whether there is a
/// value.
pub(super) fn denied(one: &[Leaf<'_>], other: &[Leaf<'_>], same: bool) -> Option<(Option<Fault>, Strength)> {
    let operator = if same { "is not" } else { "!=" };
    if is_new(one, operator) || is_new(other, operator) {
        return Some((Some(Fault::Always), Strength::Value));
    }
    let (value, asked) = match (is_stated(one), is_stated(other)) {
        (true, false) => (one, other),
        (false, true) => (other, one),
        _ => return None,
    };
    // That something is not what was given is worth asking.
    if let [value] = value
        && asked.iter().any(|leaf| leaf.kind == LeafKind::Literal && leaf.text == value.text)
    {
        return None;
    }
    let words: String = value.iter().map(|leaf| leaf.text).collect();
    match words.trim_end_matches(['L', 'f', 'd', 'n']) {
        "true" | "false" | "True" | "False" | "NaN" => None,
        "None" | "null" | "nil" | "undefined" | "0" | "0.0" | "-1" | "\"\"" | "''" | "``" | "[]" | "{}"
        | "()" => Some((None, Strength::Presence)),
        _ => Some((Some(Fault::AllButOne), Strength::Value)),
    }
}

/// Whether tokens state a value, without a name for it.
fn is_stated(leaves: &[Leaf<'_>]) -> bool {
    !leaves.is_empty() && is_constant(leaves) && leaves.iter().all(|leaf| leaf.kind != LeafKind::Name)
}

/// The same of a condition that denies that two expressions are equal.
pub(super) fn denies(condition: &[Leaf<'_>]) -> Option<(Option<Fault>, Strength)> {
    if let Some(inner) = inside(condition) {
        return denies(inner);
    }
    if split(condition, |text| matches!(text, "or" | "||" | "and" | "&&")).len() > 1 {
        return None;
    }
    if let [not, rest @ ..] = condition
        && matches!(not.text, "not" | "!")
        && not.kind == LeafKind::Mark
    {
        let (one, operator, other) = sides(rest)?;
        let is_whole = not.text == "not" || inside(rest).is_some();
        let is_equal = matches!(operator, "==" | "===" | "is");
        return if is_whole && is_equal { denied(one, other, operator != "==") } else { None };
    }
    let (one, operator, other) = sides(condition)?;
    match operator {
        "!=" => denied(one, other, false),
        "!==" | "is not" => denied(one, other, true),
        _ => None,
    }
}

/// Calls that compare: `one.equals(other)`, `Objects.equals(one, other)`, `isinstance(one, object)`.
fn of_call(leaves: &[Leaf<'_>]) -> Option<Truth> {
    let mut depth = 0_u32;
    let open = leaves.iter().rposition(|leaf| {
        match leaf.text {
            ")" => depth = depth.saturating_add(1),
            "(" => depth = depth.saturating_sub(1),
            _ => {}
        }
        leaf.text == "(" && depth == 0
    })?;
    let arguments = inside(leaves.get(open..)?)?;
    let name = leaves.get(open.checked_sub(1)?)?;
    let parts = split(arguments, |text| text == ",");
    let pair = match (name.text, parts.as_slice()) {
        ("isinstance", [_, [object]]) if object.text == "object" => {
            return Some(Truth::Always(Fault::Always));
        }
        ("equals" | "is" | "isEqual" | "DeepEqual" | "deepEqual", [one, other]) => (*one, *other),
        ("equals" | "eq", [other]) => (leaves.get(..open.checked_sub(2)?)?, *other),
        _ => return None,
    };
    match compare(pair.0, pair.1, true) {
        Ok(Some(fault)) => Some(Truth::Always(fault)),
        _ => Some(Truth::Open),
    }
}

/// Whether an expression asks only whether there is a value, or what type it has.
pub(super) fn is_presence(leaves: &[Leaf<'_>]) -> bool {
    let leaves = inside(leaves).unwrap_or(leaves);
    if split(leaves, |text| matches!(text, "and" | "&&")).len() > 1 {
        return false;
    }
    if leaves.first().is_some_and(|leaf| leaf.text == "isinstance")
        || outside(leaves, |text| text == "instanceof").next().is_some()
    {
        return true;
    }
    let is_not = |text: &str| matches!(text, "is not" | "!=" | "!==");
    let absent = |text: &str| matches!(text, "None" | "null" | "nil" | "undefined");
    outside(leaves, is_not).next().is_some_and(|at| {
        leaves.get(at.saturating_add(1)..).is_some_and(|rest| matches!(rest, [leaf] if absent(leaf.text)))
    })
}
