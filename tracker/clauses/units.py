"""From the outline to clauses: which label of the outline is the one a reader would cite, and what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.clauses.cards import card_title
from tracker.clauses.labels import Kind, opening_mark
from tracker.clauses.lines import CLOSING, Paragraph, finished
from tracker.clauses.outline import Node
from tracker.models import Clause
from tracker.text import squeeze

_HEADING_LENGTH = 45  # a heading is shorter; the longest of the seeds has 38 characters
_DATE = re.compile(
    r"[（(]?\s*(?:\d{4}|[〇零○一二三四五六七八九]{4})\s*年\s*[\d一二三四五六七八九十]+\s*月\s*[\d一二三四五六七八九十]+\s*日"
)
_ADOPTED = re.compile(r"(?:通过|修订|修正|修改|公布|发布|批准|施行|实施|起施行|印发)[）)]?$")
_APPENDIX = re.compile(r"附\s*[件录表]\s*[一二三四五六七八九十\d]{0,3}\s*[:：]?$")
_APPENDIX_LIST = re.compile(r"附\s*[件录表]\s*\d{0,2}\s*[:：]")
_MONEY = re.compile(r"\d\s*(?:万|亿|元|%|％)")
_IN_FORCE = re.compile(r"起(?:施行|实施|执行|生效)|负责解释|有效期")
# 附 则, 法律责任 alone on a line: articles end in sentences, so words without any mark name what comes next
_BARE_HEADING = re.compile(r"[\u4e00-\u9fff](?:[ \u3000]*[\u4e00-\u9fff]){1,11}")
_SALUTATION = re.compile(r"(?:[^，。；]{2,60}|各[^。；]{2,90})[:：]")
# A flattened page prints the title in front of the opening, on its line: …若干措施(试行) 为落实…
_PRINTED_TITLE = re.compile(
    r"^[^，,。；;：:]{4,80}(?:措施|办法|细则|方案|意见|规定|计划|政策|条例|规划|规则|通知)》?\s*(?:[(（][^()（）]{2,16}[)）])?"
    r"[ \u3000]+(?=(?:为|根据|依据|按照|贯彻|围绕|结合|近年来|经)[^，,。]{2})"
)


@dataclass(frozen=True, slots=True)
class _Text:
    """Printed paragraphs of a stretch of the text, with the line of the first."""

    paragraphs: tuple[str, ...]
    line: int

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


def _stretch(paragraphs: Sequence[Paragraph], start: tuple[int, int], end: tuple[int, int]) -> _Text:
    parts = []
    for at in range(start[0], min(end[0] + 1, len(paragraphs))):
        text = paragraphs[at].text
        low = start[1] if at == start[0] else 0
        high = end[1] if at == end[0] else len(text)
        part = text[low:high].strip()
        if part:
            parts.append(part)
    line = paragraphs[start[0]].line_at(start[1]) if start[0] < len(paragraphs) else 1
    return _Text(tuple(parts), line)


def _is_heading(text: str) -> bool:
    """Whether `text` is a title: short, no sentence, no list announced.

    >>> _is_heading("夯实产业数字基础"), _is_heading("有下列情形之一的：")
    (True, False)
    """
    bare = text.strip()
    if len(bare) <= 20 and not re.search(r"\d", bare):
        bare = bare.removesuffix("。")
    return len(bare) <= _HEADING_LENGTH and not re.search(r"[。；;：:！？]", bare)


# ── which nodes are clauses ──────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Unit:
    node: Node
    above: tuple[Node, ...]
    lead_only: bool = False  # the text before its first measure


Levels = tuple[Kind | None, Kind | None]


def _levels(node: Node) -> Levels:
    """The kinds of label of a node and of what stands below it."""
    below = node.children[0].mark
    return (node.mark.kind if node.mark else None, below.kind if below else None)


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
            _levels(node) for node in headings if all(_is_heading(text) for text in plain.lead(node).paragraphs)
        )
        return cls(paragraphs, measured)

    def lead(self, node: Node) -> _Text:
        """What stands between a label and the first label below it."""
        return _stretch(self.paragraphs, node.body, node.children[0].start if node.children else node.end)

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
        if any(not _is_heading(text) or (at and finished(text)) for at, text in enumerate(lead.paragraphs)):
            yield _Unit(node, above, lead_only=True)
        for child in node.children:
            yield from self.units(child, (*above, node))

    def _measures_below(self, node: Node, lead: _Text) -> bool:
        """Whether the labels below `node` are measures of their own rather than items (项) of its text."""
        assert node.mark is not None
        if node.mark.kind in ("part", "chapter", "section"):
            return True
        if any(child.mark is not None and child.mark.kind == "article" for child in node.children):
            return True
        if node.mark.kind in ("bracket", "point") and _levels(node)[1] in ("digit_bracket", "digit_half", "circle"):
            return False  # （1） and ① under （一） or 1. are its items, whatever their length
        if not lead.paragraphs or all(_is_heading(paragraph) for paragraph in lead.paragraphs):
            return True
        if node.children[0].mark is not None and node.children[0].mark.number > 1:
            return True  # the numbering runs on from the heading before
        if not _is_heading(lead.paragraphs[0]):
            return False
        if not lead.paragraphs[-1].endswith(("：", ":")) and _levels(node) in self.measured:
            return True
        return all(self._is_measure(child) for child in node.children)

    def _is_measure(self, node: Node) -> bool:
        """A label with a title of its own and sentences under it."""
        text = _stretch(self.paragraphs, node.body, node.end)
        if not text.paragraphs:
            return False
        phrase = re.match(r"[^。；;：:\n]{2,30}[。\n]", text.text)
        return bool(phrase) and len(text.text) > 60 and finished(text.text)


# ── unnumbered text at both ends ─────────────────────────────────────────────────────────────────


def _is_signature(text: str) -> bool:
    return len(text) <= 60 and not re.search(r"[，。；;\t]|[：:]$", text) and not _MONEY.search(text)


def _is_front_matter(text: str) -> bool:
    """Title, adoption history, document number, salutation, date: what stands above a text and is no clause."""
    bare = text.strip()
    if "\t" in bare or _MONEY.search(bare):
        return False
    if _APPENDIX.match(bare) or _SALUTATION.fullmatch(bare):
        return True
    if (
        bare.startswith(("（", "("))
        and bare.endswith(("）", ")"))
        and re.search(r"通过|修订|修正|公布|发布|稿|试行|年", bare)
    ):
        return True
    if "。" not in bare and _DATE.match(bare) and (_ADOPTED.search(bare) or len(bare) <= 24):
        return True
    return (
        not re.search(r"[。；;！]", bare) and (len(bare) <= 60 or not re.search(r"[，,]", bare)) and not finished(bare)
    )


def _opening(paragraphs: Sequence[Paragraph], end: tuple[int, int]) -> _Text | None:
    """The unnumbered paragraphs before the first label that say something."""
    kept: list[str] = []
    line = 1
    for at in range(min(end[0] + 1, len(paragraphs))):
        text = paragraphs[at].text if at < end[0] else paragraphs[at].text[: end[1]].strip()
        text = _PRINTED_TITLE.sub("", text)
        if text and not _is_front_matter(text):
            line = line if kept else paragraphs[at].line_at(0)
            kept.append(text)
    return _Text(tuple(kept), line) if kept else None


def _without_signature(texts: Sequence[str]) -> list[str]:
    """The paragraphs without issuers, date and list of appendices at the end."""
    kept = list(texts)
    while kept and _APPENDIX.match(kept[-1]):
        kept.pop()
    dated = next((at for at in range(len(kept) - 1, 0, -1) if _DATE.match(kept[at]) and len(kept[at]) <= 24), None)
    if dated is not None and all(_is_signature(text) for text in kept[dated:]):
        at = dated
        while at > 1 and _is_signature(kept[at - 1]):
            at -= 1
        kept = kept[:at]
    listed = next((at for at in range(len(kept) - 1, 0, -1) if _APPENDIX_LIST.match(kept[at])), None)
    if listed is not None and all(_is_signature(text) for text in kept[listed + 1 :]):
        kept = kept[:listed]
    return kept


def _closing_at(texts: Sequence[str], *, single: bool) -> int:
    """Where, in the paragraphs of the last measure, the unnumbered closing begins; their number where none does."""
    low = 1 + max((at for at, text in enumerate(texts) if opening_mark(text)), default=0)
    if _is_heading(texts[0]):
        return len(texts)  # a heading with its text under it: all of it belongs together
    for at in range(low, len(texts)):
        if single or CLOSING.match(texts[at]):
            return at
    return len(texts)


def _closing_of_articles(texts: Sequence[str]) -> int:
    """Where the closing begins behind the last article: it says what a last article would, which this one does not."""
    if len(texts) < 2 or _IN_FORCE.search(texts[0]):
        return len(texts)
    last = len(texts) - 1
    return last if CLOSING.match(texts[last]) and _IN_FORCE.search(texts[last]) else len(texts)


# ── clauses ──────────────────────────────────────────────────────────────────────────────────────


def _chapter(above: Sequence[Node], chooser: _Chooser) -> str | None:
    if not above or above[-1].mark is None:
        return None
    node = above[-1]
    lead = chooser.lead(node)
    title = squeeze(lead.paragraphs[0]) if lead.paragraphs and _is_heading(lead.paragraphs[0]) else ""
    label = above[-1].mark.label
    title = title.removesuffix("。")
    gap = " " if title and above[-1].mark.kind in ("part", "chapter", "section") else ""
    return f"{label}{gap}{title}"


def _titled(texts: Sequence[str]) -> str | None:
    """A title in 【】 or on the label's own line."""
    bracketed = re.match(r"\s*[【\[［〔](?P<title>[^】\]］〕]{2,30})[】\]］〕]", texts[0])
    if bracketed:
        return bracketed["title"].strip()
    if len(texts) > 1 and _is_heading(texts[0]) and "。" not in texts[0]:
        return texts[0].strip() if not opening_mark(texts[1]) or not _LEADS_ON.search(texts[0]) else None
    return None


