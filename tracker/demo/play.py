"""Play three nights on the bundled site and say where everything lies.

Night 1: all is new. Night 2: the draft has become final, a district measure repeals another, a page was edited in
place. Night 3: an error text, an empty list and a page that is gone: two sources fail, one page is removed, no
text changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tracker.demo.server import serving
from tracker.demo.site import site
from tracker.errors import UsageError
from tracker.fetch import Fetcher
from tracker.models import NightReport
from tracker.run.night import Settings
from tracker.run.nightly import run_night
from tracker.run.sending import write_report
from tracker.sources import load_config
from tracker.store import open_store

FIRST_NIGHT = dt.datetime(2026, 3, 16, 22, 30, tzinfo=dt.UTC)  # 06:30 in Beijing on the 17th
NIGHTS = 3

SOURCES = """\
# The bundled site of an invented 示例市. Written by `tracker demo`.
language = "{lang}"
expiry_days = 30

[fetch]
delay_s = 0

[[source]]
id = "shili-list"
name = "示例市政策文件"
kind = "list"
url = "{site}/zhengce/index.html"
region = "示例市"
list = {{ max_pages = 5 }}

[[source]]
id = "shili-gazette"
name = "示例市人民政府公报"
kind = "page"
url = "{site}/gongbao/2026-5.html"
region = "示例市"

[[source]]
id = "donghu"
name = "东湖区政策"
kind = "list"
url = "{site}/donghu/index.html"
region = "示例市东湖区"

[[source]]
id = "xiling"
name = "西岭区智能制造措施"
kind = "page"
url = "{site}/xiling/zhengce/20250415.html"
region = "示例市西岭区"
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Played:
    """The reports of the three nights and where the files lie."""

    reports: tuple[NightReport, ...]
    pages: tuple[Path, ...]
    config: Path
    store: Path


def play(
    folder: Path,
    *,
    lang: Literal["zh", "en"] = "zh",
    shown: Callable[[int, NightReport, Path], None] = lambda night, report, page: None,
) -> Played:
    """Play the three nights in `folder`, which is emptied of an earlier demo's files first.

    `shown` is called after each night with its number, its report and the HTML file it was written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as err:
        raise UsageError(f"cannot make the folder {folder}: {err.strerror}; name another with --folder") from err
    store_path = folder / "snapshots" / "tracker.db"
    _clear(folder, store_path)
    reports: list[NightReport] = []
    pages: list[Path] = []
    with serving(site(1)) as server:
        config_path = folder / "sources.toml"
        config_path.write_text(SOURCES.format(site=server.address, lang=lang), encoding="utf-8")
        config = load_config(config_path)
        for night in range(1, NIGHTS + 1):
            server.pages = site(night)
            now = _clock(FIRST_NIGHT + dt.timedelta(days=night - 1))
            with open_store(store_path) as store, store.lock(), Fetcher(config.fetch, now=now) as fetcher:
                report = run_night(
                    config.enabled,
                    store,
                    fetcher.get,
                    now=now,
                    settings=Settings(expiry_days=config.expiry_days, command="tracker demo", lang=lang),
                )
            page = write_report(report, config.reports, lang)
            reports.append(report)
            pages.append(page)
            shown(night, report, page)
    return Played(reports=tuple(reports), pages=tuple(pages), config=config_path, store=store_path)


def _clock(start: dt.datetime) -> Callable[[], dt.datetime]:
    """A clock that began at `start` when it was made: the demo's nights are always the same days."""
    made = dt.datetime.now(dt.UTC)
    return lambda: start + (dt.datetime.now(dt.UTC) - made)


def _clear(folder: Path, store: Path) -> None:
    for path in [store, *store.parent.glob(store.name + "-*"), *(folder / "reports").glob("2026-03-1*")]:
        path.unlink(missing_ok=True)
