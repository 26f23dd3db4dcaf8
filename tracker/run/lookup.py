"""Find what a person means: a file, a part of a file, a tracked document, one of its versions."""

from __future__ import annotations

import datetime as dt
import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.errors import ReadError, UsageError
from tracker.models import DocumentRef, Version
from tracker.names import DOC_NUMBER, doc_number_key, title_key
from tracker.text import normal

if TYPE_CHECKING:
    from tracker.run.reading import Reading
    from tracker.store import Store, StoredVersion

STAGES = ("draft", "trial", "revised", "final")
# Share of a text's wording found in a part of a file, from which on the part is a version of it: the draft and final of
# the software measures share 0.69, different measures of one issue 0.11, sisters of two districts 0.34
_MOSTLY = 0.4
_NAMED = 8  # documents that a refusal names: it is one line


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """One side of a diff: a version and, where it is stored, its place in the store."""

    version: Version
    stored: StoredVersion | None = None


# ── files ────────────────────────────────────────────────────────────────────────────────────────


def read_file(path: Path, *, at: dt.datetime | None = None, region: str | None = None) -> Reading:
    """Read a local file.

    Raises:
        ReadError: missing, a folder, or not to be opened.
    """
    from tracker.run.reading import read_bytes

    if path.is_dir():
        raise ReadError(f"{path} is a folder: name the files in it, such as {path / '*.html'}")
    if path.exists() and not path.is_file():
        raise ReadError(f"{path} is no regular file (a pipe or a device): save it to a file first")
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise ReadError(f"{path} does not exist: check the name") from None
    except OSError as err:
        raise ReadError(f"{path} cannot be opened: {err.strerror}") from err
    return read_bytes(
        content,
        name=path.name,
        source=str(path),
        media_type=mimetypes.guess_type(path.name)[0],
        region=region,
        fetched_at=at,
    )


def split_part(text: str) -> tuple[Path, str | None]:
    """`FILE#PART` as its path and its part; a file whose own name holds # is taken whole."""
    if Path(text).exists() or "#" not in text:
        return Path(text), None
    file, _, part = text.rpartition("#")
    return Path(file), part


def choose_part(reading: Reading, path: Path, part: str | None, like: Version | None) -> Version:
    """The version of a file that is meant.

    One document: that one. Several: `part` picks by number (from 1) or by part of the title; without it, the one
    whose title is `like`'s, else the one whose text plainly is (a final under another title).
    """
    versions = reading.versions
    if not versions:
        raise ReadError(f"{path}: {reading.problem}")
    if part is not None:
        return _picked(versions, path, part)
    if len(versions) == 1:
        return versions[0]
    same = [version for version in versions if like and title_key(version.title) == title_key(like.title)]
    if len(same) == 1:
        return same[0]
    alike = _likest(same or versions, like) if like else None
    if alike is not None:
        return alike
    reason = f"none or several of them are titled {like.title}" if like else "say which"
    raise UsageError(f"{path} holds {len(versions)} documents and {reason}: {_parts(path, versions)}")


def _likest(versions: Sequence[Version], like: Version) -> Version | None:
    """The version that has most of the wording of `like`, where no other comes near it."""
    from tracker.register import fingerprint

    wanted = fingerprint(like)
    shared = [len(wanted & fingerprint(version)) / max(1, len(wanted)) for version in versions]
    best, second = sorted(shared, reverse=True)[:2]
    return versions[shared.index(best)] if best >= max(_MOSTLY, 2 * second) else None


def _picked(versions: Sequence[Version], path: Path, part: str) -> Version:
    if part.isascii() and part.isdigit():
        numbered = {str(number): version for number, version in enumerate(versions, start=1)}
        if part in numbered:
            return numbered[part]
        raise UsageError(f"{path} has no part {part}, it holds {len(versions)} documents: {_parts(path, versions)}")
    wanted = normal(part)
    found = [v for v in versions if wanted in normal(v.title) or wanted in normal(v.printed_title or "")]
    number_key = doc_number_key(part) if DOC_NUMBER.search(part) else None
    found = found or [v for v in versions if number_key and doc_number_key(v.doc_number) == number_key]
    if len(found) == 1:
        return found[0]
    fit = "several titles hold" if found else "no title holds"
    raise UsageError(f"{path}: {fit} {part!r}: {_parts(path, versions, only=found)}")


