"""A collection page: policies one under the other, each under its title, most flattened to a line.

-
示例区若干措施
[地址:北京示例区]面议示例区若干措施 第一条 …
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.documents.flat import split_flat, without_title
from tracker.documents.lines import Line, printed
from tracker.documents.region import address_of
from tracker.documents.single import Known, read_document
from tracker.models import Version

# the mark such pages print before a text: place, then the price of a plot
_ADDRESS = re.compile(r"^\[地址[:：][^\]]{2,30}\]\s*(?:面议|[\d.]+[元万/平米㎡]*)?\s*")
# what parts entries: a rule, or a day (12-13 -)
_RULE = re.compile(r"(?:\d{2}-\d{2})?[-—–_*=·]{0,80}")
_LEAST_TEXT = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A title and the lines of its text."""

    title: Line
    body: tuple[Line, ...]


def find_entries(lines: Sequence[Line]) -> tuple[Entry, ...]:
    """The entries of a collection page in order; () where `lines` are none. A headline without text is no entry."""
    full = printed(lines)
    marks = [index for index, line in enumerate(full) if _ADDRESS.match(line.text)]
    entries = []
    for at, mark in enumerate(marks):
        if mark == 0 or _RULE.fullmatch(full[mark - 1].bare):
            continue
        stop = marks[at + 1] - 1 if at + 1 < len(marks) else len(full)
        rule = next((index for index in range(mark + 1, stop) if _RULE.fullmatch(full[index].bare)), stop)
        entry = Entry(title=full[mark - 1], body=tuple(full[mark:rule]))
        if sum(len(line.bare) for line in entry.body) >= _LEAST_TEXT:
            entries.append(entry)
    return tuple(entries)


def read_entries(entries: Sequence[Entry], known: Known) -> tuple[Version, ...]:
    """The policies of a collection, each with its lines put back where numbered units plainly begin."""
    return tuple(version for entry in entries if (version := _read_entry(entry, known)) is not None)


def _read_entry(entry: Entry, known: Known) -> Version | None:
    first = entry.body[0]
    text = without_title(_ADDRESS.sub("", first.text), entry.title.text)
    pieces = [(piece, line.number) for line, body in _bodies(entry, text) for piece in split_flat(body)]
    if not pieces:
        return None
    version = read_document([entry.title], replace(known, address=address_of(first.text)), expected=entry.title.text)
    if version is None:
        return None
    numbers = tuple(number for _, number in pieces)
    return replace(version, text="\n".join(piece for piece, _ in pieces), first_line=numbers[0], lines=numbers)


def _bodies(entry: Entry, first_text: str) -> list[tuple[Line, str]]:
    return [(entry.body[0], first_text), *((line, line.text) for line in entry.body[1:])]
