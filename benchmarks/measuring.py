"""What a command costs: each run in a process of its own, so that memory and imports are its own too."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# ru_maxrss counts kilobytes, on macOS bytes
_RSS_PER_MB = 1024 * 1024 if sys.platform == "darwin" else 1024
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, kw_only=True, slots=True)
class Cost:
    """Wall and processor seconds and peak memory of a process and its children; `code` None: stopped at the limit."""

    wall_s: float
    cpu_s: float
    rss_mb: float
    code: int | None
    output: str


@cache
def _bytecode() -> tempfile.TemporaryDirectory[str]:
    """Where the bytecode of all runs lies: kept, as where a program is installed, but not beside its source."""
    return tempfile.TemporaryDirectory(prefix="bytecode")


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": _bytecode().name, "NO_COLOR": "1"}


def run(command: Sequence[str], *, limit_s: float, cwd: Path = ROOT) -> Cost:
    """Run `command` to its end, or for `limit_s` seconds; what it prints to stdout is kept."""
    with tempfile.TemporaryDirectory() as folder:
        report, printed = Path(folder) / "report", Path(folder) / "printed"
        with printed.open("w") as output:
            process = subprocess.Popen(
                [sys.executable, "-I", "-S", str(ROOT / "benchmarks" / "launch.py"), str(report), *command],
                cwd=cwd,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            try:
                process.wait(limit_s)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                return Cost(wall_s=limit_s, cpu_s=limit_s, rss_mb=0, code=None, output="")
        code, wall, processor, memory = report.read_text().split()
        return Cost(
            wall_s=float(wall),
            cpu_s=float(processor),
            rss_mb=float(memory) / _RSS_PER_MB,
            code=int(code),
            output=printed.read_text(encoding="utf-8"),
        )


def median(costs: Sequence[Cost]) -> Cost:
    """The medians of the times of `costs`, with the greatest memory and the first failure of all."""
    failed = next((cost for cost in costs if cost.code != 0), costs[0])
    return Cost(
        wall_s=statistics.median(cost.wall_s for cost in costs),
        cpu_s=statistics.median(cost.cpu_s for cost in costs),
        rss_mb=max(cost.rss_mb for cost in costs),
        code=failed.code,
        output=failed.output,
    )


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """One Markdown table; all columns but the first stand to the right."""
    print(f"\n### {title}\n")
    print("| " + " | ".join(columns) + " |")
    print("| --- |" + " ---: |" * (len(columns) - 1))
    for row in rows:
        print("| " + " | ".join(row) + " |")
    sys.stdout.flush()


def seconds(value: float) -> str:
    """A time as a reader takes it in: 8.4 ms, 1.25 s."""
    return f"{value * 1e3:.3g} ms" if value < 0.9995 else f"{value:.3g} s"
