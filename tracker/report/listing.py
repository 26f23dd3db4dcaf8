"""Lists of the register: documents, versions, figures, repeals, lapses, health. One shape: text, json, markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tracker.errors import UsageError
from tracker.report.json_text import json_text
from tracker.report.phrases import Lang, say
from tracker.report.reasons import reason_words
from tracker.report.table import set_in_columns

LIST_FORMS: tuple[Literal["text"], Literal["json"], Literal["markdown"]] = ("text", "json", "markdown")
WIDE = 160  # columns of a text that goes to a file or a pipe


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column of the text: the field it shows and what it is called."""

    field: str
    zh: str
    en: str
    align: Literal["left", "right"] = "left"
    keep: bool = False  # never wrapped: numbers, dates, ids
    phrases: str | None = None  # family of phrases its values are said in: "state", "stage", "verdict"
    reasons: bool = False  # its values are reasons of a stage, in English: said in the reader's language


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """Rows of a register list. JSON has every field of a row; text has `columns` only."""

    format: str  # "tracker.docs/1"
    key: str  # name of the array in JSON
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Any], ...]
    empty_zh: str
    empty_en: str
    facts: Mapping[str, Any] | None = None  # further top-level fields of the JSON


def render_listing(listing: Listing, form: str, lang: Lang, *, color: bool = False, width: int | None = None) -> str:
    """A listing as text, json or markdown; no rows is said in words, on text.

    Raises:
        UsageError: another form.
    """
    if form == "json":
        whole = {"format": listing.format, **(listing.facts or {}), listing.key: [dict(row) for row in listing.rows]}
        return json_text(whole)
    if form == "markdown":
        return _markdown(listing, lang)
    if form != "text":
        raise UsageError(f"no format {form!r} for a list; there are {', '.join(LIST_FORMS)}")
    if not listing.rows:
        return (listing.empty_zh if lang == "zh" else listing.empty_en) + "\n"
    return _text(listing, lang, color, width)


def _heads(listing: Listing, lang: Lang) -> list[str]:
    return [column.zh if lang == "zh" else column.en for column in listing.columns]


def _cell(value: object, column: Column, lang: Lang) -> str:
    if value is None:
        return ""
    if column.phrases:
        return say(f"{column.phrases}.{value}", lang)
    if column.reasons and isinstance(value, str):
        return reason_words(value, lang)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "；".join(_cell(item, column, lang) for item in value)
    return str(value)


def _markdown(listing: Listing, lang: Lang) -> str:
    lines = ["| " + " | ".join(_heads(listing, lang)) + " |", "|" + " --- |" * len(listing.columns)]
    for row in listing.rows:
        cells = (_cell(row.get(column.field), column, lang) for column in listing.columns)
        lines.append("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def _text(listing: Listing, lang: Lang, color: bool, width: int | None) -> str:
    columns = listing.columns
    rows = [[_cell(row.get(column.field), column, lang) for column in columns] for row in listing.rows]
    heads, *body = set_in_columns(
        [_heads(listing, lang), *rows],
        width=width or WIDE,
        right=[at for at, column in enumerate(columns) if column.align == "right"],
        kept=[at for at, column in enumerate(columns) if column.keep],
    )
    lines = [f"\x1b[1m{head}\x1b[0m" if color else head for head in heads]
    lines += [line for row in body for line in row]
    return "".join(line + "\n" for line in lines)
