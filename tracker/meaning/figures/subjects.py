"""What a figure is paid or asked for, in the text's own words: a class of a 分别 list, a beneficiary, a measure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from tracker.meaning.figures.bounds import Bounded
from tracker.meaning.figures.context import CLASSIFIER, NOUNS, SENTENCES, segment_start

_COORDINATE = re.compile("、|和|或者?|以及|及(?!其)|与")
_LEAD = re.compile(
    "^(?:[-、,:]|以及|和|或者?|及|且|并处?|最高|不超过|不高于|应当|的|其中|同时|对于?|给予|予以|再(?!次)|按照?|经[认评审]定后?|"
    "可|区级|原则上|一般|支持|连续)+"
)
_GRANTING = re.compile(
    "(?:分别|再|可|最高|最多|不超过|不高于|给予|予以|按照?|奖励|一次性|支持|补助|补贴|资助|资金|金额|总额|额度|"
    "每年度?|每项|年度|累计|合计|共计|择优|原则上|一般|的|为|至|在|约|每|各|可以|并?处|应当|自)+$"
)
# 单个企业, 每家机构: the scope says it already
_SCOPED = re.compile(rf"^(?:单(?!位)(?:一|{CLASSIFIER})|每一?(?:{CLASSIFIER})?|同一)[^,;。]*$")
_NAMES_ONE = re.compile(f"(?:{NOUNS})$")  # 市级育新基地, 国际活动: who gets it stands right before the figure
_ITEM = re.compile(r"^(?:[(\[]?[一二三四五六七八九十\d]{1,3}[)\].、])+")
# conditions that name nobody
_NOBODY = re.compile("^(?:符合|满足)(?:以下|上述|相关|规定)?的?条件$|^上述$")
_SUBJECT_LENGTH = 40  # longer ones come down to the noun behind their last 的


def find_subjects(text: str, items: Sequence[Bounded], heads: Sequence[int]) -> list[str | None]:
    """What each figure is paid or asked for, in the text's own words, where plain."""
    subjects: list[str | None] = []
    counts = Counter(heads)
    for at, item in enumerate(items):
        classes = _classes(text, items[heads[at]], counts[heads[at]])
        if classes:
            subjects.append(classes[at - heads[at]])
        elif heads[at] != at:
            subjects.append(subjects[heads[at]])
        else:
            subjects.append(_subject(text, item, items[at - 1].end if at else 0))
    return subjects


def _classes(text: str, head: Bounded, count: int) -> list[str] | None:
    """The classes a 分别 deals out to: 对A、B和C,分别给予30万元、20万元、10万元; None where they do not count out."""
    begin = segment_start(text, head.start, SENTENCES)
    before = text[begin : head.start]
    told = before.rfind("分别")
    if count < 2 or told < 0:
        return None
    lists = [_GRANTING.sub("", _LEAD.sub("", before[told + 2 :]))]
    lists += [part for part in reversed(re.split("[,:]", before[:told])) if part][:2]
    for phrase in lists:
        parts = _counted_out(re.sub(r"\([^()]*\)", "", phrase), count)
        if parts:
            return [_tidy(part) for part in parts]
    return None


def _counted_out(phrase: str, count: int) -> list[str] | None:
    """`count` coordinate parts of `phrase`, or of what stands behind one of its 的."""
    starts = [0, *(match.end() for match in re.finditer("的", phrase) if match.end() < len(phrase))]
    for start in starts:
        parts = [part for part in _COORDINATE.split(phrase[start:]) if part]
        if len(parts) == count:
            return parts
    return None


def _subject(text: str, item: Bounded, floor: int) -> str | None:
    """The words before a threshold, term or date; the one who gets it for an award or a share."""
    begin = max(floor, segment_start(text, item.start))
    near = _tidy(_GRANTING.sub("", _LEAD.sub("", _ITEM.sub("", text[begin : item.start]))))
    near = "" if _SCOPED.match(near) or len(near) < 2 else near
    if item.atom.kind in ("amount", "ratio", "rate") and not _asks(item, text) and not _NAMES_ONE.search(near):
        return _shortened(_beneficiary(text, item)) or near or None
    return _shortened(near) or None


def _asks(item: Bounded, text: str) -> bool:
    """A threshold: 营业收入达到1亿元, 实收资本不足1亿元."""
    return item.bound == "min" or re.match("不足|不满|未达|低于|小于", text[item.start : item.end]) is not None


def _beneficiary(text: str, item: Bounded) -> str:
    """X of the nearest 对X…, 对X的, or condition …的, before the figure in its sentence."""
    begin = segment_start(text, item.start, SENTENCES)
    found = ""
    parts = re.split("[,:]", text[begin : item.start])
    for at, part in enumerate(parts):
        last = at == len(parts) - 1
        told = re.search("(?:^|[^针面应反])对于?(?!外|接|象|标|口|照)(?P<who>[^,;。]{2,})$", part)
        who = told["who"] if told else part if part.endswith("的") and not last else ""
        if last and told:
            who = re.split("给予|予以|按照?|可给|最高|奖励|每[^,]{0,3}给", who)[0]
        if len(who) > 1:
            found = _tidy(_LEAD.sub("", _ITEM.sub("", who)))
    return found


def _shortened(phrase: str) -> str:
    """A long phrase comes down to the noun behind its last 的."""
    if _NOBODY.match(phrase):
        return ""
    if len(phrase) <= _SUBJECT_LENGTH:
        return phrase
    tail = phrase.rsplit("的", 1)[-1]
    return tail if 2 <= len(tail) <= _SUBJECT_LENGTH else ""


def _tidy(phrase: str) -> str:
    return re.sub("(?:的|,|、|给予|予以)+$", "", re.sub("^(?:对于?|的|、|,)+", "", phrase)) or phrase
