"""Real pages with answers worked out by reading, where they are at hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from accuracy.pages import is_clean, is_complete
from tracker.extract import Limits, read_page
from tracker.extract.html import read_html

FOLDER = Path(__file__).parents[3] / "shared/dev/html"


def test_real_pages() -> None:
    """Title, day, body, attachments and validity of every article are those that a careful reader finds."""
    if not FOLDER.is_dir():
        pytest.skip("the labelled pages are not here")
    for line in (FOLDER / "index.jsonl").read_text("utf-8").splitlines():
        gold = json.loads(line)
        if gold["kind"] != "article":
            continue
        read = read_page((FOLDER / gold["file"]).read_bytes(), name=gold["file"], url=gold["url"] or None)
        assert (read.meta.title, str(read.meta.published)) == (gold["title"], gold["pub_date"]), gold["file"]
        assert is_complete(gold, read.text), gold["file"]
        assert is_clean(gold, read.text), gold["file"]
        assert {file.url for file in read.attachments} == set(gold["attachments"]), gold["file"]
        assert (read.meta.status or "") == gold.get("status", ""), gold["file"]


def test_real_pages_of_a_site_never_seen() -> None:
    """Their bodies are found, without furniture, where the CMS family of the site is not known either."""
    if not FOLDER.is_dir():
        pytest.skip("the labelled pages are not here")
    for line in (FOLDER / "index.jsonl").read_text("utf-8").splitlines():
        gold = json.loads(line)
        if gold["kind"] == "article":
            content = (FOLDER / gold["file"]).read_bytes()
            read = read_html(content, url=gold["url"] or None, known_containers=False, limits=Limits())
            assert is_clean(gold, read.text), gold["file"]
