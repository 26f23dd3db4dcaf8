"""Values survive the store exactly."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.models import (
    Clause,
    ClauseChange,
    Diff,
    Event,
    Evidence,
    Figure,
    FigureChange,
    Repeal,
    Validity,
    Version,
)
from tracker.store.codec import dump, load

DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12)
FIGURES = st.builds(
    Figure,
    text=st.text(max_size=10),
    kind=st.sampled_from(["amount", "ratio", "date"]),
    value=DECIMALS | st.sampled_from(["2028-12-31", "2027"]),
    value_high=st.none() | DECIMALS,
    unit=st.none() | st.sampled_from(["CNY", "percent"]),
    start=st.integers(0, 100),
    end=st.integers(100, 200),
)
CLAUSES = st.builds(
    Clause,
    label=st.sampled_from(["", "1.", "第六条"]),
    path=st.tuples(st.text(max_size=3), st.text(max_size=3)),
    heading=st.none() | st.text(max_size=5),
    text=st.text(max_size=40),
    line=st.integers(1, 99),
    figures=st.lists(FIGURES, max_size=2).map(tuple),
)
VERSIONS = st.builds(
    Version,
    title=st.text(max_size=8),
    text=st.text(max_size=40),
    issued=st.none() | st.dates(),
    fetched_at=st.none() | st.datetimes(timezones=st.just(dt.UTC)),
    clauses=st.lists(CLAUSES, max_size=2).map(tuple),
    validity=st.builds(Validity, expires_on=st.none() | st.dates(), term=st.none() | st.just("3年")),
    repeals=st.lists(st.builds(Repeal, title=st.text(max_size=5), doc_number=st.none()), max_size=2).map(tuple),
)


@given(VERSIONS)
def test_a_version_comes_back_as_it_was_stored(version: Version) -> None:
    """Dates, times, decimals, tuples and missing values included."""
    assert load(Version, dump(version)) == version


@given(VERSIONS, VERSIONS, FIGURES)
def test_an_event_with_its_diff_comes_back_as_it_was_stored(old: Version, new: Version, figure: Figure) -> None:
    """A report is made anew from stored events: nothing of the diff may be lost."""
    change = FigureChange(change="raised", clause="6.", old=None, new=figure, delta="+50%")
    edits = (("=", "同"), ("=", "新", "旧"), ("-", "去"), ("+", "来"))
    row = ClauseChange(change="edited", old=None, new=None, edits=edits, figures=(change,), similarity=0.5)
    diff = Diff(old=old, new=new, clauses=(row,), figures=(change,), repeals=())
    event = Event(
        kind="edited",
        key="k",
        happened_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        diff=diff,
        on=dt.date(2026, 1, 2),
        evidence=(Evidence(url="u", sha256="s"),),
    )

    assert event == load(Event, dump(event))


def test_a_field_that_older_stores_lack_takes_its_default() -> None:
    """A store written before a field existed still opens."""
    assert load(Repeal, '{"title":"《甲》","doc_number":null}') == Repeal(title="《甲》", doc_number=None)


def test_a_field_that_newer_stores_have_is_passed_over() -> None:
    """One row more than we know is no reason to fail."""
    assert load(Validity, '{"term":"3年","invented":1}') == Validity(term="3年")


@pytest.mark.parametrize("value", [Decimal("0.1"), Decimal(30000000), Decimal("-2.50")])
def test_decimals_keep_every_digit(value: Decimal) -> None:
    """Money is never a float."""
    figure = Figure(text="x", kind="amount", value=value)

    assert str(value) == str(load(Figure, dump(figure)).value)
