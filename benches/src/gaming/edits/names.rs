//! Other names for the same things.

use std::collections::BTreeMap;

use sono_core::syntax::NameKind;

use super::{Edit, lower, not_raise};
use crate::gaming::subject::{HandIn, Subject};

pub(super) const EDITS: &[Edit] = &[
    not_raise(
        "names: long words of nothing",
        "variables and parameters become value_of_the_data_1 and so on",
        |s| {
            let snake = s.dialect.indented;
            rename(s, VALUES, 2, move |n| {
                if snake {
                    format!("value_of_the_data_{}", word(n))
                } else {
                    format!("valueOfTheData{}", capital(&word(n)))
                }
            })
        },
    ),
    not_raise("names: any words", "variables and parameters become words of the kitchen", |s| {
        let words = [
            "apple", "kettle", "saucer", "pepper", "butter", "napkin", "ladle", "skillet", "carrot",
            "muffin", "teapot", "colander",
        ];
        let snake = s.dialect.indented;
        rename(s, VALUES, 2, move |n| {
            let (first, second) = (words[n % words.len()], words[n / words.len() % words.len()]);
            if snake { format!("{second}_{first}") } else { format!("{second}{}", capital(first)) }
        })
    }),
    not_raise("names: exchanged", "variables and parameters exchange their names", |s| {
        let names = names(s, VALUES, 2);
        let shifted: Vec<String> = names.iter().skip(1).chain(names.first()).cloned().collect();
        rename(s, VALUES, 2, move |n| shifted.get(n).cloned().unwrap_or_default())
    }),
    not_raise("names: functions doing things", "functions become process_the_data_1 and so on", |s| {
        let snake = s.dialect.indented;
        rename(s, &[NameKind::Function], 2, move |n| {
            if snake {
                format!("process_the_data_{}", word(n))
            } else {
                format!("processTheData{}", capital(&word(n)))
            }
        })
    }),
    not_raise("names: praise", "functions become clean_robust_tested_1 and so on", |s| {
        let snake = s.dialect.indented;
        rename(s, &[NameKind::Function], 2, move |n| {
            if snake {
                format!("validated_robust_clean_{}", word(n))
            } else {
                format!("validatedRobustClean{}", capital(&word(n)))
            }
        })
    }),
    lower("names: one letter", "variables and parameters become single letters", |s| {
        let letters = free_letters(s);
        rename(s, VALUES, 3, move |n| letters.get(n).cloned().unwrap_or_else(|| word(n)))
    }),
    lower("names: one letter and a number", "variables and parameters become x1 and so on", |s| {
        rename(s, VALUES, 3, |n| format!("x{n}"))
    }),
    lower("names: functions of one letter", "functions become single letters", |s| {
        let letters = free_letters(s);
        rename(s, &[NameKind::Function], 3, move |n| letters.get(n).cloned().unwrap_or_else(|| word(n)))
    }),
    lower("names: data and numbers", "variables and parameters become data1 and so on", |s| {
        rename(s, VALUES, 3, |n| format!("data{n}"))
    }),
    lower("names: without vowels", "variables, parameters and functions lose their vowels", |s| {
        let all = [NameKind::Variable, NameKind::Parameter, NameKind::Function];
        let short: Vec<String> = names(s, &all, 4)
            .iter()
            .map(|name| {
                let rest = name.chars().skip(1).filter(|c| !"aeiouAEIOU_".contains(*c));
                name.chars().take(1).chain(rest).collect()
            })
            .collect();
        rename(s, &all, 4, move |n| short.get(n).cloned().unwrap_or_default())
    }),
];

const VALUES: &[NameKind] = &[NameKind::Variable, NameKind::Parameter];

const IDENTIFIERS: &[&str] = &[
    "identifier",
    "property_identifier",
    "private_property_identifier",
    "shorthand_property_identifier",
    "shorthand_property_identifier_pattern",
];

fn names(subject: &Subject, kinds: &[NameKind], shortest: usize) -> Vec<String> {
    let code = &subject.code;
    let mut names = Vec::new();
    for name in code.outline.names.iter().filter(|name| kinds.contains(&name.kind)) {
        let text = name.span.of(&code.text).to_owned();
        let usual = text.starts_with("__")
            || ["constructor", "self", "cls", "main", "toString"].contains(&text.as_str());
        if text.len() >= shortest && !usual && !names.contains(&text) {
            names.push(text);
        }
    }
    names
}

/// Renames things throughout the file; `None` if there are fewer than five.
fn rename(
    subject: &Subject,
    kinds: &[NameKind],
    shortest: usize,
    to: impl Fn(usize) -> String,
) -> Option<HandIn> {
    let names = names(subject, kinds, shortest);
    if names.len() < 5 {
        return None;
    }
    // An underscore in front says who may use a thing, and stays.
    let front = |name: &str| name.chars().take_while(|c| *c == '_').collect::<String>();
    let other = |(n, name): (usize, &String)| {
        let to = to(n);
        (name.clone(), format!("{}{}", front(name), to.trim_start_matches('_')))
    };
    let map: BTreeMap<String, String> = names.iter().enumerate().map(other).collect();
    subject.patched(|code, patch| {
        for node in code.nodes(IDENTIFIERS) {
            if let Some(other) = map.get(code.of(node)) {
                patch.replace(node.byte_range(), other.clone());
            }
        }
    })
}

/// The letters that name nothing in the code yet.
fn free_letters(subject: &Subject) -> Vec<String> {
    let taken: Vec<&str> =
        subject.code.nodes(IDENTIFIERS).into_iter().map(|node| subject.code.of(node)).collect();
    ('a'..='z').map(String::from).filter(|letter| !taken.contains(&letter.as_str())).collect()
}

/// A number as letters: a, b, ... z, ba, bb.
fn word(mut n: usize) -> String {
    let mut out = String::new();
    loop {
        out.insert(0, (b'a' + (n % 26) as u8) as char);
        n /= 26;
        if n == 0 {
            return out;
        }
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
