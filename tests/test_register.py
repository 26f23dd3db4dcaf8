"""tracker.register: identity of documents, and what each is worth on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.clauses import parse_clauses
from tracker.documents import find_documents
from tracker.extract import read_page
from tracker.meaning import read_meaning
from tracker.models import Citation, Repeal, Validity, Version
from tracker.register import (
    KnownDocument,
    Match,
    RegisterEntry,
    Status,
    cites_ended,
    ended_by,
    entry_of,
    expiring,
    fingerprint,
    is_near,
    is_same_title,
    match_document,
    resolve_name,
    standing_version,
    status_of,
    statuses,
)

SEEDS = Path(__file__).resolve().parents[1].parent / "shared" / "seeds"
TITLE = "示例市推动算力产业发展的若干措施"
TEXT = (
    "一、支持企业建设智能算力中心，对入库项目按照固定资产投资的百分之二十给予补助。\n"
    "二、支持企业购买算力服务，按照合同金额的百分之三十发放算力券，单个企业每年最高两百万元。\n"
    "三、鼓励高校院所开放算力资源，对服务中小企业成效突出的给予一次性奖励。\n"
    "四、本措施由示例市经济局负责解释，自印发之日起施行，有效期三年。"
)
RETITLED = "示例市关于推动算力产业高质量发展的若干措施"
EDITED = TEXT.replace("百分之二十", "百分之二十五").replace("两百万元", "三百万元")
OTHER = (
    "一、支持文化企业举办演出活动，对列入年度清单的剧目给予场租补贴。\n"
    "二、支持书店延长营业时间，对夜间开放的实体书店给予奖励。\n"
    "三、本措施由示例市文化局负责解释。"
)


def version(text: str = TEXT, **fields: object) -> Version:
    """A final version of the sample measures in 示例市."""
    whole = {"title": TITLE, "text": text, "region": "示例市", **fields}
    return Version(**whole)  # type: ignore[arg-type]


def known(text: str = TEXT, **fields: object) -> KnownDocument:
    """A tracked document whose versions have shown the sample measures."""
    whole = {"id": "a", "title": TITLE, "regions": ("示例市",), "fingerprint": fingerprint(version(text)), **fields}
    return KnownDocument(**whole)  # type: ignore[arg-type]


# ── identity ──


@pytest.mark.parametrize(
    ("candidate", "document", "reason"),
    [
        (version(OTHER, source="https://a.test/1"), known(urls=("https://a.test/1",)), "同一网址"),
        (version(doc_number="示经发(2031)7号"), known(doc_numbers=("示经发〔2031〕7号",)), "同一文号"),
        (version(EDITED, stage="draft"), known(), "同一标题"),
        (version(EDITED, title=TITLE + "（试行）"), known(), "同一标题"),
        (version(EDITED, title=f"示例市经济局关于印发《{TITLE}》的通知"), known(), "同一标题"),
        (version(EDITED, doc_number="示经发〔2034〕1号"), known(doc_numbers=("示经发〔2031〕7号",)), "同一标题"),
        (version(region=None, issuers=("市经济局",)), known(regions=(), issuers=("示例市经济局",)), "同一标题"),
        (version(EDITED, region=None), known(regions=()), "同一标题"),
        (version(EDITED, title=RETITLED), known(draft=True), "征求意见稿，标题相近"),
    ],
    ids=["address", "number", "draft", "trial", "notice", "revision", "issuer", "most of the text", "draft retitled"],
)
def test_one_sure_candidate_is_joined(candidate: Version, document: KnownDocument, reason: str) -> None:
    """Address, number or title with place and text lead to the document, and the match says which."""
    assert match_document(candidate, [document]) == Match(document="a", reason=reason)


@pytest.mark.parametrize(
    ("candidate", "document", "near"),
    [
        (version(), known(), True),
        (version(title="另一份文件", source="https://a.test/1"), known(urls=("https://a.test/1",)), True),
        (version(title="另一份文件", doc_number="示经发(2031)7号"), known(doc_numbers=("示经发〔2031〕7号",)), True),
        (version(title="另一份文件"), known(), False),
        (version(title="示例市推动算力产业发展的若干措施（2032年）"), known(title=TITLE + "（2031年）"), False),
    ],
    ids=["title", "address", "number", "text alone", "another year"],
)
def test_only_near_documents_have_their_texts_read(candidate: Version, document: KnownDocument, near: bool) -> None:
    """Without address, number or title no text makes two documents one, nor with another year in the title."""
    assert is_near(candidate, document) == near
    assert near or match_document(candidate, [document]) == Match()


@pytest.mark.parametrize(
    ("candidate", "document"),
    [
        (version(title="2032年示例市算力项目申报指南"), known(title="2031年示例市算力项目申报指南")),
        (version(title="示例市算力项目指南（第二批）"), known(title="示例市算力项目指南（第一批）")),
        (version(OTHER, title="示例市推动文化产业发展的若干措施"), known()),
        (version(OTHER, region="示例市东区"), known()),
        (version(OTHER, source="https://a.test/1", title="另一份文件"), known(urls=("https://a.test/1",))),
    ],
    ids=["yearly series", "second part", "other subject", "other district", "other document of one page"],
)
def test_what_differs_plainly_is_another_document(candidate: Version, document: KnownDocument) -> None:
    """The next year's guide, another subject or another district's measure are not even doubtful."""
    assert match_document(candidate, [document]) == Match()


@pytest.mark.parametrize(
    ("candidate", "document"),
    [
        (version(OTHER), known()),
        (version(region=None, text=OTHER), known(regions=())),
        (version(title="示例市促进算力产业发展若干措施"), known()),
        (version(OTHER, title="另一份附件", doc_number="示经发〔2031〕7号"), known(doc_numbers=("示经发〔2031〕7号",))),
        (version(region="示例市东区"), known()),
        (version(title=TITLE.replace("若干措施", "若干办法")), known(draft=True)),
        (version(title=RETITLED, region=None), known(draft=True, regions=())),
        (version(title=RETITLED, stage="draft"), known(draft=True)),
    ],
    ids=[
        "same title, other text",
        "place unknown",
        "title alike",
        "number of one notice",
        "same text, other place",
        "other kind of paper",
        "draft retitled, place unknown",
        "another draft",
    ],
)
def test_a_doubt_is_kept_apart_and_told(candidate: Version, document: KnownDocument) -> None:
    """What fits in part is named as a possible match with its reason, never joined."""
    found = match_document(candidate, [document])
    assert (found.document, found.possible) == (None, ("a",))
    assert found.reason


def test_several_candidates_are_kept_apart() -> None:
    """Two documents that fit alike are both named, the nearer text first."""
    found = match_document(version(), [known(EDITED, id="b"), known(id="a")])
    assert (found.document, found.possible) == (None, ("a", "b"))


def test_of_two_documents_kept_apart_by_hand_the_nearer_text_decides() -> None:
    """Where a person said that two documents differ, their texts tell a third one where it belongs."""
    half = "\n".join([*TEXT.split("\n")[:2], *OTHER.split("\n")[:2]])
    found = match_document(version(), [known(half, id="b"), known(id="a")], apart={frozenset({"a", "b"})})
    assert found.document == "a"


def test_the_number_goes_before_the_title() -> None:
    """A document with the version's number is chosen over one that only shares its title."""
    numbered = known(id="b", doc_numbers=("示经发〔2031〕7号",))
    assert match_document(version(doc_number="示经发〔2031〕7号"), [known(), numbered]).document == "b"


