"""A pass as cron does it: the night, its report in files, its mail through the outbox, and what a person must see."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tracker.errors import UsageError
from tracker.fetch import Fetcher
from tracker.models import NightReport, Source
from tracker.run.night import Settings
from tracker.run.nightly import run_night
from tracker.run.sending import Lang, Sent, check_folder, put_mail, put_notes, send_outbox, write_report
from tracker.sources import Config, mail_credentials
from tracker.store import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What a pass came to."""

    report: NightReport
    page: Path  # the HTML report
    sent: int
    problems: tuple[str, ...]  # messages that were not accepted, and why

    @property
    def exit_code(self) -> int:
        """0; or 1 where a source fails or a message was not accepted."""
        return int(bool(self.problems) or any(health.state == "failing" for health in self.report.health))


def clock() -> dt.datetime:
    """The time now, aware UTC."""
    return dt.datetime.now(dt.UTC)


def pass_once(
    config: Config,
    store: Store,
    *,
    lang: Lang,
    only: tuple[str, ...] = (),
    mail: bool = True,
    now: Callable[[], dt.datetime] = clock,
    told: Callable[[str, str], None] = lambda url, outcome: None,
) -> Outcome:
    """One pass over the sources of `config` (those in `only`, where named).

    Raises:
        ConfigError: the mail credentials are half set.
        UsageError: `only` names no source, or there is none.
    """
    sources = choose_sources(config, only)
    credentials = mail_credentials(os.environ) if config.mail else None
    settings = Settings(expiry_days=config.expiry_days, threads=config.fetch.hosts, lang=lang)
    check_folder(config.reports)
    pages: list[Path] = []

    def deliver(report: NightReport) -> None:
        pages.append(write_report(report, config.reports, lang))
        if config.mail:
            put_mail(store, report, config.mail, lang=lang, page=pages[-1], now=now())
        put_notes(store, report, config.webhooks, lang=lang, page=pages[-1], now=now())

    with Fetcher(config.fetch, now=now) as fetcher:
        report = run_night(sources, store, fetcher.get, now=now, settings=settings, told=told, deliver=deliver)
    result = send_outbox(store, config, credentials, now=now) if mail else Sent()
    return Outcome(report=report, page=pages[-1], sent=result.sent, problems=result.problems)


def resend(config: Config, store: Store, *, again: bool, lang: Lang, now: Callable[[], dt.datetime] = clock) -> Sent:
    """Send what waits in the outbox; with `again`, the last report once more.

    Raises:
        UsageError: there is no [mail] or [[webhook]], or no report to send again.
    """
    if config.mail is None and not config.webhooks:
        raise UsageError(f"{config.path} has no [mail] and no [[webhook]]: nowhere to send to")
    if again:
        report = store.last_report()
        page = write_report(report, config.reports, lang)
        if config.mail:
            put_mail(store, report, config.mail, lang=lang, page=page, now=now(), again=True)
        put_notes(store, report, config.webhooks, lang=lang, page=page, now=now(), again=True)
    credentials = mail_credentials(os.environ) if config.mail else None
    return send_outbox(store, config, credentials, now=now)


def choose_sources(config: Config, only: tuple[str, ...]) -> tuple[Source, ...]:
    """The enabled sources, or those that `only` names, enabled or not."""
    known = {source.id: source for source in config.sources}
    unknown = [name for name in only if name not in known]
    if unknown:
        raise UsageError(f"no source {unknown[0]!r} in {config.path}; there are {', '.join(known)}")
    chosen = tuple(known[name] for name in only) if only else config.enabled
    if not chosen:
        raise UsageError(f"{config.path} has no source to ask: add a [[source]], or enable one")
    return chosen
