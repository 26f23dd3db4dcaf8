"""tracker.compare.modality: duties that became wishes, circles that became wider."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.compare.modality import compare_modals

Shift = tuple[str, str, str]


def shifts(old: str, new: str) -> list[Shift]:
    """Change, old words, new words of each shift."""
    return [(found.change, found.old, found.new) for found in compare_modals(old, new, "3.")]


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("企业应当按期备案。", "企业可以按期备案。", [("weakened", "应当", "可以")]),
        ("企业可以按期备案。", "企业必须按期备案。", [("strengthened", "可以", "必须")]),
        ("企业应当开展培训。", "鼓励企业开展培训。", [("weakened", "应当", "鼓励")]),
        ("奖励资金不得转让。", "奖励资金原则上不得转让。", [("weakened", "不得", "原则上不得")]),
        ("对入库项目给予补贴。", "对入库项目可给予补贴。", [("weakened", "给予", "可给予")]),
        ("设备三年内转让给第三方。", "设备三年内不得转让给第三方。", [("strengthened", "转让", "不得转让")]),
        ("单个项目不超过100万元。", "单个项目原则上不超过100万元。", [("weakened", "不超", "原则上不超")]),
        (
            "对企业给予最高50万元奖励。",
            "对营业收入1亿元以上的企业给予最高50万元奖励。",
            [("narrowed", "企业", "营业收入1亿元以上的企业")],
        ),
        (
            "对规模以上的软件企业给予奖励。",
            "对软件企业给予奖励。",
            [("widened", "规模以上的软件企业", "软件企业")],
        ),
        (
            "本措施所称企业为规模以上软件企业。",
            "本措施所称企业为规模以上软件企业，或规模以下的软件企业。",
            [("widened", "", ",或规模以下的软件企业")],
        ),
        ("支持在示例市注册的企业申报。", "仅支持在示例市注册的企业申报。", [("narrowed", "", "仅")]),
    ],
)
def test_a_shift_in_the_same_words_is_told(old: str, new: str, wanted: list[Shift]) -> None:
    """A modal word or a circle that changes while the words beside it stay is told with both wordings."""
    assert shifts(old, new) == wanted


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("供应商应当按期备案。", "供应商应按期备案。"),
        ("船长必须最后离船。", "船长应当最后离船。"),
        ("船长应当最后离船。", "船长须最后离船。"),
        ("严禁骗取资金。", "禁止骗取资金。"),
        ("企业应当备案，不得瞒报。", "企业应当备案、\n不得瞒报。"),
        ("企业应当每年提交一次报告。", "市经济局可以委托第三方机构开展绩效评价。"),
        ("对上一年度入库的企业给予奖励。", "对上年度入库的企业给予奖励。"),
        ("任何单位或者个人不得截留资金。", "任何单位不得截留资金。"),
        ("单个项目最高1000万元。", "单个项目最高3000万元。"),
    ],
)
def test_other_wording_is_no_shift(old: str, new: str) -> None:
    """Synonyms, layout, rewritten sentences and changed figures are no shifts of strength."""
    assert shifts(old, new) == []


def test_the_sentences_stand_beside_the_shift() -> None:
    """Each shift carries its clause and the two sentences it was read from, as printed."""
    found = compare_modals("总则。企业（含 园区）应当备案。", "总则。\n企业（含园区）可以备案。", "第三条")
    assert [(shift.clause, shift.old_sentence, shift.new_sentence) for shift in found] == [
        ("第三条", "企业（含园区）应当备案。", "企业（含园区）可以备案。")
    ]


_sentences = st.sampled_from(
    ["企业应当按期备案。", "资金不得转让。", "鼓励开放数据。", "对入库企业可给予补贴。", "原则上不超过三年。"]
)


@given(st.lists(_sentences, max_size=5), st.lists(_sentences, max_size=5))
@settings(max_examples=60)
def test_swapping_the_sides_turns_every_shift(old: list[str], new: list[str]) -> None:
    """A text compared with itself has no shift, and what weakens one way strengthens the other."""
    there, back = shifts("".join(old), "".join(new)), shifts("".join(new), "".join(old))
    assert shifts("".join(old), "".join(old)) == []
    turned = {"weakened": "strengthened", "strengthened": "weakened", "narrowed": "widened", "widened": "narrowed"}
    assert sorted((turned[change], b, a) for change, a, b in back) == sorted(there)
