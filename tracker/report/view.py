"""What a report holds, ordered money first and counted; no markup.

Comes in: a `Diff`, a `NightReport` or an `Event`; goes out: a `View` of sections of numbered lines, each with its
evidence, and one `Comparison` per diff (rows for a side-by-side table). Every form (text, html, docx …) prints the
same view, so a line has the same number in all of them. Numbers count through the report from 1; they depend on
the events alone, not on form or language.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tracker.models import Diff, Event, Evidence, NightReport, Repeal
from tracker.names import doc_number_key, title_key
from tracker.report.diff_lines import comparison, diff_entries, is_money
from tracker.report.event_lines import event_entries, event_name, health_entries
from tracker.report.layout import SECTIONS, Entry, Group, Line, Section, SectionName, View
from tracker.report.phrases import Lang, say
from tracker.report.words import day_words, document_words, time_words

_COUNTS: dict[SectionName, str] = {
    "repeals": "count.repeals",
    "validity": "count.validity",
    "cites_ended": "count.cites_ended",
    "strength": "count.strength",
    "clauses": "count.clauses",
    "wording": "count.wording",
    "new": "count.new",
    "explained": "count.explained",
    "gone": "count.gone",
    "matches": "count.matches",
}


def _sections(entries: Iterable[Entry], lang: Lang) -> tuple[Section, ...]:
    """Entries in the order of sections, grouped by document, numbered through from 1."""
    listed = list(entries)
    sections: list[Section] = []
    pages: dict[_PageKey, int] = {}
    number = 0
    for name in SECTIONS:
        groups: dict[str | None, list[Line]] = {}
        for section, document, line in listed:
            if section == name:
                groups.setdefault(document, []).append(line)
        told: list[Group] = []
        for document, lines in groups.items():  # numbered as they are read: two events of a document stand together
            numbered = tuple(
                replace(line, number=at, sources=_sources(line.evidence, pages), place=_place_words(line, lang))
                for at, line in enumerate(lines, number + 1)
            )
            number += len(numbered)
            told.append(Group(document=document, lines=numbered))
        if told:
            sections.append(Section(name=name, title=say(f"section.{name}", lang), groups=tuple(told)))
    return tuple(sections)


_PageKey = tuple[str | None, str | None]  # address and sha256


def _stored(evidence: Iterable[Evidence]) -> dict[_PageKey, Evidence]:
    return {(item.url, item.sha256): replace(item, clause=None) for item in evidence if item.url or item.sha256}


def _place_words(line: Line, lang: Lang) -> str:
    place = " ".join(part for part in (line.clause, line.heading) if part)
    return place or (say("inspect.opening", lang) if line.anchor else "")


def _sources(evidence: Iterable[Evidence], pages: dict[_PageKey, int]) -> tuple[int, ...]:
    """The numbers of the stored pages of a line; a page not yet listed is added to `pages`."""
    return tuple(pages.setdefault(page, len(pages) + 1) for page in _stored(evidence))


def _pages(sections: Iterable[Section]) -> tuple[Evidence, ...]:
    """The stored pages in the order of their numbers; a page with several documents bears all their numbers."""
    listed: dict[int, Evidence] = {}
    numbers: dict[int, dict[str, None]] = {}
    for line in (line for section in sections for line in section.lines):
        place = dict(zip(_stored(line.evidence), line.sources, strict=True))
        for evidence in line.evidence:
            at = place.get((evidence.url, evidence.sha256))
            if at is None:  # evidence without a page
                continue
            listed.setdefault(at, replace(evidence, clause=None))
            if evidence.doc_number:
                numbers.setdefault(at, {})[evidence.doc_number] = None
    return tuple(replace(listed[at], doc_number="、".join(numbers.get(at, ())) or None) for at in sorted(listed))


def _counts(sections: Iterable[Section], lang: Lang) -> tuple[str, ...]:
    counts: list[tuple[str, int]] = []
    for section in sections:
        if section.name == "figures":
            money = sum(line.figure is not None and is_money(line.figure) for line in section.lines)
            counts += [("count.money", money), ("count.figures", len(section.lines) - money)]
        elif section.name == "stages":
            counts.append(("count.stages", len(section.groups)))
        elif section.name in _COUNTS:
            counts.append((_COUNTS[section.name], len(section.lines)))
    return tuple(say(key, lang, n=n) for key, n in counts if n)


def diff_view(diff: Diff, lang: Lang) -> View:
    """A diff as a report: its sections and one comparison."""
    sections = _sections(diff_entries(diff, lang, name=None, anchor="c1"), lang)
    counts = _counts(sections, lang)
    lead = say("clause.separator", lang).join(counts) or say("diff.nothing", lang)
    if not diff.related:
        lead = say("event.unrelated", lang)
    return View(
        kind="diff",
        title=document_words(diff.new, lang),
        day=str(diff.new.issued or diff.new.published or ""),
        lead=lead,
        counts=counts,
        trouble=(),
        health=None,
        nothing=not sections,
        quiet=lead,
        facts=_row_facts(diff, lang),
        sections=sections,
        pages=_pages(sections),
        comparisons=(comparison(diff, lang, anchor="c1", sections=sections),),
    )


def _row_facts(diff: Diff, lang: Lang) -> tuple[str, ...]:
    unchanged = sum(row.change == "unchanged" for row in diff.clauses)
    renumbered = sum(row.change == "unchanged" and row.renumbered for row in diff.clauses)
    facts = [say("count.unchanged", lang, n=unchanged)] if unchanged else []
    return (*facts, say("count.renumbered", lang, n=renumbered)) if renumbered else tuple(facts)


def night_view(report: NightReport, lang: Lang) -> View:
    """A night as a report: policy changes first, then how the sources stand, then what a person should settle."""
    unwell = {health.source for health in report.health if health.state != "ok"}
    told = [event for event in report.events if not (event.kind == "source_failing" and event.source in unwell)]
    names = {health.source: health.name for health in report.health}
    named = [replace(event, source=names.get(event.source or "", event.source)) for event in told]
    health = _health_words(report, lang)
    view = _events_view(named, lang, more=health_entries(report, lang))
    trouble = _failing_counts(report, lang)
    quiet = _quiet_words(report, lang)
    return replace(
        view,
        title=_night_title(report, lang),
        day=day_words(report.finished_at),
        lead=say("clause.separator", lang).join([view.lead or quiet, health]),
        quiet=quiet,
        counts=view.counts + trouble,
        trouble=trouble,
        health=health,
        facts=_night_facts(report, lang),
    )


def _night_title(report: NightReport, lang: Lang) -> str:
    """The report's own title; one that is only a day or a period says what it is a report of."""
    if any(char.isalpha() for char in report.title):
        return report.title
    period = "" if report.title == day_words(report.finished_at) else f" {report.title}"
    return say("night.title", lang) + period


