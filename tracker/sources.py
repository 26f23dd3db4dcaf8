"""sources.toml as frozen values.

What comes in is the path of a TOML file; what goes out is a `Config`. Every error is a ConfigError that names the place
(`source[3].url`, counted from 0), the line and how to mend it. docs/sources.md lists every key.

Each table has one function that lists its keys once (after packaging's reader of pylock.toml).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast, get_args

from tracker.errors import ConfigError
from tracker.models import FetchSettings, JsonRules, ListRules, MailSettings, Source, SourceKind, Stage, Webhook
from tracker.tables import Place, Table

SMTP_USER = "TRACKER_SMTP_USER"
SMTP_PASSWORD = "TRACKER_SMTP_PASSWORD"

Language = Literal["zh", "en"]
Security = Literal["tls", "starttls", "none"]
Pages = Literal["auto", "index_1", "index_2", "query", "none"]
WebhookKind = Literal["wecom", "dingtalk", "feishu", "json"]

_PORTS: dict[str, int] = {"tls": 465, "starttls": 587, "none": 25}
# A configuration is written by hand; anything larger is another file given by mistake
_MAX_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedule:
    """When the nightly pass begins: times of day in `timezone` (an IANA name)."""

    times: tuple[dt.time, ...] = (dt.time(6, 30),)
    timezone: str = "Asia/Shanghai"


@dataclass(frozen=True, kw_only=True, slots=True)
class Config:
    """All of sources.toml. Paths are absolute; relative ones were read from the folder of the file."""

    path: Path
    sources: tuple[Source, ...]
    reports: Path
    mail: MailSettings | None = None
    webhooks: tuple[Webhook, ...] = ()
    schedule: Schedule = field(default_factory=Schedule)
    language: Language = "zh"
    fetch: FetchSettings = field(default_factory=FetchSettings)
    store: Path | None = None  # None: snapshots/tracker.db beside the file
    expiry_days: int = 90  # a validity that ends within so many days is told

    @property
    def enabled(self) -> tuple[Source, ...]:
        """The sources that a run asks."""
        return tuple(source for source in self.sources if source.enabled)


def load_config(path: Path, *, sources: bool = True) -> Config:
    """Read sources.toml.

    Args:
        path: The file.

        sources: False leaves the sources out, unread and unchecked: what only reads the store needs none, and
            checking their selectors takes longer than listing some hundred documents.

    Raises:
        ConfigError: The file is missing or unreadable, no TOML, or says something that cannot be carried out.
    """
    path = path.absolute()
    text = _read(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as err:
        raise ConfigError(f"no TOML: {_plainly(str(err))}", where=str(path)) from err
    top = Table(data, "", Place(path.name, text))
    config = _config(top, path, sources=sources)
    top.refuse_the_rest(
        elsewhere={"in a table [[source]]": _keys(Source), "in the table [fetch]": _keys(FetchSettings)}
    )
    return config


def mail_credentials(environ: Mapping[str, str] = os.environ) -> tuple[str, str] | None:
    """User and password for the mail server; None where neither is set (a server that asks for none).

    Raises:
        ConfigError: Only one of the two is set.
    """
    user, password = environ.get(SMTP_USER, ""), environ.get(SMTP_PASSWORD, "")
    if not user and not password:
        return None
    if not user or not password:
        given, missing = (SMTP_USER, SMTP_PASSWORD) if user else (SMTP_PASSWORD, SMTP_USER)
        raise ConfigError(f"{given} is set, {missing} is not; set both, or neither", where="environment")
    return user, password


# ── the file ─────────────────────────────────────────────────────────────────────────────────────


def _read(path: Path) -> str:
    try:
        if path.is_dir():
            raise ConfigError("is a folder, not a file; name the sources.toml inside it", where=str(path))
        size = path.stat().st_size
        if size > _MAX_BYTES:
            raise ConfigError(
                f"has {size:,} bytes, far too many for a sources.toml; is it another file?", where=str(path)
            )
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as err:
        raise ConfigError("no such file; name one with --config, or begin with a copy of the shipped sources.toml",
                          where=str(path)) from err  # fmt: skip
    except UnicodeDecodeError as err:
        raise ConfigError(f"is not UTF-8 (byte {err.start}); save it as UTF-8", where=str(path)) from err
    except OSError as err:
        raise ConfigError(f"cannot be read: {err.strerror}", where=str(path)) from err


def _plainly(message: str) -> str:
    """The parser's message with the usual cause behind the bare fact."""
    hints = {
        "Cannot overwrite a value": "the same key stands twice",
        "Cannot declare": "the same table stands twice; a further source begins with [[source]]",
        "Invalid value": "texts stand in quotes",
        "Unescaped '\\\\'": "write a pattern in single quotes: 'a\\d+'",
        "Unescaped": "write a pattern in single quotes: 'a\\d+'",
        "Illegal character": "a text in quotes ends on its own line",
    }
    hint = next((text for start, text in hints.items() if message.startswith(start)), None)
    return f"{message}; {hint}" if hint else message


