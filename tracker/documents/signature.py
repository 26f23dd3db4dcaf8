"""Who signed a document and when: the block of issuers over a date (成文日期).

北京市示例局
（北京市示例局代章）
2022年7月26日
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.documents.lines import DATE, Line, is_date, is_sentence, is_unit
from tracker.text import find_date, squeeze

_ORGAN_END = (
    r"(?:局|委员会|委|部|厅|办公室|办公厅|政府|法院|检察院|研究院|国务院|会|中心|署|分行|总行|营业管理部|总队|支队|集团|公司|组|"
    r"司令部|司|处|馆|站|所|社|大学|学院|办|园|卫戍区|税务局|指挥部|基金会|党组|院)"
)
ORGAN = re.compile(rf"[\u4e00-\u9fff（）()、“”·]{{1,50}}?{_ORGAN_END}")
# （北京市科学技术委员会代章）, （盖章）, （代章）
_SEAL = re.compile(r"[(（][^()（）]*章[)）]")
_PERSON = re.compile(
    r"(?:市长|省长|主席|主任|总理|部长|局长|行长|区长|县长|院长|检察长|署长|会长)[:：]?[\u4e00-\u9fff·]{0,8}"
)
_SIGNED_LINE = re.compile(rf"(?P<who>[\u4e00-\u9fff（）()、]{{3,60}}?)(?P<day>{DATE})")
# One office with two names on its door: 、 does not part two issuers here (gazette 2022-44 counts it as one)
_ONE_OFFICE = ("北京市科学技术委员会、中关村科技园区管理委员会", "市科委、中关村管委会")


@dataclass(frozen=True, kw_only=True, slots=True)
class Signature:
    """`lines` are the numbers of the lines it stands on."""

    issuers: tuple[str, ...]
    issued: dt.date | None
    lines: frozenset[int]


def is_organ(text: str) -> bool:
    """The name of an office and no more, by its shape.

    >>> is_organ("北京市财政局"), is_organ("支持企业融资"), is_organ("本办法由区财政局")
    (True, False, False)
    """
    bare = squeeze(text)
    if not 3 <= len(bare) <= 50 or not ORGAN.fullmatch(bare):
        return False
    return not re.match(r"本|由|各|对|经|在|关于|按|为|请|市级|区级|支持|报|有关|相关|联系", bare)


def find_signature(lines: Sequence[Line], *, last: bool = False) -> Signature | None:
    """
    The first (or `last`) signature of `lines`: issuers over a date, or both on one line.

    A date alone, with no office above it, is no signature: tables and page heads print dates too.
    """
    found = None
    full = [line for line in lines if line.bare]
    for at in range(len(full)):
        signature = _signature_at(full, at)
        if signature is not None:
            found = signature
            if not last:
                break
    return found


def _signature_at(full: Sequence[Line], at: int) -> Signature | None:
    line = full[at]
    if not is_date(line):
        match = _SIGNED_LINE.fullmatch(line.bare)
        if match is None or not is_organ(_SEAL.sub("", match["who"])):
            return None
        issuers = split_issuers(_SEAL.sub("", re.sub(rf"\s*{_loose(match['day'])}\s*$", "", line.text)))
        return Signature(issuers=issuers, issued=find_date(match["day"]), lines=frozenset({line.number}))
    issuers, numbers = _issuers_above(full, at)
    if not numbers:
        return None
    return Signature(issuers=issuers, issued=find_date(line.bare), lines=frozenset({*numbers, line.number}))


def _loose(text: str) -> str:
    return r"\s*".join(re.escape(char) for char in text)


def _issuers_above(full: Sequence[Line], at: int) -> tuple[tuple[str, ...], list[int]]:
    issuers: list[str] = []
    numbers: list[int] = []
    pending = ""  # the end of a name broken over two lines
    for line in reversed(full[max(0, at - 60) : at]):
        bare = _SEAL.sub("", line.bare)
        if not bare or _PERSON.fullmatch(bare):
            numbers.append(line.number)
            continue
        if is_sentence(line) or is_unit(line) or line.bare.endswith(("：", ":", "，", ",")):
            break
        if not is_organ(bare):
            break
        issuers[:0] = split_issuers(_SEAL.sub("", line.text) + pending)
        numbers.append(line.number)
    return tuple(issuers), numbers


def split_issuers(text: str) -> tuple[str, ...]:
    """The offices of a line or of what stands before 关于 in a title, in order, each once.

    Offices are parted by blanks, or by 、 where both sides are whole names.

    >>> split_issuers("示例市教育委员会 示例市财政局"), split_issuers("财政部、税务总局")
    (('示例市教育委员会', '示例市财政局'), ('财政部', '税务总局'))
    >>> split_issuers("北京市科学技术委员会、中关村科技园区管理 委员会等5部门")
    ('北京市科学技术委员会、中关村科技园区管理委员会',)
    """
    text = re.sub(r"等\s*\d*\s*[\u4e00-\u9fff]{0,2}(?:部门|单位|委办局|局)$|等$", "", _SEAL.sub("", text).strip())
    parts = [squeeze(part) for part in re.split(r"\s+", text) if part]
    if not all(is_organ(part) for part in parts):
        parts = _join_organs(parts)
    named = [name for part in parts for name in _split_at_comma(part)]
    return tuple(dict.fromkeys(name for name in named if is_organ(name)))


def _join_organs(parts: Sequence[str]) -> list[str]:
    """Blanks inside a name: pieces are put together until they make a name, 国 务 院."""
    names: list[str] = []
    held = ""
    for part in parts:
        held += part
        if is_organ(held):
            names.append(held)
            held = ""
    if held:
        names[-1:] = [names[-1] + held] if names else [held]
    return names


def _split_at_comma(name: str) -> list[str]:
    if name in _ONE_OFFICE:
        return [name]
    for office in _ONE_OFFICE:
        if name.startswith(office + "、"):
            return [office, *_split_at_comma(name[len(office) + 1 :])]
    parts = name.split("、")
    return parts if len(parts) > 1 and all(is_organ(part) for part in parts) else [name]


def title_issuers(title: str) -> tuple[str, ...]:
    """The offices a title names before 关于 or 印发; () where it begins otherwise.

    >>> title_issuers("示例市教育委员会 示例市财政局关于印发《办法》的通知")
    ('示例市教育委员会', '示例市财政局')
    """
    match = re.match(r"(?P<who>[\u4e00-\u9fff、\s\d]{3,200}?)(?:关于|印发|转发)", title.strip())
    return split_issuers(match["who"]) if match else ()
