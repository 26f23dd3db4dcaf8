"""A fault of the program in one text: that text fails, with the place named, and all others are read."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from run.serving import clock_at, config_for, night, page
from run.test_nights import OTHER, POLICY

from tracker.demo.server import serving
from tracker.errors import StoreError, UsageError
from tracker.run import gathering, nightly, rebuilding
from tracker.run.faults import contained
from tracker.run.rebuilding import rebuild
from tracker.store import open_store


def failing_at(path: str, stage: Callable[..., Any]) -> Callable[..., Any]:
    """`stage`, but for an address where it fails as only a defect can."""

    def fails(reply: Any, *rest: Any, **named: Any) -> Any:
        if reply.url.endswith(path):
            raise IndexError("a defect")
        return stage(reply, *rest, **named)

    return fails


def test_a_page_the_program_fails_on_silences_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The night tells the other page, the failing one stands as failing, and is read once the defect is mended."""
    with serving({"/a.html": page(POLICY), "/b.html": page(OTHER)}) as server, open_store(tmp_path / "t.db") as store:
        config = config_for(tmp_path, server.address, {"a": "/a.html", "b": "/b.html"})
        with monkeypatch.context() as patch:
            patch.setattr(nightly, "read_reply", failing_at("/a.html", nightly.read_reply))
            report = night(config, store, 1)

        assert sorted(event.kind for event in report.events) == ["new_document", "source_failing"]
        failing = next(health for health in report.health if health.source == "a")
        assert failing.state == "failing"
        assert failing.reason is not None and "IndexError in" in failing.reason
        assert failing.advice is not None and "程序的缺陷" in failing.advice

        mended = night(config, store, 2)
        assert sorted(event.kind for event in mended.events) == ["new_document", "source_recovered"]


def test_a_list_the_program_fails_on_fails_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list is read beside the others in a thread: a defect there ends neither the thread nor the night."""
    pages = {"/a.html": page(POLICY), "/list.html": page("列表")}
    with serving(pages) as server, open_store(tmp_path / "t.db") as store:
        listed = f'[[source]]\nid = "l"\nname = "l"\nkind = "list"\nurl = "{server.address}/list.html"\n'
        config = config_for(tmp_path, server.address, {"a": "/a.html"}, extra=listed)
        monkeypatch.setattr(gathering, "read_list", failing_at("/list.html", gathering.read_list))
        report = night(config, store, 1)

    assert {health.source: health.state for health in report.health} == {"a": "ok", "l": "failing"}


@pytest.mark.parametrize("error", [UsageError("x"), StoreError("x"), KeyboardInterrupt()])
def test_what_is_foreseen_passes_as_it_is(error: BaseException) -> None:
    """Known errors keep their kind: a full disk stops the run, a person may always."""
    with pytest.raises(type(error)), contained("https://jxj.example/"):
        raise error


def test_a_rebuild_passes_over_a_text_the_program_fails_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its former reading stands and is named; the other is read anew."""
    with serving({"/a.html": page(POLICY), "/b.html": page(OTHER)}) as server, open_store(tmp_path / "t.db") as store:
        config = config_for(tmp_path, server.address, {"a": "/a.html", "b": "/b.html"})
        night(config, store, 1)
        monkeypatch.setattr(rebuilding, "read_reply", failing_at("/a.html", rebuilding.read_reply))
        (told,) = rebuild(store, now=clock_at(2)())

    assert told.problem is not None and "IndexError in" in told.problem
