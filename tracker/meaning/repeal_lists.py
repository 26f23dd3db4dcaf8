"""Lists of repealed documents that stand apart from the sentence that repeals them.

In:  a decision or notice of repeal with its list or annex, one document per line: number, title with or without 《》,
     document number (决定废止的规范性文件目录 / 1  关于甲事项的通知  示政发〔2010〕1号).
Out: one `Repeal` per line of the list.

A line opens the list where it names both the ending and the list (决定废止的文件目录, 下列文件予以废止：); a line that
names another fate closes it (继续有效的文件目录, 修改的文件). Lines that hold no title are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker.meaning.mentions import MARK, Marked, find_number, mark
from tracker.meaning.repeal_words import COUNT, LIST_NOUN, ORGAN, UNREAL
from tracker.models import Repeal, Version
from tracker.text import LazyPattern, squeeze

_ENDS = LazyPattern(r"废止|失效|停止执行|不再执行")
_LIST = LazyPattern(r"目录|清单|一览表")
_OPENS_BARE = LazyPattern(
    r"^(?:[一二三四五六七八九十]+、|附件\d*[:：]?|\d+[.、])?[^。，,]{0,30}(?:废止|失效|停止执行)"
    r"[^。，,]{0,12}(?:文件|规章|法规)[^。，,]{0,12}$"
)
_OTHER_FATE = LazyPattern(r"继续有效|保留|修改|修订|修正|拟")
_ITEM_NUMBER = rf"(?:(?:[(（]{COUNT}[)）]|{COUNT}[.．、\s]|\d{{1,3}}(?![\d年月])|[①-⑳])\s*)"
_KIND = (
    r"(?:通知|意见|办法|规定|决定|方案|细则|条例|公告|通告|批复|措施|规划|计划|纲要|函|政策|制度|规则|指引|规范|标准|"
    r"说明|命令|令)"
)
# A title without 《》 fills its line up to the number: 关于甲事项的通知（示政发〔2010〕1号）
_BARE_TITLE = LazyPattern(
    rf"^{_ITEM_NUMBER}?(?P<title>[^《》。；;：:\t]{{4,120}}?{_KIND}(?:[(（](?:试行|暂行|修订)[)）])?)"
    r"(?=$|[\s(（\t])(?P<rest>.*)$"
)
# Where no number stands behind a bare title, its own words must be those of one
_NAMES_ITSELF = LazyPattern(r"^(?:.{0,30})?关于.{2,}的|^.{1,10}[省市区县].{3,}")
# What may stand behind a title in a list: its end, or cells with number, date and reason
_REST = LazyPattern(r"[；;。、，,]?(?:[和及])?|[^。；;]{0,40}")
# A line of its own that tells what the lines below it are
_HEADS = LazyPattern(r"目录|清单|一览表|[：:]$|^(?:附件|附表|[一二三四五六七八九十]+、)")
_TITLED = LazyPattern(rf"^{_ITEM_NUMBER}?(?P<lead>[^《》。；;：:，,]{{0,40}})(?P<mark>{MARK})")
# The decision's own title: 关于废止《甲办法》的决定, 关于停止执行《甲通知》《乙通知》的公告
_IN_TITLE = LazyPattern(
    rf"(?:废止|停止执行|宣布废止)(?P<marks>{MARK}(?:[、和及与]?{MARK})*)(?:等[^的]{{0,12}})?"
    r"的(?:决定|通知|公告|通告|令|命令)"
)


def find_listed(version: Version) -> Iterator[Repeal]:
    """The documents that the lists of `version` end, in order of print, each with the label of its clause."""
    listing = False
    for number, line in _lines(version):
        words = squeeze(line)
        if _opens(words):
            listing = True
        elif not listing:
            continue
        elif _closes(words):
            listing = False
        else:
            yield from _item(line, _label(version, number))


def find_in_title(version: Version) -> Iterator[Repeal]:
    """What the title of a decision ends: 关于废止《甲办法》的决定."""
    title = squeeze(version.printed_title or version.title)
    marked = mark(title)
    match = _IN_TITLE.search(marked.text)
    if match is None or version.stage == "draft" or re.search("修改|修订", marked.text):
        return
    for at in range(*match.span("marks")):
        if re.match(MARK, marked.text[at]):
            yield _repeal(marked, at, title, "")


def _opens(words: str) -> bool:
    ends = _ENDS.search(words)
    if ends is None or len(words) > 200 or _OTHER_FATE.search(words) or UNREAL.search(words[: ends.start()]):
        return False
    if words.endswith((":", "：")):
        return LIST_NOUN.search(words) is not None
    return _LIST.search(words) is not None or _OPENS_BARE.match(words) is not None


def _closes(words: str) -> bool:
    """Whether a line opens a list of documents with another fate: 附件2：继续有效的文件目录."""
    return _OTHER_FATE.search(words) is not None and _HEADS.search(words) is not None and "《" not in words


def _lines(version: Version) -> Iterator[tuple[int, str]]:
    """Lines with their numbers; a title that is wrapped is put together again."""
    held, began = "", 0
    for offset, line in enumerate(version.text.split("\n")):
        if not held:
            began = version.page_line(version.first_line + offset)
        held += line
        if held.count("《") > held.count("》") and len(held) < 200:
            continue
        yield began, held
        held = ""


def _label(version: Version, line: int) -> str:
    return next((clause.label for clause in reversed(version.clauses) if clause.line <= line), "")


def _item(line: str, clause: str) -> Iterator[Repeal]:
    """The document that one line of a list names; a line that says more than its name and number is none."""
    marked = mark(line)
    titled = _TITLED.match(marked.text)
    if titled and marked.mention(titled.start("mark")).title:
        if (not titled["lead"] or ORGAN.search(titled["lead"])) and _REST.fullmatch(marked.text, titled.end()):
            yield _repeal(marked, titled.start("mark"), squeeze(line), clause)
        return
    bare = _BARE_TITLE.match(line.strip())
    if bare is None:
        return
    title, number = squeeze(bare["title"]), find_number(squeeze(bare["rest"]))
    if number or _NAMES_ITSELF.search(title):
        yield Repeal(title=f"《{title}》", doc_number=number, text=squeeze(line), clause=clause)


def _repeal(marked: Marked, at: int, text: str, clause: str) -> Repeal:
    mention = marked.mention(at)
    behind = marked.squeezed[mention.end :]
    return Repeal(title=mention.title, doc_number=mention.doc_number or find_number(behind), text=text, clause=clause)
