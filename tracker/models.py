"""The values that travel between the stages.

Glossary
    Source     an address to watch: a list page, a policy page, a feed, a folder of files   (sources)
    Reply      what an address answered at a time: status, headers, raw bytes
    Snapshot   raw bytes kept for ever, once per sha256
    Page       a snapshot read as plain text with its metadata and attachments              (extract)
    Document   a policy as a work; what is repealed, cited, tracked
    Version    one text of a document: draft, trial, final, revised, or the page edited in place (documents)
    Clause     the unit a reader cites: 第六条, 6., （三）                                   (clauses)
    Figure     an amount, ratio, duration, date with its bound, scope and period            (meaning)
    Pair       an old and a new clause (or a part of one) that continue each other          (align)
    ...Change  what a reader should know about a pair                                       (compare)
    Diff       all changes between two versions of a document                               (compare)
    Event      a change that happened on a night: recorded once, reported once              (run)

All are frozen, keyword-only and picklable; sequences are tuples; times are aware UTC datetimes; dates are
`datetime.date`; numbers of the text are `Decimal`. Positions are half-open [start, end) in code points.
A value not known is None, never "" and never a guess. The pair of sides is always `old, new`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Literal

# ── sources ──────────────────────────────────────────────────────────────────────────────────────

SourceKind = Literal[
    "page",  # one policy page or file, asked again and again
    "list",  # an HTML list that announces pages
    "feed",  # RSS or Atom
    "json",  # a list as JSON
    "folder",  # local files
]


@dataclass(frozen=True, kw_only=True, slots=True)
class ListRules:
    """How the rows of a list are read. CSS selectors; None: worked out from the page."""

    row: str | None = None  # one row
    link: str | None = None  # inside the row; the row's first link
    link_attribute: str = "href"
    title: str | None = None  # inside the row; the link's title attribute or text
    date: str | None = None  # inside the row; what reads as a date, or the date in the address
    pages: Literal["auto", "index_1", "index_2", "query", "none"] = "auto"  # index_1: page 2 is index_1.html
    page_parameter: str | None = None  # for pages = "query": currentPage, pageNum
    max_pages: int = 1
    include: tuple[str, ...] = ()  # regular expressions; a title must match one, if there are any
    exclude: tuple[str, ...] = ()  # regular expressions; a title that matches one is skipped
    since: dt.date | None = None  # rows published earlier are skipped
    may_be_empty: bool = False  # a list of what is open now: no rows are no fault


@dataclass(frozen=True, kw_only=True, slots=True)
class JsonRules:
    """Where a JSON list keeps its rows: dotted paths; a field may also be a pattern: "{organ}〔{year}〕{serial}号"."""

    rows: str | None = None
    url: str | None = None
    title: str | None = None
    date: str | None = None
    number: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """An address to watch, as sources.toml gives it. For a folder, `url` is its file: address."""

    id: str
    name: str
    url: str
    kind: SourceKind = "page"
    region: str | None = None
    issuer: str | None = None
    stage: Stage | None = None  # what its documents are where they do not say so themselves
    body: str | None = None  # CSS selector of the policy text on its pages
    list: ListRules = field(default_factory=ListRules)
    json: JsonRules = field(default_factory=JsonRules)
    path: Path | None = None  # of a folder
    charset: str | None = None
    legacy_tls: bool = False  # may fall back to old ciphers and renegotiation
    robots: bool = True  # False: the user has settled with the site that it may be read
    headers: tuple[tuple[str, str], ...] = ()
    recheck_days: int = 1  # known pages are asked again every so many days, with 1 by every run
    min_share: float = 0.4  # a page below this share of its last good length is doubted
    enabled: bool = True
    notes: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class FetchSettings:
    """How politely and how patiently addresses are asked. Times in seconds."""

    delay_s: float = 1.0  # least time between two requests to one host
    timeout_s: float = 30.0  # to connect, and between two packets
    total_s: float = 180.0  # for one reply, retries apart
    retries: int = 3
    max_wait_s: float = 60.0  # longest Retry-After that is waited for
    max_bytes: int = 64 * 1024 * 1024
    max_redirects: int = 5
    user_agent: str | None = None  # None: the project's name and version
    robots: bool = True
    hosts: int = 8  # hosts asked at the same time


@dataclass(frozen=True, kw_only=True, slots=True)
class MailSettings:
    """Where the report goes. Name and password come from the environment, never from here."""

    host: str
    sender: str
    recipients: tuple[str, ...]
    port: int = 465
    security: Literal["tls", "starttls", "none"] = "tls"
    subject_prefix: str = ""
    timeout_s: float = 30.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Webhook:
    """A chat group to tell. Its address is a secret and stands in the environment variable `url_env`."""

    name: str
    kind: Literal["wecom", "dingtalk", "feishu", "json"]
    url_env: str


# ── fetch ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What an address answered. `status` 304 has no content and means: as the last snapshot."""

    url: str  # as asked
    final_url: str  # after redirects
    status: int
    headers: dict[str, str]  # lower-case names
    content: bytes
    fetched_at: dt.datetime

    @property
    def media_type(self) -> str | None:
        """The Content-Type without parameters, lower case; None where the server named none."""
        value = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        return value or None


