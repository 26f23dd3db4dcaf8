"""An HTML element as lines: a paragraph, `<br>` piece or table row per line, cells joined by tabs.

Walks without recursion, so that no nesting can exhaust the stack.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "td",
        "th",
        "ul",
        "title",
        "option",
    ]
)
_SILENT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "iframe",
        "canvas",
        "svg",
        "math",
        "input",
        "select",
        "textarea",
        "button",
        "object",
        "embed",
        "audio",
        "video",
        "link",
        "meta",
        "map",
        "colgroup",
    ]
)
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f]+")
_ROMAN = (
    "",
    "i",
    "ii",
    "iii",
    "iv",
    "v",
    "vi",
    "vii",
    "viii",
    "ix",
    "x",
    "xi",
    "xii",
    "xiii",
    "xiv",
    "xv",
    "xvi",
    "xvii",
    "xviii",
    "xix",
    "xx",
)
_NUMBERED = re.compile(r"[\s\u3000]*[(（〔]?(?:\d+|[一二三四五六七八九十]+|[①-⑳]|第.{1,4}[章条节])[)）〕.．、，,\s]?")


@dataclass(slots=True)
class Line:
    """One line of text; `linked` counts the characters of it that stand in links."""

    text: str
    linked: int = 0

    @property
    def is_link(self) -> bool:
        """Nothing but links, up to a short label before them."""
        return self.linked > 0 and self.linked >= 0.6 * len(self.text.replace("\t", "").replace(" ", ""))


@dataclass(slots=True)
class _Sink:
    """Where text goes: the lines of the page, or of one table cell."""

    lines: list[Line] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    linked: int = 0
    has_row: bool = False

    def end_line(self) -> None:
        text = clean_line("".join(self.parts))
        if text:
            self.lines.append(Line(text, self.linked))
        self.parts, self.linked = [], 0


def clean_line(text: str) -> str:
    """Runs of blanks collapsed, invisible marks and control characters removed.

    >>> clean_line("　　第一条\\u3000 为了\\u200b促进")
    '第一条 为了促进'
    """
    return " ".join(_INVISIBLE.sub("", text).split())


def flatten(root: Any, *, skip: Callable[[Any], bool] | None = None) -> list[Line]:
    """All lines of `root` in reading order; elements for which `skip` is true are left out with all they hold."""
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    sinks = [_Sink()]
    rows: list[list[_Sink]] = []
    links = 0
    skipped: Any = None
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if tag in _SILENT or (skip is not None and element is not root and skip(element)):
                skipped = element
                walk.skip_subtree()
                continue
            if tag == "br":
                sinks[-1].end_line()
            elif tag in _BLOCKS:
                sinks[-1].end_line()
                if tag == "tr":
                    rows.append([])
                elif tag in ("td", "th") and rows and element is not root:
                    sinks.append(_Sink())
                elif tag == "li":
                    sinks[-1].parts.append(_list_number(element))
            elif tag == "a":
                links += 1
            _write(sinks[-1], element.text, links)
            continue
        if event == "end" and element is not skipped:
            if tag in ("td", "th") and len(sinks) > 1 and rows and element is not root:
                sinks[-1].end_line()
                rows[-1].append(sinks.pop())
            elif tag == "tr" and rows:
                _end_row(rows.pop(), sinks[-1])
            elif tag in _BLOCKS:
                sinks[-1].end_line()
            elif tag == "a":
                links -= 1
        if element is not root:
            _write(sinks[-1], element.tail, links)
    sinks[-1].end_line()
    return sinks[0].lines


def _write(sink: _Sink, text: str | None, links: int) -> None:
    if text:
        sink.parts.append(text)
        if links:
            sink.linked += len("".join(text.split()))


def _end_row(cells: list[_Sink], sink: _Sink) -> None:
    sink.has_row = True
    sink.lines.extend(row_lines([(cell.lines, cell.has_row) for cell in cells]))


def row_lines(cells: list[tuple[list[Line], bool]]) -> list[Line]:
    """The lines of a table row: one line with its cells joined by tabs.

    A row that lays out a page instead (one filled cell, a cell with a table in it or with a text of many
    paragraphs) gives the lines of its cells one after the other. Each cell comes with whether a table stands in it.
    """
    filled = [cell for cell in cells if cell[0]]
    if len(filled) <= 1 or any(_is_layout(lines, has_row) for lines, has_row in filled):
        return [line for lines, _ in filled for line in lines]
    texts = [" ".join(line.text for line in lines) for lines, _ in cells]
    linked = sum(line.linked for lines, _ in filled for line in lines)
    return [Line("\t".join(texts).strip("\t"), linked)]


def _is_layout(lines: list[Line], has_row: bool) -> bool:
    return has_row or (len(lines) >= 6 and sum(len(line.text) for line in lines) > 400)


def _list_number(item: Any) -> str:
    """The number a browser prints before an `<li>` of an ordered list, "" where it prints none."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return ""
    style = ((parent.get("style") or "") + (item.get("style") or "")).replace(" ", "")
    if "list-style:none" in style or "list-style-type:none" in style or _NUMBERED.match(item.xpath("string()")):
        return ""
    start, value = parent.get("start") or "1", item.get("value")
    if value and value.isdecimal():
        number = int(value)
    else:
        number = int(start if start.isdecimal() else "1") + len(item.xpath("preceding-sibling::li"))
    return f"{_in_style(number, parent.get('type') or '', style)}. "


def _in_style(number: int, kind: str, style: str) -> str:
    if (kind == "a" or "lower-alpha" in style or "lower-latin" in style) and 1 <= number <= 26:
        return chr(96 + number)
    if (kind == "A" or "upper-alpha" in style) and 1 <= number <= 26:
        return chr(64 + number)
    if (kind in ("i", "I") or "roman" in style) and 1 <= number < len(_ROMAN):
        return _ROMAN[number] if kind != "I" and "upper-roman" not in style else _ROMAN[number].upper()
    return str(number)
