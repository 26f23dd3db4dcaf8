"""The forms: what a reader finds in each, opened with what reads it."""

from __future__ import annotations

import html
import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as ET

import docx
import pytest
from bs4 import BeautifulSoup
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from hypothesis import given, settings
from report import strategies
from report.builders import NIGHT, PLATFORM, SAME, amount, clause, health, night, one_of_each, sample_diff

from tracker.errors import UsageError
from tracker.models import Clause, ClauseChange, Version
from tracker.report import (
    FORMS,
    InspectedFile,
    night_letter,
    render_diff,
    render_feed,
    render_inspection,
    render_night,
)

HOSTILE = '<script>alert(1)</script>=HYPERLINK("http://evil","x")|**[点](javascript:x)\x0b'


@given(strategies.nights)
@settings(max_examples=25, deadline=None)
def test_every_form_of_any_night_can_be_made(report):
    """Law: no text, however odd, stops a report."""
    for form in FORMS:
        assert render_night(report, form, "zh")
    assert night_letter(report, "en").text
    ET.fromstring(render_feed(report.events, "zh", title="t", updated=NIGHT))


def test_an_unknown_form_is_refused():
    """The forms are named."""
    with pytest.raises(UsageError, match="no form 'pdf'; use one of text, json"):
        render_diff(sample_diff(), "pdf", "zh")
    with pytest.raises(UsageError, match="for an inspection"):
        render_inspection([], "html", "zh")


# ── text ─────────────────────────────────────────────────────────────────────────────────────────


def test_text_tells_figures_first_with_old_and_new():
    """One line per figure: number, kind, old → new, by how much, where it is stored."""
    text = render_diff(sample_diff(), "text", "zh")
    assert "   4. 提高：不超过2000万元（每企业） → 最高3000万元（每项目）（+50%） [1] [2]\n" in text
    assert text.index("额度、比例与期限") < text.index("\n二、废止") < text.index("、文字修改")
    assert "按照实际投资的〔删：20%〕〔增：25%〕给予补助" in text
    assert (
        "[1] 示经信发〔2026〕12号 · https://jxj.example/zwgk/12.html · sha256 5bf338b5875b · 2026-11-23 02:30" in text
    )


def test_colour_takes_the_place_of_the_marks():
    """On a terminal deletions are struck out; without colour no escape code is printed."""
    assert "\x1b" not in render_diff(sample_diff(), "text", "zh")
    coloured = render_diff(sample_diff(), "text", "zh", color=True)
    assert "\x1b[31;9m20%\x1b[0m\x1b[32;4m25%\x1b[0m" in coloured
    assert "〔删" not in coloured


def test_english_keeps_the_words_of_the_policy():
    """Labels are English, figures and names stay as printed."""
    text = render_diff(sample_diff(), "text", "en")
    assert "raised: 不超过2000万元 (per 企业) → 最高3000万元 (per 项目) (+50%)" in text
    assert "repeals 《示例市软件企业奖励办法》（示经信发〔2021〕7号）, from 2026-12-01" in text


@pytest.mark.parametrize("first", ["申报企业应当符合下列条件：", "认定有效期为三年。"])
def test_an_inspection_sets_one_mark_between_words_and_figures(first: str):
    """The clause's own colon or full stop is not doubled."""
    award = amount("最高5万元", "50000")
    said = Clause(
        label="第三条", path=("第三条",), heading=None, text=f"{first}\n（一）最高5万元。", line=1, figures=(award,)
    )
    file = InspectedFile(source="a.txt", documents=(Version(title=PLATFORM.title, text="", clauses=(said,)),))

    line = next(line for line in str(render_inspection([file], "text", "zh")).splitlines() if "第三条" in line)
    assert line.endswith(f"第三条 {first[:-1]}：最高5万元")


def test_an_inspection_lists_documents_clauses_and_figures():
    """Title, number, dates, each clause with its figures; a problem where nothing was read."""
    version = Version(
        title=PLATFORM.title, text="", doc_number=PLATFORM.doc_number, issued=PLATFORM.issued,
        clauses=(clause(1, "贴息", "最高5万元。", figures=(amount("最高5万元", "50000", scope="企业"),)),),
    )  # fmt: skip
    files = [InspectedFile(source="a.html", documents=(version,)), InspectedFile(source="b", problem="空文件")]
    text = render_inspection(files, "text", "zh")
    assert "1. 《示例市促进数字产业发展若干措施》（示经信发〔2026〕12号）" in text
    assert "成文日期 2026-11-20 · 1 条 · 1 个数字" in text
    assert "     1. 贴息：最高5万元（每企业）" in text
    assert "未读出政策文本：空文件" in text


