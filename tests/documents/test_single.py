"""One document: a notice and its policy, a draft, an order, a law; what is metadata and what is text."""

from __future__ import annotations

import datetime as dt

import pytest
from documents.texts import BODY, CONSULTATION, LAW, NOTICE, ORDER, only, page

from tracker.documents import find_documents
from tracker.models import Attachment, ListEntry, Page, PageMeta


def test_a_notice_is_kept_apart_from_the_policy_it_carries() -> None:
    """Title and text are the policy's; number, issuers and day are those the notice was signed with."""
    version = only(NOTICE)
    assert version.title == "示例资金管理办法"
    assert version.printed_title == "示例市财政局 示例市民政局关于印发示例资金管理办法的通知"
    assert version.doc_number == "示财〔2024〕7号"
    assert version.issuers == ("示例市财政局", "示例市民政局")
    assert version.issued == dt.date(2024, 3, 8)
    assert version.text == BODY
    assert version.notice is not None and version.notice.startswith("各区财政局") and "附件" not in version.notice


def test_line_numbers_are_those_of_the_page() -> None:
    """The text begins on the line of the page that `first_line` names."""
    version = only(NOTICE)
    assert NOTICE.split("\n")[version.first_line - 1] == version.text.split("\n")[0]


def test_a_consultation_draft_printed_under_its_notice_is_a_draft() -> None:
    """关于…公开征求意见的公告 with the draft below: the draft's text, its title without 征求意见稿."""
    version = only(CONSULTATION)
    assert (version.title, version.stage) == ("示例区示例产业若干措施", "draft")
    assert version.issuers == ("示例市示例区经济和信息化局",)
    assert version.region == "示例市示例区"
    assert version.text.startswith("为落实示例市要求")


def test_a_notice_whose_policy_is_attached_is_the_document_itself() -> None:
    """Nothing but the notice on the page: it is the text, and the policy's title is kept for matching."""
    text = CONSULTATION.partition("附件1")[0]
    attached = (Attachment(name="措施.docx", url="https://example.gov.cn/a.docx"),)
    (version,) = find_documents(
        Page(text=text, media_type="text/html", reader="html", attachments=attached), source="sample"
    )
    assert version.title == "示例区示例产业若干措施"
    assert version.notice is None
    assert version.text.startswith("为促进示例产业发展")


def test_an_order_names_its_office_and_carries_the_rules() -> None:
    """令 and number over two lines, the mayor under it, then the rules."""
    version = only(ORDER)
    assert (version.title, version.doc_number) == ("示例市示例规定", "示例市人民政府令第302号")
    assert version.issuers == ("示例市人民政府",)
    assert version.issued == dt.date(2024, 1, 10)
    assert version.text == BODY


def test_the_note_under_a_law_tells_its_day_and_stage() -> None:
    """题注 and table of contents are no part of the text."""
    version = only(LAW)
    assert (version.title, version.stage, version.issued) == ("示例市示例条例", "revised", dt.date(2017, 11, 4))
    assert version.text == f"第一章　总则\n{BODY}"


def test_the_note_under_a_rule_tells_its_number() -> None:
    """The order by which it was issued; where a later order changed it, neither is its number for certain."""
    issued, changed = "2019年1月4日示例市人民政府令第168号公布", "根据2021年9月3日示例市人民政府令第182号修订"
    rest = f"\n{BODY}"
    assert only(f"示例市示例规定\n（{issued}　自2019年2月1日起施行）{rest}").doc_number == "示例市人民政府令第168号"
    assert only(f"示例市示例规定\n（{issued}　{changed}）{rest}").doc_number is None


