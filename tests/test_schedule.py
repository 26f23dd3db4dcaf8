"""Passes begin at the configured times, one at a time, and an error ends the scheduler."""

import datetime as dt

import pytest

from tracker.schedule import keep_running
from tracker.sources import Schedule


def soon(*seconds: int) -> Schedule:
    """A schedule with times this many seconds from now."""
    now = dt.datetime.now(dt.UTC)
    times = tuple((now + dt.timedelta(seconds=after)).time().replace(microsecond=0) for after in seconds)
    return Schedule(times=times, timezone="UTC")


def test_a_pass_is_made_at_each_time() -> None:
    """Two times, two passes, then it ends as asked."""
    made: list[dt.datetime] = []
    keep_running(lambda: made.append(dt.datetime.now(dt.UTC)), soon(2, 3), passes=2)

    assert len(made) == 2


def test_an_error_of_a_pass_ends_the_scheduler_with_it() -> None:
    """A broken store must not be hammered night after night in silence."""

    def fail() -> None:
        raise ZeroDivisionError("the store is gone")

    with pytest.raises(ZeroDivisionError, match="the store is gone"):
        keep_running(fail, soon(2))
