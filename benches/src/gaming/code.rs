//! A file of code with what edits need to know of it: its functions, their statements, and its tree.

use std::cell::RefCell;
use std::ops::Range;

use sono_core::language;
use sono_core::syntax::{Outline, ParseBudget, Parser, Visibility};
use tree_sitter::{Node, Tree};

use super::dialect::Dialect;
use super::patch::{Patch, hang};

thread_local! {
    static PARSER: RefCell<Parser> = RefCell::new(Parser::new());
}

/// A file of code.
#[derive(Debug)]
pub struct Code {
    /// Its path in the submission.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Its language.
    pub dialect: &'static Dialect,
    /// Its outline.
    pub outline: Outline,
    /// The columns of a level of indentation.
    pub unit: usize,
    /// Its functions, in the order of the text.
    pub functions: Vec<Func>,
    tree: Tree,
}

/// A function whose body is a block.
#[derive(Debug, Clone)]
pub struct Func {
    /// The name, empty for an anonymous function.
    pub name: String,
    /// The place of the name.
    pub name_span: Range<usize>,
    /// The names of the parameters, the receiver excluded.
    pub parameters: Vec<String>,
    /// Where a further parameter can be put, after the others.
    pub parameters_end: Option<usize>,
    /// The definition with modifiers, decorators and `export`.
    pub outer: Range<usize>,
    /// The indentation of the line on which the definition starts.
    pub indent: String,
    /// The indentation of the statements.
    pub body_indent: String,
    /// From the first statement to the end of the last, a docstring excluded.
    pub body: Range<usize>,
    /// The statements, a docstring excluded.
    pub statements: Vec<Range<usize>>,
    /// Its documentation.
    pub doc: Option<Range<usize>>,
    /// Whether it stands in another function.
    pub nested: bool,
    /// Whether it belongs to a type.
    pub member: bool,
    /// The index of that type in the outline.
    pub owner: Option<u32>,
    /// Whether it is a constructor.
    pub constructor: bool,
    /// Whether it is public.
    pub public: bool,
    /// The return type as written, if one is.
    pub returns: Option<String>,
    /// Cyclomatic complexity.
    pub cyclomatic: u32,
}

impl Func {
    /// Whether it has a name.
    pub fn named(&self) -> bool {
        !self.name.is_empty()
    }
}

impl Code {
    /// Reads a file; `None` if it has parts that do not parse.
    pub fn read(path: &str, text: &str, dialect: &'static Dialect) -> Option<Self> {
        let language = language::by_name(dialect.id)?;
        let outline =
            PARSER.with_borrow_mut(|parser| parser.outline(text, language, false, &ParseBudget::default()));
        let mut parser = tree_sitter::Parser::new();
        parser.set_language(&(dialect.grammar)()).ok()?;
        let tree = parser.parse(text, None)?;
        if !outline.errors.is_empty() || outline.truncated || tree.root_node().has_error() {
            return None;
        }
        let mut code = Self {
            path: path.to_owned(),
            text: text.to_owned(),
            dialect,
            outline,
            unit: unit(text),
            functions: Vec::new(),
            tree,
        };
        code.functions = code.read_functions();
        Some(code)
    }

    /// Whether a text parses as a whole.
    pub fn parses(text: &str, dialect: &Dialect) -> bool {
        let mut parser = tree_sitter::Parser::new();
        let known = parser.set_language(&(dialect.grammar)()).is_ok();
        known && parser.parse(text, None).is_some_and(|tree| !tree.root_node().has_error())
    }

    /// The number of lines with code.
    pub fn lines(&self) -> u32 {
        self.outline.lines.code
    }

    /// The functions that have a name.
    pub fn named(&self) -> impl Iterator<Item = &Func> {
        self.functions.iter().filter(|function| function.named())
    }

    /// The functions that stand in no other one.
    pub fn outermost(&self) -> impl Iterator<Item = &Func> {
        self.functions.iter().filter(|function| !function.nested)
    }

    /// The functions of the module that have a name.
    pub fn free(&self) -> impl Iterator<Item = &Func> {
        self.named().filter(|function| !function.nested && !function.member)
    }