def test_layout_does_not_change_a_fingerprint() -> None:
    """Blanks, wraps and width leave the fingerprint as it was; another text has another."""
    spaced = TEXT.replace("，", " ,\n").replace("一", "一 ")
    assert fingerprint(version(spaced)) == fingerprint(version(TEXT))
    assert not fingerprint(version(OTHER)) >= fingerprint(version(TEXT))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("《示例市东区支持算力的若干措施（试行）》", "东区支持算力若干措施", True),
        ("示例市经济局关于印发《示例市甲办法》的通知", "《示例市甲办法》", True),
        ("示例市甲办法", "示例市甲办法实施细则", False),
        ("示例市甲办法", "甲市乙办法", False),
        ("促进产业发展若干措施", "示例市进一步促进产业发展若干措施", False),
    ],
)
def test_titles_of_one_policy_agree(one: str, other: str, same: bool) -> None:
    """Stage marks, the notice around it and the place in front do not make another title; words do."""
    assert is_same_title(one, other) is same
    assert is_same_title(other, one) is same


# ── names ──


def entry(identity: str, title: str, number: str | None = None, **fields: object) -> RegisterEntry:
    """A final document of the register, issued 2031-03-01."""
    whole = {"id": identity, "title": title, "doc_numbers": (number,) if number else (), "issued": dt.date(2031, 3, 1)}
    return RegisterEntry(**{**whole, **fields})  # type: ignore[arg-type]


