"""Clauses: policy text in, the units a reader would cite out (docs/contract.md, CLAUSE).

text ─► paragraphs (lines.py) ─► outline (labels.py, cards.py, outline.py) ─► clauses (units.py, headings.py, ends.py)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tracker.clauses.appendices import split_appendices
from tracker.clauses.lines import Paragraph, find_paragraphs
from tracker.clauses.outline import read_outline, settle_soft
from tracker.clauses.units import read_clauses
from tracker.models import Clause

__all__ = ["parse_clauses"]


def parse_clauses(text: str, *, first_line: int = 1) -> tuple[Clause, ...]:
    """The clauses of one policy text, in reading order.

    Args:
        text: One document, a printed paragraph or a hard-wrapped line per line.

        first_line: Number of the first line of `text` in its file (1-based).

    Returns:
        Articles (条), or the numbered measures where there are none, with unnumbered opening and closing
        paragraphs labelled ""; those of an appendix have its label in front of their path. Empty where the
        text says nothing.

    >>> [(c.label, c.heading) for c in parse_clauses("一、鼓励研发\\n1.支持研发。给予补助。\\n2.支持应用。给予奖励。")]
    [('1.', '支持研发'), ('2.', '支持应用')]
    """
    main, *appendices = split_appendices(find_paragraphs(text, first_line=first_line))
    clauses = list(_read(main.paragraphs))
    for part in appendices:
        clauses += [replace(clause, path=(part.label, *clause.path)) for clause in _read(part.paragraphs)]
    return tuple(clauses)


def _read(paragraphs: Sequence[Paragraph]) -> tuple[Clause, ...]:
    root = read_outline(paragraphs)
    settled = settle_soft(paragraphs, root)
    if settled is None:
        return read_clauses(paragraphs, root)
    return read_clauses(settled, read_outline(settled))
