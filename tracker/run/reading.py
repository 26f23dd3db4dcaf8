"""From bytes to versions: the order of the reading stages, and nothing else.

    extract ─► documents ─► clauses ─► what a clause says

Pure and picklable: the same call serves the nightly pass, `tracker inspect`, `tracker rebuild` and a worker process.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

from tracker.clauses import parse_clauses
from tracker.documents import find_digest_items, find_documents, why_no_document
from tracker.extract import Limits, read_page_apart
from tracker.meaning import find_figures, read_meaning
from tracker.models import DigestItem, ListEntry, Page, Reply, Source, Version


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What was read in one file or page. `problem` says why there are no versions."""

    page: Page
    versions: tuple[Version, ...]
    sha256: str
    problem: str | None = None


def read_bytes(
    content: bytes,
    *,
    name: str,
    source: str,
    media_type: str | None = None,
    charset: str | None = None,
    url: str | None = None,
    selector: str | None = None,
    region: str | None = None,
    listed: ListEntry | None = None,
    fetched_at: dt.datetime | None = None,
    limits: Limits | None = None,
) -> Reading:
    """Read `content` into the versions it holds, in its order.

    Args:
        name: File name or last part of the address; its ending helps to tell the format.

        source: Path or address the versions name as theirs.

        listed: The row of the list page that led here, where one did.
    """
    page = read_page_apart(
        content,
        name=name,
        media_type=media_type,
        charset=charset,
        url=url,
        selector=selector,
        limits=limits or Limits(),
    )
    sha256 = hashlib.sha256(content).hexdigest()
    if page.problem:
        return Reading(page=page, versions=(), sha256=sha256, problem=page.problem)
    found = find_documents(page, source=source, region=region, listed=listed)
    versions = tuple(
        replace(complete(version), source=source, sha256=sha256, fetched_at=fetched_at, reader=page.reader)
        for version in found
    )
    return Reading(page=page, versions=versions, sha256=sha256, problem=None if versions else why_no_document(page))


def read_reply(
    reply: Reply,
    source: Source | None,
    *,
    listed: ListEntry | None = None,
    selector: str | None = None,
    limits: Limits | None = None,
    fetched_at: dt.datetime | None = None,
) -> Reading:
    """Read what an address answered, as sources.toml says of its source.

    Args:
        selector: CSS selector of the text, for a page of the source (`source.body`); an attachment has none.

        fetched_at: When the bytes were first seen, where that was earlier.
    """
    return read_bytes(
        reply.content,
        name=file_name(reply.final_url),
        source=reply.url,
        media_type=reply.media_type,
        charset=(source.charset if source else None) or declared_charset(reply),
        url=reply.final_url,
        selector=selector,
        region=source.region if source else None,
        listed=listed,
        fetched_at=fetched_at or reply.fetched_at,
        limits=limits,
    )


def file_name(url: str) -> str:
    """The last part of an address, decoded: its ending helps to tell the format."""
    return unquote(urlsplit(url).path.rsplit("/", 1)[-1]) or "index.html"


def declared_charset(reply: Reply) -> str | None:
    """The charset parameter of the Content-Type, where the server named one."""
    for part in reply.headers.get("content-type", "").split(";")[1:]:
        name, _, value = part.strip().partition("=")
        if name.lower() == "charset" and value:
            return value.strip("\"' ")
    return None


def complete(version: Version) -> Version:
    """`version` with its clauses and what they say."""
    clauses = parse_clauses(version.text, first_line=version.first_line)
    return read_meaning(replace(version, clauses=tuple(replace(c, line=version.page_line(c.line)) for c in clauses)))


def read_digest(reading: Reading) -> tuple[DigestItem, ...]:
    """The quoted measures of a digest with their figures; empty where the page is none."""
    return tuple(replace(item, figures=find_figures(item.text)) for item in find_digest_items(reading.page))
