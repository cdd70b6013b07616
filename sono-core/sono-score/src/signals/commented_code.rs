//! Whether a comment holds code that was taken out, or prose.
//!
//! Prose puts words side by side; code puts operators, brackets and keywords between them. So a line is code if it has
//! the form of a statement and no two words that only prose would put next to each other. What could be either, such as
//! `return early`, is code beside a line that certainly is.

/// The reading of a line of a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    Code,
    /// Code, if a line next to it is.
    Maybe,
    Prose,
}

/// Words that code puts next to others.
const KEYWORDS: &[&str] = &[
    "and",
    "as",
    "assert",
    "async",
    "await",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "def",
    "default",
    "defer",
    "del",
    "delete",
    "do",
    "elif",
    "else",
    "enum",
    "except",
    "export",
    "extends",
    "final",
    "finally",
    "fn",
    "for",
    "from",
    "func",
    "function",
    "go",
    "if",
    "impl",
    "implements",
    "import",
    "in",
    "instanceof",
    "interface",
    "is",
    "lambda",
    "let",
    "loop",
    "match",
    "mod",
    "mut",
    "new",
    "not",
    "of",
    "or",
    "package",
    "pass",
    "private",
    "protected",
    "pub",
    "public",
    "raise",
    "range",
    "return",
    "static",
    "struct",
    "switch",
    "throw",
    "throws",
    "trait",
    "try",
    "type",
    "typeof",
    "use",
    "var",
    "void",
    "when",
    "where",
    "while",
    "with",
    "yield",
];

/// First words of lines that open a block.
const OPENERS: &[&str] = &[
    "async",
    "case",
    "catch",
    "class",
    "def",
    "do",
    "elif",
    "else",
    "enum",
    "except",
    "export",
    "finally",
    "fn",
    "for",
    "func",
    "function",
    "if",
    "impl",
    "interface",
    "loop",
    "match",
    "private",
    "protected",
    "pub",
    "public",
    "static",
    "struct",
    "switch",
    "trait",
    "try",
    "while",
    "with",
];

/// Reads a line of a comment, without its marker.
pub(super) fn read(line: &str) -> Reading {
    let line = line.trim();
    let tokens = tokens(line);
    let Some(first) = tokens.first().copied() else { return Reading::Prose };
    let last = tokens.last().copied().unwrap_or(first);
    let is_about_code = line.contains("://") || line.contains('`') || line.starts_with(['@', '#', '-', '*']);
    if is_about_code || is_labelled(&tokens) || reads_as_prose(&tokens) {
        return Reading::Prose;
    }
    if matches!(
        line,
        "}" | "};" | ")" | ");" | "})" | "});" | "]" | "break" | "continue" | "pass" | "else" | "try"
    ) {
        return Reading::Maybe;
    }
    let ends_statement = last == ";";
    match first {
        "import" | "use" | "package" if tokens.len() > 1 => return Reading::Code,
        "from" if tokens.contains(&"import") => return Reading::Code,
        "return" | "raise" | "throw" | "yield" | "del" | "delete" | "assert" | "await" | "break"
        | "continue" => {
            let certain =
                ends_statement || tokens.iter().skip(1).any(|token| is_sign(token) && *token != ",");
            return if certain { Reading::Code } else { Reading::Maybe };
        }
        _ => {}
    }
    if matches!(last, ":" | "{") && (OPENERS.contains(&first) || line.starts_with('}')) {
        return opened(first, &tokens);
    }
    if last == "{" && (tokens.ends_with(&[")", "{"]) || tokens.ends_with(&["=>", "{"])) {
        return Reading::Code;
    }
    let declares =
        matches!(first, "final" | "private" | "protected" | "public" | "static" | "let" | "var" | "const");
    let are_words = tokens.iter().rev().skip(1).all(|token| !is_sign(token));
    if declares && ends_statement && are_words {
        return Reading::Code;
    }
    if let Some(reading) = assigned(&tokens) {
        return reading;
    }
    let steps = line.trim_end_matches(';');
    if steps.ends_with("++") || steps.ends_with("--") {
        return if ends_statement { Reading::Code } else { Reading::Prose };
    }
    called(&tokens, ends_statement)
}

