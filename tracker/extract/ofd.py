"""An OFD (GB/T 33190-2016) to a `Page`: a ZIP of XML pages whose text objects carry their places.

Characters are set where the file puts them (Boundary, CTM, X, Y, DeltaX, DeltaY), template pages included, then
read from top to bottom and left to right, and joined into paragraphs as those of a PDF.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tracker.errors import LimitError, ReadError
from tracker.extract.container import Container, resolve
from tracker.extract.limits import Limits
from tracker.extract.paragraphs import Row, join_rows
from tracker.extract.rows import Glyph, in_lines, read_row
from tracker.extract.sniff import OFD
from tracker.models import Page

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?|g")
_A4_HEIGHT = 297.0  # millimetres, where a file states no page area
_RUN_LIMIT = 100_000  # characters of one text object: a repetition count in DeltaX may not grow beyond it


def read_ofd(content: bytes, *, limits: Limits) -> Page:
    """Read an OFD.

    Raises:
        ReadError: damaged, locked, or without text (a scan).
        LimitError: over a limit.
    """
    package = Container(content, what="OFD", limits=limits)
    root_name = next((name for name in package.names if name.lower() == "ofd.xml"), "OFD.xml")
    roots = [resolve(root_name, root) for root in _texts(package.read_xml(root_name), "DocRoot")]
    if not roots:
        raise ReadError("the OFD is incomplete: OFD.xml names no document")
    pages: list[list[Row]] = []
    heights: list[float] = []
    for name in roots:
        for rows, height in _pages(package, name, limits):
            pages.append(rows)
            heights.append(height)
            if sum(len(row.text) for row in rows) > limits.characters:
                raise LimitError(f"the OFD holds more than {limits.characters} characters of text")
    text = "\n".join(join_rows(pages, heights))
    if not text.strip():
        if any("ncrypt" in name for name in package.names):
            raise ReadError("the OFD is encrypted")
        raise ReadError(
            f"a scan: {len(pages)} pages of pictures without text; the extra `ocr` does not read OFD, ask for the PDF"
        )
    return Page(text=text, media_type=OFD, reader="ofd")


def _pages(package: Container, document_name: str, limits: Limits) -> Iterator[tuple[list[Row], float]]:
    document = package.read_xml(document_name)
    templates = {
        element.get("ID"): resolve(document_name, element.get("BaseLoc") or "")
        for element in _all(document, "TemplatePage")
    }
    height = _height(document)
    places = [
        resolve(document_name, page.get("BaseLoc") or "") for page in _all(document, "Page") if page.get("BaseLoc")
    ]
    if len(places) > limits.pages:
        raise LimitError(f"an OFD of {len(places)} pages is over the limit of {limits.pages}")
    for place in places:
        page = package.read_xml(place)
        used = [templates[t.get("TemplateID")] for t in _all(page, "Template") if t.get("TemplateID") in templates]
        glyphs = [
            glyph
            for layer in [*(package.read_xml(name) for name in dict.fromkeys(used) if name in package), page]
            for text_object in _all(layer, "TextObject")
            for glyph in _glyphs(text_object)
        ]
        rows = [row for line in in_lines(glyphs) if (row := read_row(line)) is not None]
        yield rows, _height(page) or height or _A4_HEIGHT


def _glyphs(element: Any) -> Iterator[Glyph]:
    """The characters of a text object where they stand on the page, in millimetres."""
    box = _numbers(element.get("Boundary"))
    if len(box) != 4:
        return
    matrix = _numbers(element.get("CTM"))
    a, b, c, d, e, f = matrix if len(matrix) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    sizes = _numbers(element.get("Size"))
    size = abs(sizes[0] if sizes else 3.175) * (abs(d) or abs(b) or 1.0)
    x = y = 0.0
    for code in _all(element, "TextCode"):
        text = (code.text or "").strip("\r\n")
        x, y = (_numbers(code.get("X")) or [x])[0], (_numbers(code.get("Y")) or [y])[0]
        steps_x, steps_y = _steps(code.get("DeltaX"), len(text)), _steps(code.get("DeltaY"), len(text))
        at_x, at_y = x, y
        for index, char in enumerate(text[:_RUN_LIMIT]):
            left, base = box[0] + a * at_x + c * at_y + e, box[1] + b * at_x + d * at_y + f
            width = size * (0.5 if ord(char) < 0x2E80 else 1.0)
            yield Glyph(char, left, left + width, base - 0.85 * size, base + 0.15 * size)
            at_x += steps_x[index] if index < len(steps_x) else (0.0 if steps_y else width)
            at_y += steps_y[index] if index < len(steps_y) else 0.0


def _steps(text: str | None, count: int) -> list[float]:
    """DeltaX or DeltaY: offsets, where `g 3 1.5` stands for three times 1.5 (7.11.3)."""
    steps: list[float] = []
    parts = iter(_NUMBER.findall(text or ""))
    for part in parts:
        if part == "g":
            times, step = next(parts, "0"), next(parts, "0")
            if times != "g" and step != "g":
                steps += [float(step)] * min(max(int(float(times)), 0), max(count - len(steps), 0))
        else:
            steps.append(float(part))
        if len(steps) >= count:
            break
    return steps


def _height(element: Any) -> float | None:
    box = next((_numbers(text) for text in _texts(element, "PhysicalBox")), [])
    return box[3] if len(box) == 4 and box[3] > 0 else None


def _numbers(text: str | None) -> list[float]:
    return [float(part) for part in _NUMBER.findall(text or "") if part != "g"]


def _all(element: Any, name: str) -> list[Any]:
    """Descendants by local name: files use several namespaces, and none."""
    return [e for e in element.iter() if isinstance(e.tag, str) and e.tag.rpartition("}")[2] == name]


def _texts(element: Any, name: str) -> list[str]:
    return [e.text.strip() for e in _all(element, name) if e.text and e.text.strip()]
