"""TOML tables read key by key, with the place of every error.

A `Table` knows its address (`source[3].list`) and which keys were asked for; what nobody asked for is an unknown key.
Getters return the default where the key is missing and refuse a value of another type:

>>> table = Table({"port": "25"}, "mail", Place("sources.toml", '[mail]\\nport = "25"'))
>>> table.whole("port", 465)
Traceback (most recent call last):
tracker.errors.ConfigError: mail.port: is a text in quotes, not a whole number (sources.toml, line 2)
"""

from __future__ import annotations

import datetime as dt
import difflib
import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tracker.charset import codec_name
from tracker.errors import ConfigError

T = TypeVar("T")

# What a TOML type is called in a message; bool before int, datetime before date, which they are subclasses of
_TYPE_NAMES: tuple[tuple[type, str], ...] = (
    (bool, "true or false"),
    (str, "a text in quotes"),
    (int, "a whole number"),
    (float, "a number"),
    (dt.datetime, "a date with a time"),
    (dt.date, "a date such as 2024-01-31"),
    (dt.time, "a time of day without quotes"),
    (list, "a list in [ ]"),
    (dict, "a table"),
)
# So like a missing key is what was meant for it; `kind` is 0.67 like `id`
_SLIP = 0.75
_SECRETS = frozenset({"password", "passwd", "pass", "user", "username", "login", "secret", "token", "key"})


def _type_name(value: object) -> str:
    return next(name for kind, name in _TYPE_NAMES if isinstance(value, kind))


@dataclass(frozen=True, slots=True)
class Place:
    """The file that is read, to tell the line of a key."""

    name: str
    text: str

    def line(self, where: str) -> int | None:
        """The line where `source[3].list.row` stands; that of `[[source]]` number 3 where the key is not found."""
        first, _, key = where.partition(".")
        table = re.fullmatch(r"([\w-]+)(?:\[(\d+)\])?", first)
        if not table:
            return None
        lines = self.text.splitlines()
        heads = [at for at, line in enumerate(lines) if re.match(rf"\s*\[+\s*{table[1]}\s*\]", line)]
        if len(heads) <= int(table[2] or 0):
            return self._key_line(lines, table[1], 0)
        start = heads[int(table[2] or 0)]
        last = re.sub(r"\[\d+\]$", "", key).rpartition(".")[2]
        end = next((at for at in range(start + 1, len(lines)) if self._ends(lines[at], table[1])), len(lines))
        return (self._key_line(lines[:end], last, start + 1) if last else None) or start + 1

    def _ends(self, line: str, table: str) -> bool:
        """Whether another table begins here; [source.list] goes on with the one before."""
        return bool(re.match(r"\s*\[\[?\s*\w", line)) and not re.match(rf"\s*\[+\s*{table}\.", line)

    def _key_line(self, lines: list[str], key: str, start: int) -> int | None:
        pattern = re.compile(rf'\s*(?:[\w-]+\s*\.\s*)?"?{re.escape(key)}"?\s*=')
        return next((at + 1 for at in range(start, len(lines)) if pattern.match(lines[at])), None)


