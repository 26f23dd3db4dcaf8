"""A folder of files as a source: its files are the entries, and reading one is the reply.

What comes in is a Source of kind "folder"; what goes out are the same values that addresses give, so that a run treats
both alike. The addresses are file: addresses inside the folder; nothing outside is ever read.
"""

from __future__ import annotations

import datetime as dt
import mimetypes
from collections.abc import Iterator
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from tracker.errors import FetchError, GoneError, SuspectPageError
from tracker.fetch.listing import ListPage, filter_entries
from tracker.models import ListEntry, Reply, Source

# A folder given by mistake (a home directory) must not make a night's work
_MAX_FILES = 5000
# Half-written files of office programs and downloads
_TEMPORARY = (".tmp", ".part", ".crdownload", ".swp", "~")
_TYPES = {".ofd": "application/ofd", ".wps": "application/vnd.ms-works", ".md": "text/markdown", ".txt": "text/plain"}


def list_folder(source: Source) -> ListPage:
    """The files of a folder and its subfolders, by name. Hidden, temporary and linked-away files are left out.

    Raises:
        FetchError: The folder is missing, unreadable, or holds more than 5,000 files.
    """
    root = _root(source)
    if not root.is_dir():
        raise FetchError(f"{root}: no such folder; see path of source {source.id!r}", url=source.url)
    try:
        files = sorted(_files(root, source))
    except OSError as err:
        raise FetchError(f"{root}: cannot be read: {err.strerror}", url=source.url) from err
    entries = tuple(ListEntry(url=path.as_uri(), title=path.stem) for path in files)
    kept = filter_entries(entries, source.list)
    problem = None if entries else f"the folder {root} has no files"
    return ListPage(entries=kept, problem=problem, rows=len(entries), shape="folder")


def read_file(url: str, source: Source, *, now: dt.datetime, max_bytes: int) -> Reply:
    """A file of a folder source as a reply with status 200.

    Raises:
        GoneError: The file is no longer there.
        SuspectPageError: It is empty.
        FetchError: It lies outside the folder, is too large or unreadable.
    """
    path = Path(url2pathname(urlsplit(url).path))
    root = _root(source)
    if urlsplit(url).scheme != "file" or not path.resolve().is_relative_to(root.resolve()):
        raise FetchError(f"{url}: lies outside the folder {root} of source {source.id!r}", url=url)
    try:
        stat = path.stat()
        if stat.st_size > max_bytes:
            raise FetchError(f"{path}: has more than {max_bytes:,} bytes; raise max_bytes to read it", url=url)
        content = path.read_bytes()
    except FileNotFoundError as err:
        raise GoneError(f"{path}: the file is gone", url=url) from err
    except OSError as err:
        raise FetchError(f"{path}: cannot be read: {err.strerror}", url=url) from err
    if not content:
        raise SuspectPageError(f"{path}: the file is empty", url=url)
    modified = dt.datetime.fromtimestamp(stat.st_mtime, dt.UTC)
    headers = {"last-modified": format_datetime(modified, usegmt=True)}
    media_type = _TYPES.get(path.suffix.lower()) or mimetypes.guess_type(path.name)[0]
    if media_type:
        headers["content-type"] = media_type
    return Reply(url=url, final_url=url, status=200, headers=headers, content=content, fetched_at=now)


def _root(source: Source) -> Path:
    if source.path is None:
        raise FetchError(f"source {source.id!r} has no folder; add path", url=source.url)
    return source.path


def _files(root: Path, source: Source) -> Iterator[Path]:
    inside = root.resolve()
    for count, path in enumerate(root.rglob("*")):
        if count > _MAX_FILES:
            raise FetchError(f"{root}: has more than {_MAX_FILES:,} files; name a smaller folder", url=source.url)
        left_out = any(part.startswith((".", "~$")) for part in path.relative_to(root).parts)
        left_out = left_out or path.name.lower().endswith(_TEMPORARY) or not path.is_file()
        if not left_out and path.resolve().is_relative_to(inside):
            yield path
