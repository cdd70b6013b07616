//! The rubric format as data: which tables exist, which keys they take, and what each value may be.
//!
//! The same tables check a file, merge it with its parent and become the JSON Schema, so the three cannot
//! drift apart.

use super::panel::MAX_EXTERNAL_SHARE;
use super::template::TEMPLATES;

/// What a value may be.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// The number of the format.
    Format,
    /// A string that is not empty.
    Text,
    /// `[a-z0-9_-]+`
    Id,
    /// A dotted id of a signal.
    SignalId,
    /// A template with placeholders, or a list of alternatives of which the first that can be filled is used.
    Template,
    /// A finite number within bounds.
    Number(Bounds),
    /// true or false.
    Bool,
    /// true, false, or a boolean parameter (`"$name"`).
    Switch,
    /// A number of points or a numeric parameter (`"$name"`).
    NumberOrParameter,
    /// A number, a boolean or a string.
    Scalar,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// One or more of these words.
    Choices(&'static [&'static str]),
    /// One or more strings that are not empty.
    Texts,
    /// `[[x, y], ...]`, x strictly increasing, y within bounds.
    Curve(Bounds),
    /// A number of points, or the word `skip`.
    Absent,
    /// A table; a child rubric replaces it as a whole.
    Table(&'static Shape),
    /// A table; a child rubric overrides its keys one by one.
    Section(&'static Shape),
    /// A table with keys of the author's choice and scalar values; a child overrides them one by one.
    Map,
    /// A list of tables; a child rubric replaces it as a whole.
    Tables(&'static Shape),
    /// A list of tables with ids; a child rubric overrides those of the same id and appends the others.
    ById(&'static Shape),
}

/// Bounds of a number; ends are inclusive unless said otherwise.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub(super) min: Option<f64>,
    pub(super) max: Option<f64>,
    pub(super) above: Option<f64>,
}

impl Bounds {
    const ANY: Self = Self { min: None, max: None, above: None };
    const WEIGHT: Self = Self { above: Some(0.0), max: Some(1e6), ..Self::ANY };
    const NOT_NEGATIVE: Self = Self { min: Some(0.0), ..Self::ANY };
    const SCORE: Self = Self { min: Some(0.0), max: Some(100.0), ..Self::ANY };
    pub(super) const POINTS: Self = Self { min: Some(-100.0), max: Some(100.0), ..Self::ANY };
    /// Points that a rule or violation may bring: far beyond the scale, and still summed exactly.
    pub(super) const AMOUNT: Self = Self { min: Some(-1e3), max: Some(1e3), ..Self::ANY };
    /// Values that a curve may name, so that differences of two stay finite.
    pub(super) const ABSCISSA: Self = Self { min: Some(-1e15), max: Some(1e15), ..Self::ANY };
    const EXTERNAL: Self = Self { min: Some(0.0), max: Some(MAX_EXTERNAL_SHARE), ..Self::ANY };
    const UNIT: Self = Self { min: Some(0.0), max: Some(1.0), ..Self::ANY };
    const LEVEL: Self = Self { min: Some(0.5), max: Some(0.999), ..Self::ANY };

    pub(super) fn holds(self, number: f64) -> bool {
        number.is_finite()
            && self.min.is_none_or(|min| number >= min)
            && self.max.is_none_or(|max| number <= max)
            && self.above.is_none_or(|above| number > above)
    }

    /// "a number from 0 to 100"
    pub(super) fn words(self) -> String {
        match (self.min, self.max, self.above) {
            (Some(min), Some(max), _) => format!("a number from {min} to {max}"),
            (Some(min), None, _) => format!("a number of at least {min}"),
            (_, Some(max), Some(above)) => format!("a number above {above}, at most {max}"),
            _ => "a finite number".to_owned(),
        }
    }
}

/// When a key must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// May be left out.
    Optional,
    /// In every file.
    Always,
    /// After merging with the parent.
    Merged,
}

/// A key of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    pub(super) key: &'static str,
    pub(super) kind: Kind,
    pub(super) need: Need,
    pub(super) doc: &'static str,
}

/// A table.
#[derive(Debug)]
pub(super) struct Shape {
    /// Name in the JSON Schema's `$defs`.
    pub(super) name: &'static str,
    pub(super) doc: &'static str,
    pub(super) fields: &'static [Field],
    /// Keys of this shape are allowed as well.
    pub(super) base: Option<&'static Shape>,
    /// Exactly one of these keys must be there.
    pub(super) one_of: &'static [&'static str],
}

