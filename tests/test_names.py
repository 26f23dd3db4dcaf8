"""Titles and document numbers: what is the same however it is printed, and what a notice carries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.names import (
    carried_titles,
    clean_title,
    doc_number_key,
    policy_title,
    tidy_number,
    title_key,
)


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("示经信发〔2022〕162号", "示经信发〔2022〕162号"),
        ("示经信发 [2022] 162 号", "示经信发〔2022〕162号"),
        ("示经信发（２０２２）第０１６２号", "示经信发〔2022〕162号"),
        ("文号：示政办字【2023】5号", "示政办字〔2023〕5号"),
        ("（示教研〔2022〕13号）", "示教研〔2022〕13号"),
        ("示教研〔2022〕13号、示财教〔2022〕4号", "示教研〔2022〕13号"),
        ("〔2024〕10号", "〔2024〕10号"),
        ("示府 [2001] 综 156 号", "示府〔2001〕综156号"),
        ("示府〔2001〕字第156号", "示府〔2001〕字156号"),
        ("示例市人民政府令 第 320 号", "示例市人民政府令第320号"),
        ("示例市人民政府令第三百二十号", "示例市人民政府令第320号"),
        ("中华人民共和国国务院令第707号", "国务院令第707号"),
        ("国令第707号", "国务院令第707号"),
        ("第302号令", "令第302号"),
        ("财政部 税务总局公告2024年第3号", "财政部税务总局公告2024年第3号"),
        ("示例市人民代表大会常务委员会公告〔十六届〕第3号", "示例市人民代表大会常务委员会公告〔十六届〕第3号"),
        ("", None),
        (None, None),
    ],
)
def test_numbers_have_one_form(printed: str | None, key: str | None) -> None:
    """Brackets, blanks, width, leading zeros, 第, orders in words."""
    assert doc_number_key(printed) == key


def test_a_shown_number_keeps_its_words() -> None:
    """Only blanks, width and brackets are tidied for showing."""
    assert tidy_number("国令 第 707 号") == "国令第707号"
    assert tidy_number("示发 [2022] 第 7 号") == "示发〔2022〕第7号"
    assert tidy_number(None) is None


@pytest.mark.parametrize(
    ("notice", "carried"),
    [
        ("示例市财政局关于印发《若干措施》的通知", ("若干措施",)),
        ("示例市财政局等5部门印发《工作方案》的通知", ("工作方案",)),
        ("关于印发《A办法》和《B细则》的通知", ("A办法", "B细则")),
        ("关于印发示例管理办法的通知（示发〔2022〕1号）", ("示例管理办法",)),
        ("示例市人民政府关于印发《工作规则》的通知(2019修订)", ("工作规则",)),
        ("转发财政部《关于印发〈示例办法〉的通知》的通知", ("示例办法",)),
        ("关于发布《示例目录（2024年版）》的公告", ("示例目录（2024年版）",)),
        ("关于公开征求《示例办法（征求意见稿）》意见的公告", ("示例办法（征求意见稿）",)),
        ("关于征求《规划》和《实施意见》公众意见的通告", ("规划", "实施意见")),
        ("关于对《示例措施》公开征求意见的通知", ("示例措施",)),
        ("关于公布2025年示范企业名单的通知", ()),
        ("关于废止《示例办法》的通知", ()),
        ("关于印发《示例办法》的补充通知", ()),
        ("关于《示例办法》公开征求意见情况的反馈", ()),
        ("《示例办法》政策解读", ()),
        ("关于公开征求《示例条例》3项配套制度草案意见的公示", ()),
        ("示例市若干政策措施", ()),
    ],
)
def test_what_a_notice_carries(notice: str, carried: tuple[str, ...]) -> None:
    """印发, 发布, 转发, 征求意见 carry a policy; reports, repeals and readings of one do not."""
    assert carried_titles(notice) == carried


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("示例市推动示例产业的 若干政策措施", "示例市推动示例产业的若干政策措施"),
        ("《若干措施》（试行）", "若干措施"),
        ("若干措施（2024年修订版）", "若干措施（试行）"),
        ("若干措施（第二次征求意见稿）", "若干措施"),
        ("关于支持产业的若干措施", "支持产业的若干措施"),
        ("示例市财政局关于印发《资金办法》的通知", "资金办法（修订草案征求意见稿）"),
        ("行动计划(2022—2025 年)", "行动计划（2022-2025年）"),
    ],
)
def test_titles_of_the_same_policy_share_a_key(one: str, other: str) -> None:
    """Draft, trial and revised forms, layout and width."""
    assert title_key(one) == title_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("行动计划（2021—2023年）", "行动计划（2022—2025年）"),
        ("资金实施指南（第二批）", "资金实施指南（第三批）"),
        ("示例办法", "示例办法实施细则"),
        ("《示例办法》政策解读", "示例办法"),
    ],
)
def test_other_policies_keep_other_keys(one: str, other: str) -> None:
    """Years and batches belong to the name."""
    assert title_key(one) != title_key(other)


def test_titles_are_cleaned_for_showing() -> None:
    """Blanks inside go, the one between two offices stays; 征求意见稿 goes, 试行 stays."""
    assert (
        clean_title("示例市民政局  示例市财政局 关于印发 示例办法的通知")
        == "示例市民政局 示例市财政局关于印发示例办法的通知"
    )
    assert policy_title("若干措施（征求意见稿）") == "若干措施"
    assert policy_title("若干措施（试行）") == "若干措施（试行）"


@given(st.text(max_size=80))
def test_any_title_has_a_stable_key(title: str) -> None:
    """The policy's title of a policy's title is itself, and nothing crashes."""
    policy = policy_title(title)
    assert clean_title(policy) == clean_title(clean_title(policy))
    assert title_key(title) == title_key(title)
    doc_number_key(title)
