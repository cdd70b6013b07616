//! The names in one Rust file: its paths, its strings, the modules it declares, and which of them are for tests alone.
//!
//! It reads tokens rather than a syntax tree, so that it sees paths inside macros, and none in comments and strings.

use std::collections::BTreeSet;
use std::str::FromStr as _;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// A path that a file names.
pub(super) struct Named {
    /// The modules inside the file around it, from the outside.
    pub(super) inside: Vec<String>,
    /// At least two, unless the path is imported.
    pub(super) segments: Vec<String>,
    /// Line of the file, from 1.
    pub(super) line: usize,
    /// The import, or `None` for a path in the code itself.
    pub(super) import: Option<Import>,
}

/// The effect of a `use`.
pub(super) struct Import {
    /// The name; `None` for `*`.
    pub(super) name: Option<String>,
    /// Whether it only re-exports the path: it is public, and the file itself does not mention the name.
    pub(super) only_passes_on: bool,
}

/// The facts about a file. Code for tests alone is left out.
#[derive(Default)]
pub(super) struct Scan {
    pub(super) paths: Vec<Named>,
    /// Plain strings, with their lines from 1.
    pub(super) strings: Vec<(usize, String)>,
    /// Modules with a body, each after those around it inside this file.
    pub(super) inline_modules: Vec<Vec<String>>,
    /// Modules that have a file, and are for tests alone.
    pub(super) test_modules: Vec<Vec<String>>,
    mentioned: BTreeSet<String>,
}

impl Scan {
    /// Reads a file.
    pub(super) fn of(text: &str) -> Result<Self, String> {
        let tokens = TokenStream::from_str(text).map_err(|error| format!("not Rust: {error}"))?;
        let mut scan = Self::default();
        scan.tokens(tokens, &mut Vec::new());
        for import in scan.paths.iter_mut().filter_map(|path| path.import.as_mut()) {
            let is_mentioned = import.name.as_ref().is_some_and(|name| scan.mentioned.contains(name));
            import.only_passes_on &= !is_mentioned;
        }
        Ok(scan)
    }

