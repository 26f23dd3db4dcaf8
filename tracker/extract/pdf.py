"""A PDF with a text layer to a `Page`: lines in reading order, without page headers, footers and numbers, joined
into paragraphs.

pdfium gives characters with their boxes; lines, columns and paragraphs are worked out here. A page break is no
paragraph break: the last line of a page and the first of the next are joined by the same rule as two lines of one
page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from tracker.errors import LimitError, ReadError
from tracker.extract import ocr
from tracker.extract.columns import in_reading_order
from tracker.extract.limits import Limits
from tracker.extract.paragraphs import Row, join_rows
from tracker.extract.rows import Glyph, in_runs, read_row
from tracker.extract.sniff import PDF
from tracker.models import Page, PageMeta

_SCAN_CHARACTERS = 10  # per page on average: below it a PDF is a scan (a stray page number or stamp is no text layer)


def read_pdf(content: bytes, *, limits: Limits) -> Page:
    """Read a PDF.

    Raises:
        ReadError: no PDF, locked, or a scan.
        LimitError: more pages or characters than allowed.
    """
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as err:
        raise ReadError(_why_not_opened(str(err))) from err
    try:
        return _read(document, limits)
    except pdfium.PdfiumError as err:
        raise ReadError(f"the PDF is damaged: {err}") from err
    finally:
        document.close()


def _why_not_opened(message: str) -> str:
    if "password" in message.lower():
        return "the PDF is locked with a password"
    return f"the PDF is damaged or cut off: {message}"


def _read(document: Any, limits: Limits) -> Page:
    count = len(document)
    if count == 0:
        raise ReadError("the PDF has no pages")
    if count > limits.pages:
        raise LimitError(f"a PDF of {count} pages is over the limit of {limits.pages}")
    pages: list[list[Row]] = []
    unread: list[int] = []
    total = pictures = 0
    heights = [0.0] * count
    for number in range(count):
        try:
            page = document[number]
        except pdfium.PdfiumError:
            unread.append(number + 1)
            pages.append([])
            continue
        rows = read_rows(page)
        heights[number] = page.get_height()
        pictures += not rows
        total += sum(len(row.text) for row in rows)
        if total > limits.characters:
            raise LimitError(f"the PDF holds more than {limits.characters} characters of text")
        pages.append(rows)
        page.close()
    if len(unread) == count:
        raise ReadError("the PDF is damaged: none of its pages can be read")
    if total < _SCAN_CHARACTERS * count:
        return _read_scan(document, limits)
    warnings = []
    if unread:
        warnings.append(f"pages that cannot be read: {', '.join(map(str, unread[:20]))}")
    if pictures > len(unread):
        warnings.append(f"{pictures - len(unread)} of {count} pages have no text layer")
    return Page(
        text="\n".join(join_rows(pages, heights)),
        media_type=PDF,
        reader="pdf",
        meta=PageMeta(),
        warnings=tuple(warnings),
    )


def _read_scan(document: Any, limits: Limits) -> Page:
    count = len(document)
    pictures = f"a scan: {count} page{'s' if count > 1 else ''} of pictures without a text layer"
    if not ocr.is_installed():
        raise ReadError(f"{pictures}; the extra `ocr` reads it")
    if count > limits.ocr_pages:
        raise LimitError(f"{pictures}, over the limit of {limits.ocr_pages} for `ocr`")
    read = [ocr.read_scanned_rows(page) for page in document]
    text = "\n".join(join_rows([rows for rows, _ in read], [page.get_height() for page in document]))
    if not text:
        raise ReadError(f"{pictures}; `ocr` found no text in them")
    doubtful = sum(doubts for _, doubts in read)
    doubt = f"; {doubtful} lines are doubtful" if doubtful else ""
    return Page(
        text=text,
        media_type=PDF,
        reader="pdf ocr",
        warnings=(f"read from pictures: check figures against them{doubt}",),
    )


# ── characters to rows ───────────────────────────────────────────────────────────────────────────


def read_rows(page: Any) -> list[Row]:
    """The rows of a page in the order they are read; points from the top left corner as displayed."""
    textpage = page.get_textpage()
    try:
        runs = in_runs(_glyphs(textpage, page))
    finally:
        textpage.close()
    return in_reading_order([row for run in runs if (row := read_row(run)) is not None], page.get_width())


def _glyphs(textpage: Any, page: Any) -> Iterator[Glyph]:
    """Characters in the order of the content stream, turned as the page is; pdfium's line ends are left out."""
    place = _turned(page)
    raw, box = textpage.raw, pdfium_c.FS_RECTF()
    high = 0
    for index in range(textpage.count_chars()):
        code = pdfium_c.FPDFText_GetUnicode(raw, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        if code in (0, 2, 10, 13, 0xFFFE, 0xFFFF):  # 2: pdfium's mark for a hyphen at a line end
            continue
        if pdfium_c.FPDFText_GetLooseCharBox(raw, index, box):
            yield Glyph(chr(code), *place(box.left, box.right, box.bottom, box.top))


def _turned(page: Any) -> Callable[[float, float, float, float], tuple[float, float, float, float]]:
    """From pdfium's (left, right, bottom, top) to (left, right, top, bottom) on the page as it is displayed."""
    left, bottom, right, top = page.get_bbox()
    turn = page.get_rotation()
    if turn == 90:
        return lambda x0, x1, y0, y1: (y0 - bottom, y1 - bottom, x0 - left, x1 - left)
    if turn == 180:
        return lambda x0, x1, y0, y1: (right - x1, right - x0, y0 - bottom, y1 - bottom)
    if turn == 270:
        return lambda x0, x1, y0, y1: (top - y1, top - y0, right - x1, right - x0)
    return lambda x0, x1, y0, y1: (x0 - left, x1 - left, top - y1, top - y0)
