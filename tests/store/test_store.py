"""The store keeps everything, opens old files, and says in one line why it cannot."""

import datetime as dt
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tracker.errors import StoreError, UsageError
from tracker.models import Clause, Event, NightReport, Reply, SourceHealth, Version
from tracker.store import Address, Decision, Store, StoredReport, open_store, writing

NOW = dt.datetime(2026, 3, 17, 6, 30, tzinfo=dt.UTC)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    with open_store(tmp_path / "tracker.db") as opened:
        yield opened


def reply(content: bytes, url: str = "https://example.invalid/a.html") -> Reply:
    headers = {"content-type": "text/html", "etag": '"1"'}
    return Reply(url=url, final_url=url, status=200, headers=headers, content=content, fetched_at=NOW)


def version(text: str = "给予最高50万元补贴", **more: object) -> Version:
    clause = Clause(label="第一条", path=("第一条",), heading=None, text=text, line=1)
    values = {"title": "示例办法", "text": text, "source": "https://example.invalid/a.html", "clauses": (clause,)}
    return Version(**(values | more))


def test_raw_bytes_are_kept_whole_and_once(store: Store) -> None:
    """The same bytes seen twice are one snapshot with two fetches."""
    run = store.begin_run("test", NOW)
    first = store.save_snapshot(reply(b"\x00raw\xff"), run=run, source="s")
    second = store.save_snapshot(reply(b"\x00raw\xff"), run=run, source="s")

    assert first.sha256 == second.sha256
    assert store.snapshot(first.sha256[:12]).content == b"\x00raw\xff"
    assert store.db.table("snapshots").count == 1
    assert store.db.table("fetches").count == 2


def test_an_unknown_snapshot_is_one_clear_line(store: Store) -> None:
    """The line says what to give instead."""
    with pytest.raises(UsageError, match="at least six characters"):
        store.snapshot("abcdef012345")


def test_versions_stand_draft_first_then_by_day(store: Store) -> None:
    """A draft imported after its final is still version 1."""
    document = store.add_document(version(), NOW)
    later = NOW + dt.timedelta(days=9)
    store.add_version(document, version("终稿", issued=dt.date(2026, 3, 1)), cause="page", seen_at=NOW)
    store.add_version(document, version("草案", stage="draft", fetched_at=later), cause="import", seen_at=later)

    assert [item.version.text for item in store.versions(document)] == ["草案", "终稿"]
    assert store.db.execute("SELECT data ->> 'text' FROM latest_versions").fetchone()[0] == "终稿"


@pytest.mark.parametrize("words", ["补贴", "50万元", "最高50", "补 贴".replace(" ", ""), "50万元 补贴"])
def test_search_finds_short_and_long_words(store: Store, words: str) -> None:
    """Two-character Chinese words included, which a trigram index alone does not find."""
    document = store.add_document(version(), NOW)
    store.add_version(document, version("给予最高 50 万元补贴"), cause="page", seen_at=NOW)

    assert [hit.label for hit in store.search(words, limit=9)] == ["第一条"]


@pytest.mark.parametrize("words", ["首台套", "首台（套）", "5g", "5G 首台"])
def test_search_minds_no_brackets_and_capitals(store: Store, words: str) -> None:
    """What people type is not how a policy prints it."""
    document = store.add_document(version(), NOW)
    store.add_version(document, version("支持首台 （套）5G 装备"), cause="page", seen_at=NOW)

    assert [hit.label for hit in store.search(words, limit=9)] == ["第一条"]
    assert store.search("（）", limit=9) == ()


def test_an_older_store_is_searched_likewise(tmp_path: Path) -> None:
    """The second migration brings the index of stored clauses up to date."""
    path = tmp_path / "tracker.db"
    with open_store(path) as store:
        document = store.add_document(version(), NOW)
        store.add_version(document, version("支持首台（套）装备"), cause="page", seen_at=NOW)
        with writing(store):
            store.db.execute("UPDATE clauses SET plain = '支持首台(套)装备'")
            store.db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm002_search_without_brackets'")
    with open_store(path) as store:
        assert [hit.label for hit in store.search("首台套装备", limit=9)] == ["第一条"]


