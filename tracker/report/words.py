"""Documents, figures, times and evidence in the reader's language."""

from __future__ import annotations

import datetime as dt

from tracker.models import DocumentRef, Evidence, Figure, FigureChange, Repeal, Version
from tracker.names import title_names
from tracker.report.phrases import PHRASES, Lang, say

# Policies and their stored pages are dated in China's one time zone, which has had no summer time since 1992
BEIJING = dt.timezone(dt.timedelta(hours=8))


def time_words(time: dt.datetime | None) -> str:
    """A time as readers of Chinese policy write it: Beijing time, with the offset named."""
    return f"{time.astimezone(BEIJING):%Y-%m-%d %H:%M} (UTC+8)" if time else ""


def day_words(time: dt.datetime) -> str:
    """The day in Beijing on which `time` falls."""
    return f"{time.astimezone(BEIJING):%Y-%m-%d}"


def short_hash(sha256: str | None) -> str:
    """The first 12 of 64 digits: enough to find a snapshot among millions."""
    return (sha256 or "")[:12]


def evidence_words(evidence: Evidence) -> str:
    """One line that leads back to the stored page."""
    digest = short_hash(evidence.sha256)
    parts = (
        evidence.doc_number,
        evidence.clause,
        evidence.url,
        f"sha256 {digest}" if digest else None,
        time_words(evidence.fetched_at),
    )
    return " · ".join(part for part in parts if part)


def document_words(document: DocumentRef | Version | None, lang: Lang) -> str:
    """《title》（number）; the region in front where there is no number to tell two namesakes apart."""
    if document is None:
        return say("document.unknown", lang)
    name = title_names(document.title)
    told_by = document.doc_number or document.region
    return name + say("brackets", lang, text=told_by) if told_by else name


def repeal_words(repeal: Repeal) -> str:
    """The repealed document as the repealing text names it."""
    title = title_names(repeal.title) if repeal.title else ""
    number = repeal.doc_number or ""
    return f"{title}（{number}）" if title and number else title or number or repeal.text


def _per(figure: Figure, lang: Lang) -> list[str]:
    words = [say("scope.per", lang, scope=figure.scope)] if figure.scope else []
    if figure.period:
        key = f"period.{figure.period}"
        words.append(say(key, lang) if key in PHRASES else figure.period)
    return words


def figure_words(figure: Figure | None, lang: Lang, *, bound: bool = False) -> str | None:
    """A figure as printed with what it is per, and how it binds where that is the change.

    >>> figure_words(Figure(text="最高5万元", kind="amount", value="50000", unit="CNY", scope="企业"), "zh")
    '最高5万元（每企业）'
    """
    if figure is None:
        return None
    words = _per(figure, lang) + ([say(f"bound.{figure.bound}", lang)] if bound else [])
    return figure.text + (say("brackets", lang, text=say("list.separator", lang).join(words)) if words else "")


def both_figures(change: FigureChange, lang: Lang) -> tuple[str | None, str | None]:
    """Old and new in words. A scope or period that only one side names is said to be missing on the other."""
    bound = change.change == "rebound"
    old, new = (figure_words(figure, lang, bound=bound) for figure in (change.old, change.new))
    if change.change == "rescoped" and change.old and change.new:
        missing = say("scope.none", lang) if change.old.scope != change.new.scope else say("period.none", lang)
        old = old if _per(change.old, lang) else change.old.text + say("brackets", lang, text=missing)
        new = new if _per(change.new, lang) else change.new.text + say("brackets", lang, text=missing)
    return old, new
