//! Code in places where it would not be measured: strings that are run, files with another name, files and functions of
//! tests that are used outside of them.
//!
//! Nobody should gain by moving what is poor to where nobody looks. What is found counts as the code that it is.

use std::cell::LazyCell;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::among_tests;
use super::beside::{self, Beside};
use super::executed::{self, Executed};
use super::macros;
use super::misnamed::{self, Misnamed};
use super::{IntegrityFinding, Sign};
use crate::signals::used_tests;
use crate::submission::{Remark, Source, SourceKind};
use sono_syntax::finding::{Finding, IntegrityKind, Severity};
use sono_syntax::language::Language;
use sono_syntax::syntax::{Outline, ParseBudget, Parser};
use sono_syntax::text::{Span, file_name};

/// Folders with material of tests.
const MATERIAL: &[&str] = &[
    "__fixtures__",
    "__snapshots__",
    "__tests__",
    "examples",
    "fixtures",
    "snapshots",
    "spec",
    "specs",
    "test",
    "testdata",
    "tests",
];
/// The most files of data that are read because their text is run.
const MAX_RUN_FILES: usize = 16;
/// The shortest line, in bytes, by which copies are recognised.
const SHORTEST_LINE: usize = 12;

/// Code that was uncovered, and the signs of it.
#[derive(Debug, Default)]
pub struct Uncovered<'a> {
    /// Signs, in the order of the sources.
    pub signs: Vec<IntegrityFinding>,
    /// The sources as they are measured, if that differs from how they were read: first those that there were, then
    /// programs from strings.
    pub sources: Option<Vec<Source<'a>>>,
}

