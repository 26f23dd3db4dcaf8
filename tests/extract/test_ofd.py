"""OFD files."""

from __future__ import annotations

from extract import builders

from tracker.extract import read_page


def test_order_by_place() -> None:
    """Text objects are read from top to bottom and left to right, whatever their order in the file."""
    content = builders.ofd(
        [[(20, 60, "第二条乙乙乙乙"), (20, 40, "第一条甲甲甲"), (120, 20, "办法"), (20, 20, "示例")]]
    )
    assert read_page(content, name="a.ofd").text.split("\n") == ["示例\t办法", "第一条甲甲甲", "第二条乙乙乙乙"]


def test_paragraphs_across_pages() -> None:
    """Lines and pages break no paragraph; page numbers go; template text is read on the pages that use it."""
    pages = [
        [
            (25, 40, "示例市办法"),
            (35, 60, "第一条为了促进本市产业高质量发展，制定本办法，适用于"),
            (25, 70, "在本市注册的企业和其他组织，以及与其合作的高等学校和科"),
            (100, 280, "— 1 —"),
        ],
        [
            (25, 40, "研机构。"),
            (35, 50, "第二条本办法自印发之日起施行，有效期三年，由市经济局负"),
            (25, 60, "责解释。"),
            (100, 280, "— 2 —"),
        ],
    ]
    assert read_page(builders.ofd(pages), name="a.ofd").text.split("\n") == [
        "示例市办法",
        "第一条为了促进本市产业高质量发展，制定本办法，适用于在本市注册的企业和其他组织，以及与其合作的高等学校和科研机构。",
        "第二条本办法自印发之日起施行，有效期三年，由市经济局负责解释。",
    ]


def test_template() -> None:
    """The text of a template page belongs to the pages that name it."""
    content = builders.ofd([[(20, 60, "正文")]], template=[(20, 20, "示例市人民政府文件")])
    assert read_page(content, name="a.ofd").text.split("\n") == ["示例市人民政府文件", "正文"]


def test_scan_and_damage() -> None:
    """No text, no document, no ZIP: one line each."""
    assert "a scan" in str(read_page(builders.ofd([[]]), name="a.ofd").problem)
    assert "names no document" in str(read_page(builders.archive({"OFD.xml": "<a/>"}), name="a.ofd").problem)
    whole = builders.ofd([[(20, 20, "甲")]])
    assert "damaged" in str(read_page(whole[: len(whole) // 2], name="a.ofd").problem)
