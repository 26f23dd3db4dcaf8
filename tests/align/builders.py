"""Clauses for the alignment tests."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.models import Clause, Pair


def clause(label: str, text: str, *, heading: str | None = None, number: int | None = None) -> Clause:
    """A clause with its label as path."""
    return Clause(label=label, path=(label,), heading=heading, text=text, line=1, number=number)


def articles(*texts: str) -> tuple[Clause, ...]:
    """第1条, 第2条, … with these texts."""
    return tuple(clause(f"第{at}条", text, number=at) for at, text in enumerate(texts, 1))


def links(pairs: Sequence[Pair]) -> list[tuple[str, str]]:
    """The labels of the linked clauses, in the order of the pairs."""
    return [(pair.old.label, pair.new.label) for pair in pairs if pair.old is not None and pair.new is not None]


def removed(pairs: Sequence[Pair]) -> list[str]:
    """Labels of the old clauses without a link."""
    return [pair.old.label for pair in pairs if pair.old is not None and pair.new is None]


def added(pairs: Sequence[Pair]) -> list[str]:
    """Labels of the new clauses without a link."""
    return [pair.new.label for pair in pairs if pair.new is not None and pair.old is None]
