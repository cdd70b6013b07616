//! The meaning of comments and messages: that something is yet to be written, or why a failure does not matter.

use std::collections::HashSet;

use crate::language::Values;
use crate::language::deeds::Deeds;

/// Phrases that say that something is yet to be written.
const UNWRITTEN: &[&str] = &[
    "todo",
    "fixme",
    "not implemented",
    "notimplemented",
    "unimplemented",
    "implement me",
    "implement this",
    "to be implemented",
    "not yet implemented",
    "your code",
    "write your",
    "fill in here",
    "fill in the code",
    "fill in this",
    "fill in your",
];

/// The longest text that is searched for such a phrase.
const LONGEST: usize = 300;

/// Whether a short text says that something is yet to be written.
pub(super) fn says_unwritten(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let lower = text.to_lowercase();
    UNWRITTEN.iter().any(|phrase| lower.contains(phrase))
}

/// Whether a text says that others may do the work of a function.
pub(super) fn says_hook(text: &str) -> bool {
    const HOOK: &[&str] =
        &["subclass", "overrid", "hook", "no-op", "noop", "does nothing", "do nothing", "nothing to"];
    if text.len() > 10 * LONGEST {
        return false;
    }
    let lower = text.to_lowercase();
    HOOK.iter().any(|word| lower.contains(word))
}

/// Whether a branch speaks of what is no number, which differs from itself.
pub(super) fn speaks_of_nan(text: &str) -> bool {
    if text.len() > 10 * LONGEST {
        return true;
    }
    text.split(|c: char| !c.is_alphabetic()).any(|word| word == "NaN" || word.eq_ignore_ascii_case("nan"))
        || ["isNaN", "IsNaN", "not a number", "no number"].iter().any(|phrase| text.contains(phrase))
}

/// Words that give no reason by themselves.
const FILLERS: &[&str] = &[
    "about",
    "and",
    "are",
    "but",
    "can",
    "care",
    "catch",
    "caught",
    "does",
    "don",
    "error",
    "errors",
    "exception",
    "exceptions",
    "fixme",
    "for",
    "happen",
    "happens",
    "has",
    "here",
    "ignore",
    "ignored",
    "ignoring",
    "intentional",
    "intentionally",
    "it",
    "just",
    "matter",
    "never",
    "noop",
    "not",
    "nothing",
    "now",
    "okay",
    "pass",
    "please",
    "really",
    "shall",
    "should",
    "silence",
    "silently",
    "skip",
    "swallow",
    "that",
    "the",
    "this",
    "todo",
    "was",
    "will",
    "with",
    "you",
];

/// The fewest words that make a reason.
const REASON: usize = 3;

/// The fewest words that make a reason for catching everything.
const LONG_REASON: usize = 8;

/// Whether a comment gives a reason: at least three words that say something, or two beside one that says that something
/// cannot be had.
pub(super) fn gives_reason(comment: &str) -> bool {
    const LACKS: &[&str] =
        &["cannot", "can't", "couldn't", "can not", "missing", "unavailable", "unsupported"];
    let said = telling_words(comment, REASON);
    said == REASON || (said.saturating_add(1) == REASON && LACKS.iter().any(|lack| comment.contains(lack)))
}

/// Whether a comment gives a reason that is long enough to speak for catching everything.
pub(super) fn gives_long_reason(comment: &str) -> bool {
    telling_words(comment, LONG_REASON) == LONG_REASON
}

/// The number of words in a comment that say something, up to a limit.
fn telling_words(comment: &str, limit: usize) -> usize {
    if says_unwritten(comment) {
        return 0;
    }
    let words = comment.split(|c: char| !c.is_alphabetic());
    let says = |word: &&str| word.len() > 2 && !FILLERS.contains(&word.to_lowercase().as_str());
    words.filter(says).take(limit).count()
}

/// Whether a name is one of those that callbacks get from whoever calls them, needed or not.
pub(super) fn is_given(name: &str) -> bool {
    const GIVEN: &[&str] = &[
        "args", "argv", "cls", "context", "ctx", "e", "ev", "event", "evt", "frame", "index", "kwargs",
        "next", "options", "opts", "props", "r", "ref", "req", "request", "res", "resp", "response", "self",
        "sender", "signum", "state", "t", "w",
    ];
    name.starts_with('_')
        || name.ends_with('_')
        || ["dummy", "ignored", "placeholder", "reserved", "unused"].iter().any(|word| name.contains(word))
        || GIVEN.contains(&name)
}

