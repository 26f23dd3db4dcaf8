"""Reasons in the reader's language: the table knows every sentence that the stages can say."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report.builders import NIGHT, night

from tracker.extract.errorpages import _SAYINGS
from tracker.extract.sniff import IN_WORDS
from tracker.fetch.failures import _CAUSES
from tracker.models import DocumentRef, Event, Evidence, SourceHealth
from tracker.report import InspectedFile, render_inspection, render_night
from tracker.report.listing import Column, Listing, render_listing
from tracker.report.reasons import REASONS, _pattern, reason_words

PACKAGE = Path(__file__).resolve().parents[2] / "tracker"
SPOKEN = (
    *sorted((PACKAGE / "fetch").glob("*.py")),
    *sorted((PACKAGE / "extract").glob("*.py")),
    *sorted((PACKAGE / "documents").glob("*.py")),
    PACKAGE / "charset.py",
    PACKAGE / "run" / "attachments.py",
    PACKAGE / "run" / "failing.py",
    PACKAGE / "run" / "faults.py",
    PACKAGE / "run" / "gathering.py",
    PACKAGE / "run" / "nightly.py",
    PACKAGE / "run" / "rebuilding.py",
    PACKAGE / "run" / "trying.py",
)
SITE = "https://jxj.example/zwgk/12.html"

# ── the sentences, read from the code ────────────────────────────────────────────────────────────

# What an expression inside an f-string can give. A new expression fails the test until it stands here
NUMBERS = """
    -code _LEAST_CHINESE _MAX_FILES _MOST_DEPTH _MOST_RECORDS clauses count failed host.failures last_good_rows
    len(elements) len(item.page.entries) len(items) len(members) len(pages) len(places) len(reading.versions)
    len(reply.content) len(rows) limits.characters limits.members limits.ocr_pages limits.pages limits.seconds matched
    max_bytes most policies rows self._settings.max_bytes self._settings.max_redirects self._settings.total_s size
    status wait
"""
SIZES = """
    size_in_words(len(content)) size_in_words(limit) size_in_words(limits.memory_bytes)
    size_in_words(limits.unpacked_bytes) size_in_words(self._limits.unpacked_bytes) size_in_words(total)
"""
ADDRESSES = "address.url at cover.url joined reply.final_url reply.url target url"
SAMPLES: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(NUMBERS.split(), ("1,234",)),
    **dict.fromkeys(("failed + standing.good", "pictures - len(unread)"), ("1,234",)),
    **dict.fromkeys(SIZES.split(), ("512 bytes", "20 MiB")),
    **dict.fromkeys(ADDRESSES.split(), (SITE,)),
    **dict.fromkeys(("selector", "source.id", "name", "name[:80]", "names", "kind"), ("示例",)),
    **dict.fromkeys(("text[:40]", "text[-30:]", "wall", "error"), ("示例文字：一",)),
    **dict.fromkeys(("err", "err.strerror", "message", "_in_short(err)"), ("示例信息",)),
    "last[:120] or f'code {code}'": ("示例信息", "code 3"),
    "root": ("/政策/文件",),
    "_excerpt(source, match.start())": ("示例文字",),
    "', '.join(packed)": ("br",),
    "', '.join(map(str, unread[:20]))": ("1, 2",),
    "'; '.join(trimmed.cut)": ("版权；页脚",),
    "charset": ("gb18030",),
    "reading.page.reader": ("html div.content",),
    "forward.strip()[:100]": ("0;url=/a.html",),
    "host.name": ("jxj.example:8080",),
    "host.last_failure": (f"{SITE}: the server failed (status 500)", f"{SITE}: no connection (connection refused)"),
    "first": (f"{SITE}: the reply is empty",),
    "inner.page.problem": ("the page has no text",),
    "reading.problem": ("the page has no text",),
    "reason": ("the page has no text",),
    "words": tuple(_SAYINGS),
    "text": tuple(said for said, _ in _CAUSES.values()),
    "why": ("an RTF file", "the file was saved by a Word before 97"),
    "what": ("a file", "an HTML page", "a text"),
    "sniff.IN_WORDS.get(kind, kind)": (*IN_WORDS.values(), "application/x-example"),
    "pictures": ("7",),
    "where": ("the reply holds", "json.rows = 'data.list' names"),
    "_place(err)": ("IndexError in clauses/units.py, line 40",),
    "_shrunk(text, last_good_length)": ("only 12 of 4,000 characters are left",),
    "doubt": ("", "; 4 lines are doubtful"),
    "'s' if pictures > 1 else ''": ("", "s"),
    "f', only {pictures} pictures' if pictures else ''": ("", ", only 4 pictures"),
}
# The same name for two things
SPECIAL: Mapping[tuple[str, str], Sequence[str]] = {
    ("pdf.py", "pictures"): tuple(
        f"a scan: {pages} of pictures without a text layer" for pages in ("1 page", "3 pages")
    ),
    ("failures.py", "reason"): (
        "",
        *(f" ({inner})" for inner in ("failed to resolve", "connection refused", "unreachable")),
        " (certificate verify failed: certificate has expired)",
        " (certificate verify failed: hostname mismatch, certificate is not valid for 'jxj.example'.)",
    ),
    ("attachments.py", "err"): (f"{SITE}: the file is empty",),
    ("nightly.py", "why"): (f"{SITE}: the file is empty",),
    ("container.py", "self._what"): ("DOCX", "OFD"),
    ("container.py", "what"): ("DOCX", "OFD"),
    ("folder.py", "path"): ("/政策/文件",),
}


def sentences(path: Path) -> Iterator[tuple[int, ast.expr]]:
    """Each expression of a module that ends as a message: what errors, problems, warnings and reasons are made of."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        for expression in _said_by(node):
            for part in _alternatives(expression):
                yield part.lineno, part


