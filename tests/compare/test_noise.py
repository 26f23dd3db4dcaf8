"""Layout and wording noise between two versions adds no change to the real ones."""

from __future__ import annotations

import pytest
from clauses.samples import MEASURES, half_width, spaced, wrapped

from tracker.align import align_clauses
from tracker.clauses import parse_clauses
from tracker.compare import compare_versions
from tracker.meaning import read_meaning
from tracker.models import Diff, Version
from tracker.text import normal

FINAL = MEASURES.replace("不超过投资额的30%", "不超过投资额的35%").replace("3.支持冷链设施。", "3.支持冷链。")

NOISE = {
    "hard wraps and page numbers": lambda text: wrapped(text, 30, lines_per_page=8),
    "indented wraps": lambda text: wrapped(text, 26, indent="　　"),
    "half-width punctuation": half_width,
    "blanks around numbers": spaced,
    "Chinese numerals": lambda text: text.replace("500万元", "五百万元").replace("3年", "三年"),
    "other units": lambda text: text.replace("500万元", "0.05亿元").replace("1.5亿元", "15000万元"),
    "synonyms": lambda text: text.replace("最高100万元", "不超过100万元").replace("单个项目", "每个项目"),
    "all at once": lambda text: wrapped(spaced(half_width(text.replace("3年", "三年"))), 34, lines_per_page=9),
}


def diff(old: str, new: str) -> Diff:
    versions = [
        read_meaning(Version(title="示例市若干措施", text=text, clauses=parse_clauses(text))) for text in (old, new)
    ]
    return compare_versions(*versions, align_clauses(versions[0].clauses, versions[1].clauses))


def told(found: Diff) -> tuple[list[tuple[str, str, str]], list[tuple[str, str, str | None]]]:
    rows = [
        (r.change, normal(r.old.label if r.old else "-"), normal(r.new.label if r.new else "-")) for r in found.clauses
    ]
    return rows, [(change.change, change.clause, change.delta) for change in found.figures]


def test_what_really_changed():
    """A raised ratio in 1. and a shorter heading in 3."""
    rows, figures = told(diff(MEASURES, FINAL))
    assert [label for change, _, label in rows if change == "edited"] == ["1.", "3."]
    assert figures == [("raised", "1.", "+5pp")]


@pytest.mark.parametrize("noise", NOISE)
def test_noise_changes_nothing(noise):
    """The same rows and figures as without it, and a text against its own noise is all unchanged."""
    assert told(diff(MEASURES, NOISE[noise](FINAL))) == told(diff(MEASURES, FINAL))
    assert {row.change for row in diff(MEASURES, NOISE[noise](MEASURES)).clauses} == {"unchanged"}
    assert diff(MEASURES, NOISE[noise](MEASURES)).figures == ()
