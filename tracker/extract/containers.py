"""Where the CMS families of government sites put the body of a page, in the order they are trusted.

Read from the pages of the sites named beside each; a class that several families use for other things too
(`.content`) is left to the general extractor.
"""

from __future__ import annotations

from typing import Any

# XPath by family. `class` values are matched as whole words.
_IDS = (
    "UCAP-CONTENT",  # www.gov.cn, all templates since 2014
    "mainText",  # www.beijing.gov.cn, Haidian
    "zoomcon",  # Guangdong's shared platform (NFCMS): gz.gov.cn, thnet.gov.cn, rsj.gz.gov.cn
    "info_cont",  # the same, 规范性文件 pages
    "zoom",  # Hanweb: kw.beijing.gov.cn, fgw.zj.gov.cn
    "Zoom",  # www.gov.cn before 2014
    "detailCon",  # zc.gov.cn
    "detailContent",
    "articleContent",
    "article_content",
    "article-content",
    "js_content",  # WeChat articles of official accounts
    "vsb_content",  # VSB: universities and science commissions
    "vsb_content_2",
    "vsb_content_4",
    "artibody",
    "BodyLabel",
    "zhengwen",
    "xxgkContent",
    "contentText",
    "conTxt",
    "newsContent",
    "news_content",
    "news_con",
    "textBox",
)
_CLASSES = (
    "mainTextBox",
    "TRS_UEDITOR",  # TRS: bureaus and districts of Beijing
    "trs_editor_view",
    "TRS_Editor",
    "Custom_UnionStyle",
    "TRS_PreAppend",
    "pages_content",  # www.gov.cn
    "article-content-body",
    "article-content",
    "article_content",
    "content_article",  # zfcj.gz.gov.cn, gz.gov.cn
    "articleContent",
    "xxgk-content",
    "detail-content",
    "detail_content",
    "ivs_content",
    "main-txt",  # Zhejiang
    "bt-content",  # Hanweb since 2018
    "bt_content",
    "easysite-news-text",  # EasySite
    "wp_articlecontent",  # WebPlus
    "v_news_content",  # VSB
    "arti_content",
    "news_content",
    "news-content",
    "newsContent",
    "article-body",
    "article_body",
    "article-text",
    "article_text",
    "text_content",
    "zw_content",
    "zhengwen",
    "gk_content",
    "content-text",
    "content_text",
    "pages-content",
    "view_content",
    "infoContent",
    "info-content",
    "art_con",
    "arc_con",
    "xl_con",
    "conTxt",
)
_PATHS = (
    "//*[@wzades='正文']",  # reading-aid markup of Guangdong pages names the body
    "//*[@itemprop='articleBody']",
    "//div[contains(concat(' ',@class,' '),' article ')]/div[@class='txt']",  # Bizwink: bjsjs.gov.cn
)


def find_container(tree: Any) -> tuple[Any, str] | None:
    """The body element of a known family and its selector ("#mainText"); None where there is none with anything in
    it.
    """
    by_id: dict[str, list[Any]] = {}
    by_class: dict[str, list[Any]] = {}
    for element in tree.iter("*"):
        name = element.get("id")
        if name in _KNOWN_IDS:
            by_id.setdefault(name, []).append(element)
        classes = element.get("class")
        if classes:
            for word in classes.split():
                if word in _KNOWN_CLASSES:
                    by_class.setdefault(word, []).append(element)
    for name in _IDS:
        found = _fullest(by_id.get(name, ()))
        if found is not None:
            return found, f"#{name}"
    for path in _PATHS:
        found = _fullest(tree.xpath(path))
        if found is not None:
            return found, path.partition("[")[2].rpartition("]")[0] if path.count("[") == 1 else ".article > .txt"
    for word in _CLASSES:
        found = _fullest(by_class.get(word, ()))
        if found is not None:
            return found, f".{word}"
    return None


_KNOWN_IDS = frozenset(_IDS)
_KNOWN_CLASSES = frozenset(_CLASSES)


def _fullest(elements: Any) -> Any | None:
    """The element with the most text; None where none has text, a picture or a file."""
    best, most = None, 0
    for element in elements:
        size = _text_size(element) + 10 * int(element.xpath("count(.//img|.//iframe|.//embed|.//object|.//a[@href])"))
        if size > most:
            best, most = element, size
    return best


def _text_size(element: Any) -> int:
    hidden = sum(len("".join((part.text or "").split())) for part in element.iter("script", "style"))
    return len("".join(element.xpath("string()").split())) - hidden
