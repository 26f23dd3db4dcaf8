"""What stands around a figure: per what it counts (scope), over which time (period), what it is paid for (subject)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from tracker.meaning.figures.bounds import Bounded

_STOP = re.compile("[,;。!?]")
_LOOK_BACK = 600  # longer than any sentence seen; keeps a text without stops quick
_PARTS, _SENTENCES = ",;。!?", ";。!?"  # what ends a part of a sentence, and a sentence
_LINK = re.compile("(?:[、/]|和|或者?|及|以及|与)(?:[^,;。、]{1,8})?")
_STRICT_LINK = re.compile("(?:[、/]|和|或者?|及|以及|与)")


def segment_start(text: str, position: int, stops: str = _PARTS) -> int:
    """Where the comma-separated part that holds `position` begins. Brackets are read over."""
    depth = 0
    limit = max(0, position - _LOOK_BACK)
    for at in range(position - 1, limit - 1, -1):
        if text[at] == ")":
            depth += 1
        elif text[at] == "(":
            if depth == 0:
                return at + 1
            depth -= 1
        elif depth == 0 and text[at] in stops:
            return at + 1
    return limit


def is_joined(text: str, last: Bounded, item: Bounded) -> bool:
    """A ratio and its cap in one breath: 每年不超过总额的30%、最高500万元."""
    return (last.atom.kind, item.atom.kind) == ("ratio", "amount") and text[last.end : item.start] == "、"


def chains(text: str, items: Sequence[Bounded]) -> list[int]:
    """For each figure the index of the first of the list it stands in (itself where it stands alone)."""
    heads: list[int] = []
    for at, item in enumerate(items):
        last = items[at - 1] if at else None
        linked = (
            last is not None
            and (last.atom.kind, last.atom.unit) == (item.atom.kind, item.atom.unit)
            and _STRICT_LINK.fullmatch(text[last.end : item.start])
        )
        heads.append(heads[-1] if linked else at)
    return heads


# ── scope ────────────────────────────────────────────────────────────────────────────────────────

_CLASSIFIER = "台\\(套\\)|家|个|项|部|场|户|位|名|件|类|款|次|支|栋|套|篇|辆|座|条|种|台|处|所|间|批|笔|人|亩|吨|公斤"
_KINDS_OF = ("", "一", "个", "项", "家", "款", "类", "种", "件")  # what they count follows; 亩, 人, 笔 count themselves
_SCOPE_WORD = re.compile(
    rf"(?P<word>单(?!位|项冠军)(?P<single>一|{_CLASSIFIER})|每(?!年|月|日|天|季|周|达|增|培|新|引|满|超|隔)(?!个?(?:自然|会计|年|月))(?P<each>一?(?:{_CLASSIFIER})|)|同一(?P<same>家|个)?|同家)"
)
# The noun a scope comes down to: 每家数字出版企业 → 企业
_NOUNS = (
    "企业|项目|平台|机构|单位|主体|园区|产品|作品|活动|展会|首店|场馆|实验室|孵化器|赛事|场景|标准|合同|用户|运营方|俱乐部|楼宇|基金|"
    "团队|个人|人才|认证|基地|门店|中心|载体|组织|法人|公司|车间|工厂|课题|专利|商标|店铺|加氢站|充电站|充电桩|站点|设备|订单|学校|学员|"
    "村|农户|家庭|合作社|会议|论坛|技术|成果|岗位|贷款|保单|车辆|站|桩|方案|案例|服务|实训场|产线|生产线|楼|书店|店|站房|银行|药品|医疗器械|工作室|技术产品|奖项|品种|剧目|影片"
)
_NOUN = re.compile(_NOUNS)
_FIRST_OF = re.compile("或|和|及|与|、")
# Words that begin what is said of the noun: 单个企业|年度补贴, 单笔|投资金额
_NOUN_ENDS = re.compile(
    "每|年度|当期|本项|担保(?!公司|机构)|(?<!供)应|设置|获得|获|申领|发生|实际|交易|(?<!创业)投资|限值|采购|承担|完成|享受|注册|认定|评为|每年|当年|补贴|补助|奖励|支持|资助|最高|不超过|不高于|不低于|金额|资金|总额|累计|合计|共计|给予|予以|可|按照?|原则上|一次性|的|"
    "费用|面积|分别|最多|全年|年|$"
)


def find_scope(text: str, item: Bounded, floor: int) -> str | None:
    """The noun of 单个X, 每家X, 同一X that stands with the figure; `floor` is the end of the figure before."""
    begin = max(floor, segment_start(text, item.start))
    inside = text[begin : item.atom.start]
    scope = None
    for match in _SCOPE_WORD.finditer(inside):
        if match["word"] == "每次" and scope is not None:
            continue  # 每人每次: per person first
        scope = _scope_noun(match, inside[match.end() :]) or scope
    return scope


def _scope_noun(match: re.Match[str], rest: str) -> str | None:
    classifier = match["single"] or match["each"] or match["same"] or ""
    ends = _NOUN_ENDS.search(rest)
    phrase = rest[: ends.start()] if ends else rest
    nouns = _NOUN.findall(_FIRST_OF.split(phrase)[0])
    if nouns and len(phrase) <= 20:
        return str(nouns[-1])
    if classifier in ("", "一") and not match["word"].startswith("同一"):
        return None
    if classifier in _KINDS_OF and phrase and len(phrase) <= 8 and re.fullmatch(r"[\u4e00-\u9fff()]+", phrase):
        return phrase
    if classifier in ("", "一", "个"):
        return None
    return classifier.removeprefix("一")


# ── period ───────────────────────────────────────────────────────────────────────────────────────

_EACH_YEAR = re.compile(
    "每年度?|每一?个?(?:自然|会计)?年度|逐年|按年度?|"
    "(?:(?<=原则上)|(?<![一上当本次该全往历首第个末两三四五跨\\d]))年度(?!计划|工作|预算|考核|评估|报告|申报)|"
    "(?<![一上当本次该全往历首每同去今明近周第个末两三四五六七八九十\\d])年"
    "(?:均|化|补助|补贴|奖励|支持|资助|销售|主营|营业|收入|产值|利润|租金|总|最高|累计|度|利率|研发|缴|纳|发放|交易|进出口|实缴)"
)
_EVERY_YEAR = re.compile("每年|每一?个?(?:自然|会计|纳税)?年度")
_CUMULATIVE = re.compile("累计")
_ONCE = re.compile("一次性")
_YEARLY = re.compile("每年度?(?:根据|按照|依据|对|评选|遴选|结合)")
_ASIDE = re.compile(r"\([^()]*\)")
_PER_YEAR = re.compile("/年|每年|/每年")


def find_period(text: str, item: Bounded, floor: int, ceiling: int) -> str | None:
    """年 before 累计 before 一次性, read in the part of the sentence the figure stands in.

    `floor` is the end of the figure before, `ceiling` the start of the next one.
    """
    begin = max(floor, segment_start(text, item.start))
    before = _ASIDE.sub("", text[begin : item.atom.start])
    after = _STOP.split(text[item.end : min(ceiling, item.end + 20)])[0]
    behind = text[item.atom.end : item.atom.end + 3]
    each_year = _EACH_YEAR if item.atom.kind != "duration" else _EVERY_YEAR
    if each_year.search(before) or _PER_YEAR.match(behind) or _is_yearly_sentence(text, item, floor):
        return "年"
    if _CUMULATIVE.search(before):
        return "累计"
    if item.atom.kind in ("amount", "rate") and (_ONCE.search(before) or _ONCE.match(_after_list(after))):
        return "一次性"
    return None


def _is_yearly_sentence(text: str, item: Bounded, floor: int) -> bool:
    """每年根据企业贡献等情况,给予最高1000万元: the sentence's first word reaches its first figure."""
    begin = segment_start(text, item.start, _SENTENCES)
    return floor <= begin and item.atom.kind == "amount" and bool(_YEARLY.match(text, begin))


