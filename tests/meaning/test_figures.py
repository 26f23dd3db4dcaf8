"""Figures in running text: forms, bounds, ranges, scope and period, and what is none."""

from __future__ import annotations

import json
import re
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tracker.meaning import find_figures, read_meaning
from tracker.meaning.figures import atoms
from tracker.models import Clause, Figure, Version
from tracker.text import squeeze

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "data" / "figures.json").read_text(encoding="utf-8")
)


def read(figure: Figure) -> tuple[str, str, str | None, str | None]:
    """What two spellings of the same figure share."""
    high = None if figure.value_high is None else str(figure.value_high)
    return figure.kind, str(figure.value), high, figure.unit


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:24] for case in CASES])
def test_labelled_sentence(case: dict[str, Any]) -> None:
    """Every labelled figure of the invented sentences is read as labelled, and no other."""
    found = find_figures(case["text"])
    wanted = [(f["kind"], f["value"], f["value_high"], f["unit"]) for f in case["figures"]]
    assert [read(figure) for figure in found] == wanted
    for label, figure in zip(case["figures"], found, strict=True):
        for field in ("bound", "scope", "period"):
            assert getattr(figure, field) in {label[field], *label.get("also", {}).get(field, [])}
        assert figure.text == squeeze(label["text"])


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:24] for case in CASES])
def test_offsets_hold_the_text(case: dict[str, Any]) -> None:
    """A figure's span holds the text it was read from, as printed but for blanks."""
    for figure in find_figures(case["text"]):
        assert squeeze(case["text"][figure.start : figure.end]) == figure.text


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        (
            "对首次入库（2023年起的年度产值超过2亿元且成长性好）的船厂给予一次性不超过40万元的支持。",
            [
                ("2023年起", "min", None, None),
                ("超过2亿元", "min", None, "年"),
                ("不超过40万元", "max", None, "一次性"),
            ],
        ),
        (
            "对年度产值增长的企业给予40万元奖励，每家企业年度最高60万元。",
            [("40万元", "exact", None, None), ("最高60万元", "max", "企业", "年")],
        ),
        ("每年对考核优秀的渔港给予40万元奖励。", [("40万元", "exact", None, "年")]),
        (
            "单个码头（泊位不少于3个）补助最高90万元。",
            [("不少于3个", "min", None, None), ("最高90万元", "max", "码头", None)],
        ),
        (
            "认定为国家级最高90万元、市级40万元。",
            [("最高90万元", "max", None, None), ("40万元", "max", None, None)],
        ),
        (
            "对一等奖给予最高9万元、二等奖6万元和三等奖3万元奖励。",
            [("最高9万元", "max", None, None), ("6万元", "max", None, None), ("3万元", "max", None, None)],
        ),
        ("单个采购主体年度补贴最高90万元。", [("最高90万元", "max", "主体", "年")]),
        ("单家投资机构年度补贴最高90万元。", [("最高90万元", "max", "机构", "年")]),
        (
            "同一码头三年内累计补贴不超过90万元。",
            [("三年内", "max", "码头", None), ("不超过90万元", "max", "码头", "累计")],
        ),
        ("每台不超过设备购置价的30%。", [("30%", "max", "台", None)]),
        ("连续三年每年最高90万元。", [("三年", "exact", None, None), ("最高90万元", "max", None, "年")]),
        ("同一企业同一年度享受资金不超过90万元。", [("不超过90万元", "max", "企业", "年")]),
        ("同一船舶设立两个以上锚地的。", [("两个以上", "min", "船舶", None)]),
        ("对9万总吨以上的船舶给予奖励。", [("9万总吨以上", "min", None, None)]),
        ("因伪造海图判处死刑缓期二年执行的。", []),
        ("每节约1吨标准煤奖励90元。", [("90元", "exact", None, None)]),
        ("每个标准泊位年贴息额最高9万元。", [("最高9万元", "max", "标准泊位", "年")]),
        (
            "产值4亿元（含本数，下同）以上、注册资本900万元（人民币，下同）以下的企业。",
            [("4亿元（含本数，下同）以上", "min", None, None), ("900万元（人民币，下同）以下", "max", None, None)],
        ),
        ("每个标准展位最高9万元。", [("最高9万元", "max", "展位", None)]),
        ("每场观众最多不能超过50名。", [("最多不能超过50名", "max", "场", None)]),
        (
            "泊位率不应低于30%；空置率不宜高于40%。",
            [("不应低于30%", "min", None, None), ("不宜高于40%", "max", None, None)],
        ),
        ("补助上限90万元，下限4万元。", [("上限90万元", "max", None, None), ("下限4万元", "min", None, None)]),
        ("融资400万元（含）人民币以上的企业。", [("400万元（含）人民币以上", "min", None, None)]),
        (
            "给予最高90万元补助、购船补贴40万元。",
            [("最高90万元", "max", None, None), ("40万元", "exact", None, None)],
        ),
    ],
)
def test_what_stands_around(text: str, read_as: list[tuple[str, str, str | None, str | None]]) -> None:
    """Bound, scope and period are read over brackets, and only from words that speak of the figure."""
    assert [(f.text, f.bound, f.scope, f.period) for f in find_figures(text)] == read_as


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("给予100圆补助", ("amount", "100", None, "CNY")),
        ("给予3000人民币", ("amount", "3000", None, "CNY")),
        ("给予100美金", ("amount", "100", None, "USD")),
        ("给予100港币", ("amount", "100", None, "HKD")),
        ("给予5万英镑", ("amount", "50000", None, "GBP")),
        ("投资港币5万元", ("amount", "50000", None, "HKD")),
        ("租金50元/平方米·月", ("rate", "50", None, "元/平方米·月")),
        ("按5‰收取", ("ratio", "0.5", None, "percent")),
        ("按1∶0.5配套", ("ratio", "50", None, "percent")),
        ("利率上浮50个基点", ("ratio", "0.5", None, "percent")),
        ("按6:4比例分担", ("ratio", "66.67", None, "percent")),
        ("按1比0.5配套", ("ratio", "50", None, "percent")),
        ("连续2个季度达标", ("duration", "2", None, "quarter")),
        ("培训满2周", ("duration", "2", None, "week")),
        ("公示2个星期", ("duration", "2", None, "week")),
        ("在24小时内报告", ("duration", "24", None, "hour")),
        ("在30分钟内到达", ("duration", "30", None, "minute")),
        ("在半年内完成", ("duration", "0.5", None, "year")),
        ("于2024-05-01前申报", ("date", "2024-05-01", None, None)),
        ("于2024.5.1前申报", ("date", "2024-05-01", None, None)),
        ("面积1万（含）至3万平方米", ("quantity", "10000", "30000", "m2")),
        ("在2023-2025年期间给予补助", ("date", "2023", "2025", None)),
    ],
)
def test_rare_units(text: str, read_as: tuple[str, str, str | None, str | None]) -> None:
    """Units and forms that few policies print are read where nothing else in the text is a figure."""
    assert [read(figure) for figure in find_figures(text)] == [read_as]


