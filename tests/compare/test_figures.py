"""Figures of two texts matched by meaning: what changed, what did not, and how it is told."""

from __future__ import annotations

import re
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.compare.assignment import assign
from tracker.compare.figures import compare_figures
from tracker.compare.matching import LOOSE_FLOOR, PAIR_FLOOR, _likeness, _weigh
from tracker.compare.sentences import clause_name
from tracker.compare.views import Placed, view_figures
from tracker.meaning import find_figures
from tracker.models import FigureChange

SHARED = Path(__file__).resolve().parents[3] / "shared"


def changes(old: str, new: str, clause: str = "6.") -> tuple[FigureChange, ...]:
    return compare_figures(find_figures(old), find_figures(new), old_text=old, new_text=new, clause=clause)


def told(old: str, new: str) -> list[tuple[str, str | None, str | None, str | None]]:
    return [(c.change, c.old and c.old.text, c.new and c.new.text, c.delta) for c in changes(old, new)]


BASE = (
    "对改造后达到先进水平的机房，按照改造投资的20%给予奖励；对采用液冷技术的机房，按照改造投资的25%给予奖励；"
    "单个项目奖励金额最高2000万元。对运营良好的机房，每年给予最高300万元运营补贴，连续支持不超过3年。"
)


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ("20%", "22%", [("raised", "20%", "22%", "+2pp")]),
        ("最高2000万元", "最高3000万元", [("raised", "最高2000万元", "最高3000万元", "+50%")]),
        ("最高2000万元", "最高1500万元", [("lowered", "最高2000万元", "最高1500万元", "-25%")]),
        ("不超过3年", "不超过5年", [("raised", "不超过3年", "不超过5年", "+66.7%")]),
        ("最高2000万元", "2000万元", [("rebound", "最高2000万元", "2000万元", None)]),
        ("单个项目奖励", "单个企业奖励", [("rescoped", "最高2000万元", "最高2000万元", None)]),
        ("每年给予最高", "累计给予最高", [("rescoped", "最高300万元", "最高300万元", None)]),
        ("按照改造投资的20%给予奖励", "给予奖励", [("removed", "20%", None, None)]),
        ("，连续支持不超过3年", "", [("removed", "不超过3年", None, None)]),
    ],
    ids=["ratio", "cap up", "cap down", "term", "bound", "scope", "period", "ratio gone", "term gone"],
)
def test_one_change_in_a_clause(
    before: str, after: str, wanted: list[tuple[str, str | None, str | None, str | None]]
) -> None:
    """One figure changed in a clause of five is the one change told."""
    assert told(BASE, BASE.replace(before, after)) == wanted


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("单个项目", "每个项目"),
        ("最高2000万元", "不超过2000万元"),
        ("最高2000万元", "最高不超过2,000 万元"),
        ("最高2000万元", "最高二千万元"),
        ("最高2000万元", "最高0.2亿元"),
        ("不超过3年", "不超过三年"),
        ("不超过3年", "不超过36个月"),
        ("20%", "百分之二十"),
        ("每年给予", "每年度给予"),
        ("，", ","),
        ("给予奖励", "予以奖励"),
    ],
)
def test_other_wording_is_no_change(before: str, after: str) -> None:
    """Synonyms, forms of a number and layout give no figure change."""
    assert told(BASE, BASE.replace(before, after)) == []


def test_an_inserted_figure_shifts_no_other() -> None:
    """A cap put in at the front is added; the others keep their owners."""
    new = "对新建机房给予最高800万元补助。" + BASE
    assert told(BASE, new) == [("added", None, "最高800万元", None)]


def test_equal_amounts_do_not_swap() -> None:
    """Of two equal caps only the one whose own words changed is told."""
    old = "对研发项目补助最高500万元。对场地租金补贴最高500万元。"
    new = "对场地租金补贴最高500万元。对研发项目补助最高600万元。"
    assert told(old, new) == [("raised", "最高500万元", "最高600万元", "+20%")]


def test_a_raised_scale_is_raised_step_by_step() -> None:
    """Each step of a dealt-out list is compared with its own class."""
    old = "对国际标准、国家标准、行业标准，分别给予100万元、50万元、20万元补助。"
    new = "对国际标准、国家标准、行业标准，分别给予150万元、80万元、30万元补助。"
    assert [row[0] for row in told(old, new)] == ["raised", "raised", "raised"]


def test_a_second_case_is_added() -> None:
    """情节严重的 brings a figure of its own; the general case was lowered at its upper end."""
    old = "给予行贿的，处十万元以上三百万元以下的罚款。"
    new = "给予行贿的，处十万元以上一百万元以下的罚款；情节严重的，处一百万元以上五百万元以下的罚款。"
    assert told(old, new) == [
        ("lowered", "十万元以上三百万元以下", "十万元以上一百万元以下", "-66.7%"),
        ("added", None, "一百万元以上五百万元以下", None),
    ]


