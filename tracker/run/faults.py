"""A fault of the program in one text is that text's failure: the night goes on with all others."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tracker.errors import FaultError, StoreError, TrackerError

_PACKAGE = Path(__file__).resolve().parents[1]


@contextmanager
def contained(url: str) -> Iterator[None]:
    """What fails inside for a reason nobody foresaw becomes a FaultError that names the place in the program."""
    try:
        yield
    except (TrackerError, StoreError):
        raise
    except Exception as err:
        where = _place(err)
        raise FaultError(f"{url}: the program failed on what stands there ({where}): please report it") from err


def _place(err: Exception) -> str:
    """IndexError in clauses/units.py, line 40: the last place in the program itself."""
    frames = traceback.extract_tb(err.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(_PACKAGE)]
    last = (own or frames)[-1]
    name = Path(last.filename).relative_to(_PACKAGE).as_posix() if own else Path(last.filename).name
    return f"{type(err).__name__} in {name}, line {last.lineno}"
