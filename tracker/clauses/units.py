"""From the outline to clauses: which label of the outline is the one a reader would cite, and what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.clauses.cards import card_title
from tracker.clauses.ends import (
    MONEY,
    closing_at,
    closing_of_articles,
    find_opening,
    is_front_matter,
    without_signature,
)
from tracker.clauses.headings import headings_of, is_heading
from tracker.clauses.labels import Kind
from tracker.clauses.lines import Paragraph, Stretch, finished, read_stretch
from tracker.clauses.outline import Node
from tracker.models import Clause
from tracker.text import squeeze

# 附 则, 法律责任 alone on a line: articles end in sentences, so words without any mark name what comes next
_BARE_HEADING = re.compile(r"[\u4e00-\u9fff](?:[ \u3000]*[\u4e00-\u9fff]){1,11}")
# Labels of what holds clauses and is none
_CONTAINERS = ("part", "chapter", "section")


@dataclass(frozen=True, slots=True)
class _Printed:
    """A unit with its paragraphs and the line of its label."""

    unit: _Unit
    texts: tuple[str, ...]
    line: int


def read_clauses(paragraphs: Sequence[Paragraph], root: Node) -> tuple[Clause, ...]:
    """The clauses of an outlined text, in reading order."""
    chooser = _Chooser.of(paragraphs, root)
    printed = [_printed(unit, chooser) for unit in chooser.units(root)]
    if not printed:
        return tuple(_loose(paragraphs))
    printed[-1], closing = _split_end(printed, paragraphs)
    printed = [item for item in printed if item.texts]
    headings = headings_of([item.texts for item in printed])
    clauses = [
        _clause(item, heading, chooser)
        for item, heading in zip(printed, headings, strict=True)
        if not (_kind(item.unit.node) in _CONTAINERS and is_heading("".join(item.texts)))
    ]
    opening = find_opening(paragraphs, root.children[0].start)
    if opening:
        clauses.insert(0, _unnumbered(opening))
    if closing:
        clauses.append(_unnumbered(closing))
    return tuple(clauses)


def _kind(node: Node) -> Kind | None:
    return node.mark.kind if node.mark else None


# ── which nodes are clauses ──────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Unit:
    """A node that is a clause, below those that hold it."""

    node: Node
    above: tuple[Node, ...]
    lead_only: bool = False  # the text before its first measure


Levels = tuple[Kind | None, Kind | None]


def _levels(node: Node) -> Levels:
    """The kinds of label of a node and of what stands below it."""
    return _kind(node), _kind(node.children[0])


@dataclass(frozen=True, slots=True)
class _Chooser:
    paragraphs: Sequence[Paragraph]
    measured: frozenset[Levels] = frozenset()  # levels that elsewhere are a mere heading over measures

    @classmethod
    def of(cls, paragraphs: Sequence[Paragraph], root: Node) -> _Chooser:
        """A chooser that knows how the text as a whole is numbered."""
        plain = cls(paragraphs)
        headings = (node for node in root.walk() if node.mark is not None and node.children)
        measured = frozenset(
            _levels(node) for node in headings if all(is_heading(text) for text in plain.lead(node).paragraphs)
        )
        return cls(paragraphs, measured)

    def lead(self, node: Node) -> Stretch:
        """What stands between a label and the first label below it."""
        return read_stretch(self.paragraphs, node.body, node.children[0].start if node.children else node.end)

    def units(self, node: Node, above: tuple[Node, ...] = ()) -> Iterator[_Unit]:
        """The clauses at and below `node`, in reading order."""
        if node.mark is None:
            for child in node.children:
                yield from self.units(child, above)
            return
        if node.mark.kind in ("article", "card") or not node.children:
            yield _Unit(node, above)
            return
        lead = self.lead(node)
        if not self._measures_below(node, lead):
            yield _Unit(node, above)
            return
        if any(not is_heading(text) or (at and finished(text)) for at, text in enumerate(lead.paragraphs)):
            yield _Unit(node, above, lead_only=True)
        for child in node.children:
            yield from self.units(child, (*above, node))

    def _measures_below(self, node: Node, lead: Stretch) -> bool:
        """Whether the labels below `node` are measures of their own rather than items (项) of its text."""
        assert node.mark is not None
        if node.mark.kind in _CONTAINERS:
            return True
        if any(child.mark is not None and child.mark.kind == "article" for child in node.children):
            return True
        if node.mark.kind in ("bracket", "point") and _levels(node)[1] in ("digit_bracket", "digit_half", "circle"):
            return False  # （1） and ① under （一） or 1. are its items, whatever their length
        if not lead.paragraphs or all(is_heading(paragraph) for paragraph in lead.paragraphs):
            return True
        if node.children[0].mark is not None and node.children[0].mark.number > 1:
            return True  # the numbering runs on from the heading before
        if not is_heading(lead.paragraphs[0]):
            return False
        if not lead.paragraphs[-1].endswith(("：", ":")) and _levels(node) in self.measured:
            return True
        return all(self._is_measure(child) for child in node.children)

    def _is_measure(self, node: Node) -> bool:
        """A label with a title of its own and sentences under it."""
        text = read_stretch(self.paragraphs, node.body, node.end)
        if not text.paragraphs:
            return False
        phrase = re.match(r"[^。；;：:\n]{2,30}[。\n]", text.text)
        return bool(phrase) and len(text.text) > 60 and finished(text.text)


# ── what they say ────────────────────────────────────────────────────────────────────────────────


def _printed(unit: _Unit, chooser: _Chooser) -> _Printed:
    node, paragraphs = unit.node, chooser.paragraphs
    texts = (chooser.lead(node) if unit.lead_only else read_stretch(paragraphs, node.body, node.end)).paragraphs
    if _ends_in_heading(node, texts, paragraphs):
        texts = texts[:-1]
    return _Printed(unit, texts, paragraphs[node.start[0]].line_at(node.start[1]))


def _ends_in_heading(node: Node, texts: Sequence[str], paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the last paragraph of an article is the heading, printed without a number, of the articles behind it."""
    return (
        _kind(node) == "article"
        and node.end[0] < len(paragraphs)
        and len(texts) > 1
        and finished(texts[-2])
        and _BARE_HEADING.fullmatch(texts[-1]) is not None
    )


