"""Lists of repealed documents that stand apart from the sentence that repeals them.

In:  a decision or notice of repeal with its list or annex, one document per line: number, title with or without 《》,
     document number (决定废止的规范性文件目录 / 1  关于甲事项的通知  示政发〔2010〕1号).
Out: one `Repeal` per line of the list; with the clauses of its last cell in a list of documents that end in part.

A line opens the list where it names both the ending and the list (决定废止的文件目录, 下列文件予以废止：); a line that
names another fate closes it (继续有效的文件目录, 修改的文件). Lines that hold no title are passed over. In a
table with a column 清理结果 each row says itself whether its document ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker.meaning.mentions import MARK, Marked, find_number, mark
from tracker.meaning.repeal_words import COUNT, LIST_NOUN, ORGAN, PAPERS, PART, REFS, UNREAL
from tracker.models import Repeal, Version
from tracker.text import LazyPattern, squeeze

_ENDS = LazyPattern(r"废止|失效|停止执行|不再执行")
_LIST = LazyPattern(r"目录|清单|一览表")
_OPENS_BARE = LazyPattern(
    r"^(?:[一二三四五六七八九十]+、|附件\d*[:：]?|\d+[.、])?[^。，,]{0,30}(?:废止|失效|停止执行)"
    r"[^。，,]{0,12}(?:文件|规章|法规|以下|下列)[^。，,]{0,12}$"
    r"|^(?:[一二三四五六七八九十]+、|\d+[.、])?对?(?:下列|以下)[^。，,]{2,20}(?:予以|宣布)(?:废止|失效)。?$"
)
_OTHER_FATE = LazyPattern(r"继续有效|保留|修改|修订|修正|拟")
_ITEM_NUMBER = rf"(?:(?:[(（]{COUNT}[)）]|{COUNT}[.．、\s]|\d{{1,3}}(?![\d年月])|[①-⑳])\s*)"
_NUMBERED = LazyPattern(_ITEM_NUMBER)
_KIND = (
    r"(?:通知|意见|办法|规定|决定|方案|细则|条例|公告|通告|批复|措施|规划|计划|纲要|函|政策|制度|规则|指引|规范|标准|"
    r"说明|命令|令|解释|解答|答复|复函|纪要|公约|决议|规程|准则|章程|指南|要点|预案|法)"
)
_SUFFIX = rf"(?:[(（](?:试行|暂行|修订|{COUNT})[)）])?"
# A title without 《》 fills its line up to the number: 关于甲事项的通知（示政发〔2010〕1号）
_BARE_TITLE = LazyPattern(
    rf"^{_ITEM_NUMBER}?(?P<title>[^《》。；;：:\t]{{4,120}}?{_KIND}{_SUFFIX})"
    r"(?=$|[\s(（\t])(?P<rest>.*)$"
)
# Where no number stands behind a bare title, its own words must be those of one
_NAMES_ITSELF = LazyPattern(r"^(?:.{0,30})?关于.{2,}的|^.{1,10}[省市区县].{3,}")
_CELL = LazyPattern(rf"{_ITEM_NUMBER}?(?P<title>[^《》。；;：:]{{4,120}}{_KIND}{_SUFFIX})")
# The head of the column that says what becomes of each document, and what it may say
_JUDGED = LazyPattern(r"(?:清理|处理|审查|清理处理)(?:结果|意见|结论|方式|类别)")
_ENDED = LazyPattern(r"(?:建议)?(?:予以|宣布|决定)?(?:废止|失效|停止执行)")
_STAYS = LazyPattern(r"(?:予以)?(?:继续有效|有效|保留|修改|修订|继续执行|拟.{2,4})")
_IN_PART = LazyPattern(r"部分(?:条款|内容|条文|规定)")
_REFS = LazyPattern(rf"(?P<refs>{REFS})")
_PART = LazyPattern(PAPERS + PART)
# 已被《乙条例》代替: a reason, whose number is another document's
_REASON = LazyPattern(r"《|代替|替代|取代|依据|根据")
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
    listing = in_part = judged = False
    for number, line in _lines(version):
        words = squeeze(line)
        cells = [squeeze(cell) for cell in line.split("\t")]
        judged = judged or (len(cells) > 1 and any(_JUDGED.fullmatch(cell) for cell in cells))
        if judged and len(cells) > 1:
            if any(_ENDED.fullmatch(cell) for cell in cells):
                yield from _row(cells, _label(version, number), in_part=False)
        elif _opens(words):
            listing, in_part = True, bool(_IN_PART.search(words) and "全文" not in words)
        elif not listing:
            continue
        elif _closes(words):
            listing = False
        elif len(cells) > 1:
            yield from _row(cells, _label(version, number), in_part=in_part)
        else:
            yield from _item(line, _label(version, number), in_part=in_part)


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
    if words.endswith((":", "：")):
        words = words.rpartition("。")[2]  # the sentence that opens the list
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


def _item(line: str, clause: str, *, in_part: bool) -> Iterator[Repeal]:
    """The document that one line of a list names; a line that says more than its name, number and part is none."""
    marked = mark(line)
    titled = _TITLED.match(marked.text)
    if titled and marked.mention(titled.start("mark")).title:
        part = _PART.match(marked.text, titled.end())
        rest = part.end() if part else titled.end()
        if (not titled["lead"] or ORGAN.search(titled["lead"])) and _REST.fullmatch(marked.text, rest):
            printed = marked.printed(*part.span("refs" if part["refs"] else "topic")) if part else None
            yield _repeal(marked, titled.start("mark"), squeeze(line), clause, partial=_part(printed, in_part))
        return
    # 。 ends an item as it ends a sentence: without a number the line may be one
    bare = _BARE_TITLE.match(line.strip().rstrip("；;。" if _NUMBERED.match(line.strip()) else "；;"))
    if bare is None:
        return
    title, rest_of_line = squeeze(bare["title"]), squeeze(bare["rest"])
    number, refs = find_number(rest_of_line), _REFS.search(rest_of_line)
    if number or _NAMES_ITSELF.search(title):
        partial = _part(refs["refs"] if refs else None, in_part)
        yield Repeal(title=f"《{title}》", doc_number=number, partial=partial, text=squeeze(line), clause=clause)


def _part(printed: str | None, in_part: bool) -> str | None:
    """The part that ends; in a list of documents that end in part none ends as a whole."""
    return printed or ("部分条款" if in_part else None)


def _row(cells: list[str], clause: str, *, in_part: bool) -> Iterator[Repeal]:
    """The document that a row of a table names: its title in one cell, its number in another."""
    at, title, number = _title_cell(cells)
    if title is None or any(_STAYS.fullmatch(cell) for cell in cells):
        return
    others = [cell for cell in (*cells[at + 1 :], *cells[:at]) if not _REASON.search(cell)]
    number = number or next(filter(None, map(find_number, others)), None)
    refs = next(filter(None, (_REFS.search(cell) for cell in cells[at + 1 :])), None) if in_part else None
    partial = _part(refs["refs"] if refs else None, in_part)
    if number or title.startswith("《") or _NAMES_ITSELF.search(title):
        name = title if title.startswith("《") else f"《{title}》"
        yield Repeal(title=name, doc_number=number, partial=partial, text="\t".join(cells), clause=clause)


def _title_cell(cells: list[str]) -> tuple[int, str | None, str | None]:
    """Place, title and number of the first cell that holds nothing but a title and its number."""
    for at, cell in enumerate(cells):
        marked = mark(cell)
        titled = _TITLED.match(marked.text)
        if titled and not titled["lead"] and _REST.fullmatch(marked.text, titled.end()):
            mention = marked.mention(titled.start("mark"))
            if mention.title:
                return at, mention.title, mention.doc_number
        elif bare := _CELL.fullmatch(cell):
            return at, bare["title"], None
    return 0, None, None


def _repeal(marked: Marked, at: int, text: str, clause: str, *, partial: str | None = None) -> Repeal:
    mention = marked.mention(at)
    number = mention.doc_number or find_number(marked.squeezed[mention.end :])
    return Repeal(title=mention.title, doc_number=number, partial=partial, text=text, clause=clause)
