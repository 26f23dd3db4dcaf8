"""ZIP containers and the XML inside them (DOCX, OFD), opened so that no archive can cost more than its limits.

Members are read into memory by name, never written to disk, so names like ../../x do no harm. Sizes are checked
against the directory before anything is unpacked, and again while unpacking.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from io import BytesIO
from typing import Any

from lxml import etree

from tracker.errors import LimitError, ReadError
from tracker.extract.limits import Limits, size_in_words

_LONGEST_REASON = 120  # characters of a library's words in a problem line


class Container:
    """The members of a ZIP file. `what` names the format in problem lines."""

    def __init__(self, content: bytes, *, what: str, limits: Limits) -> None:
        self._what, self._limits, self._read = what, limits, 0
        try:
            self._archive = zipfile.ZipFile(BytesIO(content))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as err:
            raise ReadError(f"the {what} is damaged or cut off: {_in_short(err)}") from err
        members = self._archive.infolist()
        if len(members) > limits.members:
            raise LimitError(f"a {what} of {len(members)} members is over the limit of {limits.members}")
        total = sum(member.file_size for member in members)
        if total > limits.unpacked_bytes:
            raise LimitError(
                f"a {what} that unpacks to {size_in_words(total)} is over the limit of "
                f"{size_in_words(limits.unpacked_bytes)}"
            )
        self.names = {member.filename.lstrip("/"): member for member in members}

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def read(self, name: str) -> bytes:
        """A member's bytes.

        Raises:
            ReadError: no such member, locked, or damaged.
            LimitError: more bytes than the directory promised or the limit allows.
        """
        member = self.names.get(name)
        if member is None:
            raise ReadError(f"the {self._what} is incomplete: it has no {name}")
        if member.flag_bits & 1:
            raise ReadError(f"the {self._what} is locked with a password")
        left = self._limits.unpacked_bytes - self._read
        try:
            with self._archive.open(member) as stream:
                data = stream.read(left + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ) as err:
            raise ReadError(f"the {self._what} is damaged: {name[:80]} cannot be unpacked ({_in_short(err)})") from err
        if len(data) > left:
            raise LimitError(f"a {self._what} that unpacks to more than {size_in_words(self._limits.unpacked_bytes)}")
        self._read += len(data)
        return data

    def read_xml(self, name: str) -> Any:
        """A member as an element tree: no entity is expanded, nothing is fetched, a document type is refused."""
        data = self.read(name)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(data, parser=parser)
        except (etree.XMLSyntaxError, ValueError) as err:
            raise ReadError(f"the {self._what} is damaged: {name[:80]} is no XML ({_in_short(err)})") from err
        if root.getroottree().docinfo.internalDTD is not None:
            raise ReadError(f"the {self._what} declares entities in {name}, which no such file needs; it is not read")
        return root


def resolve(base: str, target: str) -> str:
    """The member that `target`, printed in member `base`, points to."""
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), target)).lstrip("/")


def _in_short(err: Exception) -> str:
    """What a library says, cut where it quotes the file's own bytes."""
    words = " ".join(str(err).split()).partition(' b"')[0].partition(" b'")[0]
    return words if len(words) <= _LONGEST_REASON else f"{words[:_LONGEST_REASON]}…"
