"""Modal words: how strongly a sentence binds.

-3  不得, 严禁, 禁止            3  必须, 须, 务必, 一律
-2  不应, 不予, 原则上不得       2  应当, 应, 需, 确保
-1  不宜                        1  鼓励, 支持, 引导, 力争, 原则上, 原则上应当
                                0  可以, 可, 允许, 无需
"""

from __future__ import annotations

import re

from tracker.models import Modal
from tracker.text import squeeze

# Word → strength: a prohibition is -3, a duty 2 or 3, a wish 1, a permission 0. Short forms only where what stands
# around them makes them modal: 应 of 供应 and 应用, 可 of 可靠, 支持 of 资金支持 are none.
_MODAL_RULES: tuple[tuple[str, int], ...] = (
    (r"不得(?!不|已)|严禁|禁止|不准|不允许|不许", -3),
    (r"不应当?(?!期)|不予", -2),
    (r"不宜", -1),
    (r"(?<!不)必须|务必|(?<![无必胡莫])须(?![知臾])|一律(?!平等)", 3),
    (
        r"应当|应该|(?<![供响对相适反效感呼顺回因策理答不报照])应"
        r"(?![用急届收付对税聘纳诉邀试战变力答招援验有运季景时激激运标])|(?<![不无急所按])需(?=提供|提交|满足|符合|经|按|向|具备|达到|承诺)|确保",
        2,
    ),
    (r"力争|争取(?!到)|尽量|尽可能", 1),
    (r"(?:(?<=^)|(?<=[。；;，,、：:\n)）\s.．]))(?:大力|积极|重点|优先|进一步)?(?:鼓励|支持|提倡|倡导|引导)", 1),
    (
        r"可以(?!说|看)|允许|无[须需](?!求)|不必|"
        r"(?<![不许认均宁])可(?=给予|申请|按|享受|向|由|在|对|予|根据|依|自行|直接|优先|适当|不|采取|采用|通过|纳入|认定|将|提出|"
        r"视情|视具|要求|选择|再给|再次|同时|凭|参照|委托|安排|结合|适用|延长)",
        0,
    ),
)
# Every rule begins with one of these, which spares most characters the search
_MODAL = re.compile(
    "(?=[不严禁必务须一应需确力争尽大积重优进鼓支提倡引可允无])"
    f"(?:{'|'.join(f'(?P<rule{at}>{pattern})' for at, (pattern, _) in enumerate(_MODAL_RULES))})"
)
# Weakens the modal word behind it by one, and stands alone before a cap: 原则上不超过3000万元
_AS_A_RULE = re.compile(r"(?:原则上|一般|一般情况下)(?P<gap>[^。；;，,、]{0,12}?)$")


def find_modals(text: str) -> tuple[Modal, ...]:
    """Every modal word of `text` (n characters), in order of print.

    原则上 and 一般 in front of a modal word join it and take one off its strength; 原则上 elsewhere stands alone (1).

    >>> [(modal.word, modal.strength) for modal in find_modals("原则上不得转让，应当备案")]
    [('原则上不得', -2), ('应当', 2)]
    """
    found: list[Modal] = []
    joined: set[int] = set()
    softened = "原则上" in text or "一般" in text
    for match in _MODAL.finditer(text):
        strength = _MODAL_RULES[int((match.lastgroup or "rule0").removeprefix("rule"))][1]
        rule = _AS_A_RULE.search(text, 0, match.start()) if softened else None
        start = match.start()
        word = match[0]
        if rule and not rule["gap"].strip():
            start, word = rule.start(), squeeze(text[rule.start() : match.end()])
            strength -= (strength > 0) - (strength < 0)
            joined.add(rule.start())
        found.append(Modal(word=word, strength=strength, start=start, end=match.end()))
    alone = (match for match in re.finditer("原则上", text) if match.start() not in joined)
    found += [Modal(word=match[0], strength=1, start=match.start(), end=match.end()) for match in alone]
    return tuple(sorted(found, key=lambda modal: modal.start))
