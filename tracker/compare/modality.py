"""Duties that became wishes, circles that became wider: changes of modal strength between two texts.

In:  the old and the new text of a pair.
Out: one `ModalChange` per shift that stands in otherwise matching words: 应当→可以 (weakened), 不得→原则上不得
     (weakened), 给予→可给予 (weakened), 规模以上企业→规模以上企业或… (widened), 对企业→对…的企业 (narrowed).

Precise over complete: sentences are matched first, and a shift counts only where the words beside it are the same on
both sides; a rewritten sentence gives none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from tracker.modals import find_modals
from tracker.models import Modal, ModalChange
from tracker.text import fold, squeeze

# Two sentences under this ratio (0 to 100) are a rewrite: what one modal became cannot be told
_LEAST_RATIO = 65.0
# Without a modal word that changed its place, the rest of its part of the sentence must be this much the same
_LEAST_REST = 95.0
_DUTY = 2  # strength of 应当
_Change = Literal["weakened", "strengthened", "narrowed", "widened"]
_Shift = tuple[_Change, str, str]

_WHO = r"(?:企业|单位|机构|个人|项目|人员|团队|组织|平台|园区|主体|法人|高校|院所|居民|家庭|申请人)"
# A further kind of beneficiary set beside the first: 规模以上企业，或规模以下…的企业
_OR = re.compile(rf"[,、(]?或者?[^。;]{{0,60}}{_WHO}[)]?,?|[^。;,]{{0,60}}{_WHO}[,、]?或者?")
_AND = re.compile(r"[,、]|或|和|及|与")
_ONLY = re.compile(r"仅限于|仅限|仅|只限于|只")
_GIVES = re.compile(r"奖励|支持|扶持|补贴|补助|资助|贴息|所指|所称|申报")
_FOR_WHOM = re.compile(
    rf"对(?P<circle>[^。;,对]{{0,80}}?{_WHO})(?=[,、(]|给予|予以|按|实行|进行|可|一次性|最高|分|提供|开展)"
)
# Fewer inserted characters than this are another wording of the same circle (上年度, 上一年度)
_LEAST_CONDITION = 3


@dataclass(frozen=True, slots=True)
class _Matched:
    """An old and a new sentence in normal form that say the same thing, up to the change."""

    old: str
    new: str
    old_printed: str
    new_printed: str


def compare_modals(old_text: str, new_text: str, clause: str) -> tuple[ModalChange, ...]:
    """
    Read the shifts of modal strength and of the circle of beneficiaries from `old_text` to `new_text`.

    Args:
        old_text, new_text: Text of the two sides of a pair; layout means nothing.

        clause: Label kept with each change.

    Returns:
        In order of the new text. Empty where nothing shifted or the sentences differ too much to tell.

    >>> [(c.change, c.old, c.new) for c in compare_modals("企业应当备案。", "企业可以备案。", "3.")]
    [('weakened', '应当', '可以')]
    """
    found: list[ModalChange] = []
    for pair in _matched(_sentences(old_text), _sentences(new_text)):
        shifts: list[_Shift] = [*_strength_shifts(pair), *_circle_shifts(pair)]
        found += [
            ModalChange(
                change=change,
                clause=clause,
                old=old,
                new=new,
                old_sentence=pair.old_printed,
                new_sentence=pair.new_printed,
            )
            for change, old, new in dict.fromkeys(shifts)
        ]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence in normal form, and the text it was printed in."""

    text: str
    source: str

    @property
    def printed(self) -> str:
        """As printed but for blanks."""
        return squeeze(self.source)


def _sentences(text: str) -> list[_Sentence]:
    folded = fold(text)
    return [
        _Sentence(match[0], text[slice(*folded.span(*match.span()))])
        for match in re.finditer(r"[^。;!]+[。;!]?", folded.text)
    ]


def _matched(old: Sequence[_Sentence], new: Sequence[_Sentence]) -> Iterator[_Matched]:
    """Pairs of changed sentences, best match first taken, each sentence once, in order of the new text."""
    same = {sentence.text for sentence in old} & {sentence.text for sentence in new}
    olds = [sentence for sentence in old if sentence.text not in same]
    news = [sentence for sentence in new if sentence.text not in same]
    ranked = sorted(
        ((fuzz.ratio(a.text, b.text), -abs(i - j), i, j) for i, a in enumerate(olds) for j, b in enumerate(news)),
        reverse=True,
    )
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for score, _, i, j in ranked:
        if score >= _LEAST_RATIO and i not in taken and j not in partner:
            partner[j] = i
            taken.add(i)
    for j in sorted(partner):
        before, after = olds[partner[j]], news[j]
        yield _Matched(before.text, after.text, before.printed, after.printed)


def _strength_shifts(pair: _Matched) -> Iterator[_Shift]:
    """Modal words that stand in the same place of both sentences with another strength."""
    old, new = find_modals(pair.old), find_modals(pair.new)
    met: set[int] = set()
    lost: list[Modal] = []
    for modal in old:
        index = next((at for at, other in enumerate(new) if at not in met and _same_place(pair, modal, other)), None)
        if index is None:
            lost.append(modal)
            continue
        met.add(index)
        change = _direction(modal.strength, new[index].strength)
        if change:
            yield change, modal.word, new[index].word
    gained = [modal for at, modal in enumerate(new) if at not in met]
    if len(lost) == len(gained) == 1:
        yield from _displaced(pair, lost[0], gained[0])
        return
    for modal in gained:
        yield from _alone(pair.new, modal, pair.old, gained=True)
    for modal in lost:
        yield from _alone(pair.old, modal, pair.new, gained=False)


