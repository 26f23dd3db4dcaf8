"""tracker.meaning.validity: from when to when a text holds."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.clauses import parse_clauses
from tracker.meaning.validity import find_validity
from tracker.models import Stage, Validity, Version

ISSUED = dt.date(2031, 3, 1)


def policy(text: str, *, issued: dt.date | None = ISSUED, notice: str | None = None, stage: Stage = "final") -> Version:
    """A version of 《示例市算力若干措施》 with its clauses parsed."""
    return Version(
        title="示例市算力若干措施", text=text, clauses=parse_clauses(text), issued=issued, notice=notice, stage=stage
    )


def facts(version: Version) -> tuple[str | None, str | None, str | None]:
    """First day, last day and term, the days in ISO form."""
    found = find_validity(version)
    days = [day.isoformat() if day else None for day in (found.effective_from, found.expires_on)]
    return days[0], days[1], found.term


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # the start
        ("本措施自印发之日起施行。", ("2031-03-01", None, None)),
        ("本措施自发布之日起30日后施行。", ("2031-03-31", None, None)),
        ("本措施自公布之日30日后施行。", ("2031-03-31", None, None)),
        ("本办法自印发之日起满三十日后实施。", ("2031-03-31", None, None)),
        ("本办法自印发之日起1个月后执行。", ("2031-04-01", None, None)),
        ("本办法自印发后第30日起施行，有效期3年。", ("2031-03-31", "2034-03-30", "3年")),
        ("本办法自公布后三十日起施行。", ("2031-03-31", None, None)),
        ("本办法自公布之日起第30日施行。", ("2031-03-30", None, None)),
        ("本办法自2031年5月1日起施行，有效期为自施行之日起3年。", ("2031-05-01", "2034-04-30", "3年")),
        ("本措施自印发次日起施行。", ("2031-03-02", None, None)),
        ("本办法自2031年5月1日起施行。", ("2031-05-01", None, None)),
        ("本办法自二〇三一年五月一日起施行。", ("2031-05-01", None, None)),
        ("本通知从2031年5月1日起执行。", ("2031-05-01", None, None)),
        ("本办法于2031年5月1日起正式实施。", ("2031-05-01", None, None)),
        ("本措施由市经济局负责解释，自印发之日起施行。", ("2031-03-01", None, None)),
        ("本条例自2031年5月1日零时起施行。", ("2031-05-01", None, None)),
        ("本通知自2031年5月1日开始实行。", ("2031-05-01", None, None)),
        ("本措施自印发之日起30个工作日后施行，有效期至2033年12月31日止。", (None, "2033-12-31", None)),
        # the last day without a word of validity
        ("本办法自2031年5月1日起施行，2033年12月31日止。", ("2031-05-01", "2033-12-31", None)),
        ("本办法自2031年5月1日起施行，2033年12月31日失效。", ("2031-05-01", "2033-12-31", None)),
        ("本办法自2031年5月1日起施行，2034年1月1日起自动失效。", ("2031-05-01", "2033-12-31", None)),
        ("以上政策从2031年5月1日起执行，至2033年12月31日截止。", ("2031-05-01", "2033-12-31", None)),
        ("政策有效期：自印发之日起至2033年12月31日。", ("2031-03-01", "2033-12-31", None)),
        (
            "本办法自2031年5月1日起施行。本办法施行前已受理的，按原规定执行，执行期限至2033年12月31日。",
            ("2031-05-01", None, None),
        ),
        ("本政策执行期为2031—2033年。", ("2031-01-01", "2033-12-31", None)),
        # the term
        ("本通知自2031年5月1日起施行，有效期2年6个月。", ("2031-05-01", "2033-10-31", "2年6个月")),
        ("本办法从2031年5月1日起执行，暂行两年。", ("2031-05-01", "2033-04-30", "两年")),
        ("本办法试行期为三年，自2031年5月1日至2034年4月30日。", ("2031-05-01", "2034-04-30", "三年")),
        ("本措施有效期3年，自发布之日起计算。", ("2031-03-01", "2034-02-28", "3年")),
        ("本办法有效期为5年（自2031年5月1日至2036年4月30日）。", ("2031-05-01", "2036-04-30", "5年")),
        ("申报期为30日，自发布之日起计算。", (None, None, None)),
        ("本措施自印发之日起施行，有效期3年。", ("2031-03-01", "2034-02-28", "3年")),
        ("本措施自印发之日起施行，有效期三年。", ("2031-03-01", "2034-02-28", "三年")),
        ("本措施自印发之日起施行，有效期为5年。", ("2031-03-01", "2036-02-29", "5年")),
        ("本措施自公布之日起施行，施行五年。", ("2031-03-01", "2036-02-29", "五年")),
        ("本办法自印发之日起试行，试行两年。", ("2031-03-01", "2033-02-28", "两年")),
        ("本办法自2031年5月1日起试行，试行期为一年。", ("2031-05-01", "2032-04-30", "一年")),
        ("本办法自2031年5月1日起施行，有效期限暂定3年。", ("2031-05-01", "2034-04-30", "3年")),
        ("本办法自2031年5月1日起施行。有效期5年。", ("2031-05-01", "2036-04-30", "5年")),
        ("本通知有效期为18个月，自2031年5月1日起执行。", ("2031-05-01", "2032-10-31", "18个月")),
        ("本办法有效期为自发布之日起3年。", ("2031-03-01", "2034-02-28", "3年")),
        ("本办法自2031年5月1日起施行三年。", ("2031-05-01", "2034-04-30", "三年")),
        ("本措施自印发之日起30日后施行，有效期3年。", ("2031-03-31", "2034-03-30", "3年")),
        ("本措施自印发之日起施行，暂定执行两年半。", ("2031-03-01", "2033-08-31", "两年半")),
        # the end
        ("本措施自印发之日起施行，有效期至2034年12月31日。", ("2031-03-01", "2034-12-31", None)),
        ("本措施自印发之日起施行，有效期至2034年12月31日止。", ("2031-03-01", "2034-12-31", None)),
        ("本措施自发布之日起执行，至2034年12月31日结束。", ("2031-03-01", "2034-12-31", None)),
        ("本措施自印发之日起施行，有效期截至2034年底。", ("2031-03-01", "2034-12-31", None)),
        ("本措施自印发之日起施行，执行至2034年6月。", ("2031-03-01", "2034-06-30", None)),
        ("本政策有效期自2031年4月1日至2033年12月31日。", ("2031-04-01", "2033-12-31", None)),
        ("本办法自2031年4月1日起施行至2033年12月31日止。", ("2031-04-01", "2033-12-31", None)),
        ("本办法自2031年4月1日至12月31日执行。", ("2031-04-01", "2031-12-31", None)),
        ("政策执行期限为2031年1月1日至2033年12月31日。", ("2031-01-01", "2033-12-31", None)),
        # of other things
        ("资质证书有效期3年。", (None, None, None)),
        ("经认定的企业，资格有效期三年。", (None, None, None)),
        ("证书自发布之日起生效，有效期3年。", (None, None, None)),
        ("对首次入库企业，自2031年1月1日起执行优惠，执行期3年。", (None, None, None)),
        ("申报时间为2031年1月1日至2031年3月31日。", (None, None, None)),
        ("本办法规定的标准自2031年1月1日起执行。", (None, None, None)),
        ("本通知规定的低保标准、基本补贴标准均从2031年1月1日起执行。", (None, None, None)),
        ("《示例市其他办法》自2031年1月1日起施行。", (None, None, None)),
        ("项目实施期限为3年。", (None, None, None)),
        ("贷款贴息期限不超过3年。", (None, None, None)),
    ],
)
def test_a_sentence_says_when_a_text_holds(text: str, wanted: tuple[str | None, str | None, str | None]) -> None:
    """Start, term and end are read in the document's own voice and worked out to days."""
    assert facts(policy(text)) == wanted


