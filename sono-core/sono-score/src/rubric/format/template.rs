//! Sentences with placeholders, checked when the rubric is loaded.

use std::borrow::Cow;
use std::fmt;

use super::problems::closest;

macro_rules! slots {
    ($($slot:ident $name:literal,)*) => {
        /// A placeholder.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(in crate::rubric) enum Slot { $($slot),* }

        impl Slot {
            const ALL: &[Self] = &[$(Self::$slot),*];

            const fn name(self) -> &'static str {
                match self { $(Self::$slot => $name),* }
            }
        }
    };
}

slots! {
    Value "value",
    Expected "expected",
    Nothing "none",
    Points "points",
    Count "count",
    Places "places",
    Signal "signal",
    Unit "unit",
    Metric "metric",
    Path "path",
    WorstName "worst.name",
    WorstPlace "worst.place",
    WorstValue "worst.value",
    WorstMessage "worst.message",
    WorstFix "worst.fix",
    Name "name",
    Score "score",
    Label "label",
    Band "band",
    Low "low",
    High "high",
    Level "level",
    Strongest "strongest",
    StrongestScore "strongest.score",
    Weakest "weakest",
    WeakestScore "weakest.score",
    Next "next",
    Reason "reason",
    Expectation "expectation",
}

/// The placeholders that templates of parts, rules and groups may use.
pub(in crate::rubric) const ITEM_SLOTS: &[Slot] = &[
    Slot::Value,
    Slot::Expected,
    Slot::Nothing,
    Slot::Points,
    Slot::Count,
    Slot::Places,
    Slot::Signal,
    Slot::Unit,
    Slot::Metric,
    Slot::Path,
    Slot::WorstName,
    Slot::WorstPlace,
    Slot::WorstValue,
    Slot::WorstMessage,
    Slot::WorstFix,
];

/// A parsed template.
#[derive(Debug, Clone, Default)]
pub(in crate::rubric) struct Template {
    segments: Vec<Segment>,
}

#[derive(Debug, Clone)]
enum Segment {
    Text(String),
    Slot(Slot),
}

impl Template {
    /// Parses a template. `{{` and `}}` stand for braces.
    pub(in crate::rubric) fn parse(source: &str, allowed: &[Slot]) -> Result<Self, String> {
        let mut segments = Vec::new();
        let mut text = String::new();
        let mut rest = source;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(at);
            text.push_str(before);
            if let Some(after) = from.strip_prefix("{{").or_else(|| from.strip_prefix("}}")) {
                text.push_str(from.get(..1).unwrap_or(""));
                rest = after;
                continue;
            }
            let inner = from.strip_prefix('{').and_then(|inner| inner.split_once('}'));
            let Some((name, after)) = inner.filter(|(name, _)| !name.contains('{')) else {
                return Err("a single brace; write `{{` or `}}` for a brace in the text".to_owned());
            };
            let Some(slot) = allowed.iter().copied().find(|slot| slot.name() == name) else {
                return Err(Self::unknown(name, allowed));
            };
            if !text.is_empty() {
                segments.push(Segment::Text(std::mem::take(&mut text)));
            }
            segments.push(Segment::Slot(slot));
            rest = after;
        }
        text.push_str(rest);
        if !text.is_empty() {
            segments.push(Segment::Text(text));
        }
        Ok(Self { segments })
    }

    fn unknown(name: &str, allowed: &[Slot]) -> String {
        let names: Vec<&str> = allowed.iter().map(|slot| slot.name()).collect();
        let elsewhere = Slot::ALL.iter().any(|slot| slot.name() == name);
        let close = closest(name, names.iter().copied());
        match close {
            Some(close) if !elsewhere => format!("unknown placeholder {{{name}}}; did you mean {{{close}}}?"),
            _ => {
                let known: Vec<String> = names.iter().map(|name| format!("{{{name}}}")).collect();
                format!("unknown placeholder {{{name}}} here; known: {}", known.join(", "))
            }
        }
    }

    /// The text with all placeholders filled; `None` if one of them has no value.
    pub(in crate::rubric) fn render<'v>(
        &self,
        fill: &dyn Fn(Slot) -> Option<Cow<'v, str>>,
    ) -> Option<String> {
        const TYPICAL: usize = 120;
        let mut out = String::with_capacity(TYPICAL);
        self.render_into(&mut out, fill).then_some(out)
    }

    /// Appends the filled template. Returns false and leaves the text unchanged if a placeholder has no value.
    pub(in crate::rubric) fn render_into<'v>(
        &self,
        out: &mut String,
        fill: &dyn Fn(Slot) -> Option<Cow<'v, str>>,
    ) -> bool {
        let before = out.len();
        let mut is_one = false;
        for segment in &self.segments {
            match segment {
                Segment::Text(text) if is_one => {
                    let (noun, rest) = singular(text);
                    out.push_str(noun);
                    out.push_str(rest);
                    is_one = false;
                }
                Segment::Text(text) => out.push_str(text),
                Segment::Slot(slot) => match fill(*slot) {
                    Some(value) => {
                        is_one = value == "1" || value == "1.0";
                        out.push_str(&value);
                    }
                    None => {
                        out.truncate(before);
                        return false;
                    }
                },
            }
        }
        true
    }
}

