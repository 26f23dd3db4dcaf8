"""A page that only covers its attachment: the attachment is the text, the page its metadata, a failure is a doubt."""

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from run.serving import config_for, kinds, night, page

from tracker.demo.server import SiteServer, serving
from tracker.demo.site import Served
from tracker.store import Store

LINES = """示例市支持集成电路产业的若干措施
第一条 对流片企业，按照流片费用的30%给予补贴，单个企业年度最高{cap}万元。
第二条 对购买设计工具的企业，按照采购金额的20%给予补贴，单个企业年度最高200万元。
第三条 申报单位应当如实提交材料，弄虚作假的，追回资金并三年内不受理其申报。
第四条 本措施自印发之日起施行，有效期3年。""".splitlines()
COVER = """<!DOCTYPE html><html><head><meta charset="utf-8">
<title>示例市经济和信息化局关于印发《示例市支持集成电路产业的若干措施》的通知_示例市人民政府</title></head>
<body><div id="mainText"><p>各有关单位：</p>
<p>现将《示例市支持集成电路产业的若干措施》印发给你们，请遵照执行。{note}</p>
<p>示例市经济和信息化局</p><p>2026年2月20日</p>
<p>附件：<a href="./measures.docx">示例市支持集成电路产业的若干措施.docx</a></p></div></body></html>"""
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def cover(note: str = "") -> Served:
    return Served(body=COVER.format(note=note).encode())


def measures(cap: int) -> Served:
    document = docx.Document()
    for line in LINES:
        document.add_paragraph(line.format(cap=cap))
    out = io.BytesIO()
    document.save(out)
    return Served(body=out.getvalue(), content_type=DOCX)


@pytest.fixture
def server() -> Iterator[SiteServer]:
    with serving({"/a.html": cover(), "/measures.docx": measures(1000)}) as running:
        yield running


def test_the_attachment_is_read_with_the_dates_of_its_cover(tmp_path: Path, server: SiteServer, store: Store) -> None:
    """Its validity is worked out from the day the notice was signed."""
    night(config_for(tmp_path, server.address, {"a": "/a.html"}), store, 1)
    (stored,) = store.versions("d1")

    assert stored.version.title == "示例市支持集成电路产业的若干措施"
    assert sum(bool(clause.label) for clause in stored.version.clauses) == 4
    assert stored.version.issued == dt.date(2026, 2, 20)
    assert stored.version.validity.expires_on == dt.date(2029, 2, 19)
    assert store.snapshot(stored.version.sha256 or "").media_type == DOCX


def test_an_attachment_that_changes_is_told_though_its_page_did_not(
    tmp_path: Path, server: SiteServer, store: Store
) -> None:
    """The page answers 304, its attachment does not."""
    config = config_for(tmp_path, server.address, {"a": "/a.html"})
    night(config, store, 1)
    server.pages = {"/a.html": cover(), "/measures.docx": measures(1500)}
    (event,) = night(config, store, 2).events

    assert event.diff is not None
    assert [(change.change, change.delta) for change in event.diff.figures] == [("raised", "+50%")]


