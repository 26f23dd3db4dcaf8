"""Repeals: the documents a text ends.

In:  a sentence or a version, e.g. "本办法自发布之日起施行。《示例市旧办法》（示政发〔2020〕3号）同时废止。"
Out: one `Repeal` per document ended: title and number as printed, the part of it where only a part ends.

How it reads: named documents become marks (`mentions`), then each verb of ending (同时废止, 予以废止, 作废, 失效,
停止执行, 不再执行, 不再适用 …) is taken with its objects. An object stands directly before the verb (《A》和《B》
第三条同时废止) or directly behind it (废止《A》、《B》; 以下文件停止执行：1.《A》 2.《B》). "Directly" is a closed list
of what may stand between: number, part, 等N件文件, a date, an adverb; between two objects a separator and the history
of the next one (1997年…发布、2001年…修正的《B》). Whatever does not fit that list is no repeal: a basis (依据《A》，
《B》同时废止 ends B alone), a condition (《A》失效的, 废止后), a plan (拟废止, 应当废止), a paper (《许可证》作废),
history (已废止), a blanket clause without names (与本办法不一致的，同时废止). Lists that stand apart from their
sentence are read by `repeal_lists`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.meaning.mentions import MARK, Marked, mark, names_documents
from tracker.meaning.repeal_lists import find_in_title, find_listed
from tracker.meaning.repeal_words import (
    AMENDED,
    AMENDS,
    BASIS,
    BEGINS,
    BETWEEN,
    DECISION,
    DIRECT,
    FROM_DAY,
    FROM_ISSUE,
    GOVERNS,
    HISTORY,
    LIST_NOUN,
    NEXT_ITEM,
    NUMBERING,
    ORGAN,
    PAPERS,
    PART,
    SENTENCE_END,
    SPEAKS,
    STAYS,
    TO_VERB,
    TRANSITIVE,
    UNREAL,
    VERB,
    VERB_STEM,
)
from tracker.meaning.validity import find_validity
from tracker.models import Repeal, Version
from tracker.names import doc_number_key, title_key
from tracker.text import LazyPattern, find_date

_PART = LazyPattern(PAPERS + PART)
_STOPS = tuple(SENTENCE_END + "，,")  # behind a verb: what follows is said of something else


@dataclass(frozen=True, slots=True)
class _Object:
    """A named document that a verb ends, and the part of it."""

    at: int  # position of its mark
    partial: str | None = None


def find_repeals_in(text: str, clause: str = "") -> tuple[Repeal, ...]:
    """
    Read the repeals that a sentence or a paragraph states.

    Args:
        text: Running text; blanks and line ends mean nothing.

        clause: Label of the clause it stands in, kept with each repeal.

    Returns:
        In order of print, each document once. `effective` is set where the text itself dates it.

    >>> [r.title for r in find_repeals_in("依据《甲条例》制定，原《乙办法》（示发〔2020〕1号）同时废止。")]
    ['《乙办法》']
    """
    if not names_documents(text) or VERB_STEM.search(text) is None:
        return ()
    marked = mark(text)
    aliases = {m.alias: m for m in marked.mentions if m.alias and m.title}
    found: list[Repeal] = []
    for verb in VERB.finditer(marked.text):
        objects = _objects_behind(marked, verb) or _objects_before(marked, verb)
        if not objects:
            continue
        sentence = _sentence(marked, verb.start(), verb.end())
        effective = _dated(marked, verb.start(), verb.end())
        for item in objects:
            mention = marked.mention(item.at)
            mention = aliases.get(mention.title or "", mention)
            found.append(
                Repeal(
                    title=mention.title,
                    doc_number=mention.doc_number,
                    partial=item.partial,
                    effective=effective,
                    text=sentence,
                    clause=clause,
                )
            )
    return _once(found)


def find_repeals(version: Version) -> tuple[Repeal, ...]:
    """
    Read every repeal that `version` states, in its clauses, its lists and the notice that carries it.

    Args:
        version: Its clauses set; without clauses its plain text is read as one.

    Returns:
        In order of print, each document (and part) once. A repeal without a date of its own takes hold when the
        version does, where that day is known; one 自本通知印发之日起 on the day of issue.
    """
    passages = [(clause.label, clause.text) for clause in version.clauses] or [("", version.text)]
    found: list[Repeal] = []
    for label, text in (*passages, ("", version.notice or "")):
        for cell in text.split("\t"):  # what stands in two cells of a row is no sentence
            found += find_repeals_in(cell, label)
    found += find_listed(version)
    found += find_in_title(version)
    if not found:
        return ()
    begins = find_validity(version).effective_from
    issued = None if version.stage == "draft" else version.issued or version.published
    return _once(
        [
            repeal
            if repeal.effective
            else replace(repeal, effective=issued if FROM_ISSUE.search(repeal.text) else begins)
            for repeal in found
        ]
    )


def _objects_behind(marked: Marked, verb: re.Match[str]) -> list[_Object]:
    """废止《A》、《B》; 予以废止：1.《A》 2.《B》."""
    text = marked.text
    first = _next_object(marked, verb.end())
    if first is None:
        return []
    start = _last(text, verb.start(), SENTENCE_END)
    before = re.sub(f"^{NUMBERING}", "", text[start : verb.start()])
    lead = text[verb.end() : first]
    listed = _opens_list(before, lead)
    takes_object = TRANSITIVE.search(text, max(0, verb.start() - 2), verb.end()) is not None and lead[:1] not in _STOPS
    if UNREAL.search(before) or not (listed or (takes_object and _is_history(lead) and _speaks(before, verb[0]))):
        return []
    objects = _walk(marked, first, listed)
    if not listed and re.match(r"(?:等[^，。]{0,12})?(?:的|后|前|时|之日|由|需|须|应)", text[objects[-1].at + 1 :]):
        return [item for item in objects if item.partial]
    return [item for item in objects if not marked.mention(item.at).is_paper]


def _speaks(before: str, verb: str) -> bool:
    """Whether the sentence ends a document as a whole: nobody else's act (《B》废止《A》), no single case."""
    if re.search(f"{MARK}$", before):
        return False
    case, _, words = re.sub("[,:：]", "，", before).rpartition("，")
    return verb in ("废止", "废除") or (
        # 在试验区内，停止实施《A》: a place or a time, in which the document holds no more
        not case.endswith(("的", "内", "期间", "范围", "区域")) and SPEAKS.fullmatch(words) is not None
    )


