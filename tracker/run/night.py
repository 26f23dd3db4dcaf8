"""What one nightly pass knows as it goes, and how an address stands after a good reply."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

from tracker.errors import TrackerError
from tracker.extract import Limits
from tracker.fetch.checks import judge_end, judge_text, text_length
from tracker.models import Reply, Source
from tracker.run.filing import File
from tracker.run.gathering import Fetch, Known
from tracker.store import Address, Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """What a run needs to know besides its sources."""

    expiry_days: int = 90
    threads: int = 8
    limits: Limits = field(default_factory=Limits)
    command: str = "tracker run"
    lang: Literal["zh", "en"] = "zh"  # of the advice on failing sources


@dataclass(slots=True)
class Standing:
    """How a source does this night, as its pages come in."""

    good: int = 0
    problems: list[tuple[str, TrackerError]] = field(default_factory=list)
    blind: bool = False  # its list, or its only page, could not be read


@dataclass(slots=True)
class Night:
    """The state of one pass. `told` is called with each page's address and outcome, for progress."""

    store: Store
    fetch: Fetch
    now: Callable[[], dt.datetime]
    settings: Settings
    run: int
    known: Known
    file: File
    told: Callable[[str, str], None]
    pages: int = 0
    unchanged: int = 0
    seen_again: list[Address] = field(default_factory=list)  # unchanged pages not yet written
    standings: dict[str, Standing] = field(default_factory=dict)


def seen(address: Address, reply: Reply, sha256: str | None) -> Address:
    """`address` after a good reply."""
    new = reply.status != 304
    return replace(
        address,
        etag=reply.headers.get("etag") if new else address.etag,
        last_modified=reply.headers.get("last-modified") if new else address.last_modified,
        sha256=sha256,
        checked_at=reply.fetched_at,
        changed_at=reply.fetched_at if sha256 != address.sha256 else address.changed_at,
        state="ok",
        failures=0,
        reason=None,
    )


def is_unchanged(reply: Reply, address: Address) -> bool:
    return reply.status == 304 or hashlib.sha256(reply.content).hexdigest() == address.sha256


def judge_whole(night: Night, source: Source, before: Address, reply: Reply, text: str) -> None:
    """Whether `text` and the bytes it was read from can be all of what stands there.

    Raises:
        FetchError: Hardly; `before` is how the address stood when it was last read well.
    """
    judge_text(text, before.text_length, url=before.url, min_share=source.min_share)
    if source.min_share and before.sha256 and text_length(text) < (before.text_length or 0):
        judge_end(reply.content, night.store.snapshot(before.sha256).content, url=before.url)