/// The template as a rubric states it.
impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for segment in &self.segments {
            match segment {
                Segment::Text(text) => f.write_str(&text.replace('{', "{{").replace('}', "}}"))?,
                Segment::Slot(slot) => write!(f, "{{{}}}", slot.name())?,
            }
        }
        Ok(())
    }
}

/// A text that follows the number 1, without the mark of the plural at the end of its first word: `" points of"` in
/// two parts, `" point"` and `" of"`.
fn singular(text: &str) -> (&str, &str) {
    let Some(words) = text.strip_prefix(' ') else { return (text, "") };
    let length = words.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(words.len());
    let (word, _) = words.split_at(length);
    match word.strip_suffix('s').filter(|word| word.len() > 2 && !word.ends_with('s')) {
        Some(noun) => {
            let end = noun.len().saturating_add(1);
            (text.get(..end).unwrap_or(text), text.get(end.saturating_add(1)..).unwrap_or(""))
        }
        None => (text, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_no_plural() {
        let template = Template::parse("{value} words; {value}: less", ITEM_SLOTS).unwrap();
        let fill = |value: &'static str| template.render(&|_| Some(Cow::from(value))).unwrap();
        assert_eq!(fill("1"), "1 word; 1: less");
        assert_eq!(fill("2"), "2 words; 2: less");
        assert_eq!(singular(" class has"), (" class has", ""));
    }

    #[test]
    fn templates_fill_or_say_nothing() {
        let template = Template::parse("{{{value}}} at {worst.place}", ITEM_SLOTS).unwrap();
        let all = |slot| Some(Cow::from(if slot == Slot::Value { "12" } else { "a.py:3" }));
        assert_eq!(template.render(&all).unwrap(), "{12} at a.py:3");
        assert_eq!(template.render(&|slot| (slot == Slot::Value).then(Cow::default)), None);
        assert_eq!(template.to_string(), "{{{value}}} at {worst.place}");
    }

    #[test]
    fn unknown_placeholders_are_refused() {
        let error = |text| Template::parse(text, ITEM_SLOTS).unwrap_err();
        insta::assert_snapshot!(error("{valu}"), @"unknown placeholder {valu}; did you mean {value}?");
        insta::assert_snapshot!(error("{low}"), @"unknown placeholder {low} here; known: {value}, {expected}, {none}, {points}, {count}, {places}, {signal}, {unit}, {metric}, {path}, {worst.name}, {worst.place}, {worst.value}, {worst.message}, {worst.fix}");
        insta::assert_snapshot!(error("{value of {expected}"), @"a single brace; write `{{` or `}}` for a brace in the text");
        insta::assert_snapshot!(error("50 }"), @"a single brace; write `{{` or `}}` for a brace in the text");
    }
}
