"""Citations: the documents a text names, with what it names them for.

In:  a version, its clauses parsed.
Out: one `Citation` per document and clause: basis (根据《A》), apply (按照《A》执行), support (配套《A》) or mention.

A short name (以下简称《条例》) is the document it was introduced for. The text's own title and papers (《营业执照》)
are none; the documents it repeals are repeals (`repeals`), not citations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from tracker.meaning.mentions import MARK, Marked, Mention, mark, names_documents
from tracker.meaning.repeals import find_repeals_in
from tracker.models import Citation, Repeal, Version
from tracker.names import doc_number_key, title_key

Purpose = Literal["basis", "apply", "support", "mention"]

# Words in the part of the sentence before a title that say what it is named for
_BASIS = re.compile(r"根据|依据|贯彻|落实|遵循|基于")
_SUPPORT = re.compile(r"配套|衔接|配合|细化")
_APPLY = re.compile(r"按照|依照|遵照|参照|适用|符合|执行|对照|达到|满足|按|依")
_APPLY_BEHIND = re.compile(r"[^。；;，,]{0,20}?(?:执行|办理|实施|处罚|处理)")
# 按照《A》…，制定本办法 names the ground, not a procedure
_MAKES = re.compile(r"(?:制定|制订|编制|修订|出台|提出)(?:了)?(?:本|以下|如下|此|《)")
_JOIN = re.compile(r"(?:[、，,]|和|及|以及|与|等)*")


def find_citations(version: Version) -> tuple[Citation, ...]:
    """
    Read the documents that `version` names, each once per clause, in order of print.

    Args:
        version: Its clauses set, and what it repeals; without clauses its plain text is read as one.

    Returns:
        Title with 《》 (None for a number alone) and number as printed, without blanks.

    >>> [c.purpose for c in find_citations(Version(title="示例", text="根据《甲法》制定。按照《乙办法》执行。"))]
    ['basis', 'apply']
    """
    passages = [(clause.label, clause.text) for clause in version.clauses] or [("", version.text)]
    own = {title_key(version.title), title_key(version.printed_title or version.title)}
    names: dict[str, Mention] = {}
    found: list[Citation] = []
    for label, text in (*passages, ("", version.notice or "")):
        if not names_documents(text):
            continue
        marked = mark(text)
        names |= {mention.alias: mention for mention in marked.mentions if mention.alias}
        ended = {_key(repeal) for repeal in find_repeals_in(text)}
        # in a list under 下列文件予以废止 the item alone does not say that it ends
        ended |= {_key(repeal) for repeal in version.repeals if repeal.clause == label}
        named = _in_passage(marked, label, names, own, version.doc_number)
        found += [citation for citation in named if _key(citation) not in ended]
    return _once(found)


def _in_passage(
    marked: Marked, label: str, names: dict[str, Mention], own: set[str], own_number: str | None
) -> Iterator[Citation]:
    purpose: Purpose = "mention"
    last = 0
    for match in re.finditer(MARK, marked.text):
        mention = marked.mention(match.start())
        joined = bool(last) and _JOIN.fullmatch(marked.text, last, match.start()) is not None
        purpose = purpose if joined and purpose != "mention" else _purpose(marked.text, match.start())
        last = match.end()
        named = names.get(mention.title or "", mention)
        if _is_own(named, own, own_number) or mention.is_paper:
            continue
        yield Citation(title=named.title, doc_number=named.doc_number, clause=label, purpose=purpose)


def _is_own(mention: Mention, own: set[str], own_number: str | None) -> bool:
    """Whether the name is the text's own: its title without another number, or its number."""
    number = doc_number_key(mention.doc_number)
    if number is not None and number == doc_number_key(own_number):
        return True
    return number is None and mention.title is not None and title_key(mention.title) in own


def _purpose(text: str, at: int) -> Purpose:
    """What the title at `at` is named for, from the words around it in its sentence."""
    start = max(text.rfind(char, 0, at) for char in "。；;！!，,：:") + 1
    before = text[start:at]
    sentence_end = min((end for end in (text.find(char, at) for char in "。；;") if end != -1), default=len(text))
    if _BASIS.search(before):
        return "basis"
    if _SUPPORT.search(before):
        return "support"
    if _APPLY.search(before):
        return "basis" if _MAKES.search(text, at, sentence_end) else "apply"
    return "apply" if _APPLY_BEHIND.match(text, at + 1) else "mention"


def _key(named: Citation | Repeal) -> tuple[str | None, str | None]:
    return title_key(named.title) if named.title else None, doc_number_key(named.doc_number)


def _once(citations: list[Citation]) -> tuple[Citation, ...]:
    """Each document once per clause."""
    seen: dict[tuple[str, str | None, str | None], Citation] = {}
    for citation in citations:
        seen.setdefault((citation.clause, *_key(citation)), citation)
    return tuple(seen.values())
