"""The register as lists: documents, versions, clauses found, figures side by side, repeals, lapses, health."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from tracker.models import Clause, Diff, Event, Figure, Source, SourceHealth, Version
from tracker.register import Status, cites_ended, ended_by, ended_editions, expiring, standing_version, statuses
from tracker.report.data import event_data, figure_data, repeal_data, summary_data, version_data
from tracker.report.listing import Column, Listing
from tracker.run.registering import register_entries, who_cites
from tracker.run.reviewing import BEIJING
from tracker.store import Store, StoredVersion
from tracker.text import find_words, findable

if TYPE_CHECKING:
    from tracker.run.rebuilding import Reread

Want = Literal["all", "caps", "ratios"]


def _iso(day: dt.date | dt.datetime | None) -> str | None:
    return day.isoformat() if day else None


def _short(sha256: str | None) -> str | None:
    return sha256[:12] if sha256 else None


# ── documents ────────────────────────────────────────────────────────────────────────────────────


def docs(store: Store, at: dt.date, *, region: str | None = None, state: str | None = None) -> Listing:
    """Every tracked document with its status on the day `at`."""
    entries = register_entries(store, at)
    standing = statuses(entries, at)
    names = {entry.id: entry.title for entry in entries}
    heads = store.heads()
    rows = []
    for entry in entries:
        status = standing[entry.id]
        if (region and region not in (entry.region or "")) or (state and state != status.state):
            continue
        rows.append(
            {
                "id": entry.id,
                "title": entry.title,
                "doc_number": standing_version([item.version for item in heads[entry.id]], at).doc_number,
                "issuers": list(entry.issuers),
                "region": entry.region,
                "stage": entry.stage,
                "issued": _iso(entry.issued),
                "published": _iso(entry.published),
                "state": status.state,
                "state_since": _iso(_since(status)),
                "ended_by": status.by,
                "ended_by_title": names.get(status.by or ""),
                "expires_on": _iso(entry.validity.expires_on),
                "versions": len(heads[entry.id]),
            }
        )
    return Listing(
        format="tracker.docs/1",
        key="documents",
        facts={"at": at.isoformat()},
        rows=tuple(rows),
        columns=(
            Column(field="id", zh="编号", en="id", keep=True),
            Column(field="state", zh="状态", en="state", keep=True, phrases="state"),
            Column(field="title", zh="标题", en="title"),
            Column(field="doc_number", zh="文号", en="number"),
            Column(field="region", zh="地区", en="region"),
            Column(field="issued", zh="成文日期", en="issued", keep=True),
            Column(field="expires_on", zh="有效期至", en="until", keep=True),
            Column(field="versions", zh="版本", en="versions", align="right", keep=True),
        ),
        empty_zh="没有符合条件的文件" if entries else "还没有跟踪的文件：运行 tracker run，或用 tracker import 导入",
        empty_en="no such document"
        if entries
        else "no documents yet: run `tracker run`, or `tracker import` some files",
    )


def _since(status: Status) -> dt.date | None:
    """The first day of the state; a text that lapsed held through its last day."""
    if status.on is not None and status.state == "lapsed":
        return status.on + dt.timedelta(days=1)
    return status.on


def history(store: Store, identity: str) -> Listing:
    """The versions of one document and, under each, the event that brought it."""
    versions = store.heads(identity)[identity]
    events = store.events(document=identity)
    changes = {_text_key(event.diff): event for event in events if event.diff is not None}
    rows = []
    for at, item in enumerate(versions):
        version = item.version
        keys = ((before.version.sha256, version.sha256) for before in reversed(versions[:at]))
        event = next((changes[key] for key in keys if key in changes), None)
        rows.append(
            {
                "version": item.ordinal,
                **version_data(version),
                "cause": item.cause,
                "day": _iso(version.issued or version.published),
                "addresses": list(store.places(item.id)),
                "hash": _short(version.sha256),
                "seen": _minute(version.fetched_at),
                "event": event_data(event) if event else None,
                "changes": _changes(event) if event else [],
            }
        )
    others = [event for event in events if event.diff is None]
    return Listing(
        format="tracker.history/1",
        key="versions",
        facts={"document": identity, "events": [event_data(event) for event in others]},
        rows=tuple(rows),
        columns=(
            Column(field="version", zh="版本", en="version", align="right", keep=True),
            Column(field="stage", zh="阶段", en="stage", keep=True, phrases="stage"),
            Column(field="day", zh="日期", en="day", keep=True),
            Column(field="doc_number", zh="文号", en="number"),
            Column(field="changes", zh="数字变化", en="figure changes"),
            Column(field="seen", zh="抓取时间", en="seen", keep=True),
            Column(field="hash", zh="快照", en="snapshot", keep=True),
            Column(field="addresses", zh="网址", en="addresses"),
        ),
        empty_zh="没有版本",
        empty_en="no versions",
    )


def _text_key(diff: Diff | None) -> tuple[str | None, str | None]:
    return (diff.old.sha256, diff.new.sha256) if diff else (None, None)


def _changes(event: Event) -> list[str]:
    diff = event.diff
    if diff is None:
        return []
    if event.kind == "sites_differ":  # neither printing is the earlier one
        return ["两处网页文本不一致"]
    told = [change.sentence_zh for change in diff.figures if change.sentence_zh]
    summary = summary_data(diff)
    counts = (("edited", "修改"), ("added", "新增"), ("removed", "删除"))
    return told or ["，".join(f"{word} {summary[key]} 条" for key, word in counts if summary[key])]


def show(store: Store, identity: str, at: dt.date) -> dict[str, Any]:
    """One document whole: its latest version, status, who ends or cites it, its events."""
    entries = register_entries(store, at)
    entry = next(item for item in entries if item.id == identity)
    status = statuses(entries, at)[identity]
    names = {item.id: item.title for item in entries}
    latest = store.latest(identity)
    endings = ended_by(entries)
    return {
        "format": "tracker.show/1",
        "id": identity,
        **version_data(latest.version, whole=True),
        "state": status.state,
        "state_since": _iso(_since(status)),
        "state_reason": status.reason,
        "ended_by": {"id": status.by, "title": names[status.by]} if status.by else None,
        "versions": latest.ordinal,
        "addresses": list(store.places(latest.id)),
        "doc_numbers": list(entry.doc_numbers),
        "repealed_by": [
            {"id": item.by, "title": names[item.by], **repeal_data(item.repeal)}
            for item in endings
            if item.document == identity
        ],
        "cited_by": [{"id": other, "title": names[other]} for other in who_cites(entries)[identity]],
        "leans_on_ended": [
            {"title": item.citation.title, "doc_number": item.citation.doc_number, "state": item.status.state}
            for item in cites_ended(entries, at)
            if item.document == identity
        ],
        "events": [event_data(event) for event in store.events(document=identity)],
    }


# ── clauses and figures ──────────────────────────────────────────────────────────────────────────


def search(store: Store, words: str, at: dt.date, *, limit: int) -> Listing:
    """Clauses of the latest versions that hold every word, with their documents' state; `more`: there are others."""
    standing = statuses(register_entries(store, at), at)
    hits = store.search(words, limit=limit + 1)
    rows = tuple(
        {
            "document": hit.document.id,
            "title": hit.document.title,
            "doc_number": hit.document.doc_number,
            "region": hit.document.region,
            "state": standing[hit.document.id].state,
            "clause": hit.label,
            "heading": hit.heading,
            "text": hit.text,
            "line": hit.line,
            "excerpt": excerpt(hit.text, words),
            "source": hit.url,
            "sha256": hit.sha256,
            "fetched_at": _iso(hit.fetched_at),
        }
        for hit in hits[:limit]
    )
    return Listing(
        format="tracker.search/1",
        key="clauses",
        facts={"words": words, "more": len(hits) > limit},
        rows=rows,
        columns=(
            Column(field="document", zh="编号", en="id", keep=True),
            Column(field="state", zh="状态", en="state", keep=True, phrases="state"),
            Column(field="title", zh="文件", en="document"),
            Column(field="clause", zh="条款", en="clause", keep=True),
            Column(field="excerpt", zh="原文", en="text"),
        ),
        empty_zh=f"没有条款同时含有：{words}",
        empty_en=f"no clause holds all of: {words}",
    )


