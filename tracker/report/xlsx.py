"""A view as an Excel workbook: 数字变化, 变动清单, 条款对照 (with marks inside the cells), 证据.

Every cell that holds words is written as a string, never as a formula or a link: a page may hold "=HYPERLINK(…)".
"""

from __future__ import annotations

import datetime as dt
import io
import math
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from tracker.models import Figure
from tracker.report.layout import Comparison, Line, View
from tracker.report.phrases import Lang, say
from tracker.report.text import segments_text, value_words
from tracker.report.wording import Segment
from tracker.report.words import evidence_words

_LINE_HEIGHT, _HIGHEST = 15, 409  # points; 409 is the most Excel takes
_CELL_LIMIT = 32_767  # characters in a cell (Excel specifications and limits)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FIGURE_COLUMNS = (
    ("word.number", 6),
    ("word.document", 34),
    ("word.clause", 10),
    ("word.title", 30),
    ("word.subject", 16),
    ("word.change", 11),
    ("word.old", 24),
    ("word.new", 24),
    ("word.delta", 9),
    ("word.kind", 10),
    ("word.unit", 9),
    ("xlsx.old_value", 14),
    ("xlsx.new_value", 14),
    ("section.evidence", 10),
)


def view_xlsx(view: View, lang: Lang) -> bytes:
    """The whole report as the bytes of a .xlsx file; the same view gives the same bytes."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": _clean(view.title), "created": dt.datetime(2000, 1, 1)})  # same bytes every time
        sheets = _Sheets(book, lang)
        sheets.figures(view)
        sheets.lines(view)
        sheets.comparisons(view.comparisons)
        sheets.evidence(view)
    return file.getvalue()


def _clean(text: str) -> str:
    text = _UNPRINTABLE.sub("", text)
    return text if len(text) <= _CELL_LIMIT else text[: _CELL_LIMIT - 1] + "…"


class _Sheets:
    """The sheets of one workbook with the formats they share."""

    def __init__(self, book: Workbook, lang: Lang) -> None:
        self.book = book
        self.lang = lang
        base = {"font_name": "宋体", "font_size": 11, "valign": "top", "text_wrap": True}
        self.plain = book.add_format({**base, "border": 1, "border_color": "#D0CBC2"})
        self.bold = book.add_format({**base, "bold": True, "border": 1, "border_color": "#D0CBC2"})
        self.number = book.add_format({**base, "num_format": "#,##0.######", "border": 1, "border_color": "#D0CBC2"})
        self.head = book.add_format(
            {**base, "font_name": "黑体", "bg_color": "#EDEAE4", "border": 1, "valign": "vcenter"}
        )
        self.title = book.add_format({"font_name": "黑体", "font_size": 14})
        self.deleted = book.add_format({"font_color": "#B01E1E", "font_strikeout": True, "font_name": "宋体"})
        self.inserted = book.add_format({"font_color": "#124A9C", "underline": 1, "font_name": "宋体"})
        self.same = book.add_format({"font_name": "宋体"})

    def say(self, key: str) -> str:
        return say(key, self.lang)

    def sheet(self, name: str, columns: Sequence[tuple[str, float]], *, first: int = 0) -> Worksheet:
        """A sheet with its head in row `first`, frozen and filterable, printed across one landscape A4 page."""
        sheet = self.book.add_worksheet(self.say(name)[:31])
        for at, (key, width) in enumerate(columns):
            sheet.set_column(at, at, width)
            sheet.write_string(first, at, self.say(key), self.head)
        sheet.freeze_panes(first + 1, 0)
        sheet.repeat_rows(first)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return sheet

    def height(self, sheet: Worksheet, row: int, cells: Iterable[tuple[str, float]]) -> None:
        """Set a row's height for (text, column width) cells: not every program fits it to wrapped text by itself."""
        lines = max((_lines(text, width) for text, width in cells), default=1)
        sheet.set_row(row, min(_LINE_HEIGHT * lines + 3, _HIGHEST))

    def write(self, sheet: Worksheet, row: int, values: Iterable[object]) -> None:
        for at, value in enumerate(values):
            if isinstance(value, Decimal | int):
                sheet.write_number(row, at, float(value), self.number)
            else:
                sheet.write_string(row, at, _clean(str(value or "")), self.plain)

    def figures(self, view: View) -> None:
        sheet = self.sheet("xlsx.figures", _FIGURE_COLUMNS, first=2)
        sheet.write_string(0, 0, _clean(f"{view.title}　{view.day_beside}"), self.title)
        sheet.write_string(1, 0, _clean(view.lead), self.same)
        row = 2
        for section in view.sections:
            for group in section.groups:
                for line in group.lines:
                    if line.figure:
                        row += 1
                        cells = self._figure_row(line, group.document or view.title)
                        self.write(sheet, row, cells)
                        widths = (width for _, width in _FIGURE_COLUMNS)
                        self.height(sheet, row, ((str(cell or ""), w) for cell, w in zip(cells, widths, strict=True)))
        sheet.autofilter(2, 0, max(row, 3), len(_FIGURE_COLUMNS) - 1)

    def _figure_row(self, line: Line, document: str) -> list[object]:
        old, new = (line.figure.old, line.figure.new) if line.figure else (None, None)
        known = new or old
        words = [line.number, document, line.clause, line.heading, line.subject, line.label, line.old, line.new]
        kind = self.say(f"kind.{known.kind}") if known else None
        meaning = [line.delta, kind, known.unit if known else None]
        return [*words, *meaning, _value(old), _value(new), _refs(line)]

    def lines(self, view: View) -> None:
        columns = (
            ("word.number", 6), ("word.kind", 22), ("word.document", 34), ("word.clause", 10), ("word.title", 28),
            ("word.change", 18), ("word.text", 90), ("section.evidence", 10),
        )  # fmt: skip
        sheet = self.sheet("xlsx.lines", columns)
        row = 0
        for section in view.sections:
            for group in section.groups:
                for line in group.lines:
                    row += 1
                    name = group.document or (view.title if view.kind == "diff" else "")
                    place = [line.number, section.title, name, line.clause, line.heading, line.label]
                    self.write(sheet, row, [*place, None, _refs(line)])
                    parts = line.segments or (("=", self._words(line)),)
                    self.wording(sheet, row, 6, parts)
                    self.height(sheet, row, ((_joined(parts), 90), (name, 34), (line.heading or "", 28)))
        sheet.autofilter(0, 0, max(row, 1), len(columns) - 1)

    def _words(self, line: Line) -> str:
        if line.old is None and line.new is None:
            return line.text
        return value_words(line, self.lang) + (say("brackets", self.lang, text=line.text) if line.text else "")

    def comparisons(self, tables: Sequence[Comparison]) -> None:
        columns = (
            ("word.document", 26), ("word.old_clause", 9), ("word.old", 62),
            ("word.new_clause", 9), ("word.new", 62), ("word.change", 16), ("word.number", 10),
        )  # fmt: skip
        sheet = self.sheet("xlsx.comparison", columns)
        at = 0
        for table in tables:
            for row in table.rows:
                at += 1
                marks = say("clause.separator", self.lang).join(row.marks) or self.say("row.unchanged")
                numbers = ", ".join(str(line.number) for line in row.lines)
                self.write(sheet, at, (table.name, row.old_label, None, row.new_label, None, marks, numbers))
                self.wording(sheet, at, 2, row.old)
                self.wording(sheet, at, 4, row.new)
                self.height(sheet, at, ((_joined(row.old), 62), (_joined(row.new), 62), (table.name, 26), (marks, 16)))
        sheet.autofilter(0, 0, max(at, 1), len(columns) - 1)

    def wording(self, sheet: Worksheet, row: int, column: int, parts: Sequence[Segment]) -> None:
        """Text with marks as a rich string; as plain text where it is too long or has one piece only."""
        formats: dict[str, Format] = {"-": self.deleted, "+": self.inserted}
        kept = [(mark, _clean(text)) for mark, text in parts]
        kept = [(mark, text) for mark, text in kept if text]
        if sum(len(text) for _, text in kept) > _CELL_LIMIT or not kept:
            sheet.write_string(row, column, _clean(segments_text(parts, self.lang)), self.plain)
        elif len(kept) == 1:
            # Excel refuses a rich string of one piece; the cell's own format then carries the mark
            mark, text = kept[0]
            sheet.write_string(row, column, text, self._cell(mark))
        else:
            pieces = [piece for mark, text in kept for piece in (formats.get(mark, self.same), text)]
            sheet.write_rich_string(row, column, *pieces, self.plain)

    def _cell(self, mark: str) -> Format:
        if mark not in "-+":
            return self.plain
        style = {"font_color": "#B01E1E", "font_strikeout": True} if mark == "-" else {
            "font_color": "#124A9C", "underline": 1,
        }  # fmt: skip
        base = {"font_name": "宋体", "valign": "top", "text_wrap": True, "border": 1, "border_color": "#D0CBC2"}
        return self.book.add_format({**base, **style})

    def evidence(self, view: View) -> None:
        columns = (("word.number", 8), ("word.doc_number", 26), ("word.url", 70), ("word.hash", 68), ("word.time", 24))
        sheet = self.sheet("xlsx.evidence", columns)
        for at, page in enumerate(view.pages, 1):
            time = evidence_words(page).rpartition(" · ")[2] if page.fetched_at else None
            self.write(sheet, at, (at, page.doc_number, page.url, page.sha256, time))
        for at, (what, old, new) in enumerate(
            (fact for table in view.comparisons for fact in table.facts), len(view.pages) + 3
        ):
            self.write(sheet, at, (None, what, old, new))


def _joined(parts: Sequence[Segment]) -> str:
    return "".join(text for _, text in parts)


def _lines(text: str, width: float) -> int:
    """Lines that `text` takes in a column of `width` characters; a Chinese character is two wide."""
    wide = (sum(1 if char.isascii() else 2 for char in line) for line in text.split("\n"))
    return sum(max(1, math.ceil(size / (width - 1))) for size in wide)


def _refs(line: Line) -> str:
    return " ".join(f"[{at}]" for at in line.sources)


def _value(figure: Figure | None) -> Decimal | str | None:
    """The value as a number to reckon with; a date as printed."""
    return figure.value if figure else None
