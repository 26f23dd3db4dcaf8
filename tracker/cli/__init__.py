"""The command line: reads arguments, makes one call, prints. `main` is the `tracker` command."""

from __future__ import annotations

import sys

from tracker.cli import nights, registry, texts
from tracker.cli.app import app
from tracker.cli.group import say_error
from tracker.errors import StoreError, TrackerError

__all__ = ["app", "main", "nights", "registry", "texts"]


def main() -> None:
    """Run the command named in sys.argv."""
    for stream in (sys.stdout, sys.stderr):  # Chinese text, whatever the terminal or cron believes
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except (TrackerError, StoreError) as err:  # outside the group: an option callback
        say_error(err)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