/// Looks for such code, and puts its outlines where they count.
///
/// # Errors
/// The error that `interrupt` returns, which is called again and again.
pub fn uncover<'a, E>(
    sources: &[Source<'a>],
    outlines: &mut Vec<Option<Outline>>,
    budget: &ParseBudget,
    interrupt: &dyn Fn() -> Result<(), E>,
) -> Result<Uncovered<'a>, E> {
    let mut parser = Parser::new();
    let mut found = Found::default();
    // Data whose text is run, and the language of who does so.
    let mut run: BTreeMap<usize, &'static Language> = BTreeMap::new();
    let mut prose: Vec<(usize, Beside)> = Vec::new();
    let mut known = KnownLines::default();
    let data = LazyCell::new(|| {
        let mut data: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, source) in sources.iter().enumerate().filter(|(_, source)| source.language.is_none()) {
            data.entry(file_name(&source.name)).or_default().push(index);
        }
        data
    });
    for (index, source) in sources.iter().enumerate() {
        interrupt()?;
        match outlines.get(index).and_then(Option::as_ref) {
            Some(outline) => {
                let executed = executed::find(source, outline, &mut parser, interrupt)?;
                let names: BTreeSet<&str> = executed.files.iter().map(|name| file_name(name)).collect();
                let files = names.iter().filter_map(|name| data.get(name)).flatten();
                run.extend(files.map(|file| (*file, outline.language)));
                found.executed(index, source, executed);
                if let Some((text, outline)) =
                    macros::without_macros(source, outline, &mut parser, budget, interrupt)?
                {
                    found.unwrapped.insert(index, text);
                    found.recast.insert(index, outline);
                }
                for sign in beside::in_cells(source, &mut parser, interrupt)? {
                    found.sign(IntegrityKind::CodeSetAside, index, Some(sign));
                }
            }
            None if is_broken_notebook(source) => {
                let first = Span::new(0, source.text.lines().next().map_or(0, str::len));
                let message =
                    "it cannot be read as a notebook; nobody knows whether it holds code".to_owned();
                let sign = Sign { severity: Severity::Medium, first, count: 1, message };
                found.sign(IntegrityKind::CodeSetAside, index, Some(sign));
            }
            None => match misnamed::inspect(source, &mut parser, interrupt)? {
                Misnamed::No => prose.push((index, beside::in_prose(source, &mut parser, interrupt)?)),
                Misnamed::Partly(sign) => found.sign(IntegrityKind::CodeSetAside, index, Some(sign)),
                Misnamed::Program(sign, outline) if known.counts(source, outline.language, sources) => {
                    let message = sign.message.replace(misnamed::NOT_MEASURED, "it counts as code");
                    found.sign(IntegrityKind::HiddenCode, index, Some(Sign { message, ..sign }));
                    found.recast.insert(index, *outline);
                }
                Misnamed::Program(sign, _) => found.sign(IntegrityKind::CodeSetAside, index, Some(sign)),
            },
        }
    }
    for (index, language) in run.into_iter().take(MAX_RUN_FILES) {
        if let Some(source) = sources.get(index).filter(|_| !found.recast.contains_key(&index)) {
            let executed = executed::find_in_data(source, language, &mut parser, interrupt)?;
            found.executed(index, source, executed);
        }
    }
    for index in used_tests(sources, outlines).into_iter().map(|index| index as usize) {
        let Some((source, language)) = sources.get(index).and_then(|source| Some((source, source.language?)))
        else {
            continue;
        };
        let outline = parser.outline_until(&source.text, language, false, budget, interrupt)?;
        // A file that only its name makes a test, such as `spec.js` for a specification, is an accident.
        let is_among_tests =
            is_material(&source.name) || outline.functions.iter().any(|function| function.assertions > 0);
        if is_among_tests {
            let start = outline.functions.first().map_or(Span::new(0, 0), |function| function.name_span);
            let message = "code outside of tests uses this file of tests; it counts as code".to_owned();
            let sign = Sign { severity: Severity::Low, first: start, count: 1, message };
            found.sign(IntegrityKind::HiddenCode, index, Some(sign));
        }
        found.recast.insert(index, outline);
    }
    for (index, outline) in among_tests::idle(sources, outlines, &mut parser, budget, interrupt)? {
        if let Entry::Vacant(vacant) = found.recast.entry(index) {
            vacant.insert(outline);
            found.idle.insert(index);
        }
    }
    let changed = found.apply(sources, outlines);
    let measured = changed.as_deref().unwrap_or(sources);
    count_used_functions(measured, outlines);
    let weight = outlines.iter().flatten().map(beside::weight_of).fold(0, u32::saturating_add);
    for (index, sign) in beside::told(prose, measured, weight) {
        found.sign(IntegrityKind::CodeSetAside, index, Some(sign));
    }
    if let Some((index, sign)) = among_tests::outweigh(measured, outlines) {
        found.sign(IntegrityKind::CodeSetAside, index, Some(sign));
    }
    found.signs.sort_by_key(|sign| (sign.finding.source, sign.kind));
    Ok(Uncovered { signs: found.signs, sources: changed })
}

/// Whether a path lies among material of tests.
pub(super) fn is_material(path: &str) -> bool {
    path.split('/').any(|part| MATERIAL.contains(&part))
}

/// Whether something is called a notebook, holds something, and is none.
fn is_broken_notebook(source: &Source<'_>) -> bool {
    matches!(source.remark, Some(Remark::BrokenNotebook(_))) && !source.text.trim().is_empty()
}

#[derive(Default)]
struct Found {
    signs: Vec<IntegrityFinding>,
    /// Outlines of sources that count as code after all.
    recast: BTreeMap<usize, Outline>,
    /// Those of them that are named like tests, and test nothing.
    idle: BTreeSet<usize>,
    /// Texts with blanks for macros around code.
    unwrapped: BTreeMap<usize, String>,
    programs: Vec<(Source<'static>, Outline)>,
}

impl Found {
    fn sign(&mut self, kind: IntegrityKind, index: usize, sign: Option<Sign>) {
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        self.signs.extend(sign.map(|sign| IntegrityFinding {
            kind,
            severity: sign.severity,
            finding: Finding::new(index, sign.first, sign.message).valued(sign.count as f64),
        }));
    }

