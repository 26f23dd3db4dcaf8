from __future__ import annotations

from collections.abc import Iterator

import pytest
from fetch.site import Site


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server on loopback; without /robots.txt unless the test sets one."""
    site = Site()
    yield site
    site.close()
