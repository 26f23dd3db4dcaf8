"""Real pages against what a careful reader finds in them; trafilatura and readability-lxml on the same pages beside.

Answers: html/index.jsonl (see html/README.md for its conventions). A body is complete where its first and last
words are in the text, clean where the text begins and ends with them and is no more than 2 % longer or shorter.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import trafilatura
from lxml import html as lxml_html

from accuracy.score import Score
from tracker.extract import Limits, read_page
from tracker.extract.html import read_html
from tracker.models import Page
from tracker.names import DOC_NUMBER, ORDER_NUMBER, doc_number_key
from tracker.text import squeeze

GOAL = 0.97
Gold = dict[str, Any]


def measure(shared: Path) -> list[Score]:
    """One score per thing a page is asked for, then the same pages through other readers."""
    golds = [json.loads(line) for line in (shared / "dev/html/index.jsonl").read_text("utf-8").splitlines()]
    articles = [
        (gold, (shared / "dev/html" / gold["file"]).read_bytes()) for gold in golds if gold["kind"] == "article"
    ]
    started = time.process_time()
    pages = [(gold, read_page(content, name=gold["file"], url=gold["url"] or None)) for gold, content in articles]
    milliseconds = (time.process_time() - started) * 1000 / len(articles)
    scores = [
        _share("title", pages, lambda gold, page: page.meta.title == gold["title"]),
        _share("date", pages, lambda gold, page: str(page.meta.published or "") == gold["pub_date"]),
        _share(
            "number", pages, lambda gold, page: doc_number_key(page_number(page)) == doc_number_key(gold["doc_number"])
        ),
        _share("body complete", pages, lambda gold, page: is_complete(gold, page.text)),
        _share("body clean", pages, lambda gold, page: is_clean(gold, page.text)),
        _share("attachments", pages, lambda gold, page: {a.url for a in page.attachments} == set(gold["attachments"])),
        _share("status", pages, lambda gold, page: (page.meta.status or "") == gold.get("status", "")),
        _share("written date", pages, _same_written_date),
        Score(group="pages", what="tracker", metric="ms per page", value=milliseconds, cases=len(pages)),
    ]
    scores += _bodies("tracker, unknown site", articles, _without_containers)
    scores += _bodies("trafilatura (baseline)", articles, _by_trafilatura)
    if find_spec("readability"):
        scores += _bodies("readability-lxml (baseline)", articles, _by_readability)
    return scores


def page_number(page: Page) -> str | None:
    """The document number the page states, else the one that stands alone on one of the first lines of its body."""
    if page.meta.doc_number:
        return page.meta.doc_number
    lines = [squeeze(line).strip("()（）") for line in page.text.split("\n")[:5]]
    for alone in [first + second for first, second in pairwise(lines)] + lines:  # 某市人民政府令 ⏎ 第9号
        if DOC_NUMBER.fullmatch(alone) or ORDER_NUMBER.fullmatch(alone):
            return alone
    return None


def is_complete(gold: Gold, text: str) -> bool:
    body = squeeze(text)
    return any(first in body for first in _edges(gold, "first")) and any(last in body for last in _edges(gold, "last"))


def is_clean(gold: Gold, text: str) -> bool:
    body = squeeze(text)
    return (
        any(body.startswith(first) for first in _edges(gold, "first"))
        and any(body.endswith(last) for last in _edges(gold, "last"))
        and abs(len(body) - gold["body_len"]) <= 0.02 * gold["body_len"]
    )


def _edges(gold: Gold, side: str) -> list[str]:
    return [squeeze(gold[key]) for key in (f"body_{side}_20_chars", f"body_{side}_20_alt") if gold.get(key)]


def _same_written_date(gold: Gold, page: Page) -> bool:
    return not gold.get("written_date") or str(page.meta.issued) == gold["written_date"]


def _share(metric: str, pages: list[tuple[Gold, Page]], is_right: Callable[[Gold, Page], bool]) -> Score:
    right = sum(is_right(gold, page) for gold, page in pages)
    return Score(group="pages", what="tracker", metric=metric, value=right / len(pages), goal=GOAL, cases=len(pages))


def _bodies(what: str, articles: list[tuple[Gold, bytes]], read: Callable[[bytes], str]) -> list[Score]:
    started = time.process_time()
    texts = [(gold, read(content)) for gold, content in articles]
    milliseconds = (time.process_time() - started) * 1000 / len(articles)
    count = len(texts)
    return [
        Score(
            group="pages",
            what=what,
            metric="body complete",
            value=sum(is_complete(*t) for t in texts) / count,
            cases=count,
        ),
        Score(
            group="pages", what=what, metric="body clean", value=sum(is_clean(*t) for t in texts) / count, cases=count
        ),
        Score(group="pages", what=what, metric="ms per page", value=milliseconds, cases=count),
    ]


def _without_containers(content: bytes) -> str:
    return read_html(content, known_containers=False, limits=Limits()).text


def _by_trafilatura(content: bytes) -> str:
    broken = re.sub(rb"<br\s*/?>", b"</p><p>", content)
    return trafilatura.extract(broken, include_comments=False, include_tables=True) or ""


def _by_readability(content: bytes) -> str:
    from readability import Document

    text = content.decode("gb18030" if b"charset=gb" in content[:2000] else "utf-8", "replace")
    return str(lxml_html.fromstring(Document(text).summary()).text_content())
