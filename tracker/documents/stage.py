"""How far a text has come: draft, trial, revised or final, from its titles and the marks printed with them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tracker.models import Stage
from tracker.text import squeeze

_DRAFT = re.compile(
    r"(?:征求意见|意见征集|征集意见|征询意见)稿|[(（《][^()（）]{0,16}(?:草案|送审稿|讨论稿|审议稿|报批稿)[^()（）]{0,8}[)）》]|(?:草案|送审稿|讨论稿)$"
)
# 关于《…》公开征求意见的公告, 公开征集意见; but not their outcome (反馈, 结果)
_ASKING = re.compile(
    r"(?:公开|向社会|网上)+(?:征求|征集|征询|听取).{0,60}(?:意见|建议)|(?:征求|征集|征询).{0,60}意见的?(?:公告|通知|通告|函|启事)"
)
_OUTCOME = re.compile(r"反馈|结果|采纳|情况|说明|解读|答复")
_NAMED = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_TRIAL = re.compile(
    r"[(（][^()（）]{0,12}(?:试行|暂行)[^()（）]{0,8}[)）]|暂行|(?:试行)(?:办法|规定|细则|条例|意见|方案)|试行$"
)
_REVISED = re.compile(
    r"[(（][^()（）]{0,12}(?:修订|修正|修改)[^()（）]{0,6}[)）]|[(（](?:19|20)\d{2}年?版[)）]|(?:修订|修正)[稿版]?$"
)


def find_stage(titles: Iterable[str], policies: Iterable[str]) -> Stage:
    """
    The stage of a policy. A draft is a draft whatever else it is called; a trial text that was revised is on trial.

    Args:
        titles: as printed, of the page, the notice and the policy, marks under them included.

        policies: the policy's own title by each of them; what it names between 《》 does not count.

    >>> find_stage(["关于《措施》公开征求意见的公告"], ["措施"]), find_stage([], ["管理办法（试行）"])
    ('draft', 'trial')
    >>> find_stage([], ["办法（2024年修订）"]), find_stage(["关于《办法》公开征求意见情况的反馈"], ["条例"])
    ('revised', 'final')
    """
    told = [title for title in map(squeeze, titles) if not _OUTCOME.search(title)]
    if any(_DRAFT.search(title) or _ASKING.search(title) for title in told):
        return "draft"
    own = [_NAMED.sub("", squeeze(policy)) for policy in policies]
    if any(_TRIAL.search(policy) for policy in own):
        return "trial"
    return "revised" if any(_REVISED.search(policy) for policy in own) else "final"
