"""From two versions and the pairs of their clauses to a Diff: what a reader should know, in reading order.

    pairs ─► rows in the order of the new version ─► wording, figures, modal words, 款 and 项 per row ─► Diff

A row of a split or merge is compared with the part of the shared clause that continues there. Parts leave no gap: what
none of them names goes with the part before it, so nothing of a clause is left uncompared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial

from tracker.compare.figures import compare_figures
from tracker.compare.items import compare_items
from tracker.compare.modality import compare_modals
from tracker.compare.moved import settle_moved
from tracker.compare.shared import settle_shared
from tracker.compare.wording import compare_wording
from tracker.models import Clause, ClauseChange, Diff, Figure, Pair, Repeal, Version
from tracker.names import doc_number_key, title_key
from tracker.text import normal

Span = tuple[int, int]


def compare_versions(old: Version, new: Version, pairs: Sequence[Pair]) -> Diff:
    """All changes from `old` (n clauses) to `new` (m clauses).

    Args:
        old, new: Versions whose clauses carry their figures already.

        pairs: Every clause of both sides at least once, as `align_clauses` gives them.

    Returns:
        One row per pair: in the order of the new version, removed clauses behind the one they stood behind.
        `figures` are those of all rows; `repeals` only what `new` states and `old` did not.
    """
    ordered = _in_order(pairs, _Places(old.clauses), _Places(new.clauses))
    spans = _spans(ordered)
    rows = [_row(pair, *span) for pair, span in zip(ordered, spans, strict=True)]
    rows = settle_moved(settle_shared(rows, ordered), ordered)
    return Diff(
        old=old,
        new=new,
        clauses=tuple(rows),
        figures=tuple(change for row in rows for change in row.figures),
        repeals=_new_repeals(old.repeals, new.repeals),
        related=_related(old, new, ordered),
    )


def _related(old: Version, new: Version, pairs: Sequence[Pair]) -> bool:
    """False where both texts have clauses and no two of them continue each other."""
    if not old.clauses or not new.clauses:
        return True
    return any(pair.old is not None and pair.new is not None for pair in pairs)


# ── order ────────────────────────────────────────────────────────────────────────────────────────


def _key(clause: Clause) -> tuple[tuple[str, ...], int, str]:
    """What tells a clause from the others of its version."""
    return clause.path, clause.line, clause.text


class _Places:
    """Where a clause stands in its version."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._at = {_key(clause): at for at, clause in enumerate(clauses)}

    def __getitem__(self, clause: Clause) -> int:
        return self._at[_key(clause)]


def _in_order(pairs: Sequence[Pair], olds: _Places, news: _Places) -> list[Pair]:
    """Pairs in the order of the new clauses; a removed clause behind the nearest one before it that lives on."""
    living = sorted(
        (pair for pair in pairs if pair.new is not None),
        key=lambda pair: (news[_some(pair.new)], olds[pair.old] if pair.old else -1),
    )
    behind: dict[int, list[Pair]] = defaultdict(list)  # position in `living`, -1 for the head
    stands = sorted((olds[pair.old], at) for at, pair in enumerate(living) if pair.old is not None)
    gone = sorted((pair for pair in pairs if pair.new is None), key=lambda pair: olds[_some(pair.old)])
    step, after = 0, -1
    for pair in gone:
        while step < len(stands) and stands[step][0] < olds[_some(pair.old)]:
            after = stands[step][1]
            step += 1
        behind[after].append(pair)
    ordered = list(behind[-1])
    for at, pair in enumerate(living):
        ordered += [pair, *behind[at]]
    return ordered


def _some(clause: Clause | None) -> Clause:
    assert clause is not None
    return clause


# ── parts of a split or merge ────────────────────────────────────────────────────────────────────


def _spans(pairs: Sequence[Pair]) -> list[tuple[Span | None, Span | None]]:
    """Per pair the part of the old and of the new text it compares, without gaps; None: all of it."""
    old_spans = _without_gaps([(pair.old, pair.old_span) if pair.new else (None, None) for pair in pairs])
    new_spans = _without_gaps([(pair.new, pair.new_span) if pair.old else (None, None) for pair in pairs])
    return list(zip(old_spans, new_spans, strict=True))


