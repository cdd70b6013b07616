//! The tables of the format: their keys, the values that each may have, and their meaning.
//!
//! The same tables check a file, merge it with its parent and generate the JSON Schema, so the three cannot drift
//! apart.

use sono_syntax::finding::Severity;

use super::sentences::TEMPLATES;
use super::shape::{Bounds, Field, Kind, Shape, always, merged, optional, shape};
use super::vocabulary::{GroupSource, View, words_of};
use crate::assessment::Category;
use crate::submission::{Expectation, Path, SubmissionType};

const TYPES: &[&str] = words_of!(SubmissionType);
const PATHS: &[&str] = words_of!(Path);
const EXPECTATIONS: &[&str] = words_of!(Expectation);
const CATEGORIES: &[&str] = words_of!(Category);
const SEVERITIES: &[&str] = words_of!(Severity);
const VIEWS: &[&str] = words_of!(View);
const GROUP_SOURCES: &[&str] = words_of!(GroupSource);

/// The whole file.
pub(in crate::rubric) static ROOT: Shape = shape(
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
            "Id of a built-in rubric, or the path of a file within the rubric's folder, whose content this one starts from.",
        ),
        optional("motives", Kind::Switch, "Whether motives are reported at all; default true."),
        optional(
            "pattern_checks",
            Kind::Switch,
            "Whether violations are looked for and reported; default true.",
        ),
        optional(
            "expects",
            Kind::Section(&EXPECTS),
            "What a submission is asked for beyond its code, where nobody else says it.",
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
        optional(
            "syntax_rules",
            Kind::Section(&SYNTAX_RULES),
            "Rules that find violations in the syntax tree.",
        ),
        optional("rule", Kind::Tables(&TOP_RULE), "A rule for every metric of some categories."),
        optional("band", Kind::Tables(&BAND), "A range of scores and its words."),
        optional(
            "caution",
            Kind::ById(&CAUTION),
            "What readers of a result have to know; ends each summary.",
        ),
        optional("templates", Kind::Section(&TEMPLATES), "Sentences of the result."),
        merged("path", Kind::ById(&PATH), "A path and its metrics."),
    ],
);

static EXPECTS: Shape = shape(
    "expects",
    "What a submission is asked for beyond its code, by its type, where neither host nor submission says it.",
    &TYPE_EXPECTS,
);

#[expect(clippy::indexing_slicing, reason = "it runs while compiling, and both lists have one length")]
const TYPE_EXPECTS: [Field; SubmissionType::ALL.len()] = {
    let mut fields = [expected_of(SubmissionType::Code); SubmissionType::ALL.len()];
    let mut index = 0;
    while index < fields.len() {
        fields[index] = expected_of(SubmissionType::ALL[index]);
        index += 1;
    }
    fields
};

const fn expected_of(kind: SubmissionType) -> Field {
    let doc = match kind {
        SubmissionType::Code => "What a piece of code is asked for; nothing if left out.",
        SubmissionType::Project => "What a project is asked for; nothing if left out.",
        SubmissionType::Interview => "What an interview is asked for; nothing if left out.",
        SubmissionType::Portfolio => "What a portfolio is asked for; nothing if left out.",
        SubmissionType::Test => "What a test is asked for; nothing if left out.",
        SubmissionType::MobileInteractive => "What a mobile assessment is asked for; nothing if left out.",
    };
    optional(kind.as_str(), Kind::Subset(EXPECTATIONS), doc)
}

static SYNTAX_RULES: Shape = shape(
    "syntax_rules",
    "Rules that find violations in the syntax tree of code outside tests.",
    &[
        optional(
            "standard",
            Kind::Bool,
            "Whether the rules that come with the library apply; default false.",
        ),
        optional(
            "off",
            Kind::Texts,
            "Ids of rules that come with the library and do not apply, in any language.",
        ),
        optional("yaml", Kind::Text, "More rules, in the YAML of ast-grep: documents separated by `---`."),
    ],
);

static INTERVAL: Shape = shape(
    "interval",
    "The score interval.",
    &[
        optional(
            "level",
            Kind::Number(Bounds::LEVEL),
            "Probability that the interval is meant to cover; default 0.8.",
        ),
        optional(
            "sampling",
            Kind::Number(Bounds::UNIT),
            "The share of a part's variance that shrinks with the number of units it is measured on; default 0.75.",
        ),
        optional(
            "factor",
            Kind::Tables(&FACTOR),
            "What else makes metrics more or less uncertain; factors are multiplied.",
        ),
    ],
);