/// Whether a variable says by its name that nobody wants it.
pub(super) fn is_unwanted(name: &str) -> bool {
    let lower = name.to_lowercase();
    lower.starts_with('_') || lower.starts_with("unused") || lower.starts_with("ignored")
}

/// Whether a function is called after the fact that it does nothing, or after an event that others fill in.
pub(super) fn names_nothing(name: &str) -> bool {
    let lower = name.to_lowercase();
    let plain = lower.trim_matches('_');
    plain.contains("noop")
        || plain.contains("no_op")
        || plain.contains("nothing")
        || plain.contains("dummy")
        || plain.contains("placeholder")
        || matches!(
            plain,
            "nop"
                | "pass"
                | "empty"
                | "ignore"
                | "setup"
                | "teardown"
                | "configure"
                | "close"
                | "flush"
                | "dispose"
                | "destroy"
                | "cleanup"
        )
        || ["on_", "before_", "after_", "pre_", "post_", "visit_", "handle_", "do_"]
            .iter()
            .any(|start| lower.starts_with(start))
        || ["on", "before", "after"]
            .iter()
            .any(|start| name.strip_prefix(start).is_some_and(|rest| rest.starts_with(char::is_uppercase)))
        || plain.ends_with("hook")
}

/// Whether a function is called after the fact that it gives back what it is given.
pub(super) fn names_same(name: &str) -> bool {
    let lower = name.to_lowercase().replace('_', "");
    ["identity", "passthrough", "unchanged", "itself"].iter().any(|word| lower.contains(word))
        || matches!(
            lower.as_str(),
            "id" | "echo" | "same" | "first" | "second" | "fst" | "snd" | "constant" | "always"
        )
}

/// Whether a type is there to be extended, or to do nothing, by its name.
pub(super) fn names_base(name: &str) -> bool {
    const STARTS: &[&str] =
        &["Abstract", "Base", "Null", "Noop", "NoOp", "Fake", "Mock", "Stub", "Dummy", "Default"];
    const ENDS: &[&str] =
        &["Base", "Mixin", "Interface", "Protocol", "Adapter", "Listener", "Visitor", "Handler"];
    let plain = name.trim_start_matches('_');
    STARTS.iter().any(|start| plain.starts_with(start)) || ENDS.iter().any(|end| plain.ends_with(end))
}

/// Whether a type answers what it is asked by what it is, by its name: one of `EmptyList` is empty whatever happens, and
/// one of `UnmodifiableList` refuses to be changed.
pub(super) fn names_answer(name: &str) -> bool {
    const STARTS: &[&str] = &[
        "Always",
        "Closed",
        "Constant",
        "Disabled",
        "Empty",
        "False",
        "Immutable",
        "Never",
        "Noop",
        "NoOp",
        "Null",
        "ReadOnly",
        "Readonly",
        "True",
        "Unmodifiable",
        "Unsupported",
    ];
    let plain = name.trim_start_matches(['_', '#']);
    STARTS
        .iter()
        .any(|start| plain.strip_prefix(start).is_some_and(|rest| rest.starts_with(char::is_uppercase)))
}

/// Whether the documentation of a type says that others are to do its work.
pub(super) fn says_contract(doc: &str) -> bool {
    const SAYS: &[&str] =
        &["abstract", "base class", "interface", "protocol", "subclass", "to be implemented by"];
    if doc.len() > 10 * LONGEST {
        return false;
    }
    let lower = doc.to_lowercase();
    SAYS.iter().any(|says| lower.contains(says))
}