    fn tokens(&mut self, tokens: TokenStream, inside: &mut Vec<String>) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut rest = tokens.as_slice();
        let mut is_public = false;
        while let Some((first, after)) = rest.split_first() {
            if let Some((attribute, behind)) = attribute(rest) {
                rest = if is_for_tests(attribute) { self.skip_item(behind, inside) } else { behind };
                continue;
            }
            rest = after;
            match first {
                // `pub(in crate::a)` uses nothing, and is as public as `pub`.
                TokenTree::Group(group) if is_public && is_visibility(group) => continue,
                TokenTree::Group(group) => self.tokens(group.stream(), inside),
                TokenTree::Literal(literal) => {
                    let text = literal.to_string();
                    if let Some(text) = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
                        self.strings.push((literal.span().start().line, text.to_owned()));
                    }
                }
                TokenTree::Ident(word) if word == "use" => {
                    let end = rest.iter().position(is_semicolon).unwrap_or(rest.len());
                    self.import(&rest[..end], &mut Vec::new(), inside, is_public);
                    rest = &rest[end..];
                }
                TokenTree::Ident(word) if word == "mod" => {
                    if let [TokenTree::Ident(name), TokenTree::Group(body), after @ ..] = rest {
                        inside.push(name.to_string());
                        self.inline_modules.push(inside.clone());
                        self.tokens(body.stream(), inside);
                        inside.pop();
                        rest = after;
                    }
                }
                TokenTree::Ident(word) => {
                    self.mentioned.insert(word.to_string());
                    let mut segments = vec![word.to_string()];
                    let line = word.span().start().line;
                    while let [
                        TokenTree::Punct(one),
                        TokenTree::Punct(two),
                        TokenTree::Ident(next),
                        after @ ..,
                    ] = rest
                        && one.as_char() == ':'
                        && two.as_char() == ':'
                    {
                        segments.push(next.to_string());
                        rest = after;
                    }
                    if segments.len() > 1 {
                        self.paths.push(Named { inside: inside.clone(), segments, line, import: None });
                    }
                }
                _ => {}
            }
            is_public = matches!(first, TokenTree::Ident(word) if word == "pub");
        }
    }

    /// Reads the tree after `use`, or one of the parts between braces.
    fn import(&mut self, tree: &[TokenTree], before: &mut Vec<String>, inside: &[String], is_public: bool) {
        let depth = before.len();
        let mut line = 0;
        let mut alias = None;
        let mut rest = tree;
        while let Some((first, after)) = rest.split_first() {
            rest = after;
            match first {
                TokenTree::Ident(word) if word == "as" => {
                    alias = rest.first().map(ToString::to_string);
                    break;
                }
                TokenTree::Ident(word) => {
                    line = word.span().start().line;
                    before.push(word.to_string());
                }
                TokenTree::Punct(mark) if mark.as_char() == '*' => {
                    let import = Import { name: None, only_passes_on: is_public };
                    let line = mark.span().start().line;
                    let segments = before.clone();
                    self.paths.push(Named { inside: inside.to_vec(), segments, line, import: Some(import) });
                    before.truncate(depth);
                    return;
                }
                TokenTree::Group(group) => {
                    let parts: Vec<TokenTree> = group.stream().into_iter().collect();
                    for part in
                        parts.split(|token| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ','))
                    {
                        self.import(part, before, inside, is_public);
                    }
                    before.truncate(depth);
                    return;
                }
                _ => {}
            }
        }
        if before.len() > depth {
            // `{self}` imports the module before the braces.
            if depth > 0 && before.last().is_some_and(|last| last == "self") {
                before.pop();
            }
            let name = alias.or_else(|| before.last().cloned());
            let import = Import { name, only_passes_on: is_public };
            let segments = before.clone();
            self.paths.push(Named { inside: inside.to_vec(), segments, line, import: Some(import) });
        }
        before.truncate(depth);
    }

    /// The tokens after the item that starts here; a module with a file is noted.
    fn skip_item<'t>(&mut self, tokens: &'t [TokenTree], inside: &[String]) -> &'t [TokenTree] {
        let mut rest = tokens;
        while let Some((_, behind)) = attribute(rest) {
            rest = behind;
        }
        let item = rest;
        let is_import =
            item.iter().take(4).any(|token| matches!(token, TokenTree::Ident(word) if word == "use"));
        let is_end = |token: &TokenTree| {
            let is_body = matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
            is_semicolon(token) || (is_body && !is_import)
        };
        let end = item.iter().position(is_end).unwrap_or(item.len());
        if let [.., TokenTree::Ident(word), TokenTree::Ident(name)] = &item[..end]
            && word == "mod"
            && item.get(end).is_some_and(is_semicolon)
        {
            self.test_modules.push(inside.iter().cloned().chain([name.to_string()]).collect());
        }
        item.get(end + 1..).unwrap_or_default()
    }
}

/// Whether a group can follow `pub`.
fn is_visibility(group: &Group) -> bool {
    let first = group.stream().into_iter().next();
    let words = ["crate", "in", "self", "super"];
    group.delimiter() == Delimiter::Parenthesis
        && first.is_some_and(|first| words.contains(&first.to_string().as_str()))
}

/// The content of the attribute that starts here, and the tokens after it.
fn attribute(tokens: &[TokenTree]) -> Option<(TokenStream, &[TokenTree])> {
    let [TokenTree::Punct(mark), rest @ ..] = tokens else { return None };
    let rest = match rest {
        [TokenTree::Punct(inner), rest @ ..] if inner.as_char() == '!' => rest,
        rest => rest,
    };
    match rest {
        [TokenTree::Group(group), rest @ ..]
            if mark.as_char() == '#' && group.delimiter() == Delimiter::Bracket =>
        {
            Some((group.stream(), rest))
        }
        _ => None,
    }
}