# What figures are made of, and what stands between them
PIECES = (
    "1", "3", "100", "2024", "1.5", "1/3", "1:0.5", "一", "三", "十", "三百", "二〇二四", "半", "百分之", "三分之",
    "万", "亿", "千", "元", "圆", "人民币", "美金", "港币", "英镑", "%", "‰", "个百分点", "个基点", "成", "比",
    "年", "个月", "月", "日", "每月", "天", "周", "星期", "个季度", "小时", "分钟", "个工作日", "半年", "平方米",
    "吨", "家", "名", "台(套)", "个", "倍", "/年", "/平方米", "以上", "支持", "-", ".", "、", "至", "第", "，",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_no_figure_is_missed_for_want_of_a_sign(text: str) -> None:
    """Wherever a rule matches, the text holds one of its signs, and the match begins as matches may."""
    for pattern, _, signs in atoms._RULES:
        for match in pattern.finditer(text):
            assert any(sign in text for sign in signs) and atoms._BEGINS.match(match[0])


def test_text_is_the_number_and_the_words_touching_it() -> None:
    """每年, 累计 and 单个项目 belong to the figure but not to its text."""
    (figure,) = find_figures("单个项目每年累计最高可给予500万元补助。")
    assert (figure.text, figure.scope, figure.period) == ("最高可给予500万元", "项目", "年")


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("对国际标准、国家标准和行业标准，分别给予150万元、100万元、50万元。", ["国际标准", "国家标准", "行业标准"]),
        ("对认定的市级园区、区级园区，分别予以100万元、50万元资助。", ["认定的市级园区", "区级园区"]),
        ("分别给予场景方、机器人企业30%、20%的补贴。", ["场景方", "机器人企业"]),
    ],
)
def test_classes_of_a_dealt_out_list(text: str, subjects: list[str]) -> None:
    """Each figure of a 分别 list knows the class it is for where the classes count out."""
    assert [figure.subject for figure in find_figures(text)] == subjects


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("对并购金额5000万元以上的项目，给予贴息。", ["并购"]),  # 并 is no conjunction here
        ("对符合条件的企业给予最高60万元资金支持。", [None]),
        ("对符合条件的给予贷款贴息补助，单个企业年度最高60万元。", ["贷款贴息补助"]),
        ("符合条件的，予以每年不超过60万元运营经费支持。", ["运营经费支持"]),
        ("给予期限不超过3年、最高60万元的并购贷款贴息支持。", ["期限", "并购贷款贴息支持"]),
        ("建设一批渔港，经评审，按照渔港建设投资额的20%给予补助。", ["渔港建设投资额"]),
        ("发展远洋渔业\n1.对远洋渔船(钢质船、木质船)，并承诺当年投产的，给予60万元奖励。", ["远洋渔船"]),
        (
            "对营收突破9亿元且增长的渔业公司，按照年度实际投入给予最高60万元奖励。",
            ["营收", "营收突破9亿元且增长的渔业公司"],
        ),
        ("支持渔港认定国家级、市级示范渔港，分别给予90万元、60万元。", ["国家级", "市级示范渔港"]),
        ("按捕捞面积分别给予最高90%或80%补贴。", ["捕捞面积", "捕捞面积"]),
        ("单个项目最高60万元。", [None]),
        ("对渔港改造项目，给予不超过同期利率、单个企业年度不超过60万元的贴息。", ["渔港改造项目"]),
        ("承诺当年不低于9亿元的企业可以申报。", [None]),
        ("逾期不改的，可以暂扣通行证六个月。", ["暂扣通行证"]),
        ("违规停泊的，对单位可以并处五万元以下的罚款，对个人可以处二千元以下的罚款。", ["单位", "个人"]),
        ("对个人处五百元以下的罚款、对单位处五千元以下的罚款。", ["个人", "单位"]),
        (
            "违规停泊的，对单位给予警告或者处五万元以下罚款；对直接责任人员，给予警告，可以并处二千元以下罚款。",
            ["单位", "直接责任人员"],
        ),
        ("情节严重的，并处违法所得一倍以上三倍以下的罚款。", ["违法所得"]),
        ("致使九人以上落水的，禁止其三年内出海。", [None, None]),
        ("须有船东或者过半数船员或者三分之一以上的渔民提议。", [None]),
        ("船舶停泊未按照规定登记的，处五万元以下的罚款。", [None]),
    ],
)
def test_what_a_figure_is_for(text: str, subjects: list[str | None]) -> None:
    """Who gets it or what it is, where the sentence names it; no bare condition, no 资金支持, no 单个项目."""
    assert [figure.subject for figure in find_figures(text)] == subjects


