"""Check a digest against the policies it quotes, figure by figure.

In:  the items of a digest, each bound to the policy it names, and the tracked policies; figures are read on both sides.
Out: one `VerifyRow` per figure of the digest: it agrees, it differs (with both), it is not found, or its policy is not
     tracked. `ended` tells beside that whether the policy still holds.

A sentence of an item is looked up in the clause that shares most of its words; there a figure is matched with the one
that stands in the same words, so that two changed figures do not answer for each other. Equal value, bound and, where
both sides say them, scope and period: it agrees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from tracker.models import Clause, DigestItem, Figure, Version
from tracker.register import Status, is_same_title
from tracker.text import normal

Verdict = Literal[
    "agrees",
    "differs",  # the policy says something else in the same place
    "not_found",  # the policy says nothing like it
    "policy_not_tracked",
]

# Characters beside a figure that say what it is paid for
_BEFORE, _BEHIND = 30, 12
# A pair of figures under this likeness (0 to 1) of their surroundings stands in other words
_LEAST_LIKENESS = 0.55
# An equal value counts this much beside the likeness: it settles ties, it does not outweigh the words
_EQUAL_VALUE = 0.2
# A clause that holds less than this share of a sentence's wording is not where it was quoted from
_LEAST_SHARED = 0.25
_GRAM = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """A tracked document as a digest is checked against it: one version, and whether it still holds."""

    id: str
    version: Version
    status: Status | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class VerifyRow:
    """One figure of a digest. `found` and `clause` say what the policy has in its place."""

    item: DigestItem
    figure: Figure
    verdict: Verdict
    policy: str | None = None  # id of the tracked document
    clause: str | None = None  # label
    found: Figure | None = None
    ended: Status | None = None  # set where the policy no longer holds


def verify_items(items: Sequence[DigestItem], policies: Sequence[Policy]) -> tuple[VerifyRow, ...]:
    """
    Check every figure of `items` against the policy its item names.

    Args:
        items: With their figures read.

        policies: With the figures of their clauses read. Of several versions of a title, an issued one goes before a
            draft and one that holds before one that has ended.

    Returns:
        One row per figure, in order of the digest.
    """
    return tuple(row for item in items for row in _verify_item(item, policies))


def _verify_item(item: DigestItem, policies: Sequence[Policy]) -> Iterator[VerifyRow]:
    policy = _named(item.policy, policies)
    if policy is None:
        for figure in item.figures:
            yield VerifyRow(item=item, figure=figure, verdict="policy_not_tracked")
        return
    ended = policy.status if policy.status and policy.status.is_ended else None
    found = _found_figures(item, policy.version)
    for figure in item.figures:
        clause, other = found.get(figure.start, (None, None))
        verdict: Verdict = "not_found" if other is None else "agrees" if _agrees(figure, other) else "differs"
        yield VerifyRow(
            item=item,
            figure=figure,
            verdict=verdict,
            policy=policy.id,
            clause=clause.label if clause else None,
            found=other,
            ended=ended,
        )


def _named(title: str, policies: Sequence[Policy]) -> Policy | None:
    """The policy that the digest means; issued before draft, holding before ended, later before earlier."""
    fitting = [policy for policy in policies if is_same_title(policy.version.title, title)]
    return max(fitting, key=_standing, default=None)


def _standing(policy: Policy) -> tuple[bool, bool, str]:
    holds = not (policy.status and policy.status.is_ended)
    day = policy.version.issued or policy.version.published
    return policy.version.stage != "draft", holds, day.isoformat() if day else ""


def _found_figures(item: DigestItem, version: Version) -> dict[int, tuple[Clause, Figure]]:
    """The policy's figure for each figure of the item, by the item figure's start; those without one are left out."""
    pairs: list[tuple[float, Figure, Clause, Figure]] = []
    for start, end in _sentences(item.text):
        clause = _quoted(item.text[start:end], item.heading, version.clauses)
        if clause is None:
            continue
        figures = [figure for figure in item.figures if start <= figure.start < end]
        pairs += [
            (score, figure, clause, other)
            for figure in figures
            for other in clause.figures
            if (score := _likeness(item.text, figure, clause.text, other)) >= _LEAST_LIKENESS
        ]
    found: dict[int, tuple[Clause, Figure]] = {}
    taken: set[tuple[str, int, int]] = set()
    for _, figure, clause, other in sorted(pairs, key=lambda pair: -pair[0]):
        place = (clause.label, clause.line, other.start)
        if figure.start not in found and place not in taken:
            found[figure.start] = clause, other
            taken.add(place)
    return found


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"[^。；;]+[。；;]?", text):
        yield match.span()


def _quoted(sentence: str, heading: str | None, clauses: Sequence[Clause]) -> Clause | None:
    """The clause that holds most of the sentence's wording; its heading settles ties."""
    grams = _grams(sentence)
    if not grams or not clauses:
        return None

    def shared(clause: Clause) -> tuple[float, float]:
        held = len(grams & _grams(clause.text)) / len(grams)
        return round(held, 2), fuzz.ratio(normal(heading or ""), normal(clause.heading or ""))

    best = max(clauses, key=shared)
    return best if shared(best)[0] >= _LEAST_SHARED else None


def _grams(text: str) -> set[str]:
    """Runs of three characters, numbers left out: a changed figure must not lead to another clause."""
    words = re.sub(r"\d[\d.]*", "#", normal(text))
    return {words[at : at + _GRAM] for at in range(len(words) - _GRAM + 1)}


def _likeness(text: str, figure: Figure, other_text: str, other: Figure) -> float:
    """How alike the words around two figures of a kind are, 0 to 1 and a little more where the values agree."""
    if (figure.kind, figure.unit) != (other.kind, other.unit):
        return 0.0
    before = fuzz.ratio(
        _words(text[max(0, figure.start - _BEFORE) : figure.start]),
        _words(other_text[max(0, other.start - _BEFORE) : other.start]),
    )
    behind = fuzz.ratio(
        _words(text[figure.end : figure.end + _BEHIND]), _words(other_text[other.end : other.end + _BEHIND])
    )
    equal = figure.value == other.value and figure.value_high == other.value_high
    return (0.7 * before + 0.3 * behind) / 100 + (_EQUAL_VALUE if equal else 0.0)


def _words(text: str) -> str:
    return re.sub(r"\d[\d.]*", "#", normal(text))


def _agrees(figure: Figure, other: Figure) -> bool:
    """Same value and bound, and no other scope or period where both sides name one."""
    if (figure.value, figure.value_high, figure.bound) != (other.value, other.value_high, other.bound):
        return False
    return _compatible(figure.scope, other.scope) and _compatible(figure.period, other.period)


def _compatible(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other
