"""The text of a Word 97 to 2003 file (.doc, and .wps of WPS Office, which is the same): [MS-DOC].

Text lies in pieces; properties of paragraphs (style, list, table) and of characters (deleted, hidden) are found by
the place of their text in the file. Automatic numbers are printed as Word prints them. Revisions, tables, fields,
footnotes and text boxes are treated as in a DOCX.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from tracker.errors import LimitError, ReadError
from tracker.extract.compound import CompoundFile
from tracker.extract.flatten import Line, clean_line, row_lines
from tracker.extract.numbering import Level, ListCounter, ListDefinition

T = TypeVar("T")

_WORD97 = 0xA5EC
_TABLES = 0x9A  # FibRgFcLcb97: pairs of offset and size in the table stream
_STYLES, _CHARACTERS, _PARAGRAPHS, _PIECES, _LISTS, _OVERRIDES = 1, 12, 13, 33, 73, 74
# Property codes (2.6.1, 2.6.2)
_IN_TABLE, _ROW_END, _LEVEL, _LIST = 0x2416, 0x2417, 0x260A, 0x460B
_DELETED, _HIDDEN = 0x0800, 0x083C
# Number formats ([MS-OSHARED] 2.2.1.3) by the names of DOCX
_FORMATS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 10: "ideographDigital",
    11: "japaneseCounting", 14: "decimalFullWidth", 16: "japaneseLegal", 17: "japaneseDigitalTenThousand",
    18: "decimalEnclosedCircle", 19: "decimalFullWidth", 22: "decimalZero", 23: "bullet", 26: "decimalEnclosedFullstop",
    27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese", 29: "ideographEnclosedCircle",
    30: "ideographTraditional", 31: "ideographZodiac", 33: "taiwaneseCounting", 34: "ideographLegalTraditional",
    35: "taiwaneseCountingThousand", 36: "taiwaneseDigital", 37: "chineseCounting", 38: "chineseLegalSimplified",
    39: "chineseCountingThousand", 255: "none",
}  # fmt: skip
_DROPPED = frozenset((0, 1, 2, 3, 4, 5, 6, 8, 0x1F))  # pictures, note and comment marks, optional hyphens


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int  # first character in the text
    end: int
    offset: int  # first byte in the file
    width: int  # bytes of a character


@dataclass(slots=True)
class _Properties:
    """Of a paragraph or style; None where it says nothing."""

    style: int = 0
    in_table: bool = False
    row_end: bool = False
    list_number: int | None = None
    level: int | None = None


def read_lines(content: bytes, *, most: int) -> tuple[list[Line], bool]:
    """The lines of a Word 97 file of up to `most` characters, and whether text of deleted revisions was left out.

    Raises:
        ReadError: damaged, locked, or of another version.
        LimitError: it claims more characters.
    """
    package = CompoundFile(content)
    main = package.read("WordDocument")
    try:
        version, flags = struct.unpack_from("<H", main, 0)[0], struct.unpack_from("<H", main, 10)[0]
        if version != _WORD97:
            raise ReadError("the file was saved by a Word before 97")
        if flags & 0x0100:
            raise ReadError("the Word 97 file is locked with a password")
        return _Document(main, package.read("1Table" if flags & 0x0200 else "0Table")).lines(most)
    except (struct.error, IndexError, KeyError) as err:
        raise ReadError("the Word 97 file is damaged or cut off") from err


class _Document:
    def __init__(self, main: bytes, tables: bytes) -> None:
        self._main, self._tables = main, tables
        self._pieces = self._read_pieces()
        self._paragraphs = self._read_runs(_PARAGRAPHS, _papx)
        self._characters = self._read_runs(_CHARACTERS, _chpx)
        self._styles = self._read_styles()
        self._lists = self._read_lists()
        self._overrides = self._read_overrides()
        self._counter = ListCounter()
        self._has_deleted = False

    def lines(self, most: int) -> tuple[list[Line], bool]:
        text, notes, headers, _, comments, endnotes, boxes = struct.unpack_from("<7I", self._main, 0x4C)
        if text + notes + headers + comments + endnotes + boxes > most:
            raise LimitError(f"the Word 97 file holds more than {most} characters of text")
        lines = self._part(0, text)
        lines += self._part(text, text + notes)
        after = text + notes + headers + comments
        lines += self._part(after, after + endnotes + boxes)
        return lines, self._has_deleted

    def _table(self, index: int) -> bytes:
        offset, size = struct.unpack_from("<II", self._main, _TABLES + 8 * index)
        return self._tables[offset : offset + size]

    # ── text ─────────────────────────────────────────────────────────────────────────────────────

    def _read_pieces(self) -> list[_Piece]:
        data = self._table(_PIECES)
        at = 0
        while at < len(data) and data[at] == 1:  # properties of fast saves
            at += 3 + struct.unpack_from("<H", data, at + 1)[0]
        if at >= len(data) or data[at] != 2:
            raise ReadError("the Word 97 file is damaged: it has no piece table")
        size = struct.unpack_from("<I", data, at + 1)[0]
        count = (size - 4) // 12
        ends = struct.unpack_from(f"<{count + 1}I", data, at + 5)
        pieces = []
        for number in range(count):
            place = struct.unpack_from("<I", data, at + 5 + 4 * (count + 1) + 8 * number + 2)[0]
            is_narrow = bool(place & 0x40000000)
            offset = (place & 0x3FFFFFFF) // 2 if is_narrow else place & 0x3FFFFFFF
            if ends[number] < ends[number + 1]:
                pieces.append(_Piece(ends[number], ends[number + 1], offset, 1 if is_narrow else 2))
        return pieces

    def _part(self, start: int, end: int) -> list[Line]:
        """Lines of the characters [start, end); a cell ends with 07, a row with a paragraph that says so."""
        lines: list[Line] = []
        cells: list[tuple[list[Line], bool]] = []
        cell: list[Line] = []
        carried = ""
        for text, mark, offset in self._split(start, end):
            properties = _find(self._paragraphs, offset) or _Properties()
            if properties.row_end:
                lines += row_lines(cells)
                cells, cell = [], []
                continue
            text, carried = carried + text, ""
            if mark == "\r" and _find(self._characters, offset):
                carried = text  # its mark is deleted: it runs on into the next paragraph, whose number counts
                continue
            label = self._label(properties)
            label = label if text.strip() else ""
            found = [Line(line) for raw in (label + text).split("\n") if (line := clean_line(raw))]
            if not (properties.in_table or mark == "\x07"):
                lines += [*(line for done, _ in cells for line in done), *cell, *found]
                cells, cell = [], []
                continue
            cell += found
            if mark == "\x07":
                cells.append((cell, False))
                cell = []
        return [*lines, *(line for done, _ in cells for line in done), *cell]

    def _split(self, start: int, end: int) -> Iterator[tuple[str, str, int]]:
        """Paragraphs: text without fields' codes, the character that ends it, and where that lies in the file."""
        parts: list[str] = []
        codes: list[bool] = []  # of the fields that are open: True while in the code, before the result
        for char, offset in self._shown(start, end):
            if char == "\x13":
                codes.append(True)
            elif char == "\x14" and codes:
                codes[-1] = False
            elif char == "\x15" and codes:
                codes.pop()
            elif char in "\r\x07\x0c":
                yield "".join(parts), char, offset
                parts = []
            elif not any(codes) and ord(char) not in _DROPPED:
                parts.append({"\x0b": "\n", "\x1e": "-", "\t": " "}.get(char, char))
        if parts:
            yield "".join(parts), "", -1

    def _shown(self, start: int, end: int) -> Iterator[tuple[str, int]]:
        for piece in self._pieces:
            first, last = max(piece.start, start), min(piece.end, end)
            if first >= last:
                continue
            offset = piece.offset + (first - piece.start) * piece.width
            raw = self._main[offset : offset + (last - first) * piece.width]
            text = raw.decode("cp1252" if piece.width == 1 else "utf-16-le", "replace")
            high = 0
            for number, char in enumerate(text):
                at = offset + (number + high) * piece.width
                high += ord(char) > 0xFFFF and piece.width == 2
                if char not in "\r\x07" and _find(self._characters, at):
                    self._has_deleted = True
                else:
                    yield char, at

    # ── properties ───────────────────────────────────────────────────────────────────────────────

    def _read_runs(self, index: int, read: Callable[[bytes, int, int], T]) -> tuple[list[int], list[tuple[int, T]]]:
        """Byte ranges with their properties, in order: starts, and (end, properties) of each."""
        data = self._table(index)
        count = max((len(data) - 4) // 8, 0)
        runs: list[tuple[int, int, T]] = []
        for page in dict.fromkeys(struct.unpack_from(f"<{count}I", data, 4 * (count + 1)) if count else ()):
            block = self._main[(page & 0x3FFFFF) * 512 : (page & 0x3FFFFF) * 512 + 512]
            if len(block) < 512:
                continue
            filled = block[511]
            bounds = struct.unpack_from(f"<{filled + 1}I", block, 0)
            runs += [(bounds[n], bounds[n + 1], read(block, filled, n)) for n in range(filled)]
        runs.sort(key=lambda run: run[0])
        return [run[0] for run in runs], [(run[1], run[2]) for run in runs]

    def _read_styles(self) -> dict[int, tuple[int, _Properties]]:
        """Base style and properties by number of style (2.9.271)."""
        data = self._table(_STYLES)
        styles: dict[int, tuple[int, _Properties]] = {}
        if len(data) < 6:
            return styles
        size, count, base_size = struct.unpack_from("<HHH", data, 0)
        at = 2 + size
        for number in range(min(count, 4095)):
            if at + 2 > len(data):
                break
            length = struct.unpack_from("<H", data, at)[0]
            entry = data[at + 2 : at + 2 + length]
            at += 2 + length
            if length > base_size + 4 and struct.unpack_from("<H", entry, 2)[0] & 15 == 1:
                named = base_size + 4 + 2 * struct.unpack_from("<H", entry, base_size)[0]
                named += named & 1
                own = struct.unpack_from("<H", entry, named)[0] if named + 2 <= len(entry) else 0
                styles[number] = (
                    struct.unpack_from("<H", entry, 2)[0] >> 4,
                    _properties(entry[named + 2 : named + 2 + own]),
                )
        return styles

    def _read_lists(self) -> dict[int, ListDefinition]:
        offset, _ = struct.unpack_from("<II", self._main, _TABLES + 8 * _LISTS)
        data = self._table(_LISTS)
        lists: dict[int, ListDefinition] = {}
        if len(data) < 2:
            return lists
        count = struct.unpack_from("<H", data, 0)[0]
        at = offset + 2 + 28 * count  # the levels stand behind the lists, outside the stated size
        for number in range(count):
            identity = struct.unpack_from("<i", data, 2 + 28 * number)[0]
            made = lists[identity] = ListDefinition()
            for depth in range(1 if data[2 + 28 * number + 26] & 1 else 9):
                made.levels[depth], at = self._read_level(at)
        return lists

    def _read_level(self, at: int) -> tuple[Level, int]:
        """A level and where the next one begins (2.9.150)."""
        start, code, flags = struct.unpack_from("<iBB", self._tables, at)
        follow = self._tables[at + 15]
        characters, paragraph, restart = self._tables[at + 24], self._tables[at + 25], self._tables[at + 26]
        at += 28 + characters + paragraph
        length = struct.unpack_from("<H", self._tables, at)[0]
        raw = self._tables[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
        level = Level(
            start=start,
            format=_FORMATS.get(code, "decimal"),
            text="".join(f"%{ord(char) + 1}" if ord(char) < 9 else char for char in raw),
            suffix={0: "tab", 1: "space"}.get(follow, "nothing"),
            legal=bool(flags & 4),
            restart=restart if flags & 8 else None,
        )
        return level, at + 2 + 2 * length

    def _read_overrides(self) -> list[tuple[int, dict[int, int]]]:
        """For each list number of a paragraph: the list, and the numbers at which its levels begin anew (2.9.131)."""
        offset, _ = struct.unpack_from("<II", self._main, _TABLES + 8 * _OVERRIDES)
        data = self._table(_OVERRIDES)
        if len(data) < 4:
            return []
        count = struct.unpack_from("<I", data, 0)[0]
        heads = [struct.unpack_from("<i", data, 4 + 16 * n)[0] for n in range(count)]
        changes = [data[4 + 16 * n + 12] for n in range(count)]
        at = offset + 4 + 16 * count
        overrides = []
        for identity, changed in zip(heads, changes, strict=True):
            starts: dict[int, int] = {}
            if changed:
                at += 4
                for _ in range(changed):
                    start, what = struct.unpack_from("<iI", self._tables, at)
                    at += 8
                    if what & 0x20:
                        level, at = self._read_level(at)
                        start = level.start
                    if what & 0x10:
                        starts[what & 15] = start
            elif self._tables[at : at + 4] == b"\xff\xff\xff\xff":
                at += 4
            overrides.append((identity, starts))
        return overrides

    def _label(self, properties: _Properties) -> str:
        """The automatic number of a paragraph: its own list, else that of its style or of the style it is based on."""
        number, level, style, seen = properties.list_number, properties.level, properties.style, set[int]()
        while number is None and style in self._styles and style not in seen:
            seen.add(style)
            style, inherited = self._styles[style]
            number = inherited.list_number
            level = inherited.level if level is None else level
        if not number or number > len(self._overrides):
            return ""
        identity, starts = self._overrides[number - 1]
        made = self._lists.get(identity)
        if made is None:
            return ""
        return self._counter.label(made, level or 0, list_id=str(identity), instance=str(number), starts=starts)


def _find(runs: tuple[list[int], list[tuple[int, T]]], offset: int) -> T | None:
    at = bisect_right(runs[0], offset) - 1
    return runs[1][at][1] if at >= 0 and offset < runs[1][at][0] else None


def _papx(block: bytes, count: int, number: int) -> _Properties:
    """Properties of a paragraph from its page of properties (2.9.175)."""
    at = 2 * block[4 * (count + 1) + 13 * number]
    if not at:
        return _Properties()
    size = block[at]
    body = block[at + 1 : at + 2 * size] if size else block[at + 2 : at + 2 + 2 * block[at + 1]]
    return _properties(body)


def _properties(body: bytes) -> _Properties:
    if len(body) < 2:
        return _Properties()
    found = _Properties(style=struct.unpack_from("<H", body, 0)[0])
    for code, value in _settings(body[2:]):
        if code == _IN_TABLE:
            found.in_table = bool(value[0])
        elif code == _ROW_END:
            found.row_end = bool(value[0])
        elif code == _LEVEL:
            found.level = value[0]
        elif code == _LIST:
            number = struct.unpack("<H", value)[0]
            found.list_number = number if number < 0x7FF else 0
    return found


def _chpx(block: bytes, count: int, number: int) -> bool:
    """Whether a run of characters is deleted or hidden."""
    at = 2 * block[4 * (count + 1) + number]
    body = block[at + 1 : at + 1 + block[at]] if at else b""
    return any(code in (_DELETED, _HIDDEN) and value[0] == 1 for code, value in _settings(body))


def _settings(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Codes and their operands; the size of an operand is in the top three bits of its code (2.2.5.1)."""
    at = 0
    while at + 3 <= len(body):
        code = struct.unpack_from("<H", body, at)[0]
        at += 2
        size = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}.get(code >> 13, 0) or body[at] + 1
        if at + size > len(body):
            return
        yield code, body[at : at + size]
        at += size
