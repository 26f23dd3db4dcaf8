"""Which label of a text is the clause, and what belongs to it."""

from __future__ import annotations

import pytest
from clauses.samples import MEASURES, STATUTE

from tracker.clauses import parse_clauses


def labels(text: str) -> list[str]:
    return [clause.label for clause in parse_clauses(text)]


def test_measures_numbered_through_their_headings():
    """Measures that count on under 一、 and 二、 are the clauses; opening and closing have no label."""
    clauses = parse_clauses(MEASURES)
    assert [clause.label for clause in clauses] == ["", "1.", "2.", "3.", "4.", ""]
    third = clauses[3]
    assert third.path == ("二、", "3.")
    assert third.heading == "支持冷链设施"
    assert third.chapter == "二、完善配套服务"
    assert third.number == 3
    assert third.line == 9
    assert clauses[0].text.startswith("为落实") and clauses[0].line == 3
    assert clauses[-1].text.startswith("本措施由") and clauses[-1].line == 11


def test_statute_with_contents_and_history():
    """Contents, adoption history and chapter titles are no clauses; 款 and 项 stay inside, 第三条之一 is its own."""
    clauses = parse_clauses(STATUTE, first_line=10)
    assert [clause.label for clause in clauses] == ["第一条", "第二条", "第三条", "第三条之一", "第四条", "第五条"]
    assert clauses[1].text.count("\n") == 1
    assert clauses[2].text.split("\n")[1] == "（一）有固定的场所；"
    assert clauses[2].chapter == "第二章 开办与运营"
    assert clauses[2].path == ("第二章", "第三条")
    assert clauses[2].heading is None
    assert clauses[0].line == 21
    assert clauses[-1].text == "本条例自2021年1月1日起施行。"


