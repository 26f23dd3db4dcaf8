"""`python -m accuracy [GROUP …] [--shared DIR]`: print one table; each group is a module of this package.

Ends with 1 where a value is under its goal, 0 otherwise; a group whose texts are absent is skipped with a line.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from accuracy.score import Score

GROUPS = ("maps", "figures", "changes", "repeals", "pages", "files", "seeds")


def main() -> int:
    parser = argparse.ArgumentParser(prog="accuracy", description=__doc__)
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=", ".join(GROUPS))
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown, for docs/accuracy.md")
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    arguments = parser.parse_args()
    if not (arguments.shared / "dev").is_dir():
        print(f"no labelled texts at {arguments.shared}: nothing to score (give --shared DIR)", file=sys.stderr)
        return 0
    scores: list[Score] = []
    for group in arguments.groups or GROUPS:
        if group not in GROUPS:
            parser.error(f"no group {group!r}; there are {', '.join(GROUPS)}")
        scores += importlib.import_module(f"accuracy.{group}").measure(arguments.shared)
    (_print_markdown if arguments.markdown else _print)(scores)
    return int(any(score.goal is not None and score.value < score.goal for score in scores))


def _print(scores: list[Score]) -> None:
    table = Table("group", "what", "metric", "value", "goal", "cases", title="accuracy")
    for score in scores:
        under = score.goal is not None and score.value < score.goal
        table.add_row(
            score.group,
            score.what,
            score.metric,
            f"[red]{score.value:.3f}[/]" if under else f"{score.value:.3f}",
            "" if score.goal is None else f"{score.goal:.2f}",
            "" if score.cases is None else str(score.cases),
        )
    Console(width=130).print(table)


def _print_markdown(scores: list[Score]) -> None:
    print("| group | what | metric | value | goal | cases |\n| --- | --- | --- | ---: | ---: | ---: |")
    for score in scores:
        goal = "" if score.goal is None else f"{score.goal:.2f}"
        print(f"| {score.group} | {score.what} | {score.metric} | {score.value:.3f} | {goal} | {score.cases or ''} |")


if __name__ == "__main__":
    sys.exit(main())
