"""The words for what goes wrong on the way to a page: statuses that are no page, errors of requests and urllib3.

Every foreign error becomes a FetchError here and nowhere else; a test holds that none is without words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import requests.exceptions
import urllib3.exceptions

from tracker.errors import BlockedError, FetchError, GoneError

_GONE = frozenset({404, 410})
# Too busy, or broken for the moment: asked again
RETRIED = frozenset({429, 500, 502, 503, 504})
# What bot walls answer: 403 most; 405 and 418 Aliyun; 412 the script challenge of nhc and customs; 468, 493, 567 other
# vendors; 521 Jiasule. Asking again makes it worse, so it is reported
BLOCKED = frozenset({401, 403, 405, 406, 412, 418, 451, 468, 493, 521, 567})

# Foreign error → what to say, and whether trying again may help. The most special class decides
_CAUSES: Mapping[type[Exception], tuple[str, bool]] = {
    requests.exceptions.RequestException: ("could not be asked", False),
    requests.exceptions.ConnectionError: ("no connection", True),
    requests.exceptions.Timeout: ("no answer in time", True),
    requests.exceptions.ConnectTimeout: ("no connection in time", True),
    requests.exceptions.ReadTimeout: ("no answer in time", True),
    requests.exceptions.SSLError: ("no secure connection; an old server may need legacy_tls = true", False),
    requests.exceptions.ProxyError: ("the proxy of this machine does not answer", True),
    requests.exceptions.ChunkedEncodingError: ("the reply was cut off", True),
    requests.exceptions.ContentDecodingError: ("the reply's compression is broken", True),
    requests.exceptions.HTTPError: ("answered with an error", False),
    requests.exceptions.TooManyRedirects: ("redirects without end", False),
    requests.exceptions.RetryError: ("failed every time", True),
    requests.exceptions.MissingSchema: ("is no whole address", False),
    requests.exceptions.InvalidSchema: ("is no http or https address", False),
    requests.exceptions.InvalidURL: ("is no valid address", False),
    requests.exceptions.InvalidHeader: ("has a header that cannot be sent; see headers in sources.toml", False),
    requests.exceptions.InvalidProxyURL: ("this machine's proxy setting is no valid address", False),
    urllib3.exceptions.HTTPError: ("could not be asked", False),
    urllib3.exceptions.TimeoutError: ("no answer in time", True),
    urllib3.exceptions.ReadTimeoutError: ("no answer in time", True),
    urllib3.exceptions.ConnectTimeoutError: ("no connection in time", True),
    urllib3.exceptions.NewConnectionError: ("no connection", True),
    urllib3.exceptions.NameResolutionError: ("no such host, or no name server", True),
    urllib3.exceptions.ProtocolError: ("the connection broke off", True),
    urllib3.exceptions.IncompleteRead: ("the reply was cut off", True),
    urllib3.exceptions.InvalidChunkLength: ("the reply was cut off", True),
    urllib3.exceptions.DecodeError: ("the reply's compression is broken", True),
    urllib3.exceptions.SSLError: ("no secure connection; an old server may need legacy_tls = true", False),
    urllib3.exceptions.ProxyError: ("the proxy of this machine does not answer", True),
    urllib3.exceptions.MaxRetryError: ("failed every time", True),
    urllib3.exceptions.PoolError: ("the connection broke off", True),
    urllib3.exceptions.ResponseError: ("answered with an error", True),
    urllib3.exceptions.LocationValueError: ("is no valid address", False),
    OSError: ("the connection broke off", True),
    ValueError: ("is no valid address, or redirects to none", False),  # urllib.parse, also inside requests
}


def translate(err: Exception, url: str) -> FetchError:
    """The FetchError for an error of requests, urllib3 or the socket."""
    text, transient = next(_CAUSES[kind] for kind in type(err).__mro__ if kind in _CAUSES)
    # requests hides the cause of a ConnectionError in its text alone
    inner = re.search(r"certificate verify failed[^(]*|Failed to resolve|Connection refused|unreachable", str(err))
    reason = f" ({inner[0].strip().lower()})" if inner else ""
    return FetchError(f"{url}: {text}{reason}", url=url, transient=transient)


def refusal(url: str, status: int) -> FetchError:
    """The error for a status that is no page."""
    if status in _GONE:
        return GoneError(f"{url}: the page is gone (status {status})", url=url, status=status)
    if status in BLOCKED:
        return BlockedError(f"{url}: refused by the site or its bot wall (status {status})", url=url, status=status)
    if status == 429:
        return FetchError(f"{url}: asked too often (status 429)", url=url, transient=True, status=status)
    if status >= 500:
        return FetchError(f"{url}: the server failed (status {status})", url=url, transient=True, status=status)
    return FetchError(f"{url}: no page (status {status})", url=url, status=status)
