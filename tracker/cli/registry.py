"""`tracker docs`, `show`, `history`, `search`, `figures`, `repeals`, `expiring`, `verify`, `link`, `unlink`, `pair`."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.app import app
from tracker.cli.session import Session, choose_form, put, put_listing, read_day, session_of
from tracker.cli.texts import ListFormat, Output, PlainFormat
from tracker.errors import UsageError

if TYPE_CHECKING:
    from tracker.report.listing import Listing
    from tracker.run.listings import Want

At = Annotated[str | None, typer.Option("--at", metavar="DATE", help="The day asked about; today without it.")]
Region = Annotated[str | None, typer.Option("--region", metavar="REGION", help="Only documents of this region.")]


def _put_listing(session: Session, listing: Listing, form: str | None, output: Path | None) -> None:
    from tracker.report.listing import LIST_FORMS

    put_listing(session, listing, choose_form(form, output, LIST_FORMS), output)


def _day(at: str | None) -> dt.date:
    """The day asked about; without one, today where the policies are."""
    from tracker.run.reviewing import BEIJING

    return read_day(at, "--at") or dt.datetime.now(BEIJING).date()


@app.command()
def docs(
    context: typer.Context,
    at: At = None,
    region: Region = None,
    state: Annotated[
        str | None,
        typer.Option("--state", metavar="STATE", help="in_force, draft, not_yet, lapsed, repealed or superseded."),
    ] = None,
    form: ListFormat = None,
    output: Output = None,
) -> None:
    """List the tracked documents with their status."""
    from tracker.run import listings

    session = session_of(context)
    states = ("in_force", "draft", "not_yet", "lapsed", "repealed", "superseded")
    if state is not None and state not in states:
        raise UsageError(f"--state {state}: the states are {', '.join(states)}")
    with session.store() as store:
        listing = listings.docs(store, _day(at), region=region, state=state)
    _put_listing(session, listing, form, output)


@app.command()
def show(
    context: typer.Context,
    document: Annotated[str, typer.Argument(metavar="DOC", help="A number, a title or a part of one, or an id.")],
    at: At = None,
    raw: Annotated[bool, typer.Option("--raw", help="Write the stored bytes of its latest snapshot.")] = False,
    form: PlainFormat = None,
    output: Output = None,
) -> None:
    """Show one document: status, clauses, figures, who cites it.

    --format json has its whole text, --raw the page as it was fetched.
    """
    from tracker.report.json_text import json_text
    from tracker.report.register import document_text
    from tracker.run import listings
    from tracker.run.lookup import find_document, find_version, split_version

    session = session_of(context)
    chosen = choose_form(form, None if raw else output, ("text", "json"))
    name, selector = split_version(document)
    with session.store() as store:
        found = find_document(store, name)
        stored = find_version(store, found, selector) if selector else store.latest(found.id)
        if raw:
            put(store.snapshot(stored.version.sha256 or "").content, output)
            return
        data = listings.show(store, found.id, _day(at))
    if chosen == "json":
        put(json_text(data), output)
        return
    put(document_text(stored.version, data, session.language(), color=session.color and output is None), output)


@app.command()
def history(
    context: typer.Context,
    document: Annotated[str, typer.Argument(metavar="DOC", help="A number, a title or a part of one, or an id.")],
    form: ListFormat = None,
    output: Output = None,
) -> None:
    """List the versions of a document and what changed with each."""
    from tracker.run import listings
    from tracker.run.lookup import find_document

    session = session_of(context)
    with session.store() as store:
        listing = listings.history(store, find_document(store, document).id)
    _put_listing(session, listing, form, output)


@app.command()
def search(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help="One or more, of any length.")],
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="N", help="At most so many clauses.")] = 50,
    form: ListFormat = None,
    output: Output = None,
) -> None:
    """Search the clauses for words; all must stand in one clause.

    \b
      tracker search 算力
      tracker search 首台套 奖励
    """
    from tracker.run import listings

    session = session_of(context)
    with session.store() as store:
        listing = listings.search(store, " ".join(words), _day(None), limit=limit)
    _put_listing(session, listing, form, output)
    if listing.facts and listing.facts["more"]:
        session.say(f"tracker: only the first {limit} clauses; --limit shows more")


@app.command()
def figures(
    context: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(metavar="[WORDS]", help="A subject: 算力, 首台 装备.")] = None,
    caps: Annotated[bool, typer.Option("--caps", help="Only amounts with a cap.")] = False,
    ratios: Annotated[bool, typer.Option("--ratios", help="Only ratios.")] = False,
    ended: Annotated[bool, typer.Option("--ended", help="Also of documents that no longer hold.")] = False,
    region: Region = None,
    at: At = None,
    form: ListFormat = None,
    output: Output = None,
) -> None:
    """Compare caps and ratios across documents and districts.

    Largest first; without --caps and --ratios all figures.

    \b
      tracker figures 算力 --caps
      tracker figures 首台套 --ratios --region 北京市
    """
    from tracker.run import listings

    session = session_of(context)
    if caps and ratios:
        raise UsageError("--caps and --ratios exclude each other: leave both out for all figures")
    want: Want = "caps" if caps else "ratios" if ratios else "all"
    with session.store() as store:
        listing = listings.figures(store, " ".join(words or ()), _day(at), want=want, region=region, ended=ended)
    _put_listing(session, listing, form, output)


@app.command()
def repeals(context: typer.Context, form: ListFormat = None, output: Output = None) -> None:
    """List what was repealed, by what, and who still cites it."""
    from tracker.run import listings

    session = session_of(context)
    with session.store() as store:
        listing = listings.repeals(store)
    _put_listing(session, listing, form, output)


@app.command()
def expiring(
    context: typer.Context,
    within: Annotated[str, typer.Option("--within", metavar="DAYS", help="90d, 12w, 6m or 1y.")] = "90d",
    at: At = None,
    form: ListFormat = None,
    output: Output = None,
) -> None:
    """List what lapses soon, and who still cites it."""
    from tracker.run import listings

    session = session_of(context)
    days = _days(within)
    with session.store() as store:
        listing = listings.lapsing(store, _day(at), days)
    _put_listing(session, listing, form, output)


def _days(text: str) -> int:
    match = re.fullmatch(r"(\d{1,4})([dwmy]?)", text.strip().lower())
    if not match:
        raise UsageError(f"--within {text}: give a span such as 90d, 12w, 6m or 1y")
    return int(match[1]) * {"": 1, "d": 1, "w": 7, "m": 30, "y": 365}[match[2]]


@app.command()
def verify(
    context: typer.Context,
    digest: Annotated[Path, typer.Argument(metavar="DIGEST", help="A digest file (精华汇编).")],
    against: Annotated[
        list[Path] | None,
        typer.Option("--against", metavar="FILE", help="Check against these files instead of the store."),
    ] = None,
    at: At = None,
    form: ListFormat = None,
    output: Output = None,
) -> None:
    """Check each figure a digest quotes against the policy it names.

    \b
      tracker verify digest.docx
      tracker verify digest.docx --against policy1.html --against policy2.pdf
    """
    from tracker.run.checking import check_digest

    session = session_of(context)
    if against:
        listing = check_digest(digest, None, tuple(against), _day(at))
    else:
        with session.store() as store:
            listing = check_digest(digest, store, (), _day(at))
    _put_listing(session, listing, form, output)


@app.command()
def link(
    context: typer.Context,
    first: Annotated[str, typer.Argument(metavar="DOC", help="The document that stays.")],
    second: Annotated[str, typer.Argument(metavar="DOC", help="The document whose versions join it.")],
) -> None:
    """Settle that two documents are the same.

    The versions of the second join the first.
    """
    from tracker.run import linking
    from tracker.run.lookup import find_document

    session = session_of(context)
    with session.store() as store, store.lock():
        typer.echo(linking.link(store, find_document(store, first), find_document(store, second)))


@app.command()
def unlink(
    context: typer.Context,
    first: Annotated[
        str, typer.Argument(metavar="DOC", help="A document, or DOC@VERSION to part that version from it.")
    ],
    second: Annotated[str | None, typer.Argument(metavar="[DOC]", help="The other document.")] = None,
) -> None:
    """Settle that two documents are not the same.

    Or, with DOC@VERSION alone, part that version from its document.
    """
    from tracker.run import linking
    from tracker.run.lookup import find_document, find_version, split_version

    session = session_of(context)
    with session.store() as store, store.lock():
        name, selector = split_version(first)
        document = find_document(store, name)
        if second is not None:
            typer.echo(linking.keep_apart(store, document, find_document(store, second)))
        elif selector is not None:
            typer.echo(linking.part(store, find_version(store, document, selector)))
        else:
            raise UsageError("name two documents to keep apart, or DOC@VERSION to part a version from its document")


@app.command()
def pair(
    context: typer.Context,
    old: Annotated[str, typer.Argument(metavar="DOC@A", help="The old version.")],
    new: Annotated[str, typer.Argument(metavar="DOC@B", help="The new version.")],
    old_clause: Annotated[str, typer.Argument(metavar="CLAUSE", help="Its clause; - where the new one is added.")],
    new_clause: Annotated[str, typer.Argument(metavar="CLAUSE", help="Its clause; - where the old one is removed.")],
) -> None:
    """Settle by hand that a clause continues in another.

    \b
      tracker pair 软件产业@draft 软件产业@final 4. 3.
      tracker pair 软件产业@draft 软件产业@final 4. -
    """
    from tracker.run.lookup import find_document, find_version, split_version
    from tracker.run.settling import clause_labelled, settle_pair

    session = session_of(context)
    with session.store() as store, store.lock():
        sides = []
        for text in (old, new):
            name, selector = split_version(text)
            sides.append(find_version(store, find_document(store, name), selector or "latest"))
        first, second = sides
        if first.document != second.document:
            raise UsageError(f"{old} and {new} are versions of two documents: `tracker link` joins them first")
        before = clause_labelled(first.version, old_clause)
        after = clause_labelled(second.version, new_clause)
        if before is None and after is None:
            raise UsageError("one side must be a clause: - and - say nothing")
        settle_pair(store, first.document, before, after, dt.datetime.now(dt.UTC))
        typer.echo(f"{old_clause} → {new_clause}: settled")
