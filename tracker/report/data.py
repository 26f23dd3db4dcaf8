"""Values as plain dicts and lists, exactly as docs/contract.md names them.

Comes in: a `Diff`, `Version`, `Event`, `NightReport` …; goes out: what `json.dumps` takes. Numbers of the
text are decimal strings ("30000000"), days and times ISO 8601, a value not known is null. Fields beyond the contract
(sentences, modals, items, evidence) are additions and may be ignored by a reader.

The whole text, the notice and the list of clauses of the two versions of a diff are left out (every clause stands
in a row of the diff), unless `whole=True` asks for them.

>>> figure_data(Figure(text="最高3000万元", kind="amount", value=Decimal("3E+7"), unit="CNY", bound="max"))["value"]
'30000000'
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tracker.models import (
    Citation,
    Clause,
    ClauseChange,
    Diff,
    DigestItem,
    DocumentRef,
    Event,
    Evidence,
    Figure,
    FigureChange,
    Modal,
    NightReport,
    Page,
    Repeal,
    SourceHealth,
    Validity,
    Version,
)

Data = dict[str, Any]  # what json.dumps takes; the only place of the project where a dict is a record

DIFF_FORMAT = "tracker.diff/1"
INSPECT_FORMAT = "tracker.inspect/1"
REPORT_FORMAT = "tracker.report/1"
# Kinds of figure change that alter a figure standing on both sides
CHANGED = frozenset({"raised", "lowered", "rescoped", "rebound", "redated"})


@dataclass(frozen=True, kw_only=True, slots=True)
class InspectedFile:
    """What was read in one file: its documents in order, or a problem in words and no document."""

    source: str
    media_type: str | None = None
    sha256: str | None = None
    problem: str | None = None
    documents: tuple[Version, ...] = ()
    page: Page | None = None  # the text as it was read, with what the page says of itself
    digest: tuple[DigestItem, ...] = ()  # the quoted measures, where the file is a digest


# ── single values ────────────────────────────────────────────────────────────────────────────────


def decimal_words(value: Decimal) -> str:
    """A decimal without exponent and without zeros behind the point.

    >>> decimal_words(Decimal("2.50")), decimal_words(Decimal("3E+7"))
    ('2.5', '30000000')
    """
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _value(value: Decimal | str | None) -> str | None:
    return decimal_words(value) if isinstance(value, Decimal) else value


def _iso(value: dt.date | dt.datetime | None) -> str | None:
    return value.isoformat() if value is not None else None


# ── figures, clauses, repeals ────────────────────────────────────────────────────────────────────


def figure_data(figure: Figure) -> Data:
    """FIGURE of the contract, with `subject` added."""
    return {
        "text": figure.text,
        "kind": figure.kind,
        "value": _value(figure.value),
        "value_high": _value(figure.value_high),
        "unit": figure.unit,
        "bound": figure.bound,
        "scope": figure.scope,
        "period": figure.period,
        "start": figure.start,
        "end": figure.end,
        "subject": figure.subject,
    }


def modal_data(modal: Modal) -> Data:
    """One modal word with its strength."""
    return {"word": modal.word, "strength": modal.strength, "start": modal.start, "end": modal.end}


def clause_data(clause: Clause) -> Data:
    """CLAUSE of the contract, with `figures` as in the inspection, and number, chapter and modals added."""
    return {
        "label": clause.label,
        "path": list(clause.path),
        "heading": clause.heading,
        "text": clause.text,
        "line": clause.line,
        "number": clause.number,
        "chapter": clause.chapter,
        "figures": [figure_data(figure) for figure in clause.figures],
        "modals": [modal_data(modal) for modal in clause.modals],
    }


def repeal_data(repeal: Repeal) -> Data:
    """REPEAL of the contract."""
    return {
        "title": repeal.title,
        "doc_number": repeal.doc_number,
        "partial": repeal.partial,
        "effective": _iso(repeal.effective),
        "text": repeal.text,
        "clause": repeal.clause,
        "document": repeal.document,
    }


def validity_data(validity: Validity) -> Data:
    """VALIDITY of the contract, with `reasoning` added."""
    return {
        "effective_from": _iso(validity.effective_from),
        "expires_on": _iso(validity.expires_on),
        "term": validity.term,
        "text": validity.text,
        "reasoning": validity.reasoning,
    }


def citation_data(citation: Citation) -> Data:
    """A citation of the inspection, with `purpose` added."""
    return {
        "title": citation.title,
        "doc_number": citation.doc_number,
        "clause": citation.clause,
        "purpose": citation.purpose,
    }


# ── versions ─────────────────────────────────────────────────────────────────────────────────────


def version_data(version: Version, *, whole: bool = False) -> Data:
    """VERSION of the contract, with how it was read added; `whole` keeps the text and what was read in it."""
    data: Data = {
        "title": version.title,
        "doc_number": version.doc_number,
        "issuers": list(version.issuers),
        "stage": version.stage,
        "issued": _iso(version.issued),
        "published": _iso(version.published),
        "region": version.region,
        "source": version.source,
        "sha256": version.sha256,
        "fetched_at": _iso(version.fetched_at),
        "printed_title": version.printed_title,
        "status": version.status,
        "reader": version.reader,
    }
    if whole:
        stated = version.stated_validity
        data |= {
            "text": version.text,
            "notice": version.notice,
            "first_line": version.first_line,
            "stated_validity": validity_data(stated) if stated else None,
        } | _contents(version)
    return data


def _contents(version: Version) -> Data:
    return {
        "clauses": [clause_data(clause) for clause in version.clauses],
        "repeals": [repeal_data(repeal) for repeal in version.repeals],
        "validity": validity_data(version.validity),
        "citations": [citation_data(citation) for citation in version.citations],
    }


def document_data(version: Version) -> Data:
    """A document of the inspection: VERSION with its text, clauses, repeals, validity and citations."""
    return version_data(version, whole=True)


def digest_item_data(item: DigestItem) -> Data:
    """A quoted measure of a digest with the policy it names."""
    return {
        "heading": item.heading,
        "text": item.text,
        "policy": item.policy or None,
        "line": item.line,
        "figures": [figure_data(figure) for figure in item.figures],
    }


def page_data(page: Page) -> Data:
    """A page as it was read: its body without furniture, and what it says of itself outside the text."""
    meta = page.meta
    return {
        "title": meta.title,
        "doc_number": meta.doc_number,
        "issuers": list(meta.issuers),
        "issued": _iso(meta.issued),
        "published": _iso(meta.published),
        "effective_from": _iso(meta.effective_from),
        "expires_on": _iso(meta.expires_on),
        "status": meta.status,
        "site": meta.site,
        "reader": page.reader,
        "charset": page.charset,
        "text": page.text,
        "attachments": [{"name": item.name, "url": item.url, "inline": item.inline} for item in page.attachments],
        "warnings": list(page.warnings),
    }


# ── diffs ────────────────────────────────────────────────────────────────────────────────────────


def figure_change_data(change: FigureChange) -> Data:
    """FIGURE_CHANGE of the contract, with the sentence in both languages added."""
    return {
        "change": change.change,
        "clause": change.clause,
        "old": figure_data(change.old) if change.old else None,
        "new": figure_data(change.new) if change.new else None,
        "delta": change.delta,
        "sentence_zh": change.sentence_zh,
        "sentence_en": change.sentence_en,
    }


def clause_change_data(change: ClauseChange) -> Data:
    """CLAUSE_CHANGE of the contract, with modal and item changes and who settled the pair added."""
    return {
        "change": change.change,
        "old": clause_data(change.old) if change.old else None,
        "new": clause_data(change.new) if change.new else None,
        "moved": change.moved,
        "renumbered": change.renumbered,
        "relation": change.relation,
        "similarity": change.similarity,
        "edits": [list(edit) for edit in change.edits],
        "figures": [figure_change_data(figure) for figure in change.figures],
        "modals": [
            {
                "change": modal.change,
                "clause": modal.clause,
                "old": modal.old,
                "new": modal.new,
                "old_sentence": modal.old_sentence,
                "new_sentence": modal.new_sentence,
            }
            for modal in change.modals
        ],
        "items": [{"change": item.change, "name": item.name, "text": item.text} for item in change.items],
        "settled_by": change.settled_by,
    }


def summary_data(diff: Diff) -> dict[str, int]:
    """How many rows and figure changes of each kind; a clause that was split counts once per row."""
    rows = Counter(change.change for change in diff.clauses)
    return {
        "unchanged": rows["unchanged"],
        "edited": rows["edited"],
        "added": rows["added"],
        "removed": rows["removed"],
        "moved": sum(change.moved for change in diff.clauses),
        **_figure_counts(diff.figures),
    }


def _figure_counts(changes: Iterable[FigureChange]) -> dict[str, int]:
    figures = Counter(change.change for change in changes)
    return {
        "figures_changed": sum(count for kind, count in figures.items() if kind in CHANGED),
        "figures_added": figures["added"],
        "figures_removed": figures["removed"],
    }


def diff_data(diff: Diff, *, whole: bool = False) -> Data:
    """`tracker.diff/1`. `related` is false where the two texts share nothing and no pair was forced."""
    return {
        "format": DIFF_FORMAT,
        "old": version_data(diff.old, whole=whole),
        "new": version_data(diff.new, whole=whole),
        "summary": summary_data(diff),
        "clauses": [clause_change_data(change) for change in diff.clauses],
        "figures": [figure_change_data(change) for change in diff.figures],
        "repeals": [repeal_data(repeal) for repeal in diff.repeals],
        "validity": {"old": validity_data(diff.old.validity), "new": validity_data(diff.new.validity)},
        "related": diff.related,
    }


def inspection_data(files: Sequence[InspectedFile]) -> Data:
    """`tracker.inspect/1`."""
    return {
        "format": INSPECT_FORMAT,
        "files": [
            {
                "source": file.source,
                "media_type": file.media_type,
                "sha256": file.sha256,
                "problem": file.problem,
                "documents": [document_data(version) for version in file.documents],
                "digest": [digest_item_data(item) for item in file.digest],
                "page": page_data(file.page) if file.page else None,
            }
            for file in files
        ],
    }


# ── events and nights ────────────────────────────────────────────────────────────────────────────


def document_ref_data(document: DocumentRef) -> Data:
    """A tracked document as a report names it."""
    return {
        "id": document.id,
        "title": document.title,
        "doc_number": document.doc_number,
        "region": document.region,
        "issuers": list(document.issuers),
        "stage": document.stage,
        "issued": _iso(document.issued),
        "published": _iso(document.published),
    }


def evidence_data(evidence: Evidence) -> Data:
    """Where a line comes from."""
    return {
        "url": evidence.url,
        "sha256": evidence.sha256,
        "fetched_at": _iso(evidence.fetched_at),
        "doc_number": evidence.doc_number,
        "clause": evidence.clause,
    }


def event_data(event: Event, *, whole: bool = False) -> Data:
    """One event with its diff, version or repeal."""
    version = event.version
    return {
        "kind": event.kind,
        "key": event.key,
        "happened_at": _iso(event.happened_at),
        "document": document_ref_data(event.document) if event.document else None,
        "other": document_ref_data(event.other) if event.other else None,
        "source": event.source,
        "diff": diff_data(event.diff, whole=whole) if event.diff else None,
        "repeal": repeal_data(event.repeal) if event.repeal else None,
        "version": (version_data(version, whole=True) if whole else document_data(version)) if version else None,
        "detail": event.detail,
        "on": _iso(event.on),
        "size": {"clauses": event.size[0], "figures": event.size[1]} if event.size else None,
        "cited_by": [document_ref_data(document) for document in event.cited_by],
        "evidence": [evidence_data(evidence) for evidence in event.evidence],
        "id": event.id,
    }


def health_data(health: SourceHealth) -> Data:
    """How a source stands."""
    return {
        "source": health.source,
        "name": health.name,
        "state": health.state,
        "last_good": _iso(health.last_good),
        "failing_since": _iso(health.failing_since),
        "failures": health.failures,
        "reason": health.reason,
        "advice": health.advice,
        "url": health.url,
    }


def night_data(report: NightReport, *, whole: bool = False) -> Data:
    """`tracker.report/1`: the events of a period in the order they were recorded, and how the sources stand."""
    kinds = Counter(event.kind for event in report.events)
    return {
        "format": REPORT_FORMAT,
        "title": report.title,
        "started_at": _iso(report.started_at),
        "finished_at": _iso(report.finished_at),
        "summary": {
            "events": dict(sorted(kinds.items())),
            **_figure_counts(change for event in report.events if event.diff for change in event.diff.figures),
            "sources": len(report.health),
            "sources_ok": sum(health.state == "ok" for health in report.health),
            "documents": report.documents,
            "pages": report.pages,
            "unchanged": report.unchanged,
        },
        "events": [event_data(event, whole=whole) for event in report.events],
        "health": [health_data(health) for health in report.health],
    }
