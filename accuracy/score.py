"""One row of the accuracy table, and the counts behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """Right (`tp`), invented (`fp`) and missed (`fn`) answers."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def __add__(self, other: Counts) -> Counts:
        return replace(self, tp=self.tp + other.tp, fp=self.fp + other.fp, fn=self.fn + other.fn)

    @property
    def precision(self) -> float:
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 1.0

    @property
    def recall(self) -> float:
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """`value` of `metric` on `what`; `goal` is the least value aimed at, None for a baseline beside ours."""

    group: str  # "maps", "figures", "repeals", "pages", "files", "seeds"
    what: str  # "all 13 pairs", "greedy best match (baseline)"
    metric: str  # "main F1"
    value: float
    goal: float | None = None
    cases: int | None = None