OLD = entry("old", "示例市甲办法", "示政发〔2028〕1号")
NEW = entry("new", "示例市乙办法", "示政发〔2031〕9号")


@pytest.mark.parametrize(
    ("title", "number", "wanted"),
    [
        ("《随便什么》", "示政发[2028] 1 号", "old"),
        ("《示例市甲办法》", None, "old"),
        ("《示例市甲办法》", "示政发〔2020〕5号", None),
        ("《示例市丙办法》", None, None),
        (None, None, None),
        (None, "示政发〔2031〕9号", "new"),
    ],
)
def test_a_name_resolves_by_number_then_title(title: str | None, number: str | None, wanted: str | None) -> None:
    """The number decides; a title with another number is an earlier edition, not the tracked one."""
    assert resolve_name(title, number, [OLD, NEW]) == wanted


def test_a_title_that_two_bear_names_neither() -> None:
    """Two tracked documents of one title are not told apart by guessing."""
    assert resolve_name("《示例市甲办法》", None, [OLD, replace(OLD, id="twin")]) is None


@pytest.mark.parametrize("asked", ["《示例市东区促进算力产业若干措施》", "《东区促进算力产业的若干措施》"])
def test_the_city_in_front_of_a_district_may_be_left_out(asked: str) -> None:
    """A citation without the city finds the one document that bears the rest of the title."""
    tracked = entry("x", "示例市东区促进算力产业的若干措施")
    assert resolve_name(asked, None, [OLD, tracked]) == "x"


def test_a_title_without_any_place_is_not_taken_for_a_districts() -> None:
    """促进…若干措施 may be the ministry's: it names no district's document; a title with its district does."""
    both = [entry("e", "示例市东区促进算力产业的若干措施"), entry("w", "示例市西区促进算力产业的若干措施")]
    assert resolve_name("《促进算力产业若干措施》", None, both) is None
    assert resolve_name("《西区促进算力产业若干措施》", None, both) == "w"


# ── versions of one document ──

DRAFT = Version(title="示例市甲办法", text="稿", stage="draft", published=dt.date(2030, 1, 5))
FIRST = Version(title="示例市甲办法", text="一", doc_number="示政发〔2030〕1号", issued=dt.date(2030, 3, 1))
REVISED = Version(
    title="示例市甲办法",
    text="二",
    doc_number="示政发〔2032〕8号",
    issued=dt.date(2032, 3, 1),
    validity=Validity(effective_from=dt.date(2032, 5, 1)),
)


@pytest.mark.parametrize(
    ("versions", "at", "wanted"),
    [
        ([DRAFT], None, DRAFT),
        ([DRAFT, FIRST], dt.date(2030, 2, 1), FIRST),
        ([DRAFT, FIRST, REVISED], dt.date(2031, 1, 1), FIRST),
        ([DRAFT, FIRST, REVISED], dt.date(2032, 4, 30), FIRST),
        ([DRAFT, FIRST, REVISED], dt.date(2032, 5, 1), REVISED),
        ([FIRST, DRAFT], None, FIRST),
        ([FIRST, REVISED, DRAFT], dt.date(2033, 1, 1), REVISED),
    ],
)
def test_the_text_that_counts_on_a_day(versions: list[Version], at: dt.date | None, wanted: Version) -> None:
    """A final stands over its draft, a revision from the day it takes hold, a draft of a revision not at all."""
    assert standing_version(versions, at) is wanted


def test_an_amended_text_does_not_count_before_its_amendment() -> None:
    """A law amended in 2032 still prints the day it first took hold; until 2032 the text before it counts."""
    old = replace(FIRST, validity=Validity(effective_from=dt.date(2020, 1, 1)))
    amended = replace(REVISED, validity=Validity(effective_from=dt.date(2020, 1, 1)))
    assert standing_version([old, amended], dt.date(2031, 1, 1)) is old
    assert standing_version([old, amended], dt.date(2032, 3, 1)) is amended


