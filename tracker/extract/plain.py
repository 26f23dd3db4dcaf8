"""Plain text, Markdown and text recovered by conversion: every line that carries content stays, marks of the
conversion go.
"""

from __future__ import annotations

import re

from tracker.charset import decode, warn_unreadable
from tracker.errors import ReadError
from tracker.extract.limits import Limits, check_size
from tracker.models import Page

_BOOKMARK = re.compile(r"\[bookmark:\s*[^\]\n]{0,80}\]")
_BOLD_EDGE = re.compile(r"^\*\*(?=\S)|(?<=\S)\*\*$")  # a bold heading that was wrapped
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_TAG = re.compile(r"</?(?:b|i|u|strong|em|sup|sub|font|span|p|div|center)\b[^<>\n]{0,120}>|<br\s*/?>", re.IGNORECASE)
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(?=\S)|\s+#{1,6}\s*$")
_PICTURE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
_LINK = re.compile(r"(?<!!)\[([^\]\n]+)\]\((?:https?://|/|\.)[^)\s]*\)")
_RULE = re.compile(r"^\s*(?:[-*_]\s*){3,}$|^\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*:?-*:?\s*$")
_TABLE_ROW = re.compile(r"^\s*\|(.+)\|\s*$")
_INVISIBLE = dict.fromkeys(
    [0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD, 0x200E, 0x200F, *range(0x09), 0x0B, *range(0x0E, 0x20), 0x7F]
)


def read_text(content: bytes, *, media_type: str, charset: str | None = None, limits: Limits) -> Page:
    """Read text or Markdown; line n of the text is line n of the file.

    Raises:
        ReadError: it has no characters.
        LimitError: over the limit on text.
    """
    check_size(content, limits.text_bytes, "a text")
    printed, used_charset = decode(content, declared=charset)
    lines = printed.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n").split("\n")
    text = "\n".join(clean_markup(line) for line in lines)
    if not text.strip():
        raise ReadError("the file holds only blanks")
    warnings = warn_unreadable(printed, used_charset)
    return Page(text=text, media_type=media_type, reader="text", charset=used_charset, warnings=warnings)


def clean_markup(line: str) -> str:
    """A line without the marks that converters leave: bookmarks, Markdown bold, headings, pictures and links, HTML
    tags.

    >>> clean_markup("## **一、[bookmark: _GoBack]数据要素**")
    '一、数据要素'
    """
    line = line.translate(_INVISIBLE).rstrip()
    if _RULE.match(line):
        return ""
    line = _TAG.sub("", _PICTURE.sub("", _BOOKMARK.sub("", line)))
    line = _LINK.sub(r"\1", _HEADING.sub("", line))
    line = _BOLD_EDGE.sub("", _BOLD.sub(r"\1", line))
    row = _TABLE_ROW.match(line)
    if row:
        return "\t".join(cell.strip() for cell in row[1].split("|"))
    return line
