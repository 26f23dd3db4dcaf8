"""What the clauses of a version say: figures, modal words, repeals, validity, citations.

    Version (with clauses) → read_meaning → the same Version with what it says

Each reading is a module of its own; this one only puts them together.
"""

from __future__ import annotations

from dataclasses import replace

from tracker.meaning.citations import find_citations
from tracker.meaning.figures import find_figures
from tracker.meaning.repeals import find_repeals
from tracker.meaning.validity import find_validity
from tracker.modals import find_modals
from tracker.models import Clause, Version

__all__ = [
    "find_citations",
    "find_figures",
    "find_modals",
    "find_repeals",
    "find_validity",
    "read_meaning",
]


def read_meaning(version: Version) -> Version:
    """`version` with figures and modal words of every clause, and its repeals, citations and validity.

    `version.clauses` must be set before (`tracker.clauses.parse_clauses`); what stood in the filled fields is replaced.
    """
    read = replace(version, clauses=tuple(_read_clause(clause) for clause in version.clauses))
    read = replace(read, repeals=find_repeals(read))
    return replace(read, citations=find_citations(read), validity=find_validity(read))


def _read_clause(clause: Clause) -> Clause:
    return replace(clause, figures=find_figures(clause.text), modals=find_modals(clause.text))