@pytest.mark.parametrize("heading", ["附 则", "附　则", "法律责任"])
def test_heading_without_number_between_articles(heading: str):
    """A heading printed without 第X章 is no text of the article above it; a list may end without a full stop."""
    clauses = parse_clauses(
        f"第一条 码头应当登记。\n擅自占用的，处一千元罚款。\n{heading}\n第二条 下列设施除外：\n（一）浮桥；\n（二）灯塔"
        "\n第三条 本办法自公布之日起施行。"
    )
    assert [clause.text for clause in clauses] == [
        "码头应当登记。\n擅自占用的，处一千元罚款。",
        "下列设施除外：\n（一）浮桥；\n（二）灯塔",
        "本办法自公布之日起施行。",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "一、总体目标\n到明年，建成十个港区。\n二、主要任务\n（一）建设港区\n扩建三个泊位。\n（二）培育船队\n新增五艘船。\n"
            "三、附则\n本办法自印发之日起施行。",
            ["一、", "（一）", "（二）", "三、"],
            id="a heading with text of its own is a clause, one over numbered units is not",
        ),
        pytest.param(
            "（一）支持上市。对符合下列条件的企业给予奖励：\n1.注册满一年；\n2.无失信记录。\n（二）支持并购。给予最高200万元补助。",
            ["（一）", "（二）"],
            id="numbered lines under a measure that announces them are its items",
        ),
        pytest.param(
            "一、支持方式\n（一）给予补助。\n（二）给予奖励。\n二、申请条件\n申请人应当守信。\n（一）在本市注册。\n（二）依法纳税。",
            ["（一）", "（二）", "二、", "（一）", "（二）"],
            id="a heading with a lead over the units of its neighbours keeps the lead",
        ),
        pytest.param(
            "1.申请条件有哪些？\n答：应当符合：（一）在本市注册；（二）依法纳税。\n2.何时申请？\n答：每年三月。",
            ["1.", "2."],
            id="items of a usually higher level inside a paragraph",
        ),
        pytest.param(
            "一、支持研发。给予补助。\n二、支持应用。给予奖励。\n三、附则\n（一）本措施适用于本市企业。\n（二）本措施有效期两年。",
            ["一、", "二、", "（一）", "（二）"],
            id="units of different levels side by side",
        ),
        pytest.param(
            "一、总则\n第一条 为了促进渔业，制定本办法。\n第二条 本办法适用于本市。\n二、附则\n"
            "第三条 本办法自公布之日起施行。",
            ["第一条", "第二条", "第三条"],
            id="articles under 一、 headings",
        ),
        pytest.param(
            "第一条 支持开办。对下列情形给予支持：\n一、新建的；\n二、扩建的。\n第二条 支持迁入。",
            ["第一条", "第二条"],
            id="一、 inside an article is an item",
        ),
        pytest.param(
            "一、加强研发 1.支持攻关。给予补助。 2.支持试验。给予奖励。 二、扩大应用 3.支持示范。给予补贴。",
            ["1.", "2.", "3."],
            id="a flattened page, all on one line",
        ),
        pytest.param(
            "第 一 条　为了便民，制定本办法。\n第 二 条　本办法自公布之日起施行。",
            ["第一条", "第二条"],
            id="blanks inside a label",
        ),
        pytest.param(
            "１．支持研发。给予补助。\n２．支持应用。给予奖励。", ["１．", "２．"], id="full-width digits and dots"
        ),
        pytest.param("1、支持研发。给予补助。\n2、支持应用。给予奖励。", ["1、", "2、"], id="1、"),
        pytest.param("（1）支持研发。给予补助。\n（2）支持应用。给予奖励。", ["（1）", "（2）"], id="（1）"),
        pytest.param("①支持研发。给予补助。\n②支持应用。给予奖励。", ["①", "②"], id="①"),
        pytest.param(
            "1.支持研发。一是给予补助，二是给予奖励。\n2.支持应用。推广3.0版，给予\n1.5亿元支持。",
            ["1.", "2."],
            id="numerals in prose",
        ),
        pytest.param(
            "1.支持研发，对符合条件的企业从\n2022.1.1起给予补助。\n2.支持应用，给予奖励。",
            ["1.", "2."],
            id="a date where a line begins",
        ),
        pytest.param(
            "第一条 违反本办法的，依照本办法\n第二条的规定处理，情节严重的从重处理。\n第二条 罚款二千元。\n"
            "第三条 本办法自公布之日起施行。",
            ["第一条", "第二条", "第三条"],
            id="a wrapped reference is no heading",
        ),
        pytest.param(
            "各有关单位：\n请于本周五前报送材料。\n联系方式另行通知，请予配合。", ["", ""], id="no numbering at all"
        ),
        pytest.param(
            "一、将第三条修改为：“第三条　浴场应当备案。”\n二、将第五条修改为：\n第五条　违反规定的，处五百元罚款。\n"
            "三、本决定自公布之日起施行。",
            ["一、", "二、", "三、"],
            id="a decision quotes the articles it amends",
        ),
        pytest.param(
            "## 第一章 总则\n**第一条**　为了便民，制定本办法。\n**第二条**　本办法自公布之日起施行。",
            ["第一条", "第二条"],
            id="Markdown",
        ),
        pytest.param(
            "第一条：为了便民。\n第二条：自公布之日起施行。", ["第一条", "第二条"], id="a colon behind the label"
        ),
        pytest.param(
            "第一条\n为了便民，制定本办法。\n第二条\n本办法自公布之日起施行。",
            ["第一条", "第二条"],
            id="labels on lines of their own",
        ),
        pytest.param(
            "1.补贴标准见下表。\n2.\t一类\t300元\n3.\t二类\t200元\n2.按年申报。",
            ["1.", "2."],
            id="numbered rows of a table",
        ),
        pytest.param("", [], id="nothing"),
        pytest.param("示例市关于海洋牧场的若干措施", [], id="a title alone"),
    ],
)
def test_unit(text, expected):
    """The clause is the label a reader would cite."""
    assert labels(text) == expected


def test_paragraph_broken_at_a_page_seam_is_joined():
    """A sentence that stops in a term goes on behind the blank line, without a gap."""
    (clause,) = parse_clauses("1.支持融资。对符合条件的企业，给予不超过2%的贷\n\n款贴息支持，最高100万元。")
    assert clause.text == "支持融资。对符合条件的企业，给予不超过2%的贷款贴息支持，最高100万元。"


