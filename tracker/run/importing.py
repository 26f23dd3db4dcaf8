"""Store local files as snapshots and versions, as if they had been fetched."""

from __future__ import annotations

import datetime as dt
import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tracker.errors import ReadError
from tracker.models import Event, Reply, Stage
from tracker.run.filing import File
from tracker.run.lookup import read_file
from tracker.run.reviewing import review
from tracker.store import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Imported:
    """One file: each title read in it with the events it made (none: unchanged), or why nothing was read."""

    path: Path
    filed: tuple[tuple[str, tuple[Event, ...]], ...] = ()
    problem: str | None = None


def import_files(
    paths: Sequence[Path],
    store: Store,
    *,
    now: dt.datetime,
    source: str | None = None,
    at: dt.datetime | None = None,
    stage: Stage | None = None,
    region: str | None = None,
    expiry_days: int = 90,
) -> tuple[Imported, ...]:
    """Import `paths` in order, as seen `at` (now, where not given).

    A file that is missing stops the import before anything is stored; one that holds no policy text is kept as a
    snapshot and told.

    Raises:
        ReadError: a path is missing or a folder.
    """
    for path in paths:
        if not path.is_file():
            raise ReadError(f"{path} is a folder: name the files in it" if path.is_dir() else f"{path} does not exist")
    run = store.begin_run("tracker import", now)
    seen_at = at or now
    outcome = tuple(_import_file(path, store, run, source, seen_at, stage, region) for path in paths)
    review(store, run=run, now=now, expiry_days=expiry_days)
    store.finish_run(
        run, now, pages=len(paths), unchanged=sum(not any(events for _, events in item.filed) for item in outcome)
    )
    return outcome


def _import_file(
    path: Path,
    store: Store,
    run: int,
    source: str | None,
    seen_at: dt.datetime,
    stage: Stage | None,
    region: str | None,
) -> Imported:
    url = path.absolute().as_uri()
    media_type = mimetypes.guess_type(path.name)[0]
    headers = {"content-type": media_type} if media_type else {}
    content = path.read_bytes()
    reply = Reply(url=url, final_url=url, status=200, headers=headers, content=content, fetched_at=seen_at)
    store.save_snapshot(reply, run=run, source=source)
    reading = read_file(path, at=seen_at, region=region)
    file = File(store=store, run=run, cause="import")
    named = (replace(version, source=url, stage=stage or version.stage) for version in reading.versions)
    filed = tuple((version.title, file.file(version, now=seen_at, beside=reading.versions)[1]) for version in named)
    return Imported(path=path, filed=filed, problem=reading.problem)