def test_search_looks_only_in_latest_versions(store: Store) -> None:
    """What an earlier text said is no answer."""
    document = store.add_document(version(), NOW)
    store.add_version(document, version("旧文有鲸鱼", issued=dt.date(2025, 1, 1)), cause="page", seen_at=NOW)
    store.add_version(document, version("新文", issued=dt.date(2026, 1, 1)), cause="page", seen_at=NOW)

    assert store.search("鲸鱼", limit=9) == ()


def test_an_event_is_recorded_once(store: Store) -> None:
    """The same key again is no news."""
    run = store.begin_run("test", NOW)
    event = Event(kind="source_failing", key="k", happened_at=NOW, source="s")

    assert store.add_event(event, run) is not None
    assert store.add_event(event, run) is None
    assert len(store.events()) == 1


def test_nothing_is_half_written(store: Store) -> None:
    """An error inside a transaction takes all of it back."""
    with pytest.raises(ZeroDivisionError), writing(store):
        store.save_address(Address(url="u"))
        store.save_health(SourceHealth(source="s", name="s", state="ok"))
        _ = 1 / 0

    assert store.addresses() == {}
    assert store.health() == {}


def test_the_outbox_holds_a_message_until_it_is_sent(store: Store) -> None:
    """Laid in twice it is there once; a failure keeps it with the reason; sent, it is gone from the list."""
    store.put_in_outbox("mail:1", "mail", b"text", NOW)
    store.put_in_outbox("mail:1", "mail", b"text", NOW)
    (message,) = store.outbox()
    store.mark_unsent(message, "the server is away")
    (message,) = store.outbox()

    assert (message.attempts, message.last_error) == (1, "the server is away")
    store.mark_sent(message, NOW)
    assert store.outbox() == ()


def test_a_report_holds_what_it_told(store: Store) -> None:
    """Each has its own events; the list names them without reading any."""
    with pytest.raises(UsageError, match="no report in"):
        store.last_report()
    for night, key in enumerate(("first", "second"), start=1):
        run = store.begin_run("test", NOW)
        event = store.add_event(Event(kind="edited", key=key, happened_at=NOW), run)
        report = NightReport(title=f"night {night}", started_at=NOW, finished_at=NOW, events=(event,), health=())
        store.save_report(report, run)

    assert store.reports() == (
        StoredReport(id=1, title="night 1", events=1),
        StoredReport(id=2, title="night 2", events=1),
    )
    assert [event.key for event in store.report(1).events] == ["first"]
    assert [event.key for event in store.last_report().events] == ["second"]
    with pytest.raises(UsageError, match="no report 3"):
        store.report(3)


def test_the_latest_version_is_whole(store: Store) -> None:
    """It is chosen by its head and read with its text, and it knows its place."""
    document = store.add_document(version(), NOW)
    store.add_version(document, version("草案", stage="draft"), cause="page", seen_at=NOW)
    store.add_version(document, version("终稿"), cause="page", seen_at=NOW)

    latest = store.latest(document)

    assert (latest.ordinal, latest.version.text) == (2, "终稿")
    assert latest == store.versions(document)[-1]


def test_a_later_decision_replaces_the_earlier_one(store: Store) -> None:
    """What a person said last holds."""
    for by in ("甲", "乙"):
        store.decide(Decision(kind="unlink", key="k", data={"documents": ["d1", "d2"]}, by=by, at=NOW))

    assert [decision.by for decision in store.decisions("unlink")] == ["乙"]


