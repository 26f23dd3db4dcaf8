"""One document of the register as text, and the candidates of a clause for `tracker diff --explain`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.models import Version
from tracker.report.phrases import Lang, say
from tracker.report.text import bold, version_lines

_WORDS = {
    "state": ("状态", "state"),
    "ended_by": ("被废止于", "ended by"),
    "cited_by": ("被引用", "cited by"),
    "leans_on_ended": ("仍引用已失效文件", "leans on ended"),
    "versions": ("版本", "versions"),
    "addresses": ("网址", "addresses"),
}


def document_text(version: Version, data: Mapping[str, Any], lang: Lang, *, color: bool = False) -> str:
    """What the register knows of a document, then all that is read in its text."""
    at = 0 if lang == "zh" else 1
    head = f"{data['id']}  {data['title']}" + (f"（{data['doc_number']}）" if data["doc_number"] else "")
    since = f"（{data['state_since']}）" if data["state_since"] else ""
    facts = {
        "state": f"{say('state.' + data['state'], lang)}{since}"
        + (f"：{data['state_reason']}" if data["state_reason"] else ""),
        "ended_by": data["ended_by"]["title"] if data["ended_by"] else None,
        "cited_by": "；".join(item["title"] for item in data["cited_by"]) or None,
        "leans_on_ended": "；".join(str(item["title"] or item["doc_number"]) for item in data["leans_on_ended"])
        or None,
        "versions": data["versions"],
        "addresses": " ".join(data["addresses"]) or None,
    }
    known = [f"   {_WORDS[name][at]}{say('colon', lang)}{value}" for name, value in facts.items() if value]
    return "\n".join([bold(head, color), *known, "", *version_lines(version, lang)]) + "\n"
