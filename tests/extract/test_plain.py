"""Plain text, Markdown, recovered text, and files that are no text."""

from __future__ import annotations

from pathlib import Path

import pytest
from extract import builders
from hypothesis import given
from hypothesis import strategies as st

from tracker.extract import read_page, sniff_media_type
from tracker.extract.plain import clean_markup


@pytest.mark.parametrize(
    ("line", "clean"),
    [
        ("## **一、 数据要素**", "一、 数据要素"),
        ("[bookmark: _GoBack]为促进发展", "为促进发展"),
        ("<b>一、数据</b> .....\t1", "一、数据 .....\t1"),
        ("**支持研发。**按照30%补助", "支持研发。按照30%补助"),
        ("见[办法](https://www.shili.gov.cn/a.html)", "见办法"),
        ("![](images/1.jpg)", ""),
        ("---", ""),
        ("|类别|上限|", "类别\t上限"),
        ("| --- | --- |", ""),
        ("# 1 号文", "1 号文"),
        ("5*3*2 与 a__b__c", "5*3*2 与 a__b__c"),
        ("［2022］第3号 [2022] 3 号", "［2022］第3号 [2022] 3 号"),
        ("\ufeff第一条", "第一条"),
    ],
)
def test_marks_of_conversion(line: str, clean: str) -> None:
    """Marks that converters leave go, what was printed stays."""
    assert clean_markup(line) == clean


@given(st.text(alphabet="第一条甲乙 *_#|[]()\n\r-12", max_size=200))
def test_lines_keep_their_numbers(text: str) -> None:
    """Line n of the text is line n of the file, and no Chinese character is lost."""
    read = read_page(text.encode(), name="a.txt")
    if read.problem is None:
        source = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert [[c for c in line if c >= "\u4e00"] for line in read.text.split("\n")] == [
            [c for c in line if c >= "\u4e00"] for line in source
        ]


@pytest.mark.parametrize(
    ("content", "name", "problem"),
    [
        (b"", "a.txt", "the file is empty"),
        (b" \n\t\n", "a.txt", "the file holds only blanks"),
        (b"\x00\x01\x02\x03" * 100, "a.txt", "a binary file is not a text that can be read as a policy"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "a.pdf", "a PNG picture is not a text that can be read as a policy"),
        (b"PK\x03\x04junk", "a.zip", "a ZIP archive is not a text that can be read as a policy"),
        (b"", "a.html", "the file is empty"),
    ],
    ids=["empty", "blank", "binary", "png", "zip", "empty html"],
)
def test_what_is_no_text(content: bytes, name: str, problem: str) -> None:
    """Each kind of file that holds no policy says what it is."""
    assert read_page(content, name=name).problem == problem


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (b"%PDF-1.4", "a.html", "application/pdf"),
        ("<html>办法".encode("utf-16"), "x", "text/html"),
        (b"<!--x--><!DOCTYPE HTML>", "a.txt", "text/html"),
        ("第一条".encode("gbk"), "a.txt", "text/plain"),
        ("# 办法".encode(), "a.md", "text/markdown"),
        (builders.docx(["甲"]), "a.doc", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (builders.ofd([[]]), "a.bin", "application/ofd"),
        (
            builders.archive({"xl/workbook.xml": ""}),
            "a.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    ],
)
def test_kind_by_first_bytes(content: bytes, name: str, media_type: str) -> None:
    """The bytes say what a file is, not its name."""
    assert sniff_media_type(content, name) == media_type


def test_seeds() -> None:
    """The seeds keep all their lines; no bookmark, bold mark or tag is left."""
    seeds = sorted((Path(__file__).parents[3] / "shared/seeds").glob("*.txt"))
    if not seeds:
        pytest.skip("the seeds are not here")
    for seed in seeds:
        read = read_page(seed.read_bytes(), name=seed.name)
        assert read.problem is None
        assert len(read.text.split("\n")) == len(seed.read_text("utf-8-sig").split("\n"))
        assert not any(mark in read.text for mark in ("[bookmark", "**", "<b>", "\ufeff"))
