//! Programs in strings that are run: `exec("...")`, `eval`, `new Function("...")`, `python -c`.
//!
//! A string holds no functions and decides nothing for a grammar. A program that is moved into one, and run from there,
//! would leave the score; so it is read as the code that it is. What is run and cannot be read is told.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::regions::regions;
use super::{Sign, budget, counted};
use crate::submission::Source;
use sono_syntax::finding::Severity;
use sono_syntax::language::{self, Language, Runs};
use sono_syntax::syntax::{Outline, Parser};
use sono_syntax::text::Span;

/// The most strings of one text that are read as programs, and their bytes in all.
const MAX_PROGRAMS: usize = 64;
const MAX_BYTES: usize = 256 << 10;
/// The most strings that are looked at, whether they are programs or not.
const MAX_RUNS: usize = 1_000;
/// The most bytes of arguments that are searched for strings.
const MAX_ARGUMENTS: usize = 64 << 10;
/// The least weight of a program: two for each decision, one for each statement from the third on.
const LEAST_WEIGHT: u32 = 4;
/// The shortest string of a file of data that is read as a program, in bytes.
const SHORTEST: usize = 20;
/// The shortest text without a blank that says nothing to a reader, in bytes.
const OPAQUE: usize = 120;
/// Options after which an interpreter takes a program.
const OPTIONS: &[&str] = &["-c", "-e", "--eval", "-Command"];
/// Interpreters that take it so, of languages without a grammar.
const FOREIGN: &[&str] = &["perl", "ruby"];

/// A program in a string.
pub(super) struct Program {
    /// The line of the string, counted from 1.
    pub(super) line: usize,
    pub(super) text: String,
    pub(super) outline: Outline,
}

/// The programs in the strings of one source.
#[derive(Default)]
pub(super) struct Executed {
    pub(super) programs: Vec<Program>,
    pub(super) sign: Option<Sign>,
    /// Names of files in the arguments of calls that run a text: the text may be theirs.
    pub(super) files: Vec<String>,
}

/// A string, or several that stand together, which is run.
struct Run {
    at: Span,
    text: String,
    language: Option<&'static Language>,
    /// Whether it is decoded from something before it is run.
    decoded: bool,
}

/// Looks for programs in the strings of a source.
pub(super) fn find<E>(
    source: &Source<'_>,
    outline: &Outline,
    parser: &mut Parser,
    interrupt: &dyn Fn() -> Result<(), E>,
) -> Result<Executed, E> {
    if source.is_test {
        return Ok(Executed::default());
    }
    let (runs, files) = runs(&source.text, outline);
    Ok(Executed { files, ..read(source, runs, outline.language, parser, interrupt)? })
}

/// Looks for programs in a file of data whose text is run: in its strings or, if there are none, in all of it.
pub(super) fn find_in_data<E>(
    source: &Source<'_>,
    language: &'static Language,
    parser: &mut Parser,
    interrupt: &dyn Fn() -> Result<(), E>,
) -> Result<Executed, E> {
    let text: &str = &source.text;
    let run = |at: Span, text: String| Run { at, text, language: None, decoded: false };
    let strings = regions(text, false).strings.into_iter().filter(|span| span.len() >= SHORTEST);
    let runs = strings.map(|span| run(span, unquoted(text, span))).take(MAX_PROGRAMS).collect();
    let found = read(source, runs, language, parser, interrupt)?;
    if !found.programs.is_empty() {
        return Ok(found);
    }
    let first = Span::new(0, text.lines().next().map_or(0, str::len));
    read(source, vec![run(first, text.to_owned())], language, parser, interrupt)
}

