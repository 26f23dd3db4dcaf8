"""Time of the alignment from 10 to 10,000 clauses, and on the real pair and its fifty-fold copies.

    python benchmarks/bench_align.py [--shared DIR] [--plot docs/alignment-speed.svg] [--runs 5]

Prints a Markdown table (processor time, median of the runs after one to warm up) and draws the plot. The invented
texts are the same on every machine: clauses of about 110 characters, of which 6 in 10 stay, 2 are edited, 1 is
replaced and 1 moved.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import sys
import time
from collections.abc import Sequence
from math import log10
from pathlib import Path

from tracker.align import align_clauses
from tracker.clauses import parse_clauses
from tracker.models import Clause

SIZES = (10, 30, 100, 300, 1_000, 3_000, 10_000)
# invented sentences are put together from these
_VERBS = (
    "支持",
    "鼓励",
    "推动",
    "引导",
    "规范",
    "完善",
    "建立",
    "开展",
    "组织",
    "实施",
    "加强",
    "落实",
    "申请",
    "审核",
)
_FIRST = "数智产科人城乡水林医教交能环文体商贸税财金信材器粮海航电气土"
_SECOND = "据能业技才市村利地疗育通源境化务易收政融息料械食洋空网象壤"
_TAIL = ("项目", "平台", "基地", "企业", "机构", "园区", "场所", "系统", "设备", "标准", "资金", "名录", "计划", "清单")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    print("| pair | old clauses | new clauses | characters | time | per clause | links |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    points = []
    for size in SIZES:
        old, new = invented_pair(size)
        points.append((size, _row(f"invented, {size:,}", old, new, arguments.runs if size < 3_000 else 2)))
    for name, old, new in real_pairs(arguments.shared):
        _row(name, old, new, arguments.runs)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
    print(f"\nPeak memory of the whole run: {peak:.0f} MB.")
    if arguments.plot:
        arguments.plot.write_text(draw(points), encoding="utf-8")


def _row(name: str, old: Sequence[Clause], new: Sequence[Clause], runs: int) -> float:
    pairs = align_clauses(old, new)
    times = []
    for _ in range(runs):
        start = time.process_time()
        align_clauses(old, new)
        times.append(time.process_time() - start)
    median = statistics.median(times)
    characters = sum(len(clause.text) for clause in (*old, *new))
    found = sum(pair.old is not None and pair.new is not None for pair in pairs)
    each = median / (len(old) + len(new)) * 1e6
    print(
        f"| {name} | {len(old):,} | {len(new):,} | {characters:,} | {median * 1e3:.1f} ms | {each:.0f} µs | {found:,} |"
    )
    return median


# ── the texts ────────────────────────────────────────────────────────────────────────────────────


def invented_pair(size: int) -> tuple[tuple[Clause, ...], tuple[Clause, ...]]:
    """Two versions of an invented law of `size` articles."""
    chance = random.Random(size)
    old = [_text(chance) for _ in range(size)]
    new: list[str] = []
    moved: list[str] = []
    for text in old:
        fate = chance.random()
        if fate < 0.6:
            new.append(text)
        elif fate < 0.8:
            parts = text.split("，")
            parts[chance.randrange(len(parts))] = _phrase(chance)
            new.append("，".join(parts))
        elif fate < 0.9:
            new.append(_text(chance))
        else:
            moved.append(text)
    for text in moved:
        new.insert(chance.randrange(len(new) + 1), text)
    return _articles(old), _articles(new)


def _articles(texts: Sequence[str]) -> tuple[Clause, ...]:
    return tuple(
        Clause(label=f"第{at}条", path=(f"第{at}条",), heading=None, text=text, line=at, number=at)
        for at, text in enumerate(texts, 1)
    )


def _text(chance: random.Random) -> str:
    return "，".join(_phrase(chance) for _ in range(10)) + "。"


def _phrase(chance: random.Random) -> str:
    pick = chance.choice
    return "".join(map(pick, (_VERBS, _FIRST, _SECOND, _TAIL, _VERBS, _FIRST, _SECOND)))


def real_pairs(shared: Path) -> list[tuple[str, tuple[Clause, ...], tuple[Clause, ...]]]:
    """The pairs of the shared diff benchmark; none where the folder is absent."""
    if not (shared / "bench" / "pairs.py").exists():
        return []
    sys.path.insert(0, str(shared / "bench"))
    import pairs as made  # type: ignore[import-not-found]

    return [(name, parse_clauses(old), parse_clauses(new)) for name, (old, new) in made.pairs().items()]


# ── the plot ─────────────────────────────────────────────────────────────────────────────────────


def draw(points: Sequence[tuple[int, float]]) -> str:
    """Time over clauses on two logarithmic axes, with a line of n log n through the last point, as SVG."""
    width, height, edge = 560, 340, 56

    def place(size: float, seconds: float) -> tuple[float, float]:
        x = edge + (log10(size) - 1) / 3 * (width - edge - 24)
        y = height - edge - (log10(seconds) + 4) / 5 * (height - edge - 24)
        return round(x, 1), round(y, 1)

    def path(line: Sequence[tuple[float, float]]) -> str:
        return " ".join(f"{x},{y}" for x, y in (place(*point) for point in line))

    last_size, last_time = points[-1]
    unit = last_time / (last_size * log10(last_size))
    guide = [(size, unit * size * log10(size)) for size, _ in points]
    marks = "".join(f'<circle cx="{place(*p)[0]}" cy="{place(*p)[1]}" r="3.5" fill="#0b5cad"/>' for p in points)
    grid = ""
    for k in range(1, 5):
        x, low = place(10**k, 1e-4)
        grid += f'<text x="{x}" y="{low + 18}" text-anchor="middle">{10**k:,}</text>'
        grid += f'<line x1="{x}" y1="{place(10, 10)[1]}" x2="{x}" y2="{low}" stroke="#ddd"/>'
    for k, label in zip(range(-4, 2), ("0.1 ms", "1 ms", "10 ms", "0.1 s", "1 s", "10 s"), strict=True):
        x, y = place(10, 10.0**k)
        grid += f'<text x="{x - 8}" y="{y + 4}" text-anchor="end">{label}</text>'
        grid += f'<line x1="{x}" y1="{y}" x2="{width - 24}" y2="{y}" stroke="#ddd"/>'
    caption = "clauses in the old version (dashed: n log n)"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        f'font-size="12"><rect width="{width}" height="{height}" fill="#fff"/>{grid}'
        f'<polyline points="{path(guide)}" fill="none" stroke="#999" stroke-dasharray="5 4"/>'
        f'<polyline points="{path(points)}" fill="none" stroke="#0b5cad" stroke-width="2"/>{marks}'
        f'<text x="{width / 2}" y="{height - 14}" text-anchor="middle">{caption}</text>'
        f'<text x="{edge}" y="16">time of the alignment</text></svg>\n'
    )


if __name__ == "__main__":
    main()
