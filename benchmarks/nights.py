"""A night over many pages on loopback: first, unchanged, 5 % changed; `tracker run` beside urlwatch and webchanges."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measuring import Cost, median, print_table, run

_PHASES = ("first", "unchanged", "5 % changed")
_LIMIT_S = 300.0
_SIZES = (100, 500, 2_000)
_TO_WARM_UP = 10  # pages: the first run of all compiles the bytecode


def compare_nights(shared: Path, *, pages: int, runs: int, urlwatch: Path | None, webchanges: Path | None) -> None:
    """Print the table; a peer whose command is not given is listed as not installed."""
    server = shared / "bench" / "server.py"
    if not server.is_file():
        print(f"\n### A night over {pages} pages\n\nNot measured: the page server of the shared folder is absent.")
        return
    with tempfile.TemporaryDirectory() as folder, _serving(server, pages) as base:
        tools: list[tuple[str, Path | None, Callable[[Path, str, int], list[str]]]] = [
            ("tracker run", Path(sys.executable), _tracker),
            ("urlwatch", urlwatch, _urlwatch),
            ("webchanges (requests)", webchanges, _webchanges),
        ]
        measured: dict[str, list[Cost] | None] = {}
        for name, command, prepare in tools:
            if command is None:
                measured[name] = None
                continue
            rounds = []
            for at in range(runs):
                place = Path(folder) / f"{prepare.__name__}{at}"
                place.mkdir()
                rounds.append(_nights([str(command.absolute()), *prepare(place, base, pages)], place, base, at + 1))
            measured[name] = [median(costs) for costs in zip(*rounds, strict=True)]
    ours = measured["tracker run"] or []
    rows = [
        [name, *(_cell(cost, our) for cost, our in zip(costs, ours, strict=True))]
        if costs
        else [name, *["not installed"] * len(_PHASES)]
        for name, costs in measured.items()
    ]
    print_table(
        f"A night over {pages} pages: wall / processor time (× of ours) / peak memory", ["command", *_PHASES], rows
    )


def measure_store(shared: Path, *, sizes: Sequence[int] = _SIZES) -> None:
    """Print what a page costs `tracker run` in stores of several sizes: it may not grow with what is stored."""
    server = shared / "bench" / "server.py"
    if not server.is_file():
        print("\n### The cost of a page\n\nNot measured: the page server of the shared folder is absent.")
        return
    rows = []
    with tempfile.TemporaryDirectory() as folder, _serving(server, max(sizes)) as base:
        for pages in (_TO_WARM_UP, *sizes):
            place = Path(folder) / str(pages)
            place.mkdir()
            costs = _nights([sys.executable, *_tracker(place, base, pages)], place, base, 1)
            cells = [f"{cost.cpu_s:.2f} s, {cost.cpu_s / pages * 1e3:.1f} ms" for cost in costs]
            rows.append([f"{pages:,}", *cells, f"{max(cost.rss_mb for cost in costs):.0f} MB"])
    rows.pop(0)
    print_table("Processor time of a night, and of one of its pages", ["pages", *_PHASES, "peak memory"], rows)


def _cell(cost: Cost, ours: Cost) -> str:
    if cost.code is None:
        return f"> {_LIMIT_S:g} s"
    failed = "" if cost.code == 0 else f", ends with {cost.code}"
    return f"{cost.wall_s:.2f} s / {cost.cpu_s:.2f} s (×{cost.cpu_s / ours.cpu_s:.2g}) / {cost.rss_mb:.0f} MB{failed}"


def _nights(command: list[str], place: Path, base: str, generation: int) -> list[Cost]:
    """The three nights of one tool in a fresh folder."""
    costs = []
    for change in ("pct=0&gen=0", "pct=0&gen=0", f"pct=5&gen={generation}"):
        _ask(f"{base}/__set?{change}")
        costs.append(run(command, limit_s=_LIMIT_S, cwd=place))
    _ask(f"{base}/__set?pct=0&gen=0")
    return costs


# ── the server ───────────────────────────────────────────────────────────────────────────────────


@contextmanager
def _serving(server: Path, pages: int) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [sys.executable, str(server.absolute()), "--port", str(port), "--pages", str(pages)],
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait(base)
        yield base
    finally:
        process.terminate()
        process.wait()


def _wait(base: str) -> None:
    """Until the server answers; it builds its pages first."""
    for _ in range(300):
        try:
            _ask(f"{base}/__stats")
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the page server did not begin to answer within 30 s")


def _ask(url: str) -> Mapping[str, object]:
    with urllib.request.urlopen(url, timeout=30) as reply:
        body = reply.read()
    return json.loads(body) if body.startswith(b"{") else {}


# ── the tools ────────────────────────────────────────────────────────────────────────────────────


def _tracker(place: Path, base: str, pages: int) -> list[str]:
    sources = "\n".join(
        f'[[source]]\nid = "p{at}"\nurl = "{base}/p/{at}.html"\nbody = "#mainText"\n' for at in range(pages)
    )
    (place / "sources.toml").write_text(f"[fetch]\ndelay_s = 0\n\n{sources}", encoding="utf-8")
    return ["-m", "tracker", "run", "-q"]


def _urlwatch(place: Path, base: str, pages: int) -> list[str]:
    jobs = [f"name: p{at}\nurl: {base}/p/{at}.html\n{_FILTER}" for at in range(pages)]
    (place / "urls.yaml").write_text("---\n".join(jobs), encoding="utf-8")
    (place / "config.yaml").write_text(_CONFIG + "  text: {details: true, footer: true}\n", encoding="utf-8")
    (place / "hooks.py").write_text("", encoding="utf-8")
    return ["--urls", "urls.yaml", "--config", "config.yaml", "--hooks", "hooks.py", "--cache", "cache.db"]


def _webchanges(place: Path, base: str, pages: int) -> list[str]:
    jobs = [f"name: p{at}\nurl: {base}/p/{at}.html\nhttp_client: requests\n{_FILTER}" for at in range(pages)]
    (place / "jobs.yaml").write_text("---\n".join(jobs), encoding="utf-8")
    (place / "config.yaml").write_text("version_check: {enabled: false}\n" + _CONFIG, encoding="utf-8")
    (place / "hooks.py").write_text("", encoding="utf-8")
    return ["--jobs", "jobs.yaml", "--config", "config.yaml", "--hooks", "hooks.py", "--database", "snap.db"]


_FILTER = "filter:\n  - element-by-id: mainText\n  - html2text:\n      method: bs4\n      strip: true\n"
_CONFIG = (
    "display: {new: true, error: true, unchanged: false}\n"
    "report:\n  stdout: {enabled: true, color: false}\n  email: {enabled: false}\n"
)
