"""Repeals: the documents a text ends.

In:  a sentence or a version, e.g. "本办法自发布之日起施行。《示例市旧办法》（示政发〔2020〕3号）同时废止。"
Out: one `Repeal` per document ended: title and number as printed, the part of it where only a part ends.

How it reads: named documents become marks (`mentions`), then each verb of ending (同时废止, 予以废止, 作废, 失效,
停止执行, 不再执行, 不再适用 …) is taken with its objects. An object stands directly before the verb (《A》和《B》第三条
同时废止) or directly behind it (废止《A》、《B》; 以下文件停止执行：1.《A》 2.《B》). "Directly" is a closed list of what
may stand between: number, part, 等N件文件, a date, an adverb; between two objects a separator and the history of the
next one (1997年…发布、2001年…修正的《B》). Whatever does not fit that list is no repeal: a basis (依据《A》，《B》同时
废止 ends B alone), a condition (《A》失效的, 废止后), a plan (拟废止, 应当废止), a paper (《许可证》作废), history
(已废止), a blanket clause without names (与本办法不一致的，同时废止).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.meaning.mentions import MARK, Marked, mark
from tracker.meaning.validity import find_validity
from tracker.models import Repeal, Version
from tracker.names import doc_number_key, title_key
from tracker.text import CHINESE_NUMERAL, find_date

_VERB = re.compile(
    r"(?:废止|废除|作废|失效|停止执行|停止实施|停止施行|停止适用|终止执行|终止实施|终止施行|"
    r"不再执行|不再实施|不再施行|不再适用|不再有效|不再具有(?:法律)?效力)"
    r"(?!的|后|前|之|时|或|和|及|与|情|于|案|期|职|[、](?!" + MARK + r"))"
)
# Only these take an object behind them (失效《A》 is no Chinese)
_TRANSITIVE = re.compile(
    r"废止|废除|停止执行|停止实施|停止施行|停止适用|终止执行|终止实施|不再执行|不再实施|不再适用|宣布(?:失效|作废)"
)

_COUNT = rf"(?:\d+|{CHINESE_NUMERAL}+)"
_REF = (
    rf"(?:第{_COUNT}(?:编|章|节|条(?:之{_COUNT})?|款|项|目|部分|点|段)|[第]?[（(]{_COUNT}[)）](?:项|目|款|点)?|"
    rf"附[件表录]{_COUNT}?|{_COUNT}[.、](?=[（(]{_COUNT}[)）]))"
)
_REFS = rf"{_REF}+(?:(?:[、，,和及与至到]|以及)*{_REF}+)*"
_PART = (
    rf"(?:中?的?(?P<refs>{_REFS})(?:规定的[^，,。；;]{{1,60}}|中?的?(?:有关)?[^，,。；;]{{0,30}}?(?:规定|内容|条款|标准|政策))?"
    r"|(?:中|里)?的?(?P<topic>(?:有关|关于|涉及)[^，,。；;]{1,60}?(?:规定|内容|条款|条文|部分|政策|标准|措施|要求)"
    r"|(?<=中)与本[^，,。；;]{2,20}的(?:规定|内容|条款|部分)))"
)
_PART_ONLY = re.compile(_PART)
# 等3件文件, 等文件, or the bare 文件 behind a number
_AND_OTHERS = r"(?:等[^，,。；;]{0,16}?|文件|文|通知|公告)"
_WHEN = r"(?:[自从于在至到][^，,。；;]{1,40}?(?:起|日|时|后|止|底|年|月))"
_ADVERB = (
    r"(?:同时|即行|即日起?|即时|即|一并|一律|也|均|都|相应|自动|自行|自然|随之|随即|同步|全部|予以|现予|现|宣布|正式|依法|届时|"
    r"另行|并|应予|全文|整体|其余|立即|同日起?|同期)"
)
# Between the last object and its verb
_TO_VERB = re.compile(
    rf"{_AND_OTHERS}?(?P<part>{_PART})?[,，]?(?:{_WHEN}[,，]?)?{_ADVERB}*(?:{_WHEN}[,，]?)?{_ADVERB}*"
)
_SEPARATOR = r"(?:[、，,]?(?:和|以及|及|与|并|暨|或)?)"
_NUMBERING = rf"(?:[(（]?{_COUNT}[)）.．、]|[①-⑳])"
_BETWEEN = re.compile(
    rf"{_AND_OTHERS}?(?P<part>{_PART})?(?P<separator>{_SEPARATOR})(?P<numbering>{_NUMBERING})?(?P<history>[^。；;]*)",
    re.DOTALL,
)
_NEXT_ITEM = re.compile(
    rf"{_AND_OTHERS}?(?P<part>{_PART})?[。；;、，,]?(?P<numbering>{_NUMBERING})?(?:和|以及|及)?(?P<history>[^。；;]*)"
)

_BASIS = re.compile(r"根据|依据|按照|依照|遵照|参照|对照|违反|为了|为贯彻|贯彻|落实")
_AMENDED = re.compile(r"(?:修订|修正|修改|调整)(?:公布|发布|印发|通过)?的?原?$")
_HISTORY = re.compile(
    r"(?:发布|公布|颁布|印发|下发|颁发|通过|批准|制定|制订|修订|修正|修改|转发|批转|施行|实施|出台|发出|联合发文|签发|重新公布)(?:施行|实施|试行)?的(?:原)?$"
)
_ORGAN = re.compile(r"(?:院|部|委|局|厅|府|会|室|署|办|处|中心|公司|银行|法院|组|市|区|省|县)$")
# A word that makes the title behind it the object of something else, or the sentence a condition
_GOVERNS = re.compile(
    r"(?:根据|依据|按照|依照|遵照|参照|依|执行|适用|贯彻|落实|印发|发布|公布|制定|修订|修改|实施|施行|违反|符合|参见|见|如|若|如果|一旦|倘若|当|"
    r"因|因为|由于|鉴于|待|除|按|经|发布了|印发了|制定了|通过|批准|学习|宣传|规定在)$"
)
# In front of the verb: a duty, a plan, a doubt; no repeal happens here
_UNREAL = re.compile(
    r"(?:应当|应该|应|可以|可|建议|拟|拟予|申请|提请|责令|需要|须|必须|是否|不得|不|未|尚未|没有|或者|或|修改|修订|制定|[修改订定]、|如|若|如果|一旦|能否|要求|"
    r"提出|负责|及时|曾|曾经|已|已经|已被|被|业已|早已)(?:予以|宣布|自行|自动|自然|全部|一并|同时|即行)*$"
)
_FROM_DAY = re.compile(
    r"(?:[自从](?P<date>[^，,。；;自从于起]{6,16}?日)起|于(?P<on>[^，,。；;自从于起]{6,16}?日)"
    + f"{_ADVERB}*(?:{_VERB.pattern}))"
)
_SENTENCE_END = "。；;！!？?"


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
    marked = mark(text)
    aliases = {m.alias: m for m in marked.mentions if m.alias and m.title}
    found: list[Repeal] = []
    for verb in _VERB.finditer(marked.text):
        objects = _objects_behind(marked, verb) or _objects_before(marked, verb)
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


def _objects_behind(marked: Marked, verb: re.Match[str]) -> list[_Object]:
    """废止《A》、《B》; 予以废止：1.《A》 2.《B》."""
    text = marked.text
    first = _next_mark(text, verb.end())
    if first is None:
        return []
    lead = text[verb.end() : first]
    sentence_start = _last(text, verb.start(), _SENTENCE_END)
    before = re.sub(f"^{_NUMBERING}", "", text[sentence_start : verb.start()])
    transitive = _TRANSITIVE.search(text, max(0, verb.start() - 2), verb.end()) is not None
    listed = _is_list_lead(before, lead)
    if not listed and not (
        transitive and (lead in ("", "原", "了") or _is_history(lead) or _is_history(lead + "的原"))
    ):
        return []
    if _UNREAL.search(before):
        return []
    objects = _walk(marked, first, listed)
    last = objects[-1].at + 1
    if not listed and re.match(r"(?:等[^，。]{0,12})?(?:的|后|前|时|之日)", text[last:]) and not objects[-1].partial:
        return []
    return [item for item in objects if not marked.mention(item.at).is_paper]


def _is_list_lead(before: str, lead: str) -> bool:
    """Whether what stands between verb and first title opens a list: 下列文件予以废止：1."""
    head = re.fullmatch(rf"[^。；;]{{0,60}}[：:](?:{_NUMBERING})?(?P<history>[^。；;：:]{{0,60}})", lead)
    if not head or not (not head["history"] or _is_history(head["history"])):
        return False
    return bool(re.search(r"以下|下列|如下|目录|清单|文件|规章|法规|规定|政策", before + lead))


def _walk(marked: Marked, first: int, listed: bool) -> list[_Object]:
    """The objects from the mark at `first` on, as long as only separators and histories stand between."""
    text = marked.text
    objects: list[_Object] = []
    at: int | None = first
    while at is not None:
        following = _next_mark(text, at + 1)
        gap = text[at + 1 : following] if following is not None else ""
        match = (_NEXT_ITEM if listed else _BETWEEN).fullmatch(gap) if following is not None else None
        joined = match is not None and _joins(match, listed)
        part = _PART_ONLY.match(text, at + 1)
        objects.append(_Object(at, _partial(marked, part)))
        at = following if joined else None
    return objects


def _joins(match: re.Match[str], listed: bool) -> bool:
    history = match["history"]
    if listed:
        return (bool(match["numbering"] or match.end()) and (not history or _is_history(history))) or match.end() == 0
    if not history:
        return True
    return bool(match["separator"]) and _is_history(history)


def _objects_before(marked: Marked, verb: re.Match[str]) -> list[_Object]:
    """《A》、《B》第三条同时废止."""
    text = marked.text
    start = _last(text, verb.start(), _SENTENCE_END)
    last = _last_mark(text, start, verb.start())
    if last is None:
        return []
    link = _TO_VERB.fullmatch(text, last + 1, verb.start())
    if link is None:
        return []
    objects = [_Object(last, _partial(marked, link))]
    while True:
        previous = _last_mark(text, start, objects[0].at)
        if previous is None:
            break
        gap = _BETWEEN.fullmatch(text, previous + 1, objects[0].at)
        if gap is None or not (not gap["history"] or (gap["separator"] and _is_history(gap["history"]))):
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
        prefix = re.sub(rf"^{_NUMBERING}", "", text[segment_start : groups[index][0].at])
        alone = index == len(groups) - 1
        if not _stands_free(prefix, strict=not alone):
            return [item for group in groups[index + 1 :] for item in group]
    return [item for group in groups for item in group]


def _stands_free(prefix: str, *, strict: bool) -> bool:
    """Whether nothing in the words before a title governs it; `strict`: they must be its history or nothing."""
    if not prefix or _is_history(prefix):
        return True
    if strict or _GOVERNS.search(prefix):
        return False
    return not _BASIS.search(prefix)


def _is_history(words: str) -> bool:
    """Whether `words` only say who made the title behind them, and when: 1997年国务院发布的, 最高人民法院, 原."""
    words = re.sub(r"^(?:和|以及|及|与|并|或|对|将|把)", "", words)
    if not words or words in ("原", "原有", "原来", "的", "旧"):
        return words != "的"
    if _BASIS.search(words) and not _AMENDED.search(words):
        return False
    if re.search(r"起施行|起实施|起执行|有效期", words):
        return False
    return bool(_HISTORY.search(words) or (_ORGAN.search(words.removesuffix("原")) and len(words) <= 60))


def _partial(marked: Marked, match: re.Match[str] | None) -> str | None:
    """The part a match names, as printed: 第三条 or 有关…的规定."""
    if match is None:
        return None
    for group in ("refs", "topic"):
        if match[group]:
            return marked.printed(*match.span(group))
    return None


def _next_mark(text: str, start: int) -> int | None:
    match = re.compile(MARK).search(text, start)
    return match.start() if match else None


def _last_mark(text: str, start: int, end: int) -> int | None:
    return next((at for at in range(end - 1, start - 1, -1) if re.match(MARK, text[at])), None)


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
    first = _last(marked.text, start, _SENTENCE_END)
    for match in _FROM_DAY.finditer(marked.text[first:end]):
        day = find_date(match["date"] or match["on"])
        if day is not None:
            return day
    return None


def _once(repeals: Sequence[Repeal]) -> tuple[Repeal, ...]:
    """Each document (and part) once, the first time it is named."""
    seen: dict[tuple[str | None, str | None, str | None], Repeal] = {}
    for repeal in repeals:
        key = (title_key(repeal.title) if repeal.title else None, doc_number_key(repeal.doc_number), repeal.partial)
        seen.setdefault(key, repeal)
    return tuple(seen.values())


def find_repeals(version: Version) -> tuple[Repeal, ...]:
    """
    Read every repeal that `version` states, in its clauses, its lists and the notice that carries it.

    Args:
        version: Its clauses set; without clauses its plain text is read as one.

    Returns:
        In order of print, each document (and part) once. A repeal without a date of its own takes hold when the
        version does, where that day is known.
    """
    effective = find_validity(version).effective_from
    passages = [(clause.label, clause.text) for clause in version.clauses] or [("", version.text)]
    found: list[Repeal] = []
    for label, text in (*passages, ("", version.notice or "")):
        found += find_repeals_in(text, label)
    dated = [repeal if repeal.effective else replace(repeal, effective=effective) for repeal in found]
    return _once(dated)
