"""What a report holds and in which order."""

from __future__ import annotations

import datetime as dt
import re
import string
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report import strategies
from report.builders import (
    AWARD_FIGURES,
    OLD_RULES,
    amount,
    evidence,
    health,
    night,
    one_of_each,
    quiet_diff,
    sample_diff,
)

from tracker.models import Diff, Event, EventKind, Figure, FigureChange
from tracker.report import layout, view, wording, words
from tracker.report.phrases import PHRASES, say


def test_a_night_is_ordered_money_first():
    """Figures, repeals, validity, citations, stages, strength, clauses, wording, then new, gone, health, matches."""
    names = [section.name for section in view.night_view(night(*one_of_each()), "zh").sections]
    assert names == list(layout.SECTIONS)


def test_money_comes_before_terms_within_the_figures():
    """A deadline printed earlier in the text stands below the caps."""
    diff = sample_diff()
    term = FigureChange(
        change="added", clause="1.", old=None, new=Figure(text="3年", kind="duration", value="3", unit="year")
    )
    mixed = replace(diff, figures=(term, *diff.figures))
    lines = view.diff_view(mixed, "zh").sections[0].lines
    assert [line.figure.new.kind for line in lines if line.figure.new][-1] == "duration"
    assert view.diff_view(mixed, "zh").counts[:2] == ("6 处额度/比例变化", "1 处期限等数字变化")


@given(strategies.nights)
@settings(max_examples=50, deadline=None)
def test_lines_are_numbered_through_and_alike_in_both_languages(report):
    """Law: numbers are 1…n in order, and a line has the same number in Chinese and in English."""
    lines = {
        lang: [line for section in view.night_view(report, lang).sections for line in section.lines]
        for lang in ("zh", "en")
    }
    assert [line.number for line in lines["zh"]] == list(range(1, len(lines["zh"]) + 1))
    assert [(line.number, line.kind, line.anchor) for line in lines["zh"]] == [
        (line.number, line.kind, line.anchor) for line in lines["en"]
    ]


@given(strategies.diffs())
@settings(max_examples=50, deadline=None)
def test_every_figure_change_has_one_line(diff):
    """Law: nothing is dropped and nothing is told twice."""
    sections = view.diff_view(diff, "zh").sections
    told = [line.figure for section in sections for line in section.lines if line.figure]
    assert sorted(map(repr, told)) == sorted(map(repr, diff.figures))


@given(strategies.diffs())
@settings(max_examples=50, deadline=None)
def test_a_row_joins_back_to_both_texts(diff: Diff):
    """Law: the two sides of a row hold every old and every new piece of its edits."""
    for row in diff.clauses:
        assert "".join(text for _, text in wording.old_side(row)) == "".join(e[-1] for e in row.edits if e[0] != "+")
        assert "".join(text for _, text in wording.new_side(row)) == "".join(e[1] for e in row.edits if e[0] != "-")


def test_every_line_leads_to_a_stored_page():
    """Each line of the diff names at least one page of the list, with address, hash and time."""
    report = view.diff_view(sample_diff(), "zh")
    lines = [line for section in report.sections for line in section.lines]
    assert all(line.sources for line in lines)
    assert {at for line in lines for at in line.sources} == {1, 2}
    assert [page.sha256[:4] for page in report.pages] == ["5bf3", "3d7b"]


def test_a_line_keeps_the_clause_of_each_side():
    """A renumbered clause is cited by its new label in the new text and by its old one in the old."""
    lines = view.diff_view(sample_diff(), "zh").sections[0].lines
    raised = next(line for line in lines if line.kind == "raised")
    assert [item.clause for item in raised.evidence] == ["4.", "3."]


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        (
            FigureChange(
                change="rescoped", clause="3.", old=amount("1000万元", "1E7", scope="企业"),
                new=amount("1000万元", "1E7"),
            ),
            ("1000万元（每企业）", "1000万元（未写明对象）"),
        ),
        (
            FigureChange(
                change="rescoped", clause="3.", old=amount("10万元", "1E5", scope="户"),
                new=amount("10万元", "1E5", scope="户", period="年"),
            ),
            ("10万元（每户）", "10万元（每户、每年）"),
        ),
        (
            FigureChange(
                change="rebound", clause="3.", old=amount("50万元", "5E5"), new=amount("最高50万元", "5E5", bound="max")
            ),
            ("50万元（固定数）", "最高50万元（上限）"),
        ),
    ],
    ids=["scope gone", "period added", "cap instead of award"],
)  # fmt: skip
def test_what_changed_about_a_figure_is_named(change, shown):
    """Scope, period and bound are said in words where they are what changed."""
    diff = replace(sample_diff(), figures=(change,))
    (line,) = view.diff_view(diff, "zh").sections[0].lines
    assert (line.old, line.new) == shown


