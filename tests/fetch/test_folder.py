"""Folders as sources: their files are entries, and nothing outside is read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tracker.errors import FetchError, GoneError, SuspectPageError
from tracker.fetch import Fetcher, list_folder, read_file
from tracker.models import FetchSettings, ListRules, Source

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    """A folder with policies, a subfolder, and files that are none."""
    folder = tmp_path / "incoming"
    (folder / "2026").mkdir(parents=True)
    (folder / "示例措施.txt").write_text("第一条 支持示例产业。", encoding="utf-8")
    (folder / "2026" / "示例办法.pdf").write_bytes(b"%PDF-1.4")
    for name in (".hidden", "~$word.docx", "half.part", "Thumbs.tmp"):
        (folder / name).write_text("x", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("not yours", encoding="utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    return folder


def source(path: Path, rules: ListRules | None = None) -> Source:
    return Source(id="in", name="来文", url=path.as_uri(), kind="folder", path=path, list=rules or ListRules())


def test_files_are_entries(incoming: Path) -> None:
    """By name, subfolders too; hidden, temporary and linked-away files are left out."""
    page = list_folder(source(incoming))
    assert [(entry.title, entry.url) for entry in page.entries] == [
        ("示例办法", (incoming / "2026/示例办法.pdf").as_uri()),
        ("示例措施", (incoming / "示例措施.txt").as_uri()),
    ]
    assert (page.problem, page.rows) == (None, 2)


def test_files_are_filtered_by_name(incoming: Path) -> None:
    """As the rows of a list are."""
    page = list_folder(source(incoming, ListRules(include=("措施",))))
    assert ([entry.title for entry in page.entries], page.rows) == (["示例措施"], 2)


def test_fetcher_reads_a_file_of_the_folder(incoming: Path) -> None:
    """The run treats folders and sites alike."""
    one = source(incoming)
    with Fetcher(FetchSettings(), now=lambda: NOW) as fetcher:
        reply = fetcher.get(list_folder(one).entries[1].url, source=one)
    assert (reply.status, reply.content.decode(), reply.media_type) == (200, "第一条 支持示例产业。", "text/plain")
    assert reply.headers["last-modified"].endswith("GMT")


@pytest.mark.parametrize("name", ["../secret.txt", "link.txt", "2026/../../secret.txt"])
def test_nothing_outside_the_folder_is_read(incoming: Path, name: str) -> None:
    """Neither by a path nor by a link."""
    with pytest.raises(FetchError, match="lies outside the folder"):
        read_file(f"{incoming.as_uri()}/{name}", source(incoming), now=NOW, max_bytes=100)


def test_web_address_is_no_file(incoming: Path) -> None:
    """A folder source reads no addresses."""
    with pytest.raises(FetchError, match="lies outside the folder"):
        read_file("http://127.0.0.1/示例措施.txt", source(incoming), now=NOW, max_bytes=100)


def test_bad_files(incoming: Path) -> None:
    """Gone, empty, too large: each its own error."""
    one = source(incoming)
    (incoming / "empty.txt").touch()
    with pytest.raises(GoneError, match="the file is gone"):
        read_file((incoming / "none.txt").as_uri(), one, now=NOW, max_bytes=100)
    with pytest.raises(SuspectPageError, match="the file is empty"):
        read_file((incoming / "empty.txt").as_uri(), one, now=NOW, max_bytes=100)
    with pytest.raises(FetchError, match="has more than 5 bytes; raise max_bytes to read it"):
        read_file((incoming / "示例措施.txt").as_uri(), one, now=NOW, max_bytes=5)
    with pytest.raises(FetchError, match="cannot be read"):
        read_file((incoming / "2026").as_uri(), one, now=NOW, max_bytes=10**6)


def test_missing_and_empty_folder(tmp_path: Path) -> None:
    """A missing folder is an error, an empty one a problem of the list."""
    with pytest.raises(FetchError, match="no such folder; see path of source 'in'"):
        list_folder(source(tmp_path / "none"))
    assert list_folder(source(tmp_path)).problem == f"the folder {tmp_path} has no files"
