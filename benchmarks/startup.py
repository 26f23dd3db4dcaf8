"""What a command costs before it does anything, for two small files, and for a store that holds them."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.measuring import median, print_table, run

_OLD = (
    "示例市海洋牧场扶持办法\n第一条 新建牧场按照投资额的20%给予补助，单个项目最高200万元。\n"
    "第二条 本办法自发布之日起施行。\n"
)


def compare_startup(*, runs: int, urlwatch: Path | None, webchanges: Path | None) -> None:
    """Print the table; the first row is the interpreter alone."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "old.txt").write_text(_OLD, encoding="utf-8")
        (place / "new.txt").write_text(_OLD.replace("200万元", "300万元"), encoding="utf-8")
        tracker = [sys.executable, "-m", "tracker"]
        run([*tracker, "import", "old.txt", "new.txt"], limit_s=60, cwd=place)
        commands: list[tuple[str, list[str] | None]] = [
            ("python -c pass", [sys.executable, "-c", "pass"]),
            ("tracker --version", [*tracker, "--version"]),
            ("tracker --help", [*tracker, "--help"]),
            ("tracker diff of two small files", [*tracker, "diff", "old.txt", "new.txt"]),
            ("tracker docs", [*tracker, "docs"]),
            ("urlwatch --version", [str(urlwatch.absolute()), "--version"] if urlwatch else None),
            ("webchanges --version", [str(webchanges.absolute()), "--version"] if webchanges else None),
        ]
        rows = []
        base = None
        for name, command in commands:
            if command is None:
                rows.append([name, "not installed", "", ""])
                continue
            cost = median([run(command, limit_s=60, cwd=place) for _ in range(runs + 1)][1:])
            base = base or cost
            failed = "" if cost.code == 0 else f" (ends with {cost.code})"
            rows.append(
                [
                    name + failed,
                    f"{cost.wall_s:.2f} s",
                    f"{cost.cpu_s:.2f} s (×{cost.cpu_s / base.cpu_s:.0f})",
                    f"{cost.rss_mb:.0f} MB",
                ]
            )
    print_table("Starting (× of the interpreter alone)", ["command", "wall", "processor", "peak memory"], rows)
