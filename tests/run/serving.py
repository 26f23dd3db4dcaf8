"""A site made of texts, on loopback, and a sources.toml for it."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Callable, Mapping
from pathlib import Path

from tracker.demo.site import Served
from tracker.fetch import Fetcher
from tracker.models import NightReport
from tracker.run.night import Settings
from tracker.run.nightly import run_night
from tracker.sources import load_config
from tracker.store import Store

FIRST = dt.datetime(2026, 3, 16, 22, 30, tzinfo=dt.UTC)


def page(text: str, *, title: str = "", furniture: str = "") -> Served:
    """A page as a CMS serves it: menus around `#mainText`, one `<p>` per line."""
    paragraphs = "\n".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines() if line.strip())
    markup = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}_政策文件_示例市人民政府</title></head>
<body><div class="nav"><a href="/">首页</a></div>{furniture}<div id="mainText">{paragraphs}</div>
<div class="footer">示例市人民政府</div></body></html>"""
    return Served(body=markup.encode())


def config_for(folder: Path, site: str, pages: Mapping[str, str], extra: str = "") -> Path:
    """Write a sources.toml with one page source per entry of `pages` (id: path)."""
    sources = "\n".join(
        f'[[source]]\nid = "{name}"\nname = "{name}"\nkind = "page"\nurl = "{site}{path}"\n'
        for name, path in pages.items()
    )
    path = folder / "sources.toml"
    path.write_text(f"[fetch]\ndelay_s = 0\nretries = 0\n\n{extra}\n{sources}", encoding="utf-8")
    return path


def night(config_path: Path, store: Store, number: int) -> NightReport:
    """Night `number` (from 1) over the sources of a config."""
    config = load_config(config_path)
    now = clock_at(number)
    with Fetcher(config.fetch, now=now) as fetcher:
        return run_night(config.enabled, store, fetcher.get, now=now, settings=Settings())


def clock_at(number: int) -> Callable[[], dt.datetime]:
    """A clock that stands still in night `number`."""
    return lambda: FIRST + dt.timedelta(days=number - 1)


def kinds(report: NightReport) -> list[str]:
    """What happened, event by event."""
    return [event.kind for event in report.events]
