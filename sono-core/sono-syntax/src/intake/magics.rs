//! IPython in Python: magics, shell lines and requests for help
//! (<https://ipython.readthedocs.io/en/stable/interactive/magics.html>).

use std::iter::Peekable;

use super::{Cell, blank};

/// A Python text in which only Python is left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Magics {
    /// The text, of the same length and with the same lines.
    pub text: String,
    /// The number of lines of which something was blanked.
    pub lines: usize,
    /// Offset of the first of them.
    pub first: usize,
}

/// Cell magics whose cell is Python all the same. Others hold another language.
const PYTHON_CELLS: [&str; 14] = [
    "capture",
    "heat",
    "ipytest",
    "lprun",
    "memit",
    "mprun",
    "prun",
    "pypy",
    "python",
    "python2",
    "python3",
    "run_pytest",
    "time",
    "timeit",
];
/// Cell magics whose cell is another language, or no code. With any other, the cell is read as Python: a magic that
/// nobody knows hides nothing.
const FOREIGN_CELLS: [&str; 27] = [
    "!",
    "R",
    "bash",
    "bigquery",
    "cmd",
    "cpp",
    "css",
    "cu",
    "cython",
    "file",
    "html",
    "javascript",
    "js",
    "julia",
    "latex",
    "markdown",
    "mermaid",
    "perl",
    "ruby",
    "script",
    "sh",
    "shell",
    "sparksql",
    "sql",
    "svg",
    "system",
    "writefile",
];

/// The kind of a line.
enum Line<'l> {
    /// Python.
    Code,
    /// Nothing of it is Python.
    Magic,
    /// The first line of a cell in another language.
    ForeignCell,
    /// The value that is assigned is no Python, from this offset in the line on.
    Value(usize),
    /// Python follows the magic; the statement in front of it takes its place.
    Timed(&'l str),
}

/// Blanks what only IPython understands; `None` if there is nothing of the kind.
///
/// `cells` are the starts of the cells of a notebook. In a file, cells start at comments such as `# %%` and `# In[1]:`.
/// In plain Python no statement starts with `%`, `!` or `?`, so that such lines are told from it by where they stand:
/// outside strings and brackets.
pub fn without_magics(text: &str, cells: &[Cell]) -> Option<Magics> {
    if !has_candidates(text) {
        return None;
    }
    let mut out = text.as_bytes().to_vec();
    let mut state = State::default();
    let mut starts = cells.iter().map(|cell| cell.start as usize).peekable();
    let (mut lines, mut first) = (0_usize, None);
    let (mut in_foreign_cell, mut continues) = (false, false);
    let mut python_until = 0_usize;
    for (start, line) in lines_of(text) {
        let is_cell = starts.next_if(|cell| *cell <= start).is_some();
        if is_cell {
            state = State::default();
        }
        if is_cell || is_mark(line) {
            (in_foreign_cell, continues) = (false, false);
            if state.quote.is_none() {
                state = State::default();
            }
        }
        let end = start.saturating_add(line.len());
        let kind = if in_foreign_cell || continues {
            Line::Magic
        } else if state.is_fresh() {
            kind_of(line)
        } else {
            Line::Code
        };
        if matches!(kind, Line::Code) {
            state.read(line.as_bytes());
            continue;
        }
        let Some(bytes) = out.get_mut(start..end) else { continue };
        match kind {
            Line::Code => {}
            Line::Magic | Line::ForeignCell => {
                let indent = line.len().saturating_sub(line.trim_start().len());
                // A block needs a statement.
                let stands_in = indent > 0 && !in_foreign_cell && !continues;
                blank(bytes);
                if stands_in {
                    put(bytes, indent, if line.trim().len() >= 4 { b"pass" } else { b"0" });
                }
                // What a cell that reads as Python holds is not judged again.
                if matches!(kind, Line::ForeignCell) && start >= python_until {
                    let cell = cell_from(text, end, &mut starts);
                    in_foreign_cell = is_foreign(cell);
                    python_until = end.saturating_add(if in_foreign_cell { 0 } else { cell.len() });
                }
                continues = line.trim_end().ends_with('\\');
            }
            Line::Value(at) => {
                blank(bytes.get_mut(at..).unwrap_or_default());
                put(bytes, at, b"\"\"");
                continues = line.trim_end().ends_with('\\');
            }
            Line::Timed(rest) => {
                let indent = line.len().saturating_sub(line.trim_start().len());
                let code = line.len().saturating_sub(rest.len());
                blank(bytes.get_mut(indent..code).unwrap_or_default());
                put(bytes, indent, b"0;");
                state.read(rest.as_bytes());
            }
        }
        lines = lines.saturating_add(1);
        first.get_or_insert(start);
    }
    let text = String::from_utf8(out).ok()?;
    Some(Magics { text, lines, first: first? })
}

