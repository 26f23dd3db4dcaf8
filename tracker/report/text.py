"""A view as plain text, for a terminal and for the plain part of a mail.

Figures first, then clause edits with 〔删：…〕〔增：…〕 around what went and came; with `color` the marks are
ANSI colours (red struck out, green underlined) instead.
"""

from __future__ import annotations

from collections.abc import Sequence

from tracker.models import Clause, DigestItem, Version
from tracker.report.data import InspectedFile
from tracker.report.layout import Group, Line, Section, View
from tracker.report.phrases import Lang, say
from tracker.report.reasons import reason_words
from tracker.report.wording import Segment, elide, head_end
from tracker.report.words import document_words, evidence_words, figure_words, repeal_words

_DEL, _INS, _BOLD, _DIM, _PLAIN = "\x1b[31;9m", "\x1b[32;4m", "\x1b[1m", "\x1b[2m", "\x1b[0m"


def view_text(view: View, lang: Lang, *, color: bool = False) -> str:
    """The whole report as text, ending with one line break. [1] behind a line is a stored page, listed at the end."""
    blocks = [_head(view, lang, color)]
    blocks += [_section_text(section, at, lang, color=color) for at, section in enumerate(view.sections)]
    if view.pages:
        pages = [f"  [{at}] {evidence_words(page)}" for at, page in enumerate(view.pages, 1)]
        blocks.append(_dim("\n".join([say("section.evidence", lang), *pages]), color))
    return "\n\n".join(blocks) + "\n"


def _head(view: View, lang: Lang, color: bool) -> str:
    lines = [bold(view.title, color) + (f"　{view.day_beside}" if view.day_beside else "")]
    if view.lead:
        lines.append(view.lead)
    if view.facts:
        lines.append(_dim(" · ".join(view.facts), color))
    if view.kind == "diff":
        lines += [_fact(fact, lang) for table in view.comparisons for fact in table.facts]
    return "\n".join(lines)


def _fact(fact: tuple[str, str, str], lang: Lang) -> str:
    what, old, new = fact
    if old == new:
        return f"  {what}{say('colon', lang)}{new}"
    return f"  {what}{say('colon', lang)}{old or '—'} → {new or '—'}"


def _section_text(section: Section, at: int, lang: Lang, *, color: bool) -> str:
    lines = [bold(section_number(at, lang) + section.title, color)]
    for group in section.groups:
        lines += _group_text(group, lang, color=color)
    return "\n".join(lines)


def section_number(at: int, lang: Lang) -> str:
    """The number in front of the section with index `at`.

    >>> section_number(10, "zh"), section_number(10, "en")
    ('十一、', '11. ')
    """
    if lang == "en":
        return f"{at + 1}. "
    return ("十" if at >= 10 else "") + "一二三四五六七八九十"[at % 10] + "、"


def _group_text(group: Group, lang: Lang, *, color: bool) -> list[str]:
    lines = [f"  {group.document}"] if group.document else []
    before = ""
    for line in group.lines:
        lines += _line_text(line, lang, color=color, place=line.place != before)
        before = line.place
    if group.more:
        lines.append(f"      {say('mail.more', lang, n=group.more)}")
    return lines


def _line_text(line: Line, lang: Lang, *, color: bool, place: bool) -> list[str]:
    number = f"{line.number:>4}. "
    sources = _dim("".join(f" [{at}]" for at in line.sources), color)
    label = say("label", lang, label=line.label)
    if line.segments:
        text = segments_text(elide(line.segments), lang, color=color).replace("\n", "\n      ")
        notes = [f"      {line.text}"] if line.text else []
        return [f"{number}{bold(line.place, color)}{label}{sources}", f"      {text}", *notes]
    if line.old is None and line.new is None:
        between = say("colon", lang) if line.heading else " "
        text = between.join(part for part in (line.place, line.text) if part)
        return [number + text + ("" if line.text else label) + sources]
    head = [f"      {bold(line.place, color)}"] if line.place and place else []
    note = [f"      {line.text}"] if line.text else []
    return [*head, f"{number}{line.label}{say('colon', lang)}{value_words(line, lang)}{sources}", *note]


def value_words(line: Line, lang: Lang) -> str:
    """What a value was and is: its subject, old → new, by how much; one side where the other has none."""
    subject = f"{line.subject} " if line.subject else ""
    values = " → ".join(value for value in (line.old, line.new) if value)
    return subject + values + (say("brackets", lang, text=line.delta) if line.delta else "")


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


def bold(text: str, color: bool) -> str:
    """In bold, where colours are wanted."""
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
    lines = [bold(f"{file.source}{kind}{say('colon', lang)}{count}", color)]
    if file.problem:
        lines.append("  " + say("inspect.problem", lang, problem=reason_words(file.problem, lang)))
    for at, version in enumerate(file.documents, 1):
        lines += ["", *_document_lines(at, version, lang, color)]
    for at, item in enumerate(file.digest, 1):
        lines += _digest_lines(at, item)
    return lines


def _digest_lines(at: int, item: DigestItem) -> list[str]:
    """A quoted measure: its heading or first words, its figures, and the policy it names."""
    begins = item.heading or item.text[:30] + ("…" if len(item.text) > 30 else "")
    figures = "：" + "、".join(figure.text for figure in item.figures) if item.figures else ""
    return [f"  {at:>3}. {begins}{figures}", f"       ——{item.policy}"]


def _document_lines(at: int, version: Version, lang: Lang, color: bool) -> list[str]:
    title = document_words(version, lang) if version.doc_number else version.title
    return [bold(f"{at}. {title}", color), *version_lines(version, lang)]


def version_lines(version: Version, lang: Lang) -> list[str]:
    """What is read in one text, below its title."""
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
    lines = ["   " + " · ".join(fact for fact in facts if fact)]
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
    end = head_end(first, 31)
    name = first if end + 1 >= len(first) else first[:end] + "…"
    label = clause.label or say("inspect.opening", lang)
    figures = say("list.separator", lang).join(figure_words(figure, lang) or "" for figure in clause.figures)
    if not figures:
        return [f"     {label} {name}"]
    return [f"     {label} {name.rstrip('。；;：:')}{say('colon', lang)}{figures}"]
