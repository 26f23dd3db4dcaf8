"""The lines of events, and of sources that are not well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tracker.models import Event, NightReport, SourceHealth
from tracker.report.diff_lines import diff_entries
from tracker.report.layout import Entry, Line, SectionName
from tracker.report.phrases import Lang, say
from tracker.report.reasons import reason_words
from tracker.report.words import BEIJING, document_words, figure_words, repeal_words, time_words


def event_entries(event: Event, lang: Lang, *, anchor: str) -> Iterator[Entry]:
    """All lines of an event with their section, not yet numbered. `anchor` names the comparison of its diff."""
    name = event_name(event, lang)
    if event.kind in ("stage_changed", "edited"):
        yield from _changed_entries(event, name, anchor, lang)
        return
    section, text = _told(event, name, document_words(event.other, lang) if event.other else None, lang)
    label = "word.document" if section == "new" else f"section.{section}"
    yield section, None, _line(event, label, text, lang)


def _told(event: Event, name: str, other: str | None, lang: Lang) -> tuple[SectionName, str]:
    """The section and the words of an event of one line."""
    known_other = other or say("document.unknown", lang)
    match event.kind:
        case "sites_differ":
            return "matches", _differing_words(event, name, lang)
        case "new_document":
            return "new", _new_words(event, name, lang)
        case "repealed" | "repeals":
            return "repeals", _repealed_words(event, name, known_other, lang)
        case "expiring" | "lapsed":
            return "validity", _lapse_words(event, name, lang)
        case "extended":
            until = say("event.extended.until", lang, on=event.on) if event.on else ""
            return "validity", say("event.extended", lang, name=name, other=known_other) + until
        case "amended":
            return "stages", say("event.amended", lang, name=name, other=known_other)
        case "cites_ended":
            return "cites_ended", _citing_words(event, name, other, lang)
        case "explained":
            return "explained", _explaining_words(event, lang)
        case "page_gone" | "page_unreadable" | "page_back" | "left_page":
            return "gone", _page_words(event, lang)
        case "possible_match":
            return "matches", _match_words(event, name, known_other, lang)
        case "source_recovered" | "source_failing":
            text = say(f"event.{event.kind}", lang, name=event.source or "")
            return "health", _with_reason(text, event.detail, lang)
    raise AssertionError(f"no words for an event of kind {event.kind}")


def event_name(event: Event, lang: Lang) -> str:
    """The document as a line names it; what a draft of a revision says is no text in force."""
    name = document_words(event.document or event.version, lang)
    proposed = event.diff is not None and event.diff.new.stage == "draft"
    return name + say("brackets", lang, text=say("stage.draft", lang)) if proposed else name


def _line(event: Event, label: str, text: str, lang: Lang) -> Line:
    return Line(kind=event.kind, label=say(label, lang), text=text, evidence=event.evidence)


def _with_detail(text: str, detail: str | None, lang: Lang) -> str:
    return f"{text}{say('colon', lang)}{detail}" if detail else text


def _with_reason(text: str, reason: str | None, lang: Lang) -> str:
    return _with_detail(text, reason_words(reason, lang) if reason else None, lang)


def _changed_entries(event: Event, name: str, anchor: str, lang: Lang) -> Iterator[Entry]:
    """A stage change has a line of its own; an edit in place only where its diff shows nothing."""
    diff = event.diff
    entries = list(diff_entries(diff, lang, name=name, anchor=anchor)) if diff else []
    if event.kind == "edited" and event.detail:
        notice = say("event.edited.notice", lang, name=name, what=event.detail)
        entries.append(("wording", None, _line(event, "section.wording", notice, lang)))
    if event.kind == "stage_changed":
        yield "stages", name, _stage_line(event, alone=not entries, lang=lang)
    elif not entries:
        text = say("event.edited", lang, name=name) + say("clause.separator", lang) + say("event.edited.none", lang)
        yield "wording", None, _line(event, "section.wording", text, lang)
    for section, document, line in entries:
        known = tuple(item for item in line.evidence if item.url or item.sha256)
        yield section, document, replace(line, evidence=known or event.evidence)


def _stage_line(event: Event, *, alone: bool, lang: Lang) -> Line:
    """Another stage of a document; `alone`: nothing else changed."""
    diff = event.diff
    notes = [event.detail] if event.detail else []
    if diff and not diff.related:
        notes.append(say("event.unrelated", lang))
    elif alone:
        notes.append(say("event.adopted", lang))
    if diff and diff.new.stage == "draft":
        notes.append(say("event.revision", lang))
    return Line(
        kind=event.kind,
        label=say("word.stage", lang),
        old=say(f"stage.{diff.old.stage}", lang) if diff else None,
        new=say(f"stage.{diff.new.stage}", lang) if diff else None,
        text=say("sentence.separator", lang).join(notes),
        evidence=event.evidence[::-1],  # the new text first
    )


def _differing_words(event: Event, name: str, lang: Lang) -> str:
    """Two printings of one policy side by side, neither called the old one."""
    diff = event.diff
    unknown = say("document.unknown", lang)
    places = [item.url or unknown for item in event.evidence] or [unknown]
    text = say("event.sites_differ", lang, name=name, one=places[0], other=places[-1])
    if diff is None:
        return text
    figures = [
        f"{change.clause} {figure_words(change.old, lang) or '—'} | {figure_words(change.new, lang) or '—'}"
        for change in diff.figures
    ]
    rows = sum(row.change != "unchanged" for row in diff.clauses)
    told = [*figures, say("event.sites_differ.rows", lang, n=rows)]
    return text + say("colon", lang) + say("clause.separator", lang).join(told)


def _new_words(event: Event, name: str, lang: Lang) -> str:
    version, document = event.version, event.document or event.version
    parts: list[str] = []
    if document:
        parts += [say("list.separator", lang).join(document.issuers), str(document.issued or document.published or "")]
    if version and version.stage != "final":
        parts.append(say(f"stage.{version.stage}", lang))
    if event.size is not None:
        clauses, figures = event.size
        parts += [say("event.new.size", lang, n=clauses)] if clauses else []
        parts += [say("event.new.figures", lang, n=figures)] if figures else []
    if event.detail:
        parts.append(event.detail)
    known = [part for part in parts if part]
    return name + (say("colon", lang) + say("clause.separator", lang).join(known) if known else "")


def _repealed_words(event: Event, name: str, other: str, lang: Lang) -> str:
    repeal = event.repeal
    partial = repeal.partial if repeal else None
    kind = f"event.{event.kind}.partial" if partial else f"event.{event.kind}"
    what = repeal_words(repeal) if repeal else say("document.unknown", lang)
    text = say(kind, lang, name=name, other=other, what=what, partial=partial)
    on = event.on or (repeal.effective if repeal else None)
    if on:
        text += say("clause.separator", lang) + say("repeal.from", lang, on=on.isoformat())
    return _with_detail(text, event.detail, lang)


def _lapse_words(event: Event, name: str, lang: Lang) -> str:
    if event.on is None:
        key = "event.lapsed.undated" if event.kind == "lapsed" else "event.expiring"
        return _with_detail(say(key, lang, name=name, on=say("validity.unknown", lang)), event.detail, lang)
    text = say(f"event.{event.kind}", lang, name=name, on=event.on.isoformat())
    days = (event.on - event.happened_at.astimezone(BEIJING).date()).days
    if event.kind == "expiring" and days >= 0:
        text += say("clause.separator", lang) + say("event.expiring.days", lang, days=days)
    if event.cited_by:
        names = say("list.separator", lang).join(document_words(document, lang) for document in event.cited_by)
        text += say("clause.separator", lang) + say("event.cited_by", lang, names=names)
    return _with_detail(text, event.detail, lang)


def _citing_words(event: Event, name: str, other: str | None, lang: Lang) -> str:
    """A cited document that is not tracked is named by the detail alone."""
    if other is None:
        return say("event.cites_ended", lang, name=name, other=event.detail or say("document.unknown", lang))
    return _with_detail(say("event.cites_ended", lang, name=name, other=other), event.detail, lang)


def _page_words(event: Event, lang: Lang) -> str:
    """The page by its document where that is known, else by its address."""
    address = next((item.url for item in event.evidence if item.url), None)
    name = event_name(event, lang) if event.document or not address else address
    source = event.source or say("document.unknown", lang)
    text = say(f"event.{event.kind}", lang, name=name, source=source)
    if event.kind == "page_gone" and len(event.evidence) > 1:
        text = say("event.page_gone.moved", lang, name=name, other=event.evidence[1].url)
    return _with_reason(text, event.detail, lang)


def _explaining_words(event: Event, lang: Lang) -> str:
    unknown = say("document.unknown", lang)
    text = say("event.explained", lang, name=event.detail or unknown, source=event.source or unknown)
    return text + (say("clause.separator", lang) + event.on.isoformat() if event.on else "")


def _match_words(event: Event, name: str, other: str, lang: Lang) -> str:
    text = say("event.possible_match", lang, name=name, other=other)
    text = _with_detail(text, event.detail, lang)
    if event.document and event.other:
        advice = say("event.possible_match.advice", lang, a=event.document.id, b=event.other.id)
        text += say("sentence.separator", lang) + advice
    return text


# ── health ───────────────────────────────────────────────────────────────────────────────────────


def _health_line(health: SourceHealth, lang: Lang) -> Line:
    parts: list[str] = []
    if health.state == "never":
        parts.append(say("health.never", lang))
    else:
        parts.append(reason_words(health.reason, lang) if health.reason else say("health.no_reason", lang))
        if health.failing_since:
            parts.append(say("health.since", lang, time=time_words(health.failing_since)))
        if health.failures > 1:
            parts.append(say("health.nights", lang, n=health.failures))
        known = say("health.last_good", lang, time=time_words(health.last_good))
        parts.append(known if health.last_good else say("health.no_good", lang))
    if health.advice:
        parts.append(say("health.advice", lang, advice=health.advice))
    text = say("sentence.separator", lang).join(part.rstrip("。.;；") for part in parts)
    if health.url and health.url not in text:
        text += say("sentence.separator", lang) + health.url
    return Line(
        kind=f"health.{health.state}",
        label=say("section.health", lang),
        heading=health.name,
        text=text,
    )


def health_entries(report: NightReport, lang: Lang) -> Iterator[Entry]:
    """A line for each source that is not well; a failing event of such a source adds nothing to it."""
    for health in report.health:
        if health.state != "ok":
            yield "health", None, _health_line(health, lang)