    /// The file's name without folders and extension.
    pub fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        name.split('.').next().unwrap_or(name)
    }

    /// All nodes of some kinds, in the order of the text.
    pub fn nodes(&self, kinds: &[&str]) -> Vec<Node<'_>> {
        let (mut found, mut cursor) = (Vec::new(), self.tree.walk());
        loop {
            let node = cursor.node();
            if kinds.contains(&node.kind()) && node.is_named() {
                found.push(node);
            }
            if cursor.goto_first_child() {
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return found;
                }
            }
        }
    }

    /// The text of a node.
    pub fn of(&self, node: Node<'_>) -> &str {
        &self.text[node.byte_range()]
    }

    /// The named children of a node, comments excluded.
    pub fn children<'t>(&self, node: Node<'t>) -> Vec<Node<'t>> {
        let mut cursor = node.walk();
        node.named_children(&mut cursor).filter(|child| !child.kind().contains("comment")).collect()
    }

    /// The statements and definitions of the file itself.
    pub fn top_level(&self) -> Vec<Node<'_>> {
        self.children(self.tree.root_node())
    }

    /// The start of the line with an offset.
    pub fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |end| end + 1)
    }

    /// The offset behind the line with an offset, its end included.
    pub fn line_end(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |end| at + end + 1)
    }

    /// The white space at the start of the line with an offset.
    pub fn indent_at(&self, at: usize) -> String {
        let line = &self.text[self.line_start(at)..];
        line.chars().take_while(|c| matches!(c, ' ' | '\t')).collect()
    }

    /// A text in four columns per level, in the columns of this file.
    pub fn fit(&self, text: &str) -> String {
        let lines = text.split('\n').map(|line| {
            let rest = line.trim_start_matches(' ');
            let width = line.len() - rest.len();
            format!("{}{rest}", " ".repeat(width / 4 * self.unit + width % 4))
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Puts statements before a function's first one.
    pub fn prepend(&self, function: &Func, statements: &str, patch: &mut Patch) {
        let indent = &function.body_indent;
        patch.insert(function.body.start, format!("{}\n{indent}", hang(&self.fit(statements), indent)));
    }

    /// Puts statements behind a function's last one.
    pub fn append(&self, function: &Func, statements: &str, patch: &mut Patch) {
        let indent = &function.body_indent;
        patch.insert(function.body.end, format!("\n{indent}{}", hang(statements, indent)));
    }

    /// Puts other statements in place of a function's own.
    pub fn replace_body(&self, function: &Func, statements: &str, patch: &mut Patch) {
        patch.replace(function.body.clone(), hang(statements, &function.body_indent));
    }

    /// Puts a function's statements into a template with the place `{BODY}`.
    pub fn wrap(&self, function: &Func, template: &str, patch: &mut Patch) {
        let body = dedent(&self.text[function.body.clone()], &function.body_indent);
        let wrapped = super::patch::fill(&self.fit(template), &[("BODY", &body)]);
        self.replace_body(function, &wrapped, patch);
    }

    /// Documents a function, in place of the documentation that it has.
    pub fn document(&self, function: &Func, lines: &[&str], patch: &mut Patch) {
        let dialect = self.dialect;
        if let Some(doc) = &function.doc {
            let indent = self.indent_at(doc.start);
            patch.replace(doc.clone(), hang(&dialect.doc(lines), &indent));
        } else if dialect.doc_inside {
            self.prepend(function, &dialect.doc(lines), patch);
        } else {
            let doc = hang(&dialect.doc(lines), &function.indent);
            patch.insert(function.outer.start, format!("{doc}\n{}", function.indent));
        }
    }

    /// Puts definitions at the end: of the file, or of its first type where all code is in types.
    pub fn append_definitions(&self, text: &str, patch: &mut Patch) {
        let text = self.fit(text);
        match self.type_end() {
            Some((at, indent)) => {
                let inner = format!("{indent}{}", " ".repeat(self.unit));
                patch.insert(at, format!("\n{inner}{}\n{indent}", hang(&text, &inner)));
            }
            None => patch.insert(self.text.len(), format!("\n\n{text}\n")),
        }
    }

    /// The closing brace of the first type and its indentation, where all code is in types.
    fn type_end(&self) -> Option<(usize, String)> {
        if !self.dialect.in_types {
            return None;
        }
        let node = self.top_level().into_iter().find(|node| node.child_by_field_name("body").is_some())?;
        let end = node.child_by_field_name("body")?.end_byte() - 1;
        Some((end, self.indent_at(end)))
    }

    /// The places before which an import can stand: behind the module's documentation, package and imports.
    pub fn after_imports(&self) -> usize {
        let mut at = 0;
        for node in self.top_level() {
            let text = self.of(node);
            let is_doc = node.kind() == "expression_statement" && text.starts_with(['"', '\'']);
            let heads = ["package_", "import_", "future_import"];
            if is_doc || heads.iter().any(|head| node.kind().starts_with(head)) {
                at = self.line_end(node.end_byte().saturating_sub(1));
            } else {
                break;
            }
        }
        at
    }

    fn read_functions(&self) -> Vec<Func> {
        let functions = &self.outline.functions;
        let read = functions.iter().filter(|function| !function.is_test).filter_map(|function| {
            let range = function.body.start as usize..function.body.end as usize;
            let block = self.block(range)?;
            let mut statements = self.children(block);
            let doc = function.doc.and_then(|doc| self.outline.comments.get(doc as usize)).map(|doc| {
                let mut range = doc.span.start as usize..doc.span.end as usize;
                // The end of a line comment may include the line's end.
                while self.text[range.clone()].ends_with(['\n', '\r']) {
                    range.end -= 1;
                }
                range
            });
            if self.dialect.doc_inside {
                let documented =
                    |node: &Node<'_>| doc.as_ref().is_some_and(|doc| doc.contains(&node.start_byte()));
                statements.retain(|node| !documented(node));
            }
            let (first, last) = (statements.first()?, statements.last()?);
            let body = first.start_byte()..last.end_byte();
            // What shares a line with the definition is left alone.
            let span = function.span.start as usize;
            if self.line_start(span) == self.line_start(body.start) {
                return None;
            }
            let outer = self.outer(block);
            let parameters = function.parameters.iter();
            Some(Func {
                name: function.name.clone(),
                name_span: function.name_span.start as usize..function.name_span.end as usize,
                parameters: parameters.map(|parameter| parameter.name.of(&self.text).to_owned()).collect(),
                parameters_end: self.parameters_end(block),
                indent: self.indent_at(outer.start),
                outer,
                body_indent: self.indent_at(body.start),
                body,
                statements: statements.iter().map(Node::byte_range).collect(),
                doc,
                nested: function.parent.is_some(),
                member: function.owner.is_some(),
                owner: function.owner,
                constructor: function.is_constructor,
                public: function.visibility == Visibility::Public,
                returns: self.returns(block),
                cyclomatic: function.cyclomatic,
            })
        });
        read.collect()
    }

    /// The block of statements that a body is.
    fn block(&self, body: Range<usize>) -> Option<Node<'_>> {
        let mut node = self.tree.root_node().descendant_for_byte_range(body.start, body.end)?;
        while !self.dialect.blocks.contains(&node.kind()) {
            node = node.parent().filter(|parent| parent.byte_range() == node.byte_range())?;
        }
        Some(node)
    }

    fn parameters_end(&self, block: Node<'_>) -> Option<usize> {
        let list = block.parent()?.child_by_field_name("parameters")?;
        let text = self.of(list);
        // A list that ends in a rest or keyword parameter takes none behind it.
        let last = self.children(list).last().map(|last| self.of(*last).to_owned()).unwrap_or_default();
        let closed = text.ends_with(')') && !last.starts_with(['*', '.', '{']) && !last.contains("...");
        closed.then(|| self.text[..list.end_byte() - 1].trim_end().trim_end_matches(',').len())
    }

    fn returns(&self, block: Node<'_>) -> Option<String> {
        let function = block.parent()?;
        let node =
            function.child_by_field_name("return_type").or_else(|| function.child_by_field_name("type"))?;
        Some(self.of(node).trim_start_matches(':').trim().to_owned())
    }

    /// The definition around a block with all that belongs to it: the child of a file, a body of a type, or a block.
    fn outer(&self, block: Node<'_>) -> Range<usize> {
        let mut node = block;
        while let Some(parent) = node.parent() {
            if self.dialect.holders.contains(&parent.kind()) && node.id() != block.id() {
                break;
            }
            node = parent;
        }
        node.byte_range()
    }
}

/// The columns of a level of indentation in a text: four, unless many lines stand two columns off.
fn unit(text: &str) -> usize {
    let widths = text.lines().map(|line| line.len() - line.trim_start_matches(' ').len());
    let (mut all, mut two) = (0, 0);
    for width in widths.filter(|width| *width > 0) {
        all += 1;
        two += usize::from(width % 4 == 2);
    }
    if two * 10 < all { 4 } else { 2 }
}

/// Takes an indentation from all lines but the first.
pub fn dedent(text: &str, indent: &str) -> String {
    let lines = text.split('\n').enumerate();
    let lines =
        lines.map(|(index, line)| if index == 0 { line } else { line.strip_prefix(indent).unwrap_or(line) });
    lines.collect::<Vec<_>>().join("\n")
}
