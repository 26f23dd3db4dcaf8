"""What the tracker reads in a file, as `tracker inspect` shows it."""

from __future__ import annotations

from pathlib import Path

from tracker.report import InspectedFile
from tracker.run.lookup import read_file
from tracker.run.reading import read_digest


def inspect_file(path: Path) -> InspectedFile:
    """Read `path` and show all of it; a file without policy text has its `problem` in words.

    Raises:
        ReadError: missing, a folder, or not to be opened.
    """
    reading = read_file(path)
    return InspectedFile(
        source=str(path),
        media_type=reading.page.media_type,
        sha256=reading.sha256,
        problem=reading.problem,
        documents=reading.versions,
        page=reading.page,
        digest=() if reading.versions else read_digest(reading),
    )
