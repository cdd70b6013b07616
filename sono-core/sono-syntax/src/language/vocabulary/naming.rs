//! The naming conventions of a language.

/// The case in which a language's names are usually written. `Naming::CAMEL` is the most common.
#[derive(Debug, Clone, Copy)]
pub struct Naming {
    /// Types.
    pub types: Case,
    /// Functions and methods.
    pub functions: Case,
    /// Parameters, variables and fields.
    pub values: Case,
    /// Whether names in upper case with underscores are constants.
    pub upper_constants: bool,
    /// Names of one or two characters that every reader of the language understands, in addition to those that every
    /// programmer does.
    pub short: &'static [&'static str],
    /// Whether variables may hold types, and then have names like these.
    pub held_types: bool,
    /// Ends that such a name may have behind that of the type: `T_co`.
    pub held_type_ends: &'static [&'static str],
    /// Verbs that are put before the name of what is at hand in order to find the function that deals with it:
    /// `visit_Constant`.
    pub dispatch: &'static [&'static str],
    /// How the names of types end that are another language's: `size_t`.
    pub foreign_type_ends: &'static [&'static str],
    /// How other names begin that are another language's: `_C_int`.
    pub foreign_starts: &'static [&'static str],
    /// Directives in the comment above a function that give it the name by which other code knows it.
    pub linked_by: &'static [&'static str],
    /// The word by which a function says that a name is one outside it: `global`.
    pub outer: Option<&'static str>,
}

/// A case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// `words_with_underscores`.
    Snake,
    /// `wordsInACamel`, or `WordsInACamel` where the case of the first letter has its own meaning.
    Camel,
    /// `CapWords`.
    Capital,
}

impl Naming {
    /// camelCase, types CapWords, constants in upper case. C is the language of which all others use names.
    pub(crate) const CAMEL: Self = Self {
        types: Case::Capital,
        functions: Case::Camel,
        values: Case::Camel,
        upper_constants: true,
        short: &[],
        held_types: false,
        held_type_ends: &[],
        dispatch: &[],
        foreign_type_ends: &["_t"],
        foreign_starts: &["_C_", "_SYS_"],
        linked_by: &[],
        outer: None,
    };

    /// snake_case, types CapWords, constants in upper case. Names in CapWords stand out from all others, and are given to
    /// whatever holds a type or deals with one.
    pub(crate) const SNAKE: Self = Self {
        functions: Case::Snake,
        values: Case::Snake,
        held_types: true,
        held_type_ends: &["_co", "_contra"],
        dispatch: &["depart", "do", "enter", "eval", "exit", "handle", "leave", "print", "visit"],
        ..Self::CAMEL
    };

    /// Whether a word is written in a case, or as a constant. Leading and trailing underscores and signs are ignored,
    /// and scripts without case always fit.
    ///
    /// ```
    /// # use sono_syntax as sono_core;
    /// # #[cfg(feature = "lang-python")] {
    /// let python = sono_core::language::by_name("python").unwrap().naming;
    /// assert!(python.fits("load_all", python.functions));
    /// assert!(!python.fits("loadAll", python.functions));
    /// # }
    /// ```
    pub fn fits(&self, word: &str, case: Case) -> bool {
        let core = word.trim_matches(|c: char| c == '_' || c == '$' || c == '#');
        let has_lower = core.chars().any(char::is_lowercase);
        let has_upper = core.chars().any(char::is_uppercase);
        let constant = !has_lower && (self.upper_constants || !core.contains('_'));
        match case {
            Case::Capital => {
                let starts_upper = core.starts_with(char::is_uppercase);
                starts_upper && (!core.contains('_') || constant) || !has_upper && !has_lower
            }
            Case::Snake => constant || !has_upper,
            Case::Camel => constant || !parts_words(core),
        }
    }
}

/// Whether an underscore stands in a word other than between digits, as in `Sum512_256`.
fn parts_words(core: &str) -> bool {
    let bytes = core.as_bytes();
    let is_digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    core.match_indices('_').any(|(at, _)| !(is_digit(at.checked_sub(1)) && is_digit(at.checked_add(1))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conventions_depend_on_the_language() {
        let (snake, camel) = (Naming::SNAKE, Naming::CAMEL);
        assert!(snake.fits("load_all", snake.functions));
        assert!(!snake.fits("loadAll", snake.functions));
        assert!(camel.fits("loadAll", camel.functions));
        assert!(!camel.fits("load_all", camel.functions));
        assert!(camel.fits("MAX_SIZE", camel.values));
        assert!(camel.fits("Sum512_256", camel.functions) && !camel.fits("sum_512", camel.functions));
        assert!(snake.fits("__init__", snake.functions));
        assert!(!snake.fits("my_type", snake.types));
        assert!(camel.fits("名前", camel.types));
        let strict = Naming { upper_constants: false, ..camel };
        assert!(!strict.fits("MAX_SIZE", strict.values));
        assert!(strict.fits("ID", strict.values));
    }
}
