"""The register as local web pages: a request path and its query to a page. No state, no script, nothing written.

/                      documents with their status; ?q=WORDS searches the clauses
/doc/ID                one document: text, status, versions, events
/doc/ID/diff?old=1&new=2   two of its versions side by side
/report/               all reports; /report/N one of them
/figures?q=WORDS       caps and ratios side by side
/snapshot/SHA256       the stored bytes, as a download
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Any, Literal

from jinja2 import Environment, PackageLoader, StrictUndefined

from tracker.errors import UsageError
from tracker.report import render_diff, render_night
from tracker.report.listing import Listing
from tracker.report.phrases import Lang
from tracker.report.phrases import say as phrase
from tracker.report.reasons import reason_words
from tracker.run import listings
from tracker.run.comparing import diff_versions
from tracker.run.lookup import find_version
from tracker.run.settling import settled_pairs
from tracker.store import Store

Query = Mapping[str, str]
MOST_HITS = 100  # clauses shown of a search


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What a path shows."""

    body: bytes
    status: HTTPStatus = HTTPStatus.OK
    content_type: str = "text/html; charset=utf-8"
    download: str | None = None


@cache
def _environment() -> Environment:
    return Environment(loader=PackageLoader("tracker.web"), autoescape=True, undefined=StrictUndefined)


def answer(store: Store, path: str, query: Query, *, today: dt.date, lang: Lang) -> Answer:
    """The page of `path`; an unknown one is 404 with a way back."""
    parts = [part for part in path.split("/") if part]
    try:
        match parts:
            case []:
                return _home(store, query, today, lang)
            case ["doc", identity]:
                return _document(store, identity, today, lang)
            case ["doc", identity, "diff"]:
                return _diff(store, identity, query, lang)
            case ["figures"]:
                return _figures(store, query, today, lang)
            case ["report"]:
                return _reports(store, lang)
            case ["report", number]:
                return _report(store, number, lang)
            case ["snapshot", sha256]:
                return _snapshot(store, sha256)
    except UsageError:  # its words are for a command line
        pass
    return _not_found(path, lang)


def _page(template: str, lang: Lang, status: HTTPStatus = HTTPStatus.OK, **values: Any) -> Answer:
    def say(zh: str, en: str) -> str:
        return zh if lang == "zh" else en

    def word(family: str, value: str) -> str:
        return phrase(f"{family}.{value}", lang)

    def reason(said: str) -> str:
        return reason_words(said, lang)

    text = _environment().get_template(template).render(lang=lang, say=say, word=word, reason=reason, **values)
    return Answer(body=text.encode(), status=status)


def _not_found(what: str, lang: Lang) -> Answer:
    return _page("missing.html.j2", lang, HTTPStatus.NOT_FOUND, what=what)


def _columns(listing: Listing, lang: Lang) -> list[tuple[str, str]]:
    return [(column.field, column.zh if lang == "zh" else column.en) for column in listing.columns]


def _home(store: Store, query: Query, today: dt.date, lang: Lang) -> Answer:
    words = query.get("q", "").strip()
    documents = listings.docs(store, today)
    found = listings.search(store, words, today, limit=MOST_HITS) if words else None
    return _page(
        "home.html.j2",
        lang,
        words=words,
        documents=documents.rows,
        found=found.rows if found else (),
        more=bool(found and found.facts and found.facts["more"]),
        health=store.health().values(),
        reports=store.reports()[:-11:-1],
    )


def _document(store: Store, identity: str, today: dt.date, lang: Lang) -> Answer:
    store.document(identity)
    return _page(
        "document.html.j2",
        lang,
        document=listings.show(store, identity, today),
        versions=listings.history(store, identity).rows,
    )


def _diff(store: Store, identity: str, query: Query, lang: Lang) -> Answer:
    document = store.document(identity)
    old = find_version(store, document, query.get("old", "previous"))
    new = find_version(store, document, query.get("new", "latest"))
    diff = diff_versions(old.version, new.version, settled=settled_pairs(store, identity))
    page = render_diff(diff, "html", lang)
    return Answer(body=page.encode() if isinstance(page, str) else page)


def _figures(store: Store, query: Query, today: dt.date, lang: Lang) -> Answer:
    words = query.get("q", "").strip()
    wants: dict[str, Literal["all", "caps", "ratios"]] = {"caps": "caps", "ratios": "ratios"}
    want = wants.get(query.get("want", ""), "all")
    listing = listings.figures(store, words, today, want=want)
    return _page("figures.html.j2", lang, words=words, want=want, rows=listing.rows, columns=_columns(listing, lang))


def _reports(store: Store, lang: Lang) -> Answer:
    return _page("reports.html.j2", lang, reports=store.reports()[::-1])


def _report(store: Store, number: str, lang: Lang) -> Answer:
    found = next((item.id for item in store.reports() if str(item.id) == number), None)
    if found is None:
        raise UsageError(f"no report {number}")
    page = render_night(store.report(found), "html", lang)
    return Answer(body=page.encode() if isinstance(page, str) else page)


def _snapshot(store: Store, sha256: str) -> Answer:
    """The bytes as they came, never shown as a page: what a site served is not ours to run."""
    snapshot = store.snapshot(sha256)
    return Answer(
        body=snapshot.content, content_type="application/octet-stream", download=f"{snapshot.sha256[:12]}.snapshot"
    )
