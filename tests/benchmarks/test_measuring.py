"""What the benchmarks say of a command is what it did."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.measuring import median, run, seconds
from benchmarks.texts import text_pairs


def test_a_command_is_measured() -> None:
    """Its output, exit code and own memory, not that of the process that asks."""
    cost = run([sys.executable, "-c", "x = bytearray(64 << 20); print('done'); raise SystemExit(3)"], limit_s=30)
    assert (cost.output, cost.code) == ("done\n", 3)
    assert 64 < cost.rss_mb < 110 and cost.cpu_s > 0 and 0 < cost.wall_s < 30


def test_a_command_that_does_not_end_is_stopped() -> None:
    """At its limit, and said so."""
    cost = run([sys.executable, "-c", "import time; time.sleep(60)"], limit_s=0.3)
    assert cost.code is None and cost.wall_s < 5


def test_a_failure_among_the_runs_is_kept() -> None:
    """The median hides no run that failed."""
    costs = [run([sys.executable, "-c", f"raise SystemExit({code})"], limit_s=30) for code in (0, 2, 0)]
    assert median(costs).code == 2


@pytest.mark.parametrize(("value", "shown"), [(0.0000503, "0.0503 ms"), (0.0175, "17.5 ms"), (1.09, "1.09 s")])
def test_times_as_a_reader_takes_them_in(value: float, shown: str) -> None:
    """Three digits, in milliseconds below a second."""
    assert seconds(value) == shown


def test_invented_texts_where_the_shared_ones_are_absent(tmp_path: Path) -> None:
    """A short and a long pair, the same each time, with something changed."""
    pairs = text_pairs(tmp_path)
    assert pairs == text_pairs(tmp_path)
    assert all(old != new and "万元" in old for old, new in pairs.values())
