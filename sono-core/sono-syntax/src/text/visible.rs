//! Escaping invisible characters.

/// Appends a character, escaped if it is invisible.
pub fn push_visible(out: &mut String, character: char) {
    if is_visible(character) {
        out.push(character);
    } else {
        // `escape_default` writes \t, \r, \n by name and all others as \u{...}.
        out.extend(character.escape_default());
    }
}

/// The number of bytes that [`push_visible`] appends.
pub fn visible_len(character: char) -> usize {
    if is_visible(character) { character.len_utf8() } else { character.escape_default().len() }
}

fn is_visible(character: char) -> bool {
    // Almost all code is ASCII, which needs no table.
    if character.is_ascii() {
        return !character.is_ascii_control();
    }
    !matches!(
        character,
        '\u{80}'..='\u{9F}'
        | '\u{AD}'
        | '\u{34F}'
        | '\u{61C}'
        | '\u{115F}'..='\u{1160}'
        | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{3164}'
        | '\u{FE00}'..='\u{FE0D}'
        | '\u{FEFF}'
        | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}'
        | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_is_that_of_what_is_appended() {
        for character in ['a', 'é', '\t', '\u{1b}', '\u{202e}', '\u{e0041}', '\u{10ffff}'] {
            let mut out = String::new();
            push_visible(&mut out, character);
            assert_eq!(out.len(), visible_len(character), "{character:?}");
        }
    }
}
