"""An assessment as a small piece of HTML, for notebooks."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sono_eval._types import AssessmentFields, Location

# Colours come from the page, so that it is as readable on a dark page as on a light one.
_STYLE = """
.sono-eval { color: inherit; font: 14px/1.5 system-ui, sans-serif; max-width: 48em }
.sono-eval b { font-size: 1.6em }
.sono-eval table { border-collapse: collapse; margin: .5em 0; background: none }
.sono-eval td { padding: .15em .8em .15em 0; text-align: left; background: none; border: 0 }
.sono-eval td.n { font-variant-numeric: tabular-nums; text-align: right }
.sono-eval i { display: inline-block; height: .6em; background: currentColor; opacity: .45 }
.sono-eval small { opacity: .7 }
"""
# Recommendations that are shown.
_SHOWN = 3


def page(assessment: AssessmentFields) -> str:
    """The score, the paths and the most rewarding recommendations."""
    interval = assessment.score_interval
    between = (
        "" if interval is None else f" <small>{interval.low:.0f} to {interval.high:.0f}</small>"
    )
    rows = "".join(
        f"<tr><td>{escape(path.path.value.replace('_', ' '))}</td>"
        f"<td class=n>{_number(path.overall_score)}</td><td>{_bar(path.overall_score)}</td></tr>"
        for path in assessment.path_scores
    )
    todo = "".join(
        f"<li>{escape(advice.text)}{_place(advice.location)}</li>"
        for advice in assessment.recommendations[:_SHOWN]
    )
    return (
        f"<div class=sono-eval><style>{_STYLE}</style>"
        f"<b>{_number(assessment.overall_score)}</b> of 100{between}"
        f"<p>{escape(assessment.summary)}</p>"
        f"<table>{rows}</table>" + (f"<ol>{todo}</ol>" if todo else "") + "</div>"
    )


def _number(score: float | None) -> str:
    return "not assessed" if score is None else f"{score:.1f}"


def _bar(score: float | None) -> str:
    return "" if score is None else f'<i style="width:{score / 10:.1f}em"></i>'


def _place(location: Location | None) -> str:
    if location is None:
        return ""
    return f" <small>{escape(location.file)}:{location.start.line}</small>"