def _after_list(after: str) -> str:
    """What follows the figure up to 一次性, where only words of granting stand between."""
    match = re.match("(?:的|定额|标准|认定|资金|给予|予以|区级|奖励|支持|、)*?(?=一次性)", after)
    return after[match.end() :] if match else after


def spread_once(text: str, items: Sequence[Bounded], periods: list[str | None]) -> list[str | None]:
    """一次性 behind a list reaches the items before it: 2级15万元、3级20万元的标准予以一次性支持."""
    spread = list(periods)
    for at in range(len(items) - 2, -1, -1):
        one, two = items[at], items[at + 1]
        between = text[one.end : two.start]
        if (
            one.atom.kind == two.atom.kind == "amount"
            and spread[at] is None
            and spread[at + 1] == "一次性"
            and _LINK.fullmatch(between)
        ):
            spread[at] = "一次性"
    return spread


# ── subject ──────────────────────────────────────────────────────────────────────────────────────

_COORDINATE = re.compile("、|和|或者?|以及|及(?!其)|与")
_LEAD = re.compile(
    "^(?:[-、,:]|以及|和|或者?|及|且|并处?|最高|不超过|不高于|应当|的|其中|同时|对于?|给予|予以|再(?!次)|按照?|经[认评审]定后?|可|区级|原则上|一般|支持|连续)+"
)
_GRANTING = re.compile(
    "(?:分别|再|可|最高|最多|不超过|不高于|给予|予以|按照?|奖励|一次性|支持|补助|补贴|资助|资金|金额|总额|额度|每年度?|每项|年度|累计|合计|共计|"
    "择优|原则上|一般|的|为|至|在|约|每|各|可以|并?处|应当|自)+$"
)
# 单个企业, 每家机构: the scope says it already
_SCOPED = re.compile(rf"^(?:单(?!位)(?:一|{_CLASSIFIER})|每一?(?:{_CLASSIFIER})?|同一)[^,;。]*$")
_NAMES_ONE = re.compile(f"(?:{_NOUNS})$")  # 市级育新基地, 国际活动: who gets it stands right before the figure
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
    begin = segment_start(text, head.start, _SENTENCES)
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
    begin = segment_start(text, item.start, _SENTENCES)
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