# 浴场具备下列条件的 leads on to the items below it, 提升服务能力 names them
_LEADS_ON = re.compile(r"应当|不得|必须|可以|下列|以下|如下|[，,]|的$|有$|为$|包括$")


_SENTENCE_PHRASE = re.compile(r"(?P<title>[^。；;：:！？\n]{2,30})。(?=.)", re.DOTALL)
# Flattened pages print a blank where the title's line ended; a rest much longer than the phrase tells it from a wrap
_BLANK_PHRASE = re.compile(
    r"(?P<title>[^。；;：:！？，,\n]{2,30}?)(?<=[\u4e00-\u9fff”）)])[ \u3000]+"
    r"(?=[\u4e00-\u9fff“《（(]|\d{1,2}(?:[.．](?!\s?\d)|、))"
)
_NO_TITLE = re.compile(r"^(?:本|上述|以上)|应当|不得|按规定|负责$|\d{4}\s*年|自.*起|(?:[，,].*){3}")


def _phrase(text: str) -> str | None:
    """The short first sentence, or words before a blank, that name a measure."""
    match = _SENTENCE_PHRASE.match(text)
    blank = _BLANK_PHRASE.match(text)
    if (
        blank
        and len(text) - blank.end() >= 2 * len(blank["title"])
        and (match is None or blank.end() < match.end("title"))
    ):
        match = blank
    if match is None or _NO_TITLE.search(match["title"]):
        return None
    return match["title"].strip()


