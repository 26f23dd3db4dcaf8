"""Streams of a compound file ([MS-CFB]), the container of Word 97 files; every chain is followed at most once
through.
"""

from __future__ import annotations

import struct
from collections.abc import Callable

from tracker.errors import ReadError

_END = 0xFFFFFFFA  # this and above: no sector


class CompoundFile:
    """The named streams of a compound file."""

    def __init__(self, content: bytes) -> None:
        """Raises ReadError where the header, the tables or the directory lead nowhere."""
        self._content = content
        try:
            self._open()
        except (struct.error, IndexError) as err:
            raise ReadError("the Word 97 file is damaged or cut off") from err

    def _open(self) -> None:
        shift, mini_shift = struct.unpack_from("<HH", self._content, 0x1E)
        if shift not in (9, 12) or mini_shift != 6:
            raise ReadError("the Word 97 file is damaged: its sectors have no valid size")
        self._size = 1 << shift
        directory, _, self._cutoff, mini_fat, _, next_table, tables = struct.unpack_from(
            "<IIIIIII", self._content, 0x30
        )
        fat_sectors = [s for s in struct.unpack_from("<109I", self._content, 0x4C) if s < _END]
        for _ in range(min(tables, len(self._content) // self._size)):
            if next_table >= _END:
                break
            *more, next_table = struct.unpack(f"<{self._size // 4}I", self._sector(next_table))
            fat_sectors += [s for s in more if s < _END]
        self._fat = [
            entry for sector in fat_sectors for entry in struct.unpack(f"<{self._size // 4}I", self._sector(sector))
        ]
        self._entries: dict[str, tuple[int, int]] = {}
        root = (_END, 0)
        listing = self._chain(directory)
        for at in range(0, len(listing) - 127, 128):
            length, kind = struct.unpack_from("<HB", listing, at + 64)
            start, size = struct.unpack_from("<IQ", listing, at + 116)
            name = listing[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")
            if kind == 5:
                root = (start, size & 0xFFFFFFFF)
            elif kind == 2:
                self._entries.setdefault(name, (start, size & 0xFFFFFFFF))
        packed = self._chain(mini_fat) if mini_fat < _END else b""
        self._mini_fat = list(struct.unpack(f"<{len(packed) // 4}I", packed[: len(packed) // 4 * 4]))
        self._mini = self._chain(root[0])[: root[1]] if root[0] < _END else b""

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str) -> bytes:
        """A stream's bytes.

        Raises:
            ReadError: no such stream, or its chain is broken.
        """
        if name not in self._entries:
            raise ReadError(f"the Word 97 file is damaged: it has no {name} stream")
        start, size = self._entries[name]
        try:
            if size >= self._cutoff:
                return self._chain(start)[:size]
            return self._follow(start, self._mini_fat, lambda s: self._mini[s * 64 : s * 64 + 64])[:size]
        except (struct.error, IndexError) as err:
            raise ReadError("the Word 97 file is damaged or cut off") from err

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        sector = self._content[start : start + self._size]
        if not sector:
            raise IndexError(number)
        return sector.ljust(self._size, b"\x00")  # the last one may be cut short

    def _chain(self, start: int) -> bytes:
        return self._follow(start, self._fat, self._sector)

    def _follow(self, start: int, table: list[int], sector_of: Callable[[int], bytes]) -> bytes:
        parts, seen = [], 0
        while start < _END:
            seen += 1
            if seen > len(table):
                raise ReadError("the Word 97 file is damaged: a chain of its sectors runs in a circle")
            parts.append(sector_of(start))
            start = table[start]
        return b"".join(parts)
