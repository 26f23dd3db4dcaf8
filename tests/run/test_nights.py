"""Nights against a real server and a real store: nothing missed, nothing invented, nothing noisy."""

import datetime as dt
from pathlib import Path

import pytest
from run.serving import clock_at, config_for, kinds, night, page

from tracker.demo.server import SiteServer
from tracker.demo.site import Served
from tracker.errors import UsageError
from tracker.fetch import Fetcher
from tracker.models import Event, NightReport
from tracker.report import render_night
from tracker.run.importing import import_files
from tracker.run.linking import link
from tracker.run.night import Settings
from tracker.run.nightly import run_night
from tracker.run.reporting import period_report
from tracker.run.reviewing import BEIJING
from tracker.sources import load_config
from tracker.store import Store

POLICY = """示例市支持机器人产业的若干措施
示经信发〔2026〕5号
为支持机器人产业，制定本措施。
第一条 对首台套产品给予最高300万元奖励。
第二条 对租用厂房的企业，按照租金的30%给予补贴，每家企业每年不超过80万元。
第三条 鼓励企业参加行业展会，按照展位费的50%给予支持，最高10万元。
第四条 支持建设机器人公共服务平台，平台应当面向中小企业开放，并接受年度评价；评价结果为优秀的，给予一次性奖励60万元。
第五条 申报单位应当如实提交材料，弄虚作假的，追回已拨付资金，并在三年内不受理其申报。
第六条 本措施自印发之日起施行，有效期3年。
示例市经济和信息化局
2026年1月10日"""

OTHER = """示例市历史建筑修缮补助办法
示建发〔2026〕9号
第一条 为保护历史建筑，规范修缮补助资金的使用，制定本办法。
第二条 产权人自行修缮历史建筑的，经验收合格，按照审定工程造价的60%给予补助，每处不超过120万元。
第三条 修缮应当保持原有立面、结构和材料，不得擅自改变外观；确需改变的，应当报市住房城乡建设部门批准。
第四条 补助资金分两次拨付，开工后拨付40%，验收合格后拨付其余部分。
第五条 本办法自2026年2月1日起施行。
示例市住房和城乡建设局
2026年1月15日"""


THIRD = """示例市夜间经济促进办法
示商发〔2026〕2号
第一条 对延长营业时间的商场，按照新增电费的40%给予补贴，每家商场每年不超过15万元。
第二条 鼓励举办夜间集市，主办方应当提前十日报区商务部门备案。
第三条 本办法自2026年3月1日起施行。
示例市商务局
2026年2月11日"""


