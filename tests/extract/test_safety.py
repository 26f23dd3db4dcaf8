"""Hostile and broken files: each ends in a page with one line, in time and memory, and harms nothing."""

from __future__ import annotations

import struct
import sys
import time
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from extract import builders, pages
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.extract import Limits, read_page, read_page_apart

BILLION = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def one_line(problem: str | None) -> bool:
    return bool(problem) and "\n" not in str(problem) and len(str(problem)) < 400


@pytest.mark.parametrize(
    "markup",
    [
        "<table><tr><td>" * 100_000,
        "<div>" * 100_000,
        "<font>" * 100_000 + "甲" + "</font>" * 100_000,
        "<ul><li>" * 100_000,
        "<a href='x'>" * 50_000,
        "<p>" * 200_000,
        "<!--" * 100_000,
        "<script>" * 50_000,
        "&#x4e00;" * 100_000,
        "<" * 200_000,
        "<div id='zoom' " + "a='1' " * 100_000 + ">",
        "<!--a-->" * 500 + "<div id='zoom'>" + "来源：" * 40 + "x<br>" + "打印" * 60 + "x<br>" + "." * 100_000,
    ],
    ids=[
        "tables",
        "divs",
        "fonts",
        "lists",
        "links",
        "paragraphs",
        "comments",
        "scripts",
        "entities",
        "angles",
        "attributes",
        "words of patterns",
    ],
)
def test_html_that_nests_or_repeats(markup: str) -> None:
    """Elements by the hundred thousand end in a page within seconds."""
    started = time.perf_counter()
    read = read_page(pages.page(markup), name="a.html")
    assert read.text or one_line(read.problem)
    assert time.perf_counter() - started < 10, "too slow"


def test_deep_html_loses_nothing_in_silence() -> None:
    """Where the parser stops at a depth, the page says so instead of giving half a text."""
    body = "<div id='zoom'>" + "<font>" * 300 + pages.BODY + "</font>" * 300 + "</div>"
    assert pages.LAST in read_page(pages.page(body), name="a.html").text
    deeper = read_page(pages.page("<div>" * 5000 + pages.BODY), name="a.html")
    assert (
        deeper.problem == "the page nests more than 2048 elements in each other; what stands behind them cannot be read"
    )


def test_large_html_is_refused() -> None:
    """50 MB of HTML are over the limit, in one line and at once."""
    read = read_page(b"<html>" + b"<p>x</p>" * 6_600_000, name="a.html")
    assert read.problem == "an HTML page of 50 MiB is over the limit of 20 MiB"


def test_zip_bombs() -> None:
    """Members, unpacked bytes and lies about them are held to their limits."""
    bomb = builders.archive({"[Content_Types].xml": "<a/>", "word/document.xml": b"0" * 60_000_000})
    assert "unpacks to 57 MiB" in str(read_page(bomb, name="a.docx", limits=Limits(unpacked_bytes=10_000_000)).problem)
    many = builders.archive({f"word/{n}": "" for n in range(300)})
    assert "300 members" in str(read_page(many, name="a.docx", limits=Limits(members=100)).problem)
    lying = bytearray(builders.archive({"word/document.xml": b"<a>" + b"0" * 5_000_000}))
    at = lying.rfind(b"PK\x01\x02")
    lying[at + 24 : at + 28] = struct.pack("<I", 100)  # says 100 bytes
    assert one_line(read_page(bytes(lying), name="a.docx").problem)