def _headings(texts: Sequence[Sequence[str]]) -> list[str | None]:
    """A heading per clause; first phrases count only where most clauses of the text have one."""
    phrases = [_phrase(paragraphs[0]) if paragraphs else None for paragraphs in texts]
    own_line = [_phrase("\n".join(paragraphs[:2])) if len(paragraphs) > 1 else None for paragraphs in texts]
    if sum(1 for phrase in own_line if phrase) >= max(3, 0.5 * len(texts)):
        phrases = [phrase or other for phrase, other in zip(phrases, own_line, strict=True)]
    style = sum(1 for phrase in phrases if phrase) >= 0.5 * max(1, len(phrases))
    return [
        (_titled(paragraphs) or (phrase if style else None)) if paragraphs else None
        for paragraphs, phrase in zip(texts, phrases, strict=True)
    ]


def read_clauses(paragraphs: Sequence[Paragraph], root: Node) -> tuple[Clause, ...]:
    """The clauses of an outlined text, in reading order."""
    chooser = _Chooser.of(paragraphs, root)
    units = list(chooser.units(root))
    if not units:
        return tuple(_loose(paragraphs))
    found: list[tuple[_Unit, list[str], int]] = []
    for unit in units:
        node = unit.node
        lead = chooser.lead(node) if unit.lead_only else _stretch(paragraphs, node.body, node.end)
        line = paragraphs[node.start[0]].line_at(node.start[1])
        texts = list(lead.paragraphs)
        found.append((unit, texts[:-1] if _ends_in_heading(node, texts, paragraphs) else texts, line))
    closing = _split_end(found, paragraphs)
    found = [row for row in found if row[1]]
    headings = [
        card_title(paragraphs[unit.node.start[0]]) if unit.node.mark and unit.node.mark.kind == "card" else heading
        for (unit, _, _), heading in zip(found, _headings([texts for _, texts, _ in found]), strict=True)
    ]
    clauses = [
        _clause(unit, texts, line, heading, chooser)
        for (unit, texts, line), heading in zip(found, headings, strict=True)
        if not (
            unit.node.mark is not None
            and unit.node.mark.kind in ("part", "chapter", "section")
            and _is_heading("".join(texts))
        )
    ]
    opening = _opening(paragraphs, root.children[0].start)
    if opening:
        clauses.insert(0, _unnumbered(opening))
    if closing:
        clauses.append(_unnumbered(closing))
    return tuple(clauses)