def test_the_final_clause_wins_over_what_is_said_of_other_things() -> None:
    """A certificate's term in an earlier clause is not the document's."""
    text = (
        "第一条 认定证书自颁发之日起生效，有效期2年。\n第二条 奖励资金自2031年1月1日起执行。\n"
        "第三条 本措施自2031年5月1日起施行，有效期3年。"
    )
    assert facts(policy(text)) == ("2031-05-01", "2034-04-30", "3年")


def test_start_and_term_may_stand_in_two_clauses() -> None:
    """A term in the clause before the start belongs to the same document."""
    text = "第一条 本措施有效期3年。\n第二条 本措施自2031年5月1日起施行。"
    assert facts(policy(text)) == ("2031-05-01", "2034-04-30", "3年")


def test_the_notice_speaks_where_the_text_is_silent() -> None:
    """自印发之日起施行 in the notice holds for the policy it carries."""
    version = policy("第一条 支持算力建设。", notice="现将《示例市算力若干措施》印发给你们，自印发之日起施行。")
    assert facts(version) == ("2031-03-01", None, None)


def test_a_draft_has_no_day_of_issue() -> None:
    """A day counted from the issue of a draft stays unknown; a printed last day does not."""
    version = policy("本措施自印发之日起施行，有效期至2034年12月31日。", stage="draft")
    assert facts(version) == (None, "2034-12-31", None)
    assert "征求意见稿" in (find_validity(version).reasoning or "")


