"""`python -m benchmarks [QUESTION …] [--shared DIR]`: speed beside peers, one Markdown table per question."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from pathlib import Path

from benchmarks.diffs import compare_methods
from benchmarks.growth import measure_growth
from benchmarks.nights import compare_nights, measure_store
from benchmarks.startup import compare_startup

QUESTIONS = ("diff", "growth", "night", "store", "startup")


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("questions", nargs="*", metavar="QUESTION", help=", ".join(QUESTIONS))
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    parser.add_argument("--runs", type=int, default=3, help="runs of which the median is told")
    parser.add_argument("--limit", type=float, default=60.0, metavar="S", help="seconds a text differ may take")
    parser.add_argument("--pages", type=int, default=500, help="pages of a night")
    parser.add_argument("--urlwatch", type=Path, metavar="PATH", help="the command of an installed urlwatch")
    parser.add_argument("--webchanges", type=Path, metavar="PATH", help="the command of an installed webchanges")
    arguments = parser.parse_args()
    asked = arguments.questions or QUESTIONS
    for question in asked:
        if question not in QUESTIONS:
            parser.error(f"no question {question!r}; there are {', '.join(QUESTIONS)}")
    for option in ("urlwatch", "webchanges"):
        path = getattr(arguments, option)
        if path and not os.access(path, os.X_OK):
            parser.error(f"--{option}: {path} is no command")
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, median of {arguments.runs} runs.")
    peers = {"urlwatch": arguments.urlwatch, "webchanges": arguments.webchanges}
    if "diff" in asked:
        compare_methods(arguments.shared, runs=arguments.runs, limit_s=arguments.limit)
    if "growth" in asked:
        measure_growth(runs=arguments.runs)
    if "night" in asked:
        compare_nights(arguments.shared, pages=arguments.pages, runs=arguments.runs, **peers)
    if "store" in asked:
        measure_store(arguments.shared)
    if "startup" in asked:
        compare_startup(runs=arguments.runs, **peers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
