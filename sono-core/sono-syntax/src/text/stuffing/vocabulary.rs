//! The vocabulary of keyword heaps: words that scorers, rubrics and job advertisements look for.

use std::sync::LazyLock;

use crate::text::prose::Table;

/// Concepts, each with its forms. Forms of one concept count as one: a text that says "test" ten times
/// speaks about testing, one that names ten concepts in a row speaks about nothing.
pub(super) const CONCEPTS: &[&str] = &[
    // Qualities that authors claim.
    "efficient efficiently efficiency",
    "scalable scale scales scaled scaling scalability",
    "robust robustly robustness",
    "clean cleaner cleanly",
    "maintainable maintainability maintain maintained maintaining",
    "readable readability",
    "elegant elegantly elegance",
    "optimal optimally optimize optimizes optimized optimizing optimization optimizations optimise optimises \
     optimised optimising optimisation optimisations",
    "modular modularity modularization modularized modularize",
    "reusable reusability",
    "extensible extensibility",
    "flexible flexibility",
    "reliable reliably reliability",
    "secure security securely",
    "performant performance performs",
    "comprehensive comprehensively",
    "thorough thoroughly",
    "professional professionally",
    "production",
    "quality",
    "idiomatic",
    "concise",
    "excellent excellence",
    "perfect perfectly",
    "fast faster fastest",
    "simple simplify simplified simplicity simplification",
    "creative creativity",
    "innovative innovation innovate novel",
    "practice practices",
    "testable testability",
    // Matters that rubrics ask about.
    "algorithm algorithms algorithmic",
    "complexity complexities",
    "test tests tested testing tester",
    "unit units",
    "assert asserts asserted asserting assertion assertions",
    "mock mocks mocked mocking stub stubs stubbed stubbing",
    "coverage",
    "error errors",
    "exception exceptions",
    "handling handled handles handle handler handlers",
    "validate validates validated validating validation validator",
    "concurrent concurrency concurrently",
    "parallel parallelism parallelize",
    "async asynchronous asynchronously",
    "interface interfaces",
    "abstract abstraction abstractions abstracted",
    "pattern patterns",
    "design designs designed designing",
    "architecture architectural architect",
    "separation separate separated",
    "concerns concern",
    "readme",
    "documentation document documents documented documenting docs docstring docstrings",
    "analyze analyzes analyzed analyzing analysis analytical analyse analyses analysed analysing",
    "logic logical logically",
    "reasoning reason reasoned",
    "debug debugs debugged debugging debugger",
    "refactor refactors refactored refactoring",
    "solid",
    "tdd bdd",
    "dry",
    "encapsulate encapsulates encapsulated encapsulation",
    "polymorphism polymorphic",
    "inheritance inherit",
    "cohesion cohesive",
    "coupling decoupled decouple decoupling coupled",
    "injection",
    "recursion recursive recursively",
    "edge edges",
    "benchmark benchmarks benchmarked benchmarking",
    "caching cache cached caches",
    "logging",
    "principle principles",
    "strategy strategies strategic",
    "structure structured structuring",
    "responsibility responsibilities",
    "solution solutions",
    "approach approaches",
    "alternative alternatives",
    "tradeoff tradeoffs trade",
    "collaborate collaborates collaboration collaborative collaborating team teams teamwork",
    "communicate communication communicates",
    "review reviews reviewed reviewing",
    "explore explores exploration investigate investigation",
    "integration",
    "regression",
    "resilient resilience",
    "module modules",
    "loop loops iterate iterates iteration",
    "method methods",
];

static FORMS: LazyLock<Table<u16>> = LazyLock::new(|| {
    let forms = CONCEPTS.iter().zip(0_u16..);
    Table::new(forms.flat_map(|(forms, id)| forms.split_whitespace().map(move |form| (form, id))))
});

/// The concept that a word is a form of, in any case.
pub(super) fn concept(word: &str) -> Option<u16> {
    FORMS.get(word)
}

/// The first form of a concept, to name it.
pub(super) fn name(concept: u16) -> &'static str {
    let forms = CONCEPTS.get(usize::from(concept)).copied().unwrap_or_default();
    forms.split_whitespace().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_listed_once_and_fit() {
        for (forms, id) in CONCEPTS.iter().zip(0..) {
            for form in forms.split_whitespace() {
                assert_eq!(concept(form), Some(id), "{form} is listed twice, or too long");
                assert!(form.bytes().all(|byte| byte.is_ascii_lowercase()), "{form}");
            }
        }
    }

    #[test]
    fn words_are_matched_whole_and_in_any_case() {
        let named = |word: &str| concept(word).map(name);
        assert_eq!(named("TESTING"), Some("test"));
        assert_eq!(named("Optimised"), Some("optimal"));
        for other in ["latest", "contest", "foo", "", "é", "testable!", &"x".repeat(100)] {
            assert_eq!(named(other), None, "{other}");
        }
    }
}