/// The words of the sentences and entries of documentation that say that something is not used.
pub(super) fn unused(doc: &str) -> HashSet<&str> {
    const SAYS: &[&str] = &["unused", "not used", "ignored", "ignores"];
    if doc.len() > 10 * LONGEST {
        return HashSet::new();
    }
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let sentences = doc.split(['.', '@']).flat_map(|sentence| sentence.split(":param"));
    let saying = sentences.filter(|sentence| {
        let lower = sentence.to_lowercase();
        SAYS.iter().any(|says| lower.contains(says))
    });
    saying.flat_map(|sentence| sentence.split(move |c| !is_part(c))).collect()
}

/// Whether an error announces what is usual, by its name: that something is not there, or that there is no more of it.
pub(super) fn announces_usual(error: &str) -> bool {
    const USUAL: &[&str] = &["NotFound", "NoSuch", "NotExist", "DoesNotExist"];
    const ENDS: &[&str] = &["Exit", "Quit"];
    let names_absence = error.match_indices("No").any(|(at, _)| {
        error.get(at.saturating_add(2)..).is_some_and(|rest| rest.starts_with(char::is_uppercase))
    });
    names_absence
        || USUAL.iter().any(|part| error.contains(part))
        || ENDS.iter().any(|end| error.ends_with(end))
}

/// Whether a statement only gives a variable another form of its value: where that fails, it keeps the one it has.
pub(super) fn keeps_value(statement: &str) -> bool {
    let Some((name, value)) = statement.split_once('=') else { return false };
    let name = name.trim();
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '#' | '$');
    let is_name = !name.is_empty() && name.chars().all(is_word);
    is_name && value.len() < LONGEST && value.split(|c| !is_word(c)).any(|word| word == name)
}

/// Whether a body gives the answer to a question: `true`, or whether something holds.
pub(super) fn gives_answer(body: &str) -> bool {
    const ASKS: &[&str] = &[
        " == ",
        " != ",
        " === ",
        " !== ",
        " < ",
        " > ",
        " <= ",
        " >= ",
        " in ",
        " is ",
        " && ",
        " || ",
        " and ",
        " or ",
        " instanceof ",
        "all(",
        "any(",
        "isinstance(",
        ".test(",
        ".equals(",
        ".includes(",
        ".has(",
        ".startsWith(",
        ".startswith(",
        ".endsWith(",
        ".endswith(",
    ];
    if body.len() > 10 * LONGEST {
        return false;
    }
    body.match_indices("return ").any(|(at, word)| {
        let value = body.get(at.saturating_add(word.len())..).unwrap_or("");
        let value = value.lines().next().unwrap_or("").trim_start();
        value.starts_with("True")
            || value.starts_with("true")
            || value.starts_with("not ")
            || value.starts_with('!')
            || ASKS.iter().any(|ask| value.contains(ask))
    })
}

/// Whether a function asks a question, by its name.
pub(super) fn asks(name: &str) -> bool {
    const ASKS: &[&str] =
        &["is", "has", "can", "should", "are", "equals", "contains", "matches", "exists", "supports"];
    let plain = name.trim_start_matches('_');
    ASKS.iter().any(|ask| {
        plain.strip_prefix(ask).is_some_and(|rest| rest.is_empty() || !rest.starts_with(char::is_lowercase))
    })
}

/// Whether a handler says that it never comes into play.
pub(super) fn says_impossible(handler: &str) -> bool {
    const SAYS: &[&str] = &[
        "cannothappen",
        "cannot happen",
        "can't happen",
        "can not happen",
        "never happen",
        "neverhappen",
        "not reached",
        "notreached",
        "unreachable",
        "impossible",
        "won't happen",
        "should not happen",
        "shouldn't happen",
    ];
    if handler.len() > LONGEST {
        return false;
    }
    let lower = handler.to_lowercase();
    SAYS.iter().any(|says| lower.contains(says))
}

/// Whether documentation says that a function answers a question.
pub(super) fn says_question(doc: &str) -> bool {
    const SAYS: &[&str] = &[
        "test whether",
        "tests whether",
        "test if",
        "tests if",
        "check whether",
        "checks whether",
        "check if",
        "checks if",
        "whether",
        "return true",
        "returns true",
        "return whether",
        "returns whether",
        "true if",
        "determine whether",
        "determines whether",
        "determine if",
        "determines if",
    ];
    let doc = doc.get(..doc.floor_char_boundary(LONGEST)).unwrap_or(doc);
    let text = doc.trim_start_matches(|c: char| !c.is_alphabetic());
    let start = text.get(..text.floor_char_boundary(40)).unwrap_or("").to_lowercase();
    SAYS.iter().any(|says| start.starts_with(says))
}

