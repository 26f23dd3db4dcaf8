"""Values of `tracker.models` as JSON and back, exactly.

`dump` and `load` are inverse for every dataclass of the models: dates and times are ISO 8601, decimals are
strings marked as such where the field may also hold a plain string. A field missing in stored JSON takes its
default, so a store written before the field existed still opens.
"""

from __future__ import annotations

import datetime as dt
import json
import types
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def dump(value: object) -> str:
    """`value` as one line of JSON, non-ASCII kept readable."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def load(kind: type[T], text: str) -> T:
    """The `kind` that `dump` wrote as `text`."""
    result: T = _build(kind, json.loads(text))
    return result


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value) if getattr(value, f.name) != f.default}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, dt.date):  # a datetime is a date
        return value.isoformat()
    return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _build(kind: Any, data: Any) -> Any:
    if data is None:
        return None
    if isinstance(data, dict) and data.keys() == {"decimal"}:
        return Decimal(data["decimal"])
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _build_union(kind, data)
    if origin is tuple:
        return _build_tuple(get_args(kind), data)
    if origin is Literal or kind in (str, int, float, bool, Any, object):
        return data
    if kind is dt.datetime:
        return dt.datetime.fromisoformat(data)
    if kind is dt.date:
        return dt.date.fromisoformat(data)
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        return kind(**{name: _build(hints[name], item) for name, item in data.items() if name in hints})
    return data


def _build_union(kind: Any, data: Any) -> Any:
    members = [member for member in get_args(kind) if member is not type(None)]
    if len(members) == 1:
        return _build(members[0], data)
    return data  # Decimal | str: a decimal is marked, the rest is a str


def _build_tuple(members: tuple[Any, ...], data: list[Any]) -> tuple[Any, ...]:
    if len(members) == 2 and members[1] is Ellipsis:
        return tuple(_build(members[0], item) for item in data)
    return tuple(_build(member, item) for member, item in zip(members, data, strict=True))
