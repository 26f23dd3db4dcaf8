"""Charsets: what government pages declare, and what they are written in."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.charset import codec_name, declared_in, decode, warn_unreadable

TEXT = "示例市关于支持算力产业发展的若干措施，单个项目最高补贴2000万元。\n第一条 为落实有关要求，制定本措施。"


def page(charset: str) -> str:
    return f'<html><head><meta charset="{charset}"><title>通知</title></head><body>{TEXT}</body></html>'


@pytest.mark.parametrize("codec", ["utf-8", "gb2312", "gbk", "gb18030"])
@pytest.mark.parametrize(
    "declared", [None, "utf-8", "gb2312", "GBK", "iso-8859-1", "windows-1252", "big5", "klingon", ""]
)
def test_declaration_of_the_header_never_spoils_the_text(codec: str, declared: str | None) -> None:
    """Whatever the header claims, the text is read as it was written."""
    assert decode(TEXT.encode(codec), declared)[0] == TEXT


@pytest.mark.parametrize("codec", ["utf-8", "gbk", "gb18030"])
@pytest.mark.parametrize("meta", ["utf-8", "gb2312", "iso-8859-1", "big5", "x-unknown"])
def test_declaration_of_the_page_never_spoils_the_text(codec: str, meta: str) -> None:
    """A page moved from one charset to another often keeps its old meta line."""
    assert TEXT in decode(page(meta).encode(codec))[0]


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_byte_order_mark_decides_and_goes(mark: bytes, codec: str) -> None:
    """A byte order mark wins over any declaration and is no part of the text."""
    assert decode(mark + TEXT.encode(codec), "gb2312") == (TEXT, codec)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_mark(codec: str) -> None:
    """UTF-16 without a mark is told by the zero bytes of its digits and line breaks."""
    assert decode(TEXT.encode(codec)) == (TEXT, codec)


def test_rare_characters_need_gb18030() -> None:
    """A declared gb2312 page may hold characters that only GB18030 has."""
    assert decode("姓名：𠮷田㛃，万元".encode("gb18030"), "gb2312") == ("姓名：𠮷田㛃，万元", "gb18030")


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_torn_character_keeps_the_rest(codec: str) -> None:
    """A page cut off inside a character is still read in its own charset."""
    text, used = (
        decode((TEXT * 5).encode(codec)[:-1] + b"", codec)
        if codec == "utf-8"
        else decode(TEXT.encode(codec)[:-2] + b"\xb1")
    )
    assert used == codec
    assert text.startswith(TEXT[:-2])


@pytest.mark.parametrize("declared", ["utf-16", "utf-16-le", "utf-32"])
def test_a_wide_declaration_needs_wide_bytes(declared: str) -> None:
    """UTF-16 reads any even number of bytes, so it is believed only where Chinese comes out."""
    assert decode(TEXT.encode("gbk"), declared)[0] == TEXT


def test_bytes_of_another_charset_cost_no_more_than_themselves() -> None:
    """A footer of another charset behind a page leaves the page as it is, and is counted."""
    text, used = decode((TEXT * 4).encode("gbk") + "页脚".encode(), "gbk")
    assert (text[: 4 * len(TEXT)], used) == (TEXT * 4, "gb18030")
    torn, charset = decode((TEXT * 4).encode() + "，共人".encode("gbk"), "utf-8")
    assert torn.startswith(TEXT * 4)
    assert "no utf-8 characters" in warn_unreadable(torn, charset)[0]
    assert warn_unreadable(TEXT, "utf-8") == ()


def test_traditional_page_in_big5() -> None:
    """A declared Big5 page is read as Big5 although GB18030 would accept its bytes."""
    text = "關於發展的若干措施，其中以人和企業，一年不少於一月。"
    assert decode(text.encode("big5"), "big5") == (text, "big5")


def test_western_text_without_chinese() -> None:
    """Latin-1 is believed where neither UTF-8 nor GB18030 fits."""
    assert decode("café à la carte".encode("latin-1"), "iso-8859-1") == ("café à la carte", "iso8859-1")


@pytest.mark.parametrize(
    ("head", "label"),
    [
        (b'<meta charset="gb2312">', "gb2312"),
        (b"<META content='text/html; charset=GBK' http-equiv=Content-Type>", "GBK"),
        (b'<?xml version="1.0" encoding="gb18030"?><rss/>', "gb18030"),
        (b"<html><head><title>x</title>", None),
        (b" " * 5000 + b'<meta charset="gbk">', None),
    ],
)
def test_declared_in_page(head: bytes, label: str | None) -> None:
    """Only a declaration near the top counts."""
    assert declared_in(head) == label


@pytest.mark.parametrize("label", ["hex", "rot13", "punycode", "unicode_escape", "idna", "utf-7", "zip", "\0"])
def test_codecs_that_are_no_charsets(label: str) -> None:
    """A page cannot choose a Python codec that is no charset."""
    assert codec_name(label) is None


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=80))
def test_utf8_round_trip(text: str) -> None:
    """Chinese text in UTF-8 is read back whole, declared or not."""
    assert decode(text.encode())[0] == text
    assert decode(text.encode(), "utf-8")[0] == text


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "gbk", "big5", "latin-1", "utf-16", "hex"]))
def test_any_bytes_give_text(content: bytes, declared: str | None) -> None:
    """No bytes raise."""
    text, name = decode(content, declared)
    assert isinstance(text, str)
    codecs.lookup(name)