/// Whether the result that a signature states may be nothing, or something else.
pub(super) fn allows_nothing(result: &str, values: &Values) -> bool {
    let words = || result.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    result.len() < LONGEST && words().any(|word| values.maybe.contains(&word)) && words().nth(1).is_some()
}

/// Whether documentation says that a function gives this value where there is nothing to give.
pub(super) fn says_answer(doc: &str, value: &str) -> bool {
    const WHERE: &[&str] = &["if", "when", "otherwise", "unless", "or", "cannot", "could"];
    const STAYS: &[&str] = &["existing", "ignored", "ignores", "silently", "unchanged"];
    if doc.len() > 10 * LONGEST {
        return false;
    }
    let lower = doc.to_lowercase();
    let value = value.to_lowercase();
    let names: &[&str] = match value.as_str() {
        "" | "none" | "null" | "undefined" | "nil" | "optional.empty()" => {
            &["none", "null", "undefined", "nil", "nothing", "empty"]
        }
        "\"\"" | "''" | "``" | "[]" | "{}" | "()" => &["empty"],
        "0" | "0.0" | "0l" => &["zero", "0"],
        "false" => &["false"],
        _ => &["default"],
    };
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let is_list = value.contains(", ") || value.starts_with('-');
    // A sentence goes on over lines; an entry, and what follows a blank line, begins anew.
    let paragraphs = lower.split("\n\n").flat_map(|part| part.split(['.', ';', '@']));
    paragraphs.flat_map(|part| part.split(":return")).any(|sentence| {
        let words = || sentence.split(|c: char| !is_word(c));
        let is_named = words().any(|word| names.contains(&word) || (!word.is_empty() && word == value))
            || (is_list && sentence.contains(&value))
            || (value.is_empty() && words().any(|word| STAYS.contains(&word)));
        is_named && words().any(|word| WHERE.contains(&word))
    })
}

/// Whether a call writes to a log, by its name: there the failure is told to whoever reads it, and nothing is done about it.
pub(super) fn logs(callee: &str) -> bool {
    const LOGS: &[&str] = &[
        "critical",
        "debug",
        "exception",
        "fatal",
        "format_exc",
        "info",
        "log",
        "print_exc",
        "severe",
        "trace",
        "warn",
        "warning",
    ];
    let callee = callee.to_lowercase();
    let (object, name) = callee.rsplit_once(['.', ':']).unwrap_or(("", &callee));
    LOGS.contains(&name) || name.starts_with("log") || (name == "error" && object.contains("log"))
}

/// Whether a call hands on what was caught without naming it.
pub(super) fn reports_caught(call: &str, deeds: &Deeds) -> bool {
    let callee = call.get(..call.find('(').unwrap_or(0)).unwrap_or("");
    deeds.hands_on.iter().any(|end| callee.ends_with(end))
        || call.len() < LONGEST && deeds.hands_on_by.iter().any(|argument| call.contains(argument))
}

/// Whether a call makes a text of what it is given, or only looks at it.
pub(super) fn makes_text(callee: &str, values: &Values) -> bool {
    values.texts.contains(&callee.rsplit('.').next().unwrap_or(callee))
}

/// Whether an error announces by its name that a text has not the form of what is read from it.
pub(super) fn announces_form(error: &str) -> bool {
    const ENDS: &[&str] =
        &["ParseException", "ParseError", "FormatException", "FormatError", "DecodeError", "DecodingError"];
    ENDS.iter().any(|end| error.ends_with(end))
}

/// Whether a function reads something from a text, or looks for something, by its name.
pub(super) fn reads(name: &str) -> bool {
    const READS: &[&str] = &[
        "as", "coerce", "convert", "decode", "detect", "extract", "find", "guess", "lookup", "maybe",
        "parse", "try",
    ];
    let plain = name.trim_start_matches(['_', '#']);
    READS.iter().any(|read| starts_with_word(plain, read))
}

