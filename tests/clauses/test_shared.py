"""Clauses of real documents, where the shared cases are at hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tracker.clauses import parse_clauses

SHARED = Path(__file__).parents[3] / "shared"
PAIRS = sorted((SHARED / "dev" / "pairs").glob("*/gold.json"))
LABELLED = sorted((SHARED / "dev" / "figures").glob("*.json"))


@pytest.mark.skipif(not PAIRS, reason="the shared pairs of revised laws are not at hand")
@pytest.mark.parametrize("gold", PAIRS, ids=[path.parent.name for path in PAIRS])
def test_every_article_is_found(gold):
    """The articles read are those of the article map, each once, in both versions."""
    answers = json.loads(gold.read_text("utf-8"))
    for side in ("old", "new"):
        clauses = parse_clauses((gold.parent / f"{side}.txt").read_text("utf-8"))
        articles = [clause.label for clause in clauses if clause.label]
        assert set(articles) == {row[side] for row in answers["map"] if row[side]}
        assert len(articles) == answers[f"articles_{side}"]


@pytest.mark.skipif(not LABELLED, reason="the shared labelled policies are not at hand")
@pytest.mark.parametrize("answers", LABELLED, ids=[path.stem for path in LABELLED])
def test_labelled_policies(answers):
    """The clauses are those a careful reader counted."""
    policy = json.loads(answers.read_text("utf-8"))
    seed = (SHARED / "seeds" / policy["seed"]).read_text("utf-8")
    start, end = policy["span"]
    assert [clause.label for clause in parse_clauses(seed[start:end])] == [row["label"] for row in policy["clauses"]]
