//! Evidence against all supported languages: for other languages, markup and prose.

use super::Language;
use super::detect::End::{Any, Is};
use super::detect::Evidence;
use super::detect::Place::{Anywhere, Start};

/// The evidence against all languages of a build: the list below, except what one of them lists as its own evidence.
pub(super) fn foreign(known: &[&Language]) -> impl Iterator<Item = Evidence> {
    FOREIGN.iter().copied().filter(move |(place, text, ..)| {
        let mut own = known.iter().flat_map(|language| language.evidence.iter().copied().flatten());
        !own.any(|(own_place, own_text, ..)| own_place == place && own_text == text)
    })
}

const FOREIGN: &[Evidence] = &[
    // C and C++
    (Start, "#include", Any, 20),
    (Start, "#define", Any, 20),
    (Start, "using namespace", Any, 10),
    (Anywhere, "std::", Any, 8),
    (Anywhere, "cout <<", Any, 8),
    (Anywhere, "int main(", Any, 8),
    (Anywhere, "size_t", Any, 4),
    (Anywhere, "char *", Any, 4),
    (Start, "struct ", Any, 4),
    (Start, "typedef ", Any, 8),
    // C#
    (Start, "using ", Is(b';'), 5),
    (Anywhere, "Console.Write", Any, 8),
    (Anywhere, "string[] args", Any, 8),
    (Anywhere, "get; set;", Any, 8),
    // Go
    (Start, "func ", Any, 8),
    (Start, "package main", Any, 10),
    (Anywhere, "fmt.", Any, 4),
    (Anywhere, " := ", Any, 2),
    // Rust
    (Start, "fn ", Any, 8),
    (Start, "pub fn ", Any, 10),
    (Start, "impl ", Any, 6),
    (Start, "use ", Is(b';'), 5),
    (Anywhere, "let mut ", Any, 10),
    (Anywhere, "println!", Any, 10),
    (Anywhere, "&mut ", Any, 6),
    // PHP, Perl, shell
    (Anywhere, "<?php", Any, 20),
    (Start, "$", Any, 3),
    (Start, "echo ", Any, 4),
    (Start, "my $", Any, 8),
    (Start, "fi", Is(b'i'), 3),
    (Start, "esac", Any, 6),
    // Ruby, Lua
    (Start, "end", Is(b'd'), 4),
    (Start, "puts ", Any, 6),
    (Anywhere, " do |", Any, 8),
    (Start, "local ", Any, 4),
    (Anywhere, "nil", Any, 3),
    // Kotlin, Scala, Swift
    (Start, "fun ", Any, 8),
    (Start, "val ", Any, 5),
    (Start, "data class ", Any, 8),
    (Start, "guard let ", Any, 8),
    (Anywhere, ": Int", Any, 5),
    (Anywhere, ": String", Any, 4),
    (Anywhere, ": Bool", Any, 4),
    (Anywhere, "-> Int", Any, 5),
    (Anywhere, "-> String", Any, 4),
    (Anywhere, "-> Bool", Any, 4),
    // R, SQL, markup, style sheets
    (Anywhere, " <- ", Any, 4),
    (Anywhere, "SELECT ", Any, 6),
    (Anywhere, " FROM ", Any, 4),
    (Start, "INSERT INTO ", Any, 8),
    (Start, "CREATE TABLE ", Any, 8),
    (Anywhere, "<!DOCTYPE", Any, 20),
    (Anywhere, "<html", Any, 12),
    (Anywhere, "<?xml", Any, 20),
    // Prose
    (Anywhere, " the ", Any, 3),
    (Start, "The ", Any, 3),
    (Anywhere, " we ", Any, 3),
    (Start, "We ", Any, 3),
    (Start, "I ", Any, 3),
    (Anywhere, " I ", Any, 3),
    (Anywhere, " you ", Any, 3),
    (Anywhere, " a ", Any, 1),
    (Anywhere, " that ", Any, 3),
    (Anywhere, " are ", Any, 3),
    (Anywhere, " was ", Any, 3),
    (Anywhere, " because ", Any, 4),
    (Anywhere, " have ", Any, 3),
    (Anywhere, " would ", Any, 3),
    (Anywhere, " be ", Any, 3),
    (Anywhere, " to ", Any, 2),
    (Anywhere, " it is ", Any, 3),
    (Anywhere, " this ", Any, 1),
    (Anywhere, " it ", Any, 2),
];