/// Whether a name starts with a word, rather than with the start of a longer one.
fn starts_with_word(name: &str, word: &str) -> bool {
    let start = name.get(..word.len()).unwrap_or("");
    let rest = name.get(word.len()..).unwrap_or("");
    start.eq_ignore_ascii_case(word) && !rest.starts_with(|c: char| c.is_lowercase())
}

/// Whether a function is there to clean up, by its name.
pub(super) fn cleans_by_name(name: &str) -> bool {
    const CLEANS: &[&str] = &[
        "cleanup",
        "clean_up",
        "close",
        "dispose",
        "destroy",
        "shutdown",
        "shut_down",
        "teardown",
        "tear_down",
    ];
    let plain = name.trim_start_matches(['_', '#']);
    CLEANS.iter().any(|clean| starts_with_word(plain, clean)) || plain == "cleanUp" || plain == "tearDown"
}

/// Whether a variable says by its name how something ended.
pub(super) fn names_result(name: &str) -> bool {
    let lower = name.to_lowercase();
    ["code", "status", "retval", "rc", "errors", "failures"].iter().any(|word| lower.ends_with(word))
}

/// Whether a call cleans up, so that nothing is left to do when it fails.
pub(super) fn cleans_up(name: &str) -> bool {
    const CLEAN: &[&str] = &[
        "cancel",
        "cleanup",
        "close",
        "closequietly",
        "deregister",
        "destroy",
        "disconnect",
        "dispose",
        "flush",
        "kill",
        "logout",
        "quit",
        "release",
        "remove",
        "removeall",
        "removedir",
        "removedirall",
        "removefile",
        "rmdir",
        "rmtree",
        "shutdown",
        "stop",
        "terminate",
        "unlink",
        "unlock",
        "unregister",
        "unsubscribe",
    ];
    let plain = name.to_lowercase().replace('_', "");
    CLEAN.contains(&plain.as_str()) || matches!(plain.as_str(), "closesocket" | "closehandle" | "closedir")
}

