"""The parts of a report: lines in groups in sections, rows of a comparison, and the whole as a `View`. No markup."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from tracker.models import Evidence, FigureChange, Repeal
from tracker.report.wording import Segment

SectionName = Literal[
    # in the order of a report: what costs or pays comes first (docs/design.md)
    "figures",
    "repeals",
    "validity",
    "cites_ended",
    "stages",
    "strength",
    "clauses",
    "wording",
    "new",
    "explained",
    "gone",
    "health",
    "matches",
]
SECTIONS: tuple[SectionName, ...] = get_args(SectionName)


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One thing a reader should know. `old`, `new`, `delta` where a value changed; `segments` where wording did."""

    number: int = 0
    kind: str  # "raised", "row.added", "repealed" …: what a form colours it by
    label: str  # the kind in the reader's language
    clause: str = ""  # label as printed
    heading: str | None = None  # of the clause; of a line about a source, its name
    place: str = ""  # both, as a reader cites it
    subject: str | None = None
    old: str | None = None
    new: str | None = None
    delta: str | None = None
    text: str = ""
    segments: tuple[Segment, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    sources: tuple[int, ...] = ()  # where the evidence stands in the report's list of stored pages, from 1
    anchor: str | None = None  # the row of a comparison it stands in
    figure: FigureChange | None = None
    repeal: Repeal | None = None  # stated by a diff; an event about the same repeal takes its place


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Lines about one document; `document` is None where each line names its own."""

    document: str | None
    lines: tuple[Line, ...]
    more: int = 0  # lines left out, in a short form


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    name: SectionName
    title: str
    groups: tuple[Group, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines of the section."""
        return tuple(line for group in self.groups for line in group.lines)


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One row of a side-by-side table."""

    anchor: str
    change: str
    marks: tuple[str, ...]  # 修改, 移动, 原3. …
    old_label: str
    new_label: str
    heading: str | None
    old: tuple[Segment, ...]
    new: tuple[Segment, ...]
    lines: tuple[Line, ...]  # the report's lines about it

    @property
    def quiet(self) -> bool:
        """Nothing to read here: the same clause at the same place."""
        return self.change == "unchanged" and not self.marks


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """A diff as a table: facts about both versions, then rows."""

    anchor: str
    name: str
    facts: tuple[tuple[str, str, str], ...]  # (what, old, new)
    rows: tuple[Row, ...]
    related: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """A report. `counts` are the phrases of the lead in order of weight; `nothing` is True where no policy changed."""

    kind: Literal["diff", "night"]  # a night also tells how the sources stand, and names its documents
    title: str
    day: str
    lead: str
    counts: tuple[str, ...]
    trouble: tuple[str, ...]  # those of the counts that are about sources
    health: str | None
    nothing: bool
    quiet: str  # what is said then
    facts: tuple[str, ...]
    sections: tuple[Section, ...]
    pages: tuple[Evidence, ...]  # the stored pages that the lines come from, each once
    comparisons: tuple[Comparison, ...]

    @property
    def day_beside(self) -> str:
        """The day as it stands beside the title: nothing where the title names it."""
        return "" if self.day in self.title else self.day

    @property
    def told_apart(self) -> tuple[Section, ...]:
        """The sections that a form with the whole comparison of a diff still shows: the table tells the others."""
        if self.kind == "night":
            return self.sections
        return tuple(section for section in self.sections if section.name not in ("clauses", "wording"))


Entry = tuple[SectionName, str | None, Line]  # where a line belongs: section and document
