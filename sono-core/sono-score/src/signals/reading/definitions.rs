//! The definitions of the reading signals.

use super::super::{Direction, Family, SignalDefinition};

/// A signal that is better when lower.
const fn load(
    id: &'static str,
    name: &'static str,
    unit: &'static str,
    definition: &'static str,
    source: &'static str,
) -> SignalDefinition {
    let direction = Direction::Lower;
    SignalDefinition {
        id,
        family: Family::Reading,
        name,
        unit,
        min: 0.0,
        max: None,
        definition,
        source,
        direction,
    }
}

/// A signal that is a share.
const fn share(signal: SignalDefinition, direction: Direction) -> SignalDefinition {
    SignalDefinition { max: Some(1.0), direction, ..signal }
}

const BUSE: &str = "Buse & Weimer 2010, Learning a metric for code readability, IEEE TSE 36(4)";

pub(in crate::signals) const DEFINITIONS: &[SignalDefinition] = &[
    load(
        "reading.volume.mean",
        "Volume per step",
        "bits",
        "Halstead's volume divided by the number of steps, function by function. The volume is the number of tokens, closing brackets left out, times the binary logarithm of the number of different ones, which is at least 2. A step is a line on which something begins (a statement, a clause, a member, an element of a list), with the lines that go on with it; comments, imports, decorators and lines without a word are no part of any. Only code outside tests counts. A function counts with the number of its steps; the steps outside functions, and of functions that decide nothing and have at most two statements, count together and as at most a quarter of all others. Absent without steps.",
        "Halstead 1977, Elements of software science; Posnett, Hindle & Devanbu 2011, A simpler model of software readability, MSR",
    ),
    load(
        "reading.volume.function",
        "Volume per function",
        "bits",
        "Halstead's volume of a function, averaged over functions, each counting with the number of its steps (steps and volume: see reading.volume.mean); the code outside functions of a file is one function.",
        "Posnett, Hindle & Devanbu 2011, A simpler model of software readability, MSR",
    ),
    load(
        "reading.length.longest",
        "Average longest statement per function",
        "characters",
        "Code points of the longest step of a function, without the white space around its lines and comments behind them, averaged over functions, each counting with the number of its steps (steps: see reading.volume.mean).",
        BUSE,
    ),
    share(
        load(
            "reading.wrapped.share",
            "Statements over several lines",
            "ratio",
            "Steps of more than one line, divided by all steps (see reading.volume.mean).",
            "Posnett, Hindle & Devanbu 2011 (lines); Dorn 2012, A general software readability model",
        ),
        Direction::Lower,
    ),
    load(
        "reading.depth.mean",
        "Depth of blocks",
        "levels",
        "Mean number of blocks around a token, closing brackets left out, counted within the outermost function around it, function by function (see reading.volume.mean). White space makes no difference.",
        "Buse & Weimer 2010 (indentation); Hindle, Godfrey & Holt 2008, Reading beside the lines: indentation as a proxy for complexity, ICPC",
    ),
    load(
        "reading.branches.mean",
        "Decisions per step",
        "decisions",
        "Mean number of decisions in a step: `if`, loops, cases, handlers, conditional expressions, and operators that cut short (`&&`, `or`, `??`); steps: see reading.volume.mean.",
        BUSE,
    ),
    load(
        "reading.assignments.mean",
        "Assignments per step",
        "assignments",
        "Mean number of signs in a step that give a name a value, also those of named arguments and defaults: `=`, `:=`, `+=`, `++` and the like; steps: see reading.volume.mean.",
        BUSE,
    ),
    load(
        "reading.calls.mean",
        "Calls per step",
        "calls",
        "Mean number of functions called and objects created in a step (see reading.volume.mean).",
        "Scalabrino et al. 2018, A comprehensive model for code readability, J. Softw. Evol. Process 30(6); Buse & Weimer 2010 (parentheses)",
    ),
    load(
        "reading.nesting.mean",
        "Brackets within brackets",
        "brackets",
        "Mean over steps of the greatest number of parentheses and square brackets that are open at one place, the first not counted; steps: see reading.volume.mean.",
        "Buse & Weimer 2010 (parentheses)",
    ),
    load(
        "reading.members.mean",
        "Members per step",
        "members",
        "Mean number of members that a step reaches through objects, types or modules (`a.b`), those of `this` or `self` left out; steps: see reading.volume.mean.",
        "Buse & Weimer 2010 (periods); Lieberherr & Holland 1989, Assuring good style for object-oriented programs, IEEE Software 6(5)",
    ),
    load(
        "reading.commas.mean",
        "Commas per step",
        "commas",
        "Mean number of commas in a step (see reading.volume.mean).",
        BUSE,
    ),
    load(
        "reading.literals.mean",
        "Literals per step",
        "literals",
        "Mean number of numbers and texts in a step (see reading.volume.mean). A text with code in it counts once for each piece between.",
        "Buse & Weimer 2010 (numbers); Dorn 2012",
    ),
    load(
        "reading.live.mean",
        "Names to keep in mind",
        "names",
        "Number of variables that are live at a step, averaged over the steps (see reading.volume.mean): a variable or parameter is live from the first step of its function that names it to the last. Names of members and of called functions are none.",
        "Posnett, Hindle & Devanbu 2011; Myers 1978 (live variables), after Conte, Dunsmore & Shen 1986, Software engineering metrics and models",
    ),
    share(
        load(
            "reading.short_names.share",
            "Short names",
            "ratio",
            "Uses of names of one or two characters in steps (see reading.volume.mean), divided by the uses of all names; the usual ones such as `i` count, `_` and names of types do not. 0 for a function without names.",
            "Buse & Weimer 2010 (identifier length); Hofmeister, Siegmund & Holt 2017, Shorter identifier names take longer to comprehend",
        ),
        Direction::Lower,
    ),
    share(
        load(
            "reading.paragraphs.share",
            "Paragraphs",
            "ratio",
            "Steps that follow a blank line, for each 16 tokens (closing brackets left out), and at most 1, function by function (see reading.volume.mean). Blank lines at the start of a block and before its end do not count, and several are as one.",
            "Buse & Weimer 2010 (blank lines); Oman & Cook 1990, Typographic style is more than cosmetic, CACM 33(5)",
        ),
        Direction::Higher,
    ),
    share(
        load(
            "reading.comments.share",
            "Lines of comments that say something",
            "ratio",
            "Lines of comments that say something, divided by these and the lines of code, outside tests; 8 tokens of steps (see reading.volume.mean) are a line of code. A comment has one such line for each three different words, or part of three, that are not in the line of code before it or after it, and no more than it has lines. Words of grammar and praise, sentences of templates and licences, lines of code, heaps of keywords, what an earlier comment says, and English comments that share no word with the code do not count. Adjoining line comments are one.",
            "Buse & Weimer 2010 (comments); Scalabrino et al. 2018, A comprehensive model for code readability, J. Softw. Evol. Process 30(6)",
        ),
        Direction::Higher,
    ),
];