@pytest.mark.parametrize("member", ["word/document.xml", "word/numbering.xml"])
def test_entities_in_docx(member: str, tmp_path: object) -> None:
    """Neither a billion laughs nor a file of the system comes out of a DOCX."""
    secret = "/etc/hostname"
    for declaration, use in ((BILLION, "&j;"), (f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>', "&e;")):
        document = f'<w:document xmlns:w="{_W}"><w:body><w:p><w:r><w:t>甲{use}</w:t></w:r></w:p></w:body></w:document>'
        parts = {
            "word/document.xml": document.replace(use, "") if member != "word/document.xml" else declaration + document
        }
        if member != "word/document.xml":
            parts[member] = f'{declaration}<w:numbering xmlns:w="{_W}">{use}</w:numbering>'
        read = read_page(builders.archive(parts), name="a.docx")
        assert one_line(read.problem)
        assert read.text == ""


def test_entities_in_ofd() -> None:
    """An OFD that declares entities is refused."""
    assert one_line(read_page(builders.archive({"OFD.xml": BILLION + "<a>&j;</a>"}), name="a.ofd").problem)


def test_path_names_in_archives(tmp_path: object) -> None:
    """Members named ../../x are never written anywhere; a document that points out of the archive is incomplete."""
    content = builders.archive(
        {
            "OFD.xml": "<a><DocRoot>../../../etc/passwd</DocRoot></a>",
            "../../evil": "x",
            "/absolute": "x",
        }
    )
    read = read_page(content, name="a.ofd")
    assert "incomplete" in str(read.problem)


def test_loops() -> None:
    """Styles based on each other and lists that point at themselves end."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{a}"><w:name w:val="{a}"/><w:basedOn w:val="{b}"/></w:style>'
        for a, b in ("XY", "YX")
    )
    body = '<w:p><w:pPr><w:pStyle w:val="X"/></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>'
    assert read_page(builders.docx(body=body, styles=styles), name="a.docx").text == "甲"


def test_pdf_object_loops_and_counts() -> None:
    """A page tree that holds itself, and one that promises a million pages, end in one line or a text."""
    for kids, count in (("[2 0 R 2 0 R]", 2), ("[2 0 R]", 1_000_000), ("[3 0 R]", 99_999_999), ("[3 0 R]", -5)):
        objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Kids {kids} /Count {count} >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        ]
        content = (
            "%PDF-1.4\n"
            + "".join(f"{n} 0 obj\n{o}\nendobj\n" for n, o in enumerate(objects, 1))
            + "trailer << /Root 1 0 R >>\n%%EOF"
        )
        read = read_page_apart(content.encode(), name="a.pdf", limits=Limits(seconds=20))
        assert one_line(read.problem)


def test_apart_gives_the_same_page() -> None:
    """What the worker reads comes back whole: metadata, attachments, warnings."""
    limits = Limits(apart_bytes=0)
    for content, name in (
        (pages.BEIJING, "a.html"),
        (builders.docx(["第一条　甲。"]), "a.docx"),
        (pages.GUANGDONG, "b.html"),
    ):
        url = "https://www.shili.gov.cn/a/t20301205_1.html"
        assert read_page_apart(content, name=name, url=url, limits=limits) == read_page(content, name=name, url=url)


def test_apart_ends_in_time_and_memory() -> None:
    """A worker over its time or memory gives a page that says so, and the caller lives on."""
    large = builders.pdf([builders.wrapped(["第一条为了促进本市产业高质量发展，制定本办法。" * 8])] * 60)
    slow = read_page_apart(large, name="a.pdf", limits=Limits(seconds=0.05))
    assert slow.problem == "reading it took longer than 0.05 seconds"
    if sys.platform == "linux":
        small = read_page_apart(large, name="a.pdf", limits=Limits(memory_bytes=120_000_000))
        assert one_line(small.problem) or small.text


def test_a_directory_of_limits_is_said_in_words() -> None:
    """Every limit names what was measured and what is allowed."""
    read = read_page(b"x" * 3_000_000, name="a.txt", limits=Limits(bytes=1024 * 1024))
    assert read.problem == "a file of 3 MiB is over the limit of 1 MiB"


# ── fuzzing ──────────────────────────────────────────────────────────────────────────────────────

SAMPLES = {
    "html": (pages.BEIJING, "a.html"),
    "docx": (builders.docx(["第一条　甲。", "第二条　乙。"]), "a.docx"),
    "ofd": (builders.ofd([[(20, 20, "第一条甲乙丙"), (20, 30, "第二条")]]), "a.ofd"),
    "doc": ((Path(__file__).parent / "files/numbered.doc").read_bytes(), "a.doc"),
    "pdf": (builders.pdf([builders.wrapped(["第一条为了促进本市产业高质量发展，制定本办法。"])]), "a.pdf"),
}
_FUZZ = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def test_a_member_named_otherwise_in_its_header_is_one_line() -> None:
    """The name in a member's header runs on into its data: the problem does not quote them."""
    content, name = SAMPLES["ofd"]
    changed = bytearray(content)
    changed[26] = 200  # length of the first member's name
    problem = read_page(bytes(changed), name=name).problem
    assert one_line(problem) and "cannot be unpacked" in str(problem)


@pytest.mark.parametrize("kind", SAMPLES)
@_FUZZ
@given(data=st.data())
def test_changed_bytes(kind: str, data: st.DataObject) -> None:
    """A file with some bytes changed, cut out or doubled gives a page, with a text or a problem of one line."""
    content, name = SAMPLES[kind]
    changed = bytearray(content)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, max(len(changed) - 1, 0)))
        how = data.draw(st.sampled_from(["set", "cut", "double", "insert"]))
        if how == "set" and changed:
            changed[at] = data.draw(st.integers(0, 255))
        elif how == "cut":
            del changed[at : at + data.draw(st.integers(1, 200))]
        elif how == "double":
            changed[at:at] = changed[at : at + 100]
        else:
            changed[at:at] = data.draw(st.binary(max_size=20))
    read = read_page(bytes(changed), name=name)
    assert read.text or one_line(read.problem) or read.attachments


