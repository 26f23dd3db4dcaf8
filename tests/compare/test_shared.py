"""Figures of merged and split clauses: each old one continues where it went, nothing is told twice."""

from __future__ import annotations

from tracker.compare import compare_versions
from tracker.meaning import read_meaning
from tracker.models import Clause, Pair, Version


def version(*texts: str) -> Version:
    clauses = tuple(
        Clause(label=f"第{n}条", path=(f"第{n}条",), heading=None, text=text, line=n)
        for n, text in zip("一二三四", texts, strict=False)
    )
    return read_meaning(Version(title="示例条例", text="\n".join(texts), clauses=clauses))


def told(old: Version, new: Version, pairs: list[Pair]) -> list[tuple[str, str | None, str | None]]:
    diff = compare_versions(old, new, pairs)
    return [(c.change, c.old and c.old.text, c.new and c.new.text) for c in diff.figures]


FORGE = "伪造单据的，对单位处五千元以上十万元以下的罚款；对责任人处三千元以上五万元以下的罚款，五年内不得从业。"
HIDE = "隐匿单据的，对单位处五千元以上十万元以下的罚款；对责任人处三千元以上五万元以下的罚款，五年内不得从业。"
BOTH = (
    "伪造、隐匿单据的，对单位处二十万元以上二百万元以下的罚款；对责任人处十万元以上五十万元以下的罚款，五年内不得从业。"
)


def test_a_merge_continues_the_figures_of_both_clauses() -> None:
    """Two articles with the same fines become one: each old fine was raised, the unchanged ban is no change."""
    old, new = version(FORGE, HIDE), version(BOTH)
    pairs = [
        Pair(old=old.clauses[0], new=new.clauses[0], relation="merged", new_span=(0, 20)),
        Pair(old=old.clauses[1], new=new.clauses[0], relation="merged", role="part", new_span=(20, len(BOTH))),
    ]
    fines = [
        ("raised", "五千元以上十万元以下", "二十万元以上二百万元以下"),
        ("raised", "三千元以上五万元以下", "十万元以上五十万元以下"),
    ]
    assert told(old, new, pairs) == fines * 2


def test_a_split_takes_its_figures_along() -> None:
    """A clause split in two gives no change where every figure went with its words."""
    first, second = "对示范平台给予最高200万元奖励。", "参展企业展位费补贴不超过50%。"
    old, new = version(first + second), version(first, second)
    pairs = [
        Pair(old=old.clauses[0], new=new.clauses[0], relation="split", old_span=(0, len(first))),
        Pair(old=old.clauses[0], new=new.clauses[1], relation="split", role="part", old_span=(len(first), 40)),
    ]
    assert told(old, new, pairs) == []


def test_what_a_split_loses_is_removed_once() -> None:
    """A figure that none of the parts keeps is removed, and told once."""
    first, second = "对示范平台给予最高200万元奖励。", "参展企业展位费补贴不超过50%，单个展会最高30万元。"
    old, new = version(first + second), version(first, "参展企业展位费补贴不超过50%。")
    pairs = [
        Pair(old=old.clauses[0], new=new.clauses[0], relation="split", old_span=(0, len(first))),
        Pair(old=old.clauses[0], new=new.clauses[1], relation="split", role="part", old_span=(len(first), 50)),
    ]
    assert told(old, new, pairs) == [("removed", "最高30万元", None)]


def test_what_a_merge_brings_is_added_once() -> None:
    """A figure of the merged clause that neither old one had is added, and told once."""
    old = version(FORGE, HIDE)
    new = version(BOTH + "举报属实的，奖励一万元。")
    pairs = [
        Pair(old=old.clauses[0], new=new.clauses[0], relation="merged", new_span=(0, 20)),
        Pair(old=old.clauses[1], new=new.clauses[0], relation="merged", role="part", new_span=(20, 90)),
    ]
    assert [row for row in told(old, new, pairs) if row[0] != "raised"] == [("added", None, "一万元")]


def test_a_figure_that_only_moved_is_no_change() -> None:
    """A cap removed from one clause and added, in the same words, to another went there."""
    keep, cap = "对示范平台给予指导。", "对新建机房按投资额给予补助，单个项目最高800万元。"
    old, new = version(keep + cap, "本办法由示例局解释。"), version(keep, "本办法由示例局解释。" + cap)
    pairs = [Pair(old=o, new=n) for o, n in zip(old.clauses, new.clauses, strict=True)]
    assert told(old, new, pairs) == []


