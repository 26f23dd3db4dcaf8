"""Files that hold several documents or none: gazette issues, collections, digests, lists."""

from __future__ import annotations

import datetime as dt

import pytest
from documents.texts import BODY, COLLECTION, DIGEST, GAZETTE, LIST, NOTICE, measures, page, read

from tracker.documents import find_digest_items, find_documents, why_no_document
from tracker.models import Attachment, Page


def test_a_gazette_gives_its_documents_and_nothing_else() -> None:
    """Cover, contents and imprint are no documents; one without a number is found by the table of contents."""
    versions = read(GAZETTE)
    assert [version.title for version in versions] == [
        "示例市人民政府关于表彰示例单位的决定",
        "示例项目管理办法",
        "关于推动示例队伍建设方案(2024—2026年)",
    ]
    assert [version.doc_number for version in versions] == [None, "示教〔2024〕13号", "示科发〔2024〕14号"]
    assert [version.issued for version in versions] == [
        dt.date(2024, 4, 30),
        dt.date(2024, 5, 6),
        dt.date(2024, 5, 9),
    ]
    assert {version.published for version in versions} == {dt.date(2024, 6, 1)}
    assert versions[2].issuers == ("示例市科学技术局", "示例市教育局", "示例市人才工作局")
    assert versions[2].text.endswith(BODY.splitlines()[1])


def test_page_heads_inside_a_document_become_blank_lines() -> None:
    """Running head and page number go, the lines around them keep their numbers."""
    rules = read(GAZETTE)[1]
    assert "公报" not in rules.text and "— 8 —" not in rules.text
    lines = GAZETTE.split("\n")
    for offset, line in enumerate(rules.text.split("\n")):
        assert line in ("", lines[rules.first_line - 1 + offset].strip())


def test_documents_printed_one_after_the_other_are_parted() -> None:
    """Two notices in one file without a gazette's cover."""
    other = (
        "示例市示例局关于开展甲工作的通知\n示发〔2024〕1号\n各区局：\n请开展甲工作，并报送情况。\n"
        "示例市示例局\n2024年1月1日\n"
    )
    assert [version.doc_number for version in read(other + NOTICE)] == ["示发〔2024〕1号", "示财〔2024〕7号"]


def test_a_page_named_after_its_first_document_is_that_documents_page() -> None:
    """A notice with a number of its own printed behind it is enclosed."""
    first = "示例市示例局关于开展甲工作的通知"
    other = f"{first}\n示发〔2024〕1号\n各区局：\n请开展甲工作，并报送情况。\n示例市示例局\n2024年1月1日\n"
    assert [version.title for version in read(other + NOTICE, title=first)] == [first]


SHIPS = measures("示例区关于支持造船产业的若干措施", "造船")
DRONES = measures("示例区支持低空经济发展实施办法", "低空经济")
PORTS = measures("关于加快推动示例区智慧港口\n建设的若干政策措施（试行）", "智慧港口")


@pytest.mark.parametrize("title", [None, "示例区产业政策汇编"])
def test_whole_policies_under_plain_titles_are_parted(title: str | None) -> None:
    """Each has its own opening, numbering from one and closing; a title may be broken over two lines."""
    versions = read(f"{SHIPS}\n\n{DRONES}\n示例区经济和信息化局\n2024年5月6日\n{PORTS}", title=title)
    assert [version.title for version in versions] == [
        "示例区关于支持造船产业的若干措施",
        "示例区支持低空经济发展实施办法",
        "关于加快推动示例区智慧港口建设的若干政策措施（试行）",
    ]
    assert [version.issued for version in versions] == [None, dt.date(2024, 5, 6), None]
    assert [version.stage for version in versions] == ["final", "final", "trial"]
    assert "低空" not in versions[0].text and "智慧港口" not in versions[1].text


def test_a_text_that_repeats_one_title_is_one_document() -> None:
    """Nobody could say which of several parts of one name is meant: they are one text."""
    more = "".join(f"\n第{number}条 {'支持造船企业更新设备、培训技工。' * 4}" for number in "五六七")
    whole = measures("关于支持造船产业的若干政策措施", "造船") + more
    (version,) = read(f"第一部分\n{whole}\n第二部分\n{whole}\n第三部分\n{whole}", title=None)
    assert version.text.count("培训技工") == 36


def test_a_policy_with_a_number_under_its_plain_title_stands_behind_a_notice() -> None:
    """An issue without a table of contents, its second document without a notice."""
    other = DRONES.replace("实施办法\n", "实施办法\n示经发〔2024〕8号\n")
    versions = read(f"示例市人民政府公报\n2024年第5期\n{NOTICE}\n{other}")
    assert [version.doc_number for version in versions] == ["示财〔2024〕7号", "示经发〔2024〕8号"]


