"""Bytes to text: which character set a page is really in.

Declarations are often wrong: pages that say gb2312 hold GBK or GB18030 characters, pages that say utf-8 are GBK,
servers add iso-8859-1 to everything. The order is: byte order mark; UTF-8 where the bytes prove it; the
declarations (header, then `<meta>` or XML declaration in the first 4 KB); UTF-8, then GB18030. The first that reads
every byte wins; where none does, the one with the fewest unreadable bytes, and a warning says how many.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

# GB18030 holds GBK and GB2312; pages with either label use its characters (镕, 〇, 㛃) freely
_FAMILY = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030",
    "gb18030": "gb18030", "csgb2312": "gb18030", "gb2312-80": "gb18030", "hz-gb-2312": "hz",
    "utf8": "utf-8", "utf-8": "utf-8", "utf-8-sig": "utf-8", "unicode-1-1-utf-8": "utf-8",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "x-big5": "big5hkscs",
    "utf-16": "utf-16", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be", "unicode": "utf-16",
}  # fmt: skip
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{3,20})""", re.IGNORECASE)
_UTF8_RUN = re.compile(rb"[\xe0-\xef][\x80-\xbf]{2}")
_HEAD = 4096  # bytes in which a declaration counts, as in browsers (1,024) with room for long comments
_PROOF = 12  # UTF-8 sequences of three bytes that GB18030 text does not form by chance


@dataclass(frozen=True, kw_only=True, slots=True)
class Decoded:
    """Text, the character set it was read with, and how many bytes could not be read (U+FFFD in the text)."""

    text: str
    charset: str
    unreadable: int = 0


def decode(content: bytes, *, declared: str | None = None) -> Decoded:
    """Read `content` as text.

    Args:
        content: raw bytes, at least one.

        declared: the character set the server named, or None.

    >>> decode("第一条".encode("gb18030"), declared="iso-8859-1")
    Decoded(text='第一条', charset='gb18030', unreadable=0)
    """
    for mark, charset in _MARKS:
        if content.startswith(mark):
            return _loose(content[len(mark) :], charset)
    candidates = list(dict.fromkeys(_candidates(content, declared)))
    for charset in candidates:
        try:
            return Decoded(text=content.decode(charset), charset=charset)
        except UnicodeDecodeError:
            continue
    return min((_loose(content, charset) for charset in candidates), key=lambda decoded: decoded.unreadable)


def _candidates(content: bytes, declared: str | None) -> list[str]:
    wide = wide_charset(content)
    if wide:
        return [wide]
    names = [declared or ""] + [name.decode("ascii") for name in _DECLARED.findall(content[:_HEAD])]
    known = [_FAMILY[name.strip().lower()] for name in names if name.strip().lower() in _FAMILY]
    known = [name for name in known if not name.startswith("utf-16")]  # its zero bytes would have shown
    return (["utf-8"] if _proves_utf8(content) else []) + known + ["utf-8", "gb18030"]


def _proves_utf8(content: bytes) -> bool:
    """Many three-byte sequences, and hardly any other byte above 0x7F outside them."""
    runs = len(_UTF8_RUN.findall(content))
    if runs < _PROOF:
        return False
    high = len(content) - len(content.translate(None, bytes(range(0x80, 0x100))))
    return 3 * runs >= 0.98 * high


def wide_charset(content: bytes) -> str | None:
    """UTF-16 without a byte order mark, by the zero bytes that its ASCII characters have on one side; None for all
    else.
    """
    head = content[:_HEAD]
    if len(head) < 8:
        return None
    even, odd = head[::2].count(0) / len(head[::2]), head[1::2].count(0) / len(head[1::2])
    if odd > 0.1 and odd > 5 * even:
        return "utf-16-le"
    if even > 0.1 and even > 5 * odd:
        return "utf-16-be"
    return None


def _loose(content: bytes, charset: str) -> Decoded:
    text = content.decode(charset, errors="replace")
    return Decoded(text=text, charset=charset, unreadable=text.count("\ufffd"))
