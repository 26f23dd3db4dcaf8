"""Two texts compared: ours and whole-document differs, each in a process of its own.

python -m benchmarks.diffs METHOD FILE RUNS   (one measurement; FILE holds [old, new] as JSON)
"""

from __future__ import annotations

import difflib
import importlib.util
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks.measuring import print_table, run, seconds
from benchmarks.texts import text_pairs

# A method: from (old, new) to a function that does the timed work and gives the changed stretches, as text
Work = Callable[[], Iterable[str]]


def compare_methods(shared: Path, *, runs: int, limit_s: float) -> None:
    """Print the table; a method that takes more than `limit_s` seconds on a pair is stopped there."""
    pairs = text_pairs(shared)
    rows: list[list[str]] = []
    base: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for method in METHODS:
            module = _NEEDS.get(method)
            if module and importlib.util.find_spec(module) is None:
                rows.append([method, *["not installed"] * (len(pairs) + 2)])
                continue
            row, memory, returned = [method], 0.0, ""
            for name, texts in pairs.items():
                file = Path(folder) / "pair.json"
                file.write_text(json.dumps(texts), encoding="utf-8")
                cost = run(
                    [sys.executable, "-m", "benchmarks.diffs", method, str(file), str(runs)],
                    limit_s=limit_s + runs,
                )
                memory = max(memory, cost.rss_mb)
                if cost.code is None:
                    row.append(f"> {limit_s:g} s")
                    returned = "–"
                    continue
                found = json.loads(cost.output)
                base.setdefault(name, found["median_s"])
                row.append(f"{seconds(found['median_s'])} (×{found['median_s'] / base[name]:.2g})")
                returned = f"{found['changes']:,}, longest {found['longest']:,}"
            rows.append([*row, f"{memory:.0f} MB", returned])
    print_table(
        "Comparing two texts (median processor time; × of the first row)",
        ["method", *pairs, "peak memory", "changes of the last pair, characters"],
        rows,
    )


def _measure_here(method: str, file: Path, runs: int) -> None:
    old, new = json.loads(file.read_text(encoding="utf-8"))
    METHODS[method]("最高20万元", "最高30万元")()  # imports and compiled patterns
    work = METHODS[method](old, new)
    times = []
    stretches: list[str] = []
    for _ in range(runs):
        start = time.process_time()
        stretches = list(work())
        times.append(time.process_time() - start)
        if times[-1] > 1:
            break
    print(
        json.dumps(
            {
                "median_s": statistics.median(times),
                "changes": len(stretches),
                "longest": max(map(len, stretches), default=0),
            }
        )
    )


# ── methods ──────────────────────────────────────────────────────────────────────────────────────


def _ours(old: str, new: str) -> Work:
    versions = [_read(text) for text in (old, new)]

    def work() -> Iterable[str]:
        return _aligned(*versions)

    return work


def _ours_pure(old: str, new: str) -> Work:
    sys.modules["fast_diff_match_patch"] = None  # type: ignore[assignment]  # as where it is not installed
    return _ours(old, new)


def _ours_from_text(old: str, new: str) -> Work:
    return lambda: _aligned(_read(old), _read(new))


def _read(text: str):  # type: ignore[no-untyped-def]
    from tracker.clauses import parse_clauses
    from tracker.meaning import read_meaning
    from tracker.models import Version

    return read_meaning(Version(title="", text=text, clauses=parse_clauses(text)))


def _aligned(old, new) -> Iterable[str]:  # type: ignore[no-untyped-def]
    from tracker.align import align_clauses
    from tracker.compare import compare_versions

    diff = compare_versions(old, new, align_clauses(old.clauses, new.clauses))
    return [edit[1] for row in diff.clauses for edit in row.edits if edit[0] != "="]


def _dmp(limit_s: float) -> Callable[[str, str], Work]:
    def method(old: str, new: str) -> Work:
        from diff_match_patch import diff_match_patch

        def work() -> Iterable[str]:
            differ = diff_match_patch()
            differ.Diff_Timeout = limit_s
            found = differ.diff_main(old, new)
            differ.diff_cleanupSemantic(found)
            return [text for sign, text in found if sign]

        return work

    return method


def _fast_dmp(old: str, new: str) -> Work:
    from fast_diff_match_patch import diff

    def work() -> Iterable[str]:
        found = diff(old, new, timelimit=0, checklines=True, cleanup="Semantic", counts_only=False)
        return [text for sign, text in found if sign != "="]

    return work


def _difflib(old: str, new: str) -> Work:
    def work() -> Iterable[str]:
        lines = difflib.unified_diff(old.split("\n"), new.split("\n"), lineterm="")
        return [line[1:] for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]

    return work


def _redlines(old: str, new: str) -> Work:
    from redlines import Redlines

    def work() -> Iterable[str]:
        found = Redlines(old, new).redlines
        return [text for change in found for text in (change.source_text, change.test_text) if text]

    return work


METHODS: dict[str, Callable[[str, str], Work]] = {
    "tracker: align + compare": _ours,
    "tracker, pure Python differ": _ours_pure,
    "tracker: clauses + figures + align + compare": _ours_from_text,
    "diff-match-patch, default (1 s limit)": _dmp(1.0),
    "diff-match-patch, no limit": _dmp(0.0),
    "fast-diff-match-patch": _fast_dmp,
    "difflib, lines": _difflib,
    "redlines": _redlines,
}
_NEEDS = {"fast-diff-match-patch": "fast_diff_match_patch", "redlines": "redlines"}

if __name__ == "__main__":
    _measure_here(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