impl Shape {
    /// All keys, those of the base last.
    pub(super) fn fields(&self) -> impl Iterator<Item = &'static Field> + Clone {
        self.fields.iter().chain(self.base.map_or(&[][..], |base| base.fields))
    }

    pub(super) fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields().find(|field| field.key == key)
    }

    pub(super) fn one_of(&self) -> &'static [&'static str] {
        match self.base {
            Some(base) if self.one_of.is_empty() => base.one_of,
            _ => self.one_of,
        }
    }
}

const fn optional(key: &'static str, kind: Kind, doc: &'static str) -> Field {
    Field { key, kind, need: Need::Optional, doc }
}

const fn always(key: &'static str, kind: Kind, doc: &'static str) -> Field {
    Field { key, kind, need: Need::Always, doc }
}

const fn merged(key: &'static str, kind: Kind, doc: &'static str) -> Field {
    Field { key, kind, need: Need::Merged, doc }
}

const fn shape(name: &'static str, doc: &'static str, fields: &'static [Field]) -> Shape {
    Shape { name, doc, fields, base: None, one_of: &[] }
}

const TYPES: &[&str] = &["code", "project", "interview", "portfolio", "test", "mobile_interactive"];
const PATHS: &[&str] = &["technical", "design", "collaboration", "problem_solving", "communication"];
const CATEGORIES: &[&str] = &["code", "answers", "text"];
const VIEWS: &[&str] = &["text", "lower", "line", "lower_line", "answers"];

/// The version of the format that this build reads.
pub(super) const FORMAT: f64 = 1.0;

/// The whole file.
pub(super) static ROOT: Shape = shape(
    "rubric",
    "A rubric: rules as data.",
    &[
        always("format", Kind::Format, "Version of the rubric format: 1."),
        always("id", Kind::Id, "Id of the rubric, carried by every assessment: `[a-z0-9_-]+`."),
        always("version", Kind::Text, "Version of the rubric; raise it whenever a score can change."),
        merged("name", Kind::Text, "Name for people."),
        optional("description", Kind::Text, "What the rubric is for."),
        optional(
            "heuristic",
            Kind::Bool,
            "Whether scores come from keywords: exempt from the promises about words and deletions, flagged in the result, no score intervals.",
        ),
        optional(
            "extends",
            Kind::Text,
            "Id of a built-in rubric, or a file name, whose content this one starts from.",
        ),
        optional("motives", Kind::Switch, "Whether motives are reported at all; default true."),
        optional(
            "pattern_checks",
            Kind::Switch,
            "Whether violations are looked for and reported; default true.",
        ),
        optional("interval", Kind::Section(&INTERVAL), "The score interval."),
        optional(
            "review",
            Kind::Section(&REVIEW),
            "How opinions from outside weigh, where a host asks for some.",
        ),
        optional(
            "parameters",
            Kind::Map,
            "Parameters and their defaults; a host may override them per submission.",
        ),
        optional("measure", Kind::ById(&MEASURE), "A signal that the rubric defines from text."),
        optional("pattern", Kind::ById(&PATTERN), "A regular expression that finds violations line by line."),
        optional("rule", Kind::Tables(&TOP_RULE), "A rule for every metric of some categories."),
        optional("band", Kind::Tables(&BAND), "A range of scores and its words."),
        optional("templates", Kind::Section(&TEMPLATES), "Sentences of the result."),
        merged("path", Kind::ById(&PATH), "A path and its metrics."),
    ],
);

static INTERVAL: Shape = shape(
    "interval",
    "The score interval.",
    &[optional(
        "level",
        Kind::Number(Bounds::LEVEL),
        "Probability that the interval is meant to cover; default 0.8.",
    )],
);

static REVIEW: Shape = shape(
    "review",
    "How opinions from outside weigh, where a host asks for some.",
    &[
        optional(
            "share",
            Kind::Number(Bounds::EXTERNAL),
            "Share of each measured metric that they decide; default 0.1, and 0 gives them no weight.",
        ),
        optional(
            "uncertainty",
            Kind::Number(Bounds::SCORE),
            "Standard deviation of one opinion, in points; default 20.",
        ),
    ],
);

static MEASURE: Shape = Shape {
    one_of: &["count", "lines"],
    ..shape(
        "measure",
        "A signal that the rubric defines from text; computed only if something reads it.",
        &[
            always("id", Kind::SignalId, "Id of the signal."),
            optional(
                "count",
                Kind::Texts,
                "Sum of the non-overlapping occurrences of each string, counted independently.",
            ),
            optional("lines", Kind::Table(&LINES), "Number of lines that meet all of these conditions."),
            optional(
                "in",
                Kind::Choice(VIEWS),
                "The view that is read; default `text` for `count`, `line` for `lines`.",
            ),
            optional(
                "per",
                Kind::SignalId,
                "A signal to divide by; where it is 0 or absent, so is this one.",
            ),
            optional("name", Kind::Text, "Name for people; default the id."),
            optional("unit", Kind::Text, "Unit of the value."),
            optional("definition", Kind::Text, "What exactly is measured; default derived from the measure."),
        ],
    )
};

