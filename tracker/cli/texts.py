"""`tracker diff`, `inspect`, `import`: commands about texts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.app import app
from tracker.cli.session import choose_form, put, session_of
from tracker.errors import UsageError

if TYPE_CHECKING:
    from tracker.models import Stage
    from tracker.run.lookup import Target

ReportFormat = Annotated[
    str | None,
    typer.Option("--format", "-f", help="text, json, markdown, html, docx or xlsx.", metavar="FORMAT"),
]
ListFormat = Annotated[str | None, typer.Option("--format", "-f", help="text, json or markdown.", metavar="FORMAT")]
PlainFormat = Annotated[str | None, typer.Option("--format", "-f", help="text or json.", metavar="FORMAT")]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write to this file; its ending tells the format.", metavar="FILE")
]


@app.command()
def diff(
    context: typer.Context,
    old: Annotated[str, typer.Argument(metavar="OLD", help="A file, FILE#PART, DOC@VERSION, or one DOC alone.")],
    new: Annotated[
        str | None, typer.Argument(metavar="NEW", help="The same; without it, DOC's latest version is new.")
    ] = None,
    form: ReportFormat = None,
    output: Output = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="End with 3 where the two differ.")] = False,
    explain_clause: Annotated[
        str | None, typer.Option("--explain", metavar="CLAUSE", help="Show the candidates of a clause and why.")
    ] = None,
) -> None:
    """Compare two versions: what a reader should know, figures first.

    A side is a file, a part of one (FILE#2, FILE#part of a title), or a stored version (DOC@draft, DOC@2,
    DOC@2026-01-31). DOC alone compares its latest version with the one before.

    \b
      tracker diff draft.pdf final.html -o changes.docx
      tracker diff 京经信发〔2022〕162号
      tracker diff 软件产业@draft 软件产业@final
    """
    from tracker.report import FORMS, render_diff
    from tracker.report.listing import LIST_FORMS, render_listing
    from tracker.run.comparing import diff_versions, explain
    from tracker.run.lookup import choose_sides, name_sides, neither
    from tracker.run.settling import settled_pairs

    session = session_of(context)
    chosen = choose_form(form, output, FORMS if explain_clause is None else LIST_FORMS)
    sides = name_sides(old, new)
    stored = [side for side in sides if side.stored]
    if stored and not session.store_file().exists():
        raise neither(stored[0])
    if stored:
        with session.store() as store:
            before, after = choose_sides(sides, store)
            settled = settled_pairs(store, _shared_document(before, after))
    else:
        before, after = choose_sides(sides, None)
        settled = ()
    if explain_clause is not None:
        found = explain(before.version, after.version, explain_clause, settled=settled)
        put(render_listing(found, chosen, session.language(), color=session.color and output is None), output)
        return
    result = diff_versions(before.version, after.version, settled=settled)
    put(render_diff(result, chosen, session.language(), color=session.color and output is None), output)
    differs = any(row.change != "unchanged" or row.moved or row.renumbered for row in result.clauses)
    if exit_code and differs:
        raise typer.Exit(3)


@app.command()
def inspect(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Pages, PDF, Word, OFD or text files.")],
    form: PlainFormat = None,
    output: Output = None,
) -> None:
    """Show what is read in a file: documents, clauses, figures.

    Also repeals, validity and citations; --format json has all of it, with the text.
    """
    from tracker.report import render_inspection
    from tracker.run.inspecting import inspect_file

    session = session_of(context)
    chosen = choose_form(form, output, ("text", "json"))
    inspected = [inspect_file(file) for file in files]
    put(render_inspection(inspected, chosen, session.language(), color=session.color and output is None), output)
    unread = [item for item in inspected if item.problem and not item.digest]
    for item in unread:
        typer.echo(f"tracker: {item.source}: {item.problem}", err=True)
    if unread:
        raise typer.Exit(2 if len(unread) == len(inspected) else 1)


@app.command(name="import")
def import_(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Pages, PDF, Word, OFD or text files.")],
    source: Annotated[str | None, typer.Option(metavar="ID", help="Source the files count to.")] = None,
    at: Annotated[str | None, typer.Option(metavar="DATE", help="When they were seen: 2026-01-31.")] = None,
    stage: Annotated[str | None, typer.Option(metavar="STAGE", help="draft, trial, revised or final.")] = None,
    region: Annotated[str | None, typer.Option(metavar="REGION", help="Region of documents that name none.")] = None,
) -> None:
    """Store files you have, as if they had been fetched.

    \b
      tracker import draft.pdf --at 2026-01-31 --stage draft
    """
    from tracker.run.importing import import_files
    from tracker.run.lookup import read_file

    session = session_of(context)
    seen_at, known_stage = _moment(at), _stage(stage)
    if all(read_file(file).problem for file in files):  # said before a store is made
        raise UsageError("; ".join(f"{file}: {read_file(file).problem}" for file in files))
    with session.store(create=True) as store, store.lock():
        outcome = import_files(
            files,
            store,
            now=dt.datetime.now(dt.UTC),
            source=source,
            at=seen_at,
            stage=known_stage,
            region=region,
        )
    for item in outcome:
        for title, events in item.filed:
            kinds = ", ".join(event.kind for event in events) or "unchanged"
            typer.echo(f"{item.path}: {title}: {kinds}")
        if item.problem:
            typer.echo(f"tracker: {item.path}: {item.problem}", err=True)
    if any(item.problem for item in outcome):
        raise typer.Exit(1)


def _shared_document(old: Target, new: Target) -> str | None:
    """The document both sides are versions of, if both are stored."""
    if old.stored and new.stored and old.stored.document == new.stored.document:
        return old.stored.document
    return None


def _moment(text: str | None) -> dt.datetime | None:
    if text is None:
        return None
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--at {text}: give a date such as 2026-01-31") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _stage(text: str | None) -> Stage | None:
    stages: dict[str, Stage] = {"draft": "draft", "trial": "trial", "revised": "revised", "final": "final"}
    if text is not None and text not in stages:
        raise UsageError(f"--stage {text}: the stages are {', '.join(stages)}")
    return stages[text] if text else None