AROUND = 30  # characters shown on each side of a word found


def excerpt(text: str, words: str) -> str:
    """The text around the first of the words, on one line."""
    flat = " ".join(text.split())
    places = [at for word in words.split() if (at := find_words(flat, word)) >= 0]
    at = min(places, default=0)
    start, end = max(0, at - AROUND), min(len(flat), at + 3 * AROUND)
    return ("…" if start else "") + flat[start:end] + ("…" if end < len(flat) else "")


def figures(
    store: Store, words: str, at: dt.date, *, want: Want = "all", region: str | None = None, ended: bool = False
) -> Listing:
    """Caps and ratios on a subject side by side, largest first; of documents that still hold, unless `ended`."""
    entries = register_entries(store, at)
    standing = statuses(entries, at)
    found: list[tuple[Decimal, dict[str, Any]]] = []
    for entry in entries:
        if (region and region not in (entry.region or "")) or (standing[entry.id].is_ended and not ended):
            continue
        latest = store.latest(entry.id)
        found += _figures_of(latest, words, want, standing[entry.id].state)
    found.sort(key=lambda item: (item[1]["kind"], item[1]["unit"] or "", -item[0], item[1]["document"]))
    return Listing(
        format="tracker.figures/1",
        key="figures",
        facts={"words": words, "at": at.isoformat()},
        rows=tuple(row for _, row in found),
        columns=(
            Column(field="text", zh="数字", en="figure", align="right"),
            Column(field="per", zh="口径", en="per"),
            Column(field="subject", zh="事项", en="for what"),
            Column(field="title", zh="文件", en="document"),
            Column(field="clause", zh="条款", en="clause", keep=True),
            Column(field="region", zh="地区", en="region"),
            Column(field="state", zh="状态", en="state", keep=True, phrases="state"),
            Column(field="snapshot", zh="快照", en="snapshot", keep=True),
        ),
        empty_zh=f"没有找到关于“{words}”的数字" if words else "没有数字",
        empty_en=f"no figures about {words!r}" if words else "no figures",
    )


