"""What a page is to a policy: its text, the notice that hands it on, or words about it. Pure, like reading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.meaning import read_meaning
from tracker.models import Attachment, Source, Version
from tracker.names import title_key
from tracker.run.reading import Reading
from tracker.text import normal

# A page with fewer numbered clauses than this, and attachments, is the cover of what it attaches
LEAST_CLAUSES = 2
# Characters of a notice that hands on a policy, what it asks for included; a page with the policy's text has more
LONGEST_NOTICE = 2000
_ISSUES = re.compile(
    r"(?:印发|发布|公布|下发|转发)给?(?:你们|各)|现(?:予|将).{0,150}?(?:印发|公布|发布)|予以(?:印发|公布|发布)"
)
# What pages about a policy are called
# (not papers that rule on them: 政策解读工作办法, 新闻发布会制度)
_EXPLANATION = re.compile(
    r"(?:解读|一图读懂|图解|图说|政策问答|答记者问|新闻发布会)(?!工作|机制|制度|办法|方案|规定|规则|规范|实施)"
)


def as_configured(reading: Reading, source: Source) -> Reading:
    """What sources.toml says of a source's documents, where they do not say it themselves."""
    versions = tuple(
        replace(
            version,
            stage=source.stage
            if source.stage and version.stage == "final" and not version.doc_number
            else version.stage,
            issuers=version.issuers or ((source.issuer,) if source.issuer else ()),
        )
        for version in reading.versions
    )
    return replace(reading, versions=versions)


def is_explanation(reading: Reading, listed: str | None) -> bool:
    """Whether all that stands there is about a policy; `listed` is what a list calls a page without text."""
    web_title = reading.page.meta.title
    if not reading.versions:
        return bool(_EXPLANATION.search(f"{web_title or ''} {listed or ''}"))
    return all(_explains(version, web_title) for version in reading.versions)


def without_explanations(reading: Reading) -> Reading:
    """Without texts about a policy: their figures would stand beside the policy's own."""
    kept = tuple(v for v in reading.versions if not _explains(v, reading.page.meta.title))
    return replace(reading, versions=kept)


def _explains(version: Version, web_title: str | None) -> bool:
    titles = f"{web_title or ''} {version.printed_title or version.title}"
    return version.doc_number is None and bool(_EXPLANATION.search(titles))


# ── covers ───────────────────────────────────────────────────────────────────────────────────────


def under_cover(version: Version, cover: Version | None) -> Version:
    """`version` of an attachment with what only its cover page says; its validity is worked out with those dates."""
    if cover is None:
        return version
    return read_meaning(
        replace(
            version,
            doc_number=version.doc_number or cover.doc_number,
            issuers=version.issuers or cover.issuers,
            issued=version.issued or cover.issued,
            published=cover.published or version.published,
            region=cover.region or version.region,
            stage=cover.stage if cover.stage == "draft" else version.stage,
            notice=version.notice or cover.text,
            printed_title=version.printed_title or cover.printed_title,
            status=cover.status or version.status,
            stated_validity=cover.stated_validity or version.stated_validity,
        )
    )


def is_cover(reading: Reading) -> bool:
    """Whether the page only carries its attachments: no policy text of its own, but files to download.

    A notice may number what it asks for (一、提高认识 …) and still only hand on what is attached.
    """
    if not reading.page.attachments:
        return False
    return all(
        numbered(version) < LEAST_CLAUSES or _hands_on(version, reading.page.attachments)
        for version in reading.versions
    )


def hands_on(reading: Reading) -> bool:
    """Whether a page has nothing but a notice without clauses that hands on what is attached."""
    return bool(reading.versions) and all(
        numbered(version) < LEAST_CLAUSES and _hands_on(version, reading.page.attachments)
        for version in reading.versions
    )


def _hands_on(version: Version, attachments: Sequence[Attachment]) -> bool:
    """Whether a text is the short notice of a policy that is named among its attachments."""
    if version.notice is not None or len(version.text) > LONGEST_NOTICE or not _ISSUES.search(normal(version.text)):
        return False
    title = title_key(version.title)
    named = [attachment.name for attachment in attachments]
    listed = [line for line in version.text.splitlines() if line.lstrip().startswith("附件")]
    return any(title in title_key(name) for name in (*named, *listed))


def numbered(version: Version) -> int:
    """How many clauses of `version` bear a number."""
    return sum(bool(clause.label) for clause in version.clauses)