fn put(bytes: &mut [u8], at: usize, text: &[u8]) {
    for (place, byte) in bytes.iter_mut().skip(at).zip(text) {
        *place = *byte;
    }
}

/// Lines with their offsets, without line ends.
fn lines_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0_usize;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at = at.saturating_add(line.len());
        (start, line.trim_end_matches(['\n', '\r']))
    })
}

/// Whether some line may be more than Python.
fn has_candidates(text: &str) -> bool {
    let mut seen = 0_usize;
    memchr::memchr3_iter(b'%', b'!', b'?', text.as_bytes()).any(|mark| {
        if mark < seen {
            return false;
        }
        let start =
            text.get(..mark).and_then(|before| before.rfind('\n')).map_or(0, |end| end.saturating_add(1));
        let length = text.get(mark..).and_then(|rest| rest.find('\n'));
        seen = length.map_or(text.len(), |length| mark.saturating_add(length));
        text.get(start..seen).is_some_and(is_candidate)
    })
}

/// Whether a line may be more than Python; a quick look that lets nothing through.
fn is_candidate(line: &str) -> bool {
    let line = line.trim();
    line.starts_with(['%', '!', '?']) || line.ends_with('?') || value(line).is_some()
}

/// Whether a comment starts a cell, as editors and exports write them.
fn is_mark(line: &str) -> bool {
    line.strip_prefix('#').is_some_and(|rest| {
        let rest = rest.trim_start();
        rest.starts_with("%%")
            || rest.starts_with("In[")
            || rest.starts_with("In [")
            || rest.starts_with("<codecell>")
    })
}

fn kind_of(line: &str) -> Line<'_> {
    let content = line.trim();
    let after = |mark: &str| content.strip_prefix(mark);
    let names = |rest: &str| rest.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '!');
    if let Some(rest) = after("%%").filter(|rest| names(rest)) {
        let name = rest.split_whitespace().next().unwrap_or_default();
        let writes_python = name == "writefile" && rest.trim_end().ends_with(".py");
        let is_foreign = FOREIGN_CELLS.contains(&name) && !PYTHON_CELLS.contains(&name) && !writes_python;
        return if is_foreign { Line::ForeignCell } else { Line::Magic };
    }
    if let Some(rest) = after("%").filter(|rest| names(rest)) {
        return timed(rest).map_or(Line::Magic, Line::Timed);
    }
    if after("!").is_some() || after("?").is_some_and(|rest| is_object(rest.trim_start_matches('?'))) {
        return Line::Magic;
    }
    if content.ends_with('?') && is_object(content.trim_end_matches('?')) {
        return Line::Magic;
    }
    match value(line) {
        Some(at) if is_target(line.get(..at).unwrap_or_default()) => Line::Value(at),
        _ => Line::Code,
    }
}

