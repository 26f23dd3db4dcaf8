"""Documents and digest measures found in the five seeds, against answers worked out by reading.

A title is given by how it begins and ends and by its length, a text by its first and last characters: facts enough
to tell a right reading from a wrong one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from accuracy.score import Counts, Score
from tracker.documents import find_digest_items, find_documents
from tracker.extract import read_page
from tracker.models import Page, Version
from tracker.text import squeeze

ANSWERS = Path(__file__).resolve().parents[1] / "tests" / "data" / "seed_documents.json"
DIGEST = "001"
# The digest's own preface counts 82 measures; one of them names no policy
DIGEST_MEASURES = 82
DIGEST_UNNAMED = 1
_FIELDS = ("doc_number", "issuers", "issued", "published", "stage", "region", "first_line", "text")
Answer = dict[str, Any]  # one document, as the JSON has it


def measure(shared: Path) -> list[Score]:
    """Scores on the seeds of `shared`: documents found, their fields, measures of the digest."""
    answers: dict[str, list[Answer]] = json.loads(ANSWERS.read_text(encoding="utf-8"))
    read = {seed: find_documents(_page(shared, seed), source=seed) for seed in answers}
    found = sum((_found(answers[seed], read[seed]) for seed in answers), Counts())
    pairs = [pair for seed in answers for pair in zip(answers[seed], read[seed], strict=False)]
    items = find_digest_items(_page(shared, DIGEST))
    bound = sum(bool(item.policy) for item in items)
    cases = sum(len(documents) for documents in answers.values())
    return [
        Score(group="seeds", what="documents", metric="F1", value=found.f1, goal=1.0, cases=cases),
        *(_field_score(field, pairs) for field in _FIELDS),
        Score(group="seeds", what="digest", metric="measures", value=_closeness(len(items), DIGEST_MEASURES), goal=1.0),
        Score(
            group="seeds",
            what="digest",
            metric="bound to a policy",
            value=_closeness(bound, DIGEST_MEASURES - DIGEST_UNNAMED),
            goal=1.0,
        ),
    ]


def _page(shared: Path, seed: str) -> Page:
    path = next((shared / "seeds").glob(f"{seed}_*.txt"))
    return read_page(path.read_bytes(), name=path.name)


def _found(answers: Sequence[Answer], versions: Sequence[Version]) -> Counts:
    """Titles right in their places; one out of order is both missed and invented."""
    right = sum(_is_title(answer, version.title) for answer, version in zip(answers, versions, strict=False))
    return Counts(tp=right, fp=len(versions) - right, fn=len(answers) - right)


def _is_title(answer: Answer, title: str) -> bool:
    return (
        title.startswith(answer["begins"])
        and title.endswith(answer["ends"])
        and len(squeeze(title)) == answer["length"]
    )


def _field_score(field: str, pairs: Iterable[tuple[Answer, Version]]) -> Score:
    right = [_is_right(field, answer, version) for answer, version in pairs]
    return Score(group="seeds", what=field, metric="right", value=sum(right) / len(right), goal=1.0, cases=len(right))


def _is_right(field: str, answer: Answer, version: Version) -> bool:
    if field == "text":
        text = squeeze(version.text)
        return text.startswith(squeeze(answer["opens"])) and text.endswith(squeeze(answer["closes"]))
    value = getattr(version, field)
    if field == "issuers":
        return bool(list(value) == answer[field])
    return bool((value.isoformat() if hasattr(value, "isoformat") else value) == answer[field])


def _closeness(found: int, wanted: int) -> float:
    return 1 - abs(found - wanted) / wanted
