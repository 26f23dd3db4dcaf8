"""Reading stored snapshots anew changes nothing unless the readers have changed, and is never told as policy."""

import datetime as dt
from pathlib import Path

from tracker.demo import play
from tracker.run.rebuilding import rebuild
from tracker.sources import load_config
from tracker.store import open_store

NOW = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)


def test_the_same_readers_read_the_same(tmp_path: Path) -> None:
    """Pages, a gazette, a GB18030 page and a PDF behind its cover come back as they were, and no event is made."""
    played = play(tmp_path)
    sources = {source.id: source for source in load_config(played.config).sources}
    with open_store(played.store) as store:
        events = len(store.events())

        assert rebuild(store, now=NOW, sources=sources) == ()
        assert len(store.events()) == events


def test_what_other_readers_saw_is_put_right_and_told_apart(tmp_path: Path) -> None:
    """A version that an older reader had cut short is read whole; its document has no new version and no event."""
    played = play(tmp_path)
    sources = {source.id: source for source in load_config(played.config).sources}
    with open_store(played.store) as store:
        stored = store.latest("d1")
        store.db.execute("UPDATE versions SET data = json_set(data, '$.clauses', json('[]')) WHERE id = ?", [stored.id])
        events, versions = len(store.events()), len(store.versions("d1"))
        (reread,) = rebuild(store, now=NOW, sources=sources)

        assert (reread.document, reread.version) == ("d1", stored.ordinal)
        assert reread.clauses == len(stored.version.clauses)
        assert store.latest("d1").version.clauses == stored.version.clauses
        assert (events, versions) == (len(store.events()), len(store.versions("d1")))
