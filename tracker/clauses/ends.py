"""Unnumbered text at both ends: title block and opening, closing paragraphs and signature."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.clauses.headings import is_heading
from tracker.clauses.labels import opening_mark
from tracker.clauses.lines import CLOSING, Paragraph, Stretch, finished

_DATE = re.compile(
    r"[（(]?\s*(?:\d{4}|[〇零○一二三四五六七八九]{4})\s*年\s*[\d一二三四五六七八九十]+\s*月\s*[\d一二三四五六七八九十]+\s*日"
)
_ADOPTED = re.compile(r"(?:通过|修订|修正|修改|公布|发布|批准|施行|实施|起施行|印发)[）)]?$")
_APPENDIX = re.compile(r"附\s*[件录表]\s*[一二三四五六七八九十\d]{0,3}\s*[:：]?$")
_APPENDIX_LIST = re.compile(r"附\s*[件录表]\s*\d{0,2}\s*[:：]")
MONEY = re.compile(r"\d\s*(?:万|亿|元|%|％)")
_IN_FORCE = re.compile(r"起(?:施行|实施|执行|生效)|负责解释|有效期")
_SALUTATION = re.compile(r"(?:[^，。；]{2,60}|各[^。；]{2,90})[:：]")
# A flattened page prints the title in front of the opening, on its line: …若干措施(试行) 为落实…
_PRINTED_TITLE = re.compile(
    r"^[^，,。；;：:]{4,80}(?:措施|办法|细则|方案|意见|规定|计划|政策|条例|规划|规则|通知)》?\s*(?:[(（][^()（）]{2,16}[)）])?"
    r"[ \u3000]+(?=(?:为|根据|依据|按照|贯彻|围绕|结合|近年来|经)[^，,。]{2})"
)


def is_front_matter(text: str) -> bool:
    """Title, adoption history, document number, salutation, date: what stands above a text and is no clause."""
    bare = text.strip()
    if "\t" in bare or MONEY.search(bare):
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


def find_opening(paragraphs: Sequence[Paragraph], end: tuple[int, int]) -> Stretch | None:
    """The unnumbered paragraphs before the first label that say something."""
    kept: list[str] = []
    line = 1
    for at in range(min(end[0] + 1, len(paragraphs))):
        text = paragraphs[at].text if at < end[0] else paragraphs[at].text[: end[1]].strip()
        text = _PRINTED_TITLE.sub("", text)
        if text and not is_front_matter(text):
            line = line if kept else paragraphs[at].line_at(0)
            kept.append(text)
    return Stretch(tuple(kept), line) if kept else None


def without_signature(texts: Sequence[str]) -> list[str]:
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


def _is_signature(text: str) -> bool:
    return len(text) <= 60 and not re.search(r"[，。；;\t]|[：:]$", text) and not MONEY.search(text)


def closing_at(texts: Sequence[str], *, single: bool) -> int:
    """Where, in the paragraphs of the last measure, the unnumbered closing begins; their number where none does."""
    low = 1 + max((at for at, text in enumerate(texts) if opening_mark(text)), default=0)
    if is_heading(texts[0]):
        return len(texts)  # a heading with its text under it: all of it belongs together
    for at in range(low, len(texts)):
        if single or CLOSING.match(texts[at]):
            return at
    return len(texts)


def closing_of_articles(texts: Sequence[str]) -> int:
    """Where the closing begins behind the last article: it says what a last article would, which this one does not."""
    if len(texts) < 2 or _IN_FORCE.search(texts[0]):
        return len(texts)
    last = len(texts) - 1
    return last if CLOSING.match(texts[last]) and _IN_FORCE.search(texts[last]) else len(texts)
