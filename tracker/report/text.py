"""A view as plain text, for a terminal and for the plain part of a mail.

Figures first, then clause edits with 〔删：…〕〔增：…〕 around what went and came; with `color` the marks are
ANSI colours (red struck out, green underlined) instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tracker.models import Clause, Version
from tracker.report.data import InspectedFile
from tracker.report.phrases import Lang, say
from tracker.report.view import (
    Group,
    Line,
    Section,
    Segment,
    View,
    document_words,
    elide,
    evidence_words,
    figure_words,
    repeal_words,
)

_DEL, _INS, _BOLD, _DIM, _PLAIN = "\x1b[31;9m", "\x1b[32;4m", "\x1b[1m", "\x1b[2m", "\x1b[0m"
_ZH_NUMERALS = "一二三四五六七八九十"


def view_text(view: View, lang: Lang, *, color: bool = False, evidence: bool = True) -> str:
    """The whole report as text, ending with one line break. `evidence`: a line below each section's lines."""
    blocks = [_head(view, lang, color)]
    blocks += [
        _section_text(section, at, lang, color=color, evidence=evidence) for at, section in enumerate(view.sections)
    ]
    return "\n\n".join(blocks) + "\n"


def _head(view: View, lang: Lang, color: bool) -> str:
    lines = [_bold(view.title, color) + (f"　{view.day}" if view.day else ""), view.lead]
    if view.facts:
        lines.append(_dim(" · ".join(view.facts), color))
    lines += [_fact(fact, lang) for table in view.comparisons[:1] if not view.health for fact in table.facts]
    return "\n".join(lines)


def _fact(fact: tuple[str, str, str], lang: Lang) -> str:
    what, old, new = fact
    if old == new:
        return f"  {what}{say('colon', lang)}{new}"
    return f"  {what}{say('colon', lang)}{old or '—'} → {new or '—'}"


def _section_text(section: Section, at: int, lang: Lang, *, color: bool, evidence: bool) -> str:
    numeral = f"{_ZH_NUMERALS[at] if at < len(_ZH_NUMERALS) else at + 1}、" if lang == "zh" else f"{at + 1}. "
    lines = [_bold(numeral + section.title, color)]
    for group in section.groups:
        lines += _group_text(section, group, lang, color=color, evidence=evidence)
    return "\n".join(lines)


def _group_text(section: Section, group: Group, lang: Lang, *, color: bool, evidence: bool) -> list[str]:
    named = group.document if section.name in ("figures", "strength", "clauses", "wording") else None
    lines = [f"  {group.document}"] if named else []
    before: tuple[str, str | None] | None = None
    for line in group.lines:
        place = (line.clause, line.heading)
        lines += _line_text(line, lang, color=color, place=place != before)
        before = place
    if evidence:
        lines += [_dim(f"       ⌁ {words}", color) for words in _sources(group.lines)]
    return lines


def _sources(lines: Iterable[Line]) -> list[str]:
    """The stored pages a group of lines comes from, each once; the clause stands in the lines themselves."""
    words = {}
    for line in lines:
        for item in line.evidence:
            key = (item.url, item.sha256)
            if key not in words:
                words[key] = " · ".join(part for part in evidence_words(item).split(" · ") if part != item.clause)
    return [text for text in words.values() if text]


def _line_text(line: Line, lang: Lang, *, color: bool, place: bool) -> list[str]:
    where = " ".join(part for part in (line.clause, line.heading) if part)
    number = f"{line.number:>4}. "
    if line.segments:
        label = f"［{line.label}］" if lang == "zh" else f"[{line.label}] "
        text = segments_text(elide(line.segments), lang, color=color).replace("\n", "\n       ")
        notes = [f"       {line.text}"] if line.text else []
        return [f"{number}{where}{label}", f"       {text}", *notes]
    if line.old is None and line.new is None:
        parts = [part for part in (where, line.text) if part]
        label = "" if line.text else f"［{line.label}］"
        return [number + say("colon", lang).join(parts) + label]
    what = f"{line.label}{say('colon', lang)}"
    subject = f"{line.subject} " if line.subject else ""
    delta = say("brackets", lang, text=line.delta) if line.delta else ""
    values = f"{line.old or '—'} → {line.new or '—'}{delta}"
    if line.kind == "added":
        values = f"{line.new}"
    elif line.kind == "removed":
        values = f"{line.old}"
    head = [f"       {_bold(where, color)}"] if where and place else []
    return [*head, f"{number}{what}{subject}{values}"]