def test_the_second_night_finds_nothing_and_asks_for_no_body(tmp_path: Path, server: SiteServer, store: Store) -> None:
    """Conditional requests: the same site again costs no page body."""
    server.pages = {"/a.html": page(POLICY)}
    config = config_for(tmp_path, server.address, {"a": "/a.html"})
    assert kinds(night(config, store, 1)) == ["new_document"]
    sent = server.bodies_sent
    report = night(config, store, 2)

    assert (report.events, server.bodies_sent - sent) == ((), 0)
    assert (report.pages, report.unchanged) == (1, 1)


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("a view counter", page(POLICY, furniture="<p class='hits'>浏览次数：4711</p>")),
        ("a new menu", page(POLICY, furniture="<div class='nav'><a href='/new'>新栏目</a></div>")),
        ("half-width punctuation", page(POLICY.replace("，", ",").replace("。", "。 "))),
        ("spaces around numbers", page(POLICY.replace("300万元", " 300 万元"))),
        ("line wraps", page(POLICY.replace("按照租金的30%", "按照租金的\n30%"))),
        ("another numeral", page(POLICY.replace("300万元", "三百万元"))),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_layout_is_no_news(tmp_path: Path, server: SiteServer, store: Store, name: str, changed: Served) -> None:
    """What a reader would call the same text makes no event."""
    server.pages = {"/a.html": page(POLICY)}
    config = config_for(tmp_path, server.address, {"a": "/a.html"})
    night(config, store, 1)
    server.pages = {"/a.html": changed}

    assert kinds(night(config, store, 2)) == [], name


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("an error text", Served(body="<title>提示</title><p>系统维护中，请稍后访问</p>".encode())),
        ("a bot wall", Served(body="<title>安全验证</title><p>您的访问异常，请完成安全验证</p>".encode())),
        ("an empty body", Served(body=b"")),
        ("menus without text", Served(body="<div class='nav'><a href='/'>首页</a></div>".encode())),
        ("a far shorter text", page("示例市支持机器人产业的若干措施\n第一条 对首台套产品给")),
        ("a page cut off in its middle", Served(body=page(POLICY).body[:-420])),
        ("a page cut off between two paragraphs", Served(body=page(POLICY).body.partition("<p>第六条".encode())[0])),
        ("a server error", Served(body=b"oops", status=500)),
        ("binary junk", Served(body=bytes(range(256)) * 20, content_type="text/html")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_doubt_is_not_change(tmp_path: Path, server: SiteServer, store: Store, name: str, answer: Served) -> None:
    """The source fails with a reason, the last good version stands, and recovery is told once."""
    server.pages = {"/a.html": page(POLICY)}
    config = config_for(tmp_path, server.address, {"a": "/a.html"})
    night(config, store, 1)
    server.pages = {"/a.html": answer}
    report = night(config, store, 2)

    assert kinds(report) == ["source_failing"], name
    (health,) = report.health
    assert health.reason and health.advice and health.failures == 1
    assert len(store.versions("d1")) == 1
    assert night(config, store, 3).health[0].failures == 2
    server.pages = {"/a.html": page(POLICY)}
    assert kinds(night(config, store, 4)) == ["source_recovered"]


def test_the_bytes_of_a_doubt_are_kept_as_evidence(tmp_path: Path, server: SiteServer, store: Store) -> None:
    """What came instead of the page can be looked at later, with its time and the problem it made."""
    doubt = "<title>提示</title><p>系统维护中，请稍后访问</p>".encode()
    server.pages = {"/a.html": Served(body=doubt)}
    night(config_for(tmp_path, server.address, {"a": "/a.html"}), store, 1)

    rows = list(store.db.query("SELECT sha256, problem FROM fetches"))
    assert [row["problem"] is None for row in rows] == [True, False]
    assert doubt == store.snapshot(rows[0]["sha256"]).content


def test_a_page_that_is_gone_is_one_event_and_no_deletion(tmp_path: Path, server: SiteServer, store: Store) -> None:
    """404 is told once; the text stays in the register; the source has nothing left and fails until it is back."""
    server.pages = {"/a.html": page(POLICY)}
    config = config_for(tmp_path, server.address, {"a": "/a.html"})
    night(config, store, 1)
    server.pages = {}

    assert set(kinds(night(config, store, 2))) == {"page_gone", "source_failing"}
    assert kinds(night(config, store, 3)) == []
    assert len(store.versions("d1")) == 1
    server.pages = {"/a.html": page(POLICY.replace("300万元", "500万元"))}
    assert set(kinds(night(config, store, 4))) == {"page_back", "edited", "source_recovered"}
    server.pages = {}
    assert set(kinds(night(config, store, 5))) == {"page_gone", "source_failing"}


def test_a_text_that_goes_back_is_told_again(tmp_path: Path, server: SiteServer, store: Store) -> None:
    """A → B → A are two changes, not one."""
    config = config_for(tmp_path, server.address, {"a": "/a.html"})
    seen = []
    for number, text in enumerate([POLICY, POLICY.replace("300万元", "400万元"), POLICY], start=1):
        server.pages = {"/a.html": page(text)}
        seen.append(night(config, store, number))

    assert [kinds(report) for report in seen] == [["new_document"], ["edited"], ["edited"]]
    deltas = [report.events[0].diff.figures[0].delta for report in seen[1:] if report.events[0].diff]
    assert deltas == ["+33.3%", "-25%"]


def test_the_same_policy_on_two_sites_is_one_version(tmp_path: Path, server: SiteServer, store: Store) -> None:
    """Two addresses, one text, one document, told once."""
    server.pages = {"/a.html": page(POLICY), "/b.html": page(POLICY.replace("，", ","))}
    config = config_for(tmp_path, server.address, {"a": "/a.html", "b": "/b.html"})

    assert kinds(night(config, store, 1)) == ["new_document"]
    (version,) = store.versions("d1")
    assert len(store.places(version.id)) == 2


def test_a_failing_source_never_stops_the_others(tmp_path: Path, server: SiteServer, store: Store) -> None:
    """The good page is read, the bad one is told."""
    server.pages = {"/a.html": page(POLICY)}
    config = config_for(tmp_path, server.address, {"bad": "/none.html", "a": "/a.html"})
    report = night(config, store, 1)

    assert {"source_failing", "new_document"} == set(kinds(report))
    assert [health.state for health in report.health] == ["failing", "ok"]


def test_a_run_that_was_killed_goes_on_from_there(tmp_path: Path, server: SiteServer, store: Store) -> None:
    """What was committed stands, what was not is read by the next run, and every event is reported once."""
    server.pages = {"/a.html": page(POLICY), "/b.html": page(OTHER)}
    config = config_for(tmp_path, server.address, {"a": "/a.html", "b": "/b.html"})

    class Killed(BaseException):
        """Stands for the power going out."""

    loaded = load_config(config)
    read: list[str] = []

    def told(url: str, outcome: str) -> None:
        read.append(url)
        raise Killed

    with Fetcher(loaded.fetch, now=clock_at(1)) as fetcher, pytest.raises(Killed):
        run_night(loaded.enabled, store, fetcher.get, now=clock_at(1), settings=Settings(), told=told)
    assert len(store.documents()) == 1

    report = night(config, store, 2)
    assert kinds(report) == ["new_document", "new_document"]
    assert len(store.documents()) == 2
    assert kinds(night(config, store, 3)) == []


SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed documents are not beside this checkout")
def test_the_software_measures_become_final_on_their_page(tmp_path: Path, server: SiteServer, store: Store) -> None:
    """One event with exactly the figure changes a careful reader finds."""
    draft = next(SEEDS.glob("000_*.txt")).read_text(encoding="utf-8")
    others = {f"/{path.stem}.html": page(path.read_text(encoding="utf-8")) for path in SEEDS.glob("00[134]_*.txt")}
    gazette = next(SEEDS.glob("002_*.txt")).read_text(encoding="utf-8")
    lines = gazette.splitlines()
    numbered = [at for at, line in enumerate(lines) if line.startswith("京经信发〔2022〕")]
    final = "\n".join(lines[numbered[0] - 2 : numbered[1] - 4])
    server.pages = {"/draft.html": page(draft), **others}
    names = {"draft": "/draft.html"} | {path[1:4]: path for path in others}
    config = config_for(tmp_path, server.address, names)
    night(config, store, 1)
    assert kinds(night(config, store, 2)) == []
    server.pages = {**server.pages, "/draft.html": page(final)}
    report = night(config, store, 3)

    (event,) = [event for event in report.events if event.kind == "stage_changed"]
    assert event.diff is not None and event.document is not None
    assert event.document.doc_number == "京经信发〔2022〕162号"
    counted: dict[str, int] = {}
    for change in event.diff.figures:
        counted[change.change] = counted.get(change.change, 0) + 1
    assert counted == {"raised": 3, "added": 6, "removed": 4, "rescoped": 1, "rebound": 1}


MEASURES = """示例市东区促进{word}高质量发展的若干措施
为促进{word}发展，制定本措施。
一、支持主体壮大。对首次突破1亿元的企业，给予{award}万元一次性奖励。
二、支持市场开拓。对参加展会的企业，按照展位费的50%给予补贴，最高20万元。
三、本措施自发布之日起施行，有效期3年。
"""


def test_documents_of_one_page_are_never_merged(tmp_path: Path, server: SiteServer, store: Store) -> None:
    """Titles one character apart on one page are two documents, not an edit of the first."""
    words = ("外贸", "外资")
    parts = [
        f"示例市东区商务局关于印发《示例市东区促进{word}高质量发展的若干措施》的通知\n东商发〔2026〕{number}号\n"
        f"各有关单位：\n现将《示例市东区促进{word}高质量发展的若干措施》印发给你们。\n示例市东区商务局\n2026年1月{number}日\n"
        + MEASURES.format(word=word, award=10 * number)
        for number, word in enumerate(words, start=5)
    ]
    server.pages = {"/a.html": page("示例市东区人民政府公报\n2026年第1期\n" + "\n".join(parts))}
    config = config_for(tmp_path, server.address, {"a": "/a.html"})

    assert [kind for kind in kinds(night(config, store, 1)) if kind != "possible_match"] == [
        "new_document",
        "new_document",
    ]
    assert kinds(night(config, store, 2)) == []


LIST = """<html><head><meta charset="utf-8"><title>政策</title></head>
<body><ul class="default_news">{rows}</ul></body></html>"""


def listing(*paths: str) -> Served:
    """A list page that announces `paths`."""
    rows = "".join(
        f'<li><a href="{path}" title="示例市政策">示例市政策</a><span>2026-03-0{at}</span></li>'
        for at, path in enumerate(paths, 1)
    )
    return Served(body=LIST.format(rows=rows).encode())


def list_config(folder: Path, server: SiteServer) -> Path:
    """A sources.toml with one list."""
    path = config_for(folder, server.address, {})
    path.write_text(
        path.read_text() + f'[[source]]\nid = "l"\nname = "l"\nkind = "list"\nurl = "{server.address}/l.html"\n'
    )
    return path


def test_a_listed_page_that_was_gone_is_asked_again(tmp_path: Path, server: SiteServer, store: Store) -> None:
    """One night's 404 must not blind the tracker: the next change of that page is told."""
    config = list_config(tmp_path, server)
    server.pages = {"/l.html": listing("/a.html", "/b.html"), "/a.html": page(POLICY), "/b.html": page(OTHER)}
    night(config, store, 1)
    good = server.pages
    server.pages = {path: served for path, served in good.items() if path != "/a.html"}
    assert kinds(night(config, store, 2)) == ["page_gone"]
    server.pages = good
    assert kinds(night(config, store, 3)) == ["page_back"]
    server.pages = {**good, "/a.html": page(POLICY.replace("300万元", "900万元"))}

    assert kinds(night(config, store, 4)) == ["edited"]


def test_an_edit_is_told_once_for_two_sites(tmp_path: Path, server: SiteServer, store: Store) -> None:
    """The second site follows a night later with the same text: no news."""
    server.pages = {"/a.html": page(POLICY), "/b.html": page(POLICY)}
    config = config_for(tmp_path, server.address, {"a": "/a.html", "b": "/b.html"})
    night(config, store, 1)
    edited = page(POLICY.replace("300万元", "900万元"))
    server.pages = {"/a.html": edited, "/b.html": page(POLICY)}
    assert kinds(night(config, store, 2)) == ["edited"]
    server.pages = {"/a.html": edited, "/b.html": edited}

    assert kinds(night(config, store, 3)) == []
    assert len(store.versions("d1")) == 2


def test_a_policy_retitled_in_place_is_told(tmp_path: Path, server: SiteServer, store: Store) -> None:
    """Another title over the same clauses is a change."""
    server.pages = {"/a.html": page(POLICY)}
    config = config_for(tmp_path, server.address, {"a": "/a.html"})
    night(config, store, 1)
    server.pages = {"/a.html": page(POLICY.replace("若干措施\n", "实施办法\n"))}

    assert kinds(night(config, store, 2)) == ["edited"]


def test_a_page_that_holds_another_policy_says_what_left(tmp_path: Path, server: SiteServer, store: Store) -> None:
    """The new document is told, and that the old one no longer stands there."""
    server.pages = {"/a.html": page(POLICY)}
    config = config_for(tmp_path, server.address, {"a": "/a.html"})
    night(config, store, 1)
    server.pages = {"/a.html": page(OTHER)}

    assert {"new_document", "left_page"} == set(kinds(night(config, store, 2)))
    assert kinds(night(config, store, 3)) == []
    server.pages = {"/a.html": page(POLICY)}
    report = night(config, store, 4)
    assert {(event.kind, event.document and event.document.id) for event in report.events} == {
        ("page_back", "d1"),
        ("left_page", "d2"),
    }


def test_events_are_not_lost_when_the_report_cannot_be_written(
    tmp_path: Path, server: SiteServer, store: Store
) -> None:
    """What no report told is told by the next one."""
    server.pages = {"/a.html": page(POLICY)}
    loaded = load_config(config_for(tmp_path, server.address, {"a": "/a.html"}))

    def fail(report: NightReport) -> None:
        raise UsageError("cannot write the report")

    with Fetcher(loaded.fetch, now=clock_at(1)) as fetcher, pytest.raises(UsageError):
        run_night(loaded.enabled, store, fetcher.get, now=clock_at(1), deliver=fail)
    with Fetcher(loaded.fetch, now=clock_at(2)) as fetcher:
        report = run_night(loaded.enabled, store, fetcher.get, now=clock_at(2))

    assert kinds(report) == ["new_document"]


def test_two_sites_that_print_one_policy_differently_are_no_change_in_time(
    tmp_path: Path, server: SiteServer, store: Store
) -> None:
    """Which is right is not ours to say; when they agree, nothing changed."""
    server.pages = {"/a.html": page(POLICY), "/b.html": page(POLICY.replace("300万元", "350万元"))}
    config = config_for(tmp_path, server.address, {"a": "/a.html", "b": "/b.html"})
    assert set(kinds(night(config, store, 1))) == {"new_document", "sites_differ"}
    server.pages = {"/a.html": page(POLICY), "/b.html": page(POLICY)}

    assert kinds(night(config, store, 2)) == []


def test_the_register_shows_what_the_sites_agree_on(tmp_path: Path, server: SiteServer, store: Store) -> None:
    """The text that no site shows any more is not the latest, though it was read last."""
    server.pages = {"/a.html": page(POLICY), "/b.html": page(POLICY)}
    config = config_for(tmp_path, server.address, {"a": "/a.html", "b": "/b.html"})
    night(config, store, 1)
    server.pages = {"/a.html": page(POLICY), "/b.html": page(POLICY.replace("300万元", "350万元"))}
    assert kinds(night(config, store, 2)) == ["edited"]
    server.pages = {"/a.html": page(POLICY), "/b.html": page(POLICY)}

    assert kinds(night(config, store, 3)) == ["edited"]
    assert "300万元" in store.latest("d1").version.text


def test_a_difference_between_sites_that_ends_leaves_the_common_text(
    tmp_path: Path, server: SiteServer, store: Store
) -> None:
    """Nothing is told, and figures and search answer from what both sites print."""
    server.pages = {"/a.html": page(POLICY)}
    config = config_for(tmp_path, server.address, {"a": "/a.html", "b": "/b.html"})
    night(config, store, 1)
    server.pages |= {"/b.html": page(POLICY.replace("300万元", "350万元"))}
    night(config, store, 2)
    server.pages |= {"/b.html": page(POLICY)}

    assert kinds(night(config, store, 3)) == []
    assert "300万元" in store.latest("d1").version.text


def test_a_page_that_moved_says_where_to(tmp_path: Path, server: SiteServer, store: Store) -> None:
    """The old address is gone, the same text stands at a new one of the list: one line with both."""
    config = list_config(tmp_path, server)
    server.pages = {"/l.html": listing("/a.html", "/b.html"), "/a.html": page(POLICY), "/b.html": page(OTHER)}
    night(config, store, 1)
    server.pages = {"/l.html": listing("/c.html", "/b.html"), "/c.html": page(POLICY), "/b.html": page(OTHER)}
    (event,) = night(config, store, 2).events

    assert event.kind == "page_gone"
    assert [item.url for item in event.evidence] == [f"{server.address}/a.html", f"{server.address}/c.html"]
    assert event.evidence[1].sha256


def test_a_page_that_moved_and_changed_is_a_change(tmp_path: Path, server: SiteServer, store: Store) -> None:
    """Two addresses that differ are no doubt where the older one is gone the same night."""
    config = list_config(tmp_path, server)
    server.pages = {"/l.html": listing("/a.html", "/b.html"), "/a.html": page(POLICY), "/b.html": page(OTHER)}
    night(config, store, 1)
    changed = page(POLICY.replace("300万元", "900万元"))
    server.pages = {"/l.html": listing("/c.html", "/b.html"), "/c.html": changed, "/b.html": page(OTHER)}

    assert sorted(kinds(night(config, store, 2))) == ["edited", "page_gone"]


def test_a_text_whose_page_is_gone_is_found_again(tmp_path: Path, server: SiteServer, store: Store) -> None:
    """A night later it stands at another address: told with the address; changed, it is a change."""
    config = list_config(tmp_path, server)
    server.pages = {"/l.html": listing("/a.html", "/b.html"), "/a.html": page(POLICY), "/b.html": page(OTHER)}
    night(config, store, 1)
    server.pages = {"/l.html": listing("/b.html"), "/b.html": page(OTHER)}
    assert kinds(night(config, store, 2)) == ["page_gone"]
    server.pages = {"/l.html": listing("/c.html", "/b.html"), "/c.html": page(POLICY), "/b.html": page(OTHER)}
    (event,) = night(config, store, 3).events
    assert (event.kind, event.detail) == ("page_back", f"{server.address}/c.html")

    del server.pages["/c.html"]
    night(config, store, 4)
    server.pages |= {"/l.html": listing("/e.html", "/b.html"), "/e.html": page(POLICY.replace("300万元", "900万元"))}
    assert kinds(night(config, store, 5)) == ["edited"]


@pytest.mark.parametrize(("old", "new"), [("5号", "15号"), ("2026年1月10日", "2026年1月18日")])
def test_a_corrected_number_or_date_is_told(
    tmp_path: Path, server: SiteServer, store: Store, old: str, new: str
) -> None:
    """What a reader would cite the document by has changed."""
    server.pages = {"/a.html": page(POLICY)}
    config = config_for(tmp_path, server.address, {"a": "/a.html"})
    night(config, store, 1)
    server.pages = {"/a.html": page(POLICY.replace(old, new))}

    assert kinds(night(config, store, 2)) == ["edited"]


def test_a_clock_that_was_ahead_blinds_nobody(tmp_path: Path, server: SiteServer, store: Store) -> None:
    """Pages asked in a night that has not come yet are asked again."""
    config = list_config(tmp_path, server)
    server.pages = {"/l.html": listing("/a.html"), "/a.html": page(POLICY)}
    night(config, store, 400)
    server.pages = {**server.pages, "/a.html": page(POLICY.replace("300万元", "900万元"))}

    assert kinds(night(config, store, 2)) == ["edited"]


def test_a_rebuilt_template_leaves_a_version_its_evidence(tmp_path: Path, server: SiteServer, store: Store) -> None:
    """The same text in other markup: when it was first seen, and in which bytes, stays."""
    server.pages = {"/a.html": page(POLICY)}
    config = config_for(tmp_path, server.address, {"a": "/a.html"})
    night(config, store, 1)
    (before,) = store.versions("d1")
    rebuilt = page(POLICY).body.replace(b'id="mainText"', b'class="TRS_Editor"').replace(b"</head>", b"</head>\n\n")
    server.pages = {"/a.html": Served(body=rebuilt)}

    assert kinds(night(config, store, 2)) == []
    (after,) = store.versions("d1")
    assert (after.version.sha256, after.version.fetched_at) == (before.version.sha256, before.version.fetched_at)


NOTICE = """关于公开征求《示例市支持机器人产业的若干措施（征求意见稿）》意见的公告
现就《示例市支持机器人产业的若干措施（征求意见稿）》向社会公开征求意见，请于2026年2月{day}日前将意见发送至邮箱，联系人：{who}。
示例市经济和信息化局
2026年1月10日
"""


def test_another_deadline_in_the_notice_is_told(tmp_path: Path, server: SiteServer, store: Store) -> None:
    """Until when to comment stands in the notice, not in a clause; who to ring is no news."""
    draft = POLICY.replace("若干措施\n示经信发〔2026〕5号", "若干措施\n（征求意见稿）")
    server.pages = {"/a.html": page(NOTICE.format(day=10, who="张三") + draft)}
    config = config_for(tmp_path, server.address, {"a": "/a.html"})
    night(config, store, 1)
    server.pages = {"/a.html": page(NOTICE.format(day=10, who="李四") + draft)}
    assert kinds(night(config, store, 2)) == []
    server.pages = {"/a.html": page(NOTICE.format(day=25, who="李四") + draft)}
    report = night(config, store, 3)

    assert [(event.kind, event.detail) for event in report.events] == [("edited", "2026年2月10日前 → 2026年2月25日前")]
    assert "的通知（公告）正文有改动：2026年2月10日前 → 2026年2月25日前" in str(render_night(report, "text", "zh"))


def test_the_report_of_a_period_ends_with_its_last_day(tmp_path: Path, server: SiteServer, store: Store) -> None:
    """Both days are included, and the report bears the last one."""
    server.pages = {"/a.html": page(POLICY)}
    night(config_for(tmp_path, server.address, {"a": "/a.html"}), store, 1)
    day = dt.date(2026, 3, 17)  # in Beijing
    report = period_report(store, since=day, until=day, now=clock_at(9)())

    assert kinds(report) == ["new_document"]
    assert report.finished_at.astimezone(BEIJING).date() == day


@pytest.mark.parametrize(("cap", "told"), [("300万元", ["new_document"]), ("500万元", ["new_document", "edited"])])
def test_a_page_is_compared_with_an_imported_file(
    tmp_path: Path, server: SiteServer, store: Store, cap: str, told: list[str]
) -> None:
    """The file shows what was, it is no second site; the same text is no news, and no page that came back."""
    saved = tmp_path / "saved.txt"
    saved.write_text(POLICY, encoding="utf-8")
    import_files([saved], store, now=clock_at(1)())
    server.pages = {"/a.html": page(POLICY.replace("300万元", cap))}

    assert kinds(night(config_for(tmp_path, server.address, {"a": "/a.html"}), store, 2)) == told


def test_a_document_that_joined_another_takes_nothing_with_it(tmp_path: Path, server: SiteServer, store: Store) -> None:
    """What was told of it is not told again under the other's name, and its number goes to no other document."""
    ending = "同时废止《示例市机器人补贴办法》（示经信发〔2020〕3号）。"
    server.pages = {"/a.html": page(OTHER), "/b.html": page(POLICY.replace("有效期3年。", f"有效期3年。{ending}"))}
    config = config_for(tmp_path, server.address, {"a": "/a.html", "b": "/b.html", "c": "/c.html"})
    assert kinds(night(config, store, 1)).count("repeals") == 1
    link(store, store.document("d1"), store.document("d2"))
    assert kinds(night(config, store, 2)) == []
    server.pages |= {"/c.html": page(THIRD)}

    assert "new_document" in kinds(night(config, store, 3))
    assert [item.id for item in store.documents()] == ["d1", "d3"]


def test_the_draft_of_a_revision_is_a_proposal(tmp_path: Path, server: SiteServer, store: Store) -> None:
    """The text in force is not lowered to itself; the revised text is compared with what it replaces."""
    config = config_for(tmp_path, server.address, {"a": "/a.html", "b": "/b.html", "c": "/c.html"})
    server.pages = {"/a.html": page(POLICY)}
    night(config, store, 1)
    revision = POLICY.replace("示经信发〔2026〕5号", "（征求意见稿）").replace("2026年1月10日", "2026年3月1日")
    server.pages |= {"/b.html": page(revision.replace("300万元", "500万元"))}
    (event,) = [found for found in night(config, store, 2).events if found.diff]

    assert event.diff is not None
    assert (event.diff.old.stage, event.diff.new.stage) == ("final", "draft")
    assert [(change.change, change.delta) for change in event.diff.figures] == [("raised", "+66.7%")]
    told = str(render_night(night_of(event), "text", "zh"))
    assert "（征求意见稿）" in told
    assert "现行文本不变" in told
    assert store.latest("d1").version.stage == "final"

    issued = POLICY.replace("5号", "9号").replace("2026年1月10日", "2026年3月16日").replace("300万元", "450万元")
    server.pages |= {"/c.html": page(issued)}
    (event,) = [found for found in night(config, store, 3).events if found.diff]
    assert event.diff is not None
    assert [change.delta for change in event.diff.figures] == ["+50%"]


def night_of(*events: Event) -> NightReport:
    """A report of these events."""
    now = clock_at(1)()
    return NightReport(title="2026-03-17", started_at=now, finished_at=now, events=events, health=())


EXTENSION = """示例市经济和信息化局关于延长《示例市支持机器人产业的若干措施》有效期的通知
示经信发〔2026〕8号
各有关单位：
经研究，决定将《示例市支持机器人产业的若干措施》（示经信发〔2026〕5号）的有效期延长{until}，其他内容不变。
特此通知。
示例市经济和信息化局
2026年2月20日"""


@pytest.mark.parametrize(
    ("until", "day"), [("至2028年4月30日", dt.date(2028, 4, 30)), ("两年", dt.date(2028, 3, 18)), ("", None)]
)
def test_a_text_that_another_extends_does_not_lapse(
    tmp_path: Path, server: SiteServer, store: Store, until: str, day: dt.date | None
) -> None:
    """The notice of extension is told with the new day; the old one passes without a word."""
    dated = POLICY.replace("有效期3年", "有效期至2026年3月18日")
    server.pages = {"/a.html": page(dated), "/b.html": page(EXTENSION.format(until=until))}
    config = config_for(tmp_path, server.address, {"a": "/a.html", "b": "/b.html"})
    (extended,) = [event for event in night(config, store, 1).events if event.kind == "extended"]

    assert extended.on == day
    assert extended.document is not None
    assert extended.document.doc_number == "示经信发〔2026〕5号"
    assert kinds(night(config, store, 5)) == []


AMENDMENT = """示例市经济和信息化局关于修改《示例市支持机器人产业的若干措施》部分条款的通知
示经信发〔2026〕11号
各有关单位：
经研究，对《示例市支持机器人产业的若干措施》（示经信发〔2026〕5号）作如下修改：
一、第一条中的“最高300万元”修改为“最高500万元”。
二、删去第三条。
本通知自2026年3月20日起施行。
示例市经济和信息化局
2026年3月12日"""


def test_a_text_that_another_amends_is_told_to_be_read_with_it(
    tmp_path: Path, server: SiteServer, store: Store
) -> None:
    """The measures stay in force as they were read; once, the reader is told of the notice beside them."""
    server.pages = {"/a.html": page(POLICY), "/b.html": page(AMENDMENT)}
    config = config_for(tmp_path, server.address, {"a": "/a.html", "b": "/b.html"})
    (amended,) = [event for event in night(config, store, 1).events if event.kind == "amended"]

    assert amended.document is not None and amended.document.doc_number == "示经信发〔2026〕5号"
    assert amended.other is not None and amended.other.doc_number == "示经信发〔2026〕11号"
    text = str(render_night(night_of(amended), "text", "zh"))
    assert "由《示例市经济和信息化局关于修改" in text.replace("〈", "《") and "请对照该文" in text
    assert kinds(night(config, store, 5)) == []


def test_another_validity_is_told_once(tmp_path: Path, server: SiteServer, store: Store) -> None:
    """有效期3年 → 有效期至… is what it comes to and the sentence, not also a term dropped and two dates added."""
    server.pages = {"/a.html": page(POLICY)}
    config = config_for(tmp_path, server.address, {"a": "/a.html"})
    night(config, store, 1)
    new = "本措施自2026年4月1日起施行，有效期至2027年12月31日。"
    server.pages = {"/a.html": page(POLICY.replace("本措施自印发之日起施行，有效期3年。", new))}
    told = str(render_night(night(config, store, 2), "text", "zh"))

    assert "2 处有效期变化，1 条文字修改" in told
    assert "有效期至：2029-01-09 → 2027-12-31" in told


STATED = '<ol class="doc-info"><li>[有效性] {valid}</li></ol>'


def test_a_page_that_says_the_text_has_ended_is_told_once(tmp_path: Path, server: SiteServer, store: Store) -> None:
    """No date is invented for it."""
    server.pages = {"/a.html": page(POLICY, furniture=f'<div class="container">{STATED.format(valid="是")}</div>')}
    config = config_for(tmp_path, server.address, {"a": "/a.html"})
    night(config, store, 1)
    server.pages = {"/a.html": page(POLICY, furniture=f'<div class="container">{STATED.format(valid="否")}</div>')}
    report = night(config, store, 2)

    assert [(event.kind, event.on) for event in report.events] == [("lapsed", None)]


def test_an_explanation_of_a_policy_is_no_policy(tmp_path: Path, server: SiteServer, store: Store) -> None:
    """Its figures would stand beside the policy's own; it is told once as what it is, whatever its counter says."""
    title = "《示例市支持机器人产业的若干措施》政策解读"
    text = f"{title}\n一、出台背景。机器人产业快速发展。\n二、主要内容。给予最高300万元奖励。\n"
    config = list_config(tmp_path, server)
    server.pages = {"/l.html": listing("/a.html"), "/a.html": page(text, title=title)}

    assert kinds(night(config, store, 1)) == ["explained"]
    server.pages |= {"/a.html": page(text, title=title, furniture="<p class='hits'>浏览次数：4711</p>")}
    assert kinds(night(config, store, 2)) == []
    assert store.documents() == ()


def test_a_paper_on_explaining_is_a_policy(tmp_path: Path, server: SiteServer, store: Store) -> None:
    """《政策解读工作办法》 explains nothing; without a number it has only its title to go by."""
    text = POLICY.replace("支持机器人产业的若干措施\n示经信发〔2026〕5号", "政策解读工作办法")
    server.pages = {"/l.html": listing("/a.html"), "/a.html": page(text, title="示例市政策解读工作办法")}

    assert kinds(night(list_config(tmp_path, server), store, 1)) == ["new_document"]


def test_a_picture_that_explains_a_policy_is_no_broken_page(tmp_path: Path, server: SiteServer, store: Store) -> None:
    """一图读懂 has no text and needs none."""
    picture = page("", title="一图读懂示例市支持机器人产业的若干措施", furniture="<img src='a.jpg'>")
    server.pages = {"/l.html": listing("/a.html"), "/a.html": picture}

    assert kinds(night(list_config(tmp_path, server), store, 1)) == ["explained"]


def test_a_page_without_policy_text_is_told_once(tmp_path: Path, server: SiteServer, store: Store) -> None:
    """A view counter makes other bytes every night, not other news."""
    server.pages = {"/l.html": listing("/a.html"), "/a.html": page("", furniture="<img src='a.jpg'>")}
    config = list_config(tmp_path, server)
    assert kinds(night(config, store, 1)) == ["page_unreadable"]
    server.pages |= {"/a.html": page("", furniture="<img src='a.jpg'><!-- 4711 -->")}

    assert kinds(night(config, store, 2)) == []


def test_a_folder_that_is_away_says_nothing_of_its_files(tmp_path: Path, server: SiteServer, store: Store) -> None:
    """A share that is not mounted is a failing source, not forty deleted policies; a renamed file is no news."""
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text(POLICY, encoding="utf-8")
    config = config_for(tmp_path, server.address, {})
    config.write_text(config.read_text() + '[[source]]\nid = "f"\nname = "f"\nkind = "folder"\npath = "texts"\n')
    assert kinds(night(config, store, 1)) == ["new_document"]
    folder.rename(tmp_path / "away")
    assert kinds(night(config, store, 2)) == ["source_failing"]
    (tmp_path / "away").rename(folder)
    (folder / "a.txt").rename(folder / "b.txt")

    assert kinds(night(config, store, 3)) == ["source_recovered"]


def test_every_run_asks_the_known_pages_of_a_list(tmp_path: Path, server: SiteServer, store: Store) -> None:
    """A second run of the same day sees what changed since the first."""
    config = list_config(tmp_path, server)
    server.pages = {"/l.html": listing("/a.html"), "/a.html": page(POLICY)}
    night(config, store, 1)
    server.pages = {**server.pages, "/a.html": page(POLICY.replace("300万元", "900万元"))}

    assert kinds(night(config, store, 1)) == ["edited"]