def _said_by(node: ast.AST) -> list[ast.expr]:
    match node:
        case ast.Raise(exc=ast.Call(func=ast.Name(id="AssertionError"))):
            return []
        case ast.Raise(exc=ast.Call(args=[first, *_])):
            return [first]
        case ast.Call(func=ast.Name(id=name), args=[first, *_]) if name.endswith("Error") and name != "AssertionError":
            return [first]
        case ast.Call(func=ast.Name(id="_suspect"), args=[_, said]):
            return [said]
        case ast.Call(func=ast.Name(id="_failed"), args=[*_, said]):
            return [said]
        case ast.Call(func=ast.Attribute(attr="append", value=ast.Name(id="warnings" | "found")), args=[said]):
            return [said]
        case ast.keyword(arg="problem" | "warnings" | "reason", value=said):
            return [said]
        case ast.Assign(targets=[ast.Name(id="problem" | "warnings")], value=said):
            return [said]
        case ast.AnnAssign(target=ast.Name(id="problem" | "warnings"), value=ast.expr() as said):
            return [said]
        case ast.FunctionDef(name=name) if re.match(r"_?why|_reason$|_read$|warn_", name):
            return [inner.value for inner in ast.walk(node) if isinstance(inner, ast.Return) and inner.value]
        case _:
            return []


def _alternatives(node: ast.expr) -> Iterator[ast.expr]:
    """The strings an expression can be: both sides of a condition, each element of a tuple."""
    match node:
        case ast.IfExp(body=first, orelse=second):
            yield from _alternatives(first)
            yield from _alternatives(second)
        case ast.Tuple(elts=elements):
            for element in elements:
                yield from _alternatives(element)
        case ast.Subscript(value=cut):
            yield from _alternatives(cut)
        case ast.JoinedStr():
            yield node
        case ast.Constant(value=str() as value) if value:
            yield node


