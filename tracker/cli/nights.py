"""`tracker run`, `schedule`, `report`, `send`, `sources`, `rebuild`, `demo`, `serve`: commands about nights."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.app import app
from tracker.cli.group import say_error
from tracker.cli.session import Session, choose_form, put, put_listing, read_day, session_of
from tracker.cli.texts import ListFormat, Output, PlainFormat, ReportFormat
from tracker.errors import TrackerError, UsageError

if TYPE_CHECKING:
    from tracker.demo.play import Played
    from tracker.models import NightReport
    from tracker.run.passing import Outcome
    from tracker.sources import Config

sources_app = typer.Typer(help="Show how the sources stand; `check` tries each one now.", rich_markup_mode=None)
app.add_typer(sources_app, name="sources")


@app.command()
def run(
    context: typer.Context,
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="ID", help="Ask only these sources (may be repeated).")
    ] = None,
    no_mail: Annotated[bool, typer.Option("--no-mail", help="Leave the mail in the outbox.")] = False,
    form: ListFormat = None,
) -> None:
    """Make one nightly pass: fetch, store, compare, report, send."""
    from tracker.report import render_night

    session = session_of(context)
    chosen = choose_form(form, None, ("text", "json", "markdown"))
    config = session.config()
    outcome = _pass(session, config, only=tuple(only or ()), mail=not no_mail)
    put(render_night(outcome.report, chosen, session.language(config), color=session.color), None)
    _tell(session, outcome)
    raise typer.Exit(outcome.exit_code)


def _pass(session: Session, config: Config, *, only: tuple[str, ...] = (), mail: bool = True) -> Outcome:
    from tracker.run.passing import pass_once

    with session.store(config, create=True) as store, store.lock():
        return pass_once(
            config,
            store,
            lang=session.language(config),
            only=only,
            mail=mail,
            told=lambda url, outcome: session.detail(f"{url}: {outcome}"),
        )


def _tell(session: Session, outcome: Outcome) -> None:
    session.say(f"report: {outcome.page}")
    if outcome.sent:
        session.say(f"mail: {outcome.sent} sent")
    for problem in outcome.problems:
        typer.echo(f"tracker: {problem}", err=True)


@app.command()
def schedule(
    context: typer.Context,
    times: Annotated[
        int, typer.Option("--times", metavar="N", min=0, help="End after so many passes; 0 goes on for ever.")
    ] = 0,
) -> None:
    """Stay running and make the pass at the times in sources.toml."""
    from tracker.schedule import keep_running

    session = session_of(context)
    config = session.config()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a service manager's stop ends the pass in hand cleanly

    def once() -> None:
        try:
            outcome = _pass(session, config)
        except TrackerError as err:  # another run holds the store, say: told, and tried again at the next time
            say_error(err)
        else:
            _tell(session, outcome)

    zone = config.schedule.timezone
    session.say(
        f"tracker: next passes at {', '.join(f'{time:%H:%M}' for time in config.schedule.times)} ({zone}); Ctrl-C ends"
    )
    keep_running(once, config.schedule, passes=times)


@app.command()
def report(
    context: typer.Context,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="From this day on; without it, the last report.")
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Up to and with this day.")] = None,
    feed: Annotated[bool, typer.Option("--feed", help="Write an Atom feed instead.")] = False,
    form: ReportFormat = None,
    output: Output = None,
) -> None:
    """Write the change report of a period, or the last one again.

    \b
      tracker report --since 2026-03-01 --until 2026-03-31 -o march.docx
    """
    from tracker.report import FORMS, render_feed, render_night
    from tracker.run.reporting import period_report

    session = session_of(context)
    chosen = choose_form(form, None if feed else output, FORMS)
    with session.store() as store:
        found = period_report(store, since=read_day(since, "--since"), until=read_day(until, "--until"), now=_now())
    if feed:
        put(render_feed(found.events, session.language(), title="tracker", updated=found.finished_at), output)
        return
    put(render_night(found, chosen, session.language(), color=session.color and output is None), output)


@app.command()
def send(
    context: typer.Context,
    again: Annotated[bool, typer.Option("--again", help="Send the last report once more.")] = False,
) -> None:
    """Send what waits in the outbox, or the last report again."""
    from tracker.run.passing import resend

    session = session_of(context)
    config = session.config()
    with session.store(config) as store, store.lock():
        outcome = resend(config, store, again=again, lang=session.language(config), now=_now)
    session.say(f"mail: {outcome.sent} sent, {outcome.waiting} waiting")
    for problem in outcome.problems:
        typer.echo(f"tracker: {problem}", err=True)
    raise typer.Exit(1 if outcome.problems else 0)


@sources_app.callback(invoke_without_command=True)
def sources(context: typer.Context, form: PlainFormat = None) -> None:
    """Health at a glance: last good read, failing since, why, what to do."""
    if context.invoked_subcommand is not None:
        return
    from tracker.run import listings

    session = session_of(context)
    config = session.config()
    chosen = choose_form(form, None, ("text", "json"))
    path = session.store_file(config)
    known = {}
    if path.exists():
        with session.store(config) as store:
            known = store.health()
    listing = listings.health(config.enabled, known)
    put_listing(session, listing, chosen, config=config)
    if any(row["state"] == "failing" for row in listing.rows):
        raise typer.Exit(1)


@sources_app.command()
def check(
    context: typer.Context,
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID…]", help="Only these sources.")] = None,
    form: PlainFormat = None,
) -> None:
    """Try each source without storing: can it be read, and why not.

    \b
      tracker sources check bj-jxj bj-fgw
    """
    from tracker.run import listings
    from tracker.run.passing import choose_sources
    from tracker.run.trying import try_sources

    session = session_of(context)
    config = session.config()
    chosen = choose_form(form, None, ("text", "json"))
    chosen_sources = choose_sources(config, tuple(ids or ()))
    tried = try_sources(
        chosen_sources,
        config.fetch,
        now=_now,
        lang=session.language(config),
        told=lambda health: session.say(f"{health.source}: {health.state}"),
    )
    listing = listings.health(chosen_sources, {health.source: health for health in tried})
    put_listing(session, listing, chosen, config=config)
    if any(health.state == "failing" for health in tried):
        raise typer.Exit(1)


@app.command()
def rebuild(context: typer.Context, form: PlainFormat = None) -> None:
    """Read all stored pages anew and tell what that alone changed.

    For after an upgrade: what only today's readers see differently is not told as a change of policy.
    """
    from tracker.run import listings
    from tracker.run.rebuilding import rebuild as rebuild_store

    session = session_of(context)
    chosen = choose_form(form, None, ("text", "json"))
    config = session.found_config()
    known = {source.id: source for source in config.sources} if config else {}
    with session.store(config) as store, store.lock():
        changed = rebuild_store(store, now=_now(), sources=known, told=session.detail)
    listing = listings.reread(changed)
    put_listing(session, listing, chosen, config=config)


@app.command()
def demo(
    context: typer.Context,
    folder: Annotated[Path, typer.Option("--folder", metavar="DIR", help="Where the demo's files go.")] = Path("demo"),
) -> None:
    """Play three nights on a small bundled site; no network needed."""
    from tracker.demo import play
    from tracker.report import render_night

    session = session_of(context)
    lang = session.lang or "zh"
    if session.store_path is not None:
        raise UsageError("the demo keeps a store of its own: choose its place with --folder, not --store")

    def shown(night: int, found: NightReport, page: Path) -> None:
        head = f"第 {night} 夜" if lang == "zh" else f"Night {night}"
        typer.echo(f"\n{'━' * 30} {head} {'━' * 30}\n{_NIGHTS[lang][night - 1]}\n")
        put(render_night(found, "text", lang, color=session.color), None)

    played = play(folder, lang=lang, shown=shown)
    typer.echo(_next_steps(played, lang))


# What happens on the bundled site on each of its nights
_NIGHTS = {
    "zh": (
        "首次读取虚构的“示例市”四个来源：所有文件都是新的，公报里还有废止和即将到期的文件。",
        "征求意见稿成了正式文件，一个区的新措施废止了旧细则，一个网页被悄悄改动。",
        "一个网页撤下，两个来源出错：已保存的文本不变，不会误报。",
    ),
    "en": (
        "Four sources of an invented city, read for the first time: all is new; some of it repeals, some lapses soon.",
        "A draft has become final, a district's new measures end its old rules, one page was edited without a word.",
        "One page is gone and two sources fail: the stored texts stand, and no change is invented.",
    ),
}


def _next_steps(played: Played, lang: str) -> str:
    program, config = _program(), played.config
    commands = [
        f"{program} diff 促进软件产业提质升级 --config {config}",
        f"{program} history 促进软件产业提质升级 --config {config}",
        f"{program} figures 算力 --caps --config {config}",
        f"{program} expiring --within 30d --at 2026-03-19 --config {config}",
        f"{program} sources --config {config}",
        f"{program} serve --config {config}",
    ]
    words = ("报告", "存储", "接着可以试试") if lang == "zh" else ("report", "store", "try next")
    lines = [f"\n{words[0]}: {os.path.relpath(played.pages[1])}", f"{words[1]}: {played.store}", f"{words[2]}:"]
    return "\n".join([*lines, *(f"  {command}" for command in commands)])


def _program() -> str:
    """How this program was called, as a person can call it again from here."""
    found = shutil.which("tracker")
    called = Path(sys.argv[0]).absolute()
    if called.name != "tracker" or (found and Path(found).resolve() == called.resolve()):
        return "tracker"
    return os.path.relpath(called)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@app.command()
def serve(
    context: typer.Context,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, metavar="PORT", help="0 takes any free one.")] = 8765,
) -> None:
    """Browse register, history and diffs in a local web page.

    It answers on this machine alone; Ctrl-C ends it.
    """
    from tracker.run.reviewing import BEIJING
    from tracker.web import RegisterServer

    session = session_of(context)
    lang = session.language()
    with session.store() as store:
        server = RegisterServer(store, port=port, lang=lang, today=lambda: dt.datetime.now(BEIJING).date())
        typer.echo(f"tracker: {server.address}", err=True)
        try:
            server.serve_forever(poll_interval=0.2)
        except KeyboardInterrupt:
            pass
        finally:
            server.server_close()
