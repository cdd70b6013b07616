//! The words by which code that works is told from code that does not.

/// Names that matter when it is asked what a body does. [`Deeds::NONE`] knows next to none.
///
/// A called name is given as it is written, without its arguments: `System.out.println`, `todo!`.
#[derive(Clone, Copy)]
pub(crate) struct Deeds {
    /// Errors and calls that say that something is yet to be written.
    pub(crate) unwritten: &'static [&'static str],
    /// Constant values that the grammar takes for variables.
    pub(crate) constants: &'static [&'static str],
    /// Values that a function returns that has nothing to give.
    pub(crate) nothing: &'static [&'static str],
    /// Calls that say that there is nothing, by how they begin.
    pub(crate) absent: &'static [&'static str],
    /// Names that nobody gives as an argument, so that to ask for them is to ask for one value of which nothing says that
    /// it ever comes.
    pub(crate) odd: &'static [&'static str],
    /// Calls that give the same empty value each time, if they have no arguments.
    pub(crate) empty: &'static [&'static str],
    /// Calls that only wrap what they are given, or make room for a type.
    pub(crate) wrappers: &'static [&'static str],
    /// Further calls that give what they are given another form and nothing else; one that begins with a dot is a method of
    /// the value.
    pub(crate) recasts: &'static [&'static str],
    /// Calls whose first argument is a key, and not a value.
    pub(crate) maps: &'static [&'static str],
    /// Methods that compare their object with their argument.
    pub(crate) equals: &'static [&'static str],
    /// Questions that hold for all but nothing, by how they begin.
    pub(crate) asks_object: &'static [&'static str],
    /// The word that asks for the name of a type, and the names that it gives.
    pub(crate) type_names: (&'static str, &'static [&'static str]),
    /// Types that may hold anything.
    pub(crate) any: &'static [&'static str],
    /// Whether a value is a folder, by how it is written: an operator that divides numbers joins paths then.
    pub(crate) is_folder: fn(&str) -> bool,
    /// Calls that print or log.
    pub(crate) reports: &'static [&'static str],
    /// Calls that end the program.
    pub(crate) exits: &'static [&'static str],
    /// The last names of calls that fail unless what they are given is in order.
    pub(crate) checks: &'static [&'static str],
    /// Calls that read a number from a text, and give what is no number where there is none.
    pub(crate) parses: &'static [&'static str],
    /// Calls that hold for anything, by their name and last argument.
    pub(crate) always: &'static [(&'static str, &'static str)],
    /// Methods that must not fail, whatever they are given.
    pub(crate) unfailing: &'static [&'static str],
    /// Methods without parameters that end the life of an object: nobody is left whom a failure could be told.
    pub(crate) destructors: &'static [&'static str],
    /// Decorators and annotations that leave the author to do the work.
    pub(crate) plain_decorators: &'static [&'static str],
    /// Errors that announce what is usual, such as a missing key: handling them by going on is an idiom.
    pub(crate) usual_errors: &'static [&'static str],
    /// Errors that say that a text has not the form of what is read from it, and those that are caught along with them.
    pub(crate) form_errors: &'static [&'static str],
    /// Methods whose argument is called where something failed that was to come later.
    pub(crate) rejections: &'static [&'static str],
    /// The values that this argument gives if it does nothing.
    pub(crate) rejected: &'static [&'static str],
    /// Statements that leave to another operand what this one cannot do.
    pub(crate) declines: &'static [&'static str],
    /// Calls that hand on what was caught without naming it, by how their names end.
    pub(crate) hands_on: &'static [&'static str],
    /// Arguments by which any call does so.
    pub(crate) hands_on_by: &'static [&'static str],
    /// Calls that suppress the errors that they are given.
    pub(crate) suppressors: &'static [&'static str],
    /// Whether a method without a base may still be asked for by a contract, because types do not say what they
    /// implement.
    pub(crate) silent_contracts: bool,
    /// Names that all variables of a function can be read through.
    pub(crate) reflection: &'static [&'static str],
}

impl Deeds {
    /// No words.
    pub(crate) const NONE: Self = Self {
        unwritten: &[],
        constants: &[],
        nothing: &["null"],
        absent: &[],
        odd: &[],
        empty: &[],
        wrappers: &[],
        recasts: &[],
        maps: &[],
        equals: &[],
        asks_object: &[],
        type_names: ("", &[]),
        any: &[],
        is_folder: |_| false,
        reports: &[],
        exits: &[],
        checks: &[],
        parses: &[],
        always: &[],
        unfailing: &[],
        destructors: &[],
        plain_decorators: &[],
        usual_errors: &[],
        form_errors: &[],
        rejections: &[],
        rejected: &[],
        declines: &[],
        hands_on: &[".exception"],
        hands_on_by: &[],
        suppressors: &[],
        silent_contracts: false,
        reflection: &[],
    };
}
