"""An HTML page to a `Page`: body, metadata, attachments, without the furniture of the site.

The body is looked for in the element that the source names, then in the containers of the known CMS families,
then with trafilatura; `Page.reader` says which one it was.
"""

from __future__ import annotations

from itertools import takewhile
from typing import Any

from cssselect import SelectorError
from lxml import etree
from lxml import html as lxml_html
from lxml.cssselect import CSSSelector

from tracker.charset import decode, warn_unreadable
from tracker.errors import ReadError
from tracker.extract import furniture
from tracker.extract.containers import find_container
from tracker.extract.errorpages import why_no_text
from tracker.extract.flatten import Line, clean_line, flatten
from tracker.extract.general import find_main_element
from tracker.extract.limits import Limits, check_size
from tracker.extract.links import base_address, find_files, find_links
from tracker.extract.meta import read_meta
from tracker.extract.sniff import HTML
from tracker.models import Page, PageMeta

WHOLE_PAGE = "whole page"


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
    markup, used_charset = decode(content, declared=charset)
    tree, warnings = _parse(markup)
    warnings += warn_unreadable(markup, used_charset)
    scripts = [element.text or "" for element in tree.iter("script") if element.text]
    body, reader = _find_body(tree, markup, selector, known_containers)
    base = base_address(tree, url)
    furnished = furniture.Furniture(body, is_whole_page=reader == WHOLE_PAGE)
    all_files = find_files(tree, body, base, furnished)
    trimmed = furniture.trim(flatten(body, skip=furnished.is_furniture))
    lines = trimmed.lines
    outside = [line.text for line in flatten(tree, skip=lambda element: element is body)] if body is not tree else []
    if reader == WHOLE_PAGE:  # what stands over the text is part of it
        outside += [line.text for line in takewhile(lambda line: "。" not in line.text, lines)]
    meta = read_meta(tree, outside=outside + furnished.labels(body) + trimmed.info, scripts=scripts, url=url)
    text = "\n".join(line.text for line in lines)
    if trimmed.cut:
        warnings.append(f"cut behind the text: {'; '.join(trimmed.cut)}"[:200])
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
        charset=used_charset,
        meta=meta if not problem else PageMeta(title=meta.title, site=meta.site, published=meta.published),
        attachments=all_files,
        problem=problem,
        warnings=tuple(warnings),
        links=find_links(body, base, all_files, furnished),
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
    return find_main_element(tree, text) or (whole, WHOLE_PAGE)


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
