"""A digest (精华汇编): quoted measures, each followed by the policy it is taken from.

    **支持示例。**对示例企业给予最高50万元奖励。
    ——示例市若干措施

A quotation may run over a page break, a policy's name over two lines. A measure that names no policy is kept
with `policy` "", so that a reader sees it cannot be checked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.documents.head import ends_title
from tracker.documents.lines import SENTENCE_END, Line, is_unit
from tracker.models import DigestItem
from tracker.names import clean_title
from tracker.text import squeeze

_LEAST_ITEMS = 4
_SOURCE = re.compile(r"^(?:(?:[—–―－]\s*){1,4}|-{2,4})\s*(?P<name>[《\u4e00-\u9fff\d“].{3,})$")
_QUOTED_SOURCE = re.compile(
    r"^[(（]?(?:来源|摘自|出自|政策依据|依据文件|政策来源)[:：]\s*(?P<name>《.{4,}》[^。]{0,40}?)[)）]?$"
)
# …奖励。——示例市若干措施: the source at the end of the measure's own line
_RUN_IN_SOURCE = re.compile(r"^(?P<text>.*[。！”])\s*[—–]{2,4}\s*(?P<name>[《\u4e00-\u9fff\d“][^—。；，]{4,60})$")
_BOLD = re.compile(r"^\*\*(?P<heading>[^*]{2,80})\*\*")
_HEADLINE = re.compile(r"^[^，。；：,;:]{4,40}。(?=.)")
_LONGEST_NAME_END = 40


def read_items(text: str, lines: Sequence[Line]) -> tuple[DigestItem, ...]:
    """The quoted measures of a digest in order; () where fewer than four of the `lines` of `text` give a source."""
    if not _names_policies(lines):
        return ()
    raw = re.split(r"\r\n?|\n", text)
    items: list[DigestItem] = []
    held: list[Line] = []
    begun = False  # nothing before the first section or measure is one: cover, preface, contents
    at = 0
    while at < len(lines):
        line = lines[at]
        run_in = _RUN_IN_SOURCE.match(line.text)
        name = source_name(line.text)
        if run_in is not None:
            held.append(Line(number=line.number, text=run_in["text"], bare=squeeze(run_in["text"])))
            name = clean_title(run_in["name"])
        if name is not None:
            name, at = _whole_name(lines, at, name)
            items += _items_of(held, raw, name)
            held, begun = [], True
        elif _is_section(line, raw[at]):
            items += _items_of(held, raw, "") if begun else []
            held = []
            begun = begun or _opens(lines, at)
        elif line.bare:
            held.append(line)
        at += 1
    return tuple(items)


def _names_policies(lines: Sequence[Line]) -> bool:
    """Enough lines give a source, and most of them a whole title: dashes before points of a plan are none."""
    names = [(at, name) for at, line in enumerate(lines) if (name := _source_of(line)) is not None]
    whole = sum(ends_title(_whole_name(lines, at, name)[0]) for at, name in names)
    return whole >= _LEAST_ITEMS and 2 * whole > len(names)


def _source_of(line: Line) -> str | None:
    run_in = _RUN_IN_SOURCE.match(line.text)
    return clean_title(run_in["name"]) if run_in else source_name(line.text)


def source_name(text: str) -> str | None:
    """The policy a line gives as source; None where it gives none.

    >>> source_name("——示例市若干措施"), source_name("（来源：《示例办法》）"), source_name("对示例企业——")
    ('示例市若干措施', '示例办法', None)
    """
    match = _SOURCE.match(text) or _QUOTED_SOURCE.match(text)
    return clean_title(match["name"]) if match and not re.search(r"[。；！？]", match["name"]) else None


def _whole_name(lines: Sequence[Line], at: int, name: str) -> tuple[str, int]:
    """The policy's name and the index of its last line: a name not at its end goes on with the next line."""
    if ends_title(name):
        return name, at
    after = next((index for index in range(at + 1, min(at + 4, len(lines))) if lines[index].bare), None)
    if after is None or len(lines[after].bare) > _LONGEST_NAME_END:
        return name, at
    joined = clean_title(name + lines[after].text)
    return (joined, after) if ends_title(joined) and "。" not in joined else (name, at)


def _is_section(line: Line, raw: str) -> bool:
    """A heading of the digest itself: ## (一) 数据交易, not a measure's bold lead."""
    if not line.bare or "。" in line.bare:
        return False
    return len(line.bare) <= 40 and (raw.lstrip().startswith("#") or is_unit(line))


def _opens(lines: Sequence[Line], at: int) -> bool:
    """The heading at `at` stands over a measure, not in a table of contents or over the preface."""
    for line in lines[at + 1 : at + 12]:
        if not line.bare:
            continue
        if source_name(line.text) is not None:
            return True
        if len(line.bare) <= 40 and is_unit(line):
            return _opens_next(line)
    return False


def _opens_next(line: Line) -> bool:
    return not re.search(r"\d$", line.bare)


def _items_of(held: Sequence[Line], raw: Sequence[str], policy: str) -> list[DigestItem]:
    """The measures on the lines `held`, one per bold lead; lines before the first lead are remains of the page."""
    if not held:
        return []
    bold = [_BOLD.match(raw[line.number - 1].strip()) for line in held]
    ended = [True, *(bool(SENTENCE_END.search(line.bare)) for line in held)]
    leads = [at for at, lead in enumerate(bold) if lead and (ended[at] or not any(bold[:at]))] or [0]
    items = []
    for start, end in zip(leads, [*leads[1:], len(held)], strict=True):
        lead = bold[start]
        text = _join([line.text for line in held[start:end]])
        heading = clean_title(lead["heading"]) if lead else _headline(text)
        items.append(DigestItem(heading=heading, text=text, policy=policy, line=held[start].number))
    return items


def _headline(text: str) -> str | None:
    """A first sentence without a comma names the measure where nothing is printed bold."""
    match = _HEADLINE.match(text)
    return match[0] if match else None


def _join(texts: Sequence[str]) -> str:
    """Paragraphs of a measure; one that ends in no sentence goes on behind the page break."""
    joined = ""
    for text in texts:
        broken = joined and not re.search(r"[。！？；：”）)]$", joined)
        joined = joined + text if broken or not joined else f"{joined}\n{text}"
    return joined