/// Reads what is run, in its own language or that of who runs it.
fn read<E>(
    source: &Source<'_>,
    runs: Vec<Run>,
    caller: &'static Language,
    parser: &mut Parser,
    interrupt: &dyn Fn() -> Result<(), E>,
) -> Result<Executed, E> {
    let mut found = Executed::default();
    let mut first: Option<Span> = None;
    let mut opaque: Option<Span> = None;
    let mut bytes = 0_usize;
    for run in runs {
        bytes = bytes.saturating_add(run.text.len());
        if found.programs.len() >= MAX_PROGRAMS || bytes > MAX_BYTES {
            break;
        }
        let known = run.language.or_else(|| language::detect(None, None, &run.text));
        let languages = [known.unwrap_or(caller), caller];
        let count = if languages[0].id == caller.id { 1 } else { 2 };
        let mut best: Option<(Outline, String)> = None;
        for text in std::iter::once(run.text.clone()).chain(unhung(&run.text)) {
            for language in languages.iter().take(count) {
                let outline = parser.outline_until(&text, language, false, &budget(&text), interrupt)?;
                if best.as_ref().is_none_or(|(known, _)| outline.error_bytes < known.error_bytes) {
                    best = Some((outline, text.clone()));
                }
            }
            if best.as_ref().is_some_and(|(known, _)| known.errors.is_empty()) {
                break;
            }
        }
        let Some((program, text)) = best else { continue };
        if is_program(&program) {
            first.get_or_insert(run.at);
            let line = source.lines.line(run.at.start);
            found.programs.push(Program { line, text, outline: program });
        } else if is_opaque(&run) {
            opaque.get_or_insert(run.at);
        }
    }
    found.sign = match (first, opaque) {
        (_, Some(at)) => Some(Sign {
            severity: Severity::High,
            first: at,
            count: 1,
            message: "this text is run as code, and nobody can read it".to_owned(),
        }),
        (Some(at), None) => Some(Sign {
            severity: Severity::Medium,
            first: at,
            count: found.programs.len(),
            message: format!(
                "{} that {} run as code; it counts as code",
                counted(found.programs.len(), "string"),
                if found.programs.len() == 1 { "is" } else { "are" }
            ),
        }),
        (None, None) => None,
    };
    Ok(found)
}

/// Whether a text says nothing to a reader: long, without a blank, and packed or all letters and digits.
fn is_opaque(run: &Run) -> bool {
    let text = run.text.trim();
    let is_packed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '-' | '_');
    text.len() >= OPAQUE
        && !text.contains(char::is_whitespace)
        && (run.decoded || text.chars().all(is_packed))
}

/// Whether a text is a program of some weight.
fn is_program(outline: &Outline) -> bool {
    let functions = outline.functions.iter().chain([&outline.module]);
    let weight = functions.map(|function| function.weight()).fold(0, u32::saturating_add);
    outline.error_bytes.saturating_mul(5) <= outline.token_bytes && weight >= LEAST_WEIGHT
}

/// Other names that a text gives to what runs texts: `run = exec`, `from builtins import exec as run`.
fn aliases<'t>(runs: &Runs, text: &'t str) -> HashSet<&'t str> {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
    let mut found = HashSet::new();
    for name in runs.calls {
        for at in memchr::memmem::find_iter(text.as_bytes(), name) {
            let (Some(before), Some(after)) = (text.get(..at), text.get(at.saturating_add(name.len())..))
            else {
                continue;
            };
            let owner = runs.owners.iter().find_map(|owner| before.strip_suffix('.')?.strip_suffix(owner));
            let before = owner.unwrap_or(before);
            let rest = after.trim_start_matches([' ', '\t']);
            if before.ends_with(|c| is_name(c) || c == '.') || after.starts_with(is_name) {
                continue;
            }
            if let Some(alias) = rest.strip_prefix("as ") {
                found.extend(alias.trim_start().split(|c| !is_name(c)).next());
            } else if rest.is_empty() || rest.starts_with(['\r', '\n', ';', '#', ',']) {
                found.extend(given_name(before));
            }
        }
    }
    found.remove("");
    found
}

/// Whether a text looks for a member of what has such calls.
fn is_reached(runs: &Runs, text: &str) -> bool {
    runs.owners.iter().any(|owner| {
        memchr::memmem::find_iter(text.as_bytes(), owner).any(|at| {
            let after = text.get(at.saturating_add(owner.len())..).unwrap_or_default();
            after.starts_with(['[', ',']) || after.starts_with(".__dict__")
        })
    })
}

