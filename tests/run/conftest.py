"""Nights against a site on loopback."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.demo.server import SiteServer, serving
from tracker.store import Store, open_store


@pytest.fixture
def server() -> Iterator[SiteServer]:
    with serving({}) as running:
        yield running


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "snapshots" / "tracker.db") as opened:
        yield opened