@pytest.mark.parametrize(
    ("old", "new", "change", "delta"),
    [
        ("三千元以上五万元以下", "三千元以上十万元以下", "raised", "+100%"),
        ("五十万元以上五百万元以下", "一百万元以上五百万元以下", "raised", "+100%"),
        ("二十万元以上一百万元以下", "一百万元以下", "lowered", None),
        ("五万元以下", "十万元以下", "raised", "+100%"),
    ],
)
def test_ranges_compare_both_ends(old: str, new: str, change: str, delta: str | None) -> None:
    """The upper end decides, the lower one where the upper stayed; a floor that goes lowers."""
    (row,) = told(f"逾期不改正的，处{old}的罚款。", f"逾期不改正的，处{new}的罚款。")
    assert (row[0], row[3]) == (change, delta)


def test_a_threshold_seen_from_below_is_told_once() -> None:
    """不足20万元 beside 20万元以上 is the same threshold."""
    old = "没收违法所得，并处罚款。"
    new = "没收违法所得，违法所得20万元以上的，并处二倍罚款；违法所得不足20万元的，并处罚款。"
    assert [row[2] for row in told(old, new)] == ["20万元以上", "二倍"]


def test_a_date_is_redated() -> None:
    """A new end of validity is redated."""
    assert told("有效期至2026年12月31日。", "有效期至2028年12月31日。") == [
        ("redated", "2026年12月31日", "2028年12月31日", None)
    ]


def test_terms_of_different_calendars_are_one_term() -> None:
    """三个月 → 六十日 is a term that fell; no percentage is told across calendars."""
    assert told("自公告之日起满三个月视为送达。", "自公告之日起满六十日视为送达。") == [
        ("lowered", "满三个月", "满六十日", None)
    ]


def test_rates_in_other_units_are_one_rate() -> None:
    """0.05万元/台 and 500元/台 are the same, 600元/台 is more."""
    assert told("补贴标准为0.05万元/台。", "补贴标准为500元/台。") == []
    assert told("补贴标准为0.05万元/台。", "补贴标准为600元/台。") == [("raised", "0.05万元/台", "600元/台", "+20%")]


def test_a_threshold_beside_its_raised_other_side_is_told_once() -> None:
    """Where 不足一万元 became 不足五十万元, the new 五十万元以上 beside it is the same threshold."""
    old = "处违法所得一倍以上五倍以下的罚款；违法所得不足一万元的，处三万元以下的罚款。"
    new = "违法所得五十万元以上的，处违法所得一倍以上五倍以下的罚款；违法所得不足五十万元的，处三万元以下的罚款。"
    assert told(old, new) == [("raised", "不足一万元", "不足五十万元", "+4900%")]


def test_dates_with_bounds_are_compared() -> None:
    """A deadline that was put in and one that was taken out stand beside each other."""
    assert [row[0] for row in told("于2025年底前完成。", "2024年起实施，于2026年底前完成。")] == ["added", "redated"]


def test_removed_figures_carry_the_old_label() -> None:
    """A figure that is gone is cited where it stood."""
    old, new = "奖励30万元。", "给予奖励。"
    (change,) = compare_figures(find_figures(old), (), old_text=old, new_text=new, clause="第八条", old_clause="第七条")
    assert (change.clause, change.sentence_zh) == ("第七条", "第七条 取消奖励金额30万元")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "违规停泊的，由示例局给予警告，对直接责任人员处一万元以下罚款。",
            "违规停泊的，由示例局给予警告，并处二十万元以下罚款。",
        ),
        ("违规停泊的，对责任人，给予警告或者处一万元以下罚款。", "违规停泊的，对单位给予警告或者处二十万元以下罚款。"),
    ],
)
def test_a_fine_on_persons_never_becomes_one_on_the_unit(old: str, new: str) -> None:
    assert sorted(change.change for change in changes(old, new)) == ["added", "removed"]


def test_an_award_never_continues_as_another_kind() -> None:
    """A fixed sum that became a share was removed, and the share added."""
    assert {row[0] for row in told("给予30万元奖励。", "按投资额的30%给予奖励。")} == {"added", "removed"}


