"""What an address is: whether it may be asked, and which date it carries."""

from __future__ import annotations

import datetime as dt
import re
from ipaddress import ip_address
from urllib.parse import quote, urldefrag, urljoin, urlsplit

# The dialects of Chinese government templates: t20260228_4545626.html, /art/2026/2/28/art_1_2.html,
# /202602281530/index.shtml, /2026-02/28/content_1.htm, W020260209….docx
_DATES = (
    re.compile(r"/t(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})_"),
    re.compile(r"/art/(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})/"),
    re.compile(r"/(?P<y>(?:19|20)\d{2})-?(?P<m>\d{2})[-/]?(?P<d>\d{2})\d{4,}/"),
    re.compile(r"/(?P<y>(?:19|20)\d{2})[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})/"),
    re.compile(r"/[PW]0(?P<y>20\d{2})(?P<m>\d{2})(?P<d>\d{2})\d{6,}"),
)


def is_web_address(url: str) -> bool:
    """Whether it is an http or https address with a host.

    >>> is_web_address("http://127.0.0.1:8000/x"), is_web_address("file:///etc/passwd"), is_web_address("https://")
    (True, False, False)
    """
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def is_local(url: str) -> bool:
    """Whether a web address names this machine or the net it stands in, as far as the address itself tells.

    >>> is_local("http://127.0.0.1/"), is_local("http://10.1.2.3/"), is_local("https://www.beijing.gov.cn/")
    (True, True, False)
    """
    name = urlsplit(url).hostname or ""
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return not ip_address(name).is_global
    except ValueError:
        return False


def absolute(link: str, base: str) -> str | None:
    """The whole address of a link on the page `base`: one form for one page, without fragment; None for no web address.

    A link from a public page into the local net is none either: pages are not to be trusted with such addresses.

    >>> absolute("./202602/t1.html#top", "https://a.gov.cn/zc/"), absolute("政策.pdf", "http://a.gov.cn/")
    ('https://a.gov.cn/zc/202602/t1.html', 'http://a.gov.cn/%E6%94%BF%E7%AD%96.pdf')
    """
    try:
        joined = urldefrag(urljoin(base, re.sub(r"[\t\r\n]", "", link.strip()))).url
        parts = urlsplit(joined)
    except ValueError:
        return None
    if not is_web_address(joined) or (is_local(joined) and not is_local(base)):
        return None
    # Blanks and Chinese characters quoted, what is quoted already left alone
    return quote(parts._replace(netloc=parts.netloc.lower()).geturl(), safe="%/:=&?~+!$,;'@()*[]|")


def date_in(url: str) -> dt.date | None:
    """The day an address carries; None where it carries none, or a month only.

    >>> date_in("https://a.gov.cn/zc/202602/t20260228_4545626.html")
    datetime.date(2026, 2, 28)
    """
    for pattern in _DATES:
        match = pattern.search(url)
        if match:
            try:
                return dt.date(int(match["y"]), int(match["m"]), int(match["d"]))
            except ValueError:
                continue
    return None