/// The statement that `%time` runs, if it is a simple one. It assigns what later cells use.
fn timed(rest: &str) -> Option<&str> {
    const COMPOUND: [&str; 9] = ["async", "class", "def", "for", "if", "match", "try", "while", "with"];
    let statement = rest.strip_prefix("time ")?.trim_start();
    let word = statement.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
    let is_simple = !word.is_empty() && !COMPOUND.contains(&word) && !statement.starts_with(['%', '!', '-']);
    is_simple.then_some(statement)
}

/// Whether a text names an object or a magic: `df.head`, `%timeit`.
fn is_object(text: &str) -> bool {
    let text = text.trim();
    let name = text.trim_start_matches('%');
    name.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '*')
        && name.chars().all(|c| c.is_alphanumeric() || "_.*[]'\"".contains(c))
}

/// Where a magic or a shell line is assigned: the offset of its mark.
fn value(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    memchr::memchr2_iter(b'!', b'%', bytes).find(|at| {
        let before = bytes.get(..*at).unwrap_or_default().trim_ascii_end();
        let next = bytes.get(at.saturating_add(1)).copied().unwrap_or(b' ');
        let starts =
            if bytes.get(*at) == Some(&b'%') { next.is_ascii_alphabetic() } else { !b"= ".contains(&next) };
        let compares =
            before.get(before.len().saturating_sub(2)).is_some_and(|byte| b"=!<>+-*/|&^%:".contains(byte));
        starts && before.ends_with(b"=") && !compares
    })
}

/// Whether all before a value is names to which it is assigned, and one `=`.
fn is_target(text: &str) -> bool {
    let Some(names) = text.trim_end().strip_suffix('=') else { return false };
    let quotes = names.chars().filter(|c| matches!(c, '\'' | '"')).count();
    quotes.is_multiple_of(2)
        && names.split(',').map(str::trim).all(|name| {
            name.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '*'))
                && name.chars().all(|c| c.is_alphanumeric() || "_.[]'\"*".contains(c))
        })
}

/// The text up to the next cell.
fn cell_from<'t>(text: &'t str, from: usize, starts: &mut Peekable<impl Iterator<Item = usize>>) -> &'t str {
    let rest = text.get(from..starts.peek().copied().unwrap_or(text.len())).unwrap_or_default();
    let end = lines_of(rest).find(|(_, line)| is_mark(line)).map_or(rest.len(), |(at, _)| at);
    rest.get(..end).unwrap_or_default()
}

/// Whether a cell is no Python. The name of a magic alone hides nothing: a cell that reads as Python is Python.
fn is_foreign(cell: &str) -> bool {
    crate::language::detect(None, None, cell).is_none_or(|language| !language.is_of_notebooks())
}

/// Where a line begins: inside of what.
#[derive(Default)]
struct State {
    quote: Option<u8>,
    depth: usize,
    continues: bool,
}

impl State {
    fn is_fresh(&self) -> bool {
        self.quote.is_none() && self.depth == 0 && !self.continues
    }

    /// Reads a line of Python.
    fn read(&mut self, line: &[u8]) {
        self.continues = false;
        let mut at = 0_usize;
        while let Some(byte) = line.get(at).copied() {
            let rest = line.get(at..).unwrap_or_default();
            if let Some(quote) = self.quote {
                match memchr::memchr2(quote, b'\\', rest) {
                    None => return,
                    Some(found) if rest.get(found) == Some(&b'\\') => {
                        at = at.saturating_add(found).saturating_add(2);
                    }
                    Some(found) if rest.get(found..).unwrap_or_default().starts_with(&[quote; 3]) => {
                        self.quote = None;
                        at = at.saturating_add(found).saturating_add(3);
                    }
                    Some(found) => at = at.saturating_add(found).saturating_add(1),
                }
                continue;
            }
            let mut step = 1;
            match byte {
                _ if is_plain(byte) => {
                    step = rest.iter().position(|byte| !is_plain(*byte)).unwrap_or(rest.len());
                }
                b'#' => return,
                b'"' | b'\'' if rest.starts_with(&[byte; 3]) => {
                    self.quote = Some(byte);
                    step = 3;
                }
                b'"' | b'\'' => step = string_length(rest),
                b'(' | b'[' | b'{' => self.depth = self.depth.saturating_add(1),
                b')' | b']' | b'}' => self.depth = self.depth.saturating_sub(1),
                b'\\' if rest.len() == 1 => self.continues = true,
                _ => {}
            }
            at = at.saturating_add(step);
        }
    }
}

