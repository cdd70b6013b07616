//! Calls and programs that run a text as a program.

/// The ways to run a text in a language, as data. `Runs::NONE` holds the common defaults.
#[derive(Debug, Clone, Copy)]
pub struct Runs {
    /// The last names of calls that run a text.
    pub calls: &'static [&'static str],
    /// Whether that text is in the language of the caller.
    pub own: bool,
    /// Objects that have those calls as members, so that they can be reached by their names in strings.
    pub owners: &'static [&'static str],
    /// Names in the arguments of such a call that say that the text is decoded first. The default holds those of all
    /// languages.
    pub decoders: &'static [&'static str],
    /// Parts of the names of interpreters to which a program in the language can be handed.
    pub interpreters: &'static [&'static str],
}

impl Runs {
    /// Nothing.
    pub const NONE: Self = Self {
        calls: &[],
        own: false,
        owners: &[],
        decoders: &["b64decode", "atob", "base64", "getDecoder", "fromhex", "decompress", "loads"],
        interpreters: &[],
    };
}