def test_a_citation_by_the_number_of_a_former_edition_is_told() -> None:
    """Who still names the number from before the revision leans on a superseded edition."""
    revised = entry_of("a", [DRAFT, FIRST, REVISED], dt.date(2033, 1, 1))
    assert (revised.doc_numbers, revised.former_numbers) == (
        ("示政发〔2030〕1号", "示政发〔2032〕8号"),
        ("示政发〔2030〕1号",),
    )
    named = [Citation(title="《示例市甲办法》", doc_number=number) for number in revised.doc_numbers]
    citing = [entry(f"c{at}", f"示例市细则{at}", citations=(citation,)) for at, citation in enumerate(named)]
    found = cites_ended([revised, *citing], dt.date(2033, 1, 1))
    assert [(item.document, item.status.state, item.status.by) for item in found] == [("c0", "superseded", "a")]


# ── status ──

DAY = dt.date(2032, 1, 1)
TERM = Validity(effective_from=dt.date(2031, 3, 31), expires_on=dt.date(2034, 3, 30))


@pytest.mark.parametrize(
    ("document", "at", "state"),
    [
        (entry("d", "稿", stage="draft"), DAY, "draft"),
        (entry("d", "文", validity=TERM), dt.date(2031, 3, 30), "not_yet"),
        (entry("d", "文", validity=TERM), dt.date(2031, 3, 31), "in_force"),
        (entry("d", "文", validity=TERM), dt.date(2034, 3, 30), "in_force"),
        (entry("d", "文", validity=TERM), dt.date(2034, 3, 31), "lapsed"),
        (entry("d", "文"), DAY, "in_force"),
        (entry("d", "文"), dt.date(2031, 2, 1), "not_yet"),
        (entry("d", "文", page_status="失效"), DAY, "lapsed"),
        (entry("d", "文", page_status="废止"), DAY, "repealed"),
        (entry("d", "文", page_status="有效"), DAY, "in_force"),
        (entry("d", "文", successor="e"), DAY, "superseded"),
    ],
)
def test_status_follows_the_day(document: RegisterEntry, at: dt.date, state: str) -> None:
    """The last day of a term still holds, the first day begins, drafts never hold."""
    assert status_of(document, at).state == state


def repealing(**fields: object) -> RegisterEntry:
    """A document that repeals 《示例市甲办法》 from 2031-05-01."""
    repeal = Repeal(
        title="《示例市甲办法》", doc_number="示政发〔2028〕1号", effective=dt.date(2031, 5, 1), text="句。"
    )
    return replace(NEW, repeals=(repeal,), **fields)  # type: ignore[arg-type]


def test_a_repeal_ends_the_document_it_names_from_its_day() -> None:
    """Before its day the document holds; from then on it is repealed by the other, with the sentence."""
    entries = [OLD, repealing()]
    assert statuses(entries, dt.date(2031, 4, 30))["old"].state == "in_force"
    assert statuses(entries, dt.date(2031, 5, 1))["old"] == Status(
        state="repealed", on=dt.date(2031, 5, 1), by="new", reason="句。"
    )


def test_a_draft_ends_nothing() -> None:
    """A repeal that a consultation draft proposes leaves the other document in force."""
    assert statuses([OLD, repealing(stage="draft")], DAY)["old"].state == "in_force"


def test_a_partial_repeal_leaves_the_document_in_force() -> None:
    """废止第三条 is an ending of a part: listed, but the document holds."""
    partial = replace(repealing(), repeals=(replace(repealing().repeals[0], partial="第三条"),))
    assert [ending.is_partial for ending in ended_by([OLD, partial], DAY)] == [True]
    assert statuses([OLD, partial], DAY)["old"].state == "in_force"


def test_a_new_edition_does_not_end_itself() -> None:
    """A revision that repeals its own title under the former number is not its own end."""
    own = entry("r", "示例市甲办法", repeals=(Repeal(title="《示例市甲办法》", doc_number=None),))
    assert ended_by([own]) == ()


