"""Values of `tracker.models` as JSON and back, exactly.

`dump` and `load` are inverse for every dataclass of the models: dates and times are ISO 8601, decimals are
strings marked as such where the field may also hold a plain string. A field missing in stored JSON takes its
default, so a store written before the field existed still opens.

What a field needs is worked out from its type once per type; a report reads hundreds of thousands of values.
"""

from __future__ import annotations

import datetime as dt
import json
import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
# From the plain form to the value; None where the plain form is the value
Reader = Callable[[Any], Any] | None


def dump(value: object) -> str:
    """`value` as one line of JSON, non-ASCII kept readable."""
    return json.dumps(value, default=_plain, ensure_ascii=False, separators=(",", ":"))


def load(kind: type[T], text: str) -> T:
    """The `kind` that `dump` wrote as `text`."""
    record: Any = kind  # mypy takes no type for hashable
    result: T = _record_reader(record)(json.loads(text))
    return result


def _plain(value: Any) -> object:
    """A value that JSON has no form for, by what it has; what stands inside it is asked about in turn."""
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, dt.date):  # a datetime is a date
        return value.isoformat()
    return {name: item for name, default in _defaults(value.__class__) if (item := getattr(value, name)) != default}


@cache
def _defaults(kind: type) -> tuple[tuple[str, object], ...]:
    return tuple((field.name, field.default) for field in fields(kind))


@cache
def _record_reader(kind: type) -> Callable[[dict[str, Any]], Any]:
    readers = {name: _reader(hint) for name, hint in get_type_hints(kind).items()}

    def read(data: dict[str, Any]) -> Any:
        values = {}
        for name, item in data.items():
            if name in readers:
                reader = readers[name]
                values[name] = item if reader is None else reader(item)
        return kind(**values)

    return read


def _reader(kind: Any) -> Reader:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _union_reader(get_args(kind))
    if origin is tuple:
        return _tuple_reader(get_args(kind))
    if kind is dt.datetime:
        return dt.datetime.fromisoformat
    if kind is dt.date:
        return dt.date.fromisoformat
    if is_dataclass(kind) and isinstance(kind, type):
        return _record_reader(kind)
    return None


def _union_reader(members: tuple[Any, ...]) -> Reader:
    """Of a value or None; or of a decimal or str, where the decimal is marked."""
    if Decimal in members:
        return lambda data: Decimal(data["decimal"]) if isinstance(data, dict) else data
    (member,) = (member for member in members if member is not types.NoneType)
    reader = _reader(member)
    return reader and (lambda data: None if data is None else reader(data))


def _tuple_reader(members: tuple[Any, ...]) -> Reader:
    if members[1:] == (Ellipsis,):
        reader = _reader(members[0])
        return tuple if reader is None else lambda data: tuple(map(reader, data))
    readers = tuple(map(_reader, members))
    return lambda data: tuple(
        item if reader is None else reader(item) for reader, item in zip(readers, data, strict=True)
    )