def _without_gaps(parts: Sequence[tuple[Clause | None, Span | None]]) -> list[Span | None]:
    spans = [span for _, span in parts]
    shared: dict[tuple[tuple[str, ...], int, str], list[int]] = defaultdict(list)
    for at, (clause, span) in enumerate(parts):
        if clause is not None and span is not None:
            shared[_key(clause)].append(at)
    for rows in shared.values():
        rows.sort(key=lambda at: spans[at] or (0, 0))
        text = _some(parts[rows[0]][0]).text
        for index, at in enumerate(rows):
            start, end = spans[at] or (0, 0)
            start = 0 if index == 0 else start
            end = max(end, (spans[rows[index + 1]] or (0, 0))[0]) if index + 1 < len(rows) else len(text)
            spans[at] = (start, end)
    return spans


def _part(clause: Clause, span: Span | None) -> str:
    return clause.text if span is None else clause.text[slice(*span)].strip("\n")


def _figures_in(clause: Clause, span: Span | None) -> list[Figure]:
    return [figure for figure in clause.figures if span is None or span[0] <= figure.start < span[1]]


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────


def _row(pair: Pair, old_span: Span | None, new_span: Span | None) -> ClauseChange:
    if pair.old is None or pair.new is None:
        return _single(pair)
    old_text, new_text = _part(pair.old, old_span), _part(pair.new, new_span)
    wording = compare_wording(old_text, new_text)
    row = partial(
        ClauseChange,
        change="unchanged" if wording.same else "edited",
        old=pair.old,
        new=pair.new,
        moved=pair.moved,
        renumbered=_label(pair.old) != _label(pair.new),
        relation=pair.relation,
        similarity=wording.similarity,
        edits=wording.edits,
        settled_by=pair.settled_by,
    )
    if wording.same:
        return row()
    figures = compare_figures(
        _figures_in(pair.old, old_span),
        _figures_in(pair.new, new_span),
        old_text=pair.old.text,
        new_text=pair.new.text,
        clause=pair.new.label,
        old_clause=pair.old.label,
    )
    return row(
        figures=figures,
        modals=compare_modals(old_text, new_text, pair.new.label),
        items=compare_items(pair.old, pair.new, old_text=old_text, new_text=new_text),
    )


def _single(pair: Pair) -> ClauseChange:
    """A clause of one side alone."""
    removed = pair.new is None
    clause = _some(pair.old if removed else pair.new)
    return ClauseChange(
        change="removed" if removed else "added",
        old=pair.old,
        new=pair.new,
        relation=pair.relation,
        edits=(("-" if removed else "+", clause.text),) if clause.text else (),
        figures=compare_figures(
            clause.figures if removed else (),
            () if removed else clause.figures,
            old_text=clause.text if removed else "",
            new_text="" if removed else clause.text,
            clause=clause.label,
        ),
        settled_by=pair.settled_by,
    )


def _label(clause: Clause) -> str:
    """A label without the marks around it: 1. and 1、 number alike."""
    return str(normal(clause.label)).rstrip(".、")


# ── repeals ──────────────────────────────────────────────────────────────────────────────────────


def _new_repeals(old: Sequence[Repeal], new: Sequence[Repeal]) -> tuple[Repeal, ...]:
    """The repeals of `new` that `old` did not state, known by document number or else by title."""
    return tuple(repeal for repeal in new if not any(_same_repeal(repeal, other) for other in old))


def _same_repeal(one: Repeal, other: Repeal) -> bool:
    if one.partial != other.partial:
        return False
    if one.doc_number and other.doc_number:
        return doc_number_key(one.doc_number) == doc_number_key(other.doc_number)
    if one.title and other.title:
        return title_key(one.title) == title_key(other.title)
    return not (one.title or other.title or one.doc_number or other.doc_number) and one.text == other.text
