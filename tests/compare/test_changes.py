"""A Diff from two versions and the pairs of their clauses."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tracker.clauses import parse_clauses
from tracker.compare import compare_versions
from tracker.meaning import read_meaning
from tracker.models import Diff, Pair, Repeal, Version

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"


def version(text: str, **more: object) -> Version:
    return read_meaning(Version(title="示例市若干措施", text=text, clauses=parse_clauses(text), **more))


def by_label(old: Version, new: Version) -> tuple[Pair, ...]:
    """Pairs of equal labels, and singles for the rest, removed ones first."""
    mine = {clause.path: clause for clause in old.clauses}
    theirs = {clause.path: clause for clause in new.clauses}
    gone = [Pair(old=clause, new=None) for path, clause in mine.items() if path not in theirs]
    return (*gone, *(Pair(old=mine.get(path), new=clause) for path, clause in theirs.items()))


def rows(diff: Diff) -> list[tuple[str, str | None, str | None]]:
    return [(row.change, row.old and row.old.label, row.new and row.new.label) for row in diff.clauses]


THREE = (
    "第一条 支持种业。给予奖励20万元。\n第二条 支持网箱。按照投资的20%给予补贴。\n"
    "第三条 支持冷链。单个企业最高100万元。"
)


def test_rows_stand_in_the_order_of_the_new_version():
    """An added clause stands in its place, a removed one behind the clause it stood behind."""
    old = version(THREE)
    new = version(
        "第一条 支持种业。给予奖励30万元。\n第三条 支持冷链。每家企业最高100万元。\n第四条 支持加工。给予奖励50万元。"
    )
    diff = compare_versions(old, new, by_label(old, new))
    assert rows(diff) == [
        ("edited", "第一条", "第一条"),
        ("removed", "第二条", None),
        ("unchanged", "第三条", "第三条"),
        ("added", None, "第四条"),
    ]
    assert [(c.change, c.clause, c.delta) for c in diff.figures] == [
        ("raised", "第一条", "+50%"),
        ("removed", "第二条", None),
        ("added", "第四条", None),
    ]
    assert diff.related


def test_a_removed_first_clause_stands_first():
    """Nothing stood before it."""
    old = version(THREE)
    new = version("第二条 支持网箱。按照投资的20%给予补贴。\n第三条 支持冷链。单个企业最高100万元。")
    assert rows(compare_versions(old, new, by_label(old, new)))[0] == ("removed", "第一条", None)


def test_a_document_against_itself():
    """All unchanged, no figure, no edit."""
    old = version(THREE)
    diff = compare_versions(old, old, by_label(old, old))
    assert {row.change for row in diff.clauses} == {"unchanged"}
    assert all(edit[0] == "=" for row in diff.clauses for edit in row.edits)
    assert diff.figures == ()


def test_label_style_is_no_renumbering():
    """1. and 1、 number alike; 第四条 in place of 第三条 does not."""
    old = version("1.支持种业。给予奖励。\n2.支持网箱。给予补贴。")
    new = version("1、支持种业。给予奖励。\n2、支持加工。给予补助。\n3、支持网箱。给予补贴。")
    pairs = (
        Pair(old=old.clauses[0], new=new.clauses[0]),
        Pair(old=None, new=new.clauses[1]),
        Pair(old=old.clauses[1], new=new.clauses[2]),
    )
    assert [row.renumbered for row in compare_versions(old, new, pairs).clauses] == [False, False, True]


def split() -> tuple[Version, Version, tuple[Pair, ...]]:
    old = version("第一条 支持种业，给予奖励20万元。另外说明。支持网箱，按照投资的30%给予补贴，最高500万元。")
    new = version("第一条 支持种业，给予奖励25万元。\n第二条 支持网箱，按照投资的30%给予补贴，最高500万元。")
    text = old.clauses[0].text
    cut, rest = text.index("另外"), text.index("支持网箱")
    pairs = (
        Pair(old=old.clauses[0], new=new.clauses[0], relation="split", old_span=(0, cut)),
        Pair(old=old.clauses[0], new=new.clauses[1], relation="split", role="part", old_span=(rest, len(text))),
    )
    return old, new, pairs


def test_a_split_is_compared_part_by_part():
    """A figure that lies in another part is neither removed nor added; what no part names is not lost."""
    old, new, pairs = split()
    diff = compare_versions(old, new, pairs)
    assert [(row.change, row.relation) for row in diff.clauses] == [("edited", "split"), ("unchanged", "split")]
    assert [(c.change, c.clause, c.delta) for c in diff.figures] == [("raised", "第一条", "+25%")]
    assert ("-", "另外说明。") in diff.clauses[0].edits


def test_a_split_without_spans_moves_no_money():
    """Where the parts are not known, figures that only went to the other row are still no change."""
    old, new, pairs = split()
    loose = tuple(Pair(old=p.old, new=p.new, relation="split", role=p.role) for p in pairs)
    changes = compare_versions(old, new, loose).figures
    assert {(c.change, c.new and c.new.value) for c in changes} <= {("raised", Decimal(250000))}


def test_a_merge_is_compared_part_by_part():
    """The sides of a split, swapped."""
    old, new, pairs = split()
    swapped = tuple(
        Pair(old=pair.new, new=pair.old, relation="merged", role=pair.role, new_span=pair.old_span) for pair in pairs
    )
    diff = compare_versions(new, old, swapped)
    assert [(c.change, c.delta) for c in diff.figures] == [("lowered", "-20%")]


def test_only_new_repeals_are_told():
    """A repeal both versions state is no news, however its number is printed."""
    known = Repeal(title="《示例市旧办法》", doc_number="示海发〔2019〕3号")
    fresh = Repeal(title="《示例市试行办法》", doc_number=None)
    old = version(THREE)
    new = version(THREE)
    old = replace(old, repeals=(known,))
    new = replace(new, repeals=(replace(known, doc_number="示海发[2019]3 号"), fresh))
    assert compare_versions(old, new, by_label(old, new)).repeals == (fresh,)


def test_two_documents_that_share_nothing():
    """No pair is forced, and the Diff says so."""
    old, new = version(THREE), version("第一条 浴场应当公示价格。")
    pairs = (*(Pair(old=c, new=None) for c in old.clauses), *(Pair(old=None, new=c) for c in new.clauses))
    diff = compare_versions(old, new, pairs)
    assert not diff.related
    assert [row.change for row in diff.clauses] == ["removed", "removed", "removed", "added"]


@pytest.mark.skipif(not SEEDS.exists(), reason="the shared seeds are not at hand")
def test_the_draft_and_the_final_of_the_software_measures():
    """The figure changes of the real pair, and nothing else."""
    draft = next(SEEDS.glob("000_*")).read_text("utf-8")
    issue = next(SEEDS.glob("002_*")).read_text("utf-8")
    start = issue.index("推动软件和信息服务业高质量发展的 若干政策措施\n\n为落实")
    final = issue[start : issue.index("关于印发\n《北京市促进数字人")]
    old, new = version(draft), version(final)
    pairs = tuple(Pair(old=one, new=two) for one, two in zip(old.clauses, new.clauses, strict=True))
    diff = compare_versions(old, new, pairs)
    assert [row.new.label for row in diff.clauses if row.change == "unchanged"] == ["10."]
    assert [(c.clause, c.change, (c.new or c.old).value, c.delta) for c in diff.figures] == [
        ("1.", "added", Decimal(2), None),
        ("3.", "rescoped", Decimal(10_000_000), None),
        ("3.", "added", Decimal(30), None),
        ("3.", "added", Decimal(10_000_000), None),
        ("4.", "added", Decimal(2), None),
        ("6.", "raised", Decimal(25), "+5pp"),
        ("6.", "raised", Decimal(30), "+5pp"),
        ("6.", "raised", Decimal(30_000_000), "+50%"),
        ("8.", "added", Decimal(100_000_000), None),
        ("8.", "rebound", Decimal(500_000), None),
        ("8.", "removed", Decimal(200_000), None),
        ("8.", "removed", Decimal(300_000), None),
        ("8.", "removed", Decimal(300_000), None),
        ("8.", "added", Decimal(1_000_000), None),
        ("9.", "removed", Decimal(1_000_000_000), None),
    ]