def test_a_repeal_is_told_once():
    """The repeal in a diff gives way to the event about the same repeal."""
    stage, repealed = one_of_each()[-1], one_of_each()[-3]
    sections = {section.name: section for section in view.night_view(night(stage, repealed), "zh").sections}
    assert [line.kind for line in sections["repeals"].lines] == ["repealed"]
    alone = {section.name: section for section in view.night_view(night(stage), "zh").sections}
    assert [line.kind for line in alone["repeals"].lines] == ["repeal"]


def test_a_failing_source_is_told_once():
    """The health table tells it, with reason and advice; the event of the night adds nothing."""
    failing = next(event for event in one_of_each() if event.kind == "source_failing")
    report = view.night_view(night(failing), "zh")
    (section,) = report.sections
    assert [line.heading for line in section.lines] == ["甲区政策列表", "丙区公报"]
    assert report.nothing


def test_a_failing_event_without_health_is_still_told():
    """A report made of events alone does not lose it."""
    failing = next(event for event in one_of_each() if event.kind == "source_failing")
    report = view.night_view(night(failing, sources=()), "en")
    assert "jia-list" in report.sections[0].lines[0].text


@pytest.mark.parametrize(
    ("lang", "lead"),
    [
        ("zh", "1 个来源异常，其余没有变化，4 个来源中 2 个正常"),
        ("en", "1 source failing, nothing else changed, 2 of 4 sources healthy"),
    ],
)
def test_a_night_without_news_says_so(lang, lead):
    """Silence is never ambiguous."""
    report = view.night_view(night(), lang)
    assert report.lead == lead
    assert report.nothing


def test_a_draft_adopted_as_it_was_is_told():
    """A stage change without any other change has a line of its own."""
    diff = replace(quiet_diff(), old=replace(quiet_diff().old, stage="draft"))
    event = replace(one_of_each()[-1], diff=diff)
    (section, *_) = view.night_view(night(event, sources=()), "zh").sections
    assert section.name == "stages"
    (line,) = section.lines
    assert (line.label, line.old, line.new, line.text) == ("状态", "征求意见稿", "正式文件", "条款与原稿一致")


def test_a_figure_that_went_stands_under_its_old_heading():
    """Its label is the old one too; the clause was renumbered and retitled."""
    diff = sample_diff()
    retitled = tuple(
        replace(row, new=replace(row.new, heading="奖励骨干企业")) if row.figures == AWARD_FIGURES else row
        for row in diff.clauses
    )
    lines = view.diff_view(replace(diff, clauses=retitled), "zh").sections[0].lines
    assert {(line.kind, line.place) for line in lines} >= {
        ("rebound", "3. 奖励骨干企业"),
        ("removed", "4. 奖励首次达标企业"),
    }


def test_lines_are_numbered_as_they_are_read():
    """Two events of one document stand together, though another document's came between them."""
    changed = one_of_each()[-1]
    between = replace(changed, document=replace(changed.document, title="示例市另一措施", doc_number=None))
    report = view.night_view(night(changed, between, replace(changed, key="again"), sources=()), "zh")
    numbers = [line.number for section in report.sections for line in section.lines]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_document_whose_state_changed_is_counted_once():
    """Stage, title and number in three lines are one document."""
    diff = sample_diff()
    old = replace(diff.old, stage="trial", title="示例市旧措施", doc_number="示经信发〔2023〕1号")
    event = replace(one_of_each()[-1], diff=replace(diff, old=old))
    report = view.night_view(night(event, sources=()), "zh")
    assert len(next(part for part in report.sections if part.name == "stages").lines) > 1
    assert "1 件状态变化" in report.counts


