"""Laws that hold for any two lists of clauses."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Sequence

from align.builders import articles, links
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.align import align_clauses
from tracker.models import Clause, Pair

PHRASES = (
    "支持企业建设研发平台",
    "给予最高300万元补贴",
    "由区财政部门审核拨付",
    "鼓励社会资本参与",
    "不得弄虚作假",
    "本办法自印发之日起施行",
    "申报单位应当具备法人资格",
    "对首次入库企业给予奖励",
    "加强数据安全管理",
    "每年组织一次评估",
    "符合条件的可以叠加享受",
    "优先保障用地指标",
)
TEXT = st.lists(st.sampled_from(PHRASES), min_size=1, max_size=5).map(lambda parts: "，".join(parts) + "。")
CLAUSES = st.lists(TEXT, max_size=9).map(lambda texts: articles(*texts))


def _turned(pairs: Sequence[Pair]) -> Counter[tuple[str | None, str | None, bool]]:
    return Counter((pair.new and pair.new.label, pair.old and pair.old.label, pair.moved) for pair in pairs)


def _rows(pairs: Sequence[Pair]) -> Counter[tuple[str | None, str | None, bool]]:
    return Counter((pair.old and pair.old.label, pair.new and pair.new.label, pair.moved) for pair in pairs)


@given(CLAUSES, CLAUSES)
@settings(deadline=None)
def test_every_clause_appears(old: tuple[Clause, ...], new: tuple[Clause, ...]) -> None:
    """On its side, in a link or alone, and never in both."""
    pairs = align_clauses(old, new)
    for side, clauses in (("old", old), ("new", new)):
        alone = [
            getattr(pair, side).label
            for pair in pairs
            if (pair.old is None) != (pair.new is None) and getattr(pair, side)
        ]
        linked = {getattr(pair, side).label for pair in pairs if pair.old and pair.new}
        assert len(alone) == len(set(alone))
        assert set(alone) | linked == {clause.label for clause in clauses}
        assert not set(alone) & linked


@given(CLAUSES)
@settings(deadline=None)
def test_a_text_against_itself_is_all_unchanged(clauses: tuple[Clause, ...]) -> None:
    """Copies of a clause map in order; nothing is moved, split or doubtful."""
    pairs = align_clauses(clauses, clauses)
    assert links(pairs) == [(clause.label, clause.label) for clause in clauses]
    assert len(pairs) == len(clauses)
    assert not any(pair.moved for pair in pairs)


@given(CLAUSES, CLAUSES)
@settings(deadline=None)
def test_swapping_the_sides_swaps_the_pairs(old: tuple[Clause, ...], new: tuple[Clause, ...]) -> None:
    """Added becomes removed, a split a merge; what moved stays moved."""
    assert _rows(align_clauses(old, new)) == _turned(align_clauses(new, old))


@given(CLAUSES, CLAUSES)
@settings(deadline=None)
def test_rows_follow_the_new_version(old: tuple[Clause, ...], new: tuple[Clause, ...]) -> None:
    """New clauses in reading order; removed ones in the order of the old version between the same neighbours."""
    places = {clause.label: at for at, clause in enumerate(new)}
    order = [places[pair.new.label] for pair in align_clauses(old, new) if pair.new]
    assert order == sorted(order)


@given(CLAUSES, CLAUSES)
@settings(deadline=None)
def test_spans_of_a_shared_clause_cover_it(old: tuple[Clause, ...], new: tuple[Clause, ...]) -> None:
    """The stretches of a split or merged clause follow each other without gap, or each link has all of it."""
    pairs = [pair for pair in align_clauses(old, new) if pair.old and pair.new]
    for side in ("old", "new"):
        spans: dict[str, list[tuple[int, int] | None]] = {}
        texts = {}
        for pair in pairs:
            clause = getattr(pair, side)
            texts[clause.label] = clause.text
            spans.setdefault(clause.label, []).append(getattr(pair, f"{side}_span"))
        for label, found in spans.items():
            cut = sorted(span for span in found if span is not None)
            assert len(cut) in (0, len(found))
            assert not cut or (cut[0][0], cut[-1][1]) == (0, len(texts[label]))
            assert all(a[1] == b[0] for a, b in itertools.pairwise(cut))


@given(st.integers(0, 10_000))
@settings(deadline=None, max_examples=25)
def test_shuffled_clauses_find_their_partners(seed: int) -> None:
    """Whatever the order of the new version, a clause that says something of its own is found again."""
    texts = [
        f"{phrase}，{thing}项目单独列支。" for phrase, thing in zip(PHRASES, "甲乙丙丁戊己庚辛壬癸子丑", strict=True)
    ]
    shuffled = list(texts)
    random.Random(seed).shuffle(shuffled)
    found = align_clauses(articles(*texts), articles(*shuffled))
    assert {(pair.old.text, pair.new.text) for pair in found if pair.old and pair.new} == {
        (text, text) for text in texts
    }