def test_a_figure_that_moved_and_rose_is_told_where_it_now_stands() -> None:
    """The change carries the new clause, in label and sentence."""
    keep, cap = "对示范平台给予指导。", "对新建机房按投资额给予补助，单个项目最高800万元。"
    old = version(keep + cap, "本办法由示例局解释。")
    new = version(keep, "本办法由示例局解释。" + cap.replace("800", "900"))
    diff = compare_versions(old, new, [Pair(old=o, new=n) for o, n in zip(old.clauses, new.clauses, strict=True)])
    (change,) = diff.figures
    assert (change.clause, change.sentence_zh) == (
        "第二条",
        "第二条 单个项目补助上限由800万元提高到900万元（+12.5%）",
    )


def test_figures_of_other_things_stay_apart() -> None:
    """Unlike words are not joined across clauses; each figure is told under its own label."""
    old = version("对示范平台给予最高200万元奖励。", "本办法由示例局解释。")
    new = version("对示范平台给予奖励。", "本办法由示例局解释。对参展企业展位费给予补贴，最高30万元。")
    diff = compare_versions(old, new, [Pair(old=o, new=n) for o, n in zip(old.clauses, new.clauses, strict=True)])
    assert [(c.change, c.clause, c.sentence_zh) for c in diff.figures] == [
        ("removed", "第一条", "第一条 取消奖励上限200万元（示范平台）"),
        ("added", "第二条", "第二条 新增补贴上限30万元（参展企业展位费）"),
    ]


FIRST, SECOND = (
    "有下列情形之一的，不予登记：\n（一）受处罚未满五年的。",
    "不予登记的，应当在十五日内告知。\n登记簿由示例局保管。",
)


def test_a_clause_both_merged_and_split_tells_nothing_twice() -> None:
    """The new clause takes in half of a clause that was split: what its first half says stood there before."""
    old, new = version(FIRST, SECOND), version(FIRST + "\n不予登记的，应当在二十日内告知。", "登记簿由示例局保管。")
    cut = len(FIRST)
    pairs = [
        Pair(old=old.clauses[0], new=new.clauses[0], relation="merged", new_span=(0, cut)),
        Pair(
            old=old.clauses[1],
            new=new.clauses[0],
            relation="split",
            role="part",
            old_span=(0, 17),
            new_span=(cut, cut + 18),
        ),
        Pair(old=old.clauses[1], new=new.clauses[1], relation="split", old_span=(17, len(SECOND))),
    ]
    assert told(old, new, pairs) == [("raised", "十五日内", "二十日内")]


def test_a_fine_goes_with_its_deed() -> None:
    """Of two fines that rose, the one that now is what the other was continues in its own deed."""
    old = version(
        "未经登记擅自行驶的，没收违法所得，并处十万元以下的罚款。",
        "违反登记证书关于航线、时限的规定行驶的，没收违法所得，可以并处五万元以下的罚款。",
    )
    new = version(
        "未经登记擅自行驶的，没收违法所得，并处二十万元以下的罚款。\n"
        "违反登记证书关于航线、时限和载重的规定行驶的，没收违法所得，并处十万元以下的罚款。"
    )
    pairs = [
        Pair(old=old.clauses[0], new=new.clauses[0], relation="merged", role="part", new_span=(0, 29)),
        Pair(old=old.clauses[1], new=new.clauses[0], relation="merged", new_span=(29, 80)),
    ]
    assert told(old, new, pairs) == [
        ("raised", "十万元以下", "二十万元以下"),
        ("raised", "五万元以下", "十万元以下"),
    ]


def test_an_old_figure_that_stays_did_not_rise_elsewhere() -> None:
    """Split off beside the old threshold, the graver one is new."""
    minor = "倾倒淤泥三吨以上的，认定为违规倾倒。"
    old, new = version(minor + "认定由示例局作出。"), version(minor, "倾倒淤泥一百吨以上的，认定为严重违规倾倒。")
    pairs = [
        Pair(old=old.clauses[0], new=new.clauses[0], relation="split", old_span=(0, len(minor))),
        Pair(old=old.clauses[0], new=new.clauses[1], relation="split", role="part", old_span=(len(minor), 40)),
    ]
    assert told(old, new, pairs) == [("added", None, "一百吨以上")]


def test_a_fine_of_the_paragraph_before_is_known_by_its_deed() -> None:
    """有前款行为的 says nothing of the deed; the sentence before does."""
    old = version("涂改、出借通行证的，由示例局收回。\n有前款行为的，可以处一千元以下的罚款。")
    new = version(
        "在库区停留的，由示例局责令离开；拒不离开的，处二千元以下的罚款。\n"
        "涂改、出借通行证的，由示例局收回，可以处五千元以下的罚款。"
    )
    pairs = [Pair(old=old.clauses[0], new=new.clauses[0])]
    assert ("raised", "一千元以下", "五千元以下") in told(old, new, pairs)