def test_cells_and_lines_part_numbers() -> None:
    """A tab or line end between two numbers parts them; a thin space inside one does not."""
    assert [figure.value for figure in find_figures("一等奖\t500\t300万元")] == [Decimal(3000000)]
    assert find_figures("序号\t电话\t地址\n1\t55501234\t天港路\n2\t55504321\t天海路9号201\n3\t55505678\t年丰路") == ()
    assert [figure.text for figure in find_figures("奖励最高500\n万元")] == ["最高500万元"]
    assert [figure.value for figure in find_figures("最高3 000万元")] == [Decimal(30000000)]


@pytest.mark.parametrize(
    ("table", "figures"),
    [
        (
            "类别\t补贴标准（万元）\t数量\n一类\t500\t3\n二类\t1,200.5\t4",
            [("500", "5000000", "CNY", "exact"), ("1,200.5", "12005000", "CNY", "exact")],
        ),
        (
            "单位：万元\n序号\t船型\t最高补贴金额\n1\t大型\t90\n2\t小型\t60",
            [("90", "900000", "CNY", "max"), ("60", "600000", "CNY", "max")],
        ),
        (
            "品种\t标准（元/亩）\t贴息比例（%）\n海带\t80\t2.5",
            [("80", "80", "元/亩", "exact"), ("2.5", "2.5", "percent", "exact")],
        ),
        ("序号\t船型\t补贴金额\n1\t大型\t90", []),
        ("单位：万元\n序号\t年份\t船舶数量\n1\t2024\t90", []),
        ("类别\t补贴标准（万元）\n一类\t500\n\n编号\t电话\n一类\t55501234", [("500", "5000000", "CNY", "exact")]),
    ],
)
def test_bare_numbers_of_a_table(table: str, figures: list[tuple[str, str, str, str]]) -> None:
    """A cell takes the unit of its head, or of the line over the table where the head speaks of money."""
    found = find_figures(f"补贴标准如下：\n{table}")
    assert [(f.text, str(f.value), f.unit, f.bound) for f in found] == figures


