//! Scripts that a tool packed: minified, or bundled.

/// The least mean length of lines, in bytes, of text that nobody reads.
const LONG_LINES: usize = 110;
/// The same where the name says so too.
const LONG_LINES_BY_NAME: usize = 60;
/// The most white space among a hundred bytes; in code for people, a fifth and more is.
const WHITE_SPACE: usize = 12;
/// The least share of names of one or two letters, among a hundred.
const SHORT_NAMES: usize = 40;
/// The fewest names that say something about all.
const FEWEST_NAMES: usize = 50;
/// The bytes of a text that are looked at.
const PROBE: usize = 64 << 10;

/// Whether a script, by its name in lower case, is minified: hardly any white space, long lines and, unless the name says
/// so too, mostly short names. The name alone says nothing.
pub(super) fn is_minified(name: &str, text: &str) -> bool {
    let body = without_banner(text);
    let body = body.as_bytes();
    let body = body.get(..PROBE).unwrap_or(body);
    let (mut lines, mut white) = (0_usize, 0_usize);
    for line in body.split(|byte| *byte == b'\n') {
        let content = line.trim_ascii();
        if !content.is_empty() {
            lines = lines.saturating_add(1);
        }
        white = white
            .saturating_add(line.iter().filter(|byte| byte.is_ascii_whitespace()).count())
            .saturating_add(1);
    }
    let Some(mean) = body.len().checked_div(lines) else { return false };
    if white.saturating_mul(100) > body.len().saturating_mul(WHITE_SPACE) {
        return false;
    }
    let says_so = name.contains(".min.") || name.contains("-min.");
    if says_so && (mean >= LONG_LINES_BY_NAME || lines == 1) {
        return true;
    }
    mean >= LONG_LINES && has_short_names(body)
}

/// Whether most names have one or two letters. A table of numbers or a long text has none, and is no minified code.
fn has_short_names(body: &[u8]) -> bool {
    let (mut names, mut short, mut length) = (0_usize, 0_usize, 0_usize);
    for byte in body.iter().chain([&b' ']) {
        let goes_on = byte.is_ascii_alphabetic()
            || matches!(byte, b'_' | b'$')
            || (length > 0 && byte.is_ascii_digit());
        if goes_on {
            length = length.saturating_add(1);
        } else if length > 0 {
            names = names.saturating_add(1);
            short = short.saturating_add(usize::from(length <= 2));
            length = 0;
        }
    }
    names >= FEWEST_NAMES && short.saturating_mul(100) >= names.saturating_mul(SHORT_NAMES)
}

/// Whether a script is what a bundler made of many.
pub(super) fn is_bundle(text: &str) -> bool {
    let has = |word: &str| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    (has("__webpack_require__(") && (has("webpackBootstrap") || has("__webpack_modules__")))
        || (has("parcelRequire") && has("newRequire"))
        || has("function(){function r(e,n,t){function o(i,f){if(!n[i]){")
        || (has("var __getOwnPropNames = Object.getOwnPropertyNames;") && has("var __commonJS = (cb, mod)"))
}

/// The text behind comments at its start.
fn without_banner(text: &str) -> &str {
    let mut rest = text.trim_start();
    loop {
        let after = if let Some(comment) = rest.strip_prefix("/*") {
            comment.split_once("*/").map(|(_, after)| after)
        } else if rest.starts_with("//") {
            rest.split_once('\n').map(|(_, after)| after)
        } else {
            None
        };
        match after {
            Some(after) => rest = after.trim_start(),
            None => return rest,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DENSE: &str = "function a(e,t){if(e&&t){for(var n=0;n<t;n++)e[n]=b(n,t)}return e}";

    #[test]
    fn bundlers_leave_their_marks() {
        assert!(is_bundle("/******/ (() => { // webpackBootstrap\nvar a = __webpack_require__(1);\n"));
        assert!(is_bundle(
            "var __getOwnPropNames = Object.getOwnPropertyNames;\nvar __commonJS = (cb, mod) => 1;\n"
        ));
        assert!(!is_bundle("// Looks for __webpack_require__( in a text.\nexport const mark = 1;\n"));
    }

    #[test]
    fn minified_scripts_are_dense_and_short_of_names() {
        let dense = DENSE.repeat(20);
        assert!(is_minified("x.js", &dense));
        assert!(is_minified("x.min.js", DENSE));
        assert!(is_minified("x.js", &format!("/*! A banner\n * of two lines */\n// and more\n{dense}")));
        for (name, text) in [
            ("x.js", DENSE.to_owned()),
            ("x.js", "const table = [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16];".repeat(20)),
            ("x.js", format!("const text = '{}';", "aLongWordThatIsNoName".repeat(40))),
            ("x.min.js", "function half(number) {\n  return number / 2;\n}\n".repeat(20)),
            ("x.min.js", String::new()),
        ] {
            assert!(!is_minified(name, &text), "{name}: {text}");
        }
    }
}
