"""A policy and the appendices printed behind it: each numbers its own clauses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.clauses.labels import opening_mark
from tracker.clauses.lines import Paragraph, finished
from tracker.text import squeeze

_MARK = re.compile(r"(?P<label>附\s*[件录表]\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2})?)\s*[:：]?")


@dataclass(frozen=True, slots=True)
class Part:
    """The policy (`label` "") or one appendix."""

    label: str
    paragraphs: tuple[Paragraph, ...]


def split_appendices(paragraphs: Sequence[Paragraph]) -> list[Part]:
    """The policy first, then its appendices.

    A line 附件1 opens an appendix where sentences or a table have come before it; a list of appendices
    (附件：1.申请表) opens none.
    """
    begins = [0]
    labels = [""]
    some_text = False
    for at, paragraph in enumerate(paragraphs):
        match = _MARK.fullmatch(paragraph.text)
        if match and some_text and _is_appendix(paragraphs[at + 1 : at + 2]):
            begins.append(at)
            labels.append(squeeze(match["label"]))
        some_text = some_text or finished(paragraph.text) or "\t" in paragraph.text
    ends = [*begins[1:], len(paragraphs)]
    return [
        Part(label, tuple(paragraphs[begin + (1 if label else 0) : end]))
        for label, begin, end in zip(labels, begins, ends, strict=True)
    ]


def _is_appendix(behind: Sequence[Paragraph]) -> bool:
    """Whether what follows is an appendix itself rather than the list of them."""
    return bool(behind) and (opening_mark(behind[0].text) is None or finished(behind[0].text))
