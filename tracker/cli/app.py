"""The `tracker` command: shared options, and the commands in the order a newcomer meets them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from tracker import __version__
from tracker.cli.group import Group
from tracker.cli.session import Session
from tracker.errors import UsageError

app = typer.Typer(
    cls=Group,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Tell what changed in government policy, with the evidence for every line.",
    epilog="Every command takes --config, --store, --lang, -q, -v and --no-color, before or behind its name. "
    "Exit codes: 0 done; 1 done, but something needs a person; 2 the request cannot be carried out.",
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tracker {__version__}")
        raise typer.Exit


@app.callback()
def shared(
    context: typer.Context,
    config: Annotated[
        Path | None, typer.Option(envvar="TRACKER_CONFIG", help="sources.toml; looked for here and upwards.")
    ] = None,
    store: Annotated[
        Path | None, typer.Option(envvar="TRACKER_STORE", help="The store; snapshots/tracker.db beside sources.toml.")
    ] = None,
    lang: Annotated[str | None, typer.Option(help="Language of reports: zh or en.", metavar="zh|en")] = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No progress.")] = False,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Each page as it is read.")] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colour, as with NO_COLOR.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    languages: dict[str | None, Literal["zh", "en"] | None] = {None: None, "zh": "zh", "en": "en"}
    if lang not in languages:
        raise UsageError(f"--lang {lang}: the languages are zh and en")
    context.obj = Session(
        config_path=config,
        store_path=store,
        lang=languages[lang],
        quiet=quiet,
        verbose=verbose,
        no_color=no_color,
    )
