"""A hand-made draft and final of an invented 示例市 policy, and a night with one event of every kind."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from tracker.models import (
    Clause,
    ClauseChange,
    Diff,
    DocumentRef,
    Event,
    Evidence,
    Figure,
    FigureChange,
    ItemChange,
    ModalChange,
    NightReport,
    Repeal,
    SourceHealth,
    Validity,
    Version,
)

NIGHT = dt.datetime(2026, 11, 22, 18, 30, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def amount(text: str, value: str, **more: object) -> Figure:
    """An amount in yuan."""
    return Figure(text=text, kind="amount", value=Decimal(value), unit="CNY", **more)


def ratio(text: str, value: str, **more: object) -> Figure:
    """A ratio in per cent."""
    return Figure(text=text, kind="ratio", value=Decimal(value), unit="percent", **more)


def clause(number: int, heading: str, body: str, line: int = 1, **more: object) -> Clause:
    """A measure `N. heading。body`."""
    return Clause(
        label=f"{number}.",
        path=("一、", f"{number}."),
        heading=heading,
        text=f"{heading}。{body}",
        line=line,
        number=number,
        **more,
    )


OLD_POWER = clause(3, "支持建设公共算力平台", "对算力平台按照实际投资的20%给予补助，单个企业不超过2000万元。", 14)
NEW_POWER = clause(4, "支持建设公共算力平台", "对公共算力平台按照实际投资的25%给予补助，单个项目最高3000万元。", 17)
POWER_FIGURES = (
    FigureChange(
        change="raised", clause="4.", delta="+5pp",
        old=ratio("20%", "20", start=21, end=24, subject="实际投资"),
        new=ratio("25%", "25", start=23, end=26, subject="实际投资"),
    ),
    FigureChange(
        change="raised", clause="4.", delta="+50%",
        old=amount("不超过2000万元", "20000000", bound="max", scope="企业", start=34, end=43),
        new=amount("最高3000万元", "30000000", bound="max", scope="项目", start=36, end=44),
    ),
)  # fmt: skip
OLD_AWARD = clause(
    4, "奖励首次达标企业", "对首次入规的企业，给予奖励50万元，应当于当年兑现，年营业收入不低于10亿元。", 16
)
NEW_AWARD = clause(3, "奖励首次达标企业", "对首次入规的企业，给予奖励最高50万元，可以于当年兑现。", 15)
AWARD_FIGURES = (
    FigureChange(
        change="rebound", clause="3.", old=amount("50万元", "500000"), new=amount("最高50万元", "500000", bound="max")
    ),
    FigureChange(change="removed", clause="4.", old=amount("不低于10亿元", "1000000000", bound="min"), new=None),
)
SAME = clause(1, "总体要求", "坚持以用促建、以评促优，推动示例市数字产业集聚发展。", 10)
REMOVED = clause(2, "举办行业大会", "每年举办不少于3场行业大会，由市级部门统筹安排。", 12)
ADDED = clause(5, "贷款贴息", "对首次贷款给予不超过2%的贴息，单个企业年度贴息最高100万元。", 19)

PLATFORM = DocumentRef(
    id="d1", title="示例市促进数字产业发展若干措施", doc_number="示经信发〔2026〕12号", region="示例市",
    issuers=("示例市经济和信息化局",), issued=dt.date(2026, 11, 20), published=dt.date(2026, 11, 22),
)  # fmt: skip
OLD_RULES = DocumentRef(id="d2", title="示例市软件企业奖励办法", doc_number="示经信发〔2021〕7号", region="示例市")
DISTRICT = DocumentRef(id="d3", title="示例市甲区数字产业配套措施", doc_number="甲政发〔2025〕3号", region="示例市甲区")


def sample_diff() -> Diff:
    """Draft to final: raised, rebound, removed and added figures, an added, a removed, a moved clause."""
    old = Version(
        title=PLATFORM.title, text="", stage="draft", published=dt.date(2026, 9, 1), region="示例市",
        source="https://yjzj.example/2026/09/1.html", sha256="3d7b58f31b1b08ee" * 4, fetched_at=NIGHT - 60 * DAY,
    )  # fmt: skip
    new = Version(
        title=PLATFORM.title, text="", doc_number=PLATFORM.doc_number, issuers=PLATFORM.issuers,
        issued=PLATFORM.issued, published=PLATFORM.published, region="示例市",
        source="https://jxj.example/zwgk/12.html", sha256="5bf338b5875b77cf" * 4, fetched_at=NIGHT,
        validity=Validity(
            effective_from=dt.date(2026, 12, 1), expires_on=dt.date(2029, 11, 30), term="3年",
            text="本措施自2026年12月1日起施行，有效期3年。", reasoning="2026-12-01起满3年",
        ),
    )  # fmt: skip
    interest = (
        FigureChange(change="added", clause="5.", old=None, new=ratio("不超过2%", "2", bound="max", subject="贴息")),
        FigureChange(
            change="added", clause="5.", old=None,
            new=amount("最高100万元", "1000000", bound="max", scope="企业", period="年"),
        ),
    )  # fmt: skip
    modal = ModalChange(
        change="weakened", clause="3.", old="应当", new="可以",
        old_sentence="应当于当年兑现", new_sentence="可以于当年兑现",
    )  # fmt: skip
    rows = (
        ClauseChange(change="unchanged", old=SAME, new=SAME, similarity=1.0, edits=(("=", SAME.text),)),
        ClauseChange(change="removed", old=REMOVED, new=None, edits=(("-", REMOVED.text),)),
        ClauseChange(
            change="edited", old=OLD_AWARD, new=NEW_AWARD, moved=True, renumbered=True, similarity=0.78,
            edits=(
                ("=", "奖励首次达标企业。对首次入规的企业，给予奖励"), ("+", "最高"), ("=", "50万元，"),
                ("-", "应当"), ("+", "可以"), ("=", "于当年兑现"), ("-", "，年营业收入不低于10亿元"), ("=", "。"),
            ),
            figures=AWARD_FIGURES, modals=(modal,),
        ),
        ClauseChange(
            change="edited", old=OLD_POWER, new=NEW_POWER, renumbered=True, similarity=0.9,
            edits=(
                ("=", "支持建设公共算力平台。对"), ("+", "公共"), ("=", "算力平台按照实际投资的"), ("-", "20%"),
                ("+", "25%"), ("=", "给予补助，"), ("-", "单个企业不超过2000万元"),
                ("+", "单个项目最高3000万元"), ("=", "。"),
            ),
            figures=POWER_FIGURES, items=(ItemChange(change="added", name="第4条第（二）项", text="（二）运营补助"),),
        ),
        ClauseChange(change="added", old=None, new=ADDED, edits=(("+", ADDED.text),), figures=interest),
    )  # fmt: skip
    repeal = Repeal(
        title="《示例市软件企业奖励办法》", doc_number="示经信发〔2021〕7号", effective=dt.date(2026, 12, 1),
        text="《示例市软件企业奖励办法》（示经信发〔2021〕7号）同时废止。", clause="5.",
    )  # fmt: skip
    return Diff(old=old, new=new, clauses=rows, figures=AWARD_FIGURES + POWER_FIGURES + interest, repeals=(repeal,))


def quiet_diff() -> Diff:
    """Two versions whose clauses are the same."""
    diff = sample_diff()
    same = ClauseChange(change="unchanged", old=SAME, new=SAME, similarity=1.0, edits=(("=", SAME.text),))
    version = Version(title=PLATFORM.title, text="", doc_number=PLATFORM.doc_number, source="a.html")
    return Diff(old=version, new=version, clauses=(same,), figures=(), repeals=(), related=diff.related)


def evidence(clause_label: str | None = None) -> tuple[Evidence, ...]:
    """One stored page."""
    return (
        Evidence(
            url="https://jxj.example/zwgk/12.html", sha256="5bf338b5875b77cf" * 4, fetched_at=NIGHT,
            doc_number=PLATFORM.doc_number, clause=clause_label,
        ),
    )  # fmt: skip


def one_of_each() -> tuple[Event, ...]:
    """One event of every kind."""
    diff = sample_diff()
    new_version = Version(
        title=DISTRICT.title, text="", doc_number=DISTRICT.doc_number, region=DISTRICT.region,
        clauses=(clause(1, "配套支持", "最高500万元。", figures=(amount("最高500万元", "5000000", bound="max"),)),),
    )  # fmt: skip

    def event(kind: str, **more: object) -> Event:
        return Event(kind=kind, key=f"{kind}-1", happened_at=NIGHT, evidence=evidence(), **more)

    return (
        event("new_document", document=DISTRICT, version=new_version),
        event("source_failing", source="jia-list", detail="列表页没有一条记录；请核对选择器 ul.list"),
        event("source_recovered", source="yi-list"),
        event("possible_match", document=DISTRICT, other=PLATFORM, detail="标题相同，发文机关不同"),
        event("page_gone", document=OLD_RULES, detail="404"),
        event("left_page", document=OLD_RULES),
        event("sites_differ", document=OLD_RULES, diff=sample_diff()),
        event("page_back", document=OLD_RULES),
        event("explained", source="yi-list", detail="《示例市若干措施》政策解读", on=dt.date(2026, 11, 20)),
        event("page_unreadable", source="yi-list", detail="附件清单: 没有正文"),
        event("cites_ended", document=DISTRICT, other=OLD_RULES, detail="第五条"),
        event("extended", document=OLD_RULES, other=PLATFORM, on=dt.date(2028, 4, 30)),
        event("amended", document=OLD_RULES, other=PLATFORM),
        event("lapsed", document=OLD_RULES, on=dt.date(2026, 11, 21)),
        event("expiring", document=DISTRICT, on=dt.date(2026, 12, 31)),
        event("repeals", document=PLATFORM, repeal=Repeal(title="《示例市旧办法》", doc_number=None, partial="第三条")),
        event("repealed", document=OLD_RULES, other=PLATFORM, repeal=diff.repeals[0], on=dt.date(2026, 12, 1)),
        event("edited", document=DISTRICT, diff=quiet_diff()),
        event("stage_changed", document=PLATFORM, diff=diff),
    )


def health() -> tuple[SourceHealth, ...]:
    """Two good sources, one failing, one never read."""
    return (
        SourceHealth(source="shi-list", name="示例市政策文件", state="ok", last_good=NIGHT),
        SourceHealth(source="yi-list", name="乙区公告", state="ok", last_good=NIGHT),
        SourceHealth(
            source="jia-list", name="甲区政策列表", state="failing", last_good=NIGHT - 2 * DAY,
            failing_since=NIGHT - DAY, failures=2, reason="列表页没有一条记录",
            advice="核对 sources.toml 中的选择器 ul.list", url="https://jia.example/list/",
        ),
        SourceHealth(source="bing", name="丙区公报", state="never"),
    )  # fmt: skip


def night(*events: Event, sources: tuple[SourceHealth, ...] | None = None) -> NightReport:
    """The report of one night."""
    return NightReport(
        title="示例市政策变动", started_at=NIGHT, finished_at=NIGHT + dt.timedelta(minutes=3), events=events,
        health=health() if sources is None else sources, documents=31, pages=40, unchanged=36,
    )  # fmt: skip