/// Whether a call on a path cleans up, by any name on it: `cache.rm.entry`.
pub(super) fn cleans_up_at(path: &str) -> bool {
    const REMOVES: &[&str] = &["rm", "rmSync", "unlinkSync", "rimraf"];
    let mut names = path.rsplit(['.', ' ', ':']);
    names.next().is_some_and(|last| cleans_up(last) || REMOVES.contains(&last))
        || names.any(|name| REMOVES.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_says_something() {
        assert!(gives_reason("# The cache is warmed again on the next request."));
        assert!(!gives_reason("# It does not matter."));
        assert!(!gives_reason("// ignored"));
        assert!(!gives_reason("// TODO: report the broken header line"));
    }

    #[test]
    fn what_cannot_be_had_needs_fewer_words_and_everything_more() {
        assert!(gives_reason("// Skip folders we can't read"));
        assert!(!gives_reason("// Skip folders that matter"));
        assert!(gives_long_reason(
            "# While the program shuts down, loading of modules does not work any more, and the line is missing."
        ));
        assert!(!gives_long_reason("# The cache is only there for speed; without it the files are read."));
    }

    #[test]
    fn functions_say_by_their_names_that_they_read_or_clean_up() {
        assert!(reads("parse") && reads("_parseDotted") && reads("find_width") && reads("tryParse"));
        assert!(!reads("parser") && !reads("load") && !reads("findings") && !reads("assert_rows"));
        assert!(cleans_by_name("close") && cleans_by_name("_close_stdin") && cleans_by_name("shutdownNow"));
        assert!(!cleans_by_name("closest") && !cleans_by_name("drop"));
        assert!(is_unwanted("_row") && is_unwanted("unusedRow") && !is_unwanted("row"));
    }

    #[test]
    fn what_is_removed_is_named_anywhere_on_a_path() {
        assert!(
            cleans_up_at("await cache.rm.entry") && cleans_up_at("fs.rmSync") && cleans_up_at("stream.close")
        );
        assert!(!cleans_up_at("cache.put.entry"));
    }

    #[test]
    fn a_text_that_has_not_the_form_is_announced() {
        assert!(announces_form("DateTimeParseException") && announces_form("JSONDecodeError"));
        assert!(!announces_form("IOException") && !announces_form("Decoder"));
    }

    #[test]
    fn an_answer_is_told_over_lines_and_in_lists() {
        let doc = "// Version returns the two parts of the version,\n// or (0, 0) if it can't be read.";
        assert!(says_answer(doc, "0, 0"));
        assert!(!says_answer(doc, "1, 0"));
        assert!(says_answer("Find the place. Returns -1 if there is none.", "-1"));
        let entry = "/** Reads a file.\n * @return The value or null.\n */";
        assert!(says_answer(entry, "null"));
        let stays = "// If the folder cannot be opened, it returns the existing matches.";
        assert!(says_answer(stays, "") && !says_answer(stays, "[]"));
    }

    #[test]
    fn what_is_usual_is_announced_by_an_error() {
        for error in
            ["FileNotFoundException", "NoSuchElementException", "NetworkXNoPath", "SystemExit", "BdbQuit"]
        {
            assert!(announces_usual(error), "{error}");
        }
        for error in ["ValueError", "NotSupportedError", "NodeError", "IOException"] {
            assert!(!announces_usual(error), "{error}");
        }
    }

    #[test]
    fn what_is_unused_is_named() {
        let doc = "Shows rows. The reply is ignored.";
        assert!(unused(doc).contains("reply"));
        assert!(!unused(doc).contains("rows"));
        let entries = "/** @param rows the rows\n @param reply the answer (unused) */";
        assert!(unused(entries).contains("reply"));
        assert!(!unused(entries).contains("rows"));
    }

    #[test]
    fn an_answer_of_nothing_is_the_one_that_is_told() {
        assert!(says_answer("Return the width, or None if there is none.", "None"));
        assert!(!says_answer("Return the width, or None if there is none.", "0"));
        assert!(!says_answer("Return the number or the default of the table.", "None"));
        assert!(
            allows_nothing("int | None", &Values::SHARED) && allows_nothing("Optional[int]", &Values::SHARED)
        );
        assert!(!allows_nothing("None", &Values::SHARED) && !allows_nothing("int", &Values::SHARED));
    }

    #[test]
    fn logs_are_told_from_others_who_are_given_a_failure() {
        for callee in ["log", "logger.warning", "self._log.error", "LOG.severe", "traceback.print_exc"] {
            assert!(logs(callee), "{callee}");
        }
        for callee in ["future.set_exception", "subscriber.error", "handle", "promise.fail"] {
            assert!(!logs(callee), "{callee}");
        }
    }

    #[test]
    fn questions_are_told_from_other_functions() {
        assert!(asks("isWhole") && asks("is_whole") && asks("_has_rows") && asks("equals"));
        assert!(!asks("issue") && !asks("canvas") && !asks("load"));
        assert!(gives_answer("{\n  return new URL(text).protocol === 'https:'\n}"));
        assert!(gives_answer("return all(row in rows for row in path)"));
        assert!(!gives_answer("return JSON.parse(text);"));
    }

    #[test]
    fn documentation_says_that_a_question_is_answered() {
        assert!(says_question("\"\"\"Test whether a path is a regular file\"\"\""));
        assert!(says_question("/**\n * Returns true if the row is there.\n */"));
        assert!(!says_question("// Loads the rows and returns true."));
    }

    #[test]
    fn a_value_is_kept_where_its_other_form_fails() {
        assert!(keeps_value("part = int(part)"));
        assert!(!keeps_value("total = int(text)") && !keeps_value("show(part)"));
    }

    #[test]
    fn what_is_no_number_is_named() {
        assert!(speaks_of_nan("if rate != rate:\n    raise ValueError(\"rate is NaN\")"));
        assert!(speaks_of_nan("if (rate !== rate) throw new RangeError('rate is not a number');"));
        assert!(!speaks_of_nan("if finance != finance:\n    raise ValueError(\"a banana\")"));
    }

    #[test]
    fn what_is_to_be_written_is_told_in_many_ways() {
        assert!(says_unwritten("# YOUR CODE HERE"));
        assert!(says_unwritten("Not implemented yet"));
        assert!(!says_unwritten("// The total so far."));
    }
}
