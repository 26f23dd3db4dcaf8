"""Layout is no change: the same text printed otherwise gives the same clauses."""

from __future__ import annotations

import pytest
from clauses.samples import MEASURES, STATUTE, half_width, spaced, wrapped
from hypothesis import given
from hypothesis import strategies as st

from tracker.clauses import parse_clauses
from tracker.text import normal

LAYOUTS = {
    "wrapped": lambda text: wrapped(text, 38),
    "wrapped narrow, pages": lambda text: wrapped(text, 26, lines_per_page=9),
    "wrapped, indented, pages": lambda text: wrapped(text, 32, lines_per_page=12, indent="　　"),
    "half-width punctuation": half_width,
    "blanks around numbers": spaced,
    "full-width digits": lambda text: text.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    "blank lines": lambda text: text.replace("\n", "\n\n"),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
}


def read(text):
    return [(normal(clause.label), normal(clause.text), normal(clause.chapter or "")) for clause in parse_clauses(text)]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("text", [MEASURES, STATUTE], ids=["measures", "statute"])
def test_same_clauses(text, layout):
    """Wraps, page numbers, width and blanks change no label, text or chapter."""
    assert read(LAYOUTS[layout](text)) == read(text)


@given(width=st.integers(16, 60), page=st.one_of(st.none(), st.integers(5, 30)), indent=st.sampled_from(["", "　　"]))
def test_any_wrap(width, page, indent):
    """No width and no page length cuts a clause or makes one."""
    assert read(wrapped(STATUTE, width, lines_per_page=page, indent=indent)) == read(STATUTE)


@given(st.text(alphabet="第一二三十条章款（）()、.。：；，支持0123456789 \n目录附件", max_size=200))
def test_any_text_is_read(text):
    """No input raises; every clause says something and points at its line."""
    for clause in parse_clauses(text):
        assert clause.text.strip()
        assert 1 <= clause.line <= text.count("\n") + 1
        assert clause.path[-1] == clause.label
