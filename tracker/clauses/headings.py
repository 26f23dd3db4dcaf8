"""The words that name a clause: a title in brackets or on its own line, a first phrase where most clauses have one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.clauses.labels import opening_mark

_HEADING_LENGTH = 45  # a heading is shorter; the longest of the seeds has 38 characters


def is_heading(text: str) -> bool:
    """Whether `text` is a title: short, no sentence, no list announced.

    >>> is_heading("夯实产业数字基础"), is_heading("有下列情形之一的：")
    (True, False)
    """
    bare = text.strip()
    if len(bare) <= 20 and not re.search(r"\d", bare):
        bare = bare.removesuffix("。")
    return len(bare) <= _HEADING_LENGTH and not re.search(r"[。；;：:！？]", bare)


def headings_of(texts: Sequence[Sequence[str]]) -> list[str | None]:
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


# 浴场具备下列条件的 leads on to the items below it, 提升服务能力 names them
_LEADS_ON = re.compile(r"应当|不得|必须|可以|下列|以下|如下|[，,]|的$|有$|为$|包括$")


def _titled(texts: Sequence[str]) -> str | None:
    """A title in 【】 or on the label's own line."""
    bracketed = re.match(r"\s*[【\[［〔](?P<title>[^】\]］〕]{2,30})[】\]］〕]", texts[0])
    if bracketed:
        return bracketed["title"].strip()
    if len(texts) > 1 and is_heading(texts[0]) and "。" not in texts[0]:
        return texts[0].strip() if not opening_mark(texts[1]) or not _LEADS_ON.search(texts[0]) else None
    return None


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