def test_an_item_label_is_no_part_of_a_number() -> None:
    """1. 5年内 at the head of an item is five years; 0. 5% with a stray blank stays a half percent."""
    (term,) = find_figures("有下列情形之一的：\n1. 5年内受过处罚的。")
    assert (term.value, term.text) == (Decimal(5), "5年内")
    assert [figure.value for figure in find_figures("给予融资额0. 5%的奖励。")] == [Decimal("0.5")]


def test_signing_date_is_no_figure() -> None:
    """A date alone on its line signs the document."""
    assert find_figures("特此通知。\n2025年3月1日\n") == ()


def test_the_day_of_issue_in_a_table_is_no_figure() -> None:
    """发布日期 and its kin say when a document came out; from when it holds is one."""
    text = "发布日期\t2030-01-05\n成文日期：2030年1月4日\n发文时间\t2030-1-3/2030-1-4\n施行日期\t2030-02-01"
    assert [str(figure.value) for figure in find_figures(text)] == ["2030-02-01"]


def test_two_kinds_are_a_turn_of_phrase() -> None:
    """分为两种 counts nothing that matters; 三种或三种以上 is a condition."""
    assert [figure.text for figure in find_figures("支持分为两种，业态应包括三种或三种以上。")] == ["三种或三种以上"]


def test_clause_reading_keeps_offsets_into_the_clause() -> None:
    """read_meaning gives every clause its own figures."""
    clauses = tuple(
        Clause(label=f"{n}.", path=(f"{n}.",), heading=None, text=f"奖励{n}0万元。", line=n) for n in (1, 2)
    )
    version = read_meaning(Version(title="示例办法", text="", clauses=clauses))
    assert [[figure.value for figure in clause.figures] for clause in version.clauses] == [
        [Decimal(100000)],
        [Decimal(200000)],
    ]
    assert {figure.start for clause in version.clauses for figure in clause.figures} == {2}


# ── properties ───────────────────────────────────────────────────────────────────────────────────

_DIGITS = "零一二三四五六七八九"