def test_a_final_is_signed_on_another_day_than_its_draft():
    """That is no change to tell; of a text that was issued before, it is."""
    quiet = quiet_diff()
    new = replace(quiet.new, issued=dt.date(2026, 3, 22))
    for stage, told in (("draft", []), ("final", ["成文日期"])):
        old = replace(quiet.old, stage=stage, title=new.title, doc_number=None, issued=dt.date(2026, 3, 2))
        lines = [
            line for part in view.diff_view(replace(quiet, old=old, new=new), "zh").sections for line in part.lines
        ]
        assert [line.label for line in lines if line.kind == "fact"] == told


@pytest.mark.parametrize("kind", EventKind.__args__)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_kind_of_event_has_a_line(kind: str, lang):
    """Even with nothing but its kind an event is told in both languages."""
    bare = Event(kind=kind, key="k", happened_at=health()[0].last_good, evidence=evidence(), source="a")
    full = next(event for event in one_of_each() if event.kind == kind)
    for event in (bare, full):
        report = view.night_view(night(event, sources=()), lang)
        assert report.sections
        assert view.event_view(event, lang).title


def test_days_left_are_counted_from_the_night_in_beijing():
    """18:30 UTC on the 22nd is the 23rd in Beijing."""
    expiring = next(event for event in one_of_each() if event.kind == "expiring")
    (section,) = view.night_view(night(expiring, sources=()), "zh").sections
    assert section.lines[0].text.endswith("将于2026-12-31到期，还有 38 天")


def test_unrelated_texts_are_said_to_be_so():
    """No counts of a comparison that was not made."""
    diff = replace(sample_diff(), related=False)
    assert view.diff_view(diff, "en").lead.startswith("the two texts share no clause")


def test_long_unchanged_runs_are_cut_next_to_the_change():
    """The run between two changes keeps both its ends; the outer ones keep the end that touches."""
    run = "甲乙丙丁戊己庚辛壬癸"
    assert wording.elide([("=", run), ("+", "新"), ("=", run), ("-", "旧"), ("=", run)], keep=2) == (
        ("…", "…"), ("=", "壬癸"), ("+", "新"), ("=", "甲乙"), ("…", "…"), ("=", "壬癸"), ("-", "旧"),
        ("=", "甲乙"), ("…", "…"),
    )  # fmt: skip


@given(st.text(alphabet="最高元万0123456789.%，。、补助", min_size=1, max_size=90), st.integers(1, 30))
@settings(deadline=None)
def test_a_cut_never_makes_another_number(text, keep):
    """Law: every number of a shortened text is printed in the whole one at the same place."""
    parts = [("+", "新"), ("=", text), ("-", "旧")]
    short = wording.elide(parts, keep=keep)
    kept = [piece for mark, piece in short if mark == "="]
    if len(kept) == 2:
        head, tail = kept
        assert text.startswith(head)
        assert text.endswith(tail)
        assert not (head[-1].isdigit() and text[len(head)].isdigit())
        assert not (tail[0].isdigit() and text[-len(tail) - 1].isdigit())
    else:
        assert "".join(kept) in text


def _fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("key", PHRASES)
def test_both_languages_of_a_phrase_name_the_same_fields(key):
    """A count or name in one language is not lost in the other."""
    chinese, english = PHRASES[key]
    assert _fields(chinese) == _fields(english)
    assert chinese
    assert english
    assert not re.search(r"[\u4e00-\u9fff]", english)


def test_english_counts_agree_with_their_number():
    """1 repeal, 2 repeals."""
    assert say("count.repeals", "en", n=1) == "1 repeal"
    assert say("event.expiring.days", "en", days=1) == "1 day is left"


def test_the_document_that_ended_is_named_with_its_number():
    """《title》（number）."""
    assert words.document_words(OLD_RULES, "zh") == "《示例市软件企业奖励办法》（示经信发〔2021〕7号）"
