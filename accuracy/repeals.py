"""Repeals of labelled sentences, and the validity of every document of the seeds.

The sentences carry their own labels (title, number, part). The seeds' validity was read by hand; `_VALIDITY` has it by
seed and place of the document in it: first day, last day, term. A day is None where the text names none and the page
gives no date to count from.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from accuracy.score import Counts, Score
from tracker.clauses import parse_clauses
from tracker.documents import find_documents
from tracker.extract import read_page
from tracker.meaning import find_validity
from tracker.meaning.repeals import find_repeals_in
from tracker.models import Version
from tracker.names import doc_number_key
from tracker.text import normal

_Facts = tuple[str | None, str | None, str | None]
_NONE: _Facts = (None, None, None)
_VALIDITY: dict[str, tuple[_Facts, ...]] = {
    "000": ((None, None, "3年"),),
    "002": (
        ("2022-09-16", None, None),
        _NONE,
        ("2022-09-23", None, None),
        _NONE,
        ("2022-07-26", "2025-07-25", "3年"),
        _NONE,
        ("2022-08-11", "2025-08-10", "三年"),
        _NONE,
    ),
    "003": (
        _NONE,
        _NONE,
        _NONE,
        (None, "2028-12-31", None),
        (None, None, "五年"),
        (None, "2030-12-31", None),
        (None, "2028-12-31", None),
        (None, "2028-12-31", None),
        (None, "2028-12-31", None),
        (None, None, "3年"),
        (None, "2028-04-30", None),
        (None, None, "5年"),
        (None, "2028-08-31", None),
        (None, "2027-12-31", None),
        (None, "2027-12-31", None),
        (None, None, "三年"),
        (None, None, "三年"),
        _NONE,
        (None, None, "三年"),
        _NONE,
    ),
    "004": ((None, "2026-12-31", None),),
}


def measure(shared: Path) -> list[Score]:
    """Precision and recall by document ended, and the share of documents whose validity is right in every field."""
    repeals, cases = _score_repeals(shared / "dev" / "repeals.jsonl")
    right, documents = _score_validity(shared / "seeds")
    return [
        _row("labelled sentences", "precision", repeals.precision, 0.99, cases),
        _row("labelled sentences", "recall", repeals.recall, 0.97, cases),
        _row("validity of the seeds", "share right", right / documents, 1.0, documents),
    ]


def _row(what: str, metric: str, value: float, goal: float, cases: int) -> Score:
    return Score(group="repeals", what=what, metric=metric, value=value, goal=goal, cases=cases)


def _score_repeals(path: Path) -> tuple[Counts, int]:
    counts, cases = Counts(), 0
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        wanted = {_key(item["title"], item["doc_number"], item["partial"]) for item in row["repeals"]}
        found = {_key(item.title, item.doc_number, item.partial) for item in find_repeals_in(row["text"])}
        counts += Counts(tp=len(wanted & found), fp=len(found - wanted), fn=len(wanted - found))
        cases += 1
    return counts, cases


def _key(title: str | None, number: str | None, partial: str | None) -> tuple[str, str | None, str]:
    return normal(title or ""), doc_number_key(number), normal(partial or "")


def _score_validity(seeds: Path) -> tuple[int, int]:
    right = documents = 0
    for seed, facts in _VALIDITY.items():
        versions = list(_versions(next(seeds.glob(f"{seed}_*"))))
        documents += max(len(versions), len(facts))
        right += sum(_facts(version) == wanted for version, wanted in zip(versions, facts, strict=False))
    return right, documents


def _versions(path: Path) -> Iterator[Version]:
    page = read_page(path.read_bytes(), name=path.name)
    for version in find_documents(page, source=path.name):
        yield replace(version, clauses=parse_clauses(version.text, first_line=version.first_line))


def _facts(version: Version) -> _Facts:
    validity = find_validity(version)
    days = (day.isoformat() if day else None for day in (validity.effective_from, validity.expires_on))
    return *days, validity.term  # type: ignore[return-value]
