"""Word files to a `Page`: DOCX here, DOC and WPS through an optional library or LibreOffice.

The XML of a DOCX is read directly: python-docx leaves out inserted revisions, content controls and text boxes,
and no library prints automatic numbers.
"""

from __future__ import annotations

from typing import Any

from lxml import etree

from tracker.errors import LimitError, ReadError
from tracker.extract.container import Container, resolve
from tracker.extract.flatten import Line, clean_line, row_lines
from tracker.extract.limits import Limits
from tracker.extract.numbering import Numbering, W
from tracker.extract.sniff import DOCX
from tracker.models import Page

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# Text that is not printed: deleted and moved-away revisions, field codes, phonetic guides, older copies of the same
# shape
_UNPRINTED = frozenset(
    [
        f"{W}{name}"
        for name in (
            "del",
            "moveFrom",
            "instrText",
            "delText",
            "delInstrText",
            "rt",
            "rPr",
            "sectPr",
            "commentReference",
        )
    ]
    + [f"{_MC}Fallback"]
)
_BREAKS = frozenset(f"{W}{name}" for name in ("br", "cr"))
_SYMBOLS = {
    "F0A8": "□",
    "F06F": "□",
    "F071": "□",
    "F0FE": "☑",
    "F052": "☑",
    "F0FC": "√",
    "F0FB": "×",
    "F0A3": "□",
    "25A1": "□",
}


def read_docx(content: bytes, *, limits: Limits) -> Page:
    """Read a DOCX: paragraphs with their automatic numbers, tables in order, text boxes, footnotes at the end.

    Raises:
        ReadError: damaged, locked, or without text.
        LimitError: over a limit.
    """
    package = Container(content, what="DOCX", limits=limits)
    main = _main_part(package)
    folder = main.rpartition("/")[0]
    root = package.read_xml(main)
    if root.tag != f"{W}document":
        raise ReadError("the DOCX is in the strict form, which is not read; save it as an ordinary .docx")
    body = root.find(f"{W}body")
    if body is None:
        raise ReadError("the DOCX has no body")

    def part(name: str) -> Any | None:
        path = f"{folder}/{name}" if folder else name
        return package.read_xml(path) if path in package else None

    reader = _Reader(Numbering(part("numbering.xml"), part("styles.xml")))
    lines = reader.read(body)
    lines += reader.read_notes(part("footnotes.xml"))
    text = "\n".join(line.text for line in lines)
    if len(text) > limits.characters:
        raise LimitError(f"the DOCX holds more than {limits.characters} characters of text")
    if not text.strip():
        pictures = sum(1 for name in package.names if "/media/" in name)
        raise ReadError(f"the DOCX has no text{f', only {pictures} pictures' if pictures else ''}")
    warnings = ("text of deleted revisions is left out",) if next(body.iter(f"{W}del"), None) is not None else ()
    return Page(text=text, media_type=DOCX, reader="docx", warnings=warnings)


def _main_part(package: Container) -> str:
    if "_rels/.rels" in package:
        for relation in package.read_xml("_rels/.rels").iter(_RELATION):
            if (relation.get("Type") or "").endswith("/officeDocument"):
                return resolve("", relation.get("Target") or "")
    return "word/document.xml"


class _Reader:
    """Lines of a body in reading order."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering

    def read(self, body: Any) -> list[Line]:
        """Walks without recursion; tables in tables and text boxes in paragraphs are met where they stand."""
        sinks: list[list[Line]] = [[]]
        rows: list[list[tuple[list[Line], bool]]] = []
        tables: list[bool] = [False]
        carried = ""
        walk = etree.iterwalk(body, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            if event == "start":
                if tag in _UNPRINTED or (tag == f"{W}tr" and element.find(f"{W}trPr/{W}del") is not None):
                    walk.skip_subtree()
                elif tag == f"{W}p":
                    pieces = carried + _paragraph(element)
                    carried = ""
                    if element.find(f"{W}pPr/{W}rPr/{W}del") is not None and not _is_last(element):
                        carried = pieces  # its mark is deleted: it runs on into the next paragraph, whose number counts
                        continue
                    label = self._numbering.label(element)
                    text = label + pieces if pieces.strip() else ""
                    sinks[-1].extend(Line(line) for raw in text.split("\n") if (line := clean_line(raw)))
                elif tag == f"{W}tr":
                    rows.append([])
                elif tag == f"{W}tc":
                    sinks.append([])
                    tables.append(False)
                continue
            if tag == f"{W}tc" and rows:
                cell = sinks.pop()
                merged = element.find(f"{W}tcPr/{W}vMerge")
                is_continued = merged is not None and merged.get(f"{W}val") in (None, "continue")
                rows[-1].append(([] if is_continued else cell, tables.pop()))
            elif tag == f"{W}tr" and rows and element.find(f"{W}trPr/{W}del") is None:
                sinks[-1].extend(row_lines(rows.pop()))
                tables[-1] = True
        return sinks[0]

    def read_notes(self, notes: Any | None) -> list[Line]:
        """Footnotes as lines of their own behind the text; separators have a type."""
        if notes is None:
            return []
        lines = []
        for note in notes.iterfind(f"{W}footnote"):
            if note.get(f"{W}type") in (None, "normal"):
                text = " ".join(line.text for line in self.read(note))
                if text:
                    lines.append(Line(f"[{note.get(f'{W}id')}] {text}"))
        return lines


def _is_last(paragraph: Any) -> bool:
    """The last paragraph of a cell or body: a deleted mark there joins nothing."""
    return paragraph.getnext() is None or paragraph.getnext().tag != f"{W}p"


def _paragraph(paragraph: Any) -> str:
    """The printed text of a `w:p`, line breaks as "\\n"; the paragraphs of a text box in it come as lines of their
    own elsewhere.
    """
    parts: list[str] = []
    walk = etree.iterwalk(paragraph, events=("start",))
    for _, element in walk:
        tag = element.tag
        if tag in _UNPRINTED or tag == f"{W}txbxContent" or (tag == f"{W}r" and _is_hidden(element)):
            walk.skip_subtree()
        elif tag in (f"{W}t", f"{_MATH}t"):
            parts.append(element.text or "")
        elif tag == f"{W}tab" and element.getparent().tag == f"{W}r":
            parts.append(" ")
        elif tag in _BREAKS:
            parts.append("\n")
        elif tag == f"{W}noBreakHyphen":
            parts.append("-")
        elif tag == f"{W}sym":
            parts.append(_SYMBOLS.get((element.get(f"{W}char") or "").upper(), ""))
    return "".join(parts)


def _is_hidden(run: Any) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val") not in ("0", "false")
