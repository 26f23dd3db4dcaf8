"""tracker.meaning.citations: the documents a text leans on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tracker.clauses import parse_clauses
from tracker.meaning import read_meaning
from tracker.meaning.citations import find_citations
from tracker.models import Version


def cited(text: str, title: str = "示例市算力若干措施", number: str | None = None) -> list[tuple[str | None, ...]]:
    """Title, number, purpose of every citation of a one-paragraph policy."""
    version = Version(title=title, text=text, doc_number=number)
    return [(found.title, found.doc_number, found.purpose) for found in find_citations(version)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("根据《示例省甲条例》（示发〔2030〕1号），制定本办法。", [("《示例省甲条例》", "示发〔2030〕1号", "basis")]),
        (
            "为贯彻落实《示例省甲条例》《示例省乙规划》部署，制定本措施。",
            [("《示例省甲条例》", None, "basis"), ("《示例省乙规划》", None, "basis")],
        ),
        ("按照《示例省甲条例》有关要求，制定本办法。", [("《示例省甲条例》", None, "basis")]),
        ("奖励标准按照《示例省甲办法》执行。", [("《示例省甲办法》", None, "apply")]),
        ("《示例省甲办法》规定的补贴，依照其规定办理。", [("《示例省甲办法》", None, "mention")]),
        ("与《示例省甲方案》相配套的项目优先。", [("《示例省甲方案》", None, "mention")]),
        ("配套《示例省甲方案》的项目优先。", [("《示例省甲方案》", None, "support")]),
        ("已享受《示例省甲措施》支持的，不重复享受。", [("《示例省甲措施》", None, "mention")]),
        ("提交《营业执照》和《项目申请表》。", []),
        ("《示例市算力若干措施》由市经济局解释。", []),
        (
            "依据文件《示例市甲办法（试行）》\n发文机构示例市商务局、示例市财政局\n发文字号示商流通字〔2030〕19号",
            [("《示例市甲办法（试行）》", "示商流通字〔2030〕19号", "basis")],
        ),
        (
            "奖励按照关于印发《示例市乙办法》的通知（示商发〔2030〕2号）执行。",
            [("《关于印发《示例市乙办法》的通知》", "示商发〔2030〕2号", "apply")],
        ),
        ("依据示发〔2030〕1号文件办理。", [(None, "示发〔2030〕1号", "basis")]),
    ],
)
def test_a_named_document_is_a_citation(text: str, wanted: list[tuple[str | None, ...]]) -> None:
    """Title, number and purpose are read; papers and the text's own title are none."""
    assert cited(text) == wanted


def test_the_former_edition_is_cited_by_its_other_number() -> None:
    """The text's own title with another number is another document."""
    text = "衔接《示例市算力若干措施》（示发〔2028〕2号）的项目继续支持。"
    assert cited(text, number="示发〔2031〕1号") == [("《示例市算力若干措施》", "示发〔2028〕2号", "support")]


def test_what_a_list_repeals_is_not_cited_by_it() -> None:
    """The item names the document; that it ends stands in the paragraph above."""
    text = (
        "经研究，决定废止以下文件：\n一、《示例市甲办法》（示发〔2028〕2号）；\n二、《示例市乙办法》。\n"
        "三、依据《示例省丙条例》办理后续事项。"
    )
    version = Version(title="示例市关于废止部分文件的决定", text=text)
    read = read_meaning(replace(version, clauses=parse_clauses(text)))

    assert [repeal.title for repeal in read.repeals] == ["《示例市甲办法》", "《示例市乙办法》"]
    assert [citation.title for citation in read.citations] == ["《示例省丙条例》"]


def test_what_a_text_repeals_it_does_not_cite() -> None:
    """A repealed document is a repeal alone."""
    assert cited("《示例市旧措施》（示发〔2028〕2号）同时废止。依据《示例省甲条例》执行。") == [
        ("《示例省甲条例》", None, "basis")
    ]


def test_a_short_name_is_the_document_it_stands_for() -> None:
    """以下简称《条例》 and a later 《条例》 are one document, told once per clause with the clause's label."""
    text = (
        "第一条 根据《示例省数据条例》（以下简称《条例》）制定本办法。\n第二条 按照《条例》执行，《条例》未规定的除外。"
    )
    version = Version(title="示例市数据办法", text=text, clauses=parse_clauses(text))
    assert [(c.clause, c.title, c.purpose) for c in find_citations(version)] == [
        ("第一条", "《示例省数据条例》", "basis"),
        ("第二条", "《示例省数据条例》", "apply"),
    ]
