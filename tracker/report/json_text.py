"""JSON that people can read too: a line per record."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping


def json_text(value: Mapping[str, object]) -> str:
    """`value` with a line per member, and per record of a list; a record that holds no other records is one line.

    Found by line tools, compared line by line, and written mostly by the encoder in C, which knows no indent.

    >>> print(json_text({"format": 1, "rows": [{"a": 1}, {"a": 2}]}), end="")
    {
      "format": 1,
      "rows": [
        {"a": 1},
        {"a": 2}
      ]
    }
    """
    return _members(value, "") + "\n"


def _members(value: Mapping[str, object], pad: str) -> str:
    inner = f"{pad}  "
    return _block("{}", (f"{_line(name)}: {_text(member, inner)}" for name, member in value.items()), pad)


def _text(value: object, pad: str) -> str:
    if not _holds_records(value):
        return _line(value)
    if isinstance(value, Mapping):
        return _members(value, pad)
    assert isinstance(value, list | tuple)
    inner = f"{pad}  "
    return _block("[]", (_text(item, inner) for item in value), pad)


def _block(brackets: str, lines: Iterable[str], pad: str) -> str:
    between = f",\n{pad}  "
    body = between.join(lines)
    return f"{brackets[0]}\n{pad}  {body}\n{pad}{brackets[1]}" if body else brackets


def _holds_records(value: object) -> bool:
    """Whether a record stands in a list somewhere below."""
    if isinstance(value, Mapping):
        return any(map(_holds_records, value.values()))
    return isinstance(value, list | tuple) and any(isinstance(item, Mapping) for item in value)


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
