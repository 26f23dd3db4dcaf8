"""A collection page: policies one under the other, each under its title, most flattened to a line.

-
示例区若干措施
[地址:北京示例区]面议示例区若干措施 第一条 …
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.documents.flat import split_flat, split_if_flat, without_title
from tracker.documents.head import is_title_line
from tracker.documents.lines import ENCLOSURE, UNIT, Line, printed
from tracker.documents.region import address_of, place_of
from tracker.documents.series import FIRST_UNIT, OF_ITSELF
from tracker.documents.signature import is_organ
from tracker.documents.single import Known, read_document
from tracker.models import Version
from tracker.names import POLICY_KIND, clean_title, title_key
from tracker.text import squeeze

# the mark such pages print before a text: place, then the price of a plot
_ADDRESS = re.compile(r"^\[地址[:：][^\]]{2,30}\]\s*(?:面议|[\d.]+[元万/平米㎡]*)?\s*")
# what parts entries: a rule, or a day (12-13 -)
_RULE = re.compile(r"(?:\d{2}-\d{2})?[-—–_*=·]{0,80}")
_LEAST_TEXT = 100
_MOST_TITLE_LINES = 4
# Without address marks a page is believed to be a collection only on this much evidence
_LEAST_TITLED = 3
_LEAST_TITLED_TEXT = 200
_LEAST_UNITS = 3
_LEAST_TITLE = 10
_MOST_LINES_BEFORE = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A title and the lines of its text."""

    title: Line
    body: tuple[Line, ...]


def find_entries(lines: Sequence[Line], *, expected: str | None = None) -> tuple[Entry, ...]:
    """
    The entries of a collection page in order; () where `lines` are none. A headline without text is no entry.

    Args:
        lines: of the page.

        expected: the page's own title; a page named after its first policy is that policy's page.
    """
    full = printed(lines)
    return _marked_entries(full) or _titled_entries(full, expected)


def _marked_entries(full: Sequence[Line]) -> tuple[Entry, ...]:
    """Entries whose texts begin with an address mark."""
    marks = [index for index, line in enumerate(full) if _ADDRESS.match(line.text)]
    starts = [_title_start(full, mark) for mark in marks]
    entries = []
    for mark, start, stop in zip(marks, starts, [*starts, len(full)][1:], strict=True):
        body = _before_rule(full[mark:stop])
        if start < mark and sum(len(line.bare) for line in body) >= _LEAST_TEXT:
            title = clean_title(" ".join(line.text for line in full[start:mark]))
            entries.append(Entry(title=replace(full[start], text=title, bare=squeeze(title)), body=tuple(body)))
    return tuple(entries)


def _title_start(full: Sequence[Line], mark: int) -> int:
    """Where the title over an address mark begins: all lines up to the rule, or as many as the text repeats."""
    text = _ADDRESS.sub("", full[mark].text)
    nearest = mark - 1 if mark and not _RULE.fullmatch(full[mark - 1].bare) else mark
    for start in range(max(0, mark - _MOST_TITLE_LINES), mark):
        lines = full[start:mark]
        if any(_RULE.fullmatch(line.bare) or not is_title_line(line) for line in lines):
            continue
        ruled = start > 0 and _RULE.fullmatch(full[start - 1].bare)
        if ruled or without_title(text, "".join(line.text for line in lines)) != text:
            return start
    return nearest


def _titled_entries(full: Sequence[Line], expected: str | None) -> tuple[Entry, ...]:
    """Entries under titles that name a place or begin with 关于, each with numbering of its own from the first unit."""
    starts = [at for at in range(len(full)) if _is_policy_title(full, at)]
    if len(starts) < _LEAST_TITLED or starts[0] >= _MOST_LINES_BEFORE:
        return ()
    if expected and title_key(full[starts[0]].text) == title_key(expected):
        return ()
    parts = [full[start:end] for start, end in zip(starts, [*starts[1:], len(full)], strict=True)]
    speaking = sum(any(OF_ITSELF.search(line.bare) for line in part[1:]) for part in parts)
    if 3 * speaking < 2 * len(parts) or not all(_is_whole(part[1:]) for part in parts):
        return ()
    return tuple(Entry(title=part[0], body=tuple(_before_rule(part[1:]))) for part in parts)


def _is_policy_title(full: Sequence[Line], at: int) -> bool:
    line = full[at]
    if len(line.bare) < _LEAST_TITLE or not is_title_line(line) or not POLICY_KIND.search(_unmarked(line.bare)):
        return False
    named = line.bare.startswith("关于") or place_of(line.bare) is not None
    enclosed = at > 0 and ENCLOSURE.fullmatch(full[at - 1].bare)
    return named and not enclosed and not is_organ(line.bare)


def _unmarked(title: str) -> str:
    return re.sub(r"(?:[(（][^()（）]*[)）])+$", "", title)


def _is_whole(body: Sequence[Line]) -> bool:
    """Enough text, with a numbering that begins at its first number: a policy and not an enclosure's heading."""
    pieces = [squeeze(piece) for line in body for piece in split_if_flat(line.text)]
    units = [piece for piece in pieces if UNIT.match(piece)]
    enough = sum(map(len, pieces)) >= _LEAST_TITLED_TEXT and len(units) >= _LEAST_UNITS
    return enough and bool(FIRST_UNIT.match(units[0]))


def _before_rule(body: Sequence[Line]) -> Sequence[Line]:
    """The lines before the next rule."""
    return body[: next((at for at, line in enumerate(body) if _RULE.fullmatch(line.bare)), len(body))]


def read_entries(entries: Sequence[Entry], known: Known) -> tuple[Version, ...]:
    """The policies of a collection, each with its lines put back where numbered units plainly begin."""
    return tuple(version for entry in entries if (version := _read_entry(entry, known)) is not None)


def _read_entry(entry: Entry, known: Known) -> Version | None:
    first = entry.body[0]
    text = without_title(_ADDRESS.sub("", first.text), entry.title.text)
    split = split_flat if _ADDRESS.match(first.text) else split_if_flat
    pieces = [(piece, line.number) for line, body in _bodies(entry, text) for piece in split(body)]
    if not pieces:
        return None
    version = read_document([entry.title], replace(known, address=address_of(first.text)), expected=entry.title.text)
    if version is None:
        return None
    numbers = tuple(number for _, number in pieces)
    return replace(version, text="\n".join(piece for piece, _ in pieces), first_line=numbers[0], lines=numbers)


def _bodies(entry: Entry, first_text: str) -> list[tuple[Line, str]]:
    return [(entry.body[0], first_text), *((line, line.text) for line in entry.body[1:])]