def segments_text(segments: Sequence[Segment], lang: Lang, *, color: bool = False) -> str:
    """Wording with its marks.

    >>> segments_text([("=", "补助"), ("-", "20%"), ("+", "25%")], "zh")
    '补助〔删：20%〕〔增：25%〕'
    """
    return "".join(_segment_text(mark, text, lang, color) for mark, text in segments)


def _segment_text(mark: str, text: str, lang: Lang, color: bool) -> str:
    if mark not in "-+":
        return text
    if color:
        return f"{_DEL if mark == '-' else _INS}{text}{_PLAIN}"
    return say("mark.del" if mark == "-" else "mark.ins", lang, text=text)


def _bold(text: str, color: bool) -> str:
    return f"{_BOLD}{text}{_PLAIN}" if color and text else text


def _dim(text: str, color: bool) -> str:
    return f"{_DIM}{text}{_PLAIN}" if color and text else text


# ── inspection ───────────────────────────────────────────────────────────────────────────────────


def inspection_text(files: Sequence[InspectedFile], lang: Lang, *, color: bool = False) -> str:
    """What was read in each file: its documents with number, dates, figures clause by clause, repeals, citations."""
    return "\n\n".join("\n".join(_file_lines(file, lang, color)) for file in files) + "\n"


def _file_lines(file: InspectedFile, lang: Lang, color: bool) -> list[str]:
    count = say("inspect.documents", lang, n=len(file.documents))
    kind = say("brackets", lang, text=file.media_type) if file.media_type else ""
    lines = [_bold(f"{file.source}{kind}{say('colon', lang)}{count}", color)]
    if file.problem:
        lines.append("  " + say("inspect.problem", lang, problem=file.problem))
    for at, version in enumerate(file.documents, 1):
        lines += ["", *_document_lines(at, version, lang, color)]
    return lines


def _document_lines(at: int, version: Version, lang: Lang, color: bool) -> list[str]:
    figures = sum(len(clause.figures) for clause in version.clauses)
    facts = [
        say(f"stage.{version.stage}", lang),
        version.doc_number,
        say("list.separator", lang).join(version.issuers),
        version.region,
        _dated("word.issued", version.issued, lang),
        _dated("word.published", version.published, lang),
        say("inspect.clauses", lang, n=len(version.clauses)),
        say("inspect.figures", lang, n=figures),
    ]
    lines = [
        _bold(f"{at}. {document_words(version, lang)}" if version.doc_number else f"{at}. {version.title}", color),
        "   " + " · ".join(fact for fact in facts if fact),
    ]
    validity = version.validity
    dates = [
        _dated("validity.effective_from", validity.effective_from, lang),
        _dated("validity.expires_on", validity.expires_on, lang),
        _dated("validity.term", validity.term, lang),
    ]
    if any(dates):
        lines.append("   " + " · ".join(date for date in dates if date))
    lines += [f"   {say('section.repeals', lang)}{say('colon', lang)}{repeal_words(r)}" for r in version.repeals]
    for clause in version.clauses:
        lines += _clause_lines(clause, lang)
    if version.citations:
        named = dict.fromkeys(c.title or c.doc_number or "" for c in version.citations)
        lines.append(
            f"   {say('inspect.citations', lang)}{say('colon', lang)}{say('list.separator', lang).join(named)}"
        )
    return lines


def _dated(key: str, value: object, lang: Lang) -> str | None:
    return f"{say(key, lang)} {value}" if value else None


def _clause_lines(clause: Clause, lang: Lang) -> list[str]:
    """A clause by its label and heading, or by its first words where it has none; its figures behind."""
    first = clause.heading or clause.text.partition("\n")[0]
    name = first if len(first) <= 32 else first[:31] + "…"
    label = clause.label or say("inspect.opening", lang)
    figures = say("list.separator", lang).join(figure_words(figure, lang) or "" for figure in clause.figures)
    return [f"     {label} {name}" + (f"{say('colon', lang)}{figures}" if figures else "")]