@pytest.mark.parametrize(
    "behind",
    [
        pytest.param(f"附件1\n{DRONES}", id="an appendix"),
        pytest.param(f"【附件一】\n{DRONES}", id="an appendix, its mark in brackets"),
        pytest.param(f"《示例区关于支持造船产业的若干措施》解读\n{DRONES.partition(chr(10))[2]}", id="an explanation"),
        pytest.param(f"《示例区关于支持造船产业的若干措施》修订说明\n{DRONES.partition(chr(10))[2]}", id="reasons"),
        pytest.param(f"附件：示例区支持低空经济发展实施办法\n{DRONES}", id="announced as enclosed"),
        pytest.param(SHIPS.replace("100万元", "90万元"), id="the same policy, as it was before"),
        pytest.param("示例区造船产业扶持资金申报指南\n一、申报条件\n在本区注册。\n二、申报时间\n三月。", id="a guide"),
        pytest.param("示例区支持低空经济发展实施办法\n示例区支持港口发展实施办法", id="headlines"),
    ],
)
def test_what_belongs_to_a_policy_stays_with_it(behind: str) -> None:
    """Appendices, explanations and earlier texts behind a policy are no documents of their own."""
    assert len(read(f"{SHIPS}\n{behind}")) == 1


def test_a_number_printed_again_under_the_carried_policy_parts_nothing() -> None:
    """The policy bears its notice's number, or one of its own, under the title the notice gave it."""
    for number in ("示财〔2024〕7号", "示财规〔2024〕2号"):
        again = NOTICE.replace("附件\n示例资金管理办法\n", f"附件\n示例资金管理办法\n（{number}）\n")
        assert len(read(again)) == 1


def test_a_collection_gives_its_policies_and_not_the_headlines_behind() -> None:
    """Flattened policies get their lines back; place from the address, news without text left out."""
    versions = read(COLLECTION)
    assert [version.title for version in versions] == [
        "示例区促进示例产业若干措施(试行)",
        "北京城市副中心促进示例产业的实施细则",
    ]
    assert [version.region for version in versions] == ["北京市石景山区", "北京市通州区"]
    assert [version.stage for version in versions] == ["trial", "final"]
    assert versions[0].text.split("\n")[1:4] == [
        "一、支持研发创新",
        "（一）支持关键技术。对示例企业给予最高100万元支持。",
        "（二）支持平台建设。对示例平台按照投入的30%给予补贴，最高200万元。",
    ]
    assert {versions[1].page_line(line) for line in (versions[1].first_line, versions[1].first_line + 2)} == {6}


def test_a_digest_gives_measures_bound_to_policies() -> None:
    """Over page seams and broken names; what names no policy is kept unbound; cover and imprint are none."""
    items = find_digest_items(page(DIGEST))
    assert [item.policy for item in items] == [
        "示例市示例资金实施指南（第三批）",
        "示例市加快建设具有影响力的示例策源地实施方案（2023-2025年）",
        "示例市若干政策措施",
        "示例市若干政策措施",
        "",
        "示例市示例工作方案",
    ]
    assert items[0].text == "支持登记。对首次登记的企业，可以按照登记费用的30%予以补贴，最高10万元。"
    assert [item.heading for item in items] == [
        "支持登记。",
        "支持交易。",
        None,
        "支持上市。",
        "加快发展。",
        "支持示例消费。",
    ]
    assert DIGEST.split("\n")[items[2].line - 1] == "给予不超过2%的贴息支持。"
    assert find_documents(page(DIGEST), source="x") == ()


def test_points_of_a_plan_after_dashes_make_no_digest() -> None:
    """——坚持… in a plan are its own words."""
    points = "\n".join(f"——坚持{word}引领。加快推动示例产业发展。" for word in ("创新", "市场", "需求", "开放", "安全"))
    assert find_digest_items(page(f"示例市示例规划\n为了发展，制定本规划。\n{points}")) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(LIST, "a list of 3 rows", id="list page"),
        pytest.param(DIGEST, "a digest of 6 measures", id="digest"),
        pytest.param(" \n", "no text", id="blank"),
        pytest.param(
            "Not found. The page you asked for is gone.", "fewer than 20 Chinese characters", id="foreign text"
        ),
        pytest.param(
            "发票代码\n购买方名称及纳税人识别号\n货物或应税劳务服务名称\n规格型号单位", "no sentence", id="form"
        ),
    ],
)
def test_what_holds_no_policy_says_why(text: str, words: str) -> None:
    """No documents, and the reason in words."""
    assert words in why_no_document(page(text))
    assert find_documents(page(text), source="x") == ()


def test_a_page_with_attachments_alone_names_them() -> None:
    """The run then reads the attachment."""
    bare = Page(text="", media_type="text/html", reader="html", attachments=(Attachment(name="办法.pdf", url="x"),))
    assert "办法.pdf" in why_no_document(bare)
