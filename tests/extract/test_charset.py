"""Character sets of pages: the readers take the text as `tracker.charset` reads it, and say what it could not."""

from __future__ import annotations

import pytest

from tracker.extract import read_page

TEXT = "第一条　为了促进示例市产业发展，朱镕基、喆，制定本办法，最高奖励500万元。"


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
@pytest.mark.parametrize("declared", [None, "utf-8", "gb2312", "iso-8859-1", "nonsense"])
def test_any_charset_under_any_declaration(charset: str, declared: str | None) -> None:
    """The text comes out whole, whatever the server said."""
    markup = f"<html><head><title>x</title></head><body><div id='zoom'>{TEXT}</div></body></html>"
    assert read_page(markup.encode(charset), name="a.html", charset=declared).text == TEXT.replace("　", " ")


def test_wrong_meta_declaration() -> None:
    """A page that says gb2312 and is UTF-8, and the other way round."""
    for said, real in (("gb2312", "utf-8"), ("utf-8", "gbk")):
        content = f"<meta charset={said}><div id='zoom'>{TEXT}</div>".encode(real)
        assert TEXT[:3] in read_page(content, name="a.html").text


def test_a_broken_byte_costs_one_character() -> None:
    """One byte that belongs to no character does not spoil the page, and is said."""
    content = f"<div id='zoom'>{TEXT}</div>".encode("gb18030").replace(b"500", b"5\xff0")
    read = read_page(content, name="a.html", charset="gbk")
    assert read.charset == "gb18030"
    assert "第一条 为了促进示例市" in read.text
    assert "no gb18030 characters" in read.warnings[0]
