"""tracker.verify: a digest against the policies it quotes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.clauses import parse_clauses
from tracker.documents import find_digest_items, find_documents
from tracker.extract import read_page
from tracker.meaning import find_figures
from tracker.models import DigestItem, Version
from tracker.register import Status
from tracker.verify import Policy, VerifyRow, verify_items

SEEDS = Path(__file__).resolve().parents[1].parent / "shared" / "seeds"
TITLE = "示例市支持算力产业的若干措施"
POLICY = (
    "1.支持算力中心建设。对入库的算力中心，按照固定资产投资的20%给予补助，单个项目最高2000万元。\n"
    "2.支持购买算力。对购买算力服务的中小企业，按照合同金额的30%发放算力券，单个企业年度最高200万元。\n"
    "3.支持人才引进。对引进的领军人才一次性奖励50万元。"
)


def with_figures(version: Version) -> Version:
    """`version` with its clauses and their figures."""
    clauses = parse_clauses(version.text, first_line=version.first_line)
    return replace(version, clauses=tuple(replace(clause, figures=find_figures(clause.text)) for clause in clauses))


def policy(text: str = POLICY, identity: str = "p", **fields: object) -> Policy:
    """The sample measures as a tracked policy."""
    version = Version(title=TITLE, text=text, **fields)  # type: ignore[arg-type]
    return Policy(id=identity, version=with_figures(version))


def item(text: str, heading: str | None = None, named: str = TITLE) -> DigestItem:
    """One quoted measure with its figures read."""
    return DigestItem(heading=heading, text=text, policy=named, line=1, figures=find_figures(text))


def told(rows: tuple[VerifyRow, ...]) -> list[tuple[str, str, str | None, str | None]]:
    """Verdict, the digest's figure, clause, the policy's figure."""
    return [(row.verdict, row.figure.text, row.clause, row.found.text if row.found else None) for row in rows]


def test_a_faithful_quote_agrees() -> None:
    """Figures quoted in other layout, numerals and fixed wording agree, each with its clause."""
    quote = item("对入库的算力中心，按照固定资产投资的百分之二十给予补助，每个项目不超过 2,000 万元。")
    assert told(verify_items([quote], [policy()])) == [
        ("agrees", "百分之二十", "1.", "20%"),
        ("agrees", "不超过2,000万元", "1.", "最高2000万元"),
    ]


@pytest.mark.parametrize(
    ("quote", "wanted"),
    [
        (
            "按照固定资产投资的25%给予补助，单个项目最高2000万元。",
            [("differs", "25%", "1.", "20%"), ("agrees", "最高2000万元", "1.", "最高2000万元")],
        ),
        ("按照固定资产投资的20%给予补助，单个企业最高2000万元。", [
            ("agrees", "20%", "1.", "20%"),
            ("differs", "最高2000万元", "1.", "最高2000万元"),
        ]),
        ("对引进的领军人才一次性奖励最高50万元。", [("differs", "最高50万元", "3.", "50万元")]),
        ("对举办算力大会的单位补贴80万元。", [("not_found", "80万元", None, None)]),
    ],
    ids=["value", "scope", "bound", "nothing like it"],
)  # fmt: skip
def test_what_differs_is_told_with_both(quote: str, wanted: list[tuple[str, str, str | None, str | None]]) -> None:
    """Another value, scope or bound differs; a figure that stands nowhere is not found."""
    assert told(verify_items([item(quote)], [policy()])) == wanted


def test_a_changed_figure_does_not_borrow_an_equal_value_elsewhere() -> None:
    """Two figures of one clause that both moved are compared by what they are paid for."""
    quote = item("按照固定资产投资的30%给予补助，合同金额的20%发放算力券。")
    text = "1.支持算力。按照固定资产投资的20%给予补助，合同金额的30%发放算力券。"
    assert [row.verdict for row in verify_items([quote], [policy(text)])] == ["differs", "differs"]


def test_an_untracked_policy_is_said_to_be_so() -> None:
    """Every figure of an item whose policy is not tracked gets a row that says it."""
    quote = item("最高100万元，最低10万元。", named="示例省乙办法")
    assert [row.verdict for row in verify_items([quote], [policy()])] == ["policy_not_tracked"] * 2


def test_an_issued_text_goes_before_its_draft_and_a_lapsed_one_is_marked() -> None:
    """The final answers for the title, and the row says since when it no longer holds."""
    draft = policy(POLICY.replace("20%", "10%"), "draft", stage="draft")
    lapsed = Status(state="lapsed", on=dt.date(2030, 1, 1))
    final = replace(policy(identity="final"), status=lapsed)
    rows = verify_items([item("按照固定资产投资的20%给予补助。")], [draft, final])
    assert [(row.policy, row.verdict, row.ended) for row in rows] == [("final", "agrees", lapsed)]


@given(st.integers(1, 3), st.integers(1, 9))
@settings(max_examples=20, deadline=None)
def test_changing_one_figure_changes_one_verdict(clause: int, factor: int) -> None:
    """A policy quoted whole agrees throughout; one figure altered in the digest differs alone."""
    quotes = [item(line[2:]) for line in POLICY.split("\n")]
    assert {row.verdict for row in verify_items(quotes, [policy()])} == {"agrees"}
    amounts = {1: "2000万元", 2: "200万元", 3: "50万元"}
    altered = item(quotes[clause - 1].text.replace(amounts[clause], f"{factor}万元"))
    rows = verify_items([*quotes[: clause - 1], altered, *quotes[clause:]], [policy()])
    assert [row.figure.text for row in rows if row.verdict != "agrees"] == [
        figure.text for figure in altered.figures if f"{factor}万元" in figure.text
    ]


@pytest.fixture(scope="module")
def seeds() -> Callable[[str], Path]:
    """The seed file of a number; the test is skipped where the seeds are not beside the repository."""
    if not SEEDS.is_dir():
        pytest.skip(f"no seeds at {SEEDS}")
    return lambda number: next(SEEDS.glob(f"{number}_*"))


def test_the_real_digest_agrees_with_the_final_and_differs_from_the_draft(seeds: Callable[[str], Path]) -> None:
    """Every figure quoted from the software measures stands in the final; the draft has fewer and other ones."""
    page = read_page(seeds("001").read_bytes(), name="001.txt")
    items = [replace(found, figures=find_figures(found.text)) for found in find_digest_items(page)]
    verdicts = {}
    for number in ("002", "000"):
        source = read_page(seeds(number).read_bytes(), name=f"{number}.txt")
        versions = [version for version in find_documents(source, source=number) if "软件和信息服务业" in version.title]
        policies = [Policy(id=version.title, version=with_figures(version)) for version in versions]
        rows = [row for row in verify_items(items, policies) if row.verdict != "policy_not_tracked"]
        verdicts[number] = {row.verdict for row in rows}
    assert verdicts == {"002": {"agrees"}, "000": {"agrees", "differs", "not_found"}}
