//! Recognises test files by the conventions of each language's test runners.

/// The conventions of one language, as data. All comparisons are case-sensitive.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TestPaths {
    /// The file extensions of the language, without the dot.
    pub(crate) extensions: &'static [&'static str],
    /// Complete stems of test files.
    pub(crate) files: &'static [&'static str],
    /// Prefixes of stems of test files.
    pub(crate) prefixes: &'static [&'static str],
    /// Suffixes of stems of test files.
    pub(crate) suffixes: &'static [&'static str],
    /// Folders in which all files are tests.
    pub(crate) folders: &'static [&'static str],
    /// The same for a folder inside another one (outer, inner).
    pub(crate) source_sets: &'static [(&'static str, &'static str)],
}

impl TestPaths {
    /// No file is a test.
    pub(crate) const NONE: Self =
        Self { extensions: &[], files: &[], prefixes: &[], suffixes: &[], folders: &[], source_sets: &[] };

    pub(crate) fn matches(&self, path: &str) -> bool {
        let mut parts = path.split(['/', '\\']).rev();
        let file = parts.next().unwrap_or("");
        let Some((stem, extension)) = file.rsplit_once('.') else { return false };
        if !self.extensions.contains(&extension) {
            return false;
        }
        if self.files.contains(&stem)
            || self.prefixes.iter().any(|prefix| opens(stem, prefix))
            || self.suffixes.iter().any(|suffix| closes(stem, suffix))
        {
            return true;
        }
        let mut inner = "";
        for folder in parts {
            if self.folders.contains(&folder) || self.source_sets.contains(&(folder, inner)) {
                return true;
            }
            inner = folder;
        }
        false
    }
}

/// Whether a stem starts with a prefix; after a prefix that ends in a letter, a new word must begin.
fn opens(stem: &str, prefix: &str) -> bool {
    stem.strip_prefix(prefix).is_some_and(|rest| {
        !prefix.ends_with(char::is_alphabetic) || !rest.starts_with(|c: char| c.is_lowercase())
    })
}

/// Whether a stem ends with a suffix; a suffix in capitals must not be the end of a longer word in capitals.
fn closes(stem: &str, suffix: &str) -> bool {
    stem.strip_suffix(suffix).is_some_and(|rest| {
        !suffix.chars().all(|c| c.is_ascii_uppercase()) || !rest.ends_with(|c: char| c.is_uppercase())
    })
}

#[cfg(all(test, feature = "lang-all"))]
mod tests {
    use crate::language::by_name;

    #[test]
    fn conventions_of_the_test_runners() {
        let cases = [
            ("python", "test_money.py", true),
            ("python", "pkg/money_test.py", true),
            ("python", "tests/data.py", true),
            ("python", "a\\tests\\data.py", true),
            ("python", "conftest.py", true),
            ("python", "tests.py", true),
            ("python", "latest.py", false),
            ("python", "contest.py", false),
            ("python", "tests/readme.md", false),
            ("python", "testing_tools.py", false),
            ("javascript", "src/a.test.js", true),
            ("javascript", "src/a.spec.jsx", true),
            ("javascript", "src/__tests__/a.js", true),
            ("javascript", "test/a.mjs", true),
            ("javascript", "cypress/a.cy.js", true),
            ("javascript", "src/spec.js", false),
            ("javascript", "src/inspect.js", false),
            ("typescript", "a.test.ts", true),
            ("typescript", "e2e/login.e2e-spec.ts", true),
            ("tsx", "a.spec.tsx", true),
            ("typescript", "contest.ts", false),
            ("go", "money_test.go", true),
            ("go", "test/money.go", false),
            ("go", "latest.go", false),
            ("java", "src/test/java/Helper.java", true),
            ("java", "src/test/kotlin/Helper.java", true),
            ("java", "MoneyTest.java", true),
            ("java", "MoneyTests.java", true),
            ("java", "MoneyIT.java", true),
            ("java", "TestMoney.java", true),
            ("java", "Testament.java", false),
            ("java", "Contest.java", false),
            ("java", "AUDIT.java", false),
            ("java", "src/main/java/Money.java", false),
        ];
        for (language, path, expected) in cases {
            assert_eq!(by_name(language).unwrap().is_test_path(path), expected, "{path}");
        }
    }
}