def test_a_store_from_a_newer_version_is_refused(tmp_path: Path) -> None:
    """It would lose what only the newer one knows."""
    path = tmp_path / "tracker.db"
    with open_store(path) as store:
        row = {"migration_set": "tracker", "name": "m999_from_the_future", "applied_at": "2030-01-01"}
        store.db.table("_sqlite_migrations").insert(row)

    with pytest.raises(StoreError, match=r"newer tracker .*upgrade"):
        open_store(path)


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    """It is left as it was."""
    path = tmp_path / "notes.db"
    path.write_bytes(b"these are notes, not a database " * 40)

    with pytest.raises(StoreError, match="no store of tracker"):
        open_store(path)
    assert path.read_bytes().startswith(b"these are notes")


def test_a_missing_store_says_how_to_make_one(tmp_path: Path) -> None:
    """Reading commands never make an empty one."""
    with pytest.raises(UsageError, match="tracker run"):
        open_store(tmp_path / "none.db", create=False)


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    """The line says what to name instead."""
    with pytest.raises(StoreError, match=r"is a folder: name the store's file"):
        open_store(tmp_path)


def test_a_read_only_store_says_so(tmp_path: Path) -> None:
    """One clear line, whoever runs it: the database itself is opened read-only here, as root ignores file rights."""
    path = tmp_path / "tracker.db"
    open_store(path).close()
    with open_store(path) as store:
        store.db.execute("PRAGMA query_only = ON")
        with pytest.raises(StoreError, match="cannot be written"):
            store.save_address(Address(url="u"))


def test_a_full_disk_says_so(tmp_path: Path) -> None:
    """SQLite's own page limit stands for the disk; what was committed before stands."""
    with open_store(tmp_path / "tracker.db") as store:
        store.save_address(Address(url="first"))
        pages = store.db.execute("PRAGMA page_count").fetchone()[0]
        store.db.execute(f"PRAGMA max_page_count = {pages + 1}")
        with pytest.raises(StoreError, match=r"disk .* is full"):
            store.save_snapshot(reply(os.urandom(500_000)), run=None, source=None)

        assert list(store.addresses()) == ["first"]
        assert store.db.table("fetches").count == 0


def test_one_run_at_a_time(tmp_path: Path) -> None:
    """A second process is told who holds the store and since when."""
    path = tmp_path / "tracker.db"
    with open_store(path) as store, store.lock():
        store.begin_run("tracker run", NOW)
        code = (
            "import sys; from pathlib import Path; from tracker.store import open_store\n"
            "with open_store(Path(sys.argv[1])) as s, s.lock(): pass"
        )
        other = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)

    assert f"another run holds {path} (process {os.getpid()}" in other.stderr
    with open_store(path) as store, store.lock():
        pass


def test_any_sqlite_client_reads_the_tables(store: Store) -> None:
    """The file opens without this package; the view of latest versions too."""
    document = store.add_document(version(), NOW)
    store.add_version(document, version(), cause="page", seen_at=NOW)
    client = sqlite3.connect(store.path)

    assert client.execute("SELECT title FROM latest_versions").fetchall() == [("示例办法",)]
    client.close()


def test_a_failed_migration_leaves_no_table(tmp_path: Path) -> None:
    """A migration is one transaction: it happened, or it did not."""
    from sqlite_utils import Database, Migrations

    from tracker.store.schema import m001_first_tables

    broken = Migrations("tracker")

    @broken()
    def m001(db: Database) -> None:
        m001_first_tables(db)
        raise ZeroDivisionError

    db = Database(tmp_path / "x.db")
    with pytest.raises(ZeroDivisionError):
        broken.apply(db)
    assert not db["documents"].exists()
    db.close()


def test_a_strangers_database_is_left_alone(tmp_path: Path) -> None:
    """Our tables are never added to another program's file, and an empty file is no store to read."""
    path = tmp_path / "other.db"
    client = sqlite3.connect(path)
    client.execute("CREATE TABLE addresses_of_mine (name TEXT)")
    client.commit()
    client.close()
    before = path.read_bytes()

    with pytest.raises(StoreError, match="no store of tracker"):
        open_store(path)
    assert path.read_bytes() == before
    (tmp_path / "empty.db").touch()
    with pytest.raises(StoreError, match="is empty"):
        open_store(tmp_path / "empty.db", create=False)