def filled(path: Path, node: ast.expr) -> list[str]:
    """A sentence with each of its fields replaced by samples, in every combination."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    assert isinstance(node, ast.JoinedStr)
    parts = [_samples(path, part) for part in node.values]
    return ["".join(chosen) for chosen in itertools.product(*parts)]


def _samples(path: Path, part: ast.expr) -> Sequence[str]:
    if isinstance(part, ast.Constant):
        return [str(part.value)]
    assert isinstance(part, ast.FormattedValue)
    name = ast.unparse(part.value)
    samples = SPECIAL.get((path.name, name), SAMPLES.get(name))
    assert samples is not None, f"{path.name}:{part.lineno}: give samples of {{{name}}} in SAMPLES"
    return [repr(sample) for sample in samples] if part.conversion == ord("r") else samples


def all_sentences() -> list[str]:
    said = [text for path in SPOKEN for _, node in sentences(path) for text in filled(path, node)]
    return sorted({*said, *(f"{SITE}: {cause}" for cause, _ in _CAUSES.values())})


SENTENCES = all_sentences()


# ── the law ──────────────────────────────────────────────────────────────────────────────────────

# Names that stay as they are in Chinese
NAMES = re.compile(
    r"https?://\S+?(?=[\s；，（）]|$)|robots\.txt|sources\.toml|OFD\.xml|list\.\w+|json\.\w+"
    r"|(?:legacy_tls|enabled|robots) = \w+"
    r"|max_bytes|max_wait_s|total_s|delay_s|\b(?:url|kind|path|body|headers)\b|tracker verify|0;url=/a\.html"
    r"|\b(?:HTML|PDF|OFD|DOCX|XML|JSON|CSS|RTF|PNG|JPEG|GIF|BMP|TIFF|ZIP|RAR|gzip|SQLite|Office|Excel|PowerPoint)\b"
    r"|7z|Word 97|LibreOffice|\.docx|`ocr`|Strict|MiB|KiB|cookie|https?\b|gb18030|html div\.content|\bbr\b"
    r"|jxj\.example(?::\d+)?|data\.list|application/x-example|“[^”]*”"
)


def english_left(text: str) -> list[str]:
    return re.findall(r"[A-Za-z]{2,}", NAMES.sub("", text))


def test_the_sentences_are_found():
    """The reading of the code sees what the stages say: known sentences of every kind are among them."""
    assert len(SENTENCES) > 150
    for said in (
        "the reply is empty",
        f"{SITE}: the page is gone (status 1,234)",
        "the PDF is locked with a password",
        "a list of 1,234 rows with dates, no policy text",
        "text of deleted revisions is left out",
        f"1,234 of 1,234 addresses failed: {SITE}: the reply is empty",
        f"{SITE}: its attachment: {SITE}: the file is empty",
    ):
        assert said in SENTENCES


@pytest.mark.parametrize("said", SENTENCES)
def test_every_sentence_has_chinese_words(said):
    """Law: no reason of the stages reaches a Chinese report in English."""
    chinese = reason_words(said, "zh")

    assert re.search(r"[\u4e00-\u9fff]", chinese)
    assert english_left(chinese) == []


def test_no_row_of_the_table_is_out_of_use():
    """A sentence that the stages no longer say leaves the table too."""
    inside = [said.partition(": ")[2] for said in SENTENCES]
    everything = [*SENTENCES, *inside, *(said.partition(": ")[2] for said in inside)]

    unused = [english for english, _ in REASONS if not any(_pattern(english).fullmatch(said) for said in everything)]

    assert unused == []


@pytest.mark.parametrize("english, chinese", REASONS, ids=[english for english, _ in REASONS])
def test_a_row_has_the_same_fields_on_both_sides(english, chinese):
    """No figure or address of a reason is lost on the way."""
    assert sorted(re.findall(r"\{\w+\}", english)) == sorted(re.findall(r"\{\w+\}", chinese))


# ── fronts, reasons inside reasons, what is not known ────────────────────────────────────────────


@pytest.mark.parametrize(
    ("said", "chinese"),
    [
        (f"{SITE}: the reply is empty", f"{SITE}: 答复是空的"),
        ("示例办法：试行: the page has no text", "示例办法：试行：网页没有文字"),
        (
            f"2 of 7 addresses failed: {SITE}: its attachment: {SITE}: the PDF is locked with a password",
            f"7 个网址中有 2 个出错：{SITE}: 其附件：{SITE}: PDF 文件加了密码",
        ),
        (
            f"{SITE}: not asked, jxj.example failed 4 times in a row ({SITE}: the server failed (status 502))",
            f"{SITE}: 未访问，jxj.example 已连续 4 次失败（{SITE}: 服务器出错（状态码 502））",
        ),
        (
            f"{SITE}: no connection (connection refused)",
            f"{SITE}: 连接不上（连接被拒绝）",
        ),
        (
            "the PDF is damaged or cut off: Failed to load document (PDFium: Data format error).",
            "PDF 文件损坏或不完整：格式错误",
        ),
        (
            "the DOCX is damaged: word/document.xml is no XML (Opening tag mismatch, line 1)",
            "DOCX 文件损坏：word/document.xml 不是 XML（“Opening tag mismatch, line 1”）",
        ),
        (
            "12 entries listed; 1 documents, 8 clauses read (html #zoom)",
            "列出 12 个条目；读出 1 件文件、8 条（html #zoom）",
        ),
    ],
)
def test_fronts_stay_and_nested_reasons_are_said_too(said, chinese):
    """An address or title stays in front; what a library says is quoted where it has no Chinese words."""
    assert reason_words(said, "zh") == chinese
    assert reason_words(said, "en") == said


@given(st.text(max_size=60))
def test_an_unknown_reason_is_never_lost(text):
    """Law: whatever was not put into words by the stages is printed as it came."""
    unknown = f"〔{text}"

    assert reason_words(unknown, "zh") == unknown
    assert reason_words(text, "en") == text
    assert unknown in reason_words(f"3 of 4 addresses failed: {unknown}", "zh")


# ── in reports ───────────────────────────────────────────────────────────────────────────────────

REASON = f"2 of 3 addresses failed: {SITE}: the page is gone (status 404)"
SAID = f"3 个网址中有 2 个出错：{SITE}: 网页已不存在（状态码 404）"


def reasons_night():
    """A night whose every line has a reason."""
    evidence = (Evidence(url=SITE, fetched_at=NIGHT),)
    document = DocumentRef(id="d1", title="示例办法")
    events = tuple(
        Event(
            kind=kind, key=kind, happened_at=NIGHT, source="示例", document=document, detail=detail, evidence=evidence
        )
        for kind, detail in (
            ("page_gone", f"{SITE}: the page is gone (status 404)"),
            ("page_unreadable", "示例办法: the page has no text"),
            ("source_failing", REASON),
        )
    )
    standing = SourceHealth(source="甲", name="甲区政策", state="failing", failures=1, reason=REASON, url=SITE)
    return night(*events, sources=(standing,))


def test_a_chinese_night_has_no_english_reason_and_its_json_keeps_them():
    """The words are for readers; programs have one string, whatever the language."""
    report = reasons_night()

    text = str(render_night(report, "text", "zh"))

    assert SAID in text and "示例办法：网页没有文字" in text
    assert "the page" not in text
    assert REASON in str(render_night(report, "text", "en"))
    assert REASON in str(render_night(report, "json", "zh"))


def test_inspections_and_lists_say_reasons_too():
    """`tracker inspect` and the list of sources; JSON keeps what was stored."""
    shown = [InspectedFile(source="a.pdf", problem="the PDF has no pages")]
    column = Column(field="reason", zh="原因", en="reason", reasons=True)
    listing = Listing(
        format="tracker.sources/1",
        key="sources",
        columns=(column,),
        rows=({"reason": REASON},),
        empty_zh="",
        empty_en="",
    )

    assert "未读出政策文本：PDF 文件没有页面" in str(render_inspection(shown, "text", "zh"))
    assert SAID in render_listing(listing, "text", "zh", width=200)
    assert REASON in render_listing(listing, "text", "en", width=200)
    assert REASON in render_listing(listing, "json", "zh")


def test_a_long_chain_of_fronts_stops_no_report():
    """A title of a hostile list may repeat a sentence for ever."""
    chain = "its attachment: " * 5000 + "the reply is empty"

    assert reason_words(chain, "zh") == chain
    assert reason_words("甲: " * 500 + "no reply", "zh").endswith("甲：没有答复")