# ── sentences ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("before", "after", "zh", "en"),
    [
        (
            "最高2000万元",
            "最高3000万元",
            "第6条 单个项目奖励上限由2000万元提高到3000万元（+50%）",
            "Clause 6: 奖励 amount cap per 项目 raised from 2000万元 to 3000万元 (+50%)",
        ),
        ("20%", "22%", "第6条 奖励比例由20%提高到22%（+2pp）", "Clause 6: 奖励 ratio raised from 20% to 22% (+2pp)"),
        (
            "最高2000万元",
            "2000万元",
            "第6条 奖励2000万元由最高改为定额",
            "Clause 6: 2000万元 now exactly, before at most",
        ),
        (
            "单个项目奖励",
            "单个企业奖励",
            "第6条 2000万元的适用范围由单个项目改为单个企业",
            "Clause 6: 2000万元 now counts per 企业, before per 项目",
        ),
        ("，连续支持不超过3年", "", "第6条 取消支持期限上限3年", "Clause 6: 支持 term cap of 3年 removed"),
    ],
)
def test_plain_sentences(before: str, after: str, zh: str, en: str) -> None:
    """Each change says itself in one sentence, the policy's own words untranslated."""
    (change,) = changes(BASE, BASE.replace(before, after))
    assert (change.sentence_zh, change.sentence_en) == (zh, en)


def test_a_term_beside_a_fine_is_no_term_of_the_fine() -> None:
    old, new = ("违规停泊的，暂扣捕捞许可证" + term + "以下，并处罚款。" for term in ("三个月", "六个月"))
    (change,) = changes(old, new)
    assert change.sentence_zh == "第6条 期限上限由三个月以下延长到六个月以下（+100%）"


@pytest.mark.parametrize(
    ("label", "names"),
    [("6.", ("第6条", "Clause 6")), ("第六条", ("第六条", "第六条")), ("（三）", ("（三）", "（三）")), ("", ("", ""))],
)
def test_clause_names(label: str, names: tuple[str, str]) -> None:
    """A number becomes 第6条, a printed label stays."""
    assert clause_name(label) == names


# ── properties ───────────────────────────────────────────────────────────────────────────────────

PIECES = (
    "对示范平台给予最高{}万元奖励。",
    "对参展企业按照展位费的{}%给予补贴。",
    "单个实验室建设补助不超过{}万元。",
    "对首次上市的企业一次性奖励{}万元。",
    "每家孵化器每年租金补贴最高{}万元。",
    "固定资产投资达到{}万元以上的项目可以申报。",
    "贷款贴息期限不超过{}个月。",
)
NUMBERS = st.lists(st.integers(6, 90), min_size=len(PIECES), max_size=len(PIECES))


def clause(numbers: list[int]) -> str:
    return "".join(piece.format(number) for piece, number in zip(PIECES, numbers, strict=True))


@settings(deadline=None)
@given(NUMBERS)
def test_the_same_text_has_no_changes(numbers: list[int]) -> None:
    """A text against itself gives nothing."""
    assert changes(clause(numbers), clause(numbers)) == ()


@settings(deadline=None)
@given(NUMBERS, st.integers(0, len(PIECES) - 1))
def test_adding_five_to_one_figure_changes_exactly_one(numbers: list[int], which: int) -> None:
    """The figure that rose is the one told, whatever the values of the others."""
    raised = [number + 5 * (at == which) for at, number in enumerate(numbers)]
    (change,) = changes(clause(numbers), clause(raised))
    assert change.change == "raised"
    assert change.old is not None and str(numbers[which]) in change.old.text
    assert change.new is not None and str(raised[which]) in change.new.text


@settings(deadline=None)
@given(NUMBERS, st.permutations(range(len(PIECES))))
def test_sentences_in_another_order_change_nothing(numbers: list[int], order: list[int]) -> None:
    """Moving sentences about inside a clause moves figures, it changes none."""
    sentences = [PIECES[at].format(numbers[at]) for at in order]
    assert changes(clause(numbers), "".join(sentences)) == ()


_MIRROR = {"raised": "lowered", "lowered": "raised", "added": "removed", "removed": "added"}


@settings(deadline=None)
@given(NUMBERS, NUMBERS, st.sets(st.integers(0, len(PIECES) - 1)))
def test_swapping_sides_mirrors_the_changes(old: list[int], new: list[int], left_out: set[int]) -> None:
    """What was raised is lowered the other way round, what was added is removed."""
    before = clause(old)
    after = "".join(PIECES[at].format(new[at]) for at in range(len(PIECES)) if at not in left_out)
    forth = {(c.change, c.old and c.old.start, c.new and c.new.start) for c in changes(before, after)}
    back = {
        (_MIRROR.get(c.change, c.change), c.new and c.new.start, c.old and c.old.start) for c in changes(after, before)
    }
    assert forth == back


