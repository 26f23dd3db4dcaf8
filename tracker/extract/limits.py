"""How much one file may cost to read; every limit ends in one clear line, never in a stopped run."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.errors import LimitError

MIB = 1024 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """Upper bounds for one file.

    `bytes`, `text_bytes`, `members`, `unpacked_bytes`, `pages` and `characters` are held by every reader;
    `seconds` and `memory_bytes` need a process of its own (`read_page_apart`).
    """

    bytes: int = 100 * MIB  # a scanned gazette issue of 200 pages has 40 to 80 MB
    text_bytes: int = 20 * MIB  # of HTML, text and Markdown: the longest law collections have 3 MB
    apart_bytes: int = 2 * MIB  # HTML above this is read in a process of its own by `read_page_apart`
    members: int = 5_000  # files in a DOCX or OFD container
    unpacked_bytes: int = 200 * MIB  # of all members of a container together
    pages: int = 3_000  # of a PDF or OFD
    characters: int = 20_000_000  # of the text read
    seconds: float = 60.0
    memory_bytes: int = 1024 * MIB
    ocr_pages: int = 60  # of a scan; a page takes 2 to 5 seconds
    ocr_seconds: float = 300.0  # instead of `seconds` for a PDF where the extra `ocr` is installed
    ocr_memory_bytes: int = 6 * 1024 * MIB  # address space: its engine maps far more than it uses


def size_in_words(count: int) -> str:
    """A size as people write it.

    >>> size_in_words(512), size_in_words(20 * 1024 * 1024)
    ('512 bytes', '20 MiB')
    """
    if count < 1024:
        return f"{count} bytes"
    if count < MIB:
        return f"{count / 1024:.0f} KiB"
    return f"{count / MIB:.0f} MiB"


def check_size(content: bytes, limit: int, what: str) -> None:
    """Refuse content of more than `limit` bytes.

    Raises:
        LimitError: names the size and the limit.
    """
    if len(content) > limit:
        raise LimitError(f"{what} of {size_in_words(len(content))} is over the limit of {size_in_words(limit)}")
