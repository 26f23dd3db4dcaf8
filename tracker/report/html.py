"""A view as one self-contained HTML page: no script, no font and no image from elsewhere.

The template escapes everything; the only markup made here are links to http(s) addresses and bold counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, partial
from itertools import groupby
from typing import TYPE_CHECKING

from markupsafe import Markup

from tracker.report import wording, words
from tracker.report.layout import Row, View
from tracker.report.phrases import Lang, say

if TYPE_CHECKING:
    from jinja2 import Environment

# How a line is coloured; the word beside it says the same, colour never stands alone
_TONES = {
    "raised": "up",
    "widened": "up",
    "strengthened": "up",
    "row.added": "up",
    "lowered": "down",
    "removed": "down",
    "narrowed": "down",
    "weakened": "down",
    "row.removed": "down",
    "repeal": "down",
    "added": "fresh",
    "rescoped": "warn",
    "rebound": "warn",
    "redated": "warn",
    "row.edited": "warn",
}


@cache
def environment() -> Environment:
    """The templates of this package, escaping on, unknown names refused."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("tracker.report"), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )


def view_html(view: View, lang: Lang) -> str:
    """The whole report as a page. A diff shows its comparison unfolded, a night one folded per document."""
    template = environment().get_template("report.html.j2")
    return template.render(
        view=view,
        lang=lang,
        full=view.kind == "diff",
        shown=view.told_apart,
        names={section.name for section in view.sections},
        say=partial(_say, lang),
        tone=tone,
        link=link,
        number_bold=number_bold,
        runs=runs,
        quiet_words=partial(quiet_words, lang),
        elide=wording.elide,
        evidence_words=words.evidence_words,
        short_hash=words.short_hash,
        time_words=words.time_words,
    )


def _say(lang: Lang, key: str, **values: object) -> str:
    return say(key, lang, **values)


def tone(kind: str) -> str:
    """The colour class of a kind of line."""
    return _TONES.get(kind, "calm")


def link(text: str) -> str | Markup:
    """`text` as a link where it is an http(s) address; anything else as it is, to be escaped.

    >>> str(link("https://a.example/?x=1&y=2"))
    '<a href="https://a.example/?x=1&amp;y=2" rel="noreferrer">https://a.example/?x=1&amp;y=2</a>'
    >>> link("javascript:alert(1)")
    'javascript:alert(1)'
    """
    if not re.match(r"https?://", text):
        return text
    return Markup('<a href="{0}" rel="noreferrer">{0}</a>').format(text)


def number_bold(count: str) -> Markup:
    """A count phrase with its number in bold."""
    number = re.match(r"\d+", count)
    return Markup("<b>{}</b>{}").format(number[0], count[number.end() :]) if number else Markup("{}").format(count)


def runs(rows: Sequence[Row]) -> Iterator[tuple[bool, tuple[Row, ...]]]:
    """Rows in runs of those with nothing to read and those with something."""
    for quiet, run in groupby(rows, key=lambda row: row.quiet):
        yield quiet, tuple(run)


def quiet_words(lang: Lang, rows: Sequence[Row]) -> str:
    """What a folded run holds: its labels and how many clauses."""
    count = say("count.unchanged", lang, n=len(rows))
    labels = [row.new_label for row in rows if row.new_label]
    if not labels:
        return count
    span = labels[0] if len(labels) == 1 else f"{labels[0]} – {labels[-1]}"
    return f"{span} · {count}"
