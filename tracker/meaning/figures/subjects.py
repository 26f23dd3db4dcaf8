"""What a figure is paid or asked for, in the text's own words: a class of a 分别 list, a beneficiary, a measure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from tracker.meaning.figures.bounds import Bounded
from tracker.meaning.figures.context import CLASSIFIER, NOUNS, SENTENCES, segment_start

_BY = re.compile("按|根据|依据|参照|结合")  # by what it is measured, not whom it is for
_RANKED = re.compile("^.*(?:认定为?(?!的)|获评|评为|评选为|列入|入选)")  # 产业园认定国家级、市级园区
_COORDINATE = re.compile("、|和|或者?|以及|及(?!其)|与")
_LEAD = re.compile(
    "^(?:[-、,:]|以及|和|或者?|及|且|并(?!购|网|轨|行|联)|但是?|处(?![理置罚分于长方所境决])|最高|不得?超过|不高于|应当|的|其中|同时|对于?|给予|予以|再(?!次)|按照?|经[认评审]定后?|"
    "也?可以?|也(?=由)|区级|原则上|一般|支持(?!周期|期限|总额|额度|比例|资金|金额|标准)|连续)+"
)
_GRANTING = re.compile(
    "(?:分别|再|可|最高|最多|不超过|不高于|给予|予以|按照?|奖励|一次性|支持|补助|补贴|资助|资金|金额|总额|额度|"
    "每年度?|每项|年度|累计|合计|共计|择优|原则上|一般|的|为|至|在|约|每|各|可以|并?处|应当|自)+$"
)
# 单个企业, 每家机构: the scope says it already
_SCOPED = re.compile(rf"^(?:单(?!位)(?:一|{CLASSIFIER})|每一?(?:{CLASSIFIER})?|同一)[^,;。]*$")
_NAMES_ONE = re.compile(f"(?:{NOUNS})$")  # 市级育新基地, 国际活动: who gets it stands right before the figure
_NAMES_CLASS = re.compile(r"[^,;。、:]{0,6}(?:\d{0,2}[级类等档星]|[级类等]奖|[一二三四五六七八九十]等)")
_ITEM_LABEL = re.compile(r"(?<![\d.])\d{1,2}\.(?!\d)|(?<!第)\([一二三四五六七八九十\d]{1,2}\)(?![款项条])")
_ASIDE = re.compile(r"\((?!套)[^()]*\)")
# 对X, at the head of a part or behind a heading; 对X进行改造 is done, not paid
_TOLD = re.compile(
    "(?:^(?:其中|同时|并|再|另)?对于?|(?<=[^面针])对于)(?!外(?!资|商|国|贸)|接|象|标|口|照)(?P<who>[^,;。]{2,})$"
)
# 对单位可以并处; 对直接责任人员,给予警告或者处: of a fine who pays it, were it only 单位 or 个人
_FINED = re.compile(
    "(?<![针面])对其?(?!外贸易)(?P<who>[^,;。对]{2,30}?)(?:[,、]|可以|并|或者?|依法|给予|予以|警告|通报批评|处分)*处以?$"
)
# how and how much, not what
_MEANS = re.compile(
    "(?:给予|予以|可给|分别|按照|按(?![时期揭月年摩])|根据|参照|结合|依据|分档|择优|最高|原则上|进行|每(?=[家个项年场])).*$"
)
_MEETS = re.compile(
    "^(?:经[^的]{0,12}(?:认定|评审|评定|审核|确认)[后的]?)?(?:符合|满足)[^的]{0,12}(?:条件|要求|标准|规定)的?|^上述"
)
_CLAUSE = re.compile(
    "并|且|或(?!有)|其(?!他)|经|在|当年|当期|次年|同时|须|应|由|第|再|如|仍|已|已经|首次|成功|新|[^的]{0,6}的$"
)
_NAMES_NOTHING = re.compile(
    f"(?:{NOUNS}|力争|以上|以下|上述|其中|其他|合计|金额|总额|条件|市级|区级|国家级|配套|全年|个月|期间|到|至|分|培育|打造|实现|建成|引育|形成|推动|完成|建设|具有|获得|通过|推出|延长|无近|(?:承诺)?(?:当年|次年|上年|上一年|本年)度?|[两三四五]档|单[个一].*|每[家个].*|根据.*|.*适用于.*|致使|造成|涉及|禁止其?|最迟)+"
)
_THING_NAME = (
    "(?P<thing>[\u4e00-\u9fff]{2,14}?(?:支持|奖励|补贴|补助|资助|扶持|贴息|经费|补偿|贷款|租金|房租|保费|担保费|服务费)"
    "(?:贴息|补贴|支持|补助|奖励|补偿|资助)*)"
)
_THING = re.compile("(?:\\(不?含\\))?(?:/年)?的?" + _THING_NAME)
_BARE_THING = re.compile(
    "(?:一次性|资金|奖励|支持|补贴|补助|资助|扶持|定额|财政|区级|市级|专项|给予|予以|综合|的|经费|以|进行|标准|配套|性|事后|直接)+"
    "|.*(?:给予|予以|享受|分别|按照?|每年|连续|最高|用于|企业|个人|主体|单位|或|以下|以上|不超过).*"
)
_GRANTED = re.compile("(?:给予|予以)" + _THING_NAME)
_BASE = re.compile(".*(?:按照?|不超过|不高于|超过|依据|以|补助|给予|最高|达到)(?P<base>[^,;。、]{2,24}?)的?(?:分别)?$")
_LOOSE_START, _LOOSE_END = re.compile("^(?:对于?|的|、|,)+"), re.compile("(?:的|,|、|给予|予以)+$")
_REACH = 30  # characters behind a figure in which its name stands
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
        if _BY.match(phrase):
            continue
        parts = _counted_out(re.sub(r"\([^()]*\)", "", phrase), count)
        if parts:
            return [_tidy(_RANKED.sub("", part)) for part in parts]
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
    """The words before a threshold, term or date; for an award or a share who gets it, or what it is."""
    begin = max(floor, segment_start(text, item.start))
    near = _tidy(_GRANTING.sub("", _LEAD.sub("", _behind_label(text[begin : item.start]))))
    near = "" if _SCOPED.match(near.rpartition("、")[2]) else near.rpartition(":")[2]
    if item.atom.kind not in ("amount", "ratio", "rate") or _asks(item, text):
        return _named(re.split("且|并(?!购)|(?:或者|以及)$", near)[-1]) or None
    fined = _FINED.search(text, max(floor, segment_start(text, item.start, SENTENCES)), item.start)
    if fined:
        return _clean(_tidy(fined["who"])) or fined["who"]
    near = _clean(near)
    if _NAMES_ONE.search(near) or _NAMES_CLASS.fullmatch(near):
        return near
    base = _base(text[begin : item.start]) if item.atom.kind == "ratio" else ""
    behind = text[item.end : item.end + _REACH]
    return _beneficiary(text, item) or _paid_for(behind) or base or _granted(text, item) or None


def _asks(item: Bounded, text: str) -> bool:
    """A threshold: 营业收入达到1亿元, 实收资本不足1亿元."""
    return item.bound == "min" or re.match("不足|不满|未达|低于|小于", text[item.start : item.end]) is not None


def _beneficiary(text: str, item: Bounded) -> str:
    """X of the nearest 对X…, 对X的, or condition …的, before the figure in its sentence."""
    begin = segment_start(text, item.start, SENTENCES)
    found = ""
    parts = re.split("[,:]", _ASIDE.sub("", text[begin : item.start]))
    for at, part in enumerate(parts):
        part = _behind_label(part)
        told = _TOLD.search(part)
        condition = part.endswith("的") and at < len(parts) - 1 and not part.startswith(("且", "并", "或"))
        if told is not None or condition:
            found = _clean(_tidy(_LEAD.sub("", told["who"] if told else part))) or found
    return found


def _paid_for(behind: str) -> str:
    """What the figure is, in the words behind it: 500万元运营经费支持, 3000万元的贷款贴息; no bare 资金支持."""
    match = _THING.match(behind)
    return match["thing"] if match and not _BARE_THING.fullmatch(match["thing"]) else ""


def _granted(text: str, item: Bounded) -> str:
    """What the sentence grants before it says how much: 给予贷款贴息补助,单个企业年度最高1000万元."""
    before = text[segment_start(text, item.start, SENTENCES) : item.start]
    things = [match["thing"] for match in _GRANTED.finditer(before) if not _BARE_THING.fullmatch(match["thing"])]
    return things[-1] if things else ""


def _base(before: str) -> str:
    """What a share is taken of: 按照合同金额的30%."""
    match = _BASE.search(_ASIDE.sub("", before))
    return _clean(_LEAD.sub("", match["base"])) if match else ""


def _behind_label(phrase: str) -> str:
    """What stands behind the last label of an item: 发展总部经济1.对总部企业."""
    return _ITEM_LABEL.split(phrase)[-1]


def _clean(phrase: str) -> str:
    """Who or what `phrase` names, without means and conditions; "" for a mere condition."""
    phrase = _named(_tidy(_MEETS.sub("", _MEANS.sub("", _tidy(_without_asides(phrase))))))
    cut = phrase.endswith("未")  # 船舶未|按照规定备案的
    return "" if cut or (_CLAUSE.match(phrase) and not _NAMES_ONE.search(phrase)) else phrase


def _named(phrase: str) -> str:
    """`phrase`, or the noun behind its last 的 where it is long; "" where it names nothing."""
    phrase = _tidy(_without_asides(phrase))
    if len(phrase) > _SUBJECT_LENGTH:
        phrase = phrase.rsplit("的", 1)[-1]
    return phrase if 2 <= len(phrase) <= _SUBJECT_LENGTH and not _NAMES_NOTHING.fullmatch(phrase) else ""


def _without_asides(phrase: str) -> str:
    """`phrase` without brackets, and without what stands in one that the phrase cuts in two."""
    return _ASIDE.sub("", phrase).rpartition(")")[2].partition("(")[0]


def _tidy(phrase: str) -> str:
    return _LOOSE_END.sub("", _LOOSE_START.sub("", phrase)) or phrase