/// Whether a byte neither opens nor closes anything.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b' ')
}

/// The length of a string on one line.
fn string_length(rest: &[u8]) -> usize {
    let Some(quote) = rest.first().copied() else { return 1 };
    let mut at = 1_usize;
    while let Some(found) = memchr::memchr2(quote, b'\\', rest.get(at..).unwrap_or_default()) {
        at = at.saturating_add(found).saturating_add(1);
        if rest.get(at.saturating_sub(1)) == Some(&quote) {
            return at;
        }
        at = at.saturating_add(1);
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(text: &str) -> String {
        let magics = without_magics(text, &[]).unwrap_or_else(|| panic!("nothing in {text:?}"));
        assert_eq!(magics.text.len(), text.len());
        assert_eq!(magics.text.lines().count(), text.lines().count());
        magics.text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn magics_and_shell_lines_leave_python() {
        assert_eq!(
            masked(
                "%load_ext x\nimport a\n!ls \\\n  data\n%%time\nb = a.load()\nb.tail?\n??b\nfiles = !ls\n"
            ),
            "\nimport a\n\n\n\nb = a.load()\n\n\nfiles = \"\""
        );
        assert_eq!(masked("%time b = a.load(1)\n"), "0;    b = a.load(1)");
        assert_eq!(masked("%time for x in y: z()\n"), "");
        assert_eq!(masked("if a:\n    %timeit b()\n    ?b\n"), "if a:\n    pass\n    0");
        assert_eq!(masked("größe, b = %sql SELECT 'ä'\n"), "größe, b = \"\"");
        assert_eq!(masked("self.rows['x'] = !ls\n"), "self.rows['x'] = \"\"");
    }

    #[test]
    fn cells_in_other_languages_end_with_the_cell() {
        assert_eq!(masked("%%bash\nls | wc\nfor i in *; do\n# %%\na = 1\n"), "\n\n\n# %%\na = 1");
        assert_eq!(masked("%%writefile a.py\na = 1\n"), "\na = 1");
        assert_eq!(masked("%%nobody_knows\na = 1\n"), "\na = 1");
    }

    #[cfg(feature = "lang-python")]
    #[test]
    fn the_name_of_a_magic_hides_no_python() {
        let code = "def mean(values):\n    return sum(values) / len(values)\n";
        assert_eq!(masked(&format!("%%bash\n{code}")), format!("\n{code}").trim_end());
    }

    #[test]
    fn cells_of_a_notebook_are_apart() {
        let text = "a = (\n%%sh\nls\nb = 1\n";
        let cells =
            [Cell { number: 1, start: 0 }, Cell { number: 2, start: 6 }, Cell { number: 3, start: 14 }];
        assert_eq!(without_magics(text, &cells).unwrap().text, "a = (\n    \n  \nb = 1\n");
    }

    #[test]
    fn plain_python_is_left_alone() {
        for text in [
            "a = ('%d'\n     %b)\n",
            "\"\"\"\n%matplotlib\n!ls\nwhat?\n\"\"\"\n",
            "a = b \\\n    %c\n",
            "# really?\nassert a != b\na %= 2\nb = a %c\n",
            "x = '''\n!x\n'''  # '\n",
            "print(f'{a!r}?')\n",
            "x = d['a'] != 3\nif a == !b: pass\n",
            "if a:\n    b()\nelif char in \"=!<\":\n    c()\n",
            "a[\"=!b\"] = c\nd = f'{e=!r}'\n",
        ] {
            assert_eq!(without_magics(text, &[]), None, "{text}");
        }
    }
}