/// Whether a line of code begins the definition of a function or a type.
pub(super) fn defines(line: &str) -> bool {
    const DEFINES: &[&str] = &[
        "class",
        "def",
        "enum",
        "export",
        "fn",
        "func",
        "function",
        "impl",
        "interface",
        "private",
        "protected",
        "pub",
        "public",
        "static",
        "struct",
        "trait",
    ];
    let tokens = tokens(line.trim());
    let mut words = tokens.iter().copied().skip_while(|token| *token == "async");
    words.next().is_some_and(|first| DEFINES.contains(&first))
        && matches!(tokens.last(), Some(&"{" | &":" | &"("))
}

/// Whether a line opens with a word and a colon, as `Note: ...` does.
fn is_labelled(tokens: &[&str]) -> bool {
    let colon = tokens.iter().take(4).position(|token| *token == ":");
    colon.is_some_and(|colon| {
        let name = tokens.get(..colon).unwrap_or_default();
        let is_name = name.iter().all(|token| *token == "-" || !is_sign(token));
        let goes_on = tokens.len() > colon.saturating_add(1);
        is_name && goes_on && !name.iter().any(|token| KEYWORDS.contains(token))
    })
}

/// Whether two words stand side by side that code would part.
fn reads_as_prose(tokens: &[&str]) -> bool {
    let is_plain = |token: &&str| !is_sign(token) && !KEYWORDS.contains(token);
    let mut pairs = tokens.windows(2).enumerate();
    pairs.any(|(index, pair)| {
        let [left, right] = pair else { return false };
        // A type and the name that it declares: `int total`.
        let declares = index <= 1
            && tokens.last() == Some(&";")
            && matches!(tokens.get(index.saturating_add(2)), Some(&"=" | &";"));
        let is_abbreviation = matches!(*left, "e" | "i") && *right == "." && index == 0;
        is_abbreviation || (is_plain(left) && is_plain(right) && !declares)
    })
}

/// A line that opens a block.
fn opened(first: &str, tokens: &[&str]) -> Reading {
    let inside = tokens.get(1..tokens.len().saturating_sub(1)).unwrap_or_default();
    let has = |token: &str| inside.contains(&token);
    let holds_signs = inside.iter().any(|token| is_sign(token) && *token != ",")
        || inside.iter().any(|token| token.contains('_'));
    let is_certain = match first {
        "for" => has("in") || has("of") || has("(") || has(";"),
        "def" | "function" | "func" | "fn" | "catch" | "with" => has("("),
        _ => holds_signs || inside.iter().any(|token| matches!(*token, "not" | "is" | "True" | "true")),
    };
    if is_certain { Reading::Code } else { Reading::Maybe }
}

/// A line that assigns; `None` if it does not.
fn assigned(tokens: &[&str]) -> Option<Reading> {
    let is_assignment = |token: &&str| {
        matches!(*token, "=" | ":=" | "+=" | "-=" | "*=" | "/=" | "%=" | "|=" | "&=" | "??=" | "||=")
    };
    let at = tokens.iter().position(is_assignment)?;
    let (target, value) = (tokens.get(..at)?, tokens.get(at.saturating_add(1)..)?);
    let name = target.last()?;
    let is_target = !is_sign(name) || *name == "]";
    // A formula: `A = P(1 + r)^n`.
    let is_formula =
        target.len() == 1 && name.len() == 1 && name.starts_with(|c: char| c.is_ascii_uppercase());
    let is_formula = is_formula || value.contains(&"^") || value.iter().any(|token| is_product(token));
    let is_whole = value.iter().any(|token| *token != ";") && value.last().is_some_and(|last| *last != ".");
    let is_open = target.contains(&"(") || target.contains(&"{") && !tokens.ends_with(&[";"]);
    Some(if is_target && is_whole && !is_formula && !is_open { Reading::Code } else { Reading::Prose })
}

/// Whether a word is a number and a name without a sign between them: `2T`.
fn is_product(token: &str) -> bool {
    let rest = token.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_name = rest.len() < token.len() && rest.starts_with(|c: char| c.is_ascii_alphabetic());
    is_name && !rest.starts_with(['e', 'E', 'x', 'b', 'o', 'n', 'L', 'l', 'f', 'F', 'd', 'j', 'u', 'i', '_'])
}