/// The ends of what stands for such calls by their names in strings, right before arguments: `getattr(builtins, "exec")`,
/// `window["eval"]`.
fn reached(runs: &Runs, text: &str, strings: &Strings<'_>) -> Vec<usize> {
    let mut found = Vec::new();
    let mut index = 0_usize;
    while index < strings.spans.len() {
        let end = together(text, &strings.spans, index);
        let joined = strings.joined(text, index..end);
        index = end;
        let Some((at, _)) = joined.filter(|(_, name)| runs.calls.contains(&name.replace('\n', "").as_str()))
        else {
            continue;
        };
        let rest = text.get(at.end as usize..).unwrap_or_default();
        if let Some(after) = rest.trim_start().strip_prefix([')', ']'])
            && after.trim_start().starts_with('(')
        {
            found.push(text.len().saturating_sub(after.len()));
        }
    }
    found
}

/// The strings that are run, and the files named in the calls that do so.
fn runs(text: &str, outline: &Outline) -> (Vec<Run>, Vec<String>) {
    let language = outline.language;
    let aliases = aliases(&language.runs, text);
    let is_runner = |name: &str| language.runs.calls.contains(&name) || aliases.contains(name);
    let mut calls: Vec<Span> =
        outline.calls.iter().copied().filter(|call| is_runner(call.of(text))).collect();
    let by_name = is_reached(&language.runs, text);
    let to_interpreters = has_option(text);
    if calls.is_empty() && !by_name && !to_interpreters {
        return (Vec::new(), Vec::new());
    }
    let strings = Strings::of(text, outline);
    if by_name {
        calls.extend(reached(&language.runs, text, &strings).into_iter().map(|end| Span::new(end, end)));
        calls.sort_unstable();
    }
    let tests = outline.tests();
    let (mut runs, mut files) = (Gathered::default(), Vec::new());
    let mut reached = 0;
    for call in calls.into_iter().take(MAX_PROGRAMS).filter(|call| !tests.contain(*call)) {
        // `exec(compile("..."))` runs one text.
        if call.start < reached {
            continue;
        }
        let Some(arguments) = arguments(text, call.end as usize, &strings.spans) else { continue };
        reached = arguments.end;
        let decoded = language.runs.decoders.iter().any(|name| arguments.of(text).contains(name));
        let own = language.runs.own.then_some(language);
        files.extend(strings.within(arguments).iter().filter_map(|span| {
            let name = unquoted(text, *span);
            let is_name = name.contains('.') && name.len() < OPAQUE && !name.contains(char::is_whitespace);
            is_name.then_some(name)
        }));
        runs.gather(strings.texts(text, arguments).map(|(at, text)| {
            let text = if decoded { from_base64(&text).unwrap_or(text) } else { text };
            Run { at, text, language: own, decoded }
        }));
    }
    if to_interpreters {
        runs.gather(strings.programs(text).filter(|run| !tests.contain(run.at)).take(MAX_PROGRAMS));
    }
    (runs.runs, files)
}

/// Strings to be read, within bounds: a name can stand for the same string again and again, and each copy takes memory.
#[derive(Default)]
struct Gathered {
    runs: Vec<Run>,
    bytes: usize,
}

impl Gathered {
    fn gather(&mut self, mut runs: impl Iterator<Item = Run>) {
        while self.bytes <= MAX_BYTES
            && self.runs.len() < MAX_RUNS
            && let Some(run) = runs.next()
        {
            self.bytes = self.bytes.saturating_add(run.text.len());
            self.runs.push(run);
        }
    }
}

/// The interpreters to which programs are handed.
fn interpreters() -> impl Iterator<Item = &'static str> {
    let known = language::all().iter().flat_map(|language| language.runs.interpreters);
    known.chain(FOREIGN).copied()
}

/// Whether a text may hand a program to an interpreter.
fn has_option(text: &str) -> bool {
    static NAMES: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(interpreters()).ok());
    NAMES.as_ref().is_none_or(|names| names.is_match(text))
        && OPTIONS.iter().any(|option| memchr::memmem::find(text.as_bytes(), option.as_bytes()).is_some())
}

