"""What holds for every text: no crash, documents in order inside the page, layout without meaning."""

from __future__ import annotations

import re

from documents.texts import ALL, page, read
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.documents import find_digest_items, find_documents, why_no_document
from tracker.text import normal, squeeze

FRAGMENTS = st.sampled_from(
    [
        *("示例市财政局", "关于印发《示例办法》的通知", "示财〔2024〕7号", "各有关单位：", "2024年3月8日", "附件"),
        *("（征求意见稿）", "示例办法", "第一条 为了发展，制定本办法。", "一、总则", "目录", "示例市人民政府公报"),
        *("示例市人民政府令", "第3号", "——示例市若干措施", "-", "[地址:北京石景山]面议", "公开方式：主动公开"),
        *("(2022—2025 年)", "**", "《", "》", "", "　", "\t", "\x00", "2024-01-01"),
    ]
)
TEXTS = st.lists(st.one_of(FRAGMENTS, st.text(max_size=30)), max_size=25).map("\n".join)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_without_a_crash(text: str) -> None:
    """Every text gives documents, or a reason why not."""
    versions = read(text)
    find_digest_items(page(text))
    assert bool(versions) != bool(why_no_document(page(text))) or not squeeze(text)


@given(st.one_of(TEXTS, st.lists(st.sampled_from(ALL), min_size=1, max_size=3).map("\n".join)))
@settings(max_examples=150, deadline=None)
def test_texts_are_disjoint_in_order_and_inside_the_page(text: str) -> None:
    """Each line of a document stands on the page line it names, and no line is given twice."""
    lines = re.split(r"\r\n?|\n", text)
    last = 0
    for version in read(text):
        for offset, line in enumerate(version.text.split("\n")):
            if not line:
                continue
            number = version.page_line(version.first_line + offset)
            assert last <= number <= len(lines)
            assert squeeze(line) in squeeze(re.sub(r"\*\*|\[bookmark:[^\]]*\]|</?[a-z]+>", "", lines[number - 1]))
            last = number


@given(st.sampled_from(ALL), st.data())
@settings(max_examples=60, deadline=None)
def test_layout_does_not_change_the_documents_found(text: str, data: st.DataObject) -> None:
    """Blank lines, blanks inside titles, half-width punctuation: the same documents with the same facts."""
    noisy = []
    for line in text.split("\n"):
        noisy += [""] * data.draw(st.integers(0, 2))
        if 6 < len(line) < 30 and "[" not in line and re.fullmatch(r"[\u4e00-\u9fff]+", line):
            at = data.draw(st.integers(2, len(line) - 2))
            line = f"{line[:at]} {line[at:]}"
        noisy.append(line.replace("（", "(").replace("）", ")").replace("：", ":"))
    found = [_facts(version) for version in read(text)]
    again = [_facts(version) for version in read("\n".join(noisy))]
    assert found == again


def _facts(version: object) -> tuple[object, ...]:
    values = {name: getattr(version, name) for name in ("title", "doc_number", "issuers", "stage", "issued", "region")}
    return (normal(str(values.pop("title"))), normal(str(version.text)), *values.values())  # type: ignore[attr-defined]


@given(st.sampled_from(ALL))
def test_the_same_page_gives_the_same_documents(text: str) -> None:
    """Nothing is remembered between pages."""
    assert find_documents(page(text), source="x") == find_documents(page(text), source="x")
