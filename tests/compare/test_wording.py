"""Wording edits: exact, in whole numbers and titles, blind to layout and fixed synonyms."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.compare import edits, same_text, similarity
from tracker.compare.line_diff import fast_engine, pure_engine

PIECES = (
    "支持企业", "给予", "最高", "不超过", "2000万元", "3000 万元", "1.5亿元", "20%", "25％", "，", ",", "。", "；",
    "（市财政局）", "\n", " ", "　", "《海洋条例》", "京海发〔2022〕16号", "第十二条", "第三条第（二）项", "单个企业",
    "每家企业", "三年", "3年", "XR", "GB/T 36073", "“牧场”", '"牧场"', "奖励", "补贴", "2022年7月1日",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)
ANY = st.one_of(TEXTS, st.text(max_size=40))


def sides(found):
    """The two texts that edits join back to."""
    old = "".join(edit[-1] for edit in found if edit[0] != "+")
    new = "".join(edit[1] for edit in found if edit[0] != "-")
    return old, new


def marked(found):
    """Edits on one line, as a reader marks them."""
    marks = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
    return "".join(marks[edit[0]].format(edit[1]) for edit in found)


@given(ANY, ANY)
def test_edits_join_back_exactly(old, new):
    """Whatever the texts, the edits hold every character of both."""
    assert sides(edits(old, new)) == (old, new)


@given(ANY)
def test_a_text_against_itself(text):
    """No edit, likeness 1."""
    assert all(edit[0] == "=" for edit in edits(text, text))
    assert same_text(text, text) and similarity(text, text) == 1.0


@given(ANY, ANY)
def test_the_three_readings_agree(old, new):
    """Same text, no edits and likeness 1 go together; likeness does not ask which side is which."""
    same = same_text(old, new)
    assert same == all(edit[0] == "=" for edit in edits(old, new))
    assert same == (similarity(old, new) == 1.0)
    assert similarity(old, new) == similarity(new, old)


@given(TEXTS, TEXTS)
def test_numbers_and_titles_are_never_cut(old, new):
    """No edit begins or ends inside a number, 《…》 or 第…条."""
    whole = re.compile(r"\d[\d.]*(?:\s?万|\s?亿)?(?:元|%|％|年)?|《[^》]*》|第[十二三]+条")
    for side, sign in ((old, "-"), (new, "+")):
        at, cuts = 0, set()
        for edit in edits(old, new):
            if edit[0] in ("=", sign):
                at += len(edit[-1] if sign == "-" else edit[1])
                cuts.add(at)
        for match in whole.finditer(side):
            assert not cuts & set(range(match.start() + 1, match.end()))


@given(ANY, ANY)
def test_both_engines_give_the_same_edits(old, new):
    """The C++ search is a faster way to the same edits."""
    pytest.importorskip("fast_diff_match_patch")
    assert edits(old, new, engine=fast_engine) == edits(old, new, engine=pure_engine)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("单个企业最高1000万元", "每家企业不超过 0.1 亿元"),
        ("给予一千万元奖励，期限三年。", "给予1000万元奖励,期限 3 年。"),
        ("补贴30%", "补贴百分之三十"),
        ("（一）条件：“优先”——申报", '(一)条件:"优先"—申报'),
        ("按照GB/T 36073执行", "按照GB/T36073执行"),
        ("支持企业\n首次应用", "支持企业首次应用"),
        ("最高 1,000 万元", "最高1000万元"),
        ("第3条", "第三条"),
    ],
)
def test_no_change(old, new):
    """Layout, width, quote and bracket style, equal numerals and fixed synonyms are no edits."""
    assert same_text(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("最高1000万元", "1000万元"),
        ("不低于1000万元", "最高1000万元"),
        ("同一企业一次", "同一项目一次"),
        ("3年", "3个月"),
        ("不超过规定标准", "最高规定标准"),
        ("1 2", "12"),
    ],
)
def test_change(old, new):
    """What means something else stays an edit."""
    assert not same_text(old, new)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("单个项目最高2000万元。", "单个项目最高3000万元。", "单个项目最高[-2000万元-]{+3000万元+}。"),
        ("按投资的20%给予奖励", "按投资的25%给予奖励", "按投资的[-20%-]{+25%+}给予奖励"),
        ("依据《海洋条例》申报", "依据《海洋环境条例》申报", "依据[-《海洋条例》-]{+《海洋环境条例》+}申报"),
        (
            "依照京海发〔2021〕16号执行",
            "依照京海发〔2022〕16号执行",
            "依照[-京海发〔2021〕16号-]{+京海发〔2022〕16号+}执行",
        ),
        ("依照第十二条处罚", "依照第十三条处罚", "依照[-第十二条-]{+第十三条+}处罚"),
        ("支持研发，给予奖励。", "支持研发，优先立项，给予奖励。", "支持研发，{+优先立项，+}给予奖励。"),
        (
            "单个企业最高500万元（市财政局）。",
            "单个项目最高500万元。另行奖励小试，单个项目最高500万元（市财政局）。",
            "单个[-企业-]{+项目+}最高500万元{+。另行奖励小试，单个项目最高500万元+}（市财政局）。",
        ),
        ("2022年7月1日起施行", "2023年1月1日起施行", "[-2022年7月1日-]{+2023年1月1日+}起施行"),
        (
            "渔场应当设置海域帐簿，报区局。",
            "渔场应当设置海域账簿，报区局。",
            "渔场应当设置海域[-帐簿-]{+账簿+}，报区局。",
        ),
        (
            "由良好的政策性担保机构担保",
            "由良好的政府性融资担保机构担保",
            "由良好的[-政策性-]{+政府性融资+}担保机构担保",
        ),
        ("领购、保管网具", "领用、保管网具", "[-领购-]{+领用+}、保管网具"),
        ("中华人民共和国海域、岛屿", "中华人民共和国领海、岛屿", "中华人民共和国[-海域-]{+领海+}、岛屿"),
        ("因风暴受损的，补贴。", "因赤潮受损的，补贴。", "因[-风暴-]{+赤潮+}受损的，补贴。"),
        ("补贴20%，另行申报", "补贴30%，另行申报", "补贴[-20%-]{+30%+}，另行申报"),
        ("由渔政站负责审核工作", "由渔政站负责审批工作", "由渔政站负责[-审核-]{+审批+}工作"),
        ("渔船可以设定抵押权", "渔船可以设立抵押权", "渔船可以[-设定-]{+设立+}抵押权"),
        ("从事养殖领购饲料的单位", "从事养殖领用饲料的单位", "从事养殖[-领购-]{+领用+}饲料的单位"),
        ("船主和船员到场", "船主和渔民到场", "船主和[-船员-]{+渔民+}到场"),
        ("应当遵循诚实信用原则", "应当遵循诚信原则", "应当遵循[-诚实信用-]{+诚信+}原则"),
        ("渔政部门规定的事项", "渔政部门规章规定的事项", "渔政部门{+规章+}规定的事项"),
        ("支持渔业发展的措施", "支持渔港建设和渔业发展的措施", "支持{+渔港建设和+}渔业发展的措施"),
    ],
    ids=[
        "amount",
        "ratio",
        "title",
        "document number",
        "article",
        "a phrase put in",
        "a sentence put in",
        "date",
        "the end of a word",
        "its beginning",
        "a word between pauses",
        "no word of two",
        "a word of one",
        "a number alone",
        "a word inside a run of words",
        "a word behind another",
        "a word of which one form is known",
        "a particle beside the change",
        "a word that was shortened",
        "words put in before one that begins alike",
        "a phrase put in before one that begins alike",
    ],
)
def test_marked(old, new, expected):
    """Edits are what a reader would mark."""
    assert marked(edits(old, new)) == expected


def test_a_long_rewritten_text_is_bounded():
    """Texts that share little do not make the search run away."""
    old = "".join(chr(0x4E00 + at * 7 % 5000) for at in range(4000))
    new = "".join(chr(0x4E00 + at * 11 % 5000) for at in range(4000))
    assert sides(edits(old, new, engine=pure_engine)) == (old, new)
