//! The building blocks of the format's tables: fields, and the kinds of values they accept.

/// The maximum share of a metric that outside opinions may decide, 0 to 1. No rubric can raise it.
pub const MAX_EXTERNAL_SHARE: f64 = 0.2;

/// The version of the format that this build reads.
pub(in crate::rubric) const FORMAT: f64 = 1.0;

/// The value of `absent` that leaves a part out.
pub(super) const SKIP: &str = "skip";

/// The kinds of values.
#[derive(Debug, Clone, Copy)]
pub(in crate::rubric) enum Kind {
    /// The number of the format.
    Format,
    /// A non-empty string.
    Text,
    /// `[a-z0-9_-]+`
    Id,
    /// A dotted id of a signal.
    SignalId,
    /// A template with placeholders, or a list of alternatives; the first whose placeholders all have values is used.
    Template,
    /// A finite number within bounds.
    Number(Bounds),
    /// true or false.
    Bool,
    /// true, false, or a boolean parameter (`"$name"`).
    Switch,
    /// A number of points or a numeric parameter (`"$name"`).
    NumberOrParameter(Bounds),
    /// A number, a boolean or a string.
    Scalar,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// One or more of these words.
    Choices(&'static [&'static str]),
    /// Any number of these words, none included.
    Subset(&'static [&'static str]),
    /// One or more non-empty strings.
    Texts,
    /// `[[x, y], ...]`, x strictly increasing, y within bounds.
    Curve(Bounds),
    /// A number of points, or the word `skip`.
    Absent,
    /// A table; a child rubric replaces it as a whole.
    Table(&'static Shape),
    /// A table; a child rubric overrides its keys one by one.
    Section(&'static Shape),
    /// A table with freely chosen keys and scalar values; a child overrides them one by one.
    Map,
    /// A list of tables; a child rubric replaces it as a whole.
    Tables(&'static Shape),
    /// A list of tables with ids; a child rubric overrides those of the same id and appends the others.
    ById(&'static Shape),
}

/// Bounds of a number; ends are inclusive unless said otherwise.
#[derive(Debug, Clone, Copy)]
pub(in crate::rubric) struct Bounds {
    pub(in crate::rubric) min: Option<f64>,
    pub(in crate::rubric) max: Option<f64>,
    pub(in crate::rubric) above: Option<f64>,
}

impl Bounds {
    pub(super) const ANY: Self = Self { min: None, max: None, above: None };
    pub(super) const WEIGHT: Self = Self { above: Some(0.0), max: Some(1e6), ..Self::ANY };
    pub(super) const NOT_NEGATIVE: Self = Self { min: Some(0.0), ..Self::ANY };
    pub(super) const SCORE: Self = Self { min: Some(0.0), max: Some(100.0), ..Self::ANY };
    pub(in crate::rubric) const POINTS: Self = Self { min: Some(-100.0), max: Some(100.0), ..Self::ANY };
    /// The range of points of a rule or violation: far beyond the scale, but still summed exactly.
    pub(in crate::rubric) const AMOUNT: Self = Self { min: Some(-1e3), max: Some(1e3), ..Self::ANY };
    /// The range of points that are taken.
    pub(in crate::rubric) const COST: Self = Self { min: Some(0.0), max: Some(1e3), ..Self::ANY };
    /// The range of a curve's values, so that the difference of any two is finite.
    pub(in crate::rubric) const ABSCISSA: Self = Self { min: Some(-1e15), max: Some(1e15), ..Self::ANY };
    pub(super) const EXTERNAL: Self = Self { min: Some(0.0), max: Some(MAX_EXTERNAL_SHARE), ..Self::ANY };
    pub(super) const UNIT: Self = Self { min: Some(0.0), max: Some(1.0), ..Self::ANY };
    pub(super) const FACTOR: Self = Self { above: Some(0.0), max: Some(10.0), ..Self::ANY };
    pub(super) const LEVEL: Self = Self { min: Some(0.5), max: Some(0.999), ..Self::ANY };

    pub(in crate::rubric) fn holds(self, number: f64) -> bool {
        number.is_finite()
            && self.min.is_none_or(|min| number >= min)
            && self.max.is_none_or(|max| number <= max)
            && self.above.is_none_or(|above| number > above)
    }

    /// "a number from 0 to 100"
    pub(in crate::rubric) fn describe(self) -> String {
        match (self.min, self.max, self.above) {
            (Some(min), Some(max), _) => format!("a number from {min} to {max}"),
            (Some(min), None, _) => format!("a number of at least {min}"),
            (_, Some(max), Some(above)) => format!("a number above {above}, at most {max}"),
            _ => "a finite number".to_owned(),
        }
    }
}

/// When a key is required.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::rubric) enum Need {
    /// Never.
    Optional,
    /// In every file.
    Always,
    /// After merging with the parent.
    Merged,
}

/// A key of a table.
#[derive(Debug, Clone, Copy)]
pub(in crate::rubric) struct Field {
    pub(in crate::rubric) key: &'static str,
    pub(in crate::rubric) kind: Kind,
    pub(in crate::rubric) need: Need,
    pub(in crate::rubric) doc: &'static str,
}

/// A table.
#[derive(Debug)]
pub(in crate::rubric) struct Shape {
    /// Name in the JSON Schema's `$defs`.
    pub(in crate::rubric) name: &'static str,
    pub(in crate::rubric) doc: &'static str,
    pub(in crate::rubric) fields: &'static [Field],
    /// A shape whose keys are allowed too.
    pub(in crate::rubric) base: Option<&'static Shape>,
    /// Exactly one of these keys is required.
    pub(in crate::rubric) one_of: &'static [&'static str],
}

impl Shape {
    /// All keys, those of the base last.
    pub(in crate::rubric) fn fields(&self) -> impl Iterator<Item = &'static Field> + Clone {
        self.fields.iter().chain(self.base.map_or(&[][..], |base| base.fields))
    }

    pub(in crate::rubric) fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields().find(|field| field.key == key)
    }

    pub(in crate::rubric) fn one_of(&self) -> &'static [&'static str] {
        match self.base {
            Some(base) if self.one_of.is_empty() => base.one_of,
            _ => self.one_of,
        }
    }
}