def in_words(number: int) -> str:
    """1 to 9999 in Chinese numerals: 1250 → 一千二百五十."""
    words, gap = "", False
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            words += ("零" if gap and words else "") + _DIGITS[digit] + unit
            gap = False
        else:
            gap = True
    return words


@settings(deadline=None)
@given(st.integers(1, 9999))
def test_another_form_of_an_amount_changes_nothing(number: int) -> None:
    """1250万元, 1,250 万元, 一千二百五十万元 and 0.125亿元 are one figure."""
    hundred_millions = f"{Decimal(number) / 10000:f}"
    forms = [
        f"{number}万元",
        f"{number:,} 万元",
        f"{in_words(number)}万元",
        f"{hundred_millions}亿元",
        f"{number}0000元",
    ]
    readings = {read(figure) for form in forms for figure in find_figures(f"单个项目奖励最高{form}。")}
    assert readings == {("amount", str(number * 10000), None, "CNY")}
    assert all(len(find_figures(f"单个项目奖励最高{form}。")) == 1 for form in forms)


@settings(deadline=None)
@given(st.integers(1, 99))
def test_another_form_of_a_ratio_changes_nothing(number: int) -> None:
    """30%, 30 ％, 百分之三十 and 百分之30 are one figure."""
    forms = [f"{number}%", f"{number} ％", f"百分之{in_words(number)}", f"百分之{number}"]
    assert {read(figure) for form in forms for figure in find_figures(f"按照投资额的{form}给予补贴。")} == {
        ("ratio", str(number), None, "percent")
    }


@settings(deadline=None)
@given(st.integers(1, 99), st.sampled_from(["年", "个月", "个工作日"]))
def test_another_form_of_a_term_changes_nothing(number: int, unit: str) -> None:
    """3年 and 三年 are one figure."""
    words = in_words(number)
    assert [read(f) for f in find_figures(f"期限为{number}{unit}。")] == [
        read(f) for f in find_figures(f"期限为{words}{unit}。")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "一" * 20_000,
        "十" * 20_000,
        "GB" * 10_000,
        "(" + "公布" * 10_000,
        "第一、" * 7_000,
        "《" + "示" * 20_000,
        "1," * 10_000,
    ],
    ids=["numerals", "tens", "standards", "history", "ordinals", "title", "commas"],
)
def test_long_runs_are_read_in_time(text: str) -> None:
    """No run of one mark makes the reader try every pair of its places."""
    started = time.perf_counter()
    assert find_figures(text) == ()
    assert time.perf_counter() - started < 5


SENTENCE = "对评定的平台，按照不超过投资额的30%给予补贴，单个平台每年最高500万元，有效期至2028年12月31日。"


@settings(deadline=None)
@example(cuts=[42, 53], blank="\n")
@given(st.lists(st.integers(1, len(SENTENCE) - 1), max_size=6), st.sampled_from([" ", "\n", "\u3000", "\u200b"]))
def test_blanks_and_wraps_change_nothing(cuts: list[int], blank: str) -> None:
    """Blanks and wraps put in where no two digits meet leave the reading as it is."""
    text = SENTENCE
    for cut in sorted(set(cuts), reverse=True):
        if not re.match(r"[\d.]{2}", text[cut - 1 : cut + 1]):
            text = text[:cut] + blank + text[cut:]
    plain, noisy = find_figures(SENTENCE), find_figures(text)
    assert [(read(f), f.bound, f.scope, f.period, f.text) for f in noisy] == [
        (read(f), f.bound, f.scope, f.period, f.text) for f in plain
    ]


@settings(deadline=None)
@given(
    st.text(
        alphabet="0123456789.%万亿元年月日个家至、，。（）()最高不超过以上以下的第《》〔〕 \n一二三十百千", max_size=60
    )
)
def test_any_text_is_read(text: str) -> None:
    """No text stops the reader, figures stand in order, do not overlap and hold their text."""
    last = 0
    for figure in find_figures(text):
        assert last <= figure.start < figure.end <= len(text)
        assert squeeze(text[figure.start : figure.end]) == figure.text
        last = figure.end
