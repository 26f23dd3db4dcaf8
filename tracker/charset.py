"""Bytes to text: which character set a page, feed or text file was written in.

What comes in are raw bytes and, where a server named one, the charset of its header. What goes out is the text
and the name of the codec that read it:

>>> decode("关于印发".encode("gbk"))
('关于印发', 'gb18030')

Declarations are believed only where the bytes bear them out. Half of Beijing's hosts send no charset at all, some send
the server's default (ISO-8859-1), and pages were moved from GBK to UTF-8 without their meta line.
"""

from __future__ import annotations

import codecs
import re

# How far into a page a declaration counts (WHATWG asks for 1 KB; government templates put scripts before it)
_HEAD_BYTES = 4096
_META = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{2,30})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,30})["']""", re.IGNORECASE)

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Labels of the Chinese family; GB18030 reads all of them and the characters they lack (GB 18030-2022)
_GB = frozenset({"gb2312", "gb231280", "gbk", "gb18030", "cp936", "ms936", "xgbk", "chinese", "euccn"})
# Multi-byte sets that read each other's bytes without complaint: settled by which text makes sense
_RIVALS = frozenset({"big5", "big5hkscs", "cp950", "euc_jp", "shift_jis", "cp932", "euc_kr", "cp949"})
# One byte, one character: they read anything, so they are believed last
_SINGLE_BYTE = re.compile(r"(iso8859-\d+|cp125\d|koi8-[ru]|ascii|latin-1)$")
_WIDE = ("utf-16", "utf-32")  # read any bytes of even number, so their text must make sense
# Characters that stand in nearly every Chinese text, in both scripts; a wrong reading hardly ever yields them
_COMMON = frozenset("的一是在不有和人中大上以用年月日于及其，。、；：（）《》")
# A page with torn bytes here and there (cut off, a footer of another charset) is still in its charset
_MAX_TORN = 0.1


def decode(content: bytes, declared: str | None = None) -> tuple[str, str]:
    """Read `content` as text.

    Order: byte order mark, UTF-16 without one, then UTF-8 where it fits and yields Chinese (a GBK text does not by
    chance), the declared charset (of the header, then of the page's first 4 KB), UTF-8, GB18030, and a guess.

    Args:
        content: Raw bytes of a text format.

        declared: Charset of the Content-Type header, if any; an unknown or wrong one does no harm.

    Returns:
        The text without byte order mark, and the name of the codec used. Bytes that no codec reads become U+FFFD.

    >>> decode("奖励".encode(), declared="gb2312")
    ('奖励', 'utf-8')
    """
    for mark, name in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(name, "replace"), name
    wide = wide_charset(content)
    if wide:
        return content.decode(wide, "replace"), wide
    names = [name for name in (codec_name(declared), codec_name(declared_in(content))) if name]
    utf8 = _strict(content, "utf-8")
    if utf8 is not None and (utf8.isascii() or _has_cjk(utf8) or not names):
        return utf8, "utf-8"
    for name in names:
        text = None if _SINGLE_BYTE.match(name) else _strict(content, name)
        if text is not None and (not name.startswith(_WIDE) or _is_readable(text)):
            return _settle_rivals(content, text, name)
    if utf8 is not None:
        return utf8, "utf-8"
    chinese = _strict(content, "gb18030")
    if chinese is not None and _has_cjk(chinese):
        return chinese, "gb18030"
    return _torn(content, names) or _guess(content, names)


def warn_unreadable(text: str, charset: str) -> tuple[str, ...]:
    """What to say of a text in which bytes had to be replaced; () for a whole one."""
    count = text.count("\ufffd")
    return (f"{count} bytes are no {charset} characters and stand as \ufffd",) if count else ()


def declared_in(content: bytes) -> str | None:
    """The charset a page or XML file declares in its first 4 KB, as written; None where it declares none.

    >>> declared_in(b'<meta http-equiv="Content-Type" content="text/html; charset=gb2312">')
    'gb2312'
    """
    head = content[:_HEAD_BYTES]
    match = _XML.search(head) or _META.search(head)
    return match[1].decode("ascii") if match else None


def codec_name(label: str | None) -> str | None:
    """The codec for a declared label; None for an unknown label or one that is no charset.

    >>> codec_name("GB2312"), codec_name("utf8"), codec_name("klingon"), codec_name(None)
    ('gb18030', 'utf-8', None, None)
    """
    if not label:
        return None
    label = label.strip().strip("\"'").lower()
    if re.sub(r"[^a-z0-9]", "", label) in _GB:
        return "gb18030"
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    # Only charsets that pages are written in: Python also has codecs such as hex, punycode and unicode_escape
    known = name.startswith("utf-") and name != "utf-7"
    return name if known or name in _RIVALS or _SINGLE_BYTE.match(name) else None


def _strict(content: bytes, name: str) -> str | None:
    try:
        return content.decode(name)
    except UnicodeDecodeError:
        return None


def _has_cjk(text: str) -> bool:
    return re.search(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]", text) is not None


def wide_charset(content: bytes) -> str | None:
    """UTF-16 without a mark, told by the first 4 KB; None for all else.

    Half of each ASCII character is a NUL byte, which no other text has.

    >>> wide_charset("第1条".encode("utf-16-be")), wide_charset("第1条".encode("gbk"))
    ('utf-16-be', None)
    """
    head = content[: min(len(content), _HEAD_BYTES) // 2 * 2]
    if b"\0" not in head:
        return None
    texts = {name: head.decode(name, "replace") for name in ("utf-16-le", "utf-16-be")}
    whole = {name: text for name, text in texts.items() if "\0" not in text}
    likely = max(whole, key=lambda name: _readable(whole[name]), default=None)
    return likely if likely and _is_readable(whole[likely]) else None


def _is_readable(text: str) -> bool:
    return _readable(text) > 0.9 * len(text)


def _readable(text: str) -> int:
    """How many characters are ASCII or Chinese: bytes taken the wrong way round scatter over all scripts."""
    return len(re.findall(r"[\t\n\r\x20-\x7e\u2010-\u2030\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]", text))


def _sense(text: str) -> int:
    return sum(char in _COMMON for char in text)


def _settle_rivals(content: bytes, text: str, name: str) -> tuple[str, str]:
    """Big5 and its like read GBK bytes, and the other way round: the reading with more common characters holds."""
    if name not in _RIVALS:
        return text, name
    chinese = _strict(content, "gb18030")
    return (chinese, "gb18030") if chinese and _sense(chinese) > _sense(text) else (text, name)


def _torn(content: bytes, names: list[str]) -> tuple[str, str] | None:
    """The charset under which fewest bytes are unreadable, where what is read is plainly Chinese."""
    readings = []
    told = [name for name in names if not _SINGLE_BYTE.match(name) and not name.startswith(_WIDE)]
    for name in dict.fromkeys([*told, "utf-8", "gb18030"]):
        text = content.decode(name, "replace")
        readings.append((text.count("\ufffd"), -_sense(text), text, name))
    torn, _, text, name = min(readings, key=lambda reading: reading[:2])
    believed = torn <= 1 or (torn <= len(text) * _MAX_TORN and torn <= _sense(text))
    return (text, name) if believed and _has_cjk(text) else None


def _guess(content: bytes, names: list[str]) -> tuple[str, str]:
    single = next((name for name in names if _SINGLE_BYTE.match(name)), None)
    if single:
        return content.decode(single, "replace"), single
    from charset_normalizer import from_bytes  # slow to import and hardly ever needed

    best = from_bytes(content).best()
    return (str(best), best.encoding) if best else (content.decode("utf-8", "replace"), "utf-8")
