"""The command group: shared options anywhere on the line, every error one line.

typer carries its own click, so its exceptions are not click's: errors are caught here, once, around the call.
"""

from __future__ import annotations

import sys
from typing import Any

import typer
from typer.core import TyperGroup

from tracker.errors import StoreError, TrackerError

# Options every command shares; they may stand before or behind the command's name
_FLAGS = frozenset({"-q", "--quiet", "-v", "--verbose", "--no-color"})
_VALUED = frozenset({"--config", "--store", "--lang"})


def shared_first(arguments: list[str]) -> list[str]:
    """`arguments` with the shared options moved to the front, up to a `--`.

    >>> shared_first(["diff", "a", "b", "--store", "x.db", "-q"])
    ['--store', 'x.db', '-q', 'diff', 'a', 'b']
    """
    shared: list[str] = []
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--":
            rest += [argument, *waiting]
        elif argument in _FLAGS or (argument.partition("=")[0] in _VALUED and "=" in argument):
            shared.append(argument)
        elif argument in _VALUED:
            shared.append(argument)
            shared += [value for value in [next(waiting, None)] if value is not None]
        else:
            rest.append(argument)
    return shared + rest


class Group(TyperGroup):
    """Commands of tracker."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, shared_first(list(args)))
        except typer.TyperException as err:
            raise _one_line(err) from err

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except typer.TyperException as err:
            raise _one_line(err) from err
        except (TrackerError, StoreError) as err:
            say_error(err)
            raise typer.Exit(2) from err
        except BrokenPipeError:  # the reader of the pipe has gone (`tracker docs | head`)
            sys.stderr.close()
            raise typer.Exit(0) from None


def _one_line(err: typer.TyperException) -> Exception:
    """A wrong call said in one line like every other mistake; a call without arguments still shows the help."""
    context = getattr(err, "ctx", None)
    if type(err).__name__ == "NoArgsIsHelpError":
        return err
    path = context.command_path if context is not None else "tracker"
    said = err.format_message().rstrip(".")
    say_error(Exception(f"{said}{'' if said.endswith('?') else ';'} `{path} --help` shows how to call it"))
    return typer.Exit(2)


def say_error(err: Exception) -> None:
    """The error as one line on stderr."""
    typer.echo("tracker: " + " ".join(str(err).split()), err=True)