def event_view(event: Event, lang: Lang) -> View:
    """One event as a report of its own; its title is the event in one line."""
    view = _events_view([event], lang, more=())
    lines = [line for section in view.sections for line in section.lines]
    if event.diff:
        stages = [say(f"stage.{version.stage}", lang) for version in (event.diff.old, event.diff.new)]
        key = "event.stage_changed" if event.kind == "stage_changed" else "event.edited"
        name = say(key, lang, name=event_name(event, lang), old=stages[0], new=stages[-1])
        title = say("clause.separator", lang).join([name, *view.counts])
    else:
        title = lines[0].text if lines else event.kind
    return replace(view, title=title, day=day_words(event.happened_at))


def _events_view(events: Sequence[Event], lang: Lang, *, more: Iterable[Entry]) -> View:
    repealed = {_repeal_key(event.repeal) for event in events if event.repeal}
    entries = [
        entry
        for at, event in enumerate(events, 1)
        for entry in event_entries(event, lang, anchor=f"c{at}")
        if entry[2].repeal is None or _repeal_key(entry[2].repeal) not in repealed
    ]
    sections = _sections([*entries, *more], lang)
    counts = _counts(sections, lang)
    return View(
        kind="night",
        title="",
        day="",
        lead=say("clause.separator", lang).join(counts),
        counts=counts,
        trouble=(),
        health=None,
        nothing=not counts,
        quiet="",
        facts=(),
        sections=sections,
        pages=_pages(sections),
        comparisons=tuple(
            comparison(event.diff, lang, anchor=f"c{at}", sections=sections)
            for at, event in enumerate(events, 1)
            if event.diff and event.diff.clauses
        ),
    )


def _repeal_key(repeal: Repeal) -> tuple[str | None, str | None]:
    """What a repeal in a diff and the event it led to have in common."""
    return doc_number_key(repeal.doc_number) or title_key(repeal.title or repeal.text), repeal.partial


def _health_words(report: NightReport, lang: Lang) -> str:
    if not report.health:
        return say("health.none", lang)
    healthy = sum(health.state == "ok" for health in report.health)
    return say("health.line", lang, all=len(report.health), ok=healthy)


def _quiet_words(report: NightReport, lang: Lang) -> str:
    """What is said where no policy changed: of a source that could not be read, nobody knows."""
    failing = sum(health.state == "failing" for health in report.health)
    if not failing:
        return say("night.nothing", lang)
    return say("count.failing", lang, n=failing) + say("clause.separator", lang) + say("night.nothing_else", lang)


def _failing_counts(report: NightReport, lang: Lang) -> tuple[str, ...]:
    failing = sum(health.state == "failing" for health in report.health)
    recovered = sum(event.kind == "source_recovered" for event in report.events)
    return tuple(say(key, lang, n=n) for key, n in (("count.failing", failing), ("count.recovered", recovered)) if n)


def _night_facts(report: NightReport, lang: Lang) -> tuple[str, ...]:
    facts = [time_words(report.finished_at), say("count.documents", lang, n=report.documents)]
    if report.pages:
        facts += [
            say("count.pages", lang, n=report.pages),
            say("count.pages_unchanged", lang, n=report.unchanged),
        ]
    return tuple(facts)
