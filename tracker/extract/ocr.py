"""Scanned pages to rows of text with rapidocr (the extra `ocr`). Its models lie in its package: nothing is fetched.

What is read so is marked: `Page.reader` is "pdf ocr", and a warning asks to check figures against the picture.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from typing import Any

from tracker.extract.columns import in_reading_order
from tracker.extract.flatten import clean_line
from tracker.extract.paragraphs import Row

_SCALE = 200 / 72  # pixels per point: 200 dpi, where 五号 type (10.5 points) is 29 pixels high
_DOUBT = 0.8  # confidence below which a row is counted as doubtful


def is_installed() -> bool:
    """Whether scans can be read here."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def read_scanned_rows(page: Any) -> tuple[list[Row], int]:
    """The rows of a pdfium page in reading order, measured in points, and how many of them are doubtful."""
    found = _engine()(page.render(scale=_SCALE).to_numpy())
    if found.boxes is None:
        return [], 0
    rows = []
    doubtful = 0
    for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
        across = [float(corner[0]) / _SCALE for corner in box]
        down = [float(corner[1]) / _SCALE for corner in box]
        line = clean_line(text)
        if line:
            rows.append(_row(line, min(across), max(across), min(down), max(down)))
            doubtful += score < _DOUBT
    return in_reading_order(sorted(rows, key=lambda row: (row.middle, row.left)), page.get_width()), doubtful


def _row(text: str, left: float, right: float, top: float, bottom: float) -> Row:
    return Row(
        text=text, left=left, right=right, top=top, bottom=bottom, size=bottom - top, starts=(left,), ends=(right,)
    )


@lru_cache(maxsize=1)
def _engine() -> Any:
    """The recogniser: a second to load, then used for all pages of the process."""
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "error"})
