"""A view as a Word file: the 新旧对照表 that offices exchange, on landscape A4.

Title in 黑体, text in 宋体 (the East Asian font has to be set beside the Latin one, python-docx sets only the latter),
deletions red and struck out, insertions blue and underlined. The table's head repeats on every page.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Sequence

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from tracker.report.layout import Comparison, Line, Row, Section, View
from tracker.report.phrases import Lang, say
from tracker.report.text import section_number, value_words
from tracker.report.wording import Segment, elide
from tracker.report.words import evidence_words

_TEXT_FONT, _HEAD_FONT, _LATIN_FONT = "宋体", "黑体", "Times New Roman"
_RED, _BLUE, _GREY = RGBColor(0xB0, 0x1E, 0x1E), RGBColor(0x12, 0x4A, 0x9C), RGBColor(0x66, 0x66, 0x66)
_PAGE = (Mm(297), Mm(210))  # A4, landscape
_MARGIN = Mm(18)
_WHOLE = 800  # characters in a row of the comparison that are kept on one page, about a quarter of it
# XML 1.0 has no place for these, even escaped; a page may still hold them
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def view_docx(view: View, lang: Lang) -> bytes:
    """The whole report as the bytes of a .docx file; the same view gives the same bytes."""
    document = _new_document(view.title, lang)
    _paragraph(document, view.title, size=18, font=_HEAD_FONT, align=WD_ALIGN_PARAGRAPH.CENTER)
    _paragraph(document, view.lead, size=11, align=WD_ALIGN_PARAGRAPH.CENTER)
    facts = " · ".join(part for part in (view.day_beside, *view.facts) if part)
    if facts:
        _paragraph(document, facts, size=9, color=_GREY, align=WD_ALIGN_PARAGRAPH.CENTER)
    for at, section in enumerate(view.told_apart):
        _section(document, section, section_number(at, lang), lang)
    for table in view.comparisons:
        _comparison(document, table, lang)
    if view.pages:
        _heading(document, say("section.evidence", lang))
        for at, page in enumerate(view.pages, 1):
            _paragraph(document, f"[{at}] {evidence_words(page)}", size=9)
    file = io.BytesIO()
    document.save(file)
    return _undated(file)


def _undated(file: io.BytesIO) -> bytes:
    """The archive with the oldest date a zip can hold on every member: python-docx stamps them with the clock."""
    packed = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, old.read(name))
    return packed.getvalue()


# ── page and paragraphs ──────────────────────────────────────────────────────────────────────────


def _new_document(title: str, lang: Lang) -> Document:
    document = docx.Document()
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = _PAGE
    page.left_margin = page.right_margin = _MARGIN
    page.top_margin = page.bottom_margin = Mm(16)
    normal = document.styles["Normal"]
    normal.font.name = _LATIN_FONT
    style = normal.element.get_or_add_rPr()
    style.get_or_add_rFonts().set(qn("w:eastAsia"), _TEXT_FONT)
    # Without it a machine that lacks 宋体 takes a Japanese or Taiwanese face, with its other glyphs and full stops
    language = style.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        style.append(language)
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    normal.paragraph_format.space_after = Pt(2)
    properties = document.core_properties
    properties.title = _clean(title)
    properties.author = ""
    properties.comments = ""
    properties.language = "zh-CN" if lang == "zh" else "en"
    # python-docx ships a template made in 2013; a fixed day keeps the bytes the same for the same view
    properties.created = properties.modified = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    _page_number(page.footer.paragraphs[0])
    return document


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub("", text)


def _run(
    paragraph: Paragraph,
    text: str,
    *,
    size: float = 10.5,
    font: str = _TEXT_FONT,
    bold: bool = False,
    color: RGBColor | None = None,
) -> Run:
    run = paragraph.add_run(_clean(text))
    run.font.name = _LATIN_FONT
    run.font.size = Pt(size)
    run.font.bold = bold
    if color is not None:
        run.font.color.rgb = color
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def _paragraph(
    document: Document,
    text: str,
    *,
    size: float = 10.5,
    font: str = _TEXT_FONT,
    color: RGBColor | None = None,
    align: WD_ALIGN_PARAGRAPH | None = None,
) -> Paragraph:
    paragraph = document.add_paragraph()
    if align is not None:
        paragraph.alignment = align
    _run(paragraph, text, size=size, font=font, color=color)
    return paragraph


def _heading(document: Document, text: str) -> None:
    paragraph = document.add_heading(level=1)
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_before = Pt(12)
    paragraph.paragraph_format.space_after = Pt(4)
    _run(paragraph, text, size=13, font=_HEAD_FONT, color=RGBColor(0, 0, 0))


def _page_number(paragraph: Paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = _run(paragraph, "", size=9)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText")
            element.text = text
        run._element.append(element)


def _segments(paragraph: Paragraph, parts: Sequence[Segment], *, size: float = 10.5) -> None:
    for mark, text in parts:
        run = _run(paragraph, text, size=size, color={"-": _RED, "+": _BLUE}.get(mark))
        run.font.strike = mark == "-"
        run.font.underline = mark == "+"


# ── sections ─────────────────────────────────────────────────────────────────────────────────────


def _section(document: Document, section: Section, number: str, lang: Lang) -> None:
    _heading(document, number + section.title)
    for group in section.groups:
        if group.document:
            _paragraph(document, group.document, font=_HEAD_FONT)
        if section.name == "figures":
            _figure_table(document, group.lines, lang)
            continue
        for line in group.lines:
            _line(document, line, lang)


def _line(document: Document, line: Line, lang: Lang) -> None:
    paragraph = document.add_paragraph()
    _run(paragraph, f"{line.number}. ", color=_GREY)
    place = line.place
    if line.segments:
        _run(paragraph, place, bold=True)
        _run(paragraph, say("label", lang, label=line.label) + " ", color=_GREY)
        _segments(paragraph, elide(line.segments))
        if line.text:
            _run(paragraph, say("brackets", lang, text=line.text), color=_GREY)
    elif line.old is not None or line.new is not None:
        _run(paragraph, f"{place} " if place else "", bold=True)
        _run(paragraph, line.label + say("colon", lang), font=_HEAD_FONT)
        _run(paragraph, value_words(line, lang))
        _run(paragraph, say("brackets", lang, text=line.text) if line.text else "", size=9, color=_GREY)
    else:
        between = say("colon", lang) if line.heading else " "
        _run(paragraph, between.join(part for part in (place, line.text or line.label) if part))
    _run(paragraph, "".join(f" [{at}]" for at in line.sources), size=8, color=_GREY)


def _table(document: Document, head: Sequence[str], widths: Sequence[float]) -> Table:
    """A ruled table with fixed column widths (shares of the page), its head repeated on every page."""
    table: Table = document.add_table(rows=1, cols=len(head))
    table.style = "Table Grid"
    table.autofit = False
    _pad_cells(table)
    room = _PAGE[0] - 2 * _MARGIN
    for column, width in zip(table.columns, widths, strict=True):
        column.width = int(room * width)
    for cell, text in zip(table.rows[0].cells, head, strict=True):
        _fill(cell, text, font=_HEAD_FONT, align=WD_ALIGN_PARAGRAPH.CENTER)
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), "EDEAE4")
        cell._element.get_or_add_tcPr().append(shade)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    _set_widths(table)
    return table


def _add_row(table: Table, *, whole: bool = True) -> _Row:
    """A new row; `whole`: not broken over two pages."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    if whole:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return row