/// A line that is a call and nothing else.
fn called(tokens: &[&str], ends_statement: bool) -> Reading {
    let tokens = tokens.strip_suffix(&[";"]).unwrap_or(tokens);
    let Some(open) = tokens.iter().position(|token| *token == "(") else { return Reading::Prose };
    let callee = tokens.get(..open).unwrap_or_default();
    let of_names = callee.iter().all(|token| {
        (!is_sign(token) && !KEYWORDS.contains(token))
            || matches!(*token, "." | ":" | "!" | "?")
            || *token == "await"
    });
    // `O(n)` is no call, and `manual (second part)` neither.
    let named = callee.iter().any(|token| token.len() > 1 && !is_sign(token));
    let mut depth = 0_usize;
    let closes = tokens.iter().enumerate().skip(open).find(|(_, token)| {
        match **token {
            "(" => depth = depth.saturating_add(1),
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    });
    let goes_on = closes.is_none_or(|(end, _)| {
        tokens.get(end.saturating_add(1)).is_some_and(|next| !matches!(*next, "." | "?"))
    });
    let ends = tokens.last() == Some(&")");
    match of_names && named && ends && !goes_on {
        true => Reading::Code,
        false if ends_statement && of_names && named && ends => Reading::Code,
        false => Reading::Prose,
    }
}

fn is_sign(token: &str) -> bool {
    !token.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '"' | '\''))
}

/// Signs of more than one character that matter here.
const SIGNS: &[&str] = &[
    "??=", "||=", ":=", "+=", "-=", "*=", "/=", "%=", "|=", "&=", "==", "!=", "<=", ">=", "=>", "->", "++",
    "--", "&&", "||",
];

/// Words, numbers, strings and signs. What no code has, such as a dash, is a sign of its own.
fn tokens(line: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = line.trim_start();
    while let Some(first) = rest.chars().next() {
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
        let length = if is_word(first) {
            rest.find(|c: char| !is_word(c)).unwrap_or(rest.len())
        } else if matches!(first, '"' | '\'') {
            let inside = rest.get(1..).unwrap_or_default();
            // An apostrophe closes nothing.
            inside.find(first).map_or(1, |end| end.saturating_add(2))
        } else {
            let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign));
            sign.map_or(first.len_utf8(), |sign| sign.len())
        };
        let (token, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        out.push(token);
        rest = after.trim_start();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_told_from_prose() {
        for line in [
            "x = compute(y)",
            "self.total += price",
            "show(order, limit)",
            "logger.info(\"done\").flush();",
            "if (a > b) {",
            "} else if (b) {",
            "return self.value;",
            "for item in items.all():",
            "while not done:",
            "def area(self):",
            "import json",
            "from os import path",
            "use std::fmt;",
            "int total = 0;",
            "final String name;",
            "const rate = 0.5",
            "rows := load()",
            "items.map(x => {",
            "i++;",
            "except ValueError as error:",
        ] {
            let expected = if line.starts_with("except") { Reading::Maybe } else { Reading::Code };
            assert_eq!(read(line), expected, "{line}");
        }
    }

    #[test]
    fn prose_that_looks_like_code_is_prose() {
        for line in [
            "the caller holds the lock",
            "see RFC 8785 (canonical JSON)",
            "for more, read the manual:",
            "a = b means that both are equal.",
            "TODO(anna): remove",
            "",
            "O(n log n)",
            "T(n)",
            "Cost: T(n) = 3T(n/2) + n;",
            "V = p(1 + q)^t",
            "T(n) = 2T(n/2)",
            "e.g. area(2, 3) == 6",
            "Usage: area(2, 3);",
            "mypy: ignore[assignment]",
            "https://example.org/index.php?a=b;",
            "gives {first, second}",
            "writes \"ready\";",
            "if (all else fails) { we give up; }",
            "Rule (after the handbook):",
            "We call close() since files are few (see above):",
            "@formatter:off",
            "a > 0;",
            "the rows, one by one;",
        ] {
            assert_eq!(read(line), Reading::Prose, "{line}");
        }
    }

    #[test]
    fn what_could_be_either_needs_company() {
        for line in ["else:", "return early", "}", "pass", "if necessary:", "break"] {
            assert_eq!(read(line), Reading::Maybe, "{line}");
        }
    }
}
