"""Where a list goes on."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from bs4 import BeautifulSoup
from bs4.filter import SoupStrainer

from tracker.fetch.addresses import absolute
from tracker.models import ListRules

# TRS: createPageHTML(pages, current, "index", "html"), or with the number of records in front
_CREATE_PAGE = re.compile(
    r"createPageHTML\w*\(\s*(?P<numbers>\d+(?:\s*,\s*\d+){1,2})\s*,\s*['\"](?P<stem>[\w-]+)['\"]\s*,\s*['\"](?P<ext>\w+)['\"]"
)
# Hanweb: the page holds three screens of records and the address of the next three
_NEXT_GROUP = re.compile(r"<nextgroup>\s*<!\[CDATA\[.{0,40}?href\s*=\s*['\"](?P<link>[^'\"]{1,600})['\"]", re.DOTALL)
_NEXT_WORDS = re.compile(r"^[\s\[【(]*(?:下一?页|后一?页|下页|next(?:\s*page)?|[>›»])[\s\]】)>›»]*$", re.IGNORECASE)


def page_number(url: str, first: str, rules: ListRules) -> int:
    """Which page of a list an address is, from 1, as far as the address tells; 1 where it does not.

    >>> page_number("https://a.gov.cn/zc/index_2.html", "https://a.gov.cn/zc/", ListRules())
    3
    """
    if url == first:
        return 1
    if rules.pages == "query":
        name = rules.page_parameter or "page"
        start, now = _parameter(first, name), _parameter(url, name)
        return max(1, (1 if now is None else now) - (1 if start is None else start) + 1)
    suffix = re.search(r"_(\d{1,5})\.\w+$", urlsplit(url).path)
    if suffix is None:
        return 1
    return int(suffix[1]) + (0 if rules.pages == "index_2" else 1)


def next_address(page: str, url: str, rules: ListRules, number: int) -> str | None:
    """The address of list page `number` + 1, or None where the list ends or is not to be followed further.

    Args:
        page: The list page's text.

        url: Its own address.

        number: Which page it is, from 1.
    """
    if number >= rules.max_pages or rules.pages == "none":
        return None
    if rules.pages == "query":
        return _with_parameter(url, rules.page_parameter or "page", number)
    if rules.pages in ("index_1", "index_2"):
        shown = number if rules.pages == "index_1" else number + 1
        return _numbered(url, number, shown)
    return _announced(page, url, number) or _next_group(page, url) or _next_link(page, url)


def _announced(page: str, url: str, number: int) -> str | None:
    """By createPageHTML: page 2 is index_1.html. With three numbers in front the second counts the pages."""
    match = _CREATE_PAGE.search(page)
    if not match:
        return None
    numbers = [int(value) for value in match["numbers"].split(",")]
    pages = numbers[1] if len(numbers) == 3 else numbers[0]
    return urljoin(url, f"{match['stem']}_{number}.{match['ext']}") if number < pages else None


def _next_group(page: str, url: str) -> str | None:
    """By Hanweb's <nextgroup>, whose address has &amp; or & between its parameters."""
    match = _NEXT_GROUP.search(page)
    return absolute(html.unescape(match["link"]), url) if match else None


def _next_link(page: str, url: str) -> str | None:
    """By a link called 下一页, or marked as the next one."""
    for link in BeautifulSoup(page, "lxml", parse_only=SoupStrainer("a")).find_all("a", href=True):
        marked = "next" in link.get_attribute_list("rel")
        if marked or _NEXT_WORDS.match(link.get_text()) or _NEXT_WORDS.match(str(link.get("title") or " .")):
            address = absolute(str(link["href"]), url)
            if address and address != absolute("", url):
                return address
    return None


def _numbered(url: str, number: int, shown: int) -> str:
    """index.html → index_1.html → index_2.html; a folder's address has index.html behind it."""
    parts = urlsplit(url)
    folder, _, name = parts.path.rpartition("/")
    stem, dot, ext = (name or "index.html").rpartition(".")
    stem = re.sub(r"_\d+$", "", stem) if number > 1 else stem
    return urlunsplit(parts._replace(path=f"{folder}/{stem}_{shown}{dot}{ext}", query="", fragment=""))


def _parameter(url: str, name: str) -> int | None:
    values = (value for key, value in parse_qsl(urlsplit(url).query) if key == name and value.isdigit())
    return next((int(value) for value in values), None)


def _with_parameter(url: str, name: str, number: int) -> str:
    """The parameter counted up; where the address has none, this page is `number`."""
    parts = urlsplit(url)
    kept = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key != name]
    now = _parameter(url, name)
    following = (number if now is None else now) + 1
    return urlunsplit(parts._replace(query=urlencode([*kept, (name, str(following))])))
