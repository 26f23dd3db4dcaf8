"""PDFs with a text layer: paragraphs, page breaks, furniture, columns, tables, scans."""

from __future__ import annotations

from pathlib import Path

import pytest
from extract import builders
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.extract import Limits, read_page

PARAGRAPHS = [
    "第一条为了促进示例市机器人产业高质量发展，支持企业开展关键技术攻关，加快形成新质生产力，根据国家有关规定，结合本市实际，制定本办法。",
    "第二条本办法适用于在本市注册、具有独立法人资格的企业、事业单位和社会组织。",
    "第三条对牵头承担重大专项的企业，按照不超过项目总投资百分之三十的比例给予补助，单个项目最高二千万元，同一企业年度累计不超过五千万元，资金分两次拨付。",
    "（一）首次拨付百分之五十；",
    "（二）验收合格后拨付其余部分。",
    "第四条本办法自印发之日起施行，有效期三年，由市经济和信息化主管部门负责解释，此前发布的有关规定与本办法不一致的，以本办法为准。",
]


@pytest.mark.parametrize("per_page", [3, 4, 5, 7, 20])
@pytest.mark.parametrize("number", ["— {} —", "{}", "第 {} 页", "- {} -"])
def test_paragraphs_across_pages(per_page: int, number: str) -> None:
    """Wherever the pages break, the paragraphs come out whole, without header and page number."""
    pages = builders.paged(
        builders.wrapped(PARAGRAPHS), per_page, number=number, header="示例市人民政府公报2030年第7期"
    )
    read = read_page(builders.pdf(pages), name="a.pdf")
    assert read.problem is None
    if len(pages) >= 3:  # a header on fewer pages is not known for one
        assert read.text.split("\n") == PARAGRAPHS
    else:
        assert [line for line in read.text.split("\n") if "公报" not in line and not line.isdigit()] == PARAGRAPHS


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.text(
            alphabet="为促进示例市产业发展制定本办法的企业补助资金项目支持鼓励不超过百分之", min_size=3, max_size=120
        ),
        min_size=1,
        max_size=12,
    ),
    st.integers(3, 20),
)
def test_no_character_is_lost(texts: list[str], per_page: int) -> None:
    """Every character of the pages is in the text, in order, whatever its paragraphs."""
    pages = builders.paged(builders.wrapped(texts), per_page)
    read = read_page(builders.pdf(pages), name="a.pdf")
    assert read.text.replace("\n", "").replace(" ", "") == "".join(texts) or read.problem


def test_two_columns() -> None:
    """The left column is read before the right one, under a title across both."""
    left = builders.wrapped(PARAGRAPHS[:3], left=60, width=14, pitch=22, size=16, top=140)
    right = builders.wrapped(PARAGRAPHS[3:], left=320, width=14, pitch=22, size=16, top=140)
    by_row = sorted([*left, *right], key=lambda placed: (placed[1], placed[0]))
    read = read_page(builders.pdf([[(180, 80, "示例市机器人产业促进办法"), *by_row]]), name="a.pdf")
    assert read.text.split("\n") == ["示例市机器人产业促进办法", *PARAGRAPHS]


def test_table_rows_keep_their_cells() -> None:
    """Cells of a row are joined by tabs; a value on two lines beside its label stays with it."""
    rows = [
        (90, 110, "发文机构"), (200, 110, "示例市经济局"),
        (90, 138, "发布日期"), (200, 138, "2030-12-05"),
        (90, 180, "依据文件"), (200, 166, "《关于进一步促进示例市机器人产业高质量发展的实施意"), (200, 194, "见》"),
    ]  # fmt: skip
    assert read_page(builders.pdf([rows]), name="a.pdf").text.split("\n") == [
        "发文机构\t示例市经济局",
        "发布日期\t2030-12-05",
        "依据文件\t《关于进一步促进示例市机器人产业高质量发展的实施意见》",
    ]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_turned_pages(rotation: int) -> None:
    """A page that the viewer turns is read as it is shown."""
    rows = [(100, 200, "第一条甲乙丙丁戊己庚辛"), (100, 230, "第二条甲乙丙丁")]
    read = read_page(builders.pdf([rows], rotation=rotation), name="a.pdf")
    assert read.text.split("\n") == ["第一条甲乙丙丁戊己庚辛", "第二条甲乙丙丁"]


def test_contents_lines_stay_apart() -> None:
    """Lines of a table of contents end in leader dots and are never joined."""
    rows = [(90, 110 + 28 * n, f"{n}.示例产业办法" + "." * 60 + str(n)) for n in range(1, 9)]
    assert len(read_page(builders.pdf([rows], size=10), name="a.pdf").text.split("\n")) == 8


def test_scan() -> None:
    """Pages without a text layer are said to be a scan, and which extra reads it."""
    read = read_page(builders.pdf([[], [], []]), name="a.pdf")
    assert read.text == ""
    assert str(read.problem).startswith("a scan: 3 pages of pictures without a text layer; ")


def test_scan_with_ocr() -> None:
    """With the extra `ocr` the same pages come out as text, marked as read from pictures."""
    pytest.importorskip("rapidocr")
    drawn = builders.pdf([[(90, 110, "示例市机器人产业促进办法"), (90, 150, "单个项目最高500万元")]], size=24)
    read = read_page(builders.scan(drawn), name="a.pdf")
    assert read.reader == "pdf ocr"
    assert read.text.split("\n") == ["示例市机器人产业促进办法", "单个项目最高500万元"]
    assert "check figures" in read.warnings[0]


def test_locked_and_damaged() -> None:
    """A password, a cut file and a file that only begins like a PDF each give one line."""
    whole = builders.pdf([builders.wrapped(PARAGRAPHS)])
    assert (
        read_page(builders.pdf([[(90, 90, "甲")]], password="x"), name="a.pdf").problem
        == "the PDF is locked with a password"
    )
    assert "damaged" in str(read_page(b"%PDF-1.7 and nothing more", name="a.pdf").problem)
    assert read_page(whole[: len(whole) // 3], name="a.pdf").problem


def test_page_limit() -> None:
    """More pages than allowed are refused with both numbers."""
    read = read_page(builders.pdf([[(90, 90, "甲乙丙")]] * 4), name="a.pdf", limits=Limits(pages=3))
    assert read.problem == "a PDF of 4 pages is over the limit of 3"


@pytest.mark.parametrize("name", ["xianfa2018.pdf", "zhenliao9.pdf"])
def test_real_files(name: str) -> None:
    """Real files keep all characters of their text layer but headers, footers and page numbers."""
    path = Path(__file__).parents[3] / "shared/dev/files" / name
    if not path.exists():
        pytest.skip(f"{path.name} is not here")
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    raw = "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
    text = "".join(read_page(path.read_bytes(), name=name).text.split())
    assert 0 <= len(raw) - len(text) <= 3 * len(document)