    fn executed(&mut self, index: usize, source: &Source<'_>, executed: Executed) {
        self.sign(IntegrityKind::HiddenCode, index, executed.sign);
        for program in executed.programs {
            let name = format!("{}#line-{}", source.name, program.line);
            self.programs.push((Source::made(name, program.text), program.outline));
        }
    }

    /// The sources as they are measured, if anything changes.
    fn apply<'a>(
        &mut self,
        sources: &[Source<'a>],
        outlines: &mut Vec<Option<Outline>>,
    ) -> Option<Vec<Source<'a>>> {
        if self.recast.is_empty() && self.programs.is_empty() {
            return None;
        }
        let mut sources: Vec<Source<'a>> = sources.to_vec();
        for (index, outline) in std::mem::take(&mut self.recast) {
            if let (Some(source), Some(slot)) = (sources.get_mut(index), outlines.get_mut(index)) {
                source.language = Some(outline.language);
                source.kind = SourceKind::Code;
                source.is_test = false;
                if self.idle.contains(&index) {
                    source.remark.get_or_insert(Remark::TestsNothing);
                }
                if let Some(text) = self.unwrapped.remove(&index) {
                    source.blank(text);
                }
                *slot = Some(outline);
            }
        }
        for (mut source, outline) in std::mem::take(&mut self.programs) {
            source.language = Some(outline.language);
            sources.push(source);
            outlines.push(Some(outline));
        }
        Some(sources)
    }
}

/// The lines of the code that is measured, by language: made once, for whatever asks.
#[derive(Default)]
struct KnownLines<'s>(BTreeMap<&'static str, BTreeSet<&'s str>>);

