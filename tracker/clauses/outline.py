"""From paragraphs to the outline: which labels number something, and what stands under what.

Articles (第X条) are chosen together, as the best running chain through the whole text: a wrapped reference
(依照\\n第三条的规定) never fits both the count and the layout as well as the real heading. All other labels are
taken one by one against the headings open at that point: a label fits when it is the next of its kind, the first
under a new heading, or runs on from the last heading's list (1.-3. under 一、, 4.-5. under 二、).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from tracker.clauses.cards import find_cards
from tracker.clauses.labels import ORDER, Kind, Mark, find_marks
from tracker.clauses.lines import Paragraph, finished

_LARGEST_GAP = 3  # numbers an outline may skip (a repealed or unreadable heading)


@dataclass(slots=True)
class Node:
    """A label that numbers something: text from `start` to `end` (paragraph, offset) up to the next such label."""

    mark: Mark | None
    start: tuple[int, int]  # where the label begins
    body: tuple[int, int]  # behind the label
    end: tuple[int, int] = (0, 0)
    children: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class _Candidate:
    paragraph: int
    mark: Mark
    soft: bool

    @property
    def sure(self) -> bool:
        return self.mark.at_start and not self.soft


def _candidates(paragraphs: Sequence[Paragraph], cards: frozenset[int]) -> list[_Candidate]:
    return [
        _Candidate(
            at, replace(mark, kind="card") if at in cards and mark.at_start else mark, paragraph.soft and mark.at_start
        )
        for at, paragraph in enumerate(paragraphs)
        for mark in find_marks(paragraph.text)
    ]


# ── articles ─────────────────────────────────────────────────────────────────────────────────────


def _article_weight(candidate: _Candidate) -> float:
    weight = 3.0 if candidate.sure else 1.2 if candidate.mark.at_start else 1.0
    return weight - (2.5 if candidate.mark.reference else 0.0)


def _follows(before: Mark, mark: Mark) -> float | None:
    """The cost of `mark` as the article behind `before`; None where it cannot be."""
    if mark.number == before.number:
        return 0.0 if mark.sub == before.sub + 1 else None
    if mark.number == before.number + 1:
        return 0.0 if not mark.sub else None
    gap = mark.number - before.number - 1
    return 0.7 + 0.3 * gap if 0 < gap <= 40 and not mark.sub else None


def _article_chain(candidates: Sequence[_Candidate]) -> set[int]:
    """The candidates (positions) that together make the best running numbering of articles."""
    articles = [at for at, candidate in enumerate(candidates) if candidate.mark.kind == "article"]
    best: list[tuple[float, int | None]] = []
    latest: dict[int, list[int]] = {}  # number → positions in `articles` that end a chain there
    for index, at in enumerate(articles):
        mark, own = candidates[at].mark, _article_weight(candidates[at])
        score, before = own - (0.0 if mark.number == 1 else 1.5), None
        reachable = range(max(1, mark.number - 1 - _LARGEST_GAP), mark.number + 1)
        near = [i for number in reachable for i in latest.get(number, ())]
        for i in near:
            cost = _follows(candidates[articles[i]].mark, mark)
            if cost is not None and best[i][0] + own - cost > score:
                score, before = best[i][0] + own - cost, i
        best.append((score, before))
        kept = latest.setdefault(mark.number, [])
        kept.append(index)
        if len(kept) > 8:
            kept.remove(min(kept, key=lambda i: best[i][0]))
    if not best:
        return set()
    end: int | None = max(range(len(best)), key=lambda i: best[i][0])
    chain = []
    while end is not None:
        chain.append(articles[end])
        end = best[end][1]
    chain.reverse()
    first = candidates[chain[0]]
    if len(chain) < 2 and (first.mark.number != 1 or not first.sure):
        return set()
    if first.mark.number != 1 and any(c.sure and c.mark.kind == "comma" and c.mark.number == 1 for c in candidates):
        return set()  # 一、第三条修改为：第三条… — a decision quotes the articles it amends
    return set(chain)


# ── the order of the levels ──────────────────────────────────────────────────────────────────────


def _level_order(candidates: Sequence[_Candidate], chain: set[int]) -> dict[Kind, float]:
    """The usual order of the levels, changed where this text plainly uses another.

    一、 below 条 where it first appears inside an article; a kind that starts again under each label of a usually
    lower kind, and first appears after it, stands below that kind.
    """
    order = dict(ORDER)
    first: dict[Kind, int] = {}
    starts: dict[Kind, int] = {}
    for at, candidate in enumerate(candidates):
        kind = candidate.mark.kind
        if candidate.sure and (kind != "article" or at in chain):
            first.setdefault(kind, at)
            starts[kind] = starts.get(kind, 0) + (candidate.mark.number == 1)
    headed = any(
        c.mark.kind == "comma" and c.mark.number == 1 and not c.soft for c in candidates[: min(chain, default=0)]
    )
    if chain and not headed:
        order["comma"] = order["article"] + 0.5
    levels: tuple[Kind, ...] = ("comma", "bracket", "point")
    lower = [kind for kind in levels if kind in first]
    for upper in lower:
        for below in lower:
            nested = starts[upper] >= 2 and starts[below] == 1 and first[below] < first[upper]
            if order[upper] < order[below] and nested:
                order[upper] = order[below] + 0.25
    return order


# ── all other labels ─────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Builder:
    candidates: Sequence[_Candidate]
    chain: set[int]
    order: dict[Kind, float]
    root: Node
    cards: frozenset[int]
    open: list[Node] = field(default_factory=list)
    last: dict[Kind, int] = field(default_factory=dict)

    def build(self) -> None:
        for at, candidate in enumerate(self.candidates):
            if self._fits(at, candidate):
                self._add(candidate)

    def _fits(self, at: int, candidate: _Candidate) -> bool:
        mark = candidate.mark
        if mark.kind == "article":
            return at in self.chain
        if any(_mark(node).kind == "article" for node in self.open) and self.order[mark.kind] > self.order["article"]:
            return False
        if mark.kind != "card" and any(_mark(node).kind == "card" for node in self.open):
            return candidate.sure and candidate.paragraph + 1 in self.cards  # the heading of the cards behind it
        sibling = next((node for node in self.open if _mark(node).kind == mark.kind), None)
        number = mark.number
        if mark.kind in ("part", "chapter", "section"):
            return not mark.reference and (candidate.sure or number in (1, self.last.get(mark.kind, 0) + 1))
        if sibling is not None:
            due = _mark(sibling).number + 1
            if number == due:
                return True
            if number == 1:
                return candidate.sure and self._comes(at, mark.kind, 2)
            return candidate.sure and due < number <= due + _LARGEST_GAP
        due = self.last.get(mark.kind, 0) + 1
        if number == 1 and not mark.at_start and self._lists_items(candidate):
            return False
        if number == 1:
            return candidate.sure or self._comes(at, mark.kind, 2, anywhere=mark.at_start)
        if number == due:
            return True
        return candidate.sure and due < number <= due + _LARGEST_GAP and self._comes(at, mark.kind, number + 1)

    def _comes(self, at: int, kind: Kind, number: int, *, anywhere: bool = False) -> bool:
        """Whether label `number` of `kind` comes before the next label of a level above, or `anywhere` behind."""
        for candidate in self.candidates[at + 1 :]:
            mark = candidate.mark
            if mark.kind == kind and mark.number == number:
                return True
            if not anywhere and candidate.sure and self.order[mark.kind] < self.order[kind] and mark.number > 1:
                return False
        return False

    def _lists_items(self, candidate: _Candidate) -> bool:
        """Whether a label inside a paragraph lists items of an open lower label: 2.条件如下：（一）… are items of 2."""
        node = self.open[-1] if self.open else None
        if node is None or self.order[_mark(node).kind] <= self.order[candidate.mark.kind]:
            return False
        return candidate.mark.announced or node.start == (candidate.paragraph, 0)

    def _add(self, candidate: _Candidate) -> None:
        mark = candidate.mark
        while self.open and self.order[_mark(self.open[-1]).kind] >= self.order[mark.kind]:
            self.open.pop()
        if mark.kind in ("part", "chapter") and mark.number == 1:
            self.last.pop("section", None)
        node = Node(mark, (candidate.paragraph, mark.start), (candidate.paragraph, mark.end))
        (self.open[-1] if self.open else self.root).children.append(node)
        self.open.append(node)
        self.last[mark.kind] = mark.number


def _mark(node: Node) -> Mark:
    assert node.mark is not None  # only the root has none, and it is never open
    return node.mark


def _close(root: Node, paragraphs: Sequence[Paragraph]) -> None:
    """Set every node's end: where the next node that is not below it begins."""
    nodes = list(root.walk())
    stop = (len(paragraphs), 0)
    starts = [node.start for node in nodes]
    for at, node in enumerate(nodes):
        below = sum(1 for _ in node.walk())
        node.end = starts[at + below] if at + below < len(nodes) else stop


def read_outline(paragraphs: Sequence[Paragraph]) -> Node:
    """The tree of labels; the root stands for the text as a whole."""
    cards = find_cards(paragraphs)
    candidates = _candidates(paragraphs, cards)
    chain = _article_chain(candidates)
    root = Node(None, (0, 0), (0, 0))
    _Builder(candidates, chain, _level_order(candidates, chain), root, cards).build()
    _close(root, paragraphs)
    return root


def settle_soft(paragraphs: Sequence[Paragraph], root: Node) -> list[Paragraph] | None:
    """Join the doubtful paragraphs whose label numbers nothing; None where there is none."""
    opening = {node.start[0] for node in root.walk() if node.mark is not None and node.start[1] == 0}
    settled: list[Paragraph] = []
    for at, paragraph in enumerate(paragraphs):
        if paragraph.soft and at not in opening and settled and not finished(settled[-1].text):
            settled[-1] = settled[-1].joined(paragraph)
        else:
            settled.append(paragraph)
    return settled if len(settled) < len(paragraphs) else None
