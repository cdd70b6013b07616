//! Libraries that were copied into a work as one file.

/// Libraries that pages load, by the start of the names of their files.
const NAMES: [&str; 60] = [
    "ace",
    "alpine",
    "anime",
    "angular",
    "axios",
    "backbone",
    "bootstrap",
    "chart",
    "codemirror",
    "d3",
    "datatables",
    "dojo",
    "ember",
    "fullcalendar",
    "gsap",
    "hammer",
    "handlebars",
    "highlight",
    "howler",
    "html5shiv",
    "htmx",
    "jquery",
    "katex",
    "knockout",
    "leaflet",
    "lodash",
    "marked",
    "mathjax",
    "matter",
    "modernizr",
    "moment",
    "mootools",
    "mustache",
    "owl.carousel",
    "p5",
    "paper",
    "phaser",
    "pixi",
    "plotly",
    "popper",
    "preact",
    "prism",
    "prototype",
    "raphael",
    "react",
    "require",
    "respond",
    "select2",
    "showdown",
    "slick",
    "snap.svg",
    "socket.io",
    "swiper",
    "three",
    "tinymce",
    "tone",
    "underscore",
    "vue",
    "yui",
    "zepto",
];
/// The most bytes of a banner.
const MAX_BANNER: usize = 4096;

/// Whether a file, by its name in lower case, is a library that many use: its name and its banner say the same, and the
/// banner states a version and a licence.
pub(super) fn is_library(name: &str, text: &str) -> bool {
    let is_named = |known: &&&str| {
        name.strip_prefix(**known).is_some_and(|rest| {
            rest.starts_with(['.', '-', '_']) || rest.starts_with(|c: char| c.is_ascii_digit())
        })
    };
    let Some(library) = NAMES.iter().filter(is_named).max_by_key(|known| known.len()) else { return false };
    let Some(rest) = text.trim_start().strip_prefix("/*") else { return false };
    let Some(end) = memchr::memmem::find(rest.as_bytes(), b"*/").filter(|end| *end <= MAX_BANNER) else {
        return false;
    };
    let banner = rest.get(..end).unwrap_or_default().to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| banner.contains(word));
    banner.contains(library) && has(&["licen", "copyright", "(c)"]) && has_version(banner.as_bytes())
}

/// Whether a text holds two numbers with a point between them.
fn has_version(text: &[u8]) -> bool {
    text.windows(3)
        .any(|part| matches!(part, [left, b'.', right] if left.is_ascii_digit() && right.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_and_banner_agree() {
        let banner = "/*!\n * Leaflet 1.9.4, a library for maps.\n * (c) 2010 Somebody\n */\nvar L = {};\n";
        assert!(is_library("leaflet.js", banner));
        assert!(is_library("leaflet-src.js", banner));
        for (name, text) in [
            ("maps.js", banner),
            ("leaflets.js", banner),
            ("vue.js", banner),
            ("leaflet.js", "var L = {}; /* Leaflet 1.9.4 (c) */"),
            ("leaflet.js", "/* My page with Leaflet (c) me */"),
        ] {
            assert!(!is_library(name, text), "{name}");
        }
    }
}
