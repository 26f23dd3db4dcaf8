"""The forms of a report: text, json, markdown and html are str; docx and xlsx are the bytes of a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from tracker.errors import UsageError
from tracker.models import Diff, NightReport
from tracker.report import data
from tracker.report.data import InspectedFile
from tracker.report.json_text import json_text
from tracker.report.layout import View
from tracker.report.phrases import Lang
from tracker.report.text import inspection_text, view_text
from tracker.report.view import diff_view, night_view

Form = Literal["text", "json", "markdown", "html", "docx", "xlsx"]
FORMS: tuple[Form, ...] = get_args(Form)


def render_diff(diff: Diff, form: Form, lang: Lang, *, color: bool = False) -> str | bytes:
    """
    A diff in one of the forms.

    Args:
        diff: What changed from the old version to the new one.

        form: One of `FORMS`.

        lang: Language of the report's own words.

        color: ANSI colours, for `text` on a terminal.

    Returns:
        str, ending with a line break; bytes for docx and xlsx.

    Raises:
        UsageError: `form` is none of these.
    """
    if form == "json":
        return json_text(data.diff_data(diff))
    return _render(diff_view(diff, lang), form, lang, color=color)


def render_night(report: NightReport, form: Form, lang: Lang, *, color: bool = False) -> str | bytes:
    """A night in one of the forms; arguments, result and errors as in `render_diff`."""
    if form == "json":
        return json_text(data.night_data(report))
    return _render(night_view(report, lang), form, lang, color=color)


def render_inspection(files: Sequence[InspectedFile], form: Form, lang: Lang, *, color: bool = False) -> str:
    """What was read in files, as text or json; errors as in `render_diff`."""
    if form == "json":
        return json_text(data.inspection_data(files))
    if form == "text":
        return inspection_text(files, lang, color=color)
    raise UsageError(f"no form {form!r} for an inspection; use one of text, json")


def _render(view: View, form: Form, lang: Lang, *, color: bool) -> str | bytes:
    match form:  # each form brings a library of its own, which only who asks for it waits for
        case "text":
            return view_text(view, lang, color=color)
        case "markdown":
            from tracker.report.markdown import view_markdown

            return view_markdown(view, lang)
        case "html":
            from tracker.report.html import view_html

            return view_html(view, lang)
        case "docx":
            from tracker.report.docx import view_docx

            return view_docx(view, lang)
        case "xlsx":
            from tracker.report.xlsx import view_xlsx

            return view_xlsx(view, lang)
    raise UsageError(f"no form {form!r}; use one of {', '.join(FORMS)}")