@settings(deadline=None)
@given(st.lists(st.lists(st.floats(0, 1), min_size=3, max_size=3), min_size=1, max_size=4))
def test_assignment_is_one_to_one_and_best(likeness: list[list[float]]) -> None:
    """No row or column twice, nothing under the floor, and no other matching gains more."""
    square = [[*row, 0.0] for row in likeness] + [[0.0] * 4] * (4 - len(likeness))
    gains = [[max(0.0, value - 0.5) for value in row] for row in square]
    pairs = assign({(i, j): value for i, row in enumerate(likeness) for j, value in enumerate(row)}, 0.5)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert all(likeness[i][j] > 0.5 for i, j in pairs)
    best = max(sum(gains[i][j] for i, j in enumerate(order)) for order in permutations(range(4)))
    assert sum(gains[i][j] for i, j in pairs) == pytest.approx(best)


@settings(deadline=None)
@given(NUMBERS, NUMBERS, st.sampled_from([PAIR_FLOOR, LOOSE_FLOOR]))
def test_nothing_that_could_match_is_passed_over(old: list[int], new: list[int], floor: float) -> None:
    """The figures found worth weighing are those that weighing all with all finds."""
    sides = [
        view_figures([Placed(figure=figure, text=text, clause="1.") for figure in find_figures(text)])
        for text in (clause(old), clause(new) + "另行" + clause(old))
    ]
    olds, news = (list(enumerate(views)) for views in sides)
    everything = {
        (i, j): _likeness(one, two, floor)
        for i, one in olds
        for j, two in news
        if (one.measure.kind, one.measure.unit) == (two.measure.kind, two.measure.unit)
    }
    assert _weigh(olds, news, floor) == {link: value for link, value in everything.items() if value > floor}


def test_a_long_list_that_was_reordered() -> None:
    """Figures known by their words find each other in a list too long to weigh all with all, whichever way it goes."""
    goods = [
        f"{one}{two}{kind}" for one in "东南西北中上下左右前" for two in "山海河湖江田林草沙冰" for kind in "机舱桥站港"
    ]
    old = [f"{what}每台补贴{1 + at % 7}万元" for at, what in enumerate(goods)]
    new = [*reversed([line if at % 50 else line.replace("补贴", "补贴1") for at, line in enumerate(old)])]
    forth, back = changes("。".join(old), "。".join(new)), changes("。".join(new), "。".join(old))
    assert {change.change for change in forth} == {"raised"} and {change.change for change in back} == {"lowered"}
    assert len(forth) == len(back) == 10


# ── the real pair ────────────────────────────────────────────────────────────────────────────────


def _measures(name: str, first: str, last: str) -> dict[str, str]:
    """The numbered measures between two marks of a seed, page breaks joined."""
    path = SHARED / "seeds" / name
    if not path.exists():
        pytest.skip("the shared seeds are not there")
    text = path.read_text(encoding="utf-8")
    start = text.index(first)
    text = re.sub(r"(?<![。）)；;])\n+(?=\S)", "", text[start : text.index(last, start)])
    return {m[1]: m[2] for m in re.finditer(r"(?m)^(\d+)\. ?(.*(?:\n(?!\d+\.).*)*)", text)}


def test_draft_and_final_of_the_software_measures() -> None:
    """The changes of the real pair, all of them and no other."""
    draft = _measures("000_3d7b58f31b1b08ee.txt", "1.支持新技术新产品研发", "本若干政策措施所指企业")
    final = _measures("002_5bf338b5875b77cf.txt", "1. 支持新技术新产品研发", "本若干政策措施所指企业")
    found = {
        (number, change.change, change.old and change.old.text, change.new and change.new.text)
        for number, old in draft.items()
        for change in changes(old, final[number], number)
    }
    assert {row for row in found if row[0] not in ("5", "6", "7", "8")} == {
        ("1", "added", None, "不超过2%"),
        ("3", "rescoped", "最高1000万元", "最高1000万元"),
        ("3", "added", None, "30%"),
        ("3", "added", None, "最高1000万元"),
        ("4", "added", None, "不超过2%"),
        ("9", "removed", "10亿元（含）以上", None),
    }
    # chapter headings stand between the numbers, so the measures of these two are cut with a neighbour
    assert {row[1:] for row in found if row[0] in ("5", "6")} == {
        ("raised", "20%", "25%"),
        ("raised", "25%", "30%"),
        ("raised", "最高2000万元", "最高3000万元"),
    }
    assert {row[1:] for row in found if row[0] in ("7", "8")} == {
        ("added", None, "不低于1亿元(含)"),
        ("rebound", "50万元", "最高50万元"),
        ("removed", "20万元", None),
        ("removed", "30万元", None),
        ("removed", "最高奖励30万元", None),
        ("added", None, "最高100万元"),
    }
