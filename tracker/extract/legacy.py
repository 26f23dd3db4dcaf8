"""Word 97 files (.doc) and WPS files (.wps) to a `Page`: by a small optional library, else by LibreOffice.

Two libraries read the same file in different ways: legacy-doc follows the piece table and so finds all text of files
saved in pieces, wps2md knows tables and list numbers but assumes one piece. Where both agree on the characters,
the structured reading is used; where not, the complete one, with a warning.
"""

from __future__ import annotations

import importlib
import shutil
import struct
import subprocess
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

from tracker.errors import ReadError
from tracker.extract.flatten import clean_line
from tracker.extract.limits import Limits
from tracker.extract.word import read_docx
from tracker.models import Page
from tracker.text import squeeze

# What the two libraries raise on damaged files besides their own errors
_DAMAGE = (
    struct.error,
    IndexError,
    KeyError,
    ValueError,
    TypeError,
    OSError,
    OverflowError,
    RecursionError,
    MemoryError,
)
_AGREE = 0.98  # share of characters


def read_word97(content: bytes, *, media_type: str, limits: Limits) -> Page:
    """Read a .doc or .wps.

    Raises:
        ReadError: damaged, locked, or nothing installed that reads it.
    """
    legacy, structured = _module("legacy_doc"), _module("wps2md")
    if legacy is None and structured is None:
        return _by_libreoffice(content, media_type, limits)
    complete = _complete(legacy, content) if legacy else None
    rows = _structured(structured, content) if structured else None
    if complete is None and rows is None:
        return _by_libreoffice(content, media_type, limits, damaged=True)
    warnings: tuple[str, ...] = ()
    if complete is not None and rows is not None and not _agree(complete, rows):
        rows, warnings = None, ("tables and list numbers of this Word 97 file could not be read for certain",)
    text = "\n".join(rows if rows is not None else complete or [])
    if not text.strip():
        raise ReadError("the Word 97 file has no text")
    return Page(
        text=text,
        media_type=media_type,
        reader="doc wps2md" if rows is not None else "doc legacy-doc",
        warnings=warnings,
    )


def _module(name: str) -> ModuleType | None:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def _complete(legacy: Any, content: bytes) -> list[str] | None:
    try:
        text = legacy.extract_text(content).text
    except (legacy.LegacyDocError, *_DAMAGE):
        return None
    return [line for raw in text.splitlines() if (line := "\t".join(map(clean_line, raw.split("\t"))).strip())]


def _structured(wps2md: Any, content: bytes) -> list[str] | None:
    try:
        paragraphs = wps2md.parse(content).paragraphs
    except (wps2md.WpsParseError, *_DAMAGE):
        return None
    lines: list[str] = []
    cells: list[str] = []
    counts: dict[tuple[int, int], int] = {}
    for paragraph in paragraphs:
        text = clean_line(paragraph.text)
        if paragraph.in_table:
            if not paragraph.is_row_end:
                cells.append(text)
                continue
            lines.append("\t".join(cells).strip("\t"))
            cells = []
        elif text:
            if paragraph.list_ordered:
                key = (paragraph.ilfo, paragraph.ilvl)
                counts[key] = counts.get(key, 0) + 1
                text = f"{counts[key]}. {text}"
            lines.append(text)
    return [line for line in [*lines, "\t".join(cells)] if line]


def _agree(complete: list[str], rows: list[str]) -> bool:
    left, right = len(squeeze("".join(complete))), len(squeeze("".join(rows)))
    return min(left, right) >= _AGREE * max(left, right)


def _by_libreoffice(content: bytes, media_type: str, limits: Limits, *, damaged: bool = False) -> Page:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        if damaged:
            raise ReadError("the Word 97 file is damaged or locked with a password")
        raise ReadError(
            "a Word 97 or WPS file: install the extra `doc` (pip install 'policy-tracker[doc]') or LibreOffice to read it, or save it as .docx"
        )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "source.doc")
        source.write_bytes(content)
        command = [
            program,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            "docx",
            "--outdir",
            folder,
            str(source),
        ]
        try:
            subprocess.run(command, capture_output=True, timeout=limits.seconds, check=True)
            converted = Path(folder, "source.docx").read_bytes()
        except (subprocess.SubprocessError, OSError) as err:
            raise ReadError(f"LibreOffice could not convert the Word 97 file: {err}") from err
    page = read_docx(converted, limits=limits)
    return Page(text=page.text, media_type=media_type, reader="doc LibreOffice", warnings=page.warnings)