def _opens_list(before: str, lead: str) -> bool:
    """Whether what stands between verb and first title opens a list: 下列文件予以废止：1. or 予以废止（一）."""
    head = re.fullmatch(
        rf"(?P<what>[^。；;：:]{{0,60}}?)(?P<colon>[：:]?)(?P<first>{NUMBERING})?(?P<history>[^。；;：:]{{0,200}})",
        lead,
    )
    if not head or not (head["colon"] or head["first"]) or not _is_history(head["history"]):
        return False
    return LIST_NOUN.search(before + head["what"]) is not None


def _walk(marked: Marked, first: int, listed: bool) -> list[_Object]:
    """The objects from the mark at `first` on, as long as only separators and histories stand between."""
    text = marked.text
    objects: list[_Object] = []
    at: int | None = first
    while at is not None:
        objects.append(_Object(at, _partial(marked, _PART.match(text, at + 1))))
        following = _next_object(marked, at + 1)
        joined = following and _gap(text, at + 1, following, listed=listed) and not STAYS.match(text, following + 1)
        at = following if joined else None
    return objects


def _next_object(marked: Marked, start: int) -> int | None:
    """The first mark at or behind `start` that is not named as the amendment of another."""
    at = marked.next_mark(start)
    while at is not None and AMENDS.match(marked.text, at + 1):
        at = marked.next_mark(at + 1)
    return at


def _last_object(marked: Marked, start: int, end: int) -> int | None:
    """The last mark in [start, end) that is not named as the amendment of another."""
    at = marked.last_mark(start, end)
    while at is not None and AMENDS.match(marked.text, at + 1):
        at = marked.last_mark(start, at)
    return at


def _gap(text: str, start: int, end: int, *, listed: bool) -> re.Match[str] | None:
    """What stands between two objects where it joins them: a separator, a number in a list, or nothing."""
    direct = DIRECT.fullmatch(text, start, end)
    if direct:
        return direct
    gap = (NEXT_ITEM if listed else BETWEEN).fullmatch(text, start, end)
    if gap is None or not gap["history"]:
        return gap
    joint = gap["numbering"] if listed else gap["separator"]
    return gap if joint and _is_history(gap["history"]) else None


def _objects_before(marked: Marked, verb: re.Match[str]) -> list[_Object]:
    """《A》、《B》第三条同时废止."""
    text = marked.text
    start = _last(text, verb.start(), SENTENCE_END)
    last = marked.last_mark(start, verb.start())
    if last is None:
        return []
    link = TO_VERB.fullmatch(text, last + 1, verb.start())
    if link is None or (last + 1 == verb.start() and DECISION.search(marked.mention(last).title or "")):
        return []
    objects = [_Object(last, _partial(marked, link))]
    while True:
        previous = _last_object(marked, start, objects[0].at)
        if previous is None:
            break
        gap = _gap(text, previous + 1, objects[0].at, listed=False)
        if gap is None:
            break
        objects.insert(0, _Object(previous, _partial(marked, gap)))
    objects = _without_governed(marked, start, objects)
    return [item for item in objects if not marked.mention(item.at).is_paper]


