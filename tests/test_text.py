"""tracker.text: what its quick ways must not lose."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.modals import find_modals
from tracker.text import LazyPattern, fold, matches_at, normal, squeeze


@pytest.mark.parametrize(
    "word",
    (
        "不得", "严禁", "禁止", "不准", "不允许", "不许", "不应当", "不应", "不予", "不宜", "必须", "务必", "须",
        "一律", "应当", "应该", "应", "确保", "力争", "争取", "尽量", "尽可能", "可以", "允许", "无须", "无需", "不必",
    ),
)  # fmt: skip
def test_every_modal_word_is_found(word):
    """Whatever character a modal word begins with."""
    assert [found.word for found in find_modals(f"单位{word}转让。")] == [word]


@pytest.mark.parametrize("lead", ("", "大力", "积极", "重点", "优先", "进一步"))
@pytest.mark.parametrize("word", ("鼓励", "支持", "提倡", "倡导", "引导"))
def test_every_wish_is_found(lead, word):
    """With and without the word that leads it."""
    assert [found.word for found in find_modals(f"{lead}{word}企业上云。")] == [lead + word]


def test_blanks_of_every_kind_go():
    """Spaces, wraps, ideographic blanks and what is never printed."""
    assert squeeze(" 若\u3000干\n政\u200b策\ufeff\t措\x1c施\u00a0") == "若干政策措施"


@pytest.mark.parametrize("length", (0, 1, 1_999, 2_000, 2_001, 5_000))
def test_short_and_long_texts_fold_alike(length):
    """A long text has the normal form of its parts."""
    text = ("最高３,０00 万元。" * 500)[:length]
    folded = fold(text)
    assert (
        folded.text
        == "".join(fold(part).text for part in text.split("。") for part in (part, "。"))[: len(folded.text)]
    )
    assert folded.source == text and len(folded.starts) == len(folded.ends) == len(folded.text)


def test_common_characters_are_their_own_normal_form():
    """Chinese characters, ASCII letters and digits are left alone, as Unicode says they may be."""
    common = [chr(code) for code in range(0x4E00, 0xA000)] + list("0123456789abcxyzABCXYZ。、《》")
    assert [char for char in common if normal(char) != char or unicodedata.normalize("NFKC", char) != char] == []


@given(st.text("第一二1.（ ", max_size=30))
def test_matches_at_their_starts_are_those_of_the_whole_text(text):
    """Looked for only where one can begin, the same matches are found."""
    pattern = re.compile(r"第[一二]|(?<![\d.])\d+(?:\.\d+)?|（[一二1]|[一二]+1")
    starts = [at for at, char in enumerate(text) if char in "第一二1（"]
    found = [match.span() for match in matches_at(pattern, text, starts)]
    assert found == [match.span() for match in pattern.finditer(text)]


def test_a_lazy_pattern_reads_as_the_pattern_itself():
    """Compiled at the first use, whichever that is, and once."""
    lazy = LazyPattern("(?P<n>[0-9]+)元")
    assert "compiled" not in vars(lazy)
    text = "补贴5元或10元"
    assert [match["n"] for match in lazy.finditer(text)] == ["5", "10"]
    assert lazy.search(text, 4)["n"] == "10" and lazy.match(text, 2)["n"] == "5"
    assert lazy.fullmatch(text) is None and lazy.fullmatch("5元") is not None
    assert lazy.sub("钱", text) == "补贴钱或钱"
    assert lazy.compiled is lazy.compiled
