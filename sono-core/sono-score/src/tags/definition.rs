//! The tags that this build knows, libraries apart.

use crate::assessment::TagKind::{self, Algorithm, Architecture, Feature, Pattern, Quality};

/// A tag that can be found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TagDefinition {
    /// Stable id, `kind.name`.
    pub id: &'static str,
    /// The kind of thing.
    pub kind: TagKind,
    /// Name for people.
    pub name: &'static str,
    /// How often a place that is recognised is right, 0 to 1.
    pub confidence: f64,
}

/// The syntax is the thing itself, as `yield` is a generator.
pub(super) const CERTAIN: f64 = 1.0;
/// Names of an interface, in the place that they have there: a decorator, a call on its module, an import.
pub(super) const NAMED: f64 = 0.9;
/// A structure that is hardly anything else.
pub(super) const TELLING: f64 = 0.8;
/// A structure that is usually this.
pub(super) const LIKELY: f64 = 0.7;

macro_rules! tags {
    ($($kind:ident { $($id:literal: $name:literal, $confidence:ident;)* })*) => {
        &[$($(TagDefinition { id: $id, kind: $kind, name: $name, confidence: $confidence },)*)*]
    };
}

/// All tags but those of libraries, by kind.
pub const DEFINITIONS: &[TagDefinition] = tags! {
    Feature {
        "feature.annotation_type": "Annotation types", CERTAIN;
        "feature.assignment_expression": "Assignment expressions", CERTAIN;
        "feature.async": "Asynchronous code", CERTAIN;
        "feature.channel": "Channels", CERTAIN;
        "feature.closure": "Functions that return functions", CERTAIN;
        "feature.comprehension": "Comprehensions", CERTAIN;
        "feature.concurrency": "Concurrency", NAMED;
        "feature.conditional_compilation": "Conditional compilation", CERTAIN;
        "feature.context": "Contexts", CERTAIN;
        "feature.decorator": "Decorators", CERTAIN;
        "feature.defer": "Deferred calls", CERTAIN;
        "feature.destructuring": "Destructuring", CERTAIN;
        "feature.embedding": "Embedded types", CERTAIN;
        "feature.enum": "Enumerations", CERTAIN;
        "feature.error_propagation": "Error propagation with `?`", CERTAIN;
        "feature.functional_pipeline": "Functional pipelines", NAMED;
        "feature.generator": "Generators", CERTAIN;
        "feature.generics": "Generics", CERTAIN;
        "feature.inheritance": "Inheritance", CERTAIN;
        "feature.interface": "Interfaces", CERTAIN;
        "feature.lambda": "Anonymous functions", CERTAIN;
        "feature.lifetime": "Lifetimes", CERTAIN;
        "feature.macro": "Macros", CERTAIN;
        "feature.metaclass": "Metaclasses", CERTAIN;
        "feature.operator_overloading": "Operator overloading", CERTAIN;
        "feature.optional": "Optional values", NAMED;
        "feature.optional_chaining": "Optional chaining", CERTAIN;
        "feature.pattern_matching": "Pattern matching", CERTAIN;
        "feature.private_member": "Private members", CERTAIN;
        "feature.promise": "Promises", NAMED;
        "feature.record": "Records", CERTAIN;
        "feature.reflection": "Reflection", NAMED;
        "feature.regular_expression": "Regular expressions", NAMED;
        "feature.scoped_resource": "Scoped resources", CERTAIN;
        "feature.sealed_type": "Sealed types", CERTAIN;
        "feature.shared_ownership": "Shared ownership", NAMED;
        "feature.string_interpolation": "String interpolation", CERTAIN;
        "feature.sum_type": "Sum types", CERTAIN;
        "feature.switch_expression": "Switch with arrows", CERTAIN;
        "feature.trait_object": "Trait objects", CERTAIN;
        "feature.type_guard": "Type guards", CERTAIN;
        "feature.type_level": "Types computed from types", CERTAIN;
        "feature.union_type": "Union types", CERTAIN;
        "feature.unpacking": "Unpacking", CERTAIN;
        "feature.unsafe": "Unsafe code", CERTAIN;
    }
    Pattern {
        "pattern.builder": "Builder", TELLING;
        "pattern.context_manager": "Context manager", CERTAIN;
        "pattern.decorator": "Decorator", TELLING;
        "pattern.dependency_injection": "Dependency injection", NAMED;
        "pattern.factory": "Factory", LIKELY;
        "pattern.functional_options": "Functional options", TELLING;
        "pattern.iterator": "Iterator", CERTAIN;
        "pattern.memoisation": "Memoisation", TELLING;
        "pattern.newtype": "Newtype", TELLING;
        "pattern.observer": "Observer", TELLING;
        "pattern.singleton": "Singleton", TELLING;
        "pattern.visitor": "Visitor", TELLING;
    }
    Algorithm {
        "algorithm.backtracking": "Backtracking", LIKELY;
        "algorithm.binary_search": "Binary search", NAMED;
        "algorithm.bit_manipulation": "Bit manipulation", TELLING;
        "algorithm.dynamic_programming": "Dynamic programming", LIKELY;
        "algorithm.euclid": "Euclid's algorithm", TELLING;
        "algorithm.graph_traversal": "Graph traversal", LIKELY;
        "algorithm.hashing": "Hashing", NAMED;
        "algorithm.linked_list": "Linked lists", TELLING;
        "algorithm.priority_queue": "Priority queues", NAMED;
        "algorithm.recursion": "Recursion", NAMED;
        "algorithm.sort_implementation": "A sort of its own", TELLING;
        "algorithm.sorting": "Sorting", NAMED;
        "algorithm.tree_traversal": "Tree traversal", TELLING;
        "algorithm.two_pointers": "Two pointers", LIKELY;
        "algorithm.union_find": "Union-find", TELLING;
    }
    Quality {
        "quality.benchmarks": "Benchmarks", NAMED;
        "quality.documented": "Documented interface", NAMED;
        "quality.fixtures": "Test fixtures", NAMED;
        "quality.logging": "Logging", NAMED;
        "quality.mocks": "Mocks", NAMED;
        "quality.own_errors": "Error types of its own", NAMED;
        "quality.parametrized_tests": "Parametrised tests", NAMED;
        "quality.property_tests": "Property tests", NAMED;
        "quality.snapshot_tests": "Snapshot tests", NAMED;
        "quality.tests": "Tests", NAMED;
        "quality.typed": "Typed signatures", CERTAIN;
    }
    Architecture {
        "architecture.command_line": "Command line", NAMED;
        "architecture.data_model": "Data model", NAMED;
        "architecture.entry_point": "Entry point", CERTAIN;
        "architecture.environment": "Settings from the environment", NAMED;
        "architecture.http_client": "HTTP client", NAMED;
        "architecture.persistence": "Persistence", NAMED;
        "architecture.user_interface": "User interface", CERTAIN;
        "architecture.web_service": "Web service", NAMED;
    }
};

/// The definition of a tag that is no library.
pub fn definition(id: &str) -> Option<&'static TagDefinition> {
    DEFINITIONS.iter().find(|definition| definition.id == id)
}