def _figures_of(stored: StoredVersion, words: str, want: Want, state: str) -> list[tuple[Decimal, dict[str, Any]]]:
    version = stored.version
    terms = [findable(word) for word in words.split()]
    rows: list[tuple[Decimal, dict[str, Any]]] = []
    for clause in version.clauses:
        wanted = [figure for figure in clause.figures if _wanted(figure, want)]
        if not wanted or not _is_about(clause, version, terms):
            continue
        for figure in wanted:
            value = figure.value if isinstance(figure.value, Decimal) else Decimal(0)
            row = {
                "document": stored.document,
                "title": version.title,
                "doc_number": version.doc_number,
                "region": version.region,
                "clause": clause.label,
                "line": clause.line,
                "heading": clause.heading,
                **figure_data(figure),
                "subject": figure.subject or clause.heading,
                "per": "／".join(part for part in (figure.scope, figure.period) if part) or None,
                "state": state,
                "source": version.source,
                "sha256": version.sha256,
                "snapshot": _short(version.sha256),
                "fetched_at": _iso(version.fetched_at),
            }
            rows.append((value, row))
    return rows


def _is_about(clause: Clause, version: Version, terms: Sequence[str]) -> bool:
    about = findable(" ".join((clause.chapter or "", clause.heading or "", clause.text, version.title)))
    return all(term in about for term in terms)


def _wanted(figure: Figure, want: Want) -> bool:
    if want == "caps":
        return figure.kind == "amount" and figure.bound == "max"
    if want == "ratios":
        return figure.kind == "ratio"
    return figure.kind in ("amount", "ratio", "rate")


# ── repeals and lapses ───────────────────────────────────────────────────────────────────────────


def repeals(store: Store) -> Listing:
    """What was repealed, by what, and who still cites it."""
    entries = register_entries(store)
    names = {entry.id: entry for entry in entries}
    citing = who_cites(entries)
    rows = []
    for ending in (*ended_by(entries), *ended_editions(entries)):
        by = names[ending.by]
        rows.append(
            {
                **repeal_data(ending.repeal),
                "document": ending.document,
                "tracked": ending.document is not None,
                "title": names[ending.document].title if ending.document else ending.repeal.title,
                "edition": ending.document == ending.by,
                "on": _iso(ending.on),
                "by": ending.by,
                "by_title": by.title,
                "by_number": by.doc_numbers[-1] if by.doc_numbers else None,
                "still_cited_by": [names[other].title for other in citing[ending.document]] if ending.document else [],
            }
        )
    return Listing(
        format="tracker.repeals/1",
        key="repeals",
        rows=tuple(rows),
        columns=(
            Column(field="on", zh="自", en="from", keep=True),
            Column(field="title", zh="被废止的文件", en="repealed"),
            Column(field="doc_number", zh="文号", en="number"),
            Column(field="partial", zh="部分", en="part"),
            Column(field="by_title", zh="废止依据", en="by"),
            Column(field="clause", zh="条款", en="clause", keep=True),
            Column(field="still_cited_by", zh="仍被引用", en="still cited by"),
        ),
        empty_zh="没有废止",
        empty_en="no repeals",
    )


