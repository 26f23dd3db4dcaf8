"""The pairs of texts that are compared: the shared ones, or invented ones where they are absent."""

from __future__ import annotations

import random
import re
import sys
from pathlib import Path

from benchmarks.bench_align import invented_pair
from tracker.models import Clause

_NAMES = {"x1_norm": "real pair", "x50_small_edit": "×50, few edits", "x50_draft_final": "×50, most lines edited"}
_REWARDS = ("奖励", "补贴", "资助", "贴息")


def text_pairs(shared: Path) -> dict[str, tuple[str, str]]:
    """Name → (old, new): the pairs of the shared diff benchmark, or three of the same sizes in invented words."""
    if not (shared / "bench" / "pairs.py").is_file():
        return {
            "invented, 15 clauses": _invented_texts(15),
            "invented, 600 clauses": _invented_texts(600),
        }
    sys.path.insert(0, str(shared / "bench"))
    import pairs as made  # type: ignore[import-not-found]

    found = made.pairs()
    return {title: found[name] for name, title in _NAMES.items()}


def _invented_texts(size: int) -> tuple[str, str]:
    old, new = figured_pair(size)
    return tuple("\n".join(clause.label + clause.text for clause in side) for side in (old, new))  # type: ignore[return-value]


def figured_pair(size: int) -> tuple[tuple[Clause, ...], tuple[Clause, ...]]:
    """`bench_align.invented_pair`, two of three clauses with a ratio and a cap, of which the edits change some."""
    old, new = invented_pair(size)
    return tuple(map(_with_money, old)), tuple(map(_with_money, new))


def _with_money(clause: Clause) -> Clause:
    chance = random.Random(clause.text)
    if chance.random() < 1 / 3:
        return clause
    subject = re.split("，", clause.text)[0]
    money = (
        f"对{subject}的，按照实际投入的{chance.choice((5, 10, 20, 30))}%给予{chance.choice(_REWARDS)}，"
        f"单个企业最高{chance.choice((50, 100, 200, 500, 1000))}万元。"
    )
    return Clause(
        label=clause.label,
        path=clause.path,
        heading=None,
        text=clause.text + money,
        line=clause.line,
        number=clause.number,
    )