def _ends_in_heading(node: Node, texts: Sequence[str], paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the last paragraph of an article is the heading, printed without a number, of the articles behind it."""
    return (
        node.mark is not None
        and node.mark.kind == "article"
        and node.end[0] < len(paragraphs)
        and len(texts) > 1
        and finished(texts[-2])
        and _BARE_HEADING.fullmatch(texts[-1]) is not None
    )


def _split_end(found: list[tuple[_Unit, list[str], int]], paragraphs: Sequence[Paragraph]) -> _Text | None:
    """Take signature and closing paragraphs off the last unit; return the closing."""
    unit, texts, line = found[-1]
    kept = _without_signature(texts)
    at = len(kept)
    if kept and unit.node.mark is not None and unit.node.mark.kind == "article":
        at = _closing_of_articles(kept)
    elif kept:
        running = [other for _, other, _ in found[:-1] if other and not _is_heading(other[0])]
        single = len(running) > 1 and all(len(other) == 1 for other in running)
        at = _closing_at(kept, single=single)
    found[-1] = (unit, kept[:at], line)
    if at >= len(kept):
        return None
    wanted = kept[at]
    where = next((p for p in reversed(paragraphs) if p.text.strip() == wanted), None)
    return _Text(tuple(kept[at:]), where.line_at(0) if where else line)


def _clause(unit: _Unit, texts: Sequence[str], line: int, heading: str | None, chooser: _Chooser) -> Clause:
    mark = unit.node.mark
    assert mark is not None
    labels = tuple(node.mark.label for node in unit.above if node.mark is not None)
    return Clause(
        label=mark.label,
        path=(*labels, mark.label),
        heading=heading,
        text="\n".join(texts),
        line=line,
        number=mark.number,
        chapter=_chapter(unit.above, chooser),
    )


def _unnumbered(text: _Text) -> Clause:
    return Clause(label="", path=("",), heading=None, text=text.text, line=text.line)


def _loose(paragraphs: Sequence[Paragraph]) -> Iterator[Clause]:
    """A text without any numbering: each paragraph that says something, a title line with the paragraph under it."""
    texts = _without_signature([paragraph.text for paragraph in paragraphs])
    title: tuple[str, int] | None = None
    begun = False
    for paragraph, text in zip(paragraphs, texts, strict=False):
        line = paragraph.line_at(0)
        if not begun and _is_front_matter(text):
            continue
        begun = True
        if title is None and _is_heading(text) and not finished(text) and not _MONEY.search(text):
            title = (text, line)
            continue
        if title is not None:
            yield Clause(label="", path=("",), heading=title[0], text=f"{title[0]}\n{text}", line=title[1])
        else:
            yield Clause(label="", path=("",), heading=None, text=text, line=line)
        title = None
    if title is not None and begun:
        yield Clause(label="", path=("",), heading=None, text=title[0], line=title[1])