def lapsing(store: Store, at: dt.date, within_days: int) -> Listing:
    """What lapses in the days from `at` on, and who still cites it."""
    entries = register_entries(store, at)
    citing = who_cites(entries)
    names = {entry.id: entry for entry in entries}
    rows = tuple(
        {
            "document": item.document,
            "title": names[item.document].title,
            "doc_number": names[item.document].doc_numbers[-1] if names[item.document].doc_numbers else None,
            "region": names[item.document].region,
            "expires_on": _iso(item.on),
            "days": item.days,
            "reasoning": names[item.document].validity.reasoning,
            "text": names[item.document].validity.text,
            "cited_by": [names[other].title for other in citing[item.document]],
        }
        for item in expiring(entries, at, within_days)
    )
    return Listing(
        format="tracker.expiring/1",
        key="documents",
        facts={"at": at.isoformat(), "within_days": within_days},
        rows=rows,
        columns=(
            Column(field="expires_on", zh="有效期至", en="until", keep=True),
            Column(field="days", zh="还有（天）", en="days", align="right", keep=True),
            Column(field="document", zh="编号", en="id", keep=True),
            Column(field="title", zh="标题", en="title"),
            Column(field="doc_number", zh="文号", en="number"),
            Column(field="cited_by", zh="仍被引用", en="still cited by"),
            Column(field="reasoning", zh="依据", en="reasoning"),
        ),
        empty_zh=f"{within_days} 天内没有文件到期",
        empty_en=f"nothing lapses within {within_days} days",
    )


# ── sources ──────────────────────────────────────────────────────────────────────────────────────


def health(sources: Sequence[Source], known: Mapping[str, SourceHealth]) -> Listing:
    """How every enabled source stands."""
    rows = []
    for source in sources:
        standing = known.get(source.id)
        rows.append(
            {
                "id": source.id,
                "name": source.name,
                "url": source.url,
                "kind": source.kind,
                "region": source.region,
                "state": standing.state if standing else "never",
                "last_good": standing.last_good.isoformat() if standing and standing.last_good else None,
                "failing_since": standing.failing_since.isoformat() if standing and standing.failing_since else None,
                "seen": _minute(standing.last_good) if standing else None,
                "since": _minute(standing.failing_since) if standing else None,
                "nights": standing.failures if standing and standing.failures else None,
                "reason": standing.reason if standing else None,
                "advice": standing.advice if standing else None,
            }
        )
    return Listing(
        format="tracker.sources/1",
        key="sources",
        rows=tuple(rows),
        columns=(
            Column(field="state", zh="状态", en="state", keep=True, phrases="state"),
            Column(field="id", zh="编号", en="id", keep=True),
            Column(field="name", zh="来源", en="source"),
            Column(field="seen", zh="上次正常", en="last good", keep=True),
            Column(field="since", zh="异常自", en="failing since", keep=True),
            Column(field="nights", zh="夜数", en="nights", align="right", keep=True),
            Column(field="reason", zh="原因", en="reason", reasons=True),
            Column(field="advice", zh="怎么办", en="what to do"),
        ),
        empty_zh="没有启用的来源",
        empty_en="no enabled sources",
    )


def reread(changed: Sequence[Reread]) -> Listing:
    """What reading stored snapshots with today's readers changed."""
    rows = tuple(
        {
            "document": item.document,
            "version": item.version,
            "title": item.title,
            "clauses": item.clauses,
            "figures": item.figures,
            "metadata": list(item.metadata),
            "problem": item.problem,
        }
        for item in changed
    )
    return Listing(
        format="tracker.rebuild/1",
        key="versions",
        rows=rows,
        columns=(
            Column(field="document", zh="编号", en="id", keep=True),
            Column(field="version", zh="版本", en="version", align="right", keep=True),
            Column(field="title", zh="标题", en="title"),
            Column(field="clauses", zh="条款变化", en="clauses", align="right", keep=True),
            Column(field="figures", zh="数字变化", en="figures", align="right", keep=True),
            Column(field="metadata", zh="元数据", en="metadata"),
            Column(field="problem", zh="问题", en="problem", reasons=True),
        ),
        empty_zh="重读没有带来变化",
        empty_en="reading anew changed nothing",
    )


def _minute(time: dt.datetime | None) -> str | None:
    return time.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M") if time else None
