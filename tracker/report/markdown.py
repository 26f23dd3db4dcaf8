"""A view as Markdown (CommonMark with GitHub's tables): <del> and <ins> mark what went and came.

Whatever stands in the policy is escaped, so that no word of a page becomes markup or a link.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

from tracker.report.layout import Comparison, Line, Row, Section, View
from tracker.report.phrases import Lang, say
from tracker.report.text import value_words
from tracker.report.wording import Segment, elide
from tracker.report.words import evidence_words

_SPECIAL = re.compile(r"([\\`*_{}\[\]#|~!])")
_LINE_START = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)", re.MULTILINE)


def view_markdown(view: View, lang: Lang) -> str:
    """The whole report; a diff ends with its side-by-side table, a night's reader finds it in the other forms."""
    head = [f"# {escape(view.title)}", " · ".join(part for part in (view.day_beside, *view.facts) if part)]
    blocks = [part for part in (*head, f"**{escape(view.lead)}**") if part]
    for section in view.told_apart:
        blocks.append(f"## {section.title}")
        blocks += _figures(section, lang) if section.name == "figures" else _lines(section, lang)
    if view.kind == "diff":
        for table in view.comparisons:
            blocks += _comparison(table, lang)
    if view.pages:
        blocks.append(f"## {say('section.evidence', lang)}")
        pages = [f"- \\[{at}\\] {escape(evidence_words(page))}" for at, page in enumerate(view.pages, 1)]
        blocks.append("\n".join(pages))
    return "\n\n".join(blocks) + "\n"


def escape(text: str) -> str:
    """`text` with every character escaped that Markdown would read; line breaks become <br>.

    >>> escape("*不超过*2%|a")
    '\\\\*不超过\\\\*2%\\\\|a'
    """
    escaped = html.escape(_SPECIAL.sub(r"\\\1", text), quote=False)
    escaped = _LINE_START.sub(lambda match: f"{match[1]}{match[2][:-1]}\\{match[2][-1]}", escaped)
    return escaped.replace("\n", "<br>")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def _refs(line: Line) -> str:
    return "".join(f" \\[{at}\\]" for at in line.sources)


def _figures(section: Section, lang: Lang) -> list[str]:
    head = tuple(say(f"word.{name}", lang) for name in ("number", "clause", "subject", "change", "old", "new", "delta"))
    blocks: list[str] = []
    for group in section.groups:
        blocks += [f"### {escape(group.document)}"] if group.document else []
        rows = [
            (
                str(line.number),
                escape(line.place),
                escape(line.subject or ""),
                line.label,
                escape(line.old or "—"),
                escape(line.new or "—"),
                (line.delta or "") + _refs(line),
            )
            for line in group.lines
        ]
        blocks.append(_table(head, rows))
    return blocks


def _lines(section: Section, lang: Lang) -> list[str]:
    blocks: list[str] = []
    for group in section.groups:
        blocks += [f"### {escape(group.document)}"] if group.document else []
        blocks.append("\n".join(f"- {line.number}\\. {_line(line, lang)}" for line in group.lines))
    return blocks


def _line(line: Line, lang: Lang) -> str:
    note = f"<br>{escape(line.text)}" if line.text else ""
    if line.segments:
        head = f"**{escape(line.place)}**" if line.place else ""
        label = say("label", lang, label=escape(line.label))
        return f"{head}{label}{_refs(line)}<br>{segments(elide(line.segments))}{note}"
    if line.old is not None or line.new is not None:
        place = f"**{escape(line.place)}** " if line.place else ""
        return f"{place}{line.label}{say('colon', lang)}{escape(value_words(line, lang))}{_refs(line)}{note}"
    between = say("colon", lang) if line.heading else " "
    return between.join(part for part in (escape(line.place), escape(line.text or line.label)) if part) + _refs(line)


def segments(parts: Sequence[Segment]) -> str:
    """Wording with its marks.

    As tags: ** and ~~ do not open between a Chinese character and a punctuation mark (CommonMark 0.31, 6.2).
    """
    return "".join(_segment(mark, escape(text)) for mark, text in parts)


def _segment(mark: str, text: str) -> str:
    tag = {"-": "del", "+": "ins"}.get(mark)
    return f"<{tag}>{text}</{tag}>" if tag else text


def _comparison(table: Comparison, lang: Lang) -> list[str]:
    facts = [(escape(what), escape(old) or "—", escape(new) or "—") for what, old, new in table.facts]
    head = (" ", say("word.old", lang), say("word.new", lang))
    rows = [_row(row, lang) for row in table.rows]
    columns = tuple(say(f"word.{name}", lang) for name in ("old_clause", "new_clause", "change"))
    return [f"## {say('section.comparison', lang)}", _table(head, facts), _table(columns, rows)]


def _row(row: Row, lang: Lang) -> tuple[str, ...]:
    marks = say("clause.separator", lang).join(row.marks) or say("row.unchanged", lang)
    if row.quiet:
        name = escape(" ".join(part for part in (row.new_label, row.heading) if part)) or "—"
        return name, name, marks
    sides = ((row.old_label, row.old), (row.new_label, row.new))
    old, new = (f"{escape(label)} {segments(parts)}".strip() if parts else "—" for label, parts in sides)
    numbers = ", ".join(str(line.number) for line in row.lines)
    return old, new, escape(marks) + (f" ({numbers})" if numbers else "")
