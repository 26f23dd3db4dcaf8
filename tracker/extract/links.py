"""What a page links to: the files of its document, and the other links of its body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from lxml import etree

from tracker.extract import furniture
from tracker.extract.flatten import clean_line
from tracker.models import Attachment
from tracker.text import squeeze

# Files that are attachments of a document; pictures are not
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|rtf|zip|rar|7z|txt|csv|tif|ceb)$", re.IGNORECASE)
_FILE_AREA = re.compile(r"fujian|xgfj|fj_|_fj|attach|annex|appendix|download|accessory|enclosure|\bfj\b", re.IGNORECASE)
_FILE_LABEL = re.compile(r"^(?:附件|附录|附表|相关附件|下载|文件下载)")


def base_address(tree: Any, url: str | None) -> str:
    """What relative addresses of the page are relative to: its `<base>`, else its own address."""
    href = next((element.get("href") for element in tree.iter("base") if element.get("href")), "")
    return urljoin(url or "", href) if href else (url or "")


def find_files(tree: Any, body: Any, base: str, furnished: furniture.Furniture) -> tuple[Attachment, ...]:
    """Files of this document: those in its body, and those that an attachment area of the page offers."""
    inside = set(_inside(body, furnished))  # holds the proxies, which lxml makes anew otherwise
    found: dict[str, Attachment] = {}
    for element in tree.iter("a", "iframe", "embed", "object"):
        address = _file_address(element, base)
        if address is None:
            continue
        is_inline = element in inside
        if not is_inline and not (element.tag != "a" or _in_file_area(element)):
            continue
        name = clean_line(element.xpath("string()")) or clean_line(element.get("title") or "") or _file_name(address)
        found.setdefault(address, Attachment(name=name, url=address, inline=is_inline))
    return tuple(found.values())


def _inside(body: Any, furnished: furniture.Furniture) -> Iterator[Any]:
    """The links and frames of the body that stand in no furniture."""
    walk = etree.iterwalk(body, events=("start",))
    for _, element in walk:
        if element is not body and furnished.is_furniture(element):
            walk.skip_subtree()
        elif element.tag in ("a", "iframe", "embed", "object"):
            yield element


def _file_address(element: Any, base: str) -> str | None:
    """The absolute address of the file that a link or frame shows; None where it shows none."""
    target = (element.get("href") or element.get("src") or element.get("data") or "").strip()
    if not target or target.startswith(("#", "javascript:", "mailto:", "data:", "tel:")):
        return None
    address = _join(base, target)
    if address is None:
        return None
    parts = urlsplit(address)
    queries = [value for _, value in parse_qsl(parts.query)]
    if element.tag != "a":  # a viewer in the page: viewer.html?file=/P020….pdf
        shown = next((value for value in queries if _FILE.search(value)), None)
        return _join(address, shown) if shown else (address if _FILE.search(parts.path) else None)
    named = [
        unquote(parts.path),
        *queries,
        clean_line(element.xpath("string()")),
        clean_line(element.get("title") or ""),
    ]
    if any(_FILE.search(name) for name in named) and not parts.path.endswith((".html", ".shtml", ".htm")):
        return address
    return None


def _join(base: str, target: str) -> str | None:
    try:
        return urljoin(base, target.strip())
    except ValueError:  # "http://[…" is no address
        return None


def _file_name(address: str) -> str:
    return unquote(urlsplit(address).path.rpartition("/")[2]) or address


def _in_file_area(link: Any) -> bool:
    if _FILE_LABEL.match(squeeze(link.xpath("string()"))):
        return True
    element = link.getparent()
    for _ in range(5):
        if element is None:
            return False
        if element.tag in ("nav", "header", "footer", "body"):
            return False
        if _FILE_AREA.search(f"{element.get('id') or ''} {element.get('class') or ''}"):
            return True
        if _FILE_LABEL.match(squeeze((element.xpath("string()"))[:40])):
            return True
        element = element.getparent()
    return False


def find_links(
    body: Any, base: str, files: tuple[Attachment, ...], furnished: furniture.Furniture
) -> tuple[Attachment, ...]:
    """The other links of the body: an issue page or a collection lists its documents with them."""
    taken = {file.url for file in files}
    found: dict[str, Attachment] = {}
    for link in _inside(body, furnished):
        if link.tag != "a":
            continue
        href = (link.get("href") or "").strip()
        name = clean_line(link.xpath("string()")) or clean_line(link.get("title") or "")
        if not href or not name or href.startswith(("#", "javascript:", "mailto:", "data:", "tel:")):
            continue
        address = _join(base, href)
        if address and address not in taken:
            found.setdefault(
                address, Attachment(name=clean_line(link.get("title") or "") or name, url=address, inline=True)
            )
    return tuple(found.values())