def _displaced(pair: _Matched, old: Modal, new: Modal) -> Iterator[_Shift]:
    """One word left and another came elsewhere, the rest being the same: 企业应当开展培训 → 鼓励企业开展培训."""
    rest = fuzz.ratio(_part_without(pair.old, old), _part_without(pair.new, new))
    change = _direction(old.strength, new.strength)
    if change and rest >= _LEAST_REST:
        yield change, old.word, new.word


def _part_without(text: str, modal: Modal) -> str:
    """The part of the sentence between commas that a modal word stands in, without it."""
    start = max(text.rfind(mark, 0, modal.start) for mark in ",:;") + 1
    ends = [at for at in (text.find(mark, modal.end) for mark in ",:;") if at != -1]
    return text[start : modal.start] + text[modal.end : min(ends, default=len(text))]


def _same_place(pair: _Matched, old: Modal, new: Modal) -> bool:
    """Whether the words on both sides of a modal agree: what follows it, and what leads to it."""
    if (pair.old[old.start - 1 : old.start] == "也") != (pair.new[new.start - 1 : new.start] == "也"):
        return False  # 也可以 opens another way beside the first
    follows = _common(pair.old[old.end : old.end + 8], pair.new[new.end : new.end + 8])
    leads = _common(
        pair.old[max(0, old.start - 8) : old.start][::-1], pair.new[max(0, new.start - 8) : new.start][::-1]
    )
    at_start = old.start == new.start == 0
    return (follows >= 2 and (leads >= 2 or at_start or follows >= 6)) or (leads >= 6 and follows >= 1)


def _common(old: str, new: str) -> int:
    """Length of the common beginning."""
    return next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))


def _direction(old: int, new: int) -> _Change | None:
    """How a sentence binds after a shift: a lifted or softened prohibition is weaker, a duty made a wish too.

    应当 and 必须 bind alike. Source: 立法技术规范（试行）（一）, 法工委发〔2009〕62号.
    """
    old, new = min(old, _DUTY), min(new, _DUTY)
    if old == new:
        return None
    if old < 0 or new < 0:
        return "weakened" if new > old else "strengthened"
    return "weakened" if new < old else "strengthened"


def _alone(text: str, modal: Modal, other: str, *, gained: bool) -> Iterator[_Shift]:
    """A modal word that only one side has, the words around it being the same: 给予 → 可给予, 转让 → 不得转让."""
    behind = text[modal.end : modal.end + 2]
    around = text[max(0, modal.start - 3) : modal.start] + text[modal.end : modal.end + 3]
    softens = modal.strength == 0 or modal.word.startswith(("原则上", "一般"))
    if not (softens or modal.strength <= -2) or len(behind) < 2 or around not in other:
        return
    if any(around in text[at : at + len(around)] for at in (text.find(around),) if at != -1):
        return  # the bare form stands here too: which one changed cannot be told
    weaker = softens == gained
    plain, marked = behind, modal.word + behind
    yield ("weakened" if weaker else "strengthened"), *((plain, marked) if gained else (marked, plain))


def _circle_shifts(pair: _Matched) -> Iterator[_Shift]:
    """A plain condition or a further kind of beneficiary, added or taken away."""
    yield from _circle_of(pair.old, pair.new)
    olds = list(_FOR_WHOM.finditer(pair.old))
    news = list(_FOR_WHOM.finditer(pair.new))
    if len(olds) != len(news):
        return
    for old, new in zip(olds, news, strict=True):
        yield from _condition(old["circle"], new["circle"])


def _circle_of(old: str, new: str) -> Iterator[_Shift]:
    """仅 and 或… read from single insertions and deletions."""
    if old.count("或") == new.count("或") and not (_ONLY.search(old) or _ONLY.search(new)):
        return
    opcodes = list(Indel.opcodes(old, new))
    for before, code, after in zip([None, *opcodes], opcodes, [*opcodes[1:], None], strict=False):
        if code.tag == "equal" or any(side is not None and side.tag != "equal" for side in (before, after)):
            continue
        inserted = code.tag == "insert"
        run = new[code.dest_start : code.dest_end] if inserted else old[code.src_start : code.src_end]
        text, at = (new, code.dest_start) if inserted else (old, code.src_start)
        if _ONLY.fullmatch(run) and text[at - 1 : at] not in ("不", "非"):
            yield _row("narrowed" if inserted else "widened", "", run, inserted)
        elif _OR.fullmatch(run) and _GIVES.search(text):
            yield _row("widened" if inserted else "narrowed", "", run, inserted)


def _row(change: _Change, old: str, new: str, inserted: bool) -> _Shift:
    return (change, old, new) if inserted else (change, new, old)


def _condition(old: str, new: str) -> Iterator[_Shift]:
    """对企业 → 对营业收入1亿元以上的企业: the longer circle holds all of the shorter one and more."""
    inserted = len(new) > len(old)
    shorter, longer = (old, new) if inserted else (new, old)
    opcodes = Indel.opcodes(shorter, longer)
    runs = [longer[code.dest_start : code.dest_end] for code in opcodes if code.tag == "insert"]
    if any(code.tag == "delete" for code in opcodes) or len(runs) != 1 or len(runs[0]) < _LEAST_CONDITION:
        return
    wider = _AND.search(runs[0]) is not None
    yield ("widened" if wider == inserted else "narrowed"), old, new
