"""tracker.meaning.repeals: what a text ends, exactly."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from meaning.repeal_sentences import ONLY_MENTIONED, STATED, Row

from tracker.clauses import parse_clauses
from tracker.meaning.repeals import find_repeals, find_repeals_in
from tracker.models import Repeal, Version


def rows(repeals: tuple[Repeal, ...]) -> list[Row]:
    """What the labels of a sentence hold."""
    return [(repeal.title, repeal.doc_number, repeal.partial) for repeal in repeals]


@pytest.mark.parametrize(("text", "wanted"), STATED.items())
def test_a_stated_repeal_is_read(text: str, wanted: list[Row]) -> None:
    """Every document ended is read with number and part, and nothing else of the sentence is."""
    assert rows(find_repeals_in(text)) == wanted


@pytest.mark.parametrize("text", ONLY_MENTIONED)
def test_a_mention_is_no_repeal(text: str) -> None:
    """Conditions, plans, papers, history and blanket clauses end no named document."""
    assert find_repeals_in(text) == ()


def decision(text: str, *, title: str = "示例市人民政府关于清理文件的决定", notice: str | None = None) -> Version:
    """A version whose clauses are parsed, issued on 2031-03-01."""
    return Version(
        title=title, text=text, notice=notice, clauses=parse_clauses(text), issued=dt.date(2031, 3, 1), stage="final"
    )


def test_an_annex_of_repealed_documents_is_read_and_that_of_valid_ones_is_not() -> None:
    """Rows of the annex give title and number, with 《》 added; the annex of documents that stay gives nothing."""
    version = decision(
        "一、对已不适应需要的2件文件予以废止（目录见附件1）。\n二、对3件文件继续有效。\n本决定自公布之日起施行。\n"
        "附件1：示例市人民政府决定废止的文件目录\n序号\t文件名称\t文号\n"
        "1\t关于加强甲管理的通知\t示政发〔2010〕1号\n2\t示例市乙管理办法（试行）\t示政办发〔2011〕22号\n"
        "附件2：继续有效的文件目录\n1\t关于加强丙管理的通知\t示政发〔2012〕3号"
    )
    assert rows(find_repeals(version)) == [
        ("《关于加强甲管理的通知》", "示政发〔2010〕1号", None),
        ("《示例市乙管理办法（试行）》", "示政办发〔2011〕22号", None),
    ]


def test_a_list_in_the_text_is_read_line_by_line() -> None:
    """A list behind a colon is read with titles in 《》 and without, each with its number."""
    version = decision(
        "经研究，决定废止下列文件：\n1.《示例市甲办法》（示政发〔2010〕1号）\n2.示例市关于乙工作的意见（示政发〔2011〕2号）\n"
        "本决定自2031年5月1日起施行。"
    )
    found = find_repeals(version)
    assert rows(found) == [
        ("《示例市甲办法》", "示政发〔2010〕1号", None),
        ("《示例市关于乙工作的意见》", "示政发〔2011〕2号", None),
    ]
    assert {repeal.effective for repeal in found} == {dt.date(2031, 5, 1)}


def test_a_part_of_a_decision_lists_what_ends_without_quotes() -> None:
    """对下列规章予以废止 opens a list without a colon; what the part before it changes stays."""
    version = decision(
        "经研究，决定对下列规章予以修改、废止：\n一、对下列规章的部分条款予以修改\n（一）示例市甲管理办法\n删去第三款。\n"
        "二、对下列规章予以废止\n（一）示例市乙管理办法（1994年9月2日示例市人民政府令第77号发布，"
        "根据2010年12月20日示例市人民政府令第52号修正）\n（二）示例市关于加强丙工作的决议；\n（三）示例市丁实施办法。\n"
        "本决定自2031年5月1日起施行。"
    )
    assert rows(find_repeals(version)) == [
        ("《示例市乙管理办法》", "示例市人民政府令第77号", None),
        ("《示例市关于加强丙工作的决议》", None, None),
        ("《示例市丁实施办法》", None, None),
    ]


def test_the_last_sentence_of_a_paragraph_opens_a_list() -> None:
    """However much is said before it."""
    version = decision(f"{'为了维护法制统一，开展清理工作。' * 20}现决定废止下列文件：\n示例市关于乙工作的意见；")
    assert rows(find_repeals(version)) == [("《示例市关于乙工作的意见》", None, None)]


def test_a_repeal_from_the_day_of_issue_takes_hold_on_it() -> None:
    """自本通知印发之日起 is the date under the signature, also where the text names no day of its own."""
    stated = decision("决定废止《示例市甲办法》，自本通知印发之日起停止执行。")
    assert [repeal.effective for repeal in find_repeals(stated)] == [dt.date(2031, 3, 1)]
    other = decision("自本办法施行之日起，《示例市甲办法》废止。\n本办法自2031年5月1日起施行。")
    assert [repeal.effective for repeal in find_repeals(other)] == [dt.date(2031, 5, 1)]
    later = decision("本办法自印发之日起30日后施行，《示例市甲办法》同时废止。")
    assert [repeal.effective for repeal in find_repeals(later)] == [dt.date(2031, 3, 31)]


def test_the_day_between_title_and_verb_is_the_repeals_own() -> None:
    """Not the one from which the new text holds."""
    (found,) = find_repeals_in("本办法自2031年1月1日起施行，《示例市甲办法》自2031年7月1日起废止。")
    assert found.effective == dt.date(2031, 7, 1)


def test_a_list_of_parts_ends_no_document_as_a_whole() -> None:
    """In a table and in lines the part is that of the row; where none is named, 部分条款."""
    version = decision(
        "附件1\n全文失效废止的文件目录\n序号\t标题\t日期\t文号\n1\t关于甲问题的通知\t2021年1月1日\t示税发〔2021〕1号\n"
        "附件2\n部分条款失效废止的文件目录\n序号\t标题\t日期\t文号\t条款\n"
        "1\t关于丙问题的通知\t2022年1月1日\t示税发〔2022〕3号\t第三条、第五条\n"
        "2.《示例市丁办法》（示府发〔2023〕1号）第二条第一款\n3.示例局关于戊的通知（示局发〔2024〕4号）"
    )
    assert rows(find_repeals(version)) == [
        ("《关于甲问题的通知》", "示税发〔2021〕1号", None),
        ("《关于丙问题的通知》", "示税发〔2022〕3号", "第三条、第五条"),
        ("《示例市丁办法》", "示府发〔2023〕1号", "第二条第一款"),
        ("《示例局关于戊的通知》", "示局发〔2024〕4号", "部分条款"),
    ]


def test_the_part_in_a_line_of_a_list_is_read() -> None:
    """A line that names a clause ends that clause, not its document."""
    version = decision("下列规定予以废止：\n1.《示例市甲办法》第三条\n2.《示例市乙办法》中有关丙事项的规定；")
    assert rows(find_repeals(version)) == [
        ("《示例市甲办法》", None, "第三条"),
        ("《示例市乙办法》", None, "有关丙事项的规定"),
    ]


def test_a_column_of_results_says_which_documents_end() -> None:
    """Rows that stay or change end nothing, and a number alone with 废止 in the next cell is no sentence."""
    version = decision(
        "序号\t文件名称\t文号\t清理结果\n1\t关于印发甲办法的通知\t示府发〔2020〕1号\t继续有效\n"
        "2\t关于印发乙办法的通知\t示府发〔2021〕2号\t废止\n3\t关于印发丙办法的通知\t示府发〔2022〕3号\t修改",
        title="示例区文件清理结果",
    )
    assert rows(find_repeals(version)) == [("《关于印发乙办法的通知》", "示府发〔2021〕2号", None)]


def test_a_row_with_its_reason_is_read() -> None:
    """The document that takes the place of a repealed one is only its reason."""
    version = decision(
        "决定废止的规章目录\n序号\t名称\t公布\t理由\n"
        "1\t示例市甲管理办法\t2008年5月1日示例市人民政府令第12号公布\t已被2020年《示例市乙条例》代替"
    )
    assert rows(find_repeals(version)) == [("《示例市甲管理办法》", "示例市人民政府令第12号", None)]


def test_an_unquoted_title_around_an_inner_one_is_the_document() -> None:
    """示例局关于印发《…》的通知 without quotes of its own is what ends, in a list and in a sentence."""
    version = decision(
        "决定废止下列文件：\n1.示例市人民政府关于印发《示例市甲办法》的通知（示府发〔2020〕1号）\n"
        "2.示例市示例局 示例市财政局关于贯彻《示例省丁条例》的实施意见 示局发〔2023〕4号\n"
        "本决定公布后，原关于印发《示例区丙办法》的通知（示府办〔2022〕3号）同时废止。"
    )
    assert [(number, title) for title, number, _ in rows(find_repeals(version))] == [
        ("示府办〔2022〕3号", "《关于印发《示例区丙办法》的通知》"),
        ("示府发〔2020〕1号", "《示例市人民政府关于印发《示例市甲办法》的通知》"),
        ("示局发〔2023〕4号", "《示例市示例局示例市财政局关于贯彻《示例省丁条例》的实施意见》"),
    ]


def test_lines_that_name_no_document_are_no_items() -> None:
    """Duties, bases and headings among the lines of a list end nothing."""
    version = decision(
        "下列文件予以废止：\n1.关于甲工作的通知（示政发〔2010〕1号）\n2.关于修改乙条例实施细则的通知（示政发〔2011〕2号）\n"
        "制定机关应当及时公布目录并提出处理意见\n根据《示例省甲条例》，现予公布。\n本决定自公布之日起施行。"
    )
    assert [number for _, number, _ in rows(find_repeals(version))] == ["示政发〔2010〕1号", "示政发〔2011〕2号"]


@pytest.mark.parametrize(
    "text",
    [
        "第五条 规范性文件的清理、修改和废止：\n（一）由制定机关提出意见；\n（二）由司法行政部门审查并提出处理意见。",
        "第六条 有下列情形之一的，应当废止：\n（一）依据的法律已废止；\n（二）与上位法相抵触的规定。",
    ],
)
def test_rules_on_repeal_are_no_lists(text: str) -> None:
    """A text that says how documents are to be repealed repeals none."""
    assert find_repeals(decision(text, title="示例市规范性文件管理办法")) == ()


def test_the_title_of_a_decision_says_what_it_ends() -> None:
    """关于废止《…》的决定 ends the document even where the text names it no more."""
    version = decision("该办法自即日起停止执行。", title="示例市人民政府关于废止《示例市甲办法》的决定")
    assert rows(find_repeals(version)) == _all_of("《示例市甲办法》")


def _all_of(title: str) -> list[Row]:
    return [(title, None, None)]


@pytest.mark.parametrize(
    ("text", "effective"),
    [
        ("自2031年7月1日起，《示例市甲办法》停止执行。", dt.date(2031, 7, 1)),
        ("《示例市甲办法》于2031年8月1日废止。", dt.date(2031, 8, 1)),
        ("本办法自2031年9月1日起施行。《示例市甲办法》同时废止。", dt.date(2031, 9, 1)),
        ("本办法自发布之日起施行。《示例市甲办法》同时废止。", dt.date(2031, 3, 1)),
        ("《示例市甲办法》同时废止。", None),
    ],
)
def test_a_repeal_holds_from_its_own_date_or_the_versions(text: str, effective: dt.date | None) -> None:
    """The day is the one printed with the repeal, else the day the version takes hold."""
    assert [repeal.effective for repeal in find_repeals(decision(text))] == [effective]


def test_a_repeal_of_the_notice_is_read_once() -> None:
    """What notice and text both state is one repeal, with the clause's label and the number that one of them has."""
    version = decision(
        "第一条 为了示例，制定本办法。\n第二条 《示例市旧办法》（示政发〔2020〕1号）同时废止。",
        notice="现将《示例市新办法》印发给你们，《示例市旧办法》同时废止。",
    )
    assert [(r.clause, r.doc_number) for r in find_repeals(version)] == [("第二条", "示政发〔2020〕1号")]


