"""What stands around a figure: per what it counts (scope) and over which time (period)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.meaning.figures.bounds import Bounded

_STOP = re.compile("[,;。!?]")
LOOK_BACK = 600  # longer than any sentence seen; keeps a text without stops quick
PARTS, SENTENCES = ",;。!?|", ";。!?|"  # what ends a part of a sentence, and a sentence
_LINK = re.compile("(?:[、/]|和|或者?|及|以及|与)(?:[^,;。、]{1,8})?")
_STRICT_LINK = re.compile("(?:[、/]|和|或者?|及|以及|与)")


def segment_start(text: str, position: int, stops: str = PARTS) -> int:
    """Where the comma-separated part that holds `position` begins. Brackets are read over."""
    depth = 0
    limit = max(0, position - LOOK_BACK)
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

CLASSIFIER = "台\\(套\\)|家|个|项|部|场|户|位|名|件|类|款|次|支|栋|套|篇|辆|座|条|种|台|处|所|间|批|笔|人|亩|吨|公斤"
_KINDS_OF = ("", "一", "个", "项", "家", "款", "类", "种", "件")  # what they count follows; 亩, 人, 笔 count themselves
_SCOPE_WORD = re.compile(
    rf"(?P<word>单(?!位|项冠军)(?P<single>一|{CLASSIFIER})|"
    rf"每(?!年|月|日|天|季|周|达|增|培|新|引|满|超|隔)(?!个?(?:自然|会计|年|月))(?P<each>一?(?:{CLASSIFIER})|)|"
    r"同一(?P<same>家|个)?|同家)"
)
# The noun a scope comes down to: 每家数字出版企业 → 企业
NOUNS = (
    "企业|项目|平台|机构|单位|主体|园区|产品|作品|活动|展会|首店|场馆|实验室|孵化器|赛事|场景|标准|合同|用户|运营方|俱乐部|楼宇|基金|"
    "团队|个人|人才|认证|基地|门店|中心|载体|组织|法人|公司|车间|工厂|课题|专利|商标|店铺|加氢站|充电站|充电桩|站点|设备|订单|学校|学员|"
    "村|农户|家庭|合作社|会议|论坛|技术|成果|岗位|贷款|保单|车辆|站|桩|方案|案例|服务|实训场|产线|生产线|楼|书店|店|站房|银行|"
    "展位|展台|床位|车位|学位|厂房|药品|医疗器械|工作室|技术产品|奖项|品种|剧目|影片"
)
_NOUN = re.compile(NOUNS)
_FIRST_OF = re.compile("或|和|及|与|、")
# Words that begin what is said of the noun: 单个企业|年度补贴, 单笔|投资金额
_NOUN_ENDS = re.compile(
    "每|年度|当期|本项|担保(?!公司|机构)|(?<!供)应|设置|获得|获(?!奖)|控制|申领|发生|实际|交易|(?<!创业)投资|限值|"
    "采购|承担|完成|享受|注册|认定|评为|设[立定]|选举|推选|向(?!心)|当年|补贴|补助|奖励|支持|资助|最高|不超过|不高于|不低于|金额|资金|总额|累计|合计|共计|给予|予以|可|按照?|原则上|一次性|的|"
    "费用|面积|分别|最多|全年|年|$"
)

# 单个采购主体: the verb in front of the noun belongs to it
_ATTRIBUTE = re.compile(f"(?:采购|投资|承担|注册|认定|获奖)(?={NOUNS})")


def find_scope(text: str, item: Bounded, floor: int) -> str | None:
    """The noun of 单个X, 每家X, 同一X that stands with the figure; `floor` is the end of the figure before."""
    begin = max(floor, segment_start(text, item.start))
    inside = _ASIDE.sub("", text[begin : item.atom.start])
    scope = None
    for match in _SCOPE_WORD.finditer(inside):
        if match["word"] == "每次" and scope is not None:
            continue  # 每人每次: per person first
        scope = _scope_noun(match, inside[match.end() :]) or scope
    return scope


def _scope_noun(match: re.Match[str], rest: str) -> str | None:
    classifier = match["single"] or match["each"] or match["same"] or ""
    ends = _NOUN_ENDS.search(rest, attribute.end() if (attribute := _ATTRIBUTE.match(rest)) else 0)
    phrase = rest[: ends.start()] if ends else rest
    if not classifier and re.search(r"\d", phrase):
        return None  # 每节约1吨标准煤
    first = _FIRST_OF.split(phrase)[0]
    nouns = [noun for noun in _NOUN.findall(first) if noun != "标准" or first.endswith(noun)]  # 每个标准展位
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
    "(?:均|化|贴息|补助|补贴|奖励|支持|资助|销售|主营|营业|收入|产值|利润|租金|总|最高|累计|度|利率|研发|缴|纳|发放|交易|进出口|实缴)"
)
# (对)年度产值达标的企业: what is said of the receiver, up to the verb of granting
_RECEIVER = re.compile(
    rf".*的(?P<who>[^的,]{{0,12}}?(?:{NOUNS}))(?=给予|予以|一次性|可|按|再|奖励|补助|补贴|最高|不超过)"
)
_EVERY_YEAR = re.compile("每年|(?:每一?个?|同一个?)(?:自然|会计|纳税)?年度")
_CUMULATIVE = re.compile("累计")
_ONCE = re.compile("一次性")
_YEARLY = re.compile("每年度?(?:根据|按照|依据|对|评选|遴选|结合)")
_ASIDE = re.compile(r"\((?!套)[^()]*\)")
_PER_YEAR = re.compile("/年|每年|/每年")


def find_period(text: str, item: Bounded, floor: int, ceiling: int) -> str | None:
    """年 before 累计 before 一次性, read in the part of the sentence the figure stands in.

    `floor` is the end of the figure before, `ceiling` the start of the next one.
    """
    begin = max(floor, segment_start(text, item.start))
    before = _ASIDE.sub("", text[begin : item.atom.start])
    after = _STOP.split(text[item.end : min(ceiling, item.end + 20)])[0]
    behind = text[item.atom.end : item.atom.end + 3]
    per_year = item.atom.kind != "duration" and _PER_YEAR.match(behind)
    if _is_yearly(before, item) or per_year or _is_yearly_sentence(text, item, floor):
        return "年"
    if _CUMULATIVE.search(before):
        return "累计"
    if item.atom.kind in ("amount", "rate") and (_ONCE.search(before) or _ONCE.match(_after_list(after))):
        return "一次性"
    return None


def _is_yearly(before: str, item: Bounded) -> bool:
    """每年 in front of the figure, or 年度 with it: 年度营业收入增长的企业给予50万元 tells what is measured."""
    if _EVERY_YEAR.search(before):
        return True
    if item.atom.kind == "duration":
        return False
    measured = _RECEIVER.match(before) if item.bound != "min" else None
    return bool(_EACH_YEAR.search(before, measured.end("who") if measured else 0))


def _is_yearly_sentence(text: str, item: Bounded, floor: int) -> bool:
    """每年根据企业贡献等情况,给予最高1000万元: the sentence's first word reaches its first figure."""
    begin = segment_start(text, item.start, SENTENCES)
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
