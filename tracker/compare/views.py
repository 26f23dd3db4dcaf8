"""What of a figure is compared: the words around it, what it counts, what it admits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.compare.values import Measure, ends_of, measure
from tracker.models import Clause, Figure
from tracker.text import fold


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """A figure with the text it stands in and the label of its clause."""

    figure: Figure
    text: str
    clause: str


def place_figure(figure: Figure, clause: Clause) -> Placed:
    """A figure of `clause`."""
    return Placed(figure=figure, text=clause.text, clause=clause.label)


def place_figures(clause: Clause) -> list[Placed]:
    """All figures of `clause`, in its order."""
    return [place_figure(figure, clause) for figure in clause.figures]


@dataclass(frozen=True, slots=True)
class View:
    """A placed figure as it is compared; all words in normal form, other figures blanked out, synonyms levelled."""

    figure: Figure
    near: str  # the words directly before
    wide: str  # the sentence before
    head: str  # how the sentence or item begins: the deed that a fine is for
    behind: str  # the words directly behind
    tail: str  # the sentence behind
    part: str  # the part of the sentence it stands in
    on_person: bool  # a fine on those in charge or on individuals, not on the unit
    at: float  # place in the text, 0 to 1
    measure: Measure  # kind and unit, which one figure never changes
    ends: tuple[object, object]  # what the figure admits


HOLE = "\ue000"
_PAUSE = re.compile("[,;。]")
# 有前款行为的, 违反第一款规定的: the deed stands in the first sentence
_BACK = re.compile("(?:有|违反|具有|实施)?(?:前|上|本|第[一二三四五六七八九十]+)(?:两|二|三)?款")
# 对直接责任人员给予警告,并处: a fine on persons
_ON_PERSON = re.compile("对[^,;。对]{0,40}?(?:人员|个人|负责人|责任人|[机船]长)[^;。对]{0,40}处以?$")
# 未经登记擅自行驶的, is the deed; a sentence without 的, begins with so many characters that tell it from others
_DEED, _HEAD = 60, 30
_SAME_WORDS = (
    (re.compile("最高不超过|最高可达|不得超过|不超过|不高于|不多于|最多|最大"), "最高"),
    (re.compile("不少于|至少|不得低于|最低|不得少于"), "不低于"),
    (re.compile("单个|单一|单项|单家|每家|每个|每项|同一"), "每"),
    (re.compile("予以|给与"), "给予"),
    (re.compile("每年度|年度"), "每年"),
    (re.compile("并处|可以并处|可以处"), "处"),
    # the office in charge behind a measure says nothing of what its figure is for
    (re.compile(r"\([^()]{2,60}(?:局|委|会|府|部|厅|办|行|处)\)"), ""),
)


def view_figures(placed: Sequence[Placed]) -> list[View]:
    """The views of n figures, in their order; figures of one text need not stand together."""
    by_text: dict[str, list[Figure]] = {}
    for item in placed:
        by_text.setdefault(item.text, []).append(item.figure)
    blanked = {text: _blank(text, figures) for text, figures in by_text.items()}
    return [_view(item.figure, *blanked[item.text]) for item in placed]


def _blank(text: str, figures: Sequence[Figure]) -> tuple[str, dict[int, int]]:
    """`text` in normal form with a hole for each figure, and where each figure's hole lies by its start."""
    folded = fold(text)
    pieces, holes, at, length = [], {}, 0, 0
    for figure in sorted(figures, key=lambda figure: figure.start):
        start, end = folded.at(figure.start), folded.at(figure.end)
        piece = _level(folded.text[at:start])
        holes[figure.start] = length + len(piece)
        pieces += [piece, HOLE]
        length += len(piece) + 1
        at = max(end, at)
    pieces.append(_level(folded.text[at:]))
    return "".join(pieces), holes


def _level(text: str) -> str:
    for pattern, word in _SAME_WORDS:
        text = pattern.sub(word, text)
    return text


def _view(figure: Figure, text: str, holes: dict[int, int]) -> View:
    at = holes[figure.start]
    before, tail = text[max(0, at - 60) : at], text[at + 1 : at + 31].partition("。")[0]
    behind = tail[:14].partition(";")[0]
    return View(
        figure=figure,
        near=before[-14:],
        wide=before.rpartition("。")[2],
        head=_head(text, at),
        behind=behind,
        tail=tail,
        part=_PAUSE.split(before)[-1] + _PAUSE.split(behind)[0],
        on_person=_ON_PERSON.search(before) is not None,
        at=at / max(1, len(text)),
        measure=measure(figure),
        ends=(figure.value, figure.value_high) if figure.kind == "date" else ends_of(figure),
    )


def _head(text: str, at: int) -> str:
    """How the sentence or item begins that the figure at `at` stands in."""
    start = max(text.rfind(end, 0, at) for end in ("。", ";(")) + 1
    head = text[0 if _BACK.match(text, start) else start : at]
    deed = head.find("的,", 0, _DEED)
    return head[: _HEAD if deed < 0 else deed]