static FACTOR: Shape = shape(
    "factor",
    "A factor on the uncertainty of metrics.",
    &[
        optional("categories", Kind::Choices(CATEGORIES), "Categories of the metrics; default all."),
        optional(
            "signal",
            Kind::SignalId,
            "The signal that the curve reads, which at its lowest where the signal is absent; default the metric's own score.",
        ),
        always("curve", Kind::Curve(Bounds::FACTOR), "The factor by value, which never rises."),
    ],
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
        merged("severity", Kind::Choice(SEVERITIES), "How grave a violation is."),
        merged("regex", Kind::Text, "The expression (syntax of the Rust crate regex, Unicode on)."),
        optional(
            "unless_followed_by",
            Kind::Text,
            "An expression that, matched right after the end of a match, excuses it.",
        ),
        optional("in", Kind::Choice(&[View::Line.as_str()]), "The view that is searched: `line`."),
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

static CAUTION: Shape = shape(
    "caution",
    "What readers of a result have to know before they decide anything by it; ends each summary.",
    &[
        always("id", Kind::Id, "Id of the caution."),
        merged("text", Kind::Text, "The caution, in a sentence or two."),
        optional(
            "confidence_below",
            Kind::Number(Bounds::UNIT),
            "It is told only where the overall confidence is lower; default always.",
        ),
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
        optional("expects", Kind::Choice(EXPECTATIONS), "Assessed only if this is asked for."),
        optional("part", Kind::Tables(&PART), "A share of the score that a curve decides."),
        optional("rule", Kind::Tables(&RULE), "Points added or taken when a condition holds."),
        optional("group", Kind::Tables(&GROUP), "Points taken for violations, capped together."),
    ],
);

static TARGET: Shape = shape(
    "target",
    "The values that are expected. Where one is met nothing is advised, whatever points are left.",
    &[
        optional("at_least", Kind::Number(Bounds::ABSCISSA), "The least value that is expected."),
        optional("at_most", Kind::Number(Bounds::ABSCISSA), "The greatest value that is expected."),
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
            "expects",
            Kind::Choice(EXPECTATIONS),
            "The part takes part only if this is asked for; it leaves the weighted mean otherwise.",
        ),
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
        optional(
            "target",
            Kind::Table(&TARGET),
            "The values that are expected, where the curve gives at least 85; default where it does.",
        ),
        optional("expected", Kind::Text, "What is expected, in words; default derived from the target."),
        optional("strength", Kind::Template, "Said where the target is met."),
        optional(
            "improve",
            Kind::Template,
            "What to do where the target is missed; an area for improvement where the curve gives less than 60.",
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
            optional("expects", Kind::Choice(EXPECTATIONS), "The rule takes part only if this is asked for."),
            optional("add", Kind::NumberOrParameter(Bounds::AMOUNT), "Points; negative ones are taken."),
            optional(
                "signal",
                Kind::SignalId,
                "A signal whose curve gives the points; the rule holds only where it is present.",
            ),
            optional("curve", Kind::Curve(Bounds::POINTS), "Points by value of `signal`, of either sign."),
            optional(
                "target",
                Kind::Table(&TARGET),
                "The values that are expected, where the curve gives at least 85 % of its most, or takes \
                 nothing; default where it does.",
            ),
            optional(
                "expected",
                Kind::Text,
                "What is expected, in words; default derived from the condition or the target.",
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
            Kind::Choice(GROUP_SOURCES),
            "`violations`: everything that was found; `patterns`: only what this rubric's own patterns found.",
        ),
        always("points", Kind::Table(&POINTS), "Points that a violation costs, by severity."),
        optional(
            "once",
            Kind::Bool,
            "Whether each rule counts once, however often it is broken; default false.",
        ),
        optional("max", Kind::NumberOrParameter(Bounds::COST), "The most points that the group takes."),
        optional("when", Kind::Table(&CONDITION), "The condition under which it applies."),
        optional("expected", Kind::Text, "What is expected, in words."),
        optional("improve", Kind::Template, "What to do; said when points are taken."),
    ],
);

static POINTS: Shape = shape("points", "Points by severity; 0 where left out.", &COSTS);

#[expect(clippy::indexing_slicing, reason = "it runs while compiling, and both lists have one length")]
const COSTS: [Field; Severity::ALL.len()] = {
    let mut fields = [cost(Severity::Low); Severity::ALL.len()];
    let mut index = 0;
    while index < fields.len() {
        fields[index] = cost(Severity::ALL[index]);
        index += 1;
    }
    fields
};

const fn cost(severity: Severity) -> Field {
    let doc = match severity {
        Severity::Low => "For a violation of low severity.",
        Severity::Medium => "For a violation of medium severity.",
        Severity::High => "For a violation of high severity.",
    };
    optional(severity.as_str(), Kind::NumberOrParameter(Bounds::COST), doc)
}

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
