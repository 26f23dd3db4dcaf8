"""What the shared options mean for a command: which config, which store, which language, how much is said."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

import typer

from tracker.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from tracker.report import Form
    from tracker.report.listing import Listing
    from tracker.sources import Config
    from tracker.store import Store

Lang = Literal["zh", "en"]
CONFIG_NAME = "sources.toml"
# What the ending of a file's name says of its format
_ENDINGS: dict[str, Form] = {
    "txt": "text",
    "json": "json",
    "md": "markdown",
    "html": "html",
    "htm": "html",
    "docx": "docx",
    "xlsx": "xlsx",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Session:
    """The shared options, as given or as the environment gives them."""

    config_path: Path | None = None
    store_path: Path | None = None
    lang: Lang | None = None
    quiet: bool = False
    verbose: bool = False
    no_color: bool = False

    @property
    def color(self) -> bool:
        """Whether results on stdout may bear colour: only on a terminal, and not where NO_COLOR is set."""
        wanted = not self.no_color and not os.environ.get("NO_COLOR")  # no-color.org: only where it is not empty
        return wanted and sys.stdout is not None and sys.stdout.isatty()

    @property
    def width(self) -> int | None:
        """Columns of the terminal that reads the results; None where a file or a pipe does."""
        if sys.stdout is None or not sys.stdout.isatty():
            return None
        return max(40, shutil.get_terminal_size().columns)

    def find_config(self) -> Path | None:
        """sources.toml as named, else looked for here and upwards."""
        if self.config_path is not None:
            if not self.config_path.is_file():
                raise ConfigError(f"{self.config_path} does not exist: check --config or TRACKER_CONFIG")
            return self.config_path
        here = Path.cwd()
        return next(
            (folder / CONFIG_NAME for folder in (here, *here.parents) if (folder / CONFIG_NAME).is_file()), None
        )

    def config(self) -> Config:
        """The configuration, read and checked.

        Raises:
            ConfigError: there is none, or it says something wrong.
        """
        found = self.found_config()
        if found is None:
            raise ConfigError(f"no {CONFIG_NAME} here or above {Path.cwd()}: go to its folder or give --config FILE")
        return found

    def found_config(self, *, sources: bool = True) -> Config | None:
        """The configuration where there is one; `sources` as in `load_config`."""
        path = self.find_config()
        if path is None:
            return None
        from tracker.sources import load_config

        return load_config(path, sources=sources)

    def language(self, config: Config | None = None) -> Lang:
        """The reports' language: --lang, else of sources.toml, else Chinese."""
        if self.lang is not None:
            return self.lang
        known = config or self.found_config(sources=False)
        return known.language if known else "zh"

    def store_file(self, config: Config | None = None) -> Path:
        """Where the store lies: --store, else sources.toml, else snapshots/tracker.db beside it."""
        if self.store_path is not None:
            return self.store_path
        known = config or self.found_config(sources=False)
        if known is None:
            return Path("snapshots/tracker.db")
        return known.store or known.path.parent / "snapshots" / "tracker.db"

    def store(self, config: Config | None = None, *, create: bool = False) -> Store:
        """The open store."""
        from tracker.store import open_store

        return open_store(self.store_file(config), create=create)

    def say(self, text: str) -> None:
        """Progress, on stderr; not with -q."""
        if not self.quiet:
            typer.echo(text, err=True)

    def detail(self, text: str) -> None:
        """What only -v tells, on stderr."""
        if self.verbose:
            typer.echo(text, err=True)


def session_of(context: typer.Context) -> Session:
    """The session the shared options made."""
    return cast(Session, context.find_root().obj)


def choose_form(form: str | None, output: Path | None, allowed: tuple[Form, ...]) -> Form:
    """The form of a result: --format, else the ending of the output file, else text.

    Raises:
        UsageError: a form this command has not, or a file ending that names none.
    """
    if form is None and output is not None:
        form = _ENDINGS.get(output.suffix.lower().removeprefix("."))
        if form is None:
            raise UsageError(f"{output}: the name's ending tells no format; add --format ({', '.join(allowed)})")
    wanted = _ENDINGS.get(form or "txt", form)  # --format md is markdown
    chosen = next((known for known in allowed if known == wanted), None)
    if chosen is None:
        raise UsageError(f"no format {form!r} here; there are {', '.join(allowed)}")
    if chosen in ("docx", "xlsx") and output is None:
        raise UsageError(f"{chosen} is written to a file: add -o FILE.{chosen}")
    return chosen


def put(result: str | bytes, output: Path | None) -> None:
    """Write a result to `output`, or to stdout."""
    if output is None:
        try:
            if isinstance(result, bytes):
                sys.stdout.buffer.write(result)
            else:
                typer.echo(result, nl=not result.endswith("\n"))
            sys.stdout.flush()
        except BrokenPipeError:
            raise
        except (OSError, AttributeError) as err:  # a full disk behind stdout, or no stdout at all
            reason = err.strerror if isinstance(err, OSError) else "it is closed"
            raise UsageError(f"cannot write the result to stdout: {reason}; try -o FILE") from err
        return
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(result, bytes):
            output.write_bytes(result)
        else:
            output.write_text(result, encoding="utf-8")
    except OSError as err:
        raise UsageError(f"cannot write {output}: {err.strerror}") from err


def put_listing(
    session: Session, listing: Listing, form: Form, output: Path | None = None, *, config: Config | None = None
) -> None:
    """Write a listing to `output`, or to stdout as wide as the terminal."""
    from tracker.report.listing import render_listing

    color = session.color and output is None
    put(render_listing(listing, form, session.language(config), color=color, width=session.width), output)


def read_day(text: str | None, option: str) -> dt.date | None:
    """The day that an option names; None where it was not given.

    Raises:
        UsageError: it is no day.
    """
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option} {text}: give a date such as 2026-01-31") from None
