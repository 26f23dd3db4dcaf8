"""The JSON of the contract, and the way back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from report import strategies
from report.builders import NIGHT, PLATFORM, amount, clause, night, one_of_each, sample_diff

from tracker.models import Event, Figure, NightReport, Version
from tracker.report import FORMS, data, render_night
from tracker.report.data import InspectedFile
from tracker.store import codec

# Names exactly as docs/contract.md prints them
VERSION = {
    "title", "doc_number", "issuers", "stage", "issued", "published", "region", "source", "sha256", "fetched_at",
}  # fmt: skip
CLAUSE = {"label", "path", "heading", "text", "line"}
CLAUSE_CHANGE = {
    "change", "old", "new", "moved", "renumbered", "relation", "similarity", "edits", "figures",
}  # fmt: skip
FIGURE = {"text", "kind", "value", "value_high", "unit", "bound", "scope", "period", "start", "end"}
FIGURE_CHANGE = {"change", "clause", "old", "new", "delta"}
REPEAL = {"title", "doc_number", "partial", "effective", "text", "clause", "document"}
VALIDITY = {"effective_from", "expires_on", "term", "text"}


def test_a_diff_has_every_field_of_the_contract():
    """Top level, versions, clauses, figures, repeals and validity carry all the promised names."""
    diff = data.diff_data(sample_diff())
    assert diff["format"] == "tracker.diff/1"
    assert {"format", "old", "new", "summary", "clauses", "figures", "repeals", "validity"} <= diff.keys()
    assert diff["old"].keys() >= VERSION
    row = diff["clauses"][3]
    assert row.keys() >= CLAUSE_CHANGE
    assert row["old"].keys() >= CLAUSE
    assert row["figures"][0].keys() >= FIGURE_CHANGE
    assert row["figures"][0]["new"].keys() >= FIGURE
    assert diff["repeals"][0].keys() >= REPEAL
    assert diff["validity"]["new"].keys() >= VALIDITY


def test_the_summary_counts_rows_and_figures():
    """figures_changed counts what stands on both sides: raised, lowered, rescoped, rebound, redated."""
    assert data.diff_data(sample_diff())["summary"] == {
        "unchanged": 1, "edited": 2, "added": 1, "removed": 1, "moved": 1,
        "figures_changed": 3, "figures_added": 2, "figures_removed": 1,
    }  # fmt: skip


def test_values_are_plain_strings_and_null():
    """Numbers are decimal strings, days and times ISO 8601, what is not known is null."""
    diff = data.diff_data(sample_diff())
    assert diff["old"]["doc_number"] is None
    assert diff["new"]["issued"] == "2026-11-20"
    assert diff["new"]["fetched_at"] == "2026-11-22T18:30:00+00:00"
    assert diff["clauses"][3]["figures"][1]["new"]["value"] == "30000000"
    assert diff["clauses"][1]["new"] is None


@pytest.mark.parametrize(
    ("value", "printed"), [("3E+7", "30000000"), ("2.50", "2.5"), ("0.10", "0.1"), ("100", "100"), ("0", "0")]
)
def test_a_decimal_is_printed_plainly(value, printed):
    """No exponent, no zeros behind the point."""
    assert data.decimal_words(Decimal(value)) == printed


def test_a_date_stays_as_exact_as_printed():
    """A year alone is no decimal and no day."""
    figure = Figure(text="2027年", kind="date", value="2027")
    assert data.figure_data(figure)["value"] == "2027"


def test_an_edit_with_two_printed_forms_keeps_both():
    """["=", new form, old form] comes out as it went in."""
    row = sample_diff().clauses[0]
    changed = type(row)(change="unchanged", old=row.old, new=row.new, edits=(("=", "３0", "30"),))
    assert data.clause_change_data(changed)["edits"] == [["=", "３0", "30"]]


def test_an_inspection_has_documents_or_a_problem():
    """tracker.inspect/1 with clauses and their figures under the document."""
    version = Version(
        title=PLATFORM.title,
        text="",
        clauses=(clause(1, "标题", "最高5万元。", figures=(amount("最高5万元", "50000"),)),),
    )
    read = InspectedFile(source="a.html", media_type="text/html", sha256="00", documents=(version,))
    broken = InspectedFile(source="b.bin", problem="not a text")
    inspected = data.inspection_data([read, broken])
    assert inspected["format"] == "tracker.inspect/1"
    document = inspected["files"][0]["documents"][0]
    assert document.keys() >= VERSION | {"clauses", "repeals", "validity", "citations"}
    assert document["clauses"][0]["figures"][0]["text"] == "最高5万元"
    assert inspected["files"][1]["documents"] == []
    assert inspected["files"][1]["problem"] == "not a text"


def test_a_night_counts_its_events():
    """The summary has a count per kind, and how many sources are well."""
    report = data.night_data(night(*one_of_each()))
    assert report["format"] == "tracker.report/1"
    assert report["summary"]["events"]["repealed"] == 1
    assert (report["summary"]["sources"], report["summary"]["sources_ok"]) == (4, 2)
    assert report["finished_at"] > NIGHT.isoformat()


@given(strategies.events)
@settings(max_examples=60, deadline=None)
def test_an_event_from_the_store_has_the_same_json(event):
    """Law: what the store gives back says the same as what was put in."""
    stored = codec.load(Event, codec.dump(event))
    assert data.event_data(stored, whole=True) == data.event_data(event, whole=True)


@given(strategies.nights)
@settings(max_examples=40, deadline=None)
def test_a_loaded_night_prints_the_same_report(report):
    """Law: a report printed from the store is the report printed on the night, in every language."""
    loaded = codec.load(NightReport, codec.dump(report))
    for lang in ("zh", "en"):
        assert render_night(loaded, "text", lang) == render_night(report, "text", lang)
        assert render_night(loaded, "html", lang) == render_night(report, "html", lang)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_the_same_from_the_store(form):
    """The hand-made night prints alike from values and from the store, byte for byte."""
    report = night(*one_of_each())
    loaded = codec.load(NightReport, codec.dump(report))
    assert render_night(loaded, form, "zh") == render_night(report, form, "zh")
