"""Cells set in columns: nothing lost, nothing wider than its column, Chinese broken where a reader expects it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.report.table import set_in_columns

TEXTS = st.text(st.sampled_from("关于促进（第〔〕号）《》，。%15a- \n"), max_size=60)


def places(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def column(text: str, width: int) -> list[str]:
    """The lines of one cell."""
    ((*lines,),) = set_in_columns([[text]], width=width)
    return lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("每项上限由100万元提高到105万元（+5%）", ["每项上限由100", "万元提高到105", "万元（+5%）"]),
        ("第七条 每项上限", ["第七条 每项上", "限"]),
        ("支持算力产业。", ["支持算力产", "业。"]),
        ("京经信发〔2022〕103号", ["京经信发", "〔2022〕103号"]),
        ("a very long word: uncommonly-long", ["a very long", "word:", "uncommonly-lo", "ng"]),
        ("甲\n乙", ["甲", "乙"]),
    ],
    ids=["numbers stay whole", "a blank does not end the line", "no mark begins a line", "brackets", "words", "lines"],
)
def test_where_a_cell_is_broken(text: str, lines: list[str]) -> None:
    """Thirteen places; each Chinese character takes two."""
    assert lines == column(text, 13)


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=4), st.integers(30, 60))
def test_every_line_fits_and_every_character_is_there(rows: list[tuple[str, str]], width: int) -> None:
    """Blanks apart, where lines are broken."""
    lines = list(set_in_columns(rows, width=width))

    assert all(places(line) <= width for row in lines for line in row)
    for row, printed in zip(rows, lines, strict=True):
        assert sorted("".join("".join(row).split())) == sorted("".join("".join(printed).split()))


def test_the_widest_column_gives_way_and_a_kept_one_never() -> None:
    """A date in two halves is none."""
    rows = [("2026-03-02", "关于支持算力产业的若干措施", "海淀区")]

    assert list(set_in_columns(rows, width=32, kept=[0])) == [
        ("2026-03-02  关于支持算力  海淀区", "            产业的若干措", "            施")
    ]
    assert next(set_in_columns(rows, width=10, kept=[0]))[0].startswith("2026-03-02  关于支持  海淀区")


def test_numbers_stand_to_the_right() -> None:
    """The last line of blanks is not printed."""
    assert list(set_in_columns([("版本", "标题"), ("3", "办法")], width=40, right=[0])) == [
        ("版本  标题",),
        ("   3  办法",),
    ]