static LINES: Shape = shape(
    "lines",
    "Conditions on a line; a line counts if it meets all of them.",
    &[
        optional("contains", Kind::Texts, "The line holds at least one of these strings."),
        optional("nonblank", Kind::Bool, "The line is not empty after stripping white space."),
        optional(
            "not_prefix",
            Kind::Texts,
            "After stripping white space, the line starts with none of these strings.",
        ),
    ],
);

static PATTERN: Shape = shape(
    "pattern",
    "A regular expression that finds violations, applied to each line on its own in linear time.",
    &[
        always("id", Kind::Id, "Id of the violation's rule."),
        merged("severity", Kind::Choice(&["low", "medium", "high"]), "How grave a violation is."),
        merged("regex", Kind::Text, "The expression (syntax of the Rust crate regex, Unicode on)."),
        optional(
            "unless_followed_by",
            Kind::Text,
            "An expression that, matched right after the end of a match, excuses it.",
        ),
        optional("in", Kind::Choice(&["line"]), "The view that is searched: `line`."),
        merged("message", Kind::Text, "What is wrong, in a sentence."),
        optional("fix", Kind::Text, "What to do about it, in a sentence."),
        optional(
            "submission_types",
            Kind::Choices(TYPES),
            "Types of submission that are checked; default all.",
        ),
    ],
);

static BAND: Shape = shape(
    "band",
    "A range of scores, from `min` up to the next band.",
    &[
        always("min", Kind::Number(Bounds::SCORE), "Lowest score of the band."),
        always("label", Kind::Text, "A word or two, for `{label}`."),
        optional("text", Kind::Text, "A sentence, for `{band}`."),
    ],
);

static PATH: Shape = shape(
    "path",
    "One of the five paths.",
    &[
        always("id", Kind::Choice(PATHS), "Which path."),
        optional("weight", Kind::Number(Bounds::WEIGHT), "Weight in the overall score; default 1."),
        merged("metric", Kind::ById(&METRIC), "The metrics."),
        optional("motive", Kind::ById(&MOTIVE), "The motives."),
    ],
);

static METRIC: Shape = shape(
    "metric",
    "A metric: base, parts, rules and groups, summed up and clamped to 0..100.",
    &[
        always("id", Kind::Id, "Id, unique within its path."),
        merged("name", Kind::Text, "Name for people."),
        optional("description", Kind::Text, "What it measures and why it matters."),
        merged(
            "category",
            Kind::Choice(CATEGORIES),
            "What it reads: `code` needs a parsed statement, `answers` and `text` do not.",
        ),
        merged("weight", Kind::Number(Bounds::WEIGHT), "Weight in the path."),
        optional("base", Kind::Number(Bounds::SCORE), "Points that every submission starts with; default 0."),
        optional(
            "submission_types",
            Kind::Choices(TYPES),
            "Types of submission that it applies to; default all.",
        ),
        optional("part", Kind::Tables(&PART), "A share of the score that a curve decides."),
        optional("rule", Kind::Tables(&RULE), "Points added or taken when a condition holds."),
        optional("group", Kind::Tables(&GROUP), "Points taken for violations, capped together."),
    ],
);

static PART: Shape = shape(
    "part",
    "A share of the metric: points = share of the weights x curve(value).",
    &[
        always("signal", Kind::SignalId, "The signal that is read."),
        always("weight", Kind::Number(Bounds::WEIGHT), "Weight among the parts that are not skipped."),
        always("curve", Kind::Curve(Bounds::SCORE), "Points by value, piecewise linear, flat outside."),
        optional(
            "uncertainty",
            Kind::Number(Bounds::SCORE),
            "Standard deviation in points of this part when measured on one unit; default 0.",
        ),
        optional(
            "absent",
            Kind::Absent,
            "Points when the signal is absent, or `skip` (default) to leave the weighted mean.",
        ),
        optional("expected", Kind::Text, "What is expected, in words; default derived from the curve."),
        optional("strength", Kind::Template, "Said when the curve gives 80 points or more."),
        optional(
            "improve",
            Kind::Template,
            "What to do; said when the curve gives less than 60, recommended below 80.",
        ),
    ],
);