pub(super) const fn optional(key: &'static str, kind: Kind, doc: &'static str) -> Field {
    Field { key, kind, need: Need::Optional, doc }
}

pub(super) const fn always(key: &'static str, kind: Kind, doc: &'static str) -> Field {
    Field { key, kind, need: Need::Always, doc }
}

pub(super) const fn merged(key: &'static str, kind: Kind, doc: &'static str) -> Field {
    Field { key, kind, need: Need::Merged, doc }
}

pub(super) const fn shape(name: &'static str, doc: &'static str, fields: &'static [Field]) -> Shape {
    Shape { name, doc, fields, base: None, one_of: &[] }
}

impl Kind {
    /// A description of the expected value.
    pub(in crate::rubric) fn describe(self) -> String {
        let list = |words: &[&str]| words.join(", ");
        match self {
            Kind::Format => format!("{FORMAT}, the only version of the format so far"),
            Kind::Text => "a string that is not empty".to_owned(),
            Kind::Id => "an id of lower-case letters, digits, `_` and `-`".to_owned(),
            Kind::SignalId => "the id of a signal, such as \"complexity.cognitive.p90\"".to_owned(),
            Kind::Template => "a template, or a list of templates".to_owned(),
            Kind::Number(bounds) => bounds.describe(),
            Kind::Bool => "true or false".to_owned(),
            Kind::Switch => "true, false or the name of a parameter, such as \"$motives\"".to_owned(),
            Kind::NumberOrParameter(bounds) => {
                format!("{} or the name of a parameter, such as \"$penalty\"", bounds.describe())
            }
            Kind::Scalar => "a finite number, a boolean or a string".to_owned(),
            Kind::Choice(words) => format!("one of {}", list(words)),
            Kind::Choices(words) => format!("a list with one or more of {}", list(words)),
            Kind::Subset(words) => format!("a list, empty or with some of {}, each once", list(words)),
            Kind::Texts => "a list of strings that are not empty".to_owned(),
            Kind::Curve(_) => "a list of points [x, y]".to_owned(),
            Kind::Absent => format!("points from 0 to 100, or {SKIP:?}"),
            Kind::Table(_) | Kind::Section(_) | Kind::Map => "a table".to_owned(),
            Kind::Tables(_) | Kind::ById(_) => "one or more tables".to_owned(),
        }
    }
}