def _split_end(printed: Sequence[_Printed], paragraphs: Sequence[Paragraph]) -> tuple[_Printed, Stretch | None]:
    """The last unit without signature and closing paragraphs, and the closing."""
    last = printed[-1]
    kept = without_signature(last.texts)
    at = len(kept)
    if kept and _kind(last.unit.node) == "article":
        at = closing_of_articles(kept)
    elif kept:
        running = [item.texts for item in printed[:-1] if item.texts and not is_heading(item.texts[0])]
        single = len(running) > 1 and all(len(texts) == 1 for texts in running)
        at = closing_at(kept, single=single)
    rest = replace(last, texts=tuple(kept[:at]))
    if at >= len(kept):
        return rest, None
    where = next((paragraph for paragraph in reversed(paragraphs) if paragraph.text.strip() == kept[at]), None)
    return rest, Stretch(tuple(kept[at:]), where.line_at(0) if where else last.line)


def _clause(printed: _Printed, heading: str | None, chooser: _Chooser) -> Clause:
    node, above = printed.unit.node, printed.unit.above
    mark = node.mark
    assert mark is not None
    labels = tuple(node.mark.label for node in above if node.mark is not None)
    return Clause(
        label=mark.label,
        path=(*labels, mark.label),
        heading=card_title(chooser.paragraphs[node.start[0]]) if mark.kind == "card" else heading,
        text="\n".join(printed.texts),
        line=printed.line,
        number=mark.number,
        chapter=_chapter(above, chooser),
    )


def _chapter(above: Sequence[Node], chooser: _Chooser) -> str | None:
    if not above or above[-1].mark is None:
        return None
    node = above[-1]
    lead = chooser.lead(node)
    title = squeeze(lead.paragraphs[0]) if lead.paragraphs and is_heading(lead.paragraphs[0]) else ""
    label = above[-1].mark.label
    title = title.removesuffix("。")
    gap = " " if title and above[-1].mark.kind in _CONTAINERS else ""
    return f"{label}{gap}{title}"


def _unnumbered(text: Stretch) -> Clause:
    return Clause(label="", path=("",), heading=None, text=text.text, line=text.line)


def _loose(paragraphs: Sequence[Paragraph]) -> Iterator[Clause]:
    """A text without any numbering: each paragraph that says something, a title line with the paragraph under it."""
    texts = without_signature([paragraph.text for paragraph in paragraphs])
    title: tuple[str, int] | None = None
    begun = False
    for paragraph, text in zip(paragraphs, texts, strict=False):
        line = paragraph.line_at(0)
        if not begun and is_front_matter(text):
            continue
        begun = True
        if title is None and is_heading(text) and not finished(text) and not MONEY.search(text):
            title = (text, line)
            continue
        if title is not None:
            yield Clause(label="", path=("",), heading=title[0], text=f"{title[0]}\n{text}", line=title[1])
        else:
            yield Clause(label="", path=("",), heading=None, text=text, line=line)
        title = None
    if title is not None and begun:
        yield Clause(label="", path=("",), heading=None, text=title[0], line=title[1])
