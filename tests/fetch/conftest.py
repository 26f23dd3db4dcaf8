from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fetch.site import Site


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server on loopback; without /robots.txt unless the test sets one."""
    site = Site()
    yield site
    site.close()


@pytest.fixture
def shared() -> Path:
    """The folder of real documents beside the repository."""
    folder = Path(__file__).parents[3] / "shared"
    if not folder.is_dir():
        pytest.skip("the real documents are not beside the repository")
    return folder
