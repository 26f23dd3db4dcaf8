"""The rows of an HTML list: which elements they are, and what each says.

Without a selector the rows are looked for as scripts that hold them (Hanweb), then by the selectors of known templates,
then as the largest group of like elements with a link and a date. What a row is called, dated and numbered is read from
its own elements; `rules` overrule each part.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from bs4 import BeautifulSoup, Tag

from tracker.fetch.addresses import absolute, date_in
from tracker.models import ListEntry, ListRules
from tracker.names import DOC_NUMBER, clean_title, doc_number_key
from tracker.text import find_date, squeeze

# Row selectors of templates seen on several sites: TRS lists of Beijing and its bureaus, the older list of the city,
# the consultation list of Haidian, gov.cn, the bureau of education
SHAPES = (
    "ul.default_news > li",
    "div.listBox ul.list > li",
    "div.oursv_b_f li",
    "ul.yjcgkList > li",
    ".news_box > .list > ul > li:not(.line)",
    "ul.list > li",
    ".col-md a",
)
# At least half of the rows of a real list are dated; of a menu none are
_DATED = 0.5
# Undated rows are taken for a list only where there are this many and the titles are this long on average
_UNDATED_ROWS = 5
_UNDATED_TITLE = 12
_SHORTEST_TITLE = 4
# A row lies at most so many elements around its link; bounds the work on hostile nesting
_MOST_LEVELS = 12
_MOST_DEPTH = 500
_MOST_RECORDS = 5000
_ROW_ELEMENTS = ("li", "tr", "dd", "dl", "article")

_WRITE = re.compile(
    r"""document\.write(?:ln)?\(\s*(?P<quote>['"])(?P<html>(?:\\.|(?!(?P=quote))[^\\\n]){1,4000})(?P=quote)"""
)
_ARRAY = re.compile(r"""\b(urls|headers|year|month|day)\s*\[\s*(?:i|\d+)\s*\]\s*=\s*(?P<q>['"])(.{0,500}?)(?P=q)\s*;""")
_ONCLICK = re.compile(
    r"""['"]((?:https?:/)?/?[^'"\s]+?\.(?:s?html?|jspx?|pdf|docx?|ofd|wps)(?:\?[^'"\s]*)?)['"]""", re.IGNORECASE
)
_SPLIT_DATE = re.compile(
    r"^(?P<d1>\d{1,2})\s+(?P<y1>\d{4})\s*[-./年]\s*(?P<m1>\d{1,2})月?$"
    r"|(?P<y2>\d{4})\s*[-./年]\s*(?P<m2>\d{1,2})月?\s+(?P<d2>\d{1,2})日?$"
)
_EIGHT_DIGITS = re.compile(r"(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_NO_LINK = ("javascript:", "mailto:", "tel:", "data:", "#")


@dataclass(frozen=True, kw_only=True, slots=True)
class Rows:
    """What was found: entries in printed order, and how many elements or records they came from."""

    entries: tuple[ListEntry, ...]
    matched: int
    shape: str | None
    problem: str | None = None


def read_rows(page: str, url: str, rules: ListRules) -> Rows:
    """Find and read the rows of the HTML `page` at `url`."""
    soup = BeautifulSoup(_unwrap(page), "lxml")
    if _is_too_deep(soup):
        return _failed(f"the page has elements nested more than {_MOST_DEPTH} deep; it is broken, or no list")
    base = soup.find("base", href=True)
    url = (absolute(str(base["href"]), url) if isinstance(base, Tag) else None) or url
    if rules.row:
        return _selected(soup, url, rules, rules.row)
    return (
        _from_arrays(page, url)
        or _from_records(page, url, rules)
        or _from_shapes(soup, url, rules)
        or _from_groups(soup, url, rules)
        or _failed("no list was recognised on the page; name its rows in list.row")
    )


def _failed(problem: str) -> Rows:
    return Rows(entries=(), matched=0, shape=None, problem=problem)


def _is_too_deep(soup: BeautifulSoup) -> bool:
    """Selectors look at all ancestors of an element, which takes for ever on hostile nesting."""
    depths: dict[int, int] = {}
    for element in soup.find_all(True):
        depth = depths.get(id(element.parent), 0) + 1
        if depth > _MOST_DEPTH:
            return True
        depths[id(element)] = depth
    return False


def _unwrap(page: str) -> str:
    """Rows that a script writes (Haidian: document.write('<a href=…>')) put in the script's place."""
    if "document.write" not in page:
        return page
    first, *scripts = re.split(r"<script\b", page, flags=re.IGNORECASE)
    kept = [first]
    for script in scripts:
        code, end, rest = script.partition("</script>")
        written = re.sub(r"\\(.)", r"\1", "".join(part["html"] for part in _WRITE.finditer(code)))
        kept.append(written + rest if "<a" in written.lower() else f"<script{code}{end}{rest}")
    return "".join(kept)


# ── which elements are rows ──────────────────────────────────────────────────────────────────────


def _selected(soup: BeautifulSoup, url: str, rules: ListRules, selector: str) -> Rows:
    elements = soup.select(selector)
    entries = _entries(elements, url, rules)
    problem = None
    if not elements:
        problem = f"no row matches {selector!r}; the page may have a new layout, see list.row"
    elif not entries:
        problem = f"{len(elements)} rows match {selector!r}, none has a link that can be followed; see list.link"
    return Rows(entries=entries, matched=len(elements), shape=selector, problem=problem)


def _from_arrays(page: str, url: str) -> Rows | None:
    """Hanweb, older form: urls[i]='…';headers[i]="…";year[i]='…';month[i]='…';day[i]='…' in a script."""
    columns: dict[str, list[str]] = defaultdict(list)
    for match in _ARRAY.finditer(page):
        columns[match[1]].append(html.unescape(match[3]))
    links, titles = columns["urls"], columns["headers"]
    if not links or len(links) != len(titles):
        return None
    days = [columns["year"], columns["month"], columns["day"]]
    dated = all(len(column) == len(links) for column in days)
    entries = []
    for at, (link, title) in enumerate(zip(links, titles, strict=True)):
        address, named = absolute(link, url), re.search(r"title\s*=\s*['\"]([^'\"]+)", title)
        name = _plain(named[1] if named else title)
        if address and name:
            day = _calendar(*(column[at] for column in days)) if dated else None
            entries.append(ListEntry(url=address, title=name, published=day or date_in(address)))
    return Rows(entries=tuple(entries), matched=len(links), shape="Hanweb arrays")


def _from_records(page: str, url: str, rules: ListRules) -> Rows | None:
    """Hanweb, newer form: <record><![CDATA[<li>…</li>]]></record>, in the page or from dataproxy.jsp."""
    parts = (part.lstrip() for part in page.split("<record>")[1:])
    records = [part.removeprefix("<![CDATA[").partition("]]>")[0] for part in parts if part.startswith("<![CDATA[")]
    if not records:
        return None
    if len(records) > _MOST_RECORDS:
        return _failed(f"the page has more than {_MOST_RECORDS:,} records; it is broken, or no list")
    elements = [BeautifulSoup(record, "lxml") for record in records]
    return Rows(entries=_entries(elements, url, rules), matched=len(records), shape="Hanweb records")


def _from_shapes(soup: BeautifulSoup, url: str, rules: ListRules) -> Rows | None:
    for selector in SHAPES:
        elements = soup.select(selector)
        entries = _entries(elements, url, rules)
        if entries and _dated(entries) >= _DATED * len(entries):
            return Rows(entries=entries, matched=len(elements), shape=selector)
    return None


def _from_groups(soup: BeautifulSoup, url: str, rules: ListRules) -> Rows | None:
    """The largest group of like elements: same names and classes up to the second ancestor."""
    groups: dict[tuple[str, ...], dict[int, Tag]] = defaultdict(dict)
    for link in soup.find_all("a", href=True):
        row = _row_of(link)
        lineage = [row, *list(row.parents)[:2]]
        key = tuple(f"{element.name}.{'.'.join(element.get_attribute_list('class'))}" for element in lineage)
        groups[key][id(row)] = row
    best: tuple[ListEntry, ...] = ()
    matched = 0
    for rows in groups.values():
        entries = _entries(list(rows.values()), url, rules)
        if _is_list(entries) and (_dated(entries), len(entries)) > (_dated(best), len(best)):
            best, matched = entries, len(rows)
    return Rows(entries=best, matched=matched, shape="largest group of dated links") if best else None


def _row_of(link: Tag) -> Tag:
    """The element that holds a link and what belongs to it."""
    for parent in islice(link.parents, _MOST_LEVELS):
        if parent.name in _ROW_ELEMENTS and len(parent.find_all("a", limit=4)) <= 3:
            return parent
        if parent.name in ("body", "ul", "ol", "table", "tbody"):
            break
    row = link
    for parent in islice(link.parents, _MOST_LEVELS):
        if parent.name == "body" or len(parent.find_all("a", limit=2)) > 1:
            break
        row = parent
    return row


def _is_list(entries: Sequence[ListEntry]) -> bool:
    if not entries:
        return False
    if _dated(entries) >= _DATED * len(entries):
        return True
    average = sum(len(re.findall(r"[\u4e00-\u9fff]", entry.title)) for entry in entries) / len(entries)
    return len(entries) >= _UNDATED_ROWS and average >= _UNDATED_TITLE


def _dated(entries: Iterable[ListEntry]) -> int:
    return sum(entry.published is not None for entry in entries)


# ── what a row says ──────────────────────────────────────────────────────────────────────────────


def _entries(elements: Sequence[Tag], url: str, rules: ListRules) -> tuple[ListEntry, ...]:
    """The entries of rows, each address once, in printed order."""
    flagged = [element.select_one(".flag") for element in elements]
    # Beijing marks each row 是 or 否; a row with an empty mark is a test page, where the others are marked
    marks_count = any(flag is not None and squeeze(flag.get_text()) for flag in flagged)
    found: dict[str, ListEntry] = {}
    for element, flag in zip(elements, flagged, strict=True):
        if marks_count and flag is not None and not squeeze(flag.get_text()):
            continue
        entry = _entry(element, url, rules)
        if entry is not None and entry.url not in found:
            found[entry.url] = entry
    return tuple(found.values())


def _entry(row: Tag, url: str, rules: ListRules) -> ListEntry | None:
    link = _link(row, rules)
    address = _address(link, url, rules.link_attribute) if link is not None else None
    if link is None or address is None:
        return None
    title = _title(row, link, rules)
    around = row if row.name != "a" or row.parent is None or len(row.parent.find_all("a", limit=2)) > 1 else row.parent
    published = _published(around, link, rules) or date_in(address)
    # 更多, 上一页: a few characters without a date are no announcement
    if not title or (len(title) < _SHORTEST_TITLE and published is None and not rules.row):
        return None
    return ListEntry(url=address, title=title, published=published, doc_number=_number(around))


def _link(row: Tag, rules: ListRules) -> Tag | None:
    if rules.link:
        return row.select_one(rules.link)
    if row.has_attr(rules.link_attribute):
        return row
    name = rules.link_attribute
    links = row.find_all("a", attrs={name: True}) or row.find_all(True, attrs={name: True})
    # A row may begin with a link to its category: the title's is the one with the most words
    return max(
        links, key=lambda link: max(len(squeeze(link.get_text())), len(str(link.get("title") or ""))), default=None
    )


def _address(link: Tag, url: str, attribute: str) -> str | None:
    """The whole address of a link, without fragment; None for one that leads nowhere."""
    value = str(link.get(attribute) or "").strip()
    if not value or value.lower().startswith(_NO_LINK):
        clicked = _ONCLICK.search(f"{value} {link.get('onclick') or ''}")
        if clicked is None:
            return None
        value = clicked[1]
    address = absolute(value, url)
    return address if address != absolute("", url) else None


def _plain(text: str) -> str:
    """A title without tags, entities and blanks around Chinese characters."""
    return clean_title(re.sub(r"<[^>]*>", "", html.unescape(text)))


def _title(row: Tag, link: Tag, rules: ListRules) -> str:
    if rules.title:
        element = row.select_one(rules.title)
        return _plain(str(element.get("title") or element.get_text(" "))) if element is not None else ""
    kept = [
        str(part) for part in link.find_all(string=True) if not _is_label(squeeze(str(part)), alone=part.parent is link)
    ]
    shown = _plain(html.escape("".join(kept)))
    full = _plain(html.escape(str(link.get("title") or "")))
    cut = shown.rstrip("….").strip()
    # The title attribute is whole where the text is cut off; a shorter one is a tooltip (查看详情)
    return full if len(full) >= len(cut) and full else shown


def _is_label(text: str, *, alone: bool) -> bool:
    """Whether a piece inside a link is a date, a number or a mark beside the title."""
    if not text or alone:
        return False
    is_date = len(text) <= 14 and find_date(text) is not None
    return is_date or text in ("是", "否") or DOC_NUMBER.fullmatch(text) is not None


def _published(row: Tag, link: Tag, rules: ListRules) -> dt.date | None:
    if rules.date:
        element = row.select_one(rules.date)
        return _date(element.get_text(" ")) if element is not None else None
    for element in row.find_all(["span", "b", "em", "i", "time", "font", "small", "td", "p", "div", "dd", "label"]):
        text = squeeze(element.get_text())
        if len(text) <= 24 and re.search(r"\d", text) and (found := _date(element.get_text(" "))):
            return found
    inside = {id(part) for part in link.find_all(string=True)}
    return _date(" ".join(str(part) for part in row.find_all(string=True) if id(part) not in inside))


def _date(text: str) -> dt.date | None:
    """The first date of a text; also 20260228, and a day that stands apart from its month (28 | 2026-02)."""
    text = " ".join(text.split())
    found = find_date(text)
    if found:
        return found
    split = _SPLIT_DATE.search(text.strip("[]()（）【】 "))
    if split:
        return _calendar(split["y1"] or split["y2"], split["m1"] or split["m2"], split["d1"] or split["d2"])
    digits = _EIGHT_DIGITS.search(text)
    return _calendar(*digits.groups()) if digits else None


def _calendar(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _number(row: Tag) -> str | None:
    """A document number that stands in an element of its own."""
    for element in row.find_all(["span", "b", "em", "i", "td", "p", "div"]):
        text = squeeze(element.get_text())
        if len(text) <= 40 and DOC_NUMBER.fullmatch(text):
            return doc_number_key(text)
    return None