def test_a_former_edition_known_by_its_number_has_ended() -> None:
    """A text that repeals its own title under another number ends an untracked edition; who cites it is told."""
    former = Citation(title="《示例市甲办法》", doc_number="示政发〔2028〕1号")
    own = entry("r", "示例市甲办法", repeals=(Repeal(title=former.title, doc_number=former.doc_number),))
    assert [(ending.document, ending.by) for ending in ended_by([own])] == [(None, "r")]
    citing = entry("c", "示例市东区细则", citations=(former,))
    assert [(item.document, item.cited, item.status.by) for item in cites_ended([own, citing], DAY)] == [
        ("c", None, "r")
    ]
    assert cites_ended([own, replace(citing, citations=(replace(former, doc_number=None),))], DAY) == ()


def test_the_first_end_counts() -> None:
    """A document that lapsed before it was repealed has lapsed."""
    lapsed = replace(OLD, validity=Validity(expires_on=dt.date(2030, 12, 31)))
    assert statuses([lapsed, repealing()], DAY)["old"].state == "lapsed"


def test_expiring_lists_the_nearest_first() -> None:
    """Documents whose last day lies ahead within the days asked for, drafts and repealed ones left out."""
    soon = entry("s", "甲", validity=Validity(expires_on=DAY + dt.timedelta(days=10)))
    today = entry("t", "乙", validity=Validity(expires_on=DAY))
    late = entry("l", "丙", validity=Validity(expires_on=DAY + dt.timedelta(days=91)))
    draft = entry("d", "丁", stage="draft", validity=Validity(expires_on=DAY))
    assert [(item.document, item.days) for item in expiring([soon, today, late, draft], DAY, 90)] == [
        ("t", 0),
        ("s", 10),
    ]


def test_a_document_that_cites_an_ended_one_is_told() -> None:
    """The citation of a repealed document is found by number, of an untracked one through its repeal."""
    by_number = Citation(title="《示例市甲办法》", doc_number="示政发〔2028〕1号", clause="第一条", purpose="basis")
    citing = entry("c", "示例市东区细则", citations=(by_number,))
    found = cites_ended([OLD, repealing(), citing], DAY)
    assert [(f.document, f.cited, f.status.by, f.citation.clause) for f in found] == [("c", "old", "new", "第一条")]
    untracked = cites_ended([repealing(), citing], DAY)
    assert [(f.document, f.cited, f.status.by) for f in untracked] == [("c", None, "new")]
    assert cites_ended([OLD, repealing(), citing], dt.date(2031, 4, 1)) == ()


def test_a_lapsed_basis_is_told() -> None:
    """A measure valid three years has lapsed, and the district rule still names it as its basis."""
    lapsed = replace(OLD, validity=Validity(expires_on=dt.date(2031, 6, 30), reasoning="三年"))
    basis = Citation(title="《示例市甲办法》", doc_number=None, purpose="basis")
    citing = entry("c", "示例市东区细则", citations=(basis,))
    assert [f.status.state for f in cites_ended([lapsed, citing], DAY)] == ["lapsed"]


def test_an_ended_document_is_not_blamed() -> None:
    """What has itself ended may cite what it likes."""
    basis = Citation(title="《示例市甲办法》", doc_number=None)
    ended = entry("c", "细则", citations=(basis,), validity=Validity(expires_on=dt.date(2031, 12, 1)))
    assert cites_ended([OLD, repealing(), ended], DAY) == ()


