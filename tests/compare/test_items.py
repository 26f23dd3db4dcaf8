"""款 and 项 inside a pair: named, matched by what they say."""

from __future__ import annotations

import pytest

from tracker.compare.items import compare_items
from tracker.models import Clause


def clause(label: str, text: str) -> Clause:
    return Clause(label=label, path=(label,), heading=None, text=text, line=1)


def items(old: str, new: str, label: str = "第三条") -> list[tuple[str, str]]:
    found = compare_items(clause(label, old), clause(label, new), old_text=old, new_text=new)
    return [(change.change, change.name) for change in found]


LIST = (
    "开办浴场应当具备下列条件：\n（一）有固定的经营场所；\n（二）水质符合国家卫生标准；\n（三）有经过培训的救生人员。"
)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            LIST,
            LIST.replace("（三）", "（三）有应急预案和急救设备；\n（四）"),
            [("added", "第三条第（三）项")],
            id="an item put in renames, but does not move, the later one",
        ),
        pytest.param(
            LIST,
            LIST.replace("（二）水质符合国家卫生标准；\n", ""),
            [("removed", "第三条第（二）项")],
            id="an item gone",
        ),
        pytest.param(
            LIST,
            "开办浴场应当具备下列条件：\n（一）水质符合国家卫生标准；\n（二）有经过培训的救生人员；\n（三）有固定的经营场所。",
            [("moved", "第三条第（三）项")],
            id="the first item became the last",
        ),
        pytest.param(
            "浴场应当公示价格。",
            "浴场应当公示价格。\n未公示价格的，不得收费并责令改正。",
            [("added", "第三条第二款")],
            id="a second paragraph",
        ),
        pytest.param(
            "浴场应当公示价格。\n未公示价格的，不得收费并责令改正。",
            "浴场应当公示价格。未公示价格的，不得收费并责令改正。",
            [],
            id="two paragraphs printed as one",
        ),
        pytest.param(
            "浴场应当公示价格。\n有下列情形的，责令改正：\n（一）未公示价格；\n（二）未登记顾客信息。",
            "浴场应当公示价格。\n有下列情形的，责令改正：\n（一）未公示价格；\n（二）未登记顾客信息；\n（三）擅自停止供应热水。",
            [("added", "第三条第二款第（三）项")],
            id="an item of the second paragraph",
        ),
        pytest.param(
            "条件：（一）有固定的经营场所；（二）水质符合国家卫生标准。",
            "条件：（一）有固定的经营场所；（二）水质符合国家卫生标准；（三）有经过培训的救生人员。",
            [("added", "第三条第（三）项")],
            id="items on one line",
        ),
        pytest.param(
            "有下列情形的：\n（一）材料不全：\n1.缺少申请表格；\n2.缺少身份证明。",
            "有下列情形的：\n（一）材料不全：\n1.缺少申请表格。",
            [("removed", "第三条第（一）项第2目")],
            id="an item of an item",
        ),
        pytest.param("给予补助。", "给予奖励和补助。", [], id="no items"),
    ],
)
def test_items(old, new, expected):
    """Added, removed and moved items carry the name a reader would cite."""
    assert items(old, new) == expected


def test_measures_are_named_by_their_label():
    """An item of a numbered measure is named behind the measure's own label."""
    added = LIST.replace("（三）", "（三）有应急预案和急救设备；\n（四）")
    assert items(LIST, added, label="6.") == [("added", "6.第（三）项")]
