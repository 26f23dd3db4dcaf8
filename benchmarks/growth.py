"""Time of alignment and comparison together from 10 to 10,000 clauses."""

from __future__ import annotations

import statistics
import time
from math import log

from benchmarks.measuring import print_table, seconds
from benchmarks.texts import figured_pair
from tracker.align import align_clauses
from tracker.compare import compare_versions
from tracker.meaning import read_meaning
from tracker.models import Version

SIZES = (10, 100, 1_000, 10_000)


def measure_growth(*, runs: int) -> None:
    """Print the table; processor time. The last column stays level where time grows as n log n."""
    rows = []
    for size in SIZES:
        old, new = (read_meaning(Version(title="", text="", clauses=side)) for side in figured_pair(size))
        align, compare = [], []
        for _ in range(runs if size < 3_000 else 1):
            start = time.process_time()
            pairs = align_clauses(old.clauses, new.clauses)
            middle = time.process_time()
            compare_versions(old, new, pairs)
            align.append(middle - start)
            compare.append(time.process_time() - middle)
        total = statistics.median(align) + statistics.median(compare)
        rows.append(
            [
                f"{size:,}",
                seconds(statistics.median(align)),
                seconds(statistics.median(compare)),
                seconds(total),
                f"{total / (size * log(size)) * 1e6:.0f} µs",
            ]
        )
    print_table("Growth on invented clauses", ["clauses", "align", "compare", "both", "both / n·ln n"], rows)