@pytest.mark.parametrize(
    ("name", "attachment"),
    [
        ("broken", Served(body=b"PK\x03\x04 this is no archive", content_type=DOCX)),
        ("gone", None),
        ("an error text", Served(body="<title>提示</title><p>系统维护中，请稍后访问</p>".encode())),
        ("empty", Served(body=b"", content_type=DOCX)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_attachment_that_fails_is_a_doubt_about_the_page(
    tmp_path: Path, server: SiteServer, store: Store, name: str, attachment: Served | None
) -> None:
    """The cover's own words never take the place of the policy; the page itself is not gone."""
    config = config_for(tmp_path, server.address, {"a": "/a.html"})
    night(config, store, 1)
    pages = {"/a.html": cover(note="联系电话：010-00000000。")}
    server.pages = pages | ({"/measures.docx": attachment} if attachment else {})

    assert kinds(night(config, store, 2)) == ["source_failing"], name
    assert len(store.versions("d1")) == 1
    server.pages = pages | {"/measures.docx": measures(1000)}
    assert kinds(night(config, store, 3)) == ["source_recovered"]


def test_another_file_in_place_of_an_attachment_is_a_change(tmp_path: Path, server: SiteServer, store: Store) -> None:
    """The page now offers a file of another name: the policy changed; the old file is asked for no more."""
    config = config_for(tmp_path, server.address, {"a": "/a.html"})
    night(config, store, 1)
    moved = Served(body=cover().body.replace(b"./measures.docx", b"./measures2.docx"))
    server.pages = {"/a.html": moved, "/measures2.docx": measures(1500)}
    (event,) = night(config, store, 2).events

    assert event.kind == "edited"
    assert event.diff is not None
    assert [change.change for change in event.diff.figures] == ["raised"]
    assert kinds(night(config, store, 3)) == []


def test_a_page_that_takes_up_the_text_of_its_attachment_is_the_same_document(
    tmp_path: Path, server: SiteServer, store: Store
) -> None:
    """The same text in the page itself is no news, another one a change."""
    config = config_for(tmp_path, server.address, {"a": "/a.html"})
    night(config, store, 1)
    text = "\n".join(LINES).format(cap=1000)
    server.pages = {"/a.html": page(text)}
    assert kinds(night(config, store, 2)) == []
    server.pages = {"/a.html": page(text.replace("1000", "1500"))}

    assert kinds(night(config, store, 3)) == ["edited"]
    assert [item.id for item in store.documents()] == ["d1"]


def test_a_text_taken_up_and_changed_at_once_is_a_change(tmp_path: Path, server: SiteServer, store: Store) -> None:
    """One page, one policy: file and page are no two sites that differ."""
    config = config_for(tmp_path, server.address, {"a": "/a.html"})
    night(config, store, 1)
    server.pages = {"/a.html": page("\n".join(LINES).format(cap=1500), title="示例市支持集成电路产业的若干措施")}

    assert kinds(night(config, store, 2)) == ["edited"]


def test_a_page_that_is_gone_is_named_by_the_policy_it_carried(
    tmp_path: Path, server: SiteServer, store: Store
) -> None:
    """Its file is no other place of the document: nobody saw whether it is still there."""
    config = config_for(tmp_path, server.address, {"a": "/a.html"})
    night(config, store, 1)
    server.pages = {}
    (gone,) = [event for event in night(config, store, 2).events if event.kind == "page_gone"]

    assert gone.document is not None
    assert (gone.document.id, len(gone.evidence)) == ("d1", 1)


DUTIES = "<p>一、加强组织领导。</p><p>二、加强宣传。</p><p>三、强化监督。</p>"


def test_a_notice_that_numbers_its_wishes_still_hands_on_its_attachment(
    tmp_path: Path, server: SiteServer, store: Store
) -> None:
    """一、加强组织领导 … is no policy: the attached one is read."""
    asking = cover().body.replace("请遵照执行。".encode(), f"并提出以下要求。</p>{DUTIES}<p>".encode())
    server.pages |= {"/a.html": Served(body=asking)}
    night(config_for(tmp_path, server.address, {"a": "/a.html"}), store, 1)
    (stored,) = store.versions("d1")

    assert sum(bool(clause.figures) for clause in stored.version.clauses) == 4


def test_an_attachment_out_of_order_on_the_first_night_is_asked_again(
    tmp_path: Path, server: SiteServer, store: Store
) -> None:
    """The notice alone is filed as nobody's text; the source fails until the policy can be read."""
    config = config_for(tmp_path, server.address, {"a": "/a.html"})
    server.pages = {"/a.html": cover(), "/measures.docx": Served(body=b"oops", status=500)}
    assert kinds(night(config, store, 1)) == ["source_failing"]
    assert kinds(night(config, store, 2)) == []
    server.pages |= {"/measures.docx": measures(1000)}

    assert set(kinds(night(config, store, 3))) == {"new_document", "source_recovered"}


BROKEN = Served(body=b"PK\x03\x04 no archive", content_type=DOCX)


@pytest.mark.parametrize("attachment", [None, BROKEN], ids=["gone", "broken"])
def test_an_attachment_that_cannot_be_read_is_told_once(
    tmp_path: Path, server: SiteServer, store: Store, attachment: Served | None
) -> None:
    """The document is known by its notice; its text is read once it is there, though the page stayed as it was."""
    config = config_for(tmp_path, server.address, {"a": "/a.html"})
    server.pages = {"/a.html": cover()} | ({"/measures.docx": attachment} if attachment else {})
    assert kinds(night(config, store, 1)) == ["new_document", "page_unreadable"]
    assert kinds(night(config, store, 2)) == []
    server.pages |= {"/measures.docx": measures(1000)}

    (event,) = night(config, store, 3).events
    assert (event.kind, event.size) == ("new_document", (4, 6))
    assert [item.id for item in store.documents()] == ["d1"]
    assert kinds(night(config, store, 4)) == []


def test_a_form_that_stays_away_fails_its_source_for_one_night(
    tmp_path: Path, server: SiteServer, store: Store
) -> None:
    """It never held a policy; once it comes and holds one, the page is read anew."""
    config = config_for(tmp_path, server.address, {"a": "/a.html"})
    handing_on = "现将《示例市支持集成电路产业的若干措施》印发给你们，请遵照执行。"
    plain = cover().body.replace(handing_on.encode(), "请按期报名。".encode())
    away = Served(body=b"oops", status=500)
    server.pages = {"/a.html": Served(body=plain), "/measures.docx": away}
    assert "source_failing" in kinds(night(config, store, 1))
    assert kinds(night(config, store, 2)) == ["source_recovered"]
    assert kinds(night(config, store, 3)) == []
    server.pages |= {"/measures.docx": measures(1000)}

    assert "new_document" in kinds(night(config, store, 4))
