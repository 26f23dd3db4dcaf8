"""What kind of file some bytes are, by their first bytes before their name: names and headers are often wrong."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import PurePosixPath

from tracker.charset import wide_charset

HTML = "text/html"
PLAIN = "text/plain"
MARKDOWN = "text/markdown"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOC = "application/msword"
WPS = "application/vnd.ms-works"
OFD = "application/ofd"
ZIP = "application/zip"
RTF = "application/rtf"
BINARY = "application/octet-stream"

# First bytes of files that are no policy text, with the words used for them in a problem line
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", PDF),
    (b"{\\rtf", RTF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (b"\x7fELF", BINARY),
    (b"\x00asm", BINARY),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Stream names in a compound file's directory (UTF-16LE), [MS-CFB] 2.6.4
_OLE_STREAMS = (
    ("EncryptedPackage", "application/x-encrypted-office"),
    ("WordDocument", DOC),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)
_OOXML = (
    ("word/", DOCX),
    ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?><!--.*?-->\s*)*+<(?:!doctype\s+html|html|head|body|meta|title|div|table|p|ul|script|link|span|section)\b",
    re.IGNORECASE | re.DOTALL,
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HTML_TAG = re.compile(r"</(?:html|body|div|table|p|td|span|a|li)\s*>", re.IGNORECASE)
IN_WORDS = {
    "image/png": "a PNG picture",
    "image/jpeg": "a JPEG picture",
    "image/gif": "a GIF picture",
    "image/bmp": "a BMP picture",
    "image/tiff": "a TIFF picture",
    ZIP: "a ZIP archive",
    "application/vnd.rar": "a RAR archive",
    "application/x-7z-compressed": "a 7z archive",
    "application/gzip": "a gzip archive",
    "application/vnd.ms-excel": "an Excel workbook",
    "application/vnd.ms-powerpoint": "a PowerPoint file",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "an Excel workbook",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "a PowerPoint file",
    "application/vnd.sqlite3": "an SQLite database",
    "application/x-encrypted-office": "an Office file locked with a password",
    RTF: "an RTF file",
    BINARY: "a binary file",
}


def sniff_media_type(content: bytes, name: str = "") -> str:
    """The media type of `content`; `name` decides only between kinds that look alike.

    >>> sniff_media_type(b"%PDF-1.7", "notice.html")
    'application/pdf'
    """
    suffix = PurePosixPath(name.split("?")[0]).suffix.lower()
    head = content[:2048]
    if b"%PDF-" in head[:1024] and head.lstrip()[:1] != b"<":
        return PDF  # some servers put blanks or a stray header before it
    if content.startswith(_OLE):
        return _ole_type(content, suffix)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_type(content, suffix)
    for magic, media_type in _MAGIC:
        if content.startswith(magic) and (magic != b"BM" or b"\x00" in head):
            return media_type
    return _text_type(content, suffix)


def _ole_type(content: bytes, suffix: str) -> str:
    for stream, media_type in _OLE_STREAMS:
        if stream.encode("utf-16-le") in content:
            return WPS if media_type == DOC and suffix == ".wps" else media_type
    return {".wps": WPS, ".doc": DOC}.get(suffix, BINARY)


def _zip_type(content: bytes, suffix: str) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return {".docx": DOCX, ".ofd": OFD}.get(suffix, ZIP)
    if any(name.lower() == "ofd.xml" for name in names):
        return OFD
    for folder, media_type in _OOXML:
        if any(name.startswith(folder) for name in names):
            return media_type
    return ZIP


def _text_type(content: bytes, suffix: str) -> str:
    head = content[:4096]
    start = _wide_text(head) or head.decode("latin-1").removeprefix("ï»¿")
    if _is_binary(start):
        return BINARY
    if _HTML_START.match(start) or (
        suffix in (".html", ".htm", ".shtml", ".jsp", ".aspx", "") and _HTML_TAG.search(start)
    ):
        return HTML
    if suffix in (".html", ".htm", ".shtml") and "<" in start:
        return HTML
    return MARKDOWN if suffix in (".md", ".markdown") else PLAIN


def _wide_text(head: bytes) -> str | None:
    """The beginning of a text in UTF-16, with or without its mark."""
    marked = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    charset = "utf-16" if marked else wide_charset(head)
    return head[: len(head) // 2 * 2].decode(charset, "replace") if charset else None


def _is_binary(start: str) -> bool:
    """Control characters that no text uses, more than one in a hundred."""
    return len(_CONTROL.findall(start)) > len(start) * 0.01