# ── the tables ───────────────────────────────────────────────────────────────────────────────────


def _keys(record: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(record))


_TOP_KEYS = ("language", "reports", "store", "expiry_days", "schedule", "fetch", "mail", "webhook")
_MISPLACED = {"at the top of the file, before the first table in [ ]": _TOP_KEYS}


def _config(top: Table, path: Path, *, sources: bool) -> Config:
    folder = path.parent
    store = top.line("store")
    tables = top.tables("source", label="id")
    return Config(
        path=path,
        language=cast(Language, top.choice("language", get_args(Language)) or "zh"),
        reports=folder / (top.line("reports") or "reports"),
        store=folder / store if store else None,
        expiry_days=top.whole("expiry_days", 90, most=3650),
        schedule=_schedule(top.table("schedule")),
        fetch=_fetch(top.table("fetch")),
        mail=_mail(top.table("mail")) if top.has("mail") else None,
        webhooks=tuple(_webhook(table) for table in top.tables("webhook", label="name")),
        sources=_sources(tables, folder) if sources else (),
    )


def _schedule(table: Table) -> Schedule:
    default = Schedule()
    schedule = Schedule(
        times=table.times("times") or default.times,
        timezone=table.zone("timezone") or default.timezone,
    )
    table.refuse_the_rest(elsewhere=_MISPLACED)
    return schedule


def _fetch(table: Table) -> FetchSettings:
    default = FetchSettings()
    settings = FetchSettings(
        delay_s=table.number("delay_s", default.delay_s, least=0, most=3600),
        timeout_s=table.number("timeout_s", default.timeout_s, least=0.1, most=600),
        total_s=table.number("total_s", default.total_s, least=0.1, most=7200),
        retries=table.whole("retries", default.retries, most=10),
        max_wait_s=table.number("max_wait_s", default.max_wait_s, least=0, most=3600),
        max_bytes=table.whole("max_bytes", default.max_bytes, least=1024, most=2**31),
        max_redirects=table.whole("max_redirects", default.max_redirects, most=20),
        user_agent=table.line("user_agent"),
        robots=table.flag("robots", default.robots),
        hosts=table.whole("hosts", default.hosts, least=1, most=64),
    )
    if settings.user_agent and not settings.user_agent.isascii():
        raise table.error("user_agent", "goes into a header, which has ASCII characters only")
    table.refuse_the_rest(elsewhere=_MISPLACED)
    return settings


def _mail(table: Table) -> MailSettings:
    table.refuse_secrets(f"does not belong in this file; set {SMTP_USER} and {SMTP_PASSWORD} in the environment")
    security = cast(Security, table.choice("security", get_args(Security)) or "tls")
    table.required("sender", 'the address it comes from, sender = "tracker@example.org"')
    settings = MailSettings(
        host=table.required("host", 'the mail server, host = "smtp.example.org"'),
        port=table.whole("port", _PORTS[security], least=1, most=65535),
        security=security,
        sender=table.mail_addresses("sender")[0],
        recipients=table.mail_addresses("recipients"),
        subject_prefix=table.line("subject_prefix") or "",
        timeout_s=table.number("timeout_s", 30.0, least=1, most=600),
    )
    table.refuse_the_rest(elsewhere=_MISPLACED)
    return settings


