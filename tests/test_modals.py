"""tracker.modals: modal words and their strength."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.modals import find_modals


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("企业应当按期备案。", [("应当", 2)]),
        ("企业应按期备案。", [("应", 2)]),
        ("申报材料必须真实，不得弄虚作假。", [("必须", 3), ("不得", -3)]),
        ("严禁转包，原则上不得分包。", [("严禁", -3), ("原则上不得", -2)]),
        ("资金原则上应当专款专用。", [("原则上应当", 1)]),
        ("单个项目原则上不超过100万元。", [("原则上", 1)]),
        ("鼓励企业上云，支持园区改造。", [("鼓励", 1), ("支持", 1)]),
        ("1.支持平台建设。给予资金支持。", [("支持", 1)]),
        ("可给予补贴，也可以贴息。", [("可", 0), ("可以", 0)]),
        ("供应商响应及时，应用场景适应需求。", []),
        ("提高可靠性和可持续能力，可再生能源优先。", []),
        ("无须提交纸质材料。", [("无须", 0)]),
        ("有效期自应届毕业之日起算。", []),
    ],
)
def test_modal_words_are_told_from_their_look_alikes(text: str, wanted: list[tuple[str, int]]) -> None:
    """应 of 应用, 可 of 可靠, 支持 of 资金支持 are no modal words."""
    assert [(modal.word, modal.strength) for modal in find_modals(text)] == wanted


@given(st.text(alphabet="应当可以不得必须原则上鼓励支持企业，。", max_size=40))
def test_spans_hold_their_words(text: str) -> None:
    """Every span holds the word it was read from, and the strength stays on the scale."""
    for modal in find_modals(text):
        assert text[modal.start : modal.end].startswith(modal.word[:1])
        assert -3 <= modal.strength <= 3
