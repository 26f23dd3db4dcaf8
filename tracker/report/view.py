"""What a report holds, ordered money first and counted; no markup.

Comes in: a `Diff` or a `NightReport`; goes out: a `View` of sections of numbered lines, each with its evidence,
and one `Comparison` per diff (rows for a side-by-side table). Every form (text, html, docx …) prints the
same view, so a line has the same number in all of them. Numbers count through the report from 1; they depend on
the events alone, not on form or language.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from tracker.models import (
    ClauseChange,
    Diff,
    DocumentRef,
    Event,
    Evidence,
    Figure,
    FigureChange,
    NightReport,
    Repeal,
    SourceHealth,
    Version,
)
from tracker.names import doc_number_key, title_key, title_names
from tracker.report.phrases import PHRASES, Lang, say

SectionName = Literal[
    # in the order of a report: what costs or pays comes first (DESIGN.md, decision 5)
    "figures",
    "repeals",
    "validity",
    "cites_ended",
    "stages",
    "strength",
    "clauses",
    "wording",
    "new",
    "gone",
    "health",
    "matches",
]
SECTIONS: tuple[SectionName, ...] = get_args(SectionName)
MONEY = frozenset({"amount", "ratio", "rate"})
# What a number with its unit is printed with; a cut inside would invent another number
_NUMERIC = frozenset("0123456789０１２３４５６７８９.．,，:：/%％‰ 〇零一二两三四五六七八九十百千万亿元年月日")
_BREAK = re.compile(r"[。；;！？\n]|(?<!\d)[,，](?!\d)|[、）)]")
Segment = tuple[str, str]  # ("=" both, "-" deleted, "+" inserted, "…" elided; the text)

_EACH = ("", "单个", "每个", "每家", "每", "同一", "单一", "单")  # words in front of a scope: 单个项目

# Policies and their stored pages are dated in China's one time zone, which has had no summer time since 1992
_BEIJING = dt.timezone(dt.timedelta(hours=8))


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One thing a reader should know. `old`, `new`, `delta` where a value changed; `segments` where wording did."""

    number: int = 0
    kind: str  # "raised", "row.added", "repealed" …: what a form colours it by
    label: str  # the kind in the reader's language
    clause: str = ""  # label as printed
    heading: str | None = None  # of the clause; of a line about a source, its name
    place: str = ""  # both, as a reader cites it
    subject: str | None = None
    old: str | None = None
    new: str | None = None
    delta: str | None = None
    text: str = ""
    segments: tuple[Segment, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    sources: tuple[int, ...] = ()  # where the evidence stands in the report's list of stored pages, from 1
    anchor: str | None = None  # the row of a comparison it stands in
    figure: FigureChange | None = None
    repeal: Repeal | None = None  # stated by a diff; an event about the same repeal takes its place


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Lines about one document; `document` is None where each line names its own."""

    document: str | None
    lines: tuple[Line, ...]
    more: int = 0  # lines left out, in a short form


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    name: SectionName
    title: str
    groups: tuple[Group, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines of the section."""
        return tuple(line for group in self.groups for line in group.lines)


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One row of a side-by-side table."""

    anchor: str
    change: str
    marks: tuple[str, ...]  # 修改, 移动, 原3. …
    old_label: str
    new_label: str
    heading: str | None
    old: tuple[Segment, ...]
    new: tuple[Segment, ...]
    lines: tuple[Line, ...]  # the report's lines about it

    @property
    def quiet(self) -> bool:
        """Nothing to read here: the same clause at the same place."""
        return self.change == "unchanged" and not self.marks


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """A diff as a table: facts about both versions, then rows."""

    anchor: str
    name: str
    facts: tuple[tuple[str, str, str], ...]  # (what, old, new)
    rows: tuple[Row, ...]
    related: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """A report. `counts` are the phrases of the lead in order of weight; `nothing` is True where no policy changed."""

    kind: Literal["diff", "night"]  # a night also tells how the sources stand, and names its documents
    title: str
    day: str
    lead: str
    counts: tuple[str, ...]
    trouble: tuple[str, ...]  # those of the counts that are about sources
    health: str | None
    nothing: bool
    facts: tuple[str, ...]
    sections: tuple[Section, ...]
    pages: tuple[Evidence, ...]  # the stored pages that the lines come from, each once
    comparisons: tuple[Comparison, ...]

    @property
    def day_beside(self) -> str:
        """The day as it stands beside the title: nothing where the title names it."""
        return "" if self.day in self.title else self.day

    @property
    def told_apart(self) -> tuple[Section, ...]:
        """The sections that a form with the whole comparison of a diff still shows: the table tells the others."""
        if self.kind == "night":
            return self.sections
        return tuple(section for section in self.sections if section.name not in ("clauses", "wording"))


_Entry = tuple[SectionName, str | None, Line]


# ── words ────────────────────────────────────────────────────────────────────────────────────────


def time_words(time: dt.datetime | None) -> str:
    """A time as readers of Chinese policy write it: Beijing time, with the offset named."""
    return f"{time.astimezone(_BEIJING):%Y-%m-%d %H:%M} (UTC+8)" if time else ""


def day_words(time: dt.datetime) -> str:
    """The day in Beijing on which `time` falls."""
    return f"{time.astimezone(_BEIJING):%Y-%m-%d}"


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


def _both_figures(change: FigureChange, lang: Lang) -> tuple[str | None, str | None]:
    """Old and new in words. A scope or period that only one side names is said to be missing on the other."""
    bound = change.change == "rebound"
    old, new = (figure_words(figure, lang, bound=bound) for figure in (change.old, change.new))
    if change.change == "rescoped" and change.old and change.new:
        missing = say("scope.none", lang) if change.old.scope != change.new.scope else say("period.none", lang)
        old = old if _per(change.old, lang) else change.old.text + say("brackets", lang, text=missing)
        new = new if _per(change.new, lang) else change.new.text + say("brackets", lang, text=missing)
    return old, new


# ── wording ──────────────────────────────────────────────────────────────────────────────────────


def old_side(row: ClauseChange) -> tuple[Segment, ...]:
    """The old text as printed, deleted parts marked."""
    return tuple((edit[0], edit[-1]) for edit in row.edits if edit[0] != "+")


def new_side(row: ClauseChange) -> tuple[Segment, ...]:
    """The new text as printed, inserted parts marked."""
    return tuple((edit[0], edit[1]) for edit in row.edits if edit[0] != "-")


def inline(row: ClauseChange) -> tuple[Segment, ...]:
    """Both texts in one run: what stayed in its new form, deletions, insertions."""
    return tuple((edit[0], edit[1]) for edit in row.edits)


def elide(segments: Sequence[Segment], *, keep: int = 16) -> tuple[Segment, ...]:
    """Long unchanged runs cut to `keep` characters next to each change; ("…", "…") stands for what was left out.

    >>> elide([("=", "一二三四五六"), ("+", "新")], keep=2)
    (('…', '…'), ('=', '五六'), ('+', '新'))
    """
    short: list[Segment] = []
    last = len(segments) - 1
    for at, (mark, text) in enumerate(segments):
        head, tail = (0 if at == 0 else keep), (0 if at == last else keep)
        if mark != "=" or len(text) <= head + tail + 2:
            short.append((mark, text))
            continue
        start = head_end(text, head) if head else 0
        stop = _tail_start(text, tail) if tail else len(text)
        if start >= stop:
            short.append((mark, text))
            continue
        kept = [("=", text[:start]), ("…", "…"), ("=", text[stop:])]
        short += [segment for segment in kept if segment[1]]
    return tuple(short)


def head_end(text: str, keep: int) -> int:
    """Where to cut `text` after about `keep` characters: behind a mark that is near, never inside a number.

    >>> "最高3000万元。鼓励"[: head_end("最高3000万元。鼓励", 4)]
    '最高3000万元。'
    """
    mark = _BREAK.search(text, max(keep - 4, 1), keep + 8)
    end = mark.end() if mark else keep
    while 0 < end < len(text) and _in_number(text, end):
        end += 1
    return min(end, len(text))


def _tail_start(text: str, keep: int) -> int:
    """Where the last about `keep` characters of `text` begin, by the same rule."""
    marks = list(_BREAK.finditer(text, max(len(text) - keep - 8, 0), max(len(text) - keep + 4, 0)))
    start = marks[-1].end() if marks else max(len(text) - keep, 0)
    while 0 < start < len(text) and _in_number(text, start):
        start -= 1
    return start


def _in_number(text: str, at: int) -> bool:
    """Whether a cut before `at` would leave a number that nobody printed."""
    return text[at - 1] in _NUMERIC and text[at] in _NUMERIC


# ── lines of a diff ──────────────────────────────────────────────────────────────────────────────


def _evidence(version: Version, clause: str | None) -> Evidence:
    return Evidence(
        url=version.source,
        sha256=version.sha256,
        fetched_at=version.fetched_at,
        doc_number=version.doc_number,
        clause=clause or None,
    )


def _both_evidence(diff: Diff, row: ClauseChange | None) -> tuple[Evidence, ...]:
    """The new text first, then the old; only sides on which the clause stands."""
    if row is None:
        return _evidence(diff.new, None), _evidence(diff.old, None)
    sides = ((diff.new, row.new), (diff.old, row.old))
    return tuple(_evidence(version, clause.label) for version, clause in sides if clause)


def _heading(row: ClauseChange | None) -> str | None:
    clause = (row.new or row.old) if row else None
    return clause.heading if clause else None


def _label(row: ClauseChange) -> str:
    clause = row.new or row.old
    return clause.label if clause else ""


_Place = tuple[str | None, ClauseChange | None]  # anchor and row of a comparison


def _places_of_figures(diff: Diff, anchor: str) -> list[tuple[FigureChange, _Place]]:
    """Each figure change with the row it stands in; money before terms, dates and counts, else in text order."""
    waiting: list[tuple[FigureChange, _Place]] = [
        (change, (f"{anchor}-{at}", row)) for at, row in enumerate(diff.clauses, 1) for change in row.figures
    ]
    placed: list[tuple[FigureChange, _Place]] = []
    for change in diff.figures:
        at = next((at for at, (known, _) in enumerate(waiting) if known == change), None)
        placed.append((change, (None, None)) if at is None else waiting.pop(at))
    return sorted(placed, key=lambda item: _kind(item[0]) not in MONEY)


def _kind(change: FigureChange) -> str:
    figure = change.new or change.old
    return figure.kind if figure else ""


def _figure_line(diff: Diff, change: FigureChange, row: ClauseChange | None, lang: Lang) -> Line:
    old, new = _both_figures(change, lang)
    figure = change.new or change.old
    return Line(
        kind=change.change,
        label=say(f"change.{change.change}", lang),
        clause=change.clause,
        heading=_heading(row),
        subject=_subject(figure) if figure else None,
        old=old,
        new=new,
        delta=change.delta,
        evidence=_both_evidence(diff, row),
        figure=change,
    )


def _subject(figure: Figure) -> str | None:
    """What a figure is for; None where that says no more than its scope (单个项目 beside 每项目)."""
    scope = figure.scope or ""
    return None if figure.subject in {f"{word}{scope}" for word in _EACH} else figure.subject


def _repeal_line(repeal: Repeal, evidence: tuple[Evidence, ...], lang: Lang) -> Line:
    name = repeal_words(repeal)
    partial = repeal.partial
    text = say("repeal.partial", lang, name=name, partial=partial) if partial else say("repeal.whole", lang, name=name)
    if repeal.effective:
        text += say("clause.separator", lang) + say("repeal.from", lang, on=repeal.effective.isoformat())
    return Line(
        kind="repeal",
        label=say("section.repeals", lang),
        clause=repeal.clause,
        text=text,
        evidence=evidence,
        repeal=repeal,
    )


def _validity_lines(diff: Diff, lang: Lang) -> Iterator[Line]:
    for name in ("effective_from", "expires_on", "term"):
        old, new = (getattr(version.validity, name) for version in (diff.old, diff.new))
        if old == new:
            continue
        unknown = say("validity.unknown", lang)
        yield Line(
            kind="validity",
            label=say(f"validity.{name}", lang),
            old=str(old) if old else unknown,
            new=str(new) if new else unknown,
            evidence=_both_evidence(diff, None),
        )


def _strength_lines(diff: Diff, row: ClauseChange, lang: Lang) -> Iterator[Line]:
    for modal in row.modals:
        yield Line(
            kind=modal.change,
            label=say(f"modal.{modal.change}", lang),
            clause=modal.clause,
            heading=_heading(row),
            old=modal.old or None,
            new=modal.new or None,
            text=modal.new_sentence or modal.old_sentence,
            evidence=_both_evidence(diff, row),
        )


def row_marks(row: ClauseChange, lang: Lang) -> tuple[str, ...]:
    """What became of a clause, in words: 修改, 移动, 原3., 拆分."""
    marks = [say(f"row.{row.change}", lang)] if row.change != "unchanged" else []
    if row.moved:
        marks.append(say("row.moved", lang))
    if row.renumbered and row.old:
        marks.append(say("row.renumbered", lang, old=row.old.label or say("inspect.opening", lang)))
    if row.relation != "one":
        marks.append(say(f"row.{row.relation}", lang))
    if row.settled_by:
        marks.append(say("row.settled", lang, who=row.settled_by))
    return tuple(marks)


def _row_line(diff: Diff, row: ClauseChange, lang: Lang) -> Line:
    kind = f"row.{row.change}" if row.change != "unchanged" else "row.moved"
    return Line(
        kind=kind,
        label=say("clause.separator", lang).join(row_marks(row, lang)),
        clause=_label(row),
        heading=_heading(row),
        segments=inline(row) if row.change != "unchanged" else (),
        text=say("sentence.separator", lang).join(_item_words(row, lang)),
        evidence=_both_evidence(diff, row),
    )


def _item_words(row: ClauseChange, lang: Lang) -> tuple[str, ...]:
    return tuple(say(f"item.{item.change}", lang, name=item.name) for item in row.items)


def diff_entries(diff: Diff, lang: Lang, *, name: str | None, anchor: str) -> Iterator[_Entry]:
    """All lines of a diff with their section, not yet numbered. `anchor` names its comparison."""
    for change, (place, known) in _places_of_figures(diff, anchor):
        yield "figures", name, replace(_figure_line(diff, change, known, lang), anchor=place)
    for repeal in diff.repeals:
        yield "repeals", name, _repeal_line(repeal, (_evidence(diff.new, repeal.clause),), lang)
    for line in _validity_lines(diff, lang):
        yield "validity", name, line
    for at, row in enumerate(diff.clauses, 1):
        place = f"{anchor}-{at}"
        for line in _strength_lines(diff, row, lang):
            yield "strength", name, replace(line, anchor=place)
        if row.change in ("added", "removed") or (row.change == "unchanged" and row.moved):
            yield "clauses", name, replace(_row_line(diff, row, lang), anchor=place)
        elif row.change == "edited":
            yield "wording", name, replace(_row_line(diff, row, lang), anchor=place)


def comparison(diff: Diff, lang: Lang, *, anchor: str, sections: Iterable[Section]) -> Comparison:
    """A diff as a side-by-side table; each row has the lines of `sections` that are about it."""
    lines: dict[str, list[Line]] = {}
    for section in sections:
        for line in section.lines:
            lines.setdefault(line.anchor or "", []).append(line)
    places = [(f"{anchor}-{at}", row) for at, row in enumerate(diff.clauses, 1)]
    return Comparison(
        anchor=anchor,
        name=document_words(diff.new, lang),
        facts=version_facts(diff, lang),
        rows=tuple(_row(row, place, tuple(lines.get(place, ())), lang) for place, row in places),
        related=diff.related,
    )


def _row(row: ClauseChange, anchor: str, lines: tuple[Line, ...], lang: Lang) -> Row:
    return Row(
        anchor=anchor,
        change=row.change,
        marks=row_marks(row, lang),
        old_label=row.old.label if row.old else "",
        new_label=row.new.label if row.new else "",
        heading=_heading(row),
        old=old_side(row),
        new=new_side(row),
        lines=lines,
    )


def version_facts(diff: Diff, lang: Lang) -> tuple[tuple[str, str, str], ...]:
    """(what, old, new) for all that is known of either version."""

    def facts(version: Version) -> dict[str, str]:
        validity = version.validity
        return {
            "word.title": version.printed_title or version.title,
            "word.stage": say(f"stage.{version.stage}", lang),
            "word.doc_number": version.doc_number or "",
            "word.issuers": say("list.separator", lang).join(version.issuers),
            "word.region": version.region or "",
            "word.issued": str(version.issued or ""),
            "word.published": str(version.published or ""),
            "validity.effective_from": str(validity.effective_from or ""),
            "validity.expires_on": str(validity.expires_on or ""),
            "word.url": version.source or "",
            "word.hash": short_hash(version.sha256),
            "word.time": time_words(version.fetched_at),
        }

    old, new = facts(diff.old), facts(diff.new)
    return tuple((say(key, lang), old[key], new[key]) for key in old if old[key] or new[key])


# ── lines of events ──────────────────────────────────────────────────────────────────────────────


def event_entries(event: Event, lang: Lang, *, anchor: str) -> Iterator[_Entry]:
    """All lines of an event with their section, not yet numbered. `anchor` names the comparison of its diff."""
    name = _name(event, lang)
    other = document_words(event.other, lang) if event.other else None
    match event.kind:
        case "stage_changed" | "edited":
            yield from _changed_entries(event, name, anchor, lang)
        case "new_document":
            yield "new", None, _line(event, "word.document", _new_words(event, name, lang), lang)
        case "repealed" | "repeals":
            yield "repeals", None, _line(event, "section.repeals", _repealed_words(event, name, other, lang), lang)
        case "expiring" | "lapsed":
            yield "validity", None, _line(event, "section.validity", _lapse_words(event, name, lang), lang)
        case "cites_ended":
            yield (
                "cites_ended",
                None,
                _line(event, "section.cites_ended", _citing_words(event, name, other, lang), lang),
            )
        case "page_gone" | "page_unreadable":
            yield "gone", None, _line(event, "section.gone", _page_words(event, lang), lang)
        case "possible_match":
            yield "matches", None, _line(event, "section.matches", _match_words(event, name, other, lang), lang)
        case "source_recovered":
            text = _with_detail(say("event.source_recovered", lang, name=event.source or ""), event.detail, lang)
            yield "health", None, _line(event, "section.health", text, lang)
        case "source_failing":
            text = _with_detail(say("event.source_failing", lang, name=event.source or ""), event.detail, lang)
            yield "health", None, _line(event, "section.health", text, lang)


def _name(event: Event, lang: Lang) -> str:
    return document_words(event.document or event.version, lang)


def _line(event: Event, label: str, text: str, lang: Lang) -> Line:
    return Line(kind=event.kind, label=say(label, lang), text=text, evidence=event.evidence)


def _with_detail(text: str, detail: str | None, lang: Lang) -> str:
    return f"{text}{say('colon', lang)}{detail}" if detail else text


def _changed_entries(event: Event, name: str, anchor: str, lang: Lang) -> Iterator[_Entry]:
    """A stage change has a line of its own; an edit in place only where its diff shows nothing."""
    diff = event.diff
    entries = list(diff_entries(diff, lang, name=name, anchor=anchor)) if diff else []
    if event.kind == "stage_changed":
        stages = [say(f"stage.{version.stage}", lang) for version in (diff.old, diff.new)] if diff else ["", ""]
        text = say("event.stage_changed", lang, name=name, old=stages[0], new=stages[1]) if diff else name
        notes = [event.detail] if event.detail else []
        if diff and not diff.related:
            notes.append(say("event.unrelated", lang))
        elif not entries:
            notes.append(say("event.adopted", lang))
        text = say("sentence.separator", lang).join([text, *notes])
        yield "stages", None, _line(event, "section.stages", text, lang)
    elif not entries:
        text = say("event.edited", lang, name=name) + say("clause.separator", lang) + say("event.edited.none", lang)
        yield "wording", None, _line(event, "section.wording", text, lang)
    for section, document, line in entries:
        known = tuple(item for item in line.evidence if item.url or item.sha256)
        yield section, document, replace(line, evidence=known or event.evidence)


def _new_words(event: Event, name: str, lang: Lang) -> str:
    version, document = event.version, event.document or event.version
    parts: list[str] = []
    if document:
        parts += [say("list.separator", lang).join(document.issuers), str(document.issued or document.published or "")]
    if version and version.stage != "final":
        parts.append(say(f"stage.{version.stage}", lang))
    if version and version.clauses:
        figures = sum(len(clause.figures) for clause in version.clauses)
        parts.append(say("event.new.size", lang, n=len(version.clauses)))
        parts += [say("event.new.figures", lang, n=figures)] if figures else []
    if event.detail:
        parts.append(event.detail)
    known = [part for part in parts if part]
    return name + (say("colon", lang) + say("clause.separator", lang).join(known) if known else "")


def _repealed_words(event: Event, name: str, other: str | None, lang: Lang) -> str:
    repeal = event.repeal
    partial = repeal.partial if repeal else None
    kind = f"event.{event.kind}.partial" if partial else f"event.{event.kind}"
    what = repeal_words(repeal) if repeal else say("document.unknown", lang)
    by = other or say("document.unknown", lang)
    text = say(kind, lang, name=name, other=by, what=what, partial=partial)
    on = event.on or (repeal.effective if repeal else None)
    if on:
        text += say("clause.separator", lang) + say("repeal.from", lang, on=on.isoformat())
    return _with_detail(text, event.detail, lang)


def _lapse_words(event: Event, name: str, lang: Lang) -> str:
    if event.on is None:
        key = "event.lapsed.undated" if event.kind == "lapsed" else "event.expiring"
        return _with_detail(say(key, lang, name=name, on=say("validity.unknown", lang)), event.detail, lang)
    text = say(f"event.{event.kind}", lang, name=name, on=event.on.isoformat())
    days = (event.on - event.happened_at.astimezone(_BEIJING).date()).days
    if event.kind == "expiring" and days >= 0:
        text += say("clause.separator", lang) + say("event.expiring.days", lang, days=days)
    return _with_detail(text, event.detail, lang)


def _citing_words(event: Event, name: str, other: str | None, lang: Lang) -> str:
    """A cited document that is not tracked is named by the detail alone."""
    if other is None:
        return say("event.cites_ended", lang, name=name, other=event.detail or say("document.unknown", lang))
    return _with_detail(say("event.cites_ended", lang, name=name, other=other), event.detail, lang)


def _page_words(event: Event, lang: Lang) -> str:
    """The page by its document where that is known, else by its address."""
    address = next((item.url for item in event.evidence if item.url), None)
    name = _name(event, lang) if event.document or not address else address
    source = event.source or say("document.unknown", lang)
    return _with_detail(say(f"event.{event.kind}", lang, name=name, source=source), event.detail, lang)


def _match_words(event: Event, name: str, other: str | None, lang: Lang) -> str:
    text = say("event.possible_match", lang, name=name, other=other or say("document.unknown", lang))
    text = _with_detail(text, event.detail, lang)
    if event.document and event.other:
        advice = say("event.possible_match.advice", lang, a=event.document.id, b=event.other.id)
        text += say("sentence.separator", lang) + advice
    return text


# ── health ───────────────────────────────────────────────────────────────────────────────────────


def _health_line(health: SourceHealth, lang: Lang) -> Line:
    parts: list[str] = []
    if health.state == "never":
        parts.append(say("health.never", lang))
    else:
        parts.append(health.reason or say("health.no_reason", lang))
        if health.failing_since:
            parts.append(say("health.since", lang, time=time_words(health.failing_since)))
        if health.failures > 1:
            parts.append(say("health.nights", lang, n=health.failures))
        known = say("health.last_good", lang, time=time_words(health.last_good))
        parts.append(known if health.last_good else say("health.no_good", lang))
    if health.advice:
        parts.append(say("health.advice", lang, advice=health.advice))
    text = say("sentence.separator", lang).join(part.rstrip("。.;；") for part in parts)
    if health.url and health.url not in text:
        text += say("sentence.separator", lang) + health.url
    return Line(
        kind=f"health.{health.state}",
        label=say("section.health", lang),
        heading=health.name,
        text=text,
    )


def health_entries(report: NightReport, lang: Lang) -> Iterator[_Entry]:
    """A line for each source that is not well; a failing event of such a source adds nothing to it."""
    for health in report.health:
        if health.state != "ok":
            yield "health", None, _health_line(health, lang)


# ── whole views ──────────────────────────────────────────────────────────────────────────────────

_COUNTS: dict[SectionName, str] = {
    "repeals": "count.repeals",
    "validity": "count.validity",
    "cites_ended": "count.cites_ended",
    "stages": "count.stages",
    "strength": "count.strength",
    "clauses": "count.clauses",
    "wording": "count.wording",
    "new": "count.new",
    "gone": "count.gone",
    "matches": "count.matches",
}


def _sections(entries: Iterable[_Entry], lang: Lang) -> tuple[Section, ...]:
    """Entries in the order of sections, grouped by document, numbered through from 1."""
    listed = list(entries)
    sections: list[Section] = []
    pages: dict[_PageKey, int] = {}
    number = 0
    for name in SECTIONS:
        groups: dict[str | None, list[Line]] = {}
        for section, document, line in listed:
            if section == name:
                number += 1
                numbered = replace(
                    line, number=number, sources=_sources(line.evidence, pages), place=_place_words(line, lang)
                )
                groups.setdefault(document, []).append(numbered)
        if groups:
            told = tuple(Group(document=document, lines=tuple(lines)) for document, lines in groups.items())
            sections.append(Section(name=name, title=say(f"section.{name}", lang), groups=told))
    return tuple(sections)


_PageKey = tuple[str | None, str | None]  # address and sha256


def _stored(evidence: Iterable[Evidence]) -> dict[_PageKey, Evidence]:
    return {(item.url, item.sha256): replace(item, clause=None) for item in evidence if item.url or item.sha256}


def _place_words(line: Line, lang: Lang) -> str:
    place = " ".join(part for part in (line.clause, line.heading) if part)
    return place or (say("inspect.opening", lang) if line.anchor else "")


def _sources(evidence: Iterable[Evidence], pages: dict[_PageKey, int]) -> tuple[int, ...]:
    """The numbers of the stored pages of a line; a page not yet listed is added to `pages`."""
    return tuple(pages.setdefault(page, len(pages) + 1) for page in _stored(evidence))


def _pages(sections: Iterable[Section]) -> tuple[Evidence, ...]:
    """The stored pages in the order of their numbers."""
    listed: dict[int, Evidence] = {}
    for line in (line for section in sections for line in section.lines):
        for number, page in zip(line.sources, _stored(line.evidence).values(), strict=True):
            listed.setdefault(number, page)
    return tuple(listed[number] for number in sorted(listed))


def is_money(line: Line) -> bool:
    """Whether a line is about an amount, a ratio or a rate."""
    return line.figure is not None and _kind(line.figure) in MONEY


def _counts(sections: Iterable[Section], lang: Lang) -> tuple[str, ...]:
    counts: list[tuple[str, int]] = []
    for section in sections:
        if section.name == "figures":
            money = sum(map(is_money, section.lines))
            counts += [("count.money", money), ("count.figures", len(section.lines) - money)]
        elif section.name in _COUNTS:
            counts.append((_COUNTS[section.name], len(section.lines)))
    return tuple(say(key, lang, n=n) for key, n in counts if n)


def diff_view(diff: Diff, lang: Lang) -> View:
    """A diff as a report: its sections and one comparison."""
    sections = _sections(diff_entries(diff, lang, name=None, anchor="c1"), lang)
    counts = _counts(sections, lang)
    lead = say("clause.separator", lang).join(counts) or say("diff.nothing", lang)
    if not diff.related:
        lead = say("event.unrelated", lang)
    return View(
        kind="diff",
        title=document_words(diff.new, lang),
        day=str(diff.new.issued or diff.new.published or ""),
        lead=lead,
        counts=counts,
        trouble=(),
        health=None,
        nothing=not sections,
        facts=_row_facts(diff, lang),
        sections=sections,
        pages=_pages(sections),
        comparisons=(comparison(diff, lang, anchor="c1", sections=sections),),
    )


def _row_facts(diff: Diff, lang: Lang) -> tuple[str, ...]:
    unchanged = sum(row.change == "unchanged" for row in diff.clauses)
    renumbered = sum(row.change == "unchanged" and row.renumbered for row in diff.clauses)
    facts = [say("count.unchanged", lang, n=unchanged)] if unchanged else []
    return (*facts, say("count.renumbered", lang, n=renumbered)) if renumbered else tuple(facts)


def night_view(report: NightReport, lang: Lang) -> View:
    """A night as a report: policy changes first, then how the sources stand, then what a person should settle."""
    unwell = {health.source for health in report.health if health.state != "ok"}
    told = [event for event in report.events if not (event.kind == "source_failing" and event.source in unwell)]
    names = {health.source: health.name for health in report.health}
    named = [replace(event, source=names.get(event.source or "", event.source)) for event in told]
    health = _health_words(report, lang)
    view = _events_view(named, lang, more=health_entries(report, lang))
    trouble = _failing_counts(report, lang)
    return replace(
        view,
        title=_night_title(report, lang),
        day=day_words(report.finished_at),
        lead=say("clause.separator", lang).join([view.lead or say("night.nothing", lang), health]),
        counts=view.counts + trouble,
        trouble=trouble,
        health=health,
        facts=_night_facts(report, lang),
    )


def _night_title(report: NightReport, lang: Lang) -> str:
    """The report's own title; one that is only a day or a period says what it is a report of."""
    if any(char.isalpha() for char in report.title):
        return report.title
    period = "" if report.title == day_words(report.finished_at) else f" {report.title}"
    return say("night.title", lang) + period


def event_view(event: Event, lang: Lang) -> View:
    """One event as a report of its own; its title is the event in one line."""
    view = _events_view([event], lang, more=())
    lines = [line for section in view.sections for line in section.lines]
    if event.diff:
        stages = [say(f"stage.{version.stage}", lang) for version in (event.diff.old, event.diff.new)]
        key = "event.stage_changed" if event.kind == "stage_changed" else "event.edited"
        name = say(key, lang, name=_name(event, lang), old=stages[0], new=stages[-1])
        title = say("clause.separator", lang).join([name, *view.counts])
    else:
        title = lines[0].text if lines else event.kind
    return replace(view, title=title, day=day_words(event.happened_at))


def _events_view(events: Sequence[Event], lang: Lang, *, more: Iterable[_Entry]) -> View:
    repealed = {_repeal_key(event.repeal) for event in events if event.repeal}
    entries = [
        entry
        for at, event in enumerate(events, 1)
        for entry in event_entries(event, lang, anchor=f"c{at}")
        if entry[2].repeal is None or _repeal_key(entry[2].repeal) not in repealed
    ]
    sections = _sections([*entries, *more], lang)
    counts = _counts(sections, lang)
    return View(
        kind="night",
        title="",
        day="",
        lead=say("clause.separator", lang).join(counts),
        counts=counts,
        trouble=(),
        health=None,
        nothing=not counts,
        facts=(),
        sections=sections,
        pages=_pages(sections),
        comparisons=tuple(
            comparison(event.diff, lang, anchor=f"c{at}", sections=sections)
            for at, event in enumerate(events, 1)
            if event.diff and event.diff.clauses
        ),
    )


def _repeal_key(repeal: Repeal) -> tuple[str | None, str | None]:
    """What a repeal in a diff and the event it led to have in common."""
    return doc_number_key(repeal.doc_number) or title_key(repeal.title or repeal.text), repeal.partial


def _health_words(report: NightReport, lang: Lang) -> str:
    if not report.health:
        return say("health.none", lang)
    healthy = sum(health.state == "ok" for health in report.health)
    return say("health.line", lang, all=len(report.health), ok=healthy)


def _failing_counts(report: NightReport, lang: Lang) -> tuple[str, ...]:
    failing = sum(health.state == "failing" for health in report.health)
    recovered = sum(event.kind == "source_recovered" for event in report.events)
    return tuple(say(key, lang, n=n) for key, n in (("count.failing", failing), ("count.recovered", recovered)) if n)


def _night_facts(report: NightReport, lang: Lang) -> tuple[str, ...]:
    facts = [time_words(report.finished_at), say("count.documents", lang, n=report.documents)]
    if report.pages:
        facts += [
            say("count.pages", lang, n=report.pages),
            say("count.pages_unchanged", lang, n=report.unchanged),
        ]
    return tuple(facts)