@pytest.mark.parametrize("member", ["word/document.xml", "word/numbering.xml", "word/styles.xml", "_rels/.rels"])
@_FUZZ
@given(junk=st.binary(max_size=300))
def test_changed_members_of_docx(member: str, junk: bytes) -> None:
    """A part of a DOCX that is replaced by junk gives a page."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(SAMPLES["docx"][0])) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, junk if name == member else source.read(name))
    read = read_page(out.getvalue(), name="a.docx")
    assert read.text or one_line(read.problem)


@_FUZZ
@given(
    content=st.binary(max_size=600),
    name=st.sampled_from(["a.html", "a.pdf", "a.docx", "a.doc", "a.ofd", "a.txt", "a", "a.wps"]),
)
def test_any_bytes(content: bytes, name: str) -> None:
    """No bytes under any name raise."""
    magic = {
        "a.pdf": b"%PDF-1.7\n",
        "a.docx": b"PK\x03\x04",
        "a.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
    }
    read = read_page(magic.get(name, b"") + content, name=name)
    assert read.text or one_line(read.problem)


@_FUZZ
@given(
    st.lists(
        st.sampled_from(
            [
                "<table>",
                "</table>",
                "<tr>",
                "</tr>",
                "<td>",
                "</td>",
                "<div id='zoom'>",
                "</div>",
                "<p>",
                "<br>",
                "<ol>",
                "<li>",
                "</ol>",
                "甲乙",
                "</a>",
                "<!--",
                "-->",
                "<a href='a.pdf'>",
                "<script>",
                "</script>",
                "<ul class='share'>",
                "</ul>",
                "索引号：",
                "发文字号：示〔2030〕1号",
                "<![CDATA[",
                "&nbsp;",
                "\x00",
                "<frameset>",
            ]
        ),
        max_size=40,
    )
)
def test_any_tag_soup(parts: list[str]) -> None:
    """Tags in any order give a page whose lines hold no control characters."""
    read = read_page(("<html>" + "".join(parts)).encode(), name="a.html")
    assert not any(ord(char) < 32 and char not in "\n\t" for char in read.text)