impl<'s> KnownLines<'s> {
    /// Whether code with another name is measured: it is no material of tests, and no copy of code that is measured.
    fn counts(&mut self, source: &Source<'_>, language: &Language, sources: &'s [Source<'_>]) -> bool {
        if is_material(&source.name) {
            return false;
        }
        let is_it = |other: &&Source<'_>| other.language.is_some_and(|other| other.id == language.id);
        let known = self
            .0
            .entry(language.id)
            .or_insert_with(|| sources.iter().filter(is_it).flat_map(lines).collect());
        let copied = lines(source).filter(|line| known.contains(line)).count();
        copied.saturating_mul(2) < lines(source).count().max(1)
    }
}

/// The lines that say something.
fn lines<'s>(source: &'s Source<'_>) -> impl Iterator<Item = &'s str> {
    source.text.lines().map(str::trim).filter(|line| line.len() >= SHORTEST_LINE)
}

/// Functions that are tests by their names or places, and are called outside of tests without asserting anything, are
/// code: so are those that they call.
fn count_used_functions(sources: &[Source<'_>], outlines: &mut [Option<Outline>]) {
    let pairs = || {
        sources.iter().zip(outlines.iter()).filter_map(|(source, outline)| {
            let outline = outline.as_ref()?;
            let apart = outline.language.compiles_tests_apart();
            (!source.is_test && !apart).then_some((source, outline))
        })
    };
    let mut candidates: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    for (index, (source, outline)) in sources.iter().zip(outlines.iter()).enumerate() {
        let Some(outline) = outline.as_ref().filter(|_| !source.is_test) else { continue };
        if outline.language.compiles_tests_apart() {
            continue;
        }
        for (place, function) in outline.functions.iter().enumerate() {
            if function.is_test && function.assertions == 0 && !function.name.is_empty() {
                candidates.entry(&function.name).or_default().push((index, place));
            }
        }
    }
    if candidates.is_empty() {
        return;
    }
    for (_, outline) in pairs() {
        for function in outline.functions.iter().filter(|function| !function.is_test) {
            candidates.remove(function.name.as_str());
        }
    }
    let mut waiting: Vec<&str> = Vec::new();
    for (source, outline) in pairs() {
        let text: &str = &source.text;
        let tests = outline.tests();
        waiting.extend(outline.calls.iter().filter(|call| !tests.contain(**call)).map(|call| call.of(text)));
    }
    let mut used: Vec<(usize, usize)> = Vec::new();
    while let Some(name) = waiting.pop() {
        for (index, place) in candidates.remove(name).unwrap_or_default() {
            used.push((index, place));
            let (Some(source), Some(Some(outline))) = (sources.get(index), outlines.get(index)) else {
                continue;
            };
            let Some(function) = outline.functions.get(place) else { continue };
            let first = outline.calls.partition_point(|call| call.start < function.span.start);
            let inside = outline.calls.iter().skip(first).take_while(|call| function.span.contains(**call));
            waiting.extend(inside.map(|call| call.of(&source.text)));
        }
    }
    for (index, place) in used {
        let Some(Some(outline)) = outlines.get_mut(index) else { continue };
        let Some(function) = outline.functions.get_mut(place) else { continue };
        function.is_test = false;
        let span = function.span;
        if let Some(owner) = function.owner.and_then(|owner| outline.types.get_mut(owner as usize)) {
            owner.is_test = false;
        }
        let first = outline.names.partition_point(|name| name.span.start < span.start);
        let names = outline.names.iter_mut().skip(first);
        names.take_while(|name| span.contains(name.span)).for_each(|name| name.is_test = false);
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;
    use crate::submission::{Submission, sources};

    const PRICE: &str =
        "def price(a):\n    if a > 1:\n        return 2\n    if a > 2:\n        return 3\n    return a\n";

    /// The names of what is measured as code, and the signs.
    fn uncovered(files: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
        let mut builder = Submission::builder();
        for (path, text) in files {
            builder = builder.file(*path, *text);
        }
        let submission = builder.build().unwrap();
        let sources = sources(&submission);
        let mut parser = Parser::new();
        let budget = ParseBudget::default();
        let mut outlines: Vec<Option<Outline>> = sources
            .iter()
            .map(|source| Some(parser.outline(&source.text, source.language?, source.is_test, &budget)))
            .collect();
        let found = uncover(&sources, &mut outlines, &budget, &|| Ok::<(), Infallible>(())).unwrap();
        let measured = found.sources.as_deref().unwrap_or(&sources);
        assert_eq!(measured.len(), outlines.len());
        let mut functions = Vec::new();
        for (source, outline) in measured.iter().zip(&outlines) {
            let code = outline.iter().flat_map(|outline| &outline.functions);
            let code = code.filter(|function| !function.is_test && !source.is_test);
            functions.extend(code.map(|function| format!("{}:{}", source.name, function.name)));
        }
        let signs =
            found.signs.iter().map(|sign| format!("{}: {}", sign.kind.as_str(), sign.finding.message));
        (functions, signs.collect())
    }

    #[test]
    fn programs_in_strings_are_sources_of_their_own() {
        let (functions, signs) = uncovered(&[("a.py", &format!("x = 1\nexec('''{PRICE}''')\n"))]);
        assert_eq!(functions, ["a.py#line-2:price"]);
        insta::assert_snapshot!(signs.join("\n"), @"hidden_code: 1 string that is run as code; it counts as code");
    }

    #[test]
    fn code_in_data_counts_unless_it_is_a_copy_or_belongs_to_tests() {
        let long = format!("{PRICE}\n\n{}", PRICE.replace("price", "weigh"));
        let (functions, signs) = uncovered(&[("rules.dat", &long), ("a.py", "x = 1\n")]);
        assert_eq!(functions, ["rules.dat:price", "rules.dat:weigh"]);
        insta::assert_snapshot!(signs.join("\n"), @"hidden_code: text that reads as Python in a file whose name says otherwise; it counts as code");
        let (functions, signs) = uncovered(&[("a.py.bak", &long), ("a.py", &long)]);
        assert_eq!(functions, ["a.py:price", "a.py:weigh"]);
        insta::assert_snapshot!(signs.join("\n"), @"code_set_aside: text that reads as Python in a file whose name says otherwise; it is not measured");
        assert_eq!(uncovered(&[("tests/data/rules.txt", &long)]).0, [""; 0]);
    }

    #[test]
    fn texts_of_data_that_are_run_are_programs() {
        let data = "{\"code\": \"if a > 1:\\n        return 2\\n    if a > 2:\\n        return 3\\n    return a\"}\n";
        let run = "def price(a):\n    exec(open(\"rules.json\").read())\n";
        let (_, signs) = uncovered(&[("a.py", run), ("rules.json", data)]);
        assert_eq!(signs, ["hidden_code: 1 string that is run as code; it counts as code"]);
        let (_, signs) = uncovered(&[("a.py", "import rules\n"), ("rules.json", data)]);
        assert_eq!(signs, [""; 0]);
    }

    #[test]
    fn files_of_tests_that_code_uses_are_code() {
        for (path, statement) in [
            ("tests/helpers.py", "from tests.helpers import price\n"),
            ("conftest.py", "import conftest\n"),
            ("test_prices.py", "from test_prices import price\n"),
        ] {
            let text = format!("{PRICE}\n\ndef test_price():\n    assert price(1) == 1\n");
            let (functions, signs) = uncovered(&[("a.py", statement), (path, &text)]);
            assert_eq!(functions, [format!("{path}:price")]);
            assert_eq!(
                signs,
                ["hidden_code: code outside of tests uses this file of tests; it counts as code"]
            );
            let other = ("test_b.py", "from tests.helpers import price\nimport conftest, test_prices\n");
            let (functions, signs) = uncovered(&[("a.py", "import json\n"), (path, &text), other]);
            assert!(functions.is_empty() && signs.is_empty(), "{path}: tests may use one another");
        }
        let (functions, signs) =
            uncovered(&[("lib/a.py", "from test_paper import price\n"), ("lib/test_paper.py", PRICE)]);
        assert_eq!(functions, ["lib/test_paper.py:price"]);
        assert_eq!(signs, [""; 0], "only its name makes it a test");
        let rust = "pub fn price(a: u32) -> u32 {\n    if a > 1 { return 2; }\n    a\n}\n";
        let (functions, _) = uncovered(&[
            ("src/lib.rs", "use prices::price;\nfn run() { price(1); }\n"),
            ("tests/prices.rs", rust),
        ]);
        assert_eq!(functions, ["src/lib.rs:run"]);
        let script = "export function price(a) {\n  if (a > 1) { return 2; }\n  return a;\n}\n";
        let (functions, _) = uncovered(&[
            ("src/a.js", "import { price } from './__tests__/prices';\nprice(1);\n"),
            ("src/__tests__/prices.js", script),
        ]);
        assert_eq!(functions, ["src/__tests__/prices.js:price"]);
        let (functions, _) = uncovered(&[
            ("a.py", "def run(a):\n    return support.price(a)\n"),
            ("tests/test_a_support.py", PRICE),
        ]);
        assert_eq!(functions, ["a.py:run", "tests/test_a_support.py:price"]);
        let (functions, _) =
            uncovered(&[("a.py", "def run(a):\n    return client.price(a)\n"), ("tests/test_a.py", PRICE)]);
        assert_eq!(functions, ["a.py:run"], "of another thing");
        let wrapper = "def price(a):\n    return support.price(a)\n";
        let (functions, _) = uncovered(&[("a.py", wrapper), ("tests/test_a_support.py", PRICE)]);
        assert_eq!(functions, ["a.py:price", "tests/test_a_support.py:price"], "a wrapper of the same name");
        let imported = format!("import support\n{wrapper}");
        let (functions, _) = uncovered(&[("a.py", &imported), ("tests/test_a_support.py", PRICE)]);
        assert_eq!(functions, ["a.py:price"], "of what is imported");
        let java = "class PriceTest {\n  static int price(int a) {\n    if (a > 1) { return 2; }\n    return a;\n  }\n}\n";
        let (functions, _) = uncovered(&[
            ("src/main/java/App.java", "class App {\n  int run() { return new PriceTest().price(2); }\n}\n"),
            ("src/test/java/PriceTest.java", java),
        ]);
        assert_eq!(functions, ["src/main/java/App.java:run", "src/test/java/PriceTest.java:price"]);
    }

    #[test]
    fn definitions_in_macros_are_code() {
        let code = "pub fn price(a: u32) -> u32 {\n    if a > 1 {\n        return 2;\n    }\n    if a > 2 {\n        return 3;\n    }\n    let b = a;\n    b\n}\n";
        for text in [
            format!("lazy_static! {{\n{code}}}\n"),
            format!("mod a {{\n    item!(\n{code}    );\n}}\n"),
            format!("struct A;\nimpl A {{\n    each! {{\n{code}    }}\n}}\n"),
            format!("fn run() {{\n    outer! {{ inner! {{\n{code}    }} }}\n}}\n"),
            format!(
                "macro_rules! price {{\n    () => {{}};\n    (all) => {{\n{code}    }};\n}}\nprice!(all);\n"
            ),
            format!("let x = 1;\n(item! {{\n{code}}});\nitem! {{\n{code}}}\n"),
        ] {
            let (functions, signs) = uncovered(&[("src/lib.rs", &text)]);
            let found = functions.iter().filter(|name| *name == "src/lib.rs:price").count();
            assert_eq!(found, 1, "{text}: {functions:?}");
            assert_eq!(signs, [""; 0], "it is measured");
        }
        for text in [
            format!("#[cfg(test)]\nmod tests {{\n    item! {{\n{code}    }}\n}}\n"),
            format!(
                "fn run() {{\n    let x = quote! {{\n{code}    }};\n    emit(quote! {{\n{code}    }});\n}}\n"
            ),
            format!(
                "macro_rules! price {{\n    ($($name:ident),*) => {{ $(fn $name() {{}})*\n{code}    }};\n}}\n"
            ),
        ] {
            let (functions, _) = uncovered(&[("src/lib.rs", &text)]);
            assert!(!functions.contains(&"src/lib.rs:price".to_owned()), "{text}: {functions:?}");
        }
    }

    #[test]
    fn notebooks_that_cannot_be_read_are_told() {
        let (_, signs) = uncovered(&[("a.py", "x = 1\n"), ("b.ipynb", "{\"cells\": [")]);
        insta::assert_snapshot!(signs.join("\n"), @"code_set_aside: it cannot be read as a notebook; nobody knows whether it holds code");
        assert_eq!(uncovered(&[("a.py", "x = 1\n"), ("b.ipynb", "\n")]).1, [""; 0], "an empty file");
    }

    #[test]
    fn what_is_named_like_tests_and_tests_nothing_is_code() {
        let script = "export function price(a) {\n  if (a > 1) { return 2; }\n  if (a > 2) { return 3; }\n  if (a) { return 4; }\n  return a;\n}\n";
        let java = "class PriceTest {\n  static int price(int a) {\n    if (a > 1) { return 2; }\n    if (a > 2) { return 3; }\n    if (a > 3) { return 4; }\n    return a;\n  }\n}\n";
        let go = "package a\n\nfunc price(a int) int {\n\tif a > 1 {\n\t\treturn 2\n\t}\n\tif a > 2 {\n\t\treturn 3\n\t}\n\tif a > 3 {\n\t\treturn 4\n\t}\n\treturn a\n}\n";
        let rust = "pub fn price(a: u32) -> u32 {\n    if a > 1 { return 2; }\n    if a > 2 { return 3; }\n    if a > 3 { return 4; }\n    a\n}\n";
        let python = format!("{PRICE}\ndef more(a):\n    if a:\n        return 1\n    return 2\n");
        for (path, text, used) in [
            (
                "conftest.py",
                python.as_str(),
                "from conftest import price\n\ndef test_it():\n    assert price(1)\n",
            ),
            ("tests/data/rows.py", python.as_str(), "def test_it():\n    assert load('data')\n"),
            ("price.test.js", script, "test('x', () => { expect(price(1)).toBe(1); });\n"),
            ("src/test_prices.ts", script, ""),
            (
                "src/test/java/PriceTest.java",
                java,
                "class ATest { @Test void a() { assertEquals(1, PriceTest.price(1)); } }\n",
            ),
            (
                "price_test.go",
                go,
                "package a\n\nfunc TestIt(t *testing.T) {\n\tif price(1) != 1 {\n\t\tt.Error()\n\t}\n}\n",
            ),
            ("tests/price.rs", rust, "mod price;\n#[test]\nfn it() { assert_eq!(price::price(1), 1); }\n"),
        ] {
            let (functions, signs) = uncovered(&[("a.py", "import json\n"), (path, text)]);
            assert!(functions.contains(&format!("{path}:price")), "{path}: {functions:?}");
            assert_eq!(signs, [""; 0], "{path}");
            if used.is_empty() {
                continue;
            }
            let ending = path.rsplit('.').next().unwrap();
            let other = match ending {
                "go" => "other_test.go".to_owned(),
                "js" => "other.test.js".to_owned(),
                _ => format!("tests/test_other.{ending}"),
            };
            let (functions, _) =
                uncovered(&[("a.py", "import json\n"), (path, text), (other.as_str(), used)]);
            assert!(functions.is_empty(), "{path} is used by tests: {functions:?}");
        }
        let fixture = format!("import pytest\n\n{python}");
        let (functions, _) = uncovered(&[("a.py", "import json\n"), ("conftest.py", &fixture)]);
        assert!(functions.is_empty(), "it sets tests up: {functions:?}");
        assert!(uncovered(&[("conftest.py", &python)]).0.is_empty(), "nothing but tests");
    }

    #[test]
    fn tests_that_decide_more_than_the_code_and_assert_nothing_are_told() {
        let long = |name: &str| {
            let branches: String =
                (0..16).map(|at| format!("    if a > {at}:\n        return {at}\n")).collect();
            format!("def {name}(a):\n{branches}    return a\n")
        };
        let test = "\n\ndef test_price():\n    assert price(1) == 0\n";
        let (_, signs) = uncovered(&[("a.py", PRICE), ("test_a.py", &format!("{}{test}", long("price")))]);
        insta::assert_snapshot!(signs.join("\n"), @"code_set_aside: 1 function among the tests holds more decisions (16) than all code that is measured (2), with hardly an assertion; how tests are built is not measured");
        let (_, signs) = uncovered(&[("a.py", &format!("{PRICE}\n{}", long("test_more")))]);
        assert_eq!(signs.len(), 1, "{signs:?}");
        let (_, signs) =
            uncovered(&[("a.py", &long("weigh")), ("test_a.py", &format!("{}{test}", long("price")))]);
        assert_eq!(signs, [""; 0], "no more than the code");
        let asserts = long("test_price").replace("return", "assert");
        assert_eq!(uncovered(&[("a.py", PRICE), ("test_a.py", &asserts)]).1, [""; 0], "tests assert");
    }

    #[test]
    fn functions_that_only_look_like_tests_are_code_where_code_calls_them() {
        let text = "def main():\n    return test_price(2)\n\ndef test_price(a):\n    return test_more(a) + 1\n\n\
                    def test_more(a):\n    return a\n\ndef test_unused(a):\n    return a\n\n\
                    def test_asserts():\n    assert test_price(1) == 2\n";
        let (functions, signs) = uncovered(&[("a.py", text)]);
        assert_eq!(functions, ["a.py:main", "a.py:test_price", "a.py:test_more"]);
        assert_eq!(signs, [""; 0]);
    }
}
