"""Where the main text of a page of an unknown site is: trafilatura's choice, or the element with the most sentences."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from lxml import etree

from tracker.text import squeeze

# First characters of a line by which it is found again: enough to be unique, few enough to lie in one element
_PIECE = 30
_MAIN_SHARE = 0.8  # of the main text: what is not in the inner element is a title, a date line or a recommended link
_FEW_SENTENCES = 4  # punctuation marks outside links: below it a page is a list or a cover and stays whole
_LEAST_SHARE = 0.4  # of the sentences of a page, that trafilatura's choice must hold to be believed


def find_main_element(tree: Any, text: str) -> tuple[Any, str] | None:
    """The smallest element that holds what trafilatura takes for the main text.

    Its own output joins `<br>` lines and drops attachments, so only the place is taken from it. Where it took
    something small (the table of metadata above the text), the element with the most sentences is taken instead.
    """
    body = tree.find("body")
    whole = tree if body is None else body
    sentences = _sentences(whole)
    if sentences[whole] < _FEW_SENTENCES:
        return None
    import trafilatura  # slow to import, and only pages of unknown sites need it

    broken = re.sub(r"<br\s*/?>", "</p><p>", text, flags=re.IGNORECASE)
    found = trafilatura.extract(broken, include_comments=False, include_tables=True, favor_recall=True)
    pieces = {piece[:_PIECE]: len(piece) for line in (found or "").splitlines() if len(piece := _bare(line)) >= 8}
    if pieces:
        best = _innermost(whole, lambda element: _covered(element, pieces))
        if sentences.get(best, 0) >= _LEAST_SHARE * sentences[whole]:
            return best, "trafilatura"
    return _innermost(whole, lambda element: sentences.get(element, 0)), "most sentences"


def _innermost(element: Any, weigh: Callable[[Any], int]) -> Any:
    """The innermost element that still holds most of the weight."""
    total = weigh(element)
    while True:
        child = max(element, key=weigh, default=None)
        if child is None or weigh(child) < _MAIN_SHARE * total or child.tag in ("p", "tbody", "tr"):
            return element
        element = child


def _sentences(whole: Any) -> dict[Any, int]:
    """Punctuation marks of sentences in each element, text in links and hidden elements left out, repeated text
    counted once.
    """
    counts: dict[Any, int] = {}
    seen: set[str] = set()
    links = 0
    for event, element in etree.iterwalk(whole, events=("start", "end")):
        if event == "start":
            links += element.tag == "a"
            counts[element] = 0 if links or element.tag in ("script", "style") else _marks(element.text, seen)
            continue
        links -= element.tag == "a"
        parent = element.getparent()
        if parent is not None and parent in counts:
            counts[parent] += counts[element] + (0 if links else _marks(element.tail, seen))
    return counts


def _marks(text: str | None, seen: set[str]) -> int:
    if not text or len(text) < 8 or text in seen:
        return 0
    seen.add(text)
    return sum(map(text.count, "。；，、"))  # no colons: the labels of a footer have them


def _bare(line: str) -> str:
    return squeeze(re.sub(r"[|*#-]", "", line))


def _covered(element: Any, pieces: dict[str, int]) -> int:
    """How many characters of the main text stand in an element."""
    if not isinstance(element.tag, str) or element.tag in ("script", "style"):
        return 0
    text = squeeze(element.xpath("string()"))
    return sum(size for piece, size in pieces.items() if piece in text)