static RULE: Shape = Shape {
    one_of: &["add", "signal"],
    ..shape(
        "rule",
        "Points added or taken when a condition holds.",
        &[
            optional("when", Kind::Table(&CONDITION), "The condition; without one the rule always holds."),
            optional("add", Kind::NumberOrParameter, "Points; negative ones are taken."),
            optional(
                "signal",
                Kind::SignalId,
                "A signal whose curve gives the points; the rule holds only where it is present.",
            ),
            optional("curve", Kind::Curve(Bounds::POINTS), "Points by value of `signal`, of either sign."),
            optional(
                "expected",
                Kind::Text,
                "What is looked for, in words; default derived from the condition.",
            ),
            optional("strength", Kind::Template, "Said when the rule adds points."),
            optional("improve", Kind::Template, "What to do; said when points are taken or not earned."),
        ],
    )
};

static TOP_RULE: Shape = Shape {
    base: Some(&RULE),
    ..shape(
        "shared_rule",
        "A rule that applies to every metric of some categories, after the metric's own rules.",
        &[always("categories", Kind::Choices(CATEGORIES), "The categories of metrics.")],
    )
};

static GROUP: Shape = shape(
    "group",
    "Points taken for violations, capped together.",
    &[
        always(
            "source",
            Kind::Choice(&["violations", "patterns"]),
            "`violations`: everything that was found; `patterns`: only what this rubric's own patterns found.",
        ),
        always("points", Kind::Table(&POINTS), "Points that a violation costs, by severity."),
        optional(
            "once",
            Kind::Bool,
            "Whether each rule counts once, however often it is broken; default false.",
        ),
        optional("max", Kind::NumberOrParameter, "The most points that the group takes."),
        optional("when", Kind::Table(&CONDITION), "The condition under which it applies."),
        optional("expected", Kind::Text, "What is expected, in words."),
        optional("improve", Kind::Template, "What to do; said when points are taken."),
    ],
);

static POINTS: Shape = shape(
    "points",
    "Points by severity; 0 where left out.",
    &[
        optional("low", Kind::NumberOrParameter, "For a violation of low severity."),
        optional("medium", Kind::NumberOrParameter, "For a violation of medium severity."),
        optional("high", Kind::NumberOrParameter, "For a violation of high severity."),
    ],
);

static MOTIVE: Shape = Shape {
    one_of: &["start", "flat"],
    ..shape(
        "motive",
        "What a submission seems to be driven by; reported only if an indicator holds.",
        &[
            always("id", Kind::Id, "Id of the motive."),
            optional("start", Kind::Number(Bounds::UNIT), "Strength to which the indicators that hold add."),
            optional("flat", Kind::Number(Bounds::UNIT), "Strength if any indicator holds."),
            optional("max", Kind::Number(Bounds::UNIT), "Upper end of the strength; default 1."),
            merged("indicator", Kind::Tables(&INDICATOR), "The indicators."),
        ],
    )
};

static INDICATOR: Shape = shape(
    "indicator",
    "A sign of a motive.",
    &[
        always("when", Kind::Table(&CONDITION), "The condition."),
        optional("add", Kind::Number(Bounds::NOT_NEGATIVE), "What it adds to the strength; default 0."),
        optional("text", Kind::Text, "The indicator in words; default derived from the condition."),
    ],
);

static CONDITION: Shape = Shape {
    one_of: &["any", "all", "not", "signal", "contains", "contains_all", "submission_type", "parameter"],
    ..shape(
        "condition",
        "A condition: `any`, `all` or `not` of conditions, or one question.",
        &[
            optional("any", Kind::Tables(&CONDITION), "At least one of these holds."),
            optional("all", Kind::Tables(&CONDITION), "All of these hold."),
            optional("not", Kind::Table(&CONDITION), "This does not hold."),
            optional("signal", Kind::SignalId, "Compares a signal; never holds where it is absent."),
            optional("parameter", Kind::Text, "Asks for a parameter: true, or compared."),
            optional("gt", Kind::Number(Bounds::ANY), "Greater than."),
            optional("ge", Kind::Number(Bounds::ANY), "At least."),
            optional("lt", Kind::Number(Bounds::ANY), "Less than."),
            optional("le", Kind::Number(Bounds::ANY), "At most."),
            optional("eq", Kind::Scalar, "Equal to."),
            optional("ne", Kind::Scalar, "Not equal to."),
            optional("contains", Kind::Texts, "The view holds at least one of these strings."),
            optional("contains_all", Kind::Texts, "The view holds every one of these strings."),
            optional("in", Kind::Choice(VIEWS), "The view that is searched; default `text`."),
            optional("submission_type", Kind::Choices(TYPES), "The submission is of one of these types."),
        ],
    )
};
