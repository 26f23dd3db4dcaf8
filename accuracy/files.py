"""Real PDF, OFD and DOCX files: first and last words, title, time and memory.

Answers: files/index.jsonl. Its words were taken from the text layer as it lies in the file, page numbers included:
they are matched up to a tenth, and for an OFD form, whose file order is not its reading order, as characters.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from accuracy.score import Score
from tracker.extract import read_page
from tracker.text import squeeze

_EDGE = 400  # characters at either end in which the first and last words must lie
_MEASURE = """
import resource, sys
from pathlib import Path
from tracker.extract import read_page
read_page(Path(sys.argv[1]).read_bytes(), name=sys.argv[1])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def measure(shared: Path) -> list[Score]:
    """Shares over all files, then time and memory of the largest."""
    folder = shared / "dev/files"
    golds = [json.loads(line) for line in (folder / "index.jsonl").read_text("utf-8").splitlines()]
    texts = {
        gold["file"]: squeeze(read_page((folder / gold["file"]).read_bytes(), name=gold["file"]).text) for gold in golds
    }
    policies = [gold for gold in golds if gold["real_policy"]]
    largest = max(policies, key=lambda gold: gold["bytes"])["file"]
    started = time.process_time()
    read_page((folder / largest).read_bytes(), name=largest)
    seconds = time.process_time() - started
    return [
        _share("first words", golds, lambda gold: _stands(texts[gold["file"]], gold, "first"), goal=0.97),
        _share("last words", golds, lambda gold: _stands(texts[gold["file"]], gold, "last"), goal=0.97),
        _share("title", policies, lambda gold: squeeze(gold["title"]) in texts[gold["file"]][:_EDGE], goal=0.97),
        Score(group="files", what=largest, metric="seconds", value=seconds, cases=1),
        Score(group="files", what=largest, metric="peak MB", value=_peak_megabytes(folder / largest), cases=1),
    ]


def _stands(text: str, gold: dict[str, Any], side: str) -> bool:
    words = gold[f"{side}_chars"]
    if gold["format"] == "ofd":
        return holds(text, words)
    return covers(text[:_EDGE] if side == "first" else text[-_EDGE:], words)


def covers(text: str, words: str) -> bool:
    """Whether `words` stand in `text`, up to a tenth: a page number that the text layer has and a reader leaves out.

    >>> covers("前言为充分发挥政策", "I前言为充分发挥政策")
    True
    """
    return fuzz.partial_ratio(squeeze(words), text) >= 90


def holds(text: str, words: str) -> bool:
    """Whether `text` has all characters of `words`, in any order: an OFD form whose file order is not its reading
    order.
    """
    return not Counter(squeeze(words)) - Counter(text)


def _share(metric: str, golds: list[Any], is_right: Any, *, goal: float) -> Score:
    return Score(
        group="files",
        what="tracker",
        metric=metric,
        value=sum(map(is_right, golds)) / len(golds),
        goal=goal,
        cases=len(golds),
    )


def _peak_megabytes(path: Path) -> float:
    """Memory of a process that reads the file and nothing else; kilobytes on Linux."""
    done = subprocess.run([sys.executable, "-c", _MEASURE, str(path)], capture_output=True, text=True, check=True)
    return int(done.stdout) / 1024
