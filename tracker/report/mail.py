"""A night as a letter: a subject with the counts that matter, a short text and a short HTML part.

The HTML has inline styles only and marks that survive plain text (【删：…】【增：…】): mail readers drop `<style>`,
`<ins>` and `<del>`. Both parts hold the first lines of each document, figures first, and say how many more the
full report has. What sends the letter (`tracker.notify`) takes it as it is.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import partial

from tracker.models import NightReport
from tracker.report.html import environment, link, number_bold, tone
from tracker.report.layout import Group, Line, Section, SectionName, View
from tracker.report.phrases import Lang, say
from tracker.report.text import section_number, value_words, view_text
from tracker.report.view import night_view
from tracker.report.wording import Segment, elide, head_end
from tracker.report.words import evidence_words

# Lines of a document that a letter shows, by section; 8 where not named. A morning's mail is read on a telephone
_SHOWN: dict[SectionName, int] = {"figures": 12, "wording": 4, "clauses": 4, "new": 12, "health": 20}
_LONGEST = 120  # characters of an inserted or deleted run
_SUBJECT_COUNTS = 3  # phrases before the failing sources: more is cut off by a telephone's list of mails


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """What is sent of a report. `key` is the same for the same report, whenever it is made."""

    key: str
    subject: str
    text: str
    html: str


def night_letter(
    report: NightReport, lang: Lang, *, subject_prefix: str = "", full_report: str | None = None
) -> Letter:
    """
    A night as a letter.

    Args:
        report: The night.

        lang: Language of the report's own words.

        subject_prefix: Put before the subject, with a blank.

        full_report: Address or path of the full report, named at the end of both parts.

    Returns:
        The letter; a night without news has one too, so that silence is never ambiguous.
    """
    whole = night_view(report, lang)
    view = replace(whole, sections=tuple(_shorten(section) for section in whole.sections), comparisons=())
    subject = " ".join(part for part in (subject_prefix.strip(), subject_words(whole, lang)) if part)
    footer = [say("mail.footer", lang)]
    if full_report:
        footer.insert(0, say("mail.full", lang) + say("colon", lang) + full_report)
    text = view_text(view, lang) + "\n" + "\n".join(footer) + "\n"
    return Letter(
        key=letter_key(report), subject=subject, text=text, html=_html(view, lang, subject=subject, full=full_report)
    )


def letter_key(report: NightReport) -> str:
    """32 hex digits that are the same for the same period and the same events."""
    told = [report.title, report.started_at.isoformat(), *(event.key for event in report.events)]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:32]


def subject_words(view: View, lang: Lang) -> str:
    """The subject without prefix: the day and the counts that matter, failing sources among them."""
    failing = [count for count in view.counts if count in view.trouble]
    news = [count for count in view.counts if count not in view.trouble]
    if view.nothing:
        counts = say("clause.separator", lang).join(
            [view.quiet, *([view.health] if view.health and not failing else [])]
        )
    else:
        counts = say("list.separator", lang).join([*news[:_SUBJECT_COUNTS], *failing])
    return say("mail.subject", lang, day=view.day[5:], counts=counts)


def _shorten(section: Section) -> Section:
    most = _SHOWN.get(section.name, 8)
    return replace(section, groups=tuple(_shorten_group(group, most) for group in section.groups))


def _shorten_group(group: Group, most: int) -> Group:
    lines = tuple(_shorten_line(line) for line in group.lines[:most])
    return replace(group, lines=lines, more=max(len(group.lines) - most, 0))


def _shorten_line(line: Line) -> Line:
    short = tuple(_shorten_segment(segment) for segment in elide(line.segments, keep=12))
    return replace(line, segments=short)


def _shorten_segment(segment: Segment) -> Segment:
    mark, text = segment
    end = head_end(text, _LONGEST)
    return (mark, text[:end] + "…") if end + 1 < len(text) else segment


def _html(view: View, lang: Lang, *, subject: str, full: str | None) -> str:
    def words(key: str, **values: object) -> str:
        return say(key, lang, **values)

    return (
        environment()
        .get_template("mail.html.j2")
        .render(
            view=view,
            lang=lang,
            subject=subject,
            full=full,
            say=words,
            tone=tone,
            link=link,
            number_bold=number_bold,
            value_words=partial(value_words, lang=lang),
            section_number=partial(section_number, lang=lang),
            evidence_words=evidence_words,
        )
    )
