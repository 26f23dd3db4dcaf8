"""The way back from the JSON of `tracker.report.data` to values, so that a report can be printed again.

`event_from_data(event_data(event))` gives everything a report shows; of an event written with `whole=True` it
gives the event itself. A field that an older writer did not know takes its default.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from tracker.models import (
    Citation,
    Clause,
    ClauseChange,
    Diff,
    DocumentRef,
    Event,
    Evidence,
    Figure,
    FigureChange,
    ItemChange,
    Modal,
    ModalChange,
    NightReport,
    Repeal,
    SourceHealth,
    Validity,
    Version,
)
from tracker.report.data import Data


def _day(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


def _time(value: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(value) if value else None


def figure_from_data(data: Data) -> Figure:
    """The figure that `figure_data` gave."""

    def number(value: str | None) -> Decimal | str | None:
        return value if value is None or data["kind"] == "date" else Decimal(value)

    value = number(data["value"])
    if value is None:
        raise ValueError("a figure without a value")
    return Figure(**{**data, "value": value, "value_high": number(data["value_high"])})


def clause_from_data(data: Data) -> Clause:
    """The clause that `clause_data` gave."""
    return Clause(
        **{
            **data,
            "path": tuple(data["path"]),
            "figures": tuple(map(figure_from_data, data["figures"])),
            "modals": tuple(Modal(**modal) for modal in data["modals"]),
        }
    )


def repeal_from_data(data: Data) -> Repeal:
    """The repeal that `repeal_data` gave."""
    return Repeal(**{**data, "effective": _day(data["effective"])})


def validity_from_data(data: Data) -> Validity:
    """The validity that `validity_data` gave."""
    days = {key: _day(data[key]) for key in ("effective_from", "expires_on")}
    return Validity(**{**data, **days})


def version_from_data(data: Data) -> Version:
    """The version that `version_data` or `document_data` gave; what was left out is empty."""
    stated = data.get("stated_validity")
    fields: Data = {
        "text": "",
        **data,
        "issuers": tuple(data["issuers"]),
        "issued": _day(data["issued"]),
        "published": _day(data["published"]),
        "fetched_at": _time(data["fetched_at"]),
        "stated_validity": validity_from_data(stated) if stated else None,
        "clauses": tuple(map(clause_from_data, data.get("clauses", ()))),
        "repeals": tuple(map(repeal_from_data, data.get("repeals", ()))),
        "citations": tuple(Citation(**citation) for citation in data.get("citations", ())),
        "validity": validity_from_data(data["validity"]) if data.get("validity") else Validity(),
    }
    return Version(**fields)


def figure_change_from_data(data: Data) -> FigureChange:
    """The figure change that `figure_change_data` gave."""
    sides = {side: figure_from_data(data[side]) if data[side] else None for side in ("old", "new")}
    return FigureChange(**{**data, **sides})


def clause_change_from_data(data: Data) -> ClauseChange:
    """The clause change that `clause_change_data` gave."""
    sides = {side: clause_from_data(data[side]) if data[side] else None for side in ("old", "new")}
    return ClauseChange(
        **{
            **data,
            **sides,
            "edits": tuple(tuple(edit) for edit in data["edits"]),
            "figures": tuple(map(figure_change_from_data, data["figures"])),
            "modals": tuple(ModalChange(**modal) for modal in data["modals"]),
            "items": tuple(ItemChange(**item) for item in data["items"]),
        }
    )


def diff_from_data(data: Data) -> Diff:
    """The diff that `diff_data` gave."""
    sides = {side: version_from_data({**data[side], "validity": data["validity"][side]}) for side in ("old", "new")}
    return Diff(
        old=sides["old"],
        new=sides["new"],
        clauses=tuple(map(clause_change_from_data, data["clauses"])),
        figures=tuple(map(figure_change_from_data, data["figures"])),
        repeals=tuple(map(repeal_from_data, data["repeals"])),
        related=data.get("related", True),
    )


def document_ref_from_data(data: Data) -> DocumentRef:
    """The document that `document_ref_data` gave."""
    days = {key: _day(data[key]) for key in ("issued", "published")}
    return DocumentRef(**{**data, **days, "issuers": tuple(data["issuers"])})


def evidence_from_data(data: Data) -> Evidence:
    """The evidence that `evidence_data` gave."""
    return Evidence(**{**data, "fetched_at": _time(data["fetched_at"])})


def event_from_data(data: Data) -> Event:
    """The event that `event_data` gave."""
    return Event(
        **{
            **data,
            "happened_at": dt.datetime.fromisoformat(data["happened_at"]),
            "document": document_ref_from_data(data["document"]) if data["document"] else None,
            "other": document_ref_from_data(data["other"]) if data["other"] else None,
            "diff": diff_from_data(data["diff"]) if data["diff"] else None,
            "repeal": repeal_from_data(data["repeal"]) if data["repeal"] else None,
            "version": version_from_data(data["version"]) if data["version"] else None,
            "on": _day(data["on"]),
            "evidence": tuple(map(evidence_from_data, data["evidence"])),
        }
    )


def health_from_data(data: Data) -> SourceHealth:
    """The standing that `health_data` gave."""
    times = {key: _time(data[key]) for key in ("last_good", "failing_since")}
    return SourceHealth(**{**data, **times})


def night_from_data(data: Data) -> NightReport:
    """The report that `night_data` gave."""
    counts: Mapping[str, int] = data["summary"]
    return NightReport(
        title=data["title"],
        started_at=dt.datetime.fromisoformat(data["started_at"]),
        finished_at=dt.datetime.fromisoformat(data["finished_at"]),
        events=tuple(map(event_from_data, data["events"])),
        health=tuple(map(health_from_data, data["health"])),
        documents=counts["documents"],
        pages=counts["pages"],
        unchanged=counts["unchanged"],
    )
