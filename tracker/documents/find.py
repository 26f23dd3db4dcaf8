"""Which kind of page it is, and its documents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from tracker.documents.bundle import find_bundle, read_bundle
from tracker.documents.collection import find_entries, read_entries
from tracker.documents.digest import read_items
from tracker.documents.flat import split_if_flat
from tracker.documents.lines import Line, is_sentence, is_unit, printed, read_lines
from tracker.documents.single import Known, read_document
from tracker.models import DigestItem, ListEntry, Page, Version
from tracker.names import doc_number_key, title_key
from tracker.text import squeeze

_REPEATED = 3  # parts of one name from which on nobody could say which of them is meant
_LEAST_CHINESE = 20  # characters; below, a page is a picture's caption, a form or a foreign text
_DAY = re.compile(r"(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?")


def find_documents(
    page: Page, *, source: str, region: str | None = None, listed: ListEntry | None = None
) -> tuple[Version, ...]:
    """
    The policies of a page, in order, with all that is known of them but clauses and their meaning.

    Args:
        page: as a reader gave it.

        source: path or address, kept as `Version.source`.

        region: where the source is; used where neither text nor issuers name a place.

        listed: the row of the list that led here; used where page and text are silent.

    Returns:
        One version for an article page, n for a gazette issue or collection page, () for lists, digests, error
        pages and what holds no policy text: `why_no_document` says why.
    """
    lines = read_lines(page.text)
    if _why_none(page, lines):
        return ()
    known = Known(
        source=source, region=region, meta=page.meta, listed=listed, reader=page.reader, attached=bool(page.attachments)
    )
    expected = page.meta.title or (listed.title if listed else None)
    entries = find_entries(lines, expected=expected)
    collected = read_entries(entries, known)
    one_text = _is_one_text(collected)
    if entries and not one_text:
        return collected
    lines, page_lines = _spread(lines)
    bundle = None if one_text else find_bundle(page.text, lines, expected=expected)
    if bundle is not None:
        return tuple(_place(version, page_lines) for version in read_bundle(bundle, lines, known))
    version = read_document(lines, known, expected=expected)
    return (_place(version, page_lines),) if version is not None else ()


def _is_one_text(versions: Sequence[Version]) -> bool:
    """Whether most parts bear one title and one number: a text that repeats a heading, not an issue of documents."""
    named = Counter((title_key(version.title), doc_number_key(version.doc_number)) for version in versions)
    return max(named.values(), default=0) >= max(_REPEATED, len(versions) / 2)


def _spread(lines: tuple[Line, ...]) -> tuple[tuple[Line, ...], tuple[int, ...]]:
    """`lines` with flattened ones parted and numbered anew, and the page line of each."""
    pieces = [(piece, line.number) for line in lines for piece in split_if_flat(line.text)]
    spread = tuple(Line(number=number, text=piece, bare=squeeze(piece)) for number, (piece, _) in enumerate(pieces, 1))
    return spread, tuple(page_line for _, page_line in pieces)


def _place(version: Version, page_lines: tuple[int, ...]) -> Version:
    """`version` with the line numbers of the page."""
    first = version.first_line - 1
    lines = page_lines[first : first + version.text.count("\n") + 1]
    if not lines or lines == tuple(range(lines[0], lines[0] + len(lines))):
        return replace(version, first_line=lines[0] if lines else 1)
    return replace(version, first_line=lines[0], lines=lines)


def why_no_document(page: Page) -> str:
    """Why a page holds no policy, in words; "" where it holds one."""
    return _why_none(page, read_lines(page.text))


def _why_none(page: Page, lines: Sequence[Line]) -> str:
    if page.problem:
        return page.problem
    if not page.text.strip():
        if page.attachments:
            names = ", ".join(attachment.name for attachment in page.attachments[:3])
            return f"the page has no text of its own, only attachments: {names}"
        return "the page has no text"
    if len(re.findall(r"[\u4e00-\u9fff]", page.text)) < _LEAST_CHINESE:
        return f"the page has fewer than {_LEAST_CHINESE} Chinese characters: no policy text"
    items = read_items(page.text, lines)
    if items:
        policies = len({item.policy for item in items if item.policy})
        return f"a digest of {len(items)} measures quoted from {policies} policies, itself none: try tracker verify"
    filled = printed(lines)
    rows = _list_rows(filled)
    if rows:
        return f"a list of {rows} rows with dates, no policy text"
    if not page.meta.title and not any(is_sentence(line) or is_unit(line) for line in filled):
        return "the page has no sentence and no numbered clause: no policy text"
    return ""


def find_digest_items(page: Page) -> tuple[DigestItem, ...]:
    """The measures a digest quotes, in order, each bound to the policy it names ("" where it names none)."""
    return () if page.problem else read_items(page.text, read_lines(page.text))


def _list_rows(lines: list[Line]) -> int:
    """How many rows with dates a list page has; 0 for a page with running text."""
    dated = sum(bool(_DAY.search(line.bare)) for line in lines)
    listed = (
        dated >= 2 and dated * 3 >= len(lines) and not any("。" in line.bare or len(line.bare) > 120 for line in lines)
    )
    return dated if listed else 0
