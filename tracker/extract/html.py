"""An HTML page to a `Page`: body, metadata, attachments, without the furniture of the site.

The body is looked for in the element that the source names, then in the containers of the known CMS families,
then with trafilatura; `Page.reader` says which one it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

import trafilatura
from cssselect import SelectorError
from lxml import etree
from lxml import html as lxml_html
from lxml.cssselect import CSSSelector

from tracker.errors import ReadError
from tracker.extract import furniture
from tracker.extract.charset import decode
from tracker.extract.containers import find_container
from tracker.extract.errorpages import why_no_text
from tracker.extract.flatten import Line, clean_line, flatten
from tracker.extract.limits import Limits, check_size
from tracker.extract.meta import read_meta
from tracker.extract.sniff import HTML
from tracker.models import Attachment, Page, PageMeta
from tracker.text import squeeze

WHOLE_PAGE = "whole page"
# Files that are attachments of a document; pictures are not
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|rtf|zip|rar|7z|txt|csv|tif|ceb)$", re.IGNORECASE)
_FILE_AREA = re.compile(r"fujian|xgfj|fj_|_fj|attach|annex|appendix|download|accessory|enclosure|\bfj\b", re.IGNORECASE)
_FILE_LABEL = re.compile(r"^(?:附件|附录|附表|相关附件|下载|文件下载)")


def read_html(
    content: bytes,
    *,
    charset: str | None = None,
    url: str | None = None,
    selector: str | None = None,
    known_containers: bool = True,
    limits: Limits,
) -> Page:
    """Read an HTML page; without `known_containers` as a page of a family not seen yet.

    Raises:
        ReadError: no text of a document is in it; says what is there instead.
        LimitError: over a limit.
    """
    check_size(content, limits.text_bytes, "an HTML page")
    decoded = decode(content, declared=charset)
    tree, warnings = _parse(decoded.text)
    if decoded.unreadable:
        warnings.append(f"{decoded.unreadable} bytes are no {decoded.charset} characters and stand as \ufffd")
    scripts = [element.text or "" for element in tree.iter("script") if element.text]
    body, reader = _find_body(tree, decoded.text, selector, known_containers)
    base = _base(tree, url)
    furnished = furniture.Furniture(body, is_whole_page=reader == WHOLE_PAGE)
    all_files = _files(tree, body, base, furnished)
    lines, cut = furniture.trim(flatten(body, skip=furnished.is_furniture))
    outside = [line.text for line in flatten(tree, skip=lambda element: element is body)] if body is not tree else []
    meta = read_meta(tree, outside=outside + furnished.labels(body), scripts=scripts, url=url)
    text = "\n".join(line.text for line in lines)
    if cut:
        warnings.append(f"cut behind the text: {'; '.join(cut)}"[:200])
    problem = why_no_text(
        text,
        title=_head_title(tree),
        tree=tree,
        scripts=scripts,
        files=len(all_files),
        states_article=_states_article(tree),
    )
    if _is_list(lines):
        warnings.append("nearly all of the text is links: a list of pages rather than a document")
    return Page(
        text="" if problem else text,
        media_type=HTML,
        reader=f"html {reader}",
        charset=decoded.charset,
        meta=meta if not problem else PageMeta(title=meta.title, site=meta.site, published=meta.published),
        attachments=all_files,
        problem=problem,
        warnings=tuple(warnings),
        links=_links(body, base, all_files, furnished),
    )


def _parse(text: str) -> tuple[Any, list[str]]:
    """The tree of a page. libxml2 stops at 2,048 nested elements (256 without `huge_tree`): said, as text may be
    missing.
    """
    if not text.strip():
        raise ReadError("the page is empty")
    # lxml refuses str with an encoding declaration, and reads bytes in the encoding it is told
    parser = lxml_html.HTMLParser(huge_tree=True, encoding="utf-8", remove_pis=False)
    cleaned = text.replace("\x00", "").encode("utf-8", "replace")
    try:
        tree = lxml_html.document_fromstring(cleaned, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as err:
        raise ReadError(f"the page holds no HTML that can be read: {err}") from err
    deep = any("Excessive depth" in entry.message for entry in parser.error_log)
    if deep:
        raise ReadError("the page nests more than 2048 elements in each other; what stands behind them cannot be read")
    return tree, []


def _find_body(tree: Any, text: str, selector: str | None, known_containers: bool) -> tuple[Any, str]:
    if selector:
        try:
            found = CSSSelector(selector, translator="html")(tree)
        except SelectorError as err:
            raise ReadError(f"the selector {selector!r} is no CSS selector: {err}") from err
        if found:
            return max(found, key=lambda element: len(element.xpath("string()"))), selector
    known = find_container(tree) if known_containers else None
    if known:
        return known
    body = tree.find("body")
    whole = tree if body is None else body
    return _general(tree, text) or (whole, WHOLE_PAGE)


# ── the general extractor ────────────────────────────────────────────────────────────────────────

_PIECE = (
    30  # first characters of a line by which it is found again: enough to be unique, few enough to lie in one element
)
_MAIN_SHARE = 0.8  # of the main text: what is not in the inner element is a title, a date line or a recommended link
_FEW_SENTENCES = 4  # punctuation marks outside links: below it a page is a list or a cover and stays whole
_LEAST_SHARE = 0.4  # of the sentences of a page, that trafilatura's choice must hold to be believed


def _general(tree: Any, text: str) -> tuple[Any, str] | None:
    """The smallest element that holds what trafilatura takes for the main text.

    Its own output joins `<br>` lines and drops attachments, so only the place is taken from it. Where it took
    something small (the table of metadata above the text), the element with the most sentences is taken instead.
    """
    body = tree.find("body")
    whole = tree if body is None else body
    sentences = _sentences(whole)
    if sentences[whole] < _FEW_SENTENCES:
        return None
    broken = re.sub(r"<br\s*/?>", "</p><p>", text, flags=re.IGNORECASE)
    found = trafilatura.extract(broken, include_comments=False, include_tables=True, favor_recall=True)
    pieces = {piece[:_PIECE]: len(piece) for line in (found or "").splitlines() if len(piece := _bare(line)) >= 8}
    if pieces:
        best = _innermost(whole, lambda element: _covered(element, pieces))
        if sentences.get(best, 0) >= _LEAST_SHARE * sentences[whole]:
            return best, "trafilatura"
    return _innermost(whole, lambda element: sentences.get(element, 0)), "most sentences"


def _innermost(element: Any, weigh: Callable[[Any], int]) -> Any:
    """The innermost element that still holds most of the weight."""
    total = weigh(element)
    while True:
        child = max(element, key=weigh, default=None)
        if child is None or weigh(child) < _MAIN_SHARE * total or child.tag in ("p", "tbody", "tr"):
            return element
        element = child


def _sentences(whole: Any) -> dict[Any, int]:
    """Punctuation marks of sentences in each element, text in links and hidden elements left out, repeated text
    counted once.
    """
    counts: dict[Any, int] = {}
    seen: set[str] = set()
    links = 0
    for event, element in etree.iterwalk(whole, events=("start", "end")):
        if event == "start":
            links += element.tag == "a"
            counts[element] = 0 if links or element.tag in ("script", "style") else _marks(element.text, seen)
            continue
        links -= element.tag == "a"
        parent = element.getparent()
        if parent is not None and parent in counts:
            counts[parent] += counts[element] + (0 if links else _marks(element.tail, seen))
    return counts


def _marks(text: str | None, seen: set[str]) -> int:
    if not text or len(text) < 8 or text in seen:
        return 0
    seen.add(text)
    return sum(map(text.count, "。；，：、"))


def _bare(line: str) -> str:
    return squeeze(re.sub(r"[|*#-]", "", line))


def _covered(element: Any, pieces: dict[str, int]) -> int:
    """How many characters of the main text stand in an element."""
    if not isinstance(element.tag, str) or element.tag in ("script", "style"):
        return 0
    text = squeeze(element.xpath("string()"))
    return sum(size for piece, size in pieces.items() if piece in text)


def _is_list(lines: list[Line]) -> bool:
    """Most lines are a link with a date or a number beside it."""
    rows = sum(1 for line in lines if line.linked and "。" not in line.text)
    linked = sum(line.linked for line in lines)
    return len(lines) >= 3 and rows >= 0.6 * len(lines) and linked > 0.25 * sum(len(line.text) for line in lines)


def _states_article(tree: Any) -> bool:
    """The page's meta tags name an article: an error page of the same site has those of the site only."""
    names = {(tag.get("name") or "").lower() for tag in tree.iter("meta") if (tag.get("content") or "").strip()}
    return bool(names & {"articletitle", "pubdate"})


def _head_title(tree: Any) -> str:
    return clean_line(tree.xpath("string(//title)"))


# ── links ────────────────────────────────────────────────────────────────────────────────────────


def _base(tree: Any, url: str | None) -> str:
    href = next((element.get("href") for element in tree.iter("base") if element.get("href")), "")
    return urljoin(url or "", href) if href else (url or "")


def _files(tree: Any, body: Any, base: str, furnished: furniture.Furniture) -> tuple[Attachment, ...]:
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


def _links(
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
