"""Events as an Atom feed (RFC 4287), one entry per event, for any feed reader.

An entry's id depends on the event's key alone, so an event is shown once however often the feed is written.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from tracker.models import Event
from tracker.report.phrases import Lang
from tracker.report.text import view_text
from tracker.report.view import event_view
from tracker.report.words import document_words

_ATOM = "http://www.w3.org/2005/Atom"
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def render_feed(
    events: Sequence[Event], lang: Lang, *, title: str, updated: dt.datetime, address: str | None = None
) -> str:
    """
    Write events as an Atom feed.

    Args:
        events: n events in any order; the newest comes first in the feed.

        lang: Language of the report's own words.

        title: Name of the feed.

        updated: When the feed was made; the newest event's time is taken where there is one.

        address: Where the feed lies, for its self link and id; an id made of the title where not known.

    Returns:
        The XML document, ending with a line break.
    """
    ET.register_namespace("", _ATOM)
    feed = ET.Element(_name("feed"), {"{http://www.w3.org/XML/1998/namespace}lang": "zh-CN" if lang == "zh" else "en"})
    newest_first = sorted(events, key=lambda event: event.happened_at, reverse=True)
    _add(feed, "id", address or _urn(title))
    _add(feed, "title", title)
    _add(feed, "updated", _time(newest_first[0].happened_at if newest_first else updated))
    _add(ET.SubElement(feed, _name("author")), "name", title)  # RFC 4287, 4.1.1: a feed or all its entries have one
    if address:
        ET.SubElement(feed, _name("link"), {"rel": "self", "href": _clean(address)})
    for event in newest_first:
        _entry(feed, event, lang)
    ET.indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="unicode") + "\n"


def _entry(feed: ET.Element, event: Event, lang: Lang) -> None:
    entry = ET.SubElement(feed, _name("entry"))
    _add(entry, "id", _urn(event.key))
    view = event_view(event, lang)
    _add(entry, "title", view.title)
    _add(entry, "updated", _time(event.happened_at))
    addresses = [item.url for item in event.evidence if item.url and re.match(r"https?://", item.url)]
    if addresses:
        ET.SubElement(entry, _name("link"), {"rel": "alternate", "href": _clean(addresses[0])})
    ET.SubElement(entry, _name("category"), {"term": event.kind})
    _add(entry, "content", view_text(view, lang)).set("type", "text")
    if event.document:
        _add(entry, "summary", document_words(event.document, lang))


def _name(tag: str) -> str:
    return f"{{{_ATOM}}}{tag}"


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub("", text)


def _add(parent: ET.Element, tag: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, _name(tag))
    element.text = _clean(text)
    return element


def _urn(key: str) -> str:
    """A stable id of RFC 4122 form made of a key."""
    digest = hashlib.sha256(key.encode()).hexdigest()
    return f"urn:uuid:{digest[:8]}-{digest[8:12]}-8{digest[13:16]}-8{digest[17:20]}-{digest[20:32]}"


def _time(time: dt.datetime) -> str:
    return time.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