@pytest.mark.parametrize(
    ("text", "title", "number", "issuers"),
    [
        pytest.param(
            "财政部 税务总局关于示例税收政策的公告\n财政部 税务总局公告2024年第3号\n"
            "为支持发展，现公告如下：\n一、免征示例税。\n财政部 税务总局\n2024年1月10日",
            "财政部 税务总局关于示例税收政策的公告",
            "财政部税务总局公告2024年第3号",
            ("财政部", "税务总局"),
            id="numbered announcement",
        ),
        pytest.param(
            "示政发〔2020〕1号\n示例市人民政府关于支持示例产业的实施意见\n各区人民政府：\n为了发展，提出以下意见。\n"
            "示例市人民政府\n二〇二〇年一月一日\n（此件公开发布）",
            "示例市人民政府关于支持示例产业的实施意见",
            "示政发〔2020〕1号",
            ("示例市人民政府",),
            id="number over the title",
        ),
        pytest.param(
            "000123\n特急\n示例市示例局文件\n示发〔2024〕1号\n示例市示例局\n关于开展示例工作的通知\n各区局：\n请于年底前报送情况。\n"
            "示例市示例局\n2024年1月1日",
            "示例市示例局关于开展示例工作的通知",
            "示发〔2024〕1号",
            ("示例市示例局",),
            id="red head",
        ),
        pytest.param(
            "示例市示例局\n示发〔2024〕1号\n示例市示例局关于开展示例工作的通知\n各区局：\n请于年底前报送情况。\n"
            "示例市示例局\n2024年1月1日",
            "示例市示例局关于开展示例工作的通知",
            "示发〔2024〕1号",
            ("示例市示例局",),
            id="letterhead",
        ),
        pytest.param(
            "示例市示例局关于开展示例工作的通知（示发〔2024〕1号）\n各区局：\n请开展示例工作，并于年底前报送情况。\n"
            "示例市示例局 2024年1月1日",
            "示例市示例局关于开展示例工作的通知",
            "示发〔2024〕1号",
            ("示例市示例局",),
            id="number behind the title, signature on one line",
        ),
        pytest.param(
            f"示例市民政局\n示例市财政局关于印发《示例办法》的通知\n示民规〔2006〕2号\n各县：\n现将《示例办法》印发给你们。\n"
            f"示例市民政局　　　示例市财政局\n二OO六年二月二十日\n{BODY}",
            "示例办法",
            "示民规〔2006〕2号",
            ("示例市民政局", "示例市财政局"),
            id="policy without its title again",
        ),
        pytest.param(
            "**北京市示例局关于印发\n《北京市促进示例产业行动计划\n(2022—2025 年)》的通知**\n京示发 [2022] 59 号\n"
            "各有关单位：\n现印发给你们。\n北京市示例局\n2022 年 8 月 3 日\n(联系人：张三)\n"
            f"北京市促进示例产业行动计划\n(2022—2025 年)\n{BODY}",
            "北京市促进示例产业行动计划(2022—2025年)",
            "京示发〔2022〕59号",
            ("北京市示例局",),
            id="title broken over lines and bold",
        ),
        pytest.param(
            f"示例市财政局转发财政部关于印发《示例办法》的通知\n示财〔2020〕5号\n各区财政局：\n现转发给你们。\n示例市财政局\n2020年3月1日\n"
            f"财政部关于印发《示例办法》的通知\n财教〔2020〕1号\n各省财政厅：\n现印发给你们。\n财政部\n2020年1月1日\n示例办法\n{BODY}",
            "示例办法",
            "示财〔2020〕5号",
            ("示例市财政局",),
            id="forwarded policy",
        ),
    ],
)
def test_heads_and_signatures(text: str, title: str, number: str, issuers: tuple[str, ...]) -> None:
    """Number, issuers and title wherever the form of the document prints them."""
    version = only(text)
    assert (version.title, version.doc_number, version.issuers) == (title, number, issuers)


def test_a_notice_about_a_matter_is_named_after_itself() -> None:
    """关于印发我市…标准的通知 that states the standards itself keeps its own title."""
    title = "示例市民政局 示例市财政局关于印发我市2025年救助标准的通知"
    version = only(f"{title}\n各区：\n现公布我市标准如下：\n一、标准为每月1000元。\n示例市民政局\n2025年5月30日")
    assert version.title == title