def _parts(path: Path, versions: Sequence[Version], *, only: Sequence[Version] = ()) -> str:
    """Each document of a file (of `only`, where there are any) as it can be asked for."""
    numbered = enumerate(versions, start=1)
    named = [(number, item) for number, item in numbered if not only or any(item is one for one in only)]
    rest = f"; and {len(named) - _NAMED} more, which `tracker inspect` lists" if len(named) > _NAMED else ""
    return "; ".join(f"{path.name}#{number} {item.title}" for number, item in named[:_NAMED]) + rest


# ── the register ─────────────────────────────────────────────────────────────────────────────────


def find_document(store: Store, query: str) -> DocumentRef:
    """The one tracked document that `query` names: its id, a document number in any bracket style, a title or
    a part of one.

    Raises:
        UsageError: none, or several (they are listed).
    """
    documents = store.documents()
    if exact := [item for item in documents if item.id == query]:
        return exact[0]
    found = _by_number(store, documents, query) or _by_title(documents, query)
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError(
            f"no tracked document fits {query!r}; `tracker docs` lists them, `tracker search` looks inside"
        )
    names = "; ".join(
        f"{item.id} {item.title}" + (f" {item.doc_number}" if item.doc_number else "") for item in found[:_NAMED]
    )
    raise UsageError(
        f"{query!r} fits {len(found)} documents: {names}{' …' if len(found) > _NAMED else ''}; name one by its id"
    )


def _by_number(store: Store, documents: Sequence[DocumentRef], query: str) -> list[DocumentRef]:
    if not DOC_NUMBER.search(query):
        return []
    key = doc_number_key(query)
    if found := [item for item in documents if doc_number_key(item.doc_number) == key]:
        return found
    bearing = {identity for identity, _, number in store.titles() if doc_number_key(number) == key}
    return [item for item in documents if item.id in bearing]


def _by_title(documents: Sequence[DocumentRef], query: str) -> list[DocumentRef]:
    wanted = title_key(query)
    if exact := [item for item in documents if title_key(item.title) == wanted]:
        return exact
    part = normal(query)
    return [item for item in documents if part in normal(item.title)]


def find_version(store: Store, document: DocumentRef, selector: str) -> StoredVersion:
    """The version of `document` that `selector` names: a stage, latest, previous, a number (1 is the oldest) or a date.

    A date picks the version that stood on that day.
    """
    versions = store.heads(document.id)[document.id]
    found: StoredVersion | None = None
    if selector == "latest":
        found = versions[-1]
    elif selector == "previous":
        found = versions[-2] if len(versions) > 1 else None
    elif selector in STAGES:
        staged = [item for item in versions if item.version.stage == selector]
        if not staged and selector == "final":  # whatever was issued, a trial or revised text too
            staged = [item for item in versions if item.version.stage != "draft"]
        found = staged[-1] if staged else None
    elif selector.isascii() and selector.isdigit():
        found = next((item for item in versions if str(item.ordinal) == selector), None)
    else:
        found = _at_day(versions, selector)
    if found is None:
        raise UsageError(f"{document.title} has no version {selector!r}: {_describe(versions)}")
    return store.whole(found)


def _at_day(versions: Sequence[StoredVersion], text: str) -> StoredVersion | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"{text!r} names no version: use draft, final, latest, previous, a number (1 is the oldest) "
            "or a date 2026-01-31"
        ) from None
    standing = [item for item in versions if (known := day_of(item.version)) and known <= day]
    issued = [item for item in standing if item.version.stage != "draft"]
    return next(reversed(issued or standing), None)


def day_of(version: Version) -> dt.date | None:
    """The day a text dates from: signed, else published, else seen."""
    return version.issued or version.published or (version.fetched_at.date() if version.fetched_at else None)


def _describe(versions: Sequence[StoredVersion]) -> str:
    return "it has " + ", ".join(f"{item.ordinal} ({item.version.stage}, {_dated(item.version)})" for item in versions)


