"""The real seeds, where they lie beside the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from accuracy import seeds

SHARED = Path(__file__).resolve().parents[3] / "shared"


@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="the seeds are not beside the project (../shared/seeds)")
def test_the_seeds_are_read_right() -> None:
    """8 documents of the gazette, 20 of the collection, 2 drafts, 82 measures of the digest, every field right."""
    assert {(score.what, score.metric): score.value for score in seeds.measure(SHARED) if score.value < 1} == {}