def _without_governed(marked: Marked, start: int, objects: list[_Object]) -> list[_Object]:
    """Drop the leading objects that hang on another word: 依据《A》、《B》，《C》同时废止 ends C alone."""
    text = marked.text
    groups: list[list[_Object]] = []
    for item in objects:
        gap = text[groups[-1][-1].at + 1 : item.at] if groups else ","
        if not groups or re.search(r"[,，]", gap):
            groups.append([])
        groups[-1].append(item)
    for index in range(len(groups) - 1, -1, -1):
        segment_start = max(start, _last(text, groups[index][0].at, ",，：:"))
        prefix = re.sub(rf"^{NUMBERING}", "", text[segment_start : groups[index][0].at])
        alone = index == len(groups) - 1
        if not _stands_free(prefix, strict=not alone):
            return [item for group in groups[index + 1 :] for item in group]
    return [item for group in groups for item in group]


def _stands_free(prefix: str, *, strict: bool) -> bool:
    """Whether nothing in the words before a title governs it; `strict`: they must be its history or nothing."""
    if not prefix or _is_history(prefix):
        return True
    if strict or GOVERNS.search(prefix):
        return False
    return not BASIS.search(prefix)


def _is_history(words: str) -> bool:
    """Whether `words` only say who made the title behind them, and when: 1997年国务院发布的, 最高人民法院, 原."""
    words = re.sub(r"^(?:和|以及|及|与|并|或|对|将|把)|以$", "", words)  # 2009年3月1日以第5号令发布的
    if words in ("", "原", "原有", "原来的", "旧"):
        return True
    if BEGINS.search(words) or (BASIS.search(words) and not AMENDED.search(words)):
        return False
    return bool(HISTORY.search(words) or (ORGAN.search(words.removesuffix("原")) and len(words) <= 60))


def _partial(marked: Marked, match: re.Match[str] | None) -> str | None:
    """The part a match names, as printed: 第三条 or 有关…的规定."""
    if match is None:
        return None
    for group in ("refs", "topic"):
        if match[group]:
            return marked.printed(*match.span(group))
    return None


def _last(text: str, end: int, marks: str) -> int:
    """The position behind the last of `marks` before `end`; 0 where there is none."""
    return max((text.rfind(char, 0, end) for char in marks), default=-1) + 1


def _sentence(marked: Marked, start: int, end: int) -> str:
    """The printed sentence around a verb; the list behind it included up to its first full stop."""
    first = _last(marked.text, start, "。！!？?")
    stop = min(
        (at for at in (marked.text.find(char, end) for char in "。！!？?") if at != -1), default=len(marked.text) - 1
    )
    return marked.printed(first, stop + 1)


def _dated(marked: Marked, start: int, end: int) -> dt.date | None:
    """The day a repeal takes hold where its own sentence dates it: 自2024年1月1日起，《A》停止执行."""
    first = _last(marked.text, start, SENTENCE_END)
    named = marked.last_mark(first, start)
    # the day between title and verb is the repeal's own (本办法自1月1日起施行，《A》自7月1日起废止)
    for passage in (marked.text[named:end] if named is not None else "", marked.text[first:end]):
        for match in FROM_DAY.finditer(passage):
            day = find_date(match["date"] or match["on"])
            if day is not None:
                return day
    return None


def _once(repeals: Sequence[Repeal]) -> tuple[Repeal, ...]:
    """Each document (and part) once, where it is first named; a number that only a later naming has is kept."""
    kept: list[Repeal] = []
    places: dict[tuple[str | None, str | None], list[int]] = {}
    for repeal in repeals:
        name = title_key(repeal.title) if repeal.title else doc_number_key(repeal.doc_number)
        same = places.setdefault((name, repeal.partial), [])
        at = next((place for place in same if _may_be_same(kept[place].doc_number, repeal.doc_number)), None)
        if at is None:
            same.append(len(kept))
            kept.append(repeal)
        elif kept[at].doc_number is None:
            kept[at] = replace(kept[at], doc_number=repeal.doc_number)
    return tuple(kept)


def _may_be_same(one: str | None, other: str | None) -> bool:
    """Whether two numbers of one title are no contradiction."""
    return one is None or other is None or doc_number_key(one) == doc_number_key(other)