@pytest.mark.parametrize(
    ("repealed", "cited", "told"),
    [
        (("《示例市东区支持产业办法》", "东发〔2028〕1号"), ("《东区支持产业办法》", None), True),
        (("《东区支持产业办法》", None), ("《示例市东区支持产业办法》", "东发〔2028〕1号"), True),
        (("《示例市东区支持产业办法》", None), ("《东区支持产业办法》", None), True),
        (("《示例市甲办法》", "示政发〔2028〕1号"), (None, "示政发 [2028] 1 号"), True),
        (("《示例市甲办法》", "示政发〔2028〕1号"), ("《示例市甲办法》", "示政发〔2020〕5号"), False),
        (("《示例市甲办法》", None), (None, "示政发〔2028〕1号"), False),
        (("《示例市甲办法》", None), ("《示例市甲办法实施细则》", None), False),
    ],
    ids=["short title", "city in front", "city left out", "number", "other number", "nothing in common", "other title"],
)
def test_an_untracked_document_is_found_by_what_its_repeal_names(
    repealed: tuple[str, str | None], cited: tuple[str | None, str | None], told: bool
) -> None:
    """By its number, else by its title with or without the city in front."""
    repeal = Repeal(title=repealed[0], doc_number=repealed[1], effective=dt.date(2031, 5, 1), text="句。")
    citation = Citation(title=cited[0], doc_number=cited[1], clause="第一条", purpose="basis")
    found = cites_ended([replace(NEW, repeals=(repeal,)), entry("c", "示例市丙细则", citations=(citation,))], DAY)
    assert [(item.document, item.status.by) for item in found] == ([("c", "new")] if told else [])


@given(st.dates(dt.date(2030, 1, 1), dt.date(2036, 1, 1)), st.dates(dt.date(2030, 1, 1), dt.date(2036, 1, 1)))
@settings(max_examples=60)
def test_what_has_ended_stays_ended(one: dt.date, other: dt.date) -> None:
    """A document ended on a day is ended on every later day."""
    first, later = sorted((one, other))
    entries = [replace(OLD, validity=TERM), repealing()]
    before, after = statuses(entries, first), statuses(entries, later)
    assert all(after[key].is_ended for key, status in before.items() if status.is_ended)


# ── the seeds ──


def read_entries(*names: str) -> list[RegisterEntry]:
    """The documents of seed files as register entries; the test is skipped where the seeds are absent."""
    if not SEEDS.is_dir():
        pytest.skip(f"no seeds at {SEEDS}")
    entries = []
    for name in names:
        path = next(SEEDS.glob(f"{name}_*"))
        for found in find_documents(read_page(path.read_bytes(), name=path.name), source=path.name):
            clauses = parse_clauses(found.text, first_line=found.first_line)
            entries.append(entry_of(f"{name}:{found.title}", [read_meaning(replace(found, clauses=clauses))]))
    return entries


def test_a_real_district_rule_leans_on_a_lapsed_measure() -> None:
    """The software measures of 2022 held three years; in 2026 a district rule still names them as its basis."""
    entries = read_entries("002", "003")
    assert all(not item.cited for item in cites_ended(entries, dt.date(2025, 7, 25)) if "工业互联网" in item.document)
    told = [
        (item.citation.doc_number, item.citation.purpose, item.status.state, item.status.on)
        for item in cites_ended(entries, dt.date(2026, 1, 1))
        if "工业互联网" in item.document
    ]
    assert told == [("京经信发〔2022〕162号", "basis", "lapsed", dt.date(2025, 7, 25))]


def test_real_measures_end_only_what_they_name() -> None:
    """The repeals of gazette and collection all name untracked documents: nothing tracked is ended by a guess."""
    entries = read_entries("002", "003")
    endings = ended_by(entries)
    assert {ending.document for ending in endings} == {None}
    assert len({ending.repeal.doc_number for ending in endings}) == len(endings) == 6


def test_the_real_draft_and_final_are_one_document_and_nothing_else_is() -> None:
    """Among draft, gazette and collection only the draft of the software measures matches another document."""
    joined = []
    known_so_far: list[KnownDocument] = []
    for name in ("000", "002", "003", "004"):
        path = next(SEEDS.glob(f"{name}_*"), None) if SEEDS.is_dir() else None
        if path is None:
            pytest.skip(f"no seeds at {SEEDS}")
        for found in find_documents(read_page(path.read_bytes(), name=path.name), source=path.name):
            match = match_document(found, known_so_far)
            assert match.possible == ()
            if match.document:
                joined.append((match.document, found.title, match.reason))
            known_so_far.append(
                KnownDocument(
                    id=f"{name}:{found.title}",
                    title=found.title,
                    doc_numbers=(found.doc_number,) if found.doc_number else (),
                    urls=(path.name,),
                    regions=(found.region,) if found.region else (),
                    issuers=found.issuers,
                    fingerprint=fingerprint(found),
                )
            )
    assert [(identity.partition(":")[0], reason) for identity, _, reason in joined] == [("000", "同一标题")]