def test_label_at_a_seam_keeps_its_measure():
    """A heading that follows a paragraph without a full stop is still a heading."""
    text = "1.支持融资，给予补助（市财政局\n\n市海洋局)\n\n2.支持应用。给予奖励。"
    assert labels(text) == ["1.", "2."]


def test_articles_keep_what_stands_behind_them():
    """A paragraph behind the last article is its 款; signature and list of appendices are not."""
    text = (
        "第一条 为了便民，制定本办法。\n第二条 本办法自公布之日起施行。\n原办法同时废止。\n"
        "附件：1.申请表\n示例市海洋局\n2024年3月1日"
    )
    assert parse_clauses(text)[-1].text == "本办法自公布之日起施行。\n原办法同时废止。"


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("第一条【立法目的】为了便民，制定本办法。\n第二条【施行】本办法自公布之日起施行。", "立法目的"),
        ("（一）基本原则\n坚持统筹，坚持创新。\n（二）目标\n建成港区。", "基本原则"),
        ("1.支持研发。给予补助。\n2.支持应用。给予奖励。", "支持研发"),
        ("第一条 支持研发 对符合条件的企业给予补助。\n第二条 支持应用 对示范项目给予奖励。", "支持研发"),
        ("1. 建设智慧港 2.0 示范平台。给予奖励。\n2. 支持港航 3.0 场景验证。给予补助。", "建设智慧港 2.0 示范平台"),
        (
            "1.建设共享码头。\n鼓励开放泊位，给予补助。\n2.更新渔船设备。\n给予奖励。\n3.培育海洋牧场。\n给予补贴。",
            "建设共享码头",
        ),
        ("第一条 提升服务能力\n1.给予补助。\n2.给予奖励。\n第二条 附则\n本办法施行三年。", "提升服务能力"),
        ("第一条 浴场具备下列条件的\n（一）有池；\n（二）有水。\n第二条 本办法施行三年。", None),
        ("第一条 公民享有沐浴权。\n浴场应当开放。\n第二条 浴场不得歧视任何人。", None),
    ],
    ids=[
        "brackets",
        "own line",
        "first phrase",
        "blank",
        "a version number",
        "own line with a stop",
        "over items",
        "a lead",
        "a sentence is no heading",
    ],
)
def test_heading(text, heading):
    """A heading is what names the clause, never its first sentence."""
    assert parse_clauses(text)[0].heading == heading


def test_a_table_of_contents_with_leaders_is_no_clause():
    """Its rows are printed again as headings, without dots and page number."""
    contents = f"目录\n一、港口篇 {'.' * 60} 1\n1.建设码头{'.' * 40}2\n二、渔业篇 {'.' * 60} 9\n"
    text = "一、港口篇\n1.建设码头\n给予补助。\n2.更新船舶\n给予奖励。\n二、渔业篇\n1.培育苗种\n给予补助。"
    assert parse_clauses(contents + text) == parse_clauses(text, first_line=5)


def test_a_text_without_numbers_goes_by_paragraphs():
    """A title line stands with the paragraph under it; rows of a table are not lost."""
    text = "示例市通告\n现就浴场开放事项通告如下。\n开放时间\n每日八时开放。\n一等\t10元\n示例市海洋局\n2024年3月1日"
    assert [(clause.heading, clause.text) for clause in parse_clauses(text)] == [
        (None, "现就浴场开放事项通告如下。"),
        ("开放时间", "开放时间\n每日八时开放。"),
        (None, "一等\t10元"),
    ]


def test_an_appendix_numbers_its_own_clauses():
    """The articles of an appendix carry its label in their path; a list of appendices opens none."""
    text = (
        "第一条 本办法适用于浴场。\n第二条 本办法自公布之日起施行。\n附件：1.评分标准\n2.申请表\n示例市海洋局\n"
        "2024年3月1日\n附件1\n评分标准\n第一条 满分一百分。\n第二条 六十分合格。\n附件2\n申请表\n姓名\t\n"
    )
    assert [(clause.path, clause.text) for clause in parse_clauses(text)] == [
        (("第一条",), "本办法适用于浴场。"),
        (("第二条",), "本办法自公布之日起施行。"),
        (("附件1", "第一条"), "满分一百分。"),
        (("附件1", "第二条"), "六十分合格。"),
    ]