/// The arguments of a call, which start at the next parenthesis.
fn arguments(text: &str, after: usize, strings: &[Span]) -> Option<Span> {
    let rest = text.get(after..)?;
    let start = after.saturating_add(rest.len().saturating_sub(rest.trim_start().len()));
    if !text.get(start..)?.starts_with('(') {
        return None;
    }
    let mut strings =
        strings.iter().skip(strings.partition_point(|span| (span.start as usize) < start)).peekable();
    let mut depth = 0_usize;
    let mut at = start;
    let end = start.saturating_add(MAX_ARGUMENTS).min(text.len());
    while at < end {
        if let Some(string) = strings.next_if(|string| string.start as usize <= at) {
            at = at.max(string.end as usize);
            continue;
        }
        match text.as_bytes().get(at) {
            Some(b'(') => depth = depth.saturating_add(1),
            Some(b')') => depth = depth.saturating_sub(1),
            _ => {}
        }
        at = at.saturating_add(1);
        if depth == 0 {
            break;
        }
    }
    Some(Span::new(start, at.min(text.len())))
}

/// The strings of a text, and the names they are given.
struct Strings<'t> {
    /// With their quotes, in order.
    spans: Vec<Span>,
    /// The strings that a name is given, as ranges of `spans`. The last one counts.
    named: HashMap<&'t str, std::ops::Range<usize>>,
}

impl<'t> Strings<'t> {
    fn of(text: &'t str, outline: &Outline) -> Self {
        let spans = regions(text, outline.language.lexis.opens_string("`")).strings;
        let mut named = HashMap::new();
        let mut index = 0_usize;
        while let Some(span) = spans.get(index) {
            let end = together(text, &spans, index);
            if let Some(name) = given_name(text.get(..span.start as usize).unwrap_or("")) {
                named.insert(name, index..end);
            }
            index = end;
        }
        Self { spans, named }
    }

    /// The strings in some arguments.
    fn within(&self, arguments: Span) -> &[Span] {
        let first = self.spans.partition_point(|span| span.start < arguments.start);
        let last = self.spans.partition_point(|span| span.end <= arguments.end);
        self.spans.get(first..last).unwrap_or_default()
    }

    /// The texts in some arguments: strings that stand together as one, and those that names stand for.
    fn texts<'s>(
        &'s self,
        text: &'t str,
        arguments: Span,
    ) -> impl Iterator<Item = (Span, String)> + use<'s, 't> {
        let first = self.spans.partition_point(|span| span.start < arguments.start);
        let last = self.spans.partition_point(|span| span.end <= arguments.end);
        let mut found: Vec<std::ops::Range<usize>> = Vec::new();
        if first < last {
            // The parts of one program may be joined in any way: `"a\n" + "b\n"`, `"\n".join(["a", "b"])`.
            found.push(first..last);
        }
        let mut start = arguments.start;
        let end = Span { start: arguments.end, end: arguments.end };
        for string in self.spans.get(first..last).unwrap_or_default().iter().chain([&end]) {
            let between = text.get(start as usize..string.start as usize).unwrap_or("");
            let is_name = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
            let names = between.split(|c: char| !is_name(c));
            found.extend(names.filter_map(|name| self.named.get(name).cloned()));
            start = string.end;
        }
        found.into_iter().filter_map(move |range| self.joined(text, range))
    }

    /// The place and the text of some strings.
    fn joined(&self, text: &str, range: std::ops::Range<usize>) -> Option<(Span, String)> {
        let spans = self.spans.get(range)?;
        let (first, last) = (spans.first()?, spans.last()?);
        let parts: Vec<String> = spans.iter().map(|span| unquoted(text, *span)).collect();
        // Strings whose parts are lines without their ends are joined by something that puts them there.
        let whole = parts.iter().any(|part| part.contains('\n'));
        let joined = if whole || parts.len() == 1 { parts.concat() } else { parts.join("\n") };
        Some((Span::new(first.start as usize, last.end as usize), dedent(&joined)))
    }

    /// The programs that interpreters are handed.
    fn programs<'s>(&'s self, text: &'t str) -> impl Iterator<Item = Run> + use<'s, 't> {
        let mut reached = 0;
        self.spans.iter().enumerate().filter_map(move |(index, span)| {
            // The strings of one program hold no other.
            if index < reached {
                return None;
            }
            let content = unquoted(text, *span);
            let (at, text) = if OPTIONS.contains(&content.as_str()) {
                let rest = text.get(span.end as usize..).unwrap_or("");
                let word = rest.trim_start_matches([' ', ',', '\n', '\t', ')', '.']);
                let name = word.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or("");
                let next = index.saturating_add(1);
                let near = self.spans.get(next).filter(|next| next.start.saturating_sub(span.end) < 80);
                match self.named.get(name) {
                    Some(range) => self.joined(text, range.clone()),
                    None if near.is_some() => {
                        reached = together(text, &self.spans, next);
                        self.joined(text, next..reached)
                    }
                    None => None,
                }
            } else if let Some((before, program)) =
                OPTIONS.iter().find_map(|option| content.split_once(&format!(" {option} ")))
                && interpreters().any(|name| before.contains(name))
            {
                Some((*span, program.trim_matches(['"', '\'', ' ']).to_owned()))
            } else {
                None
            }?;
            Some(Run { at, text, language: None, decoded: false })
        })
    }
}