class Table:
    """One TOML table being read."""

    def __init__(self, data: Mapping[str, object], where: str, place: Place, *, label: str = "") -> None:
        self._data = data
        self._where = where
        self._place = place
        self._label = label
        self._asked: set[str] = set()

    # ── errors ──

    def where(self, key: str) -> str:
        """The address of a key of this table: source[3].url."""
        return f"{self._where}.{key}" if self._where and key else self._where or key

    def error(self, key: str, message: str) -> ConfigError:
        """The error to raise for a key: its address, what is wrong, file and line."""
        where = self.where(key)
        line = self._place.line(where)
        at = f"{self._place.name}, line {line}" if line else self._place.name
        return ConfigError(f"{message} ({at}{self._label})", where=where)

    def refuse_the_rest(self, *, elsewhere: Mapping[str, Collection[str]] | None = None) -> None:
        """Refuse keys that no getter asked for. `elsewhere`: other tables and the keys that belong there."""
        for key in self._data:
            if key in self._asked:
                continue
            for table, keys in (elsewhere or {}).items():
                if key in keys:
                    raise self.error(key, f"does not belong here but {table}")
            near = difflib.get_close_matches(key, sorted(self._asked), n=1, cutoff=0.6)
            hint = f"did you mean {near[0]}?" if near else f"known keys: {', '.join(sorted(self._asked))}"
            raise self.error(key, f"unknown key; {hint}")

    def refuse_secrets(self, message: str) -> None:
        """Refuse a password or user name in the file."""
        for key in self._data:
            if key.lower() in _SECRETS or "password" in key.lower():
                raise self.error(key, message)

    # ── structure ──

    def has(self, key: str) -> bool:
        """Whether the file gives this key."""
        return key in self._data

    def names(self) -> tuple[str, ...]:
        """The keys the file gives, in its order."""
        return tuple(self._data)

    def get(self, key: str, kind: type[T]) -> T | None:
        """The value of a key, of exactly this TOML type; None where it is missing."""
        self._asked.add(key)
        if key not in self._data:
            return None
        value = self._data[key]
        if type(value) is kind:
            return value
        wanted = next(name for known, name in _TYPE_NAMES if known is kind)
        raise self.error(key, f"is {_type_name(value)}, not {wanted}")

    def table(self, key: str) -> Table:
        """A table inside this one; empty where it is missing."""
        data: dict[str, object] = self.get(key, dict) or {}
        return Table(data, self.where(key), self._place, label=self._label)

    def tables(self, key: str, *, label: str = "") -> tuple[Table, ...]:
        """An array of tables, [[key]]. `label` names a key whose value is repeated in messages."""
        if isinstance(self._data.get(key), dict):
            raise self.error(key, f"is one table, not several; write it as [[{key}]], with two brackets")
        items: list[object] = self.get(key, list) or []
        tables = []
        for at, item in enumerate(items):
            if not isinstance(item, dict):
                raise self.error(f"{key}[{at}]", f"is {_type_name(item)}; write each one as a table, [[{key}]]")
            name = item.get(label)
            shown = f", {label} {name!r}" if isinstance(name, str) else ""
            tables.append(Table(item, self.where(f"{key}[{at}]"), self._place, label=shown))
        return tuple(tables)

    # ── values ──

    def text(self, key: str) -> str | None:
        """A text, blanks around it removed; None where it is missing. An empty one is refused."""
        value = self.get(key, str)
        if value is not None and not value.strip():
            raise self.error(key, "is empty; give it a value or take the line out")
        return value.strip() if value is not None else None

    def line(self, key: str) -> str | None:
        """A text on one line (it goes into headers and reports)."""
        value = self.text(key)
        if value is not None and re.search(r"[\x00-\x1f\x7f]", value):
            raise self.error(key, "has a line break or control character; write it on one line")
        return value

    def required(self, key: str, hint: str = "") -> str:
        """A text on one line that must be there."""
        value = self.line(key)
        if value is None:
            unasked = [name for name in self._data if name not in self._asked]
            for slip in difflib.get_close_matches(key, unasked, n=1, cutoff=_SLIP):
                raise self.error(slip, f"unknown key; did you mean {key}?")
            raise self.error(key, f"is missing; add {hint or f'a line {key} = …'}")
        return value

    def flag(self, key: str, default: bool) -> bool:
        """true or false."""
        value = self.get(key, bool)
        return default if value is None else value

    def whole(self, key: str, default: int, *, least: int = 0, most: int = 2**53) -> int:
        """A whole number from `least` to `most`."""
        value = self.get(key, int)
        if value is not None and not least <= value <= most:
            raise self.error(key, f"is {value}; it goes from {least} to {most}")
        return default if value is None else value

    def number(self, key: str, default: float, *, least: float, most: float) -> float:
        """A number, whole or not, from `least` to `most`."""
        whole = type(self._data.get(key)) is int
        value = self.get(key, int) if whole else self.get(key, float)
        if value is not None and (math.isnan(value) or not least <= value <= most):
            raise self.error(key, f"is {value}; it goes from {least:g} to {most:g}")
        return default if value is None else float(value)

    def date(self, key: str) -> dt.date | None:
        """A date without quotes, 2024-01-31."""
        return self.get(key, dt.date)

    def choice(self, key: str, choices: Collection[str]) -> str | None:
        """One word of `choices`; None where it is missing."""
        value = self.text(key)
        if value is not None and value not in choices:
            near = difflib.get_close_matches(value, sorted(choices), n=1, cutoff=0.6)
            hint = f"did you mean {near[0]!r}?" if near else f"one of: {', '.join(choices)}"
            raise self.error(key, f"{value!r} is none of its values; {hint}")
        return value

    def texts(self, key: str) -> tuple[tuple[str, str], ...] | None:
        """A list of texts as (key with index, text); one text alone is a list of one; None where it is missing."""
        if isinstance(self._data.get(key), str):
            return ((key, self.required(key)),)
        items: list[object] | None = self.get(key, list)
        if items is None:
            return None
        found = []
        for at, item in enumerate(items):
            place = f"{key}[{at}]"
            if not isinstance(item, str):
                raise self.error(place, f"is {_type_name(item)}, not a text in quotes")
            if not item.strip():
                raise self.error(place, "is empty; give it a value or take it out")
            found.append((place, item.strip()))
        return tuple(found)

    # ── texts with a form of their own ──

    def web_address(self, key: str) -> str:
        """An http or https address with a host."""
        value = self.required(key, 'the address to watch, url = "https://…"')
        try:
            parts = urlsplit(value)
            good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            good = False
        if not good or re.search(r"[\s<>\"]", value):
            raise self.error(
                key, f"{value!r} is no web address; write it whole, such as https://www.example.gov.cn/zc/"
            )
        return value

    def identifier(self, key: str) -> str:
        """A short name of letters, digits, hyphen, underscore and dot."""
        value = self.required(key, 'a short name, such as id = "bj-jxj"')
        if not re.fullmatch(r"[\w.-]{1,64}", value):
            raise self.error(key, f"{value!r} is no short name: letters, digits, - _ . only, 64 at most")
        return value

    def selector(self, key: str) -> str | None:
        """A CSS selector."""
        value = self.line(key)
        if value is not None:
            import soupsieve

            try:
                soupsieve.compile(value)
            except soupsieve.SelectorSyntaxError as err:
                reason = str(err).splitlines()[0].rstrip(".")
                raise self.error(key, f"{value!r} is no CSS selector: {reason}") from err
        return value

    def patterns(self, key: str) -> tuple[str, ...]:
        """Regular expressions."""
        found = []
        for place, value in self.texts(key) or ():
            try:
                re.compile(value)
            except re.error as err:
                raise self.error(place, f"{value!r} is no regular expression: {err}") from err
            found.append(value)
        return tuple(found)

    def times(self, key: str) -> tuple[dt.time, ...] | None:
        """Times of day, "06:30", in order and each once."""
        found = set()
        given = self.texts(key)
        if given is None:
            return None
        for place, value in given:
            match = re.fullmatch(r"(\d{1,2}):(\d{2})", value)
            if not match or int(match[1]) > 23 or int(match[2]) > 59:
                raise self.error(place, f"{value!r} is no time of day; write it as 06:30, from 00:00 to 23:59")
            found.add(dt.time(int(match[1]), int(match[2])))
        if not found:
            raise self.error(key, 'is empty; name at least one time, such as ["06:30"]')
        return tuple(sorted(found))

    def zone(self, key: str) -> str | None:
        """A time zone name of the IANA database."""
        value = self.line(key)
        if value is not None:
            try:
                ZoneInfo(value)
            except (ZoneInfoNotFoundError, ValueError, OSError) as err:
                raise self.error(key, f"{value!r} is no time zone; write it as Asia/Shanghai") from err
        return value

    def charset(self, key: str) -> str | None:
        """A character set that pages are written in."""
        value = self.line(key)
        if value is not None and codec_name(value) is None:
            raise self.error(key, f"{value!r} is no character set; utf-8, gb18030 and big5 are the usual ones")
        return value

    def mail_addresses(self, key: str) -> tuple[str, ...]:
        """Mail addresses, with a name before them or without: 政策组 <zc@example.org>."""
        given = self.texts(key)
        if not given:
            raise self.error(key, 'is missing or empty; name at least one address, such as ["zc@example.org"]')
        for place, value in given:
            if re.search(r"[\r\n]", value) or not re.fullmatch(r"(?:[^<>]*<)?[^@\s<>,;]+@[^@\s<>,;]+>?", value):
                raise self.error(place, f"{value!r} is no mail address; write it as zc@example.org")
        return tuple(value for _, value in given)