# ── markdown ─────────────────────────────────────────────────────────────────────────────────────


def _hostile_diff():
    """A clause whose every part tries to become markup."""
    bad = replace(SAME, heading=HOSTILE, text=HOSTILE)
    row = ClauseChange(change="edited", old=bad, new=bad, edits=(("=", "安全"), ("-", HOSTILE), ("+", HOSTILE)))
    added = ClauseChange(change="added", old=None, new=bad, edits=(("+", HOSTILE),))
    diff = sample_diff()
    return replace(
        diff, new=replace(diff.new, title=HOSTILE, source="javascript:alert(1)"), clauses=(row, added, *diff.clauses)
    )


def test_markdown_escapes_the_policy():
    """No tag, link, emphasis or table cell is made of a page's words."""
    text = render_diff(_hostile_diff(), "markdown", "zh")
    assert "<script" not in text
    assert not re.search(r"(?<!\\)\[点", text)
    rows = [line for line in text.split("\n") if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {8, 4}


def test_markdown_marks_what_went_and_came():
    """As tags, which work between Chinese characters and punctuation."""
    assert "按照实际投资的<del>20%</del><ins>25%</ins>给予补助" in render_night(night(*one_of_each()), "markdown", "zh")


# ── html ─────────────────────────────────────────────────────────────────────────────────────────


def test_html_holds_everything_in_one_file():
    """No script, no address is loaded from elsewhere."""
    soup = BeautifulSoup(render_diff(sample_diff(), "html", "zh"), "lxml")
    assert not soup.find_all(["script", "img", "iframe", "object"])
    assert not soup.find_all("link")
    assert "url(" not in soup.style.string
    assert "@import" not in soup.style.string


def test_html_escapes_the_policy():
    """A page's words stay words, and only http(s) addresses become links."""
    page = render_diff(_hostile_diff(), "html", "zh")
    assert "<script" not in page
    assert html.escape("<script>alert(1)</script>") in page
    soup = BeautifulSoup(page, "lxml")
    assert all(re.match(r"https?://|#", link["href"]) for link in soup.find_all("a"))


def test_html_shows_figures_first_then_both_sides():
    """The figures table, then old and new text with <del> and <ins>; unchanged clauses are folded."""
    soup = BeautifulSoup(render_diff(sample_diff(), "html", "zh"), "lxml")
    cells = [cell.get_text(" ", strip=True) for cell in soup.select("#n4 td")]
    assert cells[:5] == ["4", "4. 支持建设公共算力平台", "提高", "不超过2000万元（每企业）", "最高3000万元（每项目）"]
    row = soup.select_one("#c1-4")
    old, new = (cell.get_text() for cell in row.select("td.policy"))
    assert "〔删去 20%〕" in old
    assert "〔增加 25%〕" in new
    assert soup.select_one("details.quiet summary").get_text() == "1. · 1 条未变"


def test_html_of_a_quiet_night_says_that_nothing_changed():
    """Of the sources that could be read: what a failing one may hide is not called unchanged."""
    soup = BeautifulSoup(render_night(night(), "html", "zh"), "lxml")
    assert [count.get_text() for count in soup.select(".count")] == [
        "1 个来源异常，其余没有变化",
        "4 个来源中 2 个正常",
    ]


def test_every_jump_of_the_page_lands():
    """Each #link has its target, once."""
    well = tuple(item for item in health() if item.state == "ok")
    for page in (
        render_diff(sample_diff(), "html", "zh"),
        render_night(night(*one_of_each()), "html", "en"),
        render_night(night(*one_of_each()[-1:], sources=well), "html", "zh"),
        render_night(night(sources=well), "html", "zh"),
    ):
        soup = BeautifulSoup(page, "lxml")
        ids = [tag["id"] for tag in soup.find_all(id=True)]
        assert len(ids) == len(set(ids))
        assert {link["href"][1:] for link in soup.select('a[href^="#"]')} <= set(ids)


@pytest.mark.skipif(not shutil.which("chromium"), reason="chromium is not installed")
def test_a_browser_shows_the_page_without_scrolling_sideways(tmp_path):
    """On a telephone nothing is wider than the screen, and the figures are there."""
    page = render_night(night(*one_of_each()), "html", "zh")
    probe = "<script>document.title=document.documentElement.scrollWidth+'/'+innerWidth</script></body>"
    file = tmp_path / "night.html"
    file.write_text(page.replace("</body>", probe), encoding="utf-8")
    dump = subprocess.run(
        [
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", f"--user-data-dir={tmp_path / 'profile'}", "--window-size=500,900",
            "--dump-dom", file.as_uri(),
        ],
        capture_output=True, text=True, timeout=60, check=True,
    ).stdout  # fmt: skip
    wide, screen = map(int, re.search(r"<title>(\d+)/(\d+)</title>", dump).groups())
    assert wide <= screen
    assert "最高3000万元（每项目）" in dump


# ── docx ─────────────────────────────────────────────────────────────────────────────────────────


def test_docx_is_a_landscape_table_of_three_columns():
    """新旧对照表: old, new, change; struck out and underlined; Chinese fonts set."""
    document = docx.Document(io.BytesIO(render_diff(sample_diff(), "docx", "zh")))
    page = document.sections[0]
    assert page.orientation == WD_ORIENT.LANDSCAPE
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (297, 210)
    table = document.tables[-1]
    assert [cell.text for cell in table.rows[0].cells] == ["原条款", "新条款", "变化"]
    old, new, _ = table.rows[4].cells
    assert [run.text for run in old.paragraphs[0].runs if run.font.strike] == ["20%", "单个企业不超过2000万元"]
    assert [run.text for run in new.paragraphs[0].runs if run.font.underline] == ["公共", "25%", "单个项目最高3000万元"]
    fonts = {run._element.rPr.rFonts.get(qn("w:eastAsia")) for run in old.paragraphs[0].runs}
    assert fonts == {"宋体"}
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_docx_takes_any_text():
    """Control characters, which XML has no place for, are left out."""
    document = docx.Document(io.BytesIO(render_diff(_hostile_diff(), "docx", "zh")))
    assert '=HYPERLINK("http://evil","x")' in document.paragraphs[0].text
    assert "<script>alert(1)</script>" in document.tables[-1].rows[1].cells[0].text


# ── xlsx ─────────────────────────────────────────────────────────────────────────────────────────


def _sheets(book: bytes) -> tuple[list[str], dict[str, str]]:
    """Names of the sheets, and the XML of each part."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}
    names = re.findall(r'<sheet name="([^"]+)"', parts["xl/workbook.xml"])
    return names, parts


def test_xlsx_has_its_sheets_and_marks_inside_cells():
    """数字变化, 变动清单, 条款对照, 证据; deletions struck out inside the cell; values as numbers to reckon with."""
    names, parts = _sheets(render_diff(sample_diff(), "xlsx", "zh"))
    assert names == ["数字变化", "变动清单", "条款对照", "证据"]
    strings = parts["xl/sharedStrings.xml"]
    assert re.search(r"<r><rPr><strike/>.*?</rPr><t>20%</t></r>", strings)
    assert "<v>30000000</v>" in parts["xl/worksheets/sheet1.xml"]
    assert "5bf338b5875b77cf" * 4 in strings


def test_xlsx_never_writes_a_formula_or_a_link():
    """=HYPERLINK of a page is a string like any other."""
    _, parts = _sheets(render_diff(_hostile_diff(), "xlsx", "zh"))
    assert not any("<f>" in part or "<hyperlink" in part for part in parts.values())
    assert "=HYPERLINK" in parts["xl/sharedStrings.xml"]


def test_xlsx_cells_stay_within_the_limit():
    """A clause longer than a cell is cut with a mark, the file still opens."""
    long = "长" * 40_000
    row = ClauseChange(change="edited", old=SAME, new=SAME, edits=(("=", long), ("+", long)))
    _, parts = _sheets(render_diff(replace(sample_diff(), clauses=(row,), figures=()), "xlsx", "zh"))
    strings = re.findall(r"<t[^>]*>([^<]*)</t>", parts["xl/sharedStrings.xml"])
    assert max(map(len, strings)) == 32_767


# ── feed ─────────────────────────────────────────────────────────────────────────────────────────

ATOM = "{http://www.w3.org/2005/Atom}"


def test_a_feed_has_what_rfc_4287_asks():
    """id, title, updated and author of the feed; id, title, updated of each entry; newest first."""
    feed = ET.fromstring(
        render_feed(one_of_each(), "zh", title="示例市", updated=NIGHT, address="https://x.example/feed.xml")
    )
    assert [feed.find(ATOM + tag).text for tag in ("id", "title", "updated")] == [
        "https://x.example/feed.xml", "示例市", "2026-11-22T18:30:00Z",
    ]  # fmt: skip
    assert feed.find(f"{ATOM}author/{ATOM}name").text
    entries = feed.findall(ATOM + "entry")
    assert len(entries) == len(one_of_each())
    ids = [entry.find(ATOM + "id").text for entry in entries]
    assert len(set(ids)) == len(ids)
    assert all(entry.find(ATOM + tag).text for entry in entries for tag in ("title", "updated", "content"))


def test_an_entry_keeps_its_id():
    """Written on another day in another language the same event has the same id."""
    event = one_of_each()[0]
    ids = {
        ET.fromstring(render_feed([event], lang, title=title, updated=NIGHT)).find(f"{ATOM}entry/{ATOM}id").text
        for lang, title in (("zh", "甲"), ("en", "b"))
    }
    assert len(ids) == 1


# ── letter ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("report", "lang", "subject"),
    [
        (
            night(*one_of_each()),
            "zh",
            "政策变动 11-23：6 处额度/比例变化、2 件废止、5 处有效期变化、1 个来源异常、1 个来源恢复",
        ),
        (night(), "zh", "政策变动 11-23：1 个来源异常，其余没有变化"),
        (night(sources=()), "zh", "政策变动 11-23：没有变化，未读取来源"),
        (night(), "en", "Policy changes 11-23: 1 source failing, nothing else changed"),
    ],
    ids=["news", "silence", "no source", "silence in English"],
)
def test_the_subject_tells_what_matters(report, lang, subject):
    """The heaviest counts, then the failing sources."""
    assert night_letter(report, lang, subject_prefix="[示例]").subject == f"[示例] {subject}"


def test_the_letter_survives_mail_readers():
    """Inline styles only; marks are words; no <style>, <ins>, <del>, no class."""
    letter = night_letter(night(*one_of_each()), "zh", full_report="https://x.example/r.html")
    soup = BeautifulSoup(letter.html, "lxml")
    assert not soup.find_all(["style", "ins", "del", "script", "img", "link"])
    assert not soup.find_all(class_=True)
    assert "【删：20%】【增：25%】" in soup.get_text()
    assert soup.select_one('a[href="https://x.example/r.html"]')
    assert "〔删：20%〕〔增：25%〕" in letter.text
    assert "完整报告：https://x.example/r.html" in letter.text


def test_a_long_address_breaks_on_a_telephone():
    """Lines, not only evidence, hold addresses: without a break the page is wider than the screen and cut off."""
    letter = night_letter(night(*one_of_each()), "zh")

    assert "overflow-wrap:anywhere" in letter.html.partition("<h1")[0]
    assert re.search(r"\bbody \{[^}]*overflow-wrap: anywhere", str(render_night(night(*one_of_each()), "html", "zh")))


def test_a_long_night_makes_a_short_letter():
    """Of a document with hundreds of changes the first lines are shown, and how many are left."""
    diff = sample_diff()
    many = replace(diff, figures=diff.figures * 40, clauses=diff.clauses * 40)
    letter = night_letter(night(replace(one_of_each()[-1], diff=many)), "zh")
    assert "另有 228 行，见完整报告" in letter.text
    assert "另有 76 行，见完整报告" in letter.html
    assert len(letter.html) < 60_000


def test_the_key_of_a_letter_depends_on_the_events_alone():
    """Made again, in another language, it is the same letter; another event makes another."""
    report = night(*one_of_each())
    assert night_letter(report, "zh").key == night_letter(report, "en").key
    assert night_letter(report, "zh").key != night_letter(night(), "zh").key