def test_an_amended_law_does_not_begin_with_its_amendment() -> None:
    """自公布之日起 of a law reprinted as amended means the first printing, whose date is not known; a revised policy's
    own date counts, and a printed day always does."""
    amended = replace(policy("本条例自公布之日起施行。", stage="revised"), title="示例市数据条例")
    assert facts(amended) == (None, None, None)
    revised = replace(
        policy("本措施自公布之日起施行。", stage="revised"), printed_title="示例市算力若干措施（2031年修订）"
    )
    assert facts(revised) == ("2031-03-01", None, None)
    assert facts(replace(amended, text="", clauses=parse_clauses("本条例自2020年1月1日起施行。")))[0] == "2020-01-01"


def test_the_day_of_publication_stands_in_for_an_unknown_date_of_issue() -> None:
    """Without a date under the signature the term counts from the day the page went out, and the reasoning says so."""
    version = replace(policy("本措施自发布之日起施行，有效期1年。", issued=None), published=dt.date(2031, 4, 2))
    found = find_validity(version)
    assert (found.effective_from, found.expires_on) == (dt.date(2031, 4, 2), dt.date(2032, 4, 1))
    assert "发布日期2031-04-02" in (found.reasoning or "")


def test_what_the_page_states_fills_the_gaps() -> None:
    """Dates the page states beside the text are taken where the text leaves them open, and count for the term."""
    stated = Validity(effective_from=dt.date(2031, 4, 10))
    version = replace(policy("本措施自发布之日起施行，有效期1年。", issued=None), stated_validity=stated)
    assert facts(version) == ("2031-04-10", "2032-04-09", "1年")


def test_an_unknown_start_leaves_the_end_open_and_says_why() -> None:
    """A term without a known first day gives no last day."""
    found = find_validity(policy("本措施自发布之日起施行，有效期3年。", issued=None))
    assert (found.effective_from, found.expires_on, found.term) == (None, None, "3年")
    assert "未知" in (found.reasoning or "")


@given(
    st.dates(dt.date(1990, 1, 1), dt.date(2080, 12, 31)),
    st.integers(1, 10),
    st.sampled_from(["印发", "发布", "公布"]),
    st.sampled_from(["有效期{}年", "有效期为{}年", "施行{}年", "试行{} 年"]),
)
@settings(max_examples=100, deadline=None)
def test_a_term_ends_the_day_before_its_anniversary(start: dt.date, years: int, word: str, form: str) -> None:
    """The day after the last day is the start's day some years later (the last of February for a leap day)."""
    found = find_validity(policy(f"本措施自{word}之日起施行，{form.format(years)}。", issued=start))
    assert found.expires_on is not None
    after = found.expires_on + dt.timedelta(days=1)
    assert (after.year, after.month) == (start.year + years, start.month)
    assert after.day == start.day or (start.day, start.month, after.day) == (29, 2, 28)


@given(st.dates(dt.date(1990, 1, 1), dt.date(2080, 12, 31)), st.booleans())
@settings(max_examples=60, deadline=None)
def test_numeral_form_and_blanks_change_nothing(day: dt.date, spaced: bool) -> None:
    """The same start in Arabic digits with blanks and in Chinese numerals is the same day."""
    digits = "〇一二三四五六七八九"
    year = "".join(digits[int(char)] for char in str(day.year))
    printed = f"{day.year} 年 {day.month} 月 {day.day} 日" if spaced else f"{day.year}年{day.month:02}月{day.day:02}日"
    chinese = f"{year}年{_chinese(day.month)}月{_chinese(day.day)}日"
    found = {find_validity(policy(f"本办法自{form}起施行。")).effective_from for form in (printed, chinese)}
    assert found == {day}


def _chinese(number: int) -> str:
    digits = " 一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else digits[tens] + "十"
    return (head + digits[ones]).strip()


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        (
            "第一条 支持算力。\n第二条 本措施有效期3年。由局解释。本措施自印发之日起施行。",
            "本措施有效期3年。……本措施自印发之日起施行。",
        ),
        ("第一条 支持算力。\n第二条 本措施自印发之日起施行。有效期3年。", "本措施自印发之日起施行。有效期3年。"),
        (
            "第一条 本措施自印发之日起施行。\n第二条 本措施有效期3年。",
            "本措施自印发之日起施行。……本措施有效期3年。",
        ),
        (
            "一、支持算力\n给予补贴。\n二、附则\n本措施自印发之日起施行，有效期3年。",
            "本措施自印发之日起施行，有效期3年。",
        ),
    ],
)
def test_evidence_is_as_printed(text: str, printed: str) -> None:
    """The sentences stand in their printed order, without the heading above; …… stands for what is left out."""
    assert find_validity(policy(text)).text == printed
