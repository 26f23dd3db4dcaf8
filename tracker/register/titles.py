"""When two titles name the same policy, and which tracked document a name in a text means.

Stage marks, 关于印发…的通知, a 的 before 若干 and the city in front of a district make no difference: 西城区…若干措施
is 北京市西城区…的若干措施. 促进…若干措施 without any place may be anybody's, the ministry's too: it is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from tracker.names import doc_number_key, title_key
from tracker.register.entries import RegisterEntry

_PLACE = re.compile(r"(?:.{1,8}?(?:省|自治区|市|开发区|新区|区|县|旗|州))+")
_PLACE_END = re.compile(r"[省市区县旗州]")
_LONGEST_PLACE = 20  # characters: 内蒙古自治区 and a district behind it
_LEAST_TITLE = 6  # characters that must be left: 市办法 is no title


def is_same_title(one: str, other: str) -> bool:
    """Whether two titles name the same policy: stage marks, 关于印发…的通知 and the city of a district left aside.

    >>> is_same_title("《示例市东区支持算力的若干措施（试行）》", "东区支持算力若干措施")
    True
    """
    first, second = bare_title(one), bare_title(other)
    return first == second or first in _without_city(second) or second in _without_city(first)


def title_forms(title: str) -> tuple[str, ...]:
    """The bare title, and what is left of it without the city in front: two same titles have one of them in common."""
    bare = bare_title(title)
    return (bare, *_without_city(bare))


@lru_cache(maxsize=4096)
def bare_title(title: str) -> str:
    return title_key(title).replace("的若干", "若干")


def is_same_but_place(first: str, second: str) -> bool:
    """Whether two bare titles differ by no more than a place in front: 促进…若干措施, 北京市促进…若干措施."""
    longer, shorter = (first, second) if len(first) >= len(second) else (second, first)
    return longer == shorter or shorter in _without_place(longer)


@lru_cache(maxsize=16_384)
def _without_place(key: str) -> tuple[str, ...]:
    """What is left of a bare title when a place in front is left out: city and district, or the first alone."""
    ends = (match.end() for match in _PLACE_END.finditer(key, 0, _LONGEST_PLACE))
    return tuple(key[end:] for end in ends if _PLACE.fullmatch(key, 0, end) and len(key) - end >= _LEAST_TITLE)


@lru_cache(maxsize=16_384)
def _without_city(key: str) -> tuple[str, ...]:
    """A bare title without its outer place, where it still begins with a place."""
    return tuple(name for name in _without_place(key) if _without_place(name))


class Names:
    """What the tracked documents are called, looked up by number and by title.

    The number decides. A title alone is enough where exactly one document bears it; with a number, its bearer must not
    be known under another number only (an earlier edition of the same name).
    """

    def __init__(self, entries: Sequence[RegisterEntry]) -> None:
        self._numbered: dict[str, list[RegisterEntry]] = {}
        self._titled: dict[str, list[RegisterEntry]] = {}
        self._placed: dict[str, list[RegisterEntry]] = {}  # by title without the city in front
        for entry in entries:
            for number in {doc_number_key(number) for number in entry.doc_numbers}:
                self._numbered.setdefault(number or "", []).append(entry)
            key = bare_title(entry.title)
            self._titled.setdefault(key, []).append(entry)
            for shorter in _without_city(key):
                self._placed.setdefault(shorter, []).append(entry)

    def find(self, title: str | None, doc_number: str | None) -> RegisterEntry | None:
        """The tracked document that a citation or a repeal names; None where none or several fit."""
        number = doc_number_key(doc_number)
        numbered = self._numbered.get(number, []) if number else []
        if len(numbered) > 1 and title is not None:
            numbered = [entry for entry in numbered if is_same_title(entry.title, title)]
        if numbered:
            return numbered[0] if len(numbered) == 1 else None
        if title is None:
            return None
        bearing = self._bearing(bare_title(title))
        if len(bearing) != 1 or (number is not None and bearing[0].doc_numbers):
            return None
        return bearing[0]

    def _bearing(self, key: str) -> list[RegisterEntry]:
        """Documents of this title; where none bears it exactly, those that differ by the city in front."""
        if key in self._titled:
            return self._titled[key]
        shorter = [entry for name in _without_city(key) for entry in self._titled.get(name, [])]
        return shorter + self._placed.get(key, [])


def resolve_name(title: str | None, doc_number: str | None, entries: Sequence[RegisterEntry]) -> str | None:
    """The id of the tracked document that a citation or a repeal names, by the rules of `Names`."""
    found = Names(entries).find(title, doc_number)
    return found.id if found else None