/// The index after the strings that stand together with one: only blanks and signs that join are between them.
fn together(text: &str, spans: &[Span], index: usize) -> usize {
    let mut end = index.saturating_add(1);
    while let (Some(left), Some(right)) = (spans.get(end.saturating_sub(1)), spans.get(end)) {
        let between = text.get(left.end as usize..right.start as usize).unwrap_or("x");
        let joins = |c: char| c.is_whitespace() || matches!(c, '+' | '\\' | 'f' | 'r');
        if !between.chars().all(joins) || between.contains("\n\n") {
            break;
        }
        end = end.saturating_add(1);
    }
    end
}

/// The name that a string behind this text is given: `NAME = `, `const name = dedent(`, `name: str = r`.
fn given_name(before: &str) -> Option<&str> {
    let before = before.trim_end_matches(['r', 'R', 'f', 'F', 'b', 'B', 'u', '[', ' ', '\n', '\t']);
    let before = before.strip_suffix('(').map_or(before, |call| {
        call.trim_end_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.')).trim_end()
    });
    let before = before.trim_end().strip_suffix('=')?.trim_end().trim_end_matches([':', '+']).trim_end();
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
    let name = |text: &'_ str| text.len().saturating_sub(text.trim_end_matches(is_name).len());
    let last = before.get(before.len().saturating_sub(name(before))..)?;
    // Of `name: str`, `String name` and `let name: &str`, the name is what stands before the colon.
    let typed = before.get(..before.len().saturating_sub(last.len()))?.trim_end_matches(['&', ' ']);
    let named = typed.strip_suffix(':').map_or(last, |typed| {
        let typed = typed.trim_end();
        typed.get(typed.len().saturating_sub(name(typed))..).unwrap_or(last)
    });
    (!named.is_empty()).then_some(named)
}

/// The text of a string literal.
fn unquoted(text: &str, span: Span) -> String {
    let literal = span.of(text);
    let quotes = ["\"\"\"", "'''", "\"", "'", "`"].into_iter().find(|quotes| literal.starts_with(quotes));
    let quotes = quotes.map_or(0, str::len);
    let inner = literal.get(quotes..literal.len().saturating_sub(quotes)).unwrap_or("");
    let before = text.get(..span.start as usize).unwrap_or("");
    if before.ends_with(['r', 'R']) || !inner.contains('\\') {
        return inner.to_owned();
    }
    let mut out = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        match if character == '\\' {
            characters.next()
        } else {
            out.push(character);
            continue;
        } {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('\n') | None => {}
            Some('x') => {
                let digits: String = characters.by_ref().take(2).collect();
                out.extend(u8::from_str_radix(&digits, 16).ok().map(char::from));
            }
            Some(other) => out.push(other),
        }
    }
    out
}

