"""Word files: automatic numbers, tables, revisions, text boxes, notes; DOC and WPS."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from extract import builders
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.extract import read_page
from tracker.extract.numbering import in_format

# 一、 on level 0, （一） on level 1, 1. on level 2, 第一条 by style; the second list begins anew at 5
NUMBERING = """
<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText
 w:val="%1、"/></w:lvl> <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText
 w:val="（%2）"/></w:lvl> <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText
 w:val="%3."/></w:lvl> <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText
 w:val="%1.%3.%4"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>
 <w:pStyle w:val="Article"/><w:suff w:val="space"/><w:lvlText w:val="第%1条"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText
w:val=""/></w:lvl></w:abstractNum> <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num> <w:num
w:numId="2"><w:abstractNumId w:val="1"/></w:num> <w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num> <w:num
w:numId="4"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride
w:val="5"/></w:lvlOverride></w:num>"""
STYLES = """<w:style w:type="paragraph" w:styleId="Article"><w:name w:val="Article"/>
<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="SubArticle"><w:name w:val="SubArticle"/><w:basedOn w:val="Article"/></w:style>"""


def numbered(text: str, number_id: int, level: int = 0) -> str:
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number_id}"/></w:numPr></w:pPr>'
        f"<w:r><w:t>{text}</w:t></w:r></w:p>"
    )


def styled(text: str, style: str, extra: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


def lines(body: str, **parts: str) -> list[str]:
    read = read_page(builders.docx(body=body, **parts), name="a.docx")
    assert read.problem is None
    return read.text.split("\n")


def test_automatic_numbers_of_paragraphs() -> None:
    """Labels are printed as Word prints them; a deeper level begins anew under each shallower one; a bullet prints
    none.
    """
    body = "".join(
        [
            numbered("总则", 1), numbered("目标", 1, 1), numbered("甲", 1, 2), numbered("乙", 1, 2),
            numbered("细", 1, 3),
            numbered("任务", 1, 1), numbered("丙", 1, 2), numbered("附则", 1), numbered("点", 3), numbered("另起", 4),
        ]
    )  # fmt: skip
    assert lines(body, numbering=NUMBERING) == [
        "一、总则", "（一）目标", "1. 甲", "2. 乙", "1.2.1 细", "（二）任务", "1. 丙", "二、附则", "点", "五、另起",
    ]  # fmt: skip


def test_automatic_numbers_of_styles() -> None:
    """A style numbers its paragraphs, and those of styles based on it; numId 0 takes the number away."""
    body = (
        styled("甲", "Article")
        + styled("乙", "SubArticle")
        + styled("丙", "Article", '<w:numPr><w:numId w:val="0"/></w:numPr>')
        + "".join(styled("丁", "Article") for _ in range(9))
    )
    read = lines(body, numbering=NUMBERING, styles=STYLES)
    assert read[:3] == ["第一条 甲", "第二条 乙", "丙"]
    assert read[-1] == "第十一条 丁"


@pytest.mark.parametrize(
    ("name", "value", "printed"),
    [
        ("decimal", 12, "12"), ("chineseCounting", 10, "十"), ("chineseCountingThousand", 103, "一百零三"),
        ("chineseCounting", 1010, "一千零一十"),
        ("chineseLegalSimplified", 23, "贰拾叁"), ("ideographTraditional", 3, "丙"),
        ("ideographDigital", 20, "二〇"), ("upperRoman", 14, "XIV"),
        ("lowerLetter", 28, "bb"), ("decimalEnclosedCircle", 7, "⑦"),
        ("decimalFullWidth", 12, "１２"), ("decimalZero", 3, "03"), ("unknown", 4, "4"),
    ],
)  # fmt: skip
def test_number_formats(name: str, value: int, printed: str) -> None:
    """Number formats of ECMA-376 that Chinese documents use."""
    assert in_format(value, name) == printed


def test_revisions() -> None:
    """Deleted and moved-away text is left out, inserted and moved-in text stays; the page says that something was
    left out.
    """
    body = (
        '<w:p><w:r><w:t>最高</w:t></w:r><w:del w:id="1"><w:r><w:delText>500</w:delText></w:r></w:del>'
        '<w:ins w:id="2"><w:r><w:t>800</w:t></w:r></w:ins><w:r><w:t>万元</w:t></w:r></w:p>'
        '<w:p><w:moveFrom w:id="3"><w:r><w:t>移走</w:t></w:r></w:moveFrom></w:p>'
        '<w:p><w:moveTo w:id="4"><w:r><w:t>移来</w:t></w:r></w:moveTo></w:p>'
        '<w:p><w:pPr><w:rPr><w:del w:id="5"/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>后半</w:t></w:r></w:p>"
    )
    read = read_page(builders.docx(body=body), name="a.docx")
    assert read.text.split("\n") == ["最高800万元", "移来", "前半后半"]
    assert read.warnings == ("text of deleted revisions is left out",)


def test_deleted_paragraphs_count_for_nothing() -> None:
    """A numbered paragraph that is deleted whole takes no number; an empty one does, as in Word."""
    gone = numbered("乙", 2).replace("<w:pPr>", '<w:pPr><w:rPr><w:del w:id="1"/></w:rPr>')
    gone = gone.replace("<w:r><w:t>乙</w:t></w:r>", '<w:del w:id="2"><w:r><w:delText>乙</w:delText></w:r></w:del>')
    body = numbered("甲", 2) + gone + numbered("丙", 2) + numbered("", 2) + numbered("丁", 2)
    assert lines(body, numbering=NUMBERING) == ["第一条 甲", "第二条 丙", "第四条 丁"]


def test_tables_in_order() -> None:
    """A table stands between its paragraphs, a row a line; a merged cell is printed once, a deleted row not at all."""

    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"

    begins = '<w:vMerge w:val="restart"/>'
    body = (
        "<w:p><w:r><w:t>表前</w:t></w:r></w:p><w:tbl>"
        f"<w:tr>{cell('类别', begins)}{cell('上限')}</w:tr><w:tr>{cell('重复', '<w:vMerge/>')}{cell('500万元')}</w:tr>"
        f'<w:tr><w:trPr><w:del w:id="1"/></w:trPr>{cell("旧")}{cell("300万元")}</w:tr>'
        f"<w:tr>{cell('乙')}{cell('800万元')}</w:tr></w:tbl><w:p><w:r><w:t>表后</w:t></w:r></w:p>"
    )
    assert lines(body) == ["表前", "类别\t上限", "500万元", "乙\t800万元", "表后"]


def test_what_is_printed_and_what_is_not() -> None:
    """Text boxes, content controls, breaks and symbols are text; hidden runs and field codes are not."""
    body = (
        "<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r></w:p>"
        '<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:sym w:char="F0A8"/><w:t>是</w:t></w:r></w:p>'
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>控件</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:p><w:r><w:t>外</w:t></w:r><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
    )
    assert lines(body) == ["甲", "乙 丙", "□是", "控件", "外", "框内"]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(alphabet="甲乙丙丁戊 　第一条（）。，12", max_size=30), max_size=12))
def test_paragraphs_come_back(texts: list[str]) -> None:
    """Every paragraph that holds more than blanks is a line, in order."""
    expected = [" ".join(text.split()) for text in texts if text.split()]
    read = read_page(builders.docx(texts), name="a.docx")
    assert (read.text.split("\n") if read.text else []) == expected
    assert bool(read.problem) == (not expected)


# ── Word 97 ──────────────────────────────────────────────────────────────────────────────────────

# Made with LibreOffice 7 from the DOCX that the functions below give
NUMBERED = Path(__file__).parent / "files/numbered.doc"
REVISED = Path(__file__).parent / "files/revised.doc"


def cells(*rows: tuple[str, ...]) -> str:
    def cell(text: str) -> str:
        return (
            "<w:tc><w:tcPr/>"
            + "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("|"))
            + "</w:tc>"
        )

    made = "".join("<w:tr>" + "".join(map(cell, row)) + "</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>{made}</w:tbl>"


def numbered_docx() -> bytes:
    body = (
        numbered("总则", 1) + numbered("目标", 1, 1) + numbered("单个项目最高500万元。", 1, 2) + numbered("乙", 1, 2)
        + numbered("任务", 1, 1) + numbered("丙", 1, 2) + numbered("附则", 1) + numbered("点", 3)
        + styled("为了促进", "Article") + styled("适用于", "Article")
        + cells(("类别", "上限"), ("甲类", "500万元|分两次"), ("", "无"))
        + "<w:p><w:r><w:t>表后</w:t></w:r></w:p>"
    )  # fmt: skip
    return builders.docx(["示例市促进办法", "𠮷野发展"], body=body, numbering=NUMBERING, styles=STYLES)


def revised_docx() -> bytes:
    who = 'w:author="a" w:date="2030-01-01T00:00:00Z"'
    body = (
        f'<w:p><w:r><w:t>最高</w:t></w:r><w:del w:id="1" {who}><w:r><w:delText>500</w:delText></w:r></w:del>'
        f'<w:ins w:id="2" {who}><w:r><w:t>800</w:t></w:r></w:ins><w:r><w:t>万元</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r></w:p>"
        '<w:p><w:r><w:t>见</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "http://x"</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>附件</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    return builders.docx(["第一条　为了促进发展" * 40] * 12, body=body)


@pytest.mark.parametrize(
    ("path", "docx"), [(NUMBERED, numbered_docx), (REVISED, revised_docx)], ids=["numbers and tables", "revisions"]
)
def test_word97_reads_as_the_docx_it_was_made_from(path: Path, docx: Callable[[], bytes]) -> None:
    """Numbers, table rows, revisions, hidden text and fields of a .doc come out as those of the same .docx."""
    read, same = read_page(path.read_bytes(), name=path.name), read_page(docx(), name="a.docx")
    assert read.problem is None
    assert (read.text.split("\n"), read.warnings) == (same.text.split("\n"), same.warnings)


def test_word97_under_another_name() -> None:
    """A .doc that is called .wps or .docx is read all the same."""
    for name in ("a.wps", "a.docx"):
        assert "第一条 为了促进" in read_page(NUMBERED.read_bytes(), name=name).text


def test_word97_damaged() -> None:
    """Cut files, a broken table and a locked file give one line."""
    content = NUMBERED.read_bytes()
    assert "damaged" in str(read_page(content[:3000], name="a.doc").problem)
    at = content.index(b"\xec\xa5")
    locked = content[: at + 11] + bytes([content[at + 11] | 1]) + content[at + 12 :]
    assert read_page(locked, name="a.doc").problem == "the Word 97 file is locked with a password"