def test_the_text_wins_over_the_page_and_the_page_fills_what_it_leaves_open() -> None:
    """Number and day under the signature come from the text; status, dates and the web day from the page."""
    version = only(
        NOTICE,
        title="示例资金管理办法",
        doc_number="示财〔1999〕1号",
        issued=dt.date(1999, 1, 1),
        published=dt.date(2024, 3, 12),
        status="有效",
        effective_from=dt.date(2024, 4, 1),
    )
    assert (version.doc_number, version.issued) == ("示财〔2024〕7号", dt.date(2024, 3, 8))
    assert (version.published, version.status) == (dt.date(2024, 3, 12), "有效")
    assert version.stated_validity is not None and version.stated_validity.effective_from == dt.date(2024, 4, 1)


def test_a_page_with_its_title_outside_the_text_keeps_the_whole_text() -> None:
    """An article whose first paragraph is no title: nothing of the text is taken for one."""
    version = only("一、申请资格\n符合条件的居民可以申请。\n二、联系电话", title="2026年示例区学位申请指引")
    assert version.title == "2026年示例区学位申请指引"
    assert version.text.startswith("一、申请资格")


def test_a_heading_inside_an_article_is_not_its_title() -> None:
    """A short first line that looks like a title but has nothing to do with the page's."""
    version = only(
        "一图读懂示例措施\n本市今年将加大对示例企业的支持力度，重点支持三类项目。",
        title="示例产业迎来利好 三类项目将获重点扶持",
    )
    assert version.title == "示例产业迎来利好三类项目将获重点扶持"
    assert version.text.startswith("一图读懂示例措施")


def test_an_attached_draft_takes_its_own_title() -> None:
    """The attachment's text with the page's metadata: the draft is named by its own heading."""
    version = only(
        "附件1\n示例区示例产业\n若干措施\n（征求意见稿）\n为落实示例市要求，制定本措施。\n一、支持研发",
        title="关于对《示例区示例产业若干措施》公开征求意见的公告",
        issuers=("示例区经济和信息化局",),
    )
    assert (version.title, version.stage) == ("示例区示例产业若干措施", "draft")
    assert version.issuers == ("示例区经济和信息化局",)


def test_the_list_helps_where_page_and_text_are_silent() -> None:
    """Day and number of the list row are taken last."""
    listed = ListEntry(url="x", title="示例市若干措施", published=dt.date(2024, 1, 2), doc_number="示发〔2024〕3号")
    (version,) = find_documents(
        page("为了发展，制定本措施。\n一、支持研发。对示例企业给予最高50万元奖励。"), source="x", listed=listed
    )
    assert (version.title, version.doc_number) == ("示例市若干措施", "示发〔2024〕3号")
    assert version.published == dt.date(2024, 1, 2)


def test_the_source_tells_the_place_only_where_nothing_else_does() -> None:
    """A district's page that reprints a city's policy stays the city's."""
    city = find_documents(page(NOTICE), source="x", region="示例市示例区")[0]
    none = find_documents(
        page("若干措施\n为了推动示例产业高质量发展，制定本措施。"), source="x", region="示例市示例区"
    )[0]
    assert (city.region, none.region) == ("示例市", "示例市示例区")


def test_a_whole_notice_on_one_line_is_read_too() -> None:
    """Notice, signature and policy run together: parted where they plainly begin, lines named for the page."""
    rest = "其他事项由市示例局另行规定并向社会公布，各区参照执行。" * 8
    text = (
        "示例市人民政府关于印发示例储备办法的通知\n各区：现将《示例储备办法》印发给你们，请抓好落实。"
        "示例市人民政府2023年9月5日（此件公开发布）示例储备办法第一章  总  则第一条  为加强管理，制定本办法。"
        f"第二条  本办法所称储备，是指示例储备。{rest}第三条  本办法自印发之日起施行。"
    )
    version = only(text)
    assert (version.title, version.issued) == ("示例储备办法", dt.date(2023, 9, 5))
    assert version.text.split("\n")[:2] == ["第一章  总  则", "第一条  为加强管理，制定本办法。"]
    assert {version.page_line(line) for line in range(version.first_line, version.first_line + 4)} == {2}


def test_a_page_problem_is_passed_on() -> None:
    """A page a reader could not read has no documents."""
    broken = Page(text="", media_type="text/html", reader="html", problem="an error page", meta=PageMeta(title="示例"))
    assert find_documents(broken, source="x") == ()