def _dated(version: Version) -> str:
    """The day a text bears, else when it was seen: the two are never mixed up."""
    day = version.issued or version.published
    return str(day) if day else f"seen {version.fetched_at:%Y-%m-%d}" if version.fetched_at else "undated"


def split_version(text: str) -> tuple[str, str | None]:
    """`DOC@VERSION` as its two parts."""
    document, at, selector = text.rpartition("@")
    return (document, selector) if at and document and selector else (text, None)


# ── the two sides of a diff ──────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """One side as it was named: a file with a part, or a stored document with a version."""

    text: str
    path: Path | None = None
    part: str | None = None
    document: str | None = None
    selector: str | None = None

    @property
    def stored(self) -> bool:
        return self.path is None


def name_sides(old: str, new: str | None) -> tuple[Named, Named]:
    """What `tracker diff OLD [NEW]` names; DOC alone is its latest version against the one before."""
    first = _name(old)
    if new is not None:
        return first, _name(new)
    if not first.stored:
        raise UsageError(f"{old} is a file: name a second file or stored version to compare it with")
    if first.selector is not None:
        raise UsageError(f"{old} names one version: name the other too, or the document alone for its last change")
    named = Named(text=old, document=first.document, selector="previous")
    return named, Named(text=old, document=first.document, selector="latest")


def _name(text: str) -> Named:
    path, part = split_part(text)
    if path.exists():
        return Named(text=text, path=path, part=part)
    document, selector = split_version(text)
    looks_like_file = path.suffix.lower() in _ENDINGS or ("/" in text and not DOC_NUMBER.search(text))
    if looks_like_file and selector is None:
        return Named(text=text, path=path, part=part)
    return Named(text=text, document=document, selector=selector)


_ENDINGS = frozenset({".txt", ".md", ".html", ".htm", ".shtml", ".pdf", ".doc", ".docx", ".wps", ".ofd", ".json"})


def choose_sides(sides: tuple[Named, Named], store: Store | None) -> tuple[Target, Target]:
    """The two versions meant. Of a file with several documents, the one titled as the other side is taken."""
    first, second = sides
    readings = [read_file(side.path) if side.path else None for side in sides]
    old = _sure(first, readings[0], store)
    new = _sure(second, readings[1], store)
    if old is None and new is None and readings[0] and readings[1] and first.path and second.path:
        return _same_title(first, second, readings[0], readings[1])
    if old is None and readings[0] is not None and first.path is not None:
        old = Target(version=choose_part(readings[0], first.path, first.part, new.version if new else None))
    if new is None and readings[1] is not None and second.path is not None:
        new = Target(version=choose_part(readings[1], second.path, second.part, old.version if old else None))
    assert old is not None and new is not None
    return old, new


def neither(side: Named) -> UsageError:
    """What to say of a side that is no file where there is no store either."""
    return UsageError(
        f"{side.text} is no file, and there is no store to look it up in: check the name, or name a store with --store"
    )


def _sure(side: Named, reading: Reading | None, store: Store | None) -> Target | None:
    """The version a side means by itself; None where only the other side can tell which part is meant."""
    if side.document is not None:
        if store is None:
            raise neither(side)
        stored = find_version(store, find_document(store, side.document), side.selector or "latest")
        return Target(version=stored.version, stored=stored)
    assert reading is not None and side.path is not None
    if side.part is None and len(reading.versions) > 1:
        return None
    return Target(version=choose_part(reading, side.path, side.part, None))


def _same_title(first: Named, second: Named, old: Reading, new: Reading) -> tuple[Target, Target]:
    titles = {title_key(version.title): version for version in old.versions}
    both = [version for version in new.versions if title_key(version.title) in titles]
    if len(both) == 1:
        return Target(version=titles[title_key(both[0].title)]), Target(version=both[0])
    assert first.path is not None and second.path is not None
    raise UsageError(
        f"both files hold several documents and {len(both) or 'no'} titles are in both: "
        f"pick with {first.path.name}#PART; {_parts(first.path, old.versions)}"
    )