@dataclass(frozen=True, kw_only=True, slots=True)
class ListEntry:
    """One row of a list page or feed: a document the site announces."""

    url: str
    title: str
    published: dt.date | None = None
    doc_number: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Snapshot:
    """Raw bytes of an address at a time. `sha256` is of `content`."""

    sha256: str
    url: str
    media_type: str | None
    headers: dict[str, str]
    content: bytes
    fetched_at: dt.datetime


# ── extract ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    """A file a page offers for download. `inline`: named inside the body text."""

    name: str
    url: str
    inline: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class PageMeta:
    """What the page says about its document outside the text: meta tags, 信息公开 tables, scripts."""

    title: str | None = None  # the web title, site name cut off, runs of blanks collapsed
    doc_number: str | None = None  # 发文字号
    issuers: tuple[str, ...] = ()  # 发文机关 / 发文机构
    issued: dt.date | None = None  # 成文日期
    published: dt.date | None = None  # 发布日期 / PubDate
    effective_from: dt.date | None = None  # 实施日期
    expires_on: dt.date | None = None  # 废止日期 / 失效日期, as the page states it
    status: str | None = None  # 有效性 as printed: 有效, 失效, 是, 失效（提前废止） …
    site: str | None = None  # SiteName


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A snapshot read as plain text.

    `text` has one printed paragraph or table row per line ("\\n"; table cells are joined by "\\t"),
    without page furniture. Hard-wrapped formats are joined into paragraphs where the reader is sure.
    `problem` says in words why there is no policy text; `text` is then "".
    """

    text: str
    media_type: str  # text/html, application/pdf, …
    reader: str  # which reader and which container: "html #mainText", "pdf", "text"
    charset: str | None = None
    meta: PageMeta = field(default_factory=PageMeta)
    attachments: tuple[Attachment, ...] = ()
    problem: str | None = None
    warnings: tuple[str, ...] = ()  # what was cut, skipped or doubtful, in words
    links: tuple[Attachment, ...] = ()  # other links inside the body (an issue page that lists its documents)


# ── documents ────────────────────────────────────────────────────────────────────────────────────

Stage = Literal[
    "draft",  # 征求意见稿, 公开征求意见, 草案, 送审稿
    "trial",  # 试行, 暂行
    "revised",  # 修订, 修正, 年修订版
    "final",  # all else that is issued
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Validity:
    """From when to when a text holds, with the sentence it was read from.

    `expires_on` is worked out from the term only where the starting date is known; `reasoning` says how.
    """

    effective_from: dt.date | None = None
    expires_on: dt.date | None = None  # the last day it holds
    term: str | None = None  # "3年", as printed but for blanks
    text: str | None = None
    reasoning: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Repeal:
    """A document that this text ends. `partial` names the clause where only part of it ends."""

    title: str | None  # with 《》, as printed but for blanks
    doc_number: str | None
    partial: str | None = None  # "第三条"
    effective: dt.date | None = None
    text: str = ""  # the sentence
    clause: str = ""  # label of the clause that says so
    document: str | None = None  # id of the tracked document, once known


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """A document that this text names. `purpose`: basis (根据, 依据), apply (按照…执行), support (配套), mention."""

    title: str | None
    doc_number: str | None
    clause: str = ""
    purpose: Literal["basis", "apply", "support", "mention"] = "mention"


# ── clauses and what they say ────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A number with a meaning, as docs/contract.md (FIGURE) defines it. `value` counts in `unit`."""

    text: str  # as printed: the number and the bound word touching it
    kind: Literal["amount", "ratio", "duration", "date", "quantity", "rate"]
    value: Decimal | str  # a str for dates only: as exact as printed, 2028-12-31, 2027
    value_high: Decimal | str | None = None  # a range has both
    unit: str | None = None  # CNY, USD, percent, year, month, day, m2, or as printed; None for dates
    bound: Literal["max", "min", "exact", "range"] = "exact"
    scope: str | None = None  # per what: 项目, 企业, 台（套）
    period: str | None = None  # 年, 累计, 一次性
    start: int = 0
    end: int = 0
    subject: str | None = None  # what it is paid or asked for, in the text's own words, where plain