/// Whether an attribute is a `cfg` that holds only in tests.
fn is_for_tests(attribute: TokenStream) -> bool {
    let mut tokens = attribute.into_iter();
    let is_cfg = matches!(tokens.next(), Some(TokenTree::Ident(word)) if word == "cfg");
    let Some(TokenTree::Group(condition)) = tokens.next() else { return false };
    is_cfg && needs_test(condition.stream())
}

/// Whether a condition, or one of those in `all(...)`, is `test`.
fn needs_test(condition: TokenStream) -> bool {
    let tokens: Vec<TokenTree> = condition.into_iter().collect();
    tokens.iter().enumerate().any(|(at, token)| match token {
        TokenTree::Ident(word) if word == "test" => true,
        TokenTree::Ident(word) if word == "all" => {
            matches!(tokens.get(at + 1), Some(TokenTree::Group(group)) if needs_test(group.stream()))
        }
        _ => false,
    })
}

fn is_semicolon(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(mark) if mark.as_char() == ';')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(text: &str) -> Vec<(usize, String)> {
        let scan = Scan::of(text).unwrap();
        scan.paths.iter().map(|path| (path.line, path.segments.join("::"))).collect()
    }

    #[test]
    fn trees_of_imports_are_taken_apart() {
        let text = "use crate::text::{self, line::{Line, Span as Range},\n    *};\npub(crate) use super::a;";
        let scan = Scan::of(text).unwrap();
        let found: Vec<_> = scan
            .paths
            .iter()
            .map(|path| {
                let import = path.import.as_ref().unwrap();
                (path.segments.join("::"), import.name.as_deref(), import.only_passes_on, path.line)
            })
            .collect();
        assert_eq!(
            found,
            [
                ("crate::text".to_owned(), Some("text"), false, 1),
                ("crate::text::line::Line".to_owned(), Some("Line"), false, 1),
                ("crate::text::line::Span".to_owned(), Some("Range"), false, 1),
                ("crate::text".to_owned(), None, false, 2),
                ("super::a".to_owned(), Some("a"), true, 3),
            ]
        );
        assert!(paths("pub(in crate::a) struct B;\n").is_empty());
        // A name that the file itself uses is not only passed on.
        let used = Scan::of("pub use a::B;\nfn f(b: B) {}").unwrap();
        assert!(!used.paths[0].import.as_ref().unwrap().only_passes_on);
    }

    #[test]
    fn paths_in_macros_count_and_those_in_comments_and_strings_do_not() {
        let text = "// crate::a::b\n/// See [`crate::c`].\nfn f() {\n    println!(\"crate::d {}\", crate::e::g());\n}\n";
        assert_eq!(paths(text), [(4, "crate::e::g".to_owned())]);
    }

    #[test]
    fn code_for_tests_alone_is_left_out() {
        let text = "#[cfg(test)]\nmod tests;\n#[cfg(test)]\nuse crate::{a, b};\n#[cfg(all(test, unix))]\n#[allow(x)]\n\
                    fn f() { crate::c::d() }\n#[cfg(not(test))]\nuse crate::kept::K;\n#[cfg(test)]\nmod more { use crate::e::F; }\n";
        assert_eq!(paths(text), [(9, "crate::kept::K".to_owned())]);
        assert_eq!(Scan::of(text).unwrap().test_modules, [["tests"]]);
    }

    #[test]
    fn modules_with_a_body_are_entered() {
        let scan = Scan::of("mod outer { mod inner { use super::x; } fn f() { inner::g() } }").unwrap();
        assert_eq!(scan.inline_modules, [vec!["outer"], vec!["outer", "inner"]]);
        assert_eq!(scan.paths[0].inside, ["outer", "inner"]);
        assert_eq!(
            (&scan.paths[1].inside[..], scan.paths[1].segments.join("::")),
            (&["outer".to_owned()][..], "inner::g".to_owned())
        );
    }
}
