"""Three nights on the bundled site tell what happened there, and nothing else."""

import re
from collections import Counter
from pathlib import Path

import pytest

from tracker.demo import play
from tracker.demo.play import Played
from tracker.models import Event, EventKind, NightReport
from tracker.report import render_night
from tracker.store import open_store


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return play(tmp_path_factory.mktemp("demo"))


def of_kind(report: NightReport, kind: EventKind) -> list[Event]:
    return [event for event in report.events if event.kind == kind]


def kinds(report: NightReport) -> Counter[str]:
    return Counter(event.kind for event in report.events)


def test_night_one_finds_every_document(played: Played) -> None:
    """List pages, a gazette issue with three documents, a PDF behind its cover, a GB18030 page."""
    titles = {event.document.title for event in of_kind(played.reports[0], "new_document") if event.document}

    assert {
        "示例市关于促进软件产业提质升级的若干措施",
        "示例市优质中小企业梯队培育管理办法",
        "示例市数据要素流通奖励办法（试行）",
        "示例市绿色数据中心建设指引",
        "示例市科技创新券使用管理实施细则",
        "示例市平台经济健康发展若干措施",
        "示例市创业投资引导资金管理办法",
        "示例市人民政府办公室关于废止部分行政规范性文件的通知",
        "东湖区数字经济专项资金实施细则",
        "西岭区促进智能制造发展的若干措施",
    } == titles
    assert {"ok"} == {health.state for health in played.reports[0].health}


def test_night_two_tells_that_the_draft_became_final(played: Played) -> None:
    """A raised ratio, a raised cap, an award turned into a cap, a dropped threshold, and not a figure more."""
    (event,) = of_kind(played.reports[1], "stage_changed")
    assert event.diff is not None

    assert [(change.change, change.clause, change.delta) for change in event.diff.figures] == [
        ("raised", "3.", "+5pp"),
        ("raised", "3.", "+50%"),
        ("rebound", "5.", None),
        ("removed", "7.", None),
    ]
    moved = [row.new.label for row in event.diff.clauses if row.moved and row.new]
    assert moved == ["10."]


def test_night_two_tells_of_the_page_edited_in_place(played: Played) -> None:
    """One cap lowered, one ban softened."""
    (event,) = of_kind(played.reports[1], "edited")
    assert event.diff is not None

    assert [(change.change, change.delta) for change in event.diff.figures] == [("lowered", "-20%")]
    assert [change.change for row in event.diff.clauses for change in row.modals] == ["weakened"]


def test_night_two_tells_of_the_repeal_by_number(played: Played) -> None:
    """Both the repealed document and the one that repeals it are tracked."""
    (event,) = of_kind(played.reports[1], "repealed")
    assert event.document is not None and event.other is not None

    assert (event.document.doc_number, event.other.doc_number) == ("东经信发〔2024〕18号", "东经信发〔2026〕6号")


def test_night_three_changes_no_text(played: Played) -> None:
    """An error text, an empty list and a missing page: two sources fail with reasons, one page is gone."""
    report = played.reports[2]

    assert kinds(report) == {"page_gone": 1, "source_failing": 2}
    failing = {health.source: health for health in report.health if health.state == "failing"}
    assert {"donghu", "xiling"} == failing.keys()
    assert all(health.reason and health.advice for health in failing.values())


def test_the_cover_of_an_attachment_gives_its_number(played: Played) -> None:
    """The PDF has the text, its page the document number; both are stored as snapshots."""
    with open_store(played.store) as store:
        (document,) = [d for d in store.documents() if d.title == "示例市优质中小企业梯队培育管理办法"]
        stored = store.versions(document.id)[-1].version

        assert document.doc_number == "示经信发〔2026〕8号"
        assert store.snapshot(stored.sha256 or "").media_type == "application/pdf"
        assert sum(bool(clause.label) for clause in stored.clauses) == 7


def test_every_event_leads_back_to_a_stored_snapshot(played: Played) -> None:
    """Evidence: address, hash and time, and the bytes are there."""
    with open_store(played.store) as store:
        for event in store.events():
            if event.kind in ("source_failing", "source_recovered"):
                continue
            assert event.evidence, event.kind
            for evidence in event.evidence:
                assert evidence.url and evidence.sha256 and evidence.fetched_at
                assert store.snapshot(evidence.sha256).content


def test_two_documents_lapse_and_one_is_still_cited(played: Played) -> None:
    """The register warns within the configured 30 days."""
    titles = {event.document.title for event in of_kind(played.reports[0], "expiring") if event.document}

    assert {"示例市平台经济健康发展若干措施", "西岭区促进智能制造发展的若干措施"} == titles


def test_the_readme_shows_the_second_morning_as_it_is(played: Played) -> None:
    """Each line of the mail on the first page is printed today; addresses are shortened."""
    readme = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
    shown = next(block for block in readme.split("```") if block.startswith("\n政策变动"))
    told = re.sub(r"http://[^/]+/", "http://…/", str(render_night(played.reports[1], "text", "zh")))

    assert [line for line in shown.strip().splitlines() if line != "…" and line not in told.splitlines()] == []


def test_the_demo_can_be_played_again(tmp_path: Path) -> None:
    """A second demo in the same folder begins anew."""
    first, second = play(tmp_path), play(tmp_path)

    assert [kinds(report) for report in first.reports] == [kinds(report) for report in second.reports]
    assert all(page.is_file() for page in second.pages)


def test_a_page_with_several_documents_is_listed_with_all_their_numbers(played: Played) -> None:
    """The gazette issue is no evidence for one of its documents alone."""
    text = str(render_night(played.reports[0], "text", "zh"))
    (line,) = [line for line in text.splitlines() if "/gongbao/2026-5.html · sha256" in line]

    for number in ("示发改〔2026〕11号", "示财科〔2026〕7号", "示政办发〔2026〕3号"):
        assert number in line
