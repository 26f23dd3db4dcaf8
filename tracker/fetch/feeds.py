"""RSS, Atom and JSON lists to rows."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from lxml import etree

from tracker.fetch.addresses import absolute, date_in
from tracker.fetch.rows import Rows
from tracker.models import JsonRules, ListEntry
from tracker.names import clean_title, doc_number_key
from tracker.text import find_date

# Names of the four fields where the source names none: gov.cn, Haidian, the search of beijing.gov.cn, common ones
_URL_NAMES = ("url", "URL", "docPubUrl", "link", "href", "docpuburl", "DOCPUBURL", "contentUrl")
_TITLE_NAMES = ("title", "TITLE", "DRETITLE", "docTitle", "name", "headline")
_DATE_NAMES = (
    "pubDate",
    "DOCRELPUBTIME",
    "docDate",
    "DREDATE",
    "pubtime",
    "publishTime",
    "date",
    "PUBDATE",
    "createDate",
)
_NUMBER_NAMES = ("pcode", "docNumber", "wenhao", "fileNum", "DOCNUM")
# Sites give times of their own day
_ZONE = ZoneInfo("Asia/Shanghai")
_MAX_DEPTH = 6


# ── RSS and Atom ─────────────────────────────────────────────────────────────────────────────────


def read_feed(page: str, url: str) -> Rows:
    """The items of an RSS 0.9 to 2.0 or Atom feed. Entities and external files are never followed."""
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, recover=True, huge_tree=False)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", page)  # its charset has been settled
    text = re.sub(r"&(?!#?\w{1,31};)", "&amp;", text)  # addresses with a bare & are common
    try:
        root = etree.fromstring(text.strip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        return _failed("the reply is no XML; a feed was expected, see kind")
    items = [node for node in root.iter("{*}item", "{*}entry") if isinstance(node.tag, str)]
    if not items:
        kind = etree.QName(root).localname if isinstance(root.tag, str) else "?"
        return _failed(f"the feed has no items (its outermost element is <{kind}>); see url and kind")
    entries = [entry for item in items if (entry := _feed_entry(item, url))]
    return _rows(entries, len(items), "feed")


def _feed_entry(item: etree._Element, url: str) -> ListEntry | None:
    address = _address(html.unescape(_feed_link(item)), url)
    title = _plain(_child(item, "title"))
    if address is None or not title:
        return None
    dates = (_moment(_child(item, name)) for name in ("pubDate", "published", "date", "updated", "issued"))
    return ListEntry(url=address, title=title, published=next((d for d in dates if d), None) or date_in(address))


def _child(item: etree._Element, name: str) -> str:
    node = item.find(f"{{*}}{name}")
    return "".join(node.itertext()).strip() if node is not None else ""


def _feed_link(item: etree._Element) -> str:
    """RSS writes the address as text, Atom as an attribute; some feeds have it in <guid> alone."""
    links = item.findall("{*}link")
    for node in links:
        if node.get("href") and node.get("rel", "alternate") == "alternate":
            return str(node.get("href"))
    return next((node.text.strip() for node in links if node.text and node.text.strip()), _child(item, "guid"))


# ── JSON ─────────────────────────────────────────────────────────────────────────────────────────


def read_json(page: str, url: str, rules: JsonRules) -> Rows:
    """The rows of a JSON list, also one wrapped in a callback, as `rules` name them or by their usual names."""
    body = page.strip().lstrip("\ufeff")
    wrapped = re.fullmatch(r"[\w$.]{1,80}\s*\((.*)\)\s*;?", body, re.DOTALL)
    try:
        data: object = json.loads(wrapped[1] if wrapped else body)
    except (json.JSONDecodeError, RecursionError):
        return _failed("the reply is no JSON; see url and kind")
    records = _at(data, rules.rows) if rules.rows else next(_record_lists(data), None)
    if not isinstance(records, list):
        where = f"json.rows = {rules.rows!r} names" if rules.rows else "the reply holds"
        return _failed(f"{where} no list of rows; see json.rows")
    rows = [record for record in records if isinstance(record, dict)]
    entries = [entry for record in rows if (entry := _json_entry(record, url, rules))]
    if rows and not entries:
        names = ", ".join(sorted(str(name) for name in rows[0])[:12])
        return _failed(
            f"{len(rows)} rows, none with an address and a title; name them in json.url and json.title ({names})"
        )
    return _rows(entries, len(rows), "json", empty_is_fine=isinstance(records, list))


def _json_entry(record: dict[str, object], url: str, rules: JsonRules) -> ListEntry | None:
    address = _address(_field(record, rules.url, _URL_NAMES), url)
    title = _plain(_field(record, rules.title, _TITLE_NAMES))
    if address is None or not title:
        return None
    return ListEntry(
        url=address,
        title=title,
        published=_moment(_field(record, rules.date, _DATE_NAMES)) or date_in(address),
        doc_number=doc_number_key(_plain(_field(record, rules.number, _NUMBER_NAMES))),
    )


def _field(record: dict[str, object], rule: str | None, names: tuple[str, ...]) -> str:
    """A field as text: by its path, by a pattern whose every part must be there, or by its usual names."""
    if rule is None:
        return next((_scalar(record[name]) for name in names if _scalar(record.get(name))), "")
    if "{" not in rule:
        return _scalar(_at(record, rule))
    parts = {path: _scalar(_at(record, path)) for path in re.findall(r"\{([^{}]+)\}", rule)}
    return re.sub(r"\{([^{}]+)\}", lambda match: parts[match[1]], rule) if all(parts.values()) else ""


def _scalar(value: object) -> str:
    return str(value).strip() if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""


def _at(data: object, path: str) -> object:
    """The value at a dotted path; a number picks from a list, [] may stand behind a name for the eye."""
    for step in path.replace("[]", "").split("."):
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and step.isdigit() and int(step) < len(data):
            data = data[int(step)]
        else:
            return None
    return data


def _record_lists(data: object, depth: int = 0) -> Iterator[list[object]]:
    """Lists of records, outermost first."""
    if isinstance(data, list) and data and all(isinstance(item, dict) for item in data):
        yield data
    elif isinstance(data, dict) and depth < _MAX_DEPTH:
        for value in data.values():
            yield from _record_lists(value, depth + 1)


# ── both ─────────────────────────────────────────────────────────────────────────────────────────


def _moment(text: str) -> dt.date | None:
    """The day of a date as feeds and JSON write it: printed, RFC 822, or seconds or milliseconds since 1970."""
    if re.fullmatch(r"\d{9,10}|\d{12,13}", text):
        seconds = int(text) / (1000 if len(text) > 10 else 1)
        return dt.datetime.fromtimestamp(seconds, _ZONE).date()
    if re.fullmatch(r"(?:19|20)\d{6}", text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    try:
        moment = dt.datetime.fromisoformat(text)
        return moment.astimezone(_ZONE).date() if moment.tzinfo else moment.date()
    except ValueError:
        pass
    try:
        moment = parsedate_to_datetime(text)
        return moment.astimezone(_ZONE).date() if moment.tzinfo else moment.date()
    except (ValueError, IndexError, TypeError):
        return find_date(text)


def _plain(text: str) -> str:
    return clean_title(re.sub(r"<[^>]*>", "", html.unescape(text)))


def _address(link: str, url: str) -> str | None:
    return absolute(link, url) if link else None


def _rows(entries: list[ListEntry], matched: int, shape: str, *, empty_is_fine: bool = False) -> Rows:
    once = {entry.url: entry for entry in reversed(entries)}
    kept = tuple(entry for entry in entries if once.get(entry.url) is entry)
    problem = None if kept or (empty_is_fine and not matched) else f"{matched} items, none with an address and a title"
    return Rows(entries=kept, matched=matched, shape=shape, problem=problem)


def _failed(problem: str) -> Rows:
    return Rows(entries=(), matched=0, shape=None, problem=problem)