@dataclass(frozen=True, kw_only=True, slots=True)
class Modal:
    """One modal word: how strong a sentence binds."""

    word: str  # 应当, 必须, 不得, 可以, 鼓励, 原则上 …
    strength: int  # -3 (不得) … 0 … 3 (必须); the scale stands in tracker.modals
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Clause:
    """The unit a reader cites (条, or a numbered measure where there are no 条).

    `text` is all that is printed after the label, its heading included; 款 and 项 keep their own lines
    ("\\n"), hard wraps are joined. `label` is as printed without the blank after it, "" for unnumbered opening
    and closing paragraphs. `path` runs from the outermost heading to the clause itself.
    """

    label: str
    path: tuple[str, ...]
    heading: str | None
    text: str
    line: int  # 1-based line of the file or page text where it begins
    number: int | None = None  # the label's number: 第六条 → 6
    chapter: str | None = None  # title of the chapter or section it stands in, "第二章 组织管理"
    figures: tuple[Figure, ...] = ()
    modals: tuple[Modal, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """One text of a document with what was read in it. The documents stage leaves `clauses` and the rest empty."""

    title: str  # the policy's own, of 《…》 in a notice; without 征求意见稿
    text: str
    doc_number: str | None = None
    issuers: tuple[str, ...] = ()
    stage: Stage = "final"
    issued: dt.date | None = None  # 成文日期, under the signature
    published: dt.date | None = None  # the day the page or gazette went out
    region: str | None = None  # 北京市, 北京市海淀区 …
    printed_title: str | None = None  # as printed, with 关于印发…的通知 or （征求意见稿）
    notice: str | None = None  # text of the notice that carries the policy (各有关单位：… 特此通知)
    status: str | None = None  # 有效性 as the page states it
    stated_validity: Validity | None = None  # dates the page states outside the text
    first_line: int = 1  # line of the file or page text where `text` begins (1-based)
    # page line of each line of `text` where they do not run on from `first_line` (flattened text was split); else ()
    lines: tuple[int, ...] = ()
    source: str | None = None  # path or address
    sha256: str | None = None
    fetched_at: dt.datetime | None = None
    reader: str | None = None
    clauses: tuple[Clause, ...] = ()
    repeals: tuple[Repeal, ...] = ()
    citations: tuple[Citation, ...] = ()
    validity: Validity = field(default_factory=Validity)

    def page_line(self, line: int) -> int:
        """The page line of a clause's `line`, which is counted on from `first_line`."""
        return self.lines[line - self.first_line] if self.lines else line


@dataclass(frozen=True, kw_only=True, slots=True)
class DigestItem:
    """One quoted measure of a digest (精华汇编), bound to the policy it names."""

    heading: str | None
    text: str
    policy: str  # title as the digest names it
    line: int
    figures: tuple[Figure, ...] = ()


# ── align ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """An old and a new clause that continue each other; one side is None for an added or removed clause.

    A split (one old clause, several new) and a merge give one Pair per link: `relation` says which, and the
    span of the shared clause's text that continues in this link is `old_span` or `new_span` (None: all of it).
    `role` is "main" for the link that carries most of the shared clause, "part" for the others.
    """

    old: Clause | None
    new: Clause | None
    relation: Literal["one", "split", "merged"] = "one"
    role: Literal["main", "part"] = "main"
    old_span: tuple[int, int] | None = None
    new_span: tuple[int, int] | None = None
    score: float = 0.0  # 0 to 1, how sure the pairing is
    moved: bool = False
    settled_by: str | None = None  # who paired it by hand, and when
    reasons: tuple[tuple[str, float], ...] = ()  # parts of the score, for --explain


# ── compare ──────────────────────────────────────────────────────────────────────────────────────

Edit = tuple[str, ...]  # ("=", both) · ("=", new form, old form) · ("-", old) · ("+", new)


@dataclass(frozen=True, kw_only=True, slots=True)
class FigureChange:
    change: Literal["raised", "lowered", "added", "removed", "rescoped", "rebound", "redated"]
    clause: str  # label in the new version, or in the old one where removed
    old: Figure | None
    new: Figure | None
    delta: str | None = None  # "+50%", "+5pp"
    sentence_zh: str = ""
    sentence_en: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ModalChange:
    """weakened/strengthened: 应当 → 可以. narrowed/widened: the circle of beneficiaries."""

    change: Literal["weakened", "strengthened", "narrowed", "widened"]
    clause: str
    old: str  # the words
    new: str
    old_sentence: str = ""
    new_sentence: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemChange:
    """A 款 or 项 inside a pair: added, removed, or moved. `name`: 第三条第（二）项, 第三条第二款."""

    change: Literal["added", "removed", "moved"]
    name: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ClauseChange:
    change: Literal["unchanged", "edited", "added", "removed"]
    old: Clause | None
    new: Clause | None
    moved: bool = False
    renumbered: bool = False
    relation: Literal["one", "split", "merged"] = "one"
    similarity: float = 0.0
    edits: tuple[Edit, ...] = ()
    figures: tuple[FigureChange, ...] = ()
    modals: tuple[ModalChange, ...] = ()
    items: tuple[ItemChange, ...] = ()
    settled_by: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Diff:
    """All changes from `old` to `new`, rows in the order of the new version, removed ones where they stood."""

    old: Version
    new: Version
    clauses: tuple[ClauseChange, ...]
    figures: tuple[FigureChange, ...]
    repeals: tuple[Repeal, ...]  # stated by the new version and not by the old
    related: bool = True  # False: the two texts share nothing, no pair was forced


# ── a night ──────────────────────────────────────────────────────────────────────────────────────

EventKind = Literal[
    "new_document",  # first version of a document
    "stage_changed",  # draft became final …
    "edited",  # the text of a known version changed in place
    "sites_differ",  # two sites print one policy differently
    "repealed",  # a tracked document is repealed (whole or partial) by another
    "repeals",  # a document repeals one that is not tracked
    "expiring",  # lapses within the configured days
    "lapsed",  # its term has run out
    "extended",  # another document keeps it in force beyond its term
    "amended",  # another document changes, adds to or corrects its text
    "cites_ended",  # a tracked document cites one that is repealed or lapsed
    "page_gone",  # 404 or 410 where a version stood
    "left_page",  # the page was read well and no longer holds the document
    "page_back",  # a page that was gone answers again
    "explained",  # a page about a policy came out: 解读, 一图读懂
    "page_unreadable",  # a page that a list announces holds no policy text
    "possible_match",  # may be the same document as another: settle with link/unlink
    "source_failing",
    "source_recovered",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """Where a line of a report comes from."""

    url: str | None = None
    sha256: str | None = None
    fetched_at: dt.datetime | None = None
    doc_number: str | None = None
    clause: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentRef:
    """A tracked document as a report names it."""

    id: str
    title: str
    doc_number: str | None = None
    region: str | None = None
    issuers: tuple[str, ...] = ()
    stage: Stage = "final"
    issued: dt.date | None = None
    published: dt.date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """A change that happened on a night. `key` makes it unique: recorded once, reported once."""

    kind: EventKind
    key: str
    happened_at: dt.datetime
    document: DocumentRef | None = None  # the document it happened to
    other: DocumentRef | None = None  # the one that repeals, is cited, may be the same
    source: str | None = None  # source id, for source_* events
    diff: Diff | None = None  # for stage_changed and edited
    repeal: Repeal | None = None
    version: Version | None = None  # for new_document
    detail: str | None = None  # a reason or date in words
    on: dt.date | None = None  # the day a text lapses or is repealed
    size: tuple[int, int] | None = None  # of a new document: its numbered clauses, its figures
    cited_by: tuple[DocumentRef, ...] = ()  # who still leans on a text that lapses or is repealed
    evidence: tuple[Evidence, ...] = ()
    id: int | None = None  # number in the store


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceHealth:
    """How a source stands after a run."""

    source: str
    name: str
    state: Literal["ok", "failing", "never"]
    last_good: dt.datetime | None = None
    failing_since: dt.datetime | None = None
    failures: int = 0  # nights in a row
    reason: str | None = None
    advice: str | None = None
    url: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class NightReport:
    """What a morning's mail tells: the events of a period and how the sources stand."""

    title: str
    started_at: dt.datetime
    finished_at: dt.datetime
    events: tuple[Event, ...]
    health: tuple[SourceHealth, ...]
    documents: int = 0  # tracked in all
    pages: int = 0  # read this night
    unchanged: int = 0  # of these, unchanged