def test_short_names_stand_for_their_documents() -> None:
    """原《办法》同时废止 ends the document that 以下简称《办法》 introduced."""
    text = "《示例市甲办法》（示政发〔2020〕1号，以下简称《办法》）试行期满。原《办法》同时废止。"
    assert rows(find_repeals_in(text)) == [("《示例市甲办法》", "示政发〔2020〕1号", None)]


# ── properties ──

_names = st.text(alphabet="示例市东西区促进产业园人才算力数据", min_size=4, max_size=20)
_kinds = st.sampled_from(["办法", "若干措施", "条例", "实施细则（试行）", "管理规定"])
_numbers = st.none() | st.builds(
    "示{}发〔{}〕{}号".format, st.sampled_from(["政", "经信", "科"]), st.integers(1990, 2035), st.integers(1, 400)
)
_parts = st.none() | st.integers(1, 60).map("第{}条".format)
_items = st.lists(st.tuples(_names, _kinds, _numbers, _parts), min_size=1, max_size=5, unique_by=lambda item: item[0])


@given(_items, st.sampled_from(["同时废止", "停止执行", "不再执行", "予以废止", "同时作废", "即行废止"]), st.booleans())
@settings(max_examples=150, deadline=None)
def test_a_built_sentence_is_read_back_exactly(
    items: list[tuple[str, str, str | None, str | None]], verb: str, behind: bool
) -> None:
    """Any titles, numbers and parts, before the verb or behind it, come back as they were written."""
    wanted = [(f"《{name}{kind}》", number, part) for name, kind, number, part in items]
    objects = "、".join(f"{title}{f'（{number}）' if number else ''}{part or ''}" for title, number, part in wanted)
    text = f"自本办法施行之日起，停止执行{objects}。" if behind else f"本办法自发布之日起施行，{objects}{verb}。"
    assert rows(find_repeals_in(text)) == wanted


@given(st.sampled_from([*STATED, *ONLY_MENTIONED]), st.data())
@settings(max_examples=150, deadline=None)
def test_layout_changes_nothing(text: str, data: st.DataObject) -> None:
    """Blanks and line ends strewn anywhere leave the repeals as they were."""
    at = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8)))
    noise = data.draw(st.sampled_from([" ", "\n", "\u3000", "\n    "]))
    pieces = [text[start:end] for start, end in zip([0, *at], [*at, len(text)], strict=True)]
    assert rows(find_repeals_in(noise.join(pieces))) == rows(find_repeals_in(text))
