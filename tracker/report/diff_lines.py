"""The lines and the side-by-side table of a diff."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tracker.models import ClauseChange, Diff, Evidence, Figure, FigureChange, Repeal, Version
from tracker.names import doc_number_key
from tracker.report.layout import Comparison, Entry, Line, Row, Section
from tracker.report.phrases import Lang, say
from tracker.report.wording import inline, new_side, old_side
from tracker.report.words import both_figures, document_words, repeal_words, short_hash, time_words
from tracker.text import normal

_MONEY = frozenset({"amount", "ratio", "rate"})
_EACH = ("", "单个", "每个", "每家", "每", "同一", "单一", "单")  # words in front of a scope: 单个项目


def is_money(change: FigureChange) -> bool:
    """Whether a figure change is about an amount, a ratio or a rate."""
    figure = change.new or change.old
    return figure is not None and figure.kind in _MONEY


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
    return sorted(placed, key=lambda item: not is_money(item[0]))


def _figure_line(diff: Diff, change: FigureChange, row: ClauseChange | None, lang: Lang) -> Line:
    old, new = both_figures(change, lang)
    figure = change.new or change.old
    return Line(
        kind=change.change,
        label=say(f"change.{change.change}", lang),
        clause=change.clause,
        heading=row.old.heading if row and row.old and change.new is None else _heading(row),
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
    """Other dates of force. Where the words are the same, only the starting day has become known: no change."""
    words = [normal(version.validity.text or "") for version in (diff.old, diff.new)]
    if words[0] and words[0] == words[1]:
        return
    days = [version.validity.expires_on for version in (diff.old, diff.new)]
    for name in ("effective_from", "expires_on", *(() if any(days) else ("term",))):
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


def _is_of_validity(diff: Diff, change: FigureChange, row: ClauseChange | None) -> bool:
    """Whether a date or term that went or came stands in the sentence on validity: its lines tell what it comes to."""
    version, figure = (diff.new, change.new) if change.new else (diff.old, change.old)
    clause = (row.new if change.new else row.old) if row else None
    said = version.validity.text
    if change.change not in ("added", "removed") or figure is None or clause is None or not said:
        return False
    of_time = figure.kind in ("date", "duration")
    return of_time and normal(said) in normal(clause.text) and normal(figure.text) in normal(said)


def _fact_lines(diff: Diff, lang: Lang) -> Iterator[Line]:
    """Another title, document number or signing date, where both versions state one; a draft has its own."""
    old, new = diff.old, diff.new
    proposed = (old.stage == "draft") != (new.stage == "draft")
    facts = (
        ("word.title", old.title, new.title),
        ("word.doc_number", doc_number_key(old.doc_number), doc_number_key(new.doc_number)),
        ("word.issued", str(old.issued or ""), str(new.issued or "")),
    )
    for key, before, after in facts:
        if before and after and normal(before) != normal(after) and not (proposed and key == "word.issued"):
            yield Line(kind="fact", label=say(key, lang), old=before, new=after, evidence=_both_evidence(diff, None))


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


def diff_entries(diff: Diff, lang: Lang, *, name: str | None, anchor: str) -> Iterator[Entry]:
    """All lines of a diff with their section, not yet numbered. `anchor` names its comparison."""
    validity = tuple(_validity_lines(diff, lang))
    for change, (place, known) in _places_of_figures(diff, anchor):
        if validity and _is_of_validity(diff, change, known):
            continue
        yield "figures", name, replace(_figure_line(diff, change, known, lang), anchor=place)
    for repeal in diff.repeals:
        yield "repeals", name, _repeal_line(repeal, (_evidence(diff.new, repeal.clause),), lang)
    for line in validity:
        yield "validity", name, line
    for line in _fact_lines(diff, lang):
        yield "stages", name, line
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
