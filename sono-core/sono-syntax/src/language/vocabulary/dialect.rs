//! What else sets a language apart when its tree is read.

use tree_sitter::Node;

use crate::language::Import;

/// Questions a language answers that a table of kinds cannot. [`Dialect::PLAIN`] is what most share.
#[derive(Clone, Copy)]
pub(crate) struct Dialect {
    /// Names of the object a method is called on.
    pub(crate) receivers: &'static [&'static str],
    /// Methods can be called without naming their object, and told apart by their number of parameters.
    pub(crate) implicit_receiver: bool,
    /// Names that make a method a constructor.
    pub(crate) constructors: &'static [&'static str],
    /// Bases that make a type abstract.
    pub(crate) abstract_bases: &'static [&'static str],
    /// A statement ends with its line, outside brackets.
    pub(crate) line_ends_statement: bool,
    /// The type stands before the name, so that a method's `type` is its return type.
    pub(crate) type_before_name: bool,
    /// Outermost functions without control flow of their own are declarative: they neither raise the nesting
    /// of what they contain nor answer for it (Campbell 2018, appendix A, JavaScript).
    pub(crate) declarative_outer: bool,
    /// A function that holds one function and returns it does not raise the nesting (Campbell 2018, appendix A,
    /// Python decorators).
    pub(crate) wrapper_functions: bool,
    /// The last expression of a block is its value, and statements can be expressions.
    pub(crate) block_values: bool,
    /// Calls that import a module.
    pub(crate) import_calls: &'static [&'static str],
    /// What a decorator, annotation or attribute says of a definition, as [`marks`](super::role::marks): its name,
    /// and the text behind the name.
    pub(crate) decorator: fn(&str, &str) -> u32,
    /// Whether a method of that name has its contract from the language.
    pub(crate) inherits_contract: fn(&str) -> bool,
    /// Adds the imports of an import statement.
    pub(crate) imports: fn(Node<'_>, &str, &mut Vec<Import>),
}

impl Dialect {
    /// No peculiarities.
    pub(crate) const PLAIN: Self = Self {
        receivers: &[],
        implicit_receiver: false,
        constructors: &[],
        abstract_bases: &[],
        line_ends_statement: false,
        type_before_name: false,
        declarative_outer: false,
        wrapper_functions: false,
        block_values: false,
        import_calls: &[],
        decorator: |_, _| 0,
        inherits_contract: |_| false,
        imports: |_, _, _| {},
    };
}