def _webhook(table: Table) -> Webhook:
    kind = table.choice("kind", get_args(WebhookKind))
    if kind is None:
        raise table.error("kind", f"is missing; one of: {', '.join(get_args(WebhookKind))}")
    variable = table.required("url_env", "the environment variable that holds the address")
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", variable):
        raise table.error("url_env", "is the name of an environment variable, not the address: that is a secret")
    name = table.required("name", "what to call it in messages")
    table.refuse_the_rest(elsewhere=_MISPLACED)
    return Webhook(name=name, kind=cast(WebhookKind, kind), url_env=variable)


def _sources(tables: Sequence[Table], folder: Path) -> tuple[Source, ...]:
    sources: list[Source] = []
    for table in tables:
        source = _source(table, folder)
        for at, other in enumerate(sources):
            if other.id == source.id:
                raise table.error("id", f"{source.id!r} is taken by source[{at}]; give each source its own")
        sources.append(source)
    return tuple(sources)


def _source(table: Table, folder: Path) -> Source:
    key = table.identifier("id")
    kind = cast(SourceKind, table.choice("kind", get_args(SourceKind)) or "page")
    path = _folder(table, folder) if kind == "folder" else None
    if kind != "folder" and table.has("path"):
        raise table.error("path", f'goes with kind = "folder" only, and this is a {kind}')
    source = Source(
        id=key,
        name=table.line("name") or key,
        url=path.as_uri() if path else table.web_address("url"),
        kind=kind,
        path=path,
        region=table.line("region"),
        issuer=table.line("issuer"),
        stage=cast(Stage | None, table.choice("stage", get_args(Stage))),
        body=table.selector("body"),
        list=_list_rules(table, kind),
        json=_json_rules(table, kind),
        charset=table.charset("charset"),
        legacy_tls=table.flag("legacy_tls", False),
        robots=table.flag("robots", True),
        headers=_headers(table.table("headers")),
        recheck_days=table.whole("recheck_days", 1, least=1, most=3650),
        min_share=table.number("min_share", 0.4, least=0, most=1),
        enabled=table.flag("enabled", True),
        notes=table.text("notes"),
    )
    list_keys = [key for key in (*_keys(ListRules), *_keys(JsonRules)) if key not in ("url", "pages")]
    table.refuse_the_rest(elsewhere=_MISPLACED | {"under list, such as list.row": list_keys})
    return source


def _folder(table: Table, folder: Path) -> Path:
    path = folder / table.required("path", 'the folder, read from the place of this file, path = "incoming"')
    if table.has("url"):
        raise table.error("url", 'does not go with kind = "folder"; the folder stands under path')
    return path.absolute()


def _list_rules(source: Table, kind: SourceKind) -> ListRules:
    if kind == "page" and source.has("list"):
        raise source.error("list", 'goes with a list, and this is a page; add kind = "list"')
    table = source.table("list")
    rules = ListRules(
        row=table.selector("row"),
        link=table.selector("link"),
        link_attribute=table.line("link_attribute") or "href",
        title=table.selector("title"),
        date=table.selector("date"),
        pages=cast(Pages, table.choice("pages", get_args(Pages)) or "auto"),
        page_parameter=table.line("page_parameter"),
        max_pages=table.whole("max_pages", 1, least=1, most=1000),
        include=table.patterns("include"),
        exclude=table.patterns("exclude"),
        since=table.date("since"),
        may_be_empty=table.flag("may_be_empty", False),
    )
    if (rules.pages == "query") != (rules.page_parameter is not None):
        raise table.error("page_parameter", 'goes together with pages = "query", such as page_parameter = "pageNum"')
    table.refuse_the_rest()
    return rules


def _json_rules(source: Table, kind: SourceKind) -> JsonRules:
    if kind != "json" and source.has("json"):
        raise source.error("json", f'goes with kind = "json", and this is a {kind}')
    table = source.table("json")
    rules = JsonRules(
        rows=table.line("rows"),
        url=table.line("url"),
        title=table.line("title"),
        date=table.line("date"),
        number=table.line("number"),
    )
    table.refuse_the_rest()
    return rules


def _headers(table: Table) -> tuple[tuple[str, str], ...]:
    headers = []
    for name in table.names():
        value = table.required(name)
        if not re.fullmatch(r"[A-Za-z0-9-]+", name) or not value.isascii():
            raise table.error(name, "is no header: a name of letters, digits and hyphens, a value of ASCII characters")
        headers.append((name, value))
    return tuple(headers)