def _pad_cells(table: Table) -> None:
    """Room between rule and text: 60 and 100 twentieths of a point."""
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", 60), ("left", 100), ("bottom", 60), ("right", 100)):
        element = OxmlElement(f"w:{side}")
        element.set(qn("w:w"), str(width))
        element.set(qn("w:type"), "dxa")
        margins.append(element)
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    if look is None:
        properties.append(margins)
    else:
        look.addprevious(margins)  # the schema wants this order


def _set_widths(table: Table) -> None:
    """Word reads the width of a column from its cells, LibreOffice from the grid: both are set."""
    for row in table.rows:
        for cell, column in zip(row.cells, table.columns, strict=True):
            cell.width = column.width


def _fill(
    cell: _Cell, text: str, *, font: str = _TEXT_FONT, bold: bool = False, align: WD_ALIGN_PARAGRAPH | None = None
) -> None:
    paragraph = cell.paragraphs[0]
    if align is not None:
        paragraph.alignment = align
    _run(paragraph, text, size=10, font=font, bold=bold)


def _figure_table(document: Document, lines: Sequence[Line], lang: Lang) -> None:
    names = ("number", "clause", "subject", "change", "old", "new", "delta")
    table = _table(document, [say(f"word.{name}", lang) for name in names], (0.05, 0.25, 0.14, 0.1, 0.19, 0.19, 0.08))
    for line in lines:
        cells = _add_row(table).cells
        values = (line.number, line.place, line.subject, line.label, line.old or "—", line.new or "—", line.delta)
        for cell, value in zip(cells, values, strict=True):
            _fill(cell, str(value or ""), bold=cell is cells[5])
        refs = "".join(f" [{at}]" for at in line.sources)
        _run(cells[6].paragraphs[0], refs, size=8, color=_GREY)
    _set_widths(table)


# ── comparison ───────────────────────────────────────────────────────────────────────────────────


def _comparison(document: Document, table: Comparison, lang: Lang) -> None:
    _heading(document, f"{say('section.comparison', lang)}{say('colon', lang)}{table.name}")
    facts = _table(document, ["", say("word.old", lang), say("word.new", lang)], (0.14, 0.43, 0.43))
    for what, old, new in table.facts:
        for cell, text in zip(_add_row(facts).cells, (what, old or "—", new or "—"), strict=True):
            _fill(cell, text)
    _set_widths(facts)
    legend = document.add_paragraph()
    _segments(legend, [("-", say("mark.del.name", lang)), ("=", "　"), ("+", say("mark.ins.name", lang))], size=9)
    heads = [say(f"word.{name}", lang) for name in ("old_clause", "new_clause", "change")]
    rows = _table(document, heads, (0.4, 0.4, 0.2))
    for row in table.rows:
        _comparison_row(rows, row, lang)
    _set_widths(rows)


def _comparison_row(table: Table, row: Row, lang: Lang) -> None:
    size = sum(len(text) for _, text in (*row.old, *row.new))
    old, new, what = _add_row(table, whole=size < _WHOLE).cells
    for cell, label, parts in ((old, row.old_label, row.old), (new, row.new_label, row.new)):
        paragraph = cell.paragraphs[0]
        if label:
            _run(paragraph, f"{label} ", bold=True)
        _segments(paragraph, parts or [("=", "—")])
    marks = say("clause.separator", lang).join(row.marks) or say("row.unchanged", lang)
    _run(what.paragraphs[0], marks, size=10, font=_HEAD_FONT)
    for line in row.lines:
        if line.figure or line.old is not None or line.new is not None:
            text = f"{line.number}. {line.label}{say('colon', lang)}{value_words(line, lang)}"
        else:
            text = line.text
        if text:
            _run(what.add_paragraph(), text, size=9)