/// A text without the indentation that all its lines share.
fn dedent(text: &str) -> String {
    let indentation = |line: &str| line.len().saturating_sub(line.trim_start_matches([' ', '\t']).len());
    let filled = || text.lines().filter(|line| !line.trim().is_empty());
    let shared = filled().map(indentation).min().unwrap_or(0);
    if shared == 0 {
        return text.to_owned();
    }
    let lines: Vec<&str> = text.lines().map(|line| line.get(shared..).unwrap_or("")).collect();
    lines.join("\n")
}

/// A text whose first line lost the indentation that the others share, without it: a block that was cut out.
fn unhung(text: &str) -> Option<String> {
    let (first, rest) = text.split_once('\n')?;
    let dedented = dedent(rest);
    (dedented.len() < rest.len()).then(|| format!("{first}\n{dedented}"))
}

/// The text that Base64 stands for (RFC 4648, section 4); none if it is something else, or no text.
fn from_base64(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=') {
        let value = match byte {
            b'A'..=b'Z' => byte.saturating_sub(b'A'),
            b'a'..=b'z' => byte.saturating_sub(b'a').saturating_add(26),
            b'0'..=b'9' => byte.saturating_sub(b'0').saturating_add(52),
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(value)) & 0xff_ffff;
        held = held.saturating_add(6);
        if held >= 8 {
            held = held.saturating_sub(8);
            bytes.push((bits >> held & 0xff) as u8);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use sono_syntax::syntax::ParseBudget;

    use super::*;

    const BODY: &str =
        "def rate(a):\n    if a > 1:\n        return 2\n    if a > 2:\n        return 3\n    return a\n";
    const SCRIPT: &str = "if (a > 1) { b(2); } if (a > 2) { b(3); } for (const c of a) { b(c); }";

    fn executed(name: &str, text: &str) -> Executed {
        let submission = crate::submission::Submission::builder().file(name, text).build().unwrap();
        let sources = crate::submission::sources(&submission);
        let source = &sources[0];
        let mut parser = Parser::new();
        let language = source.language.unwrap();
        let outline = parser.outline(&source.text, language, source.is_test, &ParseBudget::default());
        find(source, &outline, &mut parser, &|| Ok::<(), Infallible>(())).unwrap()
    }

    #[test]
    fn programs_in_strings_that_are_run_are_read() {
        let escaped = BODY.replace('\n', "\\n");
        let lines: Vec<String> = BODY.lines().map(|line| format!("    \"{line}\\n\"")).collect();
        let indented: String = BODY.lines().map(|line| format!("        {line}\n")).collect();
        let base64 = "ZGVmIHJhdGUoYSk6CiAgICBpZiBhID4gMToKICAgICAgICByZXR1cm4gMgogICAgaWYgYSA+IDI6CiAgICAgICAgcmV0dXJuIDMKICAgIHJldHVybiBhCg==";
        for (name, text) in [
            ("a.py", format!("x = 1\nexec('''{BODY}''')\n")),
            ("a.py", format!("exec(\"{escaped}\", globals())\n")),
            ("a.py", format!("exec(compile(\n{}\n, 'a', 'exec'))\n", lines.join("\n"))),
            ("a.py", format!("CODE = (\n{})\nexec(CODE)\n", lines.join("\n"))),
            ("a.py", format!("run = exec\nrun('''{BODY}''')\n")),
            ("a.py", format!("from builtins import exec as run\nrun('''{BODY}''')\n")),
            ("a.py", format!("CODE = '''{BODY}'''\ngetattr(__builtins__, 'ex' + 'ec')(CODE)\n")),
            ("a.py", format!("__builtins__.__dict__[\"exec\"]('''{BODY}''')\n")),
            ("a.js", format!("const run = globalThis.eval;\nrun(`{SCRIPT}`);\n")),
            ("a.js", format!("window['eval'](`{SCRIPT}`);\n")),
            ("a.py", format!("CODE: str = r'''{BODY}'''\n\ndef go():\n    exec(CODE)\n")),
            ("a.py", format!("exec(textwrap.dedent('''\n{indented}    '''))\n")),
            ("a.py", format!("exec(base64.b64decode('{base64}'))\n")),
            ("a.py", format!("import subprocess\nsubprocess.run(['python', '-c', '''{BODY}'''])\n")),
            ("a.py", format!("CODE = '''{BODY}'''\nsubprocess.run([python, '-c', CODE])\n")),
            (
                "a.py",
                "exec(\"if a > 1:\\n        return 2\\n    if a > 2:\\n        return 3\\n    return a\")\n"
                    .to_owned(),
            ),
            ("a.js", format!("eval(`{SCRIPT}`);\n")),
            ("a.js", format!("const f = new Function('a', 'b', '{SCRIPT}');\n")),
            ("a.ts", format!("const code: string = `{SCRIPT}`;\neval(code);\n")),
            (
                "A.java",
                format!(
                    "class A {{ void f() {{ engine.eval(\"{SCRIPT} const a = function() {{ return 1; }}\"); }} }}\n"
                ),
            ),
            (
                "a.go",
                format!("package a\nfunc f() {{ exec.Command(\"python3\", \"-c\", \"{escaped}\").Run() }}\n"),
            ),
            ("a.rs", format!("fn f() {{ Command::new(\"python3\").arg(\"-c\").arg(\"{escaped}\"); }}\n")),
        ] {
            let found = executed(name, &text);
            assert_eq!(found.programs.len(), 1, "{text}");
            let program = &found.programs[0].outline;
            assert!(program.errors.is_empty() && program.statements >= 4, "{text}");
            assert_eq!(found.sign.unwrap().severity, Severity::Medium);
        }
    }

    #[test]
    fn other_strings_are_not() {
        let long = "x".repeat(400);
        for (name, text) in [
            ("a.py", format!("TEMPLATE = '''{BODY}'''\nprint(TEMPLATE)\n")),
            ("a.py", "pattern = re.compile(r'(if|for) (a|b)')\nx = eval('1 + 2')\n".to_owned()),
            ("a.py", format!("exec('import ' + name)\n# exec('''{BODY}''')\n")),
            ("test_a.py", format!("def test():\n    exec('''{BODY}''')\n    assert rate(1) == 1\n")),
            ("a.js", format!("setTimeout(() => {{ {SCRIPT} }}, 10);\nconst s = `{SCRIPT}`;\n")),
            (
                "a.js",
                format!(
                    "test('a', () => {{ b(() => {{ c(); }}); eval(`{SCRIPT}`); expect(a).toBe(1); }});\n"
                ),
            ),
            ("a.py", format!("KEY = '{long}'\nprint(KEY)\n")),
        ] {
            let found = executed(name, &text);
            assert!(found.programs.is_empty() && found.sign.is_none(), "{text}");
        }
    }

    #[test]
    fn what_is_run_and_cannot_be_read_is_told() {
        let packed = "eJxLTEpOSU1Lz8jMys7JzcsvKCwqLiktK6+orKpOTEpOSU1Lz8jMys7JzcsvKCwqLiktK6+orKpOTEpOSU1Lz8jMys7JzcsvKCwqLiktK6+orKo=";
        let sign =
            executed("a.py", &format!("exec(zlib.decompress(base64.b64decode('{packed}{packed}')))\n")).sign;
        assert_eq!(sign.unwrap().severity, Severity::High);
    }

    #[test]
    fn a_megabyte_of_calls_ends() {
        for unit in [
            "a = exec\na('b')\n",
            "getattr(builtins, 'exec')",
            "exec(",
            "exec('a",
            "x = 'a' + ",
            "exec(a, 'b')\n",
            "f('-c', python, ",
        ] {
            executed("a.py", &unit.repeat(300_000 / unit.len()));
        }
    }
}
