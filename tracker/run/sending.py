"""Write a night's report to files and send it, through the outbox: nothing sent twice, nothing lost."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryFile
from typing import Literal

from tracker.errors import NotifyError, UsageError
from tracker.models import MailSettings, NightReport, Webhook
from tracker.notify.mail import compose, send
from tracker.notify.webhook import Note, post_note
from tracker.report import night_letter, render_night
from tracker.sources import Config
from tracker.store import Store

Lang = Literal["zh", "en"]
FILES: tuple[tuple[Literal["html", "text", "json"], str], ...] = (("html", "html"), ("text", "txt"), ("json", "json"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """What became of the outbox: how many were sent, how many still wait, and why."""

    sent: int = 0
    waiting: int = 0
    problems: tuple[str, ...] = ()


def write_report(report: NightReport, folder: Path, lang: Lang) -> Path:
    """Write the report as HTML, text and JSON into `folder`; the path of the HTML. An earlier one of the day stays.

    Raises:
        UsageError: the folder cannot be written.
    """
    stem = _free_name(folder, report.title)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for form, ending in FILES:
            result = render_night(report, form, lang)
            assert isinstance(result, str)
            (folder / f"{stem}.{ending}").write_text(result, encoding="utf-8")
    except OSError as err:
        raise UsageError(f"cannot write the report to {folder}: {err.strerror}; see `reports` in sources.toml") from err
    return folder / f"{stem}.html"


def check_folder(folder: Path) -> None:
    """Make sure reports can be written to `folder`, before a night's work depends on it.

    Raises:
        UsageError: it cannot be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as err:
        raise UsageError(f"cannot write reports to {folder}: {err.strerror}; see `reports` in sources.toml") from err


def _free_name(folder: Path, title: str) -> str:
    stem, number = title, 1
    while (folder / f"{stem}.html").exists():
        number += 1
        stem = f"{title}-{number}"
    return stem


def put_mail(
    store: Store,
    report: NightReport,
    settings: MailSettings,
    *,
    lang: Lang,
    page: Path,
    now: dt.datetime,
    again: bool = False,
) -> None:
    """Compose the mail of a report and lay it in the outbox; the same report lies there only once, unless `again`."""
    letter = night_letter(report, lang, subject_prefix=settings.subject_prefix, full_report=str(page))
    message = compose(letter, sender=settings.sender, recipients=settings.recipients, date=now)
    key = _key("mail", letter.key, now, again)
    store.put_in_outbox(key, "mail", message.as_bytes(policy=policy.SMTP), now)


def put_notes(
    store: Store,
    report: NightReport,
    webhooks: Sequence[Webhook],
    *,
    lang: Lang,
    page: Path,
    now: dt.datetime,
    again: bool = False,
) -> None:
    """Lay a note for each webhook in the outbox."""
    letter = night_letter(report, lang, full_report=str(page))
    for webhook in webhooks:
        note = {"key": letter.key, "subject": letter.subject, "text": letter.text}
        key = _key(f"webhook:{webhook.name}", letter.key, now, again)
        store.put_in_outbox(key, f"webhook:{webhook.name}", json.dumps(note, ensure_ascii=False).encode(), now)


def _key(channel: str, letter: str, now: dt.datetime, again: bool) -> str:
    return f"{channel}:{letter}" + (f":{now.isoformat()}" if again else "")


def send_outbox(
    store: Store, config: Config, credentials: tuple[str, str] | None, *, now: Callable[[], dt.datetime]
) -> Sent:
    """Send what lies in the outbox, oldest first. What is not accepted stays there for the next run."""
    webhooks = {f"webhook:{webhook.name}": webhook for webhook in config.webhooks}
    sent = 0
    problems: list[str] = []
    for message in store.outbox():
        try:
            if message.channel == "mail" and config.mail is not None:
                problems += _send_mail(message.message, config.mail, credentials)
            elif message.channel in webhooks:
                _post(message.message, webhooks[message.channel], now())
            else:  # its channel is no longer in sources.toml: it waits there
                continue
        except NotifyError as err:
            store.mark_unsent(message, str(err))
            problems.append(str(err))
            continue
        store.mark_sent(message, now())
        sent += 1
    return Sent(sent=sent, waiting=len(store.outbox()), problems=tuple(problems))


def _send_mail(message: bytes, settings: MailSettings, credentials: tuple[str, str] | None) -> tuple[str, ...]:
    mail = message_from_bytes(message, policy=policy.SMTP)
    assert isinstance(mail, EmailMessage)  # as policy.SMTP makes it
    user, password = credentials or (None, None)
    return send(mail, settings, user=user, password=password, timeout_s=settings.timeout_s)


def _post(message: bytes, webhook: Webhook, now: dt.datetime) -> None:
    """Post a note to its group. The address is a secret: it and the signing key stand in the environment."""
    address = os.environ.get(webhook.url_env)
    if not address:
        raise NotifyError(f"webhook {webhook.name}: {webhook.url_env} is not set in the environment")
    secret = os.environ.get(webhook.url_env + "_SECRET")
    post_note(Note(**json.loads(message)), address, at=now, secret=secret, robot=webhook.kind)
